"""Elements within a passage that are shown as a sign, or whose words are not just the words in them.

TEI P5 Guidelines, chapters 5 (g), 9 (sense), 11 (handShift, addSpan, mod) and 22 (eg, egXML).
"""

from __future__ import annotations

from lxml import etree

from pecia.model import Break
from pecia.tei import mixed
from pecia.tei.elements import tei
from pecia.tei.intake.alternatives import read_choice
from pecia.tei.intake.line import Line
from pecia.tei.intake.rules import EXAMPLE
from pecia.tei.intake.shape import attributes
from pecia.tei.intake.state import Handlers


def _glyph(line: Line, element: etree._Element) -> None:
    """``g``: its words; without any those of the character it points to, else a sign that says which it is."""
    line.reading.use(element, "marked")
    if not len(element) and not mixed.flat(element):
        words = line.reading.character(element)
        if words:
            line.words(words)
        else:
            line.zero(Break("milestone", element.get("type") or element.get("ref", "").lstrip("#")))
    else:
        line.anchored(element, attributes(element), [])


def _hand(line: Line, element: etree._Element) -> None:
    """``handShift``: a sign that says whose hand it is from here."""
    line.reading.use(element, "break")
    whose = element.get("new", "").lstrip("#") or element.get("scribe", "").lstrip("#")
    line.keep_id(element)
    line.zero(Break("milestone", f"hand {whose}".strip()))
    line.content(element)


_SPANS = {tei("addSpan"): "added", tei("delSpan"): "struck out", tei("damageSpan"): "damaged"}


def _from_here(line: Line, element: etree._Element) -> None:
    """``addSpan``, ``delSpan``, ``damageSpan``: a sign where the words begin that it is on, and one where they end."""
    line.reading.use(element, "break")
    end = element.get("spanTo", "")
    if end.startswith("#") and not line.reading.quiet:
        line.reading.ends[end[1:]] = "to here"
    line.keep_id(element)
    line.zero(Break("milestone", f"{_SPANS[element.tag]} from here"))
    line.content(element)


def _sense(line: Line, element: etree._Element) -> None:
    """``sense`` of a dictionary: its number stands before it."""
    line.reading.use(element, "marked")
    line.space()
    if number := element.get("n"):
        line.zero(Break("milestone", number))
    line.marked(element)


def _segment(line: Line, element: etree._Element) -> None:
    """``seg``: its number, by which it may be cited, stands before it."""
    line.reading.use(element, "marked")
    if (number := element.get("n")) and len(number) <= 8 and not line.reading.quiet:
        line.zero(Break("milestone", number))
    line.marked(element)


def _mod(line: Line, element: etree._Element) -> None:
    """``mod``: of something struck out and something added, as ``subst``; what else was changed is marked."""
    if {child.tag for child in element} == {tei("del"), tei("add")}:
        read_choice(line, element)
    else:
        line.reading.use(element, "marked")
        line.marked(element)


def _example(line: Line, element: etree._Element) -> None:
    """``egXML``: the tags of the example are its words, and its lines are kept (TEI P5 22.1.1)."""
    line.reading.use(element, "example")
    line.reading.skip(element)
    _verbatim(line, mixed.as_written(element))


def _eg(line: Line, element: etree._Element) -> None:
    """``eg``: its lines are kept where it has nothing but words."""
    if len(element):
        line.reading.use(element, "marked")
        line.marked(element)
    else:
        line.reading.use(element, "example")
        _verbatim(line, mixed.flat(element))


def _verbatim(line: Line, words: str) -> None:
    line.space()
    for number, each in enumerate(words.strip("\n").split("\n")):
        if number:
            line.space()
            line.zero(Break("line"))
        if each:
            line.words(each)
    line.space()


SIGNS: Handlers = {
    tei("g"): _glyph,
    tei("handShift"): _hand,
    **dict.fromkeys(_SPANS, _from_here),
    tei("sense"): _sense,
    tei("seg"): _segment,
    tei("mod"): _mod,
    tei("eg"): _eg,
    EXAMPLE: _example,
}
"""How they are appended to the words of their passage."""
