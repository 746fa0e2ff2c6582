"""Mixed content: words and elements side by side.

The only module of the package that touches lxml's ``text`` and ``tail``. lxml keeps the words that follow an element as
that element's ``tail``; whoever forgets one loses words. Here each operation is written once. What elements *mean* is
not known here: :mod:`pecia.tei_record.marks` passes that in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar, cast
from xml.sax.saxutils import unescape

from lxml import etree

from pecia.tei.names import NotARecordError, add, local_name

NOT_ESTABLISHED = "not established"
"""What stands, with ``cert="unknown"``, in an element that TEI or a reader expects and nobody can fill."""

_INDENT = "  "
_Meaning = TypeVar("_Meaning")


class Run(NamedTuple, Generic[_Meaning]):
    """``meaning`` holds of the code points ``start`` to ``end`` (exclusive) of some words."""

    start: int
    end: int
    meaning: _Meaning


# --- plain words -----------------------------------------------------------------------------------


def put_words(element: etree._Element, words: str) -> None:
    """Append ``words`` to the content of ``element``.

    Raises ValueError for characters that XML 1.0 cannot hold.
    """
    if not words:
        return
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + words
    else:
        element.text = (element.text or "") + words


def words(element: etree._Element) -> str:
    """The words of an element that holds words only; raises :class:`NotARecordError` when it holds elements."""
    if len(element):
        raise NotARecordError(f"{local_name(element)} holds elements where words are expected", element[0])
    return element.text or ""


def add_words(parent: etree._Element, name: str, content: str, attributes: dict[str, str] | None = None) -> None:
    """Append to ``parent`` a TEI element that holds the words ``content``, be they none."""
    put_words(add(parent, name, attributes), content)


def add_value(parent: etree._Element, name: str, value: str, attributes: dict[str, str] | None = None) -> None:
    """As :func:`add_words`; an empty ``value`` is written as "not established" and read back as empty."""
    element = add(parent, name, attributes)
    if not value:
        element.set("cert", "unknown")
    put_words(element, value or NOT_ESTABLISHED)


def value(element: etree._Element | None) -> str:
    """What :func:`add_value` wrote; ``""`` also for an element that is not there."""
    if element is None or element.get("cert") == "unknown":
        return ""
    return words(element)


# --- words with runs -------------------------------------------------------------------------------


def write(
    element: etree._Element,
    content: str,
    runs: Sequence[Run[_Meaning]],
    open_element: Callable[[etree._Element, _Meaning], etree._Element],
) -> None:
    """Append ``content`` to ``element`` with an element for each of ``runs``.

    ``open_element(parent, meaning)`` appends the element for a run to ``parent`` and returns the one that takes its
    words. Of two runs with the same limits the earlier is the outer one. A run of no width stands outside all that
    begin or end where it stands. Raises ValueError when runs overlap without nesting or leave the content.
    """
    open_runs: list[tuple[Run[_Meaning] | None, etree._Element]] = [(None, element)]
    position = 0
    for run in sorted(runs, key=lambda r: (r.start, r.start != r.end, -r.end)):
        if not 0 <= run.start <= run.end <= len(content):
            raise ValueError(f"run {run} leaves its text of {len(content)} characters")
        while (outer := open_runs[-1][0]) is not None and outer.end <= run.start:
            put_words(open_runs.pop()[1], content[position : outer.end])
            position = outer.end
        if outer is not None and run.end > outer.end:
            raise ValueError(f"run {run} crosses run {outer}")
        parent = open_runs[-1][1]
        put_words(parent, content[position : run.start])
        position = run.start
        open_runs.append((run, open_element(parent, run.meaning)))
    while open_runs:
        outer, parent = open_runs.pop()
        end = len(content) if outer is None else outer.end
        put_words(parent, content[position:end])
        position = end


def read(
    element: etree._Element,
    meaning_of: Callable[[etree._Element], _Meaning | None],
    left_out: Collection[str],
) -> tuple[str, list[Run[_Meaning]]]:
    """The words in ``element`` and the runs its descendants make; what :func:`write` wrote.

    ``meaning_of`` is asked for each descendant: ``None`` makes no run, and its words count all the same.
    Elements whose tag is in ``left_out`` are passed over with all they hold. Runs come sorted by start, longest first.
    """
    parts: list[str] = []
    length = 0
    runs: list[Run[_Meaning]] = []
    open_at: list[tuple[int, int]] = []  # for each open element: its place in `runs`, or -1, and where it starts
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node.tag in left_out and node is not element:
                open_at.append((-1, length))
                walk.skip_subtree()
                continue
            meaning = None if node is element else meaning_of(node)
            open_at.append((len(runs) if meaning is not None else -1, length))
            if meaning is not None:
                runs.append(Run(length, length, meaning))
            piece = node.text
        else:
            index, start = open_at.pop()
            if index >= 0:
                runs[index] = Run(start, length, runs[index].meaning)
            piece = None if node is element else node.tail
        if piece:
            parts.append(piece)
            length += len(piece)
    runs.sort(key=lambda r: (r.start, -r.end))
    return "".join(parts), runs


def all_words(element: etree._Element, left_out: Collection[str]) -> str:
    """Every word in ``element`` at whatever depth, in order: a plain walk over text nodes that knows nothing of runs.

    Elements whose tag is in ``left_out`` are passed over, not what follows them.
    """
    return "".join(piece for piece, _ in words_and_places(element, left_out))


def words_and_places(element: etree._Element, left_out: Collection[str]) -> Iterator[tuple[str, etree._Element]]:
    """As :func:`all_words`, node by node, each with the element whose start or end it follows."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in left_out:
            walk.skip_subtree()
            continue
        piece = node.text if event == "start" else (None if node is element else node.tail)
        if piece:
            yield piece, node


# --- words of imported TEI ----------------------------------------------------------

_COMMENT, _INSTRUCTION = etree.Comment, etree.ProcessingInstruction
_ALL_WORDS = etree.XPath("string()", smart_strings=False)
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_TAG = re.compile(r"<[^!?/>][^>]*>")
_NAMESPACE = re.compile(r"\sxmlns(?::[\w.-]+)?=\"[^\"]*\"")
_PIECES = etree.XPath("descendant::text()[not(ancestor::*[local-name() = 'binaryObject'])]", smart_strings=False)


def nodes(element: etree._Element) -> list[str | etree._Element]:
    """What stands directly in ``element``, in order: its words (never ``""``) and the elements among them.

    Comments and processing instructions are left out, the words after them are not. What is left of an entity that the
    parser did not resolve counts as words, as it is written (``&name;``).
    """
    found: list[str | etree._Element] = []
    piece = element.text
    if piece:
        found.append(piece)
    for child in element:
        tag = child.tag
        if isinstance(tag, str):
            found.append(child)
        elif tag is not _COMMENT and tag is not _INSTRUCTION and child.text:
            found.append(child.text)
        piece = child.tail
        if piece:
            found.append(piece)
    return found


def has_words(element: etree._Element) -> bool:
    """Whether words, not only XML white space, stand directly in ``element``, between its elements."""
    piece = element.text
    if piece and not piece.isspace():
        return True
    for child in element:
        piece = child.tail
        if piece and not piece.isspace():
            return True
    return False


def flat(element: etree._Element) -> str:
    """All words in ``element`` at whatever depth, without regard to its elements; XPath 1.0 ``string()``."""
    return str(_ALL_WORDS(element)) if len(element) else element.text or ""


def pieces(element: etree._Element) -> list[str]:
    """The text nodes in ``element`` at whatever depth, in order, but for the encoded data of ``binaryObject``."""
    encoded = next(element.iter("{*}binaryObject"), None) is not None
    found = _PIECES(element) if encoded else _TEXTS(element)  # to ask for the ancestors of each takes half the time
    return cast(list[str], found)


def as_written(element: etree._Element) -> str:
    """What is in ``element`` as XML is written, its tags among its words, without namespace declarations."""
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    tags = _TAG.sub(lambda tag: _NAMESPACE.sub("", tag[0]), whole)
    inside = tags.partition(">")[2].rpartition("</")[0]
    return unescape(inside)


# --- layout ----------------------------------------------------------------------------------------


def lay_out(root: etree._Element, containers: Collection[str]) -> None:
    """Put each child of each element whose tag is in ``containers`` on a line of its own, indented.

    ``containers`` must hold elements only, so no word gains or loses white space.
    """
    for depth, element in list(_with_depth(root)):
        if element.tag in containers and len(element):
            element.text = "\n" + _INDENT * (depth + 1)
            for child in element:
                child.tail = element.text
            element[-1].tail = "\n" + _INDENT * depth


def _with_depth(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            yield depth, element
            depth += 1
        else:
            depth -= 1
