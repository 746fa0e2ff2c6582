"""Files that describe persons, places and bodies for other files, and hold no text: a ``listPerson``, ``listOrg`` or
``listPlace`` that a corpus includes (XInclude), a taxonomy, the root of a corpus whose texts are files of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from pecia.model.edition import Entry
from pecia.tei.names import TEI_NAMESPACE, XML_ID, local_name, tei
from pecia.tei.parse import MAX_SOURCE_BYTES, parse_xml
from pecia.tei_import.persons import entry
from pecia.tei_import.references import DESCRIBED
from pecia.tei_import.register_keys import shared_key
from pecia.tei_import.write_anchors import as_utf8

_ROOTS = "listPerson|listOrg|listPlace|particDesc|taxonomy"
_LIST = re.compile(rb"\s*(?:<[?!][^>]*>\s*)*<(?:[^\s<>/!?:]+:)?(?:%s)[\s>]" % _ROOTS.encode())
_TEXT = re.compile(rb"<(?:[^\s<>/!?:]+:)?TEI[\s>]")
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_NEAR = 4096


def may_describe(data: bytes) -> bool:
    """Whether :func:`described` is worth asking: by the beginning of ``data``, or as a corpus without texts."""
    near = data[:_NEAR].removeprefix(b"\xef\xbb\xbf")
    return _LIST.match(near) is not None or (b"teiCorpus" in near and _TEXT.search(data) is None)


def described(path: str, data: bytes) -> tuple[Entry, ...] | None:
    """The persons, places and bodies in ``data``, the bytes of the file ``path``, that have an ``xml:id``; ``None`` for
    a file of another kind or one that cannot be read.

    The key of an entry is :func:`listed_key` of its id, so that other files can name it without knowing this one.
    """
    try:
        root, _ = parse_xml(path, as_utf8(data), MAX_SOURCE_BYTES)
    except ValueError:
        return None
    if root is None or not root.tag.startswith(f"{{{TEI_NAMESPACE}}}"):
        return None
    if local_name(root) not in _ROOTS.split("|") and next(root.iter(_INCLUDE), None) is None:
        return None
    found: dict[str, Entry] = {}
    for element in root.iter(tei("person"), tei("personGrp"), tei("org"), tei("place")):
        xml_id = element.get(XML_ID)
        if xml_id and (key := listed_key(xml_id)) not in found:
            made = entry(element, key, DESCRIBED[local_name(element)])
            found[key] = made if made.name else replace(made, name=xml_id, sort=xml_id)
    return tuple(found.values())


def listed_key(xml_id: str) -> str:
    """The key of what is described under ``xml_id`` in a file of lists; the same for persons, places and bodies."""
    return shared_key(f"#{xml_id}", "person")
