"""Words for messages: how a value is quoted, how a place inside a file is named, what a misspelt word may mean."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

KeyPath = tuple[str | int, ...]
"""The place of a value inside a file: keys, and positions in lists from 0, e.g. ``("witnesses", 0, "siglum")``."""

SHOWN_LENGTH = 60
SIMILAR = 70.0
"""Least similarity of a suggestion, in rapidfuzz's per cent; below it a suggestion misleads more than it helps."""


def shown(text: str) -> str:
    """``text`` in quotation marks for a message: on one line, cut after :data:`SHOWN_LENGTH` characters."""
    line = " ".join(text[: SHOWN_LENGTH * 4].split())
    return f"“{line}”" if len(line) <= SHOWN_LENGTH else f"“{line[:SHOWN_LENGTH]}…”"


def listed(words: Iterable[str], joined: str = "or") -> str:
    """The words, quoted, for a sentence: “a”, “b” or “c”."""
    *first, last = [shown(word) for word in words]
    return f"{', '.join(first)} {joined} {last}" if first else last


def place_words(path: KeyPath) -> str:
    """``path`` for a sentence, lists counted from 1: ``witnesses, item 1, exemplar``."""
    return ", ".join(f"item {part + 1}" if isinstance(part, int) else part for part in path)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the most similar of ``known`` (of equals the first), or an empty string if none is similar."""
    best = process.extractOne(word[:SHOWN_LENGTH], list(known), scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return f"Did you mean {shown(best[0])}?" if best else ""
