"""Units as a tree of blocks: what holds passages, turns, groups under the edition's words, notes after their division.

Notes of an encoded text stand at the end of the division in which they are called; every other passage stands where it
is in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pecia.model import SIGNS, Container, Passage, PassageKind
from pecia.view.explanations import said
from pecia.view.roles import HOLDERS, is_division, role_of
from pecia.view.tree import Block, Content
from pecia.view.units import Text, Unit, Voice, note_element

_GROUPS: dict[PassageKind, tuple[str, str]] = {
    PassageKind.HEADING: ("titles", ""),
    PassageKind.DATE_LINE: ("titles", ""),
    PassageKind.REPORTED: ("reports", "group.reported-speech"),
    PassageKind.NARRATIVE: ("narratives", "group.narrative"),
    PassageKind.SIGNATURE_LABEL: ("signatures", ""),
    PassageKind.SIGNATURE: ("signatures", ""),
    PassageKind.SOURCE_NOTE: ("source-notes", "group.source-note"),
}
"""The group that passages of a kind stand in, in a text that was made from an exemplar, and the key of the edition's
words over it."""

_FRONT = ("front", "group.front")
_SPEECH = Container("sp", -1)
_LABELLED = frozenset({"p", "ab", "seg", "s", "u", "sp"})
"""Elements whose first line has the label of their turn; verse has it above."""


def blocks(text: Text, units: Sequence[Unit]) -> tuple[Block, ...]:
    """``units``, a part of those of ``text`` or all, as blocks in the order in which they are shown."""
    return _Encoded(text).whole(units) if text.encoded else tuple(_exemplar(text, units))


def _labelled(voice: Voice, unit: Unit) -> bool:
    """Whether the label of the turn stands on the line of its first passage."""
    passage = unit.passage
    if not voice.label or passage is None:
        return False
    if passage.element:
        return not passage.within and passage.element.name in _LABELLED
    return passage.kind is PassageKind.SPEECH


def _opening(units: Sequence[Unit], voice: Voice) -> tuple[list[Block], tuple[Content, ...]]:
    """How a turn begins: a block with its label or with whose it is that goes on, or the label of its first line."""
    if not units[0].opens:
        return [Block("continued", title=said("continued", names=voice.names))], ()
    if _labelled(voice, units[0]):
        return [], voice.label
    return [Block("speaker", voice.label)] if voice.label else [], ()


# --- a text that was made from an exemplar ---------------------------------------------------------


def _exemplar(text: Text, units: Sequence[Unit]) -> Iterator[Block]:
    front = any(unit.front and unit.passage and unit.passage.kind not in SIGNS for unit in text.units)

    def group_of(unit: Unit) -> tuple[str, str]:
        if unit.front:
            return _FRONT if front else ("", "")
        return ("", "") if unit.voice or not unit.passage else _GROUPS.get(unit.passage.kind, ("", ""))

    for (style, title), several in groupby(units, group_of):
        made = tuple(block for _, item in groupby(several, lambda unit: unit.item) for block in _item(text, list(item)))
        if style:
            yield Block("group", blocks=made, kind=style, title=said(title) if title else None)
        else:
            yield from made


def _item(text: Text, units: Sequence[Unit]) -> Iterator[Block]:
    """A passage, a turn, or a field with what is under its label."""
    voice = units[0].voice
    if voice is None:
        made = tuple(_paragraph(text, unit) for unit in units)
        yield from (Block("field", blocks=made),) if units[0].field else made
        return
    before, label = _opening(units, voice)
    passages = [unit for unit in units if unit.passage]
    made = tuple(_paragraph(text, unit, () if n else label) for n, unit in enumerate(passages))
    yield Block("turn", blocks=(*before, *made), element=_SPEECH, who=voice.who)


def _paragraph(text: Text, unit: Unit, label: tuple[Content, ...] = ()) -> Block:
    passage = unit.passage
    assert passage is not None
    level = 1 if passage.kind is PassageKind.HEADING else 0
    number = unit.note if unit.note in text.called else 0
    return Block("passage", unit.content, (), passage.kind.value, unit.anchor, label, level, number=number)


# --- someone's TEI ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """A block that is open: the number of its element, and what it holds so far. A division, and the whole, have
    ``notes`` that wait for their end, ``lines``, how many lines of verse so far, and ``last``, the ``@n`` of the last
    of them."""

    number: int
    block: Block
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] | None = None
    lines: int = 0
    last: str = ""

    def closed(self) -> Block:
        """The block with all that it holds."""
        notes = (Block("notes", blocks=tuple(self.notes), title=said("notes")),) if self.notes else ()
        return self.block._replace(blocks=(*self.blocks, *notes))


class _Encoded:
    """A tree in the making: ``stack`` is what is open, the whole first; what lies above ``base`` is of a turn."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.stack = [_Open(0, Block("plain"), notes=[])]
        self.base = 1
        self.called: set[int] = set()

    def whole(self, units: Sequence[Unit]) -> tuple[Block, ...]:
        """All of ``units``, in order."""
        for _, several in groupby(units, lambda unit: unit.item):
            self._item(list(several))
        self._to((), 1)
        return self.stack[0].closed().blocks

    def _to(self, chain: Sequence[Container], base: int) -> None:
        """Close and open elements until those above the ``base`` lowest open ones are ``chain``."""
        stack, kept = self.stack, 0
        while kept < len(chain) and base + kept < len(stack) and stack[base + kept].number == chain[kept].number:
            kept += 1
        self._close(base + kept)
        for container in chain[kept:]:
            role = role_of(container, stack[-1].block.role)
            self._push(container.number, Block(role, element=container))

    def _push(self, number: int, block: Block) -> None:
        self.stack.append(_Open(number, block, notes=[] if block.role == "division" else None))

    def _close(self, down_to: int) -> None:
        while len(self.stack) > down_to:
            closed = self.stack.pop().closed()
            self.stack[-1].blocks.append(closed)

    def _item(self, units: Sequence[Unit]) -> None:
        voice = units[0].voice
        label: tuple[Content, ...] = ()
        if voice:
            self._to(voice.within, 1)
            element = voice.element or _SPEECH
            self._push(element.number, Block("turn", element=element, who=voice.who))
            before, label = _opening(units, voice)
            self.stack[-1].blocks += before
        base = len(self.stack) if voice else 1
        for unit in units:
            self.called.update(unit.calls)
            if unit.passage:
                self._unit(unit, unit.passage, base, label)
            label = ()
        if voice:
            self._to(voice.within, 1)

    def _unit(self, unit: Unit, passage: Passage, base: int, label: tuple[Content, ...]) -> None:
        if unit.note in self.called and (note := note_element(passage)):
            around = [container for container in passage.within if container.number < note.number]
            if not {held.number for held in self.stack}.issuperset(container.number for container in around):
                self._to(around, base)  # it stands apart from its call
            self._called_note(unit, passage, note)
            return
        self._to(passage.within, base)
        self.stack[-1].blocks.append(self._passage(unit, passage, label))

    def _passage(self, unit: Unit, passage: Passage, label: tuple[Content, ...] = ()) -> Block:
        line = self._line(passage.element) if passage.element and passage.element.name == "l" else 0
        return Block(
            "passage", unit.content, (), passage.kind.value, unit.anchor, label, _level(passage), line, passage.element
        )

    def _line(self, element: Container) -> int:
        """The number of a verse line that is a line by itself; 0 for a later part of a split one.

        A part that has a number of its own (not that of the line before) is a line of the source.
        """
        part = element.part in ("M", "F")
        counted = next(held for held in reversed(self.stack) if held.notes is not None)
        again = element.n == counted.last
        counted.last = element.n
        if part and (again or not element.n):
            return 0
        counted.lines += 0 if part else 1
        return int(line_number(element.n) or counted.lines)

    def _called_note(self, unit: Unit, passage: Passage, note: Container) -> None:
        """A note that the text calls: it waits for the end of its division."""
        holder = next(held for held in reversed(self.stack) if held.notes is not None)
        assert holder.notes is not None
        made = [self._passage(unit, passage)]
        for container in reversed([container for container in passage.within if container.number > note.number]):
            made = [Block(role_of(container, "note"), blocks=tuple(made), element=container)]
        if holder.notes and holder.notes[-1].number == unit.note:
            made = [*holder.notes.pop().blocks, *made]
        holder.notes.append(Block("note", blocks=tuple(made), element=note, number=unit.note))


def line_number(n: str) -> str:
    """The number of a verse line in its ``@n``, which may name act and scene before it (``1.2.40``); ``""`` for what is
    no number."""
    last = n.rpartition(".")[2]
    return last if last.isascii() and last.isdigit() and len(last) < 6 else ""


def _level(passage: Passage) -> int:
    """The level of a heading, that of its division; 0 for what is no heading of one."""
    if passage.kind is not PassageKind.HEADING:
        return 0
    if passage.within and not is_division(passage.within[-1]) and passage.within[-1].name not in HOLDERS:
        return 0
    return max(1, sum(1 for container in passage.within if is_division(container)))
