"""The apparatus of a document: every variant of its witnesses as lemma and reading, in the order of the base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pecia import addresses
from pecia.citation import DocumentForms
from pecia.collation import Collation
from pecia.collation.lemmata import Lemma, Reading, lemmata
from pecia.collation.pairs import with_base
from pecia.locales import say
from pecia.model.edition import Document, EditionStatement
from pecia.pages.citations import cite_section, edition_in_words
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.overview import document_links, document_name
from pecia.pages.variant_filter import Totals, chart, differences_in_words, filters, occurring, totals
from pecia.pages.variants import row_id
from pecia.pages.views import GeneratedFile
from pecia.phrases import listed
from pecia.view.document import DocumentView
from pecia.view.explanations import Names, names_of_rulings, ruled

FORMATS = {"csv": "CSV", "json": "JSON", "xml": "TEI, stand-off"}
"""The formats in which an apparatus is offered, by the ending of the file, in words."""


def apparatus_page(
    statement: EditionStatement, view: DocumentView, collations: Sequence[Collation], forms: DocumentForms
) -> tuple[GeneratedFile, ...]:
    """The page ``/<document>/apparatus/``; none without ``collations``, those of
    :func:`~pecia.collation.pairs.collate_pairs`."""
    if not collations:
        return ()
    document = view.document
    address = addresses.apparatus(document.id)
    with_first = with_base(collations)
    names = names_of_rulings(statement, (ruling for collation in with_first for ruling in collation.rulings))
    lines = _Lines(document, names, addresses.root(address))
    found = totals(
        (reading.kind, reading.weight)
        for lemma in lemmata(with_first)
        for reading in lemma.readings
        for _siglum in reading.sigla
    )
    base, others = with_first[0].ours, [collation.theirs for collation in with_first]
    title = f"Apparatus of witness{'es' if len(others) > 1 else ''} {listed(others)} against {base}"
    head = tag(
        "div",
        tag("h1", words(document_name(document)), SPACE, tag("span", words(title), class_="pc-subtitle")),
        document_links(document, "apparatus", lines.root),
        tag("p", words(_introduction(found, base, others))),
        filters(found, opened=True),
        chart(found) if occurring(found) else EMPTY,
        class_="pc-head",
    )
    listing = tag(
        "ol",
        *(line for lemma in lemmata(with_first) for line in lines.of(lemma)),
        class_="pc-entries pc-filtered",
    )
    body = [
        head,
        tag("p", words(edition_in_words(statement)), class_="pc-print-only"),
        _heading("Variants"),
        listing,
        *_unpaired(document, with_first, lines.root),
        _heading("Downloads"),
        _downloads(document, lines.root),
        cite_section(forms.apparatus) if forms.apparatus else EMPTY,
    ]
    name = f"{document_name(document)}: {title[0].lower()}{title[1:]}"
    return (page(addresses.markdown(address), name, name, *body, kind="apparatus", assets=("compare.css",)),)


def _introduction(found: Totals, base: str, others: Sequence[str]) -> str:
    theirs = f"{others[0]}’s" if len(others) == 1 else "the others’"
    return (
        f"{differences_in_words(found)} Entries follow witness {base}: its reading, a bracket, then {theirs}; "
        f"om. means that {'it lacks' if len(others) == 1 else 'they lack'} the words."
    )


def _heading(title: str) -> Html:
    return tag("h2", words(title), id=title.lower().replace(" ", "-"))


class _Lines:
    """The lines of one apparatus."""

    def __init__(self, document: Document, names: Names, root: str) -> None:
        self.document = document
        self.names = names
        self.root = root
        self.languages = {witness.siglum: witness.language for witness in document.witnesses}

    def of(self, lemma: Lemma) -> Iterator[Html]:
        """A line for each reading of ``lemma``."""
        text = tag("span", words(lemma.text), class_="pc-lemma", lang=self.languages[lemma.base])
        if not lemma.text:
            text = tag("i", Html("at the beginning"))
        for reading in lemma.readings:
            yield self._line(lemma, text, reading)

    def _line(self, lemma: Lemma, text: Html, reading: Reading) -> Html:
        other = tag("i", Html("om."))
        if reading.text:
            other = tag("span", words(reading.text), class_="pc-lemma", lang=self.languages[reading.sigla[0]])
        there = [
            link(self._passage(siglum, place.first), words(f"{siglum} {place.first}"), class_="pc-siglum")
            for siglum, place in zip(reading.sigla, reading.places, strict=True)
        ]
        note = ""
        if reading.ruling:
            note = f"Kind by ruling {reading.ruling}{say(ruled(reading.ruling, self.names))}"
        row = addresses.fragment(row_id(lemma.base, lemma.at.first))
        row = f"{self.root}{addresses.compare(self.document.id)}{row}"
        parts = [
            link(self._passage(lemma.base, lemma.at.first), words(lemma.at.first), class_="pc-number"),
            Html(f"{text}]"),
            other,
            *there,
            tag("span", words(f"{reading.kind}, {reading.weight}"), class_="pc-kind"),
            words(note),
            link(row, Html("compare"), aria_label=f"Compare at {lemma.base} {lemma.at.first}", class_="pc-to-row"),
        ]
        return tag("li", join(parts, SPACE), class_="pc-entry", data_k=reading.kind, data_w=reading.weight)

    def _passage(self, siglum: str, anchor: str) -> str:
        return f"{self.root}{addresses.witness(self.document.id, siglum, anchor)}"


def _unpaired(document: Document, collations: Sequence[Collation], root: str) -> list[Html]:
    """Passages that one witness has and the base lacks, or the other way round: they have no lemma or no reading."""
    items = []
    compare = root + addresses.compare(document.id)
    for collation in collations:
        for siglum, units, other, numbers in (
            (
                collation.ours,
                collation.our_units,
                collation.theirs,
                [n for r in collation.rows if not r.link.theirs for n in r.link.ours],
            ),
            (
                collation.theirs,
                collation.their_units,
                collation.ours,
                [n for r in collation.rows if not r.link.ours for n in r.link.theirs],
            ),
        ):
            links = [
                link(compare + addresses.fragment(row_id(siglum, anchor)), words(anchor))
                for anchor in (units[n].passage.id for n in numbers)
                if anchor
            ]
            if links:
                items.append(tag("li", words(f"In {siglum}, not in {other}: "), join(links, Html(", ")), Html(".")))
    return [_heading("Passages without a counterpart"), tag("ul", *items)] if items else []


def _downloads(document: Document, root: str) -> Html:
    items = [
        tag("li", link(f"{root}{addresses.apparatus_file(document.id, ending)}", words(name), download=True))
        for ending, name in FORMATS.items()
    ]
    return tag("ul", *items)
