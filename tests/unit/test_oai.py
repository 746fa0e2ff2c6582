"""The static OAI-PMH repository against its rules.

The W3C schemas (static-repository.xsd, OAI-PMH.xsd, oai_dc.xsd, simpledc20021212.xsd) are not at hand: no package that
these tests could depend on has them all. So :func:`broken_rules` says what is asked for, each rule with its place:
PMH is "The Open Archives Initiative Protocol for Metadata Harvesting", version 2.0; ID "Specification and XML Schema
for the OAI Identifier Format"; SR "Specification for an OAI Static Repository and an OAI Static Repository Gateway". Of
SR the rules are those that its example, the form of its schema and a gateway's code show; its full text was not at
hand either.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pecia import new_project, tei_record
from pecia.formats.oai import static_repository
from pecia.model.edition import Responsibility
from pecia.pages import Edition, account
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import DocumentView, WitnessView

ROOT = Path(__file__).parents[2]
SR = "{http://www.openarchives.org/OAI/2.0/static-repository}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ELEMENTS = {
    *("title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format"),
    *("identifier", "source", "language", "relation", "coverage", "rights"),
}
IDENTIFY = (
    *("repositoryName", "baseURL", "protocolVersion", "adminEmail"),
    *("earliestDatestamp", "deletedRecord", "granularity"),
)

CONTACT = "editor@example.org"
GATEWAY = "https://gateway.example.net/oai/"


def broken_rules(content: bytes) -> Iterator[str]:
    """What of the rules ``content`` breaks."""
    if not content.startswith((b"<?xml version='1.0' encoding='UTF-8'?>", b'<?xml version="1.0" encoding="UTF-8"?>')):
        yield "SR, PMH 3.2: an XML declaration with the encoding UTF-8"
    root = etree.fromstring(content)
    if root.tag != f"{SR}Repository" or not located(root, SR, "static-repository.xsd"):
        yield "SR: the root is Repository and names the schema"
    if names(root)[:2] != [f"{SR}Identify", f"{SR}ListMetadataFormats"] or set(names(root)[2:]) != {f"{SR}ListRecords"}:
        yield "SR A1.1: Identify, ListMetadataFormats, then one or more ListRecords"
        return
    identify, formats, *lists = root
    yield from broken_in_identify(identify)
    prefixes = []
    for form in formats:
        if names(form) != [f"{OAI}{n}" for n in ("metadataPrefix", "schema", "metadataNamespace")]:
            yield "PMH 4.4: what a metadataFormat has"
        prefixes.append(form[0].text)
    if [x.get("metadataPrefix") for x in lists] != prefixes or "oai_dc" not in prefixes:
        yield "SR: one ListRecords for each format of ListMetadataFormats, oai_dc among them"
    for records in lists:
        if not len(records) or set(names(records)) != {f"{OAI}record"}:
            yield "SR: a ListRecords has records, and no resumptionToken"
        yield from broken_in_records(records, identify.find(f"{OAI}earliestDatestamp").text)


def broken_in_identify(identify: Any) -> Iterator[str]:
    if names(identify) != [f"{OAI}{name}" for name in IDENTIFY]:
        yield "PMH 4.2, OAI-PMH.xsd IdentifyType: what Identify has, in this order"
        return
    found = {name: identify.find(f"{OAI}{name}").text for name in IDENTIFY}
    if not found["repositoryName"]:
        yield "PMH 4.2: a name"
    if not re.fullmatch(r"https?://[^\s?#]+\.xml", found["baseURL"]):
        yield "SR: the base URL ends with the path of the file and has no query"
    if found["protocolVersion"] != "2.0":
        yield "PMH 4.2: the version"
    if not re.fullmatch(r"\S+@(\S+\.)+\S+", found["adminEmail"]):
        yield "OAI-PMH.xsd emailType"
    if (found["deletedRecord"], found["granularity"]) != ("no", "YYYY-MM-DD"):
        yield "SR: no deleted records, and days"
    if not DAY.fullmatch(found["earliestDatestamp"]):
        yield "PMH 2.7.1: the granularity of earliestDatestamp"


def broken_in_records(records: Any, earliest: str) -> Iterator[str]:
    identifiers = [record.findtext(f"{OAI}header/{OAI}identifier") for record in records]
    if len(set(identifiers)) != len(identifiers):
        yield "PMH 2.4: an identifier is unique in a repository"
    for record, identifier in zip(records, identifiers, strict=True):
        if names(record) != [f"{OAI}header", f"{OAI}metadata"]:
            yield "PMH 2.5: header, metadata"
            return
        header, metadata = record
        if names(header) != [f"{OAI}identifier", f"{OAI}datestamp"] or header.attrib:
            yield "SR: a header has no set and no status"
        if not re.fullmatch(r"(oai|https?):\S+", identifier):
            yield "PMH 2.4: an identifier is a URI"
        if identifier.startswith("oai:") and not re.fullmatch(
            r"oai:[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+", identifier
        ):
            yield "ID 2.1: domain name and local identifier"
        if not DAY.fullmatch(header[1].text) or header[1].text < earliest:
            yield "PMH 2.7.1, 4.2: a datestamp is a day, and none is before the earliest"
        if names(metadata) != [f"{OAI_DC}dc"] or not located(metadata[0], OAI_DC, "oai_dc.xsd"):
            yield "PMH 3.4: one element that names its schema"
        for element in metadata[0]:
            if element.tag not in {f"{DC}{name}" for name in ELEMENTS} or len(element):
                yield "oai_dc.xsd, simpledc20021212.xsd: the fifteen elements, with words in them"
            if not (element.text or "").strip():
                yield "nothing is said where nothing is known"


def names(element: Any) -> list[str]:
    return [child.tag for child in element]


def located(element: Any, namespace: str, schema: str) -> bool:
    name, _, place = (element.get(f"{XSI}schemaLocation") or "").partition(" ")
    return name == namespace[1:-1] and place.strip().endswith(f"/{schema}")


# --- editions --------------------------------------------------------------------------------------


def real_edition() -> Edition:
    records = [tei_record.decode(p.name, p.read_bytes())[0] for p in sorted((ROOT / "edition" / "tei").glob("*.xml"))]
    views = tuple(WitnessView(record) for record in records if record)
    document = DocumentView(views[0].record.document, views)
    return at(Edition(views[0].record.edition, (account(document, ()),)), "https://example.org/e/")


def small_edition() -> Edition:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return Edition(made.view.witnesses[0].record.edition, (account(made.view, ()),))


def at(edition: Edition, url: str) -> Edition:
    return dataclasses.replace(edition, statement=dataclasses.replace(edition.statement, url=url))


@pytest.fixture(scope="module")
def small() -> Edition:
    return small_edition()


def repository(edition: Edition, contact: str = CONTACT, gateway: str = GATEWAY) -> bytes:
    content, _findings = static_repository(edition, contact, gateway)
    assert content
    return content


def identified(content: bytes) -> dict[str, dict[str, list[str]]]:
    """Of each record its Dublin Core, by the record's identifier."""
    found = {}
    for record in etree.fromstring(content).iter(f"{OAI}record"):
        terms: dict[str, list[str]] = {}
        for element in record.find(f"{OAI}metadata/{OAI_DC}dc"):
            terms.setdefault(element.tag.removeprefix(DC), []).append(element.text)
        found[record.findtext(f"{OAI}header/{OAI}identifier")] = terms
    return found


# --- the rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", [real_edition, small_edition])
@pytest.mark.parametrize("gateway", [GATEWAY, ""])
def test_no_rule_is_broken(edition: Any, gateway: str) -> None:
    assert list(broken_rules(repository(edition(), gateway=gateway))) == []


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("encoding='UTF-8'", "encoding='US-ASCII'"),
        ("<oai:deletedRecord>no", "<oai:deletedRecord>persistent"),
        ("<oai:granularity>YYYY-MM-DD", "<oai:granularity>YYYY-MM-DDThh:mm:ssZ"),
        ("<oai:protocolVersion>2.0</oai:protocolVersion>", ""),
        ("<oai:adminEmail>editor@example.org", "<oai:adminEmail>the editor"),
        ('metadataPrefix="oai_dc"', 'metadataPrefix="tei"'),
        ("oai_dc.xsd</oai:schema>", "oai_dc.xsd</oai:schema><oai:schema/>"),
        ("<oai:identifier>oai:example.org:", "<oai:identifier>oai:1.org:"),
        ("2026-11-21</oai:datestamp>", "2026-11-20</oai:datestamp>"),
        ("2026-11-21</oai:datestamp>", "2026-11-21T00:00:00Z</oai:datestamp>"),
        ("luncheon-1951-03-07/A</oai:identifier>", "luncheon-1951-03-07</oai:identifier>"),
        ("<dc:title>", "<dc:heading/><dc:title>"),
        ("<dc:title>", "<dc:creator></dc:creator><dc:title>"),
        ("oai_dc.xsd\">", "\">"),
        ("<oai:baseURL>https://gateway.example.net", "<oai:baseURL>gateway.example.net"),
    ],
)  # fmt: skip
def test_the_rules_are_noticed_when_broken(small: Edition, words: str, instead: str) -> None:
    content = repository(small).decode()
    assert words in content
    assert list(broken_rules(content.replace(words, instead).encode("ascii", "xmlcharrefreplace")))


def test_gateways_that_look_for_the_prefix_of_the_specification_find_it(small: Edition) -> None:
    content = repository(small).decode()
    assert "<oai:baseURL>" in content
    assert "<oai:record>" in content
    assert '<ListRecords metadataPrefix="oai_dc">' in content


@pytest.mark.parametrize(
    ("url", "gateway", "base"),
    [
        ("http://an.example.org/ma/", "http://gateway.example.net/oai", "http://gateway.example.net/oai/an.example.org/ma/oai.xml"),
        ("https://example.org:8080/e", GATEWAY, "https://gateway.example.net/oai/example.org%3A8080/e/oai.xml"),
        ("https://example.org/", "", "https://example.org/oai.xml"),
    ],
)  # fmt: skip
def test_the_base_url_is_that_of_the_gateway_and_the_file(small: Edition, url: str, gateway: str, base: str) -> None:
    # SR 4.4.1: the gateway's address, then that of the file without http://, the colon of a port escaped
    root = etree.fromstring(repository(at(small, url), gateway=gateway))
    assert root.findtext(f"{SR}Identify/{OAI}baseURL") == base


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://Example.org/e/", "oai:example.org:e/luncheon-1951-03-07/A"),
        ("https://example.org:8080/e", "oai:example.org:e/luncheon-1951-03-07/A"),
        ("https://example.org", "oai:example.org:luncheon-1951-03-07/A"),
        ("https://example.org/é%20/", "oai:example.org:%C3%A9%20/luncheon-1951-03-07/A"),
        ("http://localhost:8000/", "http://localhost:8000/luncheon-1951-03-07/A/"),
        ("http://192.0.2.1/", "http://192.0.2.1/luncheon-1951-03-07/A/"),
    ],
)
def test_identifiers_are_of_the_host_or_addresses(small: Edition, url: str, identifier: str) -> None:
    assert identifier in identified(repository(at(small, url)))
    assert not [rule for rule in broken_rules(repository(at(small, url))) if not rule.startswith("SR: the base URL")]


# --- what the records say --------------------------------------------------------------------------


def test_each_document_and_each_witness_has_a_record(small: Edition) -> None:
    found = identified(repository(small))
    start = "oai:example.org:conversations/luncheon-1951-03-07"
    assert list(found) == [start, f"{start}/A", f"{start}/B"]
    web = "https://example.org/conversations/"
    assert found[f"{start}/A"] == {
        "title": ["Luncheon conversation, 7 March 1951. Witness A: First print"],
        "description": [
            "The translation as first printed.",
            "Over luncheon the two ministers speak about trade.",
        ],
        "contributor": [found[f"{start}/A"]["contributor"][0], "The editors"],
        "source": [
            "Author, A., A Conversation at the Embassy, Bulletin of the Project, 3, 12–19, Spring 1996",
            "https://example.org/doc/1",
            "original in National Archives of Sweden (RA), Stockholm, not seen",
        ],
        "coverage": ["1951-03-07", "Embassy of Sweden, Oslo"],
        "type": ["Text", "Record of conversation"],
        "publisher": ["An Institute"],
        "date": ["2026-11-21"],
        "rights": [
            "https://creativecommons.org/licenses/by/4.0/",
            "CC BY 4.0: The encoding and the editors' texts; not the translations.",
            "The rights in the translations are not established.",
        ],
        "identifier": [f"{web}luncheon-1951-03-07/A/"],
        "language": ["en"],
        "relation": [f"{web}luncheon-1951-03-07/", f"{web}downloads/luncheon-1951-03-07.A.xml"],
    }
    assert found[f"{start}/A"]["contributor"][0] == "Lindqvist, Karin"
    assert found[start]["contributor"] == ["Lindqvist, Karin", "The editors"]
    assert found[start]["relation"] == [web, f"{web}luncheon-1951-03-07/A/", f"{web}luncheon-1951-03-07/B/"]


def test_note_takers_and_the_translator_are_contributors_and_nobody_is_the_creator() -> None:
    real = real_edition()
    (translator,) = {
        entry.sort
        for one in real.documents[0].document.witnesses
        for hand in one.responsibilities
        if hand.kind == "translator" and (entry := real.documents[0].concerned[hand.person])
    }
    for terms in identified(repository(real)).values():
        assert "creator" not in terms
        assert translator in terms["contributor"]


def test_an_established_author_is_the_creator(small: Edition) -> None:
    account, writer = small.documents[0], Responsibility(id="w", kind="author", name="Holm, Bo")
    first, *others = account.document.witnesses
    witnesses = (dataclasses.replace(first, responsibilities=(writer,)), *others)
    document = dataclasses.replace(account.document, witnesses=witnesses)
    edition = Edition(small.statement, (dataclasses.replace(account, document=document),))
    whole, a, b = identified(repository(edition)).values()
    assert (whole["creator"], a["creator"], b.get("creator")) == (["Holm, Bo"], ["Holm, Bo"], None)


def test_titles_with_markup_are_words(small: Edition) -> None:
    hostile = '</dc:title><oai:record/> &amp; "]]>" <![CDATA[ é'
    statement = dataclasses.replace(small.statement, title=hostile)
    document = dataclasses.replace(small.documents[0].document, title=hostile)
    edition = Edition(statement, (dataclasses.replace(small.documents[0], document=document),))
    content = repository(edition)
    assert list(broken_rules(content)) == []
    assert next(iter(identified(content).values()))["title"] == [hostile]
    assert etree.fromstring(content).findtext(f"{SR}Identify/{OAI}repositoryName") == hostile


@pytest.mark.parametrize("title", ["A & B", "a < b", "a ]]> b", "a\rb", "a\x07b", "a\ufffeb", "é 名"])
def test_each_sign_that_means_something_to_xml_is_read_back(small: Edition, title: str) -> None:
    document = dataclasses.replace(small.documents[0].document, title=title)
    content = repository(Edition(small.statement, (dataclasses.replace(small.documents[0], document=document),)))
    said = next(iter(identified(content).values()))["title"]
    assert said == [title.replace("\x07", "\ufffd").replace("\ufffe", "\ufffd")]


def test_what_is_not_established_is_not_said(small: Edition) -> None:
    bare = dataclasses.replace(
        small.documents[0].document, place="", date="", kind="", summary=(), rights=(), sources=(), participants=(),
        witnesses=tuple(
            dataclasses.replace(one, responsibilities=()) for one in small.documents[0].document.witnesses
        ),
    )  # fmt: skip
    statement = dataclasses.replace(small.statement, publisher="", editors=(), description="")
    content = repository(Edition(statement, (dataclasses.replace(small.documents[0], document=bare),)))
    assert list(broken_rules(content)) == []
    assert b"None" not in content
    first = next(iter(identified(content).values()))
    assert set(first) == {"title", "source", "type", "date", "rights", "identifier", "language", "relation"}


# --- what is missing -------------------------------------------------------------------------------


def test_without_an_address_there_is_no_repository(small: Edition) -> None:
    content, findings = static_repository(at(small, ""), CONTACT, GATEWAY)
    assert content is None
    assert [(f.code, f.severity.value) for f in findings] == [("P103", "note")]


@pytest.mark.parametrize("contact", ["", "the editor", "editor@localhost", "a b@example.org", "a@b@example.org"])
def test_without_a_contact_there_is_no_repository(small: Edition, contact: str) -> None:
    content, findings = static_repository(small, contact, GATEWAY)
    assert content is None
    assert [(f.code, f.severity.value) for f in findings] == [("P104", "note")]


def test_without_a_gateway_the_file_is_made_all_the_same(small: Edition) -> None:
    for gateway in ("", GATEWAY):
        content, findings = static_repository(small, CONTACT, gateway)
        assert content
        assert findings == []


def test_an_edition_without_documents_has_no_repository(small: Edition) -> None:
    assert static_repository(Edition(small.statement, ()), CONTACT, GATEWAY) == (None, [])


def test_the_same_bytes_each_time(small: Edition) -> None:
    assert repository(small) == repository(small_edition())
