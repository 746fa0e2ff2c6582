"""Reading the bytes of an exemplar."""

import hashlib

import pytest

from pecia.model import Locus
from pecia.transcript import read_exemplar


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
        (b"one\x0btwo", "E108", 1, 4),
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


def test_no_break_space_is_kept_and_line_ends_of_all_kinds_are_white_space():
    exemplar, _ = read("a\u00a0b\r\nc\rd\n".encode())
    assert exemplar.folded == "a\u00a0b c d"
