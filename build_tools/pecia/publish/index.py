"""The search index of a site: which of its pages are searched, and which parts of the last index can stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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


def add_index(
    docs: Path,
    into: Path,
    site: Site,
    last: Path,
    indexed: Mapping[str, str],
    jobs: int,
    progress: Progress,
) -> tuple[dict[str, str], list[Finding]]:
    """Index every passage by itself, and every page for readers that is not a reading page, in the site ``into``.

    Parts of the index that the site in ``last`` has and that were made from the same (``indexed``, by folder) are
    taken from there. Out: from what each part was made, and S101 when the indexer fails, S102 when it gives other
    records, F101 when the disk refuses.
    """
    shards = search.shards(site.passages)
    findings: list[Finding] = []
    now: dict[str, str] = {}
    try:
        pages = _pages_to_find(docs, into, site)
        parts = _parts(shards, pages)
        now = {folder: search.made_from(texts, found) for folder, texts, found in parts}
        (into / search.FOLDER).mkdir(exist_ok=True)
        if len(shards) > 1:
            sizes = search.sizes(site.passages)
            files.lay_out(into / search.FOLDER, search.manifest(sizes, search.shard_of(sizes), len(pages)))
        for folder in (folder for folder in now if indexed.get(folder) == now[folder]):
            files.link_files(last, into, [f"{folder}/{path}" for path in files.list_files(last / folder)])
        to_do = [part for part in parts if indexed.get(part[0]) != now[part[0]]]
        with ThreadPoolExecutor(jobs) as threads:  # the indexer is a program of its own, which does the work
            made = threads.map(lambda part: search.index(part[1], part[2], engine.CONTENT, engine.NOT_CONTENT), to_do)
            for (folder, _texts, _pages), (index, failed) in progress(
                zip(to_do, made, strict=True), len(to_do), "parts of the search"
            ):
                findings += failed
                (into / folder).mkdir(exist_ok=True)
                files.lay_out(into / folder, index)
    except OSError as error:
        findings.append(refused(error))
    return now, findings


def _parts(
    shards: Sequence[Sequence[search.PassageText]], pages: Sequence[search.SitePage]
) -> list[tuple[str, Sequence[search.PassageText], Sequence[search.SitePage]]]:
    """Each part of the index: its folder, relative to the site, and the passages and pages in it."""
    if len(shards) == 1:
        return [(search.FOLDER, shards[0], pages)]
    numbered = [(f"{search.FOLDER}/{number}", shard, ()) for number, shard in enumerate(shards)]
    return [*numbered, (f"{search.FOLDER}/{search.PAGES}", (), pages)]


def _pages_to_find(docs: Path, into: Path, site: Site) -> list[search.SitePage]:
    """The pages for readers that are not reading pages, and are not left out by :data:`_NOT_SEARCHED`. Raises
    ``OSError``."""
    read_by_passage = {text.url.partition("#")[0] for text in site.passages}

    def is_found(path: str) -> bool:
        url = "/" + path.removesuffix(_INDEX)
        return not (
            url in read_by_passage
            or f"{url.rstrip('/').rpartition('/')[0]}/" in read_by_passage  # a part of a reading page
            or _NOT_SEARCHED.fullmatch(path)
            or (docs / path).exists()  # a page that Pecia made as it is leads on to another
        )

    paths = [path for path in files.list_files(into) if path.endswith(".html") and is_found(path)]
    return [
        search.SitePage("/" + path.removesuffix(_INDEX), (into / path).read_bytes().decode("utf-8", "replace"))
        for path in paths
    ]
