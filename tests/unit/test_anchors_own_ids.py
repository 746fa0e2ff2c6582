"""Ids of the file's own: they are the anchors, whatever the ledger says, and no published address is lost by it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecia.anchors import WitnessLedger, anchor, is_name, read_ledger, resolve, ruling_for, with_witness, write_ledger
from pecia.anchors.ledger import ANCHOR, Ledger
from pecia.metadata import read_rulings
from pecia.model import Container, Highlight, Locus, Passage, PassageKind, RichText, Span, Transcript, passages
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling

BOATS = "The boats have not gone out for a week, and the harbour is still."
LETTER = "I was glad to hear that the letter had come to Oslo in good time."
PRICE = "My government would like to know what yours thinks of the price of herring."
COFFEE = "Then let us talk before the coffee is cold, said Ekberg, and smiled."

Text = Sequence[tuple[str | None, str]]
"""Passages: the id that the file gives, and the words."""


def text(parts: Text) -> Transcript:
    found = (
        Passage(PassageKind.PROSE, RichText(words), id=id_, locus=Locus("edition/sources/talk.xml", n))
        for n, (id_, words) in enumerate(parts, 1)
    )
    return Transcript((), tuple(found))


def built(
    parts: Text,
    ledger: WitnessLedger | None = None,
    version: str = "1.0.0",
    rulings: Sequence[Ruling] = (),
    ids: str = "",
) -> tuple[list[str | None], WitnessLedger, list[Finding]]:
    """The anchors of a text after a build, its ledger as it comes back from its file, and the findings."""
    taken = frozenset({*ids.split(), *(id_ for id_, _words in parts if id_)})
    placed = [(ruling, Locus("edition/rulings/talk.yml", 1)) for ruling in rulings]
    made, after, findings = anchor(text(parts), ledger or WitnessLedger("talk", "A"), version, placed, taken=taken)
    read, problems = read_ledger("edition/anchors/talk.yml", write_ledger(with_witness(Ledger("talk"), after)))
    assert (read.witnesses if read else None, problems) == ((after,) if after.entries else (), [])
    return [passage.id for passage in passages(made)], after, findings


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_an_own_id_is_the_anchor_and_the_others_get_one() -> None:
    ids, ledger, findings = built([("opening", BOATS), (None, LETTER), ("p1", PRICE), (None, COFFEE)])
    assert ids == ["opening", "p2", "p1", "p3"]
    assert [entry.id for entry in ledger.entries] == ids
    assert findings == []


def test_a_passage_is_the_same_but_for_its_anchor() -> None:
    line, stanza = Container("l", 7, n="12"), (Container("lg", 6),)
    words = RichText(BOATS, (Span(0, 3, Highlight("italic")),))
    place = Locus("edition/sources/talk.xml", 9)
    given = Passage(PassageKind.VERSE, words, who="ekberg", element=line, within=stanza, locus=place)
    made, _ledger, _findings = anchor(Transcript((), (given,)), WitnessLedger("talk", "A"), "1.0.0", [])
    (found,) = passages(made)
    assert found == replace(given, id="p1")
    assert found.locus == place


def test_no_id_of_the_file_is_given_to_a_passage() -> None:
    ids, _, _ = built([(None, BOATS), (None, LETTER)], ids="p1 p2 p3a")
    assert ids == ["p3", "p4"]
    first, ledger, _ = built([(None, BOATS), (None, COFFEE)])
    assert first == ["p1", "p2"]
    ids, _, _ = built([(None, BOATS), (None, LETTER), (None, COFFEE)], ledger, ids="p1a p1b")
    assert ids == ["p1", "p1c", "p2"]


def test_the_same_text_gives_the_same_again() -> None:
    parts = [("opening", BOATS), (None, LETTER), ("p1", PRICE), (None, COFFEE)]
    ids, ledger, _ = built(parts)
    assert built(parts, ledger, "2.0.0") == (ids, ledger, [])


def test_passages_without_ids_keep_theirs_beside_such_with() -> None:
    _, ledger, _ = built([("opening", BOATS), (None, LETTER), (None, COFFEE)])
    reworded = LETTER.replace("glad", "very glad")
    ids, after, findings = built([(None, PRICE), ("opening", BOATS), (None, reworded), (None, COFFEE)], ledger, "1.1.0")
    assert ids == ["p0a", "opening", "p1", "p2"]
    assert findings == []
    assert next(entry for entry in after.entries if entry.id == "p1").former[0].text == LETTER


def test_an_own_id_that_moves_to_other_words_is_followed_with_a_warning() -> None:
    _, ledger, _ = built([("opening", BOATS), ("end", COFFEE)])
    ids, after, findings = built([("end", COFFEE), ("opening", PRICE)], ledger, "1.1.0")
    assert ids == ["end", "opening"]
    assert codes(findings) == ["I141"]
    assert "opening" in findings[0].message
    assert findings[0].locus == Locus("edition/sources/talk.xml", 2)
    moved = next(entry for entry in after.entries if entry.id == "opening")
    assert (moved.text, moved.former[0].text) == (PRICE, BOATS)


def test_an_own_id_on_reworded_words_is_no_finding() -> None:
    _, ledger, _ = built([("opening", BOATS), ("end", COFFEE)])
    ids, _, findings = built([("opening", BOATS.replace("week", "month")), ("end", COFFEE)], ledger, "1.1.0")
    assert (ids, findings) == (["opening", "end"], [])


def test_own_ids_that_change_places_are_followed() -> None:
    _, ledger, _ = built([("one", BOATS), ("two", COFFEE)])
    ids, _, findings = built([("two", BOATS), ("one", COFFEE)], ledger, "1.1.0")
    assert ids == ["two", "one"]
    assert codes(findings) == ["I141", "I141"]


def test_an_own_id_that_vanishes_is_retired_and_the_hint_says_whose_it_was() -> None:
    _, ledger, _ = built([("opening", BOATS), ("price", PRICE), ("end", COFFEE)])
    ids, after, findings = built([("opening", BOATS), ("end", COFFEE)], ledger, "1.1.0")
    assert ids == ["opening", "end"]
    assert codes(findings) == ["A106"]
    assert "the file's own" in findings[0].advice
    assert [entry.id for entry in after.entries if not entry.live] == ["price"]


def test_words_whose_own_id_was_taken_off_keep_their_anchor() -> None:
    _, ledger, _ = built([("opening", BOATS), (None, COFFEE)])
    ids, _, findings = built([(None, BOATS), (None, COFFEE)], ledger, "1.1.0")
    assert (ids, findings) == (["opening", "p1"], [])


def test_an_anchor_whose_passage_gets_an_own_id_leads_to_it() -> None:
    _, ledger, _ = built([(None, BOATS), (None, COFFEE)])
    ids, after, findings = built([("opening", BOATS), (None, COFFEE)], ledger, "1.1.0")
    assert ids == ["opening", "p2"]
    assert codes(findings) == ["A106"]
    assert resolve(after, "p1") == ("opening",)
    assert built([("opening", BOATS), (None, COFFEE)], after, "1.2.0") == (ids, after, [])


def test_an_anchor_that_the_file_gives_to_another_element_leads_to_the_new_one() -> None:
    _, ledger, _ = built([(None, BOATS), (None, COFFEE)])
    ids, after, _ = built([(None, BOATS), (None, COFFEE)], ledger, "1.1.0", ids="p2")
    assert ids[0] == "p1"
    assert ids[1] not in ("p1", "p2", None)
    assert resolve(after, "p2") == (ids[1],)


def test_an_anchor_that_the_file_gives_to_another_passage_stands_there() -> None:
    _, ledger, _ = built([(None, BOATS), (None, COFFEE)])
    ids, after, findings = built([(None, BOATS), ("p1", COFFEE)], ledger, "1.1.0")
    assert ids[1] == "p1"
    assert ids[0] not in ("p1", "p2")
    assert set(codes(findings)) == {"I141", "A106"}
    assert resolve(after, "p2") == ("p1",)


def test_the_file_goes_before_a_ruling() -> None:
    _, ledger, _ = built([(None, BOATS), (None, COFFEE)])
    item = ruling_for(ledger, "p1", "keep", "price of herring", "editors", "It is the same passage.")
    [ruling] = read_rulings("edition/rulings/talk.yml", item.encode()).value or ()
    assert built([(None, PRICE), (None, COFFEE)], ledger, "1.1.0", [ruling])[0] == ["p1", "p2"]
    ids, after, findings = built([("price", PRICE), (None, COFFEE)], ledger, "1.1.0", [ruling])
    assert ids == ["price", "p2"]
    assert codes(findings) == ["A106"]
    assert resolve(after, "p1") == ("price",)
    ids, after, _ = built([("p2", PRICE), ("p1", COFFEE)], ledger, "1.1.0", [ruling])
    assert ids == ["p2", "p1"]
    assert [entry.id for entry in after.entries if entry.live] == ids


def test_a_ruling_can_name_an_own_id() -> None:
    _, ledger, _ = built([("sec.1_Éa", BOATS), (None, COFFEE)])
    item = ruling_for(ledger, "sec.1_Éa", "keep", "price of herring", "editors", "It is the same passage.")
    read = read_rulings("edition/rulings/talk.yml", item.encode())
    assert read.findings == ()
    assert built([(None, PRICE), (None, COFFEE)], ledger, "1.1.0", read.value or ())[0] == ["sec.1_Éa", "p1"]


def test_passages_that_the_file_names_are_not_asked_about() -> None:
    doubtful = "The boats have gone, the sailors say, and nobody in the whole town knows why."
    _, ledger, _ = built([(None, BOATS), (None, COFFEE)])
    assert codes(built([(None, doubtful), (None, COFFEE)], ledger, "1.1.0")[2]) == ["A103"]
    ids, _, findings = built([("sailors", doubtful), (None, COFFEE)], ledger, "1.1.0")
    assert ids == ["sailors", "p2"]
    assert codes(findings) == ["A106"]


@pytest.mark.parametrize("bad", ["", "1a", "a b", "a:b", "-a", "a/b", '"', "x" * 201, "a\n"])
def test_an_id_that_is_no_name_is_refused(bad: str) -> None:
    assert not is_name(bad)
    made, after, findings = anchor(text([(bad, BOATS)]), WitnessLedger("talk", "A"), "1.0.0", [], taken={bad})
    assert codes(findings) == ["I140"]
    assert (made, after.entries) == (text([(bad, BOATS)]), ())


def test_an_id_that_stands_twice_is_refused() -> None:
    assert codes(anchor(text([("a", BOATS), ("a", COFFEE)]), WitnessLedger("talk", "A"), "1.0.0", [])[2]) == ["I140"]


NAMES = st.sampled_from(
    ["p1", "p2", "p2a", "p10", "p999999999", "p1000000000", "no", "null", "y", "_", "Sec.1", "ö-1", "x" * 200, "𐐀"]
)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.lists(st.lists(NAMES, max_size=6, unique=True), min_size=2, max_size=4))
def test_whatever_ids_come_and_go_each_is_given_once_and_the_file_is_right(seed: int, named: list[list[str]]) -> None:
    choose = random.Random(seed)
    sentences = [" ".join(f"{letter}{n}{letter}" for n in range(9)) for letter in "abcdefghi"]
    ledger = WitnessLedger("talk", "A")
    ever: set[str] = set()
    for n, names in enumerate(named):
        words = choose.sample(sentences, 8)
        own = [*names, *[None] * (8 - len(names))]
        choose.shuffle(own)
        other = choose.sample(["p1", "p3", "p4", "no"], 2)
        extra = " ".join(id_ for id_ in other if id_ not in names)
        ids, after, _ = built(list(zip(own, words, strict=True)), ledger, f"1.{n}.0", ids=extra)
        assert None not in ids
        assert len(set(ids)) == len(ids)
        assert all(mine in (None, id_) for mine, id_ in zip(own, ids, strict=True))
        assert not {id_ for mine, id_ in zip(own, ids, strict=True) if mine is None} & {*names, *extra.split()}
        assert ever <= {entry.id for entry in after.entries}
        ever |= {entry.id for entry in after.entries}
        ledger = after


def test_ids_that_pecia_gives_stay_of_its_own_form() -> None:
    ids, _, _ = built([(None, BOATS), ("x", LETTER), (None, PRICE)])
    assert all(ANCHOR.fullmatch(id_ or "") for id_ in (ids[0], ids[2]))
