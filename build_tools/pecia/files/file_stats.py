"""Stamps: size, time and mode of a file, to detect changes without reading it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_IFDIR, S_ISDIR, S_ISREG

from pecia.files.reading import is_readable


def stamps(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """The :func:`stamp` of every file at any depth under the ``folders`` of ``root``, hidden ones too, by path
    relative to ``root``; in no order.

    A symbolic link is taken as a link, be it a folder's or one of ``folders`` itself. A folder has a stamp of its own
    when it cannot be listed or its name is not read (:mod:`pecia.files.reading`). What cannot be printed is named in
    ASCII. What is not there has no stamps.
    """
    found: dict[str, str] = {}
    for folder in folders:
        itself = stamp(root, folder)
        if itself is not None:
            found[folder] = itself
            continue
        ahead = [folder]
        while ahead:
            under = ahead.pop()
            try:
                with os.scandir(f"{root}/{under}") as listing:
                    for entry in listing:
                        path = f"{under}/{entry.name}"
                        if entry.is_dir(follow_symlinks=False):
                            ahead.append(path)
                            if not is_readable(entry.name):
                                found[ascii(path)] = _FOLDER
                            continue
                        try:
                            about = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:  # gone since it was listed
                            continue
                        name = path if path.isprintable() else ascii(path)
                        found[name] = _said(about)
            except FileNotFoundError:
                continue
            except OSError:
                found[under if under.isprintable() else ascii(under)] = _FOLDER
    return found


_FOLDER = f"0 0 {S_IFDIR}"


def is_plain(stamp: str) -> bool:
    """Whether the stamp is that of a plain file."""
    return S_ISREG(int(stamp.rpartition(" ")[2]))


def stamp(root: Path, path: str) -> str | None:
    """Size in bytes, time of the last change in nanoseconds, and kind and mode of the file at ``path`` relative to
    ``root``, as three numbers; ``None`` for a folder, and when it is not there."""
    try:
        about = os.lstat(f"{root}/{path}")
    except OSError:
        return None
    return None if S_ISDIR(about.st_mode) else _said(about)


def _said(about: os.stat_result) -> str:
    return f"{about.st_size} {about.st_mtime_ns} {about.st_mode}"
