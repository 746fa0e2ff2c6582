"""Words and punctuation marks of a text, the units that collation compares.

White-space rule: white space parts tokens and is none itself. Whether a token has white space before it is remembered,
so that a text can be given back exactly, but two tokens that differ in that alone are the same reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"  # a number with its separators
    r"|(?<!\w)[^\W\d_]\.(?!\.)"  # an initial with its full stop: "A.B." and "A. B." are the same two tokens
    r"|\w+(?:['’ʹʼ-]\w+)*"  # a word, with apostrophes and hyphens inside
    r"|[^\w\s]",  # a punctuation mark or sign
    re.UNICODE,
)


class Token(NamedTuple):
    """``text`` stands at (start, end) of the tokenised string; ``spaced`` when white space comes before it."""

    text: str
    start: int
    end: int
    spaced: bool

    @property
    def is_word(self) -> bool:
        """Whether the token is a word or number, not a punctuation mark."""
        return self.text[0].isalnum()


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of ``text`` in order; every character that is not white space is in exactly one of them."""
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        tokens.append(Token(match.group(), match.start(), match.end(), match.start() > end))
        end = match.end()
    return tuple(tokens)


def untokenise(tokens: Sequence[Token]) -> str:
    """The text of ``tokens`` with one space where white space stood; none before the first."""
    return "".join((" " if token.spaced and number else "") + token.text for number, token in enumerate(tokens))
