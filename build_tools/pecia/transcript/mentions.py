"""Names in a text that stand for entries of the registers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pecia.findings import Finding
from pecia.model import Mention, Span
from pecia.record import Entry
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.names import alternatives
from pecia.transcript.places import PlacedRulings


@dataclass(frozen=True, slots=True)
class NameForms:
    """Every name form of the registers as one pattern, and the entries that have it, by the form without spaces."""

    pattern: re.Pattern[str] | None
    entries: Mapping[str, tuple[Entry, ...]]


@lru_cache(maxsize=8)
def name_forms(entries: tuple[Entry, ...]) -> NameForms:
    """The name forms of ``entries``; a form is matched as a whole word, the longest first."""
    by_form: dict[str, list[Entry]] = {}
    for entry in entries:
        for form in dict.fromkeys(_bare(form) for form in entry.forms):
            by_form.setdefault(form, []).append(entry)
    forms = [form for entry in entries for form in entry.forms if form.split()]
    pattern = re.compile(rf"(?<!\w)(?:{alternatives(forms)})(?!\w)") if forms else None
    return NameForms(pattern, {form: tuple(found) for form, found in by_form.items()})


def mention_spans(
    exemplar: ExemplarText, start: int, end: int, entries: tuple[Entry, ...], rulings: PlacedRulings
) -> tuple[list[Span], list[Finding]]:
    """Mentions in ``exemplar.folded[start:end]``, none inside another; rulings first, then the forms of the registers.

    A form that two entries share is reported (R103) and left unmarked.
    """
    by_key = {entry.key: entry for entry in entries}
    spans: list[Span] = []
    settled: list[tuple[int, int]] = []
    for item in rulings.within(start, end, "mention"):
        item.used = True
        settled.append((item.start, item.end))
        if entry := by_key.get(item.ruling.value):
            spans.append(Span(item.start, item.end, Mention(entry.kind, entry.key)))
    forms = name_forms(entries)
    findings: list[Finding] = []
    for match in forms.pattern.finditer(exemplar.folded, start, end) if forms.pattern else ():
        if any(match.start() < e and match.end() > s for s, e in settled):
            continue
        candidates = forms.entries[_bare(match.group())]
        if len(candidates) > 1:
            keys = ", ".join(entry.key for entry in candidates)
            findings.append(Finding("R103", f"“{match.group()}”: {keys}", exemplar.locus(match.start())))
        else:
            spans.append(Span(*match.span(), Mention(candidates[0].kind, candidates[0].key)))
    return spans, findings


def within_borders(mentions: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The mentions that do not cross the border of any other mark: a name cut by a bracket is not one name."""
    return [
        m
        for m in mentions
        if not any(m.start < o.start < m.end < o.end or o.start < m.start < o.end < m.end for o in others)
    ]


def _bare(form: str) -> str:
    """The form without white space after full stops, so that spacing variants of a name are one form."""
    return re.sub(r"(?<=\.)[ \u00a0]+", "", " ".join(form.split())).replace("\u00a0", " ")
