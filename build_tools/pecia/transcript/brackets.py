"""Brackets in a text: events, times, insertions of a translator or editor, glosses in the original's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pecia.model import Delivery, Event, Gloss, Insertion, Span, Time, Unheard
from pecia.model.conventions import Conventions
from pecia.model.edition import Responsibility, Witness
from pecia.model.findings import Finding
from pecia.transcript import times
from pecia.transcript.events import event
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.name_shapes import Shape, shape
from pecia.transcript.places import PlacedRulings
from pecia.transcript.vocabulary import Vocabulary

_DASHES = r"(?:—|–|-{1,2})"
_SIGNATURE_LIKE = re.compile(rf"{_DASHES} ?(?P<signature>[a-z]{{1,12}}\.)\]$")
_ONE_WORD = re.compile(r"\[[^\W\d_]+(?:['’ʹʼ-][^\W\d_]*)*\]")
_BRACKET = re.compile(r"[\[\]]")
_VOICE = re.compile(r"\[(?P<name>[^\W\d_][^:\[\]]{1,50}): ")
"""“[HON. MEMBERS: "Oh."]”: what others call out."""

_ROUND = re.compile(r"\([^()\[\]]{2,80}\)")
_ROUND_WORDS = 5
_ASIDE = re.compile(r"\([^()]{2,70}\)|\[[^\[\]]{2,70}\]")
_ASIDE_WORDS = 7


def bracket_spans(
    exemplar: ExemplarText,
    start: int,
    end: int,
    witness: Witness,
    conventions: Conventions,
    vocabulary: Vocabulary,
    rulings: PlacedRulings,
    taken: Sequence[Span],
) -> tuple[list[Span], list[Finding]]:
    """The marks on what is in square brackets in ``exemplar.folded[start:end]``, positions counted in the folded
    exemplar. ``taken``: marks that stand already; what they cover is passed over.

    Brackets of nobody known are left as they are (T115).
    """
    text = exemplar.folded
    spans: list[Span] = []
    findings: list[Finding] = []
    for opening, closing in _pairs(text, start, end):
        if any(span.start <= opening < span.end for span in taken):
            continue
        if closing is None:
            if not rulings.within(opening, opening + 1, "doubt", "emendation"):
                findings.append(Finding("T107", f"“{text[opening]}” has no counterpart", exemplar.locus(opening)))
            continue
        words = text[opening:closing]
        if rulings.on(opening, closing, "not-an-insertion"):
            continue
        gloss = rulings.on(opening, closing, "gloss")
        insertion = rulings.on(opening, closing, "insertion")
        signed = _signed(witness.responsibilities, words)
        if not gloss and not insertion and not signed and (mark := _unspoken(words, vocabulary)):
            spans.append(Span(opening, closing, mark))
            continue
        hand = (
            insertion.ruling.value if insertion and insertion.ruling.value else _hand(witness.responsibilities, words)
        )
        if (like := _SIGNATURE_LIKE.search(words)) and not insertion and not signed:
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


def round_spans(text: str, start: int, end: int, vocabulary: Vocabulary, taken: Sequence[Span]) -> Iterator[Span]:
    """Events in round brackets: "(laughter)"; times with hours: "(00:12:31)"."""
    for match in _ROUND.finditer(text, start, end):
        if any(span.start <= match.start() < span.end for span in taken):
            continue
        if time := times.BRACKETED.fullmatch(match.group()):
            yield Span(*match.span(), Time(*times.limits(time)))
        elif len(match.group().split()) <= _ROUND_WORDS and (mark := event(match.group(), vocabulary)):
            yield Span(*match.span(), mark)


def aside_at_head(text: str, start: int, end: int, vocabulary: Vocabulary) -> Span | None:
    """The bracketed aside at the head of a turn, which says how it was spoken: "(smiling) Is …"."""
    match = _ASIDE.match(text, start, end)
    if not match or match.end() >= end or event(match.group(), vocabulary):
        return None
    words = match.group()[1:-1]
    mannered = words[0].islower() or words.lower().startswith("by ")
    fits = mannered and len(words.split()) <= _ASIDE_WORDS and words[-1].isalpha()
    return Span(*match.span(), Delivery()) if fits and text[match.end()] == " " else None


def _unspoken(words: str, vocabulary: Vocabulary) -> Event | Unheard | Time | None:
    if time := times.BRACKETED.fullmatch(words):
        return Time(*times.limits(time))
    voice = _VOICE.match(words)
    if voice and shape(voice["name"], vocabulary) is Shape.STRONG:
        return Event("vocal")
    return event(words, vocabulary)


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int | None]]:
    """Each bracket pair as (start, end); a bracket without a partner as (its position, None)."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
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
