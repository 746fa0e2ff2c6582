"""``pecia add``: put transcripts or TEI files into the edition that there is."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pecia import files
from pecia.commands.sources import given_files
from pecia.drafting import draft, known_people
from pecia.drafting.preview import preview
from pecia.drafting.register import PEOPLE
from pecia.model import Locus
from pecia.model.findings import Finding, has_errors
from pecia.pipeline.sources import read_metadata
from pecia.printing import counted, print_findings, print_lines, progress, shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="transcripts, TEI files or folders of them")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Copy the files, draft their YAML and say what they are; the exit status."""
    given, findings = given_files(options.files)
    sources, found = files.read_sources(options.root)
    findings += found
    if "edition/edition.yml" not in sources:
        findings.append(Finding("Y108", "there is no edition here", Locus("edition/edition.yml"), "See `pecia new`."))
    with ThreadPoolExecutor(1) as executor:
        edition, found = read_metadata(sources, executor)
    if edition is None or has_errors(findings):
        print_findings([*findings, *found])
        return 1
    known = known_people(edition.entries, [document.file for document in edition.documents])
    taken = {document.id for document in edition.documents}
    drafts = draft(given, known, taken, sources.get(PEOPLE, b""), progress)
    there = [path for path, content in drafts.files.items() if path != PEOPLE and sources.get(path, content) != content]
    findings = [finding for finding in drafts.findings if finding.severity == "error"]
    findings += [Finding("F103", "another file is there already", Locus(path), "Rename the new one.") for path in there]
    if not has_errors(findings):
        findings += files.commit(options.root, drafts.files)
    if not has_errors(findings):
        print_lines(preview(drafts))
        added = counted(sum(map(len, drafts.documents.values())) + len(drafts.tei), "text")
        print(f"\n{added} added. Try: pecia build --root {shown(options.root)}")
    print_findings(findings)
    return int(has_errors(findings))
