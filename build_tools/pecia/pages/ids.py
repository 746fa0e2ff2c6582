"""The ids of a text, and on which of its pages each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pecia.model import Element, Mark, RichText, Turn
from pecia.pages.parts import Item, Plan, anchors_of, passages_of


def marks_of(items: Iterable[Item]) -> Iterator[Mark]:
    """Every mark of ``items``, those of labels among them."""
    for item in items:
        contents_: list[RichText] = [item.label] if isinstance(item, Turn) else []
        contents_ += [passage.content for passage in passages_of(item)]
        for content in contents_:
            for span in content.spans:
                yield span.mark


def ids_of(items: Sequence[Item]) -> list[str]:
    """Every id of ``items``: their anchors, then those of the elements around and in them."""
    found = dict.fromkeys(anchors_of(items))
    for item in items:
        if isinstance(item, Turn):
            found.update((c.id, None) for c in (*item.within, *([item.element] if item.element else [])) if c.id)
        for passage in passages_of(item):
            found.update((container.id, None) for container in passage.within if container.id)
    found.update((mark.id, None) for mark in marks_of(items) if isinstance(mark, Element) and mark.id)
    return list(found)


def once(ids: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """``ids`` without what an earlier part has: a division that goes on in another begins in the first."""
    seen: set[str] = set()
    once = {}
    for segment, found in ids.items():
        once[segment] = [one for one in found if one not in seen]
        seen.update(found)
    return once


def where(planned: Plan) -> dict[str, str]:
    """For each id of a text in parts, the segment of the part that has it; empty for those on the contents page."""
    where: dict[str, str] = {}
    if planned.parts:
        for one in ids_of(planned.items[: planned.parts[0].start]):
            where.setdefault(one, "")
        for part in planned.parts:
            for one in ids_of(planned.items[part.start : part.end]):
                where.setdefault(one, part.segment)
    return where
