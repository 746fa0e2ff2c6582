"""The words of one passage while they are gathered from mixed content, and what is said about them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import starmap
from operator import itemgetter

from lxml import etree

from pecia.model import WHITE_SPACE, Break, Element, Gap, Mark, Mention, RichText, Span
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, XML_LANG, tei
from pecia.tei_import.context import DEEPEST, Reading
from pecia.tei_import.rules import BARE, EVENTS, QUOTED, RECORDS, SPACED, TOKENS
from pecia.tei_import.shape import attributes

mention = lru_cache(maxsize=20_000)(Mention)
"""The same naming is the same object, which is sent to another process once."""

_START = itemgetter(0)
_PERSON_NAME = tei("persName")
_OPENING = frozenset("([{⟨«‹“„‘¿¡")
_CLOSING = frozenset(")]}⟩»›”’.,;:!?…")
_WORD_GOES_ON = ("\u00ad", "¬")
"""What transcribers write for the hyphen at the end of a line that is no hyphen of the word."""
_SENTENCE = tei("s")
_WHITE = re.compile("[ \t\n\r]+")


class Line:
    """The words of a passage while they are gathered, white space folded as it goes; spans open in document order.

    ``notes`` are the notes called in it and not read yet, each with its element number. ``open_gap`` is the place in
    ``spans`` of a gap after white space, while it is not known what follows, else -1.
    """

    __slots__ = ("length", "notes", "open_gap", "parts", "reading", "soft", "spaced", "spans")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parts: list[str] = []
        self.length = 0
        self.spaced = True
        self.soft = False
        self.open_gap = -1
        self.spans: list[tuple[int, int, Mark]] = []
        self.notes: list[tuple[etree._Element, int]] = []

    # --- words ---

    def words(self, words: str) -> None:
        """Append ``words``; white space after white space, or at the start, is left out."""
        if self.open_gap >= 0:
            self._after_gap(words[0] in WHITE_SPACE)
        plain = not ("  " in words or "\n" in words or "\t" in words or "\r" in words)
        folded = words if plain else _WHITE.sub(" ", words)
        if self.soft and folded[0] in _CLOSING:
            self.join()
            self.spaced = False
        self.soft = False
        if self.spaced and folded[0] == " ":
            folded = folded[1:]
        if folded:
            self.parts.append(folded)
            self.length += len(folded)
            self.spaced = folded[-1] == " "

    def space(self) -> None:
        """End the word, if one is not ended; no space comes after an opening bracket, nor before a closing mark."""
        if self.open_gap >= 0:
            self._after_gap(True)
        if not self.spaced and self.parts[-1][-1] not in _OPENING:
            self.parts.append(" ")
            self.length += 1
            self.spaced = self.soft = True

    def join(self) -> None:
        """Let the word go on: white space before and after is left out (TEI P5 att.breaking, ``break="no"``)."""
        if self.parts and self.parts[-1][-1] == " ":
            self.parts[-1] = self.parts[-1][:-1]
            if not self.parts[-1]:
                self.parts.pop()
            self.length -= 1
            # spans that began or ended after the white space now do so before it
            self.spans = [(min(s, self.length), min(e, self.length), m) for s, e, m in self.spans]
        self.spaced = True
        self.soft = False

    def goes_on(self) -> bool:
        """Whether a sign at the end of the words so far says that the last of them is not at its end."""
        last = self.parts[-1] if self.parts else ""
        if last == " " and len(self.parts) > 1:
            last = self.parts[-2]
        return last.rstrip(" ").endswith(_WORD_GOES_ON)

    def finish(self) -> RichText:
        """The words and spans, sorted as the model wants them."""
        if self.open_gap >= 0:
            self._after_gap(True)
        text = "".join(self.parts)
        if text.endswith(" "):
            text = text[:-1]
        if not self.spans:
            return RichText(text)
        end = len(text)
        spans = list(starmap(Span, self.spans))
        if end < self.length:
            spans = [Span(min(s, end), min(e, end), mark) for s, e, mark in spans]
        spans.sort(key=_START)  # what has no width keeps its place: before what begins there, or in it
        return RichText(text, tuple(spans))

    # --- elements ---

    def content(self, element: etree._Element) -> None:
        """Append what is in ``element``."""
        if not len(element):
            if words := mixed_content.flat(element):
                self.words(words)
            return
        reading = self.reading
        if reading.depth >= DEEPEST:
            words = mixed_content.flat(element)
            reading.skip(element, "words only")
            if words:
                self.words(words)
            return
        reading.depth += 1
        nodes = mixed_content.nodes(element)
        if reading.spaced_by_c and any(not isinstance(node, str) and node.tag in TOKENS for node in nodes):
            nodes = [node for node in nodes if not (isinstance(node, str) and "\n" in node and node.isspace())]
        apart = len(nodes) > 1 and _is_record(element)
        before: str | etree._Element = ""
        for node in nodes:
            if isinstance(node, str):
                self.words(node)
            else:
                if apart or (not isinstance(before, str) and self._parted(before, node)):
                    self.space()
                self.element(node)
            before = node
        reading.depth -= 1

    def element(self, element: etree._Element) -> None:
        """Append ``element``, with the marks it stands for."""
        self.reading.number += 1
        handler = self.reading.handlers.get(element.tag)
        if handler is None:
            self.reading.use(element, "marked")
            self.marked(element)
        else:
            handler(self, element)

    def _parted(self, before: etree._Element, element: etree._Element) -> bool:
        """Whether two elements with nothing between them are words apart: sentences, unless their script has no spaces,
        and words in two languages."""
        if before.tag == _SENTENCE == element.tag:
            return bool(self.parts) and not "\u2e80" <= self.parts[-1][-1] <= "\uffef"
        one, other = before.get(XML_LANG), element.get(XML_LANG)
        return bool(one and other and one != other)

    def alone(self, element: etree._Element) -> None:
        """Append what is in ``element``, which is a passage by itself, with the marks it stands for but its name's."""
        handler = self.reading.handlers.get(element.tag)
        if handler is None or element.tag in QUOTED:
            self.reading.use(element, "passage")
            self.content(element)
        else:
            handler(self, element)

    def zero(self, mark: Mark) -> None:
        """Add ``mark`` where the words now end."""
        self.spans.append((self.length, self.length, mark))

    def gap(self, said: str) -> None:
        """Add the sign of a gap where the words now end."""
        self.open_gap = len(self.spans) if self.spaced else -1
        self.zero(Gap(said))

    def _after_gap(self, apart: bool) -> None:
        start, end, mark = self.spans[self.open_gap]
        if apart and isinstance(mark, Gap):
            self.spans[self.open_gap] = (start, end, replace(mark, apart=True))
        self.open_gap = -1

    def covered(self, element: etree._Element, marks: list[Mark]) -> None:
        """Append what is in ``element``, under ``marks``, outermost first."""
        spaced = element.tag in SPACED or (self.reading.quiet > 0 and element.tag in BARE)
        if spaced:
            self.space()
        first, start = len(self.spans), self.length
        for mark in marks:
            self.spans.append((start, start, mark))
        self.content(element)
        for index, mark in enumerate(marks, first):
            # `join` may have moved the start
            self.spans[index] = (self.spans[index][0], self.length, mark)
        if spaced:
            self.space()

    def token(self, element: etree._Element) -> None:
        """Append what is in ``element`` (``w``, ``pc`` …), without white space on the side where ``@join`` says that it
        adjoins another (TEI P5 ``att.linguistic``). Its id is kept where a pointer leads to it: a text has as many as
        words."""
        has = attributes(element)
        join = has.get("join", "")
        if join in ("left", "both"):
            self.join()
        kept = has.get(XML_ID) in self.reading.pointed or XML_LANG in has or "rend" in has
        self.covered(element, [self.named(element, has)] if kept else [])
        if join in ("right", "both"):
            self.join()

    def marked(self, element: etree._Element) -> None:
        """Append what is in ``element``, marked with its name."""
        self.covered(element, [self.named(element, attributes(element))])

    def anchored(self, element: etree._Element, has: dict[str, str], marks: list[Mark]) -> None:
        """As :meth:`covered`, with a mark for the element itself where it ``has`` an id, a language or a rendition."""
        if XML_ID in has or XML_LANG in has or "rend" in has:
            marks = [self.named(element, has), *marks]
        self.covered(element, marks)

    def ascribed(self, element: etree._Element) -> None:
        """Where ``element``, an event, has a ``who``: marks of no width for each that its words, or the turn it stands
        in, do not name; and what it is, where it has no words."""
        who = element.get("who")
        if not who or self.reading.quiet:
            return
        keys, entries = self.reading.identities.keys, self.reading.identities.entries
        said = mixed_content.flat(element).casefold()
        for key in dict.fromkeys(key for at in who.split() if (key := keys.get(("person", at)))):
            entry = entries.get(key)
            parts = entry.name.casefold().split() if entry else ()
            if key != self.reading.speaker and not any(len(part) > 2 and part in said for part in parts):
                self.zero(mention(entry.kind if entry else "person", key))
        if not said.strip() and element.tag in EVENTS:
            self.zero(Break("milestone", element.get("type") or element.tag.rpartition("}")[2]))

    def keep_id(self, element: etree._Element) -> None:
        """Where ``element`` has an id, a mark of no width that keeps it; for what is shown as a sign."""
        if element.get(XML_ID):
            self.zero(self.named(element, attributes(element)))

    def named(self, element: etree._Element, has: dict[str, str]) -> Element:
        """The mark that says which element it is."""
        tag: str = element.tag
        if not has:
            return Element(tag.rpartition("}")[2])
        xml_id = has.get(XML_ID)
        pointer = has.get("target", "")
        target = pointer[1:] if pointer.startswith("#") and " " not in pointer else ""
        if target and not self.reading.quiet:
            self.reading.targets.add(target)
        return Element(
            tag.rpartition("}")[2],
            has.get("type", ""),
            has.get("rend") or has.get("rendition") or has.get("style", ""),
            has.get(XML_LANG, ""),
            self.reading.own_id(xml_id) if xml_id else "",
            target,
        )

    def aside(self, element: etree._Element) -> str:
        """The words in ``element``, notes and all, for where they are not shown in their place."""
        self.reading.quiet += 1
        line = Line(self.reading)
        line.content(element)
        self.reading.quiet -= 1
        return line.finish().text


def _is_record(element: etree._Element) -> bool:
    """Whether ``element`` holds only elements, each of which is a word or more by itself."""
    tag = element.tag
    if tag == _PERSON_NAME:
        parent = element.getparent()
        return parent is not None and parent.tag in RECORDS and not mixed_content.has_words(element)
    return tag in RECORDS and not mixed_content.has_words(element)
