"""The search index of a site: which pages are indexed, and which shards of the last index can be reused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from pecia import files, search
from pecia.model.findings import Finding
from pecia.processes import in_processes
from pecia.progress import Progress
from pecia.publish import engine
from pecia.publish.site import Site, refused

_NOT_SEARCHED = re.compile(r"404\.html|(?:guide|reference|decisions|search)/.*|[^/]+/(?:compare|apparatus)/.*")
"""Pages for editors, pages that give the words of the reading pages again, and the page of the search itself."""

_INDEX = "index.html"
_PAGES = "pages"
_OF_PAGES = re.compile(r"[0-9]{1,9} [0-9a-f]{64} [0-9a-f]{64}")
"""How many pages are searched, their digest, and that of the reading pages, which are not among them."""

_SHARED = re.compile(r"(?:index|facets|named|(?:words|places)/[0-9]+)\.js")
"""Files that all shards share, below the folder of the index."""


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
    """Index every passage, and every page for readers that is not a reading page, in the site ``into``.

    Shards that the site in ``last`` has and that were made from the same (``indexed``, by number) are taken from there.
    Out: from what each shard was made, and F101 when the disk refuses.

    With ``changed``, ``into`` has only those HTML files, paths relative to the site, that are new or not as in
    ``last``, which has all others, and those that are ``gone``. Then ``into`` gets only the files that are not as in
    ``last``; :func:`superseded` says which are to go from there.
    """
    known = {id_: one for id_, one in site.searched.items() if one.size}
    shard_of = search.shard_of({id_: one.size for id_, one in known.items()})
    buckets = search.buckets(sum(one.words for one in known.values()))
    documents: list[list[str]] = [[] for _ in range(1 + max(shard_of.values(), default=0))]
    for id_ in known:
        documents[shard_of[id_]].append(id_)
    now = {
        str(n): f"{buckets} {search.made_from(f'{id_} {known[id_].digest}' for id_ in ids)}"
        for n, ids in enumerate(documents)
    }
    try:
        reading = search.made_from(f"{id_} {one.sigla}" for id_, one in sorted(known.items()))
        pages: Sequence[search.PageText] = ()
        of_pages = indexed.get(_PAGES, "")
        if (
            changed is None
            or not _OF_PAGES.fullmatch(of_pages)
            or of_pages.rpartition(" ")[2] != reading
            or not _kept(indexed, now)
            or any(_may_be_found(path, site) for path in (*changed, *gone))
        ):
            pages = _pages_to_find(docs, [into] if changed is None else [last, into], gone, site)
            of_pages = f"{len(pages)} {search.made_from(map(search.page_digest, pages))} {reading}"
        now[_PAGES] = of_pages
        kept = _kept(indexed, now)
        before = _lines(last / search.FOLDER, len(now)) if kept else []
        made: dict[str, search.Shard] = {}
        todo = [n for n in range(len(documents)) if str(n) not in kept]
        with in_processes(jobs) as pool:
            given = ((n, site.texts(documents[n]), (), buckets) for n in todo)
            work = pool.map(_made, given) if jobs > 1 and len(todo) > 1 else map(_made, given)
            for n, shard in zip(todo, progress(work, len(todo), "parts of the search"), strict=True):
                made[str(n)] = shard
        if _PAGES not in kept:
            made[_PAGES] = search.make_shard(len(documents), (), pages, buckets)
        lines = [made[name].lines if name in made else before[n] for n, name in enumerate(now)]
        content = search.shared_files(known, shard_of, int(of_pages.partition(" ")[0]), buckets, lines)
        for shard in made.values():
            content |= shard.files
        if changed is not None:
            unchanged = {
                path
                for path, data in content.items()
                if kept and _SHARED.fullmatch(path) and (last / search.FOLDER / path).read_bytes() == data
            }
            content = {path: data for path, data in content.items() if path not in unchanged}
        files.lay_out(into / search.FOLDER, content)
        if changed is None:
            own = [f"{search.FOLDER}/{path}" for path in _of_shards(last / search.FOLDER, kept)]
            files.link_files(last, into, own)
    except OSError as error:
        return now, [refused(error)]
    return now, []


def superseded(last: Path, indexed: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The files of the index of the site ``last`` that belong to shards that were made anew or are no more."""
    folder, kept = last / search.FOLDER, _kept(indexed, now)
    stays = set(_of_shards(folder, kept))
    return {
        f"{search.FOLDER}/{path}"
        for path in files.list_files(folder)
        if path not in stays and not (kept and _SHARED.fullmatch(path))
    }


def _kept(indexed: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The shards that are as they were; none when their number or that of the buckets is another."""
    if {name: of.partition(" ")[0] for name, of in indexed.items() if name != _PAGES} != {
        name: of.partition(" ")[0] for name, of in now.items() if name != _PAGES
    }:
        return set()
    return {name for name, of in now.items() if indexed.get(name) == of}


def _made(given: tuple[int, Sequence[search.PassageText], Sequence[search.PageText], int]) -> search.Shard:
    return search.make_shard(*given)


def _lines(folder: Path, shards: int) -> list[dict[str, str]]:
    """The lines of each of the ``shards`` in the files that all share. Raises ``OSError``."""
    lines: list[dict[str, str]] = [{} for _ in range(shards)]
    for path in files.list_files(folder):
        if _SHARED.fullmatch(path):
            name = path.removesuffix(".js")
            found = search.lines_of((folder / path).read_bytes(), name)
            for of, line in zip(lines, found, strict=True):
                of[name] = line
    return lines


def _of_shards(folder: Path, names: Collection[str]) -> list[str]:
    """The files below ``folder`` that belong to one of the shards ``names`` alone."""
    of = {"page" if name == _PAGES else name for name in names}
    own = (path for path in files.list_files(folder) if not _SHARED.fullmatch(path))
    return [path for path in own if path.partition("/")[2].partition("-")[0] in of]


def _may_be_found(path: str, site: Site) -> bool:
    """Whether the file at ``path``, relative to the site, is a page for readers that is not a reading page, and is not
    left out by :data:`_NOT_SEARCHED`."""
    return path.endswith(".html") and not (_NOT_SEARCHED.fullmatch(path) or _is_reading(path, site))


def _is_reading(path: str, site: Site) -> bool:
    document, _, rest = path.partition("/")
    if document not in site.searched or not site.searched[document].size:
        return False
    siglum = rest.partition("/")[0]
    return rest.startswith(f"{siglum}/") and siglum in site.searched[document].sigla


def _pages_to_find(docs: Path, sites: Iterable[Path], gone: Collection[str], site: Site) -> list[search.PageText]:
    """The pages to be found of ``sites``, each laid over the ones before, but for those that are ``gone``. Raises
    ``OSError``."""
    stands = {
        path: folder
        for folder in sites
        for path in files.list_files(folder)
        if _may_be_found(path, site)
        and not (docs / path).exists()  # a page that Pecia made as it is leads on to another
    }
    return [
        search.page_text(
            path.removesuffix(_INDEX),
            (stands[path] / path).read_bytes().decode("utf-8", "replace"),
            engine.CONTENT,
            engine.NOT_CONTENT,
        )
        for path in sorted(stands.keys() - frozenset(gone))
    ]
