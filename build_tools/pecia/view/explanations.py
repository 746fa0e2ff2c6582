"""What each sign of a text means, and who answers for it: keys of labels with their values, in no language."""

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
from pecia.phrases import sentence
from pecia.view.tree import Said, Value

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


def said(key: str, **values: Value) -> Said:
    """Words of the edition under ``key``; a value whose name ends in ``_`` is one that Python would not take."""
    return Said(key, tuple((name.rstrip("_"), value) for name, value in values.items()))


def explanation(mark: Mark, exact: str, names: Names) -> Said | None:
    """What ``mark`` says of the words ``exact``, and who answers for it; ``None`` for what needs no explanation."""
    match mark:
        case Insertion(resp):
            return said("insertion", hand=hand(resp, names))
        case Gloss(language, resp):
            return said("gloss", language=said("language", code=language), hand=hand(resp, names))
        case Delivery():
            return said("delivery")
        case Emendation(correction, ruling):
            by = ruled(ruling, names)
            if not correction:
                return said("emendation.struck", printed=exact, ruled=by)
            return said("emendation", printed=exact, correction=correction, ruled=by)
        case Doubt(ruling):
            return said("doubt", printed=exact, ruled=ruled(ruling, names))
        case PageBreak(certainty, resp, ruling):
            return page_break(certainty, resp, ruling, names)
        case Alternative(_given, other, instead):
            key = f"choice.{other}" if other in _OTHERWISE else "choice"
            return said("otherwise", what=said(key), words=quoted(instead, "no-words"))
        case Readings(witnesses, others):
            return _readings(witnesses, others)
        case Element(said=told) if told:
            return said("encoder", said=told)
        case Gap(said=told):
            return said("gap.described", said=sentence(told)) if told else said("gap")
    return None


_OTHERWISE = frozenset({"corr", "reg", "expan", "add"})
"""Those values of ``Alternative.other`` that have words of their own."""


def quoted(text: str, instead: str) -> Said:
    """``text`` in quotation marks, or the words under the key ``instead`` where there are none."""
    return said("quoted", words=text) if text else said(instead)


def uncertain_speaker(turn: Turn, names: Names) -> Said:
    """Who probably speaks a turn whose speaker is not certain."""
    speakers = tuple(entry.name for key in (turn.who, *turn.also) if (entry := names.entries.get(key)))
    if speakers and turn.certainty != "unknown":
        return said("speaker.probably", names=speakers)
    return said("speaker.uncertain")


def _readings(witnesses: str, others: Iterable[tuple[str, str]]) -> Said:
    """The readings of an apparatus entry, with their sigla as far as they are given."""
    each = tuple(
        said("reading", siglum=sigla or said("reading.unnamed"), words=quoted(text, "reading.omits"))
        for sigla, text in others
    )
    here = said("reading.here", witnesses=witnesses) if witnesses else ""
    return said("readings", here=here, others=each) if each else said("readings.none", here=here)


def hand(resp: str, names: Names) -> Said:
    """A hand of the witness: the name as far as it is known, and what the hand did."""
    found = names.hands.get(resp)
    if found is None:
        return said("not-established")
    entry = names.entries.get(found.person)
    name = entry.name if entry else found.name
    if name:
        return said("hand", name=name, did=found.words)
    return said("hand.unsigned" if found.unsigned else "hand.unnamed", did=found.words)


def ruled(ruling_id: str | None, names: Names) -> Said:
    """The rest of an explanation that rests on a ruling: by whom, how sure, and why."""
    ruling = names.rulings.get(ruling_id or "")
    if ruling is None:
        return said("ruled.not")
    editor = names.editors.get(ruling.resp)
    by = in_a_sentence(editor.name if editor else ruling.resp)
    return said("ruled", by=by, sure=_sure(ruling.certainty), reason=sentence(ruling.reason))


def in_a_sentence(name: str) -> str:
    """A name as it stands within a sentence: "the editors" for "The editors"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _sure(certainty: Certainty) -> Said | str:
    return "" if certainty == "high" else said("sure", certainty=said(f"certainty.{certainty}"))


def page_break(certainty: Certainty, resp: str, ruling: str | None, names: Names) -> Said:
    """A page break that the exemplar has lost."""
    if ruling in names.rulings:
        return said("lost-page.ruled", ruled=ruled(ruling, names))
    editor = names.editors.get(resp)
    by = said("by-rule") if resp == RULE else said("by", name=in_a_sentence(editor.name if editor else resp))
    return said("lost-page", by=by, sure=_sure(certainty))
