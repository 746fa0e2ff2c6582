"""Tables: one line a row, cells parted by a tab; which column holds speaker, time and words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.transcript.readers import markup
from pecia.transcript.readers.times import seconds, span
from pecia.transcript.source_text import Hint, HintRole, SourceText

_NAMES: dict[str, tuple[str, ...]] = {
    "label": ("speaker", "speakers", "name", "who", "voice", "participant", "sprecher", "sprecherin", "locuteur",
              "intervenant", "orador", "hablante", "parlante", "mówca", "говорящий", "спикер"),
    "start": ("start", "begin", "from", "in", "time", "timestamp", "timecode", "time code", "tc in", "starttime",
              "start time", "start_time", "zeit", "beginn", "temps", "début", "tiempo", "inicio", "tempo", "czas",
              "время"),
    "end": ("end", "to", "out", "stop", "tc out", "endtime", "end time", "end_time", "ende", "fin", "fine", "koniec",
            "конец"),
    "words": ("text", "words", "utterance", "transcript", "transcription", "content", "speech", "turn", "line",
              "caption", "subtitle", "translation", "rede", "wortlaut", "texte", "paroles", "texto", "testo",
              "tekst", "текст"),
}  # fmt: skip
"""What the columns of a table of speech are called, in the languages of transcripts."""

_ROLES: dict[str, HintRole] = {"label": "label", "words": "words"}
_SEGMENTS = ("segments", "transcription", "utterances", "monologues", "results")
_SAMPLE = 8192
_OF_WHISPER = ["start", "end", "text"]
"""The header of Whisper's TSV, whose times are milliseconds."""


def read_csv(file: str, text: str) -> tuple[SourceText | None, list[Finding]]:
    """A table with commas, semicolons, tabs or bars between its cells (RFC 4180)."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:_SAMPLE], ",;\t|")
        if not text[:_SAMPLE].partition("\n")[0].count(dialect.delimiter):
            dialect = csv.excel
    except csv.Error:
        dialect = csv.excel_tab if file.lower().endswith(".tsv") else csv.excel
    rows: list[Sequence[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text), delimiter=dialect.delimiter)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        return None, [Finding("E114", f"not a table that can be read: {error}", Locus(file, line))]
    return _table(file, rows, lines)


def read_json(file: str, text: str) -> tuple[SourceText | None, list[Finding]]:
    """JSON of Whisper and its kin (segments with start, end, text and perhaps speaker), or of oTranscribe (HTML)."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = Locus(file, getattr(error, "lineno", 0), getattr(error, "colno", 0))
        return None, [Finding("E114", "the file is not JSON", place)]
    if isinstance(value, dict) and isinstance(value.get("text"), str) and "<" in value["text"] and not _found(value):
        return markup.read_text(file, value["text"])
    segments = value if isinstance(value, list) else _found(value)
    rows = [_segment(one) for one in segments if isinstance(one, dict)]
    if not any(words for *_, words in rows):
        return None, [Finding("E113", "no segments with words in it", Locus(file))]
    speakers = any(speaker for _, _, speaker, _ in rows)
    keys = ["start", "end", *(["label"] if speakers else []), "words"]
    listed = [[start, end, *([speaker] if speakers else []), words] for start, end, speaker, words in rows]
    return _lines(file, listed, range(1, len(listed) + 1), keys, header=False), []


def _found(value: Any) -> Iterable[Any]:
    """The segments of a transcript in JSON, under the names that programs give them."""
    named = value if isinstance(value, dict) else {}
    return next((named[key] for key in _SEGMENTS if isinstance(named.get(key), list)), [])


def _segment(segment: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Start, end, speaker and words of a segment, as far as it has them."""
    offsets = segment.get("timestamps")
    clock = offsets if isinstance(offsets, dict) else segment

    def first(of: Mapping[str, Any], *keys: str) -> str:
        return next((str(of[key]) for key in keys if isinstance(of.get(key), str | int | float)), "")

    start, end = first(clock, "start", "from", "start_time"), first(clock, "end", "to", "end_time")
    return start, end, first(segment, "speaker", "speaker_label", "name"), first(segment, "text", "words").strip()


def _table(file: str, rows: Sequence[Sequence[str]], lines: Sequence[int]) -> tuple[SourceText | None, list[Finding]]:
    if not rows:
        return None, [Finding("E102", "the file has no words", Locus(file))]
    named = [_meaning(cell) for cell in rows[0]]
    header = "words" in named or sum(map(bool, named)) > 1
    columns = named if header and "words" in named else _by_content(rows[header:], named if header else [])
    if "words" not in columns:
        return None, [Finding("E113", "no column holds words", Locus(file, lines[0]))]
    if file.lower().endswith(".tsv") and [*map(str.strip, rows[0])] == _OF_WHISPER:
        columns = ["start in ms", "end in ms", "words"]
    return _lines(file, rows, lines, columns, header=header), []


def _meaning(name: str) -> str:
    plain = name.strip().strip("\ufeff").casefold()
    return next((meaning for meaning, names in _NAMES.items() if plain in names), "")


def _by_content(rows: Sequence[Sequence[str]], named: Sequence[str]) -> list[str]:
    """What each column holds, by its cells: times; words, where they are longest; and labels, which come again."""
    width = max(map(len, rows), default=0)
    columns = [[row[n].strip() for row in rows if n < len(row) and row[n].strip()] for n in range(width)]
    found = [*named, *[""] * (width - len(named))]
    times = [n for n in range(width) if columns[n] and all(map(seconds, columns[n]))]
    for n, meaning in zip(times, ("start", "end"), strict=False):
        found[n] = found[n] or meaning
    lengths = {n: sum(map(len, columns[n])) / len(columns[n]) for n in range(width) if columns[n] and not found[n]}
    longest = max(lengths, key=lambda n: lengths[n], default=None)
    if longest is not None and any(" " in cell for cell in columns[longest]) and "words" not in found:
        found[longest] = "words"
        before = [n for n in lengths if n != longest and max(map(len, columns[n])) <= 60]
        if before and "label" not in found:
            found[min(before, key=lambda n: lengths[n])] = "label"
    return found


def _lines(
    file: str, rows: Sequence[Sequence[str]], lines: Sequence[int], columns: Sequence[str], *, header: bool
) -> SourceText:
    parts: list[str] = []
    hints: list[Hint] = []
    length = 0
    for number, row in enumerate(rows):
        cells = [" ".join(cell.split()) for cell in row]
        line = "\t".join(cells).rstrip("\t")
        if number == 0 and header:
            hints.append(Hint(length, length + len(line), "sign", "header"))
        else:
            hints += _cells(cells, columns, length)
        parts.append(line)
        length += len(line) + 1
    return SourceText(file, "\n".join(parts) + "\n", tuple(hints), tuple(lines))


def _cells(cells: Sequence[str], columns: Sequence[str], start: int) -> Iterable[Hint]:
    ends = next((_time(cell, means) for cell, means in zip(cells, columns, strict=False) if means[:3] == "end"), "")
    for n, cell in enumerate(cells):
        means, end = columns[n] if n < len(columns) else "", start + len(cell)
        if cell and means[:5] == "start" and _time(cell, means):
            yield Hint(start, end, "time", span(_time(cell, means), ends))
        elif cell and means[:3] == "end" and _time(cell, means):
            yield Hint(start, end, "sign", "cue")
        elif cell:
            yield Hint(start, end, _ROLES.get(means, "table-cell"), cell if means == "label" else "")
        start = end + 1


def _time(cell: str, means: str) -> str:
    in_ms = means.endswith("in ms") and cell.isdecimal()
    return seconds(f"{int(cell) / 1000:.3f}" if in_ms else cell)
