"""What a copy in PDF says before and after the text: the edition, the document, its witnesses, its sources.

The same facts as on the document's page (:mod:`pecia.pages.overview`); what a statement rests on, and each step of the
provenance, stands in footnotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pecia.formats.pdf_words import Words, folded, joined, note, notes, outside_link, words
from pecia.formats.text import original_in_words
from pecia.model.edition import EditionStatement, Entry, Participant, Source, Statement, Witness
from pecia.pages.overview import hand, size_of_text
from pecia.pages.statements import unestablished
from pecia.pages.views import DocumentView, WitnessView
from pecia.phrases import (
    PARTS,
    certainty_in_words,
    date_in_words,
    duration_in_words,
    language_in_words,
    listed,
    sentence,
    shortened,
)

Block = dict[str, Any]
"""A block as ``book.typ`` prints it, by its ``kind``."""


@dataclass(frozen=True, slots=True)
class About:
    """What the sections need: the document, the sigla of this copy, the register entries, the citations in words."""

    view: DocumentView
    sigla: tuple[str, ...]
    entries: Mapping[str, Entry]
    cited: Mapping[str, str]

    def document(self) -> Iterator[Block]:
        """The document: facts, summary, who was there, the witnesses of this copy, provenance."""
        document = self.view.document
        yield from facts(
            ("Type", words(document.kind)),
            ("Date", words(date_in_words(document.date))),
            ("Place", words(document.place)),
            ("Duration", words(duration_in_words(document.duration))),
            ("Language of the original", words(_language(document.original.language))),
            ("Not established", words(listed(unestablished(document)))),
        )
        yield from section("Summary", *self.paragraph(document.summary))
        yield from section("Participants", *self._participants())
        here = [witness for witness in self.view.witnesses if witness.record.siglum in self.sigla]
        for witness in here:
            yield from section(named(witness.record.witness), *self._witness(witness))
        others = [named(w) for w in document.witnesses if w.siglum not in self.sigla]
        if others:
            yield paragraph(words(f"Not in this copy: {listed([name[0].lower() + name[1:] for name in others])}."))
        yield from section("Relation of the witnesses", *self.paragraph(document.relation))
        yield from section("Provenance", *self._provenance([witness.record.witness for witness in here]))

    def paragraph(self, statements: Sequence[Statement]) -> list[Block]:
        """Statements in a row, each with a footnote for its sources; neighbours that rest on the same share one.

        No block without a statement.
        """
        parts = []
        for number, statement in enumerate(statements):
            following = statements[number + 1] if number + 1 < len(statements) else None
            shared = following is not None and following.sources == statement.sources
            resting = [] if shared else self._resting_on(statement.sources)
            cited: Words = [note(resting)] if resting else []
            parts.append(joined([[*words(statement.text), *cited], _certainty(statement)]))
        return [paragraph(joined(parts))] if parts else []

    def bibliography(self) -> Iterator[Block]:
        """The list of sources, each where footnotes link to."""
        by_id = {source.id: source for source in self.view.document.sources}
        items = [{"words": self._source(source), "at": f"source-{source.id}"} for source in by_id.values()]
        if items:
            yield {"kind": "list", "items": items}

    def _stated(self, statement: Statement) -> Words:
        return joined([words(statement.text), _certainty(statement), self._resting_on(statement.sources)])

    def _resting_on(self, keys: Sequence[str]) -> Words:
        if not keys:
            return []
        lead = "Source: " if len(keys) == 1 else "Sources: "
        return [lead, *joined((self._in_short(key) for key in keys), "; "), "."]

    def _in_short(self, key: str) -> Words:
        """What a statement rests on: an item of the list of sources, or a witness."""
        source = next((source for source in self.view.document.sources if source.id == key), None)
        if source is None:
            return words(f"witness {key}", **({"to": f"text-{key}"} if key in self.sigla else {}))
        short = shortened(folded(source.title), 60)
        italic = source.kind in {"book", "database"}
        title = words(short, i=True, to=f"source-{key}") if italic else words(f"“{short}”", to=f"source-{key}")
        return joined([title, words(f"({source.date})") if source.date else []])

    def _source(self, source: Source) -> Words:
        """A source as it is cited; where no citation is given, its facts in a row."""
        if given := self.cited.get(source.id):
            return _linked(given, source.url)
        facts = (listed(source.authors), source.title, source.container, source.issue, source.pages)
        imprint = (source.place, source.publisher, source.date)
        said = words(sentence(", ".join(fact for fact in (*facts, *imprint) if fact)))
        return joined([said, outside_link(source.url, source.url) if source.url else []])

    def _participants(self) -> Iterator[Block]:
        participants = self.view.document.participants
        sides = list(dict.fromkeys(participant.side for participant in participants))
        for side in sides:
            if sides != [""]:
                yield {"kind": "label", "words": words(side or "Other participants")}
            items = [{"words": self._participant(p)} for p in participants if p.side == side]
            yield {"kind": "list", "items": items}

    def _participant(self, participant: Participant) -> Words:
        entry, statement = self.entries.get(participant.person), participant.statement
        name = words(entry.name if entry else participant.person)
        sure = f" ({said})" if statement and (said := certainty_in_words(statement.certainty)) else ""
        cited: Words = [note(self._stated(statement))] if statement else []
        said = "; ".join(part for part in (participant.role, PARTS[participant.part]) if part)
        return [*name, *cited, ", ", *words(f"{said}{sure}")]

    def _witness(self, view: WitnessView) -> Iterator[Block]:
        witness, transcript = view.record.witness, view.record.transcript
        source = next((s for s in self.view.document.sources if s.id == witness.published_in), None)
        online = [[*outside_link(a.url, a.url), f" ({a.kind})"] for a in witness.addresses]
        contributors = [
            (_capital(item.words), words(" ".join(filter(None, [f"{hand(item, dict(self.entries))}.", item.note]))))
            for item in witness.responsibilities
        ]
        if witness.description:
            yield paragraph(words(witness.description))
        digest = f"SHA-256 {witness.exemplar.sha256}" if witness.exemplar.sha256 else ""
        yield from facts(
            ("Text", words(size_of_text(transcript))),
            ("Language", words(_language(witness.language))),
            ("Published in", self._source(source) if source else []),
            ("Online", joined(online, "; ")),
            *contributors,
            ("Exemplar", words(", ".join(part for part in (witness.exemplar.file, digest) if part))),
        )

    def _provenance(self, witnesses: Sequence[Witness]) -> Iterator[Block]:
        """The original, then each witness of this copy, in order; what is known of each step stands in its notes."""
        document = self.view.document
        steps: list[dict[str, Words]] = []
        if (original := original_in_words(document.original)) or document.provenance:
            first = joined([[{"t": "The original.", "i": True}], words(original)])
            steps.append({"words": [*first, *notes(map(self._stated, document.provenance))]})
        for witness in witnesses:
            if not witness.provenance:
                continue
            doubts = dict.fromkeys(certainty_in_words(s.certainty) for s in witness.provenance if s.certainty != "high")
            sure = words(f"In part {listed(list(doubts), 'or')}; see the notes.") if doubts else []
            said = joined([words(sentence(named(witness)), i=True), sure])
            steps.append({"words": [*said, *notes(map(self._stated, witness.provenance))]})
        if steps:
            yield {"kind": "steps", "items": steps}


def this_copy(statement: EditionStatement, citation: str, rights: Sequence[Block]) -> Iterator[Block]:
    """What a reader of the copy alone must know: which edition it is of, how to cite it, what may be done with it."""
    title = ": ".join(part for part in (statement.title, statement.subtitle) if part)
    edited = f", edited by {listed([_in_a_sentence(e.name) for e in statement.editors])}" if statement.editors else ""
    yield paragraph([*(words(title, i=True) or words("An edition without a title")), *words(edited), "."])
    if statement.description:
        yield paragraph(words(statement.description))
    address = statement.url
    yield from facts(
        ("Version", words(statement.version)),
        ("Date", words(date_in_words(statement.date))),
        ("Publisher", words(statement.publisher)),
        ("Address", outside_link(address, address) if address else []),
    )
    if citation:
        yield heading("Cite")
        yield paragraph(words(citation))
        yield paragraph(
            words(
                "To cite one passage, add its number, which stands in the margin: it is given once and keeps its "
                "meaning in every version."
            )
        )
    licence = statement.licence
    named = outside_link(licence.url, licence.name) if licence.url else words(licence.name)
    scope = words(licence.scope) if licence.scope else []
    terms = [paragraph(joined([[*named, "."], scope]))] if licence.name else []
    yield from section("Licence and rights", *terms, *rights)


def facts(*rows: tuple[str, Words]) -> list[Block]:
    """Names and what there is to say of each; those without a value are left out, and so is an empty list."""
    given = [[[{"t": name, "i": True}], said] for name, said in rows if said]
    return [{"kind": "facts", "rows": given}] if given else []


def section(title: str, *blocks: Block) -> list[Block]:
    """The blocks under their heading; nothing without blocks."""
    return [heading(title), *blocks] if blocks else []


def heading(title: str) -> Block:
    """A heading inside a section."""
    return {"kind": "heading", "words": words(title)}


def paragraph(content: Words) -> Block:
    """A paragraph of the edition's own words."""
    return {"kind": "paragraph", "words": content}


def named(witness: Witness) -> str:
    """A witness in a heading."""
    return f"Witness {witness.siglum}" + (f": {folded(witness.title)}" if witness.title else "")


def _linked(text: str, address: str) -> Words:
    """``text`` with the ``address`` in it as a link."""
    before, found, after = text.partition(address) if address else (text, "", "")
    return [before, *outside_link(address, found), after] if found else words(text)


def _certainty(statement: Statement) -> Words:
    said = certainty_in_words(statement.certainty)
    return words(f"({said})") if said else []


def _language(code: str) -> str:
    return language_in_words(code) if code else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_a_sentence(name: str) -> str:
    return f"the {name[4:]}" if name.startswith("The ") else name
