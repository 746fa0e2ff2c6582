"""How an exemplar is laid out: patterns that are inferred from it and that an editor can correct.

What is left out is inferred from the text (:mod:`pecia.transcript.infer`); ``pecia new`` writes down what it inferred,
so that the next build does not judge anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pecia.model.edition import says

LABEL_ENDS = (":", ".", "—", "]", "tab", "line", "space", ">>")
"""The signs of ``label_end``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person who speaks in the exemplar, and how labels name them."""

    person: str = says("Key of the person in the register.", "ekberg")
    labels: tuple[str, ...] = says(
        "The label's name forms; capitals, and white space after a full stop, may vary and need not be listed.",
        "[A. B. Ekberg]",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """The exemplar's conventions, under ``conventions`` of a witness. Every key that is left out is inferred."""

    label_end: str = says(
        "What ends a speaker's label, one or several, parted by spaces: “:” a colon of any width, “.” a full stop, “—” "
        "a dash of any kind, “]” the bracket round the name, “tab”, “line” the end of its line, “space” a space after "
        "a time and a name, “>>” stands before the words of a speaker whom nothing names.",
        '": ."',
        default="",
    )
    speakers: tuple[Speaker, ...] = says(
        "Who speaks, and under which labels. A label of nobody's opens a turn of a person whom Pecia drafts.",
        "[…]",
        default=(),
    )
    not_labels: tuple[str, ...] = says(
        "Words before a colon, full stop or dash that look like a label and are none.",
        "[Question one]",
        default=(),
    )
    label_place: Literal["", "start", "anywhere"] = says(
        "start: labels stand at the head of a line or paragraph. anywhere: within running text too, as a PDF gives it.",
        "anywhere",
        default="",
    )
    paragraphs: Literal["", "blank", "line", "indent", "double", "numbered"] = says(
        "What parts paragraphs: blank: a blank line. line: the end of a line. indent: an indented line. double: the "
        "text is double-spaced, and a short line ends one. numbered: its lines are numbered.",
        "line",
        default="",
    )
    page_breaks: Literal["", "lost", "none"] = says(
        "lost: where a sentence is cut by a blank line, a page ended in the source. none: nothing is said of it. Left "
        "out: lost when three or more such cuts lie whole pages of one length apart.",
        "lost",
        default="",
    )
    gloss_language: str = says(
        "Language of bracketed one-word glosses, BCP 47; left out, there are none.", "sv", default=""
    )
    reporting_verbs: tuple[str, ...] = says(
        "More verbs by which a note-taker reports speech, beside those of the text's language.",
        "[quoth]",
        default=(),
    )
    procedure_nouns: tuple[str, ...] = says(
        "More nouns that name the event in narrative, beside those of the text's language.",
        "[colloquy]",
        default=(),
    )
    signature_labels: tuple[str, ...] = says(
        "Headings over signatures at the end.",
        '["Note-takers:"]',
        default=("Note-takers:", "Note takers:", "Recorded by:"),
    )
    source_note_starts: tuple[str, ...] = says(
        "Words that begin a bracketed source note at the end.", '["Source:"]', default=("Source:",)
    )


def label_ends(conventions: Conventions) -> tuple[str, ...]:
    """The signs of ``label_end``; those that are none are left out."""
    return tuple(sign for sign in conventions.label_end.split() if sign in LABEL_ENDS)
