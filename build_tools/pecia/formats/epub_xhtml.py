"""XHTML for EPUB: the HTML of the pages' own printer as whole files, checked to be XML.

Content documents are XHTML as EPUB 3.3 has them (https://www.w3.org/TR/epub-33/, 6.1), notes and parts have the terms
of EPUB's structural semantics and the roles of DPUB-ARIA.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pecia.pages.html import EMPTY, Html, join, link, tag, words
from pecia.view.languages import from_the_right, is_language

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
STYLES = "epub.css"
"""The style sheet, in the folder of the content documents."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
_TERMS = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-toc": "toc",
    "doc-chapter": "chapter",
    "doc-part": "part",
    "doc-introduction": "introduction",
}
"""EPUB's own term for a role (EPUB 3 Structural Semantics Vocabulary 1.1)."""


def clean(text: str) -> str:
    """``text`` with U+FFFD for each character that XML 1.0 (section 2.2) cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def language_tag(code: str) -> str:
    """``code``, or ``und`` (BCP 47 for undetermined) when it has not the form of a BCP 47 tag."""
    return code if is_language(code) else "und"


def document(title: str, language: str, *sections: Html) -> bytes:
    """A content document. Where an element has a language it says so as ``xml:lang`` too, and which way it runs; what
    leads to an address that is none (RFC 3986) stays words."""
    head = tag("head", tag("title", words(title)), Html(f'<link rel="stylesheet" type="text/css" href="{STYLES}"/>'))
    body = tag("body", Html("\n"), *sections)
    given = f'xmlns="{XHTML}" xmlns:epub="{OPS}" lang="{words(language)}"'
    root = etree.fromstring(clean(f"<html {given}>\n{head}\n{body}\n</html>").encode(), _PARSER)
    for element in root.iter(f"{{{XHTML}}}*"):
        _completed(element)
    for element in root.iter(f"{{{XHTML}}}math"):
        _as_mathml(element)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["epub"])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>") + b"\n"


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _completed(element: etree._Element) -> None:
    if (code := element.get("lang")) is not None:
        tag_ = language_tag(code)
        element.set("lang", tag_)
        element.set(_XML_LANG, tag_)
        element.set("dir", "auto" if tag_ == "und" else "rtl" if from_the_right(code) else "ltr")
    if term := _TERMS.get(element.get("role", "")):
        element.set(f"{{{OPS}}}type", term)
    address = element.get("href", "")
    if "://" in address and not _ADDRESS.fullmatch(address):
        element.tag = f"{{{XHTML}}}span"
        del element.attrib["href"]
        if "rel" in element.attrib:
            del element.attrib["rel"]


def _as_mathml(math: etree._Element) -> None:
    for element in math.iter(f"{{{XHTML}}}*"):
        element.tag = f"{{{MATHML}}}{etree.QName(element).localname}"


@dataclass(slots=True)
class Notes:
    """The notes of one file in the making, numbered from ``first``: :meth:`cite` adds one and gives its number."""

    first: int = 1
    notes: list[Html] = field(default_factory=list)

    def cite(self, note: Html, described_by: str | None = None) -> Html:  # noqa: ARG002
        """A raised number leading to ``note``, which leads back."""
        number = str(self.first + len(self.notes))
        said = f"Back to the text at note {number}"
        back = link(f"#ref:{number}", words(number), role="doc-backlink", aria_label=said)
        body = tag("p", back, Html(". "), note)
        self.notes.append(tag("aside", body, id=f"note:{number}", class_="pc-note", role="doc-footnote"))
        call = link(
            f"#note:{number}", words(number), id=f"ref:{number}", role="doc-noteref", aria_label=f"Note {number}"
        )
        return tag("sup", call, class_="pc-ref")

    def section(self) -> Html:
        """All notes, under a heading; nothing when there are none."""
        if not self.notes:
            return EMPTY
        return tag("section", tag("h2", Html("Notes")), join(self.notes), class_="pc-notes", lang="en")
