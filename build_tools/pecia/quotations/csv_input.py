"""A scholar's list of quotations, from the bytes of a CSV file to rows with their lines.

RFC 4180, in UTF-8, with or without a byte order mark; the fields are parted by commas, semicolons or tabs, whichever
gives the columns their names. Columns, in any order and with any others between them: ``address``, ``quotation`` and,
if wanted, ``version``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pecia.metadata.words import shown
from pecia.model import Locus
from pecia.model.findings import Finding

REQUIRED = ("address", "quotation")
OPTIONAL = ("version",)

_DELIMITERS = ",;\t"
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_UNCLOSED = "Is a quotation mark not closed? Inside a field in quotation marks, one is written twice."


class Row(NamedTuple):
    """One quotation; ``line`` is where its row begins in the file. ``version`` is empty when none is given."""

    line: int
    address: str
    quotation: str
    version: str = ""


def read_list(file: str, data: bytes) -> tuple[tuple[Row, ...], list[Finding]]:
    """The rows of the file; those that cannot be read are left out, and Q105 says so.

    ``file`` is its name for findings. A row without anything in it is passed over.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        locus = _locus_after(file, data[: error.start].decode("utf-8"))
        hint = "Save the file as “CSV UTF-8”."
        return (), [Finding("Q105", f"byte 0x{data[error.start]:02X} is not valid UTF-8 here", locus, hint)]
    if "\0" in text:
        locus = _locus_after(file, text[: text.index("\0")])
        return (), [Finding("Q105", "a NUL byte: this is not a text file", locus)]
    if not text.strip():
        return (), [Finding("Q105", "the file is empty", Locus(file))]
    delimiter, columns, findings = _header(file, text)
    if findings:
        return (), findings
    rows: list[Row] = []
    width = len(columns)
    numbers = {name: columns.index(name) for name in (*REQUIRED, *OPTIONAL) if name in columns}
    for line, fields in islice(_records(text, delimiter), 1, None):
        if isinstance(fields, str):
            findings.append(Finding("Q105", f"the row cannot be read: {fields}", Locus(file, line, 1), _UNCLOSED))
        elif len(fields) < width or any(fields[width:]):
            findings.append(_wrong_width(Locus(file, line, 1), len(fields), width, delimiter))
        else:
            row = Row(line, **{name: fields[number].strip() for name, number in numbers.items()})
            if any(character.isalnum() for character in row.quotation):
                rows.append(row)
            else:
                findings.append(Finding("Q105", "the quotation has no words", Locus(file, line, 1), "Write the words."))
    if not rows and not findings:
        findings = [Finding("Q105", "the file has a header and no quotation", Locus(file, 1, 1))]
    return tuple(rows), findings


def _header(file: str, text: str) -> tuple[str, list[str], list[Finding]]:
    """The delimiter, the names of the columns, and what is wrong with them."""
    best: tuple[str, list[str]] = (",", [])
    for delimiter in _DELIMITERS:
        _line, fields = next(_records(text, delimiter), (1, []))
        columns = [] if isinstance(fields, str) else [field.strip().casefold() for field in fields]
        if sum(name in columns for name in REQUIRED) > sum(name in best[1] for name in REQUIRED):
            best = (delimiter, columns)
    delimiter, columns = best
    hint = f"The first line must name the columns: {', '.join(REQUIRED)} and, optionally, {', '.join(OPTIONAL)}."
    missing = [name for name in REQUIRED if name not in columns]
    twice = [name for name in (*REQUIRED, *OPTIONAL) if columns.count(name) > 1]
    said = [f"the first line does not name the column {shown(name)}" for name in missing]
    said += [f"the column {shown(name)} occurs twice" for name in twice]
    return delimiter, columns, [Finding("Q105", message, Locus(file, 1, 1), hint) for message in said]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str] | str]]:
    """Each row that has anything in it, with the line it begins in; instead of its fields, why it cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
            if any(field.strip() for field in fields):
                yield line, fields
        except StopIteration:
            return
        except csv.Error as error:
            yield line, str(error)


def _wrong_width(locus: Locus, found: int, width: int, delimiter: str) -> Finding:
    message = f"the row has {found} {'field' if found == 1 else 'fields'}, and the header {width}"
    hint = f"Put a quotation that has a {_NAMES[delimiter]} in it in quotation marks." if found > width else ""
    return Finding("Q105", message, locus, hint)


def _locus_after(file: str, before: str) -> Locus:
    *lines, last = io.StringIO(before + "|", newline="")
    return Locus(file, len(lines) + 1, len(last))
