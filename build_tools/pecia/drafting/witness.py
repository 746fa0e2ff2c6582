"""One transcript that an editor has put in: read, its layout inferred, parsed once to see what comes of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pecia import transcript
from pecia.drafting.gathering import Planned
from pecia.model import Field, Locus, Passage, Transcript, Turn
from pecia.model.edition import Entry, Exemplar, Witness
from pecia.model.findings import Finding, Severity, in_order
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.infer import DraftedPerson, Inferred, infer
from pecia.transcript.readers import likely_encoding, suffix

_LONGEST_TITLE = 160
"""Characters of a first line that is still a title."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding of a draft, and how many words depend on it: those up to the next turn, or of the whole text."""

    finding: Finding
    words: int


@dataclass(frozen=True, slots=True)
class DraftedWitness:
    """A transcript as it is understood. ``origin``: its name where it came from; ``path``: where it is in the edition.

    ``transcript`` is what a build would make of it; ``people`` are those whom no
    register lists yet, under keys of their own.
    """

    siglum: str
    origin: str
    path: str
    exemplar: Exemplar
    inferred: Inferred
    people: tuple[DraftedPerson, ...]
    transcript: Transcript
    doubts: tuple[Doubt, ...]


def draft_witness(
    planned: Planned, siglum: str, data: bytes, known: Sequence[Entry]
) -> tuple[DraftedWitness | None, list[Finding]]:
    """The transcript ``siglum`` of a document from its bytes; ``None``, with the reason (F111), when it has no words
    that can be read.

    ``known``: the entries of the registers, whose forms are all labels that they have anywhere.
    """
    origin = planned.transcripts[siglum]
    path = f"edition/sources/{planned.id}/{siglum}{suffix(origin)}"
    encoding = likely_encoding(path, data)
    exemplar, findings = transcript.read_exemplar(path, data, encoding=encoding)
    if exemplar is None:
        return None, [_left_out(origin, finding) for finding in findings if finding.severity is Severity.ERROR]
    if encoding:
        message = f"not UTF-8; read as {encoding}, which is likely"
        findings.append(Finding("E109", message, Locus(path)))
    inferred = infer(exemplar, known)
    if inferred.title and len(inferred.title.value) > _LONGEST_TITLE:
        inferred = replace(inferred, title=None)
    people = tuple(_of_document(person, planned.id) for person in inferred.people)
    renamed = {old.key: new.key for old, new in zip(inferred.people, people, strict=True)}
    inferred = _with_keys(inferred, renamed)
    entries = (*known, *map(entry_of, people))
    described = Witness(siglum=siglum, exemplar=Exemplar(file=path.rpartition("/")[2], encoding=encoding))
    parsed, _, found = transcript.parse(exemplar, described, inferred.conventions, entries, ())
    doubts = _weighed(in_order([*findings, *inferred.findings, *found]), exemplar, parsed)
    return DraftedWitness(siglum, origin, path, described.exemplar, inferred, people, parsed, doubts), []


def entry_of(person: DraftedPerson) -> Entry:
    """The entry that a register would have for someone whom a text names; nobody has identified them."""
    return Entry(key=person.key, name=person.name, sort=person.name, role=person.role, certainty="unknown")


def _left_out(origin: str, finding: Finding) -> Finding:
    place = finding.locus
    return Finding("F111", f"not taken: {finding.message}", Locus(origin, place.line, place.column), finding.advice)


def _of_document(person: DraftedPerson, document: str) -> DraftedPerson:
    """Who is not named is another one in each document."""
    return replace(person, key=f"{document}-{person.key}") if person.unnamed else person


def _with_keys(inferred: Inferred, renamed: dict[str, str]) -> Inferred:
    speakers = tuple(
        replace(speaker, person=renamed.get(speaker.person, speaker.person))
        for speaker in inferred.conventions.speakers
    )
    present = tuple((renamed.get(key, key), role) for key, role in inferred.present)
    return replace(inferred, conventions=replace(inferred.conventions, speakers=speakers), present=present)


def _weighed(findings: Sequence[Finding], exemplar: ExemplarText, parsed: Transcript) -> tuple[Doubt, ...]:
    """Each finding with the words that depend on it."""
    blocks = [block for block in (*parsed.front, *parsed.body) if not isinstance(block, Field)]
    starts = sorted((_line_and_column(block.locus), _words(block)) for block in blocks)
    whole = len(exemplar.folded.split())

    def depending(finding: Finding) -> int:
        if not finding.locus.line or not starts:
            return 0 if finding.severity is Severity.NOTE else whole
        n = bisect_right(starts, (_line_and_column(finding.locus), whole)) - 1
        return starts[max(n, 0)][1]

    return tuple(Doubt(finding, depending(finding)) for finding in findings)


def _line_and_column(locus: Locus | None) -> tuple[int, int]:
    return (locus.line, locus.column) if locus else (0, 0)


def _words(block: Passage | Turn) -> int:
    inside = block.passages if isinstance(block, Turn) else (block,)
    return sum(len(passage.content.text.split()) for passage in inside)
