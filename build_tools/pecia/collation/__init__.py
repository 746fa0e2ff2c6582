"""Two witnesses word by word: which passages correspond, where their wordings differ, and what kind of difference each
is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pecia.collation.alignment import Link, Unit, align, units
from pecia.collation.classify import classify, in_other_order, word_order
from pecia.collation.kinds import TAXONOMY, VariantKind, Weight
from pecia.collation.rows import Row, Variant, differences, is_complete, placed_tokens
from pecia.collation.rulings import ruled_links, ruled_variants
from pecia.model import Locus, Transcript
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling

__all__ = ["TAXONOMY", "Collation", "Link", "Row", "Unit", "Variant", "VariantKind", "Weight", "collate"]


@dataclass(frozen=True, slots=True)
class Collation:
    """Two witnesses, named by their sigla, their passages as units, the rows that compare them, the rulings applied."""

    ours: str
    theirs: str
    our_units: tuple[Unit, ...]
    their_units: tuple[Unit, ...]
    rows: tuple[Row, ...]
    rulings: tuple[Ruling, ...] = ()


def collate(
    ours: tuple[str, Transcript], theirs: tuple[str, Transcript], rulings: Sequence[tuple[Ruling, Locus]] = ()
) -> tuple[Collation, list[Finding]]:
    """Compare two witnesses (siglum and transcript each). Every passage of both is in exactly one row.

    ``rulings`` of the document, each with its place in the rulings file; those of other kinds or witnesses are passed
    over.
    """
    sigla = (ours[0], theirs[0])
    our_units, their_units = units(ours[1]), units(theirs[1])
    fixed, forbidden, findings = ruled_links(sigla, our_units, their_units, rulings)
    links = align(our_units, their_units, fixed, forbidden)
    rows, found = ruled_variants(sigla, [compare(link, our_units, their_units) for link in links], rulings)
    named = {row.link.ruling for row in rows} | {variant.ruling for row in rows for variant in row.variants}
    applied = tuple(ruling for ruling, _ in rulings if ruling.id in named)
    incomplete = [
        Finding(
            "C101", f"witnesses {sigla[0]} and {sigla[1]}, passage {our_units[row.link.ours[0]].passage.id}", Locus("")
        )
        for row in rows
        if row.link.ours and row.link.theirs and not is_complete(row)
    ]
    return Collation(*sigla, our_units, their_units, rows, applied), [*findings, *found, *incomplete]


def compare(link: Link, our_units: Sequence[Unit], their_units: Sequence[Unit]) -> Row:
    """The row of one link; an unpaired passage has no variants."""
    here, there = placed_tokens(our_units, link.ours), placed_tokens(their_units, link.theirs)
    if not link.ours or not link.theirs:
        return Row(link, here, there, ())
    found, same = differences(here, there)
    variants = tuple(
        word_order(difference, here, there) if moved else classify(difference, here, there)
        for difference, moved in in_other_order(found, here, there)
    )
    if all(our_units[n].paratext for n in link.ours) and all(their_units[n].paratext for n in link.theirs):
        variants = tuple(replace(variant, weight=Weight.PARATEXT) for variant in variants)
    inside = {n for variant in variants for n in range(*variant.ours)}
    spacing = tuple(a for a, b in same if a not in inside and here[a].token.spaced != there[b].token.spaced)
    return Row(link, here, there, variants, spacing)
