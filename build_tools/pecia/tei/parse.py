"""The one way in for XML: from untrusted bytes to an element tree, or to findings. No file, no network."""

from __future__ import annotations

import contextlib
from xml.parsers import expat

from lxml import etree

from pecia.model import Locus
from pecia.model.findings import Finding

MAX_BYTES = 20 * 1024 * 1024
"""The largest record that is read: some hundred times the record of a long conversation. libxml2 adds limits of its
own, to the depth of elements and the length of one text."""

MAX_SOURCE_BYTES = 50 * 1024 * 1024
"""The largest TEI file of a user that is read; libxml2's limit to the length of one text does not hold for it."""

MAX_DEPTH = 256
"""How deep elements may stand in each other, as libxml2 has it."""

MAX_TAGS = 10_000_000
"""How many tags a file may have: an element takes many times the memory of its four bytes."""


class _Enough(Exception):  # noqa: N818 - not an error: it stops the reading
    pass


def parse_xml(file: str, data: bytes, limit: int = MAX_BYTES) -> tuple[etree._Element | None, list[Finding]]:
    """Parse ``data``, the bytes of ``file`` (its path relative to the project, for the findings).

    Out: the root element, or ``None`` and one finding: X101 not well-formed; X102 a document type declaration, hence
    any entity of the file's own; X106 larger than ``limit`` bytes, with too many tags or too deep. Comments and
    processing instructions are dropped. Nothing outside ``data`` is ever read. Nothing is raised for bad input.
    """
    oversize = too_large(file, data, limit)
    if oversize:
        return None, oversize
    line = document_type(data)
    if line is not None:
        return None, [has_document_type(file, line)]
    try:
        try:
            root = etree.fromstring(data, _parser(huge=False))
        except etree.XMLSyntaxError as error:
            if limit <= MAX_BYTES or not _limit_reached(error) or not _is_shallow(data):
                raise
            root = etree.fromstring(data, _parser(huge=True))  # one text is long: no entities, and not deep, so safe
    except etree.XMLSyntaxError as error:
        at_line, column = error.position
        code = "X106" if _limit_reached(error) else "X101"
        message = str(error.msg).rpartition(", line ")[0] or "The file is not XML."
        return None, [Finding(code, f"{message}.", Locus(file, at_line or 0, column or 0))]
    if root.getroottree().docinfo.internalDTD is not None:
        # Reached in encodings that libxml2 reads and expat does not.
        return None, [has_document_type(file, 0)]
    return root, []


def too_large(file: str, data: bytes, limit: int) -> list[Finding]:
    """X106 when ``data`` has more bytes than ``limit`` or more tags than :data:`MAX_TAGS`; nothing is parsed."""
    if len(data) > limit:
        return [Finding("X106", f"The file has {len(data):,} bytes; the limit is {limit:,}.", Locus(file))]
    if len(data) > MAX_TAGS and (tags := data.count(b"<")) > MAX_TAGS:
        return [Finding("X106", f"The file has {tags:,} tags; the limit is {MAX_TAGS:,}.", Locus(file))]
    return []


def _parser(huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # ids given twice are a finding of `check`, with the place of each
    )


def _limit_reached(error: etree.XMLSyntaxError) -> bool:
    return bool(getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT)


def _is_shallow(data: bytes) -> bool:
    """Whether no element of ``data`` stands deeper than :data:`MAX_DEPTH`; not so either when expat cannot read it."""
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _Enough

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (_Enough, expat.ExpatError, LookupError, ValueError):
        return False
    return True


def has_document_type(file: str, line: int) -> Finding:
    """X102 at ``line`` of ``file``."""
    return Finding("X102", "The file has a document type declaration (DOCTYPE).", Locus(file, line))


def document_type(data: bytes) -> int | None:
    """The line of a DOCTYPE. Reading stops there, before any declaration in it, or at the first element."""
    found: list[int] = []

    def declared(*_: object) -> None:
        found.append(prolog.CurrentLineNumber)
        raise _Enough

    def element(*_: object) -> None:
        raise _Enough

    prolog = expat.ParserCreate()
    prolog.StartDoctypeDeclHandler = declared
    prolog.StartElementHandler = element
    # What is not well-formed, or in an encoding that expat does not read, is for libxml2 to judge.
    with contextlib.suppress(_Enough, expat.ExpatError, LookupError, ValueError):
        prolog.Parse(data, True)
    return found[0] if found else None
