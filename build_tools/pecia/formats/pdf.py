"""A copy as a PDF, set as a book: passage numbers in the margin, provenance in footnotes.

Typst sets it (https://typst.app), from a fixed template, ``book.typ``, and one string of JSON: no text is ever part of
a program. The file keeps to PDF/UA-1 (ISO 14289-1: tagged, with title and language) and PDF/A-2a (ISO 19005-2: fonts
embedded, every character known); Typst refuses to write one that does not. Same input, same bytes: only the fonts
inside Typst are used, and the date is the edition's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from pecia.citation.credits import credits, names
from pecia.citation.names import in_order
from pecia.formats.pdf_blocks import places, printed_part
from pecia.formats.pdf_glyphs import clusters, compiler, missing, numbers, replacement, with_marks
from pecia.formats.pdf_words import folded, subtags, words
from pecia.model import Locus, Transcript, passages, turns
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding
from pecia.phrases import date_in_words, listed, sentence, shortened
from pecia.view.book import Book
from pecia.view.book import book as book_of
from pecia.view.document import DocumentView, entries_by_key

_NAMED = 12
"""Missing characters that a finding names."""

_ABSENT = (
    "A character missing from the fonts of this copy, shown by its Unicode code point. The copies in other formats "
    "have the character itself."
)
_ABSENT_HERE = "Some characters are missing from the fonts of this copy; their Unicode code points are shown instead."


def pdf(
    statement: EditionStatement,
    view: DocumentView,
    sigla: tuple[str, ...],
    cited: Mapping[str, str],
    path: str,
) -> tuple[bytes, list[Finding]]:
    """The PDF of one witness, or with all ``sigla`` of the whole document.

    ``cited``: the citation in words by siglum, of the whole document under ``""``, and of sources by their ids; what
    is missing is left out, and of a source the facts are listed. Findings at ``path``: B111 for characters that the
    fonts do not have (the copy gives their numbers instead, and says so); B112, with no bytes, when the typesetter
    stops.
    """
    data = book(statement, view, sigla, cited)
    absent = missing(_printed(data))
    try:
        try:
            made = _compiled(data, absent)
        except typst.TypstError:
            absent |= with_marks(_printed(data))
            made = _compiled(data, absent)
    except typst.TypstError as error:
        return b"", [Finding("B112", f"copy of {listed(sigla)}: {error.message}", Locus(path))]
    return made, list(_lacking(view, sigla, absent, path))


def _compiled(data: dict[str, Any], absent: frozenset[str]) -> bytes:
    made = compiler().compile(
        input=_template(),
        format="pdf",
        pdf_standards=["ua-1", "a-2a"] if data["meta"]["date"] else ["ua-1"],  # PDF/A must be dated
        sys_inputs={"book": json.dumps(_with_numbers(data, absent))},
    )
    assert isinstance(made, bytes)
    return made


def book(
    statement: EditionStatement, view: DocumentView, sigla: tuple[str, ...], cited: Mapping[str, str]
) -> dict[str, Any]:
    """What ``book.typ`` prints, as JSON can hold it; for the parameters see :func:`pdf`."""
    made = book_of(statement, view, sigla, cited)
    parts = [part for part in made.parts if part.blocks]
    there = places(parts)
    return {
        "meta": _meta(made, view),
        "head": _head(made),
        "cover": {
            "edition": words(": ".join(part for part in (statement.title, statement.subtitle) if part)),
            "document": words(made.title),
            "witness": words(made.witness),
            "version": words(made.imprint),
        },
        "parts": [
            printed_part(part, there, f"{part.text.siglum}-" if part.text and not made.siglum else "") for part in parts
        ],
    }


def _meta(made: Book, view: DocumentView) -> dict[str, Any]:
    """What the file says of itself."""
    document = made.document
    entries = entries_by_key(witness.record for witness in view.witnesses)
    hands = credits(document, entries, [witness.record.witness for witness in made.witnesses])
    described = ", ".join(filter(None, [document.kind, date_in_words(document.date), document.place]))
    return {
        "title": folded(made.whole_title),
        "authors": list(map(in_order, names(hands, "author"))),
        "description": sentence(described),
        "language": subtags(made.statement.language),
        "date": _day(made.statement.date),
    }


def _head(made: Book) -> str:
    short = shortened(folded(made.document.short_title or made.title), 60)
    return f"{short} · {made.siglum}" if made.siglum else short


def _day(iso: str) -> list[int] | None:
    """A date for the file: of a year its first day, of a month its first; none when it is not a date."""
    try:
        day = date.fromisoformat((iso + "-01-01")[:10])
    except ValueError:
        return None
    return [day.year, day.month, day.day]


@cache
def _template() -> bytes:
    return files("pecia.formats").joinpath("book.typ").read_bytes()


# --- characters that cannot be printed -------------------------------------------------------------

_UNPRINTED = frozenset({"meta", "kind", "url", "address", "to", "at", "lang", "language"})


def _printed(value: object) -> Iterator[str]:
    """Every string of the data that is printed."""
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _printed(item)
        case dict():
            for key, item in value.items():
                if key not in _UNPRINTED:
                    yield from _printed(item)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """The data with every string that is printed changed."""
    match value:
        case str():
            return change(value)
        case list():
            return [_changed(item, change) for item in value]
        case dict():
            return {key: item if key in _UNPRINTED else _changed(item, change) for key, item in value.items()}
    return value


def _with_numbers(data: dict[str, Any], absent: frozenset[str]) -> dict[str, Any]:
    """The data with numbers in the place of the ``absent`` characters, and with words that say so where they begin."""
    if not absent:
        return data
    changed: dict[str, Any] = _changed(data, replacement(absent))
    for part, before in zip(changed["parts"], data["parts"], strict=True):
        if part["at"].startswith("text-") and part != before:
            part["blocks"].insert(0, {"kind": "remark", "words": words(_ABSENT_HERE)})
        if part["at"] == "key":
            part["blocks"][0]["rows"].append([words("⟨U+0000⟩"), words(_ABSENT)])
    return changed


def _lacking(view: DocumentView, sigla: tuple[str, ...], absent: frozenset[str], path: str) -> Iterator[Finding]:
    """B111 for each witness of the copy that has ``absent`` characters, and for what only the other words have."""
    rest = set(absent)
    for witness in view.witnesses:
        record = witness.record
        if record.siglum in sigla:
            found = [(anchor, absent.intersection(clusters(text))) for anchor, text in _by_passage(record.transcript)]
            here = frozenset[str]().union(*(characters for _, characters in found))
            first = next((anchor for anchor, characters in found if characters), "")
            rest -= here
            if here:
                where = f"; first in passage {first}" if first else ""
                yield Finding("B111", f"witness {record.siglum}: {_in_words(here)}{where}", Locus(path))
    if rest:
        yield Finding("B111", f"in the words about the document: {_in_words(frozenset(rest))}", Locus(path))


def _by_passage(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """The labels and the texts of the passages, by anchor, in order."""
    labels = {turn.first.id: turn.label.text for turn in turns(transcript) if turn.first}
    for passage in passages(transcript):
        yield from ((passage.id or "", text) for text in (labels.get(passage.id, ""), passage.content.text))


def _in_words(absent: frozenset[str]) -> str:
    """The characters with their numbers, the first few of many."""
    named = [f"{cluster} ({' '.join(numbers(cluster))})" for cluster in sorted(absent)]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return ", ".join(named[:_NAMED]) + more
