"""Citations as they leave the processor: runs of words, some in italics, with slots for what differs by passage.

A document is processed once for each style; the place that is cited is filled in afterwards, so that a hundred
thousand passages cost no more than their documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

SlotName = Literal["locator", "fragment"]
"""``locator``: the passage and who speaks ("passage p12 (A. Ekberg)"); ``fragment``: the end of its address ("#p12").
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


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything by which one thing can be cited.

    ``page`` cites it as a whole, ``passage`` a place in it (``page`` again when places in it are not cited). ``bibtex``
    and ``ris`` are whole entries with slots; ``csl`` is the CSL-JSON item (https://docs.citationstyles.org), to whose
    ``note`` the locator and to whose ``URL`` the fragment is added. ``lacks`` names the facts that a full citation
    would have and the edition has not established ("shelf mark").
    """

    page: Mapping[StyleId, Template]
    passage: Mapping[StyleId, Template]
    bibtex: Template
    ris: Template
    csl: Mapping[str, object]
    lacks: tuple[str, ...] = ()


def locator(anchors: tuple[str, ...], speaker: str = "") -> str:
    """The place in words: one anchor, or the first and last of several, and who speaks; nothing for no anchor."""
    if not anchors:
        return ""
    place = f"passage {anchors[0]}" if len(anchors) == 1 else f"passages {anchors[0]}–{anchors[-1]}"
    return f"{place} ({speaker})" if speaker else place


def filled(template: Template, locator: str = "", fragment: str = "") -> Iterator[Run]:
    """``template`` with its slots filled in; a fragment is given with its ``#``."""
    values = {"locator": locator, "fragment": fragment}
    for part in template:
        run = Run(values[part.name]) if isinstance(part, Slot) else part
        if run.text:
            yield run


def plain(template: Template, locator: str = "", fragment: str = "") -> str:
    """``template`` filled in, without italics."""
    return "".join(run.text for run in filled(template, locator, fragment))
