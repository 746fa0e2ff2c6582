"""What is put into the index of the search, what comes out, and that it is the same bytes each time."""

from __future__ import annotations

import base64
import copy
import dataclasses
import gzip
import itertools
import json
from pathlib import Path
from typing import Any

import pagefind_bin
import pytest

from pecia import files, search
from pecia.anchors import WitnessLedger
from pecia.build import Serial, compose
from pecia.build.document import read_document
from pecia.citation import Forms
from pecia.exports.passages import passage_record
from pecia.model import SIGNS, Alternative, Mention, Passage, PassageKind, RichText, Span, Transcript, Turn
from pecia.pages import DocumentView, WitnessView
from pecia.record import Record
from pecia.search import KINDS, Named, PassageText, SitePage, WitnessText, indexing, service, tables
from pecia.search.metadata import is_of, listed, unpacked

ARNE = Named("arne, ann", "arne", "Ann Arne", "person")
BERG = Named("berg, bo", "berg", "Bo Berg", "person")
OSLO = Named("oslo", "oslo", "Oslo", "place")
TALK_A = WitnessText("talk", "A talk", "1951-03-07", "A", "First print", "en", compared=True)
TALK_B = dataclasses.replace(TALK_A, siglum="B", title="Second print", language="sv")
LUNCH = WitnessText("lunch", "A luncheon", "1951", "A", "Only print", "en", compared=False)
TEXTS = [
    PassageText("/talk/A/#p1", "The base at Guantánamo was named.", "spoken", TALK_A, ARNE, (OSLO,)),
    PassageText("/talk/A/#p2", "L’âme du polémarque.", "reported", TALK_A, BERG, (ARNE, OSLO)),
    PassageText("/talk/B/#p2", "He has plans.", "narrative", TALK_B, corrections=(("plans", "planes"),)),
    PassageText("/lunch/A/#p1", "Luncheon", "heading", LUNCH, named=(OSLO,)),
]
PAGES = [
    SitePage(
        "/principles/",
        '<html lang="sv"><body><nav>Herring</nav><article id="content">'
        '<h1>Principles<a class="headerlink" href="#x">¶</a></h1><p>Kipper.</p></article></body></html>',
    )
]


def index_of(texts: list[PassageText] = TEXTS, pages: list[SitePage] = PAGES) -> dict[str, bytes]:
    built, findings = search.index(texts, pages, "article", [".headerlink"])
    assert findings == []
    return built


def read(built: dict[str, bytes], path: str) -> Any:
    return json.loads(built[path])


# --- what is put in ------------------------------------------------------------------------------


def test_every_passage_with_words_is_a_record(small_edition: Path) -> None:
    composed = compose(files.read_sources(small_edition)[0], Serial())
    assert composed.site
    assert [(id_, one.size) for id_, one in composed.site.searched.items()] == [("luncheon-1951-03-07", 13)]
    texts = {text.url: text for text in composed.site.texts(composed.site.searched)}
    anchors = [
        f"/luncheon-1951-03-07/{siglum}/#p{n}" for siglum, last in (("A", 6), ("B", 7)) for n in range(1, last + 1)
    ]
    assert list(texts) == anchors
    speech = texts["/luncheon-1951-03-07/A/#p4"]
    assert speech.content.startswith("I was glad to hear that the letter was recieved in Oslo.")
    assert speech.kind == "spoken"
    assert speech.speaker
    assert speech.speaker.name == "Anna Birgitta Ekberg"
    assert "Oslo" in [named.name for named in speech.named]
    assert speech.corrections == (("recieved", "received"),)
    assert speech.about == {"speaker": "Anna Birgitta Ekberg", "corrections": "received"}
    assert (speech.witness.siglum, speech.witness.title, speech.witness.date) == ("A", "First print", "1951-03-07")
    assert speech.witness.compared
    heading = texts["/luncheon-1951-03-07/A/#p1"]
    assert (heading.kind, heading.speaker, heading.about) == ("heading", None, {})


def test_what_signs_join_is_found_in_its_parts() -> None:
    searched = dataclasses.replace(
        TEXTS[0], content="States—you, L’âme, e\u0301te\u0301’s [of it—ed.] 4–5 think[s] a.b"
    ).searched
    assert searched == "States you, L-âme, e\u0301te\u0301-s [of it ed.] 4-5 think-s] a.b"


def test_every_kind_of_passage_has_a_name() -> None:
    assert set(KINDS) == set(PassageKind) - SIGNS


def spoken(anchor: str, text: str, kind: PassageKind = PassageKind.SPEECH, who: str | None = "ekberg") -> Passage:
    return Passage(kind, RichText(text), who, anchor)


def record_of(small_edition: Path, *body: Passage | Turn, front: tuple[Passage, ...] = ()) -> Record:
    """The first record of the small edition with another text."""
    site = compose(files.read_sources(small_edition)[0], Serial())
    (document,) = map(read_document, site.sources.documents)
    assert document.view
    return dataclasses.replace(document.view.witnesses[0].record, transcript=Transcript(front, body))


def test_a_passage_of_signs_alone_is_no_record_and_does_not_stop_the_index(small_edition: Path) -> None:
    record = record_of(small_edition, spoken("p1", "?"), spoken("p2", "No."), spoken("p3", "½"))
    texts = search.passage_texts([record])
    assert [text.url.partition("#")[2] for text in texts] == ["p2", "p3"]
    assert indexing.index(texts, [], "article")[1] == []


def brief(texts: list[PassageText]) -> list[tuple[str, str, str]]:
    return [(text.url.partition("#")[2], text.searched, text.kind) for text in texts]


@pytest.fixture
def play(small_edition: Path) -> Record:
    turn = Turn(
        "ekberg",
        RichText("EKBERG."),
        (
            spoken("p3", "Who is there?", PassageKind.VERSE),
            spoken("p4", "(Goes.)", PassageKind.STAGE, who=None),
            spoken("p5", "Nobody, it seems.", PassageKind.VERSE),
            spoken("p6", "", PassageKind.SPEECH),
        ),
    )
    unknown = Turn("", RichText(" A VOICE: "), (spoken("p7", "I am.", who=None),))
    again = Turn("ekberg", RichText("EKBERG."), (spoken("p8", "Oh.", who="ekberg"),))
    body = (
        spoken("p1", "Act the first", PassageKind.HEADING, None),
        spoken("p2", "A room in the embassy, with a door to the left.", PassageKind.STAGE, None),
        turn,
        unknown,
        again,
        spoken("p9", "End.", PassageKind.OTHER, None),
    )
    return record_of(small_edition, *body, front=(spoken("p0", "A play", PassageKind.TITLE_PAGE, None),))


def test_in_a_small_edition_each_passage_is_a_record(play: Record) -> None:
    texts = search.passage_texts([play])
    assert [anchor for anchor, _words, _kind in brief(texts)] == ["p0", "p1", "p2", "p3", "p4", "p5", "p7", "p8", "p9"]
    assert [text.kind for text in texts[:4]] == ["title page", "heading", "stage direction", "verse line"]
    assert {text.label for text in texts if text.url.endswith("#p7")} == {"A VOICE"}
    assert [text.more for text in texts] == [()] * 9


def test_in_a_large_edition_a_turn_is_a_record(play: Record) -> None:
    texts = search.passage_texts([play], documents=search.MANY + 1)
    assert brief(texts) == [
        ("p0", "A play Act the first A room in the embassy, with a door to the left.", "stage direction"),
        ("p3", "Who is there? (Goes.) Nobody, it seems.", "verse line"),
        ("p7", "I am.", "spoken"),
        ("p8", "Oh.", "spoken"),
        ("p9", "End.", "other"),
    ]
    assert texts[1].more == (("p4", "(Goes.)"), ("p5", "Nobody, it seems."))
    assert [text.called for text in texts] == ["", "Anna Birgitta Ekberg", "A VOICE", "Anna Birgitta Ekberg", ""]
    assert texts[1].speaker
    assert texts[2].speaker is None
    assert search.passage_texts([play], documents=search.MANY) == search.passage_texts([play])


def test_a_long_text_has_records_of_many_passages(small_edition: Path) -> None:
    lines = [spoken(f"p{n}", "one two three", PassageKind.PROSE, None) for n in range(501)]
    whole = record_of(small_edition, *lines)
    texts = search.passage_texts([whole])
    assert [len(text.more) + 1 for text in texts] == [200, 200, 101], "600 words each"
    assert texts[1].url.endswith("#p200")
    assert len(search.passage_texts([record_of(small_edition, *lines[1:])])) == 500


def test_a_passage_longer_than_a_record_is_one(small_edition: Path) -> None:
    body = [spoken(f"p{n}", "word " * n + "end", PassageKind.PROSE, None) for n in (1, 700, 2)]
    texts = search.passage_texts([record_of(small_edition, *body)], documents=2_000)
    assert [(text.url.partition("#")[2], text.more) for text in texts] == [("p1", ()), ("p700", ()), ("p2", ())]


def test_what_two_people_are_reported_to_say_is_two_records(small_edition: Path) -> None:
    body = [
        spoken("p1", "One.", PassageKind.REPORTED, "ekberg"),
        spoken("p2", "Two.", PassageKind.REPORTED, "ekberg"),
        spoken("p3", "Three.", PassageKind.REPORTED, "lindqvist"),
    ]
    texts = search.passage_texts([record_of(small_edition, *body)], documents=2_000)
    assert [text.searched for text in texts] == ["One. Two.", "Three."]


def test_a_record_has_what_all_of_its_passages_name(small_edition: Path) -> None:
    marks = (Span(0, 4, Mention("place", "oslo")), Span(5, 8, Alternative("abbr", "expan", "Mister")))
    first = Passage(PassageKind.PROSE, RichText("Oslo Mr.", marks), id="p1")
    empty = Span(0, 4, Alternative("del", "add", ""))
    again = Passage(PassageKind.PROSE, RichText("Oslo", (*marks[:1], empty)), id="p2")
    (text,) = search.passage_texts([record_of(small_edition, first, again)], documents=2_000)
    assert [named.name for named in text.named] == ["Oslo"]
    assert text.alternatives == (("Mr.", "Mister"),)


# --- what comes out ------------------------------------------------------------------------------


def many(number: int) -> list[PassageText]:
    return [
        dataclasses.replace(
            TEXTS[n % 2], url=f"/talk/A/#p{n}", content=f"Words {n} of many, number {n % 7} {'again ' * (n % 11)}"
        )
        for n in range(number)
    ]


def test_the_index_is_the_same_bytes_each_time() -> None:
    first = index_of(many(400))
    for _again in range(4):
        assert index_of(many(400)) == first


def test_the_tables_say_where_each_record_stands() -> None:
    built = index_of()
    table = read(built, tables.RECORDS)
    assert read(built, tables.DOCUMENTS) == [
        {
            "id": "talk",
            "title": "A talk",
            "date": "1951-03-07",
            "compared": True,
            "witnesses": [["A", "First print", "en"], ["B", "Second print", "sv"]],
        },
        {
            "id": "lunch",
            "title": "A luncheon",
            "date": "1951",
            "compared": False,
            "witnesses": [["A", "Only print", "en"]],
        },
    ]
    assert table["sizes"] == [[2, 1], [1]]
    assert table["kinds"] == ["spoken", "reported", "narrative", "heading"]
    assert table["kind"] == "abcd"
    assert len(table["length"]) == len(TEXTS) + len(PAGES)
    assert table["length"][3] == "a", "one word"
    assert table["length"][0] == "c", "four to seven words"
    assert table["together"] == 8
    assert table["joined"] is False


def test_the_chunks_are_those_that_are_there() -> None:
    built = index_of(many(400))
    chunks = read(built, tables.RECORDS)["chunks"]
    assert {f"index/{name}.pf_index" for _first, _last, name in chunks} == {p for p in built if p.startswith("index/")}
    assert all(first <= last for first, last, _name in chunks)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(chunks))


def test_the_facets_say_who_speaks_and_what_is_named() -> None:
    table = read(index_of(), tables.FACETS)
    assert table["entries"] == [
        ["arne", "Ann Arne", "person", "arne, ann"],
        ["berg", "Bo Berg", "person", "berg, bo"],
        ["oslo", "Oslo", "place", "oslo"],
    ]
    assert table["speakers"] == [[0, 1], []]
    assert table["speaker"] == "bcaa"
    assert table["named"] == [[1], [], [0, 1, 2]]


def test_the_words_stand_together_by_eights() -> None:
    built = index_of(many(20))
    texts = {path: read(built, path) for path in built if path.startswith("texts/")}
    assert {path: len(content) for path, content in texts.items() if "page" not in path} == {
        "texts/0.json": 8,
        "texts/1.json": 8,
        "texts/2.json": 4,
    }
    assert [one["anchor"] for path in ("texts/0.json", "texts/1.json", "texts/2.json") for one in texts[path]] == [
        f"p{n}" for n in range(20)
    ]
    assert texts["texts/page-0.json"] == {
        "address": "principles/",
        "title": "Principles",
        "text": "Principles. Kipper.",
    }
    assert read(index_of(), "texts/0.json")[2] == {
        "anchor": "p2",
        "text": "He has plans.",
        "corrections": [["plans", "planes"]],
    }


def test_long_records_stand_in_files_of_their_own() -> None:
    long = [dataclasses.replace(text, more=(("p99", "again " * 900),)) for text in many(3)]
    built = index_of(long)
    assert read(built, tables.RECORDS)["together"] == 1
    assert [read(built, f"texts/{n}.json")[0]["anchor"] for n in range(3)] == ["p0", "p1", "p2"]


def test_what_stands_whole_in_the_passage_record_is_not_said_again(small_edition: Path) -> None:
    prose = [spoken(f"p{n}", "one two three", PassageKind.PROSE, None) for n in range(3)]
    (text,) = search.passage_texts([record_of(small_edition, *prose)], documents=2_000)
    assert text.alone
    assert text.recorded
    more = dataclasses.replace(text, url="/more/A/#p0", alternatives=(("one", "first"),))
    last = dataclasses.replace(text, url="/last/A/#p0")
    others = [
        more,
        dataclasses.replace(text, corrections=(("one", "first"),)),
        dataclasses.replace(text, label="ARNE"),
        dataclasses.replace(text, speaker=ARNE),
        dataclasses.replace(text, alone=False),
    ]
    assert not any(one.recorded for one in others)
    built = index_of([text, more, last], pages=[])
    assert read(built, tables.RECORDS)["recorded"] == "bab"
    assert [bool(one) for one in read(built, "texts/0.json")] == [False, True, False]
    assert not any(path.startswith("texts/") for path in index_of([text, last], pages=[]))
    assert "recorded" not in read(index_of([more]), tables.RECORDS)


def test_a_part_of_a_text_is_not_alone(small_edition: Path, play: Record) -> None:
    """Nor is a text of which a passage, of signs alone, is in no record."""
    signs = (spoken("p1", "words"), spoken("p2", "?"))
    texts = search.passage_texts([play, record_of(small_edition, *signs)], documents=2_000)
    assert not any(text.alone for text in texts)


def test_the_words_of_a_record_are_those_of_the_passage_record(small_edition: Path) -> None:
    prose = [spoken(f"p{n}", f"one two {n}", PassageKind.PROSE, None) for n in range(3)]
    record = record_of(small_edition, *prose)
    (text,) = search.passage_texts([record], documents=2_000)
    view = DocumentView(record.document, (WitnessView(record, ()),))
    forms = Forms(page={}, passage={}, bibtex=(), ris=(), bibtex_of_page=(), ris_of_page=(), csl={})
    said = passage_record(record.edition, view, view.witnesses[0], WitnessLedger("x", "A"), forms, ())
    words = [(passage["id"], passage["text"]) for passage in said["passages"]]
    assert words == [(text.url.partition("#")[2], text.content), *text.more]


def test_a_record_says_all_that_is_shown_of_it() -> None:
    text = PassageText(
        "/talk/A/#p1",
        "Mr. Arne",
        "spoken",
        TALK_A,
        alternatives=(("Mr.", "Mister"),),
        more=(("p2", "goes."),),
        label="ARNE",
    )
    assert text.searched == "Mr. Arne goes."
    assert text.about == {"speaker": "ARNE", "corrections": "Mister"}
    built = index_of([text])
    assert read(built, "texts/0.json") == [
        {
            "anchor": "p1",
            "text": "Mr. Arne",
            "speaker": "ARNE",
            "alternatives": [["Mr.", "Mister"]],
            "more": [["p2", "goes."]],
        }
    ]
    assert read(built, tables.RECORDS)["joined"] is True
    assert read(built, tables.FACETS)["speaker"] == "a", "only who is in a register can be chosen"


def test_a_passage_costs_less_than_a_byte() -> None:
    """What comes with the first search, compressed: so that a thousand long documents stay within 250 kB."""
    small, large = (len(gzip.compress(index_of(many(n), [])[tables.RECORDS])) for n in (400, 4_400))
    assert (large - small) / 4_000 < 0.7


def index_by_pagefind(contents: list[str]) -> dict[str, bytes]:
    requests = [
        {"type": "NewIndex", "config": {"force_language": "und"}},
        *(
            {"type": "AddRecord", "index_id": 0, "url": f"/{n}/", "content": content, "language": "und"}
            for n, content in enumerate(contents)
        ),
        {"type": "GetFiles", "index_id": 0},
    ]
    answers = service.converse(pagefind_bin.get_executable(), requests)
    return {file["path"]: base64.b64decode(file["content"]) for file in answers[-1]["files"]}


def test_the_list_of_the_index_is_read() -> None:
    built = index_by_pagefind(["word " * n for n in (1, 23, 24, 300)])
    (packed,) = (content for path, content in built.items() if path.endswith(".pf_meta"))
    meta = listed(packed)
    assert [words for _name, words in meta.records] == [1, 23, 24, 300]
    assert [(first, last) for first, last, _name in meta.chunks] == [("word", "word")]
    whole = unpacked(packed)
    with pytest.raises(ValueError, match="invalid block type"):
        unpacked(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff")
    with pytest.raises(ValueError, match="cut off"):
        listed(gzip.compress(b"pagefind_dcd" + whole[:30]))
    with pytest.raises(ValueError, match="not as it was"):
        listed(gzip.compress(b"pagefind_dcd\x86\x80"))
    with pytest.raises(ValueError, match="not as it was"):
        listed(gzip.compress(b"pagefind_dcd\x86\x61x\x81\x83\x61a\x01\x01"))


@pytest.mark.parametrize("url", ["/a/A/#p1", '/"a\\b"/\x01/\x7f/é/\u2028/𐌰/#p1'])
def test_a_fragment_is_of_its_record(url: str) -> None:
    def fragment(said: str) -> bytes:
        return gzip.compress(b"pagefind_dcd" + said.encode())

    long = "words " * 10_000
    first = fragment(json.dumps({"url": url, "content": long}, ensure_ascii=False, separators=(",", ":")))
    last = fragment(json.dumps({"content": long, "url": url}))
    assert all(is_of(packed, url) for packed in (first, last))
    assert not any(is_of(packed, other) for packed in (first, last) for other in (f"{url}2", url[:-1], ""))
    for spoilt in (b"", b"none", first[:40], last[:40]):
        with pytest.raises((OSError, EOFError, ValueError)):
            is_of(spoilt, url)


def test_a_word_is_indexed_as_the_browser_looks_for_it() -> None:
    """``bare`` in found.js: without accents and capitals. What two words have in one is found in its parts as well."""
    built = index_by_pagefind(["Guanta\u0301namo ÂME ёлка שָׁלוֹם re-export"])
    (chunk,) = (unpacked(content) for path, content in built.items() if path.endswith(".pf_index"))
    for word in ("guantanamo", "ame", "елка", "שלום", "reexport", "export"):
        assert bytes([0x60 + len(word.encode())]) + word.encode() in chunk, word


def test_an_edition_without_passages_has_an_empty_index() -> None:
    built = index_of([], [])
    assert read(built, tables.RECORDS)["length"] == ""
    assert read(built, tables.RECORDS)["chunks"] == []
    assert read(built, tables.DOCUMENTS) == []
    assert read(built, tables.FACETS)["entries"] == []


def test_the_site_gets_what_it_uses_and_nothing_else() -> None:
    names = {path for path in index_of() if not path.startswith(("index/", "texts/"))}
    assert names == {
        "documents.json",
        "facets.json",
        "records.json",
    }


# --- shards --------------------------------------------------------------------------------------


def numbered(documents: int, each: int = 1) -> dict[str, int]:
    """The sizes of so many documents of ``each`` records."""
    return {f"d{n}": each for n in range(documents)}


def shards(sizes: dict[str, int]) -> list[list[str]]:
    return search.shards(search.shard_of(sizes))


def test_a_small_edition_is_one_shard_and_has_no_list_of_them() -> None:
    sizes = numbered(700)
    assert shards(sizes) == [list(sizes)]
    assert shards({}) == [[]]
    assert search.manifest(sizes, search.shard_of(sizes), 3) == {}
    assert len(shards(numbered(720))) == 2
    assert len(shards(numbered(5, 2_400))) == 2, "many records are shared out as many documents are"


def test_a_shard_has_whole_documents_in_the_order_of_the_edition() -> None:
    parts = shards(numbered(4_000))
    assert len(parts) == 8
    assert all(380 < len(part) < 620 for part in parts)
    place = {name: n for n, name in enumerate(numbered(4_000))}
    for part in parts:
        assert [place[name] for name in part] == sorted(place[name] for name in part)
    assert sorted(place[name] for part in parts for name in part) == list(range(4_000)), "no document is in two"


def test_another_document_changes_one_shard() -> None:
    sizes = numbered(4_000)
    before = [search.made_from(part) for part in shards(sizes)]
    after = [search.made_from(part) for part in shards({"new": 1, **sizes})]
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_the_shard_of_a_document_is_for_ever() -> None:
    """Where a document is decides which files change; so not by ``hash``, which is another in each process."""
    sizes = dict.fromkeys([f"d{n}" for n in range(4_000)], 1)
    places = search.shard_of(sizes)
    assert [places[name] for name in ("d0", "d1", "d2", "d3999")] == [3, 7, 6, 4]
    halves = search.shard_of(sizes, documents=1_000)
    assert all(halves[name] == place % 4 for name, place in places.items()), "an edition that grows splits its shards"


def test_the_account_of_a_document() -> None:
    of_talk = search.searched(TEXTS[:3])
    assert (of_talk.size, of_talk.addresses) == (3, ("/talk/A/", "/talk/B/"))
    kept = json.loads(json.dumps(dataclasses.asdict(of_talk)))
    assert search.Searched(kept["size"], kept["digest"], tuple(kept["addresses"])) == of_talk
    assert search.searched(copy.deepcopy(TEXTS[:3])) == of_talk
    apart = [copy.deepcopy(text) for text in TEXTS[:3]]
    assert search.searched(apart) == of_talk, "it does not matter whether the witness is the same object"
    assert search.searched([]) == search.Searched(0, search.searched([]).digest, ())


def test_the_digest_of_a_document_is_of_all_that_its_records_have() -> None:
    others = {
        "url": "/talk/A/#p9",
        "content": "Other words.",
        "kind": "prose",
        "witness": dataclasses.replace(TALK_A, date=""),
        "speaker": BERG,
        "named": (),
        "corrections": (("one", "two"),),
        "alternatives": (("one", "two"),),
        "more": (("p9", "More."),),
        "label": "ARNE",
        "alone": True,
    }
    assert others.keys() == {field.name for field in dataclasses.fields(PassageText)}
    changed = [[dataclasses.replace(TEXTS[0], **{name: value}), TEXTS[1]] for name, value in others.items()]  # type: ignore[arg-type]
    witnesses = [
        [dataclasses.replace(text, witness=dataclasses.replace(TALK_A, **{field.name: "x"})) for text in TEXTS[:2]]
        for field in dataclasses.fields(WitnessText)
    ]
    all_of_them = [TEXTS[:2], TEXTS[1::-1], TEXTS[:1], [], *changed, *witnesses]
    assert len({search.searched(texts).digest for texts in all_of_them}) == len(all_of_them)


def test_the_digest_of_a_shard_is_of_its_documents_in_order() -> None:
    assert len({search.made_from(digests) for digests in ([], ["a"], ["a", "b"], ["b", "a"])}) == 4
    assert search.made_from(iter("ab")) == search.made_from(["a", "b"])


def test_the_digest_of_pages_is_of_what_they_are_and_where() -> None:
    (page,) = PAGES
    others = [dataclasses.replace(page, url="/other/"), dataclasses.replace(page, html="Other words.")]
    assert len({search.digest_of_pages(pages) for pages in ([], [page], [page, page], *([one] for one in others))}) == 5


def test_the_list_of_shards() -> None:
    sizes = numbered(4_000, 2)
    places = search.shard_of(sizes)
    manifest = json.loads(search.manifest(sizes, places, 3)[tables.RECORDS])
    parts = shards(sizes)
    assert manifest["shards"] == [*([str(n), 2 * len(part)] for n, part in enumerate(parts)), ["pages", 3]]
    assert manifest["order"] == "".join("abcdefgh"[place] for place in places.values())
    assert manifest["kinds"][:2] == ["spoken", "reported"]
    assert len(manifest["kinds"]) == len(set(KINDS.values()))


# --- when it fails -------------------------------------------------------------------------------


def test_a_missing_indexer_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: tmp_path / "gone")
    built, findings = search.index(TEXTS, PAGES, "article")
    assert (built, [f.code for f in findings]) == ({}, ["S101"])


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("echo out of memory >&2; exit 3", "stopped after 0 of 7 answers out of memory"),
        ("printf bm90IGpzb24=,; cat >/dev/null", "Expecting value"),
        ("exec cat", "without 'files'"),
    ],
)
def test_an_indexer_that_stops_or_babbles_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, message: str
) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: script(tmp_path / "pagefind", text))
    built, findings = search.index(TEXTS, PAGES, "article")
    assert (built, [f.code for f in findings]) == ({}, ["S101"])
    assert message in findings[0].message


def test_records_in_another_order_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(packed: bytes) -> Any:
        right = listed(packed)
        return right._replace(records=(right.records[1], right.records[0], *right.records[2:]))

    monkeypatch.setattr(indexing, "listed", otherwise)
    built, findings = search.index(TEXTS, PAGES, "article")
    assert (built, [f.code for f in findings]) == ({}, ["S102"])


def test_a_refused_request_says_why() -> None:
    with pytest.raises(ValueError, match="unknown variant"):
        service.converse(pagefind_bin.get_executable(), [{"type": "Dance"}])
