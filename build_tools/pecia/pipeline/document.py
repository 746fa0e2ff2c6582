"""Documents, from their sources to their pages. Knows nothing of the rest of the edition, the disk or the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType

from pecia import addresses, anchors, citation, tei_record
from pecia.anchors import Ledger, WitnessLedger
from pecia.citation import DocumentForms
from pecia.collation.pairs import collate_pairs
from pecia.files import Content, digest_of, is_safe
from pecia.formats.copies import document_copies, offered
from pecia.model import Graphic, Locus, passages
from pecia.model.edition import Document, Entry, Witness
from pecia.model.findings import Finding, has_errors, internal_error
from pecia.pages import render_document
from pecia.pipeline.from_tei import Taken, anchored_witness, anchors_and_words, take, taken_document
from pecia.pipeline.from_transcript import transcribe
from pecia.pipeline.gc_pause import at_rest
from pecia.pipeline.inputs import DocumentSources
from pecia.pipeline.summary import Told, tell
from pecia.tei_import import Use
from pecia.view.document import DocumentView, WitnessView

__all__ = [
    "DocumentMade",
    "DocumentRead",
    "DocumentSources",
    "fingerprint",
    "make_documents",
    "read_document",
]


DEFECT = "D101"
"""Of a document that is left out, whatever it comes from: what stops Pecia is no matter of the others."""


@dataclass(frozen=True, slots=True)
class DocumentMade:
    """What a document has become.

    ``edition`` are its TEI records and its ledger, by path relative to the root; ``pages`` by path relative to
    ``docs/``. All but ``findings`` is empty when there is an error among them. ``told``: what the rest of the edition
    needs to know of it; ``names`` and ``texts``: the parts of that which :mod:`pecia.pipeline.summary` keeps apart,
    ``None`` when they are kept from an earlier build.
    """

    id: str
    findings: tuple[Finding, ...] = ()
    edition: Mapping[str, Content] = field(default_factory=dict)
    pages: Mapping[str, Content] = field(default_factory=dict)
    told: Told | None = None
    names: bytes | None = b""
    texts: bytes | None = b""


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document on its way: what its witnesses are, before it is known how it is cited."""

    sources: DocumentSources
    findings: tuple[Finding, ...]
    view: DocumentView | None = None
    ledger: Ledger | None = None
    records: Mapping[str, bytes] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()


@at_rest()
def make_documents(chunk: Sequence[DocumentSources]) -> list[DocumentMade]:
    """Read, anchor and record each witness of some documents of one edition; collate them; render it all.

    Several at once, because each call of another process costs as much for one as for many. When that raises what
    nobody foresaw, each is made by itself: D101 for the one that cannot be made, and the others are there.
    """
    try:
        return _made(chunk)
    except OSError:  # the disk's, not a document's
        raise
    except Exception as error:
        if len(chunk) > 1:
            return [made for sources in chunk for made in make_documents((sources,))]
        return [DocumentMade(chunk[0].id, (_stopped(chunk[0], error),))]


def _stopped(sources: DocumentSources, error: Exception) -> Finding:
    return internal_error(DEFECT, sources.id, error, Locus(sources.path))


def _made(chunk: Sequence[DocumentSources]) -> list[DocumentMade]:
    read = [read_document(sources) for sources in chunk]
    known = [one for one in read if one.view]
    register = {entry.key: entry for entry in chunk[0].entries}
    cited = citation.cite_documents(
        chunk[0].statement,
        [(one.view.document, _entries(one.view, register), one.sources.path) for one in known if one.view],
    )
    forms = {one.sources.id: found for one, found in zip(known, cited, strict=True)}
    return [
        _rendered(one, *forms[one.sources.id]) if one.view else DocumentMade(one.sources.id, one.findings)
        for one in read
    ]


# --- reading -------------------------------------------------------------------------------------


def read_document(sources: DocumentSources) -> DocumentRead:
    """Each witness of a document, read, anchored and recorded, as its sources are now; from TEI with errors, as its
    records of the last build have it: what was published stays, for its anchors are cited.
    """
    read = _foreseen(sources)
    if read.view or not sources.tei_only:
        return read
    if any(file.content is None for file in sources.generated()):
        found = Finding("I150", f"{sources.id} was left out of the edition", Locus(sources.path))
        return replace(read, findings=(*read.findings, found))
    last = _foreseen(replace(sources, exemplars=sources.records))
    if last.view is None:
        return read
    found = Finding("I151", f"{sources.id} was kept as last built", Locus(sources.path))
    return replace(last, sources=sources, findings=(*read.findings, found))


def _foreseen(sources: DocumentSources) -> DocumentRead:
    """As :func:`_read`, with D101 for what nobody foresaw."""
    try:
        return _read(sources)
    except OSError:
        raise
    except Exception as error:
        return DocumentRead(sources, (_stopped(sources, error),))


def _read(sources: DocumentSources) -> DocumentRead:
    ledger, findings = _ledger(sources)
    taken, found = _taken(sources)
    findings += found
    if ledger is None or has_errors(findings):
        return DocumentRead(sources, tuple(findings))
    given, ledger, found = _with_digests(sources, ledger)
    findings += found
    document = taken_document(given, list(taken.values()))
    records: dict[str, bytes] = {}
    views: list[WitnessView] = []
    for witness in document.witnesses:
        known = anchors.witness_ledger(ledger, witness.siglum)
        made, found = _witness(sources, document, witness, taken.get(witness.siglum), known)
        findings += found
        if made is not None:
            records[witness.siglum], view, witness_ledger = made
            ledger = anchors.with_witness(ledger, witness_ledger)
            views.append(view)
    if has_errors(findings):
        return DocumentRead(sources, tuple(findings))
    whole = DocumentView(views[0].record.document, tuple(views))
    uses = tuple(use for one in taken.values() for use in one.uses)
    return DocumentRead(sources, tuple(findings), whole, ledger, records, uses)


def _with_digests(sources: DocumentSources, ledger: Ledger) -> tuple[Document, Ledger, list[Finding]]:
    """The document with the SHA-256 of each transcript, and the ledger with those that no YAML file records; E104 for
    one that is not what the ledger has of it."""
    document, known = sources.file.document, dict(ledger.exemplars)
    findings: list[Finding] = []
    witnesses, digests = list(document.witnesses), []
    for n, witness in enumerate(witnesses):
        file = sources.exemplars[witness.siglum]
        if witness.exemplar.sha256 or sources.is_tei(witness.siglum) or file.content is None:
            continue
        actual = digest_of(file.content)
        if known.get(witness.siglum, actual) != actual:
            hint = f"If the change is meant, give sha256: {actual} in the document's YAML; else restore the file."
            message = f"the file is not what it was when {ledger.document} was last built"
            findings.append(Finding("E104", message, Locus(file.path), hint))
        digests.append((witness.siglum, actual))
        witnesses[n] = replace(witness, exemplar=replace(witness.exemplar, sha256=actual))
    return replace(document, witnesses=tuple(witnesses)), replace(ledger, exemplars=tuple(digests)), findings


def _taken(sources: DocumentSources) -> tuple[dict[str, Taken], list[Finding]]:
    """The witnesses that come from TEI, by siglum."""
    taken: dict[str, Taken] = {}
    findings: list[Finding] = []
    for siglum, file in sources.exemplars.items():
        if not sources.is_tei(siglum):
            continue
        if (data := file.data) is None:
            findings.append(Finding("E101", f"missing file {file.path}", file.named_at))
            continue
        one, found = take(file.path, data, sources.id, siglum, sources.entries)
        findings += (_from_line(file.first_line, finding) for finding in found)
        if one is not None:
            taken[siglum] = one
    return taken, findings


def _from_line(first: int, found: Finding) -> Finding:
    """What was found in a text, at its line in the file that the text begins in at line ``first``."""
    if found.locus.line == 0 or first == 1:
        return found
    return replace(found, locus=replace(found.locus, line=found.locus.line + first - 1))


def _witness(
    sources: DocumentSources, document: Document, witness: Witness, taken: Taken | None, ledger: WitnessLedger
) -> tuple[tuple[bytes, WitnessView, WitnessLedger] | None, list[Finding]]:
    if taken is not None:
        return anchored_witness(sources, document, taken, ledger)
    return transcribe(sources, document, witness, ledger)


def _entries(view: DocumentView, register: Mapping[str, Entry]) -> dict[str, Entry]:
    """The register entries that a citation can name, by key."""
    named = {entry.key: entry for witness in view.witnesses for entry in witness.record.entries}
    keys = (key for person in view.document.participants if (key := person.person) in register)
    return named | {key: register[key] for key in keys}


# --- rendering -----------------------------------------------------------------------------------


def _rendered(read: DocumentRead, forms: DocumentForms, found: Sequence[Finding]) -> DocumentMade:
    sources, view, ledger = read.sources, read.view, read.ledger
    assert view is not None
    assert ledger is not None
    findings = [*read.findings]
    transcripts = [(one.record.siglum, one.record.transcript) for one in view.witnesses]
    collations, wrong = collate_pairs(transcripts, sources.rulings)
    findings += [*wrong, *found]
    if has_errors([*wrong, *found]):
        return DocumentMade(sources.id, tuple(findings))
    copies, wrong = document_copies(
        sources.statement,
        view,
        read.records,
        ledger,
        forms,
        collations,
        sources.versions,
        sources.path,
        books=sources.books,
    )
    findings += wrong
    listed = offered(view, {file.path: file.content for file in copies})
    pages = (*render_document(sources.statement, view, collations, forms, listed), *copies)
    if unsafe := [page.path for page in pages if not is_safe(page.path)]:
        raise ValueError(f"not the name of a file of the edition: {unsafe[0]!a}")
    told, names, texts = tell(sources, view, collations, listed, read.uses, _graphics(sources, view))
    records = {sources.records[siglum].path: content for siglum, content in read.records.items()}
    return DocumentMade(
        sources.id,
        tuple(findings),
        edition={**records, sources.ledger.path: anchors.write_ledger(ledger)},
        pages={page.path: page.content for page in pages},
        told=told,
        names=names,
        texts=texts,
    )


def _graphics(sources: DocumentSources, view: DocumentView) -> dict[str, str]:
    """Where each picture that a text shows stands in the sources, beside its file, by where it is published."""
    found: dict[str, str] = {}
    for witness in view.witnesses:
        beside = PurePosixPath(sources.exemplars[witness.record.siglum].path).parent
        for passage in passages(witness.record.transcript):
            for span in passage.content.spans:
                if isinstance(span.mark, Graphic) and (name := addresses.graphic_name(span.mark.url)):
                    found[addresses.graphic(sources.id, name)] = str(beside / name)
    return found


# --- the ledger ----------------------------------------------------------------------------------


def _ledger(sources: DocumentSources) -> tuple[Ledger | None, list[Finding]]:
    """The document's ledger, a new one when there is none yet; ``None`` when anchors that were given would be lost.

    The ledger of a draft begins anew each time, so that the numbers of a first version have no gaps. A ledger that is
    of no draft never becomes one. Findings: those of :func:`pecia.anchors.read_ledger` and
    :func:`pecia.anchors.lost`, A108, and A112 where a published edition is without its list of versions.
    """
    file = sources.ledger
    ledger: Ledger | None = Ledger(sources.id, draft=sources.draft)
    findings: list[Finding] = []
    if (data := file.data) is not None:
        ledger, findings = anchors.read_ledger(file.path, data)
    if ledger is None:
        return ledger, findings
    if data is not None and ledger.draft:
        return Ledger(sources.id, draft=sources.draft), []
    if data is not None and sources.draft:
        findings.append(Finding("A112", f"the anchors of {sources.id} are published", Locus(file.path)))
    for gone in (witness.siglum for witness in ledger.witnesses if witness.siglum not in sources.exemplars):
        message = f"the ledger has anchors of witness {gone}, which the document no longer has"
        findings.append(Finding("A108", message, Locus(file.path)))
    for siglum, record in sources.records.items():
        if (data := record.data) is not None:
            known = anchors.witness_ledger(ledger, siglum)
            findings += _lost(sources, siglum, record.path, data, known)
    return (None if has_errors(findings) else ledger), findings


def _lost(sources: DocumentSources, siglum: str, path: str, content: bytes, ledger: WitnessLedger) -> list[Finding]:
    """What the record of the last build says against the ledger; one that cannot be read must not be without ledger."""
    if sources.is_tei(siglum):
        transcript = anchors_and_words(path, content)
    else:
        record, _findings = tei_record.decode(path, content)
        transcript = record.transcript if record else None
    if transcript is not None:
        return anchors.lost(transcript, ledger, Locus(path))
    if ledger.entries:
        return []  # it is written anew
    return [Finding("A104", "the record cannot be read, and there is no ledger of its anchors", Locus(path))]


def fingerprint(sources: DocumentSources, shared: str, written: Mapping[str, Content] = MappingProxyType({})) -> str:
    """A digest of everything ``sources`` holds; ``shared`` stands for what all documents have in common, and the code.

    It is made of digests, so that no file is read for it. With ``written``, what the document's TEI records and ledger
    are now, by path, it is the digest that the sources have once these are on the disk.
    """
    said = sources.id if sources.taken else sources.file  # the rest follows from the exemplars
    digest = sha256(repr((shared, said, sources.rulings)).encode())
    for file in (*sources.exemplars.values(), *sources.generated()):
        content = written.get(file.path, file.content)
        held = f"- {file.named_at}" if content is None else digest_of(content)
        digest.update(f"\0{file.path}\0{file.first_line}\0{held}\0".encode())
    return digest.hexdigest()
