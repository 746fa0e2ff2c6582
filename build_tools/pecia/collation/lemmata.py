"""The apparatus of several witnesses: each place of the base once, with every other reading of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pecia.collation import Collation
from pecia.collation.apparatus import ApparatusEntry, Place, apparatus
from pecia.collation.kinds import VariantKind, Weight


@dataclass(frozen=True, slots=True)
class Reading:
    """What the witnesses ``sigla`` have, each at its place (``places``, in the same order), instead of a lemma."""

    text: str
    sigla: tuple[str, ...]
    places: tuple[Place, ...]
    kind: VariantKind
    weight: Weight
    ruling: str | None


@dataclass(frozen=True, slots=True)
class Lemma:
    """The words ``text`` of the witness ``base`` at ``at``, and the readings that differ.

    ``text`` is empty where the base has no word in the passage.
    """

    base: str
    text: str
    at: Place
    readings: tuple[Reading, ...]


def lemmata(collations: Sequence[Collation]) -> tuple[Lemma, ...]:
    """The variants of ``collations``, which share their first witness, by their place in it and in its order.

    Entries whose lemmata only overlap stay apart; equal readings of several witnesses are one reading.
    """
    if not collations:
        return ()
    order = {unit.passage.id or "": number for number, unit in enumerate(collations[0].our_units)}
    entries = [entry for collation in collations for entry in apparatus(collation)]

    def place(entry: ApparatusEntry) -> tuple[int, bool, int, int, bool, int]:
        at = entry.at
        return order[at.first], not at.in_label, at.start, order[at.last], not at.end_in_label, at.end

    return tuple(
        Lemma(group[0].base, group[0].lemma, group[0].at, _readings(group))
        for group in (list(same) for _place, same in groupby(sorted(entries, key=place), key=place))
    )


def _readings(entries: Iterable[ApparatusEntry]) -> tuple[Reading, ...]:
    """The readings of one place; those alike in words, kind, weight and ruling become one."""
    alike: dict[tuple[str, VariantKind, Weight, str | None], list[ApparatusEntry]] = {}
    for entry in entries:
        alike.setdefault((entry.reading, entry.kind, entry.weight, entry.ruling), []).append(entry)
    return tuple(
        Reading(text, tuple(e.other for e in same), tuple(e.there for e in same), kind, weight, ruling)
        for (text, kind, weight, ruling), same in alike.items()
    )
