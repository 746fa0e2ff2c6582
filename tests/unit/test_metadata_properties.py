"""Laws of reading YAML: nothing raises, nothing depends on anything but the bytes, and errors forbid a value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pecia.metadata import cross_check, examples, read_document, read_edition, read_register, read_rulings
from pecia.metadata.nodes import parse_yaml
from pecia.model.finding_codes import CATALOGUE
from pecia.model.findings import has_errors

SIGNS = st.sampled_from(list("ab:-[]{},#&*!|>'\"@`\\ \n\n\t?~<=.1\r")) | st.sampled_from(
    [
        ": ",
        "- ",
        "\n  ",
        "\n- ",
        "key: ",
        "\\u",
        "<<: ",
        "---\n",
        "...\n",
        "é",
        "\u2028",
        "\ufeff",
        "😀",
        "\\ud800",
        "\\x00",
    ]
)
SIGN_TEXTS = st.lists(SIGNS, max_size=40).map("".join)
ANY_TEXT = st.text(max_size=60)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4),
    max_leaves=12,
)
EXAMPLES = st.sampled_from([examples.EDITION, examples.DOCUMENT, examples.PEOPLE, examples.PLACES, examples.RULINGS])


@st.composite
def damaged_examples(draw: st.DrawFn) -> str:
    """An example with some lines changed, dropped, doubled or moved, and some values replaced."""
    lines = draw(EXAMPLES).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        n = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                lines[n] = draw(SIGN_TEXTS)
            case 1:
                lines.insert(draw(st.integers(0, len(lines))), lines[n])
            case 2:
                lines[n] = (
                    lines[n].partition(":")[0] + ": " + draw(SIGN_TEXTS | st.sampled_from(["~", "[]", "{}", "''"]))
                )
            case 3:
                lines[n] = " " * draw(st.integers(0, 6)) + lines[n].lstrip()
            case 4 if len(lines) > 1:
                del lines[n]
    return "\n".join(lines)


BYTES = st.one_of(
    st.binary(max_size=80),
    ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
    SIGN_TEXTS.map(str.encode),
    TREES.map(lambda tree: yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")),
    damaged_examples().map(str.encode),
)


def read_all(data: bytes) -> list[Any]:
    return [
        read_edition("edition/edition.yml", data),
        read_document("edition/documents/luncheon-1951-03-07.yml", data),
        read_register("edition/registers/people.yml", data, "person"),
        read_rulings("edition/rulings/luncheon-1951-03-07.yml", data),
    ]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES)
def test_any_bytes_end_in_a_value_or_in_findings(data: bytes) -> None:
    for read in read_all(data):
        assert (read.value is None) == has_errors(read.findings)
        assert () in read.places
        assert {finding.code for finding in read.findings} <= CATALOGUE.keys()
        assert len(set(read.findings)) == len(read.findings)
        lines = data.count(b"\n") + data.count(b"\r") + 2
        assert all(0 <= finding.locus.line <= lines for finding in read.findings)
        assert all("\n" not in finding.message for finding in read.findings)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES)
def test_reading_twice_gives_the_same(data: bytes) -> None:
    assert read_all(data) == read_all(data)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_examples(), damaged_examples(), damaged_examples(), damaged_examples())
def test_any_files_can_be_cross_checked(first: str, second: str, third: str, fourth: str) -> None:
    edition, document, register, rulings = (
        read_all(text.encode())[n] for n, text in enumerate((first, second, third, fourth))
    )
    findings = cross_check(edition, [document], [register], {"luncheon-1951-03-07": rulings})
    assert {finding.code for finding in findings} <= CATALOGUE.keys()


@contextmanager
def without_libyaml() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader")
        yield


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SIGN_TEXTS | damaged_examples())
def test_what_is_read_without_libyaml_is_read_the_same_with_it(text: str) -> None:
    """PyYAML's own parser may refuse more (see ``nodes``), but what it takes, libyaml takes and reads alike."""
    with without_libyaml():
        root, findings = parse_yaml("f.yml", text.encode())
    if not findings:
        assert parse_yaml("f.yml", text.encode()) == (root, [])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12), max_size=6))
def test_quoted_text_comes_back_with_white_space_folded(words: list[str]) -> None:
    refused = {"\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff"}
    words = ["".join(c for c in word if c not in refused and ord(c) & 0xFFFE != 0xFFFE) for word in words]
    text = "[" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + "]"
    root, findings = parse_yaml("f.yml", text.encode())
    assert findings == []
    assert root is not None
    assert [item.text for item in root.items] == [" ".join(w for w in word.split(" ") if w) for word in words]  # type: ignore[union-attr]
