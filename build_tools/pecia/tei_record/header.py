"""The edition's statement, the document and ``teiHeader``, both ways (TEI P5 Guidelines, chapter HD).

Some of the header repeats, for readers of the file, what stands elsewhere in it: names beside keys, the hands in
``titleStmt``, the languages, the address of the page, the change. Reading passes that over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pecia.model import Gloss, Transcript, contents
from pecia.model.edition import Document, EditionStatement, Editor, Entry, Licence
from pecia.model.record import Record
from pecia.tei.mixed_content import add_value, add_words, value, words
from pecia.tei.names import (
    KEY,
    XML_ID,
    XML_LANG,
    NotARecordError,
    add,
    address,
    every,
    key,
    maybe,
    own_id,
    own_key,
    point,
    require_address,
    the,
)
from pecia.tei_record import source_desc
from pecia.tei_record.bibliography import read_source, read_statements, write_statements
from pecia.tei_record.declarations import require_version, write_declarations
from pecia.tei_record.registers import read_participants, read_register, write_participants, write_register

# --- writing ---------------------------------------------------------------------------------------


def write_header(root: etree._Element, record: Record) -> None:
    """Append ``teiHeader`` with all of ``record`` but its transcript and rulings."""
    header = add(root, "teiHeader", {XML_LANG: record.edition.language})
    names = {entry.key: entry.name for entry in record.entries}
    _write_file_desc(add(header, "fileDesc"), record, names)
    _write_encoding_desc(add(header, "encodingDesc"), record.edition)
    _write_profile_desc(add(header, "profileDesc"), record, names)
    edition = record.edition
    change = {"when": edition.date, "n": edition.version, XML_LANG: "en"}
    add_words(add(header, "revisionDesc"), "change", f"Version {edition.version} of the edition.", change)


def _write_file_desc(file: etree._Element, record: Record, names: Mapping[str, str]) -> None:
    edition, document = record.edition, record.document
    _write_title_stmt(add(file, "titleStmt"), record, names)
    add_value(add(file, "editionStmt"), "edition", edition.version)

    publication = add(file, "publicationStmt")
    add_value(publication, "publisher", edition.publisher)
    add_value(publication, "date", edition.date, {"when": edition.date})
    add_words(publication, "idno", document.id, {"type": "document"})
    if edition.url:
        add_words(publication, "idno", f"{edition.url}{document.id}/{record.siglum}/", {"type": "URL"})
    availability = add(publication, "availability")
    licence = add(availability, "licence", {"target": edition.licence.url})
    add_value(licence, "name", edition.licence.name)
    add_value(licence, "p", edition.licence.scope)
    write_statements(availability, "p", document.rights, document)

    series = add(file, "seriesStmt")
    add_value(series, "title", edition.title, {"type": "main"})
    if edition.subtitle:
        add_words(series, "title", edition.subtitle, {"type": "sub"})
    if edition.url:
        add_words(series, "idno", edition.url, {"type": "URL"})
    for identifier in edition.documents:
        add_words(series, "biblScope", identifier, {"unit": "document"})
    if document.relation:
        write_statements(add(file, "notesStmt"), "note", document.relation, document, "relation")
    source_desc.write_source_desc(file, document, names)


def _write_title_stmt(titles: etree._Element, record: Record, names: Mapping[str, str]) -> None:
    document, witness = record.document, record.witness
    add_value(titles, "title", document.title, {"type": "main"})
    add_value(titles, "title", document.short_title, {"type": "short"})
    named = ": ".join(filter(None, (witness.siglum, witness.title)))
    add_words(titles, "title", named, {"type": "witness"})
    for editor in record.edition.editors:
        statement = add(titles, "respStmt", {XML_ID: own_id("editor", editor.id)})
        add_value(statement, "resp", editor.role)
        add_value(statement, "name", editor.name)
    for participant in document.participants:
        if participant.part == "note-taker":
            statement = add(titles, "respStmt")
            source_desc.write_resp(statement, "note-taker", "")
            person = participant.person
            add_words(statement, "persName", names.get(person, ""), {"ref": point("person", person)})
    for hand in witness.responsibilities:
        statement = add(titles, "respStmt", {"corresp": point("hand", hand.id)})
        source_desc.write_resp(statement, hand.kind, hand.role)
        source_desc.write_name(statement, hand, names)


def _write_encoding_desc(encoding: etree._Element, edition: EditionStatement) -> None:
    project = add(encoding, "projectDesc")
    add_value(project, "p", edition.description)
    write_declarations(encoding)


def _write_profile_desc(profile: etree._Element, record: Record, names: Mapping[str, str]) -> None:
    document = record.document
    if document.summary:
        write_statements(add(profile, "abstract"), "p", document.summary, document)
    uses: dict[str, list[str]] = {}
    for language, use in _languages(record):
        if language and use not in uses.setdefault(language, []):
            uses[language].append(use)
    if uses:
        languages = add(profile, "langUsage", {XML_LANG: "en"})
        for language, named in uses.items():
            add_words(languages, "language", "; ".join(named), {"ident": language})
    add_value(add(add(profile, "textClass"), "keywords"), "term", document.kind)

    settings = add(profile, "settingDesc")
    setting = add(settings, "setting")
    add_value(setting, "date", document.date, {"when": document.date, "dur": document.duration})
    add_value(setting, "placeName", document.place, {"ref": point("place", document.place_key)})
    write_register(settings, record.entries, "place")
    if document.participants or any(entry.kind != "place" for entry in record.entries):
        people = add(profile, "particDesc")
        write_participants(people, document, names)
        write_register(people, record.entries, "person")
        write_register(people, record.entries, "organisation")


def _languages(record: Record) -> Iterator[tuple[str, str]]:
    yield record.witness.language, "the text of the witness"
    yield record.document.original.language, "the original"
    for language in sorted(_gloss_languages(record.transcript)):
        yield language, "glosses in the text"
    yield record.edition.language, "the edition's own words"


def _gloss_languages(transcript: Transcript) -> set[str]:
    return {s.mark.language for content in contents(transcript) for s in content.spans if isinstance(s.mark, Gloss)}


# --- reading ---------------------------------------------------------------------------------------


def read_header(header: etree._Element) -> tuple[EditionStatement, Document, tuple[Entry, ...]]:
    """What :func:`write_header` wrote; raises :class:`NotARecordError` at what it did not."""
    require_version(the(header, "encodingDesc"))
    profile = the(header, "profileDesc")
    places, people = the(profile, "settingDesc"), maybe(profile, "particDesc")
    entries = [
        *read_register(places, "place"),
        *read_register(people, "person"),
        *read_register(people, "organisation"),
    ]
    return _read_edition(header), _read_document(header), tuple(sorted(entries, key=lambda entry: entry.key))


def _read_edition(header: etree._Element) -> EditionStatement:
    file = the(header, "fileDesc")
    publication, series = the(file, "publicationStmt"), the(file, "seriesStmt")
    licence = the(the(publication, "availability"), "licence")
    project = the(the(header, "encodingDesc"), "projectDesc")
    series_address = maybe(series, "idno", "URL")
    respstmts = every(the(file, "titleStmt"), "respStmt")
    return EditionStatement(
        title=value(the(series, "title", "main")),
        subtitle=value(maybe(series, "title", "sub")),
        version=value(the(the(file, "editionStmt"), "edition")),
        date=the(publication, "date").get("when", ""),
        publisher=value(the(publication, "publisher")),
        url="" if series_address is None else require_address(words(series_address), series_address),
        language=header.get(XML_LANG, ""),
        description=value(the(project, "p")),
        editors=tuple(
            Editor(id=own_key(e, "editor"), name=value(the(e, "name")), role=value(the(e, "resp")))
            for e in respstmts
            if e.get(XML_ID) is not None
        ),
        licence=Licence(
            name=value(the(licence, "name")), url=address(licence, "target"), scope=value(the(licence, "p"))
        ),
        documents=tuple(_safe(scope) for scope in every(series, "biblScope")),
    )


def _read_document(header: etree._Element) -> Document:
    file, profile = the(header, "fileDesc"), the(header, "profileDesc")
    titles, publication, sources = the(file, "titleStmt"), the(file, "publicationStmt"), the(file, "sourceDesc")
    setting = the(the(profile, "settingDesc"), "setting")
    date, place = the(setting, "date"), the(setting, "placeName")
    original, provenance = source_desc.read_original(sources)
    bibliography = maybe(sources, "listBibl")
    return Document(
        id=_safe(the(publication, "idno", "document")),
        title=value(the(titles, "title", "main")),
        short_title=value(the(titles, "title", "short")),
        kind=value(the(the(the(profile, "textClass"), "keywords"), "term")),
        date=date.get("when", ""),
        place=value(place),
        place_key=key(place, "ref", "place"),
        duration=date.get("dur", ""),
        summary=read_statements(maybe(profile, "abstract"), "p"),
        participants=read_participants(maybe(profile, "particDesc")),
        original=original,
        sources=() if bibliography is None else tuple(read_source(b) for b in every(bibliography, "biblStruct")),
        provenance=provenance,
        relation=read_statements(maybe(file, "notesStmt"), "note", "relation"),
        rights=read_statements(the(publication, "availability"), "p"),
        witnesses=source_desc.read_witnesses(sources),
    )


def _safe(element: etree._Element) -> str:
    """The id of a document in ``element``; it becomes a path, so nothing else is taken."""
    identifier = words(element)
    if not KEY.fullmatch(identifier):
        raise NotARecordError(f"the id of a document {identifier!r} is not safe in a path", element)
    return identifier
