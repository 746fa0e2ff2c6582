"""What can be reused from the last build: unchanged sources, and documents and pages made from the same inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pecia import files
from pecia.files import Content, Staged
from pecia.pipeline import memory
from pecia.pipeline.document import DocumentMade
from pecia.pipeline.edition import Last
from pecia.pipeline.memory import Made, SpoiltError, State
from pecia.pipeline.sources import EditionSources


@dataclass(frozen=True, slots=True)
class Past:
    """The last build of the edition under ``root``: what is remembered of it, and what was made from what. ``touched``:
    the files that came, went or changed since; ``written``: the SHA-256 of the pages, as ``docs/`` itself says it."""

    root: Path
    state: State
    made: Made
    touched: frozenset[str]
    written: Mapping[str, str]


def past(root: Path, state: State | None, stamps: Mapping[str, str]) -> Past | None:
    """What is remembered of the last build; ``None`` when there is nothing, or it cannot be used."""
    if state is None:
        return None
    try:
        made = memory.load_made(root, state)
    except SpoiltError:
        return None
    before = state.stamps
    touched = frozenset(path for path, stamp in stamps.items() if before.get(path) != stamp)
    return Past(root, state, made, touched | (before.keys() - stamps.keys()), files.written_pages(root))


def sources_known(past: Past) -> dict[str, Staged]:
    """The files of the edition that nobody touched since the last build, by path."""
    return {
        path: Staged(f"{past.root}/{path}", size, digest)
        for path, (digest, size) in past.made.sources.items()
        if _untouched(past, path)
    }


def last(past: Past) -> Last:
    """What the last build gives again. What is in it raises :class:`~pecia.pipeline.memory.SpoiltError`."""
    return Last(
        recall=partial(_documents, past),
        names=memory.reader(past.root, past.state, "names"),
        texts=memory.reader(past.root, past.state, "texts"),
        registers=partial(_registers, past),
        single=frozenset(path for path in past.made.single if _untouched(past, path)),
    )


def _documents(past: Past, edition: EditionSources) -> dict[str, DocumentMade]:
    """The documents that need not be made again, by id: nothing they are made from has changed, nor their pages."""
    told = memory.all_told(past.root, past.state)
    fingerprints = edition.fingerprints(memory.code())
    found: dict[str, DocumentMade] = {}
    for document in edition.documents:
        id_, kept = document.id, past.made.documents.get(document.id)
        if kept is None or kept.made_from != fingerprints[id_] or id_ not in told:
            continue
        pages = _pages(past, kept.pages)
        if pages is not None:
            written = {file.path: file.content or b"" for file in document.generated()}
            found[id_] = DocumentMade(id_, kept.findings, written, pages, told[id_], None, None)
    return found


def _registers(past: Past, made_from: str) -> dict[str, Content] | None:
    """The pages of the registers, if they were made from the same and are as they were."""
    kept = past.made.registers
    return _pages(past, kept.pages) if kept.made_from == made_from else None


def _pages(past: Past, paths: Iterable[str]) -> dict[str, Content] | None:
    """These pages, by path relative to ``docs/``; ``None`` when one is not what it was."""
    content: dict[str, Content] = {}
    for path in paths:
        place = f"{files.DOCS}/{path}"
        digest, size = past.made.pages.get(path, ("", 0))
        if past.written.get(path) != digest:
            return None
        if not _untouched(past, place) and files.digest(files.read_page(past.root, path) or b"") != digest:
            return None
        content[path] = Staged(f"{past.root}/{place}", size, digest)
    return content


def is_untouched(past: Past, folder: str) -> bool:
    """Whether every file at any depth under ``folder`` is as the last build left it."""
    return not any(path.startswith(f"{folder}/") for path in past.touched)


def _untouched(past: Past, path: str) -> bool:
    return path not in past.touched and path in past.state.stamps
