"""Kinds and weights of variants, held to what two readings of the same list agree on."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from pecia import metadata, tei_record
from pecia.collation import Unit, collate, compare
from pecia.collation.alignment import Link
from pecia.collation.rows import words_as_printed
from pecia.model import Insertion, Locus, Passage, PassageKind, RichText, Span

ROOT = Path(__file__).parents[2]
DOCUMENT = "dinner-1962-11-01"


@pytest.fixture(scope="module")
def labels():
    return yaml.safe_load((Path(__file__).parent / "variants-by-two-readings.yml").read_text(encoding="utf-8"))


def variants_of_edition():
    """The variants of the edition, outside of labels, by the passages that they stand in."""
    transcripts = []
    for siglum in "AB":
        path = ROOT / "edition" / "tei" / f"{DOCUMENT}.{siglum}.xml"
        transcripts.append((siglum, tei_record.decode(path.name, path.read_bytes())[0].transcript))
    path = f"edition/rulings/{DOCUMENT}.yml"
    rulings = [(ruling, Locus(path)) for ruling in metadata.read_rulings(path, (ROOT / path).read_bytes()).value]
    made = collate(*transcripts, rulings)[0]
    found = defaultdict(list)
    for row in made.rows:
        for variant in row.variants:
            tokens = (*row.ours[slice(*variant.ours)], *row.theirs[slice(*variant.theirs)])
            if any(token.place != "label" for token in tokens):
                near = row.ours[variant.ours[0]].unit if variant.ours[0] < len(row.ours) else row.link.ours[0]
                at = f"{made.our_units[near].passage.id}={made.their_units[row.link.theirs[0]].passage.id}"
                found[at].append((row, variant))
    return found


def variants_of_sentences(ours, theirs):
    """Those of two passages; words in square brackets are inserted."""
    units = []
    for text in (ours, theirs):
        inserted = tuple(Span(*match.span(), Insertion("hand")) for match in re.finditer(r"\[.+\]", text))
        units.append(Unit(Passage(PassageKind.NARRATIVE, RichText(text, inserted))))
    row = compare(Link((0,), (0,), 1.0), units[:1], units[1:])
    return [(row, variant) for variant in row.variants]


@pytest.fixture(scope="module")
def judged(labels):
    """Each label as (first reading, second reading, rule), a judgement being (kind, weight); the rule's is ``None``
    where it has no such variant. And what rules have that no label has."""
    edition = variants_of_edition()
    pairs = [(group, edition.get(group["at"], [])) for group in labels["edition"]]
    pairs += [(group, variants_of_sentences(group["a"], group["b"])) for group in labels["invented"]]
    found, extra = [], []
    for group, variants in pairs:
        left = [
            (words_as_printed(row.ours, v.ours), words_as_printed(row.theirs, v.theirs), (v.kind, v.weight))
            for row, v in variants
        ]
        for label in group["variants"]:
            ours, theirs = (
                label[side].replace("*", "") for side in "ab"
            )  # the reader was shown the transcript's signs
            same = next((one for one in left if ours + theirs and one[:2] == (ours, theirs)), None)
            if same:
                left.remove(same)
            readings = (tuple(label[reading].split()) for reading in ("first", "second"))
            found.append((*readings, same and same[2], (label["a"], label["b"])))
        extra += left
    return found, extra


def kappa(pairs):
    """Cohen's kappa (Educational and Psychological Measurement 20, 1960) of two readings of the same things."""
    total = len(pairs)
    alike = sum(one == other for one, other in pairs) / total
    ours, theirs = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(ours[label] * theirs[label] for label in ours) / total**2
    return (alike - by_chance) / (1 - by_chance)


def tally(judged, part):
    """(label, how many the readings agree on, the rules found, are right) for kinds (``part`` 0) or weights (1).

    A sign that is no variant (kind none) is right where the rules have none; it counts in no row.
    """
    labelled, found, right = Counter(), Counter(), Counter()
    for first, second, rule, _words in judged[0]:
        if first[part] != second[part] or (first[0] == "none" and rule is None):
            continue
        if first[0] != "none":
            labelled[first[part]] += 1
        if rule:
            found[str(rule[part])] += 1
            right[first[part]] += rule[part] == first[part]
    found.update(str(judgement[part]) for _ours, _theirs, judgement in judged[1])
    return [(name, labelled[name], found[name], right[name]) for name in sorted(labelled | found)]


def in_words(judged):
    lines = []
    for part, name in enumerate(("kind", "weight")):
        lines += [f"| {name} | labelled | found | agree |", "|---|---:|---:|---:|"]
        rows = tally(judged, part)
        lines += [f"| {label} | {labelled} | {found} | {right} |" for label, labelled, found, right in rows]
        totals = [sum(row[n] for row in rows) for n in (1, 2, 3)]
        lines += ["| all | {} | {} | {} |".format(*totals), ""]
        value = kappa([(first[part], second[part]) for first, second, _, _ in judged[0]])
        lines.append(
            f"{name.title()}s: precision {totals[2] / totals[1]:.2f}, recall {totals[2] / totals[0]:.2f}; "
            f"Cohen’s kappa of the two readings {value:.2f}."
        )
        lines.append("")
    return "\n".join(lines)


def misses(judged, part):
    return [one for one in judged[0] if one[0][part] == one[1][part] and (not one[2] or one[2][part] != one[0][part])]


def test_rules_agree_with_two_readings(judged):
    for part, least in enumerate((0.97, 0.93)):
        labelled, found, right = (sum(row[n] for row in tally(judged, part)) for n in (1, 2, 3))
        assert right / found >= least, (misses(judged, part), judged[1])
        assert right / labelled >= least, misses(judged, part)


def test_nothing_that_changes_what_is_said_passes_as_formal(judged):
    wrong = [one for one in misses(judged, 1) if one[0][1] == "substantive"]
    assert wrong == []


def test_a_sign_of_the_transcript_is_no_variant(judged):
    assert [one for one in judged[0] if one[0][0] == one[1][0] == "none" and one[2]] == []


def test_the_reference_page_gives_the_measured_numbers(judged):
    page = (ROOT / "docs" / "reference" / "collation.md").read_text(encoding="utf-8")
    measured = in_words(judged)
    assert re.sub(r"\s+", " ", measured) in re.sub(r"\s+", " ", page), measured
