"""The ways between the pages of a long text: its list of contents, and what stands over and under each part."""

from __future__ import annotations

from collections.abc import Sequence

from pecia.pages.divisions import Division, Part, Plan, anchors_of
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words


def contents(plan: Plan) -> Html:
    """The parts in order, within the divisions that hold several; with each the anchors that it has."""
    shown: list[int] = []
    rows: list[Html] = []
    for part in plan.parts:
        chain = [division.element.number for division in part.within]
        kept = 0
        while kept < min(len(shown), len(chain)) and shown[kept] == chain[kept]:
            kept += 1
        rows += [_row(Html(f"<b>{words(_name(d))}</b>"), d.depth) for d in part.within[kept:]]
        shown = chain
        here = link(f"{part.segment}/", words(part_name(part, plan)))
        span = between(anchors_of(plan.items[part.start : part.end]))
        found = tag("span", words(span), class_="pc-count") if span else EMPTY
        rows.append(_row(join([here, found], SPACE), len(part.within) + 1))
    title = tag("h2", Html("Contents"), id="tei:contents")
    return tag("nav", title, tag("ul", *rows, class_="pc-list tei-contents"), aria_labelledby="tei:contents", lang="en")


def trail(plan: Plan, part: Part) -> Html:
    """Where a part stands: the way to the contents page, and the divisions around it."""
    around = [tag("li", words(_name(division))) for division in part.within]
    return tag("ol", tag("li", link("../", Html("Contents"))), *around, class_="tei-trail") if plan.parts else EMPTY


def neighbours(plan: Plan, number: int) -> Html:
    """Links to the parts before and after the one of this ``number``, from 0."""
    places = [(number - 1, "prev", "← {}"), (number + 1, "next", "{} →")]
    links = [
        link(f"../{plan.parts[place].segment}/", words(said.format(part_name(plan.parts[place], plan))), rel=way)
        for place, way, said in places
        if 0 <= place < len(plan.parts)
    ]
    return tag("nav", *links, class_="tei-neighbours", aria_label="Parts before and after")


def part_name(part: Part, plan: Plan) -> str:
    """What a part is called: its own title, or the anchors that it has."""
    return part.title or between(anchors_of(plan.items[part.start : part.end])) or part.segment


def between(anchors: Sequence[str]) -> str:
    """The first and the last of ``anchors``: "p1–p45"."""
    return "–".join(dict.fromkeys([*anchors[:1], *anchors[-1:]]))


def _name(division: Division) -> str:
    return division.title or division.segment


def _row(content: Html, depth: int) -> Html:
    return tag("li", content, class_=f"tei-level-{min(depth, 5)}" if depth > 1 else None)
