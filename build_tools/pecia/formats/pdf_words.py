"""Words for the typesetter: a text and its marks as a flat list of runs, which ``book.typ`` prints.

An item is a string; a mapping with ``t`` (words) and how they look (``i``, ``b``, ``faint``, ``raised``, ``struck``),
their ``lang``, what they link to (``url``, or ``to``, a place in the same copy); ``{"note": [runs]}``, a footnote; or a
sign without words: ``break`` (a page of the source ended here, with its ``note`` if it has one), ``comma`` (raised,
between two notes), ``gap`` (the line may break here).
Runs are flat because the typesetter limits how deep its functions may call each other, and brackets have no limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from pecia.model import (
    WHITE_SPACE,
    Alternative,
    Break,
    Call,
    Delivery,
    Division,
    Doubt,
    Element,
    Emendation,
    Event,
    Furniture,
    Gap,
    Gloss,
    Graphic,
    Highlight,
    LineNumber,
    Link,
    Mark,
    NoteCall,
    PageBreak,
    PageMark,
    Readings,
    RichText,
    Sign,
    Time,
    Turn,
    Unheard,
)
from pecia.pages.explanations import Names, explanation, uncertain_speaker
from pecia.pages.legend import QUOTED

Item = str | dict[str, Any]
Words = list[Item]
"""What a line or paragraph is made of, in order."""

_LONG = 40
"""Characters of a word from which on it may be broken anywhere: it could be longer than the line."""

_ITALIC = frozenset({"emph", "foreign", "title"})
"""Elements of TEI whose words are in italics; those of others look like the rest."""

STRUCK = frozenset({"del"})
"""Elements of TEI whose words are struck out."""

_RAISED = frozenset({"superscript", "super", "sup"})

_PIECE = 20
"""Characters of such a word that stay together; twenty of the widest are shorter than the line."""


def words(text: str, **looks: str | bool) -> Words:
    """``text`` as it is, with white space folded; ``looks`` as of an item. Words too long for a line may be broken."""
    return list(_broken(folded(text), looks))


def folded(text: str) -> str:
    """``text`` with each run of white space as one space."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", text).strip(WHITE_SPACE)


def outside_link(address: str, text: str) -> Words:
    """A link to a web address; anything but http and https stays words."""
    return words(text, url=address) if address.lower().startswith(("http://", "https://")) else words(text)


def joined(parts: Iterable[Words], between: str = " ") -> Words:
    """The parts that are not empty, with ``between`` between them."""
    out: Words = []
    for part in parts:
        if part:
            out += [between, *part] if out else part
    return out


def note(content: Words) -> Item:
    """A footnote."""
    return {"note": content}


def notes(contents: Iterable[Words]) -> Words:
    """Footnotes at one place, their numbers kept apart."""
    out: Words = []
    for content in contents:
        out += [{"comma": True}, note(content)] if out else [note(content)]
    return out


def plain(content: Iterable[Item]) -> str:
    """The words of ``content``, without its notes."""
    return "".join(item if isinstance(item, str) else item.get("t", "") for item in content)


@dataclass(slots=True)
class Marking:
    """The marks of one witness in the making: the names they refer to, and what its notes have said so far.

    ``calls``: of each note of the text that is called, by its number, the place in the copy and what the call shows.
    """

    names: Names
    calls: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def rich(self, content: RichText, **looks: str | bool) -> Words:
        """The words of ``content``, all of them, unchanged and in order, with their marks.

        An emendation, a doubt and a page break that an editor has ruled on each have a footnote; of the other signs
        whatever there is to say is said in a footnote where it is first true.
        """
        out: Words = []
        text, position = content.text, 0
        open_spans: list[tuple[int, Mark, str]] = []

        def to(place: int) -> None:
            nonlocal position
            style = _style([mark for _, mark, _ in open_spans], self.calls)
            out.extend(_broken(text[position:place], looks | style))
            position = max(position, place)

        def close(place: int) -> None:
            while open_spans and open_spans[-1][0] <= place:
                to(open_spans[-1][0])
                _end, mark, exact = open_spans.pop()
                if mark == QUOTED:
                    out.append({"t": "”", "faint": True})
                if noted := self._note(mark, exact):
                    out.extend([{"comma": True}, noted] if out and "note" in out[-1] else [noted])

        for span in content.spans:
            close(span.start)
            to(span.start)
            if isinstance(span.mark, PageBreak):
                out.append({"break": True, **self._note(span.mark, "")})
            elif isinstance(span.mark, Break | Gap | Graphic | NoteCall):
                out += self._sign(span.mark)
            elif isinstance(span.mark, PageMark):
                out += [{"break": True}, *([{"t": span.mark.n, "faint": True, "raised": True}] if span.mark.n else [])]
                position = max(position, span.end)
            elif isinstance(span.mark, Division | Furniture) and span.mark != Furniture("classification"):
                position = max(position, span.end)
            else:
                if span.mark == QUOTED:
                    out.append({"t": "“", "faint": True})
                open_spans.append((span.end, span.mark, text[span.start : span.end]))
        close(len(text))
        to(len(text))
        return out

    def label(self, turn: Turn) -> Words:
        """The label of a turn, with a footnote when its speaker is not certain; without one the speakers' names."""
        if not turn.label.text:
            named = [entry.name for key in (turn.who, *turn.also) if (entry := self.names.entries.get(key))]
            return words(", ".join(named), i=True) if named else []
        sure: Words = [] if turn.certainty == "high" else [note(words(uncertain_speaker(turn, self.names)))]
        return [*self.rich(turn.label, b=True), *sure]

    def _sign(self, mark: Break | Gap | Graphic | NoteCall) -> Words:
        """What stands for something that has no words. A line that ends in prose has no sign."""
        match mark:
            case NoteCall(number, label):
                to, shown = self.calls.get(number, ("", label))
                return [{"t": shown, "raised": True, **({"to": to} if to else {})}] if shown else []
            case Graphic(said=said):
                return [*words(f"[a picture, not in this copy{f': {said}' if said else ''}]", faint=True)]
            case Gap():
                note = self._note(mark, "")
                apart: Words = [{"t": " "}] if mark.apart else []
                return [{"t": "[…]", "faint": True}, *([note] if note else []), *apart]
            case Break(kind):
                return [] if kind in ("line", "index") else [{"break": True}]

    def _note(self, mark: Mark, exact: str) -> dict[str, Words]:
        """The footnote of a mark, when it has one here."""
        said = "" if isinstance(mark, Delivery) else explanation(mark, exact, self.names)
        always = isinstance(mark, Emendation | Doubt | Alternative | Readings) or (
            isinstance(mark, PageBreak) and mark.ruling
        )
        if not said or (said in self.said and not always):
            return {}
        self.said.add(said)
        return {"note": words(said)}


def _style(marks: Iterable[Mark], calls: Mapping[int, tuple[str, str]]) -> dict[str, str | bool]:
    style: dict[str, str | bool] = {}
    for mark in marks:
        match mark:
            case Gloss(language):
                style |= {"i": True, "lang": subtags(language)}
            case Delivery() | Highlight("italic"):
                style["i"] = True
            case Highlight("bold"):
                style["b"] = True
            case Sign() | Time() | LineNumber() | Furniture():
                style["faint"] = True
            case Event() | Unheard():
                style |= {"i": True, "faint": True}
            case Call(number):
                style["raised"] = True
                if number in calls:
                    style["to"] = calls[number][0]
            case Element(name=name, rend=rend, language=language):
                if name in _ITALIC:
                    style["i"] = True
                if name in STRUCK:
                    style["struck"] = True
                if rend in _RAISED:
                    style["raised"] = True
                if language:
                    style["lang"] = subtags(language)
            case Link(target) if target.lower().startswith(("http://", "https://")):
                style["url"] = target
    return style


def subtags(language: str) -> str:
    """Language and region of a BCP 47 code, as the typesetter takes them ("pt-BR"); empty when it takes neither."""
    match = re.match(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?![A-Za-z0-9])", language)
    return "-".join(part for part in (match[1].lower(), (match[2] or "").upper()) if part) if match else ""


def _broken(text: str, looks: dict[str, str | bool]) -> Iterator[Item]:
    """``text`` as items, with gaps in words that are too long for a line."""
    start = 0
    for match in re.finditer(rf"[^ ]{{{_LONG},}}", text):
        for cut in _cuts(match[0]):
            yield _item(text[start : match.start() + cut], looks)
            yield {"gap": True}
            start = match.start() + cut
    if start < len(text):
        yield _item(text[start:], looks)


def _cuts(word: str) -> Iterator[int]:
    """Where a long word may be broken: after the marks that divide an address, or after so many characters.

    Never before a combining character, which would lose the letter it stands on.
    """
    last = 0
    for place in range(1, len(word)):
        apart = place - last >= _PIECE or (place - last > 1 and word[place - 1] in "/?&=_.-")
        if apart and not category(word[place]).startswith(("M", "Cf")) and category(word[place - 1]) != "Cf":
            yield place
            last = place


def _item(text: str, looks: dict[str, str | bool]) -> Item:
    return {"t": text, **looks} if looks else text
