"""Citations in their styles: our words as we wrote them, slots where a place is cited, and nothing empty."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest
import typst
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pecia import new_project
from pecia.citation import (
    STYLES,
    Forms,
    Item,
    Run,
    Slot,
    Speaker,
    StyleId,
    cite_document,
    cite_edition,
    filled,
    plain,
    processor,
    source_item,
    template_as_json,
)
from pecia.citation.forms import joined
from pecia.citation.names import Name, divided
from pecia.citation.placeholders import StandIns, put_back, turned
from pecia.citation.processor import ProcessorStoppedError, Work, bibliography, cited
from pecia.model.edition import Editor, Original, Responsibility, Source
from pecia.model.record import Record
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document

LOCATOR = "passage p12 [Anna Ekberg]"


@pytest.fixture(scope="module")
def record() -> Record:
    """The record of witness A of the new edition."""
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view.witnesses[0].record


def every_form(item: Item) -> dict[str, str]:
    """Every style's citation of a place in ``item``."""
    ((page, passage),) = cited([Work(item)])
    assert list(page) == list(passage)
    return {style: plain(template, LOCATOR, "#p12") for style, template in passage.items()}


def listed(source: Source) -> str:
    (template,) = bibliography([source_item(source)])
    return plain(template)


def article(**fields: object) -> Source:
    made = {"kind": "article", "title": "Luncheon", "container": "Bulletin", "date": "1951", **fields}
    return Source(id="s", **made)


# --- the words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Dinner of McCloy and iPhone with de la Cruz",
        "Costs $5 and $6 \\ back",
        "A {brace} and {another",
        "Tom & Jerry <b> _x_ *y* #z @q ~ -- `raw` [a] //",
        "Беседа Микояна с Макклоем",
        "対談 \U0001f374 مأدبة",
        "Private \ue001\ue000 and \uf8ff use https://0.invalid/ 9999",
        "None",
    ],
)
def test_no_style_changes_a_title(title: str) -> None:
    item = Item(kind="chapter", title=title, container=f"In {title} within", authors=(divided("Ekberg, Anna"),))
    for style, text in every_form(item).items():
        assert title in text or style in {"mla-in-text", "apa-in-text"}, style


def test_a_very_long_title_is_whole() -> None:
    title = "Record of a conversation between Ekberg and Nordahl, continued " * 100
    item = Item(kind="article-journal", title=title, container="Bulletin")
    assert all(title.strip() in text for text in every_form(item).values())


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “no” to “me”", "He said ‘no’ to ‘me’"),
        ("A “reading of ‘Hamlet’” today", "A ‘reading of “Hamlet”’ today"),
        ("The Ekbergs’ ‘Hamlet’", "The Ekbergs’ ‘Hamlet’"),
        ("“Don’t say ‘don’t’”", "‘Don’t say “don’t”’"),
        ("unbalanced “quote", "unbalanced ‘quote"),
    ],
)
def test_quotation_marks_inside_quotation_marks_are_turned(text: str, inside: str) -> None:
    assert turned(text) == inside
    assert f"“{inside}; now" in listed(article(title=f"{text}; now"))
    assert f"Bulletin of {text}; now" in listed(article(container=f"Bulletin of {text}; now"))


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("What Now?", "“What Now?” Bulletin, 1951."),
        ("What Now!", "“What Now!” Bulletin, 1951."),
        ("Ends in a stop.", "“Ends in a stop.” Bulletin, 1951."),
        ("And so on …", "“And so on …” Bulletin, 1951."),
        ("He said “no”", "“He said ‘no.’” Bulletin, 1951."),
        ("He said “no?”", "“He said ‘no?’” Bulletin, 1951."),
        ("The Ekbergs’", "“The Ekbergs’.” Bulletin, 1951."),
        ("Plain", "“Plain.” Bulletin, 1951."),
    ],
)
def test_marks_after_a_title_are_not_doubled(title: str, entry: str) -> None:
    assert listed(article(title=title)) == entry


def test_a_title_in_italics_has_its_stop_before_closing_quotation_marks() -> None:
    (template,) = bibliography([Item(kind="book", title="Say “no”", publisher="Press", issued="1951")])
    assert template == (Run("Say “no.”", italic=True), Run(" Press, 1951."))


def test_an_initial_at_the_end_of_a_name_is_not_followed_by_two_stops() -> None:
    for name in ("Vinogradov, Yu.", "King, Martin Luther, Jr.", "Acme Inc."):
        assert ".." not in " ".join(every_form(source_item(article(authors=(name,)))).values())


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("U Thant", {"chicago-bibliography": "U Thant. ", "mla": "U Thant. ", "apa": "U Thant. (1951)"}),
        ("de Gaulle, Charles", {"chicago-note": "Charles de Gaulle, ", "mla-in-text": "(de Gaulle, "}),
        ("Gaulle, Charles de", {"chicago-short": "de Gaulle, ", "apa": "de Gaulle, C. (1951)"}),
        ("van der Berg, Anna", {"chicago-note": "Anna van der Berg, ", "mla": "van der Berg, Anna. "}),
        ("King, Martin Luther, Jr.", {"chicago-note": "Martin Luther King Jr., ", "apa": "King, M. L., Jr. (1951)"}),
        ("Vinogradov, Yu.", {"chicago-bibliography": "Vinogradov, Yu. “", "apa": "Vinogradov, Yu. (1951)"}),
        ("Жуков, Георгий А.", {"chicago-note": "Георгий А. Жуков, ", "apa": "Жуков, Г. А. (1951)"}),
        ("毛, 澤東", {"chicago-bibliography": "毛澤東. “", "chicago-note": "毛澤東, “"}),
        ("حداد, ليلى", {"chicago-bibliography": "حداد, ليلى. “", "apa": "حداد, ليلى. (1951)"}),
        ("o\ue001\ue000 Berg, Anna", {"chicago-note": "Anna o\ue001\ue000 Berg, ", "apa": "o\ue001\ue000 Berg, A."}),
        ("{Odd} $name, #1 & “co”", {"chicago-bibliography": "{Odd} $name, #1 & “co.” “"}),
    ],
)  # fmt: skip
def test_names_come_out_whole(name: str, forms: dict[str, str]) -> None:
    made = every_form(source_item(article(authors=(name,))))
    for style, start in forms.items():
        assert made[style].startswith(start), made[style]


@pytest.mark.parametrize("kind", ["article", "chapter", "archive", "webpage", "database"])
def test_editors_are_never_cited_as_authors(kind: str) -> None:
    source = Source(id="s", kind=kind, title="Luncheon", container="Bulletin", date="1951", editors=("Nordahl, Carl",))
    forms = every_form(source_item(source))
    # A page without authors is listed under its site (Chicago 14.104), which is the container.
    leads = "“Luncheon", "(“Luncheon", "Luncheon", "(Luncheon", "Bulletin"
    assert all(text.startswith(leads) for text in forms.values()), forms
    assert not re.search(r"Nordahl[^.]*\(Anna Ekberg\)", forms["chicago-short"] + forms["mla-in-text"])


def test_the_editors_of_a_collection_are_named_as_its_editors() -> None:
    source = Source(
        id="s", kind="chapter", title="Luncheon", container="Talks", editors=("Nordahl, Carl",), date="1951"
    )
    forms = every_form(source_item(source))
    assert "in Talks, ed. Carl Nordahl (1951)" in forms["chicago-note"]
    assert "In Talks, edited by Carl Nordahl. 1951." in forms["chicago-bibliography"]
    assert "Talks, edited by Carl Nordahl, 1951." in forms["mla"]
    assert forms["apa"] == "Luncheon. (1951). In C. Nordahl (Ed.), Talks."


# --- dates, numbers, pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["Winter 1996/1997", "1996–1997", "c. 1962", "1962 or 1963", "[1951]", "9999", "0999"])
def test_a_date_in_words_is_printed_as_it_is(date: str) -> None:
    for style, text in every_form(source_item(article(date=date, issue="3"))).items():
        assert date.lstrip("0") in text or style in {"chicago-short", "mla-in-text"}, (style, text)


@pytest.mark.parametrize("kind", ["article", "book", "chapter", "archive", "webpage", "database"])
def test_no_date_is_no_date(kind: str) -> None:
    forms = every_form(source_item(Source(id="s", kind=kind, title="T", container="C", url="https://example.org/")))
    assert "(n.d.)" in forms["apa"]
    assert "n.d., " in forms["apa-in-text"]
    assert "Retrieved" not in forms["apa"]
    assert not re.search("[0-9]{4}|None", " ".join(forms.values()))


@pytest.mark.parametrize(
    ("issue", "pages", "entry"),
    [
        ("3", "12", "Bulletin, no. 3 (1951): 12."),
        ("8–9", "315–320", "Bulletin, nos. 8–9 (1951): 315–20."),
        ("vol. 8, no. 2", "12-19, 25", "Bulletin 8, no. 2 (1951): 12–19, 25."),
        ("Volume 8", "", "Bulletin 8 (1951)."),
        ("No. 2", "", "Bulletin, no. 2 (1951)."),
        ("Heft 3", "xii–xv", "Bulletin Heft 3 (1951): xii–xv."),
        ("n.s. 3", "400–20", "Bulletin n.s. 3 (1951): 400–20."),
        ("", "S. 12 f.", "Bulletin, 1951, S. 12 f."),
        ("12345678901234567890", "12345678901234567890", "Bulletin 12345678901234567890 (1951): 12345678901234567890."),
    ],
)
def test_issues_and_pages(issue: str, pages: str, entry: str) -> None:
    assert listed(article(issue=issue, pages=pages)) == f"“Luncheon.” {entry}"


# --- nothing lost, nothing empty ---------------------------------------------------------------------------------

FIELDS = {
    "authors": ("Ekberg, Anna",),
    "editors": ("Nordahl, Carl",),
    "container": "the container",
    "issue": "folder 4711",
    "publisher": "A Publisher",
    "place": "Uppsala",
    "date": "1951",
    "pages": "315–320",
    "url": "https://example.org/doc/1",
}
PRINTED = {
    "authors": "Ekberg, Anna",
    "editors": "Carl Nordahl",
    "issue": "older 4711",
    "pages": "315–",
}
LEFT_OUT = {
    "article": {
        "editors": "Chicago names the editors of an issue only when the issue is cited (14.67–86)",
        "publisher": "a journal's publisher is not given (14.67–86)",
    },
    "book": {
        "place": "no longer given beside a publisher since the 18th edition (14.2)",
        "pages": "a book is listed as a whole; pages are for notes (13.18)",
    },
    "chapter": {
        "place": "no longer given beside a publisher since the 18th edition (14.2)",
        "pages": "no longer given for chapters since the 18th edition (14.2)",
    },
    "webpage": {"place": "no longer given beside a publisher since the 18th edition (14.2)"},
    "database": {"place": "no longer given beside a publisher since the 18th edition (14.2)"},
    "archive": {},
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("kind", LEFT_OUT)
def test_every_field_of_a_source_is_in_its_chicago_entry(kind: str, field: str) -> None:
    entry = listed(Source(id="s", kind=kind, title="Luncheon", **FIELDS))
    value = PRINTED.get(field) or FIELDS[field]
    assert (value in entry) != (field in LEFT_OUT[kind]), entry


@pytest.mark.parametrize("kind", LEFT_OUT)
@pytest.mark.parametrize("missing", [*FIELDS, "all"])
def test_a_missing_field_leaves_nothing_behind(kind: str, missing: str) -> None:
    fields = {} if missing == "all" else {key: value for key, value in FIELDS.items() if key != missing}
    item = source_item(Source(id="s", kind=kind, title="Luncheon", **fields))
    ((page, passage),) = cited([Work(item)])
    for style, template in (*page.items(), *passage.items()):
        text = plain(template, LOCATOR, "#p12")
        assert "Luncheon" in text or style in {"mla-in-text", "apa-in-text"}, style
        assert not re.search(r"None|\(\s*\)|\[\s*\]|, ,|\.\.|,\.|,\)|\( |  | [,.;)]|“”", text), (style, text)


def test_an_edition_without_metadata_is_cited_by_what_there_is(record: Record) -> None:
    statement = dataclasses.replace(record.edition, url="", publisher="", editors=(), subtitle="")
    document = dataclasses.replace(
        record.document, place="", participants=(), original=Original(kind="", repository="", language=""), sources=()
    )
    forms, _ = cite_document(statement, document, {}, "d.yml")
    assert plain(forms.witnesses["A"].page["chicago-bibliography"]) == (
        "“Luncheon conversation, 7 March 1951, witness A (First print).” "
        "In Conversations at the Embassy, version 1.0.0. 2026."
    )
    for made in (forms.document, *forms.witnesses.values(), cite_edition(statement)):
        for template in (*made.page.values(), *made.passage.values(), made.bibtex, made.ris):
            text = plain(template, LOCATOR, "#p12").replace("ER  - ", "").replace("  - ", "")
            assert not re.search(r"None|\(\s*\)|\[\s*\]|, ,|\.\.|,\)|“”|\{\}|#p12", text), text


# --- slots and the rest ------------------------------------------------------------------------------------------


def slots(forms: Forms, style: str, which: str = "passage") -> list[str]:
    return [part.name for part in getattr(forms, which)[style] if isinstance(part, Slot)]


def test_slots_stand_where_a_place_is_cited(record: Record) -> None:
    forms = cite_document(record.edition, record.document, {}, "d.yml")[0].witnesses["A"]
    expected = {
        "chicago-note": ["speaker", "place", "fragment"],
        "chicago-short": ["surname", "place"],
        "chicago-bibliography": ["fragment"],
        "mla": ["fragment"],
        "mla-in-text": ["surname", "place"],
        "apa": ["fragment"],
        "apa-in-text": ["surname", "place"],
    }
    assert {style.id: slots(forms, style.id) for style in STYLES} == expected
    assert all(slots(forms, style.id, "page") == [] for style in STYLES)
    for style, found in expected.items():
        text = plain(forms.passage[style], LOCATOR, "#p12")
        assert (LOCATOR in text) == ("place" in found)
        assert ("luncheon-1951-03-07/A/#p12" in text) == ("fragment" in found)
        assert plain(forms.page[style]).count("#p12") == 0
    without = cite_document(dataclasses.replace(record.edition, url=""), record.document, {}, "d.yml")[0].witnesses["B"]
    assert not any("fragment" in slots(without, style.id) for style in STYLES)


EKBERG = Speaker("Anna Birgitta Ekberg", "Ekberg")


def test_a_quotation_begins_with_its_speaker_where_no_author_is_established(record: Record) -> None:
    entries = {entry.key: entry for entry in record.entries}
    forms = cite_document(record.edition, record.document, entries, "d.yml")[0].witnesses["A"].passage
    said = {style.id: plain(forms[style.id], "passage p3", "#p3", EKBERG) for style in STYLES}
    assert said["chicago-note"].startswith("Anna Birgitta Ekberg, in “Luncheon conversation")
    assert said["chicago-short"].startswith("Ekberg, in “Luncheon")
    assert said["mla-in-text"] == "(Ekberg, in “Luncheon, 7 March 1951, witness A,” passage p3)"
    assert said["apa-in-text"] == "(Ekberg, in “Luncheon, 7 March 1951, witness A,” 2026, passage p3)"
    assert plain(forms["chicago-short"], "passage p1").startswith("“Luncheon")  # of nobody
    assert "passage p3 [Anna Birgitta Ekberg]" in plain(
        cite_document(record.edition, record.document, entries, "d.yml")[0].witnesses["A"].ris, "passage p3", "", EKBERG
    )
    first, *others = record.document.witnesses
    by_nordahl = dataclasses.replace(
        first, responsibilities=(Responsibility(id="n", kind="author", name="Nordahl, C."),)
    )
    document = dataclasses.replace(record.document, witnesses=(by_nordahl, *others))
    forms = cite_document(record.edition, document, entries, "d.yml")[0].witnesses["A"].passage
    note = plain(forms["chicago-short"], "passage p3", "#p3", EKBERG)
    assert note == "Nordahl, “Luncheon, 7 March 1951, witness A,” passage p3 [Anna Birgitta Ekberg]."


@pytest.mark.parametrize(
    ("name", "style", "begins"),
    [
        ("The editors of A", "chicago-note", "_E_, version 1.0.0, ed. the editors of A (P, 2026)"),
        ("The editors of A", "chicago-bibliography", "_E_. Version 1.0.0. Edited by the editors of A. P, 2026."),
        ("The editors of A", "mla", "_E_. Edited by the editors of A, Version 1.0.0, P, 2026."),
        ("The editors of A", "apa", "The editors of A (Eds.). (2026). _E_ (Version 1.0.0). P."),
        ("The Society", "chicago-note", "_E_, version 1.0.0, ed. the Society (P, 2026)"),
        ("The Society", "apa", "The Society (Ed.). (2026). _E_ (Version 1.0.0). P."),
    ],
)
def test_a_group_of_editors_is_named_once_and_without_a_capital_in_a_sentence(
    record: Record, name: str, style: StyleId, begins: str
) -> None:
    edition = dataclasses.replace(
        record.edition, title="E", subtitle="", publisher="P", url="", editors=(Editor(id="e", name=name, role=""),)
    )
    template = cite_edition(edition).page[style]
    said = "".join(f"_{run.text}_" if run.italic else run.text for run in filled(template))
    assert said.startswith(begins)


@pytest.mark.parametrize(
    ("given", "initials"), [("Bo Erik", "B. E."), ("Jean-Paul", "J.-P."), ("Vladislav M.", "V. M."), ("Yu.", "Yu.")]
)
def test_a_translator_of_a_part_stands_after_its_title(given: str, initials: str) -> None:
    holm = Name(family="Holm", given=given)
    item = Item(kind="chapter", title="What Now?", container="C", editors=(Name(family="Ek"),), translators=(holm,))
    ((page, _),) = cited([Work(item)])
    assert plain(page["chicago-note"]).startswith(f"“What Now?,” trans. {given} Holm, in C, ed. Ek")
    assert plain(page["chicago-bibliography"]).startswith(f"“What Now?” Translated by {given} Holm. In C")
    assert plain(page["mla"]).startswith(f"“What Now?” Translated by {given} Holm. C")
    assert plain(page["apa"]).startswith(f"What Now? ({initials} Holm, Trans.). (n.d.). In Ek (Ed.), C")
    by_author = dataclasses.replace(item, authors=(Name(family="Dahl", given="Nils"),), title="Noon")
    ((page, _),) = cited([Work(by_author)])
    assert plain(page["apa"]).startswith(f"Dahl, N. (n.d.). Noon ({initials} Holm, Trans.). In Ek (Ed.), C")


def test_the_publication_of_a_witness_is_cited_with_it(record: Record) -> None:
    forms = cite_document(record.edition, record.document, {}, "d.yml")[0].witnesses
    for which in ("page", "passage"):
        note = plain(getattr(forms["A"], which)["chicago-note"])
        assert "; A. Author, “A Conversation at the Embassy,” Bulletin of the Project" in note
        for style in ("chicago-bibliography", "mla", "apa"):
            first, second = plain(getattr(forms["A"], which)[style]).split("\n")
            assert first.startswith("“Luncheon" if style != "apa" else "Luncheon")
            assert second.startswith("Author, A.")
        assert "Author" not in plain(getattr(forms["A"], which)["chicago-short"])
        assert "Author" not in plain(getattr(forms["B"], which)["chicago-note"])


def test_works_do_not_see_each_other() -> None:
    item = Item(kind="book", title="T", authors=(divided("Ekberg, Anna"),), issued="1951")
    made = cited([Work(item), Work(item), Work(dataclasses.replace(item, title="U"), item)])
    assert made[0] == made[1] == cited([Work(item)])[0]
    assert plain(made[2][0]["apa-in-text"]) == "(Ekberg, 1951)"
    assert plain(made[2][0]["mla"]) == "Ekberg, Anna. U. 1951.\nEkberg, Anna. T. 1951."


def test_two_hundred_sources_keep_their_order() -> None:
    items = [source_item(article(title=f"Title {n}", date=f"about {1000 + n}")) for n in range(200, 0, -1)]
    texts = [plain(template) for template in bibliography(items)]
    assert texts == [f"“Title {n}.” Bulletin, about {1000 + n}." for n in range(200, 0, -1)]
    assert bibliography([]) == []
    assert cited([]) == []


def test_beside_the_witnesses_there_are_comparison_and_apparatus(record: Record) -> None:
    forms, _ = cite_document(record.edition, record.document, {}, "d.yml")
    assert forms.compare
    assert forms.apparatus
    assert "Oslo, comparison of the witnesses,” in" in plain(forms.compare.page["chicago-note"])
    assert plain(forms.compare.passage["mla"], "", "#r3").endswith("/luncheon-1951-03-07/compare/#r3.")
    assert plain(forms.apparatus.page["apa"]).endswith("/luncheon-1951-03-07/apparatus/")
    alone = dataclasses.replace(record.document, witnesses=(record.witness,))
    forms, _ = cite_document(record.edition, alone, {}, "d.yml")
    assert forms.compare is forms.apparatus is None
    assert "witness" not in plain(forms.witnesses["A"].page["apa"])


def test_the_same_gives_the_same(record: Record) -> None:
    once = cite_document(record.edition, record.document, {}, "d.yml")
    assert once == cite_document(record.edition, record.document, {}, "d.yml")
    assert cite_edition(record.edition) == cite_edition(record.edition)


@pytest.mark.parametrize("failure", [RuntimeError("a panic\nin  Rust"), BaseException("a panic in Rust")])
def test_a_processor_that_stops_is_a_finding(
    failure: BaseException, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compile_(*_: object, **__: object) -> bytes:
        raise failure

    monkeypatch.setattr(typst, "compile", compile_)
    forms, findings = cite_document(record.edition, record.document, {}, "d.yml")
    (finding,) = [finding for finding in findings if finding.code == "B103"]
    assert finding.message == "the citation processor stopped: a panic in Rust"
    assert forms.witnesses["A"].page == {style.id: () for style in STYLES}
    assert forms.sources == {"bulletin-3": ()}
    assert "luncheon-1951-03-07-A" in plain(forms.witnesses["A"].bibtex)
    with pytest.raises(ProcessorStoppedError):
        cite_edition(record.edition)


def test_a_processor_that_leaves_something_out_is_noticed(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_ = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *a, **k: compile_(*a, **k).replace(b"<li ", b"<p ", 1))
    assert "B103" in {finding.code for finding in cite_document(record.edition, record.document, {}, "d.yml")[1]}


def test_what_has_no_meaning_stays_and_an_author_who_is_nobody_goes() -> None:
    stand = StandIns(["9999"])
    nobody, title = stand.nobody(), stand.text("Title")
    assert stand.year("c. 1951") == stand.year("c. 1951") == "9998"
    runs = [Run(f"{nobody}. “{title}.” 1962, \ue777\ue000 "), Run("9998", italic=True)]
    assert put_back(runs, stand.meanings) == (Run("“Title.” 1962, \ue777\ue000 "), Run("c. 1951", italic=True))


def test_templates_as_json_and_joined() -> None:
    template = joined([Run("a"), Run(""), Run("b"), Run("c", italic=True), Slot("locator"), Run(".")])
    assert template == (Run("ab"), Run("c", italic=True), Slot("locator"), Run("."))
    assert template_as_json(template) == ["ab", {"i": "c"}, {"slot": "locator"}, "."]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What the processor made in another test is not remembered, nor what a broken one made here."""
    remembered = (
        processor._cited_like,
        processor._templates,
        processor._citations,
        processor._entry,
        processor._listed,
    )
    for function in remembered:
        function.cache_clear()
    yield
    for function in remembered:
        function.cache_clear()


# --- any printable words -----------------------------------------------------------------------------------------

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), include_characters=" ")
WORDS = st.text(CHARACTERS, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
NAMES = st.one_of(
    WORDS.map(divided),
    st.builds(
        lambda family, given, particle, suffix: Name(family=family, given=given, particle=particle, suffix=suffix),
        WORDS,
        WORDS,
        st.sampled_from(["", "de", "van der", "d’", "'t", "o\ue000{"]),
        st.sampled_from(["", "Jr.", "{"]),
    ),
)
PEOPLE = st.lists(NAMES, max_size=2).map(tuple)
ITEMS = st.builds(
    Item,
    kind=st.sampled_from(["article-journal", "book", "chapter", "webpage", "dataset"]),
    title=WORDS,
    authors=PEOPLE,
    editors=PEOPLE,
    container=st.just("") | WORDS,
    issue=st.just("") | WORDS | st.sampled_from(["3", "8–9", "vol. 3, no. 2"]),
    pages=st.just("") | WORDS | st.sampled_from(["3", "8–9", "400-20", "xii–xv", "1, 3-4"]),
    version=st.just("") | WORDS,
    publisher=st.just("") | WORDS,
    issued=st.just("") | WORDS | st.sampled_from(["1951", "1951-03", "1951-03-07", "0001"]),
    archive=st.just("") | WORDS,
    archive_location=st.just("") | WORDS,
    url=st.sampled_from(["", "https://example.org/ä#b"]),
)


def bare(text: str) -> str:
    """``text`` without what may be turned or moved: quotation marks and spaces."""
    return re.sub(r"[“”‘’\"'\s]", "", text).casefold()


@given(st.lists(ITEMS, min_size=1, max_size=4))
@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
def test_any_printable_words_come_out_whole(items: list[Item]) -> None:
    for item, (page, passage) in zip(items, cited([Work(item) for item in items]), strict=True):
        entry = bare(plain(page["chicago-bibliography"]))
        assert bare(item.title) in entry
        assert bare(item.container) in entry
        for name in item.authors:
            assert all(bare(part) in entry for part in (name.family, name.given, name.particle, name.suffix)), name
        own = bare("".join(map(str, dataclasses.astuple(item))))
        for template in (*page.values(), *passage.values()):
            text = plain(template, LOCATOR, "#p12")
            assert text.strip()
            assert not re.search(r"\.invalid", text)
            assert set(re.findall("[\ue000-\uf8ff]", text)) <= set("".join(strings(item)))
            assert "None" not in text or "none" in own


def strings(item: Item) -> list[str]:
    found: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for part in value:
                gather(part)

    gather(dataclasses.astuple(item))
    return found
