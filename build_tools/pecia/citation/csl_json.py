"""CSL-JSON: an item for every CSL processor (https://github.com/citation-style-language/schema, csl-data.json)."""

from __future__ import annotations

from pecia.citation import dates
from pecia.citation.items import Item, remarks
from pecia.citation.names import Name


def csl_item(item: Item, key: str, published: str = "") -> dict[str, object]:
    """``item`` under the id ``key``; fields without a value are left out.

    ``published``: how the publication of the same text is cited. The place cited is added to ``note`` by whoever cites.
    """
    number = {"article-journal": "issue", "book": "volume", "chapter": "volume"}.get(item.kind, "number")
    fields: dict[str, object] = {
        "id": key,
        "type": item.kind,
        "title": item.title,
        "title-short": item.short_title if item.short_title != item.title else "",
        "author": [_name(name) for name in item.authors],
        "editor": [_name(name) for name in item.editors],
        "translator": [_name(name) for name in item.translators],
        "collection-title" if item.kind == "book" else "container-title": item.container,
        number: item.issue,
        "page": item.pages,
        "version": item.version,
        "publisher": item.publisher,
        "publisher-place": item.place,
        "issued": _date(item.issued),
        "original-date": _date(item.original_date),
        "event-place": item.event_place,
        "genre": item.genre if item.kind != "chapter" else "",  # with it, styles make a chapter a letter "to" nobody
        "archive": item.archive,
        "archive_location": item.archive_location,
        "language": item.language,
        "URL": item.url,
        "note": " ".join(remarks(item, published)),
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(text: str) -> dict[str, object]:
    if parts := dates.divided(text):
        return {"date-parts": [list(parts)]}
    return {"literal": text} if text else {}
