"""What a reader is shown of a text, as a tree: blocks, and in them words with their marks. No format is known here.

A printer walks the tree from its beginning to its end and has then given every word, note and anchor in order.
Tuples, because a text has more of them than of anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pecia.model import Container, Math


class Said(NamedTuple):
    """Words of the edition: the ``key`` of a label (:mod:`pecia.locales`) and the ``values`` that it is filled with.

    A value is a string as it is, words of the edition, or several of either, which are listed.
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()


Value = str | Said | tuple[str | Said, ...]

Noting = Literal["", "editor", "always", "once"]
"""Whether what is said of words stands in a numbered note. ``editor``: wherever notes are, since an editor answers for
it; ``always``: in a copy that has nothing to point with; ``once``: there too, where it is first true. Else it is in the
key alone."""


class Target(NamedTuple):
    """What words lead to: an ``entry`` of a register by its key, a ``note`` by its number, an ``id`` of the same
    witness, an ``address`` that is printed, a ``part`` of a book, or an item in one, by its name."""

    kind: Literal["entry", "note", "id", "address", "part"]
    value: str


class Inline(NamedTuple):
    """Words with a mark, or a sign without words.

    ``style`` is what it is (``insertion``, ``italic``, ``element`` …: :data:`pecia.view.inlines.STYLES`), ``name`` the
    TEI element of an ``element``, of a ``choice`` both, of a sign what kind of it. ``shown`` is what a sign shows that
    has no words of the text ("p. 12"), ``instead`` what is read in place of the words (a correction); ``None``: nothing
    is. ``rend``, ``language`` and ``id`` as the encoding has them. ``apart``: no word next to a gap has lost a part.
    """

    style: str
    content: tuple[str | Inline, ...] = ()
    name: str = ""
    said: Said | None = None
    noting: Noting = ""
    to: Target | None = None
    shown: str = ""
    instead: str | None = None
    language: str = ""
    rend: str = ""
    id: str = ""
    apart: bool = False
    math: Math | None = None
    note: tuple[Content, ...] = ()


Content = str | Inline

Role = Literal[
    "passage", "speaker", "turn", "continued", "group", "field", "division", "list", "ordered", "glossary", "items",
    "item", "term", "table", "row", "head-row", "cell", "stanza", "quotation", "figure", "aside", "box", "plain",
    "notes", "note", "heading", "facts", "fact", "paragraph",
]  # fmt: skip
"""What a block is. ``passage`` and ``speaker`` (a label by itself) have words, all others hold blocks. ``items`` is an
item that holds items, ``box`` is set apart by a frame, ``plain`` is not set apart; ``notes`` are those that the text
calls, at the end of their division, each a ``note``. ``continued``: whose turn it is that goes on here.

The last four are the edition's own: a ``heading`` inside a part, ``facts`` with a ``fact`` each (what it is in
``label``), a ``paragraph``. There an ``item`` has words, and in ``anchor`` its name, when something leads to it."""


class Block(NamedTuple):
    """A part of a text.

    Of a passage: its ``kind`` (a :class:`~pecia.model.PassageKind`), its ``anchor``, ``label`` (that of a turn, before
    the words on the same line), ``level`` of a heading of a division (1 is that of the outermost; 0: it is none), and
    of a verse ``line`` its number. ``element`` is the TEI element it is, ``title`` the edition's words over a group.
    ``who`` are the register keys of those who speak a turn. A ``note`` has the ``number`` by which it is called and in
    ``shown`` what its call shows; so has a passage that is a note where it stands.
    """

    role: Role
    content: tuple[Content, ...] = ()
    blocks: tuple[Block, ...] = ()
    kind: str = ""
    anchor: str = ""
    label: tuple[Content, ...] = ()
    level: int = 0
    line: int = 0
    element: Container | None = None
    title: Said | None = None
    who: tuple[str, ...] = ()
    number: int = 0
    shown: str = ""

    @property
    def language(self) -> str:
        """The language that its element states, if any (BCP 47)."""
        return self.element.language if self.element else ""


def words(content: Sequence[Content]) -> str:
    """The words of the text in ``content``, in order: what stands in place of others is none of them."""
    if len(content) == 1 and isinstance(content[0], str):
        return content[0]
    return "".join(part if isinstance(part, str) else words(part.content) for part in content)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in the order of the text, what holds others before them."""
    for block in blocks:
        yield block
        yield from walk(block.blocks)


def inlines(content: Iterable[Content]) -> Iterator[Inline]:
    """Every mark in ``content`` in order, an outer one before those in it."""
    for part in content:
        if not isinstance(part, str):
            yield part
            yield from inlines(part.content)
