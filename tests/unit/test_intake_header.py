"""Whom pointers name, and what a header says: each fact from its place, in the stated order, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from pecia.metadata.formats import ID
from pecia.model.edition import Authority, Document, Entry, Exemplar, Original, Source, Witness
from pecia.model.findings import Finding
from pecia.tei_import.header import merged, read_facts
from pecia.tei_import.header_dates import iso_date
from pecia.tei_import.identities import Identities, identify, mentions_of
from pecia.tei_import.opening import open_tei, parse_tei
from pecia.tei_import.register_keys import local_key, shared_key
from pecia.tei_import.shape import attributes

NS = "http://www.tei-c.org/ns/1.0"


def file(text: str = "<p>Words.</p>", titles: str = "<title>A</title>", publication: str = "", source: str = "",
         profile: str = "", after: str = "", root: str = "") -> bytes:  # fmt: skip
    header = (
        f"<fileDesc><titleStmt>{titles}</titleStmt><publicationStmt>{publication}</publicationStmt>"
        f"<sourceDesc>{source}</sourceDesc></fileDesc><profileDesc>{profile}</profileDesc>"
    )
    whole = f"<teiHeader>\n{header}</teiHeader>{after}<text><body>\n{text}</body></text>"
    return f'<TEI xmlns="{NS}"{root}>{whole}</TEI>'.encode()


def read(data: bytes, register: tuple[Entry, ...] = ()) -> tuple[Document, Identities, list[Finding], etree._Element]:
    [one], findings = open_tei("f.xml", data)
    root, more = parse_tei("f.xml", one.data)
    assert root is not None
    assert findings + more == []
    identities, findings = identify(root, "f.xml", "doc", register)
    document, more = read_facts(root, "sub/f.xml", "doc", "A", identities)
    for finding in findings + more:
        assert finding.advice
    for key in identities.entries:
        assert ID.problem(key) is None
    return document, identities, findings + more, root


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


EKBERG = Entry(
    key="ekberg", name="Anna Ekberg", sort="Ekberg, Anna",
    authorities=(Authority(name="VIAF", id="77", url="https://viaf.org/viaf/77"),),
)  # fmt: skip


# --- identities ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pointer", ["#ekberg", "ekberg", "https://viaf.org/viaf/77", "http://viaf.org/viaf/77/", "77", "#77"]
)
def test_the_registers_go_before_all_else(pointer: str) -> None:
    _, identities, findings, _ = read(file(f'<p><persName ref="{pointer}">E.</persName></p>'), (EKBERG,))
    assert identities.keys == {("person", pointer): "ekberg"}
    assert identities.entries["ekberg"] is EKBERG
    assert findings == []


def test_a_register_entry_of_another_kind_is_not_meant() -> None:
    _, identities, _, _ = read(file('<p><placeName ref="#ekberg">E.</placeName></p>'), (EKBERG,))
    assert ("place", "#ekberg") not in identities.keys


def test_an_authority_of_two_entries_names_neither() -> None:
    twin = replace(EKBERG, key="other")
    _, identities, _, _ = read(file('<p><persName ref="#77">E.</persName></p>'), (EKBERG, twin))
    assert identities.keys["person", "#77"] not in ("ekberg", "other")


def test_the_register_of_the_next_document_is_its_own() -> None:
    data = file('<p><persName ref="#ekberg">E.</persName></p>')
    assert read(data, (EKBERG,))[1].entries["ekberg"] is EKBERG
    other = replace(EKBERG, name="Another")
    assert read(data, (other,))[1].entries["ekberg"] is other


PERSON = """<particDesc><listPerson><person xml:id="der_Graf" sex="1" role="guest"><persName type="alt">Ebba</persName>
<persName type="main"><surname>Lindqvist</surname><forename>Ebba</forename><nameLink>von</nameLink></persName>
<birth when="1801"/><death>1870 in Oslo<note>not sure</note></death><occupation>composer</occupation>
<idno type="GND">118</idno><idno type="URL">https://www.wikidata.org/entity/Q1</idno><idno type="archive">x</idno>
<idno type="viaf">"&lt;script&gt;</idno></person>
<person xml:id="silent" sex="9"><persName>Nils</persName></person></listPerson></particDesc>"""


def test_what_the_file_describes() -> None:
    data = file('<sp who="#der_Graf"><speaker>Graf.</speaker><p>Words.</p></sp>', profile=PERSON)
    document, identities, findings, _ = read(data)
    assert findings == []
    entry = identities.entries[identities.keys["person", "#der_Graf"]]
    assert entry == Entry(
        key="doc-der-graf",
        name="Ebba von Lindqvist",
        sort="Lindqvist, Ebba von",
        forms=("Lindqvist Ebba von", "Ebba"),
        description="male; born 1801; died 1870 in Oslo; composer",
        taken=True,
        authorities=(
            Authority(name="GND", id="118", url="https://d-nb.info/gnd/118"),
            Authority(name="Wikidata", id="Q1", url="https://www.wikidata.org/entity/Q1"),
            Authority(name="archive", id="x", url=""),
        ),
    )
    assert identities.entries["doc-silent"].description == ""
    assert [(p.person, p.role, p.part) for p in document.participants] == [
        ("doc-der-graf", "guest", "speaker"),
        ("doc-silent", "", "present"),
    ]


def test_one_whom_an_authority_names_in_both_is_of_the_register() -> None:
    person = '<person xml:id="p"><persName>A. E.</persName><idno type="viaf">77</idno></person>'
    data = file('<said who="#p">Words.</said>', profile=f"<particDesc>{person}</particDesc>")
    assert read(data, (EKBERG,))[1].keys == {("person", "#p"): "ekberg"}


def test_one_whom_two_files_describe_is_one_where_the_register_has_both_ids() -> None:
    ids = (Authority(name="diaries", id="ae", url=""), Authority(name="letters", id="pers_17", url=""))
    register = (replace(EKBERG, authorities=ids),)
    for own, found in (("ae", "ekberg"), ("pers_17", "ekberg"), ("ekberg", "ekberg"), ("other", "doc-other")):
        person = f'<person xml:id="{own}"><persName>A. E.</persName></person>'
        text = f'<p><persName ref="#{own}">she</persName></p>'
        data = file(text, profile=f"<particDesc><listPerson>{person}</listPerson></particDesc>")
        document, identities, _, _ = read(data, register)
        assert identities.keys["person", f"#{own}"] == found
        assert [one.person for one in document.participants] == [found]


def test_an_address_that_the_file_has_for_a_person() -> None:
    person = '<person xml:id="p"><persName>A. E.</persName><idno>https://example.org/p/1</idno></person>'
    data = file('<p><persName ref="http://example.org/p/1">A.</persName></p>', after=f"<standOff>{person}</standOff>")
    assert read(data)[1].keys == {("person", "http://example.org/p/1"): "doc-p"}


def test_roles_places_and_bodies_of_the_text() -> None:
    text = """<castList><castItem><role xml:id="queen">The Queen,</role><roleDesc>of nowhere.</roleDesc></castItem>
    </castList>
    <sp who="#queen"><p>I go to <placeName ref="#o">it</placeName> with <name ref="#b">them</name>.</p></sp>
    <listPlace><place xml:id="o"><placeName>Oslo</placeName><country>Norway</country></place></listPlace>
    <listOrg><org xml:id="b"><orgName>The Board</orgName></org></listOrg>"""
    _, identities, findings, root = read(file(text))
    assert findings == []
    assert {k: identities.entries[v].name for k, v in identities.keys.items()} == {
        ("person", "#queen"): "The Queen",
        ("place", "#o"): "Oslo",
        ("organisation", "#b"): "The Board",
    }
    assert identities.entries["doc-queen"].role == "of nowhere"
    assert identities.entries["doc-o"].description == "Norway"
    [untyped] = root.iter(f"{{{NS}}}name")
    assert mentions_of(untyped.tag, attributes(untyped), identities) == (("organisation", "doc-b"),)


def test_names_that_nobody_describes() -> None:
    text = """<p><rs type="person" ref="#x7">she</rs> <persName ref="#x7">Ebba</persName>
    <persName ref="#x7">E. Lindqvist</persName> <persName ref="#x7">E. Lindqvist</persName>
    <persName ref="#both #x7">The two</persName> <rs type="work" ref="#w">It</rs>
    <persName key="Lund, Per">Per</persName> <placeName ref="https://www.geonames.org/1">O.</placeName></p>"""
    _, identities, [finding], root = read(file(text))
    shared = identities.entries["x7"]
    assert (shared.name, shared.forms) == ("E. Lindqvist", ("Ebba",))
    assert identities.entries["geonames-org-1"].authorities == (
        Authority(name="GeoNames", id="1", url="https://www.geonames.org/1"),
    )
    assert not [pointer for _, pointer in identities.keys if pointer == "#w"]
    [_, _, _, _, per] = root.iter(f"{{{NS}}}persName")
    assert mentions_of(per.tag, attributes(per), identities) == (("person", identities.keys["person", "Lund, Per"]),)
    assert finding.code == "I110"
    assert "2 pointers, “#x7” (line 3), “#both” (line 5)" in finding.message


def test_of_names_with_the_same_words_the_first_says_how_they_are_sorted() -> None:
    plain = '<persName key="k">Ek, Ann</persName>'
    parted = '<persName key="k"><surname>Ek</surname>, <forename>Ann</forename></persName>'
    for text, expected in ((plain + parted, ("Ek, Ann", "Ek, Ann")), (parted + plain, ("Ann Ek", "Ek, Ann"))):
        _, identities, _, _ = read(file(f"<p>{text}</p>"))
        entry = identities.entries[identities.keys["person", "k"]]
        assert (entry.name, entry.sort) == expected


def test_a_speaker_whom_nobody_describes() -> None:
    spoken = """<note type="speaker">CHAIR E. LUND:</note>\n<u who="#LundErik"><seg>Words.</seg></u>
    <sp who="#fool"><speaker>The Fool.</speaker><p>Words.</p></sp><sp who="#fool"><p>More.</p></sp>"""
    _, identities, [finding], _ = read(file(spoken))
    speaker = identities.entries[identities.keys["person", "#LundErik"]]
    assert speaker.name == "CHAIR E. LUND"
    assert re.fullmatch("lunderik-[0-9a-f]{8}", speaker.key)
    assert identities.entries[identities.keys["person", "#fool"]].key == "doc-fool"
    assert identities.entries["doc-fool"].name == "The Fool"
    assert (finding.code, finding.locus.line) == ("I109", 4)
    assert "2 pointers, “#LundErik” (line 4), “#fool” (line 5)" in finding.message


def test_findings_do_not_flood() -> None:
    text = "".join(f'<sp who="#s{n}"><p>a</p></sp>' for n in range(5_000))
    assert codes(read(file(text))[2]) == ["I109"]


def test_ids_with_the_same_letters_have_keys_of_their_own() -> None:
    people = "".join(f'<person xml:id="{i}"><persName>{i}</persName></person>' for i in ("a_b", "a-b", "A.b", "é"))
    _, identities, _, _ = read(file(profile=f"<particDesc>{people}</particDesc>"))
    assert len(set(identities.keys.values())) == 4
    assert {identities.entries[key].name for key in identities.keys.values()} == {"a_b", "a-b", "A.b", "é"}


@pytest.mark.parametrize(
    ("pointer", "key"),
    [
        ("http://d-nb.info/gnd/118", "d-nb-info-gnd-118"),
        ("https://www.wikidata.org/entity/Q1", "wikidata-org-entity-q1"),
        ("../index.xml#p_1", "index-xml-p-1"),
        ("50", "place-50"),
        ("p12", "place-p12"),
        ("con", "place-con"),
        ("people", "place-people"),
    ],
)
def test_shared_keys(pointer: str, key: str) -> None:
    assert shared_key(pointer, "place") == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x/aB", "x/ab"),
        ("Köln", "Koln"),
        ("a b", "a-b"),
        ("日本", "中国"),
        ("a" * 80, "a" * 81),
        ("#", "##"),
        ("a--b", "a-b"),
    ],
)
def test_what_is_lost_in_a_key_is_kept_apart(one: str, other: str) -> None:
    keys = [shared_key(pointer, "person") for pointer in (one, other)]
    assert keys[0] != keys[1]
    keys += [local_key("d" * 64, pointer, "person") for pointer in (one, other)]
    for key in keys:
        assert ID.problem(key) is None


def test_hostile_values_are_only_values() -> None:
    evil = "javascript:alert(1) ../../etc/passwd &lt;script&gt; " + "x" * 10_000
    data = file(
        f'<p><persName ref="{evil}">A</persName><persName key="{evil}">B</persName></p>',
        titles=f"<title>{evil}</title>",
    )
    _, identities, _, _ = read(data)
    assert all(not entry.authorities for entry in identities.entries.values())


# --- facts -----------------------------------------------------------------------------------------


def test_a_header_that_says_nothing_establishes_nothing() -> None:
    document, _, findings, _ = read(file(titles=""))
    assert document == Document(
        id="doc", title="doc", short_title="doc", kind="", participants=(),
        original=Original(kind="", repository="", language=""),
        witnesses=(Witness(siglum="A", title="doc", description="", language="", exemplar=Exemplar(file="f.xml")),),
    )  # fmt: skip
    assert codes(findings) == ["I114"]


TITLES = """<title type="main" xml:lang="en">Minutes</title><title type="main" xml:lang="sv">Protokoll</title>
<title type="sub" xml:lang="sv">Andra mötet</title><title type="iso-date">1951-03-07</title>"""


@pytest.mark.parametrize(
    ("data", "title", "short"),
    [
        (file(titles=TITLES), "Minutes. Andra mötet", "Minutes"),
        (file(titles=TITLES, root=' xml:lang="sv-FI"'), "Protokoll. Andra mötet", "Protokoll"),
        (
            file(titles="<title>What?</title><title type='sub'>That</title><title type='short'>W</title>"),
            "What? That",
            "W",
        ),
        (file("<head>First <note>x</note>day.</head><p>a</p>", titles=""), "First day", "First day"),
    ],
)
def test_titles(data: bytes, title: str, short: str) -> None:
    document, _, _, _ = read(data)
    assert (document.title, document.short_title) == (title, short)


CREATION = '<creation><date when="1951-03-01"/></creation>'
SENT = """<correspDesc><correspAction type="received"><date when="1951-09-09"/></correspAction>
<correspAction type="sent"><date when="1951-03-02T10:00:00+01:00"/></correspAction></correspDesc>"""
SETTING = '<settingDesc><setting><date from="1951-03-03" to="1951-03-05"/></setting></settingDesc>'
MANUSCRIPT = (
    '<msDesc><history><origin><origDate notBefore="1951-03-01" notAfter="1951-03-31"/></origin></history></msDesc>'
)
EVENTS = (
    '<standOff><listEvent><event type="premiere" when="1960"/><event type="print" when="1952"/></listEvent></standOff>'
)
SESSION = '<bibl><title>S</title><date when="1951-03-09"/></bibl>'
PRINT = '<biblStruct><monogr><title>B</title><imprint><date when="1989-01-01"/></imprint></monogr></biblStruct>'
PUBLISHED = '<date when="2017-05-05"/>'
LINE = '<dateline><date when="1951-03-10">10 March</date></dateline><p>a</p>'


@pytest.mark.parametrize(
    ("data", "date"),
    [
        (file(LINE, TITLES, PUBLISHED, MANUSCRIPT, CREATION + SENT + SETTING, EVENTS), "1951-03-01"),
        (file(LINE, TITLES, PUBLISHED, MANUSCRIPT, SENT + SETTING, EVENTS), "1951-03-02"),
        (file(LINE, TITLES, PUBLISHED, MANUSCRIPT, SETTING, EVENTS), "1951-03-03"),
        (file(LINE, TITLES, PUBLISHED, MANUSCRIPT + SESSION, "", EVENTS), "1951-03-07"),
        (file(LINE, "<title>A</title>", PUBLISHED, MANUSCRIPT + SESSION, "", EVENTS), "1951-03"),
        (file(LINE, "<title>A</title>", PUBLISHED, SESSION, "", EVENTS), "1952"),
        (file(LINE, "<title>A</title>", PUBLISHED, SESSION), "1951-03-09"),
        (file(LINE, "<title>A</title>", PUBLISHED, PRINT), "1951-03-10"),
        (file("<p>a</p>", "<title>A</title>", PUBLISHED, PRINT), ""),
        (file(source='<bibl type="digitalSource"><date when="2010-01-01"/></bibl>'), ""),
        (file(source='<bibl><date when="1971"/></bibl>'), ""),
        (file(profile='<creation><date notBefore="1779" notAfter="1786"/></creation>'), ""),
        (file(profile='<creation><date notAfter="1786"/></creation>'), ""),
        (file(profile="<creation><date>about 1790</date></creation>"), ""),
        (file(profile="<creation><date>1790-02</date></creation>"), "1790-02"),
    ],
)
def test_the_date_of_the_document(data: bytes, date: str) -> None:
    document, _, findings, _ = read(data)
    assert document.date == date
    assert findings == []


def test_a_date_that_is_none_is_said_and_passed_over() -> None:
    document, _, findings, _ = read(file(profile='<creation><date when="1951-02-30"/></creation>' + SETTING))
    assert document.date == "1951-03-03"
    assert codes(findings) == ["I112"]
    assert "1951-02-30" in findings[0].message


@pytest.mark.parametrize("value", ["", "51", "1951-3-7", "1951-13", "19510307", "1951-03-07x", "-0044", "0000", "١٩٥١"])
def test_what_is_no_date(value: str) -> None:
    assert iso_date(value) == ""


def test_place_people_and_terms_of_a_letter() -> None:
    profile = """<abstract><p>One.</p><p>Two <hi>words</hi>.</p></abstract>
    <langUsage><language ident="no" usage="20"/><language ident="sv" usage="80"/></langUsage>
    <correspDesc><correspAction type="sent"><persName ref="#ekberg">A. E.</persName>
    <placeName ref="#oslo">Oslo</placeName>
    </correspAction><correspAction type="received"><persName>E. Lindqvist</persName></correspAction></correspDesc>
    <textClass><keywords><term type="genreTitle">Letter</term></keywords></textClass>"""
    titles = """<title>A</title><author><persName ref="#ekberg">A. Ekberg</persName></author>
    <editor role="editor">P. Lund</editor>
    <respStmt><resp xml:lang="en">Encoding by:</resp><resp xml:lang="sv">Kodning</resp>
    <name>O. Berg</name><name>I. Dal</name></respStmt>"""
    publication = """<publisher><orgName>The Press</orgName><address><addrLine>x</addrLine></address></publisher>
    <date>2017</date><idno type="DOI">10.1/x</idno><idno>https://example.org/</idno>
    <availability><licence target="https://example.org/by">Free.</licence><p>As it is.</p></availability>"""
    oslo = Entry(key="oslo", name="Oslo", sort="Oslo", kind="place")
    document, identities, findings, _ = read(
        file(titles=titles, publication=publication, profile=profile), (EKBERG, oslo)
    )
    assert findings == []
    assert (document.kind, document.place, document.place_key) == ("Letter", "Oslo", "oslo")
    assert [s.text for s in document.summary] == ["One.", "Two words."]
    assert [(p.person, p.role, p.part) for p in document.participants] == [
        ("ekberg", "", "sender"),
        (identities.keys["person", "E. Lindqvist"], "", "addressee"),
    ]
    [witness] = document.witnesses
    assert witness.language == "sv"
    assert [(h.id, h.kind, h.role, h.name, h.person) for h in witness.responsibilities] == [
        ("a-hand-1", "author", "author", "A. Ekberg", "ekberg"),
        ("a-hand-2", "editor", "editor", "P. Lund", ""),
        ("a-hand-3", "contributor", "Kodning", "O. Berg", ""),
        ("a-hand-4", "contributor", "Kodning", "I. Dal", ""),
    ]
    assert [a.url for a in witness.addresses] == ["https://doi.org/10.1/x"]
    assert [s.text for s in witness.provenance] == ["TEI file: The Press, 2017."]
    assert [s.text for s in document.rights] == ["Free. (https://example.org/by)", "As it is."]


def test_sources_and_the_original() -> None:
    source = """<p>Typed from the print.</p><bibl type="digitalSource"><name>A Repository</name><idno>http://example.org/r</idno>
    <bibl><author>Per Lund</author>: <title level="a">Talks</title>. In: <title level="s">Works</title>
    <biblScope unit="volume">2</biblScope> <pubPlace>Oslo</pubPlace>: <publisher>Berg</publisher> <date>1971</date>,
    <biblScope unit="page">1–9</biblScope></bibl></bibl>
    <biblStruct><analytic><author><persName><forename>Per</forename><surname>Lund</surname></persName></author>
    <title level="a">An article</title></analytic><monogr><title level="j">The Journal</title><imprint>
    <biblScope unit="issue">3</biblScope><date when="1990"/></imprint></monogr></biblStruct>
    <msDesc><msIdentifier><country>Norway</country><settlement>Oslo</settlement><repository>The Archive</repository>
    <idno>f. 1</idno></msIdentifier><msContents><textLang mainLang="nb"/></msContents>
    <physDesc><objectDesc form="letter"/></physDesc></msDesc>"""
    document, _, _, _ = read(file(source=source))
    assert document.sources == (
        Source(id="a-source-1", kind="chapter", title="Talks", authors=("Per Lund",), container="Works", issue="2",
               publisher="Berg", place="Oslo", date="1971", pages="1–9"),
        Source(id="a-source-2", kind="article", title="An article", authors=("Lund, Per",), container="The Journal",
               issue="3", date="1990"),
        Source(id="a-source-3", kind="webpage", title="A Repository", url="http://example.org/r"),
    )  # fmt: skip
    assert document.original == Original(
        kind="letter",
        repository="The Archive",
        settlement="Oslo",
        country="Norway",
        shelfmark="f. 1",
        language="nb",
        seen=True,
    )
    assert document.witnesses[0].published_in == "a-source-1"
    assert document.witnesses[0].provenance[0].text == "Typed from the print."


BOOK = "<title>Book</title><author>Per Lund</author>"
RECORDING = '<recording type="audio"><date when="1990-01-02"/><respStmt><resp>by</resp><name>P. Lund</name></respStmt>'


@pytest.mark.parametrize(
    ("source", "kind", "titles"),
    [
        ("<p>Manuscript <hi>in</hi>\n the  box.</p><ab>Torn.</ab>", "described", ["Manuscript in the box.", "Torn."]),
        ("<bibl/><p>Manuscript.</p>", "described", ["Manuscript."]),
        ("<recordingStmt><p>Taped.</p></recordingStmt>", "described", ["Taped."]),
        (f"<recordingStmt>{RECORDING}</recording></recordingStmt>", "described",
         ["Audio recording, 1990-01-02, by P. Lund"]),
        (f"<recordingStmt><recording><broadcast><bibl>{BOOK}</bibl></broadcast></recording></recordingStmt>", "book",
         ["Book"]),
        ("<listWit><witness>Codex <idno>1</idno></witness></listWit>", "described", ["Codex"]),
        (f"<biblFull><titleStmt>{BOOK}</titleStmt><publicationStmt><p>x</p></publicationStmt></biblFull>", "book",
         ["Book"]),
        (f"<listBibl><bibl>{BOOK}</bibl><listBibl><bibl>Loose</bibl></listBibl></listBibl>", "book", ["Book", "Loose"]),
        ('<bibl>In <series><title level="s">Works</title></series>, <title>A <title>B</title></title>'
         "<idno>1</idno></bibl>", "book", ["A B"]),
    ],
)  # fmt: skip
def test_each_kind_of_source_has_its_words(source: str, kind: str, titles: list[str]) -> None:
    document, _, _, _ = read(file(source=source))
    assert [(s.kind, s.title) for s in document.sources] == [(kind, title) for title in titles]
    [witness] = document.witnesses
    assert witness.published_in == ("" if kind == "described" else "a-source-1")
    assert witness.title == ("A" if kind == "described" else titles[0])
    assert witness.provenance == ()


def test_a_corpus_lends_what_the_text_does_not_say() -> None:
    own = file('<sp who="#p1"><p>to <persName ref="#p2">P.</persName></p></sp>', titles="").decode()
    people = "".join(f'<person xml:id="p{n}"><persName>P{n}</persName></person>' for n in (1, 2))
    corpus = f"""<teiCorpus xmlns="{NS}" xml:lang="sv"><teiHeader><fileDesc><titleStmt><title>All letters</title>
    <editor>P. Lund</editor></titleStmt><publicationStmt><availability><p>Free.</p></availability></publicationStmt>
    <sourceDesc><bibl>The box</bibl></sourceDesc></fileDesc><profileDesc><creation><date when="1950"/></creation>
    <particDesc>{people}</particDesc></profileDesc></teiHeader>{own}{own}</teiCorpus>"""
    files, _ = open_tei("f.xml", corpus.encode())
    assert len(files) == 2
    document, _, findings, _ = read(files[1].data)
    [witness] = document.witnesses
    assert (document.title, document.date) == ("doc", "")
    assert [s.text for s in document.rights] == ["Free."]
    assert [s.title for s in document.sources] == ["The box"]
    assert [h.name for h in witness.responsibilities] == ["P. Lund"]
    assert witness.language == "sv"
    assert [(p.person, p.part) for p in document.participants] == [("doc-p1", "speaker")]
    assert codes(findings) == ["I114"]


# --- YAML over header --------------------------------------------------------------------------------

BLANK = Original(kind="", repository="", language="")


def test_yaml_goes_before_the_header_field_by_field() -> None:
    facts, _, _, _ = read(file(titles=TITLES, source=MANUSCRIPT + SESSION, root=' xml:lang="sv"'))
    given = Document(
        id="doc", title="Mine", short_title="", kind="", date="", place="Oslo", participants=(),
        original=replace(BLANK, repository="The Archive"),
        sources=(Source(id="mine", kind="book", title="M"),),
        witnesses=(
            Witness(siglum="B", title="Typed", description="", language="en", exemplar=Exemplar(file="B.txt")),
            Witness(siglum="A", title="", description="By hand", language="",
                    exemplar=Exemplar(file="f.xml", select="x")),
        ),
    )  # fmt: skip
    out = merged(given, facts)
    assert (out.title, out.short_title, out.date, out.place) == ("Mine", "Mine", "1951-03-07", "Oslo")
    assert out.original.repository == "The Archive"
    assert [source.id for source in out.sources] == ["mine", "a-source-1"]
    assert [(w.siglum, w.title, w.language, w.description, w.exemplar.select) for w in out.witnesses] == [
        ("B", "Typed", "en", "", ""),
        ("A", "S", "sv", "By hand", "x"),
    ]
    assert out.witnesses[1].published_in == "a-source-1"


def test_without_yaml_the_header_says_it_all() -> None:
    facts, _, _, _ = read(file(titles=TITLES))
    given = Document(id="doc", title="", short_title="", kind="", participants=(), original=BLANK, witnesses=())
    assert merged(given, facts) == facts
    assert merged(facts, given) == facts


def test_a_source_of_the_same_id_is_the_given_one() -> None:
    facts, _, _, _ = read(file(source=SESSION))
    mine = replace(facts, sources=(Source(id="a-source-1", kind="book", title="Mine"),))
    assert merged(mine, facts).sources == mine.sources
