"""A passage or a turn of a text from imported TEI as a TEI document of its own, for DTS.

As :mod:`pecia.tei_record.fragment` has it for the records that this edition writes: the root is ``TEI``, and
``wrapper`` in the namespace of DTS holds what was asked for. The element is as its encoder wrote it; nothing of its
surroundings is repeated, since nothing is known of what they mean. ``xml:base`` makes its pointers lead into the whole
record.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pecia import tei_record
from pecia.model import Field, Passage, Transcript, Turn
from pecia.tei.parse import parse_xml

_TEI = "http://www.tei-c.org/ns/1.0"
_DTS = "https://w3id.org/api/dts#"
_SAID = "A part of the record. The whole record, with its header, is the file that the ptr names."


def encoded_fragments(transcript: Transcript, data: bytes, title: str, whole: str) -> Iterator[tuple[str, bytes]]:
    """Each turn and each passage of ``transcript``, in order, as it stands in ``data``, the bytes of its TEI file.

    Out: the anchor of the passage or :func:`pecia.tei_record.turn_reference`, and the document: UTF-8 with an XML
    declaration, LF, a final newline. ``title`` is the record's, ``whole`` its address. Raises ValueError for bytes that
    are no XML.
    """
    root, findings = parse_xml("", data)
    if root is None:
        raise ValueError(findings[0].message)
    elements = {str(number): element for number, element in enumerate(root.iter("*"), start=1)}
    before, after = _around(title, whole)
    for reference, number in _referred(transcript):
        element = elements.get(number)
        if element is not None:
            yield reference, before + etree.tostring(element, encoding="utf-8", with_tail=False) + after


def _referred(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """What can be asked for, and the number of its element."""
    for block in (*transcript.front, *transcript.body):
        parts: tuple[Passage, ...]
        match block:
            case Passage():
                parts = (block,)
            case Field(label, values):
                parts = (label, *values)
            case Turn(passages=parts):
                if block.element and parts and parts[0].id:
                    yield tei_record.turn_reference(parts[0].id), str(block.element.number)
        yield from ((part.id, str(part.element.number)) for part in parts if part.id and part.element)


def _around(title: str, whole: str) -> tuple[bytes, bytes]:
    before = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TEI xmlns="{_TEI}">\n<teiHeader><fileDesc><titleStmt><title>{escape(title)}</title></titleStmt>'
        f'<publicationStmt><p xml:lang="en">{_SAID}</p></publicationStmt>'
        f"<sourceDesc><bibl><ptr target={quoteattr(whole)}/></bibl></sourceDesc></fileDesc></teiHeader>\n"
        f'<text xml:base={quoteattr(whole)}><body><dts:wrapper xmlns:dts="{_DTS}">'
    )
    return before.encode(), b"</dts:wrapper></body></text>\n</TEI>\n"
