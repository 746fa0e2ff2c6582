"""The heads of pages for machines, from an invented edition: what each format says, what is left out, and what a
hostile text cannot do."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest
from lxml import html as lxml_html

from pecia import new_project
from pecia.model.edition import Editor, Licence, Original, Participant, Responsibility
from pecia.pages.head import document_head, edition_head, witness_head
from pecia.pages.views import Copy
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document

from ..site.zotero import saved

NASTY = (
    "\"q\" 'q' </script><script>alert(1)</script> <!-- & &amp; <b> ]]> \\u003c \u2028 \u05e9\u05dc\u05d5\u05dd \u202e"
)
HERE = "https://example.org/conversations/luncheon-1951-03-07/A/"


@pytest.fixture(scope="module")
def record():
    """Witness A of the small edition with an author, a translator and a note-taker, and an original that was seen."""
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    record = made.view.witnesses[0].record
    note_taker = Participant(person="nordahl", role="Secretary", part="note-taker")
    hands = (
        Responsibility(id="writer", kind="author", person="lindqvist"),
        Responsibility(id="translator", kind="translator", role="translation", name="Holm, Bo"),
    )
    original = Original(
        kind="Record of conversation", repository="National Archives of Sweden", abbreviation="RA",
        settlement="Stockholm", country="Sweden", shelfmark="f. 1, op. 2", language="sv", seen=True,
    )  # fmt: skip
    participants = (*(p for p in record.document.participants if p.person != "lindqvist"), note_taker)
    witnesses = (dataclasses.replace(record.witness, responsibilities=hands), *record.document.witnesses[1:])
    document = dataclasses.replace(record.document, participants=participants, original=original, witnesses=witnesses)
    known = [dataclasses.replace(entry, certainty="high") for entry in record.entries]
    return dataclasses.replace(record, document=document, entries=tuple(known))


def entries(record):
    return {entry.key: entry for entry in record.entries}


def copies(record, *endings):
    stem = f"downloads/{record.document.id}"
    made = [Copy(f"{stem}.{record.siglum}.{ending}", record.siglum, ending.upper(), 1, "0" * 64) for ending in endings]
    return [*made, Copy(f"{stem}.B.pdf", "B", "PDF", 1, "0" * 64), Copy(f"{stem}.epub", "", "EPUB", 1, "0" * 64)]


def witness(record, *endings, **changes):
    statement = dataclasses.replace(record.edition, **changes)
    return witness_head(statement, record.document, record.witness, entries(record), copies(record, *endings))


def heads(record, **changes):
    statement = dataclasses.replace(record.edition, **changes)
    return {
        "witness": witness(record, "pdf", "json", **changes),
        "document": document_head(statement, record.document, entries(record), copies(record)),
        "edition": edition_head(statement),
    }


def page(head):
    return f'<!DOCTYPE html><html lang="en"><head><meta name="description" content="About.">{head}</head></html>'


def metas(head):
    """The contents of the meta elements, by name, in order."""
    found = {}
    for element in lxml_html.fromstring(page(head)).iter("meta"):
        found.setdefault(element.get("name"), []).append(element.get("content"))
    return found


def links(head):
    return [dict(element.attrib) for element in lxml_html.fromstring(page(head)).iter("link")]


def data(head):
    """The JSON-LD, read as a browser finds it: up to the first end tag."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script', head, re.DOTALL)
    return json.loads(script)


# --- what is said --------------------------------------------------------------------------------


def test_zotero_saves_a_witness_with_everything(record):
    assert saved(page(witness(record, "pdf")), HERE) == {
        "itemType": "bookSection",
        "title": "Luncheon conversation, 7 March 1951, Embassy of Sweden, Oslo, witness A (First print)",
        "creators": [("author", "Lindqvist", "Karin"), ("editor", "The editors", "")],
        "bookTitle": "Conversations at the Embassy: Two translations of one record",
        "publisher": "An Institute",
        "date": "2026/11/21",
        "language": "en",
        "archive": "National Archives of Sweden (RA), Stockholm",
        "archiveLocation": "f. 1, op. 2",
        "url": HERE,
        "rights": "CC BY 4.0: The encoding and the editors' texts; not the translations.",
        "extra": "Translator: Holm || Bo\nOriginal Date: 1951-03-07\nEvent Place: Embassy of Sweden, Oslo\n"
        "Version: 1.0.0",
        "shortTitle": "Luncheon, 7 March 1951, witness A",
        "abstractNote": "About.",
    }


def test_zotero_saves_the_edition_as_a_book_by_its_editors(record):
    item = saved(page(edition_head(record.edition)), "https://example.org/conversations/")
    assert (item["itemType"], item["creators"]) == ("book", [("editor", "The editors", "")])
    assert item["title"] == "Conversations at the Embassy: Two translations of one record"
    assert (item["date"], item["url"], item["extra"]) == (
        "2026/11/21",
        "https://example.org/conversations/",
        "Version: 1.0.0",
    )


def test_a_document_is_another_item_than_its_witness(record):
    item = saved(page(heads(record)["document"]), HERE)
    assert item["itemType"] == "bookSection"
    assert item["title"] == "Luncheon conversation, 7 March 1951, Embassy of Sweden, Oslo"
    assert item["url"] == "https://example.org/conversations/luncheon-1951-03-07/"


def test_dublin_core(record):
    found = metas(witness(record))
    assert {name: values for name, values in found.items() if name.startswith("DC")} == {
        "DC.title": found["citation_title"],
        "DC.creator": ["Lindqvist, Karin"],
        "DC.contributor": ["The editors", "Holm, Bo"],
        "DC.publisher": ["An Institute"],
        "DC.language": ["en"],
        "DC.type": ["Text"],
        "DC.source": ["National Archives of Sweden (RA), Stockholm, f. 1, op. 2"],
        "DC.rights": ["CC BY 4.0: The encoding and the editors' texts; not the translations."],
        "DCTERMS.isPartOf": ["Conversations at the Embassy: Two translations of one record"],
        "DCTERMS.issued": ["2026-11-21"],
        "DCTERMS.created": ["1951-03-07"],
        "DCTERMS.spatial": ["Embassy of Sweden, Oslo"],
    }
    declared = {link["rel"] for link in links(witness(record)) if link["rel"].startswith("schema.")}
    used = {f"schema.{re.split('[.:]', name)[0]}" for name in found if re.search("[.:]", name)}
    assert used <= declared


def test_json_ld_of_a_witness(record):
    said = data(witness(record, "pdf", "json"))
    assert (said["@type"], said["url"], said["isPartOf"]["@type"]) == ("Chapter", HERE, "Book")
    assert said["isPartOf"]["name"] == "Conversations at the Embassy: Two translations of one record"
    assert said["author"]["familyName"] == "Lindqvist"
    assert said["translator"] == {"@type": "Person", "name": "Bo Holm"}
    assert said["contributor"]["roleName"] == "note-taker"
    assert said["contributor"]["contributor"]["name"] == "Carl Nordahl"
    assert (said["dateCreated"], said["datePublished"], said["version"]) == ("1951-03-07", "2026-11-21", "1.0.0")
    assert said["inLanguage"] == "en"
    assert said["contentLocation"]["name"] == "Embassy of Sweden, Oslo"
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [person["name"] for person in said["mentions"]] == ["Anna Birgitta Ekberg", "Carl Nordahl"]
    original = said["isBasedOn"][0] if isinstance(said["isBasedOn"], list) else said["isBasedOn"]
    assert "ArchiveComponent" in original["@type"]
    assert original["holdingArchive"]["name"] == "National Archives of Sweden"
    assert original["itemLocation"] == "f. 1, op. 2"
    assert [(file["encodingFormat"], file["contentUrl"]) for file in said["encoding"]] == [
        ("application/tei+xml", "https://example.org/conversations/downloads/luncheon-1951-03-07.A.xml"),
        ("application/pdf", "https://example.org/conversations/downloads/luncheon-1951-03-07.A.pdf"),
        ("application/json", "https://example.org/conversations/downloads/luncheon-1951-03-07.A.json"),
    ]


def test_links_lead_to_the_copies_of_what_the_page_shows_and_to_no_others(record):
    found = links(witness(record, "pdf", "json", "js"))
    assert [(link["type"], link["href"]) for link in found if link["rel"] == "alternate"] == [
        ("application/tei+xml", "../../downloads/luncheon-1951-03-07.A.xml"),
        ("application/pdf", "../../downloads/luncheon-1951-03-07.A.pdf"),
        ("application/json", "../../downloads/luncheon-1951-03-07.A.json"),
    ]
    whole = links(heads(record)["document"])
    assert [link["href"] for link in whole if link["rel"] == "alternate"] == ["../downloads/luncheon-1951-03-07.epub"]
    for kind, head in heads(record).items():
        rels = [link["rel"] for link in links(head)]
        assert ("license" in rels, "cite-as" in rels) == (True, True), kind


# --- what is left out ----------------------------------------------------------------------------


def test_without_an_address_nothing_is_absolute_that_would_be_of_the_edition(record):
    for kind, head in heads(record, url="").items():
        found = metas(head)
        assert not {name for name in found if name.endswith("url")}, kind
        assert "cite-as" not in {link["rel"] for link in links(head)}, kind
        assert "@id" not in data(head), kind
    without = witness(record, "pdf", url="")
    assert data(without)["encoding"][0]["contentUrl"] == "../../downloads/luncheon-1951-03-07.A.xml"
    assert data(without)["isPartOf"]["url"] == "../../"
    assert saved(page(without), "http://localhost:8000/luncheon-1951-03-07/A/")["url"].startswith("http://localhost")


def test_nothing_empty_and_no_none(record):
    bare = Original(kind="", repository="", language="")
    document = dataclasses.replace(
        record.document, participants=(), original=bare, place="", place_key="", kind="", sources=(),
        witnesses=tuple(dataclasses.replace(one, responsibilities=()) for one in record.document.witnesses),
    )  # fmt: skip
    poor = dataclasses.replace(record, document=document)
    for kind, head in heads(poor, url="", subtitle="", publisher="").items():
        assert all(values and all(value.strip() for value in values) for values in metas(head).values()), kind
        assert all(all(link.values()) for link in links(head)), kind
        assert "None" not in head, kind
        assert not [value for value in members(data(head)) if value in (None, "", [], {})], kind
    assert not {"citation_author", "DC.creator", "z:archive", "DC.source"} & metas(witness(poor)).keys()
    assert saved(page(witness(poor)), HERE)["creators"] == [("editor", "The editors", "")]


def test_who_is_no_author_is_none_to_a_reference_manager(record):
    """Neither a note-taker, nor one who is identified by inference, nor a translator where nobody else is named."""
    known = entries(record)
    known["lindqvist"] = dataclasses.replace(known["lindqvist"], certainty="medium", forms=("K. L.",))
    statement = dataclasses.replace(record.edition, editors=())
    head = witness_head(statement, record.document, record.witness, known)
    assert saved(page(head), HERE)["creators"] == []
    assert "Translator: Holm || Bo" in saved(page(head), HERE)["extra"]
    assert not {"citation_author", "DC.creator"} & metas(head).keys()
    assert "author" not in data(head)


def test_an_original_that_was_not_seen_is_no_archive_of_the_edition(record):
    unseen = dataclasses.replace(record.document.original, seen=False)
    document = dataclasses.replace(record.document, original=unseen)
    head = witness_head(record.edition, document, record.witness, entries(record))
    where = "riginal in National Archives of Sweden (RA), Stockholm, f. 1, op. 2, not seen"
    assert not {"z:archive", "z:archiveLocation"} & metas(head).keys()
    assert metas(head)["DC.source"] == [f"o{where}"]
    assert saved(page(head), HERE)["extra"].endswith(f"\nO{where}.")
    assert data(head)["isBasedOn"][0]["description"] == f"O{where}."


def members(value):
    """Every value in a JSON value, at any depth."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in inside:
        yield member
        yield from members(member)


def test_a_licence_that_is_no_web_address_is_not_linked_to(record):
    licence = Licence(name="Own", url="javascript:alert(1)", scope="All.")
    for head in heads(record, licence=licence).values():
        assert "license" not in {link["rel"] for link in links(head)}


@pytest.mark.parametrize(
    ("ours", "usual", "goes_wrong"),
    [
        ("citation_inbook_title", "citation_book_title", ("itemType", "journalArticle")),
        ("DCTERMS.spatial", "DC.coverage", ("archiveLocation", "Oslo")),
        ("z:extra", "DC.identifier", ("extra", "DOI: 10/A/")),
    ],
)
def test_tags_that_zotero_takes_for_something_else_are_not_used(record, ours, usual, goes_wrong):
    """The three that ``head`` leaves out, and what each would do: else there is no reason to leave it out."""
    value = {"DC.coverage": "Oslo", "DC.identifier": "https://example.org/talk-1951-03-10/A/"}.get(usual, "A Book")
    tags = f'<meta name="citation_title" content="T"><meta name="{usual}" content="{value}">'
    type_ = "" if usual == "citation_book_title" else '<meta name="z:itemType" content="bookSection">'
    field, wrong = goes_wrong
    assert saved(page(tags + type_), HERE)[field] == wrong
    found = metas(witness(record))
    assert ours in found
    assert usual not in found


# --- names, as Zotero divides them ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "name", "creator"),
    [
        ("von Essen, Carl Gustaf", "Carl Gustaf von Essen", ("von Essen", "Carl Gustaf")),
        ("de Gaulle, Charles", "Charles de Gaulle", ("de Gaulle", "Charles")),
        ("Garcia Lorca, Federico del Sol", "Federico", ("Garcia Lorca", "Federico del Sol")),
        ("Berg, C. D., Jr.", "C. D. Berg, Jr.", ("Berg Jr.", "C. D.")),
        ("U Thant", "U Thant", ("U Thant", "")),
        ("Thant", "Thant", ("Thant", "")),
    ],
)
def test_one_author_is_one_author(record, sort, name, creator):
    known = entries(record)
    known["lindqvist"] = dataclasses.replace(known["lindqvist"], sort=sort, name=name)
    head = witness_head(record.edition, record.document, record.witness, known)
    authors = [found[1:] for found in saved(page(head), HERE)["creators"] if found[0] == "author"]
    assert authors == [creator]


def test_several_editors_stay_several(record):
    names = ["von Essen, Carl Gustaf", "The Society of Letters", "Berg, Anna"]
    editors = tuple(Editor(id=f"e{number}", name=name, role="") for number, name in enumerate(names))
    item = saved(page(edition_head(dataclasses.replace(record.edition, editors=editors))), HERE)
    assert item["creators"] == [
        ("editor", "von Essen", "Carl Gustaf"),
        ("editor", "The Society of Letters", ""),
        ("editor", "Berg", "Anna"),
    ]


# --- hostile texts -------------------------------------------------------------------------------


def hostile(record):
    nasty = dict.fromkeys(("title", "short_title", "place", "kind"), NASTY)
    original = Original(
        kind=NASTY,
        repository=NASTY,
        abbreviation=NASTY,
        settlement=NASTY,
        country=NASTY,
        shelfmark=NASTY,
        language="sv",
        seen=True,
    )
    responsibilities = tuple(
        dataclasses.replace(hand, role=NASTY, person="", name=NASTY) for hand in record.witness.responsibilities
    )
    ours = dataclasses.replace(record.witness, title=NASTY, responsibilities=responsibilities)
    document = dataclasses.replace(record.document, **nasty, original=original, witnesses=(ours, ours))
    edition = dataclasses.replace(
        record.edition, title=NASTY, subtitle=NASTY, publisher=NASTY, description=NASTY,
        editors=(Editor(id="e", name=NASTY, role=NASTY),),
        licence=Licence(name=NASTY, url=f"https://example.org/{NASTY}", scope=NASTY),
    )  # fmt: skip
    people = tuple(dataclasses.replace(entry, name=NASTY, sort=NASTY) for entry in record.entries)
    return dataclasses.replace(record, document=document, edition=edition, entries=people)


def test_no_text_becomes_markup(record):
    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(tag)

        def handle_data(self, text):
            assert not text.strip() or seen[-1] == "script"

    for head in heads(hostile(record)).values():
        seen: list[str] = []
        reader = Tags()
        reader.feed(head)
        reader.close()
        assert set(seen) == {"meta", "link", "script"}
        assert seen.count("script") == 1
        said = data(head)
        assert NASTY in said["name"]
        body = head.partition("ld+json")[2]
        assert not re.search("[\u2028\u2029]|<!--|alert[^<]*<(?!/script>$)", body.rstrip())


def test_hostile_words_arrive_whole(record):
    folded = " ".join(NASTY.split())
    for kind, head in heads(hostile(record)).items():
        found = metas(head)
        assert folded in found["citation_title"][0], kind
        assert folded in found["DC.rights"][0], kind
    item = saved(page(witness(hostile(record))), HERE)
    assert folded in item["title"]
    assert folded in item["archive"]
    assert item["archiveLocation"] == folded


def test_the_same_input_gives_the_same_head(record):
    assert heads(record) == heads(record)
