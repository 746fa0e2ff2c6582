"""The flow, composed: sources → documents → edition → site.

    read_sources ─▶ read_metadata ─▶ make_document: parse, anchor, encode, check, decode, render ─▶ render_edition
                                     (one map over the documents, in one process or many)             │
    site ◀── publish ◀── docs/ and edition/ ◀── commit ◀──────────────────────────────────────────────┘

:func:`compose` is the flow without a disk or a site; :func:`build`, :func:`check` and :func:`serve` are what a user
does with it. Nothing is written when there is an error among the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pecia import files, publish
from pecia.build import memory
from pecia.build.document import DocumentMade
from pecia.build.flow import Composed, Progress, Serial, compose
from pecia.build.memory import Kept, State
from pecia.build.sources import STATEMENT, EditionSources, read_whole
from pecia.files import archives
from pecia.findings import Finding, Severity, has_errors, in_order
from pecia.model import Locus

__all__ = ["BuildResult", "Composed", "Counts", "Serial", "build", "check", "compose", "serve"]


class Counts(NamedTuple):
    """How large the edition is."""

    documents: int = 0
    witnesses: int = 0
    passages: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a command found and did.

    ``done``: the ids of the documents that were made, not taken from the last build. ``published``: whether a new site
    was put in the place of the last one.
    """

    findings: tuple[Finding, ...]
    counts: Counts = Counts()
    done: tuple[str, ...] = ()
    published: bool = False


def build(
    root: Path,
    executor: Executor | None = None,
    *,
    strict: bool = False,
    progress: Progress = lambda made, _total: made,
) -> BuildResult:
    """Build the edition under ``root``: its TEI records and ledgers, its pages, its site.

    With ``strict``, a warning forbids writing as an error does. What has not changed since the last build is not done
    again; with any ``executor`` and any history the files are the same.
    """
    executor = executor or Serial()
    sources, read = read_whole(root)
    state = memory.load(root)
    last = _unchanged(root, sources, state)
    if last and not read and not _forbidden(last.findings, strict):
        return last
    composed = compose(sources, executor, lambda edition: memory.recall(root, state, edition, executor), progress)
    changes, in_the_way = files.plan_pages(root, composed.pages) if composed.site else ({}, [])
    found = [*composed.findings, *in_the_way, *_pages_by_hand(root)[1]]
    if composed.site is None or _forbidden([*read, *found], strict):
        return _result([*read, *found], composed)
    found += files.commit(root, {**composed.edition, **changes})
    if has_errors(found):
        return _result([*read, *found], composed)
    sources |= composed.edition
    site, published = _publish(root, composed.site, state.site, sources)
    found += site.findings
    if composed.sources and not has_errors(found):
        whole = Kept(memory.digest(sources), findings=tuple(in_order(found)), counts=_counts(composed))
        memory.store(root, State(memory.remembered(composed.sources, composed.made), whole, site))
    return _result([*read, *found], composed, published=published)


def check(root: Path, executor: Executor | None = None) -> BuildResult:
    """All that :func:`build` finds, with nothing remembered and nothing written.

    Also F107 for each file under ``edition/`` that a build would change.
    """
    sources, findings = read_whole(root)
    composed = compose(sources, executor or Serial())
    findings += composed.findings
    if composed.site:
        findings += (
            Finding("F107", "not what the sources give", Locus(path))
            for path, content in composed.edition.items()
            if sources.get(path) != content
        )
        by_hand, found = _pages_by_hand(root)
        findings += [*found, *files.plan_pages(root, composed.pages)[1]]
        findings += publish.try_out(root, {**by_hand, **composed.pages}, composed.site)
    return _result(findings, composed)


def serve(root: Path, port: int, report: Callable[[BuildResult], None], ready: Callable[[str], None]) -> list[Finding]:
    """Serve the edition on this machine and make it anew at each change, until interrupted.

    ``report`` is told what came of it each time, ``ready`` the address. What comes back is why it could not be served.

    Nothing is written under ``root``: an edition that is being worked on gives no anchors away. An exemplar that was
    changed is shown, whatever digest its document records.
    """
    last: dict[str, tuple[str, DocumentMade]] = {}

    def recall(edition: EditionSources) -> Mapping[str, DocumentMade]:
        fingerprints = edition.fingerprints(memory.code())
        return {id_: made for id_, (made_from, made) in last.items() if fingerprints.get(id_) == made_from}

    def make() -> publish.Made | None:
        sources, findings = read_whole(root)
        composed = compose(sources, Serial(), recall, drafts=True)
        if composed.sources:
            fingerprints = composed.sources.fingerprints(memory.code())
            last.update({id_: (fingerprints[id_], made) for id_, made in composed.made.items()})
        by_hand, found = _pages_by_hand(root)
        report(_result([*findings, *composed.findings, *found], composed))
        return ({**by_hand, **composed.pages}, composed.site) if composed.site else None

    return publish.serve(root, port, make, lambda findings: report(BuildResult(tuple(in_order(findings)))), ready)


# --- parts of the above --------------------------------------------------------------------------


def _pages_by_hand(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Everything under ``docs/`` that Pecia did not write, by path relative to it."""
    content, findings = files.read_folder(root, files.DOCS)
    written = files.written_pages(root)
    return {path: data for path, data in content.items() if path not in written}, findings


def _forbidden(findings: Iterable[Finding], strict: bool) -> bool:
    return any(f.severity is Severity.ERROR or (strict and f.severity is Severity.WARNING) for f in findings)


def _publish(root: Path, site: publish.Site, last: Kept | None, sources: Mapping[str, bytes]) -> tuple[Kept, bool]:
    """Publish the site unless the last one was made from the same and is still there; and whether it was published."""
    made_from = _site_made_from(root, sources)
    if last and last.made_from == made_from and last.digests == _site_there(root):
        return last, False
    findings = publish.publish(root, site)
    return Kept(made_from, _site_there(root), tuple(findings)), not has_errors(findings)


def _site_made_from(root: Path, sources: Mapping[str, bytes]) -> str:
    """A digest of what the site is made from. The records are in it: they stand among the downloads."""
    docs, _findings = files.read_folder(root, files.DOCS)
    kept = (files.read_text(root / path) or "" for path in (files.MANIFEST, files.IGNORE))
    looks = memory.digest(publish.looks(root))
    return memory.digest({**docs, STATEMENT: sources.get(STATEMENT, b"")}, *kept, looks)


def _site_there(root: Path) -> dict[str, str]:
    """A digest of the site, one file in memory at a time: it holds the archive of the whole edition too."""
    folder = root / publish.SITE
    paths, _findings = archives.list_folder(folder)
    said = [f"{path} {files.digest(archives.read_file(folder, path))}" for path in paths]
    return {publish.SITE: memory.digest({}, *said)}


def _unchanged(root: Path, sources: Mapping[str, bytes], state: State) -> BuildResult | None:
    """The result of the last build, when it would be the same again and everything it made is still there."""
    if (
        state.sources
        and state.site
        and state.sources.made_from == memory.digest(sources)
        and state.site.made_from == _site_made_from(root, sources)
        and state.site.digests == _site_there(root)
    ):
        return BuildResult(state.sources.findings, Counts(*state.sources.counts))
    return None


def _result(findings: Iterable[Finding], composed: Composed, *, published: bool = False) -> BuildResult:
    return BuildResult(tuple(in_order(findings)), _counts(composed), composed.done, published)


def _counts(composed: Composed) -> Counts:
    if composed.site is None:
        return Counts()
    views = [made.view for made in composed.made.values() if made.view]
    markdown = [path for path in composed.pages if path.endswith(".md")]
    return Counts(len(views), sum(len(view.witnesses) for view in views), len(composed.site.passages), len(markdown))
