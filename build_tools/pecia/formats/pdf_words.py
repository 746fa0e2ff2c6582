"""Words for the typesetter: what the view says of them as a flat list of runs, which ``book.typ`` prints.

An item is a string; a mapping with ``t`` (words) and how they look (``i``, ``b``, ``faint``, ``raised``, ``struck``),
their ``lang``, what they link to (``url``, or ``to``, a place in the same copy), and whether they are the copy's
``own`` and not the text's; ``{"note": [runs]}``, a footnote; or a sign without words: ``break`` (a page of the source
ended here), ``comma`` (raised, between two notes), ``gap`` (the line may break here).
Runs are flat because the typesetter limits how deep its functions may call each other, and brackets have no limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from pecia.locales import say
from pecia.model import WHITE_SPACE
from pecia.pages.elements import renditions
from pecia.view import Content, Inline, Text

Item = str | dict[str, Any]
Words = list[Item]
"""What a line or paragraph is made of, in order."""

_LONG = 40
"""Characters of a word from which on it may be broken anywhere: it could be longer than the line."""

_PIECE = 20
"""Characters of such a word that stay together; twenty of the widest are shorter than the line."""

_LOOKS: Mapping[str, dict[str, bool]] = {
    "bold": {"b": True},
    "italic": {"i": True},
    "emphasis": {"i": True},
    "gloss": {"i": True},
    "delivery": {"i": True},
    "event": {"i": True, "faint": True},
    "sign": {"faint": True},
    "time": {"faint": True},
    "line-number": {"faint": True},
    "classification": {"faint": True},
    "number": {"faint": True},
    "retired": {"faint": True},
    "kicker": {"i": True, "faint": True},
    "speaker": {"b": True},
    "supplied-label": {"i": True, "own": True},
    "call": {"raised": True},
}
"""How words with a mark look; others look like the rest."""

_ELEMENTS: Mapping[str, dict[str, bool]] = {
    "emph": {"i": True}, "foreign": {"i": True}, "title": {"i": True}, "del": {"struck": True},
}  # fmt: skip
_RENDITIONS: Mapping[str, dict[str, bool]] = {
    "bold": {"b": True}, "italic": {"i": True}, "superscript": {"raised": True}, "strikethrough": {"struck": True},
}  # fmt: skip
_OWN = {"own": True}
"""Of words that are the copy's and not the text's."""

_UNPRINTED = frozenset({"division", "furniture"})
"""Marks whose characters are there for the page of the source."""


def words(text: str, **looks: str | bool) -> Words:
    """``text`` as it is, with white space folded; ``looks`` as of an item. Words too long for a line may be broken."""
    return list(_broken(folded(text), looks))


def folded(text: str) -> str:
    """``text`` with each run of white space as one space."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", text).strip(WHITE_SPACE)


def plain(content: Iterable[Item]) -> str:
    """The words of the text in ``content``, without its notes."""
    texts = (item if isinstance(item, str) else item.get("t", "") for item in content if not _is_own(item))
    return "".join(texts)


def _is_own(item: Item) -> bool:
    return not isinstance(item, str) and "own" in item


@dataclass(slots=True)
class Runs:
    """The words of one part in the making: the ``text`` they are of, the ``place`` in the copy of what words lead to
    (empty when it is not there), and what the notes have said so far."""

    text: Text
    place: Callable[[str], str]
    said: set[str] = field(default_factory=set)

    def of(self, content: Sequence[Content], **looks: str | bool) -> Words:
        """The words of ``content``, all of them, unchanged and in order, with their marks and footnotes."""
        out: Words = []
        stack: list[tuple[Iterator[Content], Inline | None, dict[str, Any]]] = [(iter(content), None, looks)]
        while stack:  # and not a call for each mark: brackets within brackets have no limit
            parts, mark, style = stack[-1]
            part = next(parts, None)
            if part is None:
                stack.pop()
                self._close(out, mark)
            elif isinstance(part, str):
                for item in _broken(part, style):
                    _add(out, item)
            elif self._open(out, part, style):
                stack.append((iter(part.content), part, style | self._looks(part)))
        return out

    def _open(self, out: Words, mark: Inline, style: dict[str, Any]) -> bool:
        """The sign of a mark; whether its words follow."""
        match mark.style:
            case "lost-page":
                out.append({"break": True})
                self._noted(out, mark)
                return False
            case "page":
                out.append({"break": True})
                if mark.shown:
                    out.append({"t": mark.shown, "faint": True, "raised": True, **_OWN})
                return False
            case "break":
                if mark.name not in ("line", "index"):
                    out.append({"break": True})
            case "gap":
                out.append({"t": "[…]", "faint": True, **_OWN})
                self._noted(out, mark)
                if mark.apart:
                    out.append({"t": " ", **_OWN})
                return False
            case "picture":
                out.append({"t": "[a picture]", "faint": True, **_OWN})
                self._noted(out, mark)
            case "kicker" if mark.said:
                out.extend(words(say(mark.said), i=True, faint=True))
                return False
            case "time" if not mark.content:  # the sample of one
                out.append({"t": f"[{mark.shown}]", "faint": True})
            case "call" if not mark.content and (shown := self._shown(mark)):
                out.append({"t": shown, **style, **self._looks(mark), **_OWN})
            case "quoted":
                out.append({"t": "“", "faint": True, **_OWN})
            case "note":
                self._footnote(out, self.of(mark.note))
        return mark.style not in _UNPRINTED

    def _close(self, out: Words, mark: Inline | None) -> None:
        if mark is None or mark.style in ("picture", "lost-page", "gap"):
            return
        if mark.style == "quoted":
            out.append({"t": "”", "faint": True, **_OWN})
        if mark.said:
            self._noted(out, mark)
        elif mark.style in ("emendation", "doubt", "choice", "readings"):  # the sample of one
            out.append({"t": "1", "raised": True})

    def _noted(self, out: Words, mark: Inline) -> None:
        if mark.said is None or not mark.noting:
            return
        said = say(mark.said)
        if mark.noting == "once" and said in self.said:
            return
        self.said.add(said)
        self._footnote(out, words(said))

    def _footnote(self, out: Words, content: Words) -> None:
        if out and isinstance(out[-1], dict) and "note" in out[-1]:
            out.append({"comma": True})
        out.append({"note": content})

    def _shown(self, mark: Inline) -> str:
        return mark.shown or (self.text.shows(int(mark.to.value), "n") if mark.to else "")

    def _looks(self, mark: Inline) -> dict[str, Any]:
        looks: dict[str, Any] = dict(_LOOKS.get(mark.style, {}))
        if mark.style == "element":
            looks |= _ELEMENTS.get(mark.name, {})
            for rendition in renditions(mark.rend).split() if mark.rend else ():
                looks |= _RENDITIONS.get(rendition, {})
        if mark.language and (language := subtags(mark.language)):
            looks["lang"] = language
        if mark.to is None:
            return looks
        if mark.to.kind == "address" and mark.style == "link":
            return looks | ({"url": mark.to.value} if _is_web(mark.to.value) else {})
        anchor = self.text.notes.get(int(mark.to.value), "") if mark.to.kind == "note" else mark.to.value
        place = self.place(anchor) if anchor and mark.to.kind in ("note", "id", "part") else ""
        return looks | ({"to": place} if place else {})


def _add(out: Words, item: Item) -> None:
    """``item`` after ``out``, in one with the last where both look the same."""
    last = out[-1] if out else None
    if isinstance(item, str) and isinstance(last, str):
        out[-1] = last + item
    elif isinstance(item, dict) and isinstance(last, dict) and "t" in item and {**last, "t": ""} == {**item, "t": ""}:
        out[-1] = {**item, "t": last["t"] + item["t"]}
    else:
        out.append(item)


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def subtags(language: str) -> str:
    """Language and region of a BCP 47 code, as the typesetter takes them ("pt-BR"); empty when it takes neither."""
    match = re.match(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?![A-Za-z0-9])", language)
    return "-".join(part for part in (match[1].lower(), (match[2] or "").upper()) if part) if match else ""


def _broken(text: str, looks: Mapping[str, Any]) -> Iterator[Item]:
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


def _item(text: str, looks: Mapping[str, Any]) -> Item:
    return {"t": text, **looks} if looks else text
