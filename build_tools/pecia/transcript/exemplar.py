"""From the text of an exemplar to one string under the white-space rule, with the way back from every character."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from pecia.model import WHITE_SPACE, Locus
from pecia.model.findings import Finding
from pecia.transcript.readers import read_source
from pecia.transcript.source_text import Hint, SourceText

_RUN = re.compile(f"[{WHITE_SPACE}]+")
_TAB = 8
_AT_ONE_PLACE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds words: ``folded[start:end]``.

    ``indent``: columns of white space before it. ``blank``: blank lines between it and the line before. ``page``:
    whether a form feed stands between the two.
    """

    start: int
    end: int
    indent: int = 0
    blank: int = 0
    page: bool = False


@dataclass(frozen=True, slots=True)
class ExemplarText:
    """An exemplar under the white-space rule.

    ``folded``: the whole text, every run of space, tab, line end, form feed and vertical tab one space, none at either
    end. All later steps count positions in this string. ``paragraphs``: the (start, end) of each paragraph in it;
    paragraphs are what blank lines part, and one space stands between two of them. ``gaps``: the columns that a space
    within a line took where it was wider than one; ``tabs``: those that were a tab. ``hints``: what the format states,
    by places in ``folded``.
    """

    file: str
    folded: str
    paragraphs: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]
    tabs: frozenset[int] = frozenset()
    gaps: Mapping[int, int] = field(default_factory=dict)
    hints: tuple[Hint, ...] = ()
    starts: Sequence[int] = field(default=(), repr=False)
    _numbers: Sequence[int] = field(default=(), repr=False)
    _places: Sequence[int] = field(default=(), repr=False)
    _columns: Sequence[int] = field(default=(), repr=False)

    def line_at(self, position: int) -> int:
        """The index in ``lines`` of the line that ``position`` is in; of a space, of the line before it."""
        return max(0, bisect_right(self.starts, position) - 1)

    def tag_at(self, position: int) -> Hint | None:
        """The tag of the format that begins at ``position``."""
        number = bisect_left(self.hints, position, key=lambda hint: hint.start)
        here = takewhile(lambda hint: hint.start == position, self.hints[number : number + _AT_ONE_PLACE])
        return next((hint for hint in here if hint.role == "sign" and hint.end > position), None)

    def locus(self, position: int) -> Locus:
        """The file, line and column (from 1) of the character at ``position`` of ``folded``.

        Of a space, the place after the word before it.
        """
        if not self.lines:
            return Locus(self.file)
        position = min(position, len(self.folded) - 1)
        piece = bisect_right(self._places, position) - 1
        return Locus(
            self.file, self._numbers[self.line_at(position)], self._columns[piece] + position - self._places[piece]
        )


def read_exemplar(
    file: str, data: bytes, sha256: str = "", encoding: str = ""
) -> tuple[ExemplarText | None, list[Finding]]:
    """The text of the exemplar ``data``; ``sha256``: the one recorded of it (hexadecimal), blank for none.

    ``None`` when a finding of severity error forbids reading it: changed (E104), no words (E102), characters that no
    TEI file should hold (E108), or what its reader refuses. ``encoding``: that of a text file that is not UTF-8.
    """
    findings: list[Finding] = []
    if sha256 and (actual := hashlib.sha256(data).hexdigest()) != sha256.lower():
        message = f"the file's sha256 is {actual}, the document's YAML records {sha256}"
        findings.append(Finding("E104", message, Locus(file)))
    source, found = read_source(file, data, encoding)
    findings += found
    if source is None:
        return None, findings
    exemplar, found = fold(source)
    findings += found
    return (None if exemplar is None or any(f.code == "E104" for f in findings) else exemplar), findings


def fold(source: SourceText) -> tuple[ExemplarText | None, list[Finding]]:
    """``source`` under the white-space rule; ``None`` when it has no words (E102) or odd characters (E108)."""
    lines = source.text.split("\n")
    findings = _odd_characters(source, lines)
    exemplar = _fold(source, lines)
    if not exemplar.folded:
        findings.append(Finding("E102", "the file has no words", Locus(source.file)))
    return (None if any(f.code in ("E102", "E108") for f in findings) else exemplar), findings


def _fold(source: SourceText, lines: list[str]) -> ExemplarText:
    """Note where lines, words set apart and paragraphs begin while white space is folded."""
    parts: list[str] = []
    found: list[Line] = []
    numbers, places, columns, raws, starts = array("L"), array("L"), array("L"), array("L"), array("L")
    tabs: set[int] = set()
    gaps: dict[int, int] = {}
    length = raw = blank = 0
    page = False
    for number, line in enumerate(lines):
        words = line.strip(WHITE_SPACE)
        if not words:
            page = page or "\f" in line
            blank += 1
            raw += len(line) + 1
            continue
        start = length
        first = len(line) - len(line.lstrip(WHITE_SPACE))
        numbers.append(source.lines[number] if source.lines else number + 1)
        starts.append(start)
        places.append(start)
        columns.append(first + 1)
        raws.append(raw + first)
        for run in _RUN.finditer(line, first, first + len(words)):
            if run.group() == " ":
                continue
            at = places[-1] + run.start() - (columns[-1] - 1)
            if "\t" in run.group():
                tabs.add(at)
            gaps[at] = _TAB if "\t" in run.group() else len(run.group())
            if len(run.group()) > 1:
                places.append(at + 1)
                columns.append(run.end() + 1)
                raws.append(raw + run.end())
        folded = _RUN.sub(" ", words)
        parts.append(folded)
        indent = len(line[:first].expandtabs(_TAB).replace("\f", ""))
        found.append(Line(start, start + len(folded), indent, blank, page or "\f" in line[:first]))
        page, blank = "\f" in line[first + len(words) :], 0
        length += len(folded) + 1
        raw += len(line) + 1
    firsts = [n for n, line in enumerate(found) if n == 0 or line.blank]
    after = [*firsts[1:], len(found)] if found else []
    paragraphs = tuple((found[n].start, found[m - 1].end) for n, m in zip(firsts, after, strict=True))
    text = " ".join(parts)
    hints = _moved(source.hints, raws, places, len(text))
    return ExemplarText(
        source.file,
        text,
        paragraphs,
        tuple(found),
        frozenset(tabs),
        gaps,
        hints,
        starts,
        numbers,
        places,
        columns,
    )


def _moved(hints: Sequence[Hint], raws: Sequence[int], places: Sequence[int], length: int) -> tuple[Hint, ...]:
    """The hints at their places in the folded text; those that cover white space alone are left out."""

    def moved(position: int) -> int:
        piece = bisect_right(raws, position) - 1
        if piece < 0:
            return 0
        end = places[piece + 1] - 1 if piece + 1 < len(places) else length
        return min(places[piece] + position - raws[piece], end)

    made = (replace(hint, start=moved(hint.start), end=moved(hint.end)) for hint in hints)
    return tuple(hint for hint in made if hint.end > hint.start or hint.role == "page")


def _odd_characters(source: SourceText, lines: list[str]) -> list[Finding]:
    """Findings E107 and E108: one for each odd character, at its first place, with the number of its places."""
    first: dict[str, Locus] = {}
    count: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if line.isascii() and line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            if _code_of(character):
                count[character] += 1
                first.setdefault(
                    character, Locus(source.file, source.lines[number] if source.lines else number + 1, column)
                )
    return [
        Finding(
            _code_of(character) or "",
            f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}, times: {count[character]}",
            locus,
        )
        for character, locus in first.items()
    ]


def _code_of(character: str) -> str | None:
    """E108 for what XML 1.0 section 2.2 forbids or discourages as control characters, E107 for odd space."""
    if character in WHITE_SPACE:
        return None
    category = unicodedata.category(character)
    if category == "Cc" or (ord(character) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        return "E108"
    if category in ("Zs", "Zl", "Zp") and character != " ":
        return "E107"
    if character in "\u200b\u2060\ufeff\u00ad":
        return "E107"
    return None
