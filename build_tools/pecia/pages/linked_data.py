"""What is cited as JSON-LD in the terms of https://schema.org, for search engines and harvesters.

A document or witness is a ``Chapter`` of the edition, a ``Book``. It is based on the archival original, which alone is
an ``ArchiveComponent`` with a ``holdingArchive``: the archive does not hold this edition. What is empty is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pecia import addresses
from pecia.citation import Item, Name, edition_item
from pecia.citation.credits import Credit, credits
from pecia.citation.items import publication
from pecia.citation.names import in_order, registered
from pecia.model.edition import Document, EditionStatement, Entry, Witness
from pecia.pages.html import Html, tag
from pecia.phrases import sentence

Json = dict[str, object]

_CONTEXT = "https://schema.org"


def script(data: Json) -> Html:
    """``data`` as a data block. No ``<`` can stand in it, so nothing in it can end it or open a comment."""
    text = json.dumps(_established(data), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return tag("script", Html(text), type="application/ld+json")


def edition_data(statement: EditionStatement) -> Json:
    """The edition, as its front page has it."""
    return {
        "@context": _CONTEXT,
        **_edition(statement, "./"),
        "description": statement.description,
        "inLanguage": statement.language,
        "license": statement.licence.url,
        "copyrightNotice": rights(statement),
    }


def document_data(
    statement: EditionStatement,
    item: Item,
    document: Document,
    entries: Mapping[str, Entry],
    root: str,
    witnesses: Sequence[Witness] | None = None,
) -> Json:
    """A document, cited as ``item``. ``entries``: register entries by key; ``root``: the way to the site's root;
    ``witnesses``: whose hands are named, all by default."""
    location = {"@type": "Place", "name": item.event_place, "sameAs": _same_as(entries.get(document.place_key))}
    return {
        "@context": _CONTEXT,
        "@type": "Chapter",
        "@id": item.url,
        "url": item.url,
        "name": item.title,
        "alternateName": document.short_title,
        "genre": item.genre,
        **_hands(credits(document, entries, witnesses)),
        "editor": [_editor(name) for name in item.editors],
        "isPartOf": _edition(statement, root),
        "dateCreated": item.original_date,
        "datePublished": item.issued,
        "version": item.version,
        "publisher": _named("Organization", item.publisher),
        "license": statement.licence.url,
        "copyrightNotice": rights(statement),
        "inLanguage": item.language,
        "contentLocation": location if item.event_place else "",
        "mentions": _taking_part(document, "speaker", entries),
        "isBasedOn": _original(document, item),
    }


def witness_data(
    statement: EditionStatement,
    item: Item,
    document: Document,
    witness: Witness,
    entries: Mapping[str, Entry],
    root: str,
) -> Json:
    """A witness: as :func:`document_data`, and what published it."""
    data = document_data(statement, item, document, entries, root, [witness])
    printed = publication(document, witness)
    url = printed.url if printed and on_the_web(printed.url) else ""
    source: Json = {"@type": "CreativeWork", "name": printed.title, "url": url} if printed else {}
    return {**data, "isBasedOn": [data["isBasedOn"], source]}


def encoding(statement: EditionStatement, root: str, files: Iterable[tuple[str, str, str]]) -> Json:
    """The copies of what a page shows: their paths, formats in words and media types."""
    return {
        "encoding": [
            {
                "@type": "MediaObject",
                "name": name,
                "encodingFormat": media_type,
                "contentUrl": addresses.published(statement, path) or f"{root}{path}",
            }
            for path, name, media_type in files
        ]
    }


def rights(statement: EditionStatement) -> str:
    """The licence and what it covers, in words."""
    return ": ".join(part for part in (statement.licence.name, statement.licence.scope) if part)


def on_the_web(url: str) -> bool:
    """Whether ``url`` is an http or https address; no other may be linked to."""
    return url.lower().startswith(("http://", "https://"))


def _edition(statement: EditionStatement, root: str) -> Json:
    item = edition_item(statement)
    return {
        "@type": "Book",
        "@id": item.url,
        "url": item.url or root,
        "name": item.title,
        "editor": [_editor(name) for name in item.editors],
        "publisher": _named("Organization", item.publisher),
        "datePublished": item.issued,
        "version": item.version,
    }


def _original(document: Document, item: Item) -> Json:
    original = document.original
    if not original.repository:
        return {}
    where = {"addressLocality": original.settlement, "addressCountry": original.country}
    archive = {
        **_named("ArchiveOrganization", original.repository),
        "alternateName": original.abbreviation,
        "address": {"@type": "PostalAddress", **where} if any(where.values()) else "",
    }
    return {
        "@type": ["CreativeWork", "ArchiveComponent"],
        "name": original.kind,
        "dateCreated": item.original_date,
        "description": sentence(item.original[:1].upper() + item.original[1:]) if item.original else "",
        "inLanguage": original.language,
        "holdingArchive": archive,
        "itemLocation": original.shelfmark,
    }


def _hands(found: Iterable[Credit]) -> Json:
    """Authors and translators under properties of their own, all others but editors as contributors in a role."""
    made: dict[str, list[Json]] = {"author": [], "translator": [], "contributor": []}
    for credit in found:
        person = _person(credit.entry) if credit.entry else _editor(credit.name)
        if credit.kind in ("author", "translator"):
            made[credit.kind].append(person)
        elif credit.kind != "addressee":
            made["contributor"].append({"@type": "Role", "roleName": credit.words, "contributor": person})
    return dict(made)


def _taking_part(document: Document, part: str, entries: Mapping[str, Entry]) -> list[Json]:
    there = (participant.person for participant in document.participants if participant.part == part)
    return [_person(entries[key]) for key in there if key in entries]


def _person(entry: Entry) -> Json:
    name = registered(entry)
    divided = {"givenName": name.given, "familyName": name.family} if name.given else {}
    return {**_named("Person", entry.name), **divided, "sameAs": _same_as(entry)}


def _editor(name: Name) -> Json:
    """A name that is not divided may be a person's or a body's, so its type is not said."""
    return {**({"@type": "Person"} if name.given else {}), "name": in_order(name)}


def _named(kind: str, name: str) -> Json:
    return {"@type": kind, "name": name} if name else {}


def _same_as(entry: Entry | None) -> list[str]:
    """The authority links of an entry that is identified for certain."""
    if entry is None or entry.certainty != "high":
        return []
    return [authority.url for authority in entry.authorities if on_the_web(authority.url)]


def _established(value: object) -> object:
    """``value`` without the members that are empty; a list of one is the one."""
    match value:
        case dict():
            return {key: kept for key, member in value.items() if (kept := _established(member))}
        case list():
            members = [kept for member in value if (kept := _established(member))]
            return members[0] if len(members) == 1 else members
    return value
