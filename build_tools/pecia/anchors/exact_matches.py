"""The same words: matches that need no weighing.

A long passage that occurs once is itself wherever it stands. A short or repeated one ("Yes.") is itself only beside
what it stood beside; else an anchor could pass to another utterance of the same words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from pecia.anchors.matching_state import Draft

LONG = 30
"""Words of so many characters are not said twice by chance."""


def distinctive(draft: Draft) -> None:
    """Match long passages that occur once in the ledger and once in the new text, moved or not.

    First the present words of live entries; then words that the ledger remembers: of live entries, then of retired
    ones, for a passage that was reworded or taken out and is back.
    """
    once = {text for text, count in Counter(item.text for item in draft.items).items() if count == 1}
    places = {item.text: new for new, item in enumerate(draft.items) if item.text in once and len(item.text) >= LONG}
    live = [old for old, entry in enumerate(draft.entries) if entry.live]
    retired = [old for old, entry in enumerate(draft.entries) if not entry.live and old not in draft.barred]
    present = [(old, (draft.entries[old].text,)) for old in live]
    former = [(old, draft.entries[old].wordings[1:]) for old in live]
    gone = [(old, draft.entries[old].wordings) for old in retired]
    for candidates in (present, former, gone):
        having: dict[str, set[int]] = defaultdict(set)
        for old, texts in candidates:
            for text in texts:
                having[text].add(old)
        for text, olds in having.items():
            if len(olds) == 1 and (new := places.get(text)) is not None and draft.is_open_new(new):
                old = min(olds)
                if old not in draft.holder and old not in draft.barred:
                    draft.keep(old, new)


def beside(draft: Draft) -> bool:
    """Match passages of the same words that stand beside matched ones in both texts; return whether there were any.

    Matched neighbours on both sides suffice. With one on one side only, the words must occur once in the stretch of
    open passages of either text, or the two stretches must be the same throughout and matched at both ends.
    """
    order = [old for old, entry in enumerate(draft.entries) if entry.live or old in draft.holder]
    order = [old for old in order if old not in draft.barred]
    rank = {old: position for position, old in enumerate(order)}
    found = False

    def matched(position: int, new: int) -> bool:
        if 0 <= position < len(order) and 0 <= new < len(draft.items):
            return draft.kept.get(new) == order[position]
        return position == new == -1 or (position, new) == (len(order), len(draft.items))

    for new in draft.open_new():
        for step in (-1, 1):
            neighbour = new + step
            if neighbour in draft.kept:
                position = rank[draft.kept[neighbour]] - step
            else:
                position = 0 if neighbour < 0 else len(order) - 1
            if not matched(position + step, neighbour) or not 0 <= position < len(order):
                continue
            old = order[position]
            if not (draft.is_open_new(new) and draft.is_open_old(old) and _same_words(draft, old, new)):
                continue
            olds = [order[p] for p in _stretch(position, lambda p: 0 <= p < len(order) and draft.is_open_old(order[p]))]
            news = list(_stretch(new, lambda n: 0 <= n < len(draft.items) and draft.is_open_new(n)))
            if matched(position - step, new - step) or _once(draft, old, new, olds, news):
                draft.keep(old, new)
                found = True
            elif (
                matched(rank[olds[0]] - 1, news[0] - 1)
                and matched(rank[olds[-1]] + 1, news[-1] + 1)
                and [draft.entries[o].text for o in olds] == [draft.items[n].text for n in news]
            ):
                for one, other in zip(olds, news, strict=True):
                    draft.keep(one, other)
                found = True
    return found


def _stretch(start: int, is_open: Callable[[int], bool]) -> range:
    """The unbroken run of open positions around ``start``."""
    first = last = start
    while is_open(first - 1):
        first -= 1
    while is_open(last + 1):
        last += 1
    return range(first, last + 1)


def _same_words(draft: Draft, old: int, new: int) -> bool:
    return draft.entries[old].text == draft.items[new].text


def _once(draft: Draft, old: int, new: int, olds: Sequence[int], news: Sequence[int]) -> bool:
    """Whether the words occur once in either stretch, from the same voice if the two have the same."""
    voice = draft.same_voice(old, new)
    same_old = [o for o in olds if _same_words(draft, o, new) and (not voice or draft.same_voice(o, new))]
    same_new = [n for n in news if _same_words(draft, old, n) and (not voice or draft.same_voice(old, n))]
    return len(same_old) == len(same_new) == 1


def back_in_place(draft: Draft) -> bool:
    """Match short passages that were taken out and stand again where they stood; return whether there were any.

    Every passage between two matched neighbours must be one whose anchor was retired just there, in the same order.
    """
    found = False
    for first in draft.open_new():
        if not draft.is_open_new(first) or (draft.is_open_new(first - 1) and first > 0):
            continue
        news = _stretch(first, lambda n: 0 <= n < len(draft.items) and draft.is_open_new(n))
        before = draft.kept.get(news[0] - 1, -1 if news[0] == 0 else None)
        after = draft.kept.get(news[-1] + 1, len(draft.entries) if news[-1] + 1 == len(draft.items) else None)
        if before is None or after is None:
            continue
        between = range(before + 1, after)
        if any(draft.entries[old].live and old not in draft.barred for old in between):
            continue
        candidates = [[old for old in between if old not in draft.holder and old not in draft.barred
                       and _same_words(draft, old, new)] for new in news]  # fmt: skip
        olds = [few[0] for few in candidates if len(few) == 1]
        if len(olds) == len(news) and olds == sorted(set(olds)):
            for old, new in zip(olds, news, strict=True):
                draft.keep(old, new)
            found = True
    return found
