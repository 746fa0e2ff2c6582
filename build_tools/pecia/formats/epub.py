"""A copy as a book: EPUB 3.3.

A passage has the id that it has on the site (``p12``), in one file of its witness.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pecia.formats.epub_package import NAV, Chapter, archive, navigation, package
from pecia.formats.epub_xhtml import STYLES, Notes, document
from pecia.model.edition import EditionStatement
from pecia.pages.html import Html, join, tag, words
from pecia.pages.text import Blocks
from pecia.pages.words import LABELS, Words
from pecia.phrases import date_in_words
from pecia.view import Text, Unit, blocks, inlines
from pecia.view.book import Book, Part, book
from pecia.view.document import DocumentView
from pecia.view.explanations import Names
from pecia.view.tree import Block
from pecia.view.tree import words as words_of

SIZE = 60_000
"""Characters of text after which a new file begins; reading systems lay out a file as a whole."""

_OWN = Text("", LABELS, Names({}, {}, {}, {}), (), {}, {}, encoded=False)
"""The text that the edition's own words are: none."""

_FILES = {"copy": "title.xhtml", "document": "about.xhtml"}
_ROLES = {"copy": "doc-introduction", "document": "doc-introduction"}


def epub(statement: EditionStatement, view: DocumentView, sigla: Sequence[str], cited: Mapping[str, str]) -> bytes:
    """The witnesses ``sigla`` of the document as one book; ``cited`` as of :func:`pecia.view.book.book`."""
    made = book(statement, view, sigla, cited)
    places = _places(made)
    chapters = [Chapter("cover.xhtml", document("Cover", _language(made), _cover(made)), "Cover")]
    for part in made.parts:
        chapters += _text(made, part, places) if part.text else [_front(made, part, places)]
    first = next(part for part in made.parts if part.text)
    landmarks = {
        "cover": ("cover.xhtml", "Cover"),
        "titlepage": (places.parts["copy"], "Title page"),
        "toc": (NAV, "Contents"),
        "bodymatter": (places.parts[first.name], "Text"),
    }
    contents = Chapter(NAV, document("Contents", _language(made), navigation(chapters, landmarks)))
    chapters.insert(2, contents)
    content = {chapter.name: chapter.content for chapter in chapters}
    content |= {"package.opf": package(made, chapters), STYLES: _styles()}
    return archive(content, statement.day)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand in a book: the files of its parts and of what they list, by name, and of each text the units
    of each of its files, and the file of each of its ids."""

    parts: Mapping[str, str]
    divided: Mapping[str, Sequence[tuple[str, Sequence[Unit]]]]
    ids: Mapping[str, Mapping[str, str]]


def _places(made: Book) -> _Places:
    parts: dict[str, str] = {}
    divided: dict[str, list[tuple[str, Sequence[Unit]]]] = {}
    ids: dict[str, dict[str, str]] = {}
    number = 0
    for part in made.parts:
        if part.text is None:
            parts[part.name] = _FILES.get(part.name, f"{part.name}.xhtml")
            parts |= {block.anchor: f"{parts[part.name]}#{block.anchor}" for block in _all(part.blocks) if block.anchor}
            continue
        number += 1
        own = list(enumerate(_divided(part.text.units), start=1))
        divided[part.name] = [(f"text-{number}-{place}.xhtml", units) for place, units in own]
        parts[part.name] = divided[part.name][0][0]
        ids[part.name] = {}
        for file, units in divided[part.name]:
            for identifier in _ids(units):
                ids[part.name].setdefault(identifier, file)
    return _Places(parts, divided, ids)


def _all(found: Sequence[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        yield from _all(block.blocks)


def _ids(units: Sequence[Unit]) -> Iterator[str]:
    """The ids in a file: anchors, and those of the elements around and in the passages."""
    for unit in units:
        holders = unit.passage.within if unit.passage else ()
        yield from filter(None, (unit.anchor, *(container.id for container in holders)))
        yield from (mark.id for mark in inlines((*(unit.voice.label if unit.voice else ()), *unit.content)) if mark.id)


def _divided(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The text in pieces of about :data:`SIZE` characters; only a passage that is longer makes a longer one."""
    chosen: list[Unit] = []
    size = 0
    for unit in units:
        own = len(words_of(unit.content)) + (len(words_of(unit.voice.label)) if unit.voice and unit.opens else 0)
        if chosen and size + own > SIZE:
            yield chosen
            chosen, size = [], 0
        chosen.append(unit)
        size += own
    yield chosen


# --- files -----------------------------------------------------------------------------------------


def _language(made: Book) -> str:
    """The language of the generated words, which are English; in the edition's own variety if it has one."""
    own = made.statement.language
    return own if own.lower().partition("-")[0] == LABELS else LABELS


def _cover(made: Book) -> Html:
    """The cover, in words."""
    statement = made.statement
    imprint = ", ".join(filter(None, [statement.publisher, date_in_words(statement.date)]))
    lines = [
        tag("p", words(statement.title), class_="edition", dir="auto"),
        tag("h1", words(made.title), dir="auto"),
        tag("p", words(made.witness), class_="subtitle", dir="auto"),
        tag("p", words(imprint), class_="imprint"),
    ]
    return Html(f'<section class="cover" epub:type="cover">\n{join(lines)}</section>')


def _front(made: Book, part: Part, places: _Places) -> Chapter:
    """A part in the edition's own words."""
    writing = Words(_OWN, "", Notes(), book=True, targets=places.parts)
    text = Blocks(writing).whole(part.blocks)
    title = tag("h1", words(part.title))
    if part.name == "copy":
        title = Html(tag("h1", words(made.title), dir="auto") + tag("p", words(made.witness), class_="subtitle"))
    section = tag("section", Html("\n"), title, text, writing.notes.section(), role=_ROLES.get(part.name, "doc-part"))
    named = "Title page" if part.name == "copy" else part.title
    return Chapter(places.parts[part.name], document(named, _language(made), section), named)


def _text(made: Book, part: Part, places: _Places) -> Iterator[Chapter]:
    """The text of a witness, in as many files as it needs; notes are numbered through all of them."""
    text = part.text
    assert text is not None
    divided, ids = places.divided[part.name], places.ids[part.name]
    whole = len(divided) == 1
    said: set[str] = set()
    called: dict[int, str] = {}
    begun: set[int] = set()
    number = 1
    for place, (file, units) in enumerate(divided, start=1):
        notes = Notes(number)
        writing = Words(text, "", notes, book=True, said=said)
        writing.targets = {id_: f"#{id_}" if there == file else f"{there}#{id_}" for id_, there in ids.items()}
        writing.called_at = {note: f"{there}#call:{note}" for note, there in called.items()}
        inner = blocks(text, units) if not whole else part.blocks
        shown = Blocks(writing, begun=begun).whole(inner)
        called |= {note: file for note in writing.called if note not in called}
        number += len(notes.notes)
        first = divided[0][0]
        title = part.title if file == first else f"{part.title}, {_between(units, place)}"
        style = "pc-text tei-text" if text.encoded else "pc-text"
        section = tag(
            "section",
            Html("\n"),
            tag("h1", words(title), dir="auto"),
            tag("div", Html("\n"), shown, class_=style, lang=text.language),
            notes.section(),
            role="doc-chapter",
        )
        yield Chapter(file, document(title, _language(made), section), title, "" if file == first else first)


def _between(units: Sequence[Unit], place: int) -> str:
    anchors = [unit.anchor for unit in units if unit.anchor]
    ends = dict.fromkeys([*anchors[:1], *anchors[-1:]])
    return f"passages {'–'.join(ends)}" if ends else f"part {place}"


@cache
def _styles() -> bytes:
    return files("pecia.formats").joinpath(STYLES).read_bytes()
