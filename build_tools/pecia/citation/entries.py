"""Items as entries for hayagriva, the CSL processor in Typst, one style at a time.

Hayagriva has types and parents of its own (docs/file-format.md in its repository) and derives the CSL type and
variables from them (src/csl/taxonomy.rs). The choices here are those under which every style prints what it can of an
item and ascribes it to nobody who did not write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pecia.citation import dates
from pecia.citation.forms import Slot
from pecia.citation.items import Item
from pecia.citation.names import Name, in_order
from pecia.citation.placeholders import MANY, Cased, StandIns, Translators
from pecia.phrases import listed

Csl = Literal["chicago-notes", "modern-language-association", "american-psychological-association"]
Length = Literal["full", "short"]
"""``full`` as in notes and bibliographies, ``short`` as in the text and in later notes."""

_CHICAGO: Csl = "chicago-notes"
_APA: Csl = "american-psychological-association"

_NUMBERS = re.compile(r"[0-9]{1,6}(?:\s*[-–—]\s*[0-9]{1,6})?")
_VOLUME = re.compile(r"(?:vol|volume)s?\.?\s*([0-9]+(?:[-–][0-9]+)?)", re.IGNORECASE)
_ISSUE = re.compile(r"(?:no|nr|number|issue)s?\.?\s*([0-9]+(?:[-–][0-9]+)?)", re.IGNORECASE)
_FAMILY_FIRST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+")
_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]"
_LETTERS = re.compile(f"['’]?{_LETTER}(?:{_LETTER}|[.'’ -])*")


def entry(item: Item, csl: Csl, length: Length, stand: StandIns, fragment: Slot | None = None) -> dict[str, object]:
    """``item`` as an entry of a hayagriva file; its own title has the first stand-in that it takes from ``stand``.

    ``fragment`` is the slot after its address.
    """
    title = stand.title(item.title, *(_translators(item, csl) if length == "full" else ()))
    made: dict[str, object] = {"title": {"value": title, "short": stand.text(item.short_title or item.title)}}
    authors = [_name(name, csl, stand) for name in item.authors]
    editors = [_name(name, csl, stand) for name in item.editors]
    many = item.kind == "book" and csl != _APA and any(name.family.lower().startswith(MANY) for name in item.editors)
    if editors and not authors and (item.kind != "book" or csl == _CHICAGO or many):
        # The styles would let the editors of a collection lead as if they had written the chapter; and where editors
        # should lead, in Chicago, hayagriva 0.10 forgets how (github.com/typst/hayagriva/issues/444).
        if length == "short":
            editors = []
        elif csl != _APA:
            authors = [{"name": stand.nobody()}]
        elif item.kind == "chapter" and item.container:
            authors = [{"name": title}]  # APA 9.12: without an author the title moves to its place
            del made["title"]
        else:
            editors = []
    made["author"], made["editor"] = authors, editors
    if item.kind == "book" and item.translators and length == "full":
        made["affiliated"] = [{"role": "translator", "names": [_name(name, csl, stand) for name in item.translators]}]
    if parts := dates.divided(item.issued):
        made["date"] = "-".join(f"{part:02}" for part in parts).rjust(4, "0")
    elif item.issued or csl == _APA:
        made["date"] = stand.year(item.issued or "n.d.")  # APA 9.17; left out, APA prints "Retrieved" without a date
    if item.publisher or item.place:
        made["publisher"] = _given({"name": item.publisher, "location": item.place}, stand)
    if item.version:
        made["edition"] = f"{'Version' if csl == _APA else 'version'} {stand.text(item.version)}"
    if item.archive:
        made["archive"] = stand.text(item.archive)
    if item.archive_location:
        made["archive-location"] = _words(item.archive_location, stand)
    if item.original:
        made["archive"] = stand.text(Cased(item.original))
    if item.url:
        made["url"] = stand.address(item.url, fragment)
    made |= _published(item, csl, stand)
    return _established(made)


def _published(item: Item, csl: Csl, stand: StandIns) -> dict[str, object]:
    """Type, container, number and pages."""
    container = {"title": stand.text(item.container)} if item.container else {}
    numbered = dict(_numbered(item.issue, stand))
    pages = _pages(item.pages, stand)
    match item.kind:
        case "article-journal" if item.container:
            return {"type": "article", "page-range": pages, "parent": {"type": "periodical", **container, **numbered}}
        case "chapter" if item.container:
            book = {"type": "anthology", **container, "volume": _volume(item.issue, stand)}
            return {"type": "chapter", "page-range": pages, "parent": book}
        case "book":
            volume = {"volume": _volume(item.issue, stand)}  # of a series, if there is one
            in_series = {"parent": {"type": "anthology", **container, **volume}} if container else volume
            return {"type": "book", "page-range": pages, **in_series}
    # Chicago leaves unpublished manuscripts out of bibliographies, and calls so whatever is in no archive.
    if item.kind == "manuscript" and item.archive and not container:
        made: dict[str, object] = {"type": "manuscript"}
    else:
        made = {"type": "web", "parent": {"type": "web", **container} if container else {}}
    if item.issue:
        made["serial-number"] = _words(item.issue, stand)
    if pages and csl == _CHICAGO and not item.archive_location:
        made["archive-location"] = stand.text(
            item.pages
        )  # Chicago prints the pages of such an item only after a shelf mark
    else:
        made["page-range"] = pages
    return made


def _numbered(issue: str, stand: StandIns) -> Iterator[tuple[str, str]]:
    """Volume and issue of a journal; a number alone is an issue, and words are printed as they are."""
    volume, number = _VOLUME.search(issue), _ISSUE.search(issue)
    rest = _ISSUE.sub("", _VOLUME.sub("", issue)).strip(" ,;")
    if issue and not rest and (volume or number):
        if volume:
            yield "volume", volume[1]
        if number:
            yield "issue", number[1]
    elif _NUMBERS.fullmatch(issue):
        yield "issue", issue
    elif issue:
        yield "volume", stand.text(issue)


def _volume(issue: str, stand: StandIns) -> str:
    if found := _VOLUME.fullmatch(issue):
        return found[1]
    return issue if _NUMBERS.fullmatch(issue) else _words(issue, stand) if issue else ""


def _pages(pages: str, stand: StandIns) -> str:
    """Pages as numbers, which the style shortens as it does and calls "p." or "pp."; anything else as it is."""
    ranges = [[int(number) for number in re.findall("[0-9]+", part)] for part in pages.split(",")]
    if all(_NUMBERS.fullmatch(part.strip()) for part in pages.split(",")) and all(r == sorted(r) for r in ranges):
        return ", ".join("-".join(map(str, numbers)) for numbers in ranges)
    return stand.text(pages) if pages else ""


def _words(text: str, stand: StandIns) -> str:
    """A stand-in that a style can begin with a capital, if the text begins with a word in lower case."""
    return text[0] + stand.text(text[1:]) if begins_in_lower_case(text) else stand.text(text)


def begins_in_lower_case(text: str) -> bool:
    """Whether ``text`` begins with a word in lower case, or a letter with a placeholder for the rest."""
    return re.match(r"[a-z]{2,}[ .]|[a-z]\0", text) is not None


def _established(fields: dict[str, object]) -> dict[str, object]:
    """``fields`` without those that have no value, in parents too."""
    found = {key: _established(value) if isinstance(value, dict) else value for key, value in fields.items()}
    return {key: value for key, value in found.items() if value}


def _given(fields: dict[str, str], stand: StandIns) -> dict[str, str]:
    return {key: stand.text(text) for key, text in fields.items() if text}


def _name(name: Name, csl: Csl, stand: StandIns) -> dict[str, str]:
    """A name; as they are, only a particle and the given name of APA, where that can be shortened to initials."""
    if whole := undivided(name):
        return {"name": stand.text(Cased(f"the {whole[4:]}") if whole.startswith("The ") else whole)}
    if _LETTERS.fullmatch(name.particle):
        family = f"{name.particle} {stand.text(name.family)}"
    else:
        family = stand.text(f"{name.particle} {name.family}".strip())
    given = name.given if given_as_it_is(name, csl) else stand.text(name.given)
    return {"name": family, "given-name": given, **({"suffix": stand.text(name.suffix)} if name.suffix else {})}


def _translators(item: Item, csl: Csl) -> tuple[str, Translators | None]:
    """What stands after the title of a part of a book or journal that is translated, for the processor puts it after
    the whole, as if that were; APA has it in brackets (Publication Manual, 10.3)."""
    if not item.translators or item.kind == "book":
        return "", None
    if csl != _APA:
        return "", Translators(listed(list(map(in_order, map(_spoken, item.translators)))))
    *most, last = (in_order(_in_initials(name)) for name in map(_spoken, item.translators))
    return f" ({', '.join(most)}{' & ' if most else ''}{last}, Trans.)", None


def _spoken(name: Name) -> Name:
    whole = undivided(name)
    return Name(family=whole) if whole else name


def _in_initials(name: Name) -> Name:
    """The name with its given names as initials, where they can be shortened (:func:`given_as_it_is`)."""
    if not given_as_it_is(name, _APA):
        return name
    return replace(name, given=" ".join(re.sub(r"(\w)[^-\s]*", r"\1.", word) for word in name.given.split()))


def undivided(name: Name) -> str:
    """The name, if it is printed as one in every style; else nothing."""
    if not name.given:
        return in_order(name)
    if all(_FAMILY_FIRST.fullmatch(part) for part in (name.family, name.given)):
        return f"{name.family}{name.given}"  # CSL 1.0.2, "Non-Western names"
    return ""


def given_as_it_is(name: Name, csl: Csl) -> bool:
    """Whether the style is given the given name itself, which it shortens to initials.

    An initial of two letters ("Yu.") is one, and APA would make another of it.
    """
    return csl == _APA and _LETTERS.fullmatch(name.given) is not None and not re.search(r"\w{2,}\.", name.given)
