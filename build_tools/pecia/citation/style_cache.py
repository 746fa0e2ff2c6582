"""Shapes: what of a work a style looks at, apart from the words that it only prints.

The processor takes ten milliseconds and more for each work, in a batch as by itself, and a style looks at few of its
words: whether there is a place, the month of a date, the given name that it shortens. So a work is divided into its
shape, in which placeholders stand for the rest, and the words that they stand for. Works of one shape are processed
once, and each gets its own words. What :mod:`pecia.citation.entries` gives to the processor as it is, it keeps in the
shape: given names that are shortened, particles, months, numbers of pages and volumes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pecia.citation import dates
from pecia.citation.entries import Csl, begins_in_lower_case, given_as_it_is, undivided
from pecia.citation.forms import Run, Slot, Template, one_line
from pecia.citation.items import Item
from pecia.citation.names import Name
from pecia.citation.placeholders import MANY

_PLACEHOLDER = {mark: re.compile(f"{mark}([0-9]+){mark}") for mark in ("\0", "\1")}
_STANDING = (("9999", "28", "7777", "8888"), ("9998", "27", "7776", "8887"))
"""Year, day, first and last page that stand in a shape for those of the item, and for those of its publication."""

_SIGNS = {"28": "\U0010fffd\ue000", "27": "\U0010fffc\ue000"}
"""Stand-ins for these days, the last that would be given out: two digits alone are none."""

_DAY = re.compile(r"https://[0-9]+\.invalid/|(?<![0-9])(?:28|27)(?![0-9])")

_ENDS_A_SENTENCE = (".", "?", "!", "…")


@dataclass(slots=True)
class Words:
    """The words of a work: ``texts`` in the order of their placeholders; ``numbers``, the placeholders for which a
    year, a page or the sign of a day stands."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)

    def put(self, text: str) -> str:
        """A placeholder for ``text``; nothing for nothing."""
        if not text:
            return ""
        self.texts.append(one_line(text))
        return f"\0{len(self.texts) - 1}\0"


def shapes_of(items: Sequence[Item], csl: Csl) -> tuple[tuple[Item, ...], Words]:
    """Each item with placeholders, and the words that these stand for; two items at most."""
    words = Words()
    kept = "".join(text for item in items for text in (item.issue, _kept_pages(item.pages)) if _is_number(text))
    return tuple(
        replace(
            item,
            title=words.put(item.title),
            short_title=words.put(item.short_title),
            authors=tuple(_name(name, csl, words) for name in item.authors),
            editors=tuple(_name(name, csl, words) for name in item.editors),
            translators=tuple(_name(name, csl, words) for name in item.translators),
            addressees=(),
            container=words.put(item.container),
            issue=item.issue if _is_number(item.issue) else _cased(item.issue, words),
            pages=_paged(item, standing, kept, csl, words),
            version=words.put(item.version),
            publisher=words.put(item.publisher),
            place=words.put(item.place),
            issued=_dated(item.issued, standing, kept, words),
            archive=words.put(item.archive),
            archive_location=_cased(item.archive_location, words),
            original=_cased(item.original, words),
            url=words.put(item.url),
            original_date="",  # no style prints it, nor what follows
            event_place="",
            genre="",
            language="",
        )
        for item, standing in zip(items, _STANDING, strict=False)
    ), words


def around(number: int, text: str, mark: str = "\0") -> str:
    """The text number ``number``, as far as what a style puts around it depends on it
    (:func:`~pecia.citation.placeholders. put_back`): its placeholder, with the mark that ends a sentence if it has one;
    or the text itself, when it has quotation marks that may be turned or moved. ``mark`` stands before and after the
    number in a placeholder."""
    if not text or "“" in text or "”" in text or (text.endswith("’") and "‘" in text):
        return text
    return f"{mark}{number}{mark}{text[-1]}" if text.endswith(_ENDS_A_SENTENCE) else f"{mark}{number}{mark}"


def meanings_with(
    meanings: Mapping[str, tuple[str | Slot, ...]], given: Sequence[str]
) -> dict[str, tuple[str | Slot, ...]]:
    """The meanings of stand-ins with what is ``given`` in the place of each placeholder."""

    def text(part: str) -> str:
        return type(part)(_PLACEHOLDER["\0"].sub(lambda found: given[int(found[1])], part))

    return {
        sign: tuple(text(part) if isinstance(part, str) else part for part in meaning)
        for sign, meaning in meanings.items()
    }


def with_words(template: Template, texts: Sequence[str], mark: str = "\0") -> Template:
    """``template`` with the texts in the place of their placeholders, less the marks that stand there already."""

    placeholder = _PLACEHOLDER[mark]

    def text(found: re.Match[str]) -> str:
        whole = texts[int(found[1])]
        return whole[:-1] if whole.endswith(_ENDS_A_SENTENCE) else whole

    return tuple(
        Run(placeholder.sub(text, part.text), part.italic) if isinstance(part, Run) and mark in part.text else part
        for part in template
    )


def with_day_signs(runs: Iterable[Run], numbers: Mapping[str, str]) -> tuple[Run, ...]:
    """What the processor returned, with stand-ins for the days of which ``numbers`` has the sign."""

    def sign(found: re.Match[str]) -> str:
        return found[0] if _SIGNS.get(found[0]) not in numbers else _SIGNS[found[0]]

    return tuple(Run(_DAY.sub(sign, run.text), run.italic) for run in runs)


def _name(name: Name, csl: Csl, words: Words) -> Name:
    if whole := undivided(name):
        article = next((article for article in (f"The {MANY[4:]}", "The ") if whole.startswith(article)), "")
        return Name(family=f"{article}{words.put(whole.removeprefix(article))}")
    given = name.given if given_as_it_is(name, csl) else words.put(name.given)
    return Name(family=words.put(name.family), given=given, particle=name.particle, suffix=words.put(name.suffix))


def _cased(text: str, words: Words) -> str:
    """A placeholder, after the first letter of a text that a style can begin with a capital."""
    return text[0] + words.put(text[1:]) if begins_in_lower_case(text) else words.put(text)


def _dated(issued: str, standing: Sequence[str], kept: str, words: Words) -> str:
    """A date with another year and another day, where these can be told from the numbers that are ``kept``."""
    parts = dates.divided(issued)
    if not parts:
        return words.put(issued)
    year, day = standing[:2]
    if parts[0] < 1000 or _stands_in(kept):
        return issued
    words.numbers[year] = words.put(str(parts[0]))
    if len(parts) == 3 and not kept:
        words.numbers[_SIGNS[day]] = words.put(str(parts[2]))
        return f"{year}-{parts[1]:02}-{day}"
    return "-".join([year, *(f"{part:02}" for part in parts[1:])])


def _paged(item: Item, standing: Sequence[str], kept: str, csl: Csl, words: Words) -> str:
    """Pages with other numbers: one page is a page and two are a range in every style."""
    pages = item.pages
    if not _is_number(pages):
        return words.put(pages)
    as_printed = csl == "chicago-notes" and item.kind not in {"article-journal", "book", "chapter"}
    if as_printed or not item.container or _kept_pages(pages) or _stands_in(kept):
        return pages
    first, *last = map(int, re.findall("[0-9]+", pages))
    words.numbers[standing[2]] = words.put(str(first))
    if not last:
        return standing[2]
    words.numbers[standing[3]] = words.put(last_page(first, last[0], csl))
    return f"{standing[2]}-{standing[3]}"


def last_page(first: int, last: int, csl: Csl) -> str:
    """The last page of a range as the style prints it; ``last`` is after ``first``.

    As the processor does it: Chicago what changes, after a page such as 101, else that and two digits at least; MLA two
    digits at least; APA in full. A test holds this against the processor.
    """
    before, after = str(first), str(last)
    if csl == "american-psychological-association" or len(before) != len(after):
        return after
    changed = next(n for n, digit in enumerate(after) if digit != before[n])
    if csl == "chicago-notes":
        if first < 100 or first % 100 == 0:
            return after
        if first % 100 < 10:
            return after[changed:]
    return after[min(changed, max(len(after) - 2, 0)) :]


def _kept_pages(pages: str) -> str:
    """``pages``, unless it is a page or a range in digits."""
    found = re.fullmatch(r"([0-9]{1,6})(?:\s*[-–—]\s*([0-9]{1,6}))?", pages.strip())
    return "" if found and (found[2] is None or int(found[1]) < int(found[2])) else pages


def _stands_in(kept: str) -> bool:
    """Whether a number that stands for another is among those that are ``kept``."""
    return any(number in kept for standing in _STANDING for number in standing)


def _is_number(text: str) -> bool:
    return re.search(r"\d", text) is not None
