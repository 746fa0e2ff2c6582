"""Reads the page of citations that Typst writes as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

from pecia.citation.forms import Run


class Read(NamedTuple):
    """Blocks of the text, notes, and entries of the bibliography, in order, each as runs."""

    blocks: list[list[Run]]
    notes: list[list[Run]]
    entries: list[list[Run]]


def read(html: str) -> Read:
    """The citations of a page: each ``div`` is a block, each ``li`` a note, without its number, or an entry."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.made


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = Read([], [], [])
        self._section = self.made.blocks
        self._into: list[Run] | None = None
        self._italic = self._numbers = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "section":
                self._section = self.made.notes if ("role", "doc-endnotes") in attrs else self.made.entries
            case "div" | "li":
                self._into = []
                self._section.append(self._into)
            case "em":
                self._italic += 1
            case "sup":
                self._numbers += 1

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "div" | "li":
                self._into = None
            case "em":
                self._italic -= 1
            case "sup":
                self._numbers -= 1

    def handle_data(self, data: str) -> None:
        if self._into is not None and not self._numbers:
            self._into.append(Run(data, self._italic > 0))
