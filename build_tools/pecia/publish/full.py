"""A full build of the site: pages to HTML, the search index, the copy for offline reading."""

from __future__ import annotations

from pathlib import Path

from pecia.formats import offline
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, has_errors
from pecia.progress import without_progress
from pecia.publish import engine
from pecia.publish.index import add_index
from pecia.publish.site import Site


def make_site(
    root: Path, docs: Path, into: Path, site: Site, address: str = "", *, changed_only: bool = False
) -> list[Finding]:
    """Build the site of ``docs`` into the folder ``into``, with its search index; findings as of
    :func:`~pecia.publish.publish`.

    ``address`` takes the place of the edition's own while the site is looked at on this machine. With
    ``changed_only``, pages of ``into`` that are newer than their source stay.
    """
    findings = engine.render(root, docs, into, site.statement, address, changed_only=changed_only)
    if has_errors(findings):
        return findings
    return [*findings, *add_index(docs, into, site, into, {}, 1, without_progress)[1]]


def has_copy(statement: EditionStatement) -> bool:
    """Whether the site offers a copy of the whole of it, which follows from every file."""
    return statement.offer != "reading"


def with_the_copy(into: Path, statement: EditionStatement, findings: list[Finding]) -> list[Finding]:
    """``findings``, and those of adding the copy of the whole edition to the site ``into``; none is added where there
    is an error among them, or the edition offers its texts to be read and no more."""
    if has_errors(findings) or not has_copy(statement):
        return findings
    return [*findings, *offline.whole_edition(into, statement, engine.ONLINE)]
