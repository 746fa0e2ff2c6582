"""Incremental publishing: update an existing site from the generated files that changed.

If the theme has not changed, a generated page depends only on its own source, and a hand-written page only on its own
source and the paths of the pages to which it links. So only the HTML of changed pages, static files, the site map and
parts of the search index need updating. The update is committed like everything else: all files or none.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from pecia import files
from pecia.model.findings import Finding, has_errors
from pecia.progress import Progress
from pecia.publish import engine, sitemap
from pecia.publish.batches import about, in_portions, named_by, render_each, unplaced
from pecia.publish.index import add_index, superseded
from pecia.publish.manual_pages import links
from pecia.publish.site import SITE, Docs, LastSite, Published, Site, is_page, refused


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done: generated files under ``docs/`` that are new or other than they were (``changed``), those of
    them that are new (``come``), and those that are ``gone``; ``places`` of all these, relative to the site.

    ``in_each``: what the navigation names. ``to_hear``: pages written by hand that may link to what changed, so that
    the engine may say other things of them; ``beside``: what it must have to do so.
    """

    changed: frozenset[str]
    come: frozenset[str]
    gone: frozenset[str]
    places: Mapping[str, str]
    in_each: Sequence[str]
    to_hear: frozenset[str]
    beside: frozenset[str]

    def pages(self) -> list[str]:
        """The pages to be rendered and put on the site."""
        return sorted(path for path in self.changed if is_page(path) and path in self.places)

    def placed(self, paths: Iterable[str]) -> set[str]:
        """Where the site has, or is to have, those of ``paths`` that the engine publishes."""
        return {self.places[path] for path in paths if path in self.places}


def publish_in_place(
    root: Path,
    site: Site,
    docs: Docs,
    last: LastSite,
    jobs: int,
    progress: Progress,
    size: int,
) -> Published | None:
    """Bring the ``last`` site, untouched since it was made, to what ``docs`` gives now.

    ``size`` pages are rendered at a time, by ``jobs`` processes. ``None``, and nothing done, when the site must be made
    as a whole: it is small or changed by half, or the change may show on pages beyond those that changed.
    """
    plan = _planned(root, site, docs, last.before or {}, size) if last.indexed else None
    if plan is None:
        return None
    there, indexed = root / SITE, last.indexed
    try:
        with files.passing_folder(root, "portions") as place:
            overlay = place / "overlay"
            overlay.mkdir()
            findings = _rendered(root, place, overlay, site, plan, jobs, progress, size)
            if findings is not None and has_errors(findings):
                return Published(tuple(findings))
            if findings is None or (plan.pages() and not set(unplaced(last.findings)) <= set(findings)):
                return None
            findings = _said_again(findings, last.findings, plan, docs)
            as_they_are = [path for path in plan.changed if not is_page(path) and path in plan.places]
            files.link_files(root / files.DOCS, overlay, as_they_are)
            made = set(files.list_files(overlay))
            gone = plan.placed(plan.gone) - made
            html = [sorted(path for path in paths if path.endswith(".html")) for paths in (made, gone)]
            now, found = add_index(
                root / files.DOCS, overlay, site, there, indexed, jobs, progress, changed=html[0], gone=html[1]
            )
            findings += found
            if has_errors(findings):
                return Published(tuple(findings))
            changes = _changes(there, overlay, gone | superseded(there, indexed, now))
            return Published((*findings, *files.commit(root, changes)), now, frozenset(changes))
    except OSError as error:
        return Published((refused(error),))


def _planned(root: Path, site: Site, docs: Docs, before: Mapping[str, str], size: int) -> _Plan | None:
    """What is to be done; ``None`` when the site must be made as a whole."""
    changed = frozenset(path for path, digest in docs.now.items() if before.get(path) != digest)
    come, gone = changed - before.keys(), frozenset(before.keys() - docs.now.keys())
    other = changed | gone
    pages, pages_changed = sum(map(is_page, docs.now)), set(filter(is_page, changed))
    if pages < size or 2 * len(pages_changed) > pages or not all(map(files.is_safe, other)):
        return None
    layout, findings = engine.layout(root, site.statement, other)
    if has_errors(findings) or layout.named is None:
        return None
    linked = links(docs.by_hand)
    may_show = layout.untitled & other or layout.named & (come | gone)
    if may_show or any(not ways.isdisjoint(come | gone) for ways in linked.values()):
        return None
    to_hear = frozenset(path for path, ways in linked.items() if not ways.isdisjoint(pages_changed))
    beside = {way for path in to_hear for way in linked[path] if way in docs.now} | docs.by_hand.keys()
    plan = _Plan(
        changed,
        come,
        gone,
        layout.places,
        named_by(layout, docs),
        to_hear,
        frozenset(beside) if to_hear else frozenset(),
    )
    expected = plan.placed(other - come) | ({sitemap.NAME} if site.statement.url else set())
    whole = all((root / SITE / path).is_file() for path in expected)
    return plan if whole and plan.placed(other).isdisjoint(docs.by_hand) else None


def _rendered(
    root: Path, place: Path, overlay: Path, site: Site, plan: _Plan, jobs: int, progress: Progress, size: int
) -> list[Finding] | None:
    """The pages that changed as HTML in ``overlay``, with the map of the site if it is another one, and what the engine
    says; ``None`` when it did not make one of them. Raises ``OSError``."""
    pages, statement = plan.pages(), site.statement
    folders: list[Path] = []
    findings: list[Finding] = []
    if pages:
        portions = in_portions(pages, size)
        folders, findings = render_each(
            root, place, portions, sorted(plan.beside), plan.in_each, statement, jobs, progress
        )
        if has_errors(findings):
            return findings
        for folder, portion in zip(folders, portions, strict=True):
            for path in plan.placed(portion):
                if not (folder / path).is_file():
                    return None
                (overlay / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).rename(overlay / path)
    if statement.url and any(map(is_page, plan.come | plan.gone)):
        out, new = plan.placed(filter(is_page, plan.gone)), plan.placed(pages)
        mapped = sitemap.without_pages(sitemap.entries(root / SITE), statement.url, out | new)
        made = [entry for folder in folders for entry in sitemap.entries(folder)]
        copyfile(root / SITE / sitemap.NAME, overlay / sitemap.NAME)
        sitemap.write(overlay, [*mapped, *sitemap.of_pages(made, statement.url, new)])
    return findings


def _said_again(
    findings: Iterable[Finding], last_findings: Iterable[Finding], plan: _Plan, docs: Docs
) -> list[Finding]:
    """What the engine says of what it had whole, and what it said last of everything else that is still there."""
    heard = {*plan.pages(), *plan.to_hear}
    others = (docs.now.keys() | docs.by_hand.keys()) - heard
    said = [*about(findings, heard), *about(last_findings, others), *unplaced([*findings, *last_findings])]
    return list(dict.fromkeys(said))


def _changes(last: Path, overlay: Path, out: Collection[str]) -> dict[str, files.Content | None]:
    """What must be committed for every file of ``overlay`` to be on the ``last`` site, and those of ``out`` that are
    not in it to be no more. Raises ``OSError``."""
    changes: dict[str, files.Content | None] = {f"{SITE}/{path}": None for path in out if os.path.lexists(last / path)}
    return {**changes, **{f"{SITE}/{path}": staged for path, staged in files.staged_in(overlay).items()}}
