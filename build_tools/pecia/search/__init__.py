"""The search of the whole site: an index of passages in files that a page reads by itself, from a server or from disk.

``words`` says what a word is, ``records`` what is put in, ``postings`` how the places of words are written, ``shards``
what a group of documents has in the index, ``index`` which files there are, ``pages`` reads pages that are no texts.
"""

from __future__ import annotations

from pecia.search.index import FOLDER, lines_of, made_from, page_digest, shared_files
from pecia.search.pages import PageText, page_text
from pecia.search.records import KINDS, Named, PassageText, WitnessText, passage_texts
from pecia.search.shards import Searched, Shard, buckets, make_shard, searched, shard_of
from pecia.search.words import places

__all__ = [
    "FOLDER",
    "KINDS",
    "Named",
    "PageText",
    "PassageText",
    "Searched",
    "Shard",
    "WitnessText",
    "buckets",
    "lines_of",
    "made_from",
    "make_shard",
    "page_digest",
    "page_text",
    "passage_texts",
    "places",
    "searched",
    "shard_of",
    "shared_files",
]
