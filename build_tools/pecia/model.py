"""The vocabulary of the edition as immutable values; no input, no output, no XML, no YAML.

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
from typing import Literal, NamedTuple

WHITE_SPACE = " \t\n\r\f\v"
"""The characters the white-space rule folds; every other character of a source is text."""

Certainty = Literal["high", "medium", "low", "unknown"]
"""TEI P5 ``teidata.certainty``: high, established; medium, inferred; low, unconfirmed; unknown, not established."""


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


# --- marks: what can be said about a run of words -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Insertion:
    """Bracketed words of a translator or editor, brackets and signature included; TEI ``supplied``.

    ``resp`` is the id of a :class:`Responsibility` of the witness.
    """

    resp: str


@dataclass(frozen=True, slots=True)
class Gloss:
    """A bracketed word of the original language; TEI ``note[@type='gloss']/foreign[@xml:lang]``. Brackets included."""

    language: str
    resp: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How something was said: an aside or a reporting clause; TEI ``stage[@type='delivery']``."""


@dataclass(frozen=True, slots=True)
class Emendation:
    """A received error and its correction; TEI ``choice/sic+corr``. ``ruling`` is the id of the :class:`Ruling`."""

    correction: str
    ruling: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that looks wrong and is left standing; TEI ``sic`` without ``corr``. ``ruling`` as in Emendation."""

    ruling: str


MentionKind = Literal["person", "place", "organisation"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands for an entry of a register; TEI ``persName``, ``placeName``, ``orgName`` with ``@ref``."""

    kind: MentionKind
    key: str


@dataclass(frozen=True, slots=True)
class DateMark:
    """A calendar date in the text; TEI ``date[@when]``. ``when`` is ISO 8601: yyyy, yyyy-mm or yyyy-mm-dd."""

    when: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words the exemplar sets apart; TEI ``hi[@rend]``. The exemplar's own signs are a :class:`Sign` inside.

    ``quoted``, only in imported TEI: by quotation marks, for which there is an element (``q``) and
    nothing in the text.
    """

    rendition: Literal["bold", "italic", "quoted"]


SignFunction = Literal[
    "markup", "bullet", "number", "quotation", "note-number", "divider", "header", "cue", "separator"
]


@dataclass(frozen=True, slots=True)
class Sign:
    """Characters that are signs of the transcript, not words of the text; TEI ``metamark[@function]``.

    ``markup``: asterisks around highlighted words; ``bullet``: the sign of a list item; ``number``: of a turn or item
    ("1."); ``quotation``: of a line that is quoted (">"); ``note-number``: at the head of a note; ``divider``: a line
    of asterisks or dashes; ``header``: of the file ("WEBVTT"); ``cue``: its name; ``separator``: of cells or fields.
    """

    function: SignFunction


@dataclass(frozen=True, slots=True)
class Link:
    """An address printed in the source; TEI ``ref[@target]``. The span covers the address alone."""

    target: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A lost page break (zero width); TEI ``pb`` with ``@cert``, and ``@resp`` naming the rule or editor that put it.

    ``resp`` is ``"pecia"`` when a rule of the parser infers it, or an editor's id; then ``ruling`` is set.
    """

    certainty: Certainty
    resp: str
    ruling: str | None = None


# --- marks of what is printed and is no word of a speaker ------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """A sound, a movement or what happened ("[laughter]"), brackets included; TEI ``vocal``, ``kinesic`` or
    ``incident`` with ``desc``. Of nobody."""

    kind: Literal["vocal", "kinesic", "incident"]


@dataclass(frozen=True, slots=True)
class Unheard:
    """What stands for words that were not heard ("[inaudible 7:40]"); TEI ``gap[@reason]`` with ``desc``.

    ``reason`` is one word: ``inaudible``, ``unintelligible``, ``crosstalk``, ``break``.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Time:
    """A printed time or range; TEI ``anchor[@synch]`` and ``metamark[@function='time']``.

    ``start`` and ``end`` are decimal seconds from the beginning of the recording ("5", "751.5"); ``end`` may be empty.
    """

    start: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class PageMark:
    """A printed page mark or number, or a form feed (zero width): page ``n`` begins; TEI ``pb[@n]`` and ``fw``."""

    n: str


FurnitureKind = Literal["header", "footer", "pageNum", "classification"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on a page beside its text: running heads, classification marks ("(S)"); TEI ``fw[@type]``."""

    kind: FurnitureKind


@dataclass(frozen=True, slots=True)
class LineNumber:
    """A printed line number; TEI ``lb[@n]`` and ``metamark[@function='line-number']``."""

    n: str


@dataclass(frozen=True, slots=True)
class Division:
    """The hyphen of a word divided at a line end, and the space after it; TEI ``metamark[@function='division']`` and
    ``lb[@break='no']``. The word is joined where it is read, searched and compared."""


@dataclass(frozen=True, slots=True)
class Call:
    """The printed call of a note ("1", "[1]"); TEI ``metamark[@function='note-call'][@target]``.

    ``note`` counts the passages of kind NOTE in the transcript from 1; ``label`` is the call without its brackets.
    """

    note: int
    label: str


# --- marks that only imported TEI has --------------------------------------------


@dataclass(frozen=True, slots=True)
class Element:
    """Words in a TEI element that none of the other marks stands for; ``name`` is its local name (``foreign``).

    ``type`` and ``rend`` are its attributes, ``language`` its ``xml:lang`` (BCP 47), ``id`` its ``xml:id``: an anchor
    within the passage. ``target`` is the ``xml:id`` in the same witness that a pointer of the element leads to.
    ``said`` is what its other attributes say of the words, in a sentence: of ``supplied``, ``unclear``, ``del``,
    ``add`` and ``damage``; a ``supplied`` of what is lost in the source has the type ``lost``.
    """

    name: str
    type: str = ""
    rend: str = ""
    language: str = ""
    id: str = ""
    target: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """TEI ``choice``: the span covers the words of ``given`` (``sic``, ``orig``, ``abbr``), for which ``other``
    (``corr``, ``reg``, ``expan``) has ``words``. Also ``subst``: given ``del``, other ``add``."""

    given: str
    other: str
    words: str


@dataclass(frozen=True, slots=True)
class Readings:
    """TEI ``app``: the span covers the lemma, or the first reading where there is none; ``witnesses`` are its sigla.

    ``others``: the sigla and the words of each other reading; no words for an omission.
    """

    witnesses: str
    others: tuple[tuple[str, str], ...]


BreakKind = Literal["page", "column", "line", "gathering", "milestone", "forme", "index"]


@dataclass(frozen=True, slots=True)
class Break:
    """A break that the encoder recorded (zero width); TEI ``pb``, ``cb``, ``lb``, ``gb``, ``milestone``. ``label`` is
    its ``@n``, or what else names it. ``forme`` and ``index``: words of the page or for an index that stand at a
    place of the text and are none of it, as ``label``; TEI ``fw``, ``index``."""

    kind: BreakKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that are not there (zero width); TEI ``gap``, ``space``. ``said``: what the encoder says of it. ``apart``:
    white space, or an end of the passage, is on both sides of it, so no word next to it has lost a part."""

    said: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class NoteCall:
    """Where a note belongs (zero width). ``number`` is that of the note's :class:`Container`; ``label`` its ``@n``, or,
    when it is ``written`` in the text, the words of the ``ref`` that calls it."""

    number: int
    label: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class Graphic:
    """A picture (zero width); TEI ``graphic``. ``url`` as the file has it; ``said``: its ``figDesc``, if it has one."""

    url: str
    said: str = ""


class Math(NamedTuple):
    """An element of MathML: its local name, its attributes as the file has them, and what is in it."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Math | str, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in MathML; the span covers its words, ``math`` says how they are set."""

    math: Math


Mark = (
    Insertion
    | Gloss
    | Delivery
    | Emendation
    | Doubt
    | Mention
    | DateMark
    | Highlight
    | Sign
    | Link
    | PageBreak
    | Event
    | Unheard
    | Time
    | PageMark
    | Furniture
    | LineNumber
    | Division
    | Call
    | Element
    | Alternative
    | Readings
    | Break
    | Gap
    | NoteCall
    | Graphic
    | Formula
)


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

LAYOUT = (Division, PageMark, Furniture, LineNumber)
"""Marks of characters that are there for the page and its lines."""

SIGN_MARKS = (Sign, Time, Call, *LAYOUT)
"""Marks of characters that are signs of the transcript and no words of the text."""


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
