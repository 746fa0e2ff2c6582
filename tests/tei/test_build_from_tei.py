"""Whole builds from imported TEI."""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from pecia import files, new_project, publish, versions
from pecia.model.findings import Severity
from pecia.pipeline import BuildResult, Serial, build, check, compose, document
from pecia.view.document import DocumentView

HEADER = """<teiHeader><fileDesc><titleStmt><title>{title}</title><author>Anna Ekberg</author></titleStmt>
<publicationStmt><p>Unpublished</p></publicationStmt><sourceDesc><p>Manuscript</p></sourceDesc></fileDesc>
<profileDesc><creation><date when="{date}">{date}</date></creation>{profile}</profileDesc></teiHeader>"""


def tei(body: str, *, title: str = "A letter", date: str = "1951-03-07", profile: str = "", text: str = "text") -> str:
    """A TEI file with this inside ``body``."""
    header = HEADER.format(title=title, date=date, profile=profile)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">'
        f"{header}<{text}><body>{body}</body></{text}></TEI>\n"
    )


def words_of_tei(data: bytes) -> list[str]:
    """The words in ``text`` of a TEI file, sorted, by a walk of its own: line breaks part words, nothing else does."""
    root = etree.fromstring(data)
    text = root.find("{*}text")
    assert text is not None
    for line_break in text.iter("{*}lb"):
        if line_break.get("break") != "no":
            line_break.tail = " " + (line_break.tail or "")
    return sorted("".join(text.itertext()).split())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition of which a version is published, that has no text yet and builds from what is put into
    ``edition/sources``."""
    root = tmp_path / "edition-of-tei"
    published = {versions.PATH: b"- version: 0.1.0\n  date: 2000-01-01\n"}
    assert files.begin(root, {**new_project.edition_of([]), **published}) == []
    (root / "edition/sources").mkdir(exist_ok=True)
    return root


def put(root: Path, name: str, text: str | bytes) -> Path:
    """A file under ``edition/sources``."""
    path = root / "edition/sources" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


LETTER = tei(
    "<div type='letter'><opener><dateline>Oslo, 7 March 1951</dateline><salute>Dear Carl,</salute></opener>"
    "<p>The <persName ref='https://example.org/nordahl'>minister</persName> came<note>On foot.</note> late.</p>"
    "<p>He <choice><sic>recieved</sic><corr>received</corr></choice> nobody.<lb/>Nobody <mystery>at all</mystery>.</p>"
    "<list><item>one</item><item>two</item></list>"
    "<table><row><cell>fish</cell><cell>12</cell></row></table>"
    "<closer><signed>A. Ekberg</signed></closer></div>",
)
PLAY = tei(
    "<div type='act' n='1'><head>Act One</head>"
    + "".join(
        f"<div type='scene' n='{n}' xml:id='scene{n}'><head>Scene {n}</head><stage>Enter Ekberg.</stage>"
        f"<sp who='#ekberg'><speaker>Ekberg.</speaker><l>The first line {n},</l><l part='I'>and the half</l></sp>"
        f"<sp who='#nordahl'><speaker>Nordahl.</speaker><l part='F'>of it {n}.</l></sp></div>"
        for n in (1, 2, 3)
    )
    + "</div>",
    title="A play",
    date="1900",
    profile="<particDesc><listPerson><person xml:id='ekberg'><persName>Ekberg</persName></person>"
    "<person xml:id='nordahl'><persName>Nordahl</persName></person></listPerson></particDesc>",
)


def codes(result: BuildResult, *severities: Severity) -> list[str]:
    """But for Y118: the edition has the title of a new one."""
    found = (one for one in result.findings if one.code != "Y118")
    return [one.code for one in found if not severities or one.severity in severities]


def page(root: Path, address: str) -> html.HtmlElement:
    return html.fromstring((root / "site" / address / "index.html").read_bytes())


def anchors_of(root: Path, record: str) -> dict[str, str]:
    """The words of each element with an ``xml:id`` in the text of a record, by id."""
    text = etree.parse(root / "edition/tei" / record).getroot().find("{*}text")
    assert text is not None
    ids = text.xpath("//*[@xml:id and ancestor::*[local-name()='text']]")
    return {
        one.get("{http://www.w3.org/XML/1998/namespace}id"): " ".join("".join(one.itertext()).split()) for one in ids
    }


def test_a_folder_of_tei_needs_no_yaml(folder: Path) -> None:
    source = put(folder, "letter-1.xml", LETTER)
    before = source.read_bytes()
    result = build(folder)
    assert codes(result, Severity.ERROR) == []
    assert (result.counts.documents, result.written, result.left_out) == (1, True, ())
    assert source.read_bytes() == before, "the user's file was changed"
    read = page(folder, "letter-1/A")
    assert "A letter" in read.text_content()
    for words in ("Dear Carl,", "minister", "On foot.", "recieved", "at all", "fish", "A. Ekberg", "7 March 1951"):
        assert words in read.text_content()
    record = (folder / "edition/tei/letter-1.A.xml").read_bytes()
    given = re.compile(rb' xml:id="p[0-9]+"')
    assert given.sub(b"", record) == before, "the record is the file and anchors"
    assert anchors_of(folder, "letter-1.A.xml").keys() <= set(read.xpath("//@id"))


def test_a_source_in_prose_is_the_source(folder: Path) -> None:
    put(folder, "letter.xml", LETTER.replace("Manuscript</p>", "Typed &amp; signed,\n in  the box</p>"))
    assert codes(build(folder), Severity.ERROR) == []
    overview = page(folder, "letter")
    (source,) = overview.xpath("//h2[.='Sources']/following-sibling::ul[1]/li")
    assert source.text_content() == "Typed & signed, in the box"
    assert not source.xpath(".//i")


def test_an_anchor_of_the_file_is_the_anchor_and_a_given_one_stays(folder: Path) -> None:
    put(folder, "x.xml", tei("<p xml:id='mine'>First words of all.</p><p>Second words here.</p><p>Third words.</p>"))
    build(folder)
    first = anchors_of(folder, "x.A.xml")
    assert first["mine"] == "First words of all."
    put(
        folder,
        "x.xml",
        tei("<p>Quite new.</p><p xml:id='mine'>First words of all.</p><p>Second words here!</p><p>Third words.</p>"),
    )
    result = build(folder)
    assert codes(result, Severity.ERROR) == []
    second = anchors_of(folder, "x.A.xml")
    assert {id_: words.replace("!", ".") for id_, words in second.items() if id_ in first} == first
    assert len(second) == 4


def test_a_play_is_split_by_scene_and_every_address_leads_to_its_passage(folder: Path) -> None:
    put(folder, "play.xml", PLAY)
    (folder / "edition/edition.yml").open("a").write("split: scene\n")
    assert codes(build(folder), Severity.ERROR) == []
    anchors = anchors_of(folder, "play.A.xml")
    parts = {path.parent.name: path for path in (folder / "site/play/A").glob("*/index.html")}
    assert {"scene1", "scene2", "scene3"} <= parts.keys()
    shown = {name: set(html.fromstring(path.read_bytes()).xpath("//@id")) for name, path in parts.items()}
    texts = [name for name in parts if name.startswith("scene")]
    for anchor, words in anchors.items():
        if words.startswith("The first line"):
            assert sum(anchor in shown[name] for name in texts) == 1
    (folder / "edition/edition.yml").write_text(
        (folder / "edition/edition.yml").read_text().replace("split: scene\n", "split: none\n")
    )
    build(folder)
    assert anchors_of(folder, "play.A.xml") == anchors
    whole = set(page(folder, "play/A").xpath("//@id"))
    assert anchors.keys() - {"ekberg", "nordahl"} <= whole | {"scene1", "scene2", "scene3"}
    for name in texts:
        assert (folder / "site/play/A" / name / "index.html").exists(), "an address that was published"


def test_one_bad_file_never_stops_the_others(folder: Path) -> None:
    put(folder, "good.xml", LETTER)
    put(folder, "not-well-formed.xml", "<TEI xmlns='http://www.tei-c.org/ns/1.0'><p></TEI>")
    put(folder, "not-tei.xml", "<html><p>words</p></html>")
    put(folder, "of-2001.xml", "<TEI.2><teiHeader/><text><body><p>words</p></body></text></TEI.2>")
    put(folder, "empty.xml", tei(""))
    put(folder, "twice.xml", tei("<p xml:id='a'>one</p><p xml:id='a'>two</p>"))
    put(
        folder, "no-header.xml", '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>words</p></body></text></TEI>'
    )
    put(folder, "entity.xml", '<!DOCTYPE TEI [<!ENTITY a "b">]>' + tei("<p>&a;</p>").partition("\n")[2])
    put(folder, "dangling.xml", tei("<p>He <ref target='#nowhere'>there</ref></p><sp who='#nobody'><p>words</p></sp>"))
    put(folder, "same/good.xml", LETTER)
    result = build(folder)
    built = {path.stem for path in (folder / "edition/tei").glob("*.xml")}
    assert built == {"good.A", "no-header.A", "dangling.A", "twice.A"}
    assert result.written
    assert set(result.left_out) == {"not-well-formed", "not-tei", "of-2001", "empty", "entity"}
    told = {found.locus.file.rpartition("/")[2] for found in result.findings if found.severity is Severity.ERROR}
    assert told >= {"not-well-formed.xml", "not-tei.xml", "of-2001.xml", "empty.xml", "entity.xml"}
    assert "/etc/" not in repr(result.findings)
    assert build(folder, strict=True).written is False


LONG = "ä" * 150
"""An id that is too long for the name of a file once it is percent-encoded."""


def test_an_id_may_have_any_letter_that_xml_allows(folder: Path) -> None:
    put(folder, "sizes.xml", tei(f"<p xml:id='größe'>He came.</p><p xml:id='{LONG}'>And went.</p>"))
    result = build(folder)
    assert codes(result, Severity.ERROR, Severity.WARNING) == []
    assert anchors_of(folder, "sizes.A.xml") == {"größe": "He came.", LONG: "And went."}
    read = page(folder, "sizes/A")
    assert {"größe", LONG} <= set(read.xpath("//@id"))
    assert "#gr%C3%B6%C3%9Fe" in read.xpath("//@href")
    tree = json.loads((folder / "site/dts/navigation/sizes.A.json").read_bytes())["member"]
    texts = folder / "site/dts/document/sizes.A"
    assert tree[0]["identifier"] == "gr%C3%B6%C3%9Fe"
    assert {path.stem for path in texts.iterdir()} == {unit["identifier"] for unit in tree}, "each has a file"


def test_a_head_without_words_is_no_heading(folder: Path) -> None:
    contents = ["", "<pb n='3'/>", "<fw type='header'>RUNNING</fw>", "<note>A note.</note>", " "]
    heads = (f"<div><head xml:id='h{n}'>{content}</head><p>He came.</p></div>" for n, content in enumerate(contents))
    put(folder, "head.xml", tei("".join(heads)))
    assert codes(build(folder), Severity.ERROR, Severity.WARNING) == []
    read = page(folder, "head/A")
    for n, content in enumerate(contents):
        assert [one.tag for one in read.xpath(f"//*[@id='h{n}']")] == ["p"], content
    assert (folder / "site/downloads/head.A.pdf").exists()


def test_what_nobody_foresaw_in_one_document_leaves_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "good.xml", LETTER)
    put(folder, "odd.xml", LETTER)
    render = document.render_document

    def stumbling(statement: object, view: DocumentView, *others: Any) -> Any:
        assert view.document.id != "odd", "stumbled"
        return render(statement, view, *others)

    monkeypatch.setattr(document, "render_document", stumbling)
    result = build(folder)
    assert result.written
    assert result.left_out == ("odd",)
    (found,) = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    assert (found.code, found.locus.file) == ("D101", "edition/sources/odd.xml")
    assert "odd: AssertionError: stumbled" in found.message
    assert str(Path.cwd()) not in found.message
    assert (folder / "site/good/A/index.html").exists()
    assert not (folder / "site/odd").exists()
    assert build(folder, strict=True).written is False


def test_a_file_that_breaks_later_leaves_what_was_published(folder: Path) -> None:
    put(folder, "letter.xml", LETTER)
    put(folder, "other.xml", LETTER)
    build(folder)
    record = (folder / "edition/tei/letter.A.xml").read_bytes()
    shown = (folder / "site/letter/A/index.html").read_bytes()
    put(folder, "letter.xml", LETTER.replace("</TEI>", ""))
    result = build(folder)
    assert "I151" in codes(result)
    assert "X101" in codes(result)
    assert (folder / "edition/tei/letter.A.xml").read_bytes() == record
    assert (folder / "site/letter/A/index.html").read_bytes() == shown


def test_yaml_adds_and_overrules(folder: Path) -> None:
    put(folder, "letter.xml", LETTER)
    (folder / "edition/documents").mkdir(exist_ok=True)
    (folder / "edition/documents/letter.yml").write_text("id: letter\ntitle: Ekberg to Carl\n", encoding="utf-8")
    assert codes(build(folder), Severity.ERROR) == []
    assert "Ekberg to Carl" in page(folder, "letter/A").text_content()


def test_each_text_of_a_corpus_is_a_document(folder: Path) -> None:
    one, two = (
        tei(f"<p>Words of text {n}.</p>", title=f"Text {n}").partition("\n")[2].replace("<TEI ", f"<TEI xml:id='t{n}' ")
        for n in (1, 2)
    )
    header = "<teiHeader><fileDesc><titleStmt><title>All</title></titleStmt></fileDesc></teiHeader>"
    put(folder, "all.xml", f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{one}{two}</teiCorpus>')
    result = build(folder)
    assert codes(result, Severity.ERROR) == []
    assert result.counts.documents == 2
    assert {path.name for path in (folder / "edition/tei").iterdir()} == {"t1.A.xml", "t2.A.xml"}


def test_two_witnesses_in_tei_are_compared(folder: Path) -> None:
    put(folder, "talk/A.xml", tei("<p>He received the long letter.</p><lg><l>A line of verse</l></lg>"))
    put(folder, "talk/B.xml", tei("<p>He received a short letter.</p><lg><l>A line in verse</l></lg>"))
    assert codes(build(folder), Severity.ERROR) == []
    compared = page(folder, "talk/compare").text_content()
    assert "the long letter" in compared
    assert "a short letter" in compared


def test_what_every_element_became_is_told(folder: Path) -> None:
    put(folder, "letter.xml", LETTER)
    result = build(folder)
    used = {use.element: use for use in result.uses}
    assert used["item"].count == 2
    assert used["mystery"].count == 1
    assert build(folder).uses == result.uses, "also when nothing was done again"


def test_checking_finds_the_same_and_writes_nothing(folder: Path) -> None:
    put(folder, "letter.xml", LETTER)
    build(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert codes(check(folder), Severity.ERROR) == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("number", [3])
def test_portions_give_the_site_that_one_piece_gives(folder: Path, tmp_path: Path, number: int) -> None:
    """The pages of documents rendered by themselves are those of a whole site."""
    for n in range(7):
        put(folder, f"letter-{n}.xml", LETTER)
    composed = compose(files.read_sources(folder)[0], Serial())
    build(folder)
    whole = {
        path.relative_to(folder / "site"): path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()
    }
    assert composed.site
    generated = files.written_pages(folder)
    by_hand, _findings = files.read_folder(folder, "docs", leave_out=generated)
    published = publish.publish(folder, composed.site, publish.Docs(generated, by_hand), many=number)
    assert not [found for found in published.findings if found.severity is Severity.ERROR]
    again = {
        path.relative_to(folder / "site"): path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()
    }
    assert again.keys() == whole.keys()
    assert [str(path) for path in whole if whole[path] != again[path]] == []


# --- what was built before ------------------------------------------------------------------------

PICTURE = b"\x89PNG\r\n\x1a\n"
PICTURED = LETTER.replace("<p>He ", '<figure><graphic url="seal.png"/><figDesc>A seal</figDesc></figure><p>He ', 1)


def everything(root: Path) -> dict[str, bytes]:
    """Every file of the edition, its pages and its site, by path; not what is only remembered."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".cache", ".pecia"} & set(path.relative_to(root).parts)
    }


@pytest.mark.parametrize("many", [1_000, 2])
def test_one_changed_document_gives_the_bytes_of_a_whole_build(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Also when it names someone else than before, and whether pages are rendered together or in portions."""
    monkeypatch.setattr(publish, "publish", partial(publish.publish, many=many))
    statement = folder / "edition/edition.yml"
    statement.write_text(statement.read_text() + "url: https://example.org/letters/\nsplit: scene\n")
    put(folder, "seal.png", PICTURE)
    put(folder, "pictured.xml", PICTURED)
    put(folder, "play.xml", PLAY)
    put(folder, "talk/A.xml", tei("<p>We met the minister at noon.</p>", title="A talk"))
    put(folder, "talk/B.xml", tei("<p>We saw the minister at noon.</p>", title="A talk"))
    plain = "<p>The minister came to the house late in the evening.</p>"
    changed = put(folder, "plain.xml", tei(plain, title="The house"))
    assert build(folder).written
    named = plain.replace("minister", "old <persName ref='https://example.org/carl'>minister</persName>")
    changed.write_text(tei(named, title="The house in Oslo"))
    again = build(folder)
    assert again.done == ("plain",)
    assert again.published
    assert "I151" not in codes(again)

    anew = shutil.copytree(folder, tmp_path / "anew", ignore=shutil.ignore_patterns(".cache", ".pecia", "site"))
    assert build(anew).written
    expected, found = everything(anew), everything(folder)
    assert found.keys() == expected.keys()
    assert [path for path in expected if found[path] != expected[path]] == []
    assert sum(content == PICTURE for content in found.values()) == 3, "in the sources, among the pages, on the site"


def test_a_finding_in_a_text_of_a_corpus_has_the_line_of_the_file(folder: Path) -> None:
    one, two = (
        tei(f"<p>Words {n}.</p>\n<u who='#nobody'><seg>Yes.</seg></u>", title=f"Text {n}").partition("\n")[2]
        for n in (1, 2)
    )
    header = "<teiHeader><fileDesc><titleStmt><title>All</title></titleStmt></fileDesc></teiHeader>"
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}\n{one}\n{two}</teiCorpus>'
    put(folder, "all.xml", corpus)
    put(
        folder,
        "one.xml",
        corpus.replace("<TEI ", "<TEI xml:id='first' ", 1).replace("<TEI xmlns", "<TEI xml:id='second' xmlns"),
    )
    (folder / "edition/documents").mkdir()
    (folder / "edition/documents/meant.yml").write_text(
        "id: meant\ntitle: Meant\nwitnesses:\n  - {siglum: A, exemplar: {file: one.xml, select: second}}\n"
    )
    lines = [n for n, line in enumerate(corpus.splitlines(), 1) if "nobody" in line]
    found = [(found.locus.file, found.locus.line) for found in build(folder).findings if "nobody" in found.message]
    assert [line for file, line in found if file.endswith("all.xml")] == lines
    assert [line for file, line in found if file.endswith("one.xml")] == lines[1:]
