"""What a text value may be: for each key that is judged, values refused (with code and place) and values taken.

The files are those of the reference pages; a case is a reader and the line of its example that holds the value, ending
in the value itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pecia.metadata import Read, examples, read_document, read_edition, read_register, read_rulings


def read_people(file: str, data: bytes) -> Read[Any]:
    return read_register(file, data, "person")


EXAMPLES: dict[Callable[[str, bytes], Read[Any]], str] = {
    read_edition: examples.EDITION,
    read_document: examples.DOCUMENT,
    read_people: examples.PEOPLE,
    read_rulings: examples.RULINGS,
}
SHA256 = "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"
WHITE_SPACE = '" \\t\\n"'

# Each key: (reader, words before the value, the example's value), code, values refused, values taken.
KEYS = {
    "version": (
        (read_edition, "version: ", "1.0.0"), "Y109",
        ["1.0", "1.0.0b", "v1.0.0", "1.01.0", "1.0.01", "1.٠.0", "''", "1.0.0.0"],
        ["0.0.1", "10.20.30", "'1.0.0'"],
    ),
    "date of the edition": (
        (read_edition, "\ndate: ", "2026-11-21"), "Y107",
        ["2026-11-31", "2026-11", "2026", "21 November 2026", "''"],
        ["2024-02-29"],
    ),
    "date of a document": (
        (read_document, "\ndate: ", "1951-03-07"), "Y107",
        ["1951-02-29", "1951-13", "1951-00", "0000", "7 March 1951", "1951-3-7", "19510307", "1951-03-07T10:00", "''"],
        ["1951", "1951-03", "1952-02-29", "0001-01-01"],
    ),
    "duration": (
        (read_document, "duration: ", "PT2H15M"), "Y109",
        ["two hours", "P2H15M", "P", "P1DT", "P1W", "-PT1H", "PT1.5H", "PT2H15"],
        ["PT3H40M", "P1Y2M3DT4H5M6.5S", "P10D", "PT0S", "''"],
    ),
    "address of the edition": (
        (read_edition, "\nurl: ", "https://example.org/conversations/"), "Y112",
        ["https://example.org/conversations", "https://example.org/?e=/", "https://example.org/#/"],
        ["http://localhost:8000/", "https://example.org/", "''"],
    ),
    "address of a source": (
        (read_document, "    url: ", "https://example.org/doc/1"), "Y112",
        ["javascript:alert(1)", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "https://example.org/a b",
         "https://example.org/a\u00a0b", 'https://example.org/"onclick=', "https://example.org/a'b", "https:///doc/1",
         "https://example.org/<b>", "https://example.org@evil.example/", "'https://[/doc/1'", "https://", "HTTPS://a.b/"],
        ["http://example.org", "https://example.org:8080/a(b)?c=d&e=f#g", "https://näyte.example/å", "''"],
    ),
    "address of a licence": (
        (read_edition, "  url: ", "https://creativecommons.org/licenses/by/4.0/"), "Y112",
        ["''"],
        [],
    ),
    "address of a witness": ((read_document, "{url: ", "https://example.org/doc/1"), "Y112", ["example.org", "''"], []),
    "address of an authority": ((read_people, "url: ", "https://viaf.org/viaf/0000000"), "Y112", ["viaf.org"], ["''"]),
    "language of the edition": (
        (read_edition, "language: ", "en-GB"), "Y109",
        ["English language", "en_GB", "e", "en-", "english-abcdefghi", "x-", "''"],
        ["sv", "ru-Latn", "de-1996", "x-own", "zh-Hant-TW", "und"],
    ),
    "language of the original": (
        (read_document, "country: Sweden\n  language: ", "sv"), "Y109",
        ["s", "sv fi"],
        ["''"],
    ),
    "language of glosses": ((read_document, "gloss_language: ", "sv"), "Y109", ["'sv,en'"], ["ru-Latn", "''"]),
    "digest": (
        (read_document, "sha256: ", SHA256), "Y109",
        ["fcde2b2e", SHA256.upper(), "g" * 64, SHA256 + "0", "''"],
        ["0" * 64],
    ),
    "file name": (
        (read_document, "file: ", "B.txt"), "Y106",
        ["''", "../B.txt", "a/B.txt", "'a\\B.txt'", ".", "..", "B.txt.", "'B .txt'", "CON.txt", "aux", "B:x", "bö.txt"],
        ["B", "b_1-2.TXT", "1962.txt", "console.txt"],
    ),
    "siglum": (
        (read_document, "siglum: ", "B"), "Y106",
        ["''", "A-1", "A.1", "Ä", "A/B", "'A B'", "CON", "Nul", "Index", "compare", "p3", "p3a", "pecia", "A" * 65],
        ["b", "B2", "Bodl", "P3", "Z" * 64],
    ),
    "title": ((read_edition, "title: ", "Conversations at the Embassy"), "Y109", ["''", WHITE_SPACE], ["~~", "'null'"]),
    "statement": (
        (read_document, "- text: ", "Over luncheon the two ministers speak about trade."), "Y109",
        ["''"],
        [],
    ),
    "name of an entry": ((read_people, "name: ", "Karin Lindqvist"), "Y109", ["''", WHITE_SPACE], ["No", "1.0"]),
    "words of a ruling": ((read_rulings, "exact: ", "recieved"), "Y109", ["''", WHITE_SPACE], []),
    "reason of a ruling": (
        (read_rulings, "reason: ", "The word is spelt so elsewhere in the same turn."), "Y109",
        ["''"],
        [],
    ),
    "subtitle": ((read_edition, "subtitle: ", "Two translations of one record"), "", [], ["''", WHITE_SPACE]),
}  # fmt: skip

UNSAFE_IDS = [
    "Ekberg", "1951", "-a", "a_b", "a.b", "a/b", "'../a'", "'a b'", "ékberg", "'a:b'", "'a#b'", "'a%2e'", "'<b>'",
    "con", "nul", "com1", "lpt9", "people", "documents", "index", "search", "'404'", "pecia", "p1", "p12", "p12a",
    "p12ab", "a" * 65,
]  # fmt: skip
SAFE_IDS = ["a", "a-", "a1-2", "conn", "com10", "persons", "p", "p-1", "pa1", "peciae", "a" * 64]
IDS = {
    "document": (read_document, "id: ", "luncheon-1951-03-07"),
    "document in the edition's list": (read_edition, "  - ", "luncheon-1951-03-07"),
    "editor": (read_edition, "  - id: ", "editors"),
    "register key": (read_people, "- key: ", "nordahl"),
    "responsibility": (read_document, "- id: ", "translator"),
    "ruling": (read_rulings, "- id: ", "received"),
}
KEYS |= {f"id: {what}": (key, "Y106", UNSAFE_IDS, SAFE_IDS) for what, key in IDS.items()}


def cases(taken: bool) -> Iterator[Any]:
    for name, (key, code, refused_values, taken_values) in KEYS.items():
        for value in taken_values if taken else refused_values:
            yield pytest.param(*key, value, code, id=f"{name}-{value}")


def replaced(reader: Callable[[str, bytes], Read[Any]], before: str, value: str, new: str) -> tuple[str, int, int]:
    """The example with the new value, and the line and column of that value."""
    start, middle, end = EXAMPLES[reader].partition(f"{before}{value}")
    assert middle
    assert middle not in end
    start += before
    return start + new + end, start.count("\n") + 1, len(start.rpartition("\n")[2]) + 1


@pytest.mark.parametrize(("reader", "before", "value", "new", "code"), [*cases(taken=False)])
def test_refused(reader: Callable[[str, bytes], Read[Any]], before: str, value: str, new: str, code: str) -> None:
    text, line, column = replaced(reader, before, value, new)
    read = reader("f.yml", text.encode())
    assert [(f.code, f.locus.line, f.locus.column) for f in read.findings] == [(code, line, column)]
    assert read.value is None


@pytest.mark.parametrize(("reader", "before", "value", "new", "code"), [*cases(taken=True)])
def test_taken(reader: Callable[[str, bytes], Read[Any]], before: str, value: str, new: str, code: str) -> None:
    text, _, _ = replaced(reader, before, value, new)
    read = reader("f.yml", text.encode())
    assert read.findings == ()
    assert read.value is not None


@pytest.mark.parametrize("source_id", UNSAFE_IDS)
def test_refused_id_of_a_source(source_id: str) -> None:
    text, line, column = replaced(read_document, "sources:\n  - ", "id: bulletin-3", "{id: ")
    text = text.replace("{id: ", f"{{id: {source_id}, kind: book, title: T}}\n  - id: bulletin-3", 1)
    read = read_document("f.yml", text.encode())
    assert [(f.code, f.locus.line, f.locus.column) for f in read.findings] == [("Y106", line, column + len("{id: "))]
