"""imported TEI: opened, understood, and copied with anchors.

:mod:`.opening` from untrusted bytes to a sound tree (:mod:`.cutting` one text out of several, :mod:`.soundness` ids and
pointers, :mod:`.mending` ids that can be none) · :mod:`.identities` whom pointers name (:mod:`.keys`, :mod:`.persons`)
· :mod:`.header` the facts of the header (:mod:`.header_dates`, :mod:`.header_letters`, :mod:`.header_people`,
:mod:`.header_sources`) · :mod:`.text` the passages (:mod:`.inline` what stands in them; :mod:`.calls` of notes,
:mod:`.formulae`, :mod:`.quoting`, :mod:`.editorial` what is said of words; :mod:`.reports` what was odd) ·
:mod:`.copying` the record.
"""

from pecia.tei.intake.copying import with_anchors
from pecia.tei.intake.header import merged, read_facts
from pecia.tei.intake.identities import Identities, identify
from pecia.tei.intake.opening import TeiFile, open_tei, parse_tei, select
from pecia.tei.intake.shape import ids
from pecia.tei.intake.text import TextRead, Use, read_text, words_lost

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
