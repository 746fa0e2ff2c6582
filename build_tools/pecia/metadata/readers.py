"""The four YAML files of an edition, from bytes to the values of :mod:`pecia.model.edition`.

Each reader collects the findings of three passes: the YAML itself (:mod:`pecia.metadata.nodes`), its keys and values
(:mod:`pecia.metadata.reading`), and what must hold within the file (:mod:`pecia.metadata.checks`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pecia.metadata.checks import document_findings, edition_findings, register_findings, ruling_findings
from pecia.metadata.formats import ID, is_tei
from pecia.metadata.nodes import RefusedNode, ScalarNode, parse_yaml
from pecia.metadata.reading import Reading, read_node
from pecia.metadata.shapes import ListShape, OptionalShape, Shape, shape_of
from pecia.metadata.words import KeyPath
from pecia.model import Locus, MentionKind
from pecia.model.conventions import Conventions
from pecia.model.edition import Document, EditionStatement, Entry, Witness, says
from pecia.model.findings import Finding, has_errors, in_order
from pecia.model.rulings import Ruling

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
    """A document, and by siglum how the exemplar of each of its witnesses is laid out that is no TEI and of which the
    file says so.

    There may be no witnesses, and no title where none is a transcript.
    """

    document: Document
    conventions: Mapping[str, Conventions]


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessKeys(Witness):
    """One textual carrier of the document, with the conventions of its exemplar."""

    conventions: Conventions | None = says(
        "How the exemplar is laid out; the rules of parsing work from it. Left out: as it looks, at each build anew.",
        "{…}",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeys(Document):
    """The intellectual record: one conversation, with its witnesses.
    Only the title must be given. Where every exemplar is TEI (``.xml``) the header says that too, and what stands here
    goes before what the header says. Without ``witnesses``, they are edition/sources/<id>.xml or the files in
    edition/sources/<id>/.
    """

    title: str = says("Title for the page and the TEI header.", "Luncheon conversation, 7 March 1951", default="")
    witnesses: tuple[WitnessKeys, ...] = says("The witnesses, in the order of the pages.", "[…]", default=())


EDITION = shape_of(EditionStatement)
DOCUMENT = shape_of(DocumentKeys)
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
    value, out = _read(file, data, DOCUMENT)
    document = _plain(Document, value, witnesses=tuple(_plain(Witness, witness) for witness in value.witnesses))
    if not document.id and out.whole("id"):
        document = dataclasses.replace(document, id=PurePosixPath(file).stem)
        if problem := ID.problem(document.id):
            out.report(problem.code, problem.message, Locus(file), "Rename the file, or give an id of this name.")
    document = dataclasses.replace(document, short_title=document.short_title or document.title)
    laid_out = [None if is_tei(one.exemplar.file) else one.conventions for one in value.witnesses]
    out.findings += document_findings(document, laid_out, out)
    conventions = {one.siglum: how for one, how in zip(document.witnesses, laid_out, strict=True) if how}
    return _result(DocumentFile(document, conventions), out)


def read_register(file: str, data: bytes, kind: MentionKind) -> Read[tuple[Entry, ...]]:
    """Read a register, a list of entries that are all of ``kind``; arguments as for :func:`read_edition`.

    An empty file is an empty register.
    """
    value, out = _read(file, data, OptionalShape(ListShape(ENTRY)))
    entries = tuple(dataclasses.replace(entry, kind=kind, sort=entry.sort or entry.name) for entry in value or ())
    out.findings += register_findings(entries, out)
    return _result(entries, out)


def read_rulings(file: str, data: bytes) -> Read[tuple[Ruling, ...]]:
    """Read the rulings of one document, a list; arguments as for :func:`read_edition`. An empty file has none."""
    value, out = _read(file, data, OptionalShape(ListShape(RULING)))
    out.findings += ruling_findings(value or (), out)
    return _result(value or (), out)


def _read(file: str, data: bytes, shape: Shape) -> tuple[Any, Reading]:
    """The value of the whole file, blank where it cannot be read, with what was gathered."""
    root, findings = parse_yaml(file, data)
    out = Reading(findings=findings)
    if root is None:
        root = RefusedNode(Locus(file)) if has_errors(findings) else ScalarNode("", True, Locus(file))
    value = read_node(root, shape, (), out)
    out.places.setdefault((), Locus(file))
    return value, out


def _plain(record: Any, value: Any, **changed: Any) -> Any:
    """``value``, of a class derived from ``record``, as a ``record``."""
    return record(**({f.name: getattr(value, f.name) for f in dataclasses.fields(record)} | changed))


def _result(value: Any, out: Reading) -> Read[Any]:
    return Read(None if has_errors(out.findings) else value, out.places, tuple(in_order(out.findings)))
