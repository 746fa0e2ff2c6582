"""The copy that opens from disk: links to folders become links to pages, and nothing else of a page changes."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pecia import files, new_project
from pecia.formats import offline
from pecia.formats.offline import folder_name, offline_copy, offline_page, readme, whole_edition
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document

PAGE = "lunch/B/index.html"
THERE = frozenset(
    {
        "README.txt",
        "index.html",
        "a b/index.html",
        "assets/pecia.css",
        "documents/index.html",
        "downloads/index.html",
        "downloads/lunch.A.xml",
        "lunch/A/index.html",
        "lunch/B/index.html",
        "lunch/compare/index.html",
        "lunch/index.html",
        "people/ekberg/index.html",
    }
)


@pytest.fixture(scope="module")
def statement() -> EditionStatement:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view.witnesses[0].record.edition


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "offline_address"),
    [
        ("../A/", "../A/index.html"),
        ("../A", "../A/index.html"),
        ("../A/#p12", "../A/index.html#p12"),
        ("../A/?v=1.0.0#p12", "../A/index.html?v=1.0.0#p12"),
        ("../A/?v=1.0.0&amp;x=/#p12", "../A/index.html?v=1.0.0&amp;x=/#p12"),
        ("../A/#a/b?c", "../A/index.html#a/b?c"),
        ("./", "./index.html"),
        (".", "./index.html"),
        ("..", "../index.html"),
        ("../..", "../../index.html"),
        ("../../", "../../index.html"),
        ("../../documents/", "../../documents/index.html"),
        ("../../people/ekberg/", "../../people/ekberg/index.html"),
        ("../../a%20b/", "../../a%20b/index.html"),
        ("&period;./compare/", "&period;./compare/index.html"),
        ("..&#47;compare&#x2F;", "..&#47;compare&#x2F;index.html"),
        ("..&#47A/", "..&#47A/index.html"),
        ("../../downloads/edition.zip", "../../README.txt"),
        ("../../downloads/edition.zip.sha256", "../../manifest-sha256.txt"),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page(address: str, offline_address: str) -> None:
    for before, after in (('<a class="x" href="', '">'), ("<a href='", "' id=x>"), ("<A\nHREF = ", " >")):
        page = f"<p>é\n\r\n{before}{address}{after}{address}</a>"
        assert offline_page(PAGE, page, THERE) == f"<p>é\n\r\n{before}{offline_address}{after}{address}</a>"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#p12",
        "?v=1.0.0#p12",
        "index.html",
        "../A/index.html#p12",
        "../../assets/pecia.css",
        "../../downloads/lunch.A.xml",
        "/",
        "/documents/",
        "//example.org/lunch/A/",
        "https://example.org/lunch/A/",
        "mailto:someone@example.org",
        "javascript:void(0)/",
        "data:,../A/",
        "../C/",  # nothing there
        "../../assets/",  # no page in it
        "../../../",  # out of the copy
        "../../../copy/",
        "..//A/",
        "../%2FA/",
        "../../lunch%2FA/",  # one name with a sign in it, not two
        "..\\A\\",
        " ../A/",
        "../A/\n",
        "../\tA/",
        "&sol;documents/",
        "..&#63;/A/",
        "..&num;/A/",
        "&#104;ttps:/A/",
    ],
)
def test_any_other_address_stays(address: str) -> None:
    page = f'<a href="{address}">x</a>'
    assert offline_page(PAGE, page, THERE) == page


@pytest.mark.parametrize("kind", ["href", "src", "action", "formaction", "xlink:href", "HREF"])
def test_every_attribute_that_leads_somewhere(kind: str) -> None:
    assert offline_page(PAGE, f'<x {kind}="../A/">', THERE) == f'<x {kind}="../A/index.html">'


def test_the_folder_that_scripts_add_to_stays_a_folder() -> None:
    page = '<dialog data-root="../.."><div data-record="../../downloads/lunch.A.js" data-href="../A/" title="../A/">'
    assert offline_page(PAGE, page, THERE) == page


HOSTILE = [
    '<!-- <a href="../A/"> -->',
    '<!--> <p title="--><a href=..">',
    "<script>const a = '<a href=\"../A/\">';</script>",
    '<script type="application/ld+json">{"url": "<a href=../A/>"}</script>',
    '<style>a::after { content: "<a href=../A/>" }</style>',
    '<textarea><a href="../A/"></textarea>',
    '<title><a href="../A/"></title>',
    "<![CDATA[<a href='../A/']]>",
    "<![if x[<a href='../A/']>",
    "<!doctype html SYSTEM '../A/'>",
    "<?php <a href='../A/' ?>",
    "</a href='../A/'>",
    "&lt;a href='../A/'>",
    "<a title=\"href='../A/'\">",
    "<a title='<a href=\"../A/\">'>",
    "<a x-href='../A/' hrefs='../A/' href>",
    "< a href='../A/'>",
    "<a href='../A/'",
    "<a href=",
]


@pytest.mark.parametrize("page", HOSTILE)
def test_what_only_looks_like_a_link_stays(page: str) -> None:
    assert offline_page(PAGE, page, THERE) == page


def test_unquoted_and_crowded_attributes() -> None:
    page = "<a id=x href=../A/><a/href='../A/'class=y><img src=../A/ alt=''><a href=../A/#p1>é</a>"
    expected = (
        "<a id=x href=../A/index.html><a/href='../A/index.html'class=y><img src=../A/index.html alt=''>"
        "<a href=../A/index.html#p1>é</a>"
    )
    assert offline_page(PAGE, page, THERE) == expected


class Events(HTMLParser):
    """What a parser sees, with the addresses apart from all else."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.addresses: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value is not None:
                self.addresses.append(value)
                self.seen.append((tag, name))
            else:
                self.seen.append((tag, name, value))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.seen.append(("data", data))

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", data))


STEPS = st.sampled_from(["..", ".", "A", "B", "C", "lunch", "documents", "people", "ekberg", "a%20b", "x.css", ""])
ADDRESSES = st.builds(
    lambda steps, query, fragment: "/".join(steps) + query + fragment,
    st.lists(STEPS, max_size=5),
    st.sampled_from(["", "?v=1.0.0", "?v=1&amp;w=../A/"]),
    st.sampled_from(["", "#p12", "#a/b"]),
)
WORDS = st.text(st.characters(exclude_characters="<>&\"'", exclude_categories=["Cs", "Cc"]), max_size=8)
QUOTED = st.builds(
    lambda name, value, quote: f" {name}={quote}{value}{quote}",
    *(st.sampled_from(["href", "src", "title", "action", "data-x"]), ADDRESSES, st.sampled_from(["'", '"'])),
)
PARTS = st.one_of(
    WORDS,
    st.builds(lambda tag, given: f"<{tag}{''.join(given)}>", st.sampled_from(["a", "img", "form"]), st.lists(QUOTED)),
    st.builds(lambda address: f"<!-- <a href='{address}'> -->", ADDRESSES),
    st.builds(lambda address: f"<script>x('<a href=\"{address}\">')</script>", ADDRESSES),
)
PAGES = st.lists(PARTS, max_size=8).map("\n".join)
PATHS = st.sampled_from(["index.html", "lunch/index.html", "lunch/B/index.html", "people/ekberg/index.html"])


@given(PATHS, PAGES)
def test_only_addresses_change_and_each_leads_where_a_server_would(path: str, page: str) -> None:
    made = offline_page(path, page, THERE)
    before, after = Events(page), Events(made)
    assert after.seen == before.seen
    assert len(after.addresses) == len(before.addresses)
    for old, new in zip(before.addresses, after.addresses, strict=True):
        if old != new:
            assert served(path, new) == served(path, old)
            assert urlsplit(new).path.endswith("index.html")
        else:
            assert served(path, old) is None or from_disk(path, old) == served(path, old)


def served(path: str, address: str) -> str | None:
    """The page that a server gives for ``address``, with query and fragment; ``None`` when it gives none."""
    way, _sign, rest = re.match(r"([^?#]*)(.?)(.*)", address).groups()  # type: ignore[union-attr]
    if way.count("../") + way.endswith("..") > path.count("/") or "//" in way or way.startswith("/"):
        return None  # a server and a disk differ there
    at = unquote(urlsplit(urljoin(f"https://here/{path}", way)).path).removeprefix("/")
    pages = [page for page in (at, f"{at.rstrip('/')}/index.html".lstrip("/")) if page in THERE]
    return f"{pages[0]} {_sign}{rest}" if pages and (way or not rest) else None


def from_disk(path: str, address: str) -> str | None:
    """The file that a browser opens for ``address``, with query and fragment; ``None`` when it is none."""
    way, _sign, rest = re.match(r"([^?#]*)(.?)(.*)", address).groups()  # type: ignore[union-attr]
    at = unquote(urlsplit(urljoin(f"file:///{path}", way)).path).removeprefix("/")
    return f"{at} {_sign}{rest}" if at in THERE else None


@given(PATHS, PAGES)
def test_a_page_that_is_done_stays(path: str, page: str) -> None:
    made = offline_page(path, page, THERE)
    assert offline_page(path, made, THERE) == made


MARKUP = st.lists(
    st.sampled_from([*"<>/='\"!-[]?#&;: \n\tAa.", "<a href=", "../A/", "<!--", "<![", "<script>", "é"])
).map("".join)


@given(MARKUP)
@example("<![x[")
@example("<!" + "[" * 9)
def test_whatever_comes_only_index_html_is_added(page: str) -> None:
    made = offline_page(PAGE, page, THERE)
    assert re.sub(r"/|index\.html", "", made) == page.replace("/", "")
    assert offline_page(PAGE, made, THERE) == made


# --- the copy ------------------------------------------------------------------------------------

SITE = {
    "404.html": b"<a href='/lunch/'>x</a>",
    "assets/pecia.css": b"a { color: red }",
    "downloads/index.html": b"<a href='edition.zip'>x</a> <a href='edition.zip.sha256'>x</a> <a href='../lunch/'>x</a>",
    "downloads/lunch.A.xml": b"<TEI><ref target='../A/'/></TEI>",
    "index.html": b"<a href='lunch/'>caf\xe9</a>",  # not UTF-8
    "lunch/index.html": "<a href='..'>é</a>".encode(),
    "ro-crate-metadata.json": b"{}",
}
SERVER_ONLY = re.compile(r"404\.html")
FOLDER = "conversations-at-the-embassy-1.0.0"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site-new"
    folder.mkdir()
    files.lay_out(folder, SITE)
    return folder


def test_the_copy_has_the_site_the_read_me_and_the_checksums(statement: EditionStatement) -> None:
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return SITE[path]

    copy = offline_copy(statement, [path for path in SITE if path != "404.html"], read)
    assert asked == []
    assert next(copy) == ("README.txt", readme(statement, SITE))
    assert next(copy)[0] == "assets/pecia.css"
    assert asked == ["assets/pecia.css"]  # one file at a time
    made = dict(copy)
    assert list(made) == [
        *sorted(path for path in SITE if path not in ("404.html", "assets/pecia.css")),
        "manifest-sha256.txt",
    ]
    assert made["index.html"] == b"<a href='lunch/index.html'>caf\xe9</a>"
    assert made["lunch/index.html"] == "<a href='../index.html'>é</a>".encode()
    assert made["downloads/lunch.A.xml"] == SITE["downloads/lunch.A.xml"]
    assert made["downloads/index.html"].split(b"'")[1::2] == [
        b"../README.txt",
        b"../manifest-sha256.txt",
        b"../lunch/index.html",
    ]


def test_the_archive_can_be_unpacked_and_checked(site: Path, statement: EditionStatement, tmp_path: Path) -> None:
    assert whole_edition(site, statement, SERVER_ONLY) == []
    downloads = site / "downloads"
    check = ["sha256sum", "--check", "--strict", "--quiet"]
    subprocess.run([*check, "edition.zip.sha256"], cwd=downloads, check=True)
    with zipfile.ZipFile(downloads / "edition.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "été 1")
    (folder,) = (tmp_path / "été 1").iterdir()
    assert folder.name == FOLDER
    subprocess.run([*check, "manifest-sha256.txt"], cwd=folder, check=True)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {*SITE, "README.txt", "manifest-sha256.txt"} - {"404.html"}
    listed = (folder / "manifest-sha256.txt").read_text().splitlines()
    assert {line.split("  ")[1] for line in listed} == there - {"manifest-sha256.txt"}


def test_the_archive_is_not_in_itself_and_is_the_same_again(site: Path, statement: EditionStatement) -> None:
    archive = site / "downloads/edition.zip"
    whole_edition(site, statement, SERVER_ONLY)
    first, sums = archive.read_bytes(), archive.with_name("edition.zip.sha256").read_bytes()
    assert whole_edition(site, statement, SERVER_ONLY) == []
    assert (archive.read_bytes(), archive.with_name("edition.zip.sha256").read_bytes()) == (first, sums)
    assert not [name for name in zipfile.ZipFile(io.BytesIO(first)).namelist() if "edition.zip" in name]
    assert b"site-new" not in first


def test_a_name_that_no_archive_takes_is_a_finding_and_makes_none(site: Path, statement: EditionStatement) -> None:
    (site / "my photo.jpg").write_bytes(b"")
    found = whole_edition(site, statement, SERVER_ONLY)
    assert [(f.code, f.locus) for f in found] == [("F105", Locus("site/my photo.jpg"))]
    assert not (site / "downloads/edition.zip").exists()


def test_a_name_that_windows_does_not_take_is_a_warning(site: Path, statement: EditionStatement) -> None:
    (site / "people/con").mkdir(parents=True)
    (site / "people/con/index.html").write_bytes(b"")
    (site / "readme.txt").write_bytes(b"")
    found = whole_edition(site, statement, SERVER_ONLY)
    assert [(f.code, str(f.locus)) for f in found] == [("F110", "site/people/con"), ("F110", "site/readme.txt")]
    assert (site / "downloads/edition.zip").exists()


def test_a_disk_that_refuses_is_a_finding(
    site: Path, statement: EditionStatement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(offline.archives, "read_file", refuse)
    found = whole_edition(site, statement, SERVER_ONLY)
    assert found == [Finding("F101", "No space left on device", Locus("site/downloads/edition.zip"))]
    assert not [path.name for path in (site / "downloads").iterdir() if "zip" in path.name]


# --- its words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Conversations at the Embassy", "conversations-at-the-embassy"),
        ("Élan & Ärger: “L’été” 1951/52", "elan-arger-lete-1951-52"),
        ("Разговор", "edition"),
        ("../../etc", "etc"),
        ("", "edition"),
        ("x" * 300, "x" * 48),
        ("word " * 300, "-".join(["word"] * 9)),
    ],
)
def test_the_name_of_the_folder(statement: EditionStatement, title: str, name: str) -> None:
    assert folder_name(dataclasses.replace(statement, title=title)) == f"{name}-1.0.0"


def test_the_read_me_says_what_how_and_under_which_licence(statement: EditionStatement) -> None:
    text = " ".join(readme(statement, ["ro-crate-metadata.json"]).decode().split())
    licence = statement.licence
    for part in (
        statement.title,
        statement.subtitle,
        "Version 1.0.0, 2026-11-21",
        statement.publisher,
        statement.url,
        statement.description,
        licence.name,
        licence.url,
        licence.scope,
        "index.html",
        "sha256sum --check manifest-sha256.txt",
        "ro-crate-metadata.json",
    ):
        assert part in text


def test_the_read_me_is_silent_about_what_is_not_there(statement: EditionStatement) -> None:
    bare = dataclasses.replace(statement, subtitle="", url="")
    text = readme(bare, []).decode()
    assert "published at" not in text
    assert "ro-crate" not in text
    assert "None" not in text
    assert "\n\n\n" not in text
    assert all(len(line) <= 80 for line in text.splitlines())
