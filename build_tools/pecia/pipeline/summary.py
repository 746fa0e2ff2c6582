"""What a document hands on to the rest of the edition, as it is kept from one build to the next: JSON, UTF-8.

Three parts, because each is needed at another time: what every build asks of each document (:class:`Told`), whom and
what it names (:class:`~pecia.pages.Names`, for the registers), and the records of its passages (for the search index).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from pecia import search
from pecia.collation import Collation
from pecia.pages import Account, Copy, Names, account, names_in
from pecia.pipeline.inputs import DocumentSources
from pecia.search import PassageText, Searched
from pecia.tei_import import Use
from pecia.view.document import DocumentView


@dataclass(frozen=True, slots=True)
class Told:
    """What every build asks of a document.

    ``searched``: what the index knows of it. ``named``: a digest of all that the registers say of it. ``uses``: how the
    elements of its TEI are shown, if it is imported. ``graphics``: the pictures that it shows, path relative
    to ``docs/`` → path of the source, relative to the root.
    """

    account: Account
    searched: Searched
    named: str
    uses: tuple[Use, ...] = ()
    graphics: dict[str, str] = msgspec.field(default_factory=dict)


_names = msgspec.json.Decoder(Names).decode
_texts = msgspec.json.Decoder(tuple[PassageText, ...]).decode


def tell(
    sources: DocumentSources,
    view: DocumentView,
    collations: Sequence[Collation],
    copies: Sequence[Copy],
    uses: tuple[Use, ...],
    graphics: dict[str, str],
) -> tuple[Told, bytes, bytes]:
    """What a document hands on, whom and what it names, and the records of its passages."""
    own = frozenset(entry.key for entry in sources.entries if not entry.taken)
    names = msgspec.json.encode(names_in(view, own, collations))
    pairs = _pairs(collations)
    passages = tuple(
        text
        for witness in view.witnesses
        for text in search.passage_texts(witness.record, pairs.get(witness.record.siglum, {}))
    )
    facts = msgspec.json.encode(view.document)
    named = sha256(facts + b"\n" + names).hexdigest()
    listed = copies if sources.statement.offer != "reading" else ()
    told = Told(account(view, own, listed), search.searched(passages), named, uses, graphics)
    return told, names, msgspec.json.encode(passages)


def _pairs(collations: Sequence[Collation]) -> dict[str, dict[str, tuple[str, str, bool]]]:
    """By siglum and anchor: siglum and anchor of the one passage of another witness that corresponds to it, and whether
    its words are the same; of several witnesses the first."""
    pairs: dict[str, dict[str, tuple[str, str, bool]]] = {}
    for collation in collations:
        of = pairs.setdefault(collation.ours, {})
        for row in collation.rows:
            if len(row.link.ours) == len(row.link.theirs) == 1:
                ours = collation.our_units[row.link.ours[0]].passage
                theirs = collation.their_units[row.link.theirs[0]].passage
                if ours.id and theirs.id:
                    same = [*search.places(ours.content.text)] == [*search.places(theirs.content.text)]
                    of.setdefault(ours.id, (collation.theirs, theirs.id, same))
    return pairs


def read_names(data: bytes) -> Names:
    """What :func:`tell` wrote of names. Raises ``ValueError`` when it is something else."""
    return _names(data)


def read_texts(data: bytes) -> tuple[PassageText, ...]:
    """What :func:`tell` wrote of passages. Raises ``ValueError`` when it is something else."""
    return _texts(data)
