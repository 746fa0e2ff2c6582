"""Names and attributes of elements of imported TEI, as classes and attributes of HTML.

Nothing of them reaches a page as it is: names become classes, ``@rend`` becomes one of a closed list of renditions,
``@xml:lang`` is written only when it looks like a language, graphics only when they lie beside the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pecia import addresses
from pecia.pages.html import EMPTY, Html, outside_link, tag, words
from pecia.view.languages import from_the_right, is_language

NOTHING = Html('<span class="pc-ref tei-nothing">∅</span>')
"""What stands where the shown reading has no words and another has: something to point at."""

SIGN_OF_LINK = Html('<span class="pc-ref">→</span>')
"""What stands in a link that has no words of its own; ``pc-ref``: it is none of the text's."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}")
_RENDITIONS = {
    "bold": "b bold bf fett strong heavy",
    "italic": "i it italic italics kursiv cursive oblique ital",
    "superscript": "sup super superscript hoch hochgestellt",
    "subscript": "sub subscript tief tiefgestellt",
    "small-caps": "sc smallcaps small-caps smcap caps kapitaelchen kapitälchen",
    "underline": "u ul underline underlined unterstrichen",
    "double-underline": "double-underline uu doubleunderline",
    "strikethrough": "s strike strikethrough line-through overstrike durchgestrichen",
    "spaced": "g spaced letter-spacing spaced_out gesperrt expanded letterspaced",
    "uppercase": "uppercase allcaps all-caps",
    "right": "right align-right aright rechts flushright right-aligned align(right)",
    "block": "block blockquote",
    "centre": "center centre centered centred align-center align-centre acenter zentriert align(center)",
}
_RENDITION = {word: name for name, written in _RENDITIONS.items() for word in written.split()}
"""What encoders write in ``@rend``, ``@rendition`` and ``@style`` for each rendition that the style sheet knows."""

_ROLES = {
    "list": "list",
    "item": "listitem",
    "table": "table",
    "row": "row",
    "cell": "cell",
    "quote": "",
}
"""Roles of elements that stand within a passage: there they are spans, for a paragraph can hold no list."""


@lru_cache(4096)
def style(name: str) -> str:
    """The class of an element: ``tei-foreign``."""
    return f"tei-{name}" if _NAME.fullmatch(name) else "tei-other"


@lru_cache(4096)
def renditions(rend: str) -> str:
    """The renditions that ``rend`` names, with a space between them; those that are not known are left out.

    ``"#b italic"`` → ``"bold italic"``, ``"text-align: right;"`` → ``"right"``.
    """
    found = (_RENDITION.get(word.lstrip("#.").lower(), "") for word in re.split(r"[\s:;,]+", rend))
    return " ".join(dict.fromkeys(name for name in found if name))


@lru_cache(4096)
def in_language(language: str) -> str:
    """The attributes ``lang`` and ``dir``, with a space before each; nothing for what is no language."""
    if not is_language(language):
        return ""
    return f' lang="{language}"' + (' dir="rtl"' if from_the_right(language) else "")


@lru_cache(4096)
def attributes(name: str, rend: str = "", language: str = "", identifier: str = "", more: str = "") -> str:
    """All attributes of an element inside a passage, with a space before each; ``more``: another class."""
    known = renditions(rend) if rend else ""
    role = _ROLES.get(name)
    return (
        (f' id="{words(identifier)}"' if identifier else "")
        + f' class="{style(name)}{more}"'
        + (f' data-rend="{known}"' if known else "")
        + (in_language(language) if language else "")
        + (f' role="{role}"' if role else "")
    )


# --- what has no width ---------------------------------------------------------------------------

_BREAKS = {"page": "p. ", "column": "col. ", "gathering": "gathering ", "index": "index: "}
_NAMED = {"forme": "on the page, not in the text:", "index": "for an index:"}
"""What is shown, and what is said, before the label of a break, where that is not just its kind."""


def break_sign(kind: str, label: str) -> Html:
    """A break: a line end, or a sign with its label, which the style sheet shows: it is none of the text's words."""
    if kind == "line":
        return _numbered_line(label) if label else Html("<br/>")
    shown = f"{_BREAKS.get(kind, '')}{label}" if label else ""
    named = label if kind == "milestone" else f"{_NAMED.get(kind, kind)} {label}"
    said = named if label else "milestone" if kind == "milestone" else f"{kind} break"
    role = "doc-pagebreak" if kind == "page" else "img"
    return tag("span", class_=f"tei-break tei-break-{kind}", role=role, aria_label=said, data_n=shown or None)


def page_mark(n: str) -> Html:
    """Where a page of the source begins, as its transcript says; the style sheet shows the number in the margin."""
    said = f"page {n}" if n else "page break"
    shown = f"p. {n}" if n else None
    return tag("span", class_="pc-page-mark", role="doc-pagebreak", aria_label=said, data_n=shown)


def time_sign(start: str, shown: str) -> Html:
    """A time of the recording, which the style sheet shows in the margin."""
    duration = f"PT{start}S"
    return tag("time", class_="pc-time", role="img", aria_label=f"at {shown}", datetime=duration, data_n=shown)


NUMBERED = {"p": "paragraph", "ab": "block", "item": "item", "seg": "segment"}
"""Passages that the encoding may number (``@n``), and what they are called then."""


def own_number(called: str, n: str) -> Html:
    """The number that the encoding gives a passage, which the style sheet shows before it; not one that is long."""
    if len(n) > 8:
        return EMPTY
    return tag("span", class_="tei-line-number tei-n", role="img", aria_label=f"{called} {n}", data_n=n)


def whose(address: str, name: str, style: str) -> Html:
    """Whom the encoding names where the text does not: a link with the name, which the style sheet shows."""
    return tag("a", href=address, class_=f"{style} tei-who", aria_label=name, data_n=name)


def _numbered_line(label: str) -> Html:
    """The end of a line and the number of the next, which the style sheet shows; where a passage begins, no line ends
    that would be seen."""
    shown = label if len(label) <= 8 else None
    number = tag("span", class_="tei-line-number", role="img", aria_label=f"line {label}", data_n=shown)
    return Html(f'<span class="tei-line-end"></span>{number}')


def picture(url: str, said: str, root: str, document_id: str) -> Html:
    """A graphic that lies beside the text, loaded when it comes into view. Of any other only a link is made."""
    name = addresses.graphic_name(url)
    if name and document_id:
        source = f"{root}{addresses.graphic(document_id, name)}"
        return tag("img", src=source, alt=said, loading="lazy", class_="tei-graphic")
    note = outside_link(url, words(said or "picture, not kept here"))
    return tag("span", note, class_="pc-ref tei-elsewhere") if url or said else EMPTY
