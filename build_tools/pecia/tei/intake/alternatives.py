"""Where the file has several words for one place: ``choice``, ``subst``, ``app`` (TEI P5 3.5, 11.3.1, 12.1)."""

from __future__ import annotations

from lxml import etree

from pecia.model import Alternative, Gap, Mark, Readings
from pecia.tei import mixed
from pecia.tei.elements import XML_ID, local_name, tei
from pecia.tei.intake.line import Line
from pecia.tei.intake.rules import BARE, SHOWN_FIRST
from pecia.tei.intake.state import attributes

_READINGS = frozenset(map(tei, ("lem", "rdg")))
_IN_APP = _READINGS | {tei("note"), tei("witDetail"), tei("rdgGrp")}


def read_choice(line: Line, element: etree._Element) -> None:
    """``choice``, ``subst``: one is shown; the words of the others, notes in them too, are told by the mark."""
    children = _children(element)
    if len(children) < 2 or mixed.has_words(element) or line.reading.quiet:
        _read_all(line, element)
        return
    shown = next((child for tag in SHOWN_FIRST for child in children if child.tag == tag), children[0])
    line.reading.use(element, "alternative")
    given = local_name(shown)
    outer: list[Mark] = [line.named(element, attributes(element))] if element.get(XML_ID) else []
    first, start = len(line.spans), line.length
    line.spans += [(start, start, mark) for mark in outer]
    line.spans += [(start, start, Gap())] * (len(children) - 1)  # their places, filled below
    index, marks = first + len(outer), list(outer)
    for child in children:
        if child is shown:
            _alternative(line, child)
            continue
        line.reading.number += 1
        line.reading.use(child, "alternative")
        marks.append(Alternative(given, local_name(child), line.aside(child)))
        index += 1
    for place, mark in enumerate(marks, first):
        line.spans[place] = (line.spans[place][0], line.length, mark)


def _read_all(line: Line, element: etree._Element) -> None:
    """All the words, in the order of the file: of what is encoded otherwise, or is itself in an alternative."""
    line.reading.use(element, "marked")
    if line.reading.quiet:
        line.space()
    line.marked(element)


def _alternative(line: Line, element: etree._Element) -> None:
    """The alternative that is shown."""
    if element.tag in BARE:
        line.reading.number += 1
        line.reading.use(element, "alternative")
        line.anchored(element, [])
    else:
        line.element(element)


def read_apparatus(line: Line, element: etree._Element) -> None:
    """``app``: its lemma is shown, or else its first reading; the mark tells the others."""
    readings = _readings(element)
    if not readings or line.reading.quiet:
        _read_all(line, element)
        return
    line.reading.use(element, "readings")
    shown = next((reading for reading in readings if reading.tag == tei("lem")), readings[0])
    outer: list[Mark] = [line.named(element, attributes(element))] if element.get(XML_ID) else []
    first, start = len(line.spans), line.length
    line.spans += [(start, start, mark) for mark in (*outer, Gap())]
    others: list[tuple[str, str]] = []
    ahead = _children(element)[::-1]
    while ahead:
        child = ahead.pop()
        if child is shown:
            _alternative(line, child)
            continue
        if child.tag == tei("note"):
            line.element(child)
            continue
        line.reading.number += 1
        if child.tag in _READINGS:
            line.reading.use(child, "readings")
            others.append((_sigla(child), line.aside(child)))
        elif child.tag == tei("rdgGrp"):
            line.reading.use(child, "readings")
            ahead += _children(child)[::-1]
        else:
            line.reading.use(child, "marked")
            line.marked(child)
    for place, mark in enumerate([*outer, Readings(_sigla(shown), tuple(others))], first):
        line.spans[place] = (line.spans[place][0], line.length, mark)


def _readings(element: etree._Element) -> list[etree._Element]:
    """The readings in ``app``, those of groups too; none when words or other elements stand between them."""
    found: list[etree._Element] = []
    ahead = [element]
    while ahead:
        holder = ahead.pop()
        if mixed.has_words(holder):
            return []
        for child in _children(holder):
            if child.tag not in _IN_APP:
                return []
            if child.tag in _READINGS:
                found.append(child)
            elif child.tag == tei("rdgGrp"):
                ahead.append(child)
    return found


def _children(element: etree._Element) -> list[etree._Element]:
    return [node for node in mixed.nodes(element) if not isinstance(node, str)]


def _sigla(reading: etree._Element) -> str:
    return " ".join(pointer.lstrip("#") for pointer in reading.get("wit", "").split())
