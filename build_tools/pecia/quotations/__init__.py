"""Citations and quotations against the edition as it is committed: ``pecia cite`` and ``pecia verify``.

``finding`` says what an address names, ``checking`` whether that is there, ``printing`` how it is cited. ``listfile``
reads a list of quotations, ``verifying`` takes it through ``judging``, ``reporting`` shows what came of it. What a
place reads is in ``readings``, whether words stand in it in ``matching``, where else they stand in ``lookup``, and what
is most like them in ``likeness``. ``held`` is what all of them work on.
"""

from pecia.quotations.checking import check_cited
from pecia.quotations.cited_text import Cited, Held, HeldWitness, hold
from pecia.quotations.csv_input import Row, read_list
from pecia.quotations.printing import citation_lines, form_ids
from pecia.quotations.reporting import as_values, table
from pecia.quotations.resolve import COMMAND, Sigla, find_cited
from pecia.quotations.verdict import Verdict
from pecia.quotations.verifying import Judged, Verified, verify

__all__ = [
    "COMMAND",
    "Cited",
    "Held",
    "HeldWitness",
    "Judged",
    "Row",
    "Sigla",
    "Verdict",
    "Verified",
    "as_values",
    "check_cited",
    "citation_lines",
    "find_cited",
    "form_ids",
    "hold",
    "read_list",
    "table",
    "verify",
]
