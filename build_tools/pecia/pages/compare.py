"""The compare pages of a document: its witnesses in columns, passage by passage, every variant marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from pecia import addresses
from pecia.citation import DocumentForms
from pecia.collation import Collation, Row, Unit, Weight
from pecia.collation.apparatus import whole_words
from pecia.collation.pairs import with_base
from pecia.collation.rows import words_as_printed
from pecia.collation.table import TableRow, table
from pecia.locales import say
from pecia.model.edition import EditionStatement, Witness
from pecia.pages.citations import cite_section, edition_in_words
from pecia.pages.html import EMPTY, SPACE, Html, link, page, tag, words
from pecia.pages.overview import document_links, document_name
from pecia.pages.variant_filter import Totals, differences_in_words, filters, legend, totals
from pecia.pages.variants import Cell, Style, VariantMark, passages_of, row_id, variant_id
from pecia.pages.views import GeneratedFile
from pecia.phrases import listed
from pecia.view.document import DocumentView
from pecia.view.explanations import Names, names_of_rulings, ruled

ASSETS = ("compare.css", "compare.js")
"""What the theme loads on these pages."""

CHOOSABLE = 12
"""Columns that can be hidden: the style sheet has a rule for each."""

_TO_CITE_A_ROW = "To cite a row, give the number of its first passage; the sign ¶ beside it is a link to the row."

_UNSURE = 0.5
"""Confidence below which the page says how little two linked passages have in common."""


def compare_pages(
    statement: EditionStatement, view: DocumentView, collations: Sequence[Collation], forms: DocumentForms
) -> tuple[GeneratedFile, ...]:
    """The page ``/<document>/compare/``, and with three or more witnesses one for each two of them.

    ``collations`` are those of :func:`~pecia.collation.pairs.collate_pairs`; without any there is no page.
    """
    if not collations:
        return ()
    whole = _Page(statement, view, with_base(collations), addresses.compare(view.document.id), forms).file()
    if len(collations) == 1:
        return (whole,)
    pairs = (
        _Page(statement, view, (pair,), addresses.compare(view.document.id, (pair.ours, pair.theirs)), forms).file()
        for pair in collations
    )
    return (whole, *pairs)


@dataclass(frozen=True, slots=True)
class _Variant:
    """A variant for the list of substantive ones; lemma and reading as in the apparatus."""

    mark: VariantMark
    anchor: str
    lemma: str
    reading: str


class _Page:
    """One compare page in the making: the base, which is the first column, and one column for each collation."""

    def __init__(
        self,
        statement: EditionStatement,
        view: DocumentView,
        collations: Sequence[Collation],
        address: str,
        forms: DocumentForms,
    ) -> None:
        self.statement = statement
        self.forms = forms.compare
        self.view = view
        self.collations = collations
        self.address = address
        self.sigla = (collations[0].ours, *(collation.theirs for collation in collations))
        self.root = addresses.root(address)
        self.numbers = count(1)
        self.substantive: list[_Variant] = []
        self.names: Names = names_of_rulings(statement, (ruling for c in collations for ruling in c.rulings))
        here = f"{self.root}{addresses.document(view.document.id)}"
        self.style = Style(here, anchored=True, explained=True)

    def file(self) -> GeneratedFile:
        """The page."""
        document = self.view.document
        made = [self._row(row) for row in table(self.collations)]
        found = totals((v.kind, v.weight) for c in self.collations for row in c.rows for v in row.variants)
        title = f"Witnesses {listed(self.sigla)} compared"
        head = tag(
            "div",
            tag("h1", words(document_name(document)), SPACE, tag("span", words(title), class_="pc-subtitle")),
            document_links(document, "compare", self.root),
            self._pairs(),
            tag("p", words(self._introduction(found))),
            legend(found),
            filters(found, self._columns(), opened=False),
            class_="pc-head",
        )
        printed = tag("p", words(edition_in_words(self.statement)), class_="pc-print-only")
        listing = tag("ol", *made, class_="pc-rows pc-filtered")
        body = [head, printed, self._list(), self._heads(), listing, self._cite()]
        name = f"{document_name(document)}: {title[0].lower()}{title[1:]}"
        return page(addresses.markdown(self.address), name, name, *body, kind="compare", assets=ASSETS)

    # --- above the rows ------------------------------------------------------------------------------

    def _introduction(self, found: Totals) -> str:
        base = f" Witness {self.sigla[0]} is the base: the others are compared with it." if len(self.sigla) > 2 else ""
        return f"{differences_in_words(found)}{base} Select a number to read the passage in its text."

    def _pairs(self) -> Html:
        """Links to the pages of each two witnesses, when there are more."""
        sigla = [witness.siglum for witness in self.view.document.witnesses]
        if len(sigla) < 3:
            return EMPTY
        pairs = [(), *((a, b) for n, a in enumerate(sigla) for b in sigla[n + 1 :])]
        items = []
        for pair in pairs:
            address = addresses.compare(self.view.document.id, pair)
            current = "page" if address == self.address else None
            name = listed(pair) if pair else "all witnesses"
            items.append(tag("li", link(f"{self.root}{address}", words(name), aria_current=current)))
        return tag("nav", tag("ul", *items), class_="pc-parts", aria_label="Witnesses compared")

    def _columns(self) -> Html:
        boxes = [
            tag("label", tag("input", type="checkbox", id=f"column-{n}", checked=True), SPACE, words(_titled(witness)))
            for n, witness in enumerate(self._witnesses()[:CHOOSABLE], start=1)
        ]
        swap = "Reverse columns" if len(self.sigla) > 2 else "Swap columns"
        boxes.append(tag("label", tag("input", type="checkbox", id="swap"), SPACE, words(swap)))
        return tag("fieldset", tag("legend", Html("Columns")), *boxes, class_="pc-columns-shown")

    def _witnesses(self) -> list[Witness]:
        by_siglum = {witness.siglum: witness for witness in self.view.document.witnesses}
        return [by_siglum[siglum] for siglum in self.sigla]

    def _heads(self) -> Html:
        """The names of the columns, which stay in sight, and the way from variant to variant."""
        names = [
            tag(
                "div",
                link(f"{self.root}{addresses.witness(self.view.document.id, witness.siglum)}", words(_titled(witness))),
                class_=f"pc-cell pc-c{n}",
            )
            for n, witness in enumerate(self._witnesses(), start=1)
        ]
        steps = [
            tag("button", words(name), type="button", class_="pc-button", data_pc_step=way, aria_keyshortcuts=key)
            for name, way, key in (("Previous substantive", "-1", "p"), ("Next substantive", "1", "n"))
        ]
        keys = tag(
            "label",
            tag("input", type="checkbox", id="pc-keys", checked=True),
            words(" Use n and p"),
            class_="pc-scripted",
        )
        return tag(
            "div",
            tag("div", *steps, keys, class_="pc-steps-bar"),
            tag("div", *names, class_="pc-cells"),
            class_="pc-heads",
        )

    def _list(self) -> Html:
        """Links to the substantive variants; complete once every row is made."""
        if not self.substantive:
            return EMPTY
        base = self.sigla[0]
        items = []
        for variant in self.substantive:
            mark = variant.mark
            lemma, reading = (words(text) or tag("i", Html("om.")) for text in (variant.lemma, variant.reading))
            named = link(f"#{variant_id(mark.number)}", words(f"{base} {variant.anchor}"))
            items.append(tag("li", named, SPACE, lemma, Html("] "), reading, SPACE, tag("i", words(mark.other))))
        title = tag("summary", words(f"Substantive variants ({len(items)})"))
        return tag("details", title, tag("ol", *items), class_="pc-variants")

    # --- the rows ------------------------------------------------------------------------------------

    def _row(self, row: TableRow) -> Html:
        first = next(iter(self._anchors(row)), None)
        opens = any(unit.label.text for unit in self._units(row)[:1])
        cells = self._cells(row)
        columns = []
        for number, (siglum, cell, language) in enumerate(
            zip(self.sigla, cells, (w.language for w in self._witnesses()), strict=True), start=1
        ):
            missing = tag("p", words(f"No counterpart in {siglum}."), class_="pc-none", lang="en")
            content = passages_of(cell, self.style) if cell.numbers else missing
            columns.append(tag("div", content, class_=f"pc-cell pc-c{number}", lang=language))
        here = EMPTY
        if first:
            said = f"Link to the row of {first[0]} {first[1]}"
            here = link(addresses.fragment(row_id(*first)), Html("¶"), class_="pc-here", title=said, aria_label=said)
        style = "pc-row pc-opens" if opens else "pc-row"
        return tag("li", here, tag("div", *columns, class_="pc-cells"), self._notes(row), class_=style)

    def _units(self, row: TableRow) -> list[Unit]:
        found = [self.collations[0].our_units[n] for n in row.base]
        for collation, part in zip(self.collations, row.rows, strict=True):
            found += [collation.their_units[n] for one in part for n in one.link.theirs]
        return found

    def _anchors(self, row: TableRow) -> Iterator[tuple[str, str]]:
        """Siglum and anchor of each passage of a row, the base's first."""
        yield from ((self.sigla[0], self.collations[0].our_units[n].passage.id or "") for n in row.base)
        for collation, part in zip(self.collations, row.rows, strict=True):
            for one in part:
                yield from ((collation.theirs, collation.their_units[n].passage.id or "") for n in one.link.theirs)

    def _cells(self, row: TableRow) -> list[Cell]:
        """A cell for each column; a variant has one number in both of its cells."""
        base_marks: list[VariantMark] = []
        others: list[Cell] = []
        for column, (collation, part) in enumerate(zip(self.collations, row.rows, strict=True), start=2):
            marks: list[VariantMark] = []
            ours = theirs = 0
            among = column if len(self.sigla) > 2 else None
            for one in part:
                for place, variant in enumerate(one.variants):
                    number = next(self.numbers)
                    a, b = variant.ours, variant.theirs
                    lemma, reading = words_as_printed(one.ours, a), words_as_printed(one.theirs, b)
                    here = VariantMark(a[0] + ours, a[1] + ours, variant, collation.theirs, reading, number, among)
                    base_marks.append(here)
                    marks.append(VariantMark(b[0] + theirs, b[1] + theirs, variant, collation.ours, lemma, number))
                    if variant.weight is Weight.SUBSTANTIVE:
                        self.substantive.append(_Variant(here, _anchor(collation, one, a[0]), *_in_words(one, place)))
                ours, theirs = ours + len(one.ours), theirs + len(one.theirs)
            numbers = tuple(n for one in part for n in one.link.theirs)
            others.append(Cell(collation.theirs, collation.their_units, numbers, tuple(marks)))
        base = Cell(self.sigla[0], self.collations[0].our_units, row.base, tuple(base_marks), identified=True)
        return [base, *others]

    def _notes(self, row: TableRow) -> Html:
        """What a reader must know of the links and of an editor's part in them."""
        notes = []
        for collation, part in zip(self.collations, row.rows, strict=True):
            for one in part:
                linked = bool(one.link.ours and one.link.theirs)
                if one.link.ruling:
                    fate = f"Aligned with {collation.theirs}" if linked else f"Kept apart from {collation.theirs}"
                    notes.append(f"{fate} by ruling {one.link.ruling}{say(ruled(one.link.ruling, self.names))}")
                elif linked and one.link.confidence < _UNSURE:
                    share = f"{one.link.confidence:.0%} of the" if one.link.confidence else "No"
                    notes.append(f"Aligned with {collation.theirs} by position. {share} words are the same.")
                for ruling in dict.fromkeys(variant.ruling for variant in one.variants if variant.ruling):
                    notes.append(f"Kind of variant by ruling {ruling}{say(ruled(ruling, self.names))}")
        return tag("p", words(" ".join(notes)), class_="pc-row-note") if notes else EMPTY

    # --- below ---------------------------------------------------------------------------------------

    def _cite(self) -> Html:
        return cite_section(self.forms, _TO_CITE_A_ROW, "row") if self.forms else EMPTY


def _titled(witness: Witness) -> str:
    return f"{witness.siglum}: {witness.title}" if witness.title else witness.siglum


def _in_words(row: Row, number: int) -> tuple[str, str]:
    """Lemma and reading of the variant ``number`` of a row."""
    ours, theirs = whole_words(row, number)
    return words_as_printed(row.ours, ours), words_as_printed(row.theirs, theirs)


def _anchor(collation: Collation, row: Row, token: int) -> str:
    """The passage of the base in which a variant begins, or where it would."""
    near = [placed.unit for placed in row.ours[token : token + 1] or row.ours[-1:]]
    return collation.our_units[(near or row.link.ours)[0]].passage.id or ""
