"""The command line prints what there is to know, and never a traceback."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from pecia import cli, executors, files, new_project, printing, reference
from pecia.model.finding_codes import CATALOGUE
from pecia.pipeline import BuildResult, Serial, build

ID = "luncheon-1951-03-07"
LACKS = "missing from citations: author, shelf mark of the original and publication of witness B"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    """The exit status of ``pecia`` with ``arguments``, and the lines it printed."""
    capsys.readouterr()
    status = cli.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    return status, (printed.out + printed.err).splitlines()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def with_own_title(root: Path) -> None:
    """Give the edition a title and an address of its own, not those of the example (Y118)."""
    replace(root / "edition/edition.yml", "Conversations at the Embassy", "Talks")
    replace(root / "edition/edition.yml", "https://example.org/conversations/", "https://talks.institute.net/")


def pages(root: Path) -> int:
    """How many pages the last build wrote."""
    return len([path for path in files.written_pages(root) if path.endswith(".md")])


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_defect_is_a_finding(
    small_edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def stumbling(*_arguments: object, **_options: object) -> BuildResult:
        raise LookupError("nowhere")

    monkeypatch.setattr(cli, "build", stumbling)
    status, lines = run(capsys, "build", "--root", small_edition, "--format", form)
    assert status == 1
    printed = "\n".join(lines)
    assert "D102" in printed
    assert "LookupError: nowhere (test_cli.py, line" in printed
    assert str(small_edition) not in printed


# --- build and check -----------------------------------------------------------------------------


def test_a_build_says_what_it_found_and_where_to_look(
    small_edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_edition)
    with_own_title(small_edition)
    status, lines = run(capsys, "build")
    assert status == 0
    assert pages(small_edition) > 10
    assert lines == [
        f"edition/documents/{ID}.yml: note B101: {LACKS}",
        f"    {CATALOGUE['B101'].hint}",
        f"edition/sources/{ID}/A.txt:11:51: warning T106: “[handel]”",
        f"    {CATALOGUE['T106'].hint}",
        "1 warning, 1 note",
        f"1 document, 2 witnesses, 13 passages, {pages(small_edition)} pages. Rebuilt: {ID}.",
        "The site is in site/. To view it: pecia serve",
    ]
    assert run(capsys, "build")[1][5].endswith("pages. Nothing has changed.")
    assert run(capsys, "check")[0] == 0


def test_all_errors_are_said_at_once_in_the_order_of_their_places(
    small_edition: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(small_edition / "edition/edition.yml", "date: 2026-11-21", "date: 2026-02-30")
    replace(small_edition / f"edition/documents/{ID}.yml", "\ntitle: Luncheon", "\ntitel: Luncheon")
    replace(small_edition / "edition/registers/people.yml", "- key: nordahl", "- key: ekberg")
    status, lines = run(capsys, "build", "--root", small_edition)
    said = [line.split(": ")[:2] for line in lines if not line.startswith("    ")]
    assert status == 1
    assert [code for _place, code in said[:-1]] == ["error Y104", "error Y102", "error Y107", "error Y105"]
    assert [place.split(":")[0] for place, _code in said[:-1]] == [
        f"edition/documents/{ID}.yml",
        f"edition/documents/{ID}.yml",
        "edition/edition.yml",
        "edition/registers/people.yml",
    ]
    assert lines[-1] == "4 errors"


def test_check_fails_until_the_edition_is_built(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--root", small_edition)[0] == 1
    assert run(capsys, "build", "--root", small_edition)[0] == 0
    status, lines = run(capsys, "check", "--root", small_edition)
    assert (status, lines[-1]) == (0, "The edition is up to date.")


def test_strict_fails_on_a_warning(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build", "--strict", "--root", small_edition)[0] == 1
    assert not (small_edition / "site").exists()
    build(small_edition)
    assert run(capsys, "check", "--strict", "--root", small_edition)[0] == 1


def test_the_form_of_json_is_a_promise(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_own_title(small_edition)
    status, lines = run(capsys, "build", "--format", "json", "--root", small_edition)
    assert status == 0
    assert json.loads("\n".join(lines)) == {
        "findings": [
            {
                "code": "B101",
                "severity": "note",
                "file": f"edition/documents/{ID}.yml",
                "line": 0,
                "column": 0,
                "message": LACKS,
                "hint": CATALOGUE["B101"].hint,
            },
            {
                "code": "T106",
                "severity": "warning",
                "file": f"edition/sources/{ID}/A.txt",
                "line": 11,
                "column": 51,
                "message": "“[handel]”",
                "hint": CATALOGUE["T106"].hint,
            },
        ],
        "counts": {"documents": 1, "witnesses": 2, "passages": 13, "pages": pages(small_edition)},
        "made": [ID],
        "published": True,
        "left_out": [],
        "elements": [],
    }
    (small_edition / f"edition/sources/{ID}/A.txt").unlink()
    status, lines = run(capsys, "check", "--format", "json", "--root", small_edition)
    assert status == 1
    found = json.loads("\n".join(lines))
    assert [(f["code"], f["severity"]) for f in found["findings"]] == [("E101", "error")]
    assert found["counts"] == {"documents": 0, "witnesses": 0, "passages": 0, "pages": 0}


def test_more_processes_say_the_same(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = run(capsys, "check", "--format", "json", "--root", small_edition)
    assert run(capsys, "check", "--format", "json", "--jobs", 2, "--root", small_edition) == one


def test_a_source_cannot_drive_the_terminal() -> None:
    assert printing.printable("red\x1b[31m\nnext “ü”\u202e") == "red\\x1b[31m\\nnext “ü”\\u202e"


def test_a_terminal_that_knows_only_ascii(small_edition: Path) -> None:
    command = [sys.executable, "-m", "pecia", "build", "--root", str(small_edition)]
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    ended = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"T106: \\u201c[handel]\\u201d" in ended.stdout


def test_an_interruption_is_said_in_a_line(
    small_edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "build", interrupted)
    status, lines = run(capsys, "build", "--root", small_edition)
    assert (status, len(lines)) == (130, 1)


@pytest.mark.parametrize(
    "arguments",
    [[], ["dance"], ["build", "--jobs", "0"], ["build", "--jobs", "x"], ["anchors", "rule", "x", "A", "p1"]],
)
def test_a_wrong_command_line_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "usage: pecia" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_has_a_label_a_count_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    clock = iter(range(0, 1000, 2))  # two seconds for each of them
    monkeypatch.setattr("tqdm.std.time", lambda: next(clock))
    assert list(printing.progress(iter("abc"), 3, "pages")) == ["a", "b", "c"]
    said = terminal.getvalue()
    assert re.search(r"\rpages: .* 2/3 \[\d\d:\d\d<\d\d:\d\d", said)
    assert said.endswith("\r")  # and it is gone when they are done


def test_nothing_is_shown_for_what_takes_no_second_or_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqdm.std.time", lambda: 0.0)
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(printing.progress(iter("abc"), 3, "pages")) == ["a", "b", "c"]
        assert stream.getvalue().strip() == ""
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr("tqdm.std.time", lambda: next(clock))
    assert list(printing.progress(iter("abc"), 3, "pages")) == ["a", "b", "c"]
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("documents", "asked", "jobs"), [(1, [], 1), (30, [], 2), (30, ["--jobs", "1"], 1)])
def test_many_documents_are_made_in_as_many_processes_as_there_are_processors(
    small_edition: Path, monkeypatch: pytest.MonkeyPatch, documents: int, asked: list[str], jobs: int
) -> None:
    monkeypatch.setattr(executors.os, "sched_getaffinity", lambda _process: {0, 1}, raising=False)
    chosen = []

    def executor(_name: str, count: int, _scheduler: str) -> AbstractContextManager[Executor]:
        chosen.append(count)
        return nullcontext(Serial())

    monkeypatch.setattr(executors, "executor", executor)
    monkeypatch.setattr(cli, "build", lambda *_arguments, **_options: BuildResult(()))
    for n in range(1, documents):
        (small_edition / f"edition/documents/more-{n}.yml").touch()
    assert cli.main(["build", *asked, "--root", str(small_edition)]) == 0
    assert chosen == [jobs]


# --- anchors -------------------------------------------------------------------------------------


def test_anchors_are_listed_and_explained(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(small_edition)
    status, lines = run(capsys, "anchors", "list", ID, "--root", small_edition)
    assert status == 0
    assert [line for line in lines if line.startswith("Witness")] == ["Witness A", "Witness B"]
    assert len(lines) == 2 + 13
    assert len(run(capsys, "anchors", "list", ID, "B", "--root", small_edition)[1]) == 1 + 7
    status, lines = run(capsys, "anchors", "explain", ID, "A", "p4", "--root", small_edition)
    assert status == 0
    assert "first published in version 1.0.0" in lines
    assert any("I was glad to hear" in line for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "no-such-document"],
        ["explain", ID, "A", "p99"],
        ["explain", ID, "Z", "p1"],
        ["rule", ID, "A", "p99", "retire", "--reason", "Why."],
        ["rule", ID, "A", "p4", "keep", "--reason", "Words are missing."],
        ["list", "../../mkdocs"],
    ],
)
def test_what_the_ledger_does_not_know_is_said(
    small_edition: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    build(small_edition)
    rulings = (small_edition / f"edition/rulings/{ID}.yml").read_bytes()
    status, lines = run(capsys, "anchors", *arguments, "--root", small_edition)
    assert status == 1
    assert lines
    assert (small_edition / f"edition/rulings/{ID}.yml").read_bytes() == rulings


def test_a_ruling_on_an_anchor_is_added(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(small_edition)
    path = small_edition / f"edition/rulings/{ID}.yml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    status, lines = run(
        capsys, "anchors", "rule", ID, "A", "p4", "keep", "--words", "we have much to speak about",
        "--reason", "It is the same.",
        "--root", small_edition,
    )  # fmt: skip
    assert (status, lines) == (0, [f"Added to edition/rulings/{ID}.yml. Run pecia build to apply it."])
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before)
    assert "kind: keep-anchor" in text
    assert "resp: editors" in text


def test_a_first_ruling_makes_the_file(small_edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(small_edition)
    path = small_edition / f"edition/rulings/{ID}.yml"
    path.unlink()
    status, _lines = run(
        capsys, "anchors", "rule", ID, "A", "p4", "retire", "--reason", "Gone.", "--root", small_edition
    )
    assert status == 0
    assert "retire-anchor" in path.read_text(encoding="utf-8")


# --- new and reference ---------------------------------------------------------------------------


def test_a_new_edition_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "a new" / "edition"
    assert run(capsys, "new", root)[0] == 0
    assert run(capsys, "build", "--root", root)[0] == 0
    assert (root / "site/index.html").exists()


def test_new_writes_into_no_folder_with_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("mine")
    assert run(capsys, "new", tmp_path)[0] == 1
    assert run(capsys, "new", tmp_path / "mine")[0] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def begun_with(names: list[str], _transcripts: list[str]) -> dict[str, bytes]:
    """What stands in for the edition around the TEI files of these names."""
    return {"edition/edition.yml": "\n".join(names).encode()}


def test_a_new_edition_of_tei_files_has_them_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_project, "edition_of", begun_with, raising=False)
    given = {"b.xml": b"<TEI>\r\n\xff</TEI>", "1951/march/a.xml": b"\xef\xbb\xbf<TEI/>", "1951/a.xml": b""}
    for path, content in {**given, "notes.txt": b"", ".hidden.xml": b"", "1951/.git/c.xml": b""}.items():
        (tmp_path / "tei" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tei" / path).write_bytes(content)
    root = tmp_path / "edition"
    status, lines = run(capsys, "new", root, "--tei", tmp_path / "tei")
    assert status == 0
    assert any(line.startswith("An edition of 3 TEI files is in ") for line in lines)
    assert "notes.txt: warning F111: not taken: the file is empty" in lines
    sources, findings = files.read_folder(root / "edition", "sources")
    assert (sources, findings) == (given, [])
    assert (root / "edition/edition.yml").read_text().splitlines() == sorted(given)
    assert run(capsys, "new", root, "--tei", tmp_path / "tei")[0] == 1  # it is not empty any more


@pytest.mark.parametrize("wrong", ["link in it", "link to it", "names", "empty", "missing", "file"])
def test_tei_files_that_are_not_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr(new_project, "edition_of", begun_with, raising=False)
    folder = tmp_path / "tei"
    if wrong == "file":
        folder.write_text("<TEI/>")
    elif wrong != "missing":
        folder.mkdir()
    if wrong in {"link in it", "link to it"}:
        (folder / "a.xml").write_text("<TEI/>")
    if wrong == "link in it":
        (folder / "b.xml").symlink_to(tmp_path / "elsewhere.xml")
    elif wrong == "link to it":
        (tmp_path / "link").symlink_to(folder)
        folder = tmp_path / "link"
    elif wrong == "names":
        (folder / "a letter.xml").write_text("<TEI/>")
        (folder / "a-letter.xml").write_text("<TEI/>")
    status, lines = run(capsys, "new", tmp_path / "edition", "--tei", folder)
    code = {"link in it": "F104", "link to it": "F104", "names": "F105"}.get(wrong, "F102")
    assert status == 1
    assert f"error {code}: " in lines[0]
    assert not (tmp_path / "edition").exists()


def test_a_name_that_no_file_of_an_edition_may_have_is_spelt_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tei/Briefe 1").mkdir(parents=True)
    (tmp_path / "tei/Briefe 1/Müller, 3.xml").write_bytes(b"<TEI/>")
    assert run(capsys, "new", tmp_path / "edition", "--tei", tmp_path / "tei")[0] == 0
    assert (tmp_path / "edition/edition/sources/Briefe-1/Muller-3.xml").read_bytes() == b"<TEI/>"


def test_reference_pages_are_written_over_none_of_another_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {f"{files.DOCS}/{path}": text for path, text in reference.reference_pages()}
    assert run(capsys, "reference", "--root", tmp_path) == (0, [])
    assert {path: (tmp_path / path).read_text(encoding="utf-8") for path in pages} == pages
    outdated, own = sorted(pages)[:2]
    (tmp_path / outdated).write_text(f"{reference.GENERATED}\nold", encoding="utf-8")
    assert run(capsys, "reference", "--root", tmp_path) == (0, [])
    assert (tmp_path / outdated).read_text(encoding="utf-8") == pages[outdated]
    (tmp_path / own).write_text("by hand", encoding="utf-8")
    status, lines = run(capsys, "reference", "--root", tmp_path)
    assert (status, lines[0]) == (1, f"{own}: error F103: the file was not written by Pecia")
    assert (tmp_path / own).read_text(encoding="utf-8") == "by hand"
