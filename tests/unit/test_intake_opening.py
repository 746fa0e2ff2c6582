"""Opening a user's TEI: what is refused and why, what is only said, and texts cut out of corpora and volumes."""

from __future__ import annotations

import pytest
from lxml import etree

from pecia.model.findings import Finding
from pecia.tei import parse
from pecia.tei.names import XML_ID, XML_LANG, tei
from pecia.tei_import.opening import open_tei, parse_tei, select
from pecia.tei_import.shape import headers, tei_element, text_element

NS = "http://www.tei-c.org/ns/1.0"
HEADER = "<teiHeader><fileDesc><titleStmt><title>Minutes</title></titleStmt></fileDesc></teiHeader>"
PLAIN = f'<TEI xmlns="{NS}">{HEADER}<text><body><p>Words.</p></body></text></TEI>'


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    for finding in findings:
        assert finding.message
        assert "None" not in finding.message
        assert finding.advice
    return [(finding.code, str(finding.locus)) for finding in findings]


def body(content: str, root: str = "") -> bytes:
    return f'<TEI xmlns="{NS}"{root}>{HEADER}<text><body>\n{content}</body></text></TEI>'.encode()


def test_a_sound_file_is_itself() -> None:
    data = ("\ufeff<?xml version='1.0' encoding=\"utf-8\"?>\r\n<!-- <TEI> -->\r\n" + PLAIN).encode()
    [file], findings = open_tei("a.xml", data)
    assert findings == []
    assert (file.name, file.data, file.first_line) == ("", data, 1)
    root, findings = parse_tei("a.xml", file.data)
    assert root is not None
    assert findings == []


LAUGHS = b'<!DOCTYPE TEI [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code", "place", "words"),
    [
        pytest.param(b"", "X101", "f.xml:1:1", "No element", id="empty"),
        pytest.param(PLAIN.encode()[:-3], "X101", "f.xml:1:", "Unclosed", id="cut off"),
        pytest.param(PLAIN.replace("Words", "&nbsp;").encode(), "X101", "f.xml:1:", "ntity", id="undeclared entity"),
        pytest.param(PLAIN.replace("<p>", "<x:p>").replace("</p>", "</x:p>").encode(), "X101", "f.xml:1:", "prefix",
                     id="undeclared prefix"),
        pytest.param(b"<!DOCTYPE TEI SYSTEM 'tei_all.dtd'>" + PLAIN.encode(), "X102", "f.xml:1", "DOCTYPE",
                     id="harmless DTD"),
        pytest.param(LAUGHS + PLAIN.replace("Words", "&b;").encode(), "X102", "f.xml:1", "DOCTYPE", id="entities"),
        pytest.param("<!DOCTYPE TEI>".encode("utf-16") + PLAIN.encode("utf-16-le"), "X102", "f.xml:1", "DOCTYPE",
                     id="DOCTYPE in UTF-16"),
        pytest.param(b"<html><body/></html>", "I101", "f.xml:1", "html", id="not TEI"),
        pytest.param(f'<teiHeader xmlns="{NS}"/>'.encode(), "I101", "f.xml:1", "teiHeader", id="a part of TEI"),
        pytest.param(PLAIN.replace(f' xmlns="{NS}"', "").encode(), "I102", "f.xml:1", "no namespace",
                     id="no namespace"),
        pytest.param(PLAIN.replace(NS, "http://example.org/").encode(), "I102", "f.xml:1", "example.org", id="another"),
        pytest.param(b"<TEI.2><teiHeader/></TEI.2>", "I103", "f.xml:1", "TEI.2", id="P4"),
        pytest.param(f'<teiCorpus xmlns="{NS}">{HEADER}</teiCorpus>'.encode(), "I113", "f.xml", "TEI",
                     id="empty corpus"),
        pytest.param(b'<?xml version="1.0" encoding="hex"?>' + PLAIN.encode(), "X101", "f.xml", "hex",
                     id="no encoding"),
        pytest.param(b'<?xml version="1.0" encoding="utf-16"?>' + PLAIN.encode(), "X101", "f.xml", "utf-16",
                     id="not the encoding that it names"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, code: str, place: str, words: str) -> None:
    files, findings = open_tei("f.xml", data)
    assert files == ()
    [(found, at)] = told(findings)
    assert found == code
    assert at.startswith(place)
    assert words.lower() in findings[0].message.lower()
    chosen, findings = select("f.xml", data, ["a"])["a"]
    assert chosen is None
    assert told(findings)[0][0] in (code, "I111")
    if code != "I113":
        root, findings = parse_tei("f.xml", data)
        assert root is None
        assert told(findings)[0][0] == code


def test_what_to_do_about_an_entity() -> None:
    _, [finding] = open_tei("f.xml", body("<p>a&eacute;</p>"))
    assert "&#160;" in finding.advice


def test_a_file_over_the_limit_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(parse.expat, "ParserCreate", parsed)
    data = bytes(200 * 1024 * 1024)
    files, findings = open_tei("big.xml", data)
    assert files == ()
    assert told(findings) == [("X106", "big.xml")]
    assert "209,715,200" in findings[0].message
    assert told(parse_tei("big.xml", data)[1]) == [("X106", "big.xml")]


def test_too_many_tags_and_too_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = body("<div>" * 300 + "<p>a</p>" + "</div>" * 300)
    assert told(parse_tei("f.xml", deep)[1])[0][0] == "X106"
    long_and_deep = body("<div>" * 300 + f"<p>{'a ' * 6_000_000}</p>" + "</div>" * 300)
    assert told(parse_tei("f.xml", long_and_deep)[1])[0][0] == "X106"
    monkeypatch.setattr(parse, "MAX_TAGS", 50)
    files, findings = open_tei("f.xml", body("<p>a</p>" * 100))
    assert files == ()
    assert told(findings) == [("X106", "f.xml")]


def test_one_long_text_is_read() -> None:
    """libxml2 refuses a text of ten million characters unless it is asked not to."""
    root, findings = parse_tei("f.xml", body(f"<p>{'word ' * 2_500_000}</p>"))
    assert findings == []
    assert root is not None
    assert sum(len(words) for words in root.itertext()) > 12_000_000


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_become_utf8(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\r\n{PLAIN.replace("Words", "Übung")}'
    [file], findings = open_tei("f.xml", text.encode(encoding))
    assert findings == []
    assert file.data == text.replace(f'"{encoding}"', '"UTF-8"').encode()
    root, findings = parse_tei("f.xml", file.data)
    assert findings == []
    assert root is not None


# --- within a text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(PLAIN.replace(HEADER, "").encode(), [("I104", "f.xml:1")], id="no header"),
        pytest.param(f'<TEI xmlns="{NS}">{HEADER}</TEI>'.encode(), [("I105", "f.xml:1")], id="no text"),
        pytest.param(PLAIN.replace("Words.", " \n ").encode(), [("I105", "f.xml:1")], id="no words"),
        pytest.param(body('<p xml:id="a">1</p>\n<p xml:id="a">2</p>'), [("I106", "f.xml:3")], id="id twice"),
        pytest.param(body('<p xml:id="1a">1</p>\n<p xml:id="b c">2</p><p xml:id="é.1-b">3</p>'), [("I107", "f.xml:2")],
                     id="ids that are no names"),
        pytest.param(body('<p><ref target="#a">1</ref><ref target="#b b#c">2</ref></p>\n<p xml:id="b" next="#z">3</p>'),
                     [("I108", "f.xml:3"), ("I108", "f.xml:2")], id="pointers"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_text(data: bytes, expected: list[tuple[str, str]]) -> None:
    root, findings = parse_tei("f.xml", data)
    assert root is not None
    assert told(findings) == expected


def test_a_repeated_id_names_both_lines() -> None:
    _, [finding] = parse_tei("f.xml", body('<p xml:id="a">1</p>\n<p xml:id="a">2</p>'))
    assert "line 2" in finding.message
    assert finding.locus.line == 3


def test_findings_do_not_flood() -> None:
    lost = "".join(f'<p><ref target="#n{n}">x</ref><ref corresp="#n{n}">x</ref></p>\n' for n in range(10_000))
    twice = '<p xml:id="a">x</p>' * 10_000
    _, findings = parse_tei("f.xml", body(lost + twice))
    assert [f.code for f in findings].count("I108") == 2
    assert "10,000 pointers, “#n0” (line 2), “#n1” (line 3), “#n2” (line 4) …" in findings[-1].message
    assert len(findings) < 30
    assert "9,979 more" in " ".join(f.message for f in findings)


# --- texts cut out ---------------------------------------------------------------------------------

CORPUS = f"""<?xml version="1.0"?>\r
<?xml-model href="x.rng"?>
<teiCorpus xmlns="{NS}" xmlns:my="http://example.org/my" xml:lang="sv">
  <teiHeader><fileDesc><titleStmt><title>The letters</title></titleStmt></fileDesc></teiHeader>
  <!-- first -->
  <TEI xml:id="one">{HEADER}<text>
    <body><p my:hand='b'>First  &amp; "only"</p></body></text></TEI>
  <teiCorpus xml:lang="nb"><teiHeader><x/></teiHeader>
    <TEI n="2">{HEADER}<text><body><p>Second</p></body></text></TEI></teiCorpus>
</teiCorpus>
""".encode()


def test_each_text_of_a_corpus_is_a_file_by_itself() -> None:
    (one, two), findings = open_tei("c.xml", CORPUS)
    assert findings == []
    assert (one.name, two.name) == ("one", "2")
    own = CORPUS[CORPUS.index(b'<TEI xml:id="one"') : CORPUS.index(b"</TEI>") + 6]
    assert own in one.data
    assert b"Second" not in one.data
    assert b"First" not in two.data
    for file, words, languages in ((one, "First", ["sv"]), (two, "Second", ["nb", "sv"])):
        root, findings = parse_tei("c.xml", file.data)
        assert findings == []
        assert root is not None
        text = text_element(root)
        assert text is not None
        assert words in "".join(text.itertext())
        assert [holder.get(XML_LANG) for holder in tei_element(root).iterancestors()] == languages
        assert len(headers(root)) == 1 + len(languages)
        assert file.data.startswith(b'<?xml version="1.0"?>\r\n<?xml-model href="x.rng"?>\n<teiCorpus xmlns=')
        [paragraph] = text.iter(tei("p"))
        original = etree.fromstring(CORPUS)
        line = next(p.sourceline for p in original.iter(tei("p")) if words in (p.text or ""))
        assert paragraph.sourceline + file.first_line - 1 == line


VOLUME = f"""<t:TEI xmlns:t="{NS}" xml:lang="sv"><t:teiHeader><t:x/></t:teiHeader><t:facsimile/>
<t:standOff xml:id="so"><t:listPerson/></t:standOff>
<t:text xml:id="whole"><t:group xml:lang="nb"><t:text xml:id="inner"><t:body>
 <t:div xml:id="d1" xmlns:q="http://example.org/q" xml:space="preserve">
  <t:div xml:id="d2" n="a xml:lang='x'"><t:p xml:id="p" q:r="s">Words &lt;here&gt;</t:p></t:div>
 </t:div>
 <t:div xml:id="d3" xml:lang="da"><t:p>Other</t:p></t:div>
</t:body></t:text></t:group></t:text></t:TEI>""".encode()


def test_a_division_becomes_a_file_with_all_that_it_inherits() -> None:
    file, findings = select("v.xml", VOLUME, ["d2"])["d2"]
    assert findings == []
    assert file is not None
    assert file.name == "d2"
    root, findings = parse_tei("v.xml", file.data)
    assert findings == []
    assert root is not None
    assert [element.tag.rpartition("}")[2] for element in root.iter()] == [
        "TEI", "teiHeader", "x", "standOff", "listPerson", "text", "body", "div", "p",
    ]  # fmt: skip
    [division] = root.iter(tei("div"))
    assert division.get(XML_LANG) == "nb"
    assert division.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    assert division.get("n") == "a xml:lang='x'"
    assert division[0].get("{http://example.org/q}r") == "s"
    assert b'<t:p xml:id="p" q:r="s">Words &lt;here&gt;</t:p></t:div>' in file.data
    assert division.sourceline + file.first_line - 1 == 5


def test_what_a_division_has_itself_is_not_written_again() -> None:
    file, _ = select("v.xml", VOLUME, ["d3"])["d3"]
    assert file is not None
    assert b'<t:div xml:id="d3" xml:lang="da"><t:p>Other</t:p></t:div>' in file.data


def test_a_text_and_a_tei_can_be_selected() -> None:
    inner, _ = select("v.xml", VOLUME, ["inner"])["inner"]
    assert inner is not None
    root, findings = parse_tei("v.xml", inner.data)
    assert root is not None
    assert findings == []
    text = text_element(root)
    assert text is not None
    assert (text.get(XML_ID), text.get(XML_LANG)) == ("inner", "nb")
    assert [child.get(XML_ID) for child in text[0]] == ["d1", "d3"]
    one, _ = select("c.xml", CORPUS, ["one"])["one"]
    assert one == open_tei("c.xml", CORPUS)[0][0]


@pytest.mark.parametrize(
    ("xml_id", "words"), [("p", "is a p"), ("nobody", "No element"), ("", "No element"), ("so", "is a standOff")]
)
def test_what_cannot_be_selected(xml_id: str, words: str) -> None:
    file, [finding] = select("v.xml", VOLUME, [xml_id])[xml_id]
    assert file is None
    assert finding.code == "I111"
    assert words in finding.message


def test_an_id_given_twice_cannot_be_selected() -> None:
    file, [finding] = select("f.xml", body('<div xml:id="a"/>\n<div xml:id="a"/>'), ["a"])["a"]
    assert file is None
    assert (finding.code, finding.locus.line) == ("I111", 3)
    assert "line 2" in finding.message
