"""Marked words into HTML: every mark keeps its words, and says what it means where the reader points or tabs to it.

An explanation is an element inside the mark, shown by the style sheet on hover and focus: it needs no script.
Emendations, doubts and breaks that an editor has ruled on also have a numbered note, for print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pecia import addresses
from pecia.model import (
    DateMark,
    Delivery,
    Doubt,
    Emendation,
    Gloss,
    Highlight,
    Insertion,
    Link,
    Mark,
    Mention,
    PageBreak,
    RichText,
    Sign,
    Span,
)
from pecia.pages.explanations import Names, explanation
from pecia.pages.html import Html, join, link, outside_link, tag, words
from pecia.pages.statements import Footnotes

_STYLES: dict[type[Mark], str] = {Insertion: "pc-insertion", Gloss: "pc-gloss", Delivery: "pc-delivery"}


@dataclass(slots=True)
class Marking:
    """The marks of one page in the making: ``names`` they refer to, the way to the ``root``, ``notes`` so far."""

    names: Names
    root: str
    notes: Footnotes
    tips: int = field(default=0)

    def rich(self, content: RichText) -> Html:
        """The words of ``content``, all of them and in order, with their marks."""
        parts, _ = self._run(content, 0, len(content.text), 0, top=True, linked=False)
        return parts

    def _run(self, content: RichText, start: int, end: int, first: int, *, top: bool, linked: bool) -> tuple[Html, int]:
        """The words from ``start`` to ``end`` with the spans from index ``first`` that lie within; the next index."""
        spans, text = content.spans, content.text
        parts: list[Html] = []
        position = start
        index = first
        while index < len(spans) and (top or _within(spans[index], start, end)):
            span = spans[index]
            parts.append(words(text[position : span.start]))
            linkable = not linked and not _explained_within(spans, index)
            anchored = linked or (linkable and isinstance(span.mark, Mention | Link))
            inner, index = self._run(content, span.start, span.end, index + 1, top=False, linked=anchored)
            parts.append(self._marked(span, inner, text[span.start : span.end], linkable=linkable))
            position = span.end
        parts.append(words(text[position:end]))
        return join(parts), index

    def _marked(self, span: Span, inner: Html, exact: str, *, linkable: bool) -> Html:
        match span.mark:
            case Insertion() | Gloss() | Delivery() as mark:
                language = mark.language if isinstance(mark, Gloss) else None
                return self._explained(_STYLES[type(mark)], inner, explanation(mark, exact, self.names), language)
            case Emendation(correction) as mark:
                printed = tag("span", inner, class_="pc-printed")
                corrected = tag("ins", words(correction), class_="pc-corrected", hidden=True)
                return self._noted("pc-emendation", Html(printed + corrected), explanation(mark, exact, self.names))
            case Doubt() as mark:
                standing = tag("span", inner, class_="pc-standing")
                return self._noted("pc-doubt", standing, explanation(mark, exact, self.names))
            case PageBreak() as mark:
                return self._page_break(mark)
            case Mention("person", key) if key in self.names.entries and linkable:
                return link(f"{self.root}{addresses.person(key)}", inner, class_="pc-person")
            case DateMark(when):
                return tag("time", inner, datetime=when)
            case Highlight(rendition):
                return tag("b" if rendition == "bold" else "i", inner)
            case Sign(function):
                return tag("span", inner, class_=f"pc-sign-{function}")
            case Link(target) if linkable:
                return outside_link(target, inner)
        return inner

    def _page_break(self, mark: PageBreak) -> Html:
        said = explanation(mark, "", self.names)
        sign = tag("span", class_="pc-break-sign", role="img", aria_label="page break")
        return self._noted("pc-break", sign, said) if mark.ruling else self._explained("pc-break", sign, said, None)

    def _explained(self, style: str, inner: Html, said: str, language: str | None) -> Html:
        """Words that can be pointed and tabbed to, with their explanation."""
        tip, identifier = self._tip(said)
        marked = tag("span", inner, lang=language) if language else inner
        return tag(
            "span", marked, tip, class_=f"pc-mark {style}", tabindex="0", role="note", aria_describedby=identifier
        )

    def _noted(self, style: str, inner: Html, said: str) -> Html:
        """Words with a numbered note; the number is what can be tabbed to."""
        tip, identifier = self._tip(said)
        return tag("span", inner, self.notes.cite(words(said), identifier), tip, class_=f"pc-mark {style}")

    def _tip(self, said: str) -> tuple[Html, str]:
        self.tips += 1
        identifier = f"tip-{self.tips}"
        return tag("span", words(said), class_="pc-tip", role="tooltip", id=identifier, lang="en"), identifier


def _within(span: Span, start: int, end: int) -> bool:
    """Whether ``span`` lies inside the span from ``start`` to ``end``; one of no width at its end stands after it."""
    return start <= span.start and span.end <= end and span.start < end


def _explained_within(spans: Sequence[Span], index: int) -> bool:
    """Whether a mark inside the span at ``index`` can be tabbed to: then the span cannot be a link as well."""
    inside = takewhile(lambda span: _within(span, spans[index].start, spans[index].end), spans[index + 1 :])
    return any(isinstance(span.mark, Insertion | Gloss | Delivery | Emendation | Doubt | PageBreak) for span in inside)


def label_with_link(label: RichText, who: str) -> RichText:
    """The label with its name marked as a mention of the speaker, where the label itself has no such mark."""
    if any(isinstance(span.mark, Mention) for span in label.spans):
        return label
    for start, end in _gaps(label.text, label.spans):
        name = label.text[start:end].strip(" .:")
        if any(character.isalpha() for character in name):
            first = label.text.index(name, start)
            span = Span(first, first + len(name), Mention("person", who))
            spans = sorted([*label.spans, span], key=lambda s: (s.start, -s.end))
            return RichText(label.text, tuple(spans))
    return label


def _gaps(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The stretches of ``text`` that no span covers."""
    gaps, position = [], 0
    for span in spans:
        if span.start > position:
            gaps.append((position, span.start))
        position = max(position, span.end)
    return [*gaps, (position, len(text))] if position < len(text) else gaps
