"""Changed words: passages that were reworded, split, merged or moved, recognised by the words they share.

An anchor stays with a passage when the new one is clearly the most alike, has nearly all that is left of the old
words, and took nearly all its old words from there. The limits below stand well apart from what unrelated passages
reach by chance; ``docs/reference/anchors.md`` gives the measurements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from pecia.anchors.candidates import RUN, Evidence
from pecia.anchors.likeness import Overlap
from pecia.anchors.links import NEARLY_ALL, Links, nearly_all
from pecia.anchors.matching_state import Draft, Fate, in_order

KEEP = 0.4
"""Likeness from which a passage in its old place, of the same kind and speaker, is the old one reworded."""
KEEP_WEAK = 0.6
"""The same for passages of fewer than SHORT words, and where kind or speaker differ."""
KEEP_MOVED = 0.7
"""The same for a passage in another place; it must have SHORT words or more."""
SHORT = 8
RIVAL = 0.5
"""Another passage with so much of the likeness makes a match doubtful, unless the order in the place decides it."""
TOGETHER = 0.6
"""Share of the whole's words that its parts must have together, in a split or merger."""
DOUBT = 0.3
"""Likeness, whatever the order of the words, below which a passage in the old place is clearly another one."""
DOUBT_OPPOSITE = 0.2
"""The same where the place has as many passages as before, and the two have the same position in it."""
DOUBT_MOVED = 0.4
"""The same for a passage in another place, which must have SHORT words or more."""
DOUBT_RUN = 0.4
"""Share of the words of the lesser of two passages that raises a doubt in any place, if RUN of them stand in a row."""


def in_the_same_place(draft: Draft, evidence: Evidence) -> bool:
    """Match passages that were reworded where they stood; return whether there were any."""
    links = Links(draft, evidence, draft.open_old())
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for old, new in _most_alike(links):
        if links.places.same(old, new) and _is_reworded(links, old, new):
            found[links.places.of_old(old)][new] = old
    for pairs in found.values():
        for new, old in in_order(pairs):
            draft.keep(old, new)
    return bool(found)


def in_another_place(draft: Draft, evidence: Evidence) -> bool:
    """Match passages that were reworded and moved; return whether there were any."""
    links = Links(draft, evidence, draft.open_old())
    found = [(old, new) for old, new in _most_alike(links) if _is_reworded(links, old, new)]
    for old, new in found:
        draft.keep(old, new)
    return bool(found)


def _most_alike(links: Links) -> list[tuple[int, int]]:
    """Each open entry with the open passage most like it, where it is also the entry most like the passage."""
    draft = links.draft
    best_new = {old: _best(found, draft.is_open_new) for old, found in links.old.items()}
    best_old = {new: _best(found, draft.is_open_old) for new, found in links.new.items()}
    return [(old, new) for old, new in best_new.items() if new is not None and best_old[new] == old]


def _best(found: Mapping[int, Overlap], is_open: Callable[[int], bool]) -> int | None:
    return max((other for other in found if is_open(other)), key=lambda i: (found[i].alike, -i), default=None)


def _is_reworded(links: Links, old: int, new: int) -> bool:
    """Whether the passage is clearly the entry reworded, and neither a part of it nor a merger."""
    draft, alike = links.draft, links.old[old][new].alike
    rivals = [overlap.alike for n, overlap in links.old[old].items() if n != new and draft.is_open_new(n)]
    rivals += [overlap.alike for o, overlap in links.new[new].items() if o != old and draft.is_open_old(o)]
    rival = max(rivals, default=0.0)
    short = links.size(old, new) < SHORT
    if not links.places.same(old, new):
        enough = not short and alike >= KEEP_MOVED
    else:
        enough = alike >= (KEEP_WEAK if short or not draft.same_voice(old, new) else KEEP)
    clear = enough and (rival < RIVAL * alike or links.places.opposite(draft, old, new))
    return clear and nearly_all(links.went(old), new) and nearly_all(links.came(new), old)


def split_or_merged(draft: Draft, evidence: Evidence) -> bool:
    """Decide about entries whose words are clearly several passages now, or part of another; return whether any.

    A passage that comes of a split or a merger gets a new anchor, unless it has one already.
    """
    links = Links(draft, evidence, draft.open_old())
    before = len(draft.fates)
    for old in links.old:
        parts = [new for new in links.parts(old) if new in draft.changed or links.places.same(old, new)]
        total = next(iter(links.old[old].values())).old if parts else 0
        if _together(parts, links.went(old), total) and not any(new in draft.fresh for new in parts):
            draft.fates[old] = Fate("split", tuple(sorted(parts)))
            draft.fresh.update(new for new in parts if draft.is_open_new(new))
    for new in filter(draft.is_open_new, list(links.new)):
        sources = [old for old in links.sources(new) if draft.is_open_old(old) and links.places.same(old, new)]
        total = next(iter(links.new[new].values())).new if sources else 0
        if _together(sources, links.came(new), total):
            draft.fates.update((old, Fate("merged", (new,))) for old in sources)
            draft.fresh.add(new)
    for old in filter(draft.is_open_old, links.old):
        if whole := _taken_in(links, old, draft.changed):
            draft.fates[old] = Fate("merged", whole)
    return len(draft.fates) > before


def _together(parts: Collection[int], shares: Mapping[int, int], total: int) -> bool:
    """Whether there are parts, none of them nearly the whole, that have most of the words and leave few elsewhere."""
    inside = sum(shares.get(part, 0) for part in parts)
    return (
        len(parts) > 1
        and inside >= max(TOGETHER * total, NEARLY_ALL * sum(shares.values()))
        and not any(nearly_all(shares, part) for part in parts)
    )


def _taken_in(links: Links, old: int, passages: Collection[int]) -> tuple[int, ...]:
    """The one of ``passages`` that most of the entry's words went into, if there is one.

    Of a few words only a neighbour is believed.
    """
    went = links.went(old)
    return tuple(
        new
        for new in went
        if new in passages
        and (links.is_near(old, new) or links.size(old, new) >= SHORT)
        and min(went[new], links.came(new).get(old, 0)) >= TOGETHER * links.old[old][new].old
        and nearly_all(went, new)
    )


def leftover(draft: Draft, evidence: Evidence) -> dict[int, tuple[int, ...]]:
    """Decide about every entry that is left: removed, or undecided between the passages returned, most alike first.

    An entry that an editor has retired is never undecided; where its words clearly went is recorded.
    """
    undecided: dict[int, tuple[int, ...]] = {}
    barred = [old for old in draft.barred if draft.entries[old].live and old not in draft.holder]
    links = Links(draft, evidence, sorted({*draft.open_old(), *barred}))
    for old, found in links.old.items():
        if old in draft.barred:
            draft.fates[old] = _where_it_went(links, old)
        elif candidates := [new for new in found if _is_doubtful(links, old, new)]:
            undecided[old] = tuple(sorted(candidates, key=lambda new: (-found[new].alike, new)))
        else:
            draft.fates[old] = Fate("removed")
    return undecided


def _where_it_went(links: Links, old: int) -> Fate:
    parts = links.parts(old)
    if _together(parts, links.went(old), next(iter(links.old[old].values())).old if parts else 0):
        return Fate("split", tuple(sorted(parts)))
    if whole := _taken_in(links, old, links.old[old]):
        return Fate("merged", whole)
    return Fate("removed")


def _is_doubtful(links: Links, old: int, new: int) -> bool:
    """Whether the passage may be the entry, or have its words."""
    draft, overlap = links.draft, links.old[old][new]
    if not draft.is_open_new(new):
        return links.came(new).get(old, 0) >= DOUBT_RUN * min(overlap.old, overlap.new)
    if overlap.longest >= RUN and overlap.common >= DOUBT_RUN * min(overlap.old, overlap.new):
        return True
    if draft.entries[old].text == draft.items[new].text:
        return True
    alike, short = links.in_any_order(old, new), links.size(old, new) < SHORT
    if not links.places.same(old, new):
        return alike >= DOUBT_MOVED and not short
    return alike >= (DOUBT_OPPOSITE if links.places.opposite(draft, old, new) and not short else DOUBT)
