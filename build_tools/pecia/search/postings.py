"""Postings: in which records of a shard each word stands, as strings that the browser reads.

A number is written in digits of 64 signs: the last digit is below 32, each before it 32 or more; all count by 32s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Signs that need no escape in JavaScript; the place of each is its value."""

WEIGHTS = 4
"""Steps of the weight of a word in a record."""

_SHORT = [DIGITS[n] for n in range(32)] + [DIGITS[32 + (n >> 5)] + DIGITS[n & 31] for n in range(32, 1024)]


def number(value: int) -> str:
    """``value``, 0 or more, in digits."""
    if value < 1024:
        return _SHORT[value]
    return _long(value >> 5) + DIGITS[value & 31]


def _long(value: int) -> str:
    return (_long(value >> 5) if value > 31 else "") + DIGITS[32 + (value & 31)]


def numbers(values: Iterable[int]) -> str:
    """Each of ``values`` in digits, one after the other."""
    return "".join(map(number, values))


def distances(values: Iterable[int]) -> str:
    """Each of ``values``, which rise, less the one before it, in digits."""
    last, parts = 0, []
    for value in values:
        parts.append(number(value - last))
        last = value
    return "".join(parts)


def weight(times: int, length: int) -> int:
    """How much a word counts in a record of ``length`` words that has it so many ``times``: 0 to :data:`WEIGHTS` - 1.

    The saturation of BM25 (Robertson and Zaragoza 2009, with k1 = 1.4 and b = 0.75) against a record of 100 words, not
    of the average of the edition: so the weight does not change when another document does.
    """
    share = times / (times + 1.4 * (0.25 + 0.75 * length / 100))
    return min(WEIGHTS - 1, int(share * WEIGHTS))


Places = Mapping[str, Mapping[int, Sequence[int]]]
"""For each word the records that have it, rising, and its places in each, rising."""


def bucket(word: str, buckets: int) -> int:
    """The number of the file that has ``word``, of ``buckets``. Words that begin with the same three letters are in
    one, so that the beginning of a word is found in one file; a word of a name stands with the word itself.
    """
    place = 0
    for letter in word.lstrip(SPEAKER + NAMED)[:3]:
        place = (place * 31 + ord(letter)) % 65_536
    return place % buckets


SPEAKER, NAMED = "@", "#"
"""Stand before a word of the name of who speaks, and of whom or what a passage names; neither is a word of the text."""


def written(found: Places, lengths: Sequence[int], buckets: int) -> tuple[dict[int, str], dict[int, str]]:
    """The words of a shard and their places, as a string for each bucket that has any.

    ``lengths``: words of each record. Of words: ``word digits,word digits …`` in order, for each record that has it
    its distance from the one before, times :data:`WEIGHTS`, plus the weight. Of places: the same words, for each record
    the number of places and each place less the one before.
    """
    listed: dict[int, list[str]] = {}
    placed: dict[int, list[str]] = {}
    for word in sorted(found):
        last, having, places = 0, [], []
        for record, at in found[word].items():
            having.append(number((record - last) * WEIGHTS + weight(len(at), lengths[record])))
            places += [number(len(at)), distances(at)]
            last = record
        to = bucket(word, buckets)
        listed.setdefault(to, []).append(f"{word} {''.join(having)}")
        if not word.startswith(NAMED):
            placed.setdefault(to, []).append(f"{word} {''.join(places)}")
    return (
        {to: ",".join(parts) for to, parts in listed.items()},
        {to: ",".join(parts) for to, parts in placed.items()},
    )
