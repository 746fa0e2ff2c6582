"""The edition's CITATION.cff against the rules of its schema, version 1.2.0.

The rules are written out here: the package that ships the schema (cffconvert 2.0.0) holds jsonschema below version 4.
"""

from __future__ import annotations

import dataclasses
import re

import pytest
import yaml

from pecia import new_project
from pecia.formats.cff import citation_cff, spdx_id
from pecia.model.edition import Editor, Licence
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document

HOSTILE = "yes: \"x\" # </script> \u202e{a: b} & *a &b !t | > \u05d0 'q' %TAG\n---\n- No"
ENTITY, PERSON = {"name"}, {"family-names", "given-names", "name-particle", "name-suffix"}
KEYS = {
    "cff-version", "message", "type", "title", "authors", "version", "date-released", "license", "license-url", "url",
    "abstract",
}  # fmt: skip
REQUIRED = {"cff-version", "message", "title", "authors"}


@pytest.fixture(scope="module")
def statement():
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    return made.view.witnesses[0].record.edition


def read(content: bytes) -> dict:
    """The file's values, after they have been held against the schema: every string not empty, no key of our own."""
    data = yaml.safe_load(content.decode("utf-8"))
    assert data.keys() <= KEYS
    assert data.keys() >= REQUIRED
    assert all(isinstance(value, str) and value for key, value in data.items() if key != "authors")
    assert data["cff-version"] == "1.2.0"
    assert data["type"] in {"dataset", "software"}
    assert re.fullmatch(r"\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])", data["date-released"])
    assert all(re.match(r"(https|http|ftp|sftp)://.+", data[key]) for key in ("url", "license-url") if key in data)
    assert not {"license", "license-url"} <= data.keys()  # the address is for licences without an SPDX identifier
    assert data["authors"]
    assert len({str(author) for author in data["authors"]}) == len(data["authors"])
    for author in data["authors"]:
        assert author.keys() == ENTITY or author.keys() <= PERSON
        assert all(isinstance(part, str) and part for part in author.values())
    return data


def test_every_key_comes_from_the_edition(statement):
    assert read(citation_cff(statement)) == {
        "cff-version": "1.2.0",
        "message": "To cite the whole edition, use this metadata; for a page, use the citation at its foot.",
        "type": "dataset",
        "title": "Conversations at the Embassy: Two translations of one record",
        "authors": [{"name": "The editors"}],
        "version": "1.0.0",
        "date-released": "2026-11-21",
        "license": "CC-BY-4.0",
        "url": "https://example.org/conversations/",
        "abstract": "A record of one conversation in two English translations. CC BY 4.0: The encoding and the "
        "editors' texts; not the translations.",
    }


def test_what_is_not_known_has_no_key(statement):
    content = citation_cff(dataclasses.replace(statement, url="", editors=()))
    data = read(content)
    assert "url" not in data
    assert data["authors"] == [{"name": statement.publisher}]
    assert b"None" not in content


def test_a_licence_without_an_identifier_is_given_by_its_address(statement):
    licence = Licence(name="House licence", url="https://example.org/licence/", scope="All.")
    data = read(citation_cff(dataclasses.replace(statement, licence=licence)))
    assert (data["license-url"], data.get("license")) == ("https://example.org/licence/", None)


def test_names_that_are_divided_are_persons(statement):
    names = ["de Gaulle, Charles", "Berg, Carl, Jr.", "U Thant", "no", HOSTILE, "no"]
    editors = tuple(Editor(id=str(number), name=name, role="") for number, name in enumerate(names))
    assert read(citation_cff(dataclasses.replace(statement, editors=editors)))["authors"] == [
        {"family-names": "Gaulle", "given-names": "Charles", "name-particle": "de"},
        {"family-names": "Berg", "given-names": "Carl", "name-suffix": "Jr."},
        {"name": "U Thant"},
        {"name": "no"},
        {"name": " ".join(HOSTILE.split())},
    ]


@pytest.mark.parametrize(
    "text", [HOSTILE, "2026-11-21", "1.0", "true", "null", "~", "- a", "? x", "a: b", "\u05d0\u05d1", "#"]
)
def test_no_text_becomes_markup(statement, text):
    hostile = dataclasses.replace(
        statement, title=text, subtitle="", description=text, licence=dataclasses.replace(statement.licence, scope="")
    )
    data = read(citation_cff(hostile))
    assert data["title"] == text
    assert data["abstract"] == " ".join(f"{text} CC BY 4.0".split())


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://www.creativecommons.org/licenses/by-nc-sa/2.5", "CC-BY-NC-SA-2.5"),
        ("https://creativecommons.org/licenses/by-sa/4.0/deed.en", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/legalcode", "CC0-1.0"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/", ""),
        ("https://creativecommons.org/licenses/by-sa-nd/4.0/", ""),
        ("https://creativecommons.org/licenses/by/5.0/", ""),
        ("https://example.org/creativecommons.org/licenses/by/4.0/", ""),
        ("https://creativecommons.org.example.org/licenses/by/4.0/", ""),
        ("", ""),
    ],
)
def test_only_a_known_address_gives_an_identifier(url, identifier):
    assert spdx_id(url) == identifier
