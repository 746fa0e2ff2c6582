"""The edition as a CITATION.cff, which GitHub, Zenodo and reference managers read.

Citation File Format 1.2.0, "Guide to Citation File Format schema version 1.2.0" (https://doi.org/10.5281/zenodo.5171937).
"""

from __future__ import annotations

import re

import yaml

from pecia.citation import Name, edition_item
from pecia.citation.names import in_order
from pecia.model.edition import EditionStatement

_MESSAGE = "To cite the whole edition, use this metadata; for a page, use the citation at its foot."

_CREATIVE_COMMONS = re.compile(r"creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/([1-4]\.0|2\.5)")
_BY_ADDRESS = {
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
}


def citation_cff(statement: EditionStatement) -> bytes:
    """The whole file, in UTF-8. What is empty in ``statement`` has no key.

    The licence is of the edition's own work, so what it covers is said in the abstract: the format has no key for it.
    """
    item = edition_item(statement)
    licence = statement.licence
    spdx = spdx_id(licence.url)
    covers = ": ".join(part for part in (licence.name, licence.scope) if part)
    data = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": item.title,
        "authors": _authors(item.editors or (Name(family=item.publisher),)),
        "version": item.version,
        "date-released": item.issued,
        "license": spdx,
        "license-url": "" if spdx else licence.url,
        "url": item.url,
        "abstract": " ".join(f"{statement.description} {covers}".split()),
    }
    given = {key: value for key, value in data.items() if value}
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=2**31).encode()


def spdx_id(url: str) -> str:
    """The SPDX identifier (https://spdx.org/licenses/) of the licence at ``url``; empty when it is not known for sure.

    >>> spdx_id("https://creativecommons.org/licenses/by/4.0/legalcode.en"), spdx_id("https://example.org/by/4.0/")
    ('CC-BY-4.0', '')
    """
    address = re.sub(r"^https?://(www\.)?", "", url.strip().lower())
    address = re.sub(r"/((deed|legalcode)(\.[a-z_-]+)?)?$", "", address)
    found = _CREATIVE_COMMONS.fullmatch(address)
    return f"CC-{found[1].upper()}-{found[2]}" if found else _BY_ADDRESS.get(address, "")


def _authors(names: tuple[Name, ...]) -> list[dict[str, str]]:
    """Names that are divided as persons, all others as entities; each once, as the schema asks."""
    authors = []
    for name in names:
        parts = {
            "family-names": name.family,
            "given-names": name.given,
            "name-particle": name.particle,
            "name-suffix": name.suffix,
        }
        author = {key: part for key, part in parts.items() if part} if name.given else {"name": in_order(name)}
        if author not in authors:
            authors.append(author)
    return authors
