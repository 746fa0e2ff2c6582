"""What a TEI file says of a person, place or body: names, sort name, authorities, description; nothing that it does
not.

TEI P5, 14.2 (names, persons, places) and 13.3 (biographical and prosopographical data).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from pecia.metadata.formats import ADDRESS
from pecia.model import MentionKind
from pecia.model.edition import Authority, Entry
from pecia.tei import mixed_content
from pecia.tei.names import every, local_name, maybe, tei
from pecia.tei_import.shape import fold

_KNOWN = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/entity/"),
    "gnd": ("GND", "https://d-nb.info/gnd/"),
    "pnd": ("GND", "https://d-nb.info/gnd/"),
    "viaf": ("VIAF", "https://viaf.org/viaf/"),
    "geonames": ("GeoNames", "https://www.geonames.org/"),
    "orcid": ("ORCID", "https://orcid.org/"),
    "isni": ("ISNI", "https://isni.org/isni/"),
    "lcnaf": ("LCNAF", "https://id.loc.gov/authorities/names/"),
}
"""By the type of an ``idno`` in lower case: the authority's name, and the address its identifiers stand after."""

_HOSTS = {
    "wikidata.org": "Wikidata", "d-nb.info": "GND", "viaf.org": "VIAF", "geonames.org": "GeoNames",
    "sws.geonames.org": "GeoNames", "orcid.org": "ORCID", "isni.org": "ISNI", "id.loc.gov": "LCNAF",
}  # fmt: skip
_IDENTIFIER = re.compile(r"[A-Za-z0-9.-]{1,40}")
_SEX = {"m": "male", "1": "male", "male": "male", "f": "female", "2": "female", "female": "female"}
"""Values of ``@sex`` in words: ISO 5218, and what is common; others are given as they stand."""

_UNKNOWN_SEX = frozenset({"0", "9", "u", "unknown"})
_NAMES: dict[MentionKind, tuple[str, ...]] = {
    "person": ("persName", "name"),
    "place": ("placeName", "geogName", "settlement", "region", "country", "name"),
    "organisation": ("orgName", "name"),
}
_BESIDE = frozenset(
    tei(name) for name in ("note", "corr", "reg", "expan", "rdg", "idno", "del", "stage", "fw", "index")
)
"""Whose words are not those of a name: what stands beside or instead of the words that are shown."""

_PERSONAL = {tei("surname"): "family", tei("forename"): "given", tei("genName"): "given", tei("nameLink"): "link"}
_PARTS = frozenset({
    *_PERSONAL, *(tei(name) for name in (
        "roleName", "addName", "persName", "orgName", "placeName", "name", "settlement", "region", "country", "address",
        "addrLine", "p", "item",
    )),
})  # fmt: skip
"""Elements that are words by themselves."""


def words_of(element: etree._Element) -> str:
    """The words of ``element`` as a reader sees them, white space folded, without notes and second forms.

    Parts of a name with no words between them (``<surname>`` directly after ``<forename>``) are parted by a space.
    """
    if not len(element):
        return fold(mixed_content.flat(element))
    if next(element.iterdescendants(*_BESIDE), None) is not None:
        # Each child by itself: what is left out must not be the element that was asked for.
        pieces = (
            node if isinstance(node, str) else mixed_content.all_words(node, _BESIDE)
            for node in mixed_content.nodes(element)
        )
        return fold("".join(pieces))
    if element[0].tag in _PARTS and not mixed_content.has_words(element):
        return fold(" ".join(map(_flat, element)))
    return fold(_flat(element))


def named(element: etree._Element) -> tuple[str, str]:
    """The name in a ``persName`` or the like, as displayed and as sorted ("Surname, Forename" when both are marked)."""
    parts = [(_PERSONAL[child.tag], words_of(child)) for child in element.iterchildren(*_PERSONAL)]
    given, family, link = (_of(role, parts) for role in ("given", "family", "link"))
    if len(parts) == len(element) and parts and not mixed_content.has_words(element):
        whole = " ".join(words for _, words in parts if words)
    else:
        whole = words_of(element)
    if not given or not family:
        return whole, whole
    shown = " ".join(filter(None, (given, link, family))) if whole.startswith(family) else whole
    return shown, f"{family}, {given}{' ' if link else ''}{link}"


def _of(role: str, parts: Sequence[tuple[str, str]]) -> str:
    return " ".join(words for each, words in parts if each == role and words)


def _flat(element: etree._Element) -> str:
    return "".join(cast(Iterator[str], element.itertext())) if len(element) else mixed_content.flat(element)


def entry(element: etree._Element, key: str, kind: MentionKind) -> Entry:
    """The entry that ``element`` (``person``, ``place``, ``org``, ``role``, ``castItem``, or a name) describes.

    An element without words gives the name ``""``.
    """
    own = local_name(element)
    if own in ("person", "personGrp", "place", "org"):
        names = [child for name in _NAMES[kind] for child in every(element, name)]
        names = sorted(names, key=lambda name: name.get("type") not in ("main", "reg", "preferred", "full"))
        role = _joined(found for name in every(element, "persName") for found in every(name, "roleName"))
    else:
        cast = element if own == "castItem" else None
        inner = maybe(element, "role") if cast is not None else element
        names = [inner] if inner is not None else [element]
        item = element if own == "castItem" else element.getparent()
        role = _joined(every(item, "roleDesc")) if item is not None and local_name(item) == "castItem" else ""
    shown, sort = (name.rstrip(" ,;:") for name in named(names[0])) if names else ("", "")
    if own in ("role", "castItem"):
        shown = sort = shown.rstrip(" .,:;")
    forms = dict.fromkeys(form for name in names if (form := words_of(name)) and form != shown)
    return Entry(
        key=key, name=shown, sort=sort, forms=tuple(forms), role=role, description=_description(element),
        authorities=tuple(authorities(element)), kind=kind, taken=True,
    )  # fmt: skip


def authorities(element: etree._Element) -> Iterator[Authority]:
    """The authority links of a ``person``, ``place`` or ``org``: its ``idno``, and http addresses that it, or a name of
    it, points to; each once."""
    seen: set[str] = set()
    for found in _links(element):
        if (found.url or found.id) not in seen:
            seen.add(found.url or found.id)
            yield found


def _links(element: etree._Element) -> Iterator[Authority]:
    for number in element.iterchildren(tei("idno")):
        kind, value = (number.get("type") or number.get("subtype") or "").strip(), words_of(number)
        name, base = _KNOWN.get(kind.lower(), (kind, ""))
        if link := address_link(value):
            yield link
        elif value and base and _IDENTIFIER.fullmatch(value):
            yield Authority(name=name, id=value, url=base + value)
        elif value and name and not base:
            yield Authority(name=name, id=value)
    for holder in (element, *(child for child in element.iterchildren() if local_name(child) in _NAME_ELEMENTS)):
        for attribute in ("ref", "sameAs", "corresp", "key"):
            for pointer in holder.get(attribute, "").split():
                if link := address_link(pointer):
                    yield link
    for pointer in element.get("ana", "").split():  # of interpretations only those that are authority files
        if (link := address_link(pointer)) and link.name in _HOSTS.values():
            yield link


_NAME_ELEMENTS = frozenset({"persName", "placeName", "orgName", "name"})


@lru_cache(maxsize=20_000)  # the same people occur in many files
def address_link(pointer: str) -> Authority | None:
    """An http or https address as an authority link, named after its host; ``None`` for anything else."""
    if not pointer.lower().startswith("http") or ADDRESS.problem(pointer):
        return None
    host = urlsplit(pointer).netloc.removeprefix("www.")
    name = _HOSTS.get(host, host)
    return Authority(name=name, id=pointer.rstrip("/").rpartition("/")[2] if host in _HOSTS else "", url=pointer)


def _description(element: etree._Element) -> str:
    parts: list[str] = []
    for child in element.iterchildren():
        name = local_name(child)
        if name in ("occupation", "desc", "trait", "state"):
            parts.append(words_of(child))
        elif name in ("birth", "death"):
            said = _event(child)
            parts.append(f"{'born' if name == 'birth' else 'died'} {said}" if said else "")
        elif name in ("sex", "gender"):
            parts.append(_sex(words_of(child) or child.get("value", "")))
        elif name in ("country", "region") and local_name(element) == "place":
            parts.append(words_of(child))
    if element.get("sex"):
        parts.insert(0, _sex(element.get("sex", "")))
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _event(birth: etree._Element) -> str:
    """When and where one was born or died: the words, or the date and the place that stand without words between."""
    if not len(birth) or mixed_content.has_words(birth):
        return words_of(birth) or birth.get("when", "")
    found = [child for child in birth.iterchildren("*") if local_name(child) in ("date", *_NAMES["place"])]
    names = [next(child.iterdescendants(tei("placeName")), child) for child in found]
    return ", ".join(words for name in names if (words := words_of(name))) or birth.get("when", "")


def _sex(value: str) -> str:
    return "" if value.lower() in _UNKNOWN_SEX else _SEX.get(value.lower(), value)


def _joined(elements: Iterator[etree._Element] | list[etree._Element]) -> str:
    return "; ".join(dict.fromkeys(said for element in elements if (said := words_of(element).rstrip(" .,;"))))
