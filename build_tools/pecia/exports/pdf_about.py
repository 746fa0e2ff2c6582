"""What a copy in PDF says before and after the text: the edition, the document, its witnesses, its sources.

The same facts as on the document's page (:mod:`pecia.pages.overview`); what a statement rests on, and each step of the
provenance, stands in footnotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pecia.exports.pdf_words import Words, folded, joined, note, notes, outside_link, words
from pecia.exports.texts import original_in_words
from pecia.model import passages, turns
from pecia.pages.overview import hand
from pecia.pages.views import DocumentView, WitnessView
from pecia.record import EditionStatement, Entry, Participant, Source, Statement, Witness
from pecia.words import (
    NOT_ESTABLISHED,
    certainty_in_words,
    counted,
    date_in_words,
    duration_in_words,
    language_in_words,
    listed,
    sentence,
    shortened,
)

Block = dict[str, Any]
"""A block as ``book.typ`` prints it, by its ``kind``."""

_PARTS = {"speaker": "speaks", "present": "present", "interpreter": "interpreter", "note-taker": "note-taker"}


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
        yield facts(
            ("Kind", _fact(document.kind)),
            ("Date", _fact(date_in_words(document.date))),
            ("Place", _fact(document.place)),
            ("Duration", _fact(duration_in_words(document.duration))),
            ("Language of the original", _fact(_language(document.original.language))),
        )
        yield heading("Summary")
        yield self.paragraph(document.summary)
        yield heading("Participants")
        yield from self._participants()
        here = [witness for witness in self.view.witnesses if witness.record.siglum in self.sigla]
        for witness in here:
            yield heading(named(witness.record.witness))
            yield from self._witness(witness)
        others = [named(w) for w in document.witnesses if w.siglum not in self.sigla]
        if others:
            yield paragraph(words(f"Not in this copy: {listed([name[0].lower() + name[1:] for name in others])}."))
        if len(document.witnesses) > 1:
            yield heading("Relation of the witnesses")
            yield self.paragraph(document.relation)
        yield heading("Provenance")
        yield self._provenance([witness.record.witness for witness in here])

    def paragraph(self, statements: Sequence[Statement]) -> Block:
        """Statements in a row, each with a footnote for its sources; neighbours that rest on the same share one."""
        parts = []
        for number, statement in enumerate(statements):
            following = statements[number + 1] if number + 1 < len(statements) else None
            shared = following is not None and following.sources == statement.sources
            resting = [] if shared else self._resting_on(statement.sources)
            cited: Words = [note(resting)] if resting else []
            parts.append(joined([[*words(statement.text), *cited], _certainty(statement)]))
        return paragraph(joined(parts) or words(sentence(NOT_ESTABLISHED.capitalize())))

    def bibliography(self) -> Iterator[Block]:
        """The list of sources, each where footnotes link to."""
        by_id = {source.id: source for source in self.view.document.sources}
        items = [{"words": self._source(source), "at": f"source-{source.id}"} for source in by_id.values()]
        yield {"kind": "list", "items": items} if items else paragraph(words(sentence(NOT_ESTABLISHED.capitalize())))

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
        if not participants:
            yield paragraph(words(sentence(NOT_ESTABLISHED.capitalize())))
        for side in dict.fromkeys(participant.side for participant in participants):
            yield {"kind": "label", "words": words(side or "Side not established")}
            items = [{"words": self._participant(p)} for p in participants if p.side == side]
            yield {"kind": "list", "items": items}

    def _participant(self, participant: Participant) -> Words:
        entry, statement = self.entries.get(participant.person), participant.statement
        name = words(entry.name if entry else participant.person)
        role = participant.role or f"role {NOT_ESTABLISHED}"
        if role == NOT_ESTABLISHED:
            role = f"role {role}"
        sure = f" ({said})" if statement and (said := certainty_in_words(statement.certainty)) else ""
        cited: Words = [note(self._stated(statement))] if statement else []
        return [*name, *cited, ", ", *words(f"{role}{sure}; {_PARTS[participant.part]}")]

    def _witness(self, view: WitnessView) -> Iterator[Block]:
        witness, transcript = view.record.witness, view.record.transcript
        spoken, everything = sum(1 for _ in turns(transcript)), sum(1 for _ in passages(transcript))
        source = next((s for s in self.view.document.sources if s.id == witness.published_in), None)
        elsewhere = [[*outside_link(a.url, a.url), f" ({a.kind})"] for a in witness.addresses]
        hands = [
            (_capital(item.role), words(" ".join(filter(None, [f"{hand(item, dict(self.entries))}.", item.note]))))
            for item in witness.responsibilities
        ]
        yield paragraph(words(witness.description or sentence(f"Description {NOT_ESTABLISHED}")))
        digest = f", SHA-256 {witness.exemplar.sha256}" if witness.exemplar.sha256 else ""
        yield facts(
            ("Text", words(f"{counted(spoken, 'turn')}, {counted(everything, 'passage')}")),
            ("Language", _fact(_language(witness.language))),
            ("Published in", self._source(source) if source else _fact("")),
            ("Elsewhere", joined(elsewhere, "; ") or words("not found online")),
            *(hands or [("Hands", _fact(""))]),
            ("Exemplar", _fact(f"{witness.exemplar.file}{digest}" if witness.exemplar.file else "")),
        )

    def _provenance(self, witnesses: Sequence[Witness]) -> Block:
        """The original, then each witness of this copy, in order; what is known of each step stands in its notes."""
        document = self.view.document
        first = [{"t": "The original.", "i": True}, " ", *words(original_in_words(document.original))]
        steps = [{"words": [*first, *notes(map(self._stated, document.provenance))]}]
        for witness in witnesses:
            doubts = dict.fromkeys(certainty_in_words(s.certainty) for s in witness.provenance if s.certainty != "high")
            sure = words(f"In part {listed(list(doubts), 'or')}; see the notes.") if doubts else []
            missing = [] if witness.provenance else words(f"Provenance {NOT_ESTABLISHED}.")
            said = joined([words(sentence(named(witness)), i=True), sure, missing])
            steps.append({"words": [*said, *notes(map(self._stated, witness.provenance))]})
        return {"kind": "steps", "items": steps}


def this_copy(statement: EditionStatement, citation: str, rights: Block) -> Iterator[Block]:
    """What a reader of the copy alone must know: which edition it is of, how to cite it, what may be done with it."""
    title = ": ".join(part for part in (statement.title, statement.subtitle) if part)
    edited = f", edited by {listed([_in_a_sentence(e.name) for e in statement.editors])}" if statement.editors else ""
    yield paragraph([*(words(title, i=True) or words("An edition without a title")), *words(edited), "."])
    if statement.description:
        yield paragraph(words(statement.description))
    address = statement.url
    yield facts(
        ("Version", _fact(statement.version)),
        ("Date", _fact(date_in_words(statement.date))),
        ("Publisher", _fact(statement.publisher)),
        ("Address", outside_link(address, address) if address else _fact("")),
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
    yield heading("Licence and rights")
    licence = statement.licence
    named = outside_link(licence.url, licence.name) if licence.url else words(licence.name)
    scope = words(licence.scope) if licence.scope else []
    yield paragraph(joined([[*named, "."], scope]) if licence.name else words(sentence(f"Licence {NOT_ESTABLISHED}")))
    yield rights


def facts(*rows: tuple[str, Words]) -> Block:
    """Names and what there is to say of each."""
    return {"kind": "facts", "rows": [[[{"t": name, "i": True}], said] for name, said in rows]}


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


def _fact(value: str) -> Words:
    return words(value or NOT_ESTABLISHED)


def _language(code: str) -> str:
    return language_in_words(code) if code else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_a_sentence(name: str) -> str:
    return f"the {name[4:]}" if name.startswith("The ") else name
