"""What is read from the disk, what tells that it was touched, and what happens when it changes in between."""

from __future__ import annotations

import errno
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from pecia import files
from pecia.files import reading


def lay_out(root: Path, content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def staged(root: Path, path: str, data: bytes) -> files.Staged:
    return files.Staged(f"{root}/{path}", len(data), files.digest(data))


def test_sources_are_read_by_path(tmp_path: Path) -> None:
    sources = {
        "edition/anchors/talk.yml": b"1",
        "edition/documents/talk.yml": b"2",
        "edition/edition.yml": b"3",
        "edition/registers/people.yml": b"4",
        "edition/rulings/talk.yml": b"5",
        "edition/sources/talk/A.txt": b"6",
        "edition/tei/talk.A.xml": b"7",
    }
    others = {
        "edition/notes.txt": b"not a source",
        "edition/documents/.talk.yml.swp": b"an editor's own",
        "edition/documents/old/talk.yml": b"too deep",
        "edition/sources/stray.txt": b"of no document",
        "edition/schema/pecia.rng": b"for readers",
    }
    root = lay_out(tmp_path, {**others, **sources})
    (root / "edition/documents/old/link.yml").symlink_to(root / "edition/edition.yml")
    assert files.read_sources(root) == (sources, [])
    assert list(files.read_sources(root)[0]) == sorted(sources)


def test_a_source_of_several_kinds_stands_at_its_depth(tmp_path: Path) -> None:
    names = ["stray.txt", "stray.xml", "talk/A.txt", "talk/A.xml", "talk/part/A.txt", "talk/part/B.xml", "a/b/c/d.png"]
    root = lay_out(tmp_path, {f"edition/sources/{name}": b"x" for name in names})
    found, findings = files.read_sources(root)
    assert findings == []
    assert list(found) == [
        f"edition/sources/{name}"
        for name in ["a/b/c/d.png", "stray.xml", "talk/A.txt", "talk/A.xml", "talk/part/B.xml"]
    ]


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    assert files.read_sources(tmp_path) == ({}, [])


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """An edition with one source, and links, a device and a name that are refused."""
    root = lay_out(tmp_path / "root", {"edition/sources/talk/A.txt": b"words"})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/B.txt").write_bytes(b"secret")
    (root / "edition/sources/talk/B.txt").symlink_to(tmp_path / "secret/B.txt")
    (root / "edition/sources/other").symlink_to(tmp_path / "secret")
    (root / "edition/tei").symlink_to(tmp_path / "secret")
    os.mkfifo(root / "edition/sources/talk/C.txt")
    os.mkdir(os.fsencode(root / "edition/sources/talk2"))  # noqa: PTH102
    (root / "edition/sources/talk2" / os.fsdecode(b"bad\xff.txt")).write_bytes(b"?")
    return root


REFUSED = [
    ("F104", "edition/sources/other"),
    ("F104", "edition/sources/talk/B.txt"),
    ("F102", "edition/sources/talk/C.txt"),
    ("F105", "edition/sources/talk2"),
    ("F104", "edition/tei"),
]


def test_links_and_devices_are_refused(refused: Path) -> None:
    found, findings = files.read_sources(refused)
    assert found == {"edition/sources/talk/A.txt": b"words"}
    assert [(f.code, f.locus.file) for f in findings] == REFUSED
    assert all(str(f.locus).isprintable() and f.message.isprintable() for f in findings)


def test_an_edition_behind_a_link_is_not_read(tmp_path: Path) -> None:
    lay_out(tmp_path / "outside", {"tei/talk.A.xml": b"secret"})
    (tmp_path / "root").mkdir()
    (tmp_path / "root/edition").symlink_to(tmp_path / "outside")
    found, findings = files.read_sources(tmp_path / "root")
    assert (found, [(f.code, f.locus.file) for f in findings]) == ({}, [("F104", "edition")])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, in the order of the work."""
    places: list[str] = []

    def bytes_at(place: str) -> bytes:
        places.append(place)
        return Path(place).read_bytes()

    monkeypatch.setattr(reading, "bytes_at", bytes_at)
    return places


def test_a_source_that_is_known_is_not_read(tmp_path: Path, read: list[str]) -> None:
    sources = {"edition/edition.yml": b"1", "edition/tei/talk.A.xml": b"2", "edition/tei/talk.B.xml": b"3"}
    root = lay_out(tmp_path, sources)
    known = {path: staged(root, path, b"2") for path in ("edition/tei/talk.A.xml", "edition/tei/gone.xml")}
    found, findings = files.read_sources(root, known)
    assert (found, findings) == ({**sources, "edition/tei/talk.A.xml": known["edition/tei/talk.A.xml"]}, [])
    assert list(found) == list(sources)
    assert read == [f"{root}/edition/edition.yml", f"{root}/edition/tei/talk.B.xml"]
    assert {path: files.content_of(content) for path, content in found.items()} == sources


def test_what_is_refused_is_refused_though_it_is_known(refused: Path) -> None:
    paths = ["edition/sources/other/B.txt", "edition/sources/talk/A.txt", *(path for _code, path in REFUSED)]
    found, findings = files.read_sources(refused, {path: staged(refused, path, b"words") for path in paths})
    assert found == {"edition/sources/talk/A.txt": staged(refused, "edition/sources/talk/A.txt", b"words")}
    assert findings == files.read_sources(refused)[1]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay_out(tmp_path, {"edition/edition.yml": b"title", "edition/tei/talk.A.xml": b"text"})

    def bytes_at(place: str) -> bytes:
        if place.endswith(".yml"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)
        return b"text"

    monkeypatch.setattr(reading, "bytes_at", bytes_at)
    found, findings = files.read_sources(root)
    assert found == {"edition/tei/talk.A.xml": b"text"}
    assert [(f.code, str(f.locus)) for f in findings] == [("F102", "edition/edition.yml")]


def test_a_folder_is_read_but_for_what_is_left_out(tmp_path: Path, read: list[str]) -> None:
    root = lay_out(tmp_path, {f"docs/{name}": b"x" for name in ("b.md", "a/c.md", "a/d.md", ".e.md", "f.txt")})
    (root / "docs/link.md").symlink_to(root / "docs/b.md")
    found, findings = files.read_folder(root, "docs", ".md", leave_out={"a/c.md": "", "link.md": ""})
    assert (list(found), [(f.code, f.locus.file) for f in findings]) == (["a/d.md", "b.md"], [("F104", "docs/link.md")])
    assert read == [f"{root}/docs/a/d.md", f"{root}/docs/b.md"]


# --- content that stands somewhere ---------------------------------------------------------------


@pytest.mark.parametrize("now", [b"other", b"longer than it was", b""])
def test_content_that_is_not_what_it_was_is_never_used(tmp_path: Path, now: bytes) -> None:
    root = lay_out(tmp_path, {"edition/tei/talk.A.xml": b"words"})
    known = {"edition/tei/talk.A.xml": staged(root, "edition/tei/talk.A.xml", b"words")}
    (content,) = files.read_sources(root, known)[0].values()
    (root / "edition/tei/talk.A.xml").write_bytes(now)
    with pytest.raises(OSError, match="changed while it was being read") as caught:
        files.content_of(content)
    assert (caught.value.errno, caught.value.filename) == (errno.ESTALE, f"{root}/edition/tei/talk.A.xml")


def test_content_that_was_put_aside_is_read_back_or_is_gone(tmp_path: Path) -> None:
    stage = files.staging(tmp_path)
    contents = [b"", b"x" * 3_000_000, b"words"]
    aside = [stage(data) for data in contents]
    assert [files.content_of(content) for content in pickle.loads(pickle.dumps(aside))] == contents
    assert [(content.size, content.digest) for content in aside] == [(len(d), files.digest(d)) for d in contents]
    Path(aside[2].place).write_bytes(b"WORDS")
    with pytest.raises(OSError, match="changed"):
        files.content_of(aside[2])
    files.unstage(tmp_path)
    with pytest.raises(FileNotFoundError):
        files.content_of(aside[0])


# --- stamps --------------------------------------------------------------------------------------


def test_every_file_has_a_stamp(tmp_path: Path) -> None:
    there = ["docs/a/b/c.md", "docs/a/d.md", "docs/.hidden", "docs/.folder/x", "edition/edition.yml", "other/x", "mine"]
    root = lay_out(tmp_path, dict.fromkeys(there, b"x"))
    (root / "docs/folder").symlink_to(root / "other")
    (root / "docs/dangling").symlink_to("nowhere")
    (root / "docs/empty").mkdir()
    found = files.stamps(root, ["docs", "edition", "site", "mine"])
    assert set(found) == {*there, "docs/folder", "docs/dangling"} - {"other/x"}
    assert found == {path: files.stamp(root, path) for path in found}
    assert files.stamps(tmp_path / "none", ["docs"]) == {}


def test_what_is_no_file_has_no_stamp(tmp_path: Path) -> None:
    lay_out(tmp_path, {"docs/x": b"x"})
    assert [files.stamp(tmp_path, path) for path in ("docs", "docs/y", "docs/x/y", "site/y")] == [None] * 4


def a_second_later(file: Path) -> None:
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1_000_000_000))


def longer(file: Path) -> None:
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    file.write_bytes(b"longer")
    os.utime(file, ns=times)


def a_link(file: Path) -> None:
    file.rename(file.parent.parent / "elsewhere")
    file.symlink_to(file.parent.parent / "elsewhere")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "touch", [a_second_later, longer, lambda file: file.chmod(0o600), a_link, a_folder, Path.unlink]
)
def test_a_stamp_tells_of_size_time_mode_and_kind(tmp_path: Path, touch: Callable[[Path], None]) -> None:
    root = lay_out(tmp_path, {"docs/x.md": b"x", "docs/y.md": b"y"})
    (root / "docs/x.md").chmod(0o644)
    before = files.stamps(root, ["docs"])
    assert files.stamps(root, ["docs"]) == before
    touch(root / "docs/x.md")
    after = files.stamps(root, ["docs"])
    assert after.get("docs/x.md") != before["docs/x.md"]
    assert after["docs/y.md"] == before["docs/y.md"]
    assert files.stamp(root, "docs/x.md") == after.get("docs/x.md")


def test_a_folder_that_becomes_a_link_is_seen(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"docs/x.md": b"x", "docs/talk/y.md": b"y"})
    before = files.stamps(root, ["docs"])
    (root / "docs/talk").rename(root / "talk")
    (root / "docs/talk").symlink_to(root / "talk")
    assert files.stamps(root, ["docs"]).keys() == {"docs/x.md", "docs/talk"}
    (root / "docs").rename(root / "pages")
    (root / "docs").symlink_to(root / "pages")
    assert files.stamps(root, ["docs"]).keys() == {"docs"}
    assert before.keys() == {"docs/x.md", "docs/talk/y.md"}
