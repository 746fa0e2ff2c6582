"""What an editor's rulings on anchors decide.

``keep-anchor`` names words of the new text: the passage that has them has the anchor ``value``. ``retire-anchor``
names words that the ledger remembers of the anchor ``value``: it is retired, and its passage, if there is one, gets
another anchor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pecia.anchors.exact_matches import LONG
from pecia.anchors.ledger import WitnessLedger
from pecia.anchors.running_text import Running
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling


@dataclass(slots=True)
class Ruled:
    """What rulings decide: ``keep``, new passage → entry, and ``retire``, entries; indexes from 0."""

    keep: dict[int, int] = field(default_factory=dict)
    retire: set[int] = field(default_factory=set)


class _Placed(NamedTuple):
    """A ruling, the entry it decides about and, to keep its anchor, the passage that is to have it."""

    ruling: Ruling
    locus: Locus
    old: int
    new: int | None


def apply_rulings(
    running: Running, ledger: WitnessLedger, version: str, rulings: Sequence[tuple[Ruling, Locus]]
) -> tuple[Ruled, list[Finding]]:
    """Find what the rulings decide for this witness; those of other kinds or witnesses are passed over.

    Findings, at the rulings' places: G101 words not there, G102 there more than once, G103 no such anchor, or one
    that would be taken from words that have not changed, G104 two rulings that contradict each other, G105 words in
    more than one passage. A ruling that has been carried out goes on being true, and has no finding.
    """
    ruled, findings = Ruled(), list[Finding]()
    placed: list[_Placed] = []
    for ruling, locus in rulings:
        if ruling.kind not in ("keep-anchor", "retire-anchor") or ledger.siglum not in ruling.witnesses:
            continue
        one = _place(running, ledger, version, ruling, locus)
        if isinstance(one, Finding):
            findings.append(one)
        elif other := next((other for other in placed if _contradict(one, other)), None):
            message = f"rulings {other.ruling.id} and {ruling.id} contradict each other about {other.ruling.value}"
            findings.append(Finding("G104", message, locus))
        elif one.new is None:
            ruled.retire.add(one.old)
        else:
            ruled.keep[one.new] = one.old
        placed += [one] if isinstance(one, _Placed) else []
    return ruled, findings


def _contradict(one: _Placed, other: _Placed) -> bool:
    if one.old == other.old:
        return one.new != other.new
    return one.new is not None and one.new == other.new


def _place(running: Running, ledger: WitnessLedger, version: str, ruling: Ruling, locus: Locus) -> _Placed | Finding:
    name = f"ruling {ruling.id}"
    old = next((n for n, entry in enumerate(ledger.entries) if entry.id == ruling.value), None)
    if old is None:
        message = f"{name}: witness {ledger.siglum} has no anchor {ruling.value or 'of an empty value'}"
        return Finding("G103", message, locus)
    pattern = _pattern(ruling)
    if ruling.kind == "retire-anchor":
        if any(pattern.search(wording) for wording in ledger.entries[old].wordings):
            return _Placed(ruling, locus, old, None)
        message = f"{name}: the ledger has no words “{ruling.exact}” in {ruling.value}"
        return Finding("G101", message, locus)
    found = [match.span("exact") for match in pattern.finditer(running.text)]
    if len(found) != 1:
        where = f"{len(found)} times" if found else "nowhere"
        message = f"{name}: “{ruling.before}{ruling.exact}{ruling.after}” occurs {where} in witness {ledger.siglum}"
        return Finding("G102" if found else "G101", message, locus)
    new = running.passage(*found[0])
    if new is None:
        message = f"{name}: “{ruling.exact}” crosses the end of a passage of witness {ledger.siglum}"
        return Finding("G105", message, locus)
    if problem := _takes_away(running, ledger, version, old, new):
        return Finding("G103", f"{name}: {problem}", locus)
    return _Placed(ruling, locus, old, new)


def _pattern(ruling: Ruling) -> re.Pattern[str]:
    """Before, exact and after in a row; any white space for a space, and between them a space or none."""
    before, exact, after = (
        r"\s+".join(map(re.escape, part.split())) for part in (ruling.before, ruling.exact, ruling.after)
    )
    return re.compile(rf"{before}\s*(?P<exact>{exact})\s*{after}")


def _takes_away(running: Running, ledger: WitnessLedger, version: str, old: int, new: int) -> str:
    """Why the passage cannot have the anchor, or nothing: words that stand unchanged keep the anchor they have.

    An anchor that this very version has given in place of a retired one may still be taken back.
    """
    entry, text = ledger.entries[old], running.passages[new].content.text
    if text in entry.wordings:
        return ""
    if entry.live and _unchanged(running, ledger, entry.text):
        return f"the words of {entry.id} are unchanged in another passage"
    holder = next((other for other in ledger.entries if other.live and other.text == text), None)
    taken_back = not entry.live and holder is not None and holder.since == version
    if holder and not taken_back and _unchanged(running, ledger, text):
        return f"the passage has not changed, and its anchor is {holder.id}"
    return ""


def _unchanged(running: Running, ledger: WitnessLedger, text: str) -> bool:
    """Whether the witness has these words, long ones, as often as the ledger's live entries, or more often."""
    if len(text) < LONG:
        return False
    had = sum(entry.live and entry.text == text for entry in ledger.entries)
    return sum(passage.content.text == text for passage in running.passages) >= had > 0
