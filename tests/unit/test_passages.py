"""The passage record: nothing of a witness is lost in it, and a script of it stays a script."""

from __future__ import annotations

import dataclasses
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia import new_project, tei_record
from pecia.anchors import (
    LedgerEntry,
    Retirement,
    WitnessLedger,
    Wording,
    read_ledger,
    retired,
    witness_ledger,
)
from pecia.citation import STYLES, DocumentForms, Forms, Run, Slot
from pecia.collation.pairs import collate_pairs
from pecia.formats.passage_record import as_json, as_script, document_record, passage_record
from pecia.model import PassageKind, passages, source_text
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.versions import Version
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
ID = "luncheon-1951-03-07"
VERSIONS = (Version("0.9.0", "2026-01-31"), Version("1.0.0", "2026-11-21"))

FORMS = Forms(
    page={style.id: (Run("The whole"),) for style in STYLES},
    passage={style.id: (Run("In "), Run("Talks", italic=True), Slot("locator"), Slot("fragment")) for style in STYLES},
    bibtex=(Run("@incollection{x, note = {"), Slot("locator"), Run("}}")),
    ris=(Run("TY  - CHAP\r\n"),),
    bibtex_of_page=(Run("@incollection{x}"),),
    ris_of_page=(Run("TY  - CHAP"),),
    csl={"id": "x", "type": "chapter", "title": "Talks"},
    lacks=("shelf mark",),
)


def made(files: dict[str, bytes]) -> tuple[DocumentView, list[WitnessLedger]]:
    """The one document of an edition and the ledgers of its witnesses, without pages or copies."""
    composed = compose(files, Serial())
    (document,) = composed.made.values()
    (read,) = map(read_document, composed.sources.documents)
    assert read.view, composed.findings
    path = f"edition/anchors/{document.id}.yml"
    ledger, findings = read_ledger(path, document.edition[path])
    assert ledger, findings
    return read.view, [witness_ledger(ledger, view.record.siglum) for view in read.view.witnesses]


@pytest.fixture(scope="module")
def document() -> tuple[DocumentView, list[WitnessLedger]]:
    return made(new_project.new_edition())


@pytest.fixture(scope="module")
def record(document: tuple[DocumentView, list[WitnessLedger]]) -> dict[str, Any]:
    view, ledgers = document
    return passage_record(view.witnesses[0].record.edition, view, view.witnesses[0], ledgers[0], FORMS, VERSIONS)


def as_committed() -> tuple[DocumentView, list[WitnessLedger]]:
    """The edition of this repository as its TEI records and its ledger have it."""
    (path,) = (ROOT / "edition" / "anchors").glob("*.yml")
    ledger, findings = read_ledger(path.name, path.read_bytes())
    assert ledger, findings
    views = []
    for file in sorted((ROOT / "edition" / "tei").glob("*.xml")):
        decoded, findings = tei_record.decode(file.name, file.read_bytes())
        assert decoded, findings
        views.append(WitnessView(decoded, retired(witness_ledger(ledger, decoded.siglum))))
    view = DocumentView(views[0].record.document, tuple(views))
    return view, [witness_ledger(ledger, witness.record.siglum) for witness in views]


def given_back(record: dict[str, Any]) -> str:
    return " ".join(part for passage in record["passages"] for part in (passage.get("label"), passage["text"]) if part)


def test_the_record_has_the_keys_of_the_contract_in_their_order(record: dict[str, Any]) -> None:
    assert list(record) == [
        "edition", "document", "witness", "versions", "speakers", "citations", "passages", "retired",
    ]  # fmt: skip
    assert record["edition"] == {
        "title": "Conversations at the Embassy",
        "version": "1.0.0",
        "date": "2026-11-21",
        "url": "https://example.org/conversations/",
        "publisher": "An Institute",
    }
    assert record["document"]["id"] == ID
    assert list(record["document"]) == ["id", "title", "short_title", "date", "place"]
    assert record["witness"] == {
        "siglum": "A", "title": "First print", "language": "en", "address": f"{ID}/A/",
    }  # fmt: skip
    assert record["versions"] == [
        {"version": "0.9.0", "date": "2026-01-31"},
        {"version": "1.0.0", "date": "2026-11-21"},
    ]
    assert record["speakers"] == {
        "ekberg": {"name": "Anna Birgitta Ekberg", "surname": "Ekberg", "bibtex": "Anna Birgitta Ekberg"},
        "nordahl": {"name": "Carl Nordahl", "surname": "Nordahl", "bibtex": "Carl Nordahl"},
    }


def test_citations_are_those_of_the_forms(record: dict[str, Any]) -> None:
    citations = record["citations"]
    ids = [style.id for style in STYLES]
    assert [style["id"] for style in citations["styles"]] == ids
    assert all(list(style) == ["id", "name", "follows"] for style in citations["styles"])
    assert citations["page"] == {id_: ["The whole"] for id_ in ids}
    assert citations["passage"] == {
        id_: ["In ", {"i": "Talks"}, {"slot": "locator"}, {"slot": "fragment"}] for id_ in ids
    }
    assert citations["bibtex"] == ["@incollection{x, note = {", {"slot": "locator"}, "}}"]
    assert citations["ris"] == ["TY  - CHAP\r\n"]
    assert (citations["bibtex_of_page"], citations["ris_of_page"]) == (["@incollection{x}"], ["TY  - CHAP"])
    assert citations["csl"] == {"id": "x", "type": "chapter", "title": "Talks"}
    assert citations["lacks"] == ["shelf mark"]


def test_a_passage_says_what_it_is_and_since_when(record: dict[str, Any]) -> None:
    by_id = {passage["id"]: passage for passage in record["passages"]}
    assert list(by_id) == [f"p{n}" for n in range(1, len(by_id) + 1)]
    text = "I was glad to hear that the letter was recieved in Oslo. We have much to speak about."
    assert by_id["p4"] == {
        "id": "p4",
        "kind": "speech",
        "who": "ekberg",
        "turn": "p4",
        "label": "A. B. Ekberg.",
        "text": text,
        "corrected": text.replace("recieved", "received"),
        "fingerprint": sha256(text.encode()).hexdigest()[:16],
        "since": "1.0.0",
        "wording_since": "1.0.0",
        "former": [],
    }
    assert by_id["p1"]["who"] is None
    assert by_id["p1"]["turn"] is None
    assert "label" not in by_id["p1"]
    assert "corrected" not in by_id["p1"]


def test_the_label_stands_on_the_first_passage_of_its_turn(document: tuple[DocumentView, list[WitnessLedger]]) -> None:
    view, ledgers = document
    record = passage_record(view.witnesses[1].record.edition, view, view.witnesses[1], ledgers[1], FORMS, VERSIONS)
    told = [(passage["id"], passage["turn"], passage.get("label")) for passage in record["passages"]]
    assert told[3:] == [
        ("p4", "p4", "Ekberg:"),
        ("p5", "p5", "Nordahl:"),
        ("p6", "p5", None),
        ("p7", "p7", "Ekberg (smiling):"),
    ]


@pytest.mark.parametrize("source", ["new", "committed"])
def test_nothing_of_the_text_is_lost(source: str) -> None:
    view, ledgers = made(new_project.new_edition()) if source == "new" else as_committed()
    assert view.witnesses
    for witness, ledger in zip(view.witnesses, ledgers, strict=True):
        record = passage_record(witness.record.edition, view, witness, ledger, FORMS, VERSIONS)
        record = json.loads(as_json(record))
        assert given_back(record) == source_text(witness.record.transcript)
        assert {passage["who"] for passage in record["passages"] if passage["who"]} == set(record["speakers"])
        assert all(passage["since"] and passage["wording_since"] for passage in record["passages"])


def test_what_the_ledger_remembers_is_told(document: tuple[DocumentView, list[WitnessLedger]]) -> None:
    view, (ledger, _other) = document
    first, *rest = ledger.entries
    first = dataclasses.replace(first, since="0.8.0", former=(Wording("A talk", "0.8.0", "1.0.0"),))
    gone = [
        LedgerEntry(
            "p90", PassageKind.NARRATIVE, None, "It rained.", "0.8.0", "0.9.0", (), Retirement("1.0.0", "removed")
        ),
        LedgerEntry(
            "p91", PassageKind.SPEECH, "ekberg", "Yes. No.", "0.8.0", "0.8.0", (),
            Retirement("0.9.0", "merged", ("p92",)),
        ),
        LedgerEntry(
            "p92", PassageKind.SPEECH, "ekberg", "Yes.", "0.9.0", "0.9.0", (),
            Retirement("1.0.0", "split", ("p4", "p90")),
        ),
    ]  # fmt: skip
    ledger = dataclasses.replace(ledger, entries=(gone[0], first, *gone[1:], *rest))
    record = passage_record(view.witnesses[0].record.edition, view, view.witnesses[0], ledger, FORMS, VERSIONS)
    assert (record["passages"][0]["since"], record["passages"][0]["wording_since"]) == ("0.8.0", "1.0.0")
    assert record["passages"][0]["former"] == [
        {"text": "A talk", "fingerprint": sha256(b"A talk").hexdigest()[:16], "since": "0.8.0", "until": "1.0.0"}
    ]
    assert record["retired"][0] == {
        "id": "p90",
        "reason": "removed",
        "became": [],
        "leads_to": [],
        "after": None,
        "text": "It rained.",
        "fingerprint": sha256(b"It rained.").hexdigest()[:16],
        "since": "0.8.0",
        "wording_since": "0.9.0",
        "until": "1.0.0",
        "former": [],
    }
    told = [(item["id"], item["became"], item["leads_to"], item["after"]) for item in record["retired"][1:]]
    assert told == [("p91", ["p92"], ["p4"], "p1"), ("p92", ["p4", "p90"], ["p4"], "p1")]


def test_the_file_is_json_as_documented(record: dict[str, Any]) -> None:
    content = as_json(record)
    assert json.loads(content) == record
    assert content.startswith(b'{\n "edition": {\n  "title"')
    assert content.endswith(b"}\n")
    assert "—ed." in as_json({"x": "—ed."}).decode()


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "a\u2028b\u2029c",
    '"); alert("',
    "\\u003c",
    "&lt;",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_script_stays_a_script(record: dict[str, Any], words: str) -> None:
    check_script({**record, "document": {**record["document"], "title": words}, words: [words]})


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text()) | st.none()))
def test_any_record_comes_back_from_its_script(values: dict[str, Any]) -> None:
    check_script(values)


def check_script(record: dict[str, Any]) -> None:
    text = as_script(record).decode()
    assert text.startswith("peciaRecord({")
    assert text.endswith("});\n")
    assert not set("<\u2028\u2029") & set(text)
    assert json.loads(text.removeprefix("peciaRecord(").removesuffix(");\n")) == record


def test_the_record_of_a_document_has_its_witnesses_and_their_links(
    document: tuple[DocumentView, list[WitnessLedger]],
) -> None:
    view, ledgers = document
    statement = view.witnesses[0].record.edition
    collations, _ = collate_pairs([(w.record.siglum, w.record.transcript) for w in view.witnesses])
    forms = DocumentForms(FORMS, {"A": FORMS, "B": FORMS})
    whole = document_record(statement, view, ledgers, forms, collations, VERSIONS)
    assert list(whole) == ["edition", "document", "versions", "citations", "witnesses", "links"]
    assert json.loads(as_json(whole)) == whole
    for witness, ledger, part in zip(view.witnesses, ledgers, whole["witnesses"], strict=True):
        alone = passage_record(statement, view, witness, ledger, FORMS, VERSIONS)
        assert {**part, **{key: whole[key] for key in ("edition", "document", "versions")}} == alone
    (links,) = whole["links"]
    assert links["witnesses"] == ["A", "B"]
    for side, witness in enumerate(view.witnesses):
        linked = [anchor for pair in links["passages"] for anchor in pair[side]]
        assert linked == [passage.id for passage in passages(witness.record.transcript)]
    assert [["p4"], ["p4"]] in links["passages"]


def test_a_ledger_without_the_passage_gives_no_version(document: tuple[DocumentView, list[WitnessLedger]]) -> None:
    view, (ledger, _other) = document
    record = passage_record(
        view.witnesses[0].record.edition, view, view.witnesses[0], WitnessLedger(ledger.document, "A"), FORMS, VERSIONS
    )
    assert {passage["since"] for passage in record["passages"]} == {""}
    assert b"None" not in as_json(record)
