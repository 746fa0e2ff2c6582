"""Whether words stand in a text, under the declared normalisation.

The normalisation (:func:`fold`): Unicode NFC; every run of white space is one space; quotation marks and apostrophes of
every shape are alike. Besides, an ellipsis in a quotation ("…", "...", ". . .", with or without square brackets)
stands for any words, unless the text has it too. Nothing else is made alike: capital letters, accents, punctuation and
the spelling must be those of the text, and what is quoted begins and ends with whole words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, combinations, islice
from typing import NamedTuple

_ALIKE = str.maketrans(dict.fromkeys('"“”„‟‘’‚‛«»‹›`´', "'"))
_OMITTED = re.compile(r"(\[(?:…|\.(?: ?\.){2,3})\]|…|\.(?: ?\.){2,3})")
_DIVIDERS = re.compile("[ -]+")
_BRACKET = re.compile(r"[\[\]]")
_BRACKETED = re.compile(r"(\[[^\[\]]*\])")

ALTERED = 40
"""How many characters of the text a bracketed alteration of a quotation may stand for."""

DIVISION = "word division"
LOOSE = ("capital letters", "accents", "punctuation", DIVISION)
"""In what alone a quotation may differ from the text, for a verdict that says so."""


class Words(NamedTuple):
    """A run of quoted words; ``left`` and ``right``: whether it begins and ends with a whole word."""

    text: str
    left: bool = True
    right: bool = True


class Pattern(NamedTuple):
    """What is looked for: runs of words in their order, and between each two how many characters may stand at most
    (``None``: any number). Without ``runs`` there is nothing to look for.

    ``before``, ``after``: an alteration stands before the first run, after the last.
    """

    runs: tuple[Words, ...]
    gaps: tuple[int | None, ...]
    before: bool = False
    after: bool = False


def fold(text: str) -> str:
    """``text`` under the normalisation."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def literal(quotation: str) -> Pattern:
    """The pattern of a folded quotation as it stands."""
    return Pattern((Words(quotation),) if quotation else (), ())


def with_omissions(quotation: str) -> Pattern:
    """The pattern of a folded quotation whose ellipses stand for any words."""
    runs = tuple(Words(run) for part in _OMITTED.split(quotation)[::2] if (run := part.strip()))
    return Pattern(runs, (None,) * (len(runs) - 1))


def with_alterations(quotation: str, text: str) -> Pattern:
    """The same, and what stands in square brackets may be any words of up to :data:`ALTERED` characters, or none.

    Brackets that ``text`` has too are its own and stay as they are; nor is an alteration one of words that the text has
    in brackets.
    """
    runs: list[Words] = []
    gaps: list[int | None] = []
    edges: list[str] = []
    for stretch in _OMITTED.split(quotation)[::2]:
        gap: int | None = None  # until the stretch has a run, an ellipsis stands before the next
        parts = _parted(stretch, text)
        edges += [parts[0], parts[-1]]
        for place, part in enumerate(parts):
            if not part.strip():
                continue
            if runs:
                gaps.append(gap)
            left = place == 0 or part.startswith(" ")
            right = place == len(parts) - 1 or part.endswith(" ")
            runs.append(Words(part.strip(), left, right))
            gap = ALTERED
    return Pattern(tuple(runs), tuple(gaps), not edges[0], not edges[-1])


def _parted(stretch: str, text: str) -> list[str]:
    """What stands before, between and after the alterations."""
    parts = [""]
    for number, part in enumerate(_BRACKETED.split(stretch)):
        if number % 2 and part not in text:
            parts.append("")
        else:
            parts[-1] += part
    return parts


def has_alterations(quotation: str) -> bool:
    """Whether the folded quotation has words in square brackets that are not an ellipsis."""
    return any(_BRACKETED.search(part) for part in _OMITTED.split(quotation)[::2])


def match(pattern: Pattern, text: str, start: int = 0) -> tuple[int, int] | None:
    """The first stretch of the folded ``text``, from ``start`` on, that has the runs of the pattern in order.

    Before a gap of any length the first place of a run is the only one that matters, so ellipses cost one search in
    all; before a narrow one each place of the run may be the one.
    """
    if not pattern.runs or any(run.text not in text for run in pattern.runs):
        return None
    first, *others = pattern.runs
    alive = _kept(_occurrences(first, text, start), pattern.gaps, 0)
    for number, run in enumerate(others, 1):
        if not alive:
            return None
        alive = _kept(_continued(run, text, alive, pattern.gaps[number - 1]), pattern.gaps, number)
    return next((stretch for stretch in alive if not _beside_bracket(pattern, text, stretch)), None)


def _beside_bracket(pattern: Pattern, text: str, stretch: tuple[int, int]) -> bool:
    """Whether an alteration at an end of the pattern would stand for words that the text has in brackets."""
    before, after = text[: stretch[0]].rstrip(), text[stretch[1] :].lstrip()
    return (pattern.before and before.endswith("]")) or (pattern.after and after.startswith("["))


def _kept(found: Iterator[tuple[int, int]], gaps: Sequence[int | None], number: int) -> list[tuple[int, int]]:
    """Of the places of a run those that matter for what follows it."""
    narrow = number < len(gaps) and gaps[number] is not None
    return list(found) if narrow else list(islice(found, 1))


def _continued(run: Words, text: str, alive: Sequence[tuple[int, int]], gap: int | None) -> Iterator[tuple[int, int]]:
    """Where a run stands after one of ``alive``, stretches in the order of their ends, and not too far from it."""
    ends = [end for _, end in alive]
    for first, last in _occurrences(run, text, ends[0]):
        before = bisect_right(ends, first) - 1
        if gap is None or (first - ends[before] <= gap and not _BRACKET.search(text, ends[before], first)):
            yield alive[before][0], last


def _occurrences(run: Words, text: str, start: int) -> Iterator[tuple[int, int]]:
    first = text.find(run.text, start)
    while first >= 0:
        last = first + len(run.text)
        if not (run.left and _inside_word(text, first)) and not (run.right and _inside_word(text, last)):
            yield first, last
        first = text.find(run.text, first + 1)


def _inside_word(text: str, position: int) -> bool:
    return 0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum()


# --- alike but for ... ---------------------------------------------------------------------------


def differs_only_in(pattern: Pattern, text: str) -> tuple[str, ...]:
    """The fewest of :data:`LOOSE` but for which ``text`` has the pattern; none when it differs in more."""
    if not _matches_loosely(pattern, text, LOOSE):
        return ()
    sizes = range(1, len(LOOSE))
    tries = (kinds for size in sizes for kinds in combinations(LOOSE, size))
    return next((kinds for kinds in tries if _matches_loosely(pattern, text, kinds)), LOOSE)


def _matches_loosely(pattern: Pattern, text: str, kinds: tuple[str, ...]) -> bool:
    runs = [words for run in pattern.runs if (words := loosened(run.text, kinds))]
    if DIVISION in kinds:
        return _matches_undivided(runs, loosened(text, kinds))
    gaps = (None,) * max(0, len(runs) - 1)
    return match(Pattern(tuple(map(Words, runs)), gaps), loosened(text, kinds)) is not None


def _matches_undivided(runs: Sequence[str], text: str) -> bool:
    """Whether the words follow each other in the text however they are divided; each run begins and ends a word."""
    parts = _DIVIDERS.split(text)
    ends = set(accumulate(map(len, parts), initial=0))
    joined, position = "".join(parts), 0
    for run in (_DIVIDERS.sub("", run) for run in runs):
        first = joined.find(run, position)
        while first >= 0 and not (first in ends and first + len(run) in ends):
            first = joined.find(run, first + 1)
        if first < 0:
            return False
        position = first + len(run)
    return bool(runs)


@lru_cache(maxsize=4096)
def loosened(text: str, kinds: tuple[str, ...]) -> str:
    """The folded ``text`` without what ``kinds`` (of :data:`LOOSE`) name; how it is divided into words is kept."""
    if "capital letters" in kinds:
        text = text.casefold()
    if "accents" in kinds:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if "punctuation" in kinds:
        text = "".join(c if c.isalnum() else " " for c in text.replace("'", ""))
    return " ".join(text.split())
