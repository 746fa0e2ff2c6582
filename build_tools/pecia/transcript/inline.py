"""Marks on the words of one passage: brackets, delivery, emendations, names, dates, addresses, highlighting."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pecia.model import (
    Call,
    DateMark,
    Delivery,
    Division,
    Doubt,
    Emendation,
    Event,
    Furniture,
    Gloss,
    Highlight,
    Insertion,
    LineNumber,
    Link,
    Mention,
    PageBreak,
    PageMark,
    PassageKind,
    RichText,
    Sign,
    Span,
    Time,
    Unheard,
)
from pecia.model.conventions import Conventions
from pecia.model.edition import Entry, Witness
from pecia.model.findings import Finding
from pecia.transcript.brackets import aside_at_head, bracket_spans, round_spans
from pecia.transcript.dates import dates
from pecia.transcript.drafts import DraftPassage, Label
from pecia.transcript.events import BRACKETS, event
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.mentions import mention_spans, within_borders
from pecia.transcript.names import SPACE, alternatives
from pecia.transcript.places import PlacedRulings
from pecia.transcript.rows import PORTION
from pecia.transcript.vocabulary import Vocabulary

_HIGHLIGHT = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
_ADDRESS = re.compile(r"https?://[^\s<>\"\[\]]+")
_BULLET = re.compile(r"[-*•–·](?= )|\d{1,2}[.)](?= )")
_ORDER: tuple[type, ...] = (
    PageBreak, PageMark, Furniture, LineNumber, Time, Event, Unheard, Highlight, Sign, Call, Division, Delivery,
    Insertion, Gloss, Link, DateMark, Mention, Emendation, Doubt,
)  # fmt: skip
"""Of marks with the same limits, which is the outer one."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What marks are made from: the text, what is stated of its witness, the registers and rulings, ``forms``: of
    each speaker's labels, and ``placed``: the marks of layout, by place."""

    exemplar: ExemplarText
    witness: Witness
    conventions: Conventions
    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    rulings: PlacedRulings
    forms: Mapping[str, tuple[str, ...]]
    placed: Sequence[Span]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> list[Span]:
        """The marks of layout in (start, end); of those without width, one at the start and none at the end."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return [span for span in self.placed[first:last] if span.end <= end]


def passage_text(marking: Marking, draft: DraftPassage, *, opens: bool) -> tuple[RichText, list[Finding]]:
    """The words of ``draft`` with their marks; positions of the result count from the passage's first character.

    ``opens``: whether it is the first of a turn.
    """
    start, end = draft.start, draft.end
    exemplar, rulings, vocabulary = marking.exemplar, marking.rulings, marking.vocabulary
    text = exemplar.folded
    findings: list[Finding] = []
    placed = marking.within(start, end)
    if draft.kind is PassageKind.EVENT:
        return _rich(text, start, end, list(_events(text, start, end, vocabulary))), []
    if draft.kind in (PassageKind.SIGN, PassageKind.PAGE):
        return _rich(text, start, end, placed), []
    spans = [Span(position, position, mark) for position, mark in draft.breaks] + placed
    if opens and (aside := aside_at_head(text, start, end, vocabulary)):
        signs = [r for r in marking.witness.responsibilities if r.unsigned] if text[start] == "[" else []
        spans += [] if signs or rulings.within(start, start + 1, "insertion", "gloss") else [aside]
    if opens and (portion := PORTION.match(text, start, end)):
        spans.append(Span(*portion.span(), Furniture("classification")))
    if draft.kind is PassageKind.ITEM and (bullet := _BULLET.match(text, start, end)):
        spans.append(Span(*bullet.span(), Sign("bullet")))
    if text.startswith("> ", start) and end - start > 2:
        spans.append(Span(start, start + 1, Sign("quotation")))
    spans += _highlights(text, start, end)
    spans += [Span(s, e, DateMark(when)) for s, e, when in dates(text, start, end)]
    spans += _addresses(text, start, end)
    if draft.kind not in (PassageKind.SOURCE_NOTE, PassageKind.STAGE):
        brackets, found = bracket_spans(
            exemplar, start, end, marking.witness, marking.conventions, vocabulary, rulings, spans
        )
        spans += brackets
        findings += found
        spans += round_spans(text, start, end, vocabulary, spans)
    if draft.kind is PassageKind.SPEECH and draft.who:
        spans += _reporting_clauses(text, start, end, marking, draft.who)
    spans += list(_ruled(start, end, rulings))
    mentions, found = mention_spans(exemplar, start, end, marking.entries, rulings)
    findings += found
    no_words = [span for span in spans if isinstance(span.mark, Link | PageMark | Furniture | Call | Time)]
    mentions = [m for m in mentions if not any(a.start <= m.start < a.end for a in no_words)]
    mentions, found = within_borders(exemplar, mentions, spans, rulings)
    findings += found
    nested, found = _nested([*spans, *mentions], exemplar, rulings)
    return _rich(text, start, end, nested), findings + found


def _events(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Span]:
    """The events that a paragraph consists of, each with what stands round it."""
    found = list(BRACKETS.finditer(text, start, end))
    if not found:
        yield Span(start, end, event(text[start:end], vocabulary) or Event("incident"))
    at = start
    for number, match in enumerate(found):
        close = found[number + 1].start() if number + 1 < len(found) else end
        close -= text[close - 1] == " "
        yield Span(at, close, event(match.group(), vocabulary) or Event("incident"))
        at = close + 1


def label_text(marking: Marking, label: Label) -> tuple[RichText, list[Finding]]:
    """The literal label with its signs, times and asides marked, and the rulings that touch it."""
    spans = [*label.marks, *marking.within(label.start, label.end)]
    spans += list(_ruled(label.start, label.end, marking.rulings))
    nested, findings = _nested(spans, marking.exemplar, marking.rulings)
    return _rich(marking.exemplar.folded, label.start, label.end, nested), findings


def _rich(text: str, start: int, end: int, spans: Sequence[Span]) -> RichText:
    return RichText(text[start:end], tuple(Span(s.start - start, s.end - start, s.mark) for s in spans))


def _highlights(text: str, start: int, end: int) -> Iterator[Span]:
    """``**bold**`` and ``*italic*``: the words with their signs, and the signs."""
    for match in _HIGHLIGHT.finditer(text, start, end):
        signs = len(match[1])
        yield Span(*match.span(), Highlight("bold" if signs == 2 else "italic"))
        yield Span(match.start(), match.start() + signs, Sign("markup"))
        yield Span(match.end() - signs, match.end(), Sign("markup"))


def _addresses(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text, start, end):
        address = match.group().rstrip(".,;:!?)'’”")
        yield Span(match.start(), match.start() + len(address), Link(address))


def _reporting_clauses(text: str, start: int, end: int, marking: Marking, who: str) -> Iterator[Span]:
    """The note-taker's words inside a turn: ", added B. in jest" at the end of a sentence."""
    pattern = _reporting_clause(marking.conventions, marking.vocabulary, marking.forms.get(who, ()))
    for match in pattern.finditer(text, start, end) if pattern else ():
        yield Span(*match.span("clause"), Delivery())


@lru_cache(maxsize=256)
def _reporting_clause(
    conventions: Conventions, vocabulary: Vocabulary, forms: tuple[str, ...]
) -> re.Pattern[str] | None:
    """A comma, then a verb of speech and the speaker's own name in either order, up to the end of the sentence."""
    if not forms:
        return None
    verbs = "|".join(map(re.escape, sorted({*vocabulary.reporting_verbs, *conventions.reporting_verbs})))
    name = f"(?:{alternatives(forms)})"
    clause = rf"(?:(?:{verbs}){SPACE}{name}|{name}{SPACE}(?:{verbs}))"
    return re.compile(rf",{SPACE}(?P<clause>{clause}(?:{SPACE}[^.?!,]*)?)(?=[.?!])")


def _ruled(start: int, end: int, rulings: PlacedRulings) -> Iterator[Span]:
    for item in rulings.within(start, end, "emendation", "doubt", "delivery"):
        if item.start < start or item.end > end:
            continue  # stays unused: G103 tells the editor that it crosses a passage
        item.used = True
        ruling = item.ruling
        if ruling.kind == "emendation":
            yield Span(item.start, item.end, Emendation(ruling.value, ruling.id))
        elif ruling.kind == "doubt":
            yield Span(item.start, item.end, Doubt(ruling.id))
        else:
            yield Span(item.start, item.end, Delivery())


def _nested(spans: list[Span], exemplar: ExemplarText, rulings: PlacedRulings) -> tuple[list[Span], list[Finding]]:
    """Sort the spans, outer before inner, and leave out what would cross another, with a finding (G105)."""
    ordered = sorted(set(spans), key=lambda s: (s.start, -s.end, _ORDER.index(type(s.mark))))
    kept: list[Span] = []
    findings: list[Finding] = []
    open_ends: list[int] = []
    for span in ordered:
        while open_ends and (open_ends[-1] < span.start or (open_ends[-1] == span.start and span.end > span.start)):
            open_ends.pop()
        if open_ends and span.end > open_ends[-1]:
            words = exemplar.folded[span.start : span.end]
            ruled = next((i for i in rulings.items if (i.start, i.end) == (span.start, span.end)), None)
            locus = ruled.locus if ruled else exemplar.locus(span.start)
            findings.append(Finding("G105", f"the mark on “{words}” crosses other markup", locus))
            continue
        kept.append(span)
        if span.end > span.start:
            open_ends.append(span.end)
    return kept, findings
