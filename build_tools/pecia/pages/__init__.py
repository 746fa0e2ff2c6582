"""The edition's pages: one ready block of HTML a page in a Markdown file, made from decoded records and nothing else.

``views`` is what goes in and out; ``addresses`` where each page stands; ``html`` how text becomes HTML, ``words`` how
values become words, ``statements`` facts with their certainty and notes. ``reading`` makes a witness's text (with
``marks``, ``explanations``, ``legend``, ``retired``), ``overview`` a document's page, ``registers`` people, places and
bodies, ``editionpages`` the lists, downloads and how to cite (with ``citations``). ``compare`` and ``apparatus`` are
the pages about several witnesses, ``otherreadings`` what stands beside a reading page (with ``marked``, ``kinds``).
No function here reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Sequence

from pecia.citation import DocumentForms
from pecia.collation import Collation
from pecia.pages.apparatus import apparatus_page
from pecia.pages.citations import colophon
from pecia.pages.compare import compare_pages
from pecia.pages.editionpages import render_edition
from pecia.pages.otherreadings import other_readings
from pecia.pages.overview import overview_page
from pecia.pages.reading import reading_page
from pecia.pages.views import Copy, DocumentView, Download, Edition, GeneratedFile, WitnessView
from pecia.record import EditionStatement

__all__ = [
    "Copy",
    "DocumentView",
    "Download",
    "Edition",
    "GeneratedFile",
    "WitnessView",
    "colophon",
    "render_document",
    "render_edition",
]


def render_document(
    statement: EditionStatement,
    view: DocumentView,
    collations: Sequence[Collation],
    forms: DocumentForms,
    copies: Sequence[Copy],
) -> tuple[GeneratedFile, ...]:
    """The overview of a document, the reading page of each of its witnesses in the order of the document's file, and
    the pages that compare them.

    ``collations`` are those of :func:`~pecia.collation.pairs.collate_pairs`: none when there is one witness.
    ``forms`` is how everything is cited, ``copies`` what is offered for download.
    """
    reading = (
        reading_page(
            statement,
            view,
            witness,
            other_readings(collations, witness.record.siglum),
            forms.witnesses[witness.record.siglum],
            copies,
        )
        for witness in view.witnesses
    )
    return (
        overview_page(statement, view, forms, copies),
        *reading,
        *compare_pages(statement, view, collations, forms),
        *apparatus_page(statement, view, collations, forms),
    )
