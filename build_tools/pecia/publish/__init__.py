"""Pages to site.

    docs/ ──engine, or portions of it──▶ HTML ──index──▶ with the search ──▶ with the copy of the whole ──▶ site/

or, for a large site that exists and whose theme and settings have not changed,

    what changed ──engine──▶ HTML ──index──▶ parts of the search ──commit──▶ site/

Only :mod:`~pecia.publish.engine` knows the site engine (MkDocs with Material).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pecia import files
from pecia.model.findings import Finding, has_errors
from pecia.progress import Progress, without_progress
from pecia.publish import engine
from pecia.publish.batches import render_in_portions
from pecia.publish.engine import looks
from pecia.publish.full import has_copy, make_site, with_the_copy
from pecia.publish.incremental import publish_in_place
from pecia.publish.index import add_index
from pecia.publish.serve import serve
from pecia.publish.site import NO_SITE, SITE, Docs, LastSite, Published, Site, ToServe, is_page, refused

__all__ = [
    "NO_SITE",
    "SITE",
    "Docs",
    "LastSite",
    "Published",
    "Site",
    "ToServe",
    "is_page",
    "looks",
    "make_site",
    "publish",
    "serve",
    "try_out",
]

_MANY = 1_000
"""Generated pages from which on they are rendered in portions, several at a time."""


def publish(
    root: Path,
    site: Site,
    docs: Docs,
    last: LastSite = NO_SITE,
    jobs: int = 1,
    progress: Progress = without_progress,
    many: int = _MANY,
) -> Published:
    """Build the site from ``docs/`` and put it in the place of the last one, which stays whole until then; or make of
    the last one what it is to be, by changing the files that must change.

    ``jobs``: processes at a time. From ``many`` generated pages on they are rendered in portions of so many, or those
    only that changed. P101 when the engine stops, P102 for each of its warnings, F101 when the disk refuses.
    """
    if last.before is not None and not has_copy(site.statement):
        done = publish_in_place(root, site, docs, last, jobs, progress, many)
        if done is not None:
            return done
    try:
        staged = files.new_folder(root, SITE)
    except OSError as error:
        return Published((refused(error),))
    if len(docs.pages) >= many:
        findings = render_in_portions(root, staged, site.statement, docs, last, jobs, many, progress)
    else:
        findings = engine.render(root, root / files.DOCS, staged, site.statement)
    parts: dict[str, str] = {}
    if not has_errors(findings):
        parts, found = add_index(root / files.DOCS, staged, site, root / SITE, last.indexed, jobs, progress)
        findings += found
    findings = with_the_copy(staged, site.statement, findings)
    if has_errors(findings):
        shutil.rmtree(staged, ignore_errors=True)
        return Published(tuple(findings))
    return Published((*findings, *files.replace_folder(root, staged, SITE)), parts)


def try_out(root: Path, pages: Mapping[str, files.Content], site: Site) -> list[Finding]:
    """The findings of :func:`publish` with ``pages`` as the whole of ``docs/``; nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="pecia-") as place:
        docs, into = Path(place, files.DOCS), Path(place, SITE)
        docs.mkdir()
        into.mkdir()
        try:
            files.lay_out(docs, pages)
        except OSError as error:
            return [refused(error)]
        return with_the_copy(into, site.statement, make_site(root, docs, into, site))
