"""A passage or a turn of a record as a TEI document of its own.

DTS 1.0, "Document Endpoint", "XML/TEI encoding and sub-tree representation" (https://dtsapi.org/specifications): the
root is ``TEI``, and ``wrapper`` in the namespace of DTS holds what was asked for; what stands outside it is context.
The context here: the elements that the passage stands in, with their attributes; of a speech the label and the aside,
which say who speaks and how; of the header the title, the edition, and the publication with its licence.

``xml:base`` (TEI P5 Guidelines, 16.2) makes every pointer (``who``, ``ref``, ``resp`` …) lead into the whole record, so
the words and their marks are those of the record, unchanged. Without the wrapper the document is valid TEI: where TEI
asks for a paragraph beside the passage, a ``gap`` stands in it for what is left out (3.5.3, the reason "sampling").
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import cast

from lxml import etree

from pecia.tei.mixed_content import add_words, lay_out
from pecia.tei.names import TEI_NAMESPACE, XML_ID, XML_LANG, add, every, local_name, tei, the
from pecia.tei.parse import parse_xml

DTS_NAMESPACE = "https://w3id.org/api/dts#"
"""Of ``wrapper``; the JSON of DTS 1.0 has another one."""

_WRAPPER = f"{{{DTS_NAMESPACE}}}wrapper"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_SAMPLING = (
    "A part of the record. The whole record, with its full header, is the file that the ptr in sourceDesc names."
)

_CONTAINERS = frozenset(map(tei, (
    "TEI", "teiHeader", "fileDesc", "titleStmt", "editionStmt", "publicationStmt", "availability", "licence",
    "sourceDesc", "bibl", "encodingDesc", "samplingDecl", "text", "front", "body", "div", "opener", "closer", "sp",
    "list",
))) | {_WRAPPER}  # fmt: skip
"""Elements that hold elements only, so that white space in them is layout."""

_ANYWHERE = frozenset({"note", "vocal", "kinesic", "incident", "gap"})
"""Passages that TEI lets stand between any others, and that are not enough by themselves."""


def turn_reference(first_anchor: str) -> str:
    """What a turn is called: it has no anchor of its own, so it goes by that of its first passage (``turn.p12``)."""
    return f"turn.{first_anchor}"


def fragments(data: bytes, whole: str) -> Iterator[tuple[str, bytes]]:
    """Each turn and each passage of the record in ``data``, the bytes of its TEI file, in the order of the text.

    Out: the anchor of the passage or the :func:`turn_reference`, and the document: UTF-8 with an XML declaration, LF, a
    final newline. ``whole`` is the address of the record as a fragment names it, absolute or relative. Raises
    ValueError for bytes that are no XML; they come from :func:`pecia.tei_record.encode`.
    """
    root, findings = parse_xml("", data)
    if root is None:
        raise ValueError(findings[0].message)
    text = the(root, "text")
    frame = _frame(root, text, whole)
    for element in text.iter("{*}*"):
        name = _name_of(element)
        if name:
            yield name, _fragment(deepcopy(frame), text, element, name)


def _name_of(element: etree._Element) -> str:
    if local_name(element) == "sp":
        anchor = next((str(part.get(XML_ID)) for part in element.iter() if part.get(XML_ID)), "")
        return turn_reference(anchor) if anchor else ""
    return element.get(XML_ID, "")


def _frame(root: etree._Element, text: etree._Element, whole: str) -> etree._Element:
    """What all fragments of a record have in common: the header, and ``text`` with nothing in it."""
    frame = etree.Element(tei("TEI"), _attributes(root), nsmap=cast("dict[str, str]", {None: TEI_NAMESPACE}))
    header = the(root, "teiHeader")
    of_file = the(header, "fileDesc")
    new_header = add(frame, "teiHeader", _attributes(header))
    new_file = add(new_header, "fileDesc")
    titles = add(new_file, "titleStmt")
    titles.extend(deepcopy(title) for title in every(the(of_file, "titleStmt"), "title"))
    new_file.append(deepcopy(the(of_file, "editionStmt")))
    publication = deepcopy(the(of_file, "publicationStmt"))
    publication.set(_XML_BASE, whole)
    new_file.append(publication)
    add(add(add(new_file, "sourceDesc"), "bibl"), "ptr", {"target": whole})
    sampling = add(add(new_header, "encodingDesc"), "samplingDecl", {XML_LANG: "en"})
    add_words(sampling, "p", _SAMPLING)
    new_text = add(frame, "text", _attributes(text))
    new_text.set(_XML_BASE, whole)
    return frame


def _fragment(page: etree._Element, text: etree._Element, element: etree._Element, name: str) -> bytes:
    """The document for ``element`` of ``text``; ``page`` is a frame of its own."""
    source = the(the(the(page, "teiHeader"), "fileDesc"), "sourceDesc")
    add_words(the(source, "bibl"), "biblScope", name, {"unit": "turn" if local_name(element) == "sp" else "passage"})
    outer = [ancestor for ancestor in element.iterancestors() if text in ancestor.iterancestors()]
    place = the(page, "text")
    for ancestor in reversed(outer):
        place = add(place, local_name(ancestor), _attributes(ancestor))
        if local_name(ancestor) == "sp":
            place.extend(deepcopy(child) for child in ancestor if _labels(child))
            if local_name(element) in _ANYWHERE and not every(place, "stage"):
                add(add(place, "p"), "gap", {"reason": "sampling"})
    etree.SubElement(place, _WRAPPER, nsmap={"dts": DTS_NAMESPACE}).append(deepcopy(element))
    _complete(the(page, "text"), local_name(([element, *outer])[-2]))
    lay_out(page, _CONTAINERS)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(page, encoding="UTF-8") + b"\n"


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}


def _labels(element: etree._Element) -> bool:
    """Whether a child of ``sp`` says who speaks or how."""
    return local_name(element) == "speaker" or (
        local_name(element) == "stage" and element.get("type") == "delivery" and element.get(XML_ID) is None
    )


def _complete(text: etree._Element, block: str) -> None:
    """Give ``text`` the paragraph that TEI asks for: ``body`` has one, and not only what opens or closes it.

    ``block`` is the child of ``front`` or ``body`` that the passage is or stands in.
    """
    if local_name(text[0]) == "front":
        add(add(add(text, "body"), "p"), "gap", {"reason": "sampling"})
    elif block in ("head", "opener", "closer", *_ANYWHERE):
        paragraph = add(text[0], "p")
        add(paragraph, "gap", {"reason": "sampling"})
        if block in ("closer", *_ANYWHERE):
            text[0].insert(0, paragraph)
