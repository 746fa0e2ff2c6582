"""The page of the search: what stands there before a reader searches, and what a reader without a script finds instead.

The form, the facets and the results are the work of ``theme/assets/search.js``, which looks up the ids given here.
"""

from __future__ import annotations

from collections.abc import Mapping

from pecia import addresses
from pecia.pages.html import SPACE, Html, join, link, page, tag, words
from pecia.pages.views import GeneratedFile

ASSETS = ("search.css", "found.js", "search-index.js", "search.js")

_RULES = (
    "Finds passages containing all your words. A word also matches longer words that begin with it: missile finds "
    "missiles. Words of one or two letters match whole words only.",
    "Use quotation marks for an exact phrase.",
    "Accents and capitals make no difference.",
    "Speakers’ names and the editors’ corrections are searched too.",
)
LISTS = {
    "Documents": addresses.DOCUMENTS,
    "People": addresses.PEOPLE,
    "Places and organisations": addresses.PLACES,
}
"""The pages that lead to the texts without a search."""


def search_page(lists: Mapping[str, str] = LISTS) -> GeneratedFile:
    """The page ``/search/``; ``lists``: those of :data:`LISTS` that the edition has."""
    root = addresses.root(addresses.SEARCH)
    ways = join([link(f"{root}{address}", words(name)) for name, address in lists.items()], Html(" · "))
    body = [
        tag("h1", Html("Search")),
        tag(
            "noscript",
            tag(
                "p",
                words("The search needs JavaScript, which is off in this browser. The lists work without it."),
            ),
        ),
        _form(),
        tag("p", id="pc-search-status", role="status", class_="pc-search-status"),
        tag(
            "div",
            _narrowing(),
            tag(
                "div",
                tag("ul", id="pc-search-chosen", class_="pc-chosen", hidden=True, aria_label="Active filters"),
                tag("div", id="pc-search-notes", class_="pc-search-notes"),
                tag("div", id="pc-results", tabindex="-1", class_="pc-results"),
                tag("ul", *(tag("li", words(rule)) for rule in _RULES), id="pc-search-help", class_="pc-search-help"),
                tag("p", words("Browse instead: "), ways, Html("."), id="pc-search-lists"),
                class_="pc-search-main",
            ),
            class_="pc-search-columns",
        ),
    ]
    description = "Search the texts by words, speaker, type of passage, date, and people and places named."
    return page(addresses.markdown(addresses.SEARCH), "Search", description, *body, kind="search", assets=ASSETS)


def _form() -> Html:
    field = tag(
        "input",
        id="pc-query",
        type="search",
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        enterkeyhint="search",
        aria_describedby="pc-search-help",
    )
    button = tag("button", Html("Search"), type="submit", class_="pc-button")
    label = tag("label", Html("Words to find"), for_="pc-query")
    both = tag("div", join([field, button], SPACE), class_="pc-search-field")
    return tag("form", label, both, id="pc-search-form", role="search", class_="pc-search-form")


def _narrowing() -> Html:
    """Closed until a reader opens it, or has results on a wide screen; what is in it comes with the index."""
    past = tag("p", link("#pc-results", Html("Skip to the results")), class_="pc-past")
    title = tag("summary", Html("Filter"))
    return tag("details", title, past, tag("div", id="pc-facets"), id="pc-narrow", class_="pc-narrow")
