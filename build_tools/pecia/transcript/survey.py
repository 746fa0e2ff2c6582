"""What a whole text shows: its rows, its labels and whose they are, its paragraphs and notes.

Both the first look (:mod:`pecia.transcript.infer`) and the parse work from it, so what a preview promises is built.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast as typed

from rapidfuzz import fuzz

from pecia.model import PassageKind, Span
from pecia.model.conventions import Conventions, label_ends
from pecia.model.edition import Entry
from pecia.model.findings import Finding
from pecia.transcript.bracketed_rows import with_bracketed_rows
from pecia.transcript.drafts import Label, Unit
from pecia.transcript.events import paragraph_kind
from pecia.transcript.evidence import Doubt, Judged, judge
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.fronts import Present
from pecia.transcript.inside import Inner, chevron_labels, colon_labels, stop_labels
from pecia.transcript.labels import Candidate, Terminator
from pecia.transcript.name_shapes import is_unnamed, normal, surname
from pecia.transcript.notes import Note, note_marks, notes
from pecia.transcript.paragraphs import Parting, Piece, parting, pieces
from pecia.transcript.places import PlacedRulings
from pecia.transcript.rows import Rows, inline_page_marks, rows_of
from pecia.transcript.speakers import Cast, cast_of
from pecia.transcript.stated import stated_marks
from pecia.transcript.vocabulary import Vocabulary

_RUNNING = 2
_QUOTED = re.compile(r">(?!>)")


@dataclass(frozen=True, slots=True)
class Survey:
    """What was judged. ``units``: what the text is made of, in order; ``marks``: those of layout, by place.

    ``turns``: how many each label's form opens; ``names``: the name in each label by its start; ``running``: whether
    labels stand within running text.
    """

    exemplar: ExemplarText
    vocabulary: Vocabulary
    conventions: Conventions
    rows: Rows
    judged: Judged
    cast: Cast
    present: tuple[Present, ...]
    how: Parting
    running: bool
    units: tuple[Unit, ...]
    marks: tuple[Span, ...]
    turns: Mapping[str, int]
    names: Mapping[int, str]
    findings: tuple[Finding, ...]


def survey(
    exemplar: ExemplarText,
    conventions: Conventions,
    entries: Sequence[Entry],
    vocabulary: Vocabulary,
    rulings: PlacedRulings,
) -> Survey:
    """Judge ``exemplar`` by what it shows, by what the editor's ``conventions`` state of it, and by the rulings."""
    findings: list[Finding] = []
    rows = with_bracketed_rows(exemplar, rows_of(exemplar, vocabulary), vocabulary)
    cast = cast_of(conventions.speakers, entries, vocabulary)
    refused = {normal(words) for words in conventions.not_labels}
    speaking = {normal(label) for speaker in conventions.speakers for label in speaker.labels}
    known = (speaking or set(cast.forms)) - refused
    judged = judge(exemplar, rows, vocabulary, known, typed(tuple[Terminator, ...], label_ends(conventions)))
    listed = sorted(judged.listed)
    _introduce(cast, judged.present)
    maker = _LabelMaker(exemplar, rows, cast, rulings, refused, conventions.signature_labels, findings)
    ordered = sorted(judged.labels.values(), key=lambda c: (cast.is_several(exemplar.folded[slice(*c.name)]), c.start))
    labels = {maker.head(found): label for found in ordered if (label := maker.of_candidate(found))}
    maker.report_doubts(judged.doubts)
    how: Parting = conventions.paragraphs or parting(exemplar, rows, labels)
    made = list(pieces(exemplar, rows, _starts(labels, listed, judged.fields, rows), how))
    stops = frozenset(exemplar.folded[slice(*c.name)] for c in judged.labels.values() if c.sign == ".")
    inner = {n: list(_inner(exemplar, piece, cast, judged, labels, stops)) for n, piece in enumerate(made)}
    running = conventions.label_place == "anywhere" or (
        not conventions.label_place and _is_running([one for found in inner.values() for one in found], labels)
    )
    labelled = [piece.kind == "words" and piece.starts[0] in labels for piece in made]
    found_notes = notes(exemplar, made, labelled)
    units = list(_units(exemplar, made, labels, inner, maker, running, found_notes, judged.fields, rows, judged.listed))
    maker.report_drafted(all_of_them=bool(conventions.speakers))
    marks = sorted(
        {
            *rows.marks,
            *stated_marks(exemplar, rows),
            *inline_page_marks(exemplar.folded, vocabulary),
            *note_marks(found_notes),
        },
        key=lambda span: (span.start, -span.end),
    )
    return Survey(
        exemplar, vocabulary, conventions, rows, judged, cast, judged.present, how, running, tuple(units), tuple(marks),
        maker.turns, maker.names, tuple(findings),
    )  # fmt: skip


def _introduce(cast: Cast, those_present: Sequence[Present]) -> None:
    """Those present are people of the cast, known by name and, where no two share it, by surname."""
    keys = []
    for person in those_present:
        known = cast.known(person.name)
        key = known[0] if len(known) == 1 else cast.draft(person.name, person.name, person.office)
        keys.append((surname(person.name, cast.vocabulary), key))
    for name, key in keys:
        if name and len({other for shared, other in keys if shared == name}) == 1:
            cast.surnames[name] = key


def _starts(
    labels: Mapping[int, Label], listed: Sequence[int], fields: Mapping[int, Candidate], rows: Rows
) -> frozenset[int]:
    """Where rows begin that are no lines of a longer paragraph: turns, fields, items of lists."""
    values = (n + 1 for n, field in fields.items() if field.end >= rows.rows[n].line.end and n + 1 < len(rows.rows))
    return frozenset(labels) | {rows.rows[n].words for n in (*listed, *fields, *values)}


def _inner(
    exemplar: ExemplarText,
    piece: Piece,
    cast: Cast,
    judged: Judged,
    labels: Mapping[int, Label],
    stops: frozenset[str],
) -> Iterator[Inner]:
    """What may be labels within a paragraph, in order, none inside another; ``stops``: names before a full stop."""
    vocabulary = cast.vocabulary
    if piece.kind != "words" or (exemplar.folded[piece.starts[0]] in "([" and piece.starts[0] not in labels):
        return
    start = labels[piece.starts[0]].end if piece.starts[0] in labels else piece.start
    found = list(colon_labels(exemplar.folded, start, piece.end, cast, vocabulary))
    found += stop_labels(exemplar.folded, start, piece.end, stops, vocabulary)
    if judged.chevrons:
        found += chevron_labels(exemplar.folded, start, piece.end, vocabulary)
    found += [
        Inner(c.start, c.end, exemplar.folded[slice(*c.name)], False, True, False, apart=True, marks=c.marks)
        for c in judged.within[
            bisect_right(judged.within, start, key=_start) : bisect_left(judged.within, piece.end, key=_start)
        ]
    ]
    end = start
    for inner in sorted(found, key=lambda inner: inner.start):
        if inner.start >= end and inner.start > piece.start:
            yield inner
            end = inner.end


def _start(candidate: Candidate) -> int:
    return candidate.start


def _is_running(found: Sequence[Inner], labels: Mapping[int, Label]) -> bool:
    """Whether labels stand within running text: those in capitals, or known, are more than those at heads of lines."""
    number = sum(inner.capitals or inner.known for inner in found)
    return number >= _RUNNING and number > len(labels)


@dataclass(slots=True)
class _LabelMaker:
    """Makes labels of candidates, by rule and by ruling, and notes what was drafted.

    ``turns``: of each form; ``names``: in each label by its start; ``strange``: first words and place of drafted forms.
    """

    exemplar: ExemplarText
    rows: Rows
    cast: Cast
    rulings: PlacedRulings
    refused: set[str]
    signature_labels: tuple[str, ...]
    findings: list[Finding]
    turns: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    strange: dict[str, tuple[str, int]] = field(default_factory=dict)
    doubts: dict[int, Doubt] = field(default_factory=dict)

    def of_candidate(self, candidate: Candidate) -> Label | None:
        """The label that a candidate at the head of a line is, unless an editor says otherwise."""
        words = self.exemplar.folded[slice(*candidate.name)]
        if self.rulings.at(candidate.start, "not-a-turn") or normal(words) in self.refused:
            return None
        start = min(self.rows.rows[self._head_row(candidate)].line.start, candidate.start)
        ruled = self.rulings.at(candidate.start, "turn")
        if ruled and ruled.ruling.value:
            who: tuple[str, ...] = (ruled.ruling.value,)
        else:
            who = self._who(words, candidate.start, sure=ruled is not None)
        self.names[start] = words
        return Label(
            who,
            start,
            candidate.end,
            candidate.marks,
            "low" if candidate.uncertain else "high",
            quoted=bool(_QUOTED.match(self.exemplar.folded, candidate.start)),
            voice=is_unnamed(words, self.cast.vocabulary) and " " in words,
        )

    def head(self, candidate: Candidate) -> int:
        """Where the words of the row begin that a turn of this label begins with."""
        return self.rows.rows[self._head_row(candidate)].words

    def _head_row(self, candidate: Candidate) -> int:
        """The row of the candidate, or that of the time before it."""
        number = self.exemplar.line_at(candidate.start)
        while number and self.rows.rows[number - 1].kind == "time":
            number -= 1
        return number

    def of_inner(self, inner: Inner, *, running: bool) -> Label | None:
        """The label within a paragraph that ``inner`` is: known or ruled, or of running text."""
        if self.rulings.at(inner.start, "not-a-turn") or normal(inner.name) in self.refused:
            return None
        ruled = self.rulings.at(inner.start, "turn")
        words = self.exemplar.folded[inner.start : inner.end]
        strange = not inner.known and inner.apart
        if not ruled and not inner.sure and not strange and not (running and (inner.known or inner.capitals)):
            self.findings.append(Finding("T117", f"“{words}” within a paragraph", self.exemplar.locus(inner.start)))
            return None
        if not ruled and not running and not strange:
            self.findings.append(Finding("T102", f"“{words}” inside a paragraph", self.exemplar.locus(inner.start)))
        value = ruled.ruling.value if ruled else ""
        who = (value,) if value else self._who(inner.name, inner.start, sure=ruled is not None)
        self.names[inner.start] = inner.name
        return Label(who, inner.start, inner.end, inner.marks)

    def ruled(self, start: int, end: int) -> Iterator[Label]:
        """Labels that only an editor's ruling sees in (start, end): its words are ``exact``."""
        text = self.exemplar.folded
        for item in self.rulings.within(start, end, "turn"):
            if (
                item.start >= start
                and not item.used
                and item.ruling.value
                and text[item.end : item.end + 1] in (" ", "")
            ):
                item.used = True
                yield Label((item.ruling.value,), item.start, item.end)

    def _who(self, words: str, start: int, *, sure: bool) -> tuple[str, ...]:
        who, drafted = self.cast.who(words)
        form = normal(words)
        self.turns[form] = self.turns.get(form, 0) + 1
        self.cast.seen(words, who)
        if drafted and not sure:
            self.strange[form] = (words, start)
        return who

    def report_doubts(self, doubts: Sequence[Doubt]) -> None:
        """T117 for each candidate that is left as words, unless an editor has ruled on it."""
        for doubt in doubts:
            candidate = doubt.candidate
            words = self.exemplar.folded[candidate.start : candidate.end]
            refused = doubt.name in self.refused or words in self.signature_labels
            if refused or self.rulings.at(candidate.start, "not-a-turn"):
                continue
            self.doubts[candidate.start] = doubt

    def report_drafted(self, *, all_of_them: bool) -> None:
        """T101 for each drafted speaker, at the first label, with the number of turns; T117 for the doubts.

        Where no speaker is stated at all, T101 is only for those who speak once.
        """
        for form, (words, start) in self.strange.items():
            times = self.turns[form]
            if times > 1 and not all_of_them:
                continue
            count = "once" if times == 1 else f"{times} times"
            near = self._nearest(words) if times == 1 else ""
            hint = f"Did you mean “{near}”? To accept a misspelt label, add a ruling (kind: turn)." if near else ""
            message = f"“{words or '>>'}” is not a speaker of this witness; it opens a turn {count}"
            self.findings.append(Finding("T101", message, self.exemplar.locus(start), hint))
        for start, doubt in self.doubts.items():
            if not self.rulings.at(start, "turn"):
                words = self.exemplar.folded[doubt.candidate.start : doubt.candidate.end]
                self.findings.append(Finding("T117", f"“{words}” {_WHY[doubt.why]}", self.exemplar.locus(start)))

    def _nearest(self, words: str) -> str:
        """A known form of which ``words`` are probably a misspelling."""
        form = normal(words)
        others = [other for other in self.turns if other != form]
        best = max(others, key=lambda other: (fuzz.ratio(other, form), other), default="")
        return best if best and fuzz.ratio(best, form) >= _NEAR_MISS else ""


_NEAR_MISS = 85
"""Similarity in per cent (rapidfuzz ratio) from which a strange label is taken for a misspelt known one."""

_WHY = {
    "words": "may be words with a colon",
    "wrapped": "may be a wrapped line: the line before it does not end a sentence",
    "sign": "ends in another sign than the labels of this text",
    "nameless": "has a time and no name after it, as the labels of this text have",
    "unsigned": "has no sign after it as the labels of this text have",
    "style": "is no label elsewhere in this text",
    "inside": "stands within a paragraph",
}


def _units(
    exemplar: ExemplarText,
    made: Sequence[Piece],
    labels: Mapping[int, Label],
    inner: Mapping[int, Sequence[Inner]],
    maker: _LabelMaker,
    running: bool,
    found_notes: Sequence[Note],
    fields: Mapping[int, Candidate],
    rows: Rows,
    listed: frozenset[int],
) -> Iterator[Unit]:
    """Cut paragraphs where a turn begins within them."""
    kinds = {
        "page": PassageKind.PAGE,
        "divider": PassageKind.SIGN,
        "sign": PassageKind.SIGN,
        "stage": PassageKind.STAGE,
    }
    note_pieces = {note.piece for note in found_notes}
    headings = {hint.start for hint in exemplar.hints if hint.role == "heading"}
    row_starts = [row.words for row in rows.rows]
    for n, piece in enumerate(made):
        if piece.kind == "aside":
            kind = paragraph_kind(exemplar.folded[piece.starts[0] : piece.end], maker.cast.vocabulary)
            plain = len(piece.starts) == 1 and piece.starts[0] == piece.start
            yield Unit(kind if plain else PassageKind.STAGE, piece.start, piece.end)
            continue
        if piece.kind != "words" or n in note_pieces:
            yield Unit(kinds.get(piece.kind, PassageKind.NOTE), piece.start, piece.end)
            continue
        row = bisect_left(row_starts, piece.starts[0])
        cuts: list[tuple[int, Label | None]] = [(piece.start, labels.get(piece.starts[0]))]
        within = [label for one in inner[n] if (label := maker.of_inner(one, running=running))]
        opened = cuts[0][1]
        within += maker.ruled(opened.end if opened else piece.start, piece.end)
        for label in sorted(within, key=lambda label: label.start):
            if label.start == piece.start and opened is None:
                cuts[0] = (piece.start, label)
            elif label.start >= (cuts[-1][1].end if cuts[-1][1] else cuts[-1][0] + 1):
                cuts.append((label.start, label))
        starts = [start for start, _ in cuts]
        ends = [start - (exemplar.folded[start - 1] == " ") for start in starts[1:]] + [piece.end]
        value = fields[row].end if row in fields and opened is None else 0
        first = piece.starts[0]
        for number, ((start, label), end) in enumerate(zip(cuts, ends, strict=True)):
            yield Unit(
                None, start, end, label,
                field=value if number == 0 else 0, indent=piece.indent, listed=row in listed,
                heading=piece.start in headings, first=first if number == 0 else start,
            )  # fmt: skip


def with_inferred(conventions: Conventions, found: Survey) -> Conventions:
    """``conventions`` with what is left out as the survey judged it, without the speakers."""
    signs = " ".join(sign for sign, _ in found.judged.signs)
    return replace(
        conventions,
        label_end=conventions.label_end or signs,
        label_place=conventions.label_place or ("anywhere" if found.running else "start"),
        paragraphs=conventions.paragraphs or found.how,
    )


def label_forms(found: Survey) -> dict[str, tuple[str, ...]]:
    """The forms of each person's labels as printed, in the order of the text."""
    labels: dict[str, dict[str, None]] = {}
    for unit in found.units:
        if unit.label and len(unit.label.who) == 1:
            labels.setdefault(unit.label.who[0], {}).setdefault(found.names.get(unit.label.start) or ">>")
    return {key: tuple(forms) for key, forms in labels.items()}
