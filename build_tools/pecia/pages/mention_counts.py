"""How often the texts have the entries that only TEI files give: there may be many thousands, so they are counted, and
no more is kept than what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pecia.model.edition import Document
from pecia.pages.summaries import SHOWN, Counted


class Place(NamedTuple):
    """Where an entry occurs: the passage ``anchor`` of a witness; empty for the document as a whole."""

    document: Document
    siglum: str
    anchor: str


@dataclass(slots=True)
class Tally:
    """What the texts have of one entry.

    ``present``: documents that have it among those present or its hands; ``turns`` it speaks, passages of its
    ``reported`` speech, passages ``naming`` it. ``first``: the first places, at most
    :data:`~pecia.pages.summaries.SHOWN`; ``more`` places after them in ``more_documents`` documents.
    """

    present: int = 0
    turns: int = 0
    reported: int = 0
    naming: int = 0
    first: list[Place] = field(default_factory=list)
    more: int = 0
    more_documents: int = 0

    def add(self, document: Document, here: Counted) -> None:
        """Count what the next document has."""
        _key, present, turns, reported, naming, places, more = here
        self.present += present
        self.turns += turns
        self.reported += reported
        self.naming += naming
        first = self.first
        if len(first) < SHOWN:
            shown = places[: SHOWN - len(first)]
            first += [Place(document, siglum, anchor) for siglum, anchor in shown]
            more -= len(shown)
        more += len(places)
        if more:
            self.more += more
            self.more_documents += 1
