"""The ledger's own writer and reader: byte for byte what PyYAML would write, and value for value what it reads."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pecia.anchors import (
    Ledger,
    LedgerEntry,
    Retirement,
    WitnessLedger,
    Wording,
    is_name,
    ledger_file,
    read_ledger,
    write_ledger,
)
from pecia.anchors.ledger_lines import lines_read, scalar
from pecia.model import PassageKind

FILE = "edition/anchors/talks.yml"
TRICKY = [
    "", " ", "~", "null", "Null", "yes", "No", "on", "OFF", "y", "1", "1.0", "1e3", "0x1F", "0o7", "1_000", "1:30",
    ".5", ".inf", "-.INF", ".nan", "2001-01-01", "2001-01-01 10:00:00", "=", "<<", "- a", "-", "--- a", "...", "-a",
    "? a", "?a", ":a", ": a", "a: b", "a:b", "a:", "a #b", "a#b", "# a", "'a'", '"a"', "a'b", 'a"b', 'a\\b', "[a]",
    "{a}", "a, b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", " a", "a ", 'a\nb', 'a\tb', '\ta', '\x85', '\xa0a',
    '\u2028', '\ufeff', '\x7f', '\x00', "𐍈", '\u201d', "ß: ß", "<<<<<<< a", "  A:", "  - id: p1", "text: a", '\r',
    '\r\n', '\\x41', "+1", "+", "- ", "0", "08", "0b1", "é", '\u05f4', 'a\u200b',
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(" ab:#-'\"\\0.~,{}[]?!", max_size=12),
)
START = st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F) | st.just("_")
NAMES = st.builds(str.__add__, START, st.text("ab.-_019é", max_size=8)).filter(is_name) | st.sampled_from(
    ["true", "no", "null", "NULL", "y", "On", "_", "x" * 200, "a.b-c_d", "p1", "𐐀"]
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    def entry(id_: str, known: list[str]) -> LedgerEntry:
        fate = None
        if draw(st.booleans()):
            became = tuple(draw(st.lists(st.sampled_from(known), max_size=2, unique=True)))
            fate = Retirement(draw(TEXTS), draw(st.sampled_from(["split", "merged", "removed"])), became)
        former = tuple(Wording(draw(TEXTS), draw(TEXTS), draw(TEXTS)) for _ in range(draw(st.integers(0, 2))))
        since = draw(TEXTS)
        wording = draw(st.sampled_from([since, draw(TEXTS)]))
        who = draw(st.none() | TEXTS)
        return LedgerEntry(
            id_, draw(st.sampled_from(list(PassageKind))), who, draw(TEXTS), since, wording, former, fate
        )

    sigla = draw(st.lists(st.sampled_from(["A", "B", "N", "No", "E1", "1"]), max_size=2, unique=True))
    witnesses = []
    for siglum in sigla:
        ids = draw(st.lists(NAMES, max_size=4, unique=True))
        witnesses.append(WitnessLedger("talks", siglum, tuple(entry(id_, ids) for id_ in ids)))
    return Ledger("talks", tuple(witnesses))


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_a_value_is_written_as_libyaml_writes_it(text: str) -> None:
    line = scalar(text)
    assert "\n" not in line
    assert yaml.safe_load(f"a: {line}\n") == {"a": text}
    beyond = any(ord(c) > 0xFFFF or c in "\t\n\r\x85\u2028\u2029\ufeff\x7f" or c < " " for c in text)
    if not (beyond or line.startswith('"')):
        dumped = yaml.dump([text], Dumper=yaml.CSafeDumper, allow_unicode=True, width=2**30)
        assert dumped == f"- {line}\n"


@settings(deadline=None, max_examples=60)
@given(ledgers())
def test_what_is_written_comes_back_by_either_way(ledger: Ledger) -> None:
    data = write_ledger(ledger)
    assert lines_read(data) == ledger
    assert read_ledger(FILE, data) == (ledger, [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger_file, "lines_read", lambda _data: None)
        assert read_ledger(FILE, data) == (ledger, [])


@settings(deadline=None, max_examples=30)
@given(ledgers())
def test_any_reader_of_yaml_finds_texts(ledger: Ledger) -> None:
    content: Any = yaml.safe_load(write_ledger(ledger))
    assert content["document"] == "talks"
    for witness in ledger.witnesses:
        found = content["witnesses"][witness.siglum]
        assert [(item["id"], item["text"], item.get("who")) for item in found] == [
            (entry.id, entry.text, entry.who) for entry in witness.entries
        ]


@settings(deadline=None, max_examples=60)
@given(ledgers(), st.data())
def test_what_is_not_as_it_was_written_is_left_to_the_careful_reader(ledger: Ledger, data: st.DataObject) -> None:
    written = bytearray(write_ledger(ledger))
    place = data.draw(st.integers(0, len(written) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != written[place]))
    written[place] = byte
    assert lines_read(bytes(written)) is None
    read, findings = read_ledger(FILE, bytes(written))
    if read is not None:  # such as a line end of another system
        assert read == ledger
    else:
        assert findings


def test_a_forged_file_is_held_to_the_same_rules() -> None:
    """The digest is no seal: whoever writes such a file can also seal it."""
    one = LedgerEntry("p1", PassageKind.PROSE, None, "They met.", "1.0.0", "1.0.0")
    for entries in [
        (LedgerEntry("a/b", PassageKind.PROSE, None, "They met.", "1.0.0", "1.0.0"),),
        (one, one),
        (LedgerEntry("p1", PassageKind.PROSE, None, "", "1", "1", (), Retirement("2", "merged", ("p9",))),),
    ]:
        forged = write_ledger(Ledger("talks", (WitnessLedger("talks", "A", entries),)))
        assert [finding.code for finding in read_ledger(FILE, forged)[1]] == ["A105"]
    other = write_ledger(Ledger("lunch", (WitnessLedger("lunch", "A", (one,)),)))
    assert [finding.code for finding in read_ledger(FILE, other)[1]] == ["A105"]


@given(st.text("0123456789abcdef", min_size=16, max_size=16) | st.text("01be", min_size=16, max_size=16))
def test_a_fingerprint_with_one_of_these_letters_is_no_number(digits: str) -> None:
    if set(digits) & set("acdef"):
        assert scalar(digits) == digits
    assert yaml.safe_load(f"a: {scalar(digits)}") == {"a": digits}
