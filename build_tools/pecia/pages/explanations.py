"""What each sign on a reading page means, in words, and who answers for it. Plain strings; no HTML here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pecia.model import (
    Alternative,
    Certainty,
    Delivery,
    Doubt,
    Element,
    Emendation,
    Gap,
    Gloss,
    Insertion,
    Mark,
    PageBreak,
    Readings,
    Turn,
)
from pecia.model.edition import EditionStatement, Editor, Entry, Responsibility
from pecia.model.record import Record
from pecia.model.rulings import Ruling
from pecia.phrases import certainty_in_words, language_in_words, listed, sentence

RULE = "pecia"
"""``PageBreak.resp`` of a break that a rule of the parser has put, not an editor."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what the marks of one witness refer to, by key."""

    hands: dict[str, Responsibility]
    entries: dict[str, Entry]
    editors: dict[str, Editor]
    rulings: dict[str, Ruling]


def names_of(record: Record) -> Names:
    """The names that the marks of ``record`` may use."""
    return Names(
        hands={hand.id: hand for hand in record.witness.responsibilities},
        entries={entry.key: entry for entry in record.entries},
        editors={editor.id: editor for editor in record.edition.editors},
        rulings={ruling.id: ruling for ruling in record.rulings},
    )


def names_of_rulings(statement: EditionStatement, rulings: Iterable[Ruling]) -> Names:
    """The names that :func:`ruled` needs for ``rulings``."""
    return Names({}, {}, {editor.id: editor for editor in statement.editors}, {r.id: r for r in rulings})


def explanation(mark: Mark, exact: str, names: Names) -> str:
    """What ``mark`` says of the words ``exact``, and who answers for it; empty for marks that need no explanation."""
    match mark:
        case Insertion(resp):
            return f"Bracketed words added by: {hand_in_words(resp, names)}."
        case Gloss(language, resp):
            given = f"added in brackets by: {hand_in_words(resp, names)}"
            return f"Word of the original ({language_in_words(language)}), {given}."
        case Delivery():
            return "Manner of speaking, noted in the record."
        case Emendation(correction, ruling):
            corrected = (
                f"Printed “{exact}”, corrected to “{correction}”" if correction else f"Printed “{exact}”, struck out"
            )
            return f"{corrected}{ruled(ruling, names)}"
        case Doubt(ruling):
            return f"Printed “{exact}”: marked as doubtful{ruled(ruling, names)}"
        case PageBreak(certainty, resp, ruling):
            return page_break(certainty, resp, ruling, names)
        case Alternative(_given, other, instead):
            said = _OTHERWISE.get(other, "Alternative in the encoding")
            return f"{said}: {f'“{instead}”' if instead else 'no words'}."
        case Readings(witnesses, others):
            return _readings(witnesses, others)
        case Element(said=said):
            return said
        case Gap(said=said):
            return sentence(f"Gap in the text: {said}" if said else "Gap in the text")
    return ""


def uncertain_speaker(turn: Turn, names: Names) -> str:
    """Who probably speaks a turn whose speaker is not certain."""
    speakers = [entry.name for key in (turn.who, *turn.also) if (entry := names.entries.get(key))]
    probably = f", probably {listed(speakers)}" if speakers and turn.certainty != "unknown" else ""
    return f"Speaker not certain{probably}."


_OTHERWISE = {
    "corr": "Error in the source; the encoder’s correction",
    "reg": "Spelling of the source; regularised by the encoder",
    "expan": "Abbreviation; expanded by the encoder",
    "add": "Struck out in the source; replaced by",
}
"""What ``Alternative.other`` says of the words given."""


def _readings(witnesses: str, others: Iterable[tuple[str, str]]) -> str:
    """The readings of an apparatus entry, with their sigla as far as they are given."""
    here = f"Reading of {witnesses}. " if witnesses else ""
    each = [f"{sigla or 'unnamed witness'} {f'“{text}”' if text else 'omits this'}" for sigla, text in others]
    return f"{here}Other readings: {'; '.join(each)}." if each else f"{here}No other reading is recorded."


def hand_in_words(resp: str, names: Names) -> str:
    """A hand of the witness: the name as far as it is known, and what the hand did."""
    hand = names.hands.get(resp)
    if hand is None:
        return "not established"
    entry = names.entries.get(hand.person)
    name = entry.name if entry else hand.name
    if name:
        return f"{name} ({hand.words})"
    return f"{hand.words} ({'unsigned' if hand.unsigned else 'name not established'})"


def ruled(ruling_id: str | None, names: Names) -> str:
    """The rest of an explanation that rests on a ruling: by whom, how sure, and why."""
    ruling = names.rulings.get(ruling_id or "")
    if ruling is None:
        return "."
    editor = names.editors.get(ruling.resp)
    sure = certainty_in_words(ruling.certainty)
    by = f" by {in_a_sentence(editor.name if editor else ruling.resp)}" + (f" ({sure})" if sure else "")
    return f"{by}. {sentence(ruling.reason)}"


def in_a_sentence(name: str) -> str:
    """A name as it stands within a sentence: "the editors" for "The editors"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def page_break(certainty: Certainty, resp: str, ruling: str | None, names: Names) -> str:
    """A page break that the exemplar has lost."""
    sure = certainty_in_words(certainty)
    lost = "Probable page break of the source, lost in the transcript"
    if ruling in names.rulings:
        return f"{lost}. Placed here{ruled(ruling, names)}"
    editor = names.editors.get(resp)
    by = "by rule" if resp == RULE else f"by {in_a_sentence(editor.name if editor else resp)}"
    return f"{lost}. Placed here {by}" + (f" ({sure})." if sure else ".")
