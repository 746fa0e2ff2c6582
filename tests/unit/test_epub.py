"""The book: accepted by EPUBCheck, complete, and the same bytes everywhere."""

from __future__ import annotations

import dataclasses
import io
import os
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from pecia import new_project, tei_record
from pecia.formats.epub import SIZE, epub
from pecia.formats.epub_xhtml import document as xhtml
from pecia.formats.epub_xhtml import language_tag
from pecia.model import (
    SIGNS,
    DateMark,
    Delivery,
    Division,
    Doubt,
    Emendation,
    Event,
    Field,
    Furniture,
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
    Span,
    Time,
    Transcript,
    Turn,
    Unheard,
    passages,
    turns,
)
from pecia.model.edition import (
    Address,
    EditionStatement,
    Entry,
    Original,
    Participant,
    Responsibility,
    Source,
    Statement,
)
from pecia.model.rulings import Ruling
from pecia.pages.html import link, words
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import DocumentView, WitnessView
from pecia.view.languages import from_the_right

ROOT = Path(__file__).parents[2]
NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NASTY = 'A <b>luncheon</b> & "tea" ]]> </title><script>alert(1)</script> &amp; \u202eevil\u202c \x00\x0b\ufffe end'


def invented() -> DocumentView:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view


def real() -> DocumentView:
    decoded = [
        tei_record.decode(path.name, path.read_bytes()) for path in sorted((ROOT / "edition" / "tei").glob("*.xml"))
    ]
    assert all(findings == [] for _, findings in decoded)
    records = [record for record, _ in decoded]
    return DocumentView(records[0].document, tuple(map(WitnessView, records)))


INVENTED = invented()
REAL = real()
CITED = {"": "“Luncheon.” A citation.", "A": "“Luncheon, witness A.” A citation.", "B": "“Luncheon, witness B.”"}


def book(view: DocumentView, *sigla: str, statement: EditionStatement | None = None) -> bytes:
    chosen = sigla or tuple(witness.record.siglum for witness in view.witnesses)
    return epub(statement or view.witnesses[0].record.edition, view, chosen, CITED)


def with_texts(*texts: Transcript, sigla: str = "AB", **changes: object) -> DocumentView:
    """The invented document with a witness for each text; ``changes`` to the witnesses."""
    record = INVENTED.witnesses[0].record
    witnesses = tuple(
        dataclasses.replace(record.witness, siglum=siglum, title=f"Copy {siglum}", **changes)
        for siglum in sigla[: len(texts)]
    )
    document = dataclasses.replace(record.document, witnesses=witnesses)
    records = (
        dataclasses.replace(record, document=document, siglum=witness.siglum, transcript=text)
        for witness, text in zip(witnesses, texts, strict=True)
    )
    return DocumentView(document, tuple(map(WitnessView, records)))


def body(*blocks: Passage | Turn) -> Transcript:
    return Transcript((), blocks)


def narrative(text: str | RichText, anchor: str = "p1") -> Passage:
    return Passage(PassageKind.NARRATIVE, RichText(text) if isinstance(text, str) else text, id=anchor)


def marked(text: str, *marks: tuple[str, Mark]) -> RichText:
    spans = (Span(text.index(words), text.index(words) + len(words), mark) for words, mark in marks)
    return RichText(text, tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


# --- reading a book -------------------------------------------------------------------------------


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name) for name in archive.namelist()}


def package(content: bytes) -> etree._Element:
    return etree.fromstring(opened(content)["EPUB/package.opf"])


def chapters(content: bytes) -> dict[str, etree._Element]:
    """The content documents in reading order, by name, found as a reading system finds them."""
    files = opened(content)
    container = etree.fromstring(files["META-INF/container.xml"])
    path = container.xpath("string(//c:rootfile/@full-path)", namespaces=NAMES)
    root = etree.fromstring(files[path])
    hrefs = {item.get("id"): item.get("href") for item in root.iterfind(".//opf:item", NAMES)}
    spine = [hrefs[item.get("idref")] for item in root.iterfind(".//opf:itemref", NAMES)]
    return {name: etree.fromstring(files[posixpath.join(posixpath.dirname(path), name)]) for name in spine}


def texts(content: bytes) -> list[list[tuple[str | None, str, str]]]:
    """Of each witness its passages in order: anchor, label and words, without what the edition has added."""
    found: dict[str, list[tuple[str | None, str, str]]] = {}
    for name, root in chapters(content).items():
        if name.startswith("text-"):
            (whole,) = root.xpath("//h:div[@class='pc-text']", namespaces=NAMES)
            whole = deepcopy(whole)
            for added in whole.xpath(".//h:sup[@class='pc-ref'] | .//h:span[@class='pc-number']", namespaces=NAMES):
                etree.strip_elements(added, "*", with_tail=False)  # a tail belongs to the text
                added.text = ""
            own = found.setdefault(name.split("-")[1], [])
            for block in whole.xpath(".//h:p[not(@class='pc-kicker')] | .//h:h2", namespaces=NAMES):
                label = "".join(block.xpath("h:b[@class='pc-speaker']//text()", namespaces=NAMES))
                for bold in block.xpath("h:b[contains(@class, 'pc-speaker')]", namespaces=NAMES):
                    etree.strip_elements(bold, "*", with_tail=False)
                    bold.text = ""
                words = "".join(block.itertext())
                words = words[1:] if block.get("id") else words  # after the number, and after the label
                own.append((block.get("id"), label, words[1:] if label else words))
    return list(found.values())


def expected(transcript: Transcript) -> list[tuple[str | None, str, str]]:
    labels = {turn.passages[0].id: turn.label.text for turn in turns(transcript) if turn.passages}
    return [(p.id, labels.get(p.id, ""), p.content.text) for p in passages(transcript)]


# --- what EPUBCheck says --------------------------------------------------------------------------


def unruly() -> DocumentView:
    """Every mark and every kind of passage, with words that break what does not escape them, from right to left."""
    marks: list[Mark] = [
        Insertion("ed"), Gloss("ru-Latn", "ed"), Delivery(), Emendation(NASTY, "r"), Doubt("r"),
        Mention("person", "ekberg"), DateMark("1951-03"), Highlight("bold"), Highlight("italic"), Sign("markup"),
        Sign("bullet"), Link("https://example.org/a?b=c&d#e"), Link("javascript:alert(1)"), Link("https://a b/[|"),
        Event("vocal"), Unheard("break"), Time("1.5", "2"), PageMark("12"), Furniture("header"), LineNumber("5"),
        Division(),
    ]  # fmt: skip
    text = f"{NASTY} שלום עולם e\u0301 [p3] "
    nested = RichText(
        text,
        (
            Span(0, len(text), Highlight("italic")),
            Span(0, 20, Link("https://example.org/")),
            Span(2, 18, Insertion("ed")),
            Span(3, 12, Emendation("lunch", "r")),
            Span(12, 12, PageBreak("medium", "pecia")),
            Span(21, 21, PageBreak("high", "editors", "r")),
            Span(25, 30, Gloss("he", "ed")),
            Span(len(text), len(text), PageBreak("low", "pecia")),
        ),
    )
    numbers = iter(range(1, 1000))

    def passage(kind: PassageKind, content: RichText) -> Passage:
        return Passage(kind, content, "ekberg" if kind is PassageKind.SPEECH else None, f"p{next(numbers)}")

    one = [RichText(text, (Span(0, 9, mark),)) for mark in marks]
    front = (
        passage(PassageKind.HEADING, nested),
        Field(passage(PassageKind.FIELD_LABEL, one[0]), (passage(PassageKind.FIELD_VALUE, nested),)),
    )
    kinds = [kind for kind in PassageKind if not kind.startswith("field") and kind not in (PassageKind.SPEECH, *SIGNS)]
    blocks: list[Passage | Turn] = [passage(kind, content) for kind in kinds for content in (*one, nested)]
    said = tuple(passage(PassageKind.SPEECH, content) for content in (*one, nested))
    blocks += [Turn("ekberg", nested, said), Turn("nobody", RichText(NASTY), ())]
    blocks += [Passage(PassageKind.NARRATIVE, RichText("no number")), passage(PassageKind.HEADING, RichText(""))]
    statement = Statement(text=NASTY, certainty="low", sources=("src", "A", "zz"))
    record = INVENTED.witnesses[0].record
    witnesses = tuple(
        dataclasses.replace(
            record.witness, siglum=siglum, title=NASTY, description=NASTY, language=language, published_in="src",
            responsibilities=(Responsibility(id="ed", role=NASTY, name=NASTY, note=NASTY, signatures=(NASTY,)),),
            addresses=tuple(
                Address(url=url, kind="canonical") for url in ("https://a b/[|", "https://a.example/%zz", "https://é.se/")
            ),
            provenance=(statement, statement),
        )
        for siglum, language in (("A", "ar-EG"), ("a", "not a language"))
    )  # fmt: skip
    document = dataclasses.replace(
        record.document, title=NASTY, short_title=NASTY, kind=NASTY, place=NASTY, summary=(statement,),
        relation=(statement,), provenance=(statement,), rights=(statement,), witnesses=witnesses,
        participants=(
            Participant(person="ekberg", role=NASTY, side=NASTY, part="note-taker", statement=statement),
            Participant(person="nobody", role="", part="speaker"),
        ),
        sources=(Source(id="src", kind="book", title=NASTY, authors=(NASTY,), url="https://a b/[|"),),
    )  # fmt: skip
    edition = dataclasses.replace(record.edition, title=NASTY, subtitle=NASTY, publisher=NASTY, language="he", url="")
    entries = (Entry(key="ekberg", name=NASTY, sort=NASTY),)
    ruling = Ruling(id="r", kind="emendation", witnesses=("A",), exact="x", resp="editors", reason=NASTY)
    made = (
        dataclasses.replace(
            record, edition=edition, document=document, siglum=w.siglum, entries=entries, rulings=(ruling,),
            transcript=Transcript(front, tuple(blocks)),
        )
        for w in witnesses
    )  # fmt: skip
    return DocumentView(document, tuple(map(WitnessView, made)))


def bare() -> DocumentView:
    """A document about which nothing is known but what has to be."""
    record = INVENTED.witnesses[0].record
    edition = dataclasses.replace(
        record.edition, title="", subtitle="", version="", publisher="", url="", description="", editors=(),
        language="", licence=dataclasses.replace(record.edition.licence, name="", url="", scope=""),
    )  # fmt: skip
    witness = dataclasses.replace(
        record.witness, title="", description="", language="", responsibilities=(), published_in="", addresses=(),
        provenance=(),
    )  # fmt: skip
    document = dataclasses.replace(
        record.document, title="", short_title="", kind="", date="", place="", place_key="", duration="", summary=(),
        participants=(), original=Original(kind="", repository="", language=""), sources=(), provenance=(), relation=(),
        rights=(), witnesses=(witness,),
    )  # fmt: skip
    bare_record = dataclasses.replace(
        record, edition=edition, document=document, entries=(), rulings=(), transcript=Transcript((), ())
    )
    return DocumentView(document, (WitnessView(bare_record),))


def huge() -> DocumentView:
    """Two thousand passages, one of them a megabyte, 500 of them in one turn."""
    words = "fish and coffee " * 20
    plain = [narrative(f"{n} {words}", f"p{n}") for n in range(1, 1500)]
    said = tuple(Passage(PassageKind.SPEECH, RichText(f"{n} {words}"), "ekberg", f"p{n}") for n in range(1501, 2001))
    return with_texts(body(*plain, narrative("long " * 200_000, "p1500"), Turn("ekberg", RichText("Ekberg:"), said)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: book(REAL, "A"), id="real, a witness"),
        pytest.param(lambda: book(REAL), id="real, the document"),
        pytest.param(lambda: book(INVENTED), id="invented, the document"),
        pytest.param(lambda: book(unruly()), id="unruly, the document"),
        pytest.param(lambda: book(unruly(), "A"), id="unruly, a witness from right to left"),
        pytest.param(lambda: epub(bare().witnesses[0].record.edition, bare(), ["A"], {}), id="bare"),
        pytest.param(lambda: book(huge()), id="huge"),
    ],
)
def test_epubcheck_finds_nothing(content: Callable[[], bytes], faults: Callable[[bytes], list[str]]) -> None:
    assert faults(content()) == []


def test_epubcheck_would_have_found_something(faults: Callable[[bytes], list[str]]) -> None:
    content = book(INVENTED, "A").replace(b'id="p1"', b'id="p2"')
    assert any('Duplicate ID "p2"' in fault or 'Duplicate "p2"' in fault for fault in faults(content))


# --- the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [INVENTED, REAL, huge()], ids=["invented", "real", "huge"])
def test_every_passage_is_there_once_with_its_words(view: DocumentView) -> None:
    content = book(view)
    assert texts(content) == [expected(witness.record.transcript) for witness in view.witnesses]
    for witness, text in zip(view.witnesses, texts(content), strict=True):
        assert texts(book(view, witness.record.siglum)) == [text]
        ids = [anchor for anchor, _, _ in text]
        assert len(ids) == len(set(ids))


def test_unruly_words_come_back_but_for_what_xml_cannot_hold() -> None:
    view = unruly()
    lost = str.maketrans("\x00\x0b\ufffe", "\ufffd" * 3)
    transcript = view.witnesses[0].record.transcript
    told = [(anchor, label.translate(lost), words.translate(lost)) for anchor, label, words in expected(transcript)]
    nobody = (None, NASTY.translate(lost), "")
    told.insert(len(told) - 2, nobody)
    assert texts(book(view)) == [told, told]
    scripts = [
        root.xpath("//h:script | //h:b[.='luncheon']", namespaces=NAMES) for root in chapters(book(view)).values()
    ]
    assert not any(scripts)


def test_a_long_text_is_divided_and_its_notes_are_numbered_through() -> None:
    content = book(huge())
    files = {name: root for name, root in chapters(content).items() if name.startswith("text-")}
    sizes = {
        name: sum(len("".join(p.itertext())) for p in root.iterfind(".//h:p", NAMES)) for name, root in files.items()
    }
    assert len(files) > 10
    assert [name for name, size in sizes.items() if size > SIZE * 1.1] == [
        next(n for n, size in sizes.items() if size >= 10**6)
    ]
    continued = [root.xpath("//h:p[.='Anna Birgitta Ekberg, continued']", namespaces=NAMES) for root in files.values()]
    assert sum(map(len, continued)) >= 2
    notes = body(
        *(narrative(marked(f"{n} hering {'x' * 40_000}", ("hering", Doubt("r"))), f"p{n}") for n in range(1, 4))
    )
    numbered = chapters(book(with_texts(notes)))
    found = [
        root.xpath("//h:sup[@class='pc-ref']/h:a/text()", namespaces=NAMES)
        for n, root in numbered.items()
        if "text-" in n
    ]
    assert found == [["1"], ["2"], ["3"]]


def test_each_note_leads_back_and_says_what_was_corrected_by_whom_and_why() -> None:
    content = book(REAL, "A")
    (root,) = [root for name, root in chapters(content).items() if name.startswith("text-")]
    references = root.xpath("//*[@epub:type='noteref']", namespaces=NAMES)
    notes = root.xpath("//h:aside[@epub:type='footnote'][@role='doc-footnote']", namespaces=NAMES)
    once = 3  # whose bracketed words are, and that a page probably broke, is said where it is first so
    assert len(references) == len(notes) == 9 + once + breaks_by_editors(REAL, "A")
    for reference, note in zip(references, notes, strict=True):
        assert reference.get("role") == "doc-noteref"
        assert reference.get("href") == f"#{note.get('id')}"
        (back,) = note.xpath(".//*[@role='doc-backlink']", namespaces=NAMES)
        assert back.get("href") == f"#{reference.get('id')}"
    said = ["".join(note.itertext()) for note in notes]
    assert sum(", corrected to “" in note for note in said) == 6
    assert sum(": marked as doubtful" in note for note in said) == 3
    printed = root.xpath("//h:span[@class='pc-emendation']/text()", namespaces=NAMES)
    corrections = [note for note in said if "corrected to" in note]
    assert all(f"Printed “{words}”" in note for words, note in zip(printed, corrections, strict=True))


def breaks_by_editors(view: DocumentView, siglum: str) -> int:
    (record,) = [w.record for w in view.witnesses if w.record.siglum == siglum]
    marks = (span.mark for passage in passages(record.transcript) for span in passage.content.spans)
    return sum(isinstance(mark, PageBreak) and mark.ruling is not None for mark in marks)


def test_brackets_that_do_not_show_whose_they_are_have_a_note() -> None:
    hands = (
        Responsibility(id="signing", role="editor", name="Lindqvist", signatures=("—ed.",)),
        Responsibility(id="silent", role="translation from the Swedish", unsigned=True),
    )
    text = marked(
        "It came [by sea —ed.] and [late] and [whole] and [at all —ed.] [torsk].",
        ("[by sea —ed.]", Insertion("signing")),
        ("[late]", Insertion("silent")),
        ("[whole]", Insertion("signing")),
        ("[at all —ed.]", Insertion("silent")),
        ("[torsk]", Gloss("sv", "silent")),
    )
    found = chapters(book(with_texts(body(narrative(text)), responsibilities=hands)))
    said = ["".join(note.itertext()).strip() for note in found["text-1-1.xhtml"].iterfind(".//h:aside", NAMES)]
    assert said == [
        "1. Bracketed words added by: Lindqvist (editor).",
        "2. Bracketed words added by: translation from the Swedish (unsigned).",
        "3. Word of the original (Swedish), added in brackets by: translation from the Swedish (unsigned).",
    ]
    rows = ["".join(row.itertext()) for row in found["key.xhtml"].iterfind(".//h:dl/h:div", NAMES)]
    assert "[words —ed.]\nBracketed words added by: Lindqvist (editor).\n" in rows
    assert "[words]\nBracketed words added by: translation from the Swedish (unsigned).\n" in rows
    assert any(row.startswith("[word]\nWord of the original (Swedish), added in brackets by: ") for row in rows)


def test_the_signs_are_those_that_occur() -> None:
    plain = chapters(book(with_texts(body(narrative("They rose.")))))["key.xhtml"]
    assert plain.xpath("//h:dt//text()", namespaces=NAMES) == ["p1", "Narrative"]
    every = chapters(book(unruly()))["key.xhtml"]
    for style in ("insertion", "gloss", "delivery", "emendation", "doubt", "break", "sign-markup", "sign-bullet"):
        assert every.xpath(f"count(//h:dt/h:span[@class='pc-{style}'])", namespaces=NAMES) >= 1, style


# --- languages and directions ---------------------------------------------------------------------


def test_text_from_right_to_left_says_so() -> None:
    content = book(with_texts(body(narrative("שלום")), language="he"))
    text = chapters(content)["text-1-1.xhtml"]
    assert text.get(XML_LANG) == "en-GB"
    assert text.get("dir") == "ltr"
    (whole,) = text.xpath("//h:div[@class='pc-text']", namespaces=NAMES)
    assert (whole.get(XML_LANG), whole.get("lang"), whole.get("dir")) == ("he", "he", "rtl")
    (kicker,) = text.xpath("//h:p[@class='pc-kicker']", namespaces=NAMES)
    assert (kicker.get("lang"), kicker.get("dir")) == ("en", "ltr")
    assert package(content).find("opf:spine", NAMES).get("page-progression-direction") == "rtl"
    assert package(book(INVENTED)).find("opf:spine", NAMES).get("page-progression-direction") is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("he", True), ("ar-EG", True), ("fa", True), ("yi-Hebr", True), ("az-Arab", True), ("en", False),
     ("he-Latn", False), ("ru-Latn", False), ("qqq", False), ("", False), ("../he", False)],
)  # fmt: skip
def test_direction(code: str, expected: bool) -> None:
    assert from_the_right(code) is expected


@pytest.mark.parametrize("code", ["en", "sr-Latn-RS", "ru-Latn", "de-1996", "en-GB-oxendict", "es-419", "ja-x-own"])
def test_a_language_tag_is_kept(code: str) -> None:
    assert language_tag(code) == code


@pytest.mark.parametrize("code", ["", "english!", "en_GB", "en-a", "e", "not a language", "en-GB-"])
def test_what_is_no_language_tag_is_undetermined(code: str) -> None:
    assert language_tag(code) == "und"


@pytest.mark.parametrize(
    "address", ["https://example.org/", "http://example.org:80/a?b=c&d=%C3%A9#e", "https://example.org"]
)
def test_an_address_is_a_link(address: str) -> None:
    (made,) = etree.fromstring(xhtml("T", "en", link(address, words("x")))).iter("{*}a")
    assert made.get("href") == address


@pytest.mark.parametrize(
    "address",
    ["javascript://alert(1)", "https://a b/", "https://example.org/%zz", "https://[|/", "https:///x"],
)
def test_what_is_no_address_stays_words(address: str) -> None:
    made = etree.fromstring(xhtml("T", "en", link(address, words("x"))))
    assert not list(made.iter("{*}a"))
    assert "".join(made.find(".//{*}body").itertext()).strip() == "x"


# --- the package ----------------------------------------------------------------------------------


def metadata(content: bytes, path: str) -> list[str | None]:
    return [found.text for found in package(content).iterfind(f"opf:metadata/{path}", NAMES)]


def test_the_metadata_are_those_of_the_edition() -> None:
    statement = dataclasses.replace(INVENTED.witnesses[0].record.edition, url="")
    content = book(INVENTED, "A", statement=statement)
    document = INVENTED.document
    assert metadata(content, "dc:title") == [f"{document.title}: witness A: {document.witnesses[0].title}"]
    assert metadata(book(INVENTED), "dc:title") == [document.title]
    assert metadata(content, "dc:language") == ["en", "en-GB"]
    assert metadata(content, "dc:date") == ["2026-11-21"]
    assert metadata(content, "opf:meta[@property='dcterms:modified']") == ["2026-11-21T00:00:00Z"]
    assert metadata(content, "dc:publisher") == [statement.publisher]
    (rights,) = metadata(content, "dc:rights")
    assert rights
    assert statement.licence.url in rights
    assert statement.licence.scope in rights
    assert "Rights in the text: " in rights
    for name in ("accessMode", "accessModeSufficient", "accessibilityHazard", "accessibilitySummary"):
        assert len(metadata(content, f"opf:meta[@property='schema:{name}']")) == 1, name
    assert metadata(content, "opf:meta[@property='schema:accessibilityFeature']")


def test_nobody_but_an_established_author_is_the_creator_and_who_else_had_a_hand_contributes() -> None:
    content = book(REAL, "A")
    record = REAL.witnesses[0].record
    entries = {entry.key: entry for entry in record.entries}
    (translator,) = [entries[hand.person] for hand in record.witness.responsibilities if hand.kind == "translator"]
    inferred = [p.person for p in REAL.document.participants if p.part == "note-taker"]
    assert metadata(content, "dc:creator") == []
    contributors = metadata(content, "dc:contributor")
    assert translator.name in contributors
    assert not {entries[key].name for key in inferred if entries[key].forms[0] != entries[key].name} & {*contributors}
    assert contributors[-1:] == [editor.name for editor in record.edition.editors]
    assert metadata(content, "opf:meta[@property='role']") == ["mtk", "mtk", "ctb", "trl", "edt"]
    by_author = dataclasses.replace(
        record.witness, responsibilities=(Responsibility(id="w", kind="author", name="Holm, Bo, 1572-1631."),)
    )
    document = dataclasses.replace(record.document, witnesses=(by_author, *record.document.witnesses[1:]))
    view = WitnessView(dataclasses.replace(record, document=dataclasses.replace(document, participants=())))
    written = book(DocumentView(view.record.document, (view,)), "A")
    assert metadata(written, "dc:creator") == ["Bo Holm"]
    assert metadata(written, "opf:meta[@property='file-as']") == ["Holm, Bo"]


def test_the_identifier_is_the_address_or_made_from_what_the_book_is() -> None:
    statement = INVENTED.witnesses[0].record.edition
    published = dataclasses.replace(statement, url="https://example.org/e/")
    assert metadata(book(INVENTED, "A", statement=published), "dc:identifier") == [
        "https://example.org/e/luncheon-1951-03-07/A/"
    ]
    assert metadata(book(INVENTED, statement=published), "dc:identifier") == [
        "https://example.org/e/luncheon-1951-03-07/"
    ]
    unpublished = dataclasses.replace(statement, url="")
    later = dataclasses.replace(unpublished, version="2.0.0")
    other = dataclasses.replace(unpublished, title="Another edition")
    made = [
        metadata(content, "dc:identifier")[0] or ""
        for content in (
            book(INVENTED, "A", statement=unpublished),
            book(INVENTED, "B", statement=unpublished),
            book(INVENTED, statement=unpublished),
            book(INVENTED, "A", statement=later),
            book(INVENTED, "A", statement=other),
        )
    ]
    assert len(set(made)) == 5
    assert all(identifier.startswith("urn:uuid:") and identifier[23] == "5" for identifier in made)
    assert made[0] == metadata(book(INVENTED, "A", statement=unpublished), "dc:identifier")[0]


def test_the_contents_lead_to_every_file_of_the_text() -> None:
    content = book(huge())
    nav = chapters(content)["contents.xhtml"]
    (toc,) = nav.xpath("//h:nav[@epub:type='toc']", namespaces=NAMES)
    listed = toc.xpath(".//h:a/@href", namespaces=NAMES)
    assert listed == [name for name in chapters(content) if name != "contents.xhtml"]
    nested = toc.xpath("h:ol/h:li/h:ol//h:a/text()", namespaces=NAMES)
    assert nested[0].startswith("Witness A: Copy A, passages p")
    (landmarks,) = nav.xpath("//h:nav[@epub:type='landmarks']", namespaces=NAMES)
    terms = landmarks.xpath(".//h:a/@epub:type", namespaces=NAMES)
    assert terms == ["cover", "titlepage", "toc", "bodymatter"]


def words_of(content: bytes, name: str) -> str:
    return " ".join("".join(chapters(content)[name].itertext()).split())


def test_the_front_says_what_the_book_is_and_where_it_comes_from() -> None:
    content = book(REAL, "A")
    record = REAL.witnesses[0].record
    title, about, sources = (words_of(content, f"{name}.xhtml") for name in ("title", "about", "sources"))
    assert record.document.title in title
    assert record.edition.licence.scope in title
    assert f"Cite {CITED['A']}" in title
    for statement in (*record.document.summary, *record.document.provenance, *record.document.relation):
        assert statement.text in about
    assert "(inferred)" in about
    assert all(source.title in sources for source in record.document.sources)
    assert all(statement.text in about for statement in record.witness.provenance)
    assert "(unconfirmed)" in about
    assert record.witness.exemplar.sha256 in about
    assert CITED["A"] not in about
    assert f"Cite {CITED['']}" in words_of(book(REAL), "title.xhtml")
    assert f"Cite {CITED['B']}" in words_of(book(REAL), "about.xhtml")


def test_a_source_is_cited_as_given_or_by_its_facts() -> None:
    source = REAL.document.sources[0]
    statement = REAL.witnesses[0].record.edition
    given = epub(statement, REAL, ["A"], {source.id: "Given & whole."})
    assert "Given & whole." in words_of(given, "sources.xhtml")
    assert f"“{source.title}”, {source.container}, {source.issue}, {source.pages}" in words_of(
        book(REAL), "sources.xhtml"
    )


def test_nothing_is_printed_for_what_is_not_known() -> None:
    content = epub(bare().witnesses[0].record.edition, bare(), ["A"], {})
    everything = " ".join(words_of(content, name) for name in chapters(content))
    for wrong in ("None", "()", "“”", ": .", " ,", "urn:uuid"):
        assert wrong not in everything
    assert everything.count("ot established") == 1
    assert "Participants" not in everything


# --- the bytes ------------------------------------------------------------------------------------


def test_the_archive_is_in_the_order_and_form_that_epub_asks_for() -> None:
    content = book(INVENTED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        items = archive.infolist()
    assert items[0].filename == "mimetype"
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    for item in items:
        assert item.compress_type == zipfile.ZIP_STORED
        assert item.date_time == (2026, 11, 21, 0, 0, 0)
        assert (item.create_system, item.external_attr >> 16) == (3, 0o100644)
        assert not item.extra


def environments() -> Iterator[dict[str, str]]:
    yield {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    yield {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "LANGUAGE": "ar"}


def test_the_same_bytes_in_any_place_and_at_any_time(tmp_path: Path) -> None:
    script = """
import sys
from hashlib import sha256
from pathlib import Path
from pecia import tei_record
from pecia.formats.epub import epub
from pecia.formats.text import as_printed, corrected
from pecia.formats.turns import turns_csv
from pecia.view.document import DocumentView, WitnessView
records = [tei_record.decode(path.name, path.read_bytes())[0] for path in sorted(Path(sys.argv[1]).glob("*.xml"))]
view = DocumentView(records[0].document, tuple(map(WitnessView, records)))
for sigla in (["A"], ["B"], ["A", "B"]):
    for make in (epub, as_printed, corrected):
        print(sha256(make(records[0].edition, view, sigla, {"": "é"})).hexdigest())
    print(sha256(turns_csv(view, sigla)).hexdigest())
"""
    runs = []
    for number, environment in enumerate(environments()):
        place = tmp_path / str(number)
        place.mkdir()
        run = subprocess.run(
            [sys.executable, "-c", script, str(ROOT / "edition" / "tei")],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "build_tools"), **environment},
            cwd=place, capture_output=True, text=True, check=True,
        )  # fmt: skip
        runs.append(run.stdout)
        assert list(place.iterdir()) == []
    assert runs[0] == runs[1]
    assert len(set(runs[0].split())) == 12
    assert book(INVENTED) == book(INVENTED)
