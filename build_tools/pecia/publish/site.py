"""What a site is made of, and what comes of publishing it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pecia import files, search
from pecia.findings import Finding
from pecia.model import Locus
from pecia.record import EditionStatement

CONFIG = "mkdocs.yml"
"""The settings of how the site looks, relative to the root."""

SITE = "site"
"""Folder of the site, relative to the root."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made of, beside the pages: the edition and what can be found in it.

    ``searched``: what the index must know of each document, by its id, in the order of the edition; one without records
    may be left out. ``texts(ids)``: the records of these documents, whose ids are given in the order of the edition,
    in that order. Each part of the index that is made anew asks for its own, from several threads at a time.

    ``apart``: the Markdown pages of single documents, relative to ``docs/``: no other page's look depends on them.
    """

    statement: EditionStatement
    searched: Mapping[str, search.Searched]
    texts: Callable[[Collection[str]], Sequence[search.PassageText]]
    apart: Collection[str] = field(default=())


Made = tuple[Mapping[str, files.Content], Site]
"""Everything under ``docs/`` (path relative to it → content), and what else the site is made of."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: findings, and by folder what each part of the search index was made from."""

    findings: tuple[Finding, ...]
    indexed: Mapping[str, str] = field(default_factory=dict)


def refused(error: OSError) -> Finding:
    """F101: the disk did not take the site."""
    return Finding("F101", error.strerror or "the disk refused", Locus(SITE))
