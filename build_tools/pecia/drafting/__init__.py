"""From the files that an editor has to the files of an edition: copies of them, and YAML drafted from what they say.

``gathering`` says which file is of which document; ``witness`` reads one and infers its layout; ``document`` and
``register`` write YAML; ``preview`` says what was understood and what is unsure. :func:`draft` composes them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pecia.drafting.document import document_yaml
from pecia.drafting.gathering import gather
from pecia.drafting.register import PEOPLE, known_people, with_labels, with_people
from pecia.drafting.witness import DraftedWitness, draft_witness, entry_of
from pecia.model import Locus
from pecia.model.edition import Entry
from pecia.model.findings import Finding
from pecia.progress import Progress, without_progress
from pecia.transcript.infer import DraftedPerson

__all__ = ["Drafts", "draft", "known_people"]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is to be added to an edition: ``files`` by path relative to its folder; ``witnesses`` by id of the document,
    in the order of the texts; ``tei``: the names of the TEI files among them, relative to ``edition/sources``."""

    files: Mapping[str, bytes]
    documents: Mapping[str, Sequence[DraftedWitness]]
    tei: tuple[str, ...]
    findings: tuple[Finding, ...]


def draft(
    given: Mapping[str, bytes],
    known: Sequence[Entry] = (),
    taken: Collection[str] = frozenset(),
    register: bytes = b"",
    progress: Progress = without_progress,
) -> Drafts:
    """The drafts for the files ``given`` (name → bytes), in one pass over them.

    ``known``: the people of the registers as :func:`known_people` gives them; ``taken``: the ids that documents have;
    ``register``: the register of people. A speaker whom an earlier text names in the same words is taken as the same
    person, which is one of the doubts.
    """
    gathered = gather(given, taken)
    findings = [*gathered.findings]
    files = {f"edition/sources/{name}": content for name, content in gathered.tei.items()}
    people: dict[str, tuple[DraftedPerson, str]] = {}
    entries = {entry.key: entry for entry in known}
    documents: dict[str, list[DraftedWitness]] = {}
    for planned in progress(gathered.documents, len(gathered.documents), "texts"):
        for siglum, origin in planned.transcripts.items():
            drafted, found = draft_witness(planned, siglum, given[origin], tuple(entries.values()))
            findings += found
            if drafted is None:
                continue
            documents.setdefault(planned.id, []).append(drafted)
            files[drafted.path] = given[origin]
            for person in drafted.people:
                people[person.key] = (person, f"in {drafted.path}")
                if not person.unnamed:
                    entries[person.key] = entry_of(person)
            for speaker in drafted.inferred.conventions.speakers:
                if speaker.person in entries:
                    entries[speaker.person] = with_labels(entries[speaker.person], speaker.labels)
    files |= {f"edition/documents/{id_}.yml": document_yaml(one).encode() for id_, one in documents.items()}
    listed, found = with_people(register, list(people.values()))
    findings += found
    if listed:
        files[PEOPLE] = listed
    findings += _shared(documents, {key for key, (person, _) in people.items() if not person.unnamed})
    return Drafts(files, documents, tuple(name for name in gathered.tei if name.endswith(".xml")), tuple(findings))


def _shared(documents: Mapping[str, Sequence[DraftedWitness]], drafted: Collection[str]) -> list[Finding]:
    """T130 for each drafted person who speaks in more than one document."""
    where: dict[str, dict[str, str]] = {}
    for id_, witnesses in documents.items():
        for witness in witnesses:
            for speaker in witness.inferred.conventions.speakers:
                if speaker.person in drafted and speaker.labels:
                    where.setdefault(speaker.person, {}).setdefault(id_, speaker.labels[0])
    return [
        Finding(
            "T130", f"“{next(iter(there.values()))}” speaks in {', '.join(there)}: taken as one person", Locus(PEOPLE)
        )
        for key, there in where.items()
        if len(there) > 1
    ]
