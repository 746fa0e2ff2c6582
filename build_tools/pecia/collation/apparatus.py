"""The apparatus: each variant as lemma and reading, with the anchor where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pecia.collation import Collation
from pecia.collation.alignment import Unit
from pecia.collation.kinds import VariantKind, Weight
from pecia.collation.rows import Placed, Range, words_as_printed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading stands in its witness: passage anchors of its first and last token, and offsets in code points.

    ``in_label`` and ``end_in_label`` say whether the offsets count in the label of the turn that the passage opens. An
    empty reading stands between tokens: ``start`` and ``end`` are the same.
    """

    first: str
    start: int
    last: str
    end: int
    in_label: bool
    end_in_label: bool


@dataclass(frozen=True, slots=True)
class ApparatusEntry:
    """``lemma`` in witness ``base`` at ``at``, ``reading`` in witness ``other`` at ``there``; either may be empty, not
    both."""

    base: str
    other: str
    lemma: str
    reading: str
    at: Place
    there: Place
    kind: VariantKind
    weight: Weight
    ruling: str | None


def apparatus(collation: Collation) -> Iterator[ApparatusEntry]:
    """The variants of two witnesses in the order of the text."""
    for row in collation.rows:
        for variant in row.variants:
            yield ApparatusEntry(
                base=collation.ours,
                other=collation.theirs,
                lemma=words_as_printed(row.ours, variant.ours),
                reading=words_as_printed(row.theirs, variant.theirs),
                at=_place(collation.our_units, row.ours, variant.ours, row.link.ours),
                there=_place(collation.their_units, row.theirs, variant.theirs, row.link.theirs),
                kind=variant.kind,
                weight=variant.weight,
                ruling=variant.ruling,
            )


def _place(units: Sequence[Unit], row: Sequence[Placed], between: Range, numbers: Sequence[int]) -> Place:
    """The place of the tokens ``between`` of a row, whose passages are ``numbers`` of ``units``."""
    if not row:  # passages without a word
        anchor = units[numbers[0]].passage.id or ""
        return Place(anchor, 0, anchor, 0, False, False)
    if between[0] == between[1]:
        # after the token before, so that the reading stays with the words it follows
        near = row[between[0] - 1] if between[0] else row[0]
        offset = near.token.end if between[0] else near.token.start
        anchor = units[near.unit].passage.id or ""
        return Place(anchor, offset, anchor, offset, near.in_label, near.in_label)
    first, last = row[between[0]], row[between[1] - 1]
    return Place(
        units[first.unit].passage.id or "",
        first.token.start,
        units[last.unit].passage.id or "",
        last.token.end,
        first.in_label,
        last.in_label,
    )
