"""What one document is made from: its files as they were read, and what all documents have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pecia.files import Content, content_of
from pecia.metadata import DocumentFile
from pecia.model import Locus
from pecia.model.edition import EditionStatement, Entry
from pecia.model.rulings import Ruling
from pecia.versions import Versions


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the edition: its path, its content (``None``: it is not there) and the place that names it.

    ``first_line``: the line of the file that ``content`` begins with; not 1 where the file holds several texts.
    """

    path: str
    content: Content | None
    named_at: Locus
    first_line: int = 1

    @property
    def data(self) -> bytes | None:
        """Its bytes. Raises ``OSError`` when they are not what they were when it was looked at."""
        return None if self.content is None else content_of(self.content)

    def at_hand(self) -> SourceFile:
        """The same with its bytes, for a process that may not see this disk."""
        return self if self.content is None or isinstance(self.content, bytes) else replace(self, content=self.data)


@dataclass(frozen=True, slots=True)
class DocumentSources:
    """Everything that a document is made from.

    ``entries`` are those of all registers, ``versions`` those of the edition with the present one. ``exemplars`` and
    ``records`` (the TEI files of the last build) are by siglum; an exemplar whose file ends in ``.xml`` is TEI. Without
    ``books`` no EPUB and no PDF is made. ``taken``: the document has no YAML file.
    ``among``: how many documents the edition has. ``draft``: the edition has not been published.
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
    among: int = 1
    draft: bool = False

    @property
    def id(self) -> str:
        """The document's id."""
        return self.file.document.id

    @property
    def path(self) -> str:
        """The file that describes the document, relative to the root."""
        if self.taken:
            return next(iter(self.exemplars.values())).path
        return f"edition/documents/{self.id}.yml"

    def at_hand(self) -> DocumentSources:
        """The same with the bytes of every file. Raises ``OSError``."""
        return replace(
            self,
            exemplars={siglum: file.at_hand() for siglum, file in self.exemplars.items()},
            ledger=self.ledger.at_hand(),
            records={siglum: file.at_hand() for siglum, file in self.records.items()},
        )

    def generated(self) -> tuple[SourceFile, ...]:
        """The files of the edition that an earlier build wrote for this document."""
        return (self.ledger, *self.records.values())

    @property
    def tei_only(self) -> bool:
        """Whether every witness comes from imported TEI."""
        return all(map(self.is_tei, self.exemplars))

    def is_tei(self, siglum: str) -> bool:
        """Whether a witness comes from imported TEI."""
        return self.exemplars[siglum].path.endswith(".xml")
