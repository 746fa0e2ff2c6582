"""The ledger as a file: ``edition/anchors/<document>.yml``, written by Pecia alone.

UTF-8, LF, one line for each text, so that a change can be read in version control. The checksum is the SHA-256 of the
file without the line that states it: an edit by hand is found before the content is looked at. The file is read as a
stream of YAML events in which every value is a string; aliases, tags and deep nesting are refused, so that a hostile
file costs no more than its length. ``docs/reference/anchors.md`` describes the keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from pecia.anchors.ledger import Ledger, LedgerEntry, Retirement, WitnessLedger, Wording, fingerprint, is_name
from pecia.anchors.ledger_lines import FORMAT, KINDS, REASONS, checksum, lines_read, written
from pecia.model import Locus
from pecia.model.findings import Finding

_HEAD = re.compile(rb"^format: ([^\n]*)\nchecksum: ([0-9a-f]{64})\n", re.MULTILINE)
_CONFLICT = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})(?=[ \n]|\Z)", re.MULTILINE)
_DEPTH = 6
"""How deeply a ledger is nested: head, witnesses, entries, entry, former wordings, wording."""


class _Mapping(dict[str, Any]):
    """A mapping of the file that knows its line, counted from 1."""

    line: int = 0


class _UnreadableError(Exception):
    """The ledger is not of the form this module writes; ``line`` counts from 1, 0 when not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def write_ledger(ledger: Ledger) -> bytes:
    """The file's content. The same ledger gives the same bytes."""
    return written(ledger)


def read_ledger(file: str, data: bytes) -> tuple[Ledger | None, list[Finding]]:
    """Read a ledger back. ``file`` is its path for findings, ``data`` its bytes.

    No ledger comes back with a finding: A101 edited by hand, A102 merge-conflict marks, A105 not of this form.
    CR LF, as some systems check files out, is read as LF.
    """
    data = data.replace(b"\r\n", b"\n")
    ledger = lines_read(data)
    if ledger is not None and PurePosixPath(file).stem == ledger.document and _is_consistent(ledger):
        return ledger, []
    if conflict := _CONFLICT.search(data):
        line = data[: conflict.start()].count(b"\n") + 1
        return None, [
            Finding("A102", f"the file has merge-conflict markers, first {conflict[1].decode()}", Locus(file, line))
        ]
    head = _HEAD.search(data)
    if head is None:
        return None, [Finding("A105", "the ledger does not begin with format and checksum", Locus(file))]
    if head[1].decode("utf-8", "replace") != FORMAT:
        message = f"the ledger has format {head[1].decode('utf-8', 'replace')}; this version reads format {FORMAT}"
        return None, [Finding("A105", message, Locus(file, data[: head.start()].count(b"\n") + 1))]
    if checksum(data[: head.start(2) - len("checksum: ")], data[head.end() :]) != head[2].decode():
        return None, [_edited(file, data)]
    try:
        ledger = _ledger(_content(data))
    except _UnreadableError as problem:
        return None, [Finding("A105", str(problem), Locus(file, problem.line))]
    if PurePosixPath(file).stem != ledger.document:
        return None, [Finding("A105", f"this ledger belongs to the document {ledger.document!r}", Locus(file))]
    return ledger, []


def _edited(file: str, data: bytes) -> Finding:
    """A101, at the first entry whose text no longer fits its fingerprint, if there is one."""
    try:
        _ledger(_content(data))
    except _UnreadableError as problem:
        return Finding("A101", f"the checksum does not match the content: {problem}", Locus(file, problem.line))
    return Finding("A101", "the checksum does not match the content", Locus(file))


# --- from events to values -----------------------------------------------------------------------


def _content(data: bytes) -> Any:
    """The file's one YAML document as mappings, lists and strings."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root: list[Any] = []
    open_nodes: list[Any] = [root]
    keys: list[str | None] = [None]  # of each open mapping, the key that waits for its value
    try:
        for event in yaml.parse(data.decode("utf-8"), Loader=loader):
            line = event.start_mark.line + 1 if event.start_mark else 0
            match event:
                case yaml.AliasEvent() | yaml.NodeEvent(anchor=str()):
                    raise _UnreadableError("a YAML alias or anchor", line)
                case yaml.ScalarEvent() | yaml.CollectionStartEvent() if event.tag is not None:
                    raise _UnreadableError("a YAML tag", line)
                case yaml.ScalarEvent():
                    _put(open_nodes, keys, event.value, line)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    # libyaml goes through all that is open at each token: what is nested without end costs its square.
                    if len(open_nodes) > _DEPTH:
                        raise _UnreadableError("nested more deeply than a ledger", line)
                    node = _Mapping() if isinstance(event, yaml.MappingStartEvent) else []
                    if isinstance(node, _Mapping):
                        node.line = line
                    _put(open_nodes, keys, node, line)
                    open_nodes.append(node)
                    keys.append(None)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    open_nodes.pop()
                    keys.pop()
                case _:
                    pass
    except UnicodeDecodeError as error:
        raise _UnreadableError("not UTF-8", data[: error.start].count(b"\n") + 1) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _UnreadableError("not well-formed YAML", mark.line + 1 if mark else 0) from None
    if len(root) != 1:
        raise _UnreadableError("not one YAML document")
    return root[0]


def _put(open_nodes: list[Any], keys: list[str | None], node: Any, line: int) -> None:
    """Give the innermost open node its next item, key or value."""
    parent = open_nodes[-1]
    if isinstance(parent, list):
        parent.append(node)
    elif keys[-1] is not None:
        parent[keys[-1]] = node
        keys[-1] = None
    elif not isinstance(node, str):
        raise _UnreadableError("a key that is no text", line)
    elif node in parent:
        raise _UnreadableError(f"the key {node!r} is given twice", line)
    else:
        keys[-1] = node


# --- from values to the ledger -------------------------------------------------------------------

_HEAD_KEYS = {"format", "checksum", "document", "witnesses"}
_KEYS = {"id", "state", "kind", "who", "since", "wording_since", "fingerprint", "text", "former"}
_KEYS |= {"until", "reason", "became"}


def _ledger(content: Any) -> Ledger:
    if not isinstance(content, dict) or not _HEAD_KEYS <= set(content) <= _HEAD_KEYS | {"draft", "exemplars"}:
        raise _UnreadableError("the keys at the head are not format, checksum, document and witnesses")
    document, witnesses = _text(content, "document", "the ledger"), content["witnesses"]
    if not isinstance(witnesses, dict):
        raise _UnreadableError("witnesses is not a mapping")
    if content.get("draft", "true") != "true":
        raise _UnreadableError("draft is something else than true")
    exemplars = content.get("exemplars", {})
    if not isinstance(exemplars, dict):
        raise _UnreadableError("exemplars is not a mapping")
    return Ledger(
        document,
        tuple(_witness(document, siglum, items) for siglum, items in witnesses.items()),
        "draft" in content,
        tuple((siglum, _text(exemplars, siglum, "exemplars")) for siglum in exemplars),
    )


def _witness(document: str, siglum: str, items: Any) -> WitnessLedger:
    if not isinstance(items, list):
        raise _UnreadableError(f"the entries of witness {siglum} are not a list")
    witness = WitnessLedger(document, siglum, tuple(_entry_at_its_line(siglum, item) for item in items))
    if problem := _problem(witness):
        raise _UnreadableError(problem)
    return witness


def _problem(witness: WitnessLedger) -> str:
    """What is wrong between the entries of a witness, or nothing."""
    known = {entry.id for entry in witness.entries}
    if len(known) != len(witness.entries):
        return f"witness {witness.siglum} has an anchor twice"
    for entry in witness.entries:
        if entry.retirement and not known.issuperset(entry.retirement.became):
            return f"{entry.id} of witness {witness.siglum} became an anchor that does not exist"
    return ""


def _is_consistent(ledger: Ledger) -> bool:
    sigla = {witness.siglum for witness in ledger.witnesses}
    return len(sigla) == len(ledger.witnesses) and all(
        not _problem(witness) and all(is_name(entry.id) for entry in witness.entries) for witness in ledger.witnesses
    )


def _entry_at_its_line(siglum: str, item: Any) -> LedgerEntry:
    try:
        return _entry(siglum, item)
    except _UnreadableError as problem:
        raise _UnreadableError(str(problem), item.line if isinstance(item, _Mapping) else 0) from None


def _entry(siglum: str, item: Any) -> LedgerEntry:
    id_ = item.get("id") if isinstance(item, dict) else None
    if not isinstance(id_, str) or not is_name(id_):
        raise _UnreadableError(f"an entry of witness {siglum} has no anchor")
    name = f"{id_} of witness {siglum}"
    if unknown := sorted(set(item) - _KEYS):
        raise _UnreadableError(f"{name} has the unknown key {unknown[0]!r}")
    text, kind, state = (_text(item, key, name) for key in ("text", "kind", "state"))
    if fingerprint(text) != item.get("fingerprint"):
        raise _UnreadableError(f"the text of {name} does not match its fingerprint")
    if kind not in KINDS:
        raise _UnreadableError(f"{name} has the unknown kind {kind!r}")
    if state not in ("live", "retired"):
        raise _UnreadableError(f"{name} has the unknown state {state!r}")
    return LedgerEntry(
        id=id_,
        kind=KINDS[kind],
        who=_text(item, "who", name) if "who" in item else None,
        text=text,
        since=_text(item, "since", name),
        wording_since=_text(item, "wording_since" if "wording_since" in item else "since", name),
        former=tuple(_former(item.get("former", []), name)),
        retirement=_retirement(item, name) if state == "retired" else None,
    )


def _former(items: Any, name: str) -> Iterator[Wording]:
    if not isinstance(items, list):
        raise _UnreadableError(f"the former wordings of {name} are not a list")
    for item in items:
        if not isinstance(item, dict):
            raise _UnreadableError(f"a former wording of {name} is not a mapping")
        yield Wording(*(_text(item, key, f"a former wording of {name}") for key in ("text", "since", "until")))


def _retirement(item: Mapping[str, Any], name: str) -> Retirement:
    became = item.get("became", [])
    reason = REASONS.get(str(item.get("reason")))
    if reason is None:
        raise _UnreadableError(f"{name} has the unknown reason {item.get('reason')!r}")
    if not isinstance(became, list) or not all(isinstance(anchor, str) for anchor in became):
        raise _UnreadableError(f"what {name} became is not a list of anchors")
    return Retirement(_text(item, "until", name), reason, tuple(became))


def _text(item: Mapping[str, Any], key: str, name: str) -> str:
    value = item.get(key)
    if not isinstance(value, str):
        raise _UnreadableError(f"{name} has no {key}")
    return value
