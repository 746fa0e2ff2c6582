"""The command line: arguments and printing, and nothing else.

Findings are printed together, sorted by place: ``file:line:column: severity code: message``, then what to do. With
``--format json`` one JSON object is printed instead (``docs/reference/commands.md``). The exit status is 1
when a finding is an error (with ``--strict``, or a warning), 2 for a wrong command line, 130 when interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tqdm import tqdm

import pecia
from pecia import anchors, files, quotations, reference, skeleton
from pecia.anchors import WitnessLedger
from pecia.build import BuildResult, Serial, build, check, cited, serve
from pecia.build.document import DocumentMade
from pecia.build.ledgers import rule, witness_ledgers
from pecia.findings import Finding, Severity, has_errors, in_order
from pecia.model import Locus

PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``pecia`` with ``arguments`` (those of the process when left out); the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    options.root = Path(options.root).resolve()
    try:
        return int(options.command(options))
    except KeyboardInterrupt:
        print("pecia: interrupted; nothing is left half written", file=sys.stderr)
        return 130
    except BrokenProcessPool:
        print("pecia: a process of the pool was ended from outside; nothing was written", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pecia", description="A generator of static scholarly editions.")
    parser.add_argument("--version", action="version", version=f"pecia {pecia.__version__}")
    commands = parser.add_subparsers(required=True, metavar="command", title="commands")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", default=".", metavar="DIR", help="folder of the edition (default: this folder)")
    findings = argparse.ArgumentParser(add_help=False)
    findings.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    findings.add_argument("--jobs", type=_count, default=1, metavar="N", help="processes to use (default: 1)")
    findings.add_argument("--strict", action="store_true", help="take warnings as errors")

    def command(name: str, function: Any, says: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says, parents=[shared, *parents])
        added.set_defaults(command=function)
        return added

    command("build", _build, "Build the TEI records, the pages and the site.", findings)
    command("check", _check, "Check everything and write nothing.", findings)
    serving = command("serve", _serve, "Show the site on this machine, made anew at each change.")
    serving.add_argument("--port", type=_count, default=PORT, metavar="N", help=f"port (default: {PORT})")
    _add_anchors(commands.add_parser("anchors", help="Look into the ledger; rule on an anchor."), shared)
    citing = command("cite", _cite, "Print how a place in the edition is cited, with its history.")
    citing.add_argument("address", nargs="?", default="", help="an address or ids (default: the edition)")
    citing.add_argument("--form", choices=quotations.form_ids(), default="", help="print only this form")
    verifying = command("verify", _verify, "Check a list of quotations (CSV) against the edition.")
    verifying.add_argument("list", type=Path, help="columns: address, quotation, and if you like version")
    verifying.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    beginning = commands.add_parser("new", help="Begin a new edition, with a small example to change.")
    beginning.add_argument("root", metavar="DIR", help="a folder that is not there yet, or empty")
    beginning.set_defaults(command=_new)
    command("reference", _reference, "Write the pages of docs/reference that are generated from the code.")
    return parser


def _add_anchors(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="command", title="commands")

    def command(name: str, function: Any, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says, parents=[shared])
        added.set_defaults(command=function)
        added.add_argument("document", help="id of the document")
        return added

    listing = command("list", _list, "List every anchor that was ever given.")
    listing.add_argument("siglum", nargs="?", help="of one witness only")
    explaining = command("explain", _explain, "Tell the history of an anchor.")
    ruling = command("rule", _rule, "Decide which passage keeps an anchor, or retire it; adds a ruling.")
    for added in (explaining, ruling):
        added.add_argument("siglum", help="siglum of the witness")
        added.add_argument("anchor", help="the anchor, for example p12")
    ruling.add_argument("decision", choices=("keep", "retire"))
    ruling.add_argument("--words", default="", help="to keep it: words of the passage that is to have it")
    ruling.add_argument("--before", default="", metavar="WORDS", help="words before, when those stand more than once")
    ruling.add_argument("--after", default="", metavar="WORDS", help="words after")
    ruling.add_argument("--reason", required=True, help="why, in a sentence; it is published")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


# --- commands ------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    with _executor(options.jobs) as executor:
        result = build(options.root, executor, strict=options.strict, progress=_progress)
    if options.format == "json":
        print(_as_json(result))
    else:
        _print_findings(result.findings)
        if not _failed(result, strict=options.strict):
            print(_summary(result))
            print(f"The site is in {_shown(options.root / 'site')}. To read it: {_hint(options.root)}")
    return _failed(result, strict=options.strict)


def _check(options: argparse.Namespace) -> int:
    with _executor(options.jobs) as executor:
        result = check(options.root, executor)
    if options.format == "json":
        print(_as_json(result))
    else:
        _print_findings(result.findings)
        if not _failed(result, strict=options.strict):
            print("The edition is as its sources give it.")
    return _failed(result, strict=options.strict)


def _serve(options: argparse.Namespace) -> int:
    said: list[Finding] = []

    def report(result: BuildResult) -> None:
        """Say what is new: the same warnings after each change would hide what the change did."""
        _print_findings(finding for finding in result.findings if finding not in said)
        said[:] = [*result.findings, *(finding for finding in said if finding not in result.findings)]

    def ready(address: str) -> None:
        print(f"Serving {address} until Ctrl-C. Nothing is written to the edition.", flush=True)

    return _end(serve(options.root, options.port, report, ready))


def _new(options: argparse.Namespace) -> int:
    findings = files.begin(options.root, skeleton.new_edition())
    if not has_errors(findings):
        print(f"A small edition is in {_shown(options.root)}. Try: pecia serve --root {_shown(options.root)}")
    return _end(findings)


def _reference(options: argparse.Namespace) -> int:
    pages = {f"{files.DOCS}/{path}": text.encode() for path, text in reference.reference_pages()}
    findings = [
        Finding("F103", "not written by Pecia", Locus(path))
        for path in pages
        if reference.GENERATED not in (files.read_text(options.root / path) or reference.GENERATED)
    ]
    return _end(findings or files.commit(options.root, pages))


def _cite(options: argparse.Namespace) -> int:
    lines, findings = cited.cite(options.root, options.address, options.form)
    for line in lines:
        print(_printable(line))
    return _end(findings)


def _verify(options: argparse.Namespace) -> int:
    verified, findings = cited.verify(options.root, options.list)
    if options.format == "json":
        value = {"findings": _findings_as_values(findings), **quotations.as_values(verified)}
        print(json.dumps(value, indent=2, ensure_ascii=False))
        return int(has_errors(findings))
    for line in quotations.table(verified) if verified.rows else ():
        print(_printable(line))
    return _end(findings)


def _list(options: argparse.Namespace) -> int:
    ledgers, findings = witness_ledgers(options.root, options.document)
    for ledger in ledgers:
        if options.siglum in (None, ledger.siglum):
            print(f"Witness {ledger.siglum}")
            for line in anchors.listing(ledger):
                print(_printable(line))
    return _end(findings)


def _explain(options: argparse.Namespace) -> int:
    ledger, findings = _ledger(options)
    for line in anchors.explain(ledger, options.anchor) if ledger else ():
        print(_printable(line))
    return _end(findings)


def _rule(options: argparse.Namespace) -> int:
    ledger, findings = _ledger(options)
    if ledger and not any(character.isalnum() for character in options.reason):
        print("pecia: --reason says why, in a sentence; it is published", file=sys.stderr)
        return 2
    if ledger:
        words = (options.words, options.before, options.after)
        try:
            path, findings = rule(options.root, ledger, options.anchor, options.decision, *words, options.reason)
        except ValueError as error:
            print(f"pecia: {_printable(str(error))}", file=sys.stderr)
            return 1
        if not has_errors(findings):
            print(f"Added to {path}. Build to see what follows.")
    return _end(findings)


def _ledger(options: argparse.Namespace) -> tuple[WitnessLedger | None, list[Finding]]:
    """The ledger that the command line names, which has its anchor; else ``None`` and why."""
    ledgers, findings = witness_ledgers(options.root, options.document)
    found = next((ledger for ledger in ledgers if ledger.siglum == options.siglum), None)
    if found is not None and anchors.find(found, options.anchor):
        return found, findings
    if not has_errors(findings):
        message = f"no anchor {options.anchor} was ever given in witness {options.siglum}"
        place = Locus(f"edition/anchors/{options.document}.yml")
        findings.append(Finding("Y110", message, place, "See `pecia anchors list`."))
    return None, findings


def _end(findings: Iterable[Finding]) -> int:
    found = list(findings)
    _print_findings(found)
    return int(has_errors(found))


# --- printing ------------------------------------------------------------------------------------


def _print_findings(findings: Iterable[Finding]) -> None:
    ordered = in_order(findings)
    for finding in ordered:
        print(_printable(f"{finding.locus}: {finding.severity} {finding.code}: {finding.message}"))
        print(_printable(f"    {finding.advice}"))
    if ordered:
        counts = [(sum(f.severity is severity for f in ordered), severity) for severity in Severity]
        print(", ".join(_counted(count, severity.value) for count, severity in counts if count), flush=True)


def _summary(result: BuildResult) -> str:
    counts = result.counts
    size = ", ".join(
        _counted(count, word) for count, word in zip(counts, ("document", "witness", "passage", "page"), strict=True)
    )
    if not result.published and not result.done:
        return f"{size}. Nothing has changed."
    made = f"{size}. Made: {', '.join(result.done) if result.done else 'no document again'}."
    return made if result.published else f"{made} The site is as it was."


def _as_json(result: BuildResult) -> str:
    value = {
        "findings": _findings_as_values(result.findings),
        "counts": result.counts._asdict(),
        "made": list(result.done),
        "published": result.published,
    }
    return json.dumps(value, indent=2, ensure_ascii=False)


def _findings_as_values(findings: Iterable[Finding]) -> list[dict[str, Any]]:
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


def _failed(result: BuildResult, *, strict: bool) -> bool:
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(finding.severity in failing for finding in result.findings)


def _counted(count: int, word: str) -> str:
    plural = f"{word}es" if word.endswith("s") else f"{word}s"
    return f"{count} {word if count == 1 else plural}"


def _printable(text: str) -> str:
    """``text`` on one line, with what could drive a terminal made visible: it may come from a source."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _shown(path: Path) -> str:
    return os.path.relpath(path) + os.sep


def _hint(root: Path) -> str:
    return "make serve" if (root / "Makefile").exists() else "pecia serve"


# --- work ----------------------------------------------------------------------------------------


def _executor(jobs: int) -> AbstractContextManager[Executor]:
    if jobs == 1:
        return nullcontext(Serial())
    # not "fork": a process with threads, as a progress bar has, must not be copied in the middle
    return ProcessPoolExecutor(jobs, get_context("spawn" if os.name == "nt" else "forkserver"))


def _progress(made: Iterator[DocumentMade], total: int) -> Iterable[DocumentMade]:
    """A bar on the terminal, when there is one and it takes longer than a second."""
    return tqdm(made, total=total, unit="document", delay=1, leave=False, disable=None, file=sys.stderr)
