"""Labels within a paragraph: where a blank line was lost, or in running text taken out of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pecia.model import Delivery, Sign, Span
from pecia.transcript.name_shapes import Shape, normal, shape
from pecia.transcript.names import SPACE, alternatives
from pecia.transcript.speakers import Cast
from pecia.transcript.vocabulary import Vocabulary

_COLON = re.compile(r"[:：](?!\d|//)")
_LONGEST = 70
_BOUNDARY = re.compile(r"[.?!…。！？][\"”’»)\]]* ?|[)\]”»] ?|(?:--|[—–-]) ?")
_SENTENCE = re.compile(r"[.?!…。！？][\"”’»)\]]* $")
_ASIDE = re.compile(r" ?(?P<aside>\([^()]*\)|\[[^\[\]]*\])$")
_MOST_WORDS = 5
_CHEVRONS = re.compile(r"(?<=\S )(?P<sign>>{2,3})(?: ?(?P<name>[^\W\d_][^:>.?!]{1,50}):(?!\d))?")


@dataclass(frozen=True, slots=True)
class Inner:
    """What may be a label at (start, end) within a paragraph. ``sure``: a known name after the end of a sentence, with
    a space on both sides; ``apart``: any name there, with a capital after it; ``capitals``: a name in capitals."""

    start: int
    end: int
    name: str
    known: bool
    sure: bool
    capitals: bool
    apart: bool = False
    marks: tuple[Span, ...] = ()


def colon_labels(text: str, start: int, end: int, cast: Cast, vocabulary: Vocabulary) -> Iterator[Inner]:
    """Names before a colon in ``text[start:end]`` that follow the end of a sentence, a bracket or a dash."""
    for colon in _COLON.finditer(text, start + 1, end):
        lowest = max(start, colon.start() - _LONGEST)
        window = text[lowest : colon.start()]
        if window.rfind("[") > window.rfind("]") or window.rfind("(") > window.rfind(")"):
            continue  # within brackets: a voice that is no turn
        aside = _ASIDE.search(window)
        name_end = aside.start() if aside else len(window)
        for boundary in _BOUNDARY.finditer(window, 0, name_end):
            name = window[boundary.end() : name_end].strip(" \u00a0")
            if not name or not name[0].isalpha() or len(name.split()) > _MOST_WORDS:
                continue
            known = normal(name) in cast.forms
            likeness = shape(name, vocabulary)
            field = name.casefold() in vocabulary.fields
            if not known and (likeness < Shape.NAME or name[0].islower() or field):
                continue
            after = text[colon.end() : colon.end() + 1]
            apart = bool(_SENTENCE.fullmatch(boundary.group())) and after == " "
            upper = text[colon.end() + 1 : colon.end() + 2].isupper()
            marks = (Span(lowest + aside.start("aside"), lowest + aside.end("aside"), Delivery()),) if aside else ()
            yield Inner(
                lowest + boundary.end(),
                colon.end(),
                name,
                known,
                known and apart,
                name.isupper(),
                apart and upper,
                marks,
            )
            break


def chevron_labels(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Inner]:
    """Changes of speaker by ``>>`` within ``text[start:end]``, with the name that may follow."""
    for match in _CHEVRONS.finditer(text, start, end):
        name = (match["name"] or "") if shape(match["name"] or "", vocabulary) >= Shape.WEAK else ""
        limits = match.start(), match.end() if name else match.end("sign")
        marks = (Span(*match.span("sign"), Sign("markup")),)
        yield Inner(*limits, name, known=False, sure=True, capitals=False, apart=True, marks=marks)


def stop_labels(text: str, start: int, end: int, forms: Iterable[str], vocabulary: Vocabulary) -> Iterator[Inner]:
    """Known names with a full stop that follow the end of a sentence."""
    if not (listed := tuple(sorted(forms))):
        return
    pattern = re.compile(
        rf"(?<=[.?!…])[\"”’»)\]]*[ ]"
        rf"(?P<label>(?P<name>{alternatives(listed)})(?:{SPACE}(?P<aside>\([^()]*\)))?\.)(?=[ ])"
    )
    for match in pattern.finditer(text, start, end):
        before = text[start : match.start()].rpartition(" ")[2].rstrip(".").lower()
        if before in vocabulary.honorifics or len(before) == 1:
            continue
        marks = (Span(*match.span("aside"), Delivery()),) if match["aside"] else ()
        yield Inner(*match.span("label"), match["name"], known=True, sure=True, capitals=False, apart=True, marks=marks)
