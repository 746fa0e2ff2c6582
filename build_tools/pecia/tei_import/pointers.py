"""Pointers written short: with a prefix that the header defines, or relative to an ``xml:base``, written out.

TEI P5 16.2.3 (``prefixDef``, private URI schemes) and XML Base. ``matchPattern`` is a regular expression of whoever
wrote the file, and is not run: it must be one group, with literal characters before it at most, and the group stands
for all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from pecia.tei.names import tei
from pecia.tei_import.shape import headers

_POINTERS = ("who", "ref", "target", "corresp", "sameAs")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_PATTERN = re.compile(r"\^?([\w/#-]*)\([^()]*\)\$?")
_HOLDERS = etree.XPath("descendant-or-self::*[" + " or ".join(f"@{name}" for name in _POINTERS) + "]")
_BASES = etree.XPath("descendant-or-self::*/@xml:base", smart_strings=False)
_BASED = etree.XPath("descendant-or-self::*[contains(@xml:base, '://')]")


def write_out(root: etree._Element) -> None:
    """Replace, in the parsed file, pointers that a ``prefixDef`` of a header or an ``xml:base`` explains.

    A pointer into the file (``#anna``) stays as it is; so does one whose prefix is not defined, and one below an
    ``xml:base`` that is no absolute address.
    """
    prefixes: dict[str, tuple[str, str]] = {}
    for header in headers(root):
        for definition in header.iter(tei("prefixDef")):
            name, replacement = definition.get("ident", ""), definition.get("replacementPattern", "")
            pattern = _PATTERN.fullmatch(definition.get("matchPattern", ""))
            if pattern and _PREFIX.fullmatch(name) and replacement.count("$") == replacement.count("$1") == 1:
                prefixes.setdefault(name, (pattern[1], replacement))
    if prefixes:
        _replace(root, lambda pointer, _: _explained(pointer, prefixes))
    if any("://" in str(base) for base in cast("list[object]", _BASES(root))):
        for holder in _elements(_BASED(root)):
            _replace(holder, _based)


def _replace(holder: etree._Element, written: Callable[[str, etree._Element], str]) -> None:
    for element in _elements(_HOLDERS(holder)):
        for name in _POINTERS:
            if value := element.get(name):
                element.set(name, " ".join(written(pointer, element) for pointer in value.split()))


def _elements(found: object) -> list[etree._Element]:
    return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []


def _explained(pointer: str, prefixes: Mapping[str, tuple[str, str]]) -> str:
    prefix, sign, rest = pointer.partition(":")
    literal, replacement = prefixes.get(prefix, ("", ""))
    if not (sign and replacement and rest.startswith(literal) and len(rest) > len(literal)):
        return pointer
    return replacement.replace("$1", rest[len(literal) :])


def _based(pointer: str, element: etree._Element) -> str:
    if pointer.startswith("#") or ":" in pointer:
        return pointer
    try:
        return urljoin(element.base or "", pointer)
    except ValueError:
        return pointer
