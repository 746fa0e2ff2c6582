"""The shape of a conversation as a table: the numbers that its picture is drawn from.

One row for each mark of the picture, in the order of the text: a turn, or a passage of reported speech or of narrative.
What is counted, and what a word is, is said at the head of :mod:`pecia.pages.turn_chart_shape`. It is not the rule of
the table of turns (:mod:`pecia.formats.turns`), which counts every word as printed, between spaces and inserted ones
too.

The file follows RFC 4180: a header, commas, CRLF, quotes around what needs them; UTF-8 without byte order mark. A cell
that a spreadsheet would take for a formula begins with an apostrophe, and so does one that begins with an apostrophe by
itself (:func:`~pecia.formats.apparatus.no_formula`). No cell has a line end in it.

====================  =============================================================================================
``document``          Id of the document.
``siglum``            Siglum of the witness.
``mark``              Number of the mark in its witness, from 1.
``anchor``            Anchor of its first passage; empty when that has none.
``kind``              ``speech``, ``reported-speech`` or ``narrative``.
``speaker``           Register key of who speaks, or whose words are reported; else empty.
``speaker_name``      The name in the register.
``start``             How many words of the conversation stand before the mark.
``words``             How many words it has.
``words_left_out``    How many words in it are not counted: those of insertions, glosses and asides.
``named``             Register keys of whom and what it names, in order, once for each time, joined by `` | ``.
``named_at``          For each of them, how many words of the mark stand before it, joined alike.
====================  =============================================================================================
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pecia.formats.apparatus import no_formula
from pecia.formats.text import folded
from pecia.pages.turn_chart_shape import Shape, shapes
from pecia.view.document import DocumentView, entries_by_key

COLUMNS = (
    "document",
    "siglum",
    "mark",
    "anchor",
    "kind",
    "speaker",
    "speaker_name",
    "start",
    "words",
    "words_left_out",
    "named",
    "named_at",
)
"""The columns, in order; what each holds is said at the head of this module."""


def shape_csv(view: DocumentView) -> bytes:
    """The marks of every witness, in the document's order, under a header of :data:`COLUMNS`."""
    names = {key: folded(entry.name) for key, entry in entries_by_key(w.record for w in view.witnesses).items()}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for shape in shapes(view):
        writer.writerows([no_formula(cell) for cell in cells] for cells in _rows(view.document.id, shape, names))
    return out.getvalue().encode()


def _rows(document: str, shape: Shape, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for number, mark in enumerate(shape.marks, start=1):
        who = mark.lane.who
        yield (
            *(document, shape.siglum, str(number), mark.anchor),
            *(str(mark.lane.kind), who, names.get(who, "")),
            *(str(mark.start), str(mark.words), str(mark.left_out)),
            " | ".join(named.key for named in mark.named),
            " | ".join(str(named.at) for named in mark.named),
        )
