"""The signs of a witness in an EPUB: those that occur in its text, no others, each in its style and in words."""

from __future__ import annotations

from collections.abc import Iterator

from pecia.exports.epub_text import contents
from pecia.exports.epub_xhtml import Element, element, in_lines
from pecia.model import Delivery, Doubt, Emendation, Gloss, Insertion, PageBreak, PassageKind, Sign, passages, turns
from pecia.pages.explanations import Names, hand_in_words, names_of
from pecia.record import Record
from pecia.words import language_in_words, sentence

_KINDS: dict[PassageKind, tuple[str, str]] = {
    PassageKind.REPORTED: ("Reported speech", "What someone said, in a note-taker’s words."),
    PassageKind.NARRATIVE: ("Narrative", "What happened, as a note-taker tells it."),
    PassageKind.FIELD_LABEL: ("Front matter", "What an archive or publisher has put before the record."),
    PassageKind.SOURCE_NOTE: ("Source note", "What the witness says of its own source."),
}


def signs(record: Record) -> Element:
    """A list of the signs, for a reader who has nothing but the book."""
    pairs = [
        element("div", *in_lines([element("dt", sample), element("dd", said)]))
        for sample, said in (*_structure(record), *_marks(record))
    ]
    return element("dl", *in_lines(pairs), class_="signs")


def _structure(record: Record) -> Iterator[tuple[Element, str]]:
    transcript = record.transcript
    cited = "Number of a passage, put there by this edition; it is the end of the passage’s address, and cites it."
    yield element("span", "p1", class_="number"), cited
    if any(True for _ in turns(transcript)):
        said = "Turn: a speech under the speaker’s name, as labelled in the source."
        yield element("b", "Name:", class_="speaker"), said
    occurring = {passage.kind for passage in passages(transcript)}
    for kind, (title, said) in _KINDS.items():
        if kind in occurring:
            yield element("span", title, class_="kicker"), said


def _marks(record: Record) -> Iterator[tuple[Element, str]]:
    """Each kind of mark once; for insertions and glosses, each hand once."""
    names = names_of(record)
    marks = [span.mark for content in contents(record.transcript) for span in content.spans]
    for resp in dict.fromkeys(mark.resp for mark in marks if isinstance(mark, Insertion)):
        hand = names.hands.get(resp)
        signature = f" {hand.signatures[0]}" if hand and hand.signatures else ""
        yield _sample("insertion", f"[words{signature}]"), f"Inserted in brackets by: {_hand(resp, names)}"
    for language, resp in dict.fromkeys((mark.language, mark.resp) for mark in marks if isinstance(mark, Gloss)):
        said = f"Word of the original ({language_in_words(language)}), given in brackets by: {_hand(resp, names)}"
        yield _sample("gloss", "[word]"), said
    for kind, style, text, said in (
        (Delivery, "delivery", "(aside)", "How it was said, as the record states it."),
        (Emendation, "emendation", "word", "Misprint, as printed; the note gives the correction and the reason."),
        (Doubt, "doubt", "word", "Doubtful, and left as it stands; the note gives the reason."),
    ):
        if any(isinstance(mark, kind) for mark in marks):
            yield _sample(style, text), said
    if any(isinstance(mark, PageBreak) for mark in marks):
        said = "A page of the source probably ended here; its break is lost, and placed by rule or by an editor."
        yield element("span", class_="break", role="img", aria_label="page break"), said
    functions = {mark.function for mark in marks if isinstance(mark, Sign)}
    if "markup" in functions:
        yield _sample("sign-markup", "*"), "Sign of the transcript, for words that are set apart; not of the source."
    if "bullet" in functions:
        yield _sample("sign-bullet", "-"), "Sign of the transcript, for an item of a list; not of the source."


def _sample(style: str, text: str) -> Element:
    return element("span", text, class_=style)


def _hand(resp: str, names: Names) -> str:
    hand = names.hands.get(resp)
    note = f" {hand.note}" if hand and hand.note else ""
    return f"{sentence(hand_in_words(resp, names))}{note}"
