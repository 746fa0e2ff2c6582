"""The parts that people have in a text, and what other vocabularies call them.

Codes: MARC Code List for Relators (https://www.loc.gov/marc/relators/). Which kinds a citation names, and as what,
:mod:`pecia.citation.credits` and docs/decisions/0008-citing.md say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pecia.model.edition import ResponsibilityKind

_BASE = "http://id.loc.gov/vocabulary/relators/"


RELATORS: Mapping[ResponsibilityKind, str] = {
    "author": "aut", "translator": "trl", "editor": "edt", "compiler": "com", "interviewer": "ivr",
    "addressee": "rcp", "note-taker": "mtk", "interpreter": "ctb", "transcriber": "trc", "annotator": "ann",
    "encoder": "mrk", "contributor": "ctb",
}  # fmt: skip
"""The code of each kind; an interpreter, who has none, is a contributor."""

_KIND_OF_CODE: Mapping[str, ResponsibilityKind] = {code: kind for kind, code in RELATORS.items()}
_KIND_OF_WORDS: tuple[tuple[str, ResponsibilityKind], ...] = (
    (r"(?:co-?)?authors?|written by|verfasser(?:in)?|auteure?", "author"),
    (r"translat(?:ors?|ion|ed)\b.*|übersetz(?:er|ung)\b.*|übersetzt\b.*|traduct(?:eur|rice|ion)\b.*", "translator"),
    (r"(?:(?:primary|general|main|chief|co|senior)[ -]?)?(?:editors?|herausgeber(?:in)?|éditeur)|edited by", "editor"),
    (r"compilers?|compil(?:ation|ed)\b.*", "compiler"),
    (r"interview(?:ers?|ed by)", "interviewer"),
    (r"recipients?|addressees?", "addressee"),
    (r"note-? ?takers?|minute-? ?takers?|minutes(?: by)?", "note-taker"),
    (r"(?:oral )?interpret(?:ers?|ed by)", "interpreter"),
    (r"transcri(?:bers?|ptions?|bed)\b.*|transkription\b.*", "transcriber"),
    (r"annotat(?:ors?|ions?|ed)\b.*", "annotator"),
    (r"(?:tei|xml)?[ -]?(?:encod(?:ers?|ing|ed)|markup|mark-up|kodierung)\b.*", "encoder"),
)
_AUTHORITY = re.compile(
    rf"(?:{re.escape(_BASE)}|https://id\.loc\.gov/vocabulary/relators/|marc(?:relator)?:)([a-z]{{3}})/?"
)


def address(kind: ResponsibilityKind) -> str:
    """The address of the MARC relator for ``kind``; empty where it has none of its own."""
    code = RELATORS[kind]
    return f"{_BASE}{code}" if _KIND_OF_CODE[code] == kind else ""


def kind_of_code(text: str) -> ResponsibilityKind | None:
    """The kind that a MARC code (``trl``), or its address, stands for; ``None`` for any other text."""
    found = _AUTHORITY.fullmatch(text)
    return _KIND_OF_CODE.get(found[1] if found else text)


def kind_of_words(words: str) -> ResponsibilityKind:
    """The kind that someone's ``words`` for a part name, as a whole; "contributor" for whatever is not certain.

    >>> kind_of_words("Translated by"), kind_of_words("technical editor"), kind_of_words("trl")
    ('translator', 'contributor', 'translator')
    """
    said = words.strip(" :.,").casefold()
    if kind := kind_of_code(said):
        return kind
    return next((kind for pattern, kind in _KIND_OF_WORDS if re.fullmatch(pattern, said)), "contributor")
