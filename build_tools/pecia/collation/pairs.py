"""All witnesses of a document compared, two and two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from pecia.collation import Collation, collate
from pecia.model import Locus, Transcript
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling


def collate_pairs(
    witnesses: Sequence[tuple[str, Transcript]], rulings: Sequence[tuple[Ruling, Locus]] = ()
) -> tuple[tuple[Collation, ...], list[Finding]]:
    """The collation of each two of ``witnesses`` (siglum and transcript each), in their order: of A, B and C those of A
    and B, A and C, B and C; none of a single witness. With the findings on the rulings about links and variants."""
    made = [collate(ours, theirs, rulings) for ours, theirs in combinations(witnesses, 2)]
    return tuple(collation for collation, _ in made), [finding for _, findings in made for finding in findings]


def with_base(collations: Sequence[Collation]) -> tuple[Collation, ...]:
    """Of the collations that :func:`collate_pairs` gives, those of the base, which is the first witness."""
    return tuple(collation for collation in collations if collation.ours == collations[0].ours)
