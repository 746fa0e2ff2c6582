"""Notes of a text from TEI: passages that stand directly after the one that calls them."""

from __future__ import annotations

from pecia.model import Passage


def note_number(passage: Passage) -> int:
    """The number of the note that the passage is, or is part of; 0 for none."""
    holders = (*passage.within, passage.element) if passage.element else passage.within
    return next((holder.number for holder in reversed(holders) if holder.name == "note"), 0)
