"""Printed times: what they look like, and how many seconds from the beginning they name."""

from __future__ import annotations

import re
from decimal import Decimal

_CLOCK = r"(?:(?:\d{1,3}:)?\d{1,2}:[0-5]\d(?:[.,]\d{1,3})?|\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3})"
_RANGE = rf"{_CLOCK}(?: ?(?:-->|-|–|—) ?{_CLOCK})?"
AT_START = re.compile(
    rf"(?:\[(?P<square>{_RANGE})\]|\((?P<round>{_RANGE})\)|<(?P<angle>{_RANGE})>|(?P<bare>{_RANGE}))(?=\W|$)"
)
"""A time at the head of a line, in brackets or bare; the next character is no letter or digit."""

BRACKETED = re.compile(rf"\[(?P<square>{_RANGE})\]|\((?P<round>\d{{1,3}}:\d{{2}}:[0-5]\d(?:[.,]\d{{1,3}})?)\)")
"""A time within words: in square brackets, or with hours in round ones."""

_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_HALF = r"[ \u00a0]?(?:[AaPp]\.?[Mm]\b\.?)"
_MOMENT = rf"(?:{_DAY}(?:T|,? ){_CLOCK}Z?(?:{_HALF})?|{_CLOCK}{_HALF}(?:,? {_DAY})?|{_CLOCK},? {_DAY})"
STAMP = re.compile(rf"(?:\[{_MOMENT}\]|\({_MOMENT}\)|<{_MOMENT}>|{_MOMENT})(?=\W|$)")
"""The date and time of day of a message: “[2021-03-04 10:15]”, “04/03/2021, 10:15”, “10:32 AM”. It counts from no
beginning."""

FLIGHT = re.compile(r"(?P<days>\d{2}) (?P<hours>\d{2}) (?P<minutes>\d{2}) (?P<seconds>\d{2})(?= [^\W\d_])")
"""Days, hours, minutes and seconds of a flight, as air-to-ground transcripts print them."""


def seconds(clock: str) -> str:
    """Decimal seconds of “h:mm:ss”, “m:ss” or “h:mm:ss,mmm”, without superfluous zeros."""
    parts = clock.replace(",", ".").split(":")
    total = sum((Decimal(part) * 60**power for power, part in enumerate(reversed(parts))), Decimal(0))
    return f"{total.normalize():f}"


def limits(match: re.Match[str]) -> tuple[str, str]:
    """(start, end) of a match of :data:`AT_START` or :data:`BRACKETED`, in seconds; the end may be empty."""
    words = next(group for group in match.groups() if group)
    first, *rest = re.split(r" ?(?:-->|-|–|—) ?", words)
    return seconds(first), seconds(rest[0]) if rest else ""


def flight_seconds(match: re.Match[str]) -> str:
    """The seconds of a match of :data:`FLIGHT`."""
    days, hours, minutes, rest = (int(group) for group in match.groups())
    return str(((days * 24 + hours) * 60 + minutes) * 60 + rest)
