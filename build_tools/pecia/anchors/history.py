"""What the ledger knows, in words: the lines that ``pecia anchors list`` and ``explain`` print."""

from __future__ import annotations

from collections.abc import Iterator

from pecia.anchors.ledger import WitnessLedger, find, resolve, retired
from pecia.anchors.reports import opening


def listing(ledger: WitnessLedger) -> list[str]:
    """A line for each anchor, in the order of the text: anchor, state, kind, speaker, first words."""
    width = max((len(entry.id) for entry in ledger.entries), default=0)
    return [
        f"{entry.id:<{width}}  {'live' if entry.live else 'retired':<7}  {entry.kind.value:<15}  "
        f"{entry.who or '–'}  {opening(entry.text)}"
        for entry in ledger.entries
    ]


def explain(ledger: WitnessLedger, anchor: str) -> list[str]:
    """The history of one anchor; no lines for one that was never given."""
    return list(_history(ledger, anchor))


def _history(ledger: WitnessLedger, anchor: str) -> Iterator[str]:
    entry = find(ledger, anchor)
    if entry is None:
        return
    state = "live" if entry.live else "retired"
    who = f", {entry.who}" if entry.who else ""
    yield f"{entry.id} of witness {ledger.siglum} of {ledger.document}: {state} ({entry.kind.value}{who})"
    yield f"first published in version {entry.since}"
    for wording in entry.former:
        yield f"from version {wording.since} until version {wording.until} it read: “{wording.text}”"
    if entry.retirement is None:
        yield f"since version {entry.wording_since} it reads: “{entry.text}”"
        return
    fate = entry.retirement
    yield f"from version {entry.wording_since} until version {fate.until} it read: “{entry.text}”"
    happened = {"split": "was split into", "merged": "was merged with"}.get(fate.reason)
    yield (
        f"version {fate.until}: it {happened} {', '.join(fate.became)}"
        if happened
        else (f"version {fate.until}: its words are no longer in the text")
    )
    after = next(item.after for item in retired(ledger) if item.id == anchor)
    yield f"its note follows {after}" if after else "its note is at the start of the text"
    if live := resolve(ledger, anchor):
        yield f"it now leads to {', '.join(live)}"
