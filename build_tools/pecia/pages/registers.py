"""People, places and bodies: who they are, how sure that is, and where the texts have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pecia import addresses
from pecia.model import MentionKind, Passage, Turn
from pecia.pages.html import EMPTY, SPACE, Html, join, link, outside_link, page, tag, words
from pecia.pages.occurrences import InDocument, Occurrences, documents_by_key
from pecia.pages.overview import document_name, hands_of
from pecia.pages.statements import fact, not_established, stated
from pecia.pages.views import DocumentView, Edition, GeneratedFile, entries_by_key
from pecia.record import Entry, Participant
from pecia.words import certainty_in_words, counted, shortened

_OPENING = 70
"""Characters of a turn's beginning that a list of turns shows."""


def register_pages(edition: Edition) -> Iterator[GeneratedFile]:
    """The list of people, a page for each, and one page for places and bodies."""
    entries = entries_by_key(witness.record for view in edition.documents for witness in view.witnesses)
    documents = documents_by_key(edition.documents)
    people = [entry for entry in entries.values() if entry.kind == "person"]
    yield _people(people)
    for entry in people:
        yield _person(entry, documents.get(entry.key, []))
    others = [(entry, documents.get(entry.key, [])) for entry in entries.values() if entry.kind != "person"]
    yield _places(others)


# --- people ---------------------------------------------------------------------------------------


def _people(people: Sequence[Entry]) -> GeneratedFile:
    items = [
        tag("li", link(f"{entry.key}/", words(entry.sort)), _after(": ", entry.role), SPACE, _identified(entry))
        for entry in people
    ]
    listing = tag("ul", *items, class_="pc-list") if items else tag("p", Html("No person is named."))
    said = "Everyone who speaks, was present or is named in the texts."
    body = [tag("h1", Html("People")), tag("p", words(said)), listing]
    return page(addresses.markdown(addresses.PEOPLE), "People", said, *body, kind="people")


def _person(entry: Entry, documents: Sequence[InDocument]) -> GeneratedFile:
    address = addresses.person(entry.key)
    root = addresses.root(address)
    body = [
        tag("h1", words(entry.name)),
        tag("p", join([fact(entry.role), _identified(entry)], SPACE)),
        tag("p", words(entry.description)) if entry.description else EMPTY,
        tag("h2", Html("Authorities"), id="authorities"),
        _authorities(entry),
        *(_in_document(here, entry, root) for here in documents),
    ]
    description = f"{entry.name}: {entry.role}" if entry.role else entry.name
    return page(addresses.markdown(address), entry.name, description, *body, kind="person")


def _in_document(here: InDocument, entry: Entry, root: str) -> Html:
    """What one document has of a person: the part taken in the event and in the witnesses, and the passages."""
    document = here.view.document
    facts = [_presence(here.view, p, root) for p in document.participants if p.person == entry.key]
    facts += [tag("li", words(f"{role}, {witnesses}.")) for role, witnesses in hands_of(document, entry.key)]
    title = link(f"{root}{addresses.document(document.id)}", words(document_name(document)))
    texts = [_in_witness(witness, entry, root) for witness in here.witnesses]
    return join([tag("h2", title), tag("ul", *facts) if facts else EMPTY, *texts])


def _presence(view: DocumentView, participant: Participant, root: str) -> Html:
    role = Html(f"{fact(participant.role)}{words(f' ({participant.part}).')}")
    statement = stated(view.document, participant.statement, root) if participant.statement else EMPTY
    return tag("li", join([role, statement], SPACE))


def _in_witness(found: Occurrences, entry: Entry, root: str) -> Html:
    record = found.witness.record
    here = f"{root}{addresses.witness(record.document.id, record.siglum)}"
    reported, named = found.reported.get(entry.key, []), found.named.get(entry.key, [])
    parts = [
        _turns(found.turns.get(entry.key, []), here),
        _passages(f"Reported in {counted(len(reported), 'passage')}", reported, here),
        _passages(f"Named in {counted(len(named), 'passage')}", named, here),
    ]
    if not any(parts):
        return EMPTY
    title = f"Witness {record.siglum}" + (f": {record.witness.title}" if record.witness.title else "")
    return join([tag("h3", words(title)), *parts])


def _turns(spoken: Sequence[Turn], here: str) -> Html:
    """The turns with their first words, each leading to its passage."""
    if not spoken:
        return EMPTY
    items = [
        tag("li", _passage(first, here), SPACE, words(shortened(first.content.text, _OPENING)))
        for first in (turn.passages[0] for turn in spoken)
    ]
    return join([tag("p", words(f"{counted(len(spoken), 'turn')}:")), tag("ul", *items, class_="pc-turns")])


# --- places and bodies ------------------------------------------------------------------------------


def _places(found: Sequence[tuple[Entry, Sequence[InDocument]]]) -> GeneratedFile:
    root = addresses.root(addresses.PLACES)
    sections = [tag("h1", Html("Places and bodies"))]
    kinds: tuple[tuple[MentionKind, str], ...] = (("place", "Places"), ("organisation", "Bodies"))
    for kind, title in kinds:
        sections.append(tag("h2", words(title), id=title.lower()))
        chosen = [_place(entry, documents, root) for entry, documents in found if entry.kind == kind]
        sections += chosen or [tag("p", Html("None is named."))]
    said = "Places and bodies named in the texts."
    return page(addresses.markdown(addresses.PLACES), "Places and bodies", said, *sections, kind="places")


def _place(entry: Entry, documents: Sequence[InDocument], root: str) -> Html:
    named = []
    for here in documents:
        for witness in here.witnesses:
            record = witness.witness.record
            address = f"{root}{addresses.witness(record.document.id, record.siglum)}"
            title = f"{document_name(record.document)}, witness {record.siglum}"
            named.append(_passages(title, witness.named.get(entry.key, []), address))
    about = join([words(entry.role), words(entry.description), _identified(entry)], SPACE)
    return tag(
        "section",
        tag("h3", words(entry.name), id=f"entry-{entry.key}"),
        tag("p", about) if about else EMPTY,
        _authorities(entry),
        *named,
        class_="pc-entry",
    )


# --- both -------------------------------------------------------------------------------------------


def _passages(title: str, found: Sequence[Passage], here: str) -> Html:
    links = join([_passage(passage, here) for passage in found], Html(", "))
    return tag("p", words(f"{title}: "), links, Html(".")) if links else EMPTY


def _passage(passage: Passage, here: str) -> Html:
    """The number of a passage, leading to it on the page at ``here``."""
    return link(f"{here}#{passage.id}", words(passage.id)) if passage.id else EMPTY


def _identified(entry: Entry) -> Html:
    """How sure the identification is, in words; nothing when it is established."""
    said = certainty_in_words(entry.certainty)
    return tag("span", words(f"(identification {said})"), class_="pc-certainty") if said else EMPTY


def _authorities(entry: Entry) -> Html:
    """Links to authority files, each with its reservation."""
    if not entry.authorities:
        return tag("p", Html("Authority record: "), not_established(), Html("."))
    items = []
    for authority in entry.authorities:
        name = words(" ".join(part for part in (authority.name, authority.id) if part))
        items.append(tag("li", outside_link(authority.url, name), _after(". ", authority.note)))
    return tag("ul", *items)


def _after(separator: str, text: str) -> Html:
    return words(separator + text) if text else EMPTY
