"""What kind of difference a difference is: rules in order, the first that fits decides; what none knows is a
substitution."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from pecia.collation.kinds import TAXONOMY, VariantKind, Weight
from pecia.collation.rows import Difference, Placed, Variant, texts
from pecia.collation.terms import folded, terms
from pecia.collation.weights import FUNCTION_WORDS, weight_of_function_words, weight_of_order

Judgement = tuple[VariantKind, Weight]
Rule = Callable[[list[Placed], list[Placed]], Judgement | None]


def classify(difference: Difference, ours: Sequence[Placed], theirs: Sequence[Placed]) -> Variant:
    """The variant that ``difference`` is."""
    here, there = list(ours[slice(*difference.ours)]), list(theirs[slice(*difference.theirs)])
    for rule in RULES:
        if judgement := rule(here, there):
            return Variant(difference.ours, difference.theirs, *judgement)
    kind = VariantKind.SUBSTITUTION
    return Variant(difference.ours, difference.theirs, kind, TAXONOMY[kind].weight)


def in_other_order(
    found: Sequence[Difference], ours: Sequence[Placed], theirs: Sequence[Placed]
) -> list[tuple[Difference, bool]]:
    """The differences, with those that together only move words made one; ``True`` marks such a move.

    Up to four differences of one sentence are taken together when they take away and add the same words, function
    words and case aside.
    """
    result: list[tuple[Difference, bool]] = []
    place = 0
    while place < len(found):
        for length in (2, 3, 4):
            group = found[place : place + length]
            if len(group) == length and _moves(group, ours, theirs):
                first, last = group[0], group[-1]
                whole = Difference((first.ours[0], last.ours[1]), (first.theirs[0], last.theirs[1]))
                result.append((whole, True))
                place += length
                break
        else:
            result.append((found[place], False))
            place += 1
    return result


def _moves(group: Sequence[Difference], ours: Sequence[Placed], theirs: Sequence[Placed]) -> bool:
    taken_by_each = [_keys(ours[slice(*d.ours)]) for d in group]
    added_by_each = [_keys(theirs[slice(*d.theirs)]) for d in group]
    if any(taken_by_each[n] == added_by_each[n] or _same_key(group[n], ours, theirs) for n in (0, -1)):
        return False  # another form of the same words, or punctuation: not a move
    taken = Counter(key for keys in taken_by_each for key in keys)
    added = Counter(key for keys in added_by_each for key in keys)
    between = [text for d, e in pairwise(group) for text in texts(ours, (d.ours[1], e.ours[0]))]
    if any(text in ".?!" for text in between) or not taken or not added:
        return False
    content = taken - Counter({key: taken[key] for key in taken if key in FUNCTION_WORDS})
    other = added - Counter({key: added[key] for key in added if key in FUNCTION_WORDS})
    in_text = all(p.place == "text" for d in group for p in (*ours[slice(*d.ours)], *theirs[slice(*d.theirs)]))
    return in_text and content == other and (bool(content) or taken == added)


def _same_key(difference: Difference, ours: Sequence[Placed], theirs: Sequence[Placed]) -> bool:
    here, there = (
        [term.key for term in terms([p.token for p in row[slice(*between)]])]
        for row, between in ((ours, difference.ours), (theirs, difference.theirs))
    )
    return here == there


def word_order(difference: Difference, ours: Sequence[Placed], theirs: Sequence[Placed]) -> Variant:
    """The variant of a move that :func:`in_other_order` has found."""
    weight = weight_of_order(ours[slice(*difference.ours)], theirs[slice(*difference.theirs)])
    return Variant(difference.ours, difference.theirs, VariantKind.WORD_ORDER, weight)


def _usual(kind: VariantKind) -> Judgement:
    return kind, TAXONOMY[kind].weight


def _keys(row: Sequence[Placed]) -> list[str]:
    return [folded(placed.token.text) for placed in row if placed.token.is_word]


def _letters(row: Sequence[Placed]) -> str:
    return "".join(c for placed in row for c in placed.token.text if c.isalnum())


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _has_words(row: Sequence[Placed]) -> bool:
    return any(placed.token.is_word for placed in row)


def _all_in(place: str, here: list[Placed], there: list[Placed]) -> bool:
    return all(placed.place == place for placed in (*here, *there))


def _by_place(here: list[Placed], there: list[Placed]) -> Judgement | None:
    """Labels, glosses, signatures and inserted words are told by where they stand."""
    if _all_in("label", here, there):
        return _usual(VariantKind.LABEL)
    if _all_in("gloss", here, there) and here and there:
        return _usual(VariantKind.TRANSLITERATION)
    if _all_in("signature", here, there):
        return _usual(VariantKind.RESPONSIBILITY)
    if all(placed.place in ("insertion", "signature", "gloss") for placed in (*here, *there)):
        return _usual(VariantKind.INSERTED_WORDS)
    return None


def _punctuation(here: list[Placed], there: list[Placed]) -> Judgement | None:
    return None if _has_words(here) or _has_words(there) else _usual(VariantKind.PUNCTUATION)


def _same_term(here: list[Placed], there: list[Placed]) -> Judgement | None:
    """A number or a date in another form. A range ("2-3") against a choice ("two or three") is more than a form."""
    ours, theirs = terms([p.token for p in here]), terms([p.token for p in there])
    if len(ours) != 1 or len(theirs) != 1 or ours[0].key != theirs[0].key:
        return None
    if ours[0].sort == "date":
        return _usual(VariantKind.DATE_FORMAT)
    if ours[0].sort == "number":
        choice = [any(p.token.text.casefold() == "or" for p in side) for side in (here, there)]
        weight = Weight.FORMAL if choice[0] == choice[1] else Weight.SUBSTANTIVE
        return VariantKind.NUMERAL, weight
    return None


def _same_letters(here: list[Placed], there: list[Placed]) -> Judgement | None:
    """The same letters: with or without capitals, hyphens or spaces, full stops, diacritics.

    Not with or without an apostrophe: that makes another word ("envoys", "envoy's").
    """
    ours, theirs = _letters(here), _letters(there)
    apostrophes = {sum(c in "'’" for placed in side for c in placed.token.text) for side in (here, there)}
    if not ours or not theirs or len(apostrophes) > 1:
        return None
    if ours.casefold() == theirs.casefold():
        if ours.lower() != theirs.lower():  # "ß" and "ss"
            return _usual(VariantKind.SPELLING)
        if any("." in p.token.text[1:] for p in (*here, *there)):
            return _usual(VariantKind.ABBREVIATION)
        if [p.token.text.casefold() for p in here] == [p.token.text.casefold() for p in there]:
            return _usual(VariantKind.CAPITALISATION)
        return _usual(VariantKind.HYPHENATION)
    return _usual(VariantKind.SPELLING) if _regular(ours) == _regular(theirs) else None


_REGULAR = (
    ("our", "or"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("ys", "yz"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("ll", "l"),
    ("ae", "e"),
)


def _regular(word: str) -> str:
    """British and American spellings of a word made one; diacritics and case aside."""
    bare = _bare(word.casefold())
    for british, american in _REGULAR:
        bare = bare.replace(british, american)
    return bare


_ARTICLES = frozenset({"the", "a", "an"})


def _abbreviated(here: list[Placed], there: list[Placed]) -> Judgement | None:
    for short, long in ((here, there), (there, here)):
        letters = _letters(short).casefold()
        words = [p.token.text for p in long if p.token.is_word]
        words = words[1:] if len(words) > 1 and words[0].casefold() in _ARTICLES else words
        if not letters or not words or len(letters) < 2:
            continue
        initials = "".join(word[0] for word in words).casefold()
        capitals = _letters(short).isupper() and len(words) > 1
        # "USA" has one letter more than "United States": a country's usual name is often the shorter one
        if capitals and len(initials) > 1 and letters.startswith(initials) and len(letters) - len(initials) <= 1:
            return _usual(VariantKind.ABBREVIATION)
        stopped = len([p for p in short if p.token.is_word]) == 1 and any(p.token.text == "." for p in short)
        if stopped and len(words) == 1 and _shortens(letters, words[0].casefold()):
            return _usual(VariantKind.ABBREVIATION)
    ours, theirs = _letters(here), _letters(there)
    capitals = ours.isupper() and theirs.isupper() and {len(ours), len(theirs)} == {2, 3}
    return _usual(VariantKind.ABBREVIATION) if capitals and ours[:2] == theirs[:2] else None


def _shortens(letters: str, word: str) -> bool:
    """Whether ``letters`` are the beginning of a longer ``word`` ("com.") or some of its letters from first to last
    ("Mr.")."""
    left = iter(word)
    contracted = letters[0] == word[0] and letters[-1] == word[-1] and all(letter in left for letter in letters)
    return len(word) > len(letters) and (word.startswith(letters) or contracted)


def _same_parts(here: list[Placed], there: list[Placed]) -> Judgement | None:
    """The same words in another order, those of a compound counted singly."""
    ours, theirs = (
        sorted(part.casefold() for p in side if p.token.is_word for part in p.token.text.split("-"))
        for side in (here, there)
    )
    return (VariantKind.WORD_ORDER, weight_of_order(here, there)) if ours == theirs and len(ours) > 1 else None


def _function_words(here: list[Placed], there: list[Placed]) -> Judgement | None:
    """Only function words, or function words beside equal words, differ."""
    ours, theirs = _keys(here), _keys(there)
    content = [key for key in ours if key not in FUNCTION_WORDS], [key for key in theirs if key not in FUNCTION_WORDS]
    if ours == theirs or content[0] != content[1]:
        return None
    return VariantKind.FUNCTION_WORD, weight_of_function_words(ours, theirs)


def _one_side(here: list[Placed], there: list[Placed]) -> Judgement | None:
    if not _has_words(here):
        return _usual(VariantKind.ADDITION)
    if not _has_words(there):
        return _usual(VariantKind.OMISSION)
    return None


RULES: tuple[Rule, ...] = (
    _by_place,
    _punctuation,
    _same_term,
    _same_letters,
    _abbreviated,
    _same_parts,
    _function_words,
    _one_side,
)
