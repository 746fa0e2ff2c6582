"""From a folder of TEI to documents: what each file is a witness of, and what is said when that cannot be told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from pecia import files, new_project
from pecia.metadata import safe_id, safe_siglum
from pecia.model.edition import Document
from pecia.model.findings import Finding
from pecia.pipeline.sources import EditionSources, as_drafts, read_metadata

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
EDITION = new_project.edition_of([])["edition/edition.yml"].replace(
    b"title: Edition without a title", b"url: https://letters.institute.net/\ndate: 2000-01-01\ntitle: Letters"
)
HEADER = "<teiHeader><fileDesc><titleStmt><title>Letter</title></titleStmt></fileDesc></teiHeader>"


def tei(words: str = "They met.", attributes: str = NAMESPACE) -> str:
    return f"<TEI {attributes}>{HEADER}<text><body><p>{words}</p></body></text></TEI>"


def corpus(*texts: str) -> str:
    return f'<?xml version="1.0"?>\n<teiCorpus {NAMESPACE}>{HEADER}{"".join(texts)}</teiCorpus>'


def sources(given: dict[str, str]) -> dict[str, bytes]:
    content = {"edition/edition.yml": EDITION.decode(), **given}
    return {path: text.encode() for path, text in sorted(content.items())}


def read(given: dict[str, str]) -> tuple[EditionSources | None, list[Finding]]:
    with ThreadPoolExecutor(1) as executor:
        return read_metadata(sources(given), executor)


def found(given: dict[str, str]) -> EditionSources:
    edition, findings = read(given)
    assert findings == []
    assert edition is not None
    return edition


def witnesses(edition: EditionSources) -> dict[str, dict[str, str]]:
    """The paths of the files by document and siglum; what each is made from must be there."""
    assert all(file.content for document in edition.documents for file in document.exemplars.values())
    for document in edition.documents:
        sigla = [witness.siglum for witness in document.file.document.witnesses]
        assert sigla == list(document.exemplars) == list(document.records)
    return {
        document.id: {siglum: file.path.removeprefix("edition/sources/") for siglum, file in document.exemplars.items()}
        for document in edition.documents
    }


def put(*names: str, text: str | None = None) -> dict[str, str]:
    return {f"edition/sources/{name}": text or tei() for name in names}


def codes(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# --- files without YAML ---------------------------------------------------------------------------


def test_each_file_is_a_document_of_its_own() -> None:
    edition = found(put("Brief 2.xml", "1903/entry__1903-03-06.xml", "deep/er/1880.xml"))
    assert witnesses(edition) == {
        "brief-2": {"A": "Brief 2.xml"},
        "d-1880": {"A": "deep/er/1880.xml"},
        "entry-1903-03-06": {"A": "1903/entry__1903-03-06.xml"},
    }
    assert edition.refused == ()
    [first, *_] = edition.documents
    assert first.taken
    assert first.path == "edition/sources/Brief 2.xml"
    assert first.ledger.path == "edition/anchors/brief-2.yml"
    assert first.records["A"].path == "edition/tei/brief-2.A.xml"
    assert (first.file.document.title, first.file.document.date, first.file.conventions) == ("", "", {})
    assert first.file.document.witnesses[0].exemplar.file == "Brief 2.xml"


def test_files_named_by_a_siglum_are_witnesses_of_their_folder() -> None:
    assert witnesses(found(put("talk/A.xml", "talk/B.xml", "vol/Supper 1/AB.xml"))) == {
        "supper-1": {"AB": "vol/Supper 1/AB.xml"},
        "talk": {"A": "talk/A.xml", "B": "talk/B.xml"},
    }


def test_a_folder_with_other_names_is_a_volume() -> None:
    assert list(witnesses(found(put("talk/A.xml", "talk/supper.xml")))) == ["a", "supper"]
    assert list(witnesses(found(put("A.xml", "B.xml")))) == ["a", "b"]


def test_a_ruling_and_a_listed_place_are_taken() -> None:
    ruling = "- {id: r, kind: retire-anchor, witnesses: [A], exact: They met, value: p1, resp: editors, reason: So.}\n"
    listing = EDITION.decode().replace("documents: []", "documents: [c, a]")
    listing = listing.replace("editors: []", "editors: [{id: editors, name: E, role: r}]")
    edition = found({**put("a.xml", "b.xml", "c.xml"), "edition/rulings/b.yml": ruling, "edition/edition.yml": listing})
    assert [document.id for document in edition.documents] == ["c", "a", "b"]
    assert [ruling.id for ruling, _place in edition.documents[2].rulings] == ["r"]


def test_a_ruling_for_transcripts_is_refused_for_tei() -> None:
    ruling = "- {id: r, kind: doubt, witnesses: [A, C], exact: met, resp: editors, reason: So.}\n"
    edition, findings = read({**put("b.xml"), "edition/rulings/b.yml": ruling})
    assert edition is None
    assert codes(findings) == ["Y109", "Y110", "Y110"]  # TEI; no witness C; no such editor


@pytest.mark.parametrize("name", ["search", "p12", "con", "日本", "-", "x" * 80])
def test_a_name_that_no_document_can_have_gives_another_and_a_note(name: str) -> None:
    edition = found(put(f"{name}.xml"))
    assert codes(edition.refused) == ["I142"]
    [document] = edition.documents
    again = f"id: {document.id}\ntitle: T\n"
    assert list(
        witnesses(found({**put("T.xml"), f"edition/documents/{document.id}.yml": again, **put(f"{document.id}.xml")}))
    )


def test_two_files_that_claim_one_document() -> None:
    edition = found(put("1/Talk.xml", "2/talk.xml"))
    assert witnesses(edition) == {"talk": {"A": "1/Talk.xml"}}
    [finding] = edition.refused
    assert finding.code == "I143"
    assert "edition/sources/1/Talk.xml" in finding.message
    assert "edition/sources/2/talk.xml" in finding.message


@pytest.mark.parametrize(
    ("text", "id_"),
    [("Müller Øre Łódź Straße", "muller-ore-lodz-strasse"), ("ÆTHER_x", "aether-x"), ("1880.01", "d-1880-01")],
)
def test_ids_from_names(text: str, id_: str) -> None:
    assert safe_id(text) == (id_, False)


def test_sigla_from_names() -> None:
    assert [safe_siglum(text) for text in ("A", "first-print", "1st", "é", "p12", "con")] == [
        "A", "firstprint", "W1st", "W", "Wp12", "Wcon",
    ]  # fmt: skip


# --- a corpus -------------------------------------------------------------------------------------


def test_each_text_of_a_corpus_is_a_document() -> None:
    edition = found(
        put("Letters.xml", text=corpus(tei(attributes='xml:id="Oslo.1"'), tei("Two."), tei(attributes='n="3"')))
    )
    assert list(witnesses(edition)) == ["d-3", "letters-2", "oslo-1"]
    [*_, first] = edition.documents
    assert b"They met" in (first.exemplars["A"].content or b"")
    assert b"Two." not in (first.exemplars["A"].content or b"")


def test_a_corpus_named_like_a_siglum_is_a_corpus() -> None:
    assert list(witnesses(found(put("vol/A.xml", text=corpus(tei(), tei()))))) == ["a-1", "a-2"]


def test_a_spoilt_corpus_stops_no_other() -> None:
    edition = found({**put("a.xml"), **put("b.xml", text=corpus(tei()).replace("</teiCorpus>", ""))})
    assert list(witnesses(edition)) == ["a"]
    assert codes(edition.refused) == ["X101"]


# --- with YAML ------------------------------------------------------------------------------------


def yaml(id_: str, rest: str = "") -> dict[str, str]:
    return {f"edition/documents/{id_}.yml": f"id: {id_}\n{rest}"}


def test_yaml_without_witnesses_takes_what_has_its_name() -> None:
    edition = found(
        {**put("talk.xml", "supper/A.xml", "supper/first-print.xml", "tea/x.xml", "z.xml"), **yaml("talk", "title: T")}
        | yaml("supper") | yaml("tea")
    )  # fmt: skip
    assert witnesses(edition) == {
        "supper": {"A": "supper/A.xml", "firstprint": "supper/first-print.xml"},
        "talk": {"A": "talk.xml"},
        "tea": {"A": "tea/x.xml"},
        "z": {"A": "z.xml"},
    }
    assert [document.taken for document in edition.documents] == [False, False, False, True]
    assert edition.documents[1].file.document.title == "T"


def test_yaml_without_a_text() -> None:
    edition = found({**put("a.xml"), **yaml("talk")})
    assert list(witnesses(edition)) == ["a"]
    assert codes(edition.refused) == ["I145"]
    assert edition.refused[0].locus.file == "edition/documents/talk.yml"


def test_yaml_names_files_wherever_they_are() -> None:
    named = "witnesses:\n- {siglum: A, exemplar: {file: x.xml}}\n- {siglum: B, exemplar: {file: vol/b.xml}}\n"
    assert witnesses(found({**put("talk/x.xml", "vol/b.xml", "vol/c.xml"), **yaml("talk", named)})) == {
        "c": {"A": "vol/c.xml"},
        "talk": {"A": "talk/x.xml", "B": "vol/b.xml"},
    }


def test_what_may_describe_persons_is_looked_at_each_time() -> None:
    """Though it is the witness of a document now; once it is not, it describes them for others."""
    persons = f"<listPerson {NAMESPACE}><person xml:id='e'/></listPerson>"
    edition = found({**put("talk/A.xml"), **put("talk/B.xml", text=persons)})
    assert witnesses(edition) == {"talk": {"A": "talk/A.xml", "B": "talk/B.xml"}}
    assert edition.single == {"edition/sources/talk/A.xml"}


def test_a_file_in_the_folder_of_the_document_goes_before() -> None:
    named = "witnesses:\n- {siglum: A, exemplar: {file: x.xml}}\n"
    edition = found({**put("talk/x.xml", "x.xml"), **yaml("talk", named)})
    assert witnesses(edition) == {"talk": {"A": "talk/x.xml"}, "x": {"A": "x.xml"}}


def test_what_lies_beside_and_is_not_named_is_said() -> None:
    edition, findings = read(
        {**put("talk/x.xml", "talk/y.xml"), **yaml("talk", "witnesses:\n- {siglum: A, exemplar: {file: x.xml}}")}
    )
    assert edition is not None
    assert list(witnesses(edition)) == ["talk"]
    assert [(finding.code, finding.locus.file) for finding in findings] == [("F108", "edition/sources/talk/y.xml")]


def test_a_named_file_that_is_not_there_is_left_to_the_document() -> None:
    edition = found(yaml("talk", "witnesses:\n- {siglum: A, exemplar: {file: x.xml}}"))
    [document] = edition.documents
    assert document.exemplars["A"].content is None
    assert document.exemplars["A"].named_at.line == 3


def test_texts_are_selected() -> None:
    volume = put("vol.xml", text=corpus(tei("One.", 'xml:id="l1"'), tei("Two.", 'xml:id="l2"')))
    named = "witnesses:\n- {siglum: A, exemplar: {file: vol.xml, select: %s}}\n"
    edition = found({**volume, **yaml("one", named % "l1"), **yaml("two", named % "l2"), **yaml("no", named % "l3")})
    texts = {document.id: document.exemplars["A"].content for document in edition.documents}
    assert b"One." in (texts["one"] or b"")
    assert b"Two." not in (texts["one"] or b"")
    assert b"Two." in (texts["two"] or b"")
    assert texts["no"] is None
    assert codes(edition.refused) == ["I111"]


def test_several_texts_and_none_selected() -> None:
    edition = found({**put("vol.xml", text=corpus(tei(), tei())), **yaml("vol")})
    assert codes(edition.refused) == ["I144"]
    assert edition.documents[0].exemplars["A"].content is None


def test_yaml_and_a_file_that_claim_one_document() -> None:
    edition = found(
        {**put("talk/x.xml", "old/talk.xml"), **yaml("talk", "witnesses:\n- {siglum: A, exemplar: {file: x.xml}}")}
    )
    assert witnesses(edition) == {"talk": {"A": "talk/x.xml"}}
    assert codes(edition.refused) == ["I143"]
    assert "edition/documents/talk.yml" in edition.refused[0].message


def test_two_witnesses_whose_sigla_are_one() -> None:
    edition = found({**put("talk/x-1.xml", "talk/x1.xml"), **yaml("talk")})
    assert witnesses(edition) == {"talk": {"x1": "talk/x-1.xml"}}
    assert codes(edition.refused) == ["I143"]


def test_the_digest_of_tei_may_be_left_out_and_is_held_to_when_given() -> None:
    named = "witnesses:\n- {siglum: A, exemplar: {file: x.xml, sha256: %s}}\n"
    right = found({**put("talk/x.xml"), **yaml("talk", named % sha256(tei().encode()).hexdigest())})
    assert right.changed == ()
    wrong = found({**put("talk/x.xml"), **yaml("talk", named % ("0" * 64))})
    assert codes(wrong.changed) == ["E104"]
    now, findings = as_drafts(wrong)
    assert (codes(findings), now.changed) == (["E104"], ())
    without = found({**put("talk/x.xml"), **yaml("talk")})
    assert as_drafts(without)[1] == []


def test_transcripts_and_tei_stand_side_by_side() -> None:
    edition, findings = read(
        {path: content.decode() for path, content in new_project.new_edition().items() if path.startswith("edition/")}
        | put("letter.xml")
    )
    assert {finding.code for finding in findings} == {"A113", "Y118"}
    assert edition is not None
    assert [document.id for document in edition.documents] == ["luncheon-1951-03-07", "letter"]
    assert [document.taken for document in edition.documents] == [False, True]
    assert not edition.documents[0].is_tei("A")
    now, changed = as_drafts(edition)
    assert changed == []
    assert not any(document.books for document in now.documents)


def test_broken_yaml_still_gives_no_edition_and_says_nothing_of_its_files() -> None:
    edition, findings = read({**put("talk/x.xml", "talk.xml"), **yaml("talk", "titel: T\n")})
    assert edition is None
    assert codes(findings) == ["Y102"]


def test_a_transcript_need_not_be_listed_nor_named_in_its_yaml() -> None:
    given = {"edition/documents/talk.yml": "title: A talk\n", "edition/sources/talk/in.txt": "Arden: Yes.\n"}
    edition, findings = read({**given, **put("v/letter.xml")})
    assert codes(findings) == []
    assert edition is not None
    assert [document.id for document in edition.documents] == ["letter", "talk"]
    [witness] = edition.documents[1].file.document.witnesses
    assert (witness.siglum, witness.exemplar.file) == ("A", "in.txt")
    assert edition.documents[1].exemplars["A"].path == "edition/sources/talk/in.txt"


def test_what_comes_of_it_does_not_depend_on_the_order_of_files() -> None:
    given = put("1/Talk.xml", "2/talk.xml", "a.xml", "v/A.xml") | yaml("a")
    one, other = sources(given), dict(reversed(sources(given).items()))
    with ThreadPoolExecutor(1) as executor:
        first, second = read_metadata(one, executor)[0], read_metadata(dict(sorted(other.items())), executor)[0]
    assert first == second


# --- the folder -----------------------------------------------------------------------------------


def test_tei_and_pictures_are_read_at_any_depth_and_other_files_where_they_were(tmp_path: Path) -> None:
    names = ["a.xml", "v/b.xml", "v/w/c.xml", "v/d.txt", "v/w/g.png"]
    for name in [*names, "v/w/e.txt", "f.txt", ".h.xml", "v/.i/j.xml"]:
        path = tmp_path / "edition/sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    content, findings = files.read_sources(tmp_path)
    assert findings == []
    assert content == {f"edition/sources/{name}": name.encode() for name in sorted(names)}


def test_links_are_followed_at_no_depth(tmp_path: Path) -> None:
    folder = tmp_path / "edition/sources/v/w"
    folder.mkdir(parents=True)
    (tmp_path / "secret.xml").write_text("secret")
    (folder / "a.xml").symlink_to(tmp_path / "secret.xml")
    (folder.parent / "b.xml").symlink_to(tmp_path / "secret.xml")
    content, findings = files.read_sources(tmp_path)
    assert content == {}
    assert codes(findings) == ["F104", "F104"]


def test_a_document_of_tei_is_blank_but_for_its_id_and_witnesses() -> None:
    [document] = found(put("a.xml")).documents
    plain: Document = document.file.document
    assert (plain.id, plain.participants, plain.original.kind, plain.sources) == ("a", (), "", ())
