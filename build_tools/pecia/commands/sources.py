"""The files that an editor names on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pecia import files
from pecia.model import Locus
from pecia.model.findings import Finding


def given_files(paths: Iterable[Path]) -> tuple[dict[str, bytes], list[Finding]]:
    """Every file that ``paths`` are or hold, at any depth, by a name relative to the path; and what cannot be read.

    A path that is not there is F102, a symbolic link F104.
    """
    found: dict[str, bytes] = {}
    findings: list[Finding] = []
    for given in paths:
        path = given.absolute() if given.is_symlink() else given.resolve()  # a link is refused, not followed
        if path.is_dir() or path.is_symlink():
            read, wrong = files.read_folder(path.parent, path.name)
        else:
            read, wrong = files.read_files(path.parent, ".", [path.name])
        wrong = wrong or (
            [] if read or path.is_dir() else [Finding("F102", "there is no such file", Locus(str(given)))]
        )
        clash = found.keys() & read.keys()
        findings += wrong
        findings += [Finding("F105", "two files of this name are given", Locus(name), "Rename one.") for name in clash]
        found |= read
    return found, findings
