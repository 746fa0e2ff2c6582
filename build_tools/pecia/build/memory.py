"""What the last build did, so that what has not changed is not done again.

``.cache/pecia/build.json`` holds digests and findings, never content: content is always read from the edition's own
files, and counts only if its digest is the one remembered. So the file may be lost, old or spoilt at any time, and then
more is done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pecia
from pecia import files
from pecia.build.collector import at_rest
from pecia.build.document import DocumentMade, DocumentSources, read_back
from pecia.build.flow import chunks
from pecia.build.sources import EditionSources
from pecia.catalogue import CATALOGUE
from pecia.files import Staged
from pecia.findings import Finding
from pecia.model import Locus
from pecia.progress import Progress, without_progress
from pecia.tei.intake import Use

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
    :class:`~pecia.build.Counts`. ``left_out``, ``uses``: see :class:`~pecia.build.BuildResult`. ``signature``: of the
    folder that came of it (:func:`pecia.files.signature`).
    """

    made_from: str
    digests: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    counts: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    signature: str = ""


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
    known = {
        "code": code(),
        "documents": {id_: _plain(kept) for id_, kept in state.documents.items()},
        "sources": state.sources and _plain(state.sources),
        "site": state.site and _plain(state.site),
    }
    files.write_cache(root, STATE, json.dumps(known, ensure_ascii=False))


def recall(
    root: Path,
    state: State,
    edition: EditionSources,
    executor: Executor,
    known: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = without_progress,
) -> dict[str, DocumentMade]:
    """The documents that need not be made again, by id: nothing they are made from has changed, nor their pages.

    ``known``: SHA-256 of pages by path relative to ``docs/``, where it is known without reading them.
    """
    fingerprints = edition.fingerprints(code())
    unchanged: list[tuple[DocumentSources, Kept, dict[str, Staged]]] = []
    for document in edition.documents:
        kept = state.documents.get(document.id)
        if kept and kept.made_from == fingerprints[document.id]:
            pages = _verified(root, kept.digests, known)
            if pages is not None:
                unchanged.append((document, kept, pages))
    portions = chunks([document for document, _kept, _pages in unchanged])
    back = (one for portion in executor.map(_read_back_all, portions) for one in portion)
    return {
        document.id: replace(
            made,
            findings=kept.findings,
            edition={file.path: file.content or b"" for file in document.generated()},
            pages=pages,
        )
        for (document, kept, pages), made in progress(
            zip(unchanged, back, strict=True), len(unchanged), "documents as they were"
        )
        if made
    }


@at_rest()
def _read_back_all(portion: Sequence[DocumentSources]) -> list[DocumentMade | None]:
    return [read_back(document) for document in portion]


def remembered(edition: EditionSources, made: Mapping[str, DocumentMade]) -> dict[str, Kept]:
    """What to remember of documents that were made and are now written."""
    return {
        id_: Kept(
            made_from,
            {path: files.digest_of(content) for path, content in made[id_].pages.items()},
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


def _verified(root: Path, digests: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Staged] | None:
    """The pages with these digests, where they are, by path relative to ``docs/``; ``None`` when one has changed."""
    content: dict[str, Staged] = {}
    for path, expected in digests.items():
        if expected != (known.get(path) or files.digest(files.read_page(root, path) or b"")):
            return None
        place = root / files.DOCS / path
        content[path] = Staged(str(place), place.stat().st_size, expected)
    return content


def _plain(kept: Kept) -> dict[str, object]:
    """As JSON has it; :func:`_kept` reads it."""
    return {
        "made_from": kept.made_from,
        "digests": dict(kept.digests),
        "findings": [asdict(finding) for finding in kept.findings],
        "counts": kept.counts,
        "left_out": kept.left_out,
        "uses": [asdict(use) for use in kept.uses],
        "signature": kept.signature,
    }


def _kept(raw: Any) -> Kept:
    return Kept(
        made_from=str(raw["made_from"]),
        digests={str(path): str(value) for path, value in raw["digests"].items()},
        findings=tuple(_finding(found) for found in raw["findings"]),
        counts=tuple(int(count) for count in raw["counts"]),
        left_out=tuple(str(id_) for id_ in raw["left_out"]),
        uses=tuple(Use(str(use["element"]), str(use["rule"]), int(use["count"])) for use in raw["uses"]),
        signature=str(raw["signature"]),
    )


def _finding(raw: Any) -> Finding:
    if raw["code"] not in CATALOGUE:
        raise ValueError(raw["code"])
    locus = raw["locus"]
    place = Locus(str(locus["file"]), int(locus["line"]), int(locus["column"]))
    return Finding(raw["code"], str(raw["message"]), place, str(raw["hint"]))
