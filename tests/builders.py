"""What tests of several rooms make: passages and texts as a reader is shown them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from pecia.model import Field, Passage, PassageKind, RichText, Transcript, Turn
from pecia.model.edition import Entry
from pecia.pages.html import Html
from pecia.pages.legend import key
from pecia.pages.statements import Footnotes
from pecia.pages.text import Blocks
from pecia.pages.words import Words
from pecia.view import Text, blocks
from pecia.view.explanations import Names
from pecia.view.units import shown

NOBODY = Names({}, {}, {}, {})


def names_of(*entries: Entry) -> Names:
    """Names that are those of register entries alone."""
    return Names({}, {entry.key: entry for entry in entries}, {}, {})


def text(*items: Passage | Turn | Field, names: Names = NOBODY) -> Text:
    """A text with these blocks in its body."""
    return shown(Transcript((), tuple(items)), names)  # type: ignore[arg-type]


def alone(content: RichText, names: Names = NOBODY) -> Text:
    """A text of one paragraph."""
    return text(Passage(PassageKind.PROSE, content, id="p1"), names=names)


def writing(made: Text, **more: Any) -> Words:
    """The words of a page of ``made`` in the making."""
    return Words(made, "../../", Footnotes(), **{"document": "play", **more})


def words_on_page(
    content: RichText, names: Names = NOBODY, notes: Mapping[int, str] | None = None, **more: Any
) -> Html:
    """The words of a passage as a page has them; ``notes``: the anchors of the notes of its text by their numbers."""
    made = replace(alone(content, names), notes=notes or {})
    return writing(made, **more).of(made.units[0].content)


def on_page(items: Iterable[Passage | Turn | Field], names: Names = NOBODY, **more: Any) -> Html:
    """Blocks of a text as a page has them."""
    made = text(*items, names=names)
    anchors = {unit.anchor for unit in made.units if unit.anchor}
    return Blocks(writing(made, ids=anchors, **more)).whole(blocks(made, made.units))


def words_in(element: etree._Element) -> str:
    """The words of the text in an element of HTML: not the number, the label, or what the edition says of them."""
    own = {"pc-number", "pc-ref", "pc-tip", "pc-steps", "pc-speaker", "pc-kicker", "pc-corrected"}

    def of(node: etree._Element) -> str:
        return (node.text or "") + "".join(
            ("" if own & set(child.get("class", "").split()) else of(child)) + (child.tail or "") for child in node
        )

    return of(element).strip(" \n")


def key_of(transcript: Transcript) -> Html:
    """The key of a text from TEI."""
    made = shown(transcript, NOBODY)
    contents = (p.content for item in transcript.body for p in (item.passages if isinstance(item, Turn) else (item,)))
    marks = [span.mark for content in contents for span in content.spans]
    return key(writing(made), made.units, marks, retired=False, brief=True, taken=())
