"""What may be a speaker's label at the head of a line: its parts and the sign that ends it.

A label is, in this order and each part but one optional: signs before it (a time, a number, a bullet, quotation marks,
asterisks, ``>>``), a name, asides in round or square brackets, the sign that ends it. Whether a candidate *is* a label
is judged over the whole text (:mod:`pecia.transcript.evidence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pecia.model import Delivery, Furniture, Highlight, Sign, Span, Time
from pecia.transcript import times
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.rows import PORTION
from pecia.transcript.vocabulary import Vocabulary

Terminator = Literal[":", ".", "—", "]", "tab", "line", "space", ">>"]
"""How a label ends: a colon of any width, a full stop, a dash, the bracket round the name, a tab, the end of its line,
a gap after a time and a name; ``>>``: signs before the words alone, which name nobody."""

_LONGEST = 110
_MOST_WORDS = 14
_ASIDE_LONGEST = 90
_SIGNS: tuple[tuple[re.Pattern[str], Literal["number", "bullet", "quotation", "markup"]], ...] = (
    (re.compile(r">{2,3} ?"), "markup"),
    (re.compile(r"> "), "quotation"),
    (re.compile(r"\(?\d{1,4}[.)] |\[\d{1,4}\] "), "number"),
    (re.compile(r"#{1,6} "), "markup"),
    (re.compile(r"[-*•–·] "), "bullet"),
    (re.compile(r"\*{1,3}(?=[^\s*])|_{1,3}(?=[^\s_])"), "markup"),
    (re.compile(r"[“„\"«‘‹「『](?=[^\s])"), "quotation"),
)
_WORD = re.compile(r"[^ \u00a0\[\](){}]+")
_COLON = re.compile(r"(?<!\d)[:：](?!//)|[:：](?!\d|//)")
_BLANK = " \u00a0"
_DASH = re.compile(r"[ \u00a0](?:—|–|--?|―)(?=[ \u00a0]|$)")
_SPACED_COLON = re.compile(r"[ \u00a0]+[:：](?!\d)")
_DASH_AFTER = {
    ":": re.compile(r"(?:—|–|--?)(?=[ \u00a0]|$)"),
    ".": re.compile(r"[ \u00a0]?(?:—|–|--?)(?=[ \u00a0]|$)"),
}
"""What belongs to the label after its sign: “ARDEN :— words”, “M. Arden. — words”."""

_SEPARATOR = re.compile(r"[ \u00a0][|/>=~](?=[ \u00a0])")
_LETTERS = re.compile(r"[^\W\d_]{2,4}")
_MARKUP = re.compile(r"[*_]+")
_INITIAL = re.compile(r"[ \u00a0][^\W\d_]\.")
_LAST_INITIAL = re.compile(r"[ \u00a0.][^\W\d_]\.$")
_AFTER_TIME = re.compile(r" ?[-–—:|,] (?=\S)")
_BEFORE_TIME = re.compile(r"[ \u00a0](?:[-–—|•·@,] )?(?=[\[(<]?\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a label at (start, end); ``name`` is (start, end) of the name in it, empty for ``>>`` alone.

    ``marks`` are the signs, times and asides in it. ``uncertain``: a question mark follows the name.
    """

    start: int
    end: int
    name: tuple[int, int]
    sign: Terminator
    marks: tuple[Span, ...] = ()
    uncertain: bool = False
    quoted: bool = False

    @property
    def timed(self) -> bool:
        """Whether a time is part of it, of a recording or of a day."""
        return any(isinstance(span.mark, Time) or span.mark == _STAMPED for span in self.marks)


_STAMPED = Sign("cue")


def candidates_at(exemplar: ExemplarText, start: int, end: int, vocabulary: Vocabulary) -> list[Candidate]:
    """Every way to read a label at the head of the line ``folded[start:end]``, the shortest first; at most one a sign
    but for full stops, of which those after initials and titles count too."""
    text = exemplar.folded
    position, before = _signs_before(exemplar, start, end)
    chevrons = any(text.startswith(">>", span.start) for span in before)
    read = (_whole(text, start, candidate, before) for candidate in _read(exemplar, position, end, vocabulary))
    asked = vocabulary.question_labels | vocabulary.answer_labels
    made = [
        candidate
        for candidate in dict.fromkeys(read)
        if candidate.sign != "space"
        or candidate.timed
        or exemplar.gaps.get(candidate.end, 1) > 1
        or text[slice(*candidate.name)].lower() in asked
        or is_initials(text[slice(*candidate.name)])
    ]
    if chevrons and position < end:
        made.append(Candidate(start, position - (text[position - 1] == " "), (position, position), ">>", tuple(before)))
    return made


def is_initials(name: str) -> bool:
    """Whether the name is two to four capital letters: “AB”."""
    return name.isupper() and bool(_LETTERS.fullmatch(name))


def _signs_before(exemplar: ExemplarText, start: int, end: int) -> tuple[int, list[Span]]:
    """Where the name may begin, and the signs and times before it; tags of a format are marked elsewhere."""
    text = exemplar.folded
    position, spans = start, []
    for _ in range(8):
        if tag := exemplar.tag_at(position):
            position = tag.end + (text[tag.end : tag.end + 1] == " ")
            continue
        if found := times.FLIGHT.match(text, position, end):
            spans.append(Span(*found.span(), Time(times.flight_seconds(found))))
        elif found := PORTION.match(text, position, end):
            spans.append(Span(*found.span(), Furniture("classification")))
        elif stamp := time_at(text, position, end):
            spans.append(stamp)
            position = stamp.end
            if dash := _AFTER_TIME.match(text, position, end):
                position = dash.end() - 1
            if position < end and text[position] == " ":
                position += 1
            continue
        else:
            for pattern, function in _SIGNS:
                if found := pattern.match(text, position, end):
                    length = len(found.group().rstrip(" "))
                    spans.append(Span(found.start(), found.start() + length, Sign(function)))
                    break
            else:
                break
        assert found is not None
        position = max(position, found.end())
        if position < end and text[position] == " ":
            position += 1
    return position, spans


def time_at(text: str, position: int, end: int) -> Span | None:
    """The time of the recording, or of a day, that begins at ``position``."""
    if found := times.STAMP.match(text, position, end):
        return Span(*found.span(), _STAMPED)
    found = times.AT_START.match(text, position, end)
    return Span(*found.span(), Time(*times.limits(found))) if found else None


@dataclass(slots=True)
class _Reading:
    """A name as it is read: where it began, where it ended once an aside has come, the asides and times after it."""

    start: int
    end: int | None
    marks: list[Span]
    uncertain: bool = False


def _read(exemplar: ExemplarText, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Candidate]:
    text = exemplar.folded
    limit = min(end, start + _LONGEST)
    reading = _Reading(start, None, [])
    cursor, words, tabbed = start, 0, False

    def candidate(name_end: int, label_end: int, sign: Terminator) -> Candidate:
        stop = reading.end if reading.end is not None else name_end
        name = text[start:stop].rstrip(f'{_BLANK}*_,"”»’')
        doubt = name.endswith("?")
        name = name.rstrip("?" + _BLANK)
        if sign in _DASH_AFTER and (dash := _DASH_AFTER[sign].match(text, label_end, end)):
            label_end = dash.end()
        return Candidate(
            start, label_end, (start, start + len(name)), sign, tuple(reading.marks), reading.uncertain or doubt
        )

    while cursor < limit and words < _MOST_WORDS:
        character = text[cursor]
        if character in _BLANK:
            if words and (after := _BEFORE_TIME.match(text, cursor, end)) and (time := time_at(text, after.end(), end)):
                reading.end = cursor if reading.end is None else reading.end
                reading.marks.append(time)
                cursor = time.end
                if cursor < end and text[cursor] == " ":
                    yield candidate(cursor, cursor, "space")
                continue
            if words and cursor in exemplar.tabs:
                yield candidate(cursor, cursor, "tab")
                tabbed = True
            if words and (found := _DASH.match(text, cursor, end)):
                yield candidate(cursor, found.end(), "—")
                return
            if words and (found := _SEPARATOR.match(text, cursor, end)):
                yield candidate(cursor, found.end(), "—")
            if words and (found := _SPACED_COLON.match(text, cursor, end)):
                yield candidate(cursor, found.end(), ":")
                return
            set_apart = exemplar.gaps.get(cursor, 1) > 1 or (words == 1 and text[start:cursor].isupper())
            if words and set_apart and text[cursor - 1] not in ".,:;":
                yield candidate(cursor, cursor, "space")
            if words == 1 and cursor - start == 1 and text[start].isupper():
                yield candidate(cursor, cursor, "space")
            cursor += 1
            continue
        if character in "([" or (character == "<" and not words):
            closing = _closing(text, cursor, min(end, cursor + _ASIDE_LONGEST))
            if closing is None:
                return
            if not words:
                name, opening = (cursor + 1, closing - 1), Span(cursor, cursor + 1, Sign("markup"))
                if text[closing : closing + 1] in (":", "："):
                    yield Candidate(start, closing + 1, name, ":", (opening,), True)
                elif closing >= end or text[closing] == " ":
                    brackets = (opening, Span(closing - 1, closing, Sign("markup")))
                    yield Candidate(start, closing, name, "]", brackets)
                return
            reading.end = cursor if reading.end is None else reading.end
            _aside(text, cursor, closing, reading)
            cursor = closing
            continue
        found = _WORD.match(text, cursor, end)
        if found is None:
            return
        word = found.group()
        if (colon := _COLON.search(word)) and (words or colon.start() or reading.end is not None):
            yield candidate(cursor + colon.start(), cursor + colon.end(), ":")
            return
        if reading.end is not None and words and word[0] not in ".—–*_?":
            return  # after an aside only the label's end may come
        dash = re.search("—|–|--", word)
        if dash and dash.start() and word[: dash.start()].rstrip("*_.") and not word[0].isdigit():
            full_stop = word[: dash.start()].rstrip("*_").endswith(".")
            yield candidate(cursor + dash.start() - full_stop, cursor + dash.end(), "." if full_stop else "—")
            return
        bare = word.rstrip("*_")
        if bare.endswith(".") and not bare.endswith(".."):
            stem = bare[:-1]
            # after a tab stand words, and a full stop among them ends their sentence
            initial = words > 0 and len(stem) == 1 and stem.isupper()
            goes_on = initial and (found.end() >= end or bool(_INITIAL.match(text, found.end(), end)))
            if not tabbed and not goes_on and stem.lstrip("(*_").lower() not in vocabulary.honorifics:
                yield candidate(cursor + len(stem), cursor + len(bare), ".")
            if not _abbreviated(stem.lstrip("(*_"), vocabulary):
                return
        elif (bare and bare[-1] in '!;…”»"') or bare.endswith("?"):
            return
        words += 1
        cursor = found.end()
    last = text[max(start, end - 3) : end]
    if cursor >= end and words and (last[-1] not in ".," or reading.end is not None or _LAST_INITIAL.search(last)):
        yield candidate(end, end, "line")


def _abbreviated(stem: str, vocabulary: Vocabulary) -> bool:
    """Whether a full stop after ``stem`` is that of a title, initial or abbreviation, so that the name may go on."""
    last = stem.rpartition(".")[2]
    return len(last) <= 1 or last.lower() in vocabulary.honorifics or stem.lower() in vocabulary.honorifics


def _aside(text: str, start: int, end: int, reading: _Reading) -> None:
    words = text[start + 1 : end - 1].strip()
    if time := times.AT_START.fullmatch(text[start:end]):
        reading.marks.append(Span(start, end, Time(*times.limits(time))))
    elif times.STAMP.fullmatch(text[start:end]):
        reading.marks.append(Span(start, end, _STAMPED))
    elif PORTION.fullmatch(text[start:end]):
        reading.marks.append(Span(start, end, Furniture("classification")))
    elif words == "?":
        reading.uncertain = True
    else:
        reading.marks.append(Span(start, end, Delivery()))


def _closing(text: str, start: int, end: int) -> int | None:
    """After the bracket that closes the one at ``start``, brackets of all kinds nested."""
    depth = 0
    for position in range(start, end):
        if text[position] in "([<":
            depth += 1
        elif text[position] in ")]>":
            depth -= 1
            if not depth:
                return position + 1
    return None


def _whole(text: str, start: int, found: Candidate, before: list[Span]) -> Candidate:
    """The candidate with what stands before the name, and the asterisks after it."""
    end = found.end
    closing = _MARKUP.match(text, end) if any(_is_markup(text, span) for span in before) else None
    if closing:
        end = closing.end()
    marks = [*before, *found.marks]
    marks += [Span(*run.span(), Sign("markup")) for run in _MARKUP.finditer(text, found.name[1], end)]
    opened = next((span for span in before if _is_markup(text, span)), None)
    closed = max((span.end for span in marks if span.start >= found.name[1] and _is_markup(text, span)), default=0)
    if opened and closed and text[opened.start] == text[closed - 1]:
        bold = opened.end - opened.start == 2
        marks.append(Span(opened.start, closed, Highlight("bold" if bold else "italic")))
    quoted = any(isinstance(span.mark, Sign) and span.mark.function == "quotation" for span in before)
    return Candidate(start, end, found.name, found.sign, tuple(sorted(set(marks), key=_place)), found.uncertain, quoted)


def _is_markup(text: str, span: Span) -> bool:
    return isinstance(span.mark, Sign) and span.mark.function == "markup" and text[span.start] in "*_"


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end
