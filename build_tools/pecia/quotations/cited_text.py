"""The edition as its committed files have it: what can be cited, and every wording that is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pecia import addresses
from pecia.anchors import Ledger, LedgerEntry, WitnessLedger, witness_ledger
from pecia.model import Passage, Transcript, passages, turns
from pecia.versions import Versions, is_version, order
from pecia.view.document import DocumentView


class HeldWitness(NamedTuple):
    """One witness: its ledger, the place of each anchor in it, and of the text the passages and the labels of turns, by
    anchor (of a label that of the first passage of the turn)."""

    ledger: WitnessLedger
    numbers: Mapping[str, int]
    passages: Mapping[str, Passage]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One document: its records, decoded from TEI, and its witnesses by siglum."""

    view: DocumentView
    witnesses: Mapping[str, HeldWitness]


def hold(view: DocumentView, ledger: Ledger) -> Held:
    """A document as its records and its ledger have it."""
    return Held(
        view,
        {
            witness.record.siglum: _witness(witness.record.transcript, witness_ledger(ledger, witness.record.siglum))
            for witness in view.witnesses
        },
    )


def _witness(transcript: Transcript, ledger: WitnessLedger) -> HeldWitness:
    return HeldWitness(
        ledger,
        {entry.id: number for number, entry in enumerate(ledger.entries)},
        {passage.id: passage for passage in passages(transcript) if passage.id},
        {turn.first.id or "": turn.label.text for turn in turns(transcript) if turn.first},
    )


@dataclass(frozen=True, slots=True)
class Cited:
    """What an address names.

    ``document`` is empty for the edition as a whole, ``siglum`` for a document as a whole. ``anchors``: none for a
    whole witness, one for a passage, the first and the last for a run of passages. ``version`` is the one that the
    address names, as it is written there, or empty.
    """

    document: str = ""
    siglum: str = ""
    anchors: tuple[str, ...] = ()
    version: str = ""

    @property
    def address(self) -> str:
        """The address of its page, or of the place in it, relative to the site's root; "./" for the edition."""
        if not self.document:
            return "./"
        if not self.siglum:
            return addresses.document(self.document)
        return addresses.witness(self.document, self.siglum, "–".join(self.anchors))


def run_of(witness: HeldWitness, anchors: Sequence[str]) -> tuple[LedgerEntry, ...]:
    """The entries from the first of ``anchors`` to the last, those of retired passages between them included.

    None when one of them was never given, or the last comes before the first.
    """
    if not anchors or not all(anchor in witness.numbers for anchor in anchors):
        return ()
    return witness.ledger.entries[witness.numbers[anchors[0]] : witness.numbers[anchors[-1]] + 1]


def wording_at(entry: LedgerEntry, version: str) -> str | None:
    """What the passage read in ``version``; ``None`` when it was not in the text."""
    at = order(version)
    for former in entry.former:
        if order(former.since) <= at < order(former.until):
            return former.text
    gone = entry.retirement is not None and at >= order(entry.retirement.until)
    return None if gone or at < order(entry.wording_since) else entry.text


def wording_of(run: Iterable[LedgerEntry], version: str) -> str:
    """What the passages of ``run`` read in ``version``, one space between them; empty when none was in the text."""
    return " ".join(text for entry in run if (text := wording_at(entry, version)))


def known_versions(versions: Versions, documents: Iterable[Held]) -> tuple[str, ...]:
    """Every version that the edition has had, oldest first: those of its file, and those that a ledger remembers."""
    named = {version.version for version in versions}
    for witness in (witness for held in documents for witness in held.witnesses.values()):
        for entry in witness.ledger.entries:
            named |= {entry.since, entry.wording_since, *(former.since for former in entry.former)}
            named |= {entry.retirement.until} if entry.retirement else set()
    return tuple(sorted(filter(is_version, named), key=order))
