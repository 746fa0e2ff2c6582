"""The ledger's file: the same bytes always, and nothing read that Pecia did not write."""

from __future__ import annotations

import hashlib
import re

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
    read_ledger,
    with_witness,
    witness_ledger,
    write_ledger,
)
from pecia.anchors.ledger_lines import lines_read
from pecia.model import PassageKind

FILE = "edition/anchors/talks.yml"
LEDGER = Ledger(
    "talks",
    (
        WitnessLedger(
            "talks",
            "A",
            (
                LedgerEntry("p1", PassageKind.HEADING, None, "Talks at the embassy", "1.0.0", "1.0.0"),
                LedgerEntry(
                    "p2", PassageKind.SPEECH, "ekberg", "One must wait. Always.", "1.0.0", "1.0.0", (),
                    Retirement("1.1.0", "split", ("p2a", "p2b")),
                ),
                LedgerEntry(
                    "p2a", PassageKind.SPEECH, "ekberg", "One must wait: “always” — 'yes'.", "1.1.0", "1.2.0",
                    (Wording("One must wait.", "1.1.0", "1.2.0"),),
                ),
                LedgerEntry("p2b", PassageKind.SPEECH, "ekberg", "Always.", "1.1.0", "1.1.0"),
            ),
        ),
        WitnessLedger("talks", "B", (LedgerEntry("p1", PassageKind.NARRATIVE, None, "They met.", "1.0.0", "1.0.0"),)),
    ),
)  # fmt: skip

WRITTEN = """\
# The ledger of anchors: every anchor ever given in this document. Written by Pecia; commit it, do not edit it.
# To decide about an anchor use `pecia anchors rule`.
format: 1
checksum: CHECKSUM
document: talks
witnesses:
  A:
  - id: p1
    state: live
    kind: heading
    since: 1.0.0
    fingerprint: 126d8aaf33088b5a
    text: Talks at the embassy
  - id: p2
    state: retired
    kind: speech
    who: ekberg
    since: 1.0.0
    fingerprint: 33684380ecfec77d
    text: One must wait. Always.
    until: 1.1.0
    reason: split
    became:
    - p2a
    - p2b
  - id: p2a
    state: live
    kind: speech
    who: ekberg
    since: 1.1.0
    wording_since: 1.2.0
    fingerprint: c9b3255216a52cd6
    text: 'One must wait: “always” — ''yes''.'
    former:
    - since: 1.1.0
      until: 1.2.0
      text: One must wait.
  - id: p2b
    state: live
    kind: speech
    who: ekberg
    since: 1.1.0
    fingerprint: 7f8369078fc513c0
    text: Always.
  B:
  - id: p1
    state: live
    kind: narrative
    since: 1.0.0
    fingerprint: ab226026642c9001
    text: They met.
"""


def sealed(text: str) -> bytes:
    """``text`` with the checksum that fits it, so that the content is looked at."""
    head, body = re.split("checksum: .*\n", text, maxsplit=1)
    return f"{head}checksum: {hashlib.sha256((head + body).encode()).hexdigest()}\n{body}".encode()


def codes(data: bytes) -> list[str]:
    ledger, findings = read_ledger(FILE, data)
    assert ledger is None
    return [finding.code for finding in findings]


def test_the_file_as_it_is_written() -> None:
    assert write_ledger(LEDGER).decode() == sealed(WRITTEN).decode()


def test_what_is_written_is_read() -> None:
    assert read_ledger(FILE, write_ledger(LEDGER)) == (LEDGER, [])


def test_an_empty_ledger() -> None:
    assert read_ledger(FILE, write_ledger(Ledger("talks"))) == (Ledger("talks"), [])


def test_cr_lf_of_a_check_out_is_no_edit() -> None:
    assert read_ledger(FILE, write_ledger(LEDGER).replace(b"\n", b"\r\n")) == (LEDGER, [])


# any character that UTF-8 can hold, control characters and those beyond U+FFFF included
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "",
        " ",
        "~",
        "null",
        "yes",
        "1.0",
        "0x1F",
        "- a",
        "a: b",
        "# a",
        "'a'",
        '"a"',
        "a\n\nb",
        "<<<<<<< a",
        "\x85",
        "𐍈 \x85",
    ]
)


def ledger_of(texts: list[str]) -> Ledger:
    entries = tuple(
        LedgerEntry(f"p{n}", PassageKind.SPEECH, "lind", text, "1.0", "1.1", (Wording(text, "1.0", "1.1"),))
        for n, text in enumerate(texts, 1)
    )
    return Ledger("talks", (WitnessLedger("talks", "A", entries),))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_any_text_is_given_back_and_written_on_one_line(texts: list[str]) -> None:
    ledger = ledger_of(texts)
    data = write_ledger(ledger)
    assert read_ledger(FILE, data) == (ledger, [])
    assert len(re.findall(rb"(?m)^ +text: \S", data)) == 2 * len(texts)
    if not any("\n" in text for text in texts):
        assert data.count(b"\n") == write_ledger(ledger_of(["a"] * len(texts))).count(b"\n")


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_with_and_without_libyaml_the_bytes_are_the_same(texts: list[str]) -> None:
    assert yaml.__with_libyaml__, "the comparison needs both"
    ledger = ledger_of(texts)
    data = write_ledger(ledger)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeDumper")
        patch.delattr(yaml, "CSafeLoader")
        assert write_ledger(ledger) == data
        assert read_ledger(FILE, data) == (ledger, [])


# --- what is refused -----------------------------------------------------------------------------


def test_an_edit_by_hand_is_found_and_where() -> None:
    data = write_ledger(LEDGER).replace(b"text: Always.", b"text: Never.")
    ledger, [finding] = read_ledger(FILE, data)
    assert ledger is None
    assert finding.code == "A101"
    assert "p2b of witness A" in finding.message
    assert finding.locus.line == data[: data.index(b"- id: p2b")].count(b"\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"state: live", b"state: gone"), (b"since: 1.0.0", b"since: 0.9.0"), (b"id: p2b", b"id: p3"), (b"# The", b"# A")],
)
def test_any_other_edit_by_hand_is_found(old: bytes, new: bytes) -> None:
    assert codes(write_ledger(LEDGER).replace(old, new, 1)) == ["A101"]


@pytest.mark.parametrize("mark", ["<<<<<<< ours", "=======", ">>>>>>> theirs", "||||||| base"])
def test_marks_of_a_merge_conflict(mark: str) -> None:
    data = write_ledger(LEDGER).replace(b"  - id: p2b\n", f"{mark}\n  - id: p2b\n".encode())
    ledger, [finding] = read_ledger(FILE, data)
    assert ledger is None
    assert finding.code == "A102"
    assert finding.locus.line == data[: data.index(mark.encode())].count(b"\n") + 1


def test_words_that_look_like_a_mark_are_words() -> None:
    ledger = ledger_of(["<<<<<<< ours", "=======", ">>>>>>> theirs"])
    assert read_ledger(FILE, write_ledger(ledger)) == (ledger, [])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\xff\xfe", id="not text"),
        pytest.param(b"format: 1\n", id="no checksum"),
        pytest.param(sealed(WRITTEN.replace("format: 1", "format: 2")), id="another format"),
        pytest.param(sealed(WRITTEN.replace("document: talks", "document: lunch")), id="another document"),
        pytest.param(sealed(WRITTEN.replace("document: talks\n", "")), id="no document"),
        pytest.param(sealed(WRITTEN + "extra: yes\n"), id="unknown key"),
        pytest.param(sealed(WRITTEN.replace("state: live", "state: live\n    note: x", 1)), id="key of no entry"),
        pytest.param(sealed(WRITTEN.replace("    state: live\n", "", 1)), id="no state"),
        pytest.param(sealed(WRITTEN.replace("state: live", "state: lost", 1)), id="unknown state"),
        pytest.param(sealed(WRITTEN.replace("kind: heading", "kind: header")), id="unknown kind"),
        pytest.param(sealed(WRITTEN.replace("reason: split", "reason: lost")), id="unknown reason"),
        pytest.param(sealed(WRITTEN.replace("id: p1", "id: 1q")), id="no anchor"),
        pytest.param(sealed(WRITTEN.replace("id: p1", f"id: p{'9' * 5000}")), id="enormous anchor"),
        pytest.param(sealed(WRITTEN.replace("id: p1", "di: p1")), id="no id"),
        pytest.param(sealed(WRITTEN.replace("id: p1", "id: [p1]")), id="a list for an id"),
        pytest.param(sealed(WRITTEN.replace("id: p2b", "id: p2a")), id="anchor given twice"),
        pytest.param(sealed(WRITTEN.replace("- p2b\n", "- p9\n", 1)), id="became nothing"),
        pytest.param(sealed(WRITTEN.replace("text: Always.", "text: Never.")), id="fingerprint"),
        pytest.param(sealed(WRITTEN.replace("text: Always.", "text: [Always.]")), id="list for text"),
        pytest.param(sealed(WRITTEN.replace("document: talks", "document: a\ndocument: talks")), id="key twice"),
        pytest.param(sealed(WRITTEN.replace("text: Always.", "text: 'Always.")), id="not YAML"),
        pytest.param(sealed(WRITTEN.replace("text: Always.", "text: !!python/name:os.system Always.")), id="tag"),
        pytest.param(sealed(WRITTEN.replace("text: Always.", "text: &a Always.")), id="YAML anchor"),
        pytest.param(sealed(WRITTEN.replace("  A:", "  C: &a []\n  D: *a\n  A:")), id="alias"),
        pytest.param(sealed(f"{WRITTEN}  C: {'[' * 50_000}{']' * 50_000}\n"), id="nested deeply"),
        pytest.param(sealed(WRITTEN + "---\nmore: 1\n"), id="two documents"),
        pytest.param(sealed(WRITTEN + "? [a]\n: b\n"), id="list for key"),
    ],
)  # fmt: skip
def test_what_is_not_a_ledger_is_refused(data: bytes) -> None:
    assert codes(data) == ["A105"]


@pytest.mark.parametrize("opened", [1, 50_000])
@pytest.mark.parametrize("closed", [True, False])
def test_what_no_ledger_has_open_at_once_is_not_read_on(opened: int, closed: bool) -> None:
    """Each token costs as much as is open, so a file without end to its nesting would cost the square of its length."""
    former = "    former:\n    - text: "
    data = sealed(f"{WRITTEN}{former}{'[' * opened}{']' * opened * closed}\n")
    ledger, [finding] = read_ledger(FILE, data)
    assert ledger is None
    assert (finding.code, finding.message) == ("A105", "nested more deeply than a ledger")
    assert finding.locus.line == data.count(b"\n")


def test_the_deepest_that_a_ledger_has_is_read() -> None:
    data = sealed(WRITTEN.replace("  A:", "  A: # as nobody writes it", 1))
    assert lines_read(data) is None
    assert read_ledger(FILE, data) == (LEDGER, [])


def test_not_utf_8_is_refused() -> None:
    head, body = re.split(rb"checksum: .*\n", WRITTEN.encode(), maxsplit=1)
    body = body.replace(b"Talks at", b"T\xe4lks at")
    data = head + b"checksum: " + hashlib.sha256(head + body).hexdigest().encode() + b"\n" + body
    assert codes(data) == ["A105"]
    assert codes(data.replace(b"They met", b"They left")) == ["A101"]


# --- witnesses -----------------------------------------------------------------------------------


def test_a_witness_is_replaced_or_added_in_order() -> None:
    a, b = LEDGER.witnesses
    assert witness_ledger(LEDGER, "B") == b
    assert witness_ledger(LEDGER, "C") == WitnessLedger("talks", "C")
    shorter = WitnessLedger("talks", "A", a.entries[:1])
    assert with_witness(LEDGER, shorter).witnesses == (shorter, b)
    new = WitnessLedger("talks", "C", b.entries)
    assert with_witness(LEDGER, new).witnesses == (a, b, new)
    assert with_witness(LEDGER, WitnessLedger("talks", "D")) == LEDGER
