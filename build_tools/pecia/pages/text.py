"""Blocks of a text as HTML: what holds passages becomes sections, stanzas, lists, tables, each passage at its anchor.

An element that HTML wants somewhere else (a heading in a list, a list in a list) is wrapped in one that may stand
there (:mod:`pecia.pages.shapes`), so that every passage is on the page, in order, whatever holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pecia import addresses
from pecia.locales import say
from pecia.model import Container
from pecia.pages.elements import NUMBERED, in_language, own_number, renditions, style
from pecia.pages.html import EMPTY, Html, tag, words
from pecia.pages.shapes import BLOCK, passage_shape, shape_of, wrapped
from pecia.pages.words import LABELS, Words
from pecia.view import Block, walk
from pecia.view.blocks import line_number

_PLAIN = Container("p", -1)

Margin = Callable[[str], Html]
"""What stands after the passage of an anchor: other witnesses' readings, anchors retired from its place."""


def nothing(_of: object) -> Html:
    """Nothing, for a text beside which nothing stands."""
    return EMPTY


@dataclass(slots=True)
class Blocks:
    """The text of one page in the making. ``depth``: how many divisions around it are the page's own title;
    ``arrows``: the links from a turn, by the anchor of its first passage, to the same speaker's other turns; ``begun``:
    the numbers of the elements with an id that have begun, on this page or on one before it."""

    words: Words
    margin: Margin = nothing
    arrows: Callable[[str], Html] = nothing
    depth: int = 0
    begun: set[int] = field(default_factory=set)

    def whole(self, blocks: Sequence[Block], holds: str = "flow") -> Html:
        """All of ``blocks``, in order, in an element that ``holds`` something (:mod:`pecia.pages.shapes`)."""
        return Html("".join([self._block(block, holds) for block in blocks]))

    def _block(self, block: Block, holds: str) -> Html:
        match block.role:
            case "passage":
                return self._passage(block, holds)
            case "group":
                title = tag("p", words(say(block.title)), class_="pc-kicker", lang=LABELS) if block.title else EMPTY
                return tag("div", title, self.whole(block.blocks), class_=f"pc-block pc-{block.kind}")
            case "field":
                return tag("div", self.whole(block.blocks), class_="pc-field")
            case "turn":
                return self._turn(block, holds)
            case "speaker":
                given = ' class="tei-speaker"' if self.words.text.encoded else ""
                return Html(f"<p{given}>{self.words.label(block.content)}</p>\n")
            case "continued":
                said = words(say(block.title)) if block.title else EMPTY
                return tag("p", said, class_="pc-kicker", lang=LABELS) if self.words.book else EMPTY
            case "notes":
                notes = self.whole(block.blocks)
                return Html(f'<div class="tei-notes" role="doc-endnotes" aria-label="Notes">{notes}</div>')
            case "note":
                return self._note(block)
            case "heading":
                return tag(f"h{block.level + 1}", self.words.of(block.content))
            case "paragraph":
                retired = "pc-retired" if block.kind == "retired" else None
                return tag("p", self.words.of(block.content), id=block.anchor or None, class_=retired)
            case "facts":
                return tag("dl", self.whole(block.blocks), class_="pc-facts")
            case "fact":
                return tag("div", tag("dt", self.words.of(block.label)), tag("dd", self.words.of(block.content)))
            case "item" if not block.element:
                return tag("li", self.words.of(block.content), id=block.anchor or None)
            case "list" | "ordered" if not block.element:
                return tag("ul" if block.role == "list" else "ol", self.whole(block.blocks))
        return self._holder(block, holds)

    # --- what holds passages -------------------------------------------------------------------------

    def _holder(self, block: Block, holds: str) -> Html:
        assert block.element
        shape = shape_of(block, holds)
        before, after = wrapped(shape, holds)
        given = self._attributes(block.element, shape.role)
        inner = self.whole(block.blocks, shape.holds)
        return Html(f"{before}<{shape.tag}{given}>{shape.inner}{inner}{shape.closing}</{shape.tag}>{after}\n")

    def _attributes(self, element: Container, role: str = "", more: str = "") -> str:
        """The attributes of an element that holds passages; its id stands on the first page that has it."""
        identifier = ""
        if element.id and element.number not in self.begun:
            self.begun.add(element.number)
            identifier = self.words.own_id(element.id)
        known = renditions(element.rend) if element.rend else ""
        return (
            (f' id="{words(identifier)}"' if identifier else "")
            + f' class="{more}{style(element.name)}"'
            + (f' data-rend="{known}"' if known else "")
            + (in_language(element.language) if element.language else "")
            + role
        )

    def _turn(self, block: Block, holds: str) -> Html:
        first = next((inner.anchor for inner in walk(block.blocks) if inner.anchor), "")
        arrows = self.arrows(first) if first else EMPTY
        if not self.words.text.encoded:
            return tag("div", arrows, self.whole(block.blocks), class_="pc-turn")
        assert block.element
        before, after = wrapped(BLOCK, holds)
        given = self._attributes(block.element, more="pc-turn ")
        return Html(f"{before}<div{given}>{arrows}{self.whole(block.blocks)}</div>{after}\n")

    def _note(self, block: Block) -> Html:
        """A note that the text calls, which leads back to its call."""
        number = words(self.words.text.shows(block.number))
        assert block.element
        own = self.words.own_id(block.element.id)
        lead = Html(
            f'<a class="pc-ref pc-back" href="#call:{block.number}" role="doc-backlink" '
            f'aria-label="Back to the text at note {number}">{number}</a> '
        )
        given = f' id="{words(own)}"' if own else ""
        inner = self._led(block.blocks, lead)
        if self.words.book:  # which a reading system may show where it is called
            return Html(f'<aside{given} class="tei-note-called" role="doc-footnote">{inner}</aside>\n')
        return Html(f'<div{given} class="tei-note-called">{inner}</div>')

    def _led(self, blocks: Sequence[Block], lead: Html) -> Html:
        """The blocks of a note, ``lead`` before the words of its first passage."""
        made = []
        for block in blocks:
            made.append(self._passage(block, "flow", lead) if block.role == "passage" else self._block(block, "flow"))
            lead = EMPTY
        return Html("".join(made))

    # --- passages ------------------------------------------------------------------------------------

    def _passage(self, block: Block, holds: str, lead: Html = EMPTY) -> Html:
        lead = Html(lead + self.words.label(block.label))
        made = self._encoded(block, holds, lead) if self.words.text.encoded else self._of_exemplar(block, lead)
        if not block.anchor or not (margin := self.margin(block.anchor)):
            return made
        around = wrapped(BLOCK, holds)
        return Html(f"{made}{around[0]}{margin}{around[1]}")

    def _of_exemplar(self, block: Block, lead: Html) -> Html:
        name = "h2" if block.level else "p"
        content = self.words.of(block.content)
        back = self.words.back(block.number) if block.number else EMPTY
        number = self._number(block.anchor)
        return tag(name, number, lead, content, back, id=block.anchor or None, class_=f"pc-{block.kind}")

    def _encoded(self, block: Block, holds: str, lead: Html) -> Html:
        element = block.element or _PLAIN
        level = min(6, max(2, block.level - self.depth + 1)) if block.level and holds == "flow" else 0
        shape = passage_shape(element, holds, level)
        before, after = wrapped(shape, holds)
        verse = element.name == "l"
        number = self._number(block.anchor, line_number(element.n) if verse else "")
        if element.n and (called := NUMBERED.get(element.name)) and not _begins_with(block, element.n):
            number = Html(number + own_number(called, element.n))
        given = f' id="{words(block.anchor)}"' if block.anchor else ""
        extra = _of_line(block) if verse else " pc-speech" if block.kind == "speech" else ""
        known = f' data-rend="{rend}"' if element.rend and (rend := renditions(element.rend)) else ""
        language = in_language(element.language) if element.language else ""
        return Html(
            f'{before}<{shape.tag}{given} class="{style(element.name)}{extra}"{known}{language}{shape.role}>'
            f"{number}{lead}{self.words.of(block.content)}</{shape.tag}>{after}\n"
        )

    def _number(self, anchor: str, line: str = "") -> Html:
        """The number in the margin: that of a verse ``line``, else the anchor, or the end of one too long for it."""
        if not anchor:
            return EMPTY
        safe = words(anchor)
        shown = Html(line or safe)
        if not line and len(anchor) > 6:
            end = anchor[max(anchor.rfind(sign) for sign in "._-") + 1 :]
            shown = words(end if 0 < len(end) <= 6 else "¶")
        if self.words.book:
            return Html(f'<span class="pc-number">{safe}</span> ')
        title = "" if shown == safe else f' title="{safe}"'
        return Html(f'<a href="{addresses.fragment(anchor)}" class="pc-number"{title}>{shown}</a>')


def _begins_with(block: Block, n: str) -> bool:
    first = next(iter(block.content), "")
    return isinstance(first, str) and first.startswith(n)


def _of_line(block: Block) -> str:
    """The classes of a verse line: every fifth shows its number, a later part of a split line stands in."""
    assert block.element
    part = f" tei-part-{block.element.part}" if block.element.part in ("M", "F") else ""
    return f"{part} tei-fifth" if block.line and block.line % 5 == 0 else part
