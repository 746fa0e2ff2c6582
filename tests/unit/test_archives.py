"""Archives: the same bytes on every machine, one file at a time in memory, whole or not there at all."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from pecia.files.archives import list_folder, read_file, unwritable, write_archive
from pecia.model import Locus
from pecia.model.findings import Finding

ENTRIES = [("e-1.0.0/index.html", b"<p>x</p>"), ("e-1.0.0/a/B.txt", "é".encode()), ("e-1.0.0/empty", b"")]


def test_what_is_in_an_archive(tmp_path: Path) -> None:
    target = tmp_path / "downloads" / "edition.zip"
    write_archive(target, ENTRIES, "2026-11-21")
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert [(item.filename, archive.read(item)) for item in archive.infolist()] == ENTRIES
        for item in archive.infolist():
            assert item.date_time == (2026, 11, 21, 0, 0, 0)
            assert item.external_attr >> 16 == 0o100644
            assert (item.create_system, item.compress_type, item.extra, item.comment) == (
                3,
                zipfile.ZIP_STORED,
                b"",
                b"",
            )
    assert {path.name for path in target.parent.iterdir()} == {"edition.zip", "edition.zip.sha256"}
    digest = sha256(target.read_bytes()).hexdigest()
    assert (target.parent / "edition.zip.sha256").read_text() == f"{digest}  edition.zip\n"


def test_an_archive_knows_no_clock_and_no_machine(tmp_path: Path) -> None:
    write_archive(tmp_path / "here.zip", ENTRIES, "2026-11-21")
    script = (
        "import sys, pathlib, os; from pecia.files.archives import write_archive; os.umask(0o077);"
        f"write_archive(pathlib.Path(sys.argv[1]), {ENTRIES!r}, '2026-11-21')"
    )
    elsewhere = tmp_path / "élsewhere" / "there.zip"
    environment = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", script, str(elsewhere)], env=environment, check=True)
    assert elsewhere.read_bytes() == (tmp_path / "here.zip").read_bytes()


@pytest.mark.parametrize(("day", "year"), [("0001-01-01", 1980), ("9999-12-31", 2107)])
def test_a_date_that_the_format_does_not_know(tmp_path: Path, day: str, year: int) -> None:
    write_archive(tmp_path / "e.zip", ENTRIES, day)
    assert {item.date_time[0] for item in zipfile.ZipFile(tmp_path / "e.zip").infolist()} == {year}


def test_one_file_at_a_time_is_in_memory(tmp_path: Path) -> None:
    megabyte = 2**20
    largest = 0

    def entries() -> Iterator[tuple[str, bytes]]:
        nonlocal largest
        for number in range(40):
            largest = max(largest, tracemalloc.get_traced_memory()[0])
            yield f"e/{number:03}", bytes([number]) * megabyte

    tracemalloc.start()
    try:
        write_archive(tmp_path / "e.zip", entries(), "2026-11-21")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "e.zip").stat().st_size > 40 * megabyte
    assert peak < 6 * megabyte
    assert largest < 3 * megabyte


@pytest.mark.parametrize(
    "path",
    ["../e", "/e", "a/../e", "a//e", "", "e/", "a b", "é", "a\\b", "C:e", "a\nb", "-e", "a\x00b"],
)
def test_a_path_that_not_every_system_can_write_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        write_archive(tmp_path / "e.zip", [("first", b"1"), (path, b"")], "2026-11-21")
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="twice"):
        write_archive(tmp_path / "e.zip", [("e", b"1"), ("e", b"2")], "2026-11-21")


def test_a_failure_leaves_the_last_archive(tmp_path: Path) -> None:
    write_archive(tmp_path / "e.zip", ENTRIES, "2026-11-21")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def entries() -> Iterator[tuple[str, bytes]]:
        yield "first", b"1"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_archive(tmp_path / "e.zip", entries(), "2026-11-21")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["a b.txt", "é.txt", "a/b\\c", "-rf", "a'b", "a\nb"])
def test_a_name_that_no_archive_takes(path: str) -> None:
    assert [(f.code, f.locus) for f in unwritable(["index.html", path], "site/")] == [("F105", Locus(f"site/{path}"))]


@pytest.mark.parametrize("place", ["people/con", "AUX", "nul.html", "com1", "lpt9.txt", "a."])
def test_a_name_that_windows_does_not_take(place: str) -> None:
    found = unwritable([f"{place}/index.html", f"{place}/other.html"], "site/")
    assert [(f.code, f.locus) for f in found] == [("F110", Locus(f"site/{place}"))]


def test_names_that_differ_only_in_capitals() -> None:
    found = unwritable(["lunch/A/index.html", "lunch/a/index.html", "lunch/a/more.html"], "site/")
    assert found[0] == Finding("F110", "differs from lunch/A only in capitals", Locus("site/lunch/a"))
    assert {f.code for f in found} == {"F110"}
    assert len(found) == len(set(found))


def test_names_for_every_system() -> None:
    assert unwritable(["index.html", "lunch/A/index.html", "lunch/B/index.html", "people/connor.html"], "site/") == []


# --- what is archived ----------------------------------------------------------------------------


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    for path in ("b.txt", "a/z.txt", "a/b/c.txt", "a.txt", ".hidden"):
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(path)
    (tmp_path / "site" / "link.txt").symlink_to(tmp_path / "site" / "b.txt")
    paths, findings = list_folder(tmp_path / "site")
    assert paths == ["a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]
    assert [(f.code, f.locus) for f in findings] == [("F104", Locus("site/link.txt"))]
    assert [read_file(tmp_path / "site", path).decode() for path in paths] == paths
