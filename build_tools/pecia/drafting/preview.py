"""What was understood of some texts, in lines for an editor who looks before building."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pecia.drafting import Drafts
from pecia.drafting.witness import Doubt, DraftedWitness
from pecia.model import Turn, turns
from pecia.model.findings import Finding
from pecia.transcript.readers import format_name

_FIRST_WORDS = 48
"""Characters of a turn that are shown."""

_SPEAKERS = 12
"""Speakers of a text that are shown; of others their number."""

_LABELS = 3
"""Labels of a speaker that are shown."""

_PLACES = 3
"""Places of a doubt that are named."""

_DOUBTS = 40
"""Kinds of doubt that are printed."""


def preview(drafts: Drafts) -> Iterator[str]:
    """Of each text the format, the layout and the speakers; then every doubt, and what to change where."""
    if drafts.tei:
        yield f"TEI, copied unchanged: {', '.join(drafts.tei[:_SPEAKERS])}" + (
            f" and {len(drafts.tei) - _SPEAKERS} more" if len(drafts.tei) > _SPEAKERS else ""
        )
    for id_, witnesses in drafts.documents.items():
        for witness in witnesses:
            yield ""
            yield from _text(id_, witness)
    yield from _doubts(drafts)
    if drafts.documents:
        yield from _what_to_change(next(iter(drafts.documents)))


def _text(id_: str, witness: DraftedWitness) -> Iterator[str]:
    inferred = witness.inferred
    yield f"{witness.origin} → document {id_}"
    yield f"  {format_name(witness.path)}; {inferred.layout}"
    known = (inferred.title, inferred.date, inferred.place, inferred.language)
    named = zip(("title", "date", "place", "language"), known, strict=True)
    if facts := [f"{name} {guess.value} ({guess.because})" for name, guess in named if guess]:
        yield f"  {'; '.join(facts)}"
    speakers = _speakers(witness)
    if not speakers:
        yield "  No speaker was recognised: the text is taken as narrative."
    shown = list(speakers.items())[:_SPEAKERS]
    width = max((len(label) for label, _ in shown), default=0)
    for label, spoken in shown:
        once = "  (once only: is it a speaker?)" if len(spoken) == 1 and len(speakers) > 2 else ""
        yield f"  {len(spoken):5,}  {label:{width}}  {_first_words(spoken[0])}{once}"
    if len(speakers) > len(shown):
        yield f"  and {len(speakers) - len(shown)} more speakers"


def _speakers(witness: DraftedWitness) -> dict[str, list[Turn]]:
    """The turns of each speaker, by the labels that they have; those with most first."""
    labels = {one.person: " / ".join(one.labels[:_LABELS]) for one in witness.inferred.conventions.speakers}
    found: dict[str, list[Turn]] = {}
    for turn in turns(witness.transcript):
        found.setdefault(labels.get(turn.who, turn.who), []).append(turn)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _first_words(turn: Turn) -> str:
    words = " ".join(passage.content.text for passage in turn.passages)
    return f"“{words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(' ', 1)[0] + ' …'}”"


def _doubts(drafts: Drafts) -> Iterator[str]:
    """Each kind of doubt once, that on which most words depend first, with its first places."""
    kinds: dict[tuple[str, str], list[Doubt]] = {}
    for witnesses in drafts.documents.values():
        for witness in witnesses:
            for doubt in witness.doubts:
                kinds.setdefault((doubt.finding.code, doubt.finding.message), []).append(doubt)
    of_files = [Doubt(finding, 0) for finding in drafts.findings]
    ordered = sorted(kinds.values(), key=lambda doubts: (-sum(d.words for d in doubts), doubts[0].finding.locus))
    listed: Sequence[Sequence[Doubt]] = [*ordered, *([doubt] for doubt in of_files)]
    if not listed:
        yield ""
        yield "Nothing was unsure."
        return
    yield ""
    yield "Unsure, that on which most depends first:"
    for doubts in listed[:_DOUBTS]:
        yield from _doubt(doubts)
    if len(listed) > _DOUBTS:
        yield f"  and {len(listed) - _DOUBTS} more; `pecia check` gives them all"


def _doubt(doubts: Sequence[Doubt]) -> Iterator[str]:
    first: Finding = doubts[0].finding
    words = sum(doubt.words for doubt in doubts)
    depending = f" ({words:,} words depend on it)" if words > 1 else ""
    yield f"{first.locus}: {first.severity} {first.code}: {first.message}{depending}"
    others = [str(doubt.finding.locus) for doubt in doubts[1:]]
    if others:
        more = f" and {len(others) - _PLACES} more" if len(others) > _PLACES else ""
        yield f"    also {', '.join(others[:_PLACES])}{more}"
    yield f"    {first.advice}"


def _what_to_change(id_: str) -> Iterator[str]:
    yield ""
    yield "What to change where:"
    yield f"  title, date, place, those present   edition/documents/{id_}.yml"
    yield f"  labels, layout                      edition/documents/{id_}.yml, under conventions"
    yield "  names of people                     edition/registers/people.yml"
    yield f"  a single place of the text          a ruling in edition/rulings/{id_}.yml"
    yield "  what the edition is                 edition/edition.yml"
