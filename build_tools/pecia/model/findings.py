"""Findings: what is wrong or uncertain, where, and what to do next.

Steps never print and never stop at the first problem: they return findings beside their result. Only
:mod:`pecia.cli` prints them. Bad input raises nothing that a user sees as a traceback.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from pecia.model import Locus
from pecia.model.finding_codes import CATALOGUE


class Severity(StrEnum):
    """``error``: nothing is written; ``warning``: built, an editor should look; ``note``: for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``code`` is a key of the catalogue, which gives severity and the default hint."""

    code: str
    message: str
    locus: Locus
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """The catalogue's severity of this code."""
        return Severity(CATALOGUE[self.code].severity)

    @property
    def advice(self) -> str:
        """What to do: this finding's own hint, or the catalogue's."""
        return self.hint or CATALOGUE[self.code].hint


def internal_error(code: str, what: str, error: Exception, locus: Locus) -> Finding:
    """A finding of ``code`` for an exception that nobody foresaw: ``what`` it stopped, what it says, and where in the
    code it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({PurePath(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    said = " ".join(str(error).split())[:300]
    return Finding(code, f"{what}: {type(error).__name__}{f': {said}' if said else ''}{where}", locus)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of ``findings`` forbids writing."""
    return any(f.severity is Severity.ERROR for f in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by file, line, column and code, each once."""
    return sorted(
        set(findings), key=lambda f: (f.locus.file, f.locus.line, f.locus.column, f.code, f.message)
    )  # of plain values, for loci compare themselves slowly
