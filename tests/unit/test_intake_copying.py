"""The copy with anchors: every byte of the user's, and the ids that were asked for, where lxml counts them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pecia.tei.names import XML_ID
from pecia.tei_import.repair_ids import NC_NAME
from pecia.tei_import.write_anchors import as_utf8, with_anchors

AWKWARD = (
    "\ufeff<?xml version='1.0' encoding='utf-8'?>\r\n<!-- <p> --><?pi <p>?>\r\n"
    "<t:TEI  xmlns:t = 'http://www.tei-c.org/ns/1.0'\n  n='>\"'><t:p\r\nrend=\"a>b\"/><!-- <q> --><t:p>é<![CDATA[<p>]]>"
    "<t:hi/>&lt;</t:p >\r\n<ñame/>𝔞<t:l\t/></t:TEI>\r\n<!-- end -->"
).encode()


def without(data: bytes) -> bytes:
    return re.sub(rb' xml:id="gen\d+"', b"", data)


def test_all_else_is_kept() -> None:
    wanted = {number: f"gen{number}" for number in range(1, 7)}
    out = with_anchors(AWKWARD, wanted)
    assert without(out) == AWKWARD
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    numbered = {n: e.get(XML_ID) for n, e in enumerate(etree.fromstring(out, parser).iter(), start=1)}
    assert numbered == wanted
    assert b'<t:p xml:id="gen2"\r\nrend="a>b"/>' in out


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(st.sampled_from(["p", "hi", "tei:seg", "l"]))
    quote = draw(st.sampled_from("'\""))
    attribute = draw(st.sampled_from(["", f" n={quote}>{quote}", f"\r\n\tn = {quote}é &lt;p> {quote}"]))
    if draw(st.booleans()):
        return f"<{name}{attribute}{draw(st.sampled_from(['', ' ', chr(10)]))}/>"
    words = st.sampled_from(["", "words ", "é\r\n", "<!-- <p/> -->", "<?x <p/>?>", "<![CDATA[<p/>]]>", "&#x41;"])
    inner = "".join(
        draw(words) + (draw(elements(depth=depth + 1)) if depth < 3 else "")
        for _ in range(draw(st.integers(min_value=0, max_value=2)))
    )
    return f"<{name}{attribute}>{inner}{draw(words)}</{name}>"


@given(elements(), st.data())
def test_removing_what_was_added_gives_the_file_back(content: str, data: st.DataObject) -> None:
    file = f"<TEI xmlns='x' xmlns:tei='y'>{content}</TEI>\n".encode()
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    count = sum(1 for _ in etree.fromstring(file, parser).iter())
    chosen = data.draw(st.sets(st.integers(min_value=1, max_value=count)))
    wanted = {number: f"gen{number}" for number in chosen}
    out = with_anchors(file, wanted)
    assert without(out) == file
    numbered = enumerate(etree.fromstring(out, parser).iter(), start=1)
    assert {number: element.get(XML_ID) for number, element in numbered if element.get(XML_ID)} == wanted


def test_nothing_to_add_is_the_file_itself() -> None:
    assert with_anchors(AWKWARD, {}) is AWKWARD


def test_another_encoding_becomes_utf8_first() -> None:
    text = "<?xml version='1.0' encoding='UTF-16'?><TEI>\r\né</TEI>"
    out = with_anchors(text.encode("utf-16"), {1: "p1"})
    assert out.decode() == text.replace("UTF-16", "UTF-8").replace("<TEI", '<TEI xml:id="p1"')


@pytest.mark.parametrize("anchors", [{1: 'a"b'}, {1: ""}, {1: "1a"}, {1: "a:b"}, {9: "a"}, {0: "a"}])
def test_what_cannot_be_an_anchor(anchors: dict[int, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        with_anchors(b"<TEI/>", anchors)


@pytest.mark.parametrize("name", ["p1", "é", "_a.b-c", "a·b", "Ku\u030cr"])
def test_names(name: str) -> None:
    assert NC_NAME.fullmatch(name)
    etree.QName(name)


@pytest.mark.parametrize("encoding", ["hex", "idna", "utf-7", "unicode_escape", "nonsense"])
def test_encodings_that_are_not_of_texts(encoding: str) -> None:
    with pytest.raises(ValueError, match=encoding):
        as_utf8(f"<?xml version='1.0' encoding='{encoding}'?><a/>".encode())
