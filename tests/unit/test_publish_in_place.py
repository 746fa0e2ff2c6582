"""A site that is published in place: only what changed is made and written, and every byte is that of a whole one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pecia import files, new_project, publish
from pecia.files import writing
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.pipeline import build

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>{title}</title>
<author>Anna Ekberg</author></titleStmt><publicationStmt><p>Unpublished</p></publicationStmt><sourceDesc><p>Manuscript
</p></sourceDesc></fileDesc><profileDesc><creation><date when="1951-03-07"/></creation></profileDesc></teiHeader>
<text><body>{body}<p><figure><graphic url="seal.png"/></figure></p></body></text></TEI>
"""
WORDS = "<p>The minister read the letter.</p><p>He put it away.</p>"
NAMED = "<p>The <persName ref='https://example.org/carl'>minister</persName> read the letter.</p><p>He left.</p>"
PICTURE = b"\x89PNG\r\n\x1a\n"
SETTINGS = """site_name: E
theme: {name: pecia}
plugins: []
nav:
  - Home: index.md
  - Documents: documents/index.md
  - First: one/A/index.md
not_in_nav: |
  *.md
"""
PUBLISH = publish.publish
ADDRESS = "url: https://example.org/letters/\n"


class Told(NamedTuple):
    """What the build asked to be published, and what came of it."""

    site: publish.Site
    before: dict[str, str] | None
    docs: publish.Docs
    published: publish.Published

    def published_again(
        self, root: Path, before: dict[str, str], findings: Sequence[Finding] = ()
    ) -> publish.Published:
        """What comes of publishing it once more, in portions, if the last site was made from what was ``before``."""
        last = publish.LastSite(before, self.published.indexed, findings)
        return PUBLISH(root, self.site, self.docs, last, many=2)


@pytest.fixture(params=[ADDRESS, ""], ids=["address", "no address"])
def address(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def begun(place: Path, address: str) -> Path:
    """An edition of four documents, of one it names somebody; and a page that someone wrote."""
    published = {"edition/versions.yml": b"- version: 0.1.0\n  date: 2000-01-01\n"}
    assert files.begin(place, {**new_project.edition_of([]), **published}) == []
    statement = place / "edition/edition.yml"
    statement.write_text(f"{statement.read_text('utf-8')}{address}offer: reading\n", "utf-8")
    (place / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    for name, body in (("one", WORDS), ("two", NAMED), ("three", WORDS), ("four", WORDS)):
        put(place, name, body)
    (place / "docs").mkdir(exist_ok=True)
    (place / "docs/index.md").write_text(
        "# Home\n\n[A letter](one/A/index.md#p2), [another](three/A/index.md).\n", "utf-8"
    )
    return place


@pytest.fixture
def root(tmp_path: Path, address: str) -> Path:
    """The edition as it was :func:`begun`."""
    return begun(tmp_path / "edition", address)


@contextmanager
def listening() -> Iterator[list[Told]]:
    """What is published meanwhile, in portions of two pages."""
    seen: list[Told] = []

    def spy(root: Path, site: Any, docs: publish.Docs, last: publish.LastSite, *more: Any) -> publish.Published:
        done = PUBLISH(root, site, docs, last, *more, many=2)
        seen.append(Told(site, last.before, docs, done))
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "publish", spy)
        yield seen


@pytest.fixture
def told() -> Iterator[list[Told]]:
    """What was published since, in portions of two pages."""
    with listening() as seen:
        yield seen


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Told]]:
    """The edition after a build, by its address."""

    @cache
    def made(address: str) -> tuple[Path, Told]:
        place = begun(tmp_path_factory.mktemp("built") / "edition", address)
        with listening() as seen:
            assert build(place).published
        return place, *seen

    return made


@pytest.fixture
def built(built_once: Callable[[str], tuple[Path, Told]], tmp_path: Path, address: str, told: list[Told]) -> Path:
    """A copy of the edition after a build, of which it is told too."""
    place, first = built_once(address)
    told.append(first)
    return shutil.copytree(place, tmp_path / "edition")


def put(root: Path, name: str, body: str) -> None:
    folder = root / "edition/sources" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "A.xml").write_text(TEI.format(title=f"Text of {name}", body=body), "utf-8")
    (folder / "seal.png").write_bytes(PICTURE)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def whole(root: Path, told: Told) -> dict[str, bytes]:
    """The site of ``docs/`` made as one piece somewhere else."""
    into = root.parent / "whole"
    into.mkdir()
    publish.make_site(root, root / "docs", into, told.site)
    return content(into)


def warnings(told: Told) -> list[str]:
    return sorted(f"{one.locus.file} {one.message}" for one in told.published.findings if one.code == "P102")


def remove(root: Path, name: str) -> None:
    for path in [*(root / "edition").rglob(f"{name}*"), *(root / "edition").rglob(f"{name}/*")]:
        if path.is_file():
            path.unlink()


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a text": (lambda root: put(root, "four", "<p>Other words.</p>"), "four/A/index.html"),
    "a page in the navigation": (lambda root: put(root, "one", f"{WORDS}<p>He rose.</p>"), "one/A/index.html"),
    "a register": (lambda root: put(root, "four", NAMED), "people/index.html"),
    "a document comes": (lambda root: put(root, "five", WORDS), "five/A/index.html"),
    "a document goes": (lambda root: remove(root, "four"), "four/A/index.html"),
    "a picture": (
        lambda root: (root / "edition/sources/four/seal.png").write_bytes(PICTURE + b"other") and None,
        "four/graphics/seal.png",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_gives_every_file_of_the_site(built: Path, told: list[Told], change: str) -> None:
    root = built
    before = content(root / "site")
    touched = {path: (root / "site" / path).stat().st_mtime_ns for path in before}
    make, page = CHANGES[change]
    make(root)
    result = build(root)
    assert result.published, result.findings
    changed, now = told[-1].published.changed, content(root / "site")
    assert changed is not None
    assert f"site/{page}" in changed
    assert different(now, whole(root, told[-1])) == []
    assert {f"site/{path}" for path in different(before, now)} <= changed
    kept = [path for path in before if f"site/{path}" not in changed]
    assert [path for path in kept if (root / "site" / path).stat().st_mtime_ns != touched[path]] == []
    assert "assets/pecia.css" in kept
    assert [path for path in (root / "site").rglob("*") if path.is_dir() and not any(path.iterdir())] == []
    assert not build(root).published


@pytest.mark.parametrize("address", [ADDRESS], indirect=True)
class TestOnce:
    """What does not depend on the address."""

    @pytest.mark.parametrize(
        "change",
        ["linked goes", "settings", "a page by hand", "named without a title", "most pages", "unsafe", "site touched"],
    )
    def test_what_may_show_on_other_pages_is_made_as_a_whole(self, built: Path, told: list[Told], change: str) -> None:
        root = built
        if change == "named without a title":
            (root / "mkdocs.yml").write_text(SETTINGS.replace("First: one/A/index.md", "one/A/index.md"), "utf-8")
            build(root)
        if change == "linked goes":
            remove(root, "three")
        elif change == "settings":
            (root / "mkdocs.yml").write_text(f"{SETTINGS}copyright: Nobody\n", "utf-8")
        elif change == "a page by hand":
            (root / "docs/index.md").write_text("# Another home\n", "utf-8")
        elif change == "most pages":
            statement = root / "edition/edition.yml"
            statement.write_text(statement.read_text("utf-8").replace("title: ", "title: Another ", 1), "utf-8")
        elif change == "site touched":
            (root / "site/two/A/index.html").unlink()
            put(root, "four", "<p>Other words.</p>")
        else:
            put(root, "one", "<p>Other words.</p>")
        if change == "unsafe":
            made = told[-1]
            before = made.docs.now | {"../escaped.md": "0"}
            done = made.published_again(root, before)
            assert done.changed is None
            return
        if change == "named without a title":
            source = root / "edition/sources/one/A.xml"
            source.write_text(source.read_text("utf-8").replace("Text of one", "Another name"), "utf-8")
        assert build(root).published
        assert told[-1].published.changed is None
        assert different(content(root / "site"), whole(root, told[-1])) == []

    def test_the_site_with_a_copy_of_itself_is_made_as_a_whole(self, root: Path, told: list[Told]) -> None:
        statement = root / "edition/edition.yml"
        statement.write_text(statement.read_text("utf-8").replace("offer: reading", "offer: full"), "utf-8")
        build(root)
        put(root, "four", "<p>Other words.</p>")
        build(root)
        assert told[-1].before is not None
        assert told[-1].published.changed is None

    def test_a_warning_about_a_page_that_is_not_rendered_again_stays(self, root: Path, told: list[Told]) -> None:
        (root / "docs/index.md").write_text("[x](gone.md)\n", "utf-8")
        build(root)
        first = warnings(told[-1])
        assert [said.partition(" ")[0] for said in first] == ["docs/index.md"]
        put(root, "four", "<p>Other words.</p>")
        assert "P102" in [found.code for found in build(root).findings]
        assert told[-1].published.changed is not None
        assert warnings(told[-1]) == first

    def test_a_warning_about_a_page_that_is_rendered_again_or_gone_goes(self, built: Path, told: list[Told]) -> None:
        root = built
        made = told[-1]
        said = [
            Finding("P102", "Said of it.", Locus(f"docs/{page}"))
            for page in ("two/A/index.md", "four/A/index.md", "no.md")
        ]
        before = made.docs.now | {"four/A/index.md": "0"}
        done = made.published_again(root, before, said)
        assert done.changed is not None
        assert done.findings == (said[0],)

    def test_a_warning_that_names_no_page_stays_while_it_is_said(self, root: Path, told: list[Told]) -> None:
        (root / "mkdocs.yml").write_text(SETTINGS.replace("one/A/index.md", "no.md"), "utf-8")
        build(root)
        first = warnings(told[-1])
        assert [said.partition(" ")[0] for said in first] == ["mkdocs.yml"]
        put(root, "four", "<p>Other words.</p>")
        build(root)
        assert told[-1].published.changed is not None
        assert warnings(told[-1]) == first
        made = told[-1]
        before = made.docs.now | {"four/A/index.md": "0"}
        other = (Finding("P102", "Said once.", Locus("mkdocs.yml")),)
        done = made.published_again(root, before, other)
        assert done.changed is None, "it may be about a page that was not rendered again"
        assert [one.message for one in done.findings if one.code == "P102"] != ["Said once."]

    def test_what_is_said_of_a_link_follows_the_page_that_it_leads_to(self, root: Path, told: list[Told]) -> None:
        (root / "docs/index.md").write_text("[A letter](one/A/index.md#p2c), [another](three/A/index.md)\n", "utf-8")
        build(root)
        assert ["p2c" in said for said in warnings(told[-1])] == [True]
        put(root, "one", WORDS + "".join(f"<p>He said {word}.</p>" for word in ("no", "so", "little")))
        build(root)
        assert told[-1].published.changed is not None
        assert warnings(told[-1]) == []

    @pytest.mark.parametrize("step", range(2))
    def test_an_interruption_leaves_the_last_site(
        self, built: Path, told: list[Told], monkeypatch: pytest.MonkeyPatch, step: int
    ) -> None:
        root = built
        made = told[-1]
        before = made.docs.now | {"four/A/index.md": "0", "gone.txt": "0", "two/A/index.md": "0"}
        for name in ("two", "four"):  # as if they had been other pages
            (root / "site" / name / "A/index.html").write_bytes(b"Another page.")
        (root / "site/gone.txt").write_bytes(b"Gone.")
        last = content(root / "site")
        left, put_in_place = step, writing._put_in_place

        def killed(*arguments: Any) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            put_in_place(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(writing, "_put_in_place", killed)
            patch.setattr(writing, "_undo", lambda _root: False)  # nothing can be done any more
            with pytest.raises(KeyboardInterrupt):
                made.published_again(root, before)
        assert len(different(content(root / "site"), last)) == 2 * step, "stopped between two files"
        assert [found.code for found in files.recover(root)] == ["F106"]
        assert different(content(root / "site"), last) == []
        assert not (root / ".pecia/portions").exists()
