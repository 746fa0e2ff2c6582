"""The words of a text that are most like a quotation, and where the two first part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from pecia.metadata.words import shown
from pecia.quotations.matching import loosened

NEAR = 60.0
"""Least likeness of words that are worth showing, in rapidfuzz's per cent."""

COMPARED = 2000
"""How many characters of a long quotation are compared, from shortly before it leaves the text."""

_AROUND = 4
_BEFORE = 200
_SHOWN = 200
_WORD = re.compile("[^ ]+")


class Like(NamedTuple):
    """Where in a folded text the words stand that are most like others, and how alike they are, in per cent."""

    start: int
    end: int
    alike: float


def likest(quotation: str, text: str) -> Like:
    """The whole words of ``text`` that are most like ``quotation``; both are folded."""
    found = fuzz.partial_ratio_alignment(quotation, text)
    if found is None or not text:
        return Like(0, 0, 0.0)
    start, end = (found.dest_start, found.dest_end) if len(quotation) <= len(text) else (0, len(text))
    return Like(*whole_words(text, start, end), found.score)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of ``text`` widened to the words that it cuts, without spaces at its ends."""
    after = text.find(" ", max(start, end - 1))
    return text.rfind(" ", 0, start + 1) + 1, after if after >= 0 else len(text)


def as_written(written: str, folded: str, start: int, end: int) -> str:
    """``folded[start:end]`` in quotation marks as it is ``written``, or folded where folding moved characters; long
    words are cut."""
    words = (written if len(written) == len(folded) else folded)[start:end]
    return f"“{words}”" if len(words) <= _SHOWN else f"“{words[:_SHOWN]}…”"


def leaving(quotation: str, text: str) -> str:
    """The part of a long ``quotation`` in which it leaves the ``text``, at most :data:`COMPARED` characters of it."""
    if len(quotation) <= COMPARED:
        return quotation
    same, more = 0, len(quotation)
    while more - same > 1:
        middle = (same + more) // 2
        same, more = (middle, more) if quotation[:middle] in text else (same, middle)
    start = quotation.rfind(" ", 0, max(0, same - _BEFORE) + 1) + 1
    return quotation[start : start + COMPARED]


class Compared(NamedTuple):
    """Where in a text the words stand that answer to a quotation, and how the quotation first departs from them."""

    start: int
    end: int
    departs: str


def compared(quotation: str, text: str, like: Like) -> Compared:
    """Compare ``quotation`` word by word with ``text`` around the stretch that is ``like`` it; both are folded.

    Punctuation is passed over: where nothing but that differs, the quotation differs in form only.
    """
    words = list(_WORD.finditer(text))
    near = [n for n, word in enumerate(words) if like.start <= word.start() < max(like.end, like.start + 1)]
    words = words[max(0, near[0] - _AROUND) : near[-1] + 1 + _AROUND]
    quoted, there = quotation.split(), [word[0] for word in words]
    steps = Levenshtein.opcodes(list(map(_bare, quoted)), list(map(_bare, there)))
    inside = [step for step in steps if step.tag != "insert" or 0 < step.src_start < len(quoted)]
    first, last = inside[0].dest_start, max(inside[-1].dest_end, inside[0].dest_start + 1)
    parts = (step for step in inside if step.tag != "equal")
    departs = next((_said(quoted, there, step) for step in parts), "")
    return Compared(words[first].start(), words[last - 1].end(), departs)


def _bare(word: str) -> str:
    return loosened(word, ("punctuation",)) or word


def _said(quoted: Sequence[str], there: Sequence[str], step: Opcode) -> str:
    ours = shown(" ".join(quoted[step.src_start : step.src_end]))
    theirs = shown(" ".join(there[step.dest_start : step.dest_end]))
    match step.tag:
        case "delete":
            return f"{ours} is not in the text"
        case "insert":
            return f"{theirs} is omitted before {shown(quoted[step.src_start])}"
    return f"the text has {theirs}, not {ours}"
