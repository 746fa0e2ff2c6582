"""Ids that no anchor can be, in the bytes of a TEI file: those that are no names in XML, and those given again.

The record must be sound, and the file is taken as it is. So the first are spelt as names, in the pointers to them too,
and the second are left out, for a pointer leads to the first. Before each element stands a comment with the id that the
user's file has. Elements keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import unquote
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pecia.tei_import.extract import TAG

_START_CHARACTER = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NC_NAME = re.compile(f"[{_START_CHARACTER}][{_START_CHARACTER}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*")
"""What an ``xml:id`` may be: an NCName (Namespaces in XML 1.0, with the names of XML 1.0, fifth edition)."""

_FOREIGN = re.compile(f"[^{_START_CHARACTER}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]")
_START = re.compile(f"[{_START_CHARACTER}]")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
POINTERS = frozenset({
    "ref", "target", "corresp", "next", "prev", "sameAs", "copyOf", "synch", "start", "end", "spanTo", "wit", "resp",
    "hand", "active", "passive", "mutual", "exclude", "select",
})  # fmt: skip
"""Attributes whose values are pointers (TEI P5, ``teidata.pointer``) and whose targets a reader is led to."""

_POINTING = POINTERS | {
    "who", "ana", "facs", "rendition", "change", "decls", "from", "to", "since", "new", "scribe", "source",
}  # fmt: skip


def usable(data: bytes) -> bytes:
    """``data``, well-formed UTF-8, with ids that can be anchors; itself when they all can, or when it cannot be read.

    ``1a`` becomes ``_1a`` and ``b c`` becomes ``b_c``; with a number behind where another element has that id.
    """
    given: list[tuple[int, str]] = []

    def gather(number: int, _place: int, has: dict[str, str]) -> None:
        if "xml:id" in has:
            given.append((number, has["xml:id"]))

    if not _walk(data, gather):
        return data
    changes, names = _decided(given)
    if not changes:
        return data
    edits: list[tuple[int, int, bytes]] = []

    def edit(number: int, place: int, has: dict[str, str]) -> None:
        pointing = names and any("#" in value and key in _POINTING for key, value in has.items())
        if (number in changes or pointing) and (tag := TAG.match(data, place)):
            written = _ATTRIBUTE.sub(lambda found: _attribute(found, has, changes.get(number), names), tag[0])
            if number in changes and has["xml:id"]:
                written = f"<!-- xml:id={quoteattr(has['xml:id']).replace('--', '-&#45;')} -->".encode() + written
            edits.append((place, tag.end(), written))

    _walk(data, edit)
    return spliced(data, edits)


def spliced(data: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """``data`` with other bytes in it: for each of ``edits``, in their order in ``data``, the offsets from and to which
    it is replaced, and what stands there instead."""
    pieces: list[bytes] = []
    position = 0
    for start, end, written in edits:
        pieces += (data[position:start], written)
        position = end
    return b"".join([*pieces, data[position:]])


def _decided(given: Sequence[tuple[int, str]]) -> tuple[dict[int, str], dict[str, str]]:
    """By number of element the id that it is to have instead of its own, ``""`` for none; and by an id that is no name
    the name that stands for it."""
    taken = {value for _, value in given if NC_NAME.fullmatch(value)}
    seen: set[str] = set()
    changes: dict[int, str] = {}
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for number, value in given:
        if value in seen or not value:
            changes[number] = ""
        elif value not in taken:
            spelt = _FOREIGN.sub("_", value)
            name = first = spelt if _START.match(spelt) else f"_{spelt}"
            while name in taken:
                counts[first] = counts.get(first, 1) + 1
                name = f"{first}_{counts[first]}"
            taken.add(name)
            changes[number] = names[value] = name
        seen.add(value)
    return changes, names


def _attribute(found: re.Match[bytes], has: dict[str, str], own: str | None, names: dict[str, str]) -> bytes:
    """An attribute as it is to be written, the white space before it included."""
    key = found[1].decode()
    if key == "xml:id" and own is not None:
        return f' xml:id="{own}"'.encode() if own else b""
    value = has.get(key, "")
    if key not in _POINTING or "#" not in value:
        return found[0]
    led = f"#{names[value[1:]]}" if value[1:] in names else " ".join(_pointer(one, names) for one in value.split())
    return found[0] if led == " ".join(value.split()) else f" {key}={quoteattr(led)}".encode()


def _pointer(pointer: str, names: dict[str, str]) -> str:
    name = names.get(pointer[1:]) or names.get(unquote(pointer[1:]))
    return f"#{name}" if pointer[0] == "#" and name else pointer


def _walk(data: bytes, each: Callable[[int, int, dict[str, str]], None]) -> bool:
    """Call ``each`` with the number of every element, the offset of its start tag and its attributes; whether ``data``
    could be read."""
    number = 0

    def start(_name: str, has: dict[str, str]) -> None:
        nonlocal number
        number += 1
        each(number, parser.CurrentByteIndex, has)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        return False
    return True
