"""How much a run of words looks like what names a speaker, whoever it is."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from pecia.transcript.vocabulary import Vocabulary

_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[ \u00a0]?-?){1,4}[^\W\d_][\w’'.-]+")
_INITIALS_ALONE = re.compile(r"(?:[^\W\d_]{1,2}\.[ \u00a0]?)+[^\W\d_]{1,2}\.?")
_SURNAME_FIRST = re.compile(r"[^\W\d_][\w’'-]+[ \u00a0](?:[^\W\d_]\.[ \u00a0]?){1,2}[^\W\d_]\.?")
_OF = re.compile(r" (?:of|for|from|at|aus|für) ")
_BEFORE_A_NAME = frozenset({"by"})
"""“BY MR. X:” says whose questions follow, and opens no turn."""

_PUNCTUATION = "*_.,;:!?“”\"«»„'’()[]"
_CASELESS_WORDS = 4
_CASELESS_LETTERS = 24
_MOST_CAPITALISED = 8
_LONG_VOICE = 10
_MANNER = 5


class Shape(IntEnum):
    """How sure a name is one: ``NAME`` has the shape of one, ``STRONG`` a title, office, initials or capitals."""

    NONE = 0
    WEAK = 1
    NAME = 2
    STRONG = 3


@lru_cache(maxsize=65536)
def shape(name: str, vocabulary: Vocabulary) -> Shape:
    """How much ``name`` looks like a name, by its words alone."""
    who, comma, tail = name.partition(", ")
    if comma and shape(who, vocabulary) >= Shape.NAME and is_role(who, tail, vocabulary):
        return Shape.STRONG
    if comma and tail[:1].islower() and tail.count(" ") < _MANNER and shape(who, vocabulary) is Shape.STRONG:
        return Shape.WEAK  # “M. Arden, se levant”: or he is addressed
    words = [word.strip(_PUNCTUATION) for word in name.split()]
    words = [word for word in words if any(map(str.isalnum, word))]
    lower = " ".join(words).lower()
    if not words or not any(map(str.isalpha, lower)) or words[0][0].isdigit():
        return Shape.NONE
    if _INITIALS_ALONE.fullmatch(name.strip()):
        return Shape.NONE
    if lower in vocabulary.unnamed:
        return Shape.STRONG if words[0][0] == words[0][0].upper() else Shape.WEAK
    if lower in vocabulary.not_names or words[0].lower() in _BEFORE_A_NAME:
        return Shape.NONE
    if not any(character.lower() != character.upper() for character in lower):
        fits = len(words) <= _CASELESS_WORDS and len(lower) <= _CASELESS_LETTERS
        return Shape.NAME if fits else Shape.NONE
    if any(word in vocabulary.not_in_names and word not in vocabulary.particles for word in words):
        return Shape.NONE  # a pronoun or verb, written small
    if _is_voice(words, vocabulary):
        return Shape.STRONG
    big = [word for word in words if word[0].isupper() or word[0].isdigit() or _elided(word)]
    titles = vocabulary.particles | vocabulary.honorifics | vocabulary.offices
    small = [word for word in words if word not in big and word.lower() not in titles]
    if not big or len(small) > 0:
        if any(word.lower() in vocabulary.not_in_names - vocabulary.particles for word in words):
            return Shape.NONE
        titled = words[0].lower() in vocabulary.honorifics and len(words) > 1
        return Shape.STRONG if titled and len(small) <= 1 and big else Shape.WEAK if len(words) <= 3 else Shape.NONE
    if len(big) > _MOST_CAPITALISED:
        return Shape.WEAK
    if len(words) > 1 and words[0].lower() in vocabulary.honorifics and (len(words[0]) > 1 or "." in name[:2]):
        return Shape.STRONG
    if len(words) > 1 and any(w.lower() in vocabulary.not_in_names - vocabulary.particles for w in words):
        return Shape.WEAK
    if (
        _has_office(words, vocabulary)
        or _SURNAME_FIRST.fullmatch(name.strip())
        or _INITIALS.fullmatch(" ".join(name.split()))
    ):
        return Shape.STRONG
    capitals = sum(map(len, (word for word in words if word.isupper())))
    if capitals > 1 and all(
        word.isupper() or word.lower() in vocabulary.particles or word[:2] in ("Mc", "Ma") for word in words
    ):
        return Shape.STRONG
    return Shape.NAME


def _elided(word: str) -> bool:
    """“d’Arden”, “al-Arden”, “McArden”, “O’Brook”: a capital after a small part."""
    return bool(re.match(r"[^\W\d_]{1,3}['’-][A-ZÀ-ÝА-Я]", word))


def _has_office(words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether an office is among the words, alone or after a hyphen ("Vice-President")."""
    return any(w.lower() in vocabulary.offices or w.lower().rpartition("-")[2] in vocabulary.offices for w in words)


def is_role(name: str, role: str, vocabulary: Vocabulary) -> bool:
    """Whether ``role`` is an office, or what a surname with initials goes before ("Arden A. B., delegate of …")."""
    words = [word.strip(_PUNCTUATION) for word in role.split()]
    if not words or len(words) > _MOST_CAPITALISED or any(word in vocabulary.not_in_names for word in words):
        return False
    first = next((word for word in words if word.lower() not in vocabulary.particles), "")
    initials = bool(_SURNAME_FIRST.fullmatch(name.strip())) and first.islower()
    return initials or (bool(surname(name, vocabulary)) and _has_office([first], vocabulary))


def _is_voice(words: list[str], vocabulary: Vocabulary) -> bool:
    """“A voice from the quay”, “Several voices”, “Unidentified speaker 2”: of someone who is not named."""
    lower = [word.lower() for word in words if word.lower() not in vocabulary.particles]
    if not lower or len(words) > _LONG_VOICE:
        return False
    if any(word in vocabulary.voices for word in lower[:2]):
        return True
    begins = " ".join(word.lower() for word in words[:3]) + " "
    if any(begins.startswith(f"{phrase} ") for phrase in vocabulary.unnamed if " " in phrase):
        return True
    unnumbered = " ".join(word for word in lower if not word.isdigit() and not (len(word) == 1 and len(lower) > 1))
    whole = " ".join(word.lower() for word in words if not word.isdigit())
    return unnumbered in vocabulary.unnamed or whole in vocabulary.unnamed or lower[0] in _FIRST_OF_UNNAMED


_FIRST_OF_UNNAMED = frozenset({"unidentified", "unknown", "unbekannter", "unbekannte"})


def is_unnamed(name: str, vocabulary: Vocabulary) -> bool:
    """Whether the words name nobody: “Q”, “A voice from the quay”, “Speaker 1”."""
    words = [word.strip(_PUNCTUATION) for word in name.split() if word.strip(_PUNCTUATION)]
    return _is_voice(words, vocabulary) or " ".join(words).lower() in vocabulary.unnamed


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """``name`` as it counts for who is meant: case, markup and the spaces after full stops do not."""
    plain = unicodedata.normalize("NFC", name).replace("\u00a0", " ").strip(_PUNCTUATION + " ")
    plain = re.sub(r"(?<=\.)\s+", "", " ".join(plain.split()))
    return plain.casefold().replace("’", "'")


def surname(name: str, vocabulary: Vocabulary) -> str:
    """The last word of a personal name that is no title, office or suffix, in lower case; blank when there is none."""
    whole = _OF.split(name.partition(",")[0], maxsplit=1)[0]
    words = [word.strip(_PUNCTUATION).lower() for word in re.split(r"[\s\u00a0]+|(?<=\.)", whole)]
    own = [
        w for w in words if len(w) > 1 and w not in vocabulary.honorifics | vocabulary.offices | vocabulary.particles
    ]
    return own[-1] if own and not is_unnamed(name, vocabulary) else ""
