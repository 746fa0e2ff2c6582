"""The picture itself: SVG in which one unit of length is one word, in every witness alike.

A picture is two drawings, one upon the other. The marks have words for their horizontal unit and are stretched to the
width there is, so a mark's ``width`` is the number of its words and nothing is rounded; what has a fixed size on the
screen (ticks, dots) is a line that does not scale. Under them lies the scale, whose figures must not be stretched.

To a screen reader the scale is an image, with a description of what is drawn upon it. The marks are hidden from it and
are no stops for the keyboard, since there may be hundreds and an image must not hold links: the same links stand, with
the same numbers, in the tables of :mod:`pecia.pages.turn_chart_tables`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from pecia import addresses
from pecia.model import PassageKind
from pecia.model.edition import Entry
from pecia.pages.html import EMPTY, Html, tag, words
from pecia.pages.turn_chart_shape import Lane, Mark, Shape, percent
from pecia.phrases import counted, shortened

_LANE, _BAR_TOP, _BAR, _DOT = 16, 6, 8, 3
"""Height of a row, and within it where a bar begins, its height, and where dots stand; ten units are 1em."""

_AXIS = 1.5
"""Height of the scale, in em."""

_CLOSE = 25
"""Words to 1em when the picture is drawn large."""

_REACH = 100
"""The part of the whole width by which a mark can be missed and still be hit: a hundredth."""

_FINE, _FINE_LABELS = 100, 200
"""Words from line to line and from figure to figure when the picture is drawn large."""

_OPENING = 50
"""Characters of its beginning that a mark shows under the pointer."""

_KINDS = {PassageKind.SPEECH: "", PassageKind.REPORTED: "r", PassageKind.NARRATIVE: "v"}


def longest(found: Sequence[Shape]) -> int:
    """The words that the whole width stands for: those of the longest witness, at least one."""
    return max([1, *(shape.words for shape in found)])


def picture(
    shape: Shape,
    rows: Sequence[Lane],
    names: Mapping[Lane, str],
    scale: int,
    chosen: Sequence[Entry],
    described: tuple[Html, Html],
    root: str,
) -> Html:
    """One witness. ``scale``: :func:`longest`; ``chosen``: the entries that can be lit up, the first has class ``n1``;
    ``described``: title and description; ``root``: the way to the site's root."""
    places = {lane: number * _LANE for number, lane in enumerate(rows)}
    height = len(rows) * _LANE
    size = {"width": f"{scale / _CLOSE:g}em", "height": f"{height / 10:g}em"}
    below = _scale(scale, height, f"shape-{shape.siglum}", described, size["width"])
    lines = [
        tag("path", d="".join(f"M{x} 0v{height}" for x in _steps(scale)), class_="pc-grid pc-coarse"),
        tag("path", d="".join(f"M{x} 0v{height}" for x in range(0, scale + 1, _FINE)), class_="pc-grid pc-fine"),
        tag("path", d="".join(f"M0 {top}h{scale}" for top in places.values()), class_="pc-lines"),
    ]
    above = tag(
        "svg",
        *lines,
        *_marks(shape, places, names, scale, chosen, root),
        tag("path", d="".join(_tick(mark, places[mark.lane]) for mark in shape.marks), class_="pc-ticks"),
        *(_dots(shape, entry, f"d{number}", places) for number, entry in enumerate(chosen, start=1)),
        viewBox=f"0 0 {scale} {height}",
        preserveAspectRatio="none",
        aria_hidden="true",
        class_="pc-marks",
        **size,
    )
    return tag("div", below, above, class_="pc-drawing")


def shares(found: Sequence[Shape], rows: Sequence[Lane], described: tuple[Html, Html]) -> Html:
    """The share of each row in each witness as a bar: zero at the left, all on one scale."""
    most = max([1, *(shape.tenths(lane) for shape in found for lane in rows)])
    parts = []
    for number, lane in enumerate(rows):
        for place, shape in enumerate(found):
            top = number * row_height(found) + place * 1.1
            parts += _share(shape, lane, 100 / most, top)
    title, text = described
    return tag(
        "svg",
        tag("title", title, id="shares-title"),
        tag("desc", text, id="shares-text"),
        *parts,
        role="img",
        aria_labelledby="shares-title",
        aria_describedby="shares-text",
        width="100%",
        height=f"{len(rows) * row_height(found):.4g}em",
    )


def row_height(found: Sequence[Shape]) -> float:
    """The height of a row of :func:`shares`, in em."""
    return len(found) * 1.1 + 0.6


def isolated(name: str) -> str:
    """``name`` between directional isolates if any of it runs from right to left, for text that has no markup."""
    if any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in name):
        return f"\u2068{name}\u2069"
    return name


def _scale(scale: int, height: int, identifier: str, described: tuple[Html, Html], width: str) -> Html:
    """The figures over the marks, and as title and description what the whole is."""
    title, text = described
    return tag(
        "svg",
        tag("title", title, id=f"{identifier}-title"),
        tag("desc", text, id=f"{identifier}-text"),
        tag("g", *_figures(scale, _steps(scale)), class_="pc-coarse"),
        tag("g", *_figures(scale, range(0, scale + 1, _FINE_LABELS)), class_="pc-fine"),
        role="img",
        aria_labelledby=f"{identifier}-title",
        aria_describedby=f"{identifier}-text",
        width=width,
        height=f"{_AXIS + height / 10:g}em",
    )


def _marks(
    shape: Shape, places: Mapping[Lane, int], names: Mapping[Lane, str], scale: int, chosen: Sequence[Entry], root: str
) -> Iterator[Html]:
    """The marks in the order of the text."""
    page = f"{root}{addresses.witness(shape.witness.record.document.id, shape.siglum)}"
    classes = {entry.key: f"n{number}" for number, entry in enumerate(chosen, start=1)}
    for mark, (left, right) in zip(shape.marks, _areas(shape, max(1, scale // _REACH)), strict=True):
        top = places[mark.lane]
        area = tag("path", d=f"M{left} {top}H{right}v{_LANE}H{left}z")
        yield _mark(mark, top, area, names[mark.lane], classes, page)


def _areas(shape: Shape, reach: int) -> list[tuple[int, int]]:
    """From where to where each mark can be hit: halfway to its neighbours in the row, at most ``reach`` words beyond
    its ends, so that a short one is no harder to follow and none lies over another."""
    lefts = [mark.start - reach for mark in shape.marks]
    rights = [mark.start + mark.words + reach for mark in shape.marks]
    last: dict[Lane, int] = {}
    for number, mark in enumerate(shape.marks):
        if mark.lane in last:
            before = last[mark.lane]
            halfway = (shape.marks[before].start + shape.marks[before].words + mark.start + 1) // 2
            lefts[number] = max(lefts[number], halfway)
            rights[before] = min(rights[before], halfway)
        last[mark.lane] = number
    return list(zip(lefts, rights, strict=True))


def _mark(mark: Mark, top: int, area: Html, name: str, classes: Mapping[str, str], page: str) -> Html:
    """The bar and, under the pointer, who, how long and how it begins; it leads to its passage."""
    lit = dict.fromkeys(classes[named.key] for named in mark.named if named.key in classes)
    style = " ".join([_KINDS[mark.lane.kind], *lit]).strip()
    said = f"{f'{mark.anchor} ' if mark.anchor else ''}{isolated(name)}, {counted(mark.words, 'word')}"
    opening = shortened(mark.opening, _OPENING)
    title = tag("title", words(f"{said}: {isolated(opening)}" if opening else said))
    bar = tag("rect", x=str(mark.start), y=str(top + _BAR_TOP), width=str(mark.words), height=str(_BAR))
    if not mark.anchor:
        return tag("g", title, area, bar, class_=style or None)
    return tag("a", title, area, bar, href=page + addresses.fragment(mark.anchor), tabindex="-1", class_=style or None)


def _tick(mark: Mark, top: int) -> str:
    return f"M{mark.start} {top + _DOT + 1}v{_LANE - _DOT - 1}"


def _dots(shape: Shape, entry: Entry, style: str, places: Mapping[Lane, int]) -> Html:
    """A dot over each place where ``entry`` is named: lines without length, whose round ends are seen."""
    at = [
        f"M{mark.start + named.at} {places[mark.lane] + _DOT}h0"
        for mark in shape.marks
        for named in mark.named
        if named.key == entry.key
    ]
    return tag("path", d="".join(at), class_=f"pc-dots {style}") if at else EMPTY


def _figures(scale: int, at: Sequence[int]) -> Iterator[Html]:
    for number in at:
        place = 100 * number / scale
        anchor = "start" if place == 0 else "end" if place > 97 else "middle"
        yield tag("text", words(f"{number:,}"), x=f"{place:.6g}%", y="1em", text_anchor=anchor)


def _steps(scale: int) -> range:
    """From zero in steps of 1, 2 or 5 times a power of ten, at most six of them."""
    unit = 1
    while scale // (unit * 5) > 6:
        unit *= 10
    step = next(unit * n for n in (1, 2, 5) if scale // (unit * n) <= 6)
    return range(0, scale + 1, step)


def _share(shape: Shape, lane: Lane, factor: float, top: float) -> list[Html]:
    tenths = shape.tenths(lane)
    width = f"{tenths * factor:.5g}%"
    style = _KINDS[lane.kind] or None
    bar = tag("rect", x="0", y=f"{top + 0.3:.4g}em", width=width, height=".7em")
    number = tag("text", words(f"{shape.siglum} {percent(tenths)}"), x=width, dx=".5em", y=f"{top + 0.95:.4g}em")
    return [tag("g", bar, class_=style), number]
