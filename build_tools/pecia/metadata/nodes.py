"""YAML bytes to a tree of nodes, each with its place; nothing else is understood here.

The tree is built from PyYAML's *events* (libyaml's parser, or PyYAML's own where libyaml is missing), not with its
composer or constructors. Events still show the anchors and tags that are refused; they come one by one, so that depth
and number are limited before anything is built; and building from them needs no recursion. A plain scalar stays the
text that was written: ``no``, ``1.0`` and ``1951-03-07`` are converted by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from pecia.metadata.words import shown
from pecia.model import WHITE_SPACE, Locus
from pecia.model.findings import Finding

MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 500_000
MAX_DEPTH = 32
"""A register of twenty thousand people fits; a file that is there to exhaust the memory does not."""


class ScalarNode(NamedTuple):
    """A text as written, white space folded (:data:`pecia.model.WHITE_SPACE`) and none at its ends.

    ``plain``: written without quotation marks and not as a block, so that ``null`` and ``true`` can be told from words.
    """

    text: str
    plain: bool
    locus: Locus


class ListNode(NamedTuple):
    """A YAML sequence."""

    items: tuple[Node, ...]
    locus: Locus


class MappingNode(NamedTuple):
    """A YAML mapping: its keys, each once and in order, with their values."""

    pairs: tuple[tuple[ScalarNode, Node], ...]
    locus: Locus


class RefusedNode(NamedTuple):
    """Something that a finding has already refused; whoever reads it reports nothing more."""

    locus: Locus


Node = ScalarNode | ListNode | MappingNode | RefusedNode

# What is not text here: what YAML 1.1 does not print (section 5.1), which covers all that XML 1.0 cannot hold; the
# further line ends of YAML 1.1 (U+0085, U+2028, U+2029), which editors do not count; and U+FEFF, which libyaml drops.
NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
_FOLDED = re.compile(f"[{WHITE_SPACE}]+")

# What the parser stumbled over, in words that do not depend on which parser it was:
# (part of its message, our message, our hint).
_CAUSES = (
    ("mapping values are not allowed", "“: ” is not allowed here",
     "Put the value in quotation marks if it contains “: ”, or correct the indentation."),
    ("cannot start any token", "a value cannot begin with this character",
     "Put the value in quotation marks; indent with spaces, never with tabs."),
    ("could not find expected ':'", "this line is neither “key: value” nor part of the value before it",
     "Indent it under its key, or put the whole value in quotation marks."),
    ("node content", "a value is missing here, or needs quotation marks", ""),
    ("flow sequence", "a list in [ ] is not closed, or a comma is missing", ""),
    ("flow mapping", "a mapping in { } is not closed, or a comma is missing", ""),
    ("escape", "a backslash in double quotation marks does not begin a known escape",
     "Use single quotation marks, or write the backslash twice."),
    ("quoted scalar", "a quotation mark is not closed", ""),
    ("block scalar", "after “|” or “>” the text begins on the next line, indented", ""),
    ("block mapping", "the line does not fit the keys before it",
     "Give all keys of one mapping the same indentation; put nothing after a closing quotation mark."),
    ("block collection", "the line does not fit the list before it", "Give all items of a list the same indentation."),
    ("block sequence", "the line does not fit the list before it", "Give all items of a list the same indentation."),
    ("document start", "the content ends here, and more follows",
     "Give all keys the same indentation; put nothing after a closing bracket."),
)  # fmt: skip


class _Refused(Exception):  # noqa: N818 - leaves the loop with the finding that ends the reading; never seen outside
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class _Open(NamedTuple):
    """A list or mapping whose end has not been read; a mapping's keys and values alternate in ``children``."""

    locus: Locus
    is_mapping: bool
    children: list[Node]


def parse_yaml(file: str, data: bytes) -> tuple[Node | None, list[Finding]]:
    """``data``, one YAML document in UTF-8, as a tree of nodes; ``None`` when it is empty or cannot be read.

    ``file`` is the name for findings. Findings: Y101 syntax and merge-conflict marks, Y105 duplicate keys, Y111 tags,
    anchors, aliases, merge keys and further documents, Y113 not UTF-8, Y114 too large or deep, Y115 control characters.
    """
    findings: list[Finding] = []
    try:
        return _tree(file, _text(file, data), findings), findings
    except _Refused as refused:
        return None, [*findings, refused.finding]


def _text(file: str, data: bytes) -> str:
    """The characters of the file, when they are ones that YAML can hold."""
    if len(data) > MAX_BYTES:
        raise _Refused(Finding("Y114", f"the file has {len(data)} bytes; the maximum is {MAX_BYTES}", Locus(file)))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte 0x{data[error.start]:02X} is not valid UTF-8 here"
        raise _Refused(Finding("Y113", message, _locus_after(file, before))) from None
    text = text.removeprefix("\ufeff")
    if bad := NOT_TEXT.search(text):
        message = f"character U+{ord(bad[0]):04X} is not allowed in the file"
        raise _Refused(Finding("Y115", message, _locus_after(file, text[: bad.start()])))
    if mark := _CONFLICT.search(text):
        message = f"merge-conflict mark {shown(mark[0])}"
        hint = "Keep the right one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>."
        raise _Refused(Finding("Y101", message, _locus_after(file, text[: mark.start()]), hint))
    return text if text.endswith("\n") else text + "\n"  # so that both parsers give the same places at its end


def _locus_after(file: str, before: str) -> Locus:
    return Locus(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _loader() -> Any:
    """The class that holds libyaml's parser, or PyYAML's own where libyaml is missing.

    PyYAML's own is about twenty times slower and refuses a few files that libyaml takes (such as those with a tab at
    the end of a line), but it reads none differently.
    """
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _events(file: str, text: str) -> Iterator[Any]:
    """PyYAML's events; whatever its parser raises ends the reading as Y101."""
    try:
        yield from yaml.parse(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        said = f"{error.context} {error.problem}"
        if "maximum nesting" in said:  # libyaml's own bound, which from 6.0.4 on it meets while it looks ahead
            raise _Refused(_too_deep(_locus(file, error.problem_mark))) from None
        begun = error.context_mark
        # Of a quotation that is never closed and of a line that is no key, the beginning is what must be mended.
        mark = begun if begun and ("end of stream" in said or "simple key" in said) else error.problem_mark or begun
        message, hint = next(
            ((m, h) for part, m, h in _CAUSES if part in said), ("the file is not YAML from here on", "")
        )
        if begun and mark and begun.line < mark.line:
            message += f" (it begins in line {begun.line + 1})"
        raise _Refused(Finding("Y101", message, _locus(file, mark), hint)) from None
    except (yaml.YAMLError, ValueError, OverflowError):  # PyYAML's own parser lets chr() fail on \UFFFFFFFF
        raise _Refused(Finding("Y101", "the file is not YAML", Locus(file))) from None


def _too_deep(locus: Locus) -> Finding:
    return Finding("Y114", f"lists and mappings are nested more than {MAX_DEPTH} deep", locus)


def _locus(file: str, mark: Any) -> Locus:
    return Locus(file, mark.line + 1, mark.column + 1) if mark else Locus(file)


def _tree(file: str, text: str, findings: list[Finding]) -> Node | None:
    """The tree of the only document in ``text``."""
    report = findings.append
    root: Node | None = None
    opened: list[_Open] = []
    number = documents = 0
    for event in _events(file, text):
        kind = type(event)
        node: Node
        if kind is yaml.ScalarEvent:
            locus = Locus(file, event.start_mark.line + 1, event.start_mark.column + 1)
            node = ScalarNode(_fold(event.value), not event.style, locus)
            _refuse_features(event, locus, report)
            if bad := NOT_TEXT.search(event.value):
                report(Finding("Y115", f"an escape represents U+{ord(bad[0]):04X}, which is not text", locus))
                node = RefusedNode(locus)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            locus = _locus(file, event.start_mark)
            _refuse_features(event, locus, report)
            opened.append(_Open(locus, kind is yaml.MappingStartEvent, []))
            if len(opened) > MAX_DEPTH:
                raise _Refused(_too_deep(locus))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            closed = opened.pop()
            node = _mapping(closed, report) if closed.is_mapping else ListNode(tuple(closed.children), closed.locus)
        elif kind is yaml.AliasEvent:
            locus = _locus(file, event.start_mark)
            report(Finding("Y111", f"alias {shown('*' + event.anchor)}", locus))
            node = RefusedNode(locus)
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                raise _Refused(Finding("Y111", "a second document begins here", _locus(file, event.start_mark),
                                       "Keep one document in the file: delete the line “---”."))  # fmt: skip
            continue
        number += 1
        if number > MAX_NODES:
            raise _Refused(Finding("Y114", f"the file has more than {MAX_NODES} values", node.locus))
        if opened:
            opened[-1].children.append(node)
        else:
            root = node
    return root


def _fold(text: str) -> str:
    return _FOLDED.sub(" ", text).strip(WHITE_SPACE) if text else text


def _refuse_features(event: Any, locus: Locus, report: Callable[[Finding], None]) -> None:
    if event.anchor is not None:
        report(Finding("Y111", f"anchor {shown('&' + event.anchor)}", locus))
    if event.tag is not None:
        report(Finding("Y111", f"tag {shown(event.tag)}", locus))


def _mapping(closed: _Open, report: Callable[[Finding], None]) -> MappingNode:
    """The mapping, without the keys that are refused."""
    pairs: dict[str, tuple[ScalarNode, Node]] = {}
    for key, value in zip(closed.children[::2], closed.children[1::2], strict=True):
        if not isinstance(key, ScalarNode):
            if not isinstance(key, RefusedNode):
                report(Finding("Y103", "a key must be a word, not a list or mapping", key.locus))
        elif key.text == "<<" and key.plain:
            report(Finding("Y111", "merge key “<<”", key.locus))
        elif key.text in pairs:
            first = pairs[key.text][0].locus
            report(Finding("Y105", f"key {shown(key.text)} is given twice; first in line {first.line}", key.locus))
        else:
            pairs[key.text] = (key, value)
    return MappingNode(tuple(pairs.values()), closed.locus)
