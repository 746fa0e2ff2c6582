"""RIS: an item as a record that Zotero, EndNote and their like read.

Tags are those of the RIS specification (Reference Manager) with the archive and the translator as Zotero reads and
writes them (its translator ``RIS.js``: DB archive, AN location in the archive, A4 translator). Editors are ED, which
Zotero takes for an editor in every type and the specification for the same as A2. One field a line; the lines end in
LF, which every reader takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pecia.citation import dates
from pecia.citation.forms import Run, Slot, Template, joined, one_line
from pecia.citation.items import Item, remarks
from pecia.citation.names import Name, inverted

_TYPES = {
    "article-journal": "JOUR", "book": "BOOK", "chapter": "CHAP",
    "manuscript": "MANSCPT", "webpage": "ELEC", "dataset": "DBASE",
}  # fmt: skip


def ris(item: Item, published: str = "", *, passages: bool = True) -> Template:
    """``item`` as a record with the slots ``fragment``, after its address, and ``locator``, at the end of its note.

    ``published``: how the publication of the same text is cited. Without ``passages`` there are no slots.
    """
    lines, note = _established(item, published)
    parts: list[Run | Slot] = [Run(lines)]
    if item.url:
        parts += [Run(f"UR  - {one_line(item.url)}"), *([Slot("fragment")] if passages else []), Run("\n")]
    if passages:
        parts += [Run(f"N1  - {note} " if note else "N1  - "), Slot("locator"), Run("\n")]
    elif note:
        parts.append(Run(f"N1  - {note}\n"))
    return joined([*parts, Run("ER  - \n")])


@lru_cache(maxsize=8)
def _established(item: Item, published: str) -> tuple[str, str]:
    """The fields that a record has with and without a place, and what its note begins with."""
    lines = [f"{tag}  - {one_line(value)}\n" for tag, value in _fields(item) if value]
    return "".join([f"TY  - {_TYPES[item.kind]}\n", *lines]), " ".join(remarks(item, published))


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    yield from (("AU", _name(name)) for name in item.authors)
    yield "TI", item.title
    yield "ST", item.short_title if item.short_title != item.title else ""
    yield "T2", item.container
    yield from (("ED", _name(name)) for name in item.editors)
    yield from (("A4", _name(name)) for name in item.translators)
    yield "IS" if item.kind == "article-journal" else "VL" if item.kind in {"book", "chapter"} else "M1", item.issue
    first, _, last = item.pages.partition("–")
    yield "SP", first
    yield "EP", last
    yield "ET", f"version {item.version}" if item.version else ""
    yield from _dated(item.issued)
    yield "PB", item.publisher
    yield "CY", item.place
    yield "DB", item.archive
    yield "AN", item.archive_location
    yield "LA", item.language


def _dated(issued: str) -> Iterator[tuple[str, str]]:
    """PY is a year; DA is yyyy/mm/dd/, what is not known left empty, or the words after three empty places."""
    parts = [f"{part:02}" for part in dates.divided(issued)]
    if parts:
        yield "PY", parts[0].rjust(4, "0")
        yield "DA", "/".join([parts[0].rjust(4, "0"), *parts[1:], "", "", ""][:4])
    else:
        yield "PY", dates.year(issued)
        yield "DA", issued


def _name(name: Name) -> str:
    """A name as the specification has it: family, given, suffix; a name that is not divided as it is.

    Readers divide at every comma, so a whole name cannot keep one: it becomes a semicolon.
    """
    return inverted(name) if name.given else name.family.replace(",", ";")
