"""The apparatus of a document as files for other tools: CSV, JSON and TEI.

A cell of the CSV that a spreadsheet would take for a formula begins with an apostrophe; so does one that begins with
an apostrophe by itself. So whoever takes one apostrophe off the beginning of each cell that has one gets every
cell back.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from pecia import addresses, tei_record
from pecia.collation import TAXONOMY, Collation
from pecia.collation.apparatus import Place
from pecia.collation.lemmata import Lemma, Reading, lemmata
from pecia.collation.pairs import with_base
from pecia.model.rulings import Ruling
from pecia.pages import Download, GeneratedFile
from pecia.pages.apparatus import FORMATS
from pecia.view.document import DocumentView

COLUMNS = (
    "number",
    "lemma",
    "base",
    "passage",
    "in_label",
    "start",
    "last_passage",
    "end_in_label",
    "end",
    "reading",
    "witness",
    "witness_passage",
    "witness_in_label",
    "witness_start",
    "witness_last_passage",
    "witness_end_in_label",
    "witness_end",
    "kind",
    "weight",
    "ruling",
)
"""The columns of the CSV; the offsets are those of :class:`~pecia.collation.apparatus.Place`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def apparatus_files(view: DocumentView, collations: Sequence[Collation]) -> tuple[GeneratedFile, ...]:
    """The apparatus of the first witness against the others; none without ``collations``, those of
    :func:`~pecia.collation.pairs.collate_pairs`."""
    if not collations:
        return ()
    with_first = with_base(collations)
    found = lemmata(with_first)
    records = [witness.record for witness in view.witnesses]
    files = {
        "csv": as_csv(found),
        "json": as_json(view, with_first, found),
        "xml": tei_record.encode_apparatus(records, found, _rulings(with_first), _tei_names(view)),
    }
    return tuple(
        GeneratedFile(addresses.apparatus_file(view.document.id, ending), content) for ending, content in files.items()
    )


def listed(view: DocumentView, files: Mapping[str, bytes]) -> tuple[Download, ...]:
    """The files of :func:`apparatus_files` for the list of downloads; ``files`` are the document's, by path."""
    name = view.document.short_title or view.document.title
    return tuple(
        Download(path, f"{name}: apparatus ({form})", len(files[path]), sha256(files[path]).hexdigest())
        for ending, form in FORMATS.items()
        if (path := addresses.apparatus_file(view.document.id, ending)) in files
    )


def as_csv(found: Sequence[Lemma]) -> bytes:
    """One line for each witness that reads otherwise: RFC 4180 (CRLF, a header), UTF-8 without byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, (lemma, reading, siglum, there) in enumerate(_lines(found), start=1):
        row = (
            *(str(number), lemma.text, lemma.base, *_place_cells(lemma.at)),
            *(reading.text, siglum, *_place_cells(there)),
            *(reading.kind, reading.weight, reading.ruling or ""),
        )
        writer.writerow([no_formula(cell) for cell in row])
    return out.getvalue().encode()


def no_formula(cell: str) -> str:
    """``cell``, after an apostrophe when it begins as a formula does, or with an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_json(view: DocumentView, collations: Sequence[Collation], found: Sequence[Lemma]) -> bytes:
    """Everything that the apparatus page says, in one object: witnesses, kinds, links between passages, variants."""
    document, edition = view.document, view.witnesses[0].record.edition
    content = {
        "edition": {"title": edition.title, "version": edition.version, "date": edition.date},
        "document": {"id": document.id, "title": document.title},
        "base": collations[0].ours,
        "witnesses": [
            {"siglum": w.siglum, "title": w.title, "language": w.language, "tei": _tei_names(view)[w.siglum]}
            for w in document.witnesses
        ],
        "kinds": {kind: {"weight": weight, "means": means} for kind, (weight, means) in TAXONOMY.items()},
        "rulings": {
            key: {"kind": r.kind, "value": r.value, "certainty": r.certainty, "resp": r.resp, "reason": r.reason}
            for key, r in _rulings(collations).items()
        },
        "links": [link for collation in collations for link in _links(collation)],
        "variants": [
            {
                "number": number,
                "base": {"witness": lemma.base, "text": lemma.text, **_place_object(lemma.at)},
                "other": {"witness": siglum, "text": reading.text, **_place_object(there)},
                "kind": reading.kind,
                "weight": reading.weight,
                "ruling": reading.ruling,
            }
            for number, (lemma, reading, siglum, there) in enumerate(_lines(found), start=1)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _lines(found: Sequence[Lemma]) -> Iterator[tuple[Lemma, Reading, str, Place]]:
    """Each lemma with each witness that reads otherwise."""
    for lemma in found:
        for reading in lemma.readings:
            for siglum, there in zip(reading.sigla, reading.places, strict=True):
                yield lemma, reading, siglum, there


def _place_cells(place: Place) -> tuple[str, ...]:
    start = (place.first, _yes(place.in_label), str(place.start))
    return (*start, place.last, _yes(place.end_in_label), str(place.end))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _place_object(place: Place) -> dict[str, object]:
    return {
        "from": {"passage": place.first, "in_label": place.in_label, "offset": place.start},
        "to": {"passage": place.last, "in_label": place.end_in_label, "offset": place.end},
    }


def _links(collation: Collation) -> Iterator[dict[str, object]]:
    for row in collation.rows:
        yield {
            "base": [collation.our_units[n].passage.id for n in row.link.ours],
            "witness": collation.theirs,
            "passages": [collation.their_units[n].passage.id for n in row.link.theirs],
            "confidence": row.link.confidence,
            "ruling": row.link.ruling,
        }


def _tei_names(view: DocumentView) -> dict[str, str]:
    """The names of the witnesses' TEI files, by siglum; they are in the same folder as the apparatus."""
    sigla = [witness.record.siglum for witness in view.witnesses]
    return {s: addresses.tei(view.document.id, s).removeprefix(addresses.DOWNLOADS) for s in sigla}


def _rulings(collations: Sequence[Collation]) -> dict[str, Ruling]:
    return {ruling.id: ruling for collation in collations for ruling in collation.rulings}
