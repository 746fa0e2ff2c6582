"""No word of a turn goes to another speaker without a finding, whatever the layout and whoever was forgotten."""

from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pecia.model import PassageKind, Transcript, turns
from pecia.model.conventions import Conventions, Speaker
from pecia.model.edition import Exemplar, Witness
from pecia.transcript import parse
from pecia.transcript.exemplar import fold
from pecia.transcript.source_text import SourceText

NAMES = ("Arden", "Brook", "Cole", "Mr. Dane", "Mrs. Evans", "The Chairman", "J. K. Finch", "Senator Gray", "HALL")
WORDS = ("the ferry", "is late", "we wait", "nets are dry", "I saw it", "ask the mate", "no more of this", "at noon")
LAYOUTS = {
    "colon": "{name}: {words}\n\n",
    "colon, a line each": "{name}: {words}\n",
    "space before the colon": "{name} : {words}\n\n",
    "no space": "{name}:{words}\n\n",
    "full stop": "{name}. {words}\n\n",
    "full stop and dash": "{name}.—{words}\n\n",
    "dash": "{name} — {words}\n\n",
    "tab": "{name}\t{words}\n",
    "bold": "**{name}:** {words}\n\n",
    "bold, colon outside": "**{name}**: {words}\n\n",
    "italic": "*{name}*: {words}\n\n",
    "bullet": "- {name}: {words}\n",
    "number": "{number}. {name}: {words}\n\n",
    "time": "[00:{number:02}:00] {name}: {words}\n\n",
    "time after": "{name} (00:{number:02}):\n{words}\n\n",
    "quotation": "> {name}: {words}\n\n",
    "label alone": "{name}:\n\n{words}\n\n",
    "chevrons": ">> {name}: {words}\n",
    "no-break space": "{name}\u00a0: {words}\n\n",
    "aside": "{name} (smiling): {words}\n\n",
    "square brackets": "[{name}] {words}\n\n",
    "round brackets": "({name}) {words}\n\n",
    "pointed brackets": "<{name}> {words}\n",
    "message": "[2021-03-04 10:{number:02}] {name}: {words}\n",
    "hour": "10:{number:02} AM {name}: {words}\n",
    "classification": "(S) {name}: {words}\n\n",
    "time beside": "{name}  0:{number:02}\n{words}\n\n",
    "time below": "{name}\n0:{number:02}\n{words}\n\n",
    "time above": "0:{number:02}\n{name}\n{words}\n\n",
}
TURNS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)), min_size=2, max_size=9
)


def text_of(layout: str, said: list[tuple[str, str]]) -> str:
    return "".join(LAYOUTS[layout].format(name=name, words=words, number=n) for n, (name, words) in enumerate(said, 1))


def spoken(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """Each turn's person and words."""
    for turn in turns(transcript):
        yield turn.who, " ".join(p.content.text for p in turn.passages if p.kind is PassageKind.SPEECH)


@settings(deadline=None)
@example(
    "tab", [(name, WORDS[:n]) for name, n in (("Arden", 1), ("Arden", 1), ("Mr. Dane", 2), ("Mr. Dane", 1))], set(NAMES)
)
@given(layout=st.sampled_from(sorted(LAYOUTS)), said=TURNS, forgotten=st.sets(st.sampled_from(NAMES)))
def test_no_words_go_to_another_without_a_finding(layout: str, said: list, forgotten: set[str]) -> None:
    said = [(name, " ".join(f"{words[0].upper()}{words[1:]} ({n}.{m})." for m, words in enumerate(listed)))
            for n, (name, listed) in enumerate(said)]  # fmt: skip
    exemplar, _ = fold(SourceText("X.txt", text_of(layout, said)))
    listed = [name for name in NAMES if name not in forgotten]
    keys = {name: f"person-{n}" for n, name in enumerate(NAMES)}
    speakers = tuple(Speaker(person=keys[name], labels=(name,)) for name in listed)
    witness = Witness(siglum="X", language="en", exemplar=Exemplar(file="X.txt"))
    made, people, findings = parse(exemplar, witness, Conventions(speakers=speakers), (), ())
    places = {finding.locus.line for finding in findings}
    drafted = {label: person.key for person in people for label in (person.name, *person.forms)}
    given_to = list(spoken(made))
    for name, words in said:
        line = exemplar.locus(exemplar.folded.index(words.split(") ")[0].rstrip("."))).line
        key = drafted.get(name, keys[name])
        right = [who for who, all_words in given_to if words in all_words and who == key]
        wrong = [who for who, all_words in given_to if who != key and any(s in all_words for s in words.split(". "))]
        near = {line, line - 1, line - 2}
        assert (right and not wrong) or places & near or "T108" in [f.code for f in findings], (name, words, given_to)
