"""A work that is cited by its shape is cited as if the processor had been given the work itself."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from pecia.citation import Item, cite_document, plain, processor
from pecia.citation.entries import Csl
from pecia.citation.forms import Run, Template, joined
from pecia.citation.names import Name, divided
from pecia.citation.placeholders import put_back
from pecia.citation.processor import Work, cited
from pecia.citation.style_cache import last_page
from pecia.model.edition import Document, EditionStatement, Editor, Exemplar, Licence, Original, Source, Witness

STYLES: tuple[Csl, ...] = ("chicago-notes", "modern-language-association", "american-psychological-association")

LETTER = Item(
    kind="chapter",
    title="Ekberg to Lindqvist, 3 May 1901",
    short_title="Ekberg to Lindqvist",
    authors=(divided("Ekberg, Anna"),),
    editors=(divided("Lindqvist, Per"),),
    container="Letters",
    version="1.0.0",
    publisher="Pecia",
    issued="2026-11-21",
    archive="National Archives (NA), Stockholm",
    archive_location="box 3, folder 12",
    url="https://example.org/e/letter/A/",
)
PRINTED = Item(
    kind="article-journal",
    title="Letters",
    authors=(divided("Ek, B."),),
    container="Bulletin",
    issue="3",
    pages="315–320",
    issued="1951-03-07",
)


def directly(csl: Csl, items: tuple[Item, ...], asked: processor._Asked) -> list[Template]:
    """What the processor makes of the works themselves."""
    made, meanings = asked.__wrapped__(csl, items)  # type: ignore[attr-defined]
    each = [[put_back(runs, meanings) for runs in lines] for lines in made]
    return [joined(part for n, line in enumerate(e) for part in (Run("\n" if n else ""), *line)) for e in each]


def agree(*items: Item, styles: Sequence[Csl] = STYLES) -> None:
    for csl in styles:
        expected = directly(csl, items, processor._citations)
        assert list(processor._with_own_words(csl, items, processor._citations)) == expected, (csl, items)


TITLES = (
    "Ekberg to Lindqvist",
    "What now?",
    "Stop.",
    "And so on …",
    "No!",
    "Part one: the “second” letter",
    "“All of it”",
    "“All of it?”",
    "The Ekbergs’ ‘Hamlet’",
    "L’âme",
    "‘Yes’",
    ".",
    "?",
    "9999 and 28, 7777–8888",
    "\\1 $5 {a} & <b>",
    "رسالة إلى صديق",
)


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_cited_as_it_would_be_by_itself(title: str) -> None:
    agree(dataclasses.replace(LETTER, short_title=""), dataclasses.replace(PRINTED, title=title, container=title))


@pytest.mark.parametrize("title", TITLES)
def test_works_alike_but_for_their_titles_are_cited_each_by_its_own(title: str) -> None:
    others = [Work(dataclasses.replace(LETTER, title=f"Title {n}", url=f"https://example.org/{n}/")) for n in (1, 2)]
    (page, passage), *_ = cited([Work(dataclasses.replace(LETTER, title=title)), *others])
    expected = directly("chicago-notes", (dataclasses.replace(LETTER, title=title),), processor._citations)
    assert [page["chicago-short"], passage["chicago-short"]] == expected[1:3]
    assert passage["chicago-bibliography"] == expected[0]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_and_day_is_printed_as_it_would_be_by_itself(month: int) -> None:
    agree(LETTER, dataclasses.replace(PRINTED, issued=f"1887-{month:02}-{month:02}", issue=""))
    agree(dataclasses.replace(PRINTED, issued=f"1887-{month:02}-{month + 16}"))
    agree(dataclasses.replace(PRINTED, issued=f"1887-{month:02}"))


@pytest.mark.parametrize("issued", ["1000", "0999", "1888", "9999", "7777", "Spring 1996", "n.d.", ""])
def test_every_form_of_date_is_printed_as_it_would_be_by_itself(issued: str) -> None:
    agree(LETTER, dataclasses.replace(PRINTED, issued=issued))
    agree(dataclasses.replace(LETTER, issued=issued), PRINTED)


@pytest.mark.parametrize(
    "fields",
    [
        {"authors": (divided("Ek, Yu. B."), divided("Mao Zedong"), Name(family="茅", given="盾"))},
        {"authors": (Name(family="Gaulle", given="Charles", particle="de"), divided("King, M. L., Jr."))},
        {"authors": (), "editors": (divided("Ek, Anna"), divided("The Editors"))},
        {"authors": (divided("Ek, Anna"),), "editors": (divided("Berg, Ida"),)},
        {"issue": "vol. 12, no. 3"},
        {"issue": "new series"},
        {"issue": "9999"},
        {"pages": "7, 12–14"},
        {"pages": "xii"},
        {"pages": "320–315"},
        {"pages": "12"},
        {"pages": "5-5"},
        {"archive_location": "box 3"},
        {"archive_location": "Box 3"},
        {"archive": "", "archive_location": "", "url": "", "publisher": ""},
    ],
)
@pytest.mark.parametrize("kind", ["article-journal", "book", "chapter", "manuscript", "webpage", "dataset"])
def test_every_sort_of_fact_is_printed_as_it_would_be_by_itself(kind: str, fields: dict[str, object]) -> None:
    item = dataclasses.replace(PRINTED, archive="Archive", url="https://example.org/s", publisher="Pecia", kind=kind)
    agree(LETTER, dataclasses.replace(item, **fields))


@pytest.mark.parametrize("csl", STYLES)
def test_the_last_page_is_shortened_as_the_style_shortens_it(csl: Csl) -> None:
    numbers = random.Random(csl)
    first = [numbers.randint(1, 10 ** numbers.randint(1, 5)) for _ in range(150)]
    ranges = [(n, n + numbers.randint(1, 10 ** numbers.randint(1, 4))) for n in first]
    ranges += [*pairwise((1, 9, 10, 99, 100, 101, 109, 110, 199, 200, 999, 1000, 1009, 1100, 1496, 1504))]
    items = [dataclasses.replace(PRINTED, title=f"T{n}", pages=f"{a}–{b}") for n, (a, b) in enumerate(ranges)]
    compilation = processor._Compilation(csl, items)
    keys = [compilation.add(item) for item in items]
    listed, _ = compilation.processed()
    for key, (a, b) in zip(keys, ranges, strict=True):
        assert f" {a}–{last_page(a, b, csl)}." in plain(put_back(listed[key], compilation.meanings)).replace(
            ",", "."
        ), (a, b)


def edition(offer: str = "reading") -> EditionStatement:
    return EditionStatement(
        title="Letters",
        version="1.0.0",
        date="2026-11-21",
        publisher="Pecia",
        url="https://example.org/e/",
        language="en",
        description="",
        editors=(Editor(id="e", name="Lindqvist, Per", role=""),),
        licence=Licence(name="", url="", scope=""),
        offer=offer,
    )


def letter(number: int) -> Document:
    source = Source(
        id="s",
        kind="book",
        title=f"Print {number}",
        container="Series",
        date=str(1880 + number % 60),
        pages=f"{number + 1}–{number + 3}",
    )
    witness = Witness(
        siglum="A", title="", description="", language="de", exemplar=Exemplar(file="A.xml"), published_in="s"
    )
    return Document(
        id=f"letter-{number}",
        title=f"Letter {number}" + "?" * (number % 2),
        short_title=f"Letter {number}",
        kind="",
        date=f"1901-{number % 12 + 1:02}-{number % 28 + 1:02}",
        participants=(),
        original=Original(kind="", repository="", language=""),
        sources=(source,),
        witnesses=(witness,),
    )


def test_many_documents_of_few_shapes_are_few_compilations(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (
        processor._cited_like,
        processor._templates,
        processor._citations,
        processor._entry,
        processor._listed,
    ):
        function.cache_clear()
    calls: list[str] = []
    typeset = processor._typeset
    monkeypatch.setattr(processor, "_typeset", lambda *given: calls.append(given[0]) or typeset(*given))
    made = [cite_document(edition(), letter(n), {}, "d.yml")[0] for n in range(60)]
    assert len(calls) == 4  # one for each style, and one for the list of sources
    assert len({plain(forms.witnesses["A"].page["apa"]) for forms in made}) == 60
    for n in (0, 1, 59):
        assert f"Letter {n}{'?' if n % 2 else ','} {n % 28 + 1} " in plain(made[n].witnesses["A"].page["mla"])


def test_in_reading_mode_a_document_with_one_witness_is_cited_as_that_witness() -> None:
    forms = cite_document(edition(), letter(1), {}, "d.yml")[0]
    assert forms.document == forms.witnesses["A"]
    full = cite_document(edition("full"), letter(1), {}, "d.yml")[0]
    assert full.witnesses == forms.witnesses
    assert full.document != forms.document
    assert plain(full.document.page["mla"]).endswith("https://example.org/e/letter-1/.")
