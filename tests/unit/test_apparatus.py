"""The apparatus: its page, and the files that other tools read."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pecia import tei_record
from pecia.collation import TAXONOMY
from pecia.collation.lemmata import lemmata
from pecia.collation.pairs import with_base
from pecia.formats.apparatus import COLUMNS, apparatus_files, listed, no_formula
from pecia.model import (
    Delivery,
    Emendation,
    Gloss,
    Insertion,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Transcript,
    Turn,
    passages,
)
from pecia.model.rulings import Ruling
from pecia.pages.apparatus import apparatus_page

DOCUMENT = "luncheon-1951-03-07"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}


def marked(text: str, *marks: tuple[str, Any]) -> RichText:
    spans = (Span(text.index(words), text.index(words) + len(words), mark) for words, mark in marks)
    return RichText(text, tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


def speech(who: str, *texts: str | RichText, label: str | RichText = "") -> Turn:
    label = label or f"{who.title()}:"
    told = (RichText(text) if isinstance(text, str) else text for text in texts)
    told = tuple(Passage(PassageKind.SPEECH, text, who=who) for text in told)
    return Turn(who, RichText(label) if isinstance(label, str) else label, told)


def body(*blocks: Passage | Turn) -> Transcript:
    return Transcript((), blocks)


A = body(
    speech("ekberg", "I was glad to hear of the price of herring.", label="Ekberg:"),
    speech("holm", "- It came by sea. = the whole of our trade, in two weeks."),
    Passage(PassageKind.NARRATIVE, RichText("They rose from the table.")),
)
B = body(
    speech("ekberg", "I was very glad to hear of the cost of herring.", label="Ekberg."),
    speech("holm", "It came by sea. + the whole of our trade, in 2 weeks."),
)
C = body(
    speech("ekberg", "I was very glad to hear of the price of cod.", label="Ekberg:"),
    speech("holm", "- It came by sea. = the whole of our trade, in 2 weeks."),
    Passage(PassageKind.NARRATIVE, RichText("They rose from the table.")),
)


def tree(made: Any) -> html.HtmlElement:
    (file,) = apparatus_page(made.statement, made.view, made.collations, made.forms)
    assert file.path == f"{DOCUMENT}/apparatus/index.md"
    return html.fromstring(file.content.decode().split("---\n", 2)[2])


def files_of(made: Any) -> dict[str, bytes]:
    return {file.path.rpartition(".")[2]: file.content for file in apparatus_files(made.view, made.collations)}


def lines_of(shown: html.HtmlElement) -> list[str]:
    return [" ".join(line.text_content().split()) for line in shown.xpath("//li[contains(@class, 'pc-entry')]")]


# --- the page --------------------------------------------------------------------------------------


def test_lemma_bracket_reading_siglum_in_order(collated: Any) -> None:
    assert lines_of(tree(collated({"A": A, "B": B}))) == [
        "p1 Ekberg:] Ekberg. B p1 label, formal compare",
        "p1 was] was very B p1 addition, substantive compare",
        "p1 price] cost B p1 substitution, substantive compare",
        "p2 - It] It B p2 punctuation, formal compare",
        "p2 sea. =] sea. + B p2 punctuation, formal compare",
        "p2 two] 2 B p2 numeral, formal compare",
    ]


def test_equal_readings_share_a_line_and_others_of_the_same_words_follow(collated: Any) -> None:
    assert lines_of(tree(collated({"A": A, "B": B, "C": C})))[1:4] == [
        "p1 was] was very B p1 C p1 addition, substantive compare",
        "p1 price] cost B p1 substitution, substantive compare",
        "p1 herring] cod C p1 substitution, substantive compare",
    ]
    texts = ("Three boats came.", "Four boats came.", "Ten boats came.")
    made = collated({s: body(speech("ekberg", text)) for s, text in zip("ABC", texts, strict=True)})
    (lemma,) = lemmata(with_base(made.collations))
    assert (lemma.text, [(r.text, r.sigla) for r in lemma.readings]) == ("Three", [("Four", ("B",)), ("Ten", ("C",))])


def test_lemmata_that_only_begin_together_stay_apart(collated: Any) -> None:
    texts = ("The price of herring is high.", "The cost of herring is high.", "The market is high.")
    made = collated({s: body(speech("ekberg", text)) for s, text in zip("ABC", texts, strict=True)})
    assert [lemma.text for lemma in lemmata(with_base(made.collations))] == ["price", "price of herring"]


def test_a_passage_without_words_does_no_harm(collated: Any) -> None:
    frame = speech("ekberg", "The ships are in the open sea."), speech("ekberg", "They arrive in four days.")
    empty, full = Turn("holm", RichText(""), speech("holm", "").passages), speech("holm", "Indeed.", label=" ")
    made = collated({"A": body(frame[0], empty, frame[1]), "B": body(frame[0], full, frame[1])})
    assert lines_of(tree(made)) == ["p2 at the beginning] Indeed. B p2 addition, substantive compare"]
    assert check_pointers(made) == 1


def test_links_lead_to_both_passages_and_to_the_row(collated: Any) -> None:
    line = tree(collated({"A": A, "B": B})).xpath("//li[contains(@class, 'pc-entry')]")[3]
    root = f"../../{DOCUMENT}"
    assert line.xpath(".//a/@href") == [f"{root}/A/#p2", f"{root}/B/#p2", f"{root}/compare/#A-p2"]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("the boats left.", "Then all of the boats left.", ["the] Then all of the"]),
        ("Ekberg left, late.", "Ekberg left late.", ["left,] left"]),
        ("Ekberg left late.", "Ekberg left, late.", ["left] left,"]),
        ("The boats left, late.", "The boats sailed late.", ["left] sailed", "left,] sailed"]),
        ("On 3 March, they left.", "On March 3 they left.", ["3 March] March 3", "3 March,] March 3"]),
        ("From his side, Ekberg came.", "From his side both Ekberg came.", ["side,] side both"]),
        ("The grey boats left.", "The boats left.", ["grey] om."]),
        ("He left (at noon), alone.", "He left (at noon) alone.", ["(at noon),] (at noon)"]),
        ("He left: 1), alone.", "He left: 1) alone.", ["1),] 1)"]),
    ],
)
def test_a_lemma_is_a_whole_word_at_least(collated: Any, ours: str, theirs: str, expected: list[str]) -> None:
    made = collated({s: body(Passage(PassageKind.NARRATIVE, RichText(t))) for s, t in (("A", ours), ("B", theirs))})
    assert [line.removeprefix("p1 ").partition(" B p1")[0] for line in lines_of(tree(made))] == expected
    assert check_pointers(made) == len(expected)


def test_a_lemma_does_not_reach_into_the_passage_before(collated: Any) -> None:
    ours = speech("ekberg", "The ships are in the open sea.", "They arrive in four days.")
    theirs = speech("ekberg", "The ships are in the open sea. All of them, they arrive in four days.")
    found = [
        (lemma.text, lemma.at.first)
        for lemma in lemmata(with_base(collated({"A": body(ours), "B": body(theirs)}).collations))
    ]
    assert found[0] == ("sea.", "p1")


def test_signs_of_the_transcript_are_in_no_lemma(collated: Any) -> None:
    signed = marked("See the *Fishing News for it.", ("*", Sign("markup")))
    made = collated({"A": body(speech("ekberg", signed)), "B": body(speech("ekberg", "See the Daily News for it."))})
    assert lines_of(tree(made)) == ["p1 Fishing] Daily B p1 substitution, substantive compare"]
    made = collated({"A": body(speech("ekberg", signed)), "B": body(speech("ekberg", "See the Fishing News for it."))})
    assert lines_of(tree(made)) == []


def in_figures(turn: Turn) -> Turn:
    """The same with "2-3" for the words that say so."""
    return speech(turn.who, re.sub(r"two (to|or) three", "2-3", turn.passages[0].content.text))


def test_table_and_chart_have_the_numbers_of_the_lines(collated: Any) -> None:
    both = speech("holm", "It took two to three weeks."), speech("holm", "It took two or three days in all.")
    ours, theirs = Transcript((), (*A.body, *both)), Transcript((), (*B.body, *map(in_figures, both)))
    shown = tree(collated({"A": ours, "B": theirs, "C": C}))
    lines: dict[str, int] = {}
    for line in shown.xpath("//li[contains(@class, 'pc-entry')]"):
        lines[line.get("data-k")] = lines.get(line.get("data-k"), 0) + len(line.xpath(".//*[@class='pc-siglum']"))
    rows = {
        row.xpath("string(.//input/@id)").removeprefix("kind-"): [int(n) for n in row.xpath("./td/text()")[:3]]
        for row in shown.xpath("//table[@class='pc-kinds']/tbody/tr")
    }
    assert {kind: numbers[2] for kind, numbers in rows.items()} == lines
    assert all(substantive + formal == sum_ for substantive, formal, sum_ in rows.values())
    assert min(rows["numeral"]) > 0
    sums = [int(n) for n in shown.xpath("//tfoot//td[@class='pc-count']/text()")]
    assert sums == [sum(numbers[n] for numbers in rows.values()) for n in range(3)]
    (chart,) = shown.xpath("//svg[@role='img']")
    for formal in chart.xpath("./rect[@class='pc-bar-formal']"):
        before = formal.getprevious()
        left = 130 if before.tag == "text" else float(before.get("x")) + float(before.get("width"))
        assert float(formal.get("x")) == pytest.approx(left)
    assert dict(zip(*[iter(chart.xpath("./text/text()"))] * 2, strict=True)) == {
        kind: str(numbers[2]) for kind, numbers in rows.items()
    }
    labels = chart.get("aria-labelledby").split()
    said = [chart.xpath(f"string(./*[@id='{label}'])") for label in labels]
    assert said[0] == "Variants by kind"
    for kind, numbers in rows.items():
        assert f"{kind} {numbers[2]}" in said[1]
    widths = {
        style.removeprefix("pc-bar-"): round(sum(float(w) for w in chart.xpath(f"./rect[@class='{style}']/@width")), 1)
        for style in ("pc-bar-substantive", "pc-bar-formal")
    }
    assert widths["substantive"] / widths["formal"] == pytest.approx(sums[0] / sums[1], rel=0.01)


def test_passages_without_a_counterpart_are_named(collated: Any) -> None:
    shown = tree(collated({"A": A, "B": B}))
    (item,) = shown.xpath("//h2[@id='passages-without-a-counterpart']/following-sibling::ul[1]/li")
    assert item.text_content().strip() == "In A, not in B: p3."


def test_a_ruling_is_shown_with_its_reason(collated: Any) -> None:
    ruling = Ruling(
        id="cost", kind="variant", witnesses=("A", "B"), exact="price", value="spelling", resp="editors", reason="<So>"
    )
    made = collated({"A": A, "B": B}, [ruling])
    (line,) = [line for line in lines_of(tree(made)) if "price]" in line]
    assert re.fullmatch(r"p1 price\] cost B p1 spelling, formal Kind by ruling cost by .*\. <So>\. compare", line)
    root = etree.fromstring(files_of(made)["xml"])
    (note,) = root.xpath("//t:app[t:lem='price']/t:note[@type='ruling']", namespaces=TEI)
    assert (note.text, note.get("n"), note.get("resp")) == ("<So>", "cost", "#editor.editors")
    assert root.xpath("//t:app[t:lem='price']/t:rdg/@n", namespaces=TEI) == ["cost"]
    assert json.loads(files_of(made)["json"])["rulings"]["cost"]["reason"] == "<So>"


# --- CSV -------------------------------------------------------------------------------------------


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows as a reader gets them who takes off the apostrophes."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, (cell.removeprefix("'") for cell in row), strict=True)) for row in rows[1:]]


def test_the_csv_has_every_variant_and_no_formula(collated: Any) -> None:
    content = files_of(collated({"A": A, "B": B, "C": C}))["csv"]
    rows = read_csv(content)
    assert [(row["lemma"], row["reading"], row["witness"]) for row in rows] == [
        ("Ekberg:", "Ekberg.", "B"),
        ("was", "was very", "B"),
        ("was", "was very", "C"),
        ("price", "cost", "B"),
        ("herring", "cod", "C"),
        ("- It", "It", "B"),
        ("sea. =", "sea. +", "B"),
        ("two", "2", "B"),
        ("two", "2", "C"),
    ]
    text = A.body[0].passages[0].content.text
    place = [rows[3][column] for column in ("passage", "in_label", "start", "last_passage", "end_in_label", "end")]
    start = text.index("price")
    assert place == ["p1", "no", str(start), "p1", "no", str(start + 5)]
    assert [row["number"] for row in rows] == [str(n) for n in range(1, 10)]
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows) + 1
    for cell in (cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet="=+-@\t\r\n'’ab", max_size=4))
def test_no_cell_is_a_formula_and_none_is_lost(cell: str) -> None:
    written = no_formula(cell)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written.removeprefix("'") == cell


# --- JSON ------------------------------------------------------------------------------------------


def test_the_json_says_where_the_words_are(collated: Any) -> None:
    made = collated({"A": A, "B": B, "C": C})
    content = json.loads(files_of(made)["json"])
    assert content["base"] == "A"
    assert set(content["kinds"]) == set(TAXONOMY)
    assert [witness["tei"] for witness in content["witnesses"]] == [f"{DOCUMENT}.{s}.xml" for s in "ABC"]
    texts = {
        (view.record.siglum, block.passages[0].id if in_label else passage.id, in_label): (
            block.label.text if in_label else passage.content.text
        )
        for view in made.view.witnesses
        for block in view.record.transcript.body
        for passage in (block.passages if isinstance(block, Turn) else (block,))
        for in_label in ((True, False) if isinstance(block, Turn) else (False,))
    }
    assert len(content["variants"]) == 9
    for variant in content["variants"]:
        for side in (variant["base"], variant["other"]):
            start, end = side["from"], side["to"]
            assert (start["passage"], start["in_label"]) == (end["passage"], end["in_label"])
            text = texts[side["witness"], start["passage"], start["in_label"]]
            assert text[start["offset"] : end["offset"]] == side["text"]
    assert {"base": ["p3"], "witness": "B", "passages": [], "confidence": 1.0, "ruling": None} in content["links"]


# --- TEI -------------------------------------------------------------------------------------------


class Witnesses:
    """The TEI files of the witnesses, and what a pointer into them points to: a resolver of its own."""

    def __init__(self, made: Any) -> None:
        self.roots = {
            f"{DOCUMENT}.{view.record.siglum}.xml": etree.fromstring(tei_record.encode(view.record))
            for view in made.view.witnesses
        }

    def point(self, file: str, pointer: str) -> int:
        """``string-index()`` as a position in the text stream of the file (TEI P5 16.2.4.4)."""
        match = re.fullmatch(r"string-index\((.+),(-?\d+)\)", pointer)
        assert match, pointer
        root, (where, offset) = self.roots[file], match.groups()
        if re.fullmatch(r"[\w.-]+", where):
            (element,) = root.xpath("//*[@xml:id=$id]", id=where)
        else:  # names without a prefix are in the TEI namespace
            (element,) = root.xpath(re.sub(r"(/|\[)(?=[a-z])", r"\1t:", where), namespaces=TEI)
        assert 0 <= int(offset) <= len(element.xpath("string()")), "a point outside the element that it names"
        return sum(map(len, element.xpath("preceding::text()"))) + int(offset)

    def words(self, file: str, start: int, end: int, *, corrections: bool = False) -> str:
        """The characters between two points, without those of ``corr``: a correction is no reading of a witness."""
        found, position = [], 0
        for text in self.roots[file].xpath("//text()"):
            part = str(text)[max(0, start - position) : max(0, end - position)]
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            if corrections or not holder.xpath("ancestor-or-self::t:corr", namespaces=TEI):
                found.append(part)
            position += len(text)
        return "".join(found)


def check_pointers(made: Any) -> int:
    """Every pointer of the TEI apparatus leads back to the words it is about; how many readings were tried."""
    witnesses = Witnesses(made)
    root = etree.fromstring(files_of(made)["xml"])
    tried = 0

    def check(file: str, start: str, end: str, words: str) -> None:
        first, last = witnesses.point(file, start), witnesses.point(file, end)
        assert first <= last
        found = witnesses.words(file, first, last)
        if start.rpartition(",")[0] == end.rpartition(",")[0]:
            assert found == words
        else:  # line breaks and indentation between elements are layout
            assert found.split() == words.split()

    for app in root.iterfind(".//t:app", TEI):
        (file, start), (same, end) = (app.get(name).split("#") for name in ("from", "to"))
        assert file == same == f"{DOCUMENT}.A.xml"
        check(file, start, end, app.findtext("t:lem", namespaces=TEI) or "")
        for reading in app.iterfind("t:rdg", TEI):
            sigla, targets = reading.get("wit").split(), reading.get("corresp").split()
            for siglum, target in zip(sigla, targets, strict=True):
                file, _, pointer = target.partition("#")
                assert file == f"{DOCUMENT}.{siglum.removeprefix('#witness.')}.xml"
                ends = re.fullmatch(r"range\((string-index\(.+\)),(string-index\(.+\))\)", pointer)
                assert ends
                check(file, *ends.groups(), reading.text or "")
                tried += 1
    return tried


def test_the_ends_take_in_no_correction_beside_them(collated: Any) -> None:
    corrected = ("recieved", Emendation("received", "r")), ("5", Emendation("6", "r"))
    ours = marked("I recieved 5kg of letters.", *corrected)
    made = collated({"A": body(speech("ekberg", ours)), "B": body(speech("ekberg", "I had 5lb of letters."))})
    witnesses, found = Witnesses(made), []
    for app in etree.fromstring(files_of(made)["xml"]).iterfind(".//t:app", TEI):
        file = app.get("from").partition("#")[0]
        ends = (witnesses.point(file, app.get(name).partition("#")[2]) for name in ("from", "to"))
        found.append(witnesses.words(file, *ends, corrections=True))
    assert found == ["recieved", "kg"]


EMENDED = marked(
    "I recieved the letter [of mine] in Oslo and wrot back [brevet] at once.",
    ("recieved", Emendation("received indeed", "r")),
    ("[of mine]", Insertion("none")),
    ("mine", Emendation("my own", "r")),
    ("wrot", Emendation("wrote", "r")),
    ("[brevet]", Gloss("sv", "none")),
)


@pytest.mark.parametrize(
    "other",
    [
        "I received the letters [of yours] in Bergen and wrote back [brev] at last.",
        "We had the letter [of mine] in Oslo and then wrote at once.",
        "I the letter [of mine] in Oslo and back [brevet] at once, indeed.",
        "Yes, I recieved, the letter; in Oslo he wrot, back [brevet] at once.",
    ],
)
def test_pointers_count_the_words_of_corrections(collated: Any, other: str) -> None:
    made = collated({"A": body(speech("ekberg", EMENDED)), "B": body(speech("ekberg", other))})
    assert check_pointers(made) >= 3
    assert check_pointers(collated({"A": body(speech("ekberg", other)), "B": body(speech("ekberg", EMENDED))})) >= 3


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("A. Ekberg (in jest):", "Ekberg (in a jocular way)."),
        ("Ekberg (smiling):", "Ekberg:"),
        ("Ekberg:", "- Ekberg (aside) says:"),
        ("Ekberg (recieved so):", "Ekbarg (taken otherwise)."),
    ],
)
def test_pointers_into_labels_and_asides(collated: Any, ours: str, theirs: str) -> None:
    def label(text: str) -> RichText:
        marks = [(aside, Delivery()) for aside in re.findall(r"\(.*?\)", text)]
        marks += [(word, Emendation("received", "r")) for word in re.findall("recieved", text)]
        marks += [(word, Emendation("Ekberg the elder", "r")) for word in re.findall("Ekbarg", text)]
        return marked(text, *marks)

    frame = speech("holm", "The first turn."), speech("holm", "The last turn.")
    made = collated({
        siglum: body(frame[0], speech("ekberg", "So it is.", label=label(text)), frame[1])
        for siglum, text in (("A", ours), ("B", theirs))
    })  # fmt: skip
    assert check_pointers(made) >= 1
    pointers = etree.fromstring(files_of(made)["xml"]).xpath("//t:app/@from", namespaces=TEI)
    assert any("//sp[p/@xml:id='p2']/" in pointer for pointer in pointers)


def test_pointers_across_passages(collated: Any) -> None:
    ours = body(
        speech("ekberg", "We carry all weapons away from ports of the", "north and you stand in the way of ships.")
    )
    theirs = body(speech("ekberg", "We carry all weapons away from every harbour and you stand in the way of ships."))
    made = collated({"A": ours, "B": theirs})
    assert any(lemma.at.first != lemma.at.last for lemma in lemmata(made.collations))
    assert check_pointers(made) >= 1


LETTERS = st.text(alphabet="ab éć,.", min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "a")


@st.composite
def emended(draw: Any) -> RichText:
    """Words with corrections in them, as long as what they correct or not, next to each other or not."""
    text = draw(LETTERS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    correction = st.text(alphabet="xyz ", max_size=4)
    spans = tuple(Span(a, b, Emendation(draw(correction), "r")) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    return RichText(text, spans)


@settings(deadline=None, max_examples=60)
@given(st.lists(emended(), min_size=1, max_size=3), st.lists(emended(), min_size=1, max_size=3))
def test_pointers_lead_back_wherever_corrections_stand(
    collated: Any, ours: list[RichText], theirs: list[RichText]
) -> None:
    check_pointers(collated({"A": body(speech("ekberg", *ours)), "B": body(speech("ekberg", *theirs))}))


def test_the_tei_is_valid_and_says_what_it_is(collated: Any, tei_all: etree.RelaxNG) -> None:
    ruling = Ruling(
        id="cost", kind="variant", witnesses=("A", "B"), exact="price", value="spelling", resp="editors", reason="So."
    )
    for made in (collated({"A": A, "B": B, "C": C}, [ruling]), collated({"A": A, "B": A})):
        content = files_of(made)["xml"]
        root = etree.fromstring(content)
        tei_all.assertValid(root)
        (method,) = root.xpath("//t:variantEncoding", namespaces=TEI)
        assert (method.get("method"), method.get("location")) == ("double-end-point", "external")
        assert root.xpath("//t:witness/t:ptr/@target", namespaces=TEI) == [
            f"{DOCUMENT}.{view.record.siglum}.xml" for view in made.view.witnesses
        ]
        ids = set(root.xpath("//@xml:id"))
        local = " ".join(root.xpath("//t:lem/@wit | //t:rdg/@wit | //t:rdg/@ana | //t:note/@resp", namespaces=TEI))
        assert {pointer.removeprefix("#") for pointer in local.split()} <= ids
        assert files_of(made)["xml"] == content
    assert "The witnesses do not differ." in root.xpath("string(//t:text)", namespaces=TEI)


def test_the_tei_has_every_reading_with_kind_and_weight(collated: Any) -> None:
    root = etree.fromstring(files_of(collated({"A": A, "B": B, "C": C}))["xml"])
    found = [
        (app.findtext("t:lem", namespaces=TEI) or "", r.text or "", r.get("wit"), r.get("type"), r.get("subtype"))
        for app in root.iterfind(".//t:app", TEI)
        for r in app.iterfind("t:rdg", TEI)
    ]
    assert found[1:4] == [
        ("was", "was very", "#witness.B #witness.C", "addition", "substantive"),
        ("price", "cost", "#witness.B", "substitution", "substantive"),
        ("herring", "cod", "#witness.C", "substitution", "substantive"),
    ]
    assert set(root.xpath("//t:lem/@wit", namespaces=TEI)) == {"#witness.A"}


# --- downloads -------------------------------------------------------------------------------------


def test_the_files_are_offered_for_download(collated: Any) -> None:
    made = collated({"A": A, "B": B})
    files = {file.path: file.content for file in apparatus_files(made.view, made.collations)}
    offered = listed(made.view, files)
    assert [item.path for item in offered] == [f"downloads/{DOCUMENT}.apparatus.{e}" for e in ("csv", "json", "xml")]
    assert [item.size for item in offered] == [len(files[item.path]) for item in offered]
    links = tree(made).xpath("//h2[@id='downloads']/following-sibling::ul[1]//a/@href")
    assert links == [f"../../{item.path}" for item in offered]


def test_one_witness_has_no_apparatus_and_no_files(collated: Any) -> None:
    alone = collated({"A": A})
    assert apparatus_files(alone.view, alone.collations) == ()
    assert listed(alone.view, {}) == ()
    assert apparatus_page(alone.statement, alone.view, alone.collations, alone.forms) == ()


def test_every_passage_is_known_to_the_links(collated: Any) -> None:
    made = collated({"A": A, "B": B})
    content = json.loads(files_of(made)["json"])
    for siglum, key in (("A", "base"), ("B", "passages")):
        (view,) = [view for view in made.view.witnesses if view.record.siglum == siglum]
        ids = [passage.id for passage in passages(view.record.transcript)]
        assert [anchor for link in content["links"] for anchor in link[key]] == ids
