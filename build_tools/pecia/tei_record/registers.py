"""Register entries and participants, both ways: ``listPerson``, ``listPlace``, ``listOrg``, ``particDesc``.

TEI P5 Guidelines, chapters ND (names, people, places) and CC (the participant description).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from lxml import etree

from pecia.model import MentionKind
from pecia.model.edition import Authority, Document, Entry, Part, Participant
from pecia.tei.mixed_content import add_value, add_words, value, words
from pecia.tei.names import XML_ID, add, every, key, maybe, one_of, own_id, own_key, point, target, the
from pecia.tei_record.bibliography import read_statements, write_statements
from pecia.tei_record.marks import CERTAINTIES, NAMES

_LISTS: dict[MentionKind, tuple[str, str]] = {
    "person": ("listPerson", "person"),
    "place": ("listPlace", "place"),
    "organisation": ("listOrg", "org"),
}
_PARTS: tuple[Part, ...] = get_args(Part)


def write_register(parent: etree._Element, entries: Iterable[Entry], kind: MentionKind) -> None:
    """Append the list of those ``entries`` that are of ``kind``; nothing when there are none."""
    chosen = [entry for entry in entries if entry.kind == kind]
    if chosen:
        register = add(parent, _LISTS[kind][0], {"type": "register"})
        for entry in chosen:
            _write_entry(register, entry)


def _write_entry(register: etree._Element, entry: Entry) -> None:
    name = NAMES[entry.kind]
    element = add(register, _LISTS[entry.kind][1], {XML_ID: own_id(entry.kind, entry.key), "cert": entry.certainty})
    add_value(element, name, entry.name, {"type": "main"})
    add_value(element, name, entry.sort, {"type": "sort"})
    for form in entry.forms:
        add_words(element, name, form, {"type": "form"})
    if entry.role and entry.kind == "person":
        add_words(element, "occupation", entry.role)
    elif entry.role:
        add_words(element, "note", entry.role, {"type": "role"})
    if entry.description:
        add_words(element, "note", entry.description, {"type": "description"})
    for authority in entry.authorities:
        link = add(element, "bibl", {"type": "authority"})
        add_value(link, "title", authority.name)
        if authority.id:
            add_words(link, "idno", authority.id)
        if authority.url:
            add(link, "ptr", {"target": authority.url})
        if authority.note:
            add_words(link, "note", authority.note)


def read_register(parent: etree._Element | None, kind: MentionKind) -> list[Entry]:
    """The entries of ``kind`` that :func:`write_register` wrote into ``parent``, in their order there."""
    list_name, entry_name = _LISTS[kind]
    register = None if parent is None else maybe(parent, list_name, "register")
    return [] if register is None else [_read_entry(element, kind) for element in every(register, entry_name)]


def _read_entry(element: etree._Element, kind: MentionKind) -> Entry:
    name = NAMES[kind]
    role = maybe(element, "occupation") if kind == "person" else maybe(element, "note", "role")
    return Entry(
        key=own_key(element, kind),
        name=value(the(element, name, "main")),
        sort=value(the(element, name, "sort")),
        forms=tuple(words(form) for form in every(element, name, "form")),
        role=value(role),
        description=value(maybe(element, "note", "description")),
        certainty=one_of(element, "cert", CERTAINTIES),
        authorities=tuple(
            Authority(
                name=value(the(link, "title")),
                id=value(maybe(link, "idno")),
                url=target(link),
                note=value(maybe(link, "note")),
            )
            for link in every(element, "bibl", "authority")
        ),
        kind=kind,
    )


def write_participants(parent: etree._Element, document: Document, names: Mapping[str, str]) -> None:
    """Append the list of participants: each a ``person`` that is the same as one of the register; nothing when none.

    ``names`` are the display names of persons by key, repeated here for readers.
    """
    if not document.participants:
        return
    present = add(parent, "listPerson", {"type": "participants"})
    for participant in document.participants:
        attributes = {"role": participant.part, "sameAs": point("person", participant.person)}
        person = add(present, "person", attributes)
        if participant.person in names:
            add_words(person, "persName", names[participant.person])
        add_value(person, "occupation", participant.role)
        if participant.side:
            add_words(person, "affiliation", participant.side)
        if participant.statement is not None:
            write_statements(person, "note", [participant.statement], document, "statement")


def read_participants(parent: etree._Element | None) -> tuple[Participant, ...]:
    """The participants that :func:`write_participants` wrote into ``parent``."""
    present = None if parent is None else maybe(parent, "listPerson", "participants")
    if present is None:
        return ()
    return tuple(_read_participant(person) for person in every(present, "person"))


def _read_participant(person: etree._Element) -> Participant:
    statements = read_statements(person, "note", "statement")
    return Participant(
        person=key(person, "sameAs", "person"),
        role=value(the(person, "occupation")),
        side=value(maybe(person, "affiliation")),
        part=one_of(person, "role", _PARTS),
        statement=statements[0] if statements else None,
    )
