"""Words as the search has them: where a text is divided, and which letters count as the same.

``theme/assets/found.js`` follows the same rules in the browser; ``tests/golden/search/words.yml`` holds both to them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SAME = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i",
        "ς": "σ",
        "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", "־": "-", "\u00ad": None,
    }
)  # fmt: skip
"""Letters that Unicode does not take apart and readers take for others; the signs that join the parts of a word."""

_DIVIDED = re.compile(r"[¬⸗][ \n]*")
_SIGN = re.compile(r"[^\w\s]")
_PAIRED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々"
_WORD = re.compile(rf"[{_PAIRED}]+|(?:(?![{_PAIRED}])[^\W_])+(?:['\-\[⁄](?:(?![{_PAIRED}])[^\W_])+)*")
_SINGLE = re.compile(f"[{_PAIRED}]")


@lru_cache(100_000)
def folded(text: str) -> str:
    """``text`` without capitals, accents and divisions at line ends, each letter as readers look for it: ſ is s, ß is
    ss, ligatures are their letters (Unicode Standard Annex 15, NFKD, and a table for what it leaves whole)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", _DIVIDED.sub("", text)).lower()
    return _SIGN.sub(_without_marks, unicodedata.normalize("NFKD", plain)).translate(_SAME)


def places(text: str) -> Iterator[tuple[str, int]]:
    """The words of ``text``, folded, each with its place.

    Places count from 0. The parts of what an apostrophe, a hyphen or a bracket joins ("l’âme", "check-up", "think[s]")
    have places of their own, and the whole has that of its first part. Of Chinese and Japanese, which do not part
    words, each character with the next one is a word, and the last character of a run by itself.
    """
    place = 0
    for found in _WORD.findall(folded(text)):
        if _SINGLE.match(found):
            for at in range(len(found)):
                yield found[at : at + 2], place
                place += 1
        elif found.isalnum():
            yield found, place
            place += 1
        else:
            parts = re.split(r"['\-\[⁄]", found)
            yield "".join(parts), place
            for part in parts:
                yield part, place
                place += 1


def length(text: str) -> int:
    """The number of places in ``text``."""
    return 1 + max((place for _word, place in places(text)), default=-1)


def _without_marks(sign: re.Match[str]) -> str:
    return "" if unicodedata.category(sign[0]).startswith("M") else sign[0]
