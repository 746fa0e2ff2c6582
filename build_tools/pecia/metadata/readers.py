"""The four YAML files of an edition, from bytes to the values of :mod:`pecia.record`.

Each reader collects the findings of three passes: the YAML itself (:mod:`pecia.metadata.nodes`), its keys and values
(:mod:`pecia.metadata.reading`), and what must hold within the file (:mod:`pecia.metadata.checks`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pecia.conventions import Conventions
from pecia.findings import Finding, has_errors, in_order
from pecia.metadata.checks import document_findings, edition_findings, register_findings, ruling_findings
from pecia.metadata.formats import is_tei
from pecia.metadata.nodes import ListNode, MappingNode, Node, RefusedNode, ScalarNode, parse_yaml
from pecia.metadata.reading import Reading, lenient, read_node
from pecia.metadata.shapes import ListShape, OptionalShape, Shape, shape_of
from pecia.metadata.words import KeyPath
from pecia.model import Locus, MentionKind
from pecia.record import Document, EditionStatement, Entry, Original, Ruling, Witness, says

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """What came of reading one file.

    ``value`` is ``None`` when ``findings`` has an error. ``places`` gives the place of each value by its path, as
    ``("witnesses", 0, "siglum")``; the file itself has the path ``()``. Values that the file leaves out have no place.
    """

    value: T_co | None
    places: Mapping[KeyPath, Locus]
    findings: tuple[Finding, ...]

    def at(self, *path: str | int) -> Locus:
        """The place of the value at ``path``, or of the nearest value that holds it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document, and by siglum how the exemplar of each of its witnesses is laid out that is no TEI.

    Where all are TEI, what the file does not say is blank, and there may be no witnesses.
    """

    document: Document
    conventions: Mapping[str, Conventions]


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessKeys(Witness):
    """One textual carrier of the document, with the conventions of its exemplar."""

    conventions: Conventions = says("How the exemplar is laid out; the rules of parsing work from it.", "{…}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeys(Document):
    """The intellectual record: one conversation, with its witnesses.
    Where every exemplar is TEI (``.xml``) only the id must be given: the header says the rest, and what stands here
    goes before what the header says. Without ``witnesses``, they are edition/sources/<id>.xml or the files in
    edition/sources/<id>/.
    """

    witnesses: tuple[WitnessKeys, ...] = says("The witnesses, in the order of the pages.", "[…]")


EDITION = shape_of(EditionStatement)
DOCUMENT = shape_of(DocumentKeys)
TEI_DOCUMENT = lenient(DOCUMENT, frozenset({"id", "siglum", "exemplar", "file"}), (DocumentKeys, WitnessKeys, Original))
"""The same for a document whose exemplars are TEI: it says in its header what may be left out here."""
ENTRY = shape_of(Entry)._replace(
    keys=MappingProxyType({name: key for name, key in shape_of(Entry).keys.items() if name not in ("kind", "taken")})
)
RULING = shape_of(Ruling)


def read_edition(file: str, data: bytes) -> Read[EditionStatement]:
    """Read edition/edition.yml. ``file`` is its name for findings and places, ``data`` its bytes."""
    value, out = _read(file, data, EDITION)
    out.findings += edition_findings(value, out)
    return _result(value, out)


def read_document(file: str, data: bytes) -> Read[DocumentFile]:
    """Read a file of edition/documents; arguments as for :func:`read_edition`.

    Paths in ``places`` are those of the YAML, so the conventions of the first witness are under
    ``("witnesses", 0, "conventions")``.
    """
    root, findings = parse_yaml(file, data)
    value, out = _read_tree(file, root, findings, TEI_DOCUMENT if _is_tei_alone(root) else DOCUMENT)
    document = _plain(Document, value, witnesses=tuple(_plain(Witness, witness) for witness in value.witnesses))
    laid_out = [None if is_tei(one.exemplar.file) else one.conventions for one in value.witnesses]
    out.findings += document_findings(document, laid_out, out)
    conventions = {one.siglum: how for one, how in zip(document.witnesses, laid_out, strict=True) if how}
    return _result(DocumentFile(document, conventions), out)


def read_register(file: str, data: bytes, kind: MentionKind) -> Read[tuple[Entry, ...]]:
    """Read a register, a list of entries that are all of ``kind``; arguments as for :func:`read_edition`.

    An empty file is an empty register.
    """
    value, out = _read(file, data, OptionalShape(ListShape(ENTRY)))
    entries = tuple(dataclasses.replace(entry, kind=kind) for entry in value or ())
    out.findings += register_findings(entries, out)
    return _result(entries, out)


def read_rulings(file: str, data: bytes) -> Read[tuple[Ruling, ...]]:
    """Read the rulings of one document, a list; arguments as for :func:`read_edition`. An empty file has none."""
    value, out = _read(file, data, OptionalShape(ListShape(RULING)))
    out.findings += ruling_findings(value or (), out)
    return _result(value or (), out)


def _read(file: str, data: bytes, shape: Shape) -> tuple[Any, Reading]:
    """The value of the whole file, blank where it cannot be read, with what was gathered."""
    return _read_tree(file, *parse_yaml(file, data), shape)


def _read_tree(file: str, root: Node | None, findings: list[Finding], shape: Shape) -> tuple[Any, Reading]:
    out = Reading(findings=findings)
    if root is None:
        root = RefusedNode(Locus(file)) if has_errors(findings) else ScalarNode("", True, Locus(file))
    value = read_node(root, shape, (), out)
    out.places.setdefault((), Locus(file))
    return value, out


def _is_tei_alone(root: Node | None) -> bool:
    """Whether the file of a document names no exemplar but TEI, or no witness at all."""
    if not isinstance(root, MappingNode):
        return False
    witnesses = _under(root, "witnesses")
    if witnesses is None:
        return True
    files = (
        [_under(_under(one, "exemplar"), "file") for one in witnesses.items] if isinstance(witnesses, ListNode) else []
    )
    return bool(files) and all(isinstance(one, ScalarNode) and is_tei(one.text) for one in files)


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    return next((value for name, value in pairs if name.text == key), None)


def _plain(record: Any, value: Any, **changed: Any) -> Any:
    """``value``, of a class derived from ``record``, as a ``record``."""
    return record(**({f.name: getattr(value, f.name) for f in dataclasses.fields(record)} | changed))


def _result(value: Any, out: Reading) -> Read[Any]:
    return Read(None if has_errors(out.findings) else value, out.places, tuple(in_order(out.findings)))
