"""Laws of reading imported TEI, tried on generated trees of whatever elements in whatever order.

The words, the elements and their numbers are counted here again from the bytes, by expat, without lxml and without any
of the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from generated import IN_ORDER, NAMES, Node, document, trees
from pecia.model import (
    Alternative,
    Break,
    Container,
    Gap,
    Passage,
    Readings,
    RichText,
    Transcript,
    Turn,
    passages,
    turns,
)
from pecia.tei_import.identities import Identities
from pecia.tei_import.text import TextRead, read_text, words_lost

_SIGNS = re.compile(r"\[…\]|[()]")


def read(data: bytes) -> tuple[etree._Element, TextRead]:
    root = etree.fromstring(data)
    keys = {("person", "#a"): "ekberg", ("person", "#b"): "lund"}
    return root, read_text(root, "a.xml", Identities(keys, {}))  # type: ignore[arg-type]


@dataclass
class Counted:
    """What expat finds: every element's name in order, those in ``text``, the character data in ``text``."""

    names: list[str] = field(default_factory=list)
    inside: int = 0
    pieces: list[str] = field(default_factory=list)


def counted(data: bytes) -> Counted:
    found, open_names, fresh = Counted(), list[str](), [True]

    def start(name: str, _: object) -> None:
        found.inside += "text" in open_names or name == "text"
        found.names.append(name.rpartition(":")[2])
        open_names.append(name)
        fresh[0] = True

    def end(_: str) -> None:
        open_names.pop()
        fresh[0] = True

    def characters(words: str) -> None:
        if "text" not in open_names:
            return
        if fresh[0]:
            found.pieces.append("")
        fresh[0] = False
        found.pieces[-1] += words

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.Parse(data, True)
    return found


def rich_texts(transcript: Transcript) -> list[RichText]:
    found = []
    for block in (*transcript.front, *transcript.body):
        if isinstance(block, Turn):
            found += [block.label, *(passage.content for passage in block.passages)]
        else:
            assert isinstance(block, Passage)
            found.append(block.content)
    return found


def told(transcript: Transcript) -> list[str]:
    """Every word of the transcript, those of marks too, in no particular order. No gap has attributes; a mark
    has brackets around a note and a sign for a gap, and no word here has such signs."""
    found = []
    for content in rich_texts(transcript):
        found.append(content.text)
        for span in content.spans:
            if isinstance(span.mark, Alternative):
                found.append(_SIGNS.sub(" ", span.mark.words))
            elif isinstance(span.mark, Readings):
                found += [_SIGNS.sub(" ", words) for _, words in span.mark.others]
            elif isinstance(span.mark, Break) and span.mark.kind in ("forme", "index"):
                found.append(_SIGNS.sub(" ", span.mark.label))
            elif isinstance(span.mark, Gap):
                found.append(_SIGNS.sub(" ", span.mark.said.removeprefix("left blank")))
    return found


def containers(transcript: Transcript) -> Iterator[Container]:
    for part in (*passages(transcript), *turns(transcript)):
        yield from part.within
        if part.element is not None:
            yield part.element


SOME = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(trees(NAMES))
def test_no_word_is_lost_and_none_invented(nodes: list[Node]) -> None:
    data = document(nodes)
    root, found = read(data)
    pieces, shown = counted(data).pieces, told(found.transcript)
    assert Counter("".join("".join(pieces).split())) == Counter("".join("".join(shown).split()))
    apart = Counter(word for piece in pieces for word in piece.split()[1:-1])
    assert not apart - Counter(" ".join(shown).split())
    assert words_lost(root, found.transcript) is None


@SOME
@given(trees(IN_ORDER))
def test_words_stand_in_the_order_of_the_file(nodes: list[Node]) -> None:
    data = document(nodes)
    _, found = read(data)
    shown = "".join(content.text for content in rich_texts(found.transcript))
    assert "".join(shown.split()) == "".join("".join(counted(data).pieces).split())


@SOME
@given(trees(NAMES))
def test_elements_are_numbered_and_counted_as_expat_counts_them(nodes: list[Node]) -> None:
    data = document(nodes)
    _, found = read(data)
    counts = counted(data)
    for container in containers(found.transcript):
        assert counts.names[container.number - 1] == container.name
    numbers = [passage.element.number for passage in passages(found.transcript) if passage.element]
    assert len(numbers) == len(set(numbers)), "two passages are one element"
    assert sum(use.count for use in found.uses) == counts.inside


@SOME
@given(trees(NAMES))
def test_texts_are_folded_and_spans_nested_and_sorted(nodes: list[Node]) -> None:
    _, found = read(document(nodes))
    for content in rich_texts(found.transcript):
        assert " ".join(part for part in content.text.split(" ") if part) == content.text
        assert not set("\t\r\n") & set(content.text)
        starts = [span.start for span in content.spans]
        assert starts == sorted(starts)
        wide = [span for span in content.spans if span.start < span.end]
        assert wide == sorted(wide, key=lambda span: (span.start, -span.end))
        for index, span in enumerate(content.spans):
            assert 0 <= span.start <= span.end <= len(content.text)
            for other in content.spans[index + 1 :]:
                assert other.start >= span.end or other.end <= span.end


@SOME
@given(trees(NAMES))
def test_ids_are_anchors_once_and_only_as_the_file_has_them(nodes: list[Node]) -> None:
    root, found = read(document(nodes))
    given_ids = {element.get("{http://www.w3.org/XML/1998/namespace}id"): element for element in root.iter()}
    for passage in passages(found.transcript):
        if passage.id is not None:
            assert passage.element is not None
            assert passage.id == passage.element.id
            assert given_ids[passage.id].tag.rpartition("}")[2] == passage.element.name
    inner = [getattr(span.mark, "id", "") for content in rich_texts(found.transcript) for span in content.spans]
    outer = {passage.id for passage in passages(found.transcript) if passage.id}
    inner = [xml_id for xml_id in inner if xml_id]
    assert len(inner) == len(set(inner))
    assert not outer & set(inner)
    anchors = outer | set(inner) | {container.id for container in containers(found.transcript)}
    targets = {getattr(span.mark, "target", "") for content in rich_texts(found.transcript) for span in content.spans}
    assert {target for target in targets if target.startswith("id")} <= anchors


@SOME
@given(trees([name for name in NAMES if name not in ("gap", "space")]), st.data())
def test_a_word_less_is_told(nodes: list[Node], data: st.DataObject) -> None:
    root, found = read(document(nodes))
    blocks = list(found.transcript.body)
    with_words = [i for i, b in enumerate(blocks) if isinstance(b, Passage) and b.content.text.strip()]
    if not with_words:
        return
    index = data.draw(st.sampled_from(with_words))
    passage = blocks[index]
    assert isinstance(passage, Passage)
    blocks[index] = replace(passage, content=replace(passage.content, text=""))
    assert words_lost(root, replace(found.transcript, body=tuple(blocks))) is not None
