"""The text of a witness as blocks of a book: every passage with its number, the signs that occur, retired anchors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pecia.anchors import Retired
from pecia.exports.pdf_about import Block
from pecia.exports.pdf_words import Marking, Words, words
from pecia.model import (
    Delivery,
    Doubt,
    Emendation,
    Field,
    Gloss,
    Insertion,
    PageBreak,
    Passage,
    PassageKind,
    Sign,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.pages.explanations import Names, hand_in_words
from pecia.pages.legend import marks_of
from pecia.record import Record
from pecia.words import language_in_words, listed

_OVER: dict[PassageKind, str] = {
    PassageKind.REPORTED: "Reported speech",
    PassageKind.NARRATIVE: "Narrative",
    PassageKind.SOURCE_NOTE: "Source note",
}
"""The edition's words over a group of passages of one kind."""

_SAID: dict[PassageKind, tuple[str, str]] = {
    PassageKind.REPORTED: ("Reported speech", "What someone said, in a note-taker’s words."),
    PassageKind.NARRATIVE: ("Narrative", "What happened, as a note-taker tells it."),
    PassageKind.FIELD_LABEL: ("Front matter", "What an archive or publisher has put before the record."),
    PassageKind.SOURCE_NOTE: ("Source note", "What the witness says of its own source."),
}

_FATES = {"split": "was split", "merged": "was joined to another passage", "removed": "was taken out of the text"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """How passages are numbered: ``prefix`` of their places in the file, ``page``, the web address of the witness."""

    prefix: str
    page: str

    def of(self, anchor: str | None) -> dict[str, Any]:
        """The number of a passage, if it has one."""
        if not anchor:
            return {}
        address = {"address": f"{self.page}#{anchor}"} if self.page else {}
        return {"number": {"number": anchor, "to": f"{self.prefix}{anchor}", **address}}


def text(record: Record, marking: Marking, numbering: Numbering) -> Iterator[Block]:
    """Front matter and body, in order."""
    transcript = record.transcript
    if transcript.front:
        yield _kicker("Front matter")
    for item in transcript.front:
        for passage in (item.label, *item.values) if isinstance(item, Field) else (item,):
            yield _passage(passage, marking, numbering)
    for over, blocks in groupby(transcript.body, _over):
        if over:
            yield _kicker(over)
        for block in blocks:
            if isinstance(block, Turn):
                yield from _turn(block, marking, numbering)
            else:
                yield _passage(block, marking, numbering)


def retired(anchors: Sequence[Retired], present: frozenset[str], numbering: Numbering) -> Iterator[Block]:
    """The anchors of earlier versions, each with what became of its passage; a present id never a second time."""
    gone = [item for item in anchors if item.id not in present]
    if gone:
        yield _kicker("Passages of earlier versions")
    for item in gone:
        since = f", published from version {item.since} on," if item.since else ""
        until = f" in version {item.until}" if item.until else ""
        now = f" Its words are now in {listed(item.became)}." if item.became else ""
        former = f" It read: “{item.text}”" if item.text else ""
        said = f"Passage {item.id}{since} {_FATES[item.reason]}{until}.{now}{former}"
        yield {"kind": "small", "words": words(said), **numbering.of(item.id)}


def signs(transcript: Transcript, names: Names) -> Iterator[tuple[Words, str]]:
    """The signs that occur in this text, no others: a sample of each, and what it means."""
    yield (
        [{"t": "p1", "faint": True}],
        "Number of a passage, put there by this edition; it is given once, and cites it.",
    )
    if any(True for _ in turns(transcript)):
        yield (
            [{"t": "Name:", "b": True}],
            "Turn: a speech under the speaker’s name, as labelled in the source.",
        )
    occurring = {passage.kind for passage in passages(transcript)}
    for kind, (title, said) in _SAID.items():
        if kind in occurring:
            yield [{"t": title, "i": True, "faint": True}], said
    yield from _marks(transcript, names)


def _marks(transcript: Transcript, names: Names) -> Iterator[tuple[Words, str]]:
    """Each kind of mark once; for insertions and glosses, each hand once."""
    marks = list(marks_of(transcript))
    for resp in dict.fromkeys(mark.resp for mark in marks if isinstance(mark, Insertion)):
        hand = names.hands.get(resp)
        signature = f" {hand.signatures[0]}" if hand and hand.signatures else ""
        yield words(f"[words{signature}]"), f"Inserted in brackets by: {_hand(resp, names)}"
    for language, resp in dict.fromkeys((mark.language, mark.resp) for mark in marks if isinstance(mark, Gloss)):
        said = f"Word of the original ({language_in_words(language)}), given in brackets by: {_hand(resp, names)}"
        yield [{"t": "[word]", "i": True}], said
    if any(isinstance(mark, Delivery) for mark in marks):
        yield [{"t": "(aside)", "i": True}], "How it was said, as the record states it."
    if any(isinstance(mark, Emendation) for mark in marks):
        yield words("word with a note"), "Misprint, as printed; the note gives the correction and the reason."
    if any(isinstance(mark, Doubt) for mark in marks):
        yield words("word with a note"), "Doubtful, and left as it stands; the note gives the reason."
    if any(isinstance(mark, PageBreak) for mark in marks):
        said = "A page of the source probably ended here; its break is lost, and placed by rule or by an editor."
        yield ["word", {"break": True}, "word"], said
    functions = {mark.function for mark in marks if isinstance(mark, Sign)}
    if "markup" in functions:
        yield [{"t": "*", "faint": True}], "Sign of the transcript, for words that are set apart; not of the source."
    if "bullet" in functions:
        yield [{"t": "-", "faint": True}], "Sign of the transcript, for an item of a list; not of the source."


def _hand(resp: str, names: Names) -> str:
    hand = names.hands.get(resp)
    return f"{hand_in_words(resp, names)}." + (f" {hand.note}" if hand and hand.note else "")


def _turn(turn: Turn, marking: Marking, numbering: Numbering) -> Iterator[Block]:
    label = marking.rich(turn.label, b=True)
    if not turn.passages:
        yield {"kind": "paragraph", "words": label}
    for passage in turn.passages:
        yield _passage(passage, marking, numbering, [*label, " "] if label else [])
        label = []


def _passage(passage: Passage, marking: Marking, numbering: Numbering, lead: Words | None = None) -> Block:
    kind = "text-heading" if passage.kind is PassageKind.HEADING else "paragraph"
    label = {"b": True} if passage.kind is PassageKind.FIELD_LABEL else {}
    content = [*(lead or []), *marking.rich(passage.content, **label)]
    return {"kind": kind, "words": content, **numbering.of(passage.id)}


def _over(block: Passage | Turn) -> str:
    return "" if isinstance(block, Turn) else _OVER.get(block.kind, "")


def _kicker(title: str) -> Block:
    return {"kind": "kicker", "words": words(title)}
