"""Plain text: a witness, or several one after another, as printed or corrected.

A file is UTF-8 with LF line ends. The line :data:`RULE` stands before each text and after it, so the second, fourth …
part between rule lines are texts, and everything else is the edition's words. In a text every paragraph is one line,
with an empty line between any two, and begins with its anchor: ``[p12] ``, or ``[-] `` for what has none; in the
brackets of a note ``, note`` follows the anchor, and it stands after the paragraph to which it belongs. The first
brackets of a line and the space after them are therefore never the witness's, whatever its own words begin with:
:func:`texts_of` takes them off, and what is left, with one space between any two lines, is
:func:`~pecia.model.source_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pecia import addresses
from pecia.locales import say
from pecia.model import (
    LAYOUT,
    WHITE_SPACE,
    Alternative,
    Doubt,
    Emendation,
    Field,
    Gap,
    Graphic,
    Passage,
    PassageKind,
    Readings,
    RichText,
    Transcript,
    Turn,
    contents,
    passages,
)
from pecia.model.edition import EditionStatement
from pecia.model.record import Record
from pecia.phrases import date_in_words, language_in_words, listed, sentence
from pecia.view.document import DocumentView
from pecia.view.explanations import explanation, names_of
from pecia.view.facts import original_in_words, statements_in_words, unestablished

RULE = "=" * 72
"""The line before and after each text."""

NO_ANCHOR = "-"
"""Stands in the brackets of a line that has no anchor."""

_NUMBERS = (
    "The text is enclosed by two lines of equals signs; each paragraph is one line. The square brackets at the "
    "beginning of a line and the space after them are added by the edition: they hold the passage number, which is "
    "used to cite the passage. Passage numbers are permanent: they keep their meaning in later versions of the edition."
)
_NOTES = "A note is a separate paragraph after the one to which it belongs; the word “note” follows its number."
_PRINTED = (
    "As printed: the words of the exemplar with its misprints and its signs. Each run of white space is one "
    "space; line ends and page breaks of the source are not shown."
)
_CORRECTED = (
    "Corrected: the words of the exemplar with the editors’ corrections. The corrections are listed after the text, "
    "each with the printed reading, the editor and the reason. Doubtful words are not corrected; they are listed too. "
    "Each run of white space is one space; line ends and page breaks of the source are not shown."
)

_JOINED = (
    "Page marks, running heads and line numbers of the source are left out, and words divided at a line end are joined."
)
"""Of a corrected text that has any."""

_NOTE = ", note"

Line = tuple[str, tuple[RichText, ...]]
"""A line of a text: its anchor (``""`` for none), and the label and the words that stand on it."""


def as_printed(
    statement: EditionStatement, view: DocumentView, sigla: Sequence[str], cited: Mapping[str, str]
) -> bytes:
    """The witnesses ``sigla`` of the document as printed, in the document's order.

    ``cited``: the citation in words, by siglum, and of the whole document under ``""``; what is missing is left out.
    """
    return _file(statement, view, sigla, cited, corrected=False)


def corrected(statement: EditionStatement, view: DocumentView, sigla: Sequence[str], cited: Mapping[str, str]) -> bytes:
    """As :func:`as_printed`, with the editors' corrections in the text and a list of them after it."""
    return _file(statement, view, sigla, cited, corrected=True)


def corrected_words(content: RichText) -> str:
    """The words of ``content`` with its emendations carried out, under the white-space rule (:mod:`pecia.model`), and
    without what is there for the page and its lines: divided words are joined.

    So are the encoder's: of a choice the words that are not the source's. Of one within another the outer one counts.
    Without any, exactly ``content.text``.
    """
    parts: list[str] = []
    position = 0
    for span in content.spans:
        mark = span.mark
        if isinstance(mark, (Emendation, Alternative, *LAYOUT)) and span.start >= position:
            instead = mark.correction if isinstance(mark, Emendation) else getattr(mark, "words", "")
            parts += [content.text[position : span.start], instead]
            position = span.end
    return folded("".join([*parts, content.text[position:]])) if parts else content.text


def texts_of(file: bytes) -> list[list[tuple[str, str]]]:
    """The texts of such a file, head and anchors taken off: of each its lines, as anchor (``""`` for none) and words.

    >>> texts_of(f"Title: Luncheon\\n\\n{RULE}\\n\\n[p1] [p7] of the minutes.\\n\\n{RULE}\\n".encode())
    [[('p1', '[p7] of the minutes.')]]
    """
    parts = f"\n{file.decode()}\n".split(f"\n{RULE}\n")
    return [[_divided(line) for line in part.split("\n") if line] for part in parts[1::2]]


def folded(text: str) -> str:
    """``text`` under the white-space rule, on one line."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", text).strip(WHITE_SPACE)


def _divided(line: str) -> tuple[str, str]:
    found = re.match(r"\[([^\]]*)\] ?", line)
    if found is None:
        raise ValueError(f"a line of a text does not begin with its anchor: {line[:40]!r}")
    anchor = found[1].removesuffix(_NOTE)
    return "" if anchor == NO_ANCHOR else anchor, line[found.end() :]


# --- the file -------------------------------------------------------------------------------------


def _file(
    statement: EditionStatement,
    view: DocumentView,
    sigla: Sequence[str],
    cited: Mapping[str, str],
    *,
    corrected: bool,
) -> bytes:
    records = [witness.record for witness in view.witnesses if witness.record.siglum in sigla]
    alone = len(records) == 1
    siglum = records[0].siglum if alone else ""
    address = addresses.witness(view.document.id, siglum) if alone else addresses.document(view.document.id)
    head = [
        *_about_document(view),
        *(_about_witness(records[0]) if alone else [("Witnesses", listed([_named(r) for r in records]))]),
        *_about_edition(statement, view),
        ("Address", addresses.published(statement, address)),
        ("Citation", cited.get(siglum, "")),
        ("Reading", _reading(records, corrected=corrected)),
        ("Numbers", _NUMBERS),
        ("Notes", _NOTES if any(_notes(record.transcript) for record in records) else ""),
        ("Not shown", listed([part for record in records for part in _not_shown(record, alone=alone)])),
    ]
    paragraphs = ["\n".join(_facts(head))]
    for record in records:
        if not alone:
            address = addresses.published(statement, addresses.witness(view.document.id, record.siglum))
            own = [*_about_witness(record), ("Address", address), ("Citation", cited.get(record.siglum, ""))]
            paragraphs.append("\n".join(_facts(own)))
        paragraphs += [RULE, *_text(record.transcript, corrected=corrected), RULE]
        if corrected:
            paragraphs.append("\n".join(_decisions(record)))
    return ("\n\n".join(paragraphs) + "\n").encode()


def _reading(records: Sequence[Record], *, corrected: bool) -> str:
    """How the text is to be read."""
    if not corrected:
        return _PRINTED
    marks = (span.mark for record in records for content in contents(record.transcript) for span in content.spans)
    return f"{_CORRECTED} {_JOINED}" if any(isinstance(mark, LAYOUT) for mark in marks) else _CORRECTED


def _facts(facts: Sequence[tuple[str, str]]) -> list[str]:
    """One line each, so that none can be taken for a rule line; what is empty is left out."""
    return [f"{name}: {folded(value)}" for name, value in facts if value]


def _about_document(view: DocumentView) -> list[tuple[str, str]]:
    document = view.document
    return [
        ("Title", document.title),
        ("Type", document.kind),
        ("Date", date_in_words(document.date)),
        ("Place", document.place),
        ("Original", original_in_words(document.original)),
        ("Not established", listed(unestablished(document))),
    ]


def _about_witness(record: Record) -> list[tuple[str, str]]:
    witness = record.witness
    return [
        ("Witness", _named(record)),
        ("Description", witness.description),
        ("Language", language_in_words(witness.language) if witness.language else ""),
        ("Exemplar", ", SHA-256 ".join(part for part in (witness.exemplar.file, witness.exemplar.sha256) if part)),
        ("Provenance", statements_in_words(witness.provenance)),
    ]


def _about_edition(statement: EditionStatement, view: DocumentView) -> list[tuple[str, str]]:
    licence = statement.licence
    terms = [f"{licence.name} <{licence.url}>" if licence.url else licence.name, licence.scope]
    editors = listed([f"{editor.name} ({editor.role})" if editor.role else editor.name for editor in statement.editors])
    return [
        ("Edition", ": ".join(part for part in (statement.title, statement.subtitle) if part)),
        ("Editors", editors),
        ("Version", ", ".join(part for part in (statement.version, date_in_words(statement.date)) if part)),
        ("Publisher", statement.publisher),
        ("Licence", " ".join(sentence(term) for term in terms if term)),
        ("Rights", statements_in_words(view.document.rights)),
    ]


def _named(record: Record) -> str:
    return f"{record.siglum} ({record.witness.title})" if record.witness.title else record.siglum


# --- the text -------------------------------------------------------------------------------------


def _text(transcript: Transcript, *, corrected: bool) -> Iterator[str]:
    notes = _notes(transcript)
    for anchor, parts in lines_of(transcript):
        words = [part for content in parts if (part := corrected_words(content) if corrected else content.text)]
        note = _NOTE if anchor in notes else ""
        if words or anchor:
            yield " ".join([f"[{anchor or NO_ANCHOR}{note}]", *words])


def _notes(transcript: Transcript) -> frozenset[str]:
    return frozenset(p.id for p in passages(transcript) if p.kind is PassageKind.NOTE and p.id)


def _not_shown(record: Record, *, alone: bool) -> Iterator[str]:
    """What of a text from TEI has no words, and how often."""
    marks = [span.mark for content in contents(record.transcript) for span in content.spans]
    here = "" if alone else f" of witness {record.siglum}"
    for kind, one, many in ((Gap, "gap", "gaps"), (Graphic, "picture", "pictures")):
        number = sum(isinstance(mark, kind) for mark in marks)
        if number:
            yield f"{number} {one if number == 1 else many}{here}"


def lines_of(transcript: Transcript) -> Iterator[Line]:
    """Each passage in the order of the text, after its turn's label when it is the first; a label alone if need be."""
    for block in (*transcript.front, *transcript.body):
        match block:
            case Passage():
                yield block.id or "", (block.content,)
            case Turn(label=label, passages=(first, *rest)) if first is block.first:
                yield first.id or "", (label, first.content)
                yield from ((passage.id or "", (passage.content,)) for passage in rest)
            case Turn(label=label, passages=parts):
                yield "", (label,)
                yield from ((passage.id or "", (passage.content,)) for passage in parts)
            case Field():
                yield from ((passage.id or "", (passage.content,)) for passage in (block.label, *block.values))


def _decisions(record: Record) -> Iterator[str]:
    """What was corrected and what was left in doubt, a line each; that nothing was, in so many words."""
    names = names_of(record)
    found = [
        (anchor, say(told), span.mark)
        for anchor, parts in lines_of(record.transcript)
        for content in parts
        for span in content.spans
        if isinstance(span.mark, Emendation | Doubt | Alternative | Readings)
        and (told := explanation(span.mark, content.text[span.start : span.end], names))
    ]
    said_always: tuple[tuple[str, type], ...] = (("Corrections", Emendation), ("Doubtful words", Doubt))
    if_any: tuple[tuple[str, type], ...] = (("Alternatives in the encoding", Alternative), ("Readings", Readings))
    for title, kind in (*said_always, *if_any):
        own = [(anchor, said) for anchor, said, mark in found if isinstance(mark, kind)]
        if not own and (title, kind) in if_any:
            continue
        yield f"{title} in witness {record.siglum}: {len(own) or 'none'}"
        yield from (f"- {anchor or 'no number'}: {folded(said)}" for anchor, said in own)
