"""What the signs of a text mean, for the copies that explain themselves (EPUB, PDF): which occur, and in what words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pecia.model import (
    Alternative,
    Break,
    Delivery,
    Doubt,
    Element,
    Emendation,
    Gap,
    Graphic,
    Mark,
    NoteCall,
    PageBreak,
    PageMark,
    Readings,
    Sign,
    Time,
    Transcript,
    passages,
    turns,
)
from pecia.pages.explanations import Names
from pecia.pages.legend import ELEMENTS, KINDS, QUOTED, QUOTED_SAID, marks_of, occurring_signs, sign_of, signs_of_hands
from pecia.phrases import sentence


class Meaning(NamedTuple):
    """A sign: ``kind`` says how it looks, ``sample`` are words that show it (none where it is no word), ``said`` is
    what it means."""

    kind: str
    sample: str
    said: str


_MARKS: tuple[tuple[type[Mark], Meaning], ...] = (
    (Delivery, Meaning("delivery", "(aside)", "How it was said, as the record states it.")),
    (
        Emendation,
        Meaning("emendation", "word", "Misprint; the note gives the correction and its reason."),
    ),
    (Doubt, Meaning("doubt", "word", "Doubtful, not corrected; the note gives the reason.")),
    (
        PageBreak,
        Meaning(
            "break",
            "",
            "Probable page break of the source, lost in the transcript; placed by rule or by an editor.",
        ),
    ),
    (Alternative, Meaning("choice", "word", "The encoder gives an alternative; it is in the note.")),
    (Readings, Meaning("choice", "word", "Other witnesses differ here; their readings are in the note.")),
    (Gap, Meaning("gap", "", "Gap in the text; details are in the note.")),
    (NoteCall, Meaning("call", "1", "Link to a note.")),
    (Graphic, Meaning("picture", "", "Picture, not included in this copy.")),
)

_FUNCTIONS: dict[str, Meaning] = {
    "markup": Meaning("sign-markup", "*", "Sign of the transcript for highlighted words; not in the source."),
    "bullet": Meaning("sign-bullet", "-", "Sign of the transcript for a list item; not in the source."),
}


def meanings(transcript: Transcript, names: Names) -> Iterator[Meaning]:
    """The signs that occur in the text, no others, beside the number of a passage, which comes first in each copy."""
    if any(True for _ in turns(transcript)):
        yield Meaning("speaker", "Name:", "Turn: a speech with the speaker’s label from the source.")
    occurring = {passage.kind for passage in passages(transcript)}
    yield from (Meaning("kicker", title, said) for kind, (title, said) in KINDS.items() if kind in occurring)
    marks = list(marks_of(transcript))
    for kind, sample, said, note in signs_of_hands(marks, names):
        yield Meaning(kind, sample, f"{sentence(said)}{note}")
    yield from (meaning for kind, meaning in _MARKS if any(isinstance(mark, kind) for mark in marks))
    yield from (Meaning(*sign) for sign in occurring_signs(marks))
    if any(isinstance(mark, Time) for mark in marks):
        yield Meaning("time", "[0:00]", "Time in the recording.")
    if any(isinstance(mark, PageMark) or (isinstance(mark, Break) and mark.kind == "page") for mark in marks):
        yield Meaning("break", "", "A page of the source begins here.")
    if QUOTED in marks:
        yield Meaning("quoted", "words", QUOTED_SAID)
    found = {sign_of(mark) for mark in marks if isinstance(mark, Element)}
    yield from (Meaning(name, "word", said) for name, said in ELEMENTS.items() if name in found)
    functions = {mark.function for mark in marks if isinstance(mark, Sign)}
    yield from (meaning for function, meaning in _FUNCTIONS.items() if function in functions)
