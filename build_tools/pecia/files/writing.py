"""Writing: a set of files, all of them or none.

How :func:`commit` keeps the edition whole:

1. Every new file is written in full to ``.pecia/commit/new``, or was already put aside in ``.pecia/staged``: beside the
   edition and on its file system. A full disk or an interruption here has touched nothing.
2. Every file that will be replaced or removed is kept as a hard link in ``.pecia/commit/old``.
3. A journal, ``.pecia/commit/journal.json``, names each path with the digest it had and the digest it is to have. It is
   itself written beside and renamed. From here to its removal the files may be mixed, and the journal says so.
4. Each new file is renamed over its target.
5. The journal is removed. The commit has happened.

A failure in step 4 is undone from step 2 before the finding is returned. When the process is killed instead, the next
command finds the journal and undoes it (:func:`recover`). Undone rather than finished, because the flow is a function
of its sources: going back to the previous whole state and building again gives the same files, whereas finishing could
overwrite what someone restored in the meantime. A file that is now neither what it was nor what it was to be has been
changed by someone else and is left alone.

A folder is replaced by two renames; in the moment between them the old one waits as ``.pecia/<name>-before``, and
:func:`recover` brings it back when it is the only one there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pecia.files.aside import WORK, Content, content_of, digest_of, is_aside, work_folder, write_file
from pecia.files.reading import digest, is_safe, read_text
from pecia.findings import Finding
from pecia.model import Locus
from pecia.progress import Progress, without_progress

try:
    import fcntl
except ImportError:  # Windows: two builds of one edition at the same moment are not kept apart there
    fcntl = None  # type: ignore[assignment]

Journal = list[tuple[str, str | None, str | None]]
"""Path, digest before (``None``: not there), digest after (``None``: removed)."""

_MANY = 200
"""Files from which on the whole disk is synced once, instead of each file by itself."""


def commit(root: Path, changes: Mapping[str, Content | None], progress: Progress = without_progress) -> list[Finding]:
    """Write ``changes`` (path → content, or ``None`` to remove the file) under ``root``: all of them or none.

    Files whose bytes are as wanted are not touched; ``progress`` shows how many were looked at. F101 when the disk
    refuses, F104 when a symbolic link is in the way.
    Raises ``ValueError`` for a path that is not plain and relative: ids are checked long before they come here.
    """
    for path in changes:
        if not is_safe(path):
            raise ValueError(f"not a path inside the edition: {path!r}")
    folders = {path.rpartition("/")[0] for path in changes}
    links = {_link_in(root, folder) for folder in folders}
    links |= {path for path in changes if os.path.islink(f"{root}/{path}")}
    if refused := [_link_refused(link) for link in sorted(filter(None, links))]:
        return refused
    try:
        with _alone(root):
            _undo(root)
            journal: Journal = [
                (path, before, after)
                for path, content in progress(sorted(changes.items()), len(changes), "files")
                if (before := _digest_of(f"{root}/{path}"))
                != (after := None if content is None else digest_of(content))
            ]
            if journal:
                _transact(root, journal, changes)
    except OSError as error:
        return [_not_written(root, error)]
    return []


def begin(root: Path, content: Mapping[str, bytes]) -> list[Finding]:
    """Write ``content`` as a new edition into ``root``, which is not there yet, or empty; else F103."""
    try:
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            return [Finding("F103", "is there already, and not an empty folder", Locus(root.name))]
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return [_not_written(root, error)]
    return commit(root, content)


def recover(root: Path) -> list[Finding]:
    """Undo what an interrupted command left half done under ``root``; F106 (a note) when there was something.

    Every command calls this before it reads. Does nothing, and writes nothing, when all is whole.
    """
    if not (root / WORK).is_dir():
        return []
    try:
        with _alone(root):
            undone = _undo(root)
            for before in sorted((root / WORK).glob("*-before")):
                target = root / before.name.removesuffix("-before")
                if target.exists():
                    shutil.rmtree(before)
                else:
                    before.rename(target)
                    undone = True
    except OSError as error:
        return [_not_written(root, error)]
    return [Finding("F106", "an interrupted build was undone", Locus("."))] if undone else []


def new_folder(root: Path, name: str) -> Path:
    """An empty folder beside the others, to be filled and given to :func:`replace_folder`. Raises ``OSError``."""
    place = work_folder(root) / f"{name}-new"
    if place.exists():
        shutil.rmtree(place)
    place.mkdir()
    return place


@contextlib.contextmanager
def passing_folder(root: Path, name: str) -> Iterator[Path]:
    """An empty folder beside the others, which goes with all in it when it is done with. Raises ``OSError``."""
    place = new_folder(root, name)
    try:
        yield place
    finally:
        with contextlib.suppress(OSError):  # what is left goes when the folder is made anew
            _remove(str(place))


def replace_folder(root: Path, new: Path, name: str) -> list[Finding]:
    """Put the folder ``new`` (from :func:`new_folder`) in the place of ``root/name``; the old one goes only then."""
    target = root / name
    if target.is_symlink():
        return [_link_refused(name)]
    before = work_folder(root) / f"{name}-before"
    try:
        with _alone(root):
            try:
                if target.exists():
                    target.rename(before)
                new.rename(target)
            except BaseException:
                if before.exists() and not target.exists():
                    before.rename(target)
                raise
            if before.exists():
                _remove(str(before))
    except OSError as error:
        return [_not_written(root, error)]
    return []


def _remove(folder: str) -> None:
    """Remove a folder and all in it; a third of the time of :func:`shutil.rmtree`, which opens each folder twice."""
    with os.scandir(folder) as listing:
        entries = list(listing)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _remove(entry.path)
        else:
            os.unlink(entry.path)
    os.rmdir(folder)


def link_files(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Make the files ``paths`` of ``source`` stand in ``target`` too, as hard links where the file system has them.

    So neither copy may be written in place, only replaced. Raises ``OSError``.
    """
    made: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{target}/{folder}", exist_ok=True)
            made.add(folder)
        try:
            os.link(f"{source}/{path}", f"{target}/{path}")
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links, or no such file
            shutil.copyfile(f"{source}/{path}", f"{target}/{path}")


def move_files(source: Path, target: Path) -> None:
    """Move every file under ``source`` to the same place under ``target``, where none is yet. Raises ``OSError``.

    A folder that is not there yet is moved as it is.
    """
    with os.scandir(source) as entries:
        for entry in entries:
            place = target / entry.name
            if entry.is_dir(follow_symlinks=False) and place.is_dir():
                move_files(Path(entry.path), place)
            elif not place.exists():
                os.rename(entry.path, place)


def lay_out(folder: Path, content: Mapping[str, Content]) -> None:
    """Make ``folder`` hold exactly ``content`` (path relative to it → content); what is there already is not touched.

    For a folder that nobody else sees yet: from :func:`new_folder`, or temporary. Raises ``OSError``.
    """
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in content:
            path.unlink()
    for name, data in content.items():
        path = folder / name
        if _digest_of(path) != digest_of(data):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content_of(data))


def write_cache(root: Path, path: str, text: str) -> None:
    """Write a file that may be lost at any time: a failure is passed over, a half-written file never stands."""
    target = root / path
    beside = target.with_name(f"{target.name}.new")
    if _link_in(root, path) or beside.is_symlink():
        return
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)


# --- the steps of a commit -----------------------------------------------------------------------


def _transact(root: Path, journal: Journal, changes: Mapping[str, Content | None]) -> None:
    place = work_folder(root) / "commit"
    many = len(journal) > _MANY
    ready: list[str] = []
    try:
        (place / "new").mkdir(parents=True)
        (place / "old").mkdir()
        for number, (path, before, _after) in enumerate(journal):
            # the scholarship is synced to the disk; pages can be made again
            sync = path.startswith("edition/") and not many
            ready.append(_make_ready(root, changes[path], f"{place}/new/{number}", sync=sync))
            if before is not None:
                _keep(root / path, place / "old" / str(number))
        if many and hasattr(os, "sync"):
            os.sync()
        write_file(place / "journal.new", json.dumps(journal).encode(), sync=True)
        (place / "journal.new").replace(place / "journal.json")
        for number, (path, _before, after) in enumerate(journal):
            if after is None:
                (root / path).unlink()
            else:
                _put_in_place(ready[number], f"{root}/{path}")
        (place / "journal.json").unlink()
    except BaseException:
        with contextlib.suppress(OSError):  # what cannot be undone now is undone by the next command
            _undo(root)
        raise
    shutil.rmtree(place, ignore_errors=True)
    _drop_empty_folders(root, (path for path, _before, after in journal if after is None))


def _make_ready(root: Path, content: Content | None, new: str, *, sync: bool) -> str:
    """Where ``content`` stands whole, to be renamed: at ``new``, unless it was put aside; nowhere when it is none."""
    if content is None:
        return ""
    if isinstance(content, bytes) or not is_aside(root, content):
        write_file(new, content_of(content), sync=sync)
        return new
    if sync:
        with open(content.place, "rb") as stream:
            os.fsync(stream.fileno())
    return content.place


def _put_in_place(new: str, target: str) -> None:
    try:
        os.replace(new, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(new, target)


def _undo(root: Path) -> bool:
    """Bring every file of an unfinished commit back to what it was. May itself be interrupted, and done again."""
    place = root / WORK / "commit"
    if not place.exists():
        return False
    text = read_text(place / "journal.json")
    if text is not None:
        for number, (path, before, after) in enumerate(_journal(root, text)):
            target = root / path
            if before != after and _digest_of(target) == after:
                if before is None:
                    target.unlink()
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    (place / "old" / str(number)).replace(target)
        (place / "journal.json").unlink()
    shutil.rmtree(place)
    return text is not None


def _journal(root: Path, text: str) -> Journal:
    """The journal in ``text``; empty when it is not one of ours or names a place that :func:`commit` would refuse."""
    try:
        entries = [(str(path), before, after) for path, before, after in json.loads(text)]
    except (ValueError, TypeError):
        return []
    return entries if all(is_safe(path) and not _link_in(root, path) for path, _, _ in entries) else []


def _keep(source: Path, copy: Path) -> None:
    try:
        copy.hardlink_to(source)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, copy)


def _digest_of(path: str | Path) -> str | None:
    try:
        with open(path, "rb") as stream:
            return digest(stream.read())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _link_in(root: Path, path: str) -> str | None:
    """The first part of ``path`` under ``root`` that is a symbolic link."""
    parts = path.split("/")
    ways = ("/".join(parts[:n]) for n in range(1, len(parts) + 1))
    return next((way for way in ways if (root / way).is_symlink()), None)


def _drop_empty_folders(root: Path, removed: Iterator[str]) -> None:
    for path in removed:
        for parent in Path(path).parents[:-2]:  # never edition/tei or docs themselves
            try:
                (root / parent).rmdir()
            except OSError:
                break


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the edition while files are swapped, so that two commands at the same moment wait for each other."""
    lock = os.open(work_folder(root) / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
    try:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _link_refused(path: str) -> Finding:
    return Finding("F104", "a symbolic link is not written through", Locus(path))


def _not_written(root: Path, error: OSError) -> Finding:
    place = "."
    if isinstance(error.filename, str | os.PathLike):
        with contextlib.suppress(ValueError):
            place = Path(error.filename).relative_to(root).as_posix()
    message = error.strerror or "the disk refused"
    if (root / WORK / "commit" / "journal.json").exists():
        message += "; some files could not be put back yet, which the next command does"
    return Finding("F101", message, Locus(place))
