"""What the lines of an exemplar are: words, or the furniture of a page (its number, running head, line numbers).

Evidence is counted over the whole text: a number at the head of a line is a line number where most lines have one in
order; a line that recurs at the edges of pages is a running head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pecia.model import Furniture, LineNumber, PageMark, Sign, Span, Time
from pecia.transcript import times
from pecia.transcript.exemplar import ExemplarText, Line
from pecia.transcript.source_text import Hint
from pecia.transcript.vocabulary import Vocabulary

RowKind = Literal["words", "time", "page", "divider", "sign", "stage", "aside", "within"]

_DIVIDER = re.compile(r"(?:[*_=~#–—•·+-] ?){3,}|\* ?\*|[-–—]{2,}")
_NUMBER = r"(?:[A-Z]{0,2}-?\d{1,4}(?:[-–]\d{1,4})?|[ivxlc]{1,7})"
_DASHED = re.compile(r"[-–—~|]{1,2} ?(?P<n>\d{1,4}) ?[-–—~|]{1,2}")
_BARE = re.compile(r"\d{1,4}")
_LINE_NUMBER = re.compile(r"(?P<n>\d{1,3})(?= |$)(?! ?[.):/-])")
_HEAD_LETTERS = 60
_SETTINGS = re.compile(r"(?: [A-Za-z]\w*:\S+)*")
_FAR = 20
"""Columns from which a number alone on its line stands at the head of a page."""

_EXAMINATION = re.compile(r"(?:BY|By) [^\W\d_][^:]{2,40}:")
_MARKS = "(?:TS|S|C|U|R|LOU|FOUO|S/NF|C/NF|TS/NF|S//NF|TS//SI)"
PORTION = re.compile(rf"(?:\({_MARKS}\)|\[{_MARKS}\])(?= |$)")
"""A classification mark of a paragraph: “(S)”."""

_AT_END = re.compile(rf"(?<=[.?!”\"] ){PORTION.pattern}$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line, what it is, and where its words begin: after a line number, at its end when it has no words.

    ``time``: nothing but a time, which the words after it begin at. ``stage``: whose questions follow ("BY MS. X:").
    ``aside`` and ``within``: see :mod:`pecia.transcript.bracketed_rows`.
    """

    line: Line
    kind: RowKind
    words: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a text and the marks of its furniture, in order; ``numbered``: whether its lines are."""

    rows: tuple[Row, ...]
    marks: tuple[Span, ...]
    numbered: bool


def rows_of(exemplar: ExemplarText, vocabulary: Vocabulary) -> Rows:
    """What each line of ``exemplar`` is."""
    text, lines = exemplar.folded, exemplar.lines
    numbers = _line_numbers(text, lines)
    marks: list[Span] = []
    rows: list[Row] = []
    page = _page_pattern(vocabulary)
    classified = re.compile(rf"(?:{'|'.join(sorted(vocabulary.classifications))})(?:[ /-]{{1,3}}[A-Z]+){{0,3}}")
    pages = _page_numbers(text, lines, page) - numbers.keys()
    signs = {exemplar.line_at(hint.start): hint for hint in exemplar.hints if hint.role == "sign"}
    stated = {exemplar.line_at(hint.start): hint for hint in exemplar.hints if hint.role == "time"}
    cues = _cue_numbers(text, lines, stated)
    pages -= cues | signs.keys()
    heads = _running_heads(exemplar, pages)
    for number, line in enumerate(lines):
        words = line.start
        if (found := numbers.get(number)) is not None:
            marks.append(Span(line.start, line.start + len(found), LineNumber(found)))
            words = min(line.start + len(found) + 1, line.end)
        whole = text[words : line.end]
        furniture = list(_furniture(exemplar, number, words, (page, classified), pages, heads))
        if line.page and not any(isinstance(span.mark, PageMark) for span in furniture):
            marks.append(Span(line.start, line.start, PageMark("")))
        if number in cues:
            marks.append(Span(line.start, line.end, Sign("cue")))
            rows.append(Row(line, "sign", line.end))
        elif time := _time(text, line, stated.get(number)):
            marks.append(time)
            rows.append(Row(line, "time", words))
        elif furniture:
            marks += _as_foot(furniture) if number + 1 < len(lines) and lines[number + 1].page else furniture
            rows.append(Row(line, "page", line.end))
        elif number in signs and signs[number].start <= words and signs[number].end >= line.end:
            hint = signs[number]
            marks.append(Span(line.start, line.end, Sign("cue" if hint.value == "cue" else "header")))
            rows.append(Row(line, "sign", line.end))
        elif _EXAMINATION.fullmatch(whole):
            rows.append(Row(line, "stage", line.end))
        elif _DIVIDER.fullmatch(whole):
            marks.append(Span(words, line.end, Sign("divider")))
            rows.append(Row(line, "divider", line.end))
        else:
            if portion := PORTION.match(text, words):
                marks.append(Span(*portion.span(), Furniture("classification")))
            if portion := _AT_END.search(text, max(words, line.end - 12), line.end):
                marks.append(Span(*portion.span(), Furniture("classification")))
            rows.append(Row(line, "words", words if whole else line.end))
    return Rows(tuple(rows), tuple(marks), bool(numbers))


def inline_page_marks(text: str, vocabulary: Vocabulary) -> list[Span]:
    """Page marks within words, in square brackets or braces: “[Page 12]”, “[[Page S7]]”, “[p. 3]”."""
    if "[" not in text and "{" not in text:
        return []
    pattern = re.compile(rf"[\[{{]{{1,2}}(?i:{_page_words(vocabulary)}) ?(?P<n>{_NUMBER})[\]}}]{{1,2}}")
    return [Span(*match.span(), PageMark(match["n"])) for match in pattern.finditer(text)]


def _page_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A whole line that names a page: “Page 12”, “[[Page S7]]”, “Seite 3 von 9”."""
    of = r"(?: ?(?:/|[^\W\d_]{1,4}) ?\d{1,4})?"
    return re.compile(rf"[\[({{]{{0,2}}(?i:{_page_words(vocabulary)}) ?(?P<n>{_NUMBER}){of}[\])}}]{{0,2}}\.?")


def _page_words(vocabulary: Vocabulary) -> str:
    """A pattern of the words for a page; one of a letter only with its full stop."""
    words = sorted(vocabulary.page, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (r"\.?" if len(word) > 1 else r"\.") for word in words)


def _line_numbers(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """The number at the head of each line, where most lines have one and they go up by one, or from 1 again."""
    found = {n: match["n"] for n, line in enumerate(lines) if (match := _LINE_NUMBER.match(text, line.start, line.end))}
    kept: dict[int, str] = {}
    before = 0
    for n, digits in found.items():
        if int(digits) == before + 1 or int(digits) == 1:
            kept[n] = digits
            before = int(digits)
    enough = len(kept) >= 3 and len(kept) >= 0.6 * len(lines)
    return kept if enough else {}


def _page_numbers(text: str, lines: Sequence[Line], page: re.Pattern[str]) -> set[int]:
    """The lines that are a number alone, or between dashes, where they are page numbers: they go up.

    A single bare number is one only beside a form feed or far to the right; between dashes it always is.
    """
    bare: list[tuple[int, int]] = []
    found: set[int] = set()
    for n, line in enumerate(lines):
        if line.end - line.start > 40:
            continue
        whole = text[line.start : line.end]
        if _DASHED.fullmatch(whole) or page.fullmatch(whole):
            found.add(n)
        elif _BARE.fullmatch(whole):
            bare.append((n, int(whole)))
    beside = {n for n, line in enumerate(lines) if line.page} | {n - 1 for n, line in enumerate(lines) if line.page}
    far = {n for n, _ in bare if lines[n].indent >= _FAR}
    rising = len(bare) >= 2 and all(a < b <= a + 3 for (_, a), (_, b) in pairwise(bare))
    return found | far | {n for n, _ in bare if rising or n in beside}


def _as_foot(furniture: list[Span]) -> list[Span]:
    """What stands before a form feed is at the foot of the page that ends: a number there begins none."""
    return [
        Span(span.start, span.end, Furniture("pageNum" if isinstance(span.mark, PageMark) else "footer"))
        for span in furniture
    ]


def _time(text: str, line: Line, stated: Hint | None) -> Span | None:
    """The time that a whole line is: by the format, or by its form (with the settings of a cue after a range)."""
    if stated and stated.start <= line.start and stated.end >= line.end:
        start, _, end = stated.value.partition("/")
        return Span(line.start, line.end, Time(start, end))
    found = times.AT_START.match(text, line.start, line.end)
    if found and (found.end() == line.end or _of_cue(text, found, line.end)):
        return Span(line.start, line.end, Time(*times.limits(found)))
    return None


def _of_cue(text: str, found: re.Match[str], end: int) -> bool:
    """Whether only settings of a cue follow its times ("align:start")."""
    return "-->" in found.group() and bool(_SETTINGS.fullmatch(text, found.end(), end))


def _cue_numbers(text: str, lines: Sequence[Line], stated: Mapping[int, Hint]) -> set[int]:
    """The lines that are a number or name of a cue: one short line between a blank line and a time."""
    return {
        n
        for n, line in enumerate(lines[:-1])
        if _BARE.fullmatch(text[line.start : line.end])
        and not lines[n + 1].blank
        and _time(text, lines[n + 1], stated.get(n + 1))
    }


def _running_heads(exemplar: ExemplarText, pages: set[int]) -> set[str]:
    """Short lines, digits aside, that recur and stand next to a page number or form feed each time."""
    text, lines = exemplar.folded, exemplar.lines
    counts: Counter[str] = Counter()
    at_edge: Counter[str] = Counter()
    edges = {m for n in pages for m in (n - 1, n + 1)} | {
        m for n, line in enumerate(lines) if line.page for m in (n - 1, n)
    }
    for n, line in enumerate(lines):
        if line.end - line.start <= _HEAD_LETTERS and n not in pages:
            head = _without_digits(text[line.start : line.end])
            counts[head] += 1
            at_edge[head] += n in edges
    return {
        head for head, count in counts.items() if count >= 2 and at_edge[head] == count and any(map(str.isalpha, head))
    }


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _furniture(
    exemplar: ExemplarText,
    number: int,
    start: int,
    patterns: tuple[re.Pattern[str], re.Pattern[str]],
    pages: set[int],
    heads: set[str],
) -> Iterator[Span]:
    """The marks of a line that is furniture as a whole; none for a line of words."""
    text, line = exemplar.folded, exemplar.lines[number]
    end = line.end
    whole = text[start:end]
    page, classified = patterns
    if end - start > _HEAD_LETTERS + 20 or not whole:
        return
    if found := page.fullmatch(whole) or _DASHED.fullmatch(whole):
        yield Span(start, end, PageMark(found["n"]))
    elif number in pages:
        yield Span(start, end, PageMark(whole))
    elif classified.fullmatch(whole):
        yield Span(start, end, Furniture("classification"))
    else:
        yield from _head(exemplar, line, start, whole, heads)


def _head(exemplar: ExemplarText, line: Line, start: int, whole: str, heads: set[str]) -> Iterator[Span]:
    """A running head, with the page number that is set apart from it at either side."""
    text = exemplar.folded
    trailing = re.search(r" (?P<n>\d{1,4})$", whole)
    leading = re.match(r"(?P<n>\d{1,4}) ", whole)
    wide = {at for at in range(start, line.end) if exemplar.gaps.get(at, 1) >= 4} if exemplar.gaps else set()
    number = next(
        (
            (start + m.start("n"), start + m.end("n"))
            for m, at in (
                (trailing, trailing and start + trailing.start()),
                (leading, leading and start + leading.end() - 1),
            )
            if m and (at in wide or _without_digits(whole) in heads)
        ),
        None,
    )
    words = text[start : line.end] if number is None else (text[start : number[0]] + text[number[1] : line.end]).strip()
    if number is None and _without_digits(whole) in heads:
        yield Span(start, line.end, Furniture("header"))
    elif number is not None and words and (words.isupper() or _without_digits(whole) in heads):
        before, after = (start, number[0] - 1), (number[1] + 1, line.end)
        if before[1] > before[0]:
            yield Span(*before, Furniture("header"))
        yield Span(*number, PageMark(text[slice(*number)]))
        if after[1] > after[0]:
            yield Span(*after, Furniture("header"))
