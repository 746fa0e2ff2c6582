"""What can be found: each passage of each witness, with what is known of it, and the pages for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pecia import addresses
from pecia.model import Emendation, Mention, MentionKind, Passage, PassageKind, passages
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
}
"""The kind of speech of a passage, as readers choose it; in the order of the choice."""


_DASHED = re.compile(r"(?<=[^\W\d_])[—–―…]+(?=[^\W\d_])")
_JOINED = re.compile(r"(?<=[\w\u0300-\u036f])[’'‘ʼ`´\[\](){}<>“”„«»\":;,!?…—–―]+(?=\w)")


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A register entry that speaks or is named; in order, that of the register (``sort`` is its name as sorted)."""

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
    """A passage to be found.

    ``url`` from the site's root (``/talk/A/#p12``); ``content`` the words as printed; ``kind`` one of the values of
    :data:`KINDS`; ``speaker`` who speaks or is reported; ``named`` whom and what the passage names, each once;
    ``corrections`` what is printed and the editors' correction of it, in the order of the text.
    """

    url: str
    content: str
    kind: str
    witness: WitnessText
    speaker: Named | None = None
    named: tuple[Named, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def searched(self) -> str:
        """The words as Pagefind is to have them. It makes one word of what only such signs part as "States—you" and
        "L’âme" have, and would not find "you" or "âme"; parts of what a hyphen joins it finds by themselves too."""
        return _JOINED.sub("-", _DASHED.sub(" ", self.content))

    @property
    def about(self) -> dict[str, str]:
        """What is searched beside the words: the speaker's name, and the editors' corrections."""
        speaker = {"speaker": self.speaker.name} if self.speaker else {}
        corrections = {"corrections": "; ".join(corrected for _printed, corrected in self.corrections)}
        return speaker | (corrections if self.corrections else {})


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page to be found: ``url`` from the site's root (``/people/``) and its HTML."""

    url: str
    html: str


def passage_texts(records: Iterable[Record]) -> list[PassageText]:
    """Each passage with an anchor and words of each record, in the order of the records and of their texts."""
    return [text for record in records for text in _of_record(record)]


def _of_record(record: Record) -> Iterator[PassageText]:
    document, witness = record.document, record.witness
    names = {entry.key: Named(entry.sort.casefold(), entry.key, entry.name, entry.kind) for entry in record.entries}
    compared = len(document.witnesses) > 1
    stands_in = WitnessText(
        document=document.id,
        document_title=document.short_title or document.title,
        date=document.date,
        siglum=witness.siglum,
        title=witness.title,
        language=witness.language,
        compared=compared,
    )
    for passage in passages(record.transcript):
        if passage.id and passage.content.text:
            yield PassageText(
                url=f"/{addresses.witness(document.id, witness.siglum, passage.id)}",
                content=passage.content.text,
                kind=KINDS[passage.kind],
                witness=stands_in,
                speaker=names.get(passage.who or ""),
                named=_named(passage, names),
                corrections=_corrections(passage),
            )


def _named(passage: Passage, names: dict[str, Named]) -> tuple[Named, ...]:
    keys = {span.mark.key for span in passage.content.spans if isinstance(span.mark, Mention)}
    return tuple(sorted(names[key] for key in keys if key in names))


def _corrections(passage: Passage) -> tuple[tuple[str, str], ...]:
    text = passage.content.text
    return tuple(
        (text[span.start : span.end], span.mark.correction)
        for span in passage.content.spans
        if isinstance(span.mark, Emendation)
    )
