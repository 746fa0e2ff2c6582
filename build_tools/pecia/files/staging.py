"""Staging area under an edition's root: files that have been generated and are not committed yet."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from pecia.files.content import Staged, digest
from pecia.model import Locus
from pecia.model.findings import Finding

try:
    import fcntl
except ImportError:  # Windows: two builds of one edition at the same moment are not kept apart there
    fcntl = None  # type: ignore[assignment]

WORK = ".pecia"
"""Folder for work in progress, under the root; it ignores itself in version control, and holds nothing to keep."""

COMMIT = f"{WORK}/commit"
"""Where :func:`~pecia.files.commit` works."""

JOURNAL = f"{COMMIT}/journal.json"
"""What it is doing; not there when it is doing nothing."""

_STAGED = "staged"


def staging(root: Path) -> Callable[[bytes], Staged]:
    """What puts one file after the other aside for a later :func:`commit`, which moves each to its place.

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
    """Whether it stands in any folder of work in progress under ``root``, so that it may be moved from there."""
    return content.place.startswith(f"{root}/{WORK}/")


def unstage(root: Path) -> None:
    """Remove whatever is staged under ``root``."""
    shutil.rmtree(root / WORK / _STAGED, ignore_errors=True)


def work_folder(root: Path) -> Path:
    """The folder :data:`WORK` under ``root``, made if need be. Raises ``OSError``, for a symbolic link too."""
    place = root / WORK
    if place.is_symlink():
        raise OSError(errno.ELOOP, "the path has a symbolic link", place)
    place.mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError), (place / ".gitignore").open("x", encoding="utf-8") as stream:
        stream.write("*\n")
    return place


def write_file(path: str, content: bytes, *, sync: bool) -> None:
    """Write a file that is not there yet; ``sync``: it is on the disk when this returns. Raises ``OSError``."""
    file = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
        if sync:
            os.fsync(file)
    finally:
        os.close(file)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def alone(root: Path, lock: str = "lock") -> Iterator[None]:
    """Hold the edition while files are swapped, so that two commands at the same moment wait for each other. Raises
    ``OSError``. ``lock`` names the file that is held."""
    held = os.open(work_folder(root) / lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
    try:
        if fcntl is not None:
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


@contextlib.contextmanager
def one_build(root: Path) -> Iterator[None]:
    """Lock the project under ``root`` so that builds do not overlap: all builds use the same names for staged files and
    folders of work in progress. Without an edition nothing is written; where no lock can be taken, staging fails too,
    and the build reports that."""
    with contextlib.ExitStack() as held:
        if os.path.isdir(f"{root}/edition"):
            with contextlib.suppress(OSError):
                held.enter_context(alone(root, "building"))
        yield


def link_refused(path: str) -> Finding:
    """F104 for a symbolic link at ``path``."""
    return Finding("F104", "the path has a symbolic link", Locus(path))


def not_written(root: Path, error: OSError) -> Finding:
    """F101 for what the disk refused, with the path relative to ``root`` where that is known."""
    place = "."
    if isinstance(error.filename, str | os.PathLike):
        with contextlib.suppress(ValueError):
            place = Path(error.filename).relative_to(root).as_posix()
    message = error.strerror or "the disk could not be written"
    if (root / JOURNAL).exists():
        message += "; some files could not be restored yet; the next command will restore them"
    return Finding("F101", message, Locus(place))
