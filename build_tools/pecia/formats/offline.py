"""The whole edition as a folder that opens from disk: the site, with every link to a folder made one to its page.

A server gives ``a/B/index.html`` for ``a/B/``; a browser that opens files shows what is in the folder instead. So in
this copy each link names the page itself. Nothing else of a page changes: its links are found by their positions
(``html.parser``), and the page is never written anew from what was parsed.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from textwrap import fill
from urllib.parse import unquote

from pecia import addresses
from pecia.files import archives
from pecia.formats.ro_crate import PATH as CRATE
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, has_errors

CHECKSUM = f"{addresses.WHOLE}.sha256"
"""The checksum of the archive, beside it on the site."""

README = "README.txt"
MANIFEST = "manifest-sha256.txt"
_INDEX = "index.html"

_NOT_IN_ITSELF = {addresses.WHOLE: README, CHECKSUM: MANIFEST}
"""What stands on the site and cannot stand in the copy, and what its links lead to there."""

_SITE = "site/"
"""Where an editor finds what a finding is about; the folder may still have another name when the copy is made."""


def whole_edition(site_folder: Path, statement: EditionStatement, left_out: re.Pattern[str]) -> list[Finding]:
    """Put the archive of the site in ``site_folder``, and its checksum, among the downloads of that site.

    ``left_out`` matches whole paths, relative to the folder, of what only a server needs. Findings of
    :func:`~pecia.files.archives.unwritable`, F102 and F104 for what cannot be read, F101 when the disk refuses; with an
    error among them no archive is made.
    """
    found, findings = archives.list_folder(site_folder)
    paths = [path for path in found if path not in _NOT_IN_ITSELF and not left_out.fullmatch(path)]
    findings += archives.unwritable([*paths, README, MANIFEST], _SITE)
    if has_errors(findings):
        return findings
    folder = folder_name(statement)
    entries = offline_copy(statement, paths, lambda path: archives.read_file(site_folder, path))
    inside = ((f"{folder}/{path}", content) for path, content in entries)
    try:
        archives.write_archive(site_folder / addresses.WHOLE, inside, statement.day)
    except OSError as error:
        findings.append(
            Finding("F101", error.strerror or "the disk could not be written", Locus(f"{_SITE}{addresses.WHOLE}"))
        )
    return findings


def offline_copy(
    statement: EditionStatement, paths: Iterable[str], read: Callable[[str], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Each file of the copy with its path, by path; last the checksums of all others. One file at a time is read.

    ``paths`` are relative to the folder of the site, ``read`` gives the bytes of each.
    """
    there = frozenset({*paths, README} - {MANIFEST})
    sums = []
    for path in sorted(there):
        content = readme(statement, there) if path == README else read(path)
        if path.endswith(".html"):
            page = content.decode("utf-8", "surrogateescape")
            content = offline_page(path, page, there).encode("utf-8", "surrogateescape")
        sums.append(f"{sha256(content).hexdigest()}  {path}\n")
        yield path, content
    yield MANIFEST, "".join(sums).encode()


def folder_name(statement: EditionStatement) -> str:
    """The name of the copy's folder: the edition's title in a-z, 0-9 and hyphens (else "edition"), and its version."""
    plain = unicodedata.normalize("NFKD", statement.title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    title = ""
    for word in words:
        if title and len(title) + len(word) >= _TITLE:
            break
        title = f"{title}-{word}".strip("-")[:_TITLE]
    return f"{title or 'edition'}-{statement.version}"


_TITLE = 48
"""Letters of the title in the folder's name: some systems take no path longer than 260."""


def readme(statement: EditionStatement, there: Collection[str]) -> bytes:
    """What the copy is, how to open and check it: plain text, UTF-8, for a reader who has only this folder, and finds
    the files ``there`` in it."""
    licence = statement.licence
    published = [f"It is published at {statement.url}"] if statement.url else []
    crate = [f"{CRATE} describes them for machines (https://w3id.org/ro/crate)."] if CRATE in there else []
    paragraphs = [
        [
            statement.title,
            statement.subtitle,
            ", ".join(filter(None, [f"Version {statement.version}", statement.date])),
            statement.publisher,
        ],
        [statement.description],
        ["This folder holds this version of the edition, complete. It needs no network and no server.", *published],
        [
            "To read it, unpack the archive, then open",
            f"    {_INDEX}",
            "in a web browser. Everything works except the search, which browsers block in pages opened from a file.",
        ],
        [
            "To check that no file is missing or damaged, run in this folder",
            f"    sha256sum --check {MANIFEST}",
            f"or, on macOS, shasum -a 256 --check {MANIFEST}. The manifest names every other file with its SHA-256.",
        ],
        [f"The folder {addresses.DOWNLOADS} holds the texts in formats for other programs.", *crate],
        [f"Licence: {licence.name}, {licence.url}", licence.scope],
    ]
    lines = "\n\n".join("\n".join(_wrapped(line) for line in paragraph if line) for paragraph in paragraphs)
    return f"{lines}\n".encode()


def _wrapped(line: str) -> str:
    return line if line.startswith(" ") else fill(line, 80, break_long_words=False, break_on_hyphens=False)


# --- links ---------------------------------------------------------------------------------------


def offline_page(path: str, html: str, there: Collection[str]) -> str:
    """The page at ``path`` with each of its links to a folder of the copy made one to the folder's page.

    ``there``: the paths of all files of the copy. A link to the archive leads to the read-me file, one to its checksum
    to the checksums of the copy. Every other character of the page stays: addresses that are absolute, or begin with
    ``/``, or lead to a file, to nothing or out of the copy, and everything that is no address.
    """
    links = _Links()
    links.feed(html)
    links.close()
    starts = [0, *(match.end() for match in re.finditer("\n", html))]
    parts, done = [], 0
    for (line, column), tag in links.found:
        at = starts[line - 1] + column
        for name, start, end in _attributes(tag):
            if name in _ADDRESSES:
                new = _offline(path, tag[start:end], there)
                parts += [html[done : at + start], new]
                done = at + end
    return "".join([*parts, html[done:]])


_ADDRESSES = frozenset({"action", "formaction", "href", "src", "xlink:href"})
"""Attributes whose value leads to a page or a file. Not ``data-root``: scripts add to it, and it stays a folder."""

_ATTRIBUTE = re.compile(
    r"""([^ \t\n\r\f/>][^ \t\n\r\f/>=]*)
        (?:[ \t\n\r\f]*=[ \t\n\r\f]*(?:"([^"]*)"|'([^']*)'|([^ \t\n\r\f>"'][^ \t\n\r\f>]*)))?""",
    re.VERBOSE,
)
"""An attribute in a start tag (HTML Standard, 13.2.5.32 to 13.2.5.38)."""


class _Links(HTMLParser):
    """Finds the start tags that may have an address: where each begins (line, column) and its text."""

    # elements whose content is text and no tags (HTML Standard, 13.2.6.4); the library knows the first two
    CDATA_CONTENT_ELEMENTS = ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")  # type: ignore[misc]

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[tuple[int, int], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Remember the tag."""
        if attrs:
            self.found.append((self.getpos(), self.get_starttag_text() or ""))

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """In HTML ``<![`` begins a comment of no meaning; the library's own reading of it may raise."""
        return self.parse_bogus_comment(i)


def _attributes(tag: str) -> Iterator[tuple[str, int, int]]:
    """Each attribute of a start tag that has a value: its name in lower case, where its value starts and ends."""
    name = re.match(r"<[^ \t\n\r\f/>]*", tag)
    for match in _ATTRIBUTE.finditer(tag, name.end() if name else 0):
        if match.lastindex and match.lastindex > 1:
            yield match[1].lower(), *match.span(match.lastindex)


_WAY = re.compile(r"(?:&#|[^?#])*")
"""The path of an address as it is written: to its query or fragment; ``&#`` begins a character reference."""

_PLAIN = re.compile(r"[^\x00- /\\:?#]+(?:/[^\x00- \\?#]*)?")
"""The path of an address that is relative, without what a browser would drop or read otherwise."""


def _offline(path: str, address: str, there: Collection[str]) -> str:
    """``address``, as it is written in the page at ``path``, for the copy."""
    raw = _WAY.match(address)[0]  # type: ignore[index]
    way = unescape(raw)
    target = _target(path, way) if _PLAIN.fullmatch(way) else None
    if target is None:
        return address
    rest = address[len(raw) :]
    if target in _NOT_IN_ITSELF:
        return posixpath.relpath(_NOT_IN_ITSELF[target], posixpath.dirname(path) or ".") + rest
    if posixpath.join(target, _INDEX) not in there:
        return address
    added = _INDEX if way.endswith("/") else f"/{_INDEX}"
    return f"{raw}{added}{rest}" if unescape(f"{raw}{added}") == way + added else address


def _target(path: str, way: str) -> str | None:
    """Where ``way`` leads from the page at ``path``, as a path in the copy without ``/`` at its end; ``None``: out of
    it, or nowhere that a browser and we would agree on."""
    at = path.split("/")[:-1]
    for step in map(unquote, way.removesuffix("/").split("/")):
        if step == "..":
            if not at:
                return None
            at.pop()
        elif not step or "/" in step:
            return None
        elif step != ".":
            at.append(step)
    return "/".join(at)
