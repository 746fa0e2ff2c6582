"""Lists of register entries: how often the texts have each, the ways to the initials when a list is long, and where
an entry stands (:func:`address_of`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from pecia import addresses
from pecia.model.edition import Document, Entry
from pecia.pages.html import EMPTY, SPACE, Html, join, link, outside_link, tag, words
from pecia.pages.occurrences import InDocument, in_witnesses
from pecia.pages.summaries import Beginning, Context
from pecia.phrases import certainty_in_words, counted

Found = tuple[Entry, Sequence[InDocument]]
"""An entry and the documents that have it."""


class Line(NamedTuple):
    """An entry in a list: its address from there, how often the texts have it, and whether the line is the target of
    ``#entry-<key>``."""

    entry: Entry
    address: str
    often: Html
    target: bool = True


_NO_LETTER, _HAN = "#", "Han"

_SHORT = 40
"""Entries that a list may have without ways to its initials."""


def how_often(found: Found) -> Html:
    """ "12 turns, named in 30 passages of A and B"; passages of several witnesses that correspond are one."""
    key, documents = found[0].key, found[1]
    turns = _counts("turn", [(here.document, here.has.turns.get(key, ())) for here in documents])
    named = _counts("passage", [(here.document, here.has.named.get(key, ())) for here in documents])
    said = [*([turns] if turns else []), *([f"named in {named}"] if named else [])]
    return tag("span", words(f"({', '.join(said)})"), class_="pc-count") if said else EMPTY


def _counts(noun: str, found: Sequence[tuple[Document, Sequence[Beginning | Context]]]) -> str:
    """How many there are, and of which witnesses where one document has all; nothing for none."""
    having = [(document, those) for document, those in found if those]
    if not having:
        return ""
    (document, those), *more = having
    where = f" of {len(having):,} documents" if more else in_witnesses(document, (one.places for one in those))
    return counted(sum(len(those) for _, those in having), noun) + where


def initials(lines: Sequence[Line], title: str) -> Html:
    """Links to the first entry of each initial (``#entry-<key>``), when the list is long; entries in their order."""
    if len(lines) <= _SHORT:
        return EMPTY
    firsts: dict[str, str] = {}
    for line in lines:
        firsts.setdefault(initial(sorted_name(line.entry)), line.entry.key)
    items = [tag("li", link(f"#entry-{quote(key)}", words(first))) for first, key in firsts.items()]
    return tag("nav", tag("ul", *items), class_="pc-parts", aria_label=f"{title} by initial")


def identified(entry: Entry) -> Html:
    """How sure the identification is, in words; nothing when it is established."""
    said = certainty_in_words(entry.certainty)
    return tag("span", words(f"(identification {said})"), class_="pc-certainty") if said else EMPTY


def authorities(entry: Entry) -> Html:
    """Links to authority files, each with its reservation; nothing when there is none."""
    if not entry.authorities:
        return EMPTY
    items = []
    for authority in entry.authorities:
        name = words(" ".join(part for part in (authority.name, authority.id) if part))
        note = words(f". {authority.note}") if authority.note else EMPTY
        items.append(tag("li", outside_link(authority.url, name), note))
    return tag("ul", *items)


def listing(lines: Sequence[Line], title: str) -> Html:
    """The entries with role and counts, each leading to its address."""
    items = []
    for line in lines:
        role = words(f": {line.entry.role}" if line.entry.role else "")
        about = join([identified(line.entry), line.often], SPACE)
        name = link(line.address, words(sorted_name(line.entry)))
        items.append(tag("li", name, role, SPACE, about, id=f"entry-{line.entry.key}" if line.target else None))
    return Html(initials(lines, title) + tag("ul", *items, class_="pc-list"))


def address_of(entry: Entry, own: Collection[str] | None = None) -> str:
    """Where an entry stands, relative to the site's root: known from the entry alone.

    ``own``: the keys of the edition's registers; left out, the entry says whether it is of them. Those entries have a
    page (a person) or a place on ``/places/``. One that only TEI files have stands on the page of its initial; that
    page leads on when its list has several.
    """
    person = entry.kind == "person"
    if not entry.taken if own is None else entry.key in own:
        return addresses.person(entry.key) if person else f"{addresses.PLACES}#entry-{entry.key}"
    return _among_others(entry.key, sorted_name(entry), person)


@lru_cache(maxsize=20_000)  # the same people occur in many files
def _among_others(key: str, name: str, person: bool) -> str:
    return f"{letter_address(letter_of(name), person=person)}#entry-{quote(key)}"


def letter_address(letter: str, *, person: bool) -> str:
    """The page of the entries with an initial, relative to the site's root."""
    return f"{addresses.PEOPLE if person else addresses.PLACES}by-name/{letter}/"


def sorted_name(entry: Entry) -> str:
    """The name of an entry as it is sorted; its key when it has no name."""
    return entry.sort or entry.name or entry.key


@lru_cache(maxsize=100_000)
def letter_of(name: str) -> str:
    """The initial of ``name`` as part of an address, in ASCII: ``a`` to ``z``; of another script the code point
    (``u0416``); ``han`` for all Chinese characters; ``other`` for what begins with no letter."""
    first = initial(name)
    if first == _NO_LETTER:
        return "other"
    if first == _HAN:
        return "han"
    return first.lower() if first.isascii() else f"u{ord(first):04x}"


def letter_order(letter: str) -> tuple[int, str]:
    """The order of what :func:`letter_of` gives: Latin, other scripts, Chinese, no letter."""
    return (3 if letter == "other" else 2 if letter == "han" else min(len(letter) - 1, 1), letter)


def initial(name: str) -> str:
    """The first letter of ``name``, capital and without its marks; ``#`` for what begins with none."""
    first = unicodedata.normalize("NFD", name.strip()[:4])[:1].upper()[:1]
    if not first.isalpha():
        return _NO_LETTER
    return _HAN if unicodedata.name(first, "").startswith("CJK ") else first


def folded_name(name: str) -> str:
    """``name`` for sorting: without marks and capitals."""
    if name.isascii():
        return name.lower()
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign)).casefold()
