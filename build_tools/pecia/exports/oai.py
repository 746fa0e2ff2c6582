"""The edition as a static OAI-PMH repository: one XML file, which a gateway answers harvesters from.

"Specification for an OAI Static Repository and an OAI Static Repository Gateway" (openarchives.org, 2004) and OAI-PMH
2.0. Each document and each witness has a record in ``oai_dc``. TEI headers are not a second format: the headers of two
witnesses share ids (``person.ekberg``), and one file cannot have an id twice.

Datestamps are the edition's date, for it is part of every record. Identifiers follow "Specification and XML Schema for
the OAI Identifier Format" where the host allows it; else a record is identified by the address of its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]  # lxml-stubs leave it out

from pecia import addresses
from pecia.exports.dublincore import Pairs, document_terms, witness_terms
from pecia.findings import Finding
from pecia.model import Locus
from pecia.pages import Edition
from pecia.record import EditionStatement

STATIC = "http://www.openarchives.org/OAI/2.0/static-repository"
OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"

_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA_LOCATION = f"{{{_SCHEMA_INSTANCE}}}schemaLocation"
_OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
"""Stricter than ``emailType`` of OAI-PMH.xsd."""

_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+")
"""``namespace-identifier`` of the OAI Identifier Format, 2.1."""

_URIC = "/%~!$&'()*+,;=:@?"
"""What a ``local-identifier`` may have beside letters, digits, ``-``, ``.`` and ``_`` (RFC 2396, ``uric``)."""

_YAML = Locus("edition/edition.yml")

_Repository = ElementMaker(
    namespace=STATIC,
    nsmap=cast("dict[str, str]", {None: STATIC, "oai": OAI, "xsi": _SCHEMA_INSTANCE}),  # gateways look for "oai:"
)
_Oai = ElementMaker(namespace=OAI)
_OaiDc = ElementMaker(namespace=OAI_DC, nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": _SCHEMA_INSTANCE})
_Dc = ElementMaker(namespace=DC)


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
    repository = _Repository.Repository(
        {_SCHEMA_LOCATION: f"{STATIC} {STATIC}.xsd"},
        _Repository.Identify(
            _Oai.repositoryName(statement.title),
            _Oai.baseURL(_base_url(statement, gateway)),
            _Oai.protocolVersion("2.0"),
            _Oai.adminEmail(contact),
            _Oai.earliestDatestamp(statement.date),
            _Oai.deletedRecord("no"),
            _Oai.granularity("YYYY-MM-DD"),
        ),
        _Repository.ListMetadataFormats(
            _Oai.metadataFormat(
                _Oai.metadataPrefix("oai_dc"), _Oai.schema(_OAI_DC_SCHEMA), _Oai.metadataNamespace(OAI_DC)
            )
        ),
        _Repository.ListRecords({"metadataPrefix": "oai_dc"}, *_records(edition)),
    )
    return etree.tostring(repository, encoding="UTF-8", xml_declaration=True, pretty_print=True), []


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


def _records(edition: Edition) -> Iterator[etree._Element]:
    """Each document, and after it its witnesses."""
    statement = edition.statement
    for view in edition.documents:
        document = view.document
        yield _record(statement, addresses.document(document.id), document_terms(statement, view))
        for seen in view.witnesses:
            witness = seen.record.witness
            page = addresses.witness(document.id, witness.siglum)
            yield _record(statement, page, witness_terms(statement, view, witness))


def _record(statement: EditionStatement, page: str, terms: Pairs) -> etree._Element:
    schema = {_SCHEMA_LOCATION: f"{OAI_DC} {_OAI_DC_SCHEMA}"}
    record: etree._Element = _Oai.record(
        _Oai.header(_Oai.identifier(_identifier(statement, page)), _Oai.datestamp(statement.date)),
        _Oai.metadata(_OaiDc.dc(schema, *(_Dc(term, value) for term, value in terms))),
    )
    return record


def _identifier(statement: EditionStatement, page: str) -> str:
    """``oai:example.org:e/luncheon-1951-03-07/A`` of the page ``luncheon-1951-03-07/A/`` at https://example.org/e/."""
    host, path = _host_and_path(statement, page)
    domain = host.partition(":")[0].lower()
    if not _DOMAIN.fullmatch(domain):
        return addresses.published(statement, page)
    return f"oai:{domain}:{quote(path.rstrip('/'), safe=_URIC)}"
