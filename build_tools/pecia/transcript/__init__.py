"""From an exemplar to a transcript: the words untouched, the structure and marks by rules that can be read.

``exemplar`` reads the bytes; ``places`` finds the editor's rulings; ``labels``, ``layout`` and ``narrative`` say what a
paragraph looks like; ``structure`` makes turns and passages of paragraphs, ``pagebreaks`` infers lost breaks;
``brackets``, ``mentions`` and ``inline`` put marks on words. :func:`parse` composes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pecia import model
from pecia.conventions import Conventions
from pecia.findings import Finding
from pecia.model import Field, Locus, Passage, Transcript, Turn
from pecia.record import Entry, Ruling, Witness
from pecia.transcript.exemplar import ExemplarText, read_exemplar
from pecia.transcript.inline import label_text, passage_text
from pecia.transcript.pagebreaks import mark_page_breaks
from pecia.transcript.places import place_rulings
from pecia.transcript.structure import DraftField, DraftPassage, DraftTurn, structure

__all__ = ["ExemplarText", "parse", "read_exemplar"]


def parse(
    exemplar: ExemplarText,
    witness: Witness,
    conventions: Conventions,
    entries: tuple[Entry, ...],
    rulings: Sequence[tuple[Ruling, Locus]],
) -> tuple[Transcript, list[Finding]]:
    """The transcript of one witness, without anchors, and everything the rules were unsure of.

    ``entries`` are those of all registers; ``rulings`` those of the document, each with its place in the rulings file
    (the ones for other witnesses are passed over). The law: ``source_text`` of the result is ``exemplar.folded`` (else
    T109).
    """
    placed, findings = place_rulings(exemplar, witness.siglum, rulings)
    draft, found = structure(exemplar, conventions, placed)
    findings += found
    findings += mark_page_breaks(exemplar, draft, placed)

    def passage(draft_passage: DraftPassage) -> Passage:
        content, found = passage_text(exemplar, draft_passage, witness, conventions, entries, placed)
        findings.extend(found)
        return Passage(draft_passage.kind, content, who=draft_passage.who, locus=exemplar.locus(draft_passage.start))

    def turn(draft_turn: DraftTurn) -> Turn:
        label, found = label_text(exemplar, draft_turn.label, placed)
        findings.extend(found)
        spoken = tuple(passage(p) for p in draft_turn.passages)
        return Turn(draft_turn.label.who, label, spoken, locus=exemplar.locus(draft_turn.label.start))

    front = tuple(
        Field(passage(block.label), tuple(passage(value) for value in block.values))
        if isinstance(block, DraftField)
        else passage(block)
        for block in draft.front
    )
    body = tuple(turn(block) if isinstance(block, DraftTurn) else passage(block) for block in draft.body)
    transcript = Transcript(front, body)
    findings += _lost(exemplar, transcript)
    return transcript, findings + placed.unused()


def _lost(exemplar: ExemplarText, transcript: Transcript) -> list[Finding]:
    """T109 when the transcript does not give the exemplar's text back."""
    given = model.source_text(transcript)
    if given == exemplar.folded:
        return []
    pairs = zip(given, exemplar.folded, strict=False)
    place = next((n for n, (ours, theirs) in enumerate(pairs) if ours != theirs), min(len(given), len(exemplar.folded)))
    message = f"expected “{exemplar.folded[place : place + 30]}”, got “{given[place : place + 30]}”"
    return [Finding("T109", message, exemplar.locus(place))]
