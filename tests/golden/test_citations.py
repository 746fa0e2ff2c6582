"""Citations against the manuals: see tests/golden/citations/README.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from pecia import metadata
from pecia.citation import STYLES, Speaker, StyleId, Template, cite_document, filled, source_item
from pecia.citation.forms import NOBODY
from pecia.citation.names import speaker_of
from pecia.citation.processor import Work, cited
from pecia.metadata import examples
from pecia.model.edition import Source

FOLDER = Path(__file__).parent / "citations"
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, str]]:
    """What each style prints for each case, with the passage p12 and who speaks there."""
    return {name: of_document(case) if "document" in case else of_source(case) for name, case in CASES.items()}


def of_source(case: dict[str, Any]) -> dict[str, str]:
    fields = {key: tuple(value) if isinstance(value, list) else str(value) for key, value in case["source"].items()}
    ((_, passage),) = cited([Work(source_item(Source(id="source", **fields)))])
    return in_words(passage, "", NOBODY)


def of_document(case: dict[str, Any]) -> dict[str, str]:
    edition = metadata.read_edition("edition.yml", changed(examples.EDITION, case.get("edition", {}))).value
    read = metadata.read_document("d.yml", changed(examples.DOCUMENT, case["document"]))
    people = metadata.read_register("people.yml", yaml.safe_dump(case["people"]).encode(), "person").value
    assert edition
    assert people
    assert read.value, read.findings
    entries = {entry.key: entry for entry in people}
    forms, _ = cite_document(edition, read.value.document, entries, "d.yml")
    speaker = speaker_of(entries[case["speaker"]]) if "speaker" in case else NOBODY
    return in_words(forms.witnesses["A"].passage, "#p12", speaker)


def changed(example: str, keys: dict[str, Any]) -> bytes:
    """A file of the new edition with other values for some keys; a key without a value is left out."""
    values = yaml.load(example, Loader=yaml.BaseLoader) | keys
    return yaml.safe_dump({key: value for key, value in values.items() if value is not None}).encode()


def in_words(templates: Mapping[StyleId, Template], fragment: str, speaker: Speaker) -> dict[str, str]:
    return {
        style: "".join(
            f"_{run.text}_" if run.italic else run.text for run in filled(template, "passage p12", fragment, speaker)
        )
        for style, template in templates.items()
    }


@pytest.mark.parametrize("style", [style.id for style in STYLES])
@pytest.mark.parametrize("name", CASES)
def test_a_style_prints_what_its_manual_says(name: str, style: str, printed: dict[str, dict[str, str]]) -> None:
    case = CASES[name]
    manual, differs = case["manual"][style], case.get("differs", {}).get(style)
    assert printed[name][style] == (differs["prints"] if differs else manual)
    if differs:
        assert differs["prints"] != manual, "the difference is gone: take it out of the file"
        assert differs["reason"]


@pytest.mark.parametrize("name", CASES)
def test_every_style_is_expected(name: str) -> None:
    assert list(CASES[name]["manual"]) == [style.id for style in STYLES]
