"""The transcript and TEI ``text``: ``front`` and ``body``, both ways.

A passage out of its place (a heading after the first turn, a signature before the end), where TEI mostly has none for
its element, is written as ``ab`` with the passage's kind as ``@type``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pecia.model import Delivery, Field, Passage, PassageKind, RichText, Span, Transcript, Turn
from pecia.record import Ruling
from pecia.tei import mixed
from pecia.tei.elements import (
    KEY,
    XML_ID,
    NotARecordError,
    add,
    every,
    key,
    local_name,
    maybe,
    one_of,
    point,
    the,
)
from pecia.tei.marks import add_rich, read_rich, write_rich

_OPENING = frozenset({PassageKind.HEADING, PassageKind.DATE_LINE})
_CLOSING = frozenset({PassageKind.SIGNATURE_LABEL, PassageKind.SIGNATURE, PassageKind.SOURCE_NOTE})
_KINDS = tuple(PassageKind)

Rulings = Mapping[str, Ruling]


# --- writing ---------------------------------------------------------------------------------------


def write_text(text: etree._Element, transcript: Transcript, rulings: Rulings) -> None:
    """Fill the TEI element ``text`` with ``transcript``; ``rulings`` by id, as for :func:`pecia.tei.marks.write_rich`.

    Raises ValueError for a speech outside a turn and what else the model does not allow.
    """
    if transcript.front:
        _write_front(add(text, "front"), transcript.front, rulings)
    _write_body(add(text, "body"), transcript.body, rulings)


def _write_front(front: etree._Element, blocks: Sequence[Passage | Field], rulings: Rulings) -> None:
    """Each ``div``: headings and date lines, then paragraphs, then fields; a new ``div`` for what starts over."""
    division, reached = add(front, "div", {"type": "catalogue"}), 0
    for block in blocks:
        part = _part_of_division(block)
        if part < reached:
            division = add(front, "div", {"type": "catalogue"})
        reached = part
        if isinstance(block, Field):
            field = add(division, "div", {"type": "field"})
            add_rich(field, "head", block.label.content, rulings, _anchor(block.label))
            for passage in block.values:
                add_rich(field, "p", passage.content, rulings, _anchor(passage))
        else:
            _write_passage(division, block, rulings, opening=part == 0, closing=False)


def _part_of_division(block: Passage | Field) -> int:
    if isinstance(block, Field):
        return 2
    return 0 if block.kind in _OPENING else 1


def _write_body(body: etree._Element, blocks: Sequence[Passage | Turn], rulings: Rulings) -> None:
    first, last = 0, len(blocks)
    while first < last and _is(blocks[first], _OPENING):
        first += 1
    while last > first and _is(blocks[last - 1], _CLOSING):
        last -= 1
    for index, block in enumerate(blocks):
        if isinstance(block, Turn):
            _write_turn(body, block, rulings)
        else:
            _write_passage(body, block, rulings, opening=index < first, closing=index >= last)


def _is(block: Passage | Turn, kinds: frozenset[PassageKind]) -> bool:
    return isinstance(block, Passage) and block.kind in kinds


def _write_passage(parent: etree._Element, passage: Passage, rulings: Rulings, *, opening: bool, closing: bool) -> None:
    content, anchor = passage.content, _anchor(passage)
    match passage.kind:
        case PassageKind.HEADING if opening:
            add_rich(parent, "head", content, rulings, anchor)
        case PassageKind.DATE_LINE if opening:
            add_rich(add(parent, "opener"), "dateline", content, rulings, anchor)
        case PassageKind.NARRATIVE:
            add_rich(parent, "p", content, rulings, anchor)
        case PassageKind.REPORTED:
            who = {"who": point("person", passage.who or ""), "direct": "false"}
            add_rich(add(parent, "p", anchor), "said", content, rulings, who)
        case PassageKind.SIGNATURE_LABEL if closing:
            add_rich(_closer(parent), "seg", content, rulings, {**anchor, "type": passage.kind.value})
        case PassageKind.SIGNATURE if closing:
            add_rich(_closer(parent), "signed", content, rulings, anchor)
        case PassageKind.SOURCE_NOTE if closing:
            add_rich(parent, "note", content, rulings, {**anchor, "type": "source"})
        case PassageKind.SPEECH:
            raise ValueError(f"passage {passage.id}: speech outside a turn")
        case kind:
            add_rich(parent, "ab", content, rulings, {**anchor, "type": kind.value})


def _closer(parent: etree._Element) -> etree._Element:
    """The closer that ``parent`` ends with, or a new one."""
    if len(parent) and local_name(parent[-1]) == "closer":
        return parent[-1]
    return add(parent, "closer")


def _anchor(passage: Passage) -> dict[str, str]:
    return {XML_ID: passage.id} if passage.id else {}


def _write_turn(body: etree._Element, turn: Turn, rulings: Rulings) -> None:
    speech = add(body, "sp", {"who": point("person", turn.who)})
    speaker = add(speech, "speaker")
    label, aside = turn.label, aside_of(turn.label)
    if aside is None:
        write_rich(speaker, label, rulings)
    else:
        write_rich(speaker, _part(label, 0, aside.start - 1), rulings)
        stage = add(speech, "stage", {"type": "delivery"})
        write_rich(stage, _part(label, aside.start, aside.end, without=aside), rulings)
        if label.text[aside.end :]:
            mixed.add_words(stage, "pc", label.text[aside.end :])
    for passage in turn.passages:
        if passage.kind is not PassageKind.SPEECH or passage.who != turn.who:
            raise ValueError(f"passage {passage.id}: not a speech of the turn's speaker")
        add_rich(speech, "p", passage.content, rulings, _anchor(passage))


def aside_of(label: RichText) -> Span | None:
    """The delivery that ends a label but for punctuation; TEI has no place for it inside ``speaker``.

    ``None`` also when it does not follow a space, or other marks touch its border: then it stays in the label, as
    ``seg[@type='delivery']``.
    """
    for index, span in enumerate(label.spans):
        start, end = span.start, span.end
        if isinstance(span.mark, Delivery) and start > 0 and label.text[start - 1] == " ":
            before, after = label.spans[:index], label.spans[index + 1 :]
            ends_before = all(s.end < start for s in before)
            if ends_before and all(start <= s.start < s.end <= end or start < s.start < end for s in after):
                return span
    return None


def _part(label: RichText, start: int, end: int, without: Span | None = None) -> RichText:
    spans = (s for s in label.spans if s is not without and start <= s.start and s.end <= end)
    return RichText(label.text[start:end], tuple(Span(s.start - start, s.end - start, s.mark) for s in spans))


# --- reading ---------------------------------------------------------------------------------------


def read_text(text: etree._Element) -> Transcript:
    """The transcript in a TEI ``text``; raises :class:`NotARecordError` at what :func:`write_text` does not write."""
    front: list[Passage | Field] = []
    front_element = maybe(text, "front")
    for division in [] if front_element is None else every(front_element, "div", "catalogue"):
        for child in division:
            if local_name(child) == "div":
                front.append(_read_field(child))
            else:
                front += _read_passages(child)
    body: list[Passage | Turn] = []
    for child in the(text, "body"):
        if local_name(child) == "sp":
            body.append(_read_turn(child))
        else:
            body += _read_passages(child)
    return Transcript(tuple(front), tuple(body))


def _read_field(field: etree._Element) -> Field:
    label = _read_passage(the(field, "head"), PassageKind.FIELD_LABEL)
    return Field(label, tuple(_read_passage(p, PassageKind.FIELD_VALUE) for p in every(field, "p")))


def _read_passages(element: etree._Element) -> Iterator[Passage]:
    """The passage that ``element`` is, or those it holds (``opener``, ``closer``)."""
    match local_name(element):
        case "head":
            yield _read_passage(element, PassageKind.HEADING)
        case "opener":
            for child in every(element, "dateline"):
                yield _read_passage(child, PassageKind.DATE_LINE)
        case "p":
            said = maybe(element, "said")
            if said is None:
                yield _read_passage(element, PassageKind.NARRATIVE)
            else:
                who = key(said, "who", "person")
                yield Passage(PassageKind.REPORTED, read_rich(said), who or None, _read_anchor(element))
        case "closer":
            for child in element:
                signs = local_name(child) == "signed"
                yield _read_passage(child, PassageKind.SIGNATURE if signs else PassageKind.SIGNATURE_LABEL)
        case "note":
            yield _read_passage(element, PassageKind.SOURCE_NOTE)
        case "ab":
            yield _read_passage(element, one_of(element, "type", _KINDS))
        case name:
            raise NotARecordError(f"{name} is not a passage of the record", element)


def _read_passage(element: etree._Element, kind: PassageKind, who: str | None = None) -> Passage:
    return Passage(kind, read_rich(element), who, _read_anchor(element))


def _read_anchor(element: etree._Element) -> str | None:
    anchor = element.get(XML_ID)
    if anchor is not None and not KEY.fullmatch(anchor):
        raise NotARecordError(f"the anchor {anchor!r} is not safe in an address", element)
    return anchor


def _read_turn(speech: etree._Element) -> Turn:
    who = key(speech, "who", "person")
    label = read_rich(the(speech, "speaker"))
    stage = maybe(speech, "stage")
    if stage is not None:
        aside = read_rich(stage)
        punctuation = maybe(stage, "pc")
        start = len(label.text) + 1
        end = start + len(aside.text) - (0 if punctuation is None else len(mixed.words(punctuation)))
        moved = (Span(s.start + start, s.end + start, s.mark) for s in aside.spans)
        label = RichText(f"{label.text} {aside.text}", (*label.spans, Span(start, end, Delivery()), *moved))
    return Turn(who, label, tuple(_read_passage(p, PassageKind.SPEECH, who) for p in every(speech, "p")))
