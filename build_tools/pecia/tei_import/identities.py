"""Whom the pointers of a TEI file name: entries of the edition's registers, of the file itself, or only the pointer."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from pecia.model import Locus, MentionKind
from pecia.model.edition import Entry
from pecia.model.findings import Finding
from pecia.tei.names import XML_ID, line_of, local_name
from pecia.tei_import.check_ids import told
from pecia.tei_import.lists import listed_key
from pecia.tei_import.persons import address_link, authorities, entry
from pecia.tei_import.references import (
    DESCRIBED,
    Use,
    bare,
    gathered,
    mention_kind,
    participant_pointer,
    participants,
    pointers_among,
)
from pecia.tei_import.register_keys import local_key, shared_key


@dataclass(frozen=True, slots=True)
class Identities:
    """``keys``: by kind and pointer as the file has it (one token of ``ref``, ``who`` …; a ``key`` whole, white space
    folded), the key in ``entries``. ``who`` is of the kind person whoever speaks. ``entries``: by key, those of the
    registers and of the file."""

    keys: Mapping[tuple[MentionKind, str], str]
    entries: Mapping[str, Entry]


_ANY: tuple[MentionKind, ...] = ("person", "place", "organisation")


def mentions_of(tag: str, has: Mapping[str, str], identities: Identities) -> tuple[tuple[MentionKind, str], ...]:
    """The kinds and keys of what a naming element of that ``tag``, which ``has`` these attributes, names: all that its
    pointers into lists (``#anna #per``) name; else of several pointers the first that names something, for addresses
    beside each other mostly are those of several authorities for one."""
    kind = mention_kind(tag, has)
    if kind is None and has.get("type"):
        return ()
    keys = identities.keys
    found: dict[tuple[MentionKind, str], bool] = {}
    for pointer in pointers_among(tag, has):
        for each in (kind,) if kind else _ANY:
            key = keys.get((each, pointer))
            if key is not None:
                found.setdefault((each, key), "#" in pointer and "://" not in pointer)
                break
    return tuple(found) if all(found.values()) else tuple(found)[:1]


@lru_cache(maxsize=20_000)  # the same in many files, and sent to another process once
def _entry(key: str, name: str, sort: str, forms: tuple[str, ...], pointer: str, kind: MentionKind) -> Entry:
    link = address_link(pointer)
    links = (link,) if link else ()
    return Entry(key=key, name=name, sort=sort, forms=forms, authorities=links, kind=kind, taken=True)


def identify(
    root: etree._Element, path: str, document_id: str, register: Sequence[Entry]
) -> tuple[Identities, list[Finding]]:
    """Whom the pointers in ``root`` (as :func:`pecia.tei_import.parse_tei` gives it) name.

    A pointer is looked for in ``register`` (as key, or as address or id of an authority), then among the persons,
    places, bodies, roles and names of the file that have its id or address. One that is found in neither is a key by
    itself, named by the commonest form that the file has for it, the first of several. Persons of the header's
    ``particDesc`` and ``correspDesc`` are entries whether anything points to them or not. Findings: I109 a who that is
    not described, I110 a name that points into the file to nothing.

    ``register``: pass the same tuple for every document; what is made of it is kept from one call to the next.
    """
    index = _index(register)
    described, addresses, uses = gathered(root)
    reading = _Reading(document_id, index, described, addresses)
    for (kind, pointer), use in uses.items():
        if kind is not None:
            reading.resolve(kind, pointer, use)
    for kind, pointer in uses:
        if kind is None:
            reading.resolve_untyped(pointer)
    for person in participants(root):
        reading.take_part(person)
    findings = []
    if speakers := reading.unknown["I109"]:
        message = f"The file describes no person for who: {told(speakers, 'pointer', 'pointers')}."
        findings.append(Finding("I109", message, Locus(path, line_of(speakers[0][1]))))
    if names := reading.unknown["I110"]:
        message = f"The file has no entry for names: {told(names, 'pointer', 'pointers')}."
        findings.append(Finding("I110", message, Locus(path, line_of(names[0][1]))))
    entries = ChainMap(reading.entries, index.entries) if index.entries else reading.entries
    return Identities(reading.keys, entries), findings


# --- what the registers have ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Index:
    register: Sequence[Entry]
    entries: dict[str, Entry]
    by_address: Mapping[str, Entry | None]  # None: of two entries
    by_id: Mapping[str, Entry | None]


_last: list[_Index] = []
"""What was made of the last register: it is the same for all documents of a build."""


def _index(register: Sequence[Entry]) -> _Index:
    if _last and _last[0].register is register:
        return _last[0]
    by_address: dict[str, Entry | None] = {}
    by_id: dict[str, Entry | None] = {}
    for found in register:
        for link in found.authorities:
            for table, value in ((by_address, bare(link.url)), (by_id, link.id.removeprefix("#"))):
                if value:
                    table[value] = found if table.get(value, found) is found else None
    index = _Index(register, {found.key: found for found in register}, by_address, by_id)
    if isinstance(register, tuple):
        _last[:] = [index]
    return index


# --- bringing both together -------------------------------------------------------------------------


class _Reading:
    """The keys and entries of one file, as they are found."""

    def __init__(
        self, document_id: str, index: _Index, described: Mapping[str, etree._Element], addresses: Mapping[str, str]
    ) -> None:
        self.keys: dict[tuple[MentionKind, str], str] = {}
        self.entries: dict[str, Entry] = {}
        self.unknown: dict[str, list[tuple[str, etree._Element]]] = {"I109": [], "I110": []}
        self._document_id = document_id
        self._index = index
        self._described = described
        self._addresses = addresses
        self._key_of: dict[str, str | None] = {}  # by local id
        self._local_of: dict[str, str] = {}  # by key, the local id or pointer that has it

    def resolve(self, kind: MentionKind, pointer: str, use: Use) -> None:
        """Enter what ``pointer`` names as ``kind``, unless it is of another kind; a ``who`` may name a body."""
        key = self._known(pointer)
        if key is not None:
            if use.speaking or self._kind(key) == kind:
                self.keys[kind, pointer] = key
            return
        if pointer.startswith("#"):
            self.unknown["I109" if use.speaking else "I110"].append((pointer, use.first))
        self.keys[kind, pointer] = self._by_itself(kind, pointer, use)

    def resolve_untyped(self, pointer: str) -> None:
        """As :meth:`resolve` for ``name`` and ``rs`` without a type: of the kind of what is found, if anything is."""
        key = self._known(pointer)
        if key is not None:
            self.keys[self._kind(key), pointer] = key

    def take_part(self, person: etree._Element) -> None:
        """Enter a person of ``particDesc``; one without an id under the name, as :func:`participant_pointer` says."""
        pointer = participant_pointer(person)
        if not pointer or ("person", pointer) in self.keys:
            return
        key = self._known(pointer)
        if key is None:
            key = self._own_key(pointer, "person")
            self.entries.setdefault(key, entry(person, key, "person"))
        self.keys["person", pointer] = key

    def _known(self, pointer: str) -> str | None:
        """The key of ``pointer`` in the registers or the file, ``None`` when neither has it."""
        plain = pointer.removeprefix("#")
        index = self._index
        if index.entries:
            found = index.entries.get(plain) or index.by_address.get(bare(pointer)) or index.by_id.get(plain)
            if found is not None:
                return found.key
        if plain in self._described:
            return self._local(plain)
        if self._addresses and (local := self._addresses.get(bare(pointer))):
            return self._local(local)
        return self._listed(pointer) if index.entries else None

    def _listed(self, pointer: str) -> str | None:
        """The key of what a file of lists has under the id that ``pointer`` ends with, ``None`` when there is none."""
        path, sign, xml_id = pointer.rpartition("#")
        if not sign or "://" in path:
            return None
        found = self._index.entries.get(key := listed_key(xml_id))
        return key if found is not None and found.taken else None

    def _local(self, local: str) -> str | None:
        if local in self._key_of:
            return self._key_of[local]
        element = _describing(self._described[local])
        whole_id = element.get(XML_ID) or local
        if whole_id != local:
            key = self._local(whole_id)
        else:
            kind = DESCRIBED[local_name(element)]
            key = self._registered_by(element)
            if key is None:
                key = self._own_key(local, kind)
                made = entry(element, key, kind)
                self.entries[key] = made if made.name else _named_by_pointer(made, local)
        self._key_of[local] = key
        return key

    def _registered_by(self, element: etree._Element) -> str | None:
        for link in authorities(element):
            found = self._index.by_address.get(bare(link.url))
            if found is not None:
                return found.key
        return None

    def _by_itself(self, kind: MentionKind, pointer: str, use: Use) -> str:
        in_play = use.in_play and pointer.startswith("#")
        key = self._own_key(pointer[1:], kind) if in_play else shared_key(pointer, kind)
        held = self.entries.get(key)
        if key in self._index.entries or (held is not None and held.kind != kind):
            key = shared_key(f"{kind}:{pointer}", kind)
            held = self.entries.get(key)
        if held is None:
            names, called = use.called()
            name, sort = called or (pointer.removeprefix("#"), pointer.removeprefix("#"))
            self.entries[key] = _entry(key, name, sort, tuple(filter(name.__ne__, names)), pointer, kind)
        return key

    def _own_key(self, local: str, kind: MentionKind) -> str:
        key = local_key(self._document_id, local, kind)
        if self._local_of.setdefault(key, local) != local or key in self._index.entries:
            key = local_key(self._document_id, local, kind, hashed=True)
        return key

    def _kind(self, key: str) -> MentionKind:
        found = self.entries.get(key) or self._index.entries[key]
        return found.kind


def _describing(element: etree._Element) -> etree._Element:
    """What describes whom ``element`` names: itself, or the ``person``, ``place`` or ``org`` that holds a name."""
    if local_name(element) in ("persName", "placeName", "orgName"):
        parent = element.getparent()
        if parent is not None and local_name(parent) in ("person", "personGrp", "place", "org"):
            return parent
    return element


def _named_by_pointer(made: Entry, pointer: str) -> Entry:
    return replace(made, name=pointer, sort=pointer)
