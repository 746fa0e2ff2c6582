"""How the passages that are not settled yet hang together: what each old one shares with each new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pecia.anchors.candidates import Evidence, allotment, in_place
from pecia.anchors.likeness import Overlap, in_any_order
from pecia.anchors.matching_state import Draft, Place, Places

NEARLY_ALL = 0.85
"""Share of the words that counts as nearly all."""
PART = 0.5
"""Share of a part's words that must come from the whole, in a split or merger."""


class Links:
    """The overlaps of some entries with the passages that are open or have other words than before.

    ``old`` and ``new`` hold the same overlaps: by entry and then passage, and by passage and then entry. Under
    ``new`` there is also the entry whose anchor a changed passage has kept.
    """

    def __init__(self, draft: Draft, evidence: Evidence, olds: Iterable[int]) -> None:
        self.draft = draft
        self.places = Places(draft)
        self.old: dict[int, dict[int, Overlap]] = {old: {} for old in olds}
        self.new: dict[int, dict[int, Overlap]] = defaultdict(dict)
        self._evidence = evidence
        self._went: dict[int, dict[int, int]] = {}
        self._came: dict[int, dict[int, int]] = {}
        targets = {*draft.open_new(), *draft.fresh, *draft.changed}
        local: dict[int, Place] = defaultdict(lambda: Place([], []))
        for old in self.old:
            local[self.places.of_old(old)].old.append(old)
        for new in sorted(targets):
            for number in self.places.beside_new(new):
                local[number].new.append(new)
        pairs = {(old, new) for old, new in evidence.rare if old in self.old and new in targets}
        for old, new in sorted(pairs.union(*(in_place(place.old, place.new) for place in local.values()))):
            overlap = evidence.overlap(old, new)
            if overlap.alike:
                self.old[old][new] = self.new[new][old] = overlap
        for new in draft.changed & self.new.keys():
            holder = draft.kept[new]
            if draft.entries[holder].live:  # its own words are not those of another
                self.new[new][holder] = evidence.overlap(holder, new)

    def size(self, old: int, new: int) -> int:
        """The number of words of the shorter of the two."""
        return min(len(self._evidence.old[old]), len(self._evidence.new[new]))

    def in_any_order(self, old: int, new: int) -> float:
        """How alike the two are, 0 to 1, whatever the order of their words."""
        evidence = self._evidence
        shared = in_any_order(evidence.old[old], evidence.new[new], evidence.weights)
        return max(shared, self.old[old][new].alike)

    def went(self, old: int) -> Mapping[int, int]:
        """Where the words of an entry went: passages, and the weight of the words in each."""
        if old not in self._went:
            evidence, found = self._evidence, self.old[old]
            texts = {new: evidence.new[new] for new in found}
            order = sorted(found, key=lambda new: (-self.came(new).get(old, 0), not self.is_near(old, new), new))
            self._went[old] = allotment(evidence.old[old], texts, order, evidence.weights)
        return self._went[old]

    def came(self, new: int) -> Mapping[int, int]:
        """Where the words of a passage came from: entries, and the weight of the words of each."""
        if new not in self._came:
            evidence, found = self._evidence, self.new[new]
            texts = {old: evidence.old[old] for old in found}
            order = sorted(found, key=lambda old: (-found[old].common, not self.is_near(old, new), old))
            self._came[new] = allotment(evidence.new[new], texts, order, evidence.weights)
        return self._came[new]

    def is_near(self, old: int, new: int) -> bool:
        """Whether the passage stands in the place of the entry, or beside it."""
        return self.places.of_old(old) in self.places.beside_new(new)

    def parts(self, old: int) -> list[int]:
        """The passages made for the most part of words of the entry, and of no other's."""
        return [
            new
            for new, overlap in self.old[old].items()
            if self.came(new).get(old, 0) >= PART * overlap.new and nearly_all(self.came(new), old)
        ]

    def sources(self, new: int) -> list[int]:
        """The entries that went for the most part into the passage, and into no other."""
        return [
            old
            for old, overlap in self.new[new].items()
            if self.went(old).get(new, 0) >= PART * overlap.old and nearly_all(self.went(old), new)
        ]


def nearly_all(shares: Mapping[int, int], one: int) -> bool:
    """Whether one passage has nearly all of what was shared out."""
    return shares.get(one, 0) >= NEARLY_ALL * sum(shares.values())
