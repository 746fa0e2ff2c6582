"""BibTeX: an item as an entry that BibTeX 0.99d and biblatex both read.

Fields and types are those that both know ("BibTeXing", section 3; the biblatex manual, section 2.1.3 on aliases), so
the archive, the version and the translators, for which classical styles have no field, are in ``note``, which every
style prints. They are in biblatex's own fields ``version``, ``translator`` and ``shorttitle`` too, which classical
styles pass over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pecia.citation import dates
from pecia.citation.forms import Run, Slot, Template, joined, one_line
from pecia.citation.items import Item, remarks
from pecia.citation.names import Name, in_order
from pecia.phrases import listed, sentence

_ESCAPES = str.maketrans(
    {
        **{character: f"\\{character}" for character in "&%$#_"},
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}",
    }
)
_LOCATOR, _FRAGMENT = Slot("locator"), Slot("fragment")
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "book": "series"}
_TYPES = {"article-journal": "article", "book": "book", "chapter": "incollection"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex_text(text: str) -> str:
    """``text`` for a value in braces: what LaTeX would take for a command is written out, the rest stays UTF-8.

    BibTeX counts braces whether a backslash stands before them or not ("BibTeXing", section 2), so a brace of the text
    becomes a command, and a value with one alone still ends where it should. Line breaks become spaces.
    """
    return one_line(text).translate(_ESCAPES)


def bibtex_key(*parts: str) -> str:
    """A key of ASCII letters, digits and hyphens: the words of ``parts``; "edition" when they have none."""
    return "-".join(re.findall("[A-Za-z0-9]+", " ".join(parts)))[:64].strip("-") or "edition"


def bibtex(item: Item, key: str, published: str = "", *, passages: bool = True) -> Template:
    """``item`` as an entry with the slots ``fragment``, after its address, and ``locator``, in its note.

    ``published``: how the publication of the same text is cited. Without ``passages`` there are no slots.
    """
    lines, note = _established(item, key, published)
    parts: list[Run | Slot] = [Run(lines)]
    if item.url:
        parts += [Run(f",\n  url = {{{one_line(item.url)}"), *([_FRAGMENT] if passages else []), Run("}")]
    if passages:
        parts += [Run(f",\n  note = {{{note} ".replace("{ ", "{")), _LOCATOR, Run("}")]
    elif note:
        parts.append(Run(f",\n  note = {{{note}}}"))
    return joined([*parts, Run("\n}\n")])


@lru_cache(maxsize=8)
def _established(item: Item, key: str, published: str) -> tuple[str, str]:
    """The fields that an entry has with and without a place, and what its note begins with."""
    kind = _TYPES.get(item.kind, "misc")
    fields = {
        "author": _names(item.authors),
        "title": _protected(item.title),
        "shorttitle": _protected(item.short_title if item.short_title != item.title else ""),
        _CONTAINERS.get(kind, "howpublished"): bibtex_text(item.container),
        "editor": _names(item.editors),
        "translator": _names(item.translators),
        "volume" if kind in {"book", "incollection"} else "number": bibtex_text(item.issue).replace("–", "--"),
        "pages": bibtex_text(item.pages).replace("–", "--"),
        "version": bibtex_text(item.version),
        "publisher": bibtex_text(item.publisher),
        "address": bibtex_text(item.place),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    note = " ".join(map(bibtex_text, _noted(item, published)))
    return ",\n".join([f"@{kind}{{{key}", *lines, *_dated(item.issued)]), note


def _noted(item: Item, published: str) -> Iterator[str]:
    if item.version:
        yield f"Version {item.version}."
    if item.translators:
        yield f"Translated by {listed(list(map(in_order, item.translators)))}."
    yield from remarks(item, published)
    if held := ", ".join(part for part in (item.archive, item.archive_location) if part):
        yield sentence(f"Original: {held}" if item.original_date else held)


def _dated(issued: str) -> Iterator[str]:
    """Year and month; a date in words is its own year, which every style prints as it stands."""
    match dates.divided(issued):
        case year, month, *_:
            yield f"  year = {{{year:04}}}"
            yield f"  month = {_MONTHS[month - 1]}"
        case (year,):
            yield f"  year = {{{year:04}}}"
        case _ if issued:
            yield f"  year = {{{bibtex_text(issued).replace('–', '--')}}}"


def _protected(text: str) -> str:
    """A title in braces of its own, so that no style changes its capitals; nothing for nothing."""
    return f"{{{bibtex_text(text)}}}" if text else ""


@lru_cache(maxsize=256)
def _names(names: tuple[Name, ...]) -> str:
    return " and ".join(map(_name, names))


def _name(name: Name) -> str:
    """A name as "BibTeXing", section 4, divides it: "von Last, Jr, First"; in braces when it must not be divided."""
    if not name.given:
        return f"{{{bibtex_text(in_order(name))}}}"
    family = _part(name.family, lower=not name.particle)
    particle = " ".join(map(bibtex_text, name.particle.split()))
    parts = (f"{particle} {family}".strip(), _part(name.suffix), _part(name.given))
    return ", ".join(part for part in parts if part)


def _part(text: str, *, lower: bool = False) -> str:
    """A part of a name, in braces where BibTeX would take it apart: at "and", a comma, or a word in lower case."""
    words = text.split()
    apart = "," in text or any(word.casefold() in {"and", "others"} for word in words)
    if apart or (lower and any(word[:1].islower() for word in words)):
        return f"{{{bibtex_text(text)}}}"
    return bibtex_text(text)
