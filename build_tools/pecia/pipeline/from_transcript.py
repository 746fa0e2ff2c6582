"""A witness from its transcript: parsed, anchored, and through TEI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pecia import anchors, tei_record, transcript
from pecia.anchors import WitnessLedger
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
    source_text,
    turns,
)
from pecia.model.edition import Document, Entry, Witness
from pecia.model.findings import Finding, has_errors
from pecia.model.record import Record
from pecia.pipeline.inputs import DocumentSources
from pecia.view.document import WitnessView

Made = tuple[bytes, WitnessView, WitnessLedger]
"""A TEI record, the witness as it is read back from it, and its ledger now."""


def transcribe(
    sources: DocumentSources, document: Document, witness: Witness, ledger: WitnessLedger
) -> tuple[Made | None, list[Finding]]:
    """One witness of ``document`` from its exemplar; ``None``, with the reason, when it cannot be made."""
    exemplar_file = sources.exemplars[witness.siglum]
    if (data := exemplar_file.data) is None:
        return None, [Finding("E101", f"missing file {exemplar_file.path}", exemplar_file.named_at)]
    exemplar, findings = transcript.read_exemplar(
        exemplar_file.path, data, witness.exemplar.sha256, witness.exemplar.encoding
    )
    if exemplar is None:
        return None, findings
    conventions = sources.file.conventions.get(witness.siglum)
    parsed, people, found = transcript.parse(exemplar, witness, conventions, sources.entries, sources.rulings)
    findings += found
    anchored, ledger, found = anchors.anchor(parsed, ledger, sources.statement.version, sources.rulings)
    findings += found
    if has_errors(findings):
        return None, findings
    record = _record(sources, document, witness.siglum, anchored, people)
    encoded, decoded, found = _through_tei(record, sources.records[witness.siglum].path, source_text(anchored))
    findings += found
    if decoded is None:
        return None, findings
    return (encoded, WitnessView(decoded, anchors.retired(ledger)), ledger), findings


def _through_tei(record: Record, path: str, text: str) -> tuple[bytes, Record | None, list[Finding]]:
    """The record as TEI and as it comes back from it; ``None`` with findings when anything was lost on the way."""
    try:
        encoded = tei_record.encode(record)
    except ValueError as error:
        return b"", None, [Finding("X107", f"the record cannot be written: {error}", Locus(path))]
    findings = tei_record.validate(path, encoded, text)
    decoded, found = tei_record.decode(path, encoded)
    findings = [*findings, *found]
    if decoded is not None and decoded != record:
        findings.append(Finding("X107", "the record read back differs from the one written", Locus(path)))
    return encoded, None if has_errors(findings) else decoded, findings


def _record(
    sources: DocumentSources, document: Document, siglum: str, anchored: Transcript, people: Sequence[Entry]
) -> Record:
    """All that the TEI file holds: of the registers and rulings only what the document and this text name, and the
    ``people`` drafted for labels that nobody lists."""
    rich = list(_rich_texts(anchored))
    marks = [span.mark for text in rich for span in text.spans]
    keys = {*_keys_of(document), *(mark.key for mark in marks if isinstance(mark, Mention))}
    keys |= {key for turn in turns(anchored) for key in (turn.who, *turn.also)}
    keys |= {p.who for p in passages(anchored) if p.who}
    entries = (*sources.entries, *people)
    ruled = {mark.ruling for mark in marks if isinstance(mark, Emendation | Doubt | PageBreak)}
    return Record(
        # of the edition's documents a record names its own: else a new document would rewrite every record; and whom
        # harvesters write to, and how pages are made, is not about the text
        edition=replace(sources.statement, documents=(sources.id,), contact="", oai_gateway="", offer="", split=""),
        document=replace(document, split="", witnesses=tuple(map(_as_recorded, document.witnesses))),
        siglum=siglum,
        entries=tuple(sorted((e for e in entries if e.key in keys), key=lambda entry: entry.key)),
        rulings=tuple(ruling for ruling, _place in sources.rulings if ruling.id in ruled),
        transcript=anchored,
    )


def _as_recorded(witness: Witness) -> Witness:
    """How the exemplar was read is not about the text."""
    return replace(witness, exemplar=replace(witness.exemplar, encoding=""))


def _keys_of(document: Document) -> Iterator[str]:
    yield document.place_key
    yield from (participant.person for participant in document.participants)
    yield from (hand.person for witness in document.witnesses for hand in witness.responsibilities)


def _rich_texts(anchored: Transcript) -> Iterator[RichText]:
    yield from (passage.content for passage in passages(anchored))
    yield from (block.label for block in anchored.body if isinstance(block, Turn))
