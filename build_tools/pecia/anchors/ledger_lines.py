"""The lines of a ledger's file: written, and read back as fast as they are written.

The file is YAML of one fixed shape, with each value on one line. PyYAML needs thirty times as long for the same bytes,
which counts where an edition has ten thousand ledgers. :func:`lines_read` understands nothing but what
:func:`written` gives; any other YAML is for :mod:`pecia.anchors.ledger_file`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import yaml

from pecia.anchors.ledger import Ledger, LedgerEntry, Reason, Retirement, WitnessLedger, Wording, fingerprint
from pecia.model import PassageKind

FORMAT = "1"
"""The form of the file described here; another form gets another number."""

_COMMENT = (
    "# The ledger of anchors: every anchor ever given in this document. Written by Pecia; commit it, do not edit it.\n"
    "# To decide about an anchor use `pecia anchors rule`.\n"
)
DRAFT = "draft: true\n"
"""The line of a ledger whose anchors were never published."""

KINDS = {kind.value: kind for kind in PassageKind}
REASONS: dict[str, Reason] = {"split": "split", "merged": "merged", "removed": "removed"}

# --- one value -----------------------------------------------------------------------------------
# As libyaml and PyYAML write it: plain where nothing can be mistaken, else between single quotes; between double ones
# where there is a character that the two print differently, or that has to be escaped.

_ODD = re.compile(r"[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_QUOTED_FIRST = frozenset("#,[]{}&*!|>'\"%@` ")
_MISTAKEN = re.compile(r"[?:-](?: |$)|---|\.\.\.")
_RESOLVERS = yaml.SafeDumper.yaml_implicit_resolvers
"""By first character, what YAML 1.1 would take for a number, a date, null or a truth value."""
_LETTERS = re.compile("[acdef]")
_NAMED = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"',
    "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P",
}  # fmt: skip
_ESCAPED = re.compile(rf'["\\]|{_ODD.pattern}')
_ESCAPE = re.compile(r"\\(?:x(..)|u(....)|U(........)|(.))")
_NAMES = {name: character for character, name in _NAMED.items()}


def scalar(text: str) -> str:
    """``text`` as a YAML value on one line."""
    if not (text.isascii() and text.isprintable()) and _ODD.search(text):
        return f'"{_ESCAPED.sub(_escape, text)}"'
    if (
        not text
        or text[0] in _QUOTED_FIRST
        or text[-1] in " :"
        or ": " in text
        or " #" in text
        or _MISTAKEN.match(text)
        or (text[0] in _RESOLVERS and any(pattern.match(text) for _tag, pattern in _RESOLVERS[text[0]]))
    ):
        return "'" + text.replace("'", "''") + "'"
    return text


_short = lru_cache(1024)(scalar)
"""The same for values that come again and again."""


def _digest(text: str) -> str:
    """The fingerprint of ``text`` as a value; only one of few kinds of digits can be taken for a number."""
    digits = fingerprint(text)
    return digits if _LETTERS.search(digits) else scalar(digits)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in _NAMED:
        return f"\\{_NAMED[character]}"
    number = ord(character)
    return f"\\x{number:02X}" if number < 0x100 else f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"


def _text(value: str) -> str:
    """The text that :func:`scalar` wrote as ``value``."""
    if value.startswith("'"):
        return value[1:-1].replace("''", "'")
    if value.startswith('"'):
        return _ESCAPE.sub(_unescape, value[1:-1]) if "\\" in value else value[1:-1]
    return value


def _unescape(found: re.Match[str]) -> str:
    number = found[1] or found[2] or found[3]
    return chr(int(number, 16)) if number else _NAMES[found[4]]


# --- the file ------------------------------------------------------------------------------------


def written(ledger: Ledger) -> bytes:
    """The file's content."""
    head = f"{_COMMENT}format: {FORMAT}\n".encode()
    body = "".join(_body(ledger)).encode()
    return b"".join((head, f"checksum: {checksum(head, body)}\n".encode(), body))


def checksum(head: bytes, body: bytes) -> str:
    """The checksum of a file: of what stands before the line that states it, and of what stands after it."""
    return hashlib.sha256(head + body).hexdigest()


def _body(ledger: Ledger) -> Iterator[str]:
    yield f"document: {scalar(ledger.document)}\n{DRAFT if ledger.draft else ''}"
    if ledger.exemplars:
        yield "exemplars:\n"
        yield from (f"  {scalar(siglum)}: {scalar(digest)}\n" for siglum, digest in ledger.exemplars)
    yield f"witnesses:{'' if ledger.witnesses else ' {}'}\n"
    for witness in ledger.witnesses:
        yield f"  {scalar(witness.siglum)}:{'' if witness.entries else ' []'}\n"
        for entry in witness.entries:
            yield _entry(entry)


def _entry(entry: LedgerEntry) -> str:
    """An entry's keys in the order of the file; a key that says nothing is left out."""
    fate = entry.retirement
    parts = [
        f"  - id: {scalar(entry.id)}\n    state: {'retired' if fate else 'live'}\n    kind: {entry.kind.value}\n",
        "" if entry.who is None else f"    who: {_short(entry.who)}\n",
        f"    since: {_short(entry.since)}\n",
        "" if entry.wording_since == entry.since else f"    wording_since: {_short(entry.wording_since)}\n",
        f"    fingerprint: {_digest(entry.text)}\n    text: {scalar(entry.text)}\n",
    ]
    if entry.former:
        parts.append("    former:\n")
        parts += (
            f"    - since: {scalar(w.since)}\n      until: {scalar(w.until)}\n      text: {scalar(w.text)}\n"
            for w in entry.former
        )
    if fate:
        parts.append(f"    until: {scalar(fate.until)}\n    reason: {fate.reason}\n")
        if fate.became:
            parts += ["    became:\n", *(f"    - {scalar(anchor)}\n" for anchor in fate.became)]
    return "".join(parts)


_DOCUMENT = re.compile(rf"document: (.+)\n({DRAFT})?(?:exemplars:\n((?:  .+: .+\n)+))?witnesses:(?: \{{\}})?\n")
_EXEMPLAR = re.compile(r"  (.+): (.+)\n")
_WITNESS = re.compile(r"  ([^ -].*?):(?: \[\])?\n")
_ENTRY = re.compile(
    r"  - id: (.+)\n    state: (?:live|retired)\n    kind: (.+)\n(?:    who: (.+)\n)?    since: (.+)\n"
    r"(?:    wording_since: (.+)\n)?    fingerprint: .+\n    text: (.+)\n"
    r"(?:    former:\n((?:    - since: .+\n      until: .+\n      text: .+\n)+))?"
    r"(?:    until: (.+)\n    reason: (.+)\n(?:    became:\n((?:    - .+\n)+))?)?"
)
_FORMER = re.compile(r"    - since: (.+)\n      until: (.+)\n      text: (.+)\n")


def lines_read(data: bytes) -> Ledger | None:
    """The ledger that :func:`written` gave as ``data``, to the last byte; ``None`` when ``data`` is anything else.

    What is found is written again and compared, so the checksum and the fingerprints are those of ``data`` too.
    """
    try:
        text = data.decode()
        ledger = _ledger(text, text.index("\ndocument: ") + 1)
        return ledger if written(ledger) == data else None
    except (ValueError, LookupError, OverflowError):  # a key, kind or escape that is none
        return None


def _ledger(text: str, start: int) -> Ledger:
    head = _found(_DOCUMENT.match(text, start))
    document, at = _text(head[1]), head.end()
    witnesses = []
    while at < len(text):
        named = _found(_WITNESS.match(text, at))
        at = named.end()
        entries = []
        while found := _ENTRY.match(text, at):
            at = found.end()
            entries.append(_entry_of(*found.groups()))
        witnesses.append(WitnessLedger(document, _text(named[1]), tuple(entries)))
    exemplars = tuple((_text(siglum), _text(digest)) for siglum, digest in _EXEMPLAR.findall(head[3] or ""))
    return Ledger(document, tuple(witnesses), bool(head[2]), exemplars)


def _found(found: re.Match[str] | None) -> re.Match[str]:
    if found is None:
        raise ValueError("not as it is written")
    return found


def _entry_of(
    anchor: str,
    kind: str,
    who: str | None,
    since: str,
    wording_since: str | None,
    text: str,
    former: str | None,
    until: str | None,
    reason: str | None,
    became: str | None,
) -> LedgerEntry:
    given = _text(since)
    return LedgerEntry(
        _text(anchor),
        KINDS[kind],
        None if who is None else _text(who),
        _text(text),
        given,
        given if wording_since is None else _text(wording_since),
        tuple(_wordings(former)) if former else (),
        Retirement(_text(until), REASONS[reason], tuple(_items(became or ""))) if until and reason else None,
    )


def _wordings(former: str) -> Iterator[Wording]:
    return (Wording(_text(text), _text(since), _text(until)) for since, until, text in _FORMER.findall(former))


def _items(became: str) -> Iterable[str]:
    return (_text(line.removeprefix("    - ")) for line in became.split("\n")[:-1])
