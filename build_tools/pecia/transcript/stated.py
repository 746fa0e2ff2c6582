"""What a format itself states of a text, as labels and marks: voices of captions, columns of tables, bold words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from pecia.model import Highlight, Sign, Span, Time
from pecia.model.findings import Finding
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Candidate
from pecia.transcript.places import PlacedRulings
from pecia.transcript.rows import Rows

_MANY = 5
_FIRST = 8


def stated_labels(exemplar: ExemplarText, rows: Rows) -> dict[int, Candidate]:
    """The labels that the format states, by their start: a voice tag, also within a line, or the cells before the
    words."""
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


def unstated(exemplar: ExemplarText, rulings: PlacedRulings) -> list[Finding]:
    """T120 for rows of a table and cues that state no speaker, after the first that does; one where they are many."""
    labels = [exemplar.line_at(hint.start) for hint in exemplar.hints if hint.role == "label"]
    if not labels:
        return []
    table = any(hint.role == "words" for hint in exemplar.hints)
    places = [hint for hint in exemplar.hints if hint.role == ("words" if table else "time") and hint.end > hint.start]
    lines = [exemplar.line_at(hint.start) for hint in places]
    above = {line - 1 for line in lines if not table and not exemplar.lines[line].blank}
    named = {bisect_right(lines, line + (line in above)) - 1 for line in labels}
    found: list[Finding] = []
    for number, hint in enumerate(places):
        start = hint.start if table else hint.end + 1
        states = number <= min(named) or number in named or start >= len(exemplar.folded)
        if not states and not rulings.at(start, "turn", "narrative", "continuation"):
            line = exemplar.folded[start : exemplar.lines[exemplar.line_at(start)].end]
            words = " ".join(line.split()[:_FIRST])
            found.append(Finding("T120", f"“{words} …”", exemplar.locus(hint.start)))
    if len(found) <= _MANY:
        return found
    return [replace(found[0], message=f"{found[0].message}, and {len(found) - 1} more rows or captions after it")]
