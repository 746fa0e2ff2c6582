"""Lists of register entries: how often the texts have each, and the ways to the initials when a list is long."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pecia.pages.html import EMPTY, SPACE, Html, join, link, outside_link, tag, words
from pecia.pages.occurrences import InDocument, passages_naming, turns_spoken
from pecia.pages.statements import not_established
from pecia.record import Entry
from pecia.words import certainty_in_words, counted

Found = tuple[Entry, Sequence[InDocument]]
"""An entry and the documents that have it."""

UNNAMED = "not named in the texts"

_SHORT = 40
"""Entries that a list may have without ways to its initials."""


def how_often(found: Found) -> Html:
    """ "12 turns, named in 30 passages", of all witnesses together."""
    entry, documents = found
    spoken, naming = turns_spoken(entry.key, documents), passages_naming(entry.key, documents)
    said = [counted(spoken, "turn")] if spoken else []
    said.append(f"named in {counted(naming, 'passage')}" if naming else UNNAMED)
    return tag("span", words(f"({', '.join(said)})"), class_="pc-count")


def initials(found: Sequence[Found], title: str) -> Html:
    """Links to the first entry of each initial (``#entry-<key>``), when the list is long; entries in their order."""
    if len(found) <= _SHORT:
        return EMPTY
    firsts: dict[str, str] = {}
    for entry, _ in found:
        firsts.setdefault(_initial(entry.sort), entry.key)
    items = [tag("li", link(f"#entry-{key}", words(initial))) for initial, key in firsts.items()]
    return tag("nav", tag("ul", *items), class_="pc-parts", aria_label=f"{title} by initial")


def identified(entry: Entry) -> Html:
    """How sure the identification is, in words; nothing when it is established."""
    said = certainty_in_words(entry.certainty)
    return tag("span", words(f"(identification {said})"), class_="pc-certainty") if said else EMPTY


def authorities(entry: Entry) -> Html:
    """Links to authority files, each with its reservation."""
    if not entry.authorities:
        return tag("p", Html("Authority record: "), not_established(), Html("."))
    items = []
    for authority in entry.authorities:
        name = words(" ".join(part for part in (authority.name, authority.id) if part))
        note = words(f". {authority.note}") if authority.note else EMPTY
        items.append(tag("li", outside_link(authority.url, name), note))
    return tag("ul", *items)


def listing(found: Sequence[Found], title: str, none: str, address: str = "#entry-{}", ids: bool = False) -> Html:
    """The entries with role and counts, each leading to ``address`` filled with its key; ``none`` when there is none.

    With ``ids`` each item has the id ``entry-<key>``.
    """
    items = []
    for entry, documents in found:
        role = words(f": {entry.role}" if entry.role else "")
        about = join([identified(entry), how_often((entry, documents))], SPACE)
        name = link(address.format(entry.key), words(entry.sort))
        items.append(tag("li", name, role, SPACE, about, id=f"entry-{entry.key}" if ids else None))
    return Html(initials(found, title) + tag("ul", *items, class_="pc-list")) if items else tag("p", words(none))


def _initial(name: str) -> str:
    """The first letter of ``name``, capital and without its marks; ``#`` for what begins with none."""
    first = unicodedata.normalize("NFD", name.strip())[:1].upper()[:1]
    return first if first.isalpha() else "#"
