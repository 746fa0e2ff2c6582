"""Words within a passage that are quoted or said (TEI P5 3.3.3): with a sign where the encoder left out the marks.

Whether he did is told by the characters at the edges: TEI has quotation marks either in the text or as elements, and
``quotation`` of the header (2.3.3), where it is there, says which.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pecia.model import Highlight, Mark
from pecia.tei import mixed_content
from pecia.tei.names import tei
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.rules import BLOCKS, RENDITIONS
from pecia.tei_import.shape import attributes, renditions

_MARKS = frozenset('"“”„‟‚‛«»‹›「」『』〝〞〟')
_DASHES = frozenset("–—―")
_SINGLE = frozenset("'’‘")
"""Quotation marks that are apostrophes as well."""

_TIGHT = "\u00a0\u202f\u2009"
_POINTS = ".,;:!?…"
_BLOCK = frozenset({"block", "blockquote"})
_DICTIONARY = tuple(tei(name) for name in ("entry", "entryFree", "superEntry"))


def read_quotation(line: Line, element: etree._Element) -> None:
    """``q``, ``quote``, ``said``, ``soCalled``, ``mentioned``: marked with its name; set off when it has blocks in it;
    else, where neither it nor what is beside it has quotation marks, with a sign for them."""
    line.reading.use(element, "marked")
    mark = line.named(element, attributes(element))
    tokens = renditions(mark.rend)
    if any(inside.tag in BLOCKS for inside in element.iterdescendants("*")):
        rend = mark.rend if not _BLOCK.isdisjoint(tokens) else f"{mark.rend} block".lstrip()
        line.covered(element, [replace(mark, rend=rend)])
        return
    marks: list[Mark] = [mark]
    if not any(token in _BLOCK or token in RENDITIONS for token in tokens) and _has_lost_marks(line, element):
        marks.append(Highlight("quoted"))
    line.covered(element, marks)


def _has_lost_marks(line: Line, element: etree._Element) -> bool:
    reading = line.reading
    if reading.quiet or reading.quotes_kept or element.get("direct") == "false":
        return False
    inside = mixed_content.flat(element).strip()
    if not inside or _is_marked(inside) or next(element.iterancestors(*_DICTIONARY), None) is not None:
        return False
    before, after = "".join(line.parts[-2:]), element.tail or ""
    if before.rstrip().endswith("«") and after.lstrip().startswith("»"):
        return False
    return not (_opens(before.rstrip(_TIGHT)) or _closes(after.lstrip(_TIGHT)))


def _is_marked(words: str) -> bool:
    """Whether quotation marks, or the dash of direct speech, are among ``words`` where they begin or end."""
    first, last = words[0], words.rstrip(_POINTS)[-1:]
    return first in _MARKS or first in _DASHES or last in _MARKS or (first in _SINGLE and last in _SINGLE)


def _opens(before: str) -> bool:
    """Whether ``before``, the words just before, end in a quotation mark; after a letter ``’`` is an apostrophe."""
    last = before[-1:]
    return last in _MARKS if last not in _SINGLE else not before[-2:-1].isalpha()


def _closes(after: str) -> bool:
    """Whether ``after``, the words just after, begin with a quotation mark, a point before it or none; before a letter
    ``’`` is an apostrophe."""
    first = after[:1]
    if first and first in _POINTS:
        first = after[1:2]
        return first in _MARKS
    return first in _MARKS if first not in _SINGLE else not after[1:2].isalpha()
