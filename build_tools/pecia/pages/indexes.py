"""The ways to the documents: one list while they are few; else by year and month, or by letter where dates do not help.

``/documents/<year>/``, ``/documents/<year>/<month>/`` where a year has many, ``/documents/undated/``; or
``/documents/<letter>/``. A list that is still too long goes on at ``page-2/`` and so on under its address. Each
document stands in one list, and no list is more than two links away from ``/documents/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pecia import addresses
from pecia.model.edition import EditionStatement
from pecia.pages.html import EMPTY, Html, join, link, page, tag, words
from pecia.pages.list_divisions import LISTED, Shelf, by_date, by_letter, title_of
from pecia.pages.overview import document_address
from pecia.pages.summaries import Account, Edition
from pecia.pages.views import GeneratedFile
from pecia.pages.year_chart import bars
from pecia.phrases import counted, date_in_words, shortened


def document_pages(edition: Edition) -> Iterator[GeneratedFile]:
    """The page ``/documents/``, and the lists it leads to when it does not list the documents itself."""
    statement = edition.statement
    if len(edition.documents) <= LISTED:
        yield _all(edition)
        return
    shelves = by_date(edition.documents) or by_letter(edition.documents)
    front = Shelf(addresses.DOCUMENTS, "Documents", edition.documents, shelves)
    yield _divided(front, EMPTY)
    for shelf in shelves:
        yield from _pages(statement, shelf, front)


def _pages(statement: EditionStatement, shelf: Shelf, above: Shelf) -> Iterator[GeneratedFile]:
    if shelf.shelves:
        yield _divided(shelf, _up(shelf.address, above))
        for one in shelf.shelves:
            yield from _pages(statement, one, shelf)
        return
    parts = shelf.parts()
    for address, accounts in parts:
        root = addresses.root(address)
        listing = Html("".join(_row(statement, account, root) for account in accounts))
        body = [
            _up(address, above),
            tag("h1", words(_heading(shelf))),
            _ways(parts, address),
            tag("ul", listing, class_="pc-list"),
        ]
        yield page(addresses.markdown(address), _heading(shelf), _said(shelf), *body, kind="documents")


def _divided(shelf: Shelf, up: Html) -> GeneratedFile:
    """The page of a shelf that is divided: how many documents each of its shelves has."""
    root = addresses.root(shelf.address)
    years = [one for one in shelf.shelves if one.name.isdecimal()]
    others = [one for one in shelf.shelves if not one.name.isdecimal()]
    in_order = [one for one in shelf.shelves if not one.address.endswith("/undated/")]
    what = "year" if years else "month" if shelf.name.isdecimal() else ""
    picture = bars([(one.name, len(one.accounts)) for one in in_order], what) if what else EMPTY
    body = [
        up,
        tag("h1", words(_heading(shelf))),
        tag("p", words(f"{counted(len(shelf.accounts), 'document')}.")),
        picture,
        _calendar(years, root) if years else EMPTY,
        tag("ul", *(tag("li", _ways_into(one, root)) for one in others), class_="pc-list") if others else EMPTY,
    ]
    return page(addresses.markdown(shelf.address), _heading(shelf), _said(shelf), *body, kind="documents")


def _calendar(years: Sequence[Shelf], root: str) -> Html:
    """Years as in a calendar, ten in a row, each with its number of documents."""
    rows = []
    for decade, run in groupby(years, lambda shelf: shelf.name[:3]):
        by_digit = {shelf.name[3]: shelf for shelf in run}
        cells = (_ways_into(by_digit[digit], root) if digit in by_digit else EMPTY for digit in "0123456789")
        rows.append(tag("tr", tag("th", words(f"{decade}0s"), scope="row"), *(tag("td", cell) for cell in cells)))
    table = tag("table", tag("tbody", *rows), class_="pc-table pc-years")
    return tag("div", table, class_="pc-wide")


def _ways_into(shelf: Shelf, root: str) -> Html:
    """A link to a shelf with its number of documents, and to each page of its list when it has several: else the later
    ones of a month would be three links away from ``/documents/``."""
    parts = [] if shelf.shelves else shelf.parts()
    more = [link(f"{root}{address}", words(str(number))) for number, (address, _) in enumerate(parts, 1)]
    count = tag("span", words(f"({len(shelf.accounts):,})"), class_="pc-count")
    pages = [tag("span", Html("pages "), join(more, Html(" ")))] if len(more) > 1 else []
    return join([link(f"{root}{shelf.address}", words(shelf.name)), count, *pages], Html(" "))


def _ways(parts: Sequence[tuple[str, Sequence[Account]]], here: str) -> Html:
    """The pages of a list, each by its first and last document; nothing when there is one."""
    if len(parts) < 2:
        return EMPTY
    root = addresses.root(here)
    items = [
        tag("li", link(f"{root}{address}", words(_range(accounts)), aria_current="page" if address == here else None))
        for address, accounts in parts
    ]
    return tag("nav", tag("ul", *items), class_="pc-parts", aria_label="Pages of this list")


def _range(accounts: Sequence[Account]) -> str:
    first, last = (shortened(title_of(account.document), 40) for account in (accounts[0], accounts[-1]))
    return f"{first} – {last}"


def _up(here: str, above: Shelf) -> Html:
    back = link(f"{addresses.root(here)}{above.address}", words(_heading(above)))
    return tag("p", Html("Up to: "), back, class_="pc-up")


def _heading(shelf: Shelf) -> str:
    return shelf.name if shelf.address == addresses.DOCUMENTS else f"Documents: {shelf.name}"


def _said(shelf: Shelf) -> str:
    return "List of documents." if shelf.address == addresses.DOCUMENTS else f"Documents: {shelf.name}."


def _row(statement: EditionStatement, account: Account, root: str) -> str:
    """One line of a list; there are as many as documents, so it is written without :func:`tag`."""
    document, people = account.document, account.people
    about = ", ".join(part for part in (date_in_words(document.date), document.place) if part)
    named = f"{people:,} {'person' if people == 1 else 'people'}" if people else ""
    said = " · ".join(part for part in (about, named) if part)
    address = f"{root}{document_address(statement, document)}"
    more = f"<p>{words(said)}</p>" if said else ""
    return f'<li><a href="{address}">{words(title_of(document))}</a>{more}</li>\n'


def _all(edition: Edition) -> GeneratedFile:
    """Every document on one page, in the order of the edition, with its witnesses."""
    root = addresses.root(addresses.DOCUMENTS)
    items = [_document(edition.statement, account, root) for account in edition.documents]
    listing = tag("ul", *items, class_="pc-list") if items else tag("p", Html("No documents yet."))
    body = [tag("h1", Html("Documents")), listing]
    return page(addresses.markdown(addresses.DOCUMENTS), "Documents", "List of documents.", *body, kind="documents")


def _document(statement: EditionStatement, account: Account, root: str) -> Html:
    document = account.document
    dated = ", ".join(part for part in (date_in_words(document.date), document.place) if part)
    address = document_address(statement, document)
    witnesses = [
        link(
            f"{root}{addresses.witness(document.id, w.siglum)}",
            words(f"{w.siglum}: {w.title}" if w.title else w.siglum),
        )
        for w in document.witnesses
        if addresses.witness(document.id, w.siglum) != address
    ]
    return tag(
        "li",
        link(f"{root}{address}", words(title_of(document))),
        tag("p", words(dated)) if dated else EMPTY,
        tag("p", Html("Witnesses: "), join(witnesses, Html(" · "))) if witnesses else EMPTY,
    )
