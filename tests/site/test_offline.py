"""The archive of the whole edition: unpacked anywhere and opened from disk, every link in it leads somewhere."""

import json
import re
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import html

from pecia import pipeline
from pecia.formats.ro_crate import PATH as CRATE

DOCUMENT = "dinner-1962-11-01"


@pytest.fixture(scope="module")
def copy(site, tmp_path_factory) -> Path:
    """The folder of the real edition's archive, unpacked where readers put such things."""
    return unpacked(site, tmp_path_factory.mktemp("reader"))


def unpacked(site, place) -> Path:
    with zipfile.ZipFile(site / "downloads" / "edition.zip") as archive:
        archive.extractall(place / "Meine Textausgaben, Köln 1")
    (folder,) = (place / "Meine Textausgaben, Köln 1").iterdir()
    return folder


@pytest.fixture(scope="module")
def open_file(browser, copy):
    """``open_file("a/B/index.html#p12")`` opens it from disk; fails at the end on any complaint.

    Complaints: a console error, an uncaught exception, a request that is not for a file of the copy or that fails.
    """
    contexts, complaints = [], []
    within = copy.as_uri()

    def open_one(path, *, scheme="light", javascript=True):
        context = browser.new_context(color_scheme=scheme, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda request: complaints.append(request.url) if not request.url.startswith(within) else None
        )
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}") if lost(request) else None)
        page.goto(f"{within}/{path}")
        return page

    def outside(url):
        return not url.startswith(f"{within}/")

    def lost(request):
        return request.failure != "net::ERR_ABORTED"  # the reader went on to another page meanwhile

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


# --- the folder ----------------------------------------------------------------------------------


@pytest.fixture(params=["real", "invented"])
def any_copy(request, copy, tmp_path):
    """The copy of the real edition, and that of one whose names and address are others."""
    if request.param == "real":
        return copy
    root = request.getfixturevalue("small_edition")
    assert pipeline.build(root).published
    return unpacked(root / "site", tmp_path)


def test_every_link_on_every_page_leads_to_a_file_and_a_place_in_it(any_copy):
    root = "file:///copy/"
    pages = {path: html.fromstring(path.read_bytes()) for path in sorted(any_copy.rglob("*.html"))}
    ids = {path: {*page.xpath("//@id"), *page.xpath("//a/@name")} for path, page in pages.items()}
    broken, followed = [], 0
    for path, page in pages.items():
        here = f"{root}{path.relative_to(any_copy).as_posix()}"
        for target in page.xpath("//@href | //@src | //@action | //@formaction | //@data-record | //@poster"):
            if re.match(r"(?:https?|mailto|data):", target):
                continue
            to, fragment = urldefrag(urljoin(here, target))
            file = any_copy / unquote(to.partition("?")[0].removeprefix(root))
            leads = to.startswith(root) and file.is_file()
            if not leads or (fragment and unquote(fragment) not in ids.get(file, {unquote(fragment)})):
                broken.append(f"{path.relative_to(any_copy)}: {target}")
            followed += 1
    assert broken == []
    assert followed > 10 * len(pages)


def test_what_a_style_sheet_names_is_there(any_copy):
    for sheet in any_copy.rglob("*.css"):
        for target in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text(encoding="utf-8")):
            assert target.startswith(("data:", "#")) or (sheet.parent / target).resolve().is_file(), (sheet, target)


def test_the_manifest_names_every_other_file(any_copy):
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt"], cwd=any_copy, check=True)
    listed = {line.split("  ", 1)[1] for line in (any_copy / "manifest-sha256.txt").read_text().splitlines()}
    there = {path.relative_to(any_copy).as_posix() for path in any_copy.rglob("*") if path.is_file()}
    assert there == listed | {"manifest-sha256.txt"}


def test_what_only_a_server_needs_stays_behind(any_copy):
    assert not [path for path in any_copy.rglob("*") if path.name in ("404.html", "edition.zip")]
    assert (any_copy / "README.txt").is_file()


def test_the_rest_is_the_site(site, copy):
    """Pages of the copy are those of the site but for their links; other files are the same bytes."""
    link = re.compile(rb'(?<= href=)"[^"]*"')
    for path in (p for p in copy.rglob("*") if p.is_file() and p.name not in ("README.txt", "manifest-sha256.txt")):
        there, here = (site / path.relative_to(copy)).read_bytes(), path.read_bytes()
        assert here == there or (path.suffix == ".html" and link.sub(b"", here) == link.sub(b"", there)), path


def test_building_elsewhere_gives_the_same_archive(small_edition, tmp_path):
    archives = []
    for root in (small_edition, tmp_path / "élsewhere"):
        if root != small_edition:
            for path in (p for p in small_edition.rglob("*") if p.is_file()):
                to = root / path.relative_to(small_edition)
                if to.relative_to(root).parts[0] in ("edition", "docs", "mkdocs.yml"):
                    to.parent.mkdir(parents=True, exist_ok=True)
                    to.write_bytes(path.read_bytes())
        pipeline.build(root)
        archives.append((root / "site/downloads/edition.zip").read_bytes())
        digest, name = (root / "site/downloads/edition.zip.sha256").read_text().split()
        assert (digest, name) == (sha256(archives[-1]).hexdigest(), "edition.zip")
    assert archives[0] == archives[1]


def test_the_crate_describes_what_is_there(any_copy):
    entities = {e["@id"]: e for e in json.loads((any_copy / CRATE).read_bytes())["@graph"]}
    listed = {id_: entity for id_, entity in entities.items() if entity["@type"] == "File"}
    for id_, entity in listed.items():
        content = (any_copy / id_).read_bytes()
        assert (entity["contentSize"], entity["sha256"]) == (str(len(content)), sha256(content).hexdigest()), id_
    there = {p.relative_to(any_copy).as_posix() for p in (any_copy / "downloads").iterdir()}
    beside = re.compile(r".*\.html|.*\.js|.*\.SHA256SUMS")  # the page, what scripts read, checksums that the crate has
    assert set(listed) == {path for path in there if not beside.fullmatch(path)}


# --- opened in a browser -------------------------------------------------------------------------


def test_from_the_front_page_to_a_passage_and_on(open_file):
    page = open_file("index.html")

    def follow(link, leads_to):
        link.first.click()
        page.wait_for_url(re.compile(rf"/{leads_to}(#p\d+[a-z]*)?$"))

    text = page.locator("article")
    follow(page.locator("#pc-nav").get_by_role("link", name="Documents"), "documents/index.html")
    follow(text.locator(f'a[href$="{DOCUMENT}/index.html"]'), f"{DOCUMENT}/index.html")
    follow(text.locator('a[href$="A/index.html"]'), f"{DOCUMENT}/A/index.html")
    follow(text.locator("#p12 .pc-number"), f"{DOCUMENT}/A/index.html#p12")
    follow(text.locator('a[href$="compare/index.html"]'), f"{DOCUMENT}/compare/index.html")
    follow(text.locator('a[href$="apparatus/index.html"]'), f"{DOCUMENT}/apparatus/index.html")
    follow(page.locator("#pc-nav").get_by_role("link", name="People"), "people/index.html")
    follow(text.locator('a[href$="mikoyan/index.html"]'), "people/mikoyan/index.html")
    follow(text.locator(f'a[href*="{DOCUMENT}/A/index.html#p"]:visible'), f"{DOCUMENT}/A/index.html")
    assert page.locator(f"#{page.url.rpartition('#')[2]}").is_visible()
    follow(page.locator("#pc-nav").get_by_role("link", name="Downloads"), "downloads/index.html")
    follow(text.locator('a[href$="README.txt"]'), "README.txt")
    assert "sha256sum --check manifest-sha256.txt" in page.locator("body").inner_text()


def test_files_to_keep_open(open_file):
    page = open_file(f"{DOCUMENT}/index.html")
    for name, beginning in ((".A.xml", b"<?xml"), (".A.pdf", b"%PDF"), (".epub", b"PK"), (".tei.zip", b"PK")):
        target = page.locator(f'article a[href$="{DOCUMENT}{name}"]').first.get_attribute("href")
        file = Path(unquote(urljoin(page.url, target).removeprefix("file://")))
        assert file.read_bytes().startswith(beginning)


def test_a_passage_is_cited(open_file):
    page = open_file(f"{DOCUMENT}/A/index.html#p12")
    page.locator("#p12").hover()
    page.locator("#p12 .pc-cite-button").click()
    page.locator(".pc-cite-form").first.wait_for()
    assert "p12" in page.locator("#pc-cite-forms").inner_text()


def test_a_link_with_a_version_opens(open_file):
    page = open_file(f"{DOCUMENT}/A/index.html?v=0.1.0#p40")
    place = page.locator("#p40").evaluate("e => { const b = e.getBoundingClientRect(); return [b.top, innerHeight]; }")
    assert 0 <= place[0] < place[1]


@pytest.mark.parametrize("path", ["index.html", f"{DOCUMENT}/A/index.html", f"{DOCUMENT}/compare/index.html"])
def test_style_sheets_apply(open_file, path):
    page = open_file(path)
    assert page.evaluate("document.styleSheets.length") == page.locator('link[rel="stylesheet"]').count()
    assert page.locator(".pc-header .pc-bar").evaluate("e => getComputedStyle(e).display") == "flex"
    assert page.evaluate("document.documentElement.dataset.mdColorScheme") == "default"


def test_dark_and_light(open_file):
    page = open_file("index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator('[data-pc="scheme"]').click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.locator("#pc-nav").get_by_role("link", name="People").click()
    page.wait_for_url("**/people/index.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_as_printed_and_as_corrected(open_file):
    page = open_file(f"{DOCUMENT}/A/index.html")
    misprint = page.locator(".pc-emendation").filter(has_text="Circle").first
    printed, corrected = misprint.locator(".pc-printed"), misprint.locator(".pc-corrected")
    assert (printed.is_visible(), corrected.is_visible()) == (True, False)
    page.get_by_label("with corrections").check()
    assert (printed.is_visible(), corrected.is_visible()) == (False, True)


def test_the_next_variant(open_file):
    page = open_file(f"{DOCUMENT}/compare/index.html")
    page.locator('[data-pc-step="1"]').first.click()
    assert page.evaluate("document.activeElement.dataset.w") == "substantive"


def test_search_works_from_disk(open_file):
    page = open_file(f"{DOCUMENT}/A/index.html")
    page.get_by_role("link", name="Search").click()
    page.wait_for_url(re.compile("/search/index.html"))
    page.locator("#pc-query").fill('"the base"')
    page.locator("#pc-results li a").first.click()
    page.wait_for_url(re.compile(r"/[AB]/index\.html#p\d+"))
    page.wait_for_function("CSS.highlights.has('pc-found')")


def test_without_a_script_it_is_read_all_the_same(open_file):
    page = open_file(f"{DOCUMENT}/index.html", javascript=False)
    page.locator('article a[href*="A/index.html"]').first.click()
    page.locator("#p12").wait_for()
