"""The laws of anchors, held against seeded random edits whose truth is known.

Every word of the simulated text carries a number of its own, which it keeps through moves, splits and mergers and which no
other word ever gets. The tool under test sees the letters only. So whether an anchor still stands for the same words is a
matter of counting, not of opinion.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pytest
import yaml

from pecia.anchors import (
    Ledger,
    WitnessLedger,
    anchor,
    read_ledger,
    resolve,
    retired,
    ruling_for,
    with_witness,
    witness_ledger,
    write_ledger,
)
from pecia.findings import Finding, has_errors
from pecia.model import Locus, Passage, PassageKind, RichText, Transcript, Turn, passages
from pecia.record import Ruling

SOURCES = Path(__file__).parents[2] / "edition" / "sources" / "dinner-1962-11-01"
RULINGS_FILE = "edition/rulings/talks.yml"
SHORT_TURNS = ("Yes.", "No.", "I agree.", "That is so.", "Of course.", "Yes, indeed.", "I do not think so.")
VOICES = ("ekberg", "lind", "moe")


def paragraphs(siglum: str) -> list[str]:
    text = (SOURCES / f"{siglum}.txt").read_text(encoding="utf-8")
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]


MATERIAL = {siglum: paragraphs(siglum) for siglum in "AB"}
VOCABULARY = [word for text in MATERIAL["A"] for word in text.split()]
FOLLOWERS: dict[str, list[str]] = {}
for first, second in zip(VOCABULARY, VOCABULARY[1:], strict=False):
    FOLLOWERS.setdefault(first, []).append(second)


# --- a text whose words know who they are --------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A simulated passage: its speaker, and its words with their numbers."""

    who: str
    words: tuple[tuple[str, int], ...]

    @property
    def text(self) -> str:
        return " ".join(word for word, _ in self.words)

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(number for _, number in self.words)


@dataclass
class Simulation:
    """A text under edit. ``past`` are its earlier states, for undoing."""

    seed: int
    units: list[Unit] = field(default_factory=list)
    past: list[list[Unit]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.numbers = count()
        for text in MATERIAL["A"]:
            self.units.append(self.unit(self.random.choice(VOICES), text.split()))
            if self.random.random() < 0.2:
                self.units.append(self.unit(self.random.choice(VOICES), self.random.choice(SHORT_TURNS).split()))

    def unit(self, who: str, words: Sequence[str]) -> Unit:
        return Unit(who, tuple((word, next(self.numbers)) for word in words))

    def invented(self, length: int) -> list[str]:
        """Words that follow each other as in the exemplar, two by two: a text of its own on the same matters."""
        words = [self.random.choice(VOCABULARY)]
        while len(words) < length:
            words.append(self.random.choice(FOLLOWERS.get(words[-1], VOCABULARY)))
        return words

    def place(self) -> int:
        return self.random.randrange(len(self.units))

    def edit(self) -> str:
        """Make one random edit; return what it was."""
        kinds = {
            self.insert: 3, self.short: 2, self.delete: 3, self.reword: 6, self.split: 3, self.merge: 3, self.move: 2,
            self.undo: 1,
        }  # fmt: skip
        [kind] = self.random.choices(list(kinds), list(kinds.values()))
        self.past.append(list(self.units))
        kind()
        return kind.__name__

    def insert(self) -> None:
        length = self.random.randint(4, 80)
        self.units.insert(self.random.randint(0, len(self.units)), self.unit(self.random.choice(VOICES), self.invented(length)))

    def short(self) -> None:
        words = self.random.choice(SHORT_TURNS).split()
        self.units.insert(self.random.randint(0, len(self.units)), self.unit(self.random.choice(VOICES), words))

    def delete(self) -> None:
        del self.units[self.place()]

    def reword(self) -> None:
        at = self.place()
        self.units[at] = self.reworded(self.units[at], self.random.choice((0.1, 0.3, 0.5)))

    def reworded(self, unit: Unit, share: float) -> Unit:
        words = list(unit.words)
        for position in self.random.sample(range(len(words)), max(1, round(share * len(words)))):
            words[position] = (self.random.choice(VOCABULARY), next(self.numbers))
        return replace(unit, words=tuple(words))

    def split(self) -> None:
        at = self.place()
        words = self.units[at].words
        if len(words) > 1:
            cut = self.random.randint(1, len(words) - 1)
            self.units[at : at + 1] = [replace(self.units[at], words=part) for part in (words[:cut], words[cut:])]

    def merge(self) -> None:
        at = self.place()
        if at + 1 < len(self.units):
            one, other = self.units[at : at + 2]
            self.units[at : at + 2] = [replace(one, words=one.words + other.words)]

    def move(self) -> None:
        unit = self.units.pop(self.place())
        self.units.insert(self.random.randint(0, len(self.units)), unit)

    def undo(self) -> None:
        self.past.pop()
        for _ in range(min(len(self.past), self.random.randint(1, 3))):
            self.units = self.past.pop()
        self.past.append(list(self.units))

    def transcript(self) -> Transcript:
        return Transcript((), tuple(
            Turn(unit.who, RichText(f"{unit.who.title()}:"), (Passage(PassageKind.SPEECH, RichText(unit.text), unit.who),))
            for unit in self.units
        ))  # fmt: skip
