"""Stamps: what tells whether a file was touched, without reading it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISDIR


def stamps(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """The :func:`stamp` of every file at any depth under the ``folders`` of ``root``, hidden ones too, by path
    relative to ``root``; in no order.

    A symbolic link is taken as a link, be it a folder's or one of ``folders`` itself. What is not there, or cannot be
    listed, has no stamps. A file whose name is not read (:mod:`pecia.files.reading`) is named in ASCII.
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
                            continue
                        try:
                            about = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:  # gone since it was listed
                            continue
                        name = path if path.isprintable() else ascii(path)
                        found[name] = _said(about)
            except OSError:
                continue
    return found


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
