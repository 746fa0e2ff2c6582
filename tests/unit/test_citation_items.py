"""What is cited: names, dates and the items of the edition, its documents, witnesses and sources."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from pecia import new_project
from pecia.citation import cite_document, document_item, edition_item, source_item, witness_item
from pecia.citation.credits import credits
from pecia.citation.dates import divided as date_parts
from pecia.citation.names import Name, divided, in_order, inverted, registered, whole_by_default
from pecia.model import Certainty
from pecia.model.edition import Document, Editor, Entry, Exemplar, Original, Participant, Responsibility, Source
from pecia.model.findings import Severity
from pecia.model.record import Record
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document


@pytest.fixture(scope="module")
def record() -> Record:
    """The record of witness A of the new edition: two witnesses, no author, a translator, no shelf mark."""
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view.witnesses[0].record


def entries(*made: Entry) -> dict[str, Entry]:
    return {entry.key: entry for entry in made}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ekberg, Anna Birgitta", Name(family="Ekberg", given="Anna Birgitta")),
        ("King, Martin Luther, Jr.", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("U Thant", Name(family="U Thant")),
        ("Sukarno", Name(family="Sukarno")),
        ("de Gaulle, Charles", Name(family="Gaulle", given="Charles", particle="de")),
        ("Gaulle, Charles de", Name(family="Gaulle", given="Charles", particle="de")),
        ("van der Berg, X.", Name(family="Berg", given="X.", particle="van der")),
        ("’t Hooft, Gerard", Name(family="Hooft", given="Gerard", particle="’t")),
        ("hooks, bell", Name(family="hooks", given="bell")),
        ("d’Estaing, V.", Name(family="d’Estaing", given="V.")),
        ("Жуков, Г. А.", Name(family="Жуков", given="Г. А.")),
        ("One, Two, Three, Four", Name(family="One, Two, Three, Four")),
        ("Ekberg,", Name(family="Ekberg,")),
        ("  Ekberg ,\n Anna  B. ", Name(family="Ekberg", given="Anna B.")),
        ("Dahl, Nils, 1572-1631.", Name(family="Dahl", given="Nils")),
        ("Brekk, Siv, -1627", Name(family="Brekk", given="Siv")),
        ("Rud, Per, approximately 1556-1630", Name(family="Rud", given="Per")),
        ("Rud, Per, b. 1556", Name(family="Rud", given="Per")),
        ("Rud, Per, active 1556 or 7-approximately 1630.", Name(family="Rud", given="Per")),
        ("Dahl 1572-1631., Nils", Name(family="Dahl", given="Nils")),
        ("King, Martin Luther, Jr., 1929-1968", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("Dahl, N., 1572–1631.", Name(family="Dahl", given="N.")),
        ("Dahl, Nils.", Name(family="Dahl", given="Nils")),
        ("Dahl, Thos.", Name(family="Dahl", given="Thos.")),
        ("Dahl, Yu.", Name(family="Dahl", given="Yu.")),
        ("Council of 1962", Name(family="Council of 1962")),
        ("Nils Dahl -1627", Name(family="Nils Dahl")),
        ("1572-1631", Name(family="1572-1631")),
    ],
)
def test_a_name_is_divided_where_it_is_written_divided(text: str, name: Name) -> None:
    assert divided(text) == name


def test_a_name_in_order_and_inverted() -> None:
    name = divided("de Gaulle, Charles, Jr.")
    assert in_order(name) == "Charles de Gaulle Jr."
    assert inverted(name) == "de Gaulle, Charles, Jr."
    assert in_order(divided("U Thant")) == inverted(divided("U Thant")) == "U Thant"


def test_register_entries_are_whole_unless_their_sort_name_is_divided() -> None:
    assert registered(Entry(key="a", name="Anna Ekberg", sort="Ekberg, Anna")) == Name(family="Ekberg", given="Anna")
    assert registered(Entry(key="u", name="U Thant", sort="U Thant")) == Name(family="U Thant")
    assert registered(Entry(key="t", name="U Thant", sort="Thant")) == Name(family="U Thant")
    board = Entry(key="b", name="Board of Trade", sort="Trade, Board of", kind="organisation")
    assert registered(board) == Name(family="Board of Trade")


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Sergei Ekberg", True),
        ("A, B, C, D e", True),
        ("Ekberg, Sergei", False),
        ("Sukarno", False),
        ("The Editors of a Journal", False),
        ("U\u00a0Thant", False),
    ],
)
def test_a_name_is_doubted_only_when_its_parts_are_not_told(text: str, doubted: bool) -> None:
    assert whole_by_default(text) is doubted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1951-03-07", (1951, 3, 7)),
        ("1951-03", (1951, 3)),
        ("1951", (1951,)),
        ("1951-02-30", ()),
        ("1951-13", ()),
        ("0000", ()),
        ("c. 1951", ()),
        ("1951–1952", ()),
        ("", ()),
    ],
)
def test_only_a_date_of_the_calendar_is_divided(text: str, parts: tuple[int, ...]) -> None:
    assert date_parts(text) == parts


def titled(record: Record, title: str, place: str, date: str) -> str:
    document = dataclasses.replace(record.document, title=title, place=place, date=date)
    return document_item(record.edition, document, {}).title


@pytest.mark.parametrize(
    ("title", "place", "date", "cited"),
    [
        ("Talk", "Embassy, Oslo", "1951-03-07", "Talk, Embassy, Oslo, 7 March 1951"),
        ("Talk in Oslo", "Embassy, Oslo", "1951-03-07", "Talk in Oslo, 7 March 1951"),
        ("Talk in Oslofjord", "Oslo", "1951", "Talk in Oslofjord, Oslo, 1951"),
        ("Talk, March 7, 1951", "", "1951-03-07", "Talk, March 7, 1951"),
        ("Talk (1951-03-07)", "Oslo", "1951-03-07", "Talk (1951-03-07), Oslo"),
        ("What Now?", "Oslo", "1951", "What Now? Oslo, 1951"),
        ("Talk.", "Oslo", "", "Talk, Oslo"),
    ],
)
def test_the_title_gives_place_and_date_once(record: Record, title: str, place: str, date: str, cited: str) -> None:
    assert titled(record, title, place, date) == cited


def test_a_witness_is_named_only_beside_another(record: Record) -> None:
    item = witness_item(record.edition, record.document, record.witness, {})
    assert item.title.endswith("Oslo, witness A (First print)")
    assert item.short_title == "Luncheon, 7 March 1951, witness A"
    assert item.url == "https://example.org/conversations/luncheon-1951-03-07/A/"
    alone = dataclasses.replace(record.document, witnesses=(record.witness,))
    item = witness_item(record.edition, alone, record.witness, {})
    assert item.title == document_item(record.edition, alone, {}).title
    assert "witness" not in item.short_title


def with_hand(record: Record, **said: Any) -> Document:
    """The document with one hand in witness A alone."""
    first, *others = record.document.witnesses
    witness = dataclasses.replace(first, responsibilities=(Responsibility(id="h", **said),))
    return dataclasses.replace(record.document, witnesses=(witness, *others))


def authors(record: Record, document: Document, *known: Entry) -> list[str]:
    return [in_order(name) for name in document_item(record.edition, document, entries(*known)).authors]


NORDAHL = Entry(key="nordahl", name="Carl Nordahl", sort="Nordahl, Carl", forms=("C. Nordahl",))


def test_only_an_established_author_is_an_author(record: Record) -> None:
    assert authors(record, with_hand(record, kind="author", person="nordahl"), NORDAHL) == ["Carl Nordahl"]
    assert authors(record, with_hand(record, role="author", person="nordahl"), NORDAHL) == []
    doubted = {"kind": "author", "person": "nordahl", "certainty": "medium"}
    assert authors(record, with_hand(record, **doubted), NORDAHL) == []


@pytest.mark.parametrize("certainty", ["medium", "low", "unknown"])
def test_a_doubtful_identification_makes_no_author_and_is_no_authority(record: Record, certainty: Certainty) -> None:
    inferred = dataclasses.replace(NORDAHL, certainty=certainty)
    assert authors(record, with_hand(record, kind="author", person="nordahl"), inferred) == []
    stated = with_hand(record, kind="author", person="nordahl", name="N.")
    assert authors(record, stated, inferred) == ["N."]
    found = credits(with_hand(record, kind="note-taker", person="nordahl"), entries(inferred))
    (credit,) = (credit for credit in found if credit.kind == "note-taker")
    assert (credit.name, credit.entry) == (Name(family="C. Nordahl"), None)


def test_the_translator_is_named_always_and_of_a_witness_its_own(record: Record) -> None:
    document = with_hand(record, kind="translator", name="Holm, Bo")
    holm = (Name(family="Holm", given="Bo"),)
    assert document_item(record.edition, document, {}).translators == holm
    a, b = (witness_item(record.edition, document, witness, {}).translators for witness in document.witnesses)
    assert (a, b) == (holm, ())
    lacking, _ = cite_document(record.edition, with_hand(record, kind="translator"), {}, "d.yml")
    assert "translator" in lacking.document.lacks


def test_the_sender_of_a_letter_is_its_author_and_the_addressee_is_named(record: Record) -> None:
    letter = dataclasses.replace(
        record.document,
        title="Letter 12",
        participants=(
            Participant(person="nordahl", role="", part="sender"),
            Participant(person="holm", role="", part="addressee"),
        ),
    )
    known = entries(NORDAHL, Entry(key="holm", name="Bo Holm", sort="Holm, Bo"))
    item = document_item(record.edition, letter, known)
    assert (item.authors, item.addressees) == ((registered(NORDAHL),), (Name(family="Holm", given="Bo"),))
    assert item.title.startswith("Letter 12, to Bo Holm, ")
    named = document_item(record.edition, dataclasses.replace(letter, title="Nordahl to Holm"), known)
    assert named.title.startswith("Nordahl to Holm, ")
    assert ", to " not in named.title


@pytest.mark.parametrize(
    ("seen", "file", "archive", "original"),
    [
        (True, "A.txt", "RA, Oslo", ""),
        (False, "A.txt", "", "original in RA, Oslo, vol. 7, not seen"),
        (None, "A.txt", "", "original in RA, Oslo, vol. 7, not seen"),
        (None, "A.xml", "", "original in RA, Oslo, vol. 7"),
        (True, "A.xml", "RA, Oslo", ""),
    ],
)
def test_an_archive_is_cited_only_by_who_has_seen_the_original(
    record: Record, seen: bool | None, file: str, archive: str, original: str
) -> None:
    kept = Original(kind="", repository="RA", settlement="Oslo", shelfmark="vol. 7", language="", seen=seen)
    witness = dataclasses.replace(record.witness, exemplar=Exemplar(file=file))
    document = dataclasses.replace(record.document, original=kept, witnesses=(witness,))
    item = document_item(record.edition, document, {})
    assert (item.archive, item.original) == (archive, original)
    assert item.archive_location == ("vol. 7" if archive else "")


def test_note_takers_are_no_authors(record: Record) -> None:
    known = entries(
        Entry(key="nordahl", name="Carl Nordahl", sort="Nordahl, Carl"), Entry(key="x", name="X", sort="X, Y")
    )
    document = dataclasses.replace(
        record.document,
        participants=(
            Participant(person="x", role="Minister", part="speaker"),
            Participant(person="nordahl", role="Secretary", part="note-taker"),
            Participant(person="missing", role="Secretary", part="note-taker"),
        ),
    )
    assert document_item(record.edition, document, known).authors == ()
    assert "author" not in cite_document(record.edition, document, known, "d.yml")[0].document.lacks


def test_no_address_of_the_edition_no_address_of_its_parts(record: Record) -> None:
    edition = dataclasses.replace(record.edition, url="")
    assert edition_item(edition).url == document_item(edition, record.document, {}).url == ""
    assert witness_item(edition, record.document, record.witness, {}).url == ""


def test_what_an_archive_calls_its_container_is_the_archive() -> None:
    item = source_item(
        Source(id="s", kind="archive", title="Note", container="Archive", issue="box 1", place="Oslo", date="1951")
    )
    assert (item.archive, item.archive_location, item.container, item.place) == ("Archive, Oslo", "box 1", "", "")


def found(record: Record, document: Document, **edition: object) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    statement = dataclasses.replace(record.edition, **edition)
    known = entries(*record.entries)
    for finding in cite_document(statement, document, known, "edition/documents/d.yml")[1]:
        assert finding.locus.file == "edition/documents/d.yml"
        codes.setdefault(finding.code, []).append(finding.message)
    return codes


def test_what_citations_lack_is_one_note(record: Record) -> None:
    (message,) = found(record, record.document)["B101"]
    assert message == "missing from citations: author, shelf mark of the original and publication of witness B"


def test_everything_that_can_lack_is_named(record: Record) -> None:
    bare = dataclasses.replace(
        record.document,
        date="",
        place="",
        original=Original(kind="", repository="", language=""),
        sources=(),
        witnesses=tuple(dataclasses.replace(witness, published_in="") for witness in record.document.witnesses),
    )
    forms, findings = cite_document(
        dataclasses.replace(record.edition, url="", publisher="", editors=()), bare, {}, "d.yml"
    )
    assert forms.document.lacks == (
        "author",
        "translator",
        "date",
        "place",
        "archive of the original",
        "shelf mark of the original",
        "address of the edition",
        "editors of the edition",
        "publisher of the edition",
        "publication of witness A",
        "publication of witness B",
    )
    assert "publication of witness B" not in forms.witnesses["A"].lacks
    assert [finding.severity for finding in findings] == [Severity.NOTE]


def test_a_full_record_lacks_nothing(record: Record) -> None:
    document = dataclasses.replace(
        record.document,
        participants=(Participant(person="nordahl", role="", part="note-taker"),),
        original=dataclasses.replace(record.document.original, shelfmark="vol. 7"),
        sources=(Source(id="bulletin-3", kind="article", title="T"),),
        witnesses=(record.witness,),
    )
    known = entries(*record.entries)
    forms, findings = cite_document(record.edition, document, known, "d.yml")
    assert findings == []
    assert forms.document.lacks == ()


def test_names_of_sources_that_are_not_divided_are_warned_of(record: Record) -> None:
    sources = (
        Source(id="a", kind="book", title="T", authors=("Anna Ekberg", "U Thant"), editors=("Ekberg, Anna",)),
        Source(id="b", kind="webpage", title="T", authors=("Anna Ekberg",)),
        Source(id="c", kind="chapter", title="T", editors=("The Editors of T", "Anna Ekberg")),
    )
    document = dataclasses.replace(record.document, sources=sources)
    messages = found(record, document, editors=(Editor(id="e", name="Anna Ekberg", role=""),))["B102"]
    assert messages == [
        "source a: the name “Anna Ekberg” is not divided",
        "source a: the name “U Thant” is not divided",
        "source c: the name “Anna Ekberg” is not divided",
    ]
