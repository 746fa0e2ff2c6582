"""Words with their marks as HTML, for pages and for the files of an EPUB, which are XHTML too.

Every mark keeps its words. On a page it says what it means where the reader points or tabs to it: the explanation is an
element inside the mark, shown by the style sheet on hover and focus, and needs no script. In a book there is nothing to
point with: there what is said stands in a numbered note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pecia import addresses
from pecia.locales import say
from pecia.pages import elements
from pecia.pages.formulae import formula
from pecia.pages.html import EMPTY, Html, link, outside_link, tag, words
from pecia.pages.register_lists import address_of
from pecia.view import Content, Inline, Text

LABELS = "en"
"""The language of the edition's words in :mod:`pecia.locales`."""

_PLAIN: Mapping[str, tuple[str, str]] = {
    "bold": ("b", ""),
    "italic": ("i", ""),
    "emphasis": ("i", ""),
    "quoted": ("q", ""),
    "code": ("code", ""),
    "event": ("span", "pc-event"),
    "line-number": ("span", "pc-sign-line-number"),
    "division": ("span", "pc-sign-division"),
    "furniture": ("span", "pc-sign-head"),
    "classification": ("span", "pc-sign-classification"),
    "number": ("span", "pc-number"),
    "retired": ("b", "pc-retired"),
    "speaker": ("b", "pc-speaker"),
    "supplied-label": ("b", "pc-speaker pc-supplied-label"),
}
"""Marks that are nothing but an element of HTML with a class."""

_EXPLAINED = {
    "insertion": "pc-insertion", "gloss": "pc-gloss", "delivery": "pc-delivery", "readings": "tei-app",
    "emendation": "pc-emendation", "doubt": "pc-doubt", "lost-page": "pc-break", "choice": "tei-choice",
    "gap": "tei-gap",
}  # fmt: skip
"""The classes of marks that say something of their words."""

_TABBED = frozenset({*_EXPLAINED, "call", "picture"})
"""Marks that can be tabbed to, or may be: no link holds one."""


class Notes(Protocol):
    """The numbered notes of a page or file."""

    def cite(self, note: Html, described_by: str | None = None) -> Html:
        """Add a note; give the number that leads to it."""

    def section(self) -> Html:
        """All notes, under a heading; nothing when there are none."""


@dataclass(slots=True)
class Words:
    """The words of one page in the making: those of ``text``, with the way to the ``root`` and the ``notes`` so far.

    ``book``: there is nothing to point with, and no page of a register. ``document``: whose graphics are shown.
    ``targets``: the way from here to each id that words lead to; ``called``: the notes called so far, ``called_at``
    those called on another page, with the way there; ``ids``: those given so far. What the page numbers has a colon in
    its id (``tip:1``), which no xml:id can have, where the text has ids of its own. ``said``: what its notes have said.
    """

    text: Text
    root: str
    notes: Notes
    book: bool = False
    document: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    called_at: Mapping[int, str] = field(default_factory=dict)
    called: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    tips: int = 0

    def of(self, content: Sequence[Content], *, linked: bool = False) -> Html:
        """All words of ``content``, in order, with their marks; without links when they are ``linked`` already."""
        return Html("".join([words(c) if isinstance(c, str) else self._mark(c, linked=linked) for c in content]))

    def own_id(self, identifier: str) -> str:
        """``identifier`` when this page has not given it yet, else nothing: no id stands twice on a page."""
        if not identifier or identifier in self.ids:
            return ""
        self.ids.add(identifier)
        return identifier

    def label(self, content: Sequence[Content]) -> Html:
        """The label of a turn and a space; of one whose speaker is not certain its explanation says who it may be."""
        if not content:
            return EMPTY
        (label,) = content
        assert isinstance(label, Inline)
        if label.said is None:
            return Html(f"{self.of(content)} ")
        inner = self.of(label.content, linked=True)
        if self.book:
            return Html(f'<b class="pc-speaker">{inner}</b>{self._note(label)} ')
        return Html(f'<b class="pc-speaker">{self._explained("pc-unsure", inner, say(label.said), "")}</b> ')

    def back(self, number: int) -> Html:
        """The way from a note back to its call, where this page or an earlier one has it."""
        shown = self.text.shows(number)
        if number not in self.called and number not in self.called_at:
            return EMPTY
        said = f"Back to the text at note {shown}"
        to = self.called_at.get(number, f"#call:{number}")
        return Html(" " + link(to, Html("↩"), class_="pc-ref", role="doc-backlink", aria_label=said))

    # --- marks ---------------------------------------------------------------------------------------

    def _mark(self, mark: Inline, *, linked: bool) -> Html:
        way = "" if linked else self._way(mark)
        if way and _tabbed_within(mark.content):
            way = ""
        inner = self.of(mark.content, linked=linked or bool(way))
        style = mark.style
        if plain := _PLAIN.get(style):
            return tag(plain[0], inner, class_=plain[1] or None)
        if style in _EXPLAINED:
            return self._said(mark, inner)
        match style:
            case "mention":
                return self._mention(mark, inner, way)
            case "element":
                return self._element(mark, inner, way)
            case "sign":
                return tag("span", inner, class_=f"pc-sign-{mark.name}")
            case "date":
                return tag("time", inner, datetime=mark.shown)
            case "break":
                return Html(inner + elements.break_sign(mark.name, mark.shown))
            case "time":
                return Html(_kept(inner) + elements.time_sign(mark.name, mark.shown))
            case "page":
                return Html(_kept(inner) + elements.page_mark(mark.shown))
            case "call":
                return self._call(mark, inner)
            case "picture":
                return Html(inner + self._picture(mark))
            case "formula" if mark.math:
                return formula(mark.math)
            case "link" if way and mark.to:
                shown = inner or elements.SIGN_OF_LINK
                return outside_link(way, shown) if mark.to.kind == "address" else link(way, shown)
            case "kicker" if mark.said:
                return tag("span", words(say(mark.said)), class_="pc-kicker")
            case "note":
                return self.notes.cite(self.of(mark.note))
        return inner

    def _way(self, mark: Inline) -> str:
        """The address that a mark leads to from here; empty where it leads nowhere."""
        if mark.to is None:
            return ""
        if mark.to.kind == "entry":
            return self._way_to(mark.to.value)
        if mark.to.kind in ("id", "part"):
            return self.targets.get(mark.to.value, "")
        return mark.to.value if mark.style == "link" else ""

    def _way_to(self, key: str) -> str:
        """The address of a register entry; a place or organisation that only this text names has none."""
        entry = self.text.names.entries.get(key)
        if self.book or entry is None or (entry.kind != "person" and not entry.taken):
            return ""
        return f"{self.root}{address_of(entry)}"

    def _mention(self, mark: Inline, inner: Html, way: str) -> Html:
        if not way:
            return inner
        assert mark.to
        style = "pc-person" if mark.name == "person" else f"pc-person pc-{mark.name}"
        if not inner:
            return elements.whose(way, self.text.names.entries[mark.to.value].name, style)
        return Html(f'<a href="{words(way)}" class="{style}">{inner}</a>')

    def _element(self, mark: Inline, inner: Html, way: str) -> Html:
        more = "" if mark.shown == mark.name else f" tei-{mark.shown}"
        said = mark.said if inner and not way else None
        style = f"{more} pc-mark" if said and not self.book else more
        given = elements.attributes(mark.name, mark.rend, mark.language, self.own_id(mark.id), style)
        if way:
            return Html(f'<a href="{words(way)}"{given}>{inner or elements.SIGN_OF_LINK}</a>')
        name = mark.name if mark.name in ("ruby", "rt") else "span"
        if said and self.book:
            return Html(f"<{name}{given}>{inner}</{name}>{self._note(mark)}")
        if said:
            tip, identifier = self._tip(say(said))
            return Html(f'<span{given} tabindex="0" role="note" aria-describedby="{identifier}">{inner}{tip}</span>')
        return Html(f"<{name}{given}>{inner}</{name}>")

    def _said(self, mark: Inline, inner: Html) -> Html:
        """A mark of which something is said, or the sample of one."""
        style = _EXPLAINED[mark.style]
        if mark.style == "choice":
            style = " ".join([style, *map(elements.style, mark.name.split())])
        match mark.style:
            case "emendation" | "choice":
                inner = _both(inner, mark.instead) if not self.book else inner
            case "doubt":
                inner = tag("span", inner, class_="pc-standing")
            case "lost-page":
                inner = tag("span", class_="pc-break-sign", role="img", aria_label="page break")
            case "gap":
                inner = tag("span", inner, class_="tei-gap-sign", role="img", aria_label="gap")
                style = f"{style} tei-apart" if mark.apart else style
            case _:
                inner = inner or elements.NOTHING
        if mark.said is None:
            return tag("span", inner, class_=style)
        if self.book:
            marked = tag("span", inner, class_=style, lang=mark.language or None)
            return Html(marked + self._note(mark))
        if mark.noting == "editor":
            tip, identifier = self._tip(say(mark.said))
            noted = self.notes.cite(words(say(mark.said)), identifier)
            return tag("span", inner, noted, tip, class_=f"pc-mark {style}")
        return self._explained(style, inner, say(mark.said), mark.language)

    def _explained(self, style: str, inner: Html, said: str, language: str) -> Html:
        """Words that can be pointed and tabbed to, with their explanation."""
        tip, identifier = self._tip(said)
        marked = tag("span", inner, lang=language) if language else inner
        return tag(
            "span", marked, tip, class_=f"pc-mark {style}", tabindex="0", role="note", aria_describedby=identifier
        )

    def _tip(self, said: str) -> tuple[Html, str]:
        self.tips += 1
        identifier = f"tip:{self.tips}" if self.text.encoded else f"tip-{self.tips}"
        return tag("span", words(said), class_="pc-tip", role="tooltip", id=identifier, lang=LABELS), identifier

    def _note(self, mark: Inline) -> Html:
        """The number of a note with what is said, in a book; none for what an earlier note has said already."""
        if mark.said is None or not mark.noting:
            return EMPTY
        said = say(mark.said)
        if mark.noting == "once" and said in self.said:
            return EMPTY
        self.said.add(said)
        return self.notes.cite(words(said))

    def _call(self, mark: Inline, printed: Html) -> Html:
        """A raised number or sign leading to the note, which leads back; a note that is not there has no link."""
        number = int(mark.to.value) if mark.to else 0
        said = mark.shown or self.text.shows(number)
        anchor = self.text.notes.get(number)
        if anchor is None:
            return tag("sup", printed or words(said), class_="pc-ref")
        again = number in self.called
        self.called.add(number)
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

    def _picture(self, mark: Inline) -> Html:
        if self.book:
            sign = tag("span", class_="tei-picture", role="img", aria_label=mark.shown or "picture")
            return Html(sign + self._note(mark))
        return elements.picture(mark.to.value if mark.to else "", mark.shown, self.root, self.document)


def _kept(inner: Html) -> Html:
    """Characters of the source for which the page has a sign of its own."""
    return tag("span", inner, class_="pc-kept") if inner else EMPTY


def _both(inner: Html, instead: str | None) -> Html:
    """What is given, and what stands for it; the style sheet shows the one or the other."""
    printed = tag("span", inner, class_="pc-printed")
    return (
        printed if instead is None else Html(printed + tag("ins", words(instead), class_="pc-corrected", hidden=True))
    )


def _tabbed_within(content: Sequence[Content]) -> bool:
    """Whether a mark in ``content`` can be tabbed to: then what is around it cannot be a link as well."""
    for part in content:
        if isinstance(part, Inline):
            told = part.style == "element" and part.said is not None
            if told or part.style in _TABBED or _tabbed_within(part.content):
                return True
    return False
