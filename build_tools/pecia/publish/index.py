"""The search index of a site: which pages are indexed, and which parts of the last index can be reused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pecia import files, search
from pecia.findings import Finding
from pecia.progress import Progress
from pecia.publish import engine
from pecia.publish.site import Site, refused

_NOT_SEARCHED = re.compile(r"404\.html|(?:guide|reference|decisions|search)/.*|[^/]+/(?:compare|apparatus)/.*")
"""Pages for editors, pages that give the words of the reading pages again, and the page of the search itself."""

_INDEX = "index.html"

_OF_PAGES = re.compile(r"[0-9]{1,9} [0-9a-f]{64}")
"""How many pages a part of the index has, and their digest."""


def add_index(
    docs: Path,
    into: Path,
    site: Site,
    last: Path,
    indexed: Mapping[str, str],
    jobs: int,
    progress: Progress,
    *,
    changed: Collection[str] | None = None,
    gone: Collection[str] = (),
) -> tuple[dict[str, str], list[Finding]]:
    """Index every passage by itself, and every page for readers that is not a reading page, in the site ``into``.

    Parts of the index that the site in ``last`` has and that were made from the same (``indexed``, by folder) are
    taken from there. Out: from what each part was made, and S101 when the indexer fails, S102 when it gives other
    records, F101 when the disk refuses.

    With ``changed``, ``into`` has only those HTML files, paths relative to the site, that are new or not as in
    ``last``, which has all others, and those that are ``gone``. Then ``into`` gets only the parts that are made anew,
    and the list of the shards where it is another one. Folders of ``indexed`` that are not made from the same any more,
    or not at all, are to be removed from ``last`` as wholes before ``into`` is laid over it.
    """
    searched = {id_: one for id_, one in site.searched.items() if one.size}
    sizes = {id_: one.size for id_, one in searched.items()}
    places = search.shard_of(sizes)
    parts = _parts(search.shards(places))
    *_, with_pages = parts
    read_by_passage = frozenset(address for one in searched.values() for address in one.addresses)
    now = {folder: search.made_from(searched[id_].digest for id_ in ids) for folder, ids in parts.items()}
    now[with_pages] = search.made_from([now[with_pages], *sorted(read_by_passage)])  # which pages it has hangs on that
    findings: list[Finding] = []
    try:
        pages: Sequence[search.SitePage] = ()
        before, _, of_pages = indexed.get(with_pages, "").partition(" ")
        if (
            changed is None
            or before != now[with_pages]
            or not _OF_PAGES.fullmatch(of_pages)
            or any(_may_be_found(path, read_by_passage) for path in (*changed, *gone))
        ):
            pages = _pages_to_find(docs, [into] if changed is None else [last, into], gone, read_by_passage)
            of_pages = f"{len(pages)} {search.digest_of_pages(pages)}"
        now[with_pages] += f" {of_pages}"
        manifest = search.manifest(sizes, places, int(of_pages.partition(" ")[0]))
        if manifest and (changed is None or not _has(last / search.FOLDER, manifest)):
            files.lay_out(into / search.FOLDER, manifest)
        if changed is None:
            for folder in (folder for folder in now if indexed.get(folder) == now[folder]):
                files.link_files(last, into, [f"{folder}/{path}" for path in files.list_files(last / folder)])

        def make(folder: str) -> list[Finding]:
            texts = site.texts(parts[folder]) if parts[folder] else ()
            its_pages = pages if folder == with_pages else ()
            made, failed = search.index(texts, its_pages, engine.CONTENT, engine.NOT_CONTENT)
            files.lay_out(into / folder, made)
            return failed

        to_do = [folder for folder in now if indexed.get(folder) != now[folder]]
        with ThreadPoolExecutor(jobs) as threads:  # the indexer is a program of its own, which does the work
            for failed in progress(threads.map(make, to_do), len(to_do), "parts of the search"):
                findings += failed
    except OSError as error:
        findings.append(refused(error))
    return now, findings


def _parts(shards: Sequence[list[str]]) -> dict[str, list[str]]:
    """The documents of each part of the index, by its folder, relative to the site; the last one has the pages too."""
    if len(shards) == 1:
        return {search.FOLDER: shards[0]}
    numbered = {f"{search.FOLDER}/{number}": shard for number, shard in enumerate(shards)}
    return {**numbered, f"{search.FOLDER}/{search.PAGES}": []}


def _has(folder: Path, content: Mapping[str, bytes]) -> bool:
    return all(files.read_text(folder / path) == data.decode() for path, data in content.items())


def _may_be_found(path: str, read_by_passage: Collection[str]) -> bool:
    """Whether the file at ``path``, relative to the site, is a page for readers that is not a reading page, and is not
    left out by :data:`_NOT_SEARCHED`. ``read_by_passage``: the addresses of the reading pages that have records."""
    url = "/" + path.removesuffix(_INDEX)
    return path.endswith(".html") and not (
        url in read_by_passage
        or f"{url.rstrip('/').rpartition('/')[0]}/" in read_by_passage  # a part of a reading page
        or _NOT_SEARCHED.fullmatch(path)
    )


def _pages_to_find(
    docs: Path, sites: Iterable[Path], gone: Collection[str], read_by_passage: Collection[str]
) -> list[search.SitePage]:
    """The pages to be found of ``sites``, each laid over the ones before, but for those that are ``gone``. Raises
    ``OSError``."""
    stands = {
        path: site
        for site in sites
        for path in files.list_files(site)
        if _may_be_found(path, read_by_passage)
        and not (docs / path).exists()  # a page that Pecia made as it is leads on to another
    }
    return [
        search.SitePage("/" + path.removesuffix(_INDEX), (stands[path] / path).read_bytes().decode("utf-8", "replace"))
        for path in sorted(stands.keys() - frozenset(gone))
    ]
