"""How the edition, its documents, witnesses and passages are cited, and the sources that it cites itself.

``items`` says what is cited, in the terms of CSL; ``names`` and ``dates`` divide names and dates as CSL wants them;
``processor`` gives the items to a CSL processor (Typst's) and reads back what each style makes of them, as ``forms``;
``bibtex``, ``ris`` and ``csljson`` are the formats of reference managers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pecia.citation.forms import Forms, Run, Slot, Style, StyleId, Template, filled, locator, plain
from pecia.citation.items import Item, Name, document_item, edition_item, source_item, witness_item
from pecia.findings import Finding
from pecia.record import Document, EditionStatement, Entry

__all__ = [
    "DocumentForms",
    "Forms",
    "Item",
    "Name",
    "Run",
    "Slot",
    "Style",
    "StyleId",
    "Template",
    "cite_document",
    "cite_edition",
    "document_item",
    "edition_item",
    "filled",
    "locator",
    "plain",
    "source_item",
    "witness_item",
]


@dataclass(frozen=True, slots=True)
class DocumentForms:
    """How a document, its witnesses (by siglum), its page of comparison, its apparatus, and its sources are cited.

    ``sources``: each source as an item of a bibliography in Chicago style, by id.
    """

    document: Forms
    witnesses: Mapping[str, Forms]
    compare: Forms | None = None
    apparatus: Forms | None = None
    sources: Mapping[str, Template] = field(default_factory=dict)


def cite_edition(statement: EditionStatement) -> Forms:
    """The edition as a whole."""
    raise NotImplementedError


def cite_document(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], path: str
) -> tuple[DocumentForms, list[Finding]]:
    """Everything about one document that can be cited.

    Findings, at the document's file ``path``: B101 for facts that a full citation would have and that are not
    established, B102 for a source's author or editor whose name is not divided, B103 when the processor stops.
    """
    raise NotImplementedError
