"""Where each page stands: paths of Markdown files, and relative links between pages.

The scheme is a promise (``docs/reference/addresses.md``); only this module knows it. Every page is published as a
folder, and its file is the index of that folder (``people/ekberg/index.md`` at ``people/ekberg/``), so a link goes from
folder to folder whatever engine publishes it: Zensical takes the links of any other file to begin above its folder.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

from pecia.model.edition import EditionStatement

DOCUMENTS = "documents/"
PEOPLE = "people/"
PLACES = "places/"
CITE = "cite/"
SEARCH = "search/"
DOWNLOADS = "downloads/"

EDITION_RECORD = f"{DOWNLOADS}edition.js"
"""How the edition as a whole is cited, as a script that pages without a citation of their own load."""

WHOLE = f"{DOWNLOADS}edition.zip"
"""The whole edition in one archive; it is made from the site and stands on it."""

CHECKSUMS = f"{DOWNLOADS}SHA256SUMS"
"""The checksums of all TEI records, in docs/ and on the site alike."""

OAI = "oai.xml"
"""The static OAI-PMH repository, in docs/ and on the site alike."""

DTS_ENTRY = "dts/index.json"
"""Where a client of Distributed Text Services begins, in docs/ and on the site alike."""

DTS_TEMPLATES = {
    "collection": "dts/collection{/id}.json",
    "navigation": "dts/navigation{/resource}.json",
    "document": "dts/document{/resource,ref}.xml",
}
"""URI templates (RFC 6570) of its other files, which :func:`dts_collection` and the others below fill in."""

MEDIA_TYPES = {
    "cff": "application/yaml",  # RFC 9512
    "csv": "text/csv",  # RFC 4180
    "epub": "application/epub+zip",  # RFC 4839
    "js": "text/javascript",  # RFC 9239
    "json": "application/json",  # RFC 8259
    "pdf": "application/pdf",  # RFC 8118
    "txt": "text/plain",  # RFC 2046
    "xml": "application/tei+xml",  # RFC 6129: all XML that Pecia gives is TEI
    "zip": "application/zip",
}
"""Of a file of the edition, by its ending."""

RESERVED = frozenset(
    name.rstrip("/") for name in (DOCUMENTS, PEOPLE, PLACES, CITE, DOWNLOADS, "assets", "dts", "search", "search-index")
)
"""Folders of the site that are Pecia's own: no document may have such an id."""


_SEGMENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
"""What may stand in an address between two ``/``: it is the name of a file too."""

_TAKEN = RESERVED | {"graphics", "index", "readme"}
"""No part may be called so; to ``index`` and ``readme`` the site engine gives a meaning of its own."""

_LONGEST = 200
"""Characters of a file's name, without its ending, that every system takes."""

_GRAPHIC = re.compile(
    r"(?:\./)?((?:[A-Za-z0-9_][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9_][A-Za-z0-9._-]*\.(?:avif|gif|jpe?g|png|webp))", re.I
)


def document(document_id: str) -> str:
    """Address of a document's overview, relative to the site's root."""
    return f"{document_id}/"


def witness(document_id: str, siglum: str, anchor: str = "") -> str:
    """Address of a witness's reading page, or of a passage on it, relative to the site's root."""
    return f"{document_id}/{siglum}/" + fragment(anchor)


def fragment(anchor: str) -> str:
    """``#`` and the anchor, or the first and last joined by an en dash, as an address may have it: letters that are not
    ASCII, which an ``xml:id`` may have, as their UTF-8 bytes percent-encoded (RFC 3986); nothing for no anchor."""
    return "#" + "–".join(map(quote, anchor.split("–"))) if anchor else ""


def part(document_id: str, siglum: str, segment: str) -> str:
    """Address of a part of a long witness's text, relative to the site's root; ``segment`` as of :func:`is_segment`."""
    return f"{document_id}/{siglum}/{segment}/"


def is_segment(name: str) -> bool:
    """Whether ``name`` may be a part's: at most 64 letters, digits, full stops, hyphens and underscores, none of
    Pecia's own words."""
    return _SEGMENT.fullmatch(name) is not None and name.casefold() not in _TAKEN


def graphic_name(url: str) -> str:
    """The name under which a graphic is published that a TEI file names ``url``; empty when it is not to be.

    It must be a picture that lies beside the file or in a folder there: a relative path of plain names with an ending
    that browsers show. SVG is none of them, for it may hold scripts.
    """
    match = _GRAPHIC.fullmatch(url) if len(url) <= 200 else None
    return match[1] if match and ".." not in url else ""


def graphic(document_id: str, name: str) -> str:
    """Path of a graphic of a document, in docs/ and on the site alike; ``name`` as of :func:`graphic_name`."""
    return f"{document_id}/graphics/{name}"


def stub(address: str) -> str:
    """The path, in docs/ and on the site alike, of a page at ``address`` that is published as it is."""
    return f"{address}index.html"


def compare(document_id: str, pair: tuple[str, ...] = ()) -> str:
    """Address of a document's compare page, or of the one for a pair of witnesses, relative to the site's root."""
    return f"{document_id}/compare/" + (f"{'-'.join(pair)}/" if pair else "")


def apparatus(document_id: str) -> str:
    """Address of a document's apparatus, relative to the site's root."""
    return f"{document_id}/apparatus/"


def person(key: str) -> str:
    """Address of a person's page, relative to the site's root."""
    return f"{PEOPLE}{key}/"


def tei(document_id: str, siglum: str) -> str:
    """Path of a witness's TEI record, in docs/ and on the site alike."""
    return f"{DOWNLOADS}{document_id}.{siglum}.xml"


def apparatus_file(document_id: str, ending: str) -> str:
    """Path of a document's apparatus as a file (``csv``, ``json``, ``xml``), in docs/ and on the site alike."""
    return f"{DOWNLOADS}{document_id}.apparatus.{ending}"


def copy(document_id: str, siglum: str, ending: str) -> str:
    """Path of a copy of a witness, or with an empty ``siglum`` of a whole document, in docs/ and on the site alike.

    ``ending``: ``txt``, ``corrected.txt``, ``csv``, ``json``, ``epub``, ``pdf``, ``tei.zip``,
    ``turn-lengths.csv``; ``js`` is the JSON of a witness as a script, which pages opened from a file can read too.
    """
    return f"{DOWNLOADS}{document_id}{'.' if siglum else ''}{siglum}.{ending}"


def sums(document_id: str) -> str:
    """Path of the checksums of a document's copies, in docs/ and on the site alike."""
    return f"{DOWNLOADS}{document_id}.SHA256SUMS"


def dts_collection(identifier: str = "") -> str:
    """Path of the DTS file about a collection or a resource; without ``identifier`` about the whole edition."""
    return f"dts/collection{'/' if identifier else ''}{identifier}.json"


def dts_navigation(resource: str) -> str:
    """Path of the DTS file about the turns and passages of a resource."""
    return f"dts/navigation/{resource}.json"


def dts_reference(reference: str) -> str:
    """What a turn or passage is called for DTS, and its file: its anchor, percent-encoded; of one that is too long for
    the name of a file a digest."""
    named = quote(reference)
    return named if len(named) <= _LONGEST else f"id-{sha256(reference.encode()).hexdigest()[:32]}"


def dts_document(resource: str, reference: str = "") -> str:
    """Path of the text of a resource for DTS, or of one turn or passage of it (:func:`dts_reference`)."""
    return f"dts/document/{resource}{'/' if reference else ''}{reference}.xml"


def markdown(address: str) -> str:
    """The Markdown file, relative to docs/, that is published at ``address``."""
    return f"{address}index.md"


def root(address: str) -> str:
    """The way from the page at ``address`` up to the site's root: ``../../`` from ``a/B/``."""
    return "../" * address.count("/")


def published(statement: EditionStatement, address: str) -> str:
    """The full web address of ``address`` as the edition is published; empty when the edition has none yet."""
    return f"{statement.url.rstrip('/')}/{address}" if statement.url else ""
