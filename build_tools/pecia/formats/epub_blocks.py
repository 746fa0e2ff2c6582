"""The passages of a witness in the blocks of a book: turns, and what holds passages in a text from TEI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pecia.formats.epub_writing import Writing
from pecia.formats.epub_xhtml import Element, element, in_lines
from pecia.model import Container, Passage, PassageKind, Turn

FRONT = ("front", "Front matter")
"""The block of what stands before the record: its class, and the edition's words over it."""

_HOLDERS = {"lg": "stanza", "list": "list", "table": "table", "row": "row", "quote": "quotation", "cit": "quotation"}
"""The containers that are blocks of a book, by their TEI names, and the class that the block has."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage, its label when it opens a turn, and where it belongs; of a turn without passages, its label alone."""

    group: tuple[str, str]
    block: int
    passage: Passage | None
    turn: Turn | None = None
    opens: bool = True

    @property
    def size(self) -> int:
        """Characters of its words."""
        label = len(self.turn.label.text) if self.turn and self.opens else 0
        return label + (len(self.passage.content.text) if self.passage else 0)


_Held = tuple[tuple[Container, ...], Element]
"""An element and the containers that hold it, outermost first."""


def whole(writing: Writing, units: Iterable[Unit]) -> Iterator[Element]:
    """The units as blocks, in order."""
    for (style, title), grouped in groupby(units, key=lambda unit: unit.group):
        blocks = [
            held
            for _, block in groupby(grouped, key=lambda unit: unit.block)
            for held in _block(writing, list(block), in_front=style == FRONT[0])
        ]
        if style:
            kicker = [element("p", title, class_="kicker", lang="en")] if title else []
            yield element("div", *in_lines([*kicker, *_nested(blocks)]), class_=style)
        else:
            yield from _nested(blocks)


def _block(writing: Writing, units: Sequence[Unit], *, in_front: bool) -> list[_Held]:
    """A passage, a field or a turn, or what of it stands in this file."""
    turn = units[0].turn
    if turn is None:
        made = [_passage(writing, unit) for unit in units]
        if in_front and len(made) > 1:
            return [((), element("div", *in_lines(part for _, part in made), class_="field"))]
        return made
    parts: list[_Held] = []
    first = units[0]
    alone = first.opens and (first.passage is None or first.passage.kind is not PassageKind.SPEECH)
    if alone and (label := writing.label(turn)):
        parts.append(((), element("p", *label, class_=PassageKind.SPEECH.value)))
    if not first.opens:
        entry = writing.names.entries.get(turn.who)
        who = entry.name if entry else turn.who or turn.label.text
        parts.append(
            ((), element("p", ", ".join(part for part in (who, "continued") if part), class_="kicker", lang="en"))
        )
    parts += [_passage(writing, unit, labelled=not alone) for unit in units if unit.passage]
    language = turn.element.language if turn.element else ""
    return [(turn.within, element("div", *in_lines(_nested(parts)), class_="turn", lang=language or None))]


def _passage(writing: Writing, unit: Unit, *, labelled: bool = False) -> _Held:
    passage = unit.passage
    assert passage is not None
    turn = unit.turn if unit.opens and labelled else None
    holder = passage.within[-1].name if passage.within else ""
    kind = {(PassageKind.CELL, "row"): "td", (PassageKind.ITEM, "list"): "li"}.get((passage.kind, holder), "")
    return passage.within, writing.passage(passage, turn, kind)


def _nested(held: Sequence[_Held], depth: int = 0) -> Iterator[Element]:
    """The elements in the blocks of their containers, those that follow each other in one together."""

    def holder(one: _Held) -> int | None:
        containers, _ = one
        return containers[depth].number if len(containers) > depth else None

    for number, grouped in groupby(held, key=holder):
        group = list(grouped)
        if number is None:
            yield from (made for _, made in group)
            continue
        style = _HOLDERS.get(group[0][0][depth].name, "")
        inner = _nested(group, depth + 1)
        match style:
            case "":
                yield from inner
            case "list":
                yield element("ul", *in_lines(_as(part, "li", ("li",)) for part in inner), class_=style)
            case "table":
                yield element("table", *in_lines(_as(part, "tr", ("tr",)) for part in inner))
            case "row":
                yield element("tr", *in_lines(_as(part, "td", ("td",)) for part in inner))
            case "quotation":
                yield element("blockquote", *in_lines(inner))
            case _:
                yield element("div", *in_lines(inner), class_=style)


def _as(part: Element, name: str, allowed: tuple[str, ...]) -> Element:
    """``part``, in what its parent asks for when it is none of the ``allowed``."""
    if part.tag.rpartition("}")[2] in allowed:
        return part
    return (
        element("tr", element("td", part))
        if name == "tr" and part.tag.rpartition("}")[2] != "td"
        else element(name, part)
    )
