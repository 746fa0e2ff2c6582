"""What every record must be, checked at every build: valid, with no pointer into nothing, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from pecia.model import WHITE_SPACE, Locus, source_text
from pecia.model.findings import Finding
from pecia.tei.mixed_content import words_and_places
from pecia.tei.names import XML_ID, NotARecordError, line_of, local_name, maybe
from pecia.tei.parse import parse_xml
from pecia.tei_record.marks import ADDED
from pecia.tei_record.schema import schema_errors
from pecia.tei_record.text import read_text

POINTERS = frozenset({
    "who", "ref", "resp", "target", "wit", "corresp", "source", "sameAs", "copyOf", "next", "prev", "ana", "decls",
    "synch", "since", "origin",
})  # fmt: skip
"""Attributes whose values are pointers, separated by spaces; those that begin with # point into the same file."""

_CONTEXT = 30
_SPACE = re.compile(f"[{WHITE_SPACE}]{{2,}}|[{WHITE_SPACE.replace(' ', '')}]")
"""White space that is not one space already."""


def validate(file: str, data: bytes, folded_exemplar: str | None) -> list[Finding]:
    """Everything wrong with the record in ``data``, the bytes of ``file`` (its path relative to the project).

    ``folded_exemplar`` is the exemplar's text under the white-space rule; ``None``: it is not at hand and the text is
    not compared. Findings: those of :func:`~pecia.tei.parse.parse_xml`; X103 the edition's schema; X104 a pointer that
    resolves to nothing; X105 the text not given back; X108 a text that cannot be read; X109 an id given twice.
    """
    root, findings = parse_xml(file, data)
    if root is None:
        return findings
    findings = [Finding("X103", f"{message}.", Locus(file, line)) for line, message in schema_errors(root)]
    findings += _pointers(file, root)
    text = maybe(root, "text")
    if folded_exemplar is not None and text is not None:
        findings += _text_given_back(file, text, folded_exemplar)
    return findings


def _pointers(file: str, root: etree._Element) -> Iterator[Finding]:
    places: dict[str, etree._Element] = {}
    for element in root.iter("{*}*"):
        name = element.get(XML_ID)
        if name is not None and name in places:
            message = f"The xml:id “{name}” is used on line {line_of(places[name])} already."
            yield Finding("X109", message, Locus(file, line_of(element)))
        elif name is not None:
            places[name] = element
    for element in root.iter("{*}*"):
        for attribute, value in element.items():
            for pointer in str(value).split() if attribute in POINTERS else ():
                if pointer.startswith("#") and pointer[1:] not in places:
                    message = f"{local_name(element)}/@{attribute!s}: the pointer “{pointer}” points to no element."
                    yield Finding("X104", message, Locus(file, line_of(element)))


def _text_given_back(file: str, text: etree._Element, exemplar: str) -> Iterator[Finding]:
    """Compare twice: the words of the text's nodes, in a walk that knows no marks; and the transcript read back."""
    pieces = list(words_and_places(text, ADDED))
    walked = _SPACE.sub(" ", "".join(piece for piece, _ in pieces)).strip(WHITE_SPACE)
    if walked != exemplar:
        place = _first_difference(walked, exemplar)
        locus = Locus(file, _line_at(pieces, place))
        yield Finding(
            "X105", f"The words of the text differ from the exemplar {_shown(walked, exemplar, place)}", locus
        )
    try:
        read_back = source_text(read_text(text))
    except NotARecordError as error:
        yield Finding("X108", f"{error}.", Locus(file, error.line))
        return
    if read_back not in (walked, exemplar):
        place = _first_difference(read_back, exemplar)
        message = f"The transcript read back differs from the exemplar {_shown(read_back, exemplar, place)}"
        yield Finding("X105", message, Locus(file, line_of(text)))


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _shown(record: str, exemplar: str, place: int) -> str:
    before = exemplar[max(0, place - _CONTEXT) : place]
    here, there = record[place : place + _CONTEXT], exemplar[place : place + _CONTEXT]
    return f"after “{before}”: the record has “{here}”, the exemplar “{there}”."


def _line_at(pieces: Iterable[tuple[str, etree._Element]], place: int) -> int:
    """The line of the piece in which the code point at ``place`` stands, counted with white space folded."""
    counted, line, after_space = 0, 0, True
    for piece, element in pieces:
        folded = _SPACE.sub(" ", piece)
        folded = folded[1:] if after_space and folded.startswith(" ") else folded
        after_space = folded.endswith(" ") if folded else after_space
        counted += len(folded)
        line = line_of(element)
        if counted > place:
            break
    return line
