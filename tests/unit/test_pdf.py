"""A PDF holds the whole text under its passage numbers, says where that comes from, and is accessible and lasting."""

from __future__ import annotations

import dataclasses
import io
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import category

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import alone, text
from pecia import files, new_project
from pecia.anchors import Retired
from pecia.formats import pdf as exports
from pecia.formats.pdf import pdf
from pecia.formats.pdf_glyphs import missing, replacement
from pecia.formats.pdf_words import Runs, plain, subtags, words
from pecia.model import (
    Alternative,
    Break,
    Delivery,
    Doubt,
    Emendation,
    Gloss,
    Highlight,
    Insertion,
    Link,
    Mark,
    PageBreak,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.model.edition import EditionStatement, Statement
from pecia.model.findings import Severity
from pecia.model.record import Record
from pecia.model.rulings import Ruling
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view import Inline, Target
from pecia.view.document import DocumentView, WitnessView
from pecia.view.explanations import names_of

ROOT = Path(__file__).parents[2]
PATH = "edition/documents/luncheon-1951-03-07.yml"

TEXT = {10.0, 11.5}
"""The sizes in which witnesses are set: their words, and their headings."""
NUMBER, NOTE = 7.5, 8.0


# --- reading a PDF --------------------------------------------------------------------------------


class Chunk(NamedTuple):
    text: str
    size: float
    font: str
    x: float


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


@lru_cache(maxsize=4)  # a test looks at one file from several sides
def chunks(content: bytes) -> tuple[Chunk, ...]:
    """The words of a PDF in the order of its pages, with their size, their font, and where on the page they begin."""
    found: list[Chunk] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip("\n"):
            name = str(font["/BaseFont"]) if font else ""
            found.append(Chunk(text.strip("\n"), round(size * abs(tm[3] * cm[3]), 2), name, tm[4] * cm[0] + cm[4]))

    for page in reader(content).pages:
        page.extract_text(visitor_text=visit)
    return tuple(found)


def by_number(content: bytes) -> list[tuple[str, str]]:
    """The numbers in the margin, in order, each with the words set beside it; a gap on the page counts as a space."""
    found: list[tuple[str, str]] = []
    for chunk in chunks(content):
        if chunk.size == NUMBER:
            found.append((chunk.text.strip(), ""))
        elif chunk.size in TEXT and found:
            found[-1] = (found[-1][0], found[-1][1] + chunk.text)
    return [(number, re.sub(" +", " ", text).strip()) for number, text in found]


def text_of(content: bytes) -> list[tuple[str, str]]:
    """As :func:`by_number`, without what stands after the text, on pages of its own."""
    *rest, (last, said) = by_number(content)
    end = next((n for n in range(len(said)) if said.startswith("p1", n) and "Passage number" in said[n:]), None)
    return [*rest, (last, said)] if end is None else [*rest, (last, said[:end])]


def small(content: bytes) -> str:
    """The words of the footnotes (and of the running heads) in a row."""
    return "".join(chunk.text for chunk in chunks(content) if chunk.size == NOTE)


def everything(content: bytes) -> str:
    return "".join(chunk.text for chunk in chunks(content))


def tags(content: bytes) -> Iterator[Mapping[str, Any]]:
    """The elements of the structure tree, in reading order."""

    def walk(item: Any) -> Iterator[Mapping[str, Any]]:
        item = item.get_object()
        if isinstance(item, list):
            for child in item:
                yield from walk(child)
        elif isinstance(item, dict):
            if "/S" in item:
                yield item
            if "/K" in item:
                yield from walk(item["/K"])

    yield from walk(reader(content).trailer["/Root"]["/StructTreeRoot"])


def languages(content: bytes) -> set[str]:
    """Every language that elements, or words within them, are marked to be in."""
    data = b"".join(page.get_contents().get_data() for page in reader(content).pages)  # type: ignore[union-attr]
    within = {found.decode() for found in re.findall(rb"/Lang ?\(([^)]*)\)", data)}
    return within | {str(tag["/Lang"]) for tag in tags(content) if "/Lang" in tag}


def links(content: bytes) -> Iterator[Any]:
    for page in reader(content).pages:
        for annotation in page.get("/Annots") or ():
            yield annotation.get_object()


# --- editions to make one of ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def view() -> DocumentView:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view


@pytest.fixture(scope="module")
def statement(view: DocumentView) -> EditionStatement:
    return view.witnesses[0].record.edition


@pytest.fixture(scope="module")
def whole(statement: EditionStatement, view: DocumentView) -> bytes:
    return made(statement, view, ("A", "B"))


def made(
    statement: EditionStatement,
    view: DocumentView,
    sigla: tuple[str, ...] = ("A",),
    cited: Mapping[str, str] | None = None,
) -> bytes:
    content, findings = pdf(statement, view, sigla, cited or {}, PATH)
    assert findings == []
    assert content.startswith(b"%PDF-")
    return content


def with_text(view: DocumentView, *bodies: str | RichText, **changes: Any) -> DocumentView:
    """The document with one turn a body in its first witness, numbered p1, p2 …; ``changes`` to the record."""
    contents = [RichText(body) if isinstance(body, str) else body for body in bodies]
    body = tuple(
        Turn("ekberg", RichText("Ekberg:"), (Passage(PassageKind.SPEECH, content, "ekberg", f"p{number}"),))
        for number, content in enumerate(contents, start=1)
    )
    first = view.witnesses[0]
    record = dataclasses.replace(first.record, transcript=Transcript((), body), **changes)
    return dataclasses.replace(view, witnesses=(dataclasses.replace(first, record=record), *view.witnesses[1:]))


def expected(record: Record) -> list[tuple[str, str]]:
    labels = {turn.passages[0].id: turn.label.text for turn in turns(record.transcript) if turn.passages}
    return [
        (passage.id or "", " ".join(filter(None, [labels.get(passage.id), passage.content.text])))
        for passage in passages(record.transcript)
    ]


# --- the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_every_passage_stands_whole_beside_its_number(
    statement: EditionStatement, view: DocumentView, siglum: str
) -> None:
    (record,) = (witness.record for witness in view.witnesses if witness.record.siglum == siglum)
    assert text_of(made(statement, view, (siglum,))) == expected(record)


def test_the_real_edition_is_whole() -> None:
    sources, _findings = files.read_sources(ROOT)
    composed = compose(sources, Serial())
    for document in map(read_document, composed.sources.documents):
        assert document.view
        for witness in document.view.witnesses:
            record = witness.record
            content = made(record.edition, document.view, (record.siglum,))
            assert text_of(content) == expected(record)
            assert set(reader(content).named_destinations) >= {p.id for p in passages(record.transcript)}


def test_the_copy_of_the_document_has_every_witness(view: DocumentView, whole: bytes) -> None:
    found = by_number(whole)
    both = [passage for witness in view.witnesses for passage in expected(witness.record)]
    assert [number for number, _ in found] == [number for number, _ in both]
    assert all(said.startswith(text) for (_, said), (_, text) in zip(found, both, strict=True))
    places = {f"{w.record.siglum}-{p.id}" for w in view.witnesses for p in passages(w.record.transcript)}
    assert set(reader(whole).named_destinations) >= places


def test_numbers_stand_in_the_outer_margin(statement: EditionStatement, view: DocumentView) -> None:
    content = made(statement, with_text(view, *["The herring is dear. " * 12] * 40))
    sides = set()
    for index, page in enumerate(reader(content).pages):
        found: list[tuple[float, float]] = []

        def visit(
            text: str, cm: Any, tm: Any, font: Any, size: float, found: list[tuple[float, float]] = found
        ) -> None:
            if text.strip():
                found.append((round(size * abs(tm[3] * cm[3]), 2), tm[4] * cm[0] + cm[4]))

        page.extract_text(visitor_text=visit)
        numbers = [x for size, x in found if size == NUMBER]
        text = [x for size, x in found if size == 10.0]
        if numbers:
            outer = min(numbers) > max(text) if index % 2 == 0 else max(numbers) < min(text)
            sides.add((index % 2, outer))
    assert sides == {(0, True), (1, True)}


def test_a_number_leads_to_the_address_when_there_is_one(statement: EditionStatement, view: DocumentView) -> None:
    def addresses(content: bytes) -> list[str]:
        return [str(a["/A"]["/URI"]) for a in links(content) if "/A" in a and "/URI" in a["/A"]]

    published = dataclasses.replace(statement, url="https://example.org/e/")
    assert "https://example.org/e/luncheon-1951-03-07/A/#p2" in addresses(made(published, view))
    unpublished = made(dataclasses.replace(statement, url=""), view)
    assert not [address for address in addresses(unpublished) if "luncheon" in address]
    assert "Address:" not in everything(unpublished)


def test_text_is_never_read_as_typst(statement: EditionStatement, view: DocumentView) -> None:
    hostile = [
        "#let x = 1 #x $a^2$ *b* _i_ `c` <label> @ref // no /* comment */ \\ [ ] { } ~ -- --- ... \"q\" 'q'",
        '#panic("no") #read("/etc/passwd") #import "@preview/cetz:0.1.0" #sys.inputs',
        "= Heading",
        "- item + item / term: x",
        "https://example.org/#x \\u{41} &amp; <b> {{x}} %s",
    ]
    assert text_of(made(statement, with_text(view, *hostile))) == [
        (f"p{number}", f"Ekberg: {text}") for number, text in enumerate(hostile, start=1)
    ]
    evil = hostile[0]
    document = dataclasses.replace(view.document, title=evil, short_title=evil, kind=evil, place=evil, summary=())
    edition = dataclasses.replace(statement, title=evil, publisher=evil, language='x"]#panic()')
    content = made(edition, dataclasses.replace(view, document=document), cited={"A": evil})
    assert str(reader(content).metadata.title).startswith(evil)  # type: ignore[union-attr]
    assert everything(content).count(evil) >= 3


@pytest.mark.parametrize("text", ["word " * 19_999 + "word.", "w" * 20_000, "https://example.org/" + "a-b/" * 300])
def test_a_very_long_passage_is_whole_and_stays_on_the_page(
    statement: EditionStatement, view: DocumentView, text: str
) -> None:
    content = made(statement, with_text(view, text))
    assert text_of(content) == [("p1", f"Ekberg: {text}")]
    # 104 mm hold no more than this of any letter but the thinnest.
    assert max(len(chunk.text) for chunk in chunks(content) if chunk.size == 10.0) < 110


def test_deeply_nested_marks_are_set(statement: EditionStatement, view: DocumentView) -> None:
    text = "[" * 300 + "x" + "]" * 300
    spans = tuple(Span(n, len(text) - n, Insertion("nobody")) for n in range(300))
    assert text_of(made(statement, with_text(view, RichText(text, spans)))) == [("p1", f"Ekberg: {text}")]


# --- signs ----------------------------------------------------------------------------------------


def test_a_correction_stands_in_a_footnote_and_the_misprint_in_the_text(
    statement: EditionStatement, view: DocumentView
) -> None:
    content = made(statement, view)
    assert any("recieved" in text and "received" not in text for _, text in text_of(content))
    (ruling,) = (r for r in view.witnesses[0].record.rulings if r.exact == "recieved")
    assert "Printed “recieved”, corrected to “received” by" in small(content)
    assert ruling.reason in small(content)


def test_each_sign_has_its_look_and_its_words(statement: EditionStatement, view: DocumentView) -> None:
    text = "One [two] three [fyra] five, smiling, six seven eight https://example.org/x nine."

    def span(words: str, mark: Mark) -> Span:
        start = text.index(words)
        return Span(start, start + len(words), mark)

    rulings = (
        Ruling(id="six", kind="doubt", witnesses=("A",), exact="six", resp="editors", reason="It may be sixty."),
        Ruling(
            id="end", kind="page-break", witnesses=("A",), exact="eight", resp="editors", reason="The page was full."
        ),
    )
    spans = (
        span("[two]", Insertion("a-unsigned")),
        span("[fyra]", Gloss("sv", "a-unsigned")),
        span("smiling", Delivery()),
        span("six", Doubt("six")),
        span("seven", Highlight("bold")),
        Span(text.index("eight"), text.index("eight"), PageBreak("medium", "editors", "end")),
        span("https://example.org/x", Link("https://example.org/x")),
    )
    content = made(statement, with_text(view, RichText(text, spans), rulings=rulings))
    assert text_of(content) == [("p1", f"Ekberg: {text}")]
    found = chunks(content)

    def fonts(words: str) -> set[str]:
        return {chunk.font.rpartition("-Identity")[0].rpartition("-")[2] for chunk in found if chunk.text == words}

    assert fonts("[fyra]") == fonts("smiling") == {"Italic"}
    assert fonts("Ekberg:") == fonts("seven") == {"Bold"}
    assert "sv" in languages(content)
    notes = small(content)
    assert "Bracketed words added by: " in notes
    assert "Word of the original (Swedish), added in brackets by: " in notes
    assert "Printed “six”: marked as doubtful by" in notes
    assert "It may be sixty." in notes
    assert "The page was full." in notes
    said = everything(content)
    for sign in (
        "Manner of speaking, noted in the record.",
        "Doubtful, not corrected, with the reason.",
        "Probable page break of the source, lost in the transcript;",
    ):
        assert sign in said
    assert "Misprint;" not in said


def test_a_hand_is_explained_where_it_first_occurs(statement: EditionStatement, view: DocumentView) -> None:
    body = RichText("One [two].", (Span(4, 9, Insertion("a-unsigned")),))
    assert small(made(statement, with_text(view, body, body, body))).count("Bracketed words added by: ") == 1


def test_each_misprint_has_its_own_note(statement: EditionStatement, view: DocumentView) -> None:
    body = RichText("It was recieved.", (Span(7, 15, Emendation("received", "no-such-ruling")),))
    notes = small(made(statement, with_text(view, body, body)))
    assert notes.count("Printed “recieved”, corrected to “received”.") == 2


def test_running_heads_name_the_document_and_the_section(statement: EditionStatement, view: DocumentView) -> None:
    content = made(statement, with_text(view, *["The herring is dear. " * 12] * 40))
    first, *heads = [page.extract_text().split("\n")[:2] for page in reader(content).pages]
    assert first[0].startswith(statement.title)
    document, title = view.document, f"Witness A: {view.document.witnesses[0].title}"
    for number, head in enumerate(heads, start=2):
        assert str(number) in head[0]
        if number % 2 == 0:
            assert f"{document.short_title} · A" in head[0]
    sections = [head[0].removesuffix(f" {number}") for number, head in enumerate(heads, start=2) if number % 2]
    assert list(dict.fromkeys(sections))[:2] == ["The document", title]


@settings(max_examples=50)
@given(st.data())
def test_marks_never_change_the_words(view: DocumentView, data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
    spans: list[Span] = []

    def nest(start: int, end: int, depth: int) -> None:
        while start < end and depth:
            first = data.draw(st.integers(start, end))
            last = data.draw(st.integers(first, end))
            marks: list[Mark] = [Delivery(), Highlight("bold"), Insertion("x"), Gloss("sv", "x"), Doubt("y")]
            spans.append(
                Span(first, last, data.draw(st.sampled_from(marks)) if last > first else PageBreak("low", "pecia"))
            )
            nest(first, last, depth - 1)
            start = last + 1

    nest(0, len(text), 3)
    content = RichText(text, tuple(sorted(spans, key=lambda s: (s.start, -s.end))))
    made = alone(content, names_of(view.witnesses[0].record))
    assert plain(Runs(made, str).of(made.units[0].content)) == text


def test_retired_anchors_say_what_became_of_them(statement: EditionStatement, view: DocumentView) -> None:
    gone = Retired("p7", "split", ("p2", "p3"), "p1", "Its words were these.", "0.1.0", "0.2.0")
    first = WitnessView(view.witnesses[0].record, (gone,))
    content = made(statement, dataclasses.replace(view, witnesses=(first, *view.witnesses[1:])))
    assert "p7" in [number for number, _ in by_number(content)]
    assert "p7" in reader(content).named_destinations
    said = "Passage p7, published since version 0.1.0, was split in version 0.2.0. Its words are now in p2 and p3."
    assert said in everything(content)
    assert "It read: “Its words were these.”" in everything(content)


def test_a_retired_anchor_that_is_back_in_the_text_is_not_printed_twice(
    statement: EditionStatement, view: DocumentView
) -> None:
    back = Retired("p2", "removed", (), "p1", "Its words were these.", "0.1.0", "0.2.0")
    first = WitnessView(view.witnesses[0].record, (back,))
    content = made(statement, dataclasses.replace(view, witnesses=(first, *view.witnesses[1:])))
    assert [number for number, _ in by_number(content)].count("p2") == 1
    assert "Retired passages" not in everything(content)


# --- what stands around the text ------------------------------------------------------------------


def test_every_statement_is_there_and_the_provenance_is_in_footnotes(view: DocumentView, whole: bytes) -> None:
    notes, said = small(whole), everything(whole)
    document = view.document
    in_notes = [*document.provenance, *(s for w in document.witnesses for s in w.provenance)]
    in_notes += [p.statement for p in document.participants if p.statement]
    assert in_notes
    for statement in in_notes:
        assert statement.text in notes
    for statement in (*document.summary, *document.relation, *document.rights):
        assert statement.text in said
    count = sum(1 for tag in tags(whole) if tag["/S"] == "/Note")
    assert count >= len(in_notes)
    doubtful = [s for s in in_notes if s.certainty == "medium"]
    assert all(f"{s.text} (inferred)" in notes for s in doubtful)


def test_the_document_its_people_its_sources_and_the_edition_are_named(
    statement: EditionStatement, view: DocumentView, whole: bytes
) -> None:
    said, document = everything(whole), view.document
    for fact in (document.title, statement.title, statement.licence.name, statement.licence.scope, document.place):
        assert fact in said
    assert f"Version {statement.version}, 21 November 2026" in said
    assert "Date: 7 March 1951" in said
    entries = {entry.key: entry for witness in view.witnesses for entry in witness.record.entries}
    for participant in document.participants:
        assert entries[participant.person].name in said
        assert participant.role in said
    for source in document.sources:
        assert source.title in said
    for witness in document.witnesses:
        assert f"Witness {witness.siglum}: {witness.title}" in said
        assert witness.exemplar.sha256 in said


def test_what_a_note_rests_on_is_linked_when_it_is_in_the_copy(statement: EditionStatement, view: DocumentView) -> None:
    def inside(sources: tuple[str, ...], sigla: tuple[str, ...]) -> int:
        relation = (Statement(text="They are alike.", sources=sources),)
        changed = dataclasses.replace(view, document=dataclasses.replace(view.document, relation=relation))
        return sum(1 for link in links(made(statement, changed, sigla)) if "/Dest" in link)

    nowhere = inside(("C",), ("A", "B"))  # a note, and a name without a link
    assert inside(("bulletin-3",), ("A", "B")) == nowhere + 1
    assert inside(("A", "B", "bulletin-3"), ("A", "B")) == nowhere + 3
    assert inside(("A", "B"), ("A",)) == inside(("B", "C"), ("A",)) + 1


def test_the_citations_are_those_given(statement: EditionStatement, view: DocumentView) -> None:
    source = view.document.sources[0]
    cited = {"A": "Cited as witness A.", "": "Cited as a document.", source.id: f"Cited as a source. {source.url}"}
    alone = everything(made(statement, view, ("A",), cited))
    assert "Cited as witness A." in alone
    assert "Cited as a document." not in alone
    assert "Cited as a source." in alone
    assert "Cited as a document." in everything(made(statement, view, ("A", "B"), cited))
    assert "Cite" not in everything(made(statement, view))


def test_a_copy_of_one_witness_names_the_others(statement: EditionStatement, view: DocumentView) -> None:
    other = view.document.witnesses[1]
    said = everything(made(statement, view, ("A",)))
    assert f"Not in this copy: witness {other.siglum}: {other.title}." in said
    assert other.exemplar.sha256 not in said


def blank(value: Any) -> Any:
    """A record with every text that may be missing left out."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        given = getattr(value, field.name)
        if field.name in {"id", "siglum", "person", "part", "key", "kind"} and isinstance(given, str):
            continue
        if isinstance(given, str):
            changes[field.name] = ""
        elif dataclasses.is_dataclass(given):
            changes[field.name] = blank(given)
    return dataclasses.replace(value, **changes)


def test_what_is_missing_is_left_out_or_in_one_list(statement: EditionStatement, view: DocumentView) -> None:
    witnesses = tuple(
        dataclasses.replace(blank(w), responsibilities=(), provenance=()) for w in view.document.witnesses
    )
    lists = dict.fromkeys(("summary", "participants", "sources", "provenance", "relation", "rights"), ())
    document = dataclasses.replace(blank(view.document), kind="", witnesses=witnesses, **lists)
    edition = dataclasses.replace(blank(statement), editors=())
    views = tuple(
        dataclasses.replace(w, record=dataclasses.replace(w.record, document=document, edition=edition))
        for w in with_text(view, "Good morning.").witnesses
    )
    content = made(edition, DocumentView(document, views))
    said = everything(content)
    assert "Not established: archive, shelf mark, author and rights" in said
    assert said.count("ot established") == 1
    for empty in ("Summary", "Participants", "Sources", "0 turns", "Version:", "Published in", "Type:"):
        assert empty not in said
    for bad in ("None", "()", "[]", "“”", " ,", ",,", "..", ": .", "; ;", " .", "SHA-256"):
        assert bad not in said.replace("..", "") or bad == ".."
        assert bad not in said
    assert text_of(content) == [("p1", "Ekberg: Good morning.")]
    assert str(reader(content).metadata.title)  # type: ignore[union-attr]


@pytest.mark.parametrize("siglum", ["A", "B"])
def test_nothing_empty_is_printed(statement: EditionStatement, view: DocumentView, siglum: str) -> None:
    said = everything(made(statement, view, (siglum,)))
    for bad in ("None", "()", "[]", "“”", " ,", ",,", ": .", "; ;"):
        assert bad not in said


# --- the file -------------------------------------------------------------------------------------


def test_the_file_is_tagged_titled_and_keeps_its_fonts(view: DocumentView, whole: bytes) -> None:
    file = reader(whole)
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata
    assert file.metadata.title == f"{view.document.title}: witnesses A and B"
    assert file.metadata.creation_date is not None
    assert file.metadata.creation_date.date().isoformat() == view.witnesses[0].record.edition.date
    kinds = {str(tag["/S"]) for tag in tags(whole)}
    assert {"/H1", "/H2", "/P", "/Note", "/Link", "/L"} <= kinds
    assert "/H6" not in kinds  # the hidden headings that make named destinations are not for readers
    fonts = [
        descendant.get_object()
        for page in file.pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    for font in fonts:
        assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
    described = root["/Metadata"].get_data().decode()
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert claim in described


def test_the_outline_leads_through_the_file(view: DocumentView, whole: bytes) -> None:
    titles = [str(item.title) for item in reader(whole).outline if not isinstance(item, list)]
    witnesses = [f"Witness {w.siglum}: {w.title}" for w in view.document.witnesses]
    assert titles == ["This copy", "The document", *witnesses, "Key", "Sources"]


def test_without_a_date_the_file_is_still_accessible(statement: EditionStatement, view: DocumentView) -> None:
    content = made(dataclasses.replace(statement, date="undated"), view)
    assert b"pdfuaid:part" in content
    assert b"pdfaid:part" not in content
    assert reader(content).metadata.creation_date is None  # type: ignore[union-attr]


@pytest.mark.parametrize(("date", "day"), [("2026", "2026-01-01"), ("2026-11", "2026-11-01"), ("2026-11-21",) * 2])
def test_the_file_has_the_date_of_the_edition(
    statement: EditionStatement, view: DocumentView, date: str, day: str
) -> None:
    created = reader(made(dataclasses.replace(statement, date=date), view)).metadata.creation_date  # type: ignore[union-attr]
    assert created is not None
    assert created.date().isoformat() == day


_ELSEWHERE = """
import hashlib, sys
from pecia import new_project
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.formats.pdf import pdf
(made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
statement = made.view.witnesses[0].record.edition
for sigla in (("A",), ("B",), ("A", "B")):
    content, findings = pdf(statement, made.view, sigla, {}, "x")
    assert content and not findings
    print(hashlib.sha256(content).hexdigest())
"""


def test_the_bytes_are_the_same_everywhere(tmp_path: Path) -> None:
    def run(seed: str, zone: str, locale: str) -> bytes:
        surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "SOURCE_DATE_EPOCH": seed}
        env = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT / "build_tools"), "HOME": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE], env=env, cwd=tmp_path, capture_output=True, check=True
        )
        return done.stdout

    first = run("1", "Pacific/Auckland", "C")
    assert first.count(b"\n") == 3
    assert run("2", "America/New_York", "tr_TR.UTF-8") == first


def test_one_compile_after_another_gives_the_same_bytes(statement: EditionStatement, view: DocumentView) -> None:
    first = made(statement, view)
    made(statement, with_text(view, "Something else."))
    assert made(statement, view) == first


# --- many texts at once ---------------------------------------------------------------------------


def crowded(chance: random.Random) -> RichText:
    """A paragraph with page breaks between and in words that have notes."""
    text, spans = "", list[Span]()
    for _ in range(chance.randint(6, 16)):
        text += "nol vask rill " * chance.randint(1, 3)
        start = len(text)
        text += "wrold "
        note = "nol rill " * chance.randint(1, 20)
        if chance.random() < 0.6:
            spans.append(Span(start, start + 5, Alternative("sic", note, "corr")))
        if chance.random() < 0.5:
            at = start + chance.choice([0, 2, 5, 6])
            spans.append(Span(at, at, Break("page", "")))
    return RichText(text.strip(), tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


def test_page_breaks_among_notes_never_stop_the_typesetter(statement: EditionStatement, view: DocumentView) -> None:
    """How lines and notes fall decides, so that it takes many texts; they are set together, which is quick."""
    chance = random.Random(7)
    made(statement, with_text(view, *(crowded(chance) for _ in range(80))))


# --- when it fails - that the fonts do not have --------------------------------------------------------


def test_characters_without_a_glyph_are_given_as_numbers(statement: EditionStatement, view: DocumentView) -> None:
    content, findings = pdf(statement, with_text(view, "Good.", "The sign 漢字 here. \ue000"), ("A",), {}, PATH)
    assert [(f.code, f.severity, f.locus.file) for f in findings] == [("B111", Severity.WARNING, PATH)]
    assert findings[0].message == "witness A: 字 (U+5B57), 漢 (U+6F22), \ue000 (U+E000); first in passage p2"
    assert text_of(content)[-1] == ("p2", "Ekberg: The sign ⟨U+6F22 U+5B57⟩ here. ⟨U+E000⟩")
    said = everything(content)
    assert "Some characters are missing from the fonts of this copy" in said
    assert "⟨U+0000⟩" in said
    assert "have the character itself" in said


def test_characters_missing_in_other_words_are_found_too(statement: EditionStatement, view: DocumentView) -> None:
    edition = dataclasses.replace(statement, publisher="漢")
    content, findings = pdf(edition, view, ("A",), {}, PATH)
    assert [f.message for f in findings] == ["in the words about the document: 漢 (U+6F22)"]
    assert "⟨U+6F22⟩" in everything(content)
    assert "Some characters are missing" not in everything(content)


def test_a_finding_names_a_few_of_many(statement: EditionStatement, view: DocumentView) -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    content, findings = pdf(statement, with_text(view, many), ("A",), {}, PATH)
    assert content
    assert findings[0].message.endswith("and 2988 more; first in passage p1")


def test_a_letter_with_a_mark_that_turns_out_missing_stops_nothing(
    statement: EditionStatement, view: DocumentView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "missing", lambda texts: frozenset())
    content, findings = pdf(statement, with_text(view, "\u1da4\U0001f872\u07a6 e\u0301"), ("A",), {}, PATH)
    assert [finding.message.partition("(")[2] for finding in findings] == ["U+1F872 U+07A6); first in passage p1"]
    assert text_of(content)[0] == ("p1", "Ekberg: \u1da4⟨U+1F872 U+07A6⟩ e\u0301")


def test_hebrew_arabic_greek_and_cyrillic_are_set(statement: EditionStatement, view: DocumentView) -> None:
    bodies = ["שלום עליכם", "السلام عليكم", "χαῖρε, ὦ ξένε", "Здравствуйте", "e\u0301 ā ṭ ſ þ ƿ"]
    content = made(statement, with_text(view, *bodies))
    found = dict(text_of(content))
    assert found["p3"] == f"Ekberg: {bodies[2]}"
    assert found["p4"] == f"Ekberg: {bodies[3]}"
    for number, body in enumerate(bodies[:2], start=1):
        assert {*body} <= {*found[f"p{number}"]}


def test_a_witness_may_run_from_right_to_left(statement: EditionStatement, view: DocumentView) -> None:
    document = view.document
    witnesses = (dataclasses.replace(document.witnesses[0], language="he"), *document.witnesses[1:])
    changed = dataclasses.replace(document, witnesses=witnesses)
    content = made(statement, with_text(view, "שלום עליכם " * 60, document=changed))
    assert "he" in languages(content)
    assert [number for number, _ in text_of(content)] == ["p1"]


_ANY = st.characters(exclude_categories=["Cs"])


@settings(max_examples=40)
@given(text=st.text(_ANY, min_size=1, max_size=40))
def test_no_character_stops_the_typesetter(statement: EditionStatement, view: DocumentView, text: str) -> None:
    content, findings = pdf(statement, with_text(view, f"a{text}b"), ("A",), {"A": text}, PATH)
    assert content
    assert {finding.code for finding in findings} <= {"B111"}


def test_every_assigned_character_can_be_set_or_is_missing(statement: EditionStatement, view: DocumentView) -> None:
    assigned = [c for c in map(chr, range(0x20, 0x3000)) if category(c) not in {"Cn", "Cs", "Cc"}]
    bodies = ["".join(f"{c} a{c}" for c in assigned[start : start + 200]) for start in range(0, len(assigned), 200)]
    content, findings = pdf(statement, with_text(view, *bodies), ("A",), {}, PATH)
    assert content
    assert [finding.code for finding in findings] == ["B111"]


def test_missing_characters_are_told_from_those_that_are_there() -> None:
    assert missing(["Ekberg ä ß ё ω א ع e\u0301 – “” ⟨⟩ □"]) == frozenset()
    assert missing(["漢a", "b字c", "\ue000", "\ufeff"]) == {"漢", "字", "\ue000", "\ufeff"}
    assert missing([]) == frozenset()
    assert replacement(frozenset("漢字"))("a漢字b漢") == "a⟨U+6F22 U+5B57⟩b⟨U+6F22⟩"


# --- when it fails --------------------------------------------------------------------------------


def test_the_typesetter_s_stopping_is_a_finding(
    statement: EditionStatement, view: DocumentView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_template", lambda: b'#panic("out of lead")')
    content, findings = pdf(statement, view, ("A",), {}, PATH)
    assert content == b""
    assert [(f.code, f.severity, f.locus.file) for f in findings] == [("B112", Severity.WARNING, PATH)]
    assert "out of lead" in findings[0].message


@pytest.mark.parametrize(
    ("code", "taken"),
    [("en", "en"), ("pt-br", "pt-BR"), ("ru-Latn", "ru"), ("zh-Hant-TW", "zh-TW"), ("x-own", ""), ("", ""), ("e", "")],
)
def test_languages_are_those_the_typesetter_takes(code: str, taken: str) -> None:
    assert subtags(code) == taken


def test_only_web_addresses_become_links() -> None:
    runs = Runs(text(), str)
    for address, made in (
        ("javascript:alert(1)", "x"),
        ("https://example.org", {"t": "x", "url": "https://example.org"}),
    ):
        assert runs.of([Inline("link", ("x",), to=Target("address", address))]) == [made]
    assert words("a\n b") == ["a b"]
