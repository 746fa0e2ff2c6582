"""Where the parts of a TEI file are, be its root ``TEI`` or a ``teiCorpus`` around one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from pecia.tei.names import XML_LANG, maybe, tei

_TEXTS = ("text", "sourceDoc")
_IDS = etree.XPath("descendant-or-self::*/@xml:id", smart_strings=False)
_SPACE = re.compile(r"[ \t\n\r]+")


def tei_element(root: etree._Element) -> etree._Element:
    """The ``TEI`` that is the text of the file: the first that has a ``text``, else the first that has a
    ``sourceDoc``; ``root`` when none has."""
    if root.tag == tei("TEI") and maybe(root, "text") is not None:
        return root
    for name in _TEXTS:
        for element in root.iter(tei("TEI")):
            if maybe(element, name) is not None:
                return element
    return root


def text_element(root: etree._Element) -> etree._Element | None:
    """The ``text`` of the file, or the ``sourceDoc`` of one that is transcribed there alone (TEI P5 12.2); ``None``
    when it has neither."""
    holder = tei_element(root)
    return next((found for name in _TEXTS if (found := maybe(holder, name)) is not None), None)


def headers(root: etree._Element) -> list[etree._Element]:
    """The ``teiHeader`` of the text, then those of the corpora it stands in, the innermost first."""
    own = tei_element(root)
    found = (maybe(holder, "teiHeader") for holder in (own, *own.iterancestors()))
    return [header for header in found if header is not None]


def preferred(elements: Sequence[etree._Element], language: str) -> etree._Element | None:
    """Of elements that say one thing in several languages the one in ``language`` (BCP 47), else the first."""
    main = language.partition("-")[0].lower()
    for element in elements:
        if main and element.get(XML_LANG, "").partition("-")[0].lower() == main:
            return element
    return elements[0] if elements else None


def fold(words: str) -> str:
    """``words`` under the white-space rule: each run of white space one space, none at the ends."""
    if words.isascii():  # the same, and three times as fast
        return " ".join(words.split())
    return _SPACE.sub(" ", words).strip(" ")


def renditions(said: str) -> list[str]:
    """The names in ``@rend`` or ``@rendition``, in lower case, without the sign of a pointer."""
    return [token.lstrip("#").lower() for token in said.split()]


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of ``element``, by name; a plain dict, which costs less than asking lxml for each."""
    return dict(cast("Sequence[tuple[str, str]]", element.items()))


def ids(root: etree._Element) -> frozenset[str]:
    """Every ``xml:id`` of the file."""
    return frozenset(filter(None, cast("list[str]", _IDS(root))))
