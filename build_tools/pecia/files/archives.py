"""Archives: zip files that are the same bytes on every machine, written with one file at a time in memory.

Stored rather than compressed, because compressed bytes depend on the zlib that Python was built with.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import date
from hashlib import file_digest
from pathlib import Path

from pecia.files.reading import is_safe, walk
from pecia.model import Locus
from pecia.model.findings import Finding, in_order


def list_folder(folder: Path) -> tuple[list[str], list[Finding]]:
    """The paths, relative to ``folder`` and in order, of every file at any depth under it; none of them is read.

    F102 and F104 as of :func:`~pecia.files.read_sources`.
    """
    findings: list[Finding] = []
    start = len(folder.name) + 1
    paths = [path[start:] for _depth, there in walk(folder.parent, folder.name, findings) for path in there]
    return sorted(paths), in_order(findings)


def read_file(folder: Path, path: str) -> bytes:
    """The bytes of one of the files of :func:`list_folder`. Raises ``OSError``."""
    return (folder / path).read_bytes()


def write_archive(target: Path, entries: Iterable[tuple[str, bytes]], day: str) -> None:
    """Write a zip file of ``entries`` (path → bytes, in the order given) to ``target``, and beside it
    ``<target>.sha256``, its checksum as ``sha256sum --check`` reads it.

    Every file has the time 00:00 of ``day`` (yyyy-mm-dd; the format knows none before 1980 or after 2107), and everyone
    may read it. ``target`` appears whole or not at all. Raises ``OSError`` when the disk refuses, ``ValueError`` for a
    path that :func:`unwritable` refuses or that is given twice.
    """
    known = min(max(date.fromisoformat(day), date(1980, 1, 1)), date(2107, 12, 31))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.new")
    names: set[str] = set()
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:
            for path, content in entries:
                if not is_safe(path) or path in names:
                    raise ValueError(f"not allowed, or used twice: {path!r}")
                names.add(path)
                item = zipfile.ZipInfo(path, (known.year, known.month, known.day, 0, 0, 0))
                item.create_system = 3  # Unix, wherever it is made
                item.external_attr = 0o100644 << 16
                archive.writestr(item, content)
        with beside.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    target.with_name(f"{target.name}.sha256").write_bytes(f"{digest}  {target.name}\n".encode())


def unwritable(paths: Iterable[str], folder: str) -> list[Finding]:
    """What keeps the files at ``paths`` from being written on every system; they stand in ``folder`` ("site/").

    F105: a name that is not plain ASCII, or has a space or another sign of its own; no archive takes it. F110: a name
    that Windows refuses or changes (Microsoft, "Naming Files, Paths, and Namespaces"), or that differs from another
    only in capitals, which Windows and macOS do not tell apart.
    """
    findings = []
    taken: dict[str, str] = {}
    for path in sorted(paths):
        if not is_safe(path):
            findings.append(Finding("F105", f"the name {path!a} cannot be in an archive", Locus(f"{folder}{path}")))
            continue
        place = ""
        for part in path.split("/"):
            place = f"{place}/{part}".removeprefix("/")
            other = taken.setdefault(place.lower(), place)
            if other != place:
                message = f"differs from {other} only in capitals"
                findings.append(Finding("F110", message, Locus(f"{folder}{place}")))
            elif _NOT_FOR_WINDOWS.fullmatch(part):
                findings.append(
                    Finding("F110", f"Windows does not allow the file name {part}", Locus(f"{folder}{place}"))
                )
    return list(dict.fromkeys(findings))  # a folder is met with each of its files


_NOT_FOR_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.", re.IGNORECASE)
"""Names of devices, with any ending, and names that end in a full stop."""
