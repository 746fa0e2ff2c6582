"""A copy of a document as a book, for every format that is one: the edition, the document, the texts, the key, sources.

What a statement rests on, and each step of the provenance, stands in notes. A book stands alone: whatever a reader of
the site finds on other pages is said in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pecia import addresses
from pecia.anchors import Retired
from pecia.locales import say
from pecia.model import WHITE_SPACE, contents, passages
from pecia.model.edition import Document, EditionStatement, Entry, Participant, Source, Statement
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
from pecia.view.blocks import blocks
from pecia.view.document import DocumentView, WitnessView, entries_by_key
from pecia.view.explanations import in_a_sentence
from pecia.view.facts import hand, named, original_in_words, size_of_text, unestablished
from pecia.view.legend import signs, structure
from pecia.view.tree import Block, Content, Inline, Target
from pecia.view.units import Text

_FATES = {"split": "was split", "merged": "was merged with another passage", "removed": "was removed"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a book: its ``name`` (``document``, ``text-A``, ``key``, ``sources`` …) and title, the blocks in order,
    and the language of its words, empty for the edition's own.

    Of a text: the witness's ``text``, and the numbers of its passages lead to ``address``.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    language: str = ""
    text: Text | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A copy of the witnesses ``sigla`` of a document.

    ``title`` is that of the document, ``witness`` says which of its witnesses there are, ``imprint`` version, date and
    publisher. ``key`` are the signs of all its texts.
    """

    statement: EditionStatement
    document: Document
    witnesses: tuple[WitnessView, ...]
    title: str
    witness: str
    imprint: str
    parts: tuple[Part, ...]

    @property
    def siglum(self) -> str:
        """The one witness of the book, or ``""`` when there are several."""
        return self.witnesses[0].record.siglum if len(self.witnesses) == 1 else ""

    @property
    def whole_title(self) -> str:
        """The title with the witness."""
        return f"{self.title}: {self.witness[0].lower()}{self.witness[1:]}"

    @property
    def address(self) -> str:
        """Where the edition publishes what the book holds; empty when it has no address yet."""
        place = addresses.document(self.document.id)
        if self.siglum:
            place = addresses.witness(self.document.id, self.siglum)
        return addresses.published(self.statement, place)


def book(statement: EditionStatement, view: DocumentView, sigla: Sequence[str], cited: Mapping[str, str]) -> Book:
    """The book of the witnesses ``sigla``, in the document's order; at least one.

    ``cited``: the citation in words by siglum, of the whole document under ``""``, and of sources by their ids; what is
    missing is left out, and of a source the facts are listed.
    """
    document = view.document
    here = tuple(witness for witness in view.witnesses if witness.record.siglum in sigla)
    about = _About(statement, view, here, entries_by_key(witness.record for witness in view.witnesses), cited)
    alone = named(here[0].record.witness) if len(here) == 1 else ""
    whole = len(here) == len(document.witnesses)
    citation = cited.get(sigla[0] if len(sigla) == 1 else "", "") or (cited.get("", "") if whole else "")
    version = f"Version {statement.version}" if statement.version else ""
    parts = (
        Part("copy", "This copy", tuple(_this_copy(statement, citation, about.paragraph(document.rights)))),
        Part("document", "The document", tuple(about.document())),
        *(_text(statement, document, witness) for witness in here),
        Part("key", "Key", _key(here)),
        Part("sources", "Sources", tuple(about.bibliography())),
    )
    return Book(
        statement,
        document,
        here,
        _folded(document.title or document.short_title or document.id),
        alone or f"Witnesses {listed(sigla)}",
        ", ".join(filter(None, [version, date_in_words(statement.date), statement.publisher])),
        tuple(part if part.text else _even(part) for part in parts if part.blocks or part.text),
    )


def _folded(text: str) -> str:
    """``text`` with each run of white space as one space: YAML breaks lines where no line ends."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", text)


def _even(part: Part) -> Part:
    """A part in the edition's own words, its white space folded."""

    def content(given: tuple[Content, ...]) -> tuple[Content, ...]:
        return tuple(
            _folded(one) if isinstance(one, str) else one._replace(content=content(one.content), note=content(one.note))
            for one in given
        )

    def block(given: Block) -> Block:
        inner = tuple(map(block, given.blocks))
        return given._replace(content=content(given.content), label=content(given.label), blocks=inner)

    return replace(part, blocks=tuple(map(block, part.blocks)))


def _text(statement: EditionStatement, document: Document, witness: WitnessView) -> Part:
    text = witness.text
    address = addresses.published(statement, addresses.witness(document.id, text.siglum))
    present = frozenset(passage.id for passage in passages(witness.record.transcript) if passage.id)
    gone = [_retired(item) for item in witness.retired if item.id not in present]
    made = (*blocks(text, text.units), *([_heading("Retired passages"), *gone] if gone else []))
    return Part(f"text-{text.siglum}", named(witness.record.witness), made, text.language, text, address)


def _retired(item: Retired) -> Block:
    """An anchor of an earlier version, and what became of its passage."""
    since = f", published since version {item.since}," if item.since else ""
    until = f" in version {item.until}" if item.until else ""
    now = f" Its words are now in {listed(item.became)}." if item.became else ""
    former = f" It read: “{item.text}”" if item.text else ""
    told = f"Passage {item.id}{since} {_FATES[item.reason]}{until}.{now}{former}"
    return Block("paragraph", (told,), kind="retired", anchor=item.id)


def _key(here: Sequence[WitnessView]) -> tuple[Block, ...]:
    """The signs of all witnesses of the copy, those that mean the same once."""
    rows: dict[str, tuple[Inline, str]] = {}
    for view in here:
        marks = [span.mark for content in contents(view.record.transcript) for span in content.spans]
        for sample, told in (*structure(view.text.units), *signs(marks, view.text.names)):
            words = say(told)
            rows.setdefault(f"{sample.style} {words}", (sample, words))
    pairs = tuple(Block("fact", (words,), label=(sample,)) for sample, words in rows.values())
    return (Block("facts", blocks=pairs, kind="key"),) if pairs else ()


# --- the edition's words ---------------------------------------------------------------------------


def _this_copy(statement: EditionStatement, citation: str, rights: Sequence[Block]) -> Iterator[Block]:
    """What a reader of the copy alone must know: which edition it is of, how to cite it, what may be done with it."""
    title = ": ".join(part for part in (statement.title, statement.subtitle) if part)
    edited = f", edited by {listed([in_a_sentence(e.name) for e in statement.editors])}" if statement.editors else ""
    named = Inline("emphasis", (title,)) if title else "An edition without a title"
    yield _paragraph(named, f"{edited}.")
    if statement.description:
        yield _paragraph(statement.description)
    yield from _facts(
        ("Version", statement.version),
        ("Date", date_in_words(statement.date)),
        ("Publisher", statement.publisher),
        ("Address", *_linked(statement.url)),
    )
    if citation:
        yield _heading("Cite")
        yield _paragraph(citation)
        yield _paragraph(
            "To cite one passage, add its number: it is given once and keeps its meaning in every version."
        )
    licence = statement.licence
    terms = [_paragraph(*_linked(licence.url, licence.name), ". ", licence.scope)] if licence.name else []
    yield from _section("Licence and rights", *terms, *rights)


@dataclass(frozen=True, slots=True)
class _About:
    """What the sections need: the edition, the document, the witnesses of this copy, registers, citations."""

    statement: EditionStatement
    view: DocumentView
    here: Sequence[WitnessView]
    entries: Mapping[str, Entry]
    cited: Mapping[str, str]

    def document(self) -> Iterator[Block]:
        """The document: facts, summary, who was there, the witnesses of this copy, provenance."""
        document = self.view.document
        yield from _facts(
            ("Type", document.kind),
            ("Date", date_in_words(document.date)),
            ("Place", document.place),
            ("Duration", duration_in_words(document.duration)),
            ("Language of the original", _language(document.original.language)),
            ("Not established", listed(unestablished(document))),
        )
        yield from _section("Summary", *self.paragraph(document.summary))
        yield from _section("Participants", *self._participants())
        for witness in self.here:
            yield from _section(named(witness.record.witness), *self._witness(witness))
        sigla = {witness.record.siglum for witness in self.here}
        others = [named(w) for w in document.witnesses if w.siglum not in sigla]
        if others:
            yield _paragraph(f"Not in this copy: {listed([name[0].lower() + name[1:] for name in others])}.")
        yield from _section("Relation of the witnesses", *self.paragraph(document.relation))
        yield from _section("Provenance", *self._provenance())

    def paragraph(self, statements: Sequence[Statement]) -> list[Block]:
        """Statements in a row, each with a note for its sources; neighbours that rest on the same share one.

        No block without a statement.
        """
        parts: list[Content] = []
        for number, statement in enumerate(statements):
            following = statements[number + 1] if number + 1 < len(statements) else None
            shared = following is not None and following.sources == statement.sources
            resting = () if shared else self._resting_on(statement.sources)
            parts += [" "] if parts else []
            parts += [statement.text, *([Inline("note", note=resting)] if resting else []), *_certainty(statement)]
        return [_paragraph(*parts)] if parts else []

    def bibliography(self) -> Iterator[Block]:
        """The list of sources, each where notes lead to."""
        by_id = {source.id: source for source in self.view.document.sources}
        items = tuple(Block("item", self._source(source), anchor=f"source-{source.id}") for source in by_id.values())
        if items:
            yield Block("list", blocks=items)

    def _stated(self, statement: Statement) -> tuple[Content, ...]:
        resting = self._resting_on(statement.sources)
        return (statement.text, *_certainty(statement), *((" ", *resting) if resting else ()))

    def _resting_on(self, keys: Sequence[str]) -> tuple[Content, ...]:
        each = [part for key in keys for part in ("; ", *self._in_short(key))][1:]
        return ("Source: " if len(keys) == 1 else "Sources: ", *each, ".") if keys else ()

    def _in_short(self, key: str) -> Iterator[Content]:
        """What a statement rests on: an item of the list of sources, or a witness."""
        source = next((source for source in self.view.document.sources if source.id == key), None)
        if source is None:
            there = key in {witness.record.siglum for witness in self.here}
            yield Inline("link", (f"witness {key}",), to=Target("part", f"text-{key}")) if there else f"witness {key}"
            return
        short = shortened(" ".join(source.title.split()), 60)
        italic = source.kind in {"book", "database"}
        title = Inline("emphasis", (short,)) if italic else f"“{short}”"
        yield Inline("link", (title,), to=Target("part", f"source-{key}"))
        if source.date:
            yield f" ({source.date})"

    def _source(self, source: Source) -> tuple[Content, ...]:
        """A source as it is cited; where no citation is given, its facts in a row."""
        if given := self.cited.get(source.id):
            before, found, after = given.partition(source.url) if source.url else (given, "", "")
            return (before, *_linked(found), after) if found else (given,)
        edited = f"edited by {listed(source.editors)}" if source.editors else ""
        facts = (listed(source.authors), f"“{source.title}”", source.container, source.issue, edited, source.pages)
        imprint = (source.place, source.publisher, source.date)
        told = sentence(", ".join(fact for fact in (*facts, *imprint) if fact))
        return (told, *((" ", *_linked(source.url)) if source.url else ()))

    def _participants(self) -> Iterator[Block]:
        participants = self.view.document.participants
        sides = list(dict.fromkeys(participant.side for participant in participants))
        for side in sides:
            if sides != [""]:
                yield Block("heading", (side or "Other participants",), level=2)
            items = tuple(Block("item", self._participant(p)) for p in participants if p.side == side)
            yield Block("list", blocks=items)

    def _participant(self, participant: Participant) -> tuple[Content, ...]:
        entry, statement = self.entries.get(participant.person), participant.statement
        name = entry.name if entry else participant.person
        sure = f" ({told})" if statement and (told := certainty_in_words(statement.certainty)) else ""
        cited = (Inline("note", note=self._stated(statement)),) if statement else ()
        role = "; ".join(part for part in (participant.role, PARTS[participant.part]) if part)
        return (name, *cited, f", {role}{sure}" if role else sure)

    def _witness(self, view: WitnessView) -> Iterator[Block]:
        witness, transcript = view.record.witness, view.record.transcript
        source = next((s for s in self.view.document.sources if s.id == witness.published_in), None)
        online = [part for a in witness.addresses for part in ("; ", *_linked(a.url), f" ({a.kind})")][1:]
        contributors = [
            (_capital(item.words), " ".join(filter(None, [f"{hand(item, self.entries)}.", item.note])))
            for item in witness.responsibilities
        ]
        if witness.description:
            yield _paragraph(witness.description)
        digest = witness.exemplar.sha256
        checksum = (", SHA-256 ", Inline("code", (digest,))) if digest else ()
        several = len(self.here) > 1
        place = addresses.witness(self.view.document.id, witness.siglum)
        yield from _facts(
            ("Text", size_of_text(transcript)),
            ("Language", _language(witness.language)),
            ("Published in", *(self._source(source) if source else ())),
            ("Online", *online),
            *contributors,
            ("Exemplar", witness.exemplar.file, *checksum),
            ("Address", *_linked(addresses.published(self.statement, place) if several else "")),
            ("Cite", self.cited.get(witness.siglum, "") if several else ""),
        )

    def _provenance(self) -> Iterator[Block]:
        """The original, then each witness of this copy, in order; what is known of each step stands in its notes."""
        document = self.view.document
        steps: list[Block] = []
        if (original := original_in_words(document.original)) or document.provenance:
            first: list[Content] = [Inline("emphasis", ("The original.",)), f" {original}" if original else ""]
            steps.append(Block("item", (*first, *self._notes(document.provenance))))
        for witness in (view.record.witness for view in self.here):
            if witness.provenance:
                doubts = dict.fromkeys(
                    certainty_in_words(s.certainty) for s in witness.provenance if s.certainty != "high"
                )
                sure = f" In part {listed(list(doubts), 'or')}; see the notes." if doubts else ""
                told = Inline("emphasis", (sentence(named(witness)),))
                steps.append(Block("item", (told, sure, *self._notes(witness.provenance))))
        if steps:
            yield Block("ordered", blocks=tuple(steps))

    def _notes(self, statements: Sequence[Statement]) -> Iterator[Inline]:
        return (Inline("note", note=self._stated(statement)) for statement in statements)


def _facts(*rows: tuple[Content, ...]) -> Iterator[Block]:
    """Names and what there is to say of each; those without a value are left out, and so is an empty list."""
    pairs = tuple(
        Block("fact", tuple(part for part in value if part), label=(name,))
        for name, *value in rows
        if any(part != "" for part in value)
    )
    if pairs:
        yield Block("facts", blocks=pairs)


def _section(title: str, *inside: Block) -> tuple[Block, ...]:
    """The blocks under their heading; nothing without blocks."""
    return (_heading(title), *inside) if inside else ()


def _heading(title: str) -> Block:
    return Block("heading", (title,), level=1)


def _paragraph(*content: Content) -> Block:
    return Block("paragraph", tuple(part for part in content if part))


def _linked(address: str, text: str = "") -> tuple[Content, ...]:
    """A link to a web address, which is its own words if there are no others; nothing without either."""
    if not address:
        return (text,) if text else ()
    return (Inline("link", (text or address,), to=Target("address", address)),)


def _certainty(statement: Statement) -> tuple[Content, ...]:
    told = certainty_in_words(statement.certainty)
    return (f" ({told})",) if told else ()


def _language(code: str) -> str:
    return language_in_words(code) if code else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
