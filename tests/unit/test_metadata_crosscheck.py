"""Between the files of an edition: the example edition has no finding, and each way to break it has its own.

A case replaces words of one file; ``‸`` in the new words stands directly before each place of a finding, and no other
finding may come.
"""

from __future__ import annotations

from typing import Any

import pytest

from pecia.metadata import cross_check, examples, read_document, read_edition, read_register, read_rulings
from pecia.model.findings import Finding

ID = "luncheon-1951-03-07"
FILES = {
    "edition/edition.yml": examples.EDITION,
    f"edition/documents/{ID}.yml": examples.DOCUMENT,
    "edition/registers/people.yml": examples.PEOPLE,
    "edition/registers/places.yml": examples.PLACES,
    "edition/registers/organisations.yml": "",
    f"edition/rulings/{ID}.yml": examples.RULINGS,
}
EDITION, DOCUMENT, PEOPLE, PLACES, ORGANISATIONS, RULINGS = FILES
KINDS = {PEOPLE: "person", PLACES: "place", ORGANISATIONS: "organisation"}


def cross_checked(files: dict[str, str]) -> list[Finding]:
    """The findings between ``files``, given by name; there are none within them unless the test says so."""
    data = {name: text.encode() for name, text in files.items()}
    documents = [name for name in files if "/documents/" in name]
    rulings = [name for name in files if "/rulings/" in name]
    return cross_check(
        read_edition(EDITION, data[EDITION]),
        [read_document(name, data[name]) for name in documents],
        [read_register(name, data[name], kind) for name, kind in KINDS.items()],  # type: ignore[arg-type]
        {name.split("/")[-1].removesuffix(".yml"): read_rulings(name, data[name]) for name in rulings},
    )


def check(name: str, old: str, new: str, *codes: str) -> list[Finding]:
    assert FILES[name].count(old) == 1, old
    *before_marks, rest = FILES[name].replace(old, new).split("‸")
    clean, expected = "", []
    for part, code in zip(before_marks, codes, strict=True):
        clean += part
        expected.append((code, name, clean.count("\n") + 1, len(clean.rpartition("\n")[2]) + 1))
    findings = cross_checked(FILES | {name: clean + rest})
    assert sorted((f.code, f.locus.file, f.locus.line, f.locus.column) for f in findings) == sorted(expected)
    return findings


def test_the_example_edition_has_no_finding() -> None:
    assert cross_checked(FILES) == []


BREAK = "kind: page-break\n  witnesses: [A]\n  before: the price of herring\n  exact: Fisheries\n  value: join"
NORDAHL_SPEAKS_IN_A = "- {person: nordahl, labels: [C. Nordahl]}"
CASES = {
    "listed, not there": (EDITION, f"  - {ID}", f"  - {ID}\n  - ‸supper-1951", "Y108"),
    "there, not listed": (DOCUMENT, f"id: {ID}", "id: ‸supper-1951", "Y116"),
    "participant unknown": (DOCUMENT, "{person: ekberg, role: M", "{person: ‸ekbergh, role: M", "R101"),
    "participant is a place": (DOCUMENT, "{person: lindqvist, role: I", "{person: ‸oslo, role: I", "R102"),
    "speaker unknown": (DOCUMENT, NORDAHL_SPEAKS_IN_A, "- {person: ‸nordal, labels: [C. Nordahl]}", "R101"),
    "speaker is a place": (DOCUMENT, NORDAHL_SPEAKS_IN_A, "- {person: ‸oslo, labels: [C. Nordahl]}", "R102"),
    "hand unknown": (DOCUMENT, "person: lindqvist\n", "person: ‸lindquist\n", "R101"),
    "hand is a place": (DOCUMENT, "person: lindqvist\n", "person: ‸oslo\n", "R102"),
    "place unknown": (DOCUMENT, "place_key: oslo", "place_key: ‸olso", "R101"),
    "place is a person": (DOCUMENT, "place_key: oslo", "place_key: ‸nordahl", "R102"),
    "key in two registers": (PLACES, "- key: oslo", "- {key: oslo, name: O, sort: O}\n- key: ‸ekberg", "Y105"),
    "source has the id of an editor": (
        DOCUMENT, "sources:\n  - id: b", "sources:\n  - {id: ‸editors, kind: book, title: T}\n  - id: b", "Y105",
    ),
    "source has a register key": (
        DOCUMENT, "sources:\n  - id: b", "sources:\n  - {id: ‸oslo, kind: book, title: T}\n  - id: b", "Y105",
    ),
    "hand has the id of a source": (DOCUMENT, "- id: translator", "- id: ‸bulletin-3", "Y105"),
    "hand has a register key": (DOCUMENT, "- id: translator", "- id: ‸lindqvist", "Y105"),
    "register key differs from a siglum in case": (PLACES, "- key: oslo", "- {key: b, name: B, sort: B}\n- key: oslo"),
    "ruling has a register key": (RULINGS, "- id: received", "- id: ‸oslo", "Y105"),
    "ruling has the id of a hand": (RULINGS, "- id: received", "- id: ‸translator", "Y105"),
    "ruling has the id of an editor": (RULINGS, "- id: received", "- id: ‸editors", "Y105"),
    "ruling of a witness unknown": (RULINGS, "witnesses: [A, B]", "witnesses: [A, ‸C]", "Y110"),
    "ruling of a siglum in another case": (RULINGS, "witnesses: [A, B]", "witnesses: [A, ‸b]", "Y110"),
    "ruling by nobody": (
        RULINGS, "value: received\n  resp: editors", "value: received\n  resp: ‸editor", "Y110",
    ),
    "turn of a person who does not speak": (
        RULINGS, BREAK, "kind: turn\n  witnesses: [A]\n  exact: x\n  value: ‸lindqvist", "Y110",
    ),
    "turn of a person unknown, in two witnesses": (
        RULINGS, BREAK, "kind: turn\n  witnesses: [A, B]\n  exact: x\n  value: ‸‸nobody", "Y110", "Y110",
    ),
    "reported speech of a person unknown": (
        RULINGS, BREAK, "kind: reported-speech\n  witnesses: [A]\n  exact: x\n  value: ‸nobody", "R101",
    ),
    "reported speech of a place": (
        RULINGS, BREAK, "kind: reported-speech\n  witnesses: [A]\n  exact: x\n  value: ‸oslo", "R102",
    ),
    "mention unknown": (RULINGS, BREAK, "kind: mention\n  witnesses: [A]\n  exact: x\n  value: ‸bergen", "R101"),
    "insertion by the hand of another witness": (
        RULINGS, BREAK, "kind: insertion\n  witnesses: [A]\n  exact: x\n  value: ‸reprint-editor", "Y110",
    ),
    "gloss without a language": (
        RULINGS, f"id: break-after-herring\n  {BREAK}",
        "‸id: break-after-herring\n  kind: gloss\n  witnesses: [B]\n  exact: x", "Y109",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_cases(case: Any) -> None:
    check(*case)


@pytest.mark.parametrize(
    "ruling",
    [
        "kind: turn\n  witnesses: [A]\n  exact: x\n  value: nordahl",
        "kind: turn\n  witnesses: [A, B]\n  exact: x",
        "kind: reported-speech\n  witnesses: [A]\n  exact: x\n  value: lindqvist",
        "kind: mention\n  witnesses: [A]\n  exact: x\n  value: oslo",
        "kind: mention\n  witnesses: [A]\n  exact: x",
        "kind: insertion\n  witnesses: [B]\n  exact: x\n  value: reprint-editor",
        "kind: insertion\n  witnesses: [B]\n  exact: x",
        "kind: gloss\n  witnesses: [A]\n  exact: x",
        "kind: gloss\n  witnesses: [B]\n  exact: x\n  value: sv",
        "kind: keep-anchor\n  witnesses: [A]\n  exact: x\n  value: p12",
    ],
)
def test_rulings_without_finding(ruling: str) -> None:
    check(RULINGS, BREAK, ruling)


def test_a_document_need_not_be_listed() -> None:
    name = "edition/documents/supper-1951.yml"
    assert cross_checked(FILES | {name: examples.DOCUMENT.replace(f"id: {ID}", "id: supper-1951")}) == []


def test_rulings_of_no_document() -> None:
    findings = cross_checked(FILES | {"edition/rulings/luncheon-1951.yml": ""})
    assert [(f.code, str(f.locus)) for f in findings] == [("Y110", "edition/rulings/luncheon-1951.yml")]
    assert findings[0].hint == f"Did you mean “{ID}”?"


def test_documents_have_their_own_ids() -> None:
    """The same source, hand, siglum and ruling ids in two documents do not clash: they are in different TEI files."""
    files = FILES | {
        EDITION: examples.EDITION.replace(f"  - {ID}", f"  - {ID}\n  - supper-1951"),
        "edition/documents/supper-1951.yml": examples.DOCUMENT.replace(f"id: {ID}", "id: supper-1951"),
        "edition/rulings/supper-1951.yml": examples.RULINGS,
    }
    assert cross_checked(files) == []


def test_a_file_that_cannot_be_read_makes_nothing_missing() -> None:
    """Its own findings are enough: no key, editor or document is reported missing that may stand in it."""
    for broken in FILES:
        assert cross_checked(FILES | {broken: "[unclosed"}) == [], broken


def test_hint_for_a_key_names_one_of_the_right_kind() -> None:
    (finding,) = check(DOCUMENT, "place_key: oslo", "place_key: ‸olso", "R101")
    assert finding.hint == "Did you mean “oslo”?"
    (finding,) = check(DOCUMENT, "{person: ekberg, role: M", "{person: ‸osl, role: M", "R101")
    assert finding.hint == ""


def test_a_siglum_that_is_a_register_key() -> None:
    text = examples.DOCUMENT.replace("  - siglum: B", "  - siglum: oslo")
    findings = cross_checked(FILES | {DOCUMENT: text, RULINGS: ""})
    line = text[: text.index("siglum: oslo")].count("\n") + 1
    assert [(f.code, str(f.locus)) for f in findings] == [("Y105", f"{DOCUMENT}:{line}:13")]


def test_a_clash_names_both_places() -> None:
    (finding,) = check(RULINGS, "- id: received", "- id: ‸oslo", "Y105")
    assert finding.message == "ruling “oslo” has the id of the register entry at edition/registers/places.yml:1:8"
