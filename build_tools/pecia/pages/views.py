"""What the pages are when made, and what is offered beside them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file offered for download: ``path`` relative to docs/, ``size`` in bytes, ``sha256`` in 64 hex digits."""

    path: str
    label: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a witness, or with an empty ``siglum`` of a whole document, for a reader to keep.

    ``path`` relative to docs/, ``format`` in words ("PDF"), ``size`` in bytes, ``sha256`` in 64 hex digits.
    """

    path: str
    siglum: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file to be written: ``path`` relative to docs/, with ``/``."""

    path: str
    content: bytes
