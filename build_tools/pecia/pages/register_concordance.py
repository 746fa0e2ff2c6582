"""The passages that name an entry: number, in whose words, and the words on either side of the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pecia import addresses
from pecia.model import PassageKind
from pecia.model.edition import Document, Entry
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words
from pecia.pages.occurrences import in_witnesses
from pecia.pages.summaries import Context, Places, Voice
from pecia.phrases import counted, listed

OPEN = 12
"""Rows of a list that may stand open; a longer list is folded behind its count."""

_FRONT = {PassageKind.FIELD_LABEL: "front matter", PassageKind.FIELD_VALUE: "front matter"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list of a document's passages is shown with: all entries by key, and the way to the site's root."""

    document: Document
    entries: Mapping[str, Entry]
    root: str


def named_in(found: Sequence[Context], shown: Shown, rows: int, title: str = "") -> Html:
    """The passages of a document that name an entry; the first ``rows`` with words in context, the others by number.

    ``title`` stands before the count.
    """
    where = in_witnesses(shown.document, (one.places for one in found))
    said = f"amed in {counted(len(found), 'passage')}{where}{_namers(found, shown)}"
    items = [_row(one, shown) for one in found[:rows]]
    others = [one.places for one in found[rows:]]
    return folded(f"{title}: n{said}" if title else f"N{said}", items, others, shown, "pc-contexts")


def folded(said: str, rows: Sequence[Html], others: Sequence[Places], shown: Shown, kind: str) -> Html:
    """A list of ``rows`` under the sentence ``said``, and ``others`` by their numbers; a long one is to be unfolded.

    Nothing when both are empty.
    """
    if not rows and not others:
        return EMPTY
    listing = tag("ul", *(tag("li", row) for row in rows), class_=kind) if rows else EMPTY
    numbers = join([passage_links(places, shown) for places in others], Html(", "))
    rest = tag("p", words("And in " if rows else "In "), numbers, Html(".")) if others else EMPTY
    if len(rows) + len(others) <= OPEN:
        return join([tag("p", words(f"{said}:")), listing, rest])
    return tag("details", tag("summary", words(said)), listing, rest)


def allotted(counts: Iterable[int], limit: int) -> Iterator[int]:
    """How many of each of ``counts`` have a place when ``limit`` places are given out in order."""
    for count in counts:
        yield min(count, limit)
        limit -= min(count, limit)


def passage_links(places: Places, shown: Shown) -> Html:
    """The numbers of passages that correspond, each leading to its passage; with sigla where there are several."""
    several = len(shown.document.witnesses) > 1
    return join(
        (
            link(
                f"{shown.root}{addresses.witness(shown.document.id, siglum, anchor)}",
                words(f"{siglum} {anchor}" if several else anchor),
            )
            for siglum, anchor in places
            if anchor
        ),
        SPACE,
    )


def _row(one: Context, shown: Shown) -> Html:
    marked = join(tag("mark", words(text)) if is_name else words(text) for text, is_name in one.pieces)
    said = tag("span", marked, class_="pc-words", dir="auto")
    return join([passage_links(one.places, shown), tag("b", words(_said_by(one, shown))), said], SPACE)


def _said_by(one: Context, shown: Shown) -> str:
    """In whose words a passage names the entry, or else what the passage is."""
    name = _name(one.who, shown)
    match one.voice:
        case Voice.SPEAKER if name:
            return name if one.kind is PassageKind.SPEECH else f"{name} ({_kind(one)})"
        case Voice.NOTE_TAKER if one.kind is PassageKind.REPORTED and name:
            return f"{_note_takers(shown)}, reporting {name}"
        case Voice.NOTE_TAKER:
            return f"{_note_takers(shown)} ({_kind(one)})"
        case Voice.INSERTION:
            return f"bracketed words in {name}’s speech" if name else "bracketed words"
    return _kind(one)


def _kind(one: Context) -> str:
    return _FRONT.get(one.kind) or one.kind.value.replace("-", " ")


def _name(key: str, shown: Shown) -> str:
    return shown.entries[key].name if key in shown.entries else key


def _note_takers(shown: Shown) -> str:
    people = {
        hand.person or hand.id
        for w in shown.document.witnesses
        for hand in w.responsibilities
        if hand.role == "note-taker"
    }
    people |= {participant.person for participant in shown.document.participants if participant.part == "note-taker"}
    return "note-takers" if len(people) > 1 else "note-taker"


def _namers(found: Sequence[Context], shown: Shown) -> str:
    """ " (by A. B. Ekberg in 3, the note-taker in 1)": in whose words the entry is named."""
    counts: Counter[str] = Counter()
    for one in found:
        match one.voice:
            case Voice.SPEAKER if one.who:
                counts[_name(one.who, shown)] += 1
            case Voice.NOTE_TAKER:
                counts[f"the {_note_takers(shown)}"] += 1
            case Voice.INSERTION:
                counts["bracketed words"] += 1
    return f" (by {listed([f'{name} in {number:,}' for name, number in counts.most_common()])})" if counts else ""
