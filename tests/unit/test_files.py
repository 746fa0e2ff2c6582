"""What stands on the disk after a command is one whole state, whatever happens while it writes."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import resource
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pecia import files
from pecia.files import manifest, writing
from pecia.model.findings import Finding

STEPS = ("replace", "rename", "link", "mkdir", "unlink", "fsync", "rmdir")
"""Every call by which a file or folder comes, goes or reaches the disk."""

BEFORE = {
    "edition/tei/talk.A.xml": b"<TEI>old</TEI>",
    "edition/anchors/talk.yml": b"old ledger",
    "docs/talk/index.md": b"old page",
    "docs/gone/index.md": b"a page that is no longer made",
    "docs/index.md": b"written by hand",
    "site/talk/index.html": b"old page as HTML",
    "site/gone/part/index.html": b"of a page that is no longer made",
}
CHANGES = {
    "edition/tei/talk.A.xml": b"<TEI>new</TEI>",
    "edition/tei/talk.B.xml": b"<TEI>newer</TEI>",
    "edition/anchors/talk.yml": b"new ledger",
    "docs/talk/index.md": b"new page",
    "docs/talk/A/index.md": b"a page in a new folder",
    "docs/gone/index.md": None,
    "site/talk/index.html": b"new page as HTML",
    "site/talk/A/index.html": b"a new page as HTML",
    "site/gone/part/index.html": None,
}
AFTER = {path: content for path, content in {**BEFORE, **CHANGES}.items() if content is not None}


def lay_out(root: Path, content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def state(root: Path) -> dict[str, bytes]:
    """Every file under ``root`` but work in progress."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and files.WORK not in path.relative_to(root).parts
    }


class Break:
    """Makes the ``at``-th call of STEPS fail with ``error``, and every later one when ``dead``, as if killed."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, error: BaseException, *, dead: bool = False) -> None:
        self.calls = 0
        for name in STEPS:
            patch.setattr(os, name, self.breaking(getattr(os, name), at, error, dead))

    def breaking(self, real: Callable[..., Any], at: int, error: BaseException, dead: bool) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls == at or (dead and self.calls > at):
                raise error
            return real(*args, **kwargs)

        return call


def every_step(
    tmp_path: Path, error: BaseException, *, dead: bool = False
) -> Iterator[tuple[Path, Callable[..., Any]]]:
    """For each step of the work: a fresh edition, and a function that runs the work with that step failing."""
    for at in count(1):
        root = lay_out(tmp_path / str(at), BEFORE)
        broken: list[Break] = []

        def run(work: Callable[[], Any], at: int = at, broken: list[Break] = broken) -> Any:
            with pytest.MonkeyPatch.context() as patch:
                broken.append(Break(patch, at, error, dead=dead))
                return work()

        yield root, run
        if broken[0].calls < at:
            assert at > 8, "the work has more steps than that"
            return


NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def at_once(root: Path) -> list[Finding]:
    """Write CHANGES from memory."""
    return files.commit(root, CHANGES)


def from_aside(root: Path) -> list[Finding]:
    """Write CHANGES from where they were put aside."""
    stage = files.staging(root)
    return files.commit(root, {path: None if data is None else stage(data) for path, data in CHANGES.items()})


def from_work(root: Path) -> list[Finding]:
    """Write CHANGES from where a step left them: those of the site in a folder of its own, of which more is left."""
    folder = files.new_folder(root, "site")
    files.lay_out(folder, {path: data for path, data in CHANGES.items() if data is not None})
    return files.commit(
        root, {path: None if data is None else staged(folder / path, data) for path, data in CHANGES.items()}
    )


def staged(place: Path, data: bytes) -> files.Staged:
    return files.Staged(str(place), len(data), files.digest(data))


WAYS = pytest.mark.parametrize("commit", [at_once, from_aside, from_work])


def test_all_files_are_written_and_nothing_else() -> None:
    new = {"edition/tei/talk.B.xml", "docs/talk/A/index.md", "site/talk/A/index.html"}
    assert AFTER.keys() - BEFORE.keys() == new


@WAYS
def test_a_commit_writes_all(tmp_path: Path, commit: Callable[[Path], list[Finding]]) -> None:
    root = lay_out(tmp_path, BEFORE)
    assert commit(root) == []
    files.unstage(root)
    assert state(root) == AFTER
    assert not (root / "docs/gone").exists()
    assert (root / "site").is_dir()
    assert not (root / "site/gone").exists()
    assert {path.name for path in (root / files.WORK).iterdir()} - {"site-new"} == {".gitignore", "lock"}


def test_what_stands_in_a_folder_of_work_is_moved_and_only_what_is_asked_for(tmp_path: Path) -> None:
    root = lay_out(tmp_path, BEFORE)
    folder = files.new_folder(root, "site")
    files.lay_out(folder, {"index.html": b"new", "as-it-was.html": b"kept"})
    made = (folder / "index.html").stat().st_ino
    assert files.commit(root, {"site/talk/index.html": staged(folder / "index.html", b"new")}) == []
    assert (root / "site/talk/index.html").stat().st_ino == made
    assert [path.name for path in folder.iterdir()] == ["as-it-was.html"]


def test_what_was_put_aside_once_may_stand_in_two_places(tmp_path: Path) -> None:
    aside = files.staging(tmp_path)(b"a copy for readers")
    both = ["docs/talk/A.xml", "edition/tei/talk.A.xml", "site/talk/A.xml"]
    assert files.commit(tmp_path, dict.fromkeys(both, aside)) == []
    assert state(tmp_path) == dict.fromkeys(both, b"a copy for readers")


def test_what_was_changed_since_it_was_looked_at_is_not_written(tmp_path: Path) -> None:
    root = lay_out(tmp_path, BEFORE)
    content = staged(root / "docs/index.md", b"written by HAND")
    with pytest.raises(OSError, match="changed while it was being read") as caught:
        files.commit(root, {**CHANGES, "site/index.md": content})
    assert caught.value.errno == errno.ESTALE
    assert state(root) == BEFORE


def test_what_is_written_is_not_written_into_a_file_that_another_folder_has_too(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"docs/talk/A.xml": b"old", "site/index.html": b"old"})
    files.link_files(root / "docs", root / "site", ["talk/A.xml"])
    assert files.commit(root, {"docs/talk/A.xml": b"new"}) == []
    assert state(root) == {"docs/talk/A.xml": b"new", "site/index.html": b"old", "site/talk/A.xml": b"old"}
    new = files.new_folder(root, "site")
    files.link_files(root / "site", new, ["index.html"])
    files.lay_out(new, {"index.html": b"new"})
    assert (new / "index.html").read_bytes() == b"new"
    assert (root / "site/index.html").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("folder", "number", "synced"), [("edition/tei", 3, 3), ("edition/tei", 300, 0), ("site", 300, 0)]
)
def test_only_the_scholarship_is_synced(tmp_path: Path, folder: str, number: int, synced: int) -> None:
    calls: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: calls.append("one"))
        patch.setattr(os, "sync", lambda: calls.append("all"))
        assert files.commit(tmp_path, {f"{folder}/{n}.xml": b"x" for n in range(number)}) == []
    whole = ["all"] if folder.startswith("edition") and not synced else []
    assert calls == [*["one"] * synced, *whole, "one"], "the last is the journal"


def test_a_removed_folder_takes_those_above_it_along_when_they_are_empty(tmp_path: Path) -> None:
    there = ["docs/a/b/c/x.md", "docs/a/b/y.md", "docs/a-b/z.md", "docs/kept/x.md", "docs/kept/d/x.md", "site/x.html"]
    root = lay_out(tmp_path, dict.fromkeys(there, b"x"))
    assert files.commit(root, dict.fromkeys(path for path in there if path != "docs/kept/x.md")) == []
    left = {path.relative_to(root).as_posix() for path in root.rglob("*")}
    assert {path for path in left if not path.startswith(".pecia")} == {"docs", "docs/kept", "docs/kept/x.md", "site"}


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    root = lay_out(tmp_path, AFTER)
    before = {path: (root / path).stat() for path in AFTER}
    assert files.commit(root, CHANGES) == []
    after = {path: (root / path).stat() for path in AFTER}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in before.items()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in after.items()
    }


def test_a_full_disk_at_any_step_leaves_the_previous_state_and_says_so(tmp_path: Path) -> None:
    for root, run in every_step(tmp_path, NO_SPACE):
        findings = run(lambda root=root: files.commit(root, CHANGES))
        assert (findings, state(root)) == ([], AFTER) or ([f.code for f in findings], state(root)) == (["F101"], BEFORE)
        assert files.commit(root, CHANGES) == []
        assert state(root) == AFTER


def test_a_full_disk_while_bytes_are_written(tmp_path: Path) -> None:
    root = lay_out(tmp_path, BEFORE)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    large = {**CHANGES, "docs/talk/index.md": b"x" * 200_000}
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        findings = files.commit(root, large)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [f.code for f in findings] == ["F101"]
    assert state(root) == BEFORE


@WAYS
def test_an_interruption_at_any_step_leaves_a_whole_state(
    tmp_path: Path, commit: Callable[[Path], list[Finding]]
) -> None:
    for root, run in every_step(tmp_path, KeyboardInterrupt()):
        try:
            run(lambda root=root: commit(root))
        except KeyboardInterrupt:
            files.recover(root)
        assert state(root) in (BEFORE, AFTER)


@WAYS
def test_a_process_killed_at_any_step_is_put_right_by_the_next_command(
    tmp_path: Path, commit: Callable[[Path], list[Finding]]
) -> None:
    mixed = 0
    for root, run in every_step(tmp_path, KeyboardInterrupt(), dead=True):
        try:
            run(lambda root=root: commit(root))
        except KeyboardInterrupt:
            mixed += state(root) not in (BEFORE, AFTER)
            notes = files.recover(root)
            assert {f.code for f in notes} <= {"F106"}
        assert state(root) in (BEFORE, AFTER)
        assert commit(root) == []
        assert state(root) == AFTER
    assert mixed > 2, "no step was caught between two files: the test proves nothing"


def test_recovery_killed_at_any_step_can_be_done_again(tmp_path: Path) -> None:
    for root, run in every_step(tmp_path, KeyboardInterrupt(), dead=True):
        leave_half_done(root)
        try:
            run(lambda root=root: files.recover(root))
        except KeyboardInterrupt:
            files.recover(root)
        assert state(root) == BEFORE


def leave_half_done(root: Path) -> None:
    """As :func:`files.commit` leaves an edition when it is killed after some files."""
    with pytest.MonkeyPatch.context() as patch:
        replaced: list[Path] = []

        def replace(source: Path, target: Path) -> None:
            if len(replaced) == 3:
                raise KeyboardInterrupt
            replaced.append(Path(target))
            os.rename(source, target)  # noqa: PTH104

        patch.setattr(os, "replace", replace)
        patch.setattr(writing, "_undo", lambda _root: False)
        with pytest.raises(KeyboardInterrupt):
            files.commit(root, CHANGES)
    assert state(root) not in (BEFORE, AFTER)


def test_recovery_leaves_alone_what_someone_changed_since(tmp_path: Path) -> None:
    root = lay_out(tmp_path, BEFORE)
    leave_half_done(root)
    (root / "edition/anchors/talk.yml").write_bytes(b"restored from a copy")
    files.recover(root)
    assert state(root) == {**BEFORE, "edition/anchors/talk.yml": b"restored from a copy"}


def test_a_commit_first_undoes_what_an_earlier_one_left(tmp_path: Path) -> None:
    root = lay_out(tmp_path, BEFORE)
    leave_half_done(root)
    assert files.commit(root, {"docs/index.md": b"another change"}) == []
    assert state(root) == {**BEFORE, "docs/index.md": b"another change"}


def test_recovery_of_a_whole_edition_writes_nothing(tmp_path: Path) -> None:
    root = lay_out(tmp_path, BEFORE)
    assert files.recover(root) == []
    assert not (root / files.WORK).exists()


@pytest.mark.parametrize(
    "path", ["../outside", "/etc/passwd", "docs/../../outside", "docs//x", "docs/a b", "docs\\x", ""]
)
def test_no_path_leaves_the_edition(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        files.commit(tmp_path, {path: b"x"})


def test_a_forged_journal_reaches_nothing_outside(tmp_path: Path) -> None:
    root = tmp_path / "edition"
    place = root / files.WORK / "commit"
    lay_out(root, {f"{files.WORK}/commit/old/0": b"evil"})
    (tmp_path / "mine").write_bytes(b"mine")
    entry = ["../mine", files.digest(b"evil"), files.digest(b"mine")]
    (place / "journal.json").write_text(json.dumps([entry]), encoding="utf-8")
    files.recover(root)
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not place.exists()


@pytest.mark.parametrize("link", [f"{files.WORK}/commit", f"{files.WORK}/site-before"])
def test_what_is_left_of_earlier_work_is_not_removed_through_a_link(tmp_path: Path, link: str) -> None:
    outside = lay_out(tmp_path / "outside", {"kept": b"kept"})
    root = lay_out(tmp_path / "root", {**BEFORE, f"{files.WORK}/.gitignore": b"*"})
    (root / link).symlink_to(outside)
    assert [f.code for f in files.recover(root)] == ["F101"]
    assert (state(root), state(outside)) == (BEFORE, {"kept": b"kept"})


@pytest.mark.parametrize("link", ["edition", "edition/tei", "edition/tei/talk.A.xml"])
def test_nothing_is_written_through_a_symbolic_link(tmp_path: Path, link: str) -> None:
    outside = lay_out(tmp_path / "outside", {"kept": b"kept"})
    root = tmp_path / "root"
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside / "kept" if link.endswith("xml") else outside)
    findings = files.commit(root, {"edition/tei/talk.A.xml": b"new"})
    assert [(f.code, f.locus.file) for f in findings] == [("F104", link)]
    assert state(outside) == {"kept": b"kept"}


def test_what_lies_beyond_a_link_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/tei").symlink_to(tmp_path)
    (tmp_path / "root").mkdir()
    (tmp_path / "root/edition").symlink_to(tmp_path / "outside")
    (tmp_path / "talk.A.xml").symlink_to(tmp_path / "mine")
    findings = files.commit(tmp_path / "root", {"edition/tei/talk.A.xml": b"new", "docs/talk.md": b"new"})
    assert [(f.code, f.locus.file) for f in findings] == [("F104", "edition")]


@pytest.mark.parametrize("link", [files.WORK, f"{files.WORK}/lock"])
def test_the_folder_of_work_in_progress_may_not_be_a_link(tmp_path: Path, link: str) -> None:
    root = lay_out(tmp_path / "root", BEFORE)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/lock").write_bytes(b"mine")
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(tmp_path / "mine" if link == files.WORK else tmp_path / "mine/lock")
    assert [f.code for f in files.commit(root, CHANGES)] == ["F101"]
    assert (state(root), state(tmp_path / "mine")) == (BEFORE, {"lock": b"mine"})


# --- a whole folder ------------------------------------------------------------------------------

SITE = {"site/index.html": b"old", "site/gone.html": b"old"}


def fill_and_replace(root: Path) -> list[Any]:
    new = files.new_folder(root, "site")
    (new / "index.html").write_bytes(b"new")
    return files.replace_folder(root, new, "site")


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    root = lay_out(tmp_path, SITE)
    assert fill_and_replace(root) == []
    assert state(root) == {"site/index.html": b"new"}


def test_a_folder_survives_a_kill_at_any_step(tmp_path: Path) -> None:
    absent = 0
    for at in count(1):
        root = lay_out(tmp_path / str(at), SITE)
        new = files.new_folder(root, "site")
        (new / "index.html").write_bytes(b"new")
        with pytest.MonkeyPatch.context() as patch:
            broken = Break(patch, at, KeyboardInterrupt(), dead=True)
            with contextlib.suppress(KeyboardInterrupt):
                files.replace_folder(root, new, "site")
        absent += not (root / "site").exists()
        files.recover(root)
        assert state(root) in (SITE, {"site/index.html": b"new"})
        assert not list((root / files.WORK).glob("*-before"))
        if broken.calls < at:
            break
    assert absent == 1, "the moment between the two renames was not tried"


def test_a_folder_that_cannot_be_put_there_leaves_the_old_one(tmp_path: Path) -> None:
    outcomes = []
    for at in count(1):
        root = lay_out(tmp_path / str(at), SITE)
        new = files.new_folder(root, "site")
        (new / "index.html").write_bytes(b"new")
        with pytest.MonkeyPatch.context() as patch:
            broken = Break(patch, at, NO_SPACE)
            findings = files.replace_folder(root, new, "site")
        if broken.calls < at:
            break
        outcomes.append(([f.code for f in findings], state(root) == SITE))
        assert (root / "site/index.html").exists()
    assert (["F101"], True) in outcomes


# --- generated pages -----------------------------------------------------------------------------

PAGES = {"people/index.md": b"people", "talk/index.md": b"talk"}


def write_pages(root: Path, pages: dict[str, bytes]) -> list[tuple[str, str]]:
    """Plan and commit as the build does; the findings as (code, file)."""
    changes, findings = files.plan_pages(root, pages, files.written_pages(root))
    findings = findings or files.commit(root, changes)
    return [(f.code, f.locus.file) for f in findings]


def pages_there(root: Path) -> dict[str, bytes]:
    return {path.removeprefix("docs/"): data for path, data in state(root).items() if "/." not in path}


def test_pages_are_written_listed_and_ignored(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"docs/index.md": b"by hand"})
    assert write_pages(root, PAGES) == []
    assert pages_there(root) == {**PAGES, "index.md": b"by hand"}
    assert files.written_pages(root) == {path: files.digest(data) for path, data in PAGES.items()}
    assert (root / files.IGNORE).read_text().splitlines()[1:] == [
        "/.gitignore",
        "/.pecia-manifest.json",
        "/people/index.md",
        "/talk/index.md",
    ]


def test_a_page_no_longer_made_is_removed_with_its_folder(tmp_path: Path) -> None:
    write_pages(tmp_path, PAGES)
    (tmp_path / "docs/people/note.md").write_bytes(b"by hand")
    assert write_pages(tmp_path, {}) == []
    assert pages_there(tmp_path) == {"people/note.md": b"by hand"}
    assert not (tmp_path / "docs/talk").exists()


def test_a_page_written_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"docs/talk/index.md": b"by hand"})
    assert write_pages(root, PAGES) == [("F103", "docs/talk/index.md")]
    assert pages_there(root) == {"talk/index.md": b"by hand"}


def test_a_generated_page_changed_by_hand_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    write_pages(tmp_path, PAGES)
    (tmp_path / "docs/talk/index.md").write_bytes(b"improved by hand")
    assert write_pages(tmp_path, {**PAGES, "talk/index.md": b"new"}) == [("F103", "docs/talk/index.md")]
    assert write_pages(tmp_path, {"people/index.md": b"people"}) == [("F103", "docs/talk/index.md")]
    assert pages_there(tmp_path)["talk/index.md"] == b"improved by hand"


def test_a_folder_where_a_page_must_go_is_in_the_way(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"docs/talk/index.md/inner.md": b"by hand"})
    assert write_pages(root, PAGES) == [("F103", "docs/talk/index.md")]


def test_without_a_manifest_equal_pages_are_taken_over_and_others_are_in_the_way(tmp_path: Path) -> None:
    write_pages(tmp_path, PAGES)
    (tmp_path / files.MANIFEST).unlink()
    assert write_pages(tmp_path, PAGES) == []
    (tmp_path / files.MANIFEST).write_text("<<<<<<< not JSON", encoding="utf-8")
    assert write_pages(tmp_path, {**PAGES, "talk/index.md": b"new"}) == [("F103", "docs/talk/index.md")]


def test_the_manifest_is_json_with_a_line_for_each_page(tmp_path: Path) -> None:
    for pages in ({}, PAGES, {**PAGES, 'a "name"/ô.md': b"x"}):
        changes, _findings = files.plan_pages(tmp_path, pages, files.written_pages(tmp_path))
        about = "The pages that Pecia wrote here. Do not edit."
        listed = {"about": about, "pages": {path: files.digest(data) for path, data in sorted(pages.items())}}
        assert changes[files.MANIFEST] == (json.dumps(listed, indent=1, ensure_ascii=False) + "\n").encode()


def test_pages_that_nobody_touched_are_not_read(tmp_path: Path) -> None:
    write_pages(tmp_path, {**PAGES, "old.md": b"old"})
    files.commit(tmp_path, {"docs/talk/new.md": b"by hand"})
    read: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        real = manifest._digest_at
        patch.setattr(manifest, "_digest_at", lambda path: (read.append(path), real(path))[1])
        now = {**PAGES, "people/index.md": b"changed", "talk/new.md": b"new"}
        changes, findings = files.plan_pages(tmp_path, now, files.written_pages(tmp_path), untouched=True)
    assert read == [f"{tmp_path}/docs/talk/new.md"]
    assert [(f.code, f.locus.file) for f in findings] == [("F103", "docs/talk/new.md")]
    assert changes.keys() - {files.MANIFEST, files.IGNORE} == {
        "docs/people/index.md",
        "docs/talk/new.md",
        "docs/old.md",
    }
    assert (changes["docs/people/index.md"], changes["docs/old.md"]) == (b"changed", None)


def test_a_forged_manifest_removes_nothing_outside(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "root", {"docs/index.md": b"by hand"})
    (tmp_path / "mine").write_bytes(b"mine")
    (root / files.MANIFEST).write_text(json.dumps({"pages": {"../../mine": files.digest(b"mine")}}), encoding="utf-8")
    assert write_pages(root, {}) == []
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_an_ignore_file_written_by_hand_is_kept(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {files.IGNORE: b"drafts/\n"})
    assert write_pages(root, PAGES) == [("F103", files.IGNORE)]
    assert (root / files.IGNORE).read_bytes() == b"drafts/\n"


# --- caches --------------------------------------------------------------------------------------


def test_a_cache_is_written_or_left(tmp_path: Path) -> None:
    files.write_cache(tmp_path, ".cache/pecia/x.json", b"1")
    assert (tmp_path / ".cache/pecia/x.json").read_text() == "1"
    with pytest.MonkeyPatch.context() as patch:
        Break(patch, 1, NO_SPACE, dead=True)
        files.write_cache(tmp_path, ".cache/pecia/x.json", b"2")
    assert (tmp_path / ".cache/pecia/x.json").read_text() == "1"


def test_a_cache_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root/.cache").symlink_to(tmp_path / "outside")
    files.write_cache(tmp_path / "root", ".cache/x.json", b"1")
    assert list((tmp_path / "outside").iterdir()) == []


# --- pages by hand -------------------------------------------------------------------------------

AMONG_PAGES = {
    "nothing odd": lambda docs: None,
    "hidden": lambda docs: ((docs / ".x").write_bytes(b""), (docs / ".y").mkdir(), (docs / ".y/z.md").write_bytes(b"")),
    "link": lambda docs: (docs / "link.md").symlink_to(docs / "index.md"),
    "link to a folder": lambda docs: (docs / "link").symlink_to(docs / "people"),
    "hidden link": lambda docs: (docs / ".link").symlink_to(docs / "people"),
    "no plain file": lambda docs: os.mkfifo(docs / "pipe.md"),
    "name that is not read": lambda docs: (docs / "a\\b.md").write_bytes(b""),
    "name that cannot be printed": lambda docs: (docs / "a\nb.md").write_bytes(b""),
    "folder that is not read": lambda docs: (docs / "a\\b").mkdir(),
    "folder that cannot be printed": lambda docs: (docs / "a\nb").mkdir(),
    "all of it a link": lambda docs: (docs.rename(docs.with_name("d")), docs.symlink_to("d")),
}


@pytest.mark.parametrize("odd", AMONG_PAGES.values(), ids=AMONG_PAGES)
def test_stamps_tell_which_pages_are_by_hand(tmp_path: Path, odd: Callable[[Path], object]) -> None:
    by_hand = {"docs/index.md": b"by hand", "docs/people/a/note.md": b"note", "docs/docs/more.md": b"more"}
    lay_out(tmp_path, {"edition/edition.yml": b"", "docs.md": b"", **by_hand})
    write_pages(tmp_path, PAGES)
    odd(tmp_path / "docs")
    written = files.written_pages(tmp_path)
    expected = files.read_folder(tmp_path, "docs", leave_out=written)
    assert files.pages_by_hand(tmp_path, written, files.stamps(tmp_path, ["edition", "docs"])) == expected


def test_folders_of_plain_files_are_not_listed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"docs/talk/note.md": b"note"})
    write_pages(tmp_path, PAGES)
    stamps, written = files.stamps(tmp_path, ["docs"]), files.written_pages(tmp_path)
    monkeypatch.delattr(os, "scandir")
    assert files.pages_by_hand(tmp_path, written, stamps) == ({"talk/note.md": b"note"}, [])


def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"docs/locked/note.md": b"note"})
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("/locked"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found, findings = files.pages_by_hand(tmp_path, {}, files.stamps(tmp_path, ["docs"]))
    assert (found, [(f.code, f.locus.file) for f in findings]) == ({}, [("F102", "docs/locked")])
