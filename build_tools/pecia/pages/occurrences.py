"""Where the texts have the entries of the edition's own registers: document by document, from what each names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pecia.pages.accounts import Names, Occurrences
from pecia.record import Document, concerned


@dataclass(frozen=True, slots=True)
class InDocument:
    """A document and what its witnesses have."""

    document: Document
    witnesses: tuple[Occurrences, ...]


def keys_in(document: Document, names: Names, own: Collection[str]) -> set[str]:
    """The keys of ``own`` that a document has among those present, among the hands, or in a text."""
    keys = set(concerned(document))
    for witness in names.own:
        keys.update(witness.turns, witness.reported, witness.named)
    return {key for key in keys if key in own}


def turns_spoken(key: str, documents: Iterable[InDocument]) -> int:
    """The turns of ``key`` in all witnesses of ``documents``."""
    return sum(len(witness.turns.get(key, ())) for here in documents for witness in here.witnesses)


def passages_naming(key: str, documents: Iterable[InDocument]) -> int:
    """The passages of all witnesses of ``documents`` that name ``key``."""
    return sum(len(witness.named.get(key, ())) for here in documents for witness in here.witnesses)
