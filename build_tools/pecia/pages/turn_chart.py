"""The conversation as a picture: who holds the floor when, how long, and where a name of the registers stands.

One drawing a witness, all on the same scale (:mod:`pecia.pages.turn_chart_svg`); the numbers in tables
(:mod:`pecia.pages.turn_chart_tables`) and, when it is among the copies, as CSV (:mod:`pecia.formats.turn_lengths`).
What is shown on demand is chosen with radio buttons that the style sheet reads, so all of it works without a script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pecia import addresses
from pecia.model import PassageKind
from pecia.model.edition import Entry
from pecia.pages import turn_chart_svg as svg
from pecia.pages import turn_chart_tables as tables
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words
from pecia.pages.turn_chart_shape import Lane, Shape, lanes, most_named, percent, row_names, shapes, short_names
from pecia.pages.views import Copy
from pecia.phrases import counted, listed, size_in_words
from pecia.view.document import DocumentView, entries_by_key

STYLE = "picture.css"
"""The file of the theme that the page needs."""

ENDING = "turn-lengths.csv"
"""The ending of the numbers' file; no siglum has a hyphen, so it can be no witness's."""

CHOICES = 12
"""How many entries can be lit up; the style sheet counts as far."""

_WORTH_ENLARGING = 1000
"""Words from which on the picture is offered in a larger size too."""


def picture_section(view: DocumentView, copies: Sequence[Copy], root: str) -> Html:
    """The picture with its choices and numbers, for the page of the document; ``root`` is the way to the site's root.
    Nothing for texts in which no turn, reported speech or narrative is marked.

    ``copies``: the files that the page offers; when the numbers are among them, the picture leads there.
    """
    found = shapes(view)
    rows = lanes(view, found)
    if not rows:
        return EMPTY
    entries = entries_by_key(witness.record for witness in view.witnesses)
    names = row_names(rows, entries)
    named = most_named(view, found)
    chosen = named[:CHOICES]
    scale = svg.longest(found)
    figures = [_figure(shape, rows, names, scale, chosen, root) for shape in found]
    label = "The text, turn by turn"
    return tag(
        "div",
        tag("p", words(_how_to_read(rows, several=len(found) > 1))),
        _choices(found, chosen, scale),
        tag("div", *figures, class_="pc-shape-scroll", role="region", tabindex="0", aria_label=label),
        _shares(found, rows, names),
        _numbers(found, rows, names, named, root),
        *(_turns(shape, names, root) for shape in found),
        _file(view, copies, root),
        class_="pc-shape",
    )


def _how_to_read(rows: Sequence[Lane], *, several: bool) -> str:
    kinds = {lane.kind for lane in rows}
    said = ["Each row is a speaker, each bar a turn; its length is the number of words."]
    apart = [
        name
        for kind, name in ((PassageKind.REPORTED, "reported speech (hollow)"), (PassageKind.NARRATIVE, "narrative"))
        if kind in kinds
    ]
    if apart:
        have = "have" if len(apart) > 1 else "has"
        said.append(f"{listed(apart).capitalize()} {have} separate rows, with a bar for each passage.")
    if several:
        said.append("The witnesses are drawn to the same scale.")
    said.append("Select a bar, or a number in the lists below, to go to the passage.")
    return " ".join(said)


def _figure(
    shape: Shape, rows: Sequence[Lane], names: Mapping[Lane, str], scale: int, chosen: Sequence[Entry], root: str
) -> Html:
    caption = join([tag("b", words(_called(shape))), words(_size(shape))], Html(": "))
    described = (words(f"{_named(shape)}: who speaks when, and how long"), words(_described(shape, rows, names)))
    drawn = svg.picture(shape, rows, names, scale, chosen, described, root)
    labels = tag("ul", tag("li", words("words")), *_labels(rows, names), class_="pc-shape-rows", aria_hidden="true")
    return tag("figure", tag("figcaption", caption), tag("div", labels, drawn, class_="pc-shape-lanes"))


def _described(shape: Shape, rows: Sequence[Lane], names: Mapping[Lane, str]) -> str:
    """The picture in words: what stands in each row, and where its longest mark is."""
    said = ["Bars in rows, in the order of the text from left to right; numbers and links are in the tables below."]
    for lane in rows:
        if marks := shape.by_lane.get(lane):
            most = max(marks, key=lambda mark: mark.words)
            longest = f"the longest {counted(most.words, 'word')}{f' at {most.anchor}' if most.anchor else ''}"
            share = percent(shape.tenths(lane))
            said.append(f"{svg.isolated(names[lane])}: {counted(len(marks), 'bar')}, {share} of the words, {longest}.")
    return " ".join(said)


def _labels(rows: Sequence[Lane], names: Mapping[Lane, str]) -> list[Html]:
    """The names of the rows, to stand beside them; of what is reported of who also speaks, that alone."""
    items = []
    for lane in rows:
        below = lane.kind is PassageKind.REPORTED and Lane(PassageKind.SPEECH, lane.who) in names
        said = tag("bdi", words("reported" if below else names[lane]))
        items.append(tag("li", said, title=names[lane], class_="pc-below" if below else None))
    return items


def _choices(found: Sequence[Shape], chosen: Sequence[Entry], scale: int) -> Html:
    """What to light up, and how large to draw; nothing of either where there is no choice."""
    parts = []
    if chosen:
        names = short_names(chosen)
        boxes = [_radio("named", 0, Html("none"))]
        for number, entry in enumerate(chosen, start=1):
            times = tag(
                "span", words(" · ".join(str(shape.times_named[entry.key]) for shape in found)), class_="pc-count"
            )
            boxes.append(_radio("named", number, join([tag("bdi", words(names[entry.key])), times], SPACE)))
        sigla = f" in {' · '.join(shape.siglum for shape in found)}" if len(found) > 1 else ""
        legend = tag("legend", words(f"Highlight a name (times named{sigla})"))
        parts.append(tag("fieldset", legend, tag("div", *boxes), class_="pc-shape-named"))
    if scale > _WORTH_ENLARGING:
        sizes = [_radio("size", 0, words("fit to width")), _radio("size", 1, words("enlarged"))]
        parts.append(tag("fieldset", tag("legend", Html("Size")), tag("div", *sizes), class_="pc-shape-size"))
    return tag("form", *parts, class_="pc-shape-choices", autocomplete="off") if parts else EMPTY


def _radio(group: str, number: int, label: Html) -> Html:
    box = tag("input", type="radio", name=f"shape-{group}", id=f"shape-{group}-{number}", checked=number == 0)
    return tag("label", box, SPACE, label)


def _shares(found: Sequence[Shape], rows: Sequence[Lane], names: Mapping[Lane, str]) -> Html:
    said = [
        f"{_named(shape)}: "
        + ", ".join(f"{svg.isolated(names[lane])} {percent(shape.tenths(lane))}" for lane in rows)
        + "."
        for shape in found
    ]
    drawn = svg.shares(found, rows, (Html("Share of the words"), words(" ".join(said))))
    labels = tag("ul", *_labels(rows, names), class_="pc-shape-rows", aria_hidden="true")
    caption = tag("figcaption", Html("Share of the words"))
    lanes_ = tag("div", labels, drawn, class_="pc-shape-lanes")
    return tag("figure", caption, lanes_, class_="pc-shares")


def _numbers(
    found: Sequence[Shape], rows: Sequence[Lane], names: Mapping[Lane, str], named: Sequence[Entry], root: str
) -> Html:
    rule = (
        "A word is a run of letters and digits, including an apostrophe before a letter. Counted: the words of turns "
        "(without the speaker’s label), of reported speech and of narrative. Not counted: insertions by a translator "
        "or editor and stage directions, with the names in them; headings, date lines, signatures and notes. In "
        "reported speech, the name of the person reported is not counted as a name."
    )
    parts = [tables.numbers(shape, rows, names, _named(shape), root) for shape in found]
    return tag(
        "details",
        tag("summary", Html("Word counts and method")),
        *parts,
        tag("p", words(tables.shares_said(found, rows))),
        tag("p", words(rule)),
        tables.times_named(found, named, root) if named else EMPTY,
        class_="pc-shape-more pc-shape-numbers",
    )


def _turns(shape: Shape, names: Mapping[Lane, str], root: str) -> Html:
    if not shape.marks:
        return EMPTY
    said = f"{_named(shape)}: list of all bars, with links"
    table = tables.every_mark(shape, names, f"{_named(shape)}, in the order of the text", root)
    return tag("details", tag("summary", words(said)), table, class_="pc-shape-more")


def _file(view: DocumentView, copies: Sequence[Copy], root: str) -> Html:
    path = addresses.copy(view.document.id, "", ENDING)
    size = next((copy.size for copy in copies if copy.path == path), None)
    if size is None:
        return EMPTY
    name = link(f"{root}{path}", words("Data as CSV, one row per bar"), download=True)
    return tag("p", name, words(f" ({size_in_words(size)})"))


def _size(shape: Shape) -> str:
    said = {
        PassageKind.SPEECH: ("turn", ""),
        PassageKind.REPORTED: ("passage", " of reported speech"),
        PassageKind.NARRATIVE: ("passage", " of narrative"),
    }
    numbers = {kind: sum(mark.lane.kind is kind for mark in shape.marks) for kind in said}
    parts = [counted(numbers[kind], noun) + what for kind, (noun, what) in said.items() if numbers[kind]]
    return f"{listed([*parts, counted(shape.words, 'word')])}"


def _named(shape: Shape) -> str:
    return f"Witness {shape.siglum}"


def _called(shape: Shape) -> str:
    title = shape.witness.record.witness.title
    return f"{_named(shape)}, {title}" if title else _named(shape)
