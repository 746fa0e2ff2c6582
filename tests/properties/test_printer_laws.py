"""What every printer prints is what the view shows: the words, their order, the notes, the anchors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from builders import NOBODY, writing
from generated import IN_ORDER, NAMES, document, transcripts, trees
from pecia.formats.epub_xhtml import Notes, clean
from pecia.formats.epub_xhtml import document as xhtml
from pecia.formats.odt import content_of
from pecia.formats.pdf_blocks import printed_part
from pecia.formats.pdf_words import plain
from pecia.locales import say
from pecia.model import Transcript
from pecia.pages.html import Html
from pecia.pages.text import Blocks
from pecia.tei_import.identities import Identities
from pecia.tei_import.text import read_text
from pecia.view import Block, Content, Inline, Text, blocks, inlines, walk, words
from pecia.view.book import Book, Part
from pecia.view.units import shown

Contents = tuple[Content, ...]

_OWN = frozenset(
    {"pc-number", "pc-tip", "pc-steps", "pc-kicker", "pc-supplied-label", "pc-corrected", "tei-n", "tei-nothing",
     "tei-elsewhere", "pc-edition"}
)  # fmt: skip
"""The classes of what the edition adds to a text."""


def texts() -> st.SearchStrategy[Text]:
    """Texts of transcripts and of others' TEI, as they are shown."""
    return st.one_of(
        transcripts().map(lambda made: shown(made, NOBODY)),
        trees(NAMES).map(lambda made: shown(numbered(document(made)), NOBODY)),
        trees(IN_ORDER).map(lambda made: shown(numbered(document(made)), NOBODY)),
    )


def numbered(data: bytes) -> Transcript:
    """The text of TEI, its passages numbered."""
    transcript = read_text(etree.fromstring(data), "a.xml", Identities({}, {})).transcript
    numbers = iter(range(1, 10_000))
    items = []
    for item in transcript.body:
        if hasattr(item, "passages"):
            items.append(replace(item, passages=tuple(replace(p, id=f"p{next(numbers)}") for p in item.passages)))
        else:
            items.append(replace(item, id=f"p{next(numbers)}"))
    return Transcript(transcript.front, tuple(items))


# --- what the view shows ---------------------------------------------------------------------------


def words_of_view(made: tuple[Block, ...]) -> str:
    """Every word of the text in order, without white space."""
    return _folded("".join(words(_of_text(block.label)) + words(_of_text(block.content)) for block in walk(made)))


def _of_text(content: tuple[Content, ...]) -> tuple[Content, ...]:
    return tuple(part for part in content if isinstance(part, str) or part.style != "supplied-label")


def notes_of_view(made: tuple[Block, ...], kept: Callable[[Contents], Contents] = lambda content: content) -> list[str]:
    """What is said in the notes of a book that has the words ``kept``, in order."""
    said: list[str] = []

    def told(content: tuple[Content, ...]) -> Iterator[Inline]:
        for part in content:
            if isinstance(part, Inline):
                yield from told(part.content)
                yield part

    for block in walk(made):
        for mark in told((*kept(block.label), *kept(block.content))):
            if mark.said and mark.noting and (mark.noting != "once" or say(mark.said) not in said):
                said.append(say(mark.said))
    return said


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


# --- what is printed -------------------------------------------------------------------------------


def printed(root: etree._Element) -> str:
    """The words of the text in an element, without white space."""

    def of(node: etree._Element) -> str:
        inner = "".join(("" if _is_own(child) else of(child)) + (child.tail or "") for child in node)
        return (node.text or "") + inner

    return _folded(of(root))


def _is_own(element: etree._Element) -> bool:
    classes = set(element.get("class", "").split())
    sign = "pc-ref" in classes and element.tag != "{http://www.w3.org/1999/xhtml}sup"
    return bool(_OWN & classes) or sign or element.get("role") == "doc-backlink"


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(texts())
def test_a_page_and_a_book_have_the_words_the_notes_and_the_anchors_of_the_view(text: Text) -> None:
    made = blocks(text, text.units)
    anchors = [unit.anchor for unit in text.units if unit.anchor]
    marks = [mark for block in walk(made) for mark in inlines((*block.label, *block.content))]
    printed_calls = any(mark.style == "call" and mark.content for mark in marks)
    for book in (False, True):
        notes = Notes()
        words_ = writing(text, book=book, ids=set(anchors))
        words_.notes = notes
        whole = Blocks(words_).whole(made)
        whole = Html(whole.replace(" hidden>", ' hidden="">'))  # as XML has it
        root = etree.fromstring(xhtml("T", "en", Html(f'<div class="whole">{whole}</div>')))
        (shown_,) = root.xpath("//*[@class='whole']")
        called = {f"ref:{number}" for number in range(1, len(notes.notes) + 1)}
        for element in list(shown_.iter("{*}sup")):  # a call that a transcript prints is words of the text
            if not printed_calls or called & set(element.xpath("*/@id")):
                element.set("class", "pc-edition")
        assert printed(shown_) == words_of_view(made)
        ids = [found for found in shown_.xpath("//@id") if found in set(anchors)]
        assert sorted(ids) == sorted(anchors)
        assert ids == [block.anchor for block in walk(made) if block.anchor]
        if book:
            said = [etree.fromstring(f"<p>{clean(note)}</p>").xpath("string()") for note in notes.notes]
            assert [_folded(note.partition(". ")[2]) for note in said] == list(map(_folded, notes_of_view(made)))


# --- runs for the typesetter -----------------------------------------------------------------------


def runs_of(printed_: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The blocks that have words, in order."""
    for block in printed_:
        if block["kind"] == "table":
            yield from runs_of([part for row in block["rows"] for cell in row for part in cell])
        elif "blocks" in block:
            yield from runs_of(block["blocks"])
        elif block["kind"] != "kicker":
            yield block


def without_layout(content: tuple[Content, ...]) -> tuple[Content, ...]:
    """``content`` less the characters that are there for the page of the source, which a printed copy leaves out."""
    kept: list[Content] = []
    for part in content:
        if isinstance(part, str):
            kept.append(part)
        elif part.style == "lost-page" or part.style == "gap":
            kept.append(part._replace(content=()))
        elif part.style not in ("division", "furniture", "page", "supplied-label"):
            kept.append(part._replace(content=without_layout(part.content)))
    return tuple(kept)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(texts())
def test_a_printed_copy_has_the_words_the_notes_and_the_anchors_of_the_view(text: Text) -> None:
    made = blocks(text, text.units)
    part = Part("text-A", "T", made, "", text)
    found = list(runs_of(printed_part(part, ())["blocks"]))
    shown_ = ((*without_layout(block.label), *without_layout(block.content)) for block in walk(made))
    assert _folded("".join(plain(block["words"]) for block in found)) == _folded("".join(map(words, shown_)))
    anchors = [block["number"]["number"] for block in found if "number" in block]
    assert anchors == [block.anchor for block in walk(made) if block.anchor]
    items = [item for block in found for item in block["words"] if isinstance(item, dict)]
    notes = [plain(item["note"]) for item in items if "note" in item]
    assert [_folded(note) for note in notes] == list(map(_folded, notes_of_view(made, without_layout)))


# --- a text for a word processor -------------------------------------------------------------------


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(texts())
def test_a_text_for_a_word_processor_has_the_words_the_notes_and_the_anchors_of_the_view(text: Text) -> None:
    made = blocks(text, text.units)
    root = etree.fromstring(clean(content_of(book_of(Part("text-A", "T", made, "", text)))).encode())
    (whole,) = root.iter("{*}text")
    for title in list(whole)[:2]:
        whole.remove(title)
    notes = ["".join(body.itertext()) for body in whole.iter("{*}note-body")]
    anchors = [bookmark.get(f"{{{TEXT}}}name") for bookmark in whole.iter("{*}bookmark")][1:]
    for own in list(whole.iter("{*}note", "{*}span", "{*}p")):
        if own.tag.endswith("}note") or own.get(f"{{{TEXT}}}style-name") in _OWN_STYLES:
            own.text, tail = "", own.tail
            etree.strip_elements(own, "*", with_tail=False)
            own[:] = []
            own.tail = tail
    assert _folded("".join(whole.itertext()))[1:] == words_of_view(made)  # after the title of the part
    assert anchors == [block.anchor for block in walk(made) if block.anchor]
    assert list(map(_folded, notes)) == list(map(_folded, notes_of_view(made)))


TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OWN_STYLES = frozenset({"Number", "Own", "Apart", "Supplied_20_label", "Kicker", "Raised-own"})


def book_of(*parts: Part) -> Book:
    """A book of which nothing is known but its parts."""
    statement = SimpleNamespace(title="", language="en")
    witness = SimpleNamespace(record=SimpleNamespace(siglum="A"))
    return Book(statement, None, (witness,), "T", "W", "", parts)  # type: ignore[arg-type]
