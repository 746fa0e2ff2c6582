"""Values in words: every form, with and without each of its parts."""

from __future__ import annotations

import pytest

from pecia import phrases
from pecia.model.edition import EditionStatement, Licence
from pecia.pages import colophon


@pytest.mark.parametrize(
    ("iso", "said"),
    [("1951-03-07", "7 March 1951"), ("1951-03", "March 1951"), ("1951", "1951"), ("", ""), ("spring", "spring")],
)
def test_dates(iso: str, said: str) -> None:
    assert phrases.date_in_words(iso) == said


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
    assert phrases.duration_in_words(iso) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [("ru", "Russian"), ("ru-Latn", "Russian, in Latin script"), ("en-GB", "English"), ("qaa", "qaa"), ("", "")],
)
def test_languages(code: str, said: str) -> None:
    assert phrases.language_in_words(code) == said


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 byte"), (999, "999 bytes"), (84_210, "84 kB"), (1_240_000, "1.2 MB")]
)
def test_sizes(size: int, said: str) -> None:
    assert phrases.size_in_words(size) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("So", "So."), ("So.", "So."), ("So?", "So?"), ("“So.”", "“So.”"), ("(so)", "(so)."), ("", "")],
)
def test_sentences_end_once(text: str, said: str) -> None:
    assert phrases.sentence(text) == said


def test_lists_and_openings() -> None:
    assert [phrases.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert phrases.shortened("one two three", 13) == "one two three"
    assert phrases.shortened("one two, three", 9) == "one two …"
    assert phrases.shortened("onetwothree", 5) == "onetw …"


def test_the_colophon_has_what_the_theme_prints() -> None:
    whole = EditionStatement(
        title="Talks",
        version="1.0.0",
        date="2026-11-21",
        publisher="A Press",
        language="en",
        description="",
        editors=(),
        licence=Licence(name="", url="", scope=""),
        documents=(),
    )
    assert colophon(whole) == {
        "title": "Talks",
        "version": "1.0.0",
        "date": "21 November 2026",
        "publisher": "A Press",
        "licence": "",
        "licence_url": "",
    }
