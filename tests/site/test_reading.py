"""What a reader does: follow a number, search, switch, point at a mark, go on to the speaker's next turn."""

import re

import pytest

DOCUMENT = "dinner-1962-11-01"


def test_a_number_is_the_address_of_its_passage(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    page.locator("#p40 .pc-number").click()
    assert page.url.endswith(f"{DOCUMENT}/A/#p40")
    assert in_view(page, "#p40")
    again = open_page(f"{DOCUMENT}/A/#p40")
    assert in_view(again, "#p40")


def in_view(page, selector):
    return page.locator(selector).evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }"
    )


def search(page, words):
    page.get_by_role("button", name="Search").click()
    page.locator("#pc-query").fill(words)
    page.locator("#pc-results li").first.wait_for()
    return page.locator("#pc-results li")


@pytest.mark.parametrize("words", ["guantanamo", "Guantánamo"])
def test_search_folds_accents_and_lands_on_the_passage(open_page, words):
    page = open_page("")
    results = search(page, words)
    hit = results.filter(has_text="witness A").filter(has_text="Guantánamo").locator("a").first
    assert re.search(rf"{DOCUMENT}/A/#p\d+[a-z]*$", hit.get_attribute("href"))
    hit.click()
    page.wait_for_url(re.compile(r"#p\d+"))
    anchor = page.url.rpartition("#")[2]
    assert "Guantánamo" in page.locator(f"#{anchor}").inner_text()
    assert in_view(page, f"#{anchor}")


def test_search_finds_what_is_printed_and_what_is_corrected(open_page):
    page = open_page("")
    assert "Circle" in search(page, "circle").first.inner_text()
    page.locator("#pc-query").fill("kuznetsov")
    page.locator("#pc-results li").filter(has_text="witness B").first.wait_for()


def test_search_gives_each_passage_once_and_no_page_for_editors(open_page):
    page = open_page("")
    found = search(page, "itching")
    links = [found.nth(n).locator("a").get_attribute("href") for n in range(found.count())]
    assert sorted(re.sub(r".*(?=/[AB]/)", "", link) for link in links) == ["/A/#p82", "/B/#p98"]
    again = search(open_page(""), "ruling")
    links += [again.nth(n).locator("a").get_attribute("href") for n in range(again.count())]
    assert [link for link in links if re.search("guide|reference|decisions|compare|apparatus", link)] == []


def test_search_says_when_nothing_is_found(open_page):
    page = open_page("")
    page.get_by_role("button", name="Search").click()
    page.locator("#pc-query").fill("qqqzzz")
    page.locator("#pc-search-status").filter(has_text="Nothing found").wait_for()


def test_nothing_of_the_search_is_loaded_before_it_is_used(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert not [name for name in loaded if "pagefind" in name]


def test_as_printed_and_as_corrected(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    misprint = page.locator(".pc-emendation").filter(has_text="Circle").first
    printed, corrected = misprint.locator(".pc-printed"), misprint.locator(".pc-corrected")
    assert (printed.is_visible(), corrected.is_visible()) == (True, False)
    page.get_by_label("corrected").check()
    assert (printed.is_visible(), corrected.is_visible()) == (False, True)
    assert corrected.inner_text() == "Cross"


def test_a_mark_explains_itself_to_pointer_and_keyboard(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    mark = page.locator(".pc-insertion").first
    tip = mark.locator(".pc-tip")
    assert not tip.is_visible()
    mark.hover()
    assert tip.is_visible()
    page.mouse.move(0, 0)
    assert not tip.is_visible()
    mark.focus()
    assert tip.is_visible()
    assert "not established" in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_the_next_turn_of_the_same_speaker(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    turn = page.locator(".pc-turn").filter(has_text="Would you make a stop").first
    turn.get_by_role("link", name=re.compile("Next turn of John J. McCloy")).click()
    anchor = page.url.rpartition("#")[2]
    assert "But would Castro let you out?" in page.locator(f"#{anchor}").inner_text()
    page.locator(f"#{anchor}").locator("xpath=..").get_by_role("link", name=re.compile("Previous turn")).click()
    assert "Would you make a stop" in page.locator(f"#{page.url.rpartition('#')[2]}").inner_text()


def test_keyboard_only(open_page):
    """From the top of a page to the search, a result and its passage without a pointer."""
    page = open_page("")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Search":
            break
    page.keyboard.press("Enter")
    page.keyboard.type("hospitality")
    page.locator("#pc-results a").first.wait_for()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#pc-results') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#p\d+"))
    assert "hospitality" in page.locator(f"#{page.url.rpartition('#')[2]}").inner_text()


def test_dark_and_light_are_remembered(open_page):
    page = open_page("")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator('[data-pc="scheme"]').click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert before != after
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after
