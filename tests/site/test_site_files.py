"""The built site as files: links lead somewhere, addresses are those promised, the same input gives the same bytes."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import etree, html

from pecia import files, pipeline

ROOT = Path(__file__).parents[2]
DOCUMENT = "dinner-1962-11-01"


@pytest.fixture(scope="module")
def parsed(site):
    """Every HTML page of the site, by its path."""
    return {
        path.relative_to(site).as_posix(): html.fromstring(path.read_bytes()) for path in sorted(site.rglob("*.html"))
    }


def test_every_link_inside_the_site_leads_somewhere(site, parsed):
    ids = {path: set(page.xpath("//@id")) for path, page in parsed.items()}
    broken = []
    for path, page in parsed.items():
        if path == "404.html":
            continue  # its links are absolute; the browser test follows one
        for target in (*page.xpath("//@href"), *page.xpath("//@src")):
            if re.match(r"[a-z]+:|//", target):
                continue
            to, fragment = urldefrag(urljoin(f"https://here/{path}", target))
            file = unquote(to.removeprefix("https://here/"))
            file = f"{file}index.html" if file.endswith("/") or not file else file
            if not (site / file).is_file() or (fragment and file in ids and unquote(fragment) not in ids[file]):
                broken.append(f"{path}: {target}")
    assert broken == []


def test_no_page_has_an_id_twice(parsed):
    twice = {path: [i for i, n in Counter(page.xpath("//@id")).items() if n > 1] for path, page in parsed.items()}
    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_nothing_is_fetched_from_elsewhere(site, parsed):
    """No element loads from another host: links to sources are the only addresses outside."""
    kinds = " stylesheet icon preload modulepreload prefetch preconnect dns-prefetch manifest "
    loading = (
        "//script/@src | //img/@src | //iframe/@src | //source/@src"
        f" | //link[contains('{kinds}', concat(' ', @rel, ' '))]/@href"
    )
    outside = [f"{path}: {url}" for path, page in parsed.items() for url in page.xpath(loading) if "://" in url]
    assert outside == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


@pytest.mark.parametrize(
    "address",
    [
        "",
        f"{DOCUMENT}/",
        f"{DOCUMENT}/A/",
        f"{DOCUMENT}/B/",
        f"{DOCUMENT}/compare/",
        f"{DOCUMENT}/apparatus/",
        "documents/",
        "places/",
        "people/",
        "people/mikoyan/",
        "cite/",
        "principles/",
        "downloads/",
    ],
)
def test_promised_addresses(site, address):
    """docs/reference/addresses.md."""
    assert (site / address / "index.html").is_file()


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_anchors_are_the_same_in_page_and_tei(site, parsed, siglum):
    record = etree.parse(site / "downloads" / f"{DOCUMENT}.{siglum}.xml")
    in_tei = record.xpath("//t:text//@xml:id", namespaces={"t": "http://www.tei-c.org/ns/1.0"})
    in_page = [i for i in parsed[f"{DOCUMENT}/{siglum}/index.html"].xpath("//@id") if re.fullmatch(r"p\d+[a-z]*", i)]
    assert in_page == [i for i in in_tei if re.fullmatch(r"p\d+[a-z]*", i)]
    assert len(in_page) > 100


def test_downloads_fit_their_checksums(site):
    lines = (site / "downloads" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line.split()[1] for line in lines} >= {f"{DOCUMENT}.A.xml", f"{DOCUMENT}.B.xml"}
    for line in lines:
        digest, name = line.split(maxsplit=1)
        assert sha256((site / "downloads" / name.lstrip("*")).read_bytes()).hexdigest() == digest


def test_the_committed_records_are_what_the_sources_give(site):
    built = site.parent / "edition"
    for folder in ("tei", "anchors"):
        committed = {path.name: path.read_bytes() for path in (ROOT / "edition" / folder).iterdir()}
        assert {path.name: path.read_bytes() for path in (built / folder).iterdir()} == committed


def test_building_again_changes_no_byte_and_does_nothing(site, tmp_path):
    before = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = pipeline.build(site.parent)
    assert (again.done, again.published) == ((), False)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere).mkdir()
    for path, content in files.read_folder(site.parent, ".")[0].items():
        if path.startswith(("edition/", "docs/", "mkdocs.yml")):
            (elsewhere / path).parent.mkdir(parents=True, exist_ok=True)
            (elsewhere / path).write_bytes(content)
    pipeline.build(elsewhere)
    made = {p.relative_to(elsewhere / "site"): p.read_bytes() for p in (elsewhere / "site").rglob("*") if p.is_file()}
    assert made.keys() == before.keys()
    assert [path for path, content in made.items() if content != before[path]] == []
