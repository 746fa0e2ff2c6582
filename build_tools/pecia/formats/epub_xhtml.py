"""XHTML for EPUB: elements, notes and whole files; strings become text here and nowhere else.

Made with lxml's element factory, so nothing is escaped by hand. Content documents are XHTML as EPUB 3.3 has them
(https://www.w3.org/TR/epub-33/, 6.1), notes and parts have the terms of EPUB's structural semantics and the roles of
DPUB-ARIA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError
from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]  # lxml-stubs leave it out

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
STYLES = "epub.css"
"""The style sheet, in the folder of the content documents."""

Element = etree._Element
Content = str | Element

_E = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": OPS})
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,8}(?:-[A-Za-z]{3}){0,3}(?:-(?P<script>[A-Za-z]{4}))?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
)
_RTL_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"})


def clean(text: str) -> str:
    """``text`` with U+FFFD for each character that XML 1.0 (section 2.2) cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def element(name: str, /, *content: Content | None, **attributes: str | None) -> Element:
    """An element; ``None`` among content and attributes is left out.

    Attribute names lose a final ``_`` and write ``-`` for ``_``; ``type_`` is ``epub:type``, and ``lang`` is given
    as ``xml:lang`` too, with the direction of its script.
    """
    given: dict[str, str] = {}
    for key, value in attributes.items():
        if value is None:
            continue
        if key == "type_":
            given[f"{{{OPS}}}type"] = value
        elif key == "lang":
            tag = language_tag(value)
            given |= {"{http://www.w3.org/XML/1998/namespace}lang": tag, "lang": tag}
            given["dir"] = "auto" if tag == "und" else "rtl" if runs_right_to_left(value) else "ltr"
        else:
            given[key.rstrip("_").replace("_", "-")] = clean(value)
    children = [clean(part) if isinstance(part, str) else part for part in content if part is not None]
    made: Element = _E(name, given, *children)
    return made


def in_lines(blocks: Iterable[Element]) -> Iterator[Content]:
    """Block elements, each on a line of its own."""
    for block in blocks:
        yield "\n"
        yield block
    yield "\n"


def linked(address: str, text: str = "") -> Content:
    """A link to another site, its ``address`` as the words if no ``text`` is given.

    Words alone for what is not an http or https URL in the characters of RFC 3986.
    """
    return element("a", text or address, href=address) if _ADDRESS.fullmatch(address) else text or address


def language_tag(code: str) -> str:
    """``code``, or ``und`` (BCP 47 for undetermined) when it has not the form of a BCP 47 tag."""
    return code if _LANGUAGE.fullmatch(code) else "und"


def runs_right_to_left(code: str) -> bool:
    """Whether text in this language (BCP 47) runs from right to left: by its script, else by its usual script."""
    found = _LANGUAGE.fullmatch(code)
    if found is None:
        return False
    if found["script"]:
        return found["script"].lower() in _RTL_SCRIPTS
    try:
        return bool(Locale(code.partition("-")[0].lower()).character_order == "right-to-left")
    except (UnknownLocaleError, ValueError):
        return False


def document(title: str, language: str, *sections: Element) -> bytes:
    """A content document."""
    head = element("head", *in_lines([element("title", title), _stylesheet()]))
    html = element("html", "\n", head, "\n", element("body", *in_lines(sections)), "\n", lang=language)
    return etree.tostring(html, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>") + b"\n"


def _stylesheet() -> Element:
    return element("link", rel="stylesheet", type="text/css", href=STYLES)


@dataclass(slots=True)
class Notes:
    """The notes of one file in the making, numbered from ``first``: :meth:`cite` adds one and gives its number.

    ``own``: what their ids begin with, where the text has others like them.
    """

    first: int = 1
    notes: list[Element] = field(default_factory=list)
    own: str = ""

    def cite(self, *note: Content) -> Element:
        """A raised number leading to ``note``, which leads back."""
        number = self.first + len(self.notes)
        back = element(
            "a",
            str(number),
            href=f"#{self.own}ref-{number}",
            role="doc-backlink",
            aria_label=f"Back to the text at note {number}",
        )
        self.notes.append(
            element(
                "aside",
                element("p", back, ". ", *note),
                id=f"{self.own}note-{number}",
                class_="note",
                type_="footnote",
                role="doc-footnote",
            )
        )
        reference = element(
            "a",
            str(number),
            id=f"{self.own}ref-{number}",
            href=f"#{self.own}note-{number}",
            type_="noteref",
            role="doc-noteref",
            aria_label=f"Note {number}",
        )
        return element("sup", reference, class_="ref")

    def section(self) -> list[Element]:
        """All notes, under a heading; nothing when there are none."""
        if not self.notes:
            return []
        return [element("section", *in_lines([element("h2", "Notes"), *self.notes]), class_="notes", lang="en")]
