"""A document's page: summary, participants, witnesses, provenance, rights, sources. What is not known is left out."""

from __future__ import annotations

from collections.abc import Sequence

from pecia import addresses
from pecia.citation import DocumentForms
from pecia.model.edition import Document, EditionStatement, Entry, Original, Participant, Witness
from pecia.pages.citations import citation, cite_section
from pecia.pages.head import document_head
from pecia.pages.html import EMPTY, SPACE, Html, join, link, outside_link, page, tag, words
from pecia.pages.register_lists import address_of
from pecia.pages.statements import (
    Footnotes,
    certainty,
    paragraph,
    stated,
)
from pecia.pages.turn_chart import STYLE, picture_section
from pecia.pages.views import Copy, GeneratedFile
from pecia.phrases import (
    PARTS,
    certainty_in_words,
    date_in_words,
    duration_in_words,
    language_in_words,
    listed,
    sentence,
    size_in_words,
)
from pecia.view.document import DocumentView, WitnessView, entries_by_key
from pecia.view.facts import hand, size_of_text, unestablished


def overview_page(
    statement: EditionStatement, view: DocumentView, forms: DocumentForms, copies: Sequence[Copy]
) -> GeneratedFile:
    """The page ``/<document>/``; ``copies`` are the files that it offers."""
    document = view.document
    address = addresses.document(document.id)
    root = addresses.root(address)
    entries = entries_by_key(witness.record for witness in view.witnesses)
    notes = Footnotes()
    picture = picture_section(view, copies, root)
    body = [
        tag("h1", words(document.title or document_name(document))),
        document_links(document, "", root),
        _facts(document),
        _section("Summary", paragraph(document, document.summary, notes, root)),
        _section("Participants", _participants(document, entries, notes, root)),
        _section("Shape of the conversation", picture),
        _section("Witnesses", *(_witness(document, w, entries, root, forms) for w in view.witnesses)),
        _section("Relation of the witnesses", paragraph(document, document.relation, notes, root)),
        _section("Provenance", _provenance(document, notes, root)),
        _section("Rights", paragraph(document, document.rights, notes, root)),
        notes.section(),
        _section("Sources", _sources(document, forms)),
        _section("Downloads", _copies(document, copies, root) if copies else EMPTY),
        cite_section(forms.document),
    ]
    known = (document.kind, date_in_words(document.date), document.place)
    description = sentence(", ".join(filter(None, known))) or sentence(document_name(document))
    machines = document_head(statement, document, entries, copies)
    return page(
        addresses.markdown(address),
        document_name(document),
        description,
        *body,
        kind="overview",
        assets=[STYLE],
        head=machines,
    )


def document_links(document: Document, here: str, root: str) -> Html:
    """Links between the pages of one document.

    ``here`` is the present one: a siglum, ``compare``, ``apparatus``, or empty on the overview.
    """
    places = [("", "Overview", addresses.document(document.id))] + [
        (w.siglum, f"{w.siglum}: {w.title}" if w.title else w.siglum, addresses.witness(document.id, w.siglum))
        for w in document.witnesses
    ]
    if len(document.witnesses) > 1:
        places += [
            ("compare", "Compare", addresses.compare(document.id)),
            ("apparatus", "Apparatus", addresses.apparatus(document.id)),
        ]
    items = [
        tag("li", link(f"{root}{place}", words(name), aria_current="page" if part == here else None))
        for part, name, place in places
    ]
    return tag("nav", tag("ul", *items), class_="pc-parts", aria_label="Pages of this document")


def person_link(key: str, entries: dict[str, Entry], root: str) -> Html:
    """A person's name, leading to the person's page."""
    entry = entries.get(key)
    return link(f"{root}{address_of(entry)}", words(entry.name)) if entry else words(key)


def document_name(document: Document) -> str:
    """The name of a document in lists and links; its id when it has no title."""
    return document.short_title or document.title or document.id


def document_address(statement: EditionStatement, document: Document) -> str:
    """Where a reader opens a document, relative to the site's root: its overview, or its text when it has no overview.

    In an edition that offers reading alone, a document of one witness has none: ``/<document>/`` leads on to the text.
    """
    if statement.offer == "reading" and len(document.witnesses) == 1:
        return addresses.witness(document.id, document.witnesses[0].siglum)
    return addresses.document(document.id)


def hands_of(document: Document, key: str) -> list[tuple[str, str]]:
    """What a person did for the document's witnesses: the role, and the witnesses in words."""
    sigla: dict[str, list[str]] = {}
    for witness in document.witnesses:
        for item in witness.responsibilities:
            if item.person == key:
                sigla.setdefault(item.words, []).append(witness.siglum)
    return [(role, f"witness{'es' if len(found) > 1 else ''} {listed(found)}") for role, found in sigla.items()]


def _section(title: str, *content: Html) -> Html:
    """The content under its heading; nothing without content."""
    if not any(content):
        return EMPTY
    identifier = title.lower().replace(" ", "-")
    return join([tag("h2", words(title), id=identifier), *content])


def _facts(document: Document) -> Html:
    return _pairs(
        ("Type", words(document.kind)),
        ("Date", words(date_in_words(document.date))),
        ("Place", words(document.place)),
        ("Duration", words(duration_in_words(document.duration))),
        ("Language of the original", words(language_in_words(document.original.language))),
        ("Not established", words(listed(unestablished(document)))),
    )


def _pairs(*facts: tuple[str, Html]) -> Html:
    """The facts that have a value; nothing when none has."""
    pairs = [_pair(name, value) for name, value in facts if value]
    return tag("dl", *pairs, class_="pc-facts") if pairs else EMPTY


def _pair(name: str, value: Html) -> Html:
    return tag("div", tag("dt", words(name)), tag("dd", value))


def _participants(document: Document, entries: dict[str, Entry], notes: Footnotes, root: str) -> Html:
    """By side, in the order of the file, in one table; where nobody has a side, or an office, nothing is said of it."""
    if not document.participants:
        return EMPTY
    sides = list(dict.fromkeys(participant.side for participant in document.participants))
    roles = any(participant.role for participant in document.participants)
    columns = ("Name", "Office held", "Role") if roles else ("Name", "Role")
    head = tag("tr", *(tag("th", words(name), scope="col") for name in columns))
    groups = [tag("thead", head)]
    for side in sides:
        title = words(side or "Other participants")
        given = sides != [""]
        rows = [tag("tr", tag("th", title, colspan=str(len(columns)), scope="rowgroup"))] if given else []
        of_side = [participant for participant in document.participants if participant.side == side]
        rows += [_participant(p, document, entries, notes, root, roles=roles) for p in of_side]
        groups.append(tag("tbody", *rows))
    return tag("table", *groups, class_="pc-table")


def _participant(
    participant: Participant, document: Document, entries: dict[str, Entry], notes: Footnotes, root: str, *, roles: bool
) -> Html:
    note = notes.cite(stated(document, participant.statement, root)) if participant.statement else EMPTY
    said = certainty(participant.statement.certainty) if participant.statement else EMPTY
    name = Html(
        person_link(participant.person, entries, root) + note + (Html(f" {said}") if said and not roles else "")
    )
    return tag(
        "tr",
        tag("th", name, scope="row"),
        tag("td", join([words(participant.role), said], SPACE)) if roles else EMPTY,
        tag("td", words(PARTS[participant.part])),
    )


def _witness(document: Document, view: WitnessView, entries: dict[str, Entry], root: str, forms: DocumentForms) -> Html:
    witness = view.record.witness
    transcript = view.record.transcript
    size = size_of_text(transcript)
    read = link(f"{root}{addresses.witness(document.id, witness.siglum)}", words(f"Read witness {witness.siglum}"))
    record = link(f"{root}{addresses.tei(document.id, witness.siglum)}", words("TEI"))
    facts = _pairs(
        ("Text", Html(f"{read} · {record} · {words(size)}")),
        ("Language", words(language_in_words(witness.language))),
        ("Published in", _published_in(witness, forms)),
        ("Online", _online(witness)),
        ("Contributors", _contributors(witness, entries, root)),
        ("Exemplar", _exemplar(witness)),
    )
    title = f"Witness {witness.siglum}" + (f": {witness.title}" if witness.title else "")
    return join(
        [
            tag("h3", words(title), id=f"witness-{witness.siglum}"),
            tag("p", words(witness.description)) if witness.description else EMPTY,
            facts,
        ]
    )


def _exemplar(witness: Witness) -> Html:
    sha256 = witness.exemplar.sha256
    sum_ = Html(f"SHA-256 {tag('code', words(sha256))}") if sha256 else EMPTY
    return join([words(witness.exemplar.file), sum_], Html(", "))


def _published_in(witness: Witness, forms: DocumentForms) -> Html:
    template = forms.sources.get(witness.published_in)
    return citation(template) if template else EMPTY


def _online(witness: Witness) -> Html:
    places = [Html(f"{outside_link(a.url, words(a.url))} ({words(a.kind)})") for a in witness.addresses]
    return join(places, Html("<br>"))


def _contributors(witness: Witness, entries: dict[str, Entry], root: str) -> Html:
    items = []
    for item in witness.responsibilities:
        name = person_link(item.person, entries, root) if item.person in entries else words(hand(item, entries))
        note = words(f" {item.note}") if item.note else EMPTY
        items.append(tag("li", words(f"{item.words}: "), name, Html("."), note))
    return tag("ul", *items) if items else EMPTY


def _original(original: Original) -> Html:
    """The archival original in a sentence, as far as it is known; nothing when only its language is."""
    if not (original.kind or original.repository or original.shelfmark):
        return EMPTY
    abbreviation = f" ({original.abbreviation})" if original.abbreviation else ""
    place = ", ".join(part for part in (original.settlement, original.country) if part)
    held = f"{original.repository}{abbreviation}" + (f", {place}" if place else "") if original.repository else ""
    language = language_in_words(original.language) if original.language else ""
    kind = " ".join(filter(None, [original.kind, f"in {language}" if language else ""]))
    shelfmark = f"shelf mark {original.shelfmark}" if original.shelfmark else ""
    return words(sentence("; ".join(filter(None, [kind, held, shelfmark]))))


def _provenance(document: Document, notes: Footnotes, root: str) -> Html:
    """The original, then each witness, as far as something is known of it; the details stand in the notes."""
    steps = []
    if (original := _original(document.original)) or document.provenance:
        refs = [notes.cite(stated(document, s, root)) for s in document.provenance]
        steps.append(tag("li", tag("b", Html("The original.")), SPACE, original, *refs))
    for witness in document.witnesses:
        if not witness.provenance:
            continue
        here = link(f"{root}{addresses.witness(document.id, witness.siglum)}", words(f"Witness {witness.siglum}"))
        title = words(f", {witness.title}") if witness.title else EMPTY
        doubts = dict.fromkeys(certainty_in_words(s.certainty) for s in witness.provenance if s.certainty != "high")
        sure = words(f"In part {listed(list(doubts), 'or')}; see the notes.") if doubts else EMPTY
        refs = [notes.cite(stated(document, s, root)) for s in witness.provenance]
        steps.append(tag("li", tag("b", here, title, Html(".")), SPACE, sure, *refs))
    return tag("ol", *steps, class_="pc-provenance") if steps else EMPTY


def _copies(document: Document, copies: Sequence[Copy], root: str) -> Html:
    """A row for each witness and for the whole document, with the formats it is offered in."""
    rows = []
    for siglum in dict.fromkeys(copy.siglum for copy in copies):
        files = [
            Html(f"{link(f'{root}{copy.path}', words(copy.format), download=True)} ({words(size_in_words(copy.size))})")
            for copy in copies
            if copy.siglum == siglum
        ]
        name = f"Witness {siglum}" if siglum else "The document, with every witness"
        rows.append(_pair(name, join(files, Html(" · "))))
    sums = link(f"{root}{addresses.sums(document.id)}", words("Checksums of these files"), download=True)
    said = tag(
        "p",
        Html("All files are generated from the TEI records and state the edition’s version. "),
        sums,
        Html("."),
    )
    return Html(tag("dl", *rows, class_="pc-facts") + said)


def _sources(document: Document, forms: DocumentForms) -> Html:
    if not document.sources:
        return EMPTY
    items = [tag("li", citation(forms.sources[source.id]), id=f"source-{source.id}") for source in document.sources]
    return tag("ul", *items, class_="pc-bibliography")
