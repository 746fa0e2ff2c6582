"""What editors have decided about places of a text, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pecia.model.edition import says
from pecia.model.marks import Certainty

RulingKind = Literal[
    "emendation",
    "doubt",
    "turn",
    "not-a-turn",
    "narrative",
    "reported-speech",
    "continuation",
    "page-break",
    "not-a-page-break",
    "gloss",
    "insertion",
    "not-an-insertion",
    "delivery",
    "mention",
    "link",
    "no-link",
    "variant",
    "keep-anchor",
    "retire-anchor",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """An editor's decision about a place in one or more witnesses. One item of edition/rulings/<document>.yml.

    The place is given by words, not numbers: ``before`` + ``exact`` + ``after`` must occur exactly once in each witness
    named (white space folded), so that a ruling cannot slide to another place when the text changes.
    """

    id: str = says("Id of the ruling, unique in the document; lower-case letters, digits, hyphens.", "received")
    kind: RulingKind = says("What is decided.", "emendation")
    witnesses: tuple[str, ...] = says("Sigla of the witnesses to which it applies.", "[A, B]")
    exact: str = says("The words decided about.", "recieved")
    before: str = says("Words directly before, as many as make the place unique.", "the letter was ", default="")
    after: str = says("Words directly after.", ".", default="")
    value: str = says(
        "emendation: the corrected words; reported-speech: key of the speaker; turn: key of the speaker, empty to "
        "confirm the label; page-break: 'join' when the paragraph goes on over the break; gloss: language (BCP 47), "
        "empty for the witness's own; insertion: id of the responsibility, empty for the one its signature names; "
        "mention: key of the register entry, empty for none; keep-anchor, retire-anchor: the anchor; link, no-link: "
        "the anchors of the first witness, '=', those of the second ('p12 = p14 p15'; one side may be empty); variant: "
        "kind, and weight if it is not the kind's own ('numeral', 'spelling substantive'); else nothing.",
        "received",
        default="",
    )
    certainty: Certainty = says("How sure the editor is.", "high", default="high")
    resp: str = says("Id of the editor.", "editors")
    reason: str = says("Why, in a sentence.", "The word is spelt so elsewhere in the same turn.")
