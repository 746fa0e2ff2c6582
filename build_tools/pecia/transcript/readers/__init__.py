"""From the bytes of an exemplar to its text: one module a format.

A format is known by the ending of the file's name. A reader of a text format is given characters, one of a binary
format bytes; each gives a :class:`~pecia.transcript.source_text.SourceText`, or ``None`` and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from pecia.findings import Finding
from pecia.transcript.readers import plain
from pecia.transcript.readers.decoding import decode
from pecia.transcript.source_text import SourceText

__all__ = ["is_transcript", "read_source"]

_Text = Callable[[str, str], tuple[SourceText | None, list[Finding]]]

_TEXT_FORMATS: Mapping[str, _Text] = {
    ".md": plain.read,
    ".markdown": plain.read,
    ".txt": plain.read,
}


def is_transcript(file: str) -> bool:
    """Whether a file of this name is of a format that can be read; TEI is not read here."""
    return PurePosixPath(file).suffix.lower() in _TEXT_FORMATS


def read_source(file: str, data: bytes, encoding: str = "") -> tuple[SourceText | None, list[Finding]]:
    """The text of the exemplar ``data``, whose name ``file`` ends as its format has it; ``None`` where it has none.

    ``encoding``: of a text format, where it is not UTF-8, as Python names it.
    """
    text, findings = decode(file, data, encoding)
    if text is None:
        return None, findings
    read = _TEXT_FORMATS.get(PurePosixPath(file).suffix.lower(), plain.read)
    source, found = read(file, text)
    return source, [*findings, *found]
