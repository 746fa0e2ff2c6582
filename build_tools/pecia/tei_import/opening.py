"""Opening a user's TEI: from untrusted bytes to the texts in it, each a TEI file by itself, or to findings.

Read as :mod:`pecia.tei.parse` reads: no network, no DTD, no entities but the built-in ones, limits. Nothing is raised
for bad input, and nothing of a text's bytes is changed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from pecia.model import Locus
from pecia.model.findings import Finding, has_errors
from pecia.tei import parse
from pecia.tei.names import TEI_NAMESPACE, line_of, local_name
from pecia.tei.parse import MAX_SOURCE_BYTES, parse_xml
from pecia.tei_import.check_ids import UNUSABLE, check_ids
from pecia.tei_import.extract import SELECTABLE, Node, Outline, cut, outline, texts
from pecia.tei_import.pointers import write_out
from pecia.tei_import.repair_ids import usable
from pecia.tei_import.shape import headers, text_element
from pecia.tei_import.write_anchors import as_utf8

_SEVERAL = re.compile(rb"<(?:[^\s<>/!?:]+:)?(?:teiCorpus|TEI)[\s>]")
_P4 = frozenset({"TEI.2", "teiCorpus.2"})


@dataclass(frozen=True, slots=True)
class TeiFile:
    """One text as a TEI file by itself. ``name``: the ``xml:id``, else the ``n``, of a text in a corpus; ``""`` for a
    file that is one text. ``data``: UTF-8, well-formed; the root is ``TEI``, or a ``teiCorpus`` with its headers and
    this one text. Line ``n`` of the text in ``data`` is line ``n + first_line - 1`` of the user's file."""

    name: str
    data: bytes
    first_line: int


def open_tei(path: str, data: bytes) -> tuple[tuple[TeiFile, ...], list[Finding]]:
    """The texts in ``data``, the bytes of the user's file ``path``: the file itself, or each ``TEI`` of a
    ``teiCorpus``.

    Out: the texts in order, none when there is an error finding: X101 not well-formed or in an encoding that is not
    read, X102 a DOCTYPE, X106 too large (judged before anything is parsed), I101 to I103 not TEI P5, I113 a corpus
    without texts. What is wrong within a text is for :func:`parse_tei` to say.
    """
    text, findings = _prepared(path, data)
    if text is None:
        return (), findings
    if len(_SEVERAL.findall(text)) == 1 and b"teiCorpus" not in text:
        return (TeiFile("", text, 1),), []
    whole = outline(text)
    found = texts(whole)
    if not found:
        return (), [Finding("I113", "The teiCorpus holds no TEI.", Locus(path))]
    if len(found) == 1 and found[0].parent is None:
        return (TeiFile("", text, 1),), []
    return tuple(_cut(text, whole, node) for node in found), []


def select(path: str, data: bytes, xml_ids: Collection[str]) -> dict[str, tuple[TeiFile | None, list[Finding]]]:
    """For each of ``xml_ids`` the ``TEI``, ``text`` or ``div`` of ``data`` that has it, as a TEI file by itself with
    the same header; ``data`` is read once.

    Findings as :func:`open_tei`, and I111 when there is no such element, when there are several, or it is of another
    kind.
    """
    text, findings = _prepared(path, data)
    if text is None:
        return dict.fromkeys(xml_ids, (None, findings))
    whole = outline(text, frozenset(xml_ids))
    return {xml_id: _selected(path, text, whole, xml_id) for xml_id in xml_ids}


def _selected(path: str, text: bytes, whole: Outline, xml_id: str) -> tuple[TeiFile | None, list[Finding]]:
    found = whole.found.get(xml_id, ())
    if not found:
        return None, [Finding("I111", f"No element of the file has the xml:id “{xml_id}”.", Locus(path))]
    node = found[0]
    if len(found) > 1:
        message = f"The xml:id “{xml_id}” of line {node.line} is used again."
        return None, [Finding("I111", message, Locus(path, found[1].line))]
    if node.name not in SELECTABLE:
        message = f"The element with the xml:id “{xml_id}” is a {node.name}."
        return None, [Finding("I111", message, Locus(path, node.line))]
    try:
        return dataclasses.replace(_cut(text, whole, node), name=xml_id), []
    except ValueError:
        message = f"The {node.name} with the xml:id “{xml_id}” is not inside a TEI element."
        return None, [Finding("I111", message, Locus(path, node.line))]


def parse_tei(path: str, data: bytes) -> tuple[etree._Element | None, list[Finding]]:
    """The root of ``data``, one text as :func:`open_tei` gives it (any encoding is taken), and what is wrong with it.

    Out: ``None`` and an error finding as :func:`open_tei`; or the root and findings: I104 no header, I105 no words,
    I106 ids given twice, I107 ids that are no names, I108 pointers to nothing. With an error finding, the root is not
    to be used. Comments and processing instructions are dropped; elements are numbered as lxml's ``iter`` gives them.
    Pointers are written out (:mod:`.pointers`), and ids that no anchor can be are put in order (:mod:`.repair_ids`).
    """
    try:
        text_as_utf8 = as_utf8(data)
        root, findings = parse_xml(path, text_as_utf8, MAX_SOURCE_BYTES)
    except ValueError as error:
        return None, [_no_encoding(path, error)]
    if root is None:
        return None, [_advised(finding) for finding in findings]
    findings = _root_findings(path, root)
    if has_errors(findings):
        return None, findings
    if not headers(root):
        findings.append(Finding("I104", "The file has no teiHeader.", Locus(path, line_of(root))))
    text = text_element(root)
    if text is None:
        findings.append(Finding("I105", "The file has no text.", Locus(path, line_of(root))))
    elif not any(words.strip() for words in text.itertext()):
        findings.append(Finding("I105", "The text has no words.", Locus(path, line_of(text))))
    write_out(root)
    on_ids = check_ids(path, root)
    if any(finding.code in UNUSABLE for finding in on_ids):
        root, refused = parse_xml(path, usable(text_as_utf8), MAX_SOURCE_BYTES)
        if root is None:
            return None, refused
        write_out(root)
        on_ids = [
            *(finding for finding in on_ids if finding.code in UNUSABLE),
            *(finding for finding in check_ids(path, root) if finding.code not in UNUSABLE),
        ]
    return root, [*findings, *on_ids]


def _prepared(path: str, data: bytes) -> tuple[bytes | None, list[Finding]]:
    """``data`` as UTF-8 when it is well-formed TEI, else ``None`` and the finding."""
    oversize = parse.too_large(path, data, MAX_SOURCE_BYTES)
    if oversize:
        return None, [_advised(finding) for finding in oversize]
    try:
        text = as_utf8(data)
    except ValueError as error:
        return None, [_no_encoding(path, error)]
    line = parse.document_type(text)
    if line is not None:
        return None, [parse.has_document_type(path, line)]
    root: list[str] = []

    def start(name: str, _: object) -> None:
        root.append(name)
        parser.StartElementHandler = None

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        message = f"{expat.errors.messages.get(error.code, 'not XML').capitalize()}."
        return None, [_advised(Finding("X101", message, Locus(path, error.lineno, error.offset + 1)))]
    except (ValueError, LookupError) as error:
        return None, [_no_encoding(path, error)]
    namespace, _, name = root[0].rpartition(" ")
    findings = _judged(path, namespace, name, 1)
    return (None, findings) if findings else (text, [])


def _root_findings(path: str, root: etree._Element) -> list[Finding]:
    return _judged(path, etree.QName(root).namespace or "", local_name(root), line_of(root))


def _judged(path: str, namespace: str, name: str, line: int) -> list[Finding]:
    """What is wrong with a root element: I101 not TEI, I102 no namespace, I103 TEI P4."""
    at = Locus(path, line)
    if name in _P4:
        return [Finding("I103", f"The root is {name}.", at)]
    if name not in ("TEI", "teiCorpus"):
        return [Finding("I101", f"The root is {name}.", at)]
    if namespace != TEI_NAMESPACE:
        said = f"in the namespace {namespace}" if namespace else "in no namespace"
        return [Finding("I102", f"The root is {name} {said}.", at)]
    return []


def _cut(data: bytes, whole: Outline, node: Node) -> TeiFile:
    own, before = cut(data, whole, node)
    return TeiFile(node.id or node.n, own, node.line - own.count(b"\n", 0, before))


def _no_encoding(path: str, error: Exception) -> Finding:
    return Finding("X101", str(error) or "The encoding is not supported.", Locus(path), "Save the file as UTF-8.")


def _advised(finding: Finding) -> Finding:
    """X101 of an entity, and X106, with what to do about a source."""
    if finding.code == "X106":
        hint = "Split the file: a teiCorpus into its texts, a volume into its parts."
        return dataclasses.replace(finding, hint=hint)
    if "ntity" in finding.message:
        hint = "Write the character itself, or its number (&#160;): entities declared in a DTD are not supported."
        return dataclasses.replace(finding, hint=hint)
    return finding
