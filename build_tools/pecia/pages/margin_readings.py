"""Where other witnesses differ in substance from a passage, for the margin of its reading page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pecia import addresses
from pecia.collation import Collation, Row, Weight
from pecia.collation.rows import words_as_printed
from pecia.model.edition import Document
from pecia.pages.html import Html, link, tag, words
from pecia.pages.variants import Cell, Style, VariantMark, passages_of, row_id
from pecia.phrases import listed

OtherReadings = Mapping[str, tuple[Cell, ...]]
"""For each passage that others word otherwise in substance, by anchor: what they have, in the order of the witnesses.

The cell of a witness that lacks the passage is empty.
"""


def other_readings(collations: Sequence[Collation], siglum: str) -> OtherReadings:
    """The passages of the witness ``siglum`` that others word otherwise in substance, or lack.

    Front matter that others lack is left out: it is the witness's own.
    """
    found: dict[str, tuple[Cell, ...]] = {}
    for collation in collations:
        if siglum in (collation.ours, collation.theirs):
            for row in collation.rows:
                cell = _other_cell(collation, row, siglum)
                for anchor in dict.fromkeys(_differing(collation, row, siglum)):
                    found[anchor] = (*found.get(anchor, ()), cell)
    return found


def _other_cell(collation: Collation, row: Row, siglum: str) -> Cell:
    """The passages of the other witness, with every variant marked."""
    if siglum == collation.theirs:
        here = [(v.ours, words_as_printed(row.theirs, v.theirs)) for v in row.variants]
        cell = Cell(collation.ours, collation.our_units, row.link.ours)
    else:
        here = [(v.theirs, words_as_printed(row.ours, v.ours)) for v in row.variants]
        cell = Cell(collation.theirs, collation.their_units, row.link.theirs)
    return replace(
        cell,
        marks=tuple(
            VariantMark(*place, variant, siglum, reading, number)
            for number, (variant, (place, reading)) in enumerate(zip(row.variants, here, strict=True))
        ),
    )


def _differing(collation: Collation, row: Row, siglum: str) -> Iterator[str]:
    """The passages of the witness in this row that differ in substance; where words are absent, that of the word
    before."""
    first = siglum == collation.ours
    units, tokens = (collation.our_units, row.ours) if first else (collation.their_units, row.theirs)
    numbers = row.link.ours if first else row.link.theirs
    if not row.link.ours or not row.link.theirs:
        yield from (units[n].passage.id or "" for n in numbers if not units[n].front)
        return
    for variant in row.variants:
        if variant.weight is Weight.SUBSTANTIVE:
            start, end = variant.ours if first else variant.theirs
            inside = tokens[start:end] or tokens[: max(start, 1)][-1:]
            yield from (units[n].passage.id or "" for n in [t.unit for t in inside] or numbers[:1])


def in_margin(document: Document, siglum: str, anchor: str, readings: Sequence[Cell], root: str) -> Html:
    """The mark beside the passage ``anchor`` of the witness ``siglum``: closed, it names the witnesses that differ;
    open, it gives what they have. ``root`` is the way to the site's root."""
    languages = {witness.siglum: witness.language for witness in document.witnesses}
    style = Style(f"{root}{addresses.document(document.id)}")
    content = [
        tag("div", passages_of(cell, style), lang=languages[cell.siglum])
        if cell.numbers
        else tag("p", words(f"Witness {cell.siglum} lacks this passage."), class_="pc-none")
        for cell in readings
    ]
    row = f"{root}{addresses.compare(document.id)}{addresses.fragment(row_id(siglum, anchor))}"
    compare = tag("p", link(row, Html("Compare the witnesses here")))
    differs = Html(" differs in substance" if len(readings) == 1 else " differ in substance")
    named = tag("summary", words(listed([cell.siglum for cell in readings])), tag("span", differs, class_="pc-said"))
    return tag("details", named, tag("div", *content, compare, class_="pc-other-reading"), class_="pc-other", lang="en")
