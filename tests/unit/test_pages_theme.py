"""The theme, through the engine: a generated page comes out whole, and no page asks another host for anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config

from pecia.pages.html import page, tag, words

ROOT = Path(__file__).parents[2]
HOSTILE = "</title><script>alert(1)</script> \"q\" 'q' {{ config.site_name }} **b** &amp; <!-- --> é"
TEXT = "*a* _b_ [c](d) `e` {{ f }} {% g %} [^1] # h\n\n    i\n\n- j | k\n\n<!-- l --> &amp; [TOC] !!! note {: .m }"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A small site with a hostile title and text; path → HTML."""
    docs, into = tmp_path_factory.mktemp("docs"), tmp_path_factory.mktemp("site")
    block = tag("p", words(TEXT), id="p1")
    generated = page("talk/A.md", HOSTILE, HOSTILE, tag("h1", words(HOSTILE)), block, kind="reading")
    (docs / "talk").mkdir()
    (docs / generated.path).write_bytes(generated.content)
    (docs / "index.md").write_text("# Home\n\n## A heading\n\nSee [the passage](talk/A.md#p1).[^1]\n\n[^1]: A note.\n")
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        docs_dir=str(docs),
        site_dir=str(into),
        site_name=HOSTILE,
        site_url="https://example.org/e/",
        nav=[{"Home": "index.md"}, {"Section <b>": [{"A": "talk/A.md"}]}],
    )
    config.extra["colophon"] = {
        "title": HOSTILE,
        "version": "1.0.0",
        "date": "today",
        "licence": "L",
        "licence_url": "u",
    }
    build(config)
    return {path.relative_to(into).as_posix(): path.read_text("utf-8") for path in into.rglob("*.html")}


def test_a_text_passes_through_markdown_unchanged(site: Mapping[str, str]) -> None:
    (passage,) = html.fromstring(site["talk/A/index.html"]).xpath("//*[@id='p1']")
    assert passage.text_content() == TEXT
    assert not len(passage)
    assert str(tag("p", words(TEXT), id="p1")) in site["talk/A/index.html"]


def test_titles_and_descriptions_are_escaped_by_the_theme(site: Mapping[str, str]) -> None:
    for path, source in site.items():
        assert "<script>alert" not in source, path
        page = html.fromstring(source)
        assert page.xpath("string(//a[@class='pc-brand'])") == HOSTILE
    reading = html.fromstring(site["talk/A/index.html"])
    assert reading.xpath("string(//title)").startswith("</title><script>alert(1)</script>") is False
    assert reading.xpath("//meta[@name='description']/@content") == [HOSTILE]
    assert reading.xpath("string(//footer//cite)") == HOSTILE


def test_nothing_is_fetched_from_another_host(site: Mapping[str, str]) -> None:
    assets = ROOT / "build_tools" / "pecia" / "theme" / "assets"
    for path, source in site.items():
        page = html.fromstring(source)
        fetched = page.xpath("//script/@src | //img/@src | //iframe/@src | //link[not(@rel='canonical')]/@href")
        assert fetched
        assert not [address for address in fetched if re.match(r"(https?:)?//", address)], path
    for asset in assets.iterdir():
        found = re.findall(
            r"(?:https?:)?//[\w.-]+\.\w+", asset.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        )
        assert not found, asset.name


def test_one_article_one_main_one_first_heading_and_search_on_every_page(site: Mapping[str, str]) -> None:
    for path, source in site.items():
        page = html.fromstring(source)
        assert [len(page.xpath(f"//{name}")) for name in ("main", "article", "h1", "dialog")] == [1, 1, 1, 0], path
        assert page.xpath("string(//header//a[contains(@class, 'pc-to-search')])").strip() == "Search", path


def test_links_of_the_page_not_found_work_at_any_depth(site: Mapping[str, str]) -> None:
    page = html.fromstring(site["404.html"])
    links = {urljoin("https://example.org/e/a/b/c/", link) for link in page.xpath("//a[not(@rel)]/@href")}
    assert links == {f"https://example.org/e/{path}" for path in ("", "talk/A/", "search/", "a/b/c/#content")}


def test_the_search_is_loaded_by_the_reader_not_by_the_page(site: Mapping[str, str]) -> None:
    reading = html.fromstring(site["talk/A/index.html"])
    assert reading.xpath("//a[contains(@class, 'pc-to-search')]/@href") == ["../../search/"]
