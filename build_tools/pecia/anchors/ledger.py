"""The ledger of one document: every anchor that was ever given, as immutable values.

An anchor that Pecia gives is ``p``, a number and, for a passage that came later, letters: ``p12``, ``p12a``. It is
given once. A passage of TEI that has an ``xml:id`` of its own has that for its anchor.
Versions are those of the edition (``1.2.0``); they are compared for equality only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pecia.model import PassageKind

ANCHOR = re.compile(r"p(0|[1-9][0-9]{0,8})([a-z]{0,8})")
"""An anchor that Pecia gives: its number, and the letters of a passage that was put in later."""

MAX_NAME = 200
"""Longest ``xml:id`` of a file that is taken as an anchor."""

# XML 1.0, fifth edition, production 4 and 4a; Namespaces in XML 1.0, production 4: an NCName has no colon
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = re.compile(f"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]{{0,{MAX_NAME - 1}}}")

Reason = Literal["split", "merged", "removed"]
"""Why an anchor was retired: its words became several passages, became part of another, or are gone."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that a passage had before: from version ``since`` on, until version ``until`` had others."""

    text: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Retirement:
    """What became of a retired anchor: ``until`` is the version that retired it, ``became`` where its words went."""

    until: str
    reason: Reason
    became: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One anchor. ``text`` is its wording now, or the last one of a retired anchor.

    ``since`` is the version that gave the anchor, ``wording_since`` the one that first had ``text``. ``who`` is the
    register key of the passage's speaker. ``former`` are earlier wordings, oldest first; a wording that was replaced
    before the version moved on is not among them. ``retirement`` is ``None`` for a live anchor.
    """

    id: str
    kind: PassageKind
    who: str | None
    text: str
    since: str
    wording_since: str
    former: tuple[Wording, ...] = ()
    retirement: Retirement | None = None

    @property
    def live(self) -> bool:
        """Whether a passage of the text has this anchor."""
        return self.retirement is None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording that the ledger remembers, the present or last one first."""
        return (self.text, *(wording.text for wording in reversed(self.former)))


@dataclass(frozen=True, slots=True)
class WitnessLedger:
    """The anchors of one witness in the order of the text; no entries at the start.

    A retired anchor stands where its passage stood.
    """

    document: str
    siglum: str
    entries: tuple[LedgerEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledgers of a document's witnesses, in the order in which they were added.

    ``draft``: the anchors were never published, and none of them has to be kept. ``exemplars``: the siglum and the
    SHA-256 of each exemplar whose digest no YAML file records, as it was when the ledger was written.
    """

    document: str
    witnesses: tuple[WitnessLedger, ...] = ()
    draft: bool = False
    exemplars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Retired:
    """A retired anchor as a page needs it.

    ``became``: the anchors its words went to, which may be retired in their turn. ``after``: the live anchor after
    whose passage it resolves, ``None`` for the start of the text. It was given in version ``since``; version
    ``until`` retired it. ``text`` is its last wording.
    """

    id: str
    reason: Reason
    became: tuple[str, ...]
    after: str | None
    text: str
    since: str
    until: str


def fingerprint(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of ``text`` in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def witness_ledger(ledger: Ledger, siglum: str) -> WitnessLedger:
    """The ledger of one witness; an empty one when the witness is new."""
    found = (witness for witness in ledger.witnesses if witness.siglum == siglum)
    return next(found, WitnessLedger(ledger.document, siglum))


def with_witness(ledger: Ledger, witness: WitnessLedger) -> Ledger:
    """``ledger`` with the ledger of one witness replaced or added; a witness that has no entry is not added."""
    if any(known.siglum == witness.siglum for known in ledger.witnesses):
        return replace(ledger, witnesses=tuple(witness if w.siglum == witness.siglum else w for w in ledger.witnesses))
    return replace(ledger, witnesses=(*ledger.witnesses, witness)) if witness.entries else ledger


def is_name(text: str) -> bool:
    """Whether ``text`` can be an anchor: an NCName, as every ``xml:id`` is, of at most :data:`MAX_NAME` characters."""
    return _NAME.fullmatch(text) is not None


def find(ledger: WitnessLedger, anchor: str) -> LedgerEntry | None:
    """The entry of one anchor, ``None`` when it was never given."""
    return next((entry for entry in ledger.entries if entry.id == anchor), None)


def retired(ledger: WitnessLedger) -> tuple[Retired, ...]:
    """The retired anchors in the order of the text."""
    return tuple(_retired(ledger))


def _retired(ledger: WitnessLedger) -> Iterator[Retired]:
    after: str | None = None
    for entry in ledger.entries:
        if entry.retirement is None:
            after = entry.id
        else:
            fate = entry.retirement
            yield Retired(entry.id, fate.reason, fate.became, after, entry.text, entry.since, fate.until)


def resolve(ledger: WitnessLedger, anchor: str) -> tuple[str, ...]:
    """The live anchors that ``anchor`` leads to now, in the order of the text; none for words that are gone.

    A live anchor leads to itself. An anchor that was never given leads nowhere.
    """
    entries = {entry.id: entry for entry in ledger.entries}
    reached: set[str] = set()
    ahead = [anchor]
    while ahead:
        entry = entries.get(ahead.pop())
        if entry and entry.id not in reached:
            reached.add(entry.id)
            ahead += entry.retirement.became if entry.retirement else ()
    return tuple(entry.id for entry in ledger.entries if entry.live and entry.id in reached)
