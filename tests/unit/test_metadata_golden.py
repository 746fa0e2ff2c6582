"""Editions with many mistakes, and all their findings as an editor sees them.

``tests/golden/findings-yaml-*/in`` holds YAML files; ``golden/findings.txt`` each finding as ``file:line:column code
message``, and under it what to do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.metadata import cross_check, read_document, read_edition, read_register, read_rulings
from pecia.model import MentionKind
from pecia.model.findings import Finding, in_order

FOLDERS = sorted((Path(__file__).parents[1] / "golden").glob("findings-yaml-*"))
REGISTERS: tuple[tuple[str, MentionKind], ...] = (
    ("people", "person"),
    ("places", "place"),
    ("organisations", "organisation"),
)


def findings_of(root: Path) -> list[Finding]:
    """All findings of the YAML files of the edition in ``root``, within and between files."""

    def files(pattern: str) -> list[tuple[str, bytes]]:
        return [(path.relative_to(root).as_posix(), path.read_bytes()) for path in sorted(root.glob(pattern))]

    (edition,) = [read_edition(name, data) for name, data in files("edition/edition.yml")]
    documents = [read_document(name, data) for name, data in files("edition/documents/*.yml")]
    registers = [
        read_register(name, data, kind)
        for stem, kind in REGISTERS
        for name, data in files(f"edition/registers/{stem}.yml")
    ]
    rulings = {Path(name).stem: read_rulings(name, data) for name, data in files("edition/rulings/*.yml")}
    reads = (edition, *documents, *registers, *rulings.values())
    within = [finding for read in reads for finding in read.findings]
    return in_order([*within, *cross_check(edition, documents, registers, rulings)])


def test_there_are_golden_folders() -> None:
    assert [folder.name for folder in FOLDERS] == ["findings-yaml-crossed", "findings-yaml-edition"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_findings(folder: Path) -> None:
    lines = [f"{f.locus} {f.code} {f.message}\n    {f.advice}\n" for f in findings_of(folder / "in")]
    assert "".join(lines) == (folder / "golden" / "findings.txt").read_text(encoding="utf-8")
