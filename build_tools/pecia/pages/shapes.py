"""Which element of HTML an element of TEI becomes, and what may stand in it.

What an element ``holds`` is one of: ``flow``, anything; ``items``, of a list; ``terms``, of a list of definitions;
``rows``, of a table; ``cells``, of a row; ``heads``, of a row of labels. TEI
allows more in a list or table than HTML does, so what does not fit is wrapped in what does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pecia.model import Container, PassageKind
from pecia.pages.divisions import is_division

CLASSES = {PassageKind.SPEECH: " pc-speech"}
"""Classes of passages beside that of their element."""

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


_CONTAINERS = {
    "castList": Shape("ul", "items"),
    "castGroup": Shape("li", "items", inner="<ul>", closing="</ul>"),
    "table": Shape("div", "rows", inner="<table>", closing="</table>"),
    "quote": Shape("blockquote"),
    "q": Shape("blockquote"),
    "epigraph": Shape("blockquote"),
    "figure": Shape("figure"),
    "note": Shape("aside"),
    "list": Shape("ul", "items"),
    "row": Shape("tr", "cells"),
    "item": Shape("li"),
    "castItem": Shape("li"),
    "cell": Shape("td"),
    "label": Shape("dt"),
}
_LISTS = frozenset({"listBibl", "listPerson", "listPlace", "listOrg", "listEvent", "listRef", "listNym", "listWit"})
_ORDERED = frozenset({"ordered", "numbered", "number", "ol", "decimal"})
_GLOSSED = frozenset({"gloss", "glossary", "dl"})
BLOCK = Shape("div")
"""What most elements become."""

_SECTION = Shape("section")


def shape_of(container: Container, holds: str) -> Shape:
    """The shape of an element that holds passages and stands in one that ``holds`` something."""
    name = container.name
    if is_division(container):
        return _SECTION if holds == "flow" else BLOCK
    if name == "list" and {container.type, container.rend} & _GLOSSED:
        return Shape("dl", "terms")
    if name == "list" and {container.type, container.rend} & _ORDERED:
        return Shape("ol", "items")
    if name in _LISTS:
        return _CONTAINERS["list"]
    if name == "row" and _is_label(container) and holds == "rows":
        return Shape("tr", "heads")
    shape = _CONTAINERS.get(name, BLOCK)
    return _fitting(shape, holds, container)


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
    if shape.tag == "td" and (holds == "heads" or (holds == "cells" and _is_label(element))):
        return Shape("th", role=f' scope="{"col" if holds == "heads" else "row"}"{_spans(element)}')
    if shape.tag == "td" and holds == "cells" and element.type:
        return Shape("td", role=_spans(element))
    if shape.tag in ("li", "dt", "tr", "td") and shape.tag not in _FITS.get(holds, ()):
        return Shape("div", "items" if shape.inner else "flow", shape.role, shape.inner, shape.closing)
    return shape


def _is_label(element: Container) -> bool:
    return "label" in element.type.split()


def _spans(element: Container) -> str:
    """The attributes ``colspan`` and ``rowspan`` of a cell whose ``type`` has ``cols:2`` or ``rows:3``."""
    found = dict(_SPAN.findall(element.type))
    return "".join(f' {of}span="{found[name]}"' for name, of in (("cols", "col"), ("rows", "row")) if name in found)


def wrapped(shape: Shape, holds: str) -> tuple[str, str]:
    """What must stand before and after an element of ``shape`` in one that ``holds`` something."""
    return ("", "") if holds == "flow" or shape.tag in _FITS[holds] else _WRAPPERS[holds]
