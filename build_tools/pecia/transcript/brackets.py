"""Square brackets in a text: insertions of a translator or editor, and glosses in the original's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pecia.conventions import Conventions
from pecia.findings import Finding
from pecia.model import Gloss, Insertion, Span
from pecia.record import Responsibility, Witness
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.places import PlacedRulings

_DASHES = r"(?:—|–|-{1,2})"
_SIGNATURE_LIKE = re.compile(rf"{_DASHES} ?(?P<signature>[a-z]{{1,12}}\.)\]$")
_ONE_WORD = re.compile(r"\[[^\W\d_]+(?:['’ʹʼ-][^\W\d_]*)*\]")


def bracket_spans(
    exemplar: ExemplarText,
    start: int,
    end: int,
    witness: Witness,
    conventions: Conventions,
    rulings: PlacedRulings,
) -> tuple[list[Span], list[Finding]]:
    """Insertions and glosses in ``exemplar.folded[start:end]``, positions counted in the folded exemplar."""
    text = exemplar.folded
    spans: list[Span] = []
    findings: list[Finding] = []
    for opening, closing in _pairs(text, start, end):
        if closing is None:
            if not rulings.within(opening, opening + 1, "doubt", "emendation"):
                findings.append(Finding("T107", f"“{text[opening]}” has no partner", exemplar.locus(opening)))
            continue
        words = text[opening:closing]
        if rulings.on(opening, closing, "not-an-insertion"):
            continue
        gloss = rulings.on(opening, closing, "gloss")
        insertion = rulings.on(opening, closing, "insertion")
        hand = (
            insertion.ruling.value if insertion and insertion.ruling.value else _hand(witness.responsibilities, words)
        )
        if (like := _SIGNATURE_LIKE.search(words)) and not insertion and not _signed(witness.responsibilities, words):
            findings.append(Finding("T111", f"“{like['signature']}” in “{words}”", exemplar.locus(opening)))
        elif hand is None:
            findings.append(Finding("T115", f"“{words}”", exemplar.locus(opening)))
        if hand is None:
            continue
        if gloss:
            spans.append(Span(opening, closing, Gloss(gloss.ruling.value or conventions.gloss_language, hand)))
            continue
        stands_free = text[opening - 1 : opening] in ("", " ") or opening == start
        if conventions.gloss_language and not insertion and stands_free and _ONE_WORD.fullmatch(words):
            findings.append(Finding("T106", f"“{words}”", exemplar.locus(opening)))
        spans.append(Span(opening, closing, Insertion(hand)))
    return spans, findings


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int | None]]:
    """Each bracket pair as (start, end); a bracket without a partner as (its position, None)."""
    opened: list[int] = []
    for match in re.compile(r"[\[\]]").finditer(text, start, end):
        if match.group() == "[":
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.end()
        else:
            yield match.start(), None
    for position in opened:
        yield position, None


def _signed(hands: Sequence[Responsibility], words: str) -> str | None:
    for hand in hands:
        for signature in hand.signatures:
            sign = signature.lstrip("—–- ")
            if re.search(rf"{_DASHES} ?{re.escape(sign)}\]$", words):
                return hand.id
    return None


def _hand(hands: Sequence[Responsibility], words: str) -> str | None:
    """The id of the hand that signs the insertion, or of the one that unsigned insertions are ascribed to."""
    return _signed(hands, words) or next((hand.id for hand in hands if hand.unsigned), None)
