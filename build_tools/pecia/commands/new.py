"""``pecia new``: begin an edition, with an example or with the files that an editor has."""

from __future__ import annotations

import argparse
from pathlib import Path

from pecia import files, new_project
from pecia.commands.sources import given_files
from pecia.drafting import Drafts, draft
from pecia.drafting.preview import preview
from pecia.model import Locus
from pecia.model.findings import Finding, has_errors
from pecia.printing import counted, print_findings, print_lines, progress, shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("root", metavar="DIR", help="a folder that is not there yet, or empty")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--from", dest="source", type=Path, metavar="FILE|FOLDER", help="begin with these transcripts and TEI files"
    )
    source.add_argument("--tei", dest="source", type=Path, metavar="FOLDER", help="another name of --from")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the edition and say what it is; the exit status."""
    if options.source is None:
        findings = files.begin(options.root, new_project.new_edition())
        return _said(findings, "A small edition", options.root)
    given, findings = given_files([options.source])
    if not given and not findings:
        findings = [_nothing(options.source)]
    if has_errors(findings):
        return _said(findings, "", options.root)
    drafts = draft(given, progress=progress)
    findings = [finding for finding in drafts.findings if finding.severity == "error"]
    if not drafts.files and not findings:
        findings = [*drafts.findings, _nothing(options.source)]
    if not has_errors(findings):
        around = new_project.edition_of(drafts.tei, tuple(drafts.documents))
        findings = files.begin(options.root, {**around, **drafts.files})
    if not has_errors(findings):
        print_lines(preview(drafts))
        print()
    return _said(findings, _what(drafts), options.root)


def _nothing(source: Path) -> Finding:
    message = "there is no file that can be read in it" if source.is_dir() else "there is no such file or folder"
    if source.is_file():
        message = "the file cannot be read"
    return Finding("F102", message, Locus(str(source)), "Name a transcript or a TEI file, or a folder of them.")


def _what(drafts: Drafts) -> str:
    texts = sum(map(len, drafts.documents.values()))
    parts = [counted(texts, "transcript")] if texts else []
    parts += [counted(len(drafts.tei), "TEI file")] if drafts.tei else []
    return f"An edition of {' and '.join(parts)}"


def _said(findings: list[Finding], what: str, root: Path) -> int:
    if not has_errors(findings):
        place = shown(root)
        print(f"{what} is in {place}. Try: pecia build --root {place} or: pecia serve --root {place}")
    print_findings(findings)
    return int(has_errors(findings))
