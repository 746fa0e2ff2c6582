"""Whether what an address names is there: the passage, and the version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pecia.anchors import LedgerEntry, WitnessLedger, resolve
from pecia.metadata.words import shown
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.quotations.cited_text import Cited, Held, run_of, wording_of

_FATES = {"split": "was split", "merged": "was merged with another", "removed": "was removed"}


def check_cited(cited: Cited, held: Held | None, versions: Sequence[str], locus: Locus) -> list[Finding]:
    """Findings on what ``cited`` names in its document: Q102 a passage that was never there or a range turned round,
    Q104 a version that the edition has not had or that did not have the passage, Q106 a retired passage.

    ``held`` is the document, ``None`` when the edition as a whole is cited; ``versions`` are all that are known,
    ``locus`` is the place of the address.
    """
    findings = []
    if cited.version and cited.version not in versions:
        findings.append(unknown_version(cited.version, versions, locus))
    if held is None or not cited.anchors:
        return findings
    witness = held.witnesses[cited.siglum]
    ledger = witness.ledger
    missing = [anchor for anchor in cited.anchors if anchor not in witness.numbers]
    if missing:
        message = f"witness {cited.siglum} of {cited.document} never had a passage {', '.join(missing)}"
        return [*findings, Finding("Q102", message, locus, _range_of(ledger))]
    run = run_of(witness, cited.anchors)
    if not run:
        message = f"{cited.anchors[-1]} precedes {cited.anchors[0]} in witness {cited.siglum}"
        return [*findings, Finding("Q102", message, locus, "Name the first passage first.")]
    findings += [
        Finding("Q106", f"{told}{_instead(ledger, anchor)}", locus)
        for anchor in cited.anchors
        for told in _retired(ledger.entries[witness.numbers[anchor]])
    ]
    if cited.version in versions and not wording_of(run, cited.version):
        message = f"{cited.anchors[0]} of witness {cited.siglum} was not in version {cited.version}"
        findings.append(Finding("Q104", message, locus, f"It was first published in version {run[0].since}."))
    return findings


def unknown_version(version: str, versions: Sequence[str], locus: Locus) -> Finding:
    """Q104, with the versions that there are."""
    known = ", ".join(versions) if len(versions) <= 12 else f"{versions[0]} to {versions[-1]}"
    hint = f"It has had {known}." if known else ""
    return Finding("Q104", f"the edition has no version {shown(version)}", locus, hint)


def _retired(entry: LedgerEntry) -> Iterator[str]:
    if entry.retirement:
        yield f"passage {entry.id} {_FATES[entry.retirement.reason]} in version {entry.retirement.until}"


def _instead(ledger: WitnessLedger, anchor: str) -> str:
    leads_to = resolve(ledger, anchor)
    return f"; its words are now in {', '.join(leads_to)}" if leads_to else "; its words are no longer in the text"


def _range_of(ledger: WitnessLedger) -> str:
    live = [entry.id for entry in ledger.entries if entry.live]
    return f"Its passages are {live[0]} to {live[-1]}." if live else "It has no passages."
