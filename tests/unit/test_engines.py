"""MkDocs, ProperDocs and Zensical publish the same ``docs/``: the same pages, words, anchors and links."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from lxml import html

from pecia import files, new_project, publish
from pecia.pipeline import Serial, compose

ENGINES = ("mkdocs", "properdocs", "zensical")

BY_HAND = {
    "about/index.md": (
        "# About\n\nSee [p4](../luncheon-1951-03-07/A/index.md#p4), [more](more.md#again) and a note.[^1]\n\n"
        "[^1]: The note.\n"
    ),
    "about/more.md": (
        "# More\n\n## Again\n\n| a | b |\n|---|---|\n| 1 | [index](index.md) |\n\n[People](../people/index.md)\n"
    ),
}
SCENES = "".join(
    f"<div type='scene' n='{n}' xml:id='scene{n}'><head>Scene {n}</head><sp who='#ekberg'><speaker>Ekberg.</speaker>"
    f"<p xml:id='größe{n}'>He came<note>On foot.</note> <choice><sic>hoem</sic><corr>home</corr></choice>.</p>"
    "</sp></div>"
    for n in (1, 2)
)
PLAY = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A play</title></titleStmt>'
    "<publicationStmt><p>Made for a test.</p></publicationStmt><sourceDesc><p>Made for a test.</p></sourceDesc>"
    "</fileDesc>"
    "<profileDesc><particDesc><listPerson><person xml:id='ekberg'><persName>Ekberg</persName></person></listPerson>"
    f"</particDesc></profileDesc></teiHeader><text><body>{SCENES}</body></text></TEI>"
)


class Article(NamedTuple):
    words: str
    ids: tuple[str, ...]
    links: tuple[str, ...]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with every kind of page that a small one has, and pages that someone wrote."""
    new = new_project.new_edition()
    statement = new["edition/edition.yml"] + b"split: scene\n"
    sources = {**new, "edition/edition.yml": statement, "edition/sources/play.xml": PLAY.encode()}
    composed = compose(sources, Serial())
    assert composed.site, composed.findings
    pages = {f"docs/{path}": files.content_of(content) for path, content in composed.pages.items()}
    by_hand = {f"docs/{path}": text.encode() for path, text in BY_HAND.items()}
    folder = tmp_path_factory.mktemp("engines")
    assert files.begin(folder / "edition", {**sources, **pages, **by_hand}) == []
    return folder / "edition"


def published(root: Path, engine: str) -> dict[str, Article]:
    """The pages that an engine makes, as they reach a reader: by path, what the article says, and where it leads."""
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-m", engine, "build"], cwd=root, env=quiet, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    site = root / publish.SITE
    pages = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name == "404.html":  # it stands at no address of its own
            continue
        here = f"/{name.removesuffix('index.html')}"
        tree = html.fromstring(path.read_bytes())
        (article,) = tree.xpath("//article") or [tree]
        pages[name] = Article(
            " ".join(article.text_content().split()),
            tuple(sorted(article.xpath(".//@id"))),
            tuple(urljoin(here, link) for link in article.xpath(".//@href | .//@src | .//@data-record")),
        )
    assert (site / "downloads/play.A.xml").read_bytes() == (root / "docs/downloads/play.A.xml").read_bytes()
    site.rename(root.parent / engine)
    return pages


def test_every_engine_publishes_the_same(root: Path) -> None:
    made = {engine: published(root, engine) for engine in ENGINES}
    reference = made["mkdocs"]
    assert {"luncheon-1951-03-07/A/index.html", "play/A/scene2/index.html", "about/more/index.html"} <= reference.keys()
    for engine in ENGINES[1:]:
        assert made[engine].keys() == reference.keys(), engine
        for name, article in reference.items():
            assert made[engine][name] == article, (engine, name)
    known = {f"/{name.removesuffix('index.html')}" for name in reference}
    for name, article in reference.items():
        folders = {path for link in article.links if (path := link.partition("#")[0]).endswith("/")}
        assert {path for path in folders if path.startswith("/")} <= known, name
