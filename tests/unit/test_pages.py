"""The edition's pages from records built by hand: nothing lost, nothing unescaped, every link and anchor resolves."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from builders import words_on_page
from pecia.anchors import Retired
from pecia.citation import cite_document, cite_edition
from pecia.collation import Collation
from pecia.collation.pairs import collate_pairs
from pecia.model import (
    DateMark,
    Delivery,
    Doubt,
    Emendation,
    Field,
    Gloss,
    Highlight,
    Insertion,
    Link,
    Mention,
    PageBreak,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.model.edition import (
    Authority,
    Document,
    EditionStatement,
    Editor,
    Entry,
    Exemplar,
    Licence,
    Original,
    Participant,
    Responsibility,
    Source,
    Statement,
    Witness,
)
from pecia.model.record import Record
from pecia.model.rulings import Ruling
from pecia.pages import (
    Copy,
    Download,
    Edition,
    GeneratedFile,
    account,
    names_in,
    register_pages,
    render_document,
    render_edition,
)
from pecia.pages.overview import size_of_text
from pecia.view.document import DocumentView, WitnessView
from pecia.view.explanations import names_of

NASTY = "<script>alert(1)</script> **bold** _it_ [a](b) {{ config }} {% raw %} `x` &amp; \"q\" 'q' # h\u00a0| $x$ \\n"

STATEMENT = EditionStatement(
    title="Talks <b>& Tables",
    subtitle="Two “forms”",
    version="1.2.0",
    date="2026-11-21",
    publisher="A Press",
    url="https://example.org/e/",
    language="en-GB",
    description="Talks.",
    editors=(Editor(id="eds", name="The editors", role="rulings"),),
    licence=Licence(name="CC BY 4.0", url="https://example.org/by/", scope="The encoding."),
    documents=("luncheon",),
)
ENTRIES = (
    Entry(
        key="ekberg",
        name="Anna O’Ekberg & <Söner>",
        sort="Ekberg, Anna",
        role="Minister",
        certainty="medium",
        authorities=(Authority(name="VIAF", id="1", url="https://viaf.org/viaf/1", note="Wrong year."),),
    ),
    Entry(key="holm", name="Bo Holm", sort="Holm, Bo"),
    Entry(key="lindqvist", name="C. Lindqvist", sort="Lindqvist, C."),
    Entry(key="oslo", name="Oslo", sort="Oslo", kind="place"),
    Entry(key="union", name="A Union", sort="Union", kind="organisation"),
)
RULINGS = (
    Ruling(
        id="received",
        kind="emendation",
        witnesses=("A",),
        exact="recieved",
        value="received",
        certainty="medium",
        resp="eds",
        reason="It is spelt so <elsewhere>",
    ),
    Ruling(id="odd", kind="doubt", witnesses=("A",), exact="odd", resp="eds", reason="Perhaps “old”."),
    Ruling(id="cut", kind="page-break", witnesses=("A",), exact="and", resp="eds", reason="The sentence goes on."),
)


def marked(text: str, *spans: tuple[str, object]) -> RichText:
    """``text`` with marks on the first occurrence of the words given."""
    placed = [Span(text.index(words), text.index(words) + len(words), mark) for words, mark in spans]
    return RichText(text, tuple(sorted(placed, key=lambda s: (s.start, -s.end))))


def speech(who: str, *texts: RichText | str, label: RichText | None = None) -> Turn:
    contents = [RichText(text) if isinstance(text, str) else text for text in texts]
    return Turn(who, label or RichText(f"{who.title()}:"), tuple(Passage(PassageKind.SPEECH, c, who) for c in contents))


def plain(kind: PassageKind, text: RichText | str, who: str | None = None) -> Passage:
    return Passage(kind, RichText(text) if isinstance(text, str) else text, who)


def numbered(transcript: Transcript) -> Transcript:
    """The transcript with anchors p1, p2 … given in order."""
    numbers = iter(range(1, 10_000))

    def block(item: Passage | Turn | Field) -> Passage | Turn | Field:
        if isinstance(item, Passage):
            return dataclasses.replace(item, id=f"p{next(numbers)}")
        if isinstance(item, Turn):
            return dataclasses.replace(item, passages=tuple(block(p) for p in item.passages))
        return Field(block(item.label), tuple(block(value) for value in item.values))

    return Transcript(tuple(block(b) for b in transcript.front), tuple(block(b) for b in transcript.body))


FULL = numbered(
    Transcript(
        front=(
            plain(PassageKind.DATE_LINE, marked("7 March 1951", ("7 March 1951", DateMark("1951-03-07")))),
            Field(
                plain(PassageKind.FIELD_LABEL, "Citation:"),
                (
                    plain(
                        PassageKind.FIELD_VALUE,
                        marked(
                            "See <https://example.org/x> or javascript:alert(1)",
                            ("https://example.org/x", Link("https://example.org/x")),
                            ("javascript:alert(1)", Link("javascript:alert(1)")),
                        ),
                    ),
                ),
            ),
        ),
        body=(
            plain(
                PassageKind.HEADING,
                marked("**A Talk**", ("**A Talk**", Highlight("bold")), ("**", Sign("markup"))),
            ),
            plain(PassageKind.REPORTED, marked("Holm says yes.", ("Holm", Mention("person", "holm"))), "holm"),
            speech(
                "ekberg",
                marked(
                    "I recieved [the letter —ed.] and [brevet] in Oslo, an odd thing.",
                    ("recieved", Emendation("received", "received")),
                    ("[the letter —ed.]", Insertion("ed")),
                    ("letter", Mention("person", "holm")),
                    ("[brevet]", Gloss("sv", "none")),
                    ("Oslo", Mention("place", "oslo")),
                    ("odd", Doubt("odd")),
                ),
                NASTY,
                label=marked("- Ekberg (aside):", ("-", Sign("bullet")), ("(aside)", Delivery())),
            ),
            speech("holm", RichText("Cut here and on.", (Span(9, 9, PageBreak("medium", "eds", "cut")),))),
            speech("ekberg", RichText("Again.", (Span(0, 0, PageBreak("low", "pecia")),))),
            plain(PassageKind.NARRATIVE, "They rose."),
            plain(PassageKind.SIGNATURE_LABEL, "Note-takers:"),
            plain(PassageKind.SIGNATURE, "C. L."),
            plain(PassageKind.SOURCE_NOTE, "[Source: a box]"),
        ),
    )
)
BARE = numbered(Transcript((), (speech("holm", "Nothing marked."),)))


def document(**changes: object) -> Document:
    values: dict[str, object] = {
        "id": "luncheon",
        "title": "Luncheon conversation, 7 March 1951",
        "short_title": "Luncheon <1951>",
        "kind": "Record of conversation",
        "date": "1951-03-07",
        "place": "Embassy, Oslo",
        "duration": "PT2H15M",
        "summary": (
            Statement(text="They ate.", sources=("bulletin", "A")),
            Statement(text="They spoke.", certainty="medium", sources=("bulletin", "A")),
        ),
        "participants": (
            Participant(person="ekberg", role="Minister", side="Swedish", part="speaker"),
            Participant(
                person="holm",
                role="",
                side="",
                part="note-taker",
                statement=Statement(text="He is named once.", certainty="unknown", sources=("A",)),
            ),
        ),
        "original": Original(kind="Record", repository="An Archive", language="sv"),
        "sources": (Source(id="bulletin", kind="article", title="A Talk", container="Bulletin", date="1952"),),
        "provenance": (Statement(text="It lay in a box.", certainty="low", sources=("bulletin",)),),
        "relation": (Statement(text="B copies A."),),
        "rights": (),
        "witnesses": (
            Witness(
                siglum="A",
                title="Print & proof",
                description="A print.",
                language="en",
                exemplar=Exemplar(file="A.txt", sha256="0" * 64),
                responsibilities=(
                    Responsibility(id="ed", role="translation", person="lindqvist", signatures=("—ed.",)),
                    Responsibility(id="none", role="author of the glosses", unsigned=True, note="Nobody knows."),
                ),
                published_in="bulletin",
                provenance=(Statement(text="It was typed.", certainty="medium"),),
            ),
            Witness(
                siglum="B",
                title="",
                description="",
                language="sv",
                exemplar=Exemplar(file="B.txt", sha256="1" * 64),
            ),
        ),
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


RETIRED = (
    Retired("p90", "split", ("p6", "p7"), "p5", "Old <words>.", "1.0.0", "1.1.0"),
    Retired("p91", "removed", (), None, "Gone.", "1.0.0", "1.2.0"),
    Retired("p6", "merged", ("p5",), "p5", "An id that is in use again by mistake.", "1.0.0", "1.1.0"),
)
DOWNLOADS = (
    Download("downloads/tei.zip", "TEI, all of it", 84_210, "a" * 64),
    Download("downloads/SHA256SUMS", "Checksums", 999, "b" * 64),
)
COPIES = (
    Copy("downloads/luncheon.A.xml", "A", "TEI", 84_210, "a" * 64),
    Copy("downloads/luncheon.A.pdf", "A", "PDF", 999, "b" * 64),
    Copy("downloads/luncheon.pdf", "", "PDF", 2_000_000, "c" * 64),
)


def view_of(doc: Document | None = None, statement: EditionStatement = STATEMENT) -> DocumentView:
    doc = doc or document()
    records = [
        Record(edition=statement, document=doc, siglum=siglum, entries=ENTRIES, rulings=RULINGS, transcript=transcript)
        for siglum, transcript in (("A", FULL), ("B", BARE))
    ]
    views = (WitnessView(records[0], RETIRED), WitnessView(records[1]))
    return DocumentView(doc, views)


def collations_of(view: DocumentView) -> tuple[Collation, ...]:
    collations, findings = collate_pairs([(w.record.siglum, w.record.transcript) for w in view.witnesses])
    assert findings == []
    return collations


def rendered(doc: Document | None = None, statement: EditionStatement = STATEMENT) -> dict[str, GeneratedFile]:
    """Every page of an edition of one document."""
    view = view_of(doc, statement)
    entries = {entry.key: entry for entry in ENTRIES}
    forms = cite_document(statement, view.document, entries, "talk.yml")[0]
    files = render_document(statement, view, collations_of(view), forms, COPIES)
    own = frozenset(entries)
    whole = Edition(statement, (account(view, own, COPIES),))
    of_edition = render_edition(whole, DOWNLOADS, cite_edition(statement), forms)
    registers = register_pages(whole, iter([names_in(view, own)]), own)
    return {file.path: file for file in (*files, *of_edition, *registers)}


def front_matter(file: GeneratedFile) -> dict[str, str]:
    return yaml.safe_load(file.content.decode().split("---\n")[1])


def tree(file: GeneratedFile) -> html.HtmlElement:
    return html.fromstring(file.content.decode().split("---\n", 2)[2])


def address(path: str) -> str:
    """Where MkDocs publishes a Markdown file."""
    return path.removesuffix("index.md") if path.endswith("index.md") else f"{path.removesuffix('.md')}/"


@pytest.fixture(scope="module")
def pages() -> dict[str, GeneratedFile]:
    return rendered()


@pytest.fixture(scope="module")
def reading(pages: dict[str, GeneratedFile]) -> html.HtmlElement:
    return tree(pages["luncheon/A/index.md"])


ADDED = frozenset({"pc-number", "pc-tip", "pc-ref", "pc-corrected"})
"""Classes of the elements in a passage that are not of the source."""


def text_of(element: html.HtmlElement) -> str:
    """The words of a passage without what the page adds to them."""
    added = {e for e in element.iter() if ADDED & set(e.get("class", "").split())}
    texts = element.xpath(".//text()")
    return "".join(t for t in texts if not added & {_holder(t), *_holder(t).iterancestors()})


def _holder(text: Any) -> html.HtmlElement:
    """The element that a text node stands in."""
    return text.getparent().getparent() if text.is_tail else text.getparent()


# --- the text ------------------------------------------------------------------------------------


def test_every_passage_stands_whole_at_its_anchor(reading: html.HtmlElement) -> None:
    labels = {turn.passages[0].id: f"{turn.label.text} " for turn in turns(FULL)}
    for passage in passages(FULL):
        (element,) = reading.xpath(f"//*[@id='{passage.id}']")
        assert text_of(element).rstrip("\n") == labels.get(passage.id, "") + passage.content.text


MARKS = st.sampled_from(
    [
        Insertion("ed"),
        Gloss("ru-Latn", "nobody"),
        Delivery(),
        Emendation("<i>new</i>", "received"),
        Doubt("odd"),
        Mention("person", "holm"),
        Mention("person", "unknown"),
        DateMark("1951"),
        Highlight("italic"),
        Sign("markup"),
        Link("https://example.org/?a=b&c"),
        Link("javascript:x"),
        PageBreak("unknown", "pecia"),
        PageBreak("high", "eds", "cut"),
    ]
)


PIECES = st.lists(st.sampled_from(["<b>", "&lt;", "**", "{{", "”", "'", '"', "é", "😀", " ", "a", "]]>"]), min_size=1)


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    """Nasty words with nested marks, several of them of the same limits."""
    text = "".join(draw(PIECES))

    def spans(start: int, end: int, depth: int) -> Iterator[Span]:
        for _ in range(draw(st.integers(0, 2))):
            if start == end or depth == 4:
                return
            mark = draw(MARKS)
            if isinstance(mark, PageBreak):
                yield Span(start, start, mark)
                continue
            last = draw(st.integers(start + 1, end))
            yield Span(start, last, mark)
            yield from spans(start, last, depth + 1)
            start = last

    return RichText(text, tuple(sorted(spans(0, len(text), 0), key=lambda s: (s.start, -s.end))))


HOLM = Mention("person", "holm")


@given(rich_texts())
@example(RichText("ab", (Span(0, 2, HOLM), Span(0, 2, Highlight("bold")), Span(0, 1, HOLM))))
def test_marks_lose_no_character(content: RichText) -> None:
    made = words_on_page(content, names_of(view_of().witnesses[0].record))
    given_back = html.fromstring(f"<p>{made}</p>")
    assert text_of(given_back) == content.text
    # A link holds nothing else that can be tabbed to. A parser would mend it, so this is looked for in the string.
    assert not re.search(r"<a (?:(?!</a>).)*(<a |tabindex)", made, re.DOTALL)
    assert not given_back.xpath("//@href[starts-with(., 'javascript')]")


def test_markup_in_a_source_is_text(pages: dict[str, GeneratedFile]) -> None:
    odd = dataclasses.replace(STATEMENT, title=NASTY, publisher=NASTY)
    hostile = document(title=NASTY, short_title=NASTY, place=NASTY, summary=(Statement(text=NASTY),))
    for path, file in {**pages, **rendered(hostile, odd)}.items():
        body = tree(file)
        given = "//script[not(@type='application/json')] | //style | //iframe | //@onload | //@onerror"
        assert not body.xpath(given), path
        assert len(body.xpath("//script")) == file.content.decode().split("---\n", 2)[2].count("<script"), path
    overview = rendered(hostile, odd)["luncheon/index.md"]
    assert front_matter(overview)["title"] == NASTY
    assert tree(overview).xpath("string(//h1)") == NASTY


def test_a_page_is_one_block_of_html(pages: dict[str, GeneratedFile]) -> None:
    """Markdown leaves a block alone only if nothing stands outside it."""
    for path, file in pages.items():
        _, _, body = file.content.decode().split("---\n", 2)
        assert re.match(r'\n<div class="pc-page pc-[a-z]+"( data-record="[^"]+")?>\n', body), path
        assert html.fragment_fromstring(body.strip()).tag == "div", path
        assert set(front_matter(file)) - {"assets", "head"} == {"title", "description"}, path


def test_the_same_records_give_the_same_bytes() -> None:
    assert rendered() == rendered()


# --- anchors and links -----------------------------------------------------------------------------


def test_no_id_stands_twice_on_a_page(pages: dict[str, GeneratedFile]) -> None:
    for path, file in pages.items():
        ids = tree(file).xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_a_number_in_the_margin_is_a_link_to_itself(reading: html.HtmlElement) -> None:
    numbers = reading.xpath("//a[@class='pc-number']")
    assert [n.text for n in numbers] == [passage.id for passage in passages(FULL)]
    for number in numbers:
        assert number.get("href") == f"#{number.text}" == f"#{number.getparent().get('id')}"


def test_every_link_of_every_page_resolves(pages: dict[str, GeneratedFile]) -> None:
    trees = {address(path): tree(file) for path, file in pages.items()}
    ids = {place: set(page.xpath("//@id")) for place, page in trees.items()}
    others = {file.path for file in (*DOWNLOADS, *COPIES)}
    others |= {"downloads/luncheon.B.xml", "downloads/luncheon.SHA256SUMS"}
    others |= {"downloads/edition.zip", "downloads/edition.zip.sha256"}
    others |= {f"downloads/luncheon.apparatus.{ending}" for ending in ("csv", "json", "xml")}
    links = 0
    for place, page in trees.items():
        for target in page.xpath("//a/@href"):
            if target.startswith(("http://", "https://")):
                continue
            path, _, fragment = target.partition("#")
            assert not path.startswith("/"), "only relative links, so that the site can be moved"
            there = posixpath.normpath(posixpath.join(place, path)) if path else place.rstrip("/")
            if there in others:
                continue
            assert f"{there}/" in ids, f"{place}: {target}"
            assert not fragment or fragment in ids[f"{there}/"], f"{place}: {target}"
            links += 1
    assert links > 50


def test_retired_anchors_resolve_and_say_what_became_of_them(reading: html.HtmlElement) -> None:
    (split,) = reading.xpath("//*[@id='p90']")
    assert "was split in version 1.1.0" in split.text_content()
    assert "Old <words>." in split.text_content()
    assert split.xpath(".//a/@href") == ["#p6", "#p7"]
    assert split.xpath("preceding::*[@id][starts-with(@id, 'p')][1]/@id") == ["p5"]
    (removed,) = reading.xpath("//*[@id='p91']")
    assert "was removed in version 1.2.0" in removed.text_content()
    assert removed.xpath("following::*[starts-with(@id, 'p')][1]/@id") == ["p1"]
    assert len(reading.xpath("//*[@id='p6']")) == 1


def test_arrows_lead_to_the_same_speakers_turns(reading: html.HtmlElement) -> None:
    first, other, last = (turn.passages[0].id for turn in turns(FULL))

    def arrows(anchor: str | None) -> list[str]:
        return reading.xpath(f"//div[@class='pc-turn'][.//*[@id='{anchor}']]//span[@class='pc-steps']/a/@href")

    assert arrows(first) == [f"#{last}"]
    assert arrows(last) == [f"#{first}"]
    assert arrows(other) == []


# --- marks and their explanations --------------------------------------------------------------------


def test_every_explanation_can_be_reached_by_keyboard(reading: html.HtmlElement) -> None:
    tips = reading.xpath("//*[@role='tooltip']")
    assert len(tips) == 7
    for tip in tips:
        (described,) = reading.xpath(f"//*[@aria-describedby='{tip.get('id')}']")
        assert described.get("tabindex") == "0" or described.tag == "a"


def test_explanations_name_who_answers_for_them_and_why(reading: html.HtmlElement) -> None:
    said = {
        tip.getparent().get("class").split()[1]: tip.text_content() for tip in reading.xpath("//*[@role='tooltip']")
    }
    assert said["pc-insertion"] == "Bracketed words added by: C. Lindqvist (translation)."
    assert said["pc-gloss"] == (
        "Word of the original (Swedish), added in brackets by: author of the glosses (unsigned)."
    )
    assert said["pc-emendation"] == (
        "Printed “recieved”, corrected to “received” by the editors (inferred). It is spelt so <elsewhere>."
    )
    assert said["pc-doubt"] == "Printed “odd”: marked as doubtful by the editors. Perhaps “old”."
    breaks = [tip.text_content() for tip in reading.xpath("//*[contains(@class, 'pc-break')]/*[@role='tooltip']")]
    assert breaks[0].endswith("Placed here by the editors. The sentence goes on.")
    assert breaks[1].endswith("Placed here by rule (unconfirmed).")


def test_rulings_have_numbered_notes_for_print(reading: html.HtmlElement) -> None:
    notes = reading.xpath("//section[@role='doc-endnotes']//li")
    assert [note.get("id") for note in notes] == ["note-1", "note-2", "note-3"]
    assert "corrected to “received”" in notes[0].text_content()


def test_both_readings_are_on_the_page_and_the_printed_one_shows(reading: html.HtmlElement) -> None:
    (emendation,) = reading.xpath("//*[contains(@class, 'pc-emendation') and @class!='pc-emendation']")
    assert emendation.xpath("string(*[@class='pc-printed'])") == "recieved"
    (corrected,) = emendation.xpath("*[@class='pc-corrected']")
    assert corrected.text == "received"
    assert corrected.get("hidden") is not None
    assert reading.xpath("//input[@name='pc-reading'][@checked]/@value") == ["printed"]


def test_a_text_without_marks_has_no_switch_notes_or_signs_of_marks(pages: dict[str, GeneratedFile]) -> None:
    bare = tree(pages["luncheon/B/index.md"])
    assert not bare.xpath("//fieldset | //section[@role='doc-endnotes'] | //*[@role='tooltip']")
    assert len(bare.xpath("//*[contains(@class, 'pc-legend')]//dt")) == 3


def test_the_legend_has_each_kind_that_occurs(reading: html.HtmlElement) -> None:
    legend = reading.xpath("//*[contains(@class, 'pc-legend')]")[0].text_content()
    for said in ("Reported speech", "Narrative", "Front matter", "[words —ed.]", "Nobody knows.", "(aside)"):
        assert said in legend


def test_words_of_another_language_say_so(pages: dict[str, GeneratedFile]) -> None:
    assert tree(pages["luncheon/B/index.md"]).xpath("//section[contains(@class, 'pc-text')]/@lang") == ["sv"]
    assert (
        tree(pages["luncheon/A/index.md"]).xpath("string(//*[contains(@class, 'pc-gloss')]/*[@lang='sv'])")
        == "[brevet]"
    )


# --- metadata --------------------------------------------------------------------------------------


def test_what_a_scholar_asks_for_is_said_to_be_missing_once_and_nothing_else_is(
    pages: dict[str, GeneratedFile],
) -> None:
    overview = tree(pages["luncheon/index.md"])
    assert overview.xpath("string(//dt[.='Not established']/following-sibling::dd)") == "shelf mark and rights"
    assert not [one for one in overview.xpath("//dd | //td | //p | //li") if one.text_content() == "not established"]
    assert "Other participants" in overview.text_content()
    assert not overview.xpath("//h2[.='Rights']")
    unknown = Original(kind="", repository="", language="")
    hands = tuple(dataclasses.replace(one, responsibilities=(), provenance=()) for one in document().witnesses)
    bare = dict.fromkeys(("participants", "summary", "relation", "provenance", "sources", "rights"), ())
    empty = document(duration="", date="", place="", kind="", original=unknown, witnesses=hands, **bare)
    overview = tree(rendered(empty)["luncheon/index.md"])
    said = overview.xpath("string(//dt[.='Not established']/following-sibling::dd)")
    assert said == "archive, shelf mark, author and rights"
    headings = {"Shape of the conversation", "Witnesses", "Downloads", "Cite this page"}
    assert set(overview.xpath("//h2/text()")) <= headings
    assert not [dd for dd in overview.xpath("//dd") if not dd.text_content().strip()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FULL, f"{len(list(turns(FULL)))} turns, {len(list(passages(FULL)))} passages"),
        (Transcript((), tuple(block for block in FULL.body if isinstance(block, Passage))), None),
    ],
)
def test_the_size_of_a_text_is_in_turns_where_it_has_some_and_in_passages(text: Transcript, said: str | None) -> None:
    assert size_of_text(text) == (said or f"{len(list(passages(text)))} passages")
    sign = Passage(PassageKind.SIGN, RichText("* * *"))
    assert size_of_text(Transcript((), (sign, *text.body))) == size_of_text(Transcript((), text.body))


def test_what_a_text_has_nothing_of_is_not_asked_for() -> None:
    plain = tuple(dataclasses.replace(one, role="", side="", statement=None) for one in document().participants)
    overview = tree(rendered(document(participants=plain))["luncheon/index.md"])
    (table,) = overview.xpath("//h2[.='Participants']/following-sibling::table[1]")
    assert table.xpath(".//th[@scope='col']/text()") == ["Name", "Role"]
    assert {len(row) for row in table.xpath(".//tr")} == {2}


def test_certainty_is_said_in_words_unless_it_is_high(pages: dict[str, GeneratedFile]) -> None:
    overview = tree(pages["luncheon/index.md"])
    summary = overview.xpath("//h2[.='Summary']/following-sibling::p[1]")[0]
    assert re.sub(r"\d", "", summary.text_content()).strip() == "They ate. They spoke. (inferred)"
    notes = [note.text_content() for note in overview.xpath("//section[@role='doc-endnotes']//li")]
    assert any(note.startswith("It lay in a box. (unconfirmed) Source: “A Talk” (1952).") for note in notes)
    assert "(identification inferred)" in tree(pages["people/ekberg/index.md"]).text_content()


def test_provenance_leads_from_the_archive_to_each_witness_by_notes(pages: dict[str, GeneratedFile]) -> None:
    overview = tree(pages["luncheon/index.md"])
    steps = overview.xpath("//ol[@class='pc-provenance']/li")
    assert [step.xpath("string(b)") for step in steps] == ["The original.", "Witness A, Print & proof."]
    for step, text in zip(steps, ("It lay in a box.", "It was typed."), strict=False):
        (note,) = step.xpath(".//a[@role='doc-noteref']/@href")
        assert text in overview.xpath(f"string(//*[@id='{note[1:]}'])")


def test_a_person_page_has_the_turns_of_each_witness(pages: dict[str, GeneratedFile]) -> None:
    person = tree(pages["people/ekberg/index.md"])
    first, _, last = (turn.passages[0].id for turn in turns(FULL))
    assert person.xpath("//ul[@class='pc-turns']//a/@href") == [
        f"../../luncheon/A/#{first}",
        f"../../luncheon/A/#{last}",
    ]
    assert "Wrong year." in person.text_content()
    assert "uthorit" not in tree(pages["people/holm/index.md"]).text_content()
    assert "translation, witness A." in tree(pages["people/lindqvist/index.md"]).text_content()


def test_places_lead_to_the_passages_that_name_them(pages: dict[str, GeneratedFile]) -> None:
    places = tree(pages["places/index.md"])
    turn = next(turns(FULL))
    assert places.xpath("//section[h3='Oslo']//a/@href") == [f"../luncheon/A/#{turn.passages[0].id}"]


def test_downloads_give_size_and_checksum(pages: dict[str, GeneratedFile]) -> None:
    rows = [
        [cell.text_content() for cell in row.xpath("td")] for row in tree(pages["downloads/index.md"]).xpath("//tr[td]")
    ]
    assert rows == [["TEI, all of it", "84 kB", "a" * 64], ["Checksums", "999 bytes", "–"]]


def test_the_downloads_page_is_the_same_when_only_the_words_of_a_record_have_changed() -> None:
    def page_with(digest: str) -> GeneratedFile:
        downloads = (Download("downloads/SHA256SUMS", "Checksums", 999, digest * 64),)
        files = render_edition(Edition(STATEMENT, ()), downloads, cite_edition(STATEMENT), None)
        return next(file for file in files if file.path == "downloads/index.md")

    assert page_with("a") == page_with("b")
    assert "The checksum file itself has no checksum in the table" in tree(page_with("a")).text_content()


def test_the_copies_of_a_document_stand_on_its_page(pages: dict[str, GeneratedFile]) -> None:
    overview = tree(pages["luncheon/index.md"])
    rows = overview.xpath("//h2[@id='downloads']/following-sibling::dl[1]/div")
    assert [" ".join(row.text_content().split()) for row in rows] == [
        "Witness A TEI (84 kB) · PDF (999 bytes)",
        "The document, with every witness PDF (2.0 MB)",
    ]
    assert overview.xpath("//h2[@id='downloads']/following-sibling::dl[1]//a/@href") == [f"../{c.path}" for c in COPIES]
    assert tree(pages["downloads/index.md"]).xpath("//ul[@class='pc-list']//a/@href") == ["../luncheon/#downloads"]


def test_a_reading_page_can_be_cited_with_its_version(reading: html.HtmlElement) -> None:
    (section,) = reading.xpath("//section[@class='pc-cite']")
    cited = {
        pair.xpath("string(dt)"): pair.xpath("string(dd/p[contains(@class, 'pc-of-page')])")
        for pair in section.xpath("dl/div")
    }
    assert cited["Chicago, bibliography"] == (
        "“Luncheon conversation, 7 March 1951, Embassy, Oslo, witness A (Print & proof).” In Talks <b>& "
        "Tables: Two “forms,” version 1.2.0, edited by the editors. A Press, 2026. Original in An Archive, not seen. "
        "https://example.org/e/luncheon/A/.“A Talk.” Bulletin, 1952."  # two lines: the page, and who published the text
    )
    assert "luncheon.A.xml" in "".join(reading.xpath("//a[@download]/@href"))
    assert reading.xpath("//nav[@class='pc-parts']//a[@aria-current='page']/text()") == ["A: Print & proof"]


def test_the_citation_of_a_passage_has_places_for_its_number(reading: html.HtmlElement) -> None:
    for citation in reading.xpath("//p[contains(@class, 'pc-of-passage')]"):
        assert "hidden" in citation.attrib
        assert len(citation.xpath(".//span[@class='pc-cited-fragment']")) <= 1
    assert reading.xpath("//p[contains(@class, 'pc-of-passage')]//span[@class='pc-cited-place']")


def test_nothing_empty_shows_in_any_page_of_a_bare_edition() -> None:
    statement = dataclasses.replace(
        STATEMENT, subtitle="", publisher="", url="", editors=(), licence=Licence(name="", url="", scope=""), date=""
    )
    doc = document(
        short_title="", duration="", summary=(), participants=(), sources=(), provenance=(), relation=(), rights=()
    )
    for path, file in rendered(doc, statement).items():
        body = tree(file)
        for added in body.xpath("//*[contains(@class, 'pc-text') or contains(@class, 'pc-of-passage')]"):
            added.drop_tree()
        said = body.text_content()
        assert not re.search(r"None\b(?! is)|\( *\)|“”|, *,|, *\.|\.\.|: *\.| ,| \.(?!\w)", said), path
