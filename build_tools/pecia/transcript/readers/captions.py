"""WebVTT and SRT, with their own characters: cues with their times, and who speaks where a voice tag says so.

Sources: W3C, WebVTT (Candidate Recommendation of 4 April 2019), sections 4 and 6; SRT has no specification.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pecia.model.findings import Finding
from pecia.transcript.readers.times import seconds, span
from pecia.transcript.source_text import Hint, HintRole, SourceText

_TIMING = re.compile(r"[ \t]*(?P<start>[\d:.,]+)[ \t]*-->[ \t]*(?P<end>[\d:.,]+)(?:[ \t].*)?")
_TAG = re.compile(r"<(?P<close>/)?(?P<name>[a-zA-Z]+|[\d:.]+)?(?:\.[^\s>]*)?(?:[ \t]+(?P<value>[^>]*))?>")
_NAMED = re.compile(r"(?:\d+\W+)?(?P<name>[^\W\d_](?:[^\W\d_]|[ .’',-])*?)\W*(?:\(\d+\))?(?:\W+\d+)?")
"""A cue's identifier that names a speaker: “Ada Brill”, “12 - Ada Brill”, “3 "Ada Brill" (3921)”."""

_STYLES: dict[str, HintRole] = {"b": "bold", "i": "italic"}
_BLOCKS = ("WEBVTT", "NOTE", "STYLE", "REGION")


def read(file: str, text: str) -> tuple[SourceText | None, list[Finding]]:
    """``text`` as it is. Header and comments are signs, so are cue numbers and tags; a timing line is a time."""
    hints: list[Hint] = []
    for start, block in _blocks(text):
        hints += _block(start, block)
    hints = _named(text, hints)
    return SourceText(file, text, tuple(sorted(hints, key=lambda hint: (hint.start, -hint.end, hint.role)))), []


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The runs of lines that blank lines part, with the place of each."""
    for found in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", text):
        yield found.start(), found.group()


def _block(start: int, block: str) -> Iterator[Hint]:
    lines = block.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines[:2]) if _TIMING.fullmatch(line.rstrip("\n"))), None)
    if at is None:
        if lines[0].split()[0] in _BLOCKS:
            yield Hint(start, start + len(block.rstrip("\n")), "sign", "header")
        else:
            yield from _payload(start, block)
        return
    for line in lines[:at]:
        yield Hint(start, start + len(line.rstrip("\n")), "sign", "id")
        start += len(line)
    timing = lines[at].rstrip("\n")
    found = _TIMING.fullmatch(timing)
    assert found
    yield Hint(start, start + len(timing), "time", span(seconds(found["start"]), seconds(found["end"])))
    yield from _payload(start + len(lines[at]), "".join(lines[at + 1 :]))


def _named(text: str, hints: list[Hint]) -> list[Hint]:
    """``hints`` with labels for the cues' identifiers, where these are names: most of them come again."""
    ids = [hint for hint in hints if hint.value == "id"]
    names = [found["name"] if (found := _NAMED.fullmatch(text, h.start, h.end)) else "" for h in ids]
    times = Counter(filter(None, names))
    if any(h.role == "label" for h in hints) or max(times.values(), default=0) < 2 or 2 * times.total() < len(names):
        names = [""] * len(ids)
    cues = (
        replace(h, role="label", value=n) if n else replace(h, value="cue") for h, n in zip(ids, names, strict=True)
    )
    stated = dict(zip(ids, cues, strict=True))
    return [stated.get(hint, hint) for hint in hints]


def _payload(start: int, text: str) -> Iterator[Hint]:
    """The tags in the words of a cue."""
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(text):
        name, place = (tag["name"] or "").lower(), (start + tag.start(), start + tag.end())
        if name == "v" and not tag["close"]:
            yield Hint(*place, "label", (tag["value"] or "").strip())
        elif name[:1].isdigit():
            yield Hint(*place, "time", seconds(name))
        else:
            yield Hint(*place, "sign", "cue")
        if name in _STYLES and not tag["close"]:
            opened[name] = place[1]
        elif name in opened:
            yield Hint(opened.pop(name), place[0], _STYLES[name])
