"""The page of the search, and searching an invented edition of several documents in Chromium."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser, Page

from pecia import addresses
from pecia.pages.search_page import ASSETS, search_page
from pecia.search import Named, PageText, PassageText, WitnessText

from .searching import THEME, block, index, served

SPEAKERS = [Named(f"{name}, x", name, f"X. {name.title()}", "person") for name in ("arne", "berg", "carlsen")]
OSLO = Named("oslo", "oslo", "Oslo", "place")
HOSTILE = "<img src=x onerror=alert(1)> herring"


def texts() -> list[PassageText]:
    """Twelve documents of three passages: ``herring`` in each first one, its speaker and date in turn."""
    made = []
    for n in range(12):
        date = ("1951", "1951-03", "1951-03-07", "1952-02-29")[n % 4]
        for siglum in ("A", "B") if n == 0 else ("A",):
            witness = WitnessText(f"talk-{n}", f"Talk {n}", date, siglum, f"Print {n}", "en", compared=n == 0)
            words = (
                HOSTILE if n == 0 else "The herring of Guantánamo",
                "L’âme du polémarque",
                "don't re-export it—ever, to 4–5 States[men]",
            )
            made += [
                PassageText(
                    f"p{p}",
                    text,
                    "spoken",
                    witness,
                    SPEAKERS[(n + p) % 3],
                    (OSLO,) if n == 1 else (),
                    (("herring", "kipper"),) if (n, p) == (5, 0) else (),
                    also=((1, "kipper"),) if (n, p) == (5, 0) else (),
                    pair=("B", f"p{p}", True) if (n, siglum) == (0, "A") else None,
                )
                for p, text in enumerate(words)
            ]
    return made


def test_the_page_stands_at_its_address_and_works_without_a_script() -> None:
    assert search_page("").path == addresses.markdown(addresses.SEARCH) == "search/index.md"
    page = html.fromstring(block())
    assert page.xpath("string(//noscript)")
    assert page.xpath("//p[@id='pc-search-lists']/a/@href") == ["../documents/", "../people/", "../places/"]
    assert page.xpath("//input[@id='pc-query']/@type") == ["search"]
    assert page.xpath("//label/@for") == ["pc-query"]
    assert page.xpath("//*[@role='status']/@id") == ["pc-search-status"]
    assert not page.xpath("//script")
    for asset in ASSETS:
        assert (THEME / asset).is_file()


def test_the_script_finds_what_the_page_has() -> None:
    asked = set(re.findall(r'byId\("([\w-]+)"\)', (THEME / "search.js").read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(html.fromstring(block()).xpath("//@id"))


# --- in a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["one shard", "several shards"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The invented edition; all that it shows is the same whether its index is whole or in shards."""
    pages = [PageText("principles/", "Principles", "Kipper and herring.")]
    built = index(texts(), pages, 100 if request.param == "one shard" else 3)
    assert ("texts/1-0.js" in built) == (request.param == "several shards")
    with served(tmp_path_factory.mktemp("site"), built) as address:
        yield address


@pytest.fixture
def searched(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """``searched("q=herring")``: the page of that search, when it has been done; fails on an uncaught exception."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def search_for(fragment: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}#{fragment}")
        page.wait_for_function("/\\.$/.test(document.getElementById('pc-search-status').textContent)")
        counted = "document.querySelector('#pc-facets .pc-count')?.textContent"
        page.wait_for_function(f"{counted} || !document.querySelector('#pc-results li')")
        return page

    yield search_for
    context.close()
    assert errors == []


def status(page: Page) -> str:
    return page.locator("#pc-search-status").inner_text()


def shown(page: Page) -> list[str]:
    """The passages shown: ``talk-1/A/#p0``."""
    links = page.locator(".pc-hit-head a").evaluate_all("all => all.map(a => a.href)")
    return [link.split("/", 3)[3] for link in links]


def test_two_witnesses_of_a_passage_are_one_result_and_pages_come_last(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring")
    assert status(page) == "12 passages in 12 documents and 1 page for “herring”."
    assert shown(page)[:2] == ["talk-0/A/#p0", "talk-0/B/#p0"]
    first = page.locator("#pc-results li").first.inner_text()
    assert re.match(r"X\. Arne A p0 · B p0 same words, Talk 0\n", first)
    assert page.locator("#pc-results h2").all_inner_texts() == ["Pages"]
    assert shown(page)[-1] == "principles/"
    assert len(set(shown(page))) == 14
    only = searched("q=herring&witness=B")
    assert shown(only) == ["talk-0/B/#p0"]


def test_the_text_gives_the_order_or_each_place_a_line(searched: Callable[[str], Page]) -> None:
    page = searched("q=ever+OR+guantanamo&order=text")
    places = [place for place in shown(page) if "talk-3" in place]
    assert places == ["talk-3/A/#p0", "talk-3/A/#p2"]
    page.locator("#pc-order").select_option("Concordance")
    page.locator("#pc-results tbody tr").first.wait_for()
    rows = page.locator("#pc-results tbody tr").all_inner_texts()
    assert "A p2\tdon't re-export it—\tever, to 4–5 States[men]" in rows
    assert "order=concordance" in page.url


def test_all_results_are_a_table_that_no_spreadsheet_takes_for_formulas(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring+-polemarque&document=talk-0&document=talk-1")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download all as CSV").click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert rows[0][:5] == ["document", "title", "date", "witness", "passage"]
    assert sorted((row[0], row[3], row[4]) for row in rows[1:]) == [
        ("talk-0", "A", "p0"), ("talk-0", "B", "p0"), ("talk-1", "A", "p0")
    ]  # fmt: skip
    assert rows[-1][9].startswith("X. Berg, in “Talk 1”, witness A, p0, in Letters, version 1.0.0, http")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("herring+-guantanamo", "1 passage and 1 page"),
        ("polemarque+OR+ever", "24 passages"),
        ("polemarque+ever", "Nothing found"),
        ("don%27t+~4+it", "12 passages"),
        ("don%27t+~2+ever", "Nothing found"),
        ("speaker%3Aarne+herring", "4 passages"),
        ("names%3Aoslo", "3 passages"),
        ("date%3A1952+herring", "3 passages"),
        ("date%3A1951-04%2F1952+herring", "6 passages"),
        ("guan*", "11 passages"),
        ("%22guan%22", "Nothing found"),
    ],
)
def test_a_query_says_what_to_find_and_what_to_leave_out(
    searched: Callable[[str], Page], query: str, count: str
) -> None:
    assert status(searched(f"q={query}")).startswith(count)


def test_the_script_knows_words_as_the_index_does(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring")
    golden = yaml.safe_load(Path("tests/golden/search/words.yml").read_text(encoding="utf-8"))
    said = page.evaluate(
        "all => all.map(text => peciaFound.words(text).map(({ word, place }) => `${word} ${place}`))",
        [case["text"] for case in golden],
    )
    assert said == [case["words"] for case in golden]


def test_words_of_the_index_are_never_markup(searched: Callable[[str], Page]) -> None:
    page = searched("q=onerror&document=talk-0")
    assert page.locator("article img").count() == 0
    assert HOSTILE in page.locator("#pc-results").inner_text()


@pytest.mark.parametrize(
    ("fragment", "count"),
    [
        ("from=1952", 3),
        ("to=1951", 9),
        ("from=1951-03-07&to=1951-03-07", 9),
        ("from=1951-04&to=1951-12", 3),
        ("from=1951-03&to=1951-03-06", 6),
        ("from=1953", 0),
        ("from=1952-03&to=1952-01", 0),
        ("document=talk-1&document=talk-3", 2),
        ("place=oslo", 1),
        ("speaker=arne", 4),
        ("speaker=arne&speaker=berg", 8),
        ("witness=B", 1),
        ("kind=pages", 0),
        ("kind=pages&kind=spoken", 12),
    ],
)
def test_each_facet_lets_through_what_it_names(searched: Callable[[str], Page], fragment: str, count: int) -> None:
    said = status(searched(f"q=herring&{fragment}"))
    assert re.match(rf"{count} passages? " if count else r"Nothing found|1 page", said), said


def test_a_date_is_typed(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring")
    page.locator("#pc-facets summary", has_text="Date of document").click()
    page.get_by_label("From").fill("1952")
    page.keyboard.press("Tab")
    page.wait_for_function("location.hash.includes('from=1952')")
    page.locator("#pc-search-status").filter(has_text="3 passages in 3 documents").wait_for()
    assert page.evaluate("document.activeElement.id") == "pc-to"
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    page.locator("#pc-search-status").filter(has_text="A date must be a year").wait_for()
    assert page.locator("#pc-to").get_attribute("aria-invalid") == "true"


def test_a_witness_has_its_title_where_all_of_its_letter_have_it(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring")
    names = (
        page.locator("#pc-facets > details", has_text="Witness").locator("li span:first-of-type").all_text_contents()
    )
    assert names == ["A", "B: Print 0"]


def test_only_what_is_compared_leads_to_a_comparison(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring&document=talk-0&document=talk-1")
    links = page.locator("a", has_text="Compare").evaluate_all(
        "all => all.map(a => a.href.split('/').slice(3).join('/'))"
    )
    assert sorted(links) == ["talk-0/compare/#A-p0"]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("polemarque", {"polémarque"}),
        ("ame", {"âme"}),
        ("l'ame", {"L’âme"}),
        ("dont", {"don't"}),
        ("don't", {"don't"}),
        ("re-export", {"re-export"}),
        ("export", {"export"}),
        ("ever", {"ever"}),
        ("it—ever", {"it—ever"}),
        ("%22it ever%22", {"it—ever"}),
        ("4–5", {"4–5"}),
        ("statesmen", {"States[men"}),
        ("%22du polemarque%22", {"du polémarque"}),
    ],
)
def test_the_marks_are_what_was_found(searched: Callable[[str], Page], words: str, marked: set[str]) -> None:
    page = searched(f"q={words}&document=talk-3")
    assert set(page.locator("#pc-results mark").all_inner_texts()) == marked


def test_a_correction_says_that_it_is_one(searched: Callable[[str], Page]) -> None:
    page = searched("q=kipper")
    assert shown(page) == ["talk-5/A/#p0", "principles/"]
    assert "Editors’ correction: “kipper”; printed text: “herring”." in page.locator("#pc-results").inner_text()


def test_a_long_list_of_values_opens(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring")
    documents = page.locator("#pc-facets > details").nth(2)
    documents.locator("summary").click()
    assert documents.locator("li:visible").count() == 8
    documents.get_by_role("button", name="Show all 12").click()
    assert documents.locator("li:visible").count() == 12
    assert page.evaluate("document.activeElement.value") == "talk-8"
