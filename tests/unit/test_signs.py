"""What is printed in a transcript and is no word of a speaker: the same on pages, in tables, search and comparison."""

from __future__ import annotations

import copy
import csv
import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree, html

from pecia.anchors import WitnessLedger, anchor
from pecia.citation import cite_document
from pecia.formats.epub import epub
from pecia.formats.text import as_printed, corrected, texts_of
from pecia.formats.turns import turns_csv
from pecia.model import (
    SIGNS,
    Call,
    Division,
    Event,
    Furniture,
    LineNumber,
    Mark,
    PageMark,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Time,
    Transcript,
    Turn,
    Unheard,
    passages,
    source_text,
)
from pecia.model.record import Record
from pecia.pages import render_document
from pecia.pages.divisions import plan
from pecia.pages.ids import by_segment
from pecia.pages.turn_chart_shape import shapes
from pecia.phrases import clock
from pecia.search.records import passage_texts
from pecia.view.document import DocumentView, WitnessView


def rich(*pieces: str | tuple[str, Mark]) -> RichText:
    """Words, and words with a mark, one after the other."""
    whole, spans = "", []
    for piece in pieces:
        words, mark = (piece, None) if isinstance(piece, str) else piece
        if mark:
            spans.append(Span(len(whole), len(whole) + len(words), mark))
        whole += words
    return RichText(whole, tuple(spans))


def said(who: str, *pieces: str | tuple[str, Mark]) -> Passage:
    return Passage(PassageKind.SPEECH, rich(*pieces), who)


def alone(kind: PassageKind, *pieces: str | tuple[str, Mark]) -> Passage:
    return Passage(kind, rich(*pieces))


UNHEARD = ("[inaudible]", Unheard("inaudible"))

TALK = Transcript(
    (alone(PassageKind.PAGE, ("SECRET", Furniture("header"))),),
    (
        alone(PassageKind.HEADING, "On the price of herring"),
        alone(PassageKind.SIGN, ("* * *", Sign("divider"))),
        Turn(
            "ekberg",
            rich(("[00:12:31]", Time("751.5", "760")), " ", ("1.", Sign("number")), " Ekberg:"),
            (
                said(
                    "ekberg",
                    "The price of her", ("- ", Division()), "ring", ("[1]", Call(1, "1")), " is ",
                    ("5", LineNumber("5")), " low ", ("[laughter]", Event("vocal")), " this year.",
                ),
                alone(PassageKind.PAGE, ("[Page 12]", PageMark("12"))),
                said("ekberg", ("(S)", Furniture("classification")), " We know ", ("- 13 -", PageMark("13")), " why."),
                alone(PassageKind.NOTE, ("[1]", Sign("note-number")), " As in the Bulletin."),
            ),
        ),
        alone(PassageKind.EVENT, ("[applause]", Event("kinesic"))),
        Turn("ekberg", RichText(""), (said("ekberg", "So be it."),)),
        Turn("nordahl", rich("Nordahl?:"), (said("nordahl", "It is ", UNHEARD, "."),), certainty="low"),
        alone(PassageKind.STAGE, "(Short recess.)"),
        Turn("ekberg", rich("Ekberg and Nordahl:"), (said("ekberg", "Agreed."),), ("nordahl",)),
        Turn("nordahl", rich("Nordahl:"), ()),
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def record(collated: Callable[..., Any]) -> Record:
    """A record with every sign there is."""
    made = collated({"A": Transcript((), ())})
    transcript, _, findings = anchor(TALK, WitnessLedger(made.view.document.id, "A", ()), "1.0.0", ())
    assert findings == []
    return dataclasses.replace(made.view.witnesses[0].record, transcript=transcript)


@pytest.fixture(scope="session")
def view(record: Record) -> DocumentView:
    return DocumentView(record.document, (WitnessView(record),))


@pytest.fixture(scope="session")
def page(view: DocumentView, record: Record) -> html.HtmlElement:
    """The text on the reading page."""
    entries = {entry.key: entry for entry in record.entries}
    forms = cite_document(record.edition, view.document, entries, "talk.yml")[0]
    files = render_document(record.edition, view, (), forms, ())
    (reading,) = (file for file in files if b"pc-reading" in file.content)
    return html.fromstring(reading.content.decode().split("---\n", 2)[2]).find_class("pc-text")[0]


def with_role(element: html.HtmlElement, role: str) -> list[html.HtmlElement]:
    return list(element.xpath(f"descendant::*[@role='{role}']"))


def anchor_of(record: Record, words: str) -> str:
    """The anchor of the passage with these words."""
    return next(p.id or "" for p in passages(record.transcript) if words in p.content.text)


def test_signs_have_no_anchor_and_are_no_passages(record: Record) -> None:
    body = record.transcript.body
    assert [block.id for block in body if isinstance(block, Passage) and block.kind in SIGNS] == [None]
    assert [p.id for p in passages(record.transcript)] == [f"p{n}" for n in range(1, 10)]
    assert not {p.kind for p in passages(record.transcript)} & SIGNS


def test_the_page_has_every_character_of_the_source(page: html.HtmlElement, record: Record) -> None:
    whole = copy.deepcopy(page)
    added = [
        e for name in ("number", "tip", "steps", "supplied-label", "kicker") for e in whole.find_class(f"pc-{name}")
    ]
    for element in (*added, *with_role(whole, "doc-backlink")):
        element.drop_tree()
    assert re.sub(r"\s+", "", whole.text_content()) == source_text(record.transcript).replace(" ", "")


def test_an_event_is_of_nobody(page: html.HtmlElement, record: Record) -> None:
    (applause,) = (p for p in page.iter("p") if p.get("class") == "pc-event")
    assert "[applause]" in applause.text_content()
    assert applause.get("id") == anchor_of(record, "[applause]")
    assert not [turn for turn in applause.iterancestors() if turn.get("class") == "pc-turn"]
    assert [e.text_content() for e in page.xpath("descendant::span[@class='pc-event']")] == [
        "[laughter]",
        "[applause]",
        "[inaudible]",
    ]


def test_a_call_leads_to_its_note_and_back(page: html.HtmlElement, record: Record) -> None:
    (call,) = with_role(page, "doc-noteref")
    note = page.get_element_by_id(call.get("href").removeprefix("#"))
    assert (call.text_content(), note.get("class")) == ("[1]", "pc-note")
    assert "As in the Bulletin." in note.text_content()
    (back,) = with_role(note, "doc-backlink")
    assert back.get("href") == f"#{call.get('id')}"


def test_page_marks_and_times_have_a_sign_instead_of_their_characters(page: html.HtmlElement) -> None:
    assert [e.get("data-n") for e in page.find_class("pc-page-mark")] == ["p. 12", "p. 13"]
    assert [(e.get("datetime"), e.get("data-n")) for e in page.find_class("pc-time")] == [("PT751.5S", "12:31")]
    assert [e.text_content() for e in page.find_class("pc-kept")] == ["[00:12:31]", "[Page 12]", "- 13 -"]


def test_who_speaks_is_told_where_nothing_is_printed_and_where_it_is_not_certain(page: html.HtmlElement) -> None:
    assert [e.text_content().strip() for e in page.find_class("pc-supplied-label")] == ["Anna Birgitta Ekberg"]
    (doubt,) = page.find_class("pc-unsure")
    (tip,) = with_role(doubt, "tooltip")
    assert tip.text_content() == "Speaker not certain, probably Carl Nordahl."
    assert doubt.get("aria-describedby") == tip.get("id")


def test_plain_text_is_whole_as_printed_and_joined_as_corrected(view: DocumentView, record: Record) -> None:
    (printed,) = texts_of(as_printed(record.edition, view, ["A"], {}))
    assert " ".join(words for _, words in printed) == source_text(record.transcript)
    file = corrected(record.edition, view, ["A"], {})
    (read,) = texts_of(file)
    words = " ".join(words for _, words in read)
    assert "The price of herring[1] is low [laughter] this year." in words
    assert not re.search(r"SECRET|Page 12|- 13 -|her- ring|\(S\)", words)
    assert b"words divided at a line end are joined" in file
    assert [anchor for anchor, _ in read if anchor] == [p.id for p in passages(record.transcript)]


def test_the_table_has_times_and_counts_words_alone(view: DocumentView, record: Record) -> None:
    rows = list(csv.DictReader(io.StringIO(turns_csv(view, ["A"]).decode(), newline="")))
    first = next(row for row in rows if row["anchor"] == anchor_of(record, "her- ring"))
    assert (first["start"], first["end"], first["words"]) == ("751.5", "760", "8")
    assert [row["start"] for row in rows if row is not first] == [""] * (len(rows) - 1)
    assert {row["certainty"] for row in rows if row["speaker"] == "nordahl"} == {"low", "high"}
    assert [row["also"] for row in rows if row["also"]] == ["nordahl"]
    assert len({row["turn"] for row in rows if row["turn"]}) == 5


def test_words_are_found_without_signs(record: Record) -> None:
    found = {one.anchor: one for one in passage_texts(record, {})}
    assert found[anchor_of(record, "her- ring")].content == "The price of herring is low [laughter] this year."
    assert found[anchor_of(record, "[applause]")].called == ""
    assert "" not in found


def test_the_picture_counts_what_speakers_say(view: DocumentView) -> None:
    (shape,) = shapes(view)
    assert [mark.words for mark in shape.marks] == [8 + 3, 3, 2, 1, 0]
    assert shape.marks[0].left_out == 1


def test_signs_are_no_variants(collated: Callable[..., Any]) -> None:
    plain = Turn("ekberg", rich("Ekberg:"), (said("ekberg", "The price of herring is low this year."),))
    signed = Turn(
        "ekberg",
        rich("Ekberg:"),
        (
            alone(PassageKind.PAGE, ("[Page 2]", PageMark("2"))),
            said("ekberg", "The price of her", ("- ", Division()), "ring", ("1", Call(1, "1")), " is low this year."),
        ),
    )
    (collation,) = collated({"A": Transcript((), (plain,)), "B": Transcript((), (signed,))}).collations
    assert [(row.link.ours, row.link.theirs, row.variants) for row in collation.rows] == [((0,), (0,), ())]


def test_a_book_says_who_speaks_and_leads_from_a_call_to_its_note_and_back(view: DocumentView, record: Record) -> None:
    with zipfile.ZipFile(io.BytesIO(epub(record.edition, view, ["A"], {}))) as archive:
        root = etree.fromstring(archive.read("EPUB/text-1-1.xhtml"))
    (call,) = (link for link in root.iter("{*}a") if link.text == "[1]")
    (note,) = root.xpath("//*[@id=$id]", id=call.get("href")[1:])
    assert "As in the Bulletin." in "".join(note.itertext())
    assert f"#{call.get('id')}" in note.xpath(".//@href")
    notes = ["".join(aside.itertext()).strip() for aside in root.iter("{*}aside")]
    assert notes == ["1. Speaker not certain, probably Carl Nordahl."]
    assert "Anna Birgitta Ekberg" in ["".join(label.itertext()) for label in root.iter("{*}b")]


@pytest.mark.parametrize(("seconds", "shown"), [("5", "0:05"), ("751.5", "12:31"), ("3600", "1:00:00"), ("0", "0:00")])
def test_seconds_as_a_clock_shows_them(seconds: str, shown: str) -> None:
    assert clock(seconds) == shown


def test_a_long_transcript_is_split_at_headings_and_numbers_and_every_anchor_is_on_one_page() -> None:
    heading = Passage(PassageKind.HEADING, RichText("Afternoon session"), id="p600")
    spoken = [Turn("ekberg", RichText("Ekberg:"), (spoken_at(n),)) for n in range(1, 1200) if n != 600]
    body = (*spoken[:599], heading, *spoken[599:])
    planned = plan(Transcript((), body), "")
    assert [part.segment for part in planned.parts] == ["p1", "p400", "p600", "p1000"]
    assert planned.parts[2].title == "Afternoon session"
    ids = [one for found in by_segment(planned).values() for one in found]
    assert ids == [f"p{n}" for n in range(1, 1200)]
    assert plan(Transcript((), body), "none").parts == ()
    assert plan(Transcript((), body[:400]), "").parts == ()


def test_a_passage_put_in_moves_no_page() -> None:
    spoken = [Turn("ekberg", RichText("Ekberg:"), (spoken_at(n),)) for n in range(1, 1000)]
    more = Turn("nordahl", RichText("Nordahl:"), (Passage(PassageKind.SPEECH, RichText("No."), "nordahl", "p20a"),))
    before, after = (plan(Transcript((), tuple(body)), "") for body in (spoken, [*spoken[:20], more, *spoken[20:]]))
    assert {d.segment for d in before.divisions} == {d.segment for d in after.divisions}


def spoken_at(number: int) -> Passage:
    return Passage(PassageKind.SPEECH, RichText("Well." * 40), "ekberg", f"p{number}")


def test_the_pages_of_a_long_transcript_lead_to_each_other(record: Record) -> None:
    numbers = range(20, 1000)
    turns = (Turn("ekberg", RichText("Ekberg:"), (spoken_at(number),)) for number in numbers)
    called = Passage(PassageKind.SPEECH, rich("See", ("1", Call(2, "1")), "."), "ekberg", "p1000")
    note = dataclasses.replace(alone(PassageKind.NOTE, ("1.", Sign("note-number")), " A note."), id="p1001")
    body = (*record.transcript.body, Turn("ekberg", RichText("Ekberg:"), (called,)), *turns, note)
    long = dataclasses.replace(record, transcript=Transcript(record.transcript.front, body))
    entries = {entry.key: entry for entry in record.entries}
    forms = cite_document(record.edition, record.document, entries, "talk.yml")[0]
    files = render_document(record.edition, DocumentView(record.document, (WitnessView(long),)), (), forms, ())
    texts = [file.content.decode() for file in files if b'class="pc-page pc-reading"' in file.content]
    first = next(text for text in texts if 'id="p1000"' in text)
    last = next(text for text in texts if 'id="p1001"' in text)
    assert re.search(r'href="\.\./p\d+/#p1001" id="call:2"', first)
    assert re.search(r'href="\.\./p1/#call:2" class="pc-ref" role="doc-backlink"', last)
