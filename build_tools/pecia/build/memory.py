"""What the last build did, so that what has not changed is not done again.

``.cache/pecia/build.json`` holds digests and findings, never content: content is always read from the edition's own
files, and counts only if its digest is the one remembered. So the file may be lost, old or spoilt at any time, and then
more is done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pecia
from pecia import files
from pecia.build.document import DocumentMade, DocumentSources, read_back
from pecia.build.sources import EditionSources
from pecia.catalogue import CATALOGUE
from pecia.findings import Finding
from pecia.model import Locus

STATE = ".cache/pecia/build.json"

_WORKS_WITH = (
    "lxml",
    "PyYAML",
    "rapidfuzz",
    "mkdocs",
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "pagefind-bin",
    "babel",
    "rocrate",
    "typst",
)
"""Packages that have a hand in what Pecia writes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a thing that was made.

    ``made_from``: a digest of all that it was made from, as it will be at the next build. ``digests``: of what it
    became, by path. ``findings``: what was found on the way, to be said again. ``counts``: see
    :class:`~pecia.build.Counts`.
    """

    made_from: str
    digests: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of the last build: of each document by id, of all sources, and of the site."""

    documents: Mapping[str, Kept] = field(default_factory=dict)
    sources: Kept | None = None
    site: Kept | None = None


def load(root: Path) -> State:
    """What is remembered; nothing when the file is missing, spoilt, or written by other code than this."""
    try:
        state: Any = json.loads(files.read_text(root / STATE) or "{}")
        if state["code"] != code():
            return State()
        documents = {str(id_): _kept(kept) for id_, kept in state["documents"].items()}
        return State(documents, _kept(state["sources"]), _kept(state["site"]))
    except (ValueError, LookupError, TypeError, AttributeError):
        return State()


def store(root: Path, state: State) -> None:
    """Remember ``state`` for the next build by this code."""
    files.write_cache(root, STATE, json.dumps({"code": code(), **asdict(state)}, ensure_ascii=False))


def recall(root: Path, state: State, edition: EditionSources, executor: Executor) -> dict[str, DocumentMade]:
    """The documents that need not be made again, by id: nothing they are made from has changed, nor their pages."""
    fingerprints = edition.fingerprints(code())
    unchanged: list[tuple[DocumentSources, Kept, dict[str, bytes]]] = []
    for document in edition.documents:
        kept = state.documents.get(document.id)
        if kept and kept.made_from == fingerprints[document.id]:
            pages = _verified(root, kept.digests)
            if pages is not None:
                unchanged.append((document, kept, pages))
    views = executor.map(read_back, [document for document, _kept, _pages in unchanged])
    return {
        document.id: DocumentMade(
            document.id, kept.findings, {f.path: f.content or b"" for f in document.generated()}, pages, view
        )
        for (document, kept, pages), view in zip(unchanged, views, strict=True)
        if view is not None
    }


def remembered(edition: EditionSources, made: Mapping[str, DocumentMade]) -> dict[str, Kept]:
    """What to remember of documents that were made and are now written."""
    return {
        id_: Kept(
            made_from,
            {path: files.digest(content) for path, content in made[id_].pages.items()},
            made[id_].findings,
        )
        for id_, made_from in edition.fingerprints(code(), made).items()
    }


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
    return sha256(json.dumps([hashes, said]).encode()).hexdigest()


def _verified(root: Path, digests: Mapping[str, str]) -> dict[str, bytes] | None:
    """The pages with these digests by path relative to ``docs/``; ``None`` when one is missing or changed."""
    content: dict[str, bytes] = {}
    for path, expected in digests.items():
        found = files.read_page(root, path)
        if found is None or files.digest(found) != expected:
            return None
        content[path] = found
    return content


def _kept(raw: Any) -> Kept:
    return Kept(
        made_from=str(raw["made_from"]),
        digests={str(path): str(value) for path, value in raw["digests"].items()},
        findings=tuple(_finding(found) for found in raw["findings"]),
        counts=tuple(int(count) for count in raw["counts"]),
    )


def _finding(raw: Any) -> Finding:
    if raw["code"] not in CATALOGUE:
        raise ValueError(raw["code"])
    locus = raw["locus"]
    place = Locus(str(locus["file"]), int(locus["line"]), int(locus["column"]))
    return Finding(raw["code"], str(raw["message"]), place, str(raw["hint"]))
