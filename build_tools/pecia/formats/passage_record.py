"""The passages of a witness as data: what each reads, since when, and what it read before.

The record is what a quotation can be checked with, by a script of the page (``pecia/theme``), by ``pecia verify`` and
by anybody with a JSON parser. ``docs/reference/passages.md`` describes its keys. Keys that would say nothing
(``label``, ``corrected``, ``also``, ``certainty``, ``start``, ``end``) are left out; ``who``, ``turn`` and ``after``
are ``null`` where there is nothing.
:mod:`pecia.formats.reading_record` says the same in fewer words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pecia import addresses
from pecia.anchors import LedgerEntry, Retired, WitnessLedger, resolve, retired
from pecia.anchors.ledger import fingerprint
from pecia.citation import STYLES, DocumentForms, Forms, Template, bibtex_text, template_as_json
from pecia.citation.names import speaker_of
from pecia.collation import Collation, Unit
from pecia.formats.text import corrected_words
from pecia.model import SIGNS, Field, Passage, RichText, Transcript, Turn, passages, time_of
from pecia.model.edition import Document, EditionStatement, Entry
from pecia.versions import Versions
from pecia.view.document import DocumentView, WitnessView

Json = dict[str, Any]

_CALLED = "peciaRecord"


def passage_record(
    statement: EditionStatement,
    view: DocumentView,
    witness: WitnessView,
    ledger: WitnessLedger,
    forms: Forms,
    versions: Versions,
) -> Json:
    """The record of one witness: JSON values only, its keys in the order in which they are to be written.

    ``ledger`` is the witness's after the build that made ``witness``, ``forms`` how the witness is cited, ``versions``
    those of the edition, the present one included.
    """
    return {
        **_publication(statement, view.document),
        "witness": _witness(view.document, witness),
        "versions": _versions(versions),
        "speakers": _speakers(witness),
        "citations": _citations(forms),
        "passages": _passages(witness.record.transcript, ledger),
        "retired": _retired(ledger),
    }


def edition_record(statement: EditionStatement, forms: Forms) -> Json:
    """How the edition and its pages are cited: ``edition`` and ``citations`` as in :func:`passage_record`."""
    return {"edition": _edition(statement), "citations": _citations(forms)}


def document_record(
    statement: EditionStatement,
    view: DocumentView,
    ledgers: Sequence[WitnessLedger],
    forms: DocumentForms,
    collations: Sequence[Collation],
    versions: Versions,
) -> Json:
    """The record of a whole document.

    ``edition``, ``document``, ``versions`` and ``citations`` (of the document) stand once; ``witnesses`` has of each
    witness the rest of its :func:`passage_record`. ``links`` has for each two witnesses that are compared their
    ``witnesses`` (two sigla) and ``passages``: a list of pairs, each of them the anchors that correspond in the one and
    in the other witness, in order; one of the two lists is empty where that witness has nothing. ``ledgers`` are in the
    order of ``view.witnesses``.
    """
    return {
        **_publication(statement, view.document),
        "versions": _versions(versions),
        "citations": _citations(forms.document),
        "witnesses": [
            {
                "witness": _witness(view.document, witness),
                "speakers": _speakers(witness),
                "citations": _citations(forms.witnesses[witness.record.siglum]),
                "passages": _passages(witness.record.transcript, ledger),
                "retired": _retired(ledger),
            }
            for witness, ledger in zip(view.witnesses, ledgers, strict=True)
        ],
        "links": [_links(collation) for collation in collations],
    }


def as_json(record: Json) -> bytes:
    """The record as a file: UTF-8, indented by one space, LF at the end."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def as_script(record: Json, *, indented: bool = True) -> bytes:
    """The record as a classic script in UTF-8, which a page can load from a file too: a call of ``peciaRecord``.

    ``<`` is escaped, so that the script stays whole wherever it is put into a page (HTML, section 4.12.1.3,
    "Restrictions for contents of script elements"), and so are the line ends that older scripts do not take in strings
    (ECMAScript 2018 and before, section 11.8.4).
    """
    if indented:
        text = json.dumps(record, ensure_ascii=False, indent=1)
    else:
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        if character in text:
            text = text.replace(character, f"\\u{ord(character):04x}")
    return f"{_CALLED}({text});\n".encode()


def speakers(witness: WitnessView) -> dict[str, Entry]:
    """The register entries of those whose words the passages are, by key, in the order in which they first speak."""
    entries = {entry.key: entry for entry in witness.record.entries}
    spoken = dict.fromkeys(passage.who for passage in passages(witness.record.transcript) if passage.who)
    return {key: entries[key] for key in spoken if key in entries}


# --- the parts -----------------------------------------------------------------------------------


def _edition(statement: EditionStatement) -> Json:
    return {
        "title": statement.title,
        "version": statement.version,
        "date": statement.date,
        "url": statement.url,
        "publisher": statement.publisher,
    }


def _publication(statement: EditionStatement, document: Document) -> Json:
    return {
        "edition": _edition(statement),
        "document": {
            "id": document.id,
            "title": document.title,
            "short_title": document.short_title,
            "date": document.date,
            "place": document.place,
        },
    }


def _witness(document: Document, witness: WitnessView) -> Json:
    described = witness.record.witness
    return {
        "siglum": described.siglum,
        "title": described.title,
        "language": described.language,
        "address": addresses.witness(document.id, described.siglum),
    }


def _versions(versions: Versions) -> list[Json]:
    return [{"version": version.version, "date": version.date} for version in versions]


def _speakers(witness: WitnessView) -> Json:
    return {
        key: {"name": entry.name, "surname": speaker_of(entry).surname, "bibtex": bibtex_text(entry.name)}
        for key, entry in sorted(speakers(witness).items())
    }


def _citations(forms: Forms) -> Json:
    def by_style(templates: Mapping[Any, Template]) -> Json:
        return {style.id: template_as_json(templates[style.id]) for style in STYLES if style.id in templates}

    return {
        "styles": [{"id": style.id, "name": style.name, "follows": style.follows} for style in STYLES],
        "page": by_style(forms.page),
        "passage": by_style(forms.passage),
        "bibtex": template_as_json(forms.bibtex),
        "ris": template_as_json(forms.ris),
        "bibtex_of_page": template_as_json(forms.bibtex_of_page),
        "ris_of_page": template_as_json(forms.ris_of_page),
        "csl": dict(forms.csl),
        "lacks": list(forms.lacks),
    }


def _passages(transcript: Transcript, ledger: WitnessLedger) -> list[Json]:
    entries = {entry.id: entry for entry in ledger.entries}
    made = []
    for block in (*transcript.front, *transcript.body):
        match block:
            case Passage() if block.kind not in SIGNS:
                made.append(_passage(block, None, entries.get(block.id or "")))
            case Field():
                made += [_passage(p, None, entries.get(p.id or "")) for p in (block.label, *block.values)]
            case Turn():
                made += [_passage(p, block, entries.get(p.id or "")) for p in block.passages if p.kind not in SIGNS]
    return made


def _passage(passage: Passage, turn: Turn | None, entry: LedgerEntry | None) -> Json:
    text, emended = passage.content.text, corrected_words(passage.content)
    first = turn.first if turn else None
    time = time_of(turn.label if turn and passage is first else RichText(""), passage.content)
    return {
        "id": passage.id,
        "kind": passage.kind.value,
        "who": passage.who or None,
        "turn": first.id if first else None,
        **({"also": list(turn.also)} if turn and turn.also else {}),
        **({"certainty": turn.certainty} if turn and turn.certainty != "high" else {}),
        **({"label": turn.label.text} if turn and turn.label.text and passage is first else {}),
        **({"start": time.start} if time else {}),
        **({"end": time.end} if time and time.end else {}),
        "text": text,
        **({"corrected": emended} if emended != text else {}),
        "fingerprint": fingerprint(text),
        "since": entry.since if entry else "",
        "wording_since": entry.wording_since if entry else "",
        "former": _former(entry) if entry else [],
    }


def _former(entry: LedgerEntry) -> list[Json]:
    return [
        {"text": w.text, "fingerprint": fingerprint(w.text), "since": w.since, "until": w.until} for w in entry.former
    ]


def _retired(ledger: WitnessLedger) -> list[Json]:
    entries = {entry.id: entry for entry in ledger.entries}
    return [_gone(item, entries[item.id], resolve(ledger, item.id)) for item in retired(ledger)]


def _gone(item: Retired, entry: LedgerEntry, leads_to: tuple[str, ...]) -> Json:
    return {
        "id": item.id,
        "reason": item.reason,
        "became": list(item.became),
        "leads_to": list(leads_to),
        "after": item.after,
        "text": item.text,
        "fingerprint": fingerprint(item.text),
        "since": item.since,
        "wording_since": entry.wording_since,
        "until": item.until,
        "former": _former(entry),
    }


def _links(collation: Collation) -> Json:
    def anchors(units: Sequence[Unit], numbers: Sequence[int]) -> list[str]:
        return [units[number].passage.id or "" for number in numbers]

    return {
        "witnesses": [collation.ours, collation.theirs],
        "passages": [
            [anchors(collation.our_units, row.link.ours), anchors(collation.their_units, row.link.theirs)]
            for row in collation.rows
        ],
    }
