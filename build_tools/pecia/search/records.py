"""Search records: each passage of each witness with its metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pecia.model import (
    SIGN_MARKS,
    Alternative,
    Division,
    Emendation,
    Mark,
    Mention,
    MentionKind,
    PassageKind,
    Readings,
    RichText,
    Span,
    passages,
    turns,
    without,
)
from pecia.model.record import Record
from pecia.search.words import length

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
    PassageKind.PROSE: "prose",
    PassageKind.VERSE: "verse line",
    PassageKind.STAGE: "stage direction",
    PassageKind.CAST: "cast list",
    PassageKind.TITLE_PAGE: "title page",
    PassageKind.LETTER: "letter formula",
    PassageKind.NOTE: "note",
    PassageKind.ITEM: "list item",
    PassageKind.CELL: "table cell",
    PassageKind.EVENT: "event",
    PassageKind.OTHER: "other",
}
"""The kind of a passage, as readers choose it; in the order of the choice."""


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
    """A passage as it is searched and shown among the results.

    ``anchor`` of the passage; ``content`` its words, without the signs of the transcript; ``kind`` one of the values of
    :data:`KINDS`; ``speaker`` who speaks or is reported, ``label`` how the text calls who speaks where nobody has said
    who that is; ``named`` whom and what is named, each once. ``corrections``: what is printed and the editors'
    correction of it; ``alternatives``: what stands in the text and what its encoding has for it; both in the order of
    the text. ``also``: words that are searched as if they stood in the text, each with the number of words before it.
    ``pair``: siglum and anchor of the passage of the next witness that corresponds, and whether its words are the same.
    """

    anchor: str
    content: str
    kind: str
    witness: WitnessText
    speaker: Named | None = None
    named: tuple[Named, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[int, str], ...] = ()
    label: str = ""
    pair: tuple[str, str, bool] | None = None

    @property
    def called(self) -> str:
        """The name or label of who speaks."""
        return self.speaker.name if self.speaker else self.label


def passage_texts(record: Record, pairs: Mapping[str, tuple[str, str, bool]]) -> list[PassageText]:
    """What can be found in ``record``, in the order of its text: each passage with an anchor and words.

    ``pairs``: by the anchor of a passage what :attr:`PassageText.pair` is to be.
    """
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
    labels = {
        id(passage): turn.label.text.strip(" .:") for turn in turns(record.transcript) for passage in turn.passages
    }
    found = []
    for passage in passages(record.transcript):
        content = _words_only(passage.content)
        if not passage.id or not any(sign.isalnum() for sign in content.text):
            continue
        speaker = names.get(passage.who or "")
        found.append(
            PassageText(
                anchor=passage.id,
                content=without(passage.content, SIGN_MARKS),
                kind=KINDS[passage.kind],
                witness=stands_in,
                speaker=speaker,
                named=_named(content, names),
                corrections=tuple(_replaced(content, Emendation)),
                alternatives=tuple(_replaced(content, Alternative)),
                also=tuple(_also(content)),
                label="" if speaker else labels.get(id(passage), ""),
                pair=pairs.get(passage.id),
            )
        )
    return found


def _words_only(content: RichText) -> RichText:
    """``content`` without the characters that are no words of the text, as long as it was but for divided words."""
    text, removed = content.text, []
    for span in content.spans:
        if isinstance(span.mark, Division):
            removed.append((span.start, span.end))
        elif isinstance(span.mark, SIGN_MARKS):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    if not removed:
        return content if text == content.text else RichText(text, content.spans)

    def moved(position: int) -> int:
        return position - sum(min(end, position) - start for start, end in removed if start < position)

    parts = [text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *removed, (len(text), 0)])]
    spans = (Span(moved(span.start), moved(span.end), span.mark) for span in content.spans)
    return RichText("".join(parts), tuple(span for span in spans if not isinstance(span.mark, Division)))


def _named(content: RichText, names: dict[str, Named]) -> tuple[Named, ...]:
    keys = {span.mark.key for span in content.spans if isinstance(span.mark, Mention)}
    return tuple(sorted(names[key] for key in keys if key in names))


def _replaced(content: RichText, of: type[Emendation | Alternative]) -> Iterator[tuple[str, str]]:
    """What stands in the text and the other words for it, of each mark ``of`` a kind that has other words."""
    for span in content.spans:
        if isinstance(span.mark, of) and (other := _other_words(span.mark)):
            yield content.text[span.start : span.end], other


def _also(content: RichText) -> Iterator[tuple[int, str]]:
    """The other words of each mark that has some, completed to whole words, with the number of words before them."""
    text = content.text
    for span in content.spans:
        if isinstance(span.mark, Emendation | Alternative | Readings):
            start, end = span.start, span.end
            while start > 0 and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            before = length(text[:start])
            others = span.mark.others if isinstance(span.mark, Readings) else (("", _other_words(span.mark)),)
            for _siglum, other in others:
                if other:
                    yield before, text[start : span.start] + other + text[span.end : end]


def _other_words(mark: Mark) -> str:
    match mark:
        case Emendation(correction):
            return correction
        case Alternative(words=words):
            return words
    return ""
