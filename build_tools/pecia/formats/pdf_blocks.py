"""The parts of a book as blocks for the typesetter, which ``book.typ`` prints."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pecia import addresses
from pecia.formats.pdf_words import Runs, Words, subtags, words
from pecia.locales import say
from pecia.view import Block, Text, walk
from pecia.view.book import Part
from pecia.view.explanations import Names
from pecia.view.roles import is_label

Printed = dict[str, Any]
"""A block as ``book.typ`` prints it, by its ``kind``; one in another has ``blocks``."""

_OWN = Text("", "", Names({}, {}, {}, {}), (), {}, {}, encoded=False)
"""The text that the edition's own words are: none."""

_DEEP = 8
"""How many frames, lists and quotations stand in each other; what is deeper is set as it comes."""

_TAKEN = re.compile(r"copy$|document$|key$|sources$|text-|source-")
"""Names of the places that the parts of a copy have."""


def printed_part(part: Part, there: Container[str], prefix: str = "") -> Printed:
    """A part of a book: its title, its place, its language, and its blocks.

    ``there``: the names of the places that its words may lead to; ``prefix``: what those of its passages begin with.
    """
    own = {block.anchor for block in walk(part.blocks) if block.anchor} if part.text else set()

    def place(name: str) -> str:
        if part.text:
            return _place(prefix, name) if name in own else ""
        return name if name in there else ""

    printer = _Blocks(Runs(part.text or _OWN, place), prefix, part.address)
    language = subtags(part.language)
    blocks = list(printer.all(part.blocks))
    page = part.name != "sources"
    return {"title": words(part.title), "at": part.name, "page": page, "language": language, "blocks": blocks}


def places(parts: Sequence[Part]) -> frozenset[str]:
    """The names of parts, and of what they list."""
    named = (block.anchor for part in parts if not part.text for block in walk(part.blocks) if block.anchor)
    return frozenset((*named, *(part.name for part in parts)))


def _place(prefix: str, anchor: str) -> str:
    """The name of a passage's place in the file; not one of those that the parts of the copy have."""
    return f"{prefix or ('id-' if _TAKEN.match(anchor) else '')}{anchor}"


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of one part: its ``words``, what the places of passages begin with, and where it is published."""

    words: Runs
    prefix: str
    page: str

    def all(self, blocks: Sequence[Block], depth: int = 0, kind: str = "") -> Iterator[Printed]:
        """``blocks`` in order; ``kind``: what their paragraphs are."""
        for block in blocks:
            yield from self._block(block, depth, kind)

    def _block(self, block: Block, depth: int, kind: str) -> Iterator[Printed]:
        match block.role:
            case "passage":
                yield self._passage(block, kind)
            case "speaker":
                yield {"kind": "label", "words": self.words.of(block.content)}
            case "continued":
                return
            case "group" | "notes":
                if block.title:
                    yield {"kind": "kicker", "words": words(say(block.title))}
                yield from self.all(block.blocks, depth, "note" if block.role == "notes" else kind)
            case "note":
                yield from self._note(block, depth)
            case "stanza":
                for number, inner in enumerate(self.all(block.blocks, depth, "verse")):
                    yield {**inner, "opens": True} if number == 0 else inner
            case "table":
                yield self._table(block)
            case "heading":
                yield {"kind": "heading" if block.level == 1 else "label", "words": self.words.of(block.content)}
            case "paragraph":
                small = "small" if block.kind == "retired" else "paragraph"
                yield {"kind": small, "words": self.words.of(block.content), **self._number(block.anchor)}
            case "facts":
                rows = [[self.words.of(fact.label, i=True), self.words.of(fact.content)] for fact in block.blocks]
                if block.kind == "key":
                    rows = [[self.words.of(fact.label), self.words.of(fact.content)] for fact in block.blocks]
                yield {"kind": "signs" if block.kind == "key" else "facts", "rows": rows}
            case "list" | "ordered" if not block.element:
                items = [self._item(item) for item in block.blocks]
                yield {"kind": "steps" if block.role == "ordered" else "list", "items": items}
            case _:
                yield from self._holder(block, depth, kind)

    def _holder(self, block: Block, depth: int, kind: str) -> Iterator[Printed]:
        """What holds passages: set apart from the rest where a reader must see it."""
        apart = {
            "box": "box", "quotation": "quoted", "list": "nested", "ordered": "nested", "glossary": "nested",
            "items": "nested", "aside": "nested",
        }.get(block.role, "")  # fmt: skip
        inner = {"list": "item", "ordered": "item", "items": "item", "term": "term", "aside": "note"}
        made = self.all(block.blocks, depth + bool(apart), inner.get(block.role, kind))
        if apart and depth < _DEEP:
            yield {"kind": apart, "blocks": list(made), **_language(block)}
        else:
            yield from made

    def _passage(self, block: Block, kind: str, lead: Words | None = None) -> Printed:
        name = block.element.name if block.element else ""
        if block.level:
            kind = "text-heading"
        elif name == "l":
            kind = "verse"
        elif block.kind == "note":
            kind = "note"
        elif name == "label" and kind == "item":
            kind = "term"
        looks: dict[str, bool] = {}
        if block.kind == "field-label" or kind == "term" or (block.element and is_label(block.element)):
            looks = {"b": True}
        elif block.kind == "stage-direction":
            looks = {"i": True}
        label = [*self.words.of(block.label), " "] if block.label else []
        content = [*(lead or []), *label, *self.words.of(block.content, **looks)]
        more = {**({"level": block.level} if block.level else {}), **_language(block), **self._number(block.anchor)}
        return {"kind": kind or "paragraph", "words": content, **more}

    def _note(self, block: Block, depth: int) -> Iterator[Printed]:
        """A note that the text calls, after what its call shows."""
        lead: Words = [{"t": f"{self.words.text.shows(block.number, 'n')} ", "raised": True, "own": True}]
        for inner in block.blocks:
            if inner.role == "passage":
                yield self._passage(inner, "note", lead)
            else:
                yield from self._block(inner, depth, "note")
            lead = []

    def _item(self, item: Block) -> Printed:
        at = {"at": item.anchor} if item.anchor else {}
        return {"words": self.words.of(item.content), **at}

    def _table(self, table: Block) -> Printed:
        """The cells of a table in rows; what stands in it and is of no row, a heading, is a row by itself."""
        cells = (row.blocks if row.role in ("row", "head-row") else (row,) for row in table.blocks)
        rows = [[list(self.all((cell,))) for cell in row] for row in cells if row]
        return {"kind": "table", "columns": max(map(len, rows), default=0), "rows": rows, **_language(table)}

    def _number(self, anchor: str) -> Printed:
        """The number of a passage, if it has one."""
        if not anchor:
            return {}
        address = {"address": self.page + addresses.fragment(anchor)} if self.page else {}
        return {"number": {"number": anchor, "to": _place(self.prefix, anchor), **address}}


def _language(block: Block) -> Printed:
    language = subtags(block.language) if block.language else ""
    return {"language": language} if language else {}
