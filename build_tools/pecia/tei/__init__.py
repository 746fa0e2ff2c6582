"""TEI P5: writing, reading and checking the record of a witness.

The TEI record is the edition: pages and downloads are made from what :func:`decode` gives back, never beside it.

Where things are: :mod:`.reader` the one way in for untrusted XML · :mod:`.elements` names, attributes and pointers ·
:mod:`.mixed` the only module that touches lxml's ``text`` and ``tail`` · :mod:`.marks` what is said about words ·
:mod:`.body` the transcript · :mod:`.header`, :mod:`.source_desc`, :mod:`.bibliography`, :mod:`.registers`,
:mod:`.rulings`, :mod:`.declarations` everything else · :mod:`.check` what valid means. Writing and reading of a thing
stand side by side in its module. :mod:`.apparatus` writes the variants of several witnesses, :mod:`.fragment` a passage
or turn by itself; nothing reads them back.
"""

from pecia.tei.apparatus import encode_apparatus
from pecia.tei.check import check
from pecia.tei.fragment import fragments, turn_reference
from pecia.tei.reader import parse_xml
from pecia.tei.whole import decode, encode, is_record

__all__ = ["check", "decode", "encode", "encode_apparatus", "fragments", "is_record", "parse_xml", "turn_reference"]
