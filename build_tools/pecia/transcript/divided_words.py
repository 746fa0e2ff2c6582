"""Words that a line end divides: “govern-” at the end of a line, “ment” at the head of the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pecia.model import Division, Span
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.rows import Rows

_TAIL = re.compile(r"[^\W\d_]+-$")
_HEAD = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"[^\W\d_]+-[^\W\d_]+")


def divisions(exemplar: ExemplarText, rows: Rows) -> Iterator[Span]:
    """The hyphen, and the space after it, of each word divided between two lines of words that stand together.

    A word that the text has elsewhere with a hyphen in the middle of a line is a compound, and keeps it.
    """
    text = exemplar.folded
    if "- " not in text:
        return
    compounds = {match.group().lower() for match in _HYPHENED.finditer(text)}
    for before, row in pairwise(rows.rows):
        end = before.line.end
        if text[end - 1] != "-" or before.kind != "words" or row.kind != "words":
            continue
        tail = _TAIL.search(text, max(before.words, end - 40), end)
        head = _HEAD.match(text, row.words, row.line.end)
        if tail and head and head.group()[0].islower() and f"{tail.group()}{head.group()}".lower() not in compounds:
            yield Span(end - 1, row.line.start, Division())
