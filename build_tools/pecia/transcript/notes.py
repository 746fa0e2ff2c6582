"""Footnotes: a paragraph with a number at its head, at the foot of a page or at the end, and its call in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pecia.model import Call, Sign, Span
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.paragraphs import Piece

_SUPERSCRIPT = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_HEAD = re.compile(
    rf"(?:\[\^?(?P<square>\w{{1,6}})\]:?|\((?P<round>\d{{1,3}})\)|(?P<plain>\d{{1,3}})(?:[.)]|(?= ))"
    rf"|(?P<mark>[†‡§]{{1,3}}|[{_SUPERSCRIPT}]{{1,3}})) ?(?=\S)"
)
_CALL = re.compile(
    r"\[\^?(?P<square>\w{1,6})\](?!:)"
    r"|(?<=[a-zß-öø-ÿа-яёąćęłńóśźż.,;!?”\"’»)])(?<!\d[.,])(?P<plain>\d{1,3})(?=[\s.,;:!?)”\"’»—–-]|$)"
    rf"|(?<=\S)(?P<mark>[†‡§]{{1,3}}|[{_SUPERSCRIPT}]{{1,3}})"
)


@dataclass(frozen=True, slots=True)
class Note:
    """The note that a piece is; ``sign``: (start, end) of its number; ``call``: that of its call in the text."""

    piece: int
    key: str
    sign: tuple[int, int]
    call: tuple[int, int]


def notes(exemplar: ExemplarText, pieces: Sequence[Piece], labelled: Sequence[bool]) -> list[Note]:
    """The notes among ``pieces``, in order. ``labelled``: whether each opens a turn.

    A paragraph is a note when its number is called in the text before it; a number without brackets only where nothing
    but notes, or the end of a page, follows.
    """
    last = max((n for n, has in enumerate(labelled) if has), default=-1)
    found: list[Note] = []
    page_start, block = 0, list[int]()
    at_foot: set[int] = set()
    calls = _calls(exemplar.folded)
    for n, piece in enumerate(pieces):
        if piece.kind == "words" and not labelled[n] and _HEAD.match(exemplar.folded, piece.start, piece.end):
            block.append(n)
        elif piece.kind == "page":
            at_foot |= set(block)
            block = []
        else:
            block = []
    for n, piece in enumerate(pieces):
        if piece.kind == "page":
            page_start = piece.start
        head = _HEAD.match(exemplar.folded, piece.start, piece.end)
        if not head or labelled[n] or piece.kind != "words":
            continue
        if n <= last and n not in at_foot and not (head["square"] or head["mark"]):
            continue
        key = next(group for group in head.groups() if group)
        start = page_start if n in at_foot else 0
        before = [call for call in calls.get(key, ()) if start <= call[0] < piece.start]
        if before:
            sign = (head.start(), head.start() + len(head.group().rstrip()))
            found.append(Note(n, key, sign, before[-1]))
    return found


def note_marks(found: Sequence[Note]) -> list[Span]:
    """The marks of the calls and of the numbers at the heads of the notes."""
    calls = [Span(*note.call, Call(number, note.key)) for number, note in enumerate(found, 1)]
    return [*calls, *(Span(*note.sign, Sign("note-number")) for note in found)]


def _calls(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where each key may be a call: in square brackets, raised, or a number close after a small letter or a stop."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _CALL.finditer(text):
        key = next(group for group in match.groups() if group)
        found.setdefault(key, []).append(match.span())
    return found
