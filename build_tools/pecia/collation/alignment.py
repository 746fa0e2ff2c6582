"""Which passages of two witnesses correspond: n to m, by their words and their order.

Every word that the two texts share in the same order votes for the pair of passages it stands in. Passages that share
enough words of the shorter one are linked, chains of linked passages become one link, and what stays unlinked is kept,
unpaired, at its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pecia.collation.matching import matching_blocks
from pecia.collation.tokens import tokenise
from pecia.model import Field, Passage, PassageKind, RichText, Transcript, Turn

_SHARE = 0.5
"""Share of the shorter passage's words that must recur in the other for a link."""

_FEW = 3
"""Passages of fewer words are linked by their words only when all of them recur."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage with what alignment needs to know of its surroundings.

    ``label``: the speaker's label when the passage opens a turn, else empty; ``turn``: the number of its turn from 0,
    else ``None``; ``front``: whether it stands before the record.
    """

    passage: Passage
    label: RichText = RichText("")
    turn: int | None = None
    front: bool = False

    @property
    def text(self) -> str:
        """Label and words, as printed."""
        return f"{self.label.text} {self.passage.content.text}".lstrip()


@dataclass(frozen=True, slots=True)
class Link:
    """Passages ``ours`` of the one witness correspond to ``theirs`` of the other; positions in the units, consecutive,
    either may be empty.

    ``confidence``: the share of the words of both that they have in common, 0 to 1; of an unpaired passage 1 less the
    best share it could have had. ``ruling``: the id of the ruling that made the link.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    confidence: float
    ruling: str | None = None


def units(transcript: Transcript) -> tuple[Unit, ...]:
    """The passages of a witness in order."""
    found: list[Unit] = []
    turn = -1
    for front, blocks in ((True, transcript.front), (False, transcript.body)):
        for block in blocks:
            match block:
                case Passage():
                    found.append(Unit(block, front=front))
                case Field():
                    found += [Unit(passage, front=front) for passage in (block.label, *block.values)]
                case Turn():
                    turn += 1
                    labels = [block.label] + [RichText("")] * (len(block.passages) - 1)
                    found += [Unit(p, label, turn) for p, label in zip(block.passages, labels, strict=True)]
    return tuple(found)


def align(ours: Sequence[Unit], theirs: Sequence[Unit]) -> tuple[Link, ...]:
    """Links that hold every unit of both sides exactly once, in the order of both.

    Front matter is linked with front matter only, and passages of different persons are not linked. A passage whose
    words do not tell is linked by its place when as many passages of the same kinds and persons stand between the same
    neighbours.
    """
    our_words, our_owner = _words(ours)
    their_words, their_owner = _words(theirs)
    votes: Counter[tuple[int, int]] = Counter()
    for start, other, length in matching_blocks(our_words, their_words):
        votes.update(zip(our_owner[start : start + length], their_owner[other : other + length], strict=True))
    lengths = Counter(our_owner), Counter(their_owner)
    linked = _chains([pair for pair, shared in votes.items() if _agree(ours, theirs, pair, shared, lengths)])
    return tuple(_complete(ours, theirs, linked, votes, lengths))


def _words(side: Sequence[Unit]) -> tuple[list[str], list[int]]:
    """The words of all units, case folded, and the unit each belongs to."""
    words: list[str] = []
    owner: list[int] = []
    for number, unit in enumerate(side):
        found = [token.text.casefold() for token in tokenise(unit.passage.content.text) if token.is_word]
        words += found
        owner += [number] * len(found)
    return words, owner


def _agree(
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    pair: tuple[int, int],
    shared: int,
    lengths: tuple[Counter[int], Counter[int]],
) -> bool:
    shorter = min(lengths[0][pair[0]], lengths[1][pair[1]])
    enough = shared == shorter if shorter < _FEW else shared >= _SHARE * shorter
    return enough and _compatible(ours[pair[0]], theirs[pair[1]])


_CLOSING = frozenset({PassageKind.SIGNATURE, PassageKind.SIGNATURE_LABEL, PassageKind.SOURCE_NOTE})


def _compatible(our: Unit, their: Unit) -> bool:
    """Whether two passages may be linked at all, whatever their words."""
    our_kind, their_kind = our.passage.kind, their.passage.kind
    return (
        our.front == their.front
        and our.passage.who == their.passage.who
        and (our_kind == their_kind or not ({our_kind, their_kind} & _CLOSING))
    )


def _chains(pairs: list[tuple[int, int]]) -> list[tuple[range, range]]:
    """Pairs that share a passage on either side made one link; the word matching is in order, so links cannot cross."""
    chains: list[tuple[range, range]] = []
    for our, their in sorted(pairs):
        if chains and (our < chains[-1][0].stop or their < chains[-1][1].stop):
            before = chains.pop()
            chains.append(
                (
                    range(before[0].start, max(our + 1, before[0].stop)),
                    range(before[1].start, max(their + 1, before[1].stop)),
                )
            )
        else:
            chains.append((range(our, our + 1), range(their, their + 1)))
    return chains


def _complete(
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    linked: list[tuple[range, range]],
    votes: Counter[tuple[int, int]],
    lengths: tuple[Counter[int], Counter[int]],
) -> list[Link]:
    """Links by words, with what lies between them linked by place or left unpaired."""
    links: list[Link] = []
    our, their = 0, 0
    for chain in [*linked, (range(len(ours), len(ours)), range(len(theirs), len(theirs)))]:
        links += _between(ours, theirs, range(our, chain[0].start), range(their, chain[1].start), votes, lengths)
        if chain[0]:
            links.append(Link(tuple(chain[0]), tuple(chain[1]), _confidence(chain[0], chain[1], votes, lengths)))
        our, their = chain[0].stop, chain[1].stop
    return links


def _between(
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    here: range,
    there: range,
    votes: Counter[tuple[int, int]],
    lengths: tuple[Counter[int], Counter[int]],
) -> list[Link]:
    """Unlinked passages between two links."""
    same = len(here) == len(there) and all(
        _compatible(ours[a], theirs[b]) and ours[a].passage.kind == theirs[b].passage.kind
        for a, b in zip(here, there, strict=False)
    )
    if same:
        return [
            Link((a,), (b,), _confidence(range(a, a + 1), range(b, b + 1), votes, lengths))
            for a, b in zip(here, there, strict=True)
        ]
    return [Link((a,), (), 1.0) for a in here] + [Link((), (b,), 1.0) for b in there]


def _confidence(
    here: range, there: range, votes: Counter[tuple[int, int]], lengths: tuple[Counter[int], Counter[int]]
) -> float:
    shared = sum(votes[a, b] for a in here for b in there)
    total = sum(lengths[0][a] for a in here) + sum(lengths[1][b] for b in there)
    return round(2 * shared / total, 3) if total else 0.0
