"""Rulings on anchors: what they settle, what is wrong with them, and how one is written."""

from __future__ import annotations

import shlex

import pytest
import yaml

from pecia.anchors import (
    WitnessLedger,
    anchor,
    explain,
    find,
    listing,
    lost,
    resolve,
    retired,
    rule_command,
    ruling_for,
)
from pecia.anchors.running_text import running
from pecia.model import Field, Locus, Passage, PassageKind, RichText, Transcript, Turn, source_text
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling

PLACE = Locus("edition/rulings/talks.yml", 7)
BARRIER = "The commission asked when the northern barrier would be opened to ships that carry grain."
HARBOUR = "Nobody on our side has ever promised that the harbour would stay closed beyond the winter."
PILOTS = "We shall gladly send pilots, provided that their safety is guaranteed by both governments in writing."
DOUBTFUL = "That the harbour would open again before long, and without any conditions, was promised by nobody."
OTHER = "Then everybody went out to look at a comet."


def spoken(*texts: str) -> Transcript:
    label = RichText("Ekberg:")
    return Transcript(
        (), tuple(Turn("ekberg", label, (Passage(PassageKind.SPEECH, RichText(text), "ekberg"),)) for text in texts)
    )


def ruling(
    kind: str, value: str, exact: str, before: str = "", after: str = "", name: str = "one"
) -> tuple[Ruling, Locus]:
    fields = {"kind": kind, "value": value, "exact": exact, "before": before, "after": after, "id": name}
    return Ruling(**fields, witnesses=("A",), resp="editors", reason="Compared."), PLACE  # type: ignore[arg-type]


def first(*texts: str) -> WitnessLedger:
    return anchor(spoken(*texts), WitnessLedger("talks", "A"), "1.0.0", [])[1]


def build(
    ledger: WitnessLedger, texts: list[str], *rulings: tuple[Ruling, Locus], version: str = "1.1.0"
) -> tuple[WitnessLedger, list[Finding]]:
    _, new, findings = anchor(spoken(*texts), ledger, version, rulings)
    return new, [finding for finding in findings if finding.code != "A106"]


def ids(ledger: WitnessLedger) -> list[str]:
    return [entry.id for entry in ledger.entries if entry.live]


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# --- what they settle ----------------------------------------------------------------------------


def test_keep_settles_what_is_undecided() -> None:
    ledger = first(BARRIER, HARBOUR, PILOTS)
    assert codes(build(ledger, [BARRIER, DOUBTFUL, PILOTS])[1]) == ["A103"]
    new, findings = build(ledger, [BARRIER, DOUBTFUL, PILOTS], ruling("keep-anchor", "p2", "the harbour would open"))
    assert (ids(new), findings) == (["p1", "p2", "p3"], [])


def test_retire_settles_what_is_undecided() -> None:
    decided = ruling("retire-anchor", "p2", "has ever promised that")
    new, findings = build(first(BARRIER, HARBOUR, PILOTS), [BARRIER, DOUBTFUL, PILOTS], decided)
    assert (ids(new), findings) == (["p1", "p1a", "p3"], [])
    assert retired(new)[0].reason == "removed"


@pytest.mark.parametrize(
    "decided",
    [ruling("keep-anchor", "p2", "the harbour would open"), ruling("retire-anchor", "p2", "has ever promised that")],
    ids=["keep", "retire"],
)
def test_a_ruling_that_was_carried_out_stays_true(decided: tuple[Ruling, Locus]) -> None:
    texts = [BARRIER, DOUBTFUL, PILOTS]
    ledger, _ = build(first(BARRIER, HARBOUR, PILOTS), texts, decided)
    assert build(ledger, texts, decided) == (ledger, [])
    assert build(ledger, texts, decided, version="1.2.0") == (ledger, [])
    assert build(ledger, texts) == (ledger, [])


def test_a_ruling_overrides_what_would_be_decided_without_it() -> None:
    ledger = first(BARRIER, HARBOUR, PILOTS)
    kept, findings = build(ledger, [BARRIER, OTHER, PILOTS], ruling("keep-anchor", "p2", "a comet"))
    assert (ids(kept), findings) == (["p1", "p2", "p3"], [])
    gone, findings = build(ledger, [BARRIER, HARBOUR, PILOTS], ruling("retire-anchor", "p2", HARBOUR))
    assert (ids(gone), findings) == (["p1", "p2a", "p3"], [])
    assert resolve(gone, "p2") == ("p2a",)


def test_a_retired_anchor_may_be_kept_after_all_before_the_version_is_out() -> None:
    texts = [BARRIER, DOUBTFUL, PILOTS]
    ledger, _ = build(first(BARRIER, HARBOUR, PILOTS), texts, ruling("retire-anchor", "p2", "ever promised"))
    again, findings = build(ledger, texts, ruling("keep-anchor", "p2", "the harbour would open"))
    assert (ids(again), findings) == (["p1", "p2", "p3"], [])
    assert resolve(again, "p1a") == ("p2",)
    _, findings = build(ledger, texts, ruling("keep-anchor", "p2", "the harbour would open"), version="1.2.0")
    assert codes(findings) == ["G103"], "p1a is out"


def test_a_rewording_by_ruling_is_undone_without_one() -> None:
    ledger = first(BARRIER, HARBOUR, PILOTS)
    reworded, _ = build(ledger, [BARRIER, OTHER, PILOTS], ruling("keep-anchor", "p2", "a comet"))
    undone, findings = build(reworded, [BARRIER, HARBOUR, PILOTS])
    assert (undone, findings) == (ledger, [])


def test_words_are_found_over_labels_and_white_space() -> None:
    texts = [BARRIER, "Yes.", "Yes.", PILOTS]
    decided = ruling("keep-anchor", "p3", "Yes.", before="carry\n grain. Ekberg:")
    new, findings = build(first(BARRIER, HARBOUR, "Yes.", PILOTS), texts, decided)
    assert findings == []
    assert ids(new)[:2] == ["p1", "p3"]


def test_rulings_on_other_witnesses_and_of_other_kinds_are_passed_over() -> None:
    one, _ = ruling("keep-anchor", "p9", "nowhere")
    other = Ruling(**{**{f: getattr(one, f) for f in one.__slots__}, "witnesses": ("B",)})
    doubt, _ = ruling("doubt", "", "nowhere")
    assert build(first(BARRIER), [BARRIER], (other, PLACE), (doubt, PLACE))[1] == []


# --- what is wrong with them ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        pytest.param([ruling("keep-anchor", "p2", "no such words")], "G101", id="not in the text"),
        pytest.param([ruling("retire-anchor", "p2", "no such words")], "G101", id="not in the ledger"),
        pytest.param([ruling("keep-anchor", "p2", "that")], "G102", id="twice in the text"),
        pytest.param([ruling("keep-anchor", "p77", "northern barrier")], "G103", id="no such anchor"),
        pytest.param(
            [ruling("keep-anchor", "p2", "send pilots")], "G103", id="words of an anchor that has not changed"
        ),
        pytest.param([ruling("keep-anchor", "p1", "harbour would open")], "G103", id="own words stand elsewhere"),
        pytest.param([ruling("keep-anchor", "p2", "carry grain. Ekberg: That")], "G105", id="over a border"),
        pytest.param([ruling("keep-anchor", "p2", "Ekberg:", "carry grain.", "That")], "G105", id="a label"),
        pytest.param(
            [ruling("keep-anchor", "p2", "harbour would"), ruling("retire-anchor", "p2", "promised", name="two")],
            "G104",
            id="kept and retired",
        ),
    ],
)
def test_a_ruling_that_cannot_be_carried_out(decided: list[tuple[Ruling, Locus]], code: str) -> None:
    ledger = first(BARRIER, HARBOUR, PILOTS)
    new, findings = build(ledger, [BARRIER, DOUBTFUL, PILOTS], *decided)
    found = [finding for finding in findings if finding.code != "A103"]
    assert [(finding.code, finding.locus) for finding in found] == [(code, PLACE)]
    assert new is ledger


def test_two_anchors_for_one_passage_contradict() -> None:
    ledger = first(BARRIER, HARBOUR, PILOTS)
    decided = [ruling("keep-anchor", name, "a comet", name=f"keep-{name}") for name in ("p1", "p2")]
    _, findings = build(ledger, [OTHER, PILOTS], *decided)
    assert "G104" in codes(findings)
    assert any("keep-p1 and keep-p2" in finding.message for finding in findings)


# --- how one is written --------------------------------------------------------------------------


def test_the_command_that_a_finding_advises_writes_a_ruling_that_settles_it() -> None:
    texts = [BARRIER, "It's “so”; isn't it? - ed. $HOME", "Well.", "Well.", PILOTS]
    ledger = first(BARRIER, "It's “so”; isn't it?", "Well.", PILOTS)
    _, findings = build(ledger, texts)
    assert codes(findings) == ["A103"]
    text = running(spoken(*texts))
    number = 2
    before, exact, after = text.quote(number)
    command = rule_command(ledger, "p3", "keep", before, exact, after)
    assert command in findings[0].hint
    words = shlex.split(command)
    assert words[:7] == ["pecia", "anchors", "rule", "talks", "A", "p3", "keep"]
    options = dict(word.removeprefix("--").split("=", 1) for word in words[7:])
    block = ruling_for(ledger, "p3", "keep", options["words"], "editors", "Same answer.",
                       options.get("before", ""), options.get("after", ""))  # fmt: skip
    [item] = yaml.safe_load(block)
    decided = Ruling(**{**item, "witnesses": tuple(item["witnesses"])})
    new, findings = build(ledger, texts, (decided, PLACE))
    assert findings == []
    assert ids(new) == ["p1", "p2", "p3", "p3a", "p4"]


def test_a_ruling_is_an_item_of_a_list_and_is_quoted_where_yaml_needs_it() -> None:
    ledger = first("No: “never” # not, 'yes'")
    block = ruling_for(ledger, "p1", "retire", "", "editors", "- a reason: with [signs]")
    assert block.startswith("- id: retire-a-p1-")
    assert block.endswith("\n")
    [item] = yaml.safe_load(block)
    digest = item.pop("id").rpartition("-")[2]
    assert len(digest) == 6
    assert item == {
        "kind": "retire-anchor",
        "witnesses": ["A"],
        "exact": "No: “never” # not, 'yes'",
        "value": "p1",
        "resp": "editors",
        "reason": "- a reason: with [signs]",
    }


def test_two_rulings_on_one_anchor_have_different_ids() -> None:
    ledger = first(BARRIER)
    one, two = (yaml.safe_load(ruling_for(ledger, "p1", "keep", words, "ed", "So."))[0]["id"] for words in ("a", "b"))
    assert one != two


def test_a_ruling_on_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="has no anchor p9"):
        ruling_for(first(BARRIER), "p9", "retire", "", "editors", "So.")
    with pytest.raises(ValueError, match="give words"):
        ruling_for(first(BARRIER), "p1", "keep", " ", "editors", "So.")


def test_a_quotation_names_its_passage_and_no_other() -> None:
    texts = ["Yes.", "Yes.", BARRIER, "Yes.", BARRIER, "Yes.", "Yes."]
    text = running(spoken(*texts))
    for number in range(len(texts)):
        before, exact, after = text.quote(number)
        whole = " ".join(part for part in (before, exact, after) if part)
        assert text.text.count(whole) == 1
        start = text.text.index(whole) + (len(before) + 1 if before else 0)
        assert text.passage(start, start + len(exact)) == number


def test_the_running_text_is_the_source_text() -> None:
    note = Passage(PassageKind.SOURCE_NOTE, RichText("[Source: an archive.]"))
    item = Field(Passage(PassageKind.FIELD_LABEL, RichText("Summary:")), (note, note))
    given = Transcript((note, item), (note, *spoken(BARRIER, HARBOUR).body, note))
    text = running(given)
    assert text.text == source_text(given)
    for passage, start in zip(text.passages, text.starts, strict=True):
        assert text.text[start:].startswith(passage.content.text)


# --- histories -----------------------------------------------------------------------------------


def history() -> WitnessLedger:
    ledger = first(f"{BARRIER} {HARBOUR}", PILOTS, OTHER)
    ledger, _ = build(ledger, [BARRIER, HARBOUR, PILOTS.replace("gladly", "certainly"), OTHER])
    return build(ledger, [BARRIER, HARBOUR, PILOTS.replace("gladly", "certainly")], version="1.2.0")[0]


def test_the_history_of_a_live_anchor() -> None:
    assert explain(history(), "p2") == [
        "p2 of witness A of talks: live (speech, ekberg)",
        "first published in version 1.0.0",
        f"from version 1.0.0 until version 1.1.0 it read: “{PILOTS}”",
        f"since version 1.1.0 it reads: “{PILOTS.replace('gladly', 'certainly')}”",
    ]


def test_the_history_of_a_split_anchor() -> None:
    assert explain(history(), "p1") == [
        "p1 of witness A of talks: retired (speech, ekberg)",
        "first published in version 1.0.0",
        f"from version 1.0.0 until version 1.1.0 it read: “{BARRIER} {HARBOUR}”",
        "version 1.1.0: it was split into p1a, p1b",
        "its note is at the start of the text",
        "it now leads to p1a, p1b",
    ]


def test_the_history_of_a_removed_anchor() -> None:
    assert explain(history(), "p3")[-2:] == [
        "version 1.2.0: its words are no longer in the text",
        "its note follows p2",
    ]


def test_an_anchor_never_given_has_no_history() -> None:
    assert explain(history(), "p99") == []
    assert find(history(), "p99") is None
    assert resolve(history(), "p99") == ()


def test_the_list_has_every_anchor_in_the_order_of_the_text() -> None:
    lines = listing(history())
    assert [line.split()[:2] for line in lines] == [
        ["p1", "retired"], ["p1a", "live"], ["p1b", "live"], ["p2", "live"], ["p3", "retired"],
    ]  # fmt: skip
    assert lines[1].endswith("speech           ekberg  “The commission asked when the northern barrier would be …”")


# --- the published record against the ledger -----------------------------------------------------


def published(*texts: str) -> tuple[Transcript, WitnessLedger]:
    transcript, ledger, _ = anchor(spoken(*texts), WitnessLedger("talks", "A"), "1.0.0", [])
    return transcript, ledger


RECORD = Locus("edition/tei/talks.A.xml")


def test_a_record_and_its_ledger_agree() -> None:
    transcript, ledger = published(BARRIER, HARBOUR, PILOTS)
    assert lost(transcript, ledger, RECORD) == []
    reworded, _ = build(ledger, [BARRIER, HARBOUR.replace("winter", "spring")])
    assert lost(transcript, reworded, RECORD) == []


def test_a_record_without_ledger() -> None:
    transcript, _ = published(BARRIER, HARBOUR)
    assert codes(lost(transcript, WitnessLedger("talks", "A"), RECORD)) == ["A104"]


def test_a_record_that_knows_more_than_the_ledger() -> None:
    transcript, _ = published(BARRIER, HARBOUR, PILOTS)
    findings = lost(transcript, first(BARRIER, HARBOUR), RECORD)
    assert [(f.code, f.message.split(",")[0]) for f in findings] == [("A107", "p3")]


def test_a_record_whose_anchor_stands_for_other_words_in_the_ledger() -> None:
    transcript, _ = published(BARRIER, HARBOUR)
    findings = lost(transcript, first(BARRIER, OTHER), RECORD)
    assert codes(findings) == ["A107"]
    assert "Nobody on our side" in findings[0].message
    assert "Then everybody" in findings[0].message
