"""The blocks of a text as positions in the folded exemplar, before marks are put on their words."""

from __future__ import annotations

from dataclasses import dataclass, field

from pecia.model import Certainty, PageBreak, PassageKind, Span


@dataclass(frozen=True, slots=True)
class Label:
    """A label at (start, end), the sign that ends it included; ``who``: the keys of those who speak.

    ``marks``: what is marked in it. ``certainty`` is low for one with a question mark. ``quoted``: whether it stands in
    a block quotation; ``voice``: whether it names nobody.
    """

    who: tuple[str, ...]
    start: int
    end: int
    marks: tuple[Span, ...] = ()
    certainty: Certainty = "high"
    quoted: bool = False
    voice: bool = False


@dataclass(slots=True)
class DraftPassage:
    """A passage as (start, end), with the page breaks inside it by position."""

    kind: PassageKind
    start: int
    end: int
    who: str | None = None
    breaks: list[tuple[int, PageBreak]] = field(default_factory=list)
    joins: list[int] = field(default_factory=list)

    def breaks_at_head(self) -> bool:
        """Whether a page break stands directly before the passage."""
        return any(position == self.start for position, _ in self.breaks)


@dataclass(slots=True)
class DraftTurn:
    """A label and the passages under it; without a label for a turn that goes on after an interruption."""

    who: tuple[str, ...]
    label: Label | None
    start: int
    passages: list[DraftPassage] = field(default_factory=list)


@dataclass(slots=True)
class DraftField:
    """A field of the front matter."""

    label: DraftPassage
    values: list[DraftPassage] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """The blocks of a witness before marks are put on their words."""

    front: list[DraftPassage | DraftField] = field(default_factory=list)
    body: list[DraftPassage | DraftTurn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or the part of one that a label opens, or a row of furniture (``kind``).

    ``field``: of a field before the record, where its label ends. ``listed``: an item of a list of those present.
    ``first``: where its words begin, after a line number. ``heading``: whether the format states that it is one.
    """

    kind: PassageKind | None
    start: int
    end: int
    label: Label | None = None
    field: int = 0
    indent: int = 0
    listed: bool = False
    first: int = 0
    heading: bool = False

    @property
    def words_start(self) -> int:
        """Where the words after the label begin: after the space, if there is one."""
        return self.label.end if self.label else self.start
