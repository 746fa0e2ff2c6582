"""The words on either side of a name, as a concordance has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from pecia.model import SIGN_MARKS, RichText, Span

_AROUND = 45
"""Characters of the text on either side of a name, less what would cut a word."""

Piece = tuple[str, bool]
"""Words of a text, and whether they are the name that is looked for."""


def pieces(text: RichText, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """The words of ``text`` at and around ``spans`` (in order, none inside another).

    Stretches that meet are one; an ellipsis stands for what is left out. Signs of the transcript are left out too.
    """
    signs = [span for span in text.spans if isinstance(span.mark, SIGN_MARKS)]
    stretches: list[tuple[int, int, list[Span]]] = []
    for span in spans:
        start, end = _before(text.text, span.start), _after(text.text, span.end)
        if stretches and start <= stretches[-1][1] + 1:
            first, _, inside = stretches[-1]
            stretches[-1] = (first, end, [*inside, span])
        else:
            stretches.append((start, end, [span]))
    found: list[Piece] = [("… ", False)] if stretches and stretches[0][0] > 0 else []
    for number, stretch in enumerate(stretches):
        found += [(" … ", False)] if number else []
        found += ((words, marked) for words, marked in _stretch(text.text, *stretch, signs) if words or marked)
    found += [(" …", False)] if stretches and stretches[-1][1] < len(text.text) else []
    return tuple(found)


def _stretch(text: str, start: int, end: int, marked: Sequence[Span], signs: Sequence[Span]) -> Iterator[Piece]:
    place = start
    for span in marked:
        yield _without(text, place, span.start, signs), False
        yield _without(text, span.start, span.end, signs), True
        place = span.end
    yield _without(text, place, end, signs), False


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
