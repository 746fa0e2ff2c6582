"""What a reader gives: the characters of an exemplar, and what its format itself states about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HintRole = Literal[
    "label",
    "time",
    "note-call",
    "note",
    "heading",
    "item",
    "sign",
    "bold",
    "italic",
    "page",
    "table-cell",
    "words",
]


@dataclass(frozen=True, slots=True)
class Hint:
    """What the format states about ``text[start:end]`` of a :class:`SourceText`, so that no rule has to infer it.

    ``value``: of a ``label`` the speaker as stated; of a ``time`` decimal seconds from the beginning, ``start`` or
    ``start/end``; of a ``note-call`` and a ``note`` the note's key; of a ``page`` its number; of a ``sign`` what it is
    ("header", "cue"). Else empty.
    """

    start: int
    end: int
    role: HintRole
    value: str = ""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of an exemplar: what the law "nothing is lost" is held to.

    ``text``: the characters as the reader gives them, lines parted by ``\\n``; ``pecia text FILE`` writes it. ``hints``
    are sorted by place. ``lines``: the number to report for each line of ``text`` where the format's lines are not the
    file's own (a row of a table, a cue); empty: 1, 2, 3 …
    """

    file: str
    text: str
    hints: tuple[Hint, ...] = ()
    lines: tuple[int, ...] = ()
