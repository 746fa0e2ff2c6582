"""The editors' rulings that marks of the text name, both ways: ``standOff/listAnnotation``.

Each is an ``annotation`` (TEI P5 Guidelines, chapter SA) of the passages it is at work in, with the words that make its
place unique: the words decided about are ``seg[@type='exact']``, between those before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from lxml import etree

from pecia.model import Doubt, Emendation, PageBreak, RichText, Transcript, passages, turns
from pecia.model.rulings import Ruling, RulingKind
from pecia.tei.mixed_content import add_words, put_words, read, words
from pecia.tei.names import XML_ID, NotARecordError, add, every, key, keys, maybe, one_of, own_id, own_key, point, the
from pecia.tei_record.marks import CERTAINTIES

_KINDS: tuple[RulingKind, ...] = get_args(RulingKind)


def write_rulings(root: etree._Element, rulings: Sequence[Ruling], transcript: Transcript, siglum: str) -> None:
    """Append ``standOff`` with ``rulings`` to ``root``; nothing when there are none.

    Each points to the passages of ``transcript`` that name it; to the witness when none does.
    """
    if not rulings:
        return
    places = _places(transcript)
    annotations = add(add(root, "standOff"), "listAnnotation", {"type": "rulings"})
    for ruling in rulings:
        annotation = add(
            annotations,
            "annotation",
            {
                XML_ID: own_id("ruling", ruling.id),
                "target": " ".join(places.get(ruling.id, ())) or point("witness", siglum),
                "resp": point("editor", ruling.resp),
                "cert": ruling.certainty,
            },
        )
        if ruling.witnesses:
            add(annotation, "ptr", {"type": "witnesses", "target": point("witness", *ruling.witnesses)})
        add_words(annotation, "note", ruling.value, {"type": "decision", "subtype": ruling.kind})
        place = add(annotation, "note", {"type": "place"})
        put_words(place, ruling.before)
        add_words(place, "seg", ruling.exact, {"type": "exact"})
        put_words(place, ruling.after)
        add_words(annotation, "note", ruling.reason, {"type": "reason"})


def _places(transcript: Transcript) -> dict[str, list[str]]:
    """For each ruling named, pointers to the passages that name it; a label counts with its turn's first passage."""
    labels = {id(turn.first): turn.label for turn in turns(transcript) if turn.first}
    places: dict[str, list[str]] = {}
    for passage in passages(transcript):
        label = labels.get(id(passage), RichText(""))
        for name in dict.fromkeys((*_names(label), *_names(passage.content))):
            if passage.id:
                places.setdefault(name, []).append(f"#{passage.id}")
    return places


def _names(content: RichText) -> Iterator[str]:
    for span in content.spans:
        match span.mark:
            case Emendation(ruling=name) | Doubt(ruling=name):
                yield name
            case PageBreak(ruling=str(name)):
                yield name


def read_rulings(root: etree._Element) -> tuple[Ruling, ...]:
    """The rulings that :func:`write_rulings` wrote into ``root``."""
    stand_off = maybe(root, "standOff")
    if stand_off is None:
        return ()
    return tuple(_read_ruling(annotation) for annotation in every(the(stand_off, "listAnnotation"), "annotation"))


def _read_ruling(annotation: etree._Element) -> Ruling:
    decision = the(annotation, "note", "decision")
    witnesses = maybe(annotation, "ptr", "witnesses")
    place = the(annotation, "note", "place")
    text, runs = read(place, lambda element: element.get("type"), ())
    if [run.meaning for run in runs] != ["exact"]:
        raise NotARecordError("the place of a ruling has not one seg[@type='exact']", place)
    return Ruling(
        id=own_key(annotation, "ruling"),
        kind=one_of(decision, "subtype", _KINDS),
        witnesses=() if witnesses is None else keys(witnesses, "target", "witness"),
        exact=text[runs[0].start : runs[0].end],
        before=text[: runs[0].start],
        after=text[runs[0].end :],
        value=words(decision),
        certainty=one_of(annotation, "cert", CERTAINTIES),
        resp=key(annotation, "resp", "editor"),
        reason=words(the(annotation, "note", "reason")),
    )
