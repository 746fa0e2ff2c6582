"""Equal words of two texts in the same order, in time close to linear for long texts.

The matching proper is rapidfuzz's (longest common subsequence, bit-parallel). Its cost grows with the product of the
lengths, so long texts are first divided at anchors: runs of words that occur once in each text, as many as can be had
in the same order (the idea of patience sorting, M. L. Fredman, "On computing the length of longest increasing
subsequences", Discrete Mathematics 11, 1975).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence

from rapidfuzz.distance import LCSseq

_DIRECT = 40_000_000
"""Product of the lengths up to which two texts are matched whole: about 5 MB and some milliseconds."""

_HOPELESS = 2_000_000_000
"""Product of the lengths beyond which two stretches without any common unique run are left unmatched (250 MB)."""

_RUNS = (6, 3, 1)
"""Lengths of the runs tried as anchors, the surest first."""

Block = tuple[int, int, int]
"""Start in the one text, start in the other, number of equal words."""


def matching_blocks(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[Block]:
    """Runs of equal items of ``ours`` and ``theirs``, in order and without overlap, together as long as can be had
    cheaply.

    Up to a product of the lengths of 40 million the result is a longest common subsequence; beyond that it is one
    between anchors.
    """
    blocks: list[Block] = []
    pending = [(0, len(ours), 0, len(theirs))]
    while pending:
        a, a_end, b, b_end = pending.pop()
        a, a_end, b, b_end, ends = _strip(ours, theirs, a, a_end, b, b_end)
        blocks += ends
        if a == a_end or b == b_end:
            continue
        if (a_end - a) * (b_end - b) <= _DIRECT:
            blocks += _direct(ours, theirs, a, a_end, b, b_end)
            continue
        anchors = _anchors(ours, theirs, a, a_end, b, b_end)
        if anchors:
            pending += _gaps(anchors, a, a_end, b, b_end)
            blocks += anchors
        elif (a_end - a) * (b_end - b) <= _HOPELESS:
            blocks += _direct(ours, theirs, a, a_end, b, b_end)
    return _joined(sorted(blocks))


def _strip(
    ours: Sequence[Hashable], theirs: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> tuple[int, int, int, int, list[Block]]:
    """Take the common beginning and end off a stretch."""
    blocks: list[Block] = []
    head = 0
    while a + head < a_end and b + head < b_end and ours[a + head] == theirs[b + head]:
        head += 1
    if head:
        blocks.append((a, b, head))
    a, b = a + head, b + head
    tail = 0
    while a < a_end - tail and b < b_end - tail and ours[a_end - tail - 1] == theirs[b_end - tail - 1]:
        tail += 1
    if tail:
        blocks.append((a_end - tail, b_end - tail, tail))
    return a, a_end - tail, b, b_end - tail, blocks


def _direct(
    ours: Sequence[Hashable], theirs: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> Iterator[Block]:
    for part in LCSseq.opcodes(ours[a:a_end], theirs[b:b_end]):
        if part.tag == "equal":
            yield a + part.src_start, b + part.dest_start, part.src_end - part.src_start


def _anchors(
    ours: Sequence[Hashable], theirs: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> list[Block]:
    """The longest ascending chain of runs that are unique on both sides; empty when there is none of any length."""
    for length in _RUNS:
        here, there = _unique_runs(ours, a, a_end, length), _unique_runs(theirs, b, b_end, length)
        pairs = sorted((place, there[run]) for run, place in here.items() if run in there)
        if pairs:
            return _without_overlap(_ascending(pairs), length)
    return []


def _unique_runs(words: Sequence[Hashable], start: int, end: int, length: int) -> dict[tuple[Hashable, ...], int]:
    places: dict[tuple[Hashable, ...], int] = {}
    for place in range(start, end - length + 1):
        run = tuple(words[place : place + length])
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of ``pairs`` (sorted by their first) whose seconds ascend too."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        if place == len(tails):
            tails.append(second)
            last.append(number)
        else:
            tails[place] = second
            last[place] = number
        before.append(last[place - 1] if place else -1)
    chain = []
    number = last[-1]
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _without_overlap(chain: list[tuple[int, int]], length: int) -> list[Block]:
    """Runs of the chain as blocks: a run that overlaps the one before is cut to what is new, or left out."""
    blocks: list[Block] = []
    a_done = b_done = -1
    for a, b in chain:
        skip = max(0, a_done - a, b_done - b)
        if skip < length:
            blocks.append((a + skip, b + skip, length - skip))
            a_done, b_done = a + length, b + length
    return blocks


def _gaps(anchors: list[Block], a: int, a_end: int, b: int, b_end: int) -> Iterator[tuple[int, int, int, int]]:
    for start, other, length in anchors:
        if start > a and other > b:
            yield a, start, b, other
        a, b = start + length, other + length
    if a_end > a and b_end > b:
        yield a, a_end, b, b_end


def _joined(blocks: list[Block]) -> list[Block]:
    """Neighbouring blocks made one."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1][0] + joined[-1][2] == block[0] and joined[-1][1] + joined[-1][2] == block[1]:
            a, b, length = joined[-1]
            joined[-1] = (a, b, length + block[2])
        else:
            joined.append(block)
    return joined
