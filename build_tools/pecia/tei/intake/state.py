"""What is kept while one text is read: where the walk is, what was used, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from lxml import etree

from pecia.findings import Finding
from pecia.model import Container, Locus, Mark
from pecia.tei.elements import XML_ID, XML_LANG, line_of
from pecia.tei.intake.copying import NC_NAME
from pecia.tei.intake.rules import KNOWN, name_of

if TYPE_CHECKING:
    from pecia.tei.intake.identities import Identities
    from pecia.tei.intake.line import Line

DEEPEST = 150
"""Elements nested deeper than this are read as words alone; the parser refuses what is nested 256 deep."""

DEEPEST_NOTE = 12
"""Notes in notes deeper than this stand where they are called, in the words of the note around them."""

_COUNT = etree.XPath("count(descendant::*)")

Handlers = Mapping[str, "Callable[[Line, etree._Element], None]"]
"""How elements within a passage are appended to its words, by tag; any other is marked with its name."""


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of ``element``, by name; a plain dict, which costs less than asking lxml for each."""
    return dict(cast("Sequence[tuple[str, str]]", element.items()))


class Reading:
    """The state of reading one file; ``number`` is that of the element entered last, in document order, the root 1.

    ``quiet`` is not 0 while words are read that will not be shown in their place; ``pending`` are the marks that the
    next passage will begin with, ``label`` what names the speaker of the next turn; ``ids`` are the anchors so far,
    with the numbers of their elements, ``targets`` the ids that pointers name.
    """

    __slots__ = (
        "depth", "findings", "handlers", "identities", "ids", "label", "note_depth", "number", "path", "pending",
        "quiet", "targets", "unknown", "uses",
    )  # fmt: skip

    def __init__(self, path: str, identities: Identities, handlers: Handlers) -> None:
        self.path = path
        self.handlers = handlers
        self.identities = identities
        self.number = 0
        self.depth = 0
        self.note_depth = 0
        self.quiet = 0
        self.uses: dict[tuple[str, str], int] = {}
        self.unknown: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.ids: dict[str, int] = {}
        self.targets: set[str] = set()
        self.pending: list[Mark] = []
        self.label: Line | None = None

    def use(self, element: etree._Element, rule: str) -> None:
        """Count ``element`` as shown by ``rule``; one without a rule of its own as unknown."""
        tag: str = element.tag
        if tag not in KNOWN:
            name = name_of(tag)
            self.unknown.setdefault(name, line_of(element))
            rule = f"{rule} (not known)"
        key = (tag, "words of another reading" if self.quiet else rule)
        self.uses[key] = self.uses.get(key, 0) + 1

    def find(self, code: str, message: str, element: etree._Element) -> None:
        """Add a finding at the line where ``element`` starts."""
        self.findings.append(Finding(code, message, Locus(self.path, line_of(element))))

    def skip(self, element: etree._Element, rule: str = "") -> None:
        """Go past what is in ``element``, counting its elements; with ``rule``, as used by it."""
        if rule:
            for inside in element.iterdescendants("*"):
                self.use(inside, rule)
        self.number += int(float(str(_COUNT(element))))

    def own_id(self, value: str) -> str:
        """``value``, the ``xml:id`` of the element entered last, as an anchor; ``""`` for one that cannot be one.

        Ids given twice and ids that are no names are findings of :func:`pecia.tei.intake.parse_tei`.
        """
        if self.quiet or not NC_NAME.fullmatch(value) or self.ids.setdefault(value, self.number) != self.number:
            return ""
        return value

    def container(self, element: etree._Element) -> Container:
        """``element``, entered last, as the model has it."""
        tag: str = element.tag
        name = tag.rpartition("}")[2]
        has = attributes(element)
        if not has:
            return Container(name, self.number)
        xml_id = has.get(XML_ID)
        return Container(
            name,
            self.number,
            has.get("type", ""),
            has.get("n", ""),
            has.get("rend") or has.get("rendition") or has.get("style", ""),
            has.get("part", ""),
            has.get(XML_LANG, ""),
            self.own_id(xml_id) if xml_id else "",
        )
