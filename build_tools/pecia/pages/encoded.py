"""The reading pages of a witness from imported TEI: one page, or a contents page and its parts.

In an edition that offers reading pages alone a page is as small as it can be: what a reader needs of the header stands
at its foot (:mod:`pecia.pages.facts`), one citation is given, and the dialog has the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pecia import addresses
from pecia.citation import Forms
from pecia.model import (
    Alternative,
    Element,
    Emendation,
    Field,
    Mark,
    Passage,
    Transcript,
    Turn,
    note_anchors,
    passages,
    turns,
)
from pecia.model.edition import EditionStatement, Entry
from pecia.model.record import Record
from pecia.pages import division_contents, redirects, retired
from pecia.pages.blocks import Blocks, Margin, notes_at
from pecia.pages.citations import citation, cite_section, edition_in_words, to_be_filled
from pecia.pages.divisions import Item, Part, Plan, anchors_of, plan
from pecia.pages.elements import in_language
from pecia.pages.exemplars import Text, steps_between_turns
from pecia.pages.explanations import Names, names_of
from pecia.pages.facts import facts
from pecia.pages.head import witness_head
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.ids import by_segment, calls, ids_of, marks_of, once, where
from pecia.pages.legend import legend
from pecia.pages.margin_readings import OtherReadings, in_margin
from pecia.pages.marks import Marking
from pecia.pages.overview import document_links, document_name
from pecia.pages.reading_toggle import switch
from pecia.pages.statements import Footnotes
from pecia.pages.views import Copy, DocumentView, GeneratedFile, WitnessView

_TO_CITE = "To cite a passage, add its number and use its address: select the number in the margin."

_OWN = frozenset({"content", "pc-nav", "pc-cite", "pc-printed", "pc-corrected"})
"""Ids that the theme and the head of the page give."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """What all pages of one witness need. ``where``: the segment of the part that has an id, for a text in parts.
    ``notes``: the anchor of each note by the number by which it is called; ``calls``: where it is called first, by its
    number, and what the call shows. ``text``: that of a transcript which was made from an exemplar."""

    statement: EditionStatement
    view: DocumentView
    record: Record
    others: OtherReadings
    forms: Forms
    copies: Sequence[Copy]
    names: Names
    entries: Mapping[str, Entry]
    plan: Plan
    where: Mapping[str, str]
    retired: Mapping[str | None, Html]
    steps: Mapping[str | None, tuple[str | None, str | None]]
    begun: set[int]
    notes: Mapping[int, str]
    calls: Mapping[int, tuple[str, str]]
    text: Text | None

    @property
    def alone(self) -> bool:
        """Whether the document has no page but this witness's."""
        return is_alone(self.statement, self.view)


def is_alone(statement: EditionStatement, view: DocumentView) -> bool:
    """Whether a document has no overview: its one witness's page is all there is of it."""
    return statement.offer == "reading" and len(view.witnesses) == 1


def encoded_pages(
    statement: EditionStatement,
    view: DocumentView,
    witness_view: WitnessView,
    others: OtherReadings,
    forms: Forms,
    copies: Sequence[Copy],
) -> tuple[GeneratedFile, ...]:
    """The page of the witness, its parts if it has any, and a stub for each division that is no page; arguments as of
    :func:`~pecia.pages.reading.reading_pages`."""
    record = witness_view.record
    planned = plan(record.transcript, view.document.split or statement.split)
    encoded = any(passage.element for passage in passages(record.transcript))
    ids = by_segment(planned)
    present = frozenset(anchors_of(planned.items))
    spoken = steps_between_turns(turn for turn in turns(record.transcript) if turn.who)
    witness = _Witness(
        statement,
        view,
        record,
        others,
        forms,
        copies,
        names_of(record),
        {entry.key: entry for entry in record.entries},
        planned,
        where(ids),
        retired.by_place(witness_view.retired, present) if witness_view.retired else {},
        spoken,
        set(),
        notes_at(planned.items) if encoded else note_anchors(record.transcript),
        dict(reversed([(number, (segment, label)) for segment, number, label in _calls(planned)])),
        None if encoded else Text(Marking(names_of(record), "", Footnotes()), witness_view, others),
    )
    if not planned.parts:
        return (_page(witness, planned.items, None), *_stubs(witness))
    gone: dict[str, list[str]] = {}
    for item in witness_view.retired:
        after = item.after if item.after in present else None
        segment = witness.where.get(after or "", planned.parts[0].segment)
        gone.setdefault(segment, []).append(item.id)
    there = {part.segment: [*ids[part.segment], *gone.get(part.segment, ())] for part in planned.parts}
    first = _page(witness, planned.items[: planned.parts[0].start], None, redirects.leads_on(once(there)))
    parts = (
        _page(witness, planned.items[part.start : part.end], number, redirects.leads_back())
        for number, part in enumerate(planned.parts)
    )
    return (first, *parts, *_stubs(witness))


# --- a page --------------------------------------------------------------------------------------


def _page(witness: _Witness, items: Sequence[Item], number: int | None, script: Html = EMPTY) -> GeneratedFile:
    """The page with ``items``: that of the witness, or of its part ``number``. ``script`` leads on from it."""
    record, document, statement = witness.record, witness.view.document, witness.statement
    siglum, alone = record.siglum, witness.alone
    part = None if number is None else witness.plan.parts[number]
    address = addresses.part(document.id, siglum, part.segment) if part else addresses.witness(document.id, siglum)
    root = addresses.root(address)
    marks = list(marks_of(items))
    marking = Marking(witness.names, root, Footnotes(), document=document.id, notes_at=witness.notes)
    anchors = set(anchors_of(items))
    marking.ids |= anchors | _OWN
    marking.targets = _targets(witness, marks, part)
    marking.called_at = {
        number: (f"../{segment}/#call:{number}", label)
        for number, (segment, label) in witness.calls.items()
        if part and segment != part.segment
    }
    text = _text(witness, items, part, marking) if items else EMPTY
    offered = witness.forms
    shown = Transcript((), _blocks(items))
    signs = legend(shown, witness.names, retired=False, brief=witness.text is None, taken=anchors) if items else EMPTY
    name = document_name(document)
    said = f"Witness {siglum}" + (f": {record.witness.title}" if record.witness.title else "")
    titles = [*([] if alone else [said]), *([division_contents.part_name(part, witness.plan)] if part else [])]
    head = tag(
        "div",
        division_contents.trail(witness.plan, part) if part else EMPTY,
        tag(
            "h1", words(name), *([SPACE, tag("span", words(", ".join(titles)), class_="pc-subtitle")] if titles else [])
        ),
        EMPTY if alone else document_links(document, siglum, root),
        tag("p", words(record.witness.description)) if record.witness.description and not (alone or part) else EMPTY,
        _tools(f"{root}{addresses.tei(document.id, siglum)}", signs=bool(signs)),
        _switch(marks),
        class_="pc-head",
    )
    aside = tag("div", signs, class_="pc-aside") if signs else EMPTY
    around = division_contents.neighbours(witness.plan, number) if number is not None else EMPTY
    body = [
        head,
        EMPTY if alone else _for_print(statement, address),
        division_contents.contents(witness.plan) if witness.plan.parts and not part else EMPTY,
        tag("div", text, aside, class_="pc-columns") if text else EMPTY,
        around,
        facts(document, record.witness, witness.entries, root) if alone and not part else EMPTY,
        _cited(offered, anchors, brief=alone),
    ]
    title = ": ".join([name, *titles])
    machines = witness_head(
        statement, document, record.witness, witness.entries, witness.copies, root, brief=alone or part is not None
    )
    return page(
        addresses.markdown(address),
        title,
        record.witness.description or title,
        *body,
        kind="reading",
        assets=("tei.css", "cite.css", "cite.js", *(("compare.css",) if witness.others else ())),
        head=join([script, machines], Html("\n")),
        record=f"{root}{addresses.copy(document.id, siglum, 'js')}",
    )


def _text(witness: _Witness, items: Sequence[Item], part: Part | None, marking: Marking) -> Html:
    """The text on one page, with what stands beside it."""
    begins = _is_first(witness.plan, part)
    if witness.text:
        front = max(0, len(witness.record.transcript.front) - (part.start if part else 0))
        witness.text.marking, witness.text.way = marking, partial(_way, witness, part=part)
        return witness.text.whole(_transcript(items, front), begins=begins)
    before = witness.retired.get(None, EMPTY) if begins else EMPTY
    depth = len(part.within) if part else 0
    blocks = Blocks(marking, _margin(witness, marking.root), _arrows(witness, part), depth, begun=witness.begun)
    given = in_language(witness.record.witness.language)
    siglum = words(f"Text of witness {witness.record.siglum}")
    return Html(
        f'<section class="pc-text tei-text"{given} aria-label="{siglum}">{before}{blocks.whole(items)}</section>\n'
    )


def _is_first(planned: Plan, part: Part | None) -> bool:
    """Whether a page has the beginning of the text; the contents page of a text in parts may have its front matter."""
    return not planned.parts or part is planned.parts[0]


def _margin(witness: _Witness, root: str) -> Margin:
    """What stands after a passage: what others have instead, and the anchors retired from this place."""
    others, gone, document, siglum = witness.others, witness.retired, witness.view.document, witness.record.siglum
    if not others and not gone:
        return lambda _anchor: EMPTY

    def beside(anchor: str) -> Html:
        cells = others.get(anchor)
        margin = in_margin(document, siglum, anchor, cells, root) if cells else EMPTY
        return Html(margin + gone.get(anchor, EMPTY))

    return beside


def _arrows(witness: _Witness, part: Part | None) -> Callable[[Turn], Html]:
    """Links from a turn to the same speaker's turn before and after it, on whichever page that is."""

    def arrows(turn: Turn) -> Html:
        first = turn.passages[0].id if turn.passages and turn.who else None
        before, after = witness.steps.get(first, (None, None)) if first else (None, None)
        if not before and not after:
            return EMPTY
        entry = witness.entries.get(turn.who)
        name = words(entry.name if entry else turn.who)
        links = ""
        for target, way, said in ((before, "before", "Previous"), (after, "after", "Next")):
            if target:
                there = words(_way(witness, target, part))
                links += f'<a href="{there}" class="pc-{way}" aria-label="{said} turn of {name}"></a>'
        return Html(f'<span class="pc-steps">{links}</span>')

    return arrows


def _tools(record: str, *, signs: bool) -> Html:
    items = [
        link("#signs", Html("Key")) if signs else EMPTY,
        link("#cite", Html("Cite")),
        link(record, Html("TEI"), download=True),
    ]
    return tag("p", join(items, Html(" · ")), class_="pc-tools")


def _for_print(statement: EditionStatement, address: str) -> Html:
    published = words(addresses.published(statement, address))
    return tag("p", words(edition_in_words(statement)), SPACE, published, class_="pc-print-only")


def _cited(forms: Forms, taken: set[str], *, brief: bool) -> Html:
    """How the page is cited: in several styles, or in one."""
    if not brief:
        section = cite_section(forms, _TO_CITE)
        return Html(section.replace(' id="cite"', "", 1)) if "cite" in taken else section
    title = tag("h2", Html("Cite"), id=None if "cite" in taken else "cite")
    whole = tag("p", citation(forms.page["chicago-note"]), class_="pc-citation pc-of-page")
    place = tag("p", to_be_filled(forms.passage["chicago-note"]), class_="pc-citation pc-of-passage", hidden=True)
    return tag("section", title, whole, place, class_="pc-cite", data_place="passage")


def _switch(marks: Sequence[Mark]) -> Html:
    if any(isinstance(mark, Alternative) for mark in marks):
        return switch("Text", "as in the source", "as edited by the encoder")
    return switch() if any(isinstance(mark, Emendation) for mark in marks) else EMPTY


def _transcript(items: Sequence[Item], front: int) -> Transcript:
    """``items`` as a transcript; as many as ``front`` are front matter."""
    before = tuple(item for item in items[:front] if not isinstance(item, Turn))
    return Transcript(before, _blocks(items[front:]))


def _blocks(items: Sequence[Item]) -> tuple[Passage | Turn, ...]:
    return tuple(item for item in items if not isinstance(item, Field))


# --- ways ---------------------------------------------------------------------------------------


def _targets(witness: _Witness, marks: Iterable[Mark], part: Part | None) -> dict[str, str]:
    """The way from a page to each id that its pointers name and the text has, notes that it calls among them."""
    wanted = {mark.target for mark in marks if isinstance(mark, Element) and mark.target}
    if witness.plan.parts:
        wanted |= {witness.notes[number] for number, _ in calls(marks) if number in witness.notes}
    if not wanted:
        return {}
    there = witness.where if witness.plan.parts else set(ids_of(witness.plan.items))
    return {target: _way(witness, target, part) for target in wanted if target in there}


def _calls(planned: Plan) -> Iterator[tuple[str, int, str]]:
    """The calls of a text in parts: the segment of the part, the number of the note, and what the call shows."""
    for part in planned.parts:
        for number, label in calls(marks_of(planned.items[part.start : part.end])):
            yield part.segment, number, label


def _way(witness: _Witness, identifier: str, part: Part | None) -> str:
    """The relative address of an id from the page of the witness or of a ``part``."""
    segment = witness.where.get(identifier, "")
    if segment == (part.segment if part else ""):
        return addresses.fragment(identifier)
    return f"{'../' if part else ''}{f'{segment}/' if segment else ''}{addresses.fragment(identifier)}"


# --- stubs ---------------------------------------------------------------------------------------


def _stubs(witness: _Witness) -> Iterator[GeneratedFile]:
    """A page that leads on for each division that is none now and might have been, or may be."""
    planned, document, siglum = witness.plan, witness.view.document, witness.record.siglum
    if len(planned.divisions) < 2:
        return
    given = {part.segment for part in planned.parts}
    for division in planned.divisions:
        if division.segment in given:
            continue
        given.add(division.segment)
        anchor = next(iter(anchors_of(planned.items[division.start : division.start + 1])), "")
        part = next((part for part in planned.parts if part.start <= division.start < part.end), None)
        fragment = "" if not anchor or (part and part.start == division.start) else addresses.fragment(anchor)
        now = f"../{f'{part.segment}/' if part else ''}"
        address = addresses.part(document.id, siglum, division.segment)
        there = addresses.part(document.id, siglum, part.segment) if part else addresses.witness(document.id, siglum)
        yield redirects.stub(
            addresses.stub(address),
            f"{document_name(document)}: {division.title or division.segment}",
            f"{now}{fragment}",
            addresses.published(witness.statement, there) or now,
            "../",
        )
