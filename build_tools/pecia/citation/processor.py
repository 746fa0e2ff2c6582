"""The CSL processor: Typst's (hayagriva) with the styles that it brings, through its HTML export.

One compilation for each style does all the works that it is given. The works do not see each other: every name and
title is a stand-in of its own, so that no style adds a letter to a year or a dash for an author because two are alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import typst

from pecia.citation.entries import Csl, Length, entry
from pecia.citation.forms import Run, Slot, StyleId, Template, joined
from pecia.citation.items import Item
from pecia.citation.standins import StandIns, put_back, stand_ins
from pecia.citation.typesetting import Read, read


class ProcessorStoppedError(Exception):
    """The processor refused its input or broke off; the message is its own. A defect of Pecia or of Typst."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: ``item``, and with it ``published``, the publication of the same text."""

    item: Item
    published: Item | None = None


_FULL: Mapping[Csl, StyleId] = {
    "chicago-notes": "chicago-bibliography",
    "modern-language-association": "mla",
    "american-psychological-association": "apa",
}
_SHORT: Mapping[Csl, StyleId] = {
    "chicago-notes": "chicago-short",
    "modern-language-association": "mla-in-text",
    "american-psychological-association": "apa-in-text",
}
_LOCATOR, _FRAGMENT = Slot("locator"), Slot("fragment")

Cited = tuple[dict[StyleId, Template], dict[StyleId, Template]]
"""Every style's citation of a work as a whole, and of a place in it."""


def cited(works: Sequence[Work]) -> list[Cited]:
    """Each work in every style. Raises :class:`ProcessorStoppedError`.

    A full note names the publication after the item, in one note ("…; …."); a bibliography has it as an entry of its
    own, after a line break. The short forms point at the item alone, with which the full ones begin: that is where the
    place cited is, and the styles would otherwise sort the two and repeat the whole title of a source without authors.
    """
    made: list[Cited] = [({}, {}) for _ in works]
    for csl in _FULL:
        for (page, passage), (of_page, of_passage) in zip(made, _in_style(works, csl), strict=True):
            page |= of_page
            passage |= of_passage
    return made


def bibliography(items: Sequence[Item]) -> list[Template]:
    """Each item as an entry of a bibliography in Chicago style. Raises :class:`ProcessorStoppedError`."""
    compilation = _Compilation("chicago-notes", items)
    keys = [compilation.add(item) for item in items]
    listed, _ = compilation.processed()
    return [listed[key] for key in keys]


def _in_style(works: Sequence[Work], csl: Csl) -> Iterator[Cited]:
    compilation = _Compilation(csl, [item for work in works for item in _items(work)])
    notes = csl == "chicago-notes"
    lists: list[list[str]] = []
    for work in works:
        lists.append(compilation.add_all(work))
        short = compilation.add(work.item, "short")
        if notes:  # the first note on a work is the full one and the next are short, so the full one takes two keys
            compilation.cite(lists[-1])
            compilation.cite(compilation.add_all(work), _LOCATOR)
            compilation.cite([short])
        compilation.cite([short])
        compilation.cite([short], _LOCATOR)
    listed, cites = compilation.processed()
    each = 5 if notes else 2
    for n, keys in enumerate(lists):
        given = cites[each * n : each * (n + 1)]
        full = joined(part for m, key in enumerate(keys) for part in ([Run("\n")] * (m > 0) + [*listed[key]]))
        page = {_FULL[csl]: _without_fragment(full), _SHORT[csl]: given[-2]}
        passage = {_FULL[csl]: full, _SHORT[csl]: given[-1]}
        if notes:
            page["chicago-note"], passage["chicago-note"] = _without_fragment(given[0]), given[1]
        yield page, passage


def _items(work: Work) -> Iterator[Item]:
    yield work.item
    if work.published:
        yield work.published


def _without_fragment(template: Template) -> Template:
    return joined(part for part in template if part != _FRAGMENT)


class _Compilation:
    """What one compilation in one style is given, and what it returns."""

    def __init__(self, csl: Csl, items: Iterable[Item]) -> None:
        """``items``: all that will be added."""
        self._csl = csl
        self._stand = StandIns(text for item in items for text in (item.issued, item.issue, item.pages))
        self._entries: dict[str, dict[str, object]] = {}
        self._titles: dict[str, str] = {}
        self._cites: list[str] = []

    def add(self, item: Item, length: Length = "full", fragment: Slot | None = None) -> str:
        """The key of a new entry, with ``fragment`` after its address."""
        key, before = f"k{len(self._entries)}", len(self._stand.meanings)
        self._entries[key] = entry(item, self._csl, length, self._stand, fragment)
        self._titles[next(islice(self._stand.meanings, before, None))] = key
        return key

    def add_all(self, work: Work) -> list[str]:
        """The keys of the item, whose places are cited, and of its publication."""
        return [self.add(item, fragment=_FRAGMENT if item is work.item else None) for item in _items(work)]

    def cite(self, keys: Sequence[str], place: Slot | None = None) -> None:
        """Cites the entries together, and ``place`` in the first of them."""
        supplement = f", supplement: [{self._stand.slot(place)}]" if place else ""
        others = "".join(f"#cite(<{key}>)" for key in keys[1:])
        self._cites.append(f'#html.elem("div")[#cite(<{keys[0]}>{supplement}){others}]')

    def processed(self) -> tuple[dict[str, Template], list[Template]]:
        """The entries of the bibliography by key, and the citations in order."""
        if not self._entries:
            return {}, []
        page = self._compiled()
        listed: dict[str, Template] = {}
        for runs in page.entries:
            marks = (mark for run in runs for mark in stand_ins(run.text))
            listed[next((self._titles[mark] for mark in marks if mark in self._titles), "")] = self._put_back(runs)
        cites = page.notes or page.blocks
        if len(cites) != len(self._cites) or listed.keys() != self._entries.keys():
            raise ProcessorStoppedError("it left out what it was given")
        return listed, [self._put_back(runs) for runs in cites]

    def _put_back(self, runs: Iterable[Run]) -> Template:
        return put_back(runs, self._stand.meanings)

    def _compiled(self) -> Read:
        source = (
            '#set text(lang: "en", region: "US")',
            *self._cites,
            f'#bibliography(bytes(sys.inputs.refs), style: "{self._csl}", title: none, full: true)',
        )
        return _typeset("\n".join(source), json.dumps(self._entries, ensure_ascii=False))


@lru_cache(maxsize=256)
def _typeset(source: str, references: str) -> Read:
    """What the processor makes of a Typst document and its references (JSON).

    Remembered, because stand-ins make documents of one kind alike: only names and dates tell them apart.
    """
    try:
        made = typst.compile(source.encode(), format="html", sys_inputs={"refs": references}, ignore_system_fonts=True)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as stopped:  # a panic in Rust is no Exception
        raise ProcessorStoppedError(" ".join(str(stopped).split())[:500]) from None
    if not isinstance(made, bytes):
        raise ProcessorStoppedError("it returned no page")
    return read(made.decode())
