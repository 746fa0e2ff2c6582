"""Work in progress under an edition's root: files that are made and wait to be committed."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pecia.files.reading import digest

WORK = ".pecia"
"""Folder for work in progress, under the root; it ignores itself in version control, and holds nothing to keep."""

_STAGED = "staged"


class Staged(NamedTuple):
    """A file that waits to be committed, or stands where it is to be: the file ``place`` of ``size`` bytes, and their
    SHA-256."""

    place: str
    size: int
    digest: str


Content = bytes | Staged
"""The bytes of a file, or where they are: those of ten thousand documents do not fit in memory."""


def staging(root: Path) -> Callable[[bytes], Staged]:
    """What puts one file after the other aside for a later :func:`commit`, which moves each to its place, once.

    They stand in a folder under :data:`WORK`, which :func:`unstage` removes. What is returned raises ``OSError``.
    """
    folder = f"{root}/{WORK}/{_STAGED}"
    numbers = count()

    def stage(data: bytes) -> Staged:
        number = next(numbers)
        if number == 0:
            unstage(root)
            (work_folder(root) / _STAGED).mkdir()
        place = f"{folder}/{number}"
        write_file(place, data, sync=False)
        return Staged(place, len(data), digest(data))

    return stage


def is_aside(root: Path, content: Staged) -> bool:
    """Whether it was put aside under ``root``, and does not stand where it is to be."""
    return content.place.startswith(f"{root}/{WORK}/{_STAGED}/")


def unstage(root: Path) -> None:
    """Remove whatever is staged under ``root``."""
    shutil.rmtree(root / WORK / _STAGED, ignore_errors=True)


def content_of(content: Content) -> bytes:
    """The bytes themselves; raises ``OSError`` when what was staged is gone."""
    if isinstance(content, bytes):
        return content
    with open(content.place, "rb") as stream:
        return stream.read()


def digest_of(content: Content) -> str:
    """Their SHA-256, as 64 hexadecimal digits."""
    return content.digest if isinstance(content, Staged) else digest(content)


def work_folder(root: Path) -> Path:
    """The folder :data:`WORK` under ``root``, made if need be. Raises ``OSError``, for a symbolic link too."""
    place = root / WORK
    if place.is_symlink():
        raise OSError(errno.ELOOP, "a symbolic link is not written through", place)
    place.mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError), (place / ".gitignore").open("x", encoding="utf-8") as stream:
        stream.write("*\n")
    return place


def write_file(path: str | Path, content: bytes, *, sync: bool) -> None:
    """Write a new file, or one anew in place; ``sync``: it is on the disk when this returns. Raises ``OSError``."""
    with open(path, "wb") as stream:
        stream.write(content)
        if sync:
            stream.flush()
            os.fsync(stream.fileno())
