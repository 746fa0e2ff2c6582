"""An invented edition whose index is in shards, beside the same with one index: what is found, shown and said."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from pecia.exports.passages import as_script
from pecia.search import Named, PassageText, SitePage, WitnessText

from .searching import index, served

pytestmark = pytest.mark.browser

PEOPLE = [Named(f"person {n % 4}, {n}", f"person-{n}", f"{n} Person", "person") for n in range(9)]
DOCUMENTS = 60
QUERIES = [
    "word",
    "wor",
    "word11",
    "word1 word2",
    '"word1 word2"',
    '"word1"',
    "ab",
    "wordy",
    "word3 wor 4",
    "person",
    "kipper",
    "mister",
    "herring",
    "𐌰𐌱 ﷼",
    "ﬁn",
]


def texts() -> list[PassageText]:
    chance = random.Random(7)
    made = []
    for n in range(DOCUMENTS):
        date = "" if n % 5 == 0 else f"19{n:02}-01-02"
        witness = WitnessText(f"doc-{n}", f"Letter {n}", date, "A", "", "en", compared=False)
        for p in range(3):
            words = " ".join(chance.choices([*(f"word{n}" for n in range(30)), "ab", "4", "wordy", "𐌰𐌱𐌲", "ﬁnd"], k=20))
            made.append(
                PassageText(
                    f"/doc-{n}/A/#p{p}",
                    words,
                    ("spoken", "prose", "note")[chance.randrange(3)],
                    witness,
                    chance.choice([None, *PEOPLE]),
                    tuple(sorted(chance.sample(PEOPLE, 2))),
                    (("herring", "kipper"),) if n == 3 else (),
                    (("Mr.", "Mister"),) if n == 4 else (),
                )
            )
    return made


PAGES = [
    SitePage(f"/page-{n}/", f"<html><article><h1>Page</h1><p>A word{n}, herring.</p></article></html>") for n in (1, 2)
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("whole"), index(texts(), PAGES, 1_000)) as address:
        yield address


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    built = index(texts(), PAGES, 4)
    assert "15/records.json" in built
    with served(tmp_path_factory.mktemp("shards"), built) as address:
        yield address


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """``opened(address)``: a page; fails on an uncaught exception."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def open_one(address: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield open_one
    context.close()
    assert errors == []


def status(page: Page) -> str:
    page.locator("#pc-search-status").filter(has_text=re.compile(r"[.]$")).wait_for()
    return page.locator("#pc-search-status").inner_text()


def stopped(page: Page) -> None:
    """Let no time pass on the page but what ``page.clock.run_for`` lets pass."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def found(page: Page, query: str) -> list[str]:
    """Every result in order: ``doc-3 p1``."""
    page.locator("#pc-query").fill(query)
    page.wait_for_function("words => new URLSearchParams(location.hash.slice(1)).get('q') === words", arg=query)
    page.wait_for_function("words => document.title.startsWith(words)", arg=query[:20])
    said: Any = page.evaluate(
        """async (query) => {
            const terms = [...query.matchAll(/"([^"]*)"|([^\\s"]+)/g)].map(({ 1: phrase, 2: word }) => (
                { said: phrase ?? word, words: (phrase ?? word).split(" "), exact: phrase !== undefined }));
            const named = async (number) => {
                const { anchor, address } = await peciaIndex.words(number);
                return address ?? `${(await peciaIndex.about(number)).document.id} ${anchor}`;
            };
            return Promise.all((await peciaIndex.search(terms)).map(named));
        }""",
        query,
    )
    return list(said)


def facets(page: Page) -> dict[str, list[str]]:
    """What can be chosen, with its counts."""
    if page.locator("#pc-narrow").get_attribute("open") is None:
        page.locator("#pc-narrow > summary").click()
    page.locator("#pc-facets > details").first.wait_for(state="attached")
    shown: Any = page.locator("#pc-facets > details").evaluate_all(
        "all => all.map(one => [one.querySelector('summary').textContent,"
        " [...one.querySelectorAll('li, .pc-more-values')].map(li => li.textContent)])"
    )
    return dict(shown)


def test_shards_are_found_as_one(opened: Callable[[str], Page], whole: str, shards: str) -> None:
    one, several = opened(whole), opened(shards)
    sizes = []
    for query in QUERIES:
        expected = found(one, query)
        assert found(several, query) == expected, query
        sizes.append(len(expected))
    assert sizes[0] > 150
    assert min(sizes[:-2]) > 0
    assert sizes[-2:] == [0, sizes[-1]]


@pytest.mark.parametrize(
    "fragment",
    [
        "q=word1",
        "q=wor&kind=note",
        "q=word1+word2&speaker=person-3&speaker=person-4",
        "q=word&from=1920&to=1930-05",
        "q=word&to=1999",
        "kind=spoken&person=person-2",
        "q=herring&kind=pages",
        "q=kipper",
        "q=mister&document=doc-4",
        "q=nowhere",
        "q=word1+nowhere",
    ],
)
def test_what_is_shown_is_the_same(opened: Callable[[str], Page], whole: str, shards: str, fragment: str) -> None:
    seen = []
    for address in (whole, shards):
        page = opened(f"{address}#{fragment}")
        said = status(page)
        numbers = facets(page)
        heads = page.locator("#pc-results h2, .pc-hit-head").all_inner_texts()
        seen.append((said, numbers, heads, page.locator("#pc-search-notes").inner_text()))
    assert seen[0] == seen[1]


def test_a_date_that_is_not_established_is_in_no_range(opened: Callable[[str], Page], shards: str) -> None:
    for fragment in ("from=0001&to=9999", "from=0001", "to=9999"):
        assert "in 48 documents" in status(opened(f"{shards}#q=word&{fragment}"))
    page = opened(f"{shards}#q=word&document=doc-0")
    assert status(page).startswith("3 passages for")
    assert "Letter 0" in page.locator("#pc-search-chosen").inner_text()


def test_many_shards_are_not_narrowed_unasked(opened: Callable[[str], Page], shards: str) -> None:
    page = opened(shards)
    stopped(page)  # so that nothing is shown early, of which documents.json would be fetched too
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.evaluate("location.hash = 'q=word11'")
    status(page)
    page.evaluate("peciaIndex.shards().then(() => null)")  # after which the page decides whether to narrow
    assert not [name for name in fetched if name.endswith("facets.json")]
    assert 0 < len([name for name in fetched if name.endswith("documents.json")]) <= 5, "of what is shown only"
    assert facets(page)["Document"][-1].startswith("Show all ")


def test_a_hundred_values_at_a_time(opened: Callable[[str], Page], tmp_path_factory: pytest.TempPathFactory) -> None:
    many = [
        PassageText(f"/d{n}/A/#p1", "Herring.", "prose", WitnessText(f"d{n}", f"Letter {n}", "", "A", "", "en", False))
        for n in range(250)
    ]
    with served(tmp_path_factory.mktemp("many"), index(many, [], 1_000)) as address:
        page = opened(f"{address}#q=herring")
        group = page.locator("#pc-facets > details").filter(has=page.locator("summary", has_text="Document")).first
        page.locator("#pc-facets .pc-count").first.wait_for(state="attached")
        group.locator("summary").click()
        assert group.locator("li").count() == 8
        for shown, said in ((108, "Show 100 more of 250"), (208, "Show all 250"), (250, "")):
            group.locator("button").click()
            assert group.locator("li").count() == shown
            if said:
                assert group.locator("button").inner_text() in {"Show 100 more of 250", "Show all 250"}
        assert not group.locator("button").is_visible()
        assert page.evaluate("document.activeElement.value") == "d208"


def test_the_first_results_are_shown_before_the_last_shard(opened: Callable[[str], Page], shards: str) -> None:
    page = opened(shards)
    held: list[Route] = []
    goes_on: list[bool] = []
    page.route("**/pagefind/7/**", lambda route: route.continue_() if goes_on else held.append(route))
    page.locator("#pc-query").fill("word")
    page.locator("#pc-search-status").filter(has_text="Searching: 16 of 17 parts of the edition …").wait_for()
    page.locator("#pc-results li").first.wait_for()
    goes_on.append(True)
    for route in held:
        route.continue_()
    assert " passages in 60 documents and 2 pages for “word”." in status(page)


def test_a_shard_that_does_not_load_is_not_passed_over(opened: Callable[[str], Page], shards: str) -> None:
    page = opened(shards)
    page.route("**/pagefind/7/index/**", lambda route: route.abort())
    stopped(page)
    page.locator("#pc-query").fill("word11")
    page.clock.run_for(200)
    failed = page.locator("#pc-search-status").filter(has_text="could not be loaded")
    failed.wait_for()
    page.clock.run_for(5_000)
    assert failed.is_visible(), "how far the search was does not take its place"
    assert page.locator("#pc-results li").count() == 0
    page.unroute("**/pagefind/7/index/**")
    page.get_by_role("button", name="Try again").click()
    page.locator("#pc-results li").first.wait_for()


def test_what_is_typed_on_takes_the_place_of_what_was_asked(opened: Callable[[str], Page], shards: str) -> None:
    page = opened(shards)
    for words in ("w", "wo", "wor", "word", "word1", "word", "word1", "word11"):
        page.locator("#pc-query").fill(words)
        page.wait_for_function("words => location.hash === `#q=${words}`", arg=words)
    page.locator("#pc-search-status").filter(has_text="for “word11”.").wait_for()


@pytest.fixture(scope="module")
def chunks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    """An index of several chunks: its address, their first words, last words and names, and all words, sorted."""
    witness = WitnessText("doc", "Words", "", "A", "", "en", compared=False)
    spread = [[f"prefix{n}x{'yz' * (n % 5)}" for n in range(p, 18_000, 30)] for p in range(30)]
    texts = [PassageText(f"/doc/A/#p{p}", " ".join(words), "prose", witness) for p, words in enumerate(spread)]
    built = index(texts, [], 1_000)
    with served(tmp_path_factory.mktemp("chunks"), built) as address:
        yield address, json.loads(built["records.json"])["chunks"], sorted(itertools.chain(*spread))


def test_the_beginning_of_words_is_found_in_every_chunk(
    opened: Callable[[str], Page], chunks: tuple[str, list[list[str]], list[str]]
) -> None:
    """Pagefind parts its index where it likes; words that begin alike are in several parts of it."""
    address, parts, _words = chunks
    assert len(parts) > 2
    assert status(opened(f"{address}#q=pre")) == "30 passages for “pre”."


def test_the_first_and_last_words_of_a_chunk_are_found(
    opened: Callable[[str], Page], chunks: tuple[str, list[list[str]], list[str]]
) -> None:
    """Pagefind says with a few letters of them only which words a chunk is from and to."""
    address, parts, words = chunks
    firsts = [next(n for n, word in enumerate(words) if word >= first) for first, _last, _name in parts]
    edges = [words[n + by] for n in firsts for by in (-1, 0) if n + by >= 0]
    assert any(word not in {last for _first, last, _name in parts} for word in edges)
    page = opened(address)
    for word in [*edges, words[-1]]:
        for exact in (False, True):
            terms = [{"said": word, "words": [word], "exact": exact}]
            assert page.evaluate("async (terms) => (await peciaIndex.search(terms)).length", terms) > 0, word


# --- records of several passages -----------------------------------------------------------------


@pytest.fixture(scope="module", params=["texts", "record"])
def joined(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """A witness found as one, its words in a file of the index, or in its passage record."""
    witness = WitnessText("doc", "Diary", "1901", "A", "", "en", compared=False)
    more = (("p2", "The herring was salted in June."), ("p3", "A kipper, and herring, and more"), ("p4", "kipper"))
    texts = [PassageText("/doc/A/#p1", "Monday", "prose", witness, more=more, alone=request.param == "record")]
    everything = [("p1", "Monday"), *more]
    passages = "".join(f"<p id='{a}'>{w}</p>" for a, w in everything)
    page = "<!doctype html><meta charset='utf-8'><title>Diary</title>{}<script src='/assets/found.js'></script>"
    contents = page.format("<script>location.replace(`part/${location.hash}`)</script>")
    pages = {"doc/A/index.html": contents.encode(), "doc/A/part/index.html": f"{page.format(passages)}".encode()}
    built = index(texts, [], 1_000)
    if request.param == "record":
        record = {"passages": [{"id": anchor, "text": words} for anchor, words in everything]}
        pages["downloads/doc.A.js"] = as_script(record, indented=False)
        assert not any("texts/" in path for path in built)
    with served(tmp_path_factory.mktemp("joined"), built, pages) as address:
        yield address


@pytest.mark.parametrize(
    ("query", "anchor"), [("monday", "p1"), ("herring", "p2"), ("kipper+herring", "p3"), ("%22more+kipper%22", "p3")]
)
def test_a_result_leads_to_the_passage_with_the_words(
    opened: Callable[[str], Page], joined: str, query: str, anchor: str
) -> None:
    page = opened(f"{joined}#q={query}")
    assert status(page).startswith("1 result for “") or "the words" in status(page)
    links = page.locator(".pc-hit-head a").evaluate_all("all => all.map(a => a.hash)")
    assert links == [f"#{anchor}"]


def test_the_words_are_marked_in_every_passage_of_the_result(opened: Callable[[str], Page], joined: str) -> None:
    """On the page of the part to which the page of contents leads on."""
    page = opened(f"{joined}#q=salted+kipper")
    page.locator(".pc-hit-head a").click()
    page.wait_for_url("**/doc/A/part/#p2")
    page.wait_for_function("CSS.highlights.has('pc-found')")
    marked = page.evaluate("[...CSS.highlights.get('pc-found')].map(String)")
    assert marked == ["salted", "kipper", "kipper"]


def test_marks_are_left_for_the_page_that_was_meant(opened: Callable[[str], Page], joined: str) -> None:
    page = opened(f"{joined}#q=herring")
    page.locator(".pc-hit-head a").click(modifiers=["Alt"], no_wait_after=True)
    page.goto(joined.replace("search/", "doc/A/part/#p4"))
    assert page.evaluate("CSS.highlights.has('pc-found')") is False
