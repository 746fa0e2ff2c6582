"""imported TEI: opened, understood, and copied with anchors.

:mod:`.opening` from untrusted bytes to a sound tree (:mod:`.extract` one text out of several, :mod:`.check_ids` ids and
pointers, :mod:`.repair_ids` ids that can be none) · :mod:`.identities` whom pointers name (:mod:`.register_keys`,
:mod:`.persons`) · :mod:`.header` the facts of the header (:mod:`.header_dates`, :mod:`.header_letters`,
:mod:`.header_people`,
:mod:`.header_sources`) · :mod:`.text` the passages (:mod:`.inline` what stands in them; :mod:`.notes` of notes,
:mod:`.formulae`, :mod:`.quoting`, :mod:`.editorial` what is said of words; :mod:`.reports` what was odd) ·
:mod:`.write_anchors` the record.
"""

from pecia.tei_import.header import merged, read_facts
from pecia.tei_import.identities import Identities, identify
from pecia.tei_import.opening import TeiFile, open_tei, parse_tei, select
from pecia.tei_import.shape import ids
from pecia.tei_import.text import TextRead, Use, read_text, words_lost
from pecia.tei_import.write_anchors import with_anchors

__all__ = [
    "Identities",
    "TeiFile",
    "TextRead",
    "Use",
    "identify",
    "ids",
    "merged",
    "open_tei",
    "parse_tei",
    "read_facts",
    "read_text",
    "select",
    "with_anchors",
    "words_lost",
]
