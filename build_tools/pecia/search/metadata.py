"""Pagefind's list of the records of an index, the file ``pf_meta``: CBOR (RFC 8949), an array that begins with the
version and the records, each a name and a number of words.

A name is seven or more random digits, which do not compress: 6 bytes a record, 0.7 MB where a thousand long documents
have 110,000 passages. So the list is taken apart here, and the browser puts it together again (``search-worker.js``)
with the numbers of the records for names, from what stands around it and the lengths of the records.
"""

from __future__ import annotations

import gzip
from typing import NamedTuple

_SIGNATURE = b"pagefind_dcd"
"""What Pagefind's compressed files begin with when they are unpacked."""

_TEXT, _ARRAY, _PAIR = 0x60, 0x80, 0x82


class RecordList(NamedTuple):
    """What stands before the list, the name and number of words of each record, and what stands after it."""

    before: bytes
    records: tuple[tuple[str, int], ...]
    after: bytes


def record_list(packed: bytes) -> RecordList:
    """The list in a ``pf_meta`` file. Raises ``ValueError`` when it is not as Pagefind 1.5.2 writes it."""
    data = unpacked(packed)
    try:
        version = 1 + data[1] - _TEXT  # an array of fewer than 24 items, and a text of fewer than 24 bytes
        count, at = _header(data, 1 + version, _ARRAY)
        records = []
        for _ in range(count):
            if data[at] != _PAIR:
                raise ValueError("a record of the index is no pair")
            length, at = _header(data, at + 1, _TEXT)
            name, at = data[at : at + length].decode("ascii"), at + length
            words, at = _header(data, at, 0)
            records.append((name, words))
    except (IndexError, UnicodeDecodeError):
        raise ValueError("the list of records is cut off") from None
    return RecordList(data[: 1 + version], tuple(records), data[at:])


def unpacked(packed: bytes) -> bytes:
    """The content of one of Pagefind's compressed files. Raises ``OSError`` or ``EOFError`` when it is none."""
    return gzip.decompress(packed).removeprefix(_SIGNATURE)


def _header(data: bytes, at: int, kind: int) -> tuple[int, int]:
    """The number in the header of an item of ``kind`` (its major type, RFC 8949 section 3), and where it ends."""
    if data[at] & 0xE0 != kind:
        raise ValueError("the list of records is not as it was")
    short = data[at] & 0x1F
    if short < 24:
        return short, at + 1
    width = 1 << (short - 24)
    return int.from_bytes(data[at + 1 : at + 1 + width]), at + 1 + width
