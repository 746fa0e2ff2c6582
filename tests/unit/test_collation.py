"""Alignment, variants and their kinds, on small invented texts."""

import itertools
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from pecia.collation import VariantKind, Weight, collate
from pecia.collation.matching import matching_blocks
from pecia.collation.rows import is_complete, words_as_printed
from pecia.collation.tokens import tokenise, untokenise
from pecia.model import (
    Call,
    Delivery,
    Division,
    Furniture,
    Gloss,
    Insertion,
    LineNumber,
    Locus,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Time,
    Transcript,
    Turn,
)
from pecia.model.rulings import Ruling


def speech(who, *texts, label=None):
    passages = tuple(Passage(PassageKind.SPEECH, rich(text), who=who) for text in texts)
    return Turn(who, RichText(label or f"{who.title()}:"), passages)


def rich(text):
    """``[words]`` become an insertion, ``{word}`` a gloss in braces."""
    spans = []
    for opening, closing, mark in (("[", "]", Insertion("hand")), ("{", "}", Gloss("sv", "hand"))):
        start = text.find(opening)
        if start >= 0:
            spans.append(Span(start, text.index(closing) + 1, mark))
    return RichText(text, tuple(sorted(spans, key=lambda span: span.start)))


def narrative(text):
    return Passage(PassageKind.NARRATIVE, RichText(text))


def links(ours, theirs):
    made = collate(("A", Transcript((), tuple(ours))), ("B", Transcript((), tuple(theirs))))[0]
    return [(row.link.ours, row.link.theirs) for row in made.rows]


def variants(ours, theirs):
    """The variants of one passage of each witness as (ours, theirs, kind, weight)."""
    made = collate(("A", Transcript((), (speech("x", ours),))), ("B", Transcript((), (speech("x", theirs),))))[0]
    return [
        (words_as_printed(row.ours, v.ours), words_as_printed(row.theirs, v.theirs), v.kind, v.weight)
        for row in made.rows
        for v in row.variants
    ]


def test_tokens_give_the_text_back():
    text = "A.I. Ekberg (the U.N.) said: “2-3 weeks”, don’t—of 145,000 check-ups [of it -- trans.]"
    assert untokenise(tokenise(text)) == text
    assert [t.text for t in tokenise("A. B. don’t 1,000.")] == ["A.", "B.", "don’t", "1,000", "."]


def test_joined_paragraphs_are_one_to_many():
    one, two = "We carry the weapons away from the ports.", "You stand in the way of our ships."
    assert links([speech("x", f"{one} {two}")], [speech("x", one, two)]) == [((0,), (0, 1))]
    assert links([speech("x", one, two)], [speech("x", f"{one} {two}")]) == [((0, 1), (0,))]


def test_a_passage_that_only_one_witness_has_stays_unpaired():
    ours = [speech("x", "The ships are in the open sea."), speech("y", "When will they arrive in port?")]
    theirs = [ours[0], speech("y", "Quite another question about lists of cargo."), ours[1]]
    assert links(ours, theirs) == [((0,), (0,)), ((), (1,)), ((1,), (2,))]


def test_other_persons_are_not_linked_and_nothing_is_missing():
    ours, theirs = [speech("x", "The same words by one.")], [speech("y", "The same words by one.")]
    assert links(ours, theirs) == [((0,), ()), ((), (0,))]


def test_words_that_do_not_tell_are_linked_by_place():
    frame = [speech("x", "The ships are in the open sea."), speech("x", "They will arrive in four days.")]
    ours = [frame[0], speech("y", "Yes."), frame[1]]
    theirs = [frame[0], speech("y", "Indeed so."), frame[1]]
    assert links(ours, theirs) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_empty_witness():
    assert links([], [speech("x", "Words.")]) == [((), (0,))]
    assert links([], []) == []


F, S = Weight.FORMAL, Weight.SUBSTANTIVE


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("It is so, he said.", "It is so he said.", [(",", "", "punctuation", F)]),
        ("The base at Åmål is ours.", "The base at Amal is ours.", [("Åmål", "Amal", "spelling", F)]),
        ("He has a sense of humour.", "He has a sense of humor.", [("humour", "humor", "spelling", F)]),
        ("In the Western World too.", "In the Western world too.", [("World", "world", "capitalisation", F)]),
        ("It takes two to three weeks now.", "It takes 2-3 weeks now.", [("two to three", "2-3", "numeral", F)]),
        ("It takes ten or fifteen days.", "It takes 10-15 days.", [("ten or fifteen", "10-15", "numeral", S)]),
        ("He has 145,000 men there.", "He has 145 thousand men there.", [("145,000", "145 thousand", "numeral", F)]),
        ("On October 24 he wrote.", "On 24 October he wrote.", [("October 24", "24 October", "date-format", F)]),
        ("The United Nations agreed to it.", "The U.N. agreed to it.", [("United Nations", "U.N.", "abbreviation", F)]),
        ("The UN agreed to it.", "The U.N. agreed to it.", [("UN", "U.N.", "abbreviation", F)]),
        ("To Comrade Ekberg it was clear.", "To com. Ekberg it was clear.", [("Comrade", "com.", "abbreviation", F)]),
        ("With goodwill it can be.", "With good will it can be.", [("goodwill", "good will", "hyphenation", F)]),
        ("A checkup of the ships.", "A check-up of the ships.", [("checkup", "check-up", "hyphenation", F)]),
        ("A word {obligatelse} stands here.", "A word {obligatelsen} stands here.",
         [("obligatelse", "obligatelsen", "transliteration", F)]),
        ("You showed such poor taste.", "You showed such a poor taste.", [("", "a", "function-word", F)]),
        ("It stands in its way now.", "It stands in her way now.", [("its", "her", "function-word", F)]),
        ("What you say is very important.", "It is very important what you say.",
         [("What you say is very important", "It is very important what you say", "word-order", F)]),
        ("Ships [of it —ed.] left.", "Ships [of it - trans.] left.", [("—ed", "- trans", "responsibility", F)]),
        ("Ships [of the port] left.", "Ships [of the harbour] left.", [("port", "harbour", "inserted-words", S)]),
        ("The ships left early.", "The grey ships left early.", [("", "grey", "addition", S)]),
        ("The grey ships left early.", "The ships left early.", [("grey", "", "omission", S)]),
        ("Our planes will not be downed.", "Our plans will not be downed.", [("planes", "plans", "substitution", S)]),
        ("We will agree to that.", "We will not agree to that.", [("", "not", "addition", S)]),
        ("It takes 10 days.", "It takes 12 days.", [("10", "12", "substitution", S)]),
    ],
)  # fmt: skip
def test_kinds(ours, theirs, expected):
    assert variants(ours, theirs) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "weight"),
    [
        ("He wrote to the Secretary-General.", "He wrote to the General Secretary.", S),
        ("The Director General refused.", "The General Director refused.", S),
        ("The Foreign Minister of Trade left.", "The Minister of Foreign Trade left.", S),
        ("Ekberg warned Nordahl of it.", "Nordahl warned Ekberg of it.", S),
        ("It was sold by Ekberg, not by Nordahl.", "It was sold by Nordahl, not by Ekberg.", S),
        ("Only the delegation asked for it, he said.", "The delegation asked only for it, he said.", S),
        ("That is, as you know, an old question.", "That is an old question, as you know.", F),
        ("And is this question on the list?", "And this question is on the list?", F),
    ],
)  # fmt: skip
def test_words_in_another_order_are_formal_only_where_a_part_of_the_clause_moves(ours, theirs, weight):
    found = [(kind, weighed) for _, _, kind, weighed in variants(ours, theirs) if kind != "punctuation"]
    assert found == [("word-order", weight)]


@pytest.mark.parametrize(
    ("ours", "theirs", "weight"),
    [
        ("He will come to Oslo.", "He may come to Oslo.", S),
        ("He spoke to the ministers.", "He spoke of the ministers.", S),
        ("Ships and boats left.", "Ships or boats left.", S),
        ("We talked, and she left.", "We talked, and he left.", S),
        ("These ships are in port.", "This ships is at port.", F),
        ("They have received the note which came.", "They received the note that came.", F),
    ],
)
def test_function_words_are_formal_only_where_they_say_the_same(ours, theirs, weight):
    assert {(kind, weighed) for _, _, kind, weighed in variants(ours, theirs)} >= {("function-word", weight)}
    assert len({weighed for _, _, _, weighed in variants(ours, theirs)}) == 1


def test_an_apostrophe_makes_another_word():
    assert [v[2:] for v in variants("The envoys reply.", "The envoy's reply.")] == [("substitution", S)]


def test_titles_and_source_notes_are_paratext_and_headings_within_are_not():
    def made(title, heading, note):
        kinds = (PassageKind.HEADING, PassageKind.DATE_LINE, PassageKind.SPEECH, PassageKind.HEADING)
        texts = (title, "3 March 1951", "We met in port.", heading)
        blocks = [Passage(kind, RichText(text)) for kind, text in zip(kinds, texts, strict=True)]
        return Transcript((), (*blocks, Passage(PassageKind.SOURCE_NOTE, RichText(note))))

    ours, theirs = (
        made("Talk in port", "The second day", "From a copy"),
        made("Talk at sea", "The third day", "From a print"),
    )
    rows = collate(("A", ours), ("B", theirs))[0].rows
    assert [[v.weight for v in row.variants] for row in rows] == [[Weight.PARATEXT], [], [], [S], [Weight.PARATEXT]]


def test_the_same_date_in_another_form_is_the_same_in_a_link_by_place():
    date, other = (Passage(PassageKind.DATE_LINE, RichText(text)) for text in ("March 3, 1951", "3 March 1951"))
    ours, theirs = Transcript((), (date,)), Transcript((narrative("March 3, 1951"),), (other,))
    row = collate(("A", ours), ("B", theirs))[0].rows[-1]
    assert (row.link.ours, row.link.confidence, [v.kind for v in row.variants]) == ((0,), 1.0, ["date-format"])


@pytest.mark.parametrize(
    ("printed", "signs", "other"),
    [
        ("See the *Fishing News*.", [("*", Sign("markup"))], "See the Fishing News."),
        ("A check- point.", [("- ", Division())], "A checkpoint."),
        ("At 12 sea (S) level.", [("12 ", LineNumber("12")), ("(S)", Furniture("header"))], "At sea level."),
        ("They left1 [00:12] at dawn.", [("1 ", Call(1, "1")), ("[00:12]", Time("12"))], "They left at dawn."),
    ],
)  # fmt: skip
def test_signs_of_the_transcript_are_no_tokens(printed, signs, other):
    spans = tuple(Span(*found.span(), mark) for text, mark in signs for found in re.finditer(re.escape(text), printed))
    signed = Passage(PassageKind.NARRATIVE, RichText(printed, tuple(sorted(spans, key=lambda span: span.start))))
    (row,) = collate(("A", Transcript((), (signed,))), ("B", Transcript((), (narrative(other),))))[0].rows
    assert row.variants == ()
    assert is_complete(row)


def test_passages_that_are_a_sign_are_not_compared():
    sign = Passage(PassageKind.SIGN, RichText("* * *"))
    spoken = speech("x", "The ships are in the open sea.")
    opened = replace(spoken, passages=(sign, *spoken.passages))
    made = collate(("A", Transcript((), (sign, opened))), ("B", Transcript((), (spoken,))))[0]
    assert [(row.link.ours, row.link.theirs, row.variants) for row in made.rows] == [((0,), (0,), ())]


def test_a_label_is_one_variant_whatever_differs_in_it():
    ours = Transcript((), (speech("x", "Words.", label="- A. B. Ekberg:"),))
    theirs = Transcript((), (speech("x", "Words.", label="A.B. Ekberg."),))
    row = collate(("A", ours), ("B", theirs))[0].rows[0]
    assert [(words_as_printed(row.ours, v.ours), v.kind) for v in row.variants] == [
        ("- A. B. Ekberg:", VariantKind.LABEL)
    ]


def test_matching_of_long_texts_divides_at_anchors(monkeypatch):
    words = [f"w{n % 97}" for n in range(3000)]
    other = words[:1000] + ["x"] * 5 + words[1000:2000] + words[2100:]
    monkeypatch.setattr("pecia.collation.matching._DIRECT", 10_000)
    blocks = matching_blocks(words, other)
    assert all(words[a : a + n] == other[b : b + n] for a, b, n in blocks)
    assert all(a + n <= c and b + n <= d for (a, b, n), (c, d, _) in pairwise(blocks))


def test_an_aside_in_a_label_is_text():
    label = RichText("Ekberg (in a low voice):", (Span(7, 23, Delivery()),))
    other = RichText("Ekberg (in a low tone).", (Span(7, 22, Delivery()),))
    passage = Passage(PassageKind.SPEECH, RichText("Words."), who="x")
    ours, theirs = (Transcript((), (Turn("x", text, (passage,)),)) for text in (label, other))
    row = collate(("A", ours), ("B", theirs))[0].rows[0]
    found = [(words_as_printed(row.ours, v.ours), v.kind) for v in row.variants]
    assert found == [("voice", VariantKind.SUBSTITUTION), (":", VariantKind.LABEL)]


def ruled(**given):
    ruling = {"id": "r", "witnesses": ("A", "B"), "exact": "Yes", "resp": "e", "reason": "r", **given}
    return Ruling(**ruling), Locus("rulings.yml", 1)


def numbered(*blocks):
    """A transcript of ``blocks`` with anchors p1, p2, …"""
    count = itertools.count(1)
    body = tuple(
        replace(block, passages=tuple(replace(p, id=f"p{next(count)}") for p in block.passages)) for block in blocks
    )
    return Transcript((), body)


FRAME = (speech("x", "The ships are in the open sea."), speech("x", "They will arrive in four days."))
OURS = numbered(FRAME[0], speech("y", "Yes."), speech("y", "Yes, it is so."), FRAME[1])
THEIRS = numbered(FRAME[0], speech("y", "It is so."), FRAME[1])


def ruled_links(*rulings):
    made, findings = collate(("A", OURS), ("B", THEIRS), rulings)
    return [(row.link.ours, row.link.theirs, row.link.ruling) for row in made.rows], [f.code for f in findings]


def test_rulings_fix_split_and_forbid_links():
    plain, _ = ruled_links()
    assert ((2,), (1,), None) in plain
    joined, findings = ruled_links(ruled(kind="link", value="p2 p3 = p2"))
    assert ((1, 2), (1,), "r") in joined
    assert findings == []
    apart, _ = ruled_links(ruled(kind="link", value="p3 ="))
    assert ((2,), (), "r") in apart
    forbidden, _ = ruled_links(ruled(kind="no-link", value="p3 = p2"))
    assert ((2,), (1,), None) not in forbidden
    for links_made in (joined, apart, forbidden):
        assert [n for ours, _, _ in links_made for n in ours] == [0, 1, 2, 3]
        assert [n for _, theirs, _ in links_made for n in theirs] == [0, 1, 2]


@pytest.mark.parametrize(
    ("rulings", "codes"),
    [
        ([ruled(kind="link", value="p9 = p2")], ["G106"]),
        ([ruled(kind="link", value="p2 = p2", exact="No")], ["G106"]),
        ([ruled(kind="link", value="p2 p4 = p2")], ["G107"]),
        ([ruled(kind="link", value="p2 = p3"), ruled(id="s", kind="link", value="p3 = p2")], ["G108"]),
        ([ruled(kind="link", value="p2 = p2"), ruled(id="s", kind="link", value="p3 = p2")], ["G104"]),
        ([ruled(kind="variant", value="spelling", exact="nothing")], ["G101"]),
    ],
)
def test_rulings_that_cannot_be_applied_are_findings(rulings, codes):
    made, found = ruled_links(*rulings)
    assert found == codes
    assert [n for ours, _, _ in made for n in ours] == [0, 1, 2, 3]


def test_a_ruling_classifies_a_variant():
    ours, theirs = numbered(speech("x", "Our plans fly.")), numbered(speech("x", "Our planes fly."))
    ruling = ruled(kind="variant", value="spelling substantive", exact="plans", before="Our")
    made, findings = collate(("A", ours), ("B", theirs), [ruling])
    variant = made.rows[0].variants[0]
    assert (variant.kind, variant.weight, variant.ruling) == (VariantKind.SPELLING, Weight.SUBSTANTIVE, "r")
    assert made.rulings == (ruling[0],)
    assert findings == []


def test_date_lines_are_linked_by_place():
    lines = [Passage(PassageKind.DATE_LINE, RichText(text)) for text in ("March 7, 1951", "7 March 1951")]
    heads = [Passage(PassageKind.HEADING, RichText(text)) for text in ("Luncheon", "RECORD", "OF A TALK")]
    assert links([heads[0], lines[0]], [*heads[1:], lines[1]]) == [((0,), ()), ((), (0,)), ((), (1,)), ((1,), (2,))]


def test_a_collation_that_misses_a_difference_is_known():
    ours, theirs = (
        numbered(speech("x", "Our plans will fly over.")),
        numbered(speech("x", "Our planes will fly , over.")),
    )
    row = collate(("A", ours), ("B", theirs))[0].rows[0]
    assert is_complete(row)
    assert not is_complete(replace(row, variants=row.variants[1:]))
    assert not is_complete(replace(row, spacing=(0,)))
