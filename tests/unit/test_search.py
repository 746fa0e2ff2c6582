"""What is put into the index of the search, what comes out, and that it is the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pecia import files, search
from pecia.model import (
    Alternative,
    Division,
    Emendation,
    LineNumber,
    Mention,
    Passage,
    PassageKind,
    Readings,
    RichText,
    Sign,
    Span,
    Transcript,
    Turn,
)
from pecia.model.record import Record
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.search import KINDS, Named, PassageText, WitnessText, postings
from pecia.search.words import length, places

ARNE = Named("arne, ann", "arne", "Ann Arne", "person")
OSLO = Named("oslo", "oslo", "Oslo", "place")
TALK_A = WitnessText("talk", "A talk", "1951-03-07", "A", "First print", "en", compared=True)
TALK_B = dataclasses.replace(TALK_A, siglum="B", title="Second print", language="sv")
LUNCH = WitnessText("lunch", "A luncheon", "1951", "A", "Only print", "en", compared=False)
TEXTS = [
    PassageText("p1", "The base at Guantánamo, the base.", "spoken", TALK_A, ARNE, (OSLO,), pair=("B", "p2", False)),
    PassageText("p2", "He has plans.", "narrative", TALK_B, corrections=(("plans", "planes"),), also=((2, "planes."),)),
    PassageText("p1", "Luncheon", "heading", LUNCH, named=(OSLO,)),
]
WORDS = yaml.safe_load(Path("tests/golden/search/words.yml").read_text(encoding="utf-8"))


def spoken(anchor: str, text: str, *marks: tuple[str, Any], kind: PassageKind = PassageKind.SPEECH) -> Passage:
    """A passage; each of ``marks`` is on the first place of its words."""
    spans = tuple(Span(text.index(words), text.index(words) + len(words), mark) for words, mark in marks)
    return Passage(kind, RichText(text, spans), "ekberg" if kind is PassageKind.SPEECH else None, anchor)


@pytest.fixture
def record(small_edition: Path) -> Record:
    """The first record of the small edition."""
    site = compose(files.read_sources(small_edition)[0], Serial())
    (document,) = map(read_document, site.sources.documents)
    assert document.view
    return document.view.witnesses[0].record


def texts_of(record: Record, *body: Passage | Turn) -> list[PassageText]:
    return search.passage_texts(dataclasses.replace(record, transcript=Transcript((), body)), {})


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", WORDS, ids=[case["text"][:12] for case in WORDS])
def test_words_are_those_of_the_golden_list(case: dict[str, Any]) -> None:
    assert [f"{word} {place}" for word, place in places(case["text"])] == case["words"]


@given(st.text(), st.text())
def test_places_of_a_text_go_on_in_the_next(first: str, second: str) -> None:
    joined = [*places(f"{first} . {second}")]
    before = length(f"{first} . ")
    assert joined[: len([*places(first)])] == [*places(first)]
    assert joined[len([*places(first)]) :] == [(word, place + before) for word, place in places(second)]


# --- what is put in ------------------------------------------------------------------------------


def test_every_passage_with_words_is_found_by_itself(small_edition: Path) -> None:
    composed = compose(files.read_sources(small_edition)[0], Serial())
    assert composed.site
    ((id_, one),) = composed.site.searched.items()
    texts = {(text.witness.siglum, text.anchor): text for text in composed.site.texts([id_])}
    assert (one.size, one.sigla) == (13, ("A", "B"))
    assert list(texts) == [(siglum, f"p{n}") for siglum, last in (("A", 6), ("B", 7)) for n in range(1, last + 1)]
    speech = texts["A", "p4"]
    assert speech.kind == "spoken"
    assert speech.called == "Anna Birgitta Ekberg"
    assert "Oslo" in [named.name for named in speech.named]
    assert speech.corrections == (("recieved", "received"),)
    assert speech.also == ((9, "received"),)
    assert speech.pair == ("B", "p4", False)
    assert texts["A", "p1"].pair == ("B", "p1", True)


def test_every_kind_of_passage_has_a_name() -> None:
    assert set(KINDS) >= {kind for kind in PassageKind if kind not in (PassageKind.SIGN, PassageKind.PAGE)}


def test_a_passage_of_signs_alone_is_not_found(record: Record) -> None:
    texts = texts_of(record, spoken("p1", "?"), spoken("p2", "No."), spoken("p3", "½"))
    assert [text.anchor for text in texts] == ["p2", "p3"]


def test_signs_are_no_words_and_divided_words_are_one(record: Record) -> None:
    text = "12 *The* govern- ment [sits]."
    marked = spoken("p1", text, ("12", LineNumber("12")), ("*", Sign("markup")), ("- ", Division()))
    assert [word for word, _ in places(texts_of(record, marked)[0].content)] == ["the", "government", "sits"]


def test_other_words_are_found_where_they_would_stand(record: Record) -> None:
    marks = [
        ("plans", Emendation("planes", "r1")),
        ("o", Alternative("del", "add", "a")),
        ("lamp", Readings("A", (("B", "lamps"), ("C", "")))),
    ]
    (text,) = texts_of(record, spoken("p1", "He plans in woter by lamp.", *marks))
    assert text.also == ((1, "planes"), (3, "water"), (5, "lamps."))
    assert (text.corrections, text.alternatives) == ((("plans", "planes"),), (("o", "a"),))


def test_whoever_is_called_by_a_label_alone_is_found_by_it(record: Record) -> None:
    turn = Turn("", RichText(" A VOICE: "), (dataclasses.replace(spoken("p7", "I am."), who=None),))
    (text,) = texts_of(record, turn)
    assert (text.speaker, text.called) == (None, "A VOICE")


def test_whom_a_passage_names_is_said_once(record: Record) -> None:
    marks = [("Oslo", Mention("place", "oslo")), ("town", Mention("place", "oslo"))]
    (text,) = texts_of(record, spoken("p1", "Oslo, the town.", *marks))
    assert [named.name for named in text.named] == ["Oslo"]


# --- what comes out ------------------------------------------------------------------------------


def read(content: bytes | str) -> Any:
    """The list that a file of the index hands on."""
    found = re.fullmatch(
        r'peciaSearch\("[\w/-]+",(\[\n.*\n\])\);\n',
        content if isinstance(content, str) else content.decode(),
        re.DOTALL,
    )
    assert found
    return json.loads(found[1])


def numbers(digits: str) -> list[int]:
    """The numbers that ``digits`` stand for, as the page's script reads them."""
    found, number = [], 0
    for sign in digits:
        value = postings.DIGITS.index(sign)
        number = number * 32 + value % 32
        if value < 32:
            found.append(number)
            number = 0
    return found


@given(st.lists(st.integers(0, 10_000_000)))
def test_numbers_come_back_from_digits(values: list[int]) -> None:
    assert numbers(postings.numbers(values)) == values
    rising = list(accumulate(values))
    assert list(accumulate(numbers(postings.distances(rising)))) == rising


def entries(line: str) -> dict[str, list[int]]:
    return {word: numbers(digits) for word, digits in (entry.split(" ") for entry in line.split(","))}


def test_words_lead_to_records_and_to_their_places() -> None:
    shard = search.make_shard(0, TEXTS, [search.PageText("people/", "People", "A base in Oslo.")], 1)
    words, where = entries(json.loads(shard.lines["words/0"])), entries(json.loads(shard.lines["places/0"]))
    weight = postings.weight
    assert words["base"] == [weight(2, 6), 3 * postings.WEIGHTS + weight(1, 5)]
    assert where["base"] == [2, 1, 4, 1, 2]
    assert where["planes"] == [1, 2], "at the place of what is printed"
    assert words["@arne"] == [weight(1, 6)]
    assert [number // postings.WEIGHTS for number in words["#oslo"]] == [0, 2]
    assert "#oslo" not in where
    assert list(words) == sorted(words)


@given(st.integers(1, 30), st.integers(1, 3000), st.integers(1, 30), st.integers(1, 3000))
def test_a_word_weighs_more_often_and_in_a_shorter_record(times: int, length: int, more: int, longer: int) -> None:
    weight = postings.weight(times, length)
    assert (
        0
        <= postings.weight(times, length + longer)
        <= weight
        <= postings.weight(times + more, length)
        < postings.WEIGHTS
    )


@given(st.text("abcdé讀", min_size=3), st.text("abcdé"), st.sampled_from([1, 4, 256]))
def test_a_word_is_in_the_file_of_its_first_three_letters(word: str, more: str, buckets: int) -> None:
    of = postings.bucket(word, buckets)
    assert {postings.bucket(sign + word + more, buckets) for sign in ("", "@", "#")} == {of}
    assert of < buckets


def test_a_shard_says_who_speaks_what_is_named_and_which_passages_are_pairs() -> None:
    shard = search.make_shard(0, TEXTS, (), 1)
    index, facets = json.loads(shard.lines["index"]), json.loads(shard.lines["facets"])
    assert numbers(index["sizes"]) == [2, 1, 1, 1, 1]
    assert numbers(index["pairs"]) == [0, 2]
    kinds = list(dict.fromkeys(KINDS.values()))
    assert [kinds[n] for n in numbers(facets["kind"])] == ["spoken", "narrative", "heading"]
    assert numbers(facets["speaker"]) == [1, 0, 0]
    assert facets["speakers"] == [["arne", "Ann Arne", "arne, ann"]]
    assert facets["dates"] == ["1951-03-07", "1951"]
    assert [facets["sigla"][n] for n in numbers(facets["witnesses"])] == ["A B", "A"]
    assert json.loads(shard.lines["named"]) == [["oslo", "Oslo", "place", "oslo", postings.distances([0, 2])]]


def test_what_is_shown_of_a_passage_stands_in_files_of_the_shard() -> None:
    shard = search.make_shard(3, TEXTS, [search.PageText("people/", "People", "Words.")], 1)
    assert list(shard.files) == ["texts/3-0.js", "titles/3-0.js", "texts/page-0.js"]
    assert read(shard.files["texts/3-0.js"]) == [
        ["p1", "spoken", "Ann Arne", "The base at Guantánamo, the base."],
        ["p2", "narrative", "", "He has plans.", [["plans", "planes"]]],
        ["p1", "heading", "", "Luncheon"],
    ]
    witnesses = [["A", "First print", "en"], ["B", "Second print", "sv"]]
    assert read(shard.files["titles/3-0.js"])[0] == ["talk", "A talk", "1951-03-07", 1, witnesses]
    assert read(shard.files["texts/page-0.js"]) == [["people/", "People", "Words."]]


def test_long_passages_stand_in_files_of_their_own() -> None:
    long = [dataclasses.replace(TEXTS[2], content="word " * 2_000, anchor=f"p{n}") for n in range(3)]
    assert len([path for path in search.make_shard(0, long, (), 1).files if path.startswith("texts/")]) == 3


def index_of(texts: list[PassageText], number: int, buckets: int = 1) -> dict[str, bytes]:
    """The files of an index of ``number`` shards, the documents in turn."""
    ids = list(dict.fromkeys(text.witness.document for text in texts))
    shard_of = {id_: n % number for n, id_ in enumerate(ids)}
    known = {id_: search.searched([text for text in texts if text.witness.document == id_]) for id_ in ids}
    shards = [
        search.make_shard(n, [text for text in texts if shard_of[text.witness.document] == n], (), buckets)
        for n in range(number)
    ]
    shards.append(search.make_shard(number, (), (), buckets))
    return search.shared_files(known, shard_of, 0, buckets, [shard.lines for shard in shards])


def test_each_shared_file_has_a_line_of_each_shard() -> None:
    made = index_of(TEXTS, 2, 4)
    for path, content in made.items():
        name = path.removesuffix(".js")
        lines = search.lines_of(content, name)
        assert [json.loads(line) for line in lines] == read(content)[1 if name == "index" else 0 :]
        assert len(lines) == 3
    assert read(made["index.js"])[0]["records"] == [2, 1, 0]
    assert read(made["index.js"])[0]["order"] == "AB"


def test_the_index_is_the_same_bytes_each_time() -> None:
    assert index_of(TEXTS, 2) == index_of([dataclasses.replace(text) for text in TEXTS], 2)


@given(st.text())
def test_any_text_stands_in_one_line(text: str) -> None:
    shard = search.make_shard(0, [dataclasses.replace(TEXTS[0], content=text)], (), 1)
    assert read(shard.files["texts/0-0.js"])[0][3:4] == ([text] if text else [])
    for name, line in shard.lines.items():
        assert "\n" not in line
        assert not set("\u2028\u2029") & set(line), name


# --- shards --------------------------------------------------------------------------------------


def test_another_document_changes_one_shard() -> None:
    names = {f"d{n}": 10 for n in range(1_500)}
    before = search.shard_of(names)
    after = search.shard_of({**names, "new": 10})
    assert {name: after[name] for name in names} == before
    assert max(before.values()) == 3


def test_the_shard_of_a_document_is_for_ever() -> None:
    assert search.shard_of({f"d{n}": 1 for n in range(5)}, documents=1) == {"d0": 3, "d1": 3, "d2": 2, "d3": 3, "d4": 0}


@pytest.mark.parametrize(("words", "number"), [(0, 1), (11_000, 1), (40_000, 4), (3_000_000, 256)])
def test_words_are_spread_over_files_by_the_size_of_the_edition(words: int, number: int) -> None:
    assert search.buckets(words) == number


CHANGES: list[dict[str, Any]] = [
    {"content": "Other."}, {"kind": "heading"}, {"speaker": OSLO}, {"named": ()}, {"also": ((0, "x"),)},
    {"label": "A"}, {"pair": None}, {"anchor": "p9"}, {"corrections": (("a", "b"),)}, {"witness": TALK_B},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_the_digest_of_a_document_is_of_all_that_its_passages_have(change: dict[str, Any]) -> None:
    digests = {search.searched([text]).digest for text in (TEXTS[0], dataclasses.replace(TEXTS[0], **change))}
    assert len(digests) == 2


# --- pages ---------------------------------------------------------------------------------------


def test_a_page_gives_its_words_without_navigation_signs_and_quoted_passages() -> None:
    source = (
        '<html><body><nav>Herring</nav><article id="content"><h1>Prin<b>cip</b>les<a class="headerlink">¶</a></h1>'
        '<p>Kip<i>per</i>.</p><p>Two<br>lines.</p><div class="x pc-contexts">quoted</div><script>no</script></article>'
    )
    page = search.page_text("principles/", source, "article", ("headerlink", "pc-contexts"))
    assert page == search.PageText("principles/", "Principles", "Kipper. Two lines.")


@given(st.text())
def test_any_page_is_read(source: str) -> None:
    search.page_text("x/", source, "article", ("headerlink",))
