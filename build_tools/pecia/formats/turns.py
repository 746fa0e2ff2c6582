"""The turns of a document as a table, for reading with a spreadsheet, pandas or R.

One row for each passage in the order of the text, headings, front matter and narrative included, so that the rows of a
witness are its whole text. Who wants the conversation alone keeps the rows that have a ``turn``; who wants
what a person said, in turns and in reported speech, keeps those of one ``speaker``.

The file follows RFC 4180: a header, commas, CRLF, quotes around what needs them; UTF-8 without byte order mark. A cell
that a spreadsheet would take for a formula begins with an apostrophe, and so does one that begins with an apostrophe by
itself (:func:`~pecia.formats.apparatus.no_formula`): whoever takes one apostrophe off each cell that has one gets
every cell back. No cell has a line end in it.

========================  =========================================================================================
``document``              Id of the document.
``siglum``                Siglum of the witness.
``row``                   Number of the row in its witness, from 1: the order of the text.
``part``                  ``front``, what an archive or publisher put before the record, or ``body``.
``turn``                  Number of the turn in its witness, from 1; empty outside turns.
``turn_anchor``           Anchor of the turn's first passage, by which the turn is cited; empty outside turns.
``anchor``                Anchor of the passage. Numbers of rows and turns may change with a version, anchors do not.
``kind``                  What the passage is: a value of :class:`~pecia.model.PassageKind`, as in the TEI.
``speaker``               Register key of who speaks, or whose words are reported; else empty.
``speaker_name``          The name in the register.
``speaker_side``          Side or delegation, where the document gives it.
``speaker_role``          Role on the day, where the document gives it.
``language``              Language of the witness, BCP 47.
``label``                 The speaker's label as printed, on the first row of a turn.
``text``                  The passage as printed, without the label.
``text_corrected``        The passage with the editors' corrections; the same as ``text`` where there are none.
``delivery``              How something was said: asides in the label and in the passage, as printed, joined by `` | ``.
``insertions``            Bracketed words of translators or editors, glosses included, as printed, joined by `` | ``.
``words``                 Number of words in ``text``: what stands between spaces and has a letter or a digit, but for
                          events and signs of the transcript; a divided word is one.
``words_inserted``        How many of them are wholly within ``insertions``.
``also``                  Register keys of those who speak as well, joined by `` | ``.
``certainty``             How sure it is who speaks (TEI ``@cert``); empty outside turns.
``start``                 When the passage begins, in seconds from the beginning of the recording, where the text
                          prints it.
``end``                   When it ends.
========================  =========================================================================================

Asides and insertions are also in ``text`` or ``label``, where they stand in the witness.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pecia.formats.apparatus import no_formula
from pecia.formats.text import corrected_words, folded
from pecia.model import (
    SIGN_MARKS,
    Delivery,
    Division,
    Event,
    Field,
    Gloss,
    Insertion,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
    Unheard,
    time_of,
)
from pecia.model.edition import Participant
from pecia.model.record import Record
from pecia.view.document import DocumentView

COLUMNS = (
    "document",
    "siglum",
    "row",
    "part",
    "turn",
    "turn_anchor",
    "anchor",
    "kind",
    "speaker",
    "speaker_name",
    "speaker_side",
    "speaker_role",
    "language",
    "label",
    "text",
    "text_corrected",
    "delivery",
    "insertions",
    "words",
    "words_inserted",
    "also",
    "certainty",
    "start",
    "end",
)
"""The columns, in order; what each holds is said at the head of this module."""

_WORD = re.compile(r"[^ \t\n\r]+")
_NOTHING = RichText("")


@dataclass(frozen=True, slots=True)
class _Row:
    """A passage with its turn; of a turn without passages, its label alone."""

    part: str
    passage: Passage | None
    turn: Turn | None = None
    number: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class _People:
    """Who is named in a witness, by key: their names, and what they were on the day."""

    names: dict[str, str]
    present: dict[str, Participant]


def turns_csv(view: DocumentView, sigla: Sequence[str]) -> bytes:
    """The rows of the witnesses ``sigla``, in the document's order, under a header of :data:`COLUMNS`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for witness in view.witnesses:
        if witness.record.siglum in sigla:
            record = witness.record
            people = _People(
                {entry.key: folded(entry.name) for entry in record.entries},
                {present.person: present for present in reversed(record.document.participants)},
            )
            rows = enumerate(_rows(record.transcript), start=1)
            writer.writerows([no_formula(cell) for cell in _cells(number, row, record, people)] for number, row in rows)
    return out.getvalue().encode()


def _rows(transcript: Transcript) -> Iterator[_Row]:
    number = 0
    for part, blocks in (("front", transcript.front), ("body", transcript.body)):
        for block in blocks:
            match block:
                case Passage():
                    yield _Row(part, block)
                case Field():
                    yield from (_Row(part, passage) for passage in (block.label, *block.values))
                case Turn():
                    number += 1
                    for place, passage in enumerate(block.passages or (None,)):
                        yield _Row(part, passage, block, number, opens=place == 0)


def _cells(number: int, row: _Row, record: Record, people: _People) -> tuple[str, ...]:
    passage, turn = row.passage, row.turn
    who = (passage.who if passage else turn.who if turn else None) or ""
    present = people.present.get(who)
    label = turn.label if turn and row.opens else _NOTHING
    content = passage.content if passage else _NOTHING
    inserted = [span for span in content.spans if isinstance(span.mark, Insertion | Gloss)]
    words = _places(content)
    time = time_of(label, content)
    return (
        record.document.id,
        record.siglum,
        str(number),
        row.part,
        str(row.number) if turn else "",
        (turn.first.id if turn and turn.first else None) or "",
        (passage.id if passage else None) or "",
        str(passage.kind if passage else PassageKind.SPEECH),
        who,
        people.names.get(who, ""),
        folded(present.side) if present else "",
        folded(present.role) if present else "",
        record.witness.language,
        label.text,
        content.text,
        corrected_words(content),
        " | ".join([*_said(label, Delivery), *_said(content, Delivery)]),
        " | ".join(_said(content, Insertion, Gloss)),
        str(len(words)),
        str(sum(any(span.start <= start and end <= span.end for span in inserted) for start, end in words)),
        " | ".join(turn.also) if turn else "",
        turn.certainty if turn else "",
        time.start if time else "",
        time.end if time else "",
    )


def _said(content: RichText, *kinds: type) -> list[str]:
    """The words of each span of these kinds; of one within another, the outer alone."""
    found: list[Span] = []
    for span in content.spans:
        if isinstance(span.mark, kinds) and not (found and span.end <= found[-1].end):
            found.append(span)
    return [content.text[span.start : span.end] for span in found]


def _places(content: RichText) -> list[tuple[int, int]]:
    """Where each word of ``content`` begins and ends; of a divided word where its first half does."""
    places = [found.span() for found in _WORD.finditer(content.text) if any(map(str.isalnum, found[0]))]
    none = [span for span in content.spans if isinstance(span.mark, (Event, Unheard, *SIGN_MARKS))]
    if not none:
        return places
    divided = {span.end for span in none if isinstance(span.mark, Division)}
    return [
        (start, end)
        for start, end in places
        if start not in divided and not any(span.start <= start and end <= span.end for span in none)
    ]
