"""Mentions found in invented texts, and the pages of people, places and organisations made from them."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from pecia import new_project
from pecia.collation.pairs import collate_pairs
from pecia.model import (
    Locus,
    Mention,
    Passage,
    PassageKind,
    RichText,
    Sign,
    Span,
    Transcript,
    Turn,
    passages,
    source_text,
)
from pecia.model.conventions import Conventions, Speaker
from pecia.model.edition import Entry, Exemplar, Responsibility, Witness
from pecia.model.rulings import Ruling
from pecia.pages import Edition, account, names_in
from pecia.pages.concordance import pieces
from pecia.pages.register_concordance import OPEN, allotted
from pecia.pages.registers import register_pages
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.transcript import parse, read_exemplar
from pecia.transcript.mentions import unnamed
from pecia.view.document import DocumentView, WitnessView

CONVENTIONS = Conventions(label_end=":", speakers=(Speaker(person="ekberg", labels=("Ekberg",)),))


def person(key: str, *forms: str) -> Entry:
    return Entry(key=key, name=key, sort=key, forms=forms)


def place(key: str, *forms: str) -> Entry:
    return Entry(key=key, name=key, sort=key, forms=forms, kind="place")


def ruling(exact: str, value: str, kind: str = "mention", **more: str) -> Ruling:
    id_ = f"r-{len(exact)}-{kind}-{len(value)}"
    return Ruling(id=id_, kind=kind, witnesses=("X",), exact=exact, value=value, resp="eds", reason="r", **more)


def transcribed(text: str, *entries: Entry, rulings: tuple[Ruling, ...] = ()) -> tuple[Transcript, list]:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    hands = (Responsibility(id="ed", role="editor", signatures=("—ed.",), unsigned=True),)
    file = Exemplar(file="X.txt", sha256=digest)
    witness = Witness(siglum="X", title="X", description="X", language="en", exemplar=file, responsibilities=hands)
    exemplar, _ = read_exemplar("X.txt", data, digest)
    assert exemplar
    placed = [(one, Locus("rulings.yml", number)) for number, one in enumerate(rulings, 1)]
    made, _, findings = parse(exemplar, witness, CONVENTIONS, entries, placed)
    assert source_text(made) == exemplar.folded
    return made, findings


def named(text: str, *entries: Entry, rulings: tuple[Ruling, ...] = ()) -> list[tuple[str, str]]:
    """The words marked, with the key; in the order of the text."""
    made, _ = transcribed(text, *entries, rulings=rulings)
    return [
        (passage.content.text[span.start : span.end], span.mark.key)
        for passage in passages(made)
        for span in passage.content.spans
        if isinstance(span.mark, Mention)
    ]


def codes(text: str, *entries: Entry, rulings: tuple[Ruling, ...] = ()) -> list[str]:
    found = transcribed(text, *entries, rulings=rulings)[1]
    return [finding.code for finding in found if finding.code[0] in "RG"]


# --- finding names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("Ekberg’s letter, and Ekberg's.", "Ekberg", ["Ekberg", "Ekberg"]),
        ("the anti-Ekberg party and the Ekberg-led one", "Ekberg", ["Ekberg", "Ekberg"]),
        ("Ekbergs and Nekberg, Ekberg2, _Ekberg_", "Ekberg", []),
        ("A. B. Ekberg, A.B. Ekberg, A.B.Ekberg", "A. B. Ekberg", ["A. B. Ekberg", "A.B. Ekberg", "A.B.Ekberg"]),
        ("The Northern\nUnion met.", "Northern Union", ["Northern Union"]),
        ("The Northern\u00a0Union met.", "Northern Union", ["Northern\u00a0Union"]),
        ("ekberg and EKBERG", "Ekberg", []),
        ("U.N., (U.N.) and U.N.’s", "U.N.", ["U.N.", "U.N.", "U.N."]),
        ("C++ (Ltd.) and CCC", "C++ (Ltd.)", ["C++ (Ltd.)"]),
        ("axb a.b a.*b", "a.*b", ["a.*b"]),
        ("back\\slash [x] ^$|?{2}", "^$|?{2} ", ["^$|?{2}"]),
        ("… — .", "—", []),
        ("anything", " ", []),
        ("anything", "", []),
        ("Ek\u00adberg", "Ekberg", ["Ek\u00adberg"]),
        ("Ek- berg", "Ekberg", []),
        ("ראה את תל אביב.", "תל אביב", ["תל אביב"]),
        ("זה \u200fתל אביב\u200f כאן", "תל אביב", ["תל אביב"]),
        ("यह किताब है", "किताब", ["किताब"]),
        ("यह किताबें है", "किताब", []),
    ],
)
def test_forms_are_found_as_whole_words_as_they_are_written(text: str, form: str, found: list[str]) -> None:
    assert [words for words, _ in named(text, person("x", form))] == found


def test_the_longest_form_wins_and_nothing_is_marked_inside_it() -> None:
    body, part, whole = (
        place("body", "Northern Union Council"),
        place("union", "Northern Union"),
        place("north", "Northern"),
    )
    text = "Northern Union Council. Northern Union. Northern. Northern Council."
    expected = [
        ("Northern Union Council", "body"),
        ("Northern Union", "union"),
        ("Northern", "north"),
        ("Northern", "north"),
    ]
    for entries in ((body, part, whole), (whole, part, body)):
        assert named(text, *entries) == expected


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("registered", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Solé", "Lệ Mỹ", "Ångström", "Йорк", "한강"])
def test_combining_accents_do_not_matter_and_stay_as_they_are(name: str, written: str, registered: str) -> None:
    text = unicodedata.normalize(written, f"In {name}’s house, é, {name}.")
    printed = unicodedata.normalize(written, name)
    assert named(text, place("x", unicodedata.normalize(registered, name))) == [(printed, "x"), (printed, "x")]


def test_a_letter_is_never_cut_from_its_accent() -> None:
    assert named("Jose\u0301 and Jose", person("x", "Jose")) == [("Jose", "x")]
    assert named("n\u0303ana", person("x", "ana")) == []


def test_a_form_of_two_entries_is_reported_and_left_unmarked() -> None:
    text = "Holm spoke to C. Holm."
    two = (person("holm-a", "Holm", "C. Holm"), person("holm-b", "Holm"))
    assert named(text, *two) == [("C. Holm", "holm-a")]
    assert codes(text, *two) == ["R103"]
    decided = (ruling("Holm", "holm-b", after=" spoke"),)
    assert named(text, *two, rulings=decided) == [("Holm", "holm-b"), ("C. Holm", "holm-a")]
    assert codes(text, *two, rulings=decided) == []
    spaced = (person("a", "C. Holm"), person("b", "C.Holm"))
    assert codes("C. Holm", *spaced) == ["R103"]
    assert codes("Holm", person("a", "Holm", "Holm")) == []


def test_a_ruling_without_a_value_says_that_the_words_name_nobody() -> None:
    text = "We met in May. May spoke."
    nobody = (ruling("May", "", after=". May"),)
    assert named(text, person("may", "May"), rulings=nobody) == [("May", "may")]
    assert codes(text, person("may", "May"), rulings=nobody) == []


def test_rulings_that_overlap_contradict_each_other() -> None:
    two = (ruling("Northern Union", "union"), ruling("Union Council", "council"))
    entries = (place("union"), place("council"))
    assert named("The Northern Union Council.", *entries, rulings=two) == [("Northern Union", "union")]
    assert codes("The Northern Union Council.", *entries, rulings=two) == ["G104"]


# --- names across a border --------------------------------------------------------------------------


TWO_PASSAGES = "Ekberg: We spoke of the Northern\n\nUnion at length."
PARTED = ruling("Union at length", "", "not-a-page-break")


def test_a_name_across_the_end_of_a_passage_is_reported() -> None:
    union = place("union", "Northern Union")
    assert named(TWO_PASSAGES, union, rulings=(PARTED,)) == []
    (finding,) = transcribed(TWO_PASSAGES, union, rulings=(PARTED,))[1]
    assert (finding.code, finding.message) == ("R105", "“Northern Union” begins in one passage and ends in the next")
    assert (finding.locus.line, finding.locus.column) == (1, 25)
    shorter = place("north", "Northern")
    assert named(TWO_PASSAGES, union, shorter, rulings=(PARTED,)) == [("Northern", "north")]
    assert codes(TWO_PASSAGES, union, shorter, rulings=(PARTED,)) == []
    assert codes(TWO_PASSAGES, union, rulings=(PARTED, ruling("Northern", "union"))) == []
    accented = unicodedata.normalize("NFD", TWO_PASSAGES.replace("spoke", "éééé").replace("Northern", "Nörthern"))
    assert codes(accented, place("union", "Nörthern Union"), rulings=(PARTED,)) == ["R105"]


def test_a_ruling_across_the_end_of_a_passage_is_reported() -> None:
    one = (PARTED, ruling("Northern Union", "union"))
    assert named(TWO_PASSAGES, place("union"), rulings=one) == []
    assert codes(TWO_PASSAGES, place("union"), rulings=one) == ["G105"]


def test_a_name_over_a_lost_page_break_inside_a_passage_is_one_name() -> None:
    joined = ruling("Union at length", "join", "page-break")
    made, findings = transcribed(TWO_PASSAGES, place("union", "Northern Union"), rulings=(joined,))
    (passage,) = passages(made)
    assert [type(span.mark).__name__ for span in passage.content.spans] == ["Mention", "PageBreak"]
    assert not [finding for finding in findings if finding.code == "R105"]


@pytest.mark.parametrize(
    ("text", "rulings"),
    [
        ("We spoke of the [great Northern —ed.] Union.", ()),
        ("We spoke of the Northern [Union and all —ed.] things.", ()),
        ("We spoke of the Northern Union.", (ruling("the Northern", "the Great", "emendation"),)),
        ("We spoke of **the Northern** Union.", ()),
    ],
)
def test_a_name_across_another_mark_is_not_one_name(text: str, rulings: tuple[Ruling, ...]) -> None:
    form = "Northern** Union" if "**" in text else "Northern —ed.] Union" if "great" in text else "Northern [Union"
    entries = (place("union", "Northern Union", form),)
    assert named(text, *entries, rulings=rulings) == []
    assert codes(text, *entries, rulings=rulings) == ["R105"]


def test_a_ruling_across_another_mark_is_reported_as_the_rulings_fault() -> None:
    one = (ruling("Northern [Union", "union"),)
    assert codes("Of the Northern [Union and all —ed.] things.", place("union"), rulings=one) == ["G105"]


def test_a_name_inside_a_mark_or_around_one_is_found() -> None:
    union = place("union", "Northern Union")
    assert named("Back [from the Northern Union —ed.] at last.", union) == [("Northern Union", "union")]
    corrected = (ruling("Nothern", "Northern", "emendation"), ruling("Nothern Union", "union"))
    assert named("The Nothern Union.", union, rulings=corrected) == [("Nothern Union", "union")]


FORMS = ["Ekberg", "A. Ekberg", "Ekberg Holm", "é", "Solé", "[Holm]", "Holm", "U.N.", "a", "."]


@given(
    st.lists(st.sampled_from([*FORMS, " ", "\n\n", "Ekberg: ", "e\u0301", "\u0301", "[", "]", "**", "\u00ad", "x"])),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(FORMS)), max_size=6),
)
@example(["Ekberg: ", "Ekberg", "\n\n", "Holm"], [("a", "Ekberg Holm")])
def test_marks_change_no_character_and_none_stands_in_another(parts: list[str], forms: list[tuple[str, str]]) -> None:
    text = "x " + "".join(parts) + " x"
    entries = [person(key, *(form for of, form in forms if of == key)) for key in "abc"]
    made, _ = transcribed(text, *entries)
    bare, _ = transcribed(text)
    assert [p.content.text for p in passages(made)] == [p.content.text for p in passages(bare)]
    for passage in passages(made):
        spans = [span for span in passage.content.spans if isinstance(span.mark, Mention)]
        assert all(one.end <= next_.start for one, next_ in pairwise(spans))
        assert all(0 <= span.start < span.end <= len(passage.content.text) for span in spans)


# --- entries that nothing names ---------------------------------------------------------------------


def test_entries_that_no_record_refers_to_are_listed_in_one_note() -> None:
    entries = [person("holm"), place("bergen"), person("ekberg")]
    (finding,) = unnamed(entries, {"ekberg"})
    assert (finding.code, finding.message) == ("R104", "bergen, holm")
    assert unnamed(entries[2:], {"ekberg"}) == []
    assert unnamed([], ()) == []


# --- pages ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def view() -> DocumentView:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view


@pytest.fixture(scope="module")
def statement():
    edition = compose(new_project.new_edition(), Serial()).sources
    assert edition
    return edition.statement


def speech(number: int, text: str, key: str, who: str = "nordahl") -> Turn:
    """A turn of one passage that names ``key`` wherever the word Oslo or Ekberg stands."""
    spans = tuple(
        Span(*match.span(), Mention("place" if match.group() == "Oslo" else "person", key))
        for match in re.finditer("Oslo|Ekberg", text)
    )
    passage = Passage(PassageKind.SPEECH, RichText(text, spans), who=who, id=f"p{number}")
    return Turn(who, RichText("N.:"), (passage,))


def transcripts_of(view: DocumentView) -> list[tuple[str, Transcript]]:
    return [(witness.record.siglum, witness.record.transcript) for witness in view.witnesses]


def rendered(statement, *views: DocumentView) -> dict[str, html.HtmlElement]:
    own = {entry.key for view in views for witness in view.witnesses for entry in witness.record.entries}
    edition = Edition(statement, tuple(account(view, own) for view in views))
    names = (names_in(view, own, collate_pairs(transcripts_of(view))[0]) for view in views)
    files = {file.path: file.content.decode() for file in register_pages(edition, names, own)}
    assert all("None" not in text for text in files.values())
    return {path: html.fromstring(text.split("---\n", 2)[2]) for path, text in files.items()}


def with_turns(view: DocumentView, turns: list[Turn], id_: str = "", date: str = "", entries=()) -> DocumentView:
    """The document with these turns as the whole text of its witness A."""
    record = view.witnesses[0].record
    witness = dataclasses.replace(record.document.witnesses[0], responsibilities=())
    document = dataclasses.replace(
        record.document, id=id_ or record.document.id, date=date or record.document.date, witnesses=(witness,)
    )
    made = dataclasses.replace(
        record,
        document=document,
        entries=tuple(entries) or record.entries,
        rulings=(),
        transcript=Transcript((), tuple(turns)),
    )
    return DocumentView(document, (WitnessView(made),))


def test_each_passage_that_names_an_entry_has_its_speaker_and_words_in_context(statement, view) -> None:
    page = rendered(statement, view)["places/index.md"]
    (section,) = page.xpath("//section[h3[@id='entry-oslo']]")
    (row,) = section.xpath(".//ul[@class='pc-contexts']/li")
    assert [re.sub(r"#p\d+", "", target) for target in row.xpath("a/@href")] == [
        f"../luncheon-1951-03-07/{siglum}/" for siglum in "AB"
    ]
    assert re.fullmatch(r"A p\d+ B p\d+", " ".join(row.xpath("a/text()")))
    assert row.xpath("string(b)") == "Anna Birgitta Ekberg"
    assert row.xpath("string(.//mark)") == "Oslo"
    assert "letter was recieved in Oslo. We have much to" in row.text_content()
    said = [p.text_content() for p in section.xpath(".//p")]
    assert [text for text in said if ": named in 1 passage of A and B (by Anna Birgitta Ekberg in 1):" in text]


def test_reported_speech_and_turns_are_listed_with_their_first_words(statement, view) -> None:
    page = rendered(statement, view)["people/nordahl/index.md"]
    assert re.match(r"[AB] p\d", page.xpath("//ul[@class='pc-turns']/li")[0].text_content())
    reported = page.xpath("//ul[@class='pc-turns pc-reported']/li")
    assert reported
    for item in reported:
        assert item.text_content().endswith("Nordahl remarks that the boats have not gone out for a week.")


def test_in_reported_speech_the_note_taker_names_and_not_who_is_reported(statement, view) -> None:
    page = rendered(statement, view)["people/nordahl/index.md"]
    voices = [row.xpath("string(b)") for row in page.xpath("//ul[@class='pc-contexts']/li")]
    assert voices == ["note-taker, reporting Carl Nordahl"]
    (said,) = (text for p in page.xpath("//p") if (text := p.text_content()).startswith("Named in"))
    assert "(by the note-taker in 1)" in said


def test_counts_say_which_witnesses_have_them(statement, view) -> None:
    apart = Passage(
        PassageKind.NARRATIVE, speech(9, "Quite another thing in Oslo.", "oslo").passages[0].content, id="p9"
    )
    bodies = [
        (speech(1, "Then she went to Oslo by sea.", "oslo"),),
        (speech(1, "Then she went to Oslo by sea.", "oslo"), apart),
    ]
    witnesses = [
        WitnessView(dataclasses.replace(one.record, transcript=Transcript((), body)))
        for one, body in zip(view.witnesses, bodies, strict=True)
    ]
    pages = rendered(statement, DocumentView(view.document, tuple(witnesses)))
    listed = " ".join(pages["places/index.md"].xpath("string(//ul[@class='pc-list'])").split())
    assert "(named in 2 passages: 1 of A, 2 of B)" in listed
    people = " ".join(pages["people/index.md"].text_content().split())
    assert "(1 turn of A and B)" in people
    assert "what several have in common counts once" in people


def test_a_register_without_an_entry_has_no_page(statement, view) -> None:
    people = [Entry(key="nordahl", name="Carl Nordahl", sort="Nordahl, Carl")]
    pages = rendered(statement, with_turns(view, [speech(1, "Ekberg.", "nordahl")], entries=people))
    assert set(pages) == {"people/index.md", "people/nordahl/index.md"}
    places = [Entry(key="oslo", name="Oslo", sort="Oslo", kind="place")]
    assert set(rendered(statement, with_turns(view, [speech(1, "Oslo.", "oslo")], entries=places))) == {
        "places/index.md"
    }


def test_a_long_list_is_folded_behind_its_count_and_a_short_one_is_not(statement, view) -> None:
    for count in (OPEN, OPEN + 1, 900):
        turns = [speech(number, f"Number {number} is in Oslo & <there>.", "oslo") for number in range(count)]
        page = rendered(statement, with_turns(view, turns))["places/index.md"]
        (section,) = page.xpath("//section[h3[@id='entry-oslo']]")
        links = section.xpath(".//a[contains(@href, '/A/#p')]/@href")
        assert links == [f"../luncheon-1951-03-07/A/#p{number}" for number in range(count)]
        assert "Number 0 is in Oslo & <there>." in section.text_content()
        folded = section.xpath("details")
        assert len(folded) == (count > OPEN)
        if folded:
            assert f"named in {count} passages (by Carl Nordahl in {count})" in folded[0].xpath("string(summary)")
            assert folded[0].get("open") is None
            assert not section.xpath("ul[@class='pc-contexts']")


def test_rows_beyond_the_limit_are_numbers_only(statement, view) -> None:
    turns = [speech(number, "Ekberg is here.", "ekberg") for number in range(500)]
    page = rendered(statement, with_turns(view, turns))["people/ekberg/index.md"]
    assert len(page.xpath("//ul[@class='pc-contexts']/li")) == 400
    assert len(page.xpath("//details/p/a")) == 100
    assert "And in p400, p401," in page.xpath("string(//details/p)")
    assert list(allotted([3, 0, 4, 5], 5)) == [3, 0, 2, 0]


def test_many_documents_are_folded_by_year(statement, view) -> None:
    views = [
        with_turns(view, [speech(1, "In Oslo.", "oslo")], f"talk-{number}", f"{1950 + number % 2}-03-07")
        for number in range(21)
    ]
    for pages, path in ((rendered(statement, *views), "//section[h3[@id='entry-oslo']]/details"),):
        folded = pages["places/index.md"].xpath(path)
        assert [one.xpath("string(summary)") for one in folded] == ["1950: 11 documents", "1951: 10 documents"]
        assert not rendered(statement, *views[:20])["places/index.md"].xpath(path)


def test_an_entry_that_no_text_names_says_so(statement, view) -> None:
    page = rendered(statement, with_turns(view, [speech(1, "Nothing.", "oslo")]))
    assert "Not named in the texts." in page["people/ekberg/index.md"].text_content()
    assert "Not named in the texts." in page["places/index.md"].xpath("string(//section[h3[@id='entry-oslo']])")
    assert "(" not in page["people/index.md"].xpath("string(//li[@id='entry-ekberg'])")
    assert "(1 turn)" in page["people/index.md"].xpath("string(//li[@id='entry-nordahl'])")
    assert "not established" not in page["people/ekberg/index.md"].text_content()


def test_lists_give_counts_and_long_ones_their_initials(statement, view) -> None:
    names = ["Ångström", "Abel", "1st Committee", "Émile", "Йорк", *(f"B{number:02}" for number in range(40))]
    entries = [Entry(key=f"k{number}", name=name, sort=name) for number, name in enumerate(names)]
    long = rendered(statement, with_turns(view, [speech(1, "Ekberg, Ekberg.", "k1")], entries=entries))[
        "people/index.md"
    ]
    links = long.xpath("//nav[@aria-label='People by initial']//a")
    assert sorted(link.text_content() for link in links) == ["#", "A", "B", "E", "И"]
    ids = set(long.xpath("//li/@id"))
    assert {link.get("href")[1:] for link in links} <= ids
    assert "(named in 1 passage)" in long.xpath("string(//li[@id='entry-k1'])")
    assert long.xpath("//li[@id='entry-k1']/a/@href") == ["k1/"]
    short = rendered(statement, with_turns(view, [speech(1, "x", "")], entries=entries[:40]))["people/index.md"]
    assert not short.xpath("//nav")


# --- words in context -------------------------------------------------------------------------------


def shown(text: str, *names: str, signs: tuple[Span, ...] = ()) -> str:
    """The words in context, the names between brackets."""
    spans = [
        Span(*match.span(), Mention("person", "x")) for name in names for match in re.finditer(re.escape(name), text)
    ]
    found = pieces(RichText(text, signs), sorted(spans, key=lambda span: span.start))
    return "".join(f"[{words}]" if marked else words for words, marked in found)


def test_context_cuts_at_words_and_says_what_is_left_out() -> None:
    assert shown("Holm", "Holm") == "[Holm]"
    text = f"{'before ' * 20}Holm{' after' * 20}"
    assert shown(text, "Holm") == f"… {'before ' * 6}[Holm]{' after' * 7} …"
    assert shown(f"Holm {'x ' * 100}Holm", "Holm").count(" … ") == 1
    assert shown("Holm and Holm", "Holm") == "[Holm] and [Holm]"


def test_context_leaves_out_signs_and_keeps_accents_whole() -> None:
    assert shown("<b> & **Holm**", "Holm", signs=(Span(6, 8, Sign("markup")), Span(12, 14, Sign("markup")))) == (
        "<b> & [Holm]"
    )
    unparted = "e\u0301" * 60 + "Holm" + "e\u0301" * 60
    for odd in (unparted, "x" + unparted):
        cut = shown(odd, "Holm")
        assert "… e\u0301" in cut
        assert cut.endswith("e\u0301 …")


@given(st.text("ab \u0301<&", max_size=120), st.text("ab \u0301<&", max_size=120))
def test_context_has_the_name_and_nothing_that_is_not_in_the_text(before: str, after: str) -> None:
    words = shown(f"{before}Holm{after}", "Holm")
    assert words.count("[Holm]") == 1
    assert words.replace("[Holm]", "Holm").strip("… ") in f"{before}Holm{after}"
