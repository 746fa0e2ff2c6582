"""The text of imported TEI as HTML: what holds passages becomes sections, stanzas, lists, tables.

Passages come in a row, each with the elements that hold it; the row is written once from its beginning to its end,
opening and closing elements on the way. So every passage is on the page, in order, whatever holds it: an element that
HTML wants somewhere else (a heading in a list, a list in a list) is wrapped in one that may stand there. Only notes
that are called in the text stand elsewhere: after the division that they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pecia import addresses
from pecia.model import Container, Passage, PassageKind, Turn
from pecia.pages.divisions import HOLDERS, Item, is_division, passages_of
from pecia.pages.elements import NUMBERED, in_language, own_number, renditions, style
from pecia.pages.html import EMPTY, Html, words
from pecia.pages.labels import label_of
from pecia.pages.marks import Marking
from pecia.pages.shapes import BLOCK, CLASSES, passage_shape, shape_of, wrapped

_SPEECH = Container("sp", -1)
_PLAIN = Container("p", -1)
_NOTES = frozenset({"note", "witDetail", "app"})
"""Elements that a passage can call: notes, and what an apparatus says of the words that it stands among."""

Margin = Callable[[str], Html]
"""What stands after the passage of an anchor: other witnesses' readings, anchors retired from its place."""


@dataclass(slots=True)
class _Open:
    """An element that is open: its number, what closes it, what may stand in it, and the notes that wait for its end
    (``None``: they wait for that of an outer one); ``lines``: the verse lines in it so far, ``line``: the ``@n`` of the
    last."""

    number: int
    close: str
    holds: str
    notes: list[Html] | None = None
    lines: int = 0
    line: str = ""


@dataclass(slots=True)
class Blocks:
    """The text of one page in the making. ``depth``: how many divisions around it are the page's own title;
    ``arrows``: the links from a turn to the same speaker's other turns; ``begun``: the numbers of the elements with an
    id that have begun, on this page or on one before it."""

    marking: Marking
    margin: Margin
    arrows: Callable[[Turn], Html]
    depth: int = 0
    out: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    last: tuple[Container, ...] | None = None
    begun: set[int] = field(default_factory=set)

    def whole(self, items: Sequence[Item]) -> Html:
        """All of ``items``, in order."""
        self.stack = [_Open(0, "", "flow", [])]
        for item in items:
            if isinstance(item, Turn):
                self._turn(item)
            else:
                for passage in passages_of(item):
                    self._passage(passage, passage.within, 1)
        self._to((), 1)
        self._end(self.stack.pop())
        return Html("".join(self.out))

    # --- what holds passages -------------------------------------------------------------------------

    def _to(self, chain: Sequence[Container], base: int) -> None:
        """Close and open elements until those above the ``base`` lowest open ones are ``chain``."""
        stack, kept = self.stack, 0
        while kept < len(chain) and base + kept < len(stack) and stack[base + kept].number == chain[kept].number:
            kept += 1
        while len(stack) > base + kept:
            self._end(stack.pop())
        for container in chain[kept:]:
            self._open(container)

    def _open(self, container: Container) -> None:
        parent = self.stack[-1]
        shape = shape_of(container, parent.holds)
        given = self._attributes(container, shape.role)
        before, after = wrapped(shape, parent.holds)
        self.out.append(f"{before}<{shape.tag}{given}>{shape.inner}")
        notes: list[Html] | None = [] if shape.tag == "section" else None
        self.stack.append(_Open(container.number, f"{shape.closing}</{shape.tag}>{after}\n", shape.holds, notes))

    def _end(self, closed: _Open) -> None:
        if closed.notes:
            notes = "".join(closed.notes)
            self.out.append(f'<div class="tei-notes" role="doc-endnotes" aria-label="Notes">{notes}</div>')
        self.out.append(closed.close)

    def _attributes(self, container: Container, role: str = "", more: str = "") -> str:
        """The attributes of an element that holds passages; its id stands on the first page that has it."""
        identifier = ""
        if container.id and container.number not in self.begun:
            self.begun.add(container.number)
            identifier = self.marking.own_id(container.id)
        known = renditions(container.rend) if container.rend else ""
        return (
            (f' id="{words(identifier)}"' if identifier else "")
            + f' class="{more}{style(container.name)}"'
            + (f' data-rend="{known}"' if known else "")
            + (in_language(container.language) if container.language else "")
            + role
        )

    # --- turns ---------------------------------------------------------------------------------------

    def _turn(self, turn: Turn) -> None:
        self._to(turn.within, 1)
        self.last = None
        before, after = wrapped(BLOCK, self.stack[-1].holds)
        element = turn.element or _SPEECH
        given = self._attributes(element, more="pc-turn ")
        self.out.append(f"{before}<div{given}>{self.arrows(turn)}")
        self.stack.append(_Open(element.number, f"</div>{after}\n", "flow"))
        base = len(self.stack)
        lead = label_of(turn, self.marking)
        if lead and not (turn.passages and _takes_label(turn.passages[0])):
            self.out.append(f'<p class="tei-speaker">{lead}</p>\n')
            lead = EMPTY
        for passage in turn.passages:
            self._passage(passage, passage.within, base, lead)
            lead = EMPTY
        self._to(turn.within, 1)
        self.last = None

    # --- passages ------------------------------------------------------------------------------------

    def _passage(self, passage: Passage, within: tuple[Container, ...], base: int, lead: Html = EMPTY) -> None:
        note = _note(passage)
        if note is not None and note.number in self.marking.called:
            if not {held.number for held in self.stack}.issuperset(c.number for c in _around(passage, note)):
                self._to(_around(passage, note), base)  # it stands apart from its call
                self.last = None
            self._called_note(passage, note)
            return
        if within is not self.last or len(self.stack) < base + len(within):
            self._to(within, base)
            self.last = within
        self._write(passage, lead)

    def _write(self, passage: Passage, lead: Html) -> None:
        element = passage.element or _PLAIN
        holds = self.stack[-1].holds
        shape = passage_shape(element, holds, self._heading(passage))
        before, after = wrapped(shape, holds)
        number = _number(passage.id, _line_number(element.n) if element.name == "l" else "")
        if element.n and (called := NUMBERED.get(element.name)) and not passage.content.text.startswith(element.n):
            number = Html(number + own_number(called, element.n))
        given = f' id="{words(passage.id)}"' if passage.id else ""
        extra = self._line(element) if element.name == "l" else CLASSES.get(passage.kind, "")
        known = f' data-rend="{rend}"' if element.rend and (rend := renditions(element.rend)) else ""
        language = in_language(element.language) if element.language else ""
        content = self.marking.rich(passage.content)
        self.out.append(
            f'{before}<{shape.tag}{given} class="{style(element.name)}{extra}"{known}{language}{shape.role}>'
            f"{number}{lead}{content}</{shape.tag}>{after}\n"
        )
        if passage.id and (margin := self.margin(passage.id)):
            around = wrapped(BLOCK, holds)
            self.out.append(f"{around[0]}{margin}{around[1]}")

    def _heading(self, passage: Passage) -> int:
        """The level of a heading: that of its division on this page, 2 to 6; 0 for what is no heading of a division."""
        if passage.kind is not PassageKind.HEADING or self.stack[-1].holds != "flow":
            return 0
        if passage.within and not is_division(passage.within[-1]) and passage.within[-1].name not in HOLDERS:
            return 0
        depth = sum(1 for container in passage.within if is_division(container)) - self.depth
        return min(6, max(2, depth + 1))

    def _line(self, element: Container) -> str:
        """The classes of a verse line: every fifth shows its number, the second part of a split line stands in.

        A part that has a number of its own (not that of the line before) is a line of the source, and shows it.
        """
        part = f" tei-part-{element.part}" if element.part in ("M", "F") else ""
        counted = next(held for held in reversed(self.stack) if held.notes is not None)
        again = element.n == counted.line
        counted.line = element.n
        if part and (again or not element.n):
            return part
        counted.lines += 0 if part else 1
        line = int(_line_number(element.n) or counted.lines)
        return part if line % 5 else f"{part} tei-fifth"

    # --- notes ---------------------------------------------------------------------------------------

    def _called_note(self, passage: Passage, note: Container) -> None:
        """A note that the text calls: it waits for the end of its division, and leads back to the call."""
        holder = next(held for held in reversed(self.stack) if held.notes is not None)
        assert holder.notes is not None
        inner = Blocks(self.marking, self.margin, self.arrows, begun=self.begun)
        inside = [container for container in passage.within if container.number > note.number]
        inner.stack = [_Open(0, "", "flow", [])]
        inner._to(inside, 1)
        label = self.marking.called[note.number]
        lead, own = EMPTY, ""
        if passage.id == self.marking.notes_at.get(note.number):
            own = self.marking.own_id(note.id)
            lead = Html(
                f'<a class="pc-ref tei-back" href="#call:{note.number}" role="doc-backlink" '
                f'aria-label="Back to the text at note {words(label)}">{words(label)}</a> '
            )
        inner._write(passage, lead)
        inner._to((), 1)
        given = f' id="{words(own)}"' if own else ""
        holder.notes.append(Html(f'<div{given} class="tei-note-called">{"".join(inner.out)}</div>'))


def notes_at(items: Sequence[Item]) -> Mapping[int, str]:
    """For each note, by the number of its element, the anchor of its first passage."""
    found: dict[int, str] = {}
    for item in items:
        for passage in passages_of(item):
            if passage.kind is PassageKind.NOTE and passage.id and (note := _note(passage)):
                found.setdefault(note.number, passage.id)
    return found


def _note(passage: Passage) -> Container | None:
    """The outermost note that a passage stands in, or is."""
    if passage.kind is not PassageKind.NOTE:
        return None
    inside = (container for container in passage.within if container.name in _NOTES)
    own = passage.element if passage.element and passage.element.name in _NOTES else None
    return next(inside, own)


def _around(passage: Passage, note: Container) -> tuple[Container, ...]:
    """What holds the ``note`` that ``passage`` is, or stands in."""
    return tuple(container for container in passage.within if container.number < note.number)


def _takes_label(first: Passage) -> bool:
    """Whether the label of a turn stands in the same line as its first words: not in verse."""
    name = first.element.name if first.element else "p"
    return not first.within and name in ("p", "ab", "seg", "s", "u", "sp")


def _line_number(n: str) -> str:
    """The number of a verse line in its ``@n``, which may name act and scene before it (``1.2.40``); ``""`` for what is
    no number."""
    last = n.rpartition(".")[2]
    return last if last.isascii() and last.isdigit() and len(last) < 6 else ""


def _number(anchor: str | None, line: str = "") -> Html:
    """The number in the margin: that of a verse ``line``, else the anchor, or the end of one too long for it."""
    if not anchor:
        return EMPTY
    safe, here = words(anchor), addresses.fragment(anchor)
    if line:
        return Html(f'<a href="{here}" class="pc-number" title="{safe}">{line}</a>')
    if len(anchor) <= 6:
        return Html(f'<a href="{here}" class="pc-number">{safe}</a>')
    end = anchor[max(anchor.rfind(sign) for sign in "._-") + 1 :]
    return Html(f'<a href="{here}" class="pc-number" title="{safe}">{words(end) if 0 < len(end) <= 6 else "¶"}</a>')
