"""The CSL processor: Typst's (hayagriva) with the styles that it brings, through its HTML export.

Each shape of a work (:mod:`pecia.citation.style_cache`) is processed once in each style, by itself; what comes back is
remembered, and every work of that shape gets its own words. So the works do not see each other, and no style adds a
letter to a year or a dash for an author because two are alike; and in one work every name and title is a stand-in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import typst

from pecia.citation.entries import Csl, Length, entry
from pecia.citation.forms import Run, Slot, StyleId, Template, beginning_with_speaker, joined, one_line
from pecia.citation.items import Item
from pecia.citation.placeholders import Meaning, StandIns, put_back, stand_ins
from pecia.citation.style_cache import around, meanings_with, shapes_of, with_day_signs, with_words
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
    return [_cited(work) for work in works]


def bibliography(items: Sequence[Item]) -> list[Template]:
    """Each item as an entry of a bibliography in Chicago style. Raises :class:`ProcessorStoppedError`."""
    return list(map(_listed, items))


@lru_cache(maxsize=1024)
def _listed(item: Item) -> Template:
    return _with_own_words("chicago-notes", (item,), _entry)[0]


def _cited(work: Work) -> Cited:
    """A work by those like it: documents of an edition differ in little more than titles and addresses."""
    item = work.item
    texts = tuple(map(one_line, (item.title, item.short_title, item.url)))
    title, short_title, url = (around(number, text, "\1") for number, text in enumerate(texts))
    like = replace(
        item,
        title=title,
        short_title=short_title,
        url=url,
        original_date="",
        event_place="",
        language="",
        addressees=(),
    )
    page, passage = _cited_like(Work(like, work.published))
    full: dict[int, Template] = {}  # most templates stand in both
    for template in (*page.values(), *passage.values()):
        if id(template) not in full:
            full[id(template)] = with_words(template, texts, "\1")
    return (
        {style: full[id(template)] for style, template in page.items()},
        {style: full[id(template)] for style, template in passage.items()},
    )


@lru_cache(maxsize=256)
def _cited_like(work: Work) -> Cited:
    page: dict[StyleId, Template] = {}
    passage: dict[StyleId, Template] = {}
    for csl in _FULL:
        full, short, *rest = _with_own_words(csl, _items(work), _citations)
        page |= {_FULL[csl]: _without_fragment(full), _SHORT[csl]: short}
        passage |= {_FULL[csl]: full, _SHORT[csl]: rest[0]}
        if len(rest) > 1:
            page["chicago-note"], passage["chicago-note"] = _without_fragment(rest[1]), rest[2]
    if not work.item.authors:
        passage["chicago-note"] = beginning_with_speaker(passage["chicago-note"])
        for style in _SHORT.values():
            passage[style] = beginning_with_speaker(passage[style], short=True)
    return page, passage


def _items(work: Work) -> tuple[Item, ...]:
    return (work.item, work.published) if work.published else (work.item,)


def _without_fragment(template: Template) -> Template:
    return joined(part for part in template if part != _FRAGMENT) if _FRAGMENT in template else template


# --- shapes ----------------------------------------------------------------------------------------

_Lines = tuple[tuple[Run, ...], ...]
_Processed = tuple[tuple[_Lines, ...], Mapping[str, Meaning]]
"""What the processor returned for each thing asked, in lines, and what its stand-ins mean."""

_Asked = Callable[[Csl, tuple[Item, ...]], _Processed]
"""Asks the processor for all it is to say of a shape."""


def _with_own_words(csl: Csl, items: tuple[Item, ...], asked: _Asked) -> Sequence[Template]:
    shapes, words = shapes_of(items, csl)
    given = tuple(around(number, text) for number, text in enumerate(words.texts))
    templates = _templates(asked, csl, shapes, tuple(words.numbers.items()), given)
    return [with_words(template, words.texts) for template in templates]


@lru_cache(maxsize=4096)
def _templates(
    asked: _Asked, csl: Csl, shapes: tuple[Item, ...], numbers: tuple[tuple[str, str], ...], given: tuple[str, ...]
) -> tuple[Template, ...]:
    """What the processor returned for a shape, with what is ``given`` for its placeholders."""
    made, meanings = asked(csl, shapes)
    own = meanings_with({**meanings, **{number: (place,) for number, place in numbers}}, given)
    signs = dict(numbers)

    def with_texts(lines: _Lines) -> Template:
        each = [put_back(with_day_signs(runs, signs), own) for runs in lines]
        return joined(part for n, line in enumerate(each) for part in (Run("\n" if n else ""), *line))

    return tuple(map(with_texts, made))


@lru_cache(maxsize=1024)
def _entry(csl: Csl, shapes: tuple[Item, ...]) -> _Processed:
    """The item in the bibliography."""
    compilation = _Compilation(csl, shapes)
    key = compilation.add(shapes[0])
    listed, _ = compilation.processed()
    return ((listed[key],),), compilation.meanings


@lru_cache(maxsize=1024)
def _citations(csl: Csl, shapes: tuple[Item, ...]) -> _Processed:
    """The full form, the short one, this with a place; in notes, the full note, and this with a place."""
    compilation = _Compilation(csl, shapes)
    keys = compilation.add_all(shapes)
    short = compilation.add(shapes[0], "short")
    notes = csl == "chicago-notes"
    if notes:  # the first note on a work is the full one and the next are short, so the full one takes two keys
        compilation.cite(keys)
        compilation.cite(compilation.add_all(shapes), _LOCATOR)
        compilation.cite([short])
    compilation.cite([short])
    compilation.cite([short], _LOCATOR)
    listed, cites = compilation.processed()
    asked = ((runs,) for runs in (*cites[-2:], *cites[: 2 * notes]))
    return (tuple(listed[key] for key in keys), *asked), compilation.meanings


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

    def add_all(self, items: Sequence[Item]) -> list[str]:
        """The keys of the item, whose places are cited, and of its publication."""
        return [self.add(item, fragment=_FRAGMENT if n == 0 else None) for n, item in enumerate(items)]

    @property
    def meanings(self) -> Mapping[str, Meaning]:
        """What the stand-ins mean that were given out."""
        return self._stand.meanings

    def cite(self, keys: Sequence[str], place: Slot | None = None) -> None:
        """Cites the entries together, and ``place`` in the first of them."""
        supplement = f", supplement: [{self._stand.slot(place)}]" if place else ""
        others = "".join(f"#cite(<{key}>)" for key in keys[1:])
        self._cites.append(f'#html.elem("div")[#cite(<{keys[0]}>{supplement}){others}]')

    def processed(self) -> tuple[dict[str, tuple[Run, ...]], list[tuple[Run, ...]]]:
        """The entries of the bibliography by key, and the citations in order, with their stand-ins."""
        page = self._compiled()
        listed: dict[str, tuple[Run, ...]] = {}
        for runs in page.entries:
            marks = (mark for run in runs for mark in stand_ins(run.text))
            listed[next((self._titles[mark] for mark in marks if mark in self._titles), "")] = tuple(runs)
        cites = page.notes or page.blocks
        if len(cites) != len(self._cites) or listed.keys() != self._entries.keys():
            raise ProcessorStoppedError("it left out what it was given")
        return listed, [tuple(runs) for runs in cites]

    def _compiled(self) -> Read:
        source = (
            '#set text(lang: "en", region: "US")',
            *self._cites,
            f'#bibliography(bytes(sys.inputs.refs), style: "{self._csl}", title: none, full: true)',
        )
        return _typeset("\n".join(source), json.dumps(self._entries, ensure_ascii=False))


def _typeset(source: str, references: str) -> Read:
    """What the processor makes of a Typst document and its references (JSON)."""
    try:
        made = typst.compile(source.encode(), format="html", sys_inputs={"refs": references}, ignore_system_fonts=True)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as stopped:  # a panic in Rust is no Exception
        raise ProcessorStoppedError(" ".join(str(stopped).split())[:500]) from None
    if not isinstance(made, bytes):
        raise ProcessorStoppedError("it returned no page")
    return read(made.decode())
