"""The TEI record of a witness: written, read back and checked.

The record is the edition: pages and downloads are made from what :func:`decode` gives back, never beside it.

Where things are: :mod:`.marks` what is said about words · :mod:`.text` the transcript · :mod:`.header`,
:mod:`.source_desc`, :mod:`.bibliography`, :mod:`.registers`, :mod:`.rulings`, :mod:`.declarations` everything else ·
:mod:`.validate` what valid means, by the schema of :mod:`.schema`. Writing and reading of a thing stand side by side in
its module. :mod:`.apparatus` writes the variants of several witnesses, :mod:`.fragment` a passage or turn by itself;
nothing reads them back.
"""

from pecia.tei_record.apparatus import encode_apparatus
from pecia.tei_record.encode_decode import decode, encode, is_record
from pecia.tei_record.fragment import fragments, turn_reference
from pecia.tei_record.validate import validate

__all__ = ["decode", "encode", "encode_apparatus", "fragments", "is_record", "turn_reference", "validate"]
