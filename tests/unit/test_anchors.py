"""Which passage keeps its anchor: one situation after another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pecia.anchors import LedgerEntry, Retired, WitnessLedger, Wording, anchor, find, resolve, retired
from pecia.anchors.likeness import words
from pecia.model import Field, Locus, Passage, PassageKind, RichText, Transcript, Turn, passages
from pecia.model.findings import Finding, has_errors

BARRIER = "The commission asked when the northern barrier would be opened to ships that carry grain."
HARBOUR = "Nobody on our side has ever promised that the harbour would stay closed beyond the winter."
PILOTS = "We shall gladly send pilots, provided that their safety is guaranteed by both governments in writing."
CLOCK = "It was by then half past eleven, and the secretary proposed that the sitting should be adjourned."
TARIFF = "As for the tariff, my government regards the question as settled by the exchange of notes in March."
OUTSET = "Present were seven members of the council and the two envoys."
END = "The sitting was closed at midnight."
NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
BASE = [BARRIER, HARBOUR, PILOTS, CLOCK, TARIFF]


def spoken(*texts: str | tuple[str, str]) -> Transcript:
    """A turn for each text, by "ekberg" unless the text comes with a speaker."""
    pairs = [("ekberg", item) if isinstance(item, str) else item for item in texts]
    return Transcript(
        (),
        tuple(
            Turn(who, RichText(f"{who.title()}:"), (Passage(PassageKind.SPEECH, RichText(text), who),))
            for who, text in pairs
        ),
    )


def after(ledger: WitnessLedger, *texts: str | tuple[str, str], version: str = "1.0.0") -> WitnessLedger:
    """The ledger after a build that leaves nothing undecided."""
    _, new, findings = anchor(spoken(*texts), ledger, version, [])
    assert not has_errors(findings), findings
    return new


def first(*texts: str | tuple[str, str]) -> WitnessLedger:
    return after(WitnessLedger("talks", "A"), *texts)


def ids(ledger: WitnessLedger) -> list[str]:
    """The live anchors in the order of the text."""
    return [entry.id for entry in ledger.entries if entry.live]


def fates(ledger: WitnessLedger) -> dict[str, tuple[str, tuple[str, ...], str | None]]:
    """Of each retired anchor: the reason, what it became, and after what it stands."""
    return {item.id: (item.reason, item.became, item.after) for item in retired(ledger)}


def known(ledger: WitnessLedger, name: str) -> LedgerEntry:
    entry = find(ledger, name)
    assert entry is not None
    return entry


def undecided(ledger: WitnessLedger, *texts: str | tuple[str, str]) -> list[Finding]:
    """The errors of a build that must leave something undecided."""
    given = spoken(*texts)
    transcript, same, findings = anchor(given, ledger, "1.1.0", [])
    assert (transcript, same) == (given, ledger), "with an error nothing is given"
    assert {finding.code for finding in findings} == {"A103"}
    return findings


# --- ids -----------------------------------------------------------------------------------------


def test_the_first_build_counts() -> None:
    assert ids(first(*BASE)) == ["p1", "p2", "p3", "p4", "p5"]


def test_every_kind_of_block_gets_its_anchors_in_the_order_of_the_text() -> None:
    def passage(kind: PassageKind, text: str) -> Passage:
        return Passage(kind, RichText(text))

    heading = passage(PassageKind.HEADING, "A conversation at the embassy")
    item = Field(passage(PassageKind.FIELD_LABEL, "Citation:"), (passage(PassageKind.FIELD_VALUE, "Bulletin 3, p. 4"),))
    speeches = tuple(Passage(PassageKind.SPEECH, RichText(text), "ekberg") for text in (BARRIER, HARBOUR))
    given = Transcript(
        (heading, item), (Turn("ekberg", RichText("Ekberg:"), speeches), passage(PassageKind.NARRATIVE, CLOCK))
    )
    transcript, ledger, findings = anchor(given, WitnessLedger("talks", "A"), "1.0.0", [])
    assert findings == []
    assert [p.id for p in passages(transcript)] == ["p1", "p2", "p3", "p4", "p5", "p6"]
    assert [entry.kind for entry in ledger.entries] == [p.kind for p in passages(given)]
    assert [entry.who for entry in ledger.entries] == [None, None, None, "ekberg", "ekberg", None]
    [turn] = [block for block in transcript.body if isinstance(block, Turn)]
    assert turn == replace(turn, label=RichText("Ekberg:"), passages=tuple(
        replace(p, id=name) for p, name in zip(speeches, ("p4", "p5"), strict=True)
    ))  # fmt: skip


def test_a_passage_put_in_has_the_number_before_it_and_the_next_letter() -> None:
    ledger = first(*BASE)
    ledger = after(ledger, BARRIER, "Then tea was served in the winter garden.", *BASE[1:])
    assert ids(ledger) == ["p1", "p1a", "p2", "p3", "p4", "p5"]
    ledger = after(
        ledger, BARRIER, "A telegram was brought in.", "Then tea was served in the winter garden.", *BASE[1:]
    )
    assert ids(ledger) == ["p1", "p1b", "p1a", "p2", "p3", "p4", "p5"]


def test_a_passage_put_in_at_the_start_has_number_nought() -> None:
    assert ids(after(first(*BASE), "Present were seven members.", "The eighth was ill.", *BASE)) == [
        "p0a", "p0b", "p1", "p2", "p3", "p4", "p5",
    ]  # fmt: skip


def test_a_passage_added_at_the_end_has_the_next_number_of_all() -> None:
    ledger = after(first(*BASE), *BASE[:4])
    assert ids(after(ledger, *BASE[:4], "The sitting was closed at midnight.")) == ["p1", "p2", "p3", "p4", "p6"]


def test_letters_go_on_after_z_and_are_given_once() -> None:
    ledger = first(BARRIER, HARBOUR)
    for n in range(30):
        ledger = after(
            ledger, BARRIER, f"Note {n}{'x' * n} of a wholly unrelated committee.", HARBOUR, version=f"1.{n}.0"
        )
        ledger = after(ledger, BARRIER, HARBOUR, version=f"1.{n}.0")
    assert [entry.id for entry in ledger.entries][1:31] == [f"p1{chr(97 + n)}" for n in range(26)] + [
        "p1aa", "p1ab", "p1ac", "p1ad",
    ]  # fmt: skip


# --- the same words ------------------------------------------------------------------------------


def test_nothing_changes_when_nothing_changes() -> None:
    ledger = first(*BASE)
    assert after(ledger, *BASE) == ledger
    assert after(ledger, *BASE, version="2.0.0") == ledger


def test_a_moved_passage_keeps_its_anchor() -> None:
    assert ids(after(first(*BASE), TARIFF, *BASE[:4])) == ["p5", "p1", "p2", "p3", "p4"]


def test_another_speaker_of_the_same_words_keeps_the_anchor() -> None:
    ledger = after(first(BARRIER, "Yes.", PILOTS), BARRIER, ("lind", "Yes."), PILOTS)
    assert ids(ledger) == ["p1", "p2", "p3"]
    assert known(ledger, "p2").who == "lind"


def test_a_short_answer_keeps_its_anchor_beside_what_it_stood_beside() -> None:
    texts = [BARRIER, "Yes.", HARBOUR, "Yes.", PILOTS, "Yes.", CLOCK]
    assert ids(after(first(*texts), BARRIER, "Yes.", HARBOUR, PILOTS, "Yes.", CLOCK)) == [
        "p1",
        "p2",
        "p3",
        "p5",
        "p6",
        "p7",
    ]


def test_a_short_answer_moves_with_its_neighbours() -> None:
    texts = [BARRIER, "Yes.", HARBOUR, PILOTS, "No.", CLOCK, TARIFF]
    ledger = after(first(*texts), PILOTS, "No.", CLOCK, BARRIER, "Yes.", HARBOUR, TARIFF)
    assert ids(ledger) == ["p4", "p5", "p6", "p1", "p2", "p3", "p7"]


def test_a_short_answer_elsewhere_is_never_taken_for_the_one_that_is_gone() -> None:
    [finding] = undecided(first(BARRIER, "Yes.", HARBOUR, PILOTS, CLOCK), BARRIER, HARBOUR, PILOTS, "Yes.", CLOCK)
    assert "p2 of witness A, “Yes.”" in finding.message


def test_which_of_two_equal_answers_was_dropped_is_for_the_editor() -> None:
    findings = undecided(first(BARRIER, "Yes.", "Yes.", PILOTS), BARRIER, "Yes.", PILOTS)
    assert [finding.message.split()[0] for finding in findings] == ["p2", "p3"]


def test_a_duplicate_of_a_long_passage_gets_an_anchor_of_its_own() -> None:
    assert ids(after(first(*BASE), *BASE[:3], BARRIER, *BASE[3:])) == ["p1", "p2", "p3", "p3a", "p4", "p5"]


def test_which_of_two_equal_long_passages_was_moved_is_for_the_editor() -> None:
    findings = undecided(first(BARRIER, PILOTS, BARRIER, CLOCK), PILOTS, CLOCK, TARIFF, BARRIER)
    assert [finding.message.split()[0] for finding in findings] == ["p1", "p3"]


def test_the_words_of_a_short_answer_are_looked_for_however_common_they_are() -> None:
    texts = [
        f"{text} This is item {word} of the list." for text in BASE[:2] for word in ("one", "two", "six", "ten", "nil")
    ]
    old = [texts[0], "Yes.", *texts[1:]]
    new = [texts[0], *(item for text in texts[1:] for item in (text, "Yes."))]
    [finding] = undecided(first(*old), *new)
    assert finding.message.startswith("p2 of witness A, “Yes.”")


# --- changed words -------------------------------------------------------------------------------


def test_a_reworded_passage_keeps_its_anchor() -> None:
    new = "Nobody on our side has at any time promised that the port would remain closed beyond the spring."
    ledger = after(first(*BASE), BARRIER, new, *BASE[2:])
    assert ids(ledger) == ["p1", "p2", "p3", "p4", "p5"]
    assert known(ledger, "p2").text == new


def test_a_passage_in_new_spelling_keeps_its_anchor() -> None:
    new = "Nobodie onn ouer syde hath euer promysed thatt thee harbor woulde staie closd beyonde thee wynter."
    assert ids(after(first(*BASE), BARRIER, new, *BASE[2:])) == ["p1", "p2", "p3", "p4", "p5"]


def test_accents_case_and_punctuation_are_no_change_of_words() -> None:
    new = TARIFF.replace("government", "Góvernment").replace(",", " —").upper()
    assert ids(after(first(*BASE), *BASE[:4], new)) == ["p1", "p2", "p3", "p4", "p5"]


def test_every_passage_reworded_at_once() -> None:
    new = [text.replace("the ", "our ").replace("that ", "which ") for text in BASE]
    assert ids(after(first(*BASE), *new)) == ["p1", "p2", "p3", "p4", "p5"]


def test_a_text_written_without_spaces_is_compared_too() -> None:
    old, new = "委员会询问北方的关卡何时向运粮的船只开放。", "委员会又问北方关卡何时向运送粮食的船只开放。"
    assert ids(after(first(BARRIER, old, PILOTS), BARRIER, new, PILOTS)) == ["p1", "p2", "p3"]


def test_a_passage_that_was_reworded_and_moved() -> None:
    new = TARIFF.replace("my government", "our government").replace("settled", "closed")
    assert ids(after(first(*BASE), new, *BASE[:4])) == ["p5", "p1", "p2", "p3", "p4"]


def test_half_reworded_and_moved_is_for_the_editor() -> None:
    new = "As for the pilots, my colleague regards their safety as settled by the exchange of views in April."
    [finding] = undecided(first(*BASE), new, *BASE[:4])
    assert finding.message.startswith("p5 of witness A")


def test_half_reworded_and_changed_places_is_for_the_editor() -> None:
    one = "As for the pilots, my colleague regards their safety as settled by the exchange of views in April."
    other = "It was by then quite dark, and the secretary moved that the meeting should be closed."
    [finding] = undecided(first(*BASE), *BASE[:3], one, other)
    assert finding.message.split()[0] in ("p4", "p5")


def test_a_sentence_found_elsewhere_is_for_the_editor() -> None:
    long = " ".join(BASE)
    ledger = first(OUTSET, long, END)
    [finding] = undecided(ledger, OUTSET, END, "The secretary proposed that the sitting should be put off.")
    assert finding.message.startswith("p2 of witness A")


def test_fewer_words_in_common_do_for_the_old_place_than_for_another() -> None:
    new = "As for the pilots, my colleague regards their safety as settled by the exchange of views in April."
    assert ids(after(first(*BASE), *BASE[:4], new)) == ["p1", "p2", "p3", "p4", "p5"]


def test_a_short_passage_needs_more_words_in_common() -> None:
    [finding] = undecided(first(BARRIER, "I agree with that.", PILOTS), BARRIER, "I agree to nothing.", PILOTS)
    assert finding.message.startswith("p2 of witness A")


def test_another_speaker_of_half_the_words_is_for_the_editor() -> None:
    new = "As for the pilots, my colleague regards their safety as settled by the exchange of views in April."
    [finding] = undecided(first(*BASE), *BASE[:4], ("lind", new))
    assert finding.message.startswith("p5 of witness A")


def test_a_passage_with_the_words_of_two_is_asked_about_when_one_stays() -> None:
    long = f"{BARRIER} {HARBOUR} {CLOCK} {TARIFF}"
    longer = f"{long} Provided that their safety is guaranteed by both governments."
    [finding] = undecided(first(long, PILOTS, END), longer, END)
    assert finding.message.startswith("p2 of witness A")


def test_other_words_in_the_same_place_have_another_anchor() -> None:
    ledger = after(first(*BASE), BARRIER, "Then everybody went out to look at a comet.", *BASE[2:])
    assert ids(ledger) == ["p1", "p1a", "p3", "p4", "p5"]
    assert fates(ledger) == {"p2": ("removed", (), "p1")}


def test_half_a_change_is_for_the_editor() -> None:
    new = "That the harbour would open again before long, and without any conditions, was promised by nobody."
    [finding] = undecided(first(*BASE), BARRIER, new, *BASE[2:])
    assert finding.message.startswith("p2 of witness A, “Nobody on our side")
    assert "“That the harbour would open" in finding.message
    assert "pecia anchors rule talks A p2 keep --words='That the harbour would open again before long,'" in finding.hint
    assert "pecia anchors rule talks A p2 retire" in finding.hint


def test_two_passages_equally_like_the_old_one_are_for_the_editor() -> None:
    one, other = (HARBOUR.replace("winter", word) for word in ("spring", "summer"))
    [finding] = undecided(first(*BASE), BARRIER, one, other, *BASE[2:])
    assert one[:30] in finding.message
    assert other[:30] in finding.message


def test_a_sentence_that_went_to_a_neighbour_is_for_the_editor() -> None:
    two = f"{BARRIER} {HARBOUR}"
    findings = undecided(first(two, PILOTS, CLOCK), BARRIER, f"{HARBOUR} {PILOTS}", CLOCK)
    assert {finding.message.split()[0] for finding in findings} == {"p1", "p2"}


# --- split, merged, removed ----------------------------------------------------------------------


def test_a_split_retires_the_anchor_and_names_the_parts() -> None:
    ledger = after(first(f"{BARRIER} {HARBOUR}", PILOTS), BARRIER, HARBOUR, PILOTS)
    assert ids(ledger) == ["p1a", "p1b", "p2"]
    assert fates(ledger) == {"p1": ("split", ("p1a", "p1b"), None)}
    assert resolve(ledger, "p1") == ("p1a", "p1b")


def test_a_part_with_nearly_all_the_words_keeps_the_anchor() -> None:
    ledger = after(first(f"{BARRIER} {HARBOUR} Good.", PILOTS), f"{BARRIER} {HARBOUR}", "Good.", PILOTS)
    assert ids(ledger) == ["p1", "p1a", "p2"]
    assert fates(ledger) == {}


def test_a_merger_retires_the_anchors_and_names_the_whole() -> None:
    ledger = after(first(*BASE), BARRIER, f"{HARBOUR} {PILOTS}", CLOCK, TARIFF)
    assert ids(ledger) == ["p1", "p2a", "p4", "p5"]
    assert fates(ledger) == {"p2": ("merged", ("p2a",), "p1"), "p3": ("merged", ("p2a",), "p1")}


def test_a_passage_that_took_in_a_few_words_keeps_its_anchor() -> None:
    ledger = after(first(f"{BARRIER} {HARBOUR}", "Good, then.", PILOTS), f"{BARRIER} {HARBOUR} Good, then.", PILOTS)
    assert ids(ledger) == ["p1", "p3"]
    assert fates(ledger) == {"p2": ("merged", ("p1",), "p1")}


def test_a_short_passage_taken_in_by_the_next_is_told_from_other_places_with_its_words() -> None:
    old = [f"Delegate {word} said that no ship of his would be kept in port {word} again." for word in NUMERALS]
    new = [text.replace("would be kept", "was ever to stay") for text in old]
    ledger = after(first(*old[:6], "No.", *old[6:]), *new[:6], f"No. {new[6]}", *new[7:])
    assert ids(ledger) == [f"p{n}" for n in range(1, 14) if n != 7]
    assert fates(ledger) == {"p7": ("merged", ("p8",), "p6")}


def test_a_retired_anchor_leads_on_when_its_successor_is_retired() -> None:
    whole = f"{BARRIER} {HARBOUR} {PILOTS}"
    ledger = after(first(whole, CLOCK), f"{BARRIER} {HARBOUR}", PILOTS, CLOCK, version="1.1.0")
    assert ids(ledger) == ["p1a", "p1b", "p2"]
    ledger = after(ledger, BARRIER, HARBOUR, PILOTS, CLOCK, version="1.2.0")
    assert ids(ledger) == ["p1c", "p1d", "p1b", "p2"]
    assert fates(ledger)["p1"] == ("split", ("p1a", "p1b"), None)
    assert resolve(ledger, "p1") == ("p1c", "p1d", "p1b")


def test_a_removed_passage_resolves_after_the_one_before_it() -> None:
    ledger = after(first(*BASE), *BASE[1:], version="1.1.0")
    ledger = after(ledger, *(BASE[n] for n in (1, 2, 4)), version="1.2.0")
    assert retired(ledger) == (
        Retired("p1", "removed", (), None, BARRIER, "1.0.0", "1.1.0"),
        Retired("p4", "removed", (), "p3", CLOCK, "1.0.0", "1.2.0"),
    )


def test_a_retired_anchor_stays_where_it_was_when_its_neighbour_moves() -> None:
    ledger = after(first(*BASE), *(BASE[n] for n in (0, 1, 3, 4)))
    assert fates(ledger)["p3"] == ("removed", (), "p2")
    ledger = after(ledger, *(BASE[n] for n in (0, 3, 4, 1)))
    assert ids(ledger) == ["p1", "p4", "p5", "p2"]
    assert fates(ledger)["p3"] == ("removed", (), "p1")


def test_a_retirement_is_reported_once_at_the_place() -> None:
    texts = [replace(turn, passages=(replace(turn.passages[0], locus=Locus("edition/sources/talks/A.txt", n, 1)),))
             for n, turn in enumerate(spoken(BARRIER, PILOTS).body, 1) if isinstance(turn, Turn)]  # fmt: skip
    _, ledger, findings = anchor(Transcript((), tuple(texts)), first(BARRIER, HARBOUR, PILOTS), "1.1.0", [])
    assert [(f.code, f.locus) for f in findings] == [("A106", Locus("edition/sources/talks/A.txt", 1, 1))]
    assert findings[0].message.startswith("p2 of witness A, “Nobody on our side")
    assert anchor(Transcript((), tuple(texts)), ledger, "1.1.0", [])[2] == []


def test_a_text_that_is_all_gone() -> None:
    ledger = after(first(*BASE))
    assert ids(ledger) == []
    assert {item.after for item in retired(ledger)} == {None}
    assert ids(after(ledger, "Something else altogether.")) == ["p6"]


# --- versions and undoing ------------------------------------------------------------------------


def test_wordings_of_earlier_versions_are_kept() -> None:
    one, two = HARBOUR.replace("winter", "spring"), HARBOUR.replace("winter", "autumn")
    ledger = after(first(BARRIER, HARBOUR), BARRIER, one, version="1.1.0")
    assert known(ledger, "p2").former == (Wording(HARBOUR, "1.0.0", "1.1.0"),)
    ledger = after(ledger, BARRIER, two, version="1.1.0")
    assert known(ledger, "p2").former == (Wording(HARBOUR, "1.0.0", "1.1.0"),), "never published, so not remembered"
    ledger = after(ledger, BARRIER, one, version="1.2.0")
    entry = known(ledger, "p2")
    assert entry.former == (Wording(HARBOUR, "1.0.0", "1.1.0"), Wording(two, "1.1.0", "1.2.0"))
    assert (entry.text, entry.since, entry.wording_since) == (one, "1.0.0", "1.2.0")


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param([BARRIER, *BASE[2:]], id="removed"),
        pytest.param([BARRIER, HARBOUR.replace("winter", "spring"), *BASE[2:]], id="reworded"),
        pytest.param([*BASE[2:], BARRIER, HARBOUR], id="moved"),
        pytest.param(BASE[2:], id="two removed"),
    ],
)
@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_an_edit_undone_in_the_same_version_leaves_no_trace(edited: list[str], version: str) -> None:
    ledger = first(*BASE)
    assert after(after(ledger, *edited, version=version), *BASE, version=version) == ledger


def test_a_short_answer_that_was_taken_out_and_put_back() -> None:
    ledger = first(BARRIER, "Yes.", HARBOUR, "Yes.", PILOTS)
    gone = after(ledger, BARRIER, HARBOUR, "Yes.", PILOTS)
    assert ids(gone) == ["p1", "p3", "p4", "p5"]
    assert after(gone, BARRIER, "Yes.", HARBOUR, "Yes.", PILOTS) == ledger


def test_a_short_answer_put_back_beside_a_passage_that_was_reworded() -> None:
    ledger = after(first(BARRIER, "Yes.", HARBOUR), BARRIER, HARBOUR)
    assert ids(after(ledger, BARRIER, "Yes.", HARBOUR.replace("winter", "spring"))) == ["p1", "p2", "p3"]


def test_a_short_answer_in_the_place_of_another_is_not_put_back_unasked() -> None:
    ledger = after(first(BARRIER, "Yes.", HARBOUR), BARRIER, HARBOUR)
    ledger = after(ledger, BARRIER, "Yes, yes.", HARBOUR)
    assert ids(ledger) == ["p1", "p1a", "p3"]
    assert "p2" not in ids(after(ledger, BARRIER, "Yes.", HARBOUR))


def test_a_split_undone_brings_the_anchor_back_and_forgets_no_part() -> None:
    whole = f"{BARRIER} {HARBOUR}"
    ledger = first(whole, PILOTS)
    undone = after(after(ledger, BARRIER, HARBOUR, PILOTS), whole, PILOTS)
    assert ids(undone) == ["p1", "p2"]
    assert known(undone, "p1") == known(ledger, "p1")
    assert {name: fate[:2] for name, fate in fates(undone).items()} == {
        "p1a": ("merged", ("p1",)), "p1b": ("merged", ("p1",)),
    }  # fmt: skip


def test_a_merger_undone_brings_the_anchors_back() -> None:
    undone = after(after(first(*BASE), BARRIER, f"{HARBOUR} {PILOTS}", CLOCK, TARIFF), *BASE)
    assert ids(undone) == ["p1", "p2", "p3", "p4", "p5"]
    assert fates(undone)["p2a"][:2] == ("split", ("p2", "p3"))


def test_a_passage_back_in_a_later_version_says_that_it_was_away() -> None:
    ledger = after(first(*BASE), BARRIER, *BASE[2:], version="1.1.0")
    entry = known(after(ledger, *BASE, version="1.3.0"), "p2")
    assert entry.live
    assert (entry.since, entry.wording_since) == ("1.0.0", "1.3.0")
    assert entry.former == (Wording(HARBOUR, "1.0.0", "1.1.0"),)


def test_a_former_wording_brings_the_anchor_back() -> None:
    new = HARBOUR.replace("winter", "spring")
    ledger = after(first(*BASE), BARRIER, new, *BASE[2:], version="1.1.0")
    ledger = after(ledger, BARRIER, *BASE[2:], version="1.2.0")
    assert ids(after(ledger, BARRIER, *BASE[2:], HARBOUR, version="1.3.0")) == ["p1", "p3", "p4", "p5", "p2"]


def test_other_words_never_bring_an_anchor_back() -> None:
    ledger = after(first(*BASE), BARRIER, *BASE[2:])
    assert ids(after(ledger, BARRIER, HARBOUR.replace("winter", "spring"), *BASE[2:])) == [
        "p1",
        "p1a",
        "p3",
        "p4",
        "p5",
    ]


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polémarque, l’Âme!", ("polemarque", "l", "ame")),
        ("STRASSE Straße 1962", ("strasse", "strasse", "1962")),
        ("Во́льный переводъ", ("вольныи", "переводъ")),
        ("日本語と English", ("日", "本", "語", "と", "english")),
        ("* * *", ("* * *",)),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected
