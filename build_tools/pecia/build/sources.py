"""From the files of an edition to what each document is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from pecia import files, metadata, versions
from pecia.build.document import DocumentMade, DocumentSources, SourceFile, fingerprint
from pecia.findings import Finding, has_errors
from pecia.metadata import DocumentFile, Read
from pecia.model import Locus, MentionKind
from pecia.record import EditionStatement, Entry, Ruling, Witness
from pecia.versions import Versions

STATEMENT = "edition/edition.yml"
REGISTERS: Mapping[str, MentionKind] = {
    "edition/registers/organisations.yml": "organisation",
    "edition/registers/people.yml": "person",
    "edition/registers/places.yml": "place",
}


def record_path(document_id: str, siglum: str) -> str:
    """Where the TEI record of a witness stands, relative to the root."""
    return f"edition/tei/{document_id}.{siglum}.xml"


@dataclass(frozen=True, slots=True)
class EditionSources:
    """The edition's statement and the sources of each document, in the order of the statement's list."""

    statement: EditionStatement
    entries: tuple[Entry, ...]
    documents: tuple[DocumentSources, ...]
    versions: Versions

    def fingerprints(self, code: str, made: Mapping[str, DocumentMade] = MappingProxyType({})) -> dict[str, str]:
        """The :func:`~pecia.build.document.fingerprint` of each document, by id; ``code`` stands for the code."""
        shared = sha256(repr((code, self.statement, self.entries, self.versions)).encode()).hexdigest()
        return {document.id: fingerprint(document, shared, made.get(document.id)) for document in self.documents}


def read_whole(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The sources under ``root``, path → bytes, after whatever an interrupted command left has been put right."""
    recovered = files.recover(root)
    sources, findings = files.read_sources(root)
    return sources, [*recovered, *findings]


def read_metadata(sources: Mapping[str, bytes], executor: Executor) -> tuple[EditionSources | None, list[Finding]]:
    """Read every YAML file in ``sources`` (path → bytes) and join them; ``None`` when there is an error in it."""
    statement = metadata.read_edition(STATEMENT, sources.get(STATEMENT, b""))
    findings = list(statement.findings) if STATEMENT in sources else [_missing(STATEMENT)]
    registers = [
        metadata.read_register(path, sources[path], kind) for path, kind in REGISTERS.items() if path in sources
    ]
    findings += [_unknown_register(path) for path in _in(sources, "edition/registers/") if path not in REGISTERS]
    paths = _in(sources, "edition/documents/")
    read = executor.map(metadata.read_document, paths, [sources[path] for path in paths])
    documents = dict(zip(paths, read, strict=True))
    rulings = {
        PurePosixPath(path).stem: metadata.read_rulings(path, sources[path])
        for path in _in(sources, "edition/rulings/")
    }
    for found in (*registers, *documents.values(), *rulings.values()):
        findings += found.findings
    findings += metadata.cross_check(statement, list(documents.values()), registers, rulings)
    known, wrong = versions.read_versions(versions.PATH, sources.get(versions.PATH))
    findings += wrong
    if statement.value is None or known is None or has_errors(findings):
        return None, findings
    known, wrong = versions.with_version(known, statement.value)
    findings += wrong
    entries = tuple(entry for register in registers for entry in register.value or ())
    made_from = tuple(
        _document(statement.value, known, entries, documents[f"edition/documents/{id_}.yml"], rulings.get(id_), sources)
        for id_ in statement.value.documents
    )
    return EditionSources(statement.value, entries, made_from, known), [*findings, *_strays(sources, made_from)]


def as_drafts(edition: EditionSources) -> tuple[EditionSources, list[Finding]]:
    """The same with each exemplar's SHA-256 as it is now, and E104 where the document's file records another.

    So that an exemplar can be worked on and looked at; only the digest recorded in the end makes a record of it.
    """
    findings: list[Finding] = []

    def witness_now(document: DocumentSources, witness: Witness) -> Witness:
        file = document.exemplars[witness.siglum]
        if file.content is None or files.digest(file.content) == witness.exemplar.sha256.lower():
            return witness
        actual = files.digest(file.content)
        findings.append(Finding("E104", f"the file's sha256 is now {actual}", Locus(file.path)))
        return replace(witness, exemplar=replace(witness.exemplar, sha256=actual))

    def document_now(document: DocumentSources) -> DocumentSources:
        recorded = document.file.document
        witnesses = tuple(witness_now(document, witness) for witness in recorded.witnesses)
        file = replace(document.file, document=replace(recorded, witnesses=witnesses))
        return replace(document, file=file, books=False)

    return replace(edition, documents=tuple(document_now(document) for document in edition.documents)), findings


def _document(
    statement: EditionStatement,
    known: Versions,
    entries: tuple[Entry, ...],
    read: Read[DocumentFile],
    rulings: Read[tuple[Ruling, ...]] | None,
    sources: Mapping[str, bytes],
) -> DocumentSources:
    assert read.value is not None, "there was no error"
    document = read.value.document

    def source(path: str, named_at: Locus) -> SourceFile:
        return SourceFile(path, sources.get(path), named_at)

    return DocumentSources(
        statement=statement,
        versions=known,
        entries=entries,
        file=read.value,
        rulings=tuple((ruling, rulings.at(n)) for n, ruling in enumerate(rulings.value or ())) if rulings else (),
        exemplars={
            witness.siglum: source(
                f"edition/sources/{document.id}/{witness.exemplar.file}", read.at("witnesses", n, "exemplar", "file")
            )
            for n, witness in enumerate(document.witnesses)
        },
        ledger=source(f"edition/anchors/{document.id}.yml", read.at("id")),
        records={
            witness.siglum: source(record_path(document.id, witness.siglum), read.at("witnesses", n, "siglum"))
            for n, witness in enumerate(document.witnesses)
        },
    )


def _strays(sources: Mapping[str, bytes], documents: Iterable[DocumentSources]) -> list[Finding]:
    """Generated files that no document of the edition has: ledgers, whose anchors would be lost, and TEI records."""
    ledgers, records = set(), set()
    for document in documents:
        ledgers.add(document.ledger.path)
        records |= {record.path for record in document.records.values()}
    gone = "the ledger is of a document that the edition no longer has"
    return [
        *(Finding("A108", gone, Locus(path)) for path in _in(sources, "edition/anchors/") if path not in ledgers),
        *(
            Finding("F108", "of no witness", Locus(path))
            for path in _in(sources, "edition/tei/")
            if path not in records
        ),
    ]


def _in(sources: Mapping[str, bytes], folder: str) -> list[str]:
    return [path for path in sources if path.startswith(folder)]


def _missing(path: str) -> Finding:
    return Finding("Y108", f"there is no {path}", Locus(path))


def _unknown_register(path: str) -> Finding:
    return Finding("F108", f"not a register: those are {', '.join(sorted(REGISTERS))}", Locus(path))
