"""Ids that passages have from their file: where imported TEI has an ``xml:id``, that is the anchor.

The file's say goes before all that the ledger, an editor's ruling or the likeness of words would have it be. An
address that was published before still resolves: where the passage of another anchor has got an id of its own, that
anchor leads to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pecia.anchors.ledger import MAX_NAME, LedgerEntry, WitnessLedger, is_name
from pecia.anchors.lost import alike
from pecia.anchors.match import Matching
from pecia.anchors.matching_state import Fate
from pecia.anchors.reports import opening, place
from pecia.anchors.rulings import Ruled
from pecia.anchors.running_text import Running
from pecia.model.findings import Finding


def own_ids(ledger: WitnessLedger, running: Running) -> tuple[dict[int, str], list[Finding]]:
    """The ids that passages come with, by passage; I140 for one that no passage can be cited by."""
    own: dict[int, str] = {}
    findings: list[Finding] = []
    known: set[str] = set()
    for new, passage in enumerate(running.passages):
        if passage.id is None:
            continue
        if passage.id in known:
            message = f"xml:id {opening(passage.id)} occurs on two passages of witness {ledger.siglum}"
            findings.append(Finding("I140", message, place(ledger, running, new)))
        elif not is_name(passage.id):
            message = f"xml:id {opening(passage.id)} is not an NCName of at most {MAX_NAME} characters"
            findings.append(Finding("I140", message, place(ledger, running, new)))
        known.add(passage.id)
        own[new] = passage.id
    return own, findings


def held_by_file(
    entries: Sequence[LedgerEntry], own: Mapping[int, str], ruled: Ruled
) -> tuple[dict[int, int], frozenset[int]]:
    """What is decided before the matching, as :func:`~pecia.anchors.match.match` takes it: ``keep`` and ``retire``.

    That is what an editor has ruled, but for passages and anchors about which the file says otherwise.
    """
    if not own:
        return ruled.keep, frozenset(ruled.retire)
    known = {entry.id: old for old, entry in enumerate(entries)}
    keep = {new: known[anchor] for new, anchor in own.items() if anchor in known}
    held = set(keep.values())
    keep |= {new: old for new, old in ruled.keep.items() if new not in keep and old not in held}
    return keep, frozenset(ruled.retire - held)


def as_in_file(
    matching: Matching, entries: Sequence[LedgerEntry], own: Mapping[int, str], taken: Collection[str]
) -> Matching:
    """``matching`` with every anchor given up that the file gives to something else, or whose passage has its own.

    It is then on record as joined to the passage that has its words.
    """
    if not own and not taken:
        return matching
    kept, fates = dict(matching.kept), dict(matching.fates)
    for new, old in matching.kept.items():
        anchor = entries[old].id
        if own.get(new, anchor) == anchor and (new in own or anchor not in taken):
            continue
        del kept[new]
        if entries[old].live:
            fates[old] = Fate("merged", (new,))
    doubtful: dict[int, tuple[int, ...]] = {}
    for old, candidates in matching.undecided.items():
        if open_ones := tuple(new for new in candidates if new not in own):
            doubtful[old] = open_ones
        else:  # the file says which those passages are
            fates[old] = Fate("removed")
    return Matching(kept, fates, doubtful)


def moved(ledger: WitnessLedger, running: Running, own: Mapping[int, str]) -> list[Finding]:
    """I141 for each id of the file that stood on quite other words."""
    if not ledger.entries:
        return []
    entries = {entry.id: entry for entry in ledger.entries}
    findings = []
    for new, anchor in own.items():
        entry, text = entries.get(anchor), running.passages[new].content.text
        if entry and text not in entry.wordings and not any(alike(text, wording) for wording in entry.wordings):
            message = f"{anchor} of witness {ledger.siglum} was {opening(entry.text)} and is now {opening(text)}"
            findings.append(Finding("I141", message, place(ledger, running, new)))
    return findings
