"""The passages that name an entry: number, who speaks, and the words on either side of the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pecia import addresses
from pecia.model import PassageKind
from pecia.pages.accounts import Context
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words
from pecia.record import Entry
from pecia.words import counted, listed

OPEN = 12
"""Rows of a list that may stand open; a longer list is folded behind its count."""

_FRONT = {PassageKind.FIELD_LABEL: "front matter", PassageKind.FIELD_VALUE: "front matter"}


def named_in(found: Sequence[Context], entries: Mapping[str, Entry], here: str, rows: int, title: str = "") -> Html:
    """The passages of one witness that name an entry; the first ``rows`` with words in context, the others by number.

    ``here`` is the way to the page of the witness; ``title`` stands before the count.
    """
    said = f"amed in {counted(len(found), 'passage')}{_speakers(found, entries)}"
    items = [_row(one, entries, here) for one in found[:rows]]
    others = [one.anchor for one in found[rows:]]
    return folded(f"{title}: n{said}" if title else f"N{said}", items, others, here, "pc-contexts")


def folded(said: str, rows: Sequence[Html], others: Sequence[str], here: str, kind: str) -> Html:
    """A list of ``rows`` under the sentence ``said``, and ``others`` by their anchors; a long one is to be unfolded.

    Nothing when both are empty.
    """
    if not rows and not others:
        return EMPTY
    listing = tag("ul", *(tag("li", row) for row in rows), class_=kind) if rows else EMPTY
    numbers = join([passage_link(anchor, here) for anchor in others], Html(", "))
    rest = tag("p", words("And in " if rows else "In "), numbers, Html(".")) if others else EMPTY
    if len(rows) + len(others) <= OPEN:
        return join([tag("p", words(f"{said}:")), listing, rest])
    return tag("details", tag("summary", words(said)), listing, rest)


def allotted(counts: Iterable[int], limit: int) -> Iterator[int]:
    """How many of each of ``counts`` have a place when ``limit`` places are given out in order."""
    for count in counts:
        yield min(count, limit)
        limit -= min(count, limit)


def passage_link(anchor: str, here: str) -> Html:
    """The number of a passage, leading to it on the page at ``here``; nothing when it has none."""
    return link(here + addresses.fragment(anchor), words(anchor)) if anchor else EMPTY


def _row(one: Context, entries: Mapping[str, Entry], here: str) -> Html:
    shown = join(tag("mark", words(text)) if marked else words(text) for text, marked in one.pieces)
    said = tag("span", shown, class_="pc-words", dir="auto")
    return join([passage_link(one.anchor, here), tag("b", words(_voice(one, entries))), said], SPACE)


def _voice(one: Context, entries: Mapping[str, Entry]) -> str:
    """Who speaks in a passage, or else what it is."""
    name = _name(one.who, entries)
    if one.kind is PassageKind.SPEECH:
        return name or "speech"
    kind = _FRONT.get(one.kind) or one.kind.value.replace("-", " ")
    return f"{name} ({kind})" if name else kind


def _name(key: str, entries: Mapping[str, Entry]) -> str:
    return entries[key].name if key in entries else key


def _speakers(found: Sequence[Context], entries: Mapping[str, Entry]) -> str:
    """ " (A. B. Ekberg in 3, C. Nordahl in 1)": those in whose turns and reported speech the passages stand."""
    counts = Counter(_name(one.who, entries) for one in found if one.who)
    return f" (by {listed([f'{name} in {number}' for name, number in counts.most_common()])})" if counts else ""
