"""The flow from the sources' bytes to everything that will be written; no disk, no site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, TypeVar

from pecia import addresses, citation, pages, publish, search, versions
from pecia.files import Content, content_of, digest_of
from pecia.formats import archives, dts, oai, ro_crate
from pecia.formats.passage_record import as_script, edition_record
from pecia.model import Locus
from pecia.model.findings import Finding, has_errors, in_order
from pecia.pages.list_divisions import in_order_of_lists
from pecia.pipeline.document import DEFECT, DocumentMade, DocumentSources, make_documents
from pecia.pipeline.sources import STATEMENT, EditionSources, as_drafts, read_metadata, record_path
from pecia.pipeline.summary import Told, read_names, read_texts
from pecia.progress import Progress, without_progress
from pecia.tei_import import Use
from pecia.transcript import mentions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build gives again.

    ``recall`` the documents that need not be made again, by id; ``names`` and ``texts``, by the id of such a document,
    what it hands on (:mod:`pecia.pipeline.summary`); ``registers`` the pages of the registers, by path relative to
    ``docs/``, if they were made from the same; ``single`` the TEI files that are known to hold one text each.
    """

    recall: Callable[[EditionSources], Mapping[str, DocumentMade]]
    names: Callable[[str], bytes]
    texts: Callable[[str], bytes]
    registers: Callable[[str], Mapping[str, Content] | None]
    single: frozenset[str] = frozenset()


def _not_kept(id_: str) -> bytes:
    raise LookupError(id_)


NOTHING = Last(lambda _edition: {}, _not_kept, _not_kept, lambda _made_from: None)
"""There was no last build."""

Keep = Callable[[DocumentMade], DocumentMade]
"""Puts the files of a document where they can wait, so that those of thousands need not be held in memory."""

_CHUNK = 32
"""Documents that are made in one call when there are many."""


def _as_it_is(made: DocumentMade) -> DocumentMade:
    return made


def chunks(documents: Sequence[DocumentSources]) -> Iterator[tuple[DocumentSources, ...]]:
    """The documents in the portions in which they are made, with the bytes of their files; one by one while there are
    few, for the sake of progress. Raises ``OSError``.

    What all have in common is the same object in each, so that it is sent to another process once for a portion.
    """
    size = 1 if len(documents) < 4 * _CHUNK else _CHUNK
    if not documents:
        return
    statement = replace(documents[0].statement, documents=())
    for n in range(0, len(documents), size):
        yield tuple(replace(document, statement=statement).at_hand() for document in documents[n : n + size])


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
    to go on, ``site`` is ``None`` and ``edition`` and ``pages`` are empty. ``left_out``: the documents that
    could not be made and are not in the edition. ``uses``: how the elements of all TEI are shown. ``registers``: a
    digest of what the pages of the registers were made from, and their paths.
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
    registers: tuple[str, tuple[str, ...]] = ("", ())


@dataclass(frozen=True, slots=True)
class _Document:
    """A document that is in the edition: what it became, and what it tells of itself."""

    made: DocumentMade
    told: Told


def compose(
    files: Mapping[str, Content],
    executor: Executor,
    last: Last = NOTHING,
    progress: Progress = without_progress,
    keep: Keep = _as_it_is,
    *,
    drafts: bool = False,
    leave_out: bool = False,
) -> Composed:
    """Everything that ``files`` (the sources: path → content) give.

    Documents are made in portions through ``executor``, but for those that ``last`` recalls; ``keep`` is given each as
    it is made. With ``drafts``, an exemplar that was changed is made all the same, though the finding that says so is
    an error. With ``leave_out``, neither a document that comes from TEI alone and has errors stops the others nor
    one at which Pecia itself stopped.
    """
    edition, findings = read_metadata(files, executor, last.single)
    if edition is None:
        return Composed(tuple(in_order(findings)))
    edition, changed = as_drafts(edition) if drafts else (edition, [])
    findings += edition.changed
    known = last.recall(edition)
    to_do = [document for document in edition.documents if document.id not in known]
    work = executor if len(to_do) > 1 else Serial()  # another process needs a second to begin, and would be alone
    finished = (one for portion in work.map(make_documents, chunks(to_do)) for one in portion)
    made = dict(known)
    for one in progress(finished, len(to_do), "documents"):
        made[one.id] = keep(one)
    done = tuple(document.id for document in to_do)
    lenient = {d.id for d in edition.documents if leave_out and (d.tei_only or _is_defect(made[d.id]))}
    left_out = {id_ for id_ in lenient if not made[id_].told}
    fatal = [
        *findings,
        *(() if leave_out else edition.refused),
        *(f for id_, one in made.items() if id_ not in lenient for f in one.findings),
    ]
    findings += edition.refused
    findings += [finding for document in edition.documents for finding in made[document.id].findings]
    if has_errors(fatal) or (left_out and not made.keys() - left_out):
        return Composed(tuple(in_order([*findings, *changed])), edition, made, done)
    documents = _in_order(edition, made)
    written: dict[str, Content] = {path: content for one in documents for path, content in one.made.edition.items()}
    findings += mentions.unnamed(edition.entries, {key for one in documents for key in one.told.account.refers})
    if not edition.draft:
        written[versions.PATH] = versions.write_versions(edition.versions)
    registers_from, registers = _registers(edition, documents, last)
    of_edition, found = _of_edition(edition, documents, written)
    findings += found
    graphics = {path: source for one in documents for path, source in one.told.graphics.items()}
    findings += (Finding("I152", f"{path} is missing", Locus(path)) for path in graphics.values() if path not in files)
    if has_errors(found):
        return Composed(tuple(in_order([*findings, *changed])), edition, made, done)

    def texts(ids: Collection[str]) -> list[search.PassageText]:
        return [text for id_ in ids for text in read_texts(_made_or_kept(made[id_].texts, last.texts, id_))]

    generated: dict[str, Content] = {
        **{path: content for one in documents for path, content in one.made.pages.items()},
        **{path: files[source] for path, source in graphics.items() if source in files},
        **registers,
        **{file.path: file.content for file in of_edition},
    }
    return Composed(
        findings=tuple(in_order([*findings, *changed])),
        sources=edition,
        made=made,
        done=done,
        left_out=tuple(sorted(left_out)),
        edition=written,
        pages=generated,
        site=publish.Site(
            edition.statement,
            {one.made.id: one.told.searched for one in documents},
            texts,
        ),
        uses=added(use for one in documents for use in one.told.uses),
        registers=(registers_from, tuple(registers)),
    )


def _is_defect(made: DocumentMade) -> bool:
    return any(finding.code == DEFECT for finding in made.findings)


def _made_or_kept(made: bytes | None, kept: Callable[[str], bytes], id_: str) -> bytes:
    """What was made now, or is kept from an earlier build."""
    return kept(id_) if made is None else made


def _in_order(edition: EditionSources, made: Mapping[str, DocumentMade]) -> list[_Document]:
    """The documents as edition.yml lists them; those that it does not name follow by date, undated ones last."""
    known = {id_: _Document(one, one.told) for id_, one in made.items() if one.told}
    listed = [id_ for id_ in edition.statement.documents if id_ in known]
    others = in_order_of_lists(known[id_].told.account for id_ in known.keys() - set(listed))
    return [known[id_] for id_ in (*listed, *(account.document.id for account in others))]


def added(uses: Iterable[Use]) -> tuple[Use, ...]:
    """The counts of each element and rule added up, by element and rule."""
    counts: Counter[tuple[str, str]] = Counter()
    for use in uses:
        counts[use.element, use.rule] += use.count
    return tuple(Use(element, rule, count) for (element, rule), count in sorted(counts.items()))


def _registers(
    edition: EditionSources, documents: Sequence[_Document], last: Last
) -> tuple[str, Mapping[str, Content]]:
    """A digest of what the pages of the registers are made from, and these by path relative to ``docs/``."""
    statement = edition.statement
    said = sha256(edition.shared("").encode())
    for one in documents:
        said.update(f"{one.made.id} {one.told.named}\n".encode())
    made_from = said.hexdigest()
    kept = last.registers(made_from)
    if kept is not None:
        return made_from, kept
    whole = pages.Edition(statement, tuple(one.told.account for one in documents))
    names = (read_names(_made_or_kept(one.made.names, last.names, one.made.id)) for one in documents)
    own = frozenset(entry.key for entry in edition.entries if not entry.taken)
    return made_from, {file.path: file.content for file in pages.register_pages(whole, names, own)}


def _of_edition(
    edition: EditionSources, documents: Sequence[_Document], written: Mapping[str, Content]
) -> tuple[list[pages.GeneratedFile], list[Finding]]:
    """The pages and files about the edition as a whole, the registers apart. ``written``: the TEI records and ledgers,
    by path relative to the root."""
    statement = edition.statement
    entries = {entry.key: entry for entry in edition.entries}
    accounts = tuple(one.told.account for one in documents)
    whole = pages.Edition(statement, accounts)
    records_of = {
        addresses.tei(account.document.id, witness.siglum): written[record_path(account.document.id, witness.siglum)]
        for account in accounts
        for witness in account.document.witnesses
    }
    downloaded, listed = archives.downloads(
        statement,
        {path: digest_of(content) for path, content in records_of.items()},
        ((path, content_of(content)) for path, content in records_of.items()),
    )
    try:
        forms = citation.cite_edition(statement)
    except citation.ProcessorStoppedError as stopped:
        return [], [Finding("B103", f"the citation processor stopped: {stopped}", Locus(STATEMENT))]
    example = None
    if accounts:
        example, _said = citation.cite_document(statement, accounts[0].document, entries, STATEMENT)
    copies = [
        ro_crate.CrateFile(copy.path, copy.format, copy.size, copy.sha256, account.document.id, copy.siglum)
        for account in accounts
        for copy in account.copies
    ]
    copies += [ro_crate.CrateFile(file.path, file.label, file.size, file.sha256) for file in listed]
    cited = citation.plain(forms.page["chicago-bibliography"])
    described = ro_crate.crate_metadata(statement, [account.document for account in accounts], entries, copies, cited)
    repository, findings = oai.static_repository(whole, statement.contact, statement.oai_gateway)
    return [
        *pages.render_edition(whole, listed, forms, example),
        *dts.edition_files(whole),
        *downloaded,
        pages.GeneratedFile(ro_crate.PATH, described),
        pages.GeneratedFile(addresses.EDITION_RECORD, as_script(edition_record(statement, forms))),
        *([pages.GeneratedFile(addresses.OAI, repository)] if repository else []),
    ], findings
