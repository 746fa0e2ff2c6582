"""Citations against the manuals: see tests/golden/citations/README.md."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from pecia import skeleton
from pecia.build import Serial, compose
from pecia.build.document import read_document
from pecia.citation import STYLES, cite_document, filled, source_item
from pecia.citation.forms import Template
from pecia.citation.processor import Work, cited
from pecia.record import Participant, Source

FOLDER = Path(__file__).parent / "citations"
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, str]]:
    """What each style prints for each case, with the passage p12."""
    return {
        name: in_words(of_document(case), "#p12") if "document" in case else in_words(of_source(case), "")
        for name, case in CASES.items()
    }


def of_source(case: dict[str, Any]) -> dict[str, Template]:
    fields = {key: tuple(value) if isinstance(value, list) else str(value) for key, value in case["source"].items()}
    ((_, passage),) = cited([Work(source_item(Source(id="source", **fields)))])
    return passage


def of_document(case: dict[str, Any]) -> dict[str, Template]:
    (made,) = map(read_document, compose(skeleton.new_edition(), Serial()).sources.documents)
    record = made.view.witnesses[0].record
    changed = case["document"]
    document = dataclasses.replace(
        record.document,
        participants=tuple(Participant(person=key, role="", part="note-taker") for key in changed["note-takers"]),
        original=dataclasses.replace(record.document.original, shelfmark=changed["shelfmark"]),
        sources=tuple(dataclasses.replace(source, authors=("Author, A.",)) for source in record.document.sources),
    )
    forms, _ = cite_document(record.edition, document, {entry.key: entry for entry in record.entries}, "d.yml")
    return dict(forms.witnesses[changed["siglum"]].passage)


def in_words(templates: dict[str, Template], fragment: str) -> dict[str, str]:
    return {
        style: "".join(f"_{run.text}_" if run.italic else run.text for run in filled(template, "passage p12", fragment))
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
