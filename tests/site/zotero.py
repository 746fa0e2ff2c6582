"""What Zotero would save of a page: the rules of its import that concern tags such as ours, as tables.

Written from what two of its translators do (repository zotero/translators): "Embedded Metadata.js", last updated
2024-06-13 15:58:28 (commit dcd14d6f), and "RDF.js", last updated 2019-09-08 11:33:52 (commit 0dd01690); names are
divided as by ``cleanAuthor`` of "utilities.js" (repository zotero/utilities, commit 04e460e5). In order:

1. A tag ``prefix.property`` with a known prefix is a statement about the page. Of a name with more than two parts the
   second counts as the prefix first, so that ``citation_book_title`` is a statement of the Open Graph namespace
   ``book`` and nothing more.
2. The RDF translator makes an item from the statements: of each field's properties the first that is stated, the first
   value; then every ``z:`` property, whatever it is. What looks like a DOI in an identifier is taken for one, and
   goes into ``extra`` where the item type has no field for it.
3. Highwire Press tags go over that, and their authors and editors take the place of all others.
4. What is then missing comes from the page: abstract, address, language.
5. Fields that the item type does not have are dropped.

Left out is what no page of ours can bring about: bylines, journals, ISBN, PubMed, Open Graph types, attachments' files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "z": "http://www.zotero.org/namespaces/export#",
    "bib": "http://purl.org/net/biblio#",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    **{
        name: f"other:{name}"
        for name in (
            "bibo", "foaf", "vcard", "link", "eprint", "eprints", "og", "article", "book", "music", "video", "so",
            "codemeta", "rdf",
        )
    },
}  # fmt: skip
"""The prefixes that are known without a declaration; those of which no property is used here stand for themselves."""

HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_inbook_title": "publicationTitle",
    "citation_book_title": "bookTitle",
    "citation_publisher": "publisher",
    "citation_abstract": "abstractNote",
    "citation_public_url": "url",
    "citation_language": "language",
}

HIGHWIRE_TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_inbook_title": "bookSection",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}

RDF_FIELDS = {
    "title": ("dc:title", "dcterms:title"),
    "publicationTitle": ("prism:publicationName", "dc:source", "dcterms:source"),
    "rights": ("prism:copyright", "dc:rights", "dcterms:rights"),
    "publisher": ("dc:publisher", "dcterms:publisher"),
    "date": (
        "prism:publicationDate", "dc:date.issued", "dcterms:date.issued", "dcterms:issued", "dc:date", "dcterms:date",
        "dcterms:dateSubmitted",
    ),
    "archiveLocation": ("dc:coverage", "dcterms:coverage"),
    "abstractNote": ("dcterms:abstract", "dc:description.abstract", "dcterms:description.abstract"),
    "language": ("dc:language", "dcterms:language"),
}  # fmt: skip

RDF_CREATORS = {
    "author": ("bib:authors", "dc:creator", "dcterms:creator", "dc:contributor", "dcterms:contributor"),
    "editor": ("bib:editors",),
}

FIELDS = {
    "bookSection": {
        "title", "abstractNote", "bookTitle", "series", "volume", "edition", "place", "publisher", "date", "pages",
        "ISBN", "shortTitle", "url", "accessDate", "archive", "archiveLocation", "libraryCatalog", "callNumber",
        "rights", "extra", "language",
    },
    "book": {
        "title", "abstractNote", "series", "volume", "edition", "place", "publisher", "date", "numPages", "language",
        "ISBN", "shortTitle", "url", "accessDate", "archive", "archiveLocation", "libraryCatalog", "callNumber",
        "rights", "extra",
    },
}  # fmt: skip
"""The fields that Zotero's schema gives the types of our pages; ``bookTitle`` is the one's ``publicationTitle``."""


@dataclass
class Page(HTMLParser):
    """The head of a page as the translator sees it."""

    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    language: str = ""
    in_head: bool = False

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "head":
            self.in_head = True
        if tag == "meta" and self.in_head and attributes.get("name") and attributes.get("content"):
            self.metas.append((attributes["name"], attributes["content"]))
        if tag == "link":
            self.links.append(attributes)

    def handle_endtag(self, tag):
        if tag == "head":
            self.in_head = False

    def first(self, name):
        """The first tag whose name ends in ``name``, without needless space."""
        return next((" ".join(value.split()) for key, value in self.metas if key.endswith(name)), "")

    def all(self, name):
        return [value for key, value in self.metas if key.endswith(name)]


def saved(html: str, url: str) -> dict[str, object]:
    """The item that is saved from the page at ``url``: ``itemType``, ``creators`` and the fields that are not empty.

    A creator is (role, family name, given name); a name in one field has no given name.
    """
    page = Page()
    page.feed(html)
    stated, type_, guess = _statements(page)
    item: dict[str, str] = {}
    creators: list[tuple[str, str, str]] = []
    if stated:
        item, creators = _rdf(stated, guess or "webpage")
    _highwire(page, item)
    named = [
        *_names(page, "citation_author", "author"),
        *_names(page, "citation_editor", "editor"),
    ]
    item.setdefault("itemType", guess)
    item["itemType"] = type_ or item["itemType"]
    item.setdefault("abstractNote", next((value for name, value in page.metas if name.lower() == "description"), ""))
    canonical = next((link["href"] for link in page.links if link.get("rel") == "canonical"), url)
    item.setdefault("url", page.first("citation_fulltext_html_url") or canonical)
    item["url"] = urljoin(url, item["url"])
    item.setdefault("language", page.language)
    if item["itemType"] == "bookSection" and "publicationTitle" in item:
        item.setdefault("bookTitle", item["publicationTitle"])
    kept = {name: value for name, value in item.items() if name in FIELDS.get(item["itemType"], item) and value}
    return {"itemType": item["itemType"], "creators": named or creators, **kept}


def _statements(page):
    """What the tags state, by short name of the property; the item type that a tag decides, and the one it suggests."""
    known = dict(NAMESPACES)
    for link in page.links:
        if match := re.match(r"schema\.([a-zA-Z]+)", link.get("rel", "")):
            known[match[1].lower()] = link["href"]
    short = {namespace: name for name, namespace in NAMESPACES.items()}
    stated: dict[str, list[str]] = {}
    decided = suggested = ""
    for names, value in page.metas:
        for name in names.split():
            parts = re.split(r"[.:_]", name)
            at = 1 if len(parts) > 2 and parts[1].lower() in known else 0
            if (namespace := known.get(parts[at].lower())) is not None:
                rest = name[len(".".join(parts[: at + 1])) + 1 :]
                rest = rest[:1].lower() + rest[1:]
                stated.setdefault(f"{short.get(namespace, namespace)}:{rest}", []).append(value)
                continue
            tag = name[name.rfind("citation_") :] if "citation_" in name else name[-1:]
            decided = HIGHWIRE_TYPES.get(tag, decided)
            suggested = suggested or ("journalArticle" if tag in ("citation_title", "citation_series_title") else "")
    return stated, decided, suggested


def _rdf(stated, default):
    def first(properties):
        return next((stated[name][0] for name in properties if name in stated), "")

    own = first(("z:itemType", "z:type"))
    item = {name: value for name, properties in RDF_FIELDS.items() if (value := first(properties))}
    item["itemType"] = own or default
    if own and first(("dc:description",)):
        item["extra"] = first(("dc:description",))
    elif not own and "abstractNote" not in item and first(("dc:description", "dcterms:description")):
        item["abstractNote"] = first(("dc:description", "dcterms:description"))
    item |= {name.removeprefix("z:"): values[0] for name, values in stated.items() if name.startswith("z:")}
    for identifier in next((stated[name] for name in ("dc:identifier", "dcterms:identifier") if name in stated), []):
        if doi := re.search(r"10(?:\.[0-9]{4,})?/\S*[^\s.,]", identifier):
            item["extra"] = "\n".join(filter(None, (item.get("extra"), f"DOI: {doi[0]}")))
    creators = []
    for role, properties in RDF_CREATORS.items():
        values = next((stated[name] for name in properties if name in stated), [])
        creators += [_name(value, role, "," in value) for value in values]
    return item, creators


def _highwire(page, item):
    for name, place in HIGHWIRE.items():
        if value := page.first(name):
            item[place] = value


def _names(page, tag, role):
    """The names of all tags. A list has semicolons; a single name with spaces on both sides of a comma is two."""
    values = page.all(tag)
    names = []
    for value in values:
        parts = re.split(r"\s*;\s*", value)
        if len(parts) == len(values) == 1:
            commas = re.split(r"\s*,\s*", parts[0])
            if len(commas) > 1 and " " in commas[0] and " " in commas[1]:
                parts = commas
        names += [_name(part.strip(), role, "," in part) for part in parts if re.search(r"[^\s,.;-]", part)]
    return names


def _name(text, role, comma):
    text = re.sub(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$", "", text)
    if comma:
        text = re.sub(r"\.([^ ])", r". \1", text, count=1)
        family, given = [*re.split(r", ?", text), ""][:2]
    else:
        given, _, family = text.rpartition(" ")
        while given and not family[:1].isalpha():  # "Anna Berg [Oslo]"
            given, _, more = given.rpartition(" ")
            family = f"{more} {family}"
    initials = [f"{part}." if re.fullmatch("[A-Z\u0400-\u042f]", part) else part for part in re.split(r"[\s.]+", given)]
    return role, family.strip(), " ".join(initials).strip()
