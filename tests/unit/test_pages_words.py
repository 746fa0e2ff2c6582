"""Values in words and citations: every form, with and without each of its parts."""

from __future__ import annotations

import re
from itertools import product

import pytest
from lxml import html

from pecia.pages import colophon, words
from pecia.pages.citations import document_citation, edition_citation, passage_citation, source_citation
from pecia.record import (
    Document,
    EditionStatement,
    Editor,
    Exemplar,
    Licence,
    Original,
    Source,
    Witness,
)


def plain(citation: str) -> str:
    return html.fromstring(f"<p>{citation}</p>").text_content()


@pytest.mark.parametrize(
    ("iso", "said"),
    [("1951-03-07", "7 March 1951"), ("1951-03", "March 1951"), ("1951", "1951"), ("", ""), ("spring", "spring")],
)
def test_dates(iso: str, said: str) -> None:
    assert words.date_in_words(iso) == said


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("PT3H40M", "3 hours 40 minutes"),
        ("PT1H", "1 hour"),
        ("P1DT2M", "1 day 2 minutes"),
        ("PT0H5M", "5 minutes"),
        ("", ""),
        ("P", "P"),
        ("an hour", "an hour"),
    ],
)
def test_durations(iso: str, said: str) -> None:
    assert words.duration_in_words(iso) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [("ru", "Russian"), ("ru-Latn", "Russian, in Latin script"), ("en-GB", "English"), ("qaa", "qaa"), ("", "")],
)
def test_languages(code: str, said: str) -> None:
    assert words.language_in_words(code) == said


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 byte"), (999, "999 bytes"), (84_210, "84 kB"), (1_240_000, "1.2 MB")]
)
def test_sizes(size: int, said: str) -> None:
    assert words.size_in_words(size) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("So", "So."), ("So.", "So."), ("So?", "So?"), ("“So.”", "“So.”"), ("(so)", "(so)."), ("", "")],
)
def test_sentences_end_once(text: str, said: str) -> None:
    assert words.sentence(text) == said


def test_lists_and_openings() -> None:
    assert [words.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.shortened("one two three", 13) == "one two three"
    assert words.shortened("one two, three", 9) == "one two …"
    assert words.shortened("onetwothree", 5) == "onetw …"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            Source(
                id="a", kind="article", title="A Talk?", authors=("A. B.",), container="Bulletin", issue="3–4",
                date="Spring 1996", pages="3–9", url="https://example.org/1",
            ),
            "A. B. “A Talk?” Bulletin 3–4 (Spring 1996): 3–9. https://example.org/1.",
        ),
        (Source(id="a", kind="article", title="A Talk", container="Bulletin"), "“A Talk.” Bulletin."),
        (
            Source(
                id="b", kind="book", title="The Talks", authors=("A. B.", "C. D."), editors=("E. F.",),
                place="Oslo", publisher="A Press", date="2012",
            ),
            "A. B. and C. D. The Talks. Edited by E. F. Oslo: A Press, 2012.",
        ),
        (
            Source(id="c", kind="book", title="The Talks", editors=("E. F.", "G. H."), date="2012"),
            "E. F. and G. H., eds. The Talks. 2012.",
        ),
        (
            Source(id="d", kind="chapter", title="Of “Talks”", container="The Talks", editors=("E. F.",), pages="1–2"),
            "“Of ‘Talks’.” In The Talks, edited by E. F., 1–2.",
        ),
        (Source(id="e", kind="webpage", title="Doc 1", container="Archive", issue="1"), "“Doc 1.” Archive, 1."),
        (Source(id="f", kind="archive", title="Box 2"), "“Box 2.”"),
    ],
)  # fmt: skip
def test_sources(source: Source, said: str) -> None:
    assert plain(source_citation(source)) == said


def statement(*, subtitle: str, editors: tuple[Editor, ...], publisher: str, date: str, url: str) -> EditionStatement:
    return EditionStatement(
        title="Talks",
        subtitle=subtitle,
        version="1.0.0",
        date=date,
        publisher=publisher,
        url=url,
        language="en",
        description="",
        editors=editors,
        licence=Licence(name="", url="", scope=""),
        documents=(),
    )


WITNESS = Witness(
    siglum="A", title="Print", description="", language="en", exemplar=Exemplar(file="A.txt", sha256="0" * 64)
)
DOCUMENT = Document(
    id="luncheon",
    title="Luncheon",
    short_title="Luncheon",
    kind="",
    date="1951",
    place="",
    participants=(),
    original=Original(kind="", repository="", language=""),
    witnesses=(WITNESS,),
)
EDITORS = (Editor(id="a", name="A. B.", role=""), Editor(id="c", name="C. D.", role=""))


def test_the_full_forms() -> None:
    whole = statement(
        subtitle="Two forms", editors=EDITORS, publisher="A Press", date="2026-11-21", url="https://e.org/x"
    )
    assert plain(edition_citation(whole)) == (
        "Talks: Two forms. Edited by A. B. and C. D. Version 1.0.0. A Press, 21 November 2026. https://e.org/x/."
    )
    assert plain(passage_citation(whole, DOCUMENT, WITNESS, "p12a")) == (
        "“Luncheon.” Witness A, Print, p12a. In Talks: Two forms, edited by A. B. and C. D. Version 1.0.0. "
        "A Press, 21 November 2026. https://e.org/x/luncheon/A/#p12a."
    )


@pytest.mark.parametrize("parts", list(product([True, False], repeat=5)))
def test_what_is_missing_leaves_nothing_behind(parts: tuple[bool, ...]) -> None:
    subtitle, editors, publisher, date, url = parts
    some = statement(
        subtitle="Two forms" * subtitle,
        editors=EDITORS * editors,
        publisher="A Press" * publisher,
        date="2026-11-21" * date,
        url="https://e.org/" * url,
    )
    for citation in (edition_citation(some), document_citation(some, DOCUMENT)):
        said = plain(citation)
        assert not re.search(r"None|\( *\)|“”|, *[,.]|\.\.|:[ .]*$| {2}|^[ ,.]| $", said), said
        assert said.endswith(".")
        assert "Version 1.0.0." in said


def test_the_colophon_has_what_the_theme_prints() -> None:
    whole = statement(subtitle="", editors=(), publisher="A Press", date="2026-11-21", url="")
    assert colophon(whole) == {
        "title": "Talks",
        "version": "1.0.0",
        "date": "21 November 2026",
        "publisher": "A Press",
        "licence": "",
        "licence_url": "",
    }
