"""What is in a transcript and was not said: laughter, applause, what was not heard, a recess, who comes and goes."""

from __future__ import annotations

import re
from functools import lru_cache

from pecia.model import Event, PassageKind, Unheard
from pecia.transcript.name_shapes import Shape, shape
from pecia.transcript.vocabulary import Vocabulary

BRACKETS = re.compile(r"\[[^\[\]]{1,90}\]|\([^()]{1,90}\)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_WORDS = 8
_FEW = 3
_STAGE_WORDS = 40
_LEFT_OUT = frozenset({"redacted", "omitted", "deleted", "excised"})
_WHEREUPON = re.compile(r"(?:Whereupon|Thereupon|\(Whereupon|\(Thereupon)\b", re.IGNORECASE)


@lru_cache(maxsize=16384)
def event(words: str, vocabulary: Vocabulary) -> Event | Unheard | None:
    """What the bracketed ``words`` name, brackets included or not; ``None`` when they may be words of the text.

    The first or last word, or a phrase of the lists, is one of the lists. Words signed by an editor are not.
    """
    found = [match.group().lower() for match in _WORD.finditer(words)]
    if not found or len(found) > _MOST_WORDS or re.search(r"[—–-] ?[a-z]{1,12}\.\]$", words):
        return None
    phrase = " ".join(found)
    for listed, reason in vocabulary.unheard.items():
        anywhere = reason in _LEFT_OUT and listed in found
        if anywhere or listed in (found[0], found[-1], phrase) or (" " in listed and listed in phrase):
            return Unheard(reason)
    ends = (found[0], found[-1], phrase) if len(found) > _FEW else (*found, phrase)
    if any(word in vocabulary.vocal for word in ends):
        return Event("vocal")
    if any(word in vocabulary.kinesic for word in ends):
        return Event("kinesic")
    return Event("incident") if any(word in vocabulary.incident for word in ends) else None


def paragraph_kind(words: str, vocabulary: Vocabulary, *, edited: bool = True) -> PassageKind | None:
    """EVENT or STAGE for a paragraph that nobody speaks, ``None`` for any other.

    EVENT: nothing but bracketed events, or one named without brackets ("Applause."). STAGE: one pair of brackets round
    words of the stage, or round anything in round brackets; "Whereupon …". Where no hand of the witness is known
    (``edited`` is false), also round anything in square ones.
    """
    bare = words.strip("*_ ")
    if not edited and bare[:1] + bare[-1:] == "[]" and _one_pair(bare) and not event(bare, vocabulary):
        return PassageKind.STAGE
    if len(bare) > 400:
        return None
    outside = BRACKETS.sub("", bare).strip(" .,;*_–—-")
    within = BRACKETS.findall(bare)
    if within and not outside and all(event(each, vocabulary) for each in within):
        return PassageKind.EVENT
    if not within and bare.endswith(".") and len(bare.split()) <= _FEW and bare[0].isupper():
        lower = [word.lower() for word in _WORD.findall(bare)]
        listed = vocabulary.vocal | vocabulary.incident | vocabulary.conjunctions
        if " ".join(lower) in listed or all(word in listed for word in lower):
            return PassageKind.EVENT
    if _WHEREUPON.match(bare) or _is_of_recording(bare, vocabulary) or _is_movement(bare, vocabulary):
        return PassageKind.STAGE
    found = [word.lower() for word in _WORD.findall(bare)]
    if not within and bare.endswith(".") and 0 < len(found) <= _FEW and found[0] in vocabulary.unheard:
        return PassageKind.EVENT
    if bare[:1] + bare.rstrip(".")[-1:] in ("()", "[]") and _one_pair(bare.rstrip(".")):
        count = len(bare.split())
        if bare[0] == "(" and count <= _STAGE_WORDS and not re.match(r"\([^\W\d_]{1,2}\)", bare):
            return PassageKind.STAGE
        among = {word.lower() for word in _WORD.findall(bare)}
        listed = vocabulary.stage | vocabulary.vocal | vocabulary.incident | vocabulary.kinesic
        if count <= _STAGE_WORDS and among & listed:
            return PassageKind.STAGE
    return None


def _is_of_recording(words: str, vocabulary: Vocabulary) -> bool:
    """“Begin Tape 2.”, “End of recording”: where a recording begins and ends."""
    found = [word.lower() for word in _WORD.findall(words)]
    return (
        1 < len(found) <= _FEW + 2 and found[0] in vocabulary.stage and any(w in vocabulary.recordings for w in found)
    )


def _is_movement(words: str, vocabulary: Vocabulary) -> bool:
    """“Mr. Arden rose--”: a person's name and what he does, and nothing more."""
    found = words.strip(" .—–-*_").split()
    verb = next((n for n, word in enumerate(found) if word in vocabulary.movements), 0)
    name = found[: verb - (verb > 1 and found[verb - 1] in vocabulary.adverbs)]
    short = 0 < verb <= _FEW + 2 and len(found) - verb <= _FEW + 2
    return short and shape(" ".join(name), vocabulary) is Shape.STRONG


def _one_pair(words: str) -> bool:
    """Whether the bracket that opens ``words`` closes at their end."""
    depth = 0
    for position, character in enumerate(words):
        depth += (character in "([") - (character in ")]")
        if not depth:
            return position == len(words) - 1
    return False
