"""Readings that are passages (TEI P5 12.1), and what stands apart from the words that it is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from pecia.model import Element, Mark, Passage, Readings, RichText, Span, Turn
from pecia.tei.names import tei
from pecia.tei_import.alternatives import other_reading, sigla
from pecia.tei_import.context import Reading
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.places import Blocks, Place
from pecia.tei_import.rules import ROLES

_GROUP = tei("rdgGrp")


def read_variants(
    reading: Reading,
    element: etree._Element,
    shown: etree._Element,
    place: Place,
    out: Blocks,
    read_block: Callable[[Reading, etree._Element, Place, Blocks], None],
) -> None:
    """An ``app`` around passages: append to ``out`` those of the reading that is ``shown``, as ``read_block`` reads
    them; the first of them tells the others."""
    reading.number += 1
    reading.use(element, "readings")
    inside = place.inside(element, reading.container(element))
    reading.depth += 1
    others: list[tuple[str, str]] = []
    aside, first = Line(reading), len(out)
    ahead = list(element.iterchildren("*"))[::-1]
    while ahead:
        child = ahead.pop()
        if child is shown or ROLES.get(child.tag) == "note":
            read_block(reading, child, inside, out)
            continue
        reading.number += 1
        if child.tag == _GROUP:
            reading.use(child, "readings")
            ahead += list(child.iterchildren("*"))[::-1]
        else:
            other_reading(aside, child, others)
    reading.depth -= 1
    mark = Readings(sigla(shown), tuple(others))
    if len(out) == first:
        reading.pending.append(mark)
    else:
        out[first] = _with_mark(out[first], mark)


def _with_mark(block: Passage | Turn, mark: Mark) -> Passage | Turn:
    """``block`` with ``mark`` over all words of its first passage; of a turn without passages, over its label."""
    if isinstance(block, Turn) and not block.passages:
        return replace(block, label=_under(block.label, mark))
    if isinstance(block, Turn):
        first, *others = block.passages
        return replace(block, passages=(replace(first, content=_under(first.content, mark)), *others))
    return replace(block, content=_under(block.content, mark))


def _under(content: RichText, mark: Mark) -> RichText:
    return RichText(content.text, (Span(0, len(content.text), mark), *content.spans))


def lead_to(line: Line, note: etree._Element) -> None:
    """Begin a note that stands apart from what it is on (``@target``) with a way there, unless the words there
    call it: then it has one."""
    target = note.get("target", "")
    if (
        target.startswith("#")
        and " " not in target
        and not (line.reading.note_depth or line.reading.number in line.reading.called)
    ):
        line.reading.targets.add(target[1:])
        line.zero(Element("ref", target=target[1:]))
