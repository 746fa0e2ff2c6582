"""People whom transcripts name, as entries of the register, and the register with them added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pecia.drafting.witness import entry_of
from pecia.drafting.yaml_text import line, scalar
from pecia.metadata import DocumentFile, read_register
from pecia.model import Locus
from pecia.model.edition import Entry
from pecia.model.findings import Finding
from pecia.transcript.infer import DraftedPerson

PEOPLE = "edition/registers/people.yml"

_HEAD = """\
# Who speaks in the texts, drafted from their labels: complete the names, say who they were, join two that are one
# (docs/reference/registers.md of Pecia). With forms, a name is marked where it occurs in the texts.
"""
_FIRST_ITEM = re.compile(r"^( *)- ", re.MULTILINE)


def known_people(entries: Iterable[Entry], documents: Iterable[DocumentFile]) -> list[Entry]:
    """The entries, each with every label under which it speaks in a document among its forms."""
    labels: dict[str, list[str]] = {}
    for document in documents:
        for conventions in document.conventions.values():
            for speaker in conventions.speakers:
                labels.setdefault(speaker.person, []).extend(speaker.labels)
    return [with_labels(entry, labels.get(entry.key, ())) for entry in entries]


def with_labels(entry: Entry, labels: Iterable[str]) -> Entry:
    """The entry with the labels among its forms."""
    return replace(entry, forms=tuple(dict.fromkeys((*entry.forms, *labels))))


def with_people(register: bytes, people: Sequence[tuple[DraftedPerson, str]]) -> tuple[bytes, list[Finding]]:
    """The register of people with ``people`` added, each with what it rests on; it is not written anew, so that what
    an editor wrote stays as it is. F103 where it is laid out so that nothing can be added."""
    text = register.decode("utf-8", "replace")
    if not people:
        return register, []
    start = _FIRST_ITEM.search(text)
    indent = start[1] if start else ""
    before = text.rstrip() + "\n" if start else _HEAD
    added = before + "".join(f"{indent}{one}\n" for person, because in people for one in _lines(person, because))
    had, has = (read_register(PEOPLE, content, "person").value for content in (register, added.encode()))
    if had is None or has is None or has != (*had, *(entry_of(person) for person, _ in people)):
        message = f"{len(people)} people could not be added"
        hint = "Write the register as a list, one entry after the other, each with “- key:” first."
        return register, [Finding("F103", message, Locus(PEOPLE), hint)]
    return added.encode(), []


def _lines(person: DraftedPerson, because: str) -> list[str]:
    role = [line("  role", person.role)] if person.role else []
    return [
        line("- key", person.key, because),
        line("  name", person.name),
        *role,
        *([] if person.unnamed else [f"  # forms: [{', '.join(map(scalar, person.labels))}]"]),
        "  certainty: unknown",
    ]
