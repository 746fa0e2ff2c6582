"""What an address names: a full address, one relative to the site, or ids as a reader would write them down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from pecia import addresses
from pecia.metadata.words import did_you_mean, shown
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding
from pecia.quotations.cited_text import Cited

COMMAND = Locus("command line")
"""The place of an address that stands in no file."""

Sigla = Mapping[str, Sequence[str]]
"""The sigla of each document's witnesses, by the document's id, in the order of the edition."""

_CHOICES = 6
_LONGEST = 4000
_SCHEME = re.compile(r"(https?|file)://([^/?#]*)", re.IGNORECASE)
_LOOPBACK = re.compile(r"(localhost|127(\.[0-9]+){3}|\[::1\])?(:[0-9]*)?", re.IGNORECASE)
_DASH = re.compile(r"\s*[–—]\s*|\s+-\s+")
_PLACE = re.compile(r"(p[0-9]+[a-z]*)(?:[–—-]p?([0-9]+[a-z]*))?")
_COMPARED = re.compile(r"([A-Za-z][A-Za-z0-9]*)-(p[0-9]+[a-z]*)")


class _Parts(NamedTuple):
    """An address in its parts: ``names`` are the segments of its path, ``place`` its fragment."""

    names: list[str]
    place: str
    version: str


class _NotFoundError(Exception):
    """The address names nothing, or several things; ``hint`` says what it could be."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def find_cited(
    text: str, statement: EditionStatement, sigla: Sigla, locus: Locus = COMMAND
) -> tuple[Cited | None, list[Finding]]:
    """What ``text`` names; whether the passage and the version exist is for :func:`pecia.quotations.check_cited`.

    Taken are: the full address of a page or passage, published or on this machine (``file``, a server of its own);
    the address from the site's root on, with or without a slash before it, with ``?v=``; ids with spaces or slashes
    between them (``luncheon-1951-03-07 A p12``), of which those may be left out that only one thing can have; a range
    (``p12–p14``); the id of a document alone; nothing, for the edition. Findings, at ``locus``: Q102 when it names
    nothing or several things, Q107 when the address is another site's than the edition's.
    """
    address = text.strip()
    if len(address) > _LONGEST or not address.isprintable():
        return None, [Finding("Q102", f"{shown(address)} is not an address", locus)]
    parts = _parts(address)
    try:
        cited = _cited(parts, sigla)
    except _NotFoundError as problem:
        return None, [Finding("Q102", f"{shown(address)}: {problem}", locus, problem.hint)]
    if _is_elsewhere(address, statement.url):
        message = f"{shown(address)} is not under {statement.url}; it was taken as {cited.address}"
        return cited, [Finding("Q107", message, locus)]
    return cited, []


def _is_elsewhere(address: str, base: str) -> bool:
    """Whether the address is on the web, and not where the edition is published."""
    scheme = _SCHEME.match(address)
    if not base or not scheme or scheme[1].lower() == "file" or _LOOPBACK.fullmatch(scheme[2]):
        return False
    without = (re.sub("^https?://", "", url, flags=re.IGNORECASE) for url in (address + "/", base))
    given, own = (f"{host.lower()}/{path}" for host, _, path in (url.partition("/") for url in without))
    return not given.startswith(own)


def _parts(address: str) -> _Parts:
    """The address taken apart as RFC 3986, appendix B, has it, with percent signs decoded."""
    scheme = _SCHEME.match(address)
    before, _, fragment = address[scheme.end() if scheme else 0 :].partition("#")
    path, _, query = before.partition("?")
    names = path.split("/") if scheme else re.split(r"[/\s]+", _DASH.sub("–", path))
    names = [unquote(name) for name in names if name not in ("", ".", "..")]
    if names and names[-1] == "index.html":
        names.pop()
    given = (value for key, _, value in (pair.partition("=") for pair in query.split("&")) if key == "v")
    place = unquote(fragment).partition(":~:")[0]  # the end is a text fragment, which browsers add and do not keep
    return _Parts(names, _DASH.sub("–", place.strip()), unquote(next(given, "")))


def _cited(parts: _Parts, sigla: Sigla) -> Cited:
    problem: _NotFoundError | None = None
    for n, name in enumerate(parts.names):
        if name in sigla and (n == 0 or parts.names[n - 1] not in addresses.RESERVED):
            try:
                return _in_document(name, parts.names[n + 1 :], parts, sigla)
            except _NotFoundError as wrong:  # a folder above the site may have the name of a document
                problem = wrong
    if problem:
        raise problem
    return _without_document(parts, sigla)


def _in_document(document: str, rest: list[str], parts: _Parts, sigla: Sigla) -> Cited:
    """``rest`` are the names after the document's."""
    place = parts.place
    if rest and not place and _PLACE.fullmatch(rest[-1]):
        *rest, place = rest
    match rest:
        case ["apparatus"] if not place:
            return Cited(document, version=parts.version)
        case ["compare"] | ["compare", _]:
            if not place:
                return Cited(document, version=parts.version)
            compared = _COMPARED.fullmatch(place)
            if compared and compared[1] in sigla[document]:
                return Cited(document, compared[1], (compared[2],), parts.version)
            raise _NotFoundError(f"{shown(place)} is not a passage of the comparison page")
        case [siglum] if siglum in sigla[document]:
            return Cited(document, siglum, _anchors(place), parts.version)
        case [other]:
            raise _NotFoundError(
                f"the document {document} has no witness {shown(other)}", f"It has {', '.join(sigla[document])}."
            )
        case [_, *_]:
            raise _NotFoundError(f"no page of the document {document} is at this address")
    if not place:
        return Cited(document, version=parts.version)
    anchors = _anchors(place)
    if len(sigla[document]) != 1:
        raise _several([Cited(document, siglum, anchors) for siglum in sigla[document]])
    return Cited(document, sigla[document][0], anchors, parts.version)


def _without_document(parts: _Parts, sigla: Sigla) -> Cited:
    """What is meant when no document is named: the only one that it can be."""
    names, place = parts.names, parts.place
    if names and not place and _PLACE.fullmatch(names[-1]):
        *names, place = names
    if not names and not place:
        return Cited(version=parts.version)
    if len(names) > 1 or (names and not any(names[0] in of_one for of_one in sigla.values())):
        hint = next(filter(None, (did_you_mean(name, sigla) for name in names)), "")
        raise _NotFoundError("no document, witness or passage of the edition has this name", hint)
    anchors = _anchors(place)
    found = [
        Cited(document, siglum, anchors, parts.version)
        for document, of_one in sigla.items()
        for siglum in of_one
        if not names or siglum == names[0]
    ]
    if len(found) != 1:
        raise _several(found)
    return found[0]


def _anchors(place: str) -> tuple[str, ...]:
    """The first and the last anchor of a place; one when they are the same, none of an empty place."""
    if not place:
        return ()
    named = _PLACE.fullmatch(place)
    if not named:
        raise _NotFoundError(f"{shown(place)} is not the anchor of a passage", "An anchor is p and a number: p12.")
    return tuple(dict.fromkeys((named[1], f"p{named[2]}"))) if named[2] else (named[1],)


def _several(found: Sequence[Cited]) -> _NotFoundError:
    if not found:
        return _NotFoundError("the edition has no document")
    choices = ", ".join(cited.address for cited in found[:_CHOICES])
    more = f" and {len(found) - _CHOICES} more" if len(found) > _CHOICES else ""
    return _NotFoundError(f"it could be {choices}{more}", "Name the document and the witness as well.")
