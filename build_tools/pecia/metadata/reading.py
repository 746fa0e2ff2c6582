"""Nodes to dataclasses, driven by the dataclass's shape; every problem is a finding and none stops the reading.

Where a part cannot be read, a blank of its shape stands in, so that the rest can still be read and checked and all
findings come at once. A blank has no entry in :attr:`Reading.places`: a check that asks for its place learns that
there is nothing to check. The caller gives the value away only if there is no error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pecia.metadata.formats import Format
from pecia.metadata.nodes import ListNode, MappingNode, Node, RefusedNode, ScalarNode
from pecia.metadata.shapes import (
    ChoiceShape,
    FlagShape,
    Key,
    ListShape,
    MappingShape,
    OptionalShape,
    Shape,
    TextShape,
)
from pecia.metadata.words import KeyPath, did_you_mean, listed, place_words, shown
from pecia.model import Locus
from pecia.model.findings import Finding

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
"""YAML's null (core schema): a plain scalar of this text is "nothing", not a word."""


@dataclass(slots=True)
class Reading:
    """What a reading has gathered so far.

    ``places``: of every value that was read, by its path; ``blanks``: the paths of the parts that could not be read;
    ``holders``: the paths of all that holds such a part.
    """

    places: dict[KeyPath, Locus] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    blanks: set[KeyPath] = field(default_factory=set)
    holders: set[KeyPath] = field(default_factory=set)

    def report(self, code: str, message: str, locus: Locus, hint: str = "") -> None:
        """Add a finding."""
        self.findings.append(Finding(code, message, locus, hint))

    def leave_blank(self, path: KeyPath) -> None:
        """Note that what stands at ``path`` could not be read."""
        self.blanks.add(path)
        self.holders.update(path[:n] for n in range(len(path)))

    def whole(self, *path: str | int) -> bool:
        """Whether nothing under ``path``, and nothing that holds it, is blank."""
        return path not in self.holders and not any(path[:n] in self.blanks for n in range(len(path) + 1))


def read_node(node: Node, shape: Shape, path: KeyPath, out: Reading) -> Any:
    """The value of ``node``, of the type ``shape`` was made from; findings and places go to ``out``.

    Findings: Y102 unknown key, Y103 wrong type, Y104 missing key, Y109 value not allowed, and the formats' own.
    """
    match shape:
        case TextShape():
            return _text(node, shape.format, path, out)
        case MappingShape():
            return _mapping(node, shape, path, out)
        case ListShape():
            return _list(node, shape, path, out)
        case ChoiceShape():
            return _choice(node, shape, path, out)
        case FlagShape():
            return _flag(node, path, out)
        case OptionalShape():
            if isinstance(node, ScalarNode) and _is_null(node):
                out.places[path] = node.locus
                return None
            return read_node(node, shape.shape, path, out)


def blank(shape: Shape) -> Any:
    """The value that stands in for one of ``shape`` that could not be read."""
    match shape:
        case TextShape():
            return ""
        case FlagShape():
            return False
        case ChoiceShape():
            return shape.values[0]
        case ListShape():
            return ()
        case OptionalShape():
            return None
        case MappingShape():
            return shape.type(**{key.name: blank(key.shape) for key in shape.keys.values()})


def _is_null(node: ScalarNode) -> bool:
    return node.plain and node.text in _NULL


def _text(node: Node, text_format: Format, path: KeyPath, out: Reading) -> str:
    if not isinstance(node, ScalarNode) or _is_null(node):
        return str(_wrong(node, "text", TextShape(text_format), path, out))
    out.places[path] = node.locus
    if not node.text:
        if isinstance(path[-1], int):
            out.report(
                "Y109", f"the item is empty ({place_words(path)})", node.locus, "Write the text, or leave it out."
            )
            return ""
        if text_format.optional:
            return ""
    if problem := text_format.problem(node.text):
        out.report(problem.code, f"{problem.message} ({place_words(path)})", node.locus, problem.hint)
    return node.text


def _flag(node: Node, path: KeyPath, out: Reading) -> bool:
    if isinstance(node, ScalarNode) and node.plain and node.text in ("true", "false"):
        out.places[path] = node.locus
        return node.text == "true"
    return bool(_wrong(node, "true or false", FlagShape(), path, out))


def _choice(node: Node, shape: ChoiceShape, path: KeyPath, out: Reading) -> str:
    if not isinstance(node, ScalarNode) or _is_null(node):
        return str(_wrong(node, f"one of {listed(shape.values)}", shape, path, out))
    if node.text not in shape.values:
        out.leave_blank(path)
        message = f"{shown(node.text)} is not {listed(shape.values)} ({place_words(path)})"
        out.report("Y109", message, node.locus, did_you_mean(node.text, shape.values))
        return shape.values[0]
    out.places[path] = node.locus
    return node.text


def _list(node: Node, shape: ListShape, path: KeyPath, out: Reading) -> tuple[Any, ...]:
    if not isinstance(node, ListNode):
        _wrong(node, "a list", shape, path, out)
        return ()
    out.places[path] = node.locus
    return tuple(read_node(item, shape.item, (*path, n), out) for n, item in enumerate(node.items))


def _mapping(node: Node, shape: MappingShape, path: KeyPath, out: Reading) -> Any:
    if not isinstance(node, MappingNode):
        return _wrong(node, "keys with values", shape, path, out)
    out.places[path] = node.locus
    values: dict[str, Any] = {}
    for key_node, value_node in node.pairs:
        key = shape.keys.get(key_node.text)
        if key is None:
            message = f"key {shown(key_node.text)} is unknown{_where(path)}"
            hint = did_you_mean(key_node.text, shape.keys) or f"The keys here are {listed(shape.keys, 'and')}."
            out.report("Y102", message, key_node.locus, hint)
        else:
            values[key.name] = read_node(value_node, key.shape, (*path, key.name), out)
    for key in shape.keys.values():
        if key.name not in values:
            values[key.name] = _absent(key, node.locus, path, out) if key.required else key.default
    return shape.type(**values)


def _absent(key: Key, locus: Locus, path: KeyPath, out: Reading) -> Any:
    out.leave_blank((*path, key.name))
    out.report("Y104", f"key {shown(key.name)} is missing{_where(path)}", locus, f"Add it. What it holds: {key.doc}")
    return blank(key.shape)


def _wrong(node: Node, expected: str, shape: Shape, path: KeyPath, out: Reading) -> Any:
    """A blank of ``shape``, and Y103 unless the node has been refused already."""
    out.leave_blank(path)
    if not isinstance(node, RefusedNode):
        message = f"{expected} expected, {_found(node)} found{_where(path)}"
        out.report("Y103", message, node.locus, _advice(node, shape))
    return blank(shape)


def _found(node: Node) -> str:
    match node:
        case ListNode():
            return "a list"
        case MappingNode():
            return "keys with values"
        case ScalarNode():
            return "nothing" if _is_null(node) else shown(node.text)
        case RefusedNode():
            return "something refused"


def _advice(node: Node, shape: Shape) -> str:
    match node, shape:
        case ScalarNode(), ListShape() if not _is_null(node):
            return "Write it as a list of one: [value], or “- value” on a line of its own."
        case ScalarNode(), FlagShape() if not _is_null(node):
            return "Write true or false, without quotation marks."
        case ScalarNode(), _ if _is_null(node):
            return "Leave the key out, or give it a value (in quotation marks if it is the word null)."
        case MappingNode(), TextShape():
            return "Put the text in quotation marks if it contains “: ” or begins with “{”."
        case MappingNode(), ListShape():
            return "Put “- ” before each item."
        case ListNode(), MappingShape():
            return "Write keys and values, without “- ” or brackets around them."
        case ListNode(), TextShape():
            return "Put the text in quotation marks if it begins with “[” or “- ”."
    return ""


def _where(path: KeyPath) -> str:
    return f" ({place_words(path)})" if path else ""
