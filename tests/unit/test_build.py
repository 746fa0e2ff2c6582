"""A build writes all or nothing, does nothing twice, and gives the same files whoever does the work."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from pecia import files, new_project, publish, versions
from pecia.model import Locus
from pecia.model.findings import Finding, Severity
from pecia.pipeline import BuildResult, Serial, build, check, compose, memory
from pecia.pipeline import edition as flow
from pecia.pipeline.document import DocumentMade, DocumentSources
from pecia.publish import engine

ID = "luncheon-1951-03-07"
OTHER_IDS = ("dinner-1951-03-08", "tea-1951-03-09")


LETTER = (
    "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>{0}</title></titleStmt></fileDesc>"
    "</teiHeader><text><body><p>{0} wrote.</p></body></text></TEI>"
)


def state(root: Path) -> dict[str, bytes]:
    """Every file under ``root`` but caches and work in progress."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (files.WORK, ".cache")
    }


def codes(result: BuildResult) -> list[str]:
    return [finding.code for finding in result.findings if finding.severity is Severity.ERROR]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def three_documents(small_edition: Path) -> Path:
    """The small edition with two more documents, which have the same words."""
    add_documents(small_edition)
    return small_edition


PUBLISHED = {
    **new_project.new_edition(),
    versions.PATH: versions.write_versions((versions.Version("1.0.0", "2026-11-21"),)),
}
"""The small edition, of which a version is published."""


def add_documents(root: Path) -> None:
    edition = root / "edition"
    for id_ in OTHER_IDS:
        shutil.copytree(edition / "sources" / ID, edition / "sources" / id_)
        for folder in ("documents", "rulings"):
            shutil.copy(edition / folder / f"{ID}.yml", edition / folder / f"{id_}.yml")
        replace(edition / "documents" / f"{id_}.yml", ID, id_)
    replace(edition / "edition.yml", f"  - {ID}\n", "".join(f"  - {id_}\n" for id_ in (ID, *OTHER_IDS)))


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    files.commit(root, PUBLISHED)
    assert codes(build(root)) == []
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """The small edition after a build, with all that the build left."""
    return shutil.copytree(built_once, tmp_path / "built")


@pytest.fixture(scope="module")
def three_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("three")
    files.commit(root, PUBLISHED)
    add_documents(root)
    assert codes(build(root)) == []
    return root


@pytest.fixture
def three_built(three_once: Path, tmp_path: Path) -> Path:
    """The three documents after a build, with all that the build left."""
    return shutil.copytree(three_once, tmp_path / "three")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of the documents that were made, in the order of the work."""
    made: list[str] = []
    real = flow.make_documents

    def make_documents(chunk: Sequence[DocumentSources]) -> list[DocumentMade]:
        made.extend(sources.id for sources in chunk)
        return real(chunk)

    monkeypatch.setattr(flow, "make_documents", make_documents)
    return made


# --- what is made --------------------------------------------------------------------------------


def test_a_build_makes_records_ledger_pages_and_site(small_edition: Path) -> None:
    before = state(small_edition)
    result = build(small_edition)
    assert codes(result) == []
    assert (result.counts.documents, result.counts.witnesses, result.counts.passages) == (1, 2, 13)
    assert (result.done, result.published) == ((ID,), True)
    after = state(small_edition)
    assert {path: after[path] for path in before} == before, "a source was changed"
    made = set(after) - set(before)
    assert made >= {
        f"edition/tei/{ID}.A.xml",
        f"edition/tei/{ID}.B.xml",
        f"edition/anchors/{ID}.yml",
        f"docs/{ID}/index.md",
        f"docs/{ID}/A/index.md",
        "docs/people/ekberg/index.md",
        "docs/downloads/tei.zip",
        files.MANIFEST,
        files.IGNORE,
        "site/index.html",
        f"site/{ID}/A/index.html",
        "site/people/ekberg/index.html",
        "site/search-index/facets.js",
        "site/search-index/index.js",
        f"site/downloads/{ID}.A.xml",
    }
    assert after[f"docs/downloads/{ID}.A.xml"] == after[f"edition/tei/{ID}.A.xml"]
    assert {path for path in made if path.startswith("docs/")} - {files.MANIFEST, files.IGNORE} == {
        f"docs/{path}" for path in files.written_pages(small_edition)
    }


def test_a_page_of_a_document_that_is_gone_goes_with_it(three_built: Path) -> None:
    assert (three_built / "docs" / OTHER_IDS[0] / "A/index.md").exists()
    for path in three_built.glob(f"edition/*/{OTHER_IDS[0]}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    replace(three_built / "edition/edition.yml", f"  - {OTHER_IDS[0]}\n", "")
    assert codes(build(three_built)) == []
    assert not (three_built / "docs" / OTHER_IDS[0]).exists()
    assert not (three_built / "site" / OTHER_IDS[0]).exists()


# --- the same, whoever does the work -------------------------------------------------------------


def test_any_executor_gives_the_same(three_documents: Path) -> None:
    sources, _findings = files.read_sources(three_documents)
    alone = compose(sources, Serial())
    assert len(alone.made) == 3
    for executor in (ThreadPoolExecutor(3), ProcessPoolExecutor(2, get_context("spawn"))):
        with executor:
            together = compose(sources, executor)
        assert (together.edition, together.pages, together.findings) == (alone.edition, alone.pages, alone.findings)
        assert together.site.searched == alone.site.searched
        assert together.site.texts(list(together.made)) == alone.site.texts(list(alone.made))


def test_any_history_gives_the_same(three_documents: Path, tmp_path: Path) -> None:
    with_history = shutil.copytree(three_documents, tmp_path / "history")
    replace(with_history / "docs/index.md", "Conversations", "Talks")
    build(with_history)
    replace(with_history / "docs/index.md", "Talks", "Conversations")
    build(with_history)
    build(three_documents)
    assert state(with_history) == state(three_documents)


# --- nothing is done twice -----------------------------------------------------------------------


def test_without_a_change_nothing_is_done_and_nothing_touched(three_documents: Path, counted: list[str]) -> None:
    first = build(three_documents)
    assert counted == [ID, *OTHER_IDS]
    counted.clear()
    times = {path: path.stat().st_mtime_ns for path in three_documents.rglob("*") if path.name != "lock"}
    again = build(three_documents)
    assert (counted, again.done, again.published) == ([], (), False)
    assert (again.findings, again.counts) == (first.findings, first.counts)
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_only_the_document_that_changed_is_made_again(three_built: Path, counted: list[str]) -> None:
    replace(three_built / f"edition/documents/{OTHER_IDS[0]}.yml", "PT2H15M", "PT1H")
    result = build(three_built)
    assert counted == list(result.done) == [OTHER_IDS[0]]
    assert result.published
    page = (three_built / "site" / OTHER_IDS[0] / "index.html").read_text(encoding="utf-8")
    assert "one hour" in page or "1 hour" in page


@pytest.mark.parametrize(
    "change",
    [
        lambda root: replace(root / "edition/registers/people.yml", "Carl Nordahl", "Karl Nordahl"),
        lambda root: replace(root / "edition/edition.yml", "version: 1.0.0", "version: 1.1.0"),
    ],
)
def test_what_all_documents_share_makes_all_again(
    three_built: Path, counted: list[str], change: Callable[[Path], None]
) -> None:
    change(three_built)
    build(three_built)
    assert counted == [ID, *OTHER_IDS]


def test_a_page_written_by_hand_makes_the_site_and_no_document(three_built: Path, counted: list[str]) -> None:
    replace(three_built / "docs/index.md", "Conversations", "Talks")
    result = build(three_built)
    assert (counted, result.published) == ([], True)
    assert "Talks" in (three_built / "site/index.html").read_text(encoding="utf-8")


def test_a_lost_site_is_made_again_as_it_was(built: Path, counted: list[str]) -> None:
    before = state(built)
    counted.clear()
    shutil.rmtree(built / "site/people")
    result = build(built)
    assert (counted, result.published) == ([], True)
    assert state(built) == before


@pytest.mark.parametrize(
    "path", [f"edition/tei/{ID}.A.xml", f"docs/{ID}/A/index.md", files.MANIFEST, "site/index.html"]
)
def test_whatever_is_lost_is_made_again(built: Path, path: str) -> None:
    before = state(built)
    (built / path).unlink()
    assert codes(build(built)) == []
    assert state(built) == before


def test_a_record_edited_by_hand_is_made_again(built: Path) -> None:
    before = state(built)
    replace(built / f"edition/tei/{ID}.A.xml", "herring", "cod")
    assert codes(build(built)) == []
    assert state(built) == before


def test_other_code_makes_all_again(built: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    counted.clear()
    monkeypatch.setattr(memory, "code", lambda: "another version")
    build(built)
    assert counted == [ID]


NUMBER = memory._number(ID)
"""That of the files in which stands what the first document hands on."""


@pytest.fixture(scope="module")
def one_retitled(three_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Three documents, offered for reading alone, after a build, of which the last has another title since; and what is
    to come of it."""
    root, whole = tmp_path_factory.mktemp("retitled"), tmp_path_factory.mktemp("whole")
    shutil.copytree(three_once, root, dirs_exist_ok=True)
    with (root / "edition/edition.yml").open("a", encoding="utf-8") as statement:
        statement.write("offer: reading\n")
    assert codes(build(root)) == []
    replace(root / f"edition/documents/{OTHER_IDS[1]}.yml", "title: Luncheon", "title: Tea")
    shutil.copytree(root, whole, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".cache"))
    assert codes(build(whole)) == []
    return root, whole


def test_one_document_that_changed_is_made_alone(one_retitled: tuple[Path, Path], tmp_path: Path) -> None:
    root, whole = one_retitled
    again = shutil.copytree(root, tmp_path / "again")
    assert build(again).done == (OTHER_IDS[1],)
    assert state(again) == state(whole)


@pytest.mark.parametrize("file", ["build", "made", *(f"{part}/{NUMBER}" for part in memory.PARTS)])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda _data: b"",
        lambda _data: b"[]",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"e", b"a"),
        None,
    ],
)
def test_a_spoilt_cache_costs_time_and_nothing_else(
    one_retitled: tuple[Path, Path], tmp_path: Path, file: str, spoil: Callable[[bytes], bytes] | None
) -> None:
    root, whole = one_retitled
    again = shutil.copytree(root, tmp_path / "again")
    cache = again / memory.FOLDER / f"{file}.json"
    data = cache.read_bytes()
    cache.unlink()
    if spoil is not None:
        cache.write_bytes(spoil(data))
    assert build(again).done == (ID, *OTHER_IDS)
    assert state(again) == state(whole)


@pytest.mark.parametrize(("part", "word"), [("told", b"Luncheon"), ("names", b"speak"), ("texts", b"herring")])
def test_other_words_than_were_handed_on_count_for_nothing(
    one_retitled: tuple[Path, Path], tmp_path: Path, part: str, word: bytes
) -> None:
    root, whole = one_retitled
    again = shutil.copytree(root, tmp_path / "again")
    cache = again / memory.FOLDER / f"{part}/{NUMBER}.json"
    data = cache.read_bytes()
    assert word in data
    cache.write_bytes(data.replace(word, b"Banquets"[: len(word)]))
    assert build(again).done == (ID, *OTHER_IDS)
    assert state(again) == state(whole)


def test_a_document_left_out_does_not_hold_up_the_others(small_edition: Path) -> None:
    """It has nothing to hand on, and is tried again each time."""
    for name in ("one", "two"):
        (small_edition / f"edition/sources/{name}.xml").write_text(LETTER.format(name))
    (small_edition / "edition/sources/bad.xml").write_text("<TEI>")
    assert build(small_edition).left_out == ("bad",)
    replace(small_edition / "edition/sources/one.xml", "wrote", "has written")
    result = build(small_edition)
    assert (result.done, result.left_out) == (("bad", "one"), ("bad",))
    (small_edition / "edition/sources/bad.xml").write_text(LETTER.format("bad"))
    assert build(small_edition).done == ("bad",)


def test_what_was_touched_and_is_the_same_is_not_made_again(three_built: Path) -> None:
    before = state(three_built)
    for path in (f"edition/sources/{ID}/A.txt", f"edition/tei/{ID}.A.xml", f"docs/{ID}/A/index.md"):
        os.utime(three_built / path, (1, 1))
    result = build(three_built)
    assert (result.done, result.published) == ((), False)
    assert state(three_built) == before


def test_what_changes_while_a_build_runs_is_seen_by_the_next(
    three_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = three_built / "docs/index.md"
    replace(page, "#", "# Changed:")
    real = publish.publish

    def touched_meanwhile(*arguments: Any, **named: Any) -> publish.Published:
        done = real(*arguments, **named)
        replace(three_built / f"edition/documents/{ID}.yml", "title: Luncheon", "title: Meal")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(publish, "publish", touched_meanwhile)
        assert build(three_built).done == ()
    assert build(three_built).done == (ID,)


def test_a_source_that_changes_after_it_was_looked_at_is_read_anew(
    three_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counted as known: its document is to be made again for another reason."""
    replace(three_built / f"edition/rulings/{ID}.yml", "reason: ", "reason: Indeed, ")
    real = files.read_sources

    def read_and_then_changed(*arguments: Any) -> Any:
        read = real(*arguments)
        ledger = three_built / f"edition/anchors/{ID}.yml"
        if arguments[1]:
            shutil.copy(ledger.with_name(f"{OTHER_IDS[0]}.yml"), ledger)
        return read

    monkeypatch.setattr(files, "read_sources", read_and_then_changed)
    result = build(three_built)
    assert codes(result) == ["A105"]  # what is on the disk now is another document's ledger
    assert result.done == (ID, *OTHER_IDS)


def test_parts_in_which_nothing_changed_are_not_written_again(three_built: Path) -> None:
    kept = {path: path.stat().st_mtime_ns for path in (three_built / memory.FOLDER).glob("*/*.json")}
    replace(three_built / f"edition/documents/{ID}.yml", "title: Luncheon", "title: Meal")
    build(three_built)
    written = {path for path, time in kept.items() if path.stat().st_mtime_ns != time}
    assert {(path.parent.name, path.stem) for path in written} == {(part, str(NUMBER)) for part in memory.PARTS}


def test_what_is_edited_while_the_site_is_made_is_seen_by_the_next(
    small_edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that was just written, and one written by hand that is put back before the next build."""
    about, real = small_edition / "docs/about.md", publish.publish
    about.write_text("# Right\n")
    build(small_edition)
    page = (small_edition / f"docs/{ID}/A/index.md").read_bytes()
    about.write_text("# Right again\n")

    def edited_meanwhile(*arguments: Any, **named: Any) -> publish.Published:
        about.write_text("# Slip\n")
        done = real(*arguments, **named)
        about.write_text("# Right again\n")
        replace(small_edition / f"docs/{ID}/A/index.md", "herring", "cod")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(publish, "publish", edited_meanwhile)
        assert codes(build(small_edition)) == []
    assert codes(build(small_edition)) == ["F103"]
    (small_edition / f"docs/{ID}/A/index.md").write_bytes(page)
    assert codes(build(small_edition)) == []
    assert "Right again" in (small_edition / "site/about/index.html").read_text()


def test_one_build_waits_for_another(small_edition: Path) -> None:
    """What each puts aside has the same names."""
    with ThreadPoolExecutor(2) as threads:
        with files.one_build(small_edition):
            waiting = [threads.submit(build, small_edition) for _ in range(2)]
            assert not (small_edition / "docs/people").exists()
            assert not any(one.done() for one in waiting)
        results = [one.result() for one in waiting]
    assert [codes(result) for result in results] == [[], []]
    assert sorted(result.published for result in results) == [False, True]


def test_a_name_that_is_no_text_does_no_harm(small_edition: Path) -> None:
    odd = os.fsencode(small_edition / "docs") + b"/.caf\xe9.md.swp"
    os.close(os.open(odd, os.O_CREAT | os.O_WRONLY))
    assert codes(build(small_edition)) == []
    assert build(small_edition).published is False


def test_a_line_that_moves_is_said_anew(small_edition: Path) -> None:
    """Of a document whose exemplar is gone, and which is as it was last built."""
    document, exemplar = small_edition / "edition/documents/talk.yml", small_edition / "edition/sources/talk/x.xml"
    exemplar.parent.mkdir()
    exemplar.write_text(LETTER.format("one"))
    document.write_text("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: x.xml}}\n")
    build(small_edition)
    exemplar.unlink()
    first = build(small_edition)
    document.write_text("# A remark.\n" + document.read_text(encoding="utf-8"), encoding="utf-8")
    again = build(small_edition)
    lines = [[f.locus.line for f in result.findings if f.code == "E101"] for result in (first, again)]
    assert lines == [[3], [4]]


def test_settings_that_are_inherited_are_settings(small_edition: Path) -> None:
    settings = small_edition / "mkdocs.yml"
    (small_edition / "base.yml").write_text("copyright: One\n")
    settings.write_text(f"INHERIT: base.yml\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    build(small_edition)
    (small_edition / "base.yml").write_text("copyright: Two\n")
    assert build(small_edition).published


def forge(root: Path, old: str, new: str) -> None:
    """Write ``new`` for ``old`` wherever it is remembered, and let all digests of what is remembered be right."""
    digests: dict[str, str] = {}
    for path in sorted((root / memory.FOLDER).rglob("*.json"), key=lambda path: path.name == "build.json"):
        data = path.read_bytes()
        forged = data.replace(old.encode(), new.encode())
        for was, now in digests.items():
            forged = forged.replace(was.encode(), now.encode())
        path.write_bytes(forged)
        digests[files.digest(data)] = files.digest(forged)


def test_a_forged_digest_brings_no_other_page_in(built: Path) -> None:
    before = state(built)
    page = (built / f"docs/{ID}/A/index.md").read_bytes()
    forge(built, files.digest(page), files.digest(page.replace(b"herring", b"cod")))
    shutil.rmtree(built / "site")
    result = build(built)
    assert (codes(result), result.done) == ([], (ID,))
    assert state(built) == before


# --- errors: all or nothing ----------------------------------------------------------------------


def exemplar(root: Path) -> Path:
    return root / f"edition/sources/{ID}/A.txt"


BAD_INPUT: dict[str, tuple[str, Callable[[Path], object]]] = {
    "exemplar missing": ("E101", lambda root: exemplar(root).unlink()),
    "exemplar outside": (
        "Y106",
        lambda root: replace(root / f"edition/documents/{ID}.yml", "file: A.txt", "file: ../../../docs/index.md"),
    ),
    "exemplar changed": ("E104", lambda root: replace(exemplar(root), "herring", "cod")),
    "exemplar not UTF-8": ("E103|E104", lambda root: exemplar(root).write_bytes(b"\xff")),
    "exemplar a link": ("E101|F104", lambda root: (exemplar(root).unlink(), exemplar(root).symlink_to("B.txt"))),
    "YAML syntax": ("Y101", lambda root: (root / "edition/registers/people.yml").write_text("- [")),
    "edition missing": ("Y108", lambda root: (root / "edition/edition.yml").unlink()),
    "document missing": ("Y108|Y110", lambda root: (root / f"edition/documents/{ID}.yml").unlink()),
    "ledger lost": ("A104", lambda root: (root / f"edition/anchors/{ID}.yml").unlink()),
    "ledger edited": ("A101", lambda root: replace(root / f"edition/anchors/{ID}.yml", "herring", "cod")),
    "ledger in conflict": (
        "A102",
        lambda root: replace(root / f"edition/anchors/{ID}.yml", "witnesses:\n", "<<<<<<< ours\nwitnesses:\n"),
    ),
    "ledger of no document": (
        "A108",
        lambda root: shutil.copy(root / f"edition/anchors/{ID}.yml", root / "edition/anchors/gone.yml"),
    ),
    "page in the way": ("F103", lambda root: (root / f"docs/{ID}/index.md").write_text("by hand")),
    "link among the pages": ("F104", lambda root: (root / "docs/more.md").symlink_to(root / "mkdocs.yml")),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_a_finding_and_changes_nothing(built: Path, name: str) -> None:
    code, spoil = BAD_INPUT[name]
    spoil(built)
    (built / "docs/index.md").write_text("A change that would show.", encoding="utf-8")
    before = state(built)
    result = build(built)
    assert set(codes(result)) <= set(code.split("|"))
    assert codes(result)
    assert not result.published
    assert state(built) == before
    assert set(codes(check(built))) >= set(codes(result))


def test_a_witness_with_anchors_cannot_be_left_out(built: Path) -> None:
    path = built / f"edition/documents/{ID}.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - siglum: B")], encoding="utf-8")
    replace(built / f"edition/rulings/{ID}.yml", "[A, B]", "[A]")
    result = build(built)
    assert codes(result) == ["A108"]
    assert "F108" in [finding.code for finding in result.findings], "and its record belongs to nothing"


def test_an_empty_folder_is_a_finding(tmp_path: Path) -> None:
    assert [str(finding.locus) for finding in build(tmp_path).findings] == ["edition/edition.yml"]
    assert list(tmp_path.iterdir()) == []


def test_strict_takes_a_warning_as_an_error(built: Path) -> None:
    before = state(built)
    result = build(built, strict=True)
    assert [finding.code for finding in result.findings] == ["B101", "Y118", "Y118", "T106"]
    assert state(built) == before
    assert not build(built, strict=True).published


def test_a_defect_of_ours_is_a_finding(small_edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pecia import tei_record

    real = tei_record.decode
    monkeypatch.setattr(tei_record, "decode", lambda file, data: real(file, data.replace(b"herring", b"cod")))
    assert set(codes(build(small_edition))) == {"X107"}


# --- a full disk and an interruption while the site is made --------------------------------------


def test_a_full_disk_at_the_last_moment_leaves_the_old_site(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = {path: content for path, content in state(built).items() if path.startswith("site/")}
    replace(built / "docs/index.md", "Conversations", "Talks")
    with monkeypatch.context() as patch:
        real = os.rename

        def rename(source: Path, target: Path) -> None:
            if Path(source).name == "site-new":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(source, target)

        patch.setattr(os, "rename", rename)
        assert codes(build(built)) == ["F101"]
    assert {path: content for path, content in state(built).items() if path.startswith("site/")} == site
    assert build(built).published


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))])
def test_a_site_that_is_not_finished_is_not_published(
    built: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    before = state(built)
    replace(built / "docs/index.md", "Conversations", "Talks")
    changed = state(built)
    with monkeypatch.context() as patch:

        def half(config: object, dirty: bool) -> None:
            real(config, dirty=dirty)
            raise error

        real = engine.mkdocs_build
        patch.setattr(engine, "mkdocs_build", half)
        if isinstance(error, KeyboardInterrupt):
            with pytest.raises(KeyboardInterrupt):
                build(built)
        else:
            assert codes(build(built)) == ["F101"]
    assert state(built) == changed
    replace(built / "docs/index.md", "Talks", "Conversations")
    build(built)
    assert state(built) == before


# --- check ---------------------------------------------------------------------------------------


def test_check_writes_nothing_and_says_what_a_build_would_change(small_edition: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in small_edition.rglob("*")}
    result = check(small_edition)
    assert [(finding.code, finding.locus.file) for finding in result.findings if finding.code == "F107"] == [
        ("F107", f"edition/anchors/{ID}.yml"),
        ("F107", f"edition/tei/{ID}.A.xml"),
        ("F107", f"edition/tei/{ID}.B.xml"),
    ]
    assert {path: path.stat().st_mtime_ns for path in small_edition.rglob("*")} == before


def test_check_finds_nothing_in_a_built_edition(built: Path) -> None:
    assert codes(check(built)) == []
    replace(built / f"edition/tei/{ID}.A.xml", "herring", "cod")
    assert codes(check(built)) == ["F107"]


def test_check_looks_at_the_pages_written_by_hand(built: Path) -> None:
    (built / "docs/index.md").write_text("[nowhere](nowhere.md)\n", encoding="utf-8")
    found = [f for f in check(built).findings if f.code == "P102"]
    assert [(f.locus, bool(re.search(r"nowhere\.md", f.message))) for f in found] == [(Locus("docs/index.md"), True)]


def test_an_interrupted_build_is_put_right_first(built: Path) -> None:
    before = state(built)
    (built / "site").rename(built / files.WORK / "site-before")
    result = build(built)
    assert Finding("F106", "an interrupted build was undone", Locus(".")) in result.findings
    assert state(built) == before
    assert "F106" not in [finding.code for finding in build(built).findings]
