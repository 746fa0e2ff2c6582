"""The legend of a reading page: the signs that occur in this text, no others, each in its style and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pecia.model import (
    Alternative,
    Break,
    Call,
    Delivery,
    Division,
    Doubt,
    Element,
    Emendation,
    Event,
    Furniture,
    Gap,
    Gloss,
    Highlight,
    Insertion,
    LineNumber,
    Mark,
    PageBreak,
    PageMark,
    PassageKind,
    Readings,
    Sign,
    Time,
    Transcript,
    Unheard,
    contents,
    passages,
    turns,
)
from pecia.pages.explanations import Names, hand_in_words
from pecia.pages.html import EMPTY, Html, tag, words
from pecia.phrases import language_in_words

KINDS: dict[PassageKind, tuple[str, str]] = {
    PassageKind.REPORTED: ("Reported speech", "What someone said, reported by a note-taker."),
    PassageKind.NARRATIVE: ("Narrative", "The note-takers’ narrative."),
    PassageKind.FIELD_LABEL: ("Front matter", "Matter placed before the text by an archive or publisher."),
    PassageKind.SOURCE_NOTE: ("Source note", "The witness’s own statement of its source."),
}
"""The label above passages of a kind, and its meaning."""

ELEMENTS = {
    "supplied": "Supplied by the editor of the text.",
    "supplied-lost": "Lost in the source; supplied by the editor of the text.",
    "unclear": "Hard to read, according to the encoder.",
    "del": "Struck out in the source.",
    "add": "Added in the source.",
    "damage": "Damaged in the source.",
    "ex": "Abbreviation expanded by the encoder.",
    "surplus": "Superfluous, according to the encoder.",
    "sic": "So in the source (encoder’s note).",
}
"""Elements of imported TEI to which the style sheet gives a sign of their own."""


def sign_of(mark: Element) -> str:
    """Which of :data:`ELEMENTS` the sign of an element is; its name for one that is none of them."""
    return "supplied-lost" if mark.name == "supplied" and mark.type == "lost" else mark.name


TRANSCRIBED: tuple[tuple[tuple[Mark | type[Mark], ...], str, str, str], ...] = (
    ((Event, Unheard), "event", "[laughter]", "An event, or words not heard; of no speaker."),
    ((Call,), "call", "1", "Leads to a note of the source."),
    ((LineNumber,), "sign-line-number", "5", "Line number of the source."),
    ((Furniture("classification"),), "sign-classification", "(S)", "Classification mark of the source."),
    ((Sign("number"),), "sign-number", "1.", "Number in the source."),
)
"""Signs that a transcript has: the marks, or their types, the class of the sign, a sample, and what it means."""


def occurring_signs(marks: Iterable[Mark]) -> Iterator[tuple[str, str, str]]:
    """Those of :data:`TRANSCRIBED` that are among ``marks``: class, sample, and what it means."""
    there: set[Mark | type[Mark]] = set()
    for mark in marks:
        there.add(type(mark))
        if isinstance(mark, Sign | Furniture):
            there.add(mark)
    for kinds, style, sample, said in TRANSCRIBED:
        if not there.isdisjoint(kinds):
            yield style, sample, said


def sign_style(mark: Sign | LineNumber | Division | Furniture) -> str:
    """The class of a sign whose characters are shown small, or not at all."""
    match mark:
        case Sign(function):
            return f"sign-{function}"
        case LineNumber():
            return "sign-line-number"
        case Division():
            return "sign-division"
        case Furniture(kind):
            return "sign-classification" if kind == "classification" else "sign-head"


QUOTED = Highlight("quoted")
QUOTED_SAID = "Quotation or speech marked by the encoder; the quotation marks are not in the text."


def legend(
    transcript: Transcript, names: Names, *, retired: bool, brief: bool = False, taken: Collection[str] = ()
) -> Html:
    """The legend as a definition list under a heading. ``taken``: ids that the page needs for passages.

    A ``brief`` one is of signs in the text only, and nothing when there is none.
    """
    items = [*(() if brief else _structure(transcript)), *_signs(transcript, names)]
    if retired:
        items.append(
            (tag("b", Html("p0"), class_="pc-retired"), "Retired paragraph number, with a note of what replaced it.")
        )
    if not items:
        return EMPTY
    rows = [tag("div", tag("dt", sample), tag("dd", words(said))) for sample, said in items]
    own = "signs" if "signs" not in taken else "about:signs"
    title = tag("h2", Html("Key"), id=own)
    # It scrolls by itself beside a long text, so the keyboard must be able to reach it.
    return tag("section", title, tag("dl", *rows), class_="pc-legend", aria_labelledby=own, tabindex="0")


def marks_of(transcript: Transcript) -> Iterator[Mark]:
    """Every mark of the text, labels included."""
    return (span.mark for content in contents(transcript) for span in content.spans)


def _structure(transcript: Transcript) -> Iterator[tuple[Html, str]]:
    yield tag("span", Html("p1"), class_="pc-number"), "Passage number and permanent link."
    if any(True for _ in turns(transcript)):
        yield (
            tag("b", Html("Name:"), class_="pc-speaker"),
            "Turn: a speech with the speaker’s label from the source.",
        )
        yield tag("span", class_="pc-arrows"), "Previous and next turn of the same speaker."
    occurring = {passage.kind for passage in passages(transcript)}
    for kind, (title, said) in KINDS.items():
        if kind in occurring:
            yield tag("span", words(title), class_="pc-kicker"), said


def _signs(transcript: Transcript, names: Names) -> Iterator[tuple[Html, str]]:
    """Each kind of mark once; for insertions and glosses, each hand once."""
    marks = list(marks_of(transcript))
    kinds = {type(mark) for mark in marks}
    for kind, sample, said, note in signs_of_hands(marks, names):
        yield _sample(f"pc-{kind}", sample), f"{said}.{note}"
    if Delivery in kinds:
        yield _sample("pc-delivery", "(aside)"), "Manner of speaking, noted in the record."
    if Emendation in kinds:
        yield _sample("pc-emendation", "word"), "Misprint; hover or tab for the correction and its reason."
    if Doubt in kinds:
        yield _sample("pc-doubt", "word"), "Doubtful, not corrected; hover or tab for the reason."
    if PageBreak in kinds:
        said = "Probable page break of the source, lost in the transcript; placed by rule or by an editor."
        yield tag("span", tag("span", class_="pc-break-sign"), class_="pc-break"), said
    for style, sample, said in occurring_signs(marks):
        yield _sample("pc-ref" if style == "call" else f"pc-{style}", sample), said
    if PageMark in kinds:
        said = "A page of the source begins here; its running heads are not shown."
        yield tag("span", class_="pc-page-mark", data_n="p. 1"), said
    if Time in kinds:
        yield tag("span", class_="pc-time", data_n="0:00"), "Time in the recording."
    yield from _signs_of_encoders(marks, kinds)


def signs_of_hands(marks: Sequence[Mark], names: Names) -> Iterator[tuple[str, str, str, str]]:
    """Insertions and glosses, each hand once: which of the two, words that show it, what it means, without a full stop,
    and the note on the hand, if there is one."""
    for resp in dict.fromkeys(mark.resp for mark in marks if isinstance(mark, Insertion)):
        hand = names.hands.get(resp)
        signature = f" {hand.signatures[0]}" if hand and hand.signatures else ""
        said = f"Bracketed words added by: {hand_in_words(resp, names)}"
        yield "insertion", f"[words{signature}]", said, _note(resp, names)
    for language, resp in dict.fromkeys((mark.language, mark.resp) for mark in marks if isinstance(mark, Gloss)):
        of_original = f"Word of the original ({language_in_words(language)})"
        said = f"{of_original}, added in brackets by: {hand_in_words(resp, names)}"
        yield "gloss", "[word]", said, _note(resp, names)


def _note(resp: str, names: Names) -> str:
    hand = names.hands.get(resp)
    return f" {hand.note}" if hand and hand.note else ""


def _signs_of_encoders(marks: Sequence[Mark], kinds: Collection[type[Mark]]) -> Iterator[tuple[Html, str]]:
    """Signs of marks that only imported TEI has."""
    if Alternative in kinds:
        yield _sample("tei-choice", "word"), "The encoder gives an alternative; hover or tab to read it."
    if Readings in kinds:
        yield _sample("tei-app", "word"), "Other witnesses differ here; hover or tab for their readings."
    if Gap in kinds:
        yield tag("span", class_="tei-gap-sign"), "Gap in the text; hover or tab for details."
    if any(isinstance(mark, Break) and mark.kind == "page" for mark in marks):
        yield tag("span", class_="tei-break tei-break-page", data_n="p. 1"), "A page of the source begins here."
    if any(isinstance(mark, Break) and mark.kind == "forme" for mark in marks):
        yield (
            tag("span", class_="tei-break tei-break-forme", data_n="word"),
            "On the page, but not part of the text.",
        )
    if QUOTED in marks:
        yield tag("q", words("words")), QUOTED_SAID
    found = {sign_of(mark) for mark in marks if isinstance(mark, Element)}
    for name, said in ELEMENTS.items():
        if name in found:
            yield _sample(f"tei-{name}", "word"), said


def _sample(style: str, text: str) -> Html:
    inner = {"pc-emendation": "pc-printed", "pc-doubt": "pc-standing"}.get(style)
    return tag("span", tag("span", words(text), class_=inner) if inner else words(text), class_=style)
