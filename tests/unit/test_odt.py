"""The copy for word processors: what the file is, and that a reader of the format finds the text in it."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from pecia import new_project
from pecia.formats.odt import MEDIA_TYPE, STYLES, odt
from pecia.model import passages
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.transcript.readers import odt as reader
from pecia.view.document import DocumentView
from pecia.view.inlines import STYLES as MARKS

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture(scope="module")
def view() -> DocumentView:
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    return made.view


@pytest.fixture(scope="module")
def file(view: DocumentView) -> bytes:
    return odt(view.witnesses[0].record.edition, view, ("A", "B"), {"": "Cited as a whole."})


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_package_lists_its_parts(file: bytes) -> None:
    found = parts(file)
    assert found["mimetype"].decode() == MEDIA_TYPE
    entries = etree.fromstring(found["META-INF/manifest.xml"])
    listed = [entry.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path") for entry in entries]
    assert set(listed) == {"/", *found} - {"mimetype", "META-INF/manifest.xml"}


def test_every_style_that_is_used_is_there(file: bytes) -> None:
    found = parts(file)
    content, styles = (etree.fromstring(found[f"{name}.xml"]) for name in ("content", "styles"))
    every = (*content.iter(f"{STYLE}style"), *styles.iter(f"{STYLE}style", f"{TEXT}list-style"))
    defined = {style.get(f"{STYLE}name") for style in every}
    named = {element.get(f"{space}style-name") for element in content.iter() for space in (TEXT, TABLE)} - {None}
    assert named <= defined
    assert set(STYLES.values()) <= defined
    parents = {style.get(f"{STYLE}parent-style-name") for style in content.iter(f"{STYLE}style")} - {None}
    assert parents <= defined
    assert set(STYLES) <= MARKS


def test_passages_have_bookmarks_and_links_lead_to_them(view: DocumentView, file: bytes) -> None:
    content = etree.fromstring(parts(file)["content.xml"])
    bookmarks = [mark.get(f"{TEXT}name") for mark in content.iter(f"{TEXT}bookmark")]
    assert len(bookmarks) == len(set(bookmarks))
    for witness in view.witnesses:
        siglum = witness.record.siglum
        assert {f"{siglum}-{passage.id}" for passage in passages(witness.record.transcript)} <= set(bookmarks)
    links = [link.get("{http://www.w3.org/1999/xlink}href") for link in content.iter(f"{TEXT}a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(bookmarks)
    assert any(link.endswith("/A/#p2") for link in links)


def test_a_reader_of_the_format_finds_every_passage(view: DocumentView, file: bytes) -> None:
    source, findings = reader.read("a.odt", file)
    assert source is not None
    assert findings == []
    read = " ".join(source.text.split())
    for witness in view.witnesses:
        for passage in passages(witness.record.transcript):
            if not passage.content.spans:
                assert " ".join(passage.content.text.split()) in read
    assert "Cited as a whole." in read


def test_the_same_bytes_again(view: DocumentView, file: bytes) -> None:
    assert odt(view.witnesses[0].record.edition, view, ("A", "B"), {"": "Cited as a whole."}) == file
