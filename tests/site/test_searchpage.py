"""The page of the search, and searching an invented edition of several documents in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from pecia import addresses
from pecia.pages.searchpage import ASSETS, search_page
from pecia.search import Named, PassageText, SitePage, WitnessText

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
                    f"/talk-{n}/{siglum}/#p{p}",
                    text,
                    "spoken",
                    witness,
                    SPEAKERS[(n + p) % 3],
                    (OSLO,) if n == 1 else (),
                    (("herring", "kipper"),) if (n, p) == (5, 0) else (),
                )
                for p, text in enumerate(words)
            ]
    return made


def test_the_page_stands_at_its_address_and_works_without_a_script() -> None:
    assert search_page().path == addresses.markdown(addresses.SEARCH) == "search/index.md"
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
    pages = [SitePage("/principles/", "<html><article><h1>Principles</h1><p>Kipper and herring.</p></article></html>")]
    built = index(texts(), pages, 100 if request.param == "one shard" else 3)
    assert ("0/records.json" in built) == (request.param == "several shards")
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


def test_results_stand_under_their_documents(searched: Callable[[str], Page]) -> None:
    page = searched("q=herring")
    assert status(page) == "13 passages in 12 documents and 1 page for “herring”."
    headings = page.locator("#pc-results h2").all_inner_texts()
    assert len(headings) == 6
    assert headings[-1] == "Pages 1 page"
    button = page.locator("#pc-results > .pc-button")
    assert button.inner_text() == "Show 5 more documents of 12"
    button.click()
    page.wait_for_function("document.querySelectorAll('#pc-results h2').length === 11")
    assert page.evaluate("document.activeElement.closest('section') === document.querySelectorAll('section')[5]")
    button.click()
    page.wait_for_function("document.querySelectorAll('#pc-results h2').length === 13")
    assert button.count() == 0
    assert len(set(shown(page))) == 14
    assert page.locator("#pc-results h2").all_inner_texts()[-1] == "Pages 1 page"


def test_words_of_the_index_are_never_markup(searched: Callable[[str], Page]) -> None:
    page = searched("q=onerror&document=talk-0")
    assert page.locator("article img").count() == 0
    assert HOSTILE in page.locator("#pc-results").inner_text()


@pytest.mark.parametrize(
    ("fragment", "count"),
    [
        ("from=1952", 3),
        ("to=1951", 10),
        ("from=1951-03-07&to=1951-03-07", 10),
        ("from=1951-04&to=1951-12", 4),
        ("from=1951-03&to=1951-03-06", 7),
        ("from=1953", 0),
        ("from=1952-03&to=1952-01", 0),
        ("document=talk-1&document=talk-3", 2),
        ("place=oslo", 1),
        ("speaker=arne", 5),
        ("speaker=arne&speaker=berg", 9),
        ("witness=B", 1),
        ("kind=pages", 0),
        ("kind=pages&kind=spoken", 13),
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
    links = page.locator("a", has_text="Compare with").evaluate_all(
        "all => all.map(a => a.href.split('/').slice(3).join('/'))"
    )
    assert sorted(links) == ["talk-0/compare/#A-p0", "talk-0/compare/#B-p0"]


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
        ("it—ever", {"it", "ever"}),
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
