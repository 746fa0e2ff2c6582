"""What editors have ruled about links and variants, applied and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pecia.collation.alignment import Link, Unit
from pecia.collation.kinds import TAXONOMY, VariantKind, Weight
from pecia.collation.rows import Placed, Range, Row, Variant, texts
from pecia.collation.tokens import tokenise
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling

LocatedRuling = tuple[Ruling, Locus]


def ruled_links(
    sigla: tuple[str, str], ours: Sequence[Unit], theirs: Sequence[Unit], rulings: Sequence[LocatedRuling]
) -> tuple[list[Link], frozenset[tuple[int, int]], list[Finding]]:
    """Links that rulings of kind ``link`` fix, pairs that ``no-link`` forbids, and what is wrong with the rulings.

    Findings: a passage that is not there or does not begin with the ruling's words (G106), passages that do not follow
    one another (G107), links that cross (G108), two rulings on one passage (G104). A ruling with a finding is not
    applied.
    """
    fixed: list[tuple[Link, Locus]] = []
    forbidden: set[tuple[int, int]] = set()
    findings: list[Finding] = []
    for ruling, locus in rulings:
        if ruling.kind not in ("link", "no-link") or set(ruling.witnesses) != set(sigla):
            continue
        link, found = _units_named(ruling, locus, sigla, ours, theirs)
        findings += found
        if link is None:
            continue
        if ruling.kind == "no-link":
            forbidden |= {(our, their) for our in link.ours for their in link.theirs}
        else:
            fixed.append((link, locus))
    fixed.sort(key=lambda item: (item[0].ours or (len(ours),), item[0].theirs))
    kept, more = _without_conflicts(fixed)
    return kept, frozenset(forbidden), [*findings, *more]


def _units_named(
    ruling: Ruling, locus: Locus, sigla: tuple[str, str], ours: Sequence[Unit], theirs: Sequence[Unit]
) -> tuple[Link | None, list[Finding]]:
    """The units that "p12 = p14 p15" names; the first side is that of the ruling's first witness."""
    first, _, second = ruling.value.partition("=")
    sides = {ruling.witnesses[0]: first.split(), ruling.witnesses[1]: second.split()}
    found: list[tuple[int, ...]] = []
    findings: list[Finding] = []
    for siglum, units in zip(sigla, (ours, theirs), strict=True):
        places = {unit.passage.id: number for number, unit in enumerate(units)}
        missing = [anchor for anchor in sides[siglum] if anchor not in places]
        findings += [
            Finding("G106", f"ruling {ruling.id}: witness {siglum} has no passage {anchor}", locus)
            for anchor in missing
        ]
        numbers = tuple(sorted(places[anchor] for anchor in sides[siglum] if anchor in places))
        if any(later != earlier + 1 for earlier, later in pairwise(numbers)):
            message = f"ruling {ruling.id}: the passages of witness {siglum} are not consecutive"
            findings.append(Finding("G107", message, locus))
        if siglum == ruling.witnesses[0] and numbers and not missing:
            words = units[numbers[0]].passage.content.text
            if not words.startswith(" ".join(ruling.exact.split())):
                message = f"ruling {ruling.id}: passage {sides[siglum][0]} of {siglum} does not begin “{ruling.exact}”"
                findings.append(Finding("G106", message, locus))
        found.append(numbers)
    if findings:
        return None, findings
    return Link(found[0], found[1], 1.0, ruling.id), []


def _without_conflicts(fixed: list[tuple[Link, Locus]]) -> tuple[list[Link], list[Finding]]:
    kept: list[Link] = []
    findings: list[Finding] = []
    for link, locus in fixed:
        twice = [k for k in kept if set(k.ours) & set(link.ours) or set(k.theirs) & set(link.theirs)]
        crossed = [
            k
            for k in kept
            if k.ours
            and k.theirs
            and link.ours
            and link.theirs
            and (k.ours[0] < link.ours[0]) != (k.theirs[0] < link.theirs[0])
        ]
        if twice:
            message = f"rulings {twice[0].ruling} and {link.ruling} link the same passage"
            findings.append(Finding("G104", message, locus))
        elif crossed:
            message = f"the links of rulings {crossed[0].ruling} and {link.ruling} cross"
            findings.append(Finding("G108", message, locus))
        else:
            kept.append(link)
    return kept, findings


def ruled_variants(
    sigla: tuple[str, str], rows: Sequence[Row], rulings: Sequence[LocatedRuling]
) -> tuple[tuple[Row, ...], list[Finding]]:
    """The rows with the variants that rulings of kind ``variant`` classify.

    A ruling names the reading of its first witness with the words before and after. Findings: no such variant (G101),
    several (G102).
    """
    changed = list(rows)
    findings: list[Finding] = []
    for ruling, locus in rulings:
        if ruling.kind != "variant" or set(ruling.witnesses) != set(sigla):
            continue
        ours = ruling.witnesses[0] == sigla[0]
        found = [
            (r, v)
            for r, row in enumerate(rows)
            for v, variant in enumerate(row.variants)
            if _names(ruling, row.ours if ours else row.theirs, variant.ours if ours else variant.theirs)
        ]
        if len(found) != 1:
            code = "G102" if found else "G101"
            message = f"ruling {ruling.id}: “{ruling.exact}” is the reading of {len(found) or 'no'} variants"
            findings.append(Finding(code, message, locus))
            continue
        row_number, place = found[0]
        row = changed[row_number]
        variants = list(row.variants)
        variants[place] = _classified(variants[place], ruling)
        changed[row_number] = replace(row, variants=tuple(variants))
    return tuple(changed), findings


def _classified(variant: Variant, ruling: Ruling) -> Variant:
    kind, _, weight = ruling.value.partition(" ")
    chosen = VariantKind(kind)
    usual = variant.weight if variant.weight is Weight.PARATEXT else TAXONOMY[chosen].weight
    return replace(variant, kind=chosen, weight=Weight(weight) if weight else usual, ruling=ruling.id)


def _names(ruling: Ruling, row: Sequence[Placed], between: Range) -> bool:
    """Whether the tokens ``between`` are the ruling's exact words, with its words before and after them."""
    before, exact, after = (
        [token.text for token in tokenise(part)] for part in (ruling.before, ruling.exact, ruling.after)
    )
    return (
        texts(row, between) == exact
        and texts(row, (max(0, between[0] - len(before)), between[0])) == before
        and texts(row, (between[1], between[1] + len(after))) == after
    )
