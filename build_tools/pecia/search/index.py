"""The files of the search index.

Files that all shards share have a line for each shard, after a first line and in the order of the shards: so one
shard can be made anew and the lines of the others stay as they are. The path is that below :data:`FOLDER`, without
``.js``::

    index      of the edition: see :func:`manifest`; sizes, pairs and together of each shard
    facets     who speaks, kinds and dates
    named      whom and what is named
    words/N    words and the records that have them, in buckets by how a word begins
    places/N   the same words and their places in these records

What is of one shard alone: ``titles/S-N`` (its documents), ``texts/S-N`` (the words of its passages), ``texts/page-N``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from pecia.search.pages import PageText
from pecia.search.records import KINDS
from pecia.search.shards import Searched, script

FOLDER = "search-index"
"""Folder of the index, relative to the site."""

_FORM = "1"
"""Of what the files look like; another one when it changes."""

_ORDER = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def made_from(digests: Iterable[str]) -> str:
    """A digest, in hexadecimal digits, of all that a shard is made of; ``digests`` of its documents or pages."""
    return sha256("\n".join([_FORM, *digests]).encode()).hexdigest()


def page_digest(page: PageText) -> str:
    """A digest of a page, in hexadecimal digits."""
    return sha256(repr(page).encode()).hexdigest()


def shared_files(
    searched: Mapping[str, Searched],
    shard_of: Mapping[str, int],
    pages: int,
    buckets: int,
    lines: Sequence[Mapping[str, str]],
) -> dict[str, bytes]:
    """The files that all shards share, by path; ``lines`` of each shard by path, the last shard is that of the pages.

    ``searched`` in the order of the edition.
    """
    paths = ["facets", "named", *(f"{kind}/{n}" for kind in ("places", "words") for n in range(buckets))]
    files = {f"{path}.js": script(path, [of.get(path, '""') for of in lines]) for path in paths}
    first = _manifest(searched, shard_of, pages, buckets, len(lines))
    return {**files, "index.js": script("index", [first, *(of.get("index", "{}") for of in lines)])}


def lines_of(content: bytes, path: str) -> list[str]:
    """The lines of the shards in a file that all share."""
    lines = content.decode().split("\n")[1:-2]
    found = [line.removesuffix(",") for line in lines]
    return found[1:] if path == "index" else found


def _manifest(
    searched: Mapping[str, Searched], shard_of: Mapping[str, int], pages: int, buckets: int, shards: int
) -> str:
    records = [0] * (shards - 1) + [pages]
    for name, one in searched.items():
        records[shard_of[name]] += one.size
    return json.dumps(
        {
            "buckets": buckets,
            "made": sha256(repr(sorted((name, one.digest) for name, one in searched.items())).encode()).hexdigest()[
                :12
            ],
            "kinds": list(dict.fromkeys(KINDS.values())),
            "records": records,
            "order": "".join(_letter(shard_of[name]) for name in searched),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _letter(number: int) -> str:
    return _ORDER[number] if number < len(_ORDER) else chr(0x100 + number)
