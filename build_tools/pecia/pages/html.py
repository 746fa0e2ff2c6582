"""Words into HTML. ``Html`` is a string that is safe to put into a page; :func:`words` makes one of any other string.

The type checker keeps the two apart, so that a text which nobody has escaped cannot reach a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import NewType

from pecia.pages.views import GeneratedFile

Html = NewType("Html", str)

EMPTY = Html("")
SPACE = Html(" ")

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_BLOCK = frozenset({"div", "dl", "dt", "dd", "h1", "h2", "h3", "li", "ol", "p", "section", "table", "tr", "ul"})


def words(text: str) -> Html:
    """``text`` with the five characters that HTML gives a meaning escaped."""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:  # thrice as fast as a pattern
        return Html(escape(text, quote=True))
    return Html(text)


def tag(name: str, /, *content: Html, **attributes: str | bool | None) -> Html:
    """An element. Attribute names lose a final ``_`` and write ``-`` for ``_``; values are escaped.

    A value of ``None`` or ``False`` leaves the attribute out, ``True`` gives it without a value. Block elements
    end in a line end, for the sake of who reads the file.
    """
    given = ""
    for key, value in attributes.items():
        if isinstance(value, str):
            given += f' {_attribute(key)}="{words(value)}"'
        elif value:
            given += f" {_attribute(key)}"
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{''.join(content)}</{name}>" + ("\n" if name in _BLOCK else ""))


@cache  # of as many as stand in this package
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def join(parts: Iterable[Html], between: Html = EMPTY) -> Html:
    """The parts that are not empty, with ``between`` between them."""
    return Html(between.join([part for part in parts if part]) if between else "".join(parts))


def link(address: str, content: Html, **attributes: str | bool | None) -> Html:
    """A link inside the site. ``address`` is one that Pecia made; see :func:`outside_link` for all others."""
    return tag("a", content, href=address, **attributes)


def outside_link(address: str, content: Html) -> Html:
    """A link to another site; only http and https addresses become links, anything else stays words."""
    if not address.lower().startswith(("http://", "https://")):
        return content
    return tag("a", content, href=address, rel="noreferrer")


def page(
    path: str,
    title: str,
    description: str,
    *body: Html,
    kind: str,
    assets: Sequence[str] = (),
    head: Html = EMPTY,
    record: str = "",
) -> GeneratedFile:
    """A Markdown file at ``path``: front matter, and the page as one block of HTML, which Markdown leaves alone.

    ``kind`` becomes the block's class (``pc-reading``), by which the theme's style sheet knows the page. ``assets``
    are files of the theme that this page needs beside those of every page; ``head`` is put into the page's head.
    ``record`` is the way to the script with the passages of the page's witness.
    """
    front = f"title: {_scalar(title)}\ndescription: {_scalar(description)}\n"
    if assets:
        front += f"assets: [{', '.join(_scalar(name) for name in assets)}]\n"
    if head:
        front += f"head: {_scalar(head)}\n"
    block = tag("div", Html("\n"), *body, class_=f"pc-page pc-{kind}", data_record=record or None)
    return GeneratedFile(path, f"---\n{front}---\n\n{block}".encode())


_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may have in a string and YAML may not, or takes for a line end (YAML 1.2, 5.1 and 5.4)."""


def _scalar(value: str) -> str:
    """``value`` as a string of JSON, which is one of YAML too; a whole library for this takes longer than the page."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
