"""Notes that stand apart from their calls, in imported TEI: where they are called, and ways there."""

from __future__ import annotations

import pytest
from lxml import etree

from builders import on_page
from pecia import tei_import
from pecia.model import Element, Mark, NoteCall, Passage, RichText, passages
from pecia.tei_import.text import TextRead, words_lost

_PATH = "edition/sources/a.xml"
_NOTES = (
    '<back><div type="notes"><note xml:id="fn1" n="7"><p>Foot.</p></note><note xml:id="fn2">Two.</note></div></back>'
)


def read(inside: str) -> TextRead:
    root, _ = tei_import.parse_tei(
        _PATH, f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>{inside}</text></TEI>'.encode()
    )
    assert root is not None
    found = tei_import.read_text(root, _PATH, tei_import.identify(root, _PATH, "a", ())[0])
    assert words_lost(root, found.transcript) is None
    return found


def called(inside: str, notes: str = _NOTES) -> RichText:
    return next(passages(read(f"<body><p>{inside}</p></body>{notes}").transcript)).content


def calls(content: RichText) -> list[tuple[int, Mark]]:
    return [(start, mark) for start, _end, mark in content.spans if isinstance(mark, NoteCall)]


@pytest.mark.parametrize(
    ("inside", "text", "label", "written"),
    [
        ('the end<ref target="#fn1">1</ref>.', "the end.", "1", True),
        ('the end <ref target="#fn1">[1]</ref>.', "the end.", "[1]", True),
        ('the end<hi rend="superscript"><ref target="#fn1">1</ref></hi> of', "the end of", "1", True),
        ('the end<ref target="#fn1"><hi rend="superscript">*</hi></ref> of', "the end of", "*", True),
        ('the end<ptr target="#fn1"/>.', "the end.", "7", False),
        ('the end<ptr target="#fn2"/>.', "the end.", "", False),
    ],
)
def test_a_number_that_points_to_a_note_calls_it_and_is_no_word(
    inside: str, text: str, label: str, written: bool
) -> None:
    content = called(inside)
    assert content.text == text
    ((start, mark),) = calls(content)
    assert isinstance(mark, NoteCall)
    assert (start, mark.label, mark.written) in {(7, label, written), (8, label, written)}
    assert not any(isinstance(span.mark, Element) for span in content.spans)  # raised once


@pytest.mark.parametrize(
    "inside",
    [
        'so <ref target="#fn1">the first note</ref> says', 'so <ref target="#p">1</ref> <anchor xml:id="p"/>says',
        'so <ref target="#none">1</ref> says',
    ],
)  # fmt: skip
def test_a_phrase_or_what_leads_elsewhere_stays_words(inside: str) -> None:
    assert not calls(called(inside))


def test_a_sentence_may_name_the_number_of_a_note_that_is_called() -> None:
    content = called('end<ref target="#fn1">1</ref>, and see note <ref target="#fn1">1</ref>.')
    assert (content.text, len(calls(content))) == ("end, and see note 1.", 1)
    here = called('end<note xml:id="x">A.</note>, and see note <ref target="#x">1</ref>.', "")
    assert (here.text, len(calls(here))) == ("end, and see note 1.", 1)


def test_a_note_may_be_called_twice_from_words() -> None:
    assert len(calls(called('a<ref target="#fn1">1</ref> b<ref target="#fn1">1</ref>'))) == 2


def test_a_call_keeps_its_id_and_the_note_has_one_way_back() -> None:
    note = '<back><note xml:id="fn1" target="#r1">Foot.</note></back>'
    found = read(f'<body><p>end<ref xml:id="r1" target="#fn1">1</ref></p></body>{note}')
    first, foot = passages(found.transcript)
    assert Element("ref", id="r1") in [span.mark for span in first.content.spans]
    assert not foot.content.spans


def test_words_of_a_call_are_counted_when_they_are_lost() -> None:
    inside = f'<body><p>end<ref target="#fn1">99</ref></p></body>{_NOTES}'
    root, _ = tei_import.parse_tei(
        _PATH, f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>{inside}</text></TEI>'.encode()
    )
    assert root is not None
    without = read(f'<body><p>end<ptr target="#fn1"/></p></body>{_NOTES}').transcript
    assert "2 of" in (words_lost(root, without) or "")


def _page(inside: str) -> etree._Element:
    found = [
        Passage(p.kind, p.content, id=p.id or f"p{n}", element=p.element, within=p.within)
        for n, p in enumerate(passages(read(inside).transcript), start=1)
    ]
    return etree.fromstring(f"<div>{on_page(found)}</div>")


def test_collected_notes_stand_where_they_are_collected_and_lead_back() -> None:
    one, two = '<div><p>a<ref target="#fn1">1</ref></p></div>', '<div><p>b<ref target="#fn2">2</ref></p></div>'
    page = _page(f"<body>{one}{two}</body>{_NOTES}")
    (notes,) = page.iterfind(".//section[@class='tei-div']/div[@role='doc-endnotes']")
    assert [link.get("href") for link in page.iterfind(".//sup/a")] == ["#p3", "#fn2"]
    assert [link.text for link in notes.iterfind(".//a[@role='doc-backlink']")] == ["1", "2"]
    assert [note.get("id") for note in notes] == ["fn1", None]  # the other's is that of its passage
    assert notes.getparent().find(".//p[@id='p2']") is None
