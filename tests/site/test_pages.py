"""Each kind of page: accessible, without other hosts, readable on a phone, without a script and on paper."""

import re
from pathlib import Path

import pytest

from .axe import violations

DOCUMENT = "dinner-1962-11-01"
PAGES = [
    "",
    f"{DOCUMENT}/",
    f"{DOCUMENT}/A/",
    f"{DOCUMENT}/B/",
    f"{DOCUMENT}/compare/",
    f"{DOCUMENT}/apparatus/",
    "documents/",
    "people/",
    "people/mikoyan/",
    "places/",
    "principles/",
    "cite/",
    "downloads/",
    "search/",
    "guide/",
    "reference/findings/",
    "reference/documents/",
    "404.html",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation(open_page, path, scheme):
    page = open_page(path, scheme=scheme)
    assert violations(page, colours=scheme == "dark") == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(open_page, path):
    page = open_page(path, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_readable_without_a_script(open_page, siglum):
    """Every word of the exemplar is on the page, and visible."""
    page = open_page(f"{DOCUMENT}/{siglum}/", javascript=False)
    root = Path(__file__).parents[2]
    source = (root / "edition" / "sources" / DOCUMENT / f"{siglum}.txt").read_text(encoding="utf-8")
    text = page.locator(".pc-text").inner_text()
    # letters and figures apart: the number of a note stands directly after a word
    shown = re.findall(r"[^\W\d]+|\d+", text)
    at = 0
    for word in re.findall(r"[^\W\d]+|\d+", source):
        try:
            at = shown.index(word, at) + 1
        except ValueError:
            pytest.fail(f"“{word}” is not on the page after “{' '.join(shown[max(0, at - 8) : at])}”")


def test_paper(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    page.emulate_media(media="print")
    assert not page.locator("header").first.is_visible()
    assert not page.locator(".pc-switch").is_visible()
    assert page.locator(".pc-print-only").first.is_visible()
    assert page.locator("#p10 .pc-number").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )


def test_an_address_that_leads_nowhere_says_so(browser, address):
    page = browser.new_page()
    answer = page.goto(address + "no/such/page/")
    assert answer.status == 404
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url(address)
    page.close()
