"""What is wrong with the ids and pointers of a user's TEI file, each kind said once, with the first places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from lxml import etree

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.tei.names import XML_ID, line_of, local_name
from pecia.tei_import.repair_ids import NC_NAME, POINTERS

_NAMES = frozenset({"persName", "placeName", "orgName", "rs", "name", "role"})
_SHOWN = 3
_MOST = 20


UNUSABLE = frozenset({"I106", "I107"})
"""Findings about ids that no anchor can be."""


def check_ids(path: str, root: etree._Element) -> list[Finding]:
    """I106 ids given twice, I107 ids that are no names, I108 pointers into the file that lead to nothing."""
    first: dict[str, etree._Element] = {}
    twice: list[tuple[str, etree._Element]] = []
    no_names: list[tuple[str, etree._Element]] = []
    pointers: dict[str, list[tuple[str, etree._Element]]] = {}
    for element in root.iter():
        for name, value in cast(list[tuple[str, str]], element.items()):  # lxml gives text, whatever its types say
            if name == XML_ID:
                if not NC_NAME.fullmatch(value):
                    no_names.append((value, element))
                elif value in first:
                    twice.append((value, element))
                else:
                    first[value] = element
            elif "#" in value and name in POINTERS:
                if name == "ref" and local_name(element) in _NAMES:
                    continue  # judged where it is found whom it names, as ``who`` is
                for pointer in value.split():
                    if pointer[0] == "#" and not pointer.startswith("#xpath("):
                        pointers.setdefault(name, []).append((pointer, element))
    findings: list[Finding] = []
    for value, element in twice[:_MOST]:
        message = f"The xml:id {_shown(value)} of line {line_of(first[value])} is used again."
        findings.append(Finding("I106", message, Locus(path, line_of(element))))
    if len(twice) > _MOST:
        findings.append(Finding("I106", f"{len(twice) - _MOST:,} more xml:ids are used again.", Locus(path)))
    if no_names:
        findings.append(Finding("I107", f"{told(no_names, 'xml:id', 'xml:ids')}.", _at(path, no_names)))
    for name, found in sorted(pointers.items()):
        lost = [(pointer, element) for pointer, element in found if pointer[1:] not in first]
        if lost:
            message = f"In @{name}, no element has the id pointed to: {told(lost, 'pointer', 'pointers')}."
            findings.append(Finding("I108", message, _at(path, lost)))
    return findings


def told(places: Sequence[tuple[str, etree._Element]], one: str, many: str) -> str:
    """How many there are, the first of them and their lines: ``12 pointers, “#a” (line 3), “#b” (line 4) …``."""
    some: dict[str, int] = {}
    for value, element in places:
        some.setdefault(value, line_of(element))
        if len(some) == _SHOWN + 1:
            break
    listed = [f"{_shown(value)} (line {line})" for value, line in list(some.items())[:_SHOWN]]
    more = " …" if len(some) > _SHOWN else ""
    return f"{len(places):,} {one if len(places) == 1 else many}, {', '.join(listed)}{more}"


def _shown(value: str) -> str:
    return f"“{value if len(value) <= 60 else value[:60] + '…'}”"


def _at(path: str, places: Sequence[tuple[str, etree._Element]]) -> Locus:
    return Locus(path, line_of(places[0][1]))
