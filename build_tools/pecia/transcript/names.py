"""Name forms as patterns: how a label or a register's form of a name may be spaced in a text."""

from __future__ import annotations

import re
from functools import lru_cache

SPACE = "[ \u00a0]"


@lru_cache(maxsize=100_000)
def form_pattern(form: str) -> str:
    """A regular expression for ``form`` in which white space after a full stop may be there or not.

    So "A. B. Ekberg" also matches "A.B. Ekberg" and "A.B.Ekberg": printers differ, the name does not.
    """
    words = form.split()
    pattern = ""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        pieces = re.split(r"(?<=\.)(?=[^\s.])", word)
        pattern += f"{SPACE}?".join(re.escape(piece) for piece in pieces)
        if following:
            pattern += f"{SPACE}?" if word.endswith(".") else SPACE
    return pattern


def alternatives(forms: tuple[str, ...] | list[str]) -> str:
    """One pattern for any of ``forms``, the longest first so that a longer name is never cut short."""
    return "|".join(form_pattern(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)))
