"""The index of a large edition in shards, so that one changed document is indexed again with some hundred others only.

A document is in the shard that a hash of its id says, and the number of shards is a power of two that follows the size
of the edition roughly: a new document changes its own shard, and all shards only where the edition outgrows their
number. The pages for readers are a shard of their own. A small edition is one shard, pages and all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from importlib.metadata import version
from operator import attrgetter

from pecia.search.records import KINDS, PassageText, SitePage, WitnessText
from pecia.search.tables import RECORDS, letter, written

DOCUMENTS = 500
RECORDS_EACH = 8_000
"""About as many of each a shard has. Measured: 500 documents of 400 words are indexed in 1 s."""

PAGES = "pages"
"""Folder of the shard of the pages."""


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


def shards(
    texts: Sequence[PassageText], documents: int = DOCUMENTS, records: int = RECORDS_EACH
) -> list[Sequence[PassageText]]:
    """``texts`` in shards, see :func:`shard_of`: in each in the same order as before."""
    number = shard_of(sizes(texts), documents, records)
    parts: list[list[PassageText]] = [[] for _ in range(1 + max(number.values(), default=0))]
    for text in texts:
        parts[number[text.witness.document]].append(text)
    return list(parts)


def sizes(texts: Sequence[PassageText]) -> dict[str, int]:
    """How many records each document has, in the order of the documents."""
    found: dict[str, int] = {}
    for text in texts:
        found[text.witness.document] = found.get(text.witness.document, 0) + 1
    return found


def made_from(shard: Sequence[PassageText], pages: Sequence[SitePage] = ()) -> str:
    """A digest, in hexadecimal digits, of all that the files of a shard are made of; not of Pecia's own code."""
    digest = sha256(f"pagefind {version('pagefind-bin')}\n".encode())
    witness: WitnessText | None = None
    for text in shard:
        if text.witness is not witness:  # those of one follow each other, and it is the same object in each
            witness = text.witness
            digest.update(f"{witness!r}\n".encode())
        digest.update(f"{_BUT_THE_WITNESS(text)!r}\n".encode())  # a tuple, for a dataclass says itself slowly
    for page in pages:
        digest.update(f"{page!r}\n".encode())
    return digest.hexdigest()


_BUT_THE_WITNESS = attrgetter(*(field.name for field in fields(PassageText) if field.name != "witness"))


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
