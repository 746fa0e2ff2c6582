"""Quotations from this edition as a scholar would list them: true, altered, misplaced, shortened."""

from pathlib import Path

import pytest

from pecia import tei_record
from pecia.model import passages
from pecia.model.findings import Severity
from pecia.pipeline import cited
from pecia.quotations import Verdict, table

ROOT = Path(__file__).parents[2]
DOCUMENT = "dinner-1962-11-01"

LIST = """\
address,quotation
{d}/A/#p13,"Would you make a stop on the way back [from Cuba] in New York?"
{d} B p25,"I have no definite plans on this score, but I would not exclude such a stop-over."
{d}/A/#p21,"Those who can assemble fast, can also disassemble fast."
A p4,"On October 24, U Thant proposed ... two to three weeks […] the blockade."
{d}/A/#p38,"of the Red Cross."
{d}/A/#p14,"I have no definite plans on this score,"
{d}/A/#p13,"Would you make a halt on the way back [from Cuba] in New York?"
{d}/A/#p14,"I have no definite plans on this score, but I would not exclude such a stop-over."
{d}/B/#p13,"Those who can assemble fast, can also disassemble fast."
{d}/A/#p12,"Would you make a stop on the way back … in New York?"
{d}/B/#p13,"Next week. one might agree on an inspection of the Red Cross"
{d}/A/#p21,"[T]hose who can assemble fast"
{d}/A/#p21,"those who can assemble fast"
{d}/A/?v=9.9.9#p15,"But would Castro let you out?"
{d}/A/#p999,"But would Castro let you out?"
A p13–p14,"in New York? I have no definite plans"
A p13–p14,"in New York? A. I. Mikoyan: I have no definite plans"
{d},"But would Castro let you out?"
"""

A, B = f"{DOCUMENT}/A/#", f"{DOCUMENT}/B/#"


@pytest.fixture(scope="module")
def verified(tmp_path_factory):
    path = tmp_path_factory.mktemp("list") / "quotes.csv"
    path.write_text(LIST.format(d=DOCUMENT), encoding="utf-8")
    found, findings = cited.verify(ROOT, path)
    return {row.row.line: row for row in found.rows}, {finding.locus.line: finding for finding in findings}, found


@pytest.mark.parametrize(
    ("line", "verdict", "places", "code"),
    [
        (2, Verdict.EXACT, (f"{A}p13",), None),
        (3, Verdict.EXACT, (f"{B}p25",), None),
        (4, Verdict.EXACT, (f"{A}p21",), None),
        (5, Verdict.EXACT, (f"{A}p4",), None),
        (6, Verdict.CORRECTED, (f"{A}p38",), None),
        (7, Verdict.EXACT, (f"{A}p14",), None),
        (8, Verdict.NOT_FOUND, (f"{A}p13",), "Q101"),
        (9, Verdict.DIFFERS_ONLY, (f"{A}p14",), "Q101"),
        (10, Verdict.ELSEWHERE, (f"{B}p32",), "Q110"),
        (11, Verdict.ELSEWHERE, (f"{A}p13",), "Q110"),
        (12, Verdict.ELSEWHERE, (f"{A}p26",), "Q110"),
        (13, Verdict.ALTERED, (f"{A}p21",), "Q108"),
        (14, Verdict.DIFFERS_ONLY, (f"{A}p21",), "Q101"),
        (15, Verdict.EXACT, (f"{A}p15",), "Q104"),
        (16, Verdict.NO_PASSAGE, (f"{A}p15", f"{B}p26"), "Q102"),
        (17, Verdict.EXACT, (f"{A}p13–p14",), None),
        (18, Verdict.EXACT, (f"{A}p13–p14",), None),
        (19, Verdict.EXACT, (f"{A}p15", f"{B}p26"), None),
    ],
)
def test_each_has_its_verdict(verified, line, verdict, places, code):
    rows, findings, _ = verified
    assert rows[line].verdict is verdict, rows[line].says
    assert rows[line].places == places
    assert (findings[line].code if line in findings else None) == code


def test_the_altered_word_is_named(verified):
    rows, _, _ = verified
    assert rows[8].says.endswith("the text has “stop”, not “halt”")
    assert "differs only in word division" in rows[9].says
    assert "such a stopover.”" in rows[9].says


def test_there_is_a_line_for_each_row(verified):
    rows, _, found = verified
    lines = table(found)
    assert len(rows) == 18
    assert lines[-1].startswith("18 quotations: 9 exact, ")
    assert sum(DOCUMENT in line or " A p" in line for line in lines) >= 18


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_every_passage_of_the_edition_is_exact_in_its_place(siglum, tmp_path):
    record, _ = tei_record.decode(siglum, (ROOT / "edition" / "tei" / f"{DOCUMENT}.{siglum}.xml").read_bytes())
    path = tmp_path / "all.tsv"
    rows = [f'{siglum} {p.id}\t"{p.content.text.replace(chr(34), chr(34) * 2)}"' for p in passages(record.transcript)]
    path.write_text("\n".join(["address\tquotation", *rows]), encoding="utf-8")
    found, findings = cited.verify(ROOT, path)
    assert findings == []
    assert len(found.rows) == len(rows) > 100
    assert {row.verdict for row in found.rows} == {Verdict.EXACT}


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_no_passage_of_the_edition_passes_with_a_word_changed(siglum, tmp_path):
    record, _ = tei_record.decode(siglum, (ROOT / "edition" / "tei" / f"{DOCUMENT}.{siglum}.xml").read_bytes())
    path = tmp_path / "changed.tsv"
    lines = ["address\tquotation"]
    for number, passage in enumerate(passages(record.transcript)):
        words = passage.content.text.replace('"', "").split()
        words[number % len(words)] = "xylophone"
        lines.append(f"{siglum} {passage.id}\t{' '.join(words)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    found, findings = cited.verify(ROOT, path)
    assert {row.verdict for row in found.rows} == {Verdict.NOT_FOUND}
    assert len(findings) == len(found.rows) == len(lines) - 1
    assert {finding.severity for finding in findings} == {Severity.ERROR}


@pytest.mark.parametrize("address", ["A p13", f"/{DOCUMENT}/A/#p13", f"http://127.0.0.1:8000/{DOCUMENT}/A/#p13"])
def test_a_passage_can_be_cited_from_a_clone(address):
    lines, findings = cited.cite(ROOT, address)
    assert findings == []
    text = "\n".join(lines)
    assert lines[0].endswith(f"{DOCUMENT}/A/#p13")
    assert "passage p13 [" in text
    speaker = text.split("passage p13 [")[1].split("]")[0]
    note = lines[lines.index("Chicago, full note") + 1].strip()
    assert note.startswith(f"{speaker}, in “")
    assert ",” trans. " in note
    assert note.endswith(", not seen.")
    assert "Would you make a stop on the way back [from Cuba] in New York?" in text
    assert "None" not in text
