"""Words with what is said about them, as a reader is shown them: the marks of a passage as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from pecia.model import (
    Alternative,
    Break,
    Call,
    DateMark,
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
from pecia.phrases import clock
from pecia.view.explanations import Names, explanation, said
from pecia.view.tree import Content, Inline, Target

STYLES = frozenset({
    "insertion", "gloss", "delivery", "emendation", "doubt", "choice", "readings", "mention", "date", "bold", "italic",
    "quoted", "sign", "line-number", "division", "furniture", "classification", "event", "time", "page", "lost-page",
    "break", "gap", "picture", "formula", "call", "link", "element", "speaker", "supplied-label",
    "number", "retired", "kicker", "note", "emphasis", "code",
})  # fmt: skip
"""What an :class:`~pecia.view.tree.Inline` can be. A ``supplied-label`` of a turn has words of the edition, since the
source has none. Those of the last line stand in the edition's own words alone."""


def contents(text: RichText, names: Names) -> tuple[Content, ...]:
    """All words of ``text`` in order, with their marks; what these refer to is in ``names``."""
    if not text.spans:
        return (text.text,) if text.text else ()
    return tuple(_run(text, 0, len(text.text), 0, names, top=True)[0])


def _run(text: RichText, start: int, end: int, first: int, names: Names, *, top: bool) -> tuple[list[Content], int]:
    """The words from ``start`` to ``end`` with the spans from index ``first`` that lie within; the next index."""
    spans, characters = text.spans, text.text
    parts: list[Content] = []
    position, index = start, first
    while index < len(spans) and (top or _within(spans[index], start, end)):
        begin, close, mark = spans[index]
        if position < begin:
            parts.append(characters[position:begin])
        index += 1
        inner: Sequence[Content]
        if index < len(spans) and _within(spans[index], begin, close):
            inner, index = _run(text, begin, close, index, names, top=False)
        else:
            inner = (characters[begin:close],) if begin < close else ()
        parts.append(inline(mark, tuple(inner), characters[begin:close], names))
        position = close
    if position < end:
        parts.append(characters[position:end])
    return parts, index


def _within(span: Span, start: int, end: int) -> bool:
    """Whether ``span`` lies inside the span from ``start`` to ``end``; one of no width at its end stands after it."""
    return start <= span.start and span.end <= end and span.start < end


def inline(mark: Mark, inner: tuple[Content, ...], exact: str, names: Names) -> Inline:
    """``inner`` with its ``mark``; ``exact`` are its words as printed."""
    match mark:
        case Mention(kind, key):
            return Inline("mention", inner, kind, to=Target("entry", key))
        case Element(name, kind, rend, language, id_, target):
            shown = f"{name}-{kind}" if name == "supplied" and kind == "lost" else name
            to = Target("id", target) if target else None
            told = explanation(mark, exact, names)
            return Inline(
                "element", inner, name, told, "once" if told and inner else "", to, shown, None, language, rend, id_
            )  # fmt: skip
        case DateMark(when):
            return Inline("date", inner, shown=when)
        case Highlight(rendition):
            return Inline(rendition, inner)
        case Sign(function):
            return Inline("sign", inner, function)
        case LineNumber():
            return Inline("line-number", inner)
        case Division():
            return Inline("division", inner)
        case Furniture(kind):
            return Inline("classification" if kind == "classification" else "furniture", inner)
        case Event() | Unheard():
            return Inline("event", inner)
        case Time(start):
            return Inline("time", inner, start, shown=clock(start))
        case PageMark(n):
            return Inline("page", inner, shown=n)
        case Call(note, label):
            return Inline("call", inner, to=Target("note", str(note)), shown=label)
        case Link(target):
            return Inline("link", inner, to=Target("address", target))
        case Break(kind, label):
            return Inline("break", inner, kind, shown=label)
        case NoteCall(number, label):
            return Inline("call", inner, to=Target("note", str(number)), shown=label)
        case Formula(math):
            return Inline("formula", inner, math=math)
        case Graphic(url, described):
            told = said("picture.described", words=described) if described else said("picture")
            return Inline("picture", inner, "", told, "always", Target("address", url), described)
    return _explained(mark, inner, exact, names)


def _explained(mark: Mark, inner: tuple[Content, ...], exact: str, names: Names) -> Inline:
    """Words, or a sign, of which something is said."""
    told = explanation(mark, exact, names)
    match mark:
        case Insertion():
            return Inline("insertion", inner, said=told, noting="once")
        case Gloss(language):
            return Inline("gloss", inner, said=told, noting="once", language=language)
        case Emendation(correction):
            return Inline("emendation", inner, said=told, noting="editor", instead=correction)
        case Doubt():
            return Inline("doubt", inner, said=told, noting="editor")
        case Alternative(given, other, instead):
            return Inline("choice", inner, f"{given} {other}", told, "always", instead=instead)
        case Readings():
            return Inline("readings", inner, said=told, noting="always")
        case PageBreak(ruling=ruling):
            return Inline("lost-page", inner, said=told, noting="editor" if ruling else "once")
        case Gap(apart=apart):
            return Inline("gap", inner, said=told, noting="once", apart=apart)
    return Inline("delivery", inner, said=told)
