"""Which old and new passages are worth comparing, and where the words of each went.

Comparing every old passage with every new one would cost the square of the text; so a passage is compared with those
that share its rare words and with those in the same place, the stretch between two passages that are already matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pecia.anchors.likeness import Overlap, Words, common_runs, overlap, weight, word_weights, words

RARE = 8
"""A word that at most so many changed passages have leads to the passages that have it."""
NEIGHBOURS = 16
"""How many passages the rare words of one may lead to."""
OPPOSITE = 12
"""Within a place, an old passage is compared with so many new ones before and after the one opposite."""
RUN = 4
"""So many words in a row are not shared by chance."""


@dataclass(slots=True)
class Evidence:
    """The words of passages by index, what each word weighs, and the overlaps measured so far, each once."""

    old: Mapping[int, Words]
    new: Sequence[Words]
    weights: Mapping[str, int]
    rare: frozenset[tuple[int, int]]
    _overlaps: dict[tuple[int, int], Overlap] = field(default_factory=dict)

    def overlap(self, old: int, new: int) -> Overlap:
        """What the old and the new passage have in common."""
        found = self._overlaps.get((old, new))
        if found is None:
            found = self._overlaps[old, new] = overlap(self.old[old], self.new[new], self.weights)
        return found


def gather(old: Mapping[int, str], new: Sequence[str], targets: Collection[int]) -> Evidence:
    """Read the words of the entries ``old``, by index, and of all new passages.

    ``targets`` are the new passages in which words of ``old`` are looked for. ``rare`` are the pairs (old, new) that
    share rare words, or all, at most :data:`NEIGHBOURS` for each old passage, those with most of them.
    """
    new_words = [words(text) for text in new]
    old_words = {index: words(text) for index, text in old.items()}
    weights = word_weights([*new_words, *old_words.values()])
    having: dict[str, list[int]] = defaultdict(list)
    for index in targets:
        for word in dict.fromkeys(new_words[index]):
            having[word].append(index)
    pairs = set()
    for index, passage in old_words.items():
        shared: Counter[int] = Counter()
        for word in dict.fromkeys(passage):
            if len(having.get(word, ())) <= RARE:
                for other in having.get(word, ()):
                    shared[other] += weights[word]
        nearest = sorted(shared, key=lambda other: (-shared[other], other))[:NEIGHBOURS]
        pairs |= {(index, other) for other in nearest}
    same: dict[str, list[int]] = defaultdict(list)
    for index in targets:
        same[new[index]].append(index)
    pairs |= {(index, other) for index, text in old.items() for other in same.get(text, ())[:NEIGHBOURS]}
    return Evidence(old_words, new_words, weights, frozenset(pairs))


def in_place(old: Sequence[int], new: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs (old, new) to compare within one place."""
    pairs = set()
    for position, o in enumerate(old):
        opposite = position * len(new) // len(old)
        pairs |= {(o, n) for n in new[max(0, opposite - OPPOSITE) : opposite + OPPOSITE + 1]}
    return pairs


def allotment(
    own: Words, others: Mapping[int, Words], order: Sequence[int], weights: Mapping[str, int]
) -> dict[int, int]:
    """Where the words of one passage went, or came from: other passages by index, and the weight of what each has.

    ``own`` are its words; ``others`` those of the passages in question, and ``order`` their indexes, the one most in
    question first. That one has all that is common; each other has what is still left, in runs of :data:`RUN` words
    or, where it is shorter, whole. No word counts twice.
    """
    left: list[str | None] = list(own)
    shares: dict[int, int] = {}
    for other in order:
        least = 1 if other == order[0] else min(RUN, len(others[other]))
        for start, end in common_runs(left, others[other]):
            if end - start >= least:
                shares[other] = shares.get(other, 0) + weight(own[start:end], weights)
                left[start:end] = [None] * (end - start)
    return shares
