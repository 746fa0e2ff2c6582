"""What a text value may look like: ids, addresses, dates and the rest, and which key takes which.

Ids are narrow on purpose. The same id becomes a file name on any system, a part of an address, an ``xml:id`` (an
NCName) and an HTML ``id``, so it is ASCII, begins with a letter and holds nothing that any of them has to escape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from string import ascii_lowercase
from typing import NamedTuple

from pecia import anchors
from pecia.metadata.words import shown
from pecia.model import conventions as c
from pecia.model import edition as r
from pecia.model.rulings import Ruling


class Problem(NamedTuple):
    """Why a text is refused: a code of the catalogue, a message, and a hint where the catalogue's is too general."""

    code: str
    message: str
    hint: str = ""


class Format(NamedTuple):
    """A kind of text. ``name`` and ``rule`` (empty: none to state) document it, ``problem`` judges a text.

    ``optional``: an empty text is taken ("not established") and not judged.
    """

    name: str
    rule: str
    problem: Callable[[str], Problem | None]
    optional: bool = True


MAX_ID = 64
"""Longest id; the longest file name made of two of them stays far below the 255 bytes of common file systems."""

MAX_FILE = 128
"""Longest name of an exemplar's file, or of a folder before it."""

_KEPT = 48
_NOT_ID = re.compile(r"[^a-z0-9]+")
_LATIN = re.compile(r"LATIN SMALL LETTER ([A-Z]{1,2})(?: WITH .+)?")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_SIGLUM = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ANCHOR = re.compile(r"p[0-9]+[a-z]*")
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,8}|[xX](?=-))(?:-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[^\s/?#@\"'<>\\^`{|}\[\]]+(?:[/?#][^\s\"'<>\\^`{|}]*)?")
_VERSION = re.compile(r"(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DURATION = re.compile(
    r"P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
)
"""ISO 8601 as W3C XML Schema (Datatypes, ``duration``) takes it, which is TEI's ``teidata.duration.w3c``: no weeks."""

RESERVED = frozenset({
    "documents", "people", "places", "organisations", "cite", "downloads", "search", "assets", "guide", "principles",
    "reference", "decisions", "search-index", "stylesheets", "javascripts", "compare", "apparatus",
    "corrected", "dts", "oai", "index", "readme", "404", "templates",
})  # fmt: skip
"""Names of the site's own folders and pages; a document, siglum or key of this name would take their address."""

OWN_ID = "pecia"
"""The ``xml:id`` under which every TEI file names the generator; nothing else may have it."""


def is_anchor(text: str) -> bool:
    """Whether ``text`` has the form of the anchor of a passage: ``p12``, ``p12a``."""
    return _ANCHOR.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether ``text`` can be the anchor of a passage: such, or an ``xml:id`` of the user's own TEI."""
    return anchors.is_name(text)


def is_tei(file: str) -> bool:
    """Whether an exemplar of this name is TEI."""
    return file.endswith(".xml")


def _name_problem(text: str, what: str, pattern: re.Pattern[str], rule: str) -> Problem | None:
    if is_anchor(text):
        return Problem("Y106", f"{what} {shown(text)} has the form of an anchor", "Use another name.")
    if text == OWN_ID:
        return Problem("Y106", f"{what} {shown(text)} is reserved for the generator", "Use another name.")
    if len(text) > MAX_ID:
        return Problem("Y106", f"{what} {shown(text)} has {len(text)} characters; the maximum is {MAX_ID}")
    if not pattern.fullmatch(text):
        return Problem("Y106", f"{what} {shown(text)} is not safe in file names and addresses", f"Use {rule}.")
    if _DEVICE.fullmatch(text):
        return Problem("Y106", f"{what} {shown(text)} is the name of a device on Windows", "Use another name.")
    if text.casefold() in RESERVED:
        return Problem("Y106", f"{what} {shown(text)} is the name of a page or folder of the site", "Use another name.")
    return None


def _id(text: str) -> Problem | None:
    return _name_problem(text, "id", _ID, _ID_RULE)


def _siglum(text: str) -> Problem | None:
    return _name_problem(text, "siglum", _SIGLUM, _SIGLUM_RULE)


def _file(text: str) -> Problem | None:
    names, folder = (text.split("/"), "folders end in /") if is_tei(text) else ([text], "no folder before it")
    if any(len(name) > MAX_FILE or not _FILE.fullmatch(name) or name.endswith(".") for name in names):
        return Problem("Y106", f"{shown(text)} is not a safe file name", f"Use {_FILE_RULE}; {folder}.")
    if any(_DEVICE.fullmatch(name.partition(".")[0]) for name in names):
        return Problem("Y106", f"{shown(text)} is the name of a device on Windows", "Use another name.")
    return None


def safe_id(text: str) -> tuple[str, bool]:
    """A document's id from ``text``, the name of a file without its ending: letters and digits in ASCII, lower case.

    And whether it is another one than the name asks for, which is reserved, too long or has no such letter. One that
    begins with a digit has ``d-`` before it.
    """
    plain = "".join(_ascii(character) for character in unicodedata.normalize("NFKD", text.casefold()))
    slug = _NOT_ID.sub("-", plain).strip("-")
    slug = f"d-{slug}" if slug[:1].isdigit() else slug
    if slug and _id(slug) is None:
        return slug, False
    if not slug or len(slug) > MAX_ID:
        slug = f"{slug[:_KEPT].strip('-')}-{sha256(text.encode()).hexdigest()[:8]}".strip("-")
    return slug if slug[0] in ascii_lowercase and _id(slug) is None else f"d-{slug}", True


def safe_siglum(text: str) -> str:
    """A siglum from ``text``, the name of a file without its ending: its letters and digits, in ASCII."""
    plain = "".join(c for c in text if c.isascii() and c.isalnum())[:_KEPT]
    plain = plain if plain[:1].isalpha() else f"W{plain}"
    return plain if _siglum(plain) is None else f"W{plain}"


def _ascii(character: str) -> str:
    """Nothing for a mark over a letter; the letters of ø and æ from their names in Unicode; a space for any other."""
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    found = _LATIN.fullmatch(unicodedata.name(character, ""))
    return found[1].lower() if found else " "


def _xml_id(text: str) -> Problem | None:
    return None if is_name(text) else Problem("Y109", f"{shown(text)} is not a valid xml:id", f"Use {_NAME_RULE}.")


def _address(text: str) -> Problem | None:
    if _ADDRESS.fullmatch(text):
        return None
    return Problem("Y112", f"{shown(text)} is not an http or https address", f"Write {_ADDRESS_RULE}.")


def _base_address(text: str) -> Problem | None:
    if problem := _address(text):
        return problem
    if text.endswith("/") and "?" not in text and "#" not in text:
        return None
    return Problem("Y112", f"{shown(text)} does not end in “/”", "Write the address of the folder, ending in “/”.")


def _date(text: str) -> Problem | None:
    found = _DATE.fullmatch(text)
    try:
        if found:
            date(*(int(part or 1) for part in found.groups()))
            return None
    except ValueError:
        return Problem("Y107", f"{shown(text)} is not in the calendar", "Correct the date.")
    return Problem("Y107", f"{shown(text)} is not a date")


def _day(text: str) -> Problem | None:
    if re.fullmatch("[0-9]{4}(-[0-9]{2})?", text):
        return Problem("Y107", f"{shown(text)} is not a full date", "Write yyyy-mm-dd.")
    return _date(text)


def _matches(pattern: re.Pattern[str], what: str, hint: str) -> Callable[[str], Problem | None]:
    return lambda text: None if pattern.fullmatch(text) else Problem("Y109", f"{shown(text)} is not {what}", hint)


def is_language(text: str) -> bool:
    """Whether ``text`` has the form of a BCP 47 language tag (RFC 5646); the registry of subtags is not consulted."""
    return _LANGUAGE.fullmatch(text) is not None


def _label_end(text: str) -> Problem | None:
    strange = [sign for sign in text.split() if sign not in c.LABEL_ENDS]
    return Problem("Y109", f"{shown(strange[0])} ends no label", f"Use {_LABEL_END_RULE}.") if strange else None


def _some(text: str) -> Problem | None:
    return None if text else Problem("Y109", "the text is empty", "Write the text.")


_ID_RULE = "a letter, then letters, digits and hyphens, all lower case"
_SIGLUM_RULE = "a letter, then letters or digits"
_FILE_RULE = "letters, digits, hyphens, underscores and full stops"
_NAME_RULE = "an xml:id: a letter or underscore, then letters, digits, hyphens, underscores and full stops"
_ADDRESS_RULE = "a full address that begins with http:// or https:// and has no spaces, quotation marks or brackets"
_LABEL_END_RULE = f"one or several of {' '.join(c.LABEL_ENDS)}, parted by spaces"
LANGUAGE_HINT = "Write a BCP 47 tag, e.g. “en” or “sv-FI”."
_VERSION_HINT = "Write three numbers, e.g. “1.0.0”."
_DIGEST_HINT = "Write the 64 hexadecimal digits in lower case, e.g. as `sha256sum` prints them."
_DURATION_HINT = "Write e.g. “PT2H15M” for two hours and a quarter, “P7D” for a week."

TEXT = Format("text", "", lambda _: None)
SOME_TEXT = Format("text, not empty", "", _some, optional=False)
ID = Format("id", _ID_RULE, _id, optional=False)
SIGLUM = Format("siglum", _SIGLUM_RULE, _siglum, optional=False)
FILE_NAME = Format("file name", f"{_FILE_RULE}; TEI may be in a subfolder, e.g. volume-1/A.xml", _file, optional=False)
DIGEST = Format("SHA-256", "64 hexadecimal digits, lower case",
                _matches(_SHA256, "a SHA-256", _DIGEST_HINT), optional=False)  # fmt: skip
SOME_ADDRESS = Format("address", _ADDRESS_RULE, _address, optional=False)
ADDRESS = SOME_ADDRESS._replace(optional=True)
BASE_ADDRESS = Format("address", f"{_ADDRESS_RULE}, and ends in /", _base_address)
DATE = Format("date", "yyyy, yyyy-mm or yyyy-mm-dd, a date of the calendar", _date, optional=False)
DAY = Format("date", "yyyy-mm-dd, a day of the calendar", _day, optional=False)
XML_ID = Format("xml:id", _NAME_RULE, _xml_id)
DURATION = Format("duration", "ISO 8601, e.g. PT2H15M; no weeks", _matches(_DURATION, "a duration", _DURATION_HINT))
LANGUAGE = Format("language", "a BCP 47 tag, e.g. en or sv-FI", _matches(_LANGUAGE, "a language tag", LANGUAGE_HINT))
SOME_LANGUAGE = LANGUAGE._replace(optional=False)
LABEL_END = Format("signs", _LABEL_END_RULE, _label_end)
VERSION = Format("version", "three numbers", _matches(_VERSION, "a version", _VERSION_HINT), optional=False)

FORMATS: Mapping[tuple[type, str], Format] = {
    (r.EditionStatement, "title"): SOME_TEXT,
    (r.EditionStatement, "version"): VERSION,
    (r.EditionStatement, "date"): DAY,
    (r.EditionStatement, "url"): BASE_ADDRESS,
    (r.EditionStatement, "oai_gateway"): ADDRESS,
    (r.EditionStatement, "language"): SOME_LANGUAGE,
    (r.EditionStatement, "documents"): ID,
    (r.Editor, "id"): ID,
    (r.Editor, "name"): SOME_TEXT,
    (r.Licence, "name"): SOME_TEXT,
    (r.Licence, "url"): SOME_ADDRESS,
    (r.Document, "id"): ID,
    (r.Document, "title"): SOME_TEXT,
    (r.Document, "short_title"): SOME_TEXT,
    (r.Document, "date"): DATE,
    (r.Document, "duration"): DURATION,
    (r.Statement, "text"): SOME_TEXT,
    (r.Source, "id"): ID,
    (r.Source, "title"): SOME_TEXT,
    (r.Source, "url"): ADDRESS,
    (r.Original, "language"): LANGUAGE,
    (r.Responsibility, "id"): ID,
    (r.Witness, "siglum"): SIGLUM,
    (r.Witness, "title"): SOME_TEXT,
    (r.Witness, "language"): SOME_LANGUAGE,
    (r.Exemplar, "file"): FILE_NAME,
    (r.Exemplar, "sha256"): DIGEST,
    (r.Exemplar, "select"): XML_ID,
    (r.Address, "url"): SOME_ADDRESS,
    (r.Participant, "person"): SOME_TEXT,
    (c.Speaker, "person"): SOME_TEXT,
    (c.Conventions, "label_end"): LABEL_END,
    (c.Conventions, "gloss_language"): LANGUAGE,
    (r.Entry, "key"): ID,
    (r.Entry, "name"): SOME_TEXT,
    (r.Entry, "sort"): SOME_TEXT,
    (r.Authority, "name"): SOME_TEXT,
    (r.Authority, "url"): ADDRESS,
    (Ruling, "id"): ID,
    (Ruling, "exact"): SOME_TEXT,
    (Ruling, "resp"): SOME_TEXT,
    (Ruling, "reason"): SOME_TEXT,
}
"""The format of each key that has one; the items of a list are judged one by one. Every other text is :data:`TEXT`."""
