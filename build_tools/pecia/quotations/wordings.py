"""What a cited place reads, in every way in which it may be quoted, and the ways in which a quotation is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pecia.formats.text import corrected_words
from pecia.model import SIGN_MARKS, Emendation, RichText
from pecia.quotations.cited_text import HeldWitness, run_of, wording_of
from pecia.quotations.matching import (
    Pattern,
    fold,
    has_alterations,
    literal,
    with_alterations,
    with_omissions,
)

_LAST_MARK = re.compile(r"([.,;:!?])('*)$")


class Reading(NamedTuple):
    """What a place reads: its words folded and as ``written``; ``corrected``: with the editors' emendations."""

    text: str
    written: str
    corrected: bool


class Place(NamedTuple):
    """What a run of passages reads now, and what it read in each version of the edition (folded, or empty)."""

    readings: tuple[Reading, ...]
    wordings: tuple[tuple[str, str], ...]


NOWHERE = Place((), ())
"""What is to be compared with where no passage is cited."""


def place(witness: HeldWitness, anchors: Sequence[str], versions: Iterable[str]) -> Place:
    """The readings and wordings of the passages from the first of ``anchors`` to the last; none of an unknown run.

    The passages that are in the text now are read as printed and as corrected, with and without the signs of the
    transcript (a page shows them apart from the words) and the labels of the speakers.
    """
    run = run_of(witness, anchors)
    found = [(entry.id, witness.passages[entry.id].content) for entry in run if entry.id in witness.passages]
    read: dict[str, Reading] = {}
    for emended in (False, True):
        for labelled, signs in ((False, True), (False, False), (True, True)):
            texts = (
                text
                for anchor, content in found
                for text in (
                    witness.labels.get(anchor, "") if labelled else "",
                    _words(content, emended=emended, signs=signs),
                )
            )
            written = " ".join(filter(None, texts))
            read.setdefault(fold(written), Reading(fold(written), written, emended))
    read.pop("", None)
    return Place(tuple(read.values()), tuple((version, fold(wording_of(run, version))) for version in versions))


def _words(content: RichText, *, emended: bool, signs: bool) -> str:
    """The words as printed or ``emended``, with the ``signs`` of the transcript or with these struck out."""
    spans = (
        span._replace(mark=Emendation("", "")) if isinstance(span.mark, SIGN_MARKS) and not signs else span
        for span in content.spans
        if emended or not isinstance(span.mark, Emendation)
    )
    return corrected_words(RichText(content.text, tuple(spans)))


class Attempt(NamedTuple):
    """One way to look for a quotation: ``without`` is the punctuation mark at its end that is left out, or empty."""

    pattern: Pattern
    without: str = ""


def attempts(quotation: str) -> tuple[Attempt, ...]:
    """The ways in which a quotation is looked for, the strictest first: as it stands, with its ellipses open, without
    quotation marks around it, without the punctuation mark at its end."""
    folded = fold(quotation)
    bases = [(folded, "")]
    if len(folded) > 2 and folded[0] == folded[-1] == "'":
        bases.append((folded[1:-1].strip(), ""))
    if mark := _LAST_MARK.search(bases[-1][0]):
        bases.append((_LAST_MARK.sub(r"\2", bases[-1][0]), mark[1]))
    found = (
        Attempt(pattern, without)
        for text, without in bases
        for pattern in (literal(text), with_omissions(text))
        if any(character.isalnum() for run in pattern.runs for character in run.text)
    )
    return tuple(dict.fromkeys(found))


def altered(quotation: str, text: str) -> tuple[Pattern, ...]:
    """The same with what stands in square brackets left open, unless the folded ``text`` has it; none for a quotation
    without such brackets."""
    folded = fold(quotation)
    if not has_alterations(folded):
        return ()
    bases = (folded, folded.strip("'"), _LAST_MARK.sub(r"\2", folded), _LAST_MARK.sub("", folded.strip("'")))
    patterns = (with_alterations(base, text) for base in dict.fromkeys(bases))
    return tuple(pattern for pattern in patterns if sum(len(run.text) for run in pattern.runs) > 2)
