"""Metadata of each record for the browser, in files of Pecia's own beside Pagefind's chunks of the index.

``records.json`` comes with the first search: what finding and ranking needs. ``documents.json`` comes with the first
results of the shard: what shows where a result stands. ``facets.json`` comes when a reader narrows the search.
``texts/`` has the words, for the results that are shown, of whatever does not stand whole in the passage record of its
witness (``downloads/``): that is read in its place. A record's number is its place in the shard: first the texts,
in the order of the documents and witnesses, then the pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from pecia.search.metadata import Listed
from pecia.search.records import KINDS, Named, PassageText, WitnessText

RECORDS = "records.json"
DOCUMENTS = "documents.json"
FACETS = "facets.json"

_TOGETHER = 8
"""Records whose words stand in one file, at most. Measured with 16,000 passages: the first ten results bring 12 kB,
compressed, where files of one passage bring 3 kB; but those are eight times as many files."""

_LETTERS = 4_000
"""Of the words in one file, on average, at most, if it has several records."""


def records(texts: Sequence[PassageText], listed: Listed) -> bytes:
    """``records.json``, UTF-8 in one line::

    sizes     for each document the number of records of each of its witnesses
    kinds     [kind of passage, …]
    kind      a letter for each record of a text: "a" the first of ``kinds``
    length    a letter for each record: "a" one word, "b" two or three, "c" four to seven …
    chunks    [[first word, last word, name], …] of each chunk of the index, by the code points of the words, which are
              cut short: as long as they must be to tell them from their neighbours
    joined    whether there is a record of several passages
    together  number of records in a file of ``texts/``
    recorded  a letter for each record of a text: "b" the words stand in the passage record; left out where all are "a"
    """
    there = {text.kind for text in texts}
    kinds = [kind for kind in dict.fromkeys(KINDS.values()) if kind in there]
    kind_letter = {kind: letter(number) for number, kind in enumerate(kinds)}
    recorded = "".join(letter(text.recorded) for text in texts)
    return written(
        {
            "sizes": [[size for _witness, size in witnesses] for witnesses in _documents(texts).values()],
            "kinds": kinds,
            "kind": "".join(kind_letter[text.kind] for text in texts),
            "length": "".join(letter(max(words, 1).bit_length() - 1) for _name, words in listed.records),
            "chunks": listed.chunks,
            "joined": any(text.more for text in texts),
            "together": _together(texts),
            **({"recorded": recorded} if letter(True) in recorded else {}),
        }
    )


def documents(texts: Sequence[PassageText]) -> bytes:
    """``documents.json``, UTF-8 in one line:
    ``[{id, title, date, compared, witnesses: [[siglum, title, language], …]}, …]``, blank what is not established."""
    return written(
        [
            {
                "id": first.document,
                "title": first.document_title,
                "date": first.date,
                "compared": first.compared,
                "witnesses": [[witness.siglum, witness.title, witness.language] for witness, _size in witnesses],
            }
            for witnesses in _documents(texts).values()
            for first, _size in witnesses[:1]
        ]
    )


def facets(texts: Sequence[PassageText]) -> bytes:
    """``facets.json``, UTF-8 in one line::

    entries   [[key, name, "person" | "place" | "organisation", name as sorted], …], sorted as the register is
    speakers  for each document the numbers of the entries that speak in it
    speaker   a letter for each record of a text: "a" nobody, "b" the first of its document's ``speakers``
    named     for each entry the records that name it: the first by its number, each other by the distance
    """
    entries = sorted({entry for text in texts for entry in (*text.named, *([text.speaker] if text.speaker else []))})
    number = {entry: place for place, entry in enumerate(entries)}
    speakers: dict[str, dict[Named, int]] = {text.witness.document: {} for text in texts}
    column = []
    for text in texts:
        here = speakers[text.witness.document]
        column.append(letter(1 + here.setdefault(text.speaker, len(here)) if text.speaker else 0))
    return written(
        {
            "entries": [[entry.key, entry.name, entry.kind, entry.sort] for entry in entries],
            "speakers": [[number[entry] for entry in here] for here in speakers.values()],
            "speaker": "".join(column),
            "named": _distances(texts, entries),
        }
    )


def words(texts: Sequence[PassageText], pages: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """The files of ``texts/`` with their paths: some records each, named by their place, as a list of ``{anchor, text,
    speaker, corrections, alternatives, more}``, with 0 for one whose words stand in the passage record, and no file
    where they all do; and each of ``pages`` alone (``page-0.json``), as Pagefind has read it."""
    together = _together(texts)
    for first in range(0, len(texts), together):
        shown = [0 if text.recorded else _text(text) for text in texts[first : first + together]]
        if any(shown):
            yield f"texts/{first // together}.json", written(shown)
    for place, page in enumerate(pages):
        read = {"address": page["url"].lstrip("/"), "title": page["meta"].get("title", ""), "text": page["content"]}
        yield f"texts/page-{place}.json", written(read)


def letter(number: int) -> str:
    """``number`` as a letter: "a" is 0."""
    return chr(ord("a") + number)


def written(content: Any) -> bytes:
    """``content`` as JSON, UTF-8 in one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _together(texts: Sequence[PassageText]) -> int:
    letters = sum(len(text.content) + sum(len(words) for _anchor, words in text.more) for text in texts)
    together = _TOGETHER
    while together > 1 and letters * together > _LETTERS * len(texts):
        together //= 2
    return together


def _documents(texts: Sequence[PassageText]) -> dict[str, list[tuple[WitnessText, int]]]:
    """The witnesses of each document with their numbers of records."""
    documents: dict[str, list[tuple[WitnessText, int]]] = {}
    for witness, run in groupby(texts, lambda text: text.witness):
        documents.setdefault(witness.document, []).append((witness, sum(1 for _ in run)))
    return documents


def _distances(texts: Sequence[PassageText], entries: Sequence[Named]) -> list[list[int]]:
    distances: dict[Named, list[int]] = {entry: [] for entry in entries}
    last: dict[Named, int] = {}
    for place, text in enumerate(texts):
        for entry in text.named:
            distances[entry].append(place - last.get(entry, 0))
            last[entry] = place
    return list(distances.values())


def _text(text: PassageText) -> dict[str, Any]:
    about = {
        "speaker": text.called,
        "corrections": text.corrections,
        "alternatives": text.alternatives,
        "more": text.more,
    }
    there = {name: value for name, value in about.items() if value}
    return {"anchor": unquote(text.url.rpartition("#")[2]), "text": text.content, **there}
