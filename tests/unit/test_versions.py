"""The list of versions: written by Pecia, read with suspicion, and never gone back in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia import new_project
from pecia.metadata import read_edition
from pecia.model.edition import EditionStatement
from pecia.versions import PATH, Version, is_version, order, read_versions, with_version, write_versions

WRITTEN = """\
# The versions of the edition that were built, oldest first. Written by Pecia; commit it, do not edit it.
- version: 0.9.0
  date: 2026-01-31
- version: 0.10.0
  date: 2026-02-28
"""
TWO = (Version("0.9.0", "2026-01-31"), Version("0.10.0", "2026-02-28"))


def statement(version: str, date: str = "2026-11-21") -> EditionStatement:
    data = new_project.new_edition()["edition/edition.yml"].decode()
    lines = [
        f"version: {version}" if line.startswith("version:") else f"date: {date}" if line.startswith("date:") else line
        for line in data.splitlines()
    ]
    read = read_edition("edition/edition.yml", "\n".join(lines).encode())
    assert read.value is not None
    return read.value


def test_the_file_is_the_same_bytes_and_is_read_back() -> None:
    assert write_versions(TWO) == WRITTEN.encode()
    assert read_versions(PATH, WRITTEN.encode()) == (TWO, [])
    assert read_versions(PATH, WRITTEN.replace("\n", "\r\n").encode()) == (TWO, [])


def test_before_the_first_build_there_is_no_file_and_no_version() -> None:
    assert read_versions(PATH, None) == ((), [])
    assert read_versions(PATH, write_versions(())) == ((), [])


numbers = st.tuples(*[st.integers(0, 10**25)] * 3)


@given(st.lists(numbers, unique=True), st.dates())
def test_whatever_is_written_is_read_back(parts: list[tuple[int, ...]], day: object) -> None:
    known = tuple(Version(".".join(map(str, part)), str(day)) for part in sorted(parts))
    assert read_versions(PATH, write_versions(known)) == (known, [])


@given(numbers, numbers)
def test_versions_are_in_the_order_of_their_numbers(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    first, second = (".".join(map(str, parts)) for parts in (one, other))
    assert (order(first) < order(second)) == (one < other)
    assert (order(first) == order(second)) == (one == other)


def test_a_number_of_any_length_is_a_number() -> None:
    long = f"0.{'9' * 6000}.0"
    assert is_version(long)
    assert order("0.10.0") < order(long) < order("1.0.0")


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0.0", "v1.0.0", "1.0.0 ", "01.0.0", "1.0.0-rc1", "1.0.-1", "１.0.0"]
)
def test_what_is_no_version(text: str) -> None:
    assert not is_version(text)


def test_a_new_version_is_added_and_the_last_one_gets_its_new_date() -> None:
    assert with_version((), statement("0.1.0", "2026-01-01")) == ((Version("0.1.0", "2026-01-01"),), [])
    added, findings = with_version(TWO, statement("0.11.0", "2026-03-31"))
    assert (added, findings) == ((*TWO, Version("0.11.0", "2026-03-31")), [])
    again, findings = with_version(TWO, statement("0.10.0", "2026-03-01"))
    assert (again, findings) == ((TWO[0], Version("0.10.0", "2026-03-01")), [])
    assert with_version(TWO, statement("0.10.0", "2026-02-28")) == (TWO, [])


@pytest.mark.parametrize("lower", ["0.9.0", "0.9.9", "0.1.0", "0.0.11"])
def test_a_version_is_not_gone_back_to(lower: str) -> None:
    after, (finding,) = with_version(TWO, statement(lower))
    assert after == TWO
    assert (finding.code, finding.severity.value) == ("A109", "error")
    assert f"“{lower}”" in finding.message
    assert "0.10.0" in finding.message
    assert finding.advice == "Raise the version in edition/edition.yml above 0.10.0, or set it to 0.10.0 again."


ITEM = "- version: 1.0.0\n  date: 2026-01-01\n"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "A110", 0),
        ("1.0.0\n", "A110", 1),
        ("version: 1.0.0\ndate: 2026-01-01\n", "A110", 1),
        (ITEM + "- 1.1.0\n", "A110", 3),
        (ITEM + "- version: 1.1.0\n", "A110", 3),
        (ITEM + "- version: 1.1.0\n  date: 2026-01-01\n  note: x\n", "A110", 3),
        (ITEM + "- version: 1.1\n  date: 2026-01-01\n", "A110", 3),
        (ITEM + "- version: 1.1.0\n  date: 2026-02-30\n", "A110", 4),
        (ITEM + "- version: 1.1.0\n  date: 2026-02\n", "A110", 4),
        (ITEM + "- version: [1.1.0]\n  date: 2026-02-01\n", "A110", 3),
        (ITEM + "- version: 1.0.0\n  date: 2026-02-01\n", "A111", 3),
        ("- version: 1.10.0\n  date: 2026-01-01\n" + ITEM, "A111", 3),
        (ITEM + "- version: 1.1.0\n  version: 1.2.0\n  date: 2026-01-01\n", "Y105", 4),
        (ITEM + "- !!str 1.1.0\n", "Y111", 3),
        (ITEM + "<<<<<<< ours\n", "Y101", 3),
        ("- version: \xff\n".encode("latin-1"), "Y113", 1),
    ],
)
def test_a_file_that_pecia_did_not_write_is_refused_with_its_line(content: str | bytes, code: str, line: int) -> None:
    known, findings = read_versions(PATH, content.encode() if isinstance(content, str) else content)
    assert known is None
    assert (findings[0].code, findings[0].locus.file, findings[0].locus.line) == (code, PATH, line)
    assert findings[0].severity.value == "error"


@given(st.binary(max_size=200))
def test_any_bytes_give_findings_and_no_traceback(data: bytes) -> None:
    known, findings = read_versions(PATH, data)
    assert (known is None) == bool(findings)
