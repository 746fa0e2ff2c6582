"""What must hold between the YAML files of an edition: every name names something, and no id is given twice.

All ids that meet in one TEI file share one space, so that an id in a ruling, a page or a pointer means one thing: those
of the editors and the registers, which every file has, and those of one document and its rulings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from pecia.metadata.checks import OF_TWO
from pecia.metadata.formats import LANGUAGE_HINT, is_tei
from pecia.metadata.readers import DocumentFile, Read
from pecia.metadata.words import KeyPath, did_you_mean, listed, shown
from pecia.model import Locus, MentionKind
from pecia.model.edition import EditionStatement, Entry
from pecia.model.findings import Finding, in_order
from pecia.model.rulings import Ruling

OF_ANY = OF_TWO | {"keep-anchor", "retire-anchor"}
"""Kinds of ruling that TEI of the user's own takes too: the others say how a transcript is to be parsed."""

_Ids = dict[str, tuple[str, Locus]]
"""By id, what has it (in words) and where."""


class _Registers(NamedTuple):
    """The kind of each key; of a key in two registers, that of the first.

    Not ``complete``: a register could not be read, so a key may be there all the same.
    """

    kinds: Mapping[str, MentionKind]
    complete: bool
    suggest: Callable[[str, Sequence[MentionKind]], str]
    """The hint for a key that is not in any register, given the kinds that would do."""


def cross_check(
    edition: Read[EditionStatement],
    documents: Sequence[Read[DocumentFile]],
    registers: Sequence[Read[tuple[Entry, ...]]],
    rulings: Mapping[str, Read[tuple[Ruling, ...]]],
    found: Mapping[str, DocumentFile] = MappingProxyType({}),
) -> list[Finding]:
    """The findings between files, in order; those within each file are in its :class:`Read` and are not repeated.

    ``rulings`` is by id of the document, which is the stem of the file's name; ``found`` are, by id, the documents that
    stand in TEI alone. What could not be read is passed over, and nothing is reported missing that may stand in it.
    Findings: Y105 ids that clash, Y108 document listed and not there, Y110 dangling ids, Y116 file name and id differ,
    R101 and R102 keys of the registers, Y109 a gloss without a language and a ruling that is not for TEI.
    """
    ids: _Ids = {}
    findings = [*_edition_ids(edition, ids), *_register_ids(registers, ids)]
    findings += _listed_documents(edition, documents, found)
    known = _registers(registers)
    stems = dict.fromkeys([*map(_stem, documents), *found])
    for read in documents:
        own: _Ids = {}
        if read.value:
            findings += _document_keys(read, read.value, known)
            findings += _document_ids(read, read.value, ids, own)
        findings += _ruling_findings(rulings.get(_stem(read)), read.value, edition, known, ids, own)
    for document_id, file in found.items():
        findings += _ruling_findings(rulings.get(document_id), file, edition, known, ids, {})
    for document_id, decided in rulings.items():
        if document_id not in stems:
            message = f"there are rulings for {shown(document_id)}, but no document with this id"
            findings.append(Finding("Y110", message, decided.at(), did_you_mean(document_id, stems)))
    return in_order(findings)


def _registers(registers: Sequence[Read[tuple[Entry, ...]]]) -> _Registers:
    kinds = {entry.key: entry.kind for register in reversed(registers) for entry in register.value or ()}

    @cache  # a register that lost its end may leave one key dangling in thousands of documents
    def suggest(key: str, wanted: Sequence[MentionKind]) -> str:
        return did_you_mean(key, [known for known, kind in kinds.items() if kind in wanted])

    return _Registers(kinds, all(register.value is not None for register in registers), suggest)


def _stem(read: Read[DocumentFile]) -> str:
    return PurePosixPath(read.at().file).stem


def _listed_documents(
    edition: Read[EditionStatement], documents: Sequence[Read[DocumentFile]], found: Mapping[str, DocumentFile]
) -> Iterator[Finding]:
    by_stem = {_stem(read): read for read in documents}
    for stem, read in by_stem.items():
        if read.value and read.value.document.id != stem:
            message = f"the file of document {shown(read.value.document.id)} is named {shown(stem)}"
            yield Finding("Y116", message, read.at("id"))
    if edition.value is None:
        return
    for n, document_id in enumerate(edition.value.documents):
        if document_id not in by_stem and document_id not in found:
            message = f"document {shown(document_id)} is listed, but edition/documents/{document_id}.yml does not exist"
            yield Finding("Y108", message, edition.at("documents", n), did_you_mean(document_id, [*by_stem, *found]))


# --- ids that share one space ---------------------------------------------------------------------


def _claim(new: Iterable[tuple[str, str, Locus]], shared: _Ids, own: _Ids) -> Iterator[Finding]:
    """Enter each (id, what has it, place) into ``own``; Y105 where ``shared`` or ``own`` has the id already."""
    for id_, what, locus in new:
        if earlier := shared.get(id_) or own.get(id_):
            message = f"{what} {shown(id_)} has the id of the {earlier[0]} at {earlier[1]}"
            yield Finding("Y105", message, locus, "Rename one of them: ids must be unique in a TEI file.")
        else:
            own[id_] = (what, locus)


def _edition_ids(edition: Read[EditionStatement], ids: _Ids) -> Iterator[Finding]:
    editors = edition.value.editors if edition.value else ()
    yield from _claim(((e.id, "editor", edition.at("editors", n, "id")) for n, e in enumerate(editors)), {}, ids)


def _register_ids(registers: Sequence[Read[tuple[Entry, ...]]], ids: _Ids) -> Iterator[Finding]:
    for register in registers:
        entries = enumerate(register.value or ())
        yield from _claim(((e.key, "register entry", register.at(n, "key")) for n, e in entries), {}, ids)


def _document_ids(read: Read[DocumentFile], file: DocumentFile, shared: _Ids, own: _Ids) -> Iterator[Finding]:
    document = file.document
    new = [(source.id, "source", read.at("sources", n, "id")) for n, source in enumerate(document.sources)]
    for n, witness in enumerate(document.witnesses):
        new.append((witness.siglum, "witness", read.at("witnesses", n, "siglum")))
        for m, hand in enumerate(witness.responsibilities):
            new.append((hand.id, "responsibility", read.at("witnesses", n, "responsibilities", m, "id")))
    yield from _claim(new, shared, own)


# --- names that must name something ---------------------------------------------------------------


def _key(key: str, kinds: Sequence[MentionKind], locus: Locus, registers: _Registers) -> Iterator[Finding]:
    """R101 when ``key`` is not in any register, R102 when its entry is of none of ``kinds``."""
    kind = registers.kinds.get(key)
    if kind is None and registers.complete:
        yield Finding("R101", f"key {shown(key)} is not in any register", locus, registers.suggest(key, kinds))
    elif kind is not None and kind not in kinds:
        yield Finding("R102", f"key {shown(key)} names a {kind}, not a {' or '.join(kinds)}", locus)


def _document_keys(read: Read[DocumentFile], file: DocumentFile, registers: _Registers) -> Iterator[Finding]:
    document = file.document
    people: list[tuple[KeyPath, str]] = [
        (("participants", n, "person"), p.person) for n, p in enumerate(document.participants)
    ]
    for n, witness in enumerate(document.witnesses):
        hands = enumerate(witness.responsibilities)
        conventions = file.conventions.get(witness.siglum)
        speakers = enumerate(conventions.speakers if conventions else ())
        people += [(("witnesses", n, "responsibilities", m, "person"), hand.person) for m, hand in hands if hand.person]
        people += [(("witnesses", n, "conventions", "speakers", m, "person"), s.person) for m, s in speakers]
    for path, person in people:
        yield from _key(person, ("person",), read.at(*path), registers)
    if document.place_key:
        yield from _key(document.place_key, ("place",), read.at("place_key"), registers)


def _ruling_findings(
    read: Read[tuple[Ruling, ...]] | None,
    document: DocumentFile | None,
    edition: Read[EditionStatement],
    registers: _Registers,
    shared: _Ids,
    own: _Ids,
) -> Iterator[Finding]:
    """What is wrong with the rulings on a document, if there are any."""
    if read and read.value:
        yield from _claim(((r.id, "ruling", read.at(n, "id")) for n, r in enumerate(read.value)), shared, own)
        yield from _ruling_names(read, read.value, edition, document, registers)


def _ruling_names(
    read: Read[tuple[Ruling, ...]],
    rulings: Iterable[Ruling],
    edition: Read[EditionStatement],
    document: DocumentFile | None,
    registers: _Registers,
) -> Iterator[Finding]:
    editors = [editor.id for editor in edition.value.editors] if edition.value else None
    for n, ruling in enumerate(rulings):
        if editors is not None and ruling.resp not in editors:
            message = f"{shown(ruling.resp)} is not the id of an editor of the edition"
            yield Finding("Y110", message, read.at(n, "resp"), did_you_mean(ruling.resp, editors))
        value_at = read.at(n, "value")
        if ruling.kind == "mention" and ruling.value:
            yield from _key(ruling.value, ("person", "place", "organisation"), value_at, registers)
        elif ruling.kind == "reported-speech" or (
            ruling.kind == "turn" and ruling.value and _unlisted(ruling, document)
        ):
            yield from _key(ruling.value, ("person",), value_at, registers)
        if document:
            yield from _ruling_in_witnesses(ruling, (n,), read, document)


def _unlisted(ruling: Ruling, file: DocumentFile | None) -> bool:
    """Whether no witness of the ruling lists its speakers: then whoever is in the register may speak."""
    conventions = [file.conventions.get(siglum) for siglum in ruling.witnesses] if file else []
    return not any(one and one.speakers for one in conventions)


def _ruling_in_witnesses(
    ruling: Ruling, path: tuple[int], read: Read[tuple[Ruling, ...]], file: DocumentFile
) -> Iterator[Finding]:
    """Y110 for sigla the document does not have and for values that a witness named does not have."""
    witnesses = {witness.siglum: witness for witness in file.document.witnesses}
    for m, siglum in enumerate(ruling.witnesses):
        witness = witnesses.get(siglum)
        if witness is None:
            message = f"{shown(siglum)} is not the siglum of a witness of the document"
            yield Finding("Y110", message, read.at(*path, "witnesses", m), f"Its sigla are {listed(witnesses, 'and')}.")
            continue
        conventions = file.conventions.get(siglum)
        if conventions is None:  # TEI, or a transcript of which nobody has said how it is laid out
            if ruling.kind not in OF_ANY and is_tei(witness.exemplar.file):
                message = f"a ruling of kind {ruling.kind} applies to transcripts, but witness {siglum} is TEI"
                yield Finding("Y109", message, read.at(*path, "witnesses", m), "Encode it in the TEI file.")
            continue
        value_at = read.at(*path, "value")
        if ruling.kind == "turn" and ruling.value and conventions.speakers:
            known, what = [speaker.person for speaker in conventions.speakers], "speaker"
        elif ruling.kind == "insertion" and ruling.value:
            known, what = [hand.id for hand in witness.responsibilities], "responsibility"
        else:
            known, what = [], ""
        if what and ruling.value not in known:
            message = f"{shown(ruling.value)} is not a {what} of witness {siglum}"
            yield Finding("Y110", message, value_at, did_you_mean(ruling.value, known))
        if ruling.kind == "gloss" and not ruling.value and not conventions.gloss_language:
            message = f"the ruling gives no language for the gloss, and witness {siglum} has none"
            yield Finding("Y109", message, value_at, LANGUAGE_HINT)
