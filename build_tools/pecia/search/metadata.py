"""Pagefind's list of an index, the file ``pf_meta``: CBOR (RFC 8949), an array that begins with the version, the
records, each a name and a number of words, and the chunks of the index, each its first word, its last and its name:
the words cut short, to as many letters as tell them from their neighbours.

The browser has what it needs of that from ``records.json``: a record's name is seven or more random digits, which do
not compress and say nothing.
"""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import suppress
from typing import NamedTuple

_SIGNATURE = b"pagefind_dcd"
"""What Pagefind's compressed files begin with when they are unpacked."""

_GZIP = zlib.MAX_WBITS | 16
"""What tells zlib that a gzip header comes first."""

_NUMBER, _TEXT, _ARRAY = 0x00, 0x60, 0x80


class Listed(NamedTuple):
    """The name and number of words of each record; the first word, last word and name of each chunk, in order."""

    records: tuple[tuple[str, int], ...]
    chunks: tuple[tuple[str, str, str], ...]


NOTHING = Listed((), ())


def listed(packed: bytes) -> Listed:
    """What a ``pf_meta`` file lists. Raises ``ValueError`` when it is not as Pagefind 1.5.2 writes it."""
    data = unpacked(packed)
    try:
        _size, at = _header(data, 0, _ARRAY)
        _version, at = _text(data, at)
        records, chunks = [], []
        count, at = _header(data, at, _ARRAY)
        for _ in range(count):
            at = _array_of(2, data, at)
            name, at = _text(data, at)
            words, at = _header(data, at, _NUMBER)
            records.append((name, words))
        count, at = _header(data, at, _ARRAY)
        for _ in range(count):
            at = _array_of(3, data, at)
            first, at = _text(data, at)
            last, at = _text(data, at)
            name, at = _text(data, at)
            chunks.append((first, last, name))
    except IndexError:
        raise ValueError("the list of the index is cut off") from None
    return Listed(tuple(records), tuple(chunks))


def unpacked(packed: bytes) -> bytes:
    """The content of one of Pagefind's compressed files. Raises ``OSError``, ``EOFError`` or ``ValueError`` when it is
    none."""
    try:
        return gzip.decompress(packed).removeprefix(_SIGNATURE)
    except zlib.error as error:
        raise ValueError(str(error)) from None


def is_of(fragment: bytes, url: str) -> bool:
    """Whether a compressed ``fragment`` is of the record ``url``. Raises as :func:`unpacked` does.

    It begins with that, so as a rule no more of it is unpacked: with thousands of records a third of the time.
    """
    begins = b'%b{"url":%b,' % (_SIGNATURE, json.dumps(url, ensure_ascii=False).encode())
    with suppress(zlib.error):
        if zlib.decompressobj(_GZIP).decompress(fragment, len(begins)) == begins:
            return True
    return bool(json.loads(unpacked(fragment))["url"] == url)


def _header(data: bytes, at: int, kind: int) -> tuple[int, int]:
    """The number in the header of an item of ``kind`` (its major type, RFC 8949 section 3), and where it ends."""
    if data[at] & 0xE0 != kind:
        raise ValueError("the index list has changed its format")
    short = data[at] & 0x1F
    if short < 24:
        return short, at + 1
    width = 1 << (short - 24)
    end = at + 1 + width
    if end > len(data):
        raise IndexError
    return int.from_bytes(data[at + 1 : end]), end


def _text(data: bytes, at: int) -> tuple[str, int]:
    length, at = _header(data, at, _TEXT)
    if at + length > len(data):
        raise IndexError
    return data[at : at + length].decode(), at + length


def _array_of(size: int, data: bytes, at: int) -> int:
    there, at = _header(data, at, _ARRAY)
    if there != size:
        raise ValueError("the index list has changed its format")
    return at
