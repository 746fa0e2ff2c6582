"""From paragraphs to turns, reported speech, narrative and front matter.

Works on positions in the folded exemplar only. Each rule that is unsure asks the editor's rulings first and reports a
finding when they are silent; what it then does is the likelier reading, never a loss, and no words go to a speaker
whom nothing names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pecia.model import Locus, PageBreak, PassageKind
from pecia.model.conventions import Conventions
from pecia.model.findings import Finding
from pecia.transcript import layout, times
from pecia.transcript.dates import is_date_line
from pecia.transcript.drafts import Draft, DraftField, DraftPassage, DraftTurn, Unit
from pecia.transcript.events import paragraph_kind
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.narrative import is_narrative
from pecia.transcript.places import PlacedRulings
from pecia.transcript.sentences import breaks_off, ends_sentence
from pecia.transcript.stated import unstated
from pecia.transcript.vocabulary import Vocabulary

Reporter = Callable[[Unit, bool], str | None]
"""Whose speech a unit reports: the person's key, given whether a turn is open."""

_SIGNATURE_WORDS = 6
_RARE = 0.05
"""Share of turns that break off up to which each may be a loss; above it, the transcript does not end sentences."""

_CLOSING = frozenset({PassageKind.SIGNATURE_LABEL, PassageKind.SIGNATURE, PassageKind.SOURCE_NOTE})
_SET_APART = frozenset({PassageKind.PAGE, PassageKind.NOTE, PassageKind.EVENT, PassageKind.STAGE, PassageKind.SIGN})
"""What may stand between two paragraphs of one turn and is no part of either."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What structure asks of a text: its words, its language, its editor's conventions and rulings, its reporters.

    ``edited``: whether hands of the witness are known, whose bracketed words may stand in a turn.
    """

    exemplar: ExemplarText
    conventions: Conventions
    vocabulary: Vocabulary
    rulings: PlacedRulings
    reporter: Reporter
    edited: bool = False


def structure(units: Sequence[Unit], readings: Readings) -> tuple[Draft, list[Finding]]:
    """The blocks of a witness, in order, tiling the folded exemplar, and what the rules were unsure of."""
    findings: list[Finding] = []
    first = next(
        (n for n, u in enumerate(units) if u.label or (u.kind is None and readings.reporter(u, False) is not None)),
        None,
    )
    if first is None:
        findings.append(Finding("T108", "no turn and no reported speech was found", readings.exemplar.locus(0)))
        first = len(units)
    draft = Draft()
    body_from = _front(readings.exemplar.folded, units[:first], draft, readings.vocabulary)
    body = _Body(readings, draft, findings, last_label=max((n for n, u in enumerate(units) if u.label), default=-1))
    for number in range(body_from, len(units)):
        body.take(number, units[number], units[number + 1] if number + 1 < len(units) else None)
    body.release(None)
    _fill(draft)
    return draft, findings + _unfinished(draft, readings) + unstated(readings.exemplar, readings.rulings)


def _unfinished(draft: Draft, readings: Readings) -> list[Finding]:
    """T105 for a turn that breaks off without a dash or dots, in a text where hardly any does."""
    text = readings.exemplar.folded
    ends = [
        block.passages[-1]
        for block in draft.body
        if isinstance(block, DraftTurn) and block.passages and block.passages[-1].kind is PassageKind.SPEECH
    ]
    cut = [p for p in ends if breaks_off(text[max(p.start, p.end - 40) : p.end])]
    if len(cut) > _RARE * len(ends):
        return []
    return [
        Finding(
            "T105",
            f"“… {' '.join(text[max(p.start, p.end - 60) : p.end].split()[-4:])}”",
            readings.exemplar.locus(p.end - 1),
        )
        for p in cut
        if not readings.rulings.within(p.end - 1, p.end, "emendation", "doubt")
    ]


_NO_BLOCK = (
    PassageKind.HEADING, PassageKind.DATE_LINE, PassageKind.SOURCE_NOTE, PassageKind.SIGNATURE,
    PassageKind.SIGNATURE_LABEL, PassageKind.PAGE, PassageKind.SIGN,
)  # fmt: skip


def _fill(draft: Draft) -> None:
    """Let a text that is all front matter and headings have a body: its last heading is narrative, or its fields are
    the text. TEI has no empty body."""
    if any(not isinstance(block, DraftPassage) or block.kind not in _NO_BLOCK for block in draft.body):
        return
    if not draft.body:
        draft.body += [passage for block in draft.front for passage in _passages(block)]
        draft.front.clear()
        return
    inside = [block for block in draft.body if isinstance(block, DraftPassage)]
    headings = [block for block in inside if block.kind in (PassageKind.HEADING, PassageKind.DATE_LINE)]
    (headings or inside)[-1].kind = PassageKind.NARRATIVE


def _passages(block: DraftPassage | DraftField) -> list[DraftPassage]:
    return [block.label, *block.values] if isinstance(block, DraftField) else [block]


def _front(text: str, units: Sequence[Unit], draft: Draft, vocabulary: Vocabulary) -> int:
    """Sort what stands before the record; return the number of the first unit that belongs to the body.

    With fields, everything up to the last of them is the archive's or publisher's front matter; the headings and date
    lines after it, or all of them when there are no fields, open the body.
    """
    blocks: list[DraftPassage | DraftField] = []
    open_field: DraftField | None = None
    for number, unit in enumerate(units):
        words = text[unit.start : unit.end]
        if open_field and blocks[-1] is not open_field:
            open_field = None  # a value never goes before what stands between
        if unit.kind is not None and unit.kind is not PassageKind.NOTE:
            blocks.append(DraftPassage(unit.kind, unit.start, unit.end))
        elif kind := paragraph_kind(words, vocabulary):
            blocks.append(DraftPassage(kind, unit.start, unit.end))
        elif unit.field:
            open_field = DraftField(DraftPassage(PassageKind.FIELD_LABEL, unit.start, unit.field))
            blocks.append(open_field)
            if unit.field < unit.end:
                start = unit.field + (text[unit.field] == " ")
                open_field.values.append(DraftPassage(PassageKind.FIELD_VALUE, start, unit.end))
                open_field = None
        elif layout.is_field_label(words):
            open_field = DraftField(DraftPassage(PassageKind.FIELD_LABEL, unit.start, unit.end))
            blocks.append(open_field)
        elif unit.listed and isinstance(blocks[-1] if blocks else None, DraftField):
            assert isinstance(blocks[-1], DraftField)
            blocks[-1].values.append(DraftPassage(PassageKind.FIELD_VALUE, unit.start, unit.end))
        elif unit.listed:
            blocks.append(DraftPassage(PassageKind.ITEM, unit.start, unit.end))
        elif open_field and not (open_field.values and layout.is_display(words)):
            open_field.values.append(DraftPassage(PassageKind.FIELD_VALUE, unit.start, unit.end))
        elif is_date_line(words):
            blocks.append(DraftPassage(PassageKind.DATE_LINE, unit.start, unit.end))
        elif unit.heading or (layout.is_heading(words) and not times.AT_START.match(words)):
            open_field = None
            blocks.append(DraftPassage(PassageKind.HEADING, unit.start, unit.end))
        else:
            return _divide_front(blocks, draft, number)
    return _divide_front(blocks, draft, len(units))


def _divide_front(blocks: list[DraftPassage | DraftField], draft: Draft, body_from: int) -> int:
    last_field = max((n for n, block in enumerate(blocks) if isinstance(block, DraftField)), default=-1)
    draft.front += blocks[: last_field + 1]
    draft.body += [block for block in blocks[last_field + 1 :] if isinstance(block, DraftPassage)]
    return body_from


@dataclass(slots=True)
class _Body:
    """The body as it grows: the rules need to know what came before (an open turn, an unfinished sentence)."""

    readings: Readings
    draft: Draft
    findings: list[Finding]
    last_label: int = -1
    turn: DraftTurn | None = None
    last: DraftPassage | None = None
    interrupted: DraftTurn | None = None
    closing: bool = False
    held: list[DraftPassage] = field(default_factory=list)

    def take(self, number: int, unit: Unit, following: Unit | None) -> None:
        """Add one unit."""
        text, conventions = self.readings.exemplar.folded, self.readings.conventions
        words = text[unit.first : unit.end]
        if unit.label:
            self._open_turn(unit, following)
        elif unit.kind is not None:
            self._set_apart(unit.kind, unit)
        elif following and following.kind is PassageKind.NOTE and words.lower() in self.readings.vocabulary.note_heads:
            self._add(PassageKind.HEADING, unit)
        elif number > self.last_label and layout.is_bracketed(words, conventions.source_note_starts):
            self._close(PassageKind.SOURCE_NOTE, unit)
        elif number > self.last_label and words in conventions.signature_labels:
            self._close(PassageKind.SIGNATURE_LABEL, unit)
        elif self.closing and self.last and self.last.kind in _CLOSING and len(words.split()) <= _SIGNATURE_WORDS:
            self._close(PassageKind.SIGNATURE, unit)
        elif not self._joined(unit):
            self._unlabelled(unit, following)

    def release(self, turn: DraftTurn | None) -> None:
        """Put what is set apart to ``turn``, which goes on after it, or between the blocks."""
        if turn:
            turn.passages += self.held
        else:
            self.draft.body += self.held
        self.held = []

    def _open_turn(self, unit: Unit, following: Unit | None) -> None:
        label = unit.label
        assert label is not None
        if self.closing:
            self._misplaced(unit)
        if label.quoted or label.voice:
            self.interrupted = self.interrupted or self.turn
        else:
            self.interrupted = None
        self._begin(DraftTurn(label.who, label, label.start))
        text = self.readings.exemplar.folded
        start = unit.words_start + (text[unit.words_start : unit.words_start + 1] == " ")
        if start < unit.end:
            self._speak(start, unit.end)
        elif following is None or following.label or following.kind is not None:
            self.findings.append(
                Finding("T112", f"“{text[unit.start : unit.end]}” begins a turn without words", self._locus(unit.start))
            )

    def _begin(self, turn: DraftTurn) -> None:
        self.release(None)
        self.turn = turn
        self.draft.body.append(turn)
        self.last = None

    def _speak(self, start: int, end: int) -> None:
        assert self.turn is not None
        self.release(self.turn)
        self.last = DraftPassage(PassageKind.SPEECH, start, end, self.turn.who[0])
        self.turn.passages.append(self.last)

    def _unlabelled(self, unit: Unit, following: Unit | None) -> None:
        """A paragraph without a label: a ruling decides, else the turn goes on unless its words say otherwise."""
        readings, text = self.readings, self.readings.exemplar.folded
        words = text[unit.first : unit.end]
        if self.closing:
            self._misplaced(unit)
        if readings.rulings.at(unit.start, "narrative"):
            self._add(PassageKind.NARRATIVE, unit)
            return
        if readings.rulings.at(unit.start, "continuation") and self.turn:
            self._go_on(unit)
            return
        ruled = readings.rulings.at(unit.start, "reported-speech")
        reporter = ruled.ruling.value if ruled else readings.reporter(unit, self.turn is not None)
        if reporter is not None:
            if self.turn and not ruled:
                message = "an unlabelled paragraph after a turn was taken as reported speech"
                self.findings.append(Finding("T113", message, self._locus(unit.start)))
            self._add(PassageKind.REPORTED, unit, reporter)
        elif kind := paragraph_kind(words, readings.vocabulary, edited=readings.edited):
            numbered = unit.first > unit.start
            self._set_apart(PassageKind.STAGE if numbered else kind, unit)
        elif unit.heading or layout.is_heading_within(words, unit.indent) or _is_above_stage(words, following):
            self._add(PassageKind.HEADING, unit)
        elif self.turn is None:
            if self.draft.body and isinstance(self.draft.body[-1], DraftPassage) and self._after_heading():
                self._report("T103", unit)
            self._add(PassageKind.NARRATIVE, unit)
        elif is_narrative(readings.conventions, readings.vocabulary, text, unit.start, unit.end):
            self._report("T103", unit)
            self._add(PassageKind.NARRATIVE, unit)
        elif self._after_sentence() and following and not following.kind and layout.is_short_title(words):
            self._report("T119", unit)
            self._add(PassageKind.HEADING, unit)
        else:
            self._go_on(unit)

    def _after_sentence(self) -> bool:
        """Whether the open turn has words, and their last sentence has ended."""
        if not self.turn or not self.turn.passages:
            return False
        last = self.turn.passages[-1]
        return ends_sentence(self.readings.exemplar.folded[max(last.start, last.end - 40) : last.end])

    def _after_heading(self) -> bool:
        """Whether a turn was open before the heading that came last: its speaker may go on, but nothing says so."""
        block = self.draft.body[-1]
        before = self.draft.body[-2] if len(self.draft.body) > 1 else None
        return isinstance(block, DraftPassage) and block.kind is PassageKind.HEADING and isinstance(before, DraftTurn)

    def _go_on(self, unit: Unit) -> None:
        """The open turn goes on, or the one that a voice interrupted."""
        text = self.readings.exemplar.folded
        if self.interrupted and self.turn and self.turn.passages and self._returns(unit):
            self.findings.append(Finding("T118", f"“{_first(text, unit.start, unit.end)} …”", self._locus(unit.start)))
            self._begin(DraftTurn(self.interrupted.who, None, unit.start))
            self.interrupted = None
        self._speak(unit.start, unit.end)

    def _returns(self, unit: Unit) -> bool:
        """Whether the words are of the turn before the interruption: they go on in lower case, where that broke off, or
        a block quotation has ended."""
        assert self.turn
        assert self.interrupted
        text = self.readings.exemplar.folded
        before = self.interrupted.passages[-1] if self.interrupted.passages else None
        cut = before is not None and not ends_sentence(text[max(before.start, before.end - 40) : before.end])
        quoted = self.turn.label is not None and self.turn.label.quoted and text[unit.first] != ">"
        return (cut and text[unit.first].islower()) or quoted

    def _set_apart(self, kind: PassageKind, unit: Unit) -> None:
        """An event, stage direction, note, page mark or divider: of nobody; the turn before may go on after it."""
        self.held.append(DraftPassage(kind, unit.start, unit.end))

    def _add(self, kind: PassageKind, unit: Unit, who: str | None = None) -> None:
        self.release(None)
        self.last = DraftPassage(kind, unit.start, unit.end, who)
        self.draft.body.append(self.last)
        self.turn = self.interrupted = None

    def _close(self, kind: PassageKind, unit: Unit) -> None:
        self._add(kind, unit)
        self.closing = True

    def _joined(self, unit: Unit) -> bool:
        """Put the unit to the passage before it, whose sentence goes on in it: in lower case, or over a page mark.

        Nothing else may stand between. That a page ended there is said only by a ruling, or by
        :mod:`pecia.transcript.pagebreaks`.
        """
        text, rulings = self.readings.exemplar.folded, self.readings.rulings
        ruled = rulings.at(unit.start, "page-break")
        if ruled and ruled.ruling.value != "join":
            return False  # a page break between two passages; :mod:`pecia.transcript.pagebreaks` marks it
        if self.last is None or self.last.kind in _CLOSING or any(p.kind is not PassageKind.PAGE for p in self.held):
            return False
        if ruled:
            self.last.breaks.append((unit.start, PageBreak(ruled.ruling.certainty, ruled.ruling.resp, ruled.ruling.id)))
        else:
            cut = breaks_off(text[max(self.last.start, self.last.end - 40) : self.last.end])
            if not cut or rulings.at(unit.start, "not-a-page-break"):
                return False
            if not self.held and not text[unit.first].islower():
                return False
            if not self.held:
                self.last.joins.append(unit.start)
        self.held = []
        self.last.end = unit.end
        return True

    def _report(self, code: str, unit: Unit) -> None:
        words = _first(self.readings.exemplar.folded, unit.start, unit.end, 8)
        self.findings.append(Finding(code, f"“{words} …”", self._locus(unit.start)))

    def _misplaced(self, unit: Unit) -> None:
        """T114: words after the signatures; TEI closes a text with them, so what was taken for them is narrative."""
        words = _first(self.readings.exemplar.folded, unit.start, unit.end)
        self.findings.append(Finding("T114", f"“{words} …” follows the end", self._locus(unit.start)))
        for block in self.draft.body:
            if isinstance(block, DraftPassage) and block.kind in _CLOSING:
                block.kind = PassageKind.NARRATIVE
        self.closing = False

    def _locus(self, position: int) -> Locus:
        return self.readings.exemplar.locus(position)


def _is_above_stage(words: str, following: Unit | None) -> bool:
    """“CROSS-EXAMINATION”, above “BY MS. X:”."""
    return words.isupper() and following is not None and following.kind is PassageKind.STAGE and words[-1].isalpha()


def _first(text: str, start: int, end: int, count: int = 6) -> str:
    return " ".join(text[start : min(end, start + 120)].split()[:count])
