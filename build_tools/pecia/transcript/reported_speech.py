"""A note-taker's report of what someone said: “A. B. warned that …”, in the verbs of the text's language."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pecia.transcript.name_shapes import Shape, normal, shape
from pecia.transcript.speakers import Cast
from pecia.transcript.vocabulary import Vocabulary

_SENTENCE = re.compile(r"[^?!:]{0,260}")
_WORD = re.compile(r"[^\s,;()]+")
_MOST_NAME_WORDS = 7
_FARTHEST = 30


@dataclass(frozen=True, slots=True)
class Reports:
    """By which words speech is reported in a text: ``verbs``, ``nouns`` and those before an agent ("by")."""

    verbs: Collection[str]
    nouns: Collection[str]
    agents: Collection[str]


def reports_of(vocabulary: Vocabulary, verbs: Collection[str] = ()) -> Reports:
    """Those of the language, and the ``verbs`` that an editor adds."""
    return Reports(vocabulary.reporting_verbs | frozenset(verbs), vocabulary.reporting_nouns, vocabulary.agents)


def reporter(
    reports: Reports, cast: Cast, text: str, start: int, end: int, *, in_turn: bool, strangers: bool = False
) -> str | None:
    """The name, as printed, of the person whose speech the paragraph ``text[start:end]`` reports.

    A known name is followed at once by a verb of speech, or comes after "by" and such a verb, or has such a noun
    ("A. B.'s reply"). Words may come before it ("At the outset A. B. asks …") unless a turn is open (``in_turn``):
    there they are more likely the speaker's own. ``strangers``: a title and a name at the head of the paragraph do too.
    """
    sentence = _SENTENCE.match(text, start, end)
    words = list(_WORD.finditer(text, start, sentence.end() if sentence else start))[:_FARTHEST]
    for n, word in enumerate(words[1:], 1):
        token = word.group().rstrip(".").lower()
        if token in reports.verbs and (name := _name_before(cast, text, words, n, strangers=strangers)):
            first, printed = name
            return printed if not (in_turn and words[first].start() > start) else None
        passive = token in reports.agents and any(w.group().lower() in reports.verbs for w in words[max(0, n - 3) : n])
        if passive and (found := _name_after(cast, text, words, n + 1)):
            return None if in_turn else found
        if token in reports.nouns and n <= 4 and not in_turn and (owner := _owner(cast, text, words, n)):
            return owner
        if word.group().endswith(".") and _ends_here(word, words, n):
            return None
    return None


def _name_before(
    cast: Cast, text: str, words: list[re.Match[str]], verb: int, *, strangers: bool
) -> tuple[int, str] | None:
    """The longest known name that ends where the verb begins, with the number of its first word."""
    if verb > 1 and words[verb - 1].group().lower() in cast.vocabulary.adverbs:
        verb -= 1
    for first in range(max(0, verb - _MOST_NAME_WORDS), verb):
        between = text[words[first].start() : words[verb - 1].end()]
        if "," in between or ";" in between or text[words[verb - 1].end()] in ",;)":
            continue
        form = normal(between)
        titled = shape(between, cast.vocabulary) is Shape.STRONG
        if form in cast.forms or form in cast.surnames or (titled and cast.known(between)):
            return first, between
        if strangers and first == 0 and shape(between, cast.vocabulary) is Shape.STRONG and between[0].isupper():
            return first, between
    return None


def _name_after(cast: Cast, text: str, words: list[re.Match[str]], first: int) -> str | None:
    for last in range(min(len(words), first + _MOST_NAME_WORDS), first, -1):
        between = text[words[first].start() : words[last - 1].end()].rstrip(".")
        if cast.known(between):
            return between
    return None


def _owner(cast: Cast, text: str, words: list[re.Match[str]], noun: int) -> str | None:
    """“A. B.’s reply …”: whose it is."""
    between = text[words[0].start() : words[noun - 1].end()]
    found = re.fullmatch(r"(?P<name>.+?)(?:['’]s|s['’])", between)
    return found["name"] if found and cast.known(found["name"]) else None


def _ends_here(word: re.Match[str], words: list[re.Match[str]], n: int) -> bool:
    """Whether the full stop of ``word`` ends a sentence rather than a title or an initial."""
    stem = word.group().rstrip(".")
    return len(stem) > 3 and "." not in stem and n + 1 < len(words) and words[n + 1].group()[0].isupper()
