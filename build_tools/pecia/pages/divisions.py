"""Where the pages of a long text begin. A passage's address does not depend on it (``docs/reference/addresses.md``).

A text is a row of items (passages, turns, fields), each of which stands in divisions (TEI ``div``, ``div1`` … ``div7``)
one within the other. Some divisions are chosen to be pages; what stands beside them in the division that holds them,
such as the heading of an act before its first scene, goes to the page that follows, or else to the one before. What
stands in no division at all goes to the contents page while no page has begun. A transcript has no divisions of its
own: a long one is divided at its headings and after every fifty passages, and several divisions make a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pecia import addresses
from pecia.model import Container, Field, Passage, PassageKind, Transcript, Turn
from pecia.view.roles import HOLDERS, is_division
from pecia.view.units import passages_of

LIMIT = 120_000
"""Characters of text on a page that nobody has asked to be shorter."""

Item = Passage | Turn | Field

MOST = 400
"""Passages on a page of a transcript."""

_STRETCH = 50
"""A division of a transcript begins where the numbers of its passages pass a multiple of this."""

_NUMBER = re.compile(r"p([0-9]+)")


@dataclass(slots=True)
class Division:
    """A division of the text: its element, the one that holds it, how deep it lies (1 is the outermost), the items
    ``start`` to ``end`` (exclusive) that stand in it, the address ``segment``, and what it is called."""

    element: Container
    parent: Division | None
    depth: int
    start: int
    end: int
    segment: str = ""
    title: str = ""
    children: list[Division] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a text: its address ``segment``, its ``title``, the divisions around it, outermost first, and the items
    ``start`` to ``end`` (exclusive) that stand on it."""

    segment: str
    title: str
    within: tuple[Division, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a text; no ``parts`` when it is one page. Items before the first part stand on the contents page."""

    items: tuple[Item, ...]
    divisions: tuple[Division, ...]
    parts: tuple[Part, ...]


def plan(transcript: Transcript, split: str) -> Plan:
    """The pages of ``transcript``. ``split``: the type of a division, its depth as a number, ``none``, or empty.

    Empty, and where no division is of that type or depth: one page for a text of at most :data:`LIMIT` characters,
    else the outermost depth at which no page is longer, or the innermost there is. One part is none. A transcript that
    was made from an exemplar is one page while it has at most :data:`LIMIT` characters and :data:`MOST` passages.
    """
    items: tuple[Item, ...] = (*transcript.front, *transcript.body)
    if not any(passage.element for item in items for passage in passages_of(item)):
        return _plan_of_transcript(items) if split != "none" else Plan(items, (), ())
    divisions = tuple(_divisions(items))
    _name(divisions, items)
    chosen: tuple[Part, ...] = ()
    if split != "none" and len(divisions) > 1:
        chosen = _asked(divisions, items, split) or _automatic(divisions, items)
    return Plan(items, divisions, chosen)


def _plan_of_transcript(items: tuple[Item, ...]) -> Plan:
    """Pages of whole divisions; a page begins with a heading where one comes in time.

    An address of a division is the anchor it begins with, and where it begins hangs on anchors and headings alone: so
    passages that are put in or reworded leave the others where they are.
    """
    anchors = [anchors_of((item,)) for item in items]
    sizes = [sum(len(passage.content.text) for passage in passages_of(item)) for item in items]
    if sum(sizes) <= LIMIT and sum(map(len, anchors)) <= MOST:
        return Plan(items, (), ())
    divisions: list[Division] = []
    reached = -1
    for number, (item, own) in enumerate(zip(items, anchors, strict=True)):
        title = _heading(item)
        match = _NUMBER.match(own[0]) if own else None
        stretch = int(match[1]) // _STRETCH if match else -1
        if own and (stretch != reached or (title and not _heading(items[number - 1]))):
            start = number if divisions else 0
            divisions.append(Division(Container("div", number + 1), None, 1, start, number + 1, own[0], title))
        reached = stretch if own else reached
        if divisions:
            divisions[-1].end = number + 1
    parts: list[Part] = []
    size = count = 0
    for division in divisions:
        own_size = sum(sizes[division.start : division.end])
        own_count = sum(map(len, anchors[division.start : division.end]))
        full = size + own_size > LIMIT or count + own_count > MOST or (division.title and size > LIMIT // 4)
        if full or not parts:
            parts.append(Part(division.segment, division.title, (), division.start, division.end))
            size = count = 0
        parts[-1] = replace(parts[-1], end=division.end)
        size, count = size + own_size, count + own_count
    return Plan(items, tuple(divisions), tuple(parts) if len(parts) > 1 else ())


def _heading(item: Item) -> str:
    return item.content.text if isinstance(item, Passage) and item.kind is PassageKind.HEADING else ""


def anchors_of(items: Sequence[Item]) -> list[str]:
    """The anchors of the passages of ``items``, in order."""
    return [passage.id for item in items for passage in passages_of(item) if passage.id]


# --- divisions -----------------------------------------------------------------------------------


def _divisions(items: Sequence[Item]) -> Iterator[Division]:
    """Every division in order, one that holds others before them."""
    open_: list[Division] = []
    last: tuple[Container, ...] | None = None
    for number, item in enumerate(items):
        within = () if isinstance(item, Field) else item.within
        if within != last:
            chain = _chain(within)
            kept = 0
            while kept < min(len(open_), len(chain)) and open_[kept].element.number == chain[kept].number:
                kept += 1
            del open_[kept:]
            for element in chain[kept:]:
                parent = open_[-1] if open_ else None
                division = Division(element, parent, len(open_) + 1, number, number)
                if parent:
                    parent.children.append(division)
                open_.append(division)
                yield division
            last = within
        for division in open_:
            division.end = number + 1


def _chain(within: Sequence[Container]) -> list[Container]:
    """The divisions among ``within`` that are the text's own: none in a quotation or a text within the text."""
    chain = []
    for element in within:
        if is_division(element):
            chain.append(element)
        elif element.name not in HOLDERS:
            break
    return chain


def _name(divisions: Sequence[Division], items: Sequence[Item]) -> None:
    """Give each division its title, and the segment of its address: its own id, else the anchor it begins with.

    Two that differ in nothing but capitals would be one file on some disks, so the later gets its number too.
    """
    seen: dict[str, str] = {}
    for division in divisions:
        first = next(iter(anchors_of(items[division.start : division.start + 1])), "")
        number = division.element.number
        names = (division.element.id, first, f"d{number}")
        segment = next(name for name in names if addresses.is_segment(name))
        if seen.setdefault(segment.casefold(), segment) != segment:
            segment = f"d{number}"
        division.segment = segment
        division.title = _title(division, items)


def _title(division: Division, items: Sequence[Item]) -> str:
    """The division's own headings, else its type and number, else nothing."""
    heads = []
    for item in items[division.start : division.end]:
        if not isinstance(item, Passage) or item.kind is not PassageKind.HEADING:
            break
        if not item.within or item.within[-1].number != division.element.number:
            break
        heads.append(item.content.text)
    element = division.element
    kind = f"{element.type[:1].upper()}{element.type[1:]}".replace("_", " ")
    return " ".join(heads) or " ".join(part for part in (kind, element.n) if part)


# --- pages ---------------------------------------------------------------------------------------


def _asked(divisions: Sequence[Division], items: Sequence[Item], split: str) -> tuple[Part, ...]:
    wanted = split.casefold()
    if wanted.isdecimal():
        return _parts(divisions, items, partial(_lies_at, int(wanted)))
    return _parts(divisions, items, lambda division: division.element.type.casefold() == wanted) if wanted else ()


def _automatic(divisions: Sequence[Division], items: Sequence[Item]) -> tuple[Part, ...]:
    until = [0]
    for item in items:
        until.append(until[-1] + sum(len(passage.content.text) for passage in passages_of(item)))
    found: tuple[Part, ...] = ()
    if until[-1] <= LIMIT:
        return ()
    for depth in range(1, max(division.depth for division in divisions) + 1):
        found = _parts(divisions, items, partial(_lies_at, depth)) or found
        if found and all(until[part.end] - until[part.start] <= LIMIT for part in found):
            break
    return found


def _lies_at(depth: int, division: Division) -> bool:
    return division.depth == depth


def _parts(
    divisions: Sequence[Division], items: Sequence[Item], chosen: Callable[[Division], bool]
) -> tuple[Part, ...]:
    """The pages when those divisions that are ``chosen`` are pages; none when that makes fewer than two."""
    holding = set()  # the divisions with a chosen one inside
    found = False
    for division in divisions:
        if chosen(division):
            found = True
            above = division.parent
            while above and above.element.number not in holding:
                holding.add(above.element.number)
                above = above.parent
    if not found:
        return ()
    leaves: list[Division] = []
    end = 0
    for division in divisions:
        whole = division.element.number not in holding or chosen(division)
        if whole and (division.start >= end or not leaves):
            leaves.append(division)
            end = division.end
    if len(leaves) < 2:
        return ()
    parts, taken = [], divisions[0].start
    for leaf, following in zip(leaves, [*leaves[1:], None], strict=True):
        end = _until(leaf, following) if following else len(items)
        parts.append(Part(leaf.segment, leaf.title, tuple(_around(leaf)), taken, end))
        taken = end
    return tuple(parts)


def _until(leaf: Division, following: Division) -> int:
    """Where the page of ``leaf`` ends: with the outermost division that holds it and not the ``following`` one."""
    while leaf.parent and not leaf.parent.start <= following.start < leaf.parent.end:
        leaf = leaf.parent
    return leaf.end


def _around(leaf: Division) -> Iterator[Division]:
    if leaf.parent:
        yield from _around(leaf.parent)
        yield leaf.parent
