"""Notes of a text and their calls: a note of TEI goes by the number of its element, one of a transcript by its own."""

from __future__ import annotations

from collections.abc import Mapping

from pecia.model import Passage, PassageKind, Transcript, note_anchors

Numbers = Mapping[str, int]
"""The numbers of the notes of a text, by their anchors."""


def numbers_of(transcript: Transcript) -> Numbers:
    """The numbers by which marks call the notes of a text that was made from an exemplar."""
    return {anchor: number for number, anchor in note_anchors(transcript).items()}


def note_number(passage: Passage, numbers: Numbers) -> int:
    """The number of the note that the passage is, or is part of; 0 for none."""
    if passage.kind is not PassageKind.NOTE:
        return 0
    holders = (*passage.within, passage.element) if passage.element else passage.within
    own = numbers.get(passage.id or "", 0) if not holders else 0
    return next((holder.number for holder in reversed(holders) if holder.name == "note"), own)
