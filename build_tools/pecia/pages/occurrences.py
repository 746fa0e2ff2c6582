"""Where the texts have whom and what: one pass over each witness, so that a register page only looks up its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pecia.model import Mention, Passage, PassageKind, Span, Transcript, Turn, passages, turns
from pecia.pages.views import DocumentView, WitnessView


@dataclass(frozen=True, slots=True)
class Named:
    """A passage and the places in it that name one entry, in the order of the text."""

    passage: Passage
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What one witness has of each entry of the registers, by the entry's key, in the order of the text."""

    witness: WitnessView
    turns: Mapping[str, list[Turn]]
    reported: Mapping[str, list[Passage]]
    named: Mapping[str, list[Named]]


@dataclass(frozen=True, slots=True)
class InDocument:
    """A document and what its witnesses have."""

    view: DocumentView
    witnesses: tuple[Occurrences, ...]


def documents_by_key(
    documents: Iterable[DocumentView], own: Collection[str] | None = None
) -> Mapping[str, list[InDocument]]:
    """For each key of a register: the documents that have it among those present, among the hands, or in a text.

    With ``own``, for no other keys than these.
    """
    found: defaultdict[str, list[InDocument]] = defaultdict(list)
    for view in documents:
        here = InDocument(view, tuple(occurrences(witness) for witness in view.witnesses))
        keys = dict.fromkeys(participant.person for participant in view.document.participants)
        keys |= dict.fromkeys(hand.person for witness in view.document.witnesses for hand in witness.responsibilities)
        for witness in here.witnesses:
            keys |= dict.fromkeys([*witness.turns, *witness.reported, *witness.named])
        for key in keys if own is None else keys.keys() & own:
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


def turns_spoken(key: str, documents: Iterable[InDocument]) -> int:
    """The turns of ``key`` in all witnesses of ``documents``."""
    return sum(len(witness.turns.get(key, ())) for here in documents for witness in here.witnesses)


def passages_naming(key: str, documents: Iterable[InDocument]) -> int:
    """The passages of all witnesses of ``documents`` that name ``key``."""
    return sum(len(witness.named.get(key, ())) for here in documents for witness in here.witnesses)


def _named(transcript: Transcript) -> Mapping[str, list[Named]]:
    named: defaultdict[str, list[Named]] = defaultdict(list)
    for passage in passages(transcript):
        here: defaultdict[str, list[Span]] = defaultdict(list)
        for span in passage.content.spans:
            if isinstance(span.mark, Mention):
                here[span.mark.key].append(span)
        for key, spans in here.items():
            named[key].append(Named(passage, tuple(spans)))
    return named
