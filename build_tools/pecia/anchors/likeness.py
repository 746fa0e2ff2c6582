"""How much of one passage's words stand in another: measured in words, in order, rare words counting more.

Two passages on one subject share *the*, *of* and *we* without having anything to do with each other; so a word weighs
by how few passages have it. All weights are whole numbers: the result is the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

Words = tuple[str, ...]

_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
"""A word; in scripts that write none apart (Thai to Khmer, Kana, Han) a letter."""

RESPELT = 0.8
"""Share of letters in common from which passages of :data:`RESPELT_LETTERS` letters count as alike by their
letters."""
RESPELT_LETTERS = 20


def words(text: str) -> Words:
    """The words of ``text`` without case, accents and punctuation; a text without words is one word."""
    plain = text.casefold()
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if unicodedata.category(c) != "Mn")
    return tuple(_WORD.findall(plain)) or (text,)


def word_weights(passages: Sequence[Words]) -> Mapping[str, int]:
    """The weight of every word: the binary digits of the number of passages divided by the number that have the
    word."""
    having = Counter(word for passage in passages for word in set(passage))
    return {word: (len(passages) // count).bit_length() for word, count in having.items()}


@dataclass(frozen=True, slots=True)
class Overlap:
    """What an old and a new passage have in common, in order.

    ``common``, ``old`` and ``new`` are weights: of the common words, of all the old and of all the new ones.
    ``longest`` is the number of words in the longest common run. ``letters`` is the share of letters in common, 0 to
    1, or 0 where it proves nothing.
    """

    common: int
    old: int
    new: int
    longest: int
    letters: float

    @property
    def alike(self) -> float:
        """0 for nothing in common to 1 for the same words: twice the common weight over the weight of both."""
        return max(2 * self.common / (self.old + self.new), self.letters)


def overlap(old: Words, new: Words, weights: Mapping[str, int]) -> Overlap:
    """Compare two passages, neither of them empty, word by word."""
    runs = common_runs(old, new)
    common = sum(weight(old[start:end], weights) for start, end in runs)
    longest = max((end - start for start, end in runs), default=0)
    return Overlap(common, weight(old, weights), weight(new, weights), longest, _letters(old, new))


def in_any_order(old: Words, new: Words, weights: Mapping[str, int]) -> float:
    """As :attr:`Overlap.alike`, of the words in common whatever their order."""
    common = weight((Counter(old) & Counter(new)).elements(), weights)
    return 2 * common / (weight(old, weights) + weight(new, weights))


def common_runs(one: Sequence[str | None], other: Words) -> list[tuple[int, int]]:
    """The runs of ``one`` that are in ``other``, in the same order (longest common subsequence): start and end of
    each."""
    return [(op.src_start, op.src_end) for op in LCSseq.opcodes(one, other) if op.tag == "equal"]


def weight(passage: Iterable[str], weights: Mapping[str, int]) -> int:
    """The weight of some words; a word of unknown weight counts 1."""
    return sum(weights.get(word, 1) for word in passage)


def _letters(old: Words, new: Words) -> float:
    before, after = " ".join(old), " ".join(new)
    if min(len(before), len(after)) < RESPELT_LETTERS:
        return 0.0
    return ratio(before, after, score_cutoff=100 * RESPELT) / 100
