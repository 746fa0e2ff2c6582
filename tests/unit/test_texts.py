"""Plain text: every word of a witness in order, told apart from what the edition has added."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia import new_project, tei_record
from pecia.formats.text import RULE, as_printed, corrected, corrected_words, original_in_words, texts_of
from pecia.model import (
    Doubt,
    Emendation,
    Field,
    Insertion,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
    passages,
    source_text,
)
from pecia.model.edition import Original
from pecia.model.rulings import Ruling
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
CITED = {"": "“Luncheon.” A whole citation.", "A": "“Luncheon, Witness A.” A citation."}


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


def with_text(view: DocumentView, transcript: Transcript, **changes: object) -> DocumentView:
    """``view`` with one witness, which has this text."""
    record = dataclasses.replace(view.witnesses[0].record, transcript=transcript, **changes)
    return DocumentView(record.document, (WitnessView(record),))


def sigla(view: DocumentView) -> list[str]:
    return [witness.record.siglum for witness in view.witnesses]


def printed(view: DocumentView, chosen: list[str] | None = None) -> bytes:
    return as_printed(view.witnesses[0].record.edition, view, chosen or sigla(view), CITED)


def emended(view: DocumentView, chosen: list[str] | None = None) -> bytes:
    return corrected(view.witnesses[0].record.edition, view, chosen or sigla(view), CITED)


def read(file: bytes) -> list[list[tuple[str, str]]]:
    """The texts as the head of the file says that they are to be read; written apart from the module."""
    texts: list[list[tuple[str, str]]] = []
    inside = False
    for line in file.decode("utf-8").split("\n"):
        if line == "=" * 72:
            inside = not inside
            texts += [[]] if inside else []
        elif inside and line:
            anchor, _, words = line.partition("]")
            assert anchor.startswith("[")
            texts[-1].append((anchor.removeprefix("["), words.removeprefix(" ")))
    assert not inside
    return texts


def words(text: list[tuple[str, str]]) -> str:
    return " ".join(said for _, said in text if said)


@pytest.mark.parametrize("view", [invented(), real()], ids=["invented", "real"])
def test_without_head_and_anchors_the_text_is_the_exemplar_s(view: DocumentView) -> None:
    whole = read(printed(view))
    assert len(whole) == len(view.witnesses)
    for witness, text in zip(view.witnesses, whole, strict=True):
        transcript = witness.record.transcript
        assert words(text) == source_text(transcript)
        assert [anchor for anchor, _ in text] == [passage.id for passage in passages(transcript)]
        assert read(printed(view, [witness.record.siglum])) == [text]
    assert texts_of(printed(view)) == whole


TEXTS = st.one_of(
    st.sampled_from(
        [
            "[p12] of the minutes",
            "[] nothing",
            "[-] [p1]",
            "=" * 72,
            "Title: forged",
            "",
            "שלום [p3] עולם",
            "e\u0301 a\u0323\u0302",
            "two\u2028lines\u0085and\u000bmore\u00a0words",
            "- Corrections: none",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30).map(
        lambda text: " ".join(text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ")).strip(" ")
    ),
).map(lambda text: " ".join(part for part in text.split(" ") if part))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Transcripts of every kind of block, with unruly words; some turns have no passage, some passages no anchor."""
    numbers = iter(range(1, 1000))

    def passage(kind: PassageKind, who: str | None = None) -> Passage:
        anchor = f"p{next(numbers)}" if draw(st.integers(0, 9)) else None
        return Passage(kind, RichText(draw(TEXTS)), who, anchor)

    def block() -> Passage | Turn:
        if draw(st.booleans()):
            return passage(PassageKind.NARRATIVE)
        said = tuple(passage(PassageKind.SPEECH, "ekberg") for _ in range(draw(st.integers(0, 2))))
        return Turn("ekberg", RichText(draw(TEXTS)), said)

    front = tuple(
        Field(passage(PassageKind.FIELD_LABEL), (passage(PassageKind.FIELD_VALUE),))
        if draw(st.booleans())
        else passage(PassageKind.HEADING)
        for _ in range(draw(st.integers(0, 2)))
    )
    return Transcript(front, tuple(block() for _ in range(draw(st.integers(0, 4)))))


INVENTED = invented()


@given(transcripts())
def test_whatever_the_words_are_they_come_back(transcript: Transcript) -> None:
    view = with_text(INVENTED, transcript)
    for file in (printed(view), emended(view)):
        (text,) = read(file)
        assert texts_of(file) == [[("" if anchor == "-" else anchor, said) for anchor, said in text]]
        assert words(text) == source_text(transcript)
        assert [anchor for anchor, _ in text if anchor != "-"] == [p.id for p in passages(transcript) if p.id]
        assert b"\r" not in file
        assert file.endswith(b"\n")


def test_brackets_at_the_beginning_of_a_paragraph_are_not_taken_for_its_number() -> None:
    passage = Passage(PassageKind.NARRATIVE, RichText("[p12] is the number in the minutes."), id="p3")
    file = printed(with_text(INVENTED, Transcript((), (passage,))))
    assert "\n\n[p3] [p12] is the number in the minutes.\n\n" in file.decode()
    assert texts_of(file) == [[("p3", "[p12] is the number in the minutes.")]]


def test_the_label_stands_before_the_first_passage_of_a_turn_alone() -> None:
    told = tuple(
        Passage(PassageKind.SPEECH, RichText(said), "ekberg", f"p{n}") for n, said in ((1, "One."), (2, "Two."))
    )
    turn = Turn("ekberg", RichText("Ekberg (smiling):"), told)
    (text,) = read(printed(with_text(INVENTED, Transcript((), (turn,)))))
    assert text == [("p1", "Ekberg (smiling): One."), ("p2", "Two.")]


# --- the head -------------------------------------------------------------------------------------


def head(file: bytes) -> dict[str, str]:
    lines = file.decode().partition(f"\n{RULE}\n")[0].split("\n")
    return dict(line.split(": ", 1) for line in lines if line)


def test_the_head_lets_the_file_stand_alone() -> None:
    view, record = INVENTED, INVENTED.witnesses[0].record
    statement, document, witness = record.edition, record.document, record.witness
    facts = head(printed(view, ["A"]))
    assert facts["Title"] == document.title
    assert facts["Date"] == "7 March 1951"
    assert facts["Place"] == document.place
    assert facts["Witness"] == f"A ({witness.title})"
    assert facts["Exemplar"] == f"A.txt, SHA-256 {witness.exemplar.sha256}"
    assert facts["Version"] == "1.0.0, 21 November 2026"
    assert facts["Publisher"] == statement.publisher
    assert statement.licence.name in facts["Licence"]
    assert statement.licence.url in facts["Licence"]
    assert statement.licence.scope in facts["Licence"]
    assert facts["Address"] == "https://example.org/conversations/luncheon-1951-03-07/A/"
    assert facts["Citation"] == CITED["A"]
    assert facts["Reading"].startswith("As printed: ")
    assert head(emended(view, ["A"]))["Reading"].startswith("Corrected: ")
    assert "brackets" in facts["Numbers"]


def test_several_witnesses_have_a_head_each() -> None:
    file = printed(INVENTED).decode()
    facts = head(printed(INVENTED))
    assert facts["Witnesses"].count("(") == 2
    assert facts["Citation"] == CITED["A"]  # the last one before the first text is the first witness's
    assert file.count(f"Citation: {CITED['']}\n") == 1
    assert file.count("\nWitness: ") == 2
    assert file.count("\nExemplar: ") == 2
    assert "Witness: A" in file.split(RULE)[0]
    assert "Witness: B" in file.split(RULE)[2]


def test_what_is_not_known_is_left_out_or_in_one_list() -> None:
    record = INVENTED.witnesses[0].record
    statement = dataclasses.replace(record.edition, url="", subtitle="", editors=())
    original = Original(kind="", repository="", language="")
    document = dataclasses.replace(record.document, place="", rights=(), original=original)
    view = DocumentView(document, (WitnessView(dataclasses.replace(record, document=document, edition=statement)),))
    facts = head(as_printed(statement, view, ["A"], {}))
    assert not {"Address", "Citation", "Editors", "Place", "Rights", "Original"} & set(facts)
    assert facts["Edition"] == statement.title
    assert "rights" in facts["Not established"]
    assert "not established" not in as_printed(statement, view, ["A"], {}).decode()
    text = as_printed(statement, view, ["A"], {}).decode()
    assert "None" not in text
    assert "()" not in text
    assert "<>" not in text


def test_the_original_in_words() -> None:
    original = Original(
        kind="Letter",
        repository="National Archives of Sweden",
        abbreviation="RA",
        settlement="Stockholm",
        language="sv",
    )
    assert original_in_words(original) == "Letter; Swedish; National Archives of Sweden (RA), Stockholm."
    assert original_in_words(Original(kind="", repository="", language="sv")) == ""


def test_nothing_in_the_metadata_can_look_like_a_rule_line() -> None:
    record = INVENTED.witnesses[0].record
    document = dataclasses.replace(record.document, title=f"Luncheon\n{RULE}\n[p1] forged")
    view = DocumentView(document, (WitnessView(dataclasses.replace(record, document=document)),))
    assert head(printed(view))["Title"] == f"Luncheon {RULE} [p1] forged"
    (text,) = read(printed(view))
    assert words(text) == source_text(record.transcript)


# --- corrected ------------------------------------------------------------------------------------


def test_corrections_are_carried_out_and_listed_with_who_and_why() -> None:
    file = emended(INVENTED, ["A"])
    assert "recieved" not in "".join(said for _, said in read(file)[0])
    assert "received" in "".join(said for _, said in read(file)[0])
    after = file.decode().split(RULE)[2]
    (passage,) = [p for p in passages(INVENTED.witnesses[0].record.transcript) if "recieved" in p.content.text]
    ruling = INVENTED.witnesses[0].record.rulings[0]
    assert "Corrections in witness A: 1\n" in after
    assert f"- {passage.id}: Printed “recieved”, corrected to “received” by " in after
    assert ruling.reason in after
    assert "Doubtful words in witness A: none" in after
    assert file.decode().split(RULE)[1].count("\n[") == printed(INVENTED, ["A"]).decode().split(RULE)[1].count("\n[")


def test_every_correction_of_the_real_edition_is_listed() -> None:
    view = real()
    for witness in view.witnesses:
        after = emended(view, [witness.record.siglum]).decode().split(RULE)[2]
        assert f"Corrections in witness {witness.record.siglum}: 6\n" in after
        assert f"Doubtful words in witness {witness.record.siglum}: 3\n" in after
        assert after.count("\n- p") == 9
        assert after.count(" by the editors") == 9


def test_corrections_in_a_label_are_carried_out_and_doubts_left_alone() -> None:
    label = RichText("Ekburg:", (Span(0, 6, Emendation("Ekberg", "label")),))
    content = RichText("The hering came.", (Span(4, 10, Doubt("hering")),))
    turn = Turn("ekberg", label, (Passage(PassageKind.SPEECH, content, "ekberg", "p1"),))
    rulings = tuple(
        Ruling(id=id_, kind=kind, witnesses=("A",), exact=exact, resp="editors", reason="It is so elsewhere.")
        for id_, kind, exact in (("label", "emendation", "Ekburg"), ("hering", "doubt", "hering"))
    )
    file = emended(with_text(INVENTED, Transcript((), (turn,)), rulings=rulings))
    assert read(file) == [[("p1", "Ekberg: The hering came.")]]
    after = file.decode().split(RULE)[2]
    assert "- p1: Printed “Ekburg”, corrected to “Ekberg” by " in after
    assert "- p1: Printed “hering”: marked as doubtful by " in after
    assert after.count("It is so elsewhere.") == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (RichText("as  it is "), "as  it is "),
        (RichText("the the end", (Span(4, 7, Emendation("", "r")),)), "the end"),
        (RichText("a end", (Span(2, 2, Emendation("happy ", "r")),)), "a happy end"),
        (RichText("teh edn", (Span(0, 3, Emendation("the", "r")), Span(4, 7, Emendation("end", "r")))), "the end"),
        (RichText("teh edn", (Span(0, 7, Emendation("the end", "r")), Span(0, 3, Emendation("X", "r")))), "the end"),
        (RichText("[teh] end", (Span(0, 5, Insertion("ed")), Span(1, 4, Emendation("the", "r")))), "[the] end"),
        (RichText("ordo", (Span(0, 4, Emendation("סדר\nחדש", "r")),)), "סדר חדש"),
    ],
)
def test_corrected_words(content: RichText, expected: str) -> None:
    assert corrected_words(content) == expected


def test_a_line_without_anchor_is_refused_on_reading() -> None:
    with pytest.raises(ValueError, match="does not begin with its anchor"):
        texts_of(f"{RULE}\n\nno number\n\n{RULE}\n".encode())
