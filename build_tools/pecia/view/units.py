"""The text of a witness as a row of units: each a passage, or a label by itself, as it is shown, and what holds it.

A row can be divided anywhere, for pages and files; :func:`pecia.view.blocks.blocks` makes a tree of any part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pecia.model import (
    Call,
    Container,
    Field,
    Mark,
    Mention,
    NoteCall,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
    contents,
    note_anchors,
)
from pecia.model.record import Record
from pecia.view import inlines
from pecia.view.explanations import Names, names_of, uncertain_speaker
from pecia.view.tree import Content, Inline, Target

_NOTES = frozenset({"note", "witDetail", "app"})
"""Elements that a passage can call: notes, and what an apparatus says of the words that it stands among."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks a turn: the ``label`` as it is shown, the register keys ``who``, the ``names`` as far as they are
    known, and the element ``sp`` with what holds it."""

    label: tuple[Content, ...]
    who: tuple[str, ...]
    names: str
    element: Container | None
    within: tuple[Container, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage as it is shown. ``item`` counts the blocks of the transcript from 0; ``note`` is the number by which
    a note is called, 0 for none, ``calls`` are those of the notes that it calls.

    A ``voice`` is that of the turn it stands in, whose label it ``opens``; of a turn without passages, the only unit
    has no ``passage``.
    """

    item: int
    passage: Passage | None
    content: tuple[Content, ...] = ()
    front: bool = False
    field: bool = False
    voice: Voice | None = None
    opens: bool = False
    note: int = 0
    calls: tuple[int, ...] = ()

    @property
    def anchor(self) -> str:
        """The anchor of the passage; empty when it has none."""
        return (self.passage and self.passage.id) or ""


@dataclass(frozen=True)
class Text:
    """The text of one witness as it is shown. ``notes``: the anchor of each note by its number; ``called``: of
    each note that is called, by its number, its place among the calls, from 1, and what the source shows there.

    ``encoded``: it is someone's TEI, in which elements hold passages.
    """

    siglum: str
    language: str
    names: Names
    units: tuple[Unit, ...]
    notes: Mapping[int, str]
    called: Mapping[int, tuple[int, str]]
    encoded: bool

    def shows(self, number: int, before: str = "") -> str:
        """What the call of a note shows: the source's own label, else its number, with ``before`` before it."""
        place, label = self.called.get(number, (0, ""))
        return label or (f"{before}{place}" if place else "")


def text_of(record: Record) -> Text:
    """The text of a witness as it is shown, whole and in order."""
    witness = record.witness
    return shown(record.transcript, names_of(record), witness.siglum, witness.language)


def shown(transcript: Transcript, names: Names, siglum: str = "", language: str = "") -> Text:
    """A transcript as it is shown; ``names`` are those that its marks refer to."""
    encoded = any(
        passage.element for block in (*transcript.front, *transcript.body) for passage in passages_of(block)
    )  # fmt: skip
    numbers = {anchor: number for number, anchor in note_anchors(transcript).items()} if not encoded else {}
    units = tuple(_units(transcript, names, numbers))
    notes: dict[int, str] = {}
    for unit in units:
        if unit.note and unit.anchor:
            notes.setdefault(unit.note, unit.anchor)
    first: dict[int, str] = {}
    for number, label in calls(span.mark for content in contents(transcript) for span in content.spans):
        first.setdefault(number, label)
    called = {number: (place, label) for place, (number, label) in enumerate(first.items(), start=1)}
    return Text(siglum, language, names, units, notes, called, encoded)


def passages_of(item: Passage | Turn | Field) -> Sequence[Passage]:
    """The passages of a block of a transcript, in order."""
    if isinstance(item, Passage):
        return (item,)
    return item.passages if isinstance(item, Turn) else (item.label, *item.values)


def calls(marks: Iterable[Mark]) -> Iterator[tuple[int, str]]:
    """The calls of notes among ``marks``: the number of the note, and what the call shows."""
    for mark in marks:
        match mark:
            case NoteCall(number, label) | Call(number, label):
                yield number, label


def _units(transcript: Transcript, names: Names, numbers: Mapping[str, int]) -> Iterator[Unit]:
    front = len(transcript.front)
    for item, block in enumerate((*transcript.front, *transcript.body)):
        voice = _voice(block, names) if isinstance(block, Turn) else None
        opens = voice is not None
        for passage in passages_of(block):
            content = inlines.contents(passage.content, names)
            number = numbers.get(passage.id or "", 0) or note_of(passage)
            spans = (*(block.label.spans if isinstance(block, Turn) and opens else ()), *passage.content.spans)
            called = tuple(number for number, _ in calls(span.mark for span in spans))
            yield Unit(item, passage, content, item < front, isinstance(block, Field), voice, opens, number, called)
            opens = False
        if opens:
            yield Unit(item, None, front=item < front, voice=voice, opens=True)


def note_of(passage: Passage) -> int:
    """The number of the outermost note that a passage stands in, or is, in someone's TEI; 0 for none."""
    note = note_element(passage)
    return note.number if note else 0


def note_element(passage: Passage) -> Container | None:
    """The outermost note that a passage stands in, or is."""
    if passage.kind is not PassageKind.NOTE:
        return None
    own = passage.element if passage.element and passage.element.name in _NOTES else None
    return next((container for container in passage.within if container.name in _NOTES), own)


# --- labels of turns -------------------------------------------------------------------------------


def _voice(turn: Turn, names: Names) -> Voice:
    """The label of ``turn``; where it has none the speakers' names, which are the edition's words then.

    One whose speaker is not certain says so; of any other the name leads to the person.
    """
    keys = tuple(key for key in (turn.who, *turn.also) if key)
    named = [entry for key in (turn.who, *turn.also) if (entry := names.entries.get(key))]
    known = ", ".join(entry.name for entry in named) or turn.who or turn.label.text
    label: tuple[Content, ...] = ()
    if turn.label.text:
        sure = turn.certainty == "high"
        printed = _with_link(turn.label, turn.who) if sure and turn.who and not turn.also else turn.label
        told = None if sure else uncertain_speaker(turn, names)
        label = (Inline("speaker", inlines.contents(printed, names), said=told, noting="" if sure else "always"),)
    elif named:
        parts: list[Content] = []
        for entry in named:
            parts += [", "] if parts else []
            person = Inline("mention", (entry.name,), "person", to=Target("entry", entry.key))
            parts.append(person if entry.kind == "person" else entry.name)
        label = (Inline("supplied-label", tuple(parts)),)
    return Voice(label, keys, known, turn.element, turn.within)


def _with_link(label: RichText, who: str) -> RichText:
    """The label with its name marked as a mention of the speaker, where the label itself has no such mark."""
    if label.spans and any(isinstance(span.mark, Mention) for span in label.spans):
        return label
    for start, end in _gaps(label.text, label.spans):
        name = label.text[start:end].strip(" .:")
        if any(character.isalpha() for character in name):
            first = label.text.index(name, start)
            span = Span(first, first + len(name), Mention("person", who))
            spans = sorted([*label.spans, span], key=lambda s: (s.start, -s.end))
            return RichText(label.text, tuple(spans))
    return label


def _gaps(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The stretches of ``text`` that no span covers."""
    gaps, position = [], 0
    for span in spans:
        if span.start > position:
            gaps.append((position, span.start))
        position = max(position, span.end)
    return [*gaps, (position, len(text))] if position < len(text) else gaps
