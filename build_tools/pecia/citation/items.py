"""What is cited, as CSL has it: one item for the edition, each document, each witness and each source.

The fields are those of CSL 1.0.2, "Standard variables" (https://docs.citationstyles.org/en/stable/specification.html).
An empty value is not established and leaves no trace in a citation. What the edition cites of itself is a ``chapter``
of an edited collection: the document is the chapter, its note-takers the authors, the edition the collection, issued
at the edition's date; the document's own date and place are part of its title, as archives describe it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pecia.record import Document, EditionStatement, Entry, Source, Witness

ItemKind = Literal["article-journal", "book", "chapter", "manuscript", "webpage", "dataset"]
"""The CSL type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person or body. With an empty ``given``, ``family`` is the whole name and is never turned round or shortened.

    ``particle`` stands before the family name and is not sorted by ("de" Gaulle); ``suffix`` as in "Jr.".
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be cited. ``issued`` and ``original_date`` are ISO 8601, or words as printed."""

    kind: ItemKind
    title: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    container: str = ""
    issue: str = ""
    pages: str = ""
    version: str = ""
    publisher: str = ""
    place: str = ""
    issued: str = ""
    original_date: str = ""
    event_place: str = ""
    genre: str = ""
    archive: str = ""
    archive_location: str = ""
    language: str = ""
    url: str = ""


def edition_item(statement: EditionStatement) -> Item:
    """The edition as a whole: a book by its editors."""
    raise NotImplementedError


def document_item(statement: EditionStatement, document: Document, entries: Mapping[str, Entry]) -> Item:
    """One document of the edition. ``entries`` are the register entries by key, for the note-takers' names."""
    raise NotImplementedError


def witness_item(
    statement: EditionStatement, document: Document, witness: Witness, entries: Mapping[str, Entry]
) -> Item:
    """One witness of a document; of a document that has but one, the document at the witness's address."""
    raise NotImplementedError


def source_item(source: Source) -> Item:
    """A source that the edition itself cites."""
    raise NotImplementedError
