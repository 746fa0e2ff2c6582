"""The numbers of the picture as tables: rows, names, and every mark with the link that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pecia import addresses
from pecia.model.edition import Entry
from pecia.pages.html import EMPTY, Html, link, tag, words
from pecia.pages.register_lists import address_of
from pecia.pages.turn_chart_shape import Lane, Mark, Shape, percent
from pecia.phrases import listed


def numbers(shape: Shape, rows: Sequence[Lane], names: Mapping[Lane, str], caption: str, root: str) -> Html:
    """The rows of one witness: marks, words, share, the longest mark; those of other witnesses that it lacks are left
    out."""
    there = [lane for lane in rows if lane in shape.by_lane]
    lines = []
    for lane in there:
        marks = shape.by_lane[lane]
        most = max(marks, key=lambda mark: mark.words)
        cells = [f"{len(marks):,}", f"{sum(mark.words for mark in marks):,}", percent(shape.tenths(lane))]
        where = (
            Html(f"{words(f'{most.words:,}')} ({_link(shape, most, root)})")
            if most.anchor
            else words(f"{most.words:,}")
        )
        lines.append(tag("tr", _name(names[lane]), *map(_number, cells), tag("td", where, class_="pc-figure")))
    sums = [f"{len(shape.marks):,}", f"{shape.words:,}", "100\u00a0%" if shape.words else percent(0)]
    total = tag("tr", _name("All"), *map(_number, sums), tag("td"))
    return _table(caption, ("Row", "Bars", "Words", "Share", "Longest"), lines, total)


def shares_said(found: Sequence[Shape], rows: Sequence[Lane]) -> str:
    """How the shares are rounded, and what they then add up to."""
    sums = [(shape.siglum, sum(shape.tenths(lane) for lane in rows)) for shape in found if shape.words]
    uneven = [f"{percent(added)} in witness {siglum}" for siglum, added in sums if added != 1000]
    added = listed(uneven) if uneven else "100\u00a0%"
    return (
        "Shares are percentages of all counted words of the witness, rounded to a tenth of a per cent. "
        f"The rounded shares add up to {added}."
    )


def times_named(found: Sequence[Shape], entries: Sequence[Entry], root: str) -> Html:
    """How often each entry is named in each witness, and in how many marks."""
    lines = []
    for entry in entries:
        address = address_of(entry)
        cells = []
        for shape in found:
            times = shape.times_named[entry.key]
            marks = sum(any(named.key == entry.key for named in mark.named) for mark in shape.marks)
            cells.append(f"{times:,} in {marks:,}" if times else "0")
        name = tag("th", link(f"{root}{address}", tag("bdi", words(entry.name))), scope="row")
        lines.append(tag("tr", name, *map(_number, cells)))
    heads = [f"Witness {shape.siglum}" for shape in found]
    return _table("Names: times named, in how many bars", ("Name", *heads), lines)


def every_mark(shape: Shape, names: Mapping[Lane, str], caption: str, root: str) -> Html:
    """Each mark of a witness in the order of the text, leading to its passage."""
    lines = [
        tag(
            "tr",
            tag("td", _link(shape, mark, root)),
            tag("td", tag("bdi", words(names[mark.lane]))),
            _number(f"{mark.words:,}"),
        )
        for mark in shape.marks
    ]
    return _table(caption, ("Passage", "Row", "Words"), lines, texts=2)


def _link(shape: Shape, mark: Mark, root: str) -> Html:
    record = shape.witness.record
    if not mark.anchor:
        return words("no number")
    return link(f"{root}{addresses.witness(record.document.id, shape.siglum, mark.anchor)}", words(mark.anchor))


def _table(caption: str, heads: Sequence[str], lines: Sequence[Html], total: Html = EMPTY, texts: int = 1) -> Html:
    """A table whose first ``texts`` columns hold words, all others figures."""
    titles = [
        tag("th", words(name), scope="col", class_="pc-figure" if number >= texts else None)
        for number, name in enumerate(heads)
    ]
    head = tag("thead", tag("tr", *titles))
    foot = tag("tfoot", total) if total else EMPTY
    table = tag("table", tag("caption", words(caption)), head, tag("tbody", *lines), foot, class_="pc-shape-table")
    return tag("div", table, class_="pc-shape-wide")


def _name(name: str) -> Html:
    return tag("th", tag("bdi", words(name)), scope="row")


def _number(figures: str) -> Html:
    return tag("td", words(figures), class_="pc-figure")
