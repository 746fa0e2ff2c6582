"""What the signs of a text mean, for the copies that explain themselves (EPUB, PDF): which occur, and in what words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pecia.model import (
    Alternative,
    Break,
    Delivery,
    Doubt,
    Element,
    Emendation,
    Gap,
    Gloss,
    Graphic,
    Insertion,
    Mark,
    NoteCall,
    PageBreak,
    PassageKind,
    Readings,
    Sign,
    Transcript,
    passages,
    turns,
)
from pecia.pages.explanations import Names, hand_in_words
from pecia.pages.legend import marks_of
from pecia.words import language_in_words, sentence


class Meaning(NamedTuple):
    """A sign: ``kind`` says how it looks, ``sample`` are words that show it (none where it is no word), ``said`` is
    what it means."""

    kind: str
    sample: str
    said: str


_KINDS: dict[PassageKind, tuple[str, str]] = {
    PassageKind.REPORTED: ("Reported speech", "What someone said, in a note-taker’s words."),
    PassageKind.NARRATIVE: ("Narrative", "What happened, as a note-taker tells it."),
    PassageKind.FIELD_LABEL: ("Front matter", "What an archive or publisher has put before the record."),
    PassageKind.SOURCE_NOTE: ("Source note", "What the witness says of its own source."),
}

_MARKS: tuple[tuple[type[Mark], Meaning], ...] = (
    (Delivery, Meaning("delivery", "(aside)", "How it was said, as the record states it.")),
    (
        Emendation,
        Meaning("emendation", "word", "Misprint, as printed; the note gives the correction and the reason."),
    ),
    (Doubt, Meaning("doubt", "word", "Doubtful, and left as it stands; the note gives the reason.")),
    (
        PageBreak,
        Meaning(
            "break",
            "",
            "A page of the source probably ended here; its break is lost, and placed by rule or by an editor.",
        ),
    ),
    (Alternative, Meaning("choice", "word", "The encoder has other words for these; the note gives them.")),
    (Readings, Meaning("choice", "word", "Other witnesses have other readings; the note gives them.")),
    (Gap, Meaning("gap", "", "Words are missing here; the note says what is known of it.")),
    (NoteCall, Meaning("call", "1", "Leads to a note of the text.")),
    (Graphic, Meaning("picture", "", "A picture stands here; it is not in this copy.")),
)

ELEMENTS = {
    "supplied": "Supplied by the editor of the text.",
    "unclear": "Hard to read, as the encoder says.",
    "del": "Struck out in the source.",
    "add": "Added in the source.",
    "damage": "Damaged in the source.",
    "surplus": "Taken by the encoder to be superfluous.",
    "sic": "So in the source, as the encoder notes.",
}
"""Elements of TEI that someone else encoded which may have a sign of their own."""

_FUNCTIONS = {
    "markup": Meaning("sign-markup", "*", "Sign of the transcript, for words that are set apart; not of the source."),
    "bullet": Meaning("sign-bullet", "-", "Sign of the transcript, for an item of a list; not of the source."),
}


def meanings(transcript: Transcript, names: Names) -> Iterator[Meaning]:
    """The signs that occur in the text, no others, beside the number of a passage, which comes first in each copy."""
    if any(True for _ in turns(transcript)):
        yield Meaning("speaker", "Name:", "Turn: a speech under the speaker’s name, as labelled in the source.")
    occurring = {passage.kind for passage in passages(transcript)}
    yield from (Meaning("kicker", title, said) for kind, (title, said) in _KINDS.items() if kind in occurring)
    marks = list(marks_of(transcript))
    yield from _of_hands(marks, names)
    yield from (meaning for kind, meaning in _MARKS if any(isinstance(mark, kind) for mark in marks))
    if any(isinstance(mark, Break) and mark.kind == "page" for mark in marks):
        yield Meaning("break", "", "A page of the source begins here.")
    found = {mark.name for mark in marks if isinstance(mark, Element)}
    yield from (Meaning(name, "word", said) for name, said in ELEMENTS.items() if name in found)
    functions = {mark.function for mark in marks if isinstance(mark, Sign)}
    yield from (meaning for function, meaning in _FUNCTIONS.items() if function in functions)


def _of_hands(marks: Sequence[Mark], names: Names) -> Iterator[Meaning]:
    """Insertions and glosses, each hand once."""
    for resp in dict.fromkeys(mark.resp for mark in marks if isinstance(mark, Insertion)):
        hand = names.hands.get(resp)
        signature = f" {hand.signatures[0]}" if hand and hand.signatures else ""
        yield Meaning("insertion", f"[words{signature}]", f"Inserted in brackets by: {_hand(resp, names)}")
    for language, resp in dict.fromkeys((mark.language, mark.resp) for mark in marks if isinstance(mark, Gloss)):
        said = f"Word of the original ({language_in_words(language)}), given in brackets by: {_hand(resp, names)}"
        yield Meaning("gloss", "[word]", said)


def _hand(resp: str, names: Names) -> str:
    hand = names.hands.get(resp)
    note = f" {hand.note}" if hand and hand.note else ""
    return f"{sentence(hand_in_words(resp, names))}{note}"
