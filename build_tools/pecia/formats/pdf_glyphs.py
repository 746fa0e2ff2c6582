"""Which characters the typesetter's own fonts do not have.

It cannot be asked, and says nothing when it leaves a box for a character; under PDF/UA it stops at the first. So each
character is set on a page of its own, as a picture: where the picture has the box of a character that no font has
(U+FFFE is none, by definition), the character is missing. Two thousand characters take about 60 ms.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable
from unicodedata import category, normalize

import typst

_PAGES = (
    b"#set page(width: auto, height: auto)\n"
    b'#set text(font: "Libertinus Serif")\n'
    b"#for it in json(bytes(sys.inputs.characters)) { page(it) }\n"
)
_NONE = "\ufffe"
_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_FORBIDDEN = frozenset({"Cc", "Co", "Cs", "Zl", "Zp"})


_OF_THREAD = threading.local()


def compiler() -> typst.Compiler:
    """The typesetter, one a thread (it may not be shared), with its own fonts and no others; it reads no file."""
    if not hasattr(_OF_THREAD, "compiler"):
        _OF_THREAD.compiler = typst.Compiler(ignore_system_fonts=True)
    made: typst.Compiler = _OF_THREAD.compiler
    return made


def clusters(text: str) -> list[str]:
    """``text`` in pieces that a font must have whole: a character and the combining marks on it."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for character in text:
        if found and category(character).startswith("M"):
            found[-1] += character
        else:
            found.append(character)
    return found


def missing(texts: Iterable[str]) -> frozenset[str]:
    """The clusters of ``texts`` that cannot be printed.

    Besides those without a glyph these are what a PDF/A (ISO 19005-2, 6.2.11.7) may not say that its text is: private
    use, which nobody can read, and U+FEFF; and controls and separators of lines, which are no part of a line.
    """
    found = {cluster for text in texts for cluster in clusters(text)} - _ASCII
    characters = {character for cluster in found for character in cluster}
    asked = sorted((found | characters) - _ASCII)
    box, *pictures = _pictures([_NONE, *asked])
    glyph = re.findall(rb'href="(#[^"]*)"', box)[0]
    boxed = {text for text, picture in zip(asked, pictures, strict=True) if glyph in picture}
    absent = boxed | {c for c in characters if c == "\ufeff" or category(c) in _FORBIDDEN}
    return frozenset(cluster for cluster in found if cluster in absent or not absent.isdisjoint(cluster))


def with_marks(texts: Iterable[str]) -> frozenset[str]:
    """The clusters of ``texts`` that have combining marks beside their letter.

    Where the letter is in one font and the mark in another, whether both are printed depends on what stands before.
    """
    found = {cluster for text in texts for cluster in clusters(text)}
    return frozenset(cluster for cluster in found if len(normalize("NFC", cluster)) > 1)


def _pictures(characters: list[str]) -> list[bytes]:
    made = compiler().compile(input=_PAGES, format="svg", sys_inputs={"characters": json.dumps(characters)})
    return made if isinstance(made, list) else [made or b""]


def replacement(absent: frozenset[str]) -> Callable[[str], str]:
    """A function that puts the numbers in Unicode of the ``absent`` characters in their place: ``⟨U+6F22 U+5B57⟩``."""

    def replaced(text: str) -> str:
        out: list[str] = []
        run: list[str] = []
        for cluster in [*clusters(text), ""]:
            if cluster in absent:
                run += numbers(cluster)
                continue
            if run:
                out.append(f"⟨{' '.join(run)}⟩")
                run = []
            out.append(cluster)
        return "".join(out)

    return replaced


def numbers(cluster: str) -> list[str]:
    """``U+6F22`` for each code point."""
    return [f"U+{ord(character):04X}" for character in cluster]
