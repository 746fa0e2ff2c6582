"""What a transcript says of its own layout, its speakers and its circumstances: a judgement over the whole text.

Nothing here is certain, so every value says what it rests on (:class:`Guess`), and what is unsure is a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from pecia.conventions import Conventions, Speaker
from pecia.findings import Finding
from pecia.model import Locus
from pecia.record import Entry
from pecia.transcript.exemplar import ExemplarText


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that the text itself gives. ``because``: what it rests on, in a few words for a comment."""

    value: str
    locus: Locus
    because: str


@dataclass(frozen=True, slots=True)
class DraftedPerson:
    """A speaker whom no register lists. ``unnamed``: the label names nobody ("A voice", "Q")."""

    key: str
    name: str
    labels: tuple[str, ...]
    role: str = ""
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Inferred:
    """The layout of a transcript, the people in it and its circumstances, as far as the text gives them.

    ``conventions``: complete, its speakers under the keys of known entries and of ``people``. ``layout``: in a phrase.
    ``people``: speakers and those present who are none of the known entries. ``present``: (person key, office as
    printed) of a list or field of participants.
    """

    conventions: Conventions
    layout: str
    people: tuple[DraftedPerson, ...]
    title: Guess | None
    date: Guess | None
    place: Guess | None
    language: Guess | None
    present: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


_LABEL = re.compile(r"(?P<name>[^\W\d_][^:.\n]{0,40})(?P<end>[:.])(?= )")


def infer(exemplar: ExemplarText, known: Sequence[Entry]) -> Inferred:
    """What ``exemplar`` gives; ``known`` are the entries of the registers, whose forms name speakers already listed."""
    matches = [
        m for start in exemplar.lines if (m := _LABEL.match(exemplar.folded, start)) and len(m["name"].split()) <= 4
    ]
    colons = [m for m in matches if m["end"] == ":"]
    end: Literal[":", "."] = ":" if colons else "."
    names = Counter(m["name"] for m in matches if m["end"] == end and (end == ":" or m["name"].istitle()))
    forms = {form: entry.key for entry in known for form in (entry.name, *entry.forms)}
    speakers, people = [], []
    keys = {entry.key for entry in known}
    for name in names:
        if not (key := forms.get(name, "")):
            key = person_key(name, keys)
            keys.add(key)
            people.append(DraftedPerson(key, name, (name,)))
        speakers.append(Speaker(person=key, labels=(name,)))
    conventions = Conventions(label_end=end, speakers=tuple(speakers))
    layout = "labels ending in a colon" if end == ":" else "labels ending in a full stop"
    return Inferred(conventions, layout, tuple(people), None, None, None, None, (), ())


def person_key(name: str, taken: Collection[str]) -> str:
    """A register key for ``name`` that none of ``taken`` is: its letters without marks; ``person`` where it has none
    of the Latin alphabet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    key = "-".join(words) if words and words[0][0].isalpha() else "-".join(["person", *words])
    return key if key not in taken else next(k for n in range(2, 1 << 30) if (k := f"{key}-{n}") not in taken)
