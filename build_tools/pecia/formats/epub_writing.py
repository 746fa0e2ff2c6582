"""Passages, labels and marks of a witness as XHTML, for one file of an EPUB.

What a mark means is said in the signs of the witness (:mod:`pecia.formats.epub_signs`) or in a note, so a printed page
explains itself. Signs that are not words of the witness (the sign of a lost page break) come from the style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from pecia.formats.epub_xhtml import Content, Element, Notes, element, linked
from pecia.model import (
    Alternative,
    Break,
    Call,
    Delivery,
    Division,
    Doubt,
    Emendation,
    Event,
    Furniture,
    Gap,
    Gloss,
    Graphic,
    Highlight,
    Insertion,
    LineNumber,
    Link,
    NoteCall,
    PageBreak,
    PageMark,
    Passage,
    PassageKind,
    Readings,
    RichText,
    Sign,
    Span,
    Time,
    Turn,
    Unheard,
)
from pecia.model import Element as Encoded
from pecia.pages.elements import renditions
from pecia.pages.explanations import Names, explanation, uncertain_speaker
from pecia.pages.legend import ELEMENTS, sign_of, sign_style
from pecia.pages.marks import HIGHLIGHTED

_SHOWN = {"emph": "em", "title": "i", "foreign": "i", "del": "del", "add": "ins"}
"""Elements of TEI that XHTML has words for; any other is a ``span`` when it has a language or an id."""

_RAISED = {"superscript": "sup", "super": "sup", "sup": "sup", "subscript": "sub", "sub": "sub"}

_NO_PICTURE = "Picture, not included in this copy."


@dataclass(frozen=True, slots=True)
class Places:
    """Where things of a witness stand in its book. ``files``: the file of each id. ``notes``: the id of each note that
    is called, by the number of its container, with what its call shows. ``own``: what the ids begin with that are made
    here, so that none is also an id of the text."""

    files: dict[str, str]
    notes: dict[int, tuple[str, str]]
    own: str = ""

    def of(self, id_: str, file: str) -> str:
        """The reference to ``id_`` from ``file``; nothing when it is not in the book."""
        if id_ not in self.files:
            return ""
        return f"#{id_}" if self.files[id_] == file else f"{self.files[id_]}#{id_}"


@dataclass(slots=True)
class Writing:
    """One file in the making: ``file`` is its name, ``given`` are the ids that it has so far."""

    names: Names
    notes: Notes
    glossing: dict[str, set[str]]
    places: Places
    file: str
    given: set[str] = field(default_factory=set)

    def passage(self, passage: Passage, turn: Turn | None, name: str = "") -> Element:
        """A passage as an element, a heading, a paragraph or what ``name`` says, after its number and, if it opens a
        ``turn``, the label of that."""
        parts: list[Content] = [*self._number(passage), *(self.label(turn) if turn else [])]
        name = name or ("h2" if passage.kind is PassageKind.HEADING else "p")
        words = element("span", *self.rich(passage.content), class_="words", lang=_language(passage))
        return element(name, *parts, words, id=self._own(passage.id), class_=passage.kind.value)

    def label(self, turn: Turn) -> list[Content]:
        """The label of a turn, with a note when its speaker is not certain; without one the speakers' names, which are
        the edition's words then."""
        if not turn.label.text:
            named = [entry.name for key in (turn.who, *turn.also) if (entry := self.names.entries.get(key))]
            return [element("b", ", ".join(named), class_="supplied"), " "] if named else []
        sure = [] if turn.certainty == "high" else [self.notes.cite(uncertain_speaker(turn, self.names))]
        return [element("b", *self.rich(turn.label), class_="speaker"), *sure, " "]

    def note(self, passage: Passage, number: int) -> Element:
        """A note of the text, leading back to its call."""
        called, shown = self.places.notes[number]
        back: list[Content] = []
        if called == passage.id:
            to = self.places.of(f"{self.places.own}call-{number}", self.file)
            back = [
                element("a", shown, href=to, role="doc-backlink", aria_label=f"Back to the text at note {shown}"),
                " ",
            ]
        words = element("span", *self.rich(passage.content), class_="words", lang=_language(passage))
        body = element("p", *back, *self._number(passage), words)
        return element("aside", body, id=self._own(passage.id), class_="note", type_="footnote", role="doc-footnote")

    def _number(self, passage: Passage) -> list[Content]:
        return [element("span", passage.id, class_="number"), " "] if passage.id else []

    def _own(self, id_: str | None) -> str | None:
        """``id_``, once in a file."""
        if not id_ or id_ in self.given:
            return None
        self.given.add(id_)
        return id_

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
            case Alternative() | Readings():
                return [element("span", *inner, class_="choice"), self.notes.cite(said)]
            case Gap():
                sign = element("span", class_="gap", role="img", aria_label=said)
                return [sign, " "] if span.mark.apart else [sign]
            case Graphic(said=described):
                sign = element("span", class_="picture", role="img", aria_label=described or "picture")
                return [sign, self.notes.cite(f"{_NO_PICTURE} {described}".rstrip())]
            case NoteCall(number, label):
                return self._call(number, [label] if label else [])
            case Break(kind, label):
                return self._break(kind, label)
            case Encoded():
                return self._encoded(span.mark, inner)
            case PageBreak(ruling=ruling):
                sign = element("span", class_="break", role="img", aria_label="page break")
                return [sign, self.notes.cite(said)] if ruling in self.names.rulings else [sign]
            case Highlight(rendition):
                return [element(HIGHLIGHTED[rendition], *inner)]
            case Sign() | LineNumber() | Division() | Furniture():
                return [element("span", *inner, class_=sign_style(span.mark))]
            case Event() | Unheard():
                return [element("span", *inner, class_="event")]
            case Time():
                return [element("span", *inner, class_="time")]
            case PageMark(n):
                kept = [element("span", *inner, class_="sign-head")] if inner else []
                return [*kept, *self._break("page", n)]
            case Call(note):
                return self._call(note, inner)
            case Link(target) if linkable:
                link = linked(target)
                return inner if isinstance(link, str) else [element("a", *inner, href=target)]
        return inner

    def _call(self, number: int, printed: list[Content]) -> list[Content]:
        """The sign of a note, as the text has it, leading to the note."""
        if number not in self.places.notes:
            return [element("sup", *printed, class_="ref")] if printed else []
        called, shown = self.places.notes[number]
        link = element(
            "a",
            *(printed or [shown]),
            id=self._own(f"{self.places.own}call-{number}"),
            href=self.places.of(called, self.file),
            type_="noteref",
            role="doc-noteref",
            aria_label=f"Note {shown}",
        )
        return [element("sup", link, class_="ref")]

    def _break(self, kind: str, label: str) -> list[Content]:
        """A break that the encoder recorded. A line that ends in prose has no sign, nor has a term for an index."""
        if kind in ("line", "index"):
            return []
        return [element("span", class_="break", role="img", aria_label=f"{kind} {label or 'break'}")]

    def _encoded(self, mark: Encoded, inner: list[Content]) -> list[Content]:
        name = _RAISED.get(mark.rend) or _SHOWN.get(mark.name, "span")
        to = self.places.of(mark.target, self.file)
        own = self._own(mark.id if self.places.of(mark.id, self.file) else None)
        if to and not any(_has_link(part) for part in inner):
            inner = [element("a", *inner, href=to)]
        style = f"tei-{sign_of(mark)}" if mark.name in ELEMENTS and mark.name != "del" else None
        if "block" in renditions(mark.rend).split():
            style = f"{style} block" if style else "block"
        if name == "span" and not (mark.language or own or style):
            return inner
        return [element(name, *inner, id=own, lang=mark.language or None, class_=style)]

    def _evident(self, resp: str, exact: str) -> bool:
        """Whether the brackets show by their signature, or by having none, whose the insertion is."""
        signing = {hand.id for hand in self.names.hands.values() for signature in hand.signatures if signature in exact}
        if signing:
            return signing == {resp}
        return resp in self.names.hands and self.names.hands[resp].unsigned


def _noted_within(spans: Sequence[Span], index: int) -> bool:
    """Whether a mark inside the span at ``index`` may have a note: then the span cannot be a link as well."""
    around = spans[index]
    inside = takewhile(lambda span: span.start < around.end and span.end <= around.end, islice(spans, index + 1, None))
    noted = Insertion | Gloss | Emendation | Doubt | PageBreak | Alternative | Readings | Graphic | NoteCall | Call
    return any(isinstance(span.mark, noted) or (isinstance(span.mark, Encoded) and span.mark.target) for span in inside)


def _has_link(part: Content) -> bool:
    return not isinstance(part, str) and any(True for _ in part.iter("{*}a"))


def _language(passage: Passage) -> str | None:
    """The language of the passage where it, or what holds it, states one."""
    holders = (*passage.within, passage.element) if passage.element else passage.within
    return next((holder.language for holder in reversed(holders) if holder.language), None)
