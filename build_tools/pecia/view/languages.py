"""What a language code says of how words run: one rule for every format."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_LANGUAGE = re.compile(
    r"[A-Za-z]{2,8}(?:-[A-Za-z]{3}){0,3}(?:-(?P<script>[A-Za-z]{4}))?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
)
"""A language tag (RFC 5646, 2.1), but for its oldest forms and its extensions."""

_SCRIPTS = frozenset(
    ["adlm", "arab", "aran", "armi", "avst", "hebr", "mand", "nkoo", "phli", "phnx", "rohg", "samr", "sarb", "syrc",
     "thaa", "yezi"]
)  # fmt: skip
"""Scripts that run from the right (ISO 15924; Unicode, "Bidi_Class" R and AL)."""

_OLD = frozenset({"arc", "iw", "ji", "nqo", "pnb", "rhg", "syr"})
"""Languages written from the right of which the Unicode CLDR has no locale."""


@lru_cache(4096)
def is_language(code: str) -> bool:
    """Whether ``code`` has the form of a language tag."""
    return _LANGUAGE.fullmatch(code) is not None


@lru_cache(4096)
def from_the_right(code: str) -> bool:
    """Whether text in this language (BCP 47) runs from right to left: by its script, else by its usual script (Unicode
    CLDR, "characterOrder")."""
    found = _LANGUAGE.fullmatch(code)
    if found is None:
        return False
    if found["script"]:
        return found["script"].lower() in _SCRIPTS
    language = code.partition("-")[0].lower()
    if language in _OLD:
        return True
    try:
        return bool(Locale(language).character_order == "right-to-left")
    except (UnknownLocaleError, ValueError):
        return False
