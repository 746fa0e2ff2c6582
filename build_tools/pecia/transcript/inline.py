"""Marks on the words of one passage: brackets, delivery, emendations, names, dates, addresses, highlighting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pecia.conventions import Conventions
from pecia.findings import Finding
from pecia.model import (
    DateMark,
    Delivery,
    Doubt,
    Emendation,
    Gloss,
    Highlight,
    Insertion,
    Link,
    Mention,
    PageBreak,
    PassageKind,
    RichText,
    Sign,
    Span,
)
from pecia.record import Entry, Witness
from pecia.transcript import layout
from pecia.transcript.brackets import bracket_spans
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Label
from pecia.transcript.mentions import mention_spans, within_borders
from pecia.transcript.names import SPACE, alternatives
from pecia.transcript.places import PlacedRulings
from pecia.transcript.structure import DraftPassage

_HIGHLIGHT = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
_ADDRESS = re.compile(r"https?://[^\s<>\"\[\]]+")
_ORDER: tuple[type, ...] = (
    PageBreak, Highlight, Sign, Delivery, Insertion, Gloss, Link, DateMark, Mention, Emendation, Doubt
)  # fmt: skip
"""Of marks with the same limits, which is the outer one."""


def passage_text(
    exemplar: ExemplarText,
    draft: DraftPassage,
    witness: Witness,
    conventions: Conventions,
    entries: tuple[Entry, ...],
    rulings: PlacedRulings,
) -> tuple[RichText, list[Finding]]:
    """The words of ``draft`` with their marks; positions of the result count from the passage's first character."""
    start, end = draft.start, draft.end
    text = exemplar.folded
    findings: list[Finding] = []
    spans = [Span(position, position, mark) for position, mark in draft.breaks]
    spans += _highlights(text, start, end)
    spans += [Span(s, e, DateMark(when)) for s, e, when in layout.dates(text, start, end)]
    spans += _addresses(text, start, end)
    if draft.kind is not PassageKind.SOURCE_NOTE:
        brackets, found = bracket_spans(exemplar, start, end, witness, conventions, rulings)
        spans += brackets
        findings += found
    if draft.kind is PassageKind.SPEECH and draft.who:
        spans += _reporting_clauses(text, start, end, conventions, draft.who)
    spans += list(_ruled(start, end, rulings))
    mentions, found = mention_spans(exemplar, start, end, entries, rulings)
    findings += found
    addresses = [span for span in spans if isinstance(span.mark, Link)]
    mentions = [m for m in mentions if not any(a.start <= m.start < a.end for a in addresses)]
    mentions, found = within_borders(exemplar, mentions, spans, rulings)
    findings += found
    nested, found = _nested([*spans, *mentions], exemplar, rulings)
    return _rich(text, start, end, nested), findings + found


def label_text(exemplar: ExemplarText, label: Label, rulings: PlacedRulings) -> tuple[RichText, list[Finding]]:
    """The literal label with its bullet and aside marked, and the rulings that touch it."""
    spans = [Span(*label.bullet, Sign("bullet"))] if label.bullet else []
    spans += [Span(*label.aside, Delivery())] if label.aside else []
    spans += list(_ruled(label.start, label.end, rulings))
    nested, findings = _nested(spans, exemplar, rulings)
    return _rich(exemplar.folded, label.start, label.end, nested), findings


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


def _reporting_clauses(text: str, start: int, end: int, conventions: Conventions, who: str) -> Iterator[Span]:
    """The note-taker's words inside a turn: ", added B. in jest" at the end of a sentence."""
    pattern = _reporting_clause(conventions, who)
    for match in pattern.finditer(text, start, end) if pattern else ():
        yield Span(*match.span("clause"), Delivery())


@lru_cache(maxsize=256)
def _reporting_clause(conventions: Conventions, who: str) -> re.Pattern[str] | None:
    """A comma, then a verb of speech and the speaker's own name in either order, up to the end of the sentence."""
    forms = next((s.labels for s in conventions.speakers if s.person == who), ())
    if not forms:
        return None
    verbs = "|".join(re.escape(verb) for verb in conventions.reporting_verbs)
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
            findings.append(Finding("G105", f"the mark on “{words}” crosses another mark", locus))
            continue
        kept.append(span)
        if span.end > span.start:
            open_ends.append(span.end)
    return kept, findings
