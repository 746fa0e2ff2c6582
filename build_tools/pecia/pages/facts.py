"""The facts of a document at the foot of its reading page, for a document that has no page of its own beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pecia import addresses
from pecia.model.edition import Document, Entry, Participant, Source, Statement, Witness
from pecia.pages.html import EMPTY, Html, join, link, outside_link, tag, words
from pecia.pages.register_lists import address_of
from pecia.phrases import PARTS, certainty_in_words, date_in_words, language_in_words, listed, sentence
from pecia.view.facts import hand, unestablished


def facts(document: Document, witness: Witness, entries: Mapping[str, Entry], root: str) -> Html:
    """What is known of the document and of its one witness, and the way to the TEI.

    ``entries``: register entries by key; ``root``: the way to the site's root.
    """
    known = [
        Html(f"<div><dt>{name}</dt><dd>{value}</dd></div>")
        for name, value in _facts(document, witness, entries, root)
        if value
    ]
    record = link(f"{root}{addresses.tei(document.id, witness.siglum)}", Html("TEI"), download=True)
    last = tag("p", Html("The TEI header has all that the encoder states: "), record, Html("."))
    title = tag("h2", Html("About this text"), id="about:text")
    return tag("section", title, tag("dl", *known, class_="pc-facts"), last, class_="tei-facts", lang="en")


def _facts(document: Document, witness: Witness, entries: Mapping[str, Entry], root: str) -> Iterator[tuple[str, Html]]:
    """Each fact: its name, and its value or nothing."""
    original = document.original
    archive = (original.repository, original.settlement, original.country, original.shelfmark)
    languages = dict.fromkeys(code for code in (witness.language, original.language) if code)
    yield "Title", words(document.title)
    yield "Type", words(document.kind)
    yield "Date", words(date_in_words(document.date))
    yield "Place", words(document.place)
    yield "People", _people(document, entries, root)
    yield "About", _said(document.summary)
    yield "Language", words(listed([language_in_words(code) for code in languages]))
    yield "Text", words(sentence(witness.description))
    yield "Original", words(", ".join(part for part in (original.kind, *archive) if part))
    yield "Source", join([_source(source) for source in document.sources], Html("; "))
    yield "Online", join([outside_link(a.url, words(a.url)) for a in witness.addresses], Html(", "))
    yield "Provenance", _said((*document.provenance, *witness.provenance))
    yield "Contributors", _hands(witness, entries)
    yield "Rights", _said(document.rights)
    yield "Not established", words(listed(unestablished(document)))


def _people(document: Document, entries: Mapping[str, Entry], root: str) -> Html:
    each = []
    for participant in document.participants:
        entry = entries.get(participant.person)
        name = link(f"{root}{address_of(entry)}", words(entry.name)) if entry else words(participant.person)
        more = [part for part in (participant.role, _part(participant)) if part]
        each.append(Html(name + (words(f" ({', '.join(more)})") if more else EMPTY)))
    return join(each, Html(", "))


def _part(participant: Participant) -> str:
    """The part taken, which of a speaker the text shows."""
    return "" if participant.part == "speaker" else PARTS[participant.part]


def _hands(witness: Witness, entries: Mapping[str, Entry]) -> Html:
    known = dict(entries)
    named = (": ".join(filter(None, (item.words, hand(item, known)))) for item in witness.responsibilities)
    return join(map(words, named), Html("; "))


def _said(statements: Iterable[Statement]) -> Html:
    each = []
    for statement in statements:
        sure = certainty_in_words(statement.certainty)
        each.append(words(f"{sentence(statement.text)}" + (f" ({sure})" if sure else "")))
    return join(each, Html(" "))


def _source(source: Source) -> Html:
    """A source in a line, as far as it is known."""
    parts = (
        "; ".join(source.authors),
        source.title,
        source.container,
        source.issue,
        source.place,
        source.publisher,
        source.date,
    )
    pages = f"pp. {source.pages}" if source.pages else ""
    said = words(", ".join(part for part in (*parts, pages) if part))
    return outside_link(source.url, said) if source.url else said
