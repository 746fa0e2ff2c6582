"""What was odd in a text that was read, each kind of it said once."""

from __future__ import annotations

from collections.abc import Iterator

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.tei.names import TEI_NAMESPACE, line_of
from pecia.tei_import.check_ids import told
from pecia.tei_import.context import Reading
from pecia.tei_import.rules import name_of

_SHOWN = 3


def found_in(reading: Reading) -> Iterator[Finding]:
    """I152 pictures that are elsewhere, I120 words outside passages, I122 elements without a rule: of those of TEI each
    name, of others each namespace."""
    if reading.elsewhere:
        message = f"Pictures missing beside the file were linked instead: {told(reading.elsewhere, 'one', 'of them')}."
        yield Finding("I152", message, Locus(reading.path, line_of(reading.elsewhere[0][1])))
    for name, (count, line, words) in reading.loose.items():
        times = f" ({count} times)" if count > 1 else ""
        yield Finding("I120", f"{name} has text of its own{times}: {words}.", Locus(reading.path, line))
    counts = dict.fromkeys(reading.unknown, 0)
    for (tag, _), count in reading.uses.items():
        if tag in counts:
            counts[tag] += count
    foreign: dict[str, list[str]] = {}
    for tag, line in reading.unknown.items():
        namespace, _, name = tag.rpartition("}")
        if namespace[1:] not in (TEI_NAMESPACE, ""):
            foreign.setdefault(namespace[1:], []).append(tag)
            continue
        message = f"{name_of(tag)} ({_times(counts[tag])}) is unknown; its content is shown."
        yield Finding("I122", message, Locus(reading.path, line))
    for namespace, tags in foreign.items():
        names = ", ".join(tag.rpartition("}")[2] for tag in tags[:_SHOWN]) + (" …" if len(tags) > _SHOWN else "")
        total = sum(counts[tag] for tag in tags)
        one = f"{total:,} elements of" if total > 1 else "One element of"
        message = f"{one} {namespace} ({names}) {'are' if total > 1 else 'is'} not TEI; the words in them are shown."
        yield Finding("I122", message, Locus(reading.path, reading.unknown[tags[0]]))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
