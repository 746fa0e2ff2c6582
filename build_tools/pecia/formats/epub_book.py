"""What a book is made of, and what its pages before the text are made with: statements, sources and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pecia import addresses
from pecia.formats.epub_xhtml import Content, Element, Notes, element, in_lines, linked
from pecia.model.edition import Document, EditionStatement, Source, Statement
from pecia.model.record import Record
from pecia.pages.views import DocumentView
from pecia.phrases import certainty_in_words, listed, shortened

ABOUT = "about.xhtml"
"""The file of the document, with its sources."""

Fact = tuple[str, Sequence[Content]]


@dataclass(frozen=True, slots=True)
class Book:
    """What a book is made of: the witnesses in it and the files that they begin in, by siglum.

    ``cited``: the citation in words of what a siglum, the id of a source, or ``""`` (the document) names.
    """

    statement: EditionStatement
    view: DocumentView
    records: tuple[Record, ...]
    files: Mapping[str, str]
    cited: Mapping[str, str]

    @property
    def document(self) -> Document:
        """The document of the book."""
        return self.view.document

    @property
    def siglum(self) -> str:
        """The one witness of the book, or ``""`` when there are several."""
        return self.records[0].siglum if len(self.records) == 1 else ""

    @property
    def language(self) -> str:
        """The language of the generated words, which are English; in the edition's own variety if it has one."""
        own = self.statement.language
        return own if own.lower().partition("-")[0] == "en" else "en"

    @property
    def foreign(self) -> str | None:
        """The language of the editors' words where it is not that of the generated ones."""
        return None if self.statement.language == self.language else self.statement.language

    @property
    def address(self) -> str:
        """Where the edition publishes what the book holds; empty when it has no address yet."""
        place = addresses.document(self.document.id)
        if self.siglum:
            place = addresses.witness(self.document.id, self.siglum)
        return addresses.published(self.statement, place)

    @property
    def title(self) -> str:
        """The title of the book."""
        name = self.document.title or self.document.id
        own = witness_name(self.records[0])
        return f"{name} ({own[0].lower()}{own[1:]})" if self.siglum else name


def witness_name(record: Record) -> str:
    """ "Witness A: Edited reprint"."""
    return f"Witness {record.siglum}" + (f": {record.witness.title}" if record.witness.title else "")


def paragraph(book: Book, statements: Sequence[Statement], notes: Notes) -> list[Element]:
    """Statements as a paragraph, with their certainty and with notes on what they rest on; none without a statement."""
    return [element("p", *_said(book, statements, notes), dir="auto", lang=book.foreign)] if statements else []


def _said(book: Book, statements: Sequence[Statement], notes: Notes) -> list[Content]:
    """Statements in a row, with their certainty, and a note after the last of those that rest on the same sources."""
    parts: list[Content] = []
    for number, statement in enumerate(statements):
        following = statements[number + 1] if number + 1 < len(statements) else None
        parts += [" ", statement.text] if parts else [statement.text]
        if statement.sources and (following is None or following.sources != statement.sources):
            parts.append(notes.cite(*_resting_on(book, statement.sources)))
        if sure := certainty_in_words(statement.certainty):
            parts.append(f" ({sure})")
    return parts


def stated(book: Book, statement: Statement) -> list[Content]:
    """A whole statement: its words, its certainty, its sources."""
    sure = certainty_in_words(statement.certainty)
    sources = [" ", *_resting_on(book, statement.sources)] if statement.sources else []
    return [statement.text, f" ({sure})" if sure else "", *sources]


def _resting_on(book: Book, keys: Sequence[str]) -> list[Content]:
    links = [part for key in keys for part in ("; ", _named(book, key))][1:]
    return ["Source: " if len(keys) == 1 else "Sources: ", *links, "."]


def _named(book: Book, key: str) -> Content:
    """A source in short, leading to its item in the list, or a witness, leading to its page when the book has one."""
    source = next((source for source in book.document.sources if source.id == key), None)
    if source is None:
        name = f"witness {key}"
        return element("a", name, href=book.files[key]) if key in book.files else name
    dated = f" ({source.date})" if source.date else ""
    return element("a", f"“{shortened(source.title, 60)}”{dated}", href=f"{ABOUT}#source-{key}")


def cited_source(book: Book, source: Source) -> list[Content]:
    """A source as it is cited; without a citation, what is known of it, in a row."""
    if given := book.cited.get(source.id):
        return [given]
    facts = [
        listed(source.authors),
        f"“{source.title}”",
        source.container,
        source.issue,
        f"edited by {listed(source.editors)}" if source.editors else "",
        *(source.pages, source.publisher, source.place, source.date),
    ]
    return [", ".join(present(*facts)), *([", ", linked(source.url)] if source.url else []), "."]


def present(*parts: str) -> list[str]:
    """The parts that are not empty."""
    return [part for part in parts if part]


def fact_list(facts: Iterable[Fact]) -> Element:
    """A list of facts; those without a value are left out."""
    pairs = [
        element("div", *in_lines([element("dt", name), element("dd", *value, dir="auto")]))
        for name, value in facts
        if any(part != "" for part in value)
    ]
    return element("dl", *in_lines(pairs), class_="facts")
