"""One entry of the edition's own registers: the page of a person, the section of a place or organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from pecia import addresses
from pecia.model.edition import Document, EditionStatement, Entry, Participant
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.occurrences import InDocument, in_witnesses, passages_naming
from pecia.pages.overview import document_address, document_name, hands_of
from pecia.pages.register_concordance import Shown, allotted, folded, named_in, passage_links
from pecia.pages.register_lists import Found, authorities, identified
from pecia.pages.statements import stated
from pecia.pages.summaries import Beginning
from pecia.pages.views import GeneratedFile
from pecia.phrases import PARTS, counted, sentence

_ROWS = 400
"""Rows with words in context that a person's page has at most; what follows is given by its number."""

_ROWS_OF_PLACES = 4_000
"""The same for the page of all places and organisations, which share them evenly."""

_DOCUMENTS = 20
"""Documents that a list may have open; more are folded by year."""

_DOCUMENTS_AT_MOST, _DOCUMENTS_OF_PLACES = 300, 3_000
"""Documents shown of a person, and of all places and organisations together; the search leads to the rest."""


# --- people ---------------------------------------------------------------------------------------


def person_page(statement: EditionStatement, found: Found, entries: Mapping[str, Entry]) -> GeneratedFile:
    """The page ``/people/<key>/``; ``entries`` are all, by key."""
    entry, documents = found
    address = addresses.person(entry.key)
    root = addresses.root(address)
    rows = _rows(found, _ROWS)
    about = join([words(entry.role), identified(entry)], SPACE)
    body = [
        tag("h1", words(entry.name)),
        tag("p", about) if about else EMPTY,
        tag("p", words(entry.description)) if entry.description else EMPTY,
        authorities(entry),
        _unnamed(found),
        _by_year(
            documents[:_DOCUMENTS_AT_MOST],
            lambda here: _in_document(statement, here, entry, Shown(here.document, entries, root), rows),
        ),
        _further(entry, len(documents) - _DOCUMENTS_AT_MOST, root),
    ]
    description = f"{entry.name}: {entry.role}" if entry.role else entry.name
    return page(addresses.markdown(address), entry.name, description, *body, kind="person")


def _in_document(statement: EditionStatement, here: InDocument, entry: Entry, shown: Shown, rows: _Rows) -> Html:
    """What one document has of a person: the part taken in the event and in the witnesses, and the passages."""
    document, has, key = here.document, here.has, entry.key
    facts = [_presence(document, p, shown.root) for p in document.participants if p.person == key]
    facts += [tag("li", words(f"{role}, {witnesses}.")) for role, witnesses in hands_of(document, key)]
    title = link(f"{shown.root}{document_address(statement, document)}", words(document_name(document)))
    spoken, reported = has.turns.get(key, ()), has.reported.get(key, ())
    of_turns, of_reported, of_named = rows[document.id]
    texts = [
        _beginnings("{turns}", spoken, shown, of_turns, "pc-turns"),
        _beginnings("Reported in {passages}", reported, shown, of_reported, "pc-turns pc-reported"),
        named_in(has.named.get(key, ()), shown, of_named),
    ]
    return join([tag("h2", title), tag("ul", *facts) if facts else EMPTY, *texts])


def _presence(document: Document, participant: Participant, root: str) -> Html:
    taken = PARTS[participant.part]
    part = f"{participant.role} ({taken})." if participant.role and taken else f"{participant.role or taken}."
    statement = stated(document, participant.statement, root) if participant.statement else EMPTY
    return tag("li", join([words(sentence(part)), statement], SPACE))


def _beginnings(said: str, found: Sequence[Beginning], shown: Shown, rows: int, kind: str) -> Html:
    """Passages with their first words, each leading to its place."""
    items = [join([passage_links(one.places, shown), words(one.words)], SPACE) for one in found[:rows]]
    where = in_witnesses(shown.document, (one.places for one in found))
    title = said.format(turns=counted(len(found), "turn"), passages=counted(len(found), "passage"))
    return folded(f"{title}{where}", items, [one.places for one in found[rows:]], shown, kind)


# --- places and organisations ---------------------------------------------------------------------------


def place_section(found: Found, entries: Mapping[str, Entry], root: str, among: int) -> Html:
    """A place or organisation with its id ``entry-<key>``; ``among``: how many share the rows of contexts."""
    entry, documents = found
    limit = rows_of_place(among)
    most = max(_DOCUMENTS, _DOCUMENTS_OF_PLACES // max(1, among))
    rows = _rows(found, limit)

    def in_document(here: InDocument) -> Html:
        shown = Shown(here.document, entries, root)
        named = here.has.named.get(entry.key, ())
        return named_in(named, shown, rows[here.document.id][2], document_name(here.document))

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
    """The rows with words in context of a place or organisation among so many."""
    return max(1, _ROWS_OF_PLACES // max(1, among))


# --- both -------------------------------------------------------------------------------------------

_Rows = Mapping[str, tuple[int, int, int]]
"""By document: how many turns, reported and naming passages of an entry have a row."""


def _rows(found: Found, limit: int) -> _Rows:
    """The first ``limit`` of each kind, in the order of the page."""
    entry, documents = found
    turns = allotted([len(here.has.turns.get(entry.key, ())) for here in documents], limit)
    reported = allotted([len(here.has.reported.get(entry.key, ())) for here in documents], limit)
    named = allotted([len(here.has.named.get(entry.key, ())) for here in documents], limit)
    return dict(zip([here.document.id for here in documents], zip(turns, reported, named, strict=True), strict=True))


def _unnamed(found: Found) -> Html:
    return EMPTY if passages_naming(found[0].key, found[1]) else tag("p", Html("Not named in the texts."))


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
            tag("summary", words(f"{year or 'Undated'}: {counted(len(of_year), 'document')}")),
            *map(shown, of_year),
        )
        for year, of_year in sorted(years.items())
    )
