"""RTF (Microsoft, Rich Text Format Specification 1.9.1): the text of the body with every tracked change accepted.

Footnotes come at the end, called by ``[n]``. Headers, footers, comments and pictures are no text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.transcript.readers.blocks import Blocks
from pecia.transcript.source_text import HintRole, SourceText

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|"
    rb"(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\$"
)
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    b"annotation atnid atnauthor xe tc rxe txe ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn listtable "
    b"listoverridetable revtbl rsidtbl generator themedata colorschememapping latentstyles datastore fldinst "
    b"nonshppict sp sn sv pn pntxta pntxtb filetbl template bkmkstart bkmkend".split()
)
_SAID = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
_CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250"}  # fmt: skip
_PARTED = {b"par": "\n\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n", b"cell": "\t", b"nestcell": "\t"}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds up to the end of a group. ``to``: "" the body, "note", "font" the table of fonts, "out" nowhere."""

    to: str = ""
    roles: frozenset[HintRole] = frozenset()
    skip: int = 1
    encoding: str = ""
    deleted: bool = False


def read(file: str, data: bytes) -> tuple[SourceText | None, list[Finding]]:
    """The text of the body and its footnotes; E110 tracked changes, E111 comments, E114 not an RTF file."""
    if not data.lstrip().startswith(b"{\\rtf"):
        return None, [Finding("E114", "the file does not begin as RTF does", Locus(file))]
    page = _Page()
    for token in _TOKEN.finditer(data):
        page.take(token)
    page.say_bytes()
    page.say_notes()
    findings = []
    if page.revised or page.deleted:
        message = f"tracked changes: {page.revised} insertions are taken, {page.deleted} deletions left out"
        findings.append(Finding("E110", message, Locus(file)))
    if page.comments:
        findings.append(Finding("E111", f"comments: {page.comments}", Locus(file)))
    return page.body.source(file), findings


class _Page:
    """Passes what the tokens say on to ``body``, and footnotes aside until the end."""

    def __init__(self) -> None:
        self.body = Blocks()
        self.notes: list[Blocks] = []
        self.revised = self.deleted = self.comments = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._bytes = bytearray()
        self._starred = False
        self._to_skip = 0
        self._high = 0

    @property
    def _blocks(self) -> Blocks:
        return self.notes[-1] if self._state.to == "note" and self.notes else self.body

    def take(self, token: re.Match[bytes]) -> None:
        """One token: a control word, a sign, a brace, or text."""
        if text := token["text"]:
            self._characters(text)
        elif token["hex"]:
            self._characters(bytes([int(token["hex"], 16)]))
        elif token["brace"] == b"{":
            self.say_bytes()
            self._stack.append(self._state)
        elif token["brace"] == b"}":
            self.say_bytes()
            self._state = self._stack.pop() if self._stack else _State()
            self._starred = False
        elif sign := token["sign"]:
            self._sign(sign)
        elif word := token["word"]:
            self.say_bytes()
            self._word(word, token["number"])

    def _characters(self, text: bytes) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        if self._state.to not in ("out", "font") and not self._state.deleted:
            self._bytes += text[skipped:]

    def say_bytes(self) -> None:
        """Say the bytes that have come together, in the encoding of their font."""
        if self._bytes:
            encoding = self._state.encoding or self._encoding
            self._say(codecs.decode(bytes(self._bytes), encoding, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        if self._state.to in ("out", "font") or self._state.deleted:
            return
        roles = sorted(self._state.roles)
        for role in roles:
            self._blocks.open(role)
        self._blocks.say(text)
        for role in roles:
            self._blocks.close(role)

    def _sign(self, sign: bytes) -> None:
        self.say_bytes()
        if sign == b"*":
            self._starred = True
        elif sign in b"\r\n":
            self._blocks.part("\n\n")
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in _SIGNS:
            self._say(_SIGNS[sign])

    def _word(self, word: bytes, number: bytes | None) -> None:
        value = int(number) if number else None
        starred, self._starred = self._starred, False
        if self._to_skip and word != b"u":
            self._to_skip -= 1
            return
        if word == b"footnote":
            self._begin_note()
        elif word in _LEFT_OUT or (starred and word not in (b"shppict", b"shpinst", b"listtext")):
            self.comments += word == b"annotation"
            self._state = replace(self._state, to="font" if word == b"fonttbl" else "out")
        elif self._state.to == "font":
            self._note_font(word, value)
        elif word in _SAID:
            self._say(_SAID[word])
        elif word in _PARTED:
            self._blocks.part(_PARTED[word])
        elif word == b"line":
            self._blocks.break_line()
        elif word == b"u" and value is not None:
            self._say_unit(value % 0x10000)
            self._to_skip = self._state.skip
        else:
            self._set(word, value)

    def _say_unit(self, unit: int) -> None:
        """Say a UTF-16 code unit; the first of a pair waits for the second."""
        if 0xDC00 <= unit < 0xE000 and self._high:
            self._say(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00))
        elif not 0xD800 <= unit < 0xE000:
            self._say(chr(unit))
        elif self._high or unit >= 0xDC00:
            self._say("\N{REPLACEMENT CHARACTER}")
        self._high = unit if 0xD800 <= unit < 0xDC00 else 0

    def _note_font(self, word: bytes, value: int | None) -> None:
        if word == b"f":
            self._font = value or 0
        elif word == b"fcharset" and value in _CHARSETS and value:
            self._fonts[self._font] = _CHARSETS[value]

    def _set(self, word: bytes, value: int | None) -> None:
        """A property of the characters that follow."""
        state, on = self._state, value != 0
        if word in (b"b", b"i"):
            role: HintRole = "bold" if word == b"b" else "italic"
            self._state = replace(state, roles=state.roles | {role} if on else state.roles - {role})
        elif word == b"plain":
            self._state = replace(state, roles=frozenset(), deleted=False, encoding="")
        elif word == b"uc":
            self._state = replace(state, skip=value or 0)
        elif word == b"f":
            self._state = replace(state, encoding=self._fonts.get(value or 0, ""))
        elif word == b"ansicpg" and value:
            self._encoding = _known(f"cp{value}")
        elif word == b"mac":
            self._encoding = "mac_roman"
        elif word == b"revised" and on:
            self.revised += 1
        elif word == b"deleted":
            self.deleted += on
            self._state = replace(state, deleted=on)

    def _begin_note(self) -> None:
        number = len(self.notes) + 1
        self.body.open("note-call", f"note-{number}")
        self.body.say(f"[{number}]")
        self.body.close("note-call")
        self.notes.append(Blocks())
        self._state = replace(self._state, to="note", roles=frozenset())

    def say_notes(self) -> None:
        """Append the footnotes, each in one paragraph."""
        for number, note in enumerate(self.notes, 1):
            self.body.part("\n\n")
            self.body.open("note", f"note-{number}")
            self.body.say(f"[{number}]")
            self.body.part(" ")
            self.body.say_folded(note.source("").text.strip())
            self.body.close("note")


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp1252"
