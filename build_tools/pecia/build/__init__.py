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
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pecia import files, publish, search
from pecia.build import memory
from pecia.build.collector import at_rest
from pecia.build.document import DocumentMade
from pecia.build.flow import Composed, Serial, compose
from pecia.build.memory import Kept, State
from pecia.build.sources import EditionSources, read_whole
from pecia.files import Content, content_of
from pecia.findings import Finding, Severity, has_errors, in_order
from pecia.model import Locus
from pecia.progress import Progress, without_progress
from pecia.tei.intake import Use

__all__ = ["BuildResult", "Composed", "Counts", "Serial", "build", "check", "compose", "serve"]


_INDEX = search.FOLDER
"""Folder of the search index; no page of a document stands in one of this name."""


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
    was put in the place of the last one. ``left_out``: the documents from TEI that have errors and are not in it.
    ``uses``: how the elements of TEI that someone else encoded are shown. ``written``: whether the edition could be
    built; an error among the findings does not always forbid it.
    """

    findings: tuple[Finding, ...]
    counts: Counts = Counts()
    done: tuple[str, ...] = ()
    published: bool = False
    left_out: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    written: bool = False


@at_rest()
def build(
    root: Path,
    executor: Executor | None = None,
    *,
    strict: bool = False,
    progress: Progress = without_progress,
    jobs: int = 1,
) -> BuildResult:
    """Build the edition under ``root``: its TEI records and ledgers, its pages, its site.

    With ``strict``, a warning forbids writing as an error does, and so does an error in one document among many that
    come from TEI. What has not changed since the last build is not done again; with any ``executor``, any number of
    ``jobs`` (processes that render pages) and any history the files are the same.
    """
    executor = executor or Serial()
    recovered = files.recover(root)
    state = memory.load(root)
    untouched = not recovered and state.sources is not None and state.sources.signature == _signature_of_pages(root)
    last = _unchanged(root, state) if untouched else None
    if last and not _forbidden(last, strict):
        return last
    sources, read = read_whole(root)
    read = [*recovered, *read]
    known = files.written_pages(root) if untouched else {}
    try:
        composed = compose(
            sources,
            executor,
            lambda edition: memory.recall(root, state, edition, executor, known, progress),
            progress,
            partial(_staged, files.staging(root)),
            leave_out=not strict,
        )
        changes, in_the_way = files.plan_pages(root, composed.pages, untouched=untouched) if composed.site else ({}, [])
        by_hand, refused = _pages_by_hand(root)
        in_the_way += refused
        found = [*composed.findings, *in_the_way]
        result = _result([*read, *found], composed)
        if composed.site is None or has_errors([*read, *in_the_way]) or _forbidden(result, strict):
            return result
        new = {path: record for path, record in composed.edition.items() if record is not sources.get(path)}
        refused = files.commit(root, {**new, **changes}, progress)
    except OSError as error:
        return BuildResult((Finding("F101", error.strerror or "the disk refused", Locus(files.WORK)),))
    finally:
        files.unstage(root)
    found += refused
    if has_errors(refused):
        return _result([*read, *found], composed)
    site, published = _publish(root, composed, by_hand, state.site, jobs, progress)
    found += site.findings
    result = _result([*read, *found], composed, published=published, written=not has_errors(site.findings))
    if composed.sources and result.written:
        whole = Kept(
            _signed(root),
            findings=tuple(in_order(found)),
            counts=result.counts,
            left_out=result.left_out,
            uses=result.uses,
            signature=_signature_of_pages(root),
        )
        memory.store(root, State(memory.remembered(composed.sources, composed.made), whole, site))
    return result


def _staged(stage: Callable[[bytes], Content], made: DocumentMade) -> DocumentMade:
    """The document with its files put aside, so that those of thousands need not be held in memory."""
    edition = {path: stage(content_of(record)) for path, record in made.edition.items()}
    pages = {path: stage(content_of(page)) for path, page in made.pages.items()}
    return replace(made, edition=edition, pages=pages)


def check(root: Path, executor: Executor | None = None) -> BuildResult:
    """All that :func:`build` finds, with nothing remembered and nothing written.

    Also F107 for each file under ``edition/`` that a build would change.
    """
    sources, findings = read_whole(root)
    composed = compose(sources, executor or Serial(), leave_out=True)
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
        composed = compose(sources, Serial(), recall, drafts=True, leave_out=True)
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
    return files.read_folder(root, files.DOCS, leave_out=files.written_pages(root))


def _forbidden(result: BuildResult, strict: bool) -> bool:
    """Whether nothing may be written for what was found; :func:`compose` has seen to errors that forbid it always."""
    return strict and any(found.severity is not Severity.NOTE for found in result.findings)


def _publish(
    root: Path,
    composed: Composed,
    by_hand: Mapping[str, bytes],
    last: Kept | None,
    jobs: int,
    progress: Progress,
) -> tuple[Kept, bool]:
    """Publish the site unless the last one was made from the same and is still there; and whether it was published.

    ``by_hand``: everything under ``docs/`` that Pecia did not write.
    """
    site = composed.site
    assert site is not None
    pages = {path: files.digest_of(page) for path, page in composed.pages.items()}
    frame = memory.digest({**by_hand, **publish.looks(root)}, repr(site.statement))
    made_from = memory.digest({}, frame, *(f"{path} {digest}" for path, digest in sorted(pages.items())))
    there = last is not None and last.signature == files.signature(root / publish.SITE)
    if last and there and last.made_from == made_from:
        return last, False
    indexed: dict[str, str] = {}
    before: dict[str, str] | None = None
    if last and there:
        indexed = {path: digest for path, digest in last.digests.items() if path.startswith(_INDEX)}
        if last.digests.get("") == frame:
            before = {path: digest for path, digest in last.digests.items() if path and path not in indexed}
    findings = last.findings if last and before is not None else ()
    done = publish.publish(root, site, before, pages, by_hand, indexed, findings, jobs, progress)
    signature = files.signature(root / publish.SITE)
    digests = {"": frame, **pages, **done.indexed}
    return Kept(made_from, digests, done.findings, signature=signature), not has_errors(done.findings)


def _signed(root: Path) -> str:
    """What tells whether anything that the edition is made from was touched, the pages apart."""
    return f"{memory.digest(publish.looks(root))} {files.signature(root / 'edition')}"


def _signature_of_pages(root: Path) -> str:
    return files.signature(root / files.DOCS)


def _unchanged(root: Path, state: State) -> BuildResult | None:
    """The result of the last build, when nothing was touched since and everything it made is still there; ``docs/``
    has been looked at already."""
    last = state.sources
    if (
        last
        and state.site
        and last.made_from == _signed(root)
        and state.site.signature == files.signature(root / publish.SITE)
    ):
        return BuildResult(last.findings, Counts(*last.counts), left_out=last.left_out, uses=last.uses, written=True)
    return None


def _result(
    findings: Iterable[Finding], composed: Composed, *, published: bool = False, written: bool = False
) -> BuildResult:
    return BuildResult(
        tuple(in_order(findings)),
        _counts(composed),
        composed.done,
        published,
        composed.left_out,
        composed.uses,
        written,
    )


def _counts(composed: Composed) -> Counts:
    if composed.site is None:
        return Counts()
    views = [made.view for made in composed.made.values() if made.view and made.id not in composed.left_out]
    markdown = [path for path in composed.pages if path.endswith(".md")]
    return Counts(len(views), sum(len(view.witnesses) for view in views), len(composed.site.passages), len(markdown))
