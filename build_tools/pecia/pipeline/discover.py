"""Which TEI files under ``edition/sources`` are witnesses of which documents.

A document's YAML names its exemplars, or it has no ``witnesses`` and what lies in the place of its name is taken. A TEI
file that belongs to no YAML file is a document of its own, named after the file: so a folder of TEI is an edition.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pecia import files
from pecia.files import Content, content_of
from pecia.metadata import DocumentFile, Read, is_tei, safe_id, safe_siglum
from pecia.model import Locus
from pecia.model.edition import Document, Entry, Exemplar, Witness
from pecia.model.findings import Finding, in_order
from pecia.pipeline.inputs import SourceFile
from pecia.tei_import import lists, opening
from pecia.tei_import.opening import TeiFile
from pecia.transcript import readers

SOURCES = "edition/sources/"
_BARE = re.compile("[A-Z]{1,2}")
"""A file so named is a witness of the document that its folder is."""
_NEAR = 4096
"""So far into a file its root element is looked for."""


@dataclass(slots=True)
class Found:
    """What was found, by id of the document.

    ``documents``: those without YAML; ``witnesses``: what was found for YAML that names no witness, TEI or
    transcripts. ``exemplars``: of each document, its TEI files by siglum; of a file that holds several
    texts, the text meant. ``changed``: E104 for
    files whose digest is not the one recorded. ``refused``: what is wrong with single files, which are left out.
    ``unused``: F108 for TEI beside that of a document. ``described``: whom and what files without a text describe.
    ``single``: the paths of files that hold one text and nothing else.
    """

    documents: dict[str, DocumentFile] = field(default_factory=dict)
    witnesses: dict[str, tuple[Witness, ...]] = field(default_factory=dict)
    exemplars: dict[str, dict[str, SourceFile]] = field(default_factory=lambda: defaultdict(dict))
    changed: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    unused: list[Finding] = field(default_factory=list)
    described: list[Entry] = field(default_factory=list)
    single: set[str] = field(default_factory=set)

    def report(self, code: str, message: str, locus: Locus) -> None:
        """Add what is wrong with a file."""
        self.refused.append(Finding(code, message, locus))


def find_documents(
    sources: Mapping[str, Content], documents: Iterable[Read[DocumentFile]], single: Collection[str] = frozenset()
) -> Found:
    """The TEI files among ``sources`` (path → content) and what they are; ``documents`` are those of the YAML files.

    Each file is read to see what it holds, but for those that are known to hold a ``single`` text.

    Findings: E104; F108; I142 an id that had to be changed, I143 two files that claim one document or siglum, I144
    several texts and none selected, I145 YAML without a text, I115 files without a text, and those of
    :mod:`pecia.tei_import.opening`.
    """
    found = Found(single={path for path in single if path in sources})
    read = {PurePosixPath(one.at().file).stem: one for one in documents}
    left = {path: None for path in sources if path.startswith(SOURCES) and is_tei(path)}
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in left:
        by_folder[path.rpartition("/")[0]].append(path)
    transcripts: dict[str, list[str]] = defaultdict(list)
    for path in sources:
        if path.startswith(SOURCES) and readers.is_transcript(path):
            transcripts[path.rpartition("/")[0]].append(path)
    for id_, one in read.items():
        beside = by_folder.get(f"{SOURCES}{id_}", [])
        if one.value is None:
            named: Iterable[str] = beside
        elif one.value.document.witnesses:
            named = _named(found, sources, id_, one)
        else:
            named = _in_place(found, sources, id_, one, beside, transcripts.get(f"{SOURCES}{id_}", []))
        for path in named:
            left.pop(path, None)
    for path in [path for id_ in read for path in by_folder.get(f"{SOURCES}{id_}", ()) if path in left]:
        del left[path]
        found.unused.append(Finding("F108", "the document of this folder does not name the file", Locus(path)))
    _select(found, read)
    claims = {id_: one.at().file for id_, one in read.items()}
    for folder in dict.fromkeys(path.rpartition("/")[0] for path in left):
        _on_their_own(found, sources, folder, [path for path in by_folder[folder] if path in left], claims)
    found.refused = in_order(dict.fromkeys(found.refused))
    return found


# --- what YAML says -------------------------------------------------------------------------------


def _named(found: Found, sources: Mapping[str, Content], id_: str, read: Read[DocumentFile]) -> Iterator[str]:
    """The paths of the TEI that a document's YAML names: in its own folder, or from ``edition/sources`` on."""
    assert read.value
    for n, witness in enumerate(read.value.document.witnesses):
        name = witness.exemplar.file
        if not is_tei(name):
            continue
        own = f"{SOURCES}{id_}/{name}"
        path = own if own in sources or f"{SOURCES}{name}" not in sources else f"{SOURCES}{name}"
        named_at = read.at("witnesses", n, "exemplar", "file")
        content = sources.get(path)
        found.exemplars[id_][witness.siglum] = SourceFile(path, content, named_at)
        recorded = witness.exemplar.sha256.lower()
        if content is not None and recorded and (actual := files.digest_of(content)) != recorded:
            found.changed.append(Finding("E104", f"the file's sha256 is now {actual}", Locus(path)))
        yield path


def _in_place(
    found: Found,
    sources: Mapping[str, Content],
    id_: str,
    read: Read[DocumentFile],
    beside: list[str],
    transcripts: list[str],
) -> Iterable[str]:
    """The paths of the TEI or the ``transcripts`` for YAML that names none: the file of the document's name, or those
    in its folder."""
    single = f"{SOURCES}{id_}.xml"
    paths = [single] if single in sources else [*beside, *transcripts]
    if not paths:
        message = f"the document names no witness, and there is no text in {single} or {SOURCES}{id_}/"
        found.report("I145", message, read.at("id"))
    exemplars = found.exemplars[id_]
    for path in paths:
        stem = PurePosixPath(path).stem
        siglum = "A" if len(paths) == 1 and not _BARE.fullmatch(stem) else safe_siglum(stem)
        if same := next((file for known, file in exemplars.items() if known.casefold() == siglum.casefold()), None):
            found.report("I143", f"{path} and {same.path} both claim witness {siglum} of document {id_}", Locus(path))
        else:
            exemplars[siglum] = SourceFile(path, sources[path], Locus(path))
    found.witnesses[id_] = tuple(_witness(siglum, file.path) for siglum, file in exemplars.items())
    for siglum in [siglum for siglum, file in exemplars.items() if not is_tei(file.path)]:
        del exemplars[siglum]
    return paths


def _select(found: Found, read: Mapping[str, Read[DocumentFile]]) -> None:
    """Put the text that is meant in the place of each file that holds several."""
    by_path: dict[str, list[tuple[dict[str, SourceFile], str, str]]] = defaultdict(list)
    for id_, exemplars in found.exemplars.items():
        document = read[id_].value
        given = {one.siglum: one.exemplar.select for one in document.document.witnesses} if document else {}
        for siglum, file in exemplars.items():
            wanted = given.get(siglum, "")
            if file.content is not None and (wanted or _may_be_several(found, file.path, file.content)):
                by_path[file.path].append((exemplars, siglum, wanted))
    for meant in by_path.values():
        exemplars, siglum, _ = meant[0]
        texts = _meant(found, exemplars[siglum], {wanted for _, _, wanted in meant})
        for exemplars, siglum, wanted in meant:
            exemplars[siglum] = _holding(exemplars[siglum], texts[wanted])


def _holding(file: SourceFile, text: TeiFile | None) -> SourceFile:
    if text is None:
        return replace(file, content=None)
    return replace(file, content=text.data, first_line=text.first_line)


def _meant(found: Found, file: SourceFile, xml_ids: Collection[str]) -> dict[str, TeiFile | None]:
    """The text of a file that is meant by each of ``xml_ids``, ``""`` for its one text; ``None``, with the reason, when
    there is none or no telling which."""
    path, data, texts = file.path, file.data or b"", dict[str, TeiFile | None]()
    for xml_id, (one, findings) in opening.select(path, data, sorted({*xml_ids} - {""})).items():
        found.refused += findings
        texts[xml_id] = one
    if "" in xml_ids:
        several, findings = opening.open_tei(path, data)
        found.refused += findings
        if len(several) > 1:
            found.report("I144", f"{path} holds {len(several)} texts", file.named_at)
        texts[""] = several[0] if len(several) == 1 else None
    return texts


# --- files that no YAML knows ---------------------------------------------------------------------


def _on_their_own(
    found: Found, sources: Mapping[str, Content], folder: str, paths: list[str], claims: dict[str, str]
) -> None:
    """The documents in the files of one folder."""
    stems = [PurePosixPath(path).stem for path in paths]
    bare = f"{folder}/" != SOURCES and all(map(_BARE.fullmatch, stems))
    if bare and not any(_may_be_several(found, path, sources[path]) for path in paths):
        exemplars = {
            stem: SourceFile(path, sources[path], Locus(path)) for stem, path in zip(stems, paths, strict=True)
        }
        _add(found, folder.rpartition("/")[2], exemplars, claims)
        return
    for stem, path in zip(stems, paths, strict=True):
        if path in found.single:
            _add(found, stem, {"A": SourceFile(path, sources[path], Locus(path))}, claims)
            continue
        for name, text in _texts(found, stem, path, content_of(sources[path])):
            _add(found, name, {"A": _holding(SourceFile(path, None, Locus(path)), text)}, claims)


def _texts(found: Found, stem: str, path: str, data: bytes) -> Iterator[tuple[str, TeiFile]]:
    """The texts in a file, and what each is called. One that has none may describe persons, places and bodies: I115."""
    if lists.may_describe(data) and (entries := lists.described(path, data)) is not None:
        found.described += entries
        found.report(
            "I115",
            f"It has {len(entries):,} entries of persons, places and organisations for other files.",
            Locus(path),
        )
        return
    if not _is_corpus(data):
        found.single.add(path)
        yield stem, TeiFile("", data, 1)
        return
    texts, findings = opening.open_tei(path, data)
    found.refused += findings
    for n, text in enumerate(texts, 1):
        alone = len(texts) == 1 and not text.name
        yield text.name or (stem if alone else f"{stem}-{n}"), text


def _add(found: Found, name: str, exemplars: dict[str, SourceFile], claims: dict[str, str]) -> None:
    """A document of its own, named after ``name``, unless another has that id."""
    id_, is_other = safe_id(name)
    path = next(iter(exemplars.values())).path
    earlier = claims.setdefault(id_, path)
    if id_ in found.documents or earlier != path:
        found.report("I143", f"{path} and {earlier} both claim the document {id_}", Locus(path))
        return
    if is_other:
        found.report("I142", f"“{name}” cannot be the id of a document; it is {id_}", Locus(path))
    witnesses = tuple(_witness(siglum, file.path) for siglum, file in exemplars.items())
    found.documents[id_] = DocumentFile(untold_document(id_, witnesses), {})
    found.exemplars[id_] = exemplars


def untold_document(id_: str, witnesses: tuple[Witness, ...]) -> Document:
    """A document without a YAML file, whose TEI header is not read yet."""
    return Document(id=id_, title="", witnesses=witnesses)


def _witness(siglum: str, path: str) -> Witness:
    name = path.removeprefix(SOURCES)
    return Witness(siglum=siglum, exemplar=Exemplar(file=name if is_tei(name) else PurePosixPath(name).name))


def _may_be_several(found: Found, path: str, content: Content) -> bool:
    if path in found.single:
        return False
    data = content_of(content)
    if _is_corpus(data):
        return True
    if not lists.may_describe(data):
        found.single.add(path)
    return False


def _is_corpus(data: bytes) -> bool:
    """Whether a file may hold several texts; only opening it tells."""
    return data.find(b"teiCorpus", 0, _NEAR) >= 0
