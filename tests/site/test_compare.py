"""Comparing witnesses: what a reader does on the compare page, in the apparatus and in the margin of a reading page."""

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from pecia.model import Passage, PassageKind, RichText, Transcript, Turn
from pecia.pages.compare import compare_pages

ROOT = Path(__file__).parents[2]
DOCUMENT = "dinner-1962-11-01"
COMPARE = f"{DOCUMENT}/compare/"
APPARATUS = f"{DOCUMENT}/apparatus/"
FILTER = ".pc-filter summary"


# --- without a script ------------------------------------------------------------------------------


def ornament(page, selector, pseudo=""):
    """How a variant is set off: the line under it, and what stands before or after it."""
    return page.locator(selector).first.evaluate(
        "(e, pseudo) => { const s = getComputedStyle(e, pseudo || null);"
        " return pseudo ? (s.display === 'none' ? 'none' : s.content) : s.display + ' ' + s.textDecorationStyle; }",
        pseudo,
    )


def test_weight_and_kind_are_told_without_colour(open_page):
    page = open_page(COMPARE, javascript=False)
    assert ornament(page, '.pc-rows [data-w="substantive"]:not(.pc-absent)') == "inline solid"
    assert ornament(page, '.pc-rows [data-w="formal"]:not(.pc-absent)') == "inline dotted"
    assert ornament(page, '.pc-rows [data-k="substitution"]', "::after").startswith('"subst."')
    assert ornament(page, '.pc-rows [data-k="numeral"]', "::after").startswith('"num."')
    assert page.locator(".pc-rows .pc-absent").first.inner_text() == "‸"


def test_the_filter_needs_no_script(open_page):
    page = open_page(COMPARE, javascript=False)
    shown = {kind: f'.pc-rows [data-k="{kind}"]:not(.pc-absent)' for kind in ("numeral", "label", "substitution")}
    page.locator(FILTER).click()
    page.check("#kind-numeral")
    assert ornament(page, shown["numeral"]).startswith("inline")
    assert ornament(page, shown["label"]).startswith("contents")
    assert ornament(page, shown["label"], "::after") == "none"
    page.check("#kind-label")
    assert ornament(page, shown["label"]).startswith("inline")
    page.check("#weight-substantive")
    assert ornament(page, shown["label"]).startswith("contents")
    assert ornament(page, shown["substitution"]).startswith("contents")
    assert ornament(page, '.pc-rows [data-k="numeral"][data-w="substantive"]').startswith("inline")
    page.get_by_role("button", name="Reset").click()
    assert ornament(page, shown["substitution"]).startswith("inline")
    assert not page.locator("#kind-label").is_checked()


def test_the_words_of_filtered_variants_stay_and_carets_go(open_page):
    page = open_page(COMPARE, javascript=False)
    words = page.locator("#A-p25").inner_text()
    carets = page.locator(".pc-rows .pc-absent")
    assert carets.first.is_visible()
    page.locator(FILTER).click()
    page.check("#kind-substitution")
    assert page.locator("#A-p25").inner_text() == words
    assert not carets.first.is_visible()


def test_the_apparatus_is_filtered_without_a_script(open_page):
    page = open_page(APPARATUS, javascript=False)
    count = int(page.locator("tr:has(#kind-numeral) .pc-count").last.inner_text())
    page.check("#kind-numeral")
    assert page.locator(".pc-entry:visible").count() == count
    page.check("#weight-substantive")
    assert page.locator(".pc-entry:visible").count() == 1
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".pc-entry:visible").count() == page.locator(".pc-entry").count() > count


def test_columns_are_swapped_and_hidden_without_a_script(open_page):
    page = open_page(COMPARE, javascript=False)

    def left(siglum):
        return page.locator(f"#{siglum}").bounding_box()["x"]

    assert left("A-p23") < left("B-p34")
    page.check("#swap")
    assert left("A-p23") > left("B-p34")
    page.uncheck("#column-1")
    assert not page.locator("#A-p23").is_visible()
    assert page.locator("#B-p34").is_visible()


def test_the_substantive_variants_can_be_reached_without_a_script(open_page):
    page = open_page(COMPARE, javascript=False)
    page.locator(".pc-variants summary").click()
    page.locator(".pc-variants a").nth(2).click()
    target = page.locator(".pc-rows mark:target")
    assert target.get_attribute("data-w") == "substantive"
    assert not page.get_by_role("button", name="Next substantive").is_visible()


def test_the_other_reading_opens_in_place_without_a_script(open_page):
    page = open_page(f"{DOCUMENT}/A/", javascript=False)
    other = page.locator("#p23 + .pc-other")
    assert not other.get_by_text("in a jocular way").is_visible()
    other.locator("summary").click()
    assert other.get_by_text("in a jocular way").is_visible()
    other.get_by_role("link", name="Compare the witnesses here").click()
    page.wait_for_url(f"**/{COMPARE}#A-p23")


@pytest.mark.parametrize("width", [600, 700, 1000, 1280])
def test_the_mark_stands_in_the_margin_and_covers_nothing(open_page, width):
    page = open_page(f"{DOCUMENT}/A/", width=width)
    mark, text = page.locator("#p23 + .pc-other > summary").bounding_box(), page.locator("#p23").bounding_box()
    if width >= 720:
        assert mark["x"] >= text["x"] + text["width"] - 1
        assert mark["y"] < text["y"] + text["height"]
    else:
        assert mark["y"] >= text["y"] + text["height"] - 1
    assert mark["x"] + mark["width"] <= width + 1


# --- with hand and keys ----------------------------------------------------------------------------


def test_the_kind_is_named_on_hover_and_on_focus_and_goes_on_escape(open_page):
    page = open_page(COMPARE)
    mark = page.locator('#A-p25 [data-k="numeral"]').first
    assert ornament(page, '#A-p25 [data-k="numeral"]', "::before") == "none"
    mark.hover()
    named = ornament(page, '#A-p25 [data-k="numeral"]', "::before")
    assert named.startswith('"numeral, formal; B: “4-5”"')
    page.mouse.move(0, 0)
    mark.focus()
    assert ornament(page, '#A-p25 [data-k="numeral"]', "::before") == named
    page.keyboard.press("Escape")
    assert ornament(page, '#A-p25 [data-k="numeral"]', "::before") == "none"


def focused(page):
    return page.evaluate("document.activeElement.dataset.v")


def in_sight(page):
    """Whether the focused variant is within the window, below the heads of the columns."""
    return page.evaluate(
        "(() => { const b = document.activeElement.getBoundingClientRect();"
        " const top = document.querySelector('.pc-heads').getBoundingClientRect().bottom;"
        " return b.top >= top - 1 && b.bottom <= innerHeight + 1; })()"
    )


def substantive(page):
    return page.evaluate(
        "[...new Set([...document.querySelectorAll('.pc-rows [data-w=\"substantive\"]')].map((m) => m.dataset.v))]"
    )


def test_from_one_substantive_variant_to_the_next_by_key_and_by_button(open_page):
    page = open_page(COMPARE)
    numbers = substantive(page)
    for number in [*numbers, numbers[0]]:
        page.keyboard.press("n")
        assert focused(page) == number
        assert in_sight(page)
    page.keyboard.press("p")
    assert focused(page) == numbers[-1]
    page.get_by_role("button", name="Previous substantive").click()
    assert focused(page) == numbers[-2]
    page.get_by_role("button", name="Next substantive").click()
    assert focused(page) == numbers[-1]


def test_the_way_begins_where_the_reader_is_and_heeds_filter_and_columns(open_page):
    page = open_page(f"{COMPARE}#A-p85")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('[id^=A-p]').id") == "A-p85"
    page.locator(FILTER).click()
    page.check("#kind-addition")
    page.uncheck("#column-1")
    page.keyboard.press("n")
    kind = page.evaluate("[document.activeElement.dataset.k, document.activeElement.closest('.pc-cell').lang]")
    assert kind == ["addition", "en"]
    assert page.evaluate("document.activeElement.closest('[id^=B-p]') !== null")


def test_the_keys_can_be_switched_off_and_do_not_disturb_typing(open_page):
    page = open_page(COMPARE)
    page.uncheck("#pc-keys")
    page.keyboard.press("n")
    assert focused(page) is None
    page.check("#pc-keys")
    field = "Object.assign(document.createElement('input'), {id: 'field'})"
    page.evaluate(f"document.querySelector('article').prepend({field})")
    page.locator("#field").focus()
    page.keyboard.type("napping")
    assert page.locator("#field").input_value() == "napping"
    assert focused(page) is None


def test_the_citation_follows_the_row(open_page):
    page = open_page(f"{COMPARE}#B-p34")
    note = page.locator(".pc-cite .pc-citations > div", has_text="Chicago, full note").locator(".pc-citation:visible")
    assert "comparison of the witnesses" in note.inner_text()
    assert "row B-p34" in note.inner_text()
    page.locator("li:has(#A-p40) .pc-here").click()
    page.wait_for_url("**#A-p40")
    note.filter(has_text="row A-p40").wait_for()
    page.evaluate("location.hash = ''")
    note.filter(has_not_text="row").wait_for()


# --- paper, phone and a long text ------------------------------------------------------------------


def test_paper_has_every_row_and_no_controls(open_page):
    page = open_page(COMPARE)
    page.emulate_media(media="print")
    assert not page.locator(".pc-filter").is_visible()
    assert not page.locator(".pc-heads button").first.is_visible()
    rows = page.locator(".pc-row")
    assert page.locator(".pc-row:visible").count() == rows.count() > 100
    assert rows.last.evaluate("e => getComputedStyle(e).contentVisibility") == "visible"


def test_on_a_phone_the_witnesses_stand_under_each_other(open_page):
    page = open_page(f"{COMPARE}#A-p23", width=360, height=740)
    ours, theirs = page.locator("#A-p23").bounding_box(), page.locator("#B-p34").bounding_box()
    assert theirs["y"] >= ours["y"] + ours["height"] - 1
    assert page.locator('#A-p23 [data-k="substitution"]').inner_text() == "tone"
    assert page.locator('#B-p34 [data-k="substitution"]').inner_text() == "way"


ROWS = 2000


@pytest.fixture(scope="module")
def long_page(collated, tmp_path_factory):
    """A compare page of 2,000 rows with three variants each, through the engine."""

    def witness(words):
        said = "The boats of {} have {} gone out in week {}, and {} was the price."
        turns = (
            Turn("ekberg", RichText("Ekberg:"), (Passage(PassageKind.SPEECH, RichText(text), who="ekberg"),))
            for text in (said.format(f"harbour{n}", words[0], f"number{n}", words[n % 3]) for n in range(ROWS))
        )
        return Transcript((), tuple(turns))

    made = collated({"A": witness(["not", "high", "low"]), "B": witness(["never", "higher", "lower"])})
    (file,) = compare_pages(made.statement, made.view, made.collations, made.forms)
    root = tmp_path_factory.mktemp("long")
    (root / "docs" / file.path).parent.mkdir(parents=True)
    (root / "docs" / file.path).write_bytes(file.content)
    (root / "docs" / "index.md").write_text("# Home\n")
    mkdocs_build(
        load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(root / "docs"),
            site_dir=str(root / "site"),
            nav=[{"Home": "index.md"}],
        )
    )
    return (root / "site" / file.path).with_suffix(".html").as_uri()


def test_a_page_of_two_thousand_rows_lays_out_what_is_in_sight_only(browser, long_page):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    # what the page does to its variants before the reader asks for anything
    page.add_init_script(
        "window.changed = 0; new MutationObserver((all) => { changed += all.filter((m) => m.type === 'attributes'"
        " && m.target.closest?.('.pc-rows')).length; }).observe(document, { subtree: true, attributes: true });"
    )
    page.goto(long_page)
    assert page.locator(".pc-row").count() == ROWS
    assert page.locator(".pc-rows mark").count() >= 2 * ROWS
    laid_out = (
        "[...document.querySelectorAll('.pc-row .pc-cells')]"
        ".filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    assert 0 < page.evaluate(laid_out) < 100
    page.keyboard.press("n")
    assert focused(page) == "1"
    page.goto(f"{long_page}#A-p1900")
    assert page.evaluate("(() => { const b = document.getElementById('A-p1900').getBoundingClientRect();"
                         " return b.top >= 0 && b.bottom <= innerHeight; })()")  # fmt: skip
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('[id^=A-p]').id") == "A-p1900"
    assert in_sight(page)
    assert page.evaluate(laid_out) < 200
    assert page.evaluate("changed") <= 2  # the two variants that were visited
    page.close()


def test_a_page_without_comparison_loads_nothing_for_it(open_page):
    loaded = "performance.getEntriesByType('resource').map((entry) => entry.name).join(' ')"
    assert not re.search(r"compare\.(css|js)", open_page("people/").evaluate(loaded))
    assert len(re.findall(r"compare\.(css|js)", open_page(COMPARE).evaluate(loaded))) == 2
