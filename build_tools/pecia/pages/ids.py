"""The ids of a text, and on which of its pages each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pecia.model import Element, Mark, Turn
from pecia.pages.divisions import Item, Plan, anchors_of
from pecia.view.units import passages_of


def marks_of(items: Iterable[Item]) -> Iterator[Mark]:
    """Every mark of ``items``, those of labels among them."""
    for item in items:
        if isinstance(item, Turn):
            yield from (span.mark for span in item.label.spans)
        for passage in passages_of(item):
            for span in passage.content.spans:
                yield span.mark


def ids_of(items: Sequence[Item]) -> list[str]:
    """Every id of ``items``: their anchors, then those of the elements around and in them."""
    found = dict.fromkeys(anchors_of(items))
    for item in items:
        if isinstance(item, Turn):
            for container in (*item.within, item.element) if item.element else item.within:
                found.setdefault(container.id)
        for passage in passages_of(item):
            for container in passage.within:
                found.setdefault(container.id)
    found.update((mark.id, None) for mark in marks_of(items) if isinstance(mark, Element))
    found.pop("", None)
    return list(found)


def by_segment(planned: Plan) -> dict[str, list[str]]:
    """The ids on each part of a text, by the segment of its address; under ``""`` those on the contents page."""
    if not planned.parts:
        return {}
    ids = {"": ids_of(planned.items[: planned.parts[0].start])}
    return ids | {part.segment: ids_of(planned.items[part.start : part.end]) for part in planned.parts}


def once(ids: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """``ids`` without what an earlier part has: a division that goes on in another begins in the first."""
    seen: set[str] = set()
    once = {}
    for segment, found in ids.items():
        once[segment] = [one for one in found if one not in seen]
        seen.update(found)
    return once


def where(ids: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each of the ids that :func:`by_segment` gives, the first segment that has it."""
    where: dict[str, str] = {}
    for segment, found in ids.items():
        for one in found:
            where.setdefault(one, segment)
    return where
