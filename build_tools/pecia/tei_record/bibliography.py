"""Statements of fact and the sources they rest on, both ways: ``@cert`` and ``@source``; ``biblStruct``.

TEI P5 Guidelines, chapter CO, Bibliographic Citations and References; classes
``att.global.responsibility`` and ``att.global.source``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from lxml import etree

from pecia.model.edition import Document, Source, SourceKind, Statement
from pecia.tei.mixed_content import add_value, add_words, value, words
from pecia.tei.names import XML_ID, add, every, keys, maybe, one_of, own_id, own_key, point, target, the
from pecia.tei_record.marks import CERTAINTIES

_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
_LEVEL_OF_CONTAINER = {"article": "j", "chapter": "m"}


def write_statements(
    parent: etree._Element, name: str, statements: Iterable[Statement], document: Document, kind: str = ""
) -> None:
    """Append to ``parent`` a TEI element ``name`` (of ``@type`` ``kind``) for each statement.

    A statement rests on sources or witnesses of ``document``; the sigla of its witnesses tell which.
    """
    sigla = {witness.siglum for witness in document.witnesses}
    for statement in statements:
        basis = (point("witness" if key in sigla else "source", key) for key in statement.sources)
        attributes = {"type": kind, "cert": statement.certainty, "source": " ".join(basis)}
        add_words(parent, name, statement.text, attributes)


def read_statements(parent: etree._Element | None, name: str, kind: str = "") -> tuple[Statement, ...]:
    """The statements that :func:`write_statements` wrote into ``parent``."""
    if parent is None:
        return ()
    return tuple(
        Statement(
            text=words(element),
            certainty=one_of(element, "cert", CERTAINTIES),
            sources=keys(element, "source", "source", "witness"),
        )
        for element in every(parent, name, kind)
    )


def write_source(parent: etree._Element, source: Source) -> None:
    """Append ``biblStruct``: an item in a container is ``analytic``, the container ``monogr``."""
    entry = add(parent, "biblStruct", {XML_ID: own_id("source", source.id), "type": source.kind})
    if source.container:
        item = add(entry, "analytic")
        add_value(item, "title", source.title, {"level": "a"})
        monograph = add(entry, "monogr")
        add_words(monograph, "title", source.container, {"level": _LEVEL_OF_CONTAINER.get(source.kind, "")})
    else:
        item = monograph = add(entry, "monogr")
        add_value(item, "title", source.title)
    for author in source.authors:
        add_words(item, "author", author)
    for editor in source.editors:
        add_words(monograph, "editor", editor)
    for translator in source.translators:
        add_words(monograph, "editor", translator, {"role": "translator"})
    imprint = add(monograph, "imprint")
    if source.publisher:
        add_words(imprint, "publisher", source.publisher)
    if source.place:
        add_words(imprint, "pubPlace", source.place)
    add_value(imprint, "date", source.date)
    if source.issue:
        add_words(imprint, "biblScope", source.issue, {"unit": "issue"})
    if source.pages:
        add_words(imprint, "biblScope", source.pages, {"unit": "page"})
    if source.url:
        add(entry, "ptr", {"target": source.url})


def read_source(entry: etree._Element) -> Source:
    """The source that :func:`write_source` wrote as ``entry``."""
    monograph, analytic = the(entry, "monogr"), maybe(entry, "analytic")
    item = monograph if analytic is None else analytic
    imprint = the(monograph, "imprint")
    scopes = {scope.get("unit", ""): words(scope) for scope in every(imprint, "biblScope")}
    return Source(
        id=own_key(entry, "source"),
        kind=one_of(entry, "type", _KINDS),
        title=value(the(item, "title")),
        authors=tuple(words(author) for author in every(item, "author")),
        editors=tuple(words(one) for one in every(monograph, "editor") if not one.get("role")),
        translators=tuple(words(one) for one in every(monograph, "editor") if one.get("role")),
        container="" if analytic is None else words(the(monograph, "title")),
        issue=scopes.get("issue", ""),
        publisher=value(maybe(imprint, "publisher")),
        place=value(maybe(imprint, "pubPlace")),
        date=value(the(imprint, "date")),
        pages=scopes.get("page", ""),
        url=target(entry),
    )
