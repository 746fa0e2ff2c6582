"""Aligned passages as rows of tokens, and where two witnesses differ in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pecia.collation.alignment import Link, Unit
from pecia.collation.kinds import VariantKind, Weight
from pecia.collation.matching import matching_blocks
from pecia.collation.terms import Term, terms
from pecia.collation.tokens import Token, tokenise
from pecia.model import SIGN_MARKS, Delivery, Gloss, Insertion, RichText

_SIGNATURE = re.compile(r"(?:—|–|-{1,2}) ?[^\W\d_]+\.\]$")


class Placed(NamedTuple):
    """A token and where it stands: ``unit`` is the passage's number, ``place`` what the token is part of.

    ``token`` counts in the label when ``in_label``, else in the passage's text. Places: text, label (its aside is
    text), insertion, signature (of an insertion), gloss.
    """

    token: Token
    unit: int
    place: str
    in_label: bool = False


Range = tuple[int, int]
"""First token and the one after the last, in a row."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Tokens ``ours`` of a row stand where the other witness has ``theirs``; either may be empty, not both."""

    ours: Range
    theirs: Range


@dataclass(frozen=True, slots=True)
class Variant:
    """A difference with its kind and weight; ``ruling`` is the id of the ruling that classified it, or ``None``."""

    ours: Range
    theirs: Range
    kind: VariantKind
    weight: Weight
    ruling: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A link, the tokens of both sides and the variants between them, in order.

    ``spacing``: the tokens of ours, equal on both sides, before which only one side has white space; by the
    white-space rule that is no variant, but with it the one text can be made from the other exactly.
    """

    link: Link
    ours: tuple[Placed, ...]
    theirs: tuple[Placed, ...]
    variants: tuple[Variant, ...]
    spacing: tuple[int, ...] = ()


def placed_tokens(units: Sequence[Unit], numbers: Sequence[int]) -> tuple[Placed, ...]:
    """The tokens of the units ``numbers``, labels included, in order; each unit's first token counts as spaced.

    Signs of the transcript, as the asterisks of highlighted words, are no words and have no tokens.
    """
    found: list[Placed] = []
    for number in numbers:
        unit = units[number]
        asides = [(s.start, s.end, "text") for s in unit.label.spans if isinstance(s.mark, Delivery)]
        found += [Placed(t, number, _place(asides, t, "label"), True) for t in _tokens(unit.label)]
        places = _places(unit.passage.content)
        tokens = _tokens(unit.passage.content)
        if places:
            found += [Placed(token, number, _place(places, token)) for token in tokens]
        else:
            found += [Placed(token, number, "text") for token in tokens]
    return tuple(found)


def _tokens(content: RichText) -> tuple[Token, ...]:
    """The tokens of ``content`` without its signs, at their places in the text with the signs."""
    signs = [span for span in content.spans if isinstance(span.mark, SIGN_MARKS)]
    if signs:
        left_out = {place for span in signs for place in range(span.start, span.end)}
        kept = [place for place in range(len(content.text)) if place not in left_out]
        bare = tokenise("".join(content.text[place] for place in kept))
        tokens = tuple(t._replace(start=kept[t.start], end=kept[t.end - 1] + 1) for t in bare)
    else:
        tokens = tokenise(content.text)
    return (tokens[0]._replace(spaced=True), *tokens[1:]) if tokens else ()


def _places(content: RichText) -> list[tuple[int, int, str]]:
    """Where insertions, their signatures and glosses stand, the inner before the outer."""
    found: list[tuple[int, int, str]] = []
    for span in content.spans:
        if isinstance(span.mark, Insertion):
            found.append((span.start, span.end, "insertion"))
            if signature := _SIGNATURE.search(content.text, span.start, span.end):
                found.append((signature.start(), span.end - 1, "signature"))
        elif isinstance(span.mark, Gloss):
            found.append((span.start, span.end, "gloss"))
    return found[::-1]


def _place(places: list[tuple[int, int, str]], token: Token, otherwise: str = "text") -> str:
    return next((place for start, end, place in places if start <= token.start < end), otherwise)


def differences(ours: Sequence[Placed], theirs: Sequence[Placed]) -> tuple[list[Difference], list[tuple[int, int]]]:
    """Where two rows of tokens differ, and the pairs of tokens (ours, theirs) that are the same.

    Terms are matched by their keys; terms with one key and other letters are a difference of their own, so that a mere
    matter of spelling stands apart from what surrounds it.
    """
    our_terms, their_terms = _row_terms(ours), _row_terms(theirs)
    found: list[Difference] = []
    same: list[tuple[int, int]] = []
    our, their = 0, 0
    blocks = matching_blocks([t.key for t in our_terms], [t.key for t in their_terms])
    for start, other, length in [*blocks, (len(our_terms), len(their_terms), 0)]:
        gap = Difference(_range(our_terms, our, start, len(ours)), _range(their_terms, their, other, len(theirs)))
        found += _split(gap, ours, theirs)
        for step in range(length):
            a, b = our_terms[start + step], their_terms[other + step]
            here, there = range(a.first, a.last), range(b.first, b.last)
            if [ours[n].token.text for n in here] == [theirs[n].token.text for n in there]:
                same += zip(here, there, strict=True)
            else:
                found.append(Difference((a.first, a.last), (b.first, b.last)))
        our, their = start + length, other + length
    return found, same


def _row_terms(row: Sequence[Placed]) -> list[Term]:
    """The terms of a row: a label is one term, whatever its parts; the rest as :func:`~pecia.collation.terms.terms`
    has it."""
    found: list[Term] = []
    place = 0
    while place < len(row):
        label = row[place].place == "label"
        end = place
        while (
            end < len(row) and (row[end].place == "label") == label and (not label or row[end].unit == row[place].unit)
        ):
            end += 1
        tokens = [placed.token for placed in row[place:end]]
        if label:
            found.append(Term(place, end, "label:", "label"))
        else:
            found += [Term(t.first + place, t.last + place, t.key, t.sort) for t in terms(tokens)]
        place = end
    return found


def _range(row_terms: Sequence[Term], first: int, last: int, length: int) -> Range:
    """The tokens of the terms ``first`` to ``last`` (exclusive)."""
    start = row_terms[first].first if first < len(row_terms) else length
    end = row_terms[last].first if last < len(row_terms) else length
    return start, end


def _split(gap: Difference, ours: Sequence[Placed], theirs: Sequence[Placed]) -> Iterator[Difference]:
    """Marks at either end of a gap apart from its words, so that a comma does not hide in a substitution.

    A signature is kept whole, and so is a full stop that one side alone has: it may belong to an abbreviation.
    """
    a, a_end = _words_between(ours, gap.ours)
    b, b_end = _words_between(theirs, gap.theirs)
    after = texts(ours, (a_end, gap.ours[1])), texts(theirs, (b_end, gap.theirs[1]))
    if after in ((["."], []), ([], ["."])):
        a_end, b_end = gap.ours[1], gap.theirs[1]
    signed = all(p.place == "signature" for p in (*ours[slice(*gap.ours)], *theirs[slice(*gap.theirs)]))
    if signed or a == a_end or b == b_end:
        parts = [gap]
    else:
        parts = [
            Difference((gap.ours[0], a), (gap.theirs[0], b)),
            Difference((a, a_end), (b, b_end)),
            Difference((a_end, gap.ours[1]), (b_end, gap.theirs[1])),
        ]
    for part in parts:
        if part.ours[0] < part.ours[1] or part.theirs[0] < part.theirs[1]:
            yield part


def _words_between(row: Sequence[Placed], between: Range) -> Range:
    """From the first word of a part of a row to its last; empty when it has none."""
    words = [n for n in range(*between) if row[n].token.is_word]
    return (words[0], words[-1] + 1) if words else (between[1], between[1])


def texts(row: Sequence[Placed], between: Range) -> list[str]:
    """The words and marks of a part of a row."""
    return [placed.token.text for placed in row[slice(*between)]]


def words_as_printed(row: Sequence[Placed], between: Range) -> str:
    """A part of a row as a string, spaced as printed."""
    return "".join((" " if p.token.spaced and n else "") + p.token.text for n, p in enumerate(row[slice(*between)]))


def other_text(row: Row) -> str:
    """The text of ``theirs`` made from the text of ``ours`` by the variants: the law that collation is complete."""
    made: list[str] = []
    spacing = set(row.spacing)
    place = 0
    for variant in [*row.variants, None]:
        end = variant.ours[0] if variant else len(row.ours)
        for number in range(place, end):
            token = row.ours[number].token
            made.append((" " if token.spaced != (number in spacing) else "") + token.text)
        if variant:
            reading = row.theirs[slice(*variant.theirs)]
            made += [(" " if placed.token.spaced else "") + placed.token.text for placed in reading]
            place = variant.ours[1]
    return "".join(made).lstrip()


def own_text(row: Row) -> str:
    """The text of ``theirs`` as printed, to hold against :func:`other_text`."""
    return "".join((" " if placed.token.spaced else "") + placed.token.text for placed in row.theirs).lstrip()


def is_complete(row: Row) -> bool:
    """Whether the variants and the spacing are all the differences of the row, so that either text gives the other.

    Between two variants stand equal tokens on both sides, and white space differs just where ``spacing`` says.
    """
    our, their = 0, 0
    spacing: list[int] = []
    for variant in [*row.variants, None]:
        our_stop, their_stop = (variant.ours[0], variant.theirs[0]) if variant else (len(row.ours), len(row.theirs))
        here, there = row.ours[our:our_stop], row.theirs[their:their_stop]
        if [placed.token.text for placed in here] != [placed.token.text for placed in there]:
            return False
        pairs = zip(range(our, our_stop), here, there, strict=True)
        spacing += [number for number, a, b in pairs if a.token.spaced != b.token.spaced]
        our, their = (variant.ours[1], variant.theirs[1]) if variant else (our_stop, their_stop)
    return tuple(spacing) == row.spacing
