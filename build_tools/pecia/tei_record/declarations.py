"""What the header says of Pecia's encoding in general: the editorial declaration, in prose. It holds for every record.

TEI P5 Guidelines, chapter HD, The Encoding Description.
"""

from __future__ import annotations

from lxml import etree

from pecia.tei.mixed_content import add_words
from pecia.tei.names import PROGRAM, XML_ID, XML_LANG, NotARecordError, add, maybe

RECORD_VERSION = "1"
"""Version of the form of the record, raised when a record of the old form can no longer be read. Not the package's."""

_DECLARATION: dict[str, tuple[dict[str, str], str]] = {
    "correction": (
        {"method": "markup"},
        "A reading that the editors correct is in sic, the correction in corr, both in "
        "choice. A sic by itself marks a reading that looks wrong and is not corrected. Both point with corresp to the "
        "ruling, in standOff, that says who decided, how surely and why.",
    ),
    "normalization": (
        {},
        "Nothing is normalised but white space: each run of spaces, tabs and line ends of the exemplar is one "
        "space. In this file the line breaks and indentation between block elements stand for one space. The words of "
        "the text element, without those of corr, are the words of the exemplar, character for character.",
    ),
    "quotation": (
        {"marks": "all"},
        "Quotation marks are kept as characters; quotations have no element.",
    ),
    "hyphenation": (
        {"eol": "all"},
        "Hyphens are kept as they stand in the exemplar, also those that may come from the end of a lost line.",
    ),
    "segmentation": (
        {},
        "Each heading, date line, paragraph, signature and note is a passage and has an xml:id. An xml:id is "
        "given once: later versions of the edition neither renumber passages nor give the id to other words. What an "
        "archive or publisher put before the record stands in front. A labelled speech is an sp with the label in "
        "speaker, as printed; where the label ends in an aside, that follows as stage, with the label's punctuation in "
        "pc. A page break lost in the exemplar is a pb with its certainty, and resp names the program where a rule "
        "infers it, or the editor. A passage out of its place, such as a heading after the first speech, is an ab.",
    ),
    "interpretation": (
        {},
        "Speech reported in the note-taker's voice is said with direct=\"false\", never sp. Bracketed words of a "
        "translator or editor are supplied, and resp names the hand; a bracketed word of the original language is a "
        "note of type gloss. Brackets and signatures are kept. A remark on how something was said is a stage of type "
        "delivery, or a seg where TEI has no place for stage. Names that stand for an entry of the registers in "
        "profileDesc point to it. Signs of the transcript that are not words, such as asterisks around highlighted "
        "words, are metamark.",
    ),
    "stdVals": (
        {},
        "Dates and durations in attributes follow ISO 8601, languages BCP 47. What nobody has established is left out, "
        "or reads “not established” with cert=\"unknown\".",
    ),
}  # fmt: skip
"""For each element of ``editorialDecl``: its attributes and its prose."""

_REFERENCES = (
    "A passage is cited by the address of this witness (publicationStmt/idno of type URL) followed by # and the xml:id "
    "of the passage."
)


def write_declarations(encoding: etree._Element) -> None:
    """Append to ``encodingDesc`` the editorial declaration, how passages are referred to, and the program."""
    editorial = add(encoding, "editorialDecl", {XML_LANG: "en"})
    for name, (attributes, prose) in _DECLARATION.items():
        add_words(add(editorial, name, attributes), "p", prose)
    add_words(add(encoding, "refsDecl", {XML_LANG: "en"}), "p", _REFERENCES)
    program = add(
        add(encoding, "appInfo"), "application", {XML_ID: PROGRAM, "ident": PROGRAM, "version": RECORD_VERSION}
    )
    add_words(program, "label", "Pecia")


def require_version(encoding: etree._Element) -> None:
    """Raise :class:`NotARecordError` unless ``encodingDesc`` says that Pecia wrote the record in a form known here."""
    information = maybe(encoding, "appInfo")
    program = None if information is None else maybe(information, "application")
    if program is None or program.get("ident") != PROGRAM:
        raise NotARecordError("the header does not say that Pecia wrote the record", encoding)
    if program.get("version") != RECORD_VERSION:
        version = program.get("version", "")
        raise NotARecordError(f"the record has form {version}; this version reads form {RECORD_VERSION}", program)
