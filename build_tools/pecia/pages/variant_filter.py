"""The kinds of variant on a page: legend, counts and filter in one, and their totals as a chart.

The filter is a form that no script reads: the style sheet looks which boxes are ticked. While none is, everything is
shown; a tick shows what is ticked and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pecia.collation import TAXONOMY, VariantKind, Weight
from pecia.pages.html import EMPTY, SPACE, Html, join, tag, words
from pecia.pages.variants import CARET
from pecia.phrases import counted

Totals = Counter[tuple[VariantKind, Weight]]
"""How many variants there are of each kind and weight."""

_WEIGHTS = {
    Weight.SUBSTANTIVE: "affects meaning",
    Weight.FORMAL: "does not affect meaning",
    Weight.PARATEXT: "title, front matter or source note",
}


def totals(variants: Iterable[tuple[VariantKind, Weight]]) -> Totals:
    """The totals of ``variants``, kinds in the order of the taxonomy."""
    each = Counter(variants)
    return Counter({(kind, weight): each[kind, weight] for kind in TAXONOMY for weight in Weight})


def differences_in_words(found: Totals) -> str:
    """How many differences there are, how many of substance, and who classified them, in two sentences."""
    if not found.total():
        return "The witnesses do not differ."
    substantive, paratext = (
        sum(found[kind, weight] for kind in TAXONOMY) for weight in (Weight.SUBSTANTIVE, Weight.PARATEXT)
    )
    apart = f" and {paratext} in titles, front matter or source notes" if paratext else ""
    return (
        f"{counted(found.total(), 'difference')}, {substantive or 'none'} of substance{apart}. "
        "Classified automatically unless marked as an editor’s decision."
    )


def legend(found: Totals) -> Html:
    """What the marks mean, in a line; the ids are those that a variant points to as its description."""
    weights = [
        Html(f"{_sample(weight)} {tag('span', words(weight), id=f'is-{weight}')}: {words(_WEIGHTS[weight])}")
        for weight in _weights(found)
    ]
    caret = Html(f"{tag('mark', words(CARET), class_='pc-v')} ")
    absent = tag("span", words("words missing here"), id="caret")
    return tag("p", join([*weights, Html(caret + absent)], Html("; ")), words("."), class_="pc-signs")


def filters(found: Totals, before: Html = EMPTY, *, opened: bool) -> Html:
    """The form: weights and kinds to choose from, each with its count and meaning; ``before`` stands first in it."""
    weights = [
        _box(f"weight-{weight}", weight, sum(found[kind, weight] for kind in TAXONOMY)) for weight in _weights(found)
    ]
    reset = tag("button", Html("Reset"), type="reset", class_="pc-reset")
    chosen = tag(
        "details",
        tag("summary", Html("Kinds of variant: key, counts and filter")),
        tag("p", Html("Tick to filter.")),
        tag("fieldset", tag("legend", Html("Weight")), *weights, class_="pc-weights"),
        _table(found),
        tag("p", reset),
        open=opened,
        class_="pc-legend-details",
    )
    return tag("form", before, chosen, class_="pc-filter", autocomplete="off")


def _table(found: Totals) -> Html:
    weights = _weights(found)
    head = [tag("th", words(name), scope="col") for name in ("Kind", "Sign", *weights, "all", "Meaning")]
    rows = []
    for kind in occurring(found):
        counts = [found[kind, weight] for weight in weights]
        numbers = [tag("td", words(str(number)), class_="pc-count") for number in (*counts, sum(counts))]
        sample = tag("mark", words("word"), class_="pc-v", data_k=kind, data_w=TAXONOMY[kind].weight)
        box = _box(f"kind-{kind}", kind)
        meaning = tag("td", words(TAXONOMY[kind].means))
        rows.append(tag("tr", tag("th", box, scope="row"), tag("td", sample), *numbers, meaning))
    sums = [sum(found[kind, weight] for kind in TAXONOMY) for weight in weights]
    last = [tag("td", words(str(number)), class_="pc-count") for number in (*sums, sum(sums))]
    foot = tag("tr", tag("th", Html("all"), scope="row"), tag("td"), *last, tag("td"))
    body = [tag("thead", tag("tr", *head)), tag("tbody", *rows), tag("tfoot", foot)]
    return tag("div", tag("table", *body, class_="pc-kinds"), class_="pc-wide")


def occurring(found: Totals) -> list[VariantKind]:
    """The kinds that occur, in the order of the taxonomy."""
    return [kind for kind in TAXONOMY if any(found[kind, weight] for weight in Weight)]


def _weights(found: Totals) -> list[Weight]:
    """The weights that occur, the heaviest first."""
    return [weight for weight in _WEIGHTS if any(found[kind, weight] for kind in TAXONOMY)]


def _box(identifier: str, name: str, count: int | None = None) -> Html:
    box = tag("input", type="checkbox", id=identifier)
    named = tag("span", words(name), id=f"is-{name}") if count is None else words(name)
    number = tag("span", words(str(count)), class_="pc-count") if count is not None else EMPTY
    return tag("label", join([box, named, number], SPACE))


def _sample(weight: Weight) -> Html:
    return tag("mark", words("words"), class_="pc-v", data_w=weight)


# --- the chart -------------------------------------------------------------------------------------

_LINE, _NAMES, _BARS, _NUMBERS = 22, 130, 260, 50
"""Height of a line, and widths of names, bars and numbers, in units of the drawing."""


def chart(found: Totals) -> Html:
    """A bar for each kind that occurs: the numbers of the table, drawn."""
    kinds = occurring(found)
    most = max((sum(found[kind, weight] for weight in Weight) for kind in kinds), default=1)
    said = ", ".join(f"{kind} {sum(found[kind, weight] for weight in Weight)}" for kind in kinds)
    parts = [
        tag("title", Html("Variants by kind"), id="chart-title"),
        tag("desc", words(f"A bar for each kind, as in the table: {said}."), id="chart-text"),
    ]
    for number, kind in enumerate(kinds):
        parts += _bar(kind, found, number * _LINE, most)
    drawn = tag(
        "svg",
        *parts,
        viewBox=f"0 0 {_NAMES + _BARS + _NUMBERS} {len(kinds) * _LINE}",
        role="img",
        aria_labelledby="chart-title chart-text",
    )
    looks = {Weight.SUBSTANTIVE: "Filled", Weight.FORMAL: "Hollow", Weight.PARATEXT: "Dashed"}
    key = tag("figcaption", words(" ".join(f"{looks[weight]}: {weight}." for weight in _weights(found))))
    return tag("figure", drawn, key, class_="pc-chart")


def _bar(kind: VariantKind, found: Totals, top: int, most: int) -> list[Html]:
    text = {"y": str(top + 15)}
    left: float = _NAMES
    parts = [tag("text", words(kind), x=str(_NAMES - 8), text_anchor="end", **text)]
    for weight in _WEIGHTS:
        width = round(found[kind, weight] * _BARS / most, 1)
        if width:
            parts.append(
                tag("rect", x=f"{left:g}", y=str(top + 4), width=f"{width:g}", height="14", class_=f"pc-bar-{weight}")
            )
        left += width
    total = str(sum(found[kind, weight] for weight in Weight))
    return [*parts, tag("text", words(total), x=f"{left + 6:g}", **text)]
