"""A text put together of pieces, as the readers of formats with markup meet them; with what the markup states."""

from __future__ import annotations

from dataclasses import dataclass, field

from pecia.transcript.source_text import Hint, HintRole, SourceText

_ORDER = ("", " ", "\t", "\n", "\n\n")


@dataclass(slots=True)
class _Open:
    role: HintRole
    value: str
    start: int | None = None


@dataclass(slots=True)
class Blocks:
    """What has been said so far. What parts two pieces is written with the second, so that nothing ends in space."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _apart: str = ""
    _open: list[_Open] = field(default_factory=list)
    _hints: list[Hint] = field(default_factory=list)

    def say(self, words: str) -> None:
        """Append ``words`` as they are."""
        if not words:
            return
        if self._length and self._apart:
            self._parts.append(self._apart)
            self._length += len(self._apart)
        self._apart = ""
        for one in self._open:
            if one.start is None:
                one.start = self._length
        self._parts.append(words)
        self._length += len(words)

    def say_folded(self, words: str) -> None:
        """Append ``words`` with each run of white space (no-break space is none) as one space."""
        pieces = [piece for piece in words.translate(_SPACES).split(" ") if piece]
        if not pieces:
            if words:
                self.part(" ")
            return
        if words[0] in _WHITE:
            self.part(" ")
        self.say(" ".join(pieces))
        if words[-1] in _WHITE:
            self.part(" ")

    def part(self, by: str) -> None:
        """Let at least ``by`` (nothing, a space, a tab, a line end or a blank line) stand before what comes next."""
        if _ORDER.index(by) > _ORDER.index(self._apart):
            self._apart = by

    def break_line(self) -> None:
        """End the line; what ends it twice is a blank line."""
        self._apart = "\n\n" if self._apart in ("\n", "\n\n") else "\n"

    def open(self, role: HintRole, value: str = "") -> None:
        """Begin something that the format states; :meth:`close` ends the innermost of its role."""
        self._open.append(_Open(role, value))

    def close(self, role: HintRole) -> None:
        """End it; nothing is noted of what has no words."""
        n = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n].role == role), None)
        if n is None:
            return
        one = self._open.pop(n)
        if one.start is not None:
            self._hints.append(Hint(one.start, self._length, role, one.value))

    @property
    def words_so_far(self) -> int:
        """How many characters there are."""
        return self._length

    def source(self, file: str) -> SourceText:
        """The whole text. A note is what begins with the words of its call; else neither is one."""
        text = "".join(self._parts)
        calls = {hint.value: text[hint.start : hint.end] for hint in self._hints if hint.role == "note-call"}
        notes = {
            hint.value
            for hint in self._hints
            if hint.role == "note" and hint.value in calls and hint.end - hint.start <= _LONGEST_NOTE
            if _bare(text[hint.start : hint.end]).startswith(_bare(calls[hint.value]))
        }
        hints = [hint for hint in self._hints if hint.role not in ("note", "note-call") or hint.value in notes]
        ordered = tuple(sorted(hints, key=lambda hint: (hint.start, -hint.end, hint.role)))
        return SourceText(file, text + "\n" if text else "", ordered)


def _bare(label: str) -> str:
    return label.lstrip("[( ").rstrip("]). ")


_LONGEST_NOTE = 5000
_WHITE = " \t\n\r\f\v"
_SPACES = str.maketrans(dict.fromkeys(_WHITE, " "))
