"""Who a text says was present: the names and offices under a heading or field of participants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Candidate
from pecia.transcript.name_shapes import Shape, shape, surname
from pecia.transcript.rows import Rows
from pecia.transcript.vocabulary import Vocabulary

_BULLET = re.compile(r"(?:[-*•–·]|\d{1,2}[.)]) ")
_STOP = re.compile(r"[^\W\d_]{4,}[.?!] ")
_PARTING = re.compile(r"(?:, | [—–-]+ | \((?=[^)]*\)$)|; )")
_MOST_WORDS = 18
_HANGING = 4
"""Columns that the rest of a list is set in below the field it begins beside."""

_FRONT = 80
"""Rows in which fields without a colon are looked for."""

_VALUED = ("subject", "date", "place", "classification")
_PUNCTUATION = " *_#:.…"


@dataclass(frozen=True, slots=True)
class Present:
    """Someone in a list of those present, at the row that names them; ``office`` as printed, maybe empty."""

    row: int
    name: str
    office: str


def bare_fields(
    exemplar: ExemplarText, rows: Rows, fields: Mapping[int, Candidate], vocabulary: Vocabulary
) -> dict[int, Candidate]:
    """The words for a field that stand alone on a line without a colon, above their value, where the text has other
    fields.

    The word for those present opens a list instead (:func:`listed_rows`).
    """
    found: dict[int, Candidate] = {}
    kinds = [
        vocabulary.fields.get(exemplar.folded[row.words : row.line.end].strip(_PUNCTUATION).lower())
        for row in rows.rows[:_FRONT]
    ]
    if not fields and sum(kind in (*_VALUED, "present") for kind in kinds) < 2:
        return found
    for number, (kind, row) in enumerate(zip(kinds[:-1], rows.rows, strict=False)):
        following = rows.rows[number + 1]
        value = row.kind == "words" == following.kind and number + 1 not in fields and not kinds[number + 1]
        if value and number not in fields and kind in _VALUED:
            name = (row.words, row.words + len(exemplar.folded[row.words : row.line.end].rstrip(_PUNCTUATION)))
            found[number] = Candidate(row.words, row.line.end, name, ":")
    return found


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
            after = rows.rows[number + 1].line if number + 1 < len(rows.rows) else None
            hangs = after is not None and not after.blank and after.indent > row.line.indent + _HANGING
            opened = kind == "present" or fields[number].end >= row.line.end or hangs
            continue
        if not opened:
            continue
        reports = any(word.lower() in vocabulary.reporting_verbs for word in words.split())
        sentence = text[row.line.end - 1] in ".?!)" and (len(words.split()) > 5 or bool(_STOP.search(words)))
        long = len(words.split()) > _MOST_WORDS or (reports and len(words.split()) > 3)
        if number in fields or kind or sentence or long or ":" in words:
            break
        found.append(number)
    return found


def people_present(
    exemplar: ExemplarText,
    rows: Rows,
    fields: Mapping[int, Candidate],
    listed: Sequence[int],
    vocabulary: Vocabulary,
) -> Iterator[Present]:
    """The people of a field of those present, and of the listed rows; a row that names nobody is passed over."""
    for number, candidate in fields.items():
        if _kind(exemplar.folded, candidate, vocabulary) == "present":
            yield from _people_of_field(exemplar.folded[candidate.end : rows.rows[number].line.end], number, vocabulary)
    for number in listed:
        row = rows.rows[number]
        words = exemplar.folded[row.words : row.line.end]
        yield from _people(number, words, vocabulary)


def _people_of_field(value: str, row: int, vocabulary: Vocabulary) -> Iterator[Present]:
    """The people of a field's value: "The Minister; Mr. Arden, Consul; Mr. Brook"."""
    parts = [part for part in re.split(r";\s*", value) if part]
    several = re.split(r",\s+", value)
    if len(parts) == 1 and len(several) > 1 and all(surname(part, vocabulary) for part in several):
        parts = several
    for part in parts:
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
