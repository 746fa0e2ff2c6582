"""Passages of a witness with the variants marked in them, as the compare page and the reading pages show them.

What a mark looks like is the style sheet's affair: the page only says of which kind and weight a variant is. Where a
witness lacks words stands a caret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pecia import addresses
from pecia.collation import Unit, Variant
from pecia.collation.rows import placed_tokens
from pecia.model import RichText, Sign
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words
from pecia.phrases import shortened

CARET = "‸"
"""Stands where a witness lacks words that another has."""


_SHOWN = 90
"""Characters of another reading that are shown beside a variant."""


@dataclass(frozen=True, slots=True)
class VariantMark:
    """A variant as one witness shows it: its tokens ``start`` to ``end`` (exclusive), counted from the cell's first.

    Where the two are equal the witness lacks words before the token ``start``. ``other`` is the witness it differs
    from, ``reading`` the words there, ``number`` the variant's number on the page, ``column`` the other witness's
    among several: then the mark names it, and goes when the column is hidden.
    """

    start: int
    end: int
    variant: Variant
    other: str
    reading: str
    number: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The passages ``numbers`` (positions in ``units``) of the witness ``siglum`` and the variants in them.

    ``identified``: whether the variants have their ids here; each stands in two cells.
    """

    siglum: str
    units: Sequence[Unit]
    numbers: tuple[int, ...]
    marks: tuple[VariantMark, ...] = ()
    identified: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How the passages of a page are printed.

    ``root``: the way to the folder of the document, from which the reading pages are reached. ``anchored``: whether
    passages have ids. ``explained``: whether a variant can be tabbed to and points to the legend.
    """

    root: str
    anchored: bool = False
    explained: bool = False


def row_id(siglum: str, anchor: str | None) -> str:
    """The id of a passage on a compare page: ``A-p12``."""
    return f"{siglum}-{anchor}"


def variant_id(number: int) -> str:
    """The id of a variant on a compare page. It is not kept from one version of the edition to the next."""
    return f"variant-{number}"


def passages_of(cell: Cell, style: Style) -> Html:
    """The passages of a cell, each a paragraph: its number, its label, its words as printed."""
    return _Writing(cell, style).whole()


class _Writing:
    """One cell in the making."""

    def __init__(self, cell: Cell, style: Style) -> None:
        self.cell = cell
        self.style = style
        self.tokens = placed_tokens(cell.units, cell.numbers)
        self.covering: list[list[VariantMark]] = [[] for _ in self.tokens]
        self.carets: dict[int, list[VariantMark]] = {}
        self.written: set[int] = set()
        for mark in sorted(cell.marks, key=lambda m: (m.start, -m.end, m.number)):
            if mark.start == mark.end:
                self.carets.setdefault(mark.start, []).append(mark)
            for token in range(mark.start, mark.end):
                self.covering[token].append(mark)

    def whole(self) -> Html:
        """The passages of the cell, in order."""
        parts = []
        first = 0
        for number in self.cell.numbers:
            last = first
            while last < len(self.tokens) and self.tokens[last].unit == number:
                last += 1
            parts.append(self._passage(self.cell.units[number], range(first, last)))
            first = last
        return join(parts)

    def _passage(self, unit: Unit, own: range) -> Html:
        passage, siglum = unit.passage, self.cell.siglum
        in_label = [token for token in own if self.tokens[token].in_label]
        opening = self._carets(0) if own.start == 0 else EMPTY
        label = self._run(unit.label, in_label)
        text = self._run(passage.content, own[len(in_label) :])
        address = f"{self.style.root}{siglum}/{addresses.fragment(passage.id or '')}"
        number = "pc-number" if self.style.anchored else "pc-place"
        content = [
            link(address, words(f"{siglum} {passage.id}"), class_=number) if passage.id else EMPTY,
            opening,
            tag("b", label, class_="pc-speaker") if label else EMPTY,
            text,
        ]
        identifier = row_id(siglum, passage.id) if self.style.anchored and passage.id else None
        return tag("p", join(content, SPACE), id=identifier, class_=f"pc-{passage.kind.value}")

    def _run(self, source: RichText, own: Sequence[int]) -> Html:
        """One string with its marks; tokens next to each other in the same variants share a mark."""
        parts: list[Html] = []
        position = 0
        start = 0
        for index, token in enumerate(own):
            following = own[index + 1] if index + 1 < len(own) else None
            if token + 1 in self.carets or following is None or self.covering[token] != self.covering[following]:
                first, last = self.tokens[own[start]].token.start, self.tokens[token].token.end
                marked = self._marked(_printed(source, first, last), self.covering[token])
                parts += [_printed(source, position, first), marked, self._carets(token + 1)]
                position, start = last, index + 1
        return join([*parts, _printed(source, position, len(source.text))])

    def _marked(self, content: Html, marks: Sequence[VariantMark]) -> Html:
        """``content`` in the marks around it, the first outermost."""
        for mark in reversed(marks):
            content = self._mark(mark, content, marks)
        return content

    def _carets(self, before: int) -> Html:
        """A caret for each variant that lacks its words before the token ``before``."""
        return join([self._mark(m, words(CARET), [m], absent=True) for m in self.carets.get(before, ())])

    def _mark(self, mark: VariantMark, content: Html, around: Sequence[VariantMark], *, absent: bool = False) -> Html:
        variant, style = mark.variant, self.style
        explained = style.explained and mark.number not in self.written
        identified = self.cell.identified and mark.number not in self.written
        self.written.add(mark.number)
        described = f"{'caret ' if absent else ''}is-{variant.kind} is-{variant.weight}"
        return tag(
            "mark",
            content,
            id=variant_id(mark.number) if identified else None,
            class_=f"pc-mark pc-v{' pc-absent' if absent else ''}{'' if ' ' in content else ' pc-one'}",
            data_k=variant.kind,
            data_w=variant.weight,
            data_v=str(mark.number) if style.anchored else None,
            data_t=" · ".join(map(_said, around)),
            data_c=str(mark.column) if mark.column else None,
            data_o=mark.other if mark.column else None,
            tabindex="0" if explained else None,
            aria_describedby=described if explained else None,
        )


def _printed(source: RichText, start: int, end: int) -> Html:
    """The characters ``start`` to ``end`` of a text, the signs of the transcript in them as such."""
    parts = []
    for span in source.spans:
        if isinstance(span.mark, Sign) and start <= span.start and span.end <= end:
            sign = tag("span", words(source.text[span.start : span.end]), class_=f"pc-sign-{span.mark.function}")
            parts += [words(source.text[start : span.start]), sign]
            start = span.end
    return join([*parts, words(source.text[start:end])])


def _said(mark: VariantMark) -> str:
    """What a variant is, and what the other witness has."""
    variant = mark.variant
    reading = f"“{shortened(mark.reading, _SHOWN)}”" if mark.reading else "nothing"
    return f"{variant.kind}, {variant.weight}; {mark.other}: {reading}"
