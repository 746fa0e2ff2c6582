"""YAML with comments: values as an editor would write them, each guess with what it rests on."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pecia.metadata.nodes import NOT_TEXT
from pecia.model.conventions import Conventions

_PLAIN = re.compile(r"[^\W\d_][\w.'’()/–-]*(?: [\w.'’()/&–-]+)*|\d{4}(?:-\d\d){0,2}")
_WORDS_OF_YAML = re.compile(r"(?:true|false|null|yes|no|on|off|y|n)", re.IGNORECASE)


def scalar(text: str) -> str:
    """``text`` as a YAML scalar on one line: plain where nobody could take it for something else, else quoted. What no
    YAML file may hold is a space."""
    if _PLAIN.fullmatch(text) and not _WORDS_OF_YAML.fullmatch(text):
        return text
    quoted = json.dumps(NOT_TEXT.sub(" ", text), ensure_ascii=False)
    return "".join(one if one.isprintable() else _escaped(one) for one in quoted)


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def value(of: Any) -> str:
    """A text, a flag, a list or a dataclass in YAML on one line; of a dataclass what is not its default."""
    if isinstance(of, bool):
        return str(of).lower()
    if isinstance(of, str):
        return scalar(of)
    if isinstance(of, tuple):
        return f"[{', '.join(map(value, of))}]"
    return f"{{{', '.join(f'{name}: {value(part)}' for name, part in set_fields(of))}}}"


def set_fields(of: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a dataclass that are not at their default, in their order."""
    for field in dataclasses.fields(of):
        part = getattr(of, field.name)
        if field.default is dataclasses.MISSING or part != field.default:
            yield field.name, part


def line(key: str, of: Any, comment: str = "") -> str:
    """A line ``key: value``, and after it what the value rests on."""
    return f"{key}: {value(of)}{_comment(comment)}"


def item(of: Any, comment: str = "") -> str:
    """A line with one item of a list."""
    return f"- {value(of)}{_comment(comment)}"


def conventions(of: Conventions, speakers: Iterable[str]) -> list[str]:
    """The lines of ``conventions``: each pattern that was inferred, with what it means; ``speakers`` are ready."""
    lines = []
    for name, part in set_fields(of):
        if name == "speakers":
            continue
        doc = next(field.metadata["doc"] for field in dataclasses.fields(of) if field.name == name)
        lines.append(line(name, part, _meaning(doc, part)))
    listed = list(speakers)
    return [*lines, "speakers:" if listed else "speakers: []", *indented(listed)]


def _meaning(doc: str, of: Any) -> str:
    """What a value means, as the field's documentation says of it; else what the field holds."""
    found = re.search(rf"\b{re.escape(of)}: ([^.]+)", doc) if isinstance(of, str) and of else None
    return found[1] if found else re.split("[:.]", doc)[0]


def indented(lines: Iterable[str], by: int = 2) -> list[str]:
    """The same further in."""
    return [" " * by + one for one in lines]


def _comment(text: str) -> str:
    """A comment, on one line whatever is in the text; YAML takes no control characters in it."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return f"  # {' '.join(shown.split())}" if shown.strip() else ""
