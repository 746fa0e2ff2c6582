"""What the text is taken from, both ways: the archival original (``msDesc``) and the witnesses (``listWit``).

TEI P5 Guidelines, chapters MS (``msDesc``) and TC (``listWit``). A witness and its hands are described in a
``bibl``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from lxml import etree

from pecia.model import relators
from pecia.model.edition import (
    Address,
    Document,
    Exemplar,
    Original,
    Responsibility,
    ResponsibilityKind,
    Statement,
    Witness,
)
from pecia.tei.mixed_content import add_value, add_words, value, words
from pecia.tei.names import XML_ID, XML_LANG, add, address, every, key, maybe, one_of, own_id, own_key, point, the
from pecia.tei_record.bibliography import read_statements, write_source, write_statements
from pecia.tei_record.marks import CERTAINTIES

_UNSIGNED = "Bracketed insertions without a signature are ascribed to this hand."
_KINDS: tuple[ResponsibilityKind, ...] = get_args(ResponsibilityKind)
_SEEN = {"seen": True, "not-seen": False}
_ADDRESS_KINDS: dict[str, Literal["as cited", "canonical"]] = {"as-cited": "as cited", "canonical": "canonical"}


def write_source_desc(parent: etree._Element, document: Document, names: Mapping[str, str]) -> None:
    """Append ``sourceDesc``; ``names`` are the display names of persons by key."""
    description = add(parent, "sourceDesc")
    _write_original(description, document)
    witnesses = add(description, "listWit")
    for witness in document.witnesses:
        _write_witness(witnesses, witness, document, names)
    if document.sources:
        bibliography = add(description, "listBibl")
        for source in document.sources:
            write_source(bibliography, source)


# --- the original ----------------------------------------------------------------------------------


def _write_original(parent: etree._Element, document: Document) -> None:
    original = document.original
    seen = next((words for words, fact in _SEEN.items() if fact is original.seen), "")
    description = add(parent, "msDesc", {"type": seen})
    identifier = add(description, "msIdentifier")
    if original.country:
        add_words(identifier, "country", original.country)
    if original.settlement:
        add_words(identifier, "settlement", original.settlement)
    repository = add(identifier, "repository")
    add_value(repository, "name", original.repository)
    if original.abbreviation:
        add_words(repository, "abbr", original.abbreviation)
    add_value(identifier, "idno", original.shelfmark, {"type": "shelfmark"})
    add_value(description, "head", original.kind)
    if original.language:
        add(add(description, "msContents"), "textLang", {"mainLang": original.language})
    if document.provenance:
        write_statements(add(description, "history"), "provenance", document.provenance, document)


def read_original(parent: etree._Element) -> tuple[Original, tuple[Statement, ...]]:
    """The original and the provenance of the document, from ``sourceDesc``."""
    description = the(parent, "msDesc")
    identifier = the(description, "msIdentifier")
    repository = the(identifier, "repository")
    contents = maybe(description, "msContents")
    original = Original(
        kind=value(the(description, "head")),
        repository=value(the(repository, "name")),
        abbreviation=value(maybe(repository, "abbr")),
        settlement=value(maybe(identifier, "settlement")),
        country=value(maybe(identifier, "country")),
        shelfmark=value(the(identifier, "idno", "shelfmark")),
        language="" if contents is None else the(contents, "textLang").get("mainLang", ""),
        seen=_SEEN[one_of(description, "type", tuple(_SEEN))] if description.get("type") else None,
    )
    return original, read_statements(maybe(description, "history"), "provenance")


# --- witnesses -------------------------------------------------------------------------------------


def _write_witness(parent: etree._Element, witness: Witness, document: Document, names: Mapping[str, str]) -> None:
    entry = add(add(parent, "witness", {XML_ID: own_id("witness", witness.siglum)}), "bibl")
    add_value(entry, "title", witness.title)
    if witness.description:
        add_words(entry, "note", witness.description, {"type": "description"})
    if witness.language:
        add(entry, "textLang", {"mainLang": witness.language})
    for hand in witness.responsibilities:
        _write_hand(entry, hand, names)
    if witness.published_in:
        add(entry, "relatedItem", {"type": "published-in", "target": point("source", witness.published_in)})
    for place in witness.addresses:
        add(entry, "ptr", {"type": place.kind.replace(" ", "-"), "target": place.url})
    add_words(entry, "idno", witness.exemplar.file, {"type": "exemplar"})
    add_words(entry, "idno", witness.exemplar.sha256, {"type": "sha256"})
    write_statements(entry, "note", witness.provenance, document, "provenance")


def read_witnesses(parent: etree._Element) -> tuple[Witness, ...]:
    """The witnesses of the document, from ``sourceDesc``."""
    return tuple(_read_witness(element) for element in every(the(parent, "listWit"), "witness"))


def _read_witness(element: etree._Element) -> Witness:
    entry = the(element, "bibl")
    language, published = maybe(entry, "textLang"), maybe(entry, "relatedItem", "published-in")
    return Witness(
        siglum=own_key(element, "witness"),
        title=value(the(entry, "title")),
        description=value(maybe(entry, "note", "description")),
        language="" if language is None else language.get("mainLang", ""),
        exemplar=Exemplar(
            file=words(the(entry, "idno", "exemplar")),
            sha256=words(the(entry, "idno", "sha256")),
        ),
        responsibilities=tuple(_read_hand(hand) for hand in every(entry, "respStmt")),
        published_in="" if published is None else key(published, "target", "source"),
        addresses=tuple(
            Address(url=address(ptr, "target"), kind=_ADDRESS_KINDS[one_of(ptr, "type", tuple(_ADDRESS_KINDS))])
            for ptr in every(entry, "ptr")
        ),
        provenance=read_statements(entry, "note", "provenance"),
    )


def _write_hand(parent: etree._Element, hand: Responsibility, names: Mapping[str, str]) -> None:
    certainty = "" if hand.certainty == "high" else hand.certainty
    statement = add(parent, "respStmt", {XML_ID: own_id("hand", hand.id), "cert": certainty})
    write_resp(statement, hand.kind, hand.role)
    write_name(statement, hand, names)
    for signature in hand.signatures:
        add_words(statement, "note", signature, {"type": "signature"})
    if hand.unsigned:
        add_words(statement, "note", _UNSIGNED, {"type": "unsigned", XML_LANG: "en"})
    if hand.note:
        add_words(statement, "note", hand.note, {"type": "comment"})


def write_resp(statement: etree._Element, kind: ResponsibilityKind, role: str) -> None:
    """Append ``resp``: the kind of responsibility as ``@key``, its MARC relator as ``@ref``, and what was done in
    words; without words the kind, in English."""
    attributes = {"key": kind, "ref": relators.address(kind)}
    add_words(statement, "resp", role or kind, attributes if role else {**attributes, XML_LANG: "en"})


def write_name(statement: etree._Element, hand: Responsibility, names: Mapping[str, str]) -> None:
    """Append to a ``respStmt`` the name of a hand: its register entry, its name as stated, or both."""
    if hand.person:
        add_words(statement, "persName", names.get(hand.person, ""), {"ref": point("person", hand.person)})
    if hand.name or not hand.person:
        add_value(statement, "name", hand.name)
    if hand.sort:
        add_words(statement, "name", hand.sort, {"type": "sort"})


def _read_hand(statement: etree._Element) -> Responsibility:
    person, resp = maybe(statement, "persName"), the(statement, "resp")
    return Responsibility(
        id=own_key(statement, "hand"),
        kind=one_of(resp, "key", _KINDS) if resp.get("key") else "contributor",
        role="" if resp.get(XML_LANG) else value(resp),
        certainty=one_of(statement, "cert", CERTAINTIES) if statement.get("cert") else "high",
        person="" if person is None else key(person, "ref", "person"),
        name=value(next((name for name in every(statement, "name") if name.get("type") != "sort"), None)),
        sort=value(maybe(statement, "name", "sort")),
        signatures=tuple(words(note) for note in every(statement, "note", "signature")),
        unsigned=maybe(statement, "note", "unsigned") is not None,
        note=value(maybe(statement, "note", "comment")),
    )
