"""Plain text and Markdown: their own characters. What a line is follows from its layout alone."""

from __future__ import annotations

from pecia.model.findings import Finding
from pecia.transcript.source_text import SourceText


def read(file: str, text: str) -> tuple[SourceText | None, list[Finding]]:
    """``text`` as it is; the format states nothing about it."""
    return SourceText(file, text), []
