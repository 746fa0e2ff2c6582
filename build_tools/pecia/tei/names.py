"""Elements, attributes and pointers of the record: names, making and finding. No text: see
:mod:`pecia.tei.mixed_content`.

Ids and pointers: a passage's ``xml:id`` is its anchor (``p12``); everything else that can be pointed at has an
``xml:id`` of its family, a full stop and its key (``person.ekberg``, ``witness.A``), so that keys of different families
cannot clash with each other or with anchors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeVar

from lxml import etree

TEI_NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PROGRAM = "pecia"
"""``xml:id`` of the program's entry in ``appInfo``; ``@resp`` of what a rule of the program inferred points there."""

Family = Literal["person", "place", "organisation", "witness", "source", "hand", "editor", "ruling"]
"""What can be pointed at, as the first part of its ``xml:id``."""

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
"""Keys and sigla; safe in a path, an address and an ``xml:id``."""

_ADDRESS = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://.*", re.DOTALL)
_Value = TypeVar("_Value", bound=str)


class NotARecordError(Exception):
    """The XML is not a record that :func:`pecia.tei_record.decode` reads; ``line`` counts from 1 (0: unknown).

    Only raised and caught inside this package.
    """

    def __init__(self, message: str, element: etree._Element) -> None:
        super().__init__(message)
        self.line = line_of(element)


@lru_cache(maxsize=1024)  # asked some hundred times for each file
def tei(name: str) -> str:
    """``name`` in the TEI namespace, in lxml's notation."""
    return f"{{{TEI_NAMESPACE}}}{name}"


def local_name(element: etree._Element) -> str:
    """The name of ``element`` without its namespace, for dispatching and messages; a comment has the name ``""``."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int:
    """The line, from 1, on which ``element`` starts in the file it was parsed from; 0 when it was not."""
    return int(getattr(element, "sourceline", None) or 0)


def add(parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """Append to ``parent`` a TEI element; attributes keep their order, and those with an empty value are left out."""
    element = etree.SubElement(parent, tei(name))
    for key, value in (attributes or {}).items():
        if value:
            element.set(key, value)
    return element


def own_id(family: Family, key: str) -> str:
    """The ``xml:id`` of the thing called ``key`` in ``family``."""
    return f"{family}.{key}"


def point(family: Family, *keys: str) -> str:
    """Pointers to ``keys`` of ``family``, separated by spaces; empty keys are left out."""
    return " ".join(f"#{own_id(family, key)}" for key in keys if key)


# --- reading ---------------------------------------------------------------------------------------


def every(parent: etree._Element, name: str, kind: str = "") -> list[etree._Element]:
    """The children of ``parent`` called ``name``, in order; with ``kind``, those of that ``@type``."""
    found = parent.iterchildren(tei(name))
    return [child for child in found if child.get("type") == kind] if kind else list(found)


def maybe(parent: etree._Element, name: str, kind: str = "") -> etree._Element | None:
    """The first child of ``parent`` called ``name`` (and of ``@type`` ``kind``), or ``None``."""
    for child in parent.iterchildren(tei(name)):
        if not kind or child.get("type") == kind:
            return child
    return None


def the(parent: etree._Element, name: str, kind: str = "") -> etree._Element:
    """As :func:`maybe`; raises :class:`NotARecordError` when there is none."""
    child = maybe(parent, name, kind)
    if child is None:
        described = f"{name}[@type='{kind}']" if kind else name
        raise NotARecordError(f"{local_name(parent)} has no {described}", parent)
    return child


def one_of(element: etree._Element, attribute: str, allowed: tuple[_Value, ...]) -> _Value:
    """The value of an attribute that must be one of ``allowed``."""
    value = element.get(attribute)
    for candidate in allowed:
        if candidate == value:
            return candidate
    raise NotARecordError(f"{local_name(element)}/@{attribute} is {value!r}, none of {', '.join(allowed)}", element)


def own_key(element: etree._Element, family: Family) -> str:
    """The key in the ``xml:id`` of an element of ``family``."""
    return _key(element.get(XML_ID, ""), f"{family}.", element, "xml:id")


def keys(element: etree._Element, attribute: str, *families: Family) -> tuple[str, ...]:
    """The keys that an attribute's pointers name, each of one of ``families``; none when the attribute is absent."""
    found = []
    for pointer in element.get(attribute, "").split():
        prefixes = [f"#{family}." for family in families]
        prefix = next((prefix for prefix in prefixes if pointer.startswith(prefix)), prefixes[0])
        found.append(_key(pointer, prefix, element, attribute))
    return tuple(found)


def key(element: etree._Element, attribute: str, family: Family) -> str:
    """The key that an attribute points to, ``""`` when the attribute is absent."""
    value = element.get(attribute)
    return "" if value is None else _key(value, f"#{family}.", element, attribute)


def address(element: etree._Element, attribute: str) -> str:
    """The http or https address in an attribute, ``""`` when it is absent. Other schemes are refused."""
    return require_address(element.get(attribute, ""), element)


def target(parent: etree._Element) -> str:
    """The address that the ``ptr`` in ``parent`` leads to, ``""`` when there is none."""
    pointer = maybe(parent, "ptr")
    return "" if pointer is None else address(pointer, "target")


def require_address(value: str, element: etree._Element) -> str:
    """``value``, found in ``element``, when it is empty or an http or https address."""
    if value and not _ADDRESS.fullmatch(value):
        raise NotARecordError(f"the address {value!r} in {local_name(element)} is not http or https", element)
    return value


def _key(value: str, prefix: str, element: etree._Element, attribute: str) -> str:
    if not value.startswith(prefix) or not KEY.fullmatch(value, len(prefix)):
        raise NotARecordError(f"{local_name(element)}/@{attribute} is {value!r}, not {prefix} and a key", element)
    return value[len(prefix) :]
