"""What is said about words: each :data:`~pecia.model.Mark` and its element, both ways.

TEI P5 Guidelines, chapters CO (sic, corr, names, dates, hi), DR (stage), PH (supplied, metamark).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from lxml import etree

from pecia.model import (
    Alternative,
    Break,
    Call,
    Certainty,
    DateMark,
    Delivery,
    Division,
    Doubt,
    Element,
    Emendation,
    Event,
    Formula,
    Furniture,
    Gap,
    Gloss,
    Graphic,
    Highlight,
    Insertion,
    LineNumber,
    Link,
    Mark,
    Mention,
    MentionKind,
    NoteCall,
    PageBreak,
    PageMark,
    Readings,
    RichText,
    Sign,
    Span,
    Time,
    Unheard,
)
from pecia.record import Ruling
from pecia.tei import mixed
from pecia.tei.elements import (
    PROGRAM,
    XML_LANG,
    NotARecordError,
    add,
    address,
    key,
    local_name,
    one_of,
    point,
    tei,
    the,
)

CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
NAMES: dict[MentionKind, str] = {"person": "persName", "place": "placeName", "organisation": "orgName"}
"""The element that names an entry of each register."""

ADDED = frozenset({tei("corr")})
"""Elements in the text whose words the edition added: they are not in the exemplar."""

_KIND_OF_NAME = {element: kind for kind, element in NAMES.items()}
_URI = re.compile(
    r"[Hh][Tt][Tt][Pp][Ss]?://[\w.-]+(?::[0-9]{1,5})?"
    r"(?:[/?](?:[^\s%#\[\]<>\"{}|\\^`]|%[0-9A-Fa-f]{2})*)?(?:#(?:[^\s%#\[\]<>\"{}|\\^`]|%[0-9A-Fa-f]{2})*)?"
)
"""What certainly is an address (RFC 3986, 3987): ``@target`` takes nothing else, and sources print other things."""

_HOLDS_NO_STAGE = frozenset(tei(n) for n in ("speaker", "dateline", "foreign", "date", *NAMES.values()))


@dataclass(frozen=True, slots=True)
class _Foreign:
    """The words of a gloss without its brackets: ``foreign`` directly inside ``note[@type='gloss']``."""

    language: str


def write_rich(element: etree._Element, content: RichText, rulings: Mapping[str, Ruling]) -> None:
    """Append ``content`` to ``element``; ``rulings`` (by id) lend their editor and certainty to what they decide.

    Raises ValueError when spans overlap without nesting, leave the text, or hold characters that XML cannot.
    """

    def open_element(parent: etree._Element, mark: Mark | _Foreign) -> etree._Element:
        return _open(parent, mark, rulings)

    mixed.write(element, content.text, _with_foreign(content), open_element)


def read_rich(element: etree._Element) -> RichText:
    """The content of ``element`` as :func:`write_rich` wrote it; raises :class:`NotARecordError` at what it did not."""
    read: tuple[str, list[mixed.Run[Mark]]] = mixed.read(element, _mark, ADDED)
    text, runs = read
    return RichText(text, tuple(Span(run.start, run.end, run.meaning) for run in runs))


def add_rich(
    parent: etree._Element,
    name: str,
    content: RichText,
    rulings: Mapping[str, Ruling],
    attributes: Mapping[str, str] | None = None,
) -> etree._Element:
    """Append to ``parent`` a TEI element that holds ``content``."""
    element = add(parent, name, attributes)
    write_rich(element, content, rulings)
    return element


def _with_foreign(content: RichText) -> list[mixed.Run[Mark | _Foreign]]:
    """The spans as runs; inside each gloss one for its foreign words, without the brackets where they stand alone."""
    runs: list[mixed.Run[Mark | _Foreign]] = []
    for index, span in enumerate(content.spans):
        runs.append(mixed.Run(span.start, span.end, span.mark))
        if isinstance(span.mark, Gloss):
            start, end = span.start, span.end
            inside = [s for s in content.spans[index + 1 :] if s.start < end and start < s.end]
            bracketed = end - start > 2 and content.text[start] == "[" and content.text[end - 1] == "]"
            if bracketed and all(start < s.start and s.end < end for s in inside):
                start, end = start + 1, end - 1
            runs.append(mixed.Run(start, end, _Foreign(span.mark.language)))
    return runs


def _open(parent: etree._Element, mark: Mark | _Foreign, rulings: Mapping[str, Ruling]) -> etree._Element:
    """Append the element for ``mark``; out: the element that takes the marked words."""
    match mark:
        case Insertion(resp):
            return add(parent, "supplied", {"resp": point("hand", resp)})
        case Gloss(_, resp):
            return add(parent, "note", {"type": "gloss", "resp": point("hand", resp)})
        case _Foreign(language):
            return add(parent, "foreign", {XML_LANG: language})
        case Delivery():
            name = "seg" if parent.tag in _HOLDS_NO_STAGE else "stage"
            return add(parent, name, {"type": "delivery"})
        case Emendation(correction, ruling):
            choice = add(parent, "choice", {"corresp": point("ruling", ruling)})
            received = add(choice, "sic")
            mixed.add_words(choice, "corr", correction, _decided_by(rulings.get(ruling)))
            return received
        case Doubt(ruling):
            return add(parent, "sic", {"corresp": point("ruling", ruling), **_decided_by(rulings.get(ruling))})
        case Mention(kind, entry):
            return add(parent, NAMES[kind], {"ref": point(kind, entry)})
        case DateMark(when):
            return add(parent, "date", {"when": when})
        case Highlight(rendition):
            return add(parent, "hi", {"rend": rendition})
        case Sign(function):
            return add(parent, "metamark", {"function": function})
        case Link(target):
            return add(parent, "ref", {"target": target if _URI.fullmatch(target) else ""})
        case PageBreak(certainty, resp, ruling):
            by = f"#{PROGRAM}" if resp == PROGRAM else point("editor", resp)
            return add(parent, "pb", {"resp": by, "cert": certainty, "corresp": point("ruling", ruling or "")})
        case Event() | Unheard() | Time() | PageMark() | Furniture() | LineNumber() | Division() | Call():
            return add(parent, "seg", {"type": type(mark).__name__.lower()})
        case Element() | Alternative() | Readings() | Break() | Gap() | NoteCall() | Graphic() | Formula():
            raise ValueError(
                f"{type(mark).__name__} stands only in TEI that someone else encoded, which is not written"
            )


def _decided_by(ruling: Ruling | None) -> dict[str, str]:
    return {"resp": point("editor", ruling.resp), "cert": ruling.certainty} if ruling else {}


def _mark(element: etree._Element) -> Mark | None:
    """The mark that ``element`` stands for; ``None`` for what is only the inside of another."""
    parent = element.getparent()
    inside = local_name(parent) if parent is not None else ""
    match local_name(element):
        case "supplied":
            return Insertion(key(element, "resp", "hand"))
        case "note" if element.get("type") == "gloss":
            return Gloss(the(element, "foreign").get(XML_LANG, ""), key(element, "resp", "hand"))
        case "foreign" if inside == "note":
            return None
        case "stage" | "seg" if element.get("type") == "delivery":
            return Delivery()
        case "pc" if inside == "stage":
            return None
        case "choice":
            return Emendation(mixed.words(the(element, "corr")), key(element, "corresp", "ruling"))
        case "sic":
            return None if inside == "choice" else Doubt(key(element, "corresp", "ruling"))
        case ("persName" | "placeName" | "orgName") as name:
            kind = _KIND_OF_NAME[name]
            return Mention(kind, key(element, "ref", kind))
        case "date":
            return DateMark(element.get("when", ""))
        case "hi":
            return Highlight(one_of(element, "rend", ("bold", "italic")))
        case "metamark":
            return Sign(one_of(element, "function", ("markup", "bullet")))
        case "ref":
            return Link(address(element, "target") or mixed.all_words(element, ADDED))
        case "pb":
            resp = PROGRAM if element.get("resp") == f"#{PROGRAM}" else key(element, "resp", "editor")
            ruling = key(element, "corresp", "ruling")
            return PageBreak(one_of(element, "cert", CERTAINTIES), resp, ruling or None)
        case name:
            raise NotARecordError(f"{name} is not an element of the record's text", element)
