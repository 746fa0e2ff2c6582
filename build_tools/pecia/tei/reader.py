"""The one way in for XML: from untrusted bytes to an element tree, or to findings. No file, no network."""

from __future__ import annotations

import contextlib
from xml.parsers import expat

from lxml import etree

from pecia.findings import Finding
from pecia.model import Locus

MAX_BYTES = 20 * 1024 * 1024
"""The largest file that is read: some hundred times the record of a long conversation. libxml2 adds limits of its own,
to the depth of elements and the length of one text."""


class _PrologEnds(Exception):  # noqa: N818 - not an error: it stops the reading of the prolog
    pass


def parse_xml(file: str, data: bytes) -> tuple[etree._Element | None, list[Finding]]:
    """Parse ``data``, the bytes of ``file`` (its path relative to the project, for the findings).

    Out: the root element, or ``None`` and one finding: X101 not well-formed; X102 a document type declaration, hence
    any entity of the file's own; X106 larger or deeper than the limit. Comments and processing instructions are
    dropped. Nothing outside ``data`` is ever read. Nothing is raised for bad input.
    """
    if len(data) > MAX_BYTES:
        message = f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}."
        return None, [Finding("X106", message, Locus(file))]
    line = _document_type(data)
    if line is not None:
        return None, [_has_document_type(file, line)]
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # ids given twice are a finding of `check`, with the place of each
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        at_line, column = error.position
        code = "X106" if getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT else "X101"
        message = str(error.msg).rpartition(", line ")[0] or "The file is not XML."
        return None, [Finding(code, f"{message}.", Locus(file, at_line or 0, column or 0))]
    if root.getroottree().docinfo.internalDTD is not None:
        # Reached in encodings that libxml2 reads and expat does not.
        return None, [_has_document_type(file, 0)]
    return root, []


def _has_document_type(file: str, line: int) -> Finding:
    return Finding("X102", "The file has a document type declaration (DOCTYPE).", Locus(file, line))


def _document_type(data: bytes) -> int | None:
    """The line of a DOCTYPE. Reading stops there, before any declaration in it, or at the first element."""
    found: list[int] = []

    def document_type(*_: object) -> None:
        found.append(prolog.CurrentLineNumber)
        raise _PrologEnds

    def element(*_: object) -> None:
        raise _PrologEnds

    prolog = expat.ParserCreate()
    prolog.StartDoctypeDeclHandler = document_type
    prolog.StartElementHandler = element
    # What is not well-formed, or in an encoding that expat does not read, is for libxml2 to judge.
    with contextlib.suppress(_PrologEnds, expat.ExpatError, LookupError, ValueError):
        prolog.Parse(data, True)
    return found[0] if found else None
