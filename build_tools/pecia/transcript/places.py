"""Where the words of a ruling stand in an exemplar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling, RulingKind
from pecia.transcript.exemplar import ExemplarText

STRUCTURAL: frozenset[RulingKind] = frozenset(
    {"turn", "not-a-turn", "narrative", "reported-speech", "continuation", "page-break", "not-a-page-break"}
)
"""Kinds that hold of the place where ``exact`` begins; the others hold of the words ``exact``."""

ELSEWHERE: frozenset[RulingKind] = frozenset({"keep-anchor", "retire-anchor", "link", "no-link", "variant"})
"""Kinds that :mod:`pecia.anchors` and :mod:`pecia.collation` apply."""


@dataclass(slots=True)
class PlacedRuling:
    """A ruling with the (start, end) of its ``exact`` words in the folded exemplar; ``used`` once a rule has applied
    it."""

    ruling: Ruling
    locus: Locus
    start: int
    end: int
    used: bool = False


@dataclass(slots=True)
class PlacedRulings:
    """The rulings of one witness by place; the rules ask here before they guess."""

    items: list[PlacedRuling] = field(default_factory=list)
    _by_start: dict[int, list[PlacedRuling]] = field(default_factory=dict, repr=False)

    def add(self, item: PlacedRuling) -> None:
        """Put one more ruling to the others."""
        self.items.append(item)
        self._by_start.setdefault(item.start, []).append(item)

    def at(self, position: int, *kinds: RulingKind) -> PlacedRuling | None:
        """The ruling of one of ``kinds`` whose words begin at ``position``; it counts as applied."""
        for item in self._by_start.get(position, ()):
            if item.ruling.kind in kinds:
                item.used = True
                return item
        return None

    def on(self, start: int, end: int, *kinds: RulingKind) -> PlacedRuling | None:
        """The ruling of one of ``kinds`` on exactly these words; it counts as applied."""
        for item in self._by_start.get(start, ()):
            if item.end == end and item.ruling.kind in kinds:
                item.used = True
                return item
        return None

    def within(self, start: int, end: int, *kinds: RulingKind) -> list[PlacedRuling]:
        """The rulings of ``kinds`` that touch (start, end); the caller marks what it applies."""
        return [i for i in self.items if i.ruling.kind in kinds and i.start < end and i.end > start]

    def unused(self) -> list[Finding]:
        """G103 for every ruling that no rule has applied."""
        return [
            Finding("G103", f"ruling {i.ruling.id} ({i.ruling.kind}) has no effect on “{i.ruling.exact}”", i.locus)
            for i in self.items
            if not i.used
        ]


def place_rulings(
    exemplar: ExemplarText, siglum: str, rulings: Sequence[tuple[Ruling, Locus]]
) -> tuple[PlacedRulings, list[Finding]]:
    """Find the one place of each ruling that names ``siglum``.

    Findings: no place (G101), several (G102), two rulings that decide the same words differently (G104).
    """
    placed = PlacedRulings()
    findings: list[Finding] = []
    for ruling, locus in rulings:
        if siglum not in ruling.witnesses or ruling.kind in ELSEWHERE:
            continue
        found = [m.span("exact") for m in _pattern(ruling).finditer(exemplar.folded)]
        if len(found) == 1:
            placed.add(PlacedRuling(ruling, locus, *found[0]))
        elif found:
            where = ", ".join(str(exemplar.locus(start)) for start, _ in found[:5])
            message = f"ruling {ruling.id}: “{ruling.exact}” occurs {len(found)} times in witness {siglum} ({where})"
            findings.append(Finding("G102", message, locus))
        else:
            message = f"ruling {ruling.id}: “{ruling.before}{ruling.exact}{ruling.after}” is not in witness {siglum}"
            findings.append(Finding("G101", message, locus))
    findings += _contradictions(placed.items)
    return placed, findings


def _pattern(ruling: Ruling) -> re.Pattern[str]:
    """Before, exact and after in a row; between them a space may be written or left out."""
    before, exact, after = (" ".join(part.split()) for part in (ruling.before, ruling.exact, ruling.after))
    pattern = f"(?P<exact>{re.escape(exact)})"
    if before:
        pattern = f"{re.escape(before)} ?{pattern}"
    if after:
        pattern = f"{pattern} ?{re.escape(after)}"
    return re.compile(pattern)


_EXCLUDE_EACH_OTHER: tuple[frozenset[RulingKind], ...] = (
    frozenset({"turn", "not-a-turn"}),
    frozenset({"turn", "narrative", "reported-speech", "continuation"}),
    frozenset({"page-break", "not-a-page-break"}),
    frozenset({"gloss", "insertion", "not-an-insertion"}),
    frozenset({"emendation", "doubt"}),
    frozenset({"mention"}),
    frozenset({"delivery"}),
)


def _contradictions(items: Sequence[PlacedRuling]) -> list[Finding]:
    by_start: dict[int, list[PlacedRuling]] = {}
    for item in items:
        by_start.setdefault(item.start, []).append(item)
    findings = []
    for same in by_start.values():
        for number, second in enumerate(same):
            for first in same[:number]:
                kinds = {first.ruling.kind, second.ruling.kind}
                if any(kinds <= group for group in _EXCLUDE_EACH_OTHER):
                    message = f"rulings {first.ruling.id} and {second.ruling.id} decide “{second.ruling.exact}” twice"
                    findings.append(Finding("G104", message, second.locus))
    return findings
