"""The RO-Crate: what the specification demands, read back by its library, the same bytes each time.

Sections named are those of the RO-Crate Metadata Specification 1.3 (https://w3id.org/ro/crate/1.3).
"""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from rocrate import vocabs
from rocrate.rocrate import ROCrate

from pecia import new_project
from pecia.formats.ro_crate import PATH, CrateFile, crate_metadata
from pecia.model.edition import (
    Authority,
    Document,
    EditionStatement,
    Editor,
    Entry,
    Responsibility,
    ResponsibilityKind,
)
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import entries_by_key

ID = "luncheon-1951-03-07"
TERMS = set(vocabs.RO_CRATE["@context"])
CITATION = "The editors, ed. Conversations at the Embassy. An Institute, 2026."
COPIES = tuple(
    CrateFile(f"downloads/{name}", f"form of {name}", len(name), sha256(name.encode()).hexdigest(), document, siglum)
    for name, document, siglum in (
        (f"{ID}.A.xml", ID, "A"),
        (f"{ID}.B.pdf", ID, "B"),
        (f"{ID}.A.corrected.txt", ID, "A"),
        (f"{ID}.epub", ID, ""),
        (f"{ID}.apparatus.csv", ID, ""),
        (f"{ID}.tei.zip", ID, ""),
        (f"{ID}.A.json", ID, "A"),
        (f"{ID}.A.js", ID, "A"),
        ("SHA256SUMS", "", ""),
    )
)


@dataclasses.dataclass(frozen=True)
class Given:
    statement: EditionStatement
    documents: tuple[Document, ...]
    entries: Mapping[str, Entry]

    def crate(self) -> bytes:
        return crate_metadata(self.statement, self.documents, self.entries, COPIES, CITATION)


def small_edition_given() -> Given:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    records = [view.record for view in made.view.witnesses]
    return Given(records[0].edition, (made.view.document,), entries_by_key(records))


@pytest.fixture(scope="module")
def given() -> Given:
    return small_edition_given()


def graph(crate: bytes) -> dict[str, dict[str, Any]]:
    """Every entity by its id, which stands there once (section "RO-Crate JSON-LD")."""
    found = json.loads(crate)
    assert set(found) == {"@context", "@graph"}
    entities = {entity["@id"]: entity for entity in found["@graph"]}
    assert len(entities) == len(found["@graph"])
    return entities


def values(entity: Mapping[str, Any]) -> list[Any]:
    return [v for value in entity.values() for v in (value if isinstance(value, list) else [value])]


# --- what the specification demands --------------------------------------------------------------


def check_musts(crate: bytes) -> None:
    """The MUSTs that bear on a crate like this one."""
    entities = graph(crate)
    # "RO-Crate JSON-LD": the context of the version
    assert json.loads(crate)["@context"] == "https://w3id.org/ro/crate/1.3/context"
    # "RO-Crate Metadata Descriptor"
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    # "Direct properties of the Root Data Entity"
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert all(isinstance(root[name], str) and root[name] for name in ("name", "description", "datePublished"))
    date.fromisoformat(root["datePublished"])
    assert {"name", "description"} <= entities[root["license"]["@id"]].keys()
    for entity in entities.values():
        # "Common principles for RO-Crate entities"
        assert entity["@id"]
        assert set(entity["@type"] if isinstance(entity["@type"], list) else [entity["@type"]]) <= TERMS
        assert entity.keys() - {"@id", "@type"} <= TERMS
        for value in values(entity):
            # flattened: a reference and nothing else, to an entity that is described
            if isinstance(value, dict):
                assert value.keys() == {"@id"}
                assert value["@id"] in entities or value["@id"].startswith("https://w3id.org/ro/crate/")
            else:
                assert isinstance(value, str)
                assert value
    # "Data Entities": linked from the root, by hasPart; "File": a relative path, as a URI
    parts = root["hasPart"] if isinstance(root["hasPart"], list) else [root["hasPart"]]
    listed = [id_ for id_, entity in entities.items() if entity["@type"] == "File"]
    assert [part["@id"] for part in parts] == listed
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", id_) for id_ in listed)
    # "Contextual Entities": whatever is described can be reached from the root
    reached: set[str] = {"ro-crate-metadata.json"}
    ways = ["./"]
    while ways:
        id_ = ways.pop()
        if id_ in entities and id_ not in reached:
            reached.add(id_)
            ways += [value["@id"] for value in values(entities[id_]) if isinstance(value, dict)]
    assert reached == set(entities)


def test_what_a_crate_must_have(given: Given) -> None:
    check_musts(given.crate())


def test_the_edition(given: Given) -> None:
    root = graph(given.crate())["./"]
    statement = given.statement
    assert root["name"] == statement.title
    assert root["version"] == "1.0.0"
    assert root["datePublished"] == "2026-11-21"
    assert root["identifier"] == root["url"] == "https://example.org/conversations/"
    assert root["license"] == {"@id": statement.licence.url}
    assert root["creditText"] == CITATION


def test_each_copy_with_its_form_size_checksum_and_what_it_is_of(given: Given) -> None:
    entities = graph(given.crate())
    for copy in COPIES:
        file = entities[copy.path]
        assert (file["contentSize"], file["sha256"]) == (str(copy.size), copy.sha256)
    forms = {path.rpartition("/")[2]: file["encodingFormat"] for path, file in entities.items() if "sha256" in file}
    assert forms == {
        f"{ID}.A.xml": "application/tei+xml",
        f"{ID}.B.pdf": "application/pdf",
        f"{ID}.A.corrected.txt": "text/plain",
        f"{ID}.epub": "application/epub+zip",
        f"{ID}.apparatus.csv": "text/csv",
        f"{ID}.tei.zip": "application/zip",
        f"{ID}.A.json": "application/json",
        f"{ID}.A.js": "text/javascript",
        "SHA256SUMS": "text/plain",
    }
    names = {path: file["name"] for path, file in entities.items() if "sha256" in file}
    assert len(set(names.values())) == len(names)
    assert names[f"downloads/{ID}.A.xml"] == f"Luncheon, 7 March 1951, witness A: form of {ID}.A.xml"
    assert names[f"downloads/{ID}.epub"] == f"Luncheon, 7 March 1951: form of {ID}.epub"
    assert names["downloads/SHA256SUMS"] == "form of SHA256SUMS"
    assert entities[f"downloads/{ID}.A.xml"]["about"] == {"@id": f"#documents/{ID}/A"}
    assert entities[f"downloads/{ID}.epub"]["about"] == {"@id": f"#documents/{ID}"}
    assert "about" not in entities["downloads/SHA256SUMS"]
    assert entities[f"#documents/{ID}/A"]["isPartOf"] == {"@id": f"#documents/{ID}"}
    assert entities[f"#documents/{ID}"]["temporalCoverage"] == "1951-03-07"


def test_people_by_their_names_in_the_register(given: Given) -> None:
    entities = graph(given.crate())
    ekberg = entities["#people/ekberg"]
    assert (ekberg["@type"], ekberg["name"]) == ("Person", "Anna Birgitta Ekberg")
    assert {"@id": "#people/ekberg"} in entities[f"#documents/{ID}"]["mentions"]


@pytest.mark.parametrize(
    ("kind", "property_"),
    [("author", "author"), ("translator", "translator"), ("note-taker", "contributor"), ("encoder", "contributor")],
)
def test_who_made_a_document_is_named_by_what_they_did(given: Given, kind: ResponsibilityKind, property_: str) -> None:
    (document,) = given.documents
    first, *others = document.witnesses
    witness = dataclasses.replace(first, responsibilities=(Responsibility(id="h", kind=kind, person="ekberg"),))
    document = dataclasses.replace(document, participants=(), witnesses=(witness, *others))
    made = graph(dataclasses.replace(given, documents=(document,)).crate())[f"#documents/{ID}"]
    named = {name for name in ("author", "translator", "contributor") if name in made}
    assert (named, made[property_]) == ({property_}, {"@id": "#people/ekberg"})


def test_who_is_identified_by_inference_is_the_same_as_nobody(given: Given) -> None:
    assert graph(given.crate())["#people/ekberg"]["sameAs"]
    doubted = {key: dataclasses.replace(entry, certainty="medium") for key, entry in given.entries.items()}
    entities = graph(dataclasses.replace(given, entries=doubted).crate())
    assert "sameAs" not in entities["#people/ekberg"]
    assert not {"author", "translator"} & entities[f"#documents/{ID}"].keys()


def test_an_editor_is_a_person_only_where_the_name_says_so(given: Given) -> None:
    editors = (
        Editor(id="one", name="de Boer, Lena", role="encoding"),
        Editor(id="all", name="The editors", role="rulings"),
    )
    crate = dataclasses.replace(given, statement=dataclasses.replace(given.statement, editors=editors)).crate()
    entities = graph(crate)
    assert entities["./"]["editor"] == [{"@id": "#editors/one"}, {"@id": "#editors/all"}]
    assert entities["#editors/one"] == {
        "@id": "#editors/one",
        "@type": "Person",
        "name": "Lena de Boer",
        "givenName": "Lena",
        "familyName": "de Boer",
        "description": "encoding",
    }
    assert entities["#editors/all"]["@type"] == "Thing"
    check_musts(crate)


def test_what_is_not_established_leaves_no_trace(given: Given) -> None:
    statement = dataclasses.replace(given.statement, url="", subtitle="")
    bare = {key: dataclasses.replace(e, role="", authorities=()) for key, e in given.entries.items()}
    crate = dataclasses.replace(given, statement=statement, entries=bare).crate()
    check_musts(crate)
    root = graph(crate)["./"]
    assert not {"identifier", "url", "alternateName"} & root.keys()
    assert b"None" not in crate
    assert b"null" not in crate
    assert b"example.org/conversations" not in crate


def test_text_of_any_kind_stays_text(given: Given) -> None:
    hostile = 'A "quoted" \\ <b>&amp;</b> {"@id": "x"} \u2028 名 ]]> U Thant'
    statement = dataclasses.replace(given.statement, title=hostile, description=hostile, publisher=hostile)
    authorities = (Authority(name=hostile, url="https://viaf.org/viaf/1"), Authority(name="no address"))
    entries = {key: dataclasses.replace(e, name=hostile, authorities=authorities) for key, e in given.entries.items()}
    crate = dataclasses.replace(given, statement=statement, entries=entries).crate()
    check_musts(crate)
    entities = graph(crate)
    assert entities["./"]["name"] == hostile
    assert entities["#people/ekberg"]["sameAs"] == {"@id": "https://viaf.org/viaf/1"}
    assert entities["https://viaf.org/viaf/1"]["name"] == hostile


def test_an_edition_without_documents_is_a_crate(given: Given) -> None:
    statement = dataclasses.replace(given.statement, documents=())
    made = crate_metadata(statement, (), {}, COPIES[-1:], CITATION)
    check_musts(made)


# --- the library, and the same bytes -------------------------------------------------------------


def test_the_library_reads_it_back(given: Given, tmp_path: Path) -> None:
    (tmp_path / PATH).write_bytes(given.crate())
    for copy in COPIES:
        (tmp_path / copy.path).parent.mkdir(exist_ok=True)
        (tmp_path / copy.path).write_bytes(b"")
    crate = ROCrate(tmp_path)
    assert crate.version == "1.3"
    assert crate.name == given.statement.title
    assert crate.publisher["name"] == given.statement.publisher
    assert [entity.id for entity in crate.data_entities] == [copy.path for copy in COPIES]
    assert crate.get(f"downloads/{ID}.A.xml")["about"]["isPartOf"]["name"] == given.documents[0].title
    assert {e["@id"]: e for e in crate.metadata.generate()["@graph"]}.keys() == graph(given.crate()).keys()


def test_the_same_bytes_in_any_process_at_any_time(given: Given) -> None:
    script = (
        "import sys, rocrate.model.root_dataset as library\n"
        "library.iso_now = lambda: '1999-12-31T23:59:59+00:00'\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "import test_crate\n"
        "sys.stdout.buffer.write(test_crate.small_edition_given().crate())\n"
    )
    environment = {"PYTHONHASHSEED": "77", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    again = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
    assert again == given.crate()
    assert b"1999" not in again
