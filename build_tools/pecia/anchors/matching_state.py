"""The matching while it is being made: what is decided, what is open, and where the open passages stand.

``old`` counts the ledger's entries from 0, retired ones included, ``new`` the passages of the new text.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from pecia.anchors.ledger import LedgerEntry, Reason
from pecia.model import PassageKind


class Item(NamedTuple):
    """What matters here of a new passage."""

    kind: PassageKind
    who: str | None
    text: str


class Fate(NamedTuple):
    """What became of an old passage: the reason, and the new passages that have its words."""

    reason: Reason
    became: tuple[int, ...] = ()


class Place(NamedTuple):
    """A stretch between two matched passages: what is open in it, in order."""

    old: list[int]
    new: list[int]


@dataclass(slots=True)
class Draft:
    """The matching so far.

    ``kept``: new passage → the entry whose anchor it has; ``holder``: the same the other way round. ``fates``:
    entries whose passage is gone. ``fresh``: new passages that are known to get a new anchor. ``changed``: new
    passages that have an anchor, but not the words it had; words of other entries may have gone into them.
    ``barred``: entries that an editor has retired.
    """

    entries: Sequence[LedgerEntry]
    items: Sequence[Item]
    barred: frozenset[int] = frozenset()
    kept: dict[int, int] = field(default_factory=dict)
    holder: dict[int, int] = field(default_factory=dict)
    fates: dict[int, Fate] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def keep(self, old: int, new: int) -> None:
        """Decide that passage ``new`` has the anchor of entry ``old``."""
        self.kept[new] = old
        self.holder[old] = new
        if not self.entries[old].live or self.entries[old].text != self.items[new].text:
            self.changed.add(new)

    def is_open_old(self, old: int) -> bool:
        """Whether it is open what became of a live entry."""
        return self.entries[old].live and old not in self.holder and old not in self.fates and old not in self.barred

    def is_open_new(self, new: int) -> bool:
        """Whether it is open which anchor a passage has."""
        return new not in self.kept and new not in self.fresh

    def open_old(self) -> list[int]:
        """The live entries about which nothing is decided."""
        return [old for old in range(len(self.entries)) if self.is_open_old(old)]

    def open_new(self) -> list[int]:
        """The passages about which nothing is decided."""
        return [new for new in range(len(self.items)) if self.is_open_new(new)]

    def same_voice(self, old: int, new: int) -> bool:
        """Whether kind and speaker are the same."""
        return (self.entries[old].kind, self.entries[old].who) == self.items[new][:2]


def in_order(kept: Mapping[int, int]) -> list[tuple[int, int]]:
    """The greatest part of ``kept`` (new → old) that has the same order on both sides, as sorted pairs (new, old)."""
    pairs = sorted(kept.items())
    olds = [old for _, old in pairs]
    ordered = sorted(olds)
    if olds == ordered:
        return pairs
    blocks = (op for op in LCSseq.opcodes(olds, ordered) if op.tag == "equal")
    return [pair for op in blocks for pair in pairs[op.src_start : op.src_end]]


class Places:
    """The open passages by place: the stretch between two neighbours among the matched passages that did not move."""

    def __init__(self, draft: Draft) -> None:
        frame = in_order(draft.kept)
        self._new = [new for new, _ in frame]
        self._old = [old for _, old in frame]
        self.all = [Place([], []) for _ in range(len(frame) + 1)]
        for old in draft.open_old():
            self.all[self.of_old(old)].old.append(old)
        for new in draft.open_new():
            self.all[self.of_new(new)].new.append(new)

    def of_old(self, old: int) -> int:
        """The number of the place where an entry stood."""
        return bisect(self._old, old)

    def of_new(self, new: int) -> int:
        """The number of the place where a passage stands."""
        return bisect(self._new, new)

    def beside_new(self, new: int) -> tuple[int, ...]:
        """The numbers of the places that a passage stands in or, being matched, between."""
        number = self.of_new(new)
        return (number - 1, number) if number and self._new[number - 1] == new else (number,)

    def same(self, old: int, new: int) -> bool:
        """Whether the passage stands where the entry stood."""
        return self.of_old(old) == self.of_new(new)

    def opposite(self, draft: Draft, old: int, new: int) -> bool:
        """Whether the place has as many passages as before, of the same voices, and these two in the same position."""
        place = self.all[self.of_old(old)]
        pairs = list(zip(place.old, place.new, strict=False))
        return (
            len(place.old) == len(place.new) and (old, new) in pairs and all(draft.same_voice(o, n) for o, n in pairs)
        )
