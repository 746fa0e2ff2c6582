"""The edition as a static OAI-PMH repository: one XML file, which a gateway answers harvesters from.

"Specification for an OAI Static Repository and an OAI Static Repository Gateway" (openarchives.org, 2004) and OAI-PMH
2.0. Each document and each witness has a record in ``oai_dc``; where a document has no page but that of its one
witness, the witness alone. TEI headers are not a second format: the headers of two witnesses share ids
(``person.ekberg``), and one file cannot have an id twice. It is written as text, a line an element: there may be tens
of thousands of records.

Datestamps are the edition's date, for it is part of every record. Identifiers follow "Specification and XML Schema for
the OAI Identifier Format" where the host allows it; else a record is identified by the address of its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from pecia import addresses
from pecia.formats.dublin_core import Pairs, document_terms, witness_terms
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding
from pecia.pages import Edition
from pecia.pages.overview import document_address

STATIC = "http://www.openarchives.org/OAI/2.0/static-repository"
OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"

_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
"""Stricter than ``emailType`` of OAI-PMH.xsd."""

_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+")
"""``namespace-identifier`` of the OAI Identifier Format, 2.1."""

_URIC = "/%~!$&'()*+,;=:@?"
"""What a ``local-identifier`` may have beside letters, digits, ``-``, ``.`` and ``_`` (RFC 2396, ``uric``)."""

_YAML = Locus("edition/edition.yml")

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character in XML 1.0 (section 2.2), though YAML can have it."""

_NEITHER = re.compile(f"[&<>\r]|{_NO_XML.pattern}")
"""What is markup in XML, read as a line end, or no character."""

_DC = (
    f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}" xmlns:xsi="{_SCHEMA_INSTANCE}" '
    f'xsi:schemaLocation="{OAI_DC} {_OAI_DC_SCHEMA}">'
)
"""A gateway gives out this element alone, so it declares what it needs (OAI-PMH 2.0, 3.4)."""


def static_repository(edition: Edition, contact: str, gateway: str) -> tuple[bytes | None, list[Finding]]:
    """The file at :data:`pecia.addresses.OAI`: UTF-8 with an XML declaration, LF; the same bytes every time.

    ``contact`` is the e-mail address of who answers for the repository, ``gateway`` the address of the gateway that
    the edition is registered with; OAI-PMH asks for both (4.2: ``adminEmail``, ``baseURL``). Out: ``None`` when the
    edition has no address (P103), no valid contact (P104) or no document. Without a gateway ``baseURL`` is the
    file's own address: tools that read static repositories take the file, and no OAI-PMH request can be sent yet.
    """
    statement = edition.statement
    if not statement.url:
        message = "the edition has no address, so there is no static OAI-PMH repository"
        return None, [Finding("P103", message, _YAML)]
    if not _EMAIL.fullmatch(contact):
        what = f"the contact {contact!r} is no e-mail address" if contact else "the edition names no contact"
        return None, [Finding("P104", f"{what}, so there is no static OAI-PMH repository", _YAML)]
    if not edition.documents:
        return None, []
    return "".join(_lines(edition, contact, gateway)).encode(), []


def _lines(edition: Edition, contact: str, gateway: str) -> Iterator[str]:
    statement = edition.statement
    yield "<?xml version='1.0' encoding='UTF-8'?>\n"
    # gateways look for the prefix "oai"
    yield f'<Repository xmlns="{STATIC}" xmlns:oai="{OAI}" xmlns:xsi="{_SCHEMA_INSTANCE}" '
    yield f'xsi:schemaLocation="{STATIC} {STATIC}.xsd">\n<Identify>\n'
    yield _element("oai:repositoryName", statement.title)
    yield _element("oai:baseURL", _base_url(statement, gateway))
    yield _element("oai:protocolVersion", "2.0")
    yield _element("oai:adminEmail", contact)
    yield _element("oai:earliestDatestamp", statement.day)
    yield _element("oai:deletedRecord", "no")
    yield _element("oai:granularity", "YYYY-MM-DD")
    yield "</Identify>\n<ListMetadataFormats>\n<oai:metadataFormat>\n"
    yield _element("oai:metadataPrefix", "oai_dc")
    yield _element("oai:schema", _OAI_DC_SCHEMA)
    yield _element("oai:metadataNamespace", OAI_DC)
    yield '</oai:metadataFormat>\n</ListMetadataFormats>\n<ListRecords metadataPrefix="oai_dc">\n'
    yield from _records(edition)
    yield "</ListRecords>\n</Repository>\n"


def _element(name: str, text: str) -> str:
    return f"<{name}>{_escaped(text)}</{name}>\n"


def _escaped(text: str) -> str:
    if _NEITHER.search(text) is None:  # most of what is said has none
        return text
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _base_url(statement: EditionStatement, gateway: str) -> str:
    """The gateway's address, then that of the file without its scheme, the colon of a port escaped (4.4.1)."""
    if not gateway:
        return addresses.published(statement, addresses.OAI)
    host, path = _host_and_path(statement, addresses.OAI)
    return f"{gateway.rstrip('/')}/{host.replace(':', '%3A')}/{path}"


def _host_and_path(statement: EditionStatement, page: str) -> tuple[str, str]:
    """The host of ``page``, with its port, and its path there without the first ``/``."""
    host, _, path = addresses.published(statement, page).partition("://")[2].partition("/")
    return host, path


def _records(edition: Edition) -> Iterator[str]:
    """Each document, where it has a page of its own, and after it its witnesses."""
    statement = edition.statement
    for account in edition.documents:
        document, entries = account.document, account.concerned
        if document_address(statement, document) == addresses.document(document.id):
            yield _record(statement, addresses.document(document.id), document_terms(statement, document, entries))
        for witness in document.witnesses:
            page = addresses.witness(document.id, witness.siglum)
            yield _record(statement, page, witness_terms(statement, document, entries, witness))


def _record(statement: EditionStatement, page: str, terms: Pairs) -> str:
    identifier = _element("oai:identifier", _identifier(statement, page))
    header = f"<oai:header>\n{identifier}{_element('oai:datestamp', statement.day)}</oai:header>\n"
    said = "".join([_element(f"dc:{term}", value) for term, value in terms])
    return f"<oai:record>\n{header}<oai:metadata>\n{_DC}\n{said}</oai_dc:dc>\n</oai:metadata>\n</oai:record>\n"


def _identifier(statement: EditionStatement, page: str) -> str:
    """``oai:example.org:e/luncheon-1951-03-07/A`` of the page ``luncheon-1951-03-07/A/`` at https://example.org/e/."""
    host, path = _host_and_path(statement, page)
    domain = host.partition(":")[0].lower()
    if not _DOMAIN.fullmatch(domain):
        return addresses.published(statement, page)
    return f"oai:{domain}:{quote(path.rstrip('/'), safe=_URIC)}"
