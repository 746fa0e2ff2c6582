"""When and where a document is of, as its header says; and dates of TEI as this edition writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from pecia.model import Certainty
from pecia.model.edition import Statement
from pecia.phrases import date_in_words
from pecia.tei import mixed_content
from pecia.tei.names import every, local_name, maybe, tei
from pecia.tei_import.identities import Identities
from pecia.tei_import.persons import words_of
from pecia.tei_import.references import pointers

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T[0-9:.,]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_PLACES = ("placeName", "settlement", "geogName", "district", "region", "country")
_PLACE_TYPES = frozenset({"place", "city", "settlement", "region", "country", "location", "building", "address"})
_EVENTS = ("written", "print", "premiere")


def iso_date(value: str) -> str:
    """``value``, of ``@when`` or the like, as yyyy, yyyy-mm or yyyy-mm-dd (time and zone are left out), when that is a
    date of the calendar; else ``""``."""
    found = _DATE.fullmatch(value.strip())
    if not found:
        return ""
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return ""
    return "-".join(part for part in found.groups() if part)


def date_of(element: etree._Element) -> tuple[str, str]:
    """The date that a ``date`` or the like has, and what it has that is none (for a finding); ``""`` for neither.

    It is ``@when``; of a time from one date to another in the same month (``@from``, ``@to``) the first, of a longer
    time what both have in common; so too of a date between two (``@notBefore``, ``@notAfter``); without any of them,
    the words where they are such a date. TEI P5, ``att.datable.w3c`` and ``att.datable.iso``.
    """
    for name in ("when", "when-iso", "from", "from-iso"):
        if value := element.get(name):
            found = iso_date(value)
            last = iso_date(element.get(name.replace("from", "to")) or "") if name.startswith("from") else ""
            if found and last and found[:7] != last[:7]:
                return _common(found, last), ""
            return found, "" if found else value
    low = element.get("notBefore") or element.get("notBefore-iso") or ""
    high = element.get("notAfter") or element.get("notAfter-iso") or ""
    if low and high:
        return _common(iso_date(low), iso_date(high)), ""
    if low or high or element.get("to"):
        return "", ""
    return iso_date(words_of(element)), ""


def _common(low: str, high: str) -> str:
    same = []
    for one, other in zip(low.split("-"), high.split("-"), strict=False):
        if one != other:
            break
        same.append(one)
    return "-".join(same)


def dating(header: etree._Element) -> tuple[Statement, ...]:
    """Between which dates the document was made, for one that has no single date: a statement with the words of the
    first element that may date it (:func:`document_dates`); none when that has one date, or none has any."""
    for element in document_dates(header):
        bounds = _bounds(element)
        if not bounds:
            if date_of(element)[0]:
                return ()
            continue
        words = words_of(element)
        said = f"Dated {bounds}{f' (“{words}”)' if words else ''}."
        given = element.get("cert", "")
        certainty: Certainty = "low" if given == "low" else "medium" if given == "medium" else "high"
        return (Statement(text=said, certainty=certainty),)
    return ()


def _bounds(element: etree._Element) -> str:
    """``between 301 and 400``, ``not before March 1890``, ``from 1201 to 1203``; ``""`` for a single date or none."""
    if _bound(element, "when"):
        return ""
    first, last = _bound(element, "from"), _bound(element, "to")
    if first and last and first != last:
        return f"from {first} to {last}"
    low, high = _bound(element, "notBefore"), _bound(element, "notAfter")
    if low and high:
        return f"between {low} and {high}" if low != high else ""
    return f"not before {low}" if low else f"not after {high}" if high else ""


def _bound(element: etree._Element, name: str) -> str:
    """One of the ends of a time, in words; ``""`` when it is no date after Christ."""
    value = next((found for end in ("", "-iso", "-custom") if (found := element.get(name + end))), "")
    iso = iso_date(value)
    return re.sub(r"\b0+(?=[1-9]\d*$)", "", date_in_words(iso))


def document_dates(header: etree._Element) -> Iterator[etree._Element]:
    """The elements that may date the document (not the file, nor a print of it), the first to be asked first.

    ``creation``; the ``correspAction`` of sending; ``settingDesc``; a ``title`` of type iso-date, or a ``date`` in a
    title; the recording; the origin of a manuscript; events of a ``standOff`` beside the header, when it was written,
    printed, first played; last a ``date`` of a plain ``bibl`` that is given to the day, as that of a record or
    newspaper is: a year there is that of a print.
    """
    profile = maybe(header, "profileDesc")
    if profile is not None:
        for creation in every(profile, "creation"):
            for found in creation.iter(tei("date"), tei("origDate")):
                if next(found.iterancestors(tei("listChange")), None) is None:  # a stage of the writing
                    yield found
        for action in profile.iter(tei("correspAction")):
            if action.get("type") == "sent":
                yield from every(action, "date")
        for setting in every(profile, "settingDesc"):
            yield from setting.iter(tei("date"))
    description = maybe(header, "fileDesc")
    if description is None:
        return
    for titles in every(description, "titleStmt"):
        for title in every(titles, "title"):
            if title.get("type") == "iso-date":
                yield title
            yield from title.iter(tei("date"))
    sources = every(description, "sourceDesc")
    for source in sources:
        for recording in source.iter(tei("recording")):
            yield from every(recording, "date")
        for origin in source.iter(tei("origin")):
            yield from origin.iter(tei("origDate"), tei("date"))
    holder = header.getparent()
    for beside in [] if holder is None else every(holder, "standOff"):
        events = list(beside.iter(tei("event")))
        for kind in _EVENTS:
            yield from (event for event in events if event.get("type") == kind and set(event.keys()) - {"type"})
    for source in sources:
        for printed in every(source, "bibl"):
            if not is_electronic(printed):
                yield from (found for found in every(printed, "date") if len(date_of(found)[0]) == len("yyyy-mm-dd"))


def is_electronic(source: etree._Element) -> bool:
    """Whether the type of a ``bibl`` says that it is of a file, not of what the file is of."""
    return source.get("type", "").lower().startswith(("digit", "electronic", "online"))


def text_dates(text: etree._Element | None) -> Iterator[etree._Element]:
    """The dates that the text gives of itself: of its ``dateline``, then of a ``docDate``. Where they differ there are
    several documents in it, and the date of one is not that of all."""
    if text is not None:
        for holder in ("dateline", "docDate"):
            holders = list(text.iter(tei(holder)))
            found = [one for held in holders for one in (held.iter(tei("date")) if holder == "dateline" else [held])]
            if len({date_of(one)[0] for one in found} - {""}) < 2:
                yield from found


def document_place(header: etree._Element, identities: Identities) -> tuple[str, str]:
    """Where the document is of, in words, and the register key when there is one place: where a letter was sent from,
    ``creation``, ``settingDesc``, the origin of a manuscript."""
    for holder in _place_holders(header):
        found = list(places_of(holder))
        if not found:
            continue
        names = list(dict.fromkeys(words for place in found if (words := words_of(place))))
        keys = {key for place in found for at in pointers(place) if (key := identities.keys.get(("place", at)))}
        if names:
            return ", ".join(names), keys.pop() if len(keys) == 1 and len(names) == 1 else ""
    return "", ""


def _place_holders(header: etree._Element) -> Iterator[etree._Element]:
    profile = maybe(header, "profileDesc")
    if profile is not None:
        yield from (found for found in profile.iter(tei("correspAction")) if found.get("type") == "sent")
        yield from every(profile, "creation")
        yield from every(profile, "settingDesc")
    description = maybe(header, "fileDesc")
    if description is not None:
        yield from (origin for source in every(description, "sourceDesc") for origin in source.iter(tei("origPlace")))


def places_of(holder: etree._Element) -> Iterator[etree._Element]:
    """The outermost names of places in ``holder``, of each ``place`` the first."""
    name = local_name(holder)
    if name == "origPlace" and (not len(holder) or mixed_content.has_words(holder)):
        yield holder  # the words beside a name say what it is: "Lund, or near it"
        return
    for child in holder.iterchildren():
        name = local_name(child)
        if name in _PLACES or (name == "name" and child.get("type", "").lower() in _PLACE_TYPES):
            yield child
        elif name == "place":
            first = next((found for found in child.iterchildren() if local_name(found) in _PLACES), None)
            if first is not None:
                yield first
        elif name in ("setting", "listPlace", "p", "ab", "locale"):
            yield from places_of(child)
