"""Reading imported TEI: what becomes a passage, a turn, a mark."""

from __future__ import annotations

import pytest
from lxml import etree

from pecia.model import (
    Alternative,
    Break,
    DateMark,
    Element,
    Gap,
    Graphic,
    Highlight,
    Link,
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
from pecia.tei import mixed_content
from pecia.tei_import.identities import Identities
from pecia.tei_import.text import TextRead, Use, read_text, words_lost

KEYS = Identities(
    {
        ("person", "#anna"): "ekberg",
        ("person", "#per"): "lindqvist",
        ("place", "#oslo"): "oslo",
        ("person", "k 1"): "lund",
    },
    {},
)


def read_all(xml: str) -> TextRead:
    root = etree.fromstring(xml.encode())
    found = read_text(root, "edition/sources/a.xml", KEYS)
    assert words_lost(root, found.transcript) is None
    return found


def whole(text: str, beside: str = "") -> str:
    header = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{beside}<text>{text}</text></TEI>'


def read(body: str) -> TextRead:
    return read_all(whole(f"<body>{body}</body>"))


def shown(body: str) -> list[str]:
    return [f"{p.kind.value}: {p.content.text}" for p in passages(read(body).transcript)]


def rich(body: str) -> RichText:
    (passage,) = passages(read(f"<p>{body}</p>").transcript)
    return passage.content


def chain(passage: Passage) -> str:
    return "/".join(container.name for container in passage.within)


def turns_of(body: str) -> list[Turn]:
    return [block for block in read(body).transcript.body if isinstance(block, Turn)]


# --- turns -----------------------------------------------------------------------------------------


def test_sp_is_a_turn_with_its_label_and_those_who_speak() -> None:
    (turn,) = turns_of(
        '<div type="scene" n="2"><sp who="#anna #per #nobody" xml:id="s1"><speaker>Ekberg<hi rend="i">,</hi></speaker>'
        '<stage>aside</stage><lg type="x"><l part="I">To be</l></lg><p>or not</p></sp></div>'
    )
    assert (turn.who, turn.also, turn.label.text) == ("ekberg", ("lindqvist",), "Ekberg,")
    assert turn.label.spans == (Span(6, 7, Highlight("italic")),)
    assert [container.name for container in turn.within] == ["body", "div"]
    assert (turn.within[1].type, turn.within[1].n) == ("scene", "2")
    assert turn.element is not None
    assert (turn.element.name, turn.element.id) == ("sp", "s1")
    assert [(p.kind.value, p.who, p.content.text, chain(p)) for p in turn.passages] == [
        ("stage-direction", None, "aside", ""),
        ("verse", "ekberg", "To be", "lg"),
        ("speech", "ekberg", "or not", ""),
    ]
    assert turn.passages[1].element is not None
    assert turn.passages[1].element.part == "I"


def test_sp_without_speaker_or_who() -> None:
    (turn,) = turns_of("<sp><p>x</p></sp>")
    assert (turn.who, turn.also, turn.label, turn.passages[0].who) == ("", (), RichText(""), None)


def test_a_second_speaker_and_one_after_words_are_passages() -> None:
    (turn,) = turns_of("<sp><speaker>A</speaker><speaker>B</speaker><p>x</p><speaker>C</speaker></sp>")
    assert turn.label.text == "A"
    assert [p.content.text for p in turn.passages] == ["B", "x", "C"]


def test_a_label_alone_is_not_lost() -> None:
    (turn,) = turns_of("<sp><speaker>A</speaker></sp>")
    assert (turn.label.text, turn.passages) == ("A", ())


def test_u_has_its_label_from_the_note_before_it() -> None:
    one, two = turns_of(
        '<note type="speaker">EKBERG:</note><pb n="3"/><u who="#anna"><seg xml:id="g1">one</seg><note>laughs</note>'
        '<incident><desc>bell</desc></incident></u><u who="#per"><note type="speaker">PER:</note><seg>two</seg></u>'
    )
    assert (one.label.text, two.label.text) == ("EKBERG:", "PER:")
    assert [(p.kind.value, p.content.text, p.id) for p in one.passages] == [
        ("speech", "one", "g1"),
        ("note", "laughs", None),
        ("stage-direction", "bell", None),
    ]
    assert one.passages[0].content.spans == (Span(0, 0, Break("page", "3")),)


def test_a_speaker_note_that_no_turn_follows_is_a_note() -> None:
    assert shown('<note type="speaker">EKBERG:</note><p>x</p>') == ["note: EKBERG:", "prose: x"]


def test_u_with_words_of_its_own_is_one_passage_with_the_id() -> None:
    (turn,) = turns_of('<u who="#anna" xml:id="u1">So <vocal><desc>coughs</desc></vocal> <seg>it is</seg></u>')
    (passage,) = turn.passages
    assert (passage.content.text, passage.id) == ("So coughs it is", "u1")
    assert turn.element is not None
    assert turn.element.id == ""


def test_tokens_are_joined_as_the_file_has_them() -> None:
    assert shown("<u><w>Who</w><pc>?</pc>\n<w>I</w></u>") == ["speech: Who? I"]
    assert shown("<sp><w>Who</w><pc>?</pc></sp>") == ["speech: Who?"]
    assert rich("<s><w>It</w> <w>is</w><pc>.</pc></s>") == RichText("It is.")


def test_a_turn_in_a_turn_is_held_by_the_outer_one() -> None:
    (turn,) = turns_of("<sp><speaker>A</speaker><p>x</p><quote><sp><speaker>B</speaker><p>y</p></sp></quote></sp>")
    assert [(p.content.text, chain(p)) for p in turn.passages] == [("x", ""), ("B", "quote/sp"), ("y", "quote/sp")]


def test_turns_in_front_matter_stand_in_the_body() -> None:
    found = read_all(whole("<front><head>F</head><sp><p>x</p></sp><p>y</p></front><body><p>z</p></body>")).transcript
    assert [p.content.text for p in found.front if isinstance(p, Passage)] == ["F"]
    assert [type(block).__name__ for block in found.body] == ["Turn", "Passage", "Passage"]


# --- passages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<lg><head>H</head><l>a</l><lg><l>b</l></lg></lg>", ["heading: H", "verse: a", "verse: b"]),
        ("<castList><castItem><role>A</role>, <roleDesc>b</roleDesc></castItem><castGroup><castItem>c</castItem>"
         "<roleDesc>d</roleDesc></castGroup></castList>", ["cast-list: A, b", "cast-list: c", "cast-list: d"]),
        ("<opener><dateline>Oslo</dateline><salute>Dear</salute></opener><closer>Yours <signed>E.</signed></closer>"
         "<postscript><p>PS</p></postscript>",
         ["date-line: Oslo", "letter-formula: Dear", "letter-formula: Yours E.", "prose: PS"]),
        ("<closer><signed>E.</signed></closer>", ["signature: E."]),
        ("<list><label>1</label><item>a</item><item><p>b</p><p>c</p></item><item><list><item>d</item></list></item>"
         "</list>", ["list-item: 1", "list-item: a", "prose: b", "prose: c", "list-item: d"]),
        ("<table><row><cell>1</cell><cell/></row></table>", ["table-cell: 1", "table-cell: "]),
        ("<quote><p>a</p></quote><quote>b</quote><cit><quote>c</quote><bibl>d</bibl></cit>",
         ["prose: a", "prose: b", "prose: c", "other: d"]),
        ("<epigraph><l>a</l></epigraph><argument>b</argument><trailer>c</trailer>",
         ["verse: a", "prose: b", "other: c"]),
        ("<note>a</note><note><p>b</p><p>c</p></note>", ["note: a", "note: b", "note: c"]),
        ("<app><lem><p>a</p></lem><rdg><p>b</p></rdg></app>", ["prose: a"]),
        ("<floatingText><body><p>a</p></body></floatingText>", ["prose: a"]),
        ("<incident><desc>a</desc></incident><trailer>b</trailer>", ["stage-direction: a", "other: b"]),
        ("<p/><p> </p><l/>", []),
    ],
)  # fmt: skip
def test_what_is_a_passage(body: str, expected: list[str]) -> None:
    assert shown(body) == expected


def test_title_page_is_front_matter() -> None:
    found = read_all(
        whole("<front><titlePage><docTitle><titlePart>A</titlePart></docTitle><byline>B</byline><docAuthor>C</docAuthor>"
              "</titlePage></front><body><p>x</p></body><back><div><p>z</p></div></back>")
    ).transcript  # fmt: skip
    assert [(p.kind, p.content.text) for p in found.front if isinstance(p, Passage)] == [
        (PassageKind.TITLE_PAGE, "A"), (PassageKind.TITLE_PAGE, "B"), (PassageKind.TITLE_PAGE, "C"),
    ]  # fmt: skip
    assert [chain(p) for p in found.body if isinstance(p, Passage)] == ["body", "back/div"]


def test_texts_of_a_group_stand_in_order() -> None:
    found = read_all(
        whole("<front><p>a</p></front><group><text><front><p>b</p></front><body><p>c</p></body></text></group>")
    ).transcript
    assert [p.content.text for p in found.front if isinstance(p, Passage)] == ["a"]
    assert [chain(p) for p in passages(found)] == ["front", "group/text/front", "group/text/body"]


def test_a_figure_has_a_passage_for_the_picture() -> None:
    found = list(
        passages(read('<figure><graphic url="a.png"/><head>Fig.</head><figDesc>A house</figDesc></figure>').transcript)
    )
    assert [p.content.text for p in found] == ["", "Fig.", "A house"]
    assert found[0].content.spans == (Span(0, 0, Graphic("a.png", "A house")),)


def test_loose_words_are_a_passage_without_an_element() -> None:
    found = read("<div>loose <hi>words</hi>\n<note>n</note> here<p>x</p></div>")
    first, note, last = passages(found.transcript)
    assert (first.kind, first.content.text, first.element, chain(first)) == (
        PassageKind.OTHER, "loose words here", None, "body/div",
    )  # fmt: skip
    assert (note.content.text, last.content.text) == ("n", "x")
    (finding,) = found.findings
    assert finding.code == "I120"
    assert "loose words here" in finding.message


def test_loose_words_end_where_passages_are() -> None:
    assert shown("<div>loose <q><p>x</p></q> words</div>") == ["other: loose", "prose: x", "other: words"]


def test_elements_that_are_not_known_are_shown_and_listed() -> None:
    found = read('<x:wrap xmlns:x="urn:x"><p>a <x:y>b</x:y> <unheard>c</unheard></p><x:y>d</x:y></x:wrap>')
    one, two = passages(found.transcript)
    assert (one.content.text, chain(one), two.content.text) == ("a b c", "body/wrap", "d")
    assert [span.mark for span in one.content.spans] == [Element("y"), Element("unheard")]
    assert {finding.message.split(" is ")[0] for finding in found.findings if finding.code == "I122"} == {
        "3 elements of urn:x (wrap, y) are not TEI; the words in them are shown.", "unheard (once)",
    }  # fmt: skip


def test_what_is_beside_the_text_is_not_shown() -> None:
    found = read_all(
        whole(
            "<body><p>x</p></body>", "<standOff><note>words</note></standOff><facsimile><graphic url='a'/></facsimile>"
        )
    )
    assert [finding.code for finding in found.findings] == ["I121"]
    assert "standOff" in found.findings[0].message
    assert Use("facsimile", "not shown", 1) in found.uses


def test_encoded_data_are_no_words() -> None:
    found = read("<p>a<binaryObject>aGVsbG8=</binaryObject></p>")
    assert [p.content.text for p in passages(found.transcript)] == ["a"]
    assert [finding.code for finding in found.findings] == ["I121"]


def test_every_element_of_the_text_is_counted_by_its_rule() -> None:
    found = read('<div><p><hi rend="i">a</hi> <hi>b</hi><note><p>c</p></note></p><p>d</p></div>')
    assert found.uses == (
        Use("body", "container", 1), Use("div", "container", 1), Use("hi", "highlight", 1), Use("hi", "marked", 1),
        Use("note", "container", 1), Use("p", "passage", 3), Use("text", "container", 1),
    )  # fmt: skip


def test_numbers_count_all_elements_with_the_header() -> None:
    found = read("<div><p>a<note>b</note></p><!-- no --><p>c</p></div>")
    numbers = [p.element.number for p in passages(found.transcript) if p.element]
    # 1 TEI 2 teiHeader 3 fileDesc 4 titleStmt 5 title 6 text 7 body 8 div
    assert numbers == [9, 10, 11]


def test_a_division_by_itself_can_be_read() -> None:
    root = etree.fromstring('<div xmlns="http://www.tei-c.org/ns/1.0"><p>a</p></div>')
    (passage,) = passages(read_text(root, "a.xml", KEYS).transcript)
    assert [(c.name, c.number) for c in passage.within] == [("div", 1)]


def test_texts_of_a_corpus_are_read_in_order() -> None:
    one = whole("<body><p>a</p></body>")
    found = read_all(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{one}{one}</teiCorpus>')
    assert [p.content.text for p in passages(found.transcript)] == ["a", "a"]


def test_loci_are_lines_of_the_file() -> None:
    assert [p.locus.line for p in passages(read("\n<p>a</p>\n<p>b</p>").transcript) if p.locus] == [2, 3]


# --- notes -----------------------------------------------------------------------------------------


def test_a_note_leaves_a_call_and_follows_its_passage() -> None:
    found = list(passages(read('<p>a<note n="1" place="foot">b<note>c</note></note> d</p><p>e</p>').transcript))
    assert [(p.kind.value, p.content.text, chain(p)) for p in found] == [
        ("prose", "a d", "body"), ("note", "b", "body"), ("note", "c", "body"), ("prose", "e", "body"),
    ]  # fmt: skip
    assert found[1].element is not None
    assert found[0].content.spans == (Span(1, 1, NoteCall(found[1].element.number, "1")),)


def test_a_note_of_several_paragraphs_holds_them() -> None:
    called, one, two = passages(read("<p>a<note><p>b</p><p>c</p></note></p>").transcript)
    call = called.content.spans[0].mark
    assert isinstance(call, NoteCall)
    assert [container.number for p in (one, two) for container in p.within if container.name == "note"] == [
        call.number
    ] * 2
    assert (one.kind, two.kind) == (PassageKind.NOTE, PassageKind.NOTE)


def test_an_inline_note_stays_in_the_line() -> None:
    content = rich('a <note place="inline">b</note> c')
    assert (content.text, content.spans) == ("a b c", (Span(2, 3, Element("note")),))


def test_a_note_in_a_label_stands_first_in_the_turn() -> None:
    (turn,) = turns_of("<sp><speaker>A<note>n</note></speaker><p>x</p></sp>")
    assert [p.content.text for p in turn.passages] == ["n", "x"]
    assert isinstance(turn.label.spans[0].mark, NoteCall)


def test_a_note_in_the_label_before_an_utterance_stands_first_in_it() -> None:
    (turn,) = turns_of('<note type="speaker">A<note>n</note></note><u><seg>x</seg></u>')
    assert (turn.label.text, [p.content.text for p in turn.passages]) == ("A", ["n", "x"])


def test_end_notes_are_led_to() -> None:
    found = read('<p>a<ref target="#n1">1</ref><ref target="#gone">2</ref></p><div><note xml:id="n1">b</note></div>')
    first, note = passages(found.transcript)
    assert [span.mark for span in first.content.spans] == [NoteCall(12, "1", written=True), Element("ref")]
    assert note.id == "n1"


# --- marks -----------------------------------------------------------------------------------------


def test_white_space_is_folded_over_elements() -> None:
    assert rich("  a \n <hi> b </hi>\t c  ").text == "a b c"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("a<lb/>b", "a b"), ("a <lb/> b", "a b"), ('a<lb break="no"/>b', "ab"), ('a-\n<lb break="no"/>\n b', "a-b"),
        ("a<pb/>b", "ab"), ("a <pb/>\nb", "a b"), ('a<pb break="yes"/>b', "a b"),
        ('<hi>a </hi><lb break="no"/>b', "ab"),
        ("a<list><item>b</item><item>c</item></list>d", "a b c d"), ("a<fw>12</fw>b", "a b"),
        ("a<!-- c -->b", "ab"), ("a<?pi c?>b", "ab"),
    ],
)  # fmt: skip
def test_where_words_end(inside: str, text: str) -> None:
    content = rich(inside)
    assert content.text == text
    assert all(0 <= span.start <= span.end <= len(text) for span in content.spans)


def test_breaks_between_passages_begin_the_next() -> None:
    one, two = passages(read('<pb n="1"/><p>a</p><milestone unit="x" n="2"/><p>b</p><pb n="9"/>').transcript)
    assert one.content.spans == (Span(0, 0, Break("page", "1")),)
    assert two.content.spans == (Span(0, 0, Break("milestone", "x 2")), Span(1, 1, Break("page", "9")))


def test_a_gap_alone_is_told() -> None:
    (passage,) = passages(read("<gap><desc>all is lost</desc></gap>").transcript)
    assert passage.content == RichText("", (Span(0, 0, Gap("all is lost", apart=True)),))


def test_choice_shows_what_the_source_has() -> None:
    content = rich("<choice><corr>the <hi>one</hi></corr><sic>teh</sic></choice>")
    assert (content.text, content.spans) == ("teh", (Span(0, 3, Alternative("sic", "corr", "the one")),))
    assert rich("<choice><expan>Mister</expan><abbr>Mr</abbr></choice>").text == "Mr"
    assert rich("<subst><add>new</add><del>old</del></subst>").spans == (Span(0, 3, Alternative("del", "add", "new")),)


def test_choice_among_three_and_notes_in_what_is_not_shown() -> None:
    content = rich("<choice><orig>a</orig><reg>b<note>n</note></reg><reg>c</reg></choice>")
    told = [span.mark for span in content.spans]
    assert told == [Alternative("orig", "reg", "b (n)"), Alternative("orig", "reg", "c")]


def test_what_is_in_an_alternative_is_told_with_all_its_words() -> None:
    content = rich(
        "<choice><sic>a</sic><corr>b<choice><abbr>c</abbr><expan>d</expan></choice><gap>e</gap></corr></choice>"
    )
    assert content.spans == (Span(0, 1, Alternative("sic", "corr", "b c d e")),)


def test_app_shows_its_lemma_or_first_reading() -> None:
    content, note = (
        p.content
        for p in passages(
            read(
                '<p><app><rdg wit="#B #C">b</rdg><lem wit="#A">a</lem><rdgGrp><rdg wit="#D"/></rdgGrp>'
                "<note>n</note></app></p>"
            ).transcript
        )
    )  # fmt: skip
    assert (content.text, note.text) == ("a", "n")
    assert content.spans[0].mark == Readings("A", (("B C", "b"), ("D", "")))
    assert rich('<app><rdg wit="#B">b</rdg><rdg wit="#C">c</rdg></app>').spans == (
        Span(0, 1, Readings("B", (("C", "c"),))),
    )  # fmt: skip


def test_words_between_readings_are_not_lost() -> None:
    assert rich("<app>x<lem>a</lem>y<rdg>b</rdg></app> <choice><sic>c</sic>z<corr>d</corr></choice>").text == "xayb czd"


def test_names_that_are_known_are_mentions_with_their_id() -> None:
    content = rich('<persName ref="#anna" xml:id="n1">Anna <surname>Ekberg</surname></persName> in <rs type="place" '
                   'ref="#x #oslo">O.</rs>, <name key="k 1">L.</name>, <rs ref="#who">N.</rs>')  # fmt: skip
    assert content.spans == (
        Span(0, 11, Element("persName", id="n1")), Span(0, 11, Mention("person", "ekberg")),
        Span(15, 17, Mention("place", "oslo")), Span(19, 21, Mention("person", "lund")), Span(23, 25, Element("rs")),
    )  # fmt: skip


def test_dates_links_and_renditions() -> None:
    content = rich('<date when="1951-02-28">a</date><date when="1951-02-30">b</date><ref target="https://example.org/">c'
                   '</ref><ref target="javascript:alert(1)">d</ref><hi rend="italic #b">e</hi><hi rend="sup i">f</hi>'
                   '<foreign xml:lang="he">g</foreign>')  # fmt: skip
    assert [span.mark for span in content.spans] == [
        DateMark("1951-02-28"), Element("date"), Link("https://example.org/"), Element("ref"), Highlight("italic"),
        Highlight("bold"), Element("hi", rend="sup i"), Highlight("italic"), Element("foreign", language="he"),
    ]  # fmt: skip


def test_gaps_say_what_the_encoder_says() -> None:
    content = rich(
        'a<gap reason="illegible" quantity="2" unit="words"/><gap><desc>torn</desc></gap><space extent="line"/>'
    )
    assert content.text == "a"
    assert [span.mark for span in content.spans] == [Gap("illegible, 2 words"), Gap("torn"), Gap("left blank, line")]


def test_the_id_of_a_passage_is_its_own() -> None:
    found = list(passages(read('<p xml:id="a">x</p><rs xml:id="b" ref="#anna">y</rs><q xml:id="c">z</q>').transcript))
    assert [p.id for p in found] == ["a", "b", "c"]
    assert not [span for p in found for span in p.content.spans if getattr(span.mark, "id", "")]


# --- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hi", "div", "note", "q", "list", "sp", "choice", "app", "x"])
def test_deep_nesting_ends_in_words(name: str) -> None:
    root = etree.fromstring(whole(f"<body><p>{'<hi>' * 3}a</hi></hi></hi></p></body>"))
    holder = root[1][0]
    for _ in range(3000):  # the parser refuses this; a tree that was built does not
        holder = etree.SubElement(holder, f"{{http://www.tei-c.org/ns/1.0}}{name}")
    mixed_content.put_words(holder, "the words")
    found = read_text(root, "a.xml", KEYS)
    assert words_lost(root, found.transcript) is None


def test_words_lost_tells_what_is_missing() -> None:
    root = etree.fromstring(whole("<body><p>one two three</p></body>"))
    transcript = read_text(root, "a.xml", KEYS).transcript
    (passage,) = passages(transcript)

    def lost(text: str) -> str | None:
        changed = Passage(passage.kind, RichText(text))
        return words_lost(root, type(transcript)((), (changed,)))

    assert lost("one two three") is None
    assert "two" in (lost("one three") or "")
    assert "two" in (lost("onetwo three") or "")


@pytest.mark.parametrize(
    ("body", "told", "missing"),
    [
        ("<p>one two three</p>\n<p>four</p>", ("one two three", "four"), ""),
        ("<p>one two three</p><p>four</p>", ("one two three", "four"), ""),  # nothing parts them in the file
        ("<p>o<hi>n</hi>e two three</p><p>four</p>", ("one two three", "four"), ""),
        ("<p>one <note>n</note>two three</p>", ("one two three", "n"), ""),  # in another order
        ("<p>o<hi>n</hi>e two</p><p>three four five</p>", ("one two", "threefour five"), "four"),
        ("<p>one two</p><p>three four five</p>", ("one two", "three fo ur five"), "four"),
        ("<p>one two</p><p>two one</p>", ("one two", "one"), "two"),
        ("<p>one two</p><p>three</p>", ("one two", "thre"), "three"),
    ],
)
def test_words_count_as_lost_however_the_file_parts_them(body: str, told: tuple[str, ...], missing: str) -> None:
    root = etree.fromstring(whole(f"<body>{body}</body>"))
    read_again = Transcript((), tuple(Passage(PassageKind.PROSE, RichText(words)) for words in told))
    lost = words_lost(root, read_again)
    assert (f"“{missing}”" in (lost or "")) if missing else lost is None


def test_labels_are_told_too() -> None:
    root = etree.fromstring(whole("<body><sp><speaker>Anna</speaker><l>one</l></sp></body>"))
    passage = Passage(PassageKind.VERSE, RichText("one"))
    assert words_lost(root, Transcript((), (Turn("", RichText("Anna"), (passage,)),))) is None
    assert "“Anna”" in (words_lost(root, Transcript((), (Turn("", RichText(""), (passage,)),))) or "")


# --- mixed content ---------------------------------------------------------------------------------


def test_nodes_are_words_and_elements_in_order() -> None:
    element = etree.fromstring("<a>one<!--no-->two<b>in</b><?no no?>three<b/></a>")
    assert [node if isinstance(node, str) else node.tag for node in mixed_content.nodes(element)] == [
        "one",
        "two",
        "b",
        "three",
        "b",
    ]


def test_has_words_looks_between_elements_only() -> None:
    assert not mixed_content.has_words(etree.fromstring("<a> <b>in</b>\n</a>"))
    assert mixed_content.has_words(etree.fromstring("<a><b/>x</a>"))
    assert mixed_content.has_words(etree.fromstring("<a><!--no-->x</a>"))
    assert mixed_content.pieces(etree.fromstring("<a>x<b>y</b>z<binaryObject>q</binaryObject></a>")) == ["x", "y", "z"]
