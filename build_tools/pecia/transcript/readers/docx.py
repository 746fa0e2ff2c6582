"""DOCX (ECMA-376, Office Open XML): the text of the body as it reads with every tracked change accepted.

Numbers of numbered paragraphs are text, as on the screen. Foot- and endnotes come at the end, called by ``[n]``.
Headers, footers, comments and hidden field codes are no text; tracked changes and comments are reported.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.transcript.readers.blocks import Blocks
from pecia.transcript.readers.numbering import numeral
from pecia.transcript.readers.package import parts, walk
from pecia.transcript.source_text import HintRole, SourceText

_BODY, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange"})
_OFF = ("0", "false", "off", "none")
_STYLE_OF: dict[str, HintRole] = {"b": "bold", "i": "italic"}


def read(file: str, data: bytes) -> tuple[SourceText | None, list[Finding]]:
    """The text of the body and of the notes it calls; E110 tracked changes, E111 comments, E114 not a DOCX file."""
    package, findings = parts(file, data, (_BODY, _STYLES, _NUMBERING, *_NOTES.values()))
    if findings:
        return None, findings
    if _BODY not in package:
        return None, [Finding("E114", "there is no text of a word processor in it", Locus(file))]
    styles, numbers = _Styles(), _Numbering()
    for part, target in ((_STYLES, styles), (_NUMBERING, numbers)):
        findings += walk(file, part, package[part], target) if part in package else []
    body = _Body(Blocks(), styles, numbers)
    findings += walk(file, _BODY, package[_BODY], body)
    for kind, part in _NOTES.items():
        if part in package and any(of == kind for of, _ in body.calls):
            findings += walk(file, part, package[part], _Notes(body, kind))
    for (kind, id_), number in body.calls.items():
        body.note(f"{kind}-{id_}", number, body.notes.get((kind, id_), []))
    if findings:
        return None, findings
    return body.blocks.source(file), [*_reported(file, body)]


def _reported(file: str, body: _Body) -> list[Finding]:
    found = []
    if body.counts["ins"] or body.counts["del"]:
        message = f"tracked changes: {body.counts['ins']} insertions are taken, {body.counts['del']} deletions left out"
        found.append(Finding("E110", message, Locus(file)))
    if body.counts["commentReference"]:
        found.append(Finding("E111", f"comments: {body.counts['commentReference']}", Locus(file)))
    return found


class _Styles:
    """Which paragraph styles are headings, and which styles are bold or italic."""

    def __init__(self) -> None:
        self.headings: set[str] = set()
        self.roles: dict[str, set[HintRole]] = defaultdict(set)
        self.numbered: dict[str, tuple[str, str]] = {}
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "outlineLvl" or (name == "name" and value.lower().startswith(("heading", "title"))):
            self.headings.add(self._style)
        elif name in _STYLE_OF and value not in _OFF:
            self.roles[self._style].add(_STYLE_OF[name])
        elif name == "numId":
            self.numbered[self._style] = (value, "0")

    def end(self, name: str) -> None:
        """Nothing ends that matters: styles do not stand in each other."""

    def data(self, text: str) -> None:
        """Styles have no words."""


class _Numbering:
    """How the paragraphs of a list are numbered: format, text and start of each level."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str], dict[str, str]] = {}
        self._abstract: dict[str, str] = {}
        self._at = ("", "")
        self._num = ""
        self._override = ""
        self._starts: dict[tuple[str, str], int] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "abstractNum":
            self._at, self._num = (attributes.get("abstractNumId", ""), ""), ""
        elif name == "lvl":
            self._at = (self._at[0], attributes.get("ilvl", "0"))
        elif name == "num":
            self._num = attributes.get("numId", "")
        elif name == "abstractNumId" and self._num:
            self._abstract[self._num] = attributes.get("val", "")
        elif name == "lvlOverride":
            self._override = attributes.get("ilvl", "0")
        elif name == "startOverride" and attributes.get("val", "").isdecimal():
            self._starts[self._num, self._override] = int(attributes["val"])
        elif name in ("numFmt", "lvlText", "start") and not self._num:
            self._levels.setdefault(self._at, {})[name] = attributes.get("val", "")

    def end(self, name: str) -> None:
        """Levels are told apart by their beginnings."""

    def data(self, text: str) -> None:
        """Numbering has no words."""

    def next(self, num: str, level: str) -> str:
        """The number that the next paragraph of this list and level has, as it is shown; empty for a bullet."""
        abstract = self._abstract.get(num, "")
        how = self._levels.get((abstract, level))
        if how is None or how.get("numFmt", "decimal") in ("bullet", "none"):
            return ""
        start = self._starts.pop((num, level), None)  # counts where this list is met first; lists of a kind go on
        if start is None:
            start = self._counts.get((abstract, level), int(how.get("start", "1") or 1) - 1) + 1
        self._counts[abstract, level] = start
        for deeper in [key for key in self._counts if key[0] == abstract and key[1] > level]:
            del self._counts[deeper]
        shown = how.get("lvlText", f"%{int(level) + 1}.")
        for n in range(9):
            form = self._levels.get((abstract, str(n)), {}).get("numFmt", "decimal")
            shown = shown.replace(f"%{n + 1}", numeral(self._counts.get((abstract, str(n)), 1), form))
        return shown


@dataclass(slots=True)
class _Body:
    """Passes the words of a body, or of notes, on to ``blocks``."""

    blocks: Blocks
    styles: _Styles
    numbers: _Numbering
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    calls: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _path: list[str] = field(default_factory=list)
    _out: int = 0
    _numbered: tuple[str, str] | None = None
    _run: set[HintRole] = field(default_factory=set)
    _paragraph: set[HintRole] = field(default_factory=set)
    _cell: list[int] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        inside = self._path[-2] if len(self._path) > 1 else ""
        if name in ("ins", "del", "moveTo", "moveFrom") and inside != "rPr":
            self.counts["ins" if name in ("ins", "moveTo") else "del"] += 1
        if name in _LEFT_OUT:
            self._out += 1
        if self._out:
            return
        value = attributes.get("val", "")
        match name:
            case "p":
                self._begin_paragraph()
            case "r":
                self._run = set()
            case "tc":
                self.blocks.part("\t")
                self.blocks.open("table-cell")
                self._cell.append(0)
            case "tab" if inside == "r":
                self.blocks.say("\t")
            case "br" | "cr":
                self.blocks.break_line()
            case "noBreakHyphen":
                self.blocks.say("\u2011")
            case "sym":
                code = int(attributes.get("char", "0") or "0", 16)
                self.blocks.say(chr(code) if 0x20 <= code < 0xD800 else "\N{REPLACEMENT CHARACTER}")
            case "footnoteReference" | "endnoteReference":
                self._say_call(name.removesuffix("Reference"), attributes.get("id", ""))
            case "commentReference":
                self.counts[name] += 1
            case "pStyle":
                self._set_style(value)
            case "outlineLvl" if value != "9":
                self._paragraph.add("heading")
            case "numId" if inside == "numPr":
                self._numbered = (value, self._numbered[1] if self._numbered else "0")
            case "ilvl" if inside == "numPr":
                self._numbered = (self._numbered[0] if self._numbered else "", value)
            case "b" | "i" if inside == "rPr" and "pPr" not in self._path:
                (self._run.discard if value in _OFF else self._run.add)(_STYLE_OF[name])
            case "rStyle" if "pPr" not in self._path:
                self._run |= self.styles.roles.get(value, set())
            case _:
                pass

    def end(self, name: str) -> None:
        self._path.pop()
        if name in _LEFT_OUT:
            self._out -= 1
        elif self._out:
            return
        elif name == "pPr" and self._path[-1:] == ["p"]:
            self._begin_words()
        elif name == "p":
            for role in sorted(self._paragraph):
                self.blocks.close(role)
            self._paragraph = set()
            self.blocks.part("" if self._cell else "\n\n")
        elif name == "tc":
            self.blocks.close("table-cell")
            self._cell.pop()
        elif name in ("tr", "tbl"):
            self.blocks.part("\n" if name == "tr" else "\n\n")

    def data(self, text: str) -> None:
        if self._out or self._path[-1:] != ["t"]:
            return
        for role in sorted(self._run):
            self.blocks.open(role)
        self.blocks.say(text)
        for role in sorted(self._run):
            self.blocks.close(role)

    def _begin_paragraph(self) -> None:
        if not self._cell:
            self.blocks.part("\n\n")
        elif self._cell[-1]:
            self.blocks.part("\n")
        self._cell[-1:] = [self._cell[-1] + 1] if self._cell else []
        self._numbered, self._paragraph = None, set()

    def _set_style(self, style: str) -> None:
        if style in self.styles.headings:
            self._paragraph.add("heading")
        self._paragraph |= self.styles.roles.get(style, set())
        self._numbered = self._numbered or self.styles.numbered.get(style)

    def _begin_words(self) -> None:
        """What the paragraph's properties say is known: it may be a heading, and have a number."""
        number = ""
        if self._numbered and self._numbered[0] not in ("", "0"):
            self._paragraph.add("item")
            number = self.numbers.next(*self._numbered)
        for role in sorted(self._paragraph):
            self.blocks.open(role)
        if number:
            self.blocks.say(number)
            self.blocks.part(" ")

    def _say_call(self, kind: str, id_: str) -> None:
        number = self.calls.setdefault((kind, id_), len(self.calls) + 1)
        self.blocks.open("note-call", f"{kind}-{id_}")
        self.blocks.say(f"[{number}]")
        self.blocks.close("note-call")

    def note(self, key: str, number: int, paragraphs: list[str]) -> None:
        """Append a note, its paragraphs one after the other."""
        self.blocks.part("\n\n")
        self.blocks.open("note", key)
        self.blocks.say(f"[{number}]")
        for paragraph in paragraphs:
            self.blocks.part(" ")
            self.blocks.say(paragraph)
        self.blocks.close("note")


class _Notes:
    """Gathers the paragraphs of each note of a kind; tracked changes in it as in the body."""

    def __init__(self, body: _Body, kind: str) -> None:
        self._body, self._kind, self._id = body, kind, ""
        self._inner: _Body | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._kind:
            self._id = attributes.get("id", "")
            self._inner = _Body(Blocks(), self._body.styles, self._body.numbers, self._body.counts)
        elif self._inner:
            self._inner.start(name, attributes)

    def end(self, name: str) -> None:
        if name == self._kind and self._inner:
            text = self._inner.blocks.source("").text
            self._body.notes[self._kind, self._id] = [line.strip() for line in text.split("\n") if line.strip()]
            self._inner = None
        elif self._inner:
            self._inner.end(name)

    def data(self, text: str) -> None:
        if self._inner:
            self._inner.data(text)
