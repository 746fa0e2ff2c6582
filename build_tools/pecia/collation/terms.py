"""Tokens grouped to what a reader compares as one: a number expression, a date, initials; each with a key for matching.

The key folds what makes two spellings of one thing: case, diacritics, hyphens, the figures or words of a number, the
order of a date. Terms with the same key and different letters are a variant of form; the letters themselves are never
changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pecia.collation.tokens import Token

_SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_CALENDAR = "january february march april may june july august september october november december"

_UNITS = {word: value for value, word in enumerate(_SMALL.split())}
_TENS = {word: 10 * number for number, word in enumerate(_ROUND.split(), 2)}
_MULTIPLES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_BETWEEN = {"-": "-", "–": "-", "to": "-", "or": "or"}
_MONTHS = {word: number for number, word in enumerate(_CALENDAR.split(), 1)}


class Term(NamedTuple):
    """Consecutive tokens (``first`` to ``last`` of the tokens, last exclusive) and their ``key``.

    ``sort``: word, number, date, initials or mark (punctuation).
    """

    first: int
    last: int
    key: str
    sort: str


def terms(tokens: Sequence[Token]) -> list[Term]:
    """The terms of ``tokens``, in order, each token in exactly one."""
    return list(_terms(tokens))


def _terms(tokens: Sequence[Token]) -> Iterator[Term]:
    place = 0
    while place < len(tokens):
        key, sort, may_begin = _alone(tokens[place].text)
        term = (_date(tokens, place) or _number(tokens, place) or _initials(tokens, place)) if may_begin else None
        if term:
            yield term
            place = term.last
        else:
            yield Term(place, place + 1, key, sort)
            place += 1


@lru_cache(maxsize=65_536)
def _alone(word: str) -> tuple[str, str, bool]:
    """Key and sort of a token by itself, and whether a number, a date or initials may begin with it."""
    low = word.casefold()
    may_begin = low in _MONTHS or _value(word) is not None or _is_initial(word)
    return folded(word), "word" if word[0].isalnum() else "mark", may_begin


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """``word`` without case, diacritics, hyphens and apostrophes; a punctuation mark stays as it is."""
    if not word[0].isalnum():
        return word
    bare = "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
    return bare.translate(_JOINERS) or word


_JOINERS = {ord(c): None for c in "-'’ʹʼ"}


def _value(word: str) -> int | None:
    """What a figure or an English number word means: "145,000", "twelve", "forty-five"."""
    if word[0].isdecimal():
        bare = word.replace(",", "")
        return int(bare) if bare.isdecimal() else None
    low = word.casefold()
    if low in _UNITS:
        return _UNITS[low]
    tens, _, unit = low.partition("-")
    if tens in _TENS and (not unit or 0 < _UNITS.get(unit, 0) < 10):
        return _TENS[tens] + _UNITS.get(unit, 0)
    return None


def _quantity(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """A number with its multiples at ``place`` ("145 thousand"): its value and where it ends."""
    value = _value(tokens[place].text) if place < len(tokens) and tokens[place].is_word else None
    if value is None:
        return None
    place += 1
    while place < len(tokens) and tokens[place].text.casefold() in _MULTIPLES:
        value *= _MULTIPLES[tokens[place].text.casefold()]
        place += 1
    return value, place


def _number(tokens: Sequence[Token], place: int) -> Term | None:
    """A number or a range of two: "two to three", "2-3", "ten or fifteen"."""
    first = _quantity(tokens, place)
    if first is None:
        return None
    value, end = first
    between = _BETWEEN.get(tokens[end].text.casefold()) if end < len(tokens) else None
    second = _quantity(tokens, end + 1) if between else None
    if second and second[0] > value:
        return Term(place, second[1], f"#{value}-{second[0]}", "number")
    # "one" is a pronoun more often than a number, so alone it is a word
    if tokens[place].text.casefold() == "one":
        return None
    return Term(place, end, f"#{value}", "number")


def _date(tokens: Sequence[Token], place: int) -> Term | None:
    """A day and a month in either order, with or without a year: "24 October", "October 24", "November 1, 1962"."""
    word = tokens[place].text
    following = [token.text for token in tokens[place + 1 : place + 4]]
    if (month := _MONTHS.get(word.casefold())) and word[0].isupper() and following and _is_day(following[0]):
        if len(following) == 3 and following[1] == "," and _is_year(following[2]):
            return Term(place, place + 4, f"@{following[2]}-{month}-{int(following[0])}", "date")
        return Term(place, place + 2, f"@{month}-{int(following[0])}", "date")
    if _is_day(word) and following and (month := _MONTHS.get(following[0].casefold())):
        if len(following) > 1 and _is_year(following[1]):
            return Term(place, place + 3, f"@{following[1]}-{month}-{int(word)}", "date")
        return Term(place, place + 2, f"@{month}-{int(word)}", "date")
    return None


def _is_day(word: str) -> bool:
    return word.isdecimal() and 1 <= int(word) <= 31


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isupper()


def _initials(tokens: Sequence[Token], place: int) -> Term | None:
    """A run of initials: "U.N.", "A. B."."""
    end = place
    while end < len(tokens) and _is_initial(tokens[end].text):
        end += 1
    if end - place < 2:
        return None
    return Term(place, end, "".join(token.text[0] for token in tokens[place:end]).casefold(), "initials")
