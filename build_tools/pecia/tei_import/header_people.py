"""Whose hands are in a file, and who took part: from ``titleStmt``, ``particDesc`` and ``correspDesc``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lxml import etree

from pecia.model import Certainty, MentionKind, relators
from pecia.model.edition import Part, Participant, Responsibility, ResponsibilityKind
from pecia.tei.names import every, local_name, maybe, tei
from pecia.tei_import.identities import Identities
from pecia.tei_import.persons import named, words_of
from pecia.tei_import.references import participant_pointer, pointers
from pecia.tei_import.shape import preferred
from pecia.tei_record.marks import CERTAINTIES

_HANDS = {"author": "author", "editor": "editor", "principal": "principal investigator"}
_SORTS = frozenset({"primary", "general", "main", "chief", "co", "senior", "managing", "series", "technical", "volume"})
"""Values of ``@role`` that say what kind of author or editor one is, and not what one did."""

_NAMES = (tei("persName"), tei("name"), tei("orgName"))
_LETTER: dict[str, Part] = {"sent": "sender", "received": "addressee"}


def hands(header: etree._Element, prefix: str, language: str, identities: Identities) -> tuple[Responsibility, ...]:
    """Authors, editors and others of the ``titleStmt``, in order; each is ``<prefix>-hand-<n>``.

    The role is what ``resp`` says, in ``language`` when it says it in several; else the element's name, or its
    ``@role``. The kind is the one that ``@key`` or ``@ref`` of ``resp`` give as a MARC relator, else the one that the
    role names, if it names one alone. An ``author`` with a ``@cert`` other than high is none that is established.
    """
    found: dict[Responsibility, None] = {}
    for hand, pointer_of in _hands(header, language):
        if hand.name:
            made = Responsibility(
                id="", kind=hand.kind, role=hand.role, name=hand.name, sort=hand.sort, certainty=hand.certainty,
                person=_person(pointer_of, identities),
            )  # fmt: skip
            found[made] = None
    return tuple(replace(hand, id=f"{prefix}-hand-{n}") for n, hand in enumerate(found, start=1))


class _Hand(NamedTuple):
    name: str
    sort: str
    role: str
    kind: ResponsibilityKind
    certainty: Certainty


def _hands(header: etree._Element, language: str) -> Iterator[tuple[_Hand, etree._Element]]:
    description = maybe(header, "fileDesc")
    titles = None if description is None else maybe(description, "titleStmt")
    for element in () if titles is None else titles.iterchildren():
        kind = local_name(element)
        if kind == "respStmt":
            said = preferred([resp for resp in every(element, "resp") if words_of(resp)], language)
            role = words_of(said).rstrip(" :") if said is not None else _noted(element)
            hand = _relator(element) or relators.kind_of_words(role)
        elif kind in ("author", "editor", "principal"):
            role = element.get("role") or _HANDS[kind]
            if role.lower() in _SORTS:
                role = f"{role} {_HANDS[kind]}"
            hand = relators.kind_of_code(element.get("role", "")) or relators.kind_of_words(role)
        else:
            continue
        names = list(element.iterchildren(*_NAMES))
        if not names and kind != "respStmt":
            names = [element]
        for name in names:
            certs = [cert for cert in CERTAINTIES if cert in (name.get("cert"), element.get("cert"))]
            sure = certs[-1] if certs else "high"
            shown, sort = named(name)
            yield _Hand(shown, sort if sort != shown else "", role, hand, sure), name


def _relator(statement: etree._Element) -> ResponsibilityKind | None:
    """The kind that a ``resp`` of the statement names by the code or the address of a MARC relator."""
    said = (resp.get(name, "") for resp in every(statement, "resp") for name in ("key", "ref"))
    return next((kind for each in said for one in each.split() if (kind := relators.kind_of_code(one))), None)


def _noted(statement: etree._Element) -> str:
    """What the notes in ``resp`` say, where nothing else says what was done."""
    noted = (words_of(note) for resp in every(statement, "resp") for note in every(resp, "note"))
    return "; ".join(words for words in noted if words).rstrip(" :")


def _person(name: etree._Element, identities: Identities) -> str:
    return next((key for at in pointers(name) if (key := identities.keys.get(("person", at)))), "")


def speakers(text: etree._Element | None, identities: Identities) -> set[str]:
    """The keys of all that a ``who`` of the text names."""
    found = () if text is None else text.iter(tei("sp"), tei("u"), tei("said"), tei("annotationBlock"))
    tokens = {element.get("who", "") for element in found}
    return {key for who in tokens for at in who.split() if (key := identities.keys.get(("person", at)))}


def participants(
    own: etree._Element | None, around: Sequence[etree._Element], speaking: set[str], identities: Identities
) -> tuple[Participant, ...]:
    """The persons of ``particDesc`` (of the headers ``around``, a corpus', only those who speak), and who wrote to whom
    (``correspDesc``), then those in ``speaking`` whom no header describes, by key.

    One in ``speaking`` is a speaker. Whoever had part in the way of a letter beside its sender and its addressee has
    the type of the ``correspAction`` as role. Each person once.
    """
    found: dict[str, Participant] = {}
    own_headers = [] if own is None else [own]
    for header in (*own_headers, *around):
        for description in header.iter(tei("particDesc")):
            for person in description.iter(tei("person"), tei("personGrp")):
                key = identities.keys.get(("person", participant_pointer(person)))
                if key and (header is own or key in speaking):
                    said = person.get("role", "")
                    there = Participant(person=key, role=said, part="speaker" if key in speaking else "present")
                    found.setdefault(key, there)
    for action in [] if own is None else own.iter(tei("correspAction")):
        kind = action.get("type", "")
        for name in action.iterchildren(*_NAMES):
            of: MentionKind = "organisation" if local_name(name) == "orgName" else "person"
            key = identities.keys.get((of, participant_pointer(name)))
            if key:
                before = found.get(key)
                if before is None or not before.role:
                    part = _LETTER.get(kind, "other")
                    found[key] = Participant(person=key, role="" if kind in _LETTER else kind, part=part)
    for key in sorted(speaking - found.keys()):
        found[key] = Participant(person=key, role="", part="speaker")
    return tuple(found.values())
