"""What a TEI file has of pointers to persons, places and bodies: who is described, and what points to whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from pecia.model import MentionKind
from pecia.tei.names import XML_ID, local_name, tei
from pecia.tei_import.persons import named, words_of
from pecia.tei_import.shape import attributes, headers

_NAMES: Mapping[str, MentionKind] = {
    "persName": "person",
    "placeName": "place",
    "orgName": "organisation",
    "role": "person",
    "geogName": "place",
    "settlement": "place",
    "district": "place",
    "region": "place",
    "country": "place",
}
_TYPES: Mapping[str, MentionKind] = {
    "person": "person", "persons": "person", "pers": "person", "per": "person", "persname": "person",
    "place": "place", "places": "place", "loc": "place", "location": "place", "city": "place", "country": "place",
    "settlement": "place", "placename": "place", "geog": "place",
    "org": "organisation", "organisation": "organisation", "organization": "organisation",
    "institution": "organisation",
    "orgname": "organisation", "body": "organisation",
}  # fmt: skip
"""What ``@type`` of ``rs`` and ``name`` says of the kind; with another type they name nothing that has a register."""

SPEAKING = ("sp", "u", "said", "annotationBlock")
EVENTS = ("vocal", "kinesic", "incident", "stage", "shift", "writing")
"""Elements whose ``who`` says whose doing they are (TEI P5, ``att.ascribed``)."""

DESCRIBED: Mapping[str, MentionKind] = {
    "person": "person", "personGrp": "person", "place": "place", "org": "organisation", "castItem": "person",
    **_NAMES,
}  # fmt: skip
_ALL = {tei(name): name for name in ("rs", "name", "idno", *SPEAKING, *EVENTS, *DESCRIBED)}
_KINDS = {tei(name): kind for name, kind in _NAMES.items()}
_RS = tei("rs")
_BY_CORRESPONDENCE = frozenset({tei("persName"), tei("role")})


_SCHEME = re.compile(r"https?://(?:www\.)?(.*?)/?", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Use:
    """What the file has of one kind and pointer: where it stands first; in order, the elements ``telling`` what it is
    called, which have no other pointer or speak; whether it is ``speaking``, being in a ``who``, and ``in_play``, being
    in nothing but the ``who`` of ``sp`` and ``stage``."""

    first: etree._Element
    telling: list[etree._Element]
    speaking: bool = False
    in_play: bool = True

    def called(self) -> tuple[Collection[str], tuple[str, str] | None]:
        """The names that stand for it; and its name and how that is sorted: the commonest of them, of several the
        first, else of the other words for it (``rs``, the label of a speech), ``None`` when there are none."""
        names: dict[str, int] = {}
        others: dict[str, int] = {}
        first: dict[str, etree._Element] = {}
        for element in self.telling:
            name = _ALL[element.tag]
            if name in SPEAKING:
                if not others and (label := _label(element, name)):
                    others[label] = 1
            elif words := words_of(element):
                counts = others if name == "rs" else names
                counts[words] = counts.get(words, 0) + 1
                first.setdefault(words, element)
        forms = names or others
        if not forms:
            return (), None
        words = max(forms, key=forms.__getitem__)
        said = first.get(words)
        return names, named(said) if said is not None and len(said) else (words, words)


def mention_kind(tag: str, has: Mapping[str, str]) -> MentionKind | None:
    """What an element (``persName``, ``placeName``, ``orgName``, ``role``, ``rs``, ``name``) names, as far as its
    ``tag`` and, of the attributes that it ``has``, ``@type`` say; ``None`` when they do not: then what it points to
    decides."""
    return _KINDS.get(tag) or _TYPES.get(has.get("type", "").lower())


def pointers(element: etree._Element) -> list[str]:
    """The pointers of a naming element in the order in which they count: ``ref``, ``key``, and ``corresp`` and
    ``sameAs`` of ``rs``, and of a ``persName`` or ``role`` that has neither. A ``key`` is one pointer, be there spaces
    in it (TEI P5, ``att.canonical``)."""
    return pointers_among(element.tag, attributes(element))


def pointers_among(tag: str, has: Mapping[str, str]) -> list[str]:
    """As :func:`pointers`, of an element of that ``tag`` which ``has`` these attributes."""
    found = has.get("ref", "").split()
    if key := has.get("key"):
        found.append(" ".join(key.split()))
    if tag == _RS or (not found and tag in _BY_CORRESPONDENCE):
        found += has.get("corresp", "").split()
        found += has.get("sameAs", "").split()
    return found


Uses = dict[tuple["MentionKind | None", str], Use]


def gathered(root: etree._Element) -> tuple[dict[str, etree._Element], dict[str, str], Uses]:
    """Described elements by id; ids by the addresses that authorities have for them; and each pointer's use."""
    described: dict[str, etree._Element] = {}
    addresses: dict[str, str] = {}
    uses: Uses = {}
    for element in root.iter(*_ALL):
        tag: str = element.tag
        name, has = _ALL[tag], attributes(element)
        own_id = has.get(XML_ID)
        if own_id and name in DESCRIBED:
            described.setdefault(own_id, element)
        if name in SPEAKING:
            for pointer in has.get("who", "").split():
                use = uses.get(("person", pointer))
                if use is None:
                    use = uses["person", pointer] = Use(element, [])
                use.speaking = True
                use.in_play = use.in_play and name == "sp"
                use.telling.append(element)
        elif name in EVENTS:
            for pointer in has.get("who", "").split():
                use = uses.get(("person", pointer))
                if use is None:
                    use = uses["person", pointer] = Use(element, [], in_play=name == "stage")
                use.speaking = True
        elif name == "idno":
            parent = element.getparent()
            holder = parent.get(XML_ID) if parent is not None and local_name(parent) in DESCRIBED else None
            if holder and (pointer := words_of(element)).startswith("http"):
                addresses.setdefault(bare(pointer), holder)
        elif found := pointers_among(tag, has):
            kind = mention_kind(tag, has)
            if kind is None and has.get("type"):
                continue
            for pointer in found:
                use = uses.get((kind, pointer))
                if use is None:
                    use = uses[kind, pointer] = Use(element, [])
                use.in_play = False
                if len(found) == 1:
                    use.telling.append(element)
    return described, addresses, uses


def _label(element: etree._Element, name: str) -> str:
    """The literal label of a speech, without its punctuation: ``speaker``, or the note of ``type`` speaker by ``u``."""
    if name == "sp":
        found = next(element.iterchildren(tei("speaker")), None)
    else:
        found = next((n for n in element.iterchildren(tei("note")) if n.get("type") == "speaker"), None)
        if found is None:
            found = element.getprevious()
            if found is not None and (found.tag != tei("note") or found.get("type") != "speaker"):
                found = None
    return words_of(found).rstrip(" .,:;") if found is not None else ""


def participants(root: etree._Element) -> list[etree._Element]:
    """The persons of ``particDesc`` and those named in ``correspDesc``, in the text's own header."""
    own = headers(root)[:1]
    described = [found for header in own for found in header.iter(tei("particDesc"))]
    persons = [person for found in described for person in found.iter(tei("person"), tei("personGrp"))]
    letters = [found for header in own for found in header.iter(tei("correspAction"))]
    return [*persons, *(name for found in letters for name in found.iterchildren(tei("persName"), tei("name")))]


def participant_pointer(person: etree._Element) -> str:
    """The pointer under which a ``person`` (or the ``persName`` of a correspondent) is in :attr:`Identities.keys`: to
    its id, else the first pointer of it or of its name, else its name; ``""`` when it has none of them."""
    if own := person.get(XML_ID):
        return f"#{own}"
    for holder in (person, *person.iterchildren(tei("persName"), tei("name"))):
        for pointer in pointers(holder):
            return pointer
    name = person if local_name(person) not in ("person", "personGrp") else next(person.iterchildren(*_ALL), None)
    return words_of(name) if name is not None else ""


@lru_cache(maxsize=20_000)  # the same people occur in many files
def bare(address: str) -> str:
    """An http address without its scheme, ``www.`` and last slash: what is the same by either protocol."""
    found = _SCHEME.fullmatch(address)
    return found[1] if found else ""
