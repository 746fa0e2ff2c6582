"""What ``correspDesc`` says of a letter beside who wrote, when and where: its way, and the letters around it.

TEI P5, 2.4.6 (``correspAction``, ``correspContext``).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pecia.metadata.formats import ADDRESS
from pecia.model.edition import Statement
from pecia.phrases import date_in_words
from pecia.tei import mixed_content
from pecia.tei.names import every, local_name, maybe, tei
from pecia.tei_import.header_dates import date_of, places_of
from pecia.tei_import.persons import words_of

_AROUND = (
    ("prev", "Previous letter"), ("next", "Next letter"), ("repliedby", "Answered by"), ("answeredby", "Answered by"),
    ("reply", "In reply to"), ("inreply", "In reply to"), ("answer", "In reply to"),
)  # fmt: skip
"""What a ``ref`` of the context leads to, by the first letters of its ``type`` or ``subtype``; TEI leaves the values
to the encoder."""


def way_of_letter(header: etree._Element) -> Iterator[Statement]:
    """A statement for each ``correspAction`` but the sending that has a place or a date, and for each part of
    ``correspContext``."""
    profile = maybe(header, "profileDesc")
    for description in [] if profile is None else every(profile, "correspDesc"):
        for action in every(description, "correspAction"):
            if action.get("type") != "sent" and (said := _where_and_when(action)):
                kind = action.get("type") or "sent on"
                yield Statement(text=f"{kind[0].upper()}{kind[1:]}: {said}.")
        for context in every(description, "correspContext"):
            for part in context.iterchildren("*"):
                if said := _part(part):
                    yield Statement(text=said if said.endswith((".", "?", "!")) else f"{said}.")


def _where_and_when(action: etree._Element) -> str:
    found = [words for place in places_of(action) if (words := words_of(place))]
    for date in every(action, "date"):
        found.append(words_of(date) or date_in_words(date_of(date)[0]))
    return ", ".join(filter(None, dict.fromkeys(found)))


def _part(part: etree._Element) -> str:
    """A letter that is pointed to, with its address when that is one; else the words."""
    words = words_of(part)
    if local_name(part) not in ("ref", "ptr"):
        inside = [] if mixed_content.has_words(part) else part.iterchildren(tei("ref"), tei("ptr"))
        return "; ".join(filter(None, map(_part, inside))) or words
    target = part.get("target", "")
    if not words:
        words = target
    elif target.startswith("http") and not ADDRESS.problem(target) and target not in words:
        words = f"{words} ({target})"
    kinds = [part.get(name, "").lower().replace("_", "").replace("-", "") for name in ("type", "subtype")]
    named = next((said for first, said in _AROUND if any(kind.startswith(first) for kind in kinds)), "")
    return f"{named}: {words}" if named and words else words
