"""The key of a text: the signs that occur in it, no others, each as a sample in its own style, and what it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pecia.model import (
    Break,
    Furniture,
    Gloss,
    Highlight,
    Insertion,
    Mark,
    PassageKind,
    Sign,
)
from pecia.model import Element as Encoded
from pecia.view import explanations
from pecia.view.explanations import Names, said
from pecia.view.tree import Inline, Said
from pecia.view.units import Unit

SHOWN = (
    "supplied", "supplied-lost", "unclear", "del", "add", "damage", "ex", "surplus", "sic",
)  # fmt: skip
"""Elements of imported TEI that have a sign of their own: what ``Inline.shown`` of an ``element`` may be."""

_MARKS: tuple[tuple[str, Inline], ...] = (
    ("Delivery", Inline("delivery", ("(aside)",))),
    ("Emendation", Inline("emendation", ("word",))),
    ("Doubt", Inline("doubt", ("word",))),
    ("PageBreak", Inline("lost-page")),
    ("Event Unheard", Inline("event", ("[laughter]",))),
    ("Call NoteCall", Inline("call", ("1",))),
    ("LineNumber", Inline("line-number", ("5",))),
    ("Furniture:classification", Inline("classification", ("(S)",))),
    ("Sign:number", Inline("sign", ("1.",), "number")),
    ("PageMark Break:page", Inline("page", shown="1")),
    ("Time", Inline("time", name="0", shown="0:00")),
    ("Alternative", Inline("choice", ("word",), "sic corr")),
    ("Readings", Inline("readings", ("word",))),
    ("Gap", Inline("gap")),
    ("Graphic", Inline("picture")),
    ("Break:forme", Inline("break", name="forme", shown="word")),
    ("Highlight:quoted", Inline("quoted", ("words",))),
    ("Sign:markup", Inline("sign", ("*",), "markup")),
    ("Sign:bullet", Inline("sign", ("-",), "bullet")),
)
"""The marks, by the names of their types and of what kind of one, and a sample of how they are shown."""


class Meaning(NamedTuple):
    """A sign as it is shown, and what it means."""

    sample: Inline
    said: Said


def structure(units: Sequence[Unit]) -> Iterator[Meaning]:
    """The signs of the parts of a text: numbers of passages, labels of turns, the edition's words over a group."""
    yield Meaning(Inline("number", ("p1",)), said("key.passage"))
    if any(unit.voice for unit in units):
        yield Meaning(Inline("speaker", ("Name:",)), said("key.turn"))
    kinds = {unit.passage.kind for unit in units if unit.passage}
    named = (
        (PassageKind.REPORTED, "reported-speech"),
        (PassageKind.NARRATIVE, "narrative"),
        (PassageKind.FIELD_LABEL, "front"),
        (PassageKind.SOURCE_NOTE, "source-note"),
    )
    for kind, key in named:
        if kind in kinds:
            yield Meaning(Inline("kicker", said=said(f"group.{key}")), said(f"key.{key}"))


def signs(marks: Iterable[Mark], names: Names) -> Iterator[Meaning]:
    """The signs of marks: each kind once; of insertions and glosses, each hand once."""
    marks = tuple(dict.fromkeys(marks))
    yield from _hands(marks, names)
    there = {kind for mark in marks for kind in _kinds(mark)}
    for kinds, sample in _MARKS:
        if not there.isdisjoint(kinds.split()):
            yield Meaning(sample, said(f"key.{_key(sample)}"))
    encoded = {_sign_of(mark) for mark in marks if isinstance(mark, Encoded)}
    for name in SHOWN:
        if name in encoded:
            yield Meaning(Inline("element", ("word",), name.partition("-")[0], shown=name), said(f"key.{name}"))


def _key(sample: Inline) -> str:
    return sample.name if sample.style in ("sign", "break") else sample.style


def _kinds(mark: Mark) -> Collection[str]:
    name = type(mark).__name__
    match mark:
        case Sign(kind) | Furniture(kind) | Break(kind) | Highlight(kind):
            return (name, f"{name}:{kind}")
    return (name,)


def _sign_of(mark: Encoded) -> str:
    return "supplied-lost" if mark.name == "supplied" and mark.type == "lost" else mark.name


def _hands(marks: Sequence[Mark], names: Names) -> Iterator[Meaning]:
    for resp in dict.fromkeys(mark.resp for mark in marks if isinstance(mark, Insertion)):
        hand = names.hands.get(resp)
        signature = f" {hand.signatures[0]}" if hand and hand.signatures else ""
        told = explanations.explanation(Insertion(resp), "", names)
        yield Meaning(Inline("insertion", (f"[words{signature}]",)), _noted(told, resp, names))
    for mark in dict.fromkeys(mark for mark in marks if isinstance(mark, Gloss)):
        told = explanations.explanation(mark, "", names)
        yield Meaning(Inline("gloss", ("[word]",), language=mark.language), _noted(told, mark.resp, names))


def _noted(told: Said | None, resp: str, names: Names) -> Said:
    hand = names.hands.get(resp)
    assert told is not None
    return said("key.hand", said=told, note=f" {hand.note}" if hand and hand.note else "")
