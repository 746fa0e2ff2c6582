"""What is known about an edition, its documents and witnesses, as immutable values.

These are the shapes of the editor's YAML files (:mod:`pecia.metadata` reads them) and, joined with a
:class:`~pecia.model.Transcript`, of the TEI record (:mod:`pecia.tei` writes and reads it). Each field says what it
holds in its metadata (:func:`says`); ``docs/reference`` is generated from that, so the documentation cannot drift from
the code.

An empty string or empty tuple means *not established*; pages leave it out, and nothing is ever guessed.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from pecia.model import Certainty, MentionKind


def says(doc: str, example: str, **options: Any) -> Any:
    """A dataclass field that documents itself: ``doc`` is one sentence or two, ``example`` a YAML value."""
    return dataclasses.field(metadata={"doc": doc, "example": example}, **options)


SourceKind = Literal["article", "book", "chapter", "archive", "webpage", "database", "described"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication, archive holding or page that a statement rests on; TEI ``biblStruct`` in the header."""

    id: str = says("Key by which statements of this document refer to the source.", "bulletin-3")
    kind: SourceKind = says(
        "What sort of publication it is. described: none, or none that could be divided; its title is words that are "
        "cited as they stand.",
        "article",
    )
    title: str = says("Title of the cited item.", "A Conversation at the Embassy")
    authors: tuple[str, ...] = says(
        "Authors in order, “Family, Given”, as bibliographies sort them; without a comma a name is taken whole.",
        '["Author, A."]',
        default=(),
    )
    editors: tuple[str, ...] = says("Editors in order, as authors.", '["Editor, B."]', default=())
    translators: tuple[str, ...] = says("Translators in order, as authors.", '["Translator, C."]', default=())
    container: str = says("Journal, book or archive that holds the item.", "Bulletin of the Project", default="")
    issue: str = says("Issue or volume.", "3", default="")
    publisher: str = says("Publisher or institution.", "An Institute", default="")
    place: str = says("Place of publication.", "London", default="")
    date: str = says("Date of publication, as printed.", "Spring 1996", default="")
    pages: str = says("Pages.", "315–320", default="")
    url: str = says("Stable address, http or https.", "https://example.org/doc/1", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of fact, with how sure it is and what it rests on; printed as a footnote or in the overview."""

    text: str = says("The statement: one or more full sentences.", "The original is in the archive.")
    certainty: Certainty = says(
        "high: established; medium: inferred; low: unconfirmed; unknown: not established.", "high", default="high"
    )
    sources: tuple[str, ...] = says("Ids of sources or sigla of witnesses it rests on.", "[bulletin-3, A]", default=())


ResponsibilityKind = Literal[
    "author", "translator", "editor", "compiler", "interviewer", "addressee", "note-taker", "interpreter",
    "transcriber", "annotator", "encoder", "contributor",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """A hand in a witness: who wrote, translated, edited or signed insertions; TEI ``respStmt`` of the witness."""

    id: str = says("Key by which insertions name the hand; unique in the document.", "translator")
    kind: ResponsibilityKind = says(
        "The part the hand had. Citations name an author, who is only whoever is established as the author, and "
        "always the translator; a contributor is anybody else, and role says what they did.",
        "translator",
        default="contributor",
    )
    role: str = says("What the hand did, in words; left out: the kind.", "translation from the Swedish", default="")
    person: str = says("Key of the person in the register; leave out when not established.", "lindqvist", default="")
    name: str = says(
        "Name as stated, when there is no register entry or its identification is uncertain.", "An Editor", default=""
    )
    sort: str = says(
        "That name as bibliographies sort it, “Family, Given”; left out: name, divided where it has a comma.",
        "Editor, An",
        default="",
    )
    certainty: Certainty = says(
        "How sure it is that the hand had this part; only high makes an author.", "medium", default="high"
    )
    signatures: tuple[str, ...] = says(
        "Signatures at the end of a bracketed insertion that name this hand.", '["—ed."]', default=()
    )
    unsigned: bool = says(
        "Whether bracketed insertions without a signature are ascribed to this entry.", "true", default=False
    )
    note: str = says("What is and is not known about the hand.", "Not named in this copy.", default="")

    @property
    def words(self) -> str:
        """What the hand did, in words."""
        return self.role or self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplar:
    """The transcript file a witness is made from; kept byte for byte."""

    file: str = says("File name under edition/sources/<document>/; its ending says of which format it is.", "A.txt")
    sha256: str = says(
        "SHA-256 of the file's bytes, 64 hexadecimal digits. Left out, of a transcript: the ledger records that of the "
        "file as it was built.",
        "9f86d0…",
        default="",
    )
    encoding: str = says(
        "Encoding of a text file that is not UTF-8, as Python names it. The file itself is never converted.",
        "windows-1251",
        default="",
    )
    select: str = says(
        "Of a TEI file that holds several texts, the xml:id of the TEI, text or div that is this witness.",
        "letter-12",
        default="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One textual carrier of a document; TEI ``witness`` in ``listWit``."""

    siglum: str = says("Siglum: a letter, then letters or digits; part of the page's address.", "A")
    title: str = says("Short name of the witness, for headings and lists.", "Edited reprint", default="")
    description: str = says("What this witness is, in a sentence or two.", "A revised reprint …", default="")
    language: str = says("Language of the text, BCP 47.", "en", default="")
    exemplar: Exemplar = says("The transcript file.", "{file: A.txt, sha256: …}")
    responsibilities: tuple[Responsibility, ...] = says("The hands in this witness.", "[…]", default=())
    published_in: str = says("Id of the source that published this witness.", "bulletin-3", default="")
    addresses: tuple[Address, ...] = says("Addresses of the witness elsewhere.", "[…]", default=())
    provenance: tuple[Statement, ...] = says(
        "Provenance of this text, from its print or archive to the exemplar, in order.", "[…]", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address of a witness elsewhere, and what kind of address it is."""

    url: str = says("The address, http or https.", "https://example.org/doc/1")
    kind: Literal["as cited", "canonical"] = says("As cited in the exemplar, or the holder's own.", "canonical")


Part = Literal["speaker", "present", "interpreter", "note-taker", "sender", "addressee", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A participant; TEI ``person`` in ``particDesc``."""

    person: str = says("Key of the person in the register.", "ekberg")
    role: str = says("Role on the day of the conversation.", "Minister of Trade", default="")
    side: str = says("Side or delegation.", "Swedish", default="")
    part: Part = says(
        "Part taken. sender and addressee: of a letter, whose author is its sender; other: the one that role says.",
        "speaker",
        default="present",
    )
    statement: Statement | None = says("Evidence for the participation.", "{text: …}", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The archival original; TEI ``msDesc``. Pages name archive and shelf mark as not established where they are
    empty."""

    kind: str = says("What it is.", "Record of conversation", default="")
    repository: str = says("Archive, in full.", "National Archives of Sweden", default="")
    abbreviation: str = says("The archive's usual abbreviation.", "RA", default="")
    settlement: str = says("City of the archive.", "Stockholm", default="")
    country: str = says("Country of the archive.", "Sweden", default="")
    shelfmark: str = says("Shelf mark (fond, opis, delo, list).", "f. 1, op. 2", default="")
    language: str = says("Language of the original, BCP 47.", "sv", default="")
    seen: bool | None = says(
        "Whether the edition rests on the original itself: true when the text was made from it or compared with it. "
        "Unless that is so, citations say “original in …, not seen”. Left out: not seen where a witness is made from "
        "a transcript; else nothing is said.",
        "false",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The intellectual record: one conversation, with its witnesses. One file in edition/documents."""

    id: str = says(
        "Id of the document: a letter, then letters, digits and hyphens, all lower case; part of the address. Left "
        "out: the name of this file.",
        "luncheon-1951-03-07",
        default="",
    )
    title: str = says("Title for the page and the TEI header.", "Luncheon conversation, 7 March 1951")
    short_title: str = says(
        "Title for running heads and citations. Left out: the title.", "Luncheon, 7 March 1951", default=""
    )
    kind: str = says("Kind of document.", "Record of conversation", default="")
    date: str = says(
        "Date of the conversation, ISO 8601: yyyy, yyyy-mm or yyyy-mm-dd. Left out when not established.",
        "1951-03-07",
        default="",
    )
    place: str = says("Where it took place, in words.", "Embassy of Sweden, Oslo", default="")
    place_key: str = says("Key of the place in the register.", "oslo", default="")
    duration: str = says("How long it lasted, ISO 8601 duration.", "PT2H15M", default="")
    summary: tuple[Statement, ...] = says("Summary: statements in order.", "[…]", default=())
    participants: tuple[Participant, ...] = says("The participants.", "[…]", default=())
    original: Original = says("The archival original.", "{…}", default=Original())
    sources: tuple[Source, ...] = says("Sources cited by statements and witnesses.", "[…]", default=())
    provenance: tuple[Statement, ...] = says(
        "Provenance of the original, from the archive on, in order.", "[…]", default=()
    )
    relation: tuple[Statement, ...] = says("How the witnesses relate to each other.", "[…]", default=())
    rights: tuple[Statement, ...] = says("What is known of the rights.", "[…]", default=())
    split: str = says(
        "Where the pages of a long text from TEI begin: the type of a division (scene), its depth (1: outermost), or "
        "none. Left out: as edition.yml says.",
        "scene",
        default="",
    )
    witnesses: tuple[Witness, ...] = says(
        "The witnesses, in the order of the pages. Left out: the files in edition/sources/<document>/.",
        "[…]",
        default=(),
    )


def concerned(document: Document) -> dict[str, None]:
    """The keys of those present and of the hands, in this order, each once; blank for whoever has none."""
    keys = dict.fromkeys(participant.person for participant in document.participants)
    return keys | dict.fromkeys(hand.person for witness in document.witnesses for hand in witness.responsibilities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A link from a register entry to an authority file."""

    name: str = says("Short name of the authority.", "VIAF")
    id: str = says("Identifier there.", "0000000", default="")
    url: str = says("Address of the entry, http or https.", "https://viaf.org/viaf/0000000", default="")
    note: str = says("A reservation about what it says.", "Wrong year of birth.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a register: a person, a place or an organisation. The file determines the kind."""

    key: str = says("Key: lower-case letters, digits, hyphens; unique over all registers.", "ekberg")
    name: str = says("Name as displayed.", "Anna Birgitta Ekberg")
    sort: str = says("Name as sorted. Left out: as displayed.", "Ekberg, Anna Birgitta", default="")
    forms: tuple[str, ...] = says(
        "Name forms that occur in texts; spaces after initials may vary and need not be listed.",
        "[A. B. Ekberg]",
        default=(),
    )
    role: str = says("Role at the time of the edition's documents.", "Minister of Trade", default="")
    description: str = says("What else a reader needs, with reservations.", "Identity inferred.", default="")
    certainty: Certainty = says("Certainty of the identification.", "high", default="high")
    authorities: tuple[Authority, ...] = says("Authority links. Give none rather than a guess.", "[…]", default=())
    kind: MentionKind = says("Set by the file: person, place or organisation.", "person", default="person")
    taken: bool = says("Set by the program: the entry is described only by imported TEI.", "false", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Someone responsible for the edition; rulings name editors by id. TEI ``respStmt``."""

    id: str = says("Key by which rulings name the editor.", "editors")
    name: str = says("Name as cited.", "The editors")
    role: str = says("What the editor does.", "transcription checked, encoding, rulings", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence of the edition's own work."""

    name: str = says("Name of the licence.", "CC BY 4.0")
    url: str = says("Its address.", "https://creativecommons.org/licenses/by/4.0/")
    scope: str = says("What it covers, and what it does not.", "The encoding and the editors' texts.", default="")


NO_LICENCE = Licence(
    name="No licence has been chosen",
    url="https://rightsstatements.org/vocab/CNE/1.0/",
    scope="The rights have not been evaluated.",
)
"""What is said of the rights where nobody has said anything: “copyright not evaluated” of RightsStatements.org."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStatement:
    """The edition as a publication. The file edition/edition.yml."""

    title: str = says("Title of the edition.", "Conversations at the Embassy")
    subtitle: str = says("Subtitle.", "Two translations of one record", default="")
    version: str = says(
        "Version of the edition, three numbers. Raise it to publish. Left out: 0.1.0.", "1.0.0", default="0.1.0"
    )
    date: str = says("Date of this version, yyyy-mm-dd; the only date the outputs know.", "2026-11-21", default="")
    publisher: str = says("Who publishes the edition.", "Pecia", default="")
    url: str = says(
        "Address at which the edition is published, ending in /. Leave it out until it is known; citations then name "
        "the place in the edition instead.",
        "https://example.org/e/",
        default="",
    )
    contact: str = says(
        "E-mail address of who answers for the edition; harvesters ask for it (OAI-PMH). Published.",
        "editors@example.org",
        default="",
    )
    oai_gateway: str = says(
        "Address of the OAI-PMH gateway at which the edition is registered, http or https.",
        "https://gateway.example.org/oai/",
        default="",
    )
    language: str = says("Language of the edition's own words, BCP 47. Left out: en.", "en-GB", default="en")
    description: str = says("What the edition is: one or two sentences for the front page.", "…", default="")
    editors: tuple[Editor, ...] = says("The editors.", "[…]", default=())
    licence: Licence = says(
        "Licence of the editorial content. Left out: none has been chosen.", "{…}", default=NO_LICENCE
    )
    offer: Literal["", "full", "reading"] = says(
        "full: each document has an overview and every copy (EPUB, ODT, PDF, tables, JSON). reading: reading pages, "
        "TEI and passages as a script. Left out: full for up to 500 documents and 2 MB of sources.",
        "reading",
        default="",
    )
    split: str = says(
        "Where the pages of a long text from TEI begin: the type of a division (scene), its depth (1: outermost), or "
        "none. Left out: at the outermost division whose pages are short enough.",
        "scene",
        default="",
    )
    documents: tuple[str, ...] = says(
        "Ids of the documents, in the order of the lists. Those not named here follow, by date and id.",
        "[luncheon-1951-03-07]",
        default=(),
    )

    @property
    def day(self) -> str:
        """The date where a file format demands one, yyyy-mm-dd: the first that a zip file knows where there is none."""
        return self.date or "1980-01-01"
