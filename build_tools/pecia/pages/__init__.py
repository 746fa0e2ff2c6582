"""The edition's pages: one ready block of HTML a page in a Markdown file, made from the view of documents, or from
the summaries of documents, and from nothing else.

``views`` is what goes out, ``summaries`` what the pages about the whole edition know of each document; ``html`` is how
text becomes HTML, ``statements`` facts with their certainty and notes. ``text`` and ``words`` print the blocks and the
words of the view, in EPUB too (with ``shapes``, ``elements``, ``formulae``). ``reading`` is a witness's page or pages
(with ``divisions``, ``ids``, ``division_contents``, ``redirects``, ``beside``, ``margin_readings``, ``retired``,
``legend``, ``facts``), ``overview`` a document's page, ``registers`` people, places and organisations (with
``concordance``, ``occurrences``, ``mention_counts``), ``edition_pages`` the lists, downloads and how to cite (with
``citations``). ``compare`` and ``apparatus`` are the pages about several witnesses (with ``variants``,
``variant_filter``). No function here reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Sequence

from pecia import addresses
from pecia.citation import DocumentForms
from pecia.collation import Collation
from pecia.model.edition import EditionStatement
from pecia.pages.apparatus import apparatus_page
from pecia.pages.citations import colophon
from pecia.pages.compare import compare_pages
from pecia.pages.edition_pages import render_edition
from pecia.pages.margin_readings import other_readings
from pecia.pages.overview import document_name, overview_page
from pecia.pages.reading import is_alone, reading_pages
from pecia.pages.redirects import stub
from pecia.pages.registers import register_pages
from pecia.pages.summaries import Account, Edition, Names, account, names_in
from pecia.pages.views import Copy, Download, GeneratedFile
from pecia.view.document import DocumentView

__all__ = [
    "Account",
    "Copy",
    "Download",
    "Edition",
    "GeneratedFile",
    "Names",
    "account",
    "colophon",
    "names_in",
    "register_pages",
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
    """The overview of a document, the reading pages of each of its witnesses in the order of the document's file, and
    the pages that compare them.

    Where only reading pages are offered (``statement.offer`` is ``reading``), a document with one witness has no
    overview: its address leads to the reading page.

    ``collations`` are those of :func:`~pecia.collation.pairs.collate_pairs`: none when there is one witness.
    ``forms`` is how everything is cited, ``copies`` what is offered for download.
    """
    reading = [
        page
        for witness in view.witnesses
        for page in reading_pages(
            statement,
            view,
            witness,
            other_readings(collations, witness.record.siglum),
            forms.witnesses[witness.record.siglum],
            copies,
        )
    ]
    if is_alone(statement, view):
        return (_stub(statement, view), *reading)
    return (
        overview_page(statement, view, forms, copies),
        *reading,
        *compare_pages(statement, view, collations, forms),
        *apparatus_page(statement, view, collations, forms),
    )


def _stub(statement: EditionStatement, view: DocumentView) -> GeneratedFile:
    """The address of a document that has no overview, leading to its one witness."""
    document = view.document
    there = addresses.witness(document.id, view.witnesses[0].record.siglum)
    target = f"{view.witnesses[0].record.siglum}/"
    path = addresses.stub(addresses.document(document.id))
    return stub(path, document_name(document), target, addresses.published(statement, there) or target)
