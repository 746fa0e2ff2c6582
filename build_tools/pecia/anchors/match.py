"""Which passage of the new text is which of the ledger's: decided where the words show it, left open where they do
not.

The evidence, from the strongest: an editor's ruling; the same words, long and occurring once; the same words beside a
passage that is matched; words reworded in their place; split or merged; reworded and moved. Each match makes the
places smaller, so that more can be decided in them. What is left is gone, or undecided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pecia.anchors.candidates import gather
from pecia.anchors.exact_matches import back_in_place, beside, distinctive
from pecia.anchors.ledger import LedgerEntry
from pecia.anchors.matching_state import Draft, Fate, Item
from pecia.anchors.reworded import in_another_place, in_the_same_place, leftover, split_or_merged


class Matching(NamedTuple):
    """The result: indexes of the ledger's entries ("old") and of the new passages ("new"), from 0.

    ``kept``: new → old, for each passage that keeps or regains its anchor; every other passage is to have a new one.
    ``fates``: old → what became of a live entry whose passage is gone. ``undecided``: old → the new passages that may
    be its own or have its words, the most alike first. Every live entry is in exactly one of the three.
    """

    kept: Mapping[int, int]
    fates: Mapping[int, Fate]
    undecided: Mapping[int, tuple[int, ...]]


def match(
    entries: Sequence[LedgerEntry], items: Sequence[Item], keep: Mapping[int, int], retire: frozenset[int]
) -> Matching:
    """Match the passages ``items`` with the ledger's ``entries``, both in the order of their text.

    ``keep`` (new → old) and ``retire`` (old) are what an editor has ruled.
    """
    draft = Draft(entries, items, retire)
    for new, old in keep.items():
        draft.keep(old, new)
    distinctive(draft)
    while beside(draft) or back_in_place(draft):
        pass
    left = [old for old, entry in enumerate(entries) if entry.live and old not in draft.holder]
    if not left:
        return Matching(draft.kept, {}, {})
    left += [draft.kept[new] for new in draft.changed]
    targets = sorted({*draft.open_new(), *draft.changed})
    evidence = gather({old: entries[old].text for old in sorted(left)}, [item.text for item in items], targets)
    while (
        beside(draft)
        or back_in_place(draft)
        or in_the_same_place(draft, evidence)
        or split_or_merged(draft, evidence)
        or in_another_place(draft, evidence)
    ):
        pass
    return Matching(draft.kept, draft.fates, leftover(draft, evidence))
