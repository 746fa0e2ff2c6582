"""The passage record of an edition that is offered for reading: the same, with what repeats itself said once.

It is written for each of ten thousand documents. The page's script (``cite.js``) makes the whole record of it again;
``docs/reference/passages.md`` describes it for anybody else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Json = dict[str, Any]

_Part = str | int | tuple[str, str | int]
"""Words, the number of a field of ``csl``, or what is in italics or a slot: the one member of an object in JSON."""

_ALIKE = ("kind", "since", "wording_since")
"""What most passages of a text have in common."""

_PLACES = (("slot", "locator"), ("slot", "place"))
_ANYWHERE = (("slot", "fragment"), ("slot", "speaker"), ("slot", "surname"))
_WORDS = re.compile(r"\w+|\W")
_MARK = "\0"
"""Stands around what is no words in a text; none comes from XML or YAML."""

_SHORTEST = 8
"""Letters of a field of ``csl`` from which on its number is shorter."""


def short_record(record: Json) -> Json:
    """A record of :func:`pecia.formats.passage_record.passage_record` in short; JSON values only.

    Left out is what can be computed (``fingerprint``), what is the same for every document (the manuals that styles
    follow), and whatever is empty; ``versions`` where the present one is the only one, ``short_title`` where it is the
    title. ``alike`` has what a passage has that does not say otherwise. ``citations`` has each citation once for the
    page and for a passage.
    """
    alike = _commonest(record["passages"])
    made = {
        "edition": record["edition"],
        "document": _short_document(record["document"]),
        "witness": record["witness"],
        "versions": record["versions"][1:] and record["versions"],
        "speakers": record["speakers"],
        "citations": _citations(record["citations"]),
        "retired": [_short(passage, {}) for passage in record["retired"]],
    }
    passages = [_short(passage, alike) for passage in record["passages"]]
    return {key: value for key, value in made.items() if value} | {"alike": alike, "passages": passages}


def _short_document(document: Json) -> Json:
    same = document["short_title"] == document["title"]
    return {key: value for key, value in document.items() if value and not (same and key == "short_title")}


def _commonest(passages: Sequence[Json]) -> Json:
    """For each of :data:`_ALIKE` the value that most passages have; of several the first."""
    if not passages:
        return {}
    return {key: Counter(passage[key] for passage in passages).most_common(1)[0][0] for key in _ALIKE}


def _short(passage: Json, alike: Json) -> Json:
    return {
        key: value
        for key, value in passage.items()
        if value not in (None, []) and key != "fingerprint" and alike.get(key) != value
    }


# --- citations -----------------------------------------------------------------------------------


def _citations(citations: Json) -> Json:
    numbers = {value: number for number, value in enumerate(citations["csl"].values()) if isinstance(value, str)}
    fields = {value: numbers[value] for value in sorted(numbers, key=len, reverse=True) if len(value) >= _SHORTEST}

    def in_one(page: Sequence[Any], passage: Sequence[Any]) -> Sequence[Any]:
        return _in_one(_numbered(page, fields), _numbered(passage, fields))

    page, passage = citations["page"], citations["passage"]
    return {
        "styles": [
            [style["id"], style["name"], in_one(page[style["id"]], passage[style["id"]])]
            for style in citations["styles"]
        ],
        "bibtex": in_one(citations["bibtex_of_page"], citations["bibtex"]),
        "ris": in_one(citations["ris_of_page"], citations["ris"]),
        "csl": citations["csl"],
        **({"lacks": citations["lacks"]} if citations["lacks"] else {}),
    }


def _numbered(template: Sequence[Any], fields: Mapping[str, int]) -> str:
    """A template as a text, with its number in the place of each of ``fields``, and with :data:`_MARK` before and after
    whatever is no words; :func:`_parts` reads it."""
    made = ""
    for part in template:
        if isinstance(part, str):
            for value, number in fields.items():
                if value in part:
                    part = part.replace(value, f"{_MARK}{number}{_MARK}")
            made += part
        elif "slot" in part:
            made += f"{_MARK}{part['slot']}{_MARK}"
        elif part["i"] in fields:
            made += f"{_MARK}#{fields[part['i']]}{_MARK}"
        else:
            made += f"{_MARK}={part['i']}{_MARK}"
    return made


def _parts(text: str) -> list[_Part]:
    return [_part(piece) if place % 2 else piece for place, piece in enumerate(text.split(_MARK)) if piece]


def _part(marked: str) -> _Part:
    if marked[0] in "#=":
        return "i", int(marked[1:]) if marked[0] == "#" else marked[1:]
    return ("slot", marked) if marked.isalpha() else int(marked)


@lru_cache(maxsize=1_024)  # with numbers for titles and addresses, most documents are cited alike
def _in_one(page: str, passage: str) -> Sequence[Any]:
    """The citation of the page and that of a passage as one template: a slot in it is empty on the page, and a pair of
    templates is what the page has and what a passage has."""
    before, ours, theirs, after = _apart(_parts(page), _parts(passage))
    begin, ours, theirs, end = _apart(_word_by_word(ours), _word_by_word(theirs))
    pair = [[_joined(ours), _joined(theirs)]] if ours or any(part not in _PLACES for part in theirs) else theirs
    return _joined([*before, *begin, *pair, *end, *after])


def _apart(page: Sequence[_Part], passage: Sequence[_Part]) -> tuple[Sequence[_Part], ...]:
    """What both begin with, what only the page has, what only the passage has, and what both end with; the slots for
    the fragment and for who speaks may stand anywhere in what both have."""
    kept = [place for place, part in enumerate(passage) if part not in _ANYWHERE]
    plain = [passage[place] for place in kept]
    start = _same(page, plain)
    end = _same(reversed(page[start:]), reversed(plain[start:]))
    middle = kept[start : len(kept) - end]
    first = middle[0] if middle else (kept[start] if start < len(kept) else len(passage))
    last = middle[-1] + 1 if middle else first
    return passage[:first], page[start : len(page) - end], passage[first:last], passage[last:]


def _word_by_word(parts: Iterable[_Part]) -> list[_Part]:
    return [word for part in parts for word in (_WORDS.findall(part) if isinstance(part, str) else (part,))]


def _same(one: Iterable[_Part], other: Iterable[_Part]) -> int:
    """How many parts are the same from the first on."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _joined(tokens: Iterable[_Part | list[Any]]) -> list[Any]:
    """The parts as JSON has them, with words next to each other in one."""
    made: list[Any] = []
    for token in tokens:
        if isinstance(token, str) and made and isinstance(made[-1], str):
            made[-1] += token
        else:
            made.append(dict([token]) if isinstance(token, tuple) else token)
    return made
