"""The search of the whole site: one record for each passage, found with Pagefind.

``records`` is what is put in, ``service`` talks to Pagefind's binary, ``metadata`` knows its list of records,
``tables`` is what the browser is told of each record, ``indexing`` makes the files of all that.
"""

from __future__ import annotations

from pecia.search.indexing import FOLDER, index
from pecia.search.records import KINDS, Named, PassageText, SitePage, WitnessText, passage_texts

__all__ = ["FOLDER", "KINDS", "Named", "PassageText", "SitePage", "WitnessText", "index", "passage_texts"]
