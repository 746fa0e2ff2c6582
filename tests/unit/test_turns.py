"""The table of turns: every passage a row, and every text back from its cells."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia import new_project, tei_record
from pecia.formats import turns as module
from pecia.formats.turns import COLUMNS, turns_csv
from pecia.model import (
    Delivery,
    Emendation,
    Field,
    Gloss,
    Insertion,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
    passages,
    source_text,
    turns,
)
from pecia.model.edition import Participant
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
Row = dict[str, str]


def invented() -> DocumentView:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view


def real() -> DocumentView:
    decoded = [
        tei_record.decode(path.name, path.read_bytes()) for path in sorted((ROOT / "edition" / "tei").glob("*.xml"))
    ]
    assert all(findings == [] for _, findings in decoded)
    records = [record for record, _ in decoded]
    return DocumentView(records[0].document, tuple(map(WitnessView, records)))


INVENTED = invented()


def with_text(*body: Passage | Turn, front: tuple[Passage | Field, ...] = ()) -> DocumentView:
    """The invented document with one witness, which has this text."""
    record = dataclasses.replace(INVENTED.witnesses[0].record, transcript=Transcript(front, body))
    return DocumentView(record.document, (WitnessView(record),))


def read(content: bytes) -> list[Row]:
    """The rows, one apostrophe taken off each cell that begins with one, as the module's head says."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    assert tuple(rows[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    return [dict(zip(COLUMNS, (cell.removeprefix("'") for cell in row), strict=True)) for row in rows[1:]]


def rows(view: DocumentView) -> list[Row]:
    return read(turns_csv(view, [witness.record.siglum for witness in view.witnesses]))


@pytest.mark.parametrize("view", [INVENTED, real()], ids=["invented", "real"])
def test_the_rows_of_a_witness_are_its_text(view: DocumentView) -> None:
    table = rows(view)
    for witness in view.witnesses:
        siglum, transcript = witness.record.siglum, witness.record.transcript
        own = [row for row in table if row["siglum"] == siglum]
        assert " ".join(part for row in own for part in (row["label"], row["text"]) if part) == source_text(transcript)
        assert [row["anchor"] for row in own] == [passage.id for passage in passages(transcript)]
        assert [row["row"] for row in own] == [str(number) for number in range(1, len(own) + 1)]
        assert read(turns_csv(view, [siglum])) == own
        spoken = dict.fromkeys(row["turn"] for row in own if row["turn"])
        assert len(spoken) == sum(1 for _ in turns(transcript))
        assert [row["label"] for row in own if row["label"]] == [turn.label.text for turn in turns(transcript)]
    assert list(dict.fromkeys(row["siglum"] for row in table)) == [w.record.siglum for w in view.witnesses]
    assert {row["document"] for row in table} == {view.document.id}


def test_the_columns_are_documented() -> None:
    assert module.__doc__
    documented = [line.split("``")[1] for line in module.__doc__.splitlines() if line.startswith("``")]
    assert tuple(documented) == COLUMNS


def test_a_turn_with_its_speaker_asides_insertions_and_words() -> None:
    label = RichText("A. B. Ekberg (smiling):", (Span(13, 22, Delivery()),))
    first = RichText(
        "Fish [boats —ed.] is ours [handel] (she laughs).",
        (Span(5, 17, Insertion("ed")), Span(26, 34, Gloss("sv", "ed")), Span(35, 47, Delivery())),
    )
    second = RichText("It was recieved — so.", (Span(7, 15, Emendation("received", "r")),))
    told = tuple(
        Passage(PassageKind.SPEECH, content, "ekberg", f"p{n}") for n, content in enumerate((first, second), start=2)
    )
    view = with_text(Passage(PassageKind.HEADING, RichText("Minutes"), id="p1"), Turn("ekberg", label, told))
    record = view.witnesses[0].record
    present = next(p for p in record.document.participants if p.person == "ekberg")
    heading, one, two = rows(view)
    assert heading == dict.fromkeys(COLUMNS, "") | {
        "document": record.document.id, "siglum": "A", "row": "1", "part": "body", "anchor": "p1", "kind": "heading",
        "language": "en", "text": "Minutes", "text_corrected": "Minutes", "words": "1", "words_inserted": "0",
    }  # fmt: skip
    shared = {
        "document": record.document.id, "siglum": "A", "part": "body", "turn": "1", "turn_anchor": "p2",
        "kind": "speech", "speaker": "ekberg", "speaker_name": "Anna Birgitta Ekberg",
        "speaker_side": present.side, "speaker_role": present.role, "language": "en", "also": "",
        "certainty": "high", "start": "", "end": "",
    }  # fmt: skip
    assert present.side
    assert present.role
    assert one == shared | {
        "row": "2", "anchor": "p2", "label": label.text, "text": first.text, "text_corrected": first.text,
        "delivery": "(smiling) | (she laughs)", "insertions": "[boats —ed.] | [handel]",
        "words": "8", "words_inserted": "3",
    }  # fmt: skip
    assert two == shared | {
        "row": "3", "anchor": "p3", "label": "", "text": second.text, "text_corrected": "It was received — so.",
        "delivery": "", "insertions": "", "words": "4", "words_inserted": "0",
    }  # fmt: skip


def test_an_insertion_within_an_aside_of_its_kind_is_listed_once() -> None:
    content = RichText("[by [the] sea]", (Span(0, 14, Insertion("a")), Span(4, 9, Insertion("b"))))
    (row,) = rows(with_text(Passage(PassageKind.NARRATIVE, content, id="p1")))
    assert (row["insertions"], row["words"], row["words_inserted"]) == ("[by [the] sea]", "3", "3")


def test_reported_speech_has_its_speaker_and_no_turn() -> None:
    told = Passage(PassageKind.REPORTED, RichText("Nordahl remarks …"), "nordahl", "p1")
    (row,) = rows(with_text(told))
    assert (row["speaker"], row["turn"], row["turn_anchor"], row["kind"]) == ("nordahl", "", "", "reported-speech")


def test_front_matter_is_told_from_the_body() -> None:
    field = Field(
        Passage(PassageKind.FIELD_LABEL, RichText("Source:"), id="p1"),
        (Passage(PassageKind.FIELD_VALUE, RichText("An archive"), id="p2"),),
    )
    table = rows(with_text(Passage(PassageKind.NARRATIVE, RichText("They met."), id="p3"), front=(field,)))
    assert [(row["part"], row["kind"]) for row in table] == [
        ("front", "field-label"),
        ("front", "field-value"),
        ("body", "narrative"),
    ]


def test_who_is_not_in_register_or_list_has_a_key_alone() -> None:
    (row,) = rows(with_text(Turn("nobody", RichText("N:"), (Passage(PassageKind.SPEECH, RichText("So."), "nobody"),))))
    assert (row["speaker"], row["speaker_name"], row["speaker_side"], row["speaker_role"]) == ("nobody", "", "", "")
    assert (row["anchor"], row["turn_anchor"]) == ("", "")


def test_a_turn_without_words_keeps_its_label() -> None:
    (row,) = rows(with_text(Turn("ekberg", RichText("Ekberg:"), ())))
    assert (row["label"], row["text"], row["turn"], row["kind"]) == ("Ekberg:", "", "1", "speech")


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    told = ["=1+1", "+49", "-3", "@home", "'tis", "plain"]
    view = with_text(*(Passage(PassageKind.NARRATIVE, RichText(text), id=f"p{n}") for n, text in enumerate(told)))
    cells = list(csv.reader(io.StringIO(turns_csv(view, ["A"]).decode(), newline="")))
    place = COLUMNS.index("text")
    assert [row[place] for row in cells[1:]] == ["'=1+1", "'+49", "'-3", "'@home", "''tis", "plain"]
    assert [row["text"] for row in rows(view)] == told


def test_the_file_is_as_rfc_4180_has_it() -> None:
    content = turns_csv(INVENTED, ["A", "B"])
    assert content.startswith(b"document,siglum,row,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == len(rows(INVENTED)) + 1


def test_line_ends_in_the_metadata_do_not_break_a_row() -> None:
    record = INVENTED.witnesses[0].record
    present = (Participant(person="ekberg", role="Minister\nof Trade", side="Swedish\r\n", part="speaker"),)
    document = dataclasses.replace(record.document, participants=present)
    view = DocumentView(document, (WitnessView(dataclasses.replace(record, document=document)),))
    content = turns_csv(view, ["A"])
    assert content.count(b"\n") == len(rows(view)) + 1
    (said, *_) = [row for row in rows(view) if row["speaker"] == "ekberg"]
    assert (said["speaker_role"], said["speaker_side"]) == ("Minister of Trade", "Swedish")


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), max_size=20).map(
    lambda text: " ".join(part for part in text.split(" ") if part)
)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2)), max_size=3))
def test_whatever_the_words_are_they_come_back(told: list[tuple[str, list[str]]]) -> None:
    blocks = tuple(
        Turn("ekberg", RichText(label), tuple(Passage(PassageKind.SPEECH, RichText(said), "ekberg") for said in texts))
        for label, texts in told
    )
    table = rows(with_text(*blocks))
    assert [row["label"] for row in table if row["label"]] == [label for label, _ in told if label]
    assert [row["text"] for row in table if row["text"]] == [said for _, texts in told for said in texts if said]
