"""The flow from the sources' bytes to everything that will be written; no disk, no site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pecia import addresses, citation, pages, publish, search, versions
from pecia.build.document import DocumentMade, make_document
from pecia.build.sources import STATEMENT, EditionSources, as_drafts, read_metadata, record_path
from pecia.exports import crate, dts, oai, records
from pecia.exports.copies import offered
from pecia.findings import Finding, has_errors, in_order
from pecia.model import Locus
from pecia.transcript import mentions

T = TypeVar("T")

Recall = Callable[[EditionSources], Mapping[str, DocumentMade]]
"""Gives the documents that need not be made again, by id."""

Progress = Callable[[Iterator[DocumentMade], int], Iterable[DocumentMade]]
"""Shows how far a map over so many documents has come; gives them on unchanged."""


class Serial(Executor):
    """An executor that does each call at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """A future that is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # handed to whoever asks for the result, as every executor does
            future.set_exception(error)
        return future

    def map(self, fn: Callable[..., T], *iterables: Iterable[Any], **_options: Any) -> Iterator[T]:
        """Each result when it is asked for, not all of them before the first."""
        return map(fn, *iterables)


@dataclass(frozen=True, slots=True)
class Composed:
    """What the sources give.

    ``sources``: the edition as it was read, ``None`` when that failed. ``edition``: TEI records and ledgers by path
    relative to the root. ``pages``: by path relative to ``docs/``. ``site``: what else the site is made of. ``made``:
    what each document became, by id. ``done``: the ids of those that were made and not recalled. When there is an
    error among the findings, ``site`` is ``None`` and ``edition`` and ``pages`` are empty.
    """

    findings: tuple[Finding, ...]
    sources: EditionSources | None = None
    made: Mapping[str, DocumentMade] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    edition: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, bytes] = field(default_factory=dict)
    site: publish.Site | None = None


def compose(
    files: Mapping[str, bytes],
    executor: Executor,
    recall: Recall = lambda _edition: {},
    progress: Progress = lambda made, _total: made,
    *,
    drafts: bool = False,
) -> Composed:
    """Everything that ``files`` (the sources: path → bytes) give.

    Each document is made by itself through ``executor``, but for those that ``recall`` knows. With ``drafts``, an
    exemplar that was changed is made all the same, though the finding that says so is an error.
    """
    edition, findings = read_metadata(files, executor)
    if edition is None:
        return Composed(tuple(in_order(findings)))
    edition, changed = as_drafts(edition) if drafts else (edition, [])
    known = recall(edition)
    to_do = [document for document in edition.documents if document.id not in known]
    made = {**known, **{m.id: m for m in progress(executor.map(make_document, to_do), len(to_do))}}
    documents = [made[document.id] for document in edition.documents]
    done = tuple(document.id for document in to_do)
    findings += [finding for document in documents for finding in document.findings]
    if has_errors(findings):
        return Composed(tuple(in_order([*findings, *changed])), edition, made, done)
    view = pages.Edition(edition.statement, tuple(document.view for document in documents if document.view))
    written = {path: content for document in documents for path, content in document.edition.items()}
    tei_files = [
        (witness.record, written[record_path(document.document.id, witness.record.siglum)])
        for document in view.documents
        for witness in document.witnesses
    ]
    findings += mentions.unnamed(edition.entries, [record for record, _content in tei_files])
    written[versions.PATH] = versions.write_versions(edition.versions)
    downloaded, listed = records.downloads(edition.statement, tei_files)
    of_edition, found = _of_edition(edition, view, documents, listed)
    findings += found
    if has_errors(findings):
        return Composed(tuple(in_order([*findings, *changed])), edition, made, done)
    return Composed(
        findings=tuple(in_order([*findings, *changed])),
        sources=edition,
        made=made,
        done=done,
        edition=written,
        pages={
            **{path: content for document in documents for path, content in document.pages.items()},
            **{file.path: file.content for file in (*of_edition, *downloaded)},
        },
        site=publish.Site(edition.statement, search.passage_texts(record for record, _content in tei_files)),
    )


def _of_edition(
    edition: EditionSources, view: pages.Edition, documents: Sequence[DocumentMade], listed: Sequence[pages.Download]
) -> tuple[list[pages.GeneratedFile], list[Finding]]:
    """The pages and files about the edition as a whole; ``listed``: what is offered of it for download."""
    statement = edition.statement
    entries = {entry.key: entry for entry in edition.entries}
    try:
        forms = citation.cite_edition(statement)
    except citation.ProcessorStoppedError as stopped:
        return [], [Finding("B103", f"the citation processor stopped: {stopped}", Locus(STATEMENT))]
    example = None
    if view.documents:
        example, _said = citation.cite_document(statement, view.documents[0].document, entries, STATEMENT)
    copies = [
        crate.CrateFile(copy.path, copy.format, copy.size, copy.sha256, made.view.document.id, copy.siglum)
        for made in documents
        if made.view
        for copy in offered(made.view, made.pages)
    ]
    copies += [crate.CrateFile(file.path, file.label, file.size, file.sha256) for file in listed]
    cited = citation.plain(forms.page["chicago-bibliography"])
    described = crate.crate_metadata(statement, [one.document for one in view.documents], entries, copies, cited)
    repository, findings = oai.static_repository(view, statement.contact, statement.oai_gateway)
    files = [
        *pages.render_edition(view, listed, forms, example),
        *dts.edition_files(view),
        pages.GeneratedFile(crate.PATH, described),
        *([pages.GeneratedFile(addresses.OAI, repository)] if repository else []),
    ]
    return files, findings
