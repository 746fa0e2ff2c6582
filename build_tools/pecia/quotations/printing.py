"""A citation at the terminal: what is cited, how it reads and read, and the citation in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pecia import addresses
from pecia.anchors import explain
from pecia.citation import STYLES, Forms, Slot, Speaker, bibtex_text, cite_document, cite_edition, place_of, plain
from pecia.citation.forms import NOBODY
from pecia.citation.names import speaker_of
from pecia.formats.text import corrected_words
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, Severity
from pecia.quotations.checking import check_cited
from pecia.quotations.cited_text import Cited, Held, known_versions, run_of, wording_of
from pecia.versions import Versions
from pecia.view.document import entries_by_key

MACHINE_FORMATS = ("bibtex", "ris", "csl-json")
"""What a citation can be printed as besides the styles of :data:`pecia.citation.STYLES`."""


def form_ids() -> tuple[str, ...]:
    """The forms in which a citation can be asked for, in the order in which all are printed."""
    return (*(style.id for style in STYLES), *MACHINE_FORMATS)


def citation_lines(
    cited: Cited, held: Held | None, statement: EditionStatement, versions: Versions, locus: Locus, form: str = ""
) -> tuple[list[str], list[Finding]]:
    """Everything by which ``cited`` is cited, and the history of the passage; with ``form`` (one of :func:`form_ids`)
    the citation in that form alone.

    ``held`` is the document, ``None`` for the edition as a whole. Findings, at ``locus``: those of
    :func:`~pecia.quotations.check_cited`, Q103 when the version that is cited had another wording, and errors of the
    citation itself. With Q102 there are no lines.
    """
    findings = check_cited(cited, held, known_versions(versions, [held] if held else []), locus)
    if any(finding.code == "Q102" for finding in findings):
        return [], findings
    forms, found = _forms(cited, held, statement)
    findings += found
    said = list(_printed(forms, cited, held))
    if form:
        return next((lines for id_, _, lines in said if id_ == form), []), findings
    lines = [addresses.published(statement, cited.address.removeprefix("./")) or cited.address, ""]
    if held and cited.anchors:
        lines += _history(cited, held)
        then, now = _wordings(cited, held, statement)
        if then and then != now:
            lines += [f"in version {cited.version}, which is cited, it read: “{then}”"]
            message = f"the wording of {cited.anchors[0]} in version {cited.version} is not the current one"
            findings.append(Finding("Q103", message, locus))
        lines.append("")
    if forms.lacks:
        lines += [f"Not established: {', '.join(forms.lacks)}.", ""]
    for _, name, of_form in said:
        lines += [name, *(f"    {line}" if line else "" for line in of_form), ""]
    return lines[:-1], findings


def csl_item(csl: Mapping[str, object], place: str, fragment: str) -> dict[str, Any]:
    """A CSL-JSON item for a place: the locator added to its ``note``, the fragment to its ``URL`` if it has one."""
    item = dict(csl)
    if place:
        item["note"] = " ".join(str(part) for part in (csl.get("note"), place) if part)
    if fragment and csl.get("URL"):
        item["URL"] = f"{csl['URL']}{fragment}"
    return item


def _forms(cited: Cited, held: Held | None, statement: EditionStatement) -> tuple[Forms, list[Finding]]:
    if held is None:
        return cite_edition(statement), []
    document = held.view.document
    entries = entries_by_key(view.record for view in held.view.witnesses)
    forms, findings = cite_document(statement, document, entries, f"edition/documents/{document.id}.yml")
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return forms.witnesses[cited.siglum] if cited.siglum else forms.document, errors


def _printed(forms: Forms, cited: Cited, held: Held | None) -> Iterator[tuple[str, str, list[str]]]:
    """Of each form its id, its name and the lines of the citation."""
    speaker = _speaker(cited, held) if held and cited.anchors else NOBODY
    place = place_of(cited.anchors)
    fragment = addresses.fragment(cited.anchors[0]) if cited.anchors else ""
    templates = forms.passage if cited.anchors else forms.page
    for style in STYLES:
        if style.id in templates:
            yield style.id, style.name, [plain(templates[style.id], place, fragment, speaker)]
    bibtex, ris = (forms.bibtex, forms.ris) if cited.anchors else (forms.bibtex_of_page, forms.ris_of_page)
    yield "bibtex", "BibTeX", plain(bibtex, place, fragment, Speaker(bibtex_text(speaker.name))).splitlines()
    yield "ris", "RIS", plain(ris, place, fragment, speaker).splitlines()
    item = csl_item(forms.csl, plain((Slot("locator"),), place, "", speaker), fragment)
    yield "csl-json", "CSL-JSON", json.dumps(item, ensure_ascii=False, indent=2).splitlines()


def _speaker(cited: Cited, held: Held) -> Speaker:
    """Who speaks in all of the passages; nobody when they have several voices or none."""
    names = {entry.key: speaker_of(entry) for view in held.view.witnesses for entry in view.record.entries}
    run = run_of(held.witnesses[cited.siglum], cited.anchors)
    who = {entry.who for entry in run if entry.live or entry.id in cited.anchors}
    return names.get(who.pop() or "", NOBODY) if len(who) == 1 else NOBODY


def _history(cited: Cited, held: Held) -> Iterator[str]:
    witness = held.witnesses[cited.siglum]
    for entry in run_of(witness, cited.anchors):
        if not entry.live and entry.id not in cited.anchors:
            continue
        yield from explain(witness.ledger, entry.id)
        if entry.id in witness.passages:
            content = witness.passages[entry.id].content
            if (emended := corrected_words(content)) != content.text:
                yield f"corrected it reads: “{emended}”"


def _wordings(cited: Cited, held: Held, statement: EditionStatement) -> Sequence[str]:
    """What the place read in the version that is cited, or nothing, and what it reads now."""
    run = run_of(held.witnesses[cited.siglum], cited.anchors)
    return tuple(wording_of(run, version) if version else "" for version in (cited.version, statement.version))
