"""Which element of HTML an element of TEI becomes, and what may stand in it.

What an element ``holds`` is one of: ``flow``, anything; ``items``, of a list; ``terms``, of a list of definitions;
``rows``, of a table; ``cells``, of a row; ``heads``, of a row of labels. TEI
allows more in a list or table than HTML does, so what does not fit is wrapped in what does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pecia.model import Container
from pecia.view.roles import is_label
from pecia.view.tree import Block, Role

_WRAPPERS = {
    "flow": ("", ""),
    "items": ("<li>", "</li>"),
    "terms": ("<dd>", "</dd>"),
    "rows": ("<tr><td>", "</td></tr>"),
    "cells": ("<td>", "</td>"),
    "heads": ('<th scope="col">', "</th>"),
}
_FITS = {"items": {"li"}, "terms": {"dt", "dd"}, "rows": {"tr", "caption"}, "cells": {"td", "th"}, "heads": {"th"}}


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of HTML: its ``tag``, what it ``holds``, more attributes in ``role`` (with a space before each), and
    the tags of an element inside it that holds everything in its place."""

    tag: str
    holds: str = "flow"
    role: str = ""
    inner: str = ""
    closing: str = ""


_SHAPES: dict[Role, Shape] = {
    "list": Shape("ul", "items"),
    "ordered": Shape("ol", "items"),
    "glossary": Shape("dl", "terms"),
    "item": Shape("li"),
    "items": Shape("li", "items", inner="<ul>", closing="</ul>"),
    "term": Shape("dt"),
    "table": Shape("div", "rows", inner="<table>", closing="</table>"),
    "row": Shape("tr", "cells"),
    "head-row": Shape("tr", "heads"),
    "cell": Shape("td"),
    "quotation": Shape("blockquote"),
    "figure": Shape("figure"),
    "aside": Shape("aside"),
}
"""What a block is in HTML; all others are a ``div``."""

BLOCK = Shape("div")
"""What most elements become."""

_SECTION = Shape("section")


def shape_of(block: Block, holds: str) -> Shape:
    """The shape of a block that holds passages and stands in an element that ``holds`` something."""
    assert block.element
    if block.role == "division":
        return _SECTION if holds == "flow" else BLOCK
    return _fitting(_SHAPES.get(block.role, BLOCK), holds, block.element)


def passage_shape(element: Container, holds: str, heading: int) -> Shape:
    """The shape of a passage. ``heading``: its level when it is the heading of a division, else 0."""
    if heading:
        return _headings(heading)
    if holds == "flow":
        return _FIGURE.get(element.name, _PARAGRAPH)
    if holds == "rows" and element.name in ("head", "caption"):
        return Shape("caption")
    if holds == "terms" and element.name in ("label", "head", "headLabel", "term"):
        return Shape("dt")
    if holds in ("cells", "heads"):
        return _fitting(Shape("td"), holds, element)
    return Shape("li") if holds == "items" else Shape("dd") if holds == "terms" else _PARAGRAPH


_SPAN = re.compile(r"\b(cols|rows):([1-9][0-9]{0,2})(?![^ ])", re.ASCII)
_PARAGRAPH = Shape("p")
_FIGURE = {"quote": Shape("blockquote"), "figDesc": Shape("div"), "figure": Shape("figure"), "table": Shape("div")}


@lru_cache(8)
def _headings(level: int) -> Shape:
    return Shape(f"h{level}")


def _fitting(shape: Shape, holds: str, element: Container) -> Shape:
    """``shape``, or what stands for it where HTML allows no such element."""
    if shape.tag == "li" and holds == "terms":
        return Shape("dd", shape.holds, shape.role, shape.inner, shape.closing)
    if shape.tag == "td" and (holds == "heads" or (holds == "cells" and is_label(element))):
        return Shape("th", role=f' scope="{"col" if holds == "heads" else "row"}"{_spans(element)}')
    if shape.tag == "td" and holds == "cells" and element.type:
        return Shape("td", role=_spans(element))
    if shape.tag in ("li", "dt", "tr", "td") and shape.tag not in _FITS.get(holds, ()):
        return Shape("div", "items" if shape.inner else "flow", shape.role, shape.inner, shape.closing)
    return shape


def _spans(element: Container) -> str:
    """The attributes ``colspan`` and ``rowspan`` of a cell whose ``type`` has ``cols:2`` or ``rows:3``."""
    found = dict(_SPAN.findall(element.type))
    return "".join(f' {of}span="{found[name]}"' for name, of in (("cols", "col"), ("rows", "row")) if name in found)


def wrapped(shape: Shape, holds: str) -> tuple[str, str]:
    """What must stand before and after an element of ``shape`` in one that ``holds`` something."""
    return ("", "") if holds == "flow" or shape.tag in _FITS[holds] else _WRAPPERS[holds]
