"""Stands in for ``add_index(…, changed=…, gone=…)`` of :mod:`pecia.publish.index` until that has it; then goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pecia import files, search
from pecia.findings import Finding
from pecia.progress import Progress
from pecia.publish import index
from pecia.publish.site import Site


def add_index(
    docs: Path,
    into: Path,
    site: Site,
    last: Path,
    indexed: Mapping[str, str],
    jobs: int,
    progress: Progress,
    *,
    changed: Collection[str],
    gone: Collection[str],
) -> tuple[dict[str, str], list[Finding]]:
    """Only the parts of the index that must be made anew, under ``into``: made in a copy of the whole site."""
    whole = into.parent / "whole"
    pages = [path for path in files.list_files(last) if path.endswith(".html")]
    files.link_files(into, whole, changed)
    files.link_files(last, whole, [path for path in pages if path not in gone])
    now, findings = index.add_index(docs, whole, site, last, indexed, jobs, progress)
    for folder in (folder for folder, made_from in now.items() if indexed.get(folder) != made_from):
        files.link_files(whole, into, [f"{folder}/{path}" for path in files.list_files(whole / folder)])
    files.link_files(whole, into, [f"{search.FOLDER}/records.json"] if len(now) > 1 else [])
    return now, findings
