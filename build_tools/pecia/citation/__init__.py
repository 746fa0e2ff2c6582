"""How the edition, its documents, witnesses and passages are cited, and the sources that it cites itself.

``items`` says what is cited, in the terms of CSL; ``names`` and ``dates`` divide names and dates as CSL wants them;
``processor`` gives the items to a CSL processor (Typst's, in its terms: ``entries``), those of one shape once
(``shapes``), and reads back what each style makes of them, as ``forms``, without letting a style change our words
(``standins``); ``bibtex``, ``ris`` and
``csljson`` are the formats of reference managers; ``lacks`` says what is not established; ``documents`` puts it all
together.
"""

from __future__ import annotations

from pecia.citation.bibtex import bibtex_text
from pecia.citation.documents import cite_document, cite_documents, cite_edition
from pecia.citation.forms import (
    STYLES,
    DocumentForms,
    Forms,
    Run,
    Slot,
    Speaker,
    Style,
    StyleId,
    Template,
    filled,
    place_of,
    plain,
    template_as_json,
)
from pecia.citation.items import Item, document_item, edition_item, source_item, witness_item
from pecia.citation.names import Name
from pecia.citation.processor import ProcessorStoppedError

__all__ = [
    "STYLES",
    "DocumentForms",
    "Forms",
    "Item",
    "Name",
    "ProcessorStoppedError",
    "Run",
    "Slot",
    "Speaker",
    "Style",
    "StyleId",
    "Template",
    "bibtex_text",
    "cite_document",
    "cite_documents",
    "cite_edition",
    "document_item",
    "edition_item",
    "filled",
    "place_of",
    "plain",
    "source_item",
    "template_as_json",
    "witness_item",
]
