"""The record as a TEI file, both ways: the two functions every other room uses."""

from __future__ import annotations

from typing import cast

from lxml import etree

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.model.record import Record
from pecia.tei.mixed_content import lay_out
from pecia.tei.names import PROGRAM, TEI_NAMESPACE, XML_LANG, NotARecordError, add, key, local_name, point, tei, the
from pecia.tei.parse import parse_xml
from pecia.tei_record.header import read_header, write_header
from pecia.tei_record.rulings import read_rulings, write_rulings
from pecia.tei_record.text import read_text, write_text

TEI_VERSION = "4.3.0"
"""The version of the TEI Guidelines that records are valid against."""

_CONTAINERS = frozenset(map(tei, (
    "TEI", "teiHeader", "fileDesc", "titleStmt", "editionStmt", "publicationStmt", "availability", "licence",
    "seriesStmt", "notesStmt", "respStmt", "sourceDesc", "msDesc", "msIdentifier", "repository", "msContents",
    "history", "listWit", "witness", "bibl", "listBibl", "biblStruct", "analytic", "monogr", "imprint",
    "encodingDesc", "projectDesc", "editorialDecl", "correction", "normalization", "quotation", "hyphenation",
    "segmentation", "interpretation", "stdVals", "refsDecl", "appInfo", "application", "profileDesc", "abstract",
    "langUsage", "textClass", "keywords", "settingDesc", "setting", "particDesc", "listPerson", "listPlace",
    "listOrg", "person", "place", "org", "revisionDesc", "standOff", "listAnnotation", "annotation", "text",
    "front", "body", "div", "opener", "closer", "sp", "list", "timeline",
)))  # fmt: skip
"""Elements that hold elements only, so that white space in them is layout."""


def encode(record: Record) -> bytes:
    """The TEI file of ``record``: UTF-8 with an XML declaration, LF, a final newline; the same bytes every time.

    Raises ValueError for what the model does not allow: spans that cross, speech outside a turn, characters XML 1.0
    cannot hold. Readers of exemplars and YAML refuse these, so here they are defects of the program.
    """
    root = etree.Element(tei("TEI"), nsmap=cast("dict[str, str]", {None: TEI_NAMESPACE}))
    root.set("version", TEI_VERSION)
    rulings = {ruling.id: ruling for ruling in record.rulings}
    write_header(root, record)
    write_rulings(root, record.rulings, record.transcript, record.siglum)
    text = add(root, "text", {"source": point("witness", record.siglum), XML_LANG: record.witness.language})
    write_text(text, record.transcript, rulings)
    lay_out(root, _CONTAINERS)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8") + b"\n"


def is_record(data: bytes) -> bool:
    """Whether ``data`` is a file that :func:`encode` wrote, and not a copy of someone else's TEI."""
    return f'<application xml:id="{PROGRAM}" ident="{PROGRAM}"'.encode() in data[: data.find(b"</teiHeader>")]


def decode(file: str, data: bytes) -> tuple[Record | None, list[Finding]]:
    """The record in ``data``, the bytes of ``file`` (its path relative to the project, for the findings).

    ``decode(file, encode(record))`` gives ``record`` again, but for loci. Out otherwise: ``None`` and findings, those
    of :func:`~pecia.tei.parse.parse_xml` or X108 at the first thing that :func:`encode` does not write. Ids and
    addresses are checked here, since they become paths and links; for everything else that makes a record valid see
    :func:`pecia.tei_record.validate`. Nothing is raised for bad input.
    """
    root, findings = parse_xml(file, data)
    if root is None:
        return None, findings
    try:
        return read_record(root), []
    except NotARecordError as error:
        return None, [Finding("X108", f"{error}.", Locus(file, error.line))]


def read_record(root: etree._Element) -> Record:
    """The record in a parsed file; raises :class:`NotARecordError` at what :func:`encode` does not write."""
    if root.tag != tei("TEI"):
        raise NotARecordError(f"the root element is {local_name(root)}, not TEI", root)
    edition, document, entries = read_header(the(root, "teiHeader"))
    text = the(root, "text")
    siglum = key(text, "source", "witness")
    if siglum not in {witness.siglum for witness in document.witnesses}:
        raise NotARecordError(f"text/@source names the witness {siglum!r}, which listWit does not have", text)
    return Record(
        edition=edition,
        document=document,
        siglum=siglum,
        entries=entries,
        rulings=read_rulings(root),
        transcript=read_text(text),
    )
