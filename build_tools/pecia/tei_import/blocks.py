"""Passages and turns from the structure of a text from imported TEI: one walk, in document order.

A passage is the outermost element on the way down that has words of its own or is like a paragraph
(:mod:`pecia.tei_import.rules`). TEI P5 Guidelines, chapters 4 (front, body, div), 7 (sp, castList), 8 (u).
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pecia.model import Break, Container, Element, Locus, Mark, Passage, PassageKind, RichText, Span, Turn
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, line_of, tei
from pecia.tei_import.alternatives import is_entry, read_entry, readings_of, shown_of
from pecia.tei_import.context import DEEPEST, Reading
from pecia.tei_import.inline import hide
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.places import (
    Blocks,
    Place,
    Spoken,
    before_turn,
    beginning,
    goes_on,
    holds_blocks,
    is_loose,
    kind_of,
    speaks,
)
from pecia.tei_import.rules import ANALYSES, EVENTS, NOT_SHOWN, ROLES
from pecia.tei_import.shape import attributes
from pecia.tei_import.variants import lead_to, read_variants

_APP, _LIST, _LABEL, _HEAD, _SURFACE = map(tei, ("app", "list", "label", "head", "surface"))
_SPOKEN = frozenset({PassageKind.SPEECH, PassageKind.VERSE})
_CELL = frozenset({tei("cell"), tei("graphic"), tei("media")})
"""A cell, or a picture, is a passage though it has no words."""


def read_blocks(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    """Append to ``out`` the passages and turns in ``element``, a holder of passages that was entered last.

    Words directly in it become a passage without an element, with finding I120.
    """
    nodes = mixed_content.nodes(element)
    if not any(is_loose(node) for node in nodes):
        for node in nodes:
            if not isinstance(node, str):
                read_block(reading, node, place, out)
        return
    run: list[str | etree._Element] = []
    for node in nodes:
        if isinstance(node, str) or goes_on(node, run, place):
            run.append(node)
        else:
            _read_run(reading, run, element, place, out)
            run = []
            read_block(reading, node, place, out)
    _read_run(reading, run, element, place, out)


def _read_run(
    reading: Reading, run: list[str | etree._Element], holder: etree._Element, place: Place, out: Blocks
) -> None:
    if not any(is_loose(node) for node in run):
        for node in run:
            if not isinstance(node, str):
                read_block(reading, node, place, out)
        return
    line = Line(reading)
    for node in run:
        if isinstance(node, str):
            line.words(node)
        else:
            line.element(node)
    first = next((node for node in run if not isinstance(node, str)), holder)
    reading.found_loose(holder, first, beginning(line.finish().text))
    if place.turn is None:
        _add(reading, line, PassageKind.OTHER, first, place, out)
    else:
        _add(reading, line, PassageKind.SPEECH, first, place, out, None, place.turn.who)


def read_block(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    """Append to ``out`` what ``element``, which stands where passages are expected, has of passages and turns."""
    tag: str = element.tag
    role = ROLES.get(tag)
    if reading.depth >= DEEPEST or role == "passage" or (role == "seg" and place.turn is not None):
        _read_passage(reading, element, place, out)
    elif role == "holds":
        _read_holder(reading, element, place, out)
    elif role == "turn":
        if place.turn is None:
            read_turn(reading, element, place, out)
        elif speaks(element):
            _read_passage(reading, element, place, out)
        else:
            _read_holder(reading, element, place, out)
    elif role == "speaker" or (role == "note" and element.get("type") == "speaker"):
        _read_label(reading, element, place, out)
    elif tag in ANALYSES and not mixed_content.flat(element).strip():
        _read_empty(reading, element, place, out)
    elif role == "note":
        reading.number += 1
        read_note(reading, element, place, out)
    elif role == "empty":
        _read_empty(reading, element, place, out)
    elif tag in NOT_SHOWN:
        reading.number += 1
        hide(reading, element)
    elif tag == _APP and not is_entry(element) and holds_blocks(element) and (readings := readings_of(element)):
        read_variants(reading, element, shown_of(readings), place, out, read_block)
    elif mixed_content.has_words(element):
        _read_passage(reading, element, place, out)
    elif role == "group" or holds_blocks(element):
        _read_holder(reading, element, place, out)
    elif (
        role == "graphic"
        or tag in _CELL
        or mixed_content.flat(element).strip()
        or element.find(f".//{tei('graphic')}") is not None
    ):
        _read_passage(reading, element, place, out)
    else:
        _read_empty(reading, element, place, out)


def _read_holder(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    reading.number += 1
    reading.use(element, "container")
    reading.depth += 1
    container = reading.container(element)
    if element.tag == _LIST and not container.type and element.find(_LABEL) is not None:
        container = replace(container, type="gloss")  # labels and items in pairs are one, whatever it is called
    elif container.type == "textpart" and container.n and element.find(_HEAD) is None:
        label = f"{element.get('subtype') or 'part'} {container.n}"  # its number is all the heading it has
        reading.pending.append(Break("milestone", label))
    elif element.tag == _SURFACE and container.n:
        reading.pending.append(Break("page", container.n))
    read_blocks(reading, element, place.inside(element, container), out)
    reading.depth -= 1


def _read_empty(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    """An element without words: what it marks is kept for the next passage."""
    line = Line(reading)
    line.element(element)
    content = line.finish()
    if content.text or line.notes:
        _add(reading, line, PassageKind.OTHER, element, place, out)
        return
    for span in content.spans:
        mark = span.mark
        if not isinstance(mark, Element) or mark.id or mark.target:
            reading.pending.append(mark)


# --- passages --------------------------------------------------------------------------------------


def _read_passage(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    reading.number += 1
    container = reading.container(element)
    line = Line(reading)
    role = ROLES.get(element.tag)
    if role is None or role == "graphic":
        line.alone(element)
        # the passage has the id
        line.spans = [(s, e, _without_id(m, container.id)) for s, e, m in line.spans] if container.id else line.spans
    else:
        reading.use(element, "passage")
        if element.tag in EVENTS:
            line.ascribed(element)
        line.content(element)
    kind = kind_of(element, place)
    spoken = place.turn.who if place.turn is not None and kind in _SPOKEN else ""
    _add(reading, line, kind, element, place, out, container, spoken)


def _without_id(mark: Mark, xml_id: str) -> Mark:
    return replace(mark, id="") if isinstance(mark, Element) and mark.id == xml_id else mark


def _add(
    reading: Reading,
    line: Line,
    kind: PassageKind,
    element: etree._Element,
    place: Place,
    out: Blocks,
    container: Container | None = None,
    who: str = "",
) -> None:
    """Append the passage of ``kind`` that begins with ``element``, and is ``container`` if it is one element: the words
    of ``line``, with what was pending before them; then the notes that it calls."""
    content = line.finish()
    xml_id = container.id if container else ""
    if not (content.text or content.spans or xml_id) and (container is None or container.name != "cell"):
        return
    if reading.pending:
        before = tuple(Span(0, 0, mark) for mark in reading.pending)
        reading.pending = []
        content = RichText(content.text, (*before, *content.spans))
    if kind is PassageKind.HEADING and not content.text.strip():
        kind = PassageKind.OTHER  # an anchor, a page break, a running title: nothing that a reader could call it by
    locus = _locus(reading, element)
    out.append(Passage(kind, content, who or None, xml_id or None, container, place.within, locus))
    if line.notes:
        _read_notes(reading, line, place, out)


def _read_notes(reading: Reading, line: Line, place: Place, out: Blocks) -> None:
    """The notes called in ``line``: they were gone past, and the walk goes back to each."""
    here = reading.number
    reading.note_depth += 1
    for element, number in line.notes:
        reading.number = number
        read_note(reading, element, place, out)
    reading.note_depth -= 1
    reading.number = here


def read_note(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    """Append to ``out`` the passage or passages of a note (or of an entry of an apparatus), which was entered last."""
    container = reading.container(element)
    if (
        element.tag != _APP
        and not mixed_content.has_words(element)
        and holds_blocks(element)
        and reading.depth < DEEPEST
    ):
        reading.use(element, "container")
        reading.depth += 1
        read_blocks(reading, element, place.inside(element, container), out)
        reading.depth -= 1
        return
    reading.use(element, "passage")
    line = Line(reading)
    if element.tag == _APP:
        read_entry(line, element)
    else:
        lead_to(line, element)
        line.content(element)
    _add(reading, line, PassageKind.NOTE, element, place, out, container)


# --- turns -----------------------------------------------------------------------------------------


def read_turn(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    """Append to ``out`` the turn that ``element`` (``sp``, ``u``) is.

    Its label is its ``speaker``, or a ``note type="speaker"`` directly before or first in it. A ``u`` with words
    directly in it, or without passages, is one passage.
    """
    reading.number += 1
    reading.use(element, "turn")
    container = reading.container(element)
    keys = reading.identities.keys
    who = list(dict.fromkeys(k for p in element.get("who", "").split() if (k := keys.get(("person", p)))))
    spoken = Spoken(who[0] if who else "", [])
    inner = Place((), PassageKind.SPEECH, spoken)
    given = reading.label
    reading.label = None
    outer, reading.speaker = reading.speaker, spoken.who
    if given is not None:
        spoken.label = given.finish()
        _read_notes(reading, given, inner, spoken.passages)
    reading.depth += 1
    if speaks(element):
        line = Line(reading)
        line.content(element)
        _add(reading, line, PassageKind.SPEECH, element, inner, spoken.passages, container, spoken.who)
        container = replace(container, id="")
    else:
        read_blocks(reading, element, inner, spoken.passages)
    reading.depth -= 1
    reading.speaker = outer
    passages = tuple(passage for passage in spoken.passages if isinstance(passage, Passage))
    label = spoken.label or RichText("")
    if passages or label.text:
        locus = _locus(reading, element)
        out.append(Turn(spoken.who, label, passages, tuple(who[1:]), container, place.within, locus=locus))


def _read_label(reading: Reading, element: etree._Element, place: Place, out: Blocks) -> None:
    """A ``speaker``, or a note that names one: the label of its turn, or of the one that follows; else a passage."""
    turn = place.turn
    in_turn = turn is not None and turn.label is None and not turn.passages and not place.within
    if not in_turn and not (turn is None and before_turn(element)):
        if ROLES.get(element.tag) == "note":
            reading.number += 1
            read_note(reading, element, place, out)
        else:
            _read_passage(reading, element, place, out)
        return
    reading.number += 1
    reading.use(element, "label")
    line = Line(reading)
    marks: list[Mark] = [line.named(element, attributes(element))] if element.get(XML_ID) else []
    line.covered(element, marks)
    if turn is None:
        reading.label = line
        return
    turn.label = line.finish()
    _read_notes(reading, line, place, out)


def _locus(reading: Reading, element: etree._Element) -> Locus:
    return Locus(reading.path, line_of(element))
