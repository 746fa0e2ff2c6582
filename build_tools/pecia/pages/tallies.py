"""How often the texts have the entries that only TEI files give: there may be many thousands, so they are counted, and
no more is kept than what is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pecia.model import Field, Mention, Passage, PassageKind, Turn
from pecia.pages.views import DocumentView, WitnessView
from pecia.record import Document

SHOWN = 20
"""Places of an entry that are shown."""


class Place(NamedTuple):
    """Where an entry occurs: the passage ``anchor`` of a witness; empty for the document as a whole."""

    document: Document
    siglum: str
    anchor: str


@dataclass(slots=True)
class Tally:
    """What the texts have of one entry.

    ``present``: documents that have it among those present or its hands; ``turns`` it speaks, passages of its
    ``reported`` speech, passages ``naming`` it. ``first``: the first places, at most :data:`SHOWN`; ``more`` places
    after them in ``more_documents`` documents; ``last``: the id of the last of these.
    """

    present: int = 0
    turns: int = 0
    reported: int = 0
    naming: int = 0
    first: list[Place] = field(default_factory=list)
    more: int = 0
    more_documents: int = 0
    last: str = ""

    def at(self, document: Document, siglum: str, anchor: str) -> None:
        """Count a place."""
        if len(self.first) < SHOWN:
            self.first.append(Place(document, siglum, anchor))
            return
        self.more += 1
        if self.last != document.id:
            self.more_documents += 1
            self.last = document.id


def tallies(documents: Iterable[DocumentView], own: Collection[str]) -> dict[str, Tally]:
    """What all texts have of each key that is not in ``own``; by key, in no order that means anything."""
    found: dict[str, Tally] = {}
    for view in documents:
        document = view.document
        present = dict.fromkeys(participant.person for participant in document.participants)
        present |= dict.fromkeys(hand.person for one in document.witnesses for hand in one.responsibilities)
        for key in present:
            if key and key not in own:
                tally = found.setdefault(key, Tally())
                tally.present += 1
                tally.at(document, "", "")
        for witness in view.witnesses:
            _count(document, witness, own, found)
    return found


def _count(document: Document, witness: WitnessView, own: Collection[str], found: dict[str, Tally]) -> None:
    """One pass over a text. A passage is one place of an entry, whether the entry speaks in it, is named, or both."""
    transcript, siglum = witness.record.transcript, witness.record.siglum
    for block in (*transcript.front, *transcript.body):
        speakers: tuple[str, ...] = ()
        match block:
            case Turn():
                held, speakers = block.passages, (block.who, *block.also)
            case Field():
                held = (block.label, *block.values)
            case _:
                held = (block,)
        for passage in held:
            for tally in _count_passage(passage, speakers, own, found):
                tally.at(document, siglum, passage.id or "")
            speakers = ()  # a turn is one place: its beginning


def _count_passage(
    passage: Passage, speakers: tuple[str, ...], own: Collection[str], found: dict[str, Tally]
) -> Iterable[Tally]:
    """Count what one passage has; the tallies that it is a place of, each once."""
    here: dict[str, Tally] = {}
    for span in passage.content.spans:
        mark = span.mark
        if type(mark) is Mention and mark.key not in here and mark.key not in own:
            tally = found.get(mark.key) or found.setdefault(mark.key, Tally())
            tally.naming += 1
            here[mark.key] = tally
    for key in speakers:
        if key and key not in own:
            here[key] = tally = found.setdefault(key, Tally())
            tally.turns += 1
    if passage.kind is PassageKind.REPORTED and passage.who and passage.who not in own:
        here[passage.who] = tally = found.setdefault(passage.who, Tally())
        tally.reported += 1
    return here.values()
