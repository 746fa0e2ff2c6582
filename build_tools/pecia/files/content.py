"""The content of a file: its bytes, or where they are."""

from __future__ import annotations

import errno
import os
from hashlib import sha256
from typing import NamedTuple


class Staged(NamedTuple):
    """A file that waits to be committed, or stands where it is to be: the file ``place`` of ``size`` bytes, and their
    SHA-256."""

    place: str
    size: int
    digest: str


Content = bytes | Staged
"""The bytes of a file, or where they are: those of ten thousand documents do not fit in memory."""


def digest(content: bytes) -> str:
    """SHA-256 of ``content`` as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def digest_of(content: Content) -> str:
    """Their SHA-256, as 64 hexadecimal digits."""
    return content.digest if isinstance(content, Staged) else digest(content)


def size_of(content: Content) -> int:
    """How many bytes they are."""
    return content.size if isinstance(content, Staged) else len(content)


def content_of(content: Content) -> bytes:
    """The bytes themselves, those of the digest and no others; raises ``OSError`` when they are gone or changed."""
    if isinstance(content, bytes):
        return content
    found = bytes_at(content.place)
    if digest(found) != content.digest:
        raise OSError(errno.ESTALE, "was changed while it was being read", content.place)
    return found


def bytes_at(place: str | os.PathLike[str]) -> bytes:
    """The bytes of the file at ``place``. Raises ``OSError``."""
    with open(place, "rb", buffering=0) as stream:  # read whole: a buffer would only be made and dropped
        return stream.read()


def digest_at(place: str | os.PathLike[str]) -> str | None:
    """The SHA-256 of the file at ``place``, ``None`` when there is none. Raises ``OSError``, for a folder too."""
    try:
        return digest(bytes_at(place))
    except (FileNotFoundError, NotADirectoryError):
        return None
