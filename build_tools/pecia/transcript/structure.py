"""From paragraphs to turns, reported speech, narrative and front matter.

Works on positions in the folded exemplar only. Each rule that is unsure asks the editor's rulings first and reports a
finding when they are silent; what it then does is the likelier reading, never a loss.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pecia.conventions import Conventions
from pecia.findings import Finding
from pecia.model import Certainty, PageBreak, PassageKind
from pecia.transcript import layout
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import (
    Label,
    LabelRules,
    label_at_start,
    label_rules,
    labels_inside,
    nearest_form,
    reported_speaker,
    unknown_label,
)
from pecia.transcript.narrative import is_narrative
from pecia.transcript.places import PlacedRulings

_SIGNATURE_WORDS = 6


@dataclass(slots=True)
class DraftPassage:
    """A passage as (start, end) of the folded exemplar, with the page breaks inside it by position."""

    kind: PassageKind
    start: int
    end: int
    who: str | None = None
    breaks: list[tuple[int, PageBreak]] = field(default_factory=list)

    def breaks_at_head(self) -> bool:
        """Whether a page break stands directly before the passage."""
        return any(position == self.start for position, _ in self.breaks)


@dataclass(slots=True)
class DraftTurn:
    """A label and the passages under it."""

    label: Label
    passages: list[DraftPassage] = field(default_factory=list)


@dataclass(slots=True)
class DraftField:
    """A field of the front matter."""

    label: DraftPassage
    values: list[DraftPassage] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """The blocks of a witness before marks are put on their words."""

    front: list[DraftPassage | DraftField] = field(default_factory=list)
    body: list[DraftPassage | DraftTurn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or the part of one that a label opens. ``label`` is ``None`` where nothing opens a turn."""

    start: int
    end: int
    label: Label | None = None

    @property
    def words_start(self) -> int:
        """Where the words after the label begin."""
        return self.label.end + 1 if self.label else self.start


def structure(exemplar: ExemplarText, conventions: Conventions, rulings: PlacedRulings) -> tuple[Draft, list[Finding]]:
    """The blocks of a witness, in order, tiling the folded exemplar, and what the rules were unsure of."""
    rules = label_rules(conventions)
    findings: list[Finding] = []
    units = list(_units(exemplar, rules, rulings, findings))
    text = exemplar.folded
    first = next(
        (
            n
            for n, unit in enumerate(units)
            if unit.label or _reported(rules, text, unit, rulings, in_turn=False) is not None
        ),
        None,
    )
    if first is None:
        findings.append(Finding("T108", "no turn and no reported speech was found", exemplar.locus(0)))
        first = len(units)
    draft = Draft()
    body_from = _front(text, units[:first], draft)
    body = _Body(exemplar, conventions, rules, rulings, draft, findings)
    for number in range(body_from, len(units)):
        body.take(units[number], units[number + 1] if number + 1 < len(units) else None)
    return draft, findings


def _units(
    exemplar: ExemplarText, rules: LabelRules, rulings: PlacedRulings, findings: list[Finding]
) -> Iterator[Unit]:
    """Cut paragraphs where a turn begins: at a line of its own, after a bullet, or inside a paragraph."""
    text = exemplar.folded
    for paragraph_start, paragraph_end in exemplar.paragraphs:
        cuts: list[tuple[int, Label | None]] = []
        first, last = bisect_left(exemplar.lines, paragraph_start), bisect_left(exemplar.lines, paragraph_end)
        for line in exemplar.lines[first:last]:
            label = _ruled_label(text, line, rulings, label_at_start(rules, text, line, paragraph_end))
            if label and rulings.at(line, "not-a-turn"):
                label = None
            elif label is None and line == paragraph_start:
                _report_unknown(exemplar, rules, rulings, line, paragraph_end, findings)
            if label or line == paragraph_start:
                cuts.append((line, label))
        taken = [(label.start, label.end) for _, label in cuts if label]
        for label in _inside(exemplar, rules, rulings, paragraph_start, paragraph_end):
            overlaps = any(label.start < end and label.end > start for start, end in taken)
            if overlaps or rulings.at(label.start, "not-a-turn"):
                continue
            if not rulings.at(label.start, "turn"):
                words = text[label.start : label.end]
                findings.append(Finding("T102", f"“{words}” inside a paragraph", exemplar.locus(label.start)))
            cuts.append((label.start, label))
        cuts.sort(key=lambda cut: cut[0])
        ends = [start - 1 for start, _ in cuts[1:]] + [paragraph_end]
        for (start, cut_label), end in zip(cuts, ends, strict=True):
            yield Unit(start, end, cut_label)


def _ruled_label(text: str, position: int, rulings: PlacedRulings, label: Label | None) -> Label | None:
    """``label``, which a rule sees at ``position``, or the one that an editor's ruling sees there: its words are
    ``exact``.

    A ruling may also give a label that is seen to another person.
    """
    ruled = rulings.at(position, "turn")
    if not ruled or not ruled.ruling.value:
        return label
    if label:
        return replace(label, who=ruled.ruling.value)
    return Label(ruled.ruling.value, ruled.start, ruled.end) if text[ruled.end : ruled.end + 1] in (" ", "") else None


def _inside(exemplar: ExemplarText, rules: LabelRules, rulings: PlacedRulings, start: int, end: int) -> list[Label]:
    """Labels inside the paragraph (start, end), by rule and by ruling."""
    found = {label.start: label for label in labels_inside(rules, exemplar.folded, start, end)}
    for item in rulings.within(start + 1, end, "turn"):
        label = _ruled_label(exemplar.folded, item.start, rulings, found.get(item.start))
        if label:
            found[item.start] = label
    return list(found.values())


def _report_unknown(
    exemplar: ExemplarText, rules: LabelRules, rulings: PlacedRulings, start: int, end: int, findings: list[Finding]
) -> None:
    name = unknown_label(rules, exemplar.folded, start, end)
    if name is None or rulings.at(start, "not-a-turn"):
        return
    near = nearest_form(rules, name)
    hint = f"Did you mean “{near}”? A misspelt label is settled by a ruling (kind: turn)." if near else ""
    findings.append(Finding("T101", f"“{name}” is no speaker of this witness", exemplar.locus(start), hint))


def _reported(rules: LabelRules, text: str, unit: Unit, rulings: PlacedRulings, *, in_turn: bool) -> str | None:
    """Whose speech the unit reports, by ruling or by rule."""
    if ruled := rulings.at(unit.start, "reported-speech"):
        return ruled.ruling.value
    return reported_speaker(rules, text, unit.start, unit.end, in_turn=in_turn)


def _front(text: str, units: list[Unit], draft: Draft) -> int:
    """Sort what stands before the record; return the number of the first unit that belongs to the body.

    With fields, everything up to the last of them is the archive's or publisher's front matter; the headings and date
    lines after it, or all of them when there are no fields, open the body.
    """
    blocks: list[DraftPassage | DraftField] = []
    open_field: DraftField | None = None
    for number, unit in enumerate(units):
        words = text[unit.start : unit.end]
        if layout.is_field_label(words):
            open_field = DraftField(DraftPassage(PassageKind.FIELD_LABEL, unit.start, unit.end))
            blocks.append(open_field)
        elif open_field and not (open_field.values and layout.is_display(words)):
            open_field.values.append(DraftPassage(PassageKind.FIELD_VALUE, unit.start, unit.end))
        elif layout.is_date_line(words):
            blocks.append(DraftPassage(PassageKind.DATE_LINE, unit.start, unit.end))
        elif layout.is_heading(words):
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

    exemplar: ExemplarText
    conventions: Conventions
    rules: LabelRules
    rulings: PlacedRulings
    draft: Draft
    findings: list[Finding]
    turn: DraftTurn | None = None
    last: DraftPassage | None = None
    closing: bool = False

    def take(self, unit: Unit, following: Unit | None) -> None:
        """Add one unit."""
        text = self.exemplar.folded
        words = text[unit.start : unit.end]
        if unit.label:
            self._open_turn(unit, following)
        elif layout.is_bracketed(words, self.conventions.source_note_starts):
            self._add(PassageKind.SOURCE_NOTE, unit, closes=True)
        elif words in self.conventions.signature_labels:
            self._add(PassageKind.SIGNATURE_LABEL, unit, closes=True)
        elif self.closing and self.last and self.last.kind in _CLOSING and len(words.split()) <= _SIGNATURE_WORDS:
            self._add(PassageKind.SIGNATURE, unit, closes=True)
        elif not self._joined(unit):
            self._unlabelled(unit, following)

    def _open_turn(self, unit: Unit, following: Unit | None) -> None:
        label = unit.label
        assert label is not None
        if self.closing:
            self._misplaced(unit)
        self.turn = DraftTurn(label)
        self.draft.body.append(self.turn)
        self.last = None
        if unit.words_start < unit.end:
            self._speak(Unit(unit.words_start, unit.end), following)
        elif following is None or following.label:
            words = self.exemplar.folded[unit.start : unit.end]
            self.findings.append(
                Finding("T112", f"“{words}” opens a turn of no words", self.exemplar.locus(unit.start))
            )

    def _speak(self, unit: Unit, following: Unit | None) -> None:
        assert self.turn is not None
        passage = DraftPassage(PassageKind.SPEECH, unit.start, unit.end, self.turn.label.who)
        self.turn.passages.append(passage)
        self.last = passage
        self._check_sentence(passage, following)

    def _unlabelled(self, unit: Unit, following: Unit | None) -> None:
        """A paragraph without a label: a ruling decides, else the turn goes on unless its words say otherwise."""
        text = self.exemplar.folded
        if self.closing:
            self._misplaced(unit)
        ruled_narrative = self.rulings.at(unit.start, "narrative")
        ruled_continuation = self.rulings.at(unit.start, "continuation")
        reporter = (
            None
            if ruled_narrative or ruled_continuation
            else _reported(self.rules, text, unit, self.rulings, in_turn=self.turn is not None)
        )
        if self.turn and ruled_continuation:
            self._speak(unit, following)
        elif reporter is not None:
            if self.turn and not self.rulings.at(unit.start, "reported-speech"):
                message = "an unlabelled paragraph after a turn is taken as reported speech"
                self.findings.append(Finding("T113", message, self.exemplar.locus(unit.start)))
            self._add(PassageKind.REPORTED, unit, reporter, following=following)
        elif ruled_narrative or not self.turn:
            self._add(PassageKind.NARRATIVE, unit, following=following)
        elif is_narrative(self.conventions, text, unit.start, unit.end):
            words = " ".join(text[unit.start : unit.end].split()[:8])
            self.findings.append(Finding("T103", f"“{words} …”", self.exemplar.locus(unit.start)))
            self._add(PassageKind.NARRATIVE, unit, following=following)
        else:
            self._speak(unit, following)

    def _add(
        self,
        kind: PassageKind,
        unit: Unit,
        who: str | None = None,
        *,
        closes: bool = False,
        following: Unit | None = None,
    ) -> None:
        passage = DraftPassage(kind, unit.start, unit.end, who)
        self.draft.body.append(passage)
        self.turn = None
        self.last = passage
        self.closing = self.closing or closes
        if not closes:
            self._check_sentence(passage, following)

    def _joined(self, unit: Unit) -> bool:
        """Put the unit to the passage before it when a page break has cut its sentence there."""
        text = self.exemplar.folded
        ruled = self.rulings.at(unit.start, "page-break")
        if ruled and ruled.ruling.value != "join":
            return False  # a page break between two passages; :mod:`pecia.transcript.pagebreaks` marks it
        if self.last is None or self.last.kind in _CLOSING:
            return False
        if ruled:
            mark = PageBreak(ruled.ruling.certainty, ruled.ruling.resp, ruled.ruling.id)
        elif layout.ends_sentence(text[self.last.start : self.last.end]) or self.rulings.at(
            unit.start, "not-a-page-break"
        ):
            return False
        else:
            certain: Certainty = "high" if text[unit.start].islower() else "medium"
            mark = PageBreak(certain, "pecia")
            if certain != "high":
                words = " ".join(text[unit.start : unit.end].split()[:6])
                self.findings.append(Finding("T110", f"“{words} …”", self.exemplar.locus(unit.start)))
        self.last.breaks.append((unit.start, mark))
        self.last.end = unit.end
        return True

    def _check_sentence(self, passage: DraftPassage, following: Unit | None) -> None:
        """T105: the words break off and no page break can be the reason."""
        text = self.exemplar.folded
        if layout.ends_sentence(text[passage.start : passage.end]):
            return
        goes_on = following is not None and following.label is None
        ruled = self.rulings.within(passage.end - 1, passage.end, "emendation", "doubt")
        if not goes_on and not ruled:
            words = " ".join(text[passage.start : passage.end].split()[-4:])
            self.findings.append(Finding("T105", f"“… {words}”", self.exemplar.locus(passage.end - 1)))

    def _misplaced(self, unit: Unit) -> None:
        """T114: words after the signatures; TEI closes a text with them, so the editor must look."""
        words = " ".join(self.exemplar.folded[unit.start : unit.end].split()[:6])
        self.findings.append(Finding("T114", f"“{words} …” stands after the end", self.exemplar.locus(unit.start)))


_CLOSING = frozenset({PassageKind.SIGNATURE_LABEL, PassageKind.SIGNATURE, PassageKind.SOURCE_NOTE})
