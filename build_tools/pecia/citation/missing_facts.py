"""What a full citation would have and the edition has not established, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterator

from pecia.citation.items import Item, publication
from pecia.model.edition import Document, EditionStatement, Witness


def edition_lacks(statement: EditionStatement) -> tuple[str, ...]:
    """What the citation of the edition lacks."""
    facts = {
        "address of the edition": statement.url,
        "editors of the edition": statement.editors,
        "publisher of the edition": statement.publisher,
    }
    return tuple(name for name, fact in facts.items() if not fact)


def document_lacks(statement: EditionStatement, document: Document, item: Item) -> tuple[str, ...]:
    """What the citation of a document lacks; ``item`` is the document as it is cited."""
    facts = {
        "author": item.authors or any(p.part == "note-taker" for p in document.participants),
        "translator": item.translators or not any(_translates(witness) for witness in document.witnesses),
        "date": document.date,
        "place": document.place,
        "archive of the original": item.archive or item.original,
        "shelf mark of the original": document.original.shelfmark,
    }
    return (*(name for name, fact in facts.items() if not fact), *edition_lacks(statement))


def _translates(witness: Witness) -> bool:
    return any(hand.kind == "translator" for hand in witness.responsibilities)


def witness_lacks(document: Document, witness: Witness) -> Iterator[str]:
    """What the citation of a witness lacks beside what that of its document does."""
    if publication(document, witness) is None:
        yield f"publication of witness {witness.siglum}"
