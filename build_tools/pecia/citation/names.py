"""Names, divided as CSL 1.0.2 wants them ("Name Variables"), and only where whoever wrote them divided them.

A name is never divided by guessing: "U Nu" has no family name, and "Mao Zedong" begins with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pecia.citation.forms import Speaker, one_line
from pecia.model.edition import Entry

_ABOUT = r"(?:approximately|active|flourished|born|died|ca\.?|c\.|fl\.|b\.|d\.|ob\.)"
_YEAR = rf"(?:{_ABOUT}\s*)?[0-9]{{3,4}}\??(?:\s+or\s+[0-9]{{1,4}}\??)?"
_LIFE = re.compile(rf"(?:^|\s+)(?:{_YEAR}\s*[-–—]\s*(?:{_YEAR})?|[-–—]\s*{_YEAR}|{_ABOUT}\s*[0-9]{{3,4}}\??)\s*\.?$")
"""The years of a life, or of work, at the end of a part of a name: MARC 21, field 100, subfield $d."""

_SHORTENED = frozenset({"Thos.", "Chas.", "Benj.", "Saml.", "Robt.", "Edwd.", "Richd.", "Danl.", "Nathl.", "Alexr."})


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
    Gaulle, Charles" and "Gaulle, Charles de". Years of a life and the full stop at the end, as library authorities
    have them ("Dahl, Nils, 1572-1631."), belong to no name.
    """
    text = _without_years(one_line(text))
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


def _without_years(text: str) -> str:
    """``text`` without years of a life in or after its parts, and without the full stop of a heading at its end."""
    parts = [_LIFE.sub("", part.strip()) for part in text.split(",")]
    if not any(parts):
        return text
    last = text.split()[-1]
    heading = "," in text and last.endswith(".") and len(last) > 4 and last.rstrip(".").isalpha()
    if parts == [part.strip() for part in text.split(",")]:
        return text[:-1] if heading and last not in _SHORTENED else text
    return ", ".join(part for part in parts if part)


def whole_by_default(text: str) -> bool:
    """Whether ``text`` is taken for a whole name only because whoever wrote it did not divide it.

    A name of one word, or one that begins with an article ("The Editors"), is not doubted.
    """
    return " " in text.strip() and not divided(text).given and not text.startswith("The ")


def registered(entry: Entry) -> Name:
    """The name of a register entry: divided as it is sorted, or whole as it is displayed when that has no comma."""
    name = divided(entry.sort)
    return name if entry.kind == "person" and name.given else Name(family=entry.name)


def speaker_of(entry: Entry) -> Speaker:
    """The person of a register entry as who speaks in a passage."""
    name = registered(entry)
    surname = " ".join(part for part in (name.particle, name.family) if part)
    return Speaker(entry.name, surname if name.given else entry.name)


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
