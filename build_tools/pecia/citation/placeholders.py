"""Stand-ins: what the processor is given in place of our words, and our words put back into what it returns.

Styles change words: "MacLean" in a title becomes "Maclean" under title case, "$5 and $6" becomes mathematics, and a
name in braces keeps neither its quotation marks nor its full stop apart from the style's. So the processor sees none of
our words, only characters that have no meaning, and every word is put back as it was written. What a style would have
decided by looking at the words is decided here, as all three manuals have it: quotation marks inside quotation marks
are turned, a full stop or comma stands before those that close, and no full stop follows another mark that ends a
sentence (The Chicago Manual of Style, 6.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pecia.citation.forms import Run, Slot, Template, joined, one_line


class Cased(str):
    """Words that begin with a capital where they begin a sentence of the citation, and else in lower case."""

    __slots__ = ()


class Translators(str):
    """Names that stand after the title and the mark that closes it, with what the mark asks for before them: "trans."
    in a note, "Translated by" where it is a full stop (CMOS 18, chapter 14, on translators of a part of a work; MLA 9,
    chapter 5, on contributors to the source within a container)."""

    __slots__ = ()


Meaning = tuple[str | Slot, ...]
"""What stands for a stand-in: our words, perhaps with a slot; nothing for an author that must not be printed."""

_END = "\ue000"
"""Ends each stand-in of a text: a given name of one character would be taken for an initial, and one character twice is
read as one."""

_STAND_IN = re.compile(
    rf"[\ue001-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]{_END}|https://[0-9]+\.invalid/|(?<![0-9])[0-9]{{4}}(?![0-9])"
)
_QUOTED = re.compile("“([^“”]*)”")
_QUOTED_WITHIN = re.compile(r"‘([^‘]*?)’(?!\w)")
_DOUBLED = r"“\1”"
_SINGLE = str.maketrans("“”", "‘’")
_ENDS_A_SENTENCE = (".", "?", "!", "…")


class StandIns:
    """Gives out stand-ins for texts and remembers what each stands for in ``meanings``."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts``: those that the processor is given as they are, dates and numbers; no stand-in occurs in them."""
        joined = "\0".join(texts)
        self.meanings: dict[str, Meaning] = {}
        self._years: dict[str, str] = {}
        self._characters = map(chr, _private_use())
        self._free_years = (year for year in map(str, range(9999, 999, -1)) if year not in joined)

    def text(self, text: str) -> str:
        """A stand-in for ``text``: a character of private use and the end mark."""
        return self._standing_for(next(self._characters) + _END, (text,))

    def title(self, text: str, within: str = "", after: Translators | None = None) -> str:
        """A stand-in for a title with what stands ``within`` the mark that closes it, or ``after`` that."""
        return self._standing_for(next(self._characters) + _END, (f"{text}{within}", *([after] if after else [])))

    def slot(self, slot: Slot) -> str:
        """A stand-in for a slot."""
        return self._standing_for(next(self._characters) + _END, (slot,))

    def nobody(self) -> str:
        """A stand-in for an author that is not printed, and not the mark after it either."""
        return self._standing_for(next(self._characters) + _END, ())

    def year(self, words: str) -> str:
        """A year that stands for a date in words; the same one for the same words."""
        if words not in self._years:
            self._years[words] = self._standing_for(next(self._free_years), (words,))
        return self._years[words]

    def address(self, url: str, fragment: Slot | None = None) -> str:
        """A web address that stands for ``url``, and for the slot after it."""
        return self._standing_for(f"https://{len(self.meanings)}.invalid/", (url, *((fragment,) if fragment else ())))

    def _standing_for(self, stand_in: str, meaning: Meaning) -> str:
        self.meanings[stand_in] = tuple(
            type(part)(one_line(part)) if isinstance(part, str) else part for part in meaning
        )
        return stand_in


def stand_ins(text: str) -> Iterator[str]:
    """What looks like a stand-in in ``text``, in order."""
    return (found[0] for found in _STAND_IN.finditer(text))


class _Piece(NamedTuple):
    text: str
    italic: bool
    kind: str
    """``style`` or ``ours``; ``closing`` for a quotation mark that closes."""


def put_back(runs: Iterable[Run], meanings: Mapping[str, Meaning]) -> Template:
    """What the processor returned, with our words and slots in their places; adjacent runs of one kind are joined."""
    pieces: list[_Piece | Slot] = []
    open_quotes, nobody = 0, False
    translators, plural = "", False
    for run in runs:
        at = 0
        for found in (*_STAND_IN.finditer(run.text), None):
            style = _tidy(run.text[at : found.start() if found else None])
            if nobody and style:
                style, nobody = style.lstrip(".,").lstrip(" "), False
            if plural:
                style = style.replace("(Ed.)", "(Eds.)", 1)
                plural = not style
            open_quotes = max(open_quotes + style.count("“") - style.count("”"), 0)
            if translators and style:
                _append_style(pieces, *_translated(style, translators), italic=run.italic)
                translators = ""
            else:
                _append_style(pieces, style, italic=run.italic)
            if found:
                at = found.end()
                meaning = meanings.get(found[0], (found[0],))
                nobody = not meaning
                for part in meaning:
                    if isinstance(part, Slot):
                        pieces.append(part)
                    elif isinstance(part, Translators):
                        translators = part
                    elif isinstance(part, Cased):
                        _append_ours(pieces, _as_begun(part, pieces), run.italic)
                        plural = part.startswith(MANY)
                    else:
                        _append_ours(pieces, turned(part) if open_quotes else part, run.italic)
    return joined(part if isinstance(part, Slot) else Run(part.text, part.italic) for part in pieces)


MANY = "the editors "
"""How a whole name begins that is several editors."""

_ABBREVIATED = re.compile(r"\b(?:eds?|trans|vol|no)\. $")


def _as_begun(text: str, before: Sequence[_Piece | Slot]) -> str:
    last = before[-1] if before else None
    shown = last.text if isinstance(last, _Piece) else ""
    begins = last is None or (shown.endswith((". ", "(", "? ", "! ")) and not _ABBREVIATED.search(shown))
    return text[:1].upper() + text[1:] if begins else text


def _translated(style: str, translators: str) -> tuple[str, str, str]:
    """The mark with which the style closes a title, the translators, and what follows."""
    closing = re.match(r"[.,]?”?[.,]?", style)
    mark = closing[0] if closing else ""
    words = f" Translated by {translators}." if "." in mark else f" trans. {translators}{',' if ',' in mark else ''}"
    return mark, words, style[len(mark) :]


def turned(text: str) -> str:
    """``text`` as it stands inside double quotation marks: its own double ones become single, and those in them double.

    An apostrophe is no quotation mark: only a ’ that has its ‘ and is not followed by a letter closes.
    """

    parts, at = [], 0
    for quoted in _QUOTED.finditer(text):
        parts += [text[at : quoted.start()].translate(_SINGLE), f"‘{_QUOTED_WITHIN.sub(_DOUBLED, quoted[1])}’"]
        at = quoted.end()
    return "".join([*parts, text[at:].translate(_SINGLE)])


def _append_style(pieces: list[_Piece | Slot], style: str, ours: str = "", rest: str = "", *, italic: bool) -> None:
    """Adds what the style says, piece by piece, with words of ours in it."""
    for text, kind in ((style, "style"), (ours[:-1], "ours"), (ours[-1:], "style"), (rest, "style")):
        for part in re.split("([”])", text):
            _append(pieces, _Piece(part, italic, "closing" if part == "”" and kind == "style" else kind))


def _append_ours(pieces: list[_Piece | Slot], text: str, italic: bool) -> None:
    closing = ""
    while text.endswith(("”", "’")) and {"”": "“", "’": "‘"}[text[-1]] in text:
        text, closing = text[:-1], text[-1] + closing
    for part, kind in ((text, "ours"), *((mark, "closing") for mark in closing)):
        if part:
            pieces.append(_Piece(part, italic, kind))


def _append(pieces: list[_Piece | Slot], piece: _Piece) -> None:
    """Adds what the style says: its stop or comma stands before quotation marks that close, and no stop is doubled."""
    if not piece.text:
        return
    at = len(pieces)
    while at and (before := pieces[at - 1]) and isinstance(before, _Piece) and before.kind == "closing":
        at -= 1
    last = pieces[at - 1] if at else None
    if piece.kind == "style" and piece.text[0] in ".,":
        if piece.text[0] == "." and isinstance(last, _Piece) and last.text.endswith(_ENDS_A_SENTENCE):
            piece = piece._replace(text=piece.text[1:])
        elif at < len(pieces):
            italic = pieces[at].italic  # type: ignore[union-attr]
            pieces.insert(at, _Piece(piece.text[0], italic, "style"))
            piece = piece._replace(text=piece.text[1:])
    if piece.text:
        pieces.append(piece)


def _tidy(style: str) -> str:
    """What the style says, without the comma that hayagriva 0.10 leaves after a year with no month: "(1996,)"."""
    return style.replace(",)", ")")


def _private_use() -> Iterator[int]:
    """The code points of private use (Unicode 16, section 23.5)."""
    yield from range(0xE001, 0xF900)
    yield from range(0xF0000, 0xFFFFE)
    yield from range(0x100000, 0x10FFFE)
