"""Where a file comes from and on what terms: ``sourceDesc``, ``publicationStmt`` and ``availability``. TEI P5, 2.2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml import etree

from pecia.metadata.formats import ADDRESS, is_language
from pecia.model.edition import Address, Original, Source, SourceKind, Statement
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, XML_LANG, every, local_name, maybe, tei
from pecia.tei_import.header_dates import is_electronic, iso_date
from pecia.tei_import.persons import named, words_of
from pecia.tei_import.shape import fold

_BIBLIOGRAPHIC = frozenset({"bibl", "biblStruct", "biblFull"})
_NESTED = frozenset({*_BIBLIOGRAPHIC, "relatedItem", "availability", "msDesc", "recordingStmt"})
_AROUND = frozenset({"listBibl", "relatedItem", "p", "ab", "recordingStmt", "recording", "broadcast", "scriptStmt"})
"""What may stand around a ``bibl`` of the source."""

NO_ORIGINAL = Original(kind="", repository="", language="")


@dataclass(slots=True)
class _Found:
    titles: list[tuple[str, str]] = field(default_factory=list)  # level, words
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    in_analytic: bool = False


def sources(header: etree._Element, prefix: str) -> tuple[Source, ...]:
    """What ``sourceDesc`` names, in order, one ``bibl`` in another after it; each is ``<prefix>-source-<n>``.

    Files (:func:`is_electronic`) come last: the text was not first published there. Where it names nothing, what it
    says in prose and of recordings, then as it stands.
    """
    found: list[Source] = []
    for description in _source_descriptions(header):
        named_there = list(_bibliographic(description))
        for element in sorted(named_there, key=is_electronic):
            source = _source(element, f"{prefix}-source-{len(found) + 1}")
            if source.title:
                found.append(source)
    return tuple(found) or tuple(
        Source(id=f"{prefix}-source-{n}", kind="described", title=words)
        for n, words in enumerate(dict.fromkeys(_described(header)), start=1)
    )


def _described(header: etree._Element) -> Iterator[str]:
    """What ``sourceDesc`` says of the source where it names no publication: its prose, its witnesses, recordings."""
    for description in _source_descriptions(header):
        yield from _prose(description)
        yield from map(_recorded, description.iter(tei("recording")))
    found = _witnesses(header)
    if len(found) > 1:
        yield from filter(None, map(_as_said, found))
    elif found and next(found[0].iter(tei("msDesc")), None) is None and (words := words_of(found[0])):
        yield words


def _prose(description: etree._Element) -> list[str]:
    """The paragraphs of a ``sourceDesc``, and of what it says of a recording or a script."""
    holders = (description, *description.iterchildren(tei("recordingStmt"), tei("scriptStmt")))
    found = (child for holder in holders for child in holder.iterchildren(tei("p"), tei("ab")))
    return [words for child in found if (words := words_of(child))]


def _recorded(recording: etree._Element) -> str:
    """A recording in a line: what it is, and what is said of it."""
    kind = f"{recording.get('type', '')} recording".lstrip()
    said = (
        fold(" ".join(mixed_content.pieces(child))) or child.get("when", "") for child in recording.iterchildren("*")
    )
    return ", ".join([kind[0].upper() + kind[1:], *(words for words in said if words)])


def _source_descriptions(header: etree._Element) -> list[etree._Element]:
    description = maybe(header, "fileDesc")
    return [] if description is None else every(description, "sourceDesc")


def _bibliographic(holder: etree._Element) -> Iterator[etree._Element]:
    for child in holder.iterchildren():
        name = local_name(child)
        if name in _BIBLIOGRAPHIC:
            yield child
        if name in _BIBLIOGRAPHIC or name in _AROUND:
            yield from _bibliographic(child)


def _source(element: etree._Element, own_id: str) -> Source:
    found = _Found()
    _gather(element, found)
    found.titles.sort(key=lambda title: title[0] == "s")  # a series is not what was printed, but where
    titles = [words for _, words in found.titles]
    levels = [level for level, _ in found.titles]
    title = titles[0] if titles else found.values.get("name", "") or _loose(element)
    volume = found.values.get("volume", "")
    issue = found.values.get("issue", "")
    return Source(
        id=own_id, kind=_kind(levels, found), title=title,
        authors=tuple(dict.fromkeys(found.authors)), editors=tuple(dict.fromkeys(found.editors)),
        container=next((other for other in titles[1:] if other != title), ""),
        issue=", ".join(filter(None, (volume, issue))),
        publisher=found.values.get("publisher", ""), place=found.values.get("pubPlace", ""),
        date=found.values.get("date", ""), pages=found.values.get("page", ""), url=next(iter(found.urls), ""),
    )  # fmt: skip


def _gather(element: etree._Element, found: _Found) -> None:
    for child in element.iterchildren():
        name = local_name(child)
        if name in _NESTED:
            continue
        if name == "title":
            if (words := words_of(child)) and child.get("type") not in ("sub", "short", "alt"):
                found.titles.append((child.get("level", ""), words))
        elif name == "author" or (name == "editor" and local_name(element) != "series"):
            people = list(child.iterchildren(tei("persName"), tei("name"), tei("orgName"))) or [child]
            (found.authors if name == "author" else found.editors).extend(s for p in people if (s := named(p)[1]))
        elif name == "publisher":
            found.values.setdefault(name, body_name(child))
        elif name in ("pubPlace", "name"):
            found.values.setdefault(name, words_of(child))
        elif name == "date":
            found.values.setdefault(name, words_of(child) or child.get("when", ""))
        elif name == "biblScope":
            unit = child.get("unit") or child.get("type") or ""
            unit = {"pp": "page", "pages": "page", "vol": "volume", "jg": "volume", "nr": "issue"}.get(unit, unit)
            found.values.setdefault(unit, words_of(child))
        elif name == "idno":
            _add_address(words_of(child), found)
        elif name in ("ptr", "ref"):
            _add_address(child.get("target", ""), found)
        else:
            found.in_analytic |= name == "analytic"
            _gather(child, found)


def body_name(element: etree._Element) -> str:
    """The name in a ``publisher`` or the like, without its address; of one in several languages the first."""
    names = list(element.iterchildren(tei("orgName"), tei("persName"), tei("name")))
    if len({name.get(XML_LANG) for name in names}) > 1:
        names = names[:1]
    return ", ".join(words for name in names or [element] if (words := words_of(name)))


def _add_address(value: str, found: _Found) -> None:
    if value.lower().startswith("http") and not ADDRESS.problem(value):
        found.urls.append(value)


def _kind(levels: list[str], found: _Found) -> SourceKind:
    if found.in_analytic or levels[:1] == ["a"]:
        return "article" if "j" in levels else "chapter"
    if "j" in levels:
        return "article"
    if found.urls and not found.values.get("publisher"):
        return "webpage"
    return "book"


def _loose(element: etree._Element) -> str:
    """The words of a ``bibl`` that marks no title, without those of a ``bibl`` in it."""
    return words_of(element) if not any(local_name(child) in _NESTED for child in element.iterdescendants()) else ""


def original(header: etree._Element) -> Original:
    """The first ``msDesc``: where the manuscript is kept, as far as it says; TEI P5, chapter 11. Of several witnesses
    none is the original."""
    found = [one for source in _source_descriptions(header) for one in source.iter(tei("msDesc"))]
    if len(_witnesses(header)) > 1:
        found = [one for one in found if next(one.iterancestors(tei("witness")), None) is None]
    described = next(iter(found), None)
    if described is None:
        return NO_ORIGINAL
    place: dict[str, str] = {}
    identifier = maybe(described, "msIdentifier")
    for child in [] if identifier is None else identifier.iterchildren():
        if words := words_of(child) or ", ".join(filter(None, map(words_of, every(child, "idno")))):
            place.setdefault(local_name(child), words)
    form = next(described.iter(tei("objectDesc")), None)
    language = next((found.get("mainLang", "") for found in described.iter(tei("textLang"))), "")
    found_there = Original(
        kind="" if form is None else form.get("form", ""),
        repository=place.get("repository") or place.get("institution", ""),
        settlement=place.get("settlement", ""),
        country=place.get("country", ""),
        shelfmark=", ".join(filter(None, (place.get("collection", ""), place.get("idno", "")))),
        language=language if is_language(language) else "",
    )
    # sourceDesc describes what a text was derived from (TEI P5, 2.2.7)
    return found_there if found_there == NO_ORIGINAL else replace(found_there, seen=True)


def _witnesses(header: etree._Element) -> list[etree._Element]:
    return [one for source in _source_descriptions(header) for one in source.iter(tei("witness"))]


def _as_said(witness: etree._Element) -> str:
    """A witness of several, with its siglum; of one that is described, where it is kept."""
    siglum = witness.get(XML_ID) or witness.get("n") or ""
    identifier = next(witness.iter(tei("msIdentifier")), None)
    parts = [words_of(witness)] if identifier is None else [words_of(part) for part in identifier.iterchildren()]
    said = ", ".join(part for part in parts if part)
    return f"Witness {siglum}: {said}" if siglum and said else ""


def rights(header: etree._Element) -> tuple[Statement, ...]:
    """What ``availability`` says, a statement for each licence and each paragraph beside it; with its address."""
    publication = _publication(header)
    said: dict[str, None] = {}
    for availability in [] if publication is None else every(publication, "availability"):
        for child in availability.iterchildren():
            words, target = words_of(child), child.get("target", "")
            if target and not ADDRESS.problem(target) and target not in words:
                words = f"{words} ({target})" if words else target
            if words:
                said[words] = None
    return tuple(Statement(text=words) for words in said)


def provenance(header: etree._Element) -> tuple[Statement, ...]:
    """How the text came into the file: the prose of a ``sourceDesc`` that names publications beside it, its
    witnesses where there are several, and who published the file."""
    descriptions = _source_descriptions(header)
    said = [words for description in descriptions for words in _prose(description)]
    if len(witnesses := _witnesses(header)) > 1:
        said += filter(None, map(_as_said, witnesses))
    if said and not any(_source(one, "").title for each in descriptions for one in _bibliographic(each)):
        said = []  # it is the source
    publication = _publication(header)
    if publication is not None:
        by = [body_name(one) for name in ("publisher", "authority", "distributor") for one in every(publication, name)]
        where = [words_of(one) for one in every(publication, "pubPlace")]
        when = [iso_date(one) or one for date in every(publication, "date") if (one := _dated(date))]
        parts = [part for part in dict.fromkeys([*by, *where, *when]) if part]
        if any(by):
            said.append(f"TEI file: {', '.join(parts)}.")
    return tuple(Statement(text=words) for words in dict.fromkeys(said))


def _dated(date: etree._Element) -> str:
    """The words of a ``date`` of the file's publication; nothing of one that says when its content is of."""
    return "" if date.get("type", "").startswith("content") else words_of(date) or date.get("when", "")


def addresses(header: etree._Element) -> tuple[Address, ...]:
    """The addresses that the file's ``publicationStmt`` gives it: ``idno`` that are http or https, or a DOI."""
    publication = _publication(header)
    found: dict[str, None] = {}
    for number in [] if publication is None else publication.iter(tei("idno")):
        value = words_of(number)
        if number.get("type", "").lower() == "doi" and value.startswith("10."):
            value = f"https://doi.org/{value}"
        if value and not ADDRESS.problem(value) and urlsplit(value).path.strip("/"):
            found[value] = None  # a host alone is the publisher's
    return tuple(Address(url=url, kind="canonical") for url in found)


def _publication(header: etree._Element) -> etree._Element | None:
    description = maybe(header, "fileDesc")
    return None if description is None else maybe(description, "publicationStmt")
