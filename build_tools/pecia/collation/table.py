"""Several witnesses side by side: a base and the others, row by row."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pecia.collation import Collation
from pecia.collation.rows import Row


@dataclass(frozen=True, slots=True)
class TableRow:
    """Passages that correspond: ``base`` of the base witness, and for each collation its rows that concern them.

    ``rows`` has one tuple for each collation, in their order; it is empty where that witness has nothing here.
    """

    base: tuple[int, ...]
    rows: tuple[tuple[Row, ...], ...]


def table(collations: Sequence[Collation]) -> tuple[TableRow, ...]:
    """The rows of ``collations``, which share their first witness, joined so that each passage of any stands in one
    row.

    Where one witness joins passages of the base that another keeps apart, the larger group makes the row. A passage
    the base does not have stands in a row of its own after the passage it follows in its witness; between passages that
    others join it stands in their row.
    """
    if not collations:
        return ()
    groups = _groups(len(collations[0].our_units), collations)
    rows: list[TableRow] = []
    waiting = [deque(collation.rows) for collation in collations]
    for group in groups:
        for number, queue in enumerate(waiting):
            while queue and not queue[0].link.ours:
                rows.append(_alone(queue.popleft(), number, len(collations)))
        rows.append(TableRow(tuple(group), tuple(_take(queue, group.stop) for queue in waiting)))
    for number, queue in enumerate(waiting):
        rows += [_alone(row, number, len(collations)) for row in queue]
    return tuple(rows)


def corresponding(collations: Sequence[Collation]) -> dict[tuple[str, str], int]:
    """The number of the row of :func:`table` that each passage stands in, by its witness's siglum and its anchor."""
    found: dict[tuple[str, str], int] = {}
    for number, row in enumerate(table(collations)):
        found |= {(collations[0].ours, collations[0].our_units[n].passage.id or ""): number for n in row.base}
        for collation, part in zip(collations, row.rows, strict=True):
            theirs = (collation.their_units[n].passage for one in part for n in one.link.theirs)
            found |= {(collation.theirs, passage.id or ""): number for passage in theirs}
    return found


def _groups(length: int, collations: Sequence[Collation]) -> list[range]:
    """The base's passages in runs that no row of any collation crosses."""
    joined = [False] * (length + 1)
    for collation in collations:
        for row in collation.rows:
            for unit in row.link.ours[1:]:
                joined[unit] = True
    starts = [unit for unit in range(length) if not joined[unit]]
    return [range(a, b) for a, b in pairwise([*starts, length])]


def _take(queue: deque[Row], stop: int) -> tuple[Row, ...]:
    """The rows at the head of ``queue`` up to the last whose base passages come before ``stop``."""
    taken: list[Row] = []
    while queue and (not queue[0].link.ours or queue[0].link.ours[-1] < stop):
        taken.append(queue.popleft())
    while taken and not taken[-1].link.ours:
        queue.appendleft(taken.pop())
    return tuple(taken)


def _alone(row: Row, number: int, width: int) -> TableRow:
    return TableRow((), tuple((row,) if n == number else () for n in range(width)))
