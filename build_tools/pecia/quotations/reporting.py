"""A verified list for people, as a table of plain text, and for programs, as JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pecia.metadata.words import shown
from pecia.quotations.verdict import Verdict
from pecia.quotations.verifying import Judged, Verified


def table(verified: Verified) -> list[str]:
    """A line for each row: its line in the file, the verdict, the address, the first words; under it what else there is
    to say. Last how many rows have each verdict."""
    rows = verified.rows
    lines = max((len(str(judged.row.line)) for judged in rows), default=0)
    verdicts = max((len(judged.verdict) for judged in rows), default=0)
    return [line for judged in rows for line in _lines(judged, lines, verdicts)] + [_counted(verified)]


def _lines(judged: Judged, lines: int, verdicts: int) -> Iterator[str]:
    row = judged.row
    yield f"{row.line:>{lines}}  {judged.verdict.value:<{verdicts}}  {row.address or './'}  {shown(row.quotation)}"
    if judged.says:
        yield f"{'':>{lines}}  {'':<{verdicts}}  {judged.says}"


def _counted(verified: Verified) -> str:
    counts = Counter(judged.verdict for judged in verified.rows)
    said = [f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]]
    number = len(verified.rows)
    return f"{number} {'quotation' if number == 1 else 'quotations'}" + (f": {', '.join(said)}" if said else "")


def as_values(verified: Verified) -> dict[str, Any]:
    """``counts``: how many rows have each verdict, and ``quotations``: of each row its ``line``, ``address``,
    ``version`` and ``quotation`` as given, its ``verdict``, what it ``says``, and the ``places`` of the words."""
    counts = Counter(judged.verdict for judged in verified.rows)
    return {
        "counts": {verdict.value: counts[verdict] for verdict in Verdict if counts[verdict]},
        "quotations": [
            {
                "line": judged.row.line,
                "address": judged.row.address,
                "version": judged.row.version,
                "quotation": judged.row.quotation,
                "verdict": judged.verdict.value,
                "says": judged.says,
                "places": list(judged.places),
            }
            for judged in verified.rows
        ],
    }
