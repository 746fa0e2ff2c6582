"""From the bytes of a text file to its characters."""

from __future__ import annotations

import re

from pecia.findings import Finding
from pecia.model import Locus

_LINE_END = re.compile(r"\r\n|\r")
_BYTE_ORDER_MARK = "\ufeff"


def decode(file: str, data: bytes, encoding: str = "") -> tuple[str | None, list[Finding]]:
    """The characters of ``data`` in ``encoding`` (blank: UTF-8), lines parted by ``\\n``; ``None`` where they are not
    of that encoding (E103).

    A byte order mark (E105) and carriage returns (E106) are not text and are left out.
    """
    findings: list[Finding] = []
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        return None, [_undecodable(file, data, error.start, encoding or "UTF-8")]
    if text.startswith(_BYTE_ORDER_MARK):
        findings.append(Finding("E105", "byte order mark at the start of the file", Locus(file, 1, 1)))
        text = text[1:]
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        findings.append(Finding("E106", f"{text.count(chr(13))} line ends hold a carriage return", Locus(file, line)))
        text = _LINE_END.sub("\n", text)
    return text, findings


def _undecodable(file: str, data: bytes, place: int, encoding: str) -> Finding:
    before = data[:place]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Finding("E103", f"byte 0x{data[place]:02x} is not valid {encoding}", Locus(file, line, column))
