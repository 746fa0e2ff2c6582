"""What the pages about the whole edition need to know of each document: its facts, and whom and what it names.

An account and names are made where their document is made, so that the lists, the registers and the files of the
edition hold no text, and are made again without reading one. Accounts are small and held for all documents; names are
read one document after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Generic, NamedTuple, TypeVar

from pecia.citation.forms import NOBODY, Speaker
from pecia.citation.names import speaker_of
from pecia.collation import Collation
from pecia.collation.pairs import with_base
from pecia.collation.table import corresponding
from pecia.model import (
    Certainty,
    Delivery,
    Field,
    Insertion,
    Mention,
    MentionKind,
    Passage,
    PassageKind,
    Span,
    Turn,
    passages,
    turns,
)
from pecia.model.edition import Authority, Document, EditionStatement, Entry, concerned
from pecia.pages.concordance import Piece, pieces
from pecia.pages.views import Copy
from pecia.phrases import shortened
from pecia.view.document import DocumentView, WitnessView

One = TypeVar("One", "Beginning", "Context")

SHOWN = 20
"""Places of an entry that only TEI files give which are shown."""

_OPENING = 70
"""Characters of a turn's beginning that a list of turns shows."""


@dataclass(frozen=True, slots=True)
class Account:
    """The facts of a document.

    ``people``: how many persons it has among those present, its hands and those named; ``places``: how many places and
    organisations are named; ``passages``: those of all its witnesses. ``concerned``: see :func:`concerned_entries`.
    ``refers``: the keys of the entries of the edition's own registers that its records refer to, sorted. ``copies``:
    what of it is offered for download, nothing where reading alone is. ``example``: the anchor of a passage of its
    first witness, and who speaks in it, to show how a passage is cited; blank where there is none.
    """

    document: Document
    people: int = 0
    places: int = 0
    passages: int = 0
    concerned: dict[str, Entry] = field(default_factory=dict)
    refers: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    example: tuple[str, Speaker] = ("", NOBODY)


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole edition, documents in the order of its lists."""

    statement: EditionStatement
    documents: tuple[Account, ...]


Places = tuple[tuple[str, str], ...]
"""Siglum and anchor of the passages that correspond to each other, one or more in different witnesses."""


class Voice(StrEnum):
    """Whose words a name is part of: those of the speaker, of the note-takers (their narrative, and what they report
    others to say), of a translator or editor who inserted them, or nobody's in particular."""

    SPEAKER = "speaker"
    NOTE_TAKER = "note-taker"
    INSERTION = "insertion"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first words of a passage, and where it is."""

    places: Places
    words: str


@dataclass(frozen=True, slots=True)
class Context:
    """A passage that names an entry: where it is, its kind, who speaks or is reported (a key, or blank), whose words
    name the entry, and the words at and around the name; see :func:`~pecia.pages.concordance.pieces`."""

    places: Places
    kind: PassageKind
    who: str
    voice: Voice
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What a document has of each entry of the edition's own registers, by the entry's key, in the order of the text:
    the turns it speaks, the passages of its reported speech, the passages that name it.

    Passages of several witnesses that correspond are one, in the words of the first witness.
    """

    turns: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)
    reported: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)
    named: dict[str, tuple[Context, ...]] = field(default_factory=dict)


class Counted(NamedTuple):
    """What a document has of one entry that only TEI files give; a tuple, for an edition may have a million of them.

    ``present``: whether among those present or its hands; ``turns`` it speaks, passages of its ``reported`` speech,
    passages ``naming`` it, those of several witnesses that correspond being one. ``places``: siglum and anchor of the
    first places, at most :data:`SHOWN`; both are empty for the document as a whole. ``more`` places follow them.
    """

    key: str
    present: bool
    turns: int
    reported: int
    naming: int
    places: tuple[tuple[str, str], ...]
    more: int


class Listed(NamedTuple):
    """An :class:`~pecia.model.edition.Entry`, field by field; a tuple as well."""

    key: str
    name: str
    sort: str
    forms: tuple[str, ...]
    role: str
    description: str
    certainty: Certainty
    authorities: tuple[Authority, ...]
    kind: MentionKind
    taken: bool

    def entry(self) -> Entry:
        """The entry itself."""
        return Entry(**self._asdict())


@dataclass(frozen=True, slots=True)
class Names:
    """Whom and what a document names: each entry as its records have it, once where they agree, in their order; what
    it has of the edition's ``own`` entries, and of each of the ``others``."""

    entries: tuple[Listed, ...]
    own: Occurrences = Occurrences()
    others: tuple[Counted, ...] = ()


def account(view: DocumentView, own: Collection[str], copies: Sequence[Copy] = ()) -> Account:
    """The facts of a document; ``own``: the keys of the edition's registers; ``copies`` as the edition lists them."""
    entries = [entry for one in view.witnesses for entry in one.record.entries]
    people = {entry.key for entry in entries if entry.kind == "person"}
    places = {entry.key for entry in entries} - people
    refers = sorted({entry.key for entry in entries if entry.key in own})
    count = sum(1 for one in view.witnesses for _ in passages(one.record.transcript))
    return Account(
        document=view.document,
        people=len(people),
        places=len(places),
        passages=count,
        concerned=concerned_entries(view),
        refers=tuple(refers),
        copies=tuple(copies),
        example=_example(view),
    )


def concerned_entries(view: DocumentView) -> dict[str, Entry]:
    """The register entries of those present and of the hands, by key, for the metadata of the document."""
    keys = concerned(view.document)
    entries = {entry.key: entry for one in view.witnesses for entry in one.record.entries if entry.key in keys}
    return dict(sorted(entries.items()))


def names_in(view: DocumentView, own: Collection[str], collations: Sequence[Collation] = ()) -> Names:
    """Whom and what a document names; ``own``: the keys of the edition's registers, the same for all documents;
    ``collations`` of its witnesses, by which the passages of several are counted as one."""
    rows = corresponding(with_base(collations)) if collations else {}
    entries = dict.fromkeys(Listed._make(_fields_of(entry)) for one in view.witnesses for entry in one.record.entries)
    return Names(
        tuple(entries),
        _occurrences(view, own, rows) if own else Occurrences(),
        tuple(_counted(view, own, rows)),
    )


_fields_of = attrgetter(*Listed._fields)


def _example(view: DocumentView) -> tuple[str, Speaker]:
    for witness in view.witnesses[:1]:
        record = witness.record
        spoken = next((turn.first for turn in turns(record.transcript) if turn.first), None)
        passage = spoken or next(passages(record.transcript), None)
        if passage and passage.id:
            named = {entry.key: speaker_of(entry) for entry in record.entries}
            return passage.id, named.get(passage.who or "", NOBODY)
    return "", NOBODY


# --- the edition's own entries -------------------------------------------------------------------


_Rows = Mapping[tuple[str, str], int]
"""The row that a passage shares with those of other witnesses, by siglum and anchor; empty for one witness."""


def _occurrences(view: DocumentView, own: Collection[str], rows: _Rows) -> Occurrences:
    spoken, reported = _Gathered[Beginning](rows), _Gathered[Beginning](rows)
    named = _Gathered[Context](rows)
    for witness in view.witnesses:
        transcript, siglum = witness.record.transcript, witness.record.siglum
        for turn in turns(transcript):
            if turn.first and turn.who in own:
                spoken.add(turn.who, _beginning(siglum, turn.first))
        for passage in passages(transcript):
            if passage.kind is PassageKind.REPORTED and passage.who in own:
                reported.add(passage.who or "", _beginning(siglum, passage))
            for key, context in _named(siglum, passage, own):
                named.add(key, context)
    return Occurrences(spoken.in_order(), reported.in_order(), named.in_order())


class _Gathered(Generic[One]):
    """Occurrences by key, those of corresponding passages made one; the first of a row in one witness with the first in
    another, and so on."""

    def __init__(self, rows: _Rows) -> None:
        self.rows = rows
        self.found: defaultdict[str, dict[tuple[int, int], One]] = defaultdict(dict)
        self.last = 0

    def add(self, key: str, one: One) -> None:
        """Add what the next passage has of an entry; witness by witness, each in its order."""
        ((siglum, anchor),) = one.places
        row = self.last = self.rows.get((siglum, anchor), self.last + (not self.rows))
        number = 0
        while (row, number) in self.found[key] and self._has(siglum, self.found[key][row, number]):
            number += 1
        before: One | None = self.found[key].get((row, number))
        places = (*(before.places if before else ()), (siglum, anchor))
        self.found[key][row, number] = replace(before or one, places=places)

    @staticmethod
    def _has(siglum: str, one: One) -> bool:
        return any(siglum == other for other, _ in one.places)

    def in_order(self) -> dict[str, tuple[One, ...]]:
        """What each entry has, in the order of the text."""
        return {
            key: tuple(one for _, one in sorted(those.items(), key=itemgetter(0))) for key, those in self.found.items()
        }


def _beginning(siglum: str, passage: Passage) -> Beginning:
    return Beginning(((siglum, passage.id or ""),), shortened(passage.content.text, _OPENING))


def _named(siglum: str, passage: Passage, own: Collection[str]) -> Iterator[tuple[str, Context]]:
    here: defaultdict[str, list[Span]] = defaultdict(list)
    for span in passage.content.spans:
        if isinstance(span.mark, Mention) and span.mark.key in own:
            here[span.mark.key].append(span)
    for key, spans in here.items():
        around, at = pieces(passage.content, spans), ((siglum, passage.id or ""),)
        yield key, Context(at, passage.kind, passage.who or "", _voice(passage, spans), around)


_NARRATED = frozenset({PassageKind.REPORTED, PassageKind.NARRATIVE})
_UNSPOKEN = frozenset({PassageKind.STAGE, PassageKind.NOTE, PassageKind.HEADING})


def _voice(passage: Passage, names: Sequence[Span]) -> Voice:
    """Whose words the ``names`` in a passage are part of: reported speech is in the words of who reports it."""
    for mark, voice in ((Insertion, Voice.INSERTION), (Delivery, Voice.NOTE_TAKER)):
        by = [span for span in passage.content.spans if isinstance(span.mark, mark)]
        if all(any(span.start <= name.start and name.end <= span.end for span in by) for name in names):
            return voice
    if passage.kind in _NARRATED:
        return Voice.NOTE_TAKER
    return Voice.SPEAKER if passage.who and passage.kind not in _UNSPOKEN else Voice.NONE


# --- those that only TEI files give --------------------------------------------------------------


@dataclass(slots=True)
class _Count:
    """A :class:`Counted` that grows."""

    present: bool = False
    turns: int = 0
    reported: int = 0
    naming: int = 0
    places: list[tuple[str, str]] = field(default_factory=list)


def _counted(view: DocumentView, own: Collection[str], rows: _Rows) -> Iterator[Counted]:
    found: dict[str, _Count] = {}
    for key in concerned(view.document):
        if key and key not in own:
            found[key] = _Count(present=True, places=[("", "")])
    once = _Once(rows)
    for witness in view.witnesses:
        _count(witness, own, found, once)
    for key, one in found.items():
        places, more = tuple(one.places[:SHOWN]), max(0, len(one.places) - SHOWN)
        yield Counted(key, one.present, one.turns, one.reported, one.naming, places, more)


class _Once:
    """What corresponding passages have in common, counted once: as often as the witness that has it most."""

    def __init__(self, rows: _Rows) -> None:
        self.rows = rows
        self.most: Counter[tuple[str, str, int]] = Counter()
        self.here: Counter[tuple[str, str, int]] = Counter()

    def begin(self) -> None:
        """Begin the next witness."""
        self.here.clear()

    def is_new(self, sort: str, key: str, siglum: str, anchor: str) -> bool:
        """Whether the passage has an entry, in one ``sort`` of ways, that no witness before has in this row."""
        if (siglum, anchor) not in self.rows:
            return True
        at = sort, key, self.rows[siglum, anchor]
        self.here[at] += 1
        new = self.here[at] > self.most[at]
        self.most[at] = max(self.here[at], self.most[at])
        return new


def _count(witness: WitnessView, own: Collection[str], found: dict[str, _Count], once: _Once) -> None:
    """One pass over a text. A passage is one place of an entry, whether the entry speaks in it, is named, or both."""
    transcript, siglum = witness.record.transcript, witness.record.siglum
    once.begin()
    for block in (*transcript.front, *transcript.body):
        speakers: tuple[str, ...] = ()
        match block:
            case Turn():
                held, speakers = block.passages, (block.who, *block.also)
            case Field():
                held = (block.label, *block.values)
            case _:
                held = (block,)
        for passage in held:
            at = siglum, passage.id or ""
            new = [(sort, key) for sort, key in _had(passage, speakers, own) if once.is_new(sort, key, *at)]
            for sort, key in new:
                one = found.get(key) or found.setdefault(key, _Count())
                one.turns += sort == "turn"
                one.reported += sort == "reported"
                one.naming += sort == "named"
            for key in dict.fromkeys(key for _, key in new):
                found[key].places.append(at)
            speakers = ()  # a turn is one place: its beginning


def _had(passage: Passage, speakers: tuple[str, ...], own: Collection[str]) -> Iterator[tuple[str, str]]:
    """In what ways a passage has which entries: named, in a turn of theirs that it opens, reported."""
    named = dict.fromkeys(span.mark.key for span in passage.content.spans if type(span.mark) is Mention)
    yield from (("named", key) for key in named if key not in own)
    yield from (("turn", key) for key in speakers if key and key not in own)
    if passage.kind is PassageKind.REPORTED and passage.who and passage.who not in own:
        yield "reported", passage.who
