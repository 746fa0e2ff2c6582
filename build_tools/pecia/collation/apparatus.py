"""The apparatus: each variant as lemma and reading, with the anchor where it stands.

A lemma is a whole word at least, and so is a reading that is not empty. Where a variant has no word on one side (words
are added, a mark differs), both begin with the word before it: "the] the salt", "herring,] herring". If that word
belongs to another variant, both begin with the whole of that; if the passage has no word before, both end with the
word after. A bracket that ends in either is there from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pecia.collation import Collation
from pecia.collation.alignment import Unit
from pecia.collation.kinds import VariantKind, Weight
from pecia.collation.rows import Placed, Range, Row, texts, words_as_printed


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
    both: the reading where the other lacks the words, the lemma where the base has no word in the passage."""

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
        for number, variant in enumerate(row.variants):
            ours, theirs = whole_words(row, number)
            yield ApparatusEntry(
                base=collation.ours,
                other=collation.theirs,
                lemma=words_as_printed(row.ours, ours),
                reading=words_as_printed(row.theirs, theirs),
                at=_place(collation.our_units, row.ours, ours, row.link.ours),
                there=_place(collation.their_units, row.theirs, theirs, row.link.theirs),
                kind=variant.kind,
                weight=variant.weight,
                ruling=variant.ruling,
            )


def whole_words(row: Row, number: int) -> tuple[Range, Range]:
    """Lemma and reading of the variant ``number`` of a row, with the word beside it where either has none, and from the
    opening of a bracket that ends in it."""
    ours, theirs = row.variants[number].ours, row.variants[number].theirs
    if theirs[0] == theirs[1] and _has_word(row.ours, ours):
        return ours, theirs
    before = _before(row, ours, theirs, _are_words)
    ours, theirs = before or _after(row, ours, theirs) or (ours, theirs)
    return _before(row, ours, theirs, _are_words_in_brackets) or (ours, theirs)


_Test = Callable[[Row, Range, Range], bool]


def _before(row: Row, ours: Range, theirs: Range, are_whole: _Test) -> tuple[Range, Range] | None:
    """The two with what comes before them up to where they ``are_whole``; ``None`` where that is in another text."""
    starts = {(v.ours[1], v.theirs[1]): (v.ours[0], v.theirs[0]) for v in row.variants}
    (a, a_end), (b, b_end) = ours, theirs
    while not are_whole(row, (a, a_end), (b, b_end)):
        if not (a and b):
            return None
        a, b = starts.get((a, b), (a - 1, b - 1))
    return ((a, a_end), (b, b_end)) if _in_one_text(row, (a, a_end), (b, b_end)) else None


def _after(row: Row, ours: Range, theirs: Range) -> tuple[Range, Range] | None:
    """The two with what comes after them up to the first word; ``None`` where that is in another text."""
    ends = {(v.ours[0], v.theirs[0]): (v.ours[1], v.theirs[1]) for v in row.variants}
    (a, a_end), (b, b_end) = ours, theirs
    while not _are_words(row, (a, a_end), (b, b_end)):
        if a_end == len(row.ours) or b_end == len(row.theirs):
            return None
        a_end, b_end = ends.get((a_end, b_end), (a_end + 1, b_end + 1))
    return ((a, a_end), (b, b_end)) if _in_one_text(row, (a, a_end), (b, b_end)) else None


def _are_words(row: Row, ours: Range, theirs: Range) -> bool:
    return _has_word(row.ours, ours) and _has_word(row.theirs, theirs)


def _are_words_in_brackets(row: Row, ours: Range, theirs: Range) -> bool:
    both = texts(row.ours, ours), texts(row.theirs, theirs)
    closed = all(side.count(end) <= side.count(start) for side in both for start, end in ("()", "[]"))
    return closed and _are_words(row, ours, theirs)


def _has_word(tokens: Sequence[Placed], between: Range) -> bool:
    return any(placed.token.is_word for placed in tokens[slice(*between)])


def _in_one_text(row: Row, ours: Range, theirs: Range) -> bool:
    """Whether each of the two is of one passage, and of its label or its text alone."""
    sides = row.ours[slice(*ours)], row.theirs[slice(*theirs)]
    return all(len({(placed.unit, placed.in_label) for placed in side}) == 1 for side in sides)


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
