"""The signs of a witness in an EPUB: those that occur in its text, no others, each in its style and in words."""

from __future__ import annotations

from collections.abc import Iterator

from pecia.formats.epub_xhtml import Element, element, in_lines
from pecia.formats.legend import Meaning, meanings
from pecia.model.record import Record
from pecia.pages.explanations import names_of
from pecia.pages.legend import ELEMENTS

_NO_WORDS = {"break": "page break", "gap": "gap", "picture": "picture"}
"""Signs that the style sheet makes, and what they are called."""

_NAMES = {"speaker": "b", "del": "del", "add": "ins", "call": "sup", "quoted": "q"}
"""The elements that signs are which are no ``span``."""

_CLASSES = {"del": None, "call": "ref", "quoted": None}


def signs(record: Record) -> Element:
    """A list of the signs, for a reader who has nothing but the book."""
    pairs = [element("div", *in_lines([element("dt", sample), element("dd", said)])) for sample, said in _signs(record)]
    return element("dl", *in_lines(pairs), class_="signs")


def _signs(record: Record) -> Iterator[tuple[Element, str]]:
    cited = "Passage number, added by this edition; use it to cite the passage."
    yield element("span", "p1", class_="number"), cited
    for meaning in meanings(record.transcript, names_of(record)):
        yield _sample(meaning), meaning.said


def _sample(meaning: Meaning) -> Element:
    kind = meaning.kind
    if called := _NO_WORDS.get(kind):
        return element("span", class_=kind, role="img", aria_label=called)
    style = f"tei-{kind}" if kind in ELEMENTS else kind
    return element(_NAMES.get(kind, "span"), meaning.sample, class_=_CLASSES.get(kind, style))
