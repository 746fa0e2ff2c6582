"""A document with its witnesses, as everything that is shown of it is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pecia.anchors import Retired
from pecia.model.edition import Document, Entry
from pecia.model.record import Record
from pecia.view.units import Text, text_of


@dataclass(frozen=True)
class WitnessView:
    """One witness: its record, decoded from TEI, and the anchors that once stood in it."""

    record: Record
    retired: tuple[Retired, ...] = ()

    @cached_property
    def text(self) -> Text:
        """Its text as a reader is shown it."""
        return text_of(self.record)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document with its witnesses, in the order of ``document.witnesses``."""

    document: Document
    witnesses: tuple[WitnessView, ...]


def entries_by_key(records: Iterable[Record]) -> dict[str, Entry]:
    """The register entries of several records, by key, in the order of their sort names."""
    entries = {entry.key: entry for record in records for entry in record.entries}
    return dict(sorted(entries.items(), key=lambda item: (item[1].sort.casefold(), item[0])))
