"""The index finds passages by their words, without their accents, by who speaks, and by what the editors corrected."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pagefind_bin
import pytest
from playwright.sync_api import sync_playwright

from pecia import files, search
from pecia.build import Serial, compose
from pecia.search import PassageText, SitePage

TEXTS = [
    PassageText(
        "/talk/A/#p1", "The base at Guantánamo was named.", (("title", "Ann Arne (A, p1)"), ("speaker", "Ann Arne"))
    ),
    PassageText("/talk/A/#p2", "L’âme du polémarque.", (("title", "Bo Berg (A, p2)"), ("speaker", "Bo Berg"))),
    PassageText("/talk/B/#p2", "He has plans.", (("title", "Narrative (B, p2)"), ("correction", "planes"))),
]
PAGES = [
    SitePage(
        "/principles/",
        '<html lang="sv"><body><nav>Herring</nav><article id="content">'
        '<h1>Principles<a class="headerlink" href="#x">¶</a></h1><p>Kipper.</p></article></body></html>',
    )
]


def index_of(texts: list[PassageText] = TEXTS, pages: list[SitePage] = PAGES) -> dict[str, bytes]:
    built, findings = search.index(texts, pages, "en-GB", "article", [".headerlink"])
    assert findings == []
    return built


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
    assert dict(speech.about) == {
        "title": "Anna Birgitta Ekberg (A, p4)",
        "speaker": "Anna Birgitta Ekberg",
        "document": "Luncheon, 7 March 1951",
        "witness": "A: First print",
        "date": "1951-03-07",
        "correction": "received",
    }
    assert dict(texts["/luncheon-1951-03-07/A/#p1"].about)["title"] == "Heading (A, p1)"


# --- what comes out ------------------------------------------------------------------------------


def test_the_index_is_the_same_bytes_each_time() -> None:
    many = [
        PassageText(f"/talk/A/#p{n}", f"Words {n} of many, number {n % 7}.", (("title", f"p{n}"), ("speaker", "Ann")))
        for n in range(400)
    ]
    first = index_of(many)
    assert len([path for path in first if path.startswith("fragment/")]) == len(many) + len(PAGES)
    for _again in range(3):
        assert index_of(many) == first


def test_all_is_in_one_index_whatever_the_language_of_a_page() -> None:
    entry = json.loads(index_of()["pagefind-entry.json"])
    assert {language: known["page_count"] for language, known in entry["languages"].items()} == {"en": 4}


def test_the_order_of_languages_is_made_certain() -> None:
    assert (
        search._in_order(b'{"languages":{"sv":1,"en":2},"a":"\xc3\xa9"}')
        == b'{"a":"\xc3\xa9","languages":{"en":2,"sv":1}}'
    )


def test_the_site_gets_no_search_form_but_its_own() -> None:
    names = set(index_of())
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= names
    assert not [name for name in names if "ui" in name or name.endswith(".css")]


# --- when it fails -------------------------------------------------------------------------------


def test_a_missing_indexer_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: tmp_path / "gone")
    built, findings = search.index(TEXTS, PAGES, "en", "article")
    assert (built, [f.code for f in findings]) == ({}, ["S101"])


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("echo out of memory >&2; exit 3", "stopped after 0 of 6 answers out of memory"),
        ("printf bm90IGpzb24=,; cat >/dev/null", "Expecting value"),
        ("exec cat", "without 'files'"),
    ],
)
def test_an_indexer_that_stops_or_babbles_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, message: str
) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: script(tmp_path / "pagefind", text))
    built, findings = search.index(TEXTS, PAGES, "en", "article")
    assert (built, [f.code for f in findings]) == ({}, ["S101"])
    assert message in findings[0].message


def test_a_refused_request_says_why() -> None:
    with pytest.raises(ValueError, match="unknown variant"):
        search.converse(pagefind_bin.get_executable(), [{"type": "Dance"}])


# --- in a browser --------------------------------------------------------------------------------


@pytest.fixture
def found(tmp_path: Path, chromium: str) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    """A function that searches the index in Chromium and gives what is found, best first."""
    files.lay_out(tmp_path, {f"{search.FOLDER}/{path}": content for path, content in index_of().items()})
    (tmp_path / "index.html").write_text('<!doctype html><html lang="en"><title>.</title>', encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")

        def search_for(words: str) -> list[dict[str, Any]]:
            return page.evaluate(
                """async words => {
                    const pagefind = await import("/pagefind/pagefind.js");
                    const search = await pagefind.search(words);
                    return Promise.all(search.results.map(result => result.data()));
                }""",
                words,
            )

        yield search_for
        browser.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_a_reader_finds_the_passage(found: Callable[[str], list[dict[str, Any]]]) -> None:
    def addresses(words: str) -> list[str]:
        return [result["url"] for result in found(words)]

    assert addresses("guantanamo") == ["/talk/A/#p1"]
    assert addresses("Guantánamo") == ["/talk/A/#p1"]
    assert addresses("polemarque") == ["/talk/A/#p2"]
    assert "/talk/A/#p2" in addresses("ame")
    assert addresses("arne named") == ["/talk/A/#p1"], "who speaks is found together with what is said"
    assert addresses("plans")[0] == "/talk/B/#p2"
    assert addresses("planes")[0] == "/talk/B/#p2", "a correction is found"
    assert addresses("kipper") == ["/principles/"]
    assert "/principles/" not in addresses("herring"), "what is not the page's own words is not found"
    assert found("kipper")[0]["meta"]["title"] == "Principles"
