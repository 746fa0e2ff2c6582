"""The flow, composed: sources → documents → edition → site.

    read_sources ─▶ read_metadata ─▶ make_documents: parse, anchor, encode, check, decode, render ─▶ render_edition
                                     (one map over the documents, in one process or many)             │
    site ◀── publish ◀── docs/ and edition/ ◀── commit ◀──────────────────────────────────────────────┘

:func:`compose` is the flow without a disk or a site; :func:`build`, :func:`check` and :func:`serve` are what a user
does with it. Nothing is written when there is an error among the findings.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pecia import files, publish
from pecia.files import Content, content_of
from pecia.model import Locus
from pecia.model.findings import Finding, Severity, has_errors, in_order, internal_error
from pecia.pipeline import kept, memory, recalled
from pecia.pipeline.document import DocumentMade
from pecia.pipeline.edition import NOTHING, Composed, Serial, compose
from pecia.pipeline.gc_pause import at_rest
from pecia.pipeline.memory import KeptSite, Result, SpoiltError, State
from pecia.pipeline.recalled import Past
from pecia.pipeline.sources import EditionSources, read_whole
from pecia.progress import Progress, without_progress
from pecia.tei_import import Use

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

    ``done``: the ids of the documents that were made, not taken from the last build. ``published``: whether the site
    was changed. ``left_out``: the documents that have errors and are not in it.
    ``uses``: how the elements of imported TEI are shown. ``written``: whether the edition could be
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
    with files.one_build(root):
        recovered = files.recover(root)
        stamps = files.stamps(root, _LOOKED_AT)
        state = memory.load(root)
        looks = publish.looks(root)
        if state and not recovered and state.stamps == stamps and state.looks == memory.digest(looks):
            was = state.result
            last = BuildResult(was.findings, Counts(*was.counts), left_out=was.left_out, uses=was.uses, written=True)
            if not _forbidden(last, strict):
                return last
        work = partial(
            _built,
            root,
            executor or Serial(),
            recovered=recovered,
            looks=looks,
            strict=strict,
            progress=progress,
            jobs=jobs,
        )
        try:
            return work(stamps, recalled.past(root, state, stamps))
        except SpoiltError:  # some of it may be written by now
            return work(files.stamps(root, _LOOKED_AT), None)


_LOOKED_AT = ("edition", files.DOCS, publish.SITE)
"""The folders in which a build looks whether anything was touched, and writes."""


def _built(
    root: Path,
    executor: Executor,
    stamps: Mapping[str, str],
    past: Past | None,
    *,
    recovered: list[Finding],
    looks: Mapping[str, bytes],
    strict: bool,
    progress: Progress,
    jobs: int,
) -> BuildResult:
    """:func:`build`, when something was touched since what is remembered as ``past``."""
    sources, read = files.read_sources(root, recalled.sources_known(past) if past else {})
    read = [*recovered, *read]
    untouched = past is not None and recalled.is_untouched(past, files.DOCS)
    written = past.written if past else files.written_pages(root)
    try:
        composed = compose(
            sources,
            executor,
            recalled.last(past) if past else NOTHING,
            progress,
            partial(_staged, files.staging(root)),
            leave_out=not strict,
        )
        by_hand, in_the_way = files.pages_by_hand(root, written, stamps)
        if composed.site is None:
            return _result([*read, *composed.findings, *in_the_way], composed)
        changes, refused = files.plan_pages(root, composed.pages, written, untouched=untouched)
        in_the_way += refused
        found = [*composed.findings, *in_the_way]
        result = _result([*read, *found], composed)
        if has_errors([*read, *in_the_way]) or _forbidden(result, strict):
            return result
        new = {path: record for path, record in composed.edition.items() if record is not sources.get(path)}
        gone = dict.fromkeys(composed.sources.gone if composed.sources else ())
        refused = files.commit(root, {**new, **gone, **changes}, progress)
    except OSError as error:
        if past and error.errno == errno.ESTALE:  # a file is not what it was remembered to be
            raise SpoiltError(str(error.filename)) from None
        return BuildResult((Finding("F101", error.strerror or "the disk could not be written", Locus(files.WORK)),))
    finally:
        files.unstage(root)
    found += refused
    if has_errors(refused):
        return _result([*read, *found], composed)
    stamps = kept.stamps_now(root, stamps, {*new, *gone, *changes}, ())
    site, changed = _publish(root, composed, by_hand, looks, stamps, past, jobs, progress)
    found += site.findings
    done = not has_errors(site.findings)
    published = done and (changed is None or bool(changed))
    result = _result([*read, *found], composed, published=published, written=done)
    if done:
        was = Result(tuple(in_order(found)), result.counts, result.left_out, result.uses)
        now = kept.stamps_now(root, stamps, (), changed)
        state = State(memory.code(), memory.digest(looks), now, was)
        memory.store(root, past.state if past else None, state, kept.made(past, composed, sources, site), composed.made)
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
    if composed.site and composed.sources:
        findings += (Finding("F107", "of a draft that is gone", Locus(path)) for path in composed.sources.gone)
        findings += (
            Finding("F107", "the file differs from what the sources give", Locus(path))
            for path, content in composed.edition.items()
            if sources.get(path) != content
        )
        written = files.written_pages(root)
        by_hand, found = files.read_folder(root, files.DOCS, leave_out=written)
        findings += [*found, *files.plan_pages(root, composed.pages, written)[1]]
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

    def make() -> publish.ToServe | None:
        try:
            return made()
        except Exception as error:
            report(BuildResult((internal_error("D102", "pecia", error, Locus(".")),)))
            return None

    def made() -> publish.ToServe | None:
        sources, findings = read_whole(root)
        composed = compose(sources, Serial(), replace(NOTHING, recall=recall), drafts=True, leave_out=True)
        if composed.sources:
            fingerprints = composed.sources.fingerprints(memory.code())
            last.update({id_: (fingerprints[id_], made) for id_, made in composed.made.items()})
        by_hand, found = files.read_folder(root, files.DOCS, leave_out=files.written_pages(root))
        report(_result([*findings, *composed.findings, *found], composed))
        return ({**by_hand, **composed.pages}, composed.site) if composed.site else None

    return publish.serve(root, port, make, lambda findings: report(BuildResult(tuple(in_order(findings)))), ready)


# --- parts of the above --------------------------------------------------------------------------


def _forbidden(result: BuildResult, strict: bool) -> bool:
    """Whether nothing may be written for what was found; :func:`compose` has seen to errors that forbid it always."""
    return strict and any(found.severity is not Severity.NOTE for found in result.findings)


def _publish(
    root: Path,
    composed: Composed,
    by_hand: Mapping[str, bytes],
    looks: Mapping[str, bytes],
    stamps: Mapping[str, str],
    past: Past | None,
    jobs: int,
    progress: Progress,
) -> tuple[KeptSite, Collection[str] | None]:
    """Publish the site unless the last one was made from the same and is still there; what to remember of it, and the
    files that were written or removed, by path relative to the root; ``None`` when the whole site is new.

    ``by_hand``: everything under ``docs/`` that Pecia did not write; ``looks``: what says how the site looks;
    ``stamps``: of all files before this.
    """
    site = composed.site
    assert site is not None
    now = {path: files.digest_of(page) for path, page in composed.pages.items()}
    frame = memory.digest({**by_hand, **looks}, repr(site.statement))
    searched = memory.digest({}, *(f"{id_} {one.digest}" for id_, one in site.searched.items()))
    last = publish.NO_SITE
    if past and recalled.is_untouched(past, publish.SITE):
        was = past.made.site
        last = publish.LastSite(indexed=was.indexed)
        if was.frame == frame:
            before = {path: digest for path, (digest, _size) in past.made.pages.items()}
            if before == now and was.searched == searched:
                return was, ()
            last = publish.LastSite(before, was.indexed, was.findings)
    done = publish.publish(root, site, publish.Docs(now, by_hand), last, jobs, progress)
    if publish.looks(root) != looks or any(
        files.stamp(root, path) != stamps.get(path) for path in (f"{files.DOCS}/{name}" for name in by_hand)
    ):
        frame = ""  # it may not be that of what was rendered
    return KeptSite(frame, searched, dict(done.indexed), done.findings), done.changed


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
    accounts = [made.told.account for made in composed.made.values() if made.told]
    return Counts(
        len(accounts),
        sum(len(account.document.witnesses) for account in accounts),
        sum(account.passages for account in accounts),
        sum(map(publish.is_page, composed.pages)),
    )
