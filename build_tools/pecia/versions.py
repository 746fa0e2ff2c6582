"""The versions of the edition: ``edition/versions.yml``, written by Pecia and committed, one item for each version that
was built, oldest first.

The ledgers of anchors say of a wording in which versions it stood; this file says which versions there were, and when.
A version is three numbers; ``1.10.0`` comes after ``1.9.0``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pecia.metadata.formats import DAY, VERSION, Format
from pecia.metadata.nodes import ListNode, MappingNode, Node, ScalarNode, parse_yaml
from pecia.metadata.words import shown
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, has_errors

PATH = "edition/versions.yml"
"""Where the file stands, relative to the root."""

_COMMENT = "# The versions of the edition that were built, oldest first. Written by Pecia; commit it, do not edit it.\n"
_NO_DATE = '""'
_FORMATS: dict[str, Format] = {"version": VERSION, "date": DAY._replace(optional=True)}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the edition and its date, yyyy-mm-dd or blank: that of the statement when it was last built."""

    version: str
    date: str


Versions = tuple[Version, ...]
"""Oldest first, each once."""


def order(version: str) -> tuple[tuple[int, str], ...]:
    """By what versions are sorted: of each number its length and digits, which compare as numbers do, however long.

    ``version`` has the form that :func:`is_version` takes.
    """
    return tuple((len(part), part) for part in version.split("."))


def is_version(text: str) -> bool:
    """Whether ``text`` has the form of a version: three numbers, without leading zeros, joined by full stops."""
    return VERSION.problem(text) is None


def read_versions(path: str, data: bytes | None) -> tuple[Versions | None, list[Finding]]:
    """The versions in the file of this ``path``; none when there is no file yet (``data`` is ``None``).

    ``None`` with an error among the findings: A110 the file is not a list of versions with their dates, A111 the
    versions do not rise, and those of :func:`pecia.metadata.nodes.parse_yaml`.
    """
    if data is None:
        return (), []
    root, findings = parse_yaml(path, data)
    if has_errors(findings):
        return None, findings
    if not isinstance(root, ListNode):
        return None, [Finding("A110", "not a list of versions", root.locus if root else Locus(path))]
    read: list[tuple[Version, Locus]] = []
    for item in root.items:
        wrong = list(_wrong(item))
        findings += wrong
        if not wrong and isinstance(item, MappingNode):
            values = {key.text: value.text for key, value in item.pairs if isinstance(value, ScalarNode)}
            read.append((Version(**values), item.locus))
    for (before, _), (after, locus) in pairwise(read):
        if order(before.version) >= order(after.version):
            message = f"version {shown(after.version)} follows {shown(before.version)}"
            findings.append(Finding("A111", message, locus))
    return None if findings else tuple(version for version, _ in read), findings


def _wrong(item: Node) -> Iterator[Finding]:
    """A110 for what keeps one item of the list from being a version."""
    if not isinstance(item, MappingNode):
        yield Finding("A110", "an item that is not a version with its date", item.locus)
        return
    keys = [key.text for key, _ in item.pairs]
    if sorted(keys) != sorted(_FORMATS):
        yield Finding("A110", f"an item has other keys than {' and '.join(_FORMATS)}", item.locus)
        return
    for key, value in item.pairs:
        form = _FORMATS[key.text]
        judged = isinstance(value, ScalarNode) and (value.text or not form.optional)
        problem = form.problem(value.text) if isinstance(value, ScalarNode) and judged else None
        if problem:
            yield Finding("A110", problem.message, value.locus)
        elif not isinstance(value, ScalarNode):
            yield Finding("A110", f"the {key.text} is not text", value.locus)


def with_version(versions: Versions, statement: EditionStatement) -> tuple[Versions, list[Finding]]:
    """``versions`` with the one that ``statement`` gives.

    A new one is added at the end; of the last one, built again, the date is put right. A109, and ``versions`` as they
    were, when the statement's is lower than the last: links name versions, and what a version had is not given another
    wording afterwards.
    """
    present = Version(statement.version, statement.date)
    last = versions[-1] if versions else None
    if last is None or order(last.version) < order(present.version):
        return (*versions, present), []
    if last.version == present.version:
        return (*versions[:-1], replace(last, date=present.date)), []
    message = f"the edition has version {shown(present.version)}, but {shown(last.version)} has been built"
    hint = f"Raise the version in edition/edition.yml above {last.version}, or set it to {last.version} again."
    return versions, [Finding("A109", message, Locus("edition/edition.yml"), hint)]


def write_versions(versions: Versions) -> bytes:
    """The file's content: UTF-8, LF, an item for each version in their order."""
    items = (f"- version: {version.version}\n  date: {version.date or _NO_DATE}\n" for version in versions)
    return (_COMMENT + "".join(items) + ("" if versions else "[]\n")).encode()
