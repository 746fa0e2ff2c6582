"""From the files of an edition to what each document is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from pecia import files, metadata, versions
from pecia.build.document import DocumentMade, fingerprint
from pecia.build.found import Found, find_documents
from pecia.build.given import DocumentSources, SourceFile
from pecia.findings import Finding, has_errors
from pecia.metadata import DocumentFile, Read
from pecia.model import Locus, MentionKind
from pecia.record import EditionStatement, Entry, Ruling, Witness
from pecia.versions import Versions

STATEMENT = "edition/edition.yml"
_CHUNK = 64
"""Files of documents that go to another process at once."""
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
    """The edition's statement and the sources of each document: those of the statement's list, then others by id.

    ``changed``: E104 for TEI whose digest is not the one recorded. ``refused``: what is wrong with TEI files that are
    in no document, or do not hold the text that a document names.
    """

    statement: EditionStatement
    entries: tuple[Entry, ...]
    documents: tuple[DocumentSources, ...]
    versions: Versions
    changed: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()

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
    """Read every YAML file in ``sources`` (path → bytes), find the TEI, and join them.

    ``None`` when there is an error in YAML. One in a TEI file is not among the findings, but with the edition.
    """
    statement = metadata.read_edition(STATEMENT, sources.get(STATEMENT, b""))
    findings = list(statement.findings) if STATEMENT in sources else [_missing(STATEMENT)]
    registers = [
        metadata.read_register(path, sources[path], kind) for path, kind in REGISTERS.items() if path in sources
    ]
    findings += [_unknown_register(path) for path in _in(sources, "edition/registers/") if path not in REGISTERS]
    paths = _in(sources, "edition/documents/")
    read = executor.map(metadata.read_document, paths, [sources[path] for path in paths], chunksize=_CHUNK)
    documents = dict(zip(paths, read, strict=True))
    found = find_documents(sources, documents.values())
    rulings = {
        PurePosixPath(path).stem: metadata.read_rulings(path, sources[path])
        for path in _in(sources, "edition/rulings/")
    }
    for one in (*registers, *documents.values(), *rulings.values()):
        findings += one.findings
    documents = {path: _with_witnesses(one, found) for path, one in documents.items()}
    findings += metadata.cross_check(statement, list(documents.values()), registers, rulings, found.documents)
    known, wrong = versions.read_versions(versions.PATH, sources.get(versions.PATH))
    findings += wrong
    if statement.value is None or known is None or has_errors(findings):
        return None, findings
    known, wrong = versions.with_version(known, statement.value)
    findings += wrong
    own = tuple(entry for register in registers for entry in register.value or ())
    taken = {entry.key: entry for entry in reversed(found.described)}  # the first of several, by path
    entries = (*own, *(taken[key] for key in sorted(taken.keys() - {entry.key for entry in own})))
    given = {PurePosixPath(path).stem: one for path, one in documents.items()}
    listed = dict.fromkeys(statement.value.documents)
    made_from = []
    for id_ in (*listed, *sorted((given.keys() | found.documents.keys()) - listed.keys())):
        read_or_found = given.get(id_) or _found(found, id_)
        if read_or_found.value and read_or_found.value.document.witnesses:
            exemplars = found.exemplars.get(id_, {})
            made_from.append(
                _document(statement.value, known, entries, read_or_found, exemplars, rulings.get(id_), sources)
            )
    refused = (tuple(found.changed), tuple(found.refused))
    return EditionSources(statement.value, entries, tuple(made_from), known, *refused), [
        *findings,
        *found.unused,
        *_strays(sources, made_from),
    ]


def as_drafts(edition: EditionSources) -> tuple[EditionSources, list[Finding]]:
    """The same with each transcript's SHA-256 as it is now, and E104 where the document's file records another.

    So that an exemplar can be worked on and looked at; only the digest recorded in the end makes a record of it.
    """
    findings = [*edition.changed]

    def witness_now(document: DocumentSources, witness: Witness) -> Witness:
        file = document.exemplars[witness.siglum]
        if (
            document.is_tei(witness.siglum)
            or file.content is None
            or files.digest(file.content) == witness.exemplar.sha256.lower()
        ):
            return witness
        actual = files.digest(file.content)
        findings.append(Finding("E104", f"the file's sha256 is now {actual}", Locus(file.path)))
        return replace(witness, exemplar=replace(witness.exemplar, sha256=actual))

    def document_now(document: DocumentSources) -> DocumentSources:
        recorded = document.file.document
        witnesses = tuple(witness_now(document, witness) for witness in recorded.witnesses)
        file = replace(document.file, document=replace(recorded, witnesses=witnesses))
        return replace(document, file=file, books=False)

    return replace(edition, documents=tuple(map(document_now, edition.documents)), changed=()), findings


def _with_witnesses(read: Read[DocumentFile], found: Found) -> Read[DocumentFile]:
    """The document with the witnesses that were found for it, when its file names none."""
    witnesses = found.witnesses.get(PurePosixPath(read.at().file).stem)
    if read.value is None or not witnesses:
        return read
    return replace(read, value=replace(read.value, document=replace(read.value.document, witnesses=witnesses)))


def _found(found: Found, id_: str) -> Read[DocumentFile]:
    """A document without YAML, as if it had been read from its first file."""
    file = found.documents[id_]
    first = found.exemplars[id_][file.document.witnesses[0].siglum]
    return Read(file, {(): first.named_at}, ())


def _document(
    statement: EditionStatement,
    known: Versions,
    entries: tuple[Entry, ...],
    read: Read[DocumentFile],
    tei: Mapping[str, SourceFile],
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
            witness.siglum: tei.get(witness.siglum)
            or source(
                f"edition/sources/{document.id}/{witness.exemplar.file}", read.at("witnesses", n, "exemplar", "file")
            )
            for n, witness in enumerate(document.witnesses)
        },
        ledger=source(f"edition/anchors/{document.id}.yml", read.at("id")),
        records={
            witness.siglum: source(record_path(document.id, witness.siglum), read.at("witnesses", n, "siglum"))
            for n, witness in enumerate(document.witnesses)
        },
        taken=not read.at().file.startswith("edition/documents/"),
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
