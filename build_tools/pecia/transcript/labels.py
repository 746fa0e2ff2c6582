"""Speakers' labels: which runs of characters open a turn, which only look as if they did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from pecia.conventions import Conventions
from pecia.transcript.names import SPACE, alternatives

_BULLET = r"(?P<bullet>[-*•–])[ ]"
_ASIDE = r"[ ](?P<aside>\([^()]*\))"
_SENTENCE_BEFORE = r"(?<=[.?!…])(?P<close>[\"”’»)\]]*)[ ]"
_NEAR_MISS = 85
"""Similarity in per cent (rapidfuzz ratio) from which an unknown label is taken for a misspelt known one."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at (start, end) of the folded exemplar, terminator included; ``bullet`` and ``aside`` are its parts."""

    who: str
    start: int
    end: int
    bullet: tuple[int, int] | None = None
    aside: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LabelRules:
    """The patterns that follow from one witness's conventions; make one with :func:`label_rules`."""

    at_start: re.Pattern[str]
    inside: re.Pattern[str]
    unknown: re.Pattern[str]
    reported: re.Pattern[str]
    persons: tuple[tuple[re.Pattern[str], str], ...]
    forms: tuple[str, ...]
    label_end: str


def label_rules(conventions: Conventions) -> LabelRules:
    """Compile the conventions of a witness."""
    forms = tuple(form for speaker in conventions.speakers for form in speaker.labels)
    name = f"(?P<name>{alternatives(forms)})"
    end = re.escape(conventions.label_end)
    verbs = "|".join(re.escape(verb) for verb in sorted(conventions.reporting_verbs, key=len, reverse=True))
    # In the colon style any capitalised words before a colon look like a label; in the full-stop style that would be
    # every short sentence, so only initials with a surname do.
    capitalised = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
    if conventions.label_end == ":":
        suspect = rf"{capitalised}(?:{SPACE}{capitalised}){{0,4}}"
    else:
        surname = r"[^\W\d_a-zß-öø-ÿ][\w’'-]+"
        suspect = rf"(?:[^\W\d_]\w?\.{SPACE}?)+{surname}|{surname}(?:{SPACE}{surname}){{0,3}}"
    return LabelRules(
        at_start=re.compile(f"(?:{_BULLET})?{name}(?:{_ASIDE})?{end}(?=[ ]|$)"),
        inside=re.compile(f"{_SENTENCE_BEFORE}(?P<label>{name}(?:{_ASIDE})?{end})(?=[ ])"),
        unknown=re.compile(rf"(?:{_BULLET})?(?P<name>{suspect})(?:[ ]?\([^()]*\))?{end}(?=[ ])"),
        # the verb follows the name at once: "A. B. says …", "At the outset A. B. asks …"
        reported=re.compile(rf"(?P<opening>[^.?!:]*?[ ])??{name}[ ](?:{verbs})\b"),
        persons=tuple((re.compile(alternatives(speaker.labels)), speaker.person) for speaker in conventions.speakers),
        forms=forms,
        label_end=conventions.label_end,
    )


def person_of(rules: LabelRules, name: str) -> str:
    """The register key of the speaker whose label form ``name`` is."""
    return next(person for pattern, person in rules.persons if pattern.fullmatch(name))


def label_at_start(rules: LabelRules, text: str, start: int, end: int) -> Label | None:
    """The label at the start of the paragraph ``text[start:end]``, if there is one."""
    match = rules.at_start.match(text, start, end)
    return _label(rules, match, match.start(), match.end()) if match else None


def labels_inside(rules: LabelRules, text: str, start: int, end: int) -> Iterator[Label]:
    """Labels inside a paragraph, each directly after the end of a sentence."""
    for match in rules.inside.finditer(text, start, end):
        yield _label(rules, match, *match.span("label"))


def unknown_label(rules: LabelRules, text: str, start: int, end: int) -> str | None:
    """Words at the start of a paragraph that look like a label and are none that is known.

    Full-stop style: a name with initials, or a name close to a known one. The nearest known form is the hint's
    business.
    """
    match = rules.unknown.match(text, start, end)
    if not match:
        return None
    name = match["name"]
    if rules.label_end == "." and not re.search(r"\.", name) and not nearest_form(rules, name):
        return None
    return name


def nearest_form(rules: LabelRules, name: str) -> str | None:
    """The known label form that ``name`` is probably a misspelling of."""
    best = max(rules.forms, key=lambda form: fuzz.ratio(form, name), default=None)
    return best if best is not None and fuzz.ratio(best, name) >= _NEAR_MISS else None


def reported_speaker(rules: LabelRules, text: str, start: int, end: int, *, in_turn: bool) -> str | None:
    """The person whose speech the paragraph reports: its first sentence has a speaker's name with a reporting verb.

    Words may come before the name ("At the outset A. B. asks …") unless a turn is open (``in_turn``): there they are
    more likely the speaker's own ("You know that A. B. says …").
    """
    match = rules.reported.match(text, start, end)
    return person_of(rules, match["name"]) if match and not (in_turn and match["opening"]) else None


def _label(rules: LabelRules, match: re.Match[str], start: int, end: int) -> Label:
    groups = match.groupdict()
    return Label(
        who=person_of(rules, match["name"]),
        start=start,
        end=end,
        bullet=match.span("bullet") if groups.get("bullet") else None,
        aside=match.span("aside") if groups.get("aside") else None,
    )
