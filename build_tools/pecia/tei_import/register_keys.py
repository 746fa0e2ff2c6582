"""The register key of what a pointer names: from the pointer alone, so that it is the same in every build and file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from pecia.metadata.formats import ID, MAX_ID
from pecia.model import MentionKind

_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_FOREIGN = re.compile(r"[^a-z0-9]+")
_FAITHFUL = re.compile(r"[a-z0-9]+(?:[-._/:#][a-z0-9]+)*/?", re.IGNORECASE)
_SEPARATOR = re.compile(r"[-._/:#]")
_HASH = 8


@lru_cache(maxsize=20_000)  # the same people occur in many files
def shared_key(pointer: str, kind: MentionKind) -> str:
    """The key of what an absolute URI, a pointer into another file or a bare key names; the same in every file.

    It is the pointer without ``http(s)://``, leading dots and ``#``, in lower-case letters, digits and hyphens. A hash
    of the pointer follows where that loses more than the kind of a separator: where it is shortened, has letters beyond
    ASCII, or capitals among lower-case letters. What is no id of the site (:data:`pecia.metadata.formats.ID`) has
    ``kind`` before it.
    """
    bare = _SCHEME.sub("", pointer, count=1).lstrip("./#")
    mixed_case = any(part not in (part.lower(), part.upper()) for part in _SEPARATOR.split(bare))
    lost = mixed_case or not _FAITHFUL.fullmatch(bare)
    return _safe(_slug(bare), pointer if lost else "", kind)


def local_key(document_id: str, xml_id: str, kind: MentionKind, hashed: bool = False) -> str:
    """The key of what ``xml_id`` names in one document: the document's id, a hyphen and the id as :func:`shared_key`
    writes it. ``hashed``: with a hash, because another id of the file gives the same letters."""
    faithful = _FAITHFUL.fullmatch(xml_id) is not None and not hashed
    return _safe(f"{document_id}-{_slug(xml_id)}", "" if faithful else xml_id, kind)


def _slug(text: str) -> str:
    letters = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return _FOREIGN.sub("-", "".join(c for c in letters if not unicodedata.combining(c)).lower()).strip("-")


def _safe(slug: str, lost: str, kind: MentionKind) -> str:
    """``slug`` as an id of the site; ``lost`` is what a hash must stand for, if anything."""
    if ID.problem(slug) and len(slug) <= MAX_ID:
        slug = f"{kind}-{slug}".rstrip("-")
    if not lost and len(slug) <= MAX_ID:
        return slug
    digest = hashlib.sha256((lost or slug).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    if not slug[0].isalpha():
        slug = f"{kind}-{slug}"
    return f"{slug[: MAX_ID - _HASH - 1].rstrip('-')}-{digest}"
