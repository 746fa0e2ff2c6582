"""A witness as one running text, and the place of each passage in it: rulings name a passage by its words."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass

from pecia.model import SIGNS, Field, Passage, Transcript, Turn

_OPENING = 8
"""So many words of a passage stand for it, where no other place has them."""


@dataclass(frozen=True, slots=True)
class Running:
    """``text`` is :func:`pecia.model.source_text`; passage ``n`` begins at ``starts[n]``."""

    text: str
    passages: tuple[Passage, ...]
    starts: tuple[int, ...]

    def passage(self, start: int, end: int) -> int | None:
        """The passage that ``text[start:end]`` lies in; ``None`` for more than one, or for a speaker's label."""
        number = bisect(self.starts, start) - 1
        inside = number >= 0 and end <= self.starts[number] + len(self.passages[number].content.text)
        return number if inside else None

    def quote(self, number: int) -> tuple[str, str, str]:
        """Words by which a ruling can name the passage: before, exact and after, which stand together once.

        Where a text is so repetitive that even a hundred words on either side leave a doubt, they stand more than
        once.
        """
        own, start = self.passages[number].content.text, self.starts[number]
        opening = " ".join(own.split(" ")[:_OPENING])
        for exact in (opening, own):
            if self._once(exact):
                return "", exact, ""
        end = start + len(own)
        for size in (1, 3, 10, 30, 100):
            before = " ".join(self.text[:start].split(" ")[-size - 1 :]).strip()
            after = " ".join(self.text[end:].split(" ")[: size + 1]).strip()
            for one, other in ((before, ""), ("", after), (before, after)):
                if self._once(" ".join(part for part in (one, own, other) if part)):
                    return one, own, other
        return before, own, after

    def _once(self, words: str) -> bool:
        first = self.text.find(words)
        return first >= 0 and self.text.find(words, first + 1) < 0


def running(transcript: Transcript) -> Running:
    """Join a transcript's labels and passages as :func:`pecia.model.source_text` does."""
    starts: list[int] = []
    found: list[Passage] = []
    words: list[str] = []
    position = 0
    for block in (*transcript.front, *transcript.body):
        parts: list[Passage | str]
        match block:
            case Passage():
                parts = [block]
            case Turn():
                parts = [block.label.text, *block.passages]
            case Field():
                parts = [block.label, *block.values]
        for part in parts:
            text = part if isinstance(part, str) else part.content.text
            if isinstance(part, Passage) and part.kind not in SIGNS:
                found.append(part)
                starts.append(position)
            if text:
                words.append(text)
                position += len(text) + 1
    return Running(" ".join(words), tuple(found), tuple(starts))
