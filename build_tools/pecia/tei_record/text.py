"""The transcript and TEI ``text``: ``front`` and ``body``, both ways.

A passage out of its place (a heading after the first turn, a signature before the end), where TEI mostly has none for
its element, is written as ``ab`` with the passage's kind as ``@type``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pecia.model import (
    Delivery,
    Division,
    Event,
    Field,
    Furniture,
    Mark,
    PageMark,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Transcript,
    Turn,
    Unheard,
    contents,
    note_anchors,
    time_of,
)
from pecia.model.rulings import Ruling
from pecia.tei import mixed_content
from pecia.tei.names import (
    KEY,
    XML_ID,
    NotARecordError,
    add,
    every,
    key,
    keys,
    local_name,
    maybe,
    one_of,
    point,
    tei,
    the,
)
from pecia.tei_record.marks import (
    CERTAINTIES,
    Notes,
    Targets,
    add_rich,
    read_marked,
    read_rich,
    to_time,
    write_rich,
    write_timeline,
)

_OPENING = frozenset({PassageKind.HEADING, PassageKind.DATE_LINE})
_CLOSING = frozenset({PassageKind.SIGNATURE_LABEL, PassageKind.SIGNATURE, PassageKind.SOURCE_NOTE})
_KINDS = tuple(PassageKind)

_AMONG_SPEECH = frozenset({
    PassageKind.EVENT, PassageKind.STAGE, PassageKind.NOTE, PassageKind.ITEM, PassageKind.SIGN, PassageKind.PAGE,
})  # fmt: skip
"""Kinds that may stand in a turn beside its speech."""

_OF_SPEECH = frozenset({"p", "stage", "list", "ab"})
"""Elements of which ``sp`` must have one; a turn without words has an empty ``p``."""

_ONE_MARK = {"metamark": PassageKind.SIGN, "fw": PassageKind.PAGE, "pb": PassageKind.PAGE}
"""The kind of a passage that is one mark, by its element; an event for all others."""

_MARKS: dict[PassageKind, tuple[type[Mark], ...]] = {
    PassageKind.EVENT: (Event, Unheard),
    PassageKind.SIGN: (Sign,),
    PassageKind.PAGE: (PageMark, Furniture),
}


# --- writing ---------------------------------------------------------------------------------------


def write_text(text: etree._Element, transcript: Transcript, rulings: Mapping[str, Ruling]) -> None:
    """Fill the TEI element ``text`` with ``transcript``; ``rulings`` by id.

    Raises ValueError for a speech outside a turn and what else the model does not allow.
    """
    targets = Targets(rulings, list(note_anchors(transcript).values()))
    write_timeline(text, contents(transcript))
    if transcript.front:
        _write_front(add(text, "front"), transcript.front, targets)
    _write_body(add(text, "body"), transcript.body, targets)


def _write_front(front: etree._Element, blocks: Sequence[Passage | Field], targets: Targets) -> None:
    """Each ``div``: headings and date lines, then paragraphs, then fields; a new ``div`` for what starts over."""
    division, reached = add(front, "div", {"type": "catalogue"}), 0
    for block in blocks:
        part = reached if _stands_anywhere(block) else _part_of_division(block)
        if part < reached:
            division = add(front, "div", {"type": "catalogue"})
        reached = part
        if isinstance(block, Field):
            field = add(division, "div", {"type": "field"})
            add_rich(field, "head", block.label.content, targets, _anchor(block.label))
            for passage in block.values:
                add_rich(field, "p", passage.content, targets, _anchor(passage))
        else:
            _write_passage(division, block, targets, opening=part == 0, closing=False)


def _part_of_division(block: Passage | Field) -> int:
    if isinstance(block, Field):
        return 2
    return 0 if block.kind in _OPENING else 1


def _write_body(body: etree._Element, blocks: Sequence[Passage | Turn], targets: Targets) -> None:
    first, last = 0, len(blocks)
    while first < last and (_is(blocks[first], _OPENING) or _stands_anywhere(blocks[first])):
        first += 1
    while last > first and (_is(blocks[last - 1], _CLOSING) or _stands_anywhere(blocks[last - 1])):
        last -= 1
    for index, block in enumerate(blocks):
        if isinstance(block, Turn):
            _write_turn(body, block, targets)
        else:
            _write_passage(body, block, targets, opening=index < first, closing=index >= last)


def _is(block: Passage | Turn, kinds: frozenset[PassageKind]) -> bool:
    return isinstance(block, Passage) and block.kind in kinds


def _stands_anywhere(block: Passage | Turn | Field) -> bool:
    """Whether TEI lets ``block`` stand between any two others, whatever they are (``model.global``)."""
    return isinstance(block, Passage) and (block.kind is PassageKind.NOTE or _is_one_mark(block))


def _is_one_mark(passage: Passage) -> bool:
    """Whether an event, a sign or a page mark is all there is of a passage, so that its element stands for it."""
    length = len(passage.content.text)
    first, *inside = passage.content.spans or (None,)
    if first is None or first[:2] != (0, length) or not isinstance(first.mark, _MARKS.get(passage.kind, ())):
        return False
    if not length:
        return isinstance(first.mark, PageMark) and not inside
    ends_inside = (not isinstance(span.mark, Division) or span.end < length for span in inside)
    return all(ends_inside) and all(span.start < span.end or 0 < span.start < length for span in inside)


def _write_passage(parent: etree._Element, passage: Passage, targets: Targets, *, opening: bool, closing: bool) -> None:
    content, anchor = passage.content, _anchor(passage)
    match passage.kind:
        case PassageKind.HEADING if opening:
            add_rich(parent, "head", content, targets, anchor)
        case PassageKind.DATE_LINE if opening:
            add_rich(add(parent, "opener"), "dateline", content, targets, anchor)
        case PassageKind.NARRATIVE:
            add_rich(parent, "p", content, targets, anchor)
        case PassageKind.REPORTED:
            who = {"who": point("person", passage.who or ""), "direct": "false"}
            add_rich(add(parent, "p", anchor), "said", content, targets, who)
        case PassageKind.SIGNATURE_LABEL if closing:
            add_rich(_last_or_new(parent, "closer"), "seg", content, targets, {**anchor, "type": passage.kind.value})
        case PassageKind.SIGNATURE if closing:
            add_rich(_last_or_new(parent, "closer"), "signed", content, targets, anchor)
        case PassageKind.SOURCE_NOTE if closing:
            add_rich(parent, "note", content, targets, {**anchor, "type": "source"})
        case PassageKind.STAGE:
            add_rich(parent, "stage", content, targets, anchor)
        case PassageKind.ITEM:
            add_rich(_last_or_new(parent, "list"), "item", content, targets, anchor)
        case PassageKind.NOTE:
            place = {"n": _note_number(content), "place": "end" if closing else "foot"}
            add_rich(parent, "note", content, targets, {**anchor, **place})
        case PassageKind.EVENT | PassageKind.SIGN | PassageKind.PAGE if _is_one_mark(passage):
            write_rich(parent, content, targets)
            if passage.id:
                parent[-1].set(XML_ID, passage.id)
        case PassageKind.SPEECH:
            raise ValueError(f"passage {passage.id}: speech outside a turn")
        case kind:
            add_rich(parent, "ab", content, targets, {**anchor, "type": kind.value})


def _last_or_new(parent: etree._Element, name: str) -> etree._Element:
    """The ``name`` that ``parent`` ends with, or a new one."""
    if len(parent) and local_name(parent[-1]) == name:
        return parent[-1]
    return add(parent, name)


def _note_number(content: RichText) -> str:
    """The number of a note as it is printed at its head, without what sets it off; ``""`` when there is none."""
    first = next(iter(content.spans), None)
    if first is None or first.start or first.mark != Sign("note-number"):
        return ""
    return content.text[: first.end].strip("[](). ")


def _anchor(passage: Passage) -> dict[str, str]:
    return {XML_ID: passage.id} if passage.id else {}


def _write_turn(body: etree._Element, turn: Turn, targets: Targets) -> None:
    attributes = {
        "who": point("person", turn.who, *turn.also),
        "cert": "" if turn.certainty == "high" else turn.certainty,
        "synch": to_time(time_of(turn.label, turn.first.content if turn.first else RichText(""))),
    }
    speech = add(body, "sp", attributes)
    label, aside = turn.label, aside_of(turn.label)
    if aside is None and (label.text or label.spans):
        add_rich(speech, "speaker", label, targets)
    elif aside is not None:
        add_rich(speech, "speaker", _part(label, 0, aside.start - 1), targets)
        stage = add(speech, "stage", {"type": "delivery"})
        write_rich(stage, _part(label, aside.start, aside.end, without=aside), targets)
        if label.text[aside.end :]:
            mixed_content.add_words(stage, "pc", label.text[aside.end :])
    for passage in turn.passages:
        if passage.kind in _AMONG_SPEECH:
            _write_passage(speech, passage, targets, opening=False, closing=False)
            continue
        if passage.kind is not PassageKind.SPEECH or passage.who != turn.who:
            raise ValueError(f"passage {passage.id}: not a speech of the turn's speaker")
        add_rich(speech, "p", passage.content, targets, _anchor(passage))
    if not any(local_name(child) in _OF_SPEECH for child in speech):
        add(speech, "p")


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
    anchors = (note.get(XML_ID, "") for note in text.iter(tei("note")) if note.get("type") is None)
    notes = {anchor: number for number, anchor in enumerate(anchors, start=1)}
    front: list[Passage | Field] = []
    front_element = maybe(text, "front")
    for division in [] if front_element is None else every(front_element, "div", "catalogue"):
        for child in division:
            if local_name(child) == "div":
                front.append(_read_field(child, notes))
            else:
                front += _read_passages(child, notes)
    body: list[Passage | Turn] = []
    for child in the(text, "body"):
        if local_name(child) == "sp":
            body.append(_read_turn(child, notes))
        else:
            body += _read_passages(child, notes)
    return Transcript(tuple(front), tuple(body))


def _read_field(field: etree._Element, notes: Notes) -> Field:
    label = _read_passage(the(field, "head"), notes, PassageKind.FIELD_LABEL)
    return Field(label, tuple(_read_passage(p, notes, PassageKind.FIELD_VALUE) for p in every(field, "p")))


def _read_passages(element: etree._Element, notes: Notes) -> Iterator[Passage]:
    """The passage that ``element`` is, or those it holds (``opener``, ``closer``, ``list``); none for a ``pb`` that
    the ``fw`` after it tells of."""
    match local_name(element):
        case "head":
            yield _read_passage(element, notes, PassageKind.HEADING)
        case "opener":
            for child in every(element, "dateline"):
                yield _read_passage(child, notes, PassageKind.DATE_LINE)
        case "p":
            said = maybe(element, "said")
            if said is None:
                yield _read_passage(element, notes, PassageKind.NARRATIVE)
            else:
                who = key(said, "who", "person")
                yield Passage(PassageKind.REPORTED, read_rich(said, notes), who or None, _read_anchor(element))
        case "closer":
            for child in element:
                signs = local_name(child) == "signed"
                yield _read_passage(child, notes, PassageKind.SIGNATURE if signs else PassageKind.SIGNATURE_LABEL)
        case "note":
            source = element.get("type") == "source"
            yield _read_passage(element, notes, PassageKind.SOURCE_NOTE if source else PassageKind.NOTE)
        case "stage":
            yield _read_passage(element, notes, PassageKind.STAGE)
        case "list":
            for item in every(element, "item"):
                yield _read_passage(item, notes, PassageKind.ITEM)
        case "ab":
            yield _read_passage(element, notes, one_of(element, "type", _KINDS))
        case "vocal" | "kinesic" | "incident" | "gap" | "metamark" | "fw" | "pb" as name:
            content = read_marked(element, notes)
            kind = _ONE_MARK.get(name, PassageKind.EVENT)
            if content.spans:
                yield Passage(kind, content, id=_read_anchor(element))
        case name:
            raise NotARecordError(f"{name} is not a passage of the record", element)


def _read_passage(element: etree._Element, notes: Notes, kind: PassageKind, who: str | None = None) -> Passage:
    return Passage(kind, read_rich(element, notes), who, _read_anchor(element))


def _read_anchor(element: etree._Element) -> str | None:
    anchor = element.get(XML_ID)
    if anchor is not None and not KEY.fullmatch(anchor):
        raise NotARecordError(f"the anchor {anchor!r} is not safe in an address", element)
    return anchor


def _read_turn(speech: etree._Element, notes: Notes) -> Turn:
    who, *also = keys(speech, "who", "person") or ("",)
    certainty = one_of(speech, "cert", CERTAINTIES) if speech.get("cert") is not None else "high"
    speaker, stage = maybe(speech, "speaker"), maybe(speech, "stage", "delivery")
    label = RichText("") if speaker is None else read_rich(speaker, notes)
    if stage is not None:
        aside = read_rich(stage, notes)
        punctuation = maybe(stage, "pc")
        start = len(label.text) + 1
        end = start + len(aside.text) - (0 if punctuation is None else len(mixed_content.words(punctuation)))
        moved = (Span(s.start + start, s.end + start, s.mark) for s in aside.spans)
        label = RichText(f"{label.text} {aside.text}", (*label.spans, Span(start, end, Delivery()), *moved))
    found: list[Passage] = []
    for child in speech:
        if child is speaker or child is stage:
            continue
        if local_name(child) != "p":
            found += _read_passages(child, notes)
        elif child.get(XML_ID) is not None or mixed_content.flat(child):
            found.append(_read_passage(child, notes, PassageKind.SPEECH, who))
    return Turn(who, label, tuple(found), tuple(also), certainty=certainty)
