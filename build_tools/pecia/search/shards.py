"""The index of a large edition in shards, so that one changed document is indexed again with some hundred others only.

A document is in the shard that a hash of its id says, and the number of shards is a power of two that follows the size
of the edition roughly: a new document changes its own shard, and all shards only where the edition outgrows their
number. The pages for readers are a shard of their own. A small edition is one shard, pages and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

import msgspec

from pecia.search.records import KINDS, PassageText, SitePage
from pecia.search.tables import RECORDS, letter, written

DOCUMENTS = 500
RECORDS_EACH = 8_000
"""About as many of each a shard has. Measured: 500 documents of 400 words are indexed in 1 s."""

PAGES = "pages"
"""Folder of the shard of the pages."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What the index must know of one document without its texts.

    ``size``: how many records it has. ``digest``: of all of them, in hexadecimal digits. ``addresses``: the reading
    pages that they stand on, from the site's root (``/talk/A/``), each once.
    """

    size: int
    digest: str
    addresses: tuple[str, ...]


def shard_of(sizes: Mapping[str, int], documents: int = DOCUMENTS, records: int = RECORDS_EACH) -> dict[str, int]:
    """The number of the shard of each document; ``sizes``: how many records each has.

    A shard has about so many ``documents`` and ``records``: the number of shards is the power of two that is nearest to
    what either would need, by ratio. It is one more than the highest number at least, and a shard may be empty.
    """
    needed = max(len(sizes) / documents, sum(sizes.values()) / records)
    number = 1
    while needed > number * 2**0.5:
        number *= 2
    return {name: int.from_bytes(sha256(name.encode()).digest()[:4]) % number for name in sizes}


def shards(shard_of: Mapping[str, int]) -> list[list[str]]:
    """The documents of each shard, in the order of ``shard_of``, which says the number of the shard of each."""
    parts: list[list[str]] = [[] for _ in range(1 + max(shard_of.values(), default=0))]
    for name, number in shard_of.items():
        parts[number].append(name)
    return parts


def searched(texts: Sequence[PassageText]) -> Searched:
    """What the index must know of a document whose records are ``texts``, in their order."""
    addresses = dict.fromkeys(text.url.partition("#")[0] for text in texts)
    return Searched(len(texts), sha256(msgspec.json.encode(texts)).hexdigest(), tuple(addresses))


def made_from(digests: Iterable[str]) -> str:
    """A digest, in hexadecimal digits, of all that the files of a shard are made of, but for pages; not of Pecia's own
    code. ``digests``: of its documents, in the order of the edition."""
    return sha256("\n".join([f"pagefind {version('pagefind-bin')}", *digests]).encode()).hexdigest()


def digest_of_pages(pages: Iterable[SitePage]) -> str:
    """A digest of ``pages``, in hexadecimal digits."""
    digest = sha256()
    for page in pages:
        digest.update(f"{page.url!r} {sha256(page.html.encode()).hexdigest()}\n".encode())
    return digest.hexdigest()


def manifest(sizes: Mapping[str, int], shard_of: Mapping[str, int], pages: int) -> dict[str, bytes]:
    """The file that lists the shards, where there are several, with its path; no file where there is one.

    It stands where ``records.json`` of the only shard would. The files of shard n are in the folder ``n/``, those of
    the ``pages`` pages in :data:`PAGES`. ``sizes`` in the order of the edition. UTF-8 in one line::

    shards  [[folder, number of records], …]
    kinds   [kind of passage, …], in the order of the choice
    order   a letter for each document, in the order of the edition: "a" it is in the first shard
    """
    number = 1 + max(shard_of.values(), default=0)
    if number == 1:
        return {}
    records = [0] * number
    for name, size in sizes.items():
        records[shard_of[name]] += size
    listed = {
        "shards": [*([str(shard), size] for shard, size in enumerate(records)), [PAGES, pages]],
        "kinds": list(dict.fromkeys(KINDS.values())),
        "order": "".join(letter(shard_of[name]) for name in sizes),
    }
    return {RECORDS: written(listed)}
