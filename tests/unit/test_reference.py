"""The reference pages: up to date with the code, complete, and with examples that are read without a finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pecia import reference
from pecia.metadata import cross_check, read_document, read_edition, read_register, read_rulings
from pecia.metadata.nodes import parse_yaml
from pecia.metadata.reading import Reading, read_node
from pecia.metadata.shapes import ListShape, MappingShape, OptionalShape, Shape
from pecia.model import finding_codes
from pecia.reference import PAGES, reference_pages

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = dict(reference_pages())


@pytest.mark.parametrize("path", TEXTS)
def test_the_committed_page_is_up_to_date(path: str) -> None:
    assert (DOCS / path).read_text(encoding="utf-8") == TEXTS[path], "write it again: pecia reference"


def test_there_is_a_page_for_each_file_and_one_for_findings() -> None:
    assert list(TEXTS) == [
        f"reference/{name}.md" for name in ("edition", "documents", "registers", "rulings", "findings")
    ]


def mappings(shape: Shape) -> list[MappingShape]:
    """All mappings under ``shape``, found another way than the pages do."""
    match shape:
        case ListShape(inner) | OptionalShape(inner):
            return mappings(inner)
        case MappingShape():
            return [shape, *(m for key in shape.keys.values() for m in mappings(key.shape))]
    return []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_key_has_its_row(page: reference.Page) -> None:
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## )", TEXTS[page.path], re.MULTILINE | re.DOTALL))
    for shape in mappings(page.shape):
        section = sections[reference._name(shape)] if shape is not page.shape or page.listed else sections["The file"]
        rows = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        assert rows == list(shape.keys)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_link_leads_to_a_heading(page: reference.Page) -> None:
    text = TEXTS[page.path]
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings


def test_kind_of_an_entry_is_no_key() -> None:
    assert "`kind`" not in TEXTS["reference/registers.md"]


def test_the_examples_are_an_edition_without_findings() -> None:
    files = {path: text.encode() for page in PAGES for path, text in page.examples}
    for page in PAGES:
        for path, text in page.examples:
            assert f"`{path}`:\n\n```yaml\n{text}```\n" in TEXTS[page.path]
    edition = read_edition("edition/edition.yml", files["edition/edition.yml"])
    name = "edition/documents/luncheon-1951-03-07.yml"
    document = read_document(name, files[name])
    people = read_register("edition/registers/people.yml", files["edition/registers/people.yml"], "person")
    places = read_register("edition/registers/places.yml", files["edition/registers/places.yml"], "place")
    rulings = read_rulings("edition/rulings/x.yml", files["edition/rulings/luncheon-1951-03-07.yml"])
    for read in (edition, document, people, places, rulings):
        assert read.findings == ()
        assert read.value
    assert cross_check(edition, [document], [people, places], {"luncheon-1951-03-07": rulings}) == []


@pytest.mark.parametrize(
    ("name", "shape", "example"),
    [
        pytest.param(key.name, key.shape, key.example, id=f"{shape.type.__name__}.{key.name}")
        for page in PAGES
        for shape in mappings(page.shape)
        for key in shape.keys.values()
        if "…" not in key.example
    ],
)
def test_the_example_of_a_key_is_a_value_it_takes(name: str, shape: Shape, example: str) -> None:
    value = yaml.safe_load(example)  # ours, not an editor's: what the page prints must be YAML as it stands
    root, findings = parse_yaml("example", example.encode())
    assert findings == []
    assert root is not None
    out = Reading()
    read_node(root, shape, (name,), out)
    assert out.findings == []
    assert isinstance(value, list) == isinstance(shape, ListShape)


def test_every_code_is_on_the_page_of_findings() -> None:
    text = TEXTS["reference/findings.md"]
    assert re.findall(r"^### (\w+)$", text, re.MULTILINE) == list(finding_codes.CATALOGUE)
    for code, entry in finding_codes.CATALOGUE.items():
        section = text.partition(f"### {code}\n")[2].partition("\n#")[0]
        for words in (entry.title, entry.severity, entry.means, entry.hint):
            assert words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in section


def test_families_are_not_scattered() -> None:
    families = re.findall(r"^## (.*)$", TEXTS["reference/findings.md"], re.MULTILINE)
    assert len(families) == len(set(families))


def test_plain_words_hold_no_tags() -> None:
    for path, text in TEXTS.items():
        prose = re.sub(r"```.*?```|`[^`]*`|<!--.*?-->", "", text, flags=re.DOTALL)
        assert "<" not in prose, path
