"""How an exemplar is laid out: what an editor declares so that the rules of :mod:`pecia.transcript` can be general."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pecia.record import says

REPORTING_VERBS = (
    "adds", "agrees", "answers", "asks", "asserts", "believes", "confirms", "declares", "emphasizes", "explains",
    "expresses", "inquires", "insists", "interrupts", "notes", "objects", "observes", "poses", "proposes", "raises",
    "reiterates", "remarks", "repeats", "replies", "responds", "says", "states", "stresses", "suggests", "thanks",
    "added", "agreed", "answered", "asked", "asserted", "confirmed", "declared", "emphasized", "explained", "expressed",
    "inquired", "insisted", "interrupted", "noted", "objected", "observed", "posed", "proposed", "raised", "reiterated",
    "remarked", "repeated", "replied", "responded", "said", "stated", "stressed", "suggested", "thanked",
)  # fmt: skip
"""English verbs by which a note-taker reports speech; a witness may declare its own list."""

PROCEDURE_NOUNS = ("conversation", "discussion", "meeting", "dinner", "reception", "talk", "talks", "negotiations")
"""English nouns that name the event itself: the subject of a note-taker's narrative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person who speaks in the exemplar, and how labels name them."""

    person: str = says("Key of the person in the register.", "ekberg")
    labels: tuple[str, ...] = says(
        "The label's name forms; white space after an initial's full stop may vary and need not be listed.",
        "[A. B. Ekberg]",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """The exemplar's conventions, under ``conventions`` of a witness."""

    label_end: Literal[":", "."] = says("The character that ends a speaker's label.", '":"')
    speakers: tuple[Speaker, ...] = says("Who speaks, and under which labels.", "[…]")
    gloss_language: str = says(
        "Language of bracketed one-word glosses, BCP 47; left out, there are none.", "sv", default=""
    )
    reporting_verbs: tuple[str, ...] = says(
        "Verbs of reported speech, when the default list (English) does not fit.",
        "[sagt, bemerkt]",
        default=REPORTING_VERBS,
    )
    procedure_nouns: tuple[str, ...] = says(
        "Nouns that name the event in narrative, when the default (English) does not fit.",
        "[Gespräch]",
        default=PROCEDURE_NOUNS,
    )
    signature_labels: tuple[str, ...] = says(
        "Headings over signatures at the end.",
        '["Note-takers:"]',
        default=("Note-takers:", "Note takers:", "Recorded by:"),
    )
    source_note_starts: tuple[str, ...] = says(
        "Words that begin a bracketed source note at the end.", '["Source:"]', default=("Source:",)
    )
