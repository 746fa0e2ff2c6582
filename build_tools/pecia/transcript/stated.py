"""What a format itself states of a text, as labels and marks: voices of captions, columns of tables, bold words."""

from __future__ import annotations

from collections.abc import Iterator

from pecia.model import Highlight, Sign, Span, Time
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Candidate
from pecia.transcript.rows import Rows


def stated_labels(exemplar: ExemplarText, rows: Rows) -> dict[int, Candidate]:
    """The labels that the format states, by their start: a voice tag, or the cells before the words."""
    words = {exemplar.line_at(hint.start): hint.start for hint in exemplar.hints if hint.role == "words"}
    found: dict[int, Candidate] = {}
    for hint in exemplar.hints:
        if hint.role != "label":
            continue
        number = exemplar.line_at(hint.start)
        line = rows.rows[number].line
        start, end = hint.start, hint.end
        if number in words and words[number] > hint.end:
            start, end = line.start, words[number] - 1
        if start != line.start:
            continue
        name = exemplar.folded.find(hint.value, hint.start, hint.end) if hint.value else -1
        limits = (name, name + len(hint.value)) if name >= 0 else (hint.start, hint.end)
        outside = ((hint.start, limits[0]), (limits[1], hint.end))
        marks = tuple(Span(a, b, Sign("markup")) for a, b in outside if b > a)
        found[start] = Candidate(start, end, limits, ":", marks)
    return found


def stated_marks(exemplar: ExemplarText, rows: Rows) -> Iterator[Span]:
    """The marks that the format states within lines: times, tags, bold and italic words."""
    for hint in exemplar.hints:
        row = rows.rows[exemplar.line_at(hint.start)]
        if hint.start >= hint.end or (row.kind != "words" and hint.role in ("sign", "time")):
            continue
        match hint.role:
            case "time":
                start, _, end = hint.value.partition("/")
                yield Span(hint.start, hint.end, Time(start, end))
            case "sign":
                yield Span(hint.start, hint.end, Sign("cue"))
            case "bold" | "italic" as rendition:
                yield Span(hint.start, hint.end, Highlight(rendition))
