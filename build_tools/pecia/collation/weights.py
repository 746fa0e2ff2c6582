"""Whether words in another order, or other function words, change what is said. In doubt they do.

The words are English; in another language no word is light, and what these rules weigh is substantive more often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pecia.collation.kinds import Weight
from pecia.collation.rows import Placed
from pecia.collation.terms import folded

_PRONOUNS = """
i me my mine you your yours he him his she her hers they them their theirs we us our ours who whom whose
"""
_OTHERS = """
a an the this that these those which what it its one
of in on at to from by with for into onto upon about over under between among as than per via
and or but so if then there here also too
is are was were be been being am do does did have has had having will would shall should may might can could must
"""

FUNCTION_WORDS = frozenset((_PRONOUNS + _OTHERS).split())
"""English articles, pronouns, prepositions, conjunctions and auxiliaries. No negation: "not" changes what is said."""

_LIGHT = frozenset(
    ["a", "an", "the", "that", "which", "who", "whom", "of", "for", "in", "on", "at", "and", "have", "has", "had", "it"]
)
"""Function words that may be absent, or stand for each other, in a sentence that says the same."""

_ALIKE = {
    word: group
    for group in ("this these that those", "is are am", "was were", "do does", "he him his", "it its she her hers",
                  "they them their theirs", "we us our ours", "i me my mine", "you your yours")
    for word in group.split()
}  # fmt: skip
"""Forms of one word, and "it" and "she", which both name a state or a ship."""

_PARTICLES = frozenset(["not", "no", "nor", "never", "only", "even", "just"])
"""Words that say something else of the sentence wherever they move."""

_VERBS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "am",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "can",
        "could",
        "must",
    ]
)


def weight_of_function_words(ours: Sequence[str], theirs: Sequence[str]) -> Weight:
    """The weight of a difference whose words, ``ours`` and ``theirs`` (folded), differ in function words alone.

    Formal when each is exchanged for another form of itself, or is one that may be absent: "this" and "these", "in"
    and "on", with and without an article. Others say something else, or may: "will" and "may", "to" and "of".
    """
    here, there = (Counter(_ALIKE.get(word, word) for word in words) for words in (ours, theirs))
    different = (here - there) + (there - here)
    return Weight.FORMAL if all(_LIGHT & set(group.split()) for group in different) else Weight.SUBSTANTIVE


def weight_of_order(here: Sequence[Placed], there: Sequence[Placed]) -> Weight:
    """The weight of a difference in the order of words, function words but for personal pronouns aside.

    Formal when one part of a clause is moved as it is: at least three words change places as two blocks, with a mark or
    a finite auxiliary among them ("what you say is very important", "very important is what you say"). Two words, or
    words within a phrase, may make another name, office or relation ("General Secretary", "Secretary-General"), and so
    may words that are exchanged with each other ("Ekberg asked Nordahl") or particles that move ("only").
    """
    ours, theirs = _weighty(here), _weighty(there)
    if ours == theirs:
        return Weight.FORMAL
    in_clause = any(not p.token.is_word or p.token.text.casefold() in _VERBS for p in (*here, *there))
    whole = in_clause and not _PARTICLES & {*ours, *theirs}
    return Weight.FORMAL if whole and _is_one_move(ours, theirs) else Weight.SUBSTANTIVE


def _weighty(row: Sequence[Placed]) -> list[str]:
    light = FUNCTION_WORDS - frozenset(_PRONOUNS.split())
    parts = (part for placed in row if placed.token.is_word for part in placed.token.text.split("-"))
    return [folded(part) for part in parts if part and part.casefold() not in light]


def _is_one_move(ours: list[str], theirs: list[str]) -> bool:
    """Whether ``theirs`` is ``ours`` with two neighbouring blocks, of three words or more together, exchanged."""
    while ours and theirs and ours[0] == theirs[0]:
        ours, theirs = ours[1:], theirs[1:]
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return len(ours) > 2 and any(ours[n:] + ours[:n] == theirs for n in range(1, len(ours)))
