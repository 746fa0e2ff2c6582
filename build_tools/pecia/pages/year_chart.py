"""How many documents there are of each year or month, as bars; the numbers are in the list beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pecia.pages.html import EMPTY, Html, tag, words

_WIDTH, _HEIGHT = 640, 60
_BARS = 160
"""Bars there may be; of more years, several make one bar."""


def bars(counts: Sequence[tuple[str, int]], what: str) -> Html:
    """A bar for each ``year`` (those without a document have their room too) or ``month``, in order.

    ``counts``: the year in four digits, or the month in words, and its number of documents. Nothing for fewer than two.
    """
    if len(counts) < 2:
        return EMPTY
    drawn, each = _by_years(counts) if what == "year" else (list(counts), what)
    highest = max(count for _, count in drawn)
    step = _WIDTH / len(drawn)
    marks = []
    for number, (name, count) in enumerate(drawn):
        if count:
            height = max(1, round(count * _HEIGHT / highest))
            marks.append(
                f'<rect x="{number * step:.1f}" y="{_HEIGHT - height}" width="{max(step - 1, 0.5):.1f}" '
                f'height="{height}"><title>{words(name)}: {count:,}</title></rect>'
            )
    picture = tag(
        "svg",
        Html("".join(marks)),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width="100%",
        style="max-height:6rem;fill:currentcolor",
        aria_hidden="true",
        focusable="false",
    )
    most = max(drawn, key=lambda item: item[1])
    said = f"Documents per {each}, {drawn[0][0]} to {drawn[-1][0]}; the highest bar is {most[0]} with {most[1]:,}."
    return tag("figure", picture, tag("figcaption", words(said)), class_="pc-bars")


def _by_years(counts: Sequence[tuple[str, int]]) -> tuple[list[tuple[str, int]], str]:
    """All years from the first to the last, or so many together that the bars are not too many."""
    first, last = int(counts[0][0]), int(counts[-1][0])
    together = next(size for size in (1, 10, 100, 1_000) if (last - first) // size < _BARS)
    numbers: Counter[int] = Counter()
    for year, count in counts:
        numbers[int(year) // together] += count
    name = {1: "{}", 10: "{}0s", 100: "{}00s", 1_000: "{}000s"}[together]
    named = {1: "year", 10: "decade", 100: "century", 1_000: "millennium"}[together]
    runs = range(first // together, last // together + 1)
    return [(name.format(run), numbers[run]) for run in runs], named
