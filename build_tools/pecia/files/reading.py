"""Reading: every source of an edition.

Later rooms look files up in what was read here and never open one themselves. So a name in a YAML file, whatever it
says, cannot reach a file outside the edition's folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import overload

from pecia.files.content import Content, Staged, bytes_at
from pecia.model import Locus
from pecia.model.findings import Finding, in_order

SOURCES = (
    ("edition", (".yml",), 1),
    ("edition/documents", (".yml",), 1),
    ("edition/registers", (".yml",), 1),
    ("edition/rulings", (".yml",), 1),
    ("edition/anchors", (".yml",), 1),
    ("edition/sources", ("",), 2),
    ("edition/sources", (".xml", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"), 0),
    ("edition/tei", (".xml",), 1),
)
"""The folders of an edition: path, endings of the files that are read, and at which depth they stand (0: at any)."""


_NAME = r"\.?(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9._-]|%[0-9A-F]{2})*"
_SAFE = re.compile(f"(?:{_NAME}/)*{_NAME}")


def is_safe(path: str) -> bool:
    """Whether ``path`` is relative, plain ASCII, and cannot leave the folder it is meant for."""
    return _SAFE.fullmatch(path) is not None


@overload
def read_sources(root: Path) -> tuple[dict[str, bytes], list[Finding]]: ...
@overload
def read_sources(root: Path, known: Mapping[str, Staged]) -> tuple[dict[str, Content], list[Finding]]: ...
def read_sources(
    root: Path, known: Mapping[str, Staged] = MappingProxyType({})
) -> tuple[dict[str, Content], list[Finding]] | tuple[dict[str, bytes], list[Finding]]:
    """Every source of the edition under ``root``, by path, in the order of the paths.

    ``known``: by path, where those stand that need not be read; that stands in the result instead of the bytes, which
    :func:`~pecia.files.content_of` reads later. A file that cannot be read is F102, a symbolic link F104; neither is in
    the result, known or not. A folder that is not there is empty: which files an edition must have is for
    :mod:`pecia.metadata` to say.
    """
    findings: list[Finding] = []
    paths: list[str] = []
    for folder, rules in groupby(SOURCES, itemgetter(0)):
        asked = [(endings, depth) for _folder, endings, depth in rules]
        for depth, there in walk(root, folder, findings, deep=any(at != 1 for _endings, at in asked)):
            endings = tuple(ending for endings, at in asked if at in (0, depth) for ending in endings)
            paths += [path for path in there if path.endswith(endings)]
    found: dict[str, Content] = {}
    for path in sorted(paths):
        if path in known:
            found[path] = known[path]
        elif (content := _read(root, path, findings)) is not None:
            found[path] = content
    return found, in_order(findings)  # a link among the folders is met twice


def read_folder(
    root: Path, folder: str, ending: str | tuple[str, ...] = "", leave_out: Collection[str] = frozenset()
) -> tuple[dict[str, bytes], list[Finding]]:
    """Every file at any depth under ``root/folder`` whose name ends in ``ending``, by path relative to ``folder``; but
    those at the paths ``leave_out``, a set or a mapping.

    Findings, and what is passed over, as in :func:`read_sources`.
    """
    findings: list[Finding] = []
    start = len(folder) + 1
    names: list[str] = []
    for _depth, there in walk(root, folder, findings):
        names += [name for path in there if path.endswith(ending) and (name := path[start:]) not in leave_out]
    found, unreadable = read_files(root, folder, names)
    return found, in_order([*findings, *unreadable])


def read_files(root: Path, folder: str, names: Iterable[str]) -> tuple[dict[str, bytes], list[Finding]]:
    """The files at the paths ``names``, relative to ``folder``, that :func:`read_folder` has found before; in their
    order. F102 for each that cannot be read."""
    findings: list[Finding] = []
    found: dict[str, bytes] = {}
    for name in sorted(names):
        if (content := _read(root, f"{folder}/{name}", findings)) is not None:
            found[name] = content
    return found, findings


def list_files(folder: Path) -> list[str]:
    """Every plain file at any depth under ``folder`` but for hidden ones, by path relative to it, sorted."""
    found: list[str] = []
    ahead = [] if folder.is_symlink() else [""]
    while ahead:
        under = ahead.pop()
        try:
            with os.scandir(f"{folder}/{under}") as listing:
                entries = [one for one in listing if not one.name.startswith(".") and is_readable(one.name)]
        except OSError:
            continue
        ahead += (f"{under}{one.name}/" for one in entries if one.is_dir(follow_symlinks=False))
        found += (f"{under}{one.name}" for one in entries if one.is_file(follow_symlinks=False))
    return sorted(found)


def read_text(path: Path) -> str | None:
    """The text of a small UTF-8 file that may be missing or spoilt (then ``None``): a cache, a manifest, a setting."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def walk(root: Path, folder: str, findings: list[Finding], *, deep: bool = True) -> Iterator[tuple[int, list[str]]]:
    """The paths, relative to ``root``, of the plain files in ``folder`` and, with ``deep``, in each folder under it: a
    list for each, in no order, after how deep they stand (1: in ``folder`` itself).

    Names that begin with a full stop are the system's or an editor's own and are passed over. What is wrong comes into
    ``findings``, in no order: F102 for what cannot be listed or is no file, F104 for a link, F105 for a name.
    """
    if link := link_in(root, folder):
        findings.append(_refused(link))
        return
    ahead = [(1, folder)]
    while ahead:
        depth, under = ahead.pop()
        try:
            with os.scandir(f"{root}/{under}") as listing:
                entries = list(listing)
        except FileNotFoundError:
            continue
        except OSError as error:
            findings.append(_unreadable(under, error))
            continue
        there = []
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            path = f"{under}/{name}"
            if entry.is_symlink():
                findings.append(_refused(path))
            elif not is_readable(path):
                findings.append(Finding("F105", f"the name {name!a} is not allowed", Locus(under)))
            elif entry.is_file(follow_symlinks=False):
                there.append(path)
            elif not entry.is_dir(follow_symlinks=False):
                findings.append(Finding("F102", "this is not a regular file", Locus(path)))
            elif deep:
                ahead.append((depth + 1, path))
        yield depth, there


def link_in(root: Path, path: str) -> str | None:
    """The first part of ``path`` under ``root`` that is a symbolic link."""
    parts = path.split("/")
    ways = ("/".join(parts[:n]) for n in range(1, len(parts) + 1))
    return next((way for way in ways if os.path.islink(f"{root}/{way}")), None)


def is_readable(path: str) -> bool:
    """Whether a file or folder of this name is read at all; F105 says of others that they are not."""
    return path.isprintable() and "\\" not in path


def _read(root: Path, path: str, findings: list[Finding]) -> bytes | None:
    try:
        return bytes_at(f"{root}/{path}")
    except OSError as error:
        findings.append(_unreadable(path, error))
        return None


def _refused(path: str) -> Finding:
    return Finding("F104", "this is a symbolic link", Locus(path))


def _unreadable(path: str, error: OSError) -> Finding:
    return Finding("F102", f"cannot be read: {error.strerror}", Locus(path))
