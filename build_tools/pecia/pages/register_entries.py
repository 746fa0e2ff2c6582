"""What the edition has of one entry of its own registers: the page of a person, the section of a place or body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from pecia import addresses
from pecia.pages.accounts import Beginning, Occurrences
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.occurrences import InDocument, passages_naming
from pecia.pages.overview import document_address, document_name, hands_of
from pecia.pages.register_contexts import allotted, folded, named_in, passage_link
from pecia.pages.register_lists import UNNAMED, Found, authorities, identified
from pecia.pages.statements import fact, stated
from pecia.pages.views import GeneratedFile
from pecia.record import Document, EditionStatement, Entry, Participant
from pecia.words import counted, sentence

_ROWS = 400
"""Rows with words in context that a person's page has at most; what follows is given by its number."""

_ROWS_OF_PLACES = 4_000
"""The same for the page of all places and bodies, which share them evenly."""

_DOCUMENTS = 20
"""Documents that a list may have open; more are folded by year."""

_DOCUMENTS_AT_MOST, _DOCUMENTS_OF_PLACES = 300, 3_000
"""Documents shown of a person, and of all places and bodies together; the search leads to the rest."""


# --- people ---------------------------------------------------------------------------------------


def person_page(statement: EditionStatement, found: Found, entries: Mapping[str, Entry]) -> GeneratedFile:
    """The page ``/people/<key>/``; ``entries`` are all, by key."""
    entry, documents = found
    address = addresses.person(entry.key)
    root = addresses.root(address)
    rows = _rows(found, _ROWS)
    body = [
        tag("h1", words(entry.name)),
        tag("p", join([fact(entry.role), identified(entry)], SPACE)),
        tag("p", words(entry.description)) if entry.description else EMPTY,
        tag("h2", Html("Authorities"), id="authorities"),
        authorities(entry),
        _unnamed(found),
        _by_year(
            documents[:_DOCUMENTS_AT_MOST], lambda here: _in_document(statement, here, entry, entries, root, rows)
        ),
        _further(entry, len(documents) - _DOCUMENTS_AT_MOST, root),
    ]
    description = f"{entry.name}: {entry.role}" if entry.role else entry.name
    return page(addresses.markdown(address), entry.name, description, *body, kind="person")


def _in_document(
    statement: EditionStatement,
    here: InDocument,
    entry: Entry,
    entries: Mapping[str, Entry],
    root: str,
    rows: _Rows,
) -> Html:
    """What one document has of a person: the part taken in the event and in the witnesses, and the passages."""
    document = here.document
    facts = [_presence(document, p, root) for p in document.participants if p.person == entry.key]
    facts += [tag("li", words(f"{role}, {witnesses}.")) for role, witnesses in hands_of(document, entry.key)]
    title = link(f"{root}{document_address(statement, document)}", words(document_name(document)))
    texts = [_in_witness(document, witness, entry, entries, root, rows) for witness in here.witnesses]
    return join([tag("h2", title), tag("ul", *facts) if facts else EMPTY, *texts])


def _presence(document: Document, participant: Participant, root: str) -> Html:
    role = Html(f"{fact(participant.role)}{words(f' ({participant.part}).')}")
    statement = stated(document, participant.statement, root) if participant.statement else EMPTY
    return tag("li", join([role, statement], SPACE))


def _in_witness(
    document: Document, found: Occurrences, entry: Entry, entries: Mapping[str, Entry], root: str, rows: _Rows
) -> Html:
    siglum = found.siglum
    here = f"{root}{addresses.witness(document.id, siglum)}"
    spoken, reported = found.turns.get(entry.key, ()), found.reported.get(entry.key, ())
    of_turns, of_reported, of_named = rows[document.id, siglum]
    parts = [
        _beginnings(counted(len(spoken), "turn"), spoken, here, of_turns, "pc-turns"),
        _beginnings(
            f"Reported in {counted(len(reported), 'passage')}", reported, here, of_reported, "pc-turns pc-reported"
        ),
        named_in(found.named.get(entry.key, ()), entries, here, of_named),
    ]
    if not any(parts):
        return EMPTY
    title = next(witness.title for witness in document.witnesses if witness.siglum == siglum)
    return join([tag("h3", words(f"Witness {siglum}" + (f": {title}" if title else ""))), *parts])


def _beginnings(said: str, found: Sequence[Beginning], here: str, rows: int, kind: str) -> Html:
    """Passages with their first words, each leading to its place."""
    items = [join([passage_link(one.anchor, here), words(one.words)], SPACE) for one in found[:rows]]
    return folded(said, items, [one.anchor for one in found[rows:]], here, kind)


# --- places and bodies ------------------------------------------------------------------------------


def place_section(found: Found, entries: Mapping[str, Entry], root: str, among: int) -> Html:
    """A place or body with its id ``entry-<key>``; ``among`` so many that share the rows of contexts there may be."""
    entry, documents = found
    limit = rows_of_place(among)
    most = max(_DOCUMENTS, _DOCUMENTS_OF_PLACES // max(1, among))
    rows = _rows(found, limit)

    def in_document(here: InDocument) -> Html:
        return join([_naming(here.document, witness, entry, entries, root, rows) for witness in here.witnesses])

    about = join([words(sentence(entry.role)), words(entry.description), identified(entry)], SPACE)
    return tag(
        "section",
        tag("h3", words(entry.name), id=f"entry-{entry.key}"),
        tag("p", about) if about else EMPTY,
        authorities(entry),
        _unnamed(found),
        _by_year(documents[:most], in_document),
        _further(entry, len(documents) - most, root),
        class_="pc-entry",
    )


def rows_of_place(among: int) -> int:
    """The rows with words in context of a place or body among so many."""
    return max(1, _ROWS_OF_PLACES // max(1, among))


def _naming(
    document: Document, found: Occurrences, entry: Entry, entries: Mapping[str, Entry], root: str, rows: _Rows
) -> Html:
    here = f"{root}{addresses.witness(document.id, found.siglum)}"
    title = f"{document_name(document)}, witness {found.siglum}"
    return named_in(found.named.get(entry.key, ()), entries, here, rows[document.id, found.siglum][2], title)


# --- both -------------------------------------------------------------------------------------------

_Rows = Mapping[tuple[str, str], tuple[int, int, int]]
"""By document and siglum: how many turns, reported and naming passages of an entry have a row."""


def _rows(found: Found, limit: int) -> _Rows:
    """The first ``limit`` of each kind, in the order of the page."""
    entry, documents = found
    placed = [((here.document.id, witness.siglum), witness) for here in documents for witness in here.witnesses]
    turns = allotted([len(witness.turns.get(entry.key, ())) for _, witness in placed], limit)
    reported = allotted([len(witness.reported.get(entry.key, ())) for _, witness in placed], limit)
    named = allotted([len(witness.named.get(entry.key, ())) for _, witness in placed], limit)
    return dict(zip([place for place, _ in placed], zip(turns, reported, named, strict=True), strict=True))


def _unnamed(found: Found) -> Html:
    return EMPTY if passages_naming(found[0].key, found[1]) else tag("p", words(sentence(UNNAMED.capitalize())))


def _further(entry: Entry, documents: int, root: str) -> Html:
    """Where the documents that are not shown can be found; nothing when all are shown."""
    if documents <= 0:
        return EMPTY
    facet = "person" if entry.kind == "person" else "place"
    search = f"{root}{addresses.SEARCH}#{facet}={quote(entry.key, safe='')}"
    return tag("p", link(search, words(f"And in {counted(documents, 'further document')}")), Html("."))


def _by_year(documents: Sequence[InDocument], shown: Callable[[InDocument], Html]) -> Html:
    """Each document in order; when they are many, folded by the year of the event."""
    if len(documents) <= _DOCUMENTS:
        return join(shown(here) for here in documents)
    years: dict[str, list[InDocument]] = {}
    for here in documents:
        years.setdefault(here.document.date[:4], []).append(here)
    return join(
        tag(
            "details",
            tag("summary", words(f"{year or 'Date not established'}: {counted(len(of_year), 'document')}")),
            *map(shown, of_year),
        )
        for year, of_year in sorted(years.items())
    )
