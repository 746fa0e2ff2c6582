"""A large site, rendered in portions by several processes; of an incremental one only the pages that changed.

The engine holds every page that it is given until the last is written, and does one at a time. A portion is a folder
with some pages of documents, and what the navigation names, so that it is the same on each page. Everything that is
not the page of a document is in the first one too, with whatever it may link to.

What comes of it is what the engine makes of all pages at once, as long as no page but those that people write, and the
navigation, looks at another one: a template or a hook of an editor's that lists all pages would see its portion only.
"""

from __future__ import annotations

import os
import posixpath
import re
import tempfile
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from pecia import files
from pecia.findings import Finding, Severity, has_errors
from pecia.progress import Progress
from pecia.publish import engine, sitemap
from pecia.publish.site import SITE, Site, refused
from pecia.record import EditionStatement

_MAY_BE_A_PATH = re.compile(r"[A-Za-z0-9_./-]+")


def render_in_portions(
    root: Path, into: Path, site: Site, unchanged: Collection[str], jobs: int, size: int, progress: Progress
) -> list[Finding]:
    """The site in ``into`` without its index: ``size`` pages of ``site.apart`` at a time, by ``jobs`` processes.

    Of the pages ``unchanged`` what the last site has is taken, unless the navigation may show that another one changed.
    Findings as of :func:`~pecia.publish.engine.render`.
    """
    docs, last = root / files.DOCS, root / SITE
    there = files.list_files(docs)
    layout, findings = engine.layout(root, site.statement, there)
    if has_errors(findings):
        return findings
    if layout.named is None:
        return engine.render(root, docs, into, site.statement)
    generated = files.written_pages(root)
    if any(page in generated and page not in unchanged for page in layout.untitled):
        unchanged = frozenset()
    kept = _kept(last, layout, site.apart, unchanged)
    given = [path for path in generated if not path.endswith(".md") and path in layout.places]
    shared = [path for path in there if path not in site.apart and (path.endswith(".md") or path not in generated)]
    linked = _linked(docs, [path for path in shared if path not in generated], {*site.apart, *given})
    in_each = [path for path in there if path in layout.named]
    to_do = sorted(page for page in site.apart if page not in kept and page not in linked)
    portions = [to_do[n : n + size] for n in range(0, max(len(to_do), 1), size)]
    portions[0] = [*shared, *sorted(linked), *portions[0]]
    try:
        with tempfile.TemporaryDirectory(prefix="portions-", dir=into.parent) as place:
            folders = [Path(place, str(number)) for number in range(len(portions))]
            for folder, pages in zip(folders, portions, strict=True):
                files.link_files(docs, folder / files.DOCS, [*in_each, *pages])
                (folder / SITE).mkdir()
            findings = _rendered(root, folders, site.statement, in_each, jobs, progress)
            if has_errors(findings):
                return findings
            rendered = [folder / SITE for folder in folders]
            mapped = [entry for folder in rendered for entry in sitemap.entries(folder)]
            mapped += sitemap.of_pages(sitemap.entries(last), site.statement.url, frozenset(kept.values()))
            for folder in rendered:  # what stands in several is the same in each, or was made with all that it links to
                files.move_files(folder, into)
            sitemap.write(into, mapped)
            files.link_files(last, into, kept.values())
            files.link_files(docs, into, given)
    except OSError as error:
        return [*findings, refused(error)]
    return findings


def _kept(last: Path, layout: engine.Layout, apart: Collection[str], unchanged: Collection[str]) -> dict[str, str]:
    """Those of the pages ``apart`` that the ``last`` site has as they are to be, and where it has them."""
    places = {page: layout.places[page] for page in unchanged if page in layout.places and page in apart}
    return {page: place for page, place in places.items() if (last / place).is_file()}


def _linked(docs: Path, by_hand: Iterable[str], others: Collection[str]) -> set[str]:
    """Those of ``others`` that a page written by hand may link to: it has their path, from its folder or from the
    root, somewhere in its text. The engine must have them beside it to make the link one to where they are published.
    """
    found: set[str] = set()
    for path in by_hand:
        if path.endswith(".md"):
            folder = posixpath.dirname(path)
            for said in set(_MAY_BE_A_PATH.findall(files.read_text(docs / path) or "")):
                ways = (posixpath.normpath(posixpath.join(folder, said)), said.lstrip("/"))
                found.update(way for way in ways if way in others)
    return found


def _rendered(
    root: Path,
    folders: Sequence[Path],
    statement: EditionStatement,
    in_each: Collection[str],
    jobs: int,
    progress: Progress,
) -> list[Finding]:
    """Each folder's ``docs/`` as its ``site/``. What is said of pages that are ``in_each`` is heard once: in the first
    one, where all stands that they link to."""
    without = replace(statement, documents=())
    arguments = [(root, folder / files.DOCS, folder / SITE, without) for folder in folders]
    said = "portions of the site"
    if len(folders) == 1 or jobs == 1:
        found = [engine.render(*given) for given in progress(arguments, len(arguments), said)]
    else:
        context = get_context("spawn" if os.name == "nt" else "forkserver")
        with ProcessPoolExecutor(min(jobs, len(folders)), context) as processes:
            rendered = [processes.submit(engine.render, *given) for given in arguments]
            try:
                found = [one.result() for one in progress(rendered, len(rendered), said)]
            except BaseException:
                processes.shutdown(cancel_futures=True)
                raise
    heard = {f"{files.DOCS}/{path}" for path in in_each}
    first, *others = found
    first += (f for one in others for f in one if f.locus.file not in heard or f.severity is Severity.ERROR)
    return list(dict.fromkeys(first))
