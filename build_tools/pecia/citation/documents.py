"""Everything by which the edition and its documents are cited, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pecia import addresses
from pecia.citation.bibtex import bibtex, bibtex_key
from pecia.citation.csl_json import csl_item
from pecia.citation.forms import STYLES, DocumentForms, Forms, Run, plain
from pecia.citation.items import Item, document_item, edition_item, source_item, with_part, witness_items
from pecia.citation.missing_facts import document_lacks, edition_lacks, witness_lacks
from pecia.citation.names import whole_by_default
from pecia.citation.processor import Cited, ProcessorStoppedError, Work, bibliography, cited
from pecia.citation.ris import ris
from pecia.model import Locus
from pecia.model.edition import Document, EditionStatement, Entry, Source
from pecia.model.findings import Finding
from pecia.phrases import listed

_NONE: Cited = ({style.id: () for style in STYLES}, {style.id: () for style in STYLES})


def cite_edition(statement: EditionStatement) -> Forms:
    """The edition as a whole, and a page of it. Raises :class:`ProcessorStoppedError`."""
    item = edition_item(statement)
    ((page, passage),) = cited([Work(item)])
    key = bibtex_key(statement.title, statement.date[:4])
    return Forms(
        page=page,
        passage=passage,
        bibtex=bibtex(item, key),
        ris=ris(item),
        bibtex_of_page=bibtex(item, key, passages=False),
        ris_of_page=ris(item, passages=False),
        csl=csl_item(item, key),
        lacks=edition_lacks(statement),
    )


def cite_document(
    statement: EditionStatement, document: Document, entries: Mapping[str, Entry], path: str
) -> tuple[DocumentForms, list[Finding]]:
    """Everything about one document that can be cited; ``entries`` are the register entries by key.

    Findings, at the document's file ``path``: B101 for facts that a full citation would have and that are not
    established, B102 for a source's author or editor whose name is not divided, B103 when the processor stops (every
    citation in a style is empty then). Where documents are offered for reading alone (``statement.offer``), one with a
    single witness has no page but that witness's, and is cited as it is.
    """
    findings = [Finding("B102", message, Locus(path)) for message in _undivided(document.sources)]
    described = {source.id: (Run(source.title),) for source in document.sources if source.kind == "described"}
    sources = {source.id: source_item(source) for source in document.sources if source.id not in described}
    whole = document_item(statement, document, entries)
    items = {"": whole} | witness_items(statement, document, entries)
    if statement.offer == "reading" and len(document.witnesses) == 1:
        del items[""]
    published = {w.siglum: w.published_in for w in document.witnesses if w.published_in in sources}
    beside = _beside(statement, document, whole) if len(document.witnesses) > 1 else {}
    works = [Work(item, sources.get(published.get(siglum, ""))) for siglum, item in items.items()]
    try:
        made = cited([*works, *map(Work, beside.values())])
        listed_sources = dict(zip(sources, bibliography(list(sources.values())), strict=True))
    except ProcessorStoppedError as stopped:
        findings.append(Finding("B103", f"the citation processor stopped: {stopped}", Locus(path)))
        made = [_NONE] * (len(works) + len(beside))
        listed_sources = dict.fromkeys(sources, ())
    of_document = document_lacks(statement, document, whole)
    of_witness = {w.siglum: tuple(witness_lacks(document, w)) for w in document.witnesses}
    lacks = {siglum: (*of_document, *of_witness.get(siglum, ())) for siglum in items}
    lacks[""] = (*of_document, *(fact for facts in of_witness.values() for fact in facts))
    if lacks[""]:
        findings.append(Finding("B101", f"missing from citations: {listed(lacks[''])}", Locus(path)))
    forms = {
        name: _forms(
            item,
            bibtex_key(document.id, name),
            in_styles,
            plain(listed_sources.get(published.get(name, ""), ())),
            lacks.get(name, lacks[""]),
        )
        for (name, item), in_styles in zip((items | beside).items(), made, strict=True)
    }
    return DocumentForms(
        document=forms.get("") or forms[document.witnesses[0].siglum],
        witnesses={witness.siglum: forms[witness.siglum] for witness in document.witnesses},
        compare=forms.get(_COMPARE),
        apparatus=forms.get(_APPARATUS),
        sources={source.id: described.get(source.id) or listed_sources[source.id] for source in document.sources},
    ), findings


def cite_documents(
    statement: EditionStatement, documents: Iterable[tuple[Document, Mapping[str, Entry], str]]
) -> list[tuple[DocumentForms, list[Finding]]]:
    """:func:`cite_document` for each of several. Those of one shape (:mod:`pecia.citation.style_cache`) are processed
    once in a process, however they are divided among calls."""
    return [cite_document(statement, document, entries, path) for document, entries, path in documents]


_COMPARE, _APPARATUS = "-compare", "-apparatus"
"""Names of the pages beside the witnesses; no siglum begins so."""


def _beside(statement: EditionStatement, document: Document, whole: Item) -> dict[str, Item]:
    pages = {
        _COMPARE: ("comparison of the witnesses", addresses.compare(document.id)),
        _APPARATUS: ("apparatus of variants", addresses.apparatus(document.id)),
    }
    return {
        name: replace(with_part(whole, part, part), url=addresses.published(statement, address))
        for name, (part, address) in pages.items()
    }


def _forms(item: Item, key: str, made: Cited, published: str, lacks: tuple[str, ...]) -> Forms:
    page, passage = made
    return Forms(
        page=page,
        passage=passage,
        bibtex=bibtex(item, key, published),
        ris=ris(item, published),
        bibtex_of_page=bibtex(item, key, published, passages=False),
        ris_of_page=ris(item, published, passages=False),
        csl=csl_item(item, key, published),
        lacks=lacks,
    )


def _undivided(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        if source.kind in {"book", "article", "chapter"}:
            for name in (*source.authors, *source.editors, *source.translators):
                if whole_by_default(name):
                    yield f"source {source.id}: the name “{name}” is not divided"
