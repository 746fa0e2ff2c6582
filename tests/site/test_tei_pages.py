"""Pages of imported TEI, in a browser: every address leads to its passage, signs show and explain."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from pecia.citation import cite_document
from pecia.model import (
    Alternative,
    Break,
    Container,
    Element,
    Gap,
    NoteCall,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
)
from pecia.model.edition import Document, EditionStatement, Exemplar, Licence, Original, Witness
from pecia.model.record import Record
from pecia.pages import render_document
from pecia.publish import engine
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
STATEMENT = EditionStatement(
    title="Plays",
    version="1.0.0",
    date="2026-11-21",
    publisher="A Press",
    language="en-GB",
    description="Plays.",
    editors=(),
    licence=Licence(name="CC BY 4.0", url="https://example.org/by/", scope="The encoding."),
    offer="reading",
    documents=("play",),
)
BODY = Container("body", 2)


def play() -> Transcript:
    """Two scenes of thirty verse lines each, so that each is longer than a window; marks in the first."""
    blocks = []
    numbers = iter(range(1, 1000))
    for scene in (1, 2):
        within = (BODY, Container("div", scene * 100, type="scene", n=str(scene)))
        lines = []
        for line in range(1, 31):
            element = Container("l", scene * 100 + line)
            words = RichText(f"Line {line} of scene {scene}, long enough to be seen")
            lines.append(Passage(PassageKind.VERSE, words, None, f"p{next(numbers)}", element))
        speech = Container("sp", scene * 100 + 50)
        blocks.append(Turn("", RichText("IDA."), tuple(lines), element=speech, within=within))
        marks = (
            Span(0, 2, Alternative("abbr", "expan", "Doctor")),
            Span(3, 3, Break("page", "12")),
            Span(6, 6, Gap("two words")),
            Span(7, 11, Element("foreign", language="he")),
            Span(11, 11, NoteCall(scene * 100 + 70)),
        )
        text = RichText("Dr Ek שלום and so on", marks)
        prose = Container("p", scene * 100 + 60)
        note = Container("note", scene * 100 + 70)
        blocks.append(Passage(PassageKind.PROSE, text, None, f"p{next(numbers)}", prose, within))
        blocks.append(Passage(PassageKind.NOTE, RichText("A note."), None, f"p{next(numbers)}", note, within))
    row = (BODY, Container("table", 300), Container("row", 301))
    for cell in range(6):
        element = Container("cell", 302 + cell)
        blocks.append(Passage(PassageKind.CELL, RichText("1"), None, f"p{next(numbers)}", element, row))
    return Transcript((), tuple(blocks))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of a small site: ``play`` split by scene, ``whole`` as one page."""
    root = tmp_path_factory.mktemp("plays")
    for identifier, split in (("play", "scene"), ("whole", "none")):
        witness = Witness(siglum="A", title="", description="", language="en", exemplar=Exemplar(file="A.xml"))
        document = Document(
            id=identifier,
            title="A Play",
            short_title="",
            kind="",
            participants=(),
            original=Original(kind="", repository="", language=""),
            split=split,
            witnesses=(witness,),
        )
        record = Record(edition=STATEMENT, document=document, siglum="A", entries=(), rulings=(), transcript=play())
        forms, _ = cite_document(STATEMENT, document, {}, "play.yml")
        for file in render_document(STATEMENT, DocumentView(document, (WitnessView(record),)), (), forms, ()):
            path = root / "docs" / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
    (root / "docs" / "index.md").write_text("# Plays\n")
    (root / "mkdocs.yml").write_text(f"INHERIT: {ROOT / 'mkdocs.yml'}\nnav: [{{Home: index.md}}]\n")
    assert engine.render(root, root / "docs", root / "site", STATEMENT) == []
    return root / "site"


@pytest.fixture(scope="module")
def served(built):
    """The address of that site."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser, served):
    """``opened("play/A/#p5", javascript=False)``; fails at the end on an error of a script."""
    contexts, errors = [], []

    def open_one(path, *, javascript=True):
        context = browser.new_context(viewport={"width": 1100, "height": 800}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(served + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


def arrived(page, served, address, anchor):
    """Wait until ``page`` is at ``address`` and shows the passage ``anchor``."""
    page.wait_for_url(served + address)
    page.wait_for_function(
        """id => {
            const box = document.getElementById(id)?.getBoundingClientRect();
            return box && box.top >= 0 && box.top < innerHeight;
        }""",
        arg=anchor,
    )


@pytest.mark.parametrize(
    ("asked", "reached", "anchor"),
    [
        ("play/A/#p5", "play/A/p1/#p5", "p5"),
        ("play/A/?v=1.0.0#p60", "play/A/p33/?v=1.0.0#p60", "p60"),
        ("play/A/p1/#p60", "play/A/p33/#p60", "p60"),  # a part that once held more
        ("whole/A/p33/", "whole/A/#p33", "p33"),  # a part that is none now
        ("whole/A/p33/?v=1.0.0#p62", "whole/A/?v=1.0.0#p62", "p62"),
        ("play/#p5", "play/A/p1/#p5", "p5"),
    ],
)
def test_every_address_a_passage_ever_had_leads_to_it(opened, served, asked, reached, anchor):
    arrived(opened(asked), served, reached, anchor)


def test_without_a_script_the_contents_say_where_a_passage_is(opened, served):
    page = opened("play/A/#p60", javascript=False)
    row = page.locator(".tei-contents li").filter(has_text="p33–p70")
    row.get_by_role("link").click()
    page.wait_for_url(f"{served}play/A/p33/")
    page.locator("#p60").wait_for()
    stub = opened("whole/A/p33/", javascript=False)
    stub.get_by_role("link").click()
    stub.wait_for_url(f"{served}whole/A/#p33")


def test_every_fifth_line_shows_its_number_and_the_one_that_is_pointed_at(opened):
    page = opened("whole/A/")
    shown = "e => getComputedStyle(e).opacity"
    number = page.locator("#p4 > .pc-number")
    assert page.locator("#p5 > .pc-number").evaluate(shown) == "1"
    assert number.evaluate(shown) == "0"
    number.focus()
    assert number.evaluate(shown) == "1"


def test_what_the_encoder_expands_can_be_read_in_its_place(opened):
    page = opened("whole/A/")
    place = page.locator("#p31 .tei-choice")
    assert place.locator(".pc-printed").is_visible()
    page.get_by_label("as edited by the encoder").check()
    assert place.locator(".pc-corrected").inner_text() == "Doctor"
    assert not place.locator(".pc-printed").is_visible()


def test_the_column_of_a_text_of_short_lines_is_as_wide_as_any(opened):
    column = opened("whole/A/").locator(".pc-text")
    assert column.evaluate("e => parseFloat(getComputedStyle(e).maxWidth) - e.getBoundingClientRect().width") < 1


def test_the_nu_checker_finds_no_error(built, errors_in_html):
    assert errors_in_html(sorted(built.rglob("index.html"))) == []


def test_signs_show_and_are_no_words(opened):
    page = opened("whole/A/")
    after = "(e, at) => getComputedStyle(e, at).content"
    assert "p. 12" in page.locator("#p31 .tei-break").evaluate(after, "::after")
    assert "[…]" in page.locator("#p31 .tei-gap-sign").evaluate(after, "::before")
    gap = page.locator("#p31 .tei-gap")
    gap.focus()
    assert gap.locator(".pc-tip").inner_text() == "Gap in the text: two words."
    assert page.locator("#p31 [lang=he]").evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_a_note_and_its_call_lead_to_each_other(opened, served):
    page = opened("whole/A/")
    page.locator("#p31 a[role=doc-noteref]").click()
    page.wait_for_url(f"{served}whole/A/#p32")
    page.locator("#p32 a[role=doc-backlink]").click()
    page.locator("#p31 a[role=doc-noteref]:target").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_numbers_beside_cells_do_not_cover_each_other(opened, width):
    page = opened("whole/A/")
    page.set_viewport_size({"width": width, "height": 800})
    boxes = [number.bounding_box() for number in page.locator("td .pc-number").all()]
    assert len(boxes) == 6
    assert all(one["x"] + one["width"] < other["x"] + 1 for one, other in pairwise(boxes))
    words = page.locator("td").first.evaluate("e => { const r = document.createRange(); r.selectNode(e.lastChild);"
                                              " return r.getBoundingClientRect().top }")  # fmt: skip
    assert boxes[0]["y"] + boxes[0]["height"] <= words + 1
