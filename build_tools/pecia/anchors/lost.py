"""The published record against the ledger: no anchor may be lost, and none may have come to stand for other words."""

from __future__ import annotations

from pecia.anchors.ledger import WitnessLedger
from pecia.anchors.likeness import overlap, words
from pecia.anchors.reports import opening
from pecia.model import Locus, Transcript, passages
from pecia.model.findings import Finding

OTHER = 0.3
"""Likeness below which the record's words are others than all that the ledger remembers."""


def lost(published: Transcript, ledger: WitnessLedger, locus: Locus) -> list[Finding]:
    """Compare the passages of a TEI record, as committed, with the ledger, as read, before a new build.

    ``locus`` is the record's place. A104: the ledger has no entry for this witness at all. A107: an anchor of the
    record is not in the ledger, or is there with other words. Both say that the ledger is not the one that gave these
    anchors: it was lost, or taken back to an older state, or two lines of work were joined by hand.
    """
    entries = {entry.id: entry for entry in ledger.entries}
    found = [(passage.id, passage.content.text) for passage in passages(published) if passage.id]
    if found and not entries:
        message = (
            f"the record has {len(found)} anchors, and the ledger of {ledger.document} has none for {ledger.siglum}"
        )
        return [Finding("A104", message, locus)]
    findings = []
    for anchor, text in found:
        entry = entries.get(anchor)
        if entry is None:
            findings.append(Finding("A107", f"{anchor}, {opening(text)}, is missing from the ledger", locus))
        elif text not in entry.wordings and not any(alike(text, wording) for wording in entry.wordings):
            message = f"{anchor} is {opening(text)} in the record, and {opening(entry.text)} in the ledger"
            findings.append(Finding("A107", message, locus))
    return findings


def alike(one: str, other: str) -> bool:
    """Whether the one may be a wording of the other."""
    return overlap(words(one), words(other), {}).alike >= OTHER
