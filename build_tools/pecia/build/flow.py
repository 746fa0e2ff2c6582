"""The flow from the sources' bytes to everything that will be written; no disk, no site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pecia import addresses, citation, pages, publish, search, versions
from pecia.build.document import DocumentMade, DocumentSources, make_documents
from pecia.build.sources import STATEMENT, EditionSources, as_drafts, read_metadata, record_path
from pecia.exports import crate, dts, oai, records
from pecia.exports.copies import offered
from pecia.exports.passages import as_script, edition_record
from pecia.files import Content, content_of
from pecia.findings import Finding, has_errors, in_order
from pecia.model import Locus
from pecia.pages.shelves import in_order_of_lists
from pecia.progress import Progress, without_progress
from pecia.tei.intake import Use
from pecia.transcript import mentions

T = TypeVar("T")

Recall = Callable[[EditionSources], Mapping[str, DocumentMade]]
"""Gives the documents that need not be made again, by id."""


Keep = Callable[[DocumentMade], DocumentMade]
"""Puts the files of a document where they can wait, so that those of thousands need not be held in memory."""

_CHUNK = 32
"""Documents that are made in one call when there are many."""

_FULL = 500
_FULL_BYTES = 2_000_000
"""Documents, and bytes of their sources, up to which each has an overview and every copy, unless edition.yml says
otherwise: to typeset a long text costs a hundred times its page."""


def _as_it_is(made: DocumentMade) -> DocumentMade:
    return made


def chunks(documents: Sequence[DocumentSources]) -> list[tuple[DocumentSources, ...]]:
    """The documents in the portions in which they are made; one by one while there are few, for the sake of progress.

    What all have in common is the same object in each, so that it is sent to another process once for a portion.
    """
    size = 1 if len(documents) < 4 * _CHUNK else _CHUNK
    if not documents:
        return []
    statement = replace(documents[0].statement, documents=())
    alike = [replace(document, statement=statement) for document in documents]
    return [tuple(alike[n : n + size]) for n in range(0, len(alike), size)]


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
    what each document became, by id. ``done``: the ids of those that were made and not recalled. When an error forbids
    to go on, ``site`` is ``None`` and ``edition`` and ``pages`` are empty. ``left_out``: the documents from TEI that
    could not be made and are not in the edition. ``uses``: how the elements of all TEI are shown.
    """

    findings: tuple[Finding, ...]
    sources: EditionSources | None = None
    made: Mapping[str, DocumentMade] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    edition: Mapping[str, Content] = field(default_factory=dict)
    pages: Mapping[str, Content] = field(default_factory=dict)
    site: publish.Site | None = None
    left_out: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()


def compose(
    files: Mapping[str, bytes],
    executor: Executor,
    recall: Recall = lambda _edition: {},
    progress: Progress = without_progress,
    keep: Keep = _as_it_is,
    *,
    drafts: bool = False,
    leave_out: bool = False,
) -> Composed:
    """Everything that ``files`` (the sources: path → bytes) give.

    Documents are made in portions through ``executor``, but for those that ``recall`` knows; ``keep`` is given each as
    it is made. With ``drafts``, an exemplar that was changed is made all the same, though the finding that says so is
    an error. With ``leave_out``, a document that comes from TEI alone and has errors does not stop the others.
    """
    edition, findings = read_metadata(files, executor)
    if edition is None:
        return Composed(tuple(in_order(findings)))
    edition, changed = as_drafts(edition) if drafts else (edition, [])
    findings += edition.changed
    edition = _resolved(edition)
    known = recall(edition)
    to_do = [document for document in edition.documents if document.id not in known]
    portions = chunks(to_do)
    finished = (one for portion in executor.map(make_documents, portions) for one in portion)
    made = dict(known)
    for one in progress(finished, len(to_do), "documents"):
        made[one.id] = keep(one)
    done = tuple(document.id for document in to_do)
    lenient = {d.id for d in edition.documents if leave_out and d.tei_only}
    left_out = {id_ for id_ in lenient if not made[id_].view}
    fatal = [
        *findings,
        *(() if leave_out else edition.refused),
        *(f for id_, one in made.items() if id_ not in lenient for f in one.findings),
    ]
    findings += edition.refused
    findings += [finding for document in edition.documents for finding in made[document.id].findings]
    if has_errors(fatal) or (left_out and not made.keys() - left_out):
        return Composed(tuple(in_order([*findings, *changed])), edition, made, done)
    documents = _in_order(edition, {id_: one for id_, one in made.items() if id_ not in left_out})
    view = pages.Edition(edition.statement, tuple(document.view for document in documents if document.view))
    written: dict[str, Content] = {path: content for one in documents for path, content in one.edition.items()}
    records_of = [witness.record for document in view.documents for witness in document.witnesses]
    findings += mentions.unnamed(edition.entries, records_of)
    written[versions.PATH] = versions.write_versions(edition.versions)
    downloaded, listed = records.downloads(
        edition.statement,
        ((one, content_of(written[record_path(one.document.id, one.siglum)])) for one in records_of),
    )
    of_edition, found = _of_edition(edition, view, documents, listed)
    findings += found
    graphics = {path: source for document in documents for path, source in document.graphics.items()}
    findings += (Finding("I152", f"there is no {path}", Locus(path)) for path in graphics.values() if path not in files)
    if has_errors(found):
        return Composed(tuple(in_order([*findings, *changed])), edition, made, done)
    return Composed(
        findings=tuple(in_order([*findings, *changed])),
        sources=edition,
        made=made,
        done=done,
        left_out=tuple(sorted(left_out)),
        edition=written,
        pages={
            **{path: content for document in documents for path, content in document.pages.items()},
            **{path: files[source] for path, source in graphics.items() if source in files},
            **{file.path: file.content for file in (*of_edition, *downloaded)},
        },
        site=publish.Site(edition.statement, search.passage_texts(records_of, len(documents))),
        uses=added(use for document in documents for use in document.uses),
    )


def _resolved(edition: EditionSources) -> EditionSources:
    """With ``offer`` as it is for an edition of this size, where edition.yml leaves it open."""
    if edition.statement.offer:
        return edition
    size = sum(len(file.content or b"") for document in edition.documents for file in document.exemplars.values())
    full = len(edition.documents) <= _FULL and size <= _FULL_BYTES
    statement = replace(edition.statement, offer="full" if full else "reading")
    documents = tuple(replace(document, statement=statement) for document in edition.documents)
    return replace(edition, statement=statement, documents=documents)


def _in_order(edition: EditionSources, made: Mapping[str, DocumentMade]) -> list[DocumentMade]:
    """The documents as edition.yml lists them; those that it does not name follow by date, undated ones last."""
    listed = [id_ for id_ in edition.statement.documents if id_ in made]
    others = in_order_of_lists(view for id_ in made.keys() - set(listed) if (view := made[id_].view))
    return [made[id_] for id_ in (*listed, *(view.document.id for view in others))]


def added(uses: Iterable[Use]) -> tuple[Use, ...]:
    """The counts of each element and rule added up, by element and rule."""
    counts: Counter[tuple[str, str]] = Counter()
    for use in uses:
        counts[use.element, use.rule] += use.count
    return tuple(Use(element, rule, count) for (element, rule), count in sorted(counts.items()))


def _of_edition(
    edition: EditionSources, view: pages.Edition, documents: Sequence[DocumentMade], listed: Sequence[pages.Download]
) -> tuple[list[pages.GeneratedFile], list[Finding]]:
    """The pages and files about the edition as a whole; ``listed``: what is offered of it for download."""
    statement = edition.statement
    entries = {entry.key: entry for entry in edition.entries}
    own = frozenset(entry.key for entry in edition.entries if not entry.taken)
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
        if made.view and statement.offer != "reading"  # there the crate does not name each copy
        for copy in offered(made.view, {path: content_of(content) for path, content in made.pages.items()})
    ]
    copies += [crate.CrateFile(file.path, file.label, file.size, file.sha256) for file in listed]
    cited = citation.plain(forms.page["chicago-bibliography"])
    described = crate.crate_metadata(statement, [one.document for one in view.documents], entries, copies, cited)
    repository, findings = oai.static_repository(view, statement.contact, statement.oai_gateway)
    files = [
        *pages.render_edition(view, listed, forms, example, own),
        *dts.edition_files(view),
        pages.GeneratedFile(crate.PATH, described),
        pages.GeneratedFile(addresses.EDITION_RECORD, as_script(edition_record(statement, forms))),
        *([pages.GeneratedFile(addresses.OAI, repository)] if repository else []),
    ]
    return files, findings
