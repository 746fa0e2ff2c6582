"""The entries that only TEI files give, by initial: ``/people/by-name/<letter>/`` and ``/places/by-name/<letter>/``.

An entry's address, ``#entry-<key>`` on the page of its initial, follows from the entry alone
(:func:`~pecia.pages.register_lists.address_of`). When an initial has more entries than a page should, they go on at
``page-2/`` and so on, and the first page leads on to them. When an edition's own register is too long for one page, its
entries stand here too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from pecia import addresses
from pecia.model import MentionKind
from pecia.model.edition import EditionStatement, Entry
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.list_divisions import part_address
from pecia.pages.mention_counts import Place, Tally
from pecia.pages.overview import document_address, document_name
from pecia.pages.register_lists import (
    authorities,
    folded_name,
    identified,
    initial,
    letter_address,
    letter_of,
    letter_order,
    sorted_name,
)
from pecia.pages.views import GeneratedFile
from pecia.phrases import counted, listed, sentence, shortened

ENTRIES, WEIGHT = 300, 1_500
"""Entries that a page has at most, and the links they may have together."""


@dataclass(frozen=True, slots=True)
class Item:
    """What stands under an initial: ``shown``, given the way to the site's root, is its HTML with the id
    ``entry-<key>``; ``weight`` about how many links are in it."""

    key: str
    name: str
    shown: Callable[[str], Html]
    weight: int = 1


def letter_pages(
    items: Sequence[Item], *, person: bool
) -> tuple[tuple[GeneratedFile, ...], Html, dict[str, list[str]]]:
    """The pages of ``items`` by the initials of their names; the list of the initials, as it stands on the page above
    them; and the keys on each page, by its address from there."""
    title, above = ("People", addresses.PEOPLE) if person else ("Places and organisations", addresses.PLACES)
    letters: dict[str, list[Item]] = {}
    for item in items:
        letters.setdefault(letter_of(item.name), []).append(item)
    files: list[GeneratedFile] = []
    ways: list[Html] = []
    keys: dict[str, list[str]] = {}
    for letter in sorted(letters, key=letter_order):
        address = letter_address(letter, person=person)
        parts = _parts(sorted(letters[letter], key=lambda item: (folded_name(item.name), item.key)))
        placed = [(part_address(address, number), part) for number, part in enumerate(parts, 1)]
        name = initial(letters[letter][0].name)
        files += (_page(f"{title}: {name}", part, here, placed, (title, above)) for here, part in placed)
        keys |= {here.removeprefix(above): [item.key for item in part] for here, part in placed}
        count = tag("span", words(f"({len(letters[letter]):,})"), class_="pc-count")
        ways.append(tag("li", link(address.removeprefix(above), words(name)), SPACE, count))
    nav = tag("nav", tag("ul", *ways), class_="pc-parts", aria_label=f"{title} by name") if ways else EMPTY
    return tuple(files), nav, keys


def lead_on(keys: Mapping[str, Sequence[str]]) -> Html:
    """A script that leads ``#entry-<key>`` on to the page that has it; nothing when there is none.

    ``keys``: those of each page, by its address from this one. Without a script the links on the page lead there.
    """
    pages = {address: " ".join(quote(key) for key in found) for address, found in keys.items() if found}
    if not pages:
        return EMPTY
    data = json.dumps(pages, separators=(",", ":"))  # no "<" can be in it: keys are quoted, addresses made of initials
    find = 'const k=location.hash.replace("#entry-","");for(const a in p)if(p[a].split(" ").includes(k))'
    go = 'location.replace(a+(location.protocol==="file:"?"index.html":"")+location.hash)'
    return tag("script", Html(f"(p=>{{{find}{go}}})({data})"))


def _parts(items: Sequence[Item]) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    weight = 0
    for item in items:
        if parts[-1] and (len(parts[-1]) >= ENTRIES or weight + item.weight > WEIGHT):
            parts.append([])
            weight = 0
        parts[-1].append(item)
        weight += item.weight
    return parts


def _page(
    title: str,
    items: Sequence[Item],
    here: str,
    parts: Sequence[tuple[str, Sequence[Item]]],
    above: tuple[str, str],
) -> GeneratedFile:
    root = addresses.root(here)
    first = parts[0][0]
    elsewhere = (
        {address.removeprefix(first): [i.key for i in part] for address, part in parts[1:]} if here == first else {}
    )
    ways = [
        tag("li", link(f"{root}{address}", words(_range(part)), aria_current="page" if address == here else None))
        for address, part in parts
    ]
    body = [
        lead_on(elsewhere),
        tag("p", Html("Up to: "), link(f"{root}{above[1]}", words(above[0])), class_="pc-up"),
        tag("h1", words(title)),
        tag("nav", tag("ul", *ways), class_="pc-parts", aria_label="Pages of this list") if len(parts) > 1 else EMPTY,
        *(item.shown(root) for item in items),
    ]
    return page(addresses.markdown(here), title, f"{title}.", *body, kind="by-name")


def _range(items: Sequence[Item]) -> str:
    return f"{shortened(items[0].name, 30)} – {shortened(items[-1].name, 30)}"


# --- one entry --------------------------------------------------------------------------------------

_KINDS: Mapping[MentionKind, str] = {"person": "", "place": "", "organisation": "Organisation."}


def entry_item(statement: EditionStatement, entry: Entry, tally: Tally) -> Item:
    """An entry as the TEI files have it, with the first of the places that have it."""
    return Item(
        entry.key,
        sorted_name(entry),
        lambda root: _entry(statement, entry, tally, root),
        1 + len(entry.authorities) + len(tally.first),
    )


def see_item(entry: Entry, name: str, address: str) -> Item:
    """A line under ``name``, which a file gives to an entry that stands under another name at ``address``."""

    def shown(root: str) -> Html:
        see = link(f"{root}{address}", words(sorted_name(entry)))
        return tag("p", words(f"{name}: see "), see, id=f"entry-{entry.key}")

    return Item(entry.key, name, shown)


def _entry(statement: EditionStatement, entry: Entry, tally: Tally, root: str) -> Html:
    full = entry.name if entry.name != sorted_name(entry) else ""
    said = [sentence(part) for part in (full, entry.role, entry.description)]
    about = join([words(_KINDS[entry.kind]), *map(words, said), identified(entry)], SPACE)
    return tag(
        "section",
        tag("h2", words(sorted_name(entry)), id=f"entry-{entry.key}"),
        tag("p", about) if about else EMPTY,
        authorities(entry) if entry.authorities else EMPTY,
        tag("p", words(f"{_how_often(tally)}: "), _places(statement, entry, tally, root)) if tally.first else EMPTY,
        class_="pc-entry",
    )


def _how_often(tally: Tally) -> str:
    said = [f"takes part in {counted(tally.present, 'document')}"] if tally.present else []
    said += [f"speaks in {counted(tally.turns, 'turn')}"] if tally.turns else []
    said += [f"reported in {counted(tally.reported, 'passage')}"] if tally.reported else []
    said += [f"named in {counted(tally.naming, 'passage')}"] if tally.naming else []
    whole = listed(said)
    return whole[:1].upper() + whole[1:]


def how_often(tally: Tally) -> Html:
    """The counts of an entry, for a line of a list."""
    said = _how_often(tally).lower()
    return tag("span", words(f"({said})"), class_="pc-count") if said else EMPTY


def _places(statement: EditionStatement, entry: Entry, tally: Tally, root: str) -> Html:
    by_document = groupby(tally.first, key=lambda place: place.document.id)
    parts = [_in_document(statement, list(places), root) for _, places in by_document]
    if tally.more:
        facet = "person" if entry.kind == "person" else "place"
        search = f"{root}{addresses.SEARCH}#{facet}={quote(entry.key, safe='')}"
        more = f"and {tally.more:,} more in {counted(tally.more_documents, 'document')}"
        parts.append(link(search, words(more)))
    return Html(join(parts, Html("; ")) + ".")


def _in_document(statement: EditionStatement, places: Sequence[Place], root: str) -> Html:
    """The document's name leading to the one passage in it, or its name and the numbers of several; written without
    :func:`tag`, for there are as many as names in the texts."""
    document, siglum, anchor = places[0]
    name = words(document_name(document))
    if len(places) == 1:
        place = addresses.witness(document.id, siglum, anchor) if anchor else document_address(statement, document)
        return Html(f'<a href="{root}{place}">{name}{f", {words(anchor)}" if anchor else ""}</a>')
    several = len({siglum for _, siglum, anchor in places if anchor}) > 1
    numbers = [
        f'<a href="{root}{addresses.witness(document.id, siglum, anchor)}">'
        f"{words(f'{siglum} {anchor}' if several else anchor)}</a>"
        for _, siglum, anchor in places
        if anchor
    ]
    return Html(f'<a href="{root}{document_address(statement, document)}">{name}</a>: {", ".join(numbers)}')
