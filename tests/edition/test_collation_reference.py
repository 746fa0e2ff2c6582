"""docs/reference/collation.md: the taxonomy of the code, with examples that the edition really has."""

import re
from pathlib import Path

import pytest
from lxml import html

from pecia import files
from pecia.collation import TAXONOMY
from pecia.formats.apparatus import COLUMNS
from pecia.pipeline import Serial, compose

ROOT = Path(__file__).parents[2]
NONE = "none in this edition"


@pytest.fixture(scope="module")
def reference():
    return (ROOT / "docs" / "reference" / "collation.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages():
    """The pages of the edition as HTML, by path."""
    composed = compose(files.read_sources(ROOT)[0], Serial())
    read = (
        path
        for path in composed.pages
        if path.endswith(("/apparatus/index.md", "people/index.md", "people/mikoyan/index.md"))
    )
    return {path: html.fromstring(composed.pages[path].decode().split("---\n", 2)[2]) for path in read}


def test_a_name_that_both_witnesses_have_counts_once(pages):
    said = " ".join(pages["people/index.md"].xpath("string(//li[@id='entry-castro'])").split())
    assert said.endswith("(named in 22 passages of A and B)")


def test_nobody_names_himself_where_the_note_takers_report_him(pages):
    page = pages["people/mikoyan/index.md"]
    (said,) = (text for node in page.iter("p", "summary") if (text := node.text_content()).startswith("Named in"))
    assert "by the note-takers in" in said
    assert "Anastas" not in said


@pytest.fixture(scope="module")
def lines(pages):
    """Every entry of the edition's apparatus as "p12 lemma] reading" with its kind and weight."""
    ((path, page),) = [item for item in pages.items() if item[0].endswith("/apparatus/index.md")]
    found = set()
    for entry in page.xpath("//li[contains(@class, 'pc-entry')]"):
        text = " ".join(entry.text_content().split())
        said, _, _ = text.partition(f" {entry.xpath('string(.//*[@class=$c])', c='pc-siglum')} ")
        found.add((said, entry.get("data-k"), entry.get("data-w")))
    assert len(found) > 150, path
    return found


def test_the_taxonomy_is_that_of_the_code(reference):
    rows = re.findall(r"^\| ([a-z-]+) \| (formal|substantive) \| (.+?) \| .+ \|$", reference, re.MULTILINE)
    assert rows == [(str(kind), str(weight), means) for kind, (weight, means) in TAXONOMY.items()]


def test_every_example_is_in_the_edition(reference, lines):
    rows = re.findall(r"^\| ([a-z-]+) \| (formal|substantive) \| .+? \| (.+) \|$", reference, re.MULTILINE)
    for kind, weight, example in rows:
        if example == NONE:
            assert kind not in {of for _said, of, _weight in lines}
        else:
            assert (example, kind, weight) in lines
    (exception,) = re.findall(r"numeral and substantive \((p89 .+?)\)", reference)
    assert (exception, "numeral", "substantive") in lines


def test_the_columns_of_the_csv_are_those_of_the_code(reference):
    (described,) = re.findall(r"^Columns: (.+?)\n\n", reference, re.MULTILINE | re.DOTALL)
    assert tuple(re.findall(r"`(\w+)`", described)) == COLUMNS
