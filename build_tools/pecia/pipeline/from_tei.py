"""A witness from imported TEI: read, anchored, and copied with its anchors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pecia import anchors, tei_import
from pecia.anchors import WitnessLedger
from pecia.model import Locus, Mention, RichText, Transcript, passages, turns
from pecia.model.edition import Document, EditionStatement, Entry, concerned
from pecia.model.findings import Finding, has_errors
from pecia.model.record import Record
from pecia.pipeline.inputs import DocumentSources
from pecia.tei_import import Use
from pecia.view.document import WitnessView


@dataclass(frozen=True, slots=True)
class Taken:
    """One witness as its TEI has it.

    ``facts``: the document as described by the header, with this witness alone. ``entries``: of whom and what its
    pointers name, by key. ``ids``: every ``xml:id`` of the file. ``uses``: how its elements are shown.
    """

    siglum: str
    facts: Document
    entries: Mapping[str, Entry]
    transcript: Transcript
    ids: frozenset[str]
    uses: tuple[Use, ...]


def take(
    path: str, data: bytes, document: str, siglum: str, register: Sequence[Entry], *, compared: bool = True
) -> tuple[Taken | None, list[Finding]]:
    """What is in ``data``, the bytes of a TEI file at ``path``; ``None``, with the reason, when it cannot be read.

    Passages without an ``xml:id`` of their own have no anchor yet. X105 when words of the file are not in the
    transcript, which is a defect of Pecia; not looked for unless they are to be ``compared``, as a copy needs not be
    whose words were when it was made.
    """
    root, findings = tei_import.parse_tei(path, data)
    if root is None:
        return None, findings
    identities, found = tei_import.identify(root, path, document, register)
    findings += found
    facts, found = tei_import.read_facts(root, path, document, siglum, identities)
    findings += found
    read = tei_import.read_text(root, path, identities)
    findings += read.findings
    lost = tei_import.words_lost(root, read.transcript) if compared else None
    if lost is not None:
        findings.append(Finding("X105", f"Words of the file were not read: {lost}", Locus(path)))
    if has_errors(findings):
        return None, findings
    return Taken(
        siglum, facts, identities.entries, read.transcript, frozenset(tei_import.ids(root)), read.uses
    ), findings


def anchors_and_words(path: str, data: bytes) -> Transcript | None:
    """The passages in ``data`` as :func:`take` gives them, but for whom they name, which costs as much again; ``None``
    when it gives none."""
    root, findings = tei_import.parse_tei(path, data)
    if root is None or has_errors(findings):
        return None
    read = tei_import.read_text(root, path, tei_import.Identities({}, {}))
    return None if has_errors(read.findings) else read.transcript


def taken_document(given: Document, taken: Sequence[Taken]) -> Document:
    """The document as described by YAML (``given``) and the headers of its witnesses; YAML takes precedence."""
    if not taken:
        return given
    first = taken[0].facts
    sources = {source.id: source for one in taken for source in one.facts.sources}
    facts = replace(
        first,
        witnesses=tuple(witness for one in taken for witness in one.facts.witnesses),
        sources=tuple(sources.values()),
    )
    return tei_import.merged(given, facts)


def anchored_witness(
    sources: DocumentSources, document: Document, taken: Taken, ledger: WitnessLedger
) -> tuple[tuple[bytes, WitnessView, WitnessLedger] | None, list[Finding]]:
    """The record of a witness with an anchor for each passage, the witness, and its ledger now."""
    version = sources.statement.version
    anchored, ledger, findings = anchors.anchor(taken.transcript, ledger, version, sources.rulings, taken=taken.ids)
    if has_errors(findings):
        return None, findings
    pairs = zip(passages(taken.transcript), passages(anchored), strict=True)
    given = {
        after.element.number: after.id for before, after in pairs if before.id is None and after.id and after.element
    }
    content = sources.exemplars[taken.siglum].data or b""
    record = tei_import.with_anchors(content, given)
    view = WitnessView(
        record_of(sources.statement, document, replace(taken, transcript=anchored)), anchors.retired(ledger)
    )
    return (record, view, ledger), findings


def record_of(statement: EditionStatement, document: Document, taken: Taken) -> Record:
    """The record of a witness: of the entries those that it names."""
    keys = {*concerned(document), document.place_key}
    for turn in turns(taken.transcript):
        keys.update((turn.who, *turn.also), _mentioned(turn.label))
    for passage in passages(taken.transcript):
        keys.add(passage.who or "")
        keys.update(_mentioned(passage.content))
    return Record(
        edition=replace(statement, documents=(document.id,), contact="", oai_gateway=""),
        document=document,
        siglum=taken.siglum,
        entries=tuple(taken.entries[key] for key in sorted(keys) if key in taken.entries),
        rulings=(),
        transcript=taken.transcript,
    )


def _mentioned(content: RichText) -> list[str]:
    return [mark.key for _start, _end, mark in content.spans if isinstance(mark, Mention)]
