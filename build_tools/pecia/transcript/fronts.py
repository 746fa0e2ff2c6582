"""Who a text says was present: the names and offices under a heading or field of participants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Candidate
from pecia.transcript.name_shapes import Shape, shape
from pecia.transcript.rows import Rows
from pecia.transcript.vocabulary import Vocabulary

_BULLET = re.compile(r"(?:[-*•–·]|\d{1,2}[.)]) ")
_PARTING = re.compile(r"(?:, | [—–-]+ | \((?=[^)]*\)$)|; )")
_MOST_WORDS = 18
_PUNCTUATION = " *_#:.…"


@dataclass(frozen=True, slots=True)
class Present:
    """Someone in a list of those present, at the row that names them; ``office`` as printed, maybe empty."""

    row: int
    name: str
    office: str


def listed_rows(
    exemplar: ExemplarText, rows: Rows, fields: Mapping[int, Candidate], vocabulary: Vocabulary
) -> list[int]:
    """The rows that are items of a list of those present, before the record.

    The list begins after a line that is a word for it, and ends with the first line that is no item: a field, a date, a
    long line, a sentence.
    """
    text = exemplar.folded
    found: list[int] = []
    opened = False
    for number, row in enumerate(rows.rows):
        words = text[row.words : row.line.end].strip(_PUNCTUATION)
        kind = vocabulary.fields.get(words.lower())
        if row.kind != "words":
            continue
        if kind == "present" or (number in fields and _kind(text, fields[number], vocabulary) == "present"):
            opened = True
            continue
        sentence = text[row.line.end - 1] in ".?!" and len(words.split()) > 5 and not _BULLET.match(text, row.words)
        if not opened:
            continue
        if number in fields or kind or sentence or len(words.split()) > _MOST_WORDS or ":" in words:
            break
        found.append(number)
    return found


def present(exemplar: ExemplarText, rows: Rows, listed: Sequence[int], vocabulary: Vocabulary) -> Iterator[Present]:
    """The people of the listed rows; a row that names nobody ("United States") is passed over."""
    for number in listed:
        row = rows.rows[number]
        words = exemplar.folded[row.words : row.line.end]
        yield from _people(number, words, vocabulary)


def people_of_field(value: str, row: int, vocabulary: Vocabulary) -> Iterator[Present]:
    """The people of a field's value: "The Minister; Mr. Arden, Consul; Mr. Brook"."""
    for part in re.split(r";\s*", value):
        yield from _people(row, part, vocabulary)


def _people(row: int, words: str, vocabulary: Vocabulary) -> Iterator[Present]:
    bullet = _BULLET.match(words)
    bare = words[bullet.end() :] if bullet else words
    name, *rest = _PARTING.split(bare.strip(_PUNCTUATION), maxsplit=1)
    office = rest[0].strip(" ().;") if rest else ""
    likeness = shape(name, vocabulary)
    personal = len(name.split()) > 1 and (likeness is Shape.STRONG or bool(office) or bool(bullet))
    if likeness >= Shape.NAME and (personal or bool(office)):
        yield Present(row, name.strip(), office)


def _kind(text: str, candidate: Candidate, vocabulary: Vocabulary) -> str | None:
    return vocabulary.fields.get(text[slice(*candidate.name)].strip(_PUNCTUATION).lower())
