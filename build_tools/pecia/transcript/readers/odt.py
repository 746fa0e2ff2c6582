"""ODT (OASIS OpenDocument 1.3): the text of the body with every tracked change accepted.

Foot- and endnotes come at the end, called by ``[n]``. Headers, footers and annotations are no text; tracked changes and
annotations are reported.
"""

from __future__ import annotations

from collections import defaultdict

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.transcript.readers.blocks import Blocks
from pecia.transcript.readers.numbering import numeral
from pecia.transcript.readers.package import parts, walk
from pecia.transcript.source_text import HintRole, SourceText

_CONTENT, _STYLES = "content.xml", "styles.xml"
_BOLD = ("bold", "600", "700", "800", "900")


def read(file: str, data: bytes) -> tuple[SourceText | None, list[Finding]]:
    """The text of the body and its notes; E110 tracked changes, E111 annotations, E114 not an ODT file."""
    package, findings = parts(file, data, (_CONTENT, _STYLES))
    if findings:
        return None, findings
    if _CONTENT not in package:
        return None, [Finding("E114", "there is no text of a word processor in it", Locus(file))]
    body = _Body()
    for part in (_STYLES, _CONTENT):
        findings += walk(file, part, package[part], body) if part in package else []
    body.say_notes()
    if findings:
        return None, findings
    if body.counts["insertion"] or body.counts["deletion"]:
        counts = f"{body.counts['insertion']} insertions are taken, {body.counts['deletion']} deletions left out"
        findings.append(Finding("E110", f"tracked changes: {counts}", Locus(file)))
    if body.counts["annotation"]:
        findings.append(Finding("E111", f"comments: {body.counts['annotation']}", Locus(file)))
    return body.blocks.source(file), findings


class _Body:
    """Passes the words of the body on to ``blocks``, those of notes aside until the end."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.counts: dict[str, int] = defaultdict(int)
        self._styles: dict[str, set[HintRole]] = defaultdict(set)
        self._style = ""
        self._list_styles: dict[tuple[str, str], str] = {}
        self._path: list[tuple[str, tuple[HintRole, ...]]] = []
        self._out = 0
        self._lists: list[tuple[str, int]] = []
        self._number = ""
        self._notes: list[Blocks] = []
        self._outer: Blocks | None = None
        self._cells = 0

    def _inside(self, *names: str) -> bool:
        return any(name in names for name, _ in self._path)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        roles: tuple[HintRole, ...] = ()
        if name == "tracked-changes":
            self._out += 1
        elif name in ("insertion", "deletion"):
            self.counts[name] += 1
        elif name in ("annotation", "note-citation"):
            self.counts[name] += 1
            self._out += 1
        elif name in ("style", "text-properties", "list-style", "list-level-style-number"):
            self._note_style(name, attributes)
        elif self._inside("text") and not self._out:
            roles = self._text(name, attributes)
        self._path.append((name, roles))

    def _note_style(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("style", "list-style"):
            self._style = attributes.get("name", "")
            self._styles[self._style] |= self._styles.get(attributes.get("parent-style-name", ""), set())
        elif name == "list-level-style-number":
            suffix = attributes.get("num-suffix", "")
            form = attributes.get("num-format", "1")
            self._list_styles[self._style, attributes.get("level", "1")] = f"{form}{suffix}" if form else ""
        else:
            own = self._styles[self._style]
            if weight := attributes.get("font-weight"):
                (own.add if weight in _BOLD else own.discard)("bold")
            if slope := attributes.get("font-style"):
                (own.add if slope in ("italic", "oblique") else own.discard)("italic")

    def _text(self, name: str, attributes: dict[str, str]) -> tuple[HintRole, ...]:
        """What an element of the body is, once it has begun."""
        match name:
            case "p" | "h":
                if not self._cells:
                    self.blocks.part("\n\n")
                stated: list[HintRole] = ["heading"] if name == "h" else []
                roles = self._opened((*stated, *sorted(self._styles.get(attributes.get("style-name", ""), set()))))
                self.blocks.say(self._number)
                self.blocks.part(" " if self._number else "")
                self._number = ""
                return roles
            case "span":
                return self._opened(tuple(sorted(self._styles.get(attributes.get("style-name", ""), set()))))
            case "s":
                self.blocks.say(" " * min(int(attributes.get("c", "1") or 1), 1000))
            case "tab":
                self.blocks.say("\t")
            case "line-break":
                self.blocks.break_line()
            case "list":
                style = attributes.get("style-name") or (self._lists[-1][0] if self._lists else "")
                self._lists.append((style, 0))
            case "list-item":
                self._begin_item()
                return self._opened(("item",))
            case "table-cell":
                self.blocks.part("\t")
                self._cells += 1
                return self._opened(("table-cell",))
            case "note":
                self._begin_note()
            case _:
                pass
        return ()

    def _opened(self, roles: tuple[HintRole, ...]) -> tuple[HintRole, ...]:
        for role in roles:
            self.blocks.open(role)
        return roles

    def _begin_item(self) -> None:
        if not self._lists:
            return
        style, count = self._lists[-1]
        self._lists[-1] = (style, count + 1)
        if how := self._list_styles.get((style, str(len(self._lists))), ""):
            self._number = numeral(count + 1, how[0]) + how[1:]

    def _begin_note(self) -> None:
        self._notes.append(Blocks())
        self.blocks.open("note-call", f"note-{len(self._notes)}")
        self.blocks.say(f"[{len(self._notes)}]")
        self.blocks.close("note-call")
        self._outer, self.blocks = self.blocks, self._notes[-1]

    def end(self, name: str) -> None:
        _, roles = self._path.pop()
        for role in reversed(roles):
            self.blocks.close(role)
        if name in ("tracked-changes", "annotation", "note-citation"):
            self._out -= 1
        elif name == "note" and self._outer is not None:
            self.blocks, self._outer = self._outer, None
        elif name == "list" and self._lists:
            self._lists.pop()
        elif name == "table-cell" and self._cells:
            self._cells -= 1
        elif name == "table-row":
            self.blocks.part("\n")
        elif name == "table" or (name in ("p", "h") and not self._cells):
            self.blocks.part("\n\n")

    def data(self, text: str) -> None:
        if not self._out and self._inside("text") and self._inside("p", "h"):
            self.blocks.say_folded(text)

    def say_notes(self) -> None:
        """Append the notes, each in one paragraph."""
        for number, note in enumerate(self._notes, 1):
            self.blocks.part("\n\n")
            self.blocks.open("note", f"note-{number}")
            self.blocks.say(f"[{number}]")
            self.blocks.part(" ")
            self.blocks.say_folded(note.source("").text.strip())
            self.blocks.close("note")
