"""Values into words: dates, durations, certainties, languages, sizes, lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale

from pecia.model import Certainty
from pecia.model.edition import Part

NOT_ESTABLISHED = "not established"

_CERTAINTY: dict[Certainty, str] = {"high": "", "medium": "inferred", "low": "unconfirmed", "unknown": NOT_ESTABLISHED}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@cache
def _english() -> Locale:
    return Locale("en")


def certainty_in_words(certainty: Certainty) -> str:
    """What is said of a statement's certainty; nothing of what is established."""
    return _CERTAINTY[certainty]


@cache
def _months() -> tuple[str, ...]:
    wide = _english().months["format"]["wide"]
    return tuple(str(wide[number]) for number in range(1, 13))


def clock(seconds: str) -> str:
    """Decimal seconds as hours, minutes and seconds: "751.5" as "12:31", "3600" as "1:00:00"; fractions are dropped."""
    whole = int(float(seconds))
    minutes = f"{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{whole // 3600}:{minutes}" if whole >= 3600 else minutes.removeprefix("0")


def date_in_words(iso: str) -> str:
    """``1951-03-07`` as "7 March 1951", ``1951-03`` as "March 1951"; anything else as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", iso)
    if not match or not 1 <= int(match[2]) <= 12:
        return iso
    month = _months()[int(match[2]) - 1]
    return " ".join([*([str(int(match[3]))] if match[3] else []), month, match[1]])


def duration_in_words(iso: str) -> str:
    """``PT2H15M`` as "2 hours 15 minutes"; anything that is no such duration as it is."""
    match = _DURATION.fullmatch(iso)
    if not match or not any(match.groups()):
        return iso
    units = zip(match.groups(), ("day", "hour", "minute", "second"), strict=True)
    return " ".join(counted(int(number), unit) for number, unit in units if number and int(number))


def counted(number: int, noun: str) -> str:
    """ "1 turn", "2 turns"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def language_in_words(code: str) -> str:
    """``ru-Latn`` (BCP 47) as "Russian, in Latin script"; a subtag without a known name stays as it is."""
    language, *rest = code.split("-")
    name = str(_english().languages.get(language.lower(), language))
    scripts = [str(_english().scripts[tag.title()]) for tag in rest if tag.title() in _english().scripts]
    return ", in ".join([name, *(f"{script} script" for script in scripts)])


def size_in_words(size: int) -> str:
    """A number of bytes as "812 bytes", "84 kB" or "1.2 MB" (1 kB is 1,000 bytes)."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def listed(items: Sequence[str], before_last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {before_last} {items[-1]}"


PARTS: Mapping[Part, str] = {
    "speaker": "speaker", "present": "present", "interpreter": "interpreter", "note-taker": "note-taker",
    "sender": "sender", "addressee": "addressee", "other": "",
}  # fmt: skip
"""The part that someone took, in words; nothing where only the role says it."""


def sentence(text: str) -> str:
    """``text`` with a full stop, unless it ends a sentence already."""
    return text if not text or re.search(r"[.?!…][\"”’»)\]]*$", text) else f"{text}."


def shortened(text: str, limit: int) -> str:
    """The first words of ``text``, at most ``limit`` characters, with an ellipsis when something is left out."""
    if len(text) <= limit:
        return text
    return text[: text.rfind(" ", 0, limit + 1) if " " in text[: limit + 1] else limit].rstrip(" ,;:–—-") + " …"
