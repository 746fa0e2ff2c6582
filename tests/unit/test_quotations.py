"""Addresses are understood as readers write them, and no quotation passes that the edition does not have."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pecia import files, new_project, quotations
from pecia.anchors import Ledger, LedgerEntry, Retirement, WitnessLedger, Wording, retired
from pecia.model import Emendation, Passage, PassageKind, RichText, Sign, Span, Transcript, Turn
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, Severity
from pecia.pipeline import Serial, cited, compose
from pecia.pipeline.document import read_document
from pecia.quotations import Cited, Held, Judged, Row, Verdict, Verified, find_cited, hold, read_list
from pecia.quotations.matching import differs_only_in, fold, literal, match, with_alterations, with_omissions
from pecia.versions import Version
from pecia.view.document import DocumentView, WitnessView

ID = "luncheon-1951-03-07"
SIGLA = {ID: ("A", "B"), "supper-1951": ("C",), "a": ("a",)}
VERSIONS = tuple(Version(f"1.{n}.0", f"2026-0{n + 1}-01") for n in range(4))

(MADE,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
assert MADE.view
RECORD = MADE.view.witnesses[0].record


def statement(url: str = "https://example.org/e/") -> EditionStatement:
    return dataclasses.replace(RECORD.edition, url=url, version="1.3.0")


def speech(anchor: str, text: str, *spans: Span) -> Passage:
    return Passage(PassageKind.SPEECH, RichText(text, spans), "ekberg", anchor)


def entry(anchor: str, text: str, since: str = "1.0.0", wording_since: str = "", **more: object) -> LedgerEntry:
    return LedgerEntry(anchor, PassageKind.SPEECH, "ekberg", text, since, wording_since or since, **more)  # type: ignore[arg-type]


LETTER = "I was “glad” to hear that the letter was recieved in Oslo. We have much to speak about."
SHIPS = "The ships [of the line —ed.] will not sail; it’s too late… Or is it?"
PRICE = "What is the price of herring in the north?"
HOME = "Nobody knows what the price may be at home."


def witness_a() -> tuple[Transcript, WitnessLedger]:
    """Turns of one and of two passages, a misprint and its correction, a heading with signs, a reworded passage (p3),
    one that came later (p3a) and three that are gone: p5 went into p6, p7 is nowhere, p8 was split."""
    start = LETTER.index("recieved")
    misprint = Span(start, start + 8, Emendation("received", "r"))
    signs = (Span(at, at + 2, Sign("markup")) for at in (0, 7))
    body = (
        Passage(PassageKind.HEADING, RichText("**Talks** in Malmö", tuple(signs)), None, "p1"),
        Turn("ekberg", RichText("A. B. Ekberg."), (speech("p2", LETTER, misprint),)),
        Turn("nordahl", RichText("C. Nordahl."), (speech("p3", SHIPS), speech("p3a", "Later words."))),
        Turn("ekberg", RichText("A. B. Ekberg."), (speech("p4", PRICE), speech("p6", HOME), speech("p9", "It is so."))),
    )  # fmt: skip
    former = (
        Wording("The ships shall not sail.", "1.0.0", "1.1.0"),
        Wording("The ships must not sail.", "1.1.0", "1.3.0"),
    )
    entries = (
        LedgerEntry("p1", PassageKind.HEADING, None, "**Talks** in Malmö", "1.0.0", "1.0.0"),
        entry("p2", LETTER),
        entry("p3", SHIPS, wording_since="1.3.0", former=former),
        entry("p3a", "Later words.", "1.2.0"),
        entry("p4", PRICE),
        entry("p5", "Nobody knows at all.", retirement=Retirement("1.2.0", "merged", ("p6",))),
        entry("p6", HOME, "1.2.0"),
        entry("p7", "It rained in Oslo.", retirement=Retirement("1.3.0", "removed")),
        entry("p8", "It is so. Or not.", retirement=Retirement("1.1.0", "split", ("p9", "p7"))),
        entry("p9", "It is so.", "1.1.0"),
    )
    return Transcript((), body), WitnessLedger(ID, "A", entries)


def witness_b() -> tuple[Transcript, WitnessLedger]:
    texts = ["Only here is the harbour named.", "What is the price of herring in the south?"]
    body = tuple(Turn("ekberg", RichText("Ekberg:"), (speech(f"p{n}", text),)) for n, text in enumerate(texts, 1))
    return Transcript((), body), WitnessLedger(ID, "B", tuple(entry(f"p{n}", t) for n, t in enumerate(texts, 1)))


def held() -> Held:
    witnesses = [witness_a(), witness_b()]
    views = tuple(
        WitnessView(dataclasses.replace(RECORD, siglum=ledger.siglum, transcript=transcript), retired(ledger))
        for transcript, ledger in witnesses
    )
    return hold(DocumentView(RECORD.document, views), Ledger(ID, tuple(ledger for _, ledger in witnesses)))


HELD = held()


def judged(address: str, quotation: str, version: str = "") -> tuple[Judged, list[Finding]]:
    verified = verify([Row(2, address, quotation, version)])
    (row,) = verified.rows
    assert all(finding.locus.line == 2 and finding.locus.file == "quotes.csv" for finding in verified.findings)
    return row, list(verified.findings)


def verify(rows: list[Row]) -> Verified:
    return quotations.verify("quotes.csv", rows, statement(), VERSIONS, {ID: HELD})


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# --- addresses -----------------------------------------------------------------------------------

PASSAGE = Cited(ID, "A", ("p12",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"https://example.org/e/{ID}/A/#p12", PASSAGE),
        (f"http://EXAMPLE.org/e/{ID}/A/index.html#p12", PASSAGE),
        (f"  {ID}/A/#p12\n", PASSAGE),
        (f"/{ID}/A/#p12", PASSAGE),
        (f"../../{ID}/A#p12", PASSAGE),
        (f"e/{ID}/A/#p12", PASSAGE),
        (f"file:///home/reader/my%20site/{ID}/A/index.html#p12", PASSAGE),
        (f"file:///home/a/supper-1951/site/{ID}/A/index.html#p12", PASSAGE),
        (f"http://127.0.0.1:8000/{ID}/A/#p12", PASSAGE),
        (f"http://localhost:8000/{ID}/A/?utm=1&q=a%20b#p12", PASSAGE),
        (f"http://[::1]:8000/{ID}/A/#p12", PASSAGE),
        (f"https://example.org/e/{ID}/A/#p12:~:text=one%20must", PASSAGE),
        (f"{ID} A p12", PASSAGE),
        (f"{ID}/A/p12", PASSAGE),
        (f"{ID}  A#p12", PASSAGE),
        (f"{ID}/A/p12a", Cited(ID, "A", ("p12a",))),
        ("A p12", PASSAGE),
        ("A/p12", PASSAGE),
        ("C p12", Cited("supper-1951", "C", ("p12",))),
        ("supper-1951 p12", Cited("supper-1951", "C", ("p12",))),
        ("supper-1951#p12", Cited("supper-1951", "C", ("p12",))),
        (f"{ID}/compare/#B-p12", Cited(ID, "B", ("p12",))),
        (f"{ID}/compare/A-B/#B-p12", Cited(ID, "B", ("p12",))),
        (f"{ID}/compare/", Cited(ID)),
        (f"{ID}/apparatus/", Cited(ID)),
        (f"{ID}/A/?v=1.0.0#p12", Cited(ID, "A", ("p12",), "1.0.0")),
        (f"{ID}/A/?x=&v=1%2E0.0&v=2.0.0#p12", Cited(ID, "A", ("p12",), "1.0.0")),
        (f"{ID}/A/?v=never#p12", Cited(ID, "A", ("p12",), "never")),
        ("A p12–p14", Cited(ID, "A", ("p12", "p14"))),
        ("A p12 - p14", Cited(ID, "A", ("p12", "p14"))),
        ("A p12-14", Cited(ID, "A", ("p12", "p14"))),
        ("A p12–p12", PASSAGE),
        (f"{ID}/A/#p12%E2%80%93p14", Cited(ID, "A", ("p12", "p14"))),
        (f"{ID}", Cited(ID)),
        (f"{ID}/A/", Cited(ID, "A")),
        ("C", Cited("supper-1951", "C")),
        ("a/a/#p1", Cited("a", "a", ("p1",))),
        ("", Cited()),
        ("/", Cited()),
        ("index.html", Cited()),
        ("https://example.org/e/?v=1.0.0", Cited(version="1.0.0")),
        ("http://127.0.0.1:8000/", Cited()),
    ],
)  # fmt: skip
def test_an_address_is_taken_in_every_shape(text: str, expected: Cited) -> None:
    if text.startswith("https://example.org/e/?"):
        text = text.replace("/e/", "/")
        assert find_cited(text, statement("https://example.org/"), SIGLA) == (expected, [])
    else:
        assert find_cited(text, statement(), SIGLA) == (expected, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p12", "it could be luncheon-1951-03-07/A/#p12, luncheon-1951-03-07/B/#p12, supper-1951/C/#p12, a/a/#p12"),
        (f"{ID} p12", "it could be luncheon-1951-03-07/A/#p12, luncheon-1951-03-07/B/#p12"),
        (f"{ID}/Z/#p12", "has no witness “Z”"),
        (f"{ID}/A/#fn1", "“fn1” is not the anchor of a passage"),
        (f"{ID}/A/#p12?v=1.0.0", "“p12?v=1.0.0” is not the anchor"),
        (f"{ID}/A/x/y", "no page of the document"),
        (f"{ID}/compare/#p12", "“p12” is not a passage of the comparison page"),
        (f"{ID}/compare/#Z-p12", "“Z-p12” is not a passage of the comparison page"),
        (f"{ID}/apparatus/#v12", "has no witness “apparatus”"),
        ("lunch-1951-03-07/A/#p12", "no document, witness or passage of the edition has this name"),
        ("people/a/", "no document, witness or passage of the edition has this name"),
        ("downloads/a.a.xml", "no document, witness or passage of the edition has this name"),
        ("P12", "no document, witness or passage of the edition has this name"),
        ("http://[::1/x", "no document, witness or passage of the edition has this name"),
        ("A\0p12", "is not an address"),
        ("x" * 5000, "is not an address"),
    ],
)
def test_an_address_that_names_nothing_or_several_things_is_refused(text: str, said: str) -> None:
    cited, (finding,) = find_cited(text, statement(), SIGLA)
    assert cited is None
    assert (finding.code, str(finding.locus)) == ("Q102", "command line")
    assert said in finding.message


def test_a_misspelt_document_is_recognised() -> None:
    _, (finding,) = find_cited("lunch-1951-03-07/A/#p12", statement(), SIGLA)
    assert finding.hint == f"Did you mean “{ID}”?"


def test_an_edition_of_one_witness_needs_no_more_than_the_passage() -> None:
    assert find_cited("p12", statement(), {"supper-1951": ("C",)}) == (Cited("supper-1951", "C", ("p12",)), [])
    many = {f"d{n}": ("A",) for n in range(1000)}
    _, (finding,) = find_cited("p12", statement(), many)
    assert finding.message.endswith("d5/A/#p12 and 994 more")


@pytest.mark.parametrize("url", [f"https://elsewhere.org/{ID}/A/#p12", f"https://example.org/f/{ID}/A/#p12"])
def test_an_address_on_another_site_is_taken_and_said_to_be_so(url: str) -> None:
    cited, (finding,) = find_cited(url, statement(), SIGLA)
    assert cited == PASSAGE
    assert (finding.code, finding.severity) == ("Q107", Severity.NOTE)
    assert find_cited(url, statement(""), SIGLA) == (PASSAGE, [])  # where it is published is not known


@given(st.text())
def test_any_text_gives_an_answer_and_no_traceback(text: str) -> None:
    cited, findings = find_cited(text, statement(), SIGLA)
    assert (cited is None) == any(finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize("cited", [Cited(), Cited(ID), Cited(ID, "A"), PASSAGE, Cited(ID, "A", ("p2", "p9"))])
def test_an_address_that_is_shown_can_be_given_back(cited: Cited) -> None:
    assert find_cited(cited.address, statement(), SIGLA) == (cited, [])


# --- words ---------------------------------------------------------------------------------------

words = st.lists(
    st.sampled_from(["the", "ships", "“will”", "not", "sail;", "it’s", "too", "late", "Ö", "x"]), min_size=1
)


@given(words, st.data())
def test_any_run_of_words_of_a_text_is_found(parts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    other = data.draw(st.sampled_from(["\n ", " ", "\u00a0", "\t"]))
    quotation = other.join(parts[start:end]).translate(str.maketrans("“”’", "\"'‘"))
    assert match(literal(fold(quotation)), fold(" ".join(parts)))


@given(words, st.integers(0, 8), st.sampled_from(["…", "...", " . . . ", " […] ", "[...]", "...."]))
def test_an_ellipsis_stands_for_any_words(parts: list[str], place: int, ellipsis: str) -> None:
    first, last = " ".join(parts[:place]), " ".join(parts[place:])
    assume(first and last)
    assert match(with_omissions(fold(f"{first}{ellipsis}{last}")), fold(f"Well, {first} and more of that {last}."))
    assert not match(with_omissions(fold(f"{first} zebra{ellipsis}{last}")), fold(f"{first} {last}"))


@given(words, st.data())
def test_another_word_is_never_found(parts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    changed = [*parts[:place], "zebra", *parts[place + 1 :]]
    text = fold(" ".join(parts))
    assert not match(literal(fold(" ".join(changed))), text)
    assert not match(with_omissions(fold(" ".join(changed))), text)
    assert not differs_only_in(literal(fold(" ".join(changed))), text)


@given(st.text(), st.text())
def test_folding_twice_is_folding_once(one: str, other: str) -> None:
    assert fold(fold(one)) == fold(one)
    pattern = with_alterations(fold(one), fold(other))
    assert match(pattern, fold(other)) is None or pattern.runs


def test_words_are_whole_and_in_their_order() -> None:
    assert not match(literal("hips will"), "the ships will sail")
    assert not match(literal("the ship"), "the ships will sail")
    assert not match(with_omissions("sail … ships"), "the ships will sail")
    assert not match(with_omissions("ships … ships"), "the ships will sail")
    assert match(with_omissions("… ships … sail …"), "the ships will sail") == (4, 19)


def test_the_first_place_of_a_run_is_not_always_the_one() -> None:
    far = f"a {'y ' * 30} b"
    assert match(with_alterations("a [x] b", ""), f"a {'y ' * 30} a b") == (63, 66)
    assert not match(with_alterations("a [x] b", ""), far)
    assert match(with_omissions("a … b"), far) == (0, 64)
    assert match(with_alterations("a … [x] b", ""), far) == (0, 64)


def test_thousands_of_ellipses_are_one_search() -> None:
    assert match(with_omissions("a … " * 5000 + "zebra"), "a " * 6000 + "zebra") == (0, 12_005)
    assert not match(with_omissions("a … " * 6001 + "zebra"), "a " * 6000 + "zebra")


@pytest.mark.parametrize(
    ("quotation", "kinds"),
    [
        ("the ships will sail", ("capital letters",)),
        ("The ships, will sail", ("punctuation",)),
        ("the ships – will sail", ("capital letters", "punctuation")),
        ("The shíps will sail", ("accents",)),
        ("The ships will s ail", ("word division",)),
        ("The ship swill-sail", ("word division",)),
        ("he ships will sa", ()),
        ("The boats will sail", ()),
    ],
)
def test_what_a_quotation_differs_in_alone(quotation: str, kinds: tuple[str, ...]) -> None:
    assert differs_only_in(literal(fold(quotation)), "The ships will sail") == kinds


# --- verdicts ------------------------------------------------------------------------------------

P = f"{ID}/A/#"


@pytest.mark.parametrize(
    ("anchor", "quotation", "verdict", "code"),
    [
        # as it reads
        ("p2", LETTER, Verdict.EXACT, ""),
        ("p2", "I was 'glad' to\n hear", Verdict.EXACT, ""),
        ("p2", "“I was ‘glad’ to hear”", Verdict.EXACT, ""),
        ("p2", "I was … We have much", Verdict.EXACT, ""),
        ("p2", "I was . . . We have much to speak [...]", Verdict.EXACT, ""),
        ("p2", "the letter was recieved in Oslo", Verdict.EXACT, ""),
        ("p2", "the letter was received in Oslo", Verdict.CORRECTED, ""),
        ("p2", "A. B. Ekberg. I was “glad”", Verdict.EXACT, ""),
        ("p1", "Talks in Malmö", Verdict.EXACT, ""),
        ("p1", "**Talks** in", Verdict.EXACT, ""),
        ("p1", "in Malmo\u0308", Verdict.EXACT, ""),
        ("p3", "The ships [of the line —ed.] will not sail", Verdict.EXACT, ""),
        ("p3", "it's too late… Or is it?", Verdict.EXACT, ""),
        ("p3–p3a", "Or is it? Later words.", Verdict.EXACT, ""),
        ("p3–p4", "is it? Later words. A. B. Ekberg. What is the price", Verdict.EXACT, ""),
        ("p2–p4", "I was “glad” … the price of herring", Verdict.EXACT, ""),
        # the end
        ("p2", "I was “glad,”", Verdict.EXACT, "Q109"),
        ("p2", "“to hear that the letter.”", Verdict.EXACT, "Q109"),
        ("p2", "to hear that the letter!", Verdict.EXACT, "Q109"),
        # brackets
        ("p2", "[T]he letter was recieved", Verdict.ALTERED, "Q108"),
        ("p2", "I was “glad” to hear that [your message] was recieved", Verdict.ALTERED, "Q108"),
        ("p2", "the letter was recieved [sic] in Oslo", Verdict.ALTERED, "Q108"),
        ("p2", "[T]he zebra was recieved", Verdict.NOT_FOUND, "Q101"),
        ("p3", "The ships [of the zebra —ed.] will not sail", Verdict.NOT_FOUND, "Q101"),
        ("p3", "The ships [of the zebra —ed.]", Verdict.NOT_FOUND, "Q101"),
        ("p3", "[of the zebra —ed.] will not sail", Verdict.NOT_FOUND, "Q101"),
        ("p3", "ships [of the line —ed.] will [certainly] not sail", Verdict.ALTERED, "Q108"),
        # form
        ("p2", "i was glad to hear", Verdict.DIFFERS_ONLY, "Q101"),
        ("p3", "The ships of the line ed. will not sail", Verdict.DIFFERS_ONLY, "Q101"),
        # earlier
        ("p3", "The ships shall not sail.", Verdict.EARLIER, "Q103"),
        ("p3", "The ships must … sail", Verdict.EARLIER, "Q103"),
        # elsewhere
        ("p4", "We have much to speak about", Verdict.ELSEWHERE, "Q110"),
        ("p3a", "Only here is the harbour named.", Verdict.ELSEWHERE, "Q110"),
        ("p3", "Or is it? Later words.", Verdict.ELSEWHERE, "Q110"),
        ("p4", "the letter was received", Verdict.ELSEWHERE, "Q110"),
        # nowhere
        ("p2", "I was “glad” to hear that the parcel was recieved in Oslo.", Verdict.NOT_FOUND, "Q101"),
        ("p2", "We have much … I was", Verdict.NOT_FOUND, "Q101"),
        ("p2", "glad to he", Verdict.NOT_FOUND, "Q101"),
        ("p2", "Completely different matters of astronomy", Verdict.NOT_FOUND, "Q101"),
    ],
)
def test_each_quotation_gets_the_verdict_it_deserves(anchor: str, quotation: str, verdict: Verdict, code: str) -> None:
    row, findings = judged(P + anchor, quotation)
    assert row.verdict is verdict, row.says
    assert codes(findings) == [code] * bool(code)


def test_the_wrong_number_is_put_right() -> None:
    assert judged(P + "p4", "We have much to speak about")[0].places == (f"{ID}/A/#p2",)
    assert judged(P + "p3", "Or is it? Later words.")[0].places == (f"{ID}/A/#p3–p3a",)
    assert judged(P + "p3", "Only here is the harbour")[0].places == (f"{ID}/B/#p1",)
    row, (finding,) = judged(P + "p3", "price")
    assert row.places == (f"{ID}/A/#p4", f"{ID}/A/#p6")  # the other witness has it too, but this one comes first
    assert "the words are in luncheon-1951-03-07/A/#p4, luncheon-1951-03-07/A/#p6" in finding.message


def test_where_a_quotation_departs_is_shown() -> None:
    row, (finding,) = judged(P + "p2", "I was “glad” to hear that the parcel was recieved in Oslo.")
    assert (
        "nearest in luncheon-1951-03-07/A/#p2: “I was “glad” to hear that the letter was recieved in Oslo.”" in row.says
    )
    assert row.says.endswith("the text has “letter”, not “parcel”")
    assert row.says in finding.message
    assert judged(P + "p2", "to hear the letter was")[0].says.endswith("“that” is omitted before “the”")
    assert judged(P + "p2", "to hear then that the letter was")[0].says.endswith("“then” is not in the text")
    assert "nearest in luncheon-1951-03-07/B/#p1" in judged(P + "p2", "Only here is the haven named.")[0].says
    assert judged(P + "p2", "We have much … I was")[0].says == "its parts do not occur there in this order"
    assert judged(P + "p2", "quite other matters")[0].says == "the edition has nothing similar"


def test_a_long_quotation_is_compared_where_it_departs() -> None:
    text = " ".join(f"word{n}" for n in range(20_000))
    view = WitnessView(dataclasses.replace(RECORD, transcript=Transcript((), (speech("p1", text),))))
    one = hold(DocumentView(RECORD.document, (view,)), Ledger(ID, (WitnessLedger(ID, "A", (entry("p1", text),)),)))
    row = Row(2, "p1", text.replace("word19000", "wort19000"))
    (found,) = quotations.verify("quotes.csv", [row], statement(), VERSIONS, {ID: one}).rows
    assert found.says.endswith("the text has “word19000”, not “wort19000”")


def test_an_earlier_wording_names_its_versions() -> None:
    assert judged(P + "p3", "ships shall not")[0].says == "the words are those of version 1.0.0"
    assert judged(P + "p3", "ships must not")[0].says == "the words are those of versions 1.1.0–1.2.0"
    row, findings = judged(f"{ID}/A/?v=1.2.0#p3", "ships must not")
    assert (row.verdict, row.says) == (Verdict.EARLIER, "the words are those of versions 1.1.0–1.2.0, as cited")
    assert codes(findings) == ["Q103"]


def test_the_version_that_is_cited_counts() -> None:
    row, findings = judged(P + "p3", "ships must not", "1.0.0")
    assert (row.verdict, codes(findings)) == (Verdict.OTHER_VERSION, ["Q101"])
    assert row.says == "not in version 1.0.0; the words are those of versions 1.1.0–1.2.0"
    row, findings = judged(P + "p3", "will not sail", "1.0.0")
    assert (row.verdict, codes(findings)) == (Verdict.OTHER_VERSION, ["Q101"])
    assert row.says == "not in version 1.0.0; the words are those of version 1.3.0"
    assert judged(P + "p3", "not sail", "1.0.0")[0].verdict is Verdict.EXACT
    assert judged(P + "p3", "will not sail", "1.3.0") == (
        Judged(Row(2, P + "p3", "will not sail", "1.3.0"), Verdict.EXACT, "", (f"{ID}/A/#p3",)),
        [],
    )
    assert judged(P + "p2", "letter was received", "1.0.0")[0].verdict is Verdict.CORRECTED


@pytest.mark.parametrize("version", ["9.9.9", "1.0", "latest", "1.0.0.0", "9" * 9999 + ".0.0"])
def test_a_version_that_never_was_is_said(version: str) -> None:
    row, findings = judged(P + "p2", "much to speak", version)
    assert (row.verdict, codes(findings)) == (Verdict.EXACT, ["Q104"])
    assert findings[0].severity is Severity.ERROR
    assert findings[0].hint == "It has had 1.0.0, 1.1.0, 1.2.0, 1.3.0."


def test_a_version_before_the_passage_or_beside_another_is_said() -> None:
    assert codes(judged(P + "p3a", "Later words", "1.0.0")[1]) == ["Q104"]
    assert codes(judged(f"{ID}/A/?v=1.0.0#p2", "glad", "1.1.0")[1]) == ["Q104"]
    assert codes(judged(f"{ID}/A/?v=1.1.0#p2", "glad", "1.1.0")[1]) == []


def test_a_retired_passage_says_where_its_words_went() -> None:
    row, (finding,) = judged(P + "p5", "Nobody knows at all")
    assert (row.verdict, row.says) == (Verdict.RETIRED, "the words are those of versions 1.0.0–1.1.0")
    assert (finding.code, finding.severity) == ("Q106", Severity.WARNING)
    assert finding.message == "passage p5 was merged with another in version 1.2.0; its words are now in p6"
    row, findings = judged(P + "p5", "the price may be at home")
    assert (row.verdict, row.places, codes(findings)) == (Verdict.ELSEWHERE, (f"{ID}/A/#p6",), ["Q106", "Q110"])
    _, (finding,) = judged(P + "p7", "rained")
    assert finding.message.endswith("its words are no longer in the text")
    _, (finding,) = judged(P + "p8", "Or not")
    assert finding.message == "passage p8 was split in version 1.1.0; its words are now in p9"


@pytest.mark.parametrize("address", [P + "p99", P + "p2–p99", P + "p4–p2", "no-such-document", f"{ID}/Z/"])
def test_a_passage_that_never_was_is_an_error_and_its_words_are_looked_for(address: str) -> None:
    row, findings = judged(address, "We have much to speak about")
    assert (row.verdict, row.places, codes(findings)) == (Verdict.NO_PASSAGE, (f"{ID}/A/#p2",), ["Q102"])
    assert row.says.endswith(f"; the words are in {ID}/A/#p2")
    assert judged(address, "astronomy")[0].places == ()


def test_a_whole_witness_document_or_edition_can_be_quoted() -> None:
    for address in (f"{ID}/A/", ID, ""):
        row, findings = judged(address, "We have much")
        assert (row.verdict, row.places, findings) == (Verdict.EXACT, (f"{ID}/A/#p2",), [])
        assert judged(address, "was received")[0].verdict is Verdict.CORRECTED
        assert judged(address, "We have zebras")[0].verdict is Verdict.NOT_FOUND
    assert judged(f"{ID}/B/", "We have much")[0].verdict is Verdict.ELSEWHERE
    assert judged("", "herring in the")[0].places == (f"{ID}/A/#p4", f"{ID}/B/#p2")


@given(st.text(min_size=1), st.sampled_from([P + "p2", P + "p3–p4", P + "p5", ID, "", "x"]))
def test_any_quotation_gets_a_verdict_and_no_traceback(text: str, address: str) -> None:
    assume(any(character.isalnum() for character in text))
    row, findings = judged(address, text)
    if row.verdict in (Verdict.EXACT, Verdict.CORRECTED):
        assert not any(finding.severity is Severity.ERROR for finding in findings)
    if row.verdict in (Verdict.NOT_FOUND, Verdict.ELSEWHERE, Verdict.DIFFERS_ONLY, Verdict.NO_PASSAGE):
        assert any(finding.severity is Severity.ERROR for finding in findings)


@given(st.sampled_from([("p2", LETTER), ("p3", SHIPS), ("p4", PRICE), ("p6", HOME)]), st.data())
def test_any_words_of_a_passage_are_exact_there(passage: tuple[str, str], data: st.DataObject) -> None:
    anchor, text = passage
    parts = text.split()
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    row, findings = judged(P + anchor, " ".join(parts[start:end]))
    assert (row.verdict, findings) == (Verdict.EXACT, [])


def test_in_a_large_edition_the_rare_words_lead_to_the_passage() -> None:
    """More texts than are gone through one by one: only those that have the words are."""
    documents = {}
    for n in range(40):
        text = f"Herring and number{n} of the fleet."
        transcript, ledger = Transcript((), (speech("p1", text),)), WitnessLedger(f"d{n}", "A", (entry("p1", text),))
        document = dataclasses.replace(RECORD.document, id=f"d{n}")
        record = dataclasses.replace(RECORD, document=document, transcript=transcript)
        documents[f"d{n}"] = hold(DocumentView(document, (WitnessView(record),)), Ledger(f"d{n}", (ledger,)))
    rows = [
        Row(2, "d1", "number33 of the"),
        Row(3, "d1", "[H]erring and number33"),
        Row(4, "d1", "herring of number33"),
        Row(5, "d1", "Herring and"),
        Row(6, "d1", "number99 of the"),
    ]
    verified = quotations.verify("quotes.csv", rows, statement(), VERSIONS, documents)
    assert [row.verdict for row in verified.rows] == [
        Verdict.ELSEWHERE, Verdict.NOT_FOUND, Verdict.NOT_FOUND, Verdict.EXACT, Verdict.NOT_FOUND,
    ]  # fmt: skip
    assert [row.places for row in verified.rows[:3]] == [("d33/A/#p1",)] * 3


# --- the list ------------------------------------------------------------------------------------


def rows_of(text: str | bytes) -> list[tuple[object, ...]]:
    rows, findings = read_list("q.csv", text.encode() if isinstance(text, str) else text)
    assert findings == []
    return [tuple(row) for row in rows]


def wrong(text: str | bytes) -> tuple[str, str]:
    _, findings = read_list("q.csv", text.encode() if isinstance(text, str) else text)
    assert {finding.code for finding in findings} == {"Q105"}
    return str(findings[0].locus), findings[0].message


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_read_as_programs_write_it(mark: str, delimiter: str, end: str) -> None:
    rows = ["address{}quotation", 'A p2{}"one, two; three\t""four"""', "", 'A p3{}"five', 'six"', "A p4{}seven"]
    text = end.join(row.format(delimiter) for row in rows)
    assert rows_of(mark + text) == [
        (2, "A p2", 'one, two; three\t"four"', ""),
        (4, "A p3", f"five{end}six", ""),
        (6, "A p4", "seven", ""),
    ]


def test_columns_are_found_by_their_names() -> None:
    assert rows_of("Note;Version; QUOTATION ;Address\n=1+1;1.0.0;words;A p2\n;;more;\n") == [
        (2, "A p2", "words", "1.0.0"),
        (3, "", "more", ""),
    ]
    assert rows_of('address, quotation\nA p2, "one, two"\n') == [(2, "A p2", "one, two", "")]
    assert rows_of("\n\naddress,quotation\n\nA p2,words\n,\n  ,  \n") == [(5, "A p2", "words", "")]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "q.csv", "the file is empty"),
        ("\ufeff \n\n", "q.csv", "the file is empty"),
        ("address,quotation\n", "q.csv:1:1", "the file has a header and no quotation"),
        ("A p2,words\n", "q.csv:1:1", "does not name the column “address”"),
        ("address,quote\nA p2,words\n", "q.csv:1:1", "does not name the column “quotation”"),
        ("quotation\nwords\n", "q.csv:1:1", "does not name the column “address”"),
        ("address,quotation,address\nA,w,B\n", "q.csv:1:1", "the column “address” occurs twice"),
        ("address,quotation\nA p2,w\0\n", "q.csv:2:7", "a NUL byte"),
        (b"address,quotation\nA p2,\xe4\xf6\n", "q.csv:2:6", "byte 0xE4 is not valid UTF-8"),
        ("address,quotation\r\nA p2,w\r\n".encode("utf-16"), "q.csv:1:1", "byte 0xFF is not valid UTF-8"),
        ("address,quotation\nA p2,one, two\n", "q.csv:2:1", "the row has 3 fields, and the header 2"),
        ("address,quotation\n\"A\np2\"\n", "q.csv:2:1", "the row has 1 field, and the header 2"),
        ('address,quotation\nA p1,x\nA p2,"one\nA p3,two\n', "q.csv:3:1", "the row cannot be read"),
        ('address,quotation\nA p2,"one" two\n', "q.csv:2:1", "the row cannot be read"),
        ("address,quotation\nA p2,…\n", "q.csv:2:1", "the quotation has no words"),
        ("address,quotation\nA p2,\n", "q.csv:2:1", "the quotation has no words"),
        ('address,quotation\nA p2,"' + "x" * 200_000 + '"\n', "q.csv:2:1", "the row cannot be read: field larger"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused_with_its_place(text: str | bytes, place: str, said: str) -> None:
    found = wrong(text)
    assert found[0] == place
    assert said in found[1]


def test_one_bad_row_does_not_hide_the_others() -> None:
    rows, findings = read_list("q.csv", b'address,quotation\nA p1,one\nA p2\nA p3,"x" y\nA p4,four\n')
    assert [(row.line, row.quotation) for row in rows] == [(2, "one"), (5, "four")]
    assert [finding.locus.line for finding in findings] == [3, 4]


@given(st.binary(max_size=300))
def test_any_file_gives_rows_or_findings(data: bytes) -> None:
    rows, findings = read_list("q.csv", data)
    assert rows or findings


def test_formulas_are_words() -> None:
    (row,) = read_list("q.csv", b'address,quotation\n=A1,"=HYPERLINK(""http://x"",""y"")"\n')[0]
    assert row.quotation == '=HYPERLINK("http://x","y")'
    assert verify([row]).rows[0].verdict is Verdict.NO_PASSAGE


# --- what is shown -------------------------------------------------------------------------------


def test_the_table_and_the_values_say_the_same() -> None:
    verified = verify(
        [Row(2, P + "p2", "I was “glad,”"), Row(10, "", "We have much", "1.0.0"), Row(11, P + "p99", "zebra")]
    )
    values = quotations.as_values(verified)
    assert json.loads(json.dumps(values)) == values
    assert values["counts"] == {"exact": 2, "no such passage": 1}
    assert values["quotations"][1] == {
        "line": 10,
        "address": "",
        "version": "1.0.0",
        "quotation": "We have much",
        "verdict": "exact",
        "says": f"the words are in {ID}/A/#p2",
        "places": [f"{ID}/A/#p2"],
    }
    assert quotations.table(verified) == [
        f" 2  exact            {ID}/A/#p2  “I was “glad,””",
        "                     the “,” at the end is not the passage's",
        "10  exact            ./  “We have much”",
        f"                     the words are in {ID}/A/#p2",
        f"11  no such passage  {ID}/A/#p99  “zebra”",
        f"                     witness A of {ID} never had a passage p99",
        "3 quotations: 2 exact, 1 no such passage",
    ]
    assert quotations.table(Verified((), ())) == ["0 quotations"]


# --- citing --------------------------------------------------------------------------------------


def cite(address: str, form: str = "") -> tuple[list[str], list[Finding]]:
    cited, findings = find_cited(address, statement(), {ID: ("A", "B")})
    assert cited is not None, findings
    lines, found = quotations.citation_lines(
        cited, HELD if cited.document else None, statement(), VERSIONS, quotations.COMMAND, form
    )
    assert not any("None" in line or "[]" in line or "()" in line for line in lines)
    return lines, found


def test_a_citation_comes_in_every_form_with_the_history() -> None:
    lines, findings = cite("A p3")
    assert findings == []
    assert lines[0] == f"https://example.org/e/{ID}/A/#p3"
    assert "from version 1.0.0 until version 1.1.0 it read: “The ships shall not sail.”" in lines
    assert f"since version 1.3.0 it reads: “{SHIPS}”" in lines
    names = [line for line in lines if line and not line.startswith(" ")]
    for name in ("Chicago, full note", "MLA, works cited", "APA, reference list", "BibTeX", "RIS", "CSL-JSON"):
        assert name in names
    text = "\n".join(lines)
    assert text.count("passage p3 [Anna Birgitta Ekberg]") == 3
    assert text.count("Ekberg, in “") == 4
    item = json.loads("\n".join(lines[lines.index("CSL-JSON") + 1 :]))
    assert item["note"].endswith("passage p3 [Anna Birgitta Ekberg]")
    assert item["URL"] == f"https://example.org/e/{ID}/A/#p3"
    assert "corrected it reads: “" + LETTER.replace("recieved", "received") + "”" in cite("A p2")[0]


def test_one_form_alone_can_be_had() -> None:
    everything = "\n".join(cite("A p3")[0])
    for form in quotations.form_ids():
        lines, findings = cite("A p3", form)
        assert (bool(lines), findings) == (True, [])
        assert re.sub(r"\s+", " ", "\n".join(lines)) in re.sub(r"\s+", " ", everything)
        assert any("p3" in line for line in lines) or form in ("chicago-bibliography", "mla", "apa")


def test_a_range_is_cited_with_its_speaker_when_it_has_one() -> None:
    ((line,), _) = cite("A p4–p6", "chicago-note")
    assert line.strip().startswith("Anna Birgitta Ekberg, in “")
    assert "passages p4–p6, " in line
    assert any("passages p4–p6 [Anna Birgitta Ekberg]" in line for line in cite("A p4–p6", "ris")[0])
    assert not cite("A p4–p2")[0]
    assert codes(cite("A p4–p2")[1]) == ["Q102"]


def test_the_edition_a_document_and_a_witness_are_cited_without_a_place() -> None:
    for address in ("", ID, f"{ID}/A/"):
        lines, findings = cite(address)
        assert findings == []
        assert len(lines) > 20
        assert "passage" not in "\n".join(lines)


def test_another_wording_a_retired_passage_and_an_unknown_version_are_said() -> None:
    lines, findings = cite(f"{ID}/A/?v=1.1.0#p3")
    assert codes(findings) == ["Q103"]
    assert "in version 1.1.0, which is cited, it read: “The ships must not sail.”" in lines
    lines, findings = cite("A p5")
    assert codes(findings) == ["Q106"]
    assert "version 1.2.0: it was merged with p6" in lines
    assert any("passage p5" in line for line in lines)
    lines, findings = cite(f"{ID}/A/?v=7.0.0#p2")
    assert codes(findings) == ["Q104"]
    assert len(lines) > 20
    assert cite("A p99")[0] == []


# --- from the committed files --------------------------------------------------------------------


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """The root of a small edition as it is after a build, but without pages and site."""
    new = {**new_project.new_edition(), "edition/versions.yml": b"- version: 1.0.0\n  date: 2026-11-21\n"}
    composed = compose(new, Serial())
    root = tmp_path / "edition"
    assert files.begin(root, {**new, **composed.edition}) == []
    return root


def test_citing_needs_no_build(committed: Path) -> None:
    before = {path: path.read_bytes() for path in committed.rglob("*") if path.is_file()}
    lines, findings = cited.cite(committed, "A p4")
    assert findings == []
    assert lines[0] == f"https://example.org/conversations/{ID}/A/#p4"
    assert cited.cite(committed, "A p4", "chicago-note")[0] == [lines[lines.index("Chicago, full note") + 1].strip()]
    assert len(cited.cite(committed, "")[0]) > 20
    assert codes(cited.cite(committed, "p4")[1]) == ["Q102"]
    assert {path: path.read_bytes() for path in committed.rglob("*") if path.is_file()} == before


def test_what_was_built_last_is_cited(committed: Path) -> None:
    path = committed / "edition/edition.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 2.0.0"), encoding="utf-8")
    lines, findings = cited.cite(committed, "A p4")
    assert findings == []
    assert "1.0.0" in "\n".join(lines)
    assert "2.0.0" not in "\n".join(lines)


def test_a_list_is_checked_against_the_committed_files(committed: Path, tmp_path: Path) -> None:
    path = tmp_path / "quotes.csv"
    path.write_text(
        "address;quotation\nA p6;before the coffee is cold\nA p5;before the tea is cold\n", encoding="utf-8"
    )
    verified, findings = cited.verify(committed, path)
    assert [row.verdict for row in verified.rows] == [Verdict.EXACT, Verdict.NOT_FOUND]
    assert [(finding.code, finding.locus.file, finding.locus.line) for finding in findings] == [
        ("Q101", path.as_posix(), 3)
    ]
    assert f"nearest in {ID}/A/#p6" in verified.rows[1].says
    path.write_bytes(b"\xff")
    assert codes(cited.verify(committed, path)[1]) == ["Q105"]
    for missing in (tmp_path / "none.csv", tmp_path):
        assert codes(cited.verify(committed, missing)[1]) == ["F102"]


def test_an_edition_that_cannot_be_read_is_said_to_be_so(committed: Path, tmp_path: Path) -> None:
    lists = tmp_path / "quotes.csv"
    lists.write_text("address,quotation\nA p4,glad\n", encoding="utf-8")

    def both(root: Path) -> list[str]:
        lines, findings = cited.cite(root, "A p4")
        verified, others = cited.verify(root, lists)
        assert (lines, verified.rows, codes(findings)) == ([], (), codes(others))
        return codes(findings)

    assert both(tmp_path / "nowhere") != []
    other = tmp_path / "other"
    assert files.begin(other, new_project.new_edition()) == []
    assert both(other) == ["Y108"]
    ledger = committed / f"edition/anchors/{ID}.yml"
    content = ledger.read_bytes()
    ledger.write_bytes(content.replace(b"coffee", b"toffee"))
    assert both(committed) == ["A101"]
    ledger.unlink()
    assert both(committed) == ["Y108"]
    ledger.write_bytes(content)
    (committed / "edition/versions.yml").write_text("1.0.0\n", encoding="utf-8")
    assert both(committed) == ["A110"]
    (committed / "edition/versions.yml").unlink()
    (committed / f"edition/tei/{ID}.A.xml").write_text("<TEI/>", encoding="utf-8")
    assert both(committed) != []
