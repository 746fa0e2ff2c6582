"""A site that is rendered in portions, or of which only what changed is rendered: byte for byte the whole one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from mkdocs.structure.files import File

from pecia import files, new_project, publish
from pecia.model import Locus
from pecia.model.findings import Finding, Severity
from pecia.pipeline import build
from pecia.publish import sitemap

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>{title}</title>
<author>Anna Ekberg</author></titleStmt><publicationStmt><p>Unpublished</p></publicationStmt><sourceDesc><p>Manuscript
</p></sourceDesc></fileDesc><profileDesc><creation><date when="1951-03-07"/></creation></profileDesc></teiHeader>
<text><body><p>{words}</p><p><figure><graphic url="seal.png"/></figure></p></body></text></TEI>
"""
PICTURE = b"\x89PNG\r\n\x1a\n"
SETTINGS = """site_name: E
theme: {name: pecia}
plugins: []
markdown_extensions: [attr_list, md_in_html]
exclude_docs: |
  draft-*.md
  *.csv
nav:
  - Home: index.md
  - Documents: documents/index.md
  - A letter: one/A/index.md
  - More:
      - About: more/about.md
not_in_nav: |
  *.md
"""
ABOUT = """# About

[A passage](../talk/A/index.md#p1), [its overview](../talk/index.md), [a copy](../downloads/one.A.txt), [home](/).
"""
FILES = ("one.xml", "two.xml", "three.xml", "talk/A.xml", "talk/B.xml")


class State(NamedTuple):
    """The site of an edition, what it was made of, and what else is known of it."""

    site: dict[str, bytes]
    of: publish.Site
    pages: dict[str, str]
    by_hand: dict[str, bytes]
    published: publish.Published

    def published_by(
        self, root: Path, before: dict[str, str] | None = None, *, jobs: int = 1, many: int = 2, **last: Any
    ) -> publish.Published:
        """What comes of publishing it in portions."""
        docs = publish.Docs(self.pages, self.by_hand)
        return publish.publish(root, self.of, docs, publish.LastSite(before, **last), jobs, many=many)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(root: Path, name: str, words: str) -> None:
    path = root / "edition/sources" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEI.format(title=f"Text of {path.stem}", words=words), encoding="utf-8")
    (path.parent / "seal.png").write_bytes(PICTURE)


def begun(place: Path) -> Path:
    """An edition with an address, of four documents, one in two witnesses, with pages that someone wrote."""
    published = {"edition/versions.yml": b"- version: 0.1.0\n  date: 2000-01-01\n"}
    assert files.begin(place, {**new_project.edition_of([]), **published}) == []
    statement = place / "edition/edition.yml"
    statement.write_text(statement.read_text("utf-8") + "url: https://example.org/letters&more/\n", "utf-8")
    (place / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    for name in FILES:
        put(place, name, f"The words of {name} by themselves.")
    for name, words in (("more/about.md", ABOUT), ("draft-a.md", "A draft.\n"), ("more/notes.txt", "Notes.\n")):
        (place / "docs" / name).parent.mkdir(exist_ok=True)
        (place / "docs" / name).write_text(words, "utf-8")
    return place


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The edition as it was :func:`begun`."""
    return begun(tmp_path / "edition")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    place = begun(tmp_path_factory.mktemp("made") / "edition")
    return place, whole(place)


@pytest.fixture
def finished(made_once: tuple[Path, State], tmp_path: Path) -> tuple[Path, State]:
    """A copy of the edition after everything was made as one piece."""
    place, made = made_once
    return shutil.copytree(place, tmp_path / "edition"), made


def whole(root: Path, *, warned: bool = False) -> State:
    """Everything made as one piece, of nothing that was made before; ``warned``: the engine has something to say."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    made: list[State] = []
    real = publish.publish

    def anew(root: Path, site: Any, docs: publish.Docs, *_more: Any) -> publish.Published:
        done = real(root, site, docs)
        made.append(State(content(root / "site"), site, dict(docs.now), dict(docs.by_hand), done))
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "publish", anew)
        found = build(root).findings
    assert [f for f in found if f.severity is Severity.ERROR or (f.code == "P102" and not warned)] == []
    (state,) = made
    return state


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.mark.parametrize(("many", "jobs"), [(2, 1), (3, 2)])
def test_portions_give_every_file_of_the_site(finished: tuple[Path, State], many: int, jobs: int) -> None:
    root, made = finished
    assert {
        "sitemap.xml",
        "404.html",
        "downloads/edition.zip",
        "talk/index.html",
        "talk/A/index.html",
    } <= made.site.keys()
    assert not [path for path in made.site if path.endswith(".csv") or path.startswith("draft")]
    about = made.site["more/about/index.html"].decode()
    assert all(f'href="../../{way}"' in about for way in ("talk/A/#p1", "talk/", "downloads/one.A.txt"))
    published = made.published_by(root, jobs=jobs, many=many)
    assert different(made.site, content(root / "site")) == []
    assert published == made.published


@pytest.mark.parametrize("change", ["a text", "a witness", "a document goes", "a document comes", "a title in nav"])
def test_what_changed_gives_every_file_of_the_site(finished: tuple[Path, State], change: str) -> None:
    root, before = finished
    if change == "a title in nav":
        settings = root / "mkdocs.yml"
        settings.write_text(settings.read_text("utf-8").replace("A letter: one/A/index.md", "one/A/index.md"), "utf-8")
        before = whole(root)
    last = shutil.copytree(root / "site", root / "last")
    if change == "a text":
        put(root, "two.xml", "Other words.")
    elif change == "a witness":
        put(root, "talk/B.xml", "Other words.")
    elif change == "a document goes":
        (root / "edition/sources/three.xml").unlink()
        for path in [*(root / "edition").rglob("three.*")]:
            path.unlink()
    elif change == "a document comes":
        put(root, "four.xml", "A fourth.")
    else:
        text = root / "edition/sources/one.xml"
        text.write_text(text.read_text("utf-8").replace("Text of one", "Text of another name"), "utf-8")
    after = whole(root)
    assert different(before.site, after.site)
    shutil.rmtree(root / "site")
    last.rename(root / "site")
    published = after.published_by(root, before.pages, indexed=before.published.indexed)
    assert different(after.site, content(root / "site")) == []
    assert published == after.published


def test_pages_that_did_not_change_are_those_of_the_last_site(finished: tuple[Path, State]) -> None:
    root, made = finished
    page = root / "site/three/A/index.html"
    page.write_bytes(b"As it was.")
    made.published_by(root, made.pages)
    assert page.read_bytes() == b"As it was."


def test_a_page_that_the_last_site_lost_is_rendered(finished: tuple[Path, State]) -> None:
    root, made = finished
    (root / "site/three/A/index.html").unlink()
    (root / "site/talk/index.html").unlink()
    made.published_by(root, made.pages, indexed=made.published.indexed)
    assert different(made.site, content(root / "site")) == []


def test_without_a_navigation_of_its_own_the_engine_has_all_pages(root: Path) -> None:
    settings = root / "mkdocs.yml"
    settings.write_text(re.sub(r"(?s)nav:.*", "", settings.read_text("utf-8")), "utf-8")
    made = whole(root)
    made.published_by(root, made.pages)
    assert different(made.site, content(root / "site")) == []


def test_links_that_lead_nowhere_are_said_once_in_portions_too(root: Path) -> None:
    (root / "docs/index.md").write_text("[x](gone.md) [y](talk/A/index.md#p999)\n", "utf-8")
    made = whole(root, warned=True)
    said = made.published.findings
    assert [finding.locus.file for finding in said if finding.code == "P102"] == ["docs/index.md", "docs/index.md"]
    assert sorted(made.published_by(root).findings, key=str) == sorted(said, key=str)


def test_a_warning_about_a_page_that_is_not_rendered_again_is_said_again(finished: tuple[Path, State]) -> None:
    root, made = finished
    warned = [Finding("P102", "Said of it.", Locus(f"docs/{page}")) for page in ("three/A/index.md", "gone/A/index.md")]
    before = made.pages | {"one/A/index.md": "", "three/index.md": ""}
    assert made.published_by(root, before, findings=warned).findings == (warned[0],)
    before["three/A/index.md"] = ""
    assert made.published_by(root, before, findings=warned).findings == ()


def test_a_warning_that_names_no_page_is_asked_for_again(finished: tuple[Path, State]) -> None:
    root, made = finished
    (root / "site/three/A/index.html").write_bytes(b"As it was.")
    warned = (Finding("P102", "About something.", Locus("mkdocs.yml")),)
    assert made.published_by(root, made.pages, findings=warned).findings == ()
    assert different(made.site, content(root / "site")) == []


@pytest.mark.parametrize("change", ["comes", "goes"])
def test_a_page_in_the_navigation_that_comes_or_goes_shows_on_all(finished: tuple[Path, State], change: str) -> None:
    root, made = finished
    if change == "comes":
        last = {path: digest for path, digest in made.pages.items() if path != "one/A/index.md"}
    else:
        settings = root / "mkdocs.yml"
        settings.write_text(settings.read_text("utf-8").replace("one/A/index.md", "one/B/index.md"), "utf-8")
        made = whole(root, warned=True)
        last = made.pages | {"one/B/index.md": ""}
    (root / "site/three/A/index.html").write_bytes(b"As it was.")
    made.published_by(root, last)
    assert different(made.site, content(root / "site")) == []


def test_what_stands_for_an_index_is_left_out_beside_one(root: Path) -> None:
    (root / "docs/talk").mkdir()
    (root / "docs/talk/README.md").write_text("# Not this\n", "utf-8")
    made = whole(root, warned=True)
    published = made.published_by(root)
    assert different(made.site, content(root / "site")) == []
    assert published == made.published


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interruption_leaves_the_last_site(
    finished: tuple[Path, State], monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    root, made = finished
    put(root, "two.xml", "Other words.")

    def stop(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(sitemap, "write", stop)
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            made.published_by(root, {})
    else:
        found = made.published_by(root, {}).findings
        assert [finding.code for finding in found] == ["F101"]
    assert different(made.site, content(root / "site")) == []


def test_only_one_module_knows_the_engine() -> None:
    package = Path(publish.__file__).parents[1]
    known = re.compile(r"^\s*(?:from|import) (?:mkdocs|markdown|material)\b", re.MULTILINE)
    knowing = {p.relative_to(package).as_posix() for p in package.rglob("*.py") if known.search(p.read_text("utf-8"))}
    assert knowing == {"publish/engine.py"}


@pytest.mark.parametrize("page", ["talk/index.html", "index.html", "talk/A/index.html", "a.html"])
def test_an_entry_of_the_map_is_known_by_its_page(page: str) -> None:
    address = f"https://example.org/a&amp;b/{page.removesuffix('index.html')}"
    entry = f"<url><loc>{address}</loc></url>"
    assert sitemap.of_pages([entry, "<url></url>"], "https://example.org/a&b", {page}) == [entry]
    assert sitemap.of_pages([entry], "https://example.org/a&b", {"other.html"}) == []
    assert File("talk/index.md", None, "", use_directory_urls=True).dest_uri == "talk/index.html"
