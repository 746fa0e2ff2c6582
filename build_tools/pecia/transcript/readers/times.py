"""Times as transcripts and captions write them, in seconds from the beginning."""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,6}))?")
_SECONDS = re.compile(r"\d+(?:[.,]\d+)?")


def seconds(text: str) -> str:
    """``text`` ("00:12:31", "12:31", "1:02.5", "751.5") as decimal seconds, as short as they are; empty where it is no
    time."""
    text = text.strip().strip("[]()").strip()
    if found := _CLOCK.fullmatch(text):
        hours, minutes, rest, fraction = found.groups()
        whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
        return _short(f"{whole}.{fraction or 0}")
    return _short(text.replace(",", ".")) if _SECONDS.fullmatch(text) else ""


def span(start: str, end: str = "") -> str:
    """The value of a time hint, of two times in seconds: "1", "1/3.5"; empty without a start."""
    return "/".join(filter(None, (start, end))) if start else ""


def _short(number: str) -> str:
    """A decimal number without zeros that say nothing."""
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole)}.{fraction}" if fraction else str(int(whole))
