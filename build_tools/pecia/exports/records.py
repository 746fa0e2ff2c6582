"""Files for download, made from the TEI records.

The archive is the same bytes on every machine: files in the order of their names, the edition's date as their time, and
stored rather than compressed, because compressed bytes depend on the zlib that Python was built with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from pecia import addresses
from pecia.exports.cff import citation_cff
from pecia.pages import Download, GeneratedFile
from pecia.record import EditionStatement, Record

ARCHIVE = f"{addresses.DOWNLOADS}tei.zip"
"""The archive of all TEI records, relative to docs/."""

CHECKSUMS = f"{addresses.DOWNLOADS}SHA256SUMS"
"""Their checksums, beside them and in the archive."""


CITATION = f"{addresses.DOWNLOADS}CITATION.cff"
"""How the edition is cited, for programs (Citation File Format)."""

_LABELS = {
    ARCHIVE: "All TEI records, with their checksums",
    CHECKSUMS: "Checksums of the TEI records",
    CITATION: "The edition’s citation for programs (CITATION.cff)",
}


def downloads(
    statement: EditionStatement, records: Sequence[tuple[Record, bytes]]
) -> tuple[tuple[GeneratedFile, ...], tuple[Download, ...]]:
    """All TEI records in one archive, their checksums, and the edition's citation file; with the list for a reader.

    ``records``: each record with the bytes of its TEI file; the files themselves are copies of their documents.
    """
    tei = {addresses.tei(record.document.id, record.siglum): content for record, content in records}
    sums = checksums(tei)
    files = {
        ARCHIVE: archive({**tei, CHECKSUMS: sums}, statement.date),
        CHECKSUMS: sums,
        CITATION: citation_cff(statement),
    }
    return (
        tuple(GeneratedFile(path, content) for path, content in files.items()),
        tuple(
            Download(path, _LABELS[path], len(content), sha256(content).hexdigest()) for path, content in files.items()
        ),
    )


def checksums(files: Mapping[str, bytes]) -> bytes:
    """``files`` (path → bytes) as ``sha256sum --check`` reads it beside them: digest, two spaces, name, one a line."""
    return "".join(f"{sha256(files[path]).hexdigest()}  {_name(path)}\n" for path in sorted(files)).encode()


def archive(files: Mapping[str, bytes], edition_date: str) -> bytes:
    """A zip archive with ``files`` in one folder; its format knows no time before 1980 or after 2107."""
    day = min(max(date.fromisoformat(edition_date), date(1980, 1, 1)), date(2107, 12, 31))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            item = zipfile.ZipInfo(f"tei/{_name(path)}", (day.year, day.month, day.day, 0, 0, 0))
            item.create_system = 3  # Unix, wherever it is made
            item.external_attr = 0o100644 << 16
            archive.writestr(item, files[path])
    return out.getvalue()


def _name(path: str) -> str:
    return path.rpartition("/")[2]
