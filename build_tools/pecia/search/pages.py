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

_UNREAD = "self::script or self::style or self::nav"


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
    page = next(iter(_elements(root, f"(//{content})[1]") or _elements(root, "//body")), None)
    if page is None:
        return PageText(address, "", "")
    _drop(page, _UNREAD + "".join(f" or contains(concat(' ',@class,' '),' {name} ')" for name in left_out))
    title = "".join(heading.text_content() for heading in _elements(page, "(.//h1)[1]"))
    _drop(page, "self::h1")
    return PageText(address, _folded(title), _folded(page.text_content()))


def _drop(page: html.HtmlElement, condition: str) -> None:
    """Take out the elements that meet ``condition``; asking each text for its ancestors takes time by the square."""
    for element in _elements(page, f".//*[{condition}]"):
        element.drop_tree()


def _elements(root: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found = root.xpath(path)
    return [element for element in found if isinstance(element, html.HtmlElement)] if isinstance(found, list) else []


def _folded(text: str) -> str:
    return " ".join(text.split())
