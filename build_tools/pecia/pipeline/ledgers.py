"""What an editor does with anchors: look into the ledger, and rule on an anchor."""

from __future__ import annotations

from pathlib import Path

from pecia import anchors, files, metadata
from pecia.anchors import Decision, WitnessLedger
from pecia.model import Locus
from pecia.model.findings import Finding, has_errors
from pecia.pipeline.sources import STATEMENT, ledger_path, read_whole


def witness_ledgers(root: Path, document: str) -> tuple[tuple[WitnessLedger, ...], list[Finding]]:
    """The ledgers of a document's witnesses; none, with the reason, when there is no ledger that can be read."""
    path = ledger_path(document)
    sources, findings = read_whole(root)
    if path not in sources:
        return (), [
            *findings,
            Finding("Y108", "the ledger does not exist", Locus(path), "Build the edition first, or check the id."),
        ]
    ledger, found = anchors.read_ledger(path, sources[path])
    return ledger.witnesses if ledger else (), [*findings, *found]


def rule(
    root: Path, ledger: WitnessLedger, anchor: str, decision: Decision, exact: str, before: str, after: str, reason: str
) -> tuple[str, list[Finding]]:
    """Add a ruling on ``anchor`` to the document's rulings; the path of the file that was written.

    It is given in the name of the edition's first editor. Findings are those that the file of rulings would have with
    it; with an error among them nothing is written. Raises ``ValueError`` as :func:`pecia.anchors.ruling_for` does.
    """
    path = f"edition/rulings/{ledger.document}.yml"
    sources, findings = read_whole(root)
    statement = metadata.read_edition(STATEMENT, sources.get(STATEMENT, b""))
    findings += statement.findings
    if statement.value is None:
        return path, findings
    editor = statement.value.editors[0].id if statement.value.editors else ""
    item = anchors.ruling_for(ledger, anchor, decision, exact, editor, reason, before, after)
    rulings = sources.get(path, b"")
    added = rulings + (b"" if not rulings or rulings.endswith(b"\n") else b"\n") + item.encode()
    findings += metadata.read_rulings(path, added).findings
    return path, findings if has_errors(findings) else [*findings, *files.commit(root, {path: added})]
