"""What is cited: names, dates and the items of the edition, its documents, witnesses and sources."""

from __future__ import annotations

import dataclasses

import pytest

from pecia import skeleton
from pecia.build import Serial, compose
from pecia.build.document import read_document
from pecia.citation import cite_document, document_item, edition_item, source_item, witness_item
from pecia.citation.dates import divided as date_parts
from pecia.citation.names import Name, divided, in_order, inverted, registered, whole_by_default
from pecia.findings import Severity
from pecia.record import Document, Editor, Entry, Original, Participant, Record, Source


@pytest.fixture(scope="module")
def record() -> Record:
    """The record of witness A of the new edition: two witnesses, no note-taker, no shelf mark."""
    (made,) = map(read_document, compose(skeleton.new_edition(), Serial()).sources.documents)
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


def test_note_takers_are_the_authors_and_nobody_else(record: Record) -> None:
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
    assert document_item(record.edition, document, known).authors == (Name(family="Nordahl", given="Carl"),)


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
    for finding in cite_document(statement, document, {}, "edition/documents/d.yml")[1]:
        assert finding.locus.file == "edition/documents/d.yml"
        codes.setdefault(finding.code, []).append(finding.message)
    return codes


def test_what_citations_lack_is_one_note(record: Record) -> None:
    (message,) = found(record, record.document)["B101"]
    assert message == "missing from citations: note-takers, shelf mark of the original and publication of witness B"


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
        "note-takers",
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
    known = entries(Entry(key="nordahl", name="Carl Nordahl", sort="Nordahl, Carl"))
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
