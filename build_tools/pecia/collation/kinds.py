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
    VariantKind.LABEL: Definition(Weight.FORMAL, "The speaker’s label is worded or punctuated otherwise."),
    VariantKind.PUNCTUATION: Definition(Weight.FORMAL, "Punctuation marks differ and no word does."),
    VariantKind.SPELLING: Definition(Weight.FORMAL, "The same word with other letters or diacritics."),
    VariantKind.CAPITALISATION: Definition(
        Weight.FORMAL, "The same letters, some of them capitals in one witness only."
    ),
    VariantKind.NUMERAL: Definition(Weight.FORMAL, "The same number in words or in figures."),
    VariantKind.DATE_FORMAT: Definition(Weight.FORMAL, "The same date in another order or form."),
    VariantKind.ABBREVIATION: Definition(Weight.FORMAL, "The same name or title written out, or shortened otherwise."),
    VariantKind.HYPHENATION: Definition(Weight.FORMAL, "The same letters as one word, two words or with a hyphen."),
    VariantKind.TRANSLITERATION: Definition(
        Weight.FORMAL, "A gloss in other Latin letters or another grammatical form."
    ),
    VariantKind.FUNCTION_WORD: Definition(
        Weight.FORMAL, "Articles, prepositions, pronouns, conjunctions or auxiliaries differ; no negation."
    ),
    VariantKind.WORD_ORDER: Definition(Weight.FORMAL, "The same words, function words aside, in another order."),
    VariantKind.INSERTED_WORDS: Definition(Weight.SUBSTANTIVE, "Bracketed words differ, or only one witness has them."),
    VariantKind.RESPONSIBILITY: Definition(Weight.FORMAL, "The same inserted words, signed otherwise."),
    VariantKind.ADDITION: Definition(Weight.SUBSTANTIVE, "Words that only the other witness has."),
    VariantKind.OMISSION: Definition(Weight.SUBSTANTIVE, "Words that the other witness lacks."),
    VariantKind.SUBSTITUTION: Definition(Weight.SUBSTANTIVE, "Different wording."),
}
