"""The index of a site: a shard is made anew where one of its documents changed, and all else stays."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from pecia import files, publish, search
from pecia.model.edition import EditionStatement, Editor, Licence
from pecia.progress import without_progress
from pecia.publish.index import add_index, superseded
from pecia.search import PassageText, WitnessText

Texts = Mapping[str, list[PassageText]]
Html = Mapping[str, bytes]

PAGES = "pages"
NAMES = [f"d{n}" for n in range(12)]
SMALL = partial(search.shard_of, documents=3)
"""Twelve documents are in four shards, six in two, three in one."""

STATEMENT = EditionStatement(
    title="Letters",
    version="1.0.0",
    date="2026-11-21",
    publisher="A Press",
    language="en",
    description="Letters.",
    editors=(Editor(id="eds", name="The editors", role="encoding"),),
    licence=Licence(name="CC BY 4.0", url="https://example.org/by/", scope="The encoding."),
)


class Edition(NamedTuple):
    """The records of each document, and the HTML of the site by path."""

    texts: Texts
    html: Html


class Indexed(NamedTuple):
    """What came of indexing: files of the site, from what each part was made, the documents that were asked for."""

    site: dict[str, bytes]
    made_from: dict[str, str]
    asked: list[list[str]]


def records(name: str, words: str = "words", siglum: str = "A") -> list[PassageText]:
    witness = WitnessText(name, f"Letter {name}", "1951", siglum, "", "en", compared=False)
    return [PassageText(f"p{n}", f"{words} {n} of {name}", "prose", witness) for n in range(2)]


def page(words: str) -> bytes:
    return f"<html><body><article><h1>Page</h1><p>{words}</p></article></body></html>".encode()


AS_IT_IS = {"moved/index.html": page("It is elsewhere.")}


def edition(names: Collection[str] = NAMES) -> Edition:
    html = {
        "index.html": page("Welcome."),
        "404.html": page("Not here."),
        "people/index.html": page("People."),
        "people/arne/index.html": page("Ann Arne."),
        "guide/index.html": page("For editors."),
        **AS_IT_IS,
        "d1/compare/A-B/index.html": page("Words of two."),
        "notes/A/more/index.html": page("Notes on notes."),
        "about.txt": b"No page.",
        **{f"{name}/A/index.html": page(f"Words of {name}.") for name in names},
        **{f"{name}/A/part/index.html": page(f"A part of {name}.") for name in names},
    }
    return Edition({name: records(name) for name in names}, html)


def site_of(texts: Texts, asked: list[list[str]] | None = None) -> publish.Site:
    def given(ids: Collection[str]) -> list[PassageText]:
        if asked is not None:
            asked.append(list(ids))
        return [text for id_ in ids for text in texts[id_]]

    return publish.Site(STATEMENT, {id_: search.searched(of) for id_, of in texts.items()}, given)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "shard_of", SMALL)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """``docs/``, where one page stands as it is published."""
    files.lay_out(tmp_path / "docs", AS_IT_IS)
    return tmp_path / "docs"


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    """The site of twelve documents."""
    place = tmp_path_factory.mktemp("twelve")
    files.lay_out(place / "docs", AS_IT_IS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "shard_of", SMALL)
        return whole(place / "docs", place / "site", edition())


@pytest.fixture
def before(twelve: Indexed, tmp_path: Path) -> Indexed:
    """The same, as the last site, in its place."""
    files.lay_out(tmp_path / "last", twelve.site)
    return twelve


def whole(docs: Path, into: Path, of: Edition) -> Indexed:
    """The whole site in the folder ``into``, everything indexed."""
    asked: list[list[str]] = []
    files.lay_out(into, of.html)
    now, findings = add_index(docs, into, site_of(of.texts, asked), into / "none", {}, 2, without_progress)
    assert findings == []
    return Indexed(content(into), now, asked)


# --- as a whole ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [3, 12, 0])
def test_an_index_has_every_passage_and_every_page_for_readers(docs: Path, tmp_path: Path, number: int) -> None:
    of = edition(NAMES[:number])
    found = ["index.html", "people/arne/index.html", "people/index.html", "notes/A/more/index.html"]
    pages = [
        search.page_text(path.removesuffix("index.html"), of.html[path].decode(), "article") for path in sorted(found)
    ]
    made = whole(docs, tmp_path / "site", of)
    index = {path.removeprefix(f"{search.FOLDER}/"): data for path, data in made.site.items() if path not in of.html}
    shown = [data.decode() for path, data in index.items() if path.startswith("texts/page-")]
    assert sorted(json.loads(text[text.index("[") : text.rindex("]") + 1])[0] for text in shown) == sorted(
        [page.address, page.title, page.text] for page in pages
    )
    words = "".join(data.decode() for path, data in index.items() if path.startswith("texts/"))
    assert all(f"words {n} of {name}" in words for name in of.texts for n in range(2))
    places = search.shard_of(dict.fromkeys(of.texts, 2))
    assert made.asked == [
        [name for name in of.texts if places[name] == n] for n in range(1 + max(places.values(), default=0))
    ]


def test_documents_without_records_change_nothing(docs: Path, tmp_path: Path) -> None:
    of = edition()
    many = Edition({"none": [], **of.texts, **{f"none-{n}": [] for n in range(30)}}, of.html)
    assert whole(docs, tmp_path / "one", of) == whole(docs, tmp_path / "other", many)


def test_a_change_in_one_document_makes_its_part_anew(docs: Path, tmp_path: Path, before: Indexed) -> None:
    after = edition()
    after = Edition({**after.texts, "d5": records("d5", "others")}, after.html)
    expected = whole(docs, tmp_path / "expected", after)
    asked: list[list[str]] = []
    files.lay_out(tmp_path / "site", after.html)
    arguments = (tmp_path / "site", site_of(after.texts, asked), tmp_path / "last", before.made_from)
    assert add_index(docs, *arguments, 1, without_progress) == (expected.made_from, [])
    assert content(tmp_path / "site") == expected.site
    places = search.shard_of(dict.fromkeys(NAMES, 2))
    assert asked == [[name for name in NAMES if places[name] == places["d5"]]]


def test_texts_that_cannot_be_read_are_a_finding(docs: Path, tmp_path: Path) -> None:
    def given(_ids: Collection[str]) -> list[PassageText]:
        raise OSError(5, "Input/output error")

    site = dataclasses.replace(site_of(edition().texts), texts=given)
    files.lay_out(tmp_path / "site", edition().html)
    _now, findings = add_index(docs, tmp_path / "site", site, tmp_path / "last", {}, 2, without_progress)
    assert [finding.code for finding in findings] == ["F101"]


# --- only what changed ---------------------------------------------------------------------------


def changed_only(docs: Path, place: Path, before: Indexed, after: Edition) -> tuple[Indexed, dict[str, bytes]]:
    """What is made of ``after`` in a folder that has the changed HTML alone, and all of the site with it."""
    html = {path: data for path, data in after.html.items() if before.site.get(path) != data}
    were = {path for path in before.site if not path.startswith(f"{search.FOLDER}/")}
    changed = {path for path in html if path.endswith(".html")}
    gone = {path for path in were - after.html.keys() if path.endswith(".html")}
    asked: list[list[str]] = []
    files.lay_out(place / "into", html)
    now, findings = add_index(
        docs,
        place / "into",
        site_of(after.texts, asked),
        place / "last",
        before.made_from,
        2,
        without_progress,
        changed=changed,
        gone=gone,
    )
    assert findings == []
    made = content(place / "into")
    stale = {*superseded(place / "last", before.made_from, now), *(were - after.html.keys())}
    kept = {path: data for path, data in before.site.items() if path not in stale}
    return Indexed({path: data for path, data in made.items() if path not in html}, now, asked), {**kept, **made}


def index_of_pages(site: dict[str, bytes]) -> list[bytes]:
    return [data for path, data in site.items() if path.startswith(f"{search.FOLDER}/texts/page-")]


def shard_named(name: str, names: Collection[str]) -> str:
    return str(SMALL(dict.fromkeys(names, 2))[name])


def changes() -> Iterator[tuple[str, Edition, set[str]]]:
    """Each change, and the shards of an index of four that are made anew for it."""
    of = edition()
    part = shard_named("d5", NAMES)
    other = records("d5", "others")
    more = dataclasses.replace(other[0], anchor="p2")
    no_d5 = {path: data for path, data in of.html.items() if not path.startswith("d5/")}
    yield "nothing", of, set()
    yield "a text", Edition({**of.texts, "d5": other}, of.html), {part}
    yield "a record more", Edition({**of.texts, "d5": [*of.texts["d5"], more]}, of.html), {part}
    for path, parts in {
        "index.html": {PAGES},
        "people/arne/index.html": {PAGES},
        "d5/A/index.html": set[str](),
        "d5/A/part/index.html": set[str](),
        "d1/compare/A-B/index.html": set[str](),
        "guide/index.html": set[str](),
        "404.html": set[str](),
        "moved/index.html": set[str](),
        "about.txt": set[str](),
    }.items():
        yield path, Edition(of.texts, {**of.html, path: page("Other words.")}), parts
    yield "a page comes", Edition(of.texts, {**of.html, "new/index.html": page("New.")}), {PAGES}
    without = {path: data for path, data in of.html.items() if path != "people/arne/index.html"}
    yield "a page goes", Edition(of.texts, without), {PAGES}
    yield (
        "a text and a page",
        Edition({**of.texts, "d5": other}, {**of.html, "index.html": page("New.")}),
        {part, PAGES},
    )
    eleven = {name: texts for name, texts in of.texts.items() if name != "d5"}
    other_html = {**no_d5, **edition(["d12"]).html}
    parts = {part, shard_named("d12", [*eleven, "d12"]), PAGES}
    yield "another document", Edition({**eleven, "d12": records("d12")}, other_html), parts
    # a page that nobody touched becomes a part of a reading page
    parts = {part, shard_named("notes", [*eleven, "notes"]), PAGES}
    yield "a document of another name", Edition({**eleven, "notes": records("notes")}, no_d5), parts
    yield "a text of signs alone", Edition({**of.texts, "d5": []}, of.html), {part, PAGES}
    places = SMALL(dict.fromkeys(NAMES, 2))
    of_several = {str(n) for n in range(4) if list(places.values()).count(n) > 1}
    yield "another order", Edition(dict(reversed(of.texts.items())), of.html), of_several


CHANGES = list(changes())


@pytest.mark.parametrize(("after", "parts"), [pytest.param(*rest, id=name) for name, *rest in CHANGES])
def test_what_changed_is_made_anew_and_nothing_else(
    docs: Path, tmp_path: Path, before: Indexed, after: Edition, parts: set[str]
) -> None:
    expected = whole(docs, tmp_path / "expected", after)
    made, joined = changed_only(docs, tmp_path, before, after)
    assert joined == expected.site
    assert made.made_from == expected.made_from
    assert {name for name, of in made.made_from.items() if before.made_from.get(name) != of} == parts
    numbers = {int(name) for name in parts - {PAGES}}
    places = SMALL({name: len(texts) for name, texts in after.texts.items() if texts})
    assert sorted(made.asked) == sorted([name for name in places if places[name] == number] for number in numbers)


def test_a_page_that_leads_on_now_is_no_longer_found(docs: Path, tmp_path: Path, before: Indexed) -> None:
    assert any(b"Ann Arne." in data for data in index_of_pages(before.site))
    files.lay_out(docs, {**AS_IT_IS, "people/arne/index.html": page("It is elsewhere.")})
    after = Edition(edition().texts, {**edition().html, "people/arne/index.html": page("It is elsewhere.")})
    expected = whole(docs, tmp_path / "expected", after)
    _made, joined = changed_only(docs, tmp_path, before, after)
    assert joined == expected.site
    assert not any(b"It is elsewhere." in data or b"Ann Arne." in data for data in index_of_pages(joined))


@pytest.mark.parametrize(("first", "then"), [(2, 12), (12, 2), (12, 6), (6, 12), (2, 0), (0, 2)])
def test_an_edition_that_grows_or_shrinks_leaves_nothing_of_its_shards(
    docs: Path, tmp_path: Path, first: int, then: int
) -> None:
    before = whole(docs, tmp_path / "last", edition(NAMES[:first]))
    expected = whole(docs, tmp_path / "expected", edition(NAMES[:then]))
    made, joined = changed_only(docs, tmp_path, before, edition(NAMES[:then]))
    assert joined == expected.site
    assert made.made_from == expected.made_from


@pytest.mark.parametrize("change", ["nothing", "a text", "index.html", "d1/A/index.html"])
def test_a_small_edition_is_made_anew_as_one(docs: Path, tmp_path: Path, change: str) -> None:
    of = edition(NAMES[:3])
    if change == "a text":
        after = Edition({**of.texts, "d1": records("d1", "others")}, of.html)
    else:
        after = Edition(of.texts, of.html if change == "nothing" else {**of.html, change: page("Other words.")})
    before = whole(docs, tmp_path / "last", of)
    expected = whole(docs, tmp_path / "expected", after)
    made, joined = changed_only(docs, tmp_path, before, after)
    assert joined == expected.site
    assert made.made_from == expected.made_from
    assert bool(made.site) == (change in ("a text", "index.html"))


@pytest.mark.parametrize("kept", ["", "x", "4", "\u0664 " + "0" * 64, "9" * 5_000 + " " + "0" * 64])
def test_what_is_not_remembered_is_found_out(docs: Path, tmp_path: Path, before: Indexed, kept: str) -> None:
    """A memory that is spoilt, or another program's."""
    spoilt = {**before.made_from, PAGES: kept}
    made, joined = changed_only(docs, tmp_path, before._replace(made_from=spoilt), edition())
    assert joined == before.site
    assert made.made_from == before.made_from
