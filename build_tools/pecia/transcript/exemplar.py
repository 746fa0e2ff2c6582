"""From the bytes of an exemplar to its text, with the way back from every character to its line and column."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pecia.findings import Finding
from pecia.model import WHITE_SPACE, Locus

_LINE_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(f"[^{WHITE_SPACE}]+")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class ExemplarText:
    """An exemplar under the white-space rule.

    ``folded``: the whole text, every run of space, tab and line end one space, none at either end. All later steps
    count positions in this string. ``paragraphs``: the (start, end) of each paragraph in it; paragraphs are what blank
    lines part, and one space stands between two of them. ``lines``: the start of each line that holds words.
    """

    file: str
    folded: str
    paragraphs: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    _line_numbers: Sequence[int] = field(repr=False)
    _words: Sequence[int] = field(repr=False)
    _columns: Sequence[int] = field(repr=False)

    def locus(self, position: int) -> Locus:
        """The file, line and column (from 1) of the character at ``position`` of ``folded``.

        Of a space, the place after the word before it.
        """
        if not self.lines:
            return Locus(self.file)
        position = min(position, len(self.folded) - 1)
        line = self._line_numbers[bisect_right(self.lines, position) - 1]
        word = bisect_right(self._words, position) - 1
        return Locus(self.file, line, self._columns[word] + position - self._words[word])


def read_exemplar(file: str, data: bytes, sha256: str) -> tuple[ExemplarText | None, list[Finding]]:
    """The text of the exemplar ``data`` (UTF-8) whose recorded SHA-256 is ``sha256`` (hexadecimal).

    ``None`` when a finding of severity error forbids reading it: not UTF-8 (E103), changed (E104), empty (E102),
    characters that no TEI file should hold (E108).
    """
    findings: list[Finding] = []
    actual = hashlib.sha256(data).hexdigest()
    if actual != sha256.lower():
        message = f"the file's sha256 is {actual}, the document's YAML records {sha256}"
        findings.append(Finding("E104", message, Locus(file)))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[error.start]:02x} is not valid UTF-8"
        return None, [*findings, Finding("E103", message, Locus(file, line, column))]
    if text.startswith(_BYTE_ORDER_MARK):
        findings.append(Finding("E105", "byte order mark at the start of the file", Locus(file, 1, 1)))
        text = text[1:]
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        findings.append(Finding("E106", f"{text.count(chr(13))} line ends hold a carriage return", Locus(file, line)))
    lines = _LINE_END.split(text)
    findings += _odd_characters(file, lines)
    exemplar = _fold(file, lines)
    if not exemplar.folded:
        findings.append(Finding("E102", "the file has no words", Locus(file)))
    fatal = {"E102", "E103", "E104", "E108"}
    return (None if any(f.code in fatal for f in findings) else exemplar), findings


def _fold(file: str, lines: list[str]) -> ExemplarText:
    """Apply the white-space rule and note where paragraphs, lines and words begin."""
    words: list[str] = []
    starts, columns = array("L"), array("L")
    line_starts: list[int] = []
    numbers: list[int] = []
    paragraphs: list[tuple[int, int]] = []
    length = 0
    open_since: int | None = None
    for number, line in enumerate(lines, 1):
        found = list(_WORD.finditer(line))
        if not found:
            if open_since is not None:
                paragraphs.append((open_since, length - 1))
                open_since = None
            continue
        line_starts.append(length)
        numbers.append(number)
        if open_since is None:
            open_since = length
        for match in found:
            word = match.group()
            words.append(word)
            starts.append(length)
            columns.append(match.start() + 1)
            length += len(word) + 1  # one space after each word, as they will be joined
    if open_since is not None:
        paragraphs.append((open_since, length - 1))
    return ExemplarText(file, " ".join(words), tuple(paragraphs), tuple(line_starts), numbers, starts, columns)


def _odd_characters(file: str, lines: list[str]) -> list[Finding]:
    """Findings E107 and E108: one for each odd character, at its first place, with the number of its places."""
    first: dict[str, Locus] = {}
    count: Counter[str] = Counter()
    for number, line in enumerate(lines, 1):
        if line.isascii() and line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            if _code_of(character):
                count[character] += 1
                first.setdefault(character, Locus(file, number, column))
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
