"""DTS as files: what the specification (DTS 1.0, https://dtsapi.org/specifications) asks of each response; and a client
that knows nothing but the entry finds every passage, with the words that the record has."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin

import pytest
from lxml import etree

from pecia import addresses, new_project, tei_record
from pecia.formats.dts import EDITION, document_files, edition_files
from pecia.model import SIGNS, Delivery, Passage, PassageKind, RichText, Span, Transcript, Turn, passages, turns
from pecia.model.record import Record
from pecia.pages import Edition, account
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.tei_record.validate import POINTERS
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "tei" / "luncheon-1951-03-07.A.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"
WRAPPER = "{https://w3id.org/api/dts#}wrapper"
ID = "{http://www.w3.org/XML/1998/namespace}id"
SITE = "https://example.org/e/"


class Made(NamedTuple):
    """An edition of one document, the document, the bytes of its TEI files by siglum, and its files for DTS by path."""

    edition: Edition
    view: DocumentView
    records: dict[str, bytes]
    files: dict[str, bytes]


def made_of(records: list[Record], url: str) -> Made:
    """The files of an edition with the address ``url``."""
    sigla = {record.siglum for record in records}
    given = tuple(witness for witness in records[0].document.witnesses if witness.siglum in sigla)
    document = dataclasses.replace(records[0].document, witnesses=given)
    placed = [
        dataclasses.replace(record, document=document, edition=dataclasses.replace(record.edition, url=url))
        for record in records
    ]
    view = DocumentView(placed[0].document, tuple(map(WitnessView, placed)))
    edition = Edition(placed[0].edition, (account(view, ()),))
    encoded = {record.siglum: tei_record.encode(record) for record in placed}
    files = [*edition_files(edition), *document_files(edition.statement, view, encoded)]
    paths = [file.path for file in files]
    assert len(set(paths)) == len(paths)
    return Made(edition, view, encoded, {file.path: file.content for file in files})


def real_records() -> list[Record]:
    return [decoded(path) for path in sorted((ROOT / "edition" / "tei").glob("*.xml"))]


def small_records() -> list[Record]:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return [witness.record for witness in made.view.witnesses]


def every_kind() -> list[Record]:
    """A record with a passage of each kind, in its place and out of it, and a turn of two passages with an aside."""

    def passage(number: int, kind: PassageKind, who: str | None = None) -> Passage:
        return Passage(kind, RichText(f"Words {number} < & > “here”."), who, f"p{number}")

    record, kinds = decoded(GOLDEN), list(PassageKind)
    label = RichText("Ekberg (smiling):", (Span(7, 16, Delivery()),))
    speeches = (passage(60, PassageKind.SPEECH, "ekberg"), passage(61, PassageKind.SPEECH, "ekberg"))
    outside = [kind for kind in kinds if kind not in (PassageKind.SPEECH, PassageKind.REPORTED, *SIGNS)]
    body = (
        passage(1, PassageKind.HEADING),
        passage(2, PassageKind.DATE_LINE),
        passage(3, PassageKind.REPORTED, "ekberg"),
        passage(4, PassageKind.NARRATIVE),
        *(passage(10 + number, kind) for number, kind in enumerate(outside)),
        Turn("ekberg", label, speeches),
        passage(70, PassageKind.SIGNATURE_LABEL),
        passage(71, PassageKind.SIGNATURE),
        passage(72, PassageKind.SOURCE_NOTE),
    )
    front = decoded(GOLDEN).transcript.front
    renamed = Transcript(tuple(_renamed(front)), body)
    return [dataclasses.replace(record, transcript=renamed)]


def _renamed(front: Any) -> Iterator[Any]:
    def again(passage: Passage) -> Passage:
        return dataclasses.replace(passage, id=f"p5{passage.id[1:]}0")

    for block in front:
        if isinstance(block, Passage):
            yield again(block)
        else:
            yield dataclasses.replace(block, label=again(block.label), values=tuple(map(again, block.values)))


def decoded(path: Path) -> Record:
    record, findings = tei_record.decode(path.name, path.read_bytes())
    assert findings == []
    assert record
    return record


EDITIONS: dict[str, Callable[[], list[Record]]] = {
    "real": real_records,
    "small": small_records,
    "every kind": every_kind,
}


@pytest.fixture(scope="module", params=EDITIONS)
def records(request: pytest.FixtureRequest) -> list[Record]:
    return EDITIONS[request.param]()


@pytest.fixture(scope="module", params=[SITE, ""], ids=["with address", "without address"])
def made(request: pytest.FixtureRequest, records: list[Record]) -> Made:
    return made_of(records, request.param)


# --- a client --------------------------------------------------------------------------------------


def filled_in(template: str, **values: str) -> str:
    """A URI template of RFC 6570: simple expansion and path segments, which are all that is used."""

    def expression(match: re.Match[str]) -> str:
        slash, names = match[1], match[2].split(",")
        given = [quote(values[name], safe="") for name in names if name in values]
        return "".join(f"/{value}" for value in given) if slash else ",".join(given)

    expanded = re.sub(r"\{(/?)([a-z,]+)\}", expression, template)
    assert not set("{}") & set(expanded), template
    return expanded


class Client:
    """Fetches files of a site, wherever it stands, and remembers which."""

    def __init__(self, made: Made) -> None:
        self.files = made.files
        self.site = made.edition.statement.url or "https://elsewhere.example/some/place/"
        self.fetched: set[str] = set()

    def path(self, at: str, link: str) -> str:
        """The path on the site that ``link``, found in the file at path ``at``, leads to."""
        address = urljoin(self.site + at, link)
        assert address.startswith(self.site), address
        return address.removeprefix(self.site)

    def bytes_at(self, at: str, link: str) -> tuple[str, bytes]:
        path = self.path(at, link)
        self.fetched.add(path)
        return path, self.files[path]

    def json_at(self, at: str, link: str) -> tuple[str, Any]:
        path, content = self.bytes_at(at, link)
        return path, json.loads(content)


def entry_of(made: Made) -> Any:
    return json.loads(made.files[addresses.DTS_ENTRY])


def references(record: Record) -> list[str]:
    """The citable units of a record in the order of the text, from the transcript alone."""
    first = {turn.passages[0].id: f"turn.{turn.passages[0].id}" for turn in turns(record.transcript)}
    return [name for p in passages(record.transcript) for name in (first.get(p.id), p.id) if name]


# --- responses -------------------------------------------------------------------------------------


def test_the_entry_has_what_is_required(made: Made) -> None:
    # "Scheme for Entry Endpoint Responses"
    entry = entry_of(made)
    assert set(entry) == {"@context", "@id", "@type", "dtsVersion", "collection", "navigation", "document"}
    assert (entry["@type"], entry["dtsVersion"]) == ("EntryPoint", "1.0")


def test_every_response_names_the_context_of_the_specification(made: Made) -> None:
    for path, content in made.files.items():
        if path.endswith(".json"):
            assert json.loads(content)["@context"] == "https://dtsapi.org/context/v1.0.json", path


def test_collections_and_resources_have_what_is_required(made: Made) -> None:
    # "Scheme for Collection API Responses"
    required = {"@id", "@type", "dtsVersion", "title", "totalParents", "totalChildren", "collection"}
    top = [json.loads(c) for path, c in made.files.items() if path.startswith("dts/collection")]
    members = [member for item in top for member in item.get("member", [])]
    assert {item["@type"] for item in [*top, *members]} == {"Collection", "Resource"}
    for item in [*top, *members]:
        assert required <= set(item)
        assert item["title"]
        if item["@type"] == "Resource":
            assert {"navigation", "document"} <= set(item)
            assert item["citationTrees"] == [TREE]
    for item in top:
        if item["@type"] == "Collection":
            assert item["totalChildren"] == len(item["member"]) > 0
    parents = {item["@id"]: item["totalParents"] for item in [*top, *members]}
    assert parents.pop(EDITION) == 0
    assert set(parents.values()) == {1}


TREE = {
    "@type": "CitationTree",  # the first tree has no identifier
    "citeStructure": [
        {"@type": "CiteStructure", "citeType": "passage"},
        {
            "@type": "CiteStructure",
            "citeType": "turn",
            "citeStructure": [{"@type": "CiteStructure", "citeType": "passage"}],
        },
    ],
}


def test_metadata_objects_hold_what_the_specification_allows(made: Made) -> None:
    # "MetadataObject Structure": arrays of {lang, value}, or of addresses and codes; never an empty one
    def objects(value: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            if "dublinCore" in value:
                yield value["dublinCore"]
            for inner in value.values():
                yield from objects(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from objects(inner)

    found = [o for path, c in made.files.items() if path.endswith(".json") for o in objects(json.loads(c))]
    values = [value for metadata in found for array in metadata.values() for value in array]
    assert len(found) > 10
    assert all(array for metadata in found for array in metadata.values())
    for value in values:
        assert isinstance(value, str) or set(value) == {"lang", "value"}
        assert value if isinstance(value, str) else value["value"] and value["lang"]
    assert "None" not in str(values)


def test_the_navigation_has_the_whole_tree_in_the_order_of_the_text(made: Made) -> None:
    # "Scheme for Navigation Endpoint Responses", down=-1 without ref
    for witness in made.view.witnesses:
        record = witness.record
        navigation = json.loads(made.files[addresses.dts_navigation(f"{record.document.id}.{record.siglum}")])
        assert {"@context", "@id", "@type", "dtsVersion", "resource", "member"} == set(navigation)
        assert navigation["@type"] == "Navigation"
        needed = {"@id", "@type", "collection", "navigation", "document", "citationTrees"}
        assert needed <= set(navigation["resource"])
        units = navigation["member"]
        assert [unit["identifier"] for unit in units] == references(record)
        inside = {p.id: f"turn.{t.passages[0].id}" for t in turns(record.transcript) for p in t.passages}
        for unit in units:
            is_turn = unit["identifier"].startswith("turn.")
            parent = inside.get(unit["identifier"])
            assert unit["@type"] == "CitableUnit"
            assert unit["citeType"] == ("turn" if is_turn else "passage")
            assert (unit["parent"], unit["level"]) == (parent, 2 if parent else 1)


def test_a_turn_says_who_speaks_and_under_which_label() -> None:
    made = made_of(every_kind(), SITE)
    navigation = json.loads(made.files[addresses.dts_navigation("luncheon-1951-03-07.A")])
    turn = next(unit for unit in navigation["member"] if unit["citeType"] == "turn")
    assert turn["dublinCore"] == {
        "title": [{"lang": "en", "value": "Ekberg (smiling):"}],
        "creator": [{"lang": "en-GB", "value": "Anna Birgitta Ekberg"}],
    }


# --- following links -------------------------------------------------------------------------------


def test_every_file_is_reached_from_the_entry_and_every_passage_has_its_words(made: Made) -> None:
    client = Client(made)
    at, entry = client.json_at("", addresses.DTS_ENTRY)
    assert client.path(at, entry["@id"]) == at
    at_root, root = client.json_at(at, filled_in(entry["collection"]))
    by_id = client.json_at(at, filled_in(entry["collection"], id=root["@id"]))
    assert client.path(at_root, root["collection"]) == by_id[0]
    assert {**by_id[1], "collection": "", "member": ""} == {**root, "collection": "", "member": ""}
    for document in root["member"]:
        at_document, collection = client.json_at(at_root, document["collection"])
        assert at_document == client.path(at, filled_in(entry["collection"], id=document["@id"]))
        for resource, witness in zip(collection["member"], made.view.witnesses, strict=True):
            follow_resource(client, made, at, entry, at_document, resource, witness.record)
    assert client.fetched == set(made.files)


def follow_resource(
    client: Client, made: Made, at: str, entry: Any, at_document: str, resource: Any, record: Record
) -> None:
    at_resource, own = client.json_at(at_document, resource["collection"])
    assert own["@id"] == resource["@id"]
    at_navigation, navigation = client.json_at(at_document, filled_in(resource["navigation"]))
    assert client.path(at_navigation, navigation["@id"]) == at_navigation
    assert at_navigation == client.path(at, filled_in(entry["navigation"], resource=own["@id"]))
    place, whole = client.bytes_at(at_resource, filled_in(own["document"]))
    assert whole == made.records[record.siglum]
    assert place == client.path(at, filled_in(entry["document"], resource=own["@id"]))
    assert client.path(at_resource, own["download"]) == addresses.tei(record.document.id, record.siglum)
    by_id = {p.id: p.content.text for p in passages(record.transcript)}
    turn_texts = {t.passages[0].id: "".join(p.content.text for p in t.passages) for t in turns(record.transcript)}
    for unit in navigation["member"]:
        name = unit["identifier"]
        place, fragment = client.bytes_at(at_navigation, filled_in(navigation["resource"]["document"], ref=name))
        assert place == client.path(at, filled_in(entry["document"], resource=own["@id"], ref=name))
        (inside,) = wrapped(fragment)
        if unit["citeType"] == "turn":
            found = "".join(printed(p) for p in inside.iterchildren(f"{TEI}p"))
            assert found == turn_texts[name.removeprefix("turn.")]
        else:
            assert inside.get(ID) == name
            assert printed(inside) == by_id[name]
            page = client.path(at_navigation, unit["@id"])
            assert page == f"{record.document.id}/{record.siglum}/#{name}"


def wrapped(fragment: bytes) -> list[Any]:
    (wrapper,) = etree.fromstring(fragment).iter(WRAPPER)
    return list(wrapper)


def printed(element: Any) -> str:
    """The words as printed: all text nodes but those of corrections."""
    return "".join(element.xpath(".//text()[not(ancestor::t:corr)]", namespaces={"t": TEI[1:-1]}))


def test_with_an_address_every_link_is_absolute_and_without_one_none_is(records: list[Record]) -> None:
    def links(value: Any, key: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from links(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from links(inner, key)
        elif key in ("collection", "navigation", "document", "download"):
            yield value

    for url in (SITE, ""):
        made = made_of(records, url)
        found = [x for path, c in made.files.items() if path.endswith(".json") for x in links(json.loads(c))]
        assert len(found) >= 20
        assert {link.startswith("https://") for link in found} == {bool(url)}


def test_templates_and_paths_agree() -> None:
    collection, navigation, document = (addresses.DTS_TEMPLATES[k] for k in ("collection", "navigation", "document"))
    assert filled_in(collection) == addresses.dts_collection()
    assert filled_in(collection, id="a-1.B") == addresses.dts_collection("a-1.B")
    assert filled_in(navigation, resource="a-1.B") == addresses.dts_navigation("a-1.B")
    assert filled_in(document, resource="a-1.B") == addresses.dts_document("a-1.B")
    assert filled_in(document, resource="a-1.B", ref="turn.p2") == addresses.dts_document("a-1.B", "turn.p2")


def test_no_document_or_witness_can_have_the_identifier_of_the_edition() -> None:
    assert EDITION.partition(".")[0] in addresses.RESERVED


# --- fragments -------------------------------------------------------------------------------------


def fragments_of(made: Made) -> Iterator[tuple[Record, str, str, bytes]]:
    for witness in made.view.witnesses:
        record = witness.record
        for name in references(record):
            path = addresses.dts_document(f"{record.document.id}.{record.siglum}", name)
            yield record, name, path, made.files[path]


def test_the_wrapper_holds_the_element_of_the_record_and_nothing_else(made: Made) -> None:
    wholes = {siglum: etree.fromstring(content) for siglum, content in made.records.items()}
    for record, name, _path, fragment in fragments_of(made):
        if not name.startswith("turn."):
            (there,) = wholes[record.siglum].xpath("//*[@xml:id=$name]", name=name)
            assert canonical(wrapped(fragment)[0]) == canonical(there)


def canonical(element: Any) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def test_around_the_wrapper_stand_the_ancestors_and_who_speaks(made: Made) -> None:
    wholes = {siglum: etree.fromstring(content) for siglum, content in made.records.items()}
    for record, name, _path, fragment in fragments_of(made):
        if name.startswith("turn."):
            continue
        labels = {p.id: turn.label.text for turn in turns(record.transcript) for p in turn.passages}
        (there,) = wholes[record.siglum].xpath("//*[@xml:id=$name]", name=name)
        (wrapper,) = etree.fromstring(fragment).iter(WRAPPER)
        expected = [(e.tag, dict(e.attrib)) for e in there.iterancestors()][:-2]  # without text and TEI
        assert [(e.tag, dict(e.attrib)) for e in wrapper.iterancestors()][:-2] == expected
        if name in labels:
            before = [printed(child) for child in wrapper.itersiblings(preceding=True)]
            assert " ".join(reversed(before)) == labels[name]


def test_a_fragment_is_valid_tei_without_its_wrapper(made: Made, tei_all: etree.RelaxNG) -> None:
    # "The XML MUST be well formed and SHOULD be valid": the wrapper itself is no element of TEI
    for _record, name, _path, fragment in fragments_of(made):
        root = etree.fromstring(fragment)
        (wrapper,) = root.iter(WRAPPER)
        parent, place = wrapper.getparent(), wrapper.getparent().index(wrapper)
        (inside,) = wrapper
        parent.insert(place, inside)
        parent.remove(wrapper)
        assert tei_all.validate(root), (name, tei_all.error_log)


def test_the_gap_adds_no_words(made: Made) -> None:
    for _record, name, _path, fragment in fragments_of(made):
        root = etree.fromstring(fragment)
        (wrapper,) = root.iter(WRAPPER)
        said = [e for e in wrapper.itersiblings(preceding=True) if e.tag in (f"{TEI}speaker", f"{TEI}stage")]
        words = "".join(root.find(f"{TEI}text").itertext()).split()
        inside = [*(word for e in reversed(said) for word in "".join(e.itertext()).split())]
        assert sorted(words) == sorted([*inside, *"".join(wrapper.itertext()).split()]), name


def test_every_pointer_leads_into_the_whole_record(made: Made) -> None:
    client = Client(made)
    count = 0
    for record, _name, path, fragment in fragments_of(made):
        root = etree.fromstring(fragment)
        target = client.path(path, root.find(f".//{TEI}sourceDesc/{TEI}bibl/{TEI}ptr").get("target"))
        assert target == addresses.tei(record.document.id, record.siglum)
        known = set(re.findall(rb'xml:id="([^"]+)"', made.records[record.siglum]))
        for element in root.iter("{*}*"):
            for attribute, value in element.attrib.items():
                for pointer in value.split() if attribute in POINTERS else ():
                    if pointer.startswith("#"):
                        (base,) = element.xpath("ancestor-or-self::*[@xml:base][1]/@xml:base")
                        assert client.path(path, base) == target
                        assert pointer[1:].encode() in known
                        count += 1
    assert count


def test_a_fragment_carries_title_edition_and_licence(made: Made) -> None:
    statement = made.edition.statement
    for record, name, _path, fragment in fragments_of(made):
        file = etree.fromstring(fragment).find(f"{TEI}teiHeader/{TEI}fileDesc")
        assert file.find(f"{TEI}titleStmt/{TEI}title[@type='main']").text == record.document.title
        assert file.find(f"{TEI}editionStmt/{TEI}edition").text == statement.version
        licence = file.find(f"{TEI}publicationStmt/{TEI}availability/{TEI}licence")
        assert licence.get("target") == statement.licence.url
        scope = file.find(f"{TEI}sourceDesc/{TEI}bibl/{TEI}biblScope")
        assert (scope.text, scope.get("unit")) == (name, "turn" if name.startswith("turn.") else "passage")


# --- bad input and bytes ---------------------------------------------------------------------------

HOSTILE = '</script><b>&amp; "quoted" \\ ]]> {ref} “été”'


def test_titles_with_markup_are_words_everywhere() -> None:
    (record,) = every_kind()
    document = dataclasses.replace(record.document, title=HOSTILE)
    edition = dataclasses.replace(record.edition, title=HOSTILE)
    made = made_of([dataclasses.replace(record, document=document, edition=edition)], SITE)
    assert json.loads(made.files[addresses.dts_collection()])["title"] == HOSTILE
    assert json.loads(made.files[addresses.dts_collection(document.id)])["title"] == HOSTILE
    for _record, _name, _path, fragment in fragments_of(made):
        title = etree.fromstring(fragment).find(f".//{TEI}titleStmt/{TEI}title[@type='main']")
        assert title.text == HOSTILE
        assert len(title) == 0


def test_the_same_bytes_each_time_and_one_file_at_a_time(records: list[Record]) -> None:
    one, other = made_of(records, SITE), made_of(records, SITE)
    assert list(one.files.items()) == list(other.files.items())
    broken = dict.fromkeys(one.records, b"no XML")
    files = document_files(one.edition.statement, one.view, broken)
    assert next(files).path == addresses.dts_collection(one.view.document.id)
    with pytest.raises(ValueError, match=r"."):
        list(files)


def test_facts_that_are_not_established_leave_nothing_behind() -> None:
    (record,) = every_kind()
    document = dataclasses.replace(
        record.document, place="", date="", kind="", summary=(), participants=(), rights=(), sources=()
    )
    edition = dataclasses.replace(record.edition, subtitle="", publisher="", description="", editors=())
    made = made_of([dataclasses.replace(record, document=document, edition=edition, entries=())], "")
    for path, content in made.files.items():
        if path.endswith(".json"):
            assert b'""' not in content
            assert b"[]" not in content
            assert b": None" not in content
