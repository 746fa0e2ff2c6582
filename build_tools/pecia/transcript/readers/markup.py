"""HTML: what a browser shows of it as text, in paragraphs; scripts, styles and the head of the page are no text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pecia.model.findings import Finding
from pecia.transcript.readers.blocks import Blocks
from pecia.transcript.readers.decoding import decode
from pecia.transcript.readers.times import seconds
from pecia.transcript.source_text import HintRole, SourceText

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend",
    "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
})  # fmt: skip
_HIDDEN = frozenset({
    "head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
})  # fmt: skip
_ROLES: dict[str, HintRole] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "td": "table-cell",
    "th": "table-cell", "li": "item", **{f"h{n}": "heading" for n in range(1, 7)},
}  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_CALL = re.compile(r"[\[(]?(?:\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})[\])]?")
_CHARSET = re.compile(rb"<meta[^>]*charset=[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_PAGE = ("doc-pagebreak", "pagebreak")


def read(file: str, data: bytes) -> tuple[SourceText | None, list[Finding]]:
    """The text of an HTML file, in the encoding that it declares, else UTF-8."""
    declared = _CHARSET.search(data[:2048])
    text, findings = decode(file, data, declared[1].decode() if declared else "")
    if text is None:
        return None, findings
    source, found = read_text(file, text)
    return source, [*findings, *found]


def read_text(file: str, text: str) -> tuple[SourceText | None, list[Finding]]:
    """The same of HTML that is characters already."""
    page = _Page()
    page.feed(text)
    page.close()
    return page.blocks.source(file), []


class _Page(HTMLParser):
    """Passes what a page says on to ``blocks``. Elements that are never closed end with what holds them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = Blocks()
        self._open: list[tuple[str, tuple[HintRole, ...]]] = []
        self._hidden = 0
        self._lists: list[int | None] = []
        self._cells: list[int] = []
        self._call: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden += 1
            self._open.append((tag, ()))
        elif tag == "br":
            self.blocks.break_line()
        elif tag not in _VOID and not self._hidden:
            self._begin(tag, given)
        elif tag == "hr":
            self.blocks.part("\n\n")

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("p", "li", "dt", "dd", "tr", "td", "th"):
            self._close_same(tag)
        if tag in _BLOCKS:
            self._part_block()
        elif tag == "tr":
            self.blocks.part("\n")
        elif tag in ("td", "th"):
            self.blocks.part("\t")
            self._cells.append(self.blocks.words_so_far)
        roles = list(self._stated(tag, given))
        for role, value in roles:
            self.blocks.open(role, value)
        if tag == "ol":
            start = given.get("start", "1")
            self._lists.append(int(start) if start.isdecimal() else 1)
        elif tag in ("ul", "menu", "dir"):
            self._lists.append(None)
        elif tag == "li" and self._lists and (number := self._lists[-1]) is not None:
            self.blocks.say(f"{number}.")
            self.blocks.part(" ")
            self._lists[-1] = number + 1
        elif tag == "a" and given.get("href", "").startswith("#"):
            self._call = given["href"][1:]
        self._open.append((tag, tuple(role for role, _ in roles)))

    def _part_block(self) -> None:
        """Before and after a block: a blank line; in a cell of a table a line end, once it has words."""
        if not self._cells:
            self.blocks.part("\n\n")
        elif self.blocks.words_so_far > self._cells[-1]:
            self.blocks.part("\n")

    def _stated(self, tag: str, given: dict[str, str]) -> list[tuple[HintRole, str]]:
        stated: list[tuple[HintRole, str]] = []
        if tag in _BLOCKS and given.get("id"):
            stated.append(("note", given["id"]))
        if tag in _ROLES:
            stated.append((_ROLES[tag], ""))
        if given.get("role") in _PAGE or given.get("epub:type") in _PAGE:
            stated.append(("page", given.get("title") or given.get("aria-label") or ""))
        if "data-timestamp" in given and (time := seconds(given["data-timestamp"])):
            stated.append(("time", time))
        return stated

    def _close_same(self, tag: str) -> None:
        """End an element that only another of its kind ends, as ``p`` and ``li`` may be."""
        for name, _ in reversed(self._open):
            if name == tag:
                self.handle_endtag(tag)
                return
            if name in ("table", "ul", "ol", "div", "body", "td", "th", "blockquote"):
                return

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or all(name != tag for name, _ in self._open):
            return
        while True:
            name, roles = self._open.pop()
            for role in reversed(roles):
                self.blocks.close(role)
            self._hidden -= name in _HIDDEN
            if name in ("td", "th") and self._cells:
                self._cells.pop()
            elif name in _BLOCKS and not self._cells:
                self.blocks.part("\n\n")
            elif name == "tr":
                self.blocks.part("\n")
            if name in ("ol", "ul", "menu", "dir") and self._lists:
                self._lists.pop()
            if name == "a":
                self._call = None
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._call and _CALL.fullmatch(data.strip()):
            self.blocks.open("note-call", self._call)
            self.blocks.say_folded(data)
            self.blocks.close("note-call")
        elif any(name == "pre" for name, _ in self._open):
            self.blocks.say(data)
        else:
            self.blocks.say_folded(data)
