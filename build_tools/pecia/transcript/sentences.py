"""Where sentences end."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.?!…:;。！？؟۔][\"”’»›)\]*_]*(?:\[?\d{1,3}\]?| \([A-Z/]{1,4}\))?$")
_CUT = re.compile(r"(?:[^\W\d_]-?|,)[\"”’»)\]*_]*$")


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does: closing punctuation, maybe within quotation marks or brackets."""
    return bool(_SENTENCE_END.search(text))


def breaks_off(text: str) -> bool:
    """Whether ``text`` ends in the middle of a sentence: with a letter or a comma, and no dash or dots."""
    return bool(_CUT.search(text))
