"""Marked words into HTML: every mark keeps its words, and says what it means where the reader points or tabs to it.

An explanation is an element inside the mark, shown by the style sheet on hover and focus: it needs no script.
Emendations, doubts and breaks that an editor has ruled on also have a numbered note, for print. Elements of imported
TEI are in :mod:`pecia.pages.elements`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pecia import addresses
from pecia.model import (
    Alternative,
    Break,
    Call,
    DateMark,
    Delivery,
    Division,
    Doubt,
    Element,
    Emendation,
    Event,
    Formula,
    Furniture,
    Gap,
    Gloss,
    Graphic,
    Highlight,
    Insertion,
    LineNumber,
    Link,
    Mark,
    Mention,
    NoteCall,
    PageBreak,
    PageMark,
    Readings,
    RichText,
    Sign,
    Span,
    Time,
    Unheard,
)
from pecia.pages import elements
from pecia.pages.explanations import Names, explanation
from pecia.pages.formulae import formula
from pecia.pages.html import EMPTY, Html, join, link, outside_link, tag, words
from pecia.pages.legend import sign_of, sign_style
from pecia.pages.register_lists import address_of
from pecia.pages.statements import Footnotes

_STYLES: dict[type[Mark], str] = {
    Insertion: "pc-insertion",
    Gloss: "pc-gloss",
    Delivery: "pc-delivery",
    Readings: "tei-app",
    Alternative: "tei-choice",
}
HIGHLIGHTED = {"bold": "b", "italic": "i", "quoted": "q"}
"""The element of HTML for each rendition."""

_LEADING = (Mention, Link)
_EXPLAINED = (
    Insertion, Gloss, Delivery, Emendation, Doubt, PageBreak, Alternative, Readings, Gap, NoteCall, Graphic, Call,
)  # fmt: skip
"""Marks that can be tabbed to, or may be: no link holds one."""


@dataclass(slots=True)
class Marking:
    """The marks of one page in the making: ``names`` they refer to, the way to the ``root``, ``notes`` so far.

    Of imported TEI also: the ``document`` whose graphics it shows; the ``targets``, the way from
    this page to each id that a pointer names, and to each note on another page that is called on this;
    ``notes_at``, the anchor of each note by the number by which it is called; the notes ``called`` so far, with their
    labels, and those ``called_at`` another page, with the way there; the ``ids`` that are given on the page. What the
    page numbers has a colon in its id then (``tip:1``), which no xml:id can have.
    """

    names: Names
    root: str
    notes: Footnotes
    tips: int = field(default=0)
    document: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    notes_at: Mapping[int, str] = field(default_factory=dict)
    called: dict[int, str] = field(default_factory=dict)
    called_at: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def rich(self, content: RichText, *, linked: bool = False) -> Html:
        """The words of ``content``, all of them and in order, with their marks; without links when it is ``linked``."""
        if not content.spans:
            return words(content.text)
        parts, _ = self._run(content, 0, len(content.text), 0, top=True, linked=linked)
        return parts

    def _run(self, content: RichText, start: int, end: int, first: int, *, top: bool, linked: bool) -> tuple[Html, int]:
        """The words from ``start`` to ``end`` with the spans from index ``first`` that lie within; the next index."""
        spans, text = content.spans, content.text
        parts: list[Html] = []
        position = start
        index = first
        while index < len(spans) and (top or _within(spans[index], start, end)):
            begin, close, mark = spans[index]
            if position < begin:
                parts.append(words(text[position:begin]))
            leads = isinstance(mark, _LEADING) or (isinstance(mark, Element) and mark.target in self.targets)
            linkable = leads and not linked
            index += 1
            exact = text[begin:close]
            if index < len(spans) and _within(spans[index], begin, close):
                linkable = linkable and not _explained_within(spans, index - 1)
                inner, index = self._run(content, begin, close, index, top=False, linked=linked or linkable)
            else:
                inner = words(exact)
            parts.append(self._marked(mark, inner, exact, linkable=linkable))
            position = close
        if position < end:
            parts.append(words(text[position:end]))
        return join(parts), index

    def _marked(self, mark: Mark, inner: Html, exact: str, *, linkable: bool) -> Html:
        match mark:
            case Mention(kind, key) if linkable and (entry := self.names.entries.get(key)):
                if kind != "person" and not entry.taken:  # those have no page of their own to lead to
                    return inner
                style = "pc-person" if kind == "person" else f"pc-person pc-{kind}"
                if not inner:
                    return elements.whose(f"{self.root}{address_of(entry)}", entry.name, style)
                return Html(f'<a href="{words(self.root + address_of(entry))}" class="{style}">{inner}</a>')
            case Element():
                return self._element(mark, inner, linkable=linkable)
            case Insertion() | Gloss() | Delivery() | Readings():
                language = mark.language if isinstance(mark, Gloss) else None
                inner = inner or elements.NOTHING
                return self._explained(_STYLES[type(mark)], inner, explanation(mark, exact, self.names), language)
            case Emendation(correction):
                return self._noted("pc-emendation", _both(inner, correction), explanation(mark, exact, self.names))
            case Alternative(given, other, instead):
                style = f"tei-choice {elements.style(given)} {elements.style(other)}"
                return self._explained(style, _both(inner, instead), explanation(mark, exact, self.names), None)
            case Doubt():
                standing = tag("span", inner, class_="pc-standing")
                return self._noted("pc-doubt", standing, explanation(mark, exact, self.names))
            case PageBreak():
                return self._page_break(mark)
            case Gap():
                sign = tag("span", inner, class_="tei-gap-sign", role="img", aria_label="gap")
                style = "tei-gap tei-apart" if mark.apart else "tei-gap"
                return self._explained(style, sign, explanation(mark, "", self.names), None)
            case Break(kind, label):
                return Html(inner + elements.break_sign(kind, label))
            case NoteCall(number, label):
                return Html(inner + self._call(number, label))
            case Graphic(url, said):
                return Html(inner + elements.picture(url, said, self.root, self.document))
            case Formula(math):
                return formula(math)
            case DateMark(when):
                return tag("time", inner, datetime=when)
            case Highlight(rendition):
                return tag(HIGHLIGHTED[rendition], inner)
            case Sign() | LineNumber() | Division() | Furniture():
                return tag("span", inner, class_=f"pc-{sign_style(mark)}")
            case Event() | Unheard():
                return tag("span", inner, class_="pc-event")
            case Time(start):
                return Html(_kept(inner) + elements.time_sign(start))
            case PageMark(n):
                return Html(_kept(inner) + elements.page_mark(n))
            case Call(note, label):
                return self._call(note, label, inner)
            case Link(target) if linkable:
                return outside_link(target, inner or elements.SIGN_OF_LINK)
        return inner

    def _element(self, mark: Element, inner: Html, *, linkable: bool) -> Html:
        target = self.targets.get(mark.target, "") if linkable else ""
        sign = sign_of(mark)
        more = "" if sign == mark.name else f" tei-{sign}"
        said = mark.said if inner and not target else ""
        style = f"{more} pc-mark" if said else more
        given = elements.attributes(mark.name, mark.rend, mark.language, self.own_id(mark.id), style)
        if target:
            return Html(f'<a href="{words(target)}"{given}>{inner or elements.SIGN_OF_LINK}</a>')
        if said:
            tip, identifier = self._tip(said)
            return Html(f'<span{given} tabindex="0" role="note" aria-describedby="{identifier}">{inner}{tip}</span>')
        name = mark.name if mark.name in ("ruby", "rt") else "span"
        return Html(f"<{name}{given}>{inner}</{name}>")

    def own_id(self, identifier: str) -> str:
        """``identifier`` when this page has not given it yet, else nothing: no id stands twice on a page."""
        if not identifier or identifier in self.ids:
            return ""
        self.ids.add(identifier)
        return identifier

    def _call(self, number: int, label: str, printed: Html = EMPTY) -> Html:
        """A raised number or sign leading to the note, which leads back; a note that is not there has no link.

        ``printed``: the call as the source has it.
        """
        again = number in self.called
        said = self.called.setdefault(number, label or str(len(self.called) + 1))
        anchor = self.notes_at.get(number)
        if anchor is None:
            return tag("sup", printed or words(said), class_="pc-ref")
        return tag(
            "sup",
            link(
                self.targets.get(anchor) or addresses.fragment(anchor),
                printed or words(said),
                id=None if again else f"call:{number}",
                role="doc-noteref",
                aria_label=f"Note {said}",
            ),
            class_="pc-ref",
        )

    def _page_break(self, mark: PageBreak) -> Html:
        said = explanation(mark, "", self.names)
        sign = tag("span", class_="pc-break-sign", role="img", aria_label="page break")
        return self._noted("pc-break", sign, said) if mark.ruling else self._explained("pc-break", sign, said, None)

    def back(self, number: int) -> Html:
        """The way from a note back to its call, where this page or an earlier one has it."""
        to, label = self.called_at.get(number, (f"#call:{number}", self.called.get(number, "")))
        if not label:
            return EMPTY
        said = f"Back to the text at note {label}"
        return Html(" " + link(to, Html("↩"), class_="pc-ref", role="doc-backlink", aria_label=said))

    def explained(self, style: str, inner: Html, said: str) -> Html:
        """Words that can be pointed and tabbed to, with their explanation."""
        return self._explained(style, inner, said, None)

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
        identifier = f"tip:{self.tips}" if self.document else f"tip-{self.tips}"
        return tag("span", words(said), class_="pc-tip", role="tooltip", id=identifier, lang="en"), identifier


def _kept(inner: Html) -> Html:
    """Characters of the source for which the page has a sign of its own."""
    return tag("span", inner, class_="pc-kept") if inner else EMPTY


def _both(inner: Html, instead: str) -> Html:
    """What is given, and what stands for it; the style sheet shows the one or the other."""
    printed = tag("span", inner, class_="pc-printed")
    return Html(printed + tag("ins", words(instead), class_="pc-corrected", hidden=True))


def _within(span: Span, start: int, end: int) -> bool:
    """Whether ``span`` lies inside the span from ``start`` to ``end``; one of no width at its end stands after it."""
    return start <= span.start and span.end <= end and span.start < end


def _explained_within(spans: Sequence[Span], index: int) -> bool:
    """Whether a mark inside the span at ``index`` can be tabbed to: then the span cannot be a link as well."""
    start, end, _mark = spans[index]
    following = index + 1
    while following < len(spans) and _within(spans[following], start, end):
        mark = spans[following].mark
        if isinstance(mark, _EXPLAINED) or (isinstance(mark, Element) and mark.said):
            return True
        following += 1
    return False
