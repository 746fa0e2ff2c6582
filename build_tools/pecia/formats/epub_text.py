"""The text of a witness as files of an EPUB: every passage once, at its anchor, with its marks.

What holds passages in a text from TEI is a block around them where XHTML has one: stanzas, lists, tables, quotations. A
note that is called in the text stands at the end of the file in which it is called, all others where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pecia.formats.epub_blocks import FRONT, Unit, whole
from pecia.formats.epub_writing import Places, Writing
from pecia.formats.epub_xhtml import Element, Notes, element, in_lines
from pecia.formats.notes import Numbers, note_number, numbers_of
from pecia.model import Element as Encoded
from pecia.model import Field, Gloss, Passage, RichText, Transcript, Turn
from pecia.model.record import Record
from pecia.pages.exemplars import GROUPS
from pecia.pages.explanations import names_of
from pecia.pages.ids import calls

SIZE = 60_000
"""Characters of text after which a new file begins; reading systems lay out a file as a whole."""


@dataclass(frozen=True, slots=True)
class Section:
    """The content of one file: its blocks, its notes, and the anchors of its first and last passage."""

    blocks: tuple[Element, ...]
    notes: tuple[Element, ...]
    first: str
    last: str


def sections(record: Record, stem: str = "text") -> tuple[Section, ...]:
    """The witness's text, in files of about :data:`SIZE` characters; only a passage that is longer makes a longer one.

    The files are ``<stem>-<n>.xhtml``, from 1. Notes are numbered through all files of the witness.
    """
    names = names_of(record)
    parts = list(_divided(list(_units(record.transcript))))
    files = [f"{stem}-{number}.xhtml" for number in range(1, len(parts) + 1)]
    numbers = numbers_of(record.transcript)
    places = _places(parts, files, numbers)
    glossing = _glossing(record.transcript)
    made = []
    number = 1
    for units, file in zip(parts, files, strict=True):
        notes = Notes(number, own=places.own)
        writing = Writing(names, notes, glossing, places, file)
        called = [(unit, note_number(unit.passage, numbers) if unit.passage else 0) for unit in units]
        blocks = tuple(whole(writing, [unit for unit, note in called if note not in places.notes]))
        noted = [(unit.passage, note) for unit, note in called if unit.passage and note in places.notes]
        asides = [writing.note(passage, note) for passage, note in noted]
        language = record.witness.language
        own = [
            element(
                "section",
                *in_lines([element("h2", "Notes of the text", lang="en"), *asides]),
                class_="notes",
                lang=language,
            )
        ]
        number += len(notes.notes)
        anchors = [unit.passage.id for unit in units if unit.passage and unit.passage.id]
        ends = (anchors[0], anchors[-1]) if anchors else ("", "")
        made.append(Section(blocks, (*(own if asides else []), *notes.section()), *ends))
    return tuple(made)


# --- what stands where ------------------------------------------------------------------------------


def _units(transcript: Transcript) -> Iterator[Unit]:
    for number, block in enumerate((*transcript.front, *transcript.body)):
        front = number < len(transcript.front)
        match block:
            case Passage():
                yield Unit(FRONT if front else GROUPS.get(block.kind, ("", "")), number, block)
            case Field():
                yield from (Unit(FRONT, number, passage) for passage in (block.label, *block.values))
            case Turn():
                group = FRONT if front else ("", "")
                for place, passage in enumerate(block.passages or (None,)):
                    yield Unit(group, number, passage, block, opens=place == 0)


def _divided(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    chosen: list[Unit] = []
    size = 0
    for unit in units:
        if chosen and size + unit.size > SIZE:
            yield chosen
            chosen, size = [], 0
        chosen.append(unit)
        size += unit.size
    yield chosen


def _places(parts: Sequence[Sequence[Unit]], files: Sequence[str], numbers: Numbers) -> Places:
    """Where the ids of the text and its notes are."""
    at: dict[str, str] = {}
    called: dict[int, tuple[str, str]] = {}
    bodies: dict[int, str] = {}
    for units, file in zip(parts, files, strict=True):
        for unit in units:
            if unit.passage and unit.passage.id:
                at[unit.passage.id] = file
                if number := note_number(unit.passage, numbers):
                    bodies.setdefault(number, unit.passage.id)
            for content in _contents(unit):
                for span in content.spans:
                    if isinstance(span.mark, Encoded) and span.mark.id:
                        at.setdefault(span.mark.id, file)
                for number, label in calls(span.mark for span in content.spans):
                    called.setdefault(number, (label, file))
    own = ""
    while any(id_.startswith(own + made) for id_ in at for made in ("note-", "ref-", "call-")):
        own += "pecia-"
    there = [number for number in called if number in bodies]
    shown = {number: called[number][0] or f"n{place}" for place, number in enumerate(there, start=1)}
    at |= {f"{own}call-{number}": called[number][1] for number in there}
    return Places(at, {number: (bodies[number], shown[number]) for number in there}, own)


def _glossing(transcript: Transcript) -> dict[str, set[str]]:
    """Who gives words of which language in brackets."""
    found: dict[str, set[str]] = {}
    for content in contents(transcript):
        for span in content.spans:
            if isinstance(span.mark, Gloss):
                found.setdefault(span.mark.language, set()).add(span.mark.resp)
    return found


def contents(transcript: Transcript) -> Iterator[RichText]:
    """The labels and passages of the text, in order."""
    for unit in _units(transcript):
        yield from _contents(unit)


def _contents(unit: Unit) -> Iterator[RichText]:
    if unit.turn and unit.opens:
        yield unit.turn.label
    if unit.passage:
        yield unit.passage.content
