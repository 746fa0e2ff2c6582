"""What a new edition begins from."""

from __future__ import annotations

import pytest

from pecia import new_project
from pecia.metadata import read_edition


@pytest.mark.parametrize("names", [[], ["1903/Brief an Müller.xml", "b.xml"]])
def test_the_files_around_a_folder_of_tei(names: list[str]) -> None:
    made = new_project.edition_of(names)
    assert set(made) == {".gitignore", "docs/index.md", "edition/edition.yml", "mkdocs.yml"}
    read = read_edition("edition/edition.yml", made["edition/edition.yml"])
    assert read.findings == ()
    assert read.value is not None
    assert (read.value.documents, read.value.editors, read.value.url, read.value.publisher) == ((), (), "", "")
    assert ("e.g. brief-an-muller" in made["edition/edition.yml"].decode()) is bool(names)
    assert not any("%" in content.decode() for content in made.values())


def test_nothing_is_claimed_that_nobody_said() -> None:
    text = new_project.edition_of([])["edition/edition.yml"].decode()
    assert "CC BY" not in text
    assert "Nobody has chosen one yet." in text
    assert "please give" in text


def test_the_navigation_names_what_every_edition_has() -> None:
    navigation = new_project.edition_of([])["mkdocs.yml"].decode()
    assert "  - Places: places/index.md\n" in navigation
    assert "%" not in new_project.new_edition()["mkdocs.yml"].decode()
