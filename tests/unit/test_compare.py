"""The compare pages and the margin of the reading pages: every passage, every variant, each where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pecia.collation import TAXONOMY, Weight
from pecia.collation.rows import words_as_printed
from pecia.model import Passage, PassageKind, RichText, Transcript, Turn, passages
from pecia.model.rulings import Ruling
from pecia.pages import GeneratedFile, render_document
from pecia.pages.compare import CHOOSABLE, compare_pages
from pecia.pages.margin_readings import other_readings
from pecia.pages.variants import CARET

STYLE = Path(__file__).parents[2] / "build_tools" / "pecia" / "theme" / "assets" / "compare.css"


def speech(who: str, *texts: str, label: str = "") -> Turn:
    told = tuple(Passage(PassageKind.SPEECH, RichText(text), who=who) for text in texts)
    return Turn(who, RichText(label or f"{who.title()}:"), told)


def narrative(text: str) -> Passage:
    return Passage(PassageKind.NARRATIVE, RichText(text))


def body(*blocks: Passage | Turn) -> Transcript:
    return Transcript((), blocks)


A = body(
    speech("ekberg", "The boats have not gone out for a week.", "Fisheries are the whole of our trade."),
    speech("holm", "We spoke much about the price of herring in the north."),
    narrative("They rose from the table."),
    speech("ekberg", "Then let us talk."),
)
B = body(
    speech("ekberg", "The boats have not gone out, for a week. Fisheries are the whole of our trade."),
    speech("holm", "We spoke about the cost of herring in the north.", label="Holm."),
    speech("ekberg", "Then let us talk."),
)
C = body(
    speech("ekberg", "The boats have not gone out for a week.", "Fisheries are the half of our trade."),
    speech("holm", "We spoke much about the market price of cod in the north."),
    narrative("They rose from the table."),
    speech("holm", "A turn that no other witness has, about lists of cargo."),
    speech("ekberg", "Then let us talk."),
)


def tree(file: GeneratedFile) -> html.HtmlElement:
    return html.fromstring(file.content.decode().split("---\n", 2)[2])


def pages_of(made: Any) -> dict[str, html.HtmlElement]:
    return {file.path: tree(file) for file in compare_pages(made.statement, made.view, made.collations, made.forms)}


def words_of(passage: html.HtmlElement) -> str:
    """The words of a passage without its number and the carets."""
    added = "parent::a[@class='pc-number'] or parent::mark[contains(@class, 'pc-absent')]"
    return "".join(passage.xpath(f".//text()[not({added})]")).strip()


@pytest.fixture(scope="module")
def page(collated: Any) -> html.HtmlElement:
    (only,) = pages_of(collated({"A": A, "B": B})).values()
    return only


@pytest.fixture(scope="module")
def three(collated: Any) -> dict[str, html.HtmlElement]:
    return pages_of(collated({"A": A, "B": B, "C": C}))


# --- nothing is missing ----------------------------------------------------------------------------

SAMPLE = """
The the boats boat herring 2 two to U.N. [sic] , . : — <b> & " October 24 not
"""
WORDS = st.sampled_from(SAMPLE.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
SPEECHES = st.builds(
    lambda who, texts, end: speech(who, *texts, label=f"{who.title()}{end}"),
    st.sampled_from(("ekberg", "holm")),
    st.lists(TEXTS, min_size=1, max_size=3),
    st.sampled_from((":", ".", " (so):")),
)
TRANSCRIPTS = st.lists(SPEECHES | TEXTS.map(narrative), max_size=6).map(lambda blocks: Transcript((), tuple(blocks)))


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(TRANSCRIPTS, min_size=2, max_size=3))
def test_every_passage_of_every_witness_stands_once_as_printed(collated: Any, texts: list[Transcript]) -> None:
    made = collated(dict(zip("ABC", texts, strict=False)))
    for path, shown in pages_of(made).items():
        pair = re.search(r"/([A-C])-([A-C])/index\.md$", path)
        ids = shown.xpath("//@id")
        assert len(ids) == len(set(ids))
        for witness in made.view.witnesses:
            siglum, transcript = witness.record.siglum, witness.record.transcript
            if pair and siglum not in pair.groups():
                continue
            labels = {b.passages[0].id: b.label.text for b in transcript.body if isinstance(b, Turn)}
            expected = [f"{labels.get(p.id, '')} {p.content.text}".strip() for p in passages(transcript)]
            found = shown.xpath(f"//*[starts-with(@id, '{siglum}-p')]")
            assert [words_of(element) for element in found] == expected
            assert [element.get("id") for element in found] == [f"{siglum}-{p.id}" for p in passages(transcript)]


def test_one_witness_has_no_page_and_no_error(collated: Any) -> None:
    alone = collated({"A": A})
    made = render_document(alone.statement, alone.view, alone.collations, alone.forms, ())
    assert [file.path.partition("/")[2] for file in made] == ["index.md", "A/index.md"]
    assert not any(b"compare" in file.content or b"apparatus" in file.content for file in made)


def test_what_only_one_witness_has_stands_unpaired(page: html.HtmlElement) -> None:
    (row,) = page.xpath("//li[.//*[@id='A-p4']]")
    ours, theirs = row.xpath(".//div[contains(@class, 'pc-cell ')]")
    assert "They rose from the table." in ours.text_content()
    assert theirs.text_content().strip() == "No counterpart in B."


def test_passages_that_one_witness_joins_share_a_row(page: html.HtmlElement) -> None:
    (row,) = page.xpath("//li[.//*[@id='A-p1']]")
    assert row.xpath(".//p/@id") == ["A-p1", "A-p2", "B-p1"]


# --- rows and links --------------------------------------------------------------------------------


def test_a_number_leads_to_its_passage_and_a_row_to_itself(page: html.HtmlElement) -> None:
    document = "../../luncheon-1951-03-07"
    for passage in page.xpath("//p[@id]"):
        siglum, _, anchor = passage.get("id").partition("-")
        (number,) = passage.xpath("./a[@class='pc-number']")
        assert (number.text, number.get("href")) == (f"{siglum} {anchor}", f"{document}/{siglum}/#{anchor}")
    for row in page.xpath("//ol[contains(@class, 'pc-rows')]/li"):
        (here,) = row.xpath("./a[@class='pc-here']/@href")
        assert here == f"#{row.xpath('.//p/@id')[0]}"


def test_the_citation_has_a_place_for_the_row(page: html.HtmlElement) -> None:
    (section,) = page.xpath("//section[@class='pc-cite']")
    assert section.get("data-place") == "row"
    (of_page,) = section.xpath("dl/div[dt='Chicago, full note']/dd/p[contains(@class, 'pc-of-page')]")
    assert "omparison of the witnesses" in of_page.text_content()
    assert "/luncheon-1951-03-07/compare/" in of_page.text_content()
    (of_row,) = section.xpath("dl/div[dt='Chicago, full note']/dd/p[contains(@class, 'pc-of-passage')]")
    assert len(of_row.xpath(".//*[@class='pc-cited-place']")) == 1
    assert len(of_row.xpath(".//*[@class='pc-cited-fragment']")) == 1


def test_speakers_are_named_and_a_turn_opens_its_row(page: html.HtmlElement) -> None:
    assert page.xpath("//*[@id='B-p2']//*[@class='pc-speaker']")[0].text_content() == "Holm."
    opening = page.xpath("//li[contains(@class, 'pc-opens')]//p[1]/@id")
    assert {"A-p1", "A-p3", "A-p5"} <= set(opening)
    assert "A-p4" not in opening


# --- variants --------------------------------------------------------------------------------------


def test_each_variant_is_marked_in_both_columns_by_kind_and_weight(collated: Any, page: html.HtmlElement) -> None:
    (collation,) = collated({"A": A, "B": B}).collations
    found: dict[str, list[list[str]]] = {}
    for column in (1, 2):
        for mark in page.xpath(f"//ol//div[contains(@class, 'pc-c{column}')]//mark"):
            sides = found.setdefault(mark.get("data-v"), [[], []])
            sides[column - 1].append("" if mark.text_content() == CARET else mark.text_content())
            assert mark.get("data-t").startswith(f"{mark.get('data-k')}, {mark.get('data-w')}; ")
    expected = [
        (words_as_printed(row.ours, variant.ours), words_as_printed(row.theirs, variant.theirs))
        for row in collation.rows
        for variant in row.variants
    ]
    assert [(" ".join(ours), " ".join(theirs)) for ours, theirs in found.values()] == expected
    kinds = {mark.get("data-v"): (mark.get("data-k"), mark.get("data-w")) for mark in page.xpath("//ol//mark")}
    assert list(kinds.values()) == [(v.kind, v.weight) for row in collation.rows for v in row.variants]
    assert ("substitution", "substantive") in kinds.values()
    assert ("label", "formal") in kinds.values()


def test_a_caret_stands_where_words_are_absent(page: html.HtmlElement) -> None:
    (caret,) = page.xpath("//*[@id='B-p2']//mark[@data-k='omission']")
    assert caret.text == CARET
    assert "pc-absent" in caret.get("class")
    assert caret.tail.startswith(" about")
    assert caret.getprevious() is None or caret.getprevious().tag != "mark"


def test_a_caret_can_stand_before_all_words(collated: Any) -> None:
    made = collated(
        {
            "A": body(narrative("the boats left the harbour.")),
            "B": body(narrative("Then all the boats left the harbour.")),
        }
    )
    (shown,) = pages_of(made).values()
    (caret,) = shown.xpath("//*[@id='A-p1']//mark")
    assert (caret.text, caret.getprevious().get("class")) == (CARET, "pc-number")
    assert caret.tail.strip() == "the boats left the harbour."


def test_a_variant_across_passages_is_one_stop_in_each_column(collated: Any) -> None:
    ours = body(
        speech("ekberg", "We carry all weapons away from ports of the", "north and you stand in the way of ships.")
    )
    theirs = body(speech("ekberg", "We carry all weapons away from every harbour and you stand in the way of ships."))
    (shown,) = pages_of(collated({"A": ours, "B": theirs})).values()
    pieces = shown.xpath("//*[@id='A-p1']//mark[last()] | //*[@id='A-p2']//mark[1]")
    assert [piece.text_content() for piece in pieces] == ["ports of the", "north"]
    assert [piece.get("tabindex") for piece in pieces] == ["0", None]
    assert len({piece.get("data-v") for piece in pieces}) == 1
    assert [piece.get("id") is None for piece in pieces] == [False, True]


def test_a_variant_can_be_tabbed_to_once_in_each_column_and_points_to_its_kind(page: html.HtmlElement) -> None:
    stops = Counter(mark.get("data-v") for mark in page.xpath("//ol//mark[@tabindex='0']"))
    assert set(stops.values()) == {2}
    for mark in page.xpath("//ol//mark[@aria-describedby]"):
        for identifier in mark.get("aria-describedby").split():
            (said,) = page.xpath(f"//*[@id='{identifier}']")
            assert said.text_content()


def test_the_substantive_variants_are_listed_with_links(page: html.HtmlElement) -> None:
    links = page.xpath("//details[@class='pc-variants']//a/@href")
    targets = [page.xpath(f"//*[@id='{link[1:]}']")[0] for link in links]
    assert targets == page.xpath("//ol//mark[@data-w='substantive' and @id]")
    assert len(targets) == len({mark.get("data-v") for mark in page.xpath("//ol//mark[@data-w='substantive']")}) > 1


def test_the_filter_counts_what_is_marked(page: html.HtmlElement) -> None:
    numbers = {mark.get("data-v"): mark for mark in page.xpath("//ol//mark")}
    by_kind = Counter(mark.get("data-k") for mark in numbers.values())
    by_weight = Counter(mark.get("data-w") for mark in numbers.values())
    rows = {
        row.xpath("string(.//input/@id)").removeprefix("kind-"): row.xpath("./td[@class='pc-count']/text()")
        for row in page.xpath("//table[@class='pc-kinds']/tbody/tr")
    }
    assert {kind: int(counts[-1]) for kind, counts in rows.items()} == by_kind
    boxes = page.xpath("//fieldset[@class='pc-weights']/label")
    assert {b.xpath("string(input/@id)"): int(b.xpath("string(*[@class='pc-count'])")) for b in boxes} == {
        f"weight-{weight}": number for weight, number in by_weight.items()
    }


def test_the_style_sheet_knows_every_kind_weight_and_column() -> None:
    style = STYLE.read_text(encoding="utf-8")
    for kind in TAXONOMY:
        assert f'.pc-v[data-k="{kind}"] {{ --pc-kind: "' in style
        assert f':has(.pc-kinds :checked):not(:has(#kind-{kind}:checked)) .pc-filtered [data-k="{kind}"]' in style
    for weight in Weight:
        assert (
            f':has(.pc-weights :checked):not(:has(#weight-{weight}:checked)) .pc-filtered [data-w="{weight}"]' in style
        )
    for column in range(1, CHOOSABLE + 1):
        assert f":has(#column-{column}:not(:checked)) .pc-c{column}" in style
        assert column == 1 or f':has(#column-{column}:not(:checked)) .pc-filtered [data-c="{column}"]' in style
    assert f"pc-c{CHOOSABLE + 1}" not in style


# --- three and more witnesses ----------------------------------------------------------------------


def test_three_witnesses_have_a_page_and_one_for_each_two(three: dict[str, html.HtmlElement]) -> None:
    folder = "luncheon-1951-03-07/compare"
    assert list(three) == [
        f"{folder}/index.md",
        f"{folder}/A-B/index.md",
        f"{folder}/A-C/index.md",
        f"{folder}/B-C/index.md",
    ]
    for path, shown in three.items():
        sigla = path.removesuffix("/index.md")[-3:].replace("-", "") if "-B/" in path or "-C/" in path else "ABC"
        heads = shown.xpath("//*[@class='pc-heads']//*[contains(@class, 'pc-cell ')]")
        assert [head.text_content().strip()[0] for head in heads] == list(sigla)
        (current,) = shown.xpath("//nav[@aria-label='Witnesses compared']//a[@aria-current]/@href")
        assert current.endswith("compare/" if len(sigla) == 3 else f"compare/{sigla[0]}-{sigla[1]}/")


def test_a_mark_of_the_base_says_whom_it_differs_from(three: dict[str, html.HtmlElement]) -> None:
    shown = three["luncheon-1951-03-07/compare/index.md"]
    price = [m for m in shown.xpath("//*[@id='A-p3']//mark") if m.text_content() == "price"]
    assert [(m.get("data-o"), m.get("data-c"), m.get("data-k")) for m in price] == [("B", "2", "substitution")]
    herring = [m for m in shown.xpath("//*[@id='A-p3']//mark") if m.text_content() == "herring"]
    assert [(m.get("data-o"), m.get("data-c")) for m in herring] == [("C", "3")]
    assert shown.xpath("//*[@id='B-p2']//mark/@data-c") == []


def test_passages_that_another_witness_joins_keep_their_own_variants(three: dict[str, html.HtmlElement]) -> None:
    shown = three["luncheon-1951-03-07/compare/index.md"]
    (row,) = shown.xpath("//li[.//*[@id='A-p1']]")
    assert row.xpath(".//p/@id") == ["A-p1", "A-p2", "B-p1", "C-p1", "C-p2"]
    assert [m.text_content() for m in row.xpath(".//*[@id='A-p2']//mark[@data-o='C']")] == ["whole"]
    assert [m.text_content() for m in row.xpath(".//*[@id='C-p2']//mark")] == ["half"]


def test_a_passage_between_joined_ones_keeps_its_place(collated: Any) -> None:
    made = collated({
        "A": body(speech("holm", "The first words.", "The second words.")),
        "B": body(speech("holm", "The first words."), narrative("They rose."), speech("holm", "The second words.")),
        "C": body(speech("holm", "The first words. The second words.")),
    })  # fmt: skip
    shown = pages_of(made)["luncheon-1951-03-07/compare/index.md"]
    assert shown.xpath("//*[starts-with(@id, 'B-p')]/@id") == ["B-p1", "B-p2", "B-p3"]


def test_variants_of_two_witnesses_on_the_same_words_stand_inside_each_other(collated: Any) -> None:
    texts = ("The price of herring is high", "The cost of cod is high", "The price of herrings was high")
    transcripts = {s: body(speech("ekberg", text)) for s, text in zip("ABC", texts, strict=True)}
    shown = next(iter(pages_of(collated(transcripts)).values()))
    (inner,) = shown.xpath("//*[@id='A-p1']//mark/mark")
    assert {inner.get("data-o"), inner.getparent().get("data-o")} == {"B", "C"}
    assert "B: “cod”" in inner.get("data-t")
    assert "C: “herrings" in inner.get("data-t")


def test_no_box_for_a_column_that_the_style_sheet_cannot_hide(collated: Any) -> None:
    sigla = "ABCDEFGHIJKLM"
    shown = next(iter(pages_of(collated({s: body(speech("ekberg", "Yes indeed.")) for s in sigla})).values()))
    assert len(sigla) == CHOOSABLE + 1
    assert len(shown.xpath("//*[starts-with(@id, 'column-')]")) == CHOOSABLE
    assert len(shown.xpath("//ol//*[starts-with(@id, 'M-')]")) == 1


# --- what an editor has ruled, and what the aligner was unsure of -------------------------------------


def ruling(identifier: str, kind: Any, value: str, exact: str) -> Ruling:
    return Ruling(
        id=identifier, kind=kind, witnesses=("A", "B"), exact=exact, value=value, resp="editors", reason="So <it> is."
    )


def test_rulings_are_shown_with_their_reason(collated: Any) -> None:
    made = collated(
        {"A": A, "B": B},
        [
            ruling("pair-rose", "link", "p4 = ", "They rose"),
            ruling("cost", "variant", "spelling", "price"),
        ],
    )
    assert made.findings == []
    (shown,) = pages_of(made).values()
    (alone,) = shown.xpath("//li[.//*[@id='A-p4']]//*[@class='pc-row-note']")
    assert alone.text_content().startswith("Kept apart from B by ruling pair-rose")
    (kind,) = shown.xpath("//li[.//*[@id='A-p3']]//*[@class='pc-row-note']")
    assert kind.text_content().startswith("Kind of variant by ruling cost")
    assert kind.text_content().endswith("So <it> is.")
    (mark,) = [m for m in shown.xpath("//*[@id='A-p3']//mark") if m.text_content() == "price"]
    assert (mark.get("data-k"), mark.get("data-w")) == ("spelling", "formal")


def test_passages_linked_by_place_say_how_little_they_share(collated: Any) -> None:
    frame = speech("ekberg", "The ships are in the open sea."), speech("ekberg", "They arrive in four days.")
    made = collated({
        "A": body(frame[0], speech("holm", "Yes."), frame[1]),
        "B": body(frame[0], speech("holm", "Indeed so."), frame[1]),
    })  # fmt: skip
    (shown,) = pages_of(made).values()
    (note,) = shown.xpath("//*[@class='pc-row-note']")
    assert note.text_content() == "Aligned with B by position. No words are the same."
    assert note.xpath(".././/p/@id") == ["A-p2", "B-p2"]


# --- the margin of the reading pages -----------------------------------------------------------------


def test_the_margin_marks_what_differs_in_substance_and_nothing_else(collated: Any) -> None:
    made = collated({"A": A, "B": B})
    assert list(other_readings(made.collations, "A")) == ["p3", "p4"]
    assert list(other_readings(made.collations, "B")) == ["p2"]
    assert other_readings(collated({"A": A, "B": A}).collations, "A") == {}


def test_of_joined_passages_the_one_that_differs_is_marked(collated: Any) -> None:
    parted = body(speech("ekberg", "We carry the weapons away from the ports.", "You stand in the way of our ships."))
    joined = body(speech("ekberg", "We carry the weapons away from the ports. You stand in the way of our boats."))
    made = collated({"A": parted, "B": joined})
    assert list(other_readings(made.collations, "A")) == ["p2"]
    assert list(other_readings(made.collations, "B")) == ["p1"]


def test_front_matter_of_one_witness_is_not_marked(collated: Any) -> None:
    front = Transcript((Passage(PassageKind.HEADING, RichText("A title"), id="p90"),), A.body)
    assert "p90" not in other_readings(collated({"A": front, "B": A}).collations, "A")


def test_a_passage_without_words_does_no_harm(collated: Any) -> None:
    frame = speech("ekberg", "The ships are in the open sea."), speech("ekberg", "They arrive in four days.")
    empty, full = Turn("holm", RichText(""), speech("holm", "").passages), speech("holm", "—", label=" ")
    made = collated({"A": body(frame[0], empty, frame[1]), "B": body(frame[0], full, frame[1])})
    assert list(other_readings(made.collations, "A")) in ([], ["p2"])
    assert len(pages_of(made)) == 1


def test_a_reading_page_opens_the_other_reading_in_place(collated: Any) -> None:
    made = collated({"A": A, "B": B, "C": C})
    files = {file.path: file for file in render_document(made.statement, made.view, made.collations, made.forms, ())}
    folder = "luncheon-1951-03-07"
    shown, compare = tree(files[f"{folder}/A/index.md"]), tree(files[f"{folder}/compare/index.md"])
    details = {d.getprevious().get("id"): d for d in shown.xpath("//details[@class='pc-other']")}
    assert list(details) == ["p2", "p3", "p4"]
    assert details["p2"].xpath("./summary")[0].text_content() == "C differs in substance"
    assert details["p3"].xpath("./summary")[0].text_content() == "B and C differ in substance"
    assert details["p4"].xpath("./summary")[0].text_content() == "B differs in substance"
    inside = details["p3"].xpath(".//p[@class='pc-speech']")
    assert [words_of(p).partition(" ")[2] for p in inside] == [
        "p2 Holm. We spoke about the cost of herring in the north.",
        "p3 Holm: We spoke much about the market price of cod in the north.",
    ]
    assert not details["p3"].xpath(".//*[@id]")
    assert details["p3"].xpath(".//a[@class='pc-place']/@href") == [f"../../{folder}/B/#p2", f"../../{folder}/C/#p3"]
    (row,) = details["p3"].xpath(".//a[text()='Compare the witnesses here']/@href")
    assert row == f"../../{folder}/compare/#A-p3"
    assert len(compare.xpath("//*[@id='A-p3']")) == 1
    assert "Witness B lacks this passage." in details["p4"].text_content()


def test_overview_and_reading_pages_lead_to_the_comparison(collated: Any) -> None:
    made = collated({"A": A, "B": B})
    for file in render_document(made.statement, made.view, made.collations, made.forms, ()):
        links = tree(file).xpath("//nav[@aria-label='Pages of this document']//a/@href")
        assert [link.rpartition("luncheon-1951-03-07")[2] for link in links] == [
            "/", "/A/", "/B/", "/compare/", "/apparatus/",
        ]  # fmt: skip
