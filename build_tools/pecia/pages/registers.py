"""People, places and organisations: who they are, how sure that is, and where the texts have them.

Entries of the edition's registers have pages and contexts here; those that only TEI files give stand by initial
(:mod:`pecia.pages.register_initials`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pecia import addresses
from pecia.model import MentionKind
from pecia.model.edition import EditionStatement, Entry
from pecia.pages.html import EMPTY, Html, link, page, tag, words
from pecia.pages.mention_counts import Tally
from pecia.pages.occurrences import InDocument, keys_in, passages_naming
from pecia.pages.register_entries import person_page, place_section, rows_of_place
from pecia.pages.register_initials import Item, entry_item, lead_on, letter_pages, see_item
from pecia.pages.register_initials import how_often as tallied
from pecia.pages.register_lists import (
    Found,
    Line,
    address_of,
    how_often,
    letter_of,
    listing,
    sorted_name,
)
from pecia.pages.summaries import Edition, Names
from pecia.pages.views import GeneratedFile

_FEW = 100
"""Entries, own and others, that are listed together."""

_OWN = 300
"""Entries of the edition's own registers that one page lists; more stand by initial."""


def register_pages(edition: Edition, names: Iterable[Names], own: Collection[str]) -> Iterator[GeneratedFile]:
    """The lists of people, and of places and organisations; a page for each person of the edition's registers; the
    entries that only TEI files give, by initial. A list without an entry has no page.

    ``names``: those of ``edition.documents``, in order; taken one at a time and not kept. ``own``: the keys of the
    edition's registers, as in ``names``.
    """
    gathered = _gathered(edition, names, own)
    named_as = gathered.named_as
    entries = {entry.key: entry for entry, _ in sorted(named_as.values(), key=lambda of: _in_register(of[0]))}
    found = [(entry, gathered.documents.get(key, ())) for key, entry in entries.items() if key in own]
    others = [(entry, variants) for entry, variants in named_as.values() if entry.key not in own]
    compared = any(len(account.document.witnesses) > 1 for account in edition.documents)
    shown = _Registers(edition.statement, entries, own, gathered.counts, compared)
    people = [one for one in found if one[0].kind == "person"]
    persons = {entry.kind == "person" for known, variants in named_as.values() for entry in (known, *variants)}
    if True in persons:
        yield from _people(shown, people, others)
    for one in people:
        yield person_page(edition.statement, one, entries)
    places = [one for one in found if one[0].kind != "person"]
    if False in persons:
        yield from _places(shown, places, others)


@dataclass(frozen=True, slots=True)
class _Registers:
    """What every page needs: the entries by key, the keys of the ``own``, the counts of all others; whether a document
    has several witnesses, which are ``compared``."""

    statement: EditionStatement
    entries: Mapping[str, Entry]
    own: Collection[str]
    counts: Mapping[str, Tally]
    compared: bool

    @property
    def counting(self) -> list[str]:
        """How is counted, where that must be said: some document has several witnesses."""
        return (
            ["Counts cover all versions of a text; what several have in common counts once."] if self.compared else []
        )


_Other = tuple[Entry, Sequence[Entry]]
"""An entry that only TEI files give, and as other files have it."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What all documents name, by key.

    ``named_as``: each entry as the first record has it, with those that are sorted otherwise, or are of another kind,
    in other records, once for each address that they would have. ``documents``: those that have one of the edition's
    own entries. ``counts``: what all have of each of the others.
    """

    named_as: dict[str, tuple[Entry, list[Entry]]] = field(default_factory=dict)
    documents: dict[str, list[InDocument]] = field(default_factory=dict)
    counts: dict[str, Tally] = field(default_factory=dict)


def _gathered(edition: Edition, names: Iterable[Names], own: Collection[str]) -> _Gathered:
    """One pass over what the documents name; there may be a million names, so no call is made for one seen before."""
    gathered = _Gathered()
    named_as, counts = gathered.named_as, gathered.counts
    for account, here in zip(edition.documents, names, strict=True):
        document = account.document
        for listed in here.entries:
            known = named_as.get(listed.key)
            if known is None:
                named_as[listed.key] = (listed.entry(), [])
            elif listed.sort != known[0].sort or listed.kind != known[0].kind:
                _vary(known, listed.entry())
        for one in here.others:
            tally = counts.get(one.key)
            if tally is None:
                tally = counts[one.key] = Tally()
            tally.add(document, one)
        if own and (keys := keys_in(document, here, own)):
            found = InDocument(document, here.own)
            for key in keys:
                gathered.documents.setdefault(key, []).append(found)
    return gathered


def _vary(known: tuple[Entry, list[Entry]], entry: Entry) -> None:
    """Add an entry that another record has otherwise, unless one before it has the same address."""
    first, variants = known
    place = _letter_page(entry)
    if all(_letter_page(one) != place for one in (first, *variants)):
        variants.append(entry)


def _in_register(entry: Entry) -> tuple[str, str]:
    return entry.sort.casefold(), entry.key


def _others(shown: _Registers, others: Sequence[_Other], *, person: bool) -> list[Item]:
    """The entries that only TEI files give, and a line that leads to each from wherever else a file would have it."""
    items = []
    for entry, variants in others:
        if (entry.kind == "person") == person:
            items.append(entry_item(shown.statement, entry, shown.counts.get(entry.key, Tally())))
        for variant in variants:
            if (variant.kind == "person") == person:
                items.append(see_item(entry, sorted_name(variant), address_of(entry, shown.own)))
    return items


def _letter_page(entry: Entry) -> tuple[bool, str]:
    return entry.kind == "person", letter_of(sorted_name(entry))


def _lines(
    shown: _Registers, own: Sequence[Line], others: Sequence[_Other], base: str, kind: MentionKind
) -> Sequence[Line]:
    """The lines of ``own`` and, in the order of the register, of ``others``; ``base`` is the page they stand on."""
    added = [
        Line(entry, address_of(entry, shown.own).removeprefix(base), tallied(shown.counts.get(entry.key, Tally())))
        for entry, _ in others
        if entry.kind == kind
    ]
    return sorted([*own, *added], key=lambda line: _in_register(line.entry)) if added else own


# --- people ---------------------------------------------------------------------------------------


def _people(shown: _Registers, people: Sequence[Found], others: Sequence[_Other]) -> Iterator[GeneratedFile]:
    said = "Everyone who speaks, was present or is named in the texts."
    apart = len(people) > _OWN
    items = _others(shown, others, person=True) + ([_own_person(one) for one in people] if apart else [])
    files, initials, keys = letter_pages(items, person=True)
    lines = [] if apart else [Line(one[0], f"{one[0].key}/", how_often(one)) for one in people]
    few = not apart and len(people) + sum(entry.kind == "person" for entry, _ in others) <= _FEW
    lines = list(_lines(shown, lines, others if few else (), addresses.PEOPLE, "person"))
    body = [
        _led_on(keys, shown.own) if apart else EMPTY,
        tag("h1", Html("People")),
        tag("p", words(" ".join([said, *shown.counting]))),
        EMPTY if few else initials,
        listing(lines, "People") if lines else EMPTY,
    ]
    yield page(addresses.markdown(addresses.PEOPLE), "People", said, *body, kind="people")
    yield from files


def _own_person(found: Found) -> Item:
    """A line of the register that leads to the person's page."""
    entry = found[0]

    def line(root: str) -> Html:
        name = link(f"{root}{addresses.person(entry.key)}", words(sorted_name(entry)))
        return tag(
            "p", name, words(f": {entry.role} " if entry.role else " "), how_often(found), id=f"entry-{entry.key}"
        )

    return Item(entry.key, sorted_name(entry), line)


def _led_on(keys: Mapping[str, Sequence[str]], own: Collection[str]) -> Html:
    """From a page that once had the own entries to where they stand now."""
    return lead_on({address: [key for key in held if key in own] for address, held in keys.items()})


# --- places and organisations ------------------------------------------------------------------------------


def _places(shown: _Registers, found: Sequence[Found], others: Sequence[_Other]) -> Iterator[GeneratedFile]:
    said = "Places and organisations named in the texts."
    apart = len(found) > _OWN
    items = _others(shown, others, person=False) + (
        [_own_place(shown, one, len(found)) for one in found] if apart else []
    )
    files, initials, keys = letter_pages(items, person=False)
    few = not apart and len(found) + sum(entry.kind != "person" for entry, _ in others) <= _FEW
    sections = [
        _led_on(keys, shown.own) if apart else EMPTY,
        tag("h1", Html("Places and organisations")),
        *(tag("p", words(text)) for text in shown.counting),
        EMPTY if few else initials,
    ]
    root = addresses.root(addresses.PLACES)
    kinds: tuple[tuple[MentionKind, str], ...] = (("place", "Places"), ("organisation", "Organisations"))
    for kind, title in kinds:
        chosen = [] if apart else [one for one in found if one[0].kind == kind]
        lines = [Line(one[0], f"#entry-{one[0].key}", how_often(one), target=False) for one in chosen]
        lines = list(_lines(shown, lines, others if few else (), addresses.PLACES, kind))
        if lines:
            sections += [tag("h2", words(title), id=title.lower()), listing(lines, title)]
        sections += [place_section(one, shown.entries, root, len(found)) for one in chosen]
    yield page(addresses.markdown(addresses.PLACES), "Places and organisations", said, *sections, kind="places")
    yield from files


def _own_place(shown: _Registers, found: Found, among: int) -> Item:
    """A place or organisation of the register where the page of all would be too long."""
    weight = 1 + min(rows_of_place(among), passages_naming(found[0].key, found[1]))
    return Item(
        found[0].key, sorted_name(found[0]), lambda root: place_section(found, shown.entries, root, among), weight
    )
