"""How a ruling on an anchor is written: as the command that a finding advises, and as YAML."""

from __future__ import annotations

import hashlib
import shlex
from typing import Literal

import yaml

from pecia.anchors.ledger import ANCHOR, WitnessLedger, find

Decision = Literal["keep", "retire"]

_WORDS = 12


def rule_command(
    ledger: WitnessLedger, anchor: str, decision: Decision, before: str = "", exact: str = "", after: str = ""
) -> str:
    """The command line, quoted for a shell, that writes a ruling: ``pecia anchors rule DOCUMENT SIGLUM ANCHOR
    DECISION``.

    To keep the anchor, ``--words`` (and ``--before``, ``--after`` where needed) names the passage that is to have it.
    The reason is the editor's to write; the command refuses the "…" that stands for it.
    """
    options = {"before": before, "words": exact, "after": after}
    parts = [f"--{name}={shlex.quote(words)}" for name, words in options.items() if words]
    return " ".join(["pecia anchors rule", ledger.document, ledger.siglum, anchor, decision, *parts, "--reason='…'"])


def ruling_for(
    ledger: WitnessLedger,
    anchor: str,
    decision: Decision,
    exact: str,
    editor: str,
    reason: str,
    before: str = "",
    after: str = "",
) -> str:
    """The ruling as an item to append to ``edition/rulings/<document>.yml``, ending in LF.

    ``exact``, with ``before`` and ``after`` where they stand more than once, are words of the passage in the new text
    that is to keep ``anchor``; to retire it, words that the ledger remembers of it, and may be left empty. ``editor``
    is the id of an editor. ValueError: the anchor was never given (:func:`pecia.anchors.find` tells), or there are no
    words to keep it on.
    """
    entry = find(ledger, anchor)
    if entry is None:
        raise ValueError(f"witness {ledger.siglum} has no anchor {anchor}")
    if decision == "keep" and not exact.strip():
        raise ValueError(f"to keep {anchor}, give words of the passage that gets it with --words")
    words = exact if exact.strip() else " ".join(entry.text.split()[:_WORDS])
    told = (before, words, after) if ANCHOR.fullmatch(anchor) else (anchor, before, words, after)
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:6]
    ruling = {
        "id": f"{decision}-{ledger.siglum.lower()}-{anchor if ANCHOR.fullmatch(anchor) else 'own'}-{digest}",
        "kind": f"{decision}-anchor",
        "witnesses": [ledger.siglum],
        "before": before,
        "exact": words,
        "after": after,
        "value": anchor,
        "resp": editor,
        "reason": reason,
    }
    given = {key: value for key, value in ruling.items() if value}
    return yaml.safe_dump([given], sort_keys=False, allow_unicode=True, width=2**30)
