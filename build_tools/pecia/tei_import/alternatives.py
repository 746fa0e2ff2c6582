"""Where the file has several words for one place: ``choice``, ``subst``, ``app`` (TEI P5 3.5, 11.3.1, 12.1)."""

from __future__ import annotations

from lxml import etree

from pecia.model import Alternative, Break, Element, Gap, Mark, Readings
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, local_name, tei
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.rules import BARE, SHOWN_FIRST
from pecia.tei_import.shape import attributes

_READINGS = frozenset(map(tei, ("lem", "rdg")))
_NOTES = frozenset(map(tei, ("note", "noteGrp", "witDetail")))
_IN_APP = _READINGS | _NOTES | {tei("rdgGrp"), tei("wit")}


def read_choice(line: Line, element: etree._Element) -> None:
    """``choice``, ``subst``: one is shown; the words of the others, notes in them too, are told by the mark."""
    children = _children(element)
    if len(children) < 2 or mixed_content.has_words(element) or line.reading.quiet:
        _read_all(line, element)
        return
    first_of = (child for tag in SHOWN_FIRST for child in children if child.tag == tag)
    shown = next((child for child in first_of if child.tag != tei("del") or mixed_content.flat(child).strip()), None)
    if shown is None:  # of what was struck out nothing is left to be read
        shown = next((child for child in children if mixed_content.flat(child).strip()), children[0])
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
        line.anchored(element, attributes(element), [])
    else:
        line.element(element)


def read_apparatus(line: Line, element: etree._Element) -> None:
    """``app``: its lemma is shown, or else its first reading with words; the mark tells the others.

    An entry that stands beside its text (:func:`is_entry`) shows them all; one with ``@from`` that stands among the
    words that it is on, which it repeats (TEI P5 12.2.2), is a note on them.
    """
    parent = element.getparent()
    if not line.reading.quiet and is_entry(element) and parent is not None:
        if not mixed_content.has_words(parent):
            line.reading.use(element, "readings")
            line.keep_id(element)
            read_entry(line, element)
            return
        if element.get("from"):
            line.reading.handlers[tei("note")](line, element)
            return
    readings = readings_of(element)
    if not readings or line.reading.quiet:
        _read_all(line, element)
        return
    line.reading.use(element, "readings")
    shown = shown_of(readings)
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
        if child.tag in _NOTES:
            line.element(child)
            continue
        line.reading.number += 1
        if child.tag == tei("rdgGrp"):
            line.reading.use(child, "readings")
            ahead += _children(child)[::-1]
        else:
            other_reading(line, child, others)
    for place, mark in enumerate([*outer, Readings(sigla(shown), tuple(others))], first):
        line.spans[place] = (line.spans[place][0], line.length, mark)


def other_reading(line: Line, element: etree._Element, others: list[tuple[str, str]]) -> None:
    """Add to ``others`` a reading that is not shown, ``element``, which was entered last; a ``wit`` says in words who
    has the reading before it."""
    line.reading.use(element, "readings")
    said = line.aside(element)
    if element.tag != tei("wit"):
        others.append((sigla(element), said))
    elif others:
        who, words = others.pop()
        others.append((f"{who} ({said})" if who else said, words))
    else:
        others.append((said, ""))


def is_entry(element: etree._Element) -> bool:
    """Whether an ``app`` stands beside the text that it is on: in a list of them, or with the place that it is on (TEI
    P5 12.2.1, 12.2.2)."""
    parent = element.getparent()
    listed = parent is not None and parent.tag == tei("listApp")
    return listed or any(element.get(name) for name in ("loc", "from"))


def read_entry(line: Line, element: etree._Element) -> None:
    """The entry of an apparatus, ``element``, which was entered last: its place, its lemma and all its readings."""
    if mixed_content.has_words(element):
        line.content(element)
        return
    if label := element.get("loc"):
        line.zero(Break("milestone", label))
    elif (place := element.get("from", "")).startswith("#"):
        line.reading.targets.add(place[1:])
        line.zero(Element("ref", target=place[1:]))
    for child in _children(element):
        line.space()
        _read_in_entry(line, child)
    line.space()


def _read_in_entry(line: Line, element: etree._Element) -> None:
    if element.tag not in _IN_APP:
        line.element(element)
        return
    line.reading.number += 1
    line.reading.use(element, "readings" if element.tag not in _NOTES else "marked")
    if element.tag == tei("rdgGrp"):
        for child in _children(element):
            line.space()
            _read_in_entry(line, child)
        return
    line.covered(element, [line.named(element, attributes(element))])
    if element.tag in _READINGS and (said := sigla(element)):
        line.zero(Break("milestone", said))


def readings_of(element: etree._Element) -> list[etree._Element]:
    """The readings in ``app`` in order, those of groups too; none when words or other elements stand between them."""
    found: list[etree._Element] = []
    ahead = [element]
    while ahead:
        holder = ahead.pop()
        if holder.tag in _READINGS:
            found.append(holder)
        elif holder is element or holder.tag == tei("rdgGrp"):
            children = _children(holder)
            if mixed_content.has_words(holder) or any(child.tag not in _IN_APP for child in children):
                return []
            ahead += children[::-1]
    return found


def shown_of(readings: list[etree._Element]) -> etree._Element:
    """Of the readings of an ``app`` the one that is shown: its lemma, else the first that has words."""
    lemma = next((reading for reading in readings if reading.tag == tei("lem")), None)
    worded = (reading for reading in readings if mixed_content.flat(reading).strip())
    return next(worded, readings[0]) if lemma is None else lemma


def _children(element: etree._Element) -> list[etree._Element]:
    return [node for node in mixed_content.nodes(element) if not isinstance(node, str)]


def sigla(reading: etree._Element) -> str:
    """The witnesses of a reading; of one that none has, who answers for it, or where it is from."""
    said = next((found for name in ("wit", "resp", "source") if (found := reading.get(name, "").strip())), "")
    return " ".join(pointer.lstrip("#") for pointer in said.split())
