"""Names, divided as CSL 1.0.2 wants them ("Name Variables"), and only where whoever wrote them divided them.

A name is never divided by guessing: "U Nu" has no family name, and "Mao Zedong" begins with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pecia.citation.forms import one_line
from pecia.record import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person or body. With an empty ``given``, ``family`` is the whole name and is never turned round or shortened.

    ``particle`` stands before the family name and is not sorted by ("de" Gaulle); ``suffix`` as in "Jr.".
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""


def divided(text: str) -> Name:
    """The name written "Family, Given" or "Family, Given, Suffix"; without a comma, or with more, the whole name.

    Words in lower case at the start of the family name or at the end of the given name are its particle, as in "de
    Gaulle, Charles" and "Gaulle, Charles de".
    """
    parts = [one_line(part) for part in text.split(",")]
    if not 2 <= len(parts) <= 3 or not all(parts):
        return Name(family=one_line(text))
    family, given, suffix = (*parts, "")[:3]
    before = _particles(family.split())
    after = _particles(given.split()[::-1])
    particle = before or after[::-1]
    if before:
        family = " ".join(family.split()[len(before) :])
    elif after:
        given = " ".join(given.split()[: -len(after)])
    return Name(family=family, given=given, particle=" ".join(particle), suffix=suffix)


def whole_by_default(text: str) -> bool:
    """Whether ``text`` is taken for a whole name only because whoever wrote it did not divide it.

    A name of one word, or one that begins with an article ("The Editors"), is not doubted.
    """
    return " " in text.strip() and not divided(text).given and not text.startswith("The ")


def registered(entry: Entry) -> Name:
    """The name of a register entry: divided as it is sorted, or whole as it is displayed when that has no comma."""
    name = divided(entry.sort)
    return name if entry.kind == "person" and name.given else Name(family=entry.name)


def in_order(name: Name) -> str:
    """The name as it is spoken: "Charles de Gaulle"."""
    return " ".join(part for part in (name.given, name.particle, name.family, name.suffix) if part)


def inverted(name: Name) -> str:
    """The name as bibliographies sort it: "de Gaulle, Charles", "King, Martin Luther, Jr."."""
    family = " ".join(part for part in (name.particle, name.family) if part)
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def _particles(words: list[str]) -> list[str]:
    """The words in lower case with which ``words`` begin, unless all are."""
    for count, word in enumerate(words):
        if not word.lstrip("'’")[:1].islower():
            return words[:count]
    return []
