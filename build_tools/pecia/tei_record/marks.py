"""What is said about words: each :data:`~pecia.model.Mark` and its element, both ways.

TEI P5 Guidelines, chapters CO (sic, corr, names, dates, hi), DR (stage), PH (supplied, metamark).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, get_args

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
    FurnitureKind,
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
    SignFunction,
    Span,
    Time,
    Unheard,
)
from pecia.model.rulings import Ruling
from pecia.tei import mixed_content
from pecia.tei.names import (
    PROGRAM,
    XML_ID,
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

_HOLDS_NO_STAGE = frozenset(
    tei(n) for n in ("speaker", "dateline", "foreign", "date", "label", "desc", "fw", *NAMES.values())
)


class Targets(NamedTuple):
    """What marks point to: ``rulings`` by id, which lend their editor and certainty to what they decide, and the
    anchors of the ``notes`` of the text in their order."""

    rulings: Mapping[str, Ruling]
    notes: Sequence[str]


Notes = Mapping[str, int]
"""For the anchor of each note of a text its number in the order of the text, from 1."""


@dataclass(frozen=True, slots=True)
class _Foreign:
    """The words of a gloss without its brackets: ``foreign`` directly inside ``note[@type='gloss']``."""

    language: str


@dataclass(frozen=True, slots=True)
class _Described:
    """The characters of an event with marks in them that ``desc`` cannot hold: ``label`` directly inside ``desc``."""


@dataclass(frozen=True, slots=True)
class _FormFeed:
    """A :class:`PageMark` without characters: ``pb`` alone."""

    n: str


@dataclass(frozen=True, slots=True)
class _LineEnd:
    """Where the line ended that divided a word: ``lb`` after the sign of its division."""


_Meaning = Mark | _Foreign | _Described | _FormFeed | _LineEnd
_LIMITED = (Mention, DateMark, Highlight, Link)
"""Marks whose elements ``desc`` may hold (TEI P5, ``macro.limitedContent``)."""

_FORM_FEED = "form-feed"
_TIME = "time."
_SECONDS = re.compile(r"#time\.([0-9]+(?:\.[0-9]+)?)")


def write_rich(element: etree._Element, content: RichText, targets: Targets) -> None:
    """Append ``content`` to ``element``.

    Raises ValueError when spans overlap without nesting, leave the text, hold characters that XML cannot, or call a
    note that is not there.
    """

    def open_element(parent: etree._Element, mark: _Meaning) -> etree._Element:
        return _open(parent, mark, targets)

    mixed_content.write(element, content.text, _runs(content), open_element)


def read_rich(element: etree._Element, notes: Notes) -> RichText:
    """The content of ``element`` as :func:`write_rich` wrote it; raises :class:`NotARecordError` at what it did not."""
    read: tuple[str, list[mixed_content.Run[Mark]]] = mixed_content.read(element, partial(_mark, notes=notes), ADDED)
    text, runs = read
    return RichText(text, tuple(Span(run.start, run.end, run.meaning) for run in runs))


def read_marked(element: etree._Element, notes: Notes) -> RichText:
    """As :func:`read_rich`, with the mark that ``element`` itself stands for around its content."""
    content, mark = read_rich(element, notes), _mark(element, notes)
    spans = content.spans if mark is None else (Span(0, len(content.text), mark), *content.spans)
    return RichText(content.text, spans)


def add_rich(
    parent: etree._Element,
    name: str,
    content: RichText,
    targets: Targets,
    attributes: Mapping[str, str] | None = None,
) -> etree._Element:
    """Append to ``parent`` a TEI element that holds ``content``."""
    element = add(parent, name, attributes)
    write_rich(element, content, targets)
    return element


def write_timeline(text: etree._Element, contents: Iterable[RichText]) -> None:
    """Append to ``text`` a ``timeline`` of the times that ``contents`` print; nothing when they print none."""
    times = [span.mark for content in contents for span in content.spans if isinstance(span.mark, Time)]
    if not times:
        return
    seconds = {value for time in times for value in (time.start, time.end) if value}
    first, *others = ["0", *sorted(seconds - {"0"}, key=lambda value: (float(value), value))]
    timeline = add(text, "timeline", {"origin": f"#{_time_id(first)}", "unit": "s"})
    add(timeline, "when", {XML_ID: _time_id(first)})
    for value in others:
        add(timeline, "when", {XML_ID: _time_id(value), "interval": value, "since": f"#{_time_id(first)}"})


def to_time(time: Time | None) -> str:
    """A pointer to the beginning of ``time``; ``""`` for none."""
    return f"#{_time_id(time.start)}" if time else ""


def _time_id(seconds: str) -> str:
    return f"{_TIME}{seconds}"


def _runs(content: RichText) -> list[mixed_content.Run[_Meaning]]:
    """The spans as runs, with those that an element of TEI needs beside that of its mark."""
    runs: list[mixed_content.Run[_Meaning]] = []
    for index, span in enumerate(content.spans):
        start, end, mark = span
        if isinstance(mark, PageMark) and start == end:
            runs.append(mixed_content.Run(start, end, _FormFeed(mark.n)))
            continue
        runs.append(mixed_content.Run(start, end, mark))
        if isinstance(mark, Gloss):
            inside = [s for s in content.spans[index + 1 :] if s.start < end and start < s.end]
            bracketed = end - start > 2 and content.text[start] == "[" and content.text[end - 1] == "]"
            if bracketed and all(start < s.start and s.end < end for s in inside):
                start, end = start + 1, end - 1
            runs.append(mixed_content.Run(start, end, _Foreign(mark.language)))
        elif isinstance(mark, Event | Unheard):
            inside = [s for s in content.spans[index + 1 :] if start <= s.start and s.end <= end]
            if not all(isinstance(s.mark, _LIMITED) for s in inside):
                runs.append(mixed_content.Run(start, end, _Described()))
        elif isinstance(mark, Division):
            runs.append(mixed_content.Run(end, end, _LineEnd()))
    return runs


def _open(parent: etree._Element, mark: _Meaning, targets: Targets) -> etree._Element:
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
            mixed_content.add_words(choice, "corr", correction, _decided_by(targets.rulings.get(ruling)))
            return received
        case Doubt(ruling):
            return add(parent, "sic", {"corresp": point("ruling", ruling), **_decided_by(targets.rulings.get(ruling))})
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
        case Event(kind):
            return add(add(parent, kind), "desc")
        case Unheard(reason):
            return add(add(parent, "gap", {"reason": reason}), "desc")
        case _Described():
            return add(parent, "label")
        case Time(start, end):
            add(parent, "anchor", {"synch": f"#{_time_id(start)}"})
            limits = " ".join(f"#{_time_id(seconds)}" for seconds in (start, end) if seconds)
            return add(parent, "metamark", {"function": "time", "corresp": limits})
        case PageMark(n):
            add(parent, "pb", {"n": n})
            return add(parent, "fw", {"type": "pageNum"})
        case _FormFeed(n):
            return add(parent, "pb", {"n": n, "rend": _FORM_FEED})
        case Furniture(kind_of_furniture):
            return add(parent, "fw", {"type": kind_of_furniture})
        case LineNumber(n):
            add(parent, "lb", {"n": n})
            return add(parent, "metamark", {"function": "line-number"})
        case Division():
            return add(parent, "metamark", {"function": "division"})
        case _LineEnd():
            return add(parent, "lb", {"break": "no"})
        case Call(note, label):
            if not 1 <= note <= len(targets.notes):
                raise ValueError(f"the call “{label}” is of note {note}; the text has {len(targets.notes)}")
            target = f"#{targets.notes[note - 1]}"
            return add(parent, "metamark", {"function": "note-call", "n": label, "target": target})
        case Element() | Alternative() | Readings() | Break() | Gap() | NoteCall() | Graphic() | Formula():
            raise ValueError(f"{type(mark).__name__} stands only in imported TEI, which is not written")


def _decided_by(ruling: Ruling | None) -> dict[str, str]:
    return {"resp": point("editor", ruling.resp), "cert": ruling.certainty} if ruling else {}


def _mark(element: etree._Element, notes: Notes) -> Mark | None:
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
            return Emendation(mixed_content.words(the(element, "corr")), key(element, "corresp", "ruling"))
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
            return _metamark(element, notes)
        case "vocal" | "kinesic" | "incident" as kind_of_event:
            return Event(kind_of_event)
        case "gap":
            return Unheard(element.get("reason", ""))
        case "desc" | "label" | "anchor" | "lb":
            return None
        case "fw":
            before = element.getprevious()
            if before is not None and _begins_page(before):
                return PageMark(before.get("n", ""))
            return Furniture(one_of(element, "type", get_args(FurnitureKind)))
        case "pb" if element.get("rend") == _FORM_FEED:
            return PageMark(element.get("n", ""))
        case "pb" if _begins_page(element):
            return None
        case "ref":
            return Link(address(element, "target") or mixed_content.all_words(element, ADDED))
        case "pb":
            resp = PROGRAM if element.get("resp") == f"#{PROGRAM}" else key(element, "resp", "editor")
            ruling = key(element, "corresp", "ruling")
            return PageBreak(one_of(element, "cert", CERTAINTIES), resp, ruling or None)
        case name:
            raise NotARecordError(f"{name} is not an element of the record's text", element)


def _begins_page(element: etree._Element) -> bool:
    """Whether ``element`` is the ``pb`` of a page mark whose characters are in the ``fw`` after it."""
    return local_name(element) == "pb" and element.get("resp") is None and element.get("rend") is None


def _metamark(element: etree._Element, notes: Notes) -> Mark:
    match element.get("function"):
        case "time":
            limits = [_SECONDS.fullmatch(pointer) for pointer in element.get("corresp", "").split()]
            seconds = [match[1] for match in limits if match]
            if not 1 <= len(seconds) == len(limits) <= 2:
                raise NotARecordError("metamark[@function='time']/@corresp names no time, or more than two", element)
            return Time(seconds[0], *seconds[1:])
        case "line-number":
            before = element.getprevious()
            return LineNumber("" if before is None else before.get("n", ""))
        case "division":
            return Division()
        case "note-call":
            note = notes.get(element.get("target", "")[1:])
            if note is None:
                raise NotARecordError("metamark[@function='note-call']/@target names no note of the text", element)
            return Call(note, element.get("n", ""))
    return Sign(one_of(element, "function", get_args(SignFunction)))
