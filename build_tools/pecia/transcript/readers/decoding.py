"""From the bytes of a text file to its characters."""

from __future__ import annotations

import re

from pecia.model import Locus
from pecia.model.findings import Finding

_LINE_END = re.compile(r"\r\n|\r")
_BYTE_ORDER_MARK = "\ufeff"

_ENCODINGS = [
    "utf_16", "cp1252", "cp1250", "cp1251", "koi8_r", "iso8859_2", "iso8859_5", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp437", "cp850", "cp852", "cp866", "mac_roman", "mac_cyrillic", "shift_jis", "euc_jp", "gb18030", "big5",
    "euc_kr",
]  # fmt: skip
"""In which transcripts are met that are not UTF-8, the commoner first."""


def decode(file: str, data: bytes, encoding: str = "") -> tuple[str | None, list[Finding]]:
    """The characters of ``data`` in ``encoding`` (blank: UTF-8), lines parted by ``\\n``; ``None`` where they are not
    of that encoding (E103).

    A byte order mark (E105) and carriage returns (E106) are not text and are left out.
    """
    findings: list[Finding] = []
    try:
        text = data.decode(encoding or "utf-8")
    except LookupError:
        return None, [Finding("E103", f"unknown encoding {encoding!a}", Locus(file), "Correct exemplar: encoding.")]
    except UnicodeDecodeError as error:
        return None, [_undecodable(file, data, error.start, encoding)]
    if text.startswith(_BYTE_ORDER_MARK):
        findings.append(Finding("E105", "byte order mark at the start of the file", Locus(file, 1, 1)))
        text = text[1:]
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        findings.append(Finding("E106", f"{text.count(chr(13))} line ends have a carriage return", Locus(file, line)))
        text = _LINE_END.sub("\n", text)
    return text, findings


def guess_encoding(data: bytes) -> str:
    """The encoding that ``data`` is likely to be in, as Python names it; empty for UTF-8 and for what is no text."""
    try:
        data.decode()
    except UnicodeDecodeError:
        best = None if b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff") else _best(data)
        return best or ""
    return ""


def _best(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # only here: few transcripts need it

    found = from_bytes(data, cp_isolation=_ENCODINGS, enable_fallback=False).best()
    alike = {found.encoding, *found.could_be_from_charset} if found else set()  # they give the same characters
    return next((encoding for encoding in _ENCODINGS if encoding in alike), None)


def _undecodable(file: str, data: bytes, place: int, encoding: str) -> Finding:
    before = data[:place]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    message = f"byte 0x{data[place]:02x} is not valid {encoding or 'UTF-8'}"
    likely = guess_encoding(data)
    hint = f"It is likely {likely}: give that as encoding of the exemplar in the document's YAML." if likely else ""
    return Finding("E103", message, Locus(file, line, column), hint)
