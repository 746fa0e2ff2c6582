"""The text of a witness as files of an EPUB: every passage once, at its anchor, with its marks.

What a mark means is said in the signs of the witness (:mod:`pecia.exports.epub_signs`) or in a note, so a printed page
explains itself. Signs that are not words of the witness (the sign of a lost page break) come from the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pecia.exports.epub_xhtml import Content, Element, Notes, element, in_lines, linked
from pecia.model import (
    Delivery,
    Doubt,
    Emendation,
    Field,
    Gloss,
    Highlight,
    Insertion,
    Link,
    PageBreak,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Transcript,
    Turn,
)
from pecia.pages.explanations import Names, explanation, names_of
from pecia.record import Record

SIZE = 60_000
"""Characters of text after which a new file begins; reading systems lay out a file as a whole."""

_FRONT = ("front", "Front matter")
_GROUPS: dict[PassageKind, tuple[str, str]] = {
    PassageKind.HEADING: ("titles", ""),
    PassageKind.DATE_LINE: ("titles", ""),
    PassageKind.REPORTED: ("reports", "Reported speech"),
    PassageKind.NARRATIVE: ("narratives", "Narrative"),
    PassageKind.SIGNATURE_LABEL: ("signatures", ""),
    PassageKind.SIGNATURE: ("signatures", ""),
    PassageKind.SOURCE_NOTE: ("source-notes", "Source note"),
}
"""The block that passages of a kind stand in: its class, and the edition's words over it."""


@dataclass(frozen=True, slots=True)
class Section:
    """The content of one file: its blocks, its notes, and the anchors of its first and last passage."""

    blocks: tuple[Element, ...]
    notes: tuple[Element, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A passage, its label when it opens a turn, and where it belongs; of a turn without passages, its label alone."""

    group: tuple[str, str]
    block: int
    passage: Passage | None
    turn: Turn | None = None
    opens: bool = True

    @property
    def size(self) -> int:
        label = len(self.turn.label.text) if self.turn and self.opens else 0
        return label + (len(self.passage.content.text) if self.passage else 0)


def sections(record: Record) -> tuple[Section, ...]:
    """The witness's text, in files of about :data:`SIZE` characters; only a passage that is longer makes a longer one.

    Notes are numbered through all files of the witness.
    """
    names = names_of(record)
    made = []
    number = 1
    for units in _divided(list(_units(record.transcript))):
        notes = Notes(number)
        writing = _Writing(names, notes, _glossing(record.transcript))
        blocks = tuple(writing.whole(units))
        number += len(notes.notes)
        anchors = [unit.passage.id for unit in units if unit.passage and unit.passage.id]
        made.append(Section(blocks, tuple(notes.section()), *((anchors[0], anchors[-1]) if anchors else ("", ""))))
    return tuple(made)


def _units(transcript: Transcript) -> Iterator[_Unit]:
    for number, block in enumerate((*transcript.front, *transcript.body)):
        front = number < len(transcript.front)
        match block:
            case Passage():
                yield _Unit(_FRONT if front else _GROUPS.get(block.kind, ("", "")), number, block)
            case Field():
                yield from (_Unit(_FRONT, number, passage) for passage in (block.label, *block.values))
            case Turn():
                for place, passage in enumerate(block.passages or (None,)):
                    yield _Unit(("", ""), number, passage, block, opens=place == 0)


def _divided(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    chosen: list[_Unit] = []
    size = 0
    for unit in units:
        if chosen and size + unit.size > SIZE:
            yield chosen
            chosen, size = [], 0
        chosen.append(unit)
        size += unit.size
    yield chosen


def _glossing(transcript: Transcript) -> dict[str, set[str]]:
    """Who gives words of which language in brackets."""
    found: dict[str, set[str]] = {}
    for content in contents(transcript):
        for span in content.spans:
            if isinstance(span.mark, Gloss):
                found.setdefault(span.mark.language, set()).add(span.mark.resp)
    return found


def contents(transcript: Transcript) -> Iterator[RichText]:
    """The labels and passages of the text, in order."""
    for unit in _units(transcript):
        if unit.turn and unit.opens:
            yield unit.turn.label
        if unit.passage:
            yield unit.passage.content


class _Writing:
    """One file in the making."""

    def __init__(self, names: Names, notes: Notes, glossing: dict[str, set[str]]) -> None:
        self.names = names
        self.notes = notes
        self.glossing = glossing

    def whole(self, units: Iterable[_Unit]) -> Iterator[Element]:
        for (style, title), grouped in groupby(units, key=lambda unit: unit.group):
            blocks = [
                made
                for _, block in groupby(grouped, key=lambda unit: unit.block)
                for made in self._block(list(block), in_front=style == _FRONT[0])
            ]
            if style:
                kicker = [element("p", title, class_="kicker", lang="en")] if title else []
                yield element("div", *in_lines([*kicker, *blocks]), class_=style)
            else:
                yield from blocks

    def _block(self, units: Sequence[_Unit], *, in_front: bool) -> list[Element]:
        turn = units[0].turn
        made = [self._passage(unit) for unit in units]
        if turn is None:
            return [element("div", *in_lines(made), class_="field")] if in_front and len(made) > 1 else made
        if not units[0].opens:
            entry = self.names.entries.get(turn.who)
            continued = f"{entry.name if entry else turn.who}, continued"
            made.insert(0, element("p", continued, class_="kicker", lang="en"))
        return [element("div", *in_lines(made), class_="turn")]

    def _passage(self, unit: _Unit) -> Element:
        passage = unit.passage
        parts: list[Content] = []
        if passage and passage.id:
            parts += [element("span", passage.id, class_="number"), " "]
        if unit.turn and unit.opens:
            parts += [element("b", *self.rich(unit.turn.label), class_="speaker"), " "]
        if passage is None:
            return element("p", *parts, class_=PassageKind.SPEECH.value)
        name = "h2" if passage.kind is PassageKind.HEADING else "p"
        words = element("span", *self.rich(passage.content), class_="words")
        return element(name, *parts, words, id=passage.id, class_=passage.kind.value)

    def rich(self, content: RichText) -> list[Content]:
        """The words of ``content``, all of them and in order, with their marks."""
        return self._run(content, 0, len(content.text), 0, linked=False, top=True)[0]

    def _run(
        self, content: RichText, start: int, end: int, index: int, *, linked: bool, top: bool = False
    ) -> tuple[list[Content], int]:
        """The words from ``start`` to ``end`` with the spans from ``index`` on that lie within; the next index."""
        spans, text = content.spans, content.text
        parts: list[Content] = []
        position = start
        while index < len(spans) and (top or (spans[index].end <= end and spans[index].start < end)):
            span = spans[index]
            linkable = isinstance(span.mark, Link) and not linked and not _noted_within(spans, index)
            inner, index = self._run(content, span.start, span.end, index + 1, linked=linked or linkable)
            exact = text[span.start : span.end]
            parts += [text[position : span.start], *self._marked(span, inner, exact, linkable=linkable)]
            position = span.end
        return [*parts, text[position:end]], index

    def _marked(self, span: Span, inner: list[Content], exact: str, *, linkable: bool) -> list[Content]:
        said = explanation(span.mark, exact, self.names)
        match span.mark:
            case Insertion(resp):
                marked = element("span", *inner, class_="insertion")
                return [marked] if self._evident(resp, exact) else [marked, self.notes.cite(said)]
            case Gloss(language):
                marked = element("span", *inner, class_="gloss", lang=language)
                return [marked] if len(self.glossing[language]) == 1 else [marked, self.notes.cite(said)]
            case Delivery():
                return [element("span", *inner, class_="delivery")]
            case Emendation():
                return [element("span", *inner, class_="emendation"), self.notes.cite(said)]
            case Doubt():
                return [element("span", *inner, class_="doubt"), self.notes.cite(said)]
            case PageBreak(ruling=ruling):
                sign = element("span", class_="break", role="img", aria_label="page break")
                return [sign, self.notes.cite(said)] if ruling in self.names.rulings else [sign]
            case Highlight(rendition):
                return [element("b" if rendition == "bold" else "i", *inner)]
            case Sign(function):
                return [element("span", *inner, class_=f"sign-{function}")]
            case Link(target) if linkable:
                link = linked(target)
                return inner if isinstance(link, str) else [element("a", *inner, href=target)]
        return inner

    def _evident(self, resp: str, exact: str) -> bool:
        """Whether the brackets show by their signature, or by having none, whose the insertion is."""
        signing = {hand.id for hand in self.names.hands.values() for signature in hand.signatures if signature in exact}
        if signing:
            return signing == {resp}
        return resp in self.names.hands and self.names.hands[resp].unsigned


def _noted_within(spans: Sequence[Span], index: int) -> bool:
    """Whether a mark inside the span at ``index`` may have a note: then the span cannot be a link as well."""
    around = spans[index]
    inside = (span for span in spans[index + 1 :] if span.start < around.end and span.end <= around.end)
    return any(isinstance(span.mark, Insertion | Gloss | Emendation | Doubt | PageBreak) for span in inside)
