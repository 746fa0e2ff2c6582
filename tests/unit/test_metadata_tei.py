"""YAML of documents whose exemplars are TEI: the header says what the YAML leaves out."""

from __future__ import annotations

import pytest

from pecia.metadata import examples, read_document, read_edition
from pecia.model.edition import Original

FILE = "edition/documents/talk.yml"
TRANSCRIPT = "- {siglum: B, exemplar: {file: B.txt, sha256: %s}}" % ("0" * 64)


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_document(FILE, text.encode()).findings]


@pytest.mark.parametrize(
    "text",
    [
        "id: talk",
        "id: talk\ntitle: Talk\ndate: 1951\nparticipants: []\nsplit: scene\noriginal: {shelfmark: f. 1}",
        "id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: A.xml}}",
        "id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: vol/A.xml, select: l1}, title: Print}",
        "id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: v.xml, select: l1}}\n"
        "- {siglum: B, exemplar: {file: v.xml, select: l2}}",
    ],
)
def test_what_may_be_left_out(text: str) -> None:
    read = read_document(FILE, text.encode())
    assert read.findings == ()
    assert read.value is not None
    assert read.value.document.id == "talk"
    assert read.value.conventions == {}


def test_what_is_left_out_is_blank() -> None:
    value = read_document(FILE, b"id: talk").value
    assert value is not None
    assert (value.document.title, value.document.kind, value.document.participants) == ("", "", ())
    assert value.document.original == Original(kind="", repository="", language="")
    assert value.document.witnesses == ()


def test_what_is_given_is_kept() -> None:
    text = "id: talk\noriginal: {shelfmark: f. 1}\nwitnesses:\n- {siglum: A, exemplar: {file: A.xml}, language: sv}"
    value = read_document(FILE, text.encode()).value
    assert value is not None
    assert value.document.original.shelfmark == "f. 1"
    [witness] = value.document.witnesses
    assert (witness.language, witness.title, witness.exemplar.sha256) == ("sv", "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Talk", []),
        ("id: talk\ntitle: ''", ["Y109"]),
        ("id: talk\ndate: 1951-02-30", ["Y107"]),
        ("id: talk\nwitnesses:\n- {exemplar: {file: A.xml}}", ["Y104"]),
        ("id: talk\nwitnesses:\n- {siglum: A}", ["Y104"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {select: a}}", ["Y104"]),
        ("id: talk\nwitnesses: []", ["Y109"]),
        ("id: talk\nparticipants: [{role: Minister}]", ["Y104"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: ../A.xml}}", ["Y106"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: /A.xml}}", ["Y106"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: a//A.xml}}", ["Y106"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: nul/A.xml}}", ["Y106"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: A.xml, select: 'a b'}}", ["Y109"]),
        ("id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: A.xml, sha256: ''}}", ["Y109"]),
        (
            "id: talk\nwitnesses:\n- {siglum: A, exemplar: {file: v.xml, select: a}}\n"
            "- {siglum: B, exemplar: {file: V.xml, select: a}}",
            ["Y105"],
        ),
    ],
)
def test_what_is_still_asked_for(text: str, expected: list[str]) -> None:
    assert sorted(codes(text)) == sorted(expected)


def test_a_transcript_needs_a_title() -> None:
    both = f"id: talk\nwitnesses:\n- {{siglum: A, exemplar: {{file: A.xml}}}}\n{TRANSCRIPT}"
    assert codes(both) == ["Y104"]
    assert codes(f"title: Talk\n{both}") == []


def test_a_transcript_may_do_without_its_digest_and_nothing_is_selected_from_it() -> None:
    digest = "      sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    read = read_document("edition/documents/luncheon-1951-03-07.yml", examples.DOCUMENT.replace(digest, "").encode())
    assert read.findings == ()
    assert read.value
    assert read.value.document.witnesses[0].exemplar.sha256 == ""
    selected = examples.DOCUMENT.replace(digest, f"{digest}      select: a\n")
    assert codes(selected) == ["Y109"]
    wrong = examples.DOCUMENT.replace(digest, "      sha256: [a]\n")
    assert codes(wrong) == ["Y103"]


@pytest.mark.parametrize("documents", ["documents: []\n", ""])
def test_an_edition_need_not_list_documents(documents: str) -> None:
    text = examples.EDITION.replace("documents:\n  - luncheon-1951-03-07\n", documents)
    read = read_edition("edition/edition.yml", text.encode())
    assert read.findings == ()
    assert read.value is not None
    assert read.value.documents == ()


@pytest.mark.parametrize(("key", "value", "wrong"), [("offer", "reading", "some"), ("split", "scene", None)])
def test_how_pages_are_made(key: str, value: str, wrong: str | None) -> None:
    read = read_edition("edition/edition.yml", f"{examples.EDITION}{key}: {value}\n".encode())
    assert read.findings == ()
    assert getattr(read.value, key) == value
    if wrong:
        [finding] = read_edition("edition/edition.yml", f"{examples.EDITION}{key}: {wrong}\n".encode()).findings
        assert finding.code == "Y109"
