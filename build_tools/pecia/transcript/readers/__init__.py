"""From the bytes of an exemplar to its text: one module a format.

A format is known by the ending of the file's name. A reader of a text format is given characters, one of a binary
format bytes; each gives a :class:`~pecia.transcript.source_text.SourceText`, or ``None`` and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from pecia.model.findings import Finding
from pecia.transcript.readers import captions, docx, markup, odt, pdf, plain, rtf, tables
from pecia.transcript.readers.decoding import decode, guess_encoding
from pecia.transcript.source_text import SourceText

__all__ = ["ENDINGS", "format_name", "is_transcript", "likely_encoding", "read_source", "suffix"]

_Read = tuple[SourceText | None, list[Finding]]


class _TextFormat(NamedTuple):
    name: str
    read: Callable[[str, str], _Read]


class _BinaryFormat(NamedTuple):
    name: str
    read: Callable[[str, bytes], _Read]


_FORMATS: Mapping[str, _TextFormat | _BinaryFormat] = {
    ".txt": _TextFormat("plain text", plain.read),
    ".md": _TextFormat("Markdown", plain.read),
    ".markdown": _TextFormat("Markdown", plain.read),
    ".vtt": _TextFormat("WebVTT", captions.read),
    ".srt": _TextFormat("SRT", captions.read),
    ".csv": _TextFormat("table (CSV)", tables.read_csv),
    ".tsv": _TextFormat("table (TSV)", tables.read_csv),
    ".json": _TextFormat("JSON of a transcription", tables.read_json),
    ".otr": _TextFormat("oTranscribe", tables.read_json),
    ".docx": _BinaryFormat("DOCX", docx.read),
    ".odt": _BinaryFormat("ODT", odt.read),
    ".html": _BinaryFormat("HTML", markup.read),
    ".htm": _BinaryFormat("HTML", markup.read),
    ".rtf": _BinaryFormat("RTF", rtf.read),
    ".pdf": _BinaryFormat("PDF", pdf.read),
}

ENDINGS = tuple(_FORMATS)
"""The endings of the names of files that can be read; TEI (.xml) is not read here."""


def suffix(file: str) -> str:
    """The ending of a file's name, in lower case, with its full stop."""
    return PurePosixPath(file).suffix.lower()


def is_transcript(file: str) -> bool:
    """Whether a file of this name is of a format that can be read here."""
    return suffix(file) in _FORMATS


def format_name(file: str) -> str:
    """What the format of a file of this name is called."""
    return _FORMATS[suffix(file)].name


def likely_encoding(file: str, data: bytes) -> str:
    """The encoding that a text file of this name is likely to have; empty when it is UTF-8, or of a binary format."""
    return guess_encoding(data) if isinstance(_FORMATS.get(suffix(file)), _TextFormat) else ""


def read_source(file: str, data: bytes, encoding: str = "") -> _Read:
    """The text of the exemplar ``data``, whose name ``file`` ends as its format has it; ``None`` where it has none.

    ``encoding``: of a text format, where it is not UTF-8, as Python names it. A file of no known ending is read as
    plain text.
    """
    format_ = _FORMATS.get(suffix(file), _FORMATS[".txt"])
    if isinstance(format_, _BinaryFormat):
        return format_.read(file, data)
    text, findings = decode(file, data, encoding)
    if text is None:
        return None, findings
    source, found = format_.read(file, text)
    return source, [*findings, *found]
