"""What a dataclass looks like in YAML, read once from its type hints and the words of its fields.

The reader (:mod:`pecia.metadata.reading`) and the reference pages (:mod:`pecia.reference`) both work from these shapes,
so that a key cannot be read and not documented, nor the other way round.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pecia.metadata.formats import FORMATS, TEXT, Format


class TextShape(NamedTuple):
    """``str``: a scalar, taken as written and judged by ``format``."""

    format: Format


class FlagShape(NamedTuple):
    """``bool``: the plain scalar ``true`` or ``false``."""


class ChoiceShape(NamedTuple):
    """``Literal``: a scalar that is one of ``values``."""

    values: tuple[str, ...]


class ListShape(NamedTuple):
    """``tuple[T, ...]``: a sequence of items of one shape."""

    item: Shape


class OptionalShape(NamedTuple):
    """``T | None``: the shape, or YAML's null."""

    shape: Shape


class Key(NamedTuple):
    """A key of a mapping. ``default`` counts only when the key is not ``required``."""

    name: str
    shape: Shape
    required: bool
    default: Any
    doc: str
    example: str


class MappingShape(NamedTuple):
    """A dataclass: a mapping with these keys and no others. A field that is no key here keeps its default."""

    type: type
    keys: Mapping[str, Key]


Shape = TextShape | FlagShape | ChoiceShape | ListShape | OptionalShape | MappingShape


@cache
def shape_of(record: type) -> MappingShape:
    """The shape of a dataclass made of ``str``, ``bool``, ``Literal``, ``tuple[T, ...]``, ``T | None`` and dataclasses.

    Raises ``TypeError`` for any other type hint: a defect of the record, not of a file.
    """
    hints = get_type_hints(record)
    keys = {}
    for field in dataclasses.fields(record):
        required = field.default is dataclasses.MISSING
        keys[field.name] = Key(
            field.name,
            _shape(hints[field.name], _format(record, field.name)),
            required,
            None if required else field.default,
            field.metadata["doc"],
            field.metadata["example"],
        )
    return MappingShape(record, types.MappingProxyType(keys))


def _format(record: type, name: str) -> Format:
    """The format of a key, which a dataclass has from those it derives from."""
    return next((FORMATS[base, name] for base in record.__mro__ if (base, name) in FORMATS), TEXT)


def _shape(hint: Any, text_format: Format) -> Shape:
    arguments = get_args(hint)
    if hint is str:
        return TextShape(text_format)
    if hint is bool:
        return FlagShape()
    if get_origin(hint) is Literal:
        return ChoiceShape(arguments)
    if get_origin(hint) is tuple and len(arguments) == 2 and arguments[1] is ...:
        return ListShape(_shape(arguments[0], text_format))
    if get_origin(hint) is types.UnionType and len(arguments) == 2 and arguments[1] is types.NoneType:
        return OptionalShape(_shape(arguments[0], text_format))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return shape_of(hint)
    raise TypeError(f"no YAML shape for {hint!r}")
