"""Rendering of a large site in batches by several processes; in an incremental build only of the pages that changed.

The engine keeps every page in memory until the last is written, and renders one at a time. A batch is some of the
generated pages, and a folder with the pages named in the navigation, so that the navigation is the same on each page.
The first batch also has all hand-written pages and the pages to which they may link.

The output equals that of a single run as long as only hand-written pages and the navigation refer to other pages: an
editor's template or hook that lists all pages would see its batch only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pecia import files
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, Severity, has_errors
from pecia.processes import in_processes
from pecia.progress import Progress
from pecia.publish import engine, sitemap
from pecia.publish.manual_pages import links
from pecia.publish.site import SITE, Docs, LastSite, Layout, is_page, refused


def render_in_portions(
    root: Path,
    into: Path,
    statement: EditionStatement,
    docs: Docs,
    last: LastSite,
    jobs: int,
    size: int,
    progress: Progress,
) -> list[Finding]:
    """The site in ``into`` without its index: ``size`` of the generated pages at a time, by ``jobs`` processes.

    Pages that are as they were before are taken from the last site, with what was said of them, unless the navigation
    may show that another one changed. Findings as of :func:`~pecia.publish.engine.render`.
    """
    before = last.before or {}
    as_it_was = [path for path, digest in before.items() if is_page(path) and docs.now.get(path) == digest]
    copied = [path for path in docs.now if not is_page(path)]
    layout, findings = engine.layout(root, statement, [*as_it_was, *copied])
    if has_errors(findings):
        return findings
    if layout.named is None:
        return engine.render(root, root / files.DOCS, into, statement)
    there = root / SITE
    linked = {way for ways in links(docs.by_hand).values() for way in ways if way in docs.now}
    kept = {} if unplaced(last.findings) else _kept(there, layout, before, docs.now, set(as_it_was) - linked)
    portions = in_portions([page for page in docs.pages if page not in kept and page not in linked], size)
    in_first = [*docs.by_hand, *sorted(linked)]
    in_each = named_by(layout, docs)
    given = [path for path in copied if path in layout.places]
    try:
        with files.passing_folder(root, "portions") as place:
            rendered, findings = render_each(root, place, portions, in_first, in_each, statement, jobs, progress)
            if has_errors(findings):
                return findings
            mapped = [entry for folder in rendered for entry in sitemap.entries(folder)]
            mapped += sitemap.of_pages(sitemap.entries(there), statement.url, frozenset(kept.values()))
            for folder in rendered:  # what stands in several is the same in each, or was made with all that it links to
                files.move_files(folder, into)
            sitemap.write(into, mapped)
            files.link_files(there, into, kept.values())
            files.link_files(root / files.DOCS, into, given)
    except OSError as error:
        return [*findings, refused(error)]
    return list(dict.fromkeys([*findings, *about(last.findings, kept)]))


def in_portions(pages: Sequence[str], size: int) -> list[list[str]]:
    """The ``pages`` in portions of ``size``; one at least."""
    return [list(pages[n : n + size]) for n in range(0, max(len(pages), 1), size)]


def named_by(layout: Layout, docs: Docs) -> list[str]:
    """What the navigation names and is there."""
    return sorted(path for path in layout.named or () if path in docs.now or path in docs.by_hand)


def about(findings: Iterable[Finding], pages: Collection[str]) -> list[Finding]:
    """Those of the engine's warnings that are about one of ``pages``, relative to ``docs/``."""
    start = f"{files.DOCS}/"
    return [one for one in findings if one.code == "P102" and one.locus.file.removeprefix(start) in pages]


def unplaced(findings: Iterable[Finding]) -> list[Finding]:
    """Those of the engine's warnings that name no page, and so may be about any."""
    return [one for one in findings if one.code == "P102" and not one.locus.file.startswith(f"{files.DOCS}/")]


def render_each(
    root: Path,
    place: Path,
    portions: Sequence[Sequence[str]],
    in_first: Collection[str],
    in_each: Collection[str],
    statement: EditionStatement,
    jobs: int,
    progress: Progress,
) -> tuple[list[Path], list[Finding]]:
    """A folder under ``place`` for each of the portions, with the HTML of its pages and of what is ``in_first`` or
    ``in_each``.

    All are given relative to ``docs/``. What is said of pages that are ``in_each`` is heard once: in the first
    portion, where all should stand that they link to. Raises ``OSError``.
    """
    folders = [place / str(number) for number in range(len(portions))]
    for folder in folders:  # pages stay where they are: a folder for each takes longer than all else here
        (folder / files.DOCS).mkdir(parents=True)
        (folder / SITE).mkdir()
        files.link_files(
            root / files.DOCS, folder / files.DOCS, in_each if folder.name != "0" else [*in_each, *in_first]
        )
    without = replace(statement, documents=())
    arguments = [
        (root, folder / files.DOCS, folder / SITE, without, pages)
        for folder, pages in zip(folders, portions, strict=True)
    ]
    said = "portions of the site"
    if len(folders) == 1 or jobs == 1:
        found = [_render(*given) for given in progress(arguments, len(arguments), said)]
    else:
        with in_processes(min(jobs, len(folders))) as processes:
            rendered = processes.map(_render, *zip(*arguments, strict=True))
            found = list(progress(rendered, len(arguments), said))
    heard = {f"{files.DOCS}/{path}" for path in in_each}
    first, *others = found
    first += (f for one in others for f in one if f.locus.file not in heard or f.severity is Severity.ERROR)
    return [folder / SITE for folder in folders], list(dict.fromkeys(first))


def _render(root: Path, docs: Path, into: Path, statement: EditionStatement, pages: Sequence[str]) -> list[Finding]:
    return engine.render(root, docs, into, statement, beside=pages)


def _kept(
    site: Path, layout: Layout, before: Mapping[str, str], now: Mapping[str, str], pages: Iterable[str]
) -> dict[str, str]:
    """Those of ``pages`` that the last ``site`` has, and where it has them; none when the navigation, which all show,
    may be another one."""
    may_show = [page for page in layout.untitled if before.get(page) != now.get(page)]
    if may_show or any((page in before) != (page in now) for page in layout.named or ()):
        return {}
    places = {page: layout.places[page] for page in sorted(pages) if page in layout.places}
    return {page: place for page, place in places.items() if (site / place).is_file()}
