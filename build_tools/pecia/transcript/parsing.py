"""The transcript of one witness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pecia.model import Field, Locus, Passage, RichText, Transcript, Turn, contents
from pecia.model.conventions import Conventions
from pecia.model.edition import Entry, Witness
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling
from pecia.transcript.divided_words import divisions
from pecia.transcript.drafts import DraftField, DraftPassage, DraftTurn, Unit
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.inline import Marking, label_text, passage_text
from pecia.transcript.name_shapes import normal
from pecia.transcript.pagebreaks import mark_page_breaks
from pecia.transcript.places import PlacedRulings, place_rulings
from pecia.transcript.reported_speech import reporter, reports_of
from pecia.transcript.speakers import DraftedPerson
from pecia.transcript.structure import Readings, Reporter, structure
from pecia.transcript.survey import Survey, label_forms, survey
from pecia.transcript.vocabulary import Vocabulary, language_of, vocabulary


class Parsed(NamedTuple):
    """A transcript without anchors, the people drafted for labels that nobody lists, and what the rules were unsure
    of."""

    transcript: Transcript
    people: tuple[Entry, ...]
    findings: list[Finding]


def parse(
    exemplar: ExemplarText,
    witness: Witness,
    conventions: Conventions | None,
    entries: tuple[Entry, ...],
    rulings: Sequence[tuple[Ruling, Locus]],
) -> Parsed:
    """The transcript of one witness. ``conventions``: what an editor states of its layout; ``None`` where nothing is
    stated and all of it is inferred (T116).

    ``entries`` are those of all registers; ``rulings`` those of the document, each with its place in the rulings file
    (the ones for other witnesses are passed over). The law: the words of the result are those of ``exemplar.folded``,
    in order (else T109).
    """
    placed, findings = place_rulings(exemplar, witness.siglum, rulings)
    stated = conventions or Conventions()
    words = _words(exemplar, witness)
    found = survey(exemplar, stated, entries, words, placed)
    findings += found.findings
    if conventions is None:
        findings.append(Finding("T116", _summary(found), exemplar.locus(0)))
    edited = bool(witness.responsibilities)
    readings = Readings(exemplar, stated, words, placed, reporter_of(found, placed), edited)
    draft, more = structure(found.units, readings)
    findings += more + mark_page_breaks(exemplar, draft, placed, stated)
    marks = sorted({*found.marks, *divisions(exemplar, found.rows)}, key=lambda span: (span.start, -span.end))
    forms = {speaker.person: speaker.labels for speaker in stated.speakers} or label_forms(found)
    starts = [span.start for span in marks]
    marking = Marking(exemplar, witness, stated, words, entries, placed, forms, marks, starts)

    def passage(made: DraftPassage, *, opens: bool = False) -> Passage:
        content, more = passage_text(marking, made, opens=opens)
        findings.extend(more)
        return Passage(made.kind, content, who=made.who, locus=exemplar.locus(made.start))

    def turn(made: DraftTurn) -> Turn:
        label, more = label_text(marking, made.label) if made.label else (RichText(""), [])
        findings.extend(more)
        spoken = tuple(passage(p, opens=n == 0 and made.label is not None) for n, p in enumerate(made.passages))
        certainty = made.label.certainty if made.label else "high"
        return Turn(
            made.who[0], label, spoken, also=made.who[1:], certainty=certainty, locus=exemplar.locus(made.start)
        )

    front = tuple(
        Field(passage(block.label), tuple(passage(value) for value in block.values))
        if isinstance(block, DraftField)
        else passage(block)
        for block in draft.front
    )
    body = tuple(turn(block) if isinstance(block, DraftTurn) else passage(block) for block in draft.body)
    transcript = Transcript(front, body)
    findings += _lost(exemplar, transcript)
    people = tuple(entry_of(person) for person in found.cast.drafted.values())
    return Parsed(transcript, people, findings + placed.unused())


def entry_of(person: DraftedPerson) -> Entry:
    """The register entry of a drafted person: nothing is established of who it is."""
    return Entry(
        key=person.key,
        name=person.name,
        sort=person.name,
        forms=() if person.unnamed else (person.name,),
        role=person.role,
        certainty="unknown",
        taken=True,
    )


def reporter_of(found: Survey, placed: PlacedRulings) -> Reporter:
    """Whose speech a unit reports, by ruling or by rule; who is a stranger is drafted where nobody has a label."""
    reports = reports_of(found.vocabulary, found.conventions.reporting_verbs)
    text = found.exemplar.folded
    strangers = not found.judged.labels
    speaking = {speaker.person for speaker in found.conventions.speakers}
    speaking |= {key for unit in found.units if unit.label for key in unit.label.who}
    speaking |= {key for person in found.present for key in found.cast.known(person.name)}

    def of(unit: Unit, in_turn: bool) -> str | None:
        if ruled := placed.at(unit.start, "reported-speech"):
            return ruled.ruling.value
        name = reporter(reports, found.cast, text, unit.start, unit.end, in_turn=in_turn, strangers=strangers)
        if name is None:
            return None
        who = found.cast.known(name) or (found.cast.draft(name, name),)
        return who[0] if strangers or who[0] in speaking else None

    return of


def _words(exemplar: ExemplarText, witness: Witness) -> Vocabulary:
    """The vocabulary of the witness's language, or of the one that the text is in by its function words."""
    if witness.language:
        return vocabulary(witness.language)
    guess = language_of(exemplar.folded)
    return vocabulary(guess[0] if guess else "")


def _summary(found: Survey) -> str:
    """Who speaks, with the number of turns, most first."""
    counted = sorted(found.turns.items(), key=lambda item: (-item[1], item[0]))
    names: dict[str, str] = {}
    for name in found.names.values():
        names.setdefault(normal(name), name)
    listed = ", ".join(f"{names.get(form, form) or '>>'} {count}" for form, count in counted[:_SHOWN])
    more = f", and {len(counted) - _SHOWN} more" if len(counted) > _SHOWN else ""
    return f"turns by speaker: {listed}{more}" if counted else "no speaker was found"


_SHOWN = 40


def _lost(exemplar: ExemplarText, transcript: Transcript) -> list[Finding]:
    """T109 when the transcript does not give the exemplar's text back, but for a space where a block begins in it."""
    position = 0
    for content in contents(transcript):
        if not content.text:
            continue
        start = position + (exemplar.folded[position : position + 1] == " ")
        if not exemplar.folded.startswith(content.text, start):
            expected, got = exemplar.folded[start : start + 30], content.text[:30]
            return [Finding("T109", f"expected “{expected}”, got “{got}”", exemplar.locus(start))]
        position = start + len(content.text)
    if position != len(exemplar.folded):
        return [Finding("T109", f"“{exemplar.folded[position : position + 30]}” is left out", exemplar.locus(position))]
    return []
