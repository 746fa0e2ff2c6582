"""Whatever the exemplar holds, parsing loses no character and changes none."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from pecia.model import Locus, passages, source_text, turns
from pecia.model.conventions import Conventions, Speaker
from pecia.model.edition import Entry, Exemplar, Responsibility, Witness
from pecia.model.rulings import Ruling
from pecia.transcript import parse, read_exemplar

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
FRAGMENTS = st.sampled_from(
    [
        "A. B. Ekberg: ", "A.B.Ekberg: ", "Dupont: ", "Mr. Dupont: ", "Dupont. ",
        "Dupont (aside): ", "- Dupont: ", "Dupont says ",
        "[", "]",
        "[word]", "think[s]", "[of it —ed.]", "*", "**", "**bold**", "The conversation was about ",
        "\n", "\n\n", "\r\n", "\t", " ", "\u00a0", "Source:", "[*Source:* x]",
        "Note-takers:", "Citation:", "7 March 1951",
        ". ", "? ", "” ", "Berg", "https://example.org/a?b=c&d", "<p>", "&amp;", "é", "e\u0301", "\u202b", "😀",
    ]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS | st.text(CHARACTERS, max_size=12), max_size=40).map("".join)
ENTRIES = (
    Entry(key="berg", name="Berg", sort="Berg", forms=("Berg", "A. Berg")),
    Entry(key="dupont", name="Dupont", sort="Dupont", forms=("Dupont",)),
)


def witness(data):
    hands = (
        Responsibility(id="ed", role="editor", signatures=("—ed.",)),
        Responsibility(id="unsigned", role="unsigned", unsigned=True),
    )
    exemplar = Exemplar(file="X.txt", sha256=hashlib.sha256(data).hexdigest())
    return Witness(siglum="X", title="X", description="X", language="en", exemplar=exemplar, responsibilities=hands)


def conventions(label_end):
    speakers = (
        Speaker(person="ekberg", labels=("A. B. Ekberg",)),
        Speaker(person="dupont", labels=("Dupont", "Mr. Dupont")),
    )
    return Conventions(label_end=label_end, speakers=speakers, gloss_language="sv")


@given(TEXTS, st.sampled_from([":", "."]), st.data())
def test_nothing_is_lost(text, label_end, data):
    source = text.encode()
    x = witness(source)
    exemplar, _ = read_exemplar("X.txt", source, x.exemplar.sha256)
    if exemplar is None:
        return
    words = exemplar.folded.split(" ")
    rulings = [
        (
            Ruling(id=f"r{n}", kind=kind, witnesses=("X",), exact=exact, value=value, resp="e", reason="r"),
            Locus("rulings.yml", n + 1),
        )
        for n, (kind, exact, value) in enumerate(
            data.draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(
                            ["emendation", "doubt", "turn", "not-a-turn", "narrative", "page-break", "mention"]
                        ),
                        st.sampled_from(words),
                        st.sampled_from(["dupont", "join", "", "berg"]),
                    ),
                    max_size=4,
                )
            )
        )
    ]
    made, _, findings = parse(exemplar, x, conventions(label_end), ENTRIES, rulings)
    assert source_text(made).replace(" ", "") == exemplar.folded.replace(" ", "")  # a block may begin without a space
    assert "T109" not in [finding.code for finding in findings]
    for passage in passages(made):
        assert passage.content.text
        assert_nested(passage.content)
    for turn in turns(made):
        assert_nested(turn.label)
        assert all(passage.who == turn.who for passage in turn.passages)


def assert_nested(rich):
    spans = rich.spans
    assert all(0 <= span.start <= span.end <= len(rich.text) for span in spans)
    assert [(s.start, -s.end) for s in spans] == sorted((s.start, -s.end) for s in spans)
    for n, inner in enumerate(spans):
        for outer in spans[:n]:
            assert inner.end <= outer.end or inner.start >= outer.end


@given(TEXTS)
def test_folding_changes_white_space_only(text):
    data = text.encode()
    exemplar, _ = read_exemplar("X.txt", data, hashlib.sha256(data).hexdigest())
    if exemplar is not None:
        bare = text.removeprefix("\ufeff")
        assert [c for c in exemplar.folded if c != " "] == [c for c in bare if c not in " \t\r\n"]
        assert "  " not in exemplar.folded
