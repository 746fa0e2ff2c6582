"""The words of a page for readers that is no reading page, from its HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

_BLOCK = re.compile(
    r"</?(?:address|article|blockquote|br|dd|details|div|dl|dt|figcaption|figure|h[1-6]|header|li|ol|p|section|summary|"
    r"table|td|th|tr|ul)\b[^>]*>"
)
"""Tags at which a word ends."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page to be found: its ``address`` from the site's root (``people/``, empty for the front page), its heading and
    its words."""

    address: str
    title: str
    text: str


def page_text(address: str, source: str, content: str, left_out: tuple[str, ...] = ()) -> PageText:
    """The page at ``address`` with the HTML ``source``; words in the first element ``content``, those in elements of
    the classes ``left_out`` and in navigation excepted."""
    try:
        root = html.fromstring(_BLOCK.sub(r" \g<0>", source))
    except etree.ParserError:  # there is nothing in it
        return PageText(address, "", "")
    skipped = "".join(f" and not(ancestor::*[contains(concat(' ',@class,' '),' {name} ')])" for name in left_out)
    where = f"(//{content})[1]" if root.xpath(f"boolean(//{content})") else "//body"
    inside = f"not(ancestor::script or ancestor::style or ancestor::nav){skipped}"
    heading = f"(({where})//h1)[1]//text()[{inside}]"
    words = f"({where})//text()[not(ancestor::h1) and {inside}]"
    return PageText(address, _folded(root.xpath(heading)), _folded(root.xpath(words)))


def _folded(parts: object) -> str:
    return " ".join("".join(map(str, parts)).split()) if isinstance(parts, list) else ""
