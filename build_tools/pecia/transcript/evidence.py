"""Which of all candidates are labels: a judgement over the whole text, by counted evidence.

What counts: how much a form looks like a name, how often it recurs, what share of the paragraphs such labels open, and
whether the words go on in lower case after it. Where the evidence is not enough, a candidate opens nothing and is
reported (:class:`Doubt`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.fronts import Present, bare_fields, listed_rows, people_present
from pecia.transcript.labels import Candidate, Terminator, candidates_at, time_at
from pecia.transcript.likely_labels import (
    Candidates,
    Opening,
    goes_on,
    has_cues,
    is_last,
    is_whole_paragraph,
    likely_labels,
)
from pecia.transcript.name_shapes import Shape, normal, shape, surname
from pecia.transcript.rows import Rows
from pecia.transcript.sentences import ends_sentence
from pecia.transcript.stated import stated_labels
from pecia.transcript.vocabulary import Vocabulary

Why = Literal["words", "wrapped", "sign", "style", "unsigned", "nameless", "inside"]
"""Why a candidate is left: it may be words before a colon, a wrapped line, end in a sign that few labels of the text
have, be written as no other of them is, have no sign after it, be a time without a name, or stand within a
paragraph."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A candidate that is left as words, and why."""

    candidate: Candidate
    name: str
    why: Why


@dataclass(frozen=True, slots=True)
class Judged:
    """The labels at heads of lines by their start, the doubtful ones, the fields before the record by their row.

    ``listed``: the rows of a list of those present, ``present``: who they are. ``signs``: how the labels of this text
    end, the commonest first, with how many do. ``within``: the labels that the format states within lines, in
    order; ``chevrons``: whether a label begins with ``>>``.
    """

    labels: Mapping[int, Candidate]
    doubts: tuple[Doubt, ...]
    fields: Mapping[int, Candidate]
    listed: frozenset[int]
    present: tuple[Present, ...]
    signs: tuple[tuple[Terminator, int], ...]
    within: tuple[Candidate, ...] = ()
    chevrons: bool = False


_SHARE = 0.3
_SHARE_OF_DASHES = 0.4
_SHARE_OF_LINES = 0.15
_MANY = 5
_MUCH = 3
_MINORITY = 0.2
"""Of two styles in one text, one with less than this share of the other's labels is words rather than labels."""


def judge(
    exemplar: ExemplarText,
    rows: Rows,
    vocabulary: Vocabulary,
    known: Collection[str],
    declared: Collection[Terminator] = (),
) -> Judged:
    """The labels of ``exemplar``: those that its format states, else by evidence.

    ``known``: the forms (:func:`normal`) of speakers that an editor or register names; ``declared``: the signs that an
    editor says labels end in, or none.
    """
    if by_format := stated_labels(exemplar, rows):
        begin = {row.words for row in rows.rows}
        at_heads = {start: found for start, found in by_format.items() if start in begin}
        within = tuple(found for start, found in by_format.items() if start not in begin)
        return Judged(at_heads, (), {}, frozenset(), (), (), within)
    openings = _openings(exemplar, rows, vocabulary, known)
    counts = Counter((opening.candidate.sign, opening.name) for opening in openings)
    fields = _fields(openings, counts, vocabulary)
    fields |= bare_fields(exemplar, rows, fields, vocabulary)
    listed = listed_rows(exemplar, rows, fields, vocabulary)
    those_present = tuple(people_present(exemplar, rows, fields, listed, vocabulary))
    named = {form for person in those_present for form in (normal(person.name), surname(person.name, vocabulary))}
    openings = [
        replace(opening, known=opening.known or opening.name in named)
        for opening in openings
        if opening.row not in fields
        and opening.row not in listed
        and not (opening.candidate.sign == "line" and opening.row < max(fields, default=0))
    ]
    paragraphs = max(1, sum(row.kind == "words" and (row.line.blank > 0 or n == 0) for n, row in enumerate(rows.rows)))
    heads = max(paragraphs, 1)
    likely = {
        sign: likely_labels(Candidates(exemplar, rows, vocabulary, sign, openings, counts, heads)) for sign in _ORDER
    }
    signs: dict[Terminator, int] = {}
    for sign in _ORDER:
        found = likely[sign]
        stated = sign in declared or (sign not in ("line", "]") and any(opening.known for opening in found))
        if declared and sign not in declared:
            continue
        if found and (stated or _supported(sign, found, counts, heads, len(rows.rows), signs)):
            signs[sign] = len(found)
    voices = [opening for opening in likely[":"] if opening.shape is Shape.STRONG]
    if voices and signs and ":" not in signs and not declared:
        likely[":"] = voices  # a voice among labels of another style
        signs[":"] = len(voices)
    chosen: dict[int, Opening] = {}
    for sign in signs:
        for opening in likely[sign]:
            other = chosen.get(opening.candidate.start)
            if other is None or _weight(opening) > _weight(other):
                chosen[opening.candidate.start] = opening
    forms = {opening.name for opening in chosen.values()}
    for opening in openings:  # who has a label elsewhere has one before a colon, in whatever style the others are
        sure = opening.candidate.sign == ":" or (opening.candidate.sign == "]" and opening.candidate.timed)
        if (
            sure
            and opening.name in forms
            and not declared
            and (opening.candidate.timed or not goes_on(exemplar, opening))
        ):
            chosen.setdefault(opening.candidate.start, opening)
    main = max(signs, key=lambda sign: signs[sign], default=None)
    return _settled(exemplar, rows, openings, chosen, fields, frozenset(listed), those_present, signs, main)


def _weight(opening: Opening) -> tuple[bool, int]:
    """Of two candidates at one place a known name goes first, then the longer: "J. K. Finch —" before "J."."""
    return opening.known, opening.candidate.name[1]


_ORDER: tuple[Terminator, ...] = (":", ".", "—", "]", "tab", "space", ">>", "line")


def _openings(exemplar: ExemplarText, rows: Rows, vocabulary: Vocabulary, known: Collection[str]) -> list[Opening]:
    """Every candidate at the head of a row of words."""
    found = []
    after_words = False
    for number, row in enumerate(rows.rows):
        if row.kind != "words":
            continue
        for candidate in candidates_at(exemplar, row.words, row.line.end, vocabulary):
            words = exemplar.folded[slice(*candidate.name)]
            name = normal(words)
            likeness = Shape.STRONG if candidate.sign == ">>" else shape(words, vocabulary)
            if candidate.sign == "line" and name in vocabulary.fields:
                continue  # “PARTICIPANTS”: what follows is no speech
            found.append(
                Opening(number, candidate, name, name in known, likeness, row.line.blank > 0 or not after_words)
            )
        after_words = True
    return found


def _fields(
    openings: Sequence[Opening],
    counts: Mapping[tuple[Terminator, str], int],
    vocabulary: Vocabulary,
) -> dict[int, Candidate]:
    """The fields before the record, by row: words of the list with a colon, and others between two of them.

    They end before the first label that recurs or is known. One that recurs is a speaker ("Interviewer:").
    """
    found: dict[int, Candidate] = {}
    between: dict[int, Candidate] = {}
    for opening in openings:
        if opening.candidate.sign != ":":
            continue
        once = counts[":", opening.name] == 1
        if opening.known or (not once and opening.shape >= Shape.NAME):
            break
        if once and opening.name.casefold().rstrip(".") in vocabulary.fields:
            found |= between
            between = {}
            found[opening.row] = opening.candidate
        elif once and found and len(between) < len(found):
            between[opening.row] = opening.candidate
        elif not found:
            between[opening.row] = opening.candidate
            if len(between) > 3:
                break
        else:
            break
    return found


def _supported(
    sign: Terminator,
    found: Sequence[Opening],
    counts: Mapping[tuple[Terminator, str], int],
    paragraphs: int,
    lines: int,
    signs: Mapping[Terminator, int],
) -> bool:
    """Whether there is evidence enough that labels of this text end in ``sign``."""
    number = len({opening.candidate.start for opening in found})
    recurs = any(counts[sign, opening.name] > 1 for opening in found)
    share = number / paragraphs
    match sign:
        case ":":
            return number > 1 or share >= _SHARE
        case ".":
            few = all(number >= other * _MINORITY for other in signs.values())
            return few and (number > 1 or bool(signs)) and (share >= _SHARE_OF_LINES or number >= _MANY)
        case "—" | "]" | "tab":
            few = all(number >= other for other in signs.values())
            return few and number > 1 and (share >= _SHARE_OF_DASHES or (recurs and number >= _MANY))
        case "space":
            timed = any(opening.candidate.timed for opening in found)
            return number > 1 and (number >= _SHARE * lines or (not timed and bool(signs)))
        case ">>":
            return True
        case _:
            few = all(number > _MUCH * other for other in signs.values())
            return few and number > 1 and _SHARE_OF_LINES * lines <= number <= 0.7 * lines


def _settled(
    exemplar: ExemplarText,
    rows: Rows,
    openings: Sequence[Opening],
    chosen: dict[int, Opening],
    fields: Mapping[int, Candidate],
    listed: frozenset[int],
    those_present: tuple[Present, ...],
    signs: Mapping[Terminator, int],
    main: Terminator | None,
) -> Judged:
    """Take the chosen openings that stand where labels of this text stand; the others, and what is left, are doubts."""
    by_line = _turns_by_line(exemplar, rows, chosen)
    labels: dict[int, Candidate] = {}
    doubts: dict[int, Doubt] = {}
    forms = {opening.name for opening in chosen.values() if opening.candidate.sign == main}
    times = Counter(opening.name for opening in chosen.values())
    cues = has_cues(rows)

    def in_cue(opening: Opening) -> bool:
        sure = times[opening.name] > 1 or (opening.shape is Shape.STRONG and main == opening.candidate.sign)
        return cues and sure and not goes_on(exemplar, opening)

    for start, opening in chosen.items():
        sign = opening.candidate.sign
        many = main is not None and sign != main and signs[main] >= _MANY
        minor = main is not None and many and signs.get(sign, 0) < _MINORITY * signs[main]
        if minor and not opening.known and opening.name not in forms and sign not in (":", ">>"):
            doubts[start] = Doubt(opening.candidate, opening.name, "sign")
        elif not (opening.heads or by_line or _after_sentence(exemplar, rows, opening) or in_cue(opening)):
            doubts[start] = Doubt(opening.candidate, opening.name, "wrapped")
        else:
            labels[start] = opening.candidate
    first = min(labels, default=len(exemplar.folded))
    for opening in openings:
        start, sign = opening.candidate.start, opening.candidate.sign
        strange = not labels and opening.shape is Shape.STRONG
        if start in labels or start in doubts or (start < first and not strange):
            continue
        if sign == ":" and opening.shape > Shape.NONE:
            heads = opening.heads or _after_sentence(exemplar, rows, opening)
            doubts[start] = Doubt(opening.candidate, opening.name, "words" if heads else "wrapped")
        elif sign == "." and opening.heads and not goes_on(exemplar, opening) and not is_whole_paragraph(rows, opening):
            titled = opening.shape is Shape.STRONG and len(opening.name) > 1
            styled = main == "." and opening.shape >= Shape.NAME
            if titled or styled or opening.name in times:
                doubts[start] = Doubt(opening.candidate, opening.name, "style" if main == "." else "sign")
        elif sign in (":", ".", "space") or (sign == "line" and is_last(rows, opening)):
            continue
        elif opening.known or opening.name in times or in_cue(opening):
            doubts[start] = Doubt(opening.candidate, opening.name, "sign")
        elif sign == main == "line" and opening.heads and opening.shape >= Shape.NAME:
            doubts[start] = Doubt(opening.candidate, opening.name, "style")
    bracketed = [start for start, label in labels.items() if _is_bracketed(exemplar, label)]
    if 2 * len(bracketed) > len(labels):  # so does the whole text, and means no doubt by it
        labels |= {start: replace(labels[start], uncertain=False) for start in bracketed}
    doubts |= {
        doubt.candidate.start: doubt for doubt in _unsigned(exemplar, rows, labels) if doubt.candidate.start > first
    }
    for doubt in _nameless(exemplar, rows, labels):
        if doubt.candidate.start > first:
            doubts.setdefault(doubt.candidate.start, doubt)
    taken = Counter(candidate.sign for candidate in labels.values())
    return Judged(
        labels,
        tuple(doubts[start] for start in sorted(doubts) if start > first or not labels),
        fields,
        listed,
        those_present,
        tuple(taken.most_common()),
        chevrons=any(exemplar.folded.startswith(">>", start) for start in labels),
    )


def _nameless(exemplar: ExemplarText, rows: Rows, labels: Mapping[int, Candidate]) -> list[Doubt]:
    """Rows that begin with a time, as most labels do, and no name after it; the first alone where they are many."""
    text = exemplar.folded
    timed = sum(time_at(text, label.start, label.end) is not None for label in labels.values())
    found = []
    for row in rows.rows if 2 * timed > len(labels) else ():
        time = time_at(text, row.words, row.line.end) if row.kind == "words" and row.words not in labels else None
        if time:
            found.append(Doubt(Candidate(time.start, time.end, (time.end, time.end), "space"), "", "nameless"))
    return found if len(found) <= _MANY else found[:1]


def _is_bracketed(exemplar: ExemplarText, label: Candidate) -> bool:
    return label.uncertain and exemplar.folded[label.name[0] - 1 : label.name[0]] in ("[", "(")


def _unsigned(exemplar: ExemplarText, rows: Rows, labels: Mapping[int, Candidate]) -> Iterator[Doubt]:
    """Names of labels at the head of a paragraph whose sign is missing before a word with a capital."""
    text = exemplar.folded
    names: dict[str, set[str]] = {}
    for label in labels.values():
        if name := text[slice(*label.name)]:
            names.setdefault(name.split()[0], set()).add(name)
    for row in rows.rows:
        if row.kind != "words" or row.words in labels or not row.line.blank:
            continue
        for name in names.get(text[row.words : row.line.end].partition(" ")[0], ()):
            end = row.words + len(name)
            if text.startswith(f"{name} ", row.words) and text[end + 1 : end + 2].isupper():
                yield Doubt(Candidate(row.words, end, (row.words, end), "space"), normal(name), "unsigned")


def _turns_by_line(exemplar: ExemplarText, rows: Rows, chosen: Mapping[int, Opening]) -> bool:
    """Whether turns begin on lines without a blank line before: nearly all such lines follow a sentence."""
    within = [opening for opening in chosen.values() if not opening.heads]
    good = sum(_after_sentence(exemplar, rows, opening) for opening in within)
    return bool(within) and good >= 0.8 * len(within)


def _after_sentence(exemplar: ExemplarText, rows: Rows, opening: Opening) -> bool:
    """Whether the row before the opening ends as a sentence or an interrupted turn does, or is no row of words."""
    before = rows.rows[opening.row - 1] if opening.row else None
    if before is None or before.kind != "words" or opening.candidate.timed:
        return True
    words = exemplar.folded[max(before.words, before.line.end - 40) : before.line.end]
    return ends_sentence(words) or words.endswith(("-", "—", "–", ":"))
