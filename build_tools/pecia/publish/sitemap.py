"""The map of the site (``sitemap.xml``, sitemaps.org), as the engine writes it: its entries in the order of their text.

The engine's own order is that of the pages it was given, which are not all of them where a site is made in portions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import unescape
from pathlib import Path

NAME = "sitemap.xml"

_ENTRY = re.compile(r"<url>.*?</url>", re.DOTALL)
_ADDRESS = re.compile(r"<loc>([^<]*)</loc>")
_BETWEEN = "\n    "


def entries(folder: Path) -> list[str]:
    """The entries of the map in ``folder``; none when there is no map. Raises ``OSError``."""
    try:
        return _ENTRY.findall((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return []


def of_pages(found: Iterable[str], address: str, pages: Collection[str]) -> list[str]:
    """Those of the entries ``found`` that are of one of ``pages``, HTML files relative to the site at ``address``."""
    return [entry for entry in found if _page(entry, address) in pages]


def without_pages(found: Iterable[str], address: str, pages: Collection[str]) -> list[str]:
    """Those of the entries ``found`` that are of none of ``pages``, given as to :func:`of_pages`."""
    return [entry for entry in found if _page(entry, address) not in pages]


def _page(entry: str, address: str) -> str:
    named = _ADDRESS.search(entry)
    if named is None:
        return ""
    path = unescape(named[1]).removeprefix(f"{address.rstrip('/')}/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def write(folder: Path, found: Iterable[str]) -> None:
    """Let the map in ``folder`` have exactly the entries ``found``, each once, in order; nothing where there is no map,
    or an empty one. Raises ``OSError``."""
    place = folder / NAME
    text = place.read_text("utf-8") if place.exists() else ""
    there = list(_ENTRY.finditer(text))
    if there:
        listed = _BETWEEN.join(sorted(set(found)))
        place.write_bytes(f"{text[: there[0].start()]}{listed}{text[there[-1].end() :]}".encode())
