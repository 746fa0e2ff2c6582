"""The package of an EPUB: what the book is, its table of contents, and the archive that holds it.

EPUB 3.3 (https://www.w3.org/TR/epub-33/): package document (5), navigation document (7), container (4). Accessibility
is said in the properties of schema.org, as EPUB Accessibility 1.1 (3.2) asks, and no conformance is claimed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]  # lxml-stubs leave it out

from pecia.citation.credits import credits
from pecia.citation.names import in_order, inverted
from pecia.formats.archives import zipped
from pecia.formats.epub_xhtml import MATHML, STYLES, clean, language_tag
from pecia.model.relators import RELATORS
from pecia.pages.html import Html, join, link, tag, words
from pecia.phrases import sentence
from pecia.view.book import Book
from pecia.view.facts import statements_in_words
from pecia.view.languages import from_the_right

FOLDER = "EPUB/"
NAV = "contents.xhtml"

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_O = ElementMaker(namespace=_OPF, nsmap={None: _OPF, "dc": _DC})
_D = ElementMaker(namespace=_DC, nsmap={None: _OPF, "dc": _DC})
_C = ElementMaker(namespace=_CONTAINER, nsmap={None: _CONTAINER})

_ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    (
        "accessibilitySummary",
        "The book is text only, without images. It has a table of contents, headings and numbered passages. Notes are "
        "linked from the text and back. Signs in a text are explained in words before it. The book has not been "
        "checked against an accessibility standard.",
    ),
)
"""Only what holds for every book that is made here."""


class Chapter(NamedTuple):
    """A file of the book: its name, its bytes, and its title in the table of contents with those under it."""

    name: str
    content: bytes
    title: str = ""
    under: str = ""


def identifier(book: Book) -> str:
    """The published address; without one a UUID (RFC 9562, version 5) of the edition, the document, the witness and
    the version."""
    if book.address:
        return book.address
    parts = (book.statement.title, book.document.id, book.siglum, book.statement.version)
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)).urn


def package(book: Book, chapters: Sequence[Chapter]) -> bytes:
    """The package document; ``chapters`` in reading order, the navigation document among them."""
    items = [
        _O.item({"id": _id(one.name), "href": one.name, "media-type": "application/xhtml+xml"} | _properties(one))
        for one in chapters
    ]
    items.append(_O.item({"id": _id(STYLES), "href": STYLES, "media-type": "text/css"}))
    languages = [view.record.witness.language for view in book.witnesses]
    forward = {"page-progression-direction": "rtl"} if all(map(from_the_right, languages)) else {}
    spine = _O.spine(forward, *_in_lines(_O.itemref(idref=_id(name)) for name, *_ in chapters))
    language = language_tag(book.statement.language)
    root = _O.package(
        {"version": "3.0", "unique-identifier": "book", "{http://www.w3.org/XML/1998/namespace}lang": language},
        *_in_lines([_O.metadata(*_in_lines(_metadata(book))), _O.manifest(*_in_lines(items)), spine]),
    )
    return _bytes(root)


def navigation(chapters: Sequence[Chapter], landmarks: Mapping[str, tuple[str, str]]) -> Html:
    """The table of contents, and the landmarks (EPUB's term → file and title), which only reading systems show."""
    top = [chapter for chapter in chapters if chapter.title and not chapter.under]
    toc = tag("nav", tag("h1", Html("Contents")), tag("ol", *(_entry(c, chapters) for c in top)), role="doc-toc")
    marks = [
        tag("li", Html(f'<a href="{name}" epub:type="{term}">{words(title)}</a>'))
        for term, (name, title) in landmarks.items()
    ]
    title = tag("h2", Html("Landmarks"))
    listed = Html(f'<nav epub:type="landmarks" hidden="hidden">{title}{tag("ol", *marks)}</nav>')
    return tag("section", toc, listed)


def archive(files: Mapping[str, bytes], edition_date: str) -> bytes:
    """The zip archive, ``mimetype`` first (EPUB 3.3, 4.2): stored, with the edition's date as time, so that it is the
    same bytes on every machine. ``files``: those of the book's folder."""
    content = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _container(),
        **{f"{FOLDER}{name}": files[name] for name in sorted(files)},
    }
    return zipped(content.items(), edition_date)


def _metadata(book: Book) -> Iterator[etree._Element]:
    """Dublin Core and schema.org: creators are established authors, contributors whoever else had a hand in the texts,
    and the editors of the edition."""
    statement, document = book.statement, book.document
    records = [view.record for view in book.witnesses]
    entries = {entry.key: entry for record in records for entry in record.entries}
    hands = credits(document, entries, [record.witness for record in records])
    described = records[0].witness.description if book.siglum else ""
    licence = statement.licence
    rights = " ".join(sentence(part) for part in (licence.name, licence.url, licence.scope) if part)
    yield _dc("identifier", identifier(book), id="book")
    yield _dc("title", book.whole_title if book.siglum else book.title, id="title")
    for number, hand in enumerate((hand for hand in hands if hand.kind != "addressee"), start=1):
        yield _dc("creator" if hand.kind == "author" else "contributor", in_order(hand.name), id=f"hand-{number}")
        yield _meta("role", RELATORS[hand.kind], refines=f"#hand-{number}", scheme="marc:relators")
        yield _meta("file-as", inverted(hand.name), refines=f"#hand-{number}")
    for number, editor in enumerate((editor for editor in statement.editors if editor.name), start=1):
        yield _dc("contributor", editor.name, id=f"editor-{number}")
        yield _meta("role", "edt", refines=f"#editor-{number}", scheme="marc:relators")
    languages = [language_tag(record.witness.language) for record in records]
    for language in dict.fromkeys([*languages, language_tag(statement.language)]):
        yield _dc("language", language)
    for name, value in (("date", statement.date), ("publisher", statement.publisher), ("description", described)):
        if value:
            yield _dc(name, value)
    yield _dc("rights", f"{rights} Rights in the text: {statements_in_words(document.rights)}".strip())
    if statement.title:
        yield _meta("belongs-to-collection", statement.title, id="edition")
        yield _meta("collection-type", "set", refines="#edition")
    yield _meta("dcterms:modified", f"{statement.day}T00:00:00Z")
    for name, value in _ACCESSIBILITY:
        yield _meta(f"schema:{name}", value)


def _entry(chapter: Chapter, chapters: Sequence[Chapter]) -> Html:
    under = [_entry(inner, chapters) for inner in chapters if inner.under == chapter.name]
    here = link(chapter.name, words(chapter.title), dir="auto")
    return tag("li", join([here, *([tag("ol", *under)] if under else [])]))


def _properties(chapter: Chapter) -> dict[str, str]:
    """What a reading system must know of a file (EPUB 3.3, D.8): that it has the contents, or formulae."""
    own = ["nav"] if chapter.name == NAV else ["mathml"] if MATHML.encode() in chapter.content else []
    return {"properties": " ".join(own)} if own else {}


def _id(name: str) -> str:
    return f"file-{name.partition('.')[0]}"


def _in_lines(elements: Iterable[etree._Element]) -> Iterator[str | etree._Element]:
    """Elements, each on a line of its own."""
    for element in elements:
        yield "\n"
        yield element
    yield "\n"


def _dc(name: str, value: str, **attributes: str) -> etree._Element:
    made: etree._Element = _D(name, clean(value), attributes)
    return made


def _meta(name: str, value: str, **attributes: str) -> etree._Element:
    made: etree._Element = _O.meta({"property": name} | attributes, clean(value))
    return made


def _container() -> bytes:
    path = {"full-path": f"{FOLDER}package.opf", "media-type": "application/oebps-package+xml"}
    return _bytes(_C.container({"version": "1.0"}, _C.rootfiles(_C.rootfile(path))))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
