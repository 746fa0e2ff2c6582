"""The reading pages of one witness: its whole text in order, every passage at its anchor.

A text from imported TEI may be long: then it has a contents page and parts (:mod:`pecia.pages.divisions`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pecia import addresses
from pecia.citation import Forms
from pecia.model import Emendation, note_anchors, passages
from pecia.model.edition import EditionStatement
from pecia.pages.citations import cite_section, edition_in_words
from pecia.pages.divisions import plan
from pecia.pages.encoded import encoded_pages
from pecia.pages.exemplars import Text
from pecia.pages.explanations import names_of
from pecia.pages.head import witness_head
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.legend import legend, marks_of
from pecia.pages.margin_readings import OtherReadings
from pecia.pages.marks import Marking
from pecia.pages.overview import document_links, document_name
from pecia.pages.reading_toggle import switch
from pecia.pages.statements import Footnotes
from pecia.pages.views import Copy, DocumentView, GeneratedFile, WitnessView, entries_by_key

_TO_CITE = "To cite a passage, add its number and use its address: select the number in the margin."


def reading_pages(
    statement: EditionStatement,
    view: DocumentView,
    witness_view: WitnessView,
    others: OtherReadings,
    forms: Forms,
    copies: Sequence[Copy],
) -> tuple[GeneratedFile, ...]:
    """The page ``/<document>/<siglum>/``, and of a text from someone's TEI its parts and the stubs that lead to them.

    ``others`` is what stands in the margin, ``forms`` how the witness is cited, ``copies`` those of the document.
    """
    transcript = witness_view.record.transcript
    encoded = any(passage.element for passage in passages(transcript))
    if encoded or plan(transcript, view.document.split or statement.split).parts:
        return encoded_pages(statement, view, witness_view, others, forms, copies)
    return (_reading_page(statement, view, witness_view, others, forms, copies),)


def _reading_page(
    statement: EditionStatement,
    view: DocumentView,
    witness_view: WitnessView,
    others: OtherReadings,
    forms: Forms,
    copies: Sequence[Copy],
) -> GeneratedFile:
    document, record = view.document, witness_view.record
    witness, transcript = record.witness, record.transcript
    address = addresses.witness(document.id, witness.siglum)
    root = addresses.root(address)
    names = names_of(record)
    marking = Marking(names, root, Footnotes(), notes_at=note_anchors(transcript))
    text = Text(marking, witness_view, others).whole(transcript)
    siglum = f"Witness {witness.siglum}" + (f": {witness.title}" if witness.title else "")
    emended = any(isinstance(mark, Emendation) for mark in marks_of(transcript))
    head = tag(
        "div",
        tag("h1", words(document_name(document)), SPACE, tag("span", words(siglum), class_="pc-subtitle")),
        document_links(document, witness.siglum, root),
        tag("p", words(witness.description)) if witness.description else EMPTY,
        _tools(root, document.id, witness.siglum),
        switch() if emended else EMPTY,
        class_="pc-head",
    )
    printed = tag("p", words(edition_in_words(statement)), SPACE, _address(statement, address), class_="pc-print-only")
    end = tag("div", legend(transcript, names, retired=bool(witness_view.retired)), class_="pc-aside")
    body = [
        head,
        printed,
        tag("div", text, end, class_="pc-columns"),
        marking.notes.section(),
        cite_section(forms, _TO_CITE),
    ]
    title = f"{document_name(document)}: {siglum[0].lower()}{siglum[1:]}"
    assets = ("cite.css", "cite.js", *(("compare.css",) if others else ()))
    return page(
        addresses.markdown(address),
        title,
        witness.description or title,
        *body,
        kind="reading",
        assets=assets,
        head=witness_head(statement, document, witness, entries_by_key([record]), copies),
        record=f"{root}{addresses.copy(document.id, witness.siglum, 'js')}",
    )


def _address(statement: EditionStatement, address: str) -> Html:
    return words(addresses.published(statement, address))


def _tools(root: str, document_id: str, siglum: str) -> Html:
    record = link(f"{root}{addresses.tei(document_id, siglum)}", Html("TEI file"), download=True)
    items = [link("#signs", Html("Key")), link("#cite", Html("Cite")), record]
    return tag("p", join(items, Html(" · ")), class_="pc-tools")
