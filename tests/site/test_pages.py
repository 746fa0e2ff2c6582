"""Each kind of page: accessible, without other hosts, readable on a phone, without a script and on paper."""

import re
from pathlib import Path

import pytest

from .axe import violations
from .conftest import pages

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
OPEN = """() => {
  for (const one of document.querySelectorAll("article details:not(#pc-narrow)")) one.open = true;
  for (const one of document.querySelectorAll("#shape-named-1, #shape-size-1")) one.checked = true;
  const sheet = document.createElement("style");
  // rows that are not in sight have their colours too, and all have them at once
  sheet.textContent = "* { content-visibility: visible !important; transition: none !important }";
  document.head.append(sheet);
}"""


@pytest.fixture(scope="module", params=PAGES)
def page(request, browser, address):
    """A page of each kind, with everything on it open; opened once for all that is asked of it here."""
    with pages(browser, address) as open_page:
        page = open_page(request.param)
        page.evaluate(OPEN)
        yield page


def show(page, *, scheme="light", width=1280, forced="none", text=100):
    """Show the page to a reader with these settings; ``text``: the size of letters in per cent."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    page.evaluate(
        """([scheme, text]) => {
          const { dataset, style } = document.documentElement;
          dataset.mdColorScheme = scheme === "dark" ? "slate" : "default";
          style.fontSize = "";
          style.fontSize = `${parseFloat(getComputedStyle(document.documentElement).fontSize) * text / 100}px`;
        }""",
        [scheme, text],
    )


def wider_than_the_window(page):
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")


def test_axe_finds_no_violation(page):
    show(page)
    assert violations(page) == []


def test_on_a_phone_in_the_dark(page):
    show(page, scheme="dark", width=360)
    assert violations(page, looks=True) == []
    assert wider_than_the_window(page) == 0


def test_letters_twice_as_large_stay_within_the_window(page):
    """WCAG 2.2, 1.4.4."""
    show(page, text=200)
    assert wider_than_the_window(page) == 0


UNMARKED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => {
    one.focus();
    if (document.activeElement !== one) return false;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
    const isSeen = one.checkVisibility({ opacityProperty: true });
    return !isSeen || outlineStyle === "none" || parseFloat(outlineWidth) < 2 || /, 0\\)$/.test(outlineColor);
  })
  .map((one) => one.outerHTML.slice(0, 100))"""
"""What can be focused and then has no ring."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_has_the_focus_has_a_ring(page, scheme):
    """WCAG 2.2, 2.4.7."""
    show(page, scheme=scheme)
    page.keyboard.press("Tab")  # the ring is for readers with a keyboard
    assert page.evaluate(UNMARKED) == []


ILLEGIBLE = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if ((parts(backgroundColor)[3] ?? 1) > 0.5) return backgroundColor;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .filter((one) => !one.closest("svg, script, style") && one.checkVisibility({ opacityProperty: true }))
    .filter((one) => {
      const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
      return Math.max(a, b) / Math.min(a, b) < 4.5;
    })
    .map((one) => `${getComputedStyle(one).color} on ${ground(one)}: ${one.outerHTML.slice(0, 100)}`);
}"""
"""Words that do not stand out from what is behind them."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_in_colours_that_the_reader_forces(page, scheme):
    show(page, scheme=scheme, forced="active")
    assert page.evaluate(ILLEGIBLE) == []


def test_the_nu_checker_finds_no_error(site, errors_in_html):
    assert errors_in_html(site / path / "index.html" if "." not in path else site / path for path in PAGES) == []


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
