"""The shape of a conversation: who speaks when and at what length, in numbers.

What is counted: the words of turns (without the speaker's label), of reported speech and of narrative, as printed.
Words within an insertion, a gloss, an aside or an event are nobody's speech: they are left out, and so are names in
them. Signs of the transcript (times, line numbers, calls of notes) are no words; a divided word is one.
Headings, date lines, signatures, notes and front matter are no part of the conversation.

A word is a longest run of letters and digits. Combining marks and invisible format characters in a run belong to it,
and so does an apostrophe before a letter: "don’t" is one word, "half-hour" two, "A.I." and "A. I." both two.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pecia.model import (
    SIGN_MARKS,
    SIGNS,
    Delivery,
    Division,
    Event,
    Gloss,
    Insertion,
    Mention,
    Passage,
    PassageKind,
    RichText,
    Transcript,
    Turn,
    Unheard,
    without,
)
from pecia.model.edition import Entry
from pecia.view.document import DocumentView, WitnessView, entries_by_key

_APOSTROPHES = "'’"
_OPENING = 200
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """A row of the picture: ``kind`` is SPEECH, REPORTED or NARRATIVE, ``who`` a register key, or empty."""

    kind: PassageKind
    who: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of the registers is named after ``at`` words of a mark."""

    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A turn, or a passage of reported speech or of narrative.

    ``anchor`` is that of its first passage, empty when there is none; ``start`` the number of words of the conversation
    before it, ``words`` of its own, ``left_out`` of those in it that are not counted. ``opening``: how it begins.
    """

    lane: Lane
    anchor: str
    start: int
    words: int
    left_out: int
    named: tuple[Named, ...]
    opening: str


@dataclass(frozen=True)
class Shape:
    """One witness as marks, in the order of the text."""

    witness: WitnessView
    marks: tuple[Mark, ...]

    @property
    def siglum(self) -> str:
        """The siglum of the witness."""
        return self.witness.record.siglum

    @cached_property
    def words(self) -> int:
        """All words counted."""
        return sum(mark.words for mark in self.marks)

    @cached_property
    def by_lane(self) -> Mapping[Lane, tuple[Mark, ...]]:
        """The marks of each row that has any."""
        found: dict[Lane, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.lane, []).append(mark)
        return {lane: tuple(marks) for lane, marks in found.items()}

    @cached_property
    def times_named(self) -> Counter[str]:
        """How often each entry is named, by key."""
        return Counter(named.key for mark in self.marks for named in mark.named)

    def tenths(self, lane: Lane) -> int:
        """The share of a row in all words, in tenths of a per cent, half a tenth rounded up; 0 when there are none."""
        own = sum(mark.words for mark in self.by_lane.get(lane, ()))
        return (2000 * own + self.words) // (2 * self.words) if self.words else 0


def shapes(view: DocumentView) -> tuple[Shape, ...]:
    """The shape of each witness, in the document's order."""
    return tuple(Shape(witness, tuple(_marks(witness.record.transcript))) for witness in view.witnesses)


def lanes(view: DocumentView, found: Sequence[Shape]) -> tuple[Lane, ...]:
    """The rows, the same for every witness: speakers in the order of the participants, others as they first speak, each
    with the turns first and then what is reported; narrative last."""
    there = dict.fromkeys(mark.lane for shape in found for mark in shape.marks)
    present = [participant.person for participant in view.document.participants]
    people = dict.fromkeys([*present, *(lane.who for lane in there if lane.who), ""])
    kinds = (PassageKind.SPEECH, PassageKind.REPORTED)
    spoken = [Lane(kind, who) for who in people for kind in kinds]
    return tuple(lane for lane in (*spoken, Lane(PassageKind.NARRATIVE)) if lane in there)


def most_named(view: DocumentView, found: Sequence[Shape]) -> tuple[Entry, ...]:
    """The entries that the conversation names, the most often named in all witnesses together first."""
    times: Counter[str] = Counter()
    for shape in found:
        times.update(shape.times_named)
    entries = entries_by_key(witness.record for witness in view.witnesses)
    named = [entry for key, entry in entries.items() if times[key]]
    return tuple(sorted(named, key=lambda entry: -times[entry.key]))


def row_names(rows: Sequence[Lane], entries: Mapping[str, Entry]) -> dict[Lane, str]:
    """What each row is called: the short name of its speaker, and that it is reported."""
    short = short_names([entries[who] for who in dict.fromkeys(lane.who for lane in rows) if who in entries])
    said = {PassageKind.SPEECH: "", PassageKind.REPORTED: ", reported"}
    return {
        lane: short.get(lane.who, lane.who or "speaker not established") + said[lane.kind]
        if lane.kind in said
        else "Narrative"
        for lane in rows
    }


def short_names(entries: Sequence[Entry]) -> dict[str, str]:
    """By key, the name by which a person is sorted, up to the comma, if no two share it; all other names in full."""
    short = {entry.key: entry.sort.split(",")[0].strip() for entry in entries if entry.kind == "person"}
    taken = Counter(short.values())
    return {
        entry.key: name if (name := short.get(entry.key, "")) and taken[name] == 1 else entry.name for entry in entries
    }


def percent(tenths: int) -> str:
    """Tenths of a per cent in figures: "41.3 %"."""
    return f"{tenths // 10}.{tenths % 10}\u00a0%"


def counted_words(content: RichText) -> tuple[list[int], int]:
    """Where each word of ``content`` that is counted begins, and how many others are left out."""
    aside = _asides(content)
    starts, left_out = [], 0
    signs = [span for span in content.spans if isinstance(span.mark, SIGN_MARKS)]
    for start, end in word_runs(content.text):
        if any(sign.start <= start < sign.end or (start == sign.end and sign.mark == Division()) for sign in signs):
            continue
        if any(a <= start and end <= b for a, b in aside):
            left_out += 1
        else:
            starts.append(start)
    return starts, left_out


def word_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where each word of ``text`` begins and ends, by the rule at the head of this module."""
    start = end = -1
    for run in _RUN.finditer(text):
        if run.start() != end:
            if start >= 0:
                yield start, end
            start = run.start()
        end = run.end()
        while end < len(text) and _within_word(text, end):
            end += 1
    if start >= 0:
        yield start, end


def _within_word(text: str, at: int) -> bool:
    """Whether the character at ``at``, after a letter or digit and none itself, does not end the word."""
    if text[at] in _APOSTROPHES:
        return text[at + 1 : at + 2].isalpha()
    category = unicodedata.category(text[at])
    return category[0] == "M" or category == "Cf"


def _marks(transcript: Transcript) -> Iterator[Mark]:
    start = 0
    for block in transcript.body:
        if isinstance(block, Turn):
            own = [passage for passage in block.passages if passage.kind is not PassageKind.NOTE]
            mark = _mark(Lane(PassageKind.SPEECH, block.who), [p for p in own if p.kind not in SIGNS], start)
        elif block.kind is PassageKind.REPORTED:
            mark = _mark(Lane(block.kind, block.who or ""), (block,), start)
        elif block.kind is PassageKind.NARRATIVE:
            mark = _mark(Lane(block.kind), (block,), start)
        else:
            continue
        start += mark.words
        yield mark


def _mark(lane: Lane, passages: Sequence[Passage], start: int) -> Mark:
    words, left_out = 0, 0
    named: list[Named] = []
    for passage in passages:
        starts, others = counted_words(passage.content)
        named += [Named(key, words + bisect_left(starts, at)) for key, at in _names(passage.content, lane)]
        words += len(starts)
        left_out += others
    anchor = (passages[0].id if passages else None) or ""
    opening = without(passages[0].content, SIGN_MARKS)[:_OPENING] if passages else ""
    return Mark(lane, anchor, start, words, left_out, tuple(named), opening)


def _names(content: RichText, lane: Lane) -> Iterator[tuple[str, int]]:
    """Each name and where it begins. Reported speech begins with who is reported: that is not said about anyone."""
    aside = _asides(content)
    for span in content.spans:
        if isinstance(span.mark, Mention) and not any(a <= span.start and span.end <= b for a, b in aside):
            if lane.kind is PassageKind.REPORTED and span.mark.key == lane.who:
                continue
            yield span.mark.key, span.start


def _asides(content: RichText) -> list[tuple[int, int]]:
    return [
        (s.start, s.end) for s in content.spans if isinstance(s.mark, Insertion | Gloss | Delivery | Event | Unheard)
    ]
