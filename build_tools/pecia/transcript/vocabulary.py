"""The words by which a transcript is read, one file a language in ``languages/``: who speaks, what is no speech.

A new language is a new file with the same keys; a list that a language does not have is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FALLBACK = "en"
"""Editors write English brackets and labels in texts of any language, so its words are always known too."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words in lower case by what they tell; the names of the lists are the keys of the files.

    ``classifications`` are in capitals, as they are stamped on a page.
    """

    languages: tuple[str, ...]
    not_in_names: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    honorifics: frozenset[str]
    offices: frozenset[str]
    unnamed: frozenset[str]
    voices: frozenset[str]
    question_labels: frozenset[str]
    answer_labels: frozenset[str]
    conjunctions: frozenset[str]
    vocal: frozenset[str]
    kinesic: frozenset[str]
    incident: frozenset[str]
    stage: frozenset[str]
    movements: frozenset[str]
    recordings: frozenset[str]
    unheard: Mapping[str, str]
    fields: Mapping[str, str]
    page: frozenset[str]
    classifications: frozenset[str]
    note_heads: frozenset[str]
    reporting_verbs: frozenset[str]
    reporting_nouns: frozenset[str]
    agents: frozenset[str]
    adverbs: frozenset[str]
    procedure_nouns: frozenset[str]
    procedure_verbs: frozenset[str]


@cache
def languages() -> tuple[str, ...]:
    """The languages there are words of, BCP 47, in order."""
    return tuple(sorted(_data()))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of ``language`` (BCP 47; only its first subtag counts) and English; of all where it is not known."""
    own = language.partition("-")[0].lower()
    names = tuple(dict.fromkeys((own, _FALLBACK))) if own in _data() else languages()

    def words(key: str, of: Iterable[str] = names) -> frozenset[str]:
        return frozenset(word for name in of for word in _data()[name].get(key, ()))

    spoken = names[:1] if own in _data() else names
    return Vocabulary(
        languages=spoken,
        **{key: words(key) for key in _OF_ALL},
        particles=words("particles", languages()) | words("by", languages()),
        conjunctions=words("and"),
        unheard={word: reason for name in names for word, reason in _data()[name].get("unheard", {}).items()},
        fields={
            word: kind
            for name in reversed(names)
            for kind, listed in _data()[name]["fields"].items()
            for word in listed
        },
        reporting_verbs=words("reporting_verbs", spoken),
        reporting_nouns=words("reporting_nouns", spoken),
        agents=words("by", spoken),
        adverbs=words("adverbs", spoken),
        procedure_nouns=words("procedure_nouns", spoken),
        procedure_verbs=words("procedure_verbs", spoken),
    )


_OF_ALL = (
    "not_in_names", "not_names", "honorifics", "offices", "unnamed", "voices", "question_labels", "answer_labels",
    "vocal", "kinesic", "incident", "stage", "movements", "recordings", "page", "note_heads", "classifications",
)  # fmt: skip

_ENOUGH = 0.12
_LEAD = 1.3
_FEWEST = 3


def language_of(text: str) -> tuple[str, int, int] | None:
    """The language of ``text`` by the share of its function words, with how many there are among how many words.

    ``None`` when there are too few of any language's, or of two languages nearly as many.
    """
    words = [match.group().lower() for match in _WORD.finditer(text)]
    counts = sorted(
        ((sum(word in function for word in words), name) for name, function in _function_words().items()), reverse=True
    )
    (most, language), (second, _) = counts[:2]
    certain = most >= _FEWEST and most >= _ENOUGH * len(words) and most >= _LEAD * second
    return (language, most, len(words)) if certain else None


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(lists["function_words"]) for name, lists in _data().items()}


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    """The lists of each language, every scalar as it is written: ``no`` is a word."""
    folder = files("pecia.transcript") / "languages"
    return {
        file.name.removesuffix(".yml"): _plain(yaml.compose(file.read_text(encoding="utf-8"), yaml.SafeLoader))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yml")
    }


def _plain(node: yaml.Node | None) -> Any:
    match node:
        case yaml.MappingNode():
            return {key.value: _plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_plain(item) for item in node.value]
    return node.value if node else ""
