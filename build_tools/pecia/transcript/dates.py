"""Calendar dates in the languages that Babel knows and the exemplars have; never one that is not there."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import NamedTuple

from babel.dates import get_month_names

from pecia.transcript.vocabulary import languages

_YEAR = re.compile(r"\d{4}")
_OF = r"(?: de| del| of| di)?"


class Dated(NamedTuple):
    """A date at (start, end), ISO 8601."""

    start: int
    end: int
    when: str


@cache
def _months() -> dict[str, int]:
    """Every name of a month, in lower case without full stop: whole, in the genitive, abbreviated."""
    found: dict[str, int] = {}
    for language in languages():
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    name = str(name).lower().rstrip(".")
                    if name.isalpha() and len(name) > 2:
                        found.setdefault(name, number)
    return found | {"sept": 9, "märz": 3, "jänner": 1}


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=lambda name: (-len(name), name)))
    month = rf"(?i:{names})"
    return re.compile(
        rf"\b(?:(?P<m1>{month})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>\d{{4}})"
        rf"|(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?{_OF} ?(?P<m2>{month})\.?{_OF},? (?P<y2>\d{{4}})"
        r"|(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?P<y3>\d{4})"
        r"|(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2}))\b"
    )


def dates(text: str, start: int, end: int) -> list[Dated]:
    """Dates in ``text[start:end]``: "March 7, 1951", "7 March 1951", "19. November 1963", "19.11.1963", "1951-03-07".

    With the name of a month in any language of the word lists. One that is in no calendar is none.
    """
    found: list[Dated] = []
    if not _YEAR.search(text, start, end):
        return found
    for match in _pattern().finditer(text, start, end):
        year, month, day = next((match[f"y{n}"], match[f"m{n}"], match[f"d{n}"]) for n in "1234" if match[f"y{n}"])
        number = int(month) if month.isdigit() else _months()[month.lower()]
        try:
            found.append(Dated(*match.span(), datetime.date(int(year), number, int(day)).isoformat()))
        except ValueError:
            continue
    return found


def is_date_line(text: str) -> bool:
    """Whether the paragraph is a date, maybe after a place or a day of the week, and nothing else."""
    bare = text.strip("*_#[]() ")
    found = dates(bare, 0, len(bare))
    if len(found) != 1:
        return False
    before, after = bare[: found[0].start].strip(), bare[found[0].end :].strip(" .,;:")
    suffixed = not after or (after.islower() and len(after) <= 5 and " " not in after)
    return suffixed and (not before or ("," in before and len(before.split()) <= 4))
