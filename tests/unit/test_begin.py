"""An edition from files as they were found: what is copied, drafted, left out, and said of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from pecia import new_project
from pecia.drafting import Drafts, draft, known_people, yaml_text
from pecia.drafting.preview import preview
from pecia.drafting.register import PEOPLE, with_people
from pecia.metadata import DocumentFile, read_document, read_register
from pecia.metadata.nodes import NOT_TEXT, MappingNode, ScalarNode, parse_yaml
from pecia.model import Locus
from pecia.model.edition import Entry
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document as read_sources
from pecia.transcript.infer import DraftedPerson

TALK = b"Arden: Is the ferry in?\n\nBrook: Not yet.\n\nArden: Then we wait.\n"
SUPPER = b"Arden: The nets are wet.\n\nCole: They are.\n"


def document(drafts: Drafts, id_: str) -> DocumentFile:
    """A drafted document as the build reads it."""
    path = f"edition/documents/{id_}.yml"
    read = read_document(path, drafts.files[path])
    assert read.findings == ()
    assert read.value is not None
    return read.value


def people(drafts: Drafts) -> dict[str, Entry]:
    read = read_register(PEOPLE, drafts.files[PEOPLE], "person")
    assert read.findings == ()
    return {entry.key: entry for entry in read.value or ()}


def codes(drafts: Drafts) -> list[tuple[str, str]]:
    return [(finding.code, finding.locus.file) for finding in drafts.findings]


def folder(given: Mapping[str, bytes]) -> Drafts:
    return draft(given)


def test_a_transcript_is_copied_and_its_yaml_drafted() -> None:
    drafts = folder({"Talk 1951.txt": TALK})
    assert drafts.files["edition/sources/talk-1951/A.txt"] == TALK
    file = document(drafts, "talk-1951")
    assert file.document.title == "Talk 1951"
    [witness] = file.document.witnesses
    assert (witness.siglum, witness.exemplar.file) == ("A", "A.txt")
    assert [speaker.labels for speaker in file.conventions["A"].speakers] == [("Arden",), ("Brook",)]
    assert [(p.person, p.part) for p in file.document.participants] == [("arden", "speaker"), ("brook", "speaker")]
    assert {key: (entry.name, entry.certainty, entry.forms) for key, entry in people(drafts).items()} == {
        "arden": ("Arden", "unknown", ()),
        "brook": ("Brook", "unknown", ()),
    }


def test_who_has_the_same_label_in_two_texts_is_one_person_and_that_is_said() -> None:
    drafts = folder({"supper.txt": SUPPER, "talk.txt": TALK})
    assert list(people(drafts)) == ["arden", "cole", "brook"]
    assert codes(drafts) == [("T130", PEOPLE)]
    assert "supper, talk" in drafts.findings[0].message


def test_two_files_of_one_name_are_two_documents() -> None:
    drafts = folder({"1950/talk.txt": TALK, "1951/talk.txt": SUPPER})
    assert list(drafts.documents) == ["d-1950-talk", "d-1951-talk"]
    assert [code for code, _ in codes(drafts)][:2] == ["F112", "F112"]


def test_a_folder_of_sigla_is_one_document_with_witnesses() -> None:
    drafts = folder({"talk/A.txt": TALK, "talk/B.md": TALK})
    file = document(drafts, "talk")
    assert [one.siglum for one in file.document.witnesses] == ["A", "B"]
    assert drafts.files["edition/sources/talk/B.md"] == TALK
    assert file.document.title == "talk"


def test_what_cannot_be_read_is_left_out_and_the_rest_is_taken() -> None:
    given = {
        "empty.txt": b"",
        "blank.txt": b" \n\n",
        "binary.txt": b"\x00\x01\x02\xff\xfe" * 40,
        "archive.zip": b"PK\x03\x04",
        "no ending": b"words",
        "large.txt": b"a " * (26 * 1024 * 1024),
        "talk.txt": TALK,
    }
    drafts = folder(given)
    assert sorted(file for code, file in codes(drafts) if code == "F111") == sorted(given.keys() - {"talk.txt"})
    assert list(drafts.documents) == ["talk"]


def test_tei_and_transcripts_stand_side_by_side() -> None:
    drafts = folder({"letters/a.xml": b"<TEI/>", "letters/fig.png": b"png", "talk.txt": TALK})
    assert drafts.files["edition/sources/letters/a.xml"] == b"<TEI/>"
    assert drafts.files["edition/sources/letters/fig.png"] == b"png"
    assert drafts.tei == ("letters/a.xml",)
    assert list(drafts.documents) == ["talk"]


def test_a_transcript_gives_way_to_a_tei_file_of_its_name() -> None:
    drafts = folder({"talk.xml": b"<TEI/>", "talk.txt": TALK})
    assert list(drafts.documents) == ["talk-txt"]


def test_words_of_a_text_cannot_break_the_yaml() -> None:
    drafts = folder({'x" # y: [z].txt': b'Arden # {x: Is it?\n\n"Brook\'s": No.\n\nTrue: Yes.\n'})
    [id_] = drafts.documents
    assert document(drafts, id_).document.title == 'x" # y: [z]'
    people(drafts)


def test_the_preview_names_speakers_doubts_and_files() -> None:
    lines = list(preview(folder({"supper.txt": SUPPER, "talk.txt": TALK, "x.zip": b"x"})))
    assert "talk.txt → document talk" in lines
    assert "      2  Arden  “Is the ferry in?”" in lines
    assert "      1  Brook  “Not yet.”" in lines
    assert any(line.startswith("x.zip: warning F111: ") for line in lines)
    assert any("edition/documents/supper.yml" in line for line in lines)


CAPTIONS = b"""WEBVTT

00:01.000 --> 00:03.000
<v Arden>Is the ferry in?

00:03.000 --> 00:05.000
Not yet.

00:05.000 --> 00:07.000
<v Brook>I see.
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("talk.vtt", CAPTIONS), ("talk.csv", b"speaker,words\nArden,Is it in?\n,Not yet.\nBrook,I see.\n")],
)
def test_words_for_which_the_format_states_no_speaker_are_reported(name: str, text: bytes) -> None:
    (said,) = (line for line in preview(folder({name: text})) if "T120" in line)
    assert "Not yet." in said
    assert f":{6 if name.endswith('vtt') else 3}:" in said
    voiced = text.replace(b"\nNot yet", b"\n<v Brook>Not yet").replace(b"\n,Not", b"\nBrook,Not")
    assert not [line for line in preview(folder({name: voiced})) if "T120" in line]


# --- into an edition that there is -----------------------------------------------------------------


def test_what_an_editor_wrote_in_the_register_stays_as_it_is() -> None:
    register = b"# Mine.\n- {key: arden,   name: Ann Arden, forms: [Arden]}  # sic\n"
    drafts = draft({"talk.txt": TALK}, known=read_register(PEOPLE, register, "person").value or (), register=register)
    assert drafts.files[PEOPLE].startswith(register)
    assert list(people(drafts)) == ["arden", "brook"]
    assert document(drafts, "talk").conventions["A"].speakers[0].person == "arden"


def test_a_label_of_another_document_is_known() -> None:
    first = folder({"talk.txt": b"Col. Arden: Is the ferry in?\n\nBrook: No.\n"})
    known = known_people(people(first).values(), [document(first, "talk")])
    second = draft({"supper.txt": b"Brook: Yes.\n"}, known, {"talk"}, first.files[PEOPLE])
    assert document(second, "supper").conventions["A"].speakers[0].person == "brook"
    assert second.files[PEOPLE] == first.files[PEOPLE]


def test_a_document_of_that_id_is_there_already() -> None:
    assert list(draft({"talk.txt": TALK}, taken={"talk"}).documents) == ["talk-txt"]


def test_a_register_that_takes_no_addition_is_left_alone() -> None:
    register = b"[{key: arden, name: Arden}]\n"
    new, findings = with_people(register, [(DraftedPerson("brook", "Brook", ("Brook",)), "")])
    assert new == register
    assert [(f.code, f.locus) for f in findings] == [("F103", Locus(PEOPLE))]


# --- YAML -------------------------------------------------------------------------------------------


@over(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_yaml(text: str, comment: str) -> None:
    root, findings = parse_yaml("f.yml", f"{yaml_text.line('key', text, comment)}\n".encode())
    assert findings == []
    assert isinstance(root, MappingNode)
    [(_, value)] = root.pairs
    assert isinstance(value, ScalarNode)
    assert value.text.split() == NOT_TEXT.sub(" ", text).split()
    assert not text.split() or not value.plain or value.text not in ("true", "null", "~")


# --- texts that are all one thing -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1\n\n1\n\n1\n",
        "Lowick in winter\n",
        "Subject: The ferry\n\nPlace: Lowick\n",
        "Arden:\n\nBrook.\n\n(laughs)\n\nBrook.\n",
        "* * *\n",
        "[2021-03-04 10:15] Arden: is it in\n[2021-03-04 10:16] Brook: no\n",
    ],
)
def test_a_text_of_which_little_is_recognised_is_a_valid_record(text: str) -> None:
    drafts = folder({"talk.txt": text.encode()})
    files = {**new_project.edition_of((), ("talk",)), **drafts.files}
    edition = compose(files, Serial()).sources
    [made] = map(read_sources, edition.documents)
    assert [finding for finding in made.findings if finding.severity == "error"] == []
    assert made.view is not None
