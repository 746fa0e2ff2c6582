"""Anchors: every published passage keeps its id, or the id says what became of it.

:func:`anchor` matches a new text with the ledger of what was published and gives every passage its anchor;
:func:`read_ledger` and :func:`write_ledger` are the ledger's file, ``edition/anchors/<document>.yml``.
"""

from pecia.anchors.assign import anchor
from pecia.anchors.history import explain, listing
from pecia.anchors.ledger import (
    Ledger,
    LedgerEntry,
    Retired,
    Retirement,
    WitnessLedger,
    Wording,
    find,
    is_name,
    resolve,
    retired,
    with_witness,
    witness_ledger,
)
from pecia.anchors.ledger_file import read_ledger, write_ledger
from pecia.anchors.lost import lost
from pecia.anchors.ruling_advice import Decision, rule_command, ruling_for

__all__ = [
    "Decision",
    "Ledger",
    "LedgerEntry",
    "Retired",
    "Retirement",
    "WitnessLedger",
    "Wording",
    "anchor",
    "explain",
    "find",
    "is_name",
    "listing",
    "lost",
    "read_ledger",
    "resolve",
    "retired",
    "rule_command",
    "ruling_for",
    "with_witness",
    "witness_ledger",
    "write_ledger",
]
