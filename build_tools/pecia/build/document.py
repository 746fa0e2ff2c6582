"""One document, from its sources to its pages. Knows nothing of the other documents, the disk or the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from pecia import anchors, citation, tei, transcript
from pecia.anchors import Ledger, WitnessLedger
from pecia.collation.pairs import collate_pairs
from pecia.exports.copies import document_copies, offered
from pecia.exports.dts import document_files
from pecia.findings import Finding, has_errors
from pecia.metadata import DocumentFile
from pecia.model import (
    Doubt,
    Emendation,
    Locus,
    Mention,
    PageBreak,
    RichText,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.pages import DocumentView, WitnessView, render_document
from pecia.record import Document, EditionStatement, Entry, Record, Ruling, Witness
from pecia.versions import Versions


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the edition: its path, its bytes (``None``: it is not there) and the place that names it."""

    path: str
    content: bytes | None
    named_at: Locus


@dataclass(frozen=True, slots=True)
class DocumentSources:
    """Everything that a document is made from.

    ``entries`` are those of all registers, ``versions`` those of the edition with the present one. ``exemplars`` and
    ``records`` (the TEI files of the last build) are by siglum. Without ``books`` no EPUB and no PDF is made.
    """

    statement: EditionStatement
    versions: Versions
    entries: tuple[Entry, ...]
    file: DocumentFile
    rulings: tuple[tuple[Ruling, Locus], ...]
    exemplars: dict[str, SourceFile]
    ledger: SourceFile
    records: dict[str, SourceFile]
    books: bool = True

    @property
    def id(self) -> str:
        """The document's id."""
        return self.file.document.id

    @property
    def path(self) -> str:
        """The document's file, relative to the root."""
        return f"edition/documents/{self.id}.yml"

    def generated(self) -> tuple[SourceFile, ...]:
        """The files of the edition that an earlier build wrote for this document."""
        return (self.ledger, *self.records.values())


@dataclass(frozen=True, slots=True)
class DocumentMade:
    """What a document has become.

    ``edition`` are its TEI records and its ledger, by path relative to the root; ``pages`` by path relative to
    ``docs/``. All but ``findings`` is empty when there is an error among them.
    """

    id: str
    findings: tuple[Finding, ...] = ()
    edition: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    view: DocumentView | None = None


def make_document(sources: DocumentSources) -> DocumentMade:
    """Parse, anchor, encode, check and decode each witness of one document; collate them; render it all."""
    document = sources.file.document
    ledger, findings = _ledger(sources)
    if ledger is None:
        return DocumentMade(document.id, tuple(findings))
    records: dict[str, bytes] = {}
    views: list[WitnessView] = []
    for witness in document.witnesses:
        made, found = _make_witness(sources, witness, anchors.witness_ledger(ledger, witness.siglum))
        findings += found
        if made is not None:
            encoded, view, witness_ledger = made
            ledger = anchors.with_witness(ledger, witness_ledger)
            records[sources.records[witness.siglum].path] = encoded
            views.append(view)
    if has_errors(findings):
        return DocumentMade(document.id, tuple(findings))
    document_view = DocumentView(views[0].record.document, tuple(views))
    transcripts = [(view.record.siglum, view.record.transcript) for view in views]
    collations, found = collate_pairs(transcripts, sources.rulings)
    findings += found
    if has_errors(findings):
        return DocumentMade(document.id, tuple(findings))
    entries = {entry.key: entry for entry in sources.entries}
    forms, found = citation.cite_document(sources.statement, document_view.document, entries, sources.path)
    findings += found
    texts = {siglum: records[file.path] for siglum, file in sources.records.items()}
    copies, found = document_copies(
        sources.statement,
        document_view,
        texts,
        ledger,
        forms,
        collations,
        sources.versions,
        sources.path,
        books=sources.books,
    )
    findings += found
    if has_errors(findings):
        return DocumentMade(document.id, tuple(findings))
    files = {file.path: file.content for file in copies}
    pages = (
        *render_document(sources.statement, document_view, collations, forms, offered(document_view, files)),
        *copies,
        *document_files(sources.statement, document_view, texts),
    )
    return DocumentMade(
        document.id,
        tuple(findings),
        edition={**records, sources.ledger.path: anchors.write_ledger(ledger)},
        pages={page.path: page.content for page in pages},
        view=document_view,
    )


def read_back(sources: DocumentSources) -> DocumentView | None:
    """The document as its TEI records and ledger of the last build have it; ``None`` when they cannot be read."""
    ledger, _findings = _ledger(sources)
    views = []
    for siglum, file in sources.records.items():
        record, _findings = tei.decode(file.path, file.content or b"")
        if ledger is None or record is None:
            return None
        views.append(WitnessView(record, anchors.retired(anchors.witness_ledger(ledger, siglum))))
    return DocumentView(views[0].record.document, tuple(views))


# --- one witness ---------------------------------------------------------------------------------


def _make_witness(
    sources: DocumentSources, witness: Witness, ledger: WitnessLedger
) -> tuple[tuple[bytes, WitnessView, WitnessLedger] | None, list[Finding]]:
    exemplar_file = sources.exemplars[witness.siglum]
    if exemplar_file.content is None:
        return None, [Finding("E101", f"there is no file {exemplar_file.path}", exemplar_file.named_at)]
    exemplar, findings = transcript.read_exemplar(exemplar_file.path, exemplar_file.content, witness.exemplar.sha256)
    if exemplar is None:
        return None, findings
    conventions = sources.file.conventions[witness.siglum]
    parsed, found = transcript.parse(exemplar, witness, conventions, sources.entries, sources.rulings)
    findings += found
    anchored, ledger, found = anchors.anchor(parsed, ledger, sources.statement.version, sources.rulings)
    findings += found
    if has_errors(findings):
        return None, findings
    record = _record(sources, witness.siglum, anchored)
    encoded, decoded, found = _through_tei(record, sources.records[witness.siglum].path, exemplar.folded)
    findings += found
    if decoded is None:
        return None, findings
    return (encoded, WitnessView(decoded, anchors.retired(ledger)), ledger), findings


def _through_tei(record: Record, path: str, folded_exemplar: str) -> tuple[bytes, Record | None, list[Finding]]:
    """The record as TEI and as it comes back from it; ``None`` with findings when anything was lost on the way."""
    try:
        encoded = tei.encode(record)
    except ValueError as error:
        return b"", None, [Finding("X107", f"the record cannot be written: {error}", Locus(path))]
    findings = tei.check(path, encoded, folded_exemplar)
    decoded, found = tei.decode(path, encoded)
    findings = [*findings, *found]
    if decoded is not None and decoded != record:
        findings.append(Finding("X107", "what comes back is another record", Locus(path)))
    return encoded, None if has_errors(findings) else decoded, findings


def _record(sources: DocumentSources, siglum: str, anchored: Transcript) -> Record:
    """All that the TEI file holds: of the registers and rulings only what the document and this text name."""
    rich = list(_rich_texts(anchored))
    marks = [span.mark for text in rich for span in text.spans]
    keys = {*_keys_of(sources.file.document), *(mark.key for mark in marks if isinstance(mark, Mention))}
    keys |= {turn.who for turn in turns(anchored)} | {p.who for p in passages(anchored) if p.who}
    ruled = {mark.ruling for mark in marks if isinstance(mark, Emendation | Doubt | PageBreak)}
    return Record(
        # of the edition's documents a record names its own: else a new document would rewrite every record; and whom
        # harvesters write to, and how pages are made, is not about the text
        edition=replace(sources.statement, documents=(sources.id,), contact="", oai_gateway="", offer="", split=""),
        document=replace(sources.file.document, split=""),
        siglum=siglum,
        entries=tuple(sorted((e for e in sources.entries if e.key in keys), key=lambda entry: entry.key)),
        rulings=tuple(ruling for ruling, _place in sources.rulings if ruling.id in ruled),
        transcript=anchored,
    )


def _keys_of(document: Document) -> Iterator[str]:
    yield document.place_key
    yield from (participant.person for participant in document.participants)
    yield from (hand.person for witness in document.witnesses for hand in witness.responsibilities)


def _rich_texts(anchored: Transcript) -> Iterator[RichText]:
    yield from (passage.content for passage in passages(anchored))
    yield from (block.label for block in anchored.body if isinstance(block, Turn))


# --- the ledger ----------------------------------------------------------------------------------


def _ledger(sources: DocumentSources) -> tuple[Ledger | None, list[Finding]]:
    """The document's ledger, a new one when there is none yet; ``None`` when anchors that were given would be lost.

    Findings: those of :func:`pecia.anchors.read_ledger` and :func:`pecia.anchors.lost`, and A108.
    """
    document, file = sources.file.document, sources.ledger
    ledger: Ledger | None = Ledger(document.id)
    findings: list[Finding] = []
    if file.content is not None:
        ledger, findings = anchors.read_ledger(file.path, file.content)
    if ledger is None:
        return None, findings
    sigla = {witness.siglum for witness in document.witnesses}
    for gone in (witness.siglum for witness in ledger.witnesses if witness.siglum not in sigla):
        message = f"the ledger has anchors of witness {gone}, which the document no longer has"
        findings.append(Finding("A108", message, Locus(file.path)))
    for siglum, record in sources.records.items():
        if record.content is not None:
            findings += _lost(record.path, record.content, anchors.witness_ledger(ledger, siglum))
    return (None if has_errors(findings) else ledger), findings


def _lost(path: str, content: bytes, ledger: WitnessLedger) -> list[Finding]:
    """What the record of the last build says against the ledger; one that cannot be read must not be without ledger."""
    record, _findings = tei.decode(path, content)
    if record is not None:
        return anchors.lost(record.transcript, ledger, Locus(path))
    if ledger.entries:
        return []  # it is written anew
    return [Finding("A104", "the record cannot be read, and no ledger gave its anchors", Locus(path))]


def fingerprint(sources: DocumentSources, shared: str, made: DocumentMade | None = None) -> str:
    """A digest of everything ``sources`` holds; ``shared`` stands for what all documents have in common, and the code.

    With ``made``, the digest that the sources will have once ``made`` is written, since ledger and records are among
    them.
    """
    written = made.edition if made else {}
    digest = sha256(repr((shared, sources.file, sources.rulings)).encode())
    for file in (*sources.exemplars.values(), *sources.generated()):
        content = written.get(file.path, file.content)
        digest.update(f"\0{file.path}\0{'-' if content is None else len(content)}\0".encode() + (content or b""))
    return digest.hexdigest()
