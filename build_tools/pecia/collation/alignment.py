"""Which passages of two witnesses correspond: n to m, by their words and their order.

Every word that the two texts share in the same order votes for the pair of passages it stands in. Passages that share
enough words of the shorter one are linked, chains of linked passages become one link, and what stays unlinked is kept,
unpaired, at its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pecia.collation.matching import matching_blocks
from pecia.collation.terms import terms
from pecia.collation.tokens import tokenise
from pecia.model import SIGN_MARKS, SIGNS, Field, Passage, PassageKind, RichText, Transcript, Turn, without

_WORD = re.compile(r"\w+(?:['’ʹʼ-]\w+)*")

_SHARE = 0.5
"""Share of the shorter passage's words that must recur in the other for a link."""

_FEW = 3
"""Passages of fewer words are linked by their words only when all of them recur."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage with what alignment needs to know of its surroundings.

    ``label``: the speaker's label when the passage opens a turn, else empty; ``turn``: the number of its turn from 0,
    else ``None``; ``front``: whether it stands before the record; ``paratext``: whether it is of the publication and
    not of the record: front matter, the title over the record, a note on its source.
    """

    passage: Passage
    label: RichText = RichText("")
    turn: int | None = None
    front: bool = False
    paratext: bool = False

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


_OF_THE_PUBLICATION = frozenset({PassageKind.SOURCE_NOTE, PassageKind.TITLE_PAGE})


def units(transcript: Transcript) -> tuple[Unit, ...]:
    """The passages of a witness in order."""
    found: list[Unit] = []
    turn = -1
    begun = False
    for front, blocks in ((True, transcript.front), (False, transcript.body)):
        for block in blocks:
            match block:
                case Passage() if block.kind not in SIGNS:
                    title = block.kind is PassageKind.HEADING and not begun
                    begun = begun or not (front or block.kind in (PassageKind.HEADING, PassageKind.DATE_LINE))
                    paratext = front or title or block.kind in _OF_THE_PUBLICATION
                    found.append(Unit(block, front=front, paratext=paratext))
                case Field():
                    fields = (block.label, *block.values)
                    found += [Unit(passage, front=front, paratext=front) for passage in fields]
                case Turn():
                    turn += 1
                    begun = True
                    found += [
                        Unit(passage, block.label if passage is block.first else RichText(""), turn, front, front)
                        for passage in block.passages
                        if passage.kind not in SIGNS
                    ]
    return tuple(found)


def align(
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    fixed: Sequence[Link] = (),
    forbidden: frozenset[tuple[int, int]] = frozenset(),
) -> tuple[Link, ...]:
    """Links that hold every unit of both sides exactly once, in the order of both.

    Front matter is linked with front matter only, and passages of different persons are not linked. A passage whose
    words do not tell is linked by its place when as many passages of the same kinds and persons stand between the same
    neighbours. ``fixed`` links stand as they are (in order, without crossing: see :mod:`pecia.collation.rulings`), and
    what lies between them is aligned by itself; the pairs ``forbidden`` are not linked.
    """
    our_words, our_owner = _words(ours)
    their_words, their_owner = _words(theirs)
    votes: Counter[tuple[int, int]] = Counter()
    for start, other, length in matching_blocks(our_words, their_words):
        votes.update(zip(our_owner[start : start + length], their_owner[other : other + length], strict=True))
    lengths = Counter(our_owner), Counter(their_owner)
    settled = _Settled(fixed, forbidden)
    agreed = [
        pair for pair, shared in votes.items() if settled.allows(*pair) and _agree(ours, theirs, pair, shared, lengths)
    ]
    given = [(our, their) for link in fixed for our in link.ours for their in link.theirs]
    links = _complete(ours, theirs, _chains([*agreed, *given]), votes, lengths, settled)
    ruled = {(link.ours, link.theirs): link for link in fixed}
    return tuple(ruled.get((link.ours, link.theirs), link) for link in links)


class _Settled:
    """What the editors have settled: links that stand, and pairs that must not be."""

    def __init__(self, fixed: Sequence[Link], forbidden: frozenset[tuple[int, int]]) -> None:
        self._links = [link for link in fixed if link.ours and link.theirs]
        self._ours = {unit for link in fixed for unit in link.ours}
        self._theirs = {unit for link in fixed for unit in link.theirs}
        self._forbidden = forbidden

    def allows(self, our: int, their: int) -> bool:
        """Whether a rule may link the two: neither is settled, the pair is not forbidden, no link that stands is
        crossed."""
        return (
            our not in self._ours
            and their not in self._theirs
            and (our, their) not in self._forbidden
            and all((our < link.ours[0]) == (their < link.theirs[0]) for link in self._links)
        )


def _words(side: Sequence[Unit]) -> tuple[list[str], list[int]]:
    """The words of all units, case folded, and the unit each belongs to."""
    words: list[str] = []
    owner: list[int] = []
    for number, unit in enumerate(side):
        found = _WORD.findall(without(unit.passage.content, SIGN_MARKS).casefold())
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


_APART = frozenset(
    {
        PassageKind.SIGNATURE, PassageKind.SIGNATURE_LABEL, PassageKind.SOURCE_NOTE,
        PassageKind.NOTE, PassageKind.STAGE, PassageKind.CAST, PassageKind.TITLE_PAGE, PassageKind.CELL,
    }
)  # fmt: skip
"""Passages that correspond to others of their kind only; of the rest one edition may have what another has as
another kind: verse as prose, a paragraph as an item."""


def _compatible(our: Unit, their: Unit) -> bool:
    """Whether two passages may be linked at all, whatever their words."""
    our_kind, their_kind = our.passage.kind, their.passage.kind
    return (
        our.front == their.front
        and (our.passage.who or None) == (their.passage.who or None)
        and (our_kind == their_kind or not ({our_kind, their_kind} & _APART))
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
    settled: _Settled,
) -> list[Link]:
    """Links by words, with what lies between them linked by place or left unpaired."""
    links: list[Link] = []
    our, their = 0, 0
    for chain in [*linked, (range(len(ours), len(ours)), range(len(theirs), len(theirs)))]:
        here, there = range(our, chain[0].start), range(their, chain[1].start)
        by_place = [pair for pair in _by_place(ours, theirs, here, there) if settled.allows(*pair)]
        for pair in [*by_place, (here.stop, there.stop)]:
            links += [Link((unit,), (), 1.0) for unit in range(our, pair[0])]
            links += [Link((), (unit,), 1.0) for unit in range(their, pair[1])]
            if pair != (here.stop, there.stop):
                links.append(Link((pair[0],), (pair[1],), _shared(ours[pair[0]], theirs[pair[1]])))
            our, their = pair[0] + 1, pair[1] + 1
        if chain[0]:
            links.append(Link(tuple(chain[0]), tuple(chain[1]), _confidence(chain[0], chain[1], votes, lengths)))
        our, their = chain[0].stop, chain[1].stop
    return links


def _by_place(ours: Sequence[Unit], theirs: Sequence[Unit], here: range, there: range) -> list[tuple[int, int]]:
    """Pairs among passages that no words link: all, when both sides have the same kinds and persons in the same order;
    else those whose kind stands once on each side, as a date line does."""
    our_sorts, their_sorts = [_sort(ours[unit]) for unit in here], [_sort(theirs[unit]) for unit in there]
    if our_sorts == their_sorts:
        return list(zip(here, there, strict=True))
    pairs: list[tuple[int, int]] = []
    for unit, sort in zip(here, our_sorts, strict=True):
        if sort[0] in _SINGLE and our_sorts.count(sort) == their_sorts.count(sort) == 1:
            other = there[their_sorts.index(sort)]
            if not pairs or other > pairs[-1][1]:
                pairs.append((unit, other))
    return pairs


def _shared(our: Unit, their: Unit) -> float:
    """The confidence of a link by place: what the two have in common in whatever order, one date or number in another
    form included."""
    here, there = (
        [term.key for term in terms(tokenise(without(unit.passage.content, SIGN_MARKS))) if term.sort != "mark"]
        for unit in (our, their)
    )
    total = len(here) + len(there)
    return round(2 * (Counter(here) & Counter(there)).total() / total, 3) if total else 0.0


_SINGLE = frozenset({PassageKind.HEADING, PassageKind.DATE_LINE, PassageKind.SOURCE_NOTE})


def _sort(unit: Unit) -> tuple[PassageKind, str | None, bool]:
    return unit.passage.kind, unit.passage.who, unit.front


def _confidence(
    here: Sequence[int],
    there: Sequence[int],
    votes: Counter[tuple[int, int]],
    lengths: tuple[Counter[int], Counter[int]],
) -> float:
    shared = sum(votes[a, b] for a in here for b in there)
    total = sum(lengths[0][a] for a in here) + sum(lengths[1][b] for b in there)
    return round(2 * shared / total, 3) if total else 0.0
