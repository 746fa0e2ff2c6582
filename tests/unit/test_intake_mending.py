"""Ids that no anchor can be: the file is taken, the record is sound, and nothing of the file is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pecia import tei_import
from pecia.model import Element, passages
from pecia.tei.names import XML_ID
from pecia.tei_import.repair_ids import NC_NAME, usable
from pecia.tei_import.write_anchors import with_anchors

_PATH = "edition/sources/a.xml"


def tei(body: str) -> bytes:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'.encode()


def ids(data: bytes) -> list[str | None]:
    root = etree.fromstring(data, etree.XMLParser(collect_ids=False, remove_comments=True))
    return [element.get(XML_ID) for element in root.iter("{*}p")]


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("<p xml:id='1a'>x</p>", '<!-- xml:id="1a" --><p xml:id="_1a">x</p>'),
        ('<p n="7" xml:id="b c">x</p>', '<!-- xml:id="b c" --><p n="7" xml:id="b_c">x</p>'),
        ('<p xml:id="t:1">x</p><p xml:id="t_1">y</p>',
         '<!-- xml:id="t:1" --><p xml:id="t_1_2">x</p><p xml:id="t_1">y</p>'),
        ('<p xml:id="a">x</p><p xml:id="a" n="1">y</p>', '<p xml:id="a">x</p><!-- xml:id="a" --><p n="1">y</p>'),
        ('<p xml:id="1">x</p><p xml:id="1">y</p>',
         '<!-- xml:id="1" --><p xml:id="_1">x</p><!-- xml:id="1" --><p>y</p>'),
        ('<p xml:id="a--b/">x</p>', '<!-- xml:id="a-&#45;b/" --><p xml:id="a--b_">x</p>'),
        ('<p xml:id="">x</p>', "<p>x</p>"),
        ('<p xml:id="1"><ref target="u #1 #2">x</ref><gi n="#1" who="#1"/></p>',
         '<!-- xml:id="1" --><p xml:id="_1"><ref target="u #_1 #2">x</ref><gi n="#1" who="#_1"/></p>'),
        ('<p xml:id="b c" next="#b%20c">x</p>', '<!-- xml:id="b c" --><p xml:id="b_c" next="#b_c">x</p>'),
    ],
)  # fmt: skip
def test_ids_are_put_in_order_and_nothing_else(body: str, written: str) -> None:
    assert usable(tei(body)) == tei(written)


@pytest.mark.parametrize("body", ['<p xml:id="a">x</p>', "<p>x", '<p next="#1">x</p>'])
def test_what_is_in_order_stays(body: str) -> None:
    data = tei(body)
    assert usable(data) is data


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters='<&"'), max_size=4)))
def test_every_id_is_a_name_and_names_one(values: list[str]) -> None:
    found = ids(usable(tei("".join(f'<p xml:id="{value}">x</p>' for value in values))))
    kept = [value for value in found if value is not None]
    assert len(found) == len(values)
    assert len(set(kept)) == len(kept)
    assert all(NC_NAME.fullmatch(value) for value in kept)


def test_a_file_with_such_ids_is_taken_with_a_warning_and_its_pointers_lead_there() -> None:
    data = tei('<p xml:id="1a">x</p>\n<p xml:id="b">y <ref target="#1a">the first</ref></p><p xml:id="b">z</p>')
    root, findings = tei_import.parse_tei(_PATH, data)
    assert root is not None
    said = [(finding.code, finding.severity) for finding in findings if finding.code != "I104"]
    assert said == [("I106", "warning"), ("I107", "warning")]
    found = list(passages(tei_import.read_text(root, _PATH, tei_import.Identities({}, {})).transcript))
    assert [passage.id for passage in found] == ["_1a", "b", None]
    assert Element("ref", target="_1a") in [span.mark for span in found[1].content.spans]
    number = found[2].element.number if found[2].element else 0
    record = with_anchors(data, {number: "p1"})
    assert ids(record) == ["_1a", "b", "p1"]
    assert etree.fromstring(record) is not None
    assert ids(with_anchors(data, {})) == ["_1a", "b", None]
