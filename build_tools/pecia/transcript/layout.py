"""What a paragraph looks like: a heading, a field's label, a bracketed note; nothing here knows who speaks."""

from __future__ import annotations

import re

from pecia.transcript.sentences import ends_sentence

_BOLD = re.compile(r"\*\*\S(?:[^*]*\S)?\*\*|__\S(?:[^_]*\S)?__")
_MARKED = re.compile(r"#{1,6} \S")
_FIELD_LABEL_WORDS = 5
_HEADING_WORDS = 16
_CENTRED = 12
_TITLE_WORDS = 6


def is_field_label(text: str) -> bool:
    """Whether the paragraph is a short label on its own, as “Citation:” in a catalogue entry."""
    return text.rstrip("*_").endswith(":") and len(text.split()) <= _FIELD_LABEL_WORDS


def is_display(text: str) -> bool:
    """Whether the paragraph is set as a heading: marked as one, wholly bold, or in capitals but for a word or two."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    set_apart = bool(_BOLD.fullmatch(text)) or bool(_MARKED.match(text))
    return set_apart or (len(letters) > 3 and capitals >= 0.8 * len(letters))


def is_heading(text: str) -> bool:
    """Whether a paragraph before the record is a heading: set as one, or short and not a sentence."""
    return is_display(text) or (not ends_sentence(text[-40:]) and len(text.split()) <= 3 * _HEADING_WORDS)


def is_heading_within(text: str, indent: int) -> bool:
    """Whether a paragraph between turns is a heading, by layout alone: marked, bold, centred, or capitals that are no
    exclamation."""
    words = text.split()
    if len(words) > _HEADING_WORDS:
        return False
    if _MARKED.match(text) or _BOLD.fullmatch(text):
        return True
    capitals = text.isupper() and len(words) > 1 and len(text) > 5
    return (capitals or indent >= _CENTRED) and text[-1] not in ".?!…:;,-—–"


def is_short_title(text: str) -> bool:
    """Whether the paragraph is a few words that begin with a capital and end no sentence, or a number: as a heading."""
    words = text.split()
    if text.isdigit():
        return True
    return 1 < len(words) <= _TITLE_WORDS and (text[0].isupper() or text[0].isdigit()) and text[-1].isalnum()


def is_bracketed(text: str, starts: tuple[str, ...]) -> bool:
    """Whether the paragraph is one pair of square brackets whose words begin with one of ``starts`` (asterisks
    aside)."""
    inner = text[1:-1].lstrip("*_ ")
    return text.startswith("[") and text.endswith("]") and inner.startswith(starts)
