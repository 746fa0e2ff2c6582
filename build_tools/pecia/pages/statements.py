"""Statements of fact with their certainty in words, and the notes that hold what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pecia.model import Certainty
from pecia.model.edition import Document, Statement
from pecia.pages.citations import source_link
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words
from pecia.phrases import certainty_in_words


@dataclass(slots=True)
class Footnotes:
    """The notes of one page in the making: each call of :meth:`cite` adds one and gives the number that leads to it."""

    notes: list[Html] = field(default_factory=list)

    def cite(self, note: Html, described_by: str | None = None) -> Html:
        """A raised number leading to ``note``, which leads back; ``described_by``: id of an explanation in place."""
        self.notes.append(note)
        number = len(self.notes)
        reference = link(
            f"#note-{number}",
            words(str(number)),
            id=f"ref-{number}",
            role="doc-noteref",
            aria_label=f"Note {number}",
            aria_describedby=described_by,
        )
        return tag("sup", reference, class_="pc-ref")

    def section(self, title: str = "Notes") -> Html:
        """All notes, under a heading; nothing when there are none."""
        if not self.notes:
            return EMPTY
        items = [
            tag("li", note, SPACE, _back(number), id=f"note-{number}")
            for number, note in enumerate(self.notes, start=1)
        ]
        return tag(
            "section", tag("h2", words(title), id="notes"), tag("ol", *items), class_="pc-notes", role="doc-endnotes"
        )


def _back(number: int) -> Html:
    return link(f"#ref-{number}", Html("↩"), role="doc-backlink", aria_label=f"Back to the text at note {number}")


def certainty(value: Certainty) -> Html:
    """How sure a statement is, in words; nothing for what is established."""
    said = certainty_in_words(value)
    return tag("span", words(f"({said})"), class_="pc-certainty") if said else EMPTY


def resting_on(document: Document, sources: Sequence[str], root: str) -> Html:
    """The sources of a statement, linked; nothing when it names none."""
    if not sources:
        return EMPTY
    links = join([source_link(document, key, root) for key in sources], Html("; "))
    return tag("span", words("Source: " if len(sources) == 1 else "Sources: "), links, Html("."), class_="pc-sources")


def stated(document: Document, statement: Statement, root: str) -> Html:
    """A whole statement: its words, its certainty, its sources."""
    parts = [words(statement.text), certainty(statement.certainty), resting_on(document, statement.sources, root)]
    return join(parts, SPACE)


def paragraph(document: Document, statements: Sequence[Statement], notes: Footnotes, root: str) -> Html:
    """Statements in a row as one paragraph, each with a note for its sources; nothing when there are none.

    Statements next to each other that rest on the same sources share the note after the last of them.
    """
    if not statements:
        return EMPTY
    parts = []
    for number, statement in enumerate(statements):
        following = statements[number + 1] if number + 1 < len(statements) else None
        shared = following is not None and following.sources == statement.sources
        sources = EMPTY if shared else resting_on(document, statement.sources, root)
        marked = Html(words(statement.text) + (notes.cite(sources) if sources else EMPTY))
        parts.append(join([marked, certainty(statement.certainty)], SPACE))
    return tag("p", join(parts, SPACE))
