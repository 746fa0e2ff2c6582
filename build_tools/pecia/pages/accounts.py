"""What the pages about the whole edition need to know of each document: its facts, and whom and what it names.

An account and names are made where their document is made, so that the lists, the registers and the files of the
edition hold no text, and are made again without reading one. Accounts are small and held for all documents; names are
read one document after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple, TypeVar

from pecia.model import (
    Certainty,
    Field,
    Mention,
    MentionKind,
    Passage,
    PassageKind,
    Span,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.pages.contexts import Piece, pieces
from pecia.pages.views import Copy, DocumentView, WitnessView
from pecia.record import Authority, Document, EditionStatement, Entry, concerned
from pecia.words import shortened

T = TypeVar("T")

SHOWN = 20
"""Places of an entry that only TEI files give which are shown."""

_OPENING = 70
"""Characters of a turn's beginning that a list of turns shows."""


@dataclass(frozen=True, slots=True)
class Account:
    """The facts of a document.

    ``people``: how many persons it has among those present, its hands and those named. ``sorted_as``: see
    :func:`sorted_as`. ``refers``: the keys of the entries of the edition's own registers that its records refer to,
    sorted. ``copies``: what of it is offered for download, nothing where reading alone is. ``example``: the anchor of a
    passage of its first witness, and who speaks in it, to show how a passage is cited; blank where there is none.
    """

    document: Document
    people: int = 0
    sorted_as: dict[str, str] = field(default_factory=dict)
    refers: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    example: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole edition, documents in the order of its lists."""

    statement: EditionStatement
    documents: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first words of a passage, and its anchor."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Context:
    """A passage that names an entry: its anchor, kind and speaker (a key, or blank), and the words at and around the
    name; see :func:`~pecia.pages.contexts.pieces`."""

    anchor: str
    kind: PassageKind
    who: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What one witness has of each entry of the edition's own registers, by the entry's key, in the order of the text:
    the turns it speaks, the passages of its reported speech, the passages that name it."""

    siglum: str
    turns: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)
    reported: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)
    named: dict[str, tuple[Context, ...]] = field(default_factory=dict)


class Counted(NamedTuple):
    """What a document has of one entry that only TEI files give; a tuple, for an edition may have a million of them.

    ``present``: whether among those present or its hands; ``turns`` it speaks, passages of its ``reported`` speech,
    passages ``naming`` it. ``places``: siglum and anchor of the first places, at most :data:`SHOWN`; both are empty for
    the document as a whole. ``more`` places follow them.
    """

    key: str
    present: bool
    turns: int
    reported: int
    naming: int
    places: tuple[tuple[str, str], ...]
    more: int


class Listed(NamedTuple):
    """An :class:`~pecia.record.Entry`, field by field; a tuple as well."""

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
    each witness has of the edition's ``own`` entries; and what all have of each of the ``others``."""

    entries: tuple[Listed, ...]
    own: tuple[Occurrences, ...] = ()
    others: tuple[Counted, ...] = ()


def account(view: DocumentView, own: Collection[str], copies: Sequence[Copy] = ()) -> Account:
    """The facts of a document; ``own``: the keys of the edition's registers; ``copies`` as the edition lists them."""
    entries = [entry for one in view.witnesses for entry in one.record.entries]
    people = {entry.key for entry in entries if entry.kind == "person"}
    refers = sorted({entry.key for entry in entries if entry.key in own})
    return Account(view.document, len(people), sorted_as(view), tuple(refers), tuple(copies), _example(view))


def sorted_as(view: DocumentView) -> dict[str, str]:
    """The names of those present and of the hands, as they are sorted, by key: harvesters file them by family name."""
    keys = concerned(view.document)
    entries = {entry.key: entry for one in view.witnesses for entry in one.record.entries if entry.key in keys}
    return {key: entry.sort or entry.name for key, entry in sorted(entries.items())}


def names_in(view: DocumentView, own: Collection[str]) -> Names:
    """Whom and what a document names; ``own``: the keys of the edition's registers, the same for all documents."""
    entries = dict.fromkeys(Listed._make(_fields_of(entry)) for one in view.witnesses for entry in one.record.entries)
    return Names(
        tuple(entries),
        tuple(_occurrences(witness, own) for witness in view.witnesses) if own else (),
        tuple(_counted(view, own)),
    )


_fields_of = attrgetter(*Listed._fields)


def _example(view: DocumentView) -> tuple[str, str]:
    for witness in view.witnesses[:1]:
        record = witness.record
        spoken = next((turn.passages[0] for turn in turns(record.transcript) if turn.passages), None)
        passage = spoken or next(passages(record.transcript), None)
        if passage and passage.id:
            named = {entry.key: entry.name for entry in record.entries}
            return passage.id, named.get(passage.who or "", "")
    return "", ""


# --- the edition's own entries -------------------------------------------------------------------


def _occurrences(witness: WitnessView, own: Collection[str]) -> Occurrences:
    transcript = witness.record.transcript
    spoken: defaultdict[str, list[Beginning]] = defaultdict(list)
    for turn in turns(transcript):
        if turn.passages and turn.who in own:
            spoken[turn.who].append(_beginning(turn.passages[0]))
    reported: defaultdict[str, list[Beginning]] = defaultdict(list)
    for passage in passages(transcript):
        if passage.kind is PassageKind.REPORTED and passage.who in own:
            reported[passage.who or ""].append(_beginning(passage))
    return Occurrences(witness.record.siglum, _fixed(spoken), _fixed(reported), _fixed(_named(transcript, own)))


def _beginning(passage: Passage) -> Beginning:
    return Beginning(passage.id or "", shortened(passage.content.text, _OPENING))


def _named(transcript: Transcript, own: Collection[str]) -> Mapping[str, list[Context]]:
    named: defaultdict[str, list[Context]] = defaultdict(list)
    for passage in passages(transcript):
        here: defaultdict[str, list[Span]] = defaultdict(list)
        for span in passage.content.spans:
            if isinstance(span.mark, Mention) and span.mark.key in own:
                here[span.mark.key].append(span)
        for key, spans in here.items():
            around = pieces(passage.content, spans)
            named[key].append(Context(passage.id or "", passage.kind, passage.who or "", around))
    return named


def _fixed(found: Mapping[str, Iterable[T]]) -> dict[str, tuple[T, ...]]:
    return {key: tuple(those) for key, those in found.items()}


# --- those that only TEI files give --------------------------------------------------------------


@dataclass(slots=True)
class _Count:
    """A :class:`Counted` that grows."""

    present: bool = False
    turns: int = 0
    reported: int = 0
    naming: int = 0
    places: list[tuple[str, str]] = field(default_factory=list)


def _counted(view: DocumentView, own: Collection[str]) -> Iterator[Counted]:
    found: dict[str, _Count] = {}
    for key in concerned(view.document):
        if key and key not in own:
            found[key] = _Count(present=True, places=[("", "")])
    for witness in view.witnesses:
        _count(witness, own, found)
    for key, one in found.items():
        places, more = tuple(one.places[:SHOWN]), max(0, len(one.places) - SHOWN)
        yield Counted(key, one.present, one.turns, one.reported, one.naming, places, more)


def _count(witness: WitnessView, own: Collection[str], found: dict[str, _Count]) -> None:
    """One pass over a text. A passage is one place of an entry, whether the entry speaks in it, is named, or both."""
    transcript, siglum = witness.record.transcript, witness.record.siglum
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
            for one in _count_passage(passage, speakers, own, found):
                one.places.append((siglum, passage.id or ""))
            speakers = ()  # a turn is one place: its beginning


def _count_passage(
    passage: Passage, speakers: tuple[str, ...], own: Collection[str], found: dict[str, _Count]
) -> Iterable[_Count]:
    """Count what one passage has; the counts that it is a place of, each once."""
    here: dict[str, _Count] = {}
    for span in passage.content.spans:
        mark = span.mark
        if type(mark) is Mention and mark.key not in here and mark.key not in own:
            here[mark.key] = one = found.get(mark.key) or found.setdefault(mark.key, _Count())
            one.naming += 1
    for key in speakers:
        if key and key not in own:
            here[key] = one = found.get(key) or found.setdefault(key, _Count())
            one.turns += 1
    if passage.kind is PassageKind.REPORTED and passage.who and passage.who not in own:
        here[passage.who] = one = found.get(passage.who) or found.setdefault(passage.who, _Count())
        one.reported += 1
    return here.values()
