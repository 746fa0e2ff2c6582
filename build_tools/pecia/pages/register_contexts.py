"""The passages that name an entry: number, who speaks, and the words on either side of the name."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pecia.model import Passage, PassageKind, RichText, Sign, Span
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words
from pecia.pages.occurrences import Named
from pecia.record import Entry
from pecia.words import counted, listed

OPEN = 12
"""Rows of a list that may stand open; a longer list is folded behind its count."""

_AROUND = 45
"""Characters of the text on either side of a name, less what would cut a word."""


_FRONT = {PassageKind.FIELD_LABEL: "front matter", PassageKind.FIELD_VALUE: "front matter"}


def named_in(found: Sequence[Named], entries: Mapping[str, Entry], here: str, rows: int, title: str = "") -> Html:
    """The passages of one witness that name an entry; the first ``rows`` with words in context, the others by number.

    ``here`` is the way to the page of the witness; ``title`` stands before the count.
    """
    said = f"amed in {counted(len(found), 'passage')}{_speakers(found, entries)}"
    items = [_row(one, entries, here) for one in found[:rows]]
    others = [one.passage for one in found[rows:]]
    return folded(f"{title}: n{said}" if title else f"N{said}", items, others, here, "pc-contexts")


def folded(said: str, rows: Sequence[Html], others: Sequence[Passage], here: str, kind: str) -> Html:
    """A list of ``rows`` under the sentence ``said``, and ``others`` by number; a long one is to be unfolded.

    Nothing when both are empty.
    """
    if not rows and not others:
        return EMPTY
    listing = tag("ul", *(tag("li", row) for row in rows), class_=kind) if rows else EMPTY
    numbers = join([passage_link(passage, here) for passage in others], Html(", "))
    rest = tag("p", words("And in " if rows else "In "), numbers, Html(".")) if others else EMPTY
    if len(rows) + len(others) <= OPEN:
        return join([tag("p", words(f"{said}:")), listing, rest])
    return tag("details", tag("summary", words(said)), listing, rest)


def allotted(counts: Iterable[int], limit: int) -> Iterator[int]:
    """How many of each of ``counts`` have a place when ``limit`` places are given out in order."""
    for count in counts:
        yield min(count, limit)
        limit -= min(count, limit)


def passage_link(passage: Passage, here: str) -> Html:
    """The number of a passage, leading to it on the page at ``here``."""
    return link(f"{here}#{passage.id}", words(passage.id)) if passage.id else EMPTY


def context(text: RichText, spans: Sequence[Span]) -> Html:
    """The words of ``text`` at and around ``spans`` (in order, none inside another), each of them marked.

    Stretches that meet are one; an ellipsis stands for what is left out. Signs of the transcript are left out too.
    """
    signs = [span for span in text.spans if isinstance(span.mark, Sign)]
    stretches: list[tuple[int, int, list[Span]]] = []
    for span in spans:
        start, end = _before(text.text, span.start), _after(text.text, span.end)
        if stretches and start <= stretches[-1][1] + 1:
            first, _, inside = stretches[-1]
            stretches[-1] = (first, end, [*inside, span])
        else:
            stretches.append((start, end, [span]))
    shown = [Html("".join(_stretch(text.text, *stretch, signs))) for stretch in stretches]
    ellipsis = Html("…")
    return join(
        [
            ellipsis if stretches and stretches[0][0] > 0 else EMPTY,
            join(shown, Html(" … ")),
            ellipsis if stretches and stretches[-1][1] < len(text.text) else EMPTY,
        ],
        SPACE,
    )


def _stretch(text: str, start: int, end: int, marked: Sequence[Span], signs: Sequence[Span]) -> Iterator[Html]:
    place = start
    for span in marked:
        yield words(_without(text, place, span.start, signs))
        yield tag("mark", words(_without(text, span.start, span.end, signs)))
        place = span.end
    yield words(_without(text, place, end, signs))


def _without(text: str, start: int, end: int, signs: Sequence[Span]) -> str:
    """``text[start:end]`` less the signs of the transcript."""
    if not signs:
        return text[start:end]
    return "".join(text[n] for n in range(start, end) if not any(sign.start <= n < sign.end for sign in signs))


def _before(text: str, start: int) -> int:
    """Where the words before a name begin: at a word, or where nothing parts words, at a whole character."""
    if start <= _AROUND:
        return 0
    first = text.find(" ", start - _AROUND - 1, start - 1) + 1
    return first or _whole(text, start - _AROUND)


def _after(text: str, end: int) -> int:
    """Where the words after a name end; see :func:`_before`."""
    if len(text) - end <= _AROUND:
        return len(text)
    last = text.rfind(" ", end + 1, end + _AROUND + 1)
    return last if last > 0 else _whole(text, end + _AROUND)


def _whole(text: str, place: int) -> int:
    """The first place from ``place`` on that no combining mark stands at."""
    while place < len(text) and unicodedata.category(text[place]).startswith("M"):
        place += 1
    return place


def _row(one: Named, entries: Mapping[str, Entry], here: str) -> Html:
    said = tag("span", context(one.passage.content, one.spans), class_="pc-words", dir="auto")
    return join([passage_link(one.passage, here), tag("b", words(_voice(one.passage, entries))), said], SPACE)


def _voice(passage: Passage, entries: Mapping[str, Entry]) -> str:
    """Who speaks in a passage, or else what it is."""
    name = _name(passage.who, entries)
    if passage.kind is PassageKind.SPEECH:
        return name or "speech"
    kind = _FRONT.get(passage.kind) or passage.kind.value.replace("-", " ")
    return f"{name} ({kind})" if name else kind


def _name(key: str | None, entries: Mapping[str, Entry]) -> str:
    return entries[key].name if key and key in entries else key or ""


def _speakers(found: Sequence[Named], entries: Mapping[str, Entry]) -> str:
    """ " (A. B. Ekberg in 3, C. Nordahl in 1)": those in whose turns and reported speech the passages stand."""
    counts = Counter(_name(one.passage.who, entries) for one in found if one.passage.who)
    return f" (by {listed([f'{name} in {number}' for name, number in counts.most_common()])})" if counts else ""
