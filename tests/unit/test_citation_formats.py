"""BibTeX, RIS and CSL-JSON, read back by others' readers."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from pecia.citation import Item, bibtex_text, plain
from pecia.citation.bibtex import bibtex, bibtex_key
from pecia.citation.csl_json import csl_item
from pecia.citation.forms import one_line
from pecia.citation.names import Name, divided
from pecia.citation.ris import ris

CHAPTER = Item(
    kind="chapter",
    title="Luncheon conversation, Oslo, 7 March 1951, witness A",
    short_title="Luncheon, witness A",
    authors=(divided("de Gaulle, Charles"), divided("U Thant"), divided("King, Martin Luther, Jr.")),
    editors=(divided("The Editors"),),
    container="Conversations at the Embassy",
    version="1.0.0",
    publisher="An Institute",
    issued="2026-11-21",
    original_date="1951-03-07",
    event_place="Embassy of Sweden, Oslo",
    genre="Record of conversation",
    archive="National Archives of Sweden (RA), Stockholm",
    archive_location="vol. 7",
    language="en",
    url="https://example.org/e/luncheon/A/",
)
ARTICLE = Item(
    kind="article-journal",
    title="A Conversation",
    authors=(divided("Ekberg, Anna"),),
    container="Bulletin of the Project",
    issue="8–9",
    pages="315–320",
    issued="Winter 1996/1997",
    place="Oslo",
)
LOCATOR = "passages p12–p14 [Anna Ekberg]"


def one(text: str, key: str) -> Entry:
    database = parse_string(text, "bibtex")
    assert list(database.entries) == [key]
    return database.entries[key]


def unescaped(text: str) -> str:
    """The words that LaTeX prints for a value that :func:`bibtex_text` wrote."""
    commands = {
        r"{\textbackslash}": "\\",
        r"{\textbraceleft}": "{",
        r"{\textbraceright}": "}",
        r"{\textasciicircum}": "^",
        r"{\textasciitilde}": "~",
    }
    pattern = "|".join([*map(re.escape, commands), r"\\[&%$#_]"])
    return re.sub(pattern, lambda found: commands.get(found[0], found[0][1:]), text)


def test_a_chapter_in_bibtex() -> None:
    entry = one(plain(bibtex(CHAPTER, "luncheon-A"), LOCATOR, "#p12"), "luncheon-A")
    assert entry.type == "incollection"
    fields = dict(entry.fields)
    assert fields.pop("title") == "{Luncheon conversation, Oslo, 7 March 1951, witness A}"
    assert fields.pop("shorttitle") == "{Luncheon, witness A}"
    assert fields == {
        "booktitle": "Conversations at the Embassy",
        "version": "1.0.0",
        "publisher": "An Institute",
        "year": "2026",
        "month": "November",
        "url": "https://example.org/e/luncheon/A/#p12",
        "note": "Version 1.0.0. Record of conversation, Embassy of Sweden, Oslo, 7 March 1951. Original: National "
        f"Archives of Sweden (RA), Stockholm, vol. 7. {LOCATOR}",
    }
    gaulle, thant, king = entry.persons["author"]
    assert (gaulle.prelast_names, gaulle.last_names, gaulle.first_names) == (["de"], ["Gaulle"], ["Charles"])
    assert (thant.last_names, thant.first_names) == (["{U Thant}"], [])
    assert (king.last_names, king.lineage_names, king.first_names) == (["King"], ["Jr."], ["Martin"])
    assert king.middle_names == ["Luther"]
    assert [str(editor) for editor in entry.persons["editor"]] == ["{The Editors}"]


def test_an_article_with_a_date_in_words_in_bibtex() -> None:
    entry = one(plain(bibtex(ARTICLE, "a", passages=False)), "a")
    assert (entry.type, entry.fields["journal"], entry.fields["number"]) == ("article", ARTICLE.container, "8--9")
    assert (entry.fields["pages"], entry.fields["year"]) == ("315--320", "Winter 1996/1997")
    assert not {"month", "note", "url", "version", "shorttitle", "editor"} & set(entry.fields)


@pytest.mark.parametrize("kind", ["manuscript", "webpage", "dataset", "book"])
def test_types_that_both_bibtex_and_biblatex_know(kind: str) -> None:
    item = dataclasses.replace(ARTICLE, kind=kind, archive="Archive", archive_location="box 1", original_date="")
    entry = one(plain(bibtex(item, "k"), "p1"), "k")
    assert entry.type == ("book" if kind == "book" else "misc")
    assert entry.fields["series" if kind == "book" else "howpublished"] == ARTICLE.container
    assert entry.fields["note"] == "Archive, box 1. p1"


def test_keys_are_safe() -> None:
    assert bibtex_key("luncheon-1951-03-07", "A") == "luncheon-1951-03-07-A"
    assert bibtex_key("Tjänst & {råd}, %", "2026") == "Tj-nst-r-d-2026"
    assert bibtex_key("Жуков") == "edition"
    assert len(bibtex_key("a" * 500)) == 64


@pytest.mark.parametrize(
    "text",
    ["a {brace", "a brace}", "}{", "100% of $5 & #3_x^y~z \\ end\\", "Жуков “quoted” 'and' \"straight\"", "@book{x,"],
)
def test_bibtex_text_survives(text: str) -> None:
    item = dataclasses.replace(CHAPTER, title=text, container=text, authors=(Name(family=text),), publisher=text)
    entry = one(plain(bibtex(item, "k"), bibtex_text(text)), "k")
    assert unescaped(entry.fields["title"]) == f"{{{text}}}"
    assert unescaped(entry.fields["booktitle"]) == unescaped(entry.fields["publisher"]) == text
    (author,) = entry.persons["author"]
    assert unescaped(str(author)) == f"{{{text}}}"
    assert unescaped(entry.fields["note"]).endswith(text)


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        (Name(family="Trade and Fisheries", given="Board"), "{Trade and Fisheries}", "Board"),
        (Name(family="Ruiz de la Cruz", given="Ana"), "{Ruiz de la Cruz}", "Ana"),
        (Name(family="García Márquez", given="Gabriel"), "García Márquez", "Gabriel"),
        (Name(family="Berg", given="A, B"), "Berg", "{A, B}"),
    ],
)
def test_bibtex_does_not_take_names_apart(name: Name, family: str, given: str) -> None:
    entry = one(plain(bibtex(dataclasses.replace(ARTICLE, authors=(name, name)), "k")), "k")
    assert len(entry.persons["author"]) == 2
    person = entry.persons["author"][0]
    assert (" ".join(person.last_names), " ".join(person.first_names)) == (family, given)
    assert not person.prelast_names


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


@given(PRINTABLE, PRINTABLE)
@settings(max_examples=150)
def test_any_printable_text_survives_bibtex(title: str, name: str) -> None:
    item = dataclasses.replace(ARTICLE, title=title, authors=(Name(family=name),))
    entry = one(plain(bibtex(item, "k", passages=False)), "k")
    assert "".join(unescaped(entry.fields.get("title", "{}"))[1:-1].split()) == "".join(title.split())
    assert len(entry.persons["author"]) == 1


def read(text: str) -> dict[str, object]:
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.splitlines())
    (entry,) = rispy.loads(text)
    return dict(entry)


def test_a_chapter_in_ris() -> None:
    text = plain(ris(CHAPTER), LOCATOR, "#p12")
    entry = read(text)
    assert entry["type_of_reference"] == "CHAP"
    assert entry["authors"] == ["de Gaulle, Charles", "U Thant", "King, Martin Luther, Jr."]
    assert entry["title"] == CHAPTER.title
    assert entry["short_title"] == "Luncheon, witness A"
    assert entry["secondary_title"] == CHAPTER.container
    assert "ED  - The Editors\n" in text
    assert (entry["edition"], entry["year"], entry["date"]) == ("version 1.0.0", "2026", "2026/11/21/")
    assert (entry["publisher"], entry["language"]) == ("An Institute", "en")
    assert entry["name_of_database"] == CHAPTER.archive
    assert entry["accession_number"] == "vol. 7"
    assert entry["urls"] == ["https://example.org/e/luncheon/A/#p12"]
    assert entry["notes"] == [f"Record of conversation, Embassy of Sweden, Oslo, 7 March 1951. {LOCATOR}"]
    assert text.endswith("ER  - \n")


def test_an_article_in_ris() -> None:
    entry = read(plain(ris(ARTICLE, passages=False)))
    assert (entry["type_of_reference"], entry["number"]) == ("JOUR", "8–9")
    assert (entry["start_page"], entry["end_page"]) == ("315", "320")
    assert (entry["year"], entry["date"]) == ("1996", "Winter 1996/1997")
    assert "notes" not in entry
    assert "urls" not in entry


@pytest.mark.parametrize(
    "text", ["two\nlines", "one\r\nTY  - BOOK", "a\u2028b", "{&} “q” Жуков * asterisk", "x" * 10_000, "ER  - "]
)
def test_a_field_of_ris_is_one_line(text: str) -> None:
    item = dataclasses.replace(CHAPTER, title=text, container=text, url="")
    made = plain(ris(item, published=text), "p1")
    assert made.count("\nER  - \n") == 1
    assert len(made.splitlines()) == len(plain(ris(dataclasses.replace(CHAPTER, url=""), "x")).splitlines())
    assert read(made)["title"] == " ".join(text.split())


def test_a_whole_name_with_commas_stays_whole_in_ris() -> None:
    entry = read(plain(ris(dataclasses.replace(ARTICLE, authors=(Name(family="Board of Trade, Fisheries, Oslo, N"),)))))
    assert entry["authors"] == ["Board of Trade; Fisheries; Oslo; N"]


def test_a_chapter_in_csl_json() -> None:
    assert json.loads(json.dumps(csl_item(CHAPTER, "luncheon-A"))) == {
        "id": "luncheon-A",
        "type": "chapter",
        "title": CHAPTER.title,
        "title-short": "Luncheon, witness A",
        "author": [
            {"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"},
            {"literal": "U Thant"},
            {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        ],
        "editor": [{"literal": "The Editors"}],
        "container-title": "Conversations at the Embassy",
        "version": "1.0.0",
        "publisher": "An Institute",
        "issued": {"date-parts": [[2026, 11, 21]]},
        "original-date": {"date-parts": [[1951, 3, 7]]},
        "event-place": "Embassy of Sweden, Oslo",
        "archive": CHAPTER.archive,
        "archive_location": "vol. 7",
        "language": "en",
        "URL": "https://example.org/e/luncheon/A/",
        "note": "Record of conversation, Embassy of Sweden, Oslo, 7 March 1951.",
    }


@pytest.mark.parametrize("letter", ["e", "é"])
def test_a_text_is_put_on_one_line_in_whatever_letters(letter: str) -> None:
    spaces = " \t\n\r\f\v\x1c\x1d\x1e\x1f"
    assert one_line("".join(f"{space}{letter}" for space in spaces)) == " ".join(letter * len(spaces))
    assert one_line(f" \n{letter}\0{letter}\x08 \n ") == f"{letter}\0{letter}\x08"
    assert one_line(f"{letter}\u00a0{letter}\u2028{letter}") == f"{letter}\u00a0{letter} {letter}"


def test_dates_in_words_and_no_dates_in_csl_json() -> None:
    assert csl_item(ARTICLE, "a")["issued"] == {"literal": "Winter 1996/1997"}
    assert "issued" not in csl_item(dataclasses.replace(ARTICLE, issued=""), "a")


def test_the_publication_of_a_witness_is_in_every_note() -> None:
    published = "Ekberg, Anna. “A Conversation.” Bulletin."
    said = f"Publication of this witness: {published}"
    assert said in plain(bibtex(CHAPTER, "k", published), "p1")
    assert said in plain(ris(CHAPTER, published), "p1")
    assert said in str(csl_item(CHAPTER, "k", published)["note"])


@pytest.mark.parametrize("kind", ["article-journal", "book", "chapter", "manuscript", "webpage", "dataset"])
def test_a_bare_item_has_no_empty_field(kind: str) -> None:
    item = Item(kind=kind, title="T")
    assert csl_item(item, "k") == {"id": "k", "type": kind, "title": "T"}
    assert list(one(plain(bibtex(item, "k", passages=False)), "k").fields) == ["title"]
    assert plain(ris(item, passages=False)).splitlines()[1:] == ["TI  - T", "ER  - "]
    assert "None" not in plain(bibtex(item, "k"), "p1") + plain(ris(item), "p1")
