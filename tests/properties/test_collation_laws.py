"""Collation is complete and invertible, and no passage is ever missing."""

from hypothesis import given
from hypothesis import strategies as st

from pecia.collation import collate
from pecia.collation.rows import other_text, own_text
from pecia.model import Passage, PassageKind, RichText, Transcript, Turn

SAMPLE = """
😀 ships of U.N. United Nations 2 two to three - , . : “ ” [ ] (x) — Cé ce check-up checkup A. B. October 24 not
"""
WORDS = st.sampled_from(SAMPLE.split())
TEXTS = st.lists(WORDS | st.text(max_size=4), min_size=1, max_size=12).map(
    lambda words: " ".join(" ".join(words).split())
)
SPEECHES = st.tuples(
    st.sampled_from("xyz"), st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from([":", ".", " (so):"])
)
TRANSCRIPTS = st.lists(SPEECHES | TEXTS, max_size=8).map(lambda blocks: Transcript((), tuple(block(b) for b in blocks)))


def block(drawn):
    if isinstance(drawn, str):
        return Passage(PassageKind.NARRATIVE, RichText(drawn))
    who, texts, end = drawn
    label = RichText(f"{who.upper()}.{end}")
    return Turn(who, label, tuple(Passage(PassageKind.SPEECH, RichText(text), who=who) for text in texts))


@given(TRANSCRIPTS, TRANSCRIPTS)
def test_variants_make_one_text_of_the_other(ours, theirs):
    there = collate(("A", ours), ("B", theirs))[0]
    back = collate(("B", theirs), ("A", ours))[0]
    for made in (there, back):
        for row in made.rows:
            if row.link.ours and row.link.theirs:
                assert other_text(row) == own_text(row)
            assert all(v.ours != v.theirs or v.ours[0] < v.ours[1] for v in row.variants)


@given(TRANSCRIPTS, TRANSCRIPTS)
def test_every_passage_is_in_one_row(ours, theirs):
    made = collate(("A", ours), ("B", theirs))[0]
    assert [n for row in made.rows for n in row.link.ours] == list(range(len(made.our_units)))
    assert [n for row in made.rows for n in row.link.theirs] == list(range(len(made.their_units)))


@given(TRANSCRIPTS)
def test_a_witness_does_not_differ_from_itself(transcript):
    made = collate(("A", transcript), ("B", transcript))[0]
    assert all(not row.variants and not row.spacing and row.link.ours == row.link.theirs for row in made.rows)
