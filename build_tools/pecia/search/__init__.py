"""The search of the whole site: records of passages, indexed with Pagefind, in shards where there are many.

``records`` is what is put in, ``shards`` which go together, ``service`` talks to Pagefind's binary, ``metadata`` knows
its list of the index, ``tables`` has the metadata of each record for the browser, ``indexing`` writes the index files.
"""

from __future__ import annotations

from pecia.search.indexing import FOLDER, index
from pecia.search.records import KINDS, MANY, Named, PassageText, SitePage, WitnessText, passage_texts
from pecia.search.shards import PAGES, Searched, digest_of_pages, made_from, manifest, searched, shard_of, shards

__all__ = [
    "FOLDER",
    "KINDS",
    "MANY",
    "PAGES",
    "Named",
    "PassageText",
    "Searched",
    "SitePage",
    "WitnessText",
    "digest_of_pages",
    "index",
    "made_from",
    "manifest",
    "passage_texts",
    "searched",
    "shard_of",
    "shards",
]
