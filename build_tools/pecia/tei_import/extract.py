"""One text cut out of a TEI file that holds several: only bytes of the file, with the headers that hold for it.

A text of a ``teiCorpus`` stays in its corpus: what is left out is the other texts. So the corpus' header, what it
declares and its language still hold, and no byte of the text is changed. A ``text`` or ``div`` stands in its ``TEI``,
without the divisions around it; what it inherited from them (namespaces, ``xml:lang``, ``xml:space``, ``xml:base``) is
written into its start tag.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pecia.tei.names import TEI_NAMESPACE

ROOTS = frozenset({"TEI", "teiCorpus"})
_DIVISIONS = frozenset({"div", *(f"div{n}" for n in range(1, 8))})
SELECTABLE = frozenset({"TEI", "text"}) | _DIVISIONS
"""What may be a witness by itself."""

_KEPT = frozenset({"teiHeader", "standOff"})
"""What of a ``TEI`` or ``teiCorpus`` holds for each of its texts."""

_INHERITED = frozenset({"xml:lang", "xml:space", "xml:base"})
TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


@dataclass(slots=True)
class Node:
    """An element of the outline.

    ``own``: the names of its attributes; ``inherited``, ``scope``: the inheritable ones outside and inside of it;
    ``kept``: its children that hold for each of its texts. Offsets in bytes: of its start tag and its end tag, and
    after each.
    """

    name: str
    raw: str
    id: str
    n: str
    line: int
    parent: Node | None
    own: frozenset[str]
    inherited: Mapping[str, str]
    scope: Mapping[str, str]
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    kept: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """``nodes``: each ``TEI``, ``teiCorpus`` and what of them holds for all texts, and each ``text`` child of a
    ``TEI``, in document order. ``found``: the elements with the ids that were looked for, by id."""

    nodes: tuple[Node, ...]
    found: Mapping[str, Sequence[Node]]


def outline(data: bytes, wanted: Collection[str] = ()) -> Outline:
    """Read the outline of ``data``, UTF-8, by expat; ``wanted`` are the ``xml:id`` to look for. Raises
    ``ExpatError``."""
    nodes: list[Node] = []
    found: dict[str, list[Node]] = {}
    root_scope: Mapping[str, str] = {}
    stack: list[tuple[Node | None, Mapping[str, str]]] = []

    def start(raw: str, attributes: dict[str, str]) -> None:
        parent, inherited = stack[-1] if stack else (None, root_scope)
        scope = inherited
        if attributes:
            own = {key: value for key, value in attributes.items() if key.startswith("xmlns") or key in _INHERITED}
            if own:
                scope = {**inherited, **own}
        prefix, _, name = raw.rpartition(":")
        in_root = parent is not None and parent.name in ROOTS
        outermost = not stack or in_root  # a TEI within a text is an example of one
        in_tei = (name in ROOTS and outermost) or (in_root and (name in _KEPT or name == "text"))
        wanted_here = attributes.get("xml:id") in wanted
        if (in_tei or wanted_here) and _namespace(scope, prefix) == TEI_NAMESPACE:
            holder = next((node for node, _ in reversed(stack) if node is not None), None)
            at = parser.CurrentByteIndex
            tag = TAG.match(data, at)
            opened = tag.end() if tag else at
            node = Node(
                name, raw, attributes.get("xml:id", ""), attributes.get("n", ""), parser.CurrentLineNumber, holder,
                frozenset(attributes), inherited, scope, at, opened,
            )  # fmt: skip
            if in_tei:
                nodes.append(node)
                if holder is not None and name in _KEPT:
                    holder.kept.append(node)
            if wanted_here:
                found.setdefault(node.id, []).append(node)
            stack.append((node, scope))
        else:
            stack.append((None, scope))

    def end(_: str) -> None:
        node, _scope = stack.pop()
        if node is None:
            return
        if data[node.opened - 2 : node.opened] == b"/>":
            node.closing = node.end = node.opened
        else:
            node.closing = parser.CurrentByteIndex
            node.end = data.index(b">", node.closing) + 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    return Outline(tuple(nodes), found)


def _namespace(scope: Mapping[str, str], prefix: str) -> str:
    return scope.get(f"xmlns:{prefix}" if prefix else "xmlns", "")


def texts(outline_: Outline) -> list[Node]:
    """The ``TEI`` elements that are texts: all but those that hold other ``TEI`` and no ``text`` of their own."""
    holders = {id(node.parent) for node in outline_.nodes if node.name == "TEI" and node.parent is not None}
    with_text = {id(node.parent) for node in outline_.nodes if node.name == "text"}
    return [n for n in outline_.nodes if n.name == "TEI" and (id(n) not in holders or id(n) in with_text)]


def cut(data: bytes, outline_: Outline, node: Node) -> tuple[bytes, int]:
    """The file that ``node``, of :data:`SELECTABLE`, is by itself, and the number of bytes before it there.

    In ``data`` and out UTF-8. Raises ``ValueError`` when no ``TEI`` holds ``node``.
    """
    shells: list[Node] = []
    holder = node.parent
    while holder is not None:
        if holder.name in ROOTS:
            shells.insert(0, holder)
        holder = holder.parent
    if node.name != "TEI" and not any(shell.name == "TEI" for shell in shells):
        raise ValueError(f"no TEI holds the {node.name}")
    line = b"\r\n" if data[:2000].count(b"\r\n") else b"\n"
    root = outline_.nodes[0]
    before = [data[: root.start]]
    for shell in shells:
        before += [data[shell.start : shell.opened], line]
        for held in shell.kept:
            before += [data[held.start : held.end], line]
    after = [line + data[shell.closing : shell.end] for shell in reversed(shells)]
    own = data[node.start : node.end]
    if node.name != "TEI":
        tei = next(shell for shell in reversed(shells) if shell.name == "TEI")
        name_end = 1 + len(node.raw.encode())
        own = own[:name_end] + "".join(_inherited(node, tei.scope)).encode() + own[name_end:]
        if node.name in _DIVISIONS:
            prefix = tei.raw.removesuffix("TEI").encode()
            before.append(b"<%stext><%sbody>" % (prefix, prefix))
            after.insert(0, b"</%sbody></%stext>" % (prefix, prefix))
    head = b"".join(before)
    return b"".join([head, own, *after, line]), len(head)


def _inherited(node: Node, outside: Mapping[str, str]) -> Iterator[str]:
    """The attributes, each with a space before it, that ``node`` had from elements that are left out."""
    for name, value in node.inherited.items():
        if outside.get(name) != value and name not in node.own:
            yield f" {name}={quoteattr(value)}"
