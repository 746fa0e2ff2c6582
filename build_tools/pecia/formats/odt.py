"""A copy as a text that a word processor opens: OpenDocument 1.3 (OASIS, ISO/IEC 26300).

Notes are footnotes, each passage has a bookmark with the name of its anchor, and every look is a named style, so that
the whole can be restyled (``odt_styles.xml``). What the parts of the schema are called is in OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files

from pecia import addresses
from pecia.citation.credits import credits, names
from pecia.citation.names import in_order
from pecia.formats.archives import zipped
from pecia.formats.epub_xhtml import clean
from pecia.locales import say
from pecia.model.edition import EditionStatement
from pecia.pages.elements import renditions
from pecia.view import Block, Content, Inline, Text, walk
from pecia.view.book import Book, Part, book
from pecia.view.document import DocumentView, entries_by_key
from pecia.view.explanations import Names
from pecia.view.languages import from_the_right, is_language
from pecia.view.roles import is_label

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
STYLES: Mapping[str, str] = {
    "bold": "Bold", "italic": "Italic", "emphasis": "Italic", "gloss": "Gloss", "delivery": "Italic",
    "insertion": "Insertion", "emendation": "Emendation", "doubt": "Doubt", "choice": "Emendation",
    "readings": "Emendation", "event": "Italic", "sign": "Sign", "line-number": "Sign", "classification": "Sign",
    "division": "Hidden", "furniture": "Hidden", "number": "Number", "retired": "Number", "kicker": "Italic",
    "speaker": "Speaker", "supplied-label": "Supplied_20_label", "code": "Code",
}  # fmt: skip
"""The style of words with a mark; words with another mark have none."""

_ELEMENTS = {"emph": "Italic", "foreign": "Italic", "title": "Italic", "del": "Struck"}
_RENDITIONS = {"bold": "Bold", "italic": "Italic", "superscript": "Raised", "strikethrough": "Struck"}
_PARAGRAPHS = {
    "field-label": "Field_20_label", "stage-direction": "Stage_20_direction", "event": "Stage_20_direction",
    "sign": "Sign_20_line", "page": "Sign_20_line", "note": "Note_20_of_20_the_20_text",
}  # fmt: skip
_INSIDE = {
    "quotation": "Quotation", "box": "Box", "aside": "Note_20_of_20_the_20_text", "list": "List_20_item",
    "ordered": "List_20_item", "items": "List_20_item", "glossary": "List_20_item", "term": "Term",
    "stanza": "Verse", "cell": "Table_20_contents", "table": "Table_20_contents",
}  # fmt: skip
"""The style of paragraphs by the kind of passage, and by what they stand in."""

_OWN = Text("", "", Names({}, {}, {}, {}), (), {}, {}, encoded=False)
"""The text that the edition's own words are: none."""

_CELL = (
    '<style:style style:name="Cell" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #555555" fo:padding="0.1cm"/></style:style>'
)
_ROOT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def odt(statement: EditionStatement, view: DocumentView, sigla: Sequence[str], cited: Mapping[str, str]) -> bytes:
    """The witnesses ``sigla`` of the document as one text; ``cited`` as of :func:`pecia.view.book.book`."""
    made = book(statement, view, sigla, cited)
    content = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": _manifest(),
        "content.xml": content_of(made),
        "meta.xml": _meta(made, view),
        "styles.xml": _styles(statement.language),
    }
    return zipped(((name, clean(text).encode()) for name, text in content.items()), statement.day)


def content_of(made: Book) -> str:
    """The file ``content.xml`` of a book."""
    writing = _Writing(frozenset(name for part in made.parts for name in _names(part)))
    title = [
        writing.paragraph("Edition", writing.words([made.statement.title])) if made.statement.title else "",
        writing.paragraph("Title", writing.words([made.title])),
        writing.paragraph("Subtitle", writing.words([made.witness])),
        writing.paragraph("Imprint", writing.words([made.imprint])) if made.imprint else "",
    ]
    parts = [
        writing.part(part, "" if made.siglum else f"{part.text.siglum}-" if part.text else "") for part in made.parts
    ]
    body = "\n".join([*title, *parts])
    styles = "".join(writing.automatic.values())
    return (
        f"{_HEAD}<office:document-content {_ROOT}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>\n{body}\n</office:text></office:body></office:document-content>"
    )


def _names(part: Part) -> Iterator[str]:
    yield part.name
    if part.text is None:
        yield from (block.anchor for block in walk(part.blocks) if block.anchor)


@dataclass(slots=True)
class _Writing:
    """The text of a file in the making. ``there``: parts of the book and what they list; ``automatic``: the styles of
    languages that occur, by their names; ``notes``: how many there are; ``said``: what they have said; of the part in
    the making its ``text``, the anchors ``own`` and what bookmarks begin with, and its ``language``."""

    there: frozenset[str]
    automatic: dict[str, str] = field(default_factory=lambda: {"Cell": _CELL})
    notes: int = 0
    said: set[str] = field(default_factory=set)
    text: Text = _OWN
    own: frozenset[str] = frozenset()
    prefix: str = ""
    page: str = ""
    language: str = ""

    def part(self, part: Part, prefix: str) -> str:
        """A part of the book under its heading."""
        self.text, self.prefix, self.page, self.said = part.text or _OWN, prefix, part.address, set()
        self.own = frozenset(block.anchor for block in walk(part.blocks) if block.anchor) if part.text else frozenset()
        self.language = ""
        title = self._heading(1, f'<text:bookmark text:name="{escape(part.name)}"/>{self.words([part.title])}')
        self.language = part.language
        return f"{title}\n{self._all(part.blocks)}"

    # --- blocks --------------------------------------------------------------------------------------

    def _all(self, blocks: Sequence[Block], inside: str = "") -> str:
        return "\n".join(filter(None, (self._block(block, inside) for block in blocks)))

    def _block(self, block: Block, inside: str) -> str:
        match block.role:
            case "passage":
                return self._passage(block, inside)
            case "speaker":
                return self.paragraph("Speech", self.words(block.content))
            case "continued":
                return ""
            case "group" | "notes":
                title = self._said("Kicker", say(block.title)) if block.title else ""
                return "\n".join(filter(None, [title, self._all(block.blocks, inside)]))
            case "note":
                return self._note(block)
            case "list" | "ordered" | "glossary" | "items":
                return self._list(block)
            case "table":
                return self._table(block)
            case "heading":
                return self._heading(block.level + 1, self.words(block.content))
            case "paragraph":
                style = "Small" if block.kind == "retired" else "Text_20_body"
                return self.paragraph(style, self._number(block.anchor) + self.words(block.content))
            case "facts":
                style = "Key" if block.kind == "key" else "Fact"
                return "\n".join(self._fact(style, fact) for fact in block.blocks)
        return self._all(block.blocks, _INSIDE.get(block.role, inside))

    def _passage(self, block: Block, inside: str, lead: str = "") -> str:
        name = block.element.name if block.element else ""
        style = "Verse" if name == "l" else _PARAGRAPHS.get(block.kind) or inside or "Passage"
        if style == "Passage" and (block.kind == "heading" or (block.element and is_label(block.element))):
            style = "Term"
        label = f"{self.words(block.label)} " if block.label else ""
        content = f"{self._number(block.anchor)}{lead}{label}{self.words(block.content)}"
        if block.level:
            return self._heading(min(block.level + 1, 6), content, block.language)
        return self.paragraph(style, content, block.language)

    def _note(self, block: Block) -> str:
        """A note that the text calls, after what its call shows."""
        lead = self._span("Apart", self.text.shows(block.number, "n")) + " "
        made = []
        for inner in block.blocks:
            passage = inner.role == "passage"
            style = "Note_20_of_20_the_20_text"
            made.append(self._passage(inner, style, lead) if passage else self._block(inner, style))
            lead = ""
        return "\n".join(made)

    def _list(self, block: Block) -> str:
        """A list; whatever stands in it directly is an item."""
        style = "Numbered" if block.role == "ordered" else "Listed"
        items = []
        for item in block.blocks:
            own = item.role == "item" and not item.element
            bookmark = f'<text:bookmark text:name="{escape(item.anchor)}"/>' if own and item.anchor else ""
            inner = self.paragraph("List_20_item", bookmark + self.words(item.content)) if own else ""
            items.append(f"<text:list-item>{inner or self._block(item, 'List_20_item')}</text:list-item>")
        return f'<text:list text:style-name="{style}">{"".join(items)}</text:list>'

    def _table(self, block: Block) -> str:
        """A table; what stands in it and is of no row, a heading, is a row by itself."""
        rows = [row.blocks if row.role in ("row", "head-row") else (row,) for row in block.blocks]
        columns = max(map(len, rows), default=0)
        if not columns:
            return ""
        cells = [[self._block(cell, "Table_20_contents") or "<text:p/>" for cell in row] for row in rows]
        made = "".join(
            "<table:table-row>"
            + "".join(f'<table:table-cell table:style-name="Cell">{cell}</table:table-cell>' for cell in row)
            + "<table:table-cell/>" * (columns - len(row))
            + "</table:table-row>"
            for row in cells
        )
        return f'<table:table><table:table-column table:number-columns-repeated="{columns}"/>{made}</table:table>'

    def _fact(self, style: str, fact: Block) -> str:
        between = " " if style == "Key" else ": "
        return self.paragraph(style, f"{self.words(fact.label)}{between}{self.words(fact.content)}")

    def _number(self, anchor: str) -> str:
        """The number of a passage, where its bookmark is, leading to its address."""
        if not anchor:
            return ""
        shown = f'<text:span text:style-name="Number">{self._plain(anchor)}</text:span>'
        if self.page:
            shown = self._link(self.page + addresses.fragment(anchor), shown)
        return f'<text:bookmark text:name="{escape(self.prefix + anchor)}"/>{shown}<text:tab/>'

    def paragraph(self, style: str, content: str, language: str = "") -> str:
        """A paragraph in a style, in the language of the part unless it states another."""
        return f'<text:p text:style-name="{self._of_language(style, language or self.language)}">{content}</text:p>'

    def _heading(self, level: int, content: str, language: str = "") -> str:
        style = self._of_language(f"Heading_20_{level}", language or self.language)
        return f'<text:h text:style-name="{style}" text:outline-level="{level}">{content}</text:h>'

    def _said(self, style: str, text: str) -> str:
        """A paragraph of the edition's own words."""
        return f'<text:p text:style-name="{style}">{self._plain(text)}</text:p>'

    def _of_language(self, style: str, language: str, family: str = "paragraph") -> str:
        """The style, in a language: an automatic one that says so, and which way it runs."""
        if not language or not is_language(language):
            return style
        name = f"{style}-{language}"
        running = ' style:writing-mode="rl-tb" fo:text-align="end"' if from_the_right(language) else ""
        paragraph = f"<style:paragraph-properties{running}/>" if running and family == "paragraph" else ""
        code, _, rest = language.partition("-")
        country = rest if re.fullmatch("[A-Z]{2}", rest) else "none"
        parent = f' style:parent-style-name="{style}"' if style else ""
        self.automatic[name] = (
            f'<style:style style:name="{name}" style:family="{family}"{parent}>{paragraph}'
            f'<style:text-properties fo:language="{code.lower()}" fo:country="{country}"/></style:style>'
        )
        return name

    # --- words ---------------------------------------------------------------------------------------

    def words(self, content: Sequence[Content]) -> str:
        """All words of ``content``, in order, with their marks and footnotes."""
        made = "".join([self._plain(part) if isinstance(part, str) else self._mark(part) for part in content])
        comma = self._span("Apart", ",")  # between the numbers of two notes
        return made.replace("</text:note><text:note ", f"</text:note>{comma}<text:note ")

    def _mark(self, mark: Inline) -> str:
        if mark.style == "note":
            return self._footnote(self.words(mark.note))
        inner = self.words(mark.content)
        return self._looking(mark, f"{inner}{self._sign(mark)}") + self._noted(mark)

    def _sign(self, mark: Inline) -> str:
        """What stands for something that has no words of the text."""
        match mark.style:
            case "lost-page":
                return self._span("Own", "‖")
            case "page":
                return self._span("Own", f"‖{mark.shown}")
            case "break" if mark.name not in ("line", "index"):
                return self._span("Own", "‖")
            case "gap":
                return self._span("Own", "[…] " if mark.apart else "[…]")
            case "picture":
                return self._span("Own", "[a picture]")
            case "time" if not mark.content:
                return self._span("Own", f"[{mark.shown}]")
            case "kicker" if mark.said:
                return self._span("Own", say(mark.said))
            case "call" if not mark.content and mark.to:
                return self._span("Own", mark.shown or self.text.shows(int(mark.to.value), "n"))
        return ""

    def _looking(self, mark: Inline, inner: str) -> str:
        """The words with the styles and the link of their mark; a quotation between quotation marks of the copy."""
        if mark.style == "quoted":
            inner = f"{self._span('Own', '“')}{inner}{self._span('Own', '”')}"
        looks = [STYLES[mark.style]] if mark.style in STYLES else []
        if mark.style in ("page", "time") and mark.content:
            looks = ["Sign"]
        if mark.style == "call":
            looks = ["Raised"]
        if mark.style == "element":
            looks = [look for look in [_ELEMENTS.get(mark.name, "")] if look]
            looks += [_RENDITIONS[name] for name in renditions(mark.rend).split() if name in _RENDITIONS]
        for look in looks:
            inner = f'<text:span text:style-name="{look}">{inner}</text:span>' if inner else ""
        if mark.language and is_language(mark.language) and inner:
            style = self._of_language("", mark.language, "text")
            inner = f'<text:span text:style-name="{style}">{inner}</text:span>'
        way = self._way(mark)
        return self._link(way, inner) if way and inner and "<text:a " not in inner else inner

    def _way(self, mark: Inline) -> str:
        if mark.to is None:
            return ""
        if mark.to.kind == "address":
            return mark.to.value if mark.to.value.lower().startswith(("http://", "https://")) else ""
        name = self.text.notes.get(int(mark.to.value), "") if mark.to.kind == "note" else mark.to.value
        if mark.to.kind == "part":
            return f"#{name}" if name in self.there else ""
        return f"#{self.prefix}{name}" if mark.to.kind != "entry" and name in self.own else ""

    def _link(self, address: str, inner: str) -> str:
        return f'<text:a xlink:type="simple" xlink:href="{escape(clean(address))}">{inner}</text:a>'

    def _noted(self, mark: Inline) -> str:
        """The footnote with what is said of words, when one is due."""
        if mark.said is None or not mark.noting:
            return ""
        said = say(mark.said)
        if mark.noting == "once" and said in self.said:
            return ""
        self.said.add(said)
        return self._footnote(self._plain(said))

    def _footnote(self, content: str) -> str:
        self.notes += 1
        body = f'<text:note-body><text:p text:style-name="Footnote">{content}</text:p></text:note-body>'
        citation = f"<text:note-citation>{self.notes}</text:note-citation>"
        return f'<text:note text:id="note-{self.notes}" text:note-class="footnote">{citation}{body}</text:note>'

    def _span(self, style: str, text: str) -> str:
        return f'<text:span text:style-name="{style}">{self._plain(text)}</text:span>' if text else ""

    def _plain(self, text: str) -> str:
        """``text`` as it is: white space that a word processor would fold is kept (OpenDocument 1.3, part 3, 6.1.2)."""
        escaped = escape(text, quote=False).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
        return re.sub("^ | {2,}| $", lambda found: f'<text:s text:c="{len(found[0])}"/>', escaped)


# --- the other files -------------------------------------------------------------------------------


def _meta(made: Book, view: DocumentView) -> str:
    entries = entries_by_key(witness.record for witness in view.witnesses)
    hands = credits(made.document, entries, [witness.record.witness for witness in made.witnesses])
    statement = made.statement
    facts = [
        ("meta:generator", "Pecia"),
        ("dc:title", made.whole_title),
        *(("dc:creator", in_order(name)) for name in list(names(hands, "author"))[:1]),
        ("dc:date", statement.day),
        ("dc:language", statement.language if is_language(statement.language) else ""),
        ("dc:publisher", ""),
    ]
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in facts if value)
    return f"{_HEAD}<office:document-meta {_ROOT}><office:meta>{inner}</office:meta></office:document-meta>"


def _manifest() -> str:
    entries = (("/", MEDIA_TYPE), *((f"{name}.xml", "text/xml") for name in ("content", "meta", "styles")))
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in entries
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{namespace}" manifest:version="1.3">{listed}</manifest:manifest>'


@cache
def _template() -> str:
    return files("pecia.formats").joinpath("odt_styles.xml").read_text(encoding="utf-8")


def _styles(language: str) -> str:
    """The named styles, in the edition's language."""
    code, _, rest = (language if is_language(language) else "en").partition("-")
    country = rest if re.fullmatch("[A-Z]{2}", rest) else "none"
    return _template().replace('fo:language="en" fo:country="none"', f'fo:language="{code}" fo:country="{country}"')
