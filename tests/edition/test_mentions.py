"""The names that the registers find in the first edition, held against labels given by reading."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from pecia import files
from pecia.model import Mention, passages
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document

ROOT = Path(__file__).parents[2]
LABELS = yaml.safe_load((ROOT / "tests" / "edition" / "mentions-by-hand.yml").read_text(encoding="utf-8"))
REFERENCE = (ROOT / "docs" / "reference" / "mentions.md").read_text(encoding="utf-8")
NONE = "none: "


class Place(NamedTuple):
    """Where a name stands."""

    siglum: str
    passage: str
    start: int
    end: int


class Measured(NamedTuple):
    """Names labelled, those of them that have an entry, names found, and where both say the same of the same words."""

    labelled: dict[Place, str]
    covered: dict[Place, str]
    found: dict[Place, str]

    @property
    def agree(self) -> set[Place]:
        return {place for place, key in self.covered.items() if self.found.get(place) == key}

    def row(self) -> tuple[str, ...]:
        agree = len(self.agree)
        numbers = (len(self.labelled), len(self.covered), len(self.found), agree)
        shares = (agree / len(self.found), agree / len(self.covered), len(self.covered) / len(self.labelled))
        return (*map(str, numbers), *(f"{share:.3f}" for share in shares))


@pytest.fixture(scope="module")
def texts():
    (made,) = map(read_document, compose(files.read_sources(ROOT)[0], Serial()).sources.documents)
    return {
        (view.record.siglum, passage.id): passage.content
        for view in made.view.witnesses
        for passage in passages(view.record.transcript)
    }


def runs(read) -> Iterator[tuple[str, str]]:
    for siglum, given in read.items():
        for run in given:
            first, last = re.fullmatch(r"p(\d+) to p(\d+)", run).groups()
            yield from ((siglum, f"p{number}") for number in range(int(first), int(last) + 1))


def labels(texts, part) -> dict[Place, str]:
    """Each label at its place; they stand in the order of the text, each once, in passages that were read."""
    placed: dict[Place, str] = {}
    read = set(runs(part["read"]))
    for siglum, by_passage in part["labels"].items():
        for passage, items in by_passage.items():
            assert (siglum, passage) in read
            after = 0
            for name, number, key in items:
                found = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", texts[siglum, passage].text))
                assert len(found) >= number, (siglum, passage, name, number)
                start, end = found[number - 1].span()
                assert start >= after, (siglum, passage, name, number)
                after = end
                placed[Place(siglum, passage, start, end)] = key
    return placed


def measure(texts, part, added) -> Measured:
    labelled = {
        place: added.get(key.removeprefix(NONE), key) if key.startswith(NONE) else key
        for place, key in labels(texts, part).items()
    }
    found = {
        Place(*passage, span.start, span.end): span.mark.key
        for passage in runs(part["read"])
        for span in texts[passage].spans
        if isinstance(span.mark, Mention)
    }
    return Measured(labelled, {p: key for p, key in labelled.items() if not key.startswith(NONE)}, found)


def published(name: str) -> tuple[str, ...]:
    (row,) = re.findall(rf"^\| {re.escape(name)} \| (.+) \|$", REFERENCE, re.MULTILINE)
    return tuple(cell.strip() for cell in row.split("|"))


def test_the_sample_is_large_enough(texts):
    assert len(labels(texts, LABELS)) >= 150
    assert not set(runs(LABELS["read"])) & set(runs(LABELS["held_out"]["read"]))


def test_the_published_measurement_is_what_is_measured(texts):
    sample = measure(texts, LABELS, LABELS["added"])
    assert (sample.found.keys() ^ sample.agree, published("sample, after")) == (set(), sample.row())
    held_out = measure(texts, LABELS["held_out"], {})
    assert published("held out, after") == held_out.row()


def test_the_published_measurement_of_before_is_of_the_same_labels(texts):
    """What was found before is history; how much was labelled, and for how much of that there was an entry, is not."""
    before = measure(texts, LABELS, {})
    labelled, covered, found, agree, precision, recall, coverage = published("sample, before")
    assert (int(labelled), int(covered)) == (len(before.labelled), len(before.covered))
    shares = (int(agree) / int(found), int(agree) / int(covered), int(covered) / int(labelled))
    assert (precision, recall, coverage) == tuple(f"{share:.3f}" for share in shares)


def test_every_name_that_the_labels_give_has_an_entry_by_now(texts):
    keys = {
        entry["key"]
        for register in (ROOT / "edition" / "registers").glob("*.yml")
        for entry in yaml.safe_load(register.read_text(encoding="utf-8"))
    }
    for part in (LABELS, LABELS["held_out"]):
        assert set(measure(texts, part, LABELS["added"]).labelled.values()) <= keys
    assert set(LABELS["added"]) == {key.removeprefix(NONE) for key in labels(texts, LABELS).values() if NONE in key}
