"""``pecia text``: the text that the reader of a format gives, to which the law "nothing is lost" is held."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pecia import files
from pecia.model import Locus
from pecia.model.findings import Finding, has_errors
from pecia.printing import print_findings
from pecia.transcript.readers import ENDINGS, is_transcript, likely_encoding, read_source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=f"a transcript: {', '.join(ENDINGS)}")
    parser.add_argument("--encoding", default="", help="of a text file (default: UTF-8, or the likely one)")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the text to standard output, findings to standard error; the exit status."""
    path = options.file.resolve()
    name = path.name
    read, findings = files.read_files(path.parent, ".", [name])
    if not is_transcript(name):
        findings.append(Finding("F102", "no format that is read", Locus(name), f"These are: {', '.join(ENDINGS)}."))
    if not has_errors(findings):
        encoding = options.encoding or likely_encoding(name, read[name])
        source, findings = read_source(name, read[name], encoding)
        if source is not None:
            sys.stdout.write(source.text if source.text.endswith("\n") else f"{source.text}\n")
            sys.stdout.flush()
    print_findings(findings, sys.stderr)
    return int(has_errors(findings))
