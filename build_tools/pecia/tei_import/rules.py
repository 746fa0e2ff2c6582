"""What each TEI element is taken for: one table, from element names to roles and kinds of passage.

The names are those of the TEI P5 Guidelines (chapters 3 Elements Available in All TEI Documents, 4 Default Text
Structure, 6 Verse, 7 Performance Texts, 8 Transcriptions of Speech, 11 Representation of Primary Sources, 12 Critical
Apparatus, 14 Tables, Formulae, Graphics). An element in no table here is shown with its content and listed.
"""

from __future__ import annotations

from typing import Literal

from pecia.model import BreakKind, PassageKind
from pecia.tei.names import TEI_NAMESPACE, tei

Role = Literal["holds", "group", "passage", "turn", "speaker", "note", "seg", "graphic", "empty"]
"""What an element is where passages are looked for.

``holds``: it never is a passage; words directly in it become one without an element. ``group``: it holds passages, or
is one when words stand directly in it. ``passage``: it is one, whatever is in it. ``turn``, ``speaker``, ``note``,
``graphic``: so. ``seg``: a passage in a turn. ``empty``: it has no words of the text and joins the next passage. An
element without a role is a passage when words stand directly in it, or when no element inside is one of :data:`BLOCKS`.
"""


def _tags(names: str) -> frozenset[str]:
    return frozenset(tei(name) for name in names.split())


_HOLDS = _tags("""text front body back group floatingText div div0 div1 div2 div3 div4 div5 div6 div7 lg list table row
    castList castGroup spGrp listApp superEntry listBibl listPerson listPlace listOrg listEvent listObject listNym
    listWit noteGrp sourceDoc surfaceGrp surface zone""")
_GROUP = _tags("""opener closer postscript cit figure epigraph argument set performance prologue epilogue titlePage
    docTitle address""")
_KINDS: dict[PassageKind, str] = {
    PassageKind.PROSE: "p ab epigraph argument postscript quote q said cit",
    PassageKind.VERSE: "l",
    PassageKind.HEADING: "head",
    PassageKind.STAGE: "stage set view camera caption sound tech move incident vocal kinesic writing performance",
    PassageKind.CAST: "castItem role roleDesc actor",
    PassageKind.TITLE_PAGE: "titlePart docTitle docAuthor docDate docImprint docEdition imprimatur",
    PassageKind.DATE_LINE: "dateline",
    PassageKind.SIGNATURE: "signed",
    PassageKind.LETTER: "opener closer salute address addrLine",
    PassageKind.NOTE: "note",
    PassageKind.ITEM: "item headItem headLabel",
    PassageKind.CELL: "cell",
    PassageKind.SPEECH: "u seg",
    PassageKind.OTHER: "trailer bibl biblStruct biblFull figDesc speaker meeting line",
}
_PASSAGES = _tags("""p ab l head headItem headLabel stage view camera caption sound tech move incident vocal kinesic
    writing castItem titlePart docAuthor docDate docEdition imprimatur dateline signed salute addrLine trailer byline
    label bibl biblStruct biblFull figDesc meeting line entry entryFree""")
BREAKS: dict[str, BreakKind] = {
    tei("pb"): "page", tei("cb"): "column", tei("lb"): "line", tei("gb"): "gathering", tei("milestone"): "milestone",
}  # fmt: skip
"""The kind of break that an element records, by its tag (TEI P5 3.11.3)."""

ASIDE: dict[str, BreakKind] = {tei("fw"): "forme", tei("index"): "index"}
"""Elements whose words are none of the text around them: running titles, catchwords, signatures and page numbers (TEI
P5 11.6), and what an index is to have at a place (3.9.2)."""

ANALYSES = _tags("span spanGrp interp interpGrp")
"""Elements that say something of words that stand elsewhere (TEI P5 17.3): notes, when they say it in words."""

ROLES: dict[str, Role] = {
    **dict.fromkeys(_HOLDS, "holds"),
    **dict.fromkeys(_GROUP, "group"),
    **dict.fromkeys(_PASSAGES, "passage"),
    **dict.fromkeys(_tags("sp u annotationBlock"), "turn"),
    **dict.fromkeys((*BREAKS, *ASIDE, tei("gap"), tei("space")), "empty"),
    tei("speaker"): "speaker",
    **dict.fromkeys(_tags("note witDetail"), "note"),
    **dict.fromkeys(ANALYSES, "note"),
    tei("seg"): "seg",
    tei("graphic"): "graphic",
    tei("media"): "graphic",
}
"""The role of an element, by its tag."""

BLOCKS = frozenset(
    {tag for tag, role in ROLES.items() if role in ("holds", "group", "passage", "turn")}
    - _tags("label bibl biblStruct biblFull stage address")
    | _tags("item cell")
)
"""Elements that make what holds them, and has no words directly in it, a holder of passages."""

KINDS: dict[str, PassageKind] = {tei(name): kind for kind, names in _KINDS.items() for name in names.split()}
"""The kind of passage that an element is, by its tag; others are of the kind that :data:`WITHIN` gives."""

WITHIN: dict[str, PassageKind] = {
    tei("titlePage"): PassageKind.TITLE_PAGE,
    tei("castList"): PassageKind.CAST,
    tei("list"): PassageKind.ITEM,
    tei("row"): PassageKind.CELL,
    tei("opener"): PassageKind.LETTER,
    tei("closer"): PassageKind.LETTER,
    tei("note"): PassageKind.NOTE,
    tei("body"): PassageKind.OTHER,
}
"""The kind of a passage in an element, by that element's tag, when :data:`KINDS` has none for its own."""

TOKENS = _tags("w pc c m")
"""Parts of running words: several that stand side by side where passages are expected are one passage."""

PLAIN = TOKENS | _tags("forename surname roleName genName nameLink addName desc s cl phr g")
"""Elements whose words are shown without a mark, unless they have an xml:id, a language or a rendition."""

NAMES = _tags("persName placeName orgName rs name role settlement country region district geogName")
"""Elements that may name an entry of a register; :func:`pecia.tei_import.identities.mentions_of` decides."""

EVENTS = _tags("vocal kinesic incident stage writing")
"""Elements whose ``who`` is named before their words, as ``shift``, whose sign says it."""

RENDITIONS: dict[str, Literal["bold", "italic"]] = {
    "italic": "italic", "italics": "italic", "it": "italic", "i": "italic",
    "bold": "bold", "b": "bold",
}  # fmt: skip
"""What ``hi/@rend`` commonly says; TEI P5 leaves the values to the encoder. Others are kept as they are."""

SPACED = _tags("""p ab l lg head item label list cell row table div floatingText text front body back stage castItem
    castList figDesc desc addrLine address dateline salute signed opener closer postscript titlePart docTitle trailer
    argument epigraph sp speaker u note caesura wit figure incident vocal kinesic writing listBibl interp person place
    org event""")
"""Elements that begin and end a word wherever they stand: a space is put where the file has none."""

RECORDS = _tags("""person personGrp place settlement org event object nym relation birth death location biblStruct
    analytic monogr imprint series biblFull bibl author editor respStmt msDesc msIdentifier address dateline docImprint
    cit index spanGrp interpGrp entry superEntry form sense gramGrp hom re etym xr""")
"""Elements that may hold elements alone, each a word or more by itself: where no words stand among them, spaces part
them."""

QUOTED = _tags("q quote said soCalled mentioned")
"""Elements that stand for quotation marks, where the text has none; by themselves they are passages."""

SILENT = _tags("""anchor link linkGrp alt altGrp join joinGrp timeline when certainty precision respons fs f symbol
    binary numeric vAlt vColl vNot vMerge vLabel""")
"""Elements that say something of others, or of a moment; they are gone past when they have neither words nor, of
``anchor``, an xml:id."""

BARE = _tags("sic corr orig reg abbr expan del add lem rdg")
"""Alternatives that need no mark of their own beside the one that says what they stand for."""

SHOWN_FIRST = tuple(tei(name) for name in ("sic", "orig", "abbr", "del"))
"""Of the alternatives of ``choice`` and ``subst`` the one that is shown: what the source has, else the first."""

_MARKED = _tags("""abbr add addName affiliation alt altGrp am anchor author biblScope bloc campaign catchwords certainty
    choice corr cit code content damage damageSpan date del delSpan dim dimensions distinct edition editor email emph
    event ex expan faith foreign formula gi gloss handShift height hi ident idno imprint index interp interpGrp
    join joinGrp lang lem line link linkGrp listChange measure measureGrp media mentioned metamark mod monogr num
    occupation offset orig org origDate origPlace pause person persName place placeName product ptr pubPlace
    publisher quantity quote q rdg rdgGrp redo ref reg residence resp respStmt respons restore retrace rhyme caesura rs
    ruby rb rt said secl seg series shift sic soCalled sourceDesc space span spanGrp stamp sub subst substJoin
    supplied surplus term terrain time timeline title trait unclear undo unit val wit witDetail witness state
    birth death note noteGrp nym facsimile standOff xenoData fsdDecl annotation listAnnotation
    addSpan age altIdentifier analytic att case citedRange climate collection colloc colophon def depth dimensions
    divGen docketing education eg etym explicit explicitDesc floruit form gen geo geogFeat gram gramGrp head hom hyph
    iType incipit institution langKnowledge langKnown layout licence listRef listRelation locale location locus
    locusGrp lbl material mood msContents msDesc msIdentifier msItem msName msPart nationality notatedMusic
    objectDesc objectName objectType oRef orth persPronouns per pRef physDesc population pos postBox postCode pron
    region relation repository repeatGrp rubric seal secFol sense sex gender signatures socecStatus specList street
    stress subc summary support syll tag textLang tns usg watermark width xr listTranspose transpose substJoin
    path origin provenance history summary sense
    number re dictScrap oVar pVar ellipsis persona metSym lacunaStart lacunaEnd witStart witEnd change filiation
    finalRubric heraldry msItemStruct msFrag supportDesc collation foliation condition layoutDesc handDesc handNote
    scriptDesc scriptNote typeDesc typeNote musicNotation decoDesc decoNote additions additional adminInfo recordHist
    source custodialHist custEvent surrogates acquisition bindingDesc binding accMat sealDesc relatedItem notesStmt
    seriesStmt publicationStmt titleStmt editionStmt fileDesc extent availability funder sponsor authority distributor
    object objectIdentifier relationGrp recording recordingStmt broadcast equipment""")
EXAMPLE = "{http://www.tei-c.org/ns/Examples}egXML"
"""An example of XML (TEI P5 22.1.1), whose tags are words."""

MATHML = "{http://www.w3.org/1998/Math/MathML}"
"""What the tags of formulae begin with; :mod:`pecia.tei_import.formulae` reads them."""

KNOWN = frozenset({*ROLES, *KINDS, *PLAIN, *SILENT, *NAMES, *BARE, *BREAKS, *_MARKED, EXAMPLE})
KNOWN |= _tags("app binaryObject")
"""Elements that have a rule here, be it only that their words are marked with their name."""

NOT_SHOWN = frozenset({tei("binaryObject")})
"""Elements in the text whose content is encoded data, no words."""


def name_of(tag: str) -> str:
    """How an element is listed: its local name, with the namespace when that is not TEI's."""
    namespace, _, name = tag.rpartition("}")
    return name if namespace[1:] == TEI_NAMESPACE else f"{name} ({namespace[1:] or 'no namespace'})"
