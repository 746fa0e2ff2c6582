"""Anchors that once stood on a reading page: each still resolves there, and says what became of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pecia import addresses
from pecia.anchors import Retired
from pecia.pages.html import EMPTY, SPACE, Html, join, link, tag, words

_FATES = {"split": "was split", "merged": "was merged with another passage", "removed": "was removed"}


def by_place(retired: Iterable[Retired], present: frozenset[str]) -> Mapping[str | None, Html]:
    """What to print after which passage, by the id of the passage; under ``None``, what comes before the first.

    An id in ``present`` is never printed a second time, so that a page cannot have two elements of one id.
    """
    places: dict[str | None, Html] = {}
    for item in retired:
        if item.id not in present:
            place = item.after if item.after in present else None
            places[place] = Html(places.get(place, EMPTY) + retired_anchor(item))
    return places


def retired_anchor(item: Retired) -> Html:
    """The element that a retired anchor resolves to: what became of the passage, where its words are, how it read."""
    since = f", published since version {item.since}," if item.since else ""
    until = f" in version {item.until}" if item.until else ""
    fate = words(f"{since} {_FATES[item.reason]}{until}.")
    links = join([link(addresses.fragment(anchor), words(anchor)) for anchor in item.became], Html(", "))
    now = Html(f"Its words are now in {links}.") if links else EMPTY
    former = Html(f"It read: {tag('q', words(item.text))}") if item.text else EMPTY
    said = join([Html(f"Passage {tag('b', words(item.id))}{fate}"), now, former], SPACE)
    return tag("p", said, id=item.id, class_="pc-retired", lang="en")
