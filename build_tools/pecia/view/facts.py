"""What is known of a document and its witnesses, in words: one place for pages, books and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pecia.model import Transcript, passages, turns
from pecia.model.edition import Document, Entry, Original, Responsibility, Statement, Witness
from pecia.phrases import certainty_in_words, counted, language_in_words, sentence


def named(witness: Witness) -> str:
    """A witness in a heading: "Witness A: Edited reprint"."""
    return f"Witness {witness.siglum}" + (f": {witness.title}" if witness.title else "")


def hand(responsibility: Responsibility, entries: Mapping[str, Entry]) -> str:
    """Who a hand is, in words: the person, the name as stated, or that the name is not established."""
    entry = entries.get(responsibility.person)
    return (entry.name if entry else responsibility.name) or "name not established"


def size_of_text(transcript: Transcript) -> str:
    """How many turns and passages a text has: "75 turns, 105 passages", or "105 passages" where nobody takes a turn."""
    spoken, held = sum(1 for _ in turns(transcript)), sum(1 for _ in passages(transcript))
    return ", ".join([*([counted(spoken, "turn")] if spoken else []), counted(held, "passage")])


def unestablished(document: Document) -> list[str]:
    """What a scholar asks of a document and nobody has established, among archive, shelf mark, author and rights; all
    else that is missing is left out without a word.

    Archive and shelf mark are asked for where an original is described, or no source is named.
    """
    original = document.original
    archival = bool(original.kind or original.repository or original.shelfmark or not document.sources)
    hands = [hand for witness in document.witnesses for hand in witness.responsibilities]
    written = any(hand.kind in ("author", "note-taker") and (hand.person or hand.name) for hand in hands)
    noted = any(participant.part in ("note-taker", "sender") for participant in document.participants)
    asked = {
        "archive": original.repository or original.abbreviation or not archival,
        "shelf mark": original.shelfmark or not archival,
        "author": written or noted,
        "rights": document.rights,
    }
    return [name for name, known in asked.items() if not known]


def original_in_words(original: Original) -> str:
    """The archival original in a sentence, as far as it is known; empty when nothing but its language is."""
    if not (original.kind or original.repository or original.abbreviation or original.shelfmark):
        return ""
    place = ", ".join(part for part in (original.settlement, original.country) if part)
    house = original.repository or original.abbreviation
    abbreviation = f" ({original.abbreviation})" if original.repository and original.abbreviation else ""
    held = f"{house}{abbreviation}" + (f", {place}" if place else "") if house else ""
    language = language_in_words(original.language) if original.language else ""
    shelfmark = f"shelf mark {original.shelfmark}" if original.shelfmark else ""
    return sentence("; ".join(part for part in (original.kind, language, held, shelfmark) if part))


def statements_in_words(statements: Sequence[Statement]) -> str:
    """Statements in a row, each with its certainty."""
    said = (f"{s.text} ({sure})" if (sure := certainty_in_words(s.certainty)) else s.text for s in statements)
    return " ".join(said)
