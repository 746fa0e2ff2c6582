"""Links between hand-written and generated pages: the engine needs both to resolve one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from pecia.publish.site import is_page

_MAY_BE_A_PATH = re.compile(r"[A-Za-z0-9_./-]+")


def links(by_hand: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """Of each page written by hand, what it may link to: each path, from its folder or from the root, that is somewhere
    in its text. The engine must have those beside it to make the link one to where they are published.

    In and out by path relative to ``docs/``; what comes out need not be there.
    """
    return {path: frozenset(_ways(path, content)) for path, content in by_hand.items() if is_page(path)}


def _ways(path: str, content: bytes) -> set[str]:
    folder, name = posixpath.split(path)
    said = set(_MAY_BE_A_PATH.findall(content.decode("utf-8", "replace")))
    ways = {way.lstrip("/") for way in said} | {posixpath.normpath(posixpath.join(folder, way)) for way in said}
    return ways | {posixpath.join(folder, "index.md")} if name == "README.md" else ways  # which the engine prefers
