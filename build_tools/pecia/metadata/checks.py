"""What must hold within one YAML file beyond the form of each value: nothing twice, nothing that dangles.

Values that could not be read are blank and have no place (:mod:`pecia.metadata.reading`); they are passed over, so that
one mistake makes one finding.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from pecia.collation.kinds import VariantKind, Weight
from pecia.metadata.formats import LANGUAGE_HINT, is_language, is_name, is_tei
from pecia.metadata.reading import Reading
from pecia.metadata.words import KeyPath, did_you_mean, listed, shown
from pecia.model.conventions import Conventions
from pecia.model.edition import Document, EditionStatement, Entry, Statement
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling, RulingKind

_Named = Iterable[tuple[KeyPath, str]]
"""Texts with the path of each."""

_NOBODYS = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$")
"""Hosts that stand in examples (RFC 2606)."""

NO_VALUE = frozenset(
    {"doubt", "not-a-turn", "narrative", "continuation", "not-a-page-break", "not-an-insertion", "delivery"}
)
"""Kinds of ruling that decide all there is to decide by their kind alone."""

OF_TWO = frozenset({"link", "no-link", "variant"})
"""Kinds of ruling about two witnesses."""


VARIANT_KINDS = tuple(str(kind) for kind in VariantKind)


def edition_findings(edition: EditionStatement, out: Reading) -> list[Finding]:
    """Editors and documents named twice."""
    return [
        *_twice("editor", ((("editors", n, "id"), editor.id) for n, editor in enumerate(edition.editors)), out),
        *_twice("document", ((("documents", n), document) for n, document in enumerate(edition.documents)), out),
    ]


def has_address(edition: EditionStatement) -> bool:
    """Whether the edition says where it stands; example.org and its like are nobody's (RFC 2606)."""
    host = urlsplit(edition.url).hostname or ""
    return bool(host) and not _NOBODYS.search(host)


def document_findings(document: Document, conventions: Sequence[Conventions | None], out: Reading) -> list[Finding]:
    """Ids given twice, sources that are not there, and conventions (of each witness, in order; none of TEI) at odds.

    Sigla and file names become paths, so two that differ only in case are the same: on some disks they are.
    """
    people = ((("participants", n, "person"), p.person) for n, p in enumerate(document.participants))
    sources = ((("sources", n, "id"), source.id) for n, source in enumerate(document.sources))
    sigla = ((("witnesses", n, "siglum"), witness.siglum) for n, witness in enumerate(document.witnesses))
    files = (
        (("witnesses", n, "exemplar", "file"), "#".join(filter(None, (one.exemplar.file, one.exemplar.select))))
        for n, one in enumerate(document.witnesses)
    )
    hands = (
        (("witnesses", n, "responsibilities", m, "id"), hand.id)
        for n, witness in enumerate(document.witnesses)
        for m, hand in enumerate(witness.responsibilities)
    )
    findings = [
        *_twice("participant", people, out),
        *_twice("source", sources, out),
        *_twice("siglum", sigla, out, str.casefold),
        *_twice("exemplar", files, out, str.casefold),
        *_twice("responsibility", hands, out),
        *_dangling_sources(document, out),
        *_unsigned_twice(document, out),
        *_exemplar_findings(document, out),
        *_title_missing(document, out),
    ]
    if not document.witnesses and out.whole("witnesses") and (place := out.places.get(("witnesses",))):
        findings.append(Finding("Y109", "the document has no witness", place, "Add one, or leave the key out for TEI."))
    for n, witness in enumerate(document.witnesses):
        path = ("witnesses", n, "responsibilities")
        signatures = [
            _items((*path, m, "signatures"), hand.signatures) for m, hand in enumerate(witness.responsibilities)
        ]
        findings += _twice("signature", chain.from_iterable(signatures), out)
    for n, convention in enumerate(conventions):
        if convention is None:
            continue
        findings += _speaker_findings(convention, ("witnesses", n, "conventions", "speakers"), out)
    return findings


def _title_missing(document: Document, out: Reading) -> Iterator[Finding]:
    """Y104 for a document made from a transcript: only TEI has its title in it."""
    if ("title",) in out.places or not out.whole("title") or not out.whole("witnesses"):
        return
    if any(not is_tei(witness.exemplar.file) for witness in document.witnesses):
        yield Finding("Y104", f"key {shown('title')} is missing", out.places[()], "Add it; no other key is required.")


def _exemplar_findings(document: Document, out: Reading) -> Iterator[Finding]:
    """Y109 for a transcript that something is to be selected from."""
    for n, witness in enumerate(document.witnesses):
        path: KeyPath = ("witnesses", n, "exemplar")
        if is_tei(witness.exemplar.file) or not out.whole(*path, "file"):
            continue
        if witness.exemplar.select:
            message = f"nothing can be selected from {shown(witness.exemplar.file)}, which is not TEI"
            yield Finding("Y109", message, out.places[*path, "select"], "Leave the key out.")


def register_findings(entries: Iterable[Entry], out: Reading) -> list[Finding]:
    """Keys given twice in one register."""
    return list(_twice("key", (((n, "key"), entry.key) for n, entry in enumerate(entries)), out))


def ruling_findings(rulings: Sequence[Ruling], out: Reading) -> list[Finding]:
    """Ids given twice, a witness named twice in one ruling, and values that the kind of ruling does not take."""
    findings = list(_twice("ruling", (((n, "id"), ruling.id) for n, ruling in enumerate(rulings)), out))
    for n, ruling in enumerate(rulings):
        sigla = (((n, "witnesses", m), siglum) for m, siglum in enumerate(ruling.witnesses))
        findings += _twice("witness", sigla, out)
        if not ruling.witnesses and (place := out.places.get((n, "witnesses"))):
            findings.append(Finding("Y109", "the ruling names no witness", place, "Name one or more sigla."))
        if ruling.kind in OF_TWO and len(ruling.witnesses) != 2 and (place := out.places.get((n, "witnesses"))):
            message = f"a ruling of kind {ruling.kind} names two witnesses, not {len(ruling.witnesses)}"
            findings.append(Finding("Y109", message, place, "Write both sigla, that of the exact words first."))
        readable = all(out.whole(n, key) for key in ("kind", "exact", "value"))
        if readable and (problem := _value_problem(ruling.kind, ruling.value, ruling.exact)):
            place = out.places.get((n, "value"), out.places[n,])
            findings.append(Finding("Y109", f"a ruling of kind {ruling.kind} {problem[0]}", place, problem[1]))
    return findings


def _value_problem(kind: RulingKind, value: str, exact: str) -> tuple[str, str] | None:
    """What is wrong with a value by itself, and a hint; whether what it names exists is for the cross-check."""
    if kind in NO_VALUE and value:
        return "takes no value", "Leave the key out."
    if kind == "emendation" and not value:
        return "needs a value", "Write the corrected words."
    if kind == "emendation" and value == exact:
        return "changes nothing: value and exact are the same", "To mark a reading without correcting it, use doubt."
    if kind == "page-break" and value not in ("", "join"):
        return f"takes “join” or no value, not {shown(value)}", "Write join if the paragraph continues after the break."
    if kind == "gloss" and value and not is_language(value):
        return f"takes a language tag, not {shown(value)}", LANGUAGE_HINT
    if kind == "reported-speech" and not value:
        return "needs a value", "Write the key of the person whose words are reported."
    if kind in ("keep-anchor", "retire-anchor") and not is_name(value):
        return f"takes an anchor, not {shown(value)}", "Write it as shown in the margin of the page, e.g. “p12”."
    if kind in ("link", "no-link"):
        return _link_problem(kind, value)
    if kind == "variant":
        return _variant_problem(value)
    return None


def _link_problem(kind: RulingKind, value: str) -> tuple[str, str] | None:
    """What is wrong with "p12 = p14 p15"."""
    ours, equals, theirs = (part.split() for part in value.partition("="))
    anchors = [*ours, *theirs]
    if not equals or not anchors or not all(is_name(anchor) for anchor in anchors):
        return f"takes anchors on both sides of “=”, not {shown(value)}", "Write for example “p12 = p14 p15”."
    if kind == "no-link" and not (ours and theirs):
        return "needs an anchor on each side of “=”", "To leave a passage unpaired, use link with one side empty."
    return None


def _variant_problem(value: str) -> tuple[str, str] | None:
    kind, _, weight = value.partition(" ")
    if kind not in VARIANT_KINDS:
        return f"takes a kind of variant, not {shown(value)}", did_you_mean(kind, VARIANT_KINDS) or listed(
            VARIANT_KINDS
        )
    if weight not in ("", *Weight):
        return (
            f"takes formal, substantive or paratext after the kind, not {shown(weight)}",
            "Leave it out, or write one of them.",
        )
    return None


def _speaker_findings(conventions: Conventions, path: KeyPath, out: Reading) -> Iterator[Finding]:
    """A person who is there twice, and a label of two people."""
    speakers = conventions.speakers
    yield from _twice("speaker", (((*path, n, "person"), speaker.person) for n, speaker in enumerate(speakers)), out)
    labels = [_items((*path, n, "labels"), speaker.labels, _without_spaces) for n, speaker in enumerate(speakers)]
    yield from _twice("label", chain.from_iterable(labels), out, _without_spaces)


def _without_spaces(label: str) -> str:
    """The label as it counts: white space in it may vary in the exemplar."""
    return "".join(label.split())


def _items(path: KeyPath, texts: Iterable[str], form: Callable[[str], str] = str) -> _Named:
    """The texts of one list with their paths, each form once: one hand may list variants of its own."""
    return {form(text): ((*path, n), text) for n, text in enumerate(texts)}.values()


def _twice(what: str, named: _Named, out: Reading, form: Callable[[str], str] = str) -> Iterator[Finding]:
    """Y105 for each text whose ``form`` an earlier one has."""
    first: dict[str, tuple[KeyPath, str]] = {}
    for path, text in named:
        if path not in out.places:
            continue
        earlier_path, earlier = first.setdefault(form(text), (path, text))
        if earlier_path != path:
            line = out.places[earlier_path].line
            twice = f"is given twice; first in line {line}"
            same = twice if earlier == text else f"counts as the same as {shown(earlier)} in line {line}"
            yield Finding("Y105", f"{what} {shown(text)} {same}", out.places[path])


def _statements(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Statement]]:
    """Every statement in ``value``, wherever it stands, with its path."""
    if isinstance(value, Statement):
        yield path, value
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _statements(item, (*path, n))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _statements(getattr(value, field.name), (*path, field.name))


def _dangling_sources(document: Document, out: Reading) -> Iterator[Finding]:
    """Y110 for statements that rest on no source or witness of the document, and witnesses published in no source."""
    sources = dict.fromkeys(source.id for source in document.sources)
    if not out.whole("sources"):
        return
    for n, witness in enumerate(document.witnesses):
        yield from _dangling(witness.published_in, sources, "source", ("witnesses", n, "published_in"), out)
    if any(not out.whole("witnesses", n, "siglum") for n in range(len(document.witnesses))):
        return
    both = sources | dict.fromkeys(witness.siglum for witness in document.witnesses)
    for path, statement in _statements(document):
        for n, name in enumerate(statement.sources):
            yield from _dangling(name, both, "source or witness", (*path, "sources", n), out)


def _dangling(name: str, known: Collection[str], what: str, path: KeyPath, out: Reading) -> Iterator[Finding]:
    """Y110 when ``name``, read at ``path``, is not among ``known``."""
    if name and name not in known and path in out.places:
        message = f"{shown(name)} names no {what} of the document"
        yield Finding("Y110", message, out.places[path], did_you_mean(name, known))


def _unsigned_twice(document: Document, out: Reading) -> Iterator[Finding]:
    """Y109 for a second hand to which a witness's unsigned insertions are ascribed."""
    for n, witness in enumerate(document.witnesses):
        unsigned = [m for m, hand in enumerate(witness.responsibilities) if hand.unsigned]
        for m in unsigned[1:]:
            message = f"unsigned insertions of witness {shown(witness.siglum)} are already ascribed to another hand"
            place = out.places["witnesses", n, "responsibilities", m, "unsigned"]
            yield Finding("Y109", message, place, "Set unsigned for one hand only.")
