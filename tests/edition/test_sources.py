"""The first edition's two exemplars, held against what a reader found in them."""

from collections import Counter
from pathlib import Path

import pytest

from pecia import transcript
from pecia.metadata import read_document, read_register, read_rulings
from pecia.model import Delivery, Doubt, Emendation, Gloss, Insertion, PageBreak, PassageKind, passages, turns

ROOT = Path(__file__).parents[2]
DOCUMENT = "dinner-1962-11-01"
REGISTERS = {"people": "person", "places": "place", "organisations": "organisation"}


@pytest.fixture(scope="module")
def parsed():
    """Transcript and findings of each witness."""
    edition = ROOT / "edition"
    document = read_document(DOCUMENT, (edition / "documents" / f"{DOCUMENT}.yml").read_bytes()).value
    entries = ()
    for name, kind in REGISTERS.items():
        entries += read_register(name, (edition / "registers" / f"{name}.yml").read_bytes(), kind).value
    rulings = read_rulings(DOCUMENT, (edition / "rulings" / f"{DOCUMENT}.yml").read_bytes())
    placed = [(ruling, rulings.at(number)) for number, ruling in enumerate(rulings.value)]
    made = {}
    for witness in document.document.witnesses:
        data = (edition / "sources" / DOCUMENT / witness.exemplar.file).read_bytes()
        exemplar, findings = transcript.read_exemplar(witness.siglum, data, witness.exemplar.sha256)
        conventions = document.conventions[witness.siglum]
        text, _, more = transcript.parse(exemplar, witness, conventions, entries, placed)
        made[witness.siglum] = text, findings + more
    return made


def marks(text, kind):
    return [
        (passage.locus.line, passage.content.text[span.start : span.end], span.mark)
        for passage in passages(text)
        for span in passage.content.spans
        if isinstance(span.mark, kind)
    ]


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_every_finding_is_settled(parsed, siglum):
    assert parsed[siglum][1] == []


def test_turns_are_the_same_75_in_the_same_order(parsed):
    a, b = ([turn.who for turn in turns(parsed[siglum][0])] for siglum in "AB")
    assert a == b
    assert Counter(a) == {"mikoyan": 31, "stevenson": 22, "mccloy": 19, "kuznetsov": 3}


@pytest.mark.parametrize(("siglum", "first", "last"), [("A", 5, 19), ("B", 33, 47)])
def test_eight_paragraphs_of_reported_speech(parsed, siglum, first, last):
    reported = [p.locus.line for p in passages(parsed[siglum][0]) if p.kind is PassageKind.REPORTED]
    assert reported == list(range(first, last + 1, 2))


@pytest.mark.parametrize(("siglum", "lines"), [("A", [67, 203]), ("B", [99, 101, 265])])
def test_narrative(parsed, siglum, lines):
    assert [p.locus.line for p in passages(parsed[siglum][0]) if p.kind is PassageKind.NARRATIVE] == lines


def test_a_turn_begins_inside_a_paragraph(parsed):
    inside = [turn for turn in turns(parsed["A"][0]) if turn.locus.column > 1]
    assert [(turn.locus.line, turn.who) for turn in inside] == [(53, "stevenson")]
    assert inside[0].passages[0].content.text.startswith("First of all, we want")


def test_bulleted_labels(parsed):
    bulleted = [t.locus.line for t in turns(parsed["A"][0]) if t.label.text.startswith("- ")]
    assert bulleted == [69, 70, 114, 115, 141, 142, 143]


def test_continuation_paragraphs(parsed):
    continued = [p.locus.line for t in turns(parsed["A"][0]) for p in t.passages[1:]]
    expected = [74, 80, 86, 88, 90, 92, 94, 98, 100, 102, 112, 127, 139, 147, 155, 161, 171]
    assert continued == expected


@pytest.mark.parametrize(
    ("siglum", "cut", "probable"), [("A", [129], []), ("B", [57, 109, 133, 155, 177, 205], [225, 255])]
)
def test_page_breaks(parsed, siglum, cut, probable):
    """In a sentence the break is inside a passage; a probable one stands at the head of the next passage."""
    text = parsed[siglum][0]
    inside = [(p, s) for p in passages(text) for s in p.content.spans if isinstance(s.mark, PageBreak)]
    source = (ROOT / "edition" / "sources" / DOCUMENT / f"{siglum}.txt").read_text(encoding="utf-8").split("\n")
    rest = [p.content.text[s.start :][:20] for p, s in inside if s.start]
    assert rest == [source[line - 1][:20] for line in cut]
    assert [p.locus.line for p, s in inside if not s.start] == probable


@pytest.mark.parametrize(
    ("siglum", "labels", "clauses"),
    [("A", [29, 45], ["added McCloy in jest"]), ("B", [59, 75], ["added McCloy in jest"])],
)
def test_delivery(parsed, siglum, labels, clauses):
    text = parsed[siglum][0]
    asides = [t.locus.line for t in turns(text) if any(isinstance(s.mark, Delivery) for s in t.label.spans)]
    assert asides == labels
    assert [words for _, words, _ in marks(text, Delivery)] == clauses


@pytest.mark.parametrize(("siglum", "signed"), [("A", [35, 39, 96, 121]), ("B", [65, 69, 139, 167])])
def test_seventeen_brackets(parsed, siglum, signed):
    text = parsed[siglum][0]
    insertions, glosses = marks(text, Insertion), marks(text, Gloss)
    assert (len(insertions), len(glosses)) == (12, 5)
    hands = [line for line, _, mark in insertions if not mark.resp.endswith("unsigned")]
    assert hands == signed
    words = {words for _, words, _ in insertions}
    assert {"[s]", "[a form of]", "[not to]", "[mere]", "[thing]"} <= words


def test_misprints_are_corrected_and_oddities_left(parsed):
    corrected = {s: [(words, mark.correction) for _, words, mark in marks(parsed[s][0], Emendation)] for s in "AB"}
    shared = [("Circle", "Cross"), ("change", "chance"), ("plans", "planes"), ("plans", "planes")]
    assert [pair for pair in corrected["A"] if pair in shared] == shared
    assert [pair for pair in corrected["B"] if pair in shared] == shared
    assert ("week.", "week") in corrected["A"]
    assert {("somehow", "somehow."), ("Kuz-netsov", "Kuznetsov")} <= set(corrected["B"])
    for siglum in "AB":
        assert [words for _, words, _ in marks(parsed[siglum][0], Doubt)] == ["carrying", "get on along", "cannot not"]


def test_front_matter_is_only_in_b(parsed):
    assert parsed["A"][0].front == ()
    kinds = [block.label.content.text for block in parsed["B"][0].front if hasattr(block, "label")]
    assert kinds == ["Citation:", "Summary:", "Original Language:", "Contents:"]
