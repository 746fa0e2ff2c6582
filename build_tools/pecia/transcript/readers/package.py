"""Files of word processors: zip archives of XML, opened as what strangers send."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.tei.parse import document_type

MAX_PART = 100 * 1024 * 1024
"""The largest part of a package that is read, unpacked: some hundred times the text of a long conversation."""


class Target(Protocol):
    """What is told of the elements of a part, in their order; names are without their namespaces."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Characters."""


def parts(file: str, data: bytes, wanted: Iterable[str]) -> tuple[dict[str, bytes], list[Finding]]:
    """The parts ``wanted`` of a package, those that it has; E114 when it is none, is encrypted or is too large."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            for name in wanted:
                if name not in names:
                    continue
                if package.getinfo(name).file_size > MAX_PART:
                    return {}, [Finding("E114", f"{name} in it is larger than {MAX_PART // 1024**2} MB", Locus(file))]
                found[name] = package.read(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        return {}, [Finding("E114", f"the file cannot be opened: {error}", Locus(file))]
    return found, []


def walk(file: str, part: str, data: bytes, target: Target) -> list[Finding]:
    """Tell ``target`` of each element of a part; E114 when it is no XML, or declares a document type."""
    if document_type(data) is not None:
        return [Finding("E114", f"{part} in it has a document type declaration", Locus(file))]
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: target.start(
        _local(name), {_local(key): value for key, value in given.items()}
    )
    parser.EndElementHandler = lambda name: target.end(_local(name))
    parser.CharacterDataHandler = target.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return [Finding("E114", f"{part} in it is not well-formed XML: {error}", Locus(file))]
    return []


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
