"""Mixed content: words and elements side by side, without their meaning."""

import pytest
from lxml import etree

from pecia.tei import mixed_content
from pecia.tei.names import NotARecordError


def open_named(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, name)


def written(text: str, *runs: tuple[int, int, str]) -> str:
    element = etree.Element("p")
    mixed_content.write(element, text, [mixed_content.Run(*run) for run in runs], open_named)
    return etree.tostring(element, encoding="unicode")


def read(xml: str, *left_out: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, runs = mixed_content.read(etree.fromstring(xml), lambda e: None if e.tag == "x" else e.tag, left_out)
    return text, [tuple(run) for run in runs]


@pytest.mark.parametrize(
    ("text", "runs", "xml"),
    [
        ("", [], "<p/>"),
        ("abc", [], "<p>abc</p>"),
        ("abc", [(0, 3, "i")], "<p><i>abc</i></p>"),
        ("abc", [(1, 2, "i")], "<p>a<i>b</i>c</p>"),
        ("abc", [(0, 1, "i"), (1, 3, "b")], "<p><i>a</i><b>bc</b></p>"),
        ("abc", [(0, 3, "i"), (0, 3, "b")], "<p><i><b>abc</b></i></p>"),
        ("abcd", [(0, 4, "i"), (1, 3, "b"), (2, 3, "c")], "<p><i>a<b>b<c>c</c></b>d</i></p>"),
        ("abc", [(1, 1, "pb")], "<p>a<pb/>bc</p>"),
        ("abc", [(0, 2, "i"), (0, 0, "pb")], "<p><pb/><i>ab</i>c</p>"),
        ("abc", [(0, 2, "i"), (2, 2, "pb"), (2, 3, "b")], "<p><i>ab</i><pb/><b>c</b></p>"),
        ("abc", [(0, 3, "i"), (1, 1, "pb"), (1, 1, "lb")], "<p><i>a<pb/><lb/>bc</i></p>"),
        ("abc", [(3, 3, "pb")], "<p>abc<pb/></p>"),
        ("\U0001d11ea", [(1, 2, "i")], "<p>\U0001d11e<i>a</i></p>"),
        ("a<b&c", [(1, 4, "i")], "<p>a<i>&lt;b&amp;</i>c</p>"),
        (" a ", [(0, 1, "i")], "<p><i> </i>a </p>"),
    ],
)
def test_words_with_runs(text: str, runs: list[tuple[int, int, str]], xml: str) -> None:
    assert written(text, *runs) == xml
    expected = sorted(runs, key=lambda run: (run[0], -run[1]))
    assert read(xml) == (text, expected)


def test_words_are_put_after_words() -> None:
    element = etree.fromstring("<a>one<b/>two</a>")
    mixed_content.put_words(element, ", three")
    mixed_content.put_words(element[0], "inside")
    mixed_content.put_words(element[0], " it")
    assert etree.tostring(element) == b"<a>one<b>inside it</b>two, three</a>"


def test_elements_without_a_meaning_and_elements_left_out() -> None:
    assert read("<p>a<x>b<i>c</i></x>d<o>e<i>f</i></o>g</p>", "o") == ("abcdg", [(2, 3, "i")])


def test_the_end_of_a_text_is_not_what_follows_it() -> None:
    root = etree.fromstring("<a><p>in<i>side</i></p>outside</a>")
    text, _ = mixed_content.read(root[0], lambda e: e.tag, ())
    assert text == "inside"
    assert mixed_content.all_words(root[0], ()) == "inside"


@pytest.mark.parametrize("runs", [[(0, 2, "i"), (1, 3, "b")], [(2, 1, "i")], [(0, 4, "i")], [(-1, 1, "i")]])
def test_runs_that_cannot_be_written(runs: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="run"):
        written("abc", *runs)


def test_all_words_and_their_places() -> None:
    root = etree.fromstring("<a>\n<b>one</b> two\n<c>three<d>no</d></c> four</a>")
    found = [(piece, element.tag) for piece, element in mixed_content.words_and_places(root, {"d"})]
    assert found == [("\n", "a"), ("one", "b"), (" two\n", "b"), ("three", "c"), (" four", "c")]


def test_words_where_only_words_belong() -> None:
    assert mixed_content.words(etree.fromstring("<a/>")) == ""
    with pytest.raises(NotARecordError):
        mixed_content.words(etree.fromstring("<a>one <b/></a>"))


def test_layout_touches_containers_only() -> None:
    root = etree.fromstring("<div><p>a <i><b>b</b></i></p><sp><s/></sp></div>")
    mixed_content.lay_out(root, {"div", "sp", "b"})
    assert etree.tostring(root, encoding="unicode") == (
        "<div>\n  <p>a <i><b>b</b></i></p>\n  <sp>\n    <s/>\n  </sp>\n</div>"
    )
