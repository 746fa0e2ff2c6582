"""The conversation as a picture, in a browser: to scale, lit up by choice, without a script, on a phone, accessible."""

import re
from itertools import pairwise

import pytest

DOCUMENT = "dinner-1962-11-01"
BOX = "(list) => list.map(e => { const b = e.getBoundingClientRect(); return [b.left, b.right, b.top, b.bottom] })"
MARKS = ".pc-shape-scroll figure:nth-child({}) .pc-marks > :is(a, g)"


def bars(page, witness):
    return page.locator(f"{MARKS.format(witness)} > rect").evaluate_all(BOX)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("enlarged", [False, True])
def test_drawn_to_one_scale(open_page, width, enlarged):
    """What is on the screen: as many pixels a word in every mark of both witnesses, nothing out of its box."""
    page = open_page(f"{DOCUMENT}/", width=width, javascript=True)
    if enlarged:
        page.check("#shape-size-1")
    scales, lefts = [], []
    for witness in (1, 2):
        words = page.locator(f"{MARKS.format(witness)} > rect").evaluate_all(
            "(list) => list.map(e => [e.x.baseVal.value, e.width.baseVal.value])"
        )
        boxes = bars(page, witness)
        assert len(boxes) == len(words) > 80
        whole = (boxes[-1][1] - boxes[0][0]) / sum(count for _, count in words)
        for (left, right, _, _), (start, count) in zip(boxes, words, strict=True):
            assert right - left == pytest.approx(count * whole, abs=1)
            assert left - boxes[0][0] == pytest.approx(start * whole, abs=1)
        scales.append(1000 * whole)
        lefts.append(boxes[0][0])
    assert scales[0] == pytest.approx(scales[1], abs=1)
    assert lefts[0] == pytest.approx(lefts[1], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    scroller = page.locator(".pc-shape-scroll")
    room, there = scroller.evaluate("e => [e.clientWidth, e.scrollWidth]")
    assert (there > 1.5 * room) if enlarged else (there <= room)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_names_of_the_rows_stand_beside_their_marks(open_page, width):
    page = open_page(f"{DOCUMENT}/", width=width)
    for witness in (1, 2):
        labels = page.locator(f".pc-shape-scroll figure:nth-child({witness}) li").evaluate_all(BOX)[1:]
        boxes = bars(page, witness)
        rows = page.locator(f"{MARKS.format(witness)} > rect").evaluate_all(
            "(list, count) => list.map(e => "
            "Math.floor(e.y.baseVal.value * count / e.ownerSVGElement.viewBox.baseVal.height))",
            len(labels),
        )
        assert set(rows) == set(range(len(labels)))
        for row, (left, _, top, bottom) in zip(rows, boxes, strict=True):
            _, end, above, below = labels[row]
            assert left >= end - 1
            assert above <= top + 1 < bottom - 5
            assert bottom <= below + 1
    shares = page.locator(".pc-shares rect").evaluate_all(BOX)
    labels = page.locator(".pc-shares li").evaluate_all(BOX)
    rows = [[a - 1 <= t and b <= z + 1 for _, _, a, z in labels].index(True) for _, _, t, b in shares]
    assert rows == [n // 2 for n in range(2 * len(labels))]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_name_lights_up_its_marks_and_no_others(open_page, javascript):
    page = open_page(f"{DOCUMENT}/", javascript=javascript)
    assert (
        page.locator(".pc-dots").evaluate_all(
            "(list) => list.filter(e => getComputedStyle(e).display != 'none').length"
        )
        == 0
    )
    for number in (1, 3, 12):
        page.check(f"#shape-named-{number}")
        seen = page.locator(".pc-dots").evaluate_all(
            "(list) => list.filter(e => getComputedStyle(e).display != 'none').map(e => e.getAttribute('class'))"
        )
        assert set(seen) == {f"pc-dots d{number}"}
        count = page.locator(f"label:has(#shape-named-{number}) .pc-count").inner_text()
        dots = page.locator(f".d{number}").evaluate_all(
            "(list) => list.map(e => e.getAttribute('d').split('M').length - 1)"
        )
        assert [int(times) for times in count.split(" · ")] == dots
        marks = page.locator(".pc-marks > a").evaluate_all(
            "(list, name) => list.map(e => [e.classList.contains(name), getComputedStyle(e.lastElementChild).opacity])",
            f"n{number}",
        )
        assert {lit for lit, _ in marks} == {True, False}
        assert all((opacity == "1") == lit for lit, opacity in marks)
    page.check("#shape-named-0")
    assert not page.locator(".pc-dots").first.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_mark_leads_to_its_passage(open_page, javascript):
    page = open_page(f"{DOCUMENT}/", javascript=javascript)
    mark = page.locator(f"{MARKS.format(2)}[href$='#p56'] > rect")
    mark.click()
    page.wait_for_url(f"**/{DOCUMENT}/B/#p56")
    page.locator("#p56").wait_for()


def test_even_a_short_turn_can_be_hit(open_page):
    """The place that leads to it is wider than its bar, and no neighbour's lies over it."""
    page = open_page(f"{DOCUMENT}/")
    short = page.locator(f"{MARKS.format(1)}[href$='#p54']")
    short.scroll_into_view_if_needed()
    ((left, right, _, _),) = short.locator("rect").evaluate_all(BOX)
    ((from_, to, _, _),) = short.locator("path").evaluate_all(BOX)
    assert right - left < 3 < 6 < to - from_
    for witness in (1, 2):
        areas = page.locator(f"{MARKS.format(witness)} > path").evaluate_all(BOX)
        for top in {area[2] for area in areas}:
            row = sorted(area[:2] for area in areas if area[2] == top)
            assert all(end < start + 1 for (_, end), (start, _) in pairwise(row))
    short.locator("path").click()
    page.wait_for_url("**/A/#p54")


def test_the_keyboard_stops_at_the_choices_and_the_picture_once(open_page):
    page = open_page(f"{DOCUMENT}/")
    page.locator("#shape-named-0").focus()
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
            )
        )
    assert stops == ["shape-size-0", "pc-shape-scroll", "SUMMARY", "SUMMARY", "SUMMARY"]
    page.locator(".pc-shape summary").nth(1).press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    assert first == page.locator(f"{MARKS.format(1)}").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{DOCUMENT}/A/#p3")


def test_to_a_screen_reader_each_drawing_is_an_image_with_a_description(open_page):
    page = open_page(f"{DOCUMENT}/")
    for siglum in "AB":
        drawing = page.get_by_role("img", name=f"Witness {siglum}: who speaks when, and how long")
        described = drawing.get_attribute("aria-describedby")
        said = page.locator(f"#{described}").text_content()
        assert len(re.findall(r"\d+ bars?, \d+\.\d\s% of the words, the longest \d+ words at p\d+\.", said)) == 8
    assert page.get_by_role("img", name="Share of the words").count() == 1


def test_colours_that_the_reader_forces_and_paper(browser, address, open_page):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}{DOCUMENT}/")
    fills = [
        page.locator(f".pc-marks > {mark} > rect").first.evaluate("e => getComputedStyle(e).fill")
        for mark in ("a:not(.r):not(.v)", "a.r")
    ]
    assert fills[0] != fills[1]
    context.close()
    page = open_page(f"{DOCUMENT}/")
    page.emulate_media(media="print")
    assert not page.locator(".pc-shape-choices").is_visible()
    page.emulate_media(media="screen")
    page.check("#shape-named-2")
    page.check("#shape-size-1")
    page.emulate_media(media="print")
    assert page.locator("label:has(#shape-named-2)").is_visible()
    assert not page.locator("label:has(#shape-named-3)").is_visible()
    assert page.locator(".pc-marks .d2").first.is_visible()
    assert page.locator(".pc-shape-scroll").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_every_link_of_the_picture_leads_to_a_passage(site):
    page = (site / DOCUMENT / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="(\.\./[^"#]+)#([^"]+)" tabindex="-1"', page)
    assert len(links) > 160
    for path, anchor in links:
        reading = (site / DOCUMENT / path / "index.html").resolve().read_text(encoding="utf-8")
        assert f'id="{anchor}"' in reading
