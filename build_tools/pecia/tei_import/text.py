"""The text of any TEI file as a transcript, and an independent count of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from lxml import etree

from pecia.model import (
    Alternative,
    Break,
    Element,
    Field,
    Gap,
    Locus,
    NoteCall,
    Passage,
    PassageKind,
    Readings,
    RichText,
    Span,
    Transcript,
    Turn,
)
from pecia.model.findings import Finding
from pecia.tei import mixed_content
from pecia.tei.names import local_name, tei
from pecia.tei_import.blocks import read_block, read_blocks
from pecia.tei_import.context import Reading
from pecia.tei_import.inline import HANDLERS
from pecia.tei_import.places import Blocks, Place
from pecia.tei_import.reports import found_in
from pecia.tei_import.rules import ASIDE, name_of

if TYPE_CHECKING:
    from pecia.tei_import.identities import Identities

_WHOLE = frozenset({"TEI", "teiCorpus"})


@dataclass(frozen=True, slots=True)
class Use:
    """That ``count`` elements called ``element`` (with the namespace when that is not TEI's) were shown by ``rule``."""

    element: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class TextRead:
    """What a text was read as: ``uses`` by element, then rule, tell how; I120 to I122 in ``findings`` what is odd."""

    transcript: Transcript
    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]


def read_text(root: etree._Element, path: str, identities: Identities) -> TextRead:
    """The text of a TEI file, whatever elements it is made of.

    In: the parsed file (``TEI``, ``teiCorpus``, or a ``text`` or ``div`` by itself), its path for the findings, and
    what its pointers name. Passages with an ``xml:id`` have it as their anchor; the others have none. Raises
    nothing: a file that is no TEI has its words all the same.
    """
    reading = Reading(path, identities, HANDLERS)
    reading.survey(root)
    out: Blocks = []
    if local_name(root) in _WHOLE:
        _read_whole(reading, root, out)
    elif local_name(root) == "text":
        _read_text(reading, root, out)
    else:
        read_block(reading, root, Place(), out)
    _end(reading, out)
    if reading.targets:
        out = _with_targets(reading, out)
    findings = (*reading.findings, *found_in(reading))
    uses = sorted((name_of(tag), rule, count) for (tag, rule), count in reading.uses.items())
    front = tuple(takewhile(_is_front, out))
    body = tuple(out[len(front) :])
    transcript = Transcript(tuple(block for block in front if isinstance(block, Passage)), body)
    return TextRead(transcript, findings, tuple(Use(*use) for use in uses))


def _read_whole(reading: Reading, whole: etree._Element, out: Blocks) -> None:
    """``TEI`` or ``teiCorpus``: its texts; what is beside them is not text, and is not shown (I121)."""
    reading.number += 1
    shown = _texts(whole)
    if mixed_content.has_words(whole):
        reading.find("I121", f"{local_name(whole)} has words outside the text.", whole)
    for child in mixed_content.nodes(whole):
        if isinstance(child, str):
            continue
        name = local_name(child)
        if child in shown:
            _read_text(reading, child, out)
        elif name in _WHOLE:
            _read_whole(reading, child, out)
        else:
            reading.number += 1
            if name != "teiHeader":
                reading.use(child, "not shown")
                if mixed_content.flat(child).strip():
                    reading.find("I121", f"{name} has words that are not part of the text.", child)
            reading.skip(child)


def _read_text(reading: Reading, text: etree._Element, out: Blocks) -> None:
    reading.number += 1
    reading.use(text, "container")
    read_blocks(reading, text, Place(), out)


def _texts(whole: etree._Element) -> list[etree._Element]:
    """The texts directly in ``whole``; where there is none, the transcription of the document (``sourceDoc``)."""
    children = [node for node in mixed_content.nodes(whole) if not isinstance(node, str)]
    texts = [child for child in children if local_name(child) == "text"]
    return texts or [child for child in children if local_name(child) == "sourceDoc"]


def _is_front(block: Passage | Turn) -> bool:
    return isinstance(block, Passage) and bool(block.within) and block.within[0].name == "front"


def _end(reading: Reading, out: Blocks) -> None:
    """Marks that no passage followed: they end the last one, or are one without words where there is none."""
    if not reading.pending:
        return
    last = out[-1] if out else None
    if isinstance(last, Passage):
        out[-1] = _ended(last, reading)
    elif last is not None and last.passages:
        out[-1] = replace(last, passages=(*last.passages[:-1], _ended(last.passages[-1], reading)))
    else:
        out.append(_ended(Passage(PassageKind.OTHER, RichText(""), locus=Locus(reading.path)), reading))


def _ended(passage: Passage, reading: Reading) -> Passage:
    end = len(passage.content.text)
    marks = tuple(Span(end, end, mark) for mark in reading.pending)
    return replace(passage, content=RichText(passage.content.text, (*passage.content.spans, *marks)))


# --- pointers --------------------------------------------------------------------------------------


def _with_targets(reading: Reading, out: Blocks) -> Blocks:
    """The blocks without the targets that are not in the transcript: a link to them would lead nowhere."""
    missing = reading.targets - {xml_id for block in out for xml_id in _ids(block)}
    return [_pointing(block, missing) for block in out] if missing else out


def _ids(block: Passage | Turn) -> Iterator[str]:
    """The ids of a block, of what holds it, and of the elements in it."""
    containers = (*block.within, block.element) if block.element else block.within
    yield from (container.id for container in containers)
    content = block.content if isinstance(block, Passage) else block.label
    yield from (span.mark.id for span in content.spans if isinstance(span.mark, Element))
    if isinstance(block, Turn):
        for passage in block.passages:
            yield from _ids(passage)


def _pointing(block: Passage | Turn, missing: Collection[str]) -> Passage | Turn:
    if isinstance(block, Passage):
        return replace(block, content=_rich(block.content, missing))
    inside = tuple(replace(passage, content=_rich(passage.content, missing)) for passage in block.passages)
    return replace(block, label=_rich(block.label, missing), passages=inside)


def _rich(content: RichText, missing: Collection[str]) -> RichText:
    return RichText(
        content.text,
        tuple(
            span._replace(mark=replace(span.mark, target=""))
            if isinstance(span.mark, Element) and span.mark.target in missing
            else span
            for span in content.spans
        ),
    )


# --- the words, counted again ------------------------------------------------------------------------


def words_lost(root: etree._Element, transcript: Transcript) -> str | None:
    """What of the words of ``root``'s text is not in ``transcript``, in a sentence; ``None`` when nothing is lost.

    Knows nothing of how the text was read: every character that is not white space counts, wherever it stands (in a
    passage, a label, another reading), and so does every word that has white space on both sides in the file.
    """
    texts = _all_texts(root)
    pieces = [piece for text in texts for piece in mixed_content.pieces(text)]
    # what is said of a gap mostly comes from attributes: no words that could make up for others
    gaps = any(mixed_content.flat(gap).strip() for text in texts for gap in text.iter(tei("gap"), tei("space")))
    told = [words for content in _contents(transcript) for words in _told(content, gaps)]
    read = " ".join(told).split()
    if read == "".join(pieces).split() or read == " ".join(pieces).split():
        return None  # the very words, in their order: it is the same to part all text nodes or none
    wanted, found = "".join("".join(pieces).split()), "".join(read)
    if wanted != found and (missing := Counter(wanted) - Counter(found)):
        words = Counter(" ".join(pieces).split()) - Counter(read)
        return f"{missing.total()} of {len(wanted)} characters; {_some(words)}"
    apart = Counter(word for piece in pieces for word in piece.split()[1:-1])
    joined = apart - Counter(read)
    return f"words are joined or divided; {_some(joined)}" if joined else None


def _all_texts(root: etree._Element) -> list[etree._Element]:
    if local_name(root) not in _WHOLE:
        return [root]
    nested = [node for node in mixed_content.nodes(root) if not isinstance(node, str) and local_name(node) in _WHOLE]
    return [*_texts(root), *(text for whole in nested for text in _all_texts(whole))]


def _contents(transcript: Transcript) -> Iterator[RichText]:
    """The labels and the passages, in the order of the text."""
    for block in (*transcript.front, *transcript.body):
        match block:
            case Passage():
                yield block.content
            case Turn():
                yield block.label
                yield from (passage.content for passage in block.passages)
            case Field():
                yield block.label.content
                yield from (passage.content for passage in block.values)


_TELLING = (Alternative, Readings, Gap, Break, NoteCall)


def _told(content: RichText, gaps: bool) -> list[str]:
    found = [content.text]
    for _start, _end, mark in content.spans:
        if not isinstance(mark, _TELLING):
            continue
        if isinstance(mark, Alternative):
            found.append(mark.words)
        elif isinstance(mark, Break):
            if mark.kind in ASIDE.values():
                found.append(mark.label)
        elif isinstance(mark, NoteCall):
            if mark.written:
                found.append(mark.label)
        elif isinstance(mark, Readings):
            found += [words for other in mark.others for words in other]  # a wit is told with the sigla
        elif isinstance(mark, Gap) and gaps:
            found.append(mark.said)
    return found


def _some(words: Counter[str]) -> str:
    first = ", ".join(f"“{word[:40]}”" for word in list(words)[:5])
    return f"among them {first}" if first else "no single word"
