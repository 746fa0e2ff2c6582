"""The edition as files for clients of Distributed Text Services: DTS 1.0, https://dtsapi.org/specifications.

An edition is a collection of documents, a document a collection of witnesses, a witness a resource. A resource has one
citation tree: passages, and turns that hold passages. Addresses are URI templates that a client fills in, as the
specification has it for static sites ("URI Templates examples for static website"): identifiers are therefore plain
strings. What files cannot answer is in ``docs/reference/machines.md``.

With an address of the edition all links are absolute; without one they lead from the place of the file they stand in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pecia import addresses, tei_record
from pecia.formats.dts_fragments import encoded_fragments
from pecia.formats.dublin_core import Pairs, document_terms, edition_terms, witness_terms, witness_title
from pecia.model import Field, Passage, Turn, passages
from pecia.model.edition import Document, EditionStatement, Entry, Witness
from pecia.model.record import Record
from pecia.pages import Edition, GeneratedFile
from pecia.pages.summaries import concerned_entries
from pecia.view.document import DocumentView

CONTEXT = "https://dtsapi.org/context/v1.0.json"
"""The JSON-LD context of DTS 1.0; a client fetches it, the site does not."""

VERSION = "1.0"

EDITION = "dts.edition"
"""Identifier of the edition as a collection. No document or witness has it: ``dts`` is not given to a document."""

MEDIA_TYPE = "application/tei+xml"

Json = dict[str, object]

_TREE: Json = {
    "@type": "CitationTree",
    "citeStructure": [
        {"@type": "CiteStructure", "citeType": "passage"},
        {
            "@type": "CiteStructure",
            "citeType": "turn",
            "citeStructure": [{"@type": "CiteStructure", "citeType": "passage"}],
        },
    ],
}


def edition_files(edition: Edition) -> tuple[GeneratedFile, ...]:
    """The entry; and the edition as a collection of its documents, where a client looks for it without and with its
    identifier. Nothing when the edition offers reading alone: its documents have no files that it could lead to."""
    if edition.statement.offer == "reading":
        return ()
    statement, place = edition.statement, addresses.DTS_ENTRY
    templates = {endpoint: _link(statement, place, path) for endpoint, path in addresses.DTS_TEMPLATES.items()}
    entry = {"@id": _link(statement, place, place), "@type": "EntryPoint", "dtsVersion": VERSION, **templates}
    return (
        _file(place, entry),
        *(_edition_file(edition, path) for path in (addresses.dts_collection(), addresses.dts_collection(EDITION))),
    )


def document_files(
    statement: EditionStatement, view: DocumentView, records: Mapping[str, bytes]
) -> Iterator[GeneratedFile]:
    """A document as a collection; each of its witnesses as a resource, its citation tree, its text, and the text of
    each turn and passage by itself.

    ``records``: the bytes of the witnesses' TEI files, by siglum. One file is made at a time.
    """
    document, entries = view.document, concerned_entries(view)
    path = addresses.dts_collection(document.id)
    members = [_described_resource(statement, document, entries, witness, path) for witness in document.witnesses]
    about = _dublin_core(statement, document_terms(statement, document, entries))
    yield _file(path, {**_document_item(statement, document, path), "dublinCore": about, "member": members})
    for witness in view.witnesses:
        yield from _witness_files(statement, document, entries, witness.record, records[witness.record.siglum])


def _witness_files(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], record: Record, content: bytes
) -> Iterator[GeneratedFile]:
    witness = record.witness
    name = _resource_name(document, witness)
    path = addresses.dts_collection(name)
    yield _file(path, _described_resource(statement, document, entries, witness, path))
    path = addresses.dts_navigation(name)
    navigation: Json = {
        "@id": _link(statement, path, path),
        "@type": "Navigation",
        "dtsVersion": VERSION,
        "resource": _resource(statement, document, witness, path),
        "member": list(_units(statement, record, path)),
    }
    yield _file(path, navigation)
    yield GeneratedFile(addresses.dts_document(name), content)
    whole = _link(statement, addresses.dts_document(name, "-"), addresses.tei(document.id, record.siglum))
    from_tei = any(passage.element for passage in passages(record.transcript))
    title = witness_title(document, witness)
    made = (
        encoded_fragments(record.transcript, content, title, whole)
        if from_tei
        else tei_record.fragments(content, whole)
    )
    for reference, fragment in made:
        yield GeneratedFile(addresses.dts_document(name, addresses.dts_reference(reference)), fragment)


# --- collections and resources ---------------------------------------------------------------------


def _edition_file(edition: Edition, path: str) -> GeneratedFile:
    """The edition as a collection. Its members are not described further: there may be thousands."""
    statement = edition.statement
    item: Json = {
        "@id": EDITION,
        "@type": "Collection",
        "dtsVersion": VERSION,
        "title": statement.title,
        "totalParents": 0,
        "totalChildren": len(edition.documents),
        "collection": _link(statement, path, addresses.dts_collection(EDITION)),
        "dublinCore": _dublin_core(statement, edition_terms(statement)),
        "member": [_document_item(statement, account.document, path) for account in edition.documents],
    }
    return _file(path, item)


def _document_item(statement: EditionStatement, document: Document, place: str) -> Json:
    return {
        "@id": document.id,
        "@type": "Collection",
        "dtsVersion": VERSION,
        "title": document.title,
        "totalParents": 1,
        "totalChildren": len(document.witnesses),
        "collection": _link(statement, place, addresses.dts_collection(document.id)),
    }


def _resource(statement: EditionStatement, document: Document, witness: Witness, place: str) -> Json:
    name = _resource_name(document, witness)
    return {
        "@id": name,
        "@type": "Resource",
        "dtsVersion": VERSION,
        "title": witness_title(document, witness),
        "totalParents": 1,
        "totalChildren": 0,
        "collection": _link(statement, place, addresses.dts_collection(name)),
        "navigation": _link(statement, place, addresses.dts_navigation(name)),
        "document": _link(statement, place, addresses.dts_document(f"{name}{{/ref}}")),
        "download": _link(statement, place, addresses.tei(document.id, witness.siglum)),
        "mediaTypes": [MEDIA_TYPE],
        "citationTrees": [_TREE],
    }


def _described_resource(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], witness: Witness, place: str
) -> Json:
    about = _dublin_core(statement, witness_terms(statement, document, entries, witness))
    return {**_resource(statement, document, witness, place), "dublinCore": about}


def _resource_name(document: Document, witness: Witness) -> str:
    """The identifier of a witness; no key and no siglum has a full stop."""
    return f"{document.id}.{witness.siglum}"


def _dublin_core(statement: EditionStatement, terms: Pairs) -> Json:
    """``terms`` as a ``MetadataObject``: for each term an array of addresses, codes and dates, or of words with their
    language."""
    found: dict[str, list[object]] = {}
    for term, value in terms:
        is_code = term == "language" or not any(sign.isalpha() for sign in value)
        plain = is_code or value.startswith(("http://", "https://"))
        found.setdefault(term, []).append(value if plain else _words(statement.language, value))
    return dict(found)


# --- turns and passages ----------------------------------------------------------------------------


def _units(statement: EditionStatement, record: Record, place: str) -> Iterator[Json]:
    """The whole citation tree in the order of the text, a turn before its passages."""
    names = {entry.key: entry.name for entry in record.entries}
    for block in (*record.transcript.front, *record.transcript.body):
        match block:
            case Passage():
                yield from _passages(statement, record, place, (block,), None)
            case Field(label, values):
                yield from _passages(statement, record, place, (label, *values), None)
            case Turn(who, label, parts):
                first = block.first.id if block.first else None
                reference = addresses.dts_reference(tei_record.turn_reference(first)) if first else None
                about = {
                    "title": [_words(record.witness.language, label.text)] if label.text else [],
                    "creator": [_words(statement.language, names[key]) for key in (who, *block.also) if names.get(key)],
                }
                if reference:
                    yield _unit(reference, "turn", None, about)
                yield from _passages(statement, record, place, parts, reference)


def _passages(
    statement: EditionStatement, record: Record, place: str, parts: tuple[Passage, ...], turn: str | None
) -> Iterator[Json]:
    for passage in parts:
        if passage.id:
            page = addresses.witness(record.document.id, record.siglum, passage.id)
            about = {"type": [_words("en", passage.kind.value)]}
            unit = _unit(addresses.dts_reference(passage.id), "passage", turn, about)
            yield {**unit, "@id": _link(statement, place, page)}


def _unit(identifier: str, cite_type: str, parent: str | None, about: Mapping[str, list[Json]]) -> Json:
    return {
        "identifier": identifier,
        "@type": "CitableUnit",
        "level": 1 if parent is None else 2,
        "parent": parent,
        "citeType": cite_type,
        "dublinCore": {term: values for term, values in about.items() if values},
    }


def _words(language: str, value: str) -> Json:
    return {"lang": language, "value": value} if language else {"value": value}


# --- files -----------------------------------------------------------------------------------------


def _link(statement: EditionStatement, place: str, path: str) -> str:
    """``path``, or a template of paths, as it is given in the file at ``place``."""
    return addresses.published(statement, path) or addresses.root(place) + path


def _file(path: str, content: Mapping[str, object]) -> GeneratedFile:
    content = {"@context": CONTEXT, **content}
    return GeneratedFile(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
