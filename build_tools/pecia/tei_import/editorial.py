"""What the encoder says of words that are hard to read, lost, struck out or added (TEI P5 3.5, 11.3.3): in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pecia.tei.names import XML_ID, tei
from pecia.tei_import.context import Reading
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.persons import words_of
from pecia.tei_import.shape import attributes, fold, headers

_FIRST = {
    tei("supplied"): "Supplied",
    tei("unclear"): "Hard to read",
    tei("del"): "Struck out",
    tei("add"): "Added",
    tei("damage"): "Damaged",
}
_HOW = frozenset({tei("del"), tei("add")})
"""Elements whose rendition is how it was done, not how they look."""

JUDGED = frozenset(_FIRST)
"""Elements whose attributes are told where one points."""

_REASONS = {"lost": "lost in the source", "omitted": "left out in the source"}
_PLACES = {
    "above": "above the line", "below": "below the line", "inline": "in the line", "margin": "in the margin",
    "left": "on the left", "right": "on the right", "top": "at the top", "bottom": "at the bottom",
    "opposite": "on the opposite page", "overleaf": "overleaf", "end": "at the end", "inspace": "in a space left blank",
    "interlinear": "between the lines", "supralinear": "above the line", "infralinear": "below the line",
}  # fmt: skip
"""What ``@place`` says (TEI P5 ``att.placement``, and what others commonly write); others are told as they are."""

_NAMED = tuple(map(tei, ("handNote", "respStmt", "editor", "author", "person", "persName", "name", "principal", "org")))
_NAMES = tuple(map(tei, ("persName", "name", "orgName")))
_LONG = 80


def read_judged(line: Line, element: etree._Element) -> None:
    """``supplied``, ``unclear``, ``del``, ``add``, ``damage``: marked with its name and with what is said of it."""
    line.reading.use(element, "marked")
    has = attributes(element)
    mark = line.named(element, has)
    how = has.get("rend") or has.get("rendition", "") if element.tag in _HOW else ""
    told = [*(_reasons(has)), *filter(None, [" ".join(map(_spelt, how.split()))]), *details(line.reading, has)]
    said = f"{_FIRST[element.tag]}: {'; '.join(told)}." if told else ""
    lost = element.tag == tei("supplied") and "lost" in has.get("reason", "").split()
    line.covered(element, [replace(mark, type="lost" if lost else mark.type, said=said) if said else mark])


def _reasons(has: dict[str, str]) -> Iterator[str]:
    if why := has.get("reason", "").split():
        yield ", ".join(_REASONS.get(token, _spelt(token)) for token in why)


def details(reading: Reading, has: dict[str, str]) -> Iterator[str]:
    """What the attributes of an element say of its words, beside the reason: where, by what, how sure, and by whom."""
    if where := has.get("place", "").split():
        yield ", ".join(_PLACES.get(token.lower(), _spelt(token)) for token in where)
    if agent := has.get("agent"):
        yield f"cause: {_spelt(fold(agent))}"
    if degree := has.get("degree"):
        yield f"degree: {fold(degree)}"
    if certainty := has.get("cert"):
        yield f"certainty: {fold(certainty)}"
    if hands := [_named(reading, pointer) or pointer.lstrip("#") for pointer in has.get("hand", "").split()]:
        yield f"hand: {', '.join(hands)}"
    if answering := [name for pointer in has.get("resp", "").split() if (name := _named(reading, pointer))]:
        yield f"according to {', '.join(answering)}"


def _spelt(value: str) -> str:
    return value.lstrip("#").replace("_", " ")


def _named(reading: Reading, pointer: str) -> str:
    """The name of the hand, editor or other person whom the header describes under the id of ``pointer``."""
    if reading.responsible is None:
        reading.responsible = {} if reading.root is None else _responsible(reading.root)
    return reading.responsible.get(pointer[1:], "") if pointer.startswith("#") else ""


def _responsible(root: etree._Element) -> dict[str, str]:
    """Names by id, of those who may answer for words: hands, editors and others whom the headers of ``root`` name."""
    found: dict[str, str] = {}
    for header in headers(root):
        for element in header.iter(*_NAMED):
            if xml_id := element.get(XML_ID):
                name = next(element.iter(*_NAMES), element)
                words = words_of(name)
                found.setdefault(xml_id, words if len(words) <= _LONG else "")
    return found
