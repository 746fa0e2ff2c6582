"""Pages to site.

    docs/ ──engine, or portions of it──▶ HTML ──index──▶ with the search ──▶ with the copy of the whole ──▶ site/

Only :mod:`~pecia.publish.engine` knows the site engine (MkDocs with Material).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from pecia import files
from pecia.findings import Finding, has_errors
from pecia.progress import Progress, without_progress
from pecia.publish import engine
from pecia.publish.engine import looks
from pecia.publish.index import add_index
from pecia.publish.made import make_site, with_the_copy
from pecia.publish.portions import render_in_portions
from pecia.publish.served import serve
from pecia.publish.site import CONFIG, SITE, Made, Published, Site, refused

__all__ = ["CONFIG", "SITE", "Made", "Published", "Site", "looks", "make_site", "publish", "serve", "try_out"]

_MANY = 1_000
"""Pages of documents from which on they are rendered in portions, several at a time."""


def publish(
    root: Path,
    site: Site,
    unchanged: Collection[str] = frozenset(),
    indexed: Mapping[str, str] = MappingProxyType({}),
    jobs: int = 1,
    progress: Progress = without_progress,
    many: int = _MANY,
) -> Published:
    """Build the site from ``docs/`` and put it in the place of the last one, which stays whole until then.

    ``unchanged``: pages of ``site.apart`` that the last site shows as they are to be; ``indexed``: from what the parts
    of its search index were made. ``jobs``: processes at a time. From ``many`` pages of ``site.apart`` on they are
    rendered in portions of so many. P101 when the engine stops, P102 for each of its warnings, S101 when the index
    fails, F101 when the disk refuses.
    """
    docs = root / files.DOCS
    try:
        staged = files.new_folder(root, SITE)
    except OSError as error:
        return Published((refused(error),))
    if len(site.apart) >= many:
        findings = render_in_portions(root, staged, site, unchanged, jobs, many, progress)
    else:
        findings = engine.render(root, docs, staged, site.statement)
    now: dict[str, str] = {}
    if not has_errors(findings):
        now, found = add_index(docs, staged, site, root / SITE, indexed, jobs, progress)
        findings += found
    findings = with_the_copy(staged, site.statement, findings)
    if has_errors(findings):
        shutil.rmtree(staged, ignore_errors=True)
        return Published(tuple(findings))
    return Published((*findings, *files.replace_folder(root, staged, SITE)), now)


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
