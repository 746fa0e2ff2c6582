"""Where words stand in the edition: every passage in one order, and of each word the passages that have it.

It is built once for a list of quotations; looking something up then costs what the rarest of its words costs.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from pecia.formats.text import corrected_words
from pecia.model import passages
from pecia.quotations.cited_text import Cited, Held
from pecia.quotations.likeness import Like, likest
from pecia.quotations.matching import Pattern, fold, match

_WORD = re.compile(r"[^\W_]+")
OMITTED = 2000
"""How many characters an ellipsis may stand for where it is looked for in more than one witness."""

_RAREST = 12
_COMMON = 5000
_CANDIDATES = 3
_FEW = 8

Reading = int
"""0: as printed, 1: as corrected."""


class Text(NamedTuple):
    """One witness: its passages' anchors in order, their words as written, and for both readings the folded running
    text with the place at which each passage begins in it."""

    document: str
    siglum: str
    anchors: Sequence[str]
    written: Sequence[str]
    readings: tuple[tuple[str, Sequence[int]], tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """The texts in the order of the edition, the number of the first passage of each, and of each word the numbers of
    the passages that have it."""

    texts: tuple[Text, ...]
    firsts: Sequence[int]
    words: Mapping[str, Sequence[int]]


class Near(NamedTuple):
    """A passage, its words as written and folded, and where those are that are most like a quotation."""

    cited: Cited
    written: str
    folded: str
    like: Like


def lookup(documents: Mapping[str, Held]) -> Lookup:
    """The passages of ``documents``, ready to be looked up."""
    texts: list[Text] = []
    firsts = array("L")
    words: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
    number = 0
    for document, held in documents.items():
        for view in held.view.witnesses:
            found = [passage for passage in passages(view.record.transcript) if passage.id]
            printed = [fold(passage.content.text) for passage in found]
            emended = [fold(corrected_words(passage.content)) for passage in found]
            anchors, written = [passage.id or "" for passage in found], [passage.content.text for passage in found]
            readings = (_running(printed), _running(emended))
            texts.append(Text(document, view.record.siglum, anchors, written, readings))
            firsts.append(number)
            for own in zip(printed, emended, strict=True):
                for word in dict.fromkeys(word for text in own for word in _words(text)):
                    words[word].append(number)
                number += 1
    return Lookup(tuple(texts), firsts, words=dict(words))


def _running(texts: Sequence[str]) -> tuple[str, Sequence[int]]:
    starts, position = array("L"), 0
    for text in texts:
        starts.append(position)
        position += len(text) + 1
    return " ".join(texts), starts


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def places(known: Lookup, pattern: Pattern, reading: Reading, within: Cited, most: int = 3) -> list[Cited]:
    """Where in ``within`` (the edition, a document or a witness) the pattern stands, at most ``most`` places.

    The runs of the pattern are whole words.
    Beyond one witness an ellipsis stands for at most :data:`OMITTED` characters: far apart, any words can be found.
    """
    if not within.siglum:
        pattern = pattern._replace(gaps=tuple(OMITTED if gap is None else gap for gap in pattern.gaps))
    found: list[Cited] = []
    for text in _having(known, pattern, within):
        running, starts = text.readings[reading]
        start = 0
        while len(found) < most and (stretch := match(pattern, running, start)):
            ends = (bisect_right(starts, position) - 1 for position in (stretch[0], stretch[1] - 1))
            anchors = tuple(dict.fromkeys(text.anchors[n] for n in ends))
            found.append(Cited(text.document, text.siglum, anchors))
            start = stretch[1]
    return found


def _having(known: Lookup, pattern: Pattern, within: Cited) -> Iterator[Text]:
    """The texts of ``within`` that have the rarest words of the pattern; of a few texts all are gone through."""
    numbers: set[int] | None = None
    words = [word for run in pattern.runs for word in _words(run.text)] if len(known.texts) > _FEW else []
    for posting in _rarest(known, words):
        if numbers is None or (len(numbers) > 1 and len(posting) <= _COMMON):
            of_text = {bisect_right(known.firsts, number) - 1 for number in posting}
            numbers = of_text if numbers is None else numbers & of_text
    for number in range(len(known.texts)) if numbers is None else sorted(numbers):
        text = known.texts[number]
        if within.document in ("", text.document) and within.siglum in ("", text.siglum):
            yield text


def _rarest(known: Lookup, words: Sequence[str]) -> list[Sequence[int]]:
    """The passages of each of the rarest of ``words``, the rarest first; none for a word that no passage has."""
    return sorted((known.words.get(word, ()) for word in dict.fromkeys(words)), key=len)[:_RAREST]


def nearest(known: Lookup, quotation: str) -> Near | None:
    """The passage that has the words most like those of a folded ``quotation``; ``None`` when none has any of them."""
    votes: Counter[int] = Counter()
    for posting in _rarest(known, [word for word in _words(quotation) if word in known.words]):
        if len(posting) <= _COMMON:
            votes.update(posting)
    best: Near | None = None
    for number, _ in nsmallest(_CANDIDATES, votes.items(), key=lambda vote: (-vote[1], vote[0])):
        of_text = bisect_right(known.firsts, number) - 1
        text, place = known.texts[of_text], number - known.firsts[of_text]
        running, starts = text.readings[0]
        end = starts[place + 1] - 1 if place + 1 < len(starts) else len(running)
        folded = running[starts[place] : end]
        like = likest(quotation, folded)
        if best is None or like.alike > best.like.alike:
            best = Near(Cited(text.document, text.siglum, (text.anchors[place],)), text.written[place], folded, like)
    return best
