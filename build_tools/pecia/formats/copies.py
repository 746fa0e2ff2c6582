"""Every copy of a document, put together: its witnesses and the whole of it, each in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from typing import TypeVar

from pecia import addresses
from pecia.anchors import Ledger, WitnessLedger, witness_ledger
from pecia.citation import DocumentForms, StyleId, plain
from pecia.collation import Collation
from pecia.formats import archives
from pecia.formats.apparatus import apparatus_files
from pecia.formats.dts import document_files
from pecia.formats.epub import epub
from pecia.formats.odt import odt
from pecia.formats.passage_record import as_json, as_script, document_record, passage_record
from pecia.formats.pdf import pdf
from pecia.formats.reading_record import short_record
from pecia.formats.text import as_printed, corrected
from pecia.formats.turn_lengths import shape_csv
from pecia.formats.turns import turns_csv
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, internal_error
from pecia.pages import Copy, GeneratedFile
from pecia.pages.apparatus import FORMATS as APPARATUS
from pecia.versions import Versions
from pecia.view.document import DocumentView, WitnessView

T = TypeVar("T")

FORMATS = {
    "xml": "TEI",
    "tei.zip": "TEI, zipped",
    "txt": "text as printed",
    "corrected.txt": "text corrected",
    "csv": "table of turns (CSV)",
    "turn-lengths.csv": "turn lengths (CSV)",
    "json": "passages (JSON)",
    "epub": "EPUB",
    "odt": "ODT",
    "pdf": "PDF",
}
"""The formats by the ending of the file, in words, in the order of the lists."""


def document_copies(
    statement: EditionStatement,
    view: DocumentView,
    tei: Mapping[str, bytes],
    ledger: Ledger,
    forms: DocumentForms,
    collations: Sequence[Collation],
    versions: Versions,
    path: str,
    *,
    books: bool = True,
) -> tuple[tuple[GeneratedFile, ...], list[Finding]]:
    """Every copy of one document, and its files for DTS. ``tei``: the TEI files by siglum; ``ledger`` as it is after
    this build.

    A copy that cannot be made is left out. Where documents are offered for reading alone (``statement.offer``), the TEI
    files, the record of passages for the script of the page, and the apparatus of a document with several witnesses are
    all there is. Without ``books`` no EPUB, ODT or PDF is made: an edition that is worked on is shown sooner. Findings
    at ``path``, the document's file: those of :func:`pecia.formats.pdf.pdf`, and B113 for a copy that is left out.
    """
    if statement.offer == "reading":
        return _for_reading(statement, view, tei, ledger, forms, collations, versions), []
    document = view.document
    sigla = tuple(witness.siglum for witness in document.witnesses)
    cited = _cited(forms)
    ledgers = [witness_ledger(ledger, siglum) for siglum in sigla]
    findings: list[Finding] = []

    def of_witness(witness: WitnessView, known: WitnessLedger) -> Iterator[tuple[str, Callable[[], bytes]]]:
        siglum = witness.record.siglum
        record = cache(partial(passage_record, statement, view, witness, known, forms.witnesses[siglum], versions))
        yield "xml", lambda: tei[siglum]
        yield from of_any((siglum,))
        yield "json", lambda: as_json(record())
        yield "js", lambda: as_script(record())

    def of_whole() -> Iterator[tuple[str, Callable[[], bytes]]]:
        yield "tei.zip", lambda: _zipped(document.id, tei, statement.day)
        yield "turn-lengths.csv", lambda: shape_csv(view)
        yield from of_any(sigla)
        yield "json", lambda: as_json(document_record(statement, view, ledgers, forms, collations, versions))

    @cache  # of a document with one witness the copies are those of the witness
    def of_any(chosen: tuple[str, ...]) -> tuple[tuple[str, Callable[[], bytes]], ...]:
        books_of = (
            ("epub", lambda: epub(statement, view, chosen, cited)),
            ("odt", lambda: odt(statement, view, chosen, cited)),
            ("pdf", lambda: printed(chosen)),
        )
        made: tuple[tuple[str, Callable[[], bytes]], ...] = (
            ("txt", lambda: as_printed(statement, view, chosen, cited)),
            ("corrected.txt", lambda: corrected(statement, view, chosen, cited)),
            ("csv", lambda: turns_csv(view, chosen)),
            *(books_of if books else ()),
        )
        return tuple((ending, cache(make)) for ending, make in made)

    def printed(chosen: tuple[str, ...]) -> bytes:
        content, found = pdf(statement, view, chosen, cited, path)
        findings.extend(found)
        return content

    def attempted(what: str, make: Callable[[], T], instead: T) -> T:
        try:
            return make()
        except Exception as error:  # no copy is worth the document
            findings.append(internal_error("B113", what, error, Locus(path)))
            return instead

    made = {one.record.siglum: of_witness(one, known) for one, known in zip(view.witnesses, ledgers, strict=True)}
    files: list[GeneratedFile] = []
    for siglum, copies in {**made, "": of_whole()}.items():
        for ending, make in copies:
            what = f"{FORMATS.get(ending, ending)} of {f'witness {siglum}' if siglum else 'the document'}"
            if content := attempted(what, make, b""):
                files.append(GeneratedFile(addresses.copy(document.id, siglum, ending), content))
    files += attempted("apparatus", lambda: apparatus_files(view, collations), ())
    by_path = {file.path: file.content for file in files}
    listed = {copy.path: by_path[copy.path] for copy in offered(view, by_path)}
    files.append(GeneratedFile(addresses.sums(document.id), archives.checksums(listed)))
    files += attempted("files for DTS", lambda: tuple(document_files(statement, view, tei)), ())
    return tuple(files), list(dict.fromkeys(findings))  # the whole has each witness's missing characters again


def _for_reading(
    statement: EditionStatement,
    view: DocumentView,
    tei: Mapping[str, bytes],
    ledger: Ledger,
    forms: DocumentForms,
    collations: Sequence[Collation],
    versions: Versions,
) -> tuple[GeneratedFile, ...]:
    made: list[GeneratedFile] = []
    for witness in view.witnesses:
        siglum = witness.record.siglum
        one = witness_ledger(ledger, siglum)
        record = passage_record(statement, view, witness, one, forms.witnesses[siglum], versions)
        script = as_script(short_record(record), indented=False)
        made.append(GeneratedFile(addresses.copy(view.document.id, siglum, "xml"), tei[siglum]))
        made.append(GeneratedFile(addresses.copy(view.document.id, siglum, "js"), script))
    return (*made, *apparatus_files(view, collations))


def offered(view: DocumentView, files: Mapping[str, bytes]) -> tuple[Copy, ...]:
    """What of ``files`` (path to bytes) is a copy of the document for readers, in the order of the lists."""
    id_ = view.document.id
    named = {
        addresses.copy(id_, siglum, ending): (siglum, name)
        for siglum in (*(witness.siglum for witness in view.document.witnesses), "")
        for ending, name in FORMATS.items()
    }
    named |= {addresses.apparatus_file(id_, ending): ("", f"apparatus ({form})") for ending, form in APPARATUS.items()}
    return tuple(
        Copy(path, siglum, name, len(files[path]), sha256(files[path]).hexdigest())
        for path, (siglum, name) in named.items()
        if path in files
    )


def _cited(forms: DocumentForms) -> dict[str, str]:
    """The citation in words of each witness by siglum, of the document under ``""``, of each source by its id."""
    style: StyleId = "chicago-bibliography"
    return {
        **{id_: plain(template) for id_, template in forms.sources.items()},
        **{siglum: plain(found.page[style]) for siglum, found in forms.witnesses.items()},
        "": plain(forms.document.page[style]),
    }


def _zipped(document_id: str, tei: Mapping[str, bytes], date: str) -> bytes:
    files = {addresses.tei(document_id, siglum): content for siglum, content in tei.items()}
    return archives.archive({**files, addresses.CHECKSUMS: archives.checksums(files)}, date)
