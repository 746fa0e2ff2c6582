"""Who is meant by a label: those that an editor or a register names, and people drafted from the labels themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pecia.metadata.formats import safe_id
from pecia.model.conventions import Speaker
from pecia.model.edition import Entry
from pecia.transcript.name_shapes import Shape, is_role, is_unnamed, normal, shape, surname
from pecia.transcript.vocabulary import Vocabulary

UNNAMED_KEY = "unidentified"
UNNAMED = "Unidentified speaker"
"""Who speaks after ``>>``: a change of speaker that names nobody."""


@dataclass(frozen=True, slots=True)
class DraftedPerson:
    """A speaker whom no register lists. ``unnamed``: the label names nobody ("A voice", "Q")."""

    key: str
    name: str
    labels: tuple[str, ...]
    role: str = ""
    unnamed: bool = False


@dataclass(slots=True)
class Cast:
    """The forms of names in a text (:func:`normal`) and whose they are; ``drafted``: people by key, in order."""

    vocabulary: Vocabulary
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    drafted: dict[str, DraftedPerson] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    surnames: dict[str, str] = field(default_factory=dict)

    def known(self, name: str) -> tuple[str, ...]:
        """The keys of those whom ``name`` means; none when it is nobody's, or of people not known apart."""
        form = normal(name)
        if found := self.forms.get(form):
            return found
        if present := self.surnames.get(surname(name, self.vocabulary)):
            return (present,)
        parts = self._several(name)
        keys = tuple(dict.fromkeys(key for part in parts for key in self.forms.get(normal(part), ())))
        return keys if len(parts) > 1 and all(normal(part) in self.forms for part in parts) else ()

    def is_several(self, name: str) -> bool:
        """Whether a label may name several people."""
        return len(self._several(name)) > 1

    def who(self, name: str) -> tuple[tuple[str, ...], bool]:
        """The keys of those whom the label ``name`` means, and whether a person had to be drafted for it."""
        name = name or ">>"
        if found := self.known(name):
            return found, False
        head, comma, tail = name.partition(", ")
        if comma and (tail[:1].islower() or is_role(head, tail, self.vocabulary)):
            return self.who(head)
        parts = self._several(name)
        named = all(shape(part, self.vocabulary) >= Shape.NAME for part in parts)
        if len(parts) > 1 and named and any(self.known(part) for part in parts):
            each = [self.who(part) for part in parts]
            return tuple(dict.fromkeys(key for keys, _ in each for key in keys)), True
        return (self.draft(UNNAMED if name == ">>" else name, name),), True

    def draft(self, name: str, label: str = "", role: str = "") -> str:
        """The key of a new person of this name, who then has the form ``label``."""
        unnamed = name == UNNAMED or is_unnamed(name, self.vocabulary)
        own = "" if unnamed else surname(name, self.vocabulary)
        short = person_key(own, ()) if own else ""
        key = short if short not in ("", "person", *self.taken) else person_key(name, self.taken)
        key = UNNAMED_KEY if name == UNNAMED and UNNAMED_KEY not in self.taken else key
        self.taken.add(key)
        self.drafted[key] = DraftedPerson(key, " ".join(name.split()), (label,) if label else (), role, unnamed)
        self.forms[normal(label or name)] = (key,)
        return key

    def seen(self, name: str, keys: Sequence[str]) -> None:
        """Note another spelling of a drafted person's label."""
        for key in keys:
            person = self.drafted.get(key)
            if person and len(keys) == 1 and name and name not in person.labels and normal(name) in self.forms:
                self.drafted[key] = DraftedPerson(key, person.name, (*person.labels, name), person.role, person.unnamed)

    def _several(self, name: str) -> list[str]:
        words = "|".join(map(re.escape, sorted(self.vocabulary.conjunctions)))
        return [part for part in re.split(rf",? (?i:{words}|&) | ?/ ?|, ", name) if part]


def cast_of(speakers: Iterable[Speaker], entries: Iterable[Entry], vocabulary: Vocabulary) -> Cast:
    """The cast that an editor and the registers name; a form of two register entries is nobody's."""
    cast = Cast(vocabulary)
    named = list(speakers)
    shared: set[str] = set()
    for entry in entries:
        cast.taken.add(entry.key)
        if entry.kind != "person":
            continue
        for form in dict.fromkeys(normal(form) for form in (entry.name, *entry.forms)):
            if cast.forms.setdefault(form, (entry.key,)) != (entry.key,):
                shared.add(form)
    for form in shared:
        del cast.forms[form]
    for speaker in named:
        cast.taken.add(speaker.person)
        cast.forms |= {normal(label): (speaker.person,) for label in speaker.labels}
    return cast


def person_key(name: str, taken: Collection[str]) -> str:
    """A register key for ``name`` that none of ``taken`` is: its letters without marks; ``person`` where it has none
    of the Latin alphabet."""
    latin = any("LATIN" in unicodedata.name(character, "") for character in name)
    key = safe_id(name.replace("'", "").replace("’", ""))[0] if latin else "person"
    return key if key not in taken else next(k for n in range(2, 1 << 30) if (k := f"{key}-{n}") not in taken)
