"""What the browser is told of each record, in files of Pecia's own beside Pagefind's.

``records.json`` comes with the first search: what shows where a result stands. ``facets.json`` comes when a reader
narrows the search. ``texts/`` has the words, for the results that are shown. A record's number is its place in the
index: first the passages, in the order of the documents, witnesses and texts, then the pages.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pecia.search.metadata import RecordList
from pecia.search.records import KINDS, Named, PassageText

RECORDS = "records.json"
FACETS = "facets.json"

TOGETHER = 8
"""Passages whose words stand in one file. Measured with 16,000 passages: the first ten results bring 12 kB, compressed,
where files of one passage bring 3 kB; but those are eight times as many files."""


def records(texts: Sequence[PassageText], listed: RecordList) -> bytes:
    """``records.json``, UTF-8 in one line::

    documents      [{id, title, date, compared, witnesses: [[siglum, title, language, number of records], …]}, …]
    kinds          [kind of speech, …]
    kind           a letter for each passage: "a" the first of ``kinds``
    length         a letter for each record: "a" one word, "b" two or three, "c" four to seven …
    before, after  what stands around the list of records in Pagefind's, in base64
    together       number of passages in a file of ``texts/``
    """
    kinds = [kind for kind in dict.fromkeys(KINDS.values()) if any(text.kind == kind for text in texts)]
    return _written(
        {
            "documents": list(_documents(texts)),
            "kinds": kinds,
            "kind": "".join(_letter(kinds.index(text.kind)) for text in texts),
            "length": "".join(_letter(max(words, 1).bit_length() - 1) for _name, words in listed.records),
            "before": b64encode(listed.before).decode(),
            "after": b64encode(listed.after).decode(),
            "together": TOGETHER,
        }
    )


def facets(texts: Sequence[PassageText]) -> bytes:
    """``facets.json``, UTF-8 in one line::

    entries   [[key, name, "person" | "place" | "organisation"], …], sorted as the register is
    speakers  for each document the numbers of the entries that speak in it
    speaker   a letter for each passage: "a" nobody, "b" the first of its document's ``speakers``
    named     for each entry the passages that name it: the first by its number, each other by the distance
    """
    entries = sorted({entry for text in texts for entry in (*text.named, *([text.speaker] if text.speaker else []))})
    number = {entry: place for place, entry in enumerate(entries)}
    speakers: dict[str, dict[Named, int]] = {text.witness.document: {} for text in texts}
    column = []
    for text in texts:
        here = speakers[text.witness.document]
        column.append(_letter(1 + here.setdefault(text.speaker, len(here)) if text.speaker else 0))
    return _written(
        {
            "entries": [[entry.key, entry.name, entry.kind] for entry in entries],
            "speakers": [[number[entry] for entry in here] for here in speakers.values()],
            "speaker": "".join(column),
            "named": _distances(texts, entries),
        }
    )


def words(texts: Sequence[PassageText], pages: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """The files of ``texts/`` with their paths: :data:`TOGETHER` passages each, named by their place, as a list of
    ``{anchor, text, speaker, corrections}``; and each of ``pages`` alone (``page-0.json``), as Pagefind has read it."""
    for first in range(0, len(texts), TOGETHER):
        together = [_passage(text) for text in texts[first : first + TOGETHER]]
        yield f"texts/{first // TOGETHER}.json", _written(together)
    for place, page in enumerate(pages):
        read = {"address": page["url"].lstrip("/"), "title": page["meta"].get("title", ""), "text": page["content"]}
        yield f"texts/page-{place}.json", _written(read)


def _documents(texts: Sequence[PassageText]) -> Iterable[dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = {}
    for witness, run in groupby(texts, lambda text: text.witness):
        described = {
            "id": witness.document,
            "title": witness.document_title,
            "date": witness.date,
            "compared": witness.compared,
            "witnesses": [],
        }
        of_document = documents.setdefault(witness.document, described)["witnesses"]
        of_document.append([witness.siglum, witness.title, witness.language, sum(1 for _ in run)])
    return documents.values()


def _distances(texts: Sequence[PassageText], entries: Sequence[Named]) -> list[list[int]]:
    distances: dict[Named, list[int]] = {entry: [] for entry in entries}
    last: dict[Named, int] = {}
    for place, text in enumerate(texts):
        for entry in text.named:
            distances[entry].append(place - last.get(entry, 0))
            last[entry] = place
    return list(distances.values())


def _passage(text: PassageText) -> dict[str, Any]:
    speaker = {"speaker": text.speaker.name} if text.speaker else {}
    corrections = {"corrections": text.corrections} if text.corrections else {}
    return {"anchor": text.url.rpartition("#")[2], "text": text.content, **speaker, **corrections}


def _letter(number: int) -> str:
    return chr(ord("a") + number)


def _written(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
