"""The command line: arguments, and which command they ask for; what it says is printed by :mod:`pecia.printing`.

Findings are printed together, sorted by place: ``file:line:column: severity code: message``, then what to do. With
``--format json`` one JSON object is printed instead (``docs/reference/commands.md``). The exit status is 1
when a finding is an error (with ``--strict``, or a warning), 2 for a wrong command line or a package that has to be
installed first, 130 when interrupted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pecia
from pecia import anchors, executors, files, quotations, reference
from pecia.anchors import WitnessLedger
from pecia.commands import add, new, text
from pecia.files import archives
from pecia.model import Locus
from pecia.model.findings import Finding, Severity, has_errors, internal_error
from pecia.pipeline import BuildResult, build, check, cited, serve
from pecia.pipeline.ledgers import rule, witness_ledgers
from pecia.printing import (
    as_json,
    findings_as_values,
    print_findings,
    printable,
    progress,
    shown,
    shown_elements,
    summary,
)

PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``pecia`` with ``arguments`` (those of the process when left out); the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser()
    options = parser.parse_args(arguments)
    if getattr(options, "executor", "") == "dask" and not options.scheduler:
        parser.error("--executor dask needs --scheduler ADDRESS")
    options.root = Path(getattr(options, "root", ".")).resolve()
    try:
        return int(options.command(options))
    except KeyboardInterrupt:
        print("pecia: interrupted; no file was left incomplete", file=sys.stderr)
        return 130
    except executors.NotInstalledError as missing:
        print(f"pecia: {missing}", file=sys.stderr)
        return 2
    except BrokenProcessPool:
        print("pecia: a worker process was killed; nothing was written", file=sys.stderr)
        return 1
    except Exception as error:
        return _end([_defect(error)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pecia", description="A generator of static scholarly editions.")
    parser.add_argument("--version", action="version", version=f"pecia {pecia.__version__}")
    commands = parser.add_subparsers(required=True, metavar="command", title="commands")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", default=".", metavar="DIR", help="folder of the edition (default: this folder)")
    findings = argparse.ArgumentParser(add_help=False)
    findings.add_argument("--format", choices=("text", "json"), default="text", help="output format (default: text)")
    findings.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="number of processes (default: 1 for a few documents, else one per processor)",
    )
    findings.add_argument("--strict", action="store_true", help="treat warnings as errors")
    findings.add_argument(
        "--executor", choices=executors.NAMES, default=executors.NAMES[0], help="where to run (default: processes)"
    )
    findings.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="scheduler of a Dask cluster, for example tcp://host:8786"
    )

    def command(name: str, function: Any, says: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says, parents=[shared, *parents])
        added.set_defaults(command=function)
        return added

    command("build", _build, "Build the TEI records, the pages and the site.", findings)
    command("check", _check, "Check everything and write nothing.", findings)
    serving = command("serve", _serve, "Serve the site on this machine and rebuild it after each change.")
    serving.add_argument("--port", type=_count, default=PORT, metavar="N", help=f"port (default: {PORT})")
    _add_anchors(commands.add_parser("anchors", help="List anchors, show their history, or decide on one."), shared)
    citing = command("cite", _cite, "Print citations of the edition, a document or a passage, with its history.")
    citing.add_argument("address", nargs="?", default="", help="an address or ids (default: the edition)")
    citing.add_argument("--form", choices=quotations.form_ids(), default="", help="print only this form")
    verifying = command("verify", _verify, "Check a list of quotations (CSV) against the edition.")
    verifying.add_argument("list", type=Path, help="CSV with the columns address, quotation and, optionally, version")
    verifying.add_argument("--format", choices=("text", "json"), default="text", help="output format (default: text)")
    says = "Begin a new edition: with files that you have, or with a small example to change."
    new.add_arguments(commands.add_parser("new", help=says, description=says))
    add.add_arguments(command("add", add.run, "Put transcripts or TEI files into the edition."))
    says = "Write the text that is read from a transcript, whatever its format."
    text.add_arguments(commands.add_parser("text", help=says, description=says))
    command("reference", _reference, "Write the pages of docs/reference that are generated from the code.")
    return parser


def _add_anchors(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="command", title="commands")

    def command(name: str, function: Any, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says, parents=[shared])
        added.set_defaults(command=function)
        added.add_argument("document", help="id of the document")
        return added

    listing = command("list", _list, "List all anchors, including retired ones.")
    listing.add_argument("siglum", nargs="?", help="only this witness")
    explaining = command("explain", _explain, "Show the history of an anchor.")
    ruling = command("rule", _rule, "Decide which passage keeps an anchor, or retire it; adds a ruling.")
    for added in (explaining, ruling):
        added.add_argument("siglum", help="siglum of the witness")
        added.add_argument("anchor", help="the anchor, for example p12")
    ruling.add_argument("decision", choices=("keep", "retire"))
    ruling.add_argument("--words", default="", help="with keep: words of the passage that gets the anchor")
    ruling.add_argument("--before", default="", metavar="WORDS", help="preceding words, if --words is ambiguous")
    ruling.add_argument("--after", default="", metavar="WORDS", help="following words, likewise")
    ruling.add_argument("--reason", required=True, help="reason, in one sentence; it is published")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


# --- commands ------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    result = _worked(
        options,
        lambda executor, jobs: build(options.root, executor, strict=options.strict, progress=progress, jobs=jobs),
    )
    if options.format == "json":
        print(as_json(result))
    else:
        print_findings(result.findings)
        if result.written:
            for line in shown_elements(result):
                print(printable(line))
            print(summary(result))
            print(f"The site is in {shown(options.root / 'site')}. To view it: {_hint(options.root)}")
    return _failed(result, strict=options.strict)


def _check(options: argparse.Namespace) -> int:
    result = _worked(options, lambda executor, _jobs: check(options.root, executor))
    if options.format == "json":
        print(as_json(result))
    else:
        print_findings(result.findings)
        if not _failed(result, strict=options.strict):
            print("The edition is up to date.")
    return _failed(result, strict=options.strict)


def _serve(options: argparse.Namespace) -> int:
    said: list[Finding] = []

    def report(result: BuildResult) -> None:
        """Say what is new: the same warnings after each change would hide what the change did."""
        print_findings(finding for finding in result.findings if finding not in said)
        said[:] = [*result.findings, *(finding for finding in said if finding not in result.findings)]

    def ready(address: str) -> None:
        print(f"Serving {address} (stop with Ctrl-C). Nothing is written under edition/.", flush=True)

    return _end(serve(options.root, options.port, report, ready))


def _reference(options: argparse.Namespace) -> int:
    pages = {f"{files.DOCS}/{path}": text.encode() for path, text in reference.reference_pages()}
    findings = [
        Finding("F103", "the file was not written by Pecia", Locus(path))
        for path in pages
        if reference.GENERATED not in (files.read_text(options.root / path) or reference.GENERATED)
    ]
    return _end(findings or files.commit(options.root, pages))


def _cite(options: argparse.Namespace) -> int:
    lines, findings = cited.cite(options.root, options.address, options.form)
    for line in lines:
        print(printable(line))
    return _end(findings)


def _verify(options: argparse.Namespace) -> int:
    verified, findings = cited.verify(options.root, options.list)
    if options.format == "json":
        value = {"findings": findings_as_values(findings), **quotations.as_values(verified)}
        print(json.dumps(value, indent=2, ensure_ascii=False))
        return int(has_errors(findings))
    for line in quotations.table(verified) if verified.rows else ():
        print(printable(line))
    return _end(findings)


def _list(options: argparse.Namespace) -> int:
    ledgers, findings = witness_ledgers(options.root, options.document)
    for ledger in ledgers:
        if options.siglum in (None, ledger.siglum):
            print(f"Witness {ledger.siglum}")
            for line in anchors.listing(ledger):
                print(printable(line))
    return _end(findings)


def _explain(options: argparse.Namespace) -> int:
    ledger, findings = _ledger(options)
    for line in anchors.explain(ledger, options.anchor) if ledger else ():
        print(printable(line))
    return _end(findings)


def _rule(options: argparse.Namespace) -> int:
    ledger, findings = _ledger(options)
    if ledger and not any(character.isalnum() for character in options.reason):
        print("pecia: --reason must be a sentence; it is published", file=sys.stderr)
        return 2
    if ledger:
        words = (options.words, options.before, options.after)
        try:
            path, findings = rule(options.root, ledger, options.anchor, options.decision, *words, options.reason)
        except ValueError as error:
            print(f"pecia: {printable(str(error))}", file=sys.stderr)
            return 1
        if not has_errors(findings):
            print(f"Added to {path}. Run pecia build to apply it.")
    return _end(findings)


def _ledger(options: argparse.Namespace) -> tuple[WitnessLedger | None, list[Finding]]:
    """The ledger that the command line names, which has its anchor; else ``None`` and why."""
    ledgers, findings = witness_ledgers(options.root, options.document)
    found = next((ledger for ledger in ledgers if ledger.siglum == options.siglum), None)
    if found is not None and anchors.find(found, options.anchor):
        return found, findings
    if not has_errors(findings):
        message = f"witness {options.siglum} has never had an anchor {options.anchor}"
        place = Locus(f"edition/anchors/{options.document}.yml")
        findings.append(Finding("Y110", message, place, "See `pecia anchors list`."))
    return None, findings


def _end(findings: Iterable[Finding]) -> int:
    found = list(findings)
    print_findings(found)
    return int(has_errors(found))


# --- work ----------------------------------------------------------------------------------------


def _worked(options: argparse.Namespace, work: Callable[[Executor, int], BuildResult]) -> BuildResult:
    """What ``work`` gives with the executor that the command line asks for; when there is none, why."""
    jobs = options.jobs or executors.default_jobs(_size(options.root))
    try:
        with executors.executor(options.executor, jobs, options.scheduler) as executor:
            return work(executor, jobs)
    except executors.ClusterError as stopped:
        return BuildResult((stopped.finding,))
    except (executors.NotInstalledError, BrokenProcessPool):
        raise
    except Exception as error:
        return BuildResult((_defect(error),))


def _defect(error: Exception) -> Finding:
    """What is said instead of a traceback."""
    return internal_error("D102", f"pecia {pecia.__version__}", error, Locus("."))


def _size(root: Path) -> int:
    """About how many documents the edition under ``root`` has, without reading it."""
    return max(len(archives.list_folder(root / "edition" / folder)[0]) for folder in ("documents", "sources"))


def _failed(result: BuildResult, *, strict: bool) -> bool:
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(finding.severity in failing for finding in result.findings)


def _hint(root: Path) -> str:
    return "make serve" if (root / "Makefile").exists() else "pecia serve"
