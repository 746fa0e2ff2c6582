"""Reading the bytes of an exemplar."""

import hashlib

import pytest

from pecia.model import Locus
from pecia.transcript import read_exemplar
from pecia.transcript.exemplar import fold
from pecia.transcript.source_text import Hint, SourceText


def read(data, sha256=None):
    return read_exemplar("X.txt", data, sha256 or hashlib.sha256(data).hexdigest())


def test_white_space_is_folded_and_every_character_knows_its_place():
    exemplar, findings = read("\n\n  Eka\tBe\n cé\n\n\nD  e  \n".encode())
    assert not findings
    assert exemplar.folded == "Eka Be cé D e"
    assert [exemplar.folded[start:end] for start, end in exemplar.paragraphs] == ["Eka Be cé", "D e"]
    places = {word: exemplar.locus(exemplar.folded.index(word)) for word in ("Eka", "Be", "cé", "D", "e")}
    assert places == {
        "Eka": Locus("X.txt", 3, 3),
        "Be": Locus("X.txt", 3, 7),
        "cé": Locus("X.txt", 4, 2),
        "D": Locus("X.txt", 7, 1),
        "e": Locus("X.txt", 3, 7 + 1),
    }


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "E102", 0, 0),
        (b" \n\t\n", "E102", 0, 0),
        (b"one\ntw\xc3\xa9 \xff", "E103", 2, 5),
        (b"\xef\xbb\xbfone", "E105", 1, 1),
        (b"one\r\ntwo\r\n", "E106", 1, 0),
        ("one\ntwo\u00a0three\u00a0four".encode(), "E107", 2, 4),
        ("soft\u00adhyphen".encode(), "E107", 1, 5),
        (b"one\x01two", "E108", 1, 4),
        ("one\ntwo\x85".encode(), "E108", 2, 4),
        ("one\ufffe".encode(), "E108", 1, 4),
    ],
)
def test_findings(data, code, line, column):
    _, findings = read(data)
    assert [(f.code, f.locus) for f in findings] == [(code, Locus("X.txt", line, column))]


def test_a_changed_file_is_not_read():
    exemplar, findings = read(b"one", "0" * 64)
    assert exemplar is None
    assert [f.code for f in findings] == ["E104"]


def test_all_findings_come_at_once():
    _, findings = read("\ufeffone\r\ntwo\u00a0\x01".encode(), "0" * 64)
    assert [f.code for f in findings] == ["E104", "E105", "E106", "E107", "E108"]


def test_form_feeds_tabs_gaps_and_indents_are_noted():
    exemplar, findings = read(b"a  b\tc\n\n\n   d\f\n\x0c e\x0bf\n")
    assert not findings
    assert exemplar.folded == "a b c d e f"
    assert (exemplar.tabs, exemplar.gaps) == ({3}, {1: 2, 3: 8, 9: 1})
    assert [(x.indent, x.blank, x.page) for x in exemplar.lines] == [(0, 0, False), (3, 2, False), (1, 0, True)]
    assert exemplar.locus(10) == Locus("X.txt", 5, 5)


def test_hints_are_moved_to_the_folded_text():
    source = SourceText(
        "X.txt", " a   b\n\n c", (Hint(1, 6, "label"), Hint(2, 5, "bold"), Hint(7, 10, "words")), (1, 1, 4)
    )
    exemplar, _ = fold(source)
    assert [(exemplar.folded[h.start : h.end], h.role) for h in exemplar.hints] == [
        ("a b", "label"),
        (" ", "bold"),
        (" c", "words"),
    ]
    assert exemplar.locus(4) == Locus("X.txt", 4, 2)


def test_no_break_space_is_kept_and_line_ends_of_all_kinds_are_white_space():
    exemplar, _ = read("a\u00a0b\r\nc\rd\n".encode())
    assert exemplar.folded == "a\u00a0b c d"
