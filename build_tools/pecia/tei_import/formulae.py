"""Formulae in MathML (TEI P5 14.2): their words are words of the passage, and how they are set is kept beside them."""

from __future__ import annotations

from lxml import etree

from pecia.model import Formula, Math
from pecia.tei import mixed_content
from pecia.tei_import.context import Handlers
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.rules import MATHML
from pecia.tei_import.shape import attributes

_DEEPEST = 40
"""A formula that is nested deeper is read as words alone."""


def _read_math(line: Line, element: etree._Element) -> None:
    """``math``: its words as they stand, under one mark with all that is in it."""
    line.reading.use(element, "formula")
    line.reading.skip(element, "formula")
    set_as = None if line.reading.quiet else _math(element, _DEEPEST)
    start = line.length
    if words := mixed_content.flat(element):
        line.words(words)
    if set_as is not None:
        line.spans.append((start, line.length, Formula(set_as)))


def _math(element: etree._Element, left: int) -> Math | None:
    """``element`` with all that is in it; ``None`` when that is nested more than ``left`` deep."""
    content: list[Math | str] = []
    for node in mixed_content.nodes(element):
        inside = node if isinstance(node, str) else _math(node, left - 1) if left else None
        if inside is None:
            return None
        content.append(inside)
    return Math(element.tag.rpartition("}")[2], tuple(attributes(element).items()), tuple(content))


FORMULAE: Handlers = {f"{MATHML}math": _read_math}
"""How they are appended to the words of their passage."""
