"""Lost page breaks, inferred from cut sentences and the length of a page.

A sentence cut in two by a blank line (:mod:`pecia.transcript.structure` joins it) may show that a page ended there, a
line, or nothing. Where three or more such cuts lie a whole number of equal pages apart, pages ended there, and a page
of that length tells where the other breaks were; where one falls on the end of a paragraph within a turn it leaves no
other trace. An editor may state that pages were lost, or that nothing is to be said of them.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from pecia.model import PageBreak, PassageKind
from pecia.model.conventions import Conventions
from pecia.model.findings import Finding
from pecia.transcript.drafts import Draft, DraftPassage, DraftTurn
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.places import PlacedRulings

_ENOUGH = 3
_LEAST_SPREAD = 0.03
"""Even pages of one length end at a word or a line, so this share of a page is always allowed."""

_WIDEST_SPREAD = 0.15
"""Pages whose lengths differ by more than this share of a page tell nothing about where the others ended."""


def mark_page_breaks(
    exemplar: ExemplarText, draft: Draft, rulings: PlacedRulings, conventions: Conventions
) -> list[Finding]:
    """Put the breaks that rulings name at the head of their passages and those that cut sentences show within them, and
    report the probable ones (T104)."""
    continued = [p for block in draft.body if isinstance(block, DraftTurn) for p in block.passages[1:]]
    heads = [p for block in draft.body for p in (block.passages if isinstance(block, DraftTurn) else [block])]
    for passage in heads:
        ruled = rulings.at(passage.start, "page-break")
        if ruled and ruled.ruling.value != "join":
            mark = PageBreak(ruled.ruling.certainty, ruled.ruling.resp, ruled.ruling.id)
            passage.breaks.insert(0, (passage.start, mark))
    if conventions.page_breaks == "none":
        return []
    certain = sorted([position for p in heads for position, _ in p.breaks if position > p.start]
                     + [position for p in heads for position in p.joins])  # fmt: skip
    found = page_length(certain)
    if found or conventions.page_breaks == "lost":
        for passage in heads:
            passage.breaks += [(position, PageBreak("high", "pecia")) for position in passage.joins]
    if found is None:
        return []
    page, spread = found
    return [
        Finding("T104", f"pages are about {page:.0f} characters long; one would end here", exemplar.locus(p.start))
        for p in continued
        if p.kind is PassageKind.SPEECH
        and _expected(p, certain, page, spread)
        and not p.breaks_at_head()
        and not rulings.at(p.start, "not-a-page-break")
    ]


def page_length(breaks: list[int]) -> tuple[float, float] | None:
    """Characters on a page, and by what share of a page the known pages differ from that at most.

    ``None`` when there are fewer than three breaks or their distances are not near whole multiples of one length.
    """
    if len(breaks) < _ENOUGH:
        return None
    distances = [later - earlier for earlier, later in pairwise(breaks)]
    shortest = min(distances)
    page = median(distance / round(distance / shortest) for distance in distances)
    spread = max(abs(distance - round(distance / page) * page) for distance in distances) / page
    return (page, max(spread, _LEAST_SPREAD)) if spread <= _WIDEST_SPREAD else None


def _expected(passage: DraftPassage, certain: list[int], page: float, spread: float) -> bool:
    """Whether a page that starts at the nearest certain break, or ends there, would have its other end here."""
    nearest = min(certain, key=lambda position: abs(position - passage.start))
    pages = round((passage.start - nearest) / page)
    return pages != 0 and abs(passage.start - nearest - pages * page) <= spread * page
