"""Search records: each passage of each witness with its metadata, and the pages for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pecia import addresses
from pecia.model import (
    SIGN_MARKS,
    Alternative,
    Emendation,
    Field,
    Mention,
    MentionKind,
    Passage,
    PassageKind,
    Transcript,
    Turn,
    passages,
    turns,
    without,
)
from pecia.record import Record

KINDS: dict[PassageKind, str] = {
    PassageKind.SPEECH: "spoken",
    PassageKind.REPORTED: "reported",
    PassageKind.NARRATIVE: "narrative",
    PassageKind.HEADING: "heading",
    PassageKind.DATE_LINE: "date line",
    PassageKind.FIELD_LABEL: "catalogue entry",
    PassageKind.FIELD_VALUE: "catalogue entry",
    PassageKind.SIGNATURE_LABEL: "signature",
    PassageKind.SIGNATURE: "signature",
    PassageKind.SOURCE_NOTE: "source note",
    PassageKind.EVENT: "event",
    PassageKind.PROSE: "prose",
    PassageKind.VERSE: "verse line",
    PassageKind.STAGE: "stage direction",
    PassageKind.CAST: "cast list",
    PassageKind.TITLE_PAGE: "title page",
    PassageKind.LETTER: "letter formula",
    PassageKind.NOTE: "note",
    PassageKind.ITEM: "list item",
    PassageKind.CELL: "table cell",
    PassageKind.OTHER: "other",
}
"""The kind of a passage, as readers choose it; in the order of the choice."""

MANY = 1_000
"""Documents of an edition above which no passage is a record by itself."""

LONG = 500
"""Passages of a text above which none of them is a record by itself."""

_STRETCH = 600
"""Words of the passages that one record has, at most, if it has several."""

_DASHES = re.compile(r"[—–―…]+(?=[^\W\d_])")
_SIGNS = re.compile(r"[’'‘ʼ`´_\[\](){}<>“”„«»\":;,!?…—–―]+(?=\w)")
_LETTER = re.compile(r"[^\W\d_]")
_IN_WORD = re.compile(r"[\w\u0300-\u036f]")


class Named(NamedTuple):
    """A register entry that speaks or is named; in order, that of the register (``sort`` is its name as sorted).

    A tuple, because a large edition sorts and looks up millions of them.
    """

    sort: str
    key: str
    name: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class WitnessText:
    """The witness that a passage stands in, and its document; ``date`` as yyyy, yyyy-mm or yyyy-mm-dd."""

    document: str
    document_title: str
    date: str
    siglum: str
    title: str
    language: str
    compared: bool
    """Whether the document has a page that compares its witnesses."""


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is found as one: a passage, or several that follow each other.

    ``url`` of the first one, from the site's root (``/talk/A/#p12``); ``content`` its words as printed, ``more`` the
    anchor and words of each other one; ``kind`` one of the values of :data:`KINDS`; ``speaker`` who speaks or is
    reported, ``label`` how the text calls who speaks where nobody has said who that is; ``named`` whom and what is
    named, each once; ``corrections`` what is printed and the editors' correction of it, ``alternatives`` what stands in
    the text and what its encoding has for it, both in the order of the text. ``alone``: it has every passage of its
    witness.
    """

    url: str
    content: str
    kind: str
    witness: WitnessText
    speaker: Named | None = None
    named: tuple[Named, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    label: str = ""
    alone: bool = False

    @property
    def recorded(self) -> bool:
        """Whether all that a result shows of it stands in the witness's passage record."""
        return self.alone and not (self.called or self.corrections or self.alternatives)

    @property
    def searched(self) -> str:
        """The words as Pagefind is to have them. It makes one word of what only such signs part as "States—you" and
        "L’âme" have, and would not find "you" or "âme"; parts of what a hyphen joins it finds by themselves too."""
        content = " ".join([self.content, *(words for _anchor, words in self.more)])
        parted = _DASHES.sub(lambda found: _between(found, _LETTER, " "), content)
        return _SIGNS.sub(lambda found: _between(found, _IN_WORD, "-"), parted)

    @property
    def called(self) -> str:
        """The name or label of who speaks."""
        return self.speaker.name if self.speaker else self.label

    @property
    def about(self) -> dict[str, str]:
        """What is searched beside the words: who speaks, and what stands in the text in other words as well."""
        others = [words for _printed, words in (*self.corrections, *self.alternatives) if words]
        said = {"speaker": self.called, "corrections": "; ".join(others)}
        return {name: words for name, words in said.items() if words}


def _between(found: re.Match[str], before: re.Pattern[str], instead: str) -> str:
    """``instead`` where ``before`` stands directly before what is ``found``. A look-behind says the same, and takes ten
    times as long: it is tried at every letter of the text."""
    return instead if before.match(found.string, max(found.start() - 1, 0), found.start()) else found[0]


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page to be found: ``url`` from the site's root (``/people/``) and its HTML."""

    url: str
    html: str


def passage_texts(records: Iterable[Record], documents: int = 1) -> list[PassageText]:
    """What can be found in ``records``, in their order and that of their texts: each passage with an anchor and words.

    ``documents`` is how many the edition has. With more than :data:`MANY`, or in a text of more than :data:`LONG`
    passages, those of a turn are found as one, and so are those outside of turns that follow each other: each time as
    many as have 600 words together.
    """
    return [text for record in records for text in _of_record(record, documents)]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Passages that one record may have, who speaks or is reported in them, and how the text calls who speaks."""

    who: str
    label: str
    passages: tuple[Passage, ...]


def _of_record(record: Record, documents: int) -> Iterator[PassageText]:
    document, witness = record.document, record.witness
    names = {entry.key: Named(entry.sort.casefold(), entry.key, entry.name, entry.kind) for entry in record.entries}
    stands_in = WitnessText(
        document=document.id,
        document_title=document.short_title or document.title,
        date=document.date,
        siglum=witness.siglum,
        title=witness.title,
        language=witness.language,
        compared=len(document.witnesses) > 1,
    )
    count = sum(1 for _ in passages(record.transcript))
    apart = documents <= MANY and count <= LONG
    for spoken in (_apart if apart else _together)(record.transcript):
        for together in _stretches(spoken.passages):
            (first, words), *more = [(passage.id or "", without(passage.content, SIGN_MARKS)) for passage in together]
            yield PassageText(
                url=f"/{addresses.witness(document.id, witness.siglum, first)}",
                content=words,
                kind=_kind(together),
                witness=stands_in,
                speaker=names.get(spoken.who),
                named=_named(together, names),
                corrections=tuple(pair for passage in together for pair in _corrections(passage)),
                alternatives=tuple(pair for passage in together for pair in _alternatives(passage)),
                more=tuple(more),
                label="" if spoken.who in names else spoken.label,
                alone=len(together) == count,
            )


def _apart(transcript: Transcript) -> Iterator[_Spoken]:
    """Each passage by itself."""
    labels = {id(passage): _label(turn) for turn in turns(transcript) for passage in turn.passages}
    for passage in passages(transcript):
        if _is_found(passage):
            yield _Spoken(passage.who or "", labels.get(id(passage), ""), (passage,))


def _together(transcript: Transcript) -> Iterator[_Spoken]:
    """Those of a turn, with its notes and stage directions; outside of turns those of one person or of nobody."""
    for _of, following in groupby(_places(transcript), lambda place: id(place[0])):
        (turn, first), *others = following
        found = [passage for passage in (first, *(other for _turn, other in others)) if _is_found(passage)]
        if turn:
            yield _Spoken(turn.who, _label(turn), tuple(found))
        else:
            for who, of in groupby(found, lambda passage: passage.who or ""):
                yield _Spoken(who, "", tuple(of))


def _places(transcript: Transcript) -> Iterator[tuple[Turn | None, Passage]]:
    for block in (*transcript.front, *transcript.body):
        match block:
            case Turn():
                yield from ((block, passage) for passage in block.passages)
            case Field():
                yield from ((None, passage) for passage in (block.label, *block.values))
            case Passage():
                yield None, block


def _is_found(passage: Passage) -> bool:
    """Whether there is anything to look for; the indexer drops a record of signs alone ("?")."""
    return bool(passage.id) and any(sign.isalnum() for sign in passage.content.text)


def _label(turn: Turn) -> str:
    return turn.label.text.strip(" .:")


def _stretches(of: Iterable[Passage]) -> Iterator[list[Passage]]:
    stretch: list[Passage] = []
    length = 0
    for passage in of:
        words = passage.content.text.count(" ") + 1
        if stretch and length + words > _STRETCH:
            yield stretch
            stretch, length = [], 0
        stretch.append(passage)
        length += words
    if stretch:
        yield stretch


def _kind(together: list[Passage]) -> str:
    """That of most of the words; of two with as many, the first."""
    letters: dict[str, int] = {}
    for passage in together:
        letters[KINDS[passage.kind]] = letters.get(KINDS[passage.kind], 0) + len(passage.content.text)
    return max(letters, key=lambda kind: letters[kind])


def _named(together: list[Passage], names: dict[str, Named]) -> tuple[Named, ...]:
    marks = (span.mark for passage in together for span in passage.content.spans)
    keys = {mark.key for mark in marks if isinstance(mark, Mention)}
    return tuple(sorted(names[key] for key in keys if key in names))


def _corrections(passage: Passage) -> Iterator[tuple[str, str]]:
    for span in passage.content.spans:
        if isinstance(span.mark, Emendation):
            yield passage.content.text[span.start : span.end], span.mark.correction


def _alternatives(passage: Passage) -> Iterator[tuple[str, str]]:
    for span in passage.content.spans:
        if isinstance(span.mark, Alternative) and span.mark.words:
            yield passage.content.text[span.start : span.end], span.mark.words
