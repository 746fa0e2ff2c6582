"""The edition's own schema (``pecia.rng``, made from ``pecia.rnc``), compiled once in a process.

It is stricter than TEI: what :func:`pecia.tei_record.encode` may write, and nothing else. Its prose is in
``edition/schema/README.md``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from threading import Lock

from lxml import etree

_ONE_AT_A_TIME = Lock()  # a compiled schema keeps the errors of the last file it was asked about


def schema_errors(root: etree._Element) -> list[tuple[int, str]]:
    """Where and how the tree of ``root`` breaks the schema: line (from 1) and the validator's message, each once."""
    schema = _compiled()
    with _ONE_AT_A_TIME:
        if schema.validate(root.getroottree()):
            return []
        return list(dict.fromkeys((int(error.line), str(error.message)) for error in schema.error_log))


@cache
def _compiled() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(files("pecia.tei_record").joinpath("pecia.rng").read_bytes()))
