"""The copies of a text from imported TEI: every word in every copy, and nothing made up."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

import pypdf
import pytest
from lxml import etree

from builders import words_in
from pecia.anchors import Ledger, LedgerEntry, WitnessLedger
from pecia.citation import DocumentForms, cite_document
from pecia.collation import Collation, collate
from pecia.collation.pairs import collate_pairs
from pecia.formats.copies import document_copies
from pecia.formats.dts import document_files
from pecia.formats.epub import epub
from pecia.formats.passage_record import as_script
from pecia.formats.pdf import pdf
from pecia.formats.text import as_printed, corrected, texts_of
from pecia.formats.turns import turns_csv
from pecia.model import (
    Alternative,
    Break,
    Container,
    Element,
    Gap,
    Graphic,
    Mark,
    NoteCall,
    Passage,
    PassageKind,
    Readings,
    RichText,
    Span,
    Transcript,
    Turn,
    passages,
    source_text,
)
from pecia.model.edition import (
    Document,
    EditionStatement,
    Editor,
    Entry,
    Exemplar,
    Licence,
    Original,
    Responsibility,
    Witness,
)
from pecia.model.record import Record
from pecia.pages import GeneratedFile
from pecia.tei.parse import parse_xml
from pecia.versions import Version
from pecia.view import Inline
from pecia.view import words as words_of_view
from pecia.view.book import book as made_book
from pecia.view.document import DocumentView, WitnessView

Kind = PassageKind
VERSIONS = (Version("1.0.0", "2026-11-21"),)
XHTML = "{http://www.w3.org/1999/xhtml}"


def rich(text: str, *marks: tuple[str, Mark]) -> RichText:
    """``text`` with marks on words of it; a mark of no width stands after its words."""
    spans = []
    for words, mark in marks:
        start = text.index(words)
        empty = isinstance(mark, Break | Gap | NoteCall | Graphic)
        spans.append(Span(start + len(words) if empty else start, start + len(words), mark))
    return RichText(text, tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


class Encoding:
    """Gives out numbers to elements, as the encoder's file has them, and anchors to passages."""

    def __init__(self) -> None:
        self.number = 0
        self.anchor = 0

    def container(self, name: str, **given: str) -> Container:
        self.number += 1
        return Container(name, self.number, **given)

    def passage(
        self,
        kind: Kind,
        content: str | RichText,
        name: str = "p",
        *within: Container,
        id_: str = "",
        who: str = "",
        **given: str,
    ) -> Passage:
        self.anchor += 1
        words = RichText(content) if isinstance(content, str) else content
        element = self.container(name, **given)
        return Passage(kind, words, who or None, id_ or f"p{self.anchor}", element, within)


def play() -> Transcript:
    """A little of everything that TEI has."""
    e = Encoding()
    front = (
        e.passage(Kind.TITLE_PAGE, "The Harbour", "titlePart"),
        e.passage(Kind.CAST, "Ekberg, a sailor", "castItem", e.container("castList")),
    )
    act = e.container("div", type="act")
    head = e.passage(Kind.HEADING, "First Act", "head", act)
    sp = e.container("sp")
    stanza = e.container("lg")
    verse = [e.passage(Kind.VERSE, f"The {word} wind", "l", stanza, who="ekberg") for word in ("north", "south")]
    stage = e.passage(Kind.STAGE, "Enter a boy.", "stage")
    first = Turn("ekberg", RichText("EKBERG and THE CREW."), (*verse, stage), ("crew",), sp, (act,))
    silent = Turn("", RichText(""), (e.passage(Kind.SPEECH, "Somebody speaks."),), (), e.container("u"), (act,))
    nobody = Turn("", RichText("A VOICE."), (), (), e.container("sp"), (act,))
    note = e.container("note")
    called = rich(
        "He recieved the colour of ships & more, see below.",
        ("recieved", Alternative("sic", "corr", "received")),
        ("colour", Readings("A", (("B", "color"), ("C", "")))),
        ("ships", NoteCall(note.number, "*")),
        ("ships", Gap("two words, illegible")),
        ("more", Break("page", "12")),
        ("see below", Element("ref", target="inner")),
    )
    prose = e.passage(Kind.PROSE, called, "p", act)
    notes = [e.passage(Kind.NOTE, text, "p", act, note) for text in ("A note <b>first</b>.", "Its second paragraph.")]
    free = e.passage(Kind.NOTE, "A note that nothing calls.", "note", act)
    listed = e.container("list")
    items = [e.passage(Kind.ITEM, f"Item {n}", "item", act, listed) for n in (1, 2)]
    table = e.container("table")
    cells = []
    for word in ("left", "right"):
        row = e.container("row")
        cells += [e.passage(Kind.CELL, f"{word} {n}", "cell", act, table, row) for n in (1, 2)]
    quoted = e.passage(Kind.PROSE, "Words of another", "p", act, e.container("quote"))
    hebrew = e.passage(Kind.PROSE, "שלום עולם", "p", act, language="he")
    inner = rich(
        "A French mot here, and a picture.",
        ("mot", Element("foreign", language="fr", id="inner")),
        ("picture", Graphic("../ship.png", "A ship at anchor")),
    )
    marked = e.passage(Kind.OTHER, inner, "ab", act, id_="note-1")
    letter = e.passage(Kind.LETTER, "Yours ever", "salute", act)
    body = (head, first, silent, nobody, prose, *notes, free, *items, *cells, quoted, hebrew, marked, letter)
    return Transcript(front, body)


PLAY = play()
ENTRIES = (
    Entry(key="ekberg", name="Anna Ekberg", sort="Ekberg, Anna"),
    Entry(key="crew", name="The crew", sort="Crew"),
)


def edition(offer: str = "full") -> EditionStatement:
    return EditionStatement(
        title="Plays",
        version="1.0.0",
        date="2026-11-21",
        publisher="Pecia",
        url="https://example.org/e/",
        language="en",
        description="",
        editors=(Editor(id="e", name="Lindqvist, Per", role=""),),
        licence=Licence(name="", url="", scope=""),
        offer=offer,  # type: ignore[arg-type]
    )


def view(*texts: Transcript, offer: str = "full", hands: tuple[Responsibility, ...] = ()) -> DocumentView:
    """A document of which nothing is known but its title."""
    about = {"title": "", "description": "", "language": "de", "responsibilities": hands}
    sigla = "AB"[: len(texts)]
    witnesses = tuple(Witness(siglum=siglum, exemplar=Exemplar(file=f"{siglum}.xml"), **about) for siglum in sigla)
    document = Document(
        id="harbour",
        title="The Harbour",
        short_title="",
        kind="",
        participants=(),
        original=Original(kind="", repository="", language=""),
        witnesses=witnesses,
    )
    records = [
        Record(edition=edition(offer), document=document, siglum=w.siglum, entries=ENTRIES, rulings=(), transcript=text)
        for w, text in zip(witnesses, texts, strict=True)
    ]
    return DocumentView(document, tuple(map(WitnessView, records)))


def ledger(shown: DocumentView) -> Ledger:
    def entry(passage: Passage) -> LedgerEntry:
        return LedgerEntry(passage.id or "", passage.kind, passage.who, passage.content.text, "1.0.0", "1.0.0")

    texts = {w.record.siglum: w.record.transcript for w in shown.witnesses}
    each = (WitnessLedger("harbour", siglum, tuple(map(entry, passages(text)))) for siglum, text in texts.items())
    return Ledger(shown.document.id, tuple(each))


def forms(shown: DocumentView) -> DocumentForms:
    return cite_document(shown.witnesses[0].record.edition, shown.document, {}, "d.yml")[0]


def copies(shown: DocumentView, collations: tuple[Collation, ...] = (), *, books: bool = False) -> dict[str, bytes]:
    statement = shown.witnesses[0].record.edition
    files: tuple[GeneratedFile, ...]
    sigla = [w.siglum for w in shown.document.witnesses]
    files, _ = document_copies(
        statement,
        shown,
        dict.fromkeys(sigla, b"<TEI/>"),
        ledger(shown),
        forms(shown),
        collations,
        VERSIONS,
        "d.yml",
        books=books,
    )
    return {file.path.removeprefix("downloads/"): file.content for file in files}


def words_of(text: str) -> str:
    return " ".join(re.sub(r"[ \u00a0\n\t]+", " ", text).split())


# --- plain text, table, data ---------------------------------------------------------------------------------------


def test_plain_text_has_every_word_in_order_and_says_what_is_a_note() -> None:
    shown = view(PLAY)
    printed = as_printed(edition(), shown, ("A",), {})
    (text,) = texts_of(printed)
    assert " ".join(words for _, words in text) == source_text(PLAY)
    assert [anchor for anchor, _ in text if anchor] == [p.id for p in passages(PLAY)]
    lines = printed.decode().split("\n")
    notes = [line for line in lines if re.match(r"\[[^]]*, note\] ", line)]
    assert [line.split("] ")[1] for line in notes] == [
        "A note <b>first</b>.", "Its second paragraph.", "A note that nothing calls.",
    ]  # fmt: skip
    assert "Not shown: 1 gap and 1 picture" in lines
    assert not re.search(r"None|\(\)|\[\]|: ,|SHA", printed.decode())


def test_the_corrected_text_has_the_encoder_s_corrections_and_lists_them() -> None:
    text = corrected(edition(), view(PLAY), ("A",), {}).decode()
    assert "He received the colour of ships" in text
    assert "recieved" not in text.split("The encoder’s other words")[0]
    after = text.split("=" * 72)[2]
    assert "Alternatives in the encoding in witness A: 1" in after
    assert "correction: “received”" in after
    assert "Readings in witness A: 1" in after
    assert "B “color”" in after


def test_the_table_of_turns_says_who_speaks_and_no_more() -> None:
    rows = list(csv.DictReader(io.StringIO(turns_csv(view(PLAY), ("A",)).decode(), newline="")))
    assert " ".join(part for row in rows for part in (row["label"], row["text"]) if part) == source_text(PLAY)
    by_text = {row["text"]: row for row in rows}
    verse, stage = by_text["The north wind"], by_text["Enter a boy."]
    assert (verse["kind"], verse["speaker_name"], verse["also"]) == ("verse", "Anna Ekberg", "crew")
    assert (stage["turn"], stage["speaker"]) == (verse["turn"], "")
    assert by_text["Somebody speaks."]["label"] == ""
    assert {row["part"] for row in rows} == {"front", "body"}


def test_the_record_of_passages_is_whole() -> None:
    record = json.loads(copies(view(PLAY))["harbour.A.json"])
    found = record["passages"]
    assert [p["id"] for p in found] == [p.id for p in passages(PLAY)]
    assert [p["kind"] for p in found] == [p.kind.value for p in passages(PLAY)]
    assert " ".join(part for p in found for part in (p.get("label", ""), p["text"]) if part) == source_text(
        replace(PLAY, body=tuple(b for b in PLAY.body if not isinstance(b, Turn) or b.passages))
    )
    one = next(p for p in found if p["text"] == "The north wind")
    assert one["also"] == ["crew"]
    assert next(p for p in found if "recieved" in p["text"])["corrected"].startswith("He received")
    assert next(p for p in found if p["text"] == "Somebody speaks.")["who"] is None


# --- books ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book() -> bytes:
    return epub(edition(), view(PLAY), ("A",), {})


def pages(book: bytes) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if "/text-" in name:
                yield name, etree.fromstring(archive.read(name))


def test_epubcheck_has_nothing_to_say(book: bytes, faults: Callable[[bytes], list[str]]) -> None:
    assert faults(book) == []


def test_the_book_has_every_word_once_and_every_id_once(book: bytes) -> None:
    ((_, page),) = pages(book)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {p.id for p in passages(PLAY)} | {"inner"} <= set(ids)
    for passage in passages(PLAY):
        (own,) = page.xpath("//*[@id=$id]", id=passage.id)
        assert words_in(own) == passage.content.text
    labels = page.xpath("//*[@class='pc-speaker']")
    assert ["".join(label.itertext()) for label in labels] == ["EKBERG and THE CREW.", "A VOICE."]


def test_what_holds_passages_is_a_block_of_the_book(book: bytes) -> None:
    ((_, page),) = pages(book)
    h = {"h": "http://www.w3.org/1999/xhtml"}
    assert len(page.xpath("//h:div[@class='tei-lg']/h:p[contains(@class, 'tei-l')]", namespaces=h)) == 2
    assert len(page.xpath("//h:ul/h:li[@class='tei-item']", namespaces=h)) == 2
    assert [len(row) for row in page.xpath("//h:table/h:tr", namespaces=h)] == [2, 2]
    assert words_in(page.xpath("//h:blockquote", namespaces=h)[0]) == "Words of another"
    assert page.xpath("//h:*[@dir='rtl']/@lang", namespaces=h) == ["he"]
    assert page.xpath("string(//h:span[@id='inner']/@lang)", namespaces=h) == "fr"
    assert page.xpath("string(//h:a[@href='#inner'])", namespaces=h) == "see below"


def test_a_note_stands_at_the_end_and_leads_back(book: bytes) -> None:
    ((_, page),) = pages(book)
    (call,) = page.xpath("//*[@role='doc-noteref'][text()='*']")
    (note,) = page.xpath("//*[@id=$id]/ancestor-or-self::*[@role='doc-footnote']", id=call.get("href")[1:])
    assert "A note <b>first</b>." in "".join(note.itertext())
    (back,) = note.xpath(".//*[@role='doc-backlink']")
    assert back.get("href") == f"#{call.get('id')}"
    assert "Its second paragraph." in "".join(note.itertext())
    (free,) = (p for p in page.iter("{*}p") if words_in(p) == "A note that nothing calls.")
    assert not free.xpath("ancestor::*[@role='doc-footnote']")


def test_the_pdf_has_every_word_and_no_made_up_one() -> None:
    made, findings = pdf(edition(), view(PLAY), ("A",), {}, "d.yml")
    assert [finding.code for finding in findings] in ([], ["B111"])
    reader = pypdf.PdfReader(io.BytesIO(made))
    text = words_of(" ".join(page.extract_text() for page in reader.pages))
    for word in set(re.findall("[A-Za-z0-9]+", source_text(PLAY))):
        assert word in text, word
    assert "None" not in text
    assert "[a picture]" in text
    assert "Picture, not included in this copy: A ship at anchor" in text
    assert "Notes of the text" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    names = set(reader.named_destinations)
    assert {p.id for p in passages(PLAY)} <= names


STRANGE = Transcript(
    (),
    (
        Passage(
            Kind.PROSE,
            rich(
                "He recieved the colour of ships, struck and given and dim and so.",
                ("recieved", Alternative("sic", "corr", "received")),
                ("colour", Readings("A", (("B", "color"),))),
                ("ships", NoteCall(9, "*")),
                ("ships", Gap("two words")),
                ("ships", Break("page", "12")),
                ("struck", Element("del")),
                ("given", Element("supplied")),
                ("dim", Element("unclear")),
                ("so", Graphic("ship.png")),
            ),
            None,
            "p1",
            Container("p", 1),
        ),
    ),
)


def test_a_book_explains_the_signs_of_encoders() -> None:
    (key,) = (part for part in made_book(edition(), view(STRANGE), ("A",), {}).parts if part.name == "key")
    rows = [(row.label[0], words_of_view(row.content)) for row in key.blocks[0].blocks]
    assert [(sample.style, sample.shown, said) for sample, said in rows if isinstance(sample, Inline)] == [
        ("number", "", "Passage number and permanent link."),
        ("call", "", "Leads to a note of the source."),
        ("page", "1", "A page of the source begins here."),
        ("choice", "", "The encoder gives an alternative."),
        ("readings", "", "Other witnesses differ here."),
        ("gap", "", "Gap in the text."),
        ("picture", "", "Picture, not included in this copy."),
        ("element", "supplied", "Supplied by the editor of the text."),
        ("element", "unclear", "Hard to read, according to the encoder."),
        ("element", "del", "Struck out in the source."),
    ]
    ((_name, root),) = pages(epub(edition(), view(STRANGE), ("A",), {}))
    classes = {one.get("class"): words_of("".join(one.itertext())) for one in root.iter("{*}span")}
    assert [classes[f"tei-{name}"] for name in ("supplied", "unclear", "del")] == ["given", "dim", "struck"]
    notes = ["".join(note.itertext()).strip() for note in root.iter("{*}aside")]
    assert notes == [
        "1. Error in the source; the encoder’s correction: “received”.",
        "2. Reading of A. Other readings: B “color”.",
        "3. Gap in the text: two words.",
        "4. Picture, not included in this copy.",
    ]


def test_a_place_in_the_pdf_is_never_one_of_its_parts() -> None:
    clash = replace(PLAY.body[0], id="key")
    made, findings = pdf(edition(), view(Transcript((), (clash, *PLAY.body[1:]))), ("A",), {}, "d.yml")
    assert all(finding.code == "B111" for finding in findings)
    assert {"id-key", "key"} <= set(pypdf.PdfReader(io.BytesIO(made)).named_destinations)


# --- machines ------------------------------------------------------------------------------------------------------

ENCODED = b"""<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>
<sp><speaker>EKBERG.</speaker><l xml:id="p1">The <hi>north</hi> wind</l> tail <l xml:id="p2">blows</l></sp>
<p xml:id="own">Prose</p></body></text></TEI>"""


def test_dts_gives_each_turn_and_passage_as_it_is_encoded() -> None:
    lines = (
        Passage(Kind.VERSE, RichText("The north wind"), "ekberg", "p1", Container("l", 7)),
        Passage(Kind.VERSE, RichText("blows"), "ekberg", "p2", Container("l", 9)),
    )
    turn = Turn("ekberg", RichText("EKBERG."), lines, (), Container("sp", 5))
    prose = Passage(Kind.PROSE, RichText("Prose"), None, "own", Container("p", 10))
    shown = view(Transcript((), (turn, prose)))
    made = {file.path: file.content for file in document_files(edition(), shown, {"A": ENCODED})}
    parts = {path.rpartition("/")[2]: content for path, content in made.items() if b"wrapper" in content}
    assert sorted(name.removesuffix(".xml") for name in parts) == ["own", "p1", "p2", "turn.p1"]
    held = {}
    for name, content in parts.items():
        root, findings = parse_xml("", content)
        assert root is not None
        assert findings == []
        (wrapper,) = root.iter("{https://w3id.org/api/dts#}wrapper")
        held[name.removesuffix(".xml")] = "".join(wrapper.itertext())
    assert held == {
        "own": "Prose",
        "p1": "The north wind",
        "p2": "blows",
        "turn.p1": "EKBERG.The north wind tail blows",
    }


def test_reading_mode_makes_the_tei_and_a_short_script_alone() -> None:
    made = copies(view(PLAY, offer="reading"))
    assert list(made) == ["harbour.A.xml", "harbour.A.js"]
    script = made["harbour.A.js"].decode()
    assert "\n" not in script[:-1]
    record = json.loads(script.removeprefix("peciaRecord(").removesuffix(");\n"))
    full = json.loads(copies(view(PLAY))["harbour.A.json"])
    passages = [{**record["alike"], **short} for short in record["passages"]]
    for short, whole in zip(passages, full["passages"], strict=True):
        assert {**whole, **short} == whole
        assert {key for key in whole if whole[key] not in (None, [])} == {*short, "fingerprint"}
    styles = [(style["id"], style["name"]) for style in full["citations"]["styles"]]
    assert [(id_, name) for id_, name, _template in record["citations"]["styles"]] == styles
    assert record["citations"]["csl"] == full["citations"]["csl"]
    assert {key: record[key] for key in ("edition", "witness", "speakers")} == {
        key: full[key] for key in ("edition", "witness", "speakers")
    }
    assert len(script) < len(as_script(full, indented=False)) - 2_000
    assert "<" not in script


def test_reading_mode_makes_the_apparatus_of_two_witnesses() -> None:
    shown = view(PLAY, PLAY, offer="reading")
    pairs, _ = collate_pairs([("A", PLAY), ("B", PLAY)], ())
    made = copies(shown, tuple(pairs))
    assert sorted(made) == [
        "harbour.A.js", "harbour.A.xml", "harbour.B.js", "harbour.B.xml",
        "harbour.apparatus.csv", "harbour.apparatus.json", "harbour.apparatus.xml",
    ]  # fmt: skip


# --- citation ------------------------------------------------------------------------------------------------------


def test_the_header_s_authors_and_editors_are_cited_and_nobody_else() -> None:
    hands = (
        Responsibility(id="h1", kind="author", name="Ek, Ida"),
        Responsibility(id="h2", kind="editor", name="Berg, Ola"),
        Responsibility(id="h3", role="data transformation", name="Ström, Åke"),
    )
    document = view(PLAY, hands=hands).document
    made, findings = cite_document(edition(), document, {}, "d.yml")
    cited = made.document.csl
    assert cited["author"] == [{"family": "Ek", "given": "Ida"}]
    assert cited["editor"] == [{"family": "Lindqvist", "given": "Per"}]
    assert cited["title"] == "The Harbour, edited by Ola Berg"
    alone = cite_document(replace(edition(), editors=()), document, {}, "d.yml")[0].document.csl
    assert (alone["editor"], alone["title"]) == ([{"family": "Berg", "given": "Ola"}], "The Harbour")
    (lacking,) = [finding for finding in findings if finding.code == "B101"]
    assert "author" not in lacking.message
    assert "date" in lacking.message
    nobody = cite_document(edition(), view(PLAY).document, {}, "d.yml")
    assert "author" not in nobody[0].document.csl
    assert "author" in nobody[1][0].message


# --- comparison ----------------------------------------------------------------------------------------------------


def test_verse_is_compared_line_by_line_and_notes_with_notes_alone() -> None:
    def witness(*lines: str, note: str, prose: str) -> Transcript:
        e = Encoding()
        stanza = e.container("lg")
        verse = [e.passage(Kind.VERSE, line, "l", stanza, who="ekberg") for line in lines]
        said = Turn("ekberg", RichText("EKBERG."), tuple(verse), (), e.container("sp"))
        return Transcript((), (said, e.passage(Kind.NOTE, note, "note"), e.passage(Kind.PROSE, prose)))

    ours = witness(
        "The north wind blows upon the sea,",
        "The south wind blows upon the land,",
        "And I am here.",
        note="He looks at the wide sea.",
        prose="Curtain falls.",
    )
    theirs = witness(
        "The north wind blew upon the sea,",
        "The south wind blows upon the sand,",
        "And I am here.",
        note="On winds.",
        prose="He looks at the wide sea.",
    )
    collation, findings = collate(("A", ours), ("B", theirs))
    assert findings == []
    pairs = [(row.link.ours, row.link.theirs) for row in collation.rows]
    assert [pair for pair in pairs if pair[0] and pair[1]][:3] == [((n,), (n,)) for n in range(3)]
    for here, there in pairs:
        kinds = {(collation.our_units[n].passage.kind) for n in here} | {
            collation.their_units[n].passage.kind for n in there
        }
        assert len(kinds) == 1
    variants = [len(row.variants) for row in collation.rows if row.link.ours and row.link.theirs]
    assert variants[:3] == [1, 1, 0]
