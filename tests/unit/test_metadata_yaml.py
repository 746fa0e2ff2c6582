"""YAML bytes to nodes: what is refused, where, and that hostile or damaged files end in findings."""

from __future__ import annotations

import pytest
import yaml

from pecia.metadata import nodes
from pecia.metadata.nodes import ListNode, MappingNode, ScalarNode, parse_yaml
from pecia.model import Locus
from pecia.model.findings import Finding, has_errors

HERE = "‸"
"""Stands directly before the place at which a finding is expected."""


def places(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return sorted((f.code, f.locus.line, f.locus.column) for f in findings)


def marked(text: str, *codes: str) -> tuple[str, list[tuple[str, int, int]]]:
    """``text`` without its marks, and the findings expected: one of ``codes`` at each mark, in order."""
    *before_marks, rest = text.split(HERE)
    assert len(before_marks) == len(codes)
    clean, expected = "", []
    for part, code in zip(before_marks, codes, strict=True):
        clean += part
        expected.append((code, clean.count("\n") + 1, len(clean.rpartition("\n")[2]) + 1))
    return clean + rest, sorted(expected)


REFUSED = {
    "tag": ("key: ‸!!str value\n", "Y111"),
    "own tag": ("key: ‸!thing value\n", "Y111"),
    "tag that makes objects": ("key: ‸!!python/object/apply:os.system [ls]\n", "Y111"),
    "tag on a list": ("key: ‸!!seq\n  - value\n", "Y111"),
    "non-specific tag": ("key: ‸! value\n", "Y111"),
    "anchor": ("key: ‸&name value\n", "Y111"),
    "anchor on a mapping": ("key: ‸&name {a: b}\n", "Y111"),
    "alias without an anchor": ("key: ‸*name\n", "Y111"),
    "alias as a key": ("‸*name : value\n", "Y111"),
    "alias of itself": ("key: ‸&loop\n  - ‸*loop\n", "Y111", "Y111"),
    "merge key": ("‸<<: {a: b}\n", "Y111"),
    "merge key and its alias": ("base: ‸&base {a: b}\nother:\n  ‸<<: ‸*base\n", "Y111", "Y111", "Y111"),
    "second document": ("key: value\n‸---\nkey: value\n", "Y111"),
    "key twice": ("key: 1\nother: 2\n‸key: 3\n", "Y105"),
    "key twice, quoted once": ("key: 1\n‸'key': 2\n", "Y105"),
    "key three times": ("a: 1\n‸a: 2\n‸a: 3\n", "Y105", "Y105"),
    "key twice, inside": ("list:\n  - {a: 1, ‸a: 2}\n", "Y105"),
    "a list as a key": ("? ‸[a, b]\n: value\n", "Y103"),
    "a mapping as a key": ("‸{a: b}: value\n", "Y103"),
    "tab as indentation": ("key:\n‸\tother: value\n", "Y101"),
    "a colon in a plain value": ("title: Conversation‸: the record\n", "Y101"),
    "an open quotation mark": ('key: ‸"value\nother: a\n', "Y101"),
    "an open bracket": ("key: [a, b\n‸", "Y101"),
    "an open brace": ("key: {a: b\n‸", "Y101"),
    "a value that begins with @": ("key: ‸@name\n", "Y101"),
    "text after a quotation": ("key: 'value' ‸more\n", "Y101"),
    "an unknown escape": (r'key: "‸\q"' + "\n", "Y101"),
    "a line out of its list": ("- a\n- b\n‸key: value\n", "Y101"),
    "a line that is no key": ("key: value\n‸other\nlast: value\n", "Y101"),
    "merge conflict": ("key: value\n‸<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> branch\n", "Y101"),
    "merge conflict, one mark left": ("key: value\na: 2\n‸>>>>>>> branch\n", "Y101"),
    "merge conflict, CR LF": ("key: value\r\n‸<<<<<<< HEAD\r\na: 1\r\n", "Y101"),
    "NUL": ("key: va‸\0lue\n", "Y115"),
    "a bell": ("key: ‸\a\n", "Y115"),
    "DEL": ("key: ‸\x7f\n", "Y115"),
    "U+FFFE": ("key: ‸\ufffe\n", "Y115"),
    "a line end that editors do not count": ("key: a‸\u2028b\n", "Y115"),
    "a byte order mark inside": ("key: value\n‸\ufeffother: value\n", "Y115"),
    "NUL by escape": (r'key: ‸"\0"' + "\n", "Y115"),
    "escape in a key": (r'‸"\x07": value' + "\n", "Y115"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_has_its_code_and_place(case: tuple[str, ...]) -> None:
    text, expected = marked(*case)
    _, findings = parse_yaml("f.yml", text.encode())
    assert places(findings) == expected
    assert {f.locus.file for f in findings} == {"f.yml"}
    assert not any(set("\r\n") & set(f.message) for f in findings)


def test_merge_conflict_says_what_to_do() -> None:
    _, findings = parse_yaml("f.yml", b"<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> branch\n")
    assert [f.message for f in findings] == ["merge-conflict mark “<<<<<<< HEAD”"]
    assert "delete the lines with <<<<<<<, ======= and >>>>>>>" in findings[0].hint


def test_equals_signs_alone_are_text() -> None:
    root, findings = parse_yaml("f.yml", b"key: |\n  Heading\n  =======\n  <<<<<<< words\n")
    assert findings == []
    assert isinstance(root, MappingNode)


def test_a_syntax_error_says_where_the_broken_part_begins() -> None:
    _, findings = parse_yaml("f.yml", b"key: value\nlist: [a,\n  b\nother: c\n")
    assert findings[0].message == "a list in [ ] is not closed, or a comma is missing (it begins in line 2)"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"key: \xff\n", ("Y113", 1, 6)),
        (b"key: value\nother: caf\xe9 au lait\n", ("Y113", 2, 11)),
        ("é: 1\nö: ".encode() + b"\xc3\n", ("Y113", 2, 4)),
        ("key: value\n".encode("utf-16"), ("Y113", 1, 1)),
        (b"key: \xed\xa0\x80\n", ("Y113", 1, 6)),
    ],
)
def test_bytes_that_are_not_utf8(data: bytes, place: tuple[str, int, int]) -> None:
    root, findings = parse_yaml("f.yml", data)
    assert root is None
    assert places(findings) == [place]


def test_byte_order_mark_at_the_start_is_not_text() -> None:
    root, findings = parse_yaml("f.yml", b"\xef\xbb\xbfkey: value\n")
    assert findings == []
    assert root == MappingNode(
        ((ScalarNode("key", True, Locus("f.yml", 1, 1)), ScalarNode("value", True, Locus("f.yml", 1, 6))),),
        Locus("f.yml", 1, 1),
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_a_finding(opening: str) -> None:
    _, findings = parse_yaml("f.yml", (opening * 100_000).encode())
    [(code, line, column)] = places(findings)
    assert (code, line) == ("Y114", 1)
    assert column in {nodes.MAX_DEPTH * len(opening) + 1, 1001}  # where Pecia refuses, or libyaml before it


def test_the_deepest_nesting_allowed_is_read() -> None:
    text = "[" * nodes.MAX_DEPTH + "]" * nodes.MAX_DEPTH
    assert parse_yaml("f.yml", text.encode())[1] == []


def test_a_file_too_large_is_a_finding() -> None:
    assert places(parse_yaml("f.yml", b"#" * (nodes.MAX_BYTES + 1))[1]) == [("Y114", 0, 0)]
    assert parse_yaml("f.yml", b"#" * nodes.MAX_BYTES) == (None, [])


def test_too_many_values_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_NODES", 5)
    assert parse_yaml("f.yml", b"[1, 2, 3, 4]")[1] == []
    assert places(parse_yaml("f.yml", b"[1, 2, 3, 4,\n 5, 6]")[1]) == [("Y114", 2, 5)]


def test_entity_expansion_by_aliases_expands_nothing() -> None:
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    root, findings = parse_yaml("f.yml", "\n".join(lines).encode())
    assert {f.code for f in findings} == {"Y111"}
    assert len(findings) == 30 + 2 * 29
    assert isinstance(root, MappingNode)


def test_all_refusals_come_at_once() -> None:
    text, expected = marked("a: ‸!!str 1\nb: ‸&x 2\nc: ‸*x\n‸a: 3\n", "Y111", "Y111", "Y111", "Y105")
    assert places(parse_yaml("f.yml", text.encode())[1]) == expected


def test_text_is_taken_as_written_with_white_space_folded() -> None:
    text = 'plain: 1951-03-07\nno: no\nnumber: 1.0\noctal: 0o17\nfolded: >\n  one\n  two\n\nquoted: " a \\n b "\n'
    root, findings = parse_yaml("f.yml", text.encode())
    assert findings == []
    assert isinstance(root, MappingNode)
    values = {key.text: value.text for key, value in root.pairs if isinstance(value, ScalarNode)}
    assert values == {
        "plain": "1951-03-07",
        "no": "no",
        "number": "1.0",
        "octal": "0o17",
        "folded": "one two",
        "quoted": "a b",
    }


@pytest.mark.parametrize("text", ["key:", "key:\n", "key:  \n\n\n"])
def test_a_value_left_out_stands_after_its_key(text: str) -> None:
    root, _ = parse_yaml("f.yml", text.encode())
    assert isinstance(root, MappingNode)
    assert root.pairs[0][1] == ScalarNode("", True, Locus("f.yml", 1, 5))


@pytest.mark.parametrize("text", ["? key", "- a\n-", "- a\n- b:"])
def test_a_value_left_out_at_the_end_of_the_file_stands_in_no_line_beyond(text: str) -> None:
    whole, cut = parse_yaml("f.yml", f"{text}\n".encode()), parse_yaml("f.yml", text.encode())
    assert whole == cut


def test_no_break_space_is_text() -> None:
    root, _ = parse_yaml("f.yml", "- '\u00a0a\u00a0 \u00a0b'\n".encode())
    assert root == ListNode((ScalarNode("\u00a0a\u00a0 \u00a0b", False, Locus("f.yml", 1, 3)),), Locus("f.yml", 1, 1))


def test_without_libyaml_the_same_is_read_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(yaml, "CSafeLoader"):
        pytest.fail("PyYAML was installed without libyaml: nothing to compare with")
    texts = [marked(*case)[0] for case in REFUSED.values()] + [
        "",
        "# only a comment\n",
        "a:\n- b\n- {c: d}\n- |\n  e\n",
        "? key",
    ]
    with_libyaml = [parse_yaml("f.yml", text.encode()) for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader")
    for text, (root, findings) in zip(texts, with_libyaml, strict=True):
        other_root, other_findings = parse_yaml("f.yml", text.encode())
        assert other_root == root, text
        assert [f.code for f in other_findings] == [f.code for f in findings], text


@pytest.mark.parametrize("text", [r'"\UFFFFFFFF"', r'"\ud800"'])
def test_escapes_beyond_unicode_without_libyaml(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_errors(parse_yaml("f.yml", text.encode())[1])
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert has_errors(parse_yaml("f.yml", text.encode())[1])
