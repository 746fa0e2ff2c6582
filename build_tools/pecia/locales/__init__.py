"""The words of the edition: every label that a reader sees in a text has a key in ``en.yml``, and its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from pecia.phrases import language_in_words, listed
from pecia.view.tree import Said, Value

_PLACE = re.compile(r"\{([a-z_]+)(?:\|([^}]*))?\}")
"""Where a value stands in a label: its name, and after a bar what parts several."""


@cache
def labels() -> Mapping[str, str]:
    """The labels by their keys, in English."""
    found: dict[str, str] = yaml.safe_load(files("pecia.locales").joinpath("en.yml").read_text(encoding="utf-8"))
    return found


def say(said: Said) -> str:
    """The words of ``said``, as plain text.

    >>> say(Said("gap.described", (("said", "a leaf is lost."),)))
    'Gap in the text: a leaf is lost.'
    """
    values = dict(said.values)
    if said.key == "language":
        return language_in_words(_words(values["code"]))
    return _PLACE.sub(lambda found: _words(values.get(found[1], ""), found[2]), labels()[said.key])


def _words(value: Value, between: str | None = None) -> str:
    """A value in words. Several, as a list in a sentence, or with ``between`` between them."""
    if isinstance(value, Said):
        return say(value)
    if isinstance(value, str):
        return value
    each = [_words(one) for one in value]
    return listed(each) if between is None else between.join(each)
