"""What is kept while one text is read: where the walk is, what was used, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from pecia.model import Container, Locus, Mark
from pecia.model.findings import Finding
from pecia.tei import mixed_content
from pecia.tei.names import XML_ID, XML_LANG, line_of, tei
from pecia.tei_import.repair_ids import NC_NAME
from pecia.tei_import.rules import KNOWN, MATHML, ROLES
from pecia.tei_import.shape import attributes, headers

if TYPE_CHECKING:
    from pecia.tei_import.identities import Identities
    from pecia.tei_import.inline_builder import Line

DEEPEST = 150
"""Elements nested deeper than this are read as words alone; the parser refuses what is nested 256 deep."""

DEEPEST_NOTE = 12
"""Notes in notes deeper than this stand where they are called, in the words of the note around them."""

_NOTE, _QUOTATION = tei("note"), tei("quotation")
_TEXTS = frozenset({tei("text"), tei("sourceDoc")})
_COUNT = etree.XPath("count(descendant::*)")
_POINTED = etree.XPath("descendant::*/@target[starts-with(., '#') and not(contains(., ' '))]", smart_strings=False)

Handlers = Mapping[str, "Callable[[Line, etree._Element], None]"]
"""How elements within a passage are appended to its words, by tag; any other is marked with its name."""


class Reading:
    """The state of reading one file; ``number`` is that of the element entered last, in document order, the root 1.

    ``speaker`` is the key of who speaks in the turn being read.
    ``quiet`` is not 0 while words are read that will not be shown in their place; ``pending`` are the marks that
    the next passage will begin with, ``label`` what names the speaker of the next turn; ``ids`` are the anchors so
    far, with the numbers of their elements, ``loose`` says in which elements words stand that have no passage, how
    often, and where and with what words first, ``targets`` the ids that pointers name; ``ends`` says what ends at
    an anchor, ``elsewhere`` are pictures that do not lie beside the file, ``glyphs`` the words of characters that
    the header declares, by id. ``pointed``, ``notes``, ``quotes_kept`` and ``spaced_by_c`` are what :meth:`survey`
    found; ``called`` are the numbers of the notes that have a call so far, or stand at their place themselves,
    ``responsible`` the names, by id, of those who may answer for words, once they were asked for; ``root`` is the file.
    """

    __slots__ = (
        "called", "depth", "elsewhere", "ends", "findings", "glyphs", "handlers", "identities", "ids", "label", "loose",
        "note_depth", "notes", "number", "path", "pending", "pointed", "quiet", "quotes_kept", "responsible", "root",
        "spaced_by_c", "speaker", "targets", "unknown", "uses",
    )  # fmt: skip

    def __init__(self, path: str, identities: Identities, handlers: Handlers) -> None:
        self.path = path
        self.handlers = handlers
        self.identities = identities
        self.number = 0
        self.speaker = ""
        self.depth = 0
        self.note_depth = 0
        self.quiet = 0
        self.uses: dict[tuple[str, str], int] = {}
        self.unknown: dict[str, int] = {}
        self.loose: dict[str, tuple[int, int, str]] = {}
        self.findings: list[Finding] = []
        self.ids: dict[str, int] = {}
        self.targets: set[str] = set()
        self.pending: list[Mark] = []
        self.label: Line | None = None
        self.ends: dict[str, str] = {}
        self.elsewhere: list[tuple[str, etree._Element]] = []
        self.glyphs: dict[str, str] | None = None
        self.pointed: frozenset[str] = frozenset()
        self.notes: dict[str, tuple[int, str]] = {}
        self.called: set[int] = set()
        self.spaced_by_c = False
        self.quotes_kept = False
        self.responsible: Mapping[str, str] | None = None
        self.root: etree._Element | None = None

    def survey(self, root: etree._Element) -> None:
        """Learn what holds of the whole file: to which ids its ``@target`` lead, which notes of the text are
        among them (by id, the number of each and its ``@n``), whether the header says that all quotation marks
        are in the text (``quotation``), and whether the spaces between its words are elements (``c``): then
        line ends between tokens are the file's layout, and no spaces."""
        self.root = root
        found = _POINTED(root)
        self.pointed = frozenset(str(value)[1:] for value in found) if isinstance(found, list) else frozenset()
        if any(note.get(XML_ID) in self.pointed for note in root.iter(_NOTE)):
            for number, element in enumerate(root.iter("*"), start=1):
                if element.tag == _NOTE and element.get(XML_ID) in self.pointed and _is_shown(element):
                    self.notes.setdefault(element.get(XML_ID, ""), (number, element.get("n", "")))
                    if _has_place(element):
                        self.called.add(number)
        said = (found for header in headers(root) for found in header.iter(_QUOTATION))
        self.quotes_kept = any(found.get("marks") == "all" for found in said)
        self.spaced_by_c = any(mixed_content.flat(character).isspace() for character in root.iter(tei("c")))

    def character(self, element: etree._Element) -> str:
        """The words that stand for the ``char`` or ``glyph`` a ``g`` points to (TEI P5 5.2); ``""`` for none."""
        if self.glyphs is None:
            self.glyphs = {}
            for declared in element.getroottree().getroot().iter(tei("char"), tei("glyph")):
                mappings = [m for m in declared.iter(tei("mapping")) if mixed_content.flat(m).strip().isprintable()]
                mappings.sort(key=lambda mapping: mapping.get("type") != "standard")
                if mappings:
                    self.glyphs[declared.get(XML_ID, "")] = mixed_content.flat(mappings[0]).strip()
        return self.glyphs.get(element.get("ref", "").removeprefix("#"), "")

    def use(self, element: etree._Element, rule: str) -> None:
        """Count ``element`` as shown by ``rule``; one without a rule of its own as unknown."""
        tag: str = element.tag
        if tag not in KNOWN and not tag.startswith(MATHML):
            self.unknown.setdefault(tag, line_of(element))
            rule = f"{rule} (unknown)"
        key = (tag, "words of another reading" if self.quiet else rule)
        self.uses[key] = self.uses.get(key, 0) + 1

    def found_loose(self, holder: etree._Element, first: etree._Element, beginning: str) -> None:
        """Keep that words, which have this ``beginning``, stand in ``holder`` where passages are expected."""
        name: str = holder.tag.rpartition("}")[2]
        count, line, words = self.loose.get(name, (0, line_of(first), beginning))
        self.loose[name] = (count + 1, line, words)

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

        Ids given twice and ids that are no names are findings of :func:`pecia.tei_import.parse_tei`.
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
            _of_cell(has) if name in ("row", "cell") else has.get("type", ""),
            has.get("n", ""),
            has.get("rend") or has.get("rendition") or has.get("style", ""),
            has.get("part", ""),
            has.get(XML_LANG, ""),
            self.own_id(xml_id) if xml_id else "",
        )


def _is_shown(note: etree._Element) -> bool:
    return any(holder.tag in _TEXTS for holder in note.iterancestors())


def _has_place(note: etree._Element) -> bool:
    """Whether ``note`` stands among the words that it is on."""
    parent = note.getparent()
    among = parent is not None and mixed_content.has_words(parent)
    return among or any(ROLES.get(holder.tag) == "passage" for holder in note.iterancestors())


def _of_cell(has: Mapping[str, str]) -> str:
    """What a row or cell is, and over how many columns and rows it goes: ``label cols:2`` (TEI P5 14.1.1)."""
    spans = (f"{name}:{has[name]}" for name in ("cols", "rows") if has.get(name, "1") != "1")
    return " ".join(filter(None, (has.get("role") or has.get("type", ""), *spans)))
