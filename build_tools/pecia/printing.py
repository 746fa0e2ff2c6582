"""What commands say, at another edge: findings, what a build did, how far it has come. Texts go to standard output."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, TextIO, TypeVar

from tqdm import tqdm

from pecia.model.finding_codes import CATALOGUE
from pecia.model.findings import Finding, Severity, in_order
from pecia.pipeline import BuildResult

T = TypeVar("T")

_SHOWN = 5
"""Warnings and notes of a code that are printed; a large edition has thousands of the same."""

_NAMED = 20
"""Documents that were made again up to which each is named."""


def print_lines(lines: Iterable[str]) -> None:
    """Each line, whatever a source has put into it."""
    for line in lines:
        print(printable(line))


def print_findings(findings: Iterable[Finding], stream: TextIO | None = None) -> None:
    """All errors; of every other code the first :data:`_SHOWN`, and how many more there are; to ``stream`` (``None``:
    standard output)."""
    ordered = in_order(findings)
    printed: Counter[str] = Counter()
    for finding in ordered:
        printed[finding.code] += 1
        if printed[finding.code] <= _SHOWN or finding.severity is Severity.ERROR:
            print(printable(f"{finding.locus}: {finding.severity} {finding.code}: {finding.message}"), file=stream)
            print(printable(f"    {finding.advice}"), file=stream)
    for code, count in sorted(printed.items()):
        if count > _SHOWN and CATALOGUE[code].severity != "error":
            more = f"{code}, {CATALOGUE[code].title}: {count - _SHOWN} more; for all, run `pecia build --format json`"
            print(more, file=stream)
    if ordered:
        counts = [(sum(f.severity is severity for f in ordered), severity) for severity in Severity]
        print(", ".join(counted(count, severity.value) for count, severity in counts if count), file=stream, flush=True)


def summary(result: BuildResult) -> str:
    """What a build made, in a line: counts, then the documents that were made again."""
    counts = result.counts
    size = ", ".join(
        counted(count, word) for count, word in zip(counts, ("document", "witness", "passage", "page"), strict=True)
    )
    if not result.published and not result.done:
        return f"{size}. Nothing has changed."
    named = ", ".join(result.done) if len(result.done) <= _NAMED else counted(len(result.done), "document")
    made = f"{size}. Rebuilt: {named or 'no document'}."
    if result.left_out:
        made += f" Left out because of errors: {', '.join(result.left_out)}."
    return made if result.published else f"{made} The site has not changed."


def shown_elements(result: BuildResult) -> Iterator[str]:
    """How the elements of imported TEI are shown, a line for each rule."""
    by_rule: dict[str, list[str]] = {}
    for use in result.uses:
        by_rule.setdefault(use.rule, []).append(f"{use.element} {use.count:,}")
    if by_rule:
        yield "TEI elements and how they are shown:"
    for named, elements in sorted(by_rule.items()):
        yield from wrap(", ".join(elements), 110, initial_indent=f"  {named}: ", subsequent_indent="    ")


def as_json(result: BuildResult) -> str:
    """What a build or a check found and did, as JSON (``docs/reference/commands.md``)."""
    value = {
        "findings": findings_as_values(result.findings),
        "counts": result.counts._asdict(),
        "made": list(result.done),
        "published": result.published,
        "left_out": list(result.left_out),
        "elements": [{"element": use.element, "rule": use.rule, "count": use.count} for use in result.uses],
    }
    return json.dumps(value, indent=2, ensure_ascii=False)


def findings_as_values(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Each finding as JSON has it."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "file": finding.locus.file,
            "line": finding.locus.line,
            "column": finding.locus.column,
            "message": finding.message,
            "hint": finding.advice,
        }
        for finding in findings
    ]


def counted(count: int, word: str) -> str:
    """``count`` and the ``word``, in the plural where it is not one."""
    plural = f"{word}es" if word.endswith("s") else f"{word}s"
    return f"{count:,} {word if count == 1 else plural}"


def printable(text: str) -> str:
    """``text`` on one line, with what could drive a terminal made visible: it may come from a source."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def shown(path: Path) -> str:
    """The folder ``path`` as seen from where the command was given, ending in a separator."""
    return os.path.relpath(path) + os.sep


def progress(things: Iterable[T], total: int, what: str) -> Iterable[T]:
    """A bar on the terminal with the count and the time left, when there is one and it takes longer than a second."""
    return tqdm(things, what, total, delay=1, leave=False, disable=None, file=sys.stderr, dynamic_ncols=True)
