"""What is put into the index of the search, what comes out, and that it is the same bytes each time."""

from __future__ import annotations

import dataclasses
import gzip
import json
from pathlib import Path
from typing import Any

import pagefind_bin
import pytest

from pecia import files, search
from pecia.build import Serial, compose
from pecia.search import KINDS, Named, PassageText, SitePage, WitnessText, indexing, service, tables
from pecia.search.metadata import record_list

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
    texts = {text.url: text for text in composed.site.passages}
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
    from pecia.model import PassageKind

    assert set(KINDS) == set(PassageKind)


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


def test_the_table_says_where_each_record_stands() -> None:
    built = index_of()
    table = read(built, tables.RECORDS)
    assert [(d["id"], d["title"], d["date"], d["compared"], d["witnesses"]) for d in table["documents"]] == [
        ("talk", "A talk", "1951-03-07", True, [["A", "First print", "en", 2], ["B", "Second print", "sv", 1]]),
        ("lunch", "A luncheon", "1951", False, [["A", "Only print", "en", 1]]),
    ]
    assert table["kinds"] == ["spoken", "reported", "narrative", "heading"]
    assert table["kind"] == "abcd"
    assert len(table["length"]) == len(TEXTS) + len(PAGES)
    assert table["length"][3] == "a", "one word"
    assert table["length"][0] == "c", "four to seven words"


def test_the_facets_say_who_speaks_and_what_is_named() -> None:
    table = read(index_of(), tables.FACETS)
    assert table["entries"] == [
        ["arne", "Ann Arne", "person"],
        ["berg", "Bo Berg", "person"],
        ["oslo", "Oslo", "place"],
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


def test_a_passage_costs_less_than_a_byte() -> None:
    """What comes with the first search, compressed: so that a thousand long documents stay within 250 kB."""
    small, large = (len(gzip.compress(index_of(many(n), [])[tables.RECORDS])) for n in (400, 4_400))
    assert (large - small) / 4_000 < 0.7


def test_the_list_of_records_is_taken_apart_whole() -> None:
    requests = [
        {"type": "NewIndex", "config": {"force_language": "und"}},
        *(
            {"type": "AddRecord", "index_id": 0, "url": f"/{n}/", "content": "word " * n, "language": "und"}
            for n in (1, 23, 24, 300)
        ),
        {"type": "GetFiles", "index_id": 0},
    ]
    import base64

    answers = service.converse(pagefind_bin.get_executable(), requests)
    (packed,) = (base64.b64decode(f["content"]) for f in answers[-1]["files"] if f["path"].endswith(".pf_meta"))
    listed = record_list(packed)
    assert [words for _name, words in listed.records] == [1, 23, 24, 300]
    assert listed.before.startswith(b"\x86")
    assert listed.after
    with pytest.raises(ValueError, match="not as it was"):
        record_list(gzip.compress(b"pagefind_dcd\x86\x61x\x00"))
    with pytest.raises(ValueError, match="cut off"):
        record_list(gzip.compress(b"pagefind_dcd\x86\x61x\x82\x82\x61a"))
    with pytest.raises(ValueError, match="no pair"):
        record_list(gzip.compress(b"pagefind_dcd\x86\x61x\x81\x83\x61a\x01\x01"))


def test_all_is_in_one_index_whatever_the_language_of_a_page() -> None:
    entry = read(index_of(), "pagefind-entry.json")
    assert {language: known["page_count"] for language, known in entry["languages"].items()} == {"und": 5}


def test_an_edition_without_passages_has_an_empty_index() -> None:
    built = index_of([], [])
    assert read(built, tables.RECORDS)["length"] == ""
    assert read(built, tables.FACETS)["entries"] == []


def test_the_site_gets_what_it_uses_and_nothing_else() -> None:
    names = {path for path in index_of() if not path.startswith(("index/", "texts/"))}
    assert names == {
        "facets.json",
        "pagefind-entry.json",
        "pagefind-worker.js",
        "records.json",
        "wasm.unknown.pagefind",
    }


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
    listed = indexing.record_list

    def otherwise(packed: bytes) -> Any:
        right = listed(packed)
        return right._replace(records=(right.records[1], right.records[0], *right.records[2:]))

    monkeypatch.setattr(indexing, "record_list", otherwise)
    built, findings = search.index(TEXTS, PAGES, "article")
    assert (built, [f.code for f in findings]) == ({}, ["S102"])


def test_a_refused_request_says_why() -> None:
    with pytest.raises(ValueError, match="unknown variant"):
        service.converse(pagefind_bin.get_executable(), [{"type": "Dance"}])
