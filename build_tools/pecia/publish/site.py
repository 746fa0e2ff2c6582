"""Input and result of publishing a site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pecia import files, search
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding

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
    """

    statement: EditionStatement
    searched: Mapping[str, search.Searched]
    texts: Callable[[Collection[str]], Sequence[search.PassageText]]


ToServe = tuple[Mapping[str, files.Content], Site]
"""Everything under ``docs/`` (path relative to it → content), and what else the site is made of."""


@dataclass(frozen=True, slots=True)
class Docs:
    """What stands under ``docs/``, by path relative to it.

    ``now``: SHA-256 of each generated file. ``by_hand``: the bytes of what people wrote. No generated page's look
    depends on another generated page, but for what the navigation shows.
    """

    now: Mapping[str, str]
    by_hand: Mapping[str, bytes]

    @property
    def pages(self) -> list[str]:
        """The generated pages that the engine is to render, in order."""
        return sorted(path for path in self.now if is_page(path))


@dataclass(frozen=True, slots=True)
class LastSite:
    """What is known of the site that stands.

    ``before``: SHA-256 of each generated file under ``docs/``, by path relative to it, as the site was made from it;
    ``None`` when there is no such site, it was touched, or its frame was another (settings, templates, pages by hand,
    statement). ``indexed``: from what the parts of its search index were made, by folder. ``findings``: what was said
    of it, to be said again of what is not rendered again.
    """

    before: Mapping[str, str] | None = None
    indexed: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


NO_SITE = LastSite()
"""There is none, or nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the settings say of where pages stand.

    ``places``: each file that the engine publishes, relative to ``docs/`` → relative to the site. ``named``: what
    ``nav`` names, ``None`` when there is no ``nav`` and the engine makes one of all pages. ``untitled``: those of them
    that are called what their pages call themselves.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] | None = None
    untitled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: findings, and by folder what each part of the search index was made from.

    ``changed``: the files under the site, relative to the root, that were written or removed; all else there is as it
    was. ``None`` when the whole folder was replaced.
    """

    findings: tuple[Finding, ...]
    indexed: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] | None = None


def is_page(path: str) -> bool:
    """Whether the engine makes a page of the file at ``path``, and does not put it on the site as it is."""
    return path.endswith(".md")


def refused(error: OSError) -> Finding:
    """F101: the disk did not take the site."""
    return Finding("F101", error.strerror or "the disk could not be written", Locus(SITE))
