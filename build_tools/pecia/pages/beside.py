"""What stands beside a passage: the same speaker's other turns, other witnesses' readings, anchors retired there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pecia.model.edition import Document
from pecia.pages.html import EMPTY, Html, words
from pecia.pages.margin_readings import OtherReadings, in_margin
from pecia.view import Text


class Step(NamedTuple):
    """The anchors of a speaker's turn before and after a turn, and the speaker's name."""

    before: str
    after: str
    name: str


def steps(text: Text) -> dict[str, Step]:
    """For each turn that is one of several by its speaker, by its first anchor: the others next to it."""
    of_speaker: dict[str, list[str]] = {}
    for unit in text.units:
        if unit.opens and unit.anchor and unit.voice and unit.voice.who:
            of_speaker.setdefault(unit.voice.who[0], []).append(unit.anchor)
    entries = text.names.entries
    return {
        anchor: Step(before, after, entries[who].name if who in entries else who)
        for who, anchors in of_speaker.items()
        for before, anchor, after in zip(["", *anchors], anchors, [*anchors[1:], ""], strict=False)
        if before or after
    }


def arrows(step: Step | None, way: Callable[[str], str]) -> Html:
    """Links to the same speaker's turn before and after this one; ``way`` is the address of an anchor."""
    if step is None:
        return EMPTY
    links = "".join(
        f'<a href="{words(way(target))}" class="pc-{style}" title="{said}"></a>'
        for target, style, said in (
            (step.before, "before", words(f"Previous turn of {step.name}")),
            (step.after, "after", words(f"Next turn of {step.name}")),
        )
        if target
    )
    return Html(f'<span class="pc-steps">{links}</span>')


def beside(
    document: Document, siglum: str, others: OtherReadings, retired: Mapping[str | None, Html], root: str, anchor: str
) -> Html:
    """What others have instead of the passage ``anchor``, and the anchors retired from its place."""
    cells = others.get(anchor)
    margin = in_margin(document, siglum, anchor, cells, root) if cells else EMPTY
    return Html(margin + retired.get(anchor, EMPTY))
