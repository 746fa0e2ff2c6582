"""The four YAML files: what a good one gives, and one bad input for every rule, with its exact place.

The files are those of the reference pages. A case replaces words of one of them; ``‸`` in the new words stands directly
before each place at which a finding is expected, and no other finding may come.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from pecia.metadata import Read, examples, read_document, read_edition, read_register, read_rulings
from pecia.metadata.readers import WitnessKeys
from pecia.model import Locus
from pecia.model.conventions import Conventions, Speaker
from pecia.model.edition import Authority, Document, Entry, Exemplar, Statement, Witness
from pecia.model.rulings import Ruling

HERE = "‸"


def read_people(file: str, data: bytes) -> Read[tuple[Entry, ...]]:
    return read_register(file, data, "person")


EXAMPLES: dict[Callable[[str, bytes], Read[Any]], str] = {
    read_edition: examples.EDITION,
    read_document: examples.DOCUMENT,
    read_people: examples.PEOPLE,
    read_rulings: examples.RULINGS,
}


def check(reader: Callable[[str, bytes], Read[Any]], old: str, new: str, *codes: str) -> Read[Any]:
    """Replace ``old`` by ``new`` in the example; ``codes`` are those of the findings, in the order of the marks."""
    example = EXAMPLES[reader]
    assert example.count(old) == 1, old
    *before_marks, rest = example.replace(old, new).split(HERE)
    clean, expected = "", []
    for part, code in zip(before_marks, codes, strict=True):
        clean += part
        expected.append((code, clean.count("\n") + 1, len(clean.rpartition("\n")[2]) + 1))
    read = reader("f.yml", (clean + rest).encode())
    assert sorted((f.code, f.locus.line, f.locus.column) for f in read.findings) == sorted(expected)
    assert read.value is None
    return read


# --- good files -----------------------------------------------------------------------------------


def test_edition() -> None:
    read = read_edition("edition/edition.yml", examples.EDITION.encode())
    assert read.findings == ()
    assert read.value is not None
    assert (read.value.version, read.value.date) == ("1.0.0", "2026-11-21")
    assert read.value.documents == ("luncheon-1951-03-07",)
    assert read.at("version") == Locus("edition/edition.yml", 3, 10)
    assert read.at("editors", 0, "name") == Locus("edition/edition.yml", 12, 11)


def test_document() -> None:
    read = read_document("edition/documents/luncheon-1951-03-07.yml", examples.DOCUMENT.encode())
    assert read.findings == ()
    assert read.value is not None
    document = read.value.document
    assert type(document) is Document
    assert [type(witness) for witness in document.witnesses] == [Witness, Witness]
    assert [witness.siglum for witness in document.witnesses] == ["A", "B"]
    assert document.witnesses[1].exemplar == Exemplar(
        file="B.txt", sha256="fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"
    )
    assert document.participants[2].statement == Statement(
        text="His presence follows from his turns alone.", certainty="medium"
    )
    assert document.sources[0].issue == "3"
    assert document.original.shelfmark == ""


def test_conventions_by_siglum_in_the_order_of_the_witnesses() -> None:
    read = read_document("d.yml", examples.DOCUMENT.encode())
    assert read.value is not None
    assert list(read.value.conventions) == ["A", "B"]
    assert read.value.conventions["A"] == Conventions(
        label_end=".",
        speakers=(
            Speaker(person="ekberg", labels=("A. B. Ekberg",)),
            Speaker(person="nordahl", labels=("C. Nordahl",)),
        ),
        gloss_language="sv",
    )
    speaker = next(n for n, line in enumerate(examples.DOCUMENT.splitlines(), 1) if "labels: [A. B. Ekberg]}" in line)
    assert read.at("witnesses", 0, "conventions", "speakers", 0, "person") == Locus("d.yml", speaker, 20)


def test_register_gives_the_kind() -> None:
    people = read_register("people.yml", examples.PEOPLE.encode(), "person")
    places = read_register("places.yml", examples.PLACES.encode(), "place")
    assert people.value is not None
    assert places.value is not None
    assert {entry.kind for entry in people.value} == {"person"}
    assert {entry.kind for entry in places.value} == {"place"}
    assert people.value[0].authorities == (Authority(name="VIAF", id="0000000", url="https://viaf.org/viaf/0000000"),)


def test_rulings_in_the_order_of_the_file() -> None:
    read = read_rulings("r.yml", examples.RULINGS.encode())
    assert read.value is not None
    assert read.value[0] == Ruling(
        id="received",
        kind="emendation",
        witnesses=("A", "B"),
        exact="recieved",
        before="the letter was",
        value="received",
        resp="editors",
        reason="The word is spelt so elsewhere in the same turn.",
    )
    assert [ruling.id for ruling in read.value] == ["received", "break-after-herring"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "[]\n", "~\n"])
def test_empty_lists(text: str) -> None:
    assert read_rulings("r.yml", text.encode()).value == ()
    assert read_register("r.yml", text.encode(), "place").value == ()


def test_a_place_left_out_is_that_of_what_would_hold_it() -> None:
    read = read_rulings("r.yml", examples.RULINGS.encode())
    assert read.at(0, "after") == read.at(0) == Locus("r.yml", 1, 3)
    assert read.at() == Locus("r.yml", 1, 1)


def test_words_stay_words() -> None:
    text = examples.PEOPLE.replace("name: Carl Nordahl", "name: No").replace("sort: Nordahl, Carl", "sort: 1.0")
    read = read_people("p.yml", text.encode())
    assert read.value is not None
    assert (read.value[2].name, read.value[2].sort) == ("No", "1.0")


def test_null_is_taken_where_nothing_may_stand() -> None:
    part = "    statement:\n      text: His presence follows from his turns alone.\n      certainty: medium\n"
    read = read_document("d.yml", examples.DOCUMENT.replace(part, "    statement: ~\n").encode())
    assert read.value is not None
    assert read.value.document.participants[2].statement is None


def test_a_statement_may_rest_on_a_witness() -> None:
    read = read_document("d.yml", examples.DOCUMENT.replace("    sources: [bulletin-3]", "    sources: [B]").encode())
    assert read.findings == ()


def test_the_witness_in_yaml_has_one_key_more() -> None:
    own = {field.name for field in dataclasses.fields(WitnessKeys)} - {f.name for f in dataclasses.fields(Witness)}
    assert own == {"conventions"}


# --- bad files: the words of the examples that are replaced ----------------------------------------

TITLE = "title: Conversations at the Embassy"
PUBLISHER = "publisher: An Institute"
SUBTITLE = "subtitle: Two translations of one record"
EXEMPLAR = """exemplar:
      file: B.txt
      sha256: fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"""
RIGHTS = """  - text: The rights in the translations are not established.
    certainty: unknown"""
HAND_END = """    conventions:
      label_end: ".\""""
NORDAHL = "{person: nordahl, labels: [C. Nordahl]}"
COPY = "- {text: The source of this copy is not stated in it., certainty: unknown}"
EMENDATION = """kind: emendation
  witnesses: [A, B]
  before: the letter was
  exact: recieved
  value: received"""
BREAK = """kind: page-break
  witnesses: [A]
  before: the price of herring
  exact: Fisheries
  value: join"""


# --- keys, types, values --------------------------------------------------------------------------

FORM = {
    "edition is empty": (read_edition, examples.EDITION, "‸~", "Y103"),
    "edition is a list": (read_edition, examples.EDITION, "‸- title: x", "Y103"),
    "register is a mapping": (read_people, examples.PEOPLE, "‸key: ekberg", "Y103"),
    "an entry is a word": (read_people, examples.PEOPLE, "- ‸ekberg", "Y103"),
    "unknown key": (read_edition, "subtitle:", "‸subtitel:", "Y102"),
    "unknown key, inside": (read_document, "  abbreviation: RA", "  ‸abbr: RA", "Y102"),
    "kind of an entry": (read_people, "- key: nordahl", "- key: nordahl\n  ‸kind: person", "Y102"),
    "missing key": (read_edition, examples.EDITION, "‸" + examples.EDITION.replace(f"{TITLE}\n", ""), "Y104"),
    "missing key, inside": (
        read_document, "  - {person: ekberg, role: Minister of Trade, side: Swedish, part: speaker}",
        "  - ‸{role: Minister of Trade, side: Swedish, part: speaker}", "Y104",
    ),
    "a list for a text": (read_edition, PUBLISHER, "publisher: ‸[An Institute]", "Y103"),
    "a mapping for a text": (read_edition, PUBLISHER, "publisher: ‸{An: Institute}", "Y103"),
    "nothing for a text": (read_edition, PUBLISHER, "publisher:‸", "Y103"),
    "null for a text": (read_edition, PUBLISHER, "publisher: ‸null", "Y103"),
    "tilde for a text that may be left out": (read_edition, SUBTITLE, "subtitle: ‸~", "Y103"),
    "a text for a list": (read_document, 'authors: ["Author, A."]', "authors: ‸A. Author", "Y103"),
    "nothing for a list": (read_document, 'authors: ["Author, A."]', "authors:‸", "Y103"),
    "nothing in a list": (read_document, 'authors: ["Author, A."]', "authors: [‸~]", "Y103"),
    "an empty text in a list": (read_document, 'authors: ["Author, A."]', "authors: [‸'']", "Y109"),
    "a mapping for a list": (read_document, 'authors: ["Author, A."]', "authors: ‸{first: A. Author}", "Y103"),
    "a text for a mapping": (read_document, EXEMPLAR, "exemplar: ‸B.txt", "Y103"),
    "yes for true": (read_document, "unsigned: true", "unsigned: ‸yes", "Y103"),
    "quoted true": (read_document, "unsigned: true", "unsigned: ‸'true'", "Y103"),
    "value not allowed": (read_document, "    kind: article", "    kind: ‸artikel", "Y109"),
    "value not allowed, in capitals": (read_document, RIGHTS, "  - text: x\n    certainty: ‸Unknown", "Y109"),
    "null for a value": (read_document, "    kind: article", "    kind: ‸~", "Y103"),
    "a list for a value": (read_document, "    kind: article", "    kind: ‸[article]", "Y103"),
    "label_end of two characters": (read_document, 'label_end: "."', 'label_end: ‸".:"', "Y109"),
    "kind of ruling": (read_rulings, "kind: emendation", "kind: ‸emendatio", "Y109"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORM.values(), ids=FORM.keys())
def test_form(case: Any) -> None:
    check(*case)


# --- within one file ------------------------------------------------------------------------------

WITHIN = {
    "editor twice": (
        read_edition, "licence:", "  - {id: ‸editors, name: N, role: R}\nlicence:", "Y105",
    ),
    "document listed twice": (
        read_edition, "  - luncheon-1951-03-07", "  - luncheon-1951-03-07\n  - ‸luncheon-1951-03-07", "Y105",
    ),
    "key twice in a register": (read_people, "- key: nordahl", "- key: ‸ekberg", "Y105"),
    "ruling twice": (read_rulings, "- id: break-after-herring", "- id: ‸received", "Y105"),
    "witness twice in a ruling": (read_rulings, "witnesses: [A, B]", "witnesses: [A, ‸A]", "Y105"),
    "ruling without witness": (read_rulings, "witnesses: [A, B]", "witnesses: ‸[]", "Y109"),
    "participant twice": (read_document, "{person: lindqvist, role:", "{person: ‸ekberg, role:", "Y105"),
    "source twice": (
        read_document, "sources:\n  - id: bulletin-3",
        "sources:\n  - {id: bulletin-3, kind: book, title: T}\n  - id: ‸bulletin-3", "Y105",
    ),
    "siglum twice": (read_document, "  - siglum: B", "  - siglum: ‸A", "Y105"),
    "sigla that differ only in case": (read_document, "  - siglum: B", "  - siglum: ‸a", "Y105"),
    "exemplar twice": (read_document, "      file: B.txt", "      file: ‸A.txt", "Y105"),
    "exemplars that differ only in case": (read_document, "      file: B.txt", "      file: ‸a.TXT", "Y105"),
    "responsibility twice in a document": (read_document, "- id: reprint-editor", "- id: ‸translator", "Y105"),
    "responsibility twice in a witness": (
        read_document, HAND_END, "      - {id: ‸translator, role: R}\n" + HAND_END, "Y105",
    ),
    "second unsigned hand": (
        read_document, HAND_END, "      - {id: other, role: R, unsigned: ‸true}\n" + HAND_END, "Y109",
    ),
    "signature of two hands": (
        read_document, HAND_END, "      - {id: other, role: R, signatures: [‸trans.]}\n" + HAND_END, "Y105",
    ),
    "speaker twice": (read_document, NORDAHL, "{person: ‸ekberg, labels: [C. Nordahl]}", "Y105"),
    "label of two speakers": (
        read_document, NORDAHL, "{person: nordahl, labels: [‸A.B. Ekberg]}", "Y105",
    ),
    "no witness": (read_document, examples.DOCUMENT.partition("witnesses:\n")[2], "  ‸[]\n", "Y109"),
    "source of a statement": (
        read_document, "    sources: [bulletin-3]", "    sources: [bulletin-3, ‸bulletin-4]", "Y110",
    ),
    "source of a participation": (
        read_document, "      text: His presence follows from his turns alone.",
        "      text: His presence follows from his turns alone.\n      sources: [‸C]", "Y110",
    ),
    "source of a witness's provenance": (
        read_document, COPY, "- {text: T, sources: [A, ‸nowhere]}", "Y110",
    ),
    "published nowhere": (read_document, "published_in: bulletin-3", "published_in: ‸bulletin", "Y110"),
    "published in a witness": (read_document, "published_in: bulletin-3", "published_in: ‸B", "Y110"),
    "emendation without value": (
        read_rulings, f"id: received\n  {EMENDATION}",
        "‸id: received\n  kind: emendation\n  witnesses: [A]\n  exact: recieved", "Y109",
    ),
    "emendation to the same": (read_rulings, "value: received", "value: ‸recieved", "Y109"),
    "page break of another value": (read_rulings, "value: join", "value: ‸apart", "Y109"),
    "gloss in no language": (
        read_rulings, EMENDATION, "kind: gloss\n  witnesses: [A]\n  exact: x\n  value: ‸Swedish language", "Y109",
    ),
    "reported speech of nobody": (
        read_rulings, BREAK, "kind: reported-speech\n  witnesses: [A]\n  exact: x\n  value: ‸''", "Y109",
    ),
    "anchor of the wrong form": (
        read_rulings, BREAK, "kind: keep-anchor\n  witnesses: [A]\n  exact: x\n  value: ‸12q", "Y109",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WITHIN.values(), ids=WITHIN.keys())
def test_within_a_file(case: Any) -> None:
    check(*case)


@pytest.mark.parametrize(
    "kind", ["doubt", "not-a-turn", "narrative", "continuation", "not-a-page-break", "not-an-insertion", "delivery"]
)
def test_rulings_that_take_no_value(kind: str) -> None:
    read = read_rulings("r.yml", examples.RULINGS.replace("kind: page-break", f"kind: {kind}").encode())
    assert [(f.code, f.locus) for f in read.findings] == [("Y109", Locus("r.yml", 14, 10))]
    text = examples.RULINGS.replace("kind: page-break", f"kind: {kind}").replace("  value: join\n", "")
    assert read_rulings("r.yml", text.encode()).findings == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("turn", "ekberg"), ("turn", "''"), ("reported-speech", "ekberg"), ("page-break", "''"), ("gloss", "ru-Latn"),
     ("gloss", "''"), ("insertion", "translator"), ("insertion", "''"), ("mention", "oslo"), ("mention", "''"),
     ("keep-anchor", "p12a"), ("retire-anchor", "p1")],
)  # fmt: skip
def test_rulings_that_take_the_value(kind: str, value: str) -> None:
    text = examples.RULINGS.replace("kind: page-break", f"kind: {kind}").replace("value: join", f"value: {value}")
    assert read_rulings("r.yml", text.encode()).findings == ()


def test_variants_of_one_speakers_label_are_no_duplicates() -> None:
    text = examples.DOCUMENT.replace("labels: [A. B. Ekberg]", "labels: [A. B. Ekberg, A.B. Ekberg]")
    assert read_document("d.yml", text.encode()).findings == ()


# --- all at once ----------------------------------------------------------------------------------


def test_all_findings_of_a_file_come_at_once_and_none_follows_from_another() -> None:
    text = (
        examples.DOCUMENT.replace("date: 1951-03-07", "date: 1951-02-30")
        .replace("    kind: article", "    kind: artikel")
        .replace("      - id: reprint-editor", "      - id: Translator")
        .replace("  - siglum: B", "  - siglum: [B]")
        .replace("    sources: [bulletin-3]", "    sources: [bulletin-3, nowhere]")
        .replace("    title: Edited reprint\n", "    titel: Edited reprint\n")
    )
    read = read_document("d.yml", text.encode())
    assert read.value is None
    assert [f.code for f in read.findings] == ["Y107", "Y109", "Y103", "Y102", "Y106"]
    assert list(read.findings) == sorted(read.findings, key=lambda f: f.locus)


def test_a_list_of_sources_that_cannot_be_read_makes_no_source_missing() -> None:
    check(read_document, "sources:\n  - id: bulletin-3", "sources:\n  - id: ‸[bulletin-3]", "Y103")
    check(read_document, "  - siglum: B", "  - siglum: ‸[B]", "Y103")


def test_an_escape_that_is_no_text_is_refused_once() -> None:
    check(read_document, "  - siglum: B", '  - siglum: ‸"\\0"', "Y115")


def test_an_alias_is_refused_once_and_nothing_follows_from_it() -> None:
    text = examples.DOCUMENT.replace('authors: ["Author, A."]', "authors: *names").replace(
        "unsigned: true", "unsigned: *flag"
    )
    read = read_document("d.yml", text.encode())
    assert [f.code for f in read.findings] == ["Y111", "Y111"]


@pytest.mark.parametrize(
    ("reader", "old", "new", "hint"),
    [
        (read_edition, "subtitle:", "subtitel:", "Did you mean “subtitle”?"),
        (read_edition, "licence:", "zzzz:", "The keys here are “title”, “subtitle”, "),
        (read_document, "    kind: article", "    kind: artikel", "Did you mean “article”?"),
        (read_document, "published_in: bulletin-3", "published_in: buletin-3", "Did you mean “bulletin-3”?"),
        (read_document, 'authors: ["Author, A."]', "authors: A. Author", "Write it as a list of one: [value]"),
        (read_document, "unsigned: true", "unsigned: yes", "Write true or false, without quotation marks."),
        (read_edition, PUBLISHER, "publisher: ", "Leave the key out, or give it a value"),
        (read_edition, PUBLISHER, "publisher: {a: b}", "Put the text in quotation marks"),
        (read_document, 'authors: ["Author, A."]', "authors: {a: b}", "Put “- ” before each item."),
        (read_document, "original:\n  kind:", "original: []\nx:\n  kind:", "Write keys and values, without “- ”"),
        (read_document, "  - siglum: B", "  - siglum: a", "Keep one, or rename the other."),
        (read_edition, "title: Conversations at the Embassy\n", "", "Add it. What it holds: Title of the edition."),
    ],
)
def test_hints(reader: Callable[[str, bytes], Read[Any]], old: str, new: str, hint: str) -> None:
    findings = reader("f.yml", EXAMPLES[reader].replace(old, new).encode()).findings
    assert any(f.advice.startswith(hint) for f in findings), [f.advice for f in findings]


def test_sigla_that_differ_in_case_are_shown_both() -> None:
    (finding,) = check(read_document, "  - siglum: B", "  - siglum: ‸a", "Y105").findings
    assert finding.message == "siglum “a” counts as the same as “A” in line 49"


def test_a_message_names_the_place_in_words_and_never_spreads_over_lines() -> None:
    text = examples.DOCUMENT.replace("      file: B.txt", "      file: |\n        " + "long\n        " * 100 + "\n")
    (finding,) = read_document("d.yml", text.encode()).findings
    assert finding.message.endswith("(witnesses, item 2, exemplar, file)")
    assert "\n" not in finding.message
    assert len(finding.message) < 200
