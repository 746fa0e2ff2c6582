"""Paragraphs and what they look like: headings, dates, fields, sentences; nothing here knows who speaks."""

from __future__ import annotations

import datetime
import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_DATE = re.compile(
    rf"\b(?:{_MONTH} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}}) {_MONTH.replace('month', 'month2')} (?P<year2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))\b"
)
_SENTENCE_END = re.compile(r"[.?!…:;][\"”’»)\]*]*$")
_BOLD = re.compile(r"\*\*\S(?:.*\S)?\*\*$", re.DOTALL)
_FIELD_LABEL_WORDS = 5


def dates(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Calendar dates in ``text[start:end]`` as (start, end, yyyy-mm-dd): "March 7, 1951", "7 March 1951",
    "1951-03-07"."""
    found = []
    for match in _DATE.finditer(text, start, end):
        if match["iso"]:
            parts = [int(part) for part in match["iso"].split("-")]
        else:
            month = _MONTHS.index(match["month"] or match["month2"]) + 1
            parts = [int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"])]
        try:
            found.append((*match.span(), datetime.date(*parts).isoformat()))
        except ValueError:
            continue  # 31 June is words, not a date
    return found


def is_date_line(text: str) -> bool:
    """Whether the paragraph is a date and nothing else."""
    return [(0, len(text))] == [(start, end) for start, end, _ in dates(text, 0, len(text))]


def is_field_label(text: str) -> bool:
    """Whether the paragraph is a short label on its own, as "Citation:" in a catalogue entry."""
    return text.endswith(":") and len(text.split()) <= _FIELD_LABEL_WORDS


def is_display(text: str) -> bool:
    """Whether the paragraph is set as a heading: wholly bold, or in capitals but for a word or two."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return bool(_BOLD.match(text)) or (len(letters) > 3 and capitals >= 0.8 * len(letters))


def ends_sentence(text: str) -> bool:
    """Whether the paragraph ends as a sentence does: closing punctuation, maybe within quotation marks or brackets."""
    return bool(_SENTENCE_END.search(text))


def is_heading(text: str) -> bool:
    """Whether a paragraph before the record is a heading: set as one, or not a sentence."""
    return is_display(text) or not ends_sentence(text)


def is_bracketed(text: str, starts: tuple[str, ...]) -> bool:
    """Whether the paragraph is one pair of square brackets whose words begin with one of ``starts`` (asterisks
    aside)."""
    inner = text[1:-1].lstrip("*_ ")
    return text.startswith("[") and text.endswith("]") and inner.startswith(starts)
