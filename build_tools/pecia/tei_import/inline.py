"""What each element within a passage says about its words.

TEI P5 Guidelines, chapter 3 (sic, corr, abbr, expan, hi, names, dates, notes, breaks), 11 (add, del, gap) and 12 (app).
"""

from __future__ import annotations

import re
from datetime import date
from itertools import starmap

from lxml import etree

from pecia.model import (
    Break,
    DateMark,
    Graphic,
    Highlight,
    Mark,
    NoteCall,
)
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, XML_LANG, local_name, tei
from pecia.tei_import.alternatives import read_apparatus, read_choice
from pecia.tei_import.context import DEEPEST, DEEPEST_NOTE, Handlers, Reading
from pecia.tei_import.editorial import JUDGED, read_judged
from pecia.tei_import.formulae import FORMULAE
from pecia.tei_import.identities import mentions_of
from pecia.tei_import.inline_builder import Line, mention
from pecia.tei_import.notes import read_reference, without_rendition
from pecia.tei_import.quoting import read_quotation
from pecia.tei_import.rules import (
    ANALYSES,
    BLOCKS,
    BREAKS,
    EVENTS,
    NAMES,
    NOT_SHOWN,
    PLAIN,
    QUOTED,
    RENDITIONS,
    SILENT,
    TOKENS,
)
from pecia.tei_import.shape import attributes, fold, renditions
from pecia.tei_import.signs import SIGNS, in_brackets

_SECONDS = re.compile(r"PT(\d+(?:\.\d+)?)S", re.ASCII)
_OPENING = " ([{-–—/'’‘“„«\""
_ENDS_A_LINE = ("line", "column", "page")
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def _plain(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "words only")
    line.anchored(element, attributes(element), [])


def _token(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "words only")
    if element.attrib:
        line.token(element)
    else:
        line.covered(element, [])


def _silent(line: Line, element: etree._Element) -> None:
    if (element.tag == tei("anchor") and element.get(XML_ID)) or mixed_content.flat(element).strip():
        line.reading.use(element, "marked")
        line.marked(element)
    else:
        line.reading.use(element, "no words")
        line.reading.skip(element, "no words")


def _beside(line: Line, element: etree._Element) -> None:
    """What stands beside a role in a cast list; encoders leave the space between them to whoever shows it."""
    line.reading.use(element, "marked")
    if line.parts and line.parts[-1][-1] not in _OPENING:
        line.space()
    line.marked(element)


def _moment(line: Line, element: etree._Element) -> None:
    """``pause``, ``shift``: a sign that says how long, or what changes to what (TEI P5 8.3.2, 8.3.6)."""
    line.reading.use(element, "break")
    line.keep_id(element)
    line.ascribed(element)
    if element.tag == tei("pause"):
        seconds = _SECONDS.fullmatch(element.get("dur", ""))
        long = f"{seconds[1]} s" if seconds else element.get("dur") or element.get("type", "")
        said = f"pause {long}".rstrip()
    else:
        said = f"{element.get('feature', '')} {element.get('new', 'normal')}".lstrip()
    line.zero(Break("milestone", fold(said)))
    line.content(element)


def _event(line: Line, element: etree._Element) -> None:
    """``stage``, ``vocal`` and the like within a passage: whose doing it is stands before its words."""
    line.reading.use(element, "marked")
    line.space()
    line.ascribed(element)
    line.marked(element)


def _name(line: Line, element: etree._Element) -> None:
    has = attributes(element)
    named = mentions_of(element.tag, has, line.reading.identities) if has else ()
    if not named:
        line.reading.use(element, "marked")
        line.marked(element)
    else:
        line.reading.use(element, "mention")
        line.anchored(element, has, list(starmap(mention, named)))


def _date(line: Line, element: etree._Element) -> None:
    has = attributes(element)
    when = has.get("when", "")
    if _is_date(when):
        line.reading.use(element, "date")
        line.anchored(element, has, [DateMark(when)])
    else:
        line.reading.use(element, "marked")
        line.marked(element)


def _is_date(when: str) -> bool:
    parts = _WHEN.fullmatch(when)
    if parts is None:
        return False
    year, month, day = (int(part or 1) for part in parts.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _highlight(line: Line, element: etree._Element) -> None:
    said = element.get("rend") or element.get("rendition") or element.get("style") or ""
    tokens = renditions(said)
    marks: list[Mark] = [Highlight(rendition) for t in tokens if (rendition := RENDITIONS.get(t))]
    line.reading.use(element, "highlight" if marks else "marked")
    bare = not (element.get(XML_ID) or element.get(XML_LANG))
    if not (bare and marks and len(marks) == len(tokens)):
        marks = [line.named(element, attributes(element)), *marks]
    first = len(line.spans)
    line.covered(element, marks)
    if bare:
        without_rendition(line, first, len(marks))


def _break(line: Line, element: etree._Element) -> None:
    kind = BREAKS[element.tag]
    line.reading.use(element, "break")
    breaks = element.get("break")
    bare = kind == "line" and not element.keys() and not len(element) and not mixed_content.flat(element)
    if bare and not line.length:
        return  # where a passage begins, a line does
    if breaks == "no" or (breaks is None and kind in _ENDS_A_LINE and line.goes_on()):
        line.join()
    elif breaks == "yes" or kind == "line":
        line.space()
    line.keep_id(element)
    label = element.get("n") or ""
    if kind == "milestone":
        label = f"{element.get('unit') or ''} {label}".strip()
    line.zero(Break(kind, label))
    line.content(element)  # empty in TEI; what is there all the same is not lost


def _graphic(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "graphic")
    url = element.get("url") or ""
    if (":" in url or ".." in url or url.startswith("/")) and not line.reading.quiet:
        line.reading.elsewhere.append((url, element))
    line.zero(Graphic(url, said_of(element)))
    if len(element) or mixed_content.has_words(element) or element.get(XML_ID):
        line.marked(element)


def said_of(graphic: etree._Element) -> str:
    """The words of the ``figDesc`` beside ``graphic``, or of its own ``desc``; shown in their place as well."""
    parent = graphic.getparent()
    described = graphic.find(tei("desc"))
    if described is None and parent is not None:
        described = parent.find(tei("figDesc"))
    return "" if described is None else fold(mixed_content.flat(described))


def _note(line: Line, element: etree._Element) -> None:
    reading = line.reading
    if reading.quiet:  # among the words of another reading
        reading.use(element, "marked")
        in_brackets(line, element)
        return
    here = element.get("place") == "inline" and not any(d.tag in BLOCKS for d in element.iterdescendants("*"))
    if here or reading.note_depth >= DEEPEST_NOTE or reading.depth >= DEEPEST:
        reading.use(element, "marked")
        line.marked(element)
        return
    line.zero(NoteCall(reading.number, element.get("n") or ""))
    line.notes.append((element, reading.number))
    reading.skip(element)


def _analysis(line: Line, element: etree._Element) -> None:
    """``span``, ``interp``: a note, when it has words; those of a group are one."""
    parent = element.getparent()
    if mixed_content.flat(element).strip() and (parent is None or parent.tag not in ANALYSES):
        _note(line, element)
    else:
        _silent(line, element)


def _anchor(line: Line, element: etree._Element) -> None:
    _silent(line, element)
    if ended := line.reading.ends.pop(element.get(XML_ID, ""), ""):
        line.zero(Break("milestone", ended))


def _not_shown(line: Line, element: etree._Element) -> None:
    hide(line.reading, element)


def hide(reading: Reading, element: etree._Element) -> None:
    """Pass over an element whose content is no words."""
    reading.use(element, "not shown")
    reading.find("I121", f"{local_name(element)} has encoded data, which is not shown.", element)
    reading.skip(element, "not shown")


HANDLERS: Handlers = {
    **dict.fromkeys(PLAIN, _plain),
    **dict.fromkeys(TOKENS, _token),
    **dict.fromkeys(SILENT, _silent),
    **dict.fromkeys(NAMES, _name),
    **dict.fromkeys(JUDGED, read_judged),
    **dict.fromkeys(QUOTED, read_quotation),
    **dict.fromkeys(BREAKS, _break),
    **dict.fromkeys(NOT_SHOWN, _not_shown),
    tei("date"): _date,
    tei("hi"): _highlight,
    tei("ref"): read_reference,
    tei("ptr"): read_reference,
    tei("graphic"): _graphic,
    tei("media"): _graphic,
    tei("note"): _note,
    tei("pause"): _moment,
    tei("shift"): _moment,
    **dict.fromkeys(EVENTS, _event),
    tei("roleDesc"): _beside,
    tei("actor"): _beside,
    tei("choice"): read_choice,
    tei("subst"): read_choice,
    tei("app"): read_apparatus,
    tei("witDetail"): _note,
    **dict.fromkeys(ANALYSES, _analysis),
    tei("anchor"): _anchor,
    **SIGNS,
    **FORMULAE,
}
"""Every element within a passage that is not just marked with its name."""
