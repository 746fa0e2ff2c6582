"""The copy with anchors: the user's bytes, and in the start tags of some elements an ``xml:id`` more.

Nothing is parsed and written again: the places are expat's byte offsets, so comments, white space, quotation marks and
line ends stay as they are. Also here: the change of other encodings to UTF-8, which is done once, before anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from pecia.tei_import.repair_ids import NC_NAME, spliced, usable

_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODING = re.compile(r"(<\?xml\s[^>]*?\bencoding\s*=\s*[\"'])[A-Za-z0-9._-]{1,40}(?=[\"'])")
_KNOWN = re.compile(
    r"utf-?16(?:-?[lb]e)?|utf-?32(?:-?[lb]e)?|iso-?8859-\d{1,2}|latin-?\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|"
    r"macintosh|shift_jis|euc-jp|euc-kr|gb2312|gbk|gb18030|big5",
    re.IGNORECASE,
)
"""The encodings that are read: those of texts. Python knows others that are none, or that are slow to decode."""


def as_utf8(data: bytes) -> bytes:
    """``data``, an XML file in any encoding of texts, as UTF-8; the XML declaration is changed to say so.

    A file that is UTF-8 comes back as it is, a byte order mark included. Line ends are kept. Raises ``ValueError``,
    with a message to show, when the encoding is not known or the bytes are not of it.
    """
    encoding = _encoding(data)
    if not encoding:
        return data
    if encoding.lower().startswith(("utf-16", "utf16", "utf-32", "utf32")) and data.startswith(b"<?xml "):
        raise ValueError(f"The file declares the encoding {encoding}, but is not {encoding}.")
    if not _KNOWN.fullmatch(encoding):
        raise ValueError(f"The encoding {encoding} is not supported.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"Byte {error.start + 1} is not {encoding}.") from error
    except LookupError as error:
        raise ValueError(f"The encoding {encoding} is not supported.") from error
    return _ENCODING.sub(r"\g<1>UTF-8", text.removeprefix("\ufeff"), count=1).encode("utf-8", "surrogatepass")


def _encoding(data: bytes) -> str:
    """The encoding of an XML file (XML 1.0, appendix F); ``""`` for UTF-8 and ASCII."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\0?\0", "utf-16-le"),
        (b"\0<\0?", "utf-16-be"),
        (b"\xef\xbb\xbf", ""),
    ):
        if data.startswith(mark):
            return encoding
    declared = _DECLARATION.match(data[:300])
    name = declared[1].decode("ascii") if declared else ""
    return "" if name.lower() in ("utf-8", "utf8", "us-ascii", "ascii") else name


def with_anchors(data: bytes, anchors: Mapping[int, str]) -> bytes:
    """``data``, a well-formed TEI file, with ``xml:id`` given to the elements in ``anchors``; else unchanged, but for
    what :func:`as_utf8` does to another encoding and :func:`pecia.tei_import.repair_ids.usable` to ids that can be
    none.

    ``anchors``: by the number of an element among all elements in document order (the root is 1; comments and
    processing instructions are not counted), its id. The attribute stands first in the start tag. Raises ``ValueError``
    for an id that is no NCName and for a number that no element has; whether an element has an ``xml:id`` already, or
    the file the id elsewhere, is for the caller to know.
    """
    data = as_utf8(data)
    for anchor in anchors.values():
        if not NC_NAME.fullmatch(anchor):
            raise ValueError(f"{anchor!r} is not an xml:id")
    number, places, sound = _places(data, anchors)
    if not sound:
        data = usable(data)
        number, places, _ = _places(data, anchors)
    if len(places) != len(anchors):
        raise ValueError(f"the file has {number} elements, and not each number of an anchor is one of them")
    return spliced(data, ((place, place, f' xml:id="{anchor}"'.encode()) for place, anchor in places))


def _places(data: bytes, anchors: Mapping[int, str]) -> tuple[int, list[tuple[int, str]], bool]:
    """How many elements ``data`` has, where in it each of ``anchors`` is to stand, and whether all its own ids can."""
    number = 0
    places: list[tuple[int, str]] = []
    ids: set[str] = set()
    sound = True

    def start(name: str, has: dict[str, str]) -> None:
        nonlocal number, sound
        number += 1
        anchor = anchors.get(number)
        if anchor is not None:
            places.append((parser.CurrentByteIndex + 1 + len(name.encode()), anchor))
        own = has.get("xml:id")
        if own is not None and sound:
            sound = own not in ids and NC_NAME.fullmatch(own) is not None
            ids.add(own)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"not well-formed: {error}") from error
    return number, places, sound
