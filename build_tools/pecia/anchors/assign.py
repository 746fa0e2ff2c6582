"""Anchors for a new text: every passage gets its own, and the ledger remembers the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pecia.anchors.ledger import ANCHOR, LedgerEntry, Retirement, WitnessLedger, Wording
from pecia.anchors.match import Matching, match
from pecia.anchors.matching_state import Item, in_order
from pecia.anchors.reports import retirements, undecided
from pecia.anchors.rulings import apply_rulings
from pecia.anchors.running_text import running
from pecia.anchors.source_ids import as_in_file, held_by_file, moved, own_ids
from pecia.model import SIGNS, Field, Locus, Passage, Transcript, Turn
from pecia.model.findings import Finding, has_errors
from pecia.model.rulings import Ruling


def anchor(
    transcript: Transcript,
    ledger: WitnessLedger,
    version: str,
    rulings: Sequence[tuple[Ruling, Locus]],
    *,
    taken: Collection[str] = frozenset(),
) -> tuple[Transcript, WitnessLedger, list[Finding]]:
    """Give every passage its anchor.

    ``ledger`` is what earlier builds remember of the witness (no entries at the first), ``version`` the edition's
    version now, ``rulings`` those of the document with their places. A passage that comes with an id of its own (an
    ``xml:id`` of the user's TEI) keeps it, whatever the ledger says; ``taken`` are all ids of that file, and no other
    passage gets one of them. Back come the transcript with the anchors, the ledger to be written, and findings: A103 a
    passage undecided, A106 an anchor retired, G101 to G105 a ruling that cannot be carried out, I140 an id that is no
    anchor, I141 an id that has come to stand on other words. With an error among them nothing is decided: transcript
    and ledger come back as they were given.

    The same text gives the same ledger again.
    """
    text = running(transcript)
    items = [Item(passage.kind, passage.who, passage.content.text) for passage in text.passages]
    own, findings = own_ids(ledger, text)
    ruled, found = apply_rulings(text, ledger, version, rulings)
    findings += found
    if has_errors(findings):
        return transcript, ledger, findings
    matching = Matching({}, {}, {})
    if ledger.entries:
        keep, retire = held_by_file(ledger.entries, own, ruled)
        matching = as_in_file(match(ledger.entries, items, keep, retire), ledger.entries, own, taken)
    findings += undecided(ledger, text, matching)
    if has_errors(findings):
        return transcript, ledger, findings
    ids = _ids(ledger.entries, matching, len(items), own, taken)
    entries = _entries(ledger.entries, items, ids, matching, version)
    after = replace(ledger, entries=tuple(entries))
    findings += [*moved(ledger, text, own), *retirements(ledger, after, text)]
    return with_anchors(transcript, ids), after, findings


def with_anchors(transcript: Transcript, ids: Sequence[str]) -> Transcript:
    """``transcript`` with ``ids`` given to its passages in the order of :func:`pecia.model.passages`."""
    left = iter(ids)

    def given(passage: Passage) -> Passage:
        if passage.kind in SIGNS:
            return passage
        # as `replace` does it, which takes ten times as long, and a text has thousands
        return Passage(
            kind=passage.kind,
            content=passage.content,
            who=passage.who,
            id=next(left),
            element=passage.element,
            within=passage.within,
            locus=passage.locus,
        )

    front = tuple(
        replace(block, label=given(block.label), values=tuple(map(given, block.values)))
        if isinstance(block, Field)
        else given(block)
        for block in transcript.front
    )
    body = tuple(
        replace(block, passages=tuple(map(given, block.passages))) if isinstance(block, Turn) else given(block)
        for block in transcript.body
    )
    return Transcript(front, body)


def _ids(
    entries: Sequence[LedgerEntry], matching: Matching, size: int, own: Mapping[int, str], taken: Collection[str]
) -> list[str]:
    """The anchor of each new passage.

    One of the file's ``own`` (by passage) stays. A new one takes its number from the first entry whose words it has;
    else, after the last passage that has an anchor already, the next number of all; else the number of the passage
    before it, 0 at the start. To a number that has been given before, the next letters are added. An id that the
    ledger or the file (``taken``) has is passed over.
    """
    given = [_number_and_rank(entry.id) for entry in entries]
    ranks = {0: 0}
    for number, rank in filter(None, given):
        ranks[number] = max(rank, ranks.get(number, 0))
    top = max(ranks)
    used = {entry.id for entry in entries}.union(taken, own.values())
    origin = {new: given[old] for old, fate in sorted(matching.fates.items(), reverse=True) for new in fate.became}
    last = max(matching.kept, default=-1)
    before = 0
    ids: list[str] = []
    for new in range(size):
        anchor = own.get(new) or (entries[matching.kept[new]].id if new in matching.kept else "")
        while not anchor:
            if found := origin.get(new):
                number = found[0]
            elif new > last:
                number = top + 1
            else:
                number = before
            ranks[number] = ranks.get(number, -1) + 1
            top = max(top, number)
            candidate = f"p{number}{_letters(ranks[number])}"
            anchor = "" if candidate in used else candidate
        if found := _number_and_rank(anchor):
            before = found[0]
        ids.append(anchor)
    return ids


def _number_and_rank(anchor: str) -> tuple[int, int] | None:
    """The number of an anchor, and the rank of its letters (none 0, a 1, z 26, aa 27); of another id nothing."""
    parts = ANCHOR.fullmatch(anchor)
    if parts is None:
        return None
    rank = 0
    for letter in parts[2]:
        rank = 26 * rank + ord(letter) - ord("a") + 1
    return int(parts[1]), rank


def _letters(rank: int) -> str:
    """The letters of a rank, as :func:`_number_and_rank` reads them."""
    letters = ""
    while rank:
        rank, letter = divmod(rank - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _entries(
    entries: Sequence[LedgerEntry], items: Sequence[Item], ids: Sequence[str], matching: Matching, version: str
) -> Iterator[LedgerEntry]:
    """The ledger's entries for the new text.

    Those of its passages are in its order. A retired one follows the last passage before it that has kept its place.
    """
    hosts = {old: new for new, old in in_order(matching.kept)}
    host = -1
    gone: dict[int, list[LedgerEntry]] = defaultdict(list)
    held = set(matching.kept.values())
    for old, entry in enumerate(entries):
        host = hosts.get(old, host)
        if old in matching.fates:
            reason, became = matching.fates[old]
            gone[host].append(replace(entry, retirement=Retirement(version, reason, tuple(ids[new] for new in became))))
        elif old not in held:
            gone[host].append(entry)
    yield from gone[-1]
    for new, item in enumerate(items):
        if new in matching.kept:
            yield _with_wording(_back(entries[matching.kept[new]], version), item, version)
        else:
            yield LedgerEntry(ids[new], item.kind, item.who, item.text, version, version)
        yield from gone[new]


def _back(entry: LedgerEntry, version: str) -> LedgerEntry:
    """The entry live: in the version that retired it as if nothing had happened, later with the gap on record."""
    if entry.retirement is None:
        return entry
    if entry.retirement.until == version:
        return replace(entry, retirement=None)
    wording = Wording(entry.text, entry.wording_since, entry.retirement.until)
    return replace(entry, retirement=None, former=(*entry.former, wording), wording_since=version)


def _with_wording(entry: LedgerEntry, item: Item, version: str) -> LedgerEntry:
    """The entry with the passage's words; what it had is kept if another version had it, and taken back if undone."""
    if (entry.kind, entry.who) != (item.kind, item.who):
        entry = replace(entry, kind=item.kind, who=item.who)
    if item.text == entry.text:
        return entry
    if entry.wording_since != version:
        former = (*entry.former, Wording(entry.text, entry.wording_since, version))
        return replace(entry, text=item.text, former=former, wording_since=version)
    last = entry.former[-1] if entry.former else None
    if last and last.text == item.text and last.until == version:
        return replace(entry, text=item.text, former=entry.former[:-1], wording_since=last.since)
    return replace(entry, text=item.text)
