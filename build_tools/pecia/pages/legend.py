"""The key of a reading page: the signs that occur in its text, no others, each in its style and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pecia.locales import say
from pecia.model import Mark
from pecia.pages.html import EMPTY, Html, tag, words
from pecia.pages.words import Words
from pecia.view import Unit
from pecia.view.explanations import said
from pecia.view.legend import signs, structure

_POINTED = frozenset({"emendation", "doubt", "choice", "readings", "gap"})
"""Signs of which more is said where one points."""


def key(
    writing: Words, units: Sequence[Unit], marks: Iterable[Mark], *, retired: bool, brief: bool, taken: Collection[str]
) -> Html:
    """The key as a definition list under a heading. ``taken``: ids that the page needs for passages.

    A ``brief`` one is of signs in the text only, and nothing when there is none.
    """
    rows = list(_rows(writing, units, marks, retired=retired, brief=brief))
    if not rows:
        return EMPTY
    own = "signs" if "signs" not in taken else "about:signs"
    title = tag("h2", Html("Key"), id=own)
    pairs = [tag("div", tag("dt", sample), tag("dd", words(told))) for sample, told in rows]
    # It scrolls by itself beside a long text, so the keyboard must be able to reach it.
    return tag("section", title, tag("dl", *pairs), class_="pc-legend", aria_labelledby=own, tabindex="0")


def _rows(
    writing: Words, units: Sequence[Unit], marks: Iterable[Mark], *, retired: bool, brief: bool
) -> Iterator[tuple[Html, str]]:
    if not brief:
        for sample, told in structure(units):
            yield writing.of([sample]), say(told)
            if sample.style == "speaker":
                yield tag("span", class_="pc-arrows"), say(said("key.arrows"))
    for sample, told in signs(marks, writing.text.names):
        if sample.style == "picture":  # which a page shows
            continue
        told = said("key.point", said=told) if sample.style in _POINTED else told
        yield writing.of([sample]), say(told)
    if retired:
        yield tag("b", Html("p0"), class_="pc-retired"), say(said("key.retired"))
