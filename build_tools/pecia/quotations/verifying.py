"""A list of quotations against the edition: of each, whether the place it cites has its words, and if not, what has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pecia.metadata.words import shown
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, in_order
from pecia.quotations.checking import check_cited
from pecia.quotations.cited_text import Cited, Held, known_versions
from pecia.quotations.csv_input import Row
from pecia.quotations.lookup import lookup
from pecia.quotations.resolve import find_cited
from pecia.quotations.verdict import Question, Verdict, answer_to, without_place
from pecia.quotations.wordings import NOWHERE, Place, place
from pecia.versions import Versions


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with its verdict; ``says`` is what else is to be said, in a sentence without a full stop, or empty.

    ``places`` are the addresses at which the words stand, or stood, relative to the site's root.
    """

    row: Row
    verdict: Verdict
    says: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """Every row of a list in its order, and the findings on them."""

    rows: tuple[Judged, ...]
    findings: tuple[Finding, ...]


def verify(
    file: str,
    rows: Iterable[Row],
    statement: EditionStatement,
    versions: Versions,
    documents: Mapping[str, Held],
) -> Verified:
    """Check every row of the list ``file``. ``documents`` are all of the edition, by id.

    Findings, at the rows: Q101 to Q104, Q106 to Q110. One whose severity is error says that a quotation is not as
    quoted, or that its address or version does not exist.
    """
    sigla = {id_: tuple(held.witnesses) for id_, held in documents.items()}
    known, looked_up = known_versions(versions, documents.values()), lookup(documents)

    @cache
    def found(address: str) -> tuple[Cited | None, list[Finding]]:
        return find_cited(address, statement, sigla)

    @cache
    def checked(cited: Cited) -> tuple[Place, list[Finding]]:
        held = documents.get(cited.document)
        read = place(held.witnesses[cited.siglum], cited.anchors, known) if held and cited.anchors else NOWHERE
        return read, check_cited(cited, held, known, Locus(file))

    judged: list[Judged] = []
    findings: list[Finding] = []
    for row in rows:
        cited, on_address = found(row.address)
        named = _with_version(cited, row) if cited else Cited()
        read, on_place = checked(named) if cited else (NOWHERE, [])
        on_row = [*on_address, *on_place, *_two_versions(cited, row)]
        wrong = next((finding for finding in on_row if finding.code == "Q102"), None)
        question = Question(row.quotation, named, read, looked_up, known)
        answer = without_place(question, wrong.message) if wrong else answer_to(question)
        judged.append(Judged(row, answer.verdict, answer.says, answer.places))
        locus = Locus(file, row.line, 1)
        findings += [replace(finding, locus=locus) for finding in on_row]
        if answer.code:
            message = f"{shown(row.quotation)} in {named.address}: {answer.says}"
            findings.append(Finding(answer.code, message, locus))
    return Verified(tuple(judged), tuple(in_order(findings)))


def _with_version(cited: Cited, row: Row) -> Cited:
    return replace(cited, version=row.version) if row.version else cited


def _two_versions(cited: Cited | None, row: Row) -> Iterator[Finding]:
    if cited and row.version and cited.version not in ("", row.version):
        message = f"the row has version {shown(row.version)}, and its address {shown(cited.version)}"
        yield Finding("Q104", message, Locus(""), "Keep one of them.")
