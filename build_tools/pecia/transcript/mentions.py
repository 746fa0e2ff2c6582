"""Names in a text that stand for entries of the registers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pecia.model import Locus, Mention, Span
from pecia.model.edition import Entry
from pecia.model.findings import Finding
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.names import alternatives
from pecia.transcript.places import PlacedRulings

_SOFT_HYPHEN = "\u00ad"

_SHOWN = 50
"""Keys that a finding about many entries names."""


@dataclass(frozen=True, slots=True)
class NameForms:
    """Every name form of the registers as one pattern, and the entries that have it, by the form without spaces.

    ``reach``: how many characters a name may have at most.
    """

    pattern: re.Pattern[str] | None
    entries: Mapping[str, tuple[Entry, ...]]
    reach: int


@lru_cache(maxsize=8)
def name_forms(entries: tuple[Entry, ...]) -> NameForms:
    """The name forms of ``entries``; a form is matched as a whole word, the longest first.

    A form without a letter or digit is nobody's name and is passed over.
    """
    by_form: dict[str, list[Entry]] = {}
    forms: list[str] = []
    for entry in entries:
        own = [unicodedata.normalize("NFD", form) for form in entry.forms if any(map(str.isalnum, form))]
        forms += own
        for form in dict.fromkeys(map(_bare, own)):
            by_form.setdefault(form, []).append(entry)
    outside = rf"[\w{_marks()}]"
    pattern = re.compile(rf"(?<!{outside})(?:{alternatives(forms)})(?!{outside})") if forms else None
    found = {form: tuple(having) for form, having in by_form.items()}
    return NameForms(pattern, found, 2 * max(map(len, forms), default=0))


def mention_spans(
    exemplar: ExemplarText, start: int, end: int, entries: tuple[Entry, ...], rulings: PlacedRulings
) -> tuple[list[Span], list[Finding]]:
    """Mentions in ``exemplar.folded[start:end]``, none inside another; rulings first, then the forms of the registers.

    A form that two entries share (R103), or that begins in this passage and ends in the next (R105), is reported and
    left unmarked; so is a ruling that crosses the passage's end (G105) or another ruling (G104). Canonically equivalent
    characters are the same (Unicode Standard Annex 15), whichever way the exemplar or the register writes them.
    """
    spans, settled, findings = _ruled(start, end, entries, rulings)
    forms = name_forms(entries)
    if forms.pattern is None:
        return spans, findings
    text, places = _decomposed(exemplar.folded[start : end + forms.reach])
    limit = next((n for n, (s, _) in enumerate(places) if s >= end - start), len(text)) if places else end - start

    def limits(match: re.Match[str]) -> tuple[int, int]:
        first, last = match.start(), match.end() - 1
        s, e = (places[first][0], places[last][1]) if places else (first, last + 1)
        return start + s, start + e

    taken = list(settled)
    for match in forms.pattern.finditer(text, 0, limit):
        place = limits(match)
        if _touches(place, settled):
            continue
        taken.append(place)
        candidates = forms.entries[_bare(match.group())]
        if len(candidates) > 1:
            keys = ", ".join(entry.key for entry in candidates)
            message = f"“{exemplar.folded[slice(*place)]}”: {keys}"
            findings.append(Finding("R103", message, exemplar.locus(place[0])))
        else:
            spans.append(Span(*place, Mention(candidates[0].kind, candidates[0].key)))
    for match in forms.pattern.finditer(text, max(0, limit - forms.reach)):
        place = limits(match)
        if place[0] < end < place[1] and not _touches(place, taken):
            message = f"“{exemplar.folded[slice(*place)]}” begins in one passage and ends in the next"
            findings.append(Finding("R105", message, exemplar.locus(place[0])))
    return spans, findings


def within_borders(
    exemplar: ExemplarText, mentions: Sequence[Span], others: Sequence[Span], rulings: PlacedRulings
) -> tuple[list[Span], list[Finding]]:
    """The mentions that do not cross the border of any other mark: a name cut by a bracket is not one name.

    Each that does is reported: R105, or G105 when a ruling made it.
    """
    kept: list[Span] = []
    findings: list[Finding] = []
    for m in mentions:
        if not any(m.start < o.start < m.end < o.end or o.start < m.start < o.end < m.end for o in others):
            kept.append(m)
            continue
        message = f"“{exemplar.folded[m.start : m.end]}” crosses other markup"
        if item := rulings.on(m.start, m.end, "mention"):
            findings.append(Finding("G105", f"ruling {item.ruling.id}: {message}", item.locus))
        else:
            findings.append(Finding("R105", message, exemplar.locus(m.start)))
    return kept, findings


def unnamed(entries: Iterable[Entry], referred: Collection[str]) -> list[Finding]:
    """R104, at most one: the entries that no text names and no document lists among those present or its hands, the
    first of them by their keys.

    ``referred``: the keys of the entries that the records of all witnesses refer to.
    """
    missing = sorted(entry.key for entry in entries if entry.key not in referred and not entry.taken)
    if not missing:
        return []
    rest = [f"and {len(missing) - _SHOWN:,} more"] if len(missing) > _SHOWN else []
    return [Finding("R104", ", ".join([*missing[:_SHOWN], *rest]), Locus("edition/registers"))]


def _ruled(
    start: int, end: int, entries: tuple[Entry, ...], rulings: PlacedRulings
) -> tuple[list[Span], list[tuple[int, int]], list[Finding]]:
    """The mentions that rulings make, the words that they settle (also as no mention), and what they do wrong."""
    spans: list[Span] = []
    settled: list[tuple[int, int]] = []
    findings: list[Finding] = []
    for item in rulings.within(start, end, "mention"):
        if item.start < start:
            continue  # what begins in a passage was reported there; what begins in a label stays unused (G103)
        item.used = True
        place = (item.start, item.end)
        if item.end > end:
            message = f"ruling {item.ruling.id}: “{item.ruling.exact}” begins in one passage and ends in the next"
            findings.append(Finding("G105", message, item.locus))
        elif _touches(place, settled):
            message = f"ruling {item.ruling.id}: “{item.ruling.exact}” overlaps the words of another mention"
            findings.append(Finding("G104", message, item.locus))
        else:
            settled.append(place)
            if entry := next((entry for entry in entries if entry.key == item.ruling.value), None):
                spans.append(Span(*place, Mention(entry.kind, entry.key)))
    return spans, settled, findings


def _touches(place: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(place[0] < end and place[1] > start for start, end in others)


def _decomposed(text: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """``text`` in normal form D without soft hyphens, and for each of its characters the (start, end) in ``text``.

    The places are those of the whole character a reader sees, marks included; empty when nothing has moved.
    """
    if text.isascii():
        return text, ()
    made: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        characters = unicodedata.normalize("NFD", text[start:end]).replace(_SOFT_HYPHEN, "")
        made.append(characters)
        places += [(start, end)] * len(characters)
        start = end
    return "".join(made), places


@cache
def _marks() -> str:
    """The combining marks of Unicode (general category M) as the inside of a character class: ``\\w`` lacks them."""
    found = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code)).startswith("M")]
    firsts = [code for code in found if not unicodedata.category(chr(code - 1)).startswith("M")]
    lasts = [code for code in found if not unicodedata.category(chr(code + 1)).startswith("M")]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(firsts, lasts, strict=True))


def _bare(form: str) -> str:
    """The form without white space after full stops, so that spacing variants of a name are one form."""
    return re.sub(r"(?<=\.)[ \u00a0]+", "", " ".join(form.split())).replace("\u00a0", " ")
