"""Every copy of a document, put together: its witnesses and the whole of it, each in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from pecia import addresses
from pecia.anchors import Ledger, witness_ledger
from pecia.citation import DocumentForms, StyleId, plain
from pecia.collation import Collation
from pecia.exports import records
from pecia.exports.apparatus import apparatus_files
from pecia.exports.epub import epub
from pecia.exports.passages import as_json, as_script, document_record, passage_record
from pecia.exports.pdf import pdf
from pecia.exports.shape import shape_csv
from pecia.exports.short_record import short_record
from pecia.exports.texts import as_printed, corrected
from pecia.exports.turns import turns_csv
from pecia.findings import Finding, has_errors
from pecia.pages import Copy, DocumentView, GeneratedFile
from pecia.pages.apparatus import FORMATS as APPARATUS
from pecia.record import EditionStatement
from pecia.versions import Versions

FORMATS = {
    "xml": "TEI",
    "tei.zip": "TEI, zipped",
    "txt": "text as printed",
    "corrected.txt": "text corrected",
    "csv": "table of turns (CSV)",
    "turn-lengths.csv": "turn lengths (CSV)",
    "json": "passages (JSON)",
    "epub": "EPUB",
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
    """Every copy of one document. ``tei``: the TEI files by siglum; ``ledger`` as it is after this build.

    Where documents are offered for reading alone (``statement.offer``), the TEI files, the record of passages for the
    script of the page, and the apparatus of a document with several witnesses are all there is. Without ``books`` no
    EPUB and no PDF is made: an edition that is worked on is shown sooner. Findings at ``path``,
    the document's file: those of :func:`pecia.exports.pdf.pdf`.
    """
    if statement.offer == "reading":
        return _for_reading(statement, view, tei, ledger, forms, collations, versions), []
    document = view.document
    sigla = tuple(witness.siglum for witness in document.witnesses)
    cited = _cited(forms)
    ledgers = [witness_ledger(ledger, siglum) for siglum in sigla]
    findings: list[Finding] = []

    def of(siglum: str) -> Iterator[tuple[str, bytes]]:
        chosen = (siglum,) if siglum else sigla
        if siglum:
            yield "xml", tei[siglum]
        else:
            yield "tei.zip", _zipped(document.id, tei, statement.day)
            yield "turn-lengths.csv", shape_csv(view)
        yield "txt", as_printed(statement, view, chosen, cited)
        yield "corrected.txt", corrected(statement, view, chosen, cited)
        yield "csv", turns_csv(view, chosen)
        if books:
            yield "epub", epub(statement, view, chosen, cited)
            printed, found = pdf(statement, view, chosen, cited, path)
            findings.extend(found)
            if not has_errors(found):
                yield "pdf", printed

    made: dict[str, dict[str, bytes]] = {siglum: dict(of(siglum)) for siglum in (*sigla, "")}
    for witness, one in zip(view.witnesses, ledgers, strict=True):
        record = passage_record(statement, view, witness, one, forms.witnesses[one.siglum], versions)
        made[one.siglum] |= {"json": as_json(record), "js": as_script(record)}
    made[""]["json"] = as_json(document_record(statement, view, ledgers, forms, collations, versions))
    if findings:  # the whole has each witness's missing characters again
        findings = list(dict.fromkeys(findings))
    files = (
        *(
            GeneratedFile(addresses.copy(document.id, siglum, ending), content)
            for siglum, contents in made.items()
            for ending, content in contents.items()
        ),
        *apparatus_files(view, collations),
    )
    by_path = {file.path: file.content for file in files}
    listed = {copy.path: by_path[copy.path] for copy in offered(view, by_path)}
    return (*files, GeneratedFile(addresses.sums(document.id), records.checksums(listed))), findings


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
    return records.archive({**files, addresses.CHECKSUMS: records.checksums(files)}, date)
