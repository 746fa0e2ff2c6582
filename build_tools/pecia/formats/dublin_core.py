"""The edition, a document or a witness in the fifteen elements of Dublin Core (DCMI Metadata Element Set 1.1).

Out are pairs of an element's name and a value, in the order of this module; what is empty makes no pair, and no pair
comes twice. The date is that of the edition. Date and place of the conversation are its coverage. Creators are whoever
is established as author, contributors the others who had a hand (:mod:`pecia.citation.credits`); ``entries`` are
register entries by key, those of :func:`pecia.pages.summaries.concerned_entries` among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pecia import addresses
from pecia.citation.credits import credits
from pecia.citation.items import original_seen, original_unseen
from pecia.citation.names import inverted
from pecia.model.edition import Document, EditionStatement, Entry, Source, Witness

Pairs = tuple[tuple[str, str], ...]


def edition_terms(statement: EditionStatement) -> Pairs:
    """The edition as a whole."""
    return _established(
        ("title", _joined(": ", statement.title, statement.subtitle)),
        ("description", statement.description),
        *_of_edition(statement),
        ("identifier", addresses.published(statement, "")),
        ("language", statement.language),
    )


def document_terms(statement: EditionStatement, document: Document, entries: Mapping[str, Entry]) -> Pairs:
    """A document, without regard to a witness."""
    return _established(
        ("title", document.title),
        *_of_document(statement, document, entries, document.witnesses),
        ("identifier", addresses.published(statement, addresses.document(document.id))),
        *(("language", witness.language) for witness in document.witnesses),
        ("relation", addresses.published(statement, "")),
        *(
            ("relation", addresses.published(statement, addresses.witness(document.id, witness.siglum)))
            for witness in document.witnesses
        ),
    )


def witness_terms(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], witness: Witness
) -> Pairs:
    """A witness of a document. Its sources are where it was printed."""
    printed = [source for source in document.sources if source.id == witness.published_in]
    return _established(
        ("title", witness_title(document, witness)),
        ("description", witness.description),
        *(("source", _in_words(source)) for source in printed),
        *(("source", source.url) for source in printed),
        *(("source", address.url) for address in witness.addresses if address.kind == "canonical"),
        *_of_document(statement, document, entries, [witness]),
        ("identifier", addresses.published(statement, addresses.witness(document.id, witness.siglum))),
        ("language", witness.language),
        ("relation", addresses.published(statement, addresses.document(document.id))),
        ("relation", addresses.published(statement, addresses.tei(document.id, witness.siglum))),
    )


def witness_title(document: Document, witness: Witness) -> str:
    """What a witness is called when it stands alone."""
    return _joined(". ", document.title, _joined(": ", f"Witness {witness.siglum}", witness.title))


def _of_document(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], witnesses: Iterable[Witness]
) -> Pairs:
    """What a document and each of its witnesses say alike, with the hands of ``witnesses``."""
    original = document.original
    kept = (original.repository, original.abbreviation, original.settlement, original.country, original.shelfmark)
    found = credits(document, entries, witnesses)
    return (
        *(("creator", inverted(one.name)) for one in found if one.kind == "author"),
        *(("contributor", inverted(one.name)) for one in found if one.kind not in ("author", "addressee")),
        *(("description", summary.text) for summary in document.summary),
        ("coverage", document.date),
        ("coverage", document.place),
        ("source", _joined(", ", *kept) if original_seen(document) else original_unseen(document)),
        ("type", "Text"),
        ("type", document.kind),
        *_of_edition(statement),
        *(("rights", right.text) for right in document.rights),
    )


def _of_edition(statement: EditionStatement) -> Pairs:
    licence = statement.licence
    return (
        *(("contributor", editor.name) for editor in statement.editors),
        ("publisher", statement.publisher),
        ("date", statement.date),
        ("rights", licence.url),
        ("rights", _joined(": ", licence.name, licence.scope)),
    )


def _in_words(source: Source) -> str:
    """A publication as a list of what is known of it: for finding it, not for a bibliography."""
    named = (*source.authors, source.title, source.container, source.issue, source.pages)
    return _joined(", ", *named, source.place, source.publisher, source.date)


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _established(*pairs: tuple[str, str]) -> Pairs:
    return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))
