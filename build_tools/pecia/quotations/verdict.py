"""One quotation and the place it cites: the verdict, and what is to be said.

The words are looked for, in this order: in the place as printed and as corrected; in its earlier wordings; with the
quoter's bracketed alterations left open; with differences in capital letters and the like; anywhere else in the
edition. Last the words that are most like them are shown. What is found first is the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from pecia.quotations.cited_text import Cited
from pecia.quotations.likeness import NEAR, as_written, compared, leaving, likest, whole_words
from pecia.quotations.lookup import Lookup, Near, nearest, places
from pecia.quotations.matching import differs_only_in, match
from pecia.quotations.wordings import Attempt, Place, Reading, altered, attempts


class Verdict(StrEnum):
    """What is to be said of a quotation; the value is used in the table and in JSON."""

    EXACT = "exact"
    CORRECTED = "exact in the corrected reading"
    ALTERED = "exact except for words in brackets"
    EARLIER = "in an earlier wording"
    OTHER_VERSION = "in the wording of another version"
    DIFFERS_ONLY = "differs in form only"
    ELSEWHERE = "elsewhere"
    NOT_FOUND = "not found"
    RETIRED = "retired"
    NO_PASSAGE = "no such passage"


class Answer(NamedTuple):
    """A verdict before it has a place in the list; ``code`` is that of the finding on it, or empty."""

    verdict: Verdict
    says: str = ""
    places: tuple[str, ...] = ()
    code: str = ""


class Question(NamedTuple):
    """A quotation and the place it cites; ``versions`` are all that are known."""

    quotation: str
    cited: Cited
    place: Place
    lookup: Lookup
    versions: Sequence[str]


def answer_to(question: Question) -> Answer:
    """The verdict on a quotation whose address names something; it has at least one word."""
    tried = attempts(question.quotation)
    steps = (_as_it_reads, _as_it_read, _altered, _in_form, _elsewhere)
    answers = (answer for step in steps if (answer := step(question, tried)))
    return next(answers, None) or _not_found(question, tried)


def without_place(question: Question, wrong: str) -> Answer:
    """The answer when the address names no place, for which ``wrong`` says why; where its words stand is worth more."""
    at = _places(question, attempts(question.quotation), Cited())
    return Answer(Verdict.NO_PASSAGE, f"{wrong}; the words are in {', '.join(at)}" if at else wrong, at)


def _as_it_reads(question: Question, tried: Sequence[Attempt]) -> Answer | None:
    for attempt in tried:
        corrected, at = _present(question, attempt)
        if at:
            return _other_version(question, attempt) or _exact(question, attempt, at, corrected=corrected)
    return None


def _present(question: Question, attempt: Attempt) -> tuple[bool, tuple[str, ...]]:
    """Where in what is cited the words stand, and whether in the corrected reading only."""
    if not question.cited.anchors:
        for reading in (0, 1):
            if at := places(question.lookup, attempt.pattern, reading, question.cited):
                return bool(reading), tuple(cited.address for cited in at)
    for read in question.place.readings:
        if match(attempt.pattern, read.text):
            return read.corrected, (question.cited.address,)
    return False, ()


def _exact(question: Question, attempt: Attempt, at: tuple[str, ...], *, corrected: bool) -> Answer:
    says = [] if question.cited.anchors else [f"the words are in {', '.join(at)}"]
    if attempt.without:
        says.append(f"the “{attempt.without}” at the end is not the passage's")
    verdict = Verdict.CORRECTED if corrected else Verdict.EXACT
    return Answer(verdict, "; ".join(says), at, "Q109" if attempt.without else "")


def _other_version(question: Question, attempt: Attempt) -> Answer | None:
    """The words are in the text now, but not in the version that is cited, which had another wording there."""
    wordings = dict(question.place.wordings)
    then = wordings.get(question.cited.version, "")
    if not then or then == wordings[question.versions[-1]] or match(attempt.pattern, then):
        return None
    return _not_then(question, _having(question, attempt) or question.versions[-1:])


def _not_then(question: Question, has: Sequence[str]) -> Answer:
    says = f"not in version {question.cited.version}; the words are those of {_versions(question, has)}"
    return Answer(Verdict.OTHER_VERSION, says, (question.cited.address,), "Q101")


def _as_it_read(question: Question, tried: Sequence[Attempt]) -> Answer | None:
    cited = question.cited
    has: Sequence[str] = next(filter(None, (_having(question, attempt) for attempt in tried)), ())
    if not has:
        return None
    if cited.version in question.versions and cited.version not in has:
        return _not_then(question, has)
    says = f"the words are those of {_versions(question, has)}" + (", as cited" if cited.version in has else "")
    if question.place.readings:
        return Answer(Verdict.EARLIER, says, (cited.address,), "Q103")
    return Answer(Verdict.RETIRED, says, (cited.address,))


def _having(question: Question, attempt: Attempt) -> Sequence[str]:
    """The versions in which the place had the words."""
    return [version for version, text in question.place.wordings if match(attempt.pattern, text)]


def _versions(question: Question, has: Sequence[str]) -> str:
    """Versions in words; of several that follow each other the first and the last."""
    runs: list[list[str]] = []
    for version in has:
        follows = runs and question.versions.index(version) == question.versions.index(runs[-1][-1]) + 1
        runs = [*runs[:-1], [*runs[-1], version]] if follows else [*runs, [version]]
    said = ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return f"version {said}" if len(has) == 1 else f"versions {said}"


def _altered(question: Question, _tried: Sequence[Attempt]) -> Answer | None:
    for reading in question.place.readings:
        for pattern in altered(question.quotation, reading.text):
            if stretch := match(pattern, reading.text):
                has = as_written(reading.written, reading.text, *whole_words(reading.text, *stretch))
                says = f"words in brackets were not compared; the passage has {has}"
                return Answer(Verdict.ALTERED, says, (question.cited.address,), "Q108")
    return None


def _in_form(question: Question, tried: Sequence[Attempt]) -> Answer | None:
    for attempt in tried:
        for reading in question.place.readings:
            if kinds := differs_only_in(attempt.pattern, reading.text):
                like = likest(attempt.pattern.runs[0].text, reading.text)
                has = as_written(reading.written, reading.text, like.start, like.end)
                says = f"differs only in {' and '.join(kinds)}; the passage has {has}"
                return Answer(Verdict.DIFFERS_ONLY, says, (question.cited.address,), "Q101")
    return None


def _elsewhere(question: Question, tried: Sequence[Attempt]) -> Answer | None:
    cited = question.cited
    for scope in dict.fromkeys((Cited(cited.document, cited.siglum), Cited(cited.document), Cited())):
        if at := _places(question, tried, scope):
            return Answer(Verdict.ELSEWHERE, f"the words are in {', '.join(at)}", at, "Q110")
    return None


def _places(question: Question, tried: Sequence[Attempt], scope: Cited) -> tuple[str, ...]:
    found = (places(question.lookup, attempt.pattern, reading, scope) for attempt in tried for reading in (0, 1))
    return tuple(cited.address for cited in next(filter(None, found), []))


def _not_found(question: Question, tried: Sequence[Attempt]) -> Answer:
    """The words that are most like the quotation: of the place it cites, unless another has words more like them."""
    here = question.place.readings[0] if question.place.readings else Reading("", "", False)
    as_given = [attempt for attempt in tried if not attempt.without][-1]
    runs = [run.text for run in as_given.pattern.runs]
    missing = next((run for run in runs if run not in here.text), "")
    if not missing and len(runs) > 1:
        return Answer(Verdict.NOT_FOUND, "its parts do not occur there in this order", (), "Q101")
    part = leaving(missing or runs[0], here.text)
    near = Near(question.cited, here.written, here.text, likest(part, here.text))
    other = nearest(question.lookup, part)
    if other and other.like.alike > near.like.alike:
        near = other
    if near.like.alike < NEAR:
        return Answer(Verdict.NOT_FOUND, "the edition has nothing similar", (), "Q101")
    found = compared(part, near.folded, near.like)
    says = f"nearest in {near.cited.address}: {as_written(near.written, near.folded, found.start, found.end)}"
    says += f"; {found.departs}" if found.departs else ""
    return Answer(Verdict.NOT_FOUND, says, (near.cited.address,), "Q101")
