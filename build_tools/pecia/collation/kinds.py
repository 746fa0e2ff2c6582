"""The taxonomy of variants: what kinds there are, what each means, and which of them change what is said."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Weight(StrEnum):
    """``formal``: does not change what is said; ``substantive``: does, or may; ``paratext``: in what a publication adds
    to the text (title, front matter, note on the source)."""

    FORMAL = "formal"
    SUBSTANTIVE = "substantive"
    PARATEXT = "paratext"


class VariantKind(StrEnum):
    """What sort of difference a variant is."""

    LABEL = "label"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling"
    CAPITALISATION = "capitalisation"
    NUMERAL = "numeral"
    DATE_FORMAT = "date-format"
    ABBREVIATION = "abbreviation"
    HYPHENATION = "hyphenation"
    TRANSLITERATION = "transliteration"
    FUNCTION_WORD = "function-word"
    WORD_ORDER = "word-order"
    INSERTED_WORDS = "inserted-words"
    RESPONSIBILITY = "responsibility"
    ADDITION = "addition"
    OMISSION = "omission"
    SUBSTITUTION = "substitution"


class Definition(NamedTuple):
    """A kind's usual weight and what it means."""

    weight: Weight
    means: str


TAXONOMY: dict[VariantKind, Definition] = {
    VariantKind.LABEL: Definition(Weight.FORMAL, "Speaker’s label worded or punctuated differently."),
    VariantKind.PUNCTUATION: Definition(Weight.FORMAL, "Only punctuation differs."),
    VariantKind.SPELLING: Definition(Weight.FORMAL, "Same word, spelt differently."),
    VariantKind.CAPITALISATION: Definition(Weight.FORMAL, "Same letters, different capitals."),
    VariantKind.NUMERAL: Definition(Weight.FORMAL, "Same number, in words or in figures."),
    VariantKind.DATE_FORMAT: Definition(Weight.FORMAL, "Same date, in another order or form."),
    VariantKind.ABBREVIATION: Definition(Weight.FORMAL, "Same name or title, in full or abbreviated differently."),
    VariantKind.HYPHENATION: Definition(Weight.FORMAL, "Same letters, as one word, two words or hyphenated."),
    VariantKind.TRANSLITERATION: Definition(
        Weight.FORMAL, "Gloss transliterated differently or in another grammatical form."
    ),
    VariantKind.FUNCTION_WORD: Definition(
        Weight.FORMAL, "Articles, prepositions, pronouns, conjunctions or auxiliaries differ; no negation."
    ),
    VariantKind.WORD_ORDER: Definition(Weight.FORMAL, "Same words in another order, function words aside."),
    VariantKind.INSERTED_WORDS: Definition(Weight.SUBSTANTIVE, "Bracketed words differ, or occur in one witness only."),
    VariantKind.RESPONSIBILITY: Definition(Weight.FORMAL, "Same inserted words, signed differently."),
    VariantKind.ADDITION: Definition(Weight.SUBSTANTIVE, "Words found only in the other witness."),
    VariantKind.OMISSION: Definition(Weight.SUBSTANTIVE, "Words missing in the other witness."),
    VariantKind.SUBSTITUTION: Definition(Weight.SUBSTANTIVE, "Different wording."),
}
