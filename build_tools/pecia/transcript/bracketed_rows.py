"""Lines in brackets among the lines of a turn, over one line or several: “(Beifall bei …)”."""

from __future__ import annotations

from dataclasses import replace

from pecia.transcript.events import paragraph_kind
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.rows import Row, RowKind, Rows
from pecia.transcript.sentences import ends_sentence
from pecia.transcript.vocabulary import Vocabulary

_MOST_ROWS = 8


def with_bracketed_rows(exemplar: ExemplarText, rows: Rows, vocabulary: Vocabulary) -> Rows:
    """``rows`` in which one pair of brackets that nobody speaks is ``aside``, and ``within`` from its second row on.

    They follow the end of a sentence or a dash, or are set in. One row between blank lines is a paragraph already, and
    judged as such.
    """
    kinds: dict[int, RowKind] = {}
    for number, row in enumerate(rows.rows):
        if row.kind != "words" or number in kinds or not exemplar.folded.startswith(("(", "["), row.words):
            continue
        last = _last_row(exemplar, rows, number)
        if last is None or not _set_apart(exemplar, rows, number):
            continue
        words = exemplar.folded[row.words : rows.rows[last].line.end]
        alone = last == number and row.line.blank and _blank_after(rows, last)
        if not alone and paragraph_kind(words, vocabulary):
            kinds[number] = "aside"
            kinds.update((n, "within") for n in range(number + 1, last + 1))
    if not kinds:
        return rows
    made = tuple(replace(row, kind=kinds.get(number, row.kind)) for number, row in enumerate(rows.rows))
    return replace(rows, rows=made)


def _last_row(exemplar: ExemplarText, rows: Rows, first: int) -> int | None:
    """The row at whose end the bracket closes that opens the row ``first``; none when it closes within one."""
    depth = 0
    for number in range(first, min(first + _MOST_ROWS, len(rows.rows))):
        row = rows.rows[number]
        if row.kind != "words" or (number > first and row.line.blank):
            return None
        words = exemplar.folded[row.words : row.line.end].rstrip(".")
        for position, character in enumerate(words):
            depth += (character in "([") - (character in ")]")
            if not depth:
                return number if position == len(words) - 1 else None
    return None


def _set_apart(exemplar: ExemplarText, rows: Rows, number: int) -> bool:
    row, before = rows.rows[number], rows.rows[number - 1] if number else None
    if before is None or before.kind != "words" or row.line.blank:
        return True
    words = exemplar.folded[max(before.words, before.line.end - 30) : before.line.end]
    return row.line.indent > before.line.indent + 1 or ends_sentence(words) or words.endswith(("-", "—", "–"))


def _blank_after(rows: Rows, number: int) -> bool:
    after: Row | None = rows.rows[number + 1] if number + 1 < len(rows.rows) else None
    return after is None or after.line.blank > 0
