"""Reading: every source of an edition, as bytes.

Later rooms look files up in what was read here and never open one themselves. So a name in a YAML file, whatever it
says, cannot reach a file outside the edition's folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

from pecia.findings import Finding
from pecia.model import Locus

SOURCES = (
    ("edition", ".yml", 1),
    ("edition/documents", ".yml", 1),
    ("edition/registers", ".yml", 1),
    ("edition/rulings", ".yml", 1),
    ("edition/anchors", ".yml", 1),
    ("edition/sources", "", 2),
    ("edition/sources", (".xml", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"), 0),
    ("edition/tei", ".xml", 1),
)
"""The folders of an edition: path, ending of the files that are read, and at which depth they stand (0: at any)."""


_SAFE = re.compile(r"(\.?[A-Za-z0-9_][A-Za-z0-9._-]*/)*\.?[A-Za-z0-9_][A-Za-z0-9._-]*")


def is_safe(path: str) -> bool:
    """Whether ``path`` is relative, plain ASCII, and cannot leave the folder it is meant for."""
    return _SAFE.fullmatch(path) is not None


def digest(content: bytes) -> str:
    """SHA-256 of ``content`` as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def read_sources(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Every source of the edition under ``root``, by path, in the order of the paths.

    A file that cannot be read is F102, a symbolic link F104; neither is in the result. A folder that is not there is
    empty: which files an edition must have is for :mod:`pecia.metadata` to say.
    """
    found: dict[str, bytes] = {}
    findings: list[Finding] = []
    for folder, ending, depth in SOURCES:
        for path in _files(root, folder, depth, findings):
            if path.endswith(ending) and path not in found:
                _read(root, path, found, findings)
    return dict(sorted(found.items())), list(dict.fromkeys(findings))  # a link among the folders is met twice


def read_folder(
    root: Path, folder: str, ending: str | tuple[str, ...] = "", leave_out: Collection[str] = frozenset()
) -> tuple[dict[str, bytes], list[Finding]]:
    """Every file at any depth under ``root/folder`` whose name ends in ``ending``, by path relative to ``folder``; but
    those at the paths ``leave_out``.

    Findings, and what is passed over, as in :func:`read_sources`.
    """
    found: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in _files(root, folder, 0, findings):
        if path.endswith(ending) and path.removeprefix(f"{folder}/") not in leave_out:
            _read(root, path, found, findings)
    return {path.removeprefix(f"{folder}/"): found[path] for path in sorted(found)}, findings


def list_files(folder: Path) -> list[str]:
    """Every plain file at any depth under ``folder`` but for hidden ones, by path relative to it, sorted."""
    found: list[str] = []
    ahead = [] if folder.is_symlink() else [""]
    while ahead:
        under = ahead.pop()
        try:
            with os.scandir(f"{folder}/{under}") as listing:
                entries = [one for one in listing if not one.name.startswith(".") and _is_readable(one.name)]
        except OSError:
            continue
        ahead += (f"{under}{one.name}/" for one in entries if one.is_dir(follow_symlinks=False))
        found += (f"{under}{one.name}" for one in entries if one.is_file(follow_symlinks=False))
    return sorted(found)


def signature(folder: Path) -> str:
    """What tells whether anything under ``folder`` was touched: path, size and times of each file; ``""`` for none.

    Nothing is read, so that a hundred thousand files take a second; links are taken as links.
    """
    said = sha256()
    ahead = [str(folder)]
    seen = False
    while ahead:
        place = ahead.pop()
        try:
            with os.scandir(place) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                ahead.append(entry.path)
                continue
            about = entry.stat(follow_symlinks=False)
            seen = True
            path = entry.path[len(str(folder)) :]
            said.update(f"{path!r} {about.st_size} {about.st_mtime_ns} {about.st_mode}\n".encode())
    return said.hexdigest() if seen else ""


def read_text(path: Path) -> str | None:
    """The text of a small UTF-8 file that may be missing or spoilt (then ``None``): a cache, a manifest, a setting."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _files(root: Path, folder: str, depth: int, findings: list[Finding]) -> Iterator[str]:
    """Paths of the plain files under ``folder``: at ``depth`` exactly, or at any depth when it is 0.

    Names that begin with a full stop are the system's or an editor's own and are passed over.
    """
    place = root / folder
    if place.is_symlink():
        findings.append(_refused(folder))
        return
    try:
        with os.scandir(place) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        findings.append(_unreadable(folder, error))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            findings.append(_refused(path))
        elif not _is_readable(path):
            findings.append(Finding("F105", f"the name {entry.name!a} is not read", Locus(folder)))
        elif entry.is_dir(follow_symlinks=False):
            if depth != 1:
                yield from _files(root, path, max(depth - 1, 0), findings)
        elif depth <= 1:
            if entry.is_file(follow_symlinks=False):
                yield path
            else:
                findings.append(Finding("F102", "not a plain file", Locus(path)))


def _is_readable(path: str) -> bool:
    return path.isprintable() and "\\" not in path


def _read(root: Path, path: str, found: dict[str, bytes], findings: list[Finding]) -> None:
    try:
        found[path] = (root / path).read_bytes()
    except OSError as error:
        findings.append(_unreadable(path, error))


def _refused(path: str) -> Finding:
    return Finding("F104", "a symbolic link is not followed", Locus(path))


def _unreadable(path: str, error: OSError) -> Finding:
    return Finding("F102", f"cannot be read: {error.strerror}", Locus(path))
