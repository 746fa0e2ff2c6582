"""What a reader does: follow a number, switch, point at a mark, go on to the speaker's next turn."""

import re

DOCUMENT = "dinner-1962-11-01"


def test_a_number_is_the_address_of_its_passage(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    page.locator("#p40 .pc-number").click()
    page.wait_for_url(f"**/{DOCUMENT}/A/#p40")
    assert in_view(page, "#p40")
    again = open_page(f"{DOCUMENT}/A/#p40")
    assert in_view(again, "#p40")


def in_view(page, selector):
    return page.locator(selector).evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }"
    )


def test_as_printed_and_as_corrected(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    misprint = page.locator(".pc-emendation").filter(has_text="Circle").first
    printed, corrected = misprint.locator(".pc-printed"), misprint.locator(".pc-corrected")
    assert (printed.is_visible(), corrected.is_visible()) == (True, False)
    page.get_by_label("with corrections").check()
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
    assert "(unsigned)" in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_the_next_turn_of_the_same_speaker(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    turn = page.locator(".pc-turn").filter(has_text="Would you make a stop").first
    turn.get_by_role("link", name=re.compile("Next turn of John J. McCloy")).click()
    page.wait_for_url(re.compile(r"#p\d+$"))
    anchor = page.url.rpartition("#")[2]
    assert "But would Castro let you out?" in page.locator(f"#{anchor}").inner_text()
    page.locator(f"#{anchor}").locator("xpath=..").get_by_role("link", name=re.compile("Previous turn")).click()
    page.wait_for_url(lambda url: not url.endswith(f"#{anchor}"))
    assert "Would you make a stop" in page.locator(f"#{page.url.rpartition('#')[2]}").inner_text()


def test_dark_and_light_are_remembered(open_page):
    page = open_page("")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator('[data-pc="scheme"]').click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert before != after
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after
