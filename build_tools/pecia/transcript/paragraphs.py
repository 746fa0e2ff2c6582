"""From rows to paragraphs: where one begins, by blank line, newline or indentation, in this text.

Which of these part paragraphs is judged over the whole text; lines that were only broken to fit a page are joined.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, mode
from typing import Literal

from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.rows import Row, Rows
from pecia.transcript.sentences import breaks_off, ends_sentence

Parting = Literal["blank", "line", "indent", "double", "numbered"]
"""What parts paragraphs: a blank line; the end of any line; an indented line; of double-spaced or numbered lines, the
end of a short line or an indent."""

_FEWEST = 3
_NEARLY_ALL = 0.8
_CUT = 0.3
_SHORT = 0.75
_NARROW = 130
"""Characters of the longest line of a typed or printed page; a longer one is a paragraph."""

_INDENT = 2
_ITEM = re.compile(r"[-*•–·] |\[\^?\d{1,3}\]:? ?(?=[^\W\d_])|[¹²³⁴⁵⁶⁷⁸⁹]")
_BRACKETED = re.compile(r"\(.*\)\.?|\[.*\]\.?|\*\(.*\)\*|\*\[.*\]\*|_\(.*\)_")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of words, or a row of furniture, as (start, end) of the folded text; ``blank``: blank lines before.

    ``starts``: where in it rows begin; ``indent``: that of its first row.
    """

    kind: Literal["words", "page", "divider", "sign", "stage", "aside"]
    start: int
    end: int
    blank: int
    starts: tuple[int, ...]
    indent: int = 0


def parting(exemplar: ExemplarText, rows: Rows, labels: Collection[int]) -> Parting:
    """What parts the paragraphs of this text; ``labels``: where turns begin."""
    if rows.numbered:
        return "numbered"
    text = exemplar.folded
    record = min(labels, default=0)
    words = [row for row in rows.rows if row.kind == "words" and row.words >= record]
    pairs = [(a, b) for a, b in pairwise(words) if b.words not in labels]
    apart = [(a, b) for a, b in pairs if b.line.blank]
    cut = [
        a for a, b in apart if text[b.words].islower() and breaks_off(text[max(a.words, a.line.end - 30) : a.line.end])
    ]
    spaced = sum(row.line.blank > 0 for row in words[1:])
    narrow = max((row.line.end - row.words for row in words), default=0) <= _NARROW
    if narrow and len(apart) >= _FEWEST and len(cut) >= _CUT * len(apart) and spaced >= _NEARLY_ALL * len(words[1:]):
        return "double"
    close = [(a, b) for a, b in pairs if not b.line.blank]
    if len(close) >= _FEWEST and sum(_ends(text, a) for a, _ in close) >= _NEARLY_ALL * len(close):
        return "line"
    base = min((row.line.indent for row in words), default=0)
    close = [(a, b) for a, b in pairwise(words) if not b.line.blank]
    indented = [(a, b) for a, b in close if base + _INDENT <= b.line.indent <= base + 10]
    flush = sum(row.line.indent == base for row in words)
    if len(indented) >= 2 and flush and sum(_ends(text, a) for a, _ in indented) >= _NEARLY_ALL * len(indented):
        return "indent"
    return "blank"


def pieces(exemplar: ExemplarText, rows: Rows, labels: Collection[int], how: Parting) -> Iterator[Piece]:
    """The paragraphs of words and the rows of furniture, in order, tiling the text."""
    text = exemplar.folded
    widths = [row.line.end - row.line.start for row in rows.rows if row.kind == "words"]
    width = median(widths) if widths else 0
    inner = _inner_indent(exemplar, rows) if how == "numbered" else min((r.line.indent for r in rows.rows), default=0)
    hinted = {hint.start for hint in exemplar.hints if hint.role in ("heading", "item", "note", "table-cell")}
    kinds = [*(row.kind for row in rows.rows), "words"]
    held: list[Row] = []
    aside: list[Row] = []
    for number, row in enumerate(rows.rows):
        if held and held[-1].kind == "time" and row.kind in ("words", "time"):
            held.append(row)
            continue
        if row.kind == "time" and not row.line.blank and len(held) == 1 and held[0].words in labels:
            held.append(row)  # a name, and below it the time of its words
            continue
        if row.kind != "words" or (
            held
            and (
                row.words in labels
                or row.line.start in hinted
                or _ITEM.match(text, row.words)
                or _apart(text, held[-1], row)
                or (kinds[number + 1] == "stage" and text[row.words : row.line.end].isupper())
                or _begins(exemplar, held[-1], row, how, width, inner)
            )
        ):
            yield from _piece(held)
            held = []
        if row.kind == "words" or row.kind == "time":
            held.append(row)
        elif row.kind == "aside" or row.kind == "within":
            aside = [row] if row.kind == "aside" else [*aside, row]
            after = rows.rows[number + 1] if number + 1 < len(rows.rows) else None
            if after is None or after.kind != "within":
                line = aside[0].line
                starts = tuple(each.words for each in aside)
                yield Piece("aside", line.start, row.line.end, line.blank, starts, line.indent)
        else:
            yield Piece(row.kind, row.line.start, row.line.end, row.line.blank, (row.line.start,), row.line.indent)
    yield from _piece(held)


def _piece(held: list[Row]) -> Iterator[Piece]:
    if held:
        first = held[0].line
        starts = tuple(row.words for row in held)
        yield Piece("words", first.start, held[-1].line.end, first.blank, starts, first.indent)


def _begins(exemplar: ExemplarText, before: Row, row: Row, how: Parting, width: float, inner: int) -> bool:
    """Whether a paragraph begins at ``row``, which opens no turn."""
    ended = _ends(exemplar.folded, before)
    short = before.line.end - before.line.start < _SHORT * width
    match how:
        case "numbered":
            return ended and _gap_after_number(exemplar, row) > inner + 1
        case "double":
            return ended and (short or row.line.blank > 1)
        case "line":
            return True
        case "indent":
            return row.line.blank > 0 or (row.line.indent >= inner + _INDENT and ended)
        case _:
            return row.line.blank > 0


def _apart(text: str, before: Row, row: Row) -> bool:
    """Whether either row is one pair of brackets and the earlier ends a sentence: then a paragraph begins."""
    return any(
        r.line.end - r.words < 200 and bool(_BRACKETED.fullmatch(text, r.words, r.line.end)) for r in (before, row)
    ) and _ends(text, before)


def _ends(text: str, row: Row) -> bool:
    return ends_sentence(text[max(row.words, row.line.end - 30) : row.line.end])


def _gap_after_number(exemplar: ExemplarText, row: Row) -> int:
    """Columns between the number of the line and its words."""
    return exemplar.gaps.get(row.words - 1, 1) if row.words > row.line.start else 0


def _inner_indent(exemplar: ExemplarText, rows: Rows) -> int:
    return mode([_gap_after_number(exemplar, row) for row in rows.rows if row.words > row.line.start] or [1])
