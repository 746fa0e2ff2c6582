"""Citations as they leave the processor: runs of words, some in italics, with slots for what differs by passage.

A document is processed once for each style; the place that is cited is filled in afterwards, so that a hundred
thousand passages cost no more than their documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

_WHITE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")

SlotName = Literal["locator", "place", "speaker", "surname", "fragment"]
"""``locator``: the passage and who speaks ("passage p12 [A. Ekberg]"), in a citation that begins with an author.
``place``: the passage alone ("passage p12"), in one that begins with who speaks: ``speaker`` ("Anna Ekberg, in "), or
``surname`` ("Ekberg, in "). ``fragment``: the end of its address ("#p12").
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a citation; not yet escaped for any format."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that is filled in for each passage."""

    name: SlotName


Template = tuple[Run | Slot, ...]

StyleId = Literal["chicago-note", "chicago-short", "chicago-bibliography", "mla", "mla-in-text", "apa", "apa-in-text"]


@dataclass(frozen=True, slots=True)
class Style:
    """A form of citation: ``name`` as a reader knows it, and ``follows``, the manual and edition it keeps to."""

    id: StyleId
    name: str
    follows: str


_CHICAGO = "The Chicago Manual of Style, 18th edition (2024), notes and bibliography"
_MLA = "MLA Handbook, 9th edition (2021)"
_APA = "Publication Manual of the American Psychological Association, 7th edition (2020)"

STYLES: tuple[Style, ...] = (
    Style("chicago-note", "Chicago, full note", _CHICAGO),
    Style("chicago-short", "Chicago, short note", _CHICAGO),
    Style("chicago-bibliography", "Chicago, bibliography", _CHICAGO),
    Style("mla", "MLA, works cited", _MLA),
    Style("mla-in-text", "MLA, in the text", _MLA),
    Style("apa", "APA, reference list", _APA),
    Style("apa-in-text", "APA, in the text", _APA),
)
"""The forms in the order in which they are shown. The editions of the manuals are those that the styles name in their
own ``info`` (hayagriva 0.10.1: ``chicago-notes``, ``modern-language-association``,
``american-psychological-association``).
"""


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything by which one thing can be cited.

    ``page`` cites it as a whole, ``passage`` a place in it (``page`` again when places in it are not cited). ``bibtex``
    and ``ris`` are whole entries with slots, ``bibtex_of_page`` and ``ris_of_page`` those without a place; ``csl`` is
    the CSL-JSON item (https://docs.citationstyles.org), to whose ``note`` the locator and to whose ``URL`` the fragment
    is added. ``lacks`` names the facts that a full citation
    would have and the edition has not established ("shelf mark").
    """

    page: Mapping[StyleId, Template]
    passage: Mapping[StyleId, Template]
    bibtex: Template
    ris: Template
    bibtex_of_page: Template
    ris_of_page: Template
    csl: Mapping[str, object]
    lacks: tuple[str, ...] = ()


class Speaker(NamedTuple):
    """Who speaks: the ``name`` as it is spoken, and the ``surname`` (the whole name where it is not divided)."""

    name: str = ""
    surname: str = ""


NOBODY = Speaker()


def place_of(anchors: tuple[str, ...]) -> str:
    """The place in words: one anchor, or the first and last of several; nothing for no anchor."""
    if not anchors:
        return ""
    return f"passage {anchors[0]}" if len(anchors) == 1 else f"passages {anchors[0]}–{anchors[-1]}"


def filled(template: Template, place: str = "", fragment: str = "", speaker: Speaker = NOBODY) -> Iterator[Run]:
    """``template`` with its slots filled in: the ``place`` in words, who speaks there, the fragment with its ``#``."""
    values = {
        "locator": f"{place} [{speaker.name}]" if place and speaker.name else place,
        "place": place,
        "speaker": f"{speaker.name}, in " if speaker.name else "",
        "surname": f"{speaker.surname}, in " if speaker.surname else "",
        "fragment": fragment,
    }
    for part in template:
        run = Run(values[part.name]) if isinstance(part, Slot) else part
        if run.text:
            yield run


def plain(template: Template, place: str = "", fragment: str = "", speaker: Speaker = NOBODY) -> str:
    """``template`` filled in as by :func:`filled`, without italics."""
    return "".join(run.text for run in filled(template, place, fragment, speaker))


def beginning_with_speaker(template: Template, *, short: bool = False) -> Template:
    """A citation of a place, changed so that it begins with who speaks there; ``short``: with the surname."""
    slot = Slot("surname" if short else "speaker")
    first, *rest = (Slot("place") if part == Slot("locator") else part for part in template)
    if isinstance(first, Run) and first.text.startswith("("):
        return joined([Run("(", first.italic), slot, Run(first.text[1:], first.italic), *rest])
    return joined([slot, first, *rest])


def joined(parts: Iterable[Run | Slot]) -> Template:
    """``parts`` as a template: adjacent runs of one kind are one run, and empty ones none."""
    template: list[Run | Slot] = []
    for part in parts:
        last = template[-1] if template else None
        if isinstance(part, Run) and isinstance(last, Run) and last.italic == part.italic:
            template[-1] = Run(last.text + part.text, last.italic)
        elif isinstance(part, Slot) or part.text:
            template.append(part)
    return tuple(template)


def one_line(text: str) -> str:
    """``text`` on one line: each run of spaces, tabs and line ends is one space. No-break spaces stay."""
    if text.isascii():  # the same, and three times as fast
        return " ".join(text.split())
    return _WHITE.sub(" ", text).strip(" ")


def template_as_json(template: Template) -> list[str | dict[str, str]]:
    """``template`` as the passage record has it: words, ``{"i": words in italics}`` and ``{"slot": name}``."""

    def part(part: Run | Slot) -> str | dict[str, str]:
        if isinstance(part, Slot):
            return {"slot": part.name}
        return {"i": part.text} if part.italic else part.text

    return [part(run) for run in template]


@dataclass(frozen=True, slots=True)
class DocumentForms:
    """How a document, its witnesses (by siglum), its page of comparison, its apparatus, and its sources are cited.

    ``sources``: each source as an item of a bibliography in Chicago style, by id.
    """

    document: Forms
    witnesses: Mapping[str, Forms]
    compare: Forms | None = None
    apparatus: Forms | None = None
    sources: Mapping[str, Template] = field(default_factory=dict)
