"""The text of a witness as immutable values: words, what is said about them, passages and turns.

A passage's words are one string; everything said *about* them is a :class:`Span` over that string.
So the text of a source cannot be changed by marking it up, and reading it back is reading one attribute.
Positions count Unicode code points from 0; ``end`` is exclusive. White space in a passage is
normalised once, when the exemplar is read: each run of space, tab, line end and form feed is one space
(:data:`WHITE_SPACE`); no other character, the no-break space included, is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pecia.model.marks import SIGN_MARKS, Certainty, Mark, Time

WHITE_SPACE = " \t\n\r\f\v"
"""The characters the white-space rule folds; every other character of a source is text."""


@dataclass(frozen=True, slots=True, order=True)
class Locus:
    """A place in a file of the edition.

    ``file`` is the path relative to the project folder, with ``/``; ``line`` and ``column`` count from 1
    (0 when the whole file is meant).
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Span(NamedTuple):
    """``mark`` holds of ``text[start:end]`` of the passage that has it.

    A tuple, because texts have more of them than of anything else, and they go from process to process.
    """

    start: int
    end: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class RichText:
    """A string and what is said about it.

    Spans are properly nested (no two overlap without one containing the other) and sorted by start, then
    longest first; of two spans with the same limits the earlier is the outer one. But one without width stands where
    its sign does among those that begin at the same place: before a longer one it is outside of it.
    """

    text: str
    spans: tuple[Span, ...] = ()


# --- the transcript ------------------------------------------------------------------------------


class PassageKind(StrEnum):
    """What a passage is; the value is used in TEI (``@type`` where TEI has no element for it), pages and exports.

    ``EVENT``: a paragraph of events alone; ``NOTE``: a note at the foot or the end, its number
    a :class:`Sign` at its head. ``SIGN`` (a divider, the header of a file) and ``PAGE`` (a page mark or running head
    between passages) are characters without an anchor, and no text: see :data:`SIGNS`.
    """

    HEADING = "heading"
    DATE_LINE = "date-line"
    FIELD_LABEL = "field-label"
    FIELD_VALUE = "field-value"
    REPORTED = "reported-speech"
    NARRATIVE = "narrative"
    SPEECH = "speech"
    SIGNATURE_LABEL = "signature-label"
    SIGNATURE = "signature"
    SOURCE_NOTE = "source-note"
    EVENT = "event"
    STAGE = "stage-direction"
    NOTE = "note"
    ITEM = "list-item"
    SIGN = "sign"
    PAGE = "page"
    # only in imported TEI
    PROSE = "prose"
    VERSE = "verse"
    CAST = "cast-list"
    TITLE_PAGE = "title-page"
    LETTER = "letter-formula"
    CELL = "table-cell"
    OTHER = "other"


SIGNS = frozenset({PassageKind.SIGN, PassageKind.PAGE})
"""Kinds that have no anchor, and are not searched, cited or compared: what is printed is a sign, not a text."""


@dataclass(frozen=True, slots=True)
class Container:
    """A TEI element of a text from imported TEI: one that holds passages, or the one a passage is.

    ``name`` is its local name (``div``, ``lg``, ``list``, ``row``), ``number`` its place among all elements of the file
    in document order, the root being 1: so no two are alike. The others are its attributes ``type``, ``n``, ``rend``,
    ``part`` (of a split verse line), ``xml:lang`` and ``xml:id``; empty when it has none.
    """

    name: str
    number: int
    type: str = ""
    n: str = ""
    rend: str = ""
    part: str = ""
    language: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing that has an anchor: a paragraph, heading, date line or note.

    ``id`` is the anchor (``p12``), ``None`` before :mod:`pecia.anchors` has given one. ``who`` is the register key of
    the person whose words are reported (reported speech) or spoken (speech), else ``None``. ``locus`` is the place of
    the first character in the exemplar; it does not travel through TEI and takes no part in comparison.

    In imported TEI, ``element`` is the element that the passage is, and ``within`` are the elements
    that hold it, outermost first, below ``text`` (and below its turn, when it is in one).
    """

    kind: PassageKind
    content: RichText
    who: str | None = None
    id: str | None = None
    element: Container | None = None
    within: tuple[Container, ...] = ()
    locus: Locus | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """A labelled speech; TEI ``sp``. ``label`` is the literal label with bullet, aside and terminator; empty for a turn
    that goes on after an interruption.

    ``also`` are those who speak as well as ``who``, ``certainty`` is how sure it is that they do. A passage of kind
    SPEECH has the turn's ``who``; notes and page marks may stand among them, and there may be none. In imported
    TEI (``sp``, ``u``) there are verse lines and stage directions as well, ``who`` may be empty, and
    ``element`` and ``within`` are as those of :class:`Passage`.
    """

    who: str
    label: RichText
    passages: tuple[Passage, ...]
    also: tuple[str, ...] = ()
    element: Container | None = None
    within: tuple[Container, ...] = ()
    certainty: Certainty = "high"
    locus: Locus | None = field(default=None, compare=False)

    @property
    def first(self) -> Passage | None:
        """The first passage that has or will have an anchor, by which the turn is cited; ``None`` for none."""
        return next((passage for passage in self.passages if passage.kind not in SIGNS), None)


@dataclass(frozen=True, slots=True)
class Field:
    """An item of the front matter: its label ("Citation:") and the paragraphs under it."""

    label: Passage
    values: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """One witness's text in order.

    ``front``: what an archive or publisher put before the record (headings, date lines, fields), maybe empty.
    ``body``: first headings and date lines, then reported speech, narrative and turns, last signatures and source
    notes.
    """

    front: tuple[Passage | Field, ...]
    body: tuple[Passage | Turn, ...]


def passages(transcript: Transcript) -> Iterator[Passage]:
    """Every passage of ``transcript`` that has or will have an anchor, in the order of the text."""
    for block in (*transcript.front, *transcript.body):
        match block:
            case Passage() if block.kind not in SIGNS:
                yield block
            case Turn():
                yield from (passage for passage in block.passages if passage.kind not in SIGNS)
            case Field():
                yield block.label
                yield from block.values


def turns(transcript: Transcript) -> Iterator[Turn]:
    """Every turn of ``transcript`` in the order of the text."""
    return (block for block in transcript.body if isinstance(block, Turn))


def contents(transcript: Transcript) -> Iterator[RichText]:
    """The words of every label and passage of ``transcript`` in the order of the text."""
    for block in (*transcript.front, *transcript.body):
        match block:
            case Passage():
                yield block.content
            case Turn():
                yield block.label
                yield from (passage.content for passage in block.passages)
            case Field():
                yield from (passage.content for passage in (block.label, *block.values))


def without(content: RichText, marks: tuple[type[Mark], ...]) -> str:
    """The words of ``content`` less the characters of ``marks``, under the white-space rule; without ``SIGN_MARKS`` it
    is what a reader reads: divided words are joined, calls of notes and line numbers gone."""
    parts: list[str] = []
    position = 0
    for start, end, mark in content.spans:
        if isinstance(mark, marks) and position < end:
            parts.append(content.text[position:start])
            position = end
    if not parts:
        return content.text
    return " ".join(part for part in "".join([*parts, content.text[position:]]).split(" ") if part)


def time_of(label: RichText, content: RichText) -> Time | None:
    """When a passage begins, as its turn's ``label`` or its own beginning prints it; ``None`` where neither does."""
    for span in label.spans:
        if isinstance(span.mark, Time):
            return span.mark
    end = 0
    for span in content.spans:
        if span.start > end + 1:
            break
        if isinstance(span.mark, Time):
            return span.mark
        if isinstance(span.mark, SIGN_MARKS):
            end = span.end
    return None


def note_anchors(transcript: Transcript) -> dict[int, str]:
    """The anchors of the notes of a transcript by the numbers by which they are called: :attr:`Call.note`."""
    notes = (passage.id for passage in passages(transcript) if passage.kind is PassageKind.NOTE)
    return {number: anchor or "" for number, anchor in enumerate(notes, start=1)}


def source_text(transcript: Transcript) -> str:
    """The exemplar's words, as printed, under the white-space rule: one space between any two words.

    The law "nothing is lost": it equals the exemplar with every run of :data:`WHITE_SPACE` folded to one space.
    """
    return " ".join(content.text for content in contents(transcript) if content.text)
