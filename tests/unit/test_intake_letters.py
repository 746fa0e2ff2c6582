"""TEI of letters, documentary volumes, inscriptions, drafts and critical editions: what readers and historians get."""

from __future__ import annotations

import pytest
from lxml import etree

from builders import on_page
from pecia import tei_import
from pecia.citation.credits import credits
from pecia.citation.names import inverted
from pecia.model import (
    Alternative,
    Break,
    Element,
    Formula,
    Gap,
    Mark,
    Math,
    Mention,
    NoteCall,
    Passage,
    Readings,
    RichText,
    passages,
)
from pecia.model.edition import Document
from pecia.pages.elements import break_sign
from pecia.tei_import.text import TextRead, words_lost

_PATH = "edition/sources/a.xml"
_TITLE = "<titleStmt><title>T</title></titleStmt>"
_FILE = "<publicationStmt><p>x</p></publicationStmt>"


def parsed(inside: str) -> etree._Element:
    root, _ = tei_import.parse_tei(_PATH, f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{inside}</TEI>'.encode())
    assert root is not None
    return root


def header(titles: str = _TITLE, file: str = _FILE, source: str = "<p>y</p>", profile: str = "") -> str:
    described = f"<fileDesc>{titles}{file}<sourceDesc>{source}</sourceDesc></fileDesc>"
    return f"<teiHeader>{described}<profileDesc>{profile}</profileDesc></teiHeader>"


def facts(head: str, text: str = "<body><p>a</p></body>") -> Document:
    root = parsed(f"{head}<text>{text}</text>")
    identities, _ = tei_import.identify(root, _PATH, "a", ())
    return tei_import.read_facts(root, _PATH, "a", "A", identities)[0]


def read(inside: str, head: str = "") -> TextRead:
    root = parsed((head or header()) + inside)
    identities, _ = tei_import.identify(root, _PATH, "a", ())
    found = tei_import.read_text(root, _PATH, identities)
    assert words_lost(root, found.transcript) is None
    return found


def blocks(body: str) -> list[Passage]:
    return list(passages(read(f"<text><body>{body}</body></text>").transcript))


def words(body: str) -> list[str]:
    return [passage.content.text for passage in blocks(body)]


def rich(inside: str) -> RichText:
    return blocks(f"<p>{inside}</p>")[0].content


def marks(inside: str) -> list[Mark]:
    return [span.mark for span in rich(inside).spans]


# --- facts -----------------------------------------------------------------------------------------


def test_the_title_of_a_series_is_not_that_of_its_letter() -> None:
    titles = (
        '<titleStmt><title level="s">Letters of A. Ekberg</title><title type="iso-date">1891-05-05</title>'
        '<title level="a">Ekberg to Lindqvist</title></titleStmt>'
    )
    assert facts(header(titles)).title == "Ekberg to Lindqvist"
    assert facts(header('<titleStmt><title level="s">Letters</title></titleStmt>')).title == "Letters"
    volume = '<titleStmt><title type="main">Travels</title><title type="volume">Second Part</title></titleStmt>'
    assert facts(header(volume)).title == "Travels. Second Part"


def test_a_volume_of_documents_is_not_dated_as_its_first() -> None:
    one = '<dateline><date when="1958-01-0{}">x</date></dateline>'
    assert facts(header(), f"<body><div>{one.format(3)}<p>a</p></div></body>").date == "1958-01-03"
    assert facts(header(), f"<body><div>{one.format(3)}</div><div>{one.format(4)}</div></body>").date == ""


@pytest.mark.parametrize(
    ("first", "last", "date"),
    [
        ("1900-01-01", "1905-12-31", ""),
        ("1900-01-01", "1900-12-31", "1900"),
        ("1900-01-03", "1900-01-05", "1900-01-03"),
    ],
)
def test_a_long_time_is_no_day(first: str, last: str, date: str) -> None:
    creation = f'<creation><date from="{first}" to="{last}"/></creation>'
    assert facts(header(profile=creation)).date == date


def test_words_beside_the_name_of_a_place_are_not_left_out() -> None:
    origin = "<origPlace>Lund or <placeName>Oslo</placeName></origPlace>"
    source = f"<msDesc><msIdentifier/><history><origin>{origin}</origin></history></msDesc>"
    assert facts(header(source=source)).place == "Lund or Oslo"


def test_of_several_witnesses_none_is_the_original_and_each_is_named() -> None:
    kept = "<msDesc><msIdentifier><settlement>Oslo</settlement><idno>lat. 2</idno></msIdentifier></msDesc>"
    two = f'<listWit><witness xml:id="B">Codex B</witness><witness xml:id="C">{kept}</witness></listWit>'
    found = facts(header(source=two))
    assert (found.original.shelfmark, found.original.settlement) == ("", "")
    named = ["Witness B: Codex B", "Witness C: Oslo, lat. 2"]
    assert [source.title for source in found.sources] == named
    assert found.witnesses[0].provenance == ()
    printed = facts(header(source=f"{two}<bibl><title>The Print</title></bibl>"))
    assert [statement.text for statement in printed.witnesses[0].provenance] == named
    assert facts(header(source=f"<listWit><witness>{kept}</witness></listWit>")).original.shelfmark == "lat. 2"


def test_numbers_in_numbers_and_roles_in_notes() -> None:
    titles = (
        '<titleStmt><title>T</title><editor role="primary">M. Lund</editor><editor role="translator">O. Dahl</editor>'
        "<respStmt><resp><note>Transcription</note></resp><name>E. Holm</name></respStmt></titleStmt>"
    )
    file = (
        "<publicationStmt><publisher>X</publisher><date>2017-01-01T00:00:00Z</date>"
        '<date type="content-date">1958–1960</date><idno><idno>http://www.example.org/a/1</idno></idno>'
        "</publicationStmt>"
    )
    kept = "<msDesc><msIdentifier><idno><idno>Pv 1</idno></idno></msIdentifier></msDesc>"
    found = facts(header(titles, file, kept + "<p>From <bibl><title>Book</title></bibl></p>"))
    witness = found.witnesses[0]
    roles = [(hand.role, hand.name) for hand in witness.responsibilities]
    assert roles == [("primary editor", "M. Lund"), ("translator", "O. Dahl"), ("Transcription", "E. Holm")]
    assert [address.url for address in witness.addresses] == ["http://www.example.org/a/1"]
    assert (found.original.shelfmark, [source.title for source in found.sources]) == ("Pv 1", ["Book"])
    assert witness.provenance[-1].text == "TEI file: X, 2017-01-01."


def test_a_manuscript_is_not_named_after_a_print_of_it() -> None:
    kept = "<msDesc><msIdentifier><idno>Ms 1</idno></msIdentifier></msDesc>"
    printed = "<bibl><title>Collected Letters</title></bibl>"
    assert facts(header(source=printed + kept)).witnesses[0].title == "T"
    assert facts(header(source=printed)).witnesses[0].title == "Collected Letters"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<correspAction type="received"><persName key="n">N.</persName><placeName>Lund</placeName>'
         '<date when="1951-03-09"/></correspAction>', ["Received: Lund, 9 March 1951."]),
        ('<correspAction type="received"><date when="1951">spring 1951</date></correspAction>',
         ["Received: spring 1951."]),
        ('<correspAction type="sent"><placeName>Oslo</placeName></correspAction>'
         '<correspAction type="received"><persName key="n">N.</persName></correspAction>', []),
        ('<correspAction type="forwarded"><placeName>Bergen</placeName></correspAction>', ["Forwarded: Bergen."]),
        ('<correspContext><ref type="prev" target="l1.xml">Nordahl to <persName>Ekberg</persName></ref>'
         '<ref subtype="next_letter" target="https://example.org/l3">the third</ref>'
         '<ref type="replyTo" target="l1.xml"/></correspContext>',
         ["Previous letter: Nordahl to Ekberg.", "Next letter: the third (https://example.org/l3).",
          "In reply to: l1.xml."]),
        ('<correspContext><p>Answers <ref type="prev" target="l1.xml">the first</ref>.</p></correspContext>',
         ["Answers the first."]),
        ('<correspContext><p><ref type="prev">one</ref><ptr type="next" target="l3.xml"/></p><p/></correspContext>',
         ["Previous letter: one; Next letter: l3.xml."]),
    ],
)  # fmt: skip
def test_the_way_of_a_letter_and_the_letters_around_it(inside: str, said: list[str]) -> None:
    abstract = "<abstract><p>On fish.</p></abstract>"
    found = facts(header(profile=f"{abstract}<correspDesc>{inside}</correspDesc>"))
    assert [statement.text for statement in found.summary] == ["On fish.", *said]


def test_all_who_wrote_and_all_who_were_written_to() -> None:
    def action(kind: str, *names: str) -> str:
        inside = "".join(f'<persName key="{name}">{name}</persName>' for name in names)
        return f'<correspAction type="{kind}">{inside}</correspAction>'

    found = facts(
        header(profile=f"<correspDesc>{action('sent', 'a', 'b')}{action('received', 'c', 'd')}</correspDesc>")
    )
    assert [(one.role, one.part) for one in found.participants] == [
        ("", "sender"), ("", "sender"), ("", "addressee"), ("", "addressee"),
    ]  # fmt: skip


def test_a_letter_may_go_to_a_body() -> None:
    sent = '<correspAction type="sent"><persName key="ekberg">Ekberg</persName></correspAction>'
    got = '<correspAction type="received"><orgName key="norden">Norden Press</orgName></correspAction>'
    found = facts(header(profile=f"<correspDesc>{sent}{got}</correspDesc>"))
    assert [(p.person, p.part) for p in found.participants] == [("ekberg", "sender"), ("norden", "addressee")]


def test_who_forwarded_a_letter_was_not_present() -> None:
    sent = '<correspAction type="sent"><persName key="ekberg">Ekberg</persName></correspAction>'
    on = '<correspAction type="forwarded"><persName key="rud">Per Rud</persName></correspAction>'
    found = facts(header(profile=f"<correspDesc>{sent}{on}</correspDesc>"))
    assert [(p.role, p.part) for p in found.participants] == [("", "sender"), ("forwarded", "other")]


@pytest.mark.parametrize(
    ("titles", "kind", "certainty"),
    [
        ("<author>A</author>", "author", "high"),
        ('<author cert="medium">A</author>', "author", "medium"),
        ('<author><persName cert="low">A</persName></author>', "author", "low"),
        ('<editor role="translator">A</editor>', "translator", "high"),
        ('<editor role="trl">A</editor>', "translator", "high"),
        ("<editor>A</editor>", "editor", "high"),
        ('<editor role="technical">A</editor>', "contributor", "high"),
        ("<principal>A</principal>", "contributor", "high"),
        ("<respStmt><resp>Translated by</resp><name>A</name></respStmt>", "translator", "high"),
        ("<respStmt><resp>Transcription and encoding</resp><name>A</name></respStmt>", "transcriber", "high"),
        ("<respStmt><resp>Checked by</resp><name>A</name></respStmt>", "contributor", "high"),
        ('<respStmt><resp key="mtk">x</resp><name>A</name></respStmt>', "note-taker", "high"),
        (
            '<respStmt><resp ref="https://id.loc.gov/vocabulary/relators/trl">x</resp><name>A</name></respStmt>',
            "translator",
            "high",
        ),
        (
            '<respStmt cert="medium"><resp ref="http://id.loc.gov/vocabulary/relators/aut">x</resp><name>A</name></respStmt>',
            "author",
            "medium",
        ),
    ],
)
def test_a_header_says_what_a_hand_did(titles: str, kind: str, certainty: str) -> None:
    found = facts(header(f"<titleStmt><title>T</title>{titles}</titleStmt>"))
    (hand,) = found.witnesses[0].responsibilities
    assert (hand.kind, hand.certainty, hand.name) == (kind, certainty, "A")


def test_names_as_library_authorities_have_them_are_cited_without_years() -> None:
    titles = (
        "<titleStmt><title>Sermon</title><author>Dahl, Nils, 1572-1631.</author><author>Brekk, Siv, -1627</author>"
        "<author><persName><forename>Per</forename> <surname>Rud</surname></persName></author></titleStmt>"
    )
    found = credits(facts(header(titles)), {})
    assert [inverted(one.name) for one in found] == ["Dahl, Nils", "Brekk, Siv", "Rud, Per"]


def test_a_name_may_lead_by_corresp_to_a_list_of_persons() -> None:
    listed = '<front><list><item><persName xml:id="p1">Ekberg, Anna,</persName> minister</item></list></front>'
    root = parsed(f'{header()}<text>{listed}<body><p>From <persName corresp="#p1">E.</persName></p></body></text>')
    identities, findings = tei_import.identify(root, _PATH, "a", ())
    ((key, entry),) = identities.entries.items()
    assert (entry.name, findings) == ("Ekberg, Anna", [])
    *_, last = passages(tei_import.read_text(root, _PATH, identities).transcript)
    assert [span.mark for span in last.content.spans] == [Mention("person", key)]


def test_where_one_was_born_is_parted_from_when() -> None:
    birth = "<birth><date>1862</date><settlement><placeName>Lund</placeName><location><geo>1 2</geo></location>"
    person = f'<person xml:id="e"><persName>Ekberg</persName>{birth}</settlement></birth></person>'
    root = parsed(
        f"{header(profile=f'<particDesc><listPerson>{person}</listPerson></particDesc>')}<text><p>a</p></text>"
    )
    identities, _ = tei_import.identify(root, _PATH, "a", ())
    assert [entry.description for entry in identities.entries.values() if entry.name == "Ekberg"] == ["born 1862, Lund"]


# --- words -----------------------------------------------------------------------------------------


def test_a_file_may_have_its_text_in_a_source_document() -> None:
    draft = (
        '<sourceDoc><surface><zone><line>The <mod><del rend="s">grey</del><add>pale</add></mod> sea</line>'
        "</zone></surface></sourceDoc>"
    )
    root, findings = tei_import.parse_tei(
        _PATH, f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header()}{draft}</TEI>'.encode()
    )
    assert root is not None
    assert not [finding for finding in findings if finding.code == "I105"]
    (line,) = passages(read(draft).transcript)
    assert line.content.text == "The grey sea"
    assert Alternative("del", "add", "pale") in [span.mark for span in line.content.spans]


def test_an_example_of_a_text_is_no_text_of_its_own() -> None:
    example = (
        '<egXML xmlns="http://www.tei-c.org/ns/Examples"><TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI></egXML>'
    )
    file = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header()}<text><body><p>a</p>{example}</body></text></TEI>'
    found, findings = tei_import.open_tei(_PATH, file.encode())
    assert (len(found), findings) == (1, [])


def test_spaces_part_what_is_listed_and_stand_before_no_full_stop() -> None:
    person = "<person><persName><forename>A.</forename><surname>Ekberg</surname></persName><birth>1862</birth></person>"
    assert words(f"<listPerson>{person}</listPerson>") == ["A. Ekberg 1862"]
    assert words("<p>(<bibl>Lund <date>1901</date></bibl>), <list><item>a</item><item>b</item></list>.</p>") == [
        "(Lund 1901), a b."
    ]
    assert words("<p><persName><forename>An</forename><surname>na</surname></persName></p>") == ["Anna"]
    assert words('<p>(<note place="inline">x</note>)</p>') == ["(x)"]
    assert words('<p>fit,<space unit="chars" quantity="1"/>so</p>') == ["fit, so"]


def test_entries_of_a_dictionary_keep_their_numbers() -> None:
    entry = '<entry><form><orth>bra</orth><pron>b</pron></form><sense n="2"><def>good</def></sense></entry>'
    (passage,) = blocks(entry)
    assert passage.content.text == "bra b good"
    assert Break("milestone", "2") in [span.mark for span in passage.content.spans]


def test_an_example_of_xml_shows_its_tags_and_lines() -> None:
    egxml = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><p n="1">x &lt; y\n  <hi>z</hi></p></egXML>'
    (passage,) = blocks(egxml)
    assert passage.content.text == '<p n="1">x < y <hi>z</hi></p>'
    assert [span.mark for span in passage.content.spans] == [Break("line")]
    assert not [finding for finding in read(f"<text><body>{egxml}</body></text>").findings if finding.code == "I122"]


def test_a_line_end_where_a_passage_begins_is_no_empty_line() -> None:
    assert marks("<lb/>a<lb/>b") == [Break("line")]
    assert marks('<lb n="1"/>a') == [Break("line", "1")]


def test_signs_for_what_has_no_words() -> None:
    declared = (
        '<encodingDesc><charDecl><char xml:id="slong"><mapping type="PUA">\ue000</mapping>'
        '<mapping type="diplomatic">ſ</mapping>'
        '<mapping type="standard">s</mapping></char></charDecl></encodingDesc>'
    )
    head = header().replace("<profileDesc>", f"{declared}<profileDesc>")
    inside = (
        '<p>Hau<g ref="#slong"/> <g type="leaf"/><handShift new="#h2"/>x <delSpan spanTo="#e"/>y'
        '<anchor xml:id="e"/></p>'
    )
    (passage,) = passages(read(f"<text><body>{inside}</body></text>", head).transcript)
    assert passage.content.text == "Haus x y"
    signs = [span.mark.label for span in passage.content.spans if isinstance(span.mark, Break)]
    assert signs == ["leaf", "hand h2", "struck out from here", "to here"]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('reason="lost" extent="unknown" unit="character"', "lost, extent unknown"),
        ('reason="lost" quantity="3" unit="character"', "lost, 3 characters"),
        ('reason="lost" quantity="1" unit="line"', "lost, 1 line"),
        ('atLeast="2" atMost="4" unit="word"', "2–4 words"),
    ],
)
def test_how_much_is_missing(attributes: str, said: str) -> None:
    assert marks(f"a<gap {attributes}/>") == [Gap(said)]


def test_what_has_no_width_keeps_its_place() -> None:
    inside = "a <gap/><supplied>b<gap/></supplied> <supplied><gap/>c</supplied>"
    assert [type(mark) for mark in marks(inside)] == [Gap, Element, Gap, Element, Gap]


def test_a_part_of_a_text_without_a_heading_has_its_number() -> None:
    assert marks_of_first('<div type="textpart" subtype="fragment" n="a"><ab>x</ab></div>') == [
        Break("milestone", "fragment a")
    ]
    assert marks_of_first('<div type="textpart" n="a"><head>A</head><ab>x</ab></div>') == []
    assert marks_of_first('<div n="1"><p>x</p></div>') == []  # there it may be the depth of the division


def marks_of_first(body: str) -> list[Mark]:
    return [span.mark for span in blocks(body)[0].content.spans]


def test_what_is_struck_out_and_cannot_be_read_hides_nothing() -> None:
    content = rich('<subst><del><gap reason="illegible"/></del><add>new</add></subst>')
    assert (content.text, content.spans[0].mark) == ("new", Alternative("add", "del", "[…]"))
    assert rich("<subst><del>old</del><add>new</add></subst>").text == "old"


def test_pictures_elsewhere_are_told_once() -> None:
    far = "<p><graphic url='https://example.org/a.png'/><graphic url='data:x'/><graphic url='b.png'/></p>"
    (finding,) = read(f"<text><body>{far}</body></text>").findings
    assert (finding.code, "2 of them" in finding.message, "b.png" in finding.message) == ("I152", True, False)


# --- apparatus -------------------------------------------------------------------------------------


def test_notes_and_witnesses_in_an_apparatus_are_no_words_of_the_text() -> None:
    found = blocks(
        '<p>a <app><lem wit="#A">b</lem><rdg wit="#B">c<note>sic</note></rdg><wit>D<hi>mg</hi></wit>'
        '<rdg source="#ed">d</rdg><witDetail wit="#B">erased</witDetail></app> e</p>'
    )
    assert [passage.content.text for passage in found] == ["a b e", "erased"]
    assert found[0].content.spans[0].mark == Readings("A", (("B (Dmg)", "c (sic)"), ("ed", "d")))
    assert isinstance(found[0].content.spans[1].mark, NoteCall)


def test_without_a_lemma_the_first_reading_with_words_is_shown_in_groups_too() -> None:
    inside = '<app><rdg wit="#A"/><rdgGrp><rdg wit="#B">b</rdg></rdgGrp><rdg wit="#C"><gap/></rdg></app>'
    content = rich(inside)
    assert (content.text, content.spans[0].mark) == ("b", Readings("B", (("A", ""), ("C", "[…]"))))
    assert rich('<app><rdgGrp><rdg wit="#A">a</rdg><rdg>b</rdg></rdgGrp><rdg wit="#C">c</rdg></app>').text == "a"


def test_of_readings_that_are_lines_one_is_the_text() -> None:
    one = '<app><lem wit="#A"><l>one</l><l>two</l></lem><rdg wit="#B"><l>other</l></rdg></app>'
    found = blocks(f"<lg>{one}<l>three</l></lg>")
    assert [passage.content.text for passage in found] == ["one", "two", "three"]
    assert found[0].content.spans[0] == (0, 3, Readings("A", (("B", "other"),)))


def test_an_apparatus_beside_its_text_shows_all_its_readings() -> None:
    (entry,) = blocks(
        '<listApp><app loc="2"><lem>a</lem><rdg wit="#B">b</rdg><rdg resp="#dahl">c</rdg><note>n</note></app></listApp>'
    )
    assert entry.content.text == "a b c n"
    signs = [span.mark.label for span in entry.content.spans if isinstance(span.mark, Break)]
    assert signs == ["2", "B", "dahl"]
    text = "<p>x <anchor xml:id='q'/>y</p>"
    (_, entries) = blocks(f"{text}<p><app from='#q'><lem>y</lem><rdg>z</rdg></app></p>")
    assert entries.content.text == "y z"
    assert Element("ref", target="q") in [span.mark for span in entries.content.spans]


def test_an_entry_among_the_words_that_it_repeats_is_a_note_on_them() -> None:
    found = words('<p>x <anchor xml:id="q"/>y<app from="#q"><lem>y</lem><rdg>z</rdg></app> w</p>')
    assert found == ["x y w", "y z"]


def test_a_note_that_stands_apart_leads_to_its_place() -> None:
    _, note = blocks('<p>x <anchor xml:id="q"/>y</p><note target="#q">n</note>')
    assert [span.mark for span in note.content.spans] == [Element("ref", target="q")]


# --- lists and tables ------------------------------------------------------------------------------


def test_cells_go_over_columns_and_rows_and_may_be_labels() -> None:
    rows = (
        '<row role="label"><cell cols="2">a</cell></row><row><cell role="label" rows="3">b</cell>'
        '<cell cols="x">c</cell><cell cols="1">d</cell><cell cols="2"><p>e</p></cell></row>'
    )
    cells = blocks(f"<table>{rows}</table>")
    made = etree.fromstring(f"<div>{on_page(cells)}</div>")
    given = [
        (cell.tag, {key: cell.get(key) for key in ("scope", "colspan", "rowspan") if cell.get(key)})
        for cell in made.iter("td", "th")
    ]
    assert given == [
        ("th", {"scope": "col", "colspan": "2"}), ("th", {"scope": "row", "rowspan": "3"}), ("td", {}), ("td", {}),
        ("td", {"colspan": "2"}),
    ]  # fmt: skip


def test_a_list_of_labels_and_items_is_one_of_definitions() -> None:
    label, item = blocks("<list><label>a</label><item>b</item></list>")
    made = etree.fromstring(f"<div>{on_page([label, item])}</div>")
    assert [(one.getparent().tag, one.tag) for one in made.iter("dt", "dd")] == [("dl", "dt"), ("dl", "dd")]


def test_a_segment_that_is_numbered_begins_with_its_number() -> None:
    content = rich('<seg n="1">In</seg> <seg n="urn:long:number">the</seg> <seg>sea</seg>')
    assert content.text == "In the sea"
    assert [(s.start, s.end, s.mark.label) for s in content.spans if isinstance(s.mark, Break)] == [(0, 0, "1")]


def test_a_formula_keeps_its_words_and_how_they_are_set() -> None:
    inside = '<mfrac><mi xml:id="x">a</mi>\n <mn>2</mn></mfrac>'
    whole = f'<p>Half: <formula notation="mathml"><math xmlns="http://www.w3.org/1998/Math/MathML">{inside}</math>'
    got = read(f"<text><body>{whole}</formula>, <formula>\\frac</formula>.</p></body></text>")
    assert got.findings == ()
    [passage] = passages(got.transcript)
    assert passage.content.text == "Half: a 2, \\frac."
    [(start, end, formula)] = [span for span in passage.content.spans if isinstance(span.mark, Formula)]
    assert (start, end) == (6, 9)
    assert isinstance(formula, Formula)
    fraction = formula.math.content[0]
    assert isinstance(fraction, Math)
    assert [part if isinstance(part, str) else (part.name, part.content) for part in fraction.content] == [
        ("mi", ("a",)), "\n ", ("mn", ("2",)),
    ]  # fmt: skip
    deep = "<mrow>" * 60 + "<mi>a</mi>" + "</mrow>" * 60
    deep = f'<p><math xmlns="http://www.w3.org/1998/Math/MathML">{deep}</math></p>'
    [passage] = blocks(deep)
    assert passage.content == RichText("a")


def test_numbers_of_lines_are_signs() -> None:
    assert break_sign("line", "") == "<br/>"
    assert 'data-n="12"' in break_sign("line", "12")
    assert 'aria-label="folio 2"' in break_sign("milestone", "folio 2")
