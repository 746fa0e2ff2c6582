"""Generated texts: transcripts with every mark, and trees of TEI elements in whatever order."""

from __future__ import annotations

import dataclasses
import random
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from pecia.model import (
    SIGNS,
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
)
from pecia.model import passages as passages_of

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


# --- trees of TEI -------------------------------------------------------------------------------------

_NAMES = """text front body back group floatingText div div1 lg list table row castList castGroup listBibl sp u seg
    speaker note note note p p ab l head stage item cell label quote q cit bibl opener closer dateline salute signed
    postscript epigraph argument figure figDesc titlePage docTitle titlePart castItem role roleDesc incident desc
    trailer fw address addrLine choice choice sic corr orig reg abbr expan app app lem rdg rdgGrp witDetail subst add
    del hi foreign persName rs name surname date ref ptr w pc s gap space unclear damage supplied pb lb cb milestone
    anchor graphic spanGrp span index term sourceDoc unheard-of x:wrap x:p"""
_MOVED = "note witDetail choice app subst gap space speaker pb lb cb milestone fw index spanGrp span"
NAMES = _NAMES.split()
IN_ORDER = [name for name in NAMES if name not in _MOVED.split()]
ATTRIBUTES: list[dict[str, str]] = [
    {}, {}, {}, {"type": "speaker"}, {"place": "inline"}, {"break": "no"}, {"rend": "italic"}, {"rend": "b sup"},
    {"who": "#a #b"}, {"ref": "#a"}, {"target": "#id3"}, {"target": "https://example.org/"}, {"when": "1951-03-07"},
    {"xml:lang": "he"}, {"n": "1"}, {"wit": "#A"}, {"xml:id": ""},
]  # fmt: skip
WHITE = ["", "", "", " ", "\n  "]
WORDS = ["a", "word", " two words ", "\ta b c d\n", "שלום", "&<>", "\u00a0", "x "]


@dataclass
class Node:
    name: str
    attributes: dict[str, str]
    content: list[Node | str]

    def write(self, ids: Iterator[int]) -> str:
        """The node as XML; an empty ``xml:id`` is given a number."""
        given = {k: (f"id{next(ids)}" if k == "xml:id" else v) for k, v in self.attributes.items()}
        inside = "".join(escape(c) if isinstance(c, str) else c.write(ids) for c in self.content)
        return f"<{self.name}{''.join(f' {k}={quoteattr(v)}' for k, v in given.items())}>{inside}</{self.name}>"


def trees(names: list[str]) -> st.SearchStrategy[list[Node]]:
    """Up to three trees. They grow from a number, which gives far larger ones than the strategies of hypothesis do;
    the depth shrinks."""

    def grown(seed: int, depth: int) -> list[Node]:
        chance = random.Random(seed)

        def node(depth: int) -> Node:
            content: list[Node | str] = []
            for _ in range(chance.randint(0, 5)):
                if depth and chance.random() < 0.6:
                    content.append(node(depth - 1))
                else:
                    content.append(chance.choice(WORDS if chance.random() < 0.5 else WHITE))
            return Node(chance.choice(names), chance.choice(ATTRIBUTES), content)

        return [node(depth) for _ in range(chance.randint(1, 3))]

    return st.builds(grown, st.integers(0, 2**32 - 1), st.integers(0, 6))


def document(nodes: list[Node]) -> bytes:
    ids = iter(range(10_000))
    inside = "".join(node.write(ids) for node in nodes)
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:x="urn:x"><teiHeader><title>not text</title></teiHeader>'
        f"<!--no word--><text>{inside}</text></TEI>"
    ).encode()
