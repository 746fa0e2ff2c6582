"""Whom the metadata of a document names, and as what: authors, translators, editors, and whoever else had a hand.

Only whoever is established as the author is one, and only under a name that is established: neither a note-taker nor a
person whose identification the register doubts. The sender of a letter is its author (CMOS 18, chapter 14, on letters
in published collections; MLA 9, 5.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pecia.citation.names import Name, divided, registered
from pecia.model.edition import Document, Entry, Part, Participant, Responsibility, ResponsibilityKind, Witness

_PARTS: Mapping[Part, ResponsibilityKind] = {
    "sender": "author", "addressee": "addressee", "note-taker": "note-taker", "interpreter": "interpreter",
}  # fmt: skip


class Credit(NamedTuple):
    """Who had a hand: the ``kind``, what was done in ``words``, the ``name``, and the register entry if it is certain.

    ``key``: that of the person, also where the identification is not certain.
    """

    kind: ResponsibilityKind
    words: str
    name: Name
    entry: Entry | None
    key: str


def credits(
    document: Document, entries: Mapping[str, Entry], witnesses: Iterable[Witness] | None = None
) -> tuple[Credit, ...]:
    """Those who took part in the making of the record, then the hands of ``witnesses`` (of all by default), each once.

    Left out is whoever has no name that is established: neither as the register has it nor as a source states it, and
    whoever may have been the author, the translator or whatever else, but is not established as such.
    """
    found = dict.fromkeys(_found(document, entries, document.witnesses if witnesses is None else witnesses))
    return tuple(credit for credit in found if credit.name.family)


def names(found: Iterable[Credit], kind: ResponsibilityKind) -> tuple[Name, ...]:
    """The names of those who are credited as ``kind``, each once, in order."""
    return tuple(dict.fromkeys(credit.name for credit in found if credit.kind == kind))


def _found(document: Document, entries: Mapping[str, Entry], witnesses: Iterable[Witness]) -> Iterator[Credit]:
    for participant in document.participants:
        if kind := _PARTS.get(participant.part):
            yield _taking_part(participant, kind, entries)
    for witness in witnesses:
        for hand in witness.responsibilities:
            if hand.certainty == "high":
                yield _with_hand(hand, entries)


def _taking_part(participant: Participant, kind: ResponsibilityKind, entries: Mapping[str, Entry]) -> Credit:
    entry = entries.get(participant.person)
    if entry and entry.certainty == "high":
        return Credit(kind, kind, registered(entry), entry, entry.key)
    return Credit(kind, kind, _stated(entry, kind), None, participant.person)


def _with_hand(hand: Responsibility, entries: Mapping[str, Entry]) -> Credit:
    entry = entries.get(hand.person)
    if entry and entry.certainty == "high":
        return Credit(hand.kind, hand.words, registered(entry), entry, entry.key)
    name = divided(hand.sort or hand.name) if hand.name else _stated(entry, hand.kind)
    return Credit(hand.kind, hand.words, name, None, hand.person)


def _stated(entry: Entry | None, kind: ResponsibilityKind) -> Name:
    """The first form of a name that occurs in texts, for one who is not identified for certain: it says no more than
    they do. None for an author."""
    if entry is None or not entry.forms or kind == "author":
        return Name(family="")
    return registered(entry) if entry.forms[0] == entry.name else Name(family=entry.forms[0])
