"""Golden formats: see README.md in this folder."""

import io
import zipfile
from pathlib import Path

import pytest
import typst

from pecia.transcript.readers import read_source

CASES = sorted(path for path in (Path(__file__).parent / "formats").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_format(case, request):
    given = next(path for path in case.iterdir() if path.stem == "in")
    made = in_words(*read_source(*packed(given)))
    golden = case / "golden" / "text.txt"
    if request.config.getoption("--accept"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def packed(given):
    """The file itself; of a folder the package with its parts, of Typst the PDF that it sets."""
    if given.is_dir():
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w") as package:
            for part in sorted(path for path in given.rglob("*") if path.is_file()):
                package.writestr(part.relative_to(given).as_posix(), part.read_bytes())
        return given.name, into.getvalue()
    if given.suffix == ".typ":
        return "in.pdf", typst.compile(given)
    return given.name, given.read_bytes()


def in_words(source, findings):
    lines = source.text.replace("\t", "→").replace("\f", "⇟").rstrip("\n").split("\n") if source else []
    hints = source.hints if source else ()
    stated = [f"{' '.join(filter(None, (h.role, h.value)))}: {source.text[h.start : h.end]!r}" for h in hints]
    found = [f"{f.code} {f.severity} {f.message}" for f in findings]
    return "\n".join([*lines, "", "---", *stated, *found]) + "\n"
