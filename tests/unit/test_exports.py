"""What is offered for download can be checked by its reader, and is the same bytes on every machine."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from pecia import files
from pecia.files import content_of
from pecia.formats import archives as exports
from pecia.formats import copies, pdf
from pecia.model.edition import EditionStatement
from pecia.model.findings import Severity, has_errors
from pecia.pages import Download, GeneratedFile
from pecia.pipeline import Serial, compose

TEI = {"luncheon-1951-03-07.A.xml": b"<TEI>A</TEI>", "luncheon-1951-03-07.B.xml": b"<TEI>B</TEI>"}


RECORDS = {f"downloads/{name}": content for name, content in TEI.items()}
DIGESTS = {path: sha256(content).hexdigest() for path, content in RECORDS.items()}


@pytest.fixture
def statement(small_edition: Path) -> EditionStatement:
    sources = compose(files.read_sources(small_edition)[0], Serial()).sources
    assert sources
    return dataclasses.replace(sources.statement, offer="full")


def by_path(made: tuple[GeneratedFile, ...]) -> dict[str, bytes]:
    return {file.path: file.content for file in made}


def test_all_records_are_offered_together(statement: EditionStatement) -> None:
    made, listed = exports.downloads(statement, DIGESTS, RECORDS.items())
    content = by_path(made)
    assert list(content) == [f"downloads/{name}" for name in ("tei.zip", "SHA256SUMS", "CITATION.cff")]
    with zipfile.ZipFile(io.BytesIO(content["downloads/tei.zip"])) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"tei/{name}": data for name, data in {**TEI, "SHA256SUMS": content["downloads/SHA256SUMS"]}.items()
        }
    sums = content["downloads/SHA256SUMS"]
    assert listed[1] == Download(
        "downloads/SHA256SUMS", "Checksums of the TEI records", len(sums), sha256(sums).hexdigest()
    )
    assert {item.path: (item.size, item.sha256) for item in listed} == {
        path: (len(data), sha256(data).hexdigest()) for path, data in content.items()
    }


def test_the_checksums_are_those_that_sha256sum_checks(tmp_path: Path, statement: EditionStatement) -> None:
    made, _listed = exports.downloads(statement, DIGESTS, RECORDS.items())
    with zipfile.ZipFile(io.BytesIO(by_path(made)["downloads/tei.zip"])) as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path / "tei", check=False)
    assert checked.returncode == 0


def test_the_archive_knows_no_clock_and_no_machine(statement: EditionStatement) -> None:
    made, _listed = exports.downloads(statement, DIGESTS, RECORDS.items())
    with zipfile.ZipFile(io.BytesIO(by_path(made)["downloads/tei.zip"])) as archive:
        for item in archive.infolist():
            assert item.date_time == (2026, 11, 21, 0, 0, 0)
            assert (item.create_system, item.external_attr >> 16, item.compress_type) == (
                3,
                0o100644,
                zipfile.ZIP_STORED,
            )


@pytest.mark.parametrize(("day", "kept"), [("1951-03-07", (1980, 1, 1)), ("9999-12-31", (2107, 12, 31))])
def test_a_date_that_no_archive_can_hold(statement: EditionStatement, day: str, kept: tuple[int, int, int]) -> None:
    made, _listed = exports.downloads(dataclasses.replace(statement, date=day), DIGESTS, RECORDS.items())
    with zipfile.ZipFile(io.BytesIO(by_path(made)["downloads/tei.zip"])) as archive:
        assert archive.infolist()[0].date_time == (*kept, 0, 0, 0)


def test_an_edition_without_documents_has_an_empty_archive(statement: EditionStatement) -> None:
    made, _listed = exports.downloads(statement, {}, ())
    assert by_path(made)["downloads/SHA256SUMS"] == b""


def test_a_copy_that_cannot_be_made_is_left_out_and_nothing_leads_to_it(
    small_edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(*_arguments: object) -> bytes:
        raise RecursionError("too deep")

    monkeypatch.setattr(copies, "epub", stumbling)
    monkeypatch.setattr(pdf, "_template", lambda: b'#panic("out of lead")')
    composed = compose(files.read_sources(small_edition)[0], Serial())
    assert {f.code for f in composed.findings if f.severity is Severity.WARNING} >= {"B112", "B113"}
    assert not has_errors(composed.findings)
    made = {path: content_of(content) for path, content in composed.pages.items()}
    assert "downloads/luncheon-1951-03-07.A.txt" in made
    assert not [path for path in made if path.endswith((".epub", ".pdf"))]
    leading = {path for path, content in made.items() if b".epub" in content or b".pdf" in content}
    assert leading == set()
