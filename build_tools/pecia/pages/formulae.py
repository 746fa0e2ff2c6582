"""Formulae as the MathML of a page: elements and attributes of MathML Core by a closed list, which browsers set.

What is in no list here is written without its tag or its attribute (``href``, ``onclick``, ``style``, ``id`` …); no
word is left out. Of an ``annotation-xml`` the words stay, as an ``annotation``, which browsers do not show.
"""

from __future__ import annotations

import re

from pecia.model import Math
from pecia.pages.html import Html, words

_HOLDERS = frozenset({
    "mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded", "mphantom", "msub", "msup", "msubsup", "munder",
    "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "semantics",
})  # fmt: skip
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace", "annotation"})
_ATTRIBUTES = frozenset({
    "display", "displaystyle", "scriptlevel", "mathvariant", "dir", "form", "fence", "separator", "stretchy",
    "symmetric", "largeop", "movablelimits", "accent", "accentunder", "lspace", "rspace", "minsize", "maxsize", "width",
    "height", "depth", "voffset", "linethickness", "columnspan", "rowspan",
})  # fmt: skip
_VALUE = re.compile(r"[A-Za-z0-9.%+/-]{1,40}")


def formula(math: Math) -> Html:
    """``math``, an element of that name, for a page."""
    return _element("math", math)


def _element(name: str, math: Math) -> Html:
    given = "".join(
        f' {key}="{value}"' for key, value in math.attributes if key in _ATTRIBUTES and _VALUE.fullmatch(value)
    )
    inside = "".join(words(part) if isinstance(part, str) else _inner(name, part) for part in math.content)
    return Html(f"<{name}{given}>{inside}</{name}>")


def _inner(holder: str, math: Math) -> Html:
    """An element in ``holder``: in one that holds words alone only the words."""
    if holder in _TOKENS:
        return Html("".join(words(part) if isinstance(part, str) else _inner(holder, part) for part in math.content))
    if math.name in _HOLDERS or math.name in _TOKENS:
        return _element(math.name, math)
    if math.name == "annotation-xml":
        return _element("annotation", math)
    token = any(isinstance(part, str) and part.strip() for part in math.content)
    return _element("mtext" if token else "mrow", math)
