"""TEI of prints, dictionaries, drafts and parallel texts: what stands beside the words, and where words end."""

from __future__ import annotations

import pytest
from lxml import etree

from builders import alone, key_of, words_on_page
from pecia import tei_import
from pecia.formats.pdf_words import Runs
from pecia.model import Break, Element, Gap, Highlight, Mark, Mention, Passage, RichText, passages
from pecia.model.edition import Document
from pecia.pages.elements import break_sign
from pecia.tei_import.text import TextRead, words_lost

_PATH = "edition/sources/a.xml"


def parsed(inside: str, profile: str = "") -> etree._Element:
    described = "<titleStmt><title>T</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
    head = f"<teiHeader><fileDesc>{described}<sourceDesc><p>y</p></sourceDesc></fileDesc>{profile}</teiHeader>"
    root, _ = tei_import.parse_tei(_PATH, f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}{inside}</TEI>'.encode())
    assert root is not None
    return root


def read(inside: str, profile: str = "") -> TextRead:
    root = parsed(inside, profile)
    found = tei_import.read_text(root, _PATH, tei_import.identify(root, _PATH, "a", ())[0])
    assert words_lost(root, found.transcript) is None
    return found


def blocks(body: str, profile: str = "") -> list[Passage]:
    return list(passages(read(f"<text><body>{body}</body></text>", profile).transcript))


def rich(inside: str) -> RichText:
    return blocks(f"<p>{inside}</p>")[0].content


def facts(inside: str, profile: str = "") -> Document:
    root = parsed(inside, profile)
    return tei_import.read_facts(root, _PATH, "a", "A", tei_import.identify(root, _PATH, "a", ())[0])[0]


def signs(content: RichText, kind: type[Mark]) -> list[tuple[int, Mark]]:
    return [(start, mark) for start, _end, mark in content.spans if isinstance(mark, kind)]


# --- what stands on the page or is for an index, and is none of the text -------------------------------


def test_running_titles_and_catchwords_are_signs_and_no_words_of_the_text() -> None:
    content = rich(
        'of the wind,<fw type="catch">and</fw>\n<pb n="2"/><fw type="header">Of <hi>Winds</hi>.</fw> and sea'
    )
    assert content.text == "of the wind, and sea"
    assert signs(content, Break) == [
        (13, Break("forme", "and")), (13, Break("page", "2")), (13, Break("forme", "Of Winds.")),
    ]  # fmt: skip


def test_a_running_title_between_passages_begins_the_next_and_is_none() -> None:
    first, second = blocks("<p>a</p><fw>Of Winds</fw><pb n='2'/><p>b</p>")
    assert (first.content.text, second.content.text) == ("a", "b")
    assert [mark for _, mark in signs(second.content, Break)] == [Break("forme", "Of Winds"), Break("page", "2")]


def test_a_catchword_does_not_end_a_word_that_goes_on() -> None:
    assert rich('ge<fw>fangen</fw><pb break="no"/>fangen').text == "gefangen"


def test_what_an_index_is_to_have_is_no_word_of_the_text() -> None:
    content = rich("of Troy<index><term>Troy</term><index><term>walls</term></index></index>’s walls")
    assert content.text == "of Troy’s walls"
    assert signs(content, Break) == [(7, Break("index", "Troy (walls)"))]


def test_what_is_beside_the_text_is_told_among_readings_too() -> None:
    found = read("<text><body><p><app><lem>a</lem><rdg>b<fw>c</fw>d</rdg></app></p></body></text>")
    assert "b (c) d" in str(found.transcript)


def test_what_is_beside_the_text_is_counted_when_it_is_lost() -> None:
    root = parsed("<text><body><p>a <fw>beside</fw></p></body></text>")
    without = read("<text><body><p>a</p></body></text>").transcript
    assert "beside" in (words_lost(root, without) or "")


def test_signs_of_what_is_beside_the_text_say_so() -> None:
    assert 'aria-label="on the page, not in the text: and"' in break_sign("forme", "and")
    assert 'data-n="index: Troy"' in break_sign("index", "Troy")


# --- where words end -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("weh\u00ad\n<lb/>\nen", "weh\u00aden"), ("weh¬<lb/>en", "weh¬en"), ("weh<hi>¬</hi> <pb/>\n<lb/>en", "weh¬en"),
        ('weh¬<lb break="yes"/>en', "weh¬ en"), ("a-<lb/>b", "a- b"), ("a¬<milestone/> b", "a¬ b"),
        ("<s>It is.</s><s>Day.</s>", "It is. Day."), ("<s>日。</s><s>月。</s>", "日。月。"),
        ('<seg xml:lang="la">dies</seg><seg xml:lang="en">day</seg>', "dies day"),
        ('<seg xml:lang="la">di</seg><seg xml:lang="la">es</seg>', "dies"), ("<seg>di</seg><seg>es</seg>", "dies"),
        ("<seg>arma</seg><caesura/><seg>cano</seg>", "arma cano"), ("<xr><lbl>cf.</lbl><ref>b</ref></xr>", "cf. b"),
        ("<app><rdg>a<wit>A</wit></rdg></app>", "a A"),
    ],
)  # fmt: skip
def test_where_words_end(inside: str, text: str) -> None:
    assert rich(inside).text == text


# --- signs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ('<gap reason="illegible" extent="1 letter"><desc>•</desc></gap>', "illegible, 1 letter (•)"),
        ("<gap><desc>•</desc></gap>", "(•)"),
        ('<gap reason="duplicate"><desc>〈1 page duplicate〉</desc></gap>', "〈1 page duplicate〉"),
    ],
)
def test_a_sign_for_what_is_missing_does_not_hide_how_much_that_is(gap: str, said: str) -> None:
    assert signs(rich(f"t{gap}me"), Gap) == [(1, Gap(said))]


@pytest.mark.parametrize(
    ("inside", "apart"),
    [
        ("Augu <gap/> sto", True), ("Augu <gap/>sto", False), ("Augu<gap/> sto", False), ("Augu<gap/>sto", False),
        ("<gap/> sto", True), ("<gap/>sto", False), ("Augu <gap/>", True), ("Augu<gap/>", False),
        ("Augu <gap/><lb/>sto", True), ("Augu <gap/><hi>sto</hi>", False),
    ],
)  # fmt: skip
def test_of_a_gap_it_is_known_whether_a_word_beside_it_is_whole(inside: str, apart: bool) -> None:
    content = rich(inside)
    assert [mark for _, mark in signs(content, Gap)] == [Gap(apart=apart)]
    page = words_on_page(content)
    assert ("tei-gap tei-apart" in page) == apart


def test_a_speaker_is_not_called_by_a_direction() -> None:
    root = parsed('<text><body><sp who="#c"><speaker>COQ, <stage>apart.</stage></speaker><p>a</p></sp></body></text>')
    identities, _ = tei_import.identify(root, _PATH, "a", ())
    assert [entry.name for entry in identities.entries.values()] == ["COQ"]


def test_what_an_abbreviation_is_expanded_by_has_brackets_that_are_explained() -> None:
    explained = key_of(read("<text><body><p>M<ex>anibus</ex></p></body></text>").transcript)
    assert "Abbreviation expanded" in explained


def test_the_hyphen_of_a_line_end_has_a_sign_without_words() -> None:
    content = rich('go<g ref="char:EOLhyphen"/>ose <g ref="char:leaf"/>')
    assert content.text == "goose"
    assert [mark for _, mark in signs(content, Break)] == [Break("milestone"), Break("milestone", "leaf")]


def test_a_surface_begins_a_page() -> None:
    found = read('<sourceDoc><surface n="1r"><zone><line>a</line></zone></surface></sourceDoc>')
    (line,) = passages(found.transcript)
    assert signs(line.content, Break) == [(0, Break("page", "1r"))]


def test_the_number_of_a_sense_stands_in_it() -> None:
    (entry,) = blocks('<entry><form>a</form><sense n="1">b</sense></entry>')
    marks = [mark for _, _, mark in entry.content.spans]
    assert marks == [Element("form"), Element("sense"), Break("milestone", "1")]
    page = words_on_page(entry.content)
    assert page.index("tei-sense") < page.index("tei-break") < page.index("b</span>")


def test_glosses_over_characters_are_ruby() -> None:
    page = words_on_page(rich("<ruby><rb>漢</rb><rt>kan</rt></ruby>"))
    assert page == '<ruby class="tei-ruby"><span class="tei-rb">漢</span><rt class="tei-rt">kan</rt></ruby>'


def test_elements_of_a_dictionary_are_known() -> None:
    found = read("<text><body><entry><number>pl.</number><re>b</re><dictScrap>c</dictScrap></entry></body></text>")
    assert [finding.code for finding in found.findings] == []


# --- who and when --------------------------------------------------------------------------------------

_PERSONS = '<person xml:id="anna"><persName>Anna</persName></person><person xml:id="per"><p/></person>'


def test_a_name_for_several_persons_names_each() -> None:
    (passage,) = blocks(
        '<p><rs type="person" ref="#anna #per">they</rs></p>',
        f"<profileDesc><particDesc>{_PERSONS}</particDesc></profileDesc>",
    )
    assert [mark for _, _, mark in passage.content.spans] == [Mention("person", "a-anna"), Mention("person", "a-per")]


def test_of_several_addresses_for_one_person_the_first_names_him() -> None:
    addresses = "https://example.org/a https://example.com/b"
    (passage,) = blocks(f'<p><persName ref="{addresses}">Anna</persName></p>')
    assert len(passage.content.spans) == 1


def test_a_stage_of_the_writing_does_not_date_the_document() -> None:
    stages = '<listChange><change>first <date when="1899"/></change><change><date when="1903"/></change></listChange>'
    text = "<text><body><p>a</p></body></text>"
    assert facts(text, f"<profileDesc><creation>{stages}</creation></profileDesc>").date == ""
    dated = f'<profileDesc><creation>{stages}<date when="1904"/></creation></profileDesc>'
    assert facts(text, dated).date == "1904"


def test_the_language_is_that_of_the_edition_and_not_of_its_translation() -> None:
    divisions = '<div type="translation" xml:lang="en"><p>a</p></div><div type="edition" xml:lang="la"><ab>b</ab></div>'
    assert facts(f"<text><body>{divisions}</body></text>").witnesses[0].language == "la"


# --- what is said of the words, and who says them --------------------------------------------------------


def test_an_analysis_is_a_note_and_nobody_s_words() -> None:
    said = "<u><w>I</w> <w>see</w></u><spanGrp><span>PRON</span><span>VERB</span></spanGrp><spanGrp><span/></spanGrp>"
    speech, analysis = blocks(f'<annotationBlock who="#s1">{said}</annotationBlock>')
    assert (speech.kind.value, speech.content.text) == ("speech", "I see")
    assert (analysis.kind.value, analysis.who, analysis.content.text) == ("note", None, "PRON VERB")
    paragraph, note = blocks("<p>a<span>on it</span> b<interp/></p>")
    assert (paragraph.content.text, note.content.text) == ("a b", "on it")


def test_an_utterance_of_tokens_is_one_passage_of_its_speaker() -> None:
    found = read('<text><body><u who="#s1"><w>so</w> <vocal><desc>coughs</desc></vocal> <w>on</w></u></body></text>')
    (passage,) = passages(found.transcript)
    assert (passage.kind.value, bool(passage.who), passage.content.text) == ("speech", True, "so coughs on")
    assert found.findings == ()


def test_words_that_stand_loose_in_a_speech_are_its_speaker_s_and_told_once() -> None:
    found = read('<text><body><sp who="#s1">Yes.<stage>Off.</stage>No.</sp><sp who="#s1">Oh.</sp></body></text>')
    spoken = [(p.kind.value, bool(p.who), p.content.text) for p in passages(found.transcript)]
    assert spoken == [
        ("speech", True, "Yes."), ("stage-direction", False, "Off."), ("speech", True, "No."), ("speech", True, "Oh."),
    ]  # fmt: skip
    assert [f.message for f in found.findings] == ["sp has text of its own (3 times): “Yes.”."]


# --- what stands for quotation marks ---------------------------------------------------------------------


def _quoted(content: RichText) -> list[str]:
    return [content.text[start:end] for start, end, mark in content.spans if mark == Highlight("quoted")]


@pytest.mark.parametrize(
    ("inside", "quoted"),
    [
        ("He said <q>so it is</q>.", ["so it is"]), ("He said “<q>so it is</q>”.", []),
        ("<q>“So it is,”</q> he said", []),
        ("<said>So</said>, <q>“so”</q>", ["So"]), ("l’<mentioned>ami</mentioned>", ["ami"]), ("« <q>non</q> »", []),
        ("<soCalled>King</soCalled>’s", ["King"]), ("'<q>so</q>'", []), ("<q>’Tis so</q>", ["’Tis so"]),
        ("<q>— Oui</q>", []), ('<quote rend="italic">so</quote>', []), ('<said direct="false">so</said>', []),
        ("<app><lem>a</lem><rdg><q>b</q></rdg></app>", []), ("“<q>So</q>,” he", []), ("<q><hi>“</hi>So</q>", []),
        ('<quote rend="block">so</quote>', []), ("<q></q>", []), ("<q>so</q><q>no</q>", ["so", "no"]),
    ],
)  # fmt: skip
def test_quotation_marks_that_the_encoder_left_out_have_a_sign(inside: str, quoted: list[str]) -> None:
    assert _quoted(rich(inside)) == quoted


def test_no_sign_where_all_marks_are_in_the_text_or_a_dictionary_gives_examples() -> None:
    kept = '<encodingDesc><editorialDecl><quotation marks="all"/></editorialDecl></encodingDesc>'
    (passage,) = blocks("<p>a <q>b</q></p>", kept)
    assert _quoted(passage.content) == []
    (entry,) = blocks("<entry><form>a</form><cit><quote>b</quote></cit></entry>")
    assert _quoted(entry.content) == []


def test_a_quotation_that_is_a_passage_has_no_sign_and_one_of_paragraphs_is_set_off() -> None:
    (passage,) = blocks("<quote>So it is.</quote>")
    assert (passage.element and passage.element.name, passage.content.spans) == ("quote", ())
    content = rich("he wrote: <quote><p>One.</p><p>Two.</p></quote> So.")
    assert content.spans[0].mark == Element("quote", rend="block")
    assert _quoted(content) == []


def test_the_signs_are_the_style_sheet_s_and_no_words() -> None:
    found = read("<text><body><p>a <q>b</q></p></body></text>").transcript
    (passage,) = passages(found)
    page = words_on_page(passage.content)
    assert page == 'a <span class="tei-q"><q>b</q></span>'
    assert "the quotation marks are not in the text" in key_of(found)


def test_in_a_book_the_signs_are_marks_of_its_own() -> None:
    said = words_on_page(rich("<q>so</q>"), book=True)
    block = words_on_page(rich('<q rend="block">so</q>'), book=True)
    assert (said, block) == ('<span class="tei-q"><q>so</q></span>', '<span class="tei-q" data-rend="block">so</span>')
    made = alone(rich("a <q>b</q>."))
    printed = Runs(made, str).of(made.units[0].content)
    assert printed == ["a ", {"t": "“", "faint": True, "own": True}, "b", {"t": "”", "faint": True, "own": True}, "."]


# --- what is said of words -------------------------------------------------------------------------------

_ANSWERING = (
    '<profileDesc><handNotes><handNote xml:id="h1"><persName>Anna</persName>, I</handNote></handNotes></profileDesc>'
    '<encodingDesc><respStmt xml:id="ed"><name>Per</name><resp>edits</resp></respStmt></encodingDesc>'
)


def _said(inside: str) -> list[str]:
    content = blocks(f"<p>{inside}</p>", _ANSWERING)[0].content
    return [mark.said for _, _, mark in content.spans if isinstance(mark, Element | Gap)]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<supplied reason="lost" cert="low" resp="#ed">a</supplied>',
         "Supplied: lost in the source; certainty: low; according to Per."),
        ('<supplied reason="omitted">a</supplied>', "Supplied: left out in the source."),
        ('<unclear reason="faded" agent="water">a</unclear>', "Hard to read: faded; cause: water."),
        ('<del rend="overstrike" hand="#h1">a</del>', "Struck out: overstrike; hand: Anna."),
        ('<add place="above margin" hand="#h9" resp="#none">a</add>',
         "Added: above the line, in the margin; hand: h9."),
        ('<unclear rend="italic">a</unclear>', ""),
        ('<damage degree="high">a</damage>', "Damaged: degree: high."), ("<supplied>a</supplied>", ""),
        ('<gap reason="lost" quantity="2" unit="line" agent="fire"/>', "lost, 2 lines, cause: fire"),
    ],
)  # fmt: skip
def test_what_the_encoder_says_of_words_is_told(inside: str, said: str) -> None:
    assert _said(inside) == [said]


def test_what_is_lost_and_supplied_has_square_brackets_and_an_explanation() -> None:
    text = '<text><body><p><supplied reason="lost">a</supplied> <supplied>b</supplied></p></body></text>'
    found = read(text).transcript
    (passage,) = passages(found)
    page = words_on_page(passage.content)
    assert 'class="tei-supplied tei-supplied-lost pc-mark" tabindex="0"' in page
    assert "Supplied: lost in the source." in page
    assert page.endswith(' <span class="tei-supplied">b</span>')
    explained = key_of(found)
    assert "tei-supplied-lost" in explained
    assert 'class="tei-supplied"' in explained
    book = words_on_page(passage.content, book=True)
    assert book.startswith('<span class="tei-supplied tei-supplied-lost">a</span><sup')
    assert book.endswith(' <span class="tei-supplied">b</span>')


def test_no_link_holds_what_can_be_tabbed_to() -> None:
    content = rich('<ref target="https://example.org/">a <add place="above">b</add></ref>')
    page = words_on_page(content)
    assert "<a " not in page
    assert "above the line" in page


def test_elements_of_another_namespace_are_told_once_for_all() -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><g><path/><path/><circle/><text>one</text></g></svg>'
    found = read(f"<text><body><p>a {drawn} <odd/><odd/></p></body></text>")
    assert [finding.message for finding in found.findings] == [
        "odd (2 times) is unknown; its content is shown.",
        "6 elements of http://www.w3.org/2000/svg (svg, g, path …) are not TEI; the words in them are shown.",
    ]


# --- a time that is no date ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ('<date notBefore="0301" notAfter="0400">IV AD</date>', "Dated between 301 and 400 (“IV AD”)."),
        ('<date notBefore-custom="0101" notAfter-custom="0200" cert="low"/>', "Dated between 101 and 200."),
        ('<date from="1201-03" to="1203"/>', "Dated from March 1201 to 1203."),
        ('<date notAfter="1500"/>', "Dated not after 1500."),
        ('<date when="1201" notBefore="1200"/>', ""), ('<date when="1201"/>', ""), ("<date>old</date>", ""),
        ('<date notBefore="-0050" notAfter="-0020"/>', ""), ('<date from="1201-03-01" to="1201-03-01"/>', ""),
        ('<date when="1201"/><date notBefore="1100" notAfter="1200"/>', ""),
    ],
)  # fmt: skip
def test_between_which_dates_a_document_was_made_is_a_fact(date: str, said: str) -> None:
    found = facts("<text><body><p>a</p></body></text>", f"<profileDesc><creation>{date}</creation></profileDesc>")
    assert [statement.text for statement in found.provenance] == ([said] if said else [])
    assert not found.provenance or found.provenance[0].certainty == ("low" if "cert" in date else "high")
