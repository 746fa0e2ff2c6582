"""A witness, or several of a document one after another, as a book: EPUB 3.3.

The book stands alone: cover and title page in words, the document with its sources, and before each text what the
witness is and what its signs mean. A passage has the id that it has on the site (``p12``), in one file of its witness.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from pecia.formats.epub_book import ABOUT, Book, witness_name
from pecia.formats.epub_front import about, cover, title_page, witness_page
from pecia.formats.epub_package import NAV, Chapter, archive, navigation, package
from pecia.formats.epub_text import Section, sections
from pecia.formats.epub_xhtml import STYLES, document, element, in_lines
from pecia.model.edition import EditionStatement
from pecia.model.record import Record
from pecia.pages.views import DocumentView


def epub(statement: EditionStatement, view: DocumentView, sigla: Sequence[str], cited: Mapping[str, str]) -> bytes:
    """The witnesses ``sigla`` of the document as one book, in the document's order; at least one.

    ``cited``: the citation in words by siglum, of the whole document under ``""``, and of sources by their ids; what is
    missing is left out, and of a source the facts are listed.
    """
    records = tuple(witness.record for witness in view.witnesses if witness.record.siglum in sigla)
    begins = {record.siglum: f"witness-{number}.xhtml" for number, record in enumerate(records, start=1)}
    book = Book(statement, view, records, begins, cited)
    front = [
        Chapter("cover.xhtml", document("Cover", book.language, cover(book)), "Cover"),
        Chapter("title.xhtml", document(book.title, book.language, title_page(book)), "Title page"),
    ]
    title = "About the document"
    after = [Chapter(ABOUT, document(title, book.language, page), title) for page in about(book)]
    for number, record in enumerate(records, start=1):
        after += _witness(book, record, number)
    landmarks = {
        "cover": ("cover.xhtml", "Cover"),
        "titlepage": ("title.xhtml", "Title page"),
        "toc": (NAV, "Contents"),
        "bodymatter": (begins[records[0].siglum], "Text"),
    }
    contents = document("Contents", book.language, navigation(book, [*front, *after], landmarks))
    chapters = [*front, Chapter(NAV, contents), *after]
    made = {chapter.name: chapter.content for chapter in chapters}
    made |= {"package.opf": package(book, chapters), STYLES: _styles()}
    return archive(made, statement.day)


def _witness(book: Book, record: Record, number: int) -> Iterator[Chapter]:
    """The page before the text, and the text in as many files as it needs."""
    name = witness_name(record)
    first = book.files[record.siglum]
    yield Chapter(first, document(name, book.language, witness_page(book, record)), name)
    parts = sections(record, f"text-{number}")
    for place, part in enumerate(parts, start=1):
        title = f"Text of witness {record.siglum}" if len(parts) == 1 else _title(record, part, place)
        text = element("div", *in_lines(part.blocks), class_="text", lang=record.witness.language)
        whole = element(
            "section", *in_lines([element("h1", title), text, *part.notes]), type_="chapter", role="doc-chapter"
        )
        yield Chapter(f"text-{number}-{place}.xhtml", document(f"{name}. {title}", book.language, whole), title, first)


def _title(record: Record, part: Section, place: int) -> str:
    anchors = f"{part.first}–{part.last}" if part.first != part.last else part.first
    return f"Text of witness {record.siglum}, " + (f"passages {anchors}" if anchors else f"part {place}")


@cache
def _styles() -> bytes:
    return files("pecia.formats").joinpath(STYLES).read_bytes()
