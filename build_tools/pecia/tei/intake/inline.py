"""What each element within a passage says about its words.

TEI P5 Guidelines, chapter 3 (sic, corr, abbr, expan, hi, names, dates, notes, breaks), 11 (add, del, gap) and 12 (app).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from lxml import etree

from pecia.model import (
    Break,
    DateMark,
    Gap,
    Graphic,
    Highlight,
    Link,
    Mark,
    Mention,
    NoteCall,
)
from pecia.tei import mixed
from pecia.tei.elements import XML_ID, XML_LANG, local_name, tei
from pecia.tei.intake.alternatives import read_apparatus, read_choice
from pecia.tei.intake.identities import mention_of
from pecia.tei.intake.line import Line
from pecia.tei.intake.rules import BLOCKS, BREAKS, NAMES, NOT_SHOWN, PLAIN, RENDITIONS
from pecia.tei.intake.shape import fold
from pecia.tei.intake.state import DEEPEST, DEEPEST_NOTE, Handlers, Reading, attributes

_HTTP = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"'{}|\\^`]+")
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def _plain(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "words only")
    line.anchored(element, [])


_mention = lru_cache(maxsize=20_000)(Mention)
"""The same naming is the same object, which is sent to another process once."""


def _name(line: Line, element: etree._Element) -> None:
    named = mention_of(element, line.reading.identities) if len(element.attrib) else None
    if named is None:
        line.reading.use(element, "marked")
        line.marked(element)
    else:
        line.reading.use(element, "mention")
        line.anchored(element, [_mention(*named)])


def _date(line: Line, element: etree._Element) -> None:
    when = element.get("when", "")
    if _is_date(when):
        line.reading.use(element, "date")
        line.anchored(element, [DateMark(when)])
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
    tokens = [token.lstrip("#").lower() for token in said.split()]
    marks: list[Mark] = [Highlight(rendition) for t in tokens if (rendition := RENDITIONS.get(t))]
    line.reading.use(element, "highlight" if marks else "marked")
    if len(marks) == len(tokens) and marks and not (element.get(XML_ID) or element.get(XML_LANG)):
        line.covered(element, marks)
    else:
        line.covered(element, [line.named(element, attributes(element)), *marks])


def _reference(line: Line, element: etree._Element) -> None:
    target = next(iter(element.get("target", "").split()), "")
    if _HTTP.fullmatch(target):
        line.reading.use(element, "link")
        line.anchored(element, [Link(target)])
    else:
        line.reading.use(element, "marked")
        line.marked(element)


def _break(line: Line, element: etree._Element) -> None:
    kind = BREAKS[element.tag]
    line.reading.use(element, "break")
    breaks = element.get("break")
    if breaks == "no":
        line.join()
    elif breaks == "yes" or kind == "line":
        line.space()
    xml_id = element.get(XML_ID)
    if xml_id:
        line.zero(line.named(element, attributes(element)))
    label = element.get("n") or ""
    if kind == "milestone":
        label = f"{element.get('unit') or ''} {label}".strip()
    line.zero(Break(kind, label))
    line.content(element)  # empty in TEI; what is there all the same is not lost


def _gap(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "gap")
    if line.reading.quiet:
        line.space()
        line.content(element)
        line.space()
        return
    if element.get(XML_ID):
        line.zero(line.named(element, attributes(element)))
    said = line.aside(element)
    if not said:
        amount = f"{element.get('quantity', '')} {element.get('unit', '')}".strip() or element.get("extent", "")
        first = "space" if element.tag == tei("space") else element.get("reason", "")
        said = ", ".join(part for part in (first, amount) if part)
    line.zero(Gap(fold(said)))


def _graphic(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "graphic")
    line.zero(Graphic(element.get("url") or "", said_of(element)))
    if len(element) or mixed.has_words(element) or element.get(XML_ID):
        line.marked(element)


def said_of(graphic: etree._Element) -> str:
    """The words of the ``figDesc`` beside ``graphic``, or of its own ``desc``; shown in their place as well."""
    parent = graphic.getparent()
    described = graphic.find(tei("desc"))
    if described is None and parent is not None:
        described = parent.find(tei("figDesc"))
    return "" if described is None else fold(mixed.flat(described))


def _note(line: Line, element: etree._Element) -> None:
    reading = line.reading
    here = element.get("place") == "inline" and not any(d.tag in BLOCKS for d in element.iterdescendants("*"))
    if reading.quiet or here or reading.note_depth >= DEEPEST_NOTE or reading.depth >= DEEPEST:
        reading.use(element, "marked")
        line.marked(element)
        return
    line.zero(NoteCall(reading.number, element.get("n") or ""))
    line.notes.append((element, reading.number))
    reading.skip(element)


def _not_shown(line: Line, element: etree._Element) -> None:
    hide(line.reading, element)


def hide(reading: Reading, element: etree._Element) -> None:
    """Pass over an element whose content is no words."""
    reading.use(element, "not shown")
    reading.find("I121", f"{local_name(element)} holds encoded data, which are not shown.", element)
    reading.skip(element, "not shown")


HANDLERS: Handlers = {
    **dict.fromkeys(PLAIN, _plain),
    **dict.fromkeys(NAMES, _name),
    **dict.fromkeys(BREAKS, _break),
    **dict.fromkeys(NOT_SHOWN, _not_shown),
    tei("date"): _date,
    tei("hi"): _highlight,
    tei("ref"): _reference,
    tei("ptr"): _reference,
    tei("gap"): _gap,
    tei("space"): _gap,
    tei("graphic"): _graphic,
    tei("media"): _graphic,
    tei("note"): _note,
    tei("choice"): read_choice,
    tei("subst"): read_choice,
    tei("app"): read_apparatus,
}
"""Every element within a passage that is not just marked with its name."""
