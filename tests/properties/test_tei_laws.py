"""Laws of the TEI record, tried on generated records.

Whatever the words and the facts: the record is valid, gives the text back, and reads back as what wrote it.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pecia.model import (
    SIGNS,
    WHITE_SPACE,
    Call,
    DateMark,
    Delivery,
    Division,
    Doubt,
    Emendation,
    Event,
    Field,
    Furniture,
    FurnitureKind,
    Gloss,
    Highlight,
    Insertion,
    LineNumber,
    Link,
    Mark,
    Mention,
    PageBreak,
    PageMark,
    Passage,
    PassageKind,
    RichText,
    Sign,
    SignFunction,
    Span,
    Time,
    Transcript,
    Turn,
    Unheard,
    contents,
    source_text,
)
from pecia.model import passages as passages_of
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

# --- words -----------------------------------------------------------------------------------------

ODD = st.sampled_from(
    ["<script>alert(1)</script>", "]]>", "&amp;", "&", "**", "_a_", "[a]", "[", "]", "\u00a0", "e\u0301", "שלום",
     "\u202e", "\U0001d11e", "\u0085", "\u2028", "not established", "'", '"', " ", "—ed.", "\u200d", "<!--", "<?x?>"]
)  # fmt: skip
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
PIECES = st.one_of(ODD, st.text(CHARACTERS, max_size=6))
LINES = st.one_of(st.sampled_from(["", "a\nb", "\tc\r", "  d", "e\n "]), ODD, st.text(CHARACTERS, max_size=3))
"""Words of the metadata: nothing folds their white space, so every character must survive."""

KEYS = {"person": ["ekberg", "lund"], "place": ["oslo"], "organisation": ["council"]}
HANDS, EDITORS, SOURCES = ["translator", "editor-a"], ["editors"], ["bulletin-3", "archive"]
RULINGS = ["received", "see-off"]
LANGUAGES = st.sampled_from(["en", "sv", "ru-Latn", "de-CH"])
DATES = st.dates().map(lambda d: d.isoformat())
ADDRESSES = st.sampled_from(["https://example.org/", "http://example.org/a?b=c&d=%20#e", "https://example.org/é"])
CERTAINTIES = st.sampled_from(["high", "medium", "low", "unknown"])


# --- words with marks ------------------------------------------------------------------------------


SECONDS = st.sampled_from(["0", "5", "7.5", "751.25", "0.0", "3600"])
NUMBERS = st.sampled_from(["1", "12", "iv", "*", "A–3", ""])
EVENTS = st.one_of(
    st.builds(Event, kind=st.sampled_from(["vocal", "kinesic", "incident"])),
    st.builds(Unheard, reason=st.sampled_from(["inaudible", "crosstalk"])),
)
PAGE_MARKS = st.one_of(
    st.builds(PageMark, n=NUMBERS), st.builds(Furniture, kind=st.sampled_from(typing.get_args(FurnitureKind)))
)


def marks() -> st.SearchStrategy[Mark]:
    mentions = [st.builds(Mention, kind=st.just(kind), key=st.sampled_from(keys)) for kind, keys in KEYS.items()]
    return st.one_of(
        st.builds(Insertion, resp=st.sampled_from(HANDS)),
        st.builds(Gloss, language=LANGUAGES, resp=st.sampled_from(HANDS)),
        st.just(Delivery()),
        st.builds(Emendation, correction=LINES, ruling=st.sampled_from(RULINGS)),
        st.builds(Doubt, ruling=st.sampled_from(RULINGS)),
        *mentions,
        st.builds(DateMark, when=DATES),
        st.builds(Highlight, rendition=st.sampled_from(["bold", "italic"])),
        st.builds(Sign, function=st.sampled_from(typing.get_args(SignFunction))),
        st.builds(Link, target=ADDRESSES),
        EVENTS,
        st.builds(Time, start=SECONDS, end=st.one_of(st.just(""), SECONDS)),
        PAGE_MARKS,
        st.builds(LineNumber, n=NUMBERS),
        st.just(Division()),
        st.builds(Call, note=st.integers(1, 3), label=NUMBERS),
    )


PAGE_BREAKS = st.one_of(
    st.builds(PageBreak, certainty=CERTAINTIES, resp=st.just("pecia")),
    st.builds(PageBreak, certainty=CERTAINTIES, resp=st.sampled_from(EDITORS), ruling=st.sampled_from(RULINGS)),
    st.builds(PageMark, n=NUMBERS),
)

Tree = Any  # a piece of text, a page break, or a mark and what it holds
TREES = st.recursive(
    st.one_of(PIECES, PIECES, PAGE_BREAKS),
    lambda inside: st.tuples(marks(), st.lists(inside, max_size=3)),
    max_leaves=6,
)


def rich(trees: Iterable[Tree]) -> RichText:
    """The words and nested spans of ``trees``, in the model's order. Marks of no words are dropped."""
    parts: list[str] = []
    spans: list[Span] = []

    def walk(tree: Tree) -> None:
        start = sum(map(len, parts))
        if isinstance(tree, str):
            parts.append(tree)
        elif isinstance(tree, PageBreak | PageMark):
            spans.append(Span(start, start, tree))
        else:
            mark, inside = tree
            index = len(spans)
            for child in inside:
                walk(child)
            if end := sum(map(len, parts)) - start:
                spans.insert(index, Span(start, start + end, mark))

    for tree in trees:
        walk(tree)
    return RichText("".join(parts), tuple(sorted(spans, key=lambda s: (s.start, -s.end))))


CONTENTS = st.lists(TREES, min_size=1, max_size=4).map(rich)
ASIDE = st.tuples(st.just(Delivery()), st.lists(TREES, min_size=1, max_size=2))
ASIDES = st.tuples(TREES, st.just(" "), ASIDE, st.sampled_from([":", ".", " :", ""])).map(rich)
LABELS = st.one_of(CONTENTS, ASIDES, st.tuples(ASIDES, CONTENTS).map(lambda two: join(*two)))


def join(first: RichText, second: RichText) -> RichText:
    moved = (Span(s.start + len(first.text), s.end + len(first.text), s.mark) for s in second.spans)
    spans = sorted((*first.spans, *moved), key=lambda s: (s.start, -s.end))
    return RichText(first.text + second.text, tuple(spans))


# --- transcripts -----------------------------------------------------------------------------------

PEOPLE = st.sampled_from(KEYS["person"])
OPENING = [PassageKind.HEADING, PassageKind.DATE_LINE]
CLOSING = [PassageKind.SIGNATURE_LABEL, PassageKind.SIGNATURE, PassageKind.SOURCE_NOTE]
TRANSCRIBED = list(PassageKind)[: list(PassageKind).index(PassageKind.PROSE)]  # the others are of others' TEI only
ANYWHERE = [kind for kind in TRANSCRIBED if kind is not PassageKind.SPEECH]


@st.composite
def passages(draw: st.DrawFn, kinds: list[PassageKind]) -> Passage:
    kind = draw(st.sampled_from(kinds))
    content = draw(CONTENTS)
    if kind is PassageKind.PAGE and not content.text:
        content = RichText("", (Span(0, 0, PageMark(draw(NUMBERS))),))
    elif kind in WHOLE_MARKS and content.text and draw(st.booleans()):
        content = RichText(content.text, (Span(0, len(content.text), draw(WHOLE_MARKS[kind])), *content.spans))
    return Passage(kind, content, draw(PEOPLE) if kind is PassageKind.REPORTED else None)


WHOLE_MARKS = {
    PassageKind.EVENT: EVENTS,
    PassageKind.SIGN: st.builds(Sign, function=st.sampled_from(typing.get_args(SignFunction))),
    PassageKind.PAGE: PAGE_MARKS,
}
AMONG_SPEECH = [
    PassageKind.EVENT, PassageKind.STAGE, PassageKind.NOTE, PassageKind.ITEM, PassageKind.SIGN, PassageKind.PAGE,
]  # fmt: skip


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    who = draw(PEOPLE)
    speech = st.builds(Passage, kind=st.just(PassageKind.SPEECH), content=CONTENTS, who=st.just(who))
    found = draw(st.lists(st.one_of(speech, speech, passages(AMONG_SPEECH)), max_size=3))
    also = draw(st.sampled_from([(), (), ("lund",)]))
    return Turn(who, draw(st.one_of(LABELS, st.just(RichText("")))), tuple(found), also, certainty=draw(CERTAINTIES))


FIELDS = st.builds(
    Field,
    label=passages([PassageKind.FIELD_LABEL]),
    values=st.lists(passages([PassageKind.FIELD_VALUE]), max_size=2).map(tuple),
)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    front = draw(st.lists(st.one_of(passages(ANYWHERE), FIELDS), max_size=3))
    middle = st.one_of(turns(), turns(), passages([PassageKind.NARRATIVE, PassageKind.REPORTED]), passages(ANYWHERE))
    body = [
        *draw(st.lists(passages(OPENING), max_size=2)),
        draw(turns()),
        *draw(st.lists(middle, max_size=3)),
        *draw(st.lists(passages(CLOSING), max_size=3)),
    ]
    return anchored(with_notes(Transcript(tuple(front), tuple(body))))


def with_notes(transcript: Transcript) -> Transcript:
    """``transcript`` with notes at its end for all that is called and not there."""
    called = [span.mark.note for content in contents(transcript) for span in content.spans if is_call(span)]
    notes = sum(passage.kind is PassageKind.NOTE for passage in passages_of(transcript))
    number = Span(0, 2, Sign("note-number"))
    missing = [
        Passage(PassageKind.NOTE, RichText(f"{n}. Words", (number,))) for n in range(notes, max(called, default=0))
    ]
    return dataclasses.replace(transcript, body=(*transcript.body, *missing))


def is_call(span: Span) -> bool:
    return isinstance(span.mark, Call)


def anchored(transcript: Transcript) -> Transcript:
    numbers = iter(range(1, 1000))

    def name(passage: Passage) -> Passage:
        if passage.kind in SIGNS:
            return passage
        number = next(numbers)
        return dataclasses.replace(passage, id=f"p{number}{'ab' if number % 3 == 0 else ''}")

    def block(item: Any) -> Any:
        match item:
            case Passage():
                return name(item)
            case Turn():
                return dataclasses.replace(item, passages=tuple(map(name, item.passages)))
            case _:
                return Field(name(item.label), tuple(map(name, item.values)))

    return Transcript(tuple(map(block, transcript.front)), tuple(map(block, transcript.body)))


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
