"""What machines find on the built site: reference managers, harvesters, crawlers.

The real edition has no address; an invented one that has is built beside it.
"""

import json
import re
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from pecia import files, new_project, pipeline

from .zotero import saved

DOCUMENT = "dinner-1962-11-01"
EDITION = "A Dinner at the Soviet Mission: Two English renditions of the Soviet record of 1 November 1962"
SHORT = "Mikoyan, McCloy and Stevenson at dinner, 1 November 1962"
TITLE = "Dinner conversation of A. I. Mikoyan with John J. McCloy and Adlai E. Stevenson, New York, 1 November 1962"
RIGHTS = (
    "CC BY 4.0: The encoding, the registers, the rulings and the editors’ own words. It does not cover the "
    "translation, whose rights are not established."
)
EDITORS = ("editor", "The editors of Pecia", "")
ADDRESS = "https://example.org/conversations/"
LOCAL = "http://localhost:8000/"

CHAPTER = {
    "itemType": "bookSection",
    "creators": [EDITORS],
    "bookTitle": EDITION,
    "publisher": "Pecia",
    "date": "2026/11/21",
    "language": "en",
    "rights": RIGHTS,
    "extra": "Translator: Zubok || Vladislav M.\nOriginal Date: 1962-11-01\n"
    "Event Place: Soviet Mission to the United Nations, New York\nVersion: 0.1.0\n"
    "Original in Foreign Policy Archive of the Russian Federation (AVP RF), Moscow, not seen.",
}
"""Nobody is established as the author, and the original, whose shelf mark is not established, was not seen."""

SAVED = {
    f"{DOCUMENT}/": CHAPTER | {"title": TITLE, "shortTitle": SHORT},
    f"{DOCUMENT}/A/": CHAPTER | {"title": f"{TITLE}, witness A (Edited reprint)", "shortTitle": f"{SHORT}, witness A"},
    f"{DOCUMENT}/B/": CHAPTER
    | {"title": f"{TITLE}, witness B (Wilson Center Digital Archive)", "shortTitle": f"{SHORT}, witness B"},
    "": {
        "itemType": "book",
        "title": EDITION,
        "shortTitle": "A Dinner at the Soviet Mission",
        "creators": [EDITORS],
        "publisher": "Pecia",
        "date": "2026/11/21",
        "language": "en-GB",
        "rights": RIGHTS,
        "extra": "Version: 0.1.0",
    },
}

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def addressed(tmp_path_factory):
    """The site of a small edition that has an address."""
    root = tmp_path_factory.mktemp("addressed") / "edition"
    assert files.begin(root, new_project.new_edition()) == []
    result = pipeline.build(root)
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    return root / "site"


@pytest.fixture(params=["site", "addressed"])
def built(request):
    return request.getfixturevalue(request.param)


def pages(folder):
    """Every page, by its address relative to the root."""
    return {
        path.relative_to(folder).as_posix().removesuffix("index.html"): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def data(text):
    return [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script', text, re.S)]


# --- reference managers --------------------------------------------------------------------------


@pytest.mark.parametrize("address", SAVED)
def test_what_zotero_saves(site, address):
    item = saved((site / address / "index.html").read_text(encoding="utf-8"), LOCAL + address)
    assert item.pop("abstractNote")
    assert item == SAVED[address] | {"url": LOCAL + address}


def test_zotero_keeps_the_edition_s_own_address(addressed):
    for address, text in pages(addressed).items():
        if "citation_title" in text:
            assert saved(text, LOCAL + address)["url"] == ADDRESS + address


def test_one_item_a_page_and_only_on_pages_that_are_cited_as_one(built):
    """A context object would be another; the compare pages and lists are no chapters of the edition."""
    found = {address for address, text in pages(built).items() if "citation_title" in text}
    for address, text in pages(built).items():
        assert "Z3988" not in text, address
        assert text.count('name="citation_title"') == len(data(text)) == int(address in found), address
    (document,) = {address.split("/")[0] for address in found} - {""}
    assert found == {"", f"{document}/", f"{document}/A/", f"{document}/B/"}


# --- every page ----------------------------------------------------------------------------------


def test_no_tag_is_empty_and_none_says_none(built):
    for address, text in pages(built).items():
        head = html.fromstring(text).find("head")
        for element in head.iter("meta", "link"):
            for name, value in element.attrib.items():
                assert value.strip(), (address, name)
                assert "None" not in value, (address, name)
        for block in data(text):
            assert "None" not in json.dumps(block), address


def test_the_head_stands_in_the_head(built):
    """A tag that a browser would not leave in the head ends it, and Zotero looks for tags nowhere else."""
    for address, text in pages(built).items():
        head, _, body = text.partition("</head>")
        assert not re.search(r'<(meta name="(citation|DC)|link rel="(alternate|cite-as|schema))', body), address
        assert {element.tag for element in html.fromstring(head).find("head")} <= {
            "meta", "link", "title", "script", "style", "base",
        }, address  # fmt: skip


def test_every_copy_that_a_head_names_is_there(built):
    endings = {"application/tei+xml": ".xml", "application/json": ".json", "application/pdf": ".pdf"}
    for address, text in pages(built).items():
        links = html.fromstring(text).xpath("//link[@rel='alternate']")
        named = [(link.get("href"), link.get("type")) for link in links]
        for block in data(text):
            encoding = block.get("encoding", [])
            encodings = [encoding] if isinstance(encoding, dict) else encoding
            named += [(file["contentUrl"], file["encodingFormat"]) for file in encodings]
        for target, kind in named:
            path = urljoin(LOCAL + address, target).removeprefix(LOCAL).removeprefix(ADDRESS)
            assert (built / path).is_file(), (address, target)
            assert path.endswith(endings.get(kind, "")), (address, target, kind)
    witness = html.fromstring(pages(built)[next(a for a in pages(built) if a.endswith("/A/"))])
    assert "application/tei+xml" in witness.xpath("//link[@rel='alternate']/@type")


# --- sitemap -------------------------------------------------------------------------------------


def test_an_edition_without_an_address_has_no_sitemap(site):
    """The protocol asks for whole addresses (https://www.sitemaps.org/protocol.html); an empty one is not valid."""
    assert [path.name for path in site.glob("sitemap*")] == []


def test_the_sitemap_keeps_to_the_protocol(addressed):
    content = (addressed / "sitemap.xml").read_bytes()
    content.decode("utf-8")
    assert len(content) <= 50 * 1024 * 1024
    root = etree.fromstring(content)
    assert root.tag == f"{SITEMAP}urlset"
    assert 0 < len(root) <= 50_000
    for url in root:
        assert url.tag == f"{SITEMAP}url"
        given = [child.tag.removeprefix(SITEMAP) for child in url]
        assert "loc" in given
        assert len(set(given)) == len(given)
        assert set(given) <= {"loc", "lastmod", "changefreq", "priority"}
        loc = url.findtext(f"{SITEMAP}loc")
        assert loc.startswith(ADDRESS)
        assert len(loc) < 2048
        assert not urlsplit(loc).query
        assert not urlsplit(loc).fragment


def test_the_sitemap_has_every_page_once_with_the_edition_s_date(addressed):
    root = etree.parse(addressed / "sitemap.xml")
    locs = [loc.text.removeprefix(ADDRESS) for loc in root.iter(f"{SITEMAP}loc")]
    assert sorted(locs) == sorted(address for address in pages(addressed) if address != "404.html")
    dates = {lastmod.text for lastmod in root.iter(f"{SITEMAP}lastmod")}
    assert dates == {"2026-11-21"}
    assert len(list(root.iter(f"{SITEMAP}lastmod"))) == len(locs)
    assert date.fromisoformat(*dates)  # a W3C date: https://www.w3.org/TR/NOTE-datetime
