"""Plays, proceedings and transcriptions of speech: tokens, pauses, cast lists, lists of persons in other files."""

from __future__ import annotations

import pytest
from lxml import html

from builders import names_of, on_page
from pecia.model import Break, Element, Mention, Passage, Transcript, passages, turns
from pecia.model.edition import Entry
from pecia.pipeline.discover import find_documents
from pecia.tei_import import Identities, TextRead, identify, parse_tei, read_text, words_lost
from pecia.tei_import.lists import described, listed_key, may_describe
from pecia.tei_import.opening import select

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def whole(body: str, header: str = "", attributes: str = "") -> bytes:
    statement = "<fileDesc><titleStmt><title>T</title></titleStmt></fileDesc>"
    text = f"<text><body>{body}</body></text>"
    return f"<TEI {NAMESPACE} {attributes}><teiHeader>{statement}{header}</teiHeader>{text}</TEI>".encode()


def read(body: str, header: str = "") -> TextRead:
    root, findings = parse_tei("a.xml", whole(body, header))
    assert root is not None, findings
    identities, _ = identify(root, "a.xml", "a", ())
    found = read_text(root, "a.xml", identities)
    assert words_lost(root, found.transcript) is None
    return found


def first(body: str) -> Passage:
    return next(passages(read(body).transcript))


def words(body: str) -> list[str]:
    return [passage.content.text for passage in passages(read(body).transcript)]


def named(transcript: Transcript) -> list[tuple[str, str]]:
    """The elements marked in the words, and their ids."""
    marks = [span.mark for passage in passages(transcript) for span in passage.content.spans]
    return [(mark.name, mark.id) for mark in marks if isinstance(mark, Element)]


# --- tokens ---------------------------------------------------------------------------------------


def test_white_space_between_tokens_that_adjoin_is_layout() -> None:
    tokens = (
        '<w>Come</w>\n<w join="right">in</w>\n<pc>,</pc>\n<pc join="right">“</pc>\n<w>all</w>\n<pc join="left">.</pc>'
    )
    assert words(f"<p>{tokens}</p>") == ["Come in, “all."]


def test_a_token_that_adjoins_across_the_end_of_a_name() -> None:
    assert words('<p><name>\n<w join="right">Oslo</w>\n</name>\n<pc>.</pc>\n<w>Yes</w></p>') == ["Oslo. Yes"]


def test_where_spaces_are_elements_line_ends_between_tokens_are_none() -> None:
    line = "<l>\n<w>Who</w>\n<pc>’s</pc>\n<c> </c>\n<foreign>\n<w>ibi</w>\n</foreign>\n<pc>?</pc>\n</l>"
    assert words(f"{line}<l><w>No</w>\n<pc>!</pc> <w>Two</w></l>") == ["Who’s ibi?", "No! Two"]


def test_line_ends_between_tokens_are_spaces_where_no_space_is_an_element() -> None:
    assert words("<l><w>Who</w>\n<w>comes</w>\n<c>?</c></l>") == ["Who comes ?"]


def test_ids_of_tokens_are_kept_where_a_pointer_leads_to_them() -> None:
    found = read('<p><w xml:id="w1">One</w> <w xml:id="w2">two</w></p><p><ref target="#w2">see</ref></p>')
    assert named(found.transcript) == [("w", "w2"), ("ref", "")]


def test_an_id_of_a_token_does_not_become_one_of_a_passage() -> None:
    assert [p.id for p in passages(read('<p><w xml:id="w1">One</w></p>').transcript)] == [None]


# --- speech ---------------------------------------------------------------------------------------


def test_what_only_points_leaves_no_trace_in_the_words() -> None:
    group = '<linkGrp><link target="#a #b"/></linkGrp><anchor synch="#t"/><timeline><when xml:id="t"/></timeline>'
    found = read(f'<p>One {group}<anchor xml:id="x"/>two</p>')
    assert words(f"<p>One {group}two</p>") == ["One two"]
    assert named(found.transcript) == [("anchor", "x")]
    assert {use.element: use.rule for use in found.uses}["link"] == "no words"
    assert [finding.code for finding in found.findings] == []


def test_words_in_what_only_points_are_shown() -> None:
    assert words("<p>One <linkGrp><desc>links</desc></linkGrp></p>") == ["One links"]


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("<pause/>", "pause"),
        ('<pause dur="PT1.5S"/>', "pause 1.5 s"),
        ('<pause dur="long"/>', "pause long"),
        ('<pause type="short"/>', "pause short"),
        ('<shift feature="loud" new="f"/>', "loud f"),
        ('<shift feature="loud"/>', "loud normal"),
    ],
)
def test_pauses_and_shifts_are_signs(given: str, label: str) -> None:
    content = first(f'<u who="#a">One {given}two</u>').content
    assert content.text == "One two"
    assert [(span.start, span.mark) for span in content.spans] == [(4, Break("milestone", label))]


def test_an_annotated_utterance_is_a_turn_of_its_speaker() -> None:
    header = (
        '<profileDesc><particDesc><person xml:id="s1"><persName>Ekberg</persName></person></particDesc></profileDesc>'
    )
    block = (
        '<annotationBlock who="#s1"><u><w>I</w> <w>see</w></u><spanGrp><span>a gloss</span></spanGrp></annotationBlock>'
    )
    [turn] = turns(read(block, header).transcript)
    assert turn.who == "a-s1"
    said, gloss = turn.passages
    assert (said.kind.value, said.who, said.content.text) == ("speech", "a-s1", "I see")
    assert (gloss.kind.value, gloss.who, gloss.content.text) == ("note", None, "a gloss")


def test_speakers_that_only_an_annotated_utterance_names_are_known() -> None:
    root, _ = parse_tei("a.xml", whole('<annotationBlock who="#nobody"><u>Yes</u></annotationBlock>'))
    assert root is not None
    identities, [finding] = identify(root, "a.xml", "a", ())
    assert finding.code == "I109"
    assert ("person", "#nobody") in identities.keys


PEOPLE = "".join(
    f'<person xml:id="{key}"><persName>{name}</persName></person>'
    for key, name in (("e", "Anna Ekberg"), ("n", "Carl Nordahl"))
)


@pytest.mark.parametrize(
    ("body", "words", "there"),
    [
        ('<kinesic who="#n"><desc>nods</desc></kinesic>', "nods", [(0, "a-n")]),
        ('<stage who="#n #e">Both leave.</stage>', "Both leave.", [(0, "a-n"), (0, "a-e")]),
        ('<stage who="#n">Nordahl leaves.</stage>', "Nordahl leaves.", []),  # the words say it
        ('<u who="#e">Well <vocal who="#n"><desc>coughs</desc></vocal> then</u>', "Well coughs then", [(5, "a-n")]),
        ('<u who="#e">Well <vocal who="#e"><desc>coughs</desc></vocal> then</u>', "Well coughs then", []),  # her own
        (
            '<u who="#e">Well <shift who="#n" feature="loud" new="f"/> then</u>',
            "Well then",
            [(5, "a-n"), (5, "loud f")],
        ),
        ('<incident who="#n" type="door"/>', "", [(0, "a-n"), (0, "door")]),
        ('<writing who="#n">No.</writing>', "No.", [(0, "a-n")]),
    ],
)
def test_whose_doing_an_event_is_stands_before_it(body: str, words: str, there: list[tuple[int, str]]) -> None:
    header = f"<profileDesc><particDesc>{PEOPLE}</particDesc></profileDesc>"
    [passage] = passages(read(body, header).transcript)
    assert passage.content.text == words
    marks = [(span.start, span.mark) for span in passage.content.spans]
    assert [
        (at, mark.key if isinstance(mark, Mention) else mark.label)
        for at, mark in marks
        if isinstance(mark, Mention | Break)
    ] == there
    assert all(span.start == span.end for span in passage.content.spans if isinstance(span.mark, Mention))


def test_an_event_without_words_is_there_whoever_is_known() -> None:
    body = '<p>One.</p><incident who="#n" type="door"/><p>Two.</p>'
    assert len(list(passages(read(body).transcript))) == 3


# --- the stage ------------------------------------------------------------------------------------


def test_roles_and_actors_side_by_side_are_parted() -> None:
    items = "<castItem><role>Anna</role><roleDesc>a pilot</roleDesc><actor>Mme Lund</actor></castItem>"
    others = "<castItem><role>Per</role>, <actor>M. Vik</actor></castItem><castItem>(<actor>X</actor>)</castItem>"
    assert words(f"<castList>{items}{others}</castList>") == ["Anna a pilot Mme Lund", "Per, M. Vik", "(X)"]


def test_a_group_of_speeches_holds_turns() -> None:
    found = read("<spGrp><head>Duet</head><sp><speaker>A</speaker><l>O</l></sp></spGrp>")
    [turn] = turns(found.transcript)
    assert [container.name for container in turn.within] == ["body", "spGrp"]
    assert found.findings == ()


def test_a_role_that_corresponds_to_a_person_names_it() -> None:
    header = (
        '<profileDesc><particDesc><person xml:id="anna"><persName>Anna</persName></person></particDesc></profileDesc>'
    )
    root, _ = parse_tei(
        "a.xml", whole('<castList><castItem><role corresp="#anna">ANNA</role></castItem></castList>', header)
    )
    assert root is not None
    identities, _ = identify(root, "a.xml", "a", ())
    assert identities.keys["person", "#anna"] == "a-anna"


def test_the_role_of_a_cell_is_its_type() -> None:
    found = read('<table><row role="label"><cell>A</cell></row><row><cell role="label">B</cell></row></table>')
    one, two = passages(found.transcript)
    assert one.within[-1].type == "label"
    assert two.element is not None
    assert two.element.type == "label"


def test_verse_lines_show_the_number_that_the_source_gives_them() -> None:
    numbers = ["1.2.4", "1.2.5", "1.2.5", "1.2.9", "1.2.10", "x", "15"]
    parts = ["", "I", "F", "I", "F", "", ""]
    given = zip(numbers, parts, strict=True)
    lines = "".join(f'<l xml:id="l{k}" n="{n}" part="{part}">Line</l>' for k, (n, part) in enumerate(given))
    items = read(lines).transcript.body
    made = html.fromstring(f"<div>{on_page(items)}</div>")
    found = {line.get("id"): line for line in made.iter("p")}
    assert [a.text for a in made.iter("a")] == ["4", "5", "5", "9", "10", "l5", "15"]
    fifth = [xml_id for xml_id, line in found.items() if "tei-fifth" in line.get("class", "")]
    assert fifth == ["l1", "l4", "l6"]  # the second part of line 5 does not show it again
    assert found["l4"].get("class") == "tei-l tei-part-F tei-fifth"


def test_speakers_who_speak_together_are_all_named() -> None:
    header = "<profileDesc><particDesc><listPerson>" + "".join(
        f'<person xml:id="{name.lower()}"><persName>{name}</persName></person>' for name in ("Anna", "Per")
    )
    data = whole('<sp who="#anna #per"><p>O</p></sp>', f"{header}</listPerson></particDesc></profileDesc>")
    root, _ = parse_tei("a.xml", data)
    assert root is not None
    identities, _ = identify(root, "a.xml", "a", ())
    items = read_text(root, "a.xml", identities).transcript.body
    made = html.fromstring(f"<div>{on_page(items, names_of(*identities.entries.values()))}</div>")
    [label] = made.iter("b")
    assert label.text_content() == "Anna, Per"
    assert len(list(label.iter("a"))) == 2


# --- pointers -------------------------------------------------------------------------------------

PREFIX = (
    '<encodingDesc><listPrefixDef><prefixDef ident="pers" matchPattern="{}" replacementPattern="{}"/></listPrefixDef>'
    '</encodingDesc><profileDesc><particDesc><person xml:id="p3"><persName>Lindqvist</persName></person></particDesc>'
    "</profileDesc>"
)


@pytest.mark.parametrize(
    ("pattern", "replacement", "pointer", "out"),
    [
        ("([a-z0-9]+)", "#$1", "pers:p3", "#p3"),
        ("no([0-9]+)", "#p$1", "pers:no3", "#p3"),
        ("no([0-9]+)", "#p$1", "pers:p3", "pers:p3"),
        ("(.+)", "https://example.org/$1", "pers:p3", "https://example.org/p3"),
    ],
)
def test_a_prefix_that_the_header_defines_is_written_out(
    pattern: str, replacement: str, pointer: str, out: str
) -> None:
    root, _ = parse_tei("a.xml", whole(f'<u who="{pointer} other:x">Yes</u>', PREFIX.format(pattern, replacement)))
    assert root is not None
    assert root.xpath("string(//@who)") == f"{out} other:x"


def test_a_speaker_named_with_a_prefix_is_the_person() -> None:
    [turn] = turns(read('<u who="pers:p3">Yes</u>', PREFIX.format("(.+)", "#$1")).transcript)
    assert turn.who == "a-p3"


@pytest.mark.parametrize(("pattern", "replacement"), [("((a+)+)b", "#$1"), ("(a)(b)", "#$1$2"), ("(.+)", "#p3")])
def test_a_pattern_that_is_more_than_one_group_is_not_run(pattern: str, replacement: str) -> None:
    root, _ = parse_tei("a.xml", whole('<u who="pers:p3">Yes</u>', PREFIX.format(pattern, replacement)))
    assert root is not None
    assert root.xpath("string(//@who)") == "pers:p3"


def test_an_absolute_base_is_put_before_pointers() -> None:
    based = '<p xml:base="https://example.org/people/"><persName ref="p3">L</persName><ref target="#x">x</ref></p>'
    root, _ = parse_tei("a.xml", whole(based + '<p xml:base="people/"><persName ref="p3">L</persName></p>'))
    assert root is not None
    assert root.xpath("//@ref | //@target") == ["https://example.org/people/p3", "#x", "p3"]


# --- lists in other files ---------------------------------------------------------------------------

LIST = f"""<?xml version="1.0"?>
<!-- all who speak -->
<listPerson {NAMESPACE}><person xml:id="EkbergAnna"><persName><forename>Anna</forename>
<surname>Ekberg</surname></persName></person><person xml:id="X1"/></listPerson>""".encode()


def test_a_list_of_persons_describes_them_for_other_files() -> None:
    assert may_describe(LIST)
    entries = described("list.xml", LIST)
    assert entries is not None
    assert [(entry.name, entry.sort, entry.taken) for entry in entries] == [
        ("Anna Ekberg", "Ekberg, Anna", True), ("X1", "X1", True),
    ]  # fmt: skip
    for pointer in ("#EkbergAnna", "list.xml#EkbergAnna"):
        assert keys_of(pointer, entries).keys["person", pointer] == listed_key("EkbergAnna")
    elsewhere = "https://example.org/#EkbergAnna"
    assert keys_of(elsewhere, entries).keys["person", elsewhere] != listed_key("EkbergAnna")


def keys_of(pointer: str, entries: tuple[Entry, ...]) -> Identities:
    root, _ = parse_tei("a.xml", whole(f'<u who="{pointer}">Yes</u>'))
    assert root is not None
    return identify(root, "a.xml", "a", entries)[0]


def test_a_person_of_the_file_itself_goes_before_one_of_a_list() -> None:
    entries = described("list.xml", LIST) or ()
    header = (
        '<profileDesc><particDesc><person xml:id="X1"><persName>Lund</persName></person></particDesc></profileDesc>'
    )
    root, _ = parse_tei("a.xml", whole('<u who="#X1">Yes</u>', header))
    assert root is not None
    assert identify(root, "a.xml", "a", entries)[0].keys["person", "#X1"] == "a-x1"


def test_lists_and_roots_of_corpora_are_no_documents() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="a.xml"/>'
    corpus = f"<teiCorpus {NAMESPACE}><teiHeader/>{include}</teiCorpus>".encode()
    sources = {
        "edition/sources/list.xml": LIST,
        "edition/sources/root.xml": corpus,
        "edition/sources/kinds.xml": f"<taxonomy {NAMESPACE}/>".encode(),
        "edition/sources/a.xml": whole("<p>Yes</p>"),
    }
    found = find_documents(sources, ())
    assert list(found.documents) == ["a"]
    assert [(finding.code, finding.locus.file) for finding in found.refused] == [
        ("I115", f"edition/sources/{name}.xml") for name in ("kinds", "list", "root")
    ]
    assert [entry.name for entry in found.described] == ["Anna Ekberg", "X1"]


@pytest.mark.parametrize(
    "data", [whole("<p>Yes</p>"), b"<listPerson/>", b"<listPerson", f"<teiCorpus {NAMESPACE}/>".encode()]
)
def test_other_files_describe_nothing(data: bytes) -> None:
    assert not may_describe(data) or described("x.xml", data) is None


# --- several texts of a file --------------------------------------------------------------------------


def test_several_selections_from_one_reading_are_those_from_several() -> None:
    data = whole('<div xml:id="d1"><p>One</p></div><div xml:id="d2"><p>Two</p></div>')
    found = select("a.xml", data, ["d1", "d2", "d3"])
    assert found == {xml_id: select("a.xml", data, [xml_id])[xml_id] for xml_id in ("d1", "d2", "d3")}
    assert [bool(one) for one, _ in found.values()] == [True, True, False]
