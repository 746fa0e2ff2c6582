"""Elements within a passage that are shown as a sign, or whose words are not just the words in them.

TEI P5 Guidelines, chapters 3 (index), 5 (g), 9 (sense), 11 (gap, space, fw, handShift, addSpan, mod) and 22 (eg,
egXML).
"""

from __future__ import annotations

from lxml import etree

from pecia.model import Break
from pecia.tei import mixed_content
from pecia.tei.names import tei
from pecia.tei_import.alternatives import read_choice
from pecia.tei_import.context import Handlers
from pecia.tei_import.editorial import details
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.rules import ASIDE, EXAMPLE
from pecia.tei_import.shape import attributes, fold

_LINE_END = "EOLhyphen"
"""What the Text Creation Partnership calls the hyphen at the end of a printed line, which the word has not: a text may
have a thousand."""


def _glyph(line: Line, element: etree._Element) -> None:
    """``g``: its words; without any those of the character it points to, else a sign that says which it is."""
    line.reading.use(element, "marked")
    if not len(element) and not mixed_content.flat(element):
        words = line.reading.character(element)
        if words:
            line.words(words)
        else:
            which = element.get("type") or element.get("ref", "").removeprefix("char:").lstrip("#")
            line.zero(Break("milestone", "" if which == _LINE_END else which))
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
    """``sense`` of a dictionary: it begins with its number."""
    line.reading.use(element, "marked")
    line.space()
    index, mark = len(line.spans), line.named(element, attributes(element))
    line.zero(mark)
    if number := element.get("n"):
        line.zero(Break("milestone", number))
    line.content(element)
    line.spans[index] = (line.spans[index][0], line.length, mark)


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
    _verbatim(line, mixed_content.as_written(element))


def _eg(line: Line, element: etree._Element) -> None:
    """``eg``: its lines are kept where it has nothing but words."""
    if len(element):
        line.reading.use(element, "marked")
        line.marked(element)
    else:
        line.reading.use(element, "example")
        _verbatim(line, mixed_content.flat(element))


def _verbatim(line: Line, words: str) -> None:
    line.space()
    for number, each in enumerate(words.strip("\n").split("\n")):
        if number:
            line.space()
            line.zero(Break("line"))
        if each:
            line.words(each)
    line.space()


def _beside_the_text(line: Line, element: etree._Element) -> None:
    """``fw``, ``index``: a sign that tells the words; among the words of another reading they stand in brackets."""
    line.reading.use(element, "sign")
    if line.reading.quiet:
        in_brackets(line, element)
        return
    kind = ASIDE[element.tag]
    if kind == "forme":
        line.space()  # the page ends or begins here
    line.keep_id(element)
    line.zero(Break(kind, line.aside(element)))


def in_brackets(line: Line, element: etree._Element) -> None:
    """Append the words in ``element`` in brackets, for where they stand among the words of another reading."""
    if said := line.aside(element):
        line.space()
        line.words(f"({said})")
        line.space()


_OF_GAPS = frozenset({"agent", "cert", "hand", "resp"})
"""What more than its reason and extent is said of a gap."""


def _gap(line: Line, element: etree._Element) -> None:
    line.reading.use(element, "gap")
    if element.get("unit") == "chars" and element.tag == tei("space") and not len(element):
        line.space()  # a blank between words, as letters are encoded; no blank place of the writing
        return
    if line.reading.quiet:
        line.space()
        if not mixed_content.flat(element).strip():
            line.words("[…]")
        line.content(element)
        line.space()
        return
    line.keep_id(element)
    said = line.aside(element)
    if not any(map(str.isalnum, said)):  # a sign for what is missing says nothing of it
        amount = _amount(element)
        first = "left blank" if element.tag == tei("space") else element.get("reason", "")
        sign = f"({said})" if said else ""
        more = details(line.reading, {name: value for name, value in attributes(element).items() if name in _OF_GAPS})
        told = ", ".join(part for part in (first, amount, *more) if part)
        said = " ".join(part for part in (told, sign) if part)
    line.gap(fold(said))


def _amount(element: etree._Element) -> str:
    """How much is missing, as far as it is said: ``3 lines``, ``extent unknown``; a unit alone says nothing."""
    unit = element.get("unit", "")
    number = element.get("quantity", "") or "–".join(filter(None, map(element.get, ("atLeast", "atMost"))))
    if number:
        many = number != "1" and unit in ("character", "word", "line", "page", "leaf", "letter")
        return f"{number} {f'{unit}s' if many and unit != 'leaf' else 'leaves' if many else unit}".strip()
    extent = element.get("extent", "")
    return "extent unknown" if extent == "unknown" else extent


SIGNS: Handlers = {
    **dict.fromkeys(ASIDE, _beside_the_text),
    tei("gap"): _gap,
    tei("space"): _gap,
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
