"""The editor's YAML files to the typed values of :mod:`pecia.model.edition`, every value with its place.

``nodes`` parses YAML safely; ``shapes`` and ``formats`` say what the dataclasses look like in YAML; ``reading`` joins
the two; ``readers`` has a function for each file; ``checks`` looks within a file and ``crosscheck`` between files.
Nothing here reads the disk.
"""

from pecia.metadata.checks import has_address
from pecia.metadata.crosscheck import cross_check
from pecia.metadata.formats import is_tei, safe_id, safe_siglum
from pecia.metadata.readers import DocumentFile, Read, read_document, read_edition, read_register, read_rulings
from pecia.metadata.words import KeyPath

__all__ = [
    "DocumentFile",
    "KeyPath",
    "Read",
    "cross_check",
    "has_address",
    "is_tei",
    "read_document",
    "read_edition",
    "read_register",
    "read_rulings",
    "safe_id",
    "safe_siglum",
]
