"""How the documents of a large edition are divided into lists: by year and month, or by the initial of the title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from pecia import addresses
from pecia.model.edition import Document
from pecia.pages.register_lists import folded_name, initial, letter_of, letter_order
from pecia.pages.summaries import Account
from pecia.phrases import date_in_words

LISTED = 100
"""Documents that ``/documents/``, or the page of a year, lists by itself."""

MOST = 300
"""Documents, or years, that one page links to."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d)?)?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents that stand together: the page's address, what it is called, and the shelves it is divided into."""

    address: str
    name: str
    accounts: Sequence[Account]
    shelves: tuple[Shelf, ...] = ()

    def parts(self) -> list[tuple[str, Sequence[Account]]]:
        """The pages of its list: address and documents of each."""
        firsts = range(0, len(self.accounts), MOST)
        return [
            (part_address(self.address, n), self.accounts[first : first + MOST]) for n, first in enumerate(firsts, 1)
        ]


def in_order_of_lists(documents: Iterable[Account]) -> list[Account]:
    """By date and id; those without a date last."""
    return sorted(
        documents, key=lambda account: (not _month(account.document), account.document.date, account.document.id)
    )


def part_address(address: str, number: int) -> str:
    """The address of the ``number``-th page of a list; the first is the list's own."""
    return address if number == 1 else f"{address}page-{number}/"


def by_date(documents: Sequence[Account]) -> tuple[Shelf, ...]:
    """A shelf for each year, by centuries when they are many, and one for what has no date.

    None when fewer than half of the documents have a date, or all the same.
    """
    ordered = in_order_of_lists(documents)
    dated = [account for account in ordered if _month(account.document)]
    if 2 * len(dated) < len(ordered) or len({account.document.date for account in dated}) < 2:
        return ()
    years = [
        (year, list(accounts)) for year, accounts in groupby(dated, lambda account: _month(account.document)[0])
    ]  # in order of the dates, so of the years
    if len(years) <= MOST:
        shelves = [_year(year, accounts) for year, accounts in years]
    else:
        shelves = []
        for century, run in groupby(years, lambda of_year: of_year[0][:2]):
            within = tuple(Shelf(_address(year), year, accounts) for year, accounts in run)
            whole = [account for shelf in within for account in shelf.accounts]
            shelves.append(Shelf(_address(f"{century}00s"), f"{century}00–{century}99", whole, within))
    if undated := ordered[len(dated) :]:
        shelves.append(Shelf(_address("undated"), "Undated", undated))
    return tuple(shelves)


def _year(year: str, accounts: Sequence[Account]) -> Shelf:
    """The shelf of a year, by month when that helps."""
    months = [(key, list(run)) for key, run in groupby(accounts, lambda account: _month(account.document))]
    if len(accounts) <= LISTED or len(months) < 2:
        return Shelf(_address(year), year, accounts)
    within = [
        Shelf(_address(*key), date_in_words("-".join(key)), run)
        if len(key) > 1
        else Shelf(_address(year, "undated"), f"{year}, no month", run)
        for key, run in months
    ]
    return Shelf(_address(year), year, accounts, tuple(within))


def by_letter(documents: Sequence[Account]) -> tuple[Shelf, ...]:
    """A shelf for each initial of a title; in it by title, the numbers in titles as numbers."""
    shelves: dict[str, list[Account]] = {}
    for account in documents:
        shelves.setdefault(letter_of(title_of(account.document)), []).append(account)
    return tuple(
        Shelf(_address(letter), initial(title_of(shelves[letter][0].document)), sorted(shelves[letter], key=_by_title))
        for letter in sorted(shelves, key=letter_order)
    )


def _by_title(account: Account) -> tuple[str, str]:
    title = folded_name(title_of(account.document))
    return _NUMBER.sub(lambda number: number[0].zfill(9), title), account.document.id


def _month(document: Document) -> tuple[str, ...]:
    """Year and month, or the year alone; nothing without a date."""
    return _month_of(document.date)


@cache
def _month_of(date: str) -> tuple[str, ...]:
    match = _DATE.fullmatch(date)
    return tuple(filter(None, match.groups())) if match else ()


def _address(*names: str) -> str:
    return "".join([addresses.DOCUMENTS, *(f"{name}/" for name in names)])


def title_of(document: Document) -> str:
    """The title of a document in these lists; its id when it has none."""
    return document.title or document.short_title or document.id
