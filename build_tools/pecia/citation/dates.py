"""Dates as citations and reference managers want them: divided into numbers, or left as the words they are."""

from __future__ import annotations

import re
from datetime import date

from pecia.phrases import date_in_words

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def divided(text: str) -> tuple[int, ...]:
    """Year, year and month, or year, month and day of an ISO 8601 date of the calendar; empty for anything else.

    >>> divided("1951-03"), divided("Spring 1951")
    ((1951, 3), ())
    """
    found = _ISO.fullmatch(text.strip())
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)
    try:
        date(*((*parts, 1, 1))[:3])
    except ValueError:
        return ()
    return parts


def year(text: str) -> str:
    """The first number of four digits in ``text``; empty when it has none."""
    found = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
    return found[0] if found else ""


def forms(text: str) -> tuple[str, ...]:
    """The ways in which a title may already give the date: as it is written, in British and in American order."""
    words = date_in_words(text)
    match words.split():
        case day, month, year if divided(text):
            return text, words, f"{month} {day}, {year}"
    return text, words
