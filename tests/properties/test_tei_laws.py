"""Laws of the TEI record, tried on generated records.

Whatever the words and the facts: the record is valid, gives the text back, and reads back as what wrote it.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from generated import (
    ADDRESSES,
    CERTAINTIES,
    CONTENTS,
    DATES,
    EDITORS,
    HANDS,
    KEYS,
    LANGUAGES,
    LINES,
    PEOPLE,
    RULINGS,
    SOURCES,
    anchored,
    transcripts,
    with_notes,
)
from pecia.model import (
    WHITE_SPACE,
    Passage,
    PassageKind,
    RichText,
    Transcript,
    source_text,
)
from pecia.model.edition import (
    Address,
    Authority,
    Document,
    EditionStatement,
    Editor,
    Entry,
    Exemplar,
    Licence,
    Original,
    Participant,
    Responsibility,
    Source,
    SourceKind,
    Statement,
    Witness,
)
from pecia.model.record import Record
from pecia.model.rulings import Ruling, RulingKind
from pecia.tei_record import decode, encode, validate
from pecia.tei_record.text import read_text, write_text

GOLDEN = Path(__file__).parents[1] / "golden" / "tei" / "luncheon-1951-03-07.A.xml"

# --- records ---------------------------------------------------------------------------------------


def facts(cls: type, **special: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a dataclass: fields of ``special`` as told, every other string and tuple of strings with odd words."""
    general = {str: LINES, tuple[str, ...]: st.lists(LINES, max_size=2).map(tuple), bool: st.booleans()}
    general[bool | None] = st.sampled_from([None, False, True])

    def values(of: Any) -> st.SearchStrategy[Any]:
        return st.sampled_from(typing.get_args(of)) if typing.get_origin(of) is typing.Literal else general[of]

    types = typing.get_type_hints(cls)
    fields = [field.name for field in dataclasses.fields(cls)]
    return st.builds(cls, **{f: special[f] if f in special else values(types[f]) for f in fields})


def many(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def each(ids: list[str], make: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(make(st.just(name)) for name in ids))


STATEMENTS = facts(Statement, certainty=CERTAINTIES, sources=many(st.sampled_from([*SOURCES, "A", "B2"])))
ENTRIES = [(key, kind) for kind, keys in KEYS.items() for key in keys]


def entry(key: str, kind: str) -> st.SearchStrategy[Entry]:
    authorities = many(facts(Authority, url=st.one_of(st.just(""), ADDRESSES)))
    return facts(
        Entry,
        key=st.just(key),
        kind=st.just(kind),
        taken=st.just(False),
        certainty=CERTAINTIES,
        authorities=authorities,
    )


@st.composite
def witnesses(draw: st.DrawFn, siglum: str, hands: list[str]) -> Witness:
    person = st.one_of(st.just(""), PEOPLE)
    return draw(
        facts(
            Witness,
            siglum=st.just(siglum),
            language=LANGUAGES,
            exemplar=st.just(Exemplar(file=f"{siglum}.txt", sha256="0f" * 32)),
            responsibilities=each(hands, lambda name: facts(Responsibility, id=name, person=person)),
            published_in=st.sampled_from(["", *SOURCES]),
            addresses=many(st.builds(Address, url=ADDRESSES, kind=st.sampled_from(["as cited", "canonical"]))),
            provenance=many(STATEMENTS),
        )
    )


DOCUMENTS = facts(
    Document,
    id=st.just("luncheon-1951-03-07"),
    date=st.one_of(DATES, st.sampled_from(["1951", "1951-03", ""])),
    split=st.just(""),  # how pages are made is not about a text
    place_key=st.sampled_from(["", *KEYS["place"]]),
    duration=st.sampled_from(["", "PT2H15M"]),
    summary=many(STATEMENTS),
    participants=many(
        facts(
            Participant,
            person=PEOPLE,
            part=st.sampled_from(["speaker", "present", "interpreter", "note-taker"]),
            statement=st.one_of(st.none(), STATEMENTS),
        )
    ),
    original=facts(Original, language=st.one_of(st.just(""), LANGUAGES)),
    sources=each(
        SOURCES,
        lambda name: facts(
            Source, id=name, kind=st.sampled_from(typing.get_args(SourceKind)), url=st.one_of(st.just(""), ADDRESSES)
        ),
    ),
    provenance=many(STATEMENTS),
    relation=many(STATEMENTS),
    rights=many(STATEMENTS),
    witnesses=st.tuples(witnesses("A", HANDS), witnesses("B2", ["other-hand"])),
)

STATEMENT_OF_EDITION = facts(
    EditionStatement,
    version=st.sampled_from(["1.0.0", "0.12.3"]),
    date=DATES,
    url=st.just("https://example.org/e/"),
    contact=st.just(""),  # whom harvesters write to is not about a text: no record has it
    oai_gateway=st.just(""),
    offer=st.just(""),  # nor is how pages are made
    split=st.just(""),
    language=st.sampled_from(["en-GB", "de"]),
    editors=each(EDITORS, lambda name: facts(Editor, id=name)),
    licence=facts(Licence, url=ADDRESSES),
    documents=st.just(("luncheon-1951-03-07", "supper")),
)

RULING = {
    "kind": st.sampled_from(typing.get_args(RulingKind)),
    "witnesses": many(st.sampled_from(["A", "B2"])),
    "certainty": CERTAINTIES,
    "resp": st.sampled_from(EDITORS),
}

RECORDS = st.builds(
    Record,
    edition=STATEMENT_OF_EDITION,
    document=DOCUMENTS,
    siglum=st.sampled_from(["A", "B2"]),
    entries=st.tuples(*(entry(key, kind) for key, kind in sorted(ENTRIES))),
    rulings=each(RULINGS, lambda name: facts(Ruling, id=name, **RULING)),
    transcript=transcripts(),
)
NS = {"t": "http://www.tei-c.org/ns/1.0"}
WHOLE = st.sampled_from([GOLDEN.read_bytes()])
HOSTILE = st.sampled_from(
    [b"<p>", b"</p>", b"<!DOCTYPE a>", b"&x;", b"<![CDATA[", b"<!--", b"\x00", b"#person.no", b' xml:id="p1"', b"<pb/>",
     b'<note type="gloss"/>', b"<choice/>", b"<said/>", b"<div/>", b"<sp/>", b"&#1;", b"\xff", b"<x:a/>", b' who="#"']
)  # fmt: skip
RUNS = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def folded(text: str) -> str:
    """``text`` under the white-space rule, written here once more so that the law does not rest on the code."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", text).strip(WHITE_SPACE)


def with_text(transcript: Transcript) -> Record:
    """The golden record with another text; all that marks point to is in it."""
    record, _ = decode("golden.xml", GOLDEN.read_bytes())
    assert record is not None
    return dataclasses.replace(record, transcript=transcript)


@RUNS
@given(RECORDS)
def test_a_record_is_read_back_as_it_was(record: Record) -> None:
    assert decode("r.xml", encode(record)) == (record, [])


@RUNS
@given(RECORDS)
def test_a_record_is_valid_by_both_schemas(tei_all: etree.RelaxNG, record: Record) -> None:
    data = encode(record)
    assert validate("r.xml", data, None) == []
    assert tei_all.validate(etree.fromstring(data)), tei_all.error_log


@RUNS
@given(transcripts())
def test_a_record_gives_the_text_back(transcript: Transcript) -> None:
    exemplar = source_text(transcript)
    assume(exemplar == folded(exemplar))
    assert validate("r.xml", encode(with_text(transcript)), exemplar) == []


@RUNS
@given(transcripts())
def test_any_reader_of_tei_finds_the_words(transcript: Transcript) -> None:
    """Without our code: every text node of ``text`` but those in ``corr``."""
    root = etree.fromstring(encode(with_text(transcript)))
    words = "".join(root.xpath("//t:text//text()[not(ancestor::t:corr)]", namespaces=NS))
    assert folded(words) == folded(source_text(transcript))


@RUNS
@given(CONTENTS)
def test_spans_come_back_in_the_order_of_the_model(content: RichText) -> None:
    transcript = anchored(with_notes(Transcript((), (Passage(PassageKind.NARRATIVE, content),))))
    root = etree.Element("{http://www.tei-c.org/ns/1.0}text")
    write_text(root, transcript, {})
    assert read_text(root) == transcript


@settings(RUNS, max_examples=300)
@given(st.data())
def test_damaged_bytes_never_break_the_reader(data: st.DataObject) -> None:
    whole = data.draw(WHOLE)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    damaged = whole[:start] + data.draw(st.one_of(st.binary(max_size=20), HOSTILE)) + whole[end:]
    record, findings = decode("r.xml", damaged)
    assert (record is None) == bool(findings)
    validate("r.xml", damaged, "words")
