"""What a TEI element that holds passages is for a reader: one table, which every printer's blocks follow."""

from __future__ import annotations

from collections.abc import Mapping

from pecia.model import Container
from pecia.view.tree import Role

_DIVISIONS = frozenset({"div", *(f"div{level}" for level in range(8))})
HOLDERS = frozenset({"front", "body", "back", "group", "text"})
"""Elements that hold divisions and are none."""

ROLES: Mapping[str, Role] = {
    **dict.fromkeys(_DIVISIONS, "division"),
    **dict.fromkeys(
        ("list", "castList", "listBibl", "listPerson", "listPlace", "listOrg", "listEvent", "listRef", "listNym",
         "listWit"), "list",
    ),
    "item": "item",
    "castItem": "item",
    "castGroup": "items",
    "label": "term",
    "table": "table",
    "row": "row",
    "cell": "cell",
    "lg": "stanza",
    "quote": "quotation",
    "q": "quotation",
    "cit": "quotation",
    "epigraph": "quotation",
    "figure": "figure",
    "note": "aside",
    "floatingText": "box",
}  # fmt: skip
"""The role of an element by its name; any other is set as it stands."""

_ORDERED = frozenset({"ordered", "numbered", "number", "ol", "decimal"})
_GLOSSARY = frozenset({"gloss", "glossary", "dl"})


def is_division(element: Container) -> bool:
    """Whether an element is a division of a text."""
    return element.name in _DIVISIONS


def is_label(element: Container) -> bool:
    """Whether a row or cell is a label of others (TEI P5 14.1.1, ``@role``)."""
    return "label" in element.type.split()


def role_of(element: Container, within: Role) -> Role:
    """What an element is that stands in a block which is ``within``."""
    role = ROLES.get(element.name, "plain")
    if element.name == "list" and {element.type, element.rend} & _GLOSSARY:
        return "glossary"
    if element.name == "list" and {element.type, element.rend} & _ORDERED:
        return "ordered"
    if role == "row" and is_label(element) and within == "table":
        return "head-row"
    return role
