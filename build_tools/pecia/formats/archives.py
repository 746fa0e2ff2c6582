"""Files for download, made from the TEI records.

An archive is the same bytes on every machine: files in an order that the edition gives, its date as their time, and
stored rather than compressed, because compressed bytes depend on the zlib that Python was built with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from itertools import chain

from pecia import addresses
from pecia.formats.cff import citation_cff
from pecia.model.edition import EditionStatement
from pecia.pages import Download, GeneratedFile

ARCHIVE = f"{addresses.DOWNLOADS}tei.zip"
"""The archive of all TEI records, relative to docs/."""


CITATION = f"{addresses.DOWNLOADS}CITATION.cff"
"""How the edition is cited, for programs (Citation File Format)."""

_LABELS = {
    ARCHIVE: "All TEI records, with their checksums",
    addresses.CHECKSUMS: "Checksums of the TEI records",
    CITATION: "The edition’s citation for programs (CITATION.cff)",
}


def downloads(
    statement: EditionStatement, digests: Mapping[str, str], contents: Iterable[tuple[str, bytes]]
) -> tuple[tuple[GeneratedFile, ...], tuple[Download, ...]]:
    """All TEI records in one archive, their checksums, and the edition's citation file; with the list for a reader.

    ``digests``: the SHA-256 of each TEI file in 64 hex digits, by its path relative to docs/; the files themselves are
    copies of their documents. ``contents``: the same paths, each with the bytes of its file. They are taken one at a
    time and stand in the archive in this order, the checksums last. An edition that offers its texts for reading has no
    archive: it would be half the site, since it is not compressed. There ``contents`` is left alone.
    """
    sums = _sums(digests)
    files: dict[str, bytes] = {}
    if statement.offer != "reading":
        files[ARCHIVE] = _archived(chain(contents, [(addresses.CHECKSUMS, sums)]), statement.day)
    files |= {addresses.CHECKSUMS: sums, CITATION: citation_cff(statement)}
    return (
        tuple(GeneratedFile(path, content) for path, content in files.items()),
        tuple(
            Download(path, _LABELS[path], len(content), sha256(content).hexdigest()) for path, content in files.items()
        ),
    )


def checksums(files: Mapping[str, bytes]) -> bytes:
    """``files`` (path → bytes) as ``sha256sum --check`` reads it beside them: digest, two spaces, name, one a line."""
    return _sums({path: sha256(content).hexdigest() for path, content in files.items()})


def archive(files: Mapping[str, bytes], edition_date: str) -> bytes:
    """A zip archive with ``files`` in one folder, in the order of their names."""
    return _archived(((path, files[path]) for path in sorted(files)), edition_date)


def zipped(files: Iterable[tuple[str, bytes]], edition_date: str) -> bytes:
    """A zip archive of ``files`` as they come, stored, with the edition's date (ISO 8601) as their time; its format
    knows no time before 1980 or after 2107."""
    day = min(max(date.fromisoformat(edition_date), date(1980, 1, 1)), date(2107, 12, 31))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            item = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            item.create_system = 3  # Unix, wherever it is made
            item.external_attr = 0o100644 << 16
            archive.writestr(item, content)
    return out.getvalue()


def _sums(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[path]}  {_name(path)}\n" for path in sorted(digests)).encode()


def _archived(files: Iterable[tuple[str, bytes]], edition_date: str) -> bytes:
    """The archive of ``files`` as they come, in one folder."""
    return zipped(((f"tei/{_name(path)}", content) for path, content in files), edition_date)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
