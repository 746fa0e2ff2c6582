"""From the files of an edition to what each document is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pecia import anchors, files, metadata, versions
from pecia.files import Content, content_of, digest_of, size_of
from pecia.metadata import DocumentFile, Read, examples
from pecia.model import Locus, MentionKind
from pecia.model.edition import EditionStatement, Entry, Witness
from pecia.model.findings import Finding, has_errors
from pecia.model.rulings import Ruling
from pecia.pipeline.discover import Found, find_documents
from pecia.pipeline.document import fingerprint
from pecia.pipeline.inputs import DocumentSources, SourceFile
from pecia.versions import Versions

STATEMENT = "edition/edition.yml"
_CHUNK = 64
"""Files of documents that go to another process at once."""

_FULL = 500
_FULL_BYTES = 2_000_000
"""Documents, and bytes of their sources, up to which each has an overview and every copy, unless edition.yml says
otherwise: to typeset a long text costs a hundred times its page."""

REGISTERS: Mapping[str, MentionKind] = {
    "edition/registers/organisations.yml": "organisation",
    "edition/registers/people.yml": "person",
    "edition/registers/places.yml": "place",
}


def record_path(document_id: str, siglum: str) -> str:
    """Where the TEI record of a witness stands, relative to the root."""
    return f"edition/tei/{document_id}.{siglum}.xml"


def ledger_path(document_id: str) -> str:
    """Where the ledger of a document stands, relative to the root."""
    return f"edition/anchors/{document_id}.yml"


@dataclass(frozen=True, slots=True)
class EditionSources:
    """The edition's statement, its ``offer`` decided, and the sources of each document: those of the statement's list,
    then others by id.

    ``changed``: E104 for TEI whose digest is not the one recorded. ``refused``: what is wrong with TEI files that are
    in no document, or do not hold the text that a document names. ``single``: the TEI files that hold one text each.
    ``draft``: the edition has not been published: it has no list of versions, and no address with a date. ``gone``: the
    ledgers and records of drafts that the edition no longer has.
    """

    statement: EditionStatement
    entries: tuple[Entry, ...]
    documents: tuple[DocumentSources, ...]
    versions: Versions
    changed: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()
    single: frozenset[str] = frozenset()
    draft: bool = False
    gone: tuple[str, ...] = ()

    def shared(self, code: str) -> str:
        """A digest of what all documents have in common; ``code`` stands for the code."""
        return sha256(repr((code, self.statement, self.entries, self.versions, self.draft)).encode()).hexdigest()

    def fingerprints(self, code: str) -> dict[str, str]:
        """The :func:`~pecia.pipeline.document.fingerprint` of each document, by id; ``code`` stands for the code."""
        shared = self.shared(code)
        return {document.id: fingerprint(document, shared) for document in self.documents}


def read_whole(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The sources under ``root``, path → bytes, after whatever an interrupted command left has been put right."""
    recovered = files.recover(root)
    sources, findings = files.read_sources(root)
    return sources, [*recovered, *findings]


def read_metadata(
    sources: Mapping[str, Content], executor: Executor, single: Collection[str] = frozenset()
) -> tuple[EditionSources | None, list[Finding]]:
    """Read every YAML file in ``sources`` (path → content), find the TEI, and join them.

    ``None`` when there is an error in YAML. One in a TEI file is not among the findings, but with the edition.
    ``single``: as of :func:`~pecia.pipeline.discover.find_documents`.
    """
    statement = metadata.read_edition(STATEMENT, content_of(sources.get(STATEMENT, b"")))
    findings = list(statement.findings) if STATEMENT in sources else [_missing(STATEMENT)]
    registers = [
        metadata.read_register(path, content_of(sources[path]), kind)
        for path, kind in REGISTERS.items()
        if path in sources
    ]
    findings += [_unknown_register(path) for path in _in(sources, "edition/registers/") if path not in REGISTERS]
    paths = _in(sources, "edition/documents/")
    read = executor.map(metadata.read_document, paths, [content_of(sources[path]) for path in paths], chunksize=_CHUNK)
    documents = dict(zip(paths, read, strict=True))
    found = find_documents(sources, documents.values(), single)
    rulings = {
        PurePosixPath(path).stem: metadata.read_rulings(path, content_of(sources[path]))
        for path in _in(sources, "edition/rulings/")
    }
    for one in (*registers, *documents.values(), *rulings.values()):
        findings += one.findings
    documents = {path: _with_witnesses(one, found) for path, one in documents.items()}
    findings += metadata.cross_check(statement, list(documents.values()), registers, rulings, found.documents)
    known, wrong = versions.read_versions(versions.PATH, _bytes(sources.get(versions.PATH)))
    findings += wrong
    if statement.value is None or known is None or has_errors(findings):
        return None, findings
    findings += _of_the_example(statement)
    draft = not known and not (statement.value.date and metadata.has_address(statement.value))
    findings += [Finding("A113", f"version {statement.value.version} has not been published", Locus(STATEMENT))] * draft
    known, wrong = versions.with_version(known, statement.value)
    findings += wrong
    own = tuple(entry for register in registers for entry in register.value or ())
    taken = {entry.key: entry for entry in reversed(found.described)}  # the first of several, by path
    entries = (*own, *(taken[key] for key in sorted(taken.keys() - {entry.key for entry in own})))
    given = {PurePosixPath(path).stem: one for path, one in documents.items()}
    listed = dict.fromkeys(statement.value.documents)
    read_of = {}
    for id_ in (*listed, *sorted((given.keys() | found.documents.keys()) - listed.keys())):
        read_or_found = given.get(id_) or _found(found, id_)
        if read_or_found.value and read_or_found.value.document.witnesses:
            read_of[id_] = read_or_found
    exemplars = {id_: _exemplars(one, found.exemplars.get(id_, {}), sources) for id_, one in read_of.items()}
    resolved = _resolved(statement.value, exemplars.values())
    made_from = tuple(
        _document(resolved, known, entries, one, exemplars[id_], rulings.get(id_), sources, len(read_of))
        for id_, one in read_of.items()
    )
    gone, strays = _strays(sources, made_from)
    edition = EditionSources(
        resolved,
        entries,
        tuple(replace(document, draft=draft) for document in made_from),
        known,
        tuple(found.changed),
        tuple(found.refused),
        frozenset(found.single),
        draft,
        gone,
    )
    return edition, [*findings, *found.unused, *strays]


def _resolved(statement: EditionStatement, exemplars: Collection[Mapping[str, SourceFile]]) -> EditionStatement:
    """With ``offer`` as it is for an edition of this size, where edition.yml leaves it open."""
    if statement.offer:
        return statement
    size = sum(size_of(file.content or b"") for of_document in exemplars for file in of_document.values())
    return replace(statement, offer="full" if len(exemplars) <= _FULL and size <= _FULL_BYTES else "reading")


def as_drafts(edition: EditionSources) -> tuple[EditionSources, list[Finding]]:
    """The same with each transcript's SHA-256 as it is now, and E104 where the document's file records another.

    So that an exemplar can be worked on and looked at; only the digest recorded in the end makes a record of it.
    """
    findings = [*edition.changed]

    def witness_now(document: DocumentSources, witness: Witness) -> Witness:
        file = document.exemplars[witness.siglum]
        if document.is_tei(witness.siglum) or file.content is None:
            return witness
        actual = digest_of(file.content)
        if witness.exemplar.sha256.lower() not in ("", actual):
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
    document = replace(read.value.document, witnesses=witnesses)
    if not document.title and not any(metadata.is_tei(witness.exemplar.file) for witness in witnesses):
        document = replace(document, title=document.id, short_title=document.id)
    return replace(read, value=replace(read.value, document=document))


def _found(found: Found, id_: str) -> Read[DocumentFile]:
    """A document without YAML, as if it had been read from its first file."""
    file = found.documents[id_]
    first = found.exemplars[id_][file.document.witnesses[0].siglum]
    return Read(file, {(): first.named_at}, ())


def _exemplars(
    read: Read[DocumentFile], tei: Mapping[str, SourceFile], sources: Mapping[str, Content]
) -> dict[str, SourceFile]:
    """The exemplars of a document by siglum; ``tei``: those of them that are TEI."""
    assert read.value is not None, "there was no error"
    document = read.value.document

    def transcript(n: int, witness: Witness) -> SourceFile:
        path = f"edition/sources/{document.id}/{witness.exemplar.file}"
        return SourceFile(path, sources.get(path), read.at("witnesses", n, "exemplar", "file"))

    return {
        witness.siglum: tei.get(witness.siglum) or transcript(n, witness)
        for n, witness in enumerate(document.witnesses)
    }


def _document(
    statement: EditionStatement,
    known: Versions,
    entries: tuple[Entry, ...],
    read: Read[DocumentFile],
    exemplars: dict[str, SourceFile],
    rulings: Read[tuple[Ruling, ...]] | None,
    sources: Mapping[str, Content],
    among: int,
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
        exemplars=exemplars,
        ledger=source(ledger_path(document.id), read.at("id")),
        records={
            witness.siglum: source(record_path(document.id, witness.siglum), read.at("witnesses", n, "siglum"))
            for n, witness in enumerate(document.witnesses)
        },
        taken=not read.at().file.startswith("edition/documents/"),
        among=among,
    )


def _strays(
    sources: Mapping[str, Content], documents: Iterable[DocumentSources]
) -> tuple[tuple[str, ...], list[Finding]]:
    """Generated files that no document of the edition has: those of drafts, which may go; and findings on ledgers,
    whose anchors would be lost, and TEI records."""
    ledgers, records = set(), set()
    for document in documents:
        ledgers.add(document.ledger.path)
        records |= {record.path for record in document.records.values()}

    @cache
    def drafted(id_: str) -> Collection[str]:
        """The sigla in the ledger of a draft."""
        path = ledger_path(id_)
        ledger = anchors.read_ledger(path, content_of(sources[path]))[0] if path in sources else None
        return [witness.siglum for witness in ledger.witnesses] if ledger and ledger.draft else ()

    gone, findings = list[str](), list[Finding]()
    for path in _in(sources, "edition/anchors/"):
        if path not in ledgers:
            if drafted(PurePosixPath(path).stem):
                gone.append(path)
            else:
                message = "the edition no longer has the document of this ledger"
                findings.append(Finding("A108", message, Locus(path)))
    for path in _in(sources, "edition/tei/"):
        if path not in records:
            id_, _point, siglum = PurePosixPath(path).stem.rpartition(".")
            if siglum in drafted(id_):
                gone.append(path)
            else:
                findings.append(Finding("F108", "no witness uses the file", Locus(path)))
    return tuple(gone), findings


def _bytes(content: Content | None) -> bytes | None:
    return None if content is None else content_of(content)


def _in(sources: Mapping[str, Content], folder: str) -> list[str]:
    return [path for path in sources if path.startswith(folder)]


def _of_the_example(statement: Read[EditionStatement]) -> Iterator[Finding]:
    """Y118 for a title and an address that no editor has chosen: the site and its citations would give them."""
    edition = statement.value
    if edition and edition.title in examples.TITLES:
        yield Finding("Y118", f"the title is “{edition.title}”", statement.at("title"))
    if edition and edition.url and not metadata.has_address(edition):
        yield Finding("Y118", f"the address is {edition.url}", statement.at("url"))


def _missing(path: str) -> Finding:
    return Finding("Y108", f"{path} is missing", Locus(path))


def _unknown_register(path: str) -> Finding:
    return Finding("F108", f"not a register; the registers are {', '.join(sorted(REGISTERS))}", Locus(path))
