"""What the pages are made of, and what they are when made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pecia.anchors import Retired
from pecia.model.edition import Document, Entry
from pecia.model.record import Record


@dataclass(frozen=True, slots=True)
class WitnessView:
    """One witness: its record, decoded from TEI, and the anchors that once stood in it."""

    record: Record
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document with its witnesses, in the order of ``document.witnesses``."""

    document: Document
    witnesses: tuple[WitnessView, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file offered for download: ``path`` relative to docs/, ``size`` in bytes, ``sha256`` in 64 hex digits."""

    path: str
    label: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a witness, or with an empty ``siglum`` of a whole document, for a reader to keep.

    ``path`` relative to docs/, ``format`` in words ("PDF"), ``size`` in bytes, ``sha256`` in 64 hex digits.
    """

    path: str
    siglum: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file to be written: ``path`` relative to docs/, with ``/``."""

    path: str
    content: bytes


def entries_by_key(records: Iterable[Record]) -> dict[str, Entry]:
    """The register entries of several records, by key, in the order of their sort names."""
    entries = {entry.key: entry for record in records for entry in record.entries}
    return dict(sorted(entries.items(), key=lambda item: (item[1].sort.casefold(), item[0])))
