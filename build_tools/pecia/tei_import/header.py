"""The facts of a TEI header as the edition has them; what the header does not say stays blank, and nothing is
guessed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, TypeVar

from lxml import etree

from pecia.metadata.formats import is_language
from pecia.model import Locus
from pecia.model.edition import Document, Exemplar, Original, Statement, Witness
from pecia.model.findings import Finding
from pecia.tei.names import XML_LANG, every, line_of, local_name, maybe, tei
from pecia.tei_import.header_dates import date_of, dating, document_dates, document_place, text_dates
from pecia.tei_import.header_letters import way_of_letter
from pecia.tei_import.header_people import hands, participants, speakers
from pecia.tei_import.header_sources import NO_ORIGINAL, addresses, original, provenance, rights, sources
from pecia.tei_import.identities import Identities
from pecia.tei_import.persons import words_of
from pecia.tei_import.shape import headers, preferred, tei_element, text_element

_NO_TITLE = frozenset({
    "iso-date", "short", "abbr", "desc", "sub", "alt", "series", "sub-series", "volume-number",
})  # fmt: skip
_Fact = TypeVar("_Fact")


def read_facts(
    root: etree._Element, path: str, document_id: str, siglum: str, identities: Identities
) -> tuple[Document, list[Finding]]:
    """What the header of ``root`` (as :func:`pecia.tei_import.parse_tei` gives it) tells of the document and its one
    witness, ``siglum``; ``path`` is the user's file.

    Language, hands, sources, original, rights and provenance that the text's own header does not give are those of the
    corpus it stands in. Title, date and place are only ever its own. Ids of sources and hands begin with the siglum, so
    that those of several witnesses can stand side by side. Findings: I112 a date that is none, I114 no title.
    """
    findings: list[Finding] = []
    found = headers(root)
    own = found[0] if found and found[0].getparent() is tei_element(root) else None
    text = text_element(root)
    language = _language(root, found, text)
    title, short = _titles(own, text, language)
    if not title:
        findings.append(Finding("I114", "The header gives no title.", Locus(path, line_of(tei_element(root)))))
        title = short = document_id
    place, place_key = ("", "") if own is None else document_place(own, identities)
    prefix = siglum.lower()
    from_sources = _first(found, lambda header: sources(header, prefix), ())
    printed = from_sources[0] if from_sources and from_sources[0].kind != "described" else None
    kept = _first(found, original, NO_ORIGINAL)
    around = [header for header in found if header is not own]
    witness = Witness(
        siglum=siglum,
        title=printed.title if printed and kept == NO_ORIGINAL else short,
        description="",
        language=language,
        exemplar=Exemplar(file=PurePosixPath(path).name),
        responsibilities=_first(found, lambda header: hands(header, prefix, language, identities), ()),
        published_in=printed.id if printed else "",
        addresses=() if own is None else addresses(own),
        provenance=_first(found, provenance, ()),
    )
    document = Document(
        id=document_id,
        title=title,
        short_title=short,
        kind=_kind(own, text),
        date=_date(own, text, path, findings),
        place=place,
        place_key=place_key,
        summary=() if own is None else (*_summary(own, language), *way_of_letter(own)),
        participants=participants(own, around, speakers(text, identities), identities),
        original=kept,
        provenance=() if own is None else dating(own),
        sources=from_sources,
        rights=_first(found, rights, ()),
        witnesses=(witness,),
    )
    return document, findings


def merged(given: Document, facts: Document) -> Document:
    """``given`` (from YAML) with what it leaves blank taken from ``facts`` (from headers), field by field.

    A list that is given stands for the whole list, but sources are joined (one of a given id is the given one), and
    witnesses matched by siglum; those that only ``facts`` has follow. A title that is given is the short title too.
    """
    by_siglum = {witness.siglum: witness for witness in facts.witnesses}
    witnesses = [
        _filled(witness, by_siglum.pop(witness.siglum)) if witness.siglum in by_siglum else witness
        for witness in given.witnesses
    ]
    known = {source.id for source in given.sources}
    filled: Document = _filled(given, facts)
    return dataclasses.replace(
        filled,
        short_title=given.short_title or given.title or facts.short_title,
        sources=(*given.sources, *(source for source in facts.sources if source.id not in known)),
        witnesses=(*witnesses, *by_siglum.values()),
    )


def _filled(given: Any, facts: Any) -> Any:
    """``given`` with each blank field from ``facts``, a value of the same dataclass."""
    changes = {}
    for field in dataclasses.fields(given):
        value, fact = getattr(given, field.name), getattr(facts, field.name)
        if isinstance(value, (Original, Exemplar)):
            changes[field.name] = _filled(value, fact)
        elif value in ("", (), None) and fact:
            changes[field.name] = fact
    return dataclasses.replace(given, **changes) if changes else given


def _first(found: Sequence[etree._Element], fact: Any, blank: _Fact) -> _Fact:
    """What the first header that says it says, the innermost first."""
    for header in found:
        value: _Fact = fact(header)
        if value != blank:
            return value
    return blank


def _language(root: etree._Element, found: Sequence[etree._Element], text: etree._Element | None) -> str:
    """The text's ``xml:lang``, or that of the edition in it, beside translations; else the one language of
    ``langUsage``, or that of the greatest ``@usage``; else what the ``TEI`` or the corpus around it has."""
    bodies = [] if text is None else every(text, "body")
    editions = [div for body in bodies for div in every(body, "div") if div.get("type") == "edition"]
    for element in (*([] if text is None else [text]), *bodies, *editions):
        if is_language(said := element.get(XML_LANG, "")):
            return said
    for header in found:
        used = [language for usage in header.iter(tei("langUsage")) for language in every(usage, "language")]
        used = [language for language in used if is_language(language.get("ident", ""))]
        if len(used) == 1:
            return used[0].get("ident", "")
        shares = [_share(language.get("usage", "")) for language in used]
        if shares and shares.count(max(shares)) == 1:
            return used[shares.index(max(shares))].get("ident", "")
    own = tei_element(root)
    for element in (own, *own.iterancestors()):
        if is_language(said := element.get(XML_LANG, "")):
            return said
    return ""


def _share(usage: str) -> int:
    digits = usage.strip().rstrip("%")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else 0


def _titles(header: etree._Element | None, text: etree._Element | None, language: str) -> tuple[str, str]:
    """The title with its subtitle and volume, and the short one: of ``titleStmt``, else of the title page, else the
    first heading. A title of level ``s`` is that of a series, and the text's only where there is no other."""
    description = None if header is None else maybe(header, "fileDesc")
    statement = None if description is None else maybe(description, "titleStmt")
    titles = [] if statement is None else [title for title in every(statement, "title") if words_of(title)]
    any_title = [title for title in titles if title.get("type", "") not in _NO_TITLE]
    own = [title for title in any_title if title.get("level") != "s"] or any_title
    mains = [title for title in own if title.get("type") == "main"]
    main = preferred(mains or own, language)
    if main is not None:
        sub = preferred([title for title in titles if title.get("type") == "sub"], language)
        short = preferred([title for title in titles if title.get("type") in ("short", "abbr")], language)
        volume = preferred([title for title in titles if mains and title.get("type") in ("volume", "part")], language)
        whole = words_of(main)
        with_sub = _joined(whole, "" if sub is None else words_of(sub))
        full = _joined(with_sub, "" if volume is None else words_of(volume))
        return full, whole if short is None else words_of(short)
    for element in [] if text is None else text.iter(tei("docTitle"), tei("head")):
        parts = [words for part in every(element, "titlePart") if (words := words_of(part))] or [words_of(element)]
        if parts[0]:
            whole = parts[0].rstrip(" .") or parts[0]
            return _joined(whole, parts[1] if len(parts) > 1 else ""), whole
    return "", ""


def _joined(title: str, sub: str) -> str:
    if not sub or sub == title:
        return title
    return f"{title} {sub}" if title[-1] in ".!?:" else f"{title}. {sub}"


def _kind(header: etree._Element | None, text: etree._Element | None) -> str:
    """What the header says the document is: its term of type genre; else ``@type`` of the text."""
    for term in [] if header is None else header.iter(tei("term")):
        if term.get("type", "").startswith("genre") and (words := words_of(term)):
            return words
    return "" if text is None else text.get("type", "")


def _date(header: etree._Element | None, text: etree._Element | None, path: str, findings: list[Finding]) -> str:
    """The date of the document, in the order of :func:`document_dates`, then of :func:`text_dates`."""
    for candidates in (document_dates(header) if header is not None else iter(()), text_dates(text)):
        for element in candidates:
            found, bad = date_of(element)
            if bad:
                shown = bad if len(bad) <= 60 else f"{bad[:60]}…"
                message = f"“{shown}” in {local_name(element)} is not a usable date."
                findings.append(Finding("I112", message, Locus(path, line_of(element))))
            if found:
                return found
    return ""


def _summary(header: etree._Element, language: str) -> Iterator[Statement]:
    """The ``abstract``, of several the one in ``language``: a statement for each paragraph or item."""
    profile = maybe(header, "profileDesc")
    abstract = preferred([] if profile is None else every(profile, "abstract"), language)
    if abstract is None:
        return
    blocks = list(abstract.iter(tei("p"), tei("ab"), tei("item"))) or [abstract]
    for block in blocks:
        within = any(parent in blocks for parent in block.iterancestors())
        if not within and (words := words_of(block)):
            yield Statement(text=words)
