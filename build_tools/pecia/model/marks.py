"""What can be said about a run of words: the marks of a text, each with the element of TEI that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Certainty = Literal["high", "medium", "low", "unknown"]
"""TEI P5 ``teidata.certainty``: high, established; medium, inferred; low, unconfirmed; unknown, not established."""


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
    of asterisks or dashes; ``header``: of the file ("WEBVTT"); ``cue``: its name, or the date and hour of a
    message; ``separator``: of cells or fields.
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


LAYOUT = (Division, PageMark, Furniture, LineNumber)
"""Marks of characters that are there for the page and its lines."""

SIGN_MARKS = (Sign, Time, Call, *LAYOUT)
"""Marks of characters that are signs of the transcript and no words of the text."""
