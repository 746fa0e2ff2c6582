"""Atomic writing of a set of files: all of them or none.

Steps of :func:`commit`:

1. Every new file is written in full to ``.pecia/commit/new``, or is already elsewhere in ``.pecia``: beside the
   edition and on its file system. A full disk or an interruption here has changed nothing.
2. Every file that will be replaced or removed is kept as a hard link in ``.pecia/commit/old``.
3. A journal, ``.pecia/commit/journal.json``, names each path with the digest it had and the digest it is to have. It is
   itself written beside and renamed. From here to its removal the files may be mixed, and the journal says so.
4. Each new file is renamed over its target. None is written in place: the site may have the same file as a hard link.
5. The journal is removed. The commit has happened.

A failure in step 4 is undone from step 2 before the finding is returned. When the process is killed instead, the next
command finds the journal and undoes it (:func:`recover`). Undone rather than finished, because the flow is a function
of its sources: going back to the previous whole state and building again gives the same files, whereas finishing could
overwrite what someone restored in the meantime. A file that is now neither what it was nor what it was to be has been
changed by someone else and is left alone.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISLNK

from pecia.files.content import Content, bytes_at, content_of, digest_at, digest_of
from pecia.files.folders import remove, restore_folders
from pecia.files.reading import is_safe, link_in, read_text
from pecia.files.staging import COMMIT, JOURNAL, WORK, alone, is_aside, link_refused, not_written, write_file
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.progress import Progress, without_progress

Journal = list[tuple[str, str | None, str | None]]
"""Path, digest before (``None``: not there), digest after (``None``: removed)."""

_SYNCED = "edition/"
"""Where files are synced to the disk, which is the scholarship; pages can be made again."""

_MANY = 200
"""Files of those from which on the whole disk is synced once, instead of each by itself."""


def commit(root: Path, changes: Mapping[str, Content | None], progress: Progress = without_progress) -> list[Finding]:
    """Write ``changes`` (path → content, or ``None`` to remove the file) under ``root``: all of them or none.

    Files whose bytes are as wanted are not touched; ``progress`` shows how many were looked at. What stands in a folder
    of work in progress is moved from there. F101 when the disk refuses, F104 when a symbolic link is in the way.
    Raises ``ValueError`` for a path that is not plain and relative: ids are checked long before they come here; and
    ``OSError`` (``ESTALE``), with all as it was, when what was put aside is not what it was.
    """
    for path in changes:
        if not is_safe(path):
            raise ValueError(f"not a path inside the edition: {path!r}")
    try:
        with alone(root):
            _undo(root)
            links, beyond = _on_the_way(root, {path.rpartition("/")[0] for path in changes})
            journal: Journal = []
            for path, content in progress(sorted(changes.items()), len(changes), "files"):
                before = None
                after = None if content is None else digest_of(content)
                if path.rpartition("/")[0] not in beyond:
                    place = f"{root}/{path}"
                    if os.path.islink(place):
                        links.append(path)
                    else:
                        before = digest_at(place)
                if before != after:
                    journal.append((path, before, after))
            if links:
                return [link_refused(link) for link in sorted(links)]
            if journal:
                _transact(root, journal, changes)
    except OSError as error:
        if error.errno == errno.ESTALE:  # a file to be written is not what it was said to be
            raise
        return [not_written(root, error)]
    return []


def begin(root: Path, content: Mapping[str, bytes]) -> list[Finding]:
    """Write ``content`` as a new edition into ``root``, which is not there yet, or empty; else F103."""
    try:
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            return [Finding("F103", "the folder exists and is not empty", Locus(root.name))]
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return [not_written(root, error)]
    return commit(root, content)


def recover(root: Path) -> list[Finding]:
    """Undo what an interrupted command left half done under ``root``; F106 (a note) when there was something.

    Every command calls this before it reads. Does nothing, and writes nothing, when all is whole.
    """
    if not (root / WORK).is_dir():
        return []
    try:
        with alone(root):
            undone = _undo(root)
            undone |= restore_folders(root)
    except OSError as error:
        return [not_written(root, error)]
    return [Finding("F106", "an interrupted build was undone", Locus("."))] if undone else []


def write_cache(root: Path, path: str, data: bytes) -> None:
    """Write a file that may be lost at any time: a failure is passed over, a half-written file never stands."""
    target = root / path
    beside = target.with_name(f"{target.name}.new")
    if link_in(root, path) or beside.is_symlink():
        return
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(target)


def read_cache(root: Path, path: str) -> bytes | None:
    """The bytes of such a file; ``None`` when it is not there, or cannot be read."""
    try:
        return None if link_in(root, path) else bytes_at(f"{root}/{path}")
    except OSError:
        return None


# --- the steps of a commit -----------------------------------------------------------------------


def _transact(root: Path, journal: Journal, changes: Mapping[str, Content | None]) -> None:
    place = f"{root}/{COMMIT}"
    many = sum(path.startswith(_SYNCED) for path, _before, _after in journal) > _MANY
    ready: list[str] = []
    taken: set[str] = set()
    try:
        os.mkdir(place)
        os.mkdir(f"{place}/new")
        os.mkdir(f"{place}/old")
        for number, (path, before, _after) in enumerate(journal):
            sync = path.startswith(_SYNCED) and not many
            ready.append(_make_ready(root, changes[path], f"{place}/new/{number}", taken, sync=sync))
            if before is not None:
                _link(f"{root}/{path}", f"{place}/old/{number}")
        if many and hasattr(os, "sync"):
            os.sync()
        write_file(f"{place}/journal.new", json.dumps(journal).encode(), sync=True)
        os.replace(f"{place}/journal.new", f"{root}/{JOURNAL}")
        for new, (path, _before, after) in zip(ready, journal, strict=True):
            if after is None:
                os.unlink(f"{root}/{path}")
            else:
                _put_in_place(new, f"{root}/{path}")
        os.unlink(f"{root}/{JOURNAL}")
    except BaseException:
        with contextlib.suppress(OSError):  # what cannot be undone now is undone by the next command
            _undo(root)
        raise
    with contextlib.suppress(OSError):
        remove(place)
    _drop_empty_folders(root, {path.rpartition("/")[0] for path, _before, after in journal if after is None})


def _make_ready(root: Path, content: Content | None, new: str, taken: set[str], *, sync: bool) -> str:
    """Where ``content`` stands whole, to be renamed: at ``new``, unless it was put aside; nowhere when it is none.

    What was put aside and is ``taken``, to be renamed for another path, is linked to ``new``.
    """
    if content is None:
        return ""
    if isinstance(content, bytes) or not is_aside(root, content):
        write_file(new, content_of(content), sync=sync)
        return new
    ready = content.place
    if ready in taken:
        _link(ready, new)
        ready = new
    taken.add(ready)
    if sync:
        with open(ready, "rb") as stream:
            os.fsync(stream.fileno())
    return ready


def _put_in_place(new: str, target: str) -> None:
    try:
        os.replace(new, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(new, target)


def _undo(root: Path) -> bool:
    """Bring every file of an unfinished commit back to what it was. May itself be interrupted, and done again."""
    place = f"{root}/{COMMIT}"
    if not os.path.exists(place):
        return False
    text = read_text(root / JOURNAL)
    if text is not None:
        for number, (path, before, after) in enumerate(_journal(root, text)):
            target = f"{root}/{path}"
            if before != after and digest_at(target) == after:
                if before is None:
                    os.unlink(target)
                else:
                    _put_in_place(f"{place}/old/{number}", target)
        os.unlink(f"{root}/{JOURNAL}")
    remove(place)
    return text is not None


def _journal(root: Path, text: str) -> Journal:
    """The journal in ``text``; empty when it is not one of ours or names a place that :func:`commit` would refuse."""
    try:
        entries = [(str(path), before, after) for path, before, after in json.loads(text)]
    except (ValueError, TypeError):
        return []
    paths = [path for path, _before, _after in entries]
    return entries if all(map(is_safe, paths)) and not _on_the_way(root, paths)[0] else []


def _on_the_way(root: Path, paths: Iterable[str]) -> tuple[list[str], set[str]]:
    """The symbolic links among ``paths`` and the folders that lead there, each the first on its way; and which of all
    these are not there, or beyond a link. Raises ``OSError``."""
    ways: set[str] = set()
    for path in paths:
        way = path
        while way and way not in ways:
            ways.add(way)
            way = way.rpartition("/")[0]
    links: list[str] = []
    beyond: set[str] = set()
    for way in sorted(ways):  # a folder stands before what is in it
        if way.rpartition("/")[0] in beyond:
            beyond.add(way)
            continue
        try:
            mode = os.lstat(f"{root}/{way}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            beyond.add(way)
            continue
        if S_ISLNK(mode):
            links.append(way)
            beyond.add(way)
    return links, beyond


def _link(source: str, copy: str) -> None:
    try:
        os.link(source, copy)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, copy)


def _drop_empty_folders(root: Path, folders: Iterable[str]) -> None:
    """Remove those of ``folders`` that are empty, and those that thereby become so; but none directly in ``root``."""
    for start in folders:
        folder = start
        while "/" in folder:
            try:
                os.rmdir(f"{root}/{folder}")
            except OSError:
                break
            folder = folder.rpartition("/")[0]
