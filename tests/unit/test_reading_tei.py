"""Reading pages of imported TEI: every word in order, every address kept."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from builders import names_of, words_on_page
from pecia import addresses
from pecia.anchors import Retired
from pecia.citation import cite_document
from pecia.model import (
    Alternative,
    Break,
    Container,
    Element,
    Formula,
    Gap,
    Graphic,
    Link,
    Math,
    Mention,
    NoteCall,
    Passage,
    PassageKind,
    Readings,
    RichText,
    Span,
    Transcript,
    Turn,
    passages,
)
from pecia.model.edition import (
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
    Witness,
)
from pecia.model.record import Record
from pecia.pages import GeneratedFile, render_document
from pecia.pages.divisions import LIMIT, plan
from pecia.pages.elements import renditions
from pecia.pages.html import page, tag, words
from pecia.pages.ids import by_segment, where
from pecia.pages.redirects import runs, stub
from pecia.view.document import DocumentView, WitnessView
from pecia.view.languages import from_the_right

STATEMENT = EditionStatement(
    title="Letters & plays",
    version="1.0.0",
    date="2026-11-21",
    publisher="A Press",
    url="https://example.org/e/",
    language="en-GB",
    description="Letters.",
    editors=(Editor(id="eds", name="The editors", role="encoding"),),
    licence=Licence(name="CC BY 4.0", url="https://example.org/by/", scope="The encoding."),
    offer="reading",
    documents=("play",),
)
ENTRIES = (Entry(key="ekberg", name="Anna Ekberg", sort="Ekberg, Anna"),)
K = PassageKind


def box(name: str, number: int, **attributes: str) -> Container:
    return Container(name, number, **attributes)


def passage(kind: PassageKind, text: RichText | str, *within: Container, element: Container, who: str = "") -> Passage:
    content = RichText(text) if isinstance(text, str) else text
    return Passage(kind, content, who or None, element.id or None, element, within)


def numbered(*blocks: Passage | Turn) -> Transcript:
    """The blocks with anchors p1, p2 … where they have none of their own."""
    numbers = iter(range(1, 10_000))

    def one(item: Passage) -> Passage:
        return item if item.id else dataclasses.replace(item, id=f"p{next(numbers)}")

    body = [
        one(b) if isinstance(b, Passage) else dataclasses.replace(b, passages=tuple(one(p) for p in b.passages))
        for b in blocks
    ]
    return Transcript((), tuple(body))


def view_of(transcript: Transcript, retired: Sequence[Retired] = (), **changes: Any) -> DocumentView:
    witness = Witness(siglum="A", title="", description="", language="de", exemplar=Exemplar(file="A.xml"))
    values: dict[str, Any] = {
        "id": "play",
        "title": "A Play",
        "short_title": "",
        "kind": "",
        "participants": (),
        "original": Original(kind="", repository="", language=""),
        "witnesses": (witness,),
    }
    document = Document(**{**values, **changes})
    record = Record(
        edition=STATEMENT, document=document, siglum="A", entries=ENTRIES, rulings=(), transcript=transcript
    )
    return DocumentView(document, (WitnessView(record, tuple(retired)),))


def rendered(view: DocumentView, statement: EditionStatement = STATEMENT) -> dict[str, GeneratedFile]:
    forms, _ = cite_document(statement, view.document, {}, "play.yml")
    files = render_document(statement, view, (), forms, ())
    assert len({file.path for file in files}) == len(files), "no two files at one path"
    return {file.path: file for file in files}


def tree(file: GeneratedFile) -> html.HtmlElement:
    return html.fromstring(file.content.decode().split("---\n", 2)[2])


def front_matter(file: GeneratedFile) -> dict[str, Any]:
    return yaml.safe_load(file.content.decode().split("---\n")[1])


def page_of(*blocks: Passage | Turn, **changes: Any) -> html.HtmlElement:
    return tree(rendered(view_of(numbered(*blocks), **changes))["play/A/index.md"])


ADDED = frozenset({"pc-number", "pc-tip", "pc-ref", "pc-corrected", "pc-speaker"})


def text_of(element: html.HtmlElement) -> str:
    """The words of a passage without what the page adds to them."""
    if ADDED & set((element.get("class") or "").split()):
        return ""
    return (element.text or "") + "".join(text_of(child) + (child.tail or "") for child in element)


def by_id(tree_: html.HtmlElement, identifier: str) -> html.HtmlElement:
    (found,) = tree_.xpath("//*[@id=$id]", id=identifier)
    return found


P = box("p", 9)


# --- marks ----------------------------------------------------------------------------------------


WIDE = st.sampled_from(
    [
        Element("foreign", language="ar"),
        Element("persName", id="n1"),
        Element("<script>", rend='"><b>', language='"x'),
        Element("ref", target="known"),
        Element("ref", target="unknown"),
        Element("list"),
        Alternative("abbr", "expan", "<b>"),
        Readings("A", (("B", "<i>"), ("", ""))),
        Mention("person", "ekberg"),
        Link("https://example.org/"),
        Link("javascript:x"),
    ]
)
EMPTY = st.sampled_from(
    [
        Break("page", '1"<'),
        Break("line"),
        Break("milestone"),
        Gap("3 lines <illegible>"),
        Gap(),
        NoteCall(7, "*<"),
        NoteCall(8),
        Graphic("a.png", '"<'),
        Graphic("https://example.org/a.png"),
        Graphic("javascript:alert(1)", "x"),
        Element("anchor", id="n2"),
        Element("ptr", target="known"),
        Link("https://example.org/"),
    ]
)


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    text = "".join(draw(st.lists(st.sampled_from(["<b>", "&lt;", "{{", "é", "שלום", " ", "a", "'"]), min_size=1)))

    def spans(start: int, end: int, depth: int) -> Iterator[Span]:
        for _ in range(draw(st.integers(0, 2))):
            if start == end or depth == 4:
                return
            if draw(st.booleans()):
                yield Span(start, start, draw(EMPTY))
            last = draw(st.integers(start + 1, end))
            yield Span(start, last, draw(WIDE))
            yield from spans(start, last, depth + 1)
            start = last

    return RichText(text, tuple(sorted(spans(0, len(text), 0), key=lambda s: (s.start, -s.end))))


@given(rich_texts())
@example(RichText("ab", (Span(0, 2, Element("ref", target="known")), Span(1, 1, NoteCall(7)))))
@example(RichText("ab", (Span(0, 2, Mention("person", "ekberg")), Span(1, 1, Gap()))))
def test_marks_lose_no_character_and_let_no_markup_in(content: RichText) -> None:
    made = words_on_page(content, names_of(*ENTRIES), {7: "p2"}, targets={"known": "#p1"})
    given_back = html.fromstring(f"<p>{made}</p>")
    assert text_of(given_back) == content.text
    assert not re.search(r"<a (?:(?!</a>).)*(<a |tabindex)", made, re.DOTALL)
    assert not given_back.xpath("//@href[starts-with(., 'javascript')] | //script | //b | //i")
    assert all(source.startswith("../../play/graphics/") for source in given_back.xpath("//img/@src"))
    ids = given_back.xpath("//@id")
    assert len(ids) == len(set(ids))


def rich(text: str, *spans: tuple[int, int, Any], **more: Any) -> html.HtmlElement:
    content = RichText(text, tuple(Span(*span) for span in spans))
    return html.fromstring(f"<p>{words_on_page(content, names_of(*ENTRIES), **more)}</p>")


def test_an_element_has_its_name_rendition_language_and_id() -> None:
    (made,) = rich("abc", (0, 1, Element("hi", rend="#b small-caps wiggly", language="he", id="x1")))
    assert dict(made.attrib) == {
        "id": "x1",
        "class": "tei-hi",
        "data-rend": "bold small-caps",
        "lang": "he",
        "dir": "rtl",
    }
    (odd,) = rich("abc", (0, 1, Element('a"b', rend="wiggly", language="not a language")))
    assert dict(odd.attrib) == {"class": "tei-other"}


@pytest.mark.parametrize(
    ("language", "right"),
    [
        ("ar", True),
        ("fa-IR", True),
        ("ar-Latn", False),
        ("de", False),
        ("de-Hebr", True),
        ("syr", True),
        ("ara", False),
    ],
)
def test_languages_written_from_the_right(language: str, right: bool) -> None:
    assert from_the_right(language) is right


def test_renditions_are_of_a_closed_list() -> None:
    assert renditions("font-style: italic; text-align: right; color: red") == "italic right"
    assert renditions("x onclick=alert(1)") == ""


def test_what_the_encoder_has_instead_can_be_switched_to_and_is_explained() -> None:
    (made,) = rich("Dr Ek", (0, 2, Alternative("abbr", "expan", "Doctor")))
    assert made.xpath("string(*[@class='pc-printed'])") == "Dr"
    (other,) = made.xpath("ins[@class='pc-corrected'][@hidden]")
    assert other.text == "Doctor"
    assert made.get("tabindex") == "0"
    assert made.xpath("string(*[@role='tooltip'])") == "Abbreviation; expanded by the encoder: “Doctor”."


def test_other_readings_are_explained_with_their_sigla() -> None:
    (made,) = rich("a word", (2, 6, Readings("A B", (("C", "ward"), ("D", "")))))
    said = made.xpath("string(*[@role='tooltip'])")
    assert said == "Reading of A B. Other readings: C “ward”; D omits this."
    assert made.get("tabindex") == "0"


def test_breaks_and_gaps_are_signs_and_no_words() -> None:
    made = rich("ab", (1, 1, Break("page", "12")), (1, 1, Break("line")), (1, 1, Gap("2 lines, illegible")))
    assert text_of(made) == "ab"
    page_, line, gap = made
    assert (page_.get("data-n"), page_.get("aria-label"), page_.get("role")) == ("p. 12", "page 12", "doc-pagebreak")
    assert line.tag == "br"
    assert gap.xpath("string(*[@role='tooltip'])") == "Gap in the text: 2 lines, illegible."


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("a.png", "a.png"),
        ("./img/a_1.JPG", "img/a_1.JPG"),
        ("../a.png", ""),
        ("img/../../a.png", ""),
        ("/a.png", ""),
        ("//host/a.png", ""),
        ("https://example.org/a.png", ""),
        ("a.svg", ""),
        ("a.html", ""),
        ("a b.png", ""),
        ("a.png?x", ""),
        (".hidden.png", ""),
        ("a\\b.png", ""),
        ("%2e%2e/a.png", ""),
        ("", ""),
    ],
)
def test_only_plain_local_pictures_are_shown(url: str, name: str) -> None:
    assert addresses.graphic_name(url) == name


def test_a_remote_picture_is_a_link() -> None:
    made = rich("a", (0, 0, Graphic("https://example.org/a.png", "A seal")))
    assert not made.xpath("//img")
    assert made.xpath("//a/@href") == ["https://example.org/a.png"]
    (shown,) = rich("a", (0, 0, Graphic("seal.png", "A seal"))).xpath("//img")
    assert (shown.get("alt"), shown.get("loading"), shown.get("src")) == (
        "A seal",
        "lazy",
        "../../play/graphics/seal.png",
    )


# --- blocks ---------------------------------------------------------------------------------------

BODY = box("body", 3)
DIV = box("div", 4, type="letter", id="d1")


def test_containers_become_what_they_are() -> None:
    list_, gloss, table = box("list", 10, type="ordered"), box("list", 20, type="gloss"), box("table", 30)
    labels, row = box("row", 32, type="label"), box("row", 35)
    quote, stanza = box("quote", 40), box("lg", 50)
    at = (BODY, DIV)
    made = page_of(
        passage(K.HEADING, "Head", *at, element=box("head", 5)),
        passage(K.HEADING, "List", *at, list_, element=box("head", 11)),
        passage(K.ITEM, "one", *at, list_, element=box("item", 12)),
        passage(K.PROSE, "two", *at, list_, box("item", 13), element=box("p", 14)),
        passage(K.PROSE, "three", *at, list_, box("item", 13), element=box("p", 15)),
        passage(K.ITEM, "term", *at, gloss, element=box("label", 21)),
        passage(K.ITEM, "said", *at, gloss, element=box("item", 22)),
        passage(K.HEADING, "Table", *at, table, element=box("head", 31)),
        passage(K.CELL, "Name", *at, table, labels, element=box("cell", 33)),
        passage(K.CELL, "Ek", *at, table, row, element=box("cell", 36, type="label")),
        passage(K.CELL, "1", *at, table, row, element=box("cell", 37)),
        passage(K.PROSE, "quoted", *at, quote, element=box("p", 41)),
        *(passage(K.VERSE, f"line {n}", *at, stanza, element=box("l", 50 + n)) for n in range(1, 7)),
        passage(K.VERSE, "half", *at, stanza, element=box("l", 60, part="F")),
        passage(K.OTHER, "odd", *at, box("strange", 70), element=box("thing", 71)),
    )
    section = by_id(made, "d1")
    assert section.tag == "section"
    assert made.xpath("//h2[@class='tei-head']/@id") == ["p1"]
    assert [e.tag for e in made.xpath("//ol/*")] == ["li", "li", "li"]
    assert [e.tag for e in made.xpath("//ol/li[3]/*")] == ["p", "p"]
    assert [e.tag for e in made.xpath("//dl[contains(@class, 'tei-list')]/*")] == ["dt", "dd"]
    assert text_of(made.xpath("//table/caption")[0]) == "Table"
    assert [(e.tag, e.get("scope")) for e in made.xpath("//tr/*")] == [("th", "col"), ("th", "row"), ("td", None)]
    assert text_of(made.xpath("//blockquote/p")[0]) == "quoted"
    assert len(made.xpath("//div[@class='tei-lg']/p[contains(@class, 'tei-l')]")) == 7
    assert [text_of(e) for e in made.xpath("//p[contains(@class, 'tei-fifth')]")] == ["line 5"]
    assert [text_of(e) for e in made.xpath("//p[contains(@class, 'tei-part-F')]")] == ["half"]
    assert text_of(made.xpath("//div[@class='tei-strange']/p[@class='tei-thing']")[0]) == "odd"


NAMES = [
    "div",
    "list",
    "item",
    "table",
    "row",
    "cell",
    "quote",
    "lg",
    "note",
    "castList",
    "castGroup",
    "figure",
    "x",
    "label",
]


@given(
    st.lists(st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=6),
    st.sampled_from([*NAMES, "head", "p"]),
)
def test_every_passage_is_on_the_page_in_order_whatever_holds_it(chains: list[list[str]], own: str) -> None:
    blocks, number = [], 10
    for chain in chains:
        within = tuple(box(name, number + n) for n, name in enumerate(chain, 1))
        number += len(chain) + 1
        kind = K.HEADING if own == "head" else K.NOTE if "note" in (*chain, own) else K.PROSE
        blocks.append(passage(kind, f"words {number}", *within, element=box(own, number)))
    transcript = numbered(*blocks)
    made = rendered(view_of(transcript), dataclasses.replace(STATEMENT, split="none"))["play/A/index.md"]
    source = made.content.decode()
    places = [source.index(f'id="{p.id}"') for p in passages(transcript)]
    assert places == sorted(places)
    for p in passages(transcript):
        assert text_of(by_id(tree(made), p.id or "")) == p.content.text
    # what the parser had to mend would not be as it was written
    text = re.search(r'<section class="pc-text.*?(?=</div>\n<section class="tei-facts)', source, re.DOTALL)
    assert text
    opened = re.findall(r"<(/?)([a-z0-9]+)[^>]*?>", text[0])
    stack: list[str] = []
    for closing, name in opened:
        if closing:
            assert stack.pop() == name
        elif name not in ("br", "img"):
            stack.append(name)
            if name in ("li", "dt", "dd", "tr", "td", "th"):
                allowed = {"li": ("ul", "ol"), "dt": ("dl", "div"), "dd": ("dl", "div"), "tr": ("table",)}
                assert stack[-2] in allowed.get(name, ("tr",)), stack
    assert not stack


def test_a_turn_has_its_label_or_the_speakers_name_as_the_editions_word() -> None:
    at, speech = (BODY, DIV), box("sp", 10)
    verse = passage(K.VERSE, "O night", element=box("l", 13))
    prose = passage(K.SPEECH, "Well.", element=box("p", 22), who="ekberg")
    heard = passage(K.SPEECH, "Good day.", element=box("seg", 32, id="u1.s1"), who="ekberg")
    made = page_of(
        Turn("", RichText("IDA."), (verse,), element=speech, within=at),
        Turn("ekberg", RichText("EKBERG."), (prose,), element=box("sp", 20), within=at),
        Turn("ekberg", RichText(""), (heard,), element=box("u", 30, id="u1"), within=at),
    )
    assert [e.get("class") for e in by_id(made, "d1")] == ["pc-turn tei-sp", "pc-turn tei-sp", "pc-turn tei-u"]
    assert made.xpath("string(//p[@class='tei-speaker'])").strip() == "IDA."
    assert by_id(made, "p2").xpath("string(b[@class='pc-speaker'])") == "EKBERG."
    (supplied,) = by_id(made, "u1.s1").xpath("b[@class='pc-speaker pc-supplied-label']")
    assert supplied.text_content() == "Anna Ekberg"
    assert text_of(by_id(made, "u1.s1")).strip() == "Good day."
    assert by_id(made, "u1").get("class") == "pc-turn tei-u"
    assert made.xpath("//span[@class='pc-steps']/a/@href") == ["#u1.s1", "#p2"]


def test_a_called_note_stands_after_its_division_and_leads_back() -> None:
    note, loose = box("note", 12), box("note", 20)
    other = box("div", 30)
    made = page_of(
        passage(K.PROSE, RichText("Text.", (Span(5, 5, NoteCall(12)),)), BODY, DIV, element=box("p", 11)),
        passage(K.NOTE, "First.", BODY, DIV, note, element=box("p", 13)),
        passage(K.NOTE, "Second.", BODY, DIV, note, element=box("p", 14)),
        passage(K.NOTE, "Loose.", BODY, DIV, element=loose),
        passage(K.PROSE, "After.", BODY, DIV, element=box("p", 21)),
        passage(K.PROSE, "Next.", BODY, other, element=box("p", 31)),
        split="none",
    )
    order = [e.get("id") for e in made.xpath("//section[contains(@class, 'pc-text')]//*[starts-with(@id, 'p')]")]
    assert order == ["p1", "p4", "p5", "p2", "p3", "p6"]
    (call,) = made.xpath("//a[@role='doc-noteref']")
    assert (call.get("href"), call.text) == ("#p2", "1")
    assert by_id(made, "p2").xpath("a[@role='doc-backlink']/@href") == [f"#{call.get('id')}"]
    assert text_of(by_id(made, "p2")).strip() == "First."
    assert not by_id(made, "p3").xpath("a[@role='doc-backlink']")


def test_a_note_on_another_page_is_led_to() -> None:
    end = box("div", 30, type="act")
    text = numbered(
        passage(
            K.PROSE, RichText("Text.", (Span(5, 5, NoteCall(31, "1")),)), BODY, box("div", 10, type="act"), element=P
        ),
        passage(K.NOTE, "Foot.", BODY, end, element=box("note", 31)),
    )
    files = [tree(file) for path, file in rendered(view_of(text, split="act")).items() if path.endswith(".md")]
    (call,) = (link for file in files for link in file.xpath("//a[@role='doc-noteref']/@href"))
    assert call.startswith("../")
    assert call.endswith("/#p2")


def test_ids_of_the_source_that_the_page_uses_stand_once() -> None:
    made = page_of(
        *(
            passage(K.PROSE, RichText(name, (Span(0, 1, Element("seg", id="content")),)), element=box("p", n, id=name))
            for n, name in enumerate(("cite", "signs", "x" * 30), 5)
        )
    )
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert text_of(by_id(made, "cite")) == "cite"
    assert made.xpath("//a[@href='#" + "x" * 30 + "']/text()") == ["¶"]


@pytest.mark.parametrize(
    ("name", "n", "text", "shown"),
    [
        ("p", "3", "Words.", ["paragraph 3"]),
        ("ab", "3a", "Words.", ["block 3a"]),
        ("item", "iv", "Words.", ["item iv"]),
        ("seg", "3", "Words.", ["segment 3"]),
        ("p", "3", "3. Words.", []),
        ("p", "urn:cts:x:1", "Words.", []),
        ("head", "3", "Words.", []),
        ("p", "", "Words.", []),
    ],
)
def test_numbers_of_the_source_stand_before_passages_and_are_no_words(
    name: str, n: str, text: str, shown: list[str]
) -> None:
    held = passage(K.PROSE, text, element=dataclasses.replace(box(name, 5), n=n))
    made = page_of(held)
    assert made.xpath("//*[contains(@class, 'tei-n')]/@aria-label") == shown
    (block,) = made.xpath("//*[@id='p1']")
    assert text_of(block) == text


def math(name: str, *content: Math | str, **given: str) -> Math:
    return Math(name, tuple(given.items()), content)


def test_a_formula_is_set_by_the_browser_and_lets_nothing_else_in() -> None:
    half = math("mfrac", math("mi", "a", href="javascript:x", onclick="x", mathvariant="normal"), math("mn", "2"))
    bad = math("script", "alert(1)<b>")
    tex = math("annotation-xml", math("p", "TeX"), encoding="text/html")
    hidden = math("mi", math("img", src="x", onerror="x"), "c")
    whole = math("math", half, math("mspace", width='"><b>'), bad, math("maction", hidden), tex, display="block")
    content = "a2alert(1)<b>cTeX"
    made = words_on_page(RichText(content, (Span(0, len(content), Formula(whole)),)))
    assert made == (
        '<math display="block"><mfrac><mi mathvariant="normal">a</mi><mn>2</mn></mfrac><mspace></mspace>'
        "<mtext>alert(1)&lt;b&gt;</mtext><mrow><mi>c</mi></mrow>"
        "<annotation>TeX</annotation></math>"
    )
    assert html.fromstring(f"<p>{made}</p>").text_content() == content


def test_whom_only_the_encoding_names_is_shown_by_a_sign() -> None:
    named = (0, 0, Mention("person", "ekberg"))
    (sign,) = rich("nods", named).xpath("//a")
    assert (sign.get("class"), sign.get("data-n"), sign.get("aria-label")) == (
        "pc-person tei-who", "Anna Ekberg", "Anna Ekberg",
    )  # fmt: skip
    assert rich("nods", named).text_content() == "nods"


def test_a_pointer_leads_to_what_the_page_has_and_nothing_else() -> None:
    marks = (Span(0, 1, Element("ref", target="d1")), Span(2, 3, Element("ref", target="nowhere")))
    made = page_of(passage(K.PROSE, RichText("a b", marks), BODY, DIV, element=P))
    assert made.xpath("//a[@class='tei-ref']/@href") == ["#d1"]


# --- the foot of the page -------------------------------------------------------------------------


def test_the_facts_of_the_header_stand_at_the_foot_and_what_is_missing_is_said() -> None:
    source = Source(id="s", kind="book", title="Letters", publisher="A <Press>", date="1911")
    hand = Responsibility(id="h", role="encoding", name="B. Lindqvist")
    witness = Witness(
        siglum="A", title="", description="", language="sv", exemplar=Exemplar(file="A.xml"), responsibilities=(hand,)
    )
    view = view_of(
        numbered(passage(K.PROSE, "Text.", element=P)),
        date="1911-03-07",
        participants=(Participant(person="ekberg", role="sender", part="speaker"),),
        sources=(source,),
        witnesses=(witness,),
    )
    files = rendered(view)
    (foot,) = tree(files["play/A/index.md"]).xpath("//section[@class='tei-facts']")
    facts = {pair.xpath("string(dt)"): pair.xpath("string(dd)") for pair in foot.xpath("dl/div")}
    assert facts == {
        "Title": "A Play",
        "Date": "7 March 1911",
        "People": "Anna Ekberg (sender)",
        "Language": "Swedish",
        "Source": "Letters, A <Press>, 1911",
        "Contributors": "encoding: B. Lindqvist",
        "Not established": "author and rights",
    }
    assert foot.xpath(".//a[@download]/@href") == ["../../downloads/play.A.xml"]
    full = rendered(view, dataclasses.replace(STATEMENT, offer="full"))
    assert not tree(full["play/A/index.md"]).xpath("//section[@class='tei-facts']")
    assert "play/index.md" in full
    assert "play/index.html" not in full


def test_a_document_without_an_overview_has_a_stub_in_its_place() -> None:
    files = rendered(view_of(numbered(passage(K.PROSE, "Text.", element=P))))
    assert list(files) == ["play/index.html", "play/A/index.md"]
    made = html.fromstring(files["play/index.html"].content)
    assert made.xpath("//a/@href") == ["A/"]
    assert made.xpath("//link[@rel='canonical']/@href") == ["https://example.org/e/play/A/"]


def test_a_page_of_a_small_edition_carries_little_that_is_not_text() -> None:
    made = rendered(view_of(numbered(passage(K.PROSE, "Text.", element=P))))["play/A/index.md"]
    assert len(made.content) < 3_000
    assert not tree(made).xpath("//script")


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.text(st.characters(codec="utf-8"), max_size=60))
def test_front_matter_holds_any_string(title: str, head: str) -> None:
    made = page("a/b.md", title, "d", kind="reading", assets=("a.css",), head=head)  # type: ignore[arg-type]
    read = front_matter(made)
    assert read["title"] == title
    assert read.get("head", "") == head
    assert read["assets"] == ["a.css"]


# --- long texts -----------------------------------------------------------------------------------


def play(*, ids: bool = False) -> Transcript:
    """A cast list, two acts of two scenes with a heading each, an epilogue; a line of words in each."""
    blocks: list[Passage | Turn] = [passage(K.CAST, "Ida", box("front", 2), element=box("castItem", 3))]
    number = 10
    for act in ("1", "2"):
        outer = box("div", number, type="act", n=act, id=f"act{act}" if ids else "")
        blocks.append(passage(K.HEADING, f"Act {act}", BODY, outer, element=box("head", number + 1)))
        for scene in ("1", "2"):
            number += 5
            inner = box("div", number, type="scene", n=scene, id=f"act{act}.{scene}" if ids else "")
            marks = (Span(0, 1, Element("seg", id=f"s{act}{scene}")),)
            text = RichText(f"Words of {act}.{scene}", marks)
            blocks.append(passage(K.PROSE, text, BODY, outer, inner, element=box("p", number + 1)))
        blocks.append(passage(K.STAGE, "Curtain", BODY, outer, element=box("stage", number + 3)))
        number += 10
    blocks.append(passage(K.PROSE, "End", BODY, box("div", number, type="epilogue"), element=box("p", number + 1)))
    return numbered(*blocks)


PLAY = play()
GONE = (Retired("p90", "removed", (), "p6", "Old.", "1.0.0", "1.1.0"), Retired("p91", "removed", (), None, "", "", ""))


def anchors_on(file: GeneratedFile) -> list[str]:
    return [number.getparent().get("id") for number in tree(file).xpath("//a[@class='pc-number']")]


@pytest.mark.parametrize(
    ("split", "parts"),
    [
        ("", []),
        ("none", []),
        ("chapter", []),
        ("act", [["p2", "p3", "p4", "p5"], ["p6", "p7", "p8", "p9"], ["p10"]]),
        ("1", [["p2", "p3", "p4", "p5"], ["p6", "p7", "p8", "p9"], ["p10"]]),
        ("Scene", [["p2", "p3"], ["p4", "p5"], ["p6", "p7"], ["p8", "p9"], ["p10"]]),
        ("2", [["p2", "p3"], ["p4", "p5"], ["p6", "p7"], ["p8", "p9"], ["p10"]]),
    ],
)
def test_a_text_is_split_where_the_editor_says(split: str, parts: list[list[str]]) -> None:
    files = rendered(view_of(PLAY, split=split))
    pages = [file for path, file in files.items() if path.endswith(".md")]
    everything = [p.id for p in passages(PLAY)]
    assert [anchors_on(file) for file in pages] == ([["p1"], *parts] if parts else [everything])


def test_an_id_is_on_the_first_page_that_has_it() -> None:
    outer = box("div", 3, type="part", id="one")
    text = numbered(
        passage(K.PROSE, "a", BODY, element=box("p", 2)),
        passage(K.PROSE, "b", BODY, outer, box("div", 4, id="in"), element=box("p", 5)),
        passage(K.PROSE, "c", BODY, outer, box("div", 6), element=box("p", 7)),
    )
    ids = by_segment(plan(text, "2"))
    assert ids == {"": ["p1"], "in": ["p2", "one", "in"], "p3": ["p3", "one"]}
    assert where(ids) == {"p1": "", "p2": "in", "one": "in", "in": "in", "p3": "p3"}
    assert by_segment(plan(text, "none")) == {}


@pytest.mark.parametrize(
    ("text", "written"),
    [("a&b", "a&amp;b"), ("a<b", "a&lt;b"), ("a>b", "a&gt;b"), ('a"b', "a&quot;b"), ("a'b", "a&#x27;b")],
)
def test_each_character_with_a_meaning_is_escaped(text: str, written: str) -> None:
    assert words(text) == written
    assert tag("i", title=text) == f'<i title="{written}"></i>'


def test_a_long_text_is_split_at_the_outermost_depth_that_makes_short_pages() -> None:
    def of(length: int) -> Transcript:
        outer = [box("div", n * 100, type="part") for n in (1, 2)]
        return numbered(
            *(
                passage(K.PROSE, "x" * length, BODY, o, box("div", o.number + i), element=box("p", o.number + i + 50))
                for o in outer
                for i in (1, 2)
            )
        )

    assert len(plan(of(LIMIT // 4), "").parts) == 0
    assert len(plan(of(LIMIT // 3), "").parts) == 2
    assert len(plan(of(LIMIT), "").parts) == 4
    assert len(plan(of(LIMIT + 1), "").parts) == 4
    assert len(plan(of(LIMIT + 1), "none").parts) == 0


def leading(file: GeneratedFile) -> dict[str, set[str]]:
    """What the script of a contents page leads to: for each part, the ids."""
    match = re.search(r"const to=(\[.*?\]),go=", front_matter(file)["head"])
    assert match
    found: dict[str, set[str]] = {}
    for part, ranges in json.loads(match[1]):
        ids = ([run[0]] if len(run) == 1 else [f"{run[0]}{n}" for n in range(run[1], run[2] + 1)] for run in ranges)
        found[part] = {one for some in ids for one in some}
    return found


@pytest.mark.parametrize("ids", [False, True])
@pytest.mark.parametrize("split", ["act", "scene"])
def test_the_contents_page_leads_to_every_id_where_it_is(split: str, ids: bool) -> None:
    files = rendered(view_of(play(ids=ids), GONE, split=split))
    to = leading(files["play/A/index.md"])
    for path, file in files.items():
        if path.startswith("play/A/") and path.endswith("/index.md") and path != "play/A/index.md":
            part = path.removeprefix("play/A/").removesuffix("index.md")
            on_page = {i for i in tree(file).xpath("//section[contains(@class, 'pc-text')]//@id") if ":" not in i}
            assert to[part] == on_page
    here = set(tree(files["play/A/index.md"]).xpath("//@id"))
    assert not here & set().union(*to.values())
    assert {"p90", "p91", "s11", "s22"} <= set().union(*to.values())


def test_without_a_script_each_part_stands_with_its_anchors() -> None:
    made = tree(rendered(view_of(PLAY, split="scene"))["play/A/index.md"])
    rows = [" ".join(row.text_content().split()) for row in made.xpath("//ul[contains(@class, 'tei-contents')]/li")]
    assert rows == [
        "Act 1",
        "Scene 1 p2–p3",
        "Scene 2 p4–p5",
        "Act 2",
        "Scene 1 p6–p7",
        "Scene 2 p8–p9",
        "Epilogue p10",
    ]


def test_a_part_leads_to_its_neighbours_and_back() -> None:
    files = rendered(view_of(PLAY, split="scene"))
    second = files["play/A/p4/index.md"]
    made = tree(second)
    assert made.xpath("//nav[@class='tei-neighbours']/a/@href") == ["../p3/", "../p7/"]
    assert made.xpath("//ol[@class='tei-trail']//text()[normalize-space()]") == ["Contents", "Act 1"]
    assert made.get("data-record") == "../../../downloads/play.A.js"
    assert "getElementById(id))location.replace" in front_matter(second)["head"]
    assert made.xpath("string(//p[contains(@class, 'pc-of-page')])").endswith("https://example.org/e/play/A/.")


def addresses_of(files: dict[str, GeneratedFile]) -> set[str]:
    return {path.removesuffix("index.html").removesuffix("index.md") for path in files}


@pytest.mark.parametrize("ids", [False, True])
def test_a_change_of_the_split_loses_no_address(ids: bool) -> None:
    ways = [rendered(view_of(play(ids=ids), split=split)) for split in ("none", "act", "scene", "1", "2")]
    assert len({frozenset(addresses_of(files)) for files in ways}) == 1
    segments = (
        {"act1", "act1.1", "act1.2", "act2", "act2.1", "act2.2", "p10"}
        if ids
        else {"p2", "p3", "p4", "p6", "p7", "p8", "p10"}
    )
    assert addresses_of(ways[0]) == {"play/", "play/A/", *(f"play/A/{segment}/" for segment in segments)}
    for files in ways:
        pages = {
            place: tree(file)
            for path, file in files.items()
            for place in addresses_of({path: file})
            if path.endswith(".md")
        }
        for path, file in files.items():
            if path.endswith(".html") and path != "play/index.html":
                assert len(file.content) < 1000
                (target,) = html.fromstring(file.content).xpath("//a/@href")
                place, _, fragment = target.partition("#")
                there = pages[f"play/A/{place.removeprefix('../')}"]
                assert not fragment or by_id(there, fragment) is not None


def test_a_stub_takes_along_what_the_address_names_and_lets_nothing_in() -> None:
    made = stub("a/index.html", "</title><script>x", "../b/#p1", 'https://example.org/"', "../").content.decode()
    assert "<script>x" not in made
    assert 'h.length>1?"../"+f+s+h:"../b/"+f+s+"#p1"' in made
    assert "http-equiv" not in made


@given(st.lists(st.one_of(st.integers(0, 12).map("p{}".format), st.text("p0_.é19", min_size=1, max_size=5))))
def test_runs_hold_every_id_and_no_other(ids: list[str]) -> None:
    back = [
        one
        for run in runs(ids)
        for one in ([run[0]] if len(run) == 1 else [f"{run[0]}{n}" for n in range(int(run[1]), int(run[2]) + 1)])
    ]
    assert back == ids


@pytest.mark.parametrize("name", ["index", "README", "a/b", "..", ".a", "", "ä", "a b", "x" * 65, "a.", "assets", "-a"])
def test_ids_that_are_no_safe_address_are_none(name: str) -> None:
    assert not addresses.is_segment(name)
    divisions = [box("div", 10, id=name), box("div", 20, id="fine")]
    planned = plan(numbered(*(passage(K.PROSE, "x", BODY, d, element=box("p", d.number + 1)) for d in divisions)), "1")
    assert [part.segment for part in planned.parts] == ["p1", "fine"]


def test_what_follows_a_turn_stands_beside_it() -> None:
    said = passage(K.SPEECH, "Well.", element=box("p", 12))
    made = page_of(
        Turn("", RichText("IDA."), (said,), element=box("sp", 11)),
        passage(K.STAGE, "Curtain", element=box("stage", 13)),
    )
    assert not by_id(made, "p2").xpath("ancestor::div[contains(@class, 'pc-turn')]")
