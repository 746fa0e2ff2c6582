"""Where the texts have the entries of the edition's own registers: document by document, from what each names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pecia.model.edition import Document, concerned
from pecia.pages.summaries import Names, Occurrences, Places
from pecia.phrases import listed


@dataclass(frozen=True, slots=True)
class InDocument:
    """A document and what it has of the entries."""

    document: Document
    has: Occurrences


def keys_in(document: Document, names: Names, own: Collection[str]) -> set[str]:
    """The keys of ``own`` that a document has among those present, among the hands, or in a text."""
    has = names.own
    return {key for key in (*concerned(document), *has.turns, *has.reported, *has.named) if key in own}


def in_witnesses(document: Document, places: Iterable[Places]) -> str:
    """Which witnesses have those ``places``: " of A and B", or where not all have each, ": 22 of A, 20 of B".

    Nothing for a document of one witness.
    """
    if len(document.witnesses) < 2:
        return ""
    sigla = [witness.siglum for witness in document.witnesses]
    each = [{siglum for siglum, _ in one} for one in places]
    counts = {siglum: sum(siglum in one for one in each) for siglum in sigla}
    having = [siglum for siglum in sigla if counts[siglum]]
    if all(counts[siglum] == len(each) for siglum in having):
        return f" of {listed(having)}"
    return f": {', '.join(f'{counts[siglum]:,} of {siglum}' for siglum in having)}"


def passages_naming(key: str, documents: Iterable[InDocument]) -> int:
    """The passages of ``documents`` that name ``key``; those of several witnesses that correspond are one."""
    return sum(len(here.has.named.get(key, ())) for here in documents)
