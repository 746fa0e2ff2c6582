"""The apparatus of a document as a TEI file of its own: a stand-off apparatus by double end-point attachment.

TEI P5 Guidelines 12.2 (linking the apparatus to the text) and 16.2.4 (the pointer schemes). ``app/@from`` and
``@to`` name the two ends of the lemma in the base's TEI file with ``string-index()``: an element, by its ``xml:id``,
and an offset in code points over all its text nodes, those of ``corr`` included. A label has no ``xml:id``; it is found
by that of the first paragraph of its speech.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from lxml import etree

from pecia.collation.apparatus import Place
from pecia.collation.kinds import TAXONOMY
from pecia.collation.lemmata import Lemma, Reading
from pecia.model import Emendation, RichText, Transcript, Turn, passages
from pecia.model.record import Record
from pecia.model.rulings import Ruling
from pecia.tei.mixed_content import add_value, add_words, lay_out
from pecia.tei.names import TEI_NAMESPACE, XML_ID, XML_LANG, add, own_id, point, tei
from pecia.tei_record.text import aside_of

_CONTAINERS = frozenset(map(tei, (
    "TEI", "teiHeader", "fileDesc", "titleStmt", "editionStmt", "publicationStmt", "availability", "licence",
    "sourceDesc", "listWit", "witness", "encodingDesc", "editorialDecl", "interpretation", "classDecl", "taxonomy",
    "category", "standOff", "listApp", "app",
)))  # fmt: skip

_DECLARATION = (
    "Each app stands for one place of the base where other witnesses read otherwise. Its from and to point to the two "
    "ends of the lemma in the TEI file of the base; corresp of a rdg points to the words of each of its witnesses, in "
    "the order of wit. Offsets count the characters of all text nodes of the element, so the words of corr, which no "
    "witness has, are counted as well. Lemmata are whole words at least, and so are readings; an empty rdg lacks the "
    "words of the lemma, and its place follows the word before. Signs of the transcript are in no lemma. White space "
    "between tokens is no variant. Passages that only one witness has are not in the apparatus.",
    "The type of a rdg is the kind of variant and its subtype the weight; ana points to the definition of the kind. "
    "Both are given by rule. What no rule knows is a substitution. Where an editor has decided, n of the rdg is the id "
    "of the ruling, and a note of type ruling gives the reason.",
)


def encode_apparatus(
    records: Sequence[Record], found: Sequence[Lemma], rulings: Mapping[str, Ruling], files: Mapping[str, str]
) -> bytes:
    """The TEI file of an apparatus: UTF-8 with an XML declaration, LF, a final newline; the same bytes every time.

    ``records``: those of the document's witnesses, the base first. ``rulings``: those that the readings name, by id.
    ``files``: the names of the witnesses' TEI files, by siglum, relative to this one.
    """
    root = etree.Element(tei("TEI"), nsmap=cast("dict[str, str]", {None: TEI_NAMESPACE}))
    header = add(root, "teiHeader", {XML_LANG: records[0].edition.language})
    _write_file_desc(add(header, "fileDesc"), records, files)
    _write_encoding_desc(add(header, "encodingDesc"))
    places = {record.siglum: _Places(record.transcript, files[record.siglum]) for record in records}
    if found:
        listing = add(add(root, "standOff"), "listApp")
        for lemma in found:
            _write_app(listing, lemma, places, rulings)
    else:
        text = add(add(root, "text"), "body")
        add_words(text, "p", "The witnesses do not differ.", {XML_LANG: "en"})
    lay_out(root, _CONTAINERS)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8") + b"\n"


# --- the header ------------------------------------------------------------------------------------


def _write_file_desc(file: etree._Element, records: Sequence[Record], names: Mapping[str, str]) -> None:
    edition, document = records[0].edition, records[0].document
    titles = add(file, "titleStmt")
    add_value(titles, "title", document.title, {"type": "main"})
    add_words(titles, "title", "Apparatus of the witnesses", {"type": "sub", XML_LANG: "en"})
    for editor in edition.editors:
        statement = add(titles, "respStmt", {XML_ID: own_id("editor", editor.id)})
        add_value(statement, "resp", editor.role)
        add_value(statement, "name", editor.name)
    add_value(add(file, "editionStmt"), "edition", edition.version)
    publication = add(file, "publicationStmt")
    add_value(publication, "publisher", edition.publisher)
    add_value(publication, "date", edition.date, {"when": edition.date})
    add_words(publication, "idno", document.id, {"type": "document"})
    licence = add(add(publication, "availability"), "licence", {"target": edition.licence.url})
    add_value(licence, "name", edition.licence.name)
    add_value(licence, "p", edition.licence.scope)
    witnesses = add(add(file, "sourceDesc"), "listWit")
    for record in records:
        witness = add(witnesses, "witness", {XML_ID: own_id("witness", record.siglum)})
        add_words(witness, "idno", record.siglum, {"type": "siglum"})
        add_value(witness, "title", record.witness.title)
        add(witness, "ptr", {"target": names[record.siglum]})


def _write_encoding_desc(encoding: etree._Element) -> None:
    interpretation = add(add(encoding, "editorialDecl", {XML_LANG: "en"}), "interpretation")
    for prose in _DECLARATION:
        add_words(interpretation, "p", prose)
    taxonomy = add(add(encoding, "classDecl"), "taxonomy", {XML_ID: "variants", XML_LANG: "en"})
    for kind, (weight, means) in TAXONOMY.items():
        category = add(taxonomy, "category", {XML_ID: f"variant.{kind}", "n": kind})
        add_words(category, "catDesc", f"{means} Usually {weight}.")
    add(encoding, "variantEncoding", {"method": "double-end-point", "location": "external"})


# --- the entries -----------------------------------------------------------------------------------


def _write_app(
    listing: etree._Element, lemma: Lemma, places: Mapping[str, _Places], rulings: Mapping[str, Ruling]
) -> None:
    start, end = places[lemma.base].ends(lemma.at)
    file = places[lemma.base].file
    app = add(listing, "app", {"from": f"{file}#{start}", "to": f"{file}#{end}"})
    add_words(app, "lem", lemma.text, {"wit": point("witness", lemma.base)})
    for reading in lemma.readings:
        add_words(app, "rdg", reading.text, _attributes(reading, places))
    for key in dict.fromkeys(reading.ruling for reading in lemma.readings if reading.ruling):
        ruling = rulings[key]
        attributes = {"type": "ruling", "n": key, "resp": point("editor", ruling.resp), "cert": ruling.certainty}
        add_words(app, "note", ruling.reason, attributes)


def _attributes(reading: Reading, places: Mapping[str, _Places]) -> dict[str, str]:
    ranges = []
    for siglum, place in zip(reading.sigla, reading.places, strict=True):
        start, end = places[siglum].ends(place)
        ranges.append(f"{places[siglum].file}#range({start},{end})")
    return {
        "wit": point("witness", *reading.sigla),
        "type": reading.kind,
        "subtype": reading.weight,
        "ana": f"#variant.{reading.kind}",
        "corresp": " ".join(ranges),
        "n": reading.ruling or "",
    }


class _Places:
    """Pointers into the TEI file of one witness."""

    def __init__(self, transcript: Transcript, file: str) -> None:
        self.file = file
        self.texts = {passage.id: passage.content for passage in passages(transcript)}
        self.labels = {
            block.first.id: block.label for block in transcript.body if isinstance(block, Turn) and block.first
        }

    def ends(self, place: Place) -> tuple[str, str]:
        """The points at which the words of ``place`` begin and end; one point when there are none."""
        start = self._point(place.first, place.start, in_label=place.in_label, closing=False)
        if (place.first, place.in_label, place.start) == (place.last, place.end_in_label, place.end):
            return start, start
        return start, self._point(place.last, place.end, in_label=place.end_in_label, closing=True)

    def _point(self, anchor: str, offset: int, *, in_label: bool, closing: bool) -> str:
        """``string-index()`` of a point. Where a correction stands at the point, one that closes comes before it."""
        if not in_label:
            return f"string-index({anchor},{offset + _corrected(self.texts[anchor], 0, offset, closing=closing)})"
        label, name, first = self.labels[anchor], "speaker", 0
        aside = aside_of(label)
        if aside is not None and offset >= aside.start:
            name, first = "stage", aside.start
        inside = offset - first + _corrected(label, first, offset, closing=closing)
        return f"string-index(//sp[p/@xml:id='{anchor}']/{name},{inside})"


def _corrected(content: RichText, first: int, offset: int, *, closing: bool) -> int:
    """How many characters of corrections stand in the TEI between the characters ``first`` and ``offset``."""
    return sum(
        len(span.mark.correction)
        for span in content.spans
        if isinstance(span.mark, Emendation)
        and first <= span.start
        and (span.end < offset or (span.end == offset and not closing))
    )
