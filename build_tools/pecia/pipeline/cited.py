"""What a reader does with a built edition: cite a place in it, and check quotations against it.

Everything is read from the committed files: the TEI records, the ledgers and the list of versions. Nothing is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pecia import anchors, metadata, quotations, tei_record, versions
from pecia.model import Locus
from pecia.model.edition import EditionStatement, Entry
from pecia.model.findings import Finding, Severity, has_errors
from pecia.model.record import Record
from pecia.pipeline.discover import untold_document
from pecia.pipeline.from_tei import Taken, record_of, take, taken_document
from pecia.pipeline.sources import REGISTERS, STATEMENT, ledger_path, read_whole, record_path
from pecia.quotations import Held, Verified, hold
from pecia.versions import Versions
from pecia.view.document import DocumentView, WitnessView

_BUILD = "Build the edition first: `pecia build`."


@dataclass(frozen=True, slots=True)
class Committed:
    """The edition as it was last built. ``sigla``: those of each document that has TEI records, by its id, in the
    order of the edition. ``files``: the sources, path to bytes."""

    statement: EditionStatement
    versions: Versions
    sigla: Mapping[str, tuple[str, ...]]
    files: Mapping[str, bytes]


def read_committed(root: Path) -> tuple[Committed | None, list[Finding]]:
    """What is in the edition under ``root``; ``None`` when it cannot be read or has not been built.

    Version and date are those of the last build, also when edition.yml has been given new ones since.
    """
    files, findings = read_whole(root)
    read = metadata.read_edition(STATEMENT, files.get(STATEMENT, b""))
    known, found = versions.read_versions(versions.PATH, files.get(versions.PATH))
    findings += [*read.findings, *found]
    if read.value is None or known is None:
        return None, findings
    last = known[-1] if known else versions.Version(read.value.version, read.value.date)
    sigla = _sigla(files, read.value.documents)
    if not sigla:
        return None, [*findings, Finding("Y108", "the edition has no TEI records yet", Locus("edition/tei"), _BUILD)]
    statement = replace(read.value, version=last.version, date=last.date)
    return Committed(statement, known or (last,), sigla, files), findings


def _sigla(files: Iterable[str], listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The sigla that have a record, by document: those that edition.yml lists, then the others by id."""
    names = [PurePosixPath(path).stem.rpartition(".") for path in files if path.startswith("edition/tei/")]
    found: dict[str, list[str]] = {}
    for document, _point, siglum in names:
        found.setdefault(document, []).append(siglum)
    order = [id_ for id_ in listed if id_ in found]
    return {id_: tuple(found[id_]) for id_ in (*order, *sorted(found.keys() - set(order)))}


def read_document(committed: Committed, document: str) -> tuple[Held | None, list[Finding]]:
    """One document from its TEI records and its ledger; ``None``, with the reason, when one cannot be read."""
    path = ledger_path(document)
    if path not in committed.files:
        return None, [Finding("Y108", "the ledger does not exist", Locus(path), _BUILD)]
    ledger, findings = anchors.read_ledger(path, committed.files[path])
    if ledger is None:
        return None, findings
    records, found = _records(committed, document)
    findings += found
    if records is None:
        return None, findings
    views = tuple(
        WitnessView(record, anchors.retired(anchors.witness_ledger(ledger, record.siglum))) for record in records
    )
    return hold(DocumentView(views[0].record.document, views), ledger), findings


def _records(committed: Committed, document: str) -> tuple[tuple[Record, ...] | None, list[Finding]]:
    """The records of a document as they stand in ``edition/tei``: those that Pecia wrote, and copies of someone else's
    TEI. ``None``, with the reasons, when one cannot be read."""
    names = {siglum: record_path(document, siglum) for siglum in committed.sigla[document]}
    path = f"edition/documents/{document}.yml"
    given = metadata.read_document(path, committed.files[path]).value if path in committed.files else None
    register = _register(committed.files)
    findings: list[Finding] = []
    decoded: dict[str, Record] = {}
    taken: dict[str, Taken] = {}
    for siglum, name in names.items():
        content = committed.files[name]
        if tei_record.is_record(content):
            record, found = tei_record.decode(name, content)
            decoded |= {siglum: record} if record else {}
        else:
            one, found = take(name, content, document, siglum, register, compared=False)
            taken |= {siglum: one} if one else {}
        findings += (finding for finding in found if finding.severity is Severity.ERROR)
    if len(decoded) + len(taken) < len(names):
        return None, findings
    whole = taken_document(given.document if given else untold_document(document, ()), list(taken.values()))
    return tuple(
        decoded[siglum] if siglum in decoded else record_of(committed.statement, whole, taken[siglum])
        for siglum in names
    ), findings


def _register(files: Mapping[str, bytes]) -> list[Entry]:
    """The entries of the registers that can be read."""
    read = [metadata.read_register(path, files[path], kind) for path, kind in REGISTERS.items() if path in files]
    return [entry for register in read for entry in register.value or ()]


def cite(root: Path, address: str, form: str = "") -> tuple[list[str], list[Finding]]:
    """The lines that ``pecia cite`` prints for ``address``, and findings; with ``form`` (one of
    :func:`pecia.quotations.form_ids`) the citation in that form alone."""
    committed, findings = read_committed(root)
    if committed is None:
        return [], findings
    cited, found = quotations.find_cited(address, committed.statement, committed.sigla)
    findings += found
    if cited is None:
        return [], findings
    held, found = read_document(committed, cited.document) if cited.document else (None, [])
    findings += found
    if cited.document and held is None:
        return [], findings
    lines, found = quotations.citation_lines(
        cited, held, committed.statement, committed.versions, quotations.COMMAND, form
    )
    return lines, [*findings, *found]


def verify(root: Path, path: Path) -> tuple[Verified, list[Finding]]:
    """The list of quotations at ``path`` against the edition under ``root``, and all findings.

    A list that cannot be opened is F102.
    """
    file = path.as_posix()
    committed, findings = read_committed(root)
    if committed is None:
        return Verified((), ()), findings
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the list cannot be opened: {error.strerror}"
        return Verified((), ()), [*findings, Finding("F102", message, Locus(file), "Check the path.")]
    rows, found = quotations.read_list(file, data)
    findings += found
    documents: dict[str, Held] = {}
    for document in committed.sigla:
        held, found = read_document(committed, document)
        findings += found
        if held is not None:
            documents[document] = held
    if has_errors(finding for finding in findings if finding.code != "Q105"):
        return Verified((), ()), findings
    verified = quotations.verify(file, rows, committed.statement, committed.versions, documents)
    return verified, [*findings, *verified.findings]
