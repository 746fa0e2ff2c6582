"""What a transcript says of its own layout, its speakers and its circumstances: a judgement over the whole text.

Nothing here is certain, so every value says what it rests on (:class:`Guess`), and what is unsure is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pecia.model import Locus, PassageKind
from pecia.model.conventions import Conventions, Speaker
from pecia.model.edition import Entry
from pecia.model.findings import Finding
from pecia.transcript.dates import dates
from pecia.transcript.drafts import DraftField, DraftPassage
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Candidate
from pecia.transcript.name_shapes import Shape, shape
from pecia.transcript.parsing import reporter_of
from pecia.transcript.places import PlacedRulings
from pecia.transcript.speakers import DraftedPerson, person_key
from pecia.transcript.structure import Readings, structure
from pecia.transcript.survey import Survey, label_forms, survey, with_inferred
from pecia.transcript.vocabulary import Vocabulary, language_of, vocabulary

__all__ = ["DraftedPerson", "Guess", "Inferred", "infer", "person_key"]

_TITLE_WORDS = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that the text itself gives. ``because``: what it rests on, in a few words for a comment."""

    value: str
    locus: Locus
    because: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """The layout of a transcript, the people in it and its circumstances, as far as the text gives them.

    ``conventions``: complete, its speakers under the keys of known entries and of ``people``. ``layout``: in a phrase.
    ``people``: speakers and those present who are none of the known entries. ``present``: (person key, office as
    printed) of a list or field of participants.
    """

    conventions: Conventions
    layout: str
    people: tuple[DraftedPerson, ...]
    title: Guess | None
    date: Guess | None
    place: Guess | None
    language: Guess | None
    present: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def infer(exemplar: ExemplarText, known: Sequence[Entry]) -> Inferred:
    """What ``exemplar`` gives; ``known`` are the entries of the registers, whose forms name speakers already listed."""
    spoken = language_of(exemplar.folded)
    words = vocabulary(spoken[0] if spoken else "")
    stated, rulings = Conventions(), PlacedRulings()
    found = survey(exemplar, stated, known, words, rulings)
    draft, _ = structure(found.units, Readings(exemplar, stated, words, rulings, reporter_of(found, rulings)))
    blocks = [*draft.front, *(b for b in draft.body[: _opening(draft.body)] if isinstance(b, DraftPassage))]
    present = tuple(
        dict.fromkeys((key, person.office) for person in found.present for key in found.cast.known(person.name)[:1])
    )
    return Inferred(
        conventions=replace(with_inferred(stated, found), speakers=_speakers(found)),
        layout=_in_words(found),
        people=tuple(found.cast.drafted.values()),
        title=_title(exemplar, blocks, words),
        date=_date(exemplar, blocks),
        place=_field(exemplar, blocks, words, "place"),
        language=_language(exemplar, spoken),
        present=present,
        findings=_unsure(found),
    )


def _unsure(found: Survey) -> tuple[Finding, ...]:
    """The findings of ``found``; T101 only for bare names without a colon or time."""
    sure = {
        found.exemplar.locus(label.start)
        for label in found.judged.labels.values()
        if label.sign in (":", ">>") or label.timed or shape(_name(found, label), found.vocabulary) is Shape.STRONG
    }
    return tuple(finding for finding in found.findings if finding.code != "T101" or finding.locus not in sure)


def _name(found: Survey, label: Candidate) -> str:
    return found.exemplar.folded[slice(*label.name)]


def _opening(body: Sequence[object]) -> int:
    """How many blocks of the body stand before the first that is no heading, date line or item."""
    kinds = (PassageKind.HEADING, PassageKind.DATE_LINE, PassageKind.ITEM, PassageKind.PAGE, PassageKind.SIGN)
    return next((n for n, b in enumerate(body) if not isinstance(b, DraftPassage) or b.kind not in kinds), len(body))


def _speakers(found: Survey) -> tuple[Speaker, ...]:
    """Who speaks, in the order of the text, with the forms of their labels as printed."""
    return tuple(Speaker(person=key, labels=forms) for key, forms in label_forms(found).items())


_SIGNS = {
    ":": "labels ending in a colon",
    ".": "labels ending in a full stop",
    "—": "labels ending in a dash",
    "]": "labels in brackets",
    "tab": "labels ending in a tab",
    "line": "labels on a line of their own",
    "space": "labels before a space",
    ">>": "turns marked by >>",
}
_PARTINGS = {
    "blank": "paragraphs parted by blank lines",
    "line": "a paragraph a line",
    "indent": "paragraphs indented",
    "double": "double-spaced lines joined",
    "numbered": "numbered lines joined",
}


def _in_words(found: Survey) -> str:
    signs = " and ".join(_SIGNS[sign] for sign, _ in found.judged.signs) or (
        "speakers stated by the format" if found.judged.labels else "no labels found"
    )
    running = ", within running text" if found.running else ""
    return f"{signs}{running}, {_PARTINGS[found.how]}"


def _because(exemplar: ExemplarText, start: int, end: int) -> str:
    words = exemplar.folded[start:end]
    shown = words if len(words) <= 60 else f"{words[:57].rstrip()} …"
    return f'line {exemplar.locus(start).line}: "{shown}"'


def _guess(exemplar: ExemplarText, value: str, start: int, end: int) -> Guess:
    return Guess(value, exemplar.locus(start), _because(exemplar, start, end))


def _date(exemplar: ExemplarText, blocks: Sequence[DraftPassage | DraftField]) -> Guess | None:
    """The first date of the front matter: of a field for it, a date line, a heading."""
    text = exemplar.folded
    ordered = sorted(blocks, key=lambda b: not isinstance(b, DraftField))
    for block in ordered:
        for passage in block.values if isinstance(block, DraftField) else [block]:
            if found := dates(text, passage.start, passage.end):
                return _guess(exemplar, found[0].when, passage.start, passage.end)
    return None


def _field(
    exemplar: ExemplarText, blocks: Sequence[DraftPassage | DraftField], words: Vocabulary, kind: str
) -> Guess | None:
    """The value of the first field of this kind."""
    text = exemplar.folded
    for block in blocks:
        if isinstance(block, DraftField) and block.values:
            name = text[block.label.start : block.label.end].strip(" :*_.").lower()
            value = block.values[0]
            if words.fields.get(name) == kind:
                return _guess(exemplar, text[value.start : value.end].strip("*_ "), block.label.start, value.end)
    return None


def _title(exemplar: ExemplarText, blocks: Sequence[DraftPassage | DraftField], words: Vocabulary) -> Guess | None:
    """The first heading, else the subject."""
    text = exemplar.folded
    for block in blocks:
        if isinstance(block, DraftPassage) and block.kind is PassageKind.HEADING:
            value = text[block.start : block.end].strip("*_# ")
            if value and len(value.split()) <= _TITLE_WORDS and words.fields.get(value.lower()) is None:
                return _guess(exemplar, value, block.start, block.end)
    return _field(exemplar, blocks, words, "subject")


def _language(exemplar: ExemplarText, spoken: tuple[str, int, int] | None) -> Guess | None:
    if spoken is None:
        return None
    language, count, total = spoken
    return Guess(language, exemplar.locus(0), f"{count} of {total} words are function words of this language")
