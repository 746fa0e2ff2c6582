"""What the matching has to say: findings about anchors that were retired and passages that are undecided."""

from __future__ import annotations

from pecia.anchors.ledger import ANCHOR, WitnessLedger, retired
from pecia.anchors.match import Matching
from pecia.anchors.ruling_advice import rule_command
from pecia.anchors.running_text import Running
from pecia.model import Locus
from pecia.model.findings import Finding

_CANDIDATES = 3
_OWN = "Nothing to do if the change is intended. The id was the file's own: restore it there to give it a passage."


def undecided(ledger: WitnessLedger, running: Running, matching: Matching) -> list[Finding]:
    """A103 for every entry about which only an editor can decide, with the commands to do it."""
    findings = []
    for old, candidates in sorted(matching.undecided.items()):
        entry = ledger.entries[old]
        texts = [
            f"{opening(running.passages[new].content.text)}{_at(running, new)}" for new in candidates[:_CANDIDATES]
        ]
        more = f" (and {len(candidates) - _CANDIDATES} more)" if len(candidates) > _CANDIDATES else ""
        message = (
            f"{entry.id} of witness {ledger.siglum}, {opening(entry.text)}: is it reworded as, or merged into, "
            f"{', or '.join(texts)}{more}?"
        )
        commands = [rule_command(ledger, entry.id, "keep", *running.quote(new)) for new in candidates[:_CANDIDATES]] + [
            rule_command(ledger, entry.id, "retire")
        ]
        hint = f"Keep the anchor on one of the passages, or retire it: {' | '.join(commands)}"
        findings.append(Finding("A103", message, place(ledger, running, candidates[0]), hint))
    return findings


def retirements(before: WitnessLedger, after: WitnessLedger, running: Running) -> list[Finding]:
    """A106 for every anchor that ``after`` has retired and ``before`` had live."""
    live = {entry.id for entry in before.entries if entry.live}
    stands = {entry.id: new for new, entry in enumerate(entry for entry in after.entries if entry.live)}
    findings = []
    for item in retired(after):
        if item.id in live:
            fate = {"split": "was split into", "merged": "was merged with"}.get(item.reason, "")
            became = f"{fate} {', '.join(item.became)}" if item.became else "is no longer in the text"
            message = f"{item.id} of witness {after.siglum}, {opening(item.text)}, {became}"
            hint = "" if ANCHOR.fullmatch(item.id) else _OWN
            findings.append(Finding("A106", message, place(after, running, stands.get(item.after or "", 0)), hint))
    return findings


def opening(text: str, size: int = 60) -> str:
    """The first words of ``text`` in quotation marks, at most ``size`` characters."""
    return f"“{text if len(text) <= size else text[: size - 1].rpartition(' ')[0] + ' …'}”"


def _at(running: Running, new: int) -> str:
    locus = running.passages[new].locus
    return f" ({locus})" if locus else ""


def place(ledger: WitnessLedger, running: Running, new: int) -> Locus:
    """The passage's place in its exemplar; the ledger where the passage has none or there is none."""
    locus = running.passages[new].locus if running.passages else None
    return locus or Locus(f"edition/anchors/{ledger.document}.yml")
