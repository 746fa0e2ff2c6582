"""The text of a witness as blocks of a book: every passage with its number, the signs that occur, retired anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pecia import addresses
from pecia.anchors import Retired
from pecia.formats.legend import meanings
from pecia.formats.notes import note_number, numbers_of
from pecia.formats.pdf_about import Block
from pecia.formats.pdf_words import STRUCK, Marking, Words, subtags, words
from pecia.model import (
    Container,
    Field,
    Passage,
    PassageKind,
    Sign,
    Transcript,
    Turn,
    passages,
)
from pecia.model.record import Record
from pecia.pages.explanations import Names, names_of
from pecia.pages.ids import calls
from pecia.pages.legend import ELEMENTS, marks_of
from pecia.phrases import listed

_OVER: dict[PassageKind, str] = {
    PassageKind.REPORTED: "Reported speech",
    PassageKind.NARRATIVE: "Narrative",
    PassageKind.SOURCE_NOTE: "Source note",
}
"""The edition's words over a group of passages of one kind."""

_FATES = {"split": "was split", "merged": "was merged with another passage", "removed": "was removed"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """How passages are numbered: ``prefix`` of their places in the file, ``page``, the web address of the witness."""

    prefix: str
    page: str

    def place(self, anchor: str | None) -> str:
        """The name of a passage's place in the file; not one of those that the parts of the copy have."""
        taken = not self.prefix and re.match(r"(?:copy|document|signs|sources)$|text-|source-", anchor or "")
        return f"{'id-' if taken else self.prefix}{anchor}"

    def of(self, anchor: str | None) -> dict[str, Any]:
        """The number of a passage, if it has one."""
        if not anchor:
            return {}
        address = {"address": self.page + addresses.fragment(anchor)} if self.page else {}
        return {"number": {"number": anchor, "to": self.place(anchor), **address}}


def text(record: Record, numbering: Numbering) -> Iterator[Block]:
    """Front matter and body, in order; then the notes of the text that it calls."""
    transcript = record.transcript
    notes = _notes(transcript)
    calls = {number: (numbering.place(found[0].id), shown) for number, (shown, found) in notes.items()}
    noted = frozenset(passage.id for _, found in notes.values() for passage in found)
    writing = _Writing(Marking(names_of(record), calls), numbering, noted)
    if transcript.front:
        yield _kicker("Front matter")
    front = [
        p for item in transcript.front for p in ((item.label, *item.values) if isinstance(item, Field) else (item,))
    ]
    yield from writing.blocks(front)
    for over, blocks in groupby(transcript.body, _over):
        if over:
            yield _kicker(over)
        yield from writing.blocks(blocks)
    if notes:
        yield _kicker("Notes of the text")
    for shown, found in notes.values():
        for n, passage in enumerate(found):
            numbered = bool(passage.content.spans) and passage.content.spans[0].mark == Sign("note-number")
            lead: Words = [] if n or numbered else [{"t": shown, "raised": True}, " "]
            yield writing.passage(passage, lead, "note")


def _notes(transcript: Transcript) -> dict[int, tuple[str, list[Passage]]]:
    """The notes that are called in the text, by their number: what the call shows, and the passages of the note."""
    called = dict(calls(marks_of(transcript)))
    found: dict[int, list[Passage]] = {}
    numbers = numbers_of(transcript)
    for passage in passages(transcript):
        number = note_number(passage, numbers)
        if passage.id and number in called:
            found.setdefault(number, []).append(passage)
    return {number: (called[number] or f"n{place}", own) for place, (number, own) in enumerate(found.items(), start=1)}


@dataclass(frozen=True, slots=True)
class _Writing:
    """The blocks of one witness. The notes ``noted`` stand at its end."""

    marking: Marking
    numbering: Numbering
    noted: frozenset[str | None]

    def blocks(self, blocks: Iterable[Passage | Turn]) -> Iterator[Block]:
        for in_table, several in groupby(blocks, _table_of):
            if in_table:
                yield self._table([block for block in several if isinstance(block, Passage)])
                continue
            stanza = 0
            for block in several:
                if isinstance(block, Turn):
                    yield from self._turn(block)
                elif not self._is_noted(block):
                    yield {**self.passage(block), **({"opens": True} if _stanza(block) != stanza else {})}
                    stanza = _stanza(block)

    def _is_noted(self, passage: Passage) -> bool:
        return passage.kind is PassageKind.NOTE and passage.id in self.noted

    def _turn(self, turn: Turn) -> Iterator[Block]:
        label = self.marking.label(turn)
        own = [passage for passage in turn.passages if not self._is_noted(passage)]
        if label and (not own or own[0].kind is not PassageKind.SPEECH):
            yield {"kind": "label", "words": label}
            label = []
        if label:
            yield self.passage(own[0], [*label, " "])
            own = own[1:]
        yield from self.blocks(own)

    def _table(self, cells: Sequence[Passage]) -> Block:
        """The passages of a table: in columns, or when there are too many of them for the page, in lines."""
        rows = [[self.passage(cell) for cell in row] for _, row in groupby(cells, _row_of)]
        return {"kind": "table", "columns": max(map(len, rows)), "rows": rows}

    def passage(self, passage: Passage, lead: Words | None = None, kind: str = "") -> Block:
        kind = kind or _BLOCKS.get(passage.kind, "paragraph")
        looks = _LOOKS.get(passage.kind, {})
        language = next((c.language for c in reversed(_holders(passage)) if c.language), "")
        content = [*(lead or []), *self.marking.rich(passage.content, **looks)]
        within = {"quoted": True} if any(c.name in {"quote", "cit"} for c in passage.within) else {}
        said = {"language": subtags(language)} if language else {}
        return {"kind": kind, "words": content, **within, **said, **self.numbering.of(passage.id)}


_BLOCKS = {
    PassageKind.HEADING: "text-heading",
    PassageKind.VERSE: "verse",
    PassageKind.ITEM: "item",
}
"""The block that a passage of a kind is; a paragraph for all others."""

_LOOKS: dict[PassageKind, dict[str, str | bool]] = {
    PassageKind.FIELD_LABEL: {"b": True},
    PassageKind.STAGE: {"i": True},
}


def _holders(passage: Passage) -> tuple[Container, ...]:
    return (*passage.within, passage.element) if passage.element else passage.within


def _number_of(passage: Passage | Turn, name: str) -> int:
    return next((holder.number for holder in passage.within if holder.name == name), 0)


def _table_of(block: Passage | Turn) -> int:
    """The table that the passage stands in; 0 for none, and for a note, which is not of the table."""
    return 0 if isinstance(block, Turn) or block.kind is PassageKind.NOTE else _number_of(block, "table")


def _row_of(passage: Passage) -> int:
    return _number_of(passage, "row") or (passage.element.number if passage.element else 0)


def _stanza(passage: Passage) -> int:
    return next((holder.number for holder in reversed(passage.within) if holder.name == "lg"), 0)


def retired(anchors: Sequence[Retired], present: frozenset[str], numbering: Numbering) -> Iterator[Block]:
    """The anchors of earlier versions, each with what became of its passage; a present id never a second time."""
    gone = [item for item in anchors if item.id not in present]
    if gone:
        yield _kicker("Retired passages")
    for item in gone:
        since = f", published since version {item.since}," if item.since else ""
        until = f" in version {item.until}" if item.until else ""
        now = f" Its words are now in {listed(item.became)}." if item.became else ""
        former = f" It read: “{item.text}”" if item.text else ""
        said = f"Passage {item.id}{since} {_FATES[item.reason]}{until}.{now}{former}"
        yield {"kind": "small", "words": words(said), **numbering.of(item.id)}


def signs(transcript: Transcript, names: Names) -> Iterator[tuple[Words, str]]:
    """The signs that occur in this text, no others: a sample of each, and what it means."""
    cited = "Passage number, added by this edition and permanent; use it to cite the passage."
    yield [{"t": "p1", "faint": True}], cited
    for kind, sample, said in meanings(transcript, names):
        if kind not in ELEMENTS or kind in STRUCK:
            yield _sample(kind, sample), said


def _sample(kind: str, sample: str) -> Words:
    match kind:
        case "break":
            return ["word", {"break": True}, "word"]
        case "gap":
            return [{"t": "[…]", "faint": True}]
        case "picture":
            return words("[a picture]", faint=True)
        case "emendation" | "doubt" | "choice":
            return words(f"{sample} with a note")
    return words(sample, **_SAMPLES.get(kind, {}))


_SAMPLES: dict[str, dict[str, str | bool]] = {
    "speaker": {"b": True},
    "kicker": {"i": True, "faint": True},
    "gloss": {"i": True},
    "delivery": {"i": True},
    "call": {"raised": True},
    "del": {"struck": True},
    "event": {"i": True, "faint": True},
    "time": {"faint": True},
    "sign-number": {"faint": True},
    "sign-line-number": {"faint": True},
    "sign-classification": {"faint": True},
    "sign-markup": {"faint": True},
    "sign-bullet": {"faint": True},
}


def _over(block: Passage | Turn) -> str:
    return "" if isinstance(block, Turn) else _OVER.get(block.kind, "")


def _kicker(title: str) -> Block:
    return {"kind": "kicker", "words": words(title)}
