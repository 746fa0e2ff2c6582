"""Where the texts have whom and what: one pass over each witness, so that a register page only looks up its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pecia.model import Mention, Passage, PassageKind, Transcript, Turn, passages, turns
from pecia.pages.views import DocumentView, WitnessView


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What one witness has of each entry of the registers, by the entry's key, in the order of the text."""

    witness: WitnessView
    turns: Mapping[str, list[Turn]]
    reported: Mapping[str, list[Passage]]
    named: Mapping[str, list[Passage]]


@dataclass(frozen=True, slots=True)
class InDocument:
    """A document and what its witnesses have."""

    view: DocumentView
    witnesses: tuple[Occurrences, ...]


def documents_by_key(documents: Iterable[DocumentView]) -> Mapping[str, list[InDocument]]:
    """For each key of a register: the documents that have it among those present, among the hands, or in a text."""
    found: defaultdict[str, list[InDocument]] = defaultdict(list)
    for view in documents:
        here = InDocument(view, tuple(occurrences(witness) for witness in view.witnesses))
        keys = {participant.person for participant in view.document.participants}
        keys |= {hand.person for witness in view.document.witnesses for hand in witness.responsibilities}
        for witness in here.witnesses:
            keys |= {*witness.turns, *witness.reported, *witness.named}
        for key in keys:
            found[key].append(here)
    return found


def occurrences(witness: WitnessView) -> Occurrences:
    """Everything the registers need to know of one witness's text."""
    transcript = witness.record.transcript
    spoken: defaultdict[str, list[Turn]] = defaultdict(list)
    for turn in turns(transcript):
        if turn.passages:
            spoken[turn.who].append(turn)
    reported: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages(transcript):
        if passage.kind is PassageKind.REPORTED and passage.who:
            reported[passage.who].append(passage)
    return Occurrences(witness, spoken, reported, _named(transcript))


def _named(transcript: Transcript) -> Mapping[str, list[Passage]]:
    named: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages(transcript):
        keys = dict.fromkeys(span.mark.key for span in passage.content.spans if isinstance(span.mark, Mention))
        for key in keys:
            named[key].append(passage)
    return named
