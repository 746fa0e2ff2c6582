"""What stands before the text in an EPUB: cover, title page, the document with its sources, and each witness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pecia import addresses
from pecia.formats.epub_book import Book, Fact, cited_source, fact_list, paragraph, present, stated, witness_name
from pecia.formats.epub_signs import signs
from pecia.formats.epub_xhtml import Content, Element, Notes, element, in_lines, linked
from pecia.formats.text import original_in_words, statements_in_words
from pecia.model.edition import Entry, Participant, Responsibility
from pecia.model.record import Record
from pecia.pages.statements import unestablished
from pecia.phrases import (
    NOT_ESTABLISHED,
    PARTS,
    certainty_in_words,
    date_in_words,
    duration_in_words,
    language_in_words,
    listed,
    sentence,
)

# --- cover and title page -------------------------------------------------------------------------


def cover(book: Book) -> Element:
    """The cover, in words."""
    statement = book.statement
    lines = [
        element("p", statement.title, class_="edition", dir="auto", lang=book.foreign),
        element("h1", book.document.title or book.document.id, dir="auto", lang=book.foreign),
        element("p", *_witnesses(book), class_="subtitle", dir="auto"),
        element("p", ", ".join(present(statement.publisher, date_in_words(statement.date))), class_="imprint"),
    ]
    return element("section", *in_lines(lines), class_="cover", type_="cover")


def title_page(book: Book) -> Element:
    """What the book is, who made it, what may be done with it, and how to cite it."""
    statement, document = book.statement, book.document
    licence = statement.licence
    terms = linked(licence.url, licence.name) if licence.name else None
    edited = listed([f"{e.name} ({e.role})" if e.role else e.name for e in statement.editors])
    facts: list[Fact] = [
        ("Type", [document.kind]),
        ("Date", [date_in_words(document.date)]),
        ("Place", [document.place]),
        ("Duration", [duration_in_words(document.duration)]),
        ("Original", [original_in_words(document.original)]),
        ("Not established", [listed(unestablished(document))]),
        ("Edition", [": ".join(present(statement.title, statement.subtitle))]),
        ("Editors", [edited]),
        ("Version", [", ".join(present(statement.version, date_in_words(statement.date)))]),
        ("Publisher", [statement.publisher]),
        ("Licence", [terms, f": {licence.scope}" if licence.scope else "."] if terms is not None else [licence.scope]),
        ("Rights", [statements_in_words(document.rights)]),
        ("Address", [linked(book.address)]),
        ("Cite", [book.cited.get(book.siglum, "")]),
    ]
    return element(
        "section",
        *in_lines(
            [
                element("h1", document.title or document.id, dir="auto", lang=book.foreign),
                element("p", *_witnesses(book), class_="subtitle", dir="auto"),
                fact_list(facts),
            ]
        ),
        class_="title-page",
        type_="titlepage",
    )


def _witnesses(book: Book) -> list[Content]:
    if book.siglum:
        return [witness_name(book.records[0])]
    return [f"Witnesses {listed([record.siglum for record in book.records])}"]


# --- the document and its witnesses ---------------------------------------------------------------


def about(book: Book) -> list[Element]:
    """Summary, participants, provenance and sources, with notes; nothing when none of it is known."""
    document = book.document
    entries = {entry.key: entry for record in book.records for entry in record.entries}
    notes = Notes()
    sources = [element("li", *cited_source(book, s), id=f"source-{s.id}", dir="auto") for s in document.sources]
    original = original_in_words(document.original)
    blocks = [
        *_section("Summary", *paragraph(book, document.summary, notes)),
        *_section("Participants", *_participants(book, entries, notes)),
        *_section("Relation of the witnesses", *paragraph(book, document.relation, notes)),
        *_section(
            "Provenance",
            *([element("p", original, dir="auto")] if original else []),
            *paragraph(book, document.provenance, notes),
        ),
        *_section("Rights", *paragraph(book, document.rights, notes)),
        *_section("Sources", *([element("ul", *in_lines(sources))] if sources else [])),
        *notes.section(),
    ]
    whole = in_lines([element("h1", "About the document"), *blocks])
    return [element("section", *whole, type_="introduction", role="doc-introduction")] if blocks else []


def witness_page(book: Book, record: Record) -> Element:
    """The page before a witness's text: what it is, where it comes from, who had a hand in it, and its signs."""
    witness = record.witness
    entries = {entry.key: entry for entry in record.entries}
    notes = Notes()
    source = next((source for source in book.document.sources if source.id == witness.published_in), None)
    digest = witness.exemplar.sha256
    checksum: list[Content] = [", SHA-256 ", element("code", digest)] if digest else []
    contributors = [element("li", _hand(hand, entries), dir="auto") for hand in witness.responsibilities]
    online = [part for a in witness.addresses for part in (linked(a.url), f" ({a.kind})", "; ")][:-1]
    address = addresses.published(book.statement, addresses.witness(book.document.id, record.siglum))
    facts: list[Fact] = [
        ("Language", [language_in_words(witness.language) if witness.language else ""]),
        ("Published in", cited_source(book, source) if source else []),
        ("Online", online),
        ("Contributors", [element("ul", *in_lines(contributors))] if contributors else []),
        ("Exemplar", [witness.exemplar.file, *checksum]),
        ("Address", [] if book.siglum else [linked(address)]),
        ("Cite", [] if book.siglum else [book.cited.get(record.siglum, "")]),
    ]
    described = [element("p", witness.description, dir="auto", lang=book.foreign)] if witness.description else []
    blocks = [
        element("h1", witness_name(record), dir="auto"),
        *described,
        fact_list(facts),
        *_section("Transmission", *paragraph(book, witness.provenance, notes)),
        *_section("Key", signs(record)),
        *notes.section(),
    ]
    return element("section", *in_lines(blocks), type_="part", role="doc-part")


def _section(title: str, *content: Element) -> list[Element]:
    return [element("h2", title), *content] if content else []


def _participants(book: Book, entries: Mapping[str, Entry], notes: Notes) -> Iterator[Element]:
    participants = book.document.participants
    sides = list(dict.fromkeys(participant.side for participant in participants))
    for side in sides:
        own = [_participant(book, p, entries, notes) for p in participants if p.side == side]
        if sides != [""]:
            yield element("h3", side or "Other participants", dir="auto", lang=book.foreign if side else None)
        yield element("ul", *in_lines(own))


def _participant(book: Book, participant: Participant, entries: Mapping[str, Entry], notes: Notes) -> Element:
    entry = entries.get(participant.person)
    statement = participant.statement
    sure = certainty_in_words(statement.certainty) if statement else ""
    note = notes.cite(*stated(book, statement)) if statement else None
    role = (f", {participant.role}" if participant.role else "") + (f" ({sure})" if sure else "")
    part = PARTS[participant.part]
    name = element("b", entry.name if entry else participant.person)
    return element("li", name, role, f" ({part})" if part else "", note, dir="auto")


def _hand(hand: Responsibility, entries: Mapping[str, Entry]) -> str:
    entry = entries.get(hand.person)
    name = (entry.name if entry else hand.name) or f"name {NOT_ESTABLISHED}"
    return " ".join(present(sentence(": ".join(present(hand.words, name))), hand.note))
