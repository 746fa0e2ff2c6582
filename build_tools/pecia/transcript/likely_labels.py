"""Which candidates that end in one sign look like labels, if this text has labels of that sign at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pecia.transcript.events import event
from pecia.transcript.exemplar import ExemplarText
from pecia.transcript.labels import Candidate, Terminator, is_initials
from pecia.transcript.name_shapes import Shape
from pecia.transcript.rows import Rows
from pecia.transcript.vocabulary import Vocabulary

_RECURRENT = 3
_FEW = 0.1
_HALF = 0.5
_FEWEST_LETTERS = 3
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Opening:
    """A candidate at the head of a row. ``heads``: whether a paragraph begins there, by a blank line before it."""

    row: int
    candidate: Candidate
    name: str
    known: bool
    shape: Shape
    heads: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the candidates of one ``sign`` are judged by: all openings, how often each form recurs with each sign, how
    many paragraphs the text has."""

    exemplar: ExemplarText
    rows: Rows
    vocabulary: Vocabulary
    sign: Terminator
    openings: Sequence[Opening]
    counts: Mapping[tuple[Terminator, str], int]
    paragraphs: int

    @property
    def of_sign(self) -> list[Opening]:
        """The openings that end in the sign."""
        return [opening for opening in self.openings if opening.candidate.sign == self.sign]

    def count(self, opening: Opening) -> int:
        """How often the form of ``opening`` occurs with the sign."""
        return self.counts[self.sign, opening.name]

    def style(self, opening: Opening) -> tuple[bool, int]:
        """How the name of ``opening`` is written: whether in capitals, in how many words."""
        name = self.exemplar.folded[slice(*opening.candidate.name)]
        return name.isupper(), len(name.split())

    def goes_on(self, opening: Opening) -> bool:
        """See :func:`goes_on`."""
        return goes_on(self.exemplar, opening)


def likely_labels(of: Candidates) -> list[Opening]:
    """The openings of the sign that are labels if such labels are in this text at all; known names always are."""
    match of.sign:
        case ":":
            fits = _after_colon(of)
        case ".":
            fits = _after_full_stop(of)
        case "line":
            fits = _on_a_line(of)
        case "space":
            fits = _before_a_space(of)
        case "]":
            return _in_brackets(of)
        case _:
            fits = [opening for opening in of.of_sign if opening.shape >= Shape.NAME]
    known = {o for o in of.of_sign if o.known and not _is_signature(of, o)}
    return sorted(known.union(fits), key=lambda o: (o.candidate.start, o.candidate.end))


def _is_signature(of: Candidates, opening: Opening) -> bool:
    """Whether a name with a full stop is a paragraph of its own and comes but once, as under a record."""
    return of.sign == "." and of.count(opening) == 1 and is_whole_paragraph(of.rows, opening)


def _after_colon(of: Candidates) -> list[Opening]:
    """Names, unless one that occurs once goes on in lower case; weak forms that recur; small ones where most are.

    "Question" and "Answer" are labels together, or where they recur.
    """
    found = of.of_sign
    small = [o for o in found if o.shape is Shape.WEAK and o.name.count(" ") < 2 and not of.goes_on(o)]
    messages = any(o.candidate.timed and of.count(o) > 1 for o in found if o.shape >= Shape.WEAK)
    lower = len(small) >= 2 and len(small) >= sum(o.shape > Shape.WEAK for o in found)
    names = {o.name for o in found}
    questions, answers = of.vocabulary.question_labels, of.vocabulary.answer_labels
    both = bool(names & questions) and bool(names & answers)

    def fits(o: Opening) -> bool:
        if o.shape >= Shape.NAME:
            asks = len(o.name) > 1 and o.name in questions | answers and not both and of.count(o) == 1
            return not (asks and of.goes_on(o)) and (of.count(o) > 1 or o.shape is Shape.STRONG or not of.goes_on(o))
        often = of.count(o) >= _RECURRENT or (messages and o.candidate.timed)
        return o.shape is Shape.WEAK and (often or (lower and o in small))

    return [o for o in found if fits(o)]


def _after_full_stop(of: Candidates) -> list[Opening]:
    """Titles, offices, initials and capitals; letters of questions and answers; names that recur, and those that come
    once but are written as these are, and nowhere in the text in lower case.

    How often a bare name must recur depends on how many of the paragraphs begin so. None goes on in lower case, and
    words follow it on its line, unless it recurs.
    """
    found = [o for o in of.of_sign if not of.goes_on(o)]
    text = of.exemplar.folded
    small = {word for word in _WORDS.findall(text) if word.islower()}
    letters = {o.name for o in found if len(o.name) == 1}
    asked = bool(letters & of.vocabulary.question_labels) and bool(letters & of.vocabulary.answer_labels)
    dense = len({o.candidate.start for o in found if o.shape >= Shape.NAME}) / of.paragraphs
    enough = 2 if dense >= _HALF else _RECURRENT

    def dashed(o: Opening) -> bool:
        return text[o.candidate.end - 1] in "—–-"

    sure = [o for o in found if o.shape is Shape.STRONG]
    most = 2 * sum(map(dashed, sure)) > len(sure) > 0

    names = [o for o in found if o.shape >= Shape.NAME and len(o.name) > 1]
    styles = {of.style(o) for o in names if o.known or of.count(o) >= enough}

    def fits(o: Opening) -> bool:
        if asked and len(o.name) > 1 and o.name[1] == "." and o.name[0] in letters:
            return False  # "A. Yes.": an answer, and no initial
        strong = o.shape is Shape.STRONG and (len(o.name) > 1 or asked)
        alone = o.candidate.end >= of.rows.rows[o.row].line.end
        recurs = o.shape >= Shape.NAME and of.count(o) >= enough and len(o.name) > 1
        once = o.shape >= Shape.NAME and o.heads and of.style(o) in styles and not small.issuperset(o.name.split())
        voice = dashed(o) and most and o.heads and o.shape >= Shape.WEAK
        return (strong or recurs or once or voice) and (not alone or (o.shape is Shape.STRONG and of.count(o) > 1))

    return [o for o in found if fits(o)]


def _on_a_line(of: Candidates) -> list[Opening]:
    """Names on a line of their own above words: titled, recurring, with a time, marked as those that recur are, or
    above a block quotation.

    In a text of cues they stand next to the time, and recur, or most that stand there do.
    """
    found, rows = of.of_sign, of.rows.rows
    kinds = ["", *(row.kind for row in rows), "", "", ""]
    marked = {_markup(of.exemplar, o) for o in found if of.count(o) > 1} - {""}

    def above_words(o: Opening) -> bool:
        before, after, then = kinds[o.row], kinds[o.row + 2], kinds[o.row + 3]
        return after == "words" or (before != "time" == after and then == "words" and not is_last(of.rows, o))

    def beside(o: Opening) -> bool:
        return o.candidate.timed or "time" in (kinds[o.row], kinds[o.row + 2])

    above = [o for o in found if above_words(o)]
    names = {o.name for o in above if beside(o) and (o.known or of.count(o) > 1)}
    capitals = {of.exemplar.folded[slice(*o.candidate.name)].isupper() for o in above if o.name in names}
    timed = [o for o in above if beside(o) and (o.shape >= Shape.NAME or (o.shape is Shape.WEAK and o.name in names))]
    timed = [o for o in timed if not capitals or of.exemplar.folded[slice(*o.candidate.name)].isupper() in capitals]
    most = 2 * sum(o.name in names for o in timed) >= len(timed)
    if has_cues(of.rows):
        return [o for o in timed if most or o.name in names]

    styles = {of.style(o) for o in above if o.shape >= Shape.NAME and of.count(o) > 1}

    def fits(o: Opening) -> bool:
        quoted = o.row + 1 < len(rows) and of.exemplar.folded[rows[o.row + 1].words] == ">"
        likely = o.shape is Shape.STRONG or of.count(o) > 1 or quoted or _markup(of.exemplar, o) in marked
        likely = likely or (bool(rows[o.row].line.blank) and of.style(o) in styles and not is_last(of.rows, o))
        return o.shape >= Shape.NAME and likely

    sure = set(timed)
    return [o for o in above if o in sure or fits(o)]


def _before_a_space(of: Candidates) -> list[Opening]:
    """Names after a time, or set apart by a gap in most paragraphs; initials that recur; "Q" and "A" before a capital,
    "A" only where there is "Q"."""
    found = of.of_sign
    questions = of.vocabulary.question_labels
    asked = questions | (of.vocabulary.answer_labels if any(o.name in questions for o in found) else frozenset())
    timed = [o for o in found if o.candidate.timed and o.shape >= Shape.NAME]
    timed = timed if len(timed) > 1 and len(timed) >= _FEW * len(of.rows.rows) else []
    apart = [o for o in found if o.shape >= Shape.NAME and of.exemplar.gaps.get(o.candidate.end, 1) > 1]
    apart = apart if len(apart) > 1 and len(apart) >= _HALF * of.paragraphs else []
    initials = [o for o in found if _are_initials(of, o)]
    often = {o.name for o in initials if of.count(o) > 1}
    initials = initials if len(often) > 1 and len(initials) >= _HALF * of.paragraphs else []
    letters = [o for o in found if o.name in asked and not o.candidate.timed and not of.goes_on(o)]
    return [*timed, *apart, *initials, *letters]


def _are_initials(of: Candidates, o: Opening) -> bool:
    """“AB When …”: capital letters before a word that has other than these."""
    text, following = of.exemplar.folded, _WORDS.search(of.exemplar.folded, o.candidate.end)
    small = following is not None and (len(following.group()) == 1 or not following.group().isupper())
    return o.shape >= Shape.NAME and is_initials(text[slice(*o.candidate.name)]) and small and not of.goes_on(o)


def _in_brackets(of: Candidates) -> list[Opening]:
    """Names in brackets, where two of them recur (in pointed brackets or after a time one, and any word is a name) and
    half of the paragraphs begin so.

    Events are none, and so are letters and numbers, which items of a list have.
    """
    text = of.exemplar.folded

    def fits(o: Opening) -> bool:
        if len(o.name) < _FEWEST_LETTERS or event(text[slice(*o.candidate.name)], of.vocabulary):
            return False
        return o.shape >= Shape.NAME or (o.shape is Shape.WEAK and sure(o))

    def sure(o: Opening) -> bool:
        return o.candidate.timed or text[o.candidate.name[0] - 1] == "<"

    found = [o for o in of.of_sign if fits(o)]
    recurring = {o.name for o in found if of.count(o) > 1}
    enough = bool(recurring) if all(map(sure, found)) else len(recurring) > 1
    return found if enough and len(found) >= _HALF * of.paragraphs else []


def has_cues(rows: Rows) -> bool:
    """Whether many rows are times, as in captions, which break sentences anywhere."""
    return sum(row.kind == "time" for row in rows.rows) >= _FEW * len(rows.rows)


def goes_on(exemplar: ExemplarText, opening: Opening) -> bool:
    """Whether the words after the label begin in lower case, as a sentence does that only has a colon in it."""
    text, position = exemplar.folded, opening.candidate.end
    while position < len(text) and text[position] in " \u00a0\"“„«*_'‘":
        position += 1
    return position < len(text) and text[position].islower()


def is_whole_paragraph(rows: Rows, opening: Opening) -> bool:
    """Whether the label is a paragraph of its own: a heading, an exclamation."""
    return opening.candidate.end >= rows.rows[opening.row].line.end and opening.heads and is_last(rows, opening)


def is_last(rows: Rows, opening: Opening) -> bool:
    """Whether no words follow below the row of the opening, but a blank line or the end."""
    after = rows.rows[opening.row + 1] if opening.row + 1 < len(rows.rows) else None
    return after is None or after.line.blank > 0


def _markup(exemplar: ExemplarText, opening: Opening) -> str:
    """The signs of a heading or of bold or italic words that the candidate stands in."""
    before = exemplar.folded[opening.candidate.start : opening.candidate.name[0]].strip()
    return before if before and not before.strip("*_#") else ""
