"""The conversation as a picture: its numbers, its marks, its links, and the same numbers as CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from pecia import new_project, tei_record
from pecia.citation import cite_document
from pecia.formats import turn_lengths as csv_module
from pecia.formats.turn_lengths import COLUMNS, shape_csv
from pecia.model import (
    Delivery,
    Gloss,
    Insertion,
    Mention,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.model.edition import Entry, Participant
from pecia.pages import Copy, render_document
from pecia.pages.turn_chart import CHOICES, ENDING, STYLE, picture_section
from pecia.pages.turn_chart_shape import Lane, lanes, row_names, shapes, word_runs
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "build_tools" / "pecia" / "theme" / "assets" / STYLE).read_text(encoding="utf-8")
NASTY = "</title><script>alert(1)</script> & \"q\" 'q' {{ x }}"


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
VIEWS = pytest.mark.parametrize("view", [INVENTED, real()], ids=["invented", "real"])


def view_of(*bodies: Sequence[Passage | Turn], entries: Sequence[Entry] | None = None) -> DocumentView:
    """The invented document with these texts as its witnesses A, B …, passages numbered; ``entries``: the registers."""
    first = INVENTED.witnesses[0].record
    sigla = "ABCDEFGH"[: len(bodies)]
    witnesses = tuple(dataclasses.replace(first.witness, siglum=siglum, title="") for siglum in sigla)
    document = dataclasses.replace(INVENTED.document, witnesses=witnesses)
    records = [
        dataclasses.replace(
            first,
            document=document,
            siglum=siglum,
            entries=tuple(entries) if entries is not None else first.entries,
            transcript=Transcript((), tuple(numbered(body))),
        )
        for siglum, body in zip(sigla, bodies, strict=True)
    ]
    return DocumentView(document, tuple(map(WitnessView, records)))


def numbered(body: Sequence[Passage | Turn]) -> list[Passage | Turn]:
    numbers = iter(range(1, 100_000))

    def anchored(passage: Passage) -> Passage:
        return dataclasses.replace(passage, id=f"p{next(numbers)}")

    return [
        dataclasses.replace(block, passages=tuple(map(anchored, block.passages)))
        if isinstance(block, Turn)
        else anchored(block)
        for block in body
    ]


def turn(who: str, *texts: str | RichText) -> Turn:
    contents = [RichText(text) if isinstance(text, str) else text for text in texts]
    return Turn(who, RichText(f"{who}:"), tuple(Passage(PassageKind.SPEECH, c, who) for c in contents))


def reported(who: str | None, text: str | RichText) -> Passage:
    return Passage(PassageKind.REPORTED, RichText(text) if isinstance(text, str) else text, who)


def narrative(text: str) -> Passage:
    return Passage(PassageKind.NARRATIVE, RichText(text))


def said(text: str, *spans: tuple[str, object]) -> RichText:
    """``text`` with marks on the first occurrence of the words given."""
    placed = [Span(text.index(w), text.index(w) + len(w), mark) for w, mark in spans]  # type: ignore[arg-type]
    return RichText(text, tuple(sorted(placed, key=lambda s: (s.start, -s.end))))


def texts_of(block: Passage | Turn) -> list[str]:
    return [p.content.text for p in (block.passages if isinstance(block, Turn) else [block])]


def drawn(view: DocumentView, copies: Sequence[Copy] = ()) -> html.HtmlElement:
    return html.fromstring(f"<main>{picture_section(view, copies, '../')}</main>")


def pictures(page: html.HtmlElement) -> list[html.HtmlElement]:
    return page.xpath("//svg[@class='pc-marks']")


def marks(picture: html.HtmlElement) -> list[html.HtmlElement]:
    return picture.xpath("./*[rect]")


def number(mark: html.HtmlElement, attribute: str) -> int:
    return int(mark.find("rect").get(attribute))


WORDS = st.text("abc dé’ ,.", max_size=40)
BLOCKS = st.one_of(
    st.builds(
        lambda who, texts: turn(who, *texts), st.sampled_from(["ekberg", "nordahl"]), st.lists(WORDS, max_size=3)
    ),
    st.builds(reported, st.sampled_from(["ekberg", "nordahl", None]), WORDS),
    st.builds(narrative, WORDS),
    st.builds(lambda text: Passage(PassageKind.HEADING, RichText(text)), WORDS),
)
BODIES = st.lists(BLOCKS, max_size=8)


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("— … !", []),
        ("One, two. Three", ["One", "two", "Three"]),
        ("don’t we'll 'quoted' dogs’ end’", ["don’t", "we'll", "quoted", "dogs", "end"]),
        ("vice-president", ["vice", "president"]),
        ("A.I. Holm, A. I. Holm", ["A", "I", "Holm", "A", "I", "Holm"]),
        ("1,000 in 1951", ["1", "000", "in", "1951"]),
        ("think[s]", ["think", "s"]),
        ("cafe\u0301 e\u0301tait", ["cafe\u0301", "e\u0301tait"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("snake_case", ["snake", "case"]),
        ("\u0301alone", ["alone"]),
    ],
)
def test_a_word(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in word_runs(text)] == expected


def test_what_is_nobodys_speech_is_left_out_with_the_names_in_it() -> None:
    oslo, bergen, boss = Mention("place", "oslo"), Mention("place", "bergen"), Mention("person", "ekberg")
    first = said(
        "Go to Oslo [or Bergen —ed.] now [nu], added Ekberg in jest, to Oslo",
        ("Oslo", oslo), ("[or Bergen —ed.]", Insertion("ed")), ("Bergen", bergen), ("[nu]", Gloss("sv", "ed")),
        ("added Ekberg in jest", Delivery()), ("Ekberg", boss),
    )  # fmt: skip
    second = said("On to Bergen", ("Bergen", bergen))
    (shape,) = shapes(view_of([turn("ekberg", first, second)]))
    (mark,) = shape.marks
    assert (mark.words, mark.left_out) == (9, 8)  # Go to Oslo now to Oslo On to Bergen
    assert [(named.key, named.at) for named in mark.named] == [("oslo", 2), ("bergen", 8)]


def test_reported_speech_does_not_name_whom_it_reports() -> None:
    text = said(
        "Ekberg says that Nordahl", ("Ekberg", Mention("person", "ekberg")), ("Nordahl", Mention("person", "n"))
    )
    (one,), (other,) = (shapes(view_of([block]))[0].marks for block in (reported("ekberg", text), turn("ekberg", text)))
    assert [named.key for named in one.named] == ["n"]
    assert [named.key for named in other.named] == ["ekberg", "n"]


@VIEWS
def test_the_conversation_is_every_turn_and_all_reported_speech_and_narrative(view: DocumentView) -> None:
    kinds = (PassageKind.REPORTED, PassageKind.NARRATIVE)
    for shape in shapes(view):
        transcript = shape.witness.record.transcript
        first = {t.passages[0].id for t in turns(transcript)}
        assert [mark.anchor for mark in shape.marks] == [
            passage.id for passage in passages(transcript) if passage.kind in kinds or passage.id in first
        ]
        assert any(mark.words for mark in shape.marks)


# --- the picture ------------------------------------------------------------------------------------


@given(BODIES, BODIES)
@example([turn("ekberg", "a"), narrative("a b")], [])
@example([turn("ekberg", "a " * 2000)], [turn("nordahl", "b")])
def test_marks_are_words_in_order_on_one_scale(one: list[Passage | Turn], other: list[Passage | Turn]) -> None:
    view = view_of(one, other)
    page = drawn(view)
    counted = [
        [
            sum(len(re.findall("[abcdé]+(?:’[abcdé]+)*", text)) for text in texts_of(block))
            for block in body
            if isinstance(block, Turn) or block.kind is not PassageKind.HEADING
        ]
        for body in (one, other)
    ]
    if not any(counted):
        assert pictures(page) == []
        return
    longest = max(1, *map(sum, counted))
    assert [p.get("viewbox") for p in pictures(page)] == [pictures(page)[0].get("viewbox")] * 2
    assert pictures(page)[0].get("viewbox").split()[2] == str(longest)
    assert len({p.get("width") for p in pictures(page)}) == 1
    for picture, shape, words in zip(pictures(page), shapes(view), counted, strict=True):
        found = marks(picture)
        assert [number(mark, "width") for mark in found] == words
        assert [number(mark, "x") for mark in found] == [sum(words[:n]) for n in range(len(words))]
        assert shape.words == sum(words)
        ticks = picture.xpath("./path[@class='pc-ticks']")[0].get("d")
        assert [int(x) for x in re.findall(r"M(\d+)", ticks)] == [number(mark, "x") for mark in found]


def test_a_row_for_each_speaker_each_manner_and_narrative() -> None:
    view = view_of(
        [narrative("n"), reported("nordahl", "r"), turn("holm", "h"), turn("nordahl", "t"), reported(None, "u")],
        [turn("ekberg", "e")],
    )
    # participants first, in their order; then others, then whom nobody named; narrative last
    present = tuple(Participant(person=key, role="", part="speaker") for key in ("absent", "ekberg", "nordahl"))
    view = dataclasses.replace(view, document=dataclasses.replace(view.document, participants=present))
    rows = lanes(view, shapes(view))
    assert rows == (
        Lane(PassageKind.SPEECH, "ekberg"),
        Lane(PassageKind.SPEECH, "nordahl"),
        Lane(PassageKind.REPORTED, "nordahl"),
        Lane(PassageKind.SPEECH, "holm"),
        Lane(PassageKind.REPORTED),
        Lane(PassageKind.NARRATIVE),
    )
    page = drawn(view)
    for labels in page.xpath("//div[@class='pc-shape-scroll']//ul"):
        titles = [li.get("title") for li in labels][1:]
        assert titles == [
            "Ekberg",
            "Nordahl",
            "Nordahl, reported",
            "holm",
            "speaker not established, reported",
            "Narrative",
        ]
    tops = [[number(mark, "y") for mark in marks(picture)] for picture in pictures(page)]
    height = int(pictures(page)[0].get("viewbox").split()[3]) // len(rows)
    assert [[top // height for top in of_one] for of_one in tops] == [[5, 2, 3, 1, 4], [0]]
    styles = [mark.get("class") for mark in marks(pictures(page)[0])]
    assert styles == ["v", "r", None, None, "r"]


@VIEWS
def test_every_link_leads_to_a_passage_of_the_reading_page(view: DocumentView) -> None:
    statement = view.witnesses[0].record.edition
    entries = {entry.key: entry for witness in view.witnesses for entry in witness.record.entries}
    forms = cite_document(statement, view.document, entries, "edition/documents/x.yml")[0]
    made = {file.path: file.content.decode() for file in render_document(statement, view, (), forms, ())}
    overview = html.fromstring(made[f"{view.document.id}/index.md"].split("---\n", 2)[2])
    assert STYLE in yaml.safe_load(made[f"{view.document.id}/index.md"].split("---\n")[1])["assets"]
    for picture, table, witness in zip(
        pictures(overview),
        overview.xpath("//details[@class='pc-shape-more']//table"),
        view.witnesses,
        strict=True,
    ):
        ids = set(re.findall(r' id="([^"]+)"', made[f"{view.document.id}/{witness.record.siglum}/index.md"]))
        links = [link.get("href") for link in picture.iter("a")]
        assert len(links) == len(marks(picture)) > 0
        for link in links:
            path, _, anchor = link.partition("#")
            assert posixpath.normpath(posixpath.join(view.document.id, path)) == (
                f"{view.document.id}/{witness.record.siglum}"
            )
            assert anchor in ids
        # the table has the same links in the same order, and it alone is for the keyboard
        assert [link.get("href") for link in table.iter("a")] == links
        assert {link.get("tabindex") for link in picture.iter("a")} == {"-1"}
        assert not table.xpath(".//@tabindex")
    ids = overview.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in overview.xpath("//svg/@aria-labelledby | //svg/@aria-describedby"):
        assert reference in ids


def test_names_are_dots_where_they_stand_and_classes_of_the_marks() -> None:
    oslo = [("Oslo", Mention("place", "oslo"))]
    body = [
        turn("ekberg", "one two", said("to Oslo", *oslo)),
        turn("nordahl", "no"),
        reported("nordahl", said("Oslo", *oslo)),
    ]
    page = drawn(view_of(body, [turn("nordahl", "no")]))
    first, second = pictures(page)
    assert [mark.get("class") for mark in marks(first)] == ["n1", None, "r n1"]
    (dots,) = first.xpath("./path[contains(@class, 'pc-dots')]")
    assert dots.get("class") == "pc-dots d1"
    tops = [number(marks(first)[n], "y") for n in (0, 2)]
    found = re.findall(r"M(\d+) (\d+)h0", dots.get("d"))
    assert [int(x) for x, _ in found] == [3, 5]
    assert all(0 <= top - int(y) < 16 for top, (_, y) in zip(tops, found, strict=True))
    assert second.xpath("./path[contains(@class, 'pc-dots')]") == []
    (label,) = page.xpath("//label[input/@id='shape-named-1']")
    assert label.text_content().split() == ["Oslo", "2", "·", "0"]


def test_at_most_so_many_names_as_the_style_sheet_knows_the_most_named_first() -> None:
    entries = [Entry(key=f"e{n}", name=f"Place {n:02}", sort=f"Place {n:02}", kind="place") for n in range(20)]
    turns_ = [
        turn("ekberg", said("X", ("X", Mention("place", f"e{n}")))) for n in range(20) for _ in range(max(1, n - 10))
    ]
    page = drawn(view_of(turns_, entries=entries))
    labels = [bdi.text for bdi in page.xpath("//fieldset[@class='pc-shape-named']//label/bdi")]
    assert labels == [*(f"Place {n}" for n in range(19, 11, -1)), *(f"Place {n:02}" for n in range(4))]
    assert len(labels) == CHOICES
    for n in range(1, CHOICES + 1):
        assert f":has(#shape-named-{n}:checked) .d{n}" in CSS
        assert f":has(#shape-named-{n}:checked) .pc-marks :is(a, g):not(.n{n}) > rect" in CSS
    assert f"shape-named-{CHOICES + 1}" not in CSS
    rows = page.xpath("//table[caption[starts-with(., 'Names')]]/tbody/tr/th")
    assert len(rows) == len(entries)
    assert labels == [row.text_content() for row in rows[:CHOICES]]


@pytest.mark.parametrize("scale", [1, 7, 99, 1000, 5247, 123_456])
def test_the_scale_begins_at_zero_and_its_figures_stand_where_they_say(scale: int) -> None:
    page = drawn(view_of([turn("ekberg", "w " * scale)], [turn("ekberg", "w")]))
    for picture in pictures(page):
        for style in ("pc-coarse", "pc-fine"):
            figures = picture.getprevious().xpath(f"./g[@class='{style}']/text")
            numbers = [int(figure.text.replace(",", "")) for figure in figures]
            assert numbers[0] == 0
            for n, figure in zip(numbers, figures, strict=True):
                assert float(figure.get("x").rstrip("%")) == pytest.approx(100 * n / scale, abs=1e-3)
            grid = picture.xpath(f"./path[@class='pc-grid {style}']")[0].get("d")
            assert set(numbers) <= {int(x) for x in re.findall(r"M(\d+)", grid)}
        coarse = picture.getprevious().xpath("./g[@class='pc-coarse']/text")
        assert len(coarse) <= 7


def test_the_shortest_turns_can_be_seen_and_followed() -> None:
    page = drawn(
        view_of([turn("ekberg", "w " * 50_000), turn("nordahl", "Yes."), turn("nordahl", "—"), turn("ekberg")])
    )
    (picture,) = pictures(page)
    assert [number(mark, "width") for mark in marks(picture)] == [50_000, 1, 0, 0]
    assert [mark.get("href") for mark in marks(picture)][1:] == [
        "../luncheon-1951-03-07/A/#p2",
        "../luncheon-1951-03-07/A/#p3",
        None,
    ]
    ticks = re.findall(r"M(\d+) \d+v(\d+)", picture.xpath("./path[@class='pc-ticks']")[0].get("d"))
    assert [(int(x), int(h) > 0) for x, h in ticks] == [(0, True), (50_000, True), (50_001, True), (50_001, True)]
    assert re.search(r"\.pc-ticks \{[^}]*stroke-width", CSS)
    assert "vector-effect: non-scaling-stroke" in CSS


def test_two_thousand_turns_stay_small() -> None:
    oslo = ("Oslo", Mention("place", "oslo"))

    def size(count: int) -> int:
        body = [turn(("ekberg", "nordahl")[n % 2], said("é & Oslo " + "long words " * 30, oslo)) for n in range(count)]
        return len(picture_section(view_of(body), (), "../").encode())

    assert (size(2000) - size(10)) / 1990 < 500


# --- odd conversations ------------------------------------------------------------------------------


def test_no_conversation() -> None:
    assert picture_section(view_of([Passage(PassageKind.HEADING, RichText("Minutes"))], []), (), "../") == ""


def test_reported_speech_only() -> None:
    page = drawn(view_of([reported("ekberg", "a b c"), reported("nordahl", "d")]))
    assert [mark.get("class") for mark in marks(pictures(page)[0])] == ["r", "r"]
    assert "2 passages of reported speech and 4 words" in page.xpath("//figcaption")[0].text_content()
    assert "0 turns" not in page.text_content()
    assert page.xpath("//ul[@class='pc-shape-rows']/li/bdi/text()")[:2] == ["Ekberg, reported", "Nordahl, reported"]


def test_one_speaker_and_no_registers() -> None:
    page = drawn(view_of([turn("ekberg", said("to Oslo", ("Oslo", Mention("place", "oslo"))))], entries=[]))
    assert page.xpath("//fieldset") == []
    assert page.xpath("//form") == []
    assert page.xpath("//ul[@class='pc-shape-rows']/li/bdi/text()") == ["ekberg", "ekberg"]
    assert "100.0\u00a0%" in page.text_content()


def test_a_witness_without_conversation_beside_one_that_has_some() -> None:
    first, second = pictures(drawn(view_of([turn("ekberg", "a b")], [])))
    assert len(marks(first)) == 1
    assert marks(second) == []


def test_turns_without_a_single_word() -> None:
    page = drawn(view_of([turn("ekberg", "—")]))
    assert "NaN" not in page.text_content()
    assert "0.0\u00a0%" in page.text_content()


def test_names_and_words_with_markup_stay_words() -> None:
    entries = [Entry(key="ekberg", name=NASTY, sort=NASTY), Entry(key="oslo", name=NASTY, sort=NASTY, kind="place")]
    page = drawn(view_of([turn("ekberg", said(f"{NASTY} Oslo", ("Oslo", Mention("place", "oslo"))))], entries=entries))
    assert page.xpath("//script") == []
    assert NASTY in page.xpath("//bdi/text()")
    assert NASTY in marks(pictures(page)[0])[0].find("title").text


def test_names_that_run_from_right_to_left_are_kept_apart() -> None:
    entries = [Entry(key="ekberg", name="משה שרת", sort="שרת, משה"), Entry(key="nordahl", name="N", sort="N")]
    page = drawn(view_of([turn("ekberg", "שלום לכם"), turn("nordahl", "hello")], entries=entries))
    first, second = (mark.find("title").text for mark in marks(pictures(page)[0]))
    assert first == "p1 \u2068שרת\u2069, 2 words: \u2068שלום לכם\u2069"
    assert second == "p2 N, 1 word: hello"
    assert "שרת" in page.xpath("//ul//bdi/text()")
    assert "שרת" in page.xpath("//td/bdi/text()")


def test_two_of_one_surname_have_their_names_in_full() -> None:
    entries = {e.key: e for e in (
        Entry(key="a", name="Anna Holm", sort="Holm, Anna"), Entry(key="b", name="Bo Holm", sort="Holm, Bo"),
        Entry(key="c", name="Carl Lind", sort="Lind, Carl"), Entry(key="d", name="D", sort=", D"),
    )}  # fmt: skip
    rows = [Lane(PassageKind.SPEECH, key) for key in (*entries, "x")]
    assert list(row_names(rows, entries).values()) == ["Anna Holm", "Bo Holm", "Lind", "D", "x"]


# --- numbers ----------------------------------------------------------------------------------------


def test_the_numbers_of_the_rows() -> None:
    page = drawn(view_of([turn("ekberg", "a b c"), turn("nordahl", "d"), turn("ekberg", "e f g h"), narrative("i")]))
    (table,) = page.xpath("//table[caption='Witness A']")
    assert [[cell.text_content() for cell in row] for row in table.iter("tr")] == [
        ["Row", "Bars", "Words", "Share", "Longest"],
        ["Ekberg", "2", "7", "77.8\u00a0%", "4 (p3)"],
        ["Nordahl", "1", "1", "11.1\u00a0%", "1 (p2)"],
        ["Narrative", "1", "1", "11.1\u00a0%", "1 (p4)"],
        ["All", "4", "9", "100\u00a0%", ""],
    ]
    assert "add up to 100\u00a0%." in page.text_content()


def test_shares_that_do_not_add_up_to_a_hundred_say_so() -> None:
    body = [turn("ekberg", "a"), turn("nordahl", "b"), narrative("c")]
    page = drawn(view_of(body, [turn("ekberg", "a")]))
    assert "The rounded shares add up to 99.9\u00a0% in witness A." in page.text_content()


@given(BODIES)
def test_shares_are_rounded_half_up(body: list[Passage | Turn]) -> None:
    view = view_of(body)
    (shape,) = shapes(view)
    for lane in lanes(view, [shape]):
        own = sum(mark.words for mark in shape.by_lane[lane])
        exact = 1000 * own / shape.words if shape.words else 0
        assert -0.5 < shape.tenths(lane) - exact <= 0.5


def test_share_bars_are_on_one_scale_from_zero() -> None:
    view = view_of([turn("ekberg", "a b c"), turn("nordahl", "d")], [turn("ekberg", "a"), turn("nordahl", "d")])
    (svg,) = drawn(view).xpath("//figure[@class='pc-shares']//svg")
    bars = [(bar.get("x"), float(bar.get("width").rstrip("%"))) for bar in svg.iter("rect")]
    assert [x for x, _ in bars] == ["0"] * 4
    assert [width for _, width in bars] == pytest.approx([100, 100 * 50 / 75, 100 * 25 / 75, 100 * 50 / 75], abs=0.01)
    assert svg.xpath("./text/text()") == ["A 75.0\u00a0%", "B 50.0\u00a0%", "A 25.0\u00a0%", "B 50.0\u00a0%"]


def test_the_numbers_can_be_downloaded_when_they_are_among_the_copies() -> None:
    view = view_of([turn("ekberg", "a")])
    path = f"downloads/{view.document.id}.{ENDING}"
    assert "CSV" not in drawn(view).text_content()
    page = drawn(view, [Copy("downloads/x.csv", "", "x", 1, ""), Copy(path, "", "x", 4321, "")])
    assert page.xpath("//a[@download]/@href") == [f"../{path}"]
    assert "(4 kB)" in page.text_content()


# --- CSV --------------------------------------------------------------------------------------------


def read(content: bytes) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    assert tuple(rows[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def test_the_columns_are_documented() -> None:
    documented = [line.split("``")[1] for line in (csv_module.__doc__ or "").splitlines() if line.startswith("``")]
    assert tuple(documented) == COLUMNS


@VIEWS
def test_the_csv_has_the_numbers_of_the_picture(view: DocumentView) -> None:
    content = shape_csv(view)
    assert content.count(b"\n") == content.count(b"\r\n")
    rows = read(content)
    for picture, shape in zip(pictures(drawn(view)), shapes(view), strict=True):
        own = [row for row in rows if row["siglum"] == shape.siglum]
        assert [(int(row["start"]), int(row["words"])) for row in own] == [
            (number(mark, "x"), number(mark, "width")) for mark in marks(picture)
        ]
        assert [row["mark"] for row in own] == [str(n) for n in range(1, len(own) + 1)]
        assert [row["anchor"] for row in own] == [mark.get("href").partition("#")[2] for mark in marks(picture)]
        assert sum(int(row["words"]) for row in own) == shape.words
        for row in own:
            assert len(row["named"].split(" | ")) == len(row["named_at"].split(" | "))
            assert all(0 <= int(at) <= int(row["words"]) for at in row["named_at"].split(" | ") if at)
    assert {row["document"] for row in rows} == {view.document.id}
    assert {row["kind"] for row in rows} <= {"speech", "reported-speech", "narrative"}


def test_a_row_of_the_csv_and_no_formula() -> None:
    entries = [Entry(key="ekberg", name="=cmd()\n|x", sort="x"), Entry(key="oslo", name="O", sort="O", kind="place")]
    text = said("one, [two] Oslo and Oslo", ("[two]", Insertion("ed")), ("Oslo", Mention("place", "oslo")))
    text = dataclasses.replace(text, spans=(*text.spans, Span(20, 24, Mention("place", "oslo"))))
    rows = read(shape_csv(view_of([narrative("x y"), turn("ekberg", text)], entries=entries)))
    assert rows[1] == {
        "document": "luncheon-1951-03-07", "siglum": "A", "mark": "2", "anchor": "p2", "kind": "speech",
        "speaker": "ekberg", "speaker_name": "'=cmd() |x", "start": "2", "words": "4", "words_left_out": "1",
        "named": "oslo | oslo", "named_at": "1 | 3",
    }  # fmt: skip
