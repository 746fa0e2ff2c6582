"""What the head of a page tells reference managers and harvesters, made from what is cited (:mod:`pecia.citation`).

Highwire Press tags are read by Google Scholar ("Inclusion Guidelines for Webmasters") and Zotero, Dublin Core by
harvesters (DCMI, "Expressing Dublin Core metadata using HTML/XHTML meta and link elements", 2008), JSON-LD by search
engines (schema.org), links by all (RFC 8288; ``cite-as``: RFC 8574).

Zotero saves one item a page, from these tags alone (its translators "Embedded Metadata" and "RDF"; the rules that
matter are in ``tests/site/zotero.py``). There is no COinS beside them: Zotero would take it first, and a context object
(NISO Z39.88) has no room for the archive, the editors or the rights. Three things that one would expect are left out,
for Zotero takes them for something else: ``citation_book_title`` (for an Open Graph tag; ``citation_inbook_title`` is
understood), ``DC.coverage`` (for the shelf mark) and ``DC.identifier`` (of an address that ends ``-10/A/``, for a DOI).

An empty value leaves no tag. What must be absolute is left out while the edition has no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pecia import addresses
from pecia.citation import Item, Name, document_item, edition_item, witness_item
from pecia.citation.names import inverted
from pecia.model.edition import Document, EditionStatement, Entry, Witness
from pecia.pages import linked_data
from pecia.pages.html import Html, join, tag
from pecia.pages.linked_data import Json, on_the_web
from pecia.pages.views import Copy
from pecia.phrases import sentence

_NAMESPACES = {
    "DC": "http://purl.org/dc/elements/1.1/",
    "DCTERMS": "http://purl.org/dc/terms/",
    "z": "http://www.zotero.org/namespaces/export#",
}


def edition_head(statement: EditionStatement) -> Html:
    """The head of the front page: the edition as a book."""
    item = edition_item(statement)
    data = linked_data.script(linked_data.edition_data(statement))
    return join([*_tags(statement, item, "book"), *_links(statement, item), data], Html("\n"))


def document_head(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], copies: Sequence[Copy] = ()
) -> Html:
    """The head of a document's overview. ``entries``: register entries by key; ``copies``: those of the document."""
    item = document_item(statement, document, entries)
    root = addresses.root(addresses.document(document.id))
    files = [(copy.path, copy.format) for copy in copies if not copy.siglum]
    data = linked_data.document_data(statement, item, document, entries, root)
    return _chapter_head(statement, item, data, root, files)


def witness_head(
    statement: EditionStatement,
    document: Document,
    witness: Witness,
    entries: Mapping[str, Entry],
    copies: Sequence[Copy] = (),
    root: str = "",
    *,
    brief: bool = False,
) -> Html:
    """The head of a reading page; ``entries`` and ``copies`` as of :func:`document_head`.

    ``root``: the way to the site's root, for a page that is not the witness's first. A ``brief`` head says each thing
    once, in the tags that both Google Scholar and Zotero read, and leaves out the rest.
    """
    item = witness_item(statement, document, witness, entries)
    root = root or addresses.root(addresses.witness(document.id, witness.siglum))
    record = addresses.tei(document.id, witness.siglum)
    copied = [(copy.path, copy.format) for copy in copies if copy.siglum == witness.siglum and copy.path != record]
    if brief:
        return _brief_head(statement, item, f"{root}{record}")
    data = linked_data.witness_data(statement, item, document, witness, entries, root)
    return _chapter_head(statement, item, data, root, [(record, "TEI"), *copied])


def _brief_head(statement: EditionStatement, item: Item, record: str) -> Html:
    named = _scholar(item)
    tags = [tag("meta", name=name, content=content) for name, value in named if (content := " ".join(value.split()))]
    alternate = tag("link", rel="alternate", type=addresses.MEDIA_TYPES["xml"], href=record, title="TEI")
    return join([*tags, *_links(statement, item), alternate], Html("\n"))


def _chapter_head(
    statement: EditionStatement, item: Item, data: Json, root: str, files: Iterable[tuple[str, str]]
) -> Html:
    """The whole head of a part of the edition; ``files``: its copies, as paths and formats in words."""
    endings = ((path, name, path.rpartition(".")[2]) for path, name in files)
    kinds = addresses.MEDIA_TYPES
    typed = [
        (path, name, kinds[end]) for path, name, end in endings if end in kinds and end != "js"
    ]  # no reader's copy
    pdf = next((path for path, _name, kind in typed if kind == "application/pdf"), "")
    alternates = [
        tag("link", rel="alternate", type=kind, href=f"{root}{path}", title=name) for path, name, kind in typed
    ]
    encoded = linked_data.encoding(statement, root, typed)
    tags = _tags(statement, item, "bookSection", addresses.published(statement, pdf) if pdf else "")
    return join([*tags, *_links(statement, item), *alternates, linked_data.script({**data, **encoded})], Html("\n"))


# --- meta elements -------------------------------------------------------------------------------


def _tags(statement: EditionStatement, item: Item, zotero_type: str, pdf: str = "") -> Iterator[Html]:
    """Highwire Press, Dublin Core and Zotero's own, in this order."""
    for prefix, namespace in _NAMESPACES.items():
        yield tag("link", rel=f"schema.{prefix}", href=namespace)
    source = ", ".join(part for part in (item.archive, item.archive_location) if part) or item.original
    # Where nothing else says who made it, Zotero takes contributors for its authors.
    translators = item.translators if item.authors or item.editors else ()
    values: list[tuple[str, str]] = [
        *_scholar(item),
        ("citation_fulltext_html_url", item.url),
        ("citation_pdf_url", pdf),
        ("DC.title", item.title),
        *(("DC.creator", inverted(name)) for name in item.authors),
        *(("DC.contributor", inverted(name)) for name in (*item.editors, *translators)),
        ("DC.publisher", item.publisher),
        ("DC.language", item.language),
        ("DC.type", "Text"),
        ("DC.source", source),
        ("DC.rights", linked_data.rights(statement)),
        ("DCTERMS.isPartOf", item.container),
        ("DCTERMS.issued", item.issued),
        ("DCTERMS.created", item.original_date),
        ("DCTERMS.spatial", item.event_place),
        ("z:itemType", zotero_type),
        ("z:shortTitle", item.short_title if item.short_title != item.title else ""),
        ("z:archive", item.archive),
        ("z:archiveLocation", item.archive_location),
    ]
    for name, value in values:
        if content := " ".join(value.split()):
            yield tag("meta", name=name, content=content)
    if extra := _extra(item):
        yield tag("meta", name="z:extra", content=extra)


def _scholar(item: Item) -> list[tuple[str, str]]:
    """Highwire Press tags as names and values, empty ones among them."""
    return [
        ("citation_title", item.title),
        *(("citation_author", name) for name in _highwire(item.authors)),
        *(("citation_editor", name) for name in _highwire(item.editors)),
        ("citation_inbook_title", item.container),
        ("citation_publication_date", item.issued.replace("-", "/")),
        ("citation_publisher", item.publisher),
        ("citation_language", item.language),
        ("citation_public_url", item.url),
    ]


def _extra(item: Item) -> str:
    """What Zotero has no field for, as lines that it cites from its field Extra ("Citing Fields from Extra").

    Not the genre: with one, styles take a chapter for a letter.
    """
    values = [
        *(("Translator", " || ".join(filter(None, (_family(name), name.given)))) for name in item.translators),
        ("Original Date", item.original_date),
        ("Event Place", item.event_place),
        ("Version", item.version),
    ]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in values if value.strip()]
    return "\n".join([*lines, *([sentence(item.original[:1].upper() + item.original[1:])] if item.original else [])])


def _highwire(names: Sequence[Name]) -> list[str]:
    """Names with the family name first, one a tag.

    Zotero divides a name without a comma at its last space, so a whole name ends in one; it takes a single name with
    spaces on both sides of the comma for two, unless a semicolon says that it is a list; and it drops what follows a
    second comma, so a suffix stays with the family name.
    """
    forms = []
    for name in names:
        family = _family(name)
        alone = len(names) == 1 and " " in family and " " in name.given
        forms.append(f"{family}, {name.given}{';' if alone else ''}" if name.given else f"{family},")
    return forms


def _family(name: Name) -> str:
    return " ".join(part for part in (name.particle, name.family, name.suffix) if part)


def _links(statement: EditionStatement, item: Item) -> Iterator[Html]:
    if on_the_web(statement.licence.url):
        yield tag("link", rel="license", href=statement.licence.url)
    if item.url:
        yield tag("link", rel="cite-as", href=item.url)
