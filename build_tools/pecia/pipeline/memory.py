"""The cache of the last build, so that unchanged documents are not processed again.

Under ``.cache/pecia/``, as JSON: ``build.json`` has the stamps of the sources, the findings, and the SHA-256 of each
other file; ``made.json`` the inputs of each document; ``told/``, ``names/`` and ``texts/`` the summaries of documents
(:mod:`pecia.pipeline.summary`), many in a file, located by a hash of their ids.

Digests detect corruption, not tampering. Entries whose digest does not match, or that other code wrote, are ignored;
pages are reused from ``docs/`` if their digest matches. The cache may be lost, stale or damaged at any time; the build
then does more work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

import pecia
from pecia import files
from pecia.model.finding_codes import CATALOGUE
from pecia.model.findings import Finding
from pecia.pipeline.document import DocumentMade
from pecia.pipeline.summary import Told
from pecia.tei_import import Use

T = TypeVar("T")

FOLDER = ".cache/pecia"
STATE = f"{FOLDER}/build.json"
_MADE = f"{FOLDER}/made.json"

PARTS = ("told", "names", "texts")
"""What documents hand on."""

_FILES = 64
"""Files that each part is spread over. The index has a shard for one of them or several."""

_WORKS_WITH = (
    "lxml",
    "PyYAML",
    "rapidfuzz",
    "mkdocs",
    "mkdocs-material",
    "Markdown",
    "msgspec",
    "pymdown-extensions",
    "babel",
    "rocrate",
    "typst",
)
"""Packages that have a hand in what Pecia writes."""

Known = tuple[str, int]
"""SHA-256 and size of a file."""


class SpoiltError(Exception):
    """What is remembered cannot be used."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the last build; see :class:`~pecia.pipeline.BuildResult`."""

    findings: tuple[Finding, ...]
    counts: tuple[int, ...]
    left_out: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class State:
    """``stamps``: size, time and mode of each file of the edition, its pages and its site
    (:func:`pecia.files.file_stats`). ``looks``: a digest of what says how the site looks. ``parts``: the SHA-256 of
    each other file, by path. ``ids``: of the documents in the files of each number."""

    code: str
    looks: str
    stamps: dict[str, str]
    result: Result
    parts: dict[str, str] = field(default_factory=dict)
    ids: dict[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """``made_from``: a digest of all that a thing was made from, as it will be at the next build. ``pages``: what it
    became, by path relative to ``docs/``. ``findings``: what was found on the way, to be said again."""

    made_from: str
    pages: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptSite:
    """``frame``: a digest of what every page of the site depends on. ``searched``: a digest of what can be found.
    ``indexed``: from what each part of the search index was made, by folder. ``findings``: what was found when it was
    published."""

    frame: str
    searched: str
    indexed: dict[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """``sources``: the files of the edition, by path. ``single``: the TEI files among them that hold one text each.
    ``documents`` by id. ``registers``: the pages of the registers. ``pages``: every generated page, by path relative to
    ``docs/``."""

    sources: dict[str, Known] = field(default_factory=dict)
    single: tuple[str, ...] = ()
    documents: dict[str, Kept] = field(default_factory=dict)
    registers: Kept = Kept("")
    pages: dict[str, Known] = field(default_factory=dict)
    site: KeptSite = KeptSite("", "", {}, ())


def load(root: Path) -> State | None:
    """What is remembered of the last build; ``None`` when there is none, it is spoilt, or other code wrote it."""
    try:
        state = _read(files.read_cache(root, STATE) or b"", State)
    except SpoiltError:
        return None
    return state if state.code == code() and all(f.code in CATALOGUE for f in state.result.findings) else None


def load_made(root: Path, state: State) -> Made:
    """What was made from what. Raises :class:`SpoiltError`."""
    made = _read(_part(root, state, _MADE), Made)
    found = [*made.site.findings, *(f for kept in made.documents.values() for f in kept.findings)]
    if not all(finding.code in CATALOGUE for finding in found):
        raise SpoiltError(_MADE)
    return made


def store(root: Path, before: State | None, state: State, made: Made, documents: Mapping[str, DocumentMade]) -> None:
    """Remember ``made``, and what each of ``documents`` hands on, for the next build by this code; one that has nothing
    to hand on is left out. ``state`` is that without its ``parts`` and ``ids``; ``before``, what was remembered, has
    what those hand on that were not made again. Raises :class:`SpoiltError` when it has not."""
    by_number: dict[int, list[DocumentMade]] = {}
    for id_ in sorted(documents):
        if documents[id_].told:
            by_number.setdefault(_number(id_), []).append(documents[id_])
    ids = {number: tuple(one.id for one in held) for number, held in by_number.items()}
    last = {part: reader(root, before, part) for part in PARTS} if before else {}
    parts: dict[str, str] = {}
    for number, held in by_number.items():
        as_it_was = before is not None and before.ids.get(number) == ids[number]
        for part in PARTS:
            path = _path(part, number)
            if before and as_it_was and path in before.parts and all(one.names is None for one in held):
                parts[path] = before.parts[path]
            else:
                parts[path] = _written(root, path, {one.id: _handed_on(one, part, last.get(part)) for one in held})
    parts[_MADE] = _written(root, _MADE, made)
    _written(root, STATE, replace(state, parts=parts, ids=ids))


def _written(root: Path, path: str, content: object) -> str:
    """The digest of ``content`` as JSON, which now stands at ``path``."""
    data = msgspec.json.encode(content)
    files.write_cache(root, path, data)
    return files.digest(data)


def reader(root: Path, state: State, part: str) -> Callable[[str], bytes]:
    """What gives one of :data:`PARTS` of a document, by its id. It raises :class:`SpoiltError`."""

    @cache
    def of_part(path: str) -> dict[str, msgspec.Raw]:
        return _read(_part(root, state, path), dict[str, msgspec.Raw])

    def read(id_: str) -> bytes:
        try:
            return bytes(of_part(_path(part, _number(id_)))[id_])
        except KeyError:
            raise SpoiltError(id_) from None

    return read


def all_told(root: Path, state: State) -> dict[str, Told]:
    """What every build asks of each document, by its id. Raises :class:`SpoiltError`."""
    told: dict[str, Told] = {}
    for number in range(_FILES):
        if (path := _path("told", number)) in state.parts:
            told |= _read(_part(root, state, path), dict[str, Told])
    return told


def _handed_on(one: DocumentMade, part: str, last: Callable[[str], bytes] | None) -> Told | msgspec.Raw | None:
    if part == "told":
        return one.told
    data = one.names if part == "names" else one.texts
    if data is None:
        if last is None:
            raise SpoiltError(one.id)
        data = last(one.id)
    return msgspec.Raw(data)


def _part(root: Path, state: State, path: str) -> bytes:
    data = files.read_cache(root, path)
    if data is None or files.digest(data) != state.parts.get(path):
        raise SpoiltError(path)
    return data


def _read(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (ValueError, RecursionError):
        raise SpoiltError(kind.__name__) from None


def _number(id_: str) -> int:
    return int.from_bytes(sha256(id_.encode()).digest()[:4]) % _FILES


def _path(part: str, number: int) -> str:
    return f"{FOLDER}/{part}/{number}.json"


@cache
def code() -> str:
    """A digest of this package and of the versions of the packages that have a hand in what it writes."""
    package = Path(pecia.__file__).parent
    content, _findings = files.read_folder(package.parent, package.name)
    mine = {path: data for path, data in content.items() if "__pycache__" not in path}
    return digest(mine, *(f"{name} {version(name)}" for name in _WORKS_WITH))


def digest(content: Mapping[str, bytes], *said: str) -> str:
    """SHA-256 of files (path → bytes), whatever their order, and of strings."""
    hashes = {path: files.digest(data) for path, data in sorted(content.items())}
    return sha256(msgspec.json.encode([hashes, said])).hexdigest()
