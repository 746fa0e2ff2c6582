"""Whatever words stand in a file of any format, its reader gives them all, in order, and parsing loses none."""

import csv
import html
import io
import json
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia.model import Furniture, PageMark, passages, source_text
from pecia.model.edition import Exemplar, Witness
from pecia.transcript import parse, read_exemplar
from pecia.transcript.readers import ENDINGS, read_source

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Cf"])
WORDS = st.sampled_from(
    [
        "Arden:",
        "Brook.",
        "MR. COLE:",
        "ferry",
        "(laughs)",
        "[inaudible]",
        "12:31",
        "-",
        "1.",
        "<v",
        "&amp;",
        "{\\b",
        "--",
    ]
) | st.text(CHARACTERS, min_size=1, max_size=8)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=6)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def package(name, content):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr(name, content)
    return into.getvalue()


def in_docx(paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    return package("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")


def in_odt(paragraphs):
    body = "".join(f"<text:p>{escape(one)}</text:p>" for one in paragraphs)
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    return package("content.xml", f"<office:document-content {ODF}>{inside}</office:document-content>")


def in_html(paragraphs):
    return "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs).encode()


def in_rtf(paragraphs):
    def said(character):
        if character in "\\{}":
            return f"\\{character}"
        units = character.encode("utf-16-be")
        signed = (int.from_bytes(units[n : n + 2], "big", signed=True) for n in range(0, len(units), 2))
        return character if character.isascii() else "".join(f"\\u{number}?" for number in signed)

    body = "".join("".join(map(said, one)) + "\\par\n" for one in paragraphs)
    return f"{{\\rtf1\\ansi {body}}}".encode()


def in_csv(paragraphs):
    into = io.StringIO()
    csv.writer(into).writerows([["speaker", "text"], *(["Arden", one] for one in paragraphs)])
    return into.getvalue().encode()


def in_json(paragraphs):
    return json.dumps(
        {"segments": [{"start": n, "end": n + 1, "text": one} for n, one in enumerate(paragraphs)]}
    ).encode()


def in_captions(paragraphs):
    cues = (f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{one}\n" for n, one in enumerate(paragraphs))
    return "\n".join(cues).encode()


def in_text(paragraphs):
    return "\n\n".join(paragraphs).encode()


FORMATS = {
    ".csv": in_csv, ".docx": in_docx, ".html": in_html, ".json": in_json, ".md": in_text, ".odt": in_odt,
    ".rtf": in_rtf, ".srt": in_captions, ".txt": in_text, ".vtt": in_captions,
}  # fmt: skip


@pytest.mark.parametrize("ending", sorted(FORMATS))
@given(paragraphs=PARAGRAPHS)
def test_no_word_is_lost(ending, paragraphs):
    data = FORMATS[ending](paragraphs)
    source, _ = read_source(f"A{ending}", data)
    assert source is not None
    given_words = iter(source.text.split())
    assert all(word in given_words for one in paragraphs for word in one.split()), source.text
    assert all(0 <= hint.start <= hint.end <= len(source.text) for hint in source.hints)
    exemplar, _ = read_exemplar(f"A{ending}", data)
    assert exemplar is not None
    witness = Witness(siglum="A", exemplar=Exemplar(file=f"A{ending}"))
    transcript, _, findings = parse(exemplar, witness, None, (), ())
    assert [finding for finding in findings if finding.code == "T109"] == []
    assert "".join(source_text(transcript).split()) == "".join(exemplar.folded.split())


def test_a_caption_that_comes_again_between_cue_numbers_is_no_running_head():
    exemplar, _ = read_exemplar("A.srt", in_captions(["<v Arden: 0 >", "<v Arden: 0 >", "Arden:"]))
    transcript, _, findings = parse(exemplar, Witness(siglum="A", exemplar=Exemplar(file="A.srt")), None, (), ())
    marks = [span.mark for passage in passages(transcript) for span in passage.content.spans]
    assert not any(isinstance(mark, Furniture | PageMark) for mark in marks)
    assert "T109" not in [finding.code for finding in findings]


@given(ending=st.sampled_from(ENDINGS), data=st.binary(max_size=300))
def test_no_bytes_raise(ending, data):
    source, findings = read_source(f"A{ending}", data)
    assert source is not None or findings


@given(ending=st.sampled_from([".docx", ".odt", ".rtf", ".pdf", ".json", ".html"]), data=st.data())
def test_no_damage_raises(ending, data):
    whole = FORMATS.get(ending, in_text)(["Arden: Is the ferry in?", "Brook: Not yet."])
    place = data.draw(st.integers(0, len(whole)))
    source, findings = read_source(f"A{ending}", whole[:place] + data.draw(st.binary(max_size=4)) + whole[place + 2 :])
    assert source is not None or findings
