"""What is cited, as CSL has it: one item for the edition, each document, each witness and each source.

The fields are those of CSL 1.0.2, "Standard variables" (https://docs.citationstyles.org/en/stable/specification.html).
An empty value is not established and leaves no trace in a citation. What the edition cites of itself is a ``chapter``
of an edited collection: the document is the chapter, whoever is established as its author the author, the edition the
collection, issued at the edition's date; the document's own date and place are part of its title, as archives describe
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pecia import addresses
from pecia.citation import dates
from pecia.citation.credits import Credit, credits, names
from pecia.citation.forms import one_line
from pecia.citation.names import Name, divided, in_order
from pecia.metadata.formats import is_tei
from pecia.model.edition import Document, EditionStatement, Entry, Original, Source, Witness
from pecia.phrases import date_in_words, listed, sentence

__all__ = [
    "Item",
    "ItemKind",
    "Name",
    "document_item",
    "edition_item",
    "edition_title",
    "publication",
    "remarks",
    "source_item",
    "with_part",
    "witness_item",
]

ItemKind = Literal["article-journal", "book", "chapter", "manuscript", "webpage", "dataset"]
"""The CSL type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be cited. ``issued`` and ``original_date`` are ISO 8601, or words as printed.

    ``archive`` and ``archive_location`` say where it is kept; ``original``, in words, where the original is kept of
    what does not rest on it.
    """

    kind: ItemKind
    title: str
    short_title: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    addressees: tuple[Name, ...] = ()
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
    original: str = ""
    language: str = ""
    url: str = ""


def edition_item(statement: EditionStatement) -> Item:
    """The edition as a whole: a book by its editors."""
    return Item(
        kind="book",
        title=edition_title(statement),
        short_title=statement.title if statement.subtitle else "",
        editors=tuple(divided(editor.name) for editor in statement.editors),
        version=statement.version,
        publisher=statement.publisher,
        issued=statement.date,
        language=statement.language,
        url=addresses.published(statement, ""),
    )


def document_item(statement: EditionStatement, document: Document, entries: Mapping[str, Entry]) -> Item:
    """One document of the edition. ``entries`` are the register entries by key, for the names of persons.

    Authors and translators are those credited as such (:mod:`pecia.citation.credits`). Hands of the kind "editor" have
    edited this text; they are named in its title where the edition has editors of its own, and else they are the
    editors. The title is the document's, with the addressee of a letter, place and date in words where it does not give
    them already.
    """
    return _document_item(statement, document, credits(document, entries))


def _document_item(statement: EditionStatement, document: Document, found: Iterable[Credit]) -> Item:
    found = tuple(found)
    languages = {witness.language for witness in document.witnesses}
    edition = edition_item(statement)
    edited_by = tuple(name for name in names(found, "editor") if name not in edition.editors)
    seen = original_seen(document)
    title = _described(document, names(found, "addressee"))
    if edited_by and edition.editors:
        title = _joined(title, f"edited by {_few(edited_by)}")
    return Item(
        kind="chapter",
        title=title,
        short_title=document.short_title,
        authors=names(found, "author"),
        editors=edition.editors or edited_by,
        translators=names(found, "translator"),
        addressees=names(found, "addressee"),
        container=edition.title,
        version=edition.version,
        publisher=edition.publisher,
        issued=edition.issued,
        original_date=document.date,
        event_place=document.place,
        genre=document.kind,
        archive=_archive(document.original) if seen else "",
        archive_location=document.original.shelfmark if seen else "",
        original=original_unseen(document),
        language=languages.pop() if len(languages) == 1 else "",
        url=addresses.published(statement, addresses.document(document.id)),
    )


def witness_item(
    statement: EditionStatement, document: Document, witness: Witness, entries: Mapping[str, Entry]
) -> Item:
    """One witness of a document; of a document that has but one, the document at the witness's address."""
    item = _document_item(statement, document, credits(document, entries, [witness]))
    if len(document.witnesses) > 1:
        short = f"witness {witness.siglum}"
        item = with_part(item, f"{short} ({witness.title})" if witness.title else short, short)
    url = addresses.published(statement, addresses.witness(document.id, witness.siglum))
    return replace(item, language=witness.language, url=url)


def witness_items(statement: EditionStatement, document: Document, entries: Mapping[str, Entry]) -> dict[str, Item]:
    """The witnesses of a document, by siglum."""
    return {witness.siglum: witness_item(statement, document, witness, entries) for witness in document.witnesses}


def original_seen(document: Document) -> bool | None:
    """Whether the edition rests on the original; ``None`` when nobody has said so. An edition of a transcript does not,
    unless its editor says otherwise."""
    if document.original.seen is not None:
        return document.original.seen
    return None if all(is_tei(witness.exemplar.file) for witness in document.witnesses) else False


def original_unseen(document: Document) -> str:
    """Where the original is of which nobody says that the edition rests on it; nothing where no archive is
    established."""
    seen, archive = original_seen(document), _archive(document.original)
    if seen or not archive:
        return ""
    where = ", ".join(part for part in (archive, document.original.shelfmark) if part)
    return f"original in {where}{', not seen' if seen is False else ''}"


def with_part(item: Item, part: str, short: str) -> Item:
    """``item`` with a ``part`` of it named in its title, and ``short`` in its short title."""
    return replace(item, title=_joined(item.title, part), short_title=_joined(item.short_title or item.title, short))


def source_item(source: Source) -> Item:
    """A source that the edition itself cites.

    What an ``archive`` calls its container is the archive, with its place, and its issue the shelf mark.
    """
    kinds: Mapping[str, ItemKind] = {
        "article": "article-journal", "book": "book", "chapter": "chapter",
        "archive": "manuscript", "webpage": "webpage", "database": "dataset", "described": "manuscript",
    }  # fmt: skip
    held = source.kind == "archive"
    return Item(
        kind=kinds[source.kind],
        title=source.title,
        authors=tuple(map(divided, source.authors)),
        editors=tuple(map(divided, source.editors)),
        translators=tuple(map(divided, source.translators)),
        container="" if held else source.container,
        issue="" if held else source.issue,
        pages=source.pages,
        publisher=source.publisher,
        place="" if held else source.place,
        issued=source.date,
        archive=", ".join(part for part in (source.container, source.place) if part) if held else "",
        archive_location=source.issue if held else "",
        url=source.url,
    )


def publication(document: Document, witness: Witness) -> Source | None:
    """The source that published the witness; none when that is not established."""
    return next((source for source in document.sources if source.id == witness.published_in), None)


def edition_title(statement: EditionStatement) -> str:
    """Title and subtitle of the edition, as they are cited."""
    return ": ".join(part for part in (statement.title, statement.subtitle) if part)


def remarks(item: Item, published: str = "") -> tuple[str, ...]:
    """Sentences for a note on ``item``, of what reference managers have no field for.

    ``published``: how the publication of the same text is cited.
    """
    recorded = (item.genre, item.event_place, date_in_words(item.original_date))
    facts = (
        sentence(", ".join(part for part in recorded if part)) if item.original_date else "",
        f"To {_few(item.addressees)}." if item.addressees else "",
        sentence(f"{item.original[:1].upper()}{item.original[1:]}") if item.original else "",
        sentence(f"Publication of this witness: {published}") if published else "",
    )
    return tuple(one_line(fact) for fact in facts if fact)


def _few(people: tuple[Name, ...]) -> str:
    """The names as they are spoken, the first of more than three."""
    return f"{in_order(people[0])} and others" if len(people) > 3 else listed(list(map(in_order, people)))


def _archive(original: Original) -> str:
    name = f"{original.repository} ({original.abbreviation})" if original.abbreviation else original.repository
    if not original.repository:
        name = original.abbreviation
    return ", ".join(part for part in (name, original.settlement or original.country) if name and part)


def _described(document: Document, addressees: tuple[Name, ...]) -> str:
    title = document.title
    if addressees and not any(_has(title, name.family) for name in addressees):
        title = _joined(title, f"to {_few(addressees)}")
    if document.place and not any(_has(title, part) for part in document.place.split(",")):
        title = _joined(title, document.place)
    if document.date and not any(_has(title, form) for form in dates.forms(document.date)):
        title = _joined(title, date_in_words(document.date))
    return title


def _has(title: str, words: str) -> bool:
    """Whether ``words`` stand in ``title`` as whole words."""
    title, words = title.casefold(), words.strip().casefold()
    at = title.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if not (_in_word(title[at - 1 : at]) or _in_word(title[end : end + 1])):
            return True
        at = title.find(words, at + 1)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _joined(title: str, more: str) -> str:
    """``title, more``, with no comma after a mark that closes a sentence."""
    return f"{title} {more}" if title.endswith(("?", "!", "…")) else f"{title.rstrip('.')}, {more}"
