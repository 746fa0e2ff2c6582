"""The page of the search: what stands there before a reader searches, and what a reader without a script finds instead.

The form, the facets and the results are the work of ``theme/assets/search.js``, which looks up the ids given here.
"""

from __future__ import annotations

from collections.abc import Mapping

from pecia import addresses
from pecia.pages.html import SPACE, Html, join, link, page, tag, words
from pecia.pages.views import GeneratedFile

ASSETS = ("search.css", "found.js", "search.js")

_RULES = (
    "Finds passages containing all your words, and words that begin with them: missile finds missiles. Words of one or "
    "two letters are matched whole.",
    "Use quotation marks for an exact phrase or form: “the base”, “missile”.",
    "OR between words finds either; a minus sign leaves a word out: base -naval. “blockade ~5 lifted” finds two words "
    "at most five words apart.",
    "speaker:smith, names:oslo and date:1962 or date:1961/1962 filter as the lists do.",
    "Accents, capitals and old letter forms make no difference: ſ is s, ß is ss.",
    "Corrections and other readings are searched together with the printed words.",
)
_ORDERS = (("", "Best match first"), ("text", "Order of the text"), ("concordance", "Concordance"))
LISTS = {
    "Documents": addresses.DOCUMENTS,
    "People": addresses.PEOPLE,
    "Places and organisations": addresses.PLACES,
}
"""The pages that lead to the texts without a search."""


def search_page(edition: str, lists: Mapping[str, str] = LISTS) -> GeneratedFile:
    """The page ``/search/``; ``edition`` as it is named in the citations of results, ``lists``: those of :data:`LISTS`
    that the edition has."""
    root = addresses.root(addresses.SEARCH)
    ways = join([link(f"{root}{address}", words(name)) for name, address in lists.items()], Html(" · "))
    body = [
        tag("h1", Html("Search")),
        tag(
            "noscript",
            tag("p", words("Search needs JavaScript, which is off in this browser. The lists below work without it.")),
        ),
        _form(),
        tag("p", id="pc-search-status", role="status", class_="pc-search-status"),
        tag(
            "div",
            _narrowing(),
            tag(
                "div",
                tag("ul", id="pc-search-chosen", class_="pc-chosen", hidden=True, aria_label="Active filters"),
                _tools(edition),
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


def _tools(edition: str) -> Html:
    """What is done with the results: their order, and a file of them all."""
    options = [tag("option", words(name), value=value) for value, name in _ORDERS]
    order = tag("label", words("Order "), tag("select", *options, id="pc-order"))
    download = tag("button", words("Download all as CSV"), id="pc-csv", type="button", class_="pc-button")
    both = join([order, download], SPACE)
    return tag("div", both, id="pc-search-tools", class_="pc-search-tools", hidden=True, data_edition=edition)


def _narrowing() -> Html:
    """Closed until a reader opens it, or has results on a wide screen; what is in it comes with the index."""
    past = tag("p", link("#pc-results", Html("Skip to the results")), class_="pc-past")
    title = tag("summary", Html("Filter"))
    return tag("details", title, past, tag("div", id="pc-facets"), id="pc-narrow", class_="pc-narrow")
