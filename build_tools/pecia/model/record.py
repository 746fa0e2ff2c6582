"""All that one TEI file holds."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.model.edition import Document, EditionStatement, Entry, Witness
from pecia.model.rulings import Ruling
from pecia.model.text import Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that one TEI file holds: one witness's text and everything needed to read and cite it alone.

    ``entries`` are the register entries that the text, the participants or the hands refer to, sorted by key;
    ``rulings`` those that a mark of the text names, in the order of the rulings file.
    """

    edition: EditionStatement
    document: Document
    siglum: str
    entries: tuple[Entry, ...]
    rulings: tuple[Ruling, ...]
    transcript: Transcript

    @property
    def witness(self) -> Witness:
        """The witness this record is of."""
        return next(w for w in self.document.witnesses if w.siglum == self.siglum)
