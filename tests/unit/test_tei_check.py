"""What a changed record is told: what is wrong, and on which line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pecia.model import source_text
from pecia.tei_record import decode, validate

GOLDEN = Path(__file__).parents[1] / "golden" / "tei" / "luncheon-1951-03-07.A.xml"
DATA = GOLDEN.read_text(encoding="utf-8")
RECORD = decode("g.xml", DATA.encode())[0]
assert RECORD is not None
EXEMPLAR = source_text(RECORD.transcript)


def changed(old: str, new: str) -> tuple[bytes, int]:
    """The golden record with the only ``old`` replaced, and the line where it stands."""
    assert DATA.count(old) == 1, old
    return DATA.replace(old, new).encode(), DATA[: DATA.index(old)].count("\n") + 1


def codes(data: bytes) -> dict[str, list[int]]:
    """For each code found the lines."""
    found: dict[str, list[int]] = {}
    for finding in validate("g.xml", data, EXEMPLAR):
        assert finding.locus.file == "g.xml"
        found.setdefault(finding.code, []).append(finding.locus.line)
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<p xml:id="p14">', "<p>"),
        ('xml:id="p13"', 'xml:id="q13"'),
        ('xml:id="p12a"', 'xml:id="p12A"'),
        ('<supplied resp="#hand.editor-a">', "<supplied>"),
        ('<said who="#person.ekberg" direct="false">', '<said direct="false">'),
        ('direct="false">', 'direct="true">'),
        ('<stage type="delivery">added', '<stage type="entrance">added'),
        ('cert="medium"/>', 'cert="rather"/>'),
        ('<hi rend="italic">', '<hi rend="underlined">'),
        ('<date when="1951-03-02">', '<date when="1951-02-30">'),
        ('<foreign xml:lang="sv">', '<foreign xml:lang="Swedish, I think">'),
        ('<signed xml:id="p16">', '<signed xml:id="p16" rend="bold">'),
        ("<publisher>The", "<distributor>x</distributor><publisher>The"),
        ("<edition>1.0.0</edition>", "<edition/><edition/>"),
        ('<ptr type="canonical" target="https:', '<ptr type="canonical" target="javascript:'),
        ('<idno type="sha256">0f', '<idno type="sha256">'),
        ('<idno type="exemplar">A.txt', '<idno type="exemplar">../A.txt'),
        ('<idno type="document">luncheon', '<idno type="document">../luncheon'),
        ("<term>Record of conversation</term>", '<term cert="unknown">Record of conversation</term>'),
        ('subtype="doubt"', 'subtype="whim"'),
    ],
)
def test_the_schema_refuses(old: str, new: str) -> None:
    data, line = changed(old, new)
    assert line in codes(data)["X103"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<said who="#person.ekberg"', '<said who="#person.nobody"'),
        ('<placeName ref="#place.oslo">Oslo', '<placeName ref="#place.bergen">Oslo'),
        ('<orgName ref="#organisation.council">', '<orgName ref="#organisation.parliament">'),
        ('<supplied resp="#hand.editor-a">', '<supplied resp="#hand.printer">'),
        ('<pb resp="#editor.editors"', '<pb resp="#editor.another"'),
        ('cert="high" corresp="#ruling.page-2"', 'cert="high" corresp="#ruling.page-9"'),
        ('target="#p10"', 'target="#p99"'),
        ('"published-in" target="#source.bulletin-3"', '"published-in" target="#source.no"'),
        ('source="#source.bulletin-3 #source.archive"', 'source="#source.bulletin-3 #source.attic"'),
        ('sameAs="#person.holm"', 'sameAs="#person.holmes"'),
        ('<text source="#witness.A"', '<text source="#witness.C"'),
    ],
)  # fmt: skip
def test_a_pointer_to_nothing_is_found(old: str, new: str) -> None:
    data, line = changed(old, new)
    assert codes(data) == {"X104": [line]}


def test_an_id_given_twice_is_found_where_it_is_given_again() -> None:
    data, line = changed('<p xml:id="p14">', '<p xml:id="p13">')
    assert codes(data) == {"X109": [line]}


def test_every_finding_is_made_at_once() -> None:
    data = DATA.replace('xml:id="p17"', 'xml:id="p1"').replace('ref="#person.lund"', 'ref="#person.no"')
    data = data.replace("at the quay", "on the quay").replace('rend="italic"', 'rend="odd"')
    assert set(codes(data.encode())) == {"X103", "X104", "X105", "X108", "X109"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the quay", "the quays"),
        ("the quay", "the\u00a0quay"),
        ("again &amp; again", "again"),
        ("<sic>recieved</sic>", "<sic>received</sic>"),
        ("handeln</foreign>]", "handeln</foreign> ]"),
        ('<metamark function="bullet">-</metamark>', '<metamark function="bullet">*</metamark>'),
        ("Note-takers:</seg>", "Note-takers:<p> And others.</p></seg>"),
    ],
)
def test_words_that_differ_are_found_where_they_do(old: str, new: str) -> None:
    data, line = changed(old, new)
    assert codes(data)["X105"] == [line]


def test_missing_words_are_found_where_the_next_ones_stand() -> None:
    data, line = changed('<p xml:id="p14">The conversation lasted for two hours and fifteen minutes.</p>', "")
    assert codes(data) == {"X105": [line + 2]}


def test_a_space_too_many_is_found_when_the_passage_is_read() -> None:
    data, _ = changed("the quay", "the  quay")
    [finding] = validate("g.xml", data, EXEMPLAR)
    assert finding.code == "X105"
    assert "off at the ”: the record has “ quay. The" in finding.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            '<corr resp="#editor.editors" cert="high">received</corr>',
            '<corr resp="#editor.editors" cert="low">x</corr>',
        ),
        ("Note-takers:</seg>", "Note-<!-- and so on -->takers:</seg>"),
        ("the quay", "the<?page 2?> quay"),
    ],
)
def test_what_is_no_word_of_the_source_is_not_compared(old: str, new: str) -> None:
    assert validate("g.xml", DATA.replace(old, new).encode(), EXEMPLAR) == []


def test_a_difference_is_shown_with_the_words_before_it() -> None:
    [finding] = validate("g.xml", changed("at the quay", "at the pier")[0], EXEMPLAR)
    assert finding.message == (
        "The words of the text differ from the exemplar after “und. They were see off at the ”: the record has "
        "“pier. The conversation lasted ”, the exemplar “quay. The conversation lasted ”."
    )


def test_words_lost_at_the_end_are_found() -> None:
    data, _ = changed(" National Archives.]</note>", "</note>")
    assert "X105" in codes(data)


def test_words_outside_any_passage_are_found() -> None:
    data, line = changed("      <closer>", "      stray words<closer>")
    assert codes(data)["X105"] == [line - 1]  # words after the paragraph that ends there


def test_without_an_exemplar_the_words_are_not_compared() -> None:
    assert validate("g.xml", changed("the quay", "the pier")[0], None) == []


def test_a_text_whose_walk_is_right_and_whose_reading_is_wrong() -> None:
    """Words that stand in no passage of the record: only the second comparison sees them."""
    data, _ = changed('<p xml:id="p6">Swedish</p>', '<p xml:id="p6"/><q>Swedish</q>')
    messages = [f.message for f in validate("g.xml", data, EXEMPLAR) if f.code == "X105"]
    assert len(messages) == 1
    assert messages[0].startswith("The transcript read back differs from the exemplar")


# --- reading what is not a record ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<a/>", "root element is a, not TEI"),
        ("<TEI/>", "root element is TEI, not TEI"),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "TEI has no teiHeader"),
        (DATA.replace('ident="pecia" version="1"', 'ident="pecia" version="2"'), "form 2; this version reads form 1"),
        (DATA.replace('ident="pecia"', 'ident="other"'), "does not say that Pecia wrote"),
        (DATA.replace('<text source="#witness.A"', '<text source="#witness.C"'), "listWit does not have"),
        (DATA.replace(">luncheon-1951-03-07</idno>", ">../../etc</idno>"), "not safe in a path"),
        (DATA.replace("witness.A", "witness.A/.."), "not #witness. and a key"),
        (DATA.replace("person.ekberg", "person.a/b"), "and a key"),
        (DATA.replace('xml:id="p12a"', 'xml:id="p12&quot;onclick"'), "not safe in an address"),
        (DATA.replace('target="https://archive.example.org', 'target="javascript:alert(1)//'), "not http or https"),
        (DATA.replace('<idno type="URL">https://example.org/e/<', '<idno type="URL">data:text/html,x<'), "not http"),
        (DATA.replace("Wrong year of birth.", "<p>Wrong</p>"), "holds elements where words are expected"),
        (DATA.replace("the quay", "<cb/>the quay"), "cb is not an element of the record's text"),
        (DATA.replace("<closer>", "<trailer>End</trailer><closer>"), "trailer is not a passage"),
    ],
)  # fmt: skip
def test_what_is_not_a_record(data: str, message: str) -> None:
    if data == DATA:
        pytest.fail("nothing was changed")
    record, findings = decode("g.xml", data.encode())
    assert record is None
    [finding] = findings
    assert finding.code == "X108"
    assert finding.locus.line > 0
    assert message in finding.message


def test_a_truncated_file_is_never_read() -> None:
    data = DATA.encode()
    for length in range(0, len(data) - 2, 101):
        record, findings = decode("g.xml", data[:length])
        assert record is None
        assert [f.code for f in findings] == ["X101"]
        assert validate("g.xml", data[:length], EXEMPLAR) == findings


REPEATED = {
    # the note-takers and hands in titleStmt, whose facts stand in particDesc and listWit
    "remove titleStmt/respStmt", "empty respStmt/resp", "empty respStmt/persName", "cert respStmt/name",
    "key respStmt/resp",
    # the MARC relator, which follows from the kind of responsibility
    "ref respStmt/resp",
    # names of participants, which stand in the register; languages, which stand where they are used
    "remove person/persName", "empty person/persName", "remove langUsage/language",
    # the address of the witness's page, which follows from that of the edition
    "remove publicationStmt/idno",
    # the language of the text, which is the witness's, and the date of the version, which is that of its publication
    "{http://www.w3.org/XML/1998/namespace}lang TEI/text", "when revisionDesc/change",
    # what follows from the kind of a source, and from the address printed
    "level monogr/title", "target p/ref",
}  # fmt: skip
"""What a record may lack without being another record, since it only repeats something for readers."""


def mutations() -> Iterator[tuple[str, bytes]]:
    """The golden record with each element in turn renamed, emptied, removed, or stripped of an attribute."""
    count = sum(1 for _ in etree.fromstring(DATA.encode()).iter())
    for index in range(count):
        for change in ("rename", "empty", "remove", *list(etree.fromstring(DATA.encode()).iter())[index].attrib):
            root = etree.fromstring(DATA.encode())
            element = list(root.iter())[index]
            parent = element.getparent()
            names = [etree.QName(e).localname for e in (parent, element) if e is not None]
            if change == "rename":
                element.tag = "{http://www.tei-c.org/ns/1.0}unknown"
            elif change == "empty":
                if not len(element) and not element.text:
                    continue
                element.text = None
                element[:] = []
            elif change != "remove":
                del element.attrib[change]
            elif parent is None:
                continue
            else:
                parent.remove(element)
            yield f"{change} {'/'.join(names)}", etree.tostring(root)


def test_nothing_in_a_record_is_idle_and_nothing_breaks_the_reader() -> None:
    """Whatever is taken from a record is missed: by the check, or because another record is read."""
    unnoticed = set()
    for change, data in mutations():
        record, findings = decode("g.xml", data)
        assert (record is None) == bool(findings), change
        if record == RECORD and not validate("g.xml", data, EXEMPLAR):
            unnoticed.add(change)
    assert unnoticed == REPEATED
