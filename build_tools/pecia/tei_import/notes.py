"""Pointers among the words (TEI P5 3.7, 17.1): links to addresses and to places of the file, and calls of notes.

Where notes are collected, or stand apart, the text calls each by a pointer: ``ptr``, or a ``ref`` whose words are the
number or sign of the note. Such a number is none of the text's words.
"""

from __future__ import annotations

import re

from lxml import etree

from pecia.model import Element, Link, NoteCall
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, local_name, tei
from pecia.tei_import.inline_builder import Line
from pecia.tei_import.shape import attributes, fold, renditions

_HTTP = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"'{}|\\^`]+")
_CALL = re.compile(r"[\[(]?(?:\d{1,4}[a-z]?|[^\W\d_]|[ivxlc]{2,6}|[¹²³⁰⁴-⁹]{1,4}|[*†‡§¶‖#+]{1,4})[\])]?[.):]?")
_RAISED = frozenset({"superscript", "super", "sup", "hoch", "hochgestellt"})


def read_reference(line: Line, element: etree._Element) -> None:
    """``ref``, ``ptr``: a link, a call of the note that it points to, or words marked with its name."""
    has = attributes(element)
    target = next(iter(has.get("target", "").split()), "")
    if _HTTP.fullmatch(target):
        line.reading.use(element, "link")
        line.anchored(element, has, [Link(target)])
    elif _calls(line, element, target):
        _call(line, element, target)
    else:
        line.reading.use(element, "marked")
        line.marked(element)


def _calls(line: Line, element: etree._Element, target: str) -> bool:
    """Whether ``element`` calls a note: one that is called nowhere yet, or from the end of a word, or in raised type.
    Any other number is one that a sentence names (``see note 3``)."""
    reading = line.reading
    number, _ = reading.notes.get(target[1:], (0, "")) if target.startswith("#") else (0, "")
    if not number or reading.quiet:
        return False
    label = fold(mixed_content.flat(element))
    if not label:
        return not len(element)
    if not _CALL.fullmatch(label):
        return False
    return number not in reading.called or not line.spaced or _is_raised(element)


def _is_raised(element: etree._Element) -> bool:
    near = (element, element.getparent(), *element.iterchildren(tei("hi")))
    rends = (found.get("rend") or found.get("rendition") or "" for found in near if found is not None)
    return any(not _RAISED.isdisjoint(renditions(rend)) for rend in rends)


def _call(line: Line, element: etree._Element, target: str) -> None:
    reading = line.reading
    number, n = reading.notes[target[1:]]
    reading.use(element, "call")
    reading.called.add(number)
    if line.spaced and line.parts:
        line.soft = True  # a space before the number, and a full stop after it
    if xml_id := reading.own_id(element.get(XML_ID, "")):
        line.zero(Element(local_name(element), id=xml_id))
    label = fold(mixed_content.flat(element))
    line.zero(NoteCall(number, label or n, bool(label)))
    reading.skip(element)


def without_rendition(line: Line, first: int, count: int) -> None:
    """Take away ``count`` marks, those from the span ``first`` on, when they cover no words but only the call of a
    note, which has a rendition of its own."""
    start, end, _ = line.spans[first]
    if start == end and any(isinstance(mark, NoteCall) for _, _, mark in line.spans[first + count :]):
        del line.spans[first : first + count]
