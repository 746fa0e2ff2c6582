"""What one document is made from: its files as they were read, and what all documents have in common."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.metadata import DocumentFile
from pecia.model import Locus
from pecia.record import EditionStatement, Entry, Ruling
from pecia.versions import Versions


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the edition: its path, its bytes (``None``: it is not there) and the place that names it.

    ``first_line``: the line of the file that ``content`` begins with; not 1 where the file holds several texts.
    """

    path: str
    content: bytes | None
    named_at: Locus
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class DocumentSources:
    """Everything that a document is made from.

    ``entries`` are those of all registers, ``versions`` those of the edition with the present one. ``exemplars`` and
    ``records`` (the TEI files of the last build) are by siglum; an exemplar whose file ends in ``.xml`` is TEI. Without
    ``books`` no EPUB and no PDF is made. ``taken``: no YAML file tells of the document, its TEI tells everything.
    """

    statement: EditionStatement
    versions: Versions
    entries: tuple[Entry, ...]
    file: DocumentFile
    rulings: tuple[tuple[Ruling, Locus], ...]
    exemplars: dict[str, SourceFile]
    ledger: SourceFile
    records: dict[str, SourceFile]
    books: bool = True
    taken: bool = False

    @property
    def id(self) -> str:
        """The document's id."""
        return self.file.document.id

    @property
    def path(self) -> str:
        """The file that tells of the document, relative to the root."""
        if self.taken:
            return next(iter(self.exemplars.values())).path
        return f"edition/documents/{self.id}.yml"

    def generated(self) -> tuple[SourceFile, ...]:
        """The files of the edition that an earlier build wrote for this document."""
        return (self.ledger, *self.records.values())

    @property
    def tei_only(self) -> bool:
        """Whether every witness comes from TEI that someone else encoded."""
        return all(map(self.is_tei, self.exemplars))

    def is_tei(self, siglum: str) -> bool:
        """Whether a witness comes from TEI that someone else encoded."""
        return self.exemplars[siglum].path.endswith(".xml")
